// SPDX-License-Identifier: MIT
//
// Format strings of the module struct: what they mean, and single items packed and unpacked.
//
// A program is the meaning of a format: plain data in a Bytes object, never changed. Not here: the module's functions and types.
#pragma once

#include "builtins/bytes/bytes.h"
#include "modules/module_parts.h"

namespace eider::modules {

using builtins::ByteSpan;
using builtins::kernels::Buffer;

/// A row of equal items.
struct StructCode {
  int64_t offset;  // bytes from the start
  int64_t repeat;  // items; 1 for s and p
  int64_t width;   // bytes of one item; of the whole text for s and p
  char kind;
  bool big_endian;
  bool native;     // '@' or nothing in front
};

struct StructProgram {
  int64_t size = 0;   // bytes
  int64_t items = 0;  // Python objects
  Buffer<StructCode, 8> codes;
};

/// Reads `format`. struct.error for what is no format.
Result<void> struct_parse(Thread& t, std::string_view format, StructProgram* out);

/// Writes `size` bytes for `values`, which has as many as the program asks for. `to` is private memory, zero.
Result<void> struct_pack(Thread& t, const StructCode* codes, size_t count, const Value* values, uint8_t* to);
/// The items at `from`, which nobody changes meanwhile.
Result<Tuple*> struct_unpack(Thread& t, const StructCode* codes, size_t count, int64_t items, const uint8_t* from);

/// struct.error with this text.
EIDER_COLD Failure struct_error(Thread& t, const char* format, ...) __attribute__((format(printf, 2, 3)));

}  // namespace eider::modules

// SPDX-License-Identifier: MIT
//
// What the files that make up bytes, bytearray and memoryview tell each other.
#pragma once

#include "builtins/bytes/bytes_methods.h"
#include "builtins/slice/slice.h"

namespace eider::builtins {

struct BytesIterator : Object {  // kValues; also the layout of bytearray_iterator
  static constexpr TypeId kTypeId = TypeId::kBytesIterator;
  Field<Value> source;           // what is walked; exhausted: realm->exhausted_bytes, a memoryview's: None (Note [Exhausted iterators] in list/list.h)
  Field<Value> next;             // small int: the index of the next item
};
Result<Value> bytes_iter(Thread& t, Value self);      // also bytearray's
Result<void> install_bytes_iterators(Thread& t);

Result<bool> bytes_contains(Thread& t, Value self, Value item);                       // both types
Result<Value> bytes_compare(Thread& t, Value self, Value other, CompareKind kind);    // both types
void fill_repeated(uint8_t* to, ByteSpan unit, size_t all);
/// The contents of bytes(source, encoding, errors) or bytearray(...).
Result<void> bytes_contents(Thread& t, const char* type_label, Value source, Value encoding, Value errors, const char* range_message,
                            kernels::Bytes& out);

Result<void> install_bytes(Thread& t);
Result<void> install_bytearray(Thread& t);
Result<void> install_memoryview(Thread& t);

}  // namespace eider::builtins

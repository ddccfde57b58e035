// SPDX-License-Identifier: MIT
//
// What the frontend produces for one function, class body, comprehension, lambda or module: plain data, no heap object.
// The runtime turns it into a Code object (vm/code.h), which is immutable and shared by all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bytecode/instructions.h"

namespace eider::bytecode {

struct CodeUnit;

struct Constant {
  enum class Kind : uint8_t { kNone, kTrue, kFalse, kEllipsis, kInt, kBigInt, kFloat, kComplex, kStr, kBytes, kTuple, kFrozenSet, kCode };
  Kind kind = Kind::kNone;
  int64_t integer = 0;           // kInt
  double real = 0;               // kFloat
  double imaginary = 0;          // kComplex (real part in `real`)
  std::string text;              // kStr: UTF-8 with surrogates passed through; kBytes: raw; kBigInt: '-'? then hexadecimal digits
  std::vector<Constant> items;   // kTuple, kFrozenSet
  std::shared_ptr<const CodeUnit> code;  // kCode
};

enum CodeFlags : uint32_t {  // values as python3.11's inspect.CO_*
  kOptimized = 1, kNewLocals = 2, kVarArgs = 4, kVarKeywords = 8, kNested = 16, kGenerator = 32, kCoroutine = 128,
  kIterableCoroutine = 256, kAsyncGenerator = 512,
  kFutureAnnotations = 0x1000000,
};

enum LocalKind : uint8_t { kLocal = 1, kCell = 2, kFree = 4 };  // a parameter captured by a closure is kLocal | kCell

struct Position {  // where the source of the units [start, next entry's start) stands; line 0 = no source
  uint32_t start_unit;
  int32_t line, end_line, column, end_column;  // columns in UTF-8 bytes, from 0; -1 = unknown
};

struct ExceptionEntry {  // as CPython's: units [start, end) are covered by the handler at target
  uint32_t start, end, target;
  uint16_t depth;    // stack items kept
  bool push_lasti;   // push the offset of the raising instruction (as an int) below the exception
};

struct CodeUnit {
  std::string name, qualname, filename;
  std::string docstring;  // constants[0] holds it when has_docstring
  bool has_docstring = false;
  uint32_t argcount = 0, posonlyargcount = 0, kwonlyargcount = 0;  // argcount includes positional-only ones
  uint32_t flags = 0;
  uint32_t stack_size = 0;
  int32_t first_line = 1;
  std::vector<uint16_t> units;
  std::vector<Constant> constants;
  std::vector<std::string> names;
  std::vector<std::string> locals;      // parameters in order (args, kwonly, *args, **kw), other locals, cells, free variables
  std::vector<uint8_t> local_kinds;     // LocalKind bits, same length
  std::vector<Position> positions;      // sorted by start_unit
  std::vector<ExceptionEntry> exceptions;  // sorted by start; inner before outer for the same start, first match wins

  uint32_t parameter_count() const { return argcount + kwonlyargcount + !!(flags & kVarArgs) + !!(flags & kVarKeywords); }
};

}  // namespace eider::bytecode

// SPDX-License-Identifier: MIT
//
// marshal's two halves. The data format is CPython's, version 4; a code object is Eider's own (bytecode/serialize.h) under a type
// byte that CPython does not use.
#pragma once

#include <string>

#include "modules/module_parts.h"

namespace eider::modules {

enum MarshalType : char {
  kMarshalNull = '0', kMarshalNone = 'N', kMarshalFalse = 'F', kMarshalTrue = 'T', kMarshalStopIteration = 'S', kMarshalEllipsis = '.',
  kMarshalInt = 'i', kMarshalLong = 'l', kMarshalFloatText = 'f', kMarshalFloat = 'g', kMarshalComplexText = 'x', kMarshalComplex = 'y',
  kMarshalBytes = 's', kMarshalInterned = 't', kMarshalRef = 'r', kMarshalTuple = '(', kMarshalList = '[', kMarshalDict = '{',
  kMarshalForeignCode = 'c', kMarshalCode = 'E', kMarshalUnicode = 'u', kMarshalUnknown = '?', kMarshalSet = '<', kMarshalFrozenSet = '>',
  kMarshalAscii = 'a', kMarshalAsciiInterned = 'A', kMarshalSmallTuple = ')', kMarshalShortAscii = 'z', kMarshalShortAsciiInterned = 'Z',
};
inline constexpr uint8_t kMarshalFlagRef = 0x80;  // the object gets the next number, for kMarshalRef
inline constexpr int kMarshalVersion = 4;
inline constexpr int kMarshalDepth = 2000;

/// Appends the marshalled form of `v`; ValueError "unmarshallable object".
Result<void> marshal_write(Thread& t, Value v, int version, std::string* out);

/// Where marshalled bytes come from: memory, or a Python file.
class MarshalSource {
 public:
  explicit MarshalSource(std::string_view bytes) : bytes_(bytes) {}
  explicit MarshalSource(Value file) : file_(file) {}
  /// The next `n` bytes; EOFError. Valid until the next call.
  Result<void> take(Thread& t, size_t n, std::string_view* out);

 private:
  std::string_view bytes_;
  Value file_;
  std::string buffer_;
};
Result<Value> marshal_read(Thread& t, MarshalSource& source);

}  // namespace eider::modules

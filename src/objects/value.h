// SPDX-License-Identifier: MIT
//
// Value: one 64-bit word that is any Python object. Always read and written whole, so it never tears.
//
//   ........ xx1   int     63-bit two's complement, value << 1 | 1
//   ........ x10   float   rotl(bits + 2^60, 3): doubles of magnitude 2^-255 <= |x| < 2^257, and +0.0 as the word 2
//   ........ 100   small constant: None, False, True, Ellipsis, NotImplemented, and the error mark
//   ........ 000   pointer to a heap object; 0 is ABSENT
//
// Note [Float rotation]: adding 2^60 turns the exponent prefixes 011 and 100 (of the 11 exponent bits) into 100 and 101, so
// both begin with 10; rotating left by three puts sign and those two bits at the bottom: low two bits 10 for exactly the
// doubles named above. The word 2 would be 2^-255; it stands for +0.0 instead, and 2^-255 is boxed. -0.0, inf, NaN, very
// large and very small magnitudes are boxed (objects/float.h).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "base/check.h"

namespace eider::objects {

class Value {
 public:
  constexpr Value() = default;  // ABSENT
  static constexpr Value from_bits(uint64_t bits) { return Value(bits); }
  static Value from_pointer(const void* object) { return Value(reinterpret_cast<uint64_t>(object)); }
  static constexpr Value from_small_int(int64_t v) { return Value(static_cast<uint64_t>(v) << 1 | 1); }
  static constexpr Value from_bool(bool b);

  constexpr uint64_t bits() const { return bits_; }
  constexpr bool is_absent() const { return bits_ == 0; }
  constexpr bool is_small_int() const { return bits_ & 1; }
  constexpr bool is_float_word() const { return (bits_ & 3) == 2; }
  constexpr bool is_constant() const { return (bits_ & 7) == 4; }
  /// Points to a heap object. ABSENT must have been excluded.
  constexpr bool is_heap() const { return (bits_ & 7) == 0; }
  constexpr bool is_bool() const { return (bits_ & ~uint64_t{8}) == 0x14; }
  constexpr bool is_none() const { return bits_ == 0x04; }

  constexpr int64_t small_int() const { return static_cast<int64_t>(bits_) >> 1; }
  double float_word() const {
    return bits_ == 2 ? 0.0 : std::bit_cast<double>(std::rotr(bits_, 3) - (uint64_t{1} << 60));
  }
  template <class T>
  T* as() const {  // unchecked cast of a heap pointer
    return reinterpret_cast<T*>(bits_);
  }

  /// The same word (Python's `is`).
  friend constexpr bool operator==(Value a, Value b) { return a.bits_ == b.bits_; }

  static constexpr int64_t kMaxSmallInt = (int64_t{1} << 62) - 1;
  static constexpr int64_t kMinSmallInt = -(int64_t{1} << 62);
  static constexpr bool fits_small_int(int64_t v) { return v >= kMinSmallInt && v <= kMaxSmallInt; }

  /// Whether `d` has a float word; then `*word` is it.
  static bool encode_float(double d, Value* word) {
    uint64_t bits = std::bit_cast<uint64_t>(d);
    uint64_t rotated = std::rotl(bits + (uint64_t{1} << 60), 3);
    if (EIDER_LIKELY((rotated & 3) == 2 && rotated != 2)) {
      *word = Value(rotated);
      return true;
    }
    *word = Value(2);
    return bits == 0;
  }

 private:
  explicit constexpr Value(uint64_t bits) : bits_(bits) {}
  uint64_t bits_ = 0;
};
static_assert(sizeof(Value) == 8);

inline constexpr Value kAbsent = Value::from_bits(0);
inline constexpr Value kNone = Value::from_bits(0x04);
inline constexpr Value kFalse = Value::from_bits(0x14);
inline constexpr Value kTrue = Value::from_bits(0x1c);
inline constexpr Value kEllipsis = Value::from_bits(0x24);
inline constexpr Value kNotImplemented = Value::from_bits(0x2c);
/// Result<Value>'s failure mark. Never stored in an object, never seen by Python.
inline constexpr Value kFailedWord = Value::from_bits(0x7c);

constexpr Value Value::from_bool(bool b) { return b ? kTrue : kFalse; }

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Integers of any size as Python computes them: signed magnitude, 64-bit limbs, least significant first.
//
// Invariant: a BigView and a finished BigBuf are normalised: the top limb is not zero, and zero has no limbs and no
// sign. Invariant: an operation that does not return kOk leaves its outputs valid but unspecified; inputs are never
// changed. Invariant: an output does not share memory with an input (checked in debug builds). Not here: which results
// fit a 63-bit Value, and the texts of exceptions. Source: GMP's mpn layer does the limb loops; the rules of sign,
// rounding and text are CPython 3.11's. GMP aborts the process when its own scratch memory cannot be had; the blocks of
// bigint_arith.cpp keep that scratch small next to the operands.
#pragma once

#include "builtins/kernels/kernel_types.h"

namespace eider::builtins::kernels {

struct BigView {
  const uint64_t* limbs = nullptr;
  uint32_t count = 0;
  bool negative = false;

  bool is_zero() const { return count == 0; }
  bool is_odd() const { return count != 0 && (limbs[0] & 1) != 0; }
  BigView magnitude() const { return {limbs, count, false}; }
  BigView negated() const { return {limbs, count, count != 0 && !negative}; }
  bool fits_int64() const;
  /// The value, when fits_int64().
  int64_t to_int64() const;
};

/// A machine integer seen as a BigView, without allocation. The view is valid while the IntView lives.
class IntView {
 public:
  explicit IntView(int64_t value)
      : limb_(value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value)), negative_(value < 0) {}
  static IntView of_unsigned(uint64_t value) {
    IntView made(0);
    made.limb_ = value;
    return made;
  }
  BigView view() const { return {&limb_, limb_ != 0 ? 1u : 0u, negative_}; }
  operator BigView() const { return view(); }  // NOLINT: meant to be passed where a BigView is

 private:
  uint64_t limb_;
  bool negative_;
};

/// A number being made: 32 limbs inline, then malloc.
class BigBuf {
 public:
  BigBuf() = default;
  BigBuf(const BigBuf&) = delete;
  BigBuf& operator=(const BigBuf&) = delete;
  ~BigBuf();

  uint64_t* limbs() { return limbs_; }
  uint32_t count() const { return count_; }
  BigView view() const { return {limbs_, count_, negative_}; }
  operator BigView() const { return view(); }  // NOLINT

  /// Room for `limbs` limbs; the contents up to count() are kept. False: no memory, nothing changed.
  [[nodiscard]] bool reserve(uint64_t limbs);
  /// Declares limbs()[0..count) written, drops leading zeros and sets the sign.
  void set_size(uint64_t count, bool negative);
  [[nodiscard]] bool assign(BigView value);
  void assign_uint64(uint64_t value, bool negative);
  void negate() { negative_ = count_ != 0 && !negative_; }
  void clear() {
    count_ = 0;
    negative_ = false;
  }
  void swap(BigBuf& other);

 private:
  static constexpr uint32_t kInlineLimbs = 32;
  uint64_t* limbs_ = inline_;
  uint32_t count_ = 0;
  uint32_t capacity_ = kInlineLimbs;
  bool negative_ = false;
  uint64_t inline_[kInlineLimbs];
};

enum class [[nodiscard]] BigStatus : uint8_t {
  kOk,
  kNoMemory,        // MemoryError
  kInterrupted,     // the Interrupt asked to stop
  kDivisionByZero,  // ZeroDivisionError; the text depends on the operator
  kTooLarge,        // more than 2**32 - 1 limbs: MemoryError, or OverflowError "too many digits in integer" for <<
  kOverflow,        // the target (double, bytes) is too small for the value
  kNegative,        // a negative value where none is allowed (unsigned bytes, isqrt, shift count)
  kNotInvertible,   // ValueError "base is not invertible for the given modulus"
  kNan,             // ValueError "cannot convert float NaN to integer"
  kInfinity,        // OverflowError "cannot convert float infinity to integer"
  kInvalidText,     // ValueError "invalid literal for int() with base N: ..."
  kTooManyDigits,   // ValueError, see kIntMaxStrDigits
};

// --- arithmetic (bigint_arith.cpp)
// ---------------------------------------------------------------------------------------
int compare(BigView a, BigView b);  // <0, 0, >0
int compare_magnitude(BigView a, BigView b);
inline bool equal(BigView a, BigView b) { return compare(a, b) == 0; }
BigStatus add(BigView a, BigView b, BigBuf& out);
BigStatus subtract(BigView a, BigView b, BigBuf& out);
BigStatus multiply(BigView a, BigView b, BigBuf& out, Interrupt interrupt = {});
/// base ** exponent for exponent >= 0 (kNegative otherwise; Python then computes in floats).
BigStatus power(BigView base, BigView exponent, BigBuf& out, Interrupt interrupt = {});

// --- division and friends (bigint_divide.cpp)
// ----------------------------------------------------------------------------
/// Polls between blocks of the quotient, each as long as the divisor: one call of GMP, 0.5 s for a divisor of 16 million bits.
/// Floor division: a == quotient * b + remainder, and the remainder has the sign of b. Either output may be null.
BigStatus floor_divide(BigView a, BigView b, BigBuf* quotient, BigBuf* remainder, Interrupt interrupt = {});
/// pow(base, exponent, modulus): the result has the sign of the modulus. A negative exponent goes through the inverse.
/// kDivisionByZero is ValueError "pow() 3rd argument cannot be 0".
BigStatus power_modulo(BigView base, BigView exponent, BigView modulus, BigBuf& out, Interrupt interrupt = {});
/// The x with a * x == 1 modulo `modulus` and 0 <= x < modulus; `modulus` > 0.
BigStatus invert_modulo(BigView a, BigView modulus, BigBuf& out);
BigStatus gcd(BigView a, BigView b, BigBuf& out);
/// floor(sqrt(a)); kNegative is ValueError "isqrt() argument must be nonnegative".
BigStatus integer_sqrt(BigView a, BigBuf& out);

// --- bits (bigint_bits.cpp)
// ----------------------------------------------------------------------------------------------
BigStatus shift_left(BigView a, uint64_t bits, BigBuf& out);
/// Rounds towards minus infinity, as >> does on two's complement.
BigStatus shift_right(BigView a, uint64_t bits, BigBuf& out);
BigStatus bit_and(BigView a, BigView b, BigBuf& out);
BigStatus bit_or(BigView a, BigView b, BigBuf& out);
BigStatus bit_xor(BigView a, BigView b, BigBuf& out);
BigStatus bit_invert(BigView a, BigBuf& out);
uint64_t bit_length(BigView a);      // of the magnitude
uint64_t bit_count(BigView a);       // ones of the magnitude
uint64_t trailing_zeros(BigView a);  // a != 0

enum class ByteOrder : uint8_t { kLittle, kBig };
enum class Signedness : uint8_t { kUnsigned, kSigned };
/// Fills exactly `size` bytes. kNegative: "can't convert negative int to unsigned"; kOverflow: "int too big to
/// convert".
BigStatus to_bytes(BigView a, uint8_t* bytes, size_t size, ByteOrder order, Signedness signedness);
BigStatus from_bytes(const uint8_t* bytes, size_t size, ByteOrder order, Signedness signedness, BigBuf& out);

// --- floats and hash (bigint_float.cpp)
// ----------------------------------------------------------------------------------
/// Nearest double, ties to even. kOverflow: "int too large to convert to float".
BigStatus to_double(BigView a, double* out);
/// The double nearest to (top + t) * 2**exponent, where t is zero, or somewhere between 0 and 1 when `sticky`; then the
/// highest bit of `top` must be set. False on overflow.
[[nodiscard]] bool assemble_double(uint64_t top, bool sticky, int64_t exponent, double* out);
/// value == fraction * 2**exponent with 0.5 <= |fraction| < 1, correctly rounded; for logarithms of huge integers.
double to_fraction(BigView a, int64_t* exponent);
/// Truncates towards zero; kNan, kInfinity.
BigStatus from_double(double value, BigBuf& out);
/// a / b, correctly rounded. kDivisionByZero: "division by zero"; kOverflow: "integer division result too large for a
/// float".
BigStatus true_divide(BigView a, BigView b, double* out);
/// Exact order of an int and a float: <0, 0, >0; kUnordered for NaN.
inline constexpr int kUnordered = 2;
int compare_with_double(BigView a, double b);
/// value / 1 in lowest terms: denominator > 0. kNan / kInfinity for what has no ratio.
BigStatus as_integer_ratio(double value, BigBuf& numerator, BigBuf& denominator);
/// hash(int): modulo 2**61 - 1 with the sign of `a`; never -1.
int64_t hash_big(BigView a);

// --- text (bigint_text.cpp)
// ----------------------------------------------------------------------------------------------
inline constexpr uint32_t kIntMaxStrDigits = 4300;       // sys.int_info.default_max_str_digits
inline constexpr uint32_t kIntStrDigitsThreshold = 640;  // never limited below this many digits

/// Writes `-` and the digits of `a` in base 2..36, lower case, without prefix. In base 10, more than max(limit, 640)
/// digits give kTooManyDigits; limit 0 means none: "Exceeds the limit (LIMIT digits) for integer string conversion; use
/// sys.set_int_max_str_digits() to increase the limit"
BigStatus to_text(BigView a, uint32_t base, uint32_t limit, Text8& out, Interrupt interrupt = {});
/// Decimal digits of |a| (1 for 0), exactly. kNoMemory / kInterrupted possible near powers of ten only.
BigStatus decimal_digit_count(BigView a, uint64_t* out, Interrupt interrupt = {});

struct IntParse {
  BigStatus status = BigStatus::kOk;
  uint64_t digits = 0;  // with kTooManyDigits: the "value has N digits" of the message
};
/// int(text, base) for base 0 or 2..36, of ASCII text (the caller has turned Unicode digits and spaces to ASCII).
/// Accepts surrounding whitespace, a sign, a prefix fitting the base, single underscores between digits.
/// kTooManyDigits: "Exceeds the limit (LIMIT digits) for integer string conversion: value has N digits; use
/// sys.set_int_max_str_digits() to increase the limit"
[[nodiscard]] IntParse from_text(const char* text, size_t size, uint32_t base, uint32_t limit, BigBuf& out,
                                 Interrupt interrupt = {});

}  // namespace eider::builtins::kernels

// SPDX-License-Identifier: MIT
//
// Big integers and doubles: exact and correctly rounded conversions, true division, hashing.
#include <gmp.h>

#include <bit>
#include <cmath>

#include "builtins/kernels/bigint.h"

namespace eider::builtins::kernels {

namespace {

constexpr int kMantissaBits = 53;
constexpr int kMinExponent = -1074;  // of the lowest bit of a subnormal

struct Top {
  uint64_t limb;     // the 64 highest bits, the highest one set
  int64_t exponent;  // of the limb's lowest bit
  bool sticky;
};

Top top_of(BigView a) {
  const uint32_t n = a.count;
  const int shift = std::countl_zero(a.limbs[n - 1]);
  Top top{a.limbs[n - 1] << shift, int64_t{n - 1} * 64 - shift, false};
  if (n == 1) return top;
  if (shift != 0) {
    top.limb |= a.limbs[n - 2] >> (64 - shift);
    top.sticky = a.limbs[n - 2] << shift != 0;
  } else {
    top.sticky = a.limbs[n - 2] != 0;
  }
  for (uint32_t i = 0; i + 2 < n && !top.sticky; i++) top.sticky = a.limbs[i] != 0;
  return top;
}

}  // namespace

bool assemble_double(uint64_t top, bool sticky, int64_t exponent, double* out) {
  if (top == 0) {
    *out = 0.0;
    return true;
  }
  const int bits = 64 - std::countl_zero(top);
  int64_t drop = bits - kMantissaBits;                                 // bits that do not fit a normal double
  if (exponent + drop < kMinExponent) drop = kMinExponent - exponent;  // nor a subnormal
  if (drop > 0) {
    if (drop > 64) {
      *out = 0.0;
      return true;
    }
    const uint64_t kept = drop == 64 ? 0 : top >> drop;
    const uint64_t half = uint64_t{1} << (drop - 1);
    const uint64_t lost = drop == 64 ? top : top & (half * 2 - 1);
    const bool up = lost > half || (lost == half && (sticky || (kept & 1) != 0));
    top = kept + (up ? 1 : 0);
    exponent += drop;
  }
  if (exponent > 1100) return false;
  *out = std::ldexp(static_cast<double>(top), static_cast<int>(exponent));
  return !std::isinf(*out);
}

BigStatus to_double(BigView a, double* out) {
  *out = 0.0;
  if (a.is_zero()) return BigStatus::kOk;
  const Top top = top_of(a);
  if (!assemble_double(top.limb, top.sticky, top.exponent, out)) return BigStatus::kOverflow;
  if (a.negative) *out = -*out;
  return BigStatus::kOk;
}

double to_fraction(BigView a, int64_t* exponent) {
  *exponent = 0;
  if (a.is_zero()) return 0.0;
  const Top top = top_of(a);
  double fraction = 0.0;
  (void)assemble_double(top.limb, top.sticky, -64, &fraction);
  *exponent = top.exponent + 64;
  if (fraction == 1.0) {
    fraction = 0.5;
    *exponent += 1;
  }
  return a.negative ? -fraction : fraction;
}

BigStatus from_double(double value, BigBuf& out) {
  if (std::isnan(value)) return BigStatus::kNan;
  if (std::isinf(value)) return BigStatus::kInfinity;
  int exponent = 0;
  const double fraction = std::frexp(std::fabs(value), &exponent);
  if (exponent <= 0) {
    out.clear();
    return BigStatus::kOk;
  }
  const auto mantissa = static_cast<uint64_t>(std::ldexp(fraction, kMantissaBits));
  if (exponent <= kMantissaBits) {
    out.assign_uint64(mantissa >> (kMantissaBits - exponent), std::signbit(value));
    return BigStatus::kOk;
  }
  const IntView whole = IntView::of_unsigned(mantissa);
  const BigStatus status = shift_left(whole, static_cast<uint64_t>(exponent - kMantissaBits), out);
  if (std::signbit(value)) out.negate();
  return status;
}

BigStatus true_divide(BigView a, BigView b, double* out) {
  if (b.is_zero()) return BigStatus::kDivisionByZero;
  const bool negative = a.negative != b.negative;
  *out = negative ? -0.0 : 0.0;
  if (a.is_zero()) return BigStatus::kOk;
  if (bit_length(a) <= kMantissaBits && bit_length(b) <= kMantissaBits) {  // both exact: the hardware rounds once
    const double quotient = static_cast<double>(a.limbs[0]) / static_cast<double>(b.limbs[0]);
    *out = negative ? -quotient : quotient;
    return BigStatus::kOk;
  }
  const auto difference = static_cast<int64_t>(bit_length(a)) - static_cast<int64_t>(bit_length(b));
  if (difference > 1025) return BigStatus::kOverflow;
  if (difference < -1080) return BigStatus::kOk;  // rounds to zero
  // Scale so that the integer quotient has 63 or 64 bits; what is left over is sticky.
  const int64_t shift = 63 - difference;
  BigBuf scaled, quotient, remainder;
  BigStatus status = BigStatus::kOk;
  bool sticky = false;
  if (shift >= 0) {
    status = shift_left(a.magnitude(), static_cast<uint64_t>(shift), scaled);
  } else {
    status = shift_right(a.magnitude(), static_cast<uint64_t>(-shift), scaled);
    sticky = trailing_zeros(a) < static_cast<uint64_t>(-shift);
  }
  if (status != BigStatus::kOk) return status;
  status = floor_divide(scaled, b.magnitude(), &quotient, &remainder);
  if (status != BigStatus::kOk) return status;
  sticky |= remainder.count() != 0;
  EIDER_ASSERT(quotient.count() == 1);
  double magnitude = 0.0;
  if (!assemble_double(quotient.limbs()[0], sticky, -shift, &magnitude)) return BigStatus::kOverflow;
  *out = negative ? -magnitude : magnitude;
  return BigStatus::kOk;
}

int compare_with_double(BigView a, double b) {
  if (std::isnan(b)) return kUnordered;
  if (std::isinf(b)) return b > 0 ? -1 : 1;
  const int sign_a = a.is_zero() ? 0 : a.negative ? -1 : 1;
  const int sign_b = b > 0 ? 1 : b < 0 ? -1 : 0;
  if (sign_a != sign_b) return sign_a < sign_b ? -1 : 1;
  if (sign_a == 0) return 0;
  int exponent = 0;
  (void)std::frexp(b, &exponent);
  const auto bits = static_cast<int64_t>(bit_length(a));
  if (bits != exponent) return (bits < exponent) == (sign_a > 0) ? -1 : 1;
  // Same binary magnitude, so b's whole part needs no more limbs than a: at most 16, which BigBuf holds inline.
  BigBuf whole;
  const BigStatus status = from_double(b, whole);
  EIDER_CHECK(status == BigStatus::kOk);
  const int order = compare(a, whole);
  if (order != 0) return order;
  const double rest = b - std::trunc(b);
  return rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

BigStatus as_integer_ratio(double value, BigBuf& numerator, BigBuf& denominator) {
  if (std::isnan(value)) return BigStatus::kNan;
  if (std::isinf(value)) return BigStatus::kInfinity;
  int exponent = 0;
  const double fraction = std::frexp(std::fabs(value), &exponent);
  auto mantissa = static_cast<uint64_t>(std::ldexp(fraction, kMantissaBits));
  denominator.assign_uint64(1, false);
  if (mantissa == 0) {
    numerator.clear();
    return BigStatus::kOk;
  }
  exponent -= kMantissaBits;
  const int twos = std::countr_zero(mantissa);
  mantissa >>= twos;
  exponent += twos;
  const IntView odd = IntView::of_unsigned(mantissa), one(1);
  BigStatus status = shift_left(odd, exponent > 0 ? static_cast<uint64_t>(exponent) : 0, numerator);
  if (status != BigStatus::kOk) return status;
  if (exponent < 0) status = shift_left(one, static_cast<uint64_t>(-exponent), denominator);
  if (std::signbit(value)) numerator.negate();
  return status;
}

int64_t hash_big(BigView a) {
  constexpr uint64_t kModulus = (uint64_t{1} << 61) - 1;
  // 2**64 == 8 modulo 2**61 - 1.
  uint64_t rest = 0;
  for (uint32_t i = a.count; i-- > 0;) {
    const unsigned __int128 value = (static_cast<unsigned __int128>(rest) << 3) + a.limbs[i] % kModulus;
    rest = static_cast<uint64_t>(value % kModulus);
  }
  const auto hash = static_cast<int64_t>(rest);
  if (!a.negative) return hash;
  return hash == 1 ? -2 : -hash;
}

}  // namespace eider::builtins::kernels

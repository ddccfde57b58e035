// SPDX-License-Identifier: MIT
//
// Ints of at most two limbs as machine words of 128 bits: what programs with 64-bit masks compute in.
//
// The kernels (kernels/bigint.h) are for numbers of any size; for these, looking at what there is to do costs them more than the
// work. A function here says false when an operand or the result is not of this kind; then the kernel is asked.
#pragma once

#include <cstring>

#include "gc/heap.h"
#include "objects/numbers.h"
#include "objects/type_ids.h"

namespace eider::builtins {

using Int128 = __int128;
using Uint128 = unsigned __int128;

/// The value of an exact int, when it fits 128 bits with its sign.
EIDER_ALWAYS_INLINE bool int_as_wide(objects::Value v, Int128* out) {
  if (v.is_small_int()) {
    *out = v.small_int();
    return true;
  }
  if (!objects::is_exact(v, objects::TypeId::kInt)) return false;
  const auto* big = v.as<objects::BigInt>();
  if (big->count > 2) return false;
  Uint128 magnitude = big->limbs[0];  // an exact BigInt has a limb
  if (big->count == 2) {
    if (big->limbs[1] >> 63) return false;
    magnitude |= Uint128{big->limbs[1]} << 64;
  }
  *out = big->sign < 0 ? -static_cast<Int128>(magnitude) : static_cast<Int128>(magnitude);
  return true;
}

/// The int with this magnitude and sign; one allocation when it does not fit a word.
EIDER_ALWAYS_INLINE objects::Result<objects::Value> int_from_magnitude(objects::Thread& t, Uint128 magnitude, bool negative) {
  using objects::Value;
  auto low = static_cast<uint64_t>(magnitude), high = static_cast<uint64_t>(magnitude >> 64);
  if (high == 0 && low <= static_cast<uint64_t>(Value::kMaxSmallInt) + negative) {
    return Value::from_small_int(negative ? -static_cast<int64_t>(low) : static_cast<int64_t>(low));
  }
  objects::BigInt* big = EIDER_TRY(objects::big_int_new(t, high != 0 ? 2 : 1));
  big->sign = negative ? -1 : 1;
  big->limbs[0] = low;
  if (high != 0) big->limbs[1] = high;
  return big->value();
}

EIDER_ALWAYS_INLINE objects::Result<objects::Value> int_from_wide(objects::Thread& t, Int128 v) {
  return int_from_magnitude(t, v < 0 ? -static_cast<Uint128>(v) : static_cast<Uint128>(v), v < 0);
}

/// |a| * |b| when each is below 2^64.
EIDER_ALWAYS_INLINE bool wide_product(Int128 a, Int128 b, Uint128* magnitude, bool* negative) {
  Uint128 x = a < 0 ? -static_cast<Uint128>(a) : static_cast<Uint128>(a), y = b < 0 ? -static_cast<Uint128>(b) : static_cast<Uint128>(b);
  if (static_cast<uint64_t>(x >> 64) != 0 || static_cast<uint64_t>(y >> 64) != 0) return false;
  *magnitude = x * static_cast<uint64_t>(y);
  *negative = (a < 0) != (b < 0);
  return true;
}

/// Quotient and remainder Python's way. b != 0, and not the one quotient that does not fit.
EIDER_ALWAYS_INLINE bool wide_divmod(Int128 a, Int128 b, Int128* quotient, Int128* remainder) {
  if (b == 0) return false;
  if (((a | b) >> 64) == 0) {  // both below 2^64 and not negative: one instruction
    *quotient = static_cast<Int128>(static_cast<uint64_t>(a) / static_cast<uint64_t>(b));
    *remainder = static_cast<Int128>(static_cast<uint64_t>(a) % static_cast<uint64_t>(b));
    return true;
  }
  *quotient = a / b;  // |a| < 2^127: no overflow
  *remainder = a % b;
  if (*remainder != 0 && (*remainder < 0) != (b < 0)) {
    --*quotient;
    *remainder += b;
  }
  return true;
}

}  // namespace eider::builtins

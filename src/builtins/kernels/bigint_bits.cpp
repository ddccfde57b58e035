// SPDX-License-Identifier: MIT
//
// Big integers: shifts, bitwise operators on two's complement, bytes.
//
// Negative numbers behave as if written in two's complement with infinitely many leading ones; the limbs of that form
// are made on the fly (complement and carry) and the result is turned back.
#include <gmp.h>

#include <bit>

#include "builtins/kernels/bigint.h"

namespace eider::builtins::kernels {

namespace {

// The limbs of a number in two's complement, lowest first.
class TwosComplement {
 public:
  explicit TwosComplement(BigView a) : a_(a), carry_(a.negative ? 1 : 0) {}
  uint64_t next() {
    const uint64_t limb = at_ < a_.count ? a_.limbs[at_] : 0;
    at_++;
    if (!a_.negative) return limb;
    const uint64_t flipped = ~limb + carry_;
    carry_ = carry_ != 0 && limb == 0 ? 1 : 0;
    return flipped;
  }

 private:
  BigView a_;
  uint32_t at_ = 0;
  uint64_t carry_;
};

template <class Op>
BigStatus bitwise(BigView a, BigView b, BigBuf& out, Op op) {
  const uint64_t size = uint64_t{a.count > b.count ? a.count : b.count} + 1;
  if (!out.reserve(size)) return BigStatus::kNoMemory;
  EIDER_ASSERT(out.limbs() != a.limbs || a.count == 0);
  EIDER_ASSERT(out.limbs() != b.limbs || b.count == 0);
  const bool negative = op(uint64_t{a.negative}, uint64_t{b.negative}) != 0;
  TwosComplement left(a), right(b);
  uint64_t* limbs = out.limbs();
  for (uint64_t i = 0; i < size; i++) limbs[i] = op(left.next(), right.next());
  if (negative) mpn_neg(limbs, limbs, static_cast<mp_size_t>(size));
  out.set_size(size, negative);
  return BigStatus::kOk;
}

}  // namespace

BigStatus shift_left(BigView a, uint64_t bits, BigBuf& out) {
  if (a.is_zero()) {
    out.clear();
    return BigStatus::kOk;
  }
  const uint64_t whole = bits / 64;
  const unsigned part = bits % 64;
  const uint64_t size = a.count + whole + 1;
  if (size > UINT32_MAX) return BigStatus::kTooLarge;
  if (!out.reserve(size)) return BigStatus::kNoMemory;
  EIDER_ASSERT(out.limbs() != a.limbs);
  uint64_t* limbs = out.limbs();
  std::memset(limbs, 0, whole * 8);
  if (part != 0) {
    limbs[size - 1] = mpn_lshift(limbs + whole, a.limbs, a.count, part);
  } else {
    std::memcpy(limbs + whole, a.limbs, a.count * size_t{8});
    limbs[size - 1] = 0;
  }
  out.set_size(size, a.negative);
  return BigStatus::kOk;
}

BigStatus shift_right(BigView a, uint64_t bits, BigBuf& out) {
  const uint64_t whole = bits / 64;
  const unsigned part = bits % 64;
  if (whole >= a.count) {
    out.assign_uint64(a.negative ? 1 : 0, a.negative);
    return BigStatus::kOk;
  }
  const uint64_t size = a.count - whole;
  if (!out.reserve(size + 1)) return BigStatus::kNoMemory;
  EIDER_ASSERT(out.limbs() != a.limbs);
  uint64_t* limbs = out.limbs();
  bool lost = false;  // bits below the cut: floor moves a negative number one further down
  if (a.negative) {
    for (uint64_t i = 0; i < whole && !lost; i++) lost = a.limbs[i] != 0;
  }
  if (part != 0) {
    lost |= mpn_rshift(limbs, a.limbs + whole, static_cast<mp_size_t>(size), part) != 0;
  } else {
    std::memcpy(limbs, a.limbs + whole, size * 8);
  }
  limbs[size] = 0;
  if (a.negative && lost) limbs[size] = mpn_add_1(limbs, limbs, static_cast<mp_size_t>(size), 1);
  out.set_size(size + 1, a.negative);
  return BigStatus::kOk;
}

BigStatus bit_and(BigView a, BigView b, BigBuf& out) {
  return bitwise(a, b, out, [](uint64_t x, uint64_t y) { return x & y; });
}
BigStatus bit_or(BigView a, BigView b, BigBuf& out) {
  return bitwise(a, b, out, [](uint64_t x, uint64_t y) { return x | y; });
}
BigStatus bit_xor(BigView a, BigView b, BigBuf& out) {
  return bitwise(a, b, out, [](uint64_t x, uint64_t y) { return x ^ y; });
}

BigStatus bit_invert(BigView a, BigBuf& out) {  // -(a + 1)
  const IntView one(1);
  const BigStatus status = add(a, one, out);
  out.negate();
  return status;
}

uint64_t bit_length(BigView a) {
  if (a.count == 0) return 0;
  return uint64_t{a.count} * 64 - static_cast<uint64_t>(std::countl_zero(a.limbs[a.count - 1]));
}

uint64_t bit_count(BigView a) { return a.count == 0 ? 0 : mpn_popcount(a.limbs, a.count); }

uint64_t trailing_zeros(BigView a) {
  EIDER_ASSERT(a.count != 0);
  return mpn_scan1(a.limbs, 0);
}

BigStatus to_bytes(BigView a, uint8_t* bytes, size_t size, ByteOrder order, Signedness signedness) {
  if (a.negative && signedness == Signedness::kUnsigned) return BigStatus::kNegative;
  TwosComplement limbs(a);
  uint64_t limb = 0;
  for (size_t i = 0; i < size; i++) {
    if (i % 8 == 0) limb = limbs.next();
    bytes[order == ByteOrder::kLittle ? i : size - 1 - i] = static_cast<uint8_t>(limb >> (i % 8 * 8));
  }
  const uint64_t bits = bit_length(a);
  if (signedness == Signedness::kUnsigned) return bits > uint64_t{size} * 8 ? BigStatus::kOverflow : BigStatus::kOk;
  if (bits < uint64_t{size} * 8 || a.is_zero()) return BigStatus::kOk;
  if (size == 0 && a.negative && bits == 1) return BigStatus::kOk;  // CPython: (-1).to_bytes(0, signed=True) == b''
  // The sign bit is taken: only -2**(8 size - 1) still fits.
  const bool lowest = a.negative && bits == uint64_t{size} * 8 && trailing_zeros(a) == bits - 1;
  return lowest ? BigStatus::kOk : BigStatus::kOverflow;
}

BigStatus from_bytes(const uint8_t* bytes, size_t size, ByteOrder order, Signedness signedness, BigBuf& out) {
  const uint64_t count = (uint64_t{size} + 7) / 8;
  if (count > UINT32_MAX) return BigStatus::kTooLarge;
  if (!out.reserve(count + 1)) return BigStatus::kNoMemory;
  uint64_t* limbs = out.limbs();
  std::memset(limbs, 0, (count + 1) * 8);
  for (size_t i = 0; i < size; i++) {
    limbs[i / 8] |= uint64_t{bytes[order == ByteOrder::kLittle ? i : size - 1 - i]} << (i % 8 * 8);
  }
  bool negative = false;
  if (signedness == Signedness::kSigned && size != 0) {
    negative = (bytes[order == ByteOrder::kLittle ? size - 1 : 0] & 0x80) != 0;
  }
  if (negative) {
    if (size % 8 != 0) limbs[count - 1] |= ~uint64_t{0} << (size % 8 * 8);
    mpn_neg(limbs, limbs, static_cast<mp_size_t>(count));
  }
  out.set_size(count, negative);
  return BigStatus::kOk;
}

}  // namespace eider::builtins::kernels

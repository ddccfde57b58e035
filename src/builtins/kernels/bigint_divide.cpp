// SPDX-License-Identifier: MIT
//
// Big integers: floor division, modular powers and inverses, greatest common divisors, square roots.
//
// Modular powers use Montgomery's form for odd moduli up to kMontgomeryLimit limbs and plain division otherwise.
// Not here: true division (bigint_float.cpp).
#include <gmp.h>

#include <bit>

#include "builtins/kernels/bigint.h"

namespace eider::builtins::kernels {

namespace {

using Wide = unsigned __int128;

constexpr size_t kDivideBlock = size_t{1} << 16;  // quotient limbs made between two polls
constexpr uint32_t kMontgomeryLimit = 256;        // limbs; above, GMP's subquadratic division wins

mp_size_t size_of(uint64_t count) { return static_cast<mp_size_t>(count); }

// q[0 .. nn - dn] and r[0 .. dn) = magnitudes' quotient and remainder; nn >= dn > 0.
BigStatus divide_limbs(uint64_t* q, uint64_t* r, const uint64_t* n, size_t nn, const uint64_t* d, size_t dn,
                       Interrupt interrupt) {
  if (dn == 1) {
    r[0] = mpn_divrem_1(q, 0, n, size_of(nn), d[0]);
    return BigStatus::kOk;
  }
  const size_t step = dn > kDivideBlock ? dn : kDivideBlock;
  if (nn <= dn + step) {
    if (dn > kDivideBlock / 4 && interrupt.requested()) return BigStatus::kInterrupted;
    mpn_tdiv_qr(q, r, 0, n, size_of(nn), d, size_of(dn));
    return BigStatus::kOk;
  }
  // Schoolbook over blocks, highest first: window = remainder so far, then `step` more limbs of the dividend.
  auto* window = static_cast<uint64_t*>(std::malloc((2 * (dn + step) + 2) * 8));
  if (window == nullptr) return BigStatus::kNoMemory;
  uint64_t* part = window + dn + step;
  size_t at = nn - dn;  // limbs of the dividend not yet in the window
  std::memcpy(window + step, n + at, dn * 8);
  // The first window may hold a remainder >= d: one plain step makes it smaller.
  mpn_tdiv_qr(part, r, 0, window + step, size_of(dn), d, size_of(dn));
  q[at] = part[0];
  while (at != 0) {
    if (interrupt.requested()) {
      std::free(window);
      return BigStatus::kInterrupted;
    }
    const size_t take = at < step ? at : step;
    std::memcpy(window, n + at - take, take * 8);
    std::memcpy(window + take, r, dn * 8);
    mpn_tdiv_qr(part, r, 0, window, size_of(dn + take), d, size_of(dn));  // quotient: take limbs and a zero
    std::memcpy(q + at - take, part, take * 8);
    at -= take;
  }
  std::free(window);
  return BigStatus::kOk;
}

// a**-1 modulo 2**64 for odd a: Newton, doubling the right bits each time.
uint64_t invert_limb(uint64_t a) {
  uint64_t x = (3 * a) ^ 2;
  for (int i = 0; i < 4; i++) x *= 2 - a * x;
  return x;
}

bool bit_at(BigView a, uint64_t index) { return (a.limbs[index / 64] >> (index % 64) & 1) != 0; }

// base**exponent modulo a single limb; base already reduced.
template <class Product>
uint64_t power_modulo_word(uint64_t base, BigView exponent, uint64_t modulus) {
  uint64_t result = 1 % modulus;
  for (uint64_t i = bit_length(exponent); i-- > 0;) {
    result = static_cast<uint64_t>(Product{result} * result % modulus);
    if (bit_at(exponent, i)) result = static_cast<uint64_t>(Product{result} * base % modulus);
  }
  return result;
}
uint64_t power_modulo_limb(uint64_t base, BigView exponent, uint64_t modulus) {
  // Products of what is below 2^32 fit into a word, whose division the machine has.
  return modulus <= UINT32_MAX ? power_modulo_word<uint64_t>(base, exponent, modulus) : power_modulo_word<Wide>(base, exponent, modulus);
}

// Multiplication modulo a number of n limbs. In Montgomery's form x stands for x * 2**(64 n).
class Reducer {
 public:
  explicit Reducer(BigView modulus)
      : m_(modulus.limbs),
        n_(modulus.count),
        montgomery_(modulus.is_odd() && modulus.count <= kMontgomeryLimit),
        minus_inverse_(montgomery_ ? 0 - invert_limb(m_[0]) : 0) {
    product_ = static_cast<uint64_t*>(std::malloc((size_t{4} * n_ + 4) * 8));
    quotient_ = product_ == nullptr ? nullptr : product_ + size_t{2} * n_ + 1;
  }
  Reducer(const Reducer&) = delete;
  Reducer& operator=(const Reducer&) = delete;
  ~Reducer() { std::free(product_); }
  bool ok() const { return product_ != nullptr; }

  // r = a * b, all n limbs below the modulus; r may be a or b.
  void multiply(uint64_t* r, const uint64_t* a, const uint64_t* b) {
    if (a == b) {
      mpn_sqr(product_, a, n_);
    } else {
      mpn_mul_n(product_, a, b, n_);
    }
    reduce(r);
  }
  // Into and out of the form in which multiply works.
  void enter(uint64_t* r, const uint64_t* a) {
    if (!montgomery_) {
      std::memcpy(r, a, n_ * size_t{8});
      return;
    }
    std::memset(product_, 0, n_ * size_t{8});
    std::memcpy(product_ + n_, a, n_ * size_t{8});
    mpn_tdiv_qr(quotient_, r, 0, product_, 2 * n_, m_, n_);
  }
  void leave(uint64_t* r, const uint64_t* a) {
    std::memcpy(product_, a, n_ * size_t{8});
    std::memset(product_ + n_, 0, n_ * size_t{8});
    reduce(r);
  }

 private:
  void reduce(uint64_t* r) {
    if (!montgomery_) {
      mpn_tdiv_qr(quotient_, r, 0, product_, 2 * n_, m_, n_);
      return;
    }
    // Each round makes the lowest limb zero by adding a multiple of the modulus, and keeps the carry in its place.
    uint64_t* t = product_;
    for (mp_size_t i = 0; i < n_; i++) t[i] = mpn_addmul_1(t + i, m_, n_, t[i] * minus_inverse_);
    const uint64_t carry = mpn_add_n(r, t + n_, t, n_);
    if (carry != 0 || mpn_cmp(r, m_, n_) >= 0) mpn_sub_n(r, r, m_, n_);
  }

  const uint64_t* m_;
  mp_size_t n_;
  bool montgomery_;
  uint64_t minus_inverse_;
  uint64_t* product_;
  uint64_t* quotient_;
};

// base**exponent modulo m, for m of at least two limbs and 0 <= base < m.
BigStatus power_modulo_limbs(BigView base, BigView exponent, BigView modulus, BigBuf& out, Interrupt interrupt) {
  const size_t n = modulus.count;
  const uint64_t bits = bit_length(exponent);
  const unsigned window = bits < 24 ? 1 : bits < 256 ? 4 : 5;
  const size_t entries = size_t{1} << window;
  Reducer reducer(modulus);
  auto* table = static_cast<uint64_t*>(std::malloc((entries + 1) * n * 8));  // powers 0 .. entries - 1, and the result
  if (!reducer.ok() || table == nullptr || !out.reserve(n)) {
    std::free(table);
    return BigStatus::kNoMemory;
  }
  uint64_t* result = table + entries * n;
  std::memset(result, 0, n * 8);
  result[0] = 1;
  reducer.enter(table, result);  // one
  std::memset(result, 0, n * 8);
  if (base.count != 0) std::memcpy(result, base.limbs, base.count * size_t{8});
  reducer.enter(table + n, result);
  for (size_t i = 2; i < entries; i++) reducer.multiply(table + i * n, table + (i - 1) * n, table + n);
  std::memcpy(result, table, n * 8);

  BigStatus status = BigStatus::kOk;
  uint64_t work = 0;
  for (uint64_t at = (bits + window - 1) / window; at-- > 0;) {
    size_t digit = 0;
    for (unsigned i = window; i-- > 0;) {
      reducer.multiply(result, result, result);
      const uint64_t bit = at * window + i;
      digit = digit * 2 + (bit < bits && bit_at(exponent, bit) ? 1 : 0);
    }
    if (digit != 0) reducer.multiply(result, result, table + digit * n);
    work += uint64_t{n} * n * window;
    if (work > 1'000'000) {  // limb products: about a millisecond
      work = 0;
      if (interrupt.requested()) {
        status = BigStatus::kInterrupted;
        break;
      }
    }
  }
  reducer.leave(out.limbs(), result);
  if (exponent.is_zero()) out.limbs()[0] = 1;
  out.set_size(n, false);
  std::free(table);
  return status;
}

}  // namespace

BigStatus floor_divide(BigView a, BigView b, BigBuf* quotient, BigBuf* remainder, Interrupt interrupt) {
  if (b.is_zero()) return BigStatus::kDivisionByZero;
  BigBuf own_quotient, own_remainder;
  BigBuf& q = quotient != nullptr ? *quotient : own_quotient;
  BigBuf& r = remainder != nullptr ? *remainder : own_remainder;
  EIDER_ASSERT(q.limbs() != a.limbs || a.count == 0);
  EIDER_ASSERT(r.limbs() != b.limbs);
  const bool differ = a.negative != b.negative;
  if (compare_magnitude(a, b) < 0) {
    q.clear();
    if (!r.assign(a.magnitude())) return BigStatus::kNoMemory;
  } else {
    const size_t quotient_size = a.count - b.count + 1;
    if (!q.reserve(quotient_size + 1)) return BigStatus::kNoMemory;  // one more: the correction below may carry
    if (!r.reserve(b.count)) return BigStatus::kNoMemory;
    const BigStatus status = divide_limbs(q.limbs(), r.limbs(), a.limbs, a.count, b.limbs, b.count, interrupt);
    if (status != BigStatus::kOk) return status;
    q.set_size(quotient_size, false);
    r.set_size(b.count, false);
  }
  if (differ && r.count() != 0) {
    // Truncation went towards zero; floor is one below, and the remainder moves to the divisor's side.
    if (q.count() == 0) {
      q.assign_uint64(1, false);
    } else {
      const uint32_t n = q.count();
      q.limbs()[n] = mpn_add_1(q.limbs(), q.limbs(), n, 1);
      q.set_size(uint64_t{n} + 1, false);
    }
    if (!r.reserve(b.count)) return BigStatus::kNoMemory;
    mpn_sub(r.limbs(), b.limbs, b.count, r.limbs(), r.count());
    r.set_size(b.count, b.negative);
  } else if (b.negative) {
    r.negate();
  }
  if (differ) q.negate();
  return BigStatus::kOk;
}

BigStatus invert_modulo(BigView a, BigView modulus, BigBuf& out) {
  EIDER_ASSERT(!modulus.is_zero());
  EIDER_ASSERT(!modulus.negative);
  BigBuf reduced;
  BigStatus status = floor_divide(a, modulus, nullptr, &reduced);
  if (status != BigStatus::kOk) return status;
  if (modulus.count == 1 && modulus.limbs[0] == 1) {
    out.clear();
    return BigStatus::kOk;
  }
  if (reduced.view().is_zero()) return BigStatus::kNotInvertible;
  // gcdext(u, v) needs u >= v: u = a + modulus. Then gcd == u * s + modulus * t, and s inverts a.
  BigBuf u, v, divisor;
  status = add(reduced, modulus, u);
  if (status != BigStatus::kOk) return status;
  const uint64_t room = uint64_t{modulus.count} + 4;
  if (!u.reserve(uint64_t{u.count()} + 1) || !v.reserve(room) || !divisor.reserve(room) || !out.reserve(room)) {
    return BigStatus::kNoMemory;
  }
  if (!v.assign(modulus)) return BigStatus::kNoMemory;
  mp_size_t cofactor_size = 0;
  const mp_size_t gcd_size =
      mpn_gcdext(divisor.limbs(), out.limbs(), &cofactor_size, u.limbs(), u.count(), v.limbs(), v.count());
  if (gcd_size != 1 || divisor.limbs()[0] != 1) return BigStatus::kNotInvertible;
  const bool negative = cofactor_size < 0;
  out.set_size(static_cast<uint64_t>(negative ? -cofactor_size : cofactor_size), negative);
  BigBuf fitted;
  status = floor_divide(out, modulus, nullptr, &fitted);
  if (status == BigStatus::kOk) out.swap(fitted);
  return status;
}

BigStatus power_modulo(BigView base, BigView exponent, BigView modulus, BigBuf& out, Interrupt interrupt) {
  if (modulus.is_zero()) return BigStatus::kDivisionByZero;
  const BigView m = modulus.magnitude();
  if (m.count == 1 && m.limbs[0] == 1) {
    out.clear();
    return BigStatus::kOk;
  }
  BigBuf reduced;
  BigStatus status =
      exponent.negative ? invert_modulo(base, m, reduced) : floor_divide(base, m, nullptr, &reduced, interrupt);
  if (status != BigStatus::kOk) return status;
  exponent = exponent.magnitude();
  if (m.count == 1) {
    out.assign_uint64(power_modulo_limb(reduced.count() != 0 ? reduced.limbs()[0] : 0, exponent, m.limbs[0]), false);
  } else {
    status = power_modulo_limbs(reduced, exponent, m, out, interrupt);
    if (status != BigStatus::kOk) return status;
  }
  if (modulus.negative && out.count() != 0) {
    BigBuf shifted;
    status = add(out, modulus, shifted);
    if (status != BigStatus::kOk) return status;
    out.swap(shifted);
  }
  return BigStatus::kOk;
}

BigStatus gcd(BigView a, BigView b, BigBuf& out) {
  a = a.magnitude();
  b = b.magnitude();
  if (a.is_zero() || b.is_zero()) {
    return out.assign(a.is_zero() ? b : a) ? BigStatus::kOk : BigStatus::kNoMemory;
  }
  if (a.count == 1 && b.count == 1) {
    out.assign_uint64(mpn_gcd_1(a.limbs, 1, b.limbs[0]), false);
    return BigStatus::kOk;
  }
  // mpn_gcd wants odd numbers; the common powers of two come back at the end.
  const uint64_t twos_a = trailing_zeros(a), twos_b = trailing_zeros(b);
  BigBuf odd_a, odd_b, odd;
  BigStatus status = shift_right(a, twos_a, odd_a);
  if (status != BigStatus::kOk) return status;
  status = shift_right(b, twos_b, odd_b);
  if (status != BigStatus::kOk) return status;
  if (compare_magnitude(odd_a, odd_b) < 0) odd_a.swap(odd_b);
  if (!odd.reserve(odd_b.count())) return BigStatus::kNoMemory;
  const mp_size_t size = mpn_gcd(odd.limbs(), odd_a.limbs(), odd_a.count(), odd_b.limbs(), odd_b.count());
  odd.set_size(static_cast<uint64_t>(size), false);
  return shift_left(odd, twos_a < twos_b ? twos_a : twos_b, out);
}

BigStatus integer_sqrt(BigView a, BigBuf& out) {
  if (a.negative) return BigStatus::kNegative;
  if (a.is_zero()) {
    out.clear();
    return BigStatus::kOk;
  }
  const uint64_t size = (uint64_t{a.count} + 1) / 2;
  if (!out.reserve(size)) return BigStatus::kNoMemory;
  mpn_sqrtrem(out.limbs(), nullptr, a.limbs, a.count);
  out.set_size(size, false);
  return BigStatus::kOk;
}

}  // namespace eider::builtins::kernels

// SPDX-License-Identifier: MIT
//
// Big integers: storage, comparison, addition, multiplication, powers.
//
// Note [Blocks of a long multiplication]
// mpn_mul cannot be interrupted, and its scratch memory cannot fail politely. So products of more than kBlock limbs are
// split by Karatsuba until the pieces are small: about 0.1 s each, and a factor 1.5 per doubling against one call of
// GMP's FFT. Numbers of that size (16 million bits) are rare; a program stuck in one is not allowed to be deaf to
// Ctrl-C.
#include <gmp.h>

#include <bit>
#include <utility>

#include "builtins/kernels/bigint.h"

namespace eider::builtins::kernels {

static_assert(sizeof(mp_limb_t) == 8, "limbs are uint64_t");
static_assert(GMP_NAIL_BITS == 0, "limbs use all their bits");

bool BigView::fits_int64() const {
  if (count == 0) return true;
  if (count > 1) return false;
  return limbs[0] <= static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
}

int64_t BigView::to_int64() const {
  EIDER_ASSERT(fits_int64());
  if (count == 0) return 0;
  return static_cast<int64_t>(negative ? 0 - limbs[0] : limbs[0]);
}

BigBuf::~BigBuf() {
  if (limbs_ != inline_) std::free(limbs_);
}

bool BigBuf::reserve(uint64_t limbs) {
  if (limbs <= capacity_) return true;
  if (limbs > UINT32_MAX) return false;
  void* fresh = limbs_ == inline_ ? std::malloc(limbs * 8) : std::realloc(limbs_, limbs * 8);
  if (fresh == nullptr) return false;
  if (limbs_ == inline_) std::memcpy(fresh, inline_, count_ * size_t{8});
  limbs_ = static_cast<uint64_t*>(fresh);
  capacity_ = static_cast<uint32_t>(limbs);
  return true;
}

void BigBuf::set_size(uint64_t count, bool negative) {
  EIDER_ASSERT(count <= capacity_);
  while (count != 0 && limbs_[count - 1] == 0) count--;
  count_ = static_cast<uint32_t>(count);
  negative_ = negative && count != 0;
}

bool BigBuf::assign(BigView value) {
  if (!reserve(value.count)) return false;
  if (value.count != 0) std::memmove(limbs_, value.limbs, value.count * size_t{8});
  count_ = value.count;
  negative_ = value.negative;
  return true;
}

void BigBuf::assign_uint64(uint64_t value, bool negative) {
  limbs_[0] = value;
  count_ = value != 0 ? 1 : 0;
  negative_ = negative && value != 0;
}

void BigBuf::swap(BigBuf& other) {
  const bool mine = limbs_ == inline_, theirs = other.limbs_ == other.inline_;
  if (mine || theirs) {
    uint64_t kept[kInlineLimbs];
    std::memcpy(kept, inline_, sizeof kept);
    std::memcpy(inline_, other.inline_, sizeof kept);
    std::memcpy(other.inline_, kept, sizeof kept);
  }
  uint64_t* my_limbs = limbs_;
  limbs_ = theirs ? inline_ : other.limbs_;
  other.limbs_ = mine ? other.inline_ : my_limbs;
  std::swap(count_, other.count_);
  std::swap(capacity_, other.capacity_);
  std::swap(negative_, other.negative_);
}

int compare_magnitude(BigView a, BigView b) {
  if (a.count != b.count) return a.count < b.count ? -1 : 1;
  return a.count == 0 ? 0 : mpn_cmp(a.limbs, b.limbs, a.count);
}

int compare(BigView a, BigView b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  int order = compare_magnitude(a, b);
  return a.negative ? -order : order;
}

BigStatus add(BigView a, BigView b, BigBuf& out) {
  EIDER_ASSERT(out.limbs() != a.limbs || a.count == 0);
  EIDER_ASSERT(out.limbs() != b.limbs || b.count == 0);
  if (a.count < b.count) std::swap(a, b);
  if (b.count == 0) return out.assign(a) ? BigStatus::kOk : BigStatus::kNoMemory;
  if (!out.reserve(uint64_t{a.count} + 1)) return BigStatus::kNoMemory;
  if (a.negative == b.negative) {
    out.limbs()[a.count] = mpn_add(out.limbs(), a.limbs, a.count, b.limbs, b.count);
    out.set_size(uint64_t{a.count} + 1, a.negative);
    return BigStatus::kOk;
  }
  if (compare_magnitude(a, b) < 0) std::swap(a, b);  // equal counts then
  mpn_sub(out.limbs(), a.limbs, a.count, b.limbs, b.count);
  out.set_size(a.count, a.negative);
  return BigStatus::kOk;
}

BigStatus subtract(BigView a, BigView b, BigBuf& out) { return add(a, b.negated(), out); }

namespace {

constexpr size_t kBlock = size_t{1} << 18;  // limbs

// Scratch memory of one step of a long operation.
class Limbs {
 public:
  explicit Limbs(size_t count) : data_(static_cast<uint64_t*>(std::malloc((count + 1) * 8))) {}
  Limbs(const Limbs&) = delete;
  Limbs& operator=(const Limbs&) = delete;
  ~Limbs() { std::free(data_); }
  uint64_t* get() { return data_; }
  explicit operator bool() const { return data_ != nullptr; }

 private:
  uint64_t* data_;
};

// r[0 .. 2n) = a * b, both n limbs; a == b asks for a square.
BigStatus multiply_balanced(uint64_t* r, const uint64_t* a, const uint64_t* b, size_t n, Interrupt interrupt) {
  if (n <= kBlock) {
    if (interrupt.requested()) return BigStatus::kInterrupted;
    if (a == b) {
      mpn_sqr(r, a, static_cast<mp_size_t>(n));
    } else {
      mpn_mul_n(r, a, b, static_cast<mp_size_t>(n));
    }
    return BigStatus::kOk;
  }
  // Karatsuba: (a0 + a1 B)(b0 + b1 B) with one product for the middle, (a0 + a1)(b0 + b1) - a0 b0 - a1 b1.
  const size_t low = (n + 1) / 2, high = n - low, wide = low + 1;
  auto size = [](size_t count) { return static_cast<mp_size_t>(count); };
  Limbs sums(2 * wide), middle(2 * wide);
  if (!sums || !middle) return BigStatus::kNoMemory;
  BigStatus status = multiply_balanced(r, a, b, low, interrupt);
  if (status != BigStatus::kOk) return status;
  if (low == high) {
    status = multiply_balanced(r + 2 * low, a + low, b + low, high, interrupt);
    if (status != BigStatus::kOk) return status;
  } else {
    // The high halves are one limb shorter: pad them so that the recursion stays balanced.
    Limbs padded(2 * low), product(2 * low);
    if (!padded || !product) return BigStatus::kNoMemory;
    uint64_t* pa = padded.get();
    uint64_t* pb = a == b ? pa : pa + low;
    std::memcpy(pa, a + low, high * 8);
    pa[high] = 0;
    std::memcpy(pb, b + low, high * 8);
    pb[high] = 0;
    status = multiply_balanced(product.get(), pa, pb, low, interrupt);
    if (status != BigStatus::kOk) return status;
    std::memcpy(r + 2 * low, product.get(), 2 * high * 8);
  }
  uint64_t* sa = sums.get();
  uint64_t* sb = a == b ? sa : sa + wide;
  sa[low] = mpn_add(sa, a, size(low), a + low, size(high));
  if (a != b) sb[low] = mpn_add(sb, b, size(low), b + low, size(high));
  status = multiply_balanced(middle.get(), sa, sb, wide, interrupt);
  if (status != BigStatus::kOk) return status;
  mpn_sub(middle.get(), middle.get(), size(2 * wide), r, size(2 * low));
  mpn_sub(middle.get(), middle.get(), size(2 * wide), r + 2 * low, size(2 * high));
  size_t middle_size = 2 * wide;
  while (middle_size != 0 && middle.get()[middle_size - 1] == 0) middle_size--;
  if (middle_size != 0) mpn_add(r + low, r + low, size(2 * n - low), middle.get(), size(middle_size));
  return BigStatus::kOk;
}

// r[0 .. an + bn) = a * b, an >= bn > 0.
BigStatus multiply_limbs(uint64_t* r, const uint64_t* a, size_t an, const uint64_t* b, size_t bn, Interrupt interrupt) {
  if (EIDER_LIKELY(an <= kBlock)) {
    if (a == b && an == bn) {
      mpn_sqr(r, a, static_cast<mp_size_t>(an));
    } else {
      mpn_mul(r, a, static_cast<mp_size_t>(an), b, static_cast<mp_size_t>(bn));
    }
    return BigStatus::kOk;
  }
  if (an == bn) return multiply_balanced(r, a, b, an, interrupt);
  // Cut the longer number into pieces of the shorter one's size, but at least a block.
  const size_t step = bn > kBlock ? bn : kBlock;
  Limbs piece(step + bn);
  if (!piece) return BigStatus::kNoMemory;
  std::memset(r, 0, (an + bn) * 8);
  for (size_t at = 0; at < an; at += step) {
    if (interrupt.requested()) return BigStatus::kInterrupted;
    const size_t n = an - at < step ? an - at : step;
    BigStatus status = BigStatus::kOk;
    if (n == bn) {
      status = multiply_balanced(piece.get(), a + at, b, n, interrupt);
    } else if (n > bn) {
      mpn_mul(piece.get(), a + at, static_cast<mp_size_t>(n), b, static_cast<mp_size_t>(bn));
    } else {
      status = multiply_limbs(piece.get(), b, bn, a + at, n, interrupt);
    }
    if (status != BigStatus::kOk) return status;
    mpn_add(r + at, r + at, static_cast<mp_size_t>(an + bn - at), piece.get(), static_cast<mp_size_t>(n + bn));
  }
  return BigStatus::kOk;
}

}  // namespace

BigStatus multiply(BigView a, BigView b, BigBuf& out, Interrupt interrupt) {
  if (a.count < b.count) std::swap(a, b);
  if (b.count == 0) {
    out.clear();
    return BigStatus::kOk;
  }
  const uint64_t size = uint64_t{a.count} + b.count;
  if (size > UINT32_MAX) return BigStatus::kTooLarge;
  if (!out.reserve(size)) return BigStatus::kNoMemory;
  EIDER_ASSERT(out.limbs() != a.limbs);
  EIDER_ASSERT(out.limbs() != b.limbs);
  const BigStatus status = multiply_limbs(out.limbs(), a.limbs, a.count, b.limbs, b.count, interrupt);
  if (status != BigStatus::kOk) return status;
  out.set_size(size, a.negative != b.negative);
  return BigStatus::kOk;
}

BigStatus power(BigView base, BigView exponent, BigBuf& out, Interrupt interrupt) {
  if (exponent.negative) return BigStatus::kNegative;
  const bool negative = base.negative && exponent.is_odd();
  if (exponent.is_zero() || (base.count == 1 && base.limbs[0] == 1)) {
    out.assign_uint64(1, negative);
    return BigStatus::kOk;
  }
  if (base.is_zero()) {
    out.clear();
    return BigStatus::kOk;
  }
  if (exponent.count > 1) return BigStatus::kTooLarge;
  const uint64_t n = exponent.limbs[0];
  // The powers of two in the base are one shift at the end: 2**n costs nothing, 10**n half.
  const uint64_t twos = trailing_zeros(base);
  BigBuf odd;
  BigStatus status = shift_right(base.magnitude(), twos, odd);
  if (status != BigStatus::kOk) return status;
  const auto odd_bits = bit_length(odd.view()) - 1;  // 2**odd_bits <= odd
  if (static_cast<unsigned __int128>(odd_bits + twos) * n / 64 > UINT32_MAX) return BigStatus::kTooLarge;

  BigBuf result, square;
  result.assign_uint64(1, false);
  if (odd_bits != 0) {
    if (!result.assign(odd.view())) return BigStatus::kNoMemory;
    for (int bit = 62 - std::countl_zero(n); bit >= 0; bit--) {
      status = multiply(result, result, square, interrupt);
      if (status != BigStatus::kOk) return status;
      if ((n >> bit & 1) != 0) {
        status = multiply(square, odd, result, interrupt);
        if (status != BigStatus::kOk) return status;
      } else {
        result.swap(square);
      }
      if (result.count() > 2048 && interrupt.requested()) return BigStatus::kInterrupted;
    }
  }
  status = shift_left(result, twos * n, out);
  if (status == BigStatus::kOk && negative) out.negate();
  return status;
}

}  // namespace eider::builtins::kernels

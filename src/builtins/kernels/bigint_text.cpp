// SPDX-License-Identifier: MIT
//
// Big integers to and from text.
//
// GMP converts pieces of up to kUnitDigits digits; longer numbers are divided by (or joined with) powers
// base**(kUnitDigits * 2**level) with our own division, so that a conversion of millions of digits can be interrupted.
// Source of the digit limits: CPython 3.11.2's long_to_decimal_string_internal and long_from_string_base.
#include <gmp.h>

#include <charconv>
#include <cmath>

#include "builtins/kernels/bigint.h"

namespace eider::builtins::kernels {

namespace {

constexpr uint64_t kUnitDigits = 200'000;  // some 10 ms of GMP's time
constexpr int kMaxLevels = 24;

bool is_power_of_two(uint32_t base) { return (base & (base - 1)) == 0; }

// powers[i] = base**(kUnitDigits * 2**i)
struct Powers {
  BigBuf level[kMaxLevels];
  int count = 0;
};

BigStatus first_power(uint32_t base, Powers& powers, Interrupt interrupt) {
  const IntView b(base), unit(static_cast<int64_t>(kUnitDigits));
  powers.count = 1;
  return power(b, unit, powers.level[0], interrupt);
}

BigStatus next_power(Powers& powers, Interrupt interrupt) {
  EIDER_CHECK(powers.count < kMaxLevels);
  const BigStatus status =
      multiply(powers.level[powers.count - 1], powers.level[powers.count - 1], powers.level[powers.count], interrupt);
  powers.count++;
  return status;
}

// Digits of a number by one call of GMP, left-padded with zeros to `pad`.
BigStatus write_unit(BigView a, uint32_t base, uint64_t pad, Text8& out) {
  if (a.is_zero()) {
    out.append_fill(pad, '0');
    return out.failed() ? BigStatus::kNoMemory : BigStatus::kOk;
  }
  // mpn_get_str destroys its input and may write one digit more than the exact size.
  BigBuf copy;
  const size_t room = mpn_sizeinbase(a.limbs, a.count, static_cast<int>(base)) + 2;
  if (!copy.reserve(uint64_t{a.count} + 1) || !copy.assign(a)) return BigStatus::kNoMemory;
  auto* digits = static_cast<unsigned char*>(std::malloc(room));
  if (digits == nullptr) return BigStatus::kNoMemory;
  size_t size = mpn_get_str(digits, static_cast<int>(base), copy.limbs(), copy.count());
  const unsigned char* from = digits;
  while (size > 1 && *from == 0) from++, size--;
  if (size < pad) out.append_fill(pad - size, '0');
  if (char* to = out.extend(size)) {
    for (size_t i = 0; i < size; i++) to[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[from[i]];
  }
  std::free(digits);
  return out.failed() ? BigStatus::kNoMemory : BigStatus::kOk;
}

// Writes a < powers[level], without leading zeros when `leading`.
BigStatus write_parts(BigView a, uint32_t base, const Powers& powers, int level, bool leading, Text8& out,
                      Interrupt interrupt) {
  if (leading && level >= 0) {
    while (level > 0 && compare_magnitude(a, powers.level[level - 1]) < 0) level--;
  }
  if (level == 0) return write_unit(a, base, leading ? 0 : kUnitDigits, out);
  if (interrupt.requested()) return BigStatus::kInterrupted;
  BigBuf high, low;
  BigStatus status = floor_divide(a, powers.level[level - 1], &high, &low, interrupt);
  if (status != BigStatus::kOk) return status;
  status = write_parts(high, base, powers, level - 1, leading, out, interrupt);
  if (status != BigStatus::kOk) return status;
  return write_parts(low, base, powers, level - 1, false, out, interrupt);
}

// Value of `size` digits (0 .. base - 1 each), by one call of GMP.
BigStatus read_unit(const unsigned char* digits, size_t size, uint32_t base, BigBuf& out) {
  while (size != 0 && *digits == 0) digits++, size--;
  if (size == 0) {
    out.clear();
    return BigStatus::kOk;
  }
  const double bits = static_cast<double>(size) * std::log2(static_cast<double>(base));
  if (!out.reserve(static_cast<uint64_t>(bits / 64) + 3)) return BigStatus::kNoMemory;
  out.set_size(0, false);
  const mp_size_t count = mpn_set_str(out.limbs(), digits, size, static_cast<int>(base));
  out.set_size(static_cast<uint64_t>(count), false);
  return BigStatus::kOk;
}

BigStatus read_parts(const unsigned char* digits, size_t size, uint32_t base, Powers& powers, BigBuf& out,
                     Interrupt interrupt) {
  if (size <= kUnitDigits) return read_unit(digits, size, base, out);
  if (interrupt.requested()) return BigStatus::kInterrupted;
  int level = 0;
  size_t low_size = kUnitDigits;
  while (low_size * 2 < size) low_size *= 2, level++;
  while (powers.count <= level) {
    const BigStatus status = powers.count == 0 ? first_power(base, powers, interrupt) : next_power(powers, interrupt);
    if (status != BigStatus::kOk) return status;
  }
  BigBuf high, low, shifted;
  BigStatus status = read_parts(digits, size - low_size, base, powers, high, interrupt);
  if (status != BigStatus::kOk) return status;
  status = read_parts(digits + (size - low_size), low_size, base, powers, low, interrupt);
  if (status != BigStatus::kOk) return status;
  status = multiply(high, powers.level[level], shifted, interrupt);
  if (status != BigStatus::kOk) return status;
  return add(shifted, low, out);
}

BigStatus write_digits(BigView a, uint32_t base, Text8& out, Interrupt interrupt) {
  const double digits = static_cast<double>(bit_length(a)) / std::log2(static_cast<double>(base));
  if (digits < 2.0 * kUnitDigits || is_power_of_two(base)) return write_unit(a, base, 1, out);
  Powers powers;
  BigStatus status = first_power(base, powers, interrupt);
  while (status == BigStatus::kOk && compare_magnitude(a, powers.level[powers.count - 1]) >= 0) {
    // The last power is only compared with; one whose square root already has more than half of a's bits need not
    // exist.
    if (bit_length(powers.level[powers.count - 1]) * 2 > bit_length(a) + 64) {
      powers.count++;
      break;
    }
    status = next_power(powers, interrupt);
  }
  if (status != BigStatus::kOk) return status;
  return write_parts(a, base, powers, powers.count - 1, true, out, interrupt);
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

BigStatus decimal_digit_count(BigView a, uint64_t* out, Interrupt interrupt) {
  if (a.is_zero()) {
    *out = 1;
    return BigStatus::kOk;
  }
  // log10 of the number, to some 1e-15 of its size: certain unless it is next to a whole number.
  int64_t exponent = 0;
  const double fraction = to_fraction(a.magnitude(), &exponent);
  constexpr double kLog10Of2 = 0.30102999566398119521;
  const double log = std::log10(fraction) + static_cast<double>(exponent) * kLog10Of2;
  const double doubt = 1e-9 + log * 1e-14;
  const auto low = static_cast<uint64_t>(std::floor(log - doubt < 0 ? 0 : log - doubt));
  const auto high = static_cast<uint64_t>(std::floor(log + doubt));
  if (low == high) {
    *out = low + 1;
    return BigStatus::kOk;
  }
  const IntView ten(10), whole = IntView::of_unsigned(high);
  BigBuf border;
  const BigStatus status = power(ten, whole, border, interrupt);
  *out = compare_magnitude(a, border) < 0 ? high : high + 1;
  return status;
}

BigStatus to_text(BigView a, uint32_t base, uint32_t limit, Text8& out, Interrupt interrupt) {
  EIDER_ASSERT(base >= 2);
  EIDER_ASSERT(base <= 36);
  if (a.count <= 1) {
    char small[66];
    const auto end =
        std::to_chars(small, small + sizeof small, a.count == 0 ? 0 : a.limbs[0], static_cast<int>(base)).ptr;
    if (a.negative) out.push('-');
    out.append(small, static_cast<size_t>(end - small));
    return out.failed() ? BigStatus::kNoMemory : BigStatus::kOk;
  }
  if (!is_power_of_two(base) && base == 10 && limit != 0 && a.count > 10) {
    uint64_t digits = 0;
    const BigStatus status = decimal_digit_count(a, &digits, interrupt);
    if (status != BigStatus::kOk) return status;
    if (digits > kIntStrDigitsThreshold && digits > limit) return BigStatus::kTooManyDigits;
  }
  if (a.negative) out.push('-');
  return write_digits(a.magnitude(), base, out, interrupt);
}

IntParse from_text(const char* text, size_t size, uint32_t base, uint32_t limit, BigBuf& out, Interrupt interrupt) {
  const IntParse invalid{BigStatus::kInvalidText, 0};
  const char* at = text;
  const char* end = text + size;
  auto peek = [&](size_t ahead = 0) { return static_cast<size_t>(end - at) > ahead ? at[ahead] : '\0'; };
  while (at < end && is_ascii_space(*at)) at++;
  bool negative = false;
  if (peek() == '+' || peek() == '-') negative = *at++ == '-';

  bool only_zeros = false;  // base 0 allows "00" but not "01"
  const char mark = static_cast<char>(peek(1) | 0x20);
  if (base == 0) {
    if (peek() != '0') {
      base = 10;
    } else if (mark == 'x') {
      base = 16;
    } else if (mark == 'o') {
      base = 8;
    } else if (mark == 'b') {
      base = 2;
    } else {
      only_zeros = true;
      base = 10;
    }
  }
  if (peek() == '0' && ((base == 16 && mark == 'x') || (base == 8 && mark == 'o') || (base == 2 && mark == 'b'))) {
    at += 2;
    if (peek() == '_') at++;
  }
  if (peek() == '_') return invalid;

  const char* start = at;
  uint64_t digits = 0;
  char previous = 0;
  for (; at < end && (digit_of(*at) < static_cast<int>(base) || *at == '_'); at++) {
    if (*at == '_') {
      if (previous == '_') return invalid;
    } else {
      digits++;
    }
    previous = *at;
  }
  if (previous == '_') return invalid;
  if (!is_power_of_two(base) && digits > kIntStrDigitsThreshold && limit != 0 && digits > limit) {
    return {BigStatus::kTooManyDigits, digits};
  }
  const char* stop = at;
  if (stop == start) return invalid;
  while (at < end && is_ascii_space(*at)) at++;
  if (at != end) return invalid;

  if (digits <= 12) {  // 36**12 < 2**63
    uint64_t value = 0;
    for (const char* p = start; p < stop; p++) {
      if (*p != '_') value = value * base + static_cast<uint64_t>(digit_of(*p));
    }
    out.assign_uint64(value, negative);
  } else {
    auto* values = static_cast<unsigned char*>(std::malloc(digits));
    if (values == nullptr) return {BigStatus::kNoMemory, 0};
    size_t count = 0;
    for (const char* p = start; p < stop; p++) {
      if (*p != '_') values[count++] = static_cast<unsigned char>(digit_of(*p));
    }
    BigStatus status = BigStatus::kOk;
    if (count <= 2 * kUnitDigits || is_power_of_two(base)) {
      status = read_unit(values, count, base, out);
    } else {
      Powers powers;
      status = read_parts(values, count, base, powers, out, interrupt);
    }
    std::free(values);
    if (status != BigStatus::kOk) return {status, 0};
    if (negative) out.negate();
  }
  if (only_zeros && out.count() != 0) return invalid;
  return {BigStatus::kOk, 0};
}

}  // namespace eider::builtins::kernels

// SPDX-License-Identifier: MIT
//
// Floats to and from decimal and hexadecimal text; rounding, hashing and floor division.
//
// All digits come from std::to_chars, which is exact at any precision. No double has more than kMaxDigits digits before
// or after its point, so longer precisions are zeros appended.
#include "builtins/kernels/float_text.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "builtins/kernels/bigint.h"

namespace eider::builtins::kernels {

namespace {

constexpr int kMaxDigits = 1100;  // 1074 fraction digits, 767 significant ones

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// |value| == 0.d1 d2 d3 ... * 10**point, without trailing zeros; zero is "0" with point 1.
struct Decimal {
  char digits[kMaxDigits + 8];
  int count = 0;
  int point = 0;
};

// Reads "d.ddde[+-]xx" as to_chars writes it.
void read_scientific(const char* from, const char* end, Decimal* out) {
  out->count = 0;
  for (; from < end && *from != 'e'; from++) {
    if (*from != '.') out->digits[out->count++] = *from;
  }
  int exponent = 0;
  if (from < end) {
    const bool negative = from[1] == '-';
    for (from += 2; from < end; from++) exponent = exponent * 10 + (*from - '0');
    if (negative) exponent = -exponent;
  }
  while (out->count > 1 && out->digits[out->count - 1] == '0') out->count--;
  out->point = exponent + 1;
}

void shortest_decimal(double magnitude, Decimal* out) {
  char text[32];
  read_scientific(text, std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr, out);
}

// Correctly rounded to `count` >= 1 significant digits.
void rounded_decimal(double magnitude, int count, Decimal* out) {
  char text[kMaxDigits + 16];
  if (count > kMaxDigits) count = kMaxDigits;
  read_scientific(
      text, std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific, count - 1).ptr, out);
}

bool only_zeros(const char* from, const char* end) {
  for (; from < end; from++) {
    if (*from == 'e') return true;
    if (*from >= '1' && *from <= '9') return false;
  }
  return true;
}

void write_exponent(int exponent, Text8& out) {
  out.push('e');
  out.push(exponent < 0 ? '-' : '+');
  if (exponent < 0) exponent = -exponent;
  char text[8];
  const char* end = std::to_chars(text, text + sizeof text, exponent).ptr;
  if (exponent < 10) out.push('0');
  out.append(text, static_cast<size_t>(end - text));
}

// The free layout of repr and of 'g': plain digits unless the point is too far away.
void write_general(const Decimal& decimal, const FloatLayout& layout, bool repr, int precision, Text8& out) {
  int point = decimal.point;
  bool use_exponent = false;
  int end = decimal.count;  // one behind the last digit to write, counted from the first significant one
  if (repr) {
    use_exponent = point <= -4 || point > 16;
  } else {
    use_exponent = point <= -4 || point > precision - (layout.add_dot_0 ? 1 : 0);
    if (layout.alternate) end = precision;
  }
  const int exponent = point - 1;
  if (use_exponent) point = 1;
  const int least = !use_exponent && layout.add_dot_0 ? point + 1 : point;
  if (end < least) end = least;
  for (int i = point <= 0 ? point - 1 : 0; i < end; i++) {
    if (i == point) out.push('.');
    out.push(i >= 0 && i < decimal.count ? decimal.digits[i] : '0');
  }
  if (end == point && layout.alternate) out.push('.');
  if (use_exponent) write_exponent(exponent, out);
}

}  // namespace

size_t float_repr(double value, char out[kFloatReprSize]) {
  Text8 text;
  format_double(value, FloatLayout{.type = 'r', .add_dot_0 = true}, text);
  EIDER_CHECK(text.size() <= kFloatReprSize);
  std::memcpy(out, text.data(), text.size());
  return text.size();
}

void complex_repr(double real, double imag, Text8& out) {
  const FloatLayout layout{.type = 'r'}, with_sign{.type = 'r', .always_sign = true};
  if (real == 0.0 && !std::signbit(real)) {
    format_double(imag, layout, out);
    out.push('j');
    return;
  }
  out.push('(');
  format_double(real, layout, out);
  format_double(imag, with_sign, out);
  out.append_ascii("j)");
}

void format_double(double value, const FloatLayout& layout, Text8& out) {
  const size_t start = out.size();
  const char type = lower(layout.type);
  const double magnitude = std::fabs(value);
  bool minus = std::signbit(value) && !std::isnan(value);

  char text[2 * kMaxDigits];
  char* end = text;
  Decimal decimal;
  int precision = layout.precision < kMaxDigits ? layout.precision : kMaxDigits;
  bool zero = false;
  if (std::isfinite(value)) {
    switch (type) {
      case 'e':
        end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific, precision).ptr;
        zero = only_zeros(text, end);
        break;
      case 'f':
        end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::fixed, precision).ptr;
        zero = only_zeros(text, end);
        break;
      case 'g':
        rounded_decimal(magnitude, precision == 0 ? 1 : precision, &decimal);
        zero = decimal.count == 1 && decimal.digits[0] == '0';
        break;
      case 'r':
        shortest_decimal(magnitude, &decimal);
        zero = decimal.count == 1 && decimal.digits[0] == '0';
        break;
      default:
        EIDER_UNREACHABLE("float type is one of e f g r");
    }
  }
  if (layout.no_negative_zero && zero) minus = false;
  if (minus) {
    out.push('-');
  } else if (layout.always_sign) {
    out.push('+');
  }

  if (!std::isfinite(value)) {
    out.append_ascii(std::isnan(value) ? "nan" : "inf");
  } else if (type == 'e') {
    const char* exponent = end;
    while (*--exponent != 'e') {
    }
    out.append(text, static_cast<size_t>(exponent - text));
    if (precision == 0 && layout.alternate) out.push('.');
    out.append_fill(static_cast<size_t>(layout.precision - precision), '0');
    out.append(exponent, static_cast<size_t>(end - exponent));
  } else if (type == 'f') {
    out.append(text, static_cast<size_t>(end - text));
    if (precision == 0 && (layout.alternate || layout.add_dot_0)) out.push('.');
    if (precision == 0 && layout.add_dot_0) out.push('0');
    out.append_fill(static_cast<size_t>(layout.precision - precision), '0');
  } else {
    write_general(decimal, layout, type == 'r', layout.precision == 0 ? 1 : layout.precision, out);
  }
  if (layout.type >= 'A' && layout.type <= 'Z') {
    for (size_t i = start; i < out.size(); i++) {
      if (out[i] >= 'a' && out[i] <= 'z') out[i] = static_cast<char>(out[i] - 32);
    }
  }
}

namespace {

bool equals_ignoring_case(const char* text, size_t size, const char* word) {
  if (std::strlen(word) != size) return false;
  for (size_t i = 0; i < size; i++) {
    if (lower(text[i]) != word[i]) return false;
  }
  return true;
}

// End of digits[.digits][e[sign]digits] at `from`, or `from` when there is no number. `*exponent_at` is where 'e'
// stands.
const char* scan_decimal(const char* from, const char* end, const char** exponent_at) {
  const char* at = from;
  bool digits = false;
  for (; at < end && is_ascii_digit(*at); at++) digits = true;
  if (at < end && *at == '.') {
    const char* fraction = at + 1;
    for (; fraction < end && is_ascii_digit(*fraction); fraction++) digits = true;
    if (digits) at = fraction;
  }
  *exponent_at = nullptr;
  if (!digits) return from;
  if (at < end && lower(*at) == 'e') {
    const char* power = at + 1;
    if (power < end && (*power == '+' || *power == '-')) power++;
    if (power < end && is_ascii_digit(*power)) {
      *exponent_at = at;
      while (power < end && is_ascii_digit(*power)) power++;
      at = power;
    }
  }
  return at;
}

// Value of what scan_decimal found. from_chars does not say in which direction a number is out of range.
double convert_decimal(const char* from, const char* end, const char* exponent_at) {
  double value = 0.0;
  const auto result = std::from_chars(from, end, value, std::chars_format::general);
  if (result.ec == std::errc()) return value;
  int64_t point = 0;  // decimal exponent of the first significant digit
  bool seen_point = false, significant = false;
  const char* mantissa_end = exponent_at != nullptr ? exponent_at : end;
  for (const char* p = from; p < mantissa_end; p++) {
    if (*p == '.') {
      seen_point = true;
    } else if (significant || *p != '0') {
      significant = true;
      if (!seen_point) point++;
    } else if (seen_point) {
      point--;
    }
  }
  if (!significant) return 0.0;
  int64_t exponent = 0;
  if (exponent_at != nullptr) {
    const char* p = exponent_at + 1;
    const bool negative = *p == '-';
    if (*p == '-' || *p == '+') p++;
    for (; p < end; p++) {
      if (exponent < INT64_MAX / 20) exponent = exponent * 10 + (*p - '0');
    }
    if (negative) exponent = -exponent;
  }
  return point + exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

}  // namespace

size_t parse_float_prefix(const char* text, size_t size, double* out) {
  const char* at = text;
  const char* end = text + size;
  bool negative = false;
  if (at < end && (*at == '-' || *at == '+')) negative = *at++ == '-';
  const char* exponent_at = nullptr;
  const char* stop = scan_decimal(at, end, &exponent_at);
  if (stop == at) return 0;
  const double value = convert_decimal(at, stop, exponent_at);
  *out = negative ? -value : value;
  return static_cast<size_t>(stop - text);
}

bool parse_float(const char* text, size_t size, double* out) {
  while (size != 0 && is_ascii_space(*text)) text++, size--;
  while (size != 0 && is_ascii_space(text[size - 1])) size--;
  if (size == 0) return false;
  if (std::memchr(text, '_', size) != nullptr) {
    // Underscores stand between digits only.
    Buffer<char, 256> plain;
    char previous = 0;
    for (size_t i = 0; i < size; i++) {
      const char c = text[i];
      if (c == '_') {
        if (!is_ascii_digit(previous)) return false;
      } else {
        if (previous == '_' && !is_ascii_digit(c)) return false;
        plain.push(c);
      }
      previous = c;
    }
    if (previous == '_' || plain.failed()) return false;
    return parse_float(plain.data(), plain.size(), out);
  }
  const bool negative = *text == '-';
  const size_t sign = *text == '-' || *text == '+' ? 1 : 0;
  const char* body = text + sign;
  const size_t left = size - sign;
  if (left == 0) return false;
  double value = 0.0;
  if (!is_ascii_digit(*body) && *body != '.') {
    if (equals_ignoring_case(body, left, "inf") || equals_ignoring_case(body, left, "infinity")) {
      value = std::numeric_limits<double>::infinity();
    } else if (equals_ignoring_case(body, left, "nan")) {
      value = std::numeric_limits<double>::quiet_NaN();
    } else {
      return false;
    }
  } else {
    const char* exponent_at = nullptr;
    const char* stop = scan_decimal(body, body + left, &exponent_at);
    if (stop != body + left) return false;
    value = convert_decimal(body, stop, exponent_at);
  }
  *out = negative ? -value : value;
  return true;
}

size_t float_hex(double value, char out[kFloatReprSize]) {
  char* to = out;
  auto put = [&](const char* text) {
    while (*text != 0) *to++ = *text++;
  };
  if (std::isnan(value)) {
    put("nan");
    return static_cast<size_t>(to - out);
  }
  if (std::signbit(value)) put("-");
  value = std::fabs(value);
  if (std::isinf(value)) {
    put("inf");
  } else if (value == 0.0) {
    put("0x0.0p+0");
  } else {
    int exponent = 0;
    double mantissa = std::frexp(value, &exponent);
    const int below = -1021 - exponent;  // a subnormal keeps exponent -1022 and starts with 0
    const int shift = 1 - (below > 0 ? below : 0);
    mantissa = std::ldexp(mantissa, shift);
    exponent -= shift;
    put("0x");
    for (int i = 0; i <= 13; i++) {
      const int digit = static_cast<int>(mantissa);
      *to++ = "0123456789abcdef"[digit];
      if (i == 0) *to++ = '.';
      mantissa = (mantissa - digit) * 16;
    }
    put(exponent < 0 ? "p-" : "p+");
    to = std::to_chars(to, out + kFloatReprSize, exponent < 0 ? -exponent : exponent).ptr;
  }
  return static_cast<size_t>(to - out);
}

HexFloatStatus float_from_hex(const char* text, size_t size, double* out) {
  const char* at = text;
  const char* end = text + size;
  while (at < end && is_ascii_space(*at)) at++;
  while (at < end && is_ascii_space(end[-1])) end--;
  bool negative = false;
  if (at < end && (*at == '+' || *at == '-')) negative = *at++ == '-';
  const auto left = static_cast<size_t>(end - at);
  double value = 0.0;
  if (equals_ignoring_case(at, left, "inf") || equals_ignoring_case(at, left, "infinity")) {
    value = std::numeric_limits<double>::infinity();
  } else if (equals_ignoring_case(at, left, "nan")) {
    value = std::numeric_limits<double>::quiet_NaN();
  } else {
    if (left >= 2 && at[0] == '0' && lower(at[1]) == 'x') at += 2;
    uint64_t top = 0;  // the highest 64 bits at most
    bool sticky = false, any = false, seen_point = false;
    int64_t exponent = 0;
    for (; at < end; at++) {
      if (*at == '.') {
        if (seen_point) return HexFloatStatus::kInvalid;
        seen_point = true;
        continue;
      }
      const char c = lower(*at);
      int digit = 0;
      if (is_ascii_digit(c)) {
        digit = c - '0';
      } else if (c >= 'a' && c <= 'f') {
        digit = c - 'a' + 10;
      } else {
        break;
      }
      any = true;
      if (top >> 60 == 0) {
        top = top << 4 | static_cast<uint64_t>(digit);
        if (seen_point) exponent -= 4;
      } else {
        sticky |= digit != 0;
        if (!seen_point) exponent += 4;
      }
    }
    if (!any) return HexFloatStatus::kInvalid;
    if (at < end && lower(*at) == 'p') {
      at++;
      bool down = false;
      if (at < end && (*at == '+' || *at == '-')) down = *at++ == '-';
      if (at == end || !is_ascii_digit(*at)) return HexFloatStatus::kInvalid;
      int64_t given = 0;
      for (; at < end && is_ascii_digit(*at); at++) {
        if (given < INT64_MAX / 64) given = given * 10 + (*at - '0');
      }
      exponent += down ? -given : given;
    }
    // CPython notices an overflow before it looks at what follows the number.
    if (!assemble_double(top, sticky, exponent, &value)) return HexFloatStatus::kTooLarge;
    if (at != end) return HexFloatStatus::kInvalid;
  }
  *out = negative ? -value : value;
  return HexFloatStatus::kOk;
}

bool round_to_digits(double value, int64_t ndigits, double* out) {
  *out = value;
  if (!std::isfinite(value) || value == 0.0 || ndigits > 323) return true;
  if (ndigits < -308) {
    *out = value * 0.0;
    return true;
  }
  const double magnitude = std::fabs(value);
  char text[2 * kMaxDigits];
  char* end = text;
  if (ndigits >= 0) {
    end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::fixed, static_cast<int>(ndigits)).ptr;
  } else {
    Decimal exact;
    rounded_decimal(magnitude, kMaxDigits, &exact);
    const int keep = exact.point + static_cast<int>(ndigits);  // significant digits that stay
    if (keep < 0) {
      end = std::to_chars(text, text + sizeof text, 0).ptr;
    } else if (keep == 0) {
      // One digit position above the first: up only beyond the half; exactly half goes to the even 0.
      const bool up = exact.digits[0] > '5' || (exact.digits[0] == '5' && exact.count > 1);
      *end++ = up ? '1' : '0';
      *end++ = 'e';
      end = std::to_chars(end, text + sizeof text, exact.point).ptr;
    } else {
      end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific, keep - 1).ptr;
    }
  }
  double rounded = 0.0;
  (void)parse_float_prefix(text, static_cast<size_t>(end - text), &rounded);
  if (std::isinf(rounded)) return false;
  *out = std::signbit(value) ? -rounded : rounded;
  return true;
}

double round_half_even(double value) {
  double rounded = std::round(value);  // halves away from zero
  if (std::fabs(value - rounded) == 0.5) rounded = 2.0 * std::round(value / 2.0);
  return rounded;
}

int64_t hash_double(double value) {
  EIDER_ASSERT(!std::isnan(value));
  constexpr int kBits = 61;
  constexpr uint64_t kModulus = (uint64_t{1} << kBits) - 1;
  if (std::isinf(value)) return value > 0 ? 314159 : -314159;
  int exponent = 0;
  double fraction = std::frexp(std::fabs(value), &exponent);
  uint64_t hash = 0;
  while (fraction != 0.0) {  // 28 bits at a time
    hash = ((hash << 28) & kModulus) | hash >> (kBits - 28);
    fraction *= 268435456.0;
    exponent -= 28;
    const auto digits = static_cast<uint64_t>(fraction);
    fraction -= static_cast<double>(digits);
    hash += digits;
    if (hash >= kModulus) hash -= kModulus;
  }
  exponent = exponent >= 0 ? exponent % kBits : kBits - 1 - ((-1 - exponent) % kBits);
  hash = ((hash << exponent) & kModulus) | hash >> (kBits - exponent);
  const auto result = value < 0 ? -static_cast<int64_t>(hash) : static_cast<int64_t>(hash);
  return result == -1 ? -2 : result;
}

int64_t hash_complex(int64_t real_hash, int64_t imag_hash) {
  const auto hash =
      static_cast<int64_t>(static_cast<uint64_t>(real_hash) + 1000003u * static_cast<uint64_t>(imag_hash));
  return hash == -1 ? -2 : hash;
}

void float_divmod(double a, double b, double* quotient, double* remainder) {
  double mod = std::fmod(a, b);
  double div = (a - mod) / b;
  if (mod != 0.0) {
    if ((b < 0) != (mod < 0)) {
      mod += b;
      div -= 1.0;
    }
  } else {
    mod = std::copysign(0.0, b);
  }
  if (div != 0.0) {
    *quotient = std::floor(div);
    if (div - *quotient > 0.5) *quotient += 1.0;
  } else {
    *quotient = std::copysign(0.0, a / b);
  }
  *remainder = mod;
}

double float_floor_divide(double a, double b) {
  double quotient = 0.0, remainder = 0.0;
  float_divmod(a, b, &quotient, &remainder);
  return quotient;
}

double float_modulo(double a, double b) {
  const double mod = std::fmod(a, b);
  if (mod == 0.0) return std::copysign(0.0, b);
  return (b < 0) != (mod < 0) ? mod + b : mod;
}

}  // namespace eider::builtins::kernels

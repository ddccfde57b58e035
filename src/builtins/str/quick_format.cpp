// SPDX-License-Identifier: MIT
#include "builtins/str/quick_format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace eider::builtins {

namespace {

constexpr int kWidest = 40, kMostDigits = 20;  // of the field; behind the point

struct Spec {
  char align = '>';
  bool zeros = false, grouped = false;
  int width = 0, precision = -1;
  char type = 0;
};

int number(std::string_view* text, int most) {
  int n = 0;
  while (!text->empty() && text->front() >= '0' && text->front() <= '9') {
    n = n * 10 + (text->front() - '0');
    if (n > most) return -1;
    text->remove_prefix(1);
  }
  return n;
}

bool parse(std::string_view text, Spec* out) {
  auto next_is = [&](char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
  };
  for (char align : {'<', '>', '^'}) {
    if (!next_is(align)) continue;
    out->align = align;
    if (!text.empty() && text.front() == '0') return false;  // a fill, not the rule of the sign
    break;
  }
  out->zeros = next_is('0');
  if ((out->width = number(&text, kWidest)) < 0) return false;
  out->grouped = next_is(',');
  if (out->grouped && out->zeros) return false;  // the zeros are grouped too
  if (next_is('.')) {
    if (text.empty() || text.front() < '0' || text.front() > '9') return false;
    if ((out->precision = number(&text, kMostDigits)) < 0) return false;
  }
  if (text.size() > 1) return false;
  if (text.size() == 1) out->type = text.front();
  return true;
}

}  // namespace

int quick_format(objects::Value v, std::string_view text, char* out) {
  Spec spec;
  if (text.size() > 8 || !parse(text, &spec)) return -1;
  char digits[64];
  char* end;
  bool negative;
  if (v.is_small_int()) {
    int64_t n = v.small_int();
    if (spec.precision >= 0) return -1;
    bool hexadecimal = spec.type == 'x';
    if ((spec.type != 0 && spec.type != 'd' && !hexadecimal) || (hexadecimal && spec.grouped)) return -1;
    negative = n < 0;
    end = std::to_chars(digits, digits + sizeof digits, negative ? -static_cast<uint64_t>(n) : static_cast<uint64_t>(n), hexadecimal ? 16 : 10).ptr;
  } else {
    if (!v.is_float_word() || spec.type != 'f') return -1;
    double d = v.float_word();
    if (!(std::fabs(d) < 1e15)) return -1;
    negative = std::signbit(d);
    end = std::to_chars(digits, digits + sizeof digits, std::fabs(d), std::chars_format::fixed, spec.precision < 0 ? 6 : spec.precision).ptr;
  }
  int count = static_cast<int>(end - digits);
  int whole = static_cast<int>(std::find(digits, end, '.') - digits);
  int length = negative + count + (spec.grouped ? (whole - 1) / 3 : 0);
  int padding = std::max(0, spec.width - length);
  int left = spec.zeros || spec.align == '<' ? 0 : spec.align == '>' ? padding : padding / 2;
  char* to = out;
  to = std::fill_n(to, left, ' ');
  if (negative) *to++ = '-';
  if (spec.zeros) to = std::fill_n(to, padding, '0');
  for (int i = 0; i < count; i++) {
    if (spec.grouped && i > 0 && i < whole && (whole - i) % 3 == 0) *to++ = ',';
    *to++ = digits[i];
  }
  if (!spec.zeros) to = std::fill_n(to, padding - left, ' ');
  return static_cast<int>(to - out);
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
#include "frontend/python_repr.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <vector>

#include "frontend/utf8.h"

namespace eider::frontend {

namespace {

char preferred_quote(std::string_view text) {
  bool single = text.find('\'') != std::string_view::npos;
  bool twofold = text.find('"') != std::string_view::npos;
  return single && !twofold ? '"' : '\'';
}

void append_hex(std::string* out, const char* format, uint32_t value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, format, value);
  *out += buffer;
}

// Digits of any length in `radix` to decimal. Quadratic.
std::string to_decimal(std::string_view digits, int radix) {
  constexpr uint64_t kChunk = 1000000000;
  std::vector<uint32_t> chunks{0};  // base 10**9, lowest first
  for (char c : digits) {
    uint64_t carry = static_cast<uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    for (uint32_t& chunk : chunks) {
      uint64_t value = static_cast<uint64_t>(chunk) * static_cast<uint64_t>(radix) + carry;
      chunk = static_cast<uint32_t>(value % kChunk);
      carry = value / kChunk;
    }
    if (carry != 0) chunks.push_back(static_cast<uint32_t>(carry));
  }
  std::string out = std::to_string(chunks.back());
  char buffer[16];
  for (size_t i = chunks.size() - 1; i-- > 0;) {
    std::snprintf(buffer, sizeof buffer, "%09u", chunks[i]);
    out += buffer;
  }
  return out;
}

}  // namespace

std::string repr_of_double(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  auto result = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  std::string_view text(buffer, static_cast<size_t>(result.ptr - buffer));
  std::string out;
  if (text[0] == '-') {
    out = "-";
    text.remove_prefix(1);
  }
  size_t e = text.find('e');
  int exponent = 0;
  std::string_view exponent_text = text.substr(e + 1);
  if (exponent_text[0] == '+') exponent_text.remove_prefix(1);
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  std::string digits(1, text[0]);
  if (e > 2) digits += text.substr(2, e - 2);
  int count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    out += digits[0];
    if (count > 1) out += "." + digits.substr(1);
    std::snprintf(buffer, sizeof buffer, "e%c%02d", exponent < 0 ? '-' : '+', exponent < 0 ? -exponent : exponent);
    return out + buffer;
  }
  if (exponent < 0) return out + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1) return out + digits + std::string(static_cast<size_t>(exponent + 1 - count), '0') + ".0";
  return out + digits.substr(0, static_cast<size_t>(exponent + 1)) + "." +
         digits.substr(static_cast<size_t>(exponent + 1));
}

std::string repr_of_str(std::string_view text) {
  char quote = preferred_quote(text);
  std::string out(1, quote);
  for (size_t at = 0; at < text.size();) {
    size_t start = at;
    uint32_t c = next_character(text, &at);
    if (c == static_cast<uint32_t>(quote) || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < ' ' || c == 127) {
      append_hex(&out, "\\x%02x", c);
    } else if (c < 127 || is_printable(c)) {
      out += text.substr(start, at - start);
    } else {
      append_hex(&out, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }
  }
  out += quote;
  return out;
}

std::string repr_of_bytes(std::string_view bytes) {
  char quote = preferred_quote(bytes);
  std::string out = "b";
  out += quote;
  for (char c : bytes) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < ' ' || byte >= 127) {
      append_hex(&out, "\\x%02x", byte);
    } else {
      out += c;
    }
  }
  out += quote;
  return out;
}

namespace {

std::string without_point_zero(std::string text) {
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string repr_of_items(const Span<ast::ConstantValue>& items) {
  std::string out;
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ", ";
    out += repr_of_constant(items[i]);
  }
  return out;
}

}  // namespace

std::string repr_of_constant(const ast::ConstantValue& value) {
  switch (value.kind) {
    case ast::ConstantKind::kNone: return "None";
    case ast::ConstantKind::kTrue: return "True";
    case ast::ConstantKind::kFalse: return "False";
    case ast::ConstantKind::kEllipsis: return "Ellipsis";
    case ast::ConstantKind::kInt:
      if (value.fits_int64) return std::to_string(value.integer);
      if (value.text.starts_with('-')) return "-" + to_decimal(value.text.substr(1), value.radix);
      return value.radix == 10 ? std::string(value.text) : to_decimal(value.text, value.radix);
    case ast::ConstantKind::kFloat: return repr_of_double(value.number);
    case ast::ConstantKind::kComplex: {
      std::string imaginary = without_point_zero(repr_of_double(value.number)) + "j";
      if (value.real == 0 && !std::signbit(value.real)) return imaginary;
      if (imaginary[0] != '-') imaginary = "+" + imaginary;
      return "(" + without_point_zero(repr_of_double(value.real)) + imaginary + ")";
    }
    case ast::ConstantKind::kStr: return repr_of_str(value.text);
    case ast::ConstantKind::kBytes: return repr_of_bytes(value.text);
    case ast::ConstantKind::kTuple: return "(" + repr_of_items(value.items) + (value.items.size() == 1 ? ",)" : ")");
    case ast::ConstantKind::kFrozenSet:
      return value.items.empty() ? "frozenset()" : "frozenset({" + repr_of_items(value.items) + "})";
  }
  return {};
}

}  // namespace eider::frontend

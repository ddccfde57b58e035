// SPDX-License-Identifier: MIT
#include "frontend/constants.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <vector>

namespace eider::frontend {

using ast::ConstantKind;
using ast::ConstantValue;
using bytecode::Constant;

namespace {

int digit_value(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

/// Little-endian base 2^32.
std::vector<uint32_t> parse_digits(std::string_view digits, uint32_t radix) {
  std::vector<uint32_t> limbs;
  for (char c : digits) {
    uint64_t carry = static_cast<uint64_t>(digit_value(c));
    for (uint32_t& limb : limbs) {
      carry += uint64_t{limb} * radix;
      limb = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) limbs.push_back(static_cast<uint32_t>(carry));
  }
  return limbs;
}

std::string print_digits(std::vector<uint32_t> limbs, uint32_t radix) {
  if (limbs.empty()) return "0";
  std::string out;
  while (!limbs.empty()) {
    uint64_t rest = 0;
    for (size_t i = limbs.size(); i-- > 0;) {
      rest = rest << 32 | limbs[i];
      limbs[i] = static_cast<uint32_t>(rest / radix);
      rest %= radix;
    }
    out += "0123456789abcdef"[rest];
    while (!limbs.empty() && limbs.back() == 0) limbs.pop_back();
  }
  std::reverse(out.begin(), out.end());
  return out;
}

/// 2, 8 and 16: regroup the bits.
std::string regroup_bits(std::string_view digits, int from_bits, int to_bits) {
  std::string out;
  uint32_t held = 0;
  int bits = 0;
  for (size_t i = digits.size(); i-- > 0;) {
    held |= static_cast<uint32_t>(digit_value(digits[i])) << bits;
    for (bits += from_bits; bits >= to_bits; bits -= to_bits) {
      out += "0123456789abcdef"[held & ((1u << to_bits) - 1)];
      held >>= to_bits;
    }
  }
  if (bits > 0) out += "0123456789abcdef"[held];
  while (out.size() > 1 && out.back() == '0') out.pop_back();
  std::reverse(out.begin(), out.end());
  return out;
}

/// Decodes one character, surrogates included, and steps over it.
char32_t next_character(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  char32_t lead = byte(at);
  size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > text.size()) length = 1;
  char32_t c = length == 1 ? lead : lead & (0x7f >> length);
  for (size_t i = 1; i < length; ++i) c = c << 6 | (byte(at + i) & 0x3f);
  at += length;
  return c;
}

bool is_printable(char32_t c) {
  if (c == ' ') return true;
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_UNASSIGNED:
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_SPACE_SEPARATOR: return false;
    default: return true;
  }
}

void append_hex(std::string& out, char32_t c, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += "0123456789abcdef"[(c >> shift) & 15];
}

char quote_for(std::string_view text) {
  return text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? '"' : '\'';
}

std::string join_reprs(const Span<ConstantValue>& items) {
  std::string out;
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ", ";
    out += constant_repr(items[i]);
  }
  return out;
}

void append_key(std::string& key, const Constant& constant) {
  key += static_cast<char>('A' + static_cast<int>(constant.kind));
  auto raw = [&](const auto& value) { key.append(reinterpret_cast<const char*>(&value), sizeof value); };
  auto sized = [&](const std::string& text) {
    raw(text.size());
    key += text;
  };
  switch (constant.kind) {
    case Constant::Kind::kNone:
    case Constant::Kind::kTrue:
    case Constant::Kind::kFalse:
    case Constant::Kind::kEllipsis: break;
    case Constant::Kind::kInt: raw(constant.integer); break;
    case Constant::Kind::kFloat: raw(std::bit_cast<uint64_t>(constant.real)); break;
    case Constant::Kind::kComplex:
      raw(std::bit_cast<uint64_t>(constant.real));
      raw(std::bit_cast<uint64_t>(constant.imaginary));
      break;
    case Constant::Kind::kBigInt:
    case Constant::Kind::kStr:
    case Constant::Kind::kBytes: sized(constant.text); break;
    case Constant::Kind::kTuple:
    case Constant::Kind::kFrozenSet:
      raw(constant.items.size());
      for (const Constant& item : constant.items) append_key(key, item);
      break;
    case Constant::Kind::kCode: break;
  }
}

}  // namespace

std::string convert_radix(std::string_view digits, int from, int to) {
  size_t first = digits.find_first_not_of('0');
  if (first == std::string_view::npos) return "0";
  digits.remove_prefix(first);
  if (from == to) {
    std::string out(digits);
    for (char& c : out) {
      if (c >= 'A' && c <= 'F') c = static_cast<char>(c | 0x20);
    }
    return out;
  }
  auto bits = [](int radix) { return radix == 2 ? 1 : radix == 8 ? 3 : radix == 16 ? 4 : 0; };
  if (bits(from) != 0 && bits(to) != 0) return regroup_bits(digits, bits(from), bits(to));
  return print_digits(parse_digits(digits, static_cast<uint32_t>(from)), static_cast<uint32_t>(to));
}

Constant to_constant(const ConstantValue& value) {
  Constant made;
  switch (value.kind) {
    case ConstantKind::kNone: made.kind = Constant::Kind::kNone; break;
    case ConstantKind::kTrue: made.kind = Constant::Kind::kTrue; break;
    case ConstantKind::kFalse: made.kind = Constant::Kind::kFalse; break;
    case ConstantKind::kEllipsis: made.kind = Constant::Kind::kEllipsis; break;
    case ConstantKind::kInt:
      if (value.fits_int64) {
        made.kind = Constant::Kind::kInt;
        made.integer = value.integer;
      } else {
        made.kind = Constant::Kind::kBigInt;
        made.text = convert_radix(value.text, value.radix, 16);
      }
      break;
    case ConstantKind::kFloat:
      made.kind = Constant::Kind::kFloat;
      made.real = value.number;
      break;
    case ConstantKind::kComplex:
      made.kind = Constant::Kind::kComplex;
      made.real = value.real;
      made.imaginary = value.number;
      break;
    case ConstantKind::kStr:
      made.kind = Constant::Kind::kStr;
      made.text = value.text;
      break;
    case ConstantKind::kBytes:
      made.kind = Constant::Kind::kBytes;
      made.text = value.text;
      break;
    case ConstantKind::kTuple:
    case ConstantKind::kFrozenSet:
      made.kind = value.kind == ConstantKind::kTuple ? Constant::Kind::kTuple : Constant::Kind::kFrozenSet;
      made.items.reserve(value.items.size());
      for (const ConstantValue& item : value.items) made.items.push_back(to_constant(item));
      break;
  }
  return made;
}

std::string constant_key(const Constant& constant) {
  std::string key;
  if (constant.kind != Constant::Kind::kCode) append_key(key, constant);
  return key;
}

bool is_truthy(const ConstantValue& value) {
  switch (value.kind) {
    case ConstantKind::kNone:
    case ConstantKind::kFalse: return false;
    case ConstantKind::kTrue:
    case ConstantKind::kEllipsis: return true;
    case ConstantKind::kInt: return !value.fits_int64 || value.integer != 0;
    case ConstantKind::kFloat: return value.number != 0;
    case ConstantKind::kComplex: return value.number != 0 || value.real != 0;
    case ConstantKind::kStr:
    case ConstantKind::kBytes: return !value.text.empty();
    case ConstantKind::kTuple:
    case ConstantKind::kFrozenSet: return !value.items.empty();
  }
  EIDER_UNREACHABLE("constant kind");
}

const char* constant_type_name(const ConstantValue& value) {
  switch (value.kind) {
    case ConstantKind::kNone: return "NoneType";
    case ConstantKind::kFalse:
    case ConstantKind::kTrue: return "bool";
    case ConstantKind::kEllipsis: return "ellipsis";
    case ConstantKind::kInt: return "int";
    case ConstantKind::kFloat: return "float";
    case ConstantKind::kComplex: return "complex";
    case ConstantKind::kStr: return "str";
    case ConstantKind::kBytes: return "bytes";
    case ConstantKind::kTuple: return "tuple";
    case ConstantKind::kFrozenSet: return "frozenset";
  }
  EIDER_UNREACHABLE("constant kind");
}

std::string str_repr(std::string_view text) {
  char quote = quote_for(text);
  std::string out(1, quote);
  for (size_t at = 0; at < text.size();) {
    size_t start = at;
    char32_t c = next_character(text, at);
    if (c == static_cast<char32_t>(quote) || c == '\\') (out += '\\') += static_cast<char>(c);
    else if (c == '\t') out += "\\t";
    else if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (is_printable(c)) out += text.substr(start, at - start);
    else if (c < 0x100) append_hex(out += "\\x", c, 2);
    else if (c < 0x10000) append_hex(out += "\\u", c, 4);
    else append_hex(out += "\\U", c, 8);
  }
  return out += quote;
}

std::string bytes_repr(std::string_view bytes) {
  char quote = quote_for(bytes);
  std::string out = "b";
  out += quote;
  for (char c : bytes) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') (out += '\\') += c;
    else if (c == '\t') out += "\\t";
    else if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (byte < 0x20 || byte >= 0x7f) append_hex(out += "\\x", byte, 2);
    else out += c;
  }
  return out += quote;
}

std::string float_repr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  // d.ddde+XX -> digits and exponent; repr uses positional notation for exponents in [-4, 16).
  std::string_view text(buffer, static_cast<size_t>(end.ptr - buffer));
  std::string out;
  if (text[0] == '-') {
    out = "-";
    text.remove_prefix(1);
  }
  size_t e = text.find('e');
  int exponent = 0;
  std::string_view exponent_text = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  std::string digits;
  for (char c : text.substr(0, e)) {
    if (c != '.') digits += c;
  }
  int count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    out += digits[0];
    if (count > 1) (out += '.') += digits.substr(1);
    out += exponent < 0 ? "e-" : "e+";
    int magnitude = exponent < 0 ? -exponent : exponent;
    if (magnitude < 10) out += '0';
    return out += std::to_string(magnitude);
  }
  if (exponent < 0) return out.append("0.").append(static_cast<size_t>(-exponent - 1), '0').append(digits);
  if (count <= exponent + 1) return out.append(digits).append(static_cast<size_t>(exponent + 1 - count), '0').append(".0");
  return out.append(digits.substr(0, static_cast<size_t>(exponent + 1))).append(".").append(digits.substr(static_cast<size_t>(exponent + 1)));
}

namespace {

std::string imaginary_repr(double value) {
  std::string out = float_repr(value);
  if (out.ends_with(".0")) out.resize(out.size() - 2);
  return out + "j";
}

}  // namespace

std::string constant_repr(const ConstantValue& value) {
  switch (value.kind) {
    case ConstantKind::kNone: return "None";
    case ConstantKind::kTrue: return "True";
    case ConstantKind::kFalse: return "False";
    case ConstantKind::kEllipsis: return "Ellipsis";
    case ConstantKind::kInt: return value.fits_int64 ? std::to_string(value.integer) : convert_radix(value.text, value.radix, 10);
    case ConstantKind::kFloat: return float_repr(value.number);
    case ConstantKind::kComplex: {
      if (value.real == 0 && !std::signbit(value.real)) return imaginary_repr(value.number);
      std::string real = float_repr(value.real);
      if (real.ends_with(".0")) real.resize(real.size() - 2);
      std::string imaginary = imaginary_repr(value.number);
      if (imaginary[0] != '-') imaginary = "+" + imaginary;
      return "(" + real + imaginary + ")";
    }
    case ConstantKind::kStr: return str_repr(value.text);
    case ConstantKind::kBytes: return bytes_repr(value.text);
    case ConstantKind::kTuple: return "(" + join_reprs(value.items) + (value.items.size() == 1 ? ",)" : ")");
    case ConstantKind::kFrozenSet: return value.items.empty() ? "frozenset()" : "frozenset({" + join_reprs(value.items) + "})";
  }
  EIDER_UNREACHABLE("constant kind");
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
#include "frontend/constants.h"

#include <algorithm>
#include <bit>
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
        bool negative = value.text.starts_with('-');
        made.text = (negative ? "-" : "") + convert_radix(value.text.substr(negative ? 1 : 0), value.radix, 16);
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

}  // namespace eider::frontend

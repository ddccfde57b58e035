// SPDX-License-Identifier: MIT
//
// The arithmetic of constant folding.
#include <bit>
#include <cmath>
#include <limits>

#include "frontend/fold.h"

namespace eider::frontend {

using namespace ast;

namespace {

// CPython's limits: a folded constant must not be much larger than the program that computes it.
constexpr int64_t kMaxCollection = 256;
constexpr int64_t kMaxText = 4096;
constexpr int64_t kMaxItems = 1024;
constexpr int64_t kExactInDouble = int64_t{1} << 53;

/// Wide enough for what programs write (1 << 64, 2 ** 63 - 1) and for CPython's own limit of 128 bits.
using Wide = __int128;

bool make_int(Wide value, Arena& arena, ConstantValue& result) {
  result = ConstantValue{};
  result.kind = ConstantKind::kInt;
  result.fits_int64 = value >= std::numeric_limits<int64_t>::min() && value <= std::numeric_limits<int64_t>::max();
  if (result.fits_int64) {
    result.integer = static_cast<int64_t>(value);
    return true;
  }
  char digits[40];
  size_t at = sizeof digits;
  auto rest = static_cast<unsigned __int128>(value);
  if (value < 0) rest = -rest;
  for (; rest != 0; rest >>= 4) digits[--at] = "0123456789abcdef"[static_cast<unsigned>(rest & 15)];
  if (value < 0) digits[--at] = '-';
  result.radix = 16;
  result.text = arena.copy(std::string_view(digits + at, sizeof digits - at));
  return true;
}

bool make_float(double value, ConstantValue& result) {
  result = ConstantValue{};
  result.kind = ConstantKind::kFloat;
  result.number = value;
  return true;
}

bool make_complex(double real, double imaginary, ConstantValue& result) {
  result = ConstantValue{};
  result.kind = ConstantKind::kComplex;
  result.real = real;
  result.number = imaginary;
  return true;
}

bool make_bool(bool value, ConstantValue& result) {
  result = ConstantValue{};
  result.kind = value ? ConstantKind::kTrue : ConstantKind::kFalse;
  return true;
}

bool make_text(ConstantKind kind, std::string_view text, ConstantValue& result) {
  result = ConstantValue{};
  result.kind = kind;
  result.text = text;
  return true;
}

bool make_tuple(Span<ConstantValue> items, ConstantValue& result) {
  result = ConstantValue{};
  result.kind = ConstantKind::kTuple;
  result.items = items;
  return true;
}

bool is_bool(const ConstantValue& v) { return v.kind == ConstantKind::kTrue || v.kind == ConstantKind::kFalse; }
bool is_integral(const ConstantValue& v) { return is_bool(v) || (v.kind == ConstantKind::kInt && v.fits_int64); }
int64_t integer_of(const ConstantValue& v) { return is_bool(v) ? v.kind == ConstantKind::kTrue : v.integer; }
bool is_real(const ConstantValue& v) { return is_integral(v) || v.kind == ConstantKind::kFloat; }

/// False: not an integer, or too wide.
bool wide_of(const ConstantValue& v, Wide& value) {
  if (is_integral(v)) {
    value = integer_of(v);
    return true;
  }
  if (v.kind != ConstantKind::kInt) return false;
  bool negative = v.text.starts_with('-');
  value = 0;
  for (char c : v.text.substr(negative ? 1 : 0)) {
    int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    if (__builtin_mul_overflow(value, Wide{v.radix}, &value) || __builtin_add_overflow(value, Wide{digit}, &value)) return false;
  }
  if (negative) value = -value;
  return true;
}
double real_of(const ConstantValue& v) { return v.kind == ConstantKind::kFloat ? v.number : static_cast<double>(integer_of(v)); }

bool floor_divide(Wide a, Wide b, Wide& quotient, Wide& rest) {
  if (b == 0 || b == -1) return false;  // -1: the one division that can overflow is not worth its own test
  quotient = a / b;
  rest = a % b;
  if (rest != 0 && (rest < 0) != (b < 0)) {
    --quotient;
    rest += b;
  }
  return true;
}

/// float_divmod of CPython: the rest has the divisor's sign, the quotient is integral.
bool floor_divide(double a, double b, double& quotient, double& rest) {
  if (b == 0) return false;
  rest = std::fmod(a, b);
  double whole = (a - rest) / b;
  if (rest != 0) {
    if ((b < 0) != (rest < 0)) {
      rest += b;
      whole -= 1.0;
    }
  } else {
    rest = std::copysign(0.0, b);
  }
  if (whole != 0) {
    quotient = std::floor(whole);
    if (whole - quotient > 0.5) quotient += 1.0;
  } else {
    quotient = std::copysign(0.0, a / b);
  }
  return true;
}

bool integer_power(Wide base, Wide exponent, Wide& result) {
  if (exponent < 0) return false;
  result = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) return false;
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) return false;
  }
  return true;
}

bool integers(Operator op, Wide a, Wide b, Arena& arena, ConstantValue& result) {
  Wide value = 0;
  Wide rest = 0;
  switch (op) {
    case Operator::kAdd: return !__builtin_add_overflow(a, b, &value) && make_int(value, arena, result);
    case Operator::kSub: return !__builtin_sub_overflow(a, b, &value) && make_int(value, arena, result);
    case Operator::kMult: return !__builtin_mul_overflow(a, b, &value) && make_int(value, arena, result);
    case Operator::kDiv:
      // One rounding only when both operands are exact.
      if (b == 0 || a > kExactInDouble || a < -kExactInDouble || b > kExactInDouble || b < -kExactInDouble) return false;
      return make_float(static_cast<double>(a) / static_cast<double>(b), result);
    case Operator::kFloorDiv: return floor_divide(a, b, value, rest) && make_int(value, arena, result);
    case Operator::kMod: return floor_divide(a, b, value, rest) && make_int(rest, arena, result);
    case Operator::kPow: return integer_power(a, b, value) && make_int(value, arena, result);
    case Operator::kLShift:
      if (b < 0) return false;
      if (a == 0) return make_int(0, arena, result);
      if (b > 126) return false;
      value = static_cast<Wide>(static_cast<unsigned __int128>(a) << static_cast<unsigned>(b));
      return value >> static_cast<unsigned>(b) == a && make_int(value, arena, result);
    case Operator::kRShift: return b >= 0 && make_int(a >> static_cast<unsigned>(b > 127 ? 127 : b), arena, result);
    case Operator::kBitOr: return make_int(a | b, arena, result);
    case Operator::kBitXor: return make_int(a ^ b, arena, result);
    case Operator::kBitAnd: return make_int(a & b, arena, result);
    case Operator::kMatMult: return false;
  }
  return false;
}

bool floats(Operator op, double a, double b, ConstantValue& result) {
  double quotient = 0;
  double rest = 0;
  switch (op) {
    case Operator::kAdd: return make_float(a + b, result);
    case Operator::kSub: return make_float(a - b, result);
    case Operator::kMult: return make_float(a * b, result);
    case Operator::kDiv: return b != 0 && make_float(a / b, result);
    case Operator::kFloorDiv: return floor_divide(a, b, quotient, rest) && make_float(quotient, result);
    case Operator::kMod: return floor_divide(a, b, quotient, rest) && make_float(rest, result);
    case Operator::kPow: {
      if (!std::isfinite(a) || !std::isfinite(b) || (a == 0 && b < 0) || (a < 0 && b != std::floor(b))) return false;
      double power = std::pow(a, b);
      return std::isfinite(power) && make_float(power, result);
    }
    default: return false;
  }
}

bool complexes(Operator op, const ConstantValue& left, const ConstantValue& right, ConstantValue& result) {
  auto real = [](const ConstantValue& v) { return v.kind == ConstantKind::kComplex ? v.real : real_of(v); };
  auto imaginary = [](const ConstantValue& v) { return v.kind == ConstantKind::kComplex ? v.number : 0.0; };
  double a = real(left), b = imaginary(left), c = real(right), d = imaginary(right);
  switch (op) {
    case Operator::kAdd: return make_complex(a + c, b + d, result);
    case Operator::kSub: return make_complex(a - c, b - d, result);
    case Operator::kMult: return make_complex(a * c - b * d, a * d + b * c, result);
    default: return false;  // division and power have their own rounding rules: left to the runtime
  }
}

/// How many constants stand in `value`, or more than `limit`.
int64_t count_items(const ConstantValue& value, int64_t limit) {
  if (value.kind != ConstantKind::kTuple) return 0;
  int64_t count = value.items.size();
  for (const ConstantValue& item : value.items) {
    if (count > limit) break;
    count += count_items(item, limit - count);
  }
  return count;
}

bool repeat(const ConstantValue& value, int64_t times, Arena& arena, ConstantValue& result) {
  if (value.kind == ConstantKind::kTuple) {
    int64_t size = value.items.size();
    if (size != 0) {
      if (times < 0 || times > kMaxCollection / size) return false;
      if (times != 0 && count_items(value, kMaxItems / times) > kMaxItems / times) return false;
    } else {
      times = 0;
    }
    auto* items = arena.make_array<ConstantValue>(static_cast<size_t>(size * times));
    for (int64_t i = 0; i < size * times; ++i) items[i] = value.items[static_cast<uint32_t>(i % size)];
    return make_tuple({items, static_cast<uint32_t>(size * times)}, result);
  }
  // The limit counts characters in CPython; bytes are what a unit grows by, so the rule is stricter for other than ASCII.
  int64_t size = static_cast<int64_t>(value.text.size());
  if (size != 0 && (times < 0 || times > kMaxText / size)) return false;
  if (size == 0) return make_text(value.kind, {}, result);
  char* text = arena.make_array<char>(static_cast<size_t>(size * times));
  for (int64_t i = 0; i < times; ++i) std::memcpy(text + i * size, value.text.data(), static_cast<size_t>(size));
  return make_text(value.kind, {text, static_cast<size_t>(size * times)}, result);
}

bool is_text(const ConstantValue& v) { return v.kind == ConstantKind::kStr || v.kind == ConstantKind::kBytes; }
bool is_sequence(const ConstantValue& v) { return is_text(v) || v.kind == ConstantKind::kTuple; }

bool concatenate(const ConstantValue& left, const ConstantValue& right, Arena& arena, ConstantValue& result) {
  if (left.kind == ConstantKind::kTuple) {
    uint32_t count = left.items.size() + right.items.size();
    auto* items = arena.make_array<ConstantValue>(count);
    for (uint32_t i = 0; i < count; ++i) items[i] = i < left.items.size() ? left.items[i] : right.items[i - left.items.size()];
    return make_tuple({items, count}, result);
  }
  size_t size = left.text.size() + right.text.size();
  char* text = arena.make_array<char>(size);
  std::memcpy(text, left.text.data(), left.text.size());
  std::memcpy(text + left.text.size(), right.text.data(), right.text.size());
  return make_text(left.kind, {text, size}, result);
}

/// Start of character `index` (counted from the end when negative); `npos` when there is none.
size_t character_start(std::string_view utf8, int64_t index) {
  auto starts_character = [&](size_t i) { return (static_cast<unsigned char>(utf8[i]) & 0xc0) != 0x80; };
  if (index >= 0) {
    for (size_t i = 0; i < utf8.size(); ++i) {
      if (starts_character(i) && index-- == 0) return i;
    }
  } else {
    for (size_t i = utf8.size(); i-- > 0;) {
      if (starts_character(i) && ++index == 0) return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

bool fold_binary(Operator op, const ConstantValue& left, const ConstantValue& right, Arena& arena, ConstantValue& result) {
  if (is_bool(left) && is_bool(right)) {  // these three stay bool
    bool a = left.kind == ConstantKind::kTrue;
    bool b = right.kind == ConstantKind::kTrue;
    if (op == Operator::kBitAnd) return make_bool(a && b, result);
    if (op == Operator::kBitOr) return make_bool(a || b, result);
    if (op == Operator::kBitXor) return make_bool(a != b, result);
  }
  Wide wide_left = 0;
  Wide wide_right = 0;
  if (wide_of(left, wide_left) && wide_of(right, wide_right)) return integers(op, wide_left, wide_right, arena, result);
  if (is_real(left) && is_real(right)) return floats(op, real_of(left), real_of(right), result);
  bool left_number = is_real(left) || left.kind == ConstantKind::kComplex;
  bool right_number = is_real(right) || right.kind == ConstantKind::kComplex;
  if (left_number && right_number) return complexes(op, left, right, result);
  if (op == Operator::kMult && is_sequence(left) && is_integral(right)) return repeat(left, integer_of(right), arena, result);
  if (op == Operator::kMult && is_integral(left) && is_sequence(right)) return repeat(right, integer_of(left), arena, result);
  if (op == Operator::kAdd && is_sequence(left) && left.kind == right.kind) return concatenate(left, right, arena, result);
  return false;
}

bool fold_unary(UnaryOperator op, const ConstantValue& operand, Arena& arena, ConstantValue& result) {
  Wide wide = 0;
  switch (op) {
    case UnaryOperator::kNot: {
      switch (operand.kind) {
        case ConstantKind::kInt: return make_bool(operand.fits_int64 && operand.integer == 0, result);
        case ConstantKind::kFloat: return make_bool(operand.number == 0, result);
        case ConstantKind::kComplex: return make_bool(operand.number == 0 && operand.real == 0, result);
        case ConstantKind::kStr:
        case ConstantKind::kBytes: return make_bool(operand.text.empty(), result);
        case ConstantKind::kTuple:
        case ConstantKind::kFrozenSet: return make_bool(operand.items.empty(), result);
        case ConstantKind::kNone:
        case ConstantKind::kFalse: return make_bool(true, result);
        case ConstantKind::kTrue:
        case ConstantKind::kEllipsis: return make_bool(false, result);
      }
      return false;
    }
    case UnaryOperator::kInvert: return wide_of(operand, wide) && make_int(~wide, arena, result);
    case UnaryOperator::kUAdd:
      if (wide_of(operand, wide)) return make_int(wide, arena, result);
      if (operand.kind != ConstantKind::kFloat && operand.kind != ConstantKind::kComplex) return false;
      result = operand;
      return true;
    case UnaryOperator::kUSub:
      if (wide_of(operand, wide)) return make_int(-wide, arena, result);
      if (operand.kind == ConstantKind::kFloat) return make_float(-operand.number, result);
      if (operand.kind == ConstantKind::kComplex) return make_complex(-operand.real, -operand.number, result);
      return false;
  }
  return false;
}

bool fold_subscript(const ConstantValue& container, const ConstantValue& index, Arena& arena, ConstantValue& result) {
  if (!is_integral(index) || !is_sequence(container)) return false;
  int64_t at = integer_of(index);
  if (container.kind == ConstantKind::kStr) {
    size_t start = character_start(container.text, at);
    if (start == std::string_view::npos) return false;
    size_t end = start + 1;
    while (end < container.text.size() && (static_cast<unsigned char>(container.text[end]) & 0xc0) == 0x80) ++end;
    return make_text(ConstantKind::kStr, container.text.substr(start, end - start), result);
  }
  bool is_bytes = container.kind == ConstantKind::kBytes;
  int64_t size = is_bytes ? static_cast<int64_t>(container.text.size()) : container.items.size();
  if (at < 0) at += size;
  if (at < 0 || at >= size) return false;
  if (is_bytes) return make_int(static_cast<unsigned char>(container.text[static_cast<size_t>(at)]), arena, result);
  result = container.items[static_cast<uint32_t>(at)];
  return true;
}

}  // namespace eider::frontend

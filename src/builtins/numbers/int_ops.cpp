// SPDX-License-Identifier: MIT
//
// int: operators.
#include <charconv>
#include <cmath>

#include "builtins/numbers/int_wide.h"
#include "builtins/numbers/numbers.h"
#include "builtins/str/fstring.h"

namespace eider::builtins {

using kernels::BigBuf;
using kernels::BigStatus;
using kernels::BigView;

Result<Value> int_from_big(Thread& t, BigView v) { return int_from_limbs(t, v.count == 0 ? 0 : v.negative ? -1 : 1, v.limbs, v.count); }

kernels::Interrupt interrupt_of(Thread& t) {
  return {[](void* context) { return !poll(*static_cast<Thread*>(context)).ok(); }, &t};
}

Failure raise_big_status(Thread& t, BigStatus status, const char* zero_division) {
  switch (status) {
    case BigStatus::kOk: break;
    case BigStatus::kNoMemory: return raise_no_memory(t);
    case BigStatus::kInterrupted: return kFailure;  // the poll has set the exception
    case BigStatus::kDivisionByZero: return raise(t, TypeId::kZeroDivisionError, "%s", zero_division);
    case BigStatus::kTooLarge: return raise_no_memory(t);
    case BigStatus::kOverflow: return raise(t, TypeId::kOverflowError, "int too large to convert to float");
    case BigStatus::kNegative: return raise(t, TypeId::kValueError, "negative shift count");
    case BigStatus::kNotInvertible: return raise(t, TypeId::kValueError, "base is not invertible for the given modulus");
    case BigStatus::kNan: return raise(t, TypeId::kValueError, "cannot convert float NaN to integer");
    case BigStatus::kInfinity: return raise(t, TypeId::kOverflowError, "cannot convert float infinity to integer");
    case BigStatus::kInvalidText: return raise(t, TypeId::kValueError, "invalid literal for int()");
    case BigStatus::kTooManyDigits: return raise(t, TypeId::kValueError, "Exceeds the limit for integer string conversion");
  }
  EIDER_UNREACHABLE("big status");
}

namespace {

#define EIDER_BIG(expression, ...)                                                    \
  if (BigStatus eider_status = (expression); EIDER_UNLIKELY(eider_status != BigStatus::kOk)) \
    return raise_big_status(t, eider_status __VA_OPT__(, ) __VA_ARGS__)

bool both_small(Value a, Value b) { return a.bits() & b.bits() & 1; }
bool both_ints(Thread& t, Value a, Value b) { return both_small(a, b) || (is_int(t, a) && is_int(t, b)); }

template <auto Kernel>
Result<Value> big_binary(Thread& t, Value a, Value b) {
  objects::IntView x(a), y(b);
  BigBuf out;
  EIDER_BIG(Kernel(view_of_int(x), view_of_int(y), out));
  return int_from_big(t, out);
}

Result<void> divide(Thread& t, Value a, Value b, BigBuf* q, BigBuf* r, const char* zero) {
  objects::IntView x(a), y(b);
  EIDER_BIG(kernels::floor_divide(view_of_int(x), view_of_int(y), q, r, interrupt_of(t)), zero);
  return kDone;
}

/// Quotient and remainder of machine words, Python's way. b != 0.
void floor_divmod(int64_t a, int64_t b, int64_t* q, int64_t* r) {
  *q = a / b;
  *r = a % b;
  if (*r != 0 && (*r ^ b) < 0) {
    --*q;
    *r += b;
  }
}

constexpr char kZero[] = "integer division or modulo by zero";
constexpr char kModuloZero[] = "integer modulo by zero";

Result<Value> int_floor_divide(Thread& t, Value a, Value b) {
  if (both_small(a, b) && b.small_int() != 0) {
    int64_t q, r;
    floor_divmod(a.small_int(), b.small_int(), &q, &r);
    return int_from_int64(t, q);
  }
  Int128 x, y, quotient, remainder;
  if (int_as_wide(a, &x) && int_as_wide(b, &y) && wide_divmod(x, y, &quotient, &remainder)) return int_from_wide(t, quotient);
  if (!both_ints(t, a, b)) return kNotImplemented;
  BigBuf q;
  EIDER_TRY(divide(t, a, b, &q, nullptr, kZero));
  return int_from_big(t, q);
}

Result<Value> int_remainder(Thread& t, Value a, Value b) {
  if (both_small(a, b) && b.small_int() != 0) {
    int64_t q, r;
    floor_divmod(a.small_int(), b.small_int(), &q, &r);
    return int_from_int64(t, r);
  }
  Int128 x, y, quotient, remainder;
  if (int_as_wide(a, &x) && int_as_wide(b, &y) && wide_divmod(x, y, &quotient, &remainder)) return int_from_wide(t, remainder);
  if (!both_ints(t, a, b)) return kNotImplemented;
  BigBuf r;
  EIDER_TRY(divide(t, a, b, nullptr, &r, kModuloZero));
  return int_from_big(t, r);
}

Result<Value> int_divmod(Thread& t, Value a, Value b) {
  if (!both_ints(t, a, b)) return kNotImplemented;
  if (both_small(a, b) && b.small_int() != 0) {
    int64_t q, r;
    floor_divmod(a.small_int(), b.small_int(), &q, &r);
    Value quotient = EIDER_TRY(int_from_int64(t, q));
    return tuple_of(t, quotient, Value::from_small_int(r));
  }
  BigBuf q, r;
  EIDER_TRY(divide(t, a, b, &q, &r, kZero));
  Value quotient = EIDER_TRY(int_from_big(t, q));
  Value remainder = EIDER_TRY(int_from_big(t, r));
  return tuple_of(t, quotient, remainder);
}

Result<Value> int_power(Thread& t, Value a, Value b, Value modulus) {
  if (!both_ints(t, a, b)) return kNotImplemented;
  objects::IntView x(a), y(b);
  BigBuf out;
  if (!modulus.is_none()) {
    if (!is_int(t, modulus)) return kNotImplemented;
    objects::IntView m(modulus);
    if (m.sign == 0) return raise(t, TypeId::kValueError, "pow() 3rd argument cannot be 0");
    EIDER_BIG(kernels::power_modulo(view_of_int(x), view_of_int(y), view_of_int(m), out, interrupt_of(t)));
    return int_from_big(t, out);
  }
  if (y.sign < 0) {
    if (x.sign == 0) return raise(t, TypeId::kZeroDivisionError, "0.0 cannot be raised to a negative power");
    double base, exponent;
    if (!int_as_double(a, &base) || !int_as_double(b, &exponent)) return raise(t, TypeId::kOverflowError, "int too large to convert to float");
    return float_value(t, std::pow(base, exponent));
  }
  if (both_small(a, b)) {
    int64_t base = a.small_int(), result = 1;
    bool overflow = false;
    for (uint64_t e = static_cast<uint64_t>(b.small_int()); e != 0 && !overflow;) {
      if (e & 1) overflow |= __builtin_mul_overflow(result, base, &result);
      e >>= 1;
      if (e != 0) overflow |= __builtin_mul_overflow(base, base, &base);
    }
    if (!overflow) return int_from_int64(t, result);
  }
  EIDER_BIG(kernels::power(view_of_int(x), view_of_int(y), out, interrupt_of(t)));
  return int_from_big(t, out);
}

Result<Value> int_copy(Thread& t, Value self) {
  if (is_exact_int(self)) return self;
  objects::IntView x(self);
  return int_from_limbs(t, x.sign, x.limbs, x.count);
}
Result<Value> int_negative(Thread& t, Value self) {
  if (self.is_small_int()) return int_from_int64(t, -self.small_int());
  objects::IntView x(self);
  return int_from_limbs(t, -x.sign, x.limbs, x.count);
}
Result<Value> int_absolute(Thread& t, Value self) {
  objects::IntView x(self);
  return int_from_limbs(t, x.sign == 0 ? 0 : 1, x.limbs, x.count);
}
Result<Value> int_invert(Thread& t, Value self) {
  if (self.is_small_int()) return Value::from_small_int(~self.small_int());
  objects::IntView x(self);
  BigBuf out;
  EIDER_BIG(kernels::bit_invert(view_of_int(x), out));
  return int_from_big(t, out);
}
Result<Value> int_to_float(Thread& t, Value self) {
  double d;
  if (!int_as_double(self, &d)) return raise(t, TypeId::kOverflowError, "int too large to convert to float");
  return float_value(t, d);
}
Result<bool> int_truth(Thread&, Value self) { return int_sign(self) != 0; }
Result<int64_t> int_hash(Thread&, Value self) { return hash_int(self); }

}  // namespace

Result<Value> int_add(Thread& t, Value a, Value b) {
  if (both_small(a, b)) return int_from_int64(t, a.small_int() + b.small_int());
  Int128 x, y, sum;
  if (int_as_wide(a, &x) && int_as_wide(b, &y) && !__builtin_add_overflow(x, y, &sum)) return int_from_wide(t, sum);
  if (!both_ints(t, a, b)) return kNotImplemented;
  return big_binary<kernels::add>(t, a, b);
}

Result<Value> int_subtract(Thread& t, Value a, Value b) {
  if (both_small(a, b)) return int_from_int64(t, a.small_int() - b.small_int());
  Int128 x, y, difference;
  if (int_as_wide(a, &x) && int_as_wide(b, &y) && !__builtin_sub_overflow(x, y, &difference)) return int_from_wide(t, difference);
  if (!both_ints(t, a, b)) return kNotImplemented;
  return big_binary<kernels::subtract>(t, a, b);
}

Result<Value> int_shift_left(Thread& t, Value a, Value b) {
  if (Int128 wide; b.is_small_int() && static_cast<uint64_t>(b.small_int()) < 127 && int_as_wide(a, &wide)) {
    auto shifted = static_cast<Int128>(static_cast<Uint128>(wide) << b.small_int());
    if (shifted >> b.small_int() == wide) return int_from_wide(t, shifted);
  }
  if (!both_ints(t, a, b)) return kNotImplemented;
  objects::IntView x(a), y(b);
  if (y.sign < 0) return raise(t, TypeId::kValueError, "negative shift count");
  if (x.sign == 0) return Value::from_small_int(0);
  uint64_t n;
  if (!int_fits_uint64(b, &n)) return raise(t, TypeId::kOverflowError, "too many digits in integer");
  BigBuf out;
  BigStatus status = kernels::shift_left(view_of_int(x), n, out);
  if (status == BigStatus::kTooLarge) return raise(t, TypeId::kOverflowError, "too many digits in integer");
  EIDER_BIG(status);
  return int_from_big(t, out);
}

Result<Value> int_shift_right(Thread& t, Value a, Value b) {
  if (Int128 wide; b.is_small_int() && b.small_int() >= 0 && int_as_wide(a, &wide)) {
    return int_from_wide(t, wide >> (b.small_int() > 127 ? 127 : b.small_int()));
  }
  if (!both_ints(t, a, b)) return kNotImplemented;
  objects::IntView x(a), y(b);
  if (y.sign < 0) return raise(t, TypeId::kValueError, "negative shift count");
  uint64_t n;
  if (!int_fits_uint64(b, &n)) return Value::from_small_int(x.sign < 0 ? -1 : 0);
  BigBuf out;
  EIDER_BIG(kernels::shift_right(view_of_int(x), n, out));
  return int_from_big(t, out);
}

Result<Value> int_and(Thread& t, Value a, Value b) {
  if (both_small(a, b)) return Value::from_bits(a.bits() & b.bits());
  Int128 x, y;
  if (int_as_wide(a, &x) && int_as_wide(b, &y)) return int_from_wide(t, x & y);
  if (!both_ints(t, a, b)) return kNotImplemented;
  return big_binary<kernels::bit_and>(t, a, b);
}
Result<Value> int_or(Thread& t, Value a, Value b) {
  if (both_small(a, b)) return Value::from_bits(a.bits() | b.bits());
  Int128 x, y;
  if (int_as_wide(a, &x) && int_as_wide(b, &y)) return int_from_wide(t, x | y);
  if (!both_ints(t, a, b)) return kNotImplemented;
  return big_binary<kernels::bit_or>(t, a, b);
}
Result<Value> int_xor(Thread& t, Value a, Value b) {
  if (both_small(a, b)) return Value::from_bits((a.bits() ^ b.bits()) | 1);
  Int128 x, y;
  if (int_as_wide(a, &x) && int_as_wide(b, &y)) return int_from_wide(t, x ^ y);
  if (!both_ints(t, a, b)) return kNotImplemented;
  return big_binary<kernels::bit_xor>(t, a, b);
}

Result<Value> int_multiply(Thread& t, Value a, Value b) {
  if (both_small(a, b)) {
    int64_t product;
    if (!__builtin_mul_overflow(a.small_int(), b.small_int(), &product)) return int_from_int64(t, product);
  }
  Int128 i, j;
  Uint128 magnitude;
  bool below_zero;
  if (int_as_wide(a, &i) && int_as_wide(b, &j) && wide_product(i, j, &magnitude, &below_zero)) {
    return int_from_magnitude(t, magnitude, below_zero);
  }
  if (!both_ints(t, a, b)) return kNotImplemented;
  objects::IntView x(a), y(b);
  BigBuf out;
  EIDER_BIG(kernels::multiply(view_of_int(x), view_of_int(y), out, interrupt_of(t)));
  return int_from_big(t, out);
}

Result<Value> int_true_divide(Thread& t, Value a, Value b) {
  if (!both_ints(t, a, b)) return kNotImplemented;
  objects::IntView x(a), y(b);
  double d;
  BigStatus status = kernels::true_divide(view_of_int(x), view_of_int(y), &d);
  if (status == BigStatus::kOverflow) return raise(t, TypeId::kOverflowError, "integer division result too large for a float");
  EIDER_BIG(status, "division by zero");
  return float_value(t, d);
}

Result<Value> int_compare_slot(Thread& t, Value a, Value b, CompareKind kind) {
  if (!is_int(t, b)) return kNotImplemented;
  return Value::from_bool(order_holds(int_compare(a, b), kind));
}

Result<Value> int_repr(Thread& t, Value self) {
  if (EIDER_LIKELY(self.is_small_int())) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, self.small_int());
    return str_from_ascii(t, std::string_view(digits, static_cast<size_t>(end.ptr - digits)));
  }
  objects::IntView x(self);
  kernels::Text8 text;
  uint32_t limit = int_digits_limit(t);
  BigStatus status = kernels::to_text(view_of_int(x), 10, limit, text, interrupt_of(t));
  if (status == BigStatus::kTooManyDigits) {
    return raise(t, TypeId::kValueError, "Exceeds the limit (%u digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit", limit);
  }
  EIDER_BIG(status);
  return str_from_ascii(t, std::string_view(text.data(), text.size()));
}

void fill_int_slots(TypeSlots& s) {
  s.add = int_add;
  s.subtract = int_subtract;
  s.multiply = int_multiply;
  s.remainder = int_remainder;
  s.divmod = int_divmod;
  s.power = int_power;
  s.lshift = int_shift_left;
  s.rshift = int_shift_right;
  s.bit_and = int_and;
  s.bit_or = int_or;
  s.bit_xor = int_xor;
  s.floor_divide = int_floor_divide;
  s.true_divide = int_true_divide;
  s.negative = int_negative;
  s.positive = int_copy;
  s.absolute = int_absolute;
  s.invert = int_invert;
  s.to_int = int_copy;
  s.to_float = int_to_float;
  s.index = int_copy;
  s.to_bool = int_truth;
  s.repr = int_repr;
  s.hash = int_hash;
  s.compare = int_compare_slot;
}

}  // namespace eider::builtins

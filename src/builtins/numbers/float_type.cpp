// SPDX-License-Identifier: MIT
//
// float.
#include <cerrno>
#include <cmath>

#include "builtins/functions/functions.h"
#include "builtins/kernels/float_text.h"
#include "builtins/kernels/unicode_db.h"
#include "builtins/numbers/number_text.h"
#include "builtins/numbers/numbers.h"
#include "builtins/str/fstring.h"
#include "objects/buffer_info.h"

namespace eider::builtins {

namespace {

/// a (float or int) as a double. NotImplemented for others: ok() with false.
Result<bool> operand(Thread& t, Value v, double* d) {
  if (v.is_float_word()) {
    *d = v.float_word();
    return true;
  }
  if (v.is_small_int()) {
    *d = static_cast<double>(v.small_int());
    return true;
  }
  if (is_float(t, v)) {
    *d = float_of(v);
    return true;
  }
  if (!is_int(t, v)) return false;
  if (!int_as_double(v, d)) return raise(t, TypeId::kOverflowError, "int too large to convert to float");
  return true;
}

#define EIDER_OPERANDS()                                       \
  double x, y;                                                 \
  if (!EIDER_TRY(operand(t, a, &x))) return kNotImplemented;   \
  if (!EIDER_TRY(operand(t, b, &y))) return kNotImplemented

Result<Value> float_add(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  return float_value(t, x + y);
}
Result<Value> float_subtract(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  return float_value(t, x - y);
}
Result<Value> float_multiply(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  return float_value(t, x * y);
}
Result<Value> float_true_divide(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  if (y == 0) return raise(t, TypeId::kZeroDivisionError, "float division by zero");
  return float_value(t, x / y);
}
Result<Value> float_floor_divide(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  if (y == 0) return raise(t, TypeId::kZeroDivisionError, "float floor division by zero");
  return float_value(t, kernels::float_floor_divide(x, y));
}
Result<Value> float_remainder(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  if (y == 0) return raise(t, TypeId::kZeroDivisionError, "float modulo");
  return float_value(t, kernels::float_modulo(x, y));
}
Result<Value> float_divmod(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  if (y == 0) return raise(t, TypeId::kZeroDivisionError, "float divmod()");
  double q, r;
  kernels::float_divmod(x, y, &q, &r);
  Value quotient = EIDER_TRY(float_value(t, q));
  return tuple_of(t, quotient, EIDER_TRY(float_value(t, r)));
}

Result<Value> float_power(Thread& t, Value a, Value b, Value modulus) {
  if (!modulus.is_none()) return raise(t, TypeId::kTypeError, "pow() 3rd argument not allowed unless all arguments are integers");
  EIDER_OPERANDS();
  if (y == 0 || x == 1) return float_value(t, 1.0);
  if (std::isnan(x) || std::isnan(y)) return float_value(t, std::isnan(x) ? x : y);
  if (x == 0 && y < 0 && std::isfinite(y)) return raise(t, TypeId::kZeroDivisionError, "0.0 cannot be raised to a negative power");
  if (x < 0 && std::isfinite(x) && std::isfinite(y) && y != std::floor(y)) {
    // A negative number to a fractional power is complex.
    Value base = EIDER_TRY(complex_value(t, x, 0)), exponent = EIDER_TRY(complex_value(t, y, 0));
    return power(t, base, exponent);
  }
  double r = std::pow(x, y);
  if (std::isinf(r) && std::isfinite(x) && std::isfinite(y)) {
    Value args[] = {Value::from_small_int(ERANGE), EIDER_TRY(str_from_ascii(t, "Numerical result out of range"))->value()};
    return raise_values(t, TypeId::kOverflowError, args, 2);
  }
  return float_value(t, r);
}

Result<Value> exact_float_of(Thread& t, Value self) { return is_exact_float(self) ? Result<Value>(self) : float_value(t, float_of(self)); }
Result<Value> float_negative(Thread& t, Value self) { return float_value(t, -float_of(self)); }
Result<Value> float_absolute(Thread& t, Value self) { return float_value(t, std::fabs(float_of(self))); }
Result<bool> float_truth(Thread&, Value self) { return float_of(self) != 0; }
Result<Value> float_to_int(Thread& t, Value self) { return int_from_double(t, float_of(self)); }
Result<int64_t> float_hash(Thread&, Value self) { return hash_double(float_of(self), self); }

Result<Value> float_compare(Thread& t, Value self, Value other, CompareKind kind) {
  double x = float_of(self);
  if (is_float(t, other)) {
    double y = float_of(other);
    switch (kind) {
      case CompareKind::kLt: return Value::from_bool(x < y);
      case CompareKind::kLe: return Value::from_bool(x <= y);
      case CompareKind::kEq: return Value::from_bool(x == y);
      case CompareKind::kNe: return Value::from_bool(x != y);
      case CompareKind::kGt: return Value::from_bool(x > y);
      case CompareKind::kGe: return Value::from_bool(x >= y);
    }
  }
  if (!is_int(t, other)) return kNotImplemented;
  objects::IntView y(other);
  int order = kernels::compare_with_double(view_of_int(y), x);
  if (order == kernels::kUnordered) return Value::from_bool(kind == CompareKind::kNe);
  return Value::from_bool(order_holds(-order, kind));
}

Result<Value> float_repr(Thread& t, Value self) {
  char text[kernels::kFloatReprSize];
  return str_from_ascii(t, std::string_view(text, kernels::float_repr(float_of(self), text)));
}

/// The float `d` as an instance of cls.
Result<Value> float_instance(Thread& t, Type* cls, double d) {
  if (cls == type(t, TypeId::kFloat)) return float_value(t, d);
  Object* o = EIDER_TRY(new_instance(t, cls));
  static_cast<BoxedFloat*>(o)->number = d;
  return o;
}

Result<double> double_from_object(Thread& t, Value v) {
  if (is_float(t, v) && is_exact_float(v)) return float_of(v);
  if (type_of(t, v)->slots.to_float != nullptr || type_of(t, v)->slots.index != nullptr) return to_double_by_slots(t, v);
  if (is_instance(t, v, TypeId::kStr)) return float_of(EIDER_TRY(float_from_text(t, v)));
  BufferInfo info;
  if (EIDER_TRY(get_buffer(t, v, &info))) return float_of(EIDER_TRY(float_from_text(t, v)));
  return raise(t, TypeId::kTypeError, "float() argument must be a string or a real number, not '%s'", type_name(t, v));
}

Result<Value> float_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  bool own_init = cls->slots.init != type(t, TypeId::kFloat)->slots.init;  // which takes them
  if (kwnames != nullptr && kwnames->size() > 0 && !own_init) return raise(t, TypeId::kTypeError, "float() takes no keyword arguments");
  if (nargs > 1) return raise(t, TypeId::kTypeError, "float expected at most 1 argument, got %u", nargs);
  if (nargs == 0) return float_instance(t, cls, 0.0);
  return float_instance(t, cls, EIDER_TRY(double_from_object(t, args[0])));
}

Result<Value> float_round(Thread& t, Value self, Value digits) {
  double x = float_of(self);
  if (digits.is_absent() || digits.is_none()) return int_from_double(t, kernels::round_half_even(x));
  Value n_value = EIDER_TRY(index(t, digits));
  int64_t n;
  if (!int_fits_int64(n_value, &n)) n = int_sign(n_value) < 0 ? INT64_MIN : INT64_MAX;
  double r;
  if (!kernels::round_to_digits(x, n, &r)) return raise(t, TypeId::kOverflowError, "rounded value too large to represent");
  return float_value(t, r);
}
Result<Value> float_trunc(Thread& t, Value self) { return int_from_double(t, float_of(self)); }
Result<Value> float_floor(Thread& t, Value self) { return int_from_double(t, std::floor(float_of(self))); }
Result<Value> float_ceil(Thread& t, Value self) { return int_from_double(t, std::ceil(float_of(self))); }
Result<bool> float_is_integer(Thread&, Value self) {
  double x = float_of(self);
  return std::isfinite(x) && std::floor(x) == x;
}
Result<Value> float_conjugate(Thread& t, Value self) { return exact_float_of(t, self); }

Result<Value> float_as_integer_ratio(Thread& t, Value self) {
  kernels::BigBuf numerator, denominator;
  kernels::BigStatus status = kernels::as_integer_ratio(float_of(self), numerator, denominator);
  if (status == kernels::BigStatus::kNan) return raise(t, TypeId::kValueError, "cannot convert NaN to integer ratio");
  if (status == kernels::BigStatus::kInfinity) return raise(t, TypeId::kOverflowError, "cannot convert Infinity to integer ratio");
  if (status != kernels::BigStatus::kOk) return raise_big_status(t, status);
  Value n = EIDER_TRY(int_from_big(t, numerator));
  return tuple_of(t, n, EIDER_TRY(int_from_big(t, denominator)));
}

Result<Value> float_hex(Thread& t, Value self) {
  char text[kernels::kFloatReprSize];
  return str_from_ascii(t, std::string_view(text, kernels::float_hex(float_of(self), text)));
}

Result<Value> float_fromhex(Thread& t, Value cls, Value text) {
  if (!is_instance(t, text, TypeId::kStr)) return raise(t, TypeId::kTypeError, "bad argument type for built-in operation");
  std::string s = to_utf8(text.as<Str>());
  double d;
  switch (kernels::float_from_hex(s.data(), s.size(), &d)) {
    case kernels::HexFloatStatus::kOk: break;
    case kernels::HexFloatStatus::kInvalid: return raise(t, TypeId::kValueError, "invalid hexadecimal floating-point string");
    case kernels::HexFloatStatus::kTooLarge: return raise(t, TypeId::kOverflowError, "hexadecimal value too large to represent as a float");
    case kernels::HexFloatStatus::kTooLong: return raise(t, TypeId::kValueError, "hexadecimal string too long to convert");
  }
  Value made = EIDER_TRY(float_value(t, d));
  if (cls == type(t, TypeId::kFloat)->value()) return made;
  return call1(t, cls, made);
}

Result<Value> float_getformat(Thread& t, Value, Value kind) {
  if (!is_instance(t, kind, TypeId::kStr)) return raise(t, TypeId::kTypeError, "__getformat__() argument must be str, not %s", type_name(t, kind));
  if (!str_equals_ascii(kind.as<Str>(), "double") && !str_equals_ascii(kind.as<Str>(), "float")) {
    return raise(t, TypeId::kValueError, "__getformat__() argument 1 must be 'double' or 'float'");
  }
  return str_from_ascii(t, "IEEE, little-endian");
}

Result<Value> float_format(Thread& t, Value self, Str* spec) {
  if (spec->length() == 0) return to_str(t, self);
  kernels::Text32 out;
  kernels::FormatFailure failure = kernels::format_float(float_of(self), view_of(spec), out);
  if (failure) return raise_format_failure(t, failure, spec, type_name(t, self));
  return str_from(t, out);
}

Result<Value> float_getnewargs(Thread& t, Value self) { return tuple_of(t, EIDER_TRY(exact_float_of(t, self))); }
Result<Value> float_real(Thread& t, Value self) { return exact_float_of(t, self); }
Result<Value> float_imag(Thread& t, Value) { return float_value(t, 0.0); }

constexpr NativeDef kMethods[] = {
    {"conjugate(self, /)", bind<float_conjugate>, Sync::kImmutable, "Return self, the complex conjugate of any float."},
    {"__trunc__(self, /)", bind<float_trunc>, Sync::kImmutable, "Return the Integral closest to x between 0 and x."},
    {"__floor__(self, /)", bind<float_floor>, Sync::kImmutable, "Return the floor as an Integral."},
    {"__ceil__(self, /)", bind<float_ceil>, Sync::kImmutable, "Return the ceiling as an Integral."},
    {"__round__(self, ndigits=None, /)", bind<float_round>, Sync::kImmutable, "Return the Integral closest to x, rounding half toward even."},
    {"as_integer_ratio(self, /)", bind<float_as_integer_ratio>, Sync::kImmutable, "Return integer ratio."},
    {"fromhex(type, string, /)", bind<float_fromhex>, Sync::kImmutable, "Create a floating-point number from a hexadecimal string.", NativeDef::kClassMethod},
    {"hex(self, /)", bind<float_hex>, Sync::kImmutable, "Return a hexadecimal representation of a floating-point number."},
    {"is_integer(self, /)", bind<float_is_integer>, Sync::kImmutable, "Return True if the float is an integer."},
    {"__getnewargs__(self, /)", bind<float_getnewargs>, Sync::kImmutable, nullptr},
    {"__getformat__(type, typestr, /)", bind<float_getformat>, Sync::kImmutable, nullptr, NativeDef::kClassMethod},
    {"__format__(self, format_spec, /)", bind<float_format>, Sync::kImmutable, "Formats the float according to format_spec."},
};
constexpr GetSetDef kGetSets[] = {
    {"real", float_real, nullptr, "the real part of a complex number"},
    {"imag", float_imag, nullptr, "the imaginary part of a complex number"},
};

}  // namespace

constexpr std::string_view kNoFloat = "could not convert string to float: ";

Result<Value> float_from_text(Thread& t, Value text) {
  kernels::Text8 digits;
  if (is_instance(t, text, TypeId::kStr)) {
    kernels::to_ascii_number_text(view_of(text.as<Str>()), digits);
  } else {
    std::string bytes;
    EIDER_TRY(copy_bytes_like(t, text, &bytes));
    digits.append(bytes.data(), bytes.size());
  }
  if (digits.failed()) return raise_no_memory(t);
  double d;
  if (!kernels::parse_float(digits.data(), digits.size(), &d)) {
    return raise_about(t, TypeId::kValueError, kNoFloat, EIDER_TRY(repr(t, text)));
  }
  return float_value(t, d);
}

Result<Value> float_from_plain_text(Thread& t, Str* text) {
  kernels::Text8 digits;
  kernels::to_ascii_number_text(view_of(text), digits);
  if (digits.failed()) return raise_no_memory(t);
  double d;
  return kernels::parse_float(digits.data(), digits.size(), &d) ? float_value(t, d) : Result<Value>(objects::kAbsent);
}

Result<Str*> no_float_text(Thread& t, Str* text) {
  Str* shown = EIDER_TRY(repr(t, text->value()));
  return str_concat(t, EIDER_TRY(str_from_ascii(t, kNoFloat)), shown);
}

Result<void> install_float(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kFloat;
  spec.name = "float";
  spec.doc = "Convert a string or number to a floating point number, if possible.";
  spec.flags = kBaseType | kMatchSelf;
  spec.native_bytes = sizeof(BoxedFloat);
  spec.trace = TraceKind::kNone;
  TypeSlots& s = spec.slots;
  s.add = float_add;
  s.subtract = float_subtract;
  s.multiply = float_multiply;
  s.remainder = float_remainder;
  s.divmod = float_divmod;
  s.power = float_power;
  s.floor_divide = float_floor_divide;
  s.true_divide = float_true_divide;
  s.negative = float_negative;
  s.positive = exact_float_of;
  s.absolute = float_absolute;
  s.to_int = float_to_int;
  s.to_float = exact_float_of;
  s.to_bool = float_truth;
  s.repr = float_repr;
  s.hash = float_hash;
  s.compare = float_compare;
  s.new_ = float_new;
  spec.methods = kMethods;
  spec.method_count = sizeof(kMethods) / sizeof(kMethods[0]);
  spec.getsets = kGetSets;
  spec.getset_count = sizeof(kGetSets) / sizeof(kGetSets[0]);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

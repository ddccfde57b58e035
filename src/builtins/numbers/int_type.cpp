// SPDX-License-Identifier: MIT
//
// int and bool: construction, methods, the types.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "builtins/bytes/bytes.h"
#include "builtins/functions/functions.h"
#include "builtins/kernels/unicode_db.h"
#include "builtins/numbers/number_text.h"
#include "builtins/numbers/numbers.h"
#include "builtins/str/fstring.h"
#include "objects/buffer_info.h"

namespace eider::builtins {

using kernels::BigBuf;
using kernels::BigStatus;

void fill_int_slots(TypeSlots& s);

namespace {

Result<Value> exact_int(Thread& t, Value v) {
  if (is_exact_int(v)) return v;
  objects::IntView x(v);
  return int_from_limbs(t, x.sign, x.limbs, x.count);
}

/// What the ValueError says: a prefix, then the text.
struct NoInt {
  char prefix[64];
  size_t length;
  Str* shown;

  std::string_view begin() const { return {prefix, length}; }
};
Result<void> describe_no_int(Thread& t, Value text, int64_t base, NoInt* what) {
  constexpr int64_t kShown = 200;  // CPython cuts the repr there
  what->shown = EIDER_TRY(repr(t, text));
  if (what->shown->length() > kShown) what->shown = EIDER_TRY(str_substring(t, what->shown, 0, kShown));
  constexpr std::string_view kBegin = "invalid literal for int() with base ";
  char* end = std::copy(kBegin.begin(), kBegin.end(), what->prefix);
  end = std::to_chars(end, std::end(what->prefix), base).ptr;
  *end++ = ':';
  *end++ = ' ';
  what->length = static_cast<size_t>(end - what->prefix);
  return kDone;
}

Failure invalid_literal(Thread& t, Value text, int64_t base) {
  NoInt what;
  EIDER_TRY(describe_no_int(t, text, base, &what));
  return raise_about(t, TypeId::kValueError, what.begin(), what.shown);
}

}  // namespace

Result<Value> int_from_double(Thread& t, double d) {
  if (d > -4e18 && d < 4e18) return int_from_int64(t, static_cast<int64_t>(d));
  BigBuf out;
  BigStatus status = kernels::from_double(d, out);
  if (status != BigStatus::kOk) return raise_big_status(t, status);
  return int_from_big(t, out);
}

Result<Str*> no_int_text(Thread& t, Str* text) {
  NoInt what;
  EIDER_TRY(describe_no_int(t, text->value(), 10, &what));
  return str_concat(t, EIDER_TRY(str_from_ascii(t, what.begin())), what.shown);
}

Result<Value> int_from_plain_text(Thread& t, Str* text, bool* invalid) {
  *invalid = false;
  kernels::Text8 digits;
  kernels::to_ascii_number_text(view_of(text), digits);
  if (digits.failed()) return raise_no_memory(t);
  BigBuf out;
  kernels::IntParse parsed = kernels::from_text(digits.data(), digits.size(), 10, int_digits_limit(t), out, interrupt_of(t));
  *invalid = parsed.status == BigStatus::kInvalidText;
  if (parsed.status != BigStatus::kOk) return objects::kAbsent;
  return int_from_big(t, out);
}

Result<Value> int_from_text(Thread& t, Value text, int64_t base) {
  kernels::Text8 digits;
  if (is_instance(t, text, TypeId::kStr)) {
    kernels::to_ascii_number_text(view_of(text.as<Str>()), digits);
  } else {
    std::string bytes;
    if (!EIDER_TRY(copy_bytes_like(t, text, &bytes))) return invalid_literal(t, text, base);
    digits.append(bytes.data(), bytes.size());
  }
  if (digits.failed()) return raise_no_memory(t);
  BigBuf out;
  uint32_t limit = int_digits_limit(t);
  kernels::IntParse parsed = kernels::from_text(digits.data(), digits.size(), static_cast<uint32_t>(base), limit, out, interrupt_of(t));
  if (parsed.status == BigStatus::kInvalidText) {
    if (!is_instance(t, text, TypeId::kStr)) text = EIDER_TRY(bytes_from(t, std::string_view(digits.data(), digits.size())))->value();
    return invalid_literal(t, text, base);
  }
  if (parsed.status == BigStatus::kTooManyDigits) {
    return raise(t, TypeId::kValueError,
                 "Exceeds the limit (%u digits) for integer string conversion: value has %llu digits; use sys.set_int_max_str_digits() to increase the limit",
                 limit, static_cast<unsigned long long>(parsed.digits));
  }
  if (parsed.status != BigStatus::kOk) return raise_big_status(t, parsed.status);
  return int_from_big(t, out);
}

Result<Value> int_subclass_new(Thread& t, Type* cls, Value number) {
  objects::IntView x(number);
  size_t bytes = sizeof(BigInt) + 8 * size_t{x.count};
  Object* o = EIDER_TRY(new_variable_instance(t, cls, bytes, TraceKind::kNone));
  auto* made = static_cast<BigInt*>(o);
  made->sign = x.sign;
  made->count = x.count;
  for (uint32_t i = 0; i < x.count; ++i) made->limbs[i] = x.limbs[i];
  return o;
}

namespace {

/// int(x) without base.
Result<Value> int_from_object(Thread& t, Value v) {
  if (is_exact_int(v)) return v;
  if (is_float(t, v) && is_exact_float(v)) return int_from_double(t, float_of(v));
  Type* cls = type_of(t, v);
  if (cls->slots.to_int != nullptr || cls->slots.index != nullptr) return to_int(t, v);
  if (!EIDER_TRY(lookup_special(t, v, name(t, Name::k__trunc__))).is_absent()) return to_int(t, v);
  if (is_instance(t, v, TypeId::kStr)) return int_from_text(t, v, 10);
  BufferInfo info;
  if (EIDER_TRY(get_buffer(t, v, &info))) return int_from_text(t, v, 10);
  return raise(t, TypeId::kTypeError, "int() argument must be a string, a bytes-like object or a real number, not '%s'", type_name(t, v));
}

Result<Value> int_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value given[2] = {kAbsent, kAbsent};
  uint32_t total = nargs + (kwnames == nullptr ? 0 : static_cast<uint32_t>(kwnames->size()));
  if (total > 2) return raise(t, TypeId::kTypeError, "int() takes at most 2 arguments (%u given)", total);
  if (kwnames == nullptr) {
    for (uint32_t i = 0; i < nargs; ++i) given[i] = args[i];
  } else {
    static constexpr NativeDef kParse{"int(x=0, /, base=10)",
                                      [](Thread& t, const Value* a) -> Result<Value> { return tuple_of(t, a[0].is_absent() ? kNotImplemented : a[0], a[1].is_absent() ? kNotImplemented : a[1]); },
                                      Sync::kImmutable, nullptr, NativeDef::kFunction};
    Value pair = EIDER_TRY(call_native(t, kParse, args, nargs, kwnames));
    for (int i = 0; i < 2; ++i) {
      Value v = pair.as<Tuple>()->items[i].get();
      given[i] = v == kNotImplemented ? kAbsent : v;
    }
  }
  Value made;
  if (given[0].is_absent()) {
    if (!given[1].is_absent()) return raise(t, TypeId::kTypeError, "int() missing string argument");
    made = Value::from_small_int(0);
  } else if (given[1].is_absent()) {
    made = EIDER_TRY(int_from_object(t, given[0]));
  } else {
    Value base_value = EIDER_TRY(index(t, given[1]));
    int64_t base;
    if (!int_fits_int64(base_value, &base) || (base != 0 && base < 2) || base > 36) {
      return raise(t, TypeId::kValueError, "int() base must be >= 2 and <= 36, or 0");
    }
    if (!is_instance(t, given[0], TypeId::kStr) && !is_instance(t, given[0], TypeId::kBytes) && !is_instance(t, given[0], TypeId::kByteArray)) {
      return raise(t, TypeId::kTypeError, "int() can't convert non-string with explicit base");
    }
    made = EIDER_TRY(int_from_text(t, given[0], base));
  }
  if (cls == type(t, TypeId::kInt)) return made;
  return int_subclass_new(t, cls, made);
}

Result<int64_t> int_bit_length(Thread& t, Value self) {
  objects::IntView x(self);
  return static_cast<int64_t>(kernels::bit_length(view_of_int(x)));
}
Result<int64_t> int_bit_count(Thread& t, Value self) {
  objects::IntView x(self);
  return static_cast<int64_t>(kernels::bit_count(view_of_int(x)));
}
Result<Value> int_conjugate(Thread& t, Value self) { return exact_int(t, self); }
Result<Value> int_as_integer_ratio(Thread& t, Value self) {
  return tuple_of(t, EIDER_TRY(exact_int(t, self)), Value::from_small_int(1));
}
Result<Value> int_getnewargs(Thread& t, Value self) { return tuple_of(t, EIDER_TRY(exact_int(t, self))); }
Result<int64_t> int_sizeof(Thread&, Value self) {
  objects::IntView x(self);
  return self.is_heap() ? static_cast<int64_t>(sizeof(BigInt) + 8 * x.count) : 8;
}

Result<Value> int_round(Thread& t, Value self, Value digits) {
  if (digits.is_absent()) return exact_int(t, self);
  Value n = EIDER_TRY(index(t, digits));
  if (int_sign(n) >= 0) return exact_int(t, self);
  // Rounds half to even at 10 ** -n.
  Value power_of_ten = EIDER_TRY(power(t, Value::from_small_int(10), EIDER_TRY(negative(t, n))));
  Value pair = EIDER_TRY(divmod(t, EIDER_TRY(exact_int(t, self)), power_of_ten));
  Value quotient = pair.as<Tuple>()->items[0].get(), rest = pair.as<Tuple>()->items[1].get();
  Value twice = EIDER_TRY(add(t, rest, rest));
  int order = int_compare(twice, power_of_ten);
  bool odd = EIDER_TRY(binary_op(t, bytecode::BinaryOpKind::kAnd, quotient, Value::from_small_int(1))) == Value::from_small_int(1);
  if (order > 0 || (order == 0 && odd)) quotient = EIDER_TRY(add(t, quotient, Value::from_small_int(1)));
  return multiply(t, quotient, power_of_ten);
}

Result<Value> int_format(Thread& t, Value self, Str* spec) {
  if (spec->length() == 0) return to_str(t, self);
  objects::IntView x(self);
  kernels::Text32 out;
  kernels::FormatFailure failure = kernels::format_integer(view_of_int(x), view_of(spec), int_digits_limit(t), out, {}, interrupt_of(t));
  if (failure) return raise_format_failure(t, failure, spec, type_name(t, self));
  return str_from(t, out);
}

Result<bool> big_endian(Thread& t, Value order, const char* function) {
  if (order.is_absent()) return true;
  if (!is_instance(t, order, TypeId::kStr)) return raise(t, TypeId::kTypeError, "%s() argument 'byteorder' must be str, not %s", function, order.is_none() ? "None" : type_name(t, order));
  if (str_equals_ascii(order.as<Str>(), "big")) return true;
  if (str_equals_ascii(order.as<Str>(), "little")) return false;
  return raise(t, TypeId::kValueError, "byteorder must be either 'little' or 'big'");
}

Result<Value> int_to_bytes(Thread& t, Value self, Value length, Value order, Value is_signed) {
  int64_t size = length.is_absent() ? 1 : EIDER_TRY(argument_index(t, length));
  bool big = EIDER_TRY(big_endian(t, order, "to_bytes"));
  bool with_sign = !is_signed.is_absent() && EIDER_TRY(truth(t, is_signed));
  if (size < 0) return raise(t, TypeId::kValueError, "length argument must be non-negative");
  Bytes* made = EIDER_TRY(bytes_new(t, size));
  objects::IntView x(self);
  BigStatus status = kernels::to_bytes(view_of_int(x), made->data, static_cast<size_t>(size), big ? kernels::ByteOrder::kBig : kernels::ByteOrder::kLittle,
                                       with_sign ? kernels::Signedness::kSigned : kernels::Signedness::kUnsigned);
  if (status == BigStatus::kNegative) return raise(t, TypeId::kOverflowError, "can't convert negative int to unsigned");
  if (status == BigStatus::kOverflow) return raise(t, TypeId::kOverflowError, "int too big to convert");
  if (status != BigStatus::kOk) return raise_big_status(t, status);
  return made;
}

Result<Value> int_from_bytes(Thread& t, Value cls, Value source, Value order, Value is_signed) {
  bool big = EIDER_TRY(big_endian(t, order, "from_bytes"));
  bool with_sign = !is_signed.is_absent() && EIDER_TRY(truth(t, is_signed));
  std::string bytes;
  if (!EIDER_TRY(copy_bytes_like(t, source, &bytes))) {
    if (is_instance(t, source, TypeId::kStr) || (has_index(t, source) && type_of(t, source)->slots.iter == nullptr)) {
      return raise(t, TypeId::kTypeError, "cannot convert '%s' object to bytes", type_name(t, source));
    }
    Value made = EIDER_TRY(call1(t, type(t, TypeId::kBytes)->value(), source));
    EIDER_TRY(copy_bytes_like(t, made, &bytes));
  }
  BigBuf out;
  BigStatus status = kernels::from_bytes(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(), big ? kernels::ByteOrder::kBig : kernels::ByteOrder::kLittle,
                                         with_sign ? kernels::Signedness::kSigned : kernels::Signedness::kUnsigned, out);
  if (status != BigStatus::kOk) return raise_big_status(t, status);
  Value number = EIDER_TRY(int_from_big(t, out));
  if (cls == type(t, TypeId::kInt)->value()) return number;
  return call1(t, cls, number);
}

Result<Value> int_real(Thread& t, Value self) { return exact_int(t, self); }
Result<Value> int_imag(Thread&, Value) { return Value::from_small_int(0); }
Result<Value> int_denominator(Thread&, Value) { return Value::from_small_int(1); }

constexpr NativeDef kIntMethods[] = {
    {"conjugate(self, /)", bind<int_conjugate>, Sync::kImmutable, "Returns self, the complex conjugate of any int."},
    {"bit_length(self, /)", bind<int_bit_length>, Sync::kImmutable, "Number of bits necessary to represent self in binary."},
    {"bit_count(self, /)", bind<int_bit_count>, Sync::kImmutable, "Number of ones in the binary representation of the absolute value of self."},
    {"to_bytes(self, /, length=1, byteorder='big', *, signed=False)", bind<int_to_bytes>, Sync::kImmutable, "Return an array of bytes representing an integer."},
    {"from_bytes(type, /, bytes, byteorder='big', *, signed=False)", bind<int_from_bytes>, Sync::kImmutable, "Return the integer represented by the given array of bytes.", NativeDef::kClassMethod},
    {"as_integer_ratio(self, /)", bind<int_as_integer_ratio>, Sync::kImmutable, "Return integer ratio."},
    {"__trunc__(self, /)", bind<int_conjugate>, Sync::kImmutable, "Truncating an Integral returns itself."},
    {"__floor__(self, /)", bind<int_conjugate>, Sync::kImmutable, "Flooring an Integral returns itself."},
    {"__ceil__(self, /)", bind<int_conjugate>, Sync::kImmutable, "Ceiling of an Integral returns itself."},
    {"__round__(self, ndigits=None, /)", bind<int_round>, Sync::kImmutable, "Rounding an Integral returns itself."},
    {"__getnewargs__(self, /)", bind<int_getnewargs>, Sync::kImmutable, nullptr},
    {"__format__(self, format_spec, /)", bind<int_format>, Sync::kImmutable, "Default object formatter."},
    {"__sizeof__(self, /)", bind<int_sizeof>, Sync::kImmutable, "Returns size in memory, in bytes."},
};
constexpr GetSetDef kIntGetSets[] = {
    {"real", int_real, nullptr, "the real part of a complex number"},
    {"imag", int_imag, nullptr, "the imaginary part of a complex number"},
    {"numerator", int_real, nullptr, "the numerator of a rational number in lowest terms"},
    {"denominator", int_denominator, nullptr, "the denominator of a rational number in lowest terms"},
};

// --- bool ----------------------------------------------------------------------------------------------------------------------
Result<Value> bool_new(Thread& t, Type*, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (kwnames != nullptr && kwnames->size() > 0) return raise(t, TypeId::kTypeError, "bool() takes no keyword arguments");
  if (nargs > 1) return raise(t, TypeId::kTypeError, "bool expected at most 1 argument, got %u", nargs);
  if (nargs == 0) return kFalse;
  return Value::from_bool(EIDER_TRY(truth(t, args[0])));
}
Result<Value> bool_repr(Thread& t, Value self) { return intern(t, self == kTrue ? "True" : "False"); }
template <BinaryFn TypeSlots::*Slot, auto Op>
Result<Value> bool_logic(Thread& t, Value a, Value b) {
  if (a.is_bool() && b.is_bool()) return Value::from_bool(Op(a == kTrue, b == kTrue));
  return (type(t, TypeId::kInt)->slots.*Slot)(t, a, b);
}

}  // namespace

Result<void> install_int(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kInt;
  spec.name = "int";
  spec.doc = "int([x]) -> integer\nint(x, base=10) -> integer";
  spec.flags = kBaseType | kVariableSize | kMatchSelf;
  spec.native_bytes = sizeof(BigInt);
  spec.trace = TraceKind::kNone;
  fill_int_slots(spec.slots);
  spec.slots.new_ = int_new;
  spec.methods = kIntMethods;
  spec.method_count = sizeof(kIntMethods) / sizeof(kIntMethods[0]);
  spec.getsets = kIntGetSets;
  spec.getset_count = sizeof(kIntGetSets) / sizeof(kIntGetSets[0]);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

Result<void> install_bool(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kBool;
  spec.name = "bool";
  spec.doc = "bool(x) -> bool";
  spec.base = TypeId::kInt;
  spec.flags = kMatchSelf;
  spec.native_bytes = sizeof(BigInt);
  spec.slots.new_ = bool_new;
  spec.slots.repr = bool_repr;
  spec.slots.bit_and = bool_logic<&TypeSlots::bit_and, [](bool a, bool b) { return a && b; }>;
  spec.slots.bit_or = bool_logic<&TypeSlots::bit_or, [](bool a, bool b) { return a || b; }>;
  spec.slots.bit_xor = bool_logic<&TypeSlots::bit_xor, [](bool a, bool b) { return a != b; }>;
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

Result<void> install_numbers(Thread& t) {
  EIDER_TRY(install_int(t));
  EIDER_TRY(install_bool(t));
  EIDER_TRY(install_float(t));
  return install_complex(t);
}

}  // namespace eider::builtins

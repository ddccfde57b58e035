// SPDX-License-Identifier: MIT
//
// complex.
#include <cerrno>
#include <cmath>
#include <cstring>

#include "builtins/kernels/float_text.h"
#include "builtins/kernels/unicode_db.h"
#include "builtins/numbers/numbers.h"
#include "builtins/str/fstring.h"

namespace eider::builtins {

namespace {

struct Pair {
  double real, imaginary;
};

Result<bool> operand(Thread& t, Value v, Pair* out) {
  if (v.is_heap() && is_instance(t, v, TypeId::kComplex)) {
    *out = {v.as<Complex>()->real, v.as<Complex>()->imaginary};
    return true;
  }
  out->imaginary = 0;
  if (is_float(t, v)) {
    out->real = float_of(v);
    return true;
  }
  if (!is_int(t, v)) return false;
  if (!int_as_double(v, &out->real)) return raise(t, TypeId::kOverflowError, "int too large to convert to float");
  return true;
}
Pair pair_of(Value self) { return {self.as<Complex>()->real, self.as<Complex>()->imaginary}; }
Result<Value> made(Thread& t, Pair p) { return complex_value(t, p.real, p.imaginary); }

#define EIDER_OPERANDS()                                     \
  Pair x, y;                                                 \
  if (!EIDER_TRY(operand(t, a, &x))) return kNotImplemented; \
  if (!EIDER_TRY(operand(t, b, &y))) return kNotImplemented

Pair product(Pair x, Pair y) {
  return {x.real * y.real - x.imaginary * y.imaginary, x.real * y.imaginary + x.imaginary * y.real};
}

/// Smith's algorithm, as CPython. False: division by zero.
bool quotient(Pair a, Pair b, Pair* out) {
  double abs_real = std::fabs(b.real), abs_imaginary = std::fabs(b.imaginary);
  if (abs_real >= abs_imaginary) {
    if (abs_real == 0) return false;
    double ratio = b.imaginary / b.real, denominator = b.real + b.imaginary * ratio;
    *out = {(a.real + a.imaginary * ratio) / denominator, (a.imaginary - a.real * ratio) / denominator};
  } else if (abs_imaginary >= abs_real) {
    double ratio = b.real / b.imaginary, denominator = b.real * ratio + b.imaginary;
    *out = {(a.real * ratio + a.imaginary) / denominator, (a.imaginary * ratio - a.real) / denominator};
  } else {
    *out = {NAN, NAN};
  }
  return true;
}

Result<Value> complex_add(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  return made(t, {x.real + y.real, x.imaginary + y.imaginary});
}
Result<Value> complex_subtract(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  return made(t, {x.real - y.real, x.imaginary - y.imaginary});
}
Result<Value> complex_multiply(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  return made(t, product(x, y));
}
Result<Value> complex_divide(Thread& t, Value a, Value b) {
  EIDER_OPERANDS();
  Pair q;
  if (!quotient(x, y, &q)) return raise(t, TypeId::kZeroDivisionError, "complex division by zero");
  return made(t, q);
}

/// a ** b. What is wrong with it is in errno, as CPython has it: EDOM also where the C library says so (the sine of inf).
Pair power(Pair a, Pair b) {
  if (b.imaginary == 0 && b.real == std::floor(b.real) && std::fabs(b.real) <= 100) {  // by squares
    const auto n = static_cast<long>(b.real), size = n < 0 ? -n : n;
    Pair result{1, 0}, square = a;
    for (long mask = 1; size >= mask; mask <<= 1) {
      if (size & mask) result = product(result, square);
      square = product(square, square);
    }
    if (n > 0) return result;
    Pair inverse{0, 0};
    if (!quotient({1, 0}, result, &inverse)) errno = EDOM;
    return inverse;
  }
  if (a.real == 0 && a.imaginary == 0) {
    if (b.imaginary != 0 || b.real < 0) errno = EDOM;
    return {0, 0};
  }
  double magnitude = std::hypot(a.real, a.imaginary);
  double length = std::pow(magnitude, b.real);
  double angle = std::atan2(a.imaginary, a.real);
  double phase = angle * b.real;
  if (b.imaginary != 0) {
    length /= std::exp(angle * b.imaginary);
    phase += b.imaginary * std::log(magnitude);
  }
  return {length * std::cos(phase), length * std::sin(phase)};
}

Result<Value> complex_power(Thread& t, Value a, Value b, Value modulus) {
  if (!modulus.is_none()) return raise(t, TypeId::kValueError, "complex modulo");
  EIDER_OPERANDS();
  errno = 0;
  const Pair result = power(x, y);
  const bool infinite = std::isinf(result.real) || std::isinf(result.imaginary);
  if (errno == EDOM) return raise(t, TypeId::kZeroDivisionError, "0.0 to a negative or complex power");
  if (infinite) return raise(t, TypeId::kOverflowError, "complex exponentiation");
  return made(t, result);
}

Result<Value> complex_negative(Thread& t, Value self) { return made(t, {-pair_of(self).real, -pair_of(self).imaginary}); }
Result<Value> complex_positive(Thread& t, Value self) {
  if (is_exact(self, TypeId::kComplex)) return self;
  return made(t, pair_of(self));
}
Result<Value> complex_absolute(Thread& t, Value self) {
  Pair p = pair_of(self);
  double r = std::hypot(p.real, p.imaginary);
  if (std::isinf(r) && std::isfinite(p.real) && std::isfinite(p.imaginary)) return raise(t, TypeId::kOverflowError, "absolute value too large");
  return float_value(t, r);
}
Result<bool> complex_truth(Thread&, Value self) { return pair_of(self).real != 0 || pair_of(self).imaginary != 0; }

Result<Value> complex_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (kind != CompareKind::kEq && kind != CompareKind::kNe) return kNotImplemented;
  Pair p = pair_of(self);
  bool same;
  if (other.is_heap() && is_instance(t, other, TypeId::kComplex)) {
    same = p.real == pair_of(other).real && p.imaginary == pair_of(other).imaginary;
  } else if (is_float(t, other)) {
    same = p.real == float_of(other) && p.imaginary == 0;
  } else if (is_int(t, other)) {
    objects::IntView n(other);
    same = p.imaginary == 0 && kernels::compare_with_double(view_of_int(n), p.real) == 0;
  } else {
    return kNotImplemented;
  }
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<int64_t> complex_hash(Thread&, Value self) {
  Pair p = pair_of(self);
  return kernels::hash_complex(hash_double(p.real, self), hash_double(p.imaginary, self));
}

Result<Value> complex_repr(Thread& t, Value self) {
  kernels::Text8 text;
  kernels::complex_repr(pair_of(self).real, pair_of(self).imaginary, text);
  return str_from(t, text);
}

/// Drops the underscores between digits; false when one stands elsewhere.
bool strip_underscores(kernels::Text8& text) {
  char* out = text.data();
  char previous = 0;
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  for (const char *p = text.data(), *end = p + text.size(); p < end; previous = *p++) {
    if (*p == '_' ? !digit(previous) : previous == '_' && !digit(*p)) return false;
    if (*p != '_') *out++ = *p;
  }
  if (previous == '_') return false;
  text.truncate(static_cast<size_t>(out - text.data()));
  return true;
}

/// complex("1+2j"): false when malformed.
bool parse_complex(const char* s, size_t size, Pair* out) {
  const char *p = s, *end = s + size;
  auto skip = [&] { while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) ++p; };
  skip();
  bool parenthesis = p < end && *p == '(';
  if (parenthesis) {
    ++p;
    skip();
  }
  *out = {0, 0};
  double z;
  auto word = [&](const char* at, std::string_view text) {
    if (static_cast<size_t>(end - at) < text.size()) return false;
    for (size_t i = 0; i < text.size(); ++i) {
      if ((at[i] | 32) != text[i]) return false;
    }
    return true;
  };
  auto number = [&](double* d) {
    const char* unsigned_part = p < end && (*p == '+' || *p == '-') ? p + 1 : p;
    for (std::string_view special : {"infinity", "inf", "nan"}) {
      if (!word(unsigned_part, special)) continue;
      double magnitude = special == "nan" ? NAN : INFINITY;
      *d = *p == '-' ? -magnitude : magnitude;
      p = unsigned_part + special.size();
      return true;
    }
    size_t used = kernels::parse_float_prefix(p, static_cast<size_t>(end - p), d);
    p += used;
    return used > 0;
  };
  auto is_j = [&] { return p < end && (*p == 'j' || *p == 'J'); };
  if (number(&z)) {
    if (p < end && (*p == '+' || *p == '-')) {
      out->real = z;
      if (!number(&out->imaginary)) {
        out->imaginary = *p == '+' ? 1 : -1;
        ++p;
      }
      if (!is_j()) return false;
      ++p;
    } else if (is_j()) {
      ++p;
      out->imaginary = z;
    } else {
      out->real = z;
    }
  } else {
    double sign = 1;
    if (p < end && (*p == '+' || *p == '-')) {
      sign = *p == '+' ? 1 : -1;
      ++p;
    }
    if (!is_j()) return false;
    ++p;
    out->imaginary = sign;
  }
  skip();
  if (parenthesis) {
    if (p >= end || *p != ')') return false;
    ++p;
    skip();
  }
  return p == end;
}

Result<Value> complex_instance(Thread& t, Type* cls, Pair p) {
  Object* o = EIDER_TRY(new_instance(t, cls));
  static_cast<Complex*>(o)->real = p.real;
  static_cast<Complex*>(o)->imaginary = p.imaginary;
  return o;
}

/// The value of __complex__, or ABSENT when v has none.
Result<Value> by_method(Thread& t, Value v) {
  if (is_exact(v, TypeId::kComplex)) return v;
  Value method = EIDER_TRY(lookup_special(t, v, name(t, Name::k__complex__)));
  if (method.is_absent()) return v.is_heap() && is_instance(t, v, TypeId::kComplex) ? Result<Value>(v) : Result<Value>(kAbsent);
  Value r = EIDER_TRY(call0(t, method));
  if (!r.is_heap() || !is_instance(t, r, TypeId::kComplex)) {
    return raise(t, TypeId::kTypeError, "__complex__ returned non-complex (type %s)", type_name(t, r));
  }
  if (!is_exact(r, TypeId::kComplex)) EIDER_TRY(warn_of_subclass(t, "__complex__", "complex", r));
  return r;
}

/// A part given as a real number: a subclass of float is asked for its __float__ too.
Result<double> part(Thread& t, Value v) { return is_float(t, v) && is_exact_float(v) ? to_double(t, v) : to_double_by_slots(t, v); }

Result<Value> complex_build(Thread& t, const Value* a) {
  Type* cls = a[0].as<Type>();
  Value real = a[1], imaginary = a[2];
  if (real.is_absent() && imaginary.is_absent()) return complex_instance(t, cls, {0, 0});
  if (real.is_absent()) real = Value::from_small_int(0);
  if (is_exact(real, TypeId::kComplex) && imaginary.is_absent() && cls == type(t, TypeId::kComplex)) return real;
  if (is_instance(t, real, TypeId::kStr)) {
    if (!imaginary.is_absent()) return raise(t, TypeId::kTypeError, "complex() can't take second arg if first is a string");
    kernels::Text8 text;
    kernels::to_ascii_number_text(view_of(real.as<Str>()), text);
    if (!strip_underscores(text)) {
      return raise(t, TypeId::kValueError, "could not convert string to complex: %s", to_utf8(EIDER_TRY(repr(t, real))).c_str());
    }
    Pair p;
    if (!parse_complex(text.data(), text.size(), &p)) return raise(t, TypeId::kValueError, "complex() arg is a malformed string");
    return complex_instance(t, cls, p);
  }
  if (!imaginary.is_absent() && is_instance(t, imaginary, TypeId::kStr)) return raise(t, TypeId::kTypeError, "complex() second arg can't be a string");
  Value converted = EIDER_TRY(by_method(t, real));
  if (!converted.is_absent()) real = converted;
  auto numeric = [&](Value v) {
    Type* c = type_of(t, v);
    return (v.is_heap() && is_instance(t, v, TypeId::kComplex)) || c->slots.to_float != nullptr || c->slots.index != nullptr;
  };
  if (!numeric(real)) return raise(t, TypeId::kTypeError, "complex() first argument must be a string or a number, not '%s'", type_name(t, real));
  if (!imaginary.is_absent() && !numeric(imaginary)) {
    return raise(t, TypeId::kTypeError, "complex() second argument must be a number, not '%s'", type_name(t, imaginary));
  }
  Pair x{0, 0}, y{0, 0};
  bool real_complex = real.is_heap() && is_instance(t, real, TypeId::kComplex);
  if (real_complex) {
    x = pair_of(real);
  } else {
    x.real = EIDER_TRY(part(t, real));
  }
  bool imaginary_complex = !imaginary.is_absent() && imaginary.is_heap() && is_instance(t, imaginary, TypeId::kComplex);
  if (imaginary_complex) {
    y = pair_of(imaginary);
  } else if (!imaginary.is_absent()) {
    y.real = EIDER_TRY(part(t, imaginary));
  }
  Pair result = x;
  if (imaginary_complex) result.real -= y.imaginary;
  if (real_complex) {
    result.imaginary = x.imaginary + y.real;
  } else {
    result.imaginary = y.real;
  }
  return complex_instance(t, cls, result);
}

Result<Value> complex_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr NativeDef kParse{"complex(cls, real=0, imag=0)", complex_build, Sync::kImmutable, nullptr};
  Value all[16];
  int64_t keywords = kwnames == nullptr ? 0 : kwnames->size();
  if (nargs > 2) return raise(t, TypeId::kTypeError, "complex() takes at most 2 arguments (%u given)", nargs + static_cast<uint32_t>(keywords));
  if (keywords > 12) return raise(t, TypeId::kTypeError, "complex() takes at most 2 arguments (%u given)", nargs + static_cast<uint32_t>(keywords));
  all[0] = cls->value();
  for (uint32_t i = 0; i < nargs + keywords; ++i) all[i + 1] = args[i];
  return call_native(t, kParse, all, nargs + 1, kwnames);
}

Result<Value> complex_conjugate(Thread& t, Value self) { return made(t, {pair_of(self).real, -pair_of(self).imaginary}); }
Result<Value> complex_dunder(Thread& t, Value self) { return complex_positive(t, self); }
Result<Value> complex_getnewargs(Thread& t, Value self) {
  Value real = EIDER_TRY(float_value(t, pair_of(self).real));
  return tuple_of(t, real, EIDER_TRY(float_value(t, pair_of(self).imaginary)));
}
Result<Value> complex_format(Thread& t, Value self, Str* spec) {
  if (spec->length() == 0) return to_str(t, self);
  kernels::Text32 out;
  kernels::FormatFailure failure = kernels::format_complex(pair_of(self).real, pair_of(self).imaginary, view_of(spec), out);
  if (failure) return raise_format_failure(t, failure, spec, type_name(t, self));
  return str_from(t, out);
}
Result<Value> complex_real(Thread& t, Value self) { return float_value(t, pair_of(self).real); }
Result<Value> complex_imag(Thread& t, Value self) { return float_value(t, pair_of(self).imaginary); }

constexpr NativeDef kMethods[] = {
    {"conjugate(self, /)", bind<complex_conjugate>, Sync::kImmutable, "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."},
    {"__complex__(self, /)", bind<complex_dunder>, Sync::kImmutable, "Convert this value to exact type complex."},
    {"__getnewargs__(self, /)", bind<complex_getnewargs>, Sync::kImmutable, nullptr},
    {"__format__(self, format_spec, /)", bind<complex_format>, Sync::kImmutable, "Convert to a string according to format_spec."},
};
constexpr GetSetDef kGetSets[] = {
    {"real", complex_real, nullptr, "the real part of a complex number", true},
    {"imag", complex_imag, nullptr, "the imaginary part of a complex number", true},
};

}  // namespace

Result<void> install_complex(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kComplex;
  spec.name = "complex";
  spec.doc = "Create a complex number from a real part and an optional imaginary part.";
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(Complex);
  spec.trace = TraceKind::kNone;
  TypeSlots& s = spec.slots;
  s.add = complex_add;
  s.subtract = complex_subtract;
  s.multiply = complex_multiply;
  s.power = complex_power;
  s.true_divide = complex_divide;
  s.negative = complex_negative;
  s.positive = complex_positive;
  s.absolute = complex_absolute;
  s.to_bool = complex_truth;
  s.repr = complex_repr;
  s.hash = complex_hash;
  s.compare = complex_compare;
  s.new_ = complex_new;
  spec.methods = kMethods;
  spec.method_count = sizeof(kMethods) / sizeof(kMethods[0]);
  spec.getsets = kGetSets;
  spec.getset_count = sizeof(kGetSets) / sizeof(kGetSets[0]);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

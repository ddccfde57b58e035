// SPDX-License-Identifier: MIT
//
// cmath: functions of complex numbers.
//
// Where both parts are finite the formulas are those of Kahan's "Branch Cuts for Complex Elementary Functions" (1987), arranged against
// overflow and cancellation as CPython arranges them, so results agree to the last bit; for infinities and NaNs the C library follows C99's
// Annex G, as CPython's tables do. Everything here is immutable.
#include <cerrno>
#include <cfloat>
#include <cmath>
#include <complex>

#include "builtins/numbers/numbers.h"
#include "modules/module_parts.h"
#include "modules/support.h"

namespace eider::modules {

namespace {

using Z = std::complex<double>;
constexpr double kLarge = DBL_MAX / 4.0;                // above, squares and sums overflow
constexpr double kSqrtLarge = 6.703903964971298e+153;  // sqrt(kLarge)
constexpr double kLogLarge = 708.3964185322641;        // log(kLarge)
constexpr double kSqrtMin = 1.4916681462400413e-154;  // sqrt(DBL_MIN)

/// What went wrong; errno of the C world.
struct Outcome {
  Z value;
  int error = 0;  // EDOM, ERANGE
};

bool finite(Z z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }
Outcome check_range(Z r) { return {r, std::isinf(r.real()) || std::isinf(r.imag()) ? ERANGE : 0}; }

Outcome square_root(Z z) {
  if (!finite(z)) return {std::sqrt(z)};
  if (z.real() == 0 && z.imag() == 0) return {Z(0, z.imag())};
  constexpr int kUp = 2 * (DBL_MANT_DIG / 2) + 1, kDown = -(kUp + 1) / 2;
  double ax = std::fabs(z.real()), ay = std::fabs(z.imag()), s;
  if (ax < DBL_MIN && ay < DBL_MIN && (ax > 0 || ay > 0)) {
    ax = std::ldexp(ax, kUp);
    s = std::ldexp(std::sqrt(ax + std::hypot(ax, std::ldexp(ay, kUp))), kDown);
  } else {
    ax /= 8;
    s = 2 * std::sqrt(ax + std::hypot(ax, ay / 8));
  }
  double d = ay / (2 * s);
  return {z.real() >= 0 ? Z(s, std::copysign(d, z.imag())) : Z(d, std::copysign(s, z.imag()))};
}

bool large(Z z) { return std::fabs(z.real()) > kLarge || std::fabs(z.imag()) > kLarge; }
double log_of_large(Z z) { return std::log(std::hypot(z.real() / 2, z.imag() / 2)) + M_LN2 * 2; }

Outcome arc_cosine(Z z) {
  if (!finite(z)) return {std::acos(z)};
  if (large(z)) {
    double l = log_of_large(z);
    return {Z(std::atan2(std::fabs(z.imag()), z.real()), z.real() < 0 ? -std::copysign(l, z.imag()) : std::copysign(l, -z.imag()))};
  }
  Z s1 = square_root(Z(1 - z.real(), -z.imag())).value, s2 = square_root(Z(1 + z.real(), z.imag())).value;
  return {Z(2 * std::atan2(s1.real(), s2.real()), std::asinh(s2.real() * s1.imag() - s2.imag() * s1.real()))};
}
Outcome arc_cosine_hyperbolic(Z z) {
  if (!finite(z)) return {std::acosh(z)};
  if (large(z)) return {Z(log_of_large(z), std::atan2(z.imag(), z.real()))};
  Z s1 = square_root(Z(z.real() - 1, z.imag())).value, s2 = square_root(Z(z.real() + 1, z.imag())).value;
  return {Z(std::asinh(s1.real() * s2.real() + s1.imag() * s2.imag()), 2 * std::atan2(s1.imag(), s2.real()))};
}
Outcome arc_sine_hyperbolic(Z z) {
  if (!finite(z)) return {std::asinh(z)};
  if (large(z)) {
    double l = log_of_large(z);
    return {Z(std::signbit(z.imag()) ? -std::copysign(l, -z.real()) : std::copysign(l, z.real()), std::atan2(z.imag(), std::fabs(z.real())))};
  }
  Z s1 = square_root(Z(1 + z.imag(), -z.real())).value, s2 = square_root(Z(1 - z.imag(), z.real())).value;
  return {Z(std::asinh(s1.real() * s2.imag() - s2.real() * s1.imag()), std::atan2(z.imag(), s1.real() * s2.real() - s1.imag() * s2.imag()))};
}
Outcome arc_tangent_hyperbolic(Z z) {
  if (!finite(z)) return {std::atanh(z)};
  if (z.real() < 0 || (z.real() == 0 && std::signbit(z.real()))) {
    Outcome r = arc_tangent_hyperbolic(Z(-z.real(), -z.imag()));
    return {Z(-r.value.real(), -r.value.imag()), r.error};
  }
  double x = z.real(), y = z.imag(), ay = std::fabs(y);
  if (x > kSqrtLarge || ay > kSqrtLarge) {
    double h = std::hypot(x / 2, y / 2);
    return {Z(x / 4 / h / h, -std::copysign(M_PI / 2, -y))};
  }
  if (x == 1 && ay < kSqrtMin) {
    if (ay == 0) return {Z(HUGE_VAL, y), EDOM};
    return {Z(-std::log(std::sqrt(ay) / std::sqrt(std::hypot(ay, 2.0))), std::copysign(std::atan2(2.0, -ay) / 2, y))};
  }
  return {Z(std::log1p(4 * x / ((1 - x) * (1 - x) + ay * ay)) / 4, -std::atan2(-2 * y, (1 - x) * (1 + x) - ay * ay) / 2)};
}
Outcome cosine_hyperbolic(Z z) {
  double x = z.real(), y = z.imag();
  if (!finite(z)) return {std::cosh(z), std::isinf(y) && !std::isnan(x) ? EDOM : 0};
  if (std::fabs(x) <= kLogLarge) return check_range(Z(std::cos(y) * std::cosh(x), std::sin(y) * std::sinh(x)));
  double less = x - std::copysign(1.0, x);
  return check_range(Z(std::cos(y) * std::cosh(less) * M_E, std::sin(y) * std::sinh(less) * M_E));
}
Outcome sine_hyperbolic(Z z) {
  double x = z.real(), y = z.imag();
  if (!finite(z)) return {std::sinh(z), std::isinf(y) && !std::isnan(x) ? EDOM : 0};
  if (std::fabs(x) <= kLogLarge) return check_range(Z(std::cos(y) * std::sinh(x), std::sin(y) * std::cosh(x)));
  double less = x - std::copysign(1.0, x);
  return check_range(Z(std::cos(y) * std::sinh(less) * M_E, std::sin(y) * std::cosh(less) * M_E));
}
Outcome tangent_hyperbolic(Z z) {
  double x = z.real(), y = z.imag();
  if (!finite(z)) return {std::tanh(z), std::isinf(y) && std::isfinite(x) ? EDOM : 0};
  if (std::fabs(x) > kLogLarge) return {Z(std::copysign(1.0, x), 4 * std::sin(y) * std::cos(y) * std::exp(-2 * std::fabs(x)))};
  double tx = std::tanh(x), ty = std::tan(y), cx = 1 / std::cosh(x), both = tx * ty, under = 1 + both * both;
  return {Z(tx * (1 + ty * ty) / under, ((ty / under) * cx) * cx)};
}
/// f(z) = -i g(iz): how the circular functions follow from the hyperbolic ones.
template <Outcome (*G)(Z)>
Outcome turned(Z z) {
  Outcome r = G(Z(-z.imag(), z.real()));
  return {Z(r.value.imag(), -r.value.real()), r.error};
}
Outcome cosine(Z z) { return cosine_hyperbolic(Z(-z.imag(), z.real())); }
Outcome exponential(Z z) {
  double x = z.real(), y = z.imag();
  if (!finite(z)) return {std::exp(z), std::isinf(y) && (std::isfinite(x) || (std::isinf(x) && x > 0)) ? EDOM : 0};
  double l = x > kLogLarge ? std::exp(x - 1) : std::exp(x), more = x > kLogLarge ? M_E : 1;
  return check_range(Z(l * std::cos(y) * more, l * std::sin(y) * more));
}
Outcome logarithm(Z z) {
  if (!finite(z)) return {std::log(z)};
  double ax = std::fabs(z.real()), ay = std::fabs(z.imag()), angle = std::atan2(z.imag(), z.real());
  if (ax > kLarge || ay > kLarge) return {Z(std::log(std::hypot(ax / 2, ay / 2)) + M_LN2, angle)};
  if (ax < DBL_MIN && ay < DBL_MIN) {
    if (ax == 0 && ay == 0) return {Z(-HUGE_VAL, angle), EDOM};
    return {Z(std::log(std::hypot(std::ldexp(ax, DBL_MANT_DIG), std::ldexp(ay, DBL_MANT_DIG))) - DBL_MANT_DIG * M_LN2, angle)};
  }
  double h = std::hypot(ax, ay);
  if (h < 0.71 || h > 1.73) return {Z(std::log(h), angle)};
  double more = std::max(ax, ay), less = std::min(ax, ay);  // near 1 the logarithm is small: no cancellation
  return {Z(std::log1p((more - 1) * (more + 1) + less * less) / 2, angle)};
}
Outcome logarithm_10(Z z) {
  Outcome r = logarithm(z);
  return {Z(r.value.real() / std::log(10.0), r.value.imag() / std::log(10.0)), r.error};
}

// --- as Python functions --------------------------------------------------------------------------------------------------------
Failure math_error(Thread& t, int error) {
  return error == EDOM ? raise(t, TypeId::kValueError, "math domain error") : raise(t, TypeId::kOverflowError, "math range error");
}
Result<Complex*> complex_of(Thread& t, Value v) {
  if (is_instance(t, v, TypeId::kComplex)) return v.as<Complex>();
  Value made = kAbsent;
  Value method = EIDER_TRY(lookup_special(t, v, EIDER_TRY(intern(t, "__complex__"))));
  if (!method.is_absent()) {
    made = EIDER_TRY(call0(t, method));
    if (!is_instance(t, made, TypeId::kComplex)) return raise(t, TypeId::kTypeError, "__complex__ returned non-complex (type %s)", type_name(t, made));
    return made.as<Complex>();
  }
  made = EIDER_TRY(builtins::complex_value(t, EIDER_TRY(to_double(t, v)), 0.0));
  return made.as<Complex>();
}
Result<Value> complex_result(Thread& t, Outcome r) {
  if (r.error != 0) return math_error(t, r.error);
  return builtins::complex_value(t, r.value.real(), r.value.imag());
}
Z z_of(const Complex* c) { return Z(c->real, c->imaginary); }

template <Outcome (*F)(Z)>
Result<Value> function(Thread& t, const Value* a) {
  return complex_result(t, F(z_of(EIDER_TRY(complex_of(t, a[0])))));
}
Result<Value> log_function(Thread& t, const Value* a) {
  Outcome r = logarithm(z_of(EIDER_TRY(complex_of(t, a[0]))));
  if (a[1].is_absent()) return complex_result(t, r);
  Outcome base = logarithm(z_of(EIDER_TRY(complex_of(t, a[1]))));
  Value up = EIDER_TRY(builtins::complex_value(t, r.value.real(), r.value.imag()));
  Value down = EIDER_TRY(builtins::complex_value(t, base.value.real(), base.value.imag()));
  if (base.value == Z(0, 0)) return math_error(t, EDOM);
  Value made = EIDER_TRY(binary_op(t, bytecode::BinaryOpKind::kTrueDivide, up, down));
  if (r.error != 0 || base.error != 0) return math_error(t, r.error != 0 ? r.error : base.error);
  return made;
}
Result<Value> phase(Thread& t, const Value* a) {
  Complex* c = EIDER_TRY(complex_of(t, a[0]));
  errno = 0;
  double angle = std::atan2(c->imaginary, c->real);
  if (errno != 0) return math_error(t, errno);  // an angle too small for a float, as in CPython
  return float_value(t, angle);
}
Result<Value> polar(Thread& t, const Value* a) {
  Complex* c = EIDER_TRY(complex_of(t, a[0]));
  double r = std::hypot(c->real, c->imaginary);
  if (std::isinf(r) && finite(z_of(c))) return math_error(t, ERANGE);
  return tuple_of(t, EIDER_TRY(float_value(t, r)), EIDER_TRY(float_value(t, std::atan2(c->imaginary, c->real))));
}
Result<Value> rect(Thread& t, const Value* a) {
  double r = EIDER_TRY(to_double(t, a[0])), phi = EIDER_TRY(to_double(t, a[1]));
  if (std::isinf(phi) && r != 0 && !std::isnan(r)) return math_error(t, EDOM);
  if (!std::isfinite(r) || !std::isfinite(phi)) {
    if (std::isinf(r) && std::isfinite(phi) && phi != 0) {
      double x = std::copysign(HUGE_VAL, std::cos(phi)), y = std::copysign(HUGE_VAL, std::sin(phi));
      return r > 0 ? builtins::complex_value(t, x, y) : builtins::complex_value(t, -x, -y);
    }
    if (phi == 0) return builtins::complex_value(t, r, std::isnan(r) ? 0.0 : r * phi == r * phi ? r * phi : std::copysign(0.0, r) * std::copysign(1.0, phi));
    if (r == 0) return builtins::complex_value(t, 0.0, 0.0);
    double nan = std::nan("");
    return builtins::complex_value(t, std::isinf(r) ? HUGE_VAL : nan, nan);
  }
  if (phi == 0) return builtins::complex_value(t, r, r * phi);  // keeps the sign of zero
  return builtins::complex_value(t, r * std::cos(phi), r * std::sin(phi));
}
Result<Value> is_finite(Thread& t, const Value* a) { return Value::from_bool(finite(z_of(EIDER_TRY(complex_of(t, a[0]))))); }
Result<Value> is_nan(Thread& t, const Value* a) {
  Complex* c = EIDER_TRY(complex_of(t, a[0]));
  return Value::from_bool(std::isnan(c->real) || std::isnan(c->imaginary));
}
Result<Value> is_inf(Thread& t, const Value* a) {
  Complex* c = EIDER_TRY(complex_of(t, a[0]));
  return Value::from_bool(std::isinf(c->real) || std::isinf(c->imaginary));
}
Result<Value> is_close(Thread& t, const Value* args) {
  Z a = z_of(EIDER_TRY(complex_of(t, args[0]))), b = z_of(EIDER_TRY(complex_of(t, args[1])));
  double relative = args[2].is_absent() ? 1e-9 : EIDER_TRY(to_double(t, args[2])), absolute = args[3].is_absent() ? 0 : EIDER_TRY(to_double(t, args[3]));
  if (relative < 0 || absolute < 0) return raise(t, TypeId::kValueError, "tolerances must be non-negative");
  if (a == b) return kTrue;
  auto infinite = [](Z z) { return std::isinf(z.real()) || std::isinf(z.imag()); };
  if (infinite(a) || infinite(b)) return kFalse;
  double apart = std::hypot(a.real() - b.real(), a.imag() - b.imag());
  return Value::from_bool(apart <= relative * std::hypot(b.real(), b.imag()) || apart <= relative * std::hypot(a.real(), a.imag()) || apart <= absolute);
}

#define EIDER_CMATH(name, f, doc) {name "(z, /)", function<f>, Sync::kImmutable, doc, NativeDef::kFunction}
constexpr NativeDef kFunctions[] = {
    EIDER_CMATH("acos", arc_cosine, "Return the arc cosine of z."),
    EIDER_CMATH("acosh", arc_cosine_hyperbolic, "Return the inverse hyperbolic cosine of z."),
    EIDER_CMATH("asin", turned<arc_sine_hyperbolic>, "Return the arc sine of z."),
    EIDER_CMATH("asinh", arc_sine_hyperbolic, "Return the inverse hyperbolic sine of z."),
    EIDER_CMATH("atan", turned<arc_tangent_hyperbolic>, "Return the arc tangent of z."),
    EIDER_CMATH("atanh", arc_tangent_hyperbolic, "Return the inverse hyperbolic tangent of z."),
    EIDER_CMATH("cos", cosine, "Return the cosine of z."),
    EIDER_CMATH("cosh", cosine_hyperbolic, "Return the hyperbolic cosine of z."),
    EIDER_CMATH("exp", exponential, "Return the exponential value e**z."),
    EIDER_CMATH("log10", logarithm_10, "Return the base-10 logarithm of z."),
    EIDER_CMATH("sin", turned<sine_hyperbolic>, "Return the sine of z."),
    EIDER_CMATH("sinh", sine_hyperbolic, "Return the hyperbolic sine of z."),
    EIDER_CMATH("sqrt", square_root, "Return the square root of z."),
    EIDER_CMATH("tan", turned<tangent_hyperbolic>, "Return the tangent of z."),
    EIDER_CMATH("tanh", tangent_hyperbolic, "Return the hyperbolic tangent of z."),
    {"log(z, base=<unrepresentable>, /)", log_function, Sync::kImmutable,
     "log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of z.", NativeDef::kFunction},
    {"phase(z, /)", phase, Sync::kImmutable, "Return argument, also known as the phase angle, of a complex.", NativeDef::kFunction},
    {"polar(z, /)", polar, Sync::kImmutable,
     "Convert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle.", NativeDef::kFunction},
    {"rect(r, phi, /)", rect, Sync::kImmutable, "Convert from polar coordinates to rectangular coordinates.", NativeDef::kFunction},
    {"isfinite(z, /)", is_finite, Sync::kImmutable, "Return True if both the real and imaginary parts of z are finite, else False.", NativeDef::kFunction},
    {"isnan(z, /)", is_nan, Sync::kImmutable, "Checks if the real or imaginary part of z not a number (NaN).", NativeDef::kFunction},
    {"isinf(z, /)", is_inf, Sync::kImmutable, "Checks if the real or imaginary part of z is infinite.", NativeDef::kFunction},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", is_close, Sync::kImmutable,
     "Determine whether two complex numbers are close in value.", NativeDef::kFunction},
};
#undef EIDER_CMATH

}  // namespace

Result<void> fill_cmath(Thread& t, Module* module) {
  const std::pair<const char*, double> numbers[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", HUGE_VAL}, {"nan", std::nan("")}};
  for (auto [name, number] : numbers) EIDER_TRY(module_set(t, module, name, EIDER_TRY(float_value(t, number))));
  EIDER_TRY(module_set(t, module, "infj", EIDER_TRY(builtins::complex_value(t, 0, HUGE_VAL))));
  EIDER_TRY(module_set(t, module, "nanj", EIDER_TRY(builtins::complex_value(t, 0, std::nan("")))));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules

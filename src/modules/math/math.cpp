// SPDX-License-Identifier: MIT
//
// math: functions of floats. Those of ints are in integers.cpp.
//
// Source: the C library; gamma, lgamma, fsum and hypot are CPython's algorithms, for equal last digits.
#include <cerrno>
#include <cfloat>
#include <cmath>
#include <limits>

#include "builtins/numbers/numbers.h"
#include "modules/math/math_parts.h"

namespace eider::modules {

Result<double> real_number(Thread& t, Value v) {
  if (v.is_float_word()) return v.float_word();
  if (v.is_small_int()) return static_cast<double>(v.small_int());
  if (is_float(t, v)) return float_of(v);
  if (is_int(t, v)) {
    double d;
    if (!int_as_double(v, &d)) return raise(t, TypeId::kOverflowError, "int too large to convert to float");
    return d;
  }
  const TypeSlots& s = type_of(t, v)->slots;
  if (s.to_float == nullptr && s.index == nullptr) return raise(t, TypeId::kTypeError, "must be real number, not %s", type_name(t, v));
  return to_double(t, v);
}
Failure domain_error(Thread& t) { return raise(t, TypeId::kValueError, "math domain error"); }
Failure range_error(Thread& t) { return raise(t, TypeId::kOverflowError, "math range error"); }

namespace {

constexpr double kPi = 3.141592653589793238462643383279502884197;
constexpr double kLogPi = 1.144729885849400174143427351353058711647;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

enum class Infinite : uint8_t { kDomain, kRange };  // what an infinite result of a finite argument means

template <double (*F)(double), Infinite I>
Result<Value> unary(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0]));
  double r = F(x);
  if (std::isnan(r) && !std::isnan(x)) return domain_error(t);
  if (std::isinf(r) && std::isfinite(x)) return I == Infinite::kRange ? range_error(t) : domain_error(t);
  return float_value(t, r);
}

// --- gamma -------------------------------------------------------------------------------------------------------------------------
double sin_pi(double x) {
  double y = std::fmod(std::fabs(x), 2.0), r;
  switch (static_cast<int>(std::round(2.0 * y))) {
    case 0: r = std::sin(kPi * y); break;
    case 1: r = std::cos(kPi * (y - 0.5)); break;
    case 2: r = std::sin(kPi * (1.0 - y)); break;  // not sin(pi * (y - 1)): keeps -0.0 out
    case 3: r = -std::cos(kPi * (y - 1.5)); break;
    default: r = std::sin(kPi * (y - 2.0)); break;
  }
  return std::copysign(1.0, x) * r;
}
constexpr double kLanczosG = 6.024680040776729583740234375;
constexpr double kLanczosGMinusHalf = 5.524680040776729583740234375;
constexpr int kLanczosTerms = 13;
constexpr double kLanczosNumerator[kLanczosTerms] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
constexpr double kLanczosDenominator[kLanczosTerms] = {0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
                                                       2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0};
constexpr double kGammaIntegral[] = {1.0, 1.0, 2.0, 6.0, 24.0, 120.0, 720.0, 5040.0, 40320.0, 362880.0, 3628800.0, 39916800.0, 479001600.0,
    6227020800.0, 87178291200.0, 1307674368000.0, 20922789888000.0, 355687428096000.0, 6402373705728000.0, 121645100408832000.0,
    2432902008176640000.0, 51090942171709440000.0, 1124000727777607680000.0};

double lanczos_sum(double x) {
  double num = 0.0, den = 0.0;
  if (x < 5.0) {
    for (int i = kLanczosTerms; --i >= 0;) {
      num = num * x + kLanczosNumerator[i];
      den = den * x + kLanczosDenominator[i];
    }
  } else {
    for (int i = 0; i < kLanczosTerms; i++) {
      num = num / x + kLanczosNumerator[i];
      den = den / x + kLanczosDenominator[i];
    }
  }
  return num / den;
}

/// errno tells domain and range errors.
double gamma_function(double x) {
  if (!std::isfinite(x)) {
    if (std::isnan(x) || x > 0.0) return x;
    errno = EDOM;
    return kNan;
  }
  if (x == 0.0) {
    errno = EDOM;
    return std::copysign(kInf, x);
  }
  if (x == std::floor(x)) {
    if (x < 0.0) {
      errno = EDOM;
      return kNan;
    }
    if (x <= 23.0) return kGammaIntegral[static_cast<int>(x) - 1];
  }
  double absolute = std::fabs(x);
  if (absolute < 1e-20) {
    double r = 1.0 / x;
    if (std::isinf(r)) errno = ERANGE;
    return r;
  }
  if (absolute > 200.0) {
    if (x < 0.0) return 0.0 / sin_pi(x);
    errno = ERANGE;
    return kInf;
  }
  double y = absolute + kLanczosGMinusHalf, z, r;
  if (absolute > kLanczosGMinusHalf) {
    double q = y - absolute;
    z = q - kLanczosGMinusHalf;
  } else {
    double q = y - kLanczosGMinusHalf;
    z = q - absolute;
  }
  z = z * kLanczosG / y;
  if (x < 0.0) {
    r = -kPi / sin_pi(absolute) / absolute * std::exp(y) / lanczos_sum(absolute);
    r -= z * r;
    if (absolute < 140.0) {
      r /= std::pow(y, absolute - 0.5);
    } else {
      double root = std::pow(y, absolute / 2.0 - 0.25);
      r /= root;
      r /= root;
    }
  } else {
    r = lanczos_sum(absolute) / std::exp(y);
    r += z * r;
    if (absolute < 140.0) {
      r *= std::pow(y, absolute - 0.5);
    } else {
      double root = std::pow(y, absolute / 2.0 - 0.25);
      r *= root;
      r *= root;
    }
  }
  if (std::isinf(r)) errno = ERANGE;
  return r;
}

double log_gamma(double x) {
  if (!std::isfinite(x)) return std::isnan(x) ? x : kInf;
  if (x == std::floor(x) && x <= 2.0) {
    if (x <= 0.0) {
      errno = EDOM;
      return kInf;
    }
    return 0.0;
  }
  double absolute = std::fabs(x);
  if (absolute < 1e-20) return -std::log(absolute);
  double r = std::log(lanczos_sum(absolute)) - kLanczosG;
  r += (absolute - 0.5) * (std::log(absolute + kLanczosG - 0.5) - 1);
  if (x < 0.0) r = kLogPi - std::log(std::fabs(sin_pi(absolute))) - std::log(absolute) - r;
  if (std::isinf(r)) errno = ERANGE;
  return r;
}
template <double (*F)(double)>
Result<Value> by_errno(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0]));
  errno = 0;
  double r = F(x);
  if (errno == EDOM) return domain_error(t);
  if (errno == ERANGE && std::fabs(r) >= 1.5) return range_error(t);
  return float_value(t, r);
}

// --- logarithms --------------------------------------------------------------------------------------------------------------------
double natural_log(double x) { return std::log(x); }
double log_two(double x) { return std::log2(x); }
double log_ten(double x) { return std::log10(x); }

template <double (*F)(double)>
Result<double> logarithm(Thread& t, Value v) {
  if (is_int(t, v)) {
    if (int_sign(v) <= 0) return domain_error(t);
    double x;
    if (int_as_double(v, &x)) return F(x);
    objects::IntView view(v);
    int64_t exponent;
    x = builtins::kernels::to_fraction(builtins::view_of_int(view), &exponent);
    return F(x) + F(2.0) * static_cast<double>(exponent);
  }
  double x = EIDER_TRY(real_number(t, v));
  if (x <= 0.0) return domain_error(t);
  return F(x);
}
template <double (*F)(double)>
Result<Value> log_function(Thread& t, const Value* a) {
  return float_value(t, EIDER_TRY(logarithm<F>(t, a[0])));
}
Result<Value> log_any_base(Thread& t, const Value* a) {
  double number = EIDER_TRY(logarithm<natural_log>(t, a[0]));
  if (a[1].is_absent()) return float_value(t, number);
  double base = EIDER_TRY(logarithm<natural_log>(t, a[1]));
  if (base == 0) return raise(t, TypeId::kZeroDivisionError, "float division by zero");
  return float_value(t, number / base);
}

// --- two arguments -----------------------------------------------------------------------------------------------------------------
Result<Value> finish_two(Thread& t, double x, double y, double r) {
  if (std::isnan(r) && !std::isnan(x) && !std::isnan(y)) return domain_error(t);
  if (std::isinf(r) && std::isfinite(x) && std::isfinite(y)) return range_error(t);
  return float_value(t, r);
}
template <double (*F)(double, double)>
Result<Value> plain_two(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0])), y = EIDER_TRY(real_number(t, a[1]));
  return float_value(t, F(x, y));
}
Result<Value> math_fmod(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0])), y = EIDER_TRY(real_number(t, a[1]));
  if (std::isinf(y) && std::isfinite(x)) return float_value(t, x);
  return finish_two(t, x, y, std::fmod(x, y));
}
Result<Value> math_remainder(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0])), y = EIDER_TRY(real_number(t, a[1]));
  return finish_two(t, x, y, std::remainder(x, y));
}
Result<Value> math_pow(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0])), y = EIDER_TRY(real_number(t, a[1]));
  double r = std::pow(x, y);
  if (std::isfinite(x) && std::isfinite(y) && !std::isfinite(r)) {
    if (std::isnan(r) || x == 0) return domain_error(t);
    return range_error(t);
  }
  return float_value(t, r);
}
Result<Value> math_ldexp(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0]));
  if (!is_int(t, a[1])) return raise(t, TypeId::kTypeError, "Expected an int as second argument to ldexp.");
  int64_t e;
  if (!int_fits_int64(a[1], &e)) e = int_sign(a[1]) < 0 ? INT64_MIN : INT64_MAX;
  if (x == 0 || !std::isfinite(x)) return float_value(t, x);
  if (e > INT32_MAX) return range_error(t);
  if (e < INT32_MIN) return float_value(t, std::copysign(0.0, x));
  double r = std::ldexp(x, static_cast<int>(e));
  if (std::isinf(r)) return range_error(t);
  return float_value(t, r);
}
Result<Value> math_frexp(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0]));
  int e = 0;
  if (std::isfinite(x) && x != 0) x = std::frexp(x, &e);
  return tuple_of(t, EIDER_TRY(float_value(t, x)), Value::from_small_int(e));
}
Result<Value> math_modf(Thread& t, const Value* a) {
  double x = EIDER_TRY(real_number(t, a[0])), whole;
  double part = std::modf(x, &whole);
  Value first = EIDER_TRY(float_value(t, part));
  return tuple_of(t, first, EIDER_TRY(float_value(t, whole)));
}
Result<Value> math_degrees(Thread& t, const Value* a) { return float_value(t, EIDER_TRY(real_number(t, a[0])) * (180.0 / kPi)); }
Result<Value> math_radians(Thread& t, const Value* a) { return float_value(t, EIDER_TRY(real_number(t, a[0])) * (kPi / 180.0)); }
Result<Value> math_fabs(Thread& t, const Value* a) { return float_value(t, std::fabs(EIDER_TRY(real_number(t, a[0])))); }
Result<Value> math_isfinite(Thread& t, const Value* a) { return Value::from_bool(std::isfinite(EIDER_TRY(real_number(t, a[0])))); }
Result<Value> math_isinf(Thread& t, const Value* a) { return Value::from_bool(std::isinf(EIDER_TRY(real_number(t, a[0])))); }
Result<Value> math_isnan(Thread& t, const Value* a) { return Value::from_bool(std::isnan(EIDER_TRY(real_number(t, a[0])))); }
Result<Value> math_ulp(Thread& t, const Value* a) {
  double x = std::fabs(EIDER_TRY(real_number(t, a[0])));
  if (!std::isfinite(x)) return float_value(t, x);
  double above = std::nextafter(x, kInf);
  return float_value(t, std::isinf(above) ? x - std::nextafter(x, -kInf) : above - x);
}
Result<Value> math_isclose(Thread& t, const Value* args) {
  double a = EIDER_TRY(real_number(t, args[0])), b = EIDER_TRY(real_number(t, args[1]));
  double relative = args[2].is_absent() ? 1e-09 : EIDER_TRY(real_number(t, args[2]));
  double least = args[3].is_absent() ? 0.0 : EIDER_TRY(real_number(t, args[3]));
  if (relative < 0.0 || least < 0.0) return raise(t, TypeId::kValueError, "tolerances must be non-negative");
  if (a == b) return kTrue;
  if (std::isinf(a) || std::isinf(b)) return kFalse;
  double difference = std::fabs(b - a);
  return Value::from_bool(difference <= std::fabs(relative * b) || difference <= std::fabs(relative * a) || difference <= least);
}

// --- rounding ----------------------------------------------------------------------------------------------------------------------
Result<Value> rounded(Thread& t, Value v, const char* method, double (*round)(double)) {
  if (v.is_small_int()) return v;
  if (!is_exact_float(v)) {
    Value special = EIDER_TRY(lookup_special(t, v, EIDER_TRY(intern(t, method))));
    if (!special.is_absent()) return call0(t, special);
  }
  return builtins::int_from_double(t, round(EIDER_TRY(real_number(t, v))));
}
Result<Value> math_floor(Thread& t, const Value* a) { return rounded(t, a[0], "__floor__", std::floor); }
Result<Value> math_ceil(Thread& t, const Value* a) { return rounded(t, a[0], "__ceil__", std::ceil); }
Result<Value> math_trunc(Thread& t, const Value* a) {
  if (a[0].is_small_int()) return a[0];
  if (is_exact_float(a[0])) return builtins::int_from_double(t, exact_float(a[0]));
  Value special = EIDER_TRY(lookup_special(t, a[0], name(t, Name::k__trunc__)));
  if (special.is_absent()) return raise(t, TypeId::kTypeError, "type %s doesn't define __trunc__ method", type_name(t, a[0]));
  return call0(t, special);
}

// --- sums and norms ----------------------------------------------------------------------------------------------------------------
Result<Value> math_fsum(Thread& t, const Value* a) {
  builtins::kernels::Buffer<double, 32> p;
  double special = 0.0, infinite = 0.0;
  EIDER_TRY(for_each(t, a[0], [&](Value item) -> Result<void> {
    double x = EIDER_TRY(real_number(t, item)), original = x;
    size_t i = 0;
    for (size_t j = 0; j < p.size(); j++) {
      double y = p[j];
      if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
      double high = x + y, rest = high - x, low = y - rest;
      if (low != 0.0) p[i++] = low;
      x = high;
    }
    p.truncate(i);
    if (x != 0.0) {
      if (!std::isfinite(x)) {
        if (std::isfinite(original)) return raise(t, TypeId::kOverflowError, "intermediate overflow in fsum");
        if (std::isinf(original)) infinite += original;
        special += original;
        p.clear();
      } else {
        p.push(x);
        if (p.failed()) return raise_no_memory(t);
      }
    }
    return kDone;
  }));
  if (special != 0.0) {
    if (std::isnan(infinite)) return raise(t, TypeId::kValueError, "-inf + inf in fsum");
    return float_value(t, special);
  }
  double high = 0.0, low = 0.0;
  size_t n = p.size();
  if (n > 0) {
    high = p[--n];
    while (n > 0) {
      double x = high, y = p[--n];
      high = x + y;
      double rest = high - x;
      low = y - rest;
      if (low != 0.0) break;
    }
    // Half-way cases round to even once more bits are known to follow.
    if (n > 0 && ((low < 0.0 && p[n - 1] < 0.0) || (low > 0.0 && p[n - 1] > 0.0))) {
      double y = low * 2.0, x = high + y, rest = x - high;
      if (y == rest) high = x;
    }
  }
  return float_value(t, high);
}

double vector_norm(double* v, size_t n, double most, bool found_nan) {
  if (std::isinf(most)) return most;
  if (found_nan) return kNan;
  if (most == 0.0 || n <= 1) return most;
  int exponent;
  std::frexp(most, &exponent);
  if (exponent < -1023) {  // the scale would overflow
    for (size_t i = 0; i < n; i++) v[i] /= DBL_MIN;
    return DBL_MIN * vector_norm(v, n, most / DBL_MIN, found_nan);
  }
  double scale = std::ldexp(1.0, -exponent), sum = 1.0, low1 = 0.0, low2 = 0.0;
  auto accumulate = [&](double x, double y) {
    double product = x * y;
    low1 += std::fma(x, y, -product);
    double high = sum + product;
    low2 += (sum - high) + product;
    sum = high;
  };
  for (size_t i = 0; i < n; i++) accumulate(v[i] * scale, v[i] * scale);
  double h = std::sqrt(sum - 1.0 + (low1 + low2));
  accumulate(-h, h);
  double x = sum - 1.0 + (low1 + low2);
  return (h + x / (2.0 * h)) / scale;
}
Result<Value> norm_of(Thread& t, builtins::kernels::Buffer<double, 16>& v) {
  if (v.failed()) return raise_no_memory(t);
  double most = 0.0;
  bool found_nan = false;
  for (double& x : std::span<double>(v.data(), v.size())) {
    x = std::fabs(x);
    found_nan |= std::isnan(x);
    if (x > most) most = x;
  }
  return float_value(t, vector_norm(v.data(), v.size(), most, found_nan));
}
Result<Value> math_hypot(Thread& t, const Value* a) {
  Tuple* coordinates = a[0].as<Tuple>();
  builtins::kernels::Buffer<double, 16> v;
  for (int64_t i = 0; i < coordinates->size(); i++) v.push(EIDER_TRY(real_number(t, coordinates->items[i].get())));
  return norm_of(t, v);
}
Result<Value> math_dist(Thread& t, const Value* a) {
  Tuple* p = EIDER_TRY(to_tuple(t, a[0]));
  Tuple* q = EIDER_TRY(to_tuple(t, a[1]));
  if (p->size() != q->size()) return raise(t, TypeId::kValueError, "both points must have the same number of dimensions");
  builtins::kernels::Buffer<double, 16> v;
  for (int64_t i = 0; i < p->size(); i++) {
    double x = EIDER_TRY(real_number(t, p->items[i].get()));
    v.push(x - EIDER_TRY(real_number(t, q->items[i].get())));
  }
  return norm_of(t, v);
}

double exp2_of(double x) { return std::exp2(x); }
double log1p_of(double x) { return x == 0.0 ? x : std::log1p(x); }

#define EIDER_UNARY(name, function, infinite, doc) \
  {name "(x, /)", (unary<function, Infinite::infinite>), Sync::kNone, doc, NativeDef::kFunction}
#define EIDER_FN(text, function, doc) {text, function, Sync::kNone, doc, NativeDef::kFunction}

constexpr NativeDef kFunctions[] = {
    EIDER_UNARY("acos", std::acos, kDomain, "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi."),
    EIDER_UNARY("acosh", std::acosh, kDomain, "Return the inverse hyperbolic cosine of x."),
    EIDER_UNARY("asin", std::asin, kDomain, "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    EIDER_UNARY("asinh", std::asinh, kDomain, "Return the inverse hyperbolic sine of x."),
    EIDER_UNARY("atan", std::atan, kDomain, "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    EIDER_UNARY("atanh", std::atanh, kDomain, "Return the inverse hyperbolic tangent of x."),
    EIDER_UNARY("cbrt", std::cbrt, kDomain, "Return the cube root of x."),
    EIDER_UNARY("cos", std::cos, kDomain, "Return the cosine of x (measured in radians)."),
    EIDER_UNARY("cosh", std::cosh, kRange, "Return the hyperbolic cosine of x."),
    EIDER_UNARY("erf", std::erf, kDomain, "Error function at x."),
    EIDER_UNARY("erfc", std::erfc, kDomain, "Complementary error function at x."),
    EIDER_UNARY("exp", std::exp, kRange, "Return e raised to the power of x."),
    EIDER_UNARY("exp2", exp2_of, kRange, "Return 2 raised to the power of x."),
    EIDER_UNARY("expm1", std::expm1, kRange, "Return exp(x)-1.\n\nThis function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for small x."),
    EIDER_UNARY("log1p", log1p_of, kDomain, "Return the natural logarithm of 1+x (base e).\n\nThe result is computed in a way which is accurate for x near zero."),
    EIDER_UNARY("sin", std::sin, kDomain, "Return the sine of x (measured in radians)."),
    EIDER_UNARY("sinh", std::sinh, kRange, "Return the hyperbolic sine of x."),
    EIDER_UNARY("sqrt", std::sqrt, kDomain, "Return the square root of x."),
    EIDER_UNARY("tan", std::tan, kDomain, "Return the tangent of x (measured in radians)."),
    EIDER_UNARY("tanh", std::tanh, kDomain, "Return the hyperbolic tangent of x."),
    EIDER_FN("gamma(x, /)", by_errno<gamma_function>, "Gamma function at x."),
    EIDER_FN("lgamma(x, /)", by_errno<log_gamma>, "Natural logarithm of absolute value of Gamma function at x."),
    EIDER_FN("log(x, base=0, /)", log_any_base, "log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\nIf the base not specified, returns the natural logarithm (base e) of x."),
    EIDER_FN("log2(x, /)", log_function<log_two>, "Return the base 2 logarithm of x."),
    EIDER_FN("log10(x, /)", log_function<log_ten>, "Return the base 10 logarithm of x."),
    EIDER_FN("atan2(y, x, /)", plain_two<std::atan2>, "Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered."),
    EIDER_FN("copysign(x, y, /)", plain_two<std::copysign>, "Return a float with the magnitude (absolute value) of x but the sign of y.\n\nOn platforms that support signed zeros, copysign(1.0, -0.0)\nreturns -1.0.\n"),
    EIDER_FN("nextafter(x, y, /)", plain_two<std::nextafter>, "Return the next floating-point value after x towards y."),
    EIDER_FN("fmod(x, y, /)", math_fmod, "Return fmod(x, y), according to platform C.\n\nx % y may differ."),
    EIDER_FN("remainder(x, y, /)", math_remainder, "Difference between x and the closest integer multiple of y.\n\nReturn x - n*y where n*y is the closest integer multiple of y.\nIn the case where x is exactly halfway between two multiples of\ny, the nearest even value of n is used. The result is always exact."),
    EIDER_FN("pow(x, y, /)", math_pow, "Return x**y (x to the power of y)."),
    EIDER_FN("ldexp(x, i, /)", math_ldexp, "Return x * (2**i).\n\nThis is essentially the inverse of frexp()."),
    EIDER_FN("frexp(x, /)", math_frexp, "Return the mantissa and exponent of x, as pair (m, e).\n\nm is a float and e is an int, such that x = m * 2.**e.\nIf x is 0, m and e are both 0.  Else 0.5 <= abs(m) < 1.0."),
    EIDER_FN("modf(x, /)", math_modf, "Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats."),
    EIDER_FN("degrees(x, /)", math_degrees, "Convert angle x from radians to degrees."),
    EIDER_FN("radians(x, /)", math_radians, "Convert angle x from degrees to radians."),
    EIDER_FN("fabs(x, /)", math_fabs, "Return the absolute value of the float x."),
    EIDER_FN("isfinite(x, /)", math_isfinite, "Return True if x is neither an infinity nor a NaN, and False otherwise."),
    EIDER_FN("isinf(x, /)", math_isinf, "Return True if x is a positive or negative infinity, and False otherwise."),
    EIDER_FN("isnan(x, /)", math_isnan, "Return True if x is a NaN (not a number), and False otherwise."),
    EIDER_FN("ulp(x, /)", math_ulp, "Return the value of the least significant bit of the float x."),
    EIDER_FN("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", math_isclose, "Determine whether two floating point numbers are close in value.\n\n  rel_tol\n    maximum difference for being considered \"close\", relative to the\n    magnitude of the input values\n  abs_tol\n    maximum difference for being considered \"close\", regardless of the\n    magnitude of the input values\n\nReturn True if a is close in value to b, and False otherwise."),
    EIDER_FN("floor(x, /)", math_floor, "Return the floor of x as an Integral.\n\nThis is the largest integer <= x."),
    EIDER_FN("ceil(x, /)", math_ceil, "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x."),
    EIDER_FN("trunc(x, /)", math_trunc, "Truncates the Real x to the nearest Integral toward 0.\n\nUses the __trunc__ magic method."),
    EIDER_FN("fsum(seq, /)", math_fsum, "Return an accurate floating point sum of values in the iterable seq.\n\nAssumes IEEE-754 floating point arithmetic."),
    EIDER_FN("hypot(*coordinates)", math_hypot, "hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin to a point."),
    EIDER_FN("dist(p, q, /)", math_dist, "Return the Euclidean distance between two points p and q.\n\nThe points should be specified as sequences (or iterables) of\ncoordinates.  Both inputs must have the same dimension."),
};

}  // namespace

Result<void> fill_math(Thread& t, Module* module) {
  EIDER_TRY(module_add_functions(t, module, kFunctions, std::size(kFunctions)));
  EIDER_TRY(add_math_integers(t, module));
  const struct {
    const char* name;
    double value;
  } constants[] = {{"pi", kPi}, {"e", 2.718281828459045}, {"tau", 2 * kPi}, {"inf", kInf}, {"nan", kNan}};
  for (const auto& c : constants) EIDER_TRY(module_set(t, module, c.name, EIDER_TRY(float_value(t, c.value))));
  return kDone;
}

}  // namespace eider::modules

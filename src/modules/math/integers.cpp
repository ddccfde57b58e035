// SPDX-License-Identifier: MIT
//
// math's functions of ints: gcd, lcm, isqrt, factorial, comb, perm; and prod.
#include "builtins/numbers/numbers.h"
#include "modules/math/math_parts.h"

namespace eider::modules {

namespace {

using builtins::kernels::BigBuf;
using builtins::kernels::BigStatus;

Result<Value> gcd_of(Thread& t, Value a, Value b) {
  if (a.is_small_int() && b.is_small_int()) {
    auto x = static_cast<uint64_t>(std::abs(a.small_int())), y = static_cast<uint64_t>(std::abs(b.small_int()));
    while (y != 0) x = std::exchange(y, x % y);
    return int_from_uint64(t, x);
  }
  objects::IntView x(a), y(b);
  BigBuf out;
  BigStatus status = builtins::kernels::gcd(builtins::view_of_int(x), builtins::view_of_int(y), out);
  if (status != BigStatus::kOk) return builtins::raise_big_status(t, status);
  return builtins::int_from_big(t, out);
}

Result<Value> math_gcd(Thread& t, const Value* a) {
  Tuple* all = a[0].as<Tuple>();
  Value result = Value::from_small_int(0);
  for (int64_t i = 0; i < all->size(); i++) result = EIDER_TRY(gcd_of(t, result, EIDER_TRY(index(t, all->items[i].get()))));
  return result;
}
Result<Value> math_lcm(Thread& t, const Value* a) {
  Tuple* all = a[0].as<Tuple>();
  Value result = Value::from_small_int(1);
  for (int64_t i = 0; i < all->size(); i++) {
    Value n = EIDER_TRY(index(t, all->items[i].get()));
    if (int_sign(result) == 0) continue;  // the others must still be ints
    if (int_sign(n) == 0) {
      result = Value::from_small_int(0);
      continue;
    }
    Value divisor = EIDER_TRY(gcd_of(t, result, n));
    result = EIDER_TRY(absolute(t, EIDER_TRY(multiply(t, EIDER_TRY(floor_divide(t, result, divisor)), n))));
  }
  return result;
}
Result<Value> math_isqrt(Thread& t, const Value* a) {
  Value n = EIDER_TRY(index(t, a[0]));
  if (int_sign(n) < 0) return raise(t, TypeId::kValueError, "isqrt() argument must be nonnegative");
  objects::IntView view(n);
  BigBuf out;
  BigStatus status = builtins::kernels::integer_sqrt(builtins::view_of_int(view), out);
  if (status != BigStatus::kOk) return builtins::raise_big_status(t, status);
  return builtins::int_from_big(t, out);
}

/// first * (first + 1) * ... * last, halves first so that factors stay of like size.
Result<Value> range_product(Thread& t, int64_t first, int64_t last) {
  if (first > last) return Value::from_small_int(1);
  if (last - first < 8) {
    Value result = Value::from_small_int(first);
    for (int64_t i = first + 1; i <= last; i++) result = EIDER_TRY(multiply(t, result, Value::from_small_int(i)));
    return result;
  }
  EIDER_TRY(poll(t));
  int64_t middle = first + (last - first) / 2;
  Value low = EIDER_TRY(range_product(t, first, middle));
  return multiply(t, low, EIDER_TRY(range_product(t, middle + 1, last)));
}

Result<Value> math_factorial(Thread& t, const Value* a) {
  Value n = EIDER_TRY(index(t, a[0]));
  if (int_sign(n) < 0) return raise(t, TypeId::kValueError, "factorial() not defined for negative values");
  int64_t count;
  if (!int_fits_int64(n, &count) || count > Value::kMaxSmallInt) {
    return raise(t, TypeId::kOverflowError, "factorial() argument should not exceed %lld", static_cast<long long>(INT64_MAX));
  }
  return range_product(t, 1, count);
}

/// n * (n - 1) * ... * (n - k + 1)
Result<Value> falling(Thread& t, Value n, int64_t k) {
  if (k == 0) return Value::from_small_int(1);
  if (n.is_small_int()) return range_product(t, n.small_int() - k + 1, n.small_int());
  Value result = n;
  for (int64_t i = 1; i < k; i++) result = EIDER_TRY(multiply(t, result, EIDER_TRY(subtract(t, n, Value::from_small_int(i)))));
  return result;
}
Result<Value> check_non_negative(Thread& t, Value v, const char* what) {
  Value n = EIDER_TRY(index(t, v));
  if (int_sign(n) < 0) return raise(t, TypeId::kValueError, "%s must be a non-negative integer", what);
  return n;
}
Result<Value> math_perm(Thread& t, const Value* a) {
  if (a[1].is_absent() || a[1].is_none()) return math_factorial(t, a);
  Value n = EIDER_TRY(index(t, a[0])), k = EIDER_TRY(index(t, a[1]));
  EIDER_TRY(check_non_negative(t, n, "n"));
  EIDER_TRY(check_non_negative(t, k, "k"));
  if (int_compare(n, k) < 0) return Value::from_small_int(0);
  int64_t count;
  if (!int_fits_int64(k, &count)) return raise(t, TypeId::kOverflowError, "k must not exceed %lld", static_cast<long long>(INT64_MAX));
  return falling(t, n, count);
}
/// C(n, k) for n small: each quotient is exact. Large k go by halves: C(n,k) = C(n,j) * C(n-j,k-j) / C(k,j).
Result<Value> binomial(Thread& t, Value n, int64_t k) {
  if (k == 0) return Value::from_small_int(1);
  if (k <= 16) return floor_divide(t, EIDER_TRY(falling(t, n, k)), EIDER_TRY(range_product(t, 1, k)));
  EIDER_TRY(poll(t));
  int64_t j = k / 2;
  Value low = EIDER_TRY(binomial(t, n, j));
  Value high = EIDER_TRY(binomial(t, EIDER_TRY(subtract(t, n, Value::from_small_int(j))), k - j));
  Value divisor = EIDER_TRY(binomial(t, Value::from_small_int(k), j));
  return floor_divide(t, EIDER_TRY(multiply(t, low, high)), divisor);
}
Result<Value> math_comb(Thread& t, const Value* a) {
  Value n = EIDER_TRY(index(t, a[0])), k = EIDER_TRY(index(t, a[1]));
  EIDER_TRY(check_non_negative(t, n, "n"));
  EIDER_TRY(check_non_negative(t, k, "k"));
  Value rest = EIDER_TRY(subtract(t, n, k));
  if (int_sign(rest) < 0) return Value::from_small_int(0);
  if (int_compare(rest, k) < 0) k = rest;
  int64_t count;
  if (!int_fits_int64(k, &count)) return raise(t, TypeId::kOverflowError, "min(n - k, k) must not exceed %lld", static_cast<long long>(INT64_MAX));
  return binomial(t, n, count);
}
Result<Value> math_prod(Thread& t, const Value* a) {
  Value result = a[1].is_absent() ? Value::from_small_int(1) : a[1];
  EIDER_TRY(for_each(t, a[0], [&](Value item) -> Result<void> {
    result = EIDER_TRY(multiply(t, result, item));
    return kDone;
  }));
  return result;
}

constexpr NativeDef kFunctions[] = {
    {"gcd(*integers)", math_gcd, Sync::kNone, "Greatest Common Divisor.", NativeDef::kFunction},
    {"lcm(*integers)", math_lcm, Sync::kNone, "Least Common Multiple.", NativeDef::kFunction},
    {"isqrt(n, /)", math_isqrt, Sync::kNone, "Return the integer part of the square root of the input.", NativeDef::kFunction},
    {"factorial(n, /)", math_factorial, Sync::kNone, "Find n!.\n\nRaise a ValueError if x is negative or non-integral.", NativeDef::kFunction},
    {"comb(n, k, /)", math_comb, Sync::kNone,
     "Number of ways to choose k items from n items without repetition and without order.\n\nEvaluates to n! / (k! * (n - k)!) when k <= n and "
     "evaluates\nto zero when k > n.", NativeDef::kFunction},
    {"perm(n, k=None, /)", math_perm, Sync::kNone,
     "Number of ways to choose k items from n items without repetition and with order.\n\nEvaluates to n! / (n - k)! when k <= n and evaluates\nto "
     "zero when k > n.", NativeDef::kFunction},
    {"prod(iterable, /, *, start=1)", math_prod, Sync::kNone,
     "Calculate the product of all the elements in the input iterable.\n\nThe default start value for the product is 1.", NativeDef::kFunction},
};

}  // namespace

Result<void> add_math_integers(Thread& t, Module* module) { return module_add_functions(t, module, kFunctions, std::size(kFunctions)); }

}  // namespace eider::modules

// SPDX-License-Identifier: MIT
//
// Recording arithmetic with complex numbers, as operations on their parts.
//
// Note [Complex numbers]
// An exact complex is two raw doubles that never change: reading them is a guard on its type and two loads, what is computed a BoxComplex.
// Where only this trace and its exits see that one it is not made (passes/objects.cpp); what looks into it gets the parts.
//
// Bit for bit as CPython: a real operand is complex first, with imaginary part 0.0, so that 1.0 * complex(inf, 1) is inf + nan j; no part that
// is multiplied by it is left out. Division is Smith's algorithm, by the path that the operands take now; what raises (division by zero,
// an absolute value that is too large) leaves, and the interpreter raises.
// Not here: powers but those by small ints, and cmath's functions: they are called with objects.
#include <cmath>

#include "jit/record/recorder.h"
#include "objects/numbers.h"
#include "objects/protocol.h"

namespace eider::jit {

using bytecode::BinaryOpKind;

namespace {

constexpr int64_t kExactDouble = int64_t{1} << 53, kMostPower = 16;

}  // namespace

bool Recorder::is_complex(Value v) { return v.is_heap() && is_exact(v, TypeId::kComplex); }

/// Whether v, which r is, can be an operand here: a complex, or a number that is a double without rounding. `now`: its parts.
bool Recorder::complex_operand(Value v, Ref r, double (*now)[2]) const {
  auto& [real, imaginary] = *now;
  imaginary = 0;
  if (v.is_bool()) real = v == kTrue ? 1 : 0;
  else if (v.is_small_int()) real = static_cast<double>(v.small_int());
  else if (is_float(v, r)) real = number_of(v);
  else if (is_complex(v)) real = v.as<Complex>()->real, imaginary = v.as<Complex>()->imaginary;
  else return false;
  return !v.is_small_int() || (v.small_int() <= kExactDouble && v.small_int() >= -kExactDouble);
}

/// The parts of v, which r is.
Recorder::ComplexParts Recorder::as_complex(Value v, Ref r) {
  if (!is_complex(v)) {
    Ref real = v.is_bool() ? emit(Op::kIntToFloat, emit(Op::kBoolInt, r)) : v.is_small_int() ? emit(Op::kIntToFloat, as_int(r)) : as_float(r);
    return {real, float_constant(0.0)};
  }
  if (r < trace_.code.size() && trace_.code[r].op == Op::kBoxComplex) return {trace_.code[r].a, trace_.code[r].b};
  if (is_constant(r)) {
    Ref real = float_constant(v.as<Complex>()->real);
    return {real, float_constant(v.as<Complex>()->imaginary)};
  }
  guard_exact(r, TypeId::kComplex);
  Ref real = emit(Op::kLoadFixedFloat, r, kNoRef, kNoRef, offsetof(Complex, real));
  return {real, emit(Op::kLoadFixedFloat, r, kNoRef, kNoRef, offsetof(Complex, imaginary))};
}

Recorder::ComplexParts Recorder::complex_product(ComplexParts x, ComplexParts y) {
  auto product = [&](Ref l, Ref r) { return emit(Op::kMulFloat, l, r); };
  Ref first = product(x.real, y.real);
  Ref real = emit(Op::kSubFloat, first, product(x.imaginary, y.imaginary));
  first = product(x.real, y.imaginary);
  return {real, emit(Op::kAddFloat, first, product(x.imaginary, y.real))};
}

/// z ** n by squares, beginning with 1 + 0j. Where a part of it is infinite it raises. False: nothing was recorded.
bool Recorder::complex_power(const Machine& m) {
  Value a = m.peek(1), b = m.peek(0);
  if (!is_complex(a) || !b.is_small_int() || b.small_int() < 1 || b.small_int() > kMostPower) return false;
  if (!binary_op(t_, BinaryOpKind::kPower, a, b).ok()) {
    t_.pending_exception = kAbsent;
    return false;
  }
  ComplexParts square = as_complex(a, peek(1));
  Ref exponent = as_int(peek(0));
  const auto n = static_cast<uint64_t>(b.small_int());
  if (trace_.code[exponent].op != Op::kConstInt) emit(Op::kGuardIntEq, exponent, int_word(n << 1));
  Ref one = float_constant(1.0);
  ComplexParts made{one, float_constant(0.0)};
  for (uint64_t mask = 1; mask <= n; mask <<= 1) {
    if (n & mask) made = complex_product(made, square);
    if (mask << 1 <= n) square = complex_product(square, square);
  }
  Ref infinity = float_constant(HUGE_VAL);
  for (Ref part : {made.real, made.imaginary}) emit(Op::kGuardFloatNotEq, emit(Op::kAbsFloat, part), infinity);
  replace(2, emit(Op::kBoxComplex, made.real, made.imaginary));
  return true;
}

/// False: nothing was recorded.
bool Recorder::complex_arithmetic(const Machine& m, BinaryOpKind kind) {
  Value a = m.peek(1), b = m.peek(0);
  double left[2], right[2];
  if ((!is_complex(a) && !is_complex(b)) || !complex_operand(a, peek(1), &left) || !complex_operand(b, peek(0), &right)) return false;
  if (kind == BinaryOpKind::kPower) return complex_power(m);
  const double size[] = {std::fabs(right[0]), std::fabs(right[1])};
  const bool divides = kind == BinaryOpKind::kTrueDivide;
  if (divides && !(size[0] > 0 && size[0] >= size[1]) && !(size[1] > size[0])) return false;  // by zero, or NaN
  if (!divides && kind != BinaryOpKind::kAdd && kind != BinaryOpKind::kSubtract && kind != BinaryOpKind::kMultiply) return false;
  const ComplexParts x = as_complex(a, peek(1));
  const ComplexParts y = peek(0) == peek(1) ? x : as_complex(b, peek(0));
  auto sum = [&](Ref l, Ref r) { return emit(Op::kAddFloat, l, r); };
  auto difference = [&](Ref l, Ref r) { return emit(Op::kSubFloat, l, r); };
  auto product = [&](Ref l, Ref r) { return emit(Op::kMulFloat, l, r); };
  auto quotient = [&](Ref l, Ref r) { return emit(Op::kDivFloat, l, r); };
  auto gives = [&](Ref real, Ref imaginary) {
    replace(2, emit(Op::kBoxComplex, real, imaginary));
    return true;
  };
  if (kind == BinaryOpKind::kAdd) {
    Ref real = sum(x.real, y.real);
    return gives(real, sum(x.imaginary, y.imaginary));
  }
  if (kind == BinaryOpKind::kSubtract) {
    Ref real = difference(x.real, y.real);
    return gives(real, difference(x.imaginary, y.imaginary));
  }
  if (kind == BinaryOpKind::kMultiply) {
    ComplexParts made = complex_product(x, y);
    return gives(made.real, made.imaginary);
  }
  // By the larger part of y. The denominator is no smaller than it, so not 0.
  Ref abs_real = emit(Op::kAbsFloat, y.real), abs_imaginary = emit(Op::kAbsFloat, y.imaginary);
  if (size[0] >= size[1]) {
    emit(Op::kGuardFloatLe, abs_imaginary, abs_real);
    Ref ratio = quotient(y.imaginary, y.real);
    Ref denominator = sum(y.real, product(y.imaginary, ratio));
    Ref real = quotient(sum(x.real, product(x.imaginary, ratio)), denominator);
    return gives(real, quotient(difference(x.imaginary, product(x.real, ratio)), denominator));
  }
  emit(Op::kGuardFloatLt, abs_real, abs_imaginary);
  Ref ratio = quotient(y.real, y.imaginary);
  Ref denominator = sum(product(y.real, ratio), y.imaginary);
  Ref real = quotient(sum(product(x.real, ratio), x.imaginary), denominator);
  return gives(real, quotient(difference(product(x.imaginary, ratio), x.real), denominator));
}

/// -v, which is on top of the stack.
void Recorder::complex_negative(Value v) {
  ComplexParts x = as_complex(v, peek(0));
  Ref real = emit(Op::kNegFloat, x.real);
  replace(1, emit(Op::kBoxComplex, real, emit(Op::kNegFloat, x.imaginary)));
}

/// ==, as a guard on what it is now. False: nothing was recorded.
bool Recorder::complex_equals(const Machine& m, bool* equal) {
  Value a = m.peek(1), b = m.peek(0);
  double left[2], right[2];
  if ((!is_complex(a) && !is_complex(b)) || !complex_operand(a, peek(1), &left) || !complex_operand(b, peek(0), &right)) return false;
  ComplexParts x = as_complex(a, peek(1)), y = as_complex(b, peek(0));
  const bool reals = left[0] == right[0];
  *equal = reals && left[1] == right[1];
  emit(reals ? Op::kGuardFloatEq : Op::kGuardFloatNotEq, x.real, y.real);
  if (reals) emit(*equal ? Op::kGuardFloatEq : Op::kGuardFloatNotEq, x.imaginary, y.imaginary);
  return true;
}

/// bool(v), the same way.
bool Recorder::complex_truth(Value v, Ref r) {
  ComplexParts x = as_complex(v, r);
  const auto* now = v.as<Complex>();
  Ref zero = float_constant(0.0);
  emit(now->real != 0 ? Op::kGuardFloatNotEq : Op::kGuardFloatEq, x.real, zero);
  if (now->real == 0) emit(now->imaginary != 0 ? Op::kGuardFloatNotEq : Op::kGuardFloatEq, x.imaginary, zero);
  return now->real != 0 || now->imaginary != 0;
}

/// z.real, z.imag. False: it is another attribute.
bool Recorder::complex_part(Value v, Str* name) {
  const bool real = str_equals_ascii(name, "real");
  if (!real && !str_equals_ascii(name, "imag")) return false;
  ComplexParts x = as_complex(v, peek(0));
  replace(1, real ? x.real : x.imaginary);
  return true;
}

/// abs(v). False: nothing was recorded.
bool Recorder::call_complex_abs(Value v, Value callable, uint32_t row) {
  const auto* now = v.as<Complex>();
  bool overflows = std::isfinite(now->real) && std::isfinite(now->imaginary) && std::isinf(std::hypot(now->real, now->imaginary));
  if (overflows) return false;
  know_callable(row, callable);
  ComplexParts x = as_complex(v, peek(0));
  call_gives(row, emit(Op::kHypotFloat, x.real, x.imaginary));
  return true;
}

/// complex(), complex(x), complex(x, y). False: nothing was recorded.
bool Recorder::call_complex(const Machine& m, Value callable, uint32_t row, uint32_t nargs) {
  double now[2];
  for (uint32_t i = 0; i < nargs; ++i) {
    if (!complex_operand(m.peek(static_cast<int>(i)), peek(static_cast<int>(i)), &now)) return false;
  }
  if (nargs > 2) return false;
  know_callable(row, callable);
  if (nargs == 1 && is_complex(m.peek(0))) {
    guard_exact(peek(0), TypeId::kComplex);
    call_gives(row, peek(0));
    return true;
  }
  Ref zero = float_constant(0.0);
  ComplexParts x{zero, zero}, y{zero, zero};
  Value first = kAbsent, second = kAbsent;
  if (nargs > 0) first = m.peek(static_cast<int>(nargs) - 1), x = as_complex(first, peek(static_cast<int>(nargs) - 1));
  if (nargs > 1) second = m.peek(0), y = as_complex(second, peek(0));
  Ref real = nargs == 2 && is_complex(second) ? emit(Op::kSubFloat, x.real, y.imaginary) : x.real;
  Ref imaginary = nargs == 2 && is_complex(first) ? emit(Op::kAddFloat, x.imaginary, y.real) : nargs == 2 ? y.real : x.imaginary;
  call_gives(row, emit(Op::kBoxComplex, real, imaginary));
  return true;
}

}  // namespace eider::jit

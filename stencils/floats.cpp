// SPDX-License-Identifier: MIT
//
// Float arithmetic and comparison on raw doubles.
#include "stencils/stencil.h"

namespace eider::stencils {
namespace {

#define EIDER_PLAIN(name, body)   \
  template <int A, int B, int C>  \
  EIDER_STENCIL(name) {           \
    EIDER_STENCIL_REGISTERS;      \
    body;                         \
    EIDER_CONTINUE;               \
  }                               \
  EIDER_STENCIL_TABLE(name)
#define EIDER_GUARD(name, condition)  \
  template <int A, int B, int C>      \
  EIDER_STENCIL(name) {               \
    EIDER_STENCIL_REGISTERS;          \
    EIDER_EXIT_UNLESS(condition);     \
    EIDER_CONTINUE;                   \
  }                                   \
  EIDER_STENCIL_TABLE(name)

EIDER_PLAIN(AddFloat, X[A] += X[B]);
EIDER_PLAIN(SubFloat, X[A] -= X[B]);
EIDER_PLAIN(MulFloat, X[A] *= X[B]);
EIDER_PLAIN(AddFloatMem, X[A] += EIDER_FLOAT_SLOT(HOLE_A));
EIDER_PLAIN(SubFloatMem, X[A] -= EIDER_FLOAT_SLOT(HOLE_A));
EIDER_PLAIN(MulFloatMem, X[A] *= EIDER_FLOAT_SLOT(HOLE_A));

template <int A, int B, int C>
EIDER_STENCIL(DivFloat) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(X[B] != 0.0);
  X[A] /= X[B];
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(DivFloat);

template <int A, int B, int C>
EIDER_STENCIL(NegFloat) {
  EIDER_STENCIL_REGISTERS;
  u64 sign;
  asm("movabsq $0x8000000000000000, %0" : "=r"(sign));  // written as code: the compiler would read it from .rodata
  X[A] = __builtin_bit_cast(double, __builtin_bit_cast(u64, X[A]) ^ sign);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(NegFloat);

template <int A, int B, int C>
EIDER_STENCIL(AbsFloat) {
  EIDER_STENCIL_REGISTERS;
  u64 magnitude;
  asm("movabsq $0x7fffffffffffffff, %0" : "=r"(magnitude));  // as in NegFloat
  X[A] = __builtin_bit_cast(double, __builtin_bit_cast(u64, X[A]) & magnitude);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(AbsFloat);

/// By its exponent: neither inf nor NaN.
EIDER_ALWAYS_INLINE bool is_finite(double d) { return std::bit_cast<u64>(d) << 1 < u64{0x7ff} << 53; }

template <int A, int B, int C>
EIDER_STENCIL(HypotFloat) {
  EIDER_STENCIL_REGISTERS;
  double length = std::bit_cast<double>(HOLE_CALL_hypot(X[A], X[B]));
  EIDER_EXIT_UNLESS(is_finite(length) || !is_finite(X[A]) || !is_finite(X[B]));
  X[A] = length;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(HypotFloat);

template <int A, int B, int C>
EIDER_STENCIL(SqrtFloat) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(!(X[A] < 0.0));
  double root;
  asm("sqrtsd %1, %0" : "=x"(root) : "x"(X[A]));
  X[A] = root;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(SqrtFloat);

template <int A, int B, int C>
EIDER_STENCIL(IntToFloat) {
  EIDER_STENCIL_REGISTERS;
  // |value| <= 2^53, that is word + 2^54 in 0 .. 2^55: exact, whatever the rounding.
  EIDER_EXIT_UNLESS(R[B] + (u64{1} << 54) <= u64{1} << 55);
  X[A] = static_cast<double>(static_cast<i64>(R[B]) >> 1);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(IntToFloat);

template <int A, int B, int C>
EIDER_STENCIL(FloatToInt) {
  EIDER_STENCIL_REGISTERS;
  // By its exponent: |value| < 2^53, so neither inf nor NaN.
  EIDER_EXIT_UNLESS(std::bit_cast<u64>(X[B]) << 1 < u64{1023 + 53} << 53);
  R[A] = static_cast<u64>(static_cast<i64>(X[B])) << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(FloatToInt);

EIDER_ALWAYS_INLINE u64 bool_word(bool b) { return objects::kFalse.bits() + (static_cast<u64>(b) << 3); }
EIDER_PLAIN(CompareFloatLtMem, R[A] = bool_word(X[B] < EIDER_FLOAT_SLOT(HOLE_A)));
EIDER_PLAIN(CompareFloatLeMem, R[A] = bool_word(X[B] <= EIDER_FLOAT_SLOT(HOLE_A)));
EIDER_PLAIN(CompareFloatEqMem, R[A] = bool_word(X[B] == EIDER_FLOAT_SLOT(HOLE_A)));
EIDER_PLAIN(CompareFloatNeMem, R[A] = bool_word(X[B] != EIDER_FLOAT_SLOT(HOLE_A)));
EIDER_PLAIN(CompareFloatGtMem, R[A] = bool_word(X[B] > EIDER_FLOAT_SLOT(HOLE_A)));
EIDER_PLAIN(CompareFloatGeMem, R[A] = bool_word(X[B] >= EIDER_FLOAT_SLOT(HOLE_A)));

#define EIDER_GUARD_FLOAT(name, condition)                                          \
  EIDER_GUARD(name, ([](double a, double b) EIDER_INLINE_LAMBDA { return condition; }(X[A], X[B])));             \
  EIDER_GUARD(name##Mem, ([](double a, double b) EIDER_INLINE_LAMBDA { return condition; }(X[A], EIDER_FLOAT_SLOT(HOLE_A))))
#define EIDER_INLINE_LAMBDA __attribute__((always_inline))
EIDER_GUARD_FLOAT(GuardFloatLt, a < b);
EIDER_GUARD_FLOAT(GuardFloatNotLt, !(a < b));
EIDER_GUARD_FLOAT(GuardFloatLe, a <= b);
EIDER_GUARD_FLOAT(GuardFloatNotLe, !(a <= b));
EIDER_GUARD_FLOAT(GuardFloatEq, a == b);
EIDER_GUARD_FLOAT(GuardFloatNotEq, !(a == b));

}  // namespace
}  // namespace eider::stencils

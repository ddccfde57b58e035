// SPDX-License-Identifier: MIT
//
// Int arithmetic and comparison on kInt words (value << 1). The overflow flag of a word is exactly "does not fit 63 bits".
#include "stencils/stencil.h"

namespace eider::stencils {
namespace {

// Sum and difference leave the wrapped result in the register at the exit: the emitter undoes it there (forms.h).
#define EIDER_CHECKED(name, operation)                             \
  template <int A, int B, int C>                                   \
  EIDER_STENCIL(name) {                                            \
    EIDER_STENCIL_REGISTERS;                                       \
    i64 result;                                                    \
    bool overflow = operation;                                     \
    R[A] = static_cast<u64>(result);                               \
    EIDER_EXIT_UNLESS(!overflow);                                  \
    EIDER_CONTINUE;                                                \
  }                                                                \
  EIDER_STENCIL_TABLE(name)
#define EIDER_SIGNED(x) static_cast<i64>(x)

EIDER_CHECKED(AddInt, __builtin_add_overflow(EIDER_SIGNED(R[A]), EIDER_SIGNED(R[B]), &result));
EIDER_CHECKED(SubInt, __builtin_sub_overflow(EIDER_SIGNED(R[A]), EIDER_SIGNED(R[B]), &result));
EIDER_CHECKED(AddIntMem, __builtin_add_overflow(EIDER_SIGNED(R[A]), EIDER_SIGNED(EIDER_SLOT(HOLE_A)), &result));
EIDER_CHECKED(SubIntMem, __builtin_sub_overflow(EIDER_SIGNED(R[A]), EIDER_SIGNED(EIDER_SLOT(HOLE_A)), &result));
EIDER_CHECKED(NegInt, __builtin_sub_overflow(i64{0}, EIDER_SIGNED(R[A]), &result));

#define EIDER_CHECKED_IMM(name, instruction)                                       \
  template <int A, int B, int C>                                                   \
  EIDER_STENCIL(name) {                                                            \
    EIDER_STENCIL_REGISTERS;                                                       \
    bool overflow;                                                                 \
    asm(instruction " $HOLE_A, %0" : "+r"(R[A]), "=@cco"(overflow));               \
    EIDER_EXIT_UNLESS(!overflow);                                                  \
    EIDER_CONTINUE;                                                                \
  }                                                                                \
  EIDER_STENCIL_TABLE(name)
EIDER_CHECKED_IMM(AddIntImm, "addq");
EIDER_CHECKED_IMM(SubIntImm, "subq");

template <int A, int B, int C>
EIDER_STENCIL(MulInt) {
  EIDER_STENCIL_REGISTERS;
  i64 result;
  EIDER_EXIT_UNLESS(!__builtin_mul_overflow(EIDER_SIGNED(R[A]) >> 1, EIDER_SIGNED(R[B]), &result));
  R[A] = static_cast<u64>(result);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(MulInt);

template <int A, int B, int C>
EIDER_STENCIL(MulIntImm) {
  EIDER_STENCIL_REGISTERS;
  bool overflow;
  u64 result;
  asm("imulq $HOLE_A, %2, %0" : "=r"(result), "=@cco"(overflow) : "r"(R[A]));
  EIDER_EXIT_UNLESS(!overflow);
  R[A] = result;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(MulIntImm);

#define EIDER_PLAIN(name, body)   \
  template <int A, int B, int C>  \
  EIDER_STENCIL(name) {           \
    EIDER_STENCIL_REGISTERS;      \
    body;                         \
    EIDER_CONTINUE;               \
  }                               \
  EIDER_STENCIL_TABLE(name)
EIDER_PLAIN(AddIntUnchecked, R[A] += R[B]);
EIDER_PLAIN(SubIntUnchecked, R[A] -= R[B]);
EIDER_PLAIN(MulIntUnchecked, R[A] = static_cast<u64>(EIDER_SIGNED(R[A]) >> 1) * R[B]);
EIDER_PLAIN(NegIntUnchecked, R[A] = -R[A]);
EIDER_PLAIN(AddIntUncheckedMem, R[A] += EIDER_SLOT(HOLE_A));
EIDER_PLAIN(SubIntUncheckedMem, R[A] -= EIDER_SLOT(HOLE_A));
EIDER_PLAIN(AddIntUncheckedImm, asm("addq $HOLE_A, %0" : "+r"(R[A])));
EIDER_PLAIN(SubIntUncheckedImm, asm("subq $HOLE_A, %0" : "+r"(R[A])));
EIDER_PLAIN(MulIntUncheckedImm, asm("imulq $HOLE_A, %0, %0" : "+r"(R[A])));
EIDER_PLAIN(MinInt, R[A] = static_cast<i64>(R[B]) < static_cast<i64>(R[A]) ? R[B] : R[A]);
EIDER_PLAIN(MaxInt, R[A] = static_cast<i64>(R[B]) > static_cast<i64>(R[A]) ? R[B] : R[A]);
EIDER_PLAIN(AndInt, R[A] &= R[B]);
EIDER_PLAIN(OrInt, R[A] |= R[B]);
EIDER_PLAIN(XorInt, R[A] ^= R[B]);
EIDER_PLAIN(AndIntImm, asm("andq $HOLE_A, %0" : "+r"(R[A])));
EIDER_PLAIN(OrIntImm, asm("orq $HOLE_A, %0" : "+r"(R[A])));
EIDER_PLAIN(XorIntImm, asm("xorq $HOLE_A, %0" : "+r"(R[A])));

template <int A, int B, int C>
EIDER_STENCIL(FloorDivInt) {
  EIDER_STENCIL_REGISTERS;
  i64 a = EIDER_SIGNED(R[A]) >> 1, b = EIDER_SIGNED(R[B]) >> 1;
  EIDER_EXIT_UNLESS(b != 0);
  i64 quotient = a / b;  // |a|, |b| <= 2^62: no overflow of the division itself
  if (a % b != 0 && (a ^ b) < 0) --quotient;
  EIDER_EXIT_UNLESS(quotient != i64{1} << 62);  // -2^62 divided by -1
  R[A] = static_cast<u64>(quotient) << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(FloorDivInt);

template <int A, int B, int C>
EIDER_STENCIL(ModInt) {
  EIDER_STENCIL_REGISTERS;
  i64 a = EIDER_SIGNED(R[A]) >> 1, b = EIDER_SIGNED(R[B]) >> 1;
  EIDER_EXIT_UNLESS(b != 0);
  i64 remainder = a % b;
  if (remainder != 0 && (remainder ^ b) < 0) remainder += b;
  R[A] = static_cast<u64>(remainder) << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ModInt);

template <int A, int B, int C>
EIDER_STENCIL(ShlInt) {
  EIDER_STENCIL_REGISTERS;
  u64 count = R[B] >> 1;
  EIDER_EXIT_UNLESS(count <= 61);  // a negative count is a huge one here
  u64 result = R[A] << count;
  EIDER_EXIT_UNLESS(static_cast<u64>(EIDER_SIGNED(result) >> count) == R[A]);
  R[A] = result;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ShlInt);

template <int A, int B, int C>
EIDER_STENCIL(ShrInt) {
  EIDER_STENCIL_REGISTERS;
  i64 count = EIDER_SIGNED(R[B]) >> 1;
  EIDER_EXIT_UNLESS(count >= 0);
  R[A] = static_cast<u64>(EIDER_SIGNED(R[A]) >> (count > 63 ? 63 : count)) & ~u64{1};
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ShrInt);

template <int A, int B, int C>
EIDER_STENCIL(ShlIntImm) {
  EIDER_STENCIL_REGISTERS;
  u64 result = R[A];
  asm("shlq $HOLE_A, %0" : "+r"(result));
  u64 back = result;
  asm("sarq $HOLE_A, %0" : "+r"(back));
  EIDER_EXIT_UNLESS(back == R[A]);
  R[A] = result;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ShlIntImm);
EIDER_PLAIN(ShrIntImm, asm("sarq $HOLE_A, %0" : "+r"(R[A])); R[A] &= ~u64{1});

// --- comparison -----------------------------------------------------------------------------------------------------------------
EIDER_ALWAYS_INLINE u64 bool_word(bool b) { return objects::kFalse.bits() + (static_cast<u64>(b) << 3); }
static_assert(objects::kTrue.bits() == objects::kFalse.bits() + 8);
EIDER_PLAIN(CompareIntLt, R[A] = bool_word(EIDER_SIGNED(R[A]) < EIDER_SIGNED(R[B])));
EIDER_PLAIN(CompareIntLe, R[A] = bool_word(EIDER_SIGNED(R[A]) <= EIDER_SIGNED(R[B])));
EIDER_PLAIN(CompareIntEq, R[A] = bool_word(R[A] == R[B]));
EIDER_PLAIN(CompareIntNe, R[A] = bool_word(R[A] != R[B]));
EIDER_PLAIN(CompareIntGt, R[A] = bool_word(EIDER_SIGNED(R[A]) > EIDER_SIGNED(R[B])));
EIDER_PLAIN(CompareIntGe, R[A] = bool_word(EIDER_SIGNED(R[A]) >= EIDER_SIGNED(R[B])));

#define EIDER_GUARD(name, condition)  \
  template <int A, int B, int C>      \
  EIDER_STENCIL(name) {               \
    EIDER_STENCIL_REGISTERS;          \
    EIDER_EXIT_UNLESS(condition);     \
    EIDER_CONTINUE;                   \
  }                                   \
  EIDER_STENCIL_TABLE(name)
#define EIDER_GUARD_INT(name, op)                                                                    \
  EIDER_GUARD(name, EIDER_SIGNED(R[A]) op EIDER_SIGNED(R[B]))
#define EIDER_GUARD_MEM(name, op)                                                                    \
  EIDER_GUARD(name, EIDER_SIGNED(R[A]) op EIDER_SIGNED(EIDER_SLOT(HOLE_A)))
EIDER_GUARD_INT(GuardIntLt, <);
EIDER_GUARD_INT(GuardIntLe, <=);
EIDER_GUARD_INT(GuardIntEq, ==);
EIDER_GUARD_INT(GuardIntNe, !=);
EIDER_GUARD_MEM(GuardIntLtMem, <);
EIDER_GUARD_MEM(GuardIntLeMem, <=);
EIDER_GUARD_MEM(GuardIntEqMem, ==);
EIDER_GUARD_MEM(GuardIntNeMem, !=);
EIDER_GUARD_MEM(GuardIntGtMem, >);
EIDER_GUARD_MEM(GuardIntGeMem, >=);

#define EIDER_GUARD_IMM(name, flag)                                        \
  template <int A, int B, int C>                                           \
  EIDER_STENCIL(name) {                                                    \
    EIDER_STENCIL_REGISTERS;                                               \
    bool holds;                                                            \
    asm("cmpq $HOLE_A, %1" : "=@cc" flag(holds) : "r"(R[A]));              \
    EIDER_EXIT_UNLESS(holds);                                              \
    EIDER_CONTINUE;                                                        \
  }                                                                        \
  EIDER_STENCIL_TABLE(name)
EIDER_GUARD_IMM(GuardIntLtImm, "l");
EIDER_GUARD_IMM(GuardIntLeImm, "le");
EIDER_GUARD_IMM(GuardIntEqImm, "e");
EIDER_GUARD_IMM(GuardIntNeImm, "ne");
EIDER_GUARD_IMM(GuardIntGtImm, "g");
EIDER_GUARD_IMM(GuardIntGeImm, "ge");

}  // namespace
}  // namespace eider::stencils

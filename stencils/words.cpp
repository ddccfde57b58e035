// SPDX-License-Identifier: MIT
//
// Words: ints from 0 to 2^64 - 1, all 64 bits (Note [Words], jit/record/record_words.cpp).
#include "objects/numbers.h"
#include "stencils/stencil.h"

namespace eider::stencils {
namespace {

using objects::BigInt;

#define EIDER_SIGNED(x) static_cast<i64>(x)

/// An exact int that is an object. Its limbs never change.
EIDER_ALWAYS_INLINE bool is_big(u64 word) {
  return (word & 7) == 0 && word != 0 &&
         reinterpret_cast<objects::Object*>(word)->shape_id() == objects::shape_id(objects::TypeId::kInt);
}

template <int A, int B, int C>
EIDER_STENCIL(GuardWord) {
  EIDER_STENCIL_REGISTERS;
  if (EIDER_LIKELY(R[B] & 1)) {
    EIDER_EXIT_UNLESS(EIDER_SIGNED(R[B]) >= 0);
    R[A] = R[B] >> 1;
    EIDER_CONTINUE;
  }
  EIDER_EXIT_UNLESS(is_big(R[B]));
  auto* big = reinterpret_cast<const BigInt*>(R[B]);
  EIDER_EXIT_UNLESS(big->sign > 0 && big->count == 1);
  R[A] = big->limbs[0];
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(GuardWord);

template <int A, int B, int C>
EIDER_STENCIL(LowWord) {
  EIDER_STENCIL_REGISTERS;
  if (EIDER_LIKELY(R[B] & 1)) {
    R[A] = static_cast<u64>(EIDER_SIGNED(R[B]) >> 1);
    EIDER_CONTINUE;
  }
  EIDER_EXIT_UNLESS(is_big(R[B]));
  auto* big = reinterpret_cast<const BigInt*>(R[B]);
  R[A] = big->sign < 0 ? -big->limbs[0] : big->limbs[0];
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(LowWord);

template <int A, int B, int C>
EIDER_STENCIL(GuardLong) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS((R[A] & 1) || is_big(R[A]));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(GuardLong);

template <int A, int B, int C>
EIDER_STENCIL(WordToInt) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS((R[B] >> 62) == 0);
  R[A] = R[B] << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(WordToInt);

#define EIDER_PLAIN(name, body)   \
  template <int A, int B, int C>  \
  EIDER_STENCIL(name) {           \
    EIDER_STENCIL_REGISTERS;      \
    body;                         \
    EIDER_CONTINUE;               \
  }                               \
  EIDER_STENCIL_TABLE(name)
EIDER_PLAIN(IntToWord, R[A] = static_cast<u64>(EIDER_SIGNED(R[B]) >> 1));
EIDER_PLAIN(WordToIntUnchecked, R[A] = R[B] << 1);
EIDER_PLAIN(MulWord, R[A] *= R[B]);
EIDER_PLAIN(ShlWordImm, asm("shlq $HOLE_A, %0" : "+r"(R[A])));
EIDER_PLAIN(ShrWordImm, asm("shrq $HOLE_A, %0" : "+r"(R[A])));
EIDER_PLAIN(ShlWord, u64 count = R[B] >> 1; R[A] = count > 63 ? 0 : R[A] << count);
EIDER_PLAIN(ShrWord, u64 count = R[B] >> 1; R[A] = count > 63 ? 0 : R[A] >> count);

#define EIDER_DIVISION(name, op)     \
  template <int A, int B, int C>     \
  EIDER_STENCIL(name) {              \
    EIDER_STENCIL_REGISTERS;         \
    EIDER_EXIT_UNLESS(R[B] != 0);    \
    R[A] = R[A] op R[B];             \
    EIDER_CONTINUE;                  \
  }                                  \
  EIDER_STENCIL_TABLE(name)
EIDER_DIVISION(DivWord, /);
EIDER_DIVISION(ModWord, %);

#define EIDER_GUARD(name, op)           \
  template <int A, int B, int C>        \
  EIDER_STENCIL(name) {                 \
    EIDER_STENCIL_REGISTERS;            \
    EIDER_EXIT_UNLESS(R[A] op R[B]);    \
    EIDER_CONTINUE;                     \
  }                                     \
  EIDER_STENCIL_TABLE(name)
EIDER_GUARD(GuardWordLt, <);
EIDER_GUARD(GuardWordLe, <=);

EIDER_ALWAYS_INLINE u64 bool_word(bool b) { return objects::kFalse.bits() + (static_cast<u64>(b) << 3); }
EIDER_PLAIN(CompareWordLt, R[A] = bool_word(R[A] < R[B]));
EIDER_PLAIN(CompareWordLe, R[A] = bool_word(R[A] <= R[B]));
EIDER_PLAIN(CompareWordGt, R[A] = bool_word(R[A] > R[B]));
EIDER_PLAIN(CompareWordGe, R[A] = bool_word(R[A] >= R[B]));

template <int A, int B, int C>
EIDER_STENCIL(BoxWord) {
  EIDER_STENCIL_REGISTERS;
  if (EIDER_UNLIKELY((R[B] >> 62) != 0)) {
    u64 boxed = HOLE_CALL_box_word(t, R[B]);
    EIDER_EXIT_UNLESS(boxed != objects::kFailedWord.bits());
    R[A] = boxed;
    EIDER_CONTINUE;
  }
  R[A] = R[B] << 1 | 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(BoxWord);

}  // namespace
}  // namespace eider::stencils

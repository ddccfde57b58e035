// SPDX-License-Identifier: MIT
//
// Guards on tagged words, and boxing.
#include "stencils/stencil.h"

namespace eider::stencils {
namespace {

template <int A, int B, int C>
EIDER_STENCIL(GuardInt) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(R[B] & 1);
  R[A] = R[B] - 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(GuardInt);

template <int A, int B, int C>
EIDER_STENCIL(GuardFloat) {
  EIDER_STENCIL_REGISTERS;
  u64 rest = float_rest(R[B]);
  EIDER_EXIT_UNLESS((rest & 3) == 0);
  X[A] = float_of_rest(rest);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(GuardFloat);

#define EIDER_GUARD(name, condition)  \
  template <int A, int B, int C>      \
  EIDER_STENCIL(name) {               \
    EIDER_STENCIL_REGISTERS;          \
    EIDER_EXIT_UNLESS(condition);     \
    EIDER_CONTINUE;                   \
  }                                   \
  EIDER_STENCIL_TABLE(name)
EIDER_GUARD(GuardPresent, R[A] != 0);
EIDER_GUARD(GuardHeap, (R[A] & 7) == 0 && R[A] != 0);
EIDER_GUARD(GuardSame, R[A] == R[B]);
EIDER_GUARD(GuardNotSame, R[A] != R[B]);

#define EIDER_GUARD_WORD(name, load, compare, flag)               \
  template <int A, int B, int C>                                  \
  EIDER_STENCIL(name) {                                           \
    EIDER_STENCIL_REGISTERS;                                      \
    bool holds;                                                   \
    load;                                                         \
    asm(compare : "=@cc" flag(holds) : "r"(R[A]), "r"(word));     \
    EIDER_EXIT_UNLESS(holds);                                     \
    EIDER_CONTINUE;                                               \
  }                                                               \
  EIDER_STENCIL_TABLE(name)
EIDER_GUARD_WORD(GuardIs32, u64 word = R[A], "cmpq $HOLE_A, %1", "e");
EIDER_GUARD_WORD(GuardIsNot32, u64 word = R[A], "cmpq $HOLE_A, %1", "ne");
EIDER_GUARD_WORD(GuardIs64, u64 word; asm("movabsq $HOLE_A, %0" : "=r"(word)), "cmpq %2, %1", "e");
EIDER_GUARD_WORD(GuardIsNot64, u64 word; asm("movabsq $HOLE_A, %0" : "=r"(word)), "cmpq %2, %1", "ne");

template <int A, int B, int C>
EIDER_STENCIL(GuardShape) {
  EIDER_STENCIL_REGISTERS;
  auto* object = reinterpret_cast<objects::Object*>(R[A]);
  bool same;
#if defined(EIDER_TSAN)
  uint32_t shape = object->shape_id();
  asm("cmpl $HOLE_A, %1" : "=@cce"(same) : "r"(shape));
#else
  // A compare with memory is the acquire load shape_id() makes: on x86-64 every load is one.
  asm volatile("cmpl $HOLE_A, %1" : "=@cce"(same) : "m"(*reinterpret_cast<volatile uint32_t*>(object->shape.raw())) : "memory");
#endif
  EIDER_EXIT_UNLESS(same);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(GuardShape);

template <int A, int B, int C>
EIDER_STENCIL(BoxInt) {
  EIDER_STENCIL_REGISTERS;
  R[A] = R[B] + 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(BoxInt);

template <int A, int B, int C>
EIDER_STENCIL(BoolInt) {
  EIDER_STENCIL_REGISTERS;
  u64 word = R[B] - objects::kFalse.bits();  // 0 or 8
  EIDER_EXIT_UNLESS((word & ~u64{8}) == 0);
  R[A] = word >> 2;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(BoolInt);

template <int A, int B, int C>
EIDER_STENCIL(BoxFloat) {
  EIDER_STENCIL_REGISTERS;
  u64 word = float_word_of(X[B]);
  u64 rest = float_rest(word);
  if (EIDER_UNLIKELY((rest & 3) != 0 || rest == 0)) {
    u64 boxed = HOLE_CALL_box_float(t, X[B]);
    EIDER_EXIT_UNLESS(boxed != objects::kFailedWord.bits());
    R[A] = boxed;
    EIDER_CONTINUE;
  }
  R[A] = word;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(BoxFloat);

template <int A, int B, int C>
EIDER_STENCIL(BoxComplex) {
  EIDER_STENCIL_REGISTERS;
  u64 made = HOLE_CALL_box_complex(t, X[B], X[C]);
  EIDER_EXIT_UNLESS(made != objects::kFailedWord.bits());
  R[A] = made;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(BoxComplex);

}  // namespace
}  // namespace eider::stencils

// SPDX-License-Identifier: MIT
//
// Moves between registers and slots, constants, control, calls.
#include "stencils/stencil.h"

namespace eider::stencils {
namespace {

#define EIDER_MOVE(name, body)      \
  template <int A, int B, int C>    \
  EIDER_STENCIL(name) {             \
    EIDER_STENCIL_REGISTERS;        \
    body;                           \
    EIDER_CONTINUE;                 \
  }                                 \
  EIDER_STENCIL_TABLE(name)

EIDER_MOVE(MoveInt, R[A] = R[B]);
EIDER_MOVE(MoveFloat, X[A] = X[B]);
EIDER_MOVE(LoadSlotInt, R[A] = EIDER_SLOT(HOLE_A));
EIDER_MOVE(LoadSlotFloat, X[A] = EIDER_FLOAT_SLOT(HOLE_A));
EIDER_MOVE(StoreSlotInt, EIDER_SLOT(HOLE_A) = R[A]);
EIDER_MOVE(StoreSlotFloat, EIDER_FLOAT_SLOT(HOLE_A) = X[A]);
EIDER_MOVE(MoveSlot, EIDER_SLOT(HOLE_A) = EIDER_SLOT(HOLE_B));
EIDER_MOVE(ConstZero, R[A] = 0);
EIDER_MOVE(Const32, asm("movq $HOLE_A, %0" : "=r"(R[A])));
EIDER_MOVE(Const64, asm("movabsq $HOLE_A, %0" : "=r"(R[A])));
EIDER_MOVE(ConstFloatZero, X[A] = 0.0);

EIDER_ALWAYS_INLINE u64 hole_a64() {
  u64 word;
  asm("movabsq $HOLE_A, %0" : "=r"(word));
  return word;
}
EIDER_ALWAYS_INLINE u64 hole_b64() {
  u64 word;
  asm("movabsq $HOLE_B, %0" : "=r"(word));
  return word;
}
EIDER_MOVE(ConstFloat, X[A] = __builtin_bit_cast(double, hole_a64()));
EIDER_MOVE(ConstSlot, EIDER_SLOT(HOLE_A) = hole_b64());

template <int A, int B, int C>
EIDER_STENCIL(Jump) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT;
}
EIDER_STENCIL_TABLE(Jump);

template <int A, int B, int C>
EIDER_STENCIL(ExitStub) {
  EIDER_STENCIL_REGISTERS;
  u64 exit = hole_a64();
  t->jit_exit = reinterpret_cast<void*>(exit);  // `leave` reads it
  EIDER_MUSTTAIL return (*reinterpret_cast<Code*>(exit))(EIDER_STENCIL_PASS);  // pairs with the release store that links
}
EIDER_STENCIL_TABLE(ExitStub);

EIDER_ALWAYS_INLINE bool can_run(Thread* t, Value* base, jit::ExecutorHead& e) {
  return read_relaxed(reinterpret_cast<uint8_t*>(e.valid.raw())) != 0 && reinterpret_cast<char*>(base) + e.limit_bytes <= reinterpret_cast<char*>(t->stack_end) &&
         t->recursion_left >= static_cast<int32_t>(e.inlined_frames);
}

template <int A, int B, int C>
EIDER_STENCIL(EnterSide) {
  EIDER_STENCIL_REGISTERS;
  auto& e = *reinterpret_cast<jit::ExecutorHead*>(hole_a64());
  EIDER_EXIT_UNLESS(can_run(t, base, e));
  static_cast<jit::Activation*>(t->activation)->executor = &e;
  EIDER_SLOT(e.frame_limit_bytes) = reinterpret_cast<u64>(base) + e.limit_bytes;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(EnterSide);

template <int A, int B, int C>
EIDER_STENCIL(CheckEntry) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(can_run(t, base, *reinterpret_cast<jit::ExecutorHead*>(hole_a64())));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(CheckEntry);

template <int A, int B, int C>
EIDER_STENCIL(JumpEntry) {
  EIDER_STENCIL_REGISTERS;
  auto& e = *reinterpret_cast<jit::ExecutorHead*>(hole_a64());
  jit::Activation copy = *static_cast<jit::Activation*>(t->activation);  // its record may overlap the new one
  auto* record = reinterpret_cast<jit::Activation*>(reinterpret_cast<char*>(base) + e.activation_bytes);
  copy.executor = &e;
  *record = copy;
  t->activation = record;
  EIDER_SLOT(e.frame_limit_bytes) = reinterpret_cast<u64>(base) + e.limit_bytes;
  EIDER_MUSTTAIL return reinterpret_cast<Code>(const_cast<void*>(e.entry))(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(JumpEntry);

template <int A, int B, int C>
EIDER_STENCIL(Poll) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(read_relaxed(reinterpret_cast<uint32_t*>(t->poll.raw())) == 0);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(Poll);

template <int A, int B, int C>
EIDER_STENCIL(CheckValid) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(read_relaxed(reinterpret_cast<uint8_t*>(hole_a64())) != 0);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(CheckValid);

// --- calls ----------------------------------------------------------------------------------------------------------------------
#define EIDER_CALL(name, b, c)                                                            \
  template <int A, int B, int C>                                                          \
  EIDER_STENCIL(name) {                                                                   \
    EIDER_STENCIL_REGISTERS;                                                              \
    u64 result = HOLE_HELPER(t, EIDER_SLOT(HOLE_A), b, c);                                \
    EIDER_STENCIL_FORGET_REGISTERS;                                                       \
    EIDER_EXIT_UNLESS(result != 0 && result != objects::kFailedWord.bits());              \
    R[0] = result;                                                                        \
    EIDER_CONTINUE;                                                                       \
  }                                                                                       \
  EIDER_STENCIL_TABLE(name)
EIDER_CALL(Call1, 0, 0);
EIDER_CALL(Call2, EIDER_SLOT(HOLE_B), 0);
EIDER_CALL(Call3, EIDER_SLOT(HOLE_B), EIDER_SLOT(HOLE_C));

template <int A, int B, int C>
EIDER_STENCIL(Escape) {
  EIDER_STENCIL_REGISTERS;
  EIDER_STENCIL_FORGET_REGISTERS;
  R[0] = hole_a64();
  asm("leaq HOLE_CONTINUE(%%rip), %0" : "=r"(R[1]));
  asm("movq $HOLE_B, %0" : "=r"(R[2]));
  EIDER_MUSTTAIL return HOLE_CALL_escape(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(Escape);

}  // namespace
}  // namespace eider::stencils

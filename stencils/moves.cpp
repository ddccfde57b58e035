// SPDX-License-Identifier: MIT
//
// Moves between registers and slots, constants, control, calls.
#include "stencils/stencil.h"
#include "vm/frame.h"
#include "vm/generator.h"

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
  EIDER_MUSTTAIL return read_dependent(reinterpret_cast<Code*>(exit))(EIDER_STENCIL_PASS);  // pairs with the release store that links
}
EIDER_STENCIL_TABLE(ExitStub);

EIDER_ALWAYS_INLINE u64 hole_c32() {
  u64 word;
  asm("movq $HOLE_C, %0" : "=r"(word));
  return word;
}
EIDER_ALWAYS_INLINE u64 hole_b32() {
  u64 word;
  asm("movq $HOLE_B, %0" : "=r"(word));
  return word;
}
EIDER_ALWAYS_INLINE Value* bytes_above(Value* base, u64 bytes) { return reinterpret_cast<Value*>(reinterpret_cast<char*>(base) + bytes); }

/// pushed: frames that will have been pushed by then
EIDER_ALWAYS_INLINE bool can_run(Thread* t, Value* base, jit::ExecutorHead& e, u64 pushed) {
  return read_relaxed(reinterpret_cast<uint8_t*>(e.valid.raw())) != 0 && reinterpret_cast<char*>(base) + e.limit_bytes <= reinterpret_cast<char*>(t->stack_end) &&
         t->recursion_left >= static_cast<int32_t>(e.inlined_frames + static_cast<uint32_t>(pushed));
}

/// Of code whose root frame this one is, while a frame that it has called runs.
EIDER_ALWAYS_INLINE Value* base_of(const vm::Frame* root) { return root->flags & vm::kFrameGenerator ? root->limit : root->locals; }

/// The activation goes on as one of e, whose root frame has its locals at base; the record may overlap the old one.
EIDER_ALWAYS_INLINE void activate(Thread* t, Value* base, jit::ExecutorHead& e, const jit::Activation& now) {
  jit::Activation copy = now;
  copy.executor = &e;
  copy.frame = t->frame;
  auto* record = reinterpret_cast<jit::Activation*>(bytes_above(base, e.activation_bytes));
  *record = copy;
  t->activation = record;
  t->frame->limit = bytes_above(base, e.limit_bytes);
}

template <int A, int B, int C>
EIDER_STENCIL(EnterSide) {
  EIDER_STENCIL_REGISTERS;
  auto& e = *reinterpret_cast<jit::ExecutorHead*>(hole_a64());
  EIDER_EXIT_UNLESS(can_run(t, base, e, 0));
  static_cast<jit::Activation*>(t->activation)->executor = &e;
  t->frame->limit = bytes_above(base, e.limit_bytes);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(EnterSide);

template <int A, int B, int C>
EIDER_STENCIL(CheckEntry) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(can_run(t, bytes_above(base, hole_b32()), *reinterpret_cast<jit::ExecutorHead*>(hole_a64()), hole_c32()));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(CheckEntry);

template <int A, int B, int C>
EIDER_STENCIL(CheckCode) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(vm::find_thread_code(*t, reinterpret_cast<vm::Code*>(hole_a64())) != nullptr);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(CheckCode);

template <int A, int B, int C>
EIDER_STENCIL(KeepActivation) {
  EIDER_STENCIL_REGISTERS;
  auto* record = reinterpret_cast<jit::Activation*>(&EIDER_SLOT(HOLE_A));
  *record = *static_cast<jit::Activation*>(t->activation);
  t->activation = record;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(KeepActivation);

/// Of a frame that calls: while compiled code ran in it, it was that code's. Where it takes what its callee gives.
EIDER_ALWAYS_INLINE Value* settle_caller(vm::Frame* caller, Value* base, const jit::FramePush& push) {
  caller->pc = caller->code->units + push.return_unit;
  if (caller->flags & vm::kFrameGenerator) {
    caller->limit = bytes_above(base, push.caller_limit_bytes);
    return bytes_above(caller->locals, push.result_bytes);
  }
  caller->limit = caller->locals + caller->code->frame_words;
  return bytes_above(base, push.result_bytes);
}

template <int A, int B, int C>
EIDER_STENCIL(PushFrame) {
  EIDER_STENCIL_REGISTERS;
  const auto& push = *reinterpret_cast<const jit::FramePush*>(hole_a64());
  Value* locals = bytes_above(base, push.locals_bytes);
  vm::ThreadCode* code = vm::find_thread_code(*t, push.code);
  auto* frame = reinterpret_cast<vm::Frame*>(locals + code->local_count);
  frame->code = code;
  frame->locals = locals;
  frame->limit = locals + code->frame_words;
  frame->ns = objects::kAbsent;
  frame->frame_object = objects::kAbsent;
  frame->flags = push.flags;
  asm volatile("" ::: "memory");  // few registers are free: what is above is done with
  vm::Frame* caller = t->frame;
  frame->previous = caller;
  frame->sp = settle_caller(caller, base, push);
  t->frame = frame;
  t->recursion_left--;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(PushFrame);

/// Of a generator that ClaimGenerator has made this thread's. As vm::link_frame.
template <int A, int B, int C>
EIDER_STENCIL(PushGenerator) {
  EIDER_STENCIL_REGISTERS;
  const auto& push = *reinterpret_cast<const jit::FramePush*>(hole_a64());
  vm::Frame* resumer = t->frame;
  Value* result = settle_caller(resumer, base, push);
  auto* g = result[-1].as<vm::Generator>();
  g->exhausted_sp = result - 1;
  g->exhausted_pc = resumer->code->units + push.exhausted;
  g->kind_flags = (g->kind_flags & ~(u64{1} << 63)) | u64{push.sends} << 63;
  g->outer_handled = t->handled_exception;
  vm::Frame* frame = g->frame;
  frame->previous = resumer;
  frame->sp = result;
  asm volatile("" ::: "memory");  // few registers are free: what is above is done with
  frame->limit = bytes_above(base, push.limit_bytes);
  frame->code = vm::find_thread_code(*t, push.code);
  t->frame = frame;
  t->recursion_left--;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(PushGenerator);

template <int A, int B, int C>
EIDER_STENCIL(JumpEntry) {
  EIDER_STENCIL_REGISTERS;
  auto& e = *reinterpret_cast<jit::ExecutorHead*>(hole_a64());
  base = bytes_above(base, hole_b32());
  activate(t, base, e, *static_cast<jit::Activation*>(t->activation));
  EIDER_MUSTTAIL return reinterpret_cast<Code>(const_cast<void*>(e.entry))(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(JumpEntry);

template <int A, int B, int C>
EIDER_STENCIL(CheckHeader) {
  EIDER_STENCIL_REGISTERS;
  auto& e = *reinterpret_cast<jit::ExecutorHead*>(hole_a64());
  EIDER_EXIT_UNLESS(read_relaxed(reinterpret_cast<uint8_t*>(e.valid.raw())) != 0);
  static_cast<jit::Activation*>(t->activation)->executor = &e;
  t->frame->limit = bytes_above(base, e.limit_bytes);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(CheckHeader);

template <int A, int B, int C>
EIDER_STENCIL(JumpHeader) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT;
}
EIDER_STENCIL_TABLE(JumpHeader);


/// The frame that called the root frame is the root now. Its locals' base.
EIDER_ALWAYS_INLINE Value* go_on_in(Thread* t, vm::Frame* caller, jit::ExecutorHead& e) {
  t->frame = caller;
  t->recursion_left++;
  Value* base = base_of(caller);
  jit::Activation now = *static_cast<jit::Activation*>(t->activation);
  now.entered = &e;  // the code of who was entered may die from here on
  now.since = 0;
  activate(t, base, e, now);
  return base;
}

template <int A, int B, int C>
EIDER_STENCIL(ReturnEntry) {
  EIDER_STENCIL_REGISTERS;
  auto& e = *reinterpret_cast<jit::ExecutorHead*>(hole_a64());
  vm::Frame* frame = t->frame;
  *reinterpret_cast<u64*>(frame->sp) = R[A];
  base = go_on_in(t, frame->previous, e);
  EIDER_MUSTTAIL return reinterpret_cast<Code>(const_cast<void*>(e.entry))(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(ReturnEntry);

/// The root frame is of this kind, and who called or resumed it is code of A and would go on C bytes behind its units, at pc. Held chains'
/// frames are of another kind.
#define EIDER_CHECK_RETURN(name, kind, pc)                                                                             \
  template <int A, int B, int C>                                                                                       \
  EIDER_STENCIL(name) {                                                                                                \
    EIDER_STENCIL_REGISTERS;                                                                                           \
    const vm::Frame* frame = t->frame;                                                                                 \
    const vm::Frame* caller = frame->previous;                                                                         \
    EIDER_EXIT_UNLESS((frame->flags & vm::kFrameSpecial) == (kind) && caller->code->code == reinterpret_cast<vm::Code*>(hole_a64()) && \
                      reinterpret_cast<u64>(pc) == reinterpret_cast<u64>(caller->code->units) + hole_c32());            \
    u64 target;                                                                                                        \
    asm("movabsq $HOLE_B, %0" : "=r"(target));                                                                         \
    EIDER_EXIT_UNLESS(can_run(t, base_of(caller), *reinterpret_cast<jit::ExecutorHead*>(target), 0));                   \
    EIDER_CONTINUE;                                                                                                    \
  }                                                                                                                    \
  EIDER_STENCIL_TABLE(name)
EIDER_CHECK_RETURN(CheckReturn, 0, caller->pc);
EIDER_CHECK_RETURN(CheckInitReturn, vm::kFrameInit, caller->pc);
EIDER_CHECK_RETURN(CheckMethodReturn, vm::kFrameOperator, caller->pc);
EIDER_CHECK_RETURN(CheckYield, vm::kFrameGenerator, caller->pc);
EIDER_CHECK_RETURN(CheckExhausted, vm::kFrameGenerator, frame->extra.as<vm::Generator>()->exhausted_pc);

/// As the interpreter's YIELD_VALUE; what the generator's object has to hold was stored.
template <int A, int B, int C>
EIDER_STENCIL(YieldEntry) {
  EIDER_STENCIL_REGISTERS;
  auto& e = *reinterpret_cast<jit::ExecutorHead*>(hole_a64());
  vm::Frame* frame = t->frame;
  auto* g = frame->extra.as<vm::Generator>();
  frame->pc = reinterpret_cast<const uint16_t*>(reinterpret_cast<u64>(frame->code->units) + hole_b32());
  g->sp = bytes_above(frame->stack(), hole_c32());
  vm::Frame* resumer = frame->previous;
  *reinterpret_cast<u64*>(frame->sp) = R[A];
  frame->previous = nullptr;  // who looks at the suspended frame finds no caller
  vm::leave_handled(*t, g);
  base = go_on_in(t, resumer, e);
  g->state.store_release(vm::GeneratorState::kSuspended);  // publishes the frame; pairs with the acquire of the next one to enter
  EIDER_MUSTTAIL return reinterpret_cast<Code>(const_cast<void*>(e.entry))(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(YieldEntry);

template <int A, int B, int C>
EIDER_STENCIL(ExhaustedEntry) {
  EIDER_STENCIL_REGISTERS;
  u64 returned = R[A], target = hole_a64();
  EIDER_STENCIL_FORGET_REGISTERS;
  R[0] = returned;
  R[1] = target;
  EIDER_MUSTTAIL return HOLE_CALL_exhausted_entry(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(ExhaustedEntry);

template <int A, int B, int C>
EIDER_STENCIL(ReturnHost) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS((t->frame->flags & vm::kFrameSpecial) == vm::kFrameEntry);
  u64 result = R[A];
  EIDER_STENCIL_FORGET_REGISTERS;
  R[0] = result;
  EIDER_MUSTTAIL return HOLE_CALL_return_host(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(ReturnHost);

template <int A, int B, int C>
EIDER_STENCIL(YieldHost) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS((t->frame->flags & vm::kFrameSpecial) == (vm::kFrameEntry | vm::kFrameGenerator));
  u64 yielded = R[A], units = hole_b32(), stack = hole_c32();
  EIDER_STENCIL_FORGET_REGISTERS;
  R[0] = yielded;
  R[1] = units;
  R[2] = stack;
  EIDER_MUSTTAIL return HOLE_CALL_yield_host(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(YieldHost);

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

// --- --stress ---------------------------------------------------------------------------------------------------------------------
EIDER_ALWAYS_INLINE bool runs_out(jit::Countdown* count) {
  i64 left = __atomic_load_n(&count->left, __ATOMIC_RELAXED) - 1;
  __atomic_store_n(&count->left, left <= 0 ? count->every : left, __ATOMIC_RELAXED);
  return left <= 0;
}

template <int A, int B, int C>
EIDER_STENCIL(CountExit) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(!runs_out(reinterpret_cast<jit::Countdown*>(hole_a64())));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(CountExit);

template <int A, int B, int C>
EIDER_STENCIL(ForcedExit) {
  EIDER_STENCIL_REGISTERS;
  t->jit_exit = reinterpret_cast<void*>(hole_a64());  // `leave` reads it
  EIDER_MUSTTAIL return HOLE_CALL_leave(EIDER_STENCIL_PASS);
}
EIDER_STENCIL_TABLE(ForcedExit);

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

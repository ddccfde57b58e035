// SPDX-License-Identifier: MIT
//
// Generators and coroutines: an object that holds its own frame.
//
// Rule (DESIGN 17.5): `state` is entered by CAS. Whoever moves it from created/suspended to running owns the frame and everything in the
// object until it stores suspended or closed; everyone else gets ValueError "generator already executing".
//
// Layout: [ Generator fields ][ locals ][ Frame ][ stack ], so Frame and locals stand as on a value stack.
#pragma once

#include "vm/frame.h"
#include "vm/function.h"
#include "vm/generator_fwd.h"
#include "vm/uops/machine.h"

namespace eider::vm {

/// kInspected: suspended, and somebody looks at its frame for a few instructions; who wants to enter spins.
enum class GeneratorState : uint64_t { kCreated = 0, kSuspended = 1, kRunning = 2, kClosed = 3, kInspected = 4 };

struct Generator : Object {  // kCustom; types generator, coroutine, async_generator
  static constexpr TypeId kTypeId = TypeId::kGenerator;
  Atomic<GeneratorState> state;   // CAS acquire on entry pairs with store_release on suspension
  Frame* frame;                   // inside this object; fixed
  Code* code;                     // fixed
  Value* sp;                      // suspended: where the stack's top stands (memory is complete); created: one below the stack
  const uint16_t* exhausted_pc;   // resumed by ForIter / Send: where the resumer goes on when it returns, else nullptr: StopIteration there
  Value* exhausted_sp;            // ... and the stack height there (before pushing a returned value, Send only)
  Value handled_exception;        // what its `except` is handling while it is suspended
  Value outer_handled;            // running: what the resumer handles
  Field<Value> name;
  Field<Value> qualname;
  Field<Value> running_hooks;     // async generators: finalizer hook state
  Field<Value> origin;            // coroutines: cr_origin
  uint64_t kind_flags;            // CodeFlags of the code; bit 63: exhausted by Send (push the returned value)
  Value storage[];
};



/// Resumes from C++ with `sent` (or throws `thrown` when not ABSENT). Runs until it yields, returns or raises.
/// `*result`: yielded or returned value. ValueError when it is running; StopIteration is never made here.
ResumeResult resume_generator(Thread& t, Generator* g, Value sent, Value thrown, Value* result);

/// The iterator a suspended generator delegates to (yield from, await), or ABSENT. Enters it for the look.
Value generator_delegate(Generator* g);
Result<Value> generator_send(Thread& t, Generator* g, Value v);
Result<Value> generator_throw(Thread& t, Generator* g, Value exc);
Result<void> generator_close(Thread& t, Generator* g);
/// Makes a suspended generator that delegates look as when its delegate has returned; the value comes with the next resume.
void skip_delegation(Generator* g);
/// A generator's frame ends by returning / by an exception passing out (StopIteration becomes RuntimeError: PEP 479).
void finish_returning_generator(Thread& t, Generator* g);
void finish_raising_generator(Thread& t, Generator* g);
/// ... by returning in compiled code, where it has no frame of its own: what handles exceptions has not changed.
void finish_virtual_generator(Thread& t, Generator* g);
/// StopIteration (StopAsyncIteration) with what it returned.
void raise_stop(Thread& t, Generator* g, Value returned);


Result<Value> async_gen_wrap(Thread& t, Value v);
Result<Value> get_awaitable(Thread& t, Value v, uint32_t how);
Result<Value> get_aiter(Thread& t, Value v);
Result<Value> get_anext(Thread& t, Value aiter);
/// anext(iterator, default): awaiting it gives what `awaitable` gives, or `otherwise` at StopAsyncIteration.
Result<Value> anext_with_default(Thread& t, Value awaitable, Value otherwise);

/// The state, kInspected waited out.
inline GeneratorState generator_state(const Generator* g) {
  for (;;) {
    GeneratorState seen = g->state.load_relaxed();  // who acts on it enters by CAS
    if (EIDER_LIKELY(seen != GeneratorState::kInspected)) return seen;
    base::spin_pause();
  }
}
/// kSuspended -> `next`; false when it is something else.
inline bool enter_suspended(Generator* g, GeneratorState next) {
  for (;;) {
    GeneratorState seen = GeneratorState::kSuspended;
    if (g->state.cas_acquire(seen, next)) return true;
    if (seen != GeneratorState::kInspected) return false;
    base::spin_pause();
  }
}

/// The exception being handled is the generator's own while it runs, else its resumer's shows through.
inline void enter_handled(Thread& t, Generator* g) {
  g->outer_handled = t.handled_exception;
  if (!g->handled_exception.is_absent()) t.handled_exception = g->handled_exception;
}
inline void leave_handled(Thread& t, Generator* g) {
  g->handled_exception = t.handled_exception == g->outer_handled ? kAbsent : t.handled_exception;
  t.handled_exception = g->outer_handled;
  g->outer_handled = kAbsent;
}

/// A generator that was `seen` created or suspended -> running; false: somebody else has entered it.
EIDER_ALWAYS_INLINE bool enter_seen(Thread& t, Generator* g, GeneratorState seen) {
  if (EIDER_LIKELY(t.must_lock == 0)) {  // nobody else runs, until a safepoint
    g->state.store_relaxed(GeneratorState::kRunning);
    return true;
  }
  return g->state.cas_acquire(seen, GeneratorState::kRunning);  // pairs with the release of whoever suspended it
}

/// Makes the frame of g, which this thread has entered, its innermost one, above `resumer`. The rest as in resume_in_place.
EIDER_ALWAYS_INLINE void link_frame(Thread& t, Generator* g, ThreadCode* tc, Frame* resumer, const uint16_t* yield_pc, const uint16_t* exhausted_pc,
                                    Value* yield_sp, Value* exhausted_sp, bool push_returned) {
  Frame* f = g->frame;
  if (EIDER_UNLIKELY(tc != f->code)) {  // suspended on another thread: its units have the same offsets here
    f->pc = tc->units + (f->pc - f->code->units);
    f->code = tc;
  }
  resumer->pc = yield_pc;
  f->previous = resumer;
  f->sp = yield_sp;
  f->limit = resumer->limit;
  g->exhausted_pc = exhausted_pc;
  g->exhausted_sp = exhausted_sp;
  g->kind_flags = (g->kind_flags & ~(uint64_t{1} << 63)) | uint64_t{push_returned} << 63;
  enter_handled(t, g);
  t.frame = f;
  t.recursion_left--;
}

/// Note [A chain of delegations]
/// A generator that stands in `yield from` (or await) hands what it is sent to its delegate, and hands on what that yields. So who resumes
/// it in the interpreter enters the delegates as well, down to the one that does something else (enter_delegates), and a yield
/// goes up through all of them at once (YieldValue): the instructions between, Resume, JumpBackwardNoInterrupt and Send, are not run.
/// Each generator is entered, linked and suspended by itself, as those instructions would: what others see of it is the same. One that
/// cannot be entered is left to the Send above it. What is being recorded goes instruction by instruction.
inline constexpr uint16_t kDelegatingYield = static_cast<uint16_t>(bytecode::Op::kYieldValue) | 1 << 8;

/// `g` runs and stands behind a delegating yield. The innermost of its delegates that could be entered, or itself.
Generator* enter_delegates(Thread& t, Generator* g);

/// Continues the interpreter in g's frame. The resumer goes on at yield_pc with the yielded value as top above yield_sp, or at
/// exhausted_pc: push_returned: returned value as top above exhausted_sp; else the item at exhausted_sp[-1] becomes the top. Used where no C++ frame must lie between.
template <class M>
EIDER_ALWAYS_INLINE Flow resume_in_place(M& m, Generator* g, Value sent, const uint16_t* yield_pc, const uint16_t* exhausted_pc,
                                         Value* yield_sp, Value* exhausted_sp, bool push_returned = false) {
  if (EIDER_UNLIKELY(m.t.recursion_left <= 0)) return Flow::kSideExit;
  GeneratorState entered = g->state.load_relaxed();
  if (EIDER_UNLIKELY(entered > GeneratorState::kSuspended || !enter_seen(m.t, g, entered))) return Flow::kSideExit;
  Frame* f = g->frame;
  ThreadCode* tc = find_thread_code(m.t, f->code->code);
  if (EIDER_UNLIKELY(tc == nullptr)) {
    g->state.store_release(entered);
    return Flow::kSideExit;
  }
  link_frame(m.t, g, tc, m.t.frame, yield_pc, exhausted_pc, yield_sp, exhausted_sp, push_returned);
  if (entered == GeneratorState::kSuspended && f->pc[-1] == kDelegatingYield) {
    g = enter_delegates(m.t, g);
    f = g->frame;
  }
  m.locals = f->locals;
  m.sp = g->sp + 1;
  m.tos = sent;
  m.pc = f->pc;
  return Flow::kJump;
}

}  // namespace eider::vm

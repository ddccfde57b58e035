// SPDX-License-Identifier: MIT
//
// Generators and coroutines: making, resuming from C++, send/throw/close, PEP 479.
// Not here: their types' method tables (generator_types.cpp), async generators (async_generator.cpp).
#include "vm/generator.h"

#include "objects/compiled_call.h"
#include "vm/helpers.h"
#include "vm/interpreter.h"
#include "vm/vm_state.h"

namespace eider::vm {

Result<Value> make_generator(Thread& t, Function* fn, ThreadCode* tc, const Value* locals) {
  size_t bytes = sizeof(Generator) + 8 * size_t{tc->frame_words};
  TypeId id = tc->code->flags & bytecode::kCoroutine        ? TypeId::kCoroutine
              : tc->code->flags & bytecode::kAsyncGenerator ? TypeId::kAsyncGenerator
                                                            : TypeId::kGenerator;
  // The locals stand above the value stack's top while this allocates: the collector is told to look there too.
  t.vm->bound_words = tc->frame_words;
  Binding binding(t, tc->code);
  Header* raw = gc::allocate(t, gc::header_word(shape_id(id), TraceKind::kCustom, static_cast<uint32_t>(bytes)), bytes);
  t.vm->bound_words = 0;
  if (raw == nullptr) return raise_no_memory(t);
  auto* g = static_cast<Generator*>(raw);
  for (uint32_t i = 0; i < tc->local_count; ++i) g->storage[i] = locals[i];
  Frame* f = reinterpret_cast<Frame*>(g->storage + tc->local_count);
  f->code = tc;
  f->function = fn;
  f->pc = tc->units;
  f->locals = g->storage;
  f->ns = kAbsent;
  f->frame_object = kAbsent;
  f->extra = g->value();
  f->flags = kFrameGenerator;
  g->frame = f;
  g->code = tc->code;
  g->sp = f->stack() - 1;
  g->name.init(fn->name.load_relaxed());
  g->qualname.init(fn->qualname.load_relaxed());
  g->kind_flags = tc->code->flags;
  g->state.store_release(GeneratorState::kCreated);
  // Dropped while it is suspended, its finally clauses run: generator_finalize. Withdrawn in close_frame.
  if (!tc->code->unit->exceptions.empty() && type(t, id)->has(kHasFinalizer) && !t.realm->heap().register_finalizable(t, g)) {
    return raise_no_memory(t);
  }
  return g->value();
}

namespace {

const char* kind_name(const Generator* g) {
  if (g->shape_id() == shape_id(TypeId::kCoroutine)) return "coroutine";
  return g->shape_id() == shape_id(TypeId::kAsyncGenerator) ? "async generator" : "generator";
}

/// The frame's code on this thread, and this thread's stack above it.
bool adopt_frame(Thread& t, Frame* f) {
  Result<ThreadCode*> made = thread_code(t, f->code->code);
  if (!made.ok()) return false;
  ThreadCode* tc = made.get();
  if (tc != f->code) {
    f->pc = tc->units + (f->pc - f->code->units);
    f->code = tc;
  }
  f->previous = t.frame;
  f->limit = t.frame != nullptr ? t.frame->limit : t.vm->stack;
  return true;
}

/// resume_generator, of one that this thread has entered when it was `seen`.
ResumeResult resume_entered(Thread& t, Generator* g, GeneratorState seen, Value sent, Value thrown, Value* result) {
  Frame* f = g->frame;
  if (!check_recursion(t).ok() || t.recursion_left <= 0 || !adopt_frame(t, f)) {
    if (!t.has_exception()) raise_recursion(t);
    g->state.store_release(seen);
    return ResumeResult::kRaised;
  }
  const uint16_t* caller_pc = t.pc;
  if (t.frame != nullptr) t.frame->pc = caller_pc + 1;
  f->flags |= kFrameEntry;
  f->sp = nullptr;
  g->exhausted_pc = nullptr;
  bool handles = !g->handled_exception.is_absent() && !g->handled_exception.is_none();
  enter_handled(t, g);
  t.frame = f;
  t.recursion_left--;
  t.vm->yielded = false;
  Value v;
  if (thrown.is_absent()) {
    v = continue_frame(t, f, g->sp + 1, f->pc, sent);
  } else {
    // The context of what is thrown is what the generator itself handles, not what its caller does.
    (void)(handles ? raise_instance(t, thrown) : reraise(t, thrown));
    const uint16_t* at = f->pc == f->code->units ? f->pc : f->pc - 1;
    if (EIDER_UNLIKELY(t.vm->instrumented)) {
      t.pc = at;
      hear_throw(t);
    }
    v = raise_in_frame(t, f, at);
  }
  t.pc = caller_pc;
  *result = v;
  if (v == kFailedWord) return ResumeResult::kRaised;
  bool yielded = t.vm->yielded;
  t.vm->yielded = false;
  return yielded ? ResumeResult::kYielded : ResumeResult::kReturned;
}

}  // namespace

ResumeResult resume_generator(Thread& t, Generator* g, Value sent, Value thrown, Value* result) {
  GeneratorState seen = generator_state(g);
  if (seen == GeneratorState::kClosed) {
    if (!thrown.is_absent()) {
      (void)reraise(t, thrown);
      return ResumeResult::kRaised;
    }
    if (g->shape_id() == shape_id(TypeId::kCoroutine)) {
      (void)raise(t, TypeId::kRuntimeError, "cannot reuse already awaited coroutine");
      return ResumeResult::kRaised;
    }
    *result = kNone;
    return ResumeResult::kReturned;
  }
  if (frames_are_virtual(t)) {
    (void)refuse_python(t);
    return ResumeResult::kRaised;
  }
  if (seen == GeneratorState::kRunning || !g->state.cas_acquire(seen, GeneratorState::kRunning)) {
    (void)raise(t, TypeId::kValueError, "%s already executing", kind_name(g));
    return ResumeResult::kRaised;
  }
  if (seen == GeneratorState::kCreated && thrown.is_absent() && !sent.is_none()) {
    g->state.store_release(seen);
    (void)raise(t, TypeId::kTypeError, "can't send non-None value to a just-started %s", kind_name(g));
    return ResumeResult::kRaised;
  }
  return resume_entered(t, g, seen, sent, thrown, result);
}

void mark_yielded(Thread& t) { t.vm->yielded = true; }

namespace {

/// Nothing of the frame is needed any more: drops what it refers to.
void close_frame(Generator* g) {
  Frame* f = g->frame;
  for (uint32_t i = 0; i < f->code->local_count; ++i) g->storage[i] = kAbsent;
  for (uint32_t i = 0; i <= f->code->stack_size; ++i) f->stack()[i] = kAbsent;
  f->frame_object = kAbsent;
  // Nothing is left to finalize. Relaxed: only the collector looks, while the world is stopped.
  if (g->flags.load_relaxed() & gc::kFlagFinalizable) g->flags.fetch_and_relaxed(static_cast<uint8_t>(~gc::kFlagFinalizable));
  g->state.store_release(GeneratorState::kClosed);
}

}  // namespace

void finish_returning_generator(Thread& t, Generator* g) {
  leave_handled(t, g);
  g->handled_exception = kAbsent;
  close_frame(g);
}

void finish_virtual_generator(Thread& t, Generator* g) {
  if (g->frame->flags & kFrameHasObject) detach_frame_object(t, g->frame);  // another thread has looked at it
  close_frame(g);
}

void finish_raising_generator(Thread& t, Generator* g) {
  leave_handled(t, g);
  g->handled_exception = kAbsent;
  close_frame(g);
  bool async = g->shape_id() == shape_id(TypeId::kAsyncGenerator);
  const char* what = pending_is(t, TypeId::kStopIteration)                      ? "StopIteration"
                     : async && pending_is(t, TypeId::kStopAsyncIteration) ? "StopAsyncIteration"
                                                                           : nullptr;
  if (what == nullptr) return;
  Value cause = take_exception(t);
  (void)raise(t, TypeId::kRuntimeError, "%s raised %s", kind_name(g), what);
  BaseException* error = t.pending_exception.as<BaseException>();
  error->cause.store_relaxed(cause);
  error->context.store_relaxed(cause);
  error->suppress_context.store_relaxed(kTrue);
}

namespace {

/// Of a generator that has been entered.
Value delegate_of(const Generator* g) {
  if (g->frame->pc[-1] != kDelegatingYield) return kAbsent;
  return *g->sp;  // the receiver below the yielded value
}

/// Enters a suspended generator that delegates: its delegate. Else ABSENT, and nothing is entered.
Value enter_delegating(Generator* g) {
  if (!enter_suspended(g, GeneratorState::kRunning)) return kAbsent;
  Value delegate = delegate_of(g);
  if (delegate.is_absent()) g->state.store_release(GeneratorState::kSuspended);
  return delegate;
}

}  // namespace

Generator* enter_delegates(Thread& t, Generator* g) {
  constexpr int kLength = 1 + bytecode::kCacheUnits[static_cast<int>(Op::kSend)];
  do {
    Value receiver = *g->sp;
    if (t.vm->goes_by_instruction() || t.recursion_left <= 0) break;
    if (!is_exact(receiver, TypeId::kGenerator) && !is_exact(receiver, TypeId::kCoroutine)) break;
    auto* delegate = receiver.as<Generator>();
    ThreadCode* tc = find_thread_code(t, delegate->code);
    if (tc == nullptr || delegate->state.load_relaxed() != GeneratorState::kSuspended || !enter_seen(t, delegate, GeneratorState::kSuspended)) break;
    Frame* f = g->frame;
    const uint16_t* yield = f->pc - 1;  // right behind the Send
    EIDER_ASSERT(family_of(static_cast<uint8_t>(yield[-kLength])) == Op::kSend);
    link_frame(t, delegate, tc, f, yield, yield + (yield[-kLength] >> 8), g->sp + 1, g->sp, true);
    g = delegate;
  } while (g->frame->pc[-1] == kDelegatingYield);
  return g;
}

Value generator_delegate(Generator* g) {
  if (!enter_suspended(g, GeneratorState::kInspected)) return kAbsent;
  Value delegate = delegate_of(g);
  g->state.store_release(GeneratorState::kSuspended);
  return delegate;
}

namespace {

Result<Value> stop_iteration(Thread& t, Generator* g, Value value) {
  if (g->shape_id() == shape_id(TypeId::kAsyncGenerator)) return raise_none(t, TypeId::kStopAsyncIteration);
  if (value.is_none()) return raise_none(t, TypeId::kStopIteration);
  return raise_value(t, TypeId::kStopIteration, value);
}

}  // namespace

void raise_stop(Thread& t, Generator* g, Value returned) { (void)stop_iteration(t, g, returned); }

namespace {

Result<Value> finish_step(Thread& t, Generator* g, ResumeResult how, Value value) {
  if (how == ResumeResult::kRaised) return kFailure;
  if (how == ResumeResult::kYielded) return value;
  return stop_iteration(t, g, value);
}

}  // namespace

Result<Value> generator_send(Thread& t, Generator* g, Value v) {
  Value result;
  ResumeResult how = resume_generator(t, g, v, kAbsent, &result);
  return finish_step(t, g, how, result);
}

Result<void> close_delegate(Thread& t, Value delegate) {
  if (is_exact(delegate, TypeId::kGenerator) || is_exact(delegate, TypeId::kCoroutine)) return generator_close(t, delegate.as<Generator>());
  Value close = EIDER_TRY(find_attr(t, delegate, name(t, Name::kclose)));
  if (close.is_absent()) return kDone;
  EIDER_TRY(call0(t, close));
  return kDone;
}

Result<Value> generator_throw(Thread& t, Generator* g, Value exc) {
  if (frames_are_virtual(t) && generator_state(g) == GeneratorState::kSuspended) return refuse_python(t);
  Value delegate = enter_delegating(g);
  if (!delegate.is_absent()) {
    // The generator is running while its delegate handles the exception, and until what becomes of that has gone into it: somebody who
    // resumed it between would ask a delegate that is over.
    Value result;
    if (exception_matches(t, exc, type(t, TypeId::kGeneratorExit))) {
      Result<void> closed = close_delegate(t, delegate);
      Value thrown = closed.ok() ? exc : take_exception(t);
      return finish_step(t, g, resume_entered(t, g, GeneratorState::kSuspended, kNone, thrown, &result), result);
    }
    bool stepped = false;
    Value delegate_result;
    if (is_exact(delegate, TypeId::kGenerator) || is_exact(delegate, TypeId::kCoroutine)) {
      Result<Value> r = generator_throw(t, delegate.as<Generator>(), exc);
      stepped = true;
      delegate_result = r.raw();
    } else {
      Result<Value> method = find_attr(t, delegate, name(t, Name::kthrow));
      if (!method.ok()) {
        g->state.store_release(GeneratorState::kSuspended);
        return kFailure;
      }
      if (!method.get().is_absent()) {
        Result<Value> r = call1(t, method.get(), exc);
        stepped = true;
        delegate_result = r.raw();
      }
    }
    if (stepped) {
      if (delegate_result != kFailedWord) {
        g->state.store_release(GeneratorState::kSuspended);
        return delegate_result;
      }
      if (pending_is(t, TypeId::kStopIteration)) {
        // The delegate returned: go on after the Send that is waiting for it, with its value.
        Value value = take_exception(t).as<BaseException>()->fields[0].load_relaxed();
        skip_delegation(g);
        ResumeResult how = resume_entered(t, g, GeneratorState::kSuspended, value.is_absent() ? kNone : value, kAbsent, &result);
        return finish_step(t, g, how, result);
      }
      Value error = take_exception(t);
      return finish_step(t, g, resume_entered(t, g, GeneratorState::kSuspended, kNone, error, &result), result);
    }
    return finish_step(t, g, resume_entered(t, g, GeneratorState::kSuspended, kNone, exc, &result), result);
  }
  Value result;
  return finish_step(t, g, resume_generator(t, g, kNone, exc, &result), result);
}

void skip_delegation(Generator* g) {
  // ... Send target; YieldValue 1; Resume; JumpBackwardNoInterrupt; target: -- Send is the instruction the loop jumps back to.
  Frame* f = g->frame;
  const uint16_t* at = f->pc;  // after YieldValue
  uint32_t arg = 0;
  for (;;) {
    uint8_t op = static_cast<uint8_t>(*at);
    arg = arg << 8 | *at >> 8;
    if (op == static_cast<uint8_t>(Op::kExtendedArg)) {
      ++at;
      continue;
    }
    if (family_of(op) == Op::kJumpBackwardNoInterrupt) break;
    at += 1 + bytecode::kCacheUnits[static_cast<int>(family_of(op))];
    arg = 0;
  }
  f->pc = at + 1;  // the loop's end is where Send jumps to
  g->sp = g->sp - 1;  // the receiver is gone; the value comes in its place
}

Result<void> generator_close(Thread& t, Generator* g) {
  GeneratorState seen = generator_state(g);
  if (seen == GeneratorState::kClosed) return kDone;
  if (seen == GeneratorState::kCreated && g->state.cas_acquire(seen, GeneratorState::kRunning)) {
    close_frame(g);
    return kDone;
  }
  if (frames_are_virtual(t) && seen == GeneratorState::kSuspended) return refuse_python(t);
  Value exit = EIDER_TRY(new_exception(t, type(t, TypeId::kGeneratorExit), nullptr, 0));
  Value delegate = enter_delegating(g);
  Value result;
  ResumeResult how;
  if (delegate.is_absent()) {
    how = resume_generator(t, g, kNone, exit, &result);
  } else {  // running until the exception is in it, as in generator_throw
    Value thrown = close_delegate(t, delegate).ok() ? exit : take_exception(t);
    how = resume_entered(t, g, GeneratorState::kSuspended, kNone, thrown, &result);
  }
  switch (how) {
    case ResumeResult::kYielded: return raise(t, TypeId::kRuntimeError, "%s ignored GeneratorExit", kind_name(g));
    case ResumeResult::kReturned: return kDone;
    case ResumeResult::kRaised: break;
  }
  if (clear_if(t, TypeId::kGeneratorExit) || clear_if(t, TypeId::kStopIteration)) return kDone;
  return kFailure;
}

SendOutcome send_generic(Thread& t, Value receiver, Value v) {
  Value result;
  if (is_exact(receiver, TypeId::kGenerator) || is_exact(receiver, TypeId::kCoroutine)) {
    ResumeResult how = resume_generator(t, receiver.as<Generator>(), v, kAbsent, &result);
    return {how, result};
  }
  Result<Value> step = kFailure;
  if (v.is_none() && type_of(t, receiver)->slots.next != nullptr) {
    step = type_of(t, receiver)->slots.next(t, receiver);
    if (step.ok() && step.get().is_absent()) return {ResumeResult::kReturned, kNone};
  } else {
    step = call_method(t, receiver, name(t, Name::ksend), &v, 1);
  }
  if (step.ok()) return {ResumeResult::kYielded, step.get()};
  if (EIDER_UNLIKELY(t.vm->instrumented) && pending_is(t, TypeId::kStopIteration)) hear_exception(t);
  if (pending_is(t, TypeId::kStopIteration)) {
    Value value = take_exception(t).as<BaseException>()->fields[0].load_relaxed();
    return {ResumeResult::kReturned, value.is_absent() ? kNone : value};
  }
  return {ResumeResult::kRaised, kAbsent};
}

}  // namespace eider::vm

// SPDX-License-Identifier: MIT
//
// The current thread, recursion checks, and what happens at a poll beyond handshakes and stops: finalizers, weak-reference
// callbacks, asynchronous exceptions, signals.
#include "objects/thread.h"

#include "objects/compiled_call.h"
#include "objects/errors.h"
#include "objects/fact_table.h"
#include "objects/realm.h"
#include "objects/weakref.h"
#include "threads/registry.h"
#include "threads/safepoint.h"

namespace eider::objects {

namespace {

thread_local Thread* current_thread __attribute__((tls_model("initial-exec"))) = nullptr;

/// Finalizers and callbacks, each at most once. Not nested: what they kill waits for the next poll.
void run_finalizers(Thread& t) {
  Value saved = t.pending_exception;
  t.pending_exception = kAbsent;
  t.finalizing = true;
  while (gc::WeakBox* box = t.realm->heap().take_pending_callback(t)) {
    run_weak_callback(t, reinterpret_cast<WeakRef*>(box));
  }
  while (Header* dead = t.realm->heap().take_pending_finalizer(t)) {
    Value object = Value::from_pointer(dead);
    if (FinalizeFn finalize = type_of(t, object)->slots.finalize) finalize(t, object);
    if (t.has_exception()) report_unraisable(t, "finalizer", object);
  }
  t.finalizing = false;
  t.pending_exception = saved;
}

}  // namespace

Thread* Thread::current() { return current_thread; }
void Thread::set_current(Thread* t) { current_thread = t; }

Result<void> poll_slow(Thread& t) {
  uint32_t bits = threads::poll_slow(t);
  if (EIDER_LIKELY(bits == 0)) return kDone;
  if (bits & threads::kPollGc) {
    t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollGc});
    t.realm->heap().collect(t, gc::CollectReason::kBudget);
  }
  if ((bits & threads::kPollFinalizers) && !t.finalizing && !frames_are_virtual(t)) {
    t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollFinalizers});  // before taking: what is queued later sets it again
    run_finalizers(t);
  }
  if (EIDER_UNLIKELY(bits & kPollFlush)) {
    t.poll.fetch_and_seq_cst(~kPollFlush);  // before flushing: a later change sets it again
    if (t.realm->hooks.flush_caches != nullptr) t.realm->hooks.flush_caches(t, nullptr);
  }
  if (bits & threads::kPollAsyncExc) {
    t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollAsyncExc});
    Value exc = t.async_exception;
    t.async_exception = kAbsent;
    if (!exc.is_absent()) return raise_exception(t, exc);
  }
  if (bits & threads::kPollSignal) {
    t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollSignal});
    if (t.realm->hooks.signals != nullptr) EIDER_TRY(t.realm->hooks.signals(t));
  }
  if (uint32_t others = bits & (threads::kPollTrace | threads::kPollExit)) {
    // kPollExit stays set: the thread must go on unwinding at every poll.
    t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollTrace});
    if (t.realm->hooks.other_polls != nullptr) EIDER_TRY(t.realm->hooks.other_polls(t, others));
  }
  return kDone;
}

namespace {

Failure raise_recursion(Thread& t, const char* what) {
  // The margin below stack_low is for making this exception; a deeper check inside it must not try the same.
  if (t.native_depth < 0) return raise_no_memory(t);
  int32_t depth = t.native_depth;
  t.native_depth = -1;
  Failure failure = raise(t, TypeId::kRecursionError, "maximum recursion depth exceeded%s", what);
  t.native_depth = depth;
  return failure;
}

}  // namespace

Result<void> check_recursion(Thread& t, const char* what) {
  if (EIDER_LIKELY(!native_stack_low(t))) return kDone;
  return raise_recursion(t, what);
}

Result<void> NativeLevel::refuse(const char* what) { return raise_recursion(t_, what); }

}  // namespace eider::objects

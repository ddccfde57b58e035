// SPDX-License-Identifier: MIT
#include "runtime/stop.h"

#include "threads/registry.h"
#include "threads/wait.h"

namespace eider::runtime {

namespace {

constexpr auto level_word = [](StopLevel level) { return static_cast<uint32_t>(level); };

/// RealmHooks::other_polls.
Result<void> answer_stop(Thread& t, uint32_t bits) {
  if ((bits & threads::kPollExit) == 0) return kDone;
  t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollExit});  // before the level is read: who raises it sets the bit afterwards
  uint32_t level = t.stop_request.load_seq_cst();
  if (level == level_word(StopLevel::kNone)) return kDone;
  if (level == level_word(StopLevel::kHard)) {
    t.poll.fetch_or_seq_cst(threads::kPollExit);  // stays set: every poll fails from now on
    t.vm->exiting = true;
    return raise_stop(t);
  }
  if (t.stop_raised) return kDone;  // handlers run, in their time of grace
  Failure failed = raise_stop(t);
  t.stop_raised = stop_pending(t);  // not when there was no memory for it: the next one asks again
  return failed;
}

}  // namespace

void request_stop(Thread& t, StopLevel level) {
  uint32_t seen = t.stop_request.load_relaxed();  // a guess, confirmed by the CAS
  while (seen < level_word(level) && !t.stop_request.cas_seq_cst(seen, level_word(level))) {
  }
  if (seen < level_word(level) || level == StopLevel::kHard) threads::interrupt(t, threads::kPollExit);
}

void request_stop_all(Runtime& runtime, const Thread* except, StopLevel level) {
  runtime.realm().registry().for_each([&](threads::ThreadCore& core) {
    auto& t = static_cast<Thread&>(core);
    if (&t != except) request_stop(t, level);
  });
}

void forget_stop(Thread& t) {
  t.stop_request.store_seq_cst(level_word(StopLevel::kNone));
  t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollExit});
  t.stop_raised = false;
  t.vm->exiting = false;
}

bool stop_pending(const Thread& t) {
  return stop_requested(t) && t.has_exception() && type_of(t, t.pending_exception) == t.realm->stopped_type;
}

Failure raise_stop(Thread& t) {
  Result<Value> made = new_exception(t, t.realm->stopped_type, nullptr, 0);
  return made.ok() ? reraise(t, made.get()) : kFailure;
}

Result<void> install_stop(Thread& t) {
  TypeSpec spec;
  spec.name = "eider.Stopped";
  spec.doc = "The host ends what this thread runs. No except clause catches it.";
  spec.base = TypeId::kBaseException;
  t.realm->stopped_type = EIDER_TRY(make_builtin_type(t, spec));
  t.realm->add_root(t.realm->stopped_type->value());
  t.realm->hooks.other_polls = answer_stop;
  return kDone;
}

}  // namespace eider::runtime

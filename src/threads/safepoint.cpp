// SPDX-License-Identifier: MIT
#include "threads/safepoint.h"

#include "base/futex.h"
#include "threads/registry.h"

namespace eider::threads {

namespace {

// CLAIMED -> not CLAIMED is done by the claimer; sleep until then.
void wait_while_claimed(ThreadCore& t) {
  for (int spin = 0; spin < 64; spin++) {
    if (t.state.load_acquire() != RunState::kClaimed) return;
    base::spin_pause();
  }
  // seq_cst: attach_waiting before state here, state before attach_waiting in release_claim.
  t.attach_waiting.store_seq_cst(1);
  while (t.state.load_seq_cst() == RunState::kClaimed) {
    base::futex_wait(t.state.raw(), static_cast<uint32_t>(RunState::kClaimed), base::kNoDeadline);
  }
  t.attach_waiting.store_relaxed(0);  // only this thread sets it; a late wake is harmless
}

void become_running(ThreadCore& t) {
  for (;;) {
    RunState expected = RunState::kDetached;
    if (t.state.cas_seq_cst(expected, RunState::kRunning)) return;
    EIDER_CHECK(expected == RunState::kClaimed);  // attach() of a thread that is RUNNING already
    wait_while_claimed(t);
  }
}

}  // namespace

void detach_captured(ThreadCore& t) {
  EIDER_ASSERT(t.attached());
  EIDER_ASSERT(t.no_safepoint_depth == 0);
  // seq_cst: state before poll, against the requester's poll before state. The store also publishes saved_sp, saved_registers
  // and all heap writes to whoever claims us.
  t.state.store_seq_cst(RunState::kDetached);
  if (EIDER_UNLIKELY((t.poll.load_seq_cst() & (kPollHandshake | kPollStop)) != 0)) t.registry->answered();
}

EIDER_NOINLINE void attach_slow(ThreadCore& t) {
  if (!t.attached()) become_running(t);
  // Not poll_slow: a thread that waits for a second object lock comes here while it holds the first.
  if ((t.poll.load_seq_cst() & (kPollHandshake | kPollStop)) != 0) {
    capture_stack(t);
    answer_requests(t);
  }
  t.epoch.store_release(t.registry->global_epoch());
}

EIDER_NOINLINE uint32_t answer_requests(ThreadCore& t) {
  ThreadRegistry& registry = *t.registry;
  for (;;) {
    // seq_cst on the bits: they are set before the requester looks at our state; see thread_core.h.
    uint32_t bits = t.poll.load_seq_cst();
    if ((bits & kPollHandshake) != 0) {
      // Cleared first: a request that comes while we run the present one sets it again.
      t.poll.fetch_and_seq_cst(~uint32_t{kPollHandshake});
      registry.apply_single(t);
      // A round that began after a nudge is answered now as well; its bit then finds nothing to do.
      if (t.handshake_seen.load_relaxed() != registry.round_.load_acquire()) {
        registry.run_operations(t);
        registry.answered();
      }
      continue;
    }
    if ((bits & kPollStop) == 0) return bits;
    // We claim ourselves on the stopper's behalf; it releases us like those it claimed itself (release_claim).
    t.state.store_seq_cst(RunState::kClaimed);
    registry.answered();
    wait_while_claimed(t);
    become_running(t);
  }
}

EIDER_NOINLINE uint32_t poll_slow(ThreadCore& t) {
  assert_safepoint_allowed(t);
  // This frame stays until we run again, so what it pushed lies above saved_sp and what it did not is in the registers saved.
  capture_stack(t);
  uint32_t left = answer_requests(t);
  // Pairs with load_acquire in min_epoch: everything this thread did with older memory is done.
  t.epoch.store_release(t.registry->global_epoch());
  return left;
}

}  // namespace eider::threads

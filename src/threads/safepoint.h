// SPDX-License-Identifier: MIT
//
// What a thread does itself: attach, detach, poll.
#pragma once

#include "base/mutex.h"
#include "base/thread_annotations.h"
#include "threads/capture.h"
#include "threads/registry.h"
#include "threads/thread_core.h"

namespace eider::threads {

void detach_captured(ThreadCore& t);
void attach_slow(ThreadCore& t);
/// Runs handshake operations and stops for `t` while asked to; returns the poll bits that are left.
uint32_t answer_requests(ThreadCore& t);

/// RUNNING -> DETACHED. The registers and the stack from here on are what the collector will see of this thread.
EIDER_ALWAYS_INLINE void detach(ThreadCore& t) {
  capture_stack(t);
  detach_captured(t);
}

/// DETACHED -> RUNNING. Waits while the thread is CLAIMED or a stop is requested. A safepoint.
inline void attach(ThreadCore& t) {
  RunState expected = RunState::kDetached;
  // seq_cst: state before poll, against the requester's poll before state (Note [State and poll are a Dekker pair]).
  if (EIDER_LIKELY(t.state.cas_seq_cst(expected, RunState::kRunning)) &&
      EIDER_LIKELY((t.poll.load_seq_cst() & (kPollHandshake | kPollStop)) == 0)) {
    // It held nothing while DETACHED, so it starts in the present epoch. Pairs with load_acquire in min_epoch.
    t.epoch.store_release(t.registry->global_epoch());
    return;
  }
  attach_slow(t);
}

/// A blocking call or long native work: DETACHED for the scope's duration. Nests: inner scopes do nothing.
///
/// The frames above may be scanned while the scope runs. What they hold stays found; a reference must not be moved from one
/// local to another in here, or a scan could pass between the two.
class EIDER_SCOPED_CAPABILITY Detached {
 public:
  EIDER_ALWAYS_INLINE explicit Detached(ThreadCore& t) EIDER_ACQUIRE(base::outside_heap) : t_(t) {
    if (t.detach_depth++ == 0) detach(t);
  }
  ~Detached() EIDER_RELEASE() {
    if (--t_.detach_depth == 0) attach(t_);
  }
  Detached(const Detached&) = delete;
  Detached& operator=(const Detached&) = delete;

 private:
  ThreadCore& t_;
};

/// Attached for the scope's duration; for the outermost frame of a thread.
class Attached {
 public:
  explicit Attached(ThreadCore& t) : t_(t) { attach(t); }
  EIDER_ALWAYS_INLINE ~Attached() { detach(t_); }
  Attached(const Attached&) = delete;
  Attached& operator=(const Attached&) = delete;

 private:
  ThreadCore& t_;
};

/// States, and with assertions checks, that no safepoint is reached in the scope.
class NoSafepoint {
 public:
#if defined(EIDER_ASSERTIONS)
  explicit NoSafepoint(ThreadCore& t) : t_(t) { t_.no_safepoint_depth++; }
  ~NoSafepoint() { t_.no_safepoint_depth--; }

 private:
  ThreadCore& t_;
#else
  explicit NoSafepoint(ThreadCore&) {}
  ~NoSafepoint() {}
#endif
  NoSafepoint(const NoSafepoint&) = delete;
  NoSafepoint& operator=(const NoSafepoint&) = delete;
};

/// Checks (with assertions) what must hold wherever a thread may stop: it holds no object lock (else the change from one thread
/// to many could come while it believes to hold a lock it skipped) and no mutex that a stopper may want.
inline void assert_safepoint_allowed(const ThreadCore& t) {
  EIDER_ASSERT(t.attached());
  EIDER_ASSERT(t.object_locks_held == 0);
  EIDER_ASSERT(t.no_safepoint_depth == 0);
  EIDER_ASSERT(base::holds_no_lock_above(base::LockRank::kFacts));
}

/// Out-of-line half of a poll: handles kPollHandshake and kPollStop, moves the thread's epoch on, and returns the bits that
/// are left to the caller (who clears what it handles).
EIDER_NOINLINE uint32_t poll_slow(ThreadCore& t) EIDER_USES_HEAP;

/// A safepoint for native loops. Returns the bits for the upper layers, normally 0.
EIDER_ALWAYS_INLINE uint32_t poll(ThreadCore& t) {
  assert_safepoint_allowed(t);
  // Relaxed: a bit seen late is seen at the next poll; what it guards is ordered by poll_slow.
  if (EIDER_LIKELY(t.poll.load_relaxed() == 0)) return 0;
  return poll_slow(t);
}

}  // namespace eider::threads

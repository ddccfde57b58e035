// SPDX-License-Identifier: MIT
//
// Which threads exist, and how to reach them all: registration, handshakes, stopping the world, epochs, fork.
//
// States of a thread: DETACHED (does not touch the heap; may block), RUNNING (may touch it; polls soon), CLAIMED (DETACHED,
// and whoever claimed it acts in its place; it cannot become RUNNING until released). A thread stopped by StopTheWorld has
// claimed itself at its poll. State and poll are a Dekker pair: Note [State and poll are a Dekker pair] in thread_core.h.
//
// Invariant: one handshake round or stop at a time (handshake_mutex_); its holder alone claims threads.
// Invariant: the list of threads changes only under both handshake_mutex_ and mutex_, so it stands still during a round, and
//            no thread can become RUNNING for the first time in the middle of one.
// Invariant: while a thread waits for handshake_mutex_ it is not RUNNING, so the holder can claim it: no deadlock.
// Not here: what runs at the other poll bits (gc, runtime); locks of objects (byte_lock.h).
#pragma once

#include <cstdint>

#include "base/asymmetric_barrier.h"
#include "base/atomic.h"
#include "base/clock.h"
#include "base/function_ref.h"
#include "base/mutex.h"
#include "base/thread_annotations.h"
#include "threads/durations.h"
#include "threads/thread_core.h"

namespace eider::threads {

struct RegistryOptions {
  uint64_t watchdog_ns = 5'000'000'000;  // after which a thread that does not answer is named on stderr; 0 = never
  bool always_lock = false;              // --locks=always
};

/// The watched fact "only one thread is registered", for those who compiled code on it.
struct RegistryHooks {
  void* context = nullptr;
  /// A second thread is being registered and does not run yet; the handshake that tells the first one follows. Called by the new
  /// thread, which is not attached. May take locks above kHandshake; must not handshake, poll or allocate.
  void (*becoming_multi_threaded)(void* context) = nullptr;
  /// `last` has been told that it is alone again. On its own poll, or by another thread that has claimed it.
  void (*became_single_threaded)(void* context, ThreadCore& last) = nullptr;
};

struct RegistryStats {
  uint64_t handshakes, handshakes_merged, stops, watchdog_messages;
  Durations::Summary waited;  // by those who asked for a handshake, from there until every thread had answered
};

using ThreadOperation = base::FunctionRef<void(ThreadCore& target)>;

class ThreadRegistry {
 public:
  explicit ThreadRegistry(const RegistryOptions& options = {});
  ~ThreadRegistry();
  ThreadRegistry(const ThreadRegistry&) = delete;
  ThreadRegistry& operator=(const ThreadRegistry&) = delete;
  void set_hooks(const RegistryHooks& hooks) { hooks_ = hooks; }

  /// Adds the calling OS thread as `t`, DETACHED: index, stack bounds, flags. Waits for a running handshake or stop.
  /// When it is the second one, every thread knows it (multi_threaded) before this returns. False: more than kMaxThreads.
  [[nodiscard]] bool register_thread(ThreadCore& t);
  /// Removes `t`, detaching it first if need be. Afterwards nobody touches `t` any more.
  void unregister_thread(ThreadCore& t);

  /// Runs `op` once for every registered thread, `self` included; returns when all have run.
  ///
  /// Threads      a RUNNING thread runs op itself at its poll, for a DETACHED one a requester does while it is CLAIMED, and
  ///              `self`'s may run on another requester's thread when requests are merged. `op` must not poll, allocate or block.
  /// Safepoints   yes: `self` is DETACHED while it waits for its turn. While it waits for answers it stays RUNNING: nobody
  ///              else can start a round then.
  void handshake(ThreadCore& self, ThreadOperation op) EIDER_EXCLUDES(handshake_mutex_);

  /// See StopTheWorld.
  void stop_world(ThreadCore& self) EIDER_ACQUIRE(handshake_mutex_);
  void resume_world(ThreadCore& self) EIDER_RELEASE(handshake_mutex_);
  uint64_t last_time_to_stop_ns() const { return last_time_to_stop_ns_; }  // by whoever stopped the world, until the next stop
  bool world_stopped_by(const ThreadCore& t) const { return stopper_.load_relaxed() == &t; }

  /// Visits every registered thread while registration waits. The visited may run meanwhile: only their atomics are safe to read.
  void for_each(ThreadOperation visit) EIDER_EXCLUDES(mutex_);
  /// With the world stopped by the caller: every field of every thread may be read and written.
  void for_each_stopped(ThreadOperation visit);
  uint32_t thread_count() const { return count_.load_relaxed(); }  // a hint, unless the caller keeps others from coming and going

  /// The global epoch. A thread has passed epoch E when its own is >= E; DETACHED threads hold nothing and have passed all.
  uint64_t global_epoch() const { return global_epoch_.load_acquire(); }
  /// Begins a new epoch and returns it. With kNudge, RUNNING threads are made to pass it at their next poll.
  enum class Nudge : uint8_t { kNo, kNudge };
  uint64_t advance_epoch(Nudge nudge);
  /// The epoch every thread has passed.
  uint64_t min_epoch();

  /// Sets poll bits on one thread or all. What they mean is the upper layers' business.
  void request(ThreadCore& t, uint32_t poll_bits) { t.poll.fetch_or_seq_cst(poll_bits); }
  void request_all(uint32_t poll_bits);

  /// Around fork(2), called by a RUNNING thread: it forks with the world stopped. In the child it is the only thread; `gone` is
  /// called for each other (its memory is intact, its OS thread does not exist).
  void before_fork(ThreadCore& self) EIDER_NO_THREAD_SAFETY_ANALYSIS;
  void after_fork_parent(ThreadCore& self) EIDER_NO_THREAD_SAFETY_ANALYSIS;
  void after_fork_child(ThreadCore& self, ThreadOperation gone) EIDER_NO_THREAD_SAFETY_ANALYSIS;

  RegistryStats stats() const;
  static constexpr uint32_t kMaxThreads = 1 << 16;

 private:
  friend void detach_captured(ThreadCore& t);
  friend void attach_slow(ThreadCore& t);
  friend uint32_t answer_requests(ThreadCore& t);

  struct Request {
    ThreadOperation op;
    Request* next;
    bool done = false;  // guarded by handshake_mutex_
  };
  enum class Ask : uint8_t { kRunOperations, kStop };

  void lock_handshake(ThreadCore& self) EIDER_ACQUIRE(handshake_mutex_);
  void run_round(ThreadCore* self, Request* batch) EIDER_REQUIRES(handshake_mutex_);
  void reach_all(ThreadCore* self, Ask ask) EIDER_REQUIRES(handshake_mutex_);
  bool reach_one(ThreadCore& target, Ask ask) EIDER_REQUIRES(handshake_mutex_);
  void release_claim(ThreadCore& target, uint32_t answered_bits) EIDER_REQUIRES(handshake_mutex_);
  void run_operations(ThreadCore& target);
  void leave_registry(ThreadCore& t);
  void apply_single(ThreadCore& target);
  void tell_single(ThreadCore& last) EIDER_REQUIRES(handshake_mutex_);
  void answered();
  void report_silent(ThreadCore* self, Ask ask, uint64_t waited_ns) EIDER_REQUIRES(handshake_mutex_);
  uint32_t take_index_locked() EIDER_REQUIRES(mutex_);

  const RegistryOptions options_;
  RegistryHooks hooks_;

  base::Mutex handshake_mutex_{base::LockRank::kHandshake};
  base::Mutex queue_mutex_{base::LockRank::kHandshakeQueue};
  Request* queue_ EIDER_GUARDED_BY(queue_mutex_) = nullptr;
  base::Mutex mutex_{base::LockRank::kRegistry};
  // The list and what belongs to it: written under both mutexes, read under either (which the analysis cannot say).
  ThreadCore* head_ = nullptr;
  uint64_t used_indexes_[kMaxThreads / 64] EIDER_GUARDED_BY(mutex_) = {};
  base::Atomic<uint32_t> count_{0};
  base::Atomic<uint32_t> sleepers_{0};  // threads that sleep on object locks: Note [Parking on a byte]
  const bool asymmetric_ = base::prepare_asymmetric_barrier();

  // The current round. `batch_` is plain: written before the poll bits are set (seq_cst), read by those who saw the bit.
  Request* batch_ = nullptr;
  base::Atomic<uint64_t> round_{0};
  base::Atomic<ThreadCore*> stopper_{nullptr};
  bool round_active_ = false;

  base::Atomic<uint32_t> answers_{0};             // counts answers; the requester sleeps on it
  base::Atomic<uint32_t> requester_asleep_{0};
  uint64_t last_time_to_stop_ns_ = 0;

  base::Atomic<uint64_t> global_epoch_{1};
  base::Atomic<uint64_t> handshakes_{0}, merged_{0}, stops_{0}, watchdog_messages_{0};
  Durations waited_;
};

/// Stops every other registered thread for the scope's duration: each stands at a poll or is CLAIMED.
///
/// self         must be RUNNING and not have the world stopped already (checked).
/// Safepoints   yes, before the scope begins: while another has the world stopped, `self` is DETACHED. What it knew before may
///              have changed.
class EIDER_SCOPED_CAPABILITY StopTheWorld {
 public:
  explicit StopTheWorld(ThreadCore& self) EIDER_ACQUIRE(base::heap_access) : self_(self) { stop(); }
  ~StopTheWorld() EIDER_RELEASE() { resume(); }
  StopTheWorld(const StopTheWorld&) = delete;
  StopTheWorld& operator=(const StopTheWorld&) = delete;
  /// From the moment it was this stopper's turn until all others stood still.
  uint64_t time_to_stop_ns() const { return self_.registry->last_time_to_stop_ns(); }

 private:
  void stop() EIDER_NO_THREAD_SAFETY_ANALYSIS { self_.registry->stop_world(self_); }
  void resume() EIDER_NO_THREAD_SAFETY_ANALYSIS { self_.registry->resume_world(self_); }
  ThreadCore& self_;
};

}  // namespace eider::threads

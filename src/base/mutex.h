// SPDX-License-Identifier: MIT
//
// Ranked, annotated mutexes for short critical sections outside the object model.
//
// Invariant (checked with EIDER_ASSERTIONS): a thread takes mutexes in increasing rank (lock_ranks.h).
// Not here: the lock in an object's header (threads/byte_lock.h), locks that may be held across a handshake
// (threads/detaching_mutex.h). A RUNNING thread waits here without detaching, so no holder may reach a poll.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "base/check.h"
#include "base/clock.h"
#include "base/lock_ranks.h"
#include "base/thread_annotations.h"

namespace eider::base {

#if defined(EIDER_ASSERTIONS)
void note_lock(LockRank rank);       ///< About to block on a lock of `rank`: checks the order.
void note_try_lock(LockRank rank);   ///< Got it without waiting: order cannot deadlock, but it counts as held.
void note_unlock(LockRank rank);
/// Whether this thread holds no ranked lock at all: what a poll asserts.
bool holds_no_lock_above(LockRank rank);
#else
inline void note_lock(LockRank) {}
inline void note_try_lock(LockRank) {}
inline void note_unlock(LockRank) {}
inline bool holds_no_lock_above(LockRank) { return true; }
#endif

class EIDER_CAPABILITY("mutex") Mutex {
 public:
  explicit constexpr Mutex(LockRank rank) : rank_(rank) {}
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock() EIDER_ACQUIRE() {
    note_lock(rank_);
    native_.lock();
  }
  bool try_lock() EIDER_TRY_ACQUIRE(true) {
    if (!native_.try_lock()) return false;
    note_try_lock(rank_);
    return true;
  }
  void unlock() EIDER_RELEASE() {
    note_unlock(rank_);
    native_.unlock();
  }
  LockRank rank() const { return rank_; }

 private:
  friend class CondVar;
  std::mutex native_;
  LockRank rank_;
};

class EIDER_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) EIDER_ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() EIDER_RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

class CondVar {
 public:
  void wait(Mutex& mutex) EIDER_REQUIRES(mutex) {
    std::unique_lock<std::mutex> native(mutex.native_, std::adopt_lock);
    native_.wait(native);
    native.release();
  }
  /// False when `deadline` passed. May wake early: the caller loops on its condition.
  bool wait_until(Mutex& mutex, Deadline deadline) EIDER_REQUIRES(mutex) {
    if (deadline == kNoDeadline) {
      wait(mutex);
      return true;
    }
    std::unique_lock<std::mutex> native(mutex.native_, std::adopt_lock);
    auto at = std::chrono::steady_clock::time_point(std::chrono::nanoseconds(deadline));
    bool in_time = native_.wait_until(native, at) == std::cv_status::no_timeout;
    native.release();
    return in_time;
  }
  void notify_one() { native_.notify_one(); }
  void notify_all() { native_.notify_all(); }

 private:
  std::condition_variable native_;
};

}  // namespace eider::base

// SPDX-License-Identifier: MIT
//
// A mutex for RUNNING threads that may be held for long, even across a handshake or while Python code runs.
//
// Waiting for it detaches, so its holder can handshake or stop the world without waiting for the waiters.
// Invariant: the stopper of the world does not wait for one inside the stop: its holder may be stopped.
#pragma once

#include "base/mutex.h"
#include "threads/safepoint.h"

namespace eider::threads {

class EIDER_CAPABILITY("mutex") DetachingMutex {
 public:
  explicit DetachingMutex(base::LockRank rank) : native_(rank) {}
  /// A safepoint when it has to wait. The mutex is owned before the thread is RUNNING again.
  void lock(ThreadCore& t) EIDER_ACQUIRE() EIDER_NO_THREAD_SAFETY_ANALYSIS {
    if (native_.try_lock()) return;
    Detached away(t);
    native_.lock();
  }
  void unlock() EIDER_RELEASE() EIDER_NO_THREAD_SAFETY_ANALYSIS { native_.unlock(); }

 private:
  base::Mutex native_;
};

class EIDER_SCOPED_CAPABILITY DetachingLock {
 public:
  DetachingLock(ThreadCore& t, DetachingMutex& mutex) EIDER_ACQUIRE(mutex) : mutex_(mutex) { mutex.lock(t); }
  ~DetachingLock() EIDER_RELEASE() { mutex_.unlock(); }
  DetachingLock(const DetachingLock&) = delete;
  DetachingLock& operator=(const DetachingLock&) = delete;

 private:
  DetachingMutex& mutex_;
};

}  // namespace eider::threads

// SPDX-License-Identifier: MIT
//
// LockedObject: the lock in an object's header, held for a scope.
//
// No Python code and no safepoint inside: compare, hash and key functions run before or after, and what they saw is checked
// again. While the runtime has one thread (Thread::must_lock == 0) nothing is locked. LockPair takes two in a fixed order.
#pragma once

#include "objects/object.h"
#include "objects/thread.h"
#include "threads/byte_lock.h"

namespace eider::objects {

class LockedObject {
 public:
  LockedObject(Thread& t, Object& o) : t_(t), o_(o) { threads::lock_byte(t, o.lock); }
  ~LockedObject() { threads::unlock_byte(t_, o_.lock); }
  LockedObject(const LockedObject&) = delete;
  LockedObject& operator=(const LockedObject&) = delete;

 private:
  Thread& t_;
  Object& o_;
};

class LockPair {
 public:
  LockPair(Thread& t, Object& a, Object& b) : t_(t), low_(&a < &b ? a : b), high_(&a < &b ? b : a), same_(&a == &b) {
    threads::lock_byte(t, low_.lock);
    if (!same_) threads::lock_byte(t, high_.lock);
  }
  ~LockPair() {
    if (!same_) threads::unlock_byte(t_, high_.lock);
    threads::unlock_byte(t_, low_.lock);
  }
  LockPair(const LockPair&) = delete;
  LockPair& operator=(const LockPair&) = delete;

 private:
  Thread& t_;
  Object& low_;
  Object& high_;
  bool same_;
};

}  // namespace eider::objects

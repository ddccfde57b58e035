// SPDX-License-Identifier: MIT
//
// LockedObject: the lock in an object's header, held for a scope.
//
// No Python code and no safepoint inside: compare, hash and key functions run before or after, and what they saw is checked
// again. While the runtime has one thread (ThreadCore::must_lock == 0) nothing is locked. LockPair takes two in a fixed order.
#pragma once

#include "objects/object.h"
#include "objects/thread.h"
#include "threads/byte_lock.h"

namespace eider::objects {

class LockedObject : public threads::LockedByte {
 public:
  LockedObject(Thread& t, Object& o) : LockedByte(t, o.lock) {}
};

class LockPair : public threads::LockedBytePair {
 public:
  LockPair(Thread& t, Object& a, Object& b) : LockedBytePair(t, a.lock, b.lock) {}
};

}  // namespace eider::objects

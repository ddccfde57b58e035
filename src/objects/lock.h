// SPDX-License-Identifier: MIT
//
// LockedObject: the lock in an object's header, held for a scope.
//
// No Python code and no safepoint inside: compare, hash and key functions run before or after, and what they saw is checked
// again. While the runtime has one thread (ThreadCore::must_lock == 0) nothing is locked. LockPair takes two in a fixed order.
#pragma once

#include <optional>

#include "objects/object.h"
#include "objects/thread.h"
#include "threads/byte_lock.h"

namespace eider::objects {

class LockedObject : public threads::LockedByte {
 public:
  LockedObject(Thread& t, Object& o) : LockedByte(t, o.lock) {}
};

class LockPair {
 public:
  LockPair(Thread& t, Object& a, Object& b)
      : low_(t, &a < &b ? a : b), high_(&a == &b ? std::nullopt : std::optional<Inner>(std::in_place, t, &a < &b ? b : a)) {}
  LockPair(const LockPair&) = delete;
  LockPair& operator=(const LockPair&) = delete;

 private:
  struct Inner : threads::LockedByte {
    Inner(Thread& t, Object& o) : LockedByte(t, o.lock) {}
  };
  Inner low_;
  std::optional<Inner> high_;
};

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// _thread.lock and _thread.RLock as C++ sees them.
//
// Note [Lock word]
// kLocked and kWaiters. Taking a free lock and giving back one nobody waits for is one CAS each. Who finds it taken spins briefly, sets
// kWaiters and parks on the word's address, DETACHED; signals and the runtime's end wake it (threads/wait.h). The release of a lock with waiters
// wakes the longest one, which competes like any other: handing the lock over would make all wait for a thread that is not scheduled.
#pragma once

#include "base/clock.h"
#include "objects/object.h"
#include "objects/result.h"
#include "objects/thread.h"

namespace eider::modules {

using namespace objects;

inline constexpr uint32_t kLockHeld = 1;
inline constexpr uint32_t kLockWaiters = 2;
using LockWord = Atomic<uint32_t>;

struct Lock : Object {  // TraceKind::kNone
  LockWord word;
  uint32_t unused;
};
struct RLock : Object {  // TraceKind::kNone
  LockWord word;
  uint32_t unused;
  Atomic<uint64_t> owner;  // ident, 0 when free; only its own value matters to a reader: relaxed
  uint64_t count;          // the owner's
};

/// Takes it, waiting until `deadline`. False: not by then. Fails when a signal handler raised or the runtime closes.
EIDER_COLD Result<bool> lock_word_wait(Thread& t, LockWord& word, base::Deadline deadline);
EIDER_COLD void unlock_word_slow(LockWord& word);
EIDER_ALWAYS_INLINE bool lock_word_try(LockWord& word) {
  uint32_t free = 0;
  if (EIDER_LIKELY(word.cas_acquire(free, kLockHeld))) return true;  // pairs with the release of whoever unlocked
  // Free, but others sleep: their bit stays.
  return free == kLockWaiters && word.cas_acquire(free, kLockHeld | kLockWaiters);
}
EIDER_ALWAYS_INLINE Result<bool> lock_word_take(Thread& t, LockWord& word, base::Deadline deadline) {
  if (EIDER_LIKELY(lock_word_try(word))) return true;
  return lock_word_wait(t, word, deadline);
}
EIDER_ALWAYS_INLINE void unlock_word(LockWord& word) {
  uint32_t held = kLockHeld;
  if (EIDER_LIKELY(word.cas_acq_rel(held, 0))) return;  // pairs with cas_acquire in lock_word_try
  unlock_word_slow(word);
}

}  // namespace eider::modules

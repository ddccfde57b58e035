// SPDX-License-Identifier: MIT
//
// The lock in an object's header: one byte, a CAS when free, the parking lot when not.
//
// Note [Parking on a byte]
// 0 free, 1 locked. Taking it is one CAS, giving it back one plain store: the byte does not say whether someone sleeps. A thread
// that is going to sleep adds itself to the registry's count of sleepers, crosses the heavy side of an asymmetric barrier, and looks at the
// byte once more, under the mutex of its parking bucket; who unlocks stores 0, crosses the light side, and looks at the count. So either
// the sleeper sees 0 or the unlocker sees the sleeper. Sleepers are rare: who meets a taken lock gives way first (contention.h).
//
// Invariant: no safepoint is reached, and no Python code runs, while a thread holds one (checked with EIDER_ASSERTIONS).
// So `must_lock`, which changes at safepoints only, is one value for as long as a lock is held: skipping the lock while there
// is a single thread is sound.
// Not here: which fields a lock guards (the object's type says), locks held across Python code (detaching_mutex.h).
#pragma once

#include "base/asymmetric_barrier.h"
#include "base/atomic.h"
#include "base/check.h"
#include "base/thread_annotations.h"
#include "threads/thread_core.h"

namespace eider::threads {

inline constexpr uint8_t kByteLocked = 1;

EIDER_COLD void lock_byte_slow(ThreadCore& t, base::Atomic<uint8_t>& byte);
EIDER_COLD void unlock_byte_slow(base::Atomic<uint8_t>& byte);

/// Takes the lock whatever `must_lock` says. Waits DETACHED, so the wait itself lets handshakes and stops pass.
EIDER_ALWAYS_INLINE void lock_byte(ThreadCore& t, base::Atomic<uint8_t>& byte) {
  uint8_t expected = 0;
  // Acquire: pairs with the release in unlock_byte.
  if (EIDER_UNLIKELY(!byte.cas_acquire(expected, kByteLocked))) lock_byte_slow(t, byte);
#if defined(EIDER_ASSERTIONS)
  t.object_locks_held++;
#endif
}

EIDER_ALWAYS_INLINE void unlock_byte(ThreadCore& t, base::Atomic<uint8_t>& byte) {
#if defined(EIDER_ASSERTIONS)
  EIDER_ASSERT(t.object_locks_held > 0);
  t.object_locks_held--;
#endif
  // Release: publishes what was written under the lock; pairs with cas_acquire in lock_byte.
  byte.store_release(0);
  base::light_barrier(t.asymmetric != 0);
  // Pairs with fetch_add_seq_cst and heavy_barrier in lock_byte_slow.
  if (EIDER_UNLIKELY(t.sleepers->load_relaxed() != 0)) unlock_byte_slow(byte);
}

/// Holds the byte for the scope, or nothing while there is one thread only.
class LockedByte {
 public:
  EIDER_ALWAYS_INLINE LockedByte(ThreadCore& t, base::Atomic<uint8_t>& byte) : t_(t), byte_(t.must_lock != 0 ? &byte : nullptr) {
    EIDER_ASSERT(t.attached());
    if (byte_ != nullptr) {
      lock_byte(t_, *byte_);
    } else {
      note_skipped(1);
    }
  }
  // What was taken is remembered, not asked again: a thread that waited for a second lock may have become the only one meanwhile.
  EIDER_ALWAYS_INLINE ~LockedByte() {
    if (byte_ != nullptr) {
      unlock_byte(t_, *byte_);
    } else {
      note_skipped(-1);
    }
  }
  LockedByte(const LockedByte&) = delete;
  LockedByte& operator=(const LockedByte&) = delete;

 private:
  // A skipped lock forbids safepoints just as a taken one.
  EIDER_ALWAYS_INLINE void note_skipped([[maybe_unused]] int change) {
#if defined(EIDER_ASSERTIONS)
    t_.object_locks_held += static_cast<uint32_t>(change);
#endif
  }
  ThreadCore& t_;
  base::Atomic<uint8_t>* byte_;
};

/// Two objects at once, in the order of their addresses; the same object twice is locked once.
class LockedBytePair {
 public:
  LockedBytePair(ThreadCore& t, base::Atomic<uint8_t>& a, base::Atomic<uint8_t>& b);
  ~LockedBytePair();
  LockedBytePair(const LockedBytePair&) = delete;
  LockedBytePair& operator=(const LockedBytePair&) = delete;

 private:
  ThreadCore& t_;
  base::Atomic<uint8_t>* first_ = nullptr;
  base::Atomic<uint8_t>* second_ = nullptr;
};

}  // namespace eider::threads

// SPDX-License-Identifier: MIT
#include "threads/byte_lock.h"

#include <functional>
#include <utility>

#include "base/clock.h"
#include "base/parking.h"
#include "threads/safepoint.h"

namespace eider::threads {

EIDER_COLD void lock_byte_slow(ThreadCore& t, base::Atomic<uint8_t>& byte) {
  constexpr int kSpins = 40;  // a critical section is some tens of ns; a park costs microseconds
  int spins = 0;
  for (;;) {
    uint8_t seen = byte.load_relaxed();  // a guess, confirmed by the CAS
    if ((seen & kByteLocked) == 0) {
      // Keeps the waiters' bit: whoever unlocks must wake the next one.
      if (byte.cas_acquire(seen, static_cast<uint8_t>(seen | kByteLocked))) return;
      continue;
    }
    if ((seen & kByteWaiters) == 0) {
      if (spins++ < kSpins) {
        base::spin_pause();
        continue;
      }
      if (!byte.cas_acquire(seen, static_cast<uint8_t>(kByteLocked | kByteWaiters))) continue;
    }
    // This frame holds the address of the byte, so the collector keeps the object while we sleep.
    Detached away(t);
    base::park(&byte, [&] { return byte.load_relaxed() == (kByteLocked | kByteWaiters); });
  }
}

EIDER_COLD void unlock_byte_slow(base::Atomic<uint8_t>& byte) {
  base::unpark_one(&byte, [&](base::UnparkResult result) {
    // Under the bucket's mutex, so nobody parks between our count of waiters and this store. The woken thread competes like
    // any other: handing the lock over would make everyone wait for a thread that is not scheduled.
    byte.store_release(result.more ? kByteWaiters : 0);
  });
}

LockedBytePair::LockedBytePair(ThreadCore& t, base::Atomic<uint8_t>& a, base::Atomic<uint8_t>& b) : t_(t) {
  EIDER_ASSERT(t.attached());
#if defined(EIDER_ASSERTIONS)
  t.object_locks_held++;
#endif
  if (t.must_lock == 0) return;
  first_ = &a;
  second_ = &b;
  if (std::less<>()(second_, first_)) std::swap(first_, second_);
  lock_byte(t, *first_);
  if (first_ == second_) {
    second_ = nullptr;
  } else {
    lock_byte(t, *second_);
  }
}

LockedBytePair::~LockedBytePair() {
  if (second_ != nullptr) unlock_byte(t_, *second_);
  if (first_ != nullptr) unlock_byte(t_, *first_);
#if defined(EIDER_ASSERTIONS)
  t_.object_locks_held--;
#endif
}

}  // namespace eider::threads

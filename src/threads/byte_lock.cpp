// SPDX-License-Identifier: MIT
#include "threads/byte_lock.h"

#include <functional>
#include <utility>

#include "base/clock.h"
#include "base/parking.h"
#include "threads/contention.h"
#include "threads/safepoint.h"

namespace eider::threads {

namespace {

/// may_give_way: not while another lock is held, whose waiters would sleep as long.
EIDER_COLD void lock_contended(ThreadCore& t, base::Atomic<uint8_t>& byte, bool may_give_way) {
  constexpr int kSpins = 40;  // a critical section is some tens of ns; a park costs microseconds
  int spins = 0;
  // This frame holds the address of the byte, so the collector keeps the object while we sleep.
  bool gave_way = !may_give_way;
  if (may_give_way && meets_too_often(t)) {
    gave_way = true;
    give_way(t);
  }
  for (;;) {
    uint8_t seen = byte.load_relaxed();  // a guess, confirmed by the CAS
    if (seen == 0) {
      if (byte.cas_acquire(seen, kByteLocked)) return;
      continue;
    }
    if (spins++ < kSpins) {
      base::spin_pause();
      continue;
    }
    spins = 0;
    if (!gave_way) {  // the holder has lost its core, or many want the lock
      gave_way = true;
      give_way(t);
      continue;
    }
    Detached away(t);
    t.sleepers->fetch_add_seq_cst(1);  // Note [Parking on a byte]
    base::heavy_barrier();
    base::park(&byte, [&] { return byte.load_seq_cst() == kByteLocked; });
    t.sleepers->fetch_sub_acq_rel(1);
    gave_way = !may_give_way;
  }
}

}  // namespace

EIDER_COLD void lock_byte_slow(ThreadCore& t, base::Atomic<uint8_t>& byte) { lock_contended(t, byte, true); }

EIDER_COLD void unlock_byte_slow(base::Atomic<uint8_t>& byte) {
  // One: the woken thread competes like any other, and wakes the next when it unlocks. Handing the lock over would make everyone
  // wait for a thread that is not scheduled.
  base::unpark_one(&byte, [](base::UnparkResult) {});
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
    uint8_t expected = 0;
    // Acquire: pairs with the release in unlock_byte.
    if (EIDER_UNLIKELY(!second_->cas_acquire(expected, kByteLocked))) lock_contended(t, *second_, false);
#if defined(EIDER_ASSERTIONS)
    t.object_locks_held++;
#endif
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

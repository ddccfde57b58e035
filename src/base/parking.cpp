// SPDX-License-Identifier: MIT
#include "base/parking.h"

#include <new>
#include <utility>

#include "base/atomic.h"
#include "base/check.h"
#include "base/futex.h"
#include "base/mutex.h"

namespace eider::base {

namespace {

// Lives on the sleeping thread's stack. The waker's last access is the store to `word`; the wake after it uses the address only.
struct Waiter {
  const void* address;
  SleepWord* word;
  Waiter* next = nullptr;         // guarded by the bucket's mutex
  bool queued = true;             // guarded by the bucket's mutex
};

struct Bucket {
  Mutex mutex{LockRank::kParking};
  Waiter* head EIDER_GUARDED_BY(mutex) = nullptr;
  Waiter* tail EIDER_GUARDED_BY(mutex) = nullptr;
};

constexpr int kBucketBits = 8;

}  // namespace

struct ParkingLot {
  Bucket buckets[1 << kBucketBits];
  ParkingLot* parents = nullptr;  // in the child of a fork: the lot it was born with, which stays as it was found
};

namespace {

ParkingLot first_lot;
// Written by LotForChild::move_in only, by the only thread there is. Relaxed pairs with nothing: later threads are started by that one,
// and those of the parent never read what the child wrote.
Atomic<ParkingLot*> lot{&first_lot};

Bucket& bucket_of(const void* address) {
  uint64_t mixed = reinterpret_cast<uint64_t>(address) * 0x9e3779b97f4a7c15u;
  return lot.load_relaxed()->buckets[mixed >> (64 - kBucketBits)];
}

void push_locked(Bucket& bucket, Waiter& waiter) EIDER_REQUIRES(bucket.mutex) {
  (bucket.tail != nullptr ? bucket.tail->next : bucket.head) = &waiter;
  bucket.tail = &waiter;
}

// Unlinks `waiter`, whose predecessor is `previous` (nullptr: it is the head).
void unlink_locked(Bucket& bucket, Waiter* previous, Waiter* waiter) EIDER_REQUIRES(bucket.mutex) {
  (previous != nullptr ? previous->next : bucket.head) = waiter->next;
  if (bucket.tail == waiter) bucket.tail = previous;
  waiter->next = nullptr;
  waiter->queued = false;
}

void remove_locked(Bucket& bucket, Waiter& waiter) EIDER_REQUIRES(bucket.mutex) {
  Waiter* previous = nullptr;
  for (Waiter* at = bucket.head; at != &waiter; at = at->next) previous = at;
  unlink_locked(bucket, previous, &waiter);
}

void signal(Waiter* waiter) {
  SleepWord* word = waiter->word;
  // What the waker wrote before is visible to whom it wakes: pairs with load_acquire in park. The sleeper may be gone, and with it
  // the word, as soon as it is stored.
  const void* address = word->raw();
  word->store_release(kAwake);
  futex_wake(address, 1);
}

}  // namespace

ParkResult park(const void* address, FunctionRef<bool()> validate, Deadline deadline, SleepWord* given) {
  Bucket& bucket = bucket_of(address);
  SleepWord own{kAsleep};
  SleepWord& word = given != nullptr ? *given : own;
  Waiter self{.address = address, .word = &word};
  {
    MutexLock lock(bucket.mutex);
    if (!validate()) return ParkResult::kInvalid;
    push_locked(bucket, self);
  }
  for (;;) {
    uint32_t seen = word.load_acquire();  // pairs with store_release in signal()
    if (seen == kAwake) return ParkResult::kUnparked;
    bool timed_out = false;
    if (seen == kAsleep) timed_out = futex_wait(word.raw(), kAsleep, deadline) == FutexResult::kTimedOut;
    if (seen == kAsleep && !timed_out) continue;
    {
      MutexLock lock(bucket.mutex);
      if (self.queued) {
        remove_locked(bucket, self);
        return timed_out ? ParkResult::kTimedOut : ParkResult::kInterrupted;
      }
    }
    // A waker has taken us off the queue: its signal is on the way, and `self` must live until then.
    deadline = kNoDeadline;
    if (seen == kInterruptedSleep) futex_wait(word.raw(), kInterruptedSleep, kNoDeadline);
  }
}

void unpark_one(const void* address, FunctionRef<void(UnparkResult)> callback) {
  Bucket& bucket = bucket_of(address);
  Waiter* found = nullptr;
  {
    MutexLock lock(bucket.mutex);
    bool more = false;
    Waiter* previous = nullptr;
    Waiter* found_previous = nullptr;
    for (Waiter* at = bucket.head; at != nullptr; previous = at, at = at->next) {
      if (at->address != address) continue;
      if (found != nullptr) {
        more = true;
        break;
      }
      found = at;
      found_previous = previous;
    }
    if (found != nullptr) unlink_locked(bucket, found_previous, found);
    callback({.unparked = found != nullptr, .more = more});
  }
  if (found != nullptr) signal(found);
}

uint32_t unpark_all(const void* address) {
  Bucket& bucket = bucket_of(address);
  Waiter* woken = nullptr;
  uint32_t count = 0;
  {
    MutexLock lock(bucket.mutex);
    Waiter** woken_end = &woken;
    Waiter* previous = nullptr;
    for (Waiter* at = bucket.head; at != nullptr;) {
      Waiter* next = at->next;
      if (at->address == address) {
        unlink_locked(bucket, previous, at);
        *woken_end = at;
        woken_end = &at->next;
        count++;
      } else {
        previous = at;
      }
      at = next;
    }
  }
  while (woken != nullptr) {
    Waiter* next = woken->next;  // read before the signal: afterwards the waiter may be gone
    signal(woken);
    woken = next;
  }
  return count;
}

LotForChild::LotForChild() : lot_(new (std::nothrow) ParkingLot) {}
LotForChild::~LotForChild() { delete lot_; }

void LotForChild::move_in() {
  // Nothing of the copied lot counts, whatever another thread was doing to it: those who slept there, on stacks of threads that do not
  // exist in this process, and those who held a bucket's mutex. So nobody holds the buckets over the fork, and nobody touches them again.
  lot_->parents = lot.load_relaxed();
  lot.store_relaxed(std::exchange(lot_, nullptr));
}

}  // namespace eider::base

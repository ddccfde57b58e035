// SPDX-License-Identifier: MIT
//
// The parking lot: queues of sleeping threads, found by the address they wait for. A lock then needs two bits of its own.
//
// Invariant: a waiter is in its bucket's queue or has been (or is about to be) signalled, never neither.
// Invariant: `validate` and `callback` run under the bucket's mutex, so a waiter that saw its condition and a waker that
// changes it cannot miss each other. They take no lock and touch only the word in question.
// The table is one per process: it is keyed by address, holds nothing of any runtime, and is empty whenever nobody sleeps.
// Not here: detaching from the heap while waiting (threads/byte_lock.cpp does that around park).
// Source: WebKit's WTF::ParkingLot (Pizlo 2016); ours wakes first in, first out per address.
#pragma once

#include <cstdint>

#include "base/atomic.h"
#include "base/clock.h"
#include "base/function_ref.h"
#include "base/futex.h"

namespace eider::base {

enum class ParkResult : uint8_t { kUnparked, kTimedOut, kInvalid, kInterrupted };

struct UnparkResult {
  bool unparked;   // someone was waiting and will return kUnparked
  bool more;       // others still wait for the same address
};

/// What a thread sleeps on, where others can find it: kept at kAwake except during a wait.
using SleepWord = Atomic<uint32_t>;
inline constexpr uint32_t kAsleep = 0, kAwake = 1, kInterruptedSleep = 2;
/// Wakes whoever sleeps on `word`, if it does. Async-signal-safe.
inline void interrupt_sleep(SleepWord& word);

/// Sleeps until unparked, if `validate()` still holds once no waker can come in between.
///
/// Threads      must not be RUNNING: others may have to wait for it (callers detach first).
/// word         where interrupt_sleep finds the sleeper; the caller has set it to kAsleep, and sets it to kAwake afterwards.
/// Result       kInvalid when validate said no; kTimedOut when `deadline` passed, kInterrupted (then no wake was consumed).
ParkResult park(const void* address, FunctionRef<bool()> validate, Deadline deadline = kNoDeadline, SleepWord* word = nullptr);

/// Wakes the longest waiter for `address`. `callback` runs before it can return, also when nobody waits.
void unpark_one(const void* address, FunctionRef<void(UnparkResult)> callback);
/// Wakes every waiter for `address`; returns how many.
uint32_t unpark_all(const void* address);

struct ParkingLot;

/// The child of a fork() gets an empty lot: waiters and lock holders of its parent's do not exist there.
///
/// Threads      made by the thread that forks, before it does; move_in() in the child, first of all: nothing parks before it.
/// ready        false: there was no memory for it, and the fork must not be made.
class LotForChild {
 public:
  LotForChild();
  ~LotForChild();
  LotForChild(const LotForChild&) = delete;
  LotForChild& operator=(const LotForChild&) = delete;
  bool ready() const { return lot_ != nullptr; }
  void move_in();

 private:
  ParkingLot* lot_;
};

inline void interrupt_sleep(SleepWord& word) {
  uint32_t asleep = kAsleep;
  // seq_cst: the reason was stored before, against the sleeper's store of kAsleep before its look at the reason (threads/wait.cpp).
  if (word.cas_seq_cst(asleep, kInterruptedSleep)) futex_wake(word.raw(), 1);
}

}  // namespace eider::base

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

#include "base/clock.h"
#include "base/function_ref.h"

namespace eider::base {

enum class ParkResult : uint8_t { kUnparked, kTimedOut, kInvalid };

struct UnparkResult {
  bool unparked;   // someone was waiting and will return kUnparked
  bool more;       // others still wait for the same address
};

/// Sleeps until unparked, if `validate()` still holds once no waker can come in between.
///
/// Threads      must not be RUNNING: others may have to wait for it (callers detach first).
/// Result       kInvalid when validate said no; kTimedOut when `deadline` passed (then no wake was consumed).
ParkResult park(const void* address, FunctionRef<bool()> validate, Deadline deadline = kNoDeadline);

/// Wakes the longest waiter for `address`. `callback` runs before it can return, also when nobody waits.
void unpark_one(const void* address, FunctionRef<void(UnparkResult)> callback);
/// Wakes every waiter for `address`; returns how many.
uint32_t unpark_all(const void* address);

/// Around fork(): no bucket is locked at the moment of the fork; the child forgets waiters that do not exist there.
void parking_before_fork();
void parking_after_fork_parent();
void parking_after_fork_child();

}  // namespace eider::base

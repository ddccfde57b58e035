// SPDX-License-Identifier: MIT
//
// Waiting that a poll bit ends: for locks, queues and sleeps of Python programs.
//
// Note [Interrupting a wait]
// Who wants a thread's attention sets its poll bit, then looks whether it sleeps; a thread that goes to sleep stores kAsleep,
// then looks at its poll word. All seq_cst, so one of them sees the other, and a blocked thread needs no time slices.
#pragma once

#include <poll.h>

#include "base/parking.h"
#include "threads/safepoint.h"

namespace eider::threads {

/// The bits a sleeping thread wakes up for; the others are served on its behalf, or can wait.
inline constexpr uint32_t kWakingBits = kPollSignal | kPollAsyncExc | kPollExit;

/// base::park, DETACHED meanwhile. kInterrupted when one of kWakingBits is set: the caller polls and comes back or gives up.
base::ParkResult wait_parked(ThreadCore& t, const void* address, base::FunctionRef<bool()> validate, base::Deadline deadline);
/// Sleeps, DETACHED, until `deadline` or one of kWakingBits.
void wait_until(ThreadCore& t, base::Deadline deadline);

/// poll(2), DETACHED, until `deadline` or one of kWakingBits: the number of descriptors ready, 0 when the time is over or on an
/// interrupt, -errno when it failed (-EINTR too). Only to look (deadline 0) it does not sleep.
int wait_descriptors(ThreadCore& t, pollfd* fds, size_t count, base::Deadline deadline);

/// Sets poll bits of `t` and ends its wait. Any thread, signal handlers too; `t` must not go away meanwhile (it is the caller's own,
/// the registry's mutex is held, or its life is known otherwise).
void interrupt(ThreadCore& t, uint32_t poll_bits);

/// When `t` has left the registry.
void close_wake_descriptor(ThreadCore& t);

}  // namespace eider::threads

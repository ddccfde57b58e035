// SPDX-License-Identifier: MIT
//
// Note [Giving way]
// Threads that take one lock in a tight loop spend their time moving its cache line from core to core: two of them do less together
// than one alone. So a thread that meets taken locks at less than a microsecond's distance for a while sleeps for a moment, and the others
// go on at the speed of an uncontended lock. Threads that meet now and then, with work of their own in between, are not slowed down.
#pragma once

#include "threads/thread_core.h"

namespace eider::threads {

/// To be called once by each acquisition of a short lock that found it taken. True: the caller should give_way before it tries again.
EIDER_COLD bool meets_too_often(ThreadCore& t);

/// Sleeps some tens of microseconds, DETACHED.
EIDER_COLD void give_way(ThreadCore& t);

}  // namespace eider::threads

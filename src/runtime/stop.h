// SPDX-License-Identifier: MIT
//
// Ending what a thread runs, past every handler: when the runtime closes, when a limit is exceeded.
//
// Note [Stopping a thread]
// Softly first: at its next poll the thread raises `eider.Stopped`, which no `except` clause catches. `finally` and `with` blocks
// run, so locks are given back; one that swallows the exception meets it again at the next poll. Who asked gives them a moment
// (kGraceNs) and then asks hard: the thread unwinds past all handlers, whatever they do. A thread that waits for a lock, a queue, a
// sleep or a descriptor is woken (threads/wait.h).
#pragma once

#include "base/clock.h"
#include "runtime/runtime.h"

namespace eider::runtime {

enum class StopLevel : uint32_t { kNone, kSoft, kHard };

/// What `finally` and `with` blocks get before a soft stop is followed by a hard one.
inline constexpr uint64_t kGraceNs = 100'000'000;

/// Any thread; `t` is the caller's own, or stays registered meanwhile. A level is never lowered.
void request_stop(Thread& t, StopLevel level);
/// Every thread of the runtime but `except`.
void request_stop_all(Runtime& runtime, const Thread* except, StopLevel level);
/// The calling thread's own: as if it had never been asked.
void forget_stop(Thread& t);
inline bool stop_requested(const Thread& t) { return t.stop_request.load_acquire() != 0; }
/// Whether the pending exception is a stop's, and somebody asked for one.
bool stop_pending(const Thread& t);
/// Raises what a stop raises.
Failure raise_stop(Thread& t);

Result<void> install_stop(Thread& t);

}  // namespace eider::runtime

// SPDX-License-Identifier: MIT
//
// Waiting for a 32-bit word to change, in the kernel.
//
// Both calls only block and wake; what orders memory is the atomic word itself, which the waiter loads with acquire after
// each return. Wakes may be spurious (an address can be reused), so callers loop.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace eider::base {

enum class FutexResult : uint8_t { kChanged, kTimedOut };

/// Blocks while `*word == expected`, at most until `deadline`. kChanged also on spurious returns.
FutexResult futex_wait(const void* word, uint32_t expected, Deadline deadline);
/// Wakes at most `count` waiters. `word` need not be mapped any more: only its address is used.
void futex_wake(const void* word, int count);

}  // namespace eider::base

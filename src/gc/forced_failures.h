// SPDX-License-Identifier: MIT
//
// Allocations that fail because a test wants it, so that what handles a MemoryError is run wherever one may come.
#pragma once

#include <cstdint>

#include "gc/heap.h"

namespace eider::gc {

/// The `first` allocation from now on that may be a safepoint fails as when memory is exhausted, and after it each `every`th; 0: none.
///
/// Threads   all threads' allocations count. t's begin at once, another thread's when its run of free lines ends.
void fail_allocations(Mutator& t, uint32_t first, uint32_t every);

}  // namespace eider::gc

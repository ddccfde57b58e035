// SPDX-License-Identifier: MIT
//
// A store-load barrier between two sides, one of which is crossed millions of times as often as the other.
//
// Frequent side: stores its word, light_barrier(), loads the other's word. Rare side: stores its word, heavy_barrier(), loads. Then at
// least one sees the other's store. The light one costs nothing where the system has membarrier(2): the heavy one interrupts
// every running thread of the process. Elsewhere, and for the race detector, both are full barriers.
#pragma once

#include <atomic>

namespace eider::base {

/// Once before either is used. Whether the light barrier is for the compiler only; pass it to light_barrier.
bool prepare_asymmetric_barrier();
void heavy_barrier();

inline void light_barrier(bool asymmetric) {
  if (asymmetric) {
    std::atomic_signal_fence(std::memory_order_seq_cst);
  } else {
    std::atomic_thread_fence(std::memory_order_seq_cst);
  }
}

}  // namespace eider::base

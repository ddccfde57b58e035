// SPDX-License-Identifier: MIT
//
// Monotonic time in nanoseconds, and deadlines on it.
#pragma once

#include <time.h>

#include <cstdint>

namespace eider::base {

/// A point on the monotonic clock in ns; kNoDeadline = wait for ever.
using Deadline = uint64_t;
inline constexpr Deadline kNoDeadline = ~uint64_t{0};

inline uint64_t monotonic_ns() {
  timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(now.tv_nsec);
}

inline Deadline deadline_after(uint64_t ns) {
  uint64_t now = monotonic_ns();
  return ns > kNoDeadline - now ? kNoDeadline : now + ns;
}

/// Tells the core that this is a spin loop.
inline void spin_pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb" ::: "memory");
#endif
}

}  // namespace eider::base

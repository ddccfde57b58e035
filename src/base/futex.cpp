// SPDX-License-Identifier: MIT
#include "base/futex.h"

#include <cerrno>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace eider::base {

FutexResult futex_wait(const void* word, uint32_t expected, Deadline deadline) {
  timespec at;
  timespec* limit = nullptr;
  if (deadline != kNoDeadline) {
    at.tv_sec = static_cast<time_t>(deadline / 1'000'000'000u);
    at.tv_nsec = static_cast<long>(deadline % 1'000'000'000u);
    limit = &at;
  }
  // WAIT_BITSET takes an absolute time on CLOCK_MONOTONIC; plain WAIT takes a duration.
  long failed = ::syscall(SYS_futex, word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, expected, limit, nullptr,
                          FUTEX_BITSET_MATCH_ANY);
  return failed != 0 && errno == ETIMEDOUT ? FutexResult::kTimedOut : FutexResult::kChanged;
}

void futex_wake(const void* word, int count) {
  ::syscall(SYS_futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, count, nullptr, nullptr, 0);
}

}  // namespace eider::base

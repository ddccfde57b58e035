// SPDX-License-Identifier: MIT
//
// A switch for tests: the Nth request for memory in this process fails, and optionally all after it.
//
// One per process because what it imitates, a system out of memory, is one per process too. Off, it costs a relaxed load.
#pragma once

#include <cstdint>

#include "base/atomic.h"
#include "base/check.h"

namespace eider::base {

enum class Fault : uint8_t { kAllocation = 0, kPages = 1 };

struct FaultSwitch {
  Atomic<int64_t> countdown{-1};  // requests that still succeed; -1 = off
  Atomic<bool> persistent{false}; // fail every request after the first failure too
};
inline FaultSwitch fault_switches[2];

EIDER_COLD bool should_fail_slow(FaultSwitch& fault);

/// Whether the caller must behave as if the system had refused.
inline bool should_fail(Fault kind) {
  FaultSwitch& fault = fault_switches[static_cast<int>(kind)];
  // Relaxed: a test sets the switch before it starts what it tests.
  if (EIDER_LIKELY(fault.countdown.load_relaxed() < 0)) return false;
  return should_fail_slow(fault);
}

/// Lets `successes` requests pass and fails the next (and, with kAllAfter, every later one) until the scope ends.
class InjectFault {
 public:
  enum class Mode : uint8_t { kOnce, kAllAfter };
  InjectFault(Fault kind, int64_t successes, Mode mode);
  ~InjectFault();
  InjectFault(const InjectFault&) = delete;
  InjectFault& operator=(const InjectFault&) = delete;
  /// Whether a request has failed yet.
  bool fired() const;

 private:
  FaultSwitch& fault_;
};

}  // namespace eider::base

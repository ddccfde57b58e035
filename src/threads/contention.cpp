// SPDX-License-Identifier: MIT
#include "threads/contention.h"

#include <time.h>

#include "base/clock.h"
#include "threads/safepoint.h"

namespace eider::threads {

bool meets_too_often(ThreadCore& t) {
  // A leaky bucket: each meeting adds kMeetingNs, time takes away. It overflows when the mean distance is well below kMeetingNs: a few
  // transfers of a cache line, less than a microsecond of own work.
  constexpr uint64_t kMeetingNs = 1000;
  constexpr uint64_t kFullNs = 12 * kMeetingNs;
  uint64_t now = base::monotonic_ns();
  uint64_t passed = now - t.contended_at;
  t.contended_ns = (t.contended_ns > passed ? t.contended_ns - passed : 0) + kMeetingNs;
  t.contended_at = now;
  if (t.contended_ns < kFullNs) return false;
  t.contended_ns = 0;
  return true;
}

void give_way(ThreadCore& t) {
  Detached away(t);
  timespec moment = {0, 50'000};
  ::nanosleep(&moment, nullptr);  // a signal that cuts it short does no harm
}

}  // namespace eider::threads

// SPDX-License-Identifier: MIT
//
// How long something took, many times over: median, 99th percentile, worst.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "base/atomic.h"

namespace eider::threads {

/// Any thread adds and reads, without a lock. All relaxed, and paired with nothing: it is a statistic.
class Durations {
 public:
  struct Summary {
    uint64_t count, median_ns, p99_ns, worst_ns;  // median and p99 within an eighth, from above
  };

  void add(uint64_t ns) {
    counts_[bucket(ns)].fetch_add_relaxed(1);
    if (ns > worst_.load_relaxed()) worst_.store_relaxed(ns);  // of two at once one may be lost
  }

  Summary summary() const {
    uint64_t counts[kBuckets], all = 0;
    for (int i = 0; i < kBuckets; i++) all += counts[i] = counts_[i].load_relaxed();
    Summary s{.count = all, .median_ns = 0, .p99_ns = 0, .worst_ns = worst_.load_relaxed()};
    uint64_t seen = 0;
    for (int i = 0; i < kBuckets; i++) {
      if (2 * seen <= all) s.median_ns = end_of(i);
      if (100 * seen <= 99 * all) s.p99_ns = end_of(i);
      seen += counts[i];
    }
    if (all == 0) return {};
    s.median_ns = std::min(s.median_ns, s.worst_ns);
    s.p99_ns = std::min(s.p99_ns, s.worst_ns);
    return s;
  }

 private:
  // Eight buckets to an octave; below 8 each value has its own.
  static constexpr int kBuckets = 62 * 8;
  static int bucket(uint64_t ns) {
    if (ns < 8) return static_cast<int>(ns);
    int octave = std::bit_width(ns) - 4;  // ns >> octave is from 8 to 15
    return octave * 8 + static_cast<int>(ns >> octave);
  }
  static uint64_t end_of(int bucket) {  // the largest value in it
    if (bucket < 16) return static_cast<uint64_t>(bucket);
    int octave = bucket / 8 - 1;
    return ((static_cast<uint64_t>(bucket % 8) + 9) << octave) - 1;
  }

  base::Atomic<uint64_t> counts_[kBuckets] = {};
  base::Atomic<uint64_t> worst_{0};
};

}  // namespace eider::threads

// SPDX-License-Identifier: MIT
#include "jit/exit/visits.h"

#include <algorithm>

namespace eider::jit {

namespace {

// In cycles, measured on bench/programs: what the interpreter does not spend.
constexpr int64_t kTransition = 250;   // entering, leaving, writing the frames
constexpr int64_t kEscape = 300;       // writing the frames and finding the instruction
constexpr int64_t kSaving = 3;         // what a cycle in compiled code saves
constexpr int64_t kLongest = 20'000;   // a visit that took longer was interrupted, or is long enough anyway

constexpr uint32_t kWarmUp = 64;       // measured visits that do not count: side traces come
constexpr uint32_t kPeriod = 128;      // measured visits between two decisions

}  // namespace

bool end_visit(const Activation& a) {
  if (a.since == 0) return false;
  auto& e = *static_cast<Executor*>(a.entered);
  auto escapes = static_cast<int64_t>(a.escapes);
  int64_t compiled = static_cast<int64_t>(cycles() - a.since - a.inside) - kEscape * escapes;
  int64_t gain = kSaving * std::clamp<int64_t>(compiled, 0, kLongest) - kTransition - kEscape * escapes;
  uint32_t measured = e.measured.load_relaxed() + 1;
  e.measured.store_relaxed(measured);
  e.gain.store_relaxed(e.gain.load_relaxed() + gain);
  if (measured < kWarmUp || (measured - kWarmUp) % kPeriod != 0) return false;
  bool lost = measured > kWarmUp && e.gain.load_relaxed() < 0;
  e.gain.store_relaxed(0);
  return lost;
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
#include "jit/exit/visits.h"

#include <algorithm>

namespace eider::jit {

namespace {

// In cycles, measured on bench/programs: what the interpreter does not spend.
constexpr int64_t kTransition = 150;   // entering and leaving, but for writing the frames, which is measured
constexpr int64_t kReturn = 50;        // ... when compiled code itself returns to C++
constexpr int64_t kEscape = 300;       // writing the frames and finding the instruction
constexpr int64_t kClock = 30;         // reading the clock
constexpr int64_t kLongest = 20'000;   // a visit that took longer was interrupted, or is long enough anyway

constexpr uint32_t kWarmUp = 64;       // measured visits that do not count: side traces come
constexpr uint32_t kPeriod = 128;      // measured visits between two decisions

}  // namespace

bool end_visit(const Activation& a, uint64_t left, Left how) {
  if (a.since == 0) return false;
  auto& e = *static_cast<Executor*>(a.entered);
  auto escapes = static_cast<int64_t>(a.escapes);
  int64_t compiled = static_cast<int64_t>(left - a.since - a.inside) - kClock - kEscape * escapes;
  int64_t leaving = std::min<int64_t>(static_cast<int64_t>(cycles() - left), kLongest);
  int64_t gain = e.saving * std::clamp<int64_t>(compiled, 0, kLongest) / 100 - (how == Left::kReturned ? kReturn : kTransition) - leaving - kEscape * escapes;
  uint32_t measured = e.measured.load_relaxed() + 1;
  e.measured.store_relaxed(measured);
  e.gain.store_relaxed(e.gain.load_relaxed() + gain);
  if (measured < kWarmUp || (measured - kWarmUp) % kPeriod != 0) return false;
  bool lost = measured > kWarmUp && e.gain.load_relaxed() < 0;
  e.gain.store_relaxed(0);
  return lost;
}

}  // namespace eider::jit

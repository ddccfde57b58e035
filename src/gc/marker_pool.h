// SPDX-License-Identifier: MIT
//
// Helper threads for a collection. They are a convenience: where the system gives none, or wakes them late, the collector marks alone.
//
// Two back ends: oneTBB, which is asked for workers only after the system has been seen to give as many threads (it ends the process where it
// cannot make one), and plain threads for builds under ThreadSanitizer (Debian's oneTBB is not instrumented and reports falsely there).
// Helpers never touch Python, take no object lock and are not registered threads: they work inside a stop, for its stopper.
#pragma once

#include <cstdint>
#include <memory>

#include "base/function_ref.h"

namespace eider::gc {

class MarkerPool {
 public:
  MarkerPool();
  ~MarkerPool();
  MarkerPool(const MarkerPool&) = delete;
  MarkerPool& operator=(const MarkerPool&) = delete;

  /// Up to `count` helpers call work(N), N from 1 to `count`, no two with the same; some may begin late, or never. `work` lives until finish().
  void start(uint32_t count, const base::FunctionRef<void(uint32_t)>& work);
  /// Returns when all helpers that began have returned; no other begins.
  void finish();
  /// In the child of a fork the helper threads are gone: nothing is started any more.
  void disable() { disabled_ = true; }
  bool disabled() const { return disabled_; }

 private:
  struct Backend;
  static Backend* make_backend(uint32_t helpers);  // nullptr: no memory, or no threads
  Backend* backend_ = nullptr;  // created by the first start(): small programs never have helper threads
  bool disabled_ = false;
};

}  // namespace eider::gc

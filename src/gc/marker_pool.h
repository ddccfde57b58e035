// SPDX-License-Identifier: MIT
//
// Helper threads for a collection. Two back ends: oneTBB, and plain threads for builds under ThreadSanitizer (Debian's oneTBB
// scheduler is not instrumented and reports falsely there).
//
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

  /// Starts `count` helpers, each calling work(1..count) once; some may begin late or only in finish(). `work` lives until finish().
  void start(uint32_t count, const base::FunctionRef<void(uint32_t)>& work);
  /// Returns when all helpers have returned.
  void finish();
  /// In the child of a fork the helper threads are gone: nothing is started any more.
  void disable() { disabled_ = true; }
  bool disabled() const { return disabled_; }

 private:
  struct Backend;
  Backend* backend_ = nullptr;  // created by the first start(): small programs never have helper threads
  bool disabled_ = false;
};

}  // namespace eider::gc

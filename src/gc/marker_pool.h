// SPDX-License-Identifier: MIT
//
// Helper threads for a collection. They are a convenience: where the system gives none, or wakes them late, the collector marks alone.
//
// Not a library's pool: those end the process when a thread cannot be made (address space or processes are rationed).
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
  Backend* backend_ = nullptr;  // created by the first start(): small programs never have helper threads
  bool disabled_ = false;
};

}  // namespace eider::gc

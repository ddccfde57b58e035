// SPDX-License-Identifier: MIT
//
// OS threads that have ended their Python thread and wait a moment for another: starting a thread costs a wake-up then, not a clone, a
// new stack and a new heap of the C allocator.
//
// An idle worker is attached to no runtime and touches none. The pool outlives its runtime for as long as a worker refers to it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/atomic.h"
#include "base/mutex.h"

namespace eider::runtime {

class WorkerPool {
 public:
  static constexpr size_t kMaxIdle = 8;
  static constexpr uint64_t kIdleNanoseconds = 200'000'000;

  /// Hands `work` to an idle worker. False: there is none.
  bool give(void* work);
  /// For a worker that is done: waits for work. nullptr: end the OS thread.
  void* take();
  /// Idle workers end; later ones do not wait. By whoever destroys the runtime.
  void close();

 private:
  struct Idle {
    base::Atomic<void*> work{nullptr};  // release-stored under mutex_ by who takes it off the list; pairs with load_acquire in take
  };
  base::Mutex mutex_{base::LockRank::kLeaf};
  std::vector<Idle*> idle_ EIDER_GUARDED_BY(mutex_);  // the last one that came goes first: its stack is warm
  bool closed_ EIDER_GUARDED_BY(mutex_) = false;
};

}  // namespace eider::runtime

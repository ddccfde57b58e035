// SPDX-License-Identifier: MIT
//
// Threads for the tests of src/threads: registered, attached, and busy until told otherwise.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "threads/registry.h"
#include "threads/safepoint.h"

namespace eider::threads::toy {

/// The calling thread, registered and attached for the scope.
struct Here : ThreadCore {
  explicit Here(ThreadRegistry& r) {
    bool registered = r.register_thread(*this);
    EIDER_CHECK(registered);
    attach(*this);
  }
  ~Here() { registry->unregister_thread(*this); }
};

/// Threads that run `work` once; joins them (detached) at the end of the scope.
class Crew {
 public:
  Crew(Here& here, int count, std::function<void(ThreadCore&, int)> work) : here_(here), work_(std::move(work)) {
    Detached away(here_);  // starting may wait for a round that wants us
    for (int i = 0; i < count; i++) {
      threads_.emplace_back([this, i] {
        Here self(*here_.registry);
        started_++;
        work_(self, i);
      });
    }
    while (started_ < count) std::this_thread::yield();
  }
  ~Crew() { join(); }
  void join() {
    Detached away(here_);
    for (std::thread& t : threads_) {
      if (t.joinable()) t.join();
    }
  }

 private:
  Here& here_;
  std::function<void(ThreadCore&, int)> work_;
  std::atomic<int> started_{0};
  std::vector<std::thread> threads_;
};

/// Polls until `stop`.
inline void spin_until(ThreadCore& t, const std::atomic<bool>& stop) {
  while (!stop.load(std::memory_order_relaxed)) poll(t);
}
/// Is DETACHED, with short visits, until `stop`.
inline void flicker_until(ThreadCore& t, const std::atomic<bool>& stop) {
  while (!stop.load(std::memory_order_relaxed)) {
    Detached away(t);
    std::this_thread::yield();
  }
}

}  // namespace eider::threads::toy

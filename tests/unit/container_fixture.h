// SPDX-License-Identifier: MIT
//
// A bootstrapped realm for tests of containers, and threads that start together.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "objects/errors.h"
#include "objects/realm.h"
#include "threads/safepoint.h"

namespace eider::objects {

class ContainerTest : public ::testing::Test {
 protected:
  explicit ContainerTest(Realm::Config config = {}) : realm(std::make_unique<Realm>(config)) {
    EXPECT_TRUE(realm->bootstrap(t));
  }
  ~ContainerTest() override { realm->leave_thread(t); }

  /// Runs body(thread, i) on n attached threads, all of which exist before the first body starts; the caller waits DETACHED.
  void run_together(int n, const std::function<void(Thread&, int)>& body) {
    threads::Detached away(t);
    std::vector<std::thread> threads;
    std::atomic<int> ready{0};
    for (int i = 0; i < n; i++) {
      threads.emplace_back([&, i] {
        Thread mine;
        realm->enter_thread(mine, false);
        ready++;
        while (ready.load() < n && poll(mine).ok()) {
        }
        body(mine, i);
        EXPECT_FALSE(mine.has_exception());
        realm->leave_thread(mine);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  static Value small(int64_t n) { return Value::from_small_int(n); }
  Value str(std::string_view text) { return str_from_utf8(t, text).get()->value(); }
  Str* name_of(int i) { return intern(t, "name" + std::to_string(i)).get(); }

  std::unique_ptr<Realm> realm;
  Thread t;
};

/// How much work a threaded test does: less under sanitizers.
#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
inline constexpr int kScale = 1;
#else
inline constexpr int kScale = 10;
#endif

}  // namespace eider::objects

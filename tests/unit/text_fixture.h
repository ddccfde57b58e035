// SPDX-License-Identifier: MIT
//
// A realm with the text types and what their tests need of others.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "builtins/builtins.h"
#include "builtins/bytes/bytes.h"
#include "builtins/list/list.h"
#include "builtins/numbers/numbers.h"
#include "builtins/slice/slice.h"
#include "builtins/str/fstring.h"
#include "builtins/str/str_type.h"
#include "objects/realm.h"
#include "threads/safepoint.h"

namespace eider::builtins {

class TextTest : public ::testing::Test {
 protected:
  explicit TextTest(Realm::Config config = {}) : realm(std::make_unique<Realm>(config)) {
    EXPECT_TRUE(realm->bootstrap(t));
    EXPECT_TRUE(install_core_types(t).ok());
    EXPECT_TRUE(install_containers(t).ok());
    EXPECT_TRUE(install_str_types(t).ok());
    EXPECT_TRUE(install_bytes_types(t).ok());
    EXPECT_TRUE(install_numbers(t).ok());
    EXPECT_FALSE(t.has_exception());
  }
  ~TextTest() override {
    realm->leave_thread(t);
  }

  /// Runs `body` on n attached threads at once; the calling thread waits DETACHED.
  void run_together(int n, const std::function<void(Thread&, int)>& body) {
    threads::Detached away(t);
    std::vector<std::thread> threads;
    for (int i = 0; i < n; i++) {
      threads.emplace_back([&, i] {
        Thread mine;
        realm->enter_thread(mine, false);
        body(mine, i);
        realm->leave_thread(mine);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  Str* str(std::string_view text) { return str_from_utf8(t, text).get(); }
  Value small(int64_t n) { return Value::from_small_int(n); }
  /// Calls value.name(args...).
  Result<Value> method(Value self, std::string_view name, std::initializer_list<Value> args = {}) {
    return call_method(t, self, intern(t, name).get(), args.begin(), static_cast<uint32_t>(args.size()));
  }

  std::unique_ptr<Realm> realm;
  Thread t;
};

}  // namespace eider::builtins

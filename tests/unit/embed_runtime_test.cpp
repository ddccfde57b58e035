// SPDX-License-Identifier: MIT
//
// The embedding API as a host uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <eider/eider.hpp>
#include <thread>

#include "embed_fixture.h"

namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

TEST(EmbedRuntime, HelloOfTheDesignNote) {
  eider::Runtime rt;
  rt["greet"] = [](std::string who) { return "hello " + who; };
  rt.exec("def twice(x): return x * 2\nmsg = greet('world')");
  int n = rt["twice"](21);
  EXPECT_EQ(n, 42);
  EXPECT_EQ(rt["msg"].as<std::string>(), "hello world");
}

TEST(EmbedRuntime, IsMovable) {
  eider::Runtime a;
  a["x"] = 5;
  eider::Runtime b = std::move(a);
  EXPECT_EQ(b["x"].as<int>(), 5);
}

TEST(EmbedValue, AttributesItemsAndText) {
  eider::Runtime rt;
  rt.exec("class P:\n    def __init__(self): self.x = 1\np = P()\nd = {'a': [1, 2]}");
  eider::Value p = rt["p"];
  p.set_attr("x", 41);
  EXPECT_EQ(p.attr("x").as<int>(), 41);
  EXPECT_EQ(p.type_name(), "P");
  eider::Value d = rt["d"];
  d.set_item("b", std::string("c"));
  EXPECT_EQ(d.str(), "{'a': [1, 2], 'b': 'c'}");
  EXPECT_EQ(d.item("a").item(1).as<int>(), 2);
  EXPECT_EQ(error_of([&] { p.attr("y"); }).type_name(), "AttributeError");
}

TEST(EmbedValue, KeepsItsObjectThroughCollections) {
  eider::Runtime rt(eider::RuntimeOptions{.gc_every = 50});
  eider::Value kept = rt.eval("['a' * 3, [1, 2, 3]]");
  eider::Value copy;
  std::thread([&] { copy = kept; }).join();
  kept = eider::Value();
  rt.exec("x = None\nfor i in range(20000):\n    x = [i, str(i)]");
  EXPECT_EQ(copy.repr(), "['aaa', [1, 2, 3]]");
}

TEST(EmbedErrors, CarryTheTracebackOfTheCommandLine) {
  eider::Runtime rt;
  rt.exec("def inner(x):\n    return 1 / x\ndef outer(x):\n    return inner(x)\n", "script.py");
  eider::Error e = error_of([&] { rt["outer"](0); });
  EXPECT_EQ(e.type_name(), "ZeroDivisionError");
  EXPECT_EQ(e.message(), "division by zero");
  EXPECT_STREQ(e.what(), "ZeroDivisionError: division by zero");
  EXPECT_EQ(e.traceback(),
            "Traceback (most recent call last):\n"
            "  File \"script.py\", line 4, in outer\n"
            "  File \"script.py\", line 2, in inner\n"
            "ZeroDivisionError: division by zero\n");
}

TEST(EmbedErrors, AreResultsOnDemand) {
  eider::Runtime rt;
  auto good = rt.try_eval<int>("1 + 1");
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 2);
  auto bad = rt.try_eval<int>("1 +");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().type_name(), "SyntaxError");
  EXPECT_TRUE(rt.try_exec("x = 1"));
  EXPECT_EQ(rt.try_exec("raise KeyError('k')").error().what(), std::string("KeyError: 'k'"));
}

TEST(EmbedThreads, SixteenThreadsCallOneFunction) {
  eider::Runtime rt;
  rt.exec("def add(a, b): return a + b");
  auto add = rt.fn<int(int, int)>("add");
  std::atomic<std::int64_t> sum{0};
  std::vector<std::thread> pool;
  for (int t = 0; t < 16; t++) {
    pool.emplace_back([&, t] {
      std::int64_t mine = 0;
      for (int i = 0; i < 500; i++) mine += add(i, t);
      sum += mine;
    });
  }
  for (auto& t : pool) t.join();
  EXPECT_EQ(sum, 16 * 500 * 499 / 2 + 500 * 120);
}

TEST(EmbedThreads, ABlockingCallableDelaysNoCollection) {
  eider::Runtime rt(eider::RuntimeOptions{.gc_every = 200});
  std::atomic<bool> release{false};
  rt["wait"] = eider::blocking([&](std::string s) {
    while (!release) std::this_thread::sleep_for(1ms);
    return s + "!";
  });
  std::thread waiter([&] { EXPECT_EQ(rt.eval<std::string>("wait('a' + 'b')"), "ab!"); });
  rt.exec("for i in range(5000): x = [i]");
  release = true;
  waiter.join();
}

}  // namespace

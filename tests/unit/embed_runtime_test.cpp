// SPDX-License-Identifier: MIT
//
// The embedding API as a host uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <eider/eider.hpp>
#include <numeric>
#include <thread>

namespace {

using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

template <class F>
eider::Error error_of(F&& f) {
  try {
    f();
  } catch (const eider::Error& e) {
    return e;
  }
  ADD_FAILURE() << "no eider::Error";
  return eider::Error(std::make_shared<eider::detail::ErrorData>());
}

TEST(EmbedRuntime, HelloOfTheDesignNote) {
  eider::Runtime rt;
  rt["greet"] = [](std::string who) { return "hello " + who; };
  rt.exec("def twice(x): return x * 2\nmsg = greet('world')");
  int n = rt["twice"](21);
  EXPECT_EQ(n, 42);
  EXPECT_EQ(rt["msg"].as<std::string>(), "hello world");
}

TEST(EmbedRuntime, TwoRuntimesDoNotSeeEachOther) {
  eider::Runtime a, b;
  a["x"] = 1;
  b["x"] = 2;
  a.exec("int_before = int\nclass C: pass");
  EXPECT_EQ(a["x"].as<int>(), 1);
  EXPECT_EQ(b["x"].as<int>(), 2);
  EXPECT_EQ(error_of([&] { (void)b["C"].get(); }).type_name(), "NameError");
  EXPECT_THAT(error_of([&] { b["y"] = a["x"].get(); }).what(), HasSubstr("another runtime"));
}

TEST(EmbedRuntime, OneRuntimeCallsAnotherFromACallable) {
  eider::Runtime a, b;
  b.exec("def square(x): return x * x");
  auto square = b.fn<int(int)>("square");
  a["square"] = [square](int x) { return square(x); };
  EXPECT_EQ(a.eval<int>("sum([square(i) for i in range(10)])"), 285);
}

TEST(EmbedRuntime, ManyCyclesOfCreationAndEnd) {
  for (int i = 0; i < 30; i++) {
    eider::Runtime rt;
    rt["i"] = i;
    EXPECT_EQ(rt.eval<int>("i + 1"), i + 1);
    std::thread([&] { EXPECT_EQ(rt.eval<int>("i"), i); }).join();
  }
}

TEST(EmbedRuntime, AThreadOfTheHostOutlivesRuntimes) {
  std::atomic<eider::Runtime*> current{nullptr};
  std::atomic<bool> stop{false};
  std::atomic<int> served{0};
  std::thread helper([&] {
    while (!stop) {
      if (eider::Runtime* rt = current.exchange(nullptr)) {
        EXPECT_EQ(rt->eval<int>("6 * 7"), 42);
        served++;
      }
      std::this_thread::yield();
    }
  });
  for (int i = 1; i <= 20; i++) {
    eider::Runtime rt;
    current = &rt;
    while (served < i) std::this_thread::yield();
  }
  stop = true;
  helper.join();
}

TEST(EmbedRuntime, IsMovable) {
  eider::Runtime a;
  a["x"] = 5;
  eider::Runtime b = std::move(a);
  EXPECT_EQ(b["x"].as<int>(), 5);
}

TEST(EmbedConversion, RoundTrips) {
  eider::Runtime rt;
  auto same = [&](auto v) {
    rt["v"] = v;
    EXPECT_EQ(rt["v"].as<decltype(v)>(), v);
  };
  same(true);
  same(std::int8_t{-128});
  same(std::uint64_t{18446744073709551615u});
  same(std::numeric_limits<std::int64_t>::min());
  same(2.5);
  same(std::string("d\xc3\xbc" "ck \xf0\x9f\xa6\x86"));
  same(std::vector<int>{1, 2, 3});
  same(std::vector<std::vector<std::string>>{{"a"}, {}});
  same(std::map<std::string, double>{{"a", 1.5}, {"b", -0.0}});
  same(std::optional<int>{});
  same(std::optional<int>{3});
  same(std::pair<int, std::string>{1, "x"});
  same(std::tuple<int, bool, double>{1, false, 0.5});
  same(std::array<int, 2>{4, 5});
  rt["none"] = nullptr;
  EXPECT_TRUE(rt["none"].get().is_none());
  EXPECT_EQ(rt.eval<std::vector<int>>("{7}"), std::vector<int>{7});
  EXPECT_EQ(rt.eval<double>("3"), 3.0);
}

TEST(EmbedConversion, IntegersAreRangeChecked) {
  eider::Runtime rt;
  eider::Error e = error_of([&] { rt.eval<std::uint8_t>("256"); });
  EXPECT_EQ(e.type_name(), "OverflowError");
  EXPECT_THAT(e.what(), HasSubstr("256 (int) does not fit in int (unsigned, 8 bits)"));
  EXPECT_EQ(error_of([&] { rt.eval<unsigned>("-1"); }).type_name(), "OverflowError");
  EXPECT_EQ(error_of([&] { rt.eval<std::int64_t>("2**63"); }).type_name(), "OverflowError");
  EXPECT_EQ(rt.eval<std::int64_t>("-2**63"), std::numeric_limits<std::int64_t>::min());
}

TEST(EmbedConversion, ErrorsNameTheArgumentAndBothTypes) {
  eider::Runtime rt;
  rt["f"] = [](int a, const std::vector<std::string>& b) { return a + static_cast<int>(b.size()); };
  EXPECT_STREQ(error_of([&] { rt.exec("f(1, ['a', 2])"); }).what(), "TypeError: f() argument 2: item 1: expected str, got int");
  EXPECT_THAT(error_of([&] { rt.exec("f('x', [])"); }).what(), HasSubstr("f() argument 1: expected int (signed, 32 bits), got str"));
  EXPECT_STREQ(error_of([&] { rt.exec("f(1)"); }).what(), "TypeError: f() takes exactly 2 arguments (1 given)");
  EXPECT_STREQ(error_of([&] { rt.exec("f(a=1)"); }).what(), "TypeError: f() takes no keyword arguments");
  EXPECT_THAT(error_of([&] { rt.eval<bool>("1"); }).what(), HasSubstr("expected bool, got int"));
  EXPECT_EQ(rt.eval<int>("f(2, ['a'])"), 3);
}

TEST(EmbedConversion, CallablesOfManyKinds) {
  eider::Runtime rt;
  int calls = 0;
  rt["count"] = [&calls] { calls++; };
  rt["length"] = [](std::string_view s) { return s.size(); };
  rt["total"] = [](std::span<const double> s) { return std::accumulate(s.begin(), s.end(), 0.0); };
  rt["either"] = [](int a, std::optional<int> b) { return a + b.value_or(100); };
  rt["apply"] = [](const eider::Value& f, int x) { return f(x); };
  rt["root"] = +[](double x) { return x * 0.5; };
  rt["std"] = std::function<std::string(bool)>([](bool b) { return b ? "yes" : "no"; });
  rt.exec("r = [count(), length('abc'), total([1, 2.5]), either(1), either(1, 2), apply(lambda x: x + 1, 4), root(3), std(True)]");
  EXPECT_EQ(rt["r"].get().repr(), "[None, 3, 3.5, 101, 3, 5, 1.5, 'yes']");
  EXPECT_EQ(calls, 1);
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

TEST(EmbedValue, OutlivesItsRuntime) {
  eider::Value v;
  eider::Fn<int(int)> f;
  {
    eider::Runtime rt;
    v = rt.eval("[1]");
    rt.exec("def g(x): return x");
    f = rt.fn<int(int)>("g");
  }
  eider::Value copy = v;
  EXPECT_THROW(copy.repr(), eider::Closed);
  EXPECT_THROW(f(1), eider::Closed);
}

TEST(EmbedValue, CallablesAreDestroyed) {
  auto token = std::make_shared<int>(1);
  {
    eider::Runtime rt;
    rt["f"] = [token] { return *token; };
    EXPECT_EQ(rt.eval<int>("f()"), 1);
    EXPECT_EQ(token.use_count(), 2);
  }
  EXPECT_EQ(token.use_count(), 1);
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

TEST(EmbedErrors, ExceptionsOfCallablesReachTheScript) {
  eider::Runtime rt;
  rt["fail"] = [](int kind) {
    if (kind == 0) throw std::runtime_error("plain");
    if (kind == 1) throw std::out_of_range("far");
    if (kind == 2) throw std::invalid_argument("odd");
    if (kind == 3) throw 7;
    throw std::bad_alloc();
  };
  rt.exec(
      "def name(kind):\n"
      "    try:\n"
      "        fail(kind)\n"
      "    except Exception as e:\n"
      "        return type(e).__name__ + ': ' + str(e)\n");
  EXPECT_EQ(rt["name"](0).as<std::string>(), "RuntimeError: plain");
  EXPECT_EQ(rt["name"](1).as<std::string>(), "IndexError: far");
  EXPECT_EQ(rt["name"](2).as<std::string>(), "ValueError: odd");
  EXPECT_THAT(rt["name"](3).as<std::string>(), StartsWith("RuntimeError: "));
  EXPECT_THAT(rt["name"](4).as<std::string>(), StartsWith("MemoryError"));
}

TEST(EmbedErrors, AScriptsExceptionPassesThroughCppUnchanged) {
  eider::Runtime rt;
  rt["call"] = [](const eider::Value& f) { return f(); };
  rt.exec(
      "class Mine(Exception): pass\n"
      "def thrower(): raise Mine('here')\n"
      "def run():\n"
      "    try: call(thrower)\n"
      "    except Mine as e: return str(e)\n");
  EXPECT_EQ(rt["run"]().as<std::string>(), "here");
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

TEST(EmbedClose, RefusesLaterCalls) {
  eider::Runtime rt;
  EXPECT_TRUE(rt.is_open());
  EXPECT_TRUE(rt.close(5s));
  EXPECT_FALSE(rt.is_open());
  EXPECT_THROW(rt.exec("1"), eider::Closed);
  EXPECT_THROW(rt["x"] = 1, eider::Closed);
  EXPECT_TRUE(rt.close(5s));
}

TEST(EmbedClose, EndsARunningLoopThatCatchesEverything) {
  eider::Runtime rt;
  std::atomic<bool> started{false}, closed{false};
  rt["started"] = [&] { started = true; };
  std::thread loop([&] {
    try {
      rt.exec(
          "started()\n"
          "while True:\n"
          "    try:\n"
          "        x = 1\n"
          "    except BaseException:\n"
          "        pass\n");
    } catch (const eider::Closed&) {
      closed = true;
    }
  });
  while (!started) std::this_thread::yield();
  EXPECT_TRUE(rt.close(10s));
  loop.join();
  EXPECT_TRUE(closed);
}

TEST(EmbedClose, GivesUpAtTheDeadlineAndMayBeRepeated) {
  eider::Runtime rt;
  std::atomic<bool> started{false}, release{false};
  rt["wait"] = eider::blocking([&] {
    started = true;
    while (!release) std::this_thread::sleep_for(1ms);
  });
  std::thread waiter([&] { EXPECT_THROW(rt.exec("wait()"), eider::Closed); });
  while (!started) std::this_thread::yield();
  EXPECT_FALSE(rt.close(20ms));
  release = true;
  EXPECT_TRUE(rt.close(10s));
  waiter.join();
}

TEST(EmbedClose, FromInsideItsOwnCallIsRefused) {
  eider::Runtime rt;
  bool closed = true;
  rt["close"] = [&] { closed = rt.close(1s); };
  EXPECT_THROW(rt.exec("close()\nwhile True: pass"), eider::Closed);
  EXPECT_FALSE(closed);
  EXPECT_TRUE(rt.close(5s));
}

}  // namespace

// SPDX-License-Identifier: MIT
//
// Runtimes in one process do not see each other; what the host holds of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "embed_fixture.h"

namespace {

using testing::HasSubstr;

TEST(EmbedIsolation, NamesModulesAndPaths) {
  eider::Runtime a, b;
  a["x"] = 1;
  b["x"] = 2;
  a.exec(
      "import sys, math, builtins, types\n"
      "class C: pass\n"
      "math.pi = 4\n"
      "builtins.len = lambda o: 'mine'\n"
      "builtins.extra = 1\n"
      "sys.path[:] = ['/nowhere']\n"
      "sys.modules['made'] = types.ModuleType('made')\n"
      "sys.setrecursionlimit(77)\n"
      "sys.argv.append('a')\n");
  EXPECT_EQ(a["x"].as<int>(), 1);
  EXPECT_EQ(b["x"].as<int>(), 2);
  EXPECT_EQ(error_of([&] { (void)b["C"].get(); }).type_name(), "NameError");
  EXPECT_EQ(a.eval<std::string>("len([])"), "mine");
  EXPECT_EQ(b.eval<int>("len([1])"), 1);
  EXPECT_EQ(b.eval<bool>("'math' not in __import__('sys').modules or __import__('math').pi < 3.2"), true);
  EXPECT_EQ(error_of([&] { b.exec("extra"); }).type_name(), "NameError");
  EXPECT_EQ(error_of([&] { b.exec("import made"); }).type_name(), "ModuleNotFoundError");
  b.exec("import sys, bisect\nassert sys.path != ['/nowhere'] and sys.getrecursionlimit() == 1000 and sys.argv == ['']");
  EXPECT_EQ(error_of([&] { a.exec("import bisect"); }).type_name(), "ModuleNotFoundError");
}

TEST(EmbedIsolation, BuiltinClassesAreEachRuntimesOwn) {
  eider::Runtime a, b;
  a.exec("class Mine(list): pass\nn = len(list.__subclasses__())");
  b.exec("n = len(list.__subclasses__())");
  EXPECT_EQ(a["n"].as<int>(), b["n"].as<int>() + 1);
}

TEST(EmbedIsolation, ObjectsAndExceptionsDoNotCross) {
  eider::Runtime a, b;
  a["x"] = std::vector<int>{1};
  EXPECT_THAT(error_of([&] { b["y"] = a["x"].get(); }).what(), HasSubstr("another runtime"));
  EXPECT_THAT(error_of([&] { b["print"](a["x"].get()); }).what(), HasSubstr("another runtime"));
  b.exec("class Mine(Exception): pass\ndef fail(): raise Mine('in b')");
  a["fail"] = [&] { b["fail"](); };
  a.exec("def call():\n    try: fail()\n    except RuntimeError as e: return type(e).__name__ + ': ' + str(e)");
  EXPECT_EQ(a["call"]().as<std::string>(), "RuntimeError: Mine: in b");
}

TEST(EmbedIsolation, SignalsBelongToTheHost) {
  static volatile std::sig_atomic_t seen = 0;
  seen = 0;
  auto before = std::signal(SIGINT, [](int) { seen = seen + 1; });
  {
    eider::Runtime a, b;
    a.exec("import signal, time");
    std::raise(SIGINT);
    a.exec("time.sleep(0.01)");
    EXPECT_EQ(seen, 1);
  }
  std::raise(SIGINT);
  EXPECT_EQ(seen, 2);
  std::signal(SIGINT, before);
}

TEST(EmbedIsolation, OneRuntimeCallsAnotherFromACallable) {
  eider::Runtime a, b;
  b.exec("def square(x): return x * x");
  auto square = b.fn<int(int)>("square");
  a["square"] = [square](int x) { return square(x); };
  EXPECT_EQ(a.eval<int>("sum([square(i) for i in range(10)])"), 285);
  b["back"] = [&](int x) { return a.eval<int>(std::to_string(x) + " + 1"); };
  b.exec("def twice(x): return back(x) + back(x)");
  a["twice"] = [&](int x) { return b["twice"](x).as<int>(); };
  EXPECT_EQ(a.eval<int>("twice(20)"), 42);
}

TEST(EmbedIsolation, ClosingOneLeavesTheOther) {
  eider::Runtime a;
  a.exec("import threading\ne = threading.Event()\nn = []\ndef f():\n    while not e.is_set(): n.append(1)\nt = threading.Thread(target=f)\nt.start()");
  for (int i = 0; i < 20; i++) {
    eider::Runtime b;
    b.exec("import threading\nt = threading.Thread(target=lambda: None)\nt.start()");
  }
  a.exec("e.set()\nt.join()\nassert n");
}

TEST(EmbedIsolation, ManyCyclesOfCreationAndEnd) {
  for (int i = 0; i < 200; i++) {
    eider::Runtime rt;
    rt["i"] = i;
    EXPECT_EQ(rt.eval<int>("i + 1"), i + 1);
    if (i % 10 == 0) std::thread([&] { EXPECT_EQ(rt.eval<int>("i"), i); }).join();
  }
}

TEST(EmbedIsolation, AThreadOfTheHostOutlivesRuntimes) {
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

TEST(EmbedIsolation, ThreadsOfTheScriptCallBackOneAfterTheOther) {
  eider::Runtime rt;
  rt["back"] = [&](int n) { return rt.eval<int>("40 + " + std::to_string(n)); };
  rt["wait"] = eider::blocking([&](int n) { return rt.eval<int>("40 + " + std::to_string(n)); });
  rt.exec(
      "import threading\nseen = []\n"
      "def f(n):\n    seen.append(back(n) + wait(n))\n"
      "for i in range(50):\n    t = threading.Thread(target=f, args=(i,))\n    t.start()\n    t.join()\n"
      "assert seen == [80 + 2 * i for i in range(50)]");
}

TEST(EmbedIsolation, ValuesInNumbersAndAcrossThreads) {
  std::vector<eider::Value> kept;
  {
    eider::Runtime rt;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 5000; i++) kept.push_back(rt.eval("[1]"));
      std::thread([&] {
        for (int i = 0; i < 1000; i++) kept.push_back(rt.eval("'s' * 3"));
        for (std::size_t i = 0; i < kept.size(); i += 2) kept[i] = eider::Value();
      }).join();
      rt.exec("import gc\ngc.collect()");
      for (std::size_t i = 1; i < kept.size(); i += 2) EXPECT_FALSE(kept[i].is_none());
    }
    EXPECT_EQ(kept[1].repr(), "[1]");
    EXPECT_EQ(kept[kept.size() - 1].repr(), "'sss'");
  }
  EXPECT_THROW(kept[1].repr(), eider::Closed);
  std::thread([&] { kept.clear(); }).join();
}

}  // namespace

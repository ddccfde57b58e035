// SPDX-License-Identifier: MIT
//
// close(): refuse, wait, interrupt. With threads in every state in which they may be met.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "embed_fixture.h"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// A host thread that runs `code` and expects to be told that the runtime closed.
class Runner {
 public:
  Runner(eider::Runtime& rt, std::string code) : thread_([this, &rt, code = std::move(code)] {
    try {
      rt.exec(code);
      ended_ = true;
    } catch (const eider::Closed&) {
      closed_ = true;
    } catch (const std::exception& e) {
      text_ = e.what();
    }
  }) {}
  ~Runner() { thread_.join(); }
  void expect_closed() {
    thread_.join();
    EXPECT_TRUE(closed_) << text_ << ended_;
    thread_ = std::thread([] {});
  }

 private:
  std::string text_;
  bool closed_ = false, ended_ = false;
  std::thread thread_;
};

struct Started {
  std::atomic<int> count{0};
  explicit Started(eider::Runtime& rt) {
    rt["started"] = [this] { count++; };
  }
  void wait(int wanted = 1) {
    while (count < wanted) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(20ms);  // it blocks soon after
  }
};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

TEST(EmbedClose, RefusesLaterCalls) {
  eider::Runtime rt;
  EXPECT_TRUE(rt.is_open());
  EXPECT_TRUE(rt.close(5s));
  EXPECT_FALSE(rt.is_open());
  EXPECT_THROW(rt.exec("1"), eider::Closed);
  EXPECT_THROW(rt["x"] = 1, eider::Closed);
  EXPECT_TRUE(rt.close(5s));
}

TEST(EmbedClose, AnIdleRuntimeClosesAtOnce) {
  eider::Runtime rt;
  std::thread([&] { rt.exec("x = 1"); }).join();
  Clock::time_point start = Clock::now();
  EXPECT_TRUE(rt.close(60s));
  EXPECT_LT(seconds_since(start), 1);
}

TEST(EmbedClose, AnIdleThreadThatImportedThreadingIsNotWaitedFor) {
  eider::Runtime rt;
  std::atomic<bool> imported{false}, stop{false};
  std::thread host([&] {
    rt.exec("import threading");
    imported = true;
    while (!stop) std::this_thread::sleep_for(1ms);
  });
  while (!imported) std::this_thread::sleep_for(1ms);
  Clock::time_point start = Clock::now();
  EXPECT_TRUE(rt.close(60s));
  EXPECT_LT(seconds_since(start), 2);
  stop = true;
  host.join();
}

TEST(EmbedClose, LetsACallFinishThatDoes) {
  eider::Runtime rt;
  Started started(rt);
  std::atomic<int> result{0};
  std::thread caller([&] { result = rt.eval<int>("[started(), __import__('time').sleep(0.2), 42][2]"); });
  started.wait();
  EXPECT_TRUE(rt.close(30s));
  caller.join();
  EXPECT_EQ(result, 42);
}

TEST(EmbedClose, EndsALoopThatCatchesEverything) {
  eider::Runtime rt;
  Started started(rt);
  Runner loop(rt,
              "started()\n"
              "while True:\n"
              "    try:\n"
              "        while True: x = 1\n"
              "    except BaseException: pass\n"
              "    except: pass\n");
  started.wait();
  EXPECT_TRUE(rt.close(400ms));
  loop.expect_closed();
}

TEST(EmbedClose, EndsALoopWhoseFinallyLoops) {
  eider::Runtime rt;
  Started started(rt);
  Runner loop(rt,
              "def f():\n"
              "    try:\n"
              "        started()\n"
              "        while True: pass\n"
              "    finally:\n"
              "        while True: f()\n"
              "f()");
  started.wait();
  EXPECT_TRUE(rt.close(400ms));
  loop.expect_closed();
}

TEST(EmbedClose, FinallyAndWithBlocksRun) {
  eider::Runtime rt;
  Started started(rt);
  std::atomic<int> seen{0};
  rt["note"] = [&](int n) { seen += n; };
  Runner loop(rt,
              "class C:\n"
              "    def __enter__(self): pass\n"
              "    def __exit__(self, *a): note(10); return True\n"
              "def f():\n"
              "    with C():\n"
              "        try:\n"
              "            started()\n"
              "            while True: pass\n"
              "        except Exception: note(1000)\n"
              "        except BaseException: note(1000)\n"
              "        finally:\n"
              "            try: [][1]\n"
              "            except IndexError: note(1)\n"
              "    while True: pass\n"
              "try: f()\n"
              "finally: note(100)\n");
  started.wait();
  EXPECT_TRUE(rt.close(2s));
  loop.expect_closed();
  EXPECT_EQ(seen, 111);
}

TEST(EmbedClose, WakesBlockedThreads) {
  const char* kBlocked[] = {
      "import _thread; l = _thread.allocate_lock(); l.acquire(); started(); l.acquire()",
      "import threading; r = threading.RLock(); t = threading.Thread(target=r.acquire); t.start(); t.join(); started(); r.acquire()",
      "import threading; c = threading.Condition()\nwith c: started(); c.wait()",
      "import threading; started(); threading.Event().wait(3600)",
      "import time; started(); time.sleep(3600)",
      "import queue; started(); queue.SimpleQueue().get()",
      "import queue; started(); queue.Queue().get()",
      "import threading, time; t = threading.Thread(target=time.sleep, args=(3600,)); t.start(); started(); t.join()\n"
      "while True: pass",  // the thread may be gone, and join back, before the wait is interrupted
      "import os, select; r, w = os.pipe(); started(); select.select([r], [], [])",
      "import os; r, w = os.pipe(); f = open(r, 'rb'); started(); f.readline()",
  };
  for (const char* code : kBlocked) {
    SCOPED_TRACE(code);
    eider::Runtime rt;
    Started started(rt);
    Runner blocked(rt, code);
    started.wait();
    Clock::time_point start = Clock::now();
    EXPECT_TRUE(rt.close(400ms));
    EXPECT_LT(seconds_since(start), 2);
    blocked.expect_closed();
  }
}

TEST(EmbedClose, EndsThreadsOfTheScript) {
  const char* kThreads[] = {
      "import threading\ndef f():\n    started()\n    while True: pass\nthreading.Thread(target=f, daemon=True).start()",
      "import threading\ndef f():\n    started()\n    while True: pass\nthreading.Thread(target=f).start()",
      "import threading, time\ndef f():\n    started()\n    time.sleep(1000)\nthreading.Thread(target=f, daemon=True).start()",
      "import threading\nl = threading.Lock()\nl.acquire()\ndef f():\n    started()\n    l.acquire()\nfor i in range(4): threading.Thread(target=f).start()",
      "import threading\ndef f():\n    started()\n    g()\ndef g():\n    threading.Thread(target=g).start()\nthreading.Thread(target=f).start()",
  };
  for (const char* code : kThreads) {
    SCOPED_TRACE(code);
    eider::Runtime rt;
    Started started(rt);
    rt.exec(code);
    started.wait();
    EXPECT_TRUE(rt.close(600ms));
  }
}

TEST(EmbedClose, WaitsForThreadsThatAreNoDaemonsAndRunsAtexit) {
  eider::Runtime rt;
  std::string seen;
  rt["note"] = [&](std::string s) { seen += s; };
  rt.exec(
      "import atexit, threading, time\n"
      "atexit.register(note, 'exit ')\n"
      "def f():\n    time.sleep(0.1); note('thread ')\n"
      "threading.Thread(target=f).start()\n");
  EXPECT_TRUE(rt.close(30s));
  EXPECT_EQ(seen, "thread exit ");
}

TEST(EmbedClose, AnAtexitCallbackThatLoopsIsEnded) {
  eider::Runtime rt;
  rt.exec("import atexit\n@atexit.register\ndef f():\n    while True:\n        try:\n            while True: pass\n        finally: f()");
  Clock::time_point start = Clock::now();
  EXPECT_TRUE(rt.close(400ms));
  EXPECT_LT(seconds_since(start), 5);
}

TEST(EmbedClose, GivesUpAtTheDeadlineAndMayBeRepeated) {
  eider::Runtime rt;
  std::atomic<bool> started{false}, release{false};
  rt["wait"] = eider::blocking([&] {
    started = true;
    while (!release) std::this_thread::sleep_for(1ms);
  });
  Runner waiter(rt, "wait()");
  while (!started) std::this_thread::yield();
  EXPECT_FALSE(rt.close(20ms));
  EXPECT_THROW(rt.exec("1"), eider::Closed);
  release = true;
  EXPECT_TRUE(rt.close(10s));
  waiter.expect_closed();
}

TEST(EmbedClose, ACallableThatBlocksWithoutSayingSoDelaysOnlyItself) {
  eider::Runtime rt;
  std::atomic<bool> started{false}, release{false};
  rt["wait"] = [&] {
    started = true;
    while (!release) std::this_thread::sleep_for(1ms);
  };
  Runner waiter(rt, "wait()");
  while (!started) std::this_thread::yield();
  EXPECT_FALSE(rt.close(50ms));
  release = true;
  EXPECT_TRUE(rt.close(10s));
  waiter.expect_closed();
}

TEST(EmbedClose, FromInsideItsOwnCallIsRefused) {
  eider::Runtime rt;
  bool closed = true;
  rt["close"] = [&] { closed = rt.close(1s); };
  EXPECT_THROW(rt.exec("close()\nwhile True: pass"), eider::Closed);
  EXPECT_FALSE(closed);
  EXPECT_TRUE(rt.close(5s));
}

TEST(EmbedClose, ACallbackMayStillCallBack) {
  eider::Runtime rt;
  std::atomic<bool> started{false}, release{false};
  std::atomic<int> result{0};
  rt["wait"] = eider::blocking([&] {
    started = true;
    while (!release) std::this_thread::sleep_for(1ms);
    return rt.eval<int>("40 + 2");
  });
  std::thread caller([&] { result = rt.eval<int>("wait()"); });
  while (!started) std::this_thread::yield();
  std::thread closer([&] { EXPECT_TRUE(rt.close(30s)); });
  while (rt.is_open()) std::this_thread::yield();
  release = true;
  closer.join();
  caller.join();
  EXPECT_EQ(result, 42);
}

TEST(EmbedClose, RacesWithCallsFromManyThreads) {
  for (int round = 0; round < 30; round++) {
    eider::Runtime rt;
    rt.exec("def f(n):\n    return sum(range(n))");
    auto f = rt.fn<long(int)>("f");
    std::vector<std::thread> pool;
    std::atomic<int> calls{0};
    for (int t = 0; t < 4; t++) {
      pool.emplace_back([&, f] {
        try {
          for (;;) {
            EXPECT_EQ(f(100), 4950);
            eider::Value v = rt["f"];
            calls++;
          }
        } catch (const eider::Closed&) {
        }
      });
    }
    while (calls < round) std::this_thread::yield();
    EXPECT_TRUE(rt.close(20s));
    for (auto& t : pool) t.join();
  }
}

TEST(EmbedClose, ClosedByTwoThreadsAtOnce) {
  for (int round = 0; round < 20; round++) {
    eider::Runtime rt;
    rt["x"] = round;
    std::thread other([&] { EXPECT_TRUE(rt.close(20s)); });
    EXPECT_TRUE(rt.close(20s));
    other.join();
  }
}

TEST(EmbedClose, ADestroyedRuntimeLeavesValuesThatSaySo) {
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

}  // namespace

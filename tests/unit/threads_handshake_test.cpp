// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "threads_toy.h"

namespace eider::threads {
namespace {

using toy::Crew;
using toy::flicker_until;
using toy::Here;
using toy::spin_until;

#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
constexpr int kRounds = 100;
#else
constexpr int kRounds = 400;
#endif

TEST(Registry, IndexesAreDenseAndReused) {
  ThreadRegistry registry;
  Here a(registry);
  EXPECT_EQ(a.index, 0u);
  {
    ThreadCore b, c;
    Detached away(a);  // registering a second thread waits for the first one's answer
    ASSERT_TRUE(registry.register_thread(b));
    ASSERT_TRUE(registry.register_thread(c));
    EXPECT_EQ(b.index, 1u);
    EXPECT_EQ(c.index, 2u);
    registry.unregister_thread(b);
    ASSERT_TRUE(registry.register_thread(b));
    EXPECT_EQ(b.index, 1u);
    registry.unregister_thread(b);
    registry.unregister_thread(c);
  }
  EXPECT_EQ(registry.thread_count(), 1u);
}

TEST(Registry, StackBoundsEncloseTheStackOfAnyThread) {
  ThreadRegistry registry;
  Here here(registry);
  auto check = [](ThreadCore& t) {
    char local;
    EXPECT_GT(&local, t.stack_low);
    EXPECT_LT(&local, t.stack_high);
  };
  check(here);
  Crew crew(here, 3, [&](ThreadCore& t, int) { check(t); });
}

TEST(Handshake, RunsOncePerThreadSelfIncluded) {
  ThreadRegistry registry;
  Here here(registry);
  std::atomic<bool> stop{false};
  Crew running(here, 2, [&](ThreadCore& t, int) { spin_until(t, stop); });
  Crew flickering(here, 2, [&](ThreadCore& t, int) { flicker_until(t, stop); });
  Crew away(here, 2, [&](ThreadCore& t, int) {
    Detached outside(t);
    while (!stop) std::this_thread::yield();
  });
  for (int i = 0; i < kRounds; i++) {
    std::atomic<uint64_t> seen{0};
    std::atomic<int> calls{0};
    registry.handshake(here, [&](ThreadCore& target) {
      calls++;
      EXPECT_EQ(seen.fetch_or(uint64_t{1} << target.index) >> target.index & 1, 0u);
    });
    ASSERT_EQ(calls, 7);
    ASSERT_EQ(seen, 127u);
  }
  stop = true;
}

TEST(Handshake, WhatTheOperationWroteIsVisibleToTheRequester) {
  ThreadRegistry registry;
  Here here(registry);
  std::atomic<bool> stop{false};
  uint64_t plain[8] = {};
  Crew crew(here, 3, [&](ThreadCore& t, int i) { i == 0 ? flicker_until(t, stop) : spin_until(t, stop); });
  for (int i = 0; i < kRounds; i++) {
    registry.handshake(here, [&](ThreadCore& target) { plain[target.index]++; });
    for (int n = 0; n < 4; n++) ASSERT_EQ(plain[n], static_cast<uint64_t>(i + 1));
  }
  stop = true;
}

TEST(Handshake, RequestsFromManyThreadsAtOnceAllRun) {
  ThreadRegistry registry;
  Here here(registry);
  std::atomic<uint64_t> calls{0};
  constexpr int kThreads = 4;
  std::atomic<int> finished{0};
  {
    Crew crew(here, kThreads, [&](ThreadCore& t, int) {
      while (registry.thread_count() < kThreads + 1) poll(t);
      for (int i = 0; i < kRounds; i++) {
        int mine = 0;
        registry.handshake(t, [&](ThreadCore&) {
          calls++;
          __atomic_fetch_add(&mine, 1, __ATOMIC_RELAXED);
        });
        ASSERT_GE(mine, 1);
      }
      finished++;
      while (finished < kThreads) poll(t);
    });
  }
  EXPECT_EQ(calls, uint64_t{kThreads} * kRounds * (kThreads + 1));
}

TEST(Handshake, WhatTheRequesterWaitedIsCounted) {
  ThreadRegistry registry;
  Here here(registry);
  EXPECT_EQ(registry.stats().waited.worst_ns, 0u);
  std::atomic<bool> stop{false}, slow{false}, seen{false};
  Crew crew(here, 1, [&](ThreadCore& t, int) {
    while (!stop) {
      if (slow) {
        seen = true;
        while (t.poll.load_relaxed() == 0) std::this_thread::yield();
        // The handshake has begun, so it takes as long at least.
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        slow = false;
      }
      poll(t);
    }
  });
  for (int i = 0; i < 50; i++) registry.handshake(here, [](ThreadCore&) {});
  slow = true;
  while (!seen) std::this_thread::yield();
  registry.handshake(here, [](ThreadCore&) {});
  stop = true;
  Durations::Summary waited = registry.stats().waited;
  EXPECT_EQ(waited.count, 51u);
  EXPECT_GT(waited.median_ns, 0u);
  EXPECT_LE(waited.median_ns, waited.p99_ns);
  EXPECT_LE(waited.p99_ns, waited.worst_ns);
  EXPECT_GE(waited.worst_ns, 20'000'000u);
}

TEST(Durations, AreSummedUpToAnEighth) {
  Durations d;
  EXPECT_EQ(d.summary().worst_ns, 0u);
  for (uint64_t n = 1; n <= 1000; n++) d.add(n * 1000);
  Durations::Summary s = d.summary();
  EXPECT_EQ(s.count, 1000u);
  EXPECT_GE(s.median_ns, 500'000u);
  EXPECT_LE(s.median_ns, 563'000u);
  EXPECT_GE(s.p99_ns, 990'000u);
  EXPECT_LE(s.p99_ns, s.worst_ns);
  EXPECT_EQ(s.worst_ns, 1'000'000u);
  Durations one;
  one.add(~uint64_t{0});
  EXPECT_EQ(one.summary().median_ns, ~uint64_t{0});
}

// Invariant: a handshake during starts and ends of threads reaches exactly those registered, and nobody hangs.
TEST(Handshake, SurvivesAStormOfStartingAndEndingThreads) {
  ThreadRegistry registry;
  Here here(registry);
  std::atomic<bool> stop{false};
  std::thread starter([&] {
    for (int batch = 0; batch < kRounds / 20; batch++) {
      std::vector<std::thread> threads;
      for (int i = 0; i < 8; i++) {
        threads.emplace_back([&] {
          Here self(registry);
          for (int n = 0; n < 10; n++) {
            poll(self);
            if (n == 5) Detached away(self);
          }
        });
      }
      for (std::thread& t : threads) t.join();
    }
    stop = true;
  });
  uint64_t rounds = 0;
  while (!stop) {
    registry.handshake(here, [&](ThreadCore& target) { EXPECT_NE(target.registry, nullptr); });
    if (rounds++ % 4 == 0) StopTheWorld all(here);
  }
  {
    Detached away(here);
    starter.join();
  }
  EXPECT_EQ(registry.thread_count(), 1u);
}

TEST(Handshake, AThousandThreadsAtOnceComeAndGo) {
#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
  constexpr int kThreads = 300;
#else
  constexpr int kThreads = 1000;
#endif
  ThreadRegistry registry;
  Here here(registry);
  std::atomic<bool> stop{false};
  {
    Crew crew(here, kThreads, [&](ThreadCore& t, int i) {
      if (i % 100 == 0) {
        while (!stop) {
          poll(t);
          std::this_thread::yield();
        }
      } else {
        Detached away(t);
        stop.wait(false);
      }
    });
    EXPECT_EQ(registry.thread_count(), static_cast<uint32_t>(kThreads + 1));
    for (int i = 0; i < 5; i++) {
      std::atomic<int> calls{0};
      registry.handshake(here, [&](ThreadCore&) { calls++; });
      EXPECT_EQ(calls, kThreads + 1);
      StopTheWorld all(here);
    }
    stop = true;
    stop.notify_all();
  }
  EXPECT_EQ(registry.thread_count(), 1u);
}

TEST(StopTheWorld, NobodyRunsWhileItLasts) {
  ThreadRegistry registry;
  Here here(registry);
  std::atomic<bool> stop{false};
  uint64_t plain[8] = {};  // written by RUNNING threads, read by the stopper: a race unless the stop orders them
  Crew running(here, 2, [&](ThreadCore& t, int) {
    while (!stop) {
      plain[t.index]++;
      poll(t);
    }
  });
  Crew flickering(here, 2, [&](ThreadCore& t, int) {
    while (!stop) {
      plain[t.index]++;
      Detached away(t);
    }
  });
  for (int i = 0; i < kRounds / 4; i++) {
    StopTheWorld all(here);
    uint64_t before[8];
    for (int n = 0; n < 8; n++) before[n] = plain[n];
    for (int spin = 0; spin < 100; spin++) base::spin_pause();
    for (int n = 0; n < 8; n++) ASSERT_EQ(plain[n], before[n]);
    registry.for_each_stopped([&](ThreadCore& t) {
      if (&t == &here) return;
      EXPECT_EQ(t.state.load_relaxed(), RunState::kClaimed);
      EXPECT_NE(t.saved_sp, nullptr);
    });
  }
  stop = true;
}

TEST(StopTheWorld, StoppersTakeTurns) {
  ThreadRegistry registry;
  Here here(registry);
  uint64_t plain = 0;
  constexpr int kThreads = 4;
  {
    Crew crew(here, kThreads, [&](ThreadCore& t, int) {
      for (int i = 0; i < kRounds / 4; i++) {
        StopTheWorld all(t);
        plain++;
      }
    });
  }
  EXPECT_EQ(plain, uint64_t{kThreads} * (kRounds / 4));
  EXPECT_EQ(registry.stats().stops, uint64_t{kThreads} * (kRounds / 4));
}

TEST(StopTheWorld, HandshakesAndStopsMix) {
  ThreadRegistry registry;
  Here here(registry);
  uint64_t plain = 0;
  std::atomic<uint64_t> calls{0};
  {
    Crew crew(here, 4, [&](ThreadCore& t, int i) {
      for (int n = 0; n < kRounds / 8; n++) {
        if (i % 2 == 0) {
          StopTheWorld all(t);
          plain++;
        } else {
          registry.handshake(t, [&](ThreadCore&) { calls++; });
        }
        registry.advance_epoch(ThreadRegistry::Nudge::kNudge);
      }
    });
  }
  EXPECT_EQ(plain, uint64_t{2} * (kRounds / 8));
  EXPECT_GE(calls, uint64_t{2} * (kRounds / 8));
}

TEST(Watchdog, NamesAThreadThatDoesNotAnswerOnce) {
  ThreadRegistry registry({.watchdog_ns = 20'000'000});
  Here here(registry);
  std::atomic<bool> silent{true};
  Crew crew(here, 1, [&](ThreadCore& t, int) {
    while (silent && registry.stats().watchdog_messages == 0) std::this_thread::yield();
    poll(t);
  });
  testing::internal::CaptureStderr();
  registry.handshake(here, [](ThreadCore&) {});
  std::string message = testing::internal::GetCapturedStderr();
  silent = false;
  EXPECT_EQ(registry.stats().watchdog_messages, 1u);
  EXPECT_NE(message.find("eider: thread 1 (os id "), std::string::npos) << message;
}

#if defined(EIDER_ASSERTIONS)
void stop_twice() EIDER_NO_THREAD_SAFETY_ANALYSIS {
  ThreadRegistry registry;
  Here here(registry);
  StopTheWorld outer(here);
  registry.stop_world(here);
}

TEST(StopTheWorldDeathTest, StopsDoNotNest) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(stop_twice(), "check failed");
}

TEST(SafepointDeathTest, APollInANoSafepointScopeIsReported) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        ThreadRegistry registry;
        Here t(registry);
        NoSafepoint here(t);
        poll(t);
      },
      "no_safepoint_depth");
}
#endif

TEST(Epochs, ARunningThreadHoldsTheEpochBackUntilItPolls) {
  ThreadRegistry registry;
  Here here(registry);
  uint64_t begin = registry.global_epoch();
  EXPECT_EQ(registry.advance_epoch(ThreadRegistry::Nudge::kNo), begin + 1);
  EXPECT_EQ(registry.min_epoch(), begin);
  poll(here);  // nothing asks it to take the slow path
  EXPECT_EQ(registry.min_epoch(), begin);
  registry.advance_epoch(ThreadRegistry::Nudge::kNudge);
  poll(here);
  EXPECT_EQ(registry.min_epoch(), begin + 2);
}

TEST(Epochs, DetachedThreadsHaveNothingToHoldBack) {
  ThreadRegistry registry;
  Here here(registry);
  registry.advance_epoch(ThreadRegistry::Nudge::kNo);
  {
    Detached away(here);
    EXPECT_EQ(registry.min_epoch(), registry.global_epoch());
  }
  EXPECT_EQ(here.epoch.load_relaxed(), registry.global_epoch());
}

// Invariant: what is freed only when min_epoch has passed its retirement is never touched afterwards.
TEST(Epochs, NothingIsFreedUnderAReader) {
  ThreadRegistry registry;
  Here here(registry);
  std::atomic<bool> stop{false};
  base::Atomic<uint64_t*> shared{new uint64_t(1)};
  Crew readers(here, 3, [&](ThreadCore& t, int i) {
    while (!stop) {
      uint64_t* seen = shared.load_acquire();
      for (int n = 0; n < 5; n++) ASSERT_EQ(*seen, 1u);  // no safepoint between load and use
      if (i == 0) {
        Detached away(t);
      } else {
        poll(t);
      }
    }
  });
  for (int i = 0; i < kRounds / 4; i++) {
    uint64_t* old = shared.load_acquire();
    shared.store_release(new uint64_t(1));
    uint64_t retired = registry.advance_epoch(ThreadRegistry::Nudge::kNudge);
    while (registry.min_epoch() < retired) {
      poll(here);
      std::this_thread::yield();
    }
    *old = 2;
    delete old;
  }
  stop = true;
  readers.join();
  delete shared.load_relaxed();
}

}  // namespace
}  // namespace eider::threads

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "threads/byte_lock.h"
#include "threads/detaching_mutex.h"
#include "threads_toy.h"

namespace eider::threads {
namespace {

using toy::Crew;
using toy::Here;
using toy::spin_until;

#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
constexpr int kRounds = 3000;
#else
constexpr int kRounds = 100'000;
#endif

TEST(ByteLock, IsNotTakenByASingleThread) {
  ThreadRegistry registry;
  Here here(registry);
  base::Atomic<uint8_t> byte{0};
  LockedByte locked(here, byte);
  EXPECT_EQ(byte.load_relaxed(), 0);
}

TEST(ByteLock, IsTakenByASingleThreadWhenTheSwitchSaysAlways) {
  ThreadRegistry registry({.always_lock = true});
  Here here(registry);
  base::Atomic<uint8_t> byte{0};
  {
    LockedByte locked(here, byte);
    EXPECT_EQ(byte.load_relaxed(), kByteLocked);
  }
  EXPECT_EQ(byte.load_relaxed(), 0);
}

TEST(ByteLock, ExcludesUnderContention) {
  ThreadRegistry registry;
  Here here(registry);
  base::Atomic<uint8_t> byte{0};
  uint64_t plain = 0;
  constexpr int kThreads = 6;
  {
    Crew crew(here, kThreads, [&](ThreadCore& t, int) {
      for (int i = 0; i < kRounds; i++) {
        {
          LockedByte locked(t, byte);
          plain++;
          if (i % 512 == 0) std::this_thread::yield();
        }
        poll(t);
      }
    });
  }
  EXPECT_EQ(plain, uint64_t{kThreads} * kRounds);
  EXPECT_EQ(byte.load_relaxed(), 0);
}

TEST(ByteLock, ASleeperIsWokenByThePlainStoreThatUnlocks) {
  ThreadRegistry registry;
  Here here(registry);
  base::Atomic<uint8_t> byte{0};
  constexpr int kThreads = 3;
  base::Atomic<int> turns{0};
  Crew crew(here, kThreads, [&](ThreadCore& t, int) {
    for (int i = 0; i < 20; i++) {
      {
        LockedByte locked(t, byte);
        // Longer than anyone spins or gives way: the others park.
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        turns.fetch_add_relaxed(1);
      }
      poll(t);
    }
  });
  crew.join();
  EXPECT_EQ(turns.load_relaxed(), kThreads * 20);
  EXPECT_EQ(here.sleepers->load_relaxed(), 0u);
}

TEST(ByteLock, WaitersLetHandshakesAndStopsPass) {
  ThreadRegistry registry;
  Here here(registry);
  base::Atomic<uint8_t> byte{0};
  std::atomic<bool> stop{false};
  Crew crew(here, 4, [&](ThreadCore& t, int) {
    while (!stop) {
      {
        LockedByte locked(t, byte);
        for (int n = 0; n < 50; n++) base::spin_pause();
      }
      poll(t);
    }
  });
  for (int i = 0; i < kRounds / 100; i++) {
    registry.handshake(here, [](ThreadCore&) {});
    StopTheWorld all(here);
  }
  stop = true;
}

TEST(ByteLock, PairsInOppositeOrdersDoNotDeadlock) {
  ThreadRegistry registry;
  Here here(registry);
  base::Atomic<uint8_t> bytes[3];
  uint64_t balance[3] = {};
  {
    Crew crew(here, 4, [&](ThreadCore& t, int number) {
      for (int i = 0; i < kRounds / 4; i++) {
        int from = (i + number) % 3;
        int to = (i * 7 + number * 2) % 3;
        {
          LockedBytePair locked(t, bytes[from], bytes[to]);
          balance[from]--;
          balance[to]++;
        }
        poll(t);
      }
    });
  }
  EXPECT_EQ(balance[0] + balance[1] + balance[2], 0u);
  for (auto& byte : bytes) EXPECT_EQ(byte.load_relaxed(), 0);
}

#if defined(EIDER_ASSERTIONS)
TEST(ByteLockDeathTest, APollUnderAnObjectLockIsReportedEvenWhenTheLockIsSkipped) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        ThreadRegistry registry;
        Here here(registry);
        base::Atomic<uint8_t> byte{0};
        LockedByte locked(here, byte);
        poll(here);
      },
      "object_locks_held");
}
#endif

struct Transitions {
  base::Atomic<int> to_multi{0}, to_single{0};
  RegistryHooks hooks() {
    return {this, [](void* context) { static_cast<Transitions*>(context)->to_multi.fetch_add_acq_rel(1); },
            [](void* context, ThreadCore& last) {
              EXPECT_EQ(last.multi_threaded, 0);
              static_cast<Transitions*>(context)->to_single.fetch_add_acq_rel(1);
            }};
  }
};

TEST(SingleThread, TheFactEndsBeforeASecondThreadRunsAndReturnsAtAPoll) {
  ThreadRegistry registry;
  Transitions transitions;
  registry.set_hooks(transitions.hooks());
  Here here(registry);
  EXPECT_EQ(here.multi_threaded, 0);
  EXPECT_EQ(here.must_lock, 0);
  {
    std::atomic<bool> stop{false};
    Crew crew(here, 1, [&](ThreadCore& t, int) {
      EXPECT_EQ(t.multi_threaded, 1);
      EXPECT_EQ(t.must_lock, 1);
      spin_until(t, stop);
    });
    EXPECT_EQ(here.multi_threaded, 1);
    EXPECT_EQ(transitions.to_multi.load_relaxed(), 1);
    stop = true;
  }
  poll(here);
  EXPECT_EQ(here.multi_threaded, 0);
  EXPECT_EQ(transitions.to_single.load_relaxed(), 1);
}

TEST(SingleThread, AThreadThatComesBeforeTheLastOneHeardFindsTheFactStillFalse) {
  ThreadRegistry registry;
  Transitions transitions;
  registry.set_hooks(transitions.hooks());
  Here here(registry);
  for (int i = 0; i < 3; i++) {
    // `here` is RUNNING all the time and does not poll, so it is never told that it was alone in between.
    base::Atomic<bool> may_go{i > 0};
    std::thread other([&] {
      ThreadCore t;
      ASSERT_TRUE(registry.register_thread(t));
      while (!may_go.load_acquire()) std::this_thread::yield();
      registry.unregister_thread(t);
    });
    if (i == 0) {
      while (here.multi_threaded == 0) poll(here);  // the first flip needs its answer
      may_go.store_release(true);
    }
    other.join();
    EXPECT_EQ(here.multi_threaded, 1);
  }
  EXPECT_EQ(transitions.to_multi.load_relaxed(), 1);
  poll(here);
  EXPECT_EQ(here.multi_threaded, 0);
}

// Invariant: while a second thread is registered, nobody believes to be alone; plain increments under (skipped or taken) locks add up.
TEST(SingleThread, FlippingBackAndForthLosesNoUpdate) {
  ThreadRegistry registry;
  Transitions transitions;
  registry.set_hooks(transitions.hooks());
  Here here(registry);
  base::Atomic<uint8_t> byte{0};
  uint64_t plain = 0;
  uint64_t expected = 0;
  std::atomic<bool> stop{false};
  std::atomic<uint64_t> others{0};
  std::thread starter([&] {
    for (int i = 0; i < kRounds / 100; i++) {
      std::thread([&] {
        Here t(registry);
        for (int n = 0; n < 10; n++) {
          EXPECT_EQ(t.must_lock, 1);
          {
            LockedByte locked(t, byte);
            plain++;
          }
          others++;
          poll(t);
        }
      }).join();
    }
    stop = true;
  });
  while (!stop) {
    {
      LockedByte locked(here, byte);
      plain++;
    }
    expected++;
    poll(here);
  }
  {
    Detached away(here);
    starter.join();
  }
  EXPECT_EQ(plain, expected + others);
  poll(here);
  EXPECT_EQ(here.multi_threaded, 0);
  EXPECT_EQ(transitions.to_multi.load_relaxed(), transitions.to_single.load_relaxed());
}

TEST(DetachingMutex, ItsHolderMayHandshakeWhileOthersWait) {
  ThreadRegistry registry;
  Here here(registry);
  DetachingMutex mutex(base::LockRank::kFacts);
  uint64_t plain = 0;
  {
    Crew crew(here, 4, [&](ThreadCore& t, int) {
      for (int i = 0; i < kRounds / 500; i++) {
        DetachingLock lock(t, mutex);
        plain++;
        registry.handshake(t, [](ThreadCore&) {});
      }
    });
  }
  EXPECT_EQ(plain, uint64_t{4} * (kRounds / 500));
}

}  // namespace
}  // namespace eider::threads

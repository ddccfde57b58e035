// SPDX-License-Identifier: MIT
#include "base/parking.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <thread>
#include <vector>

#include "base/atomic.h"

namespace eider::base {
namespace {

TEST(Parking, AFailedValidationDoesNotSleep) {
  int word = 0;
  EXPECT_EQ(park(&word, [] { return false; }), ParkResult::kInvalid);
}

TEST(Parking, ADeadlineInThePastTimesOut) {
  int word = 0;
  EXPECT_EQ(park(&word, [] { return true; }, monotonic_ns()), ParkResult::kTimedOut);
  EXPECT_EQ(unpark_all(&word), 0u);  // and leaves no waiter behind
}

TEST(Parking, UnparkingNobodySaysSo) {
  int word = 0;
  bool called = false;
  unpark_one(&word, [&](UnparkResult result) {
    called = true;
    EXPECT_FALSE(result.unparked);
    EXPECT_FALSE(result.more);
  });
  EXPECT_TRUE(called);
}

TEST(Parking, WaitersOfOneAddressAreWokenOneByOneAndOthersSleepOn) {
  int first = 0;
  int second = 0;
  Atomic<int> parked{0};
  Atomic<int> woken{0};
  std::vector<std::thread> threads;
  auto sleep_on = [&](int* word) {
    threads.emplace_back([&, word] {
      EXPECT_EQ(park(word, [&] { return parked.fetch_add_acq_rel(1), true; }), ParkResult::kUnparked);
      woken.fetch_add_acq_rel(1);
    });
  };
  for (int i = 0; i < 3; i++) sleep_on(&first);
  sleep_on(&second);
  while (parked.load_acquire() < 4) std::this_thread::yield();
  for (int left = 2; left >= 0; left--) {
    unpark_one(&first, [&](UnparkResult result) {
      EXPECT_TRUE(result.unparked);
      EXPECT_EQ(result.more, left > 0);
    });
  }
  while (woken.load_acquire() < 3) std::this_thread::yield();
  EXPECT_EQ(unpark_all(&second), 1u);
  for (std::thread& t : threads) t.join();
}

// Invariant: a mutex of two bits over the parking lot excludes. May vary: who gets it. Forbidden: a lost increment, a hang.
TEST(Parking, ALockBuiltOnItExcludesAndLosesNoWakeup) {
  Atomic<uint32_t> lock{0};  // 0 free, 1 locked, 2 locked with waiters
  uint64_t plain = 0;
  constexpr int kThreads = 6;
  constexpr int kEach = 5000;
  auto acquire = [&] {
    uint32_t expected = 0;
    if (lock.cas_acquire(expected, 1)) return;
    while (lock.exchange_acq_rel(2) != 0) park(&lock, [&] { return lock.load_relaxed() == 2; });
  };
  auto release = [&] {
    if (lock.exchange_acq_rel(0) == 2) unpark_one(&lock, [](UnparkResult) {});
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; i++) {
    threads.emplace_back([&] {
      for (int n = 0; n < kEach; n++) {
        acquire();
        plain++;
        if (n % 64 == 0) std::this_thread::yield();
        release();
      }
    });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(plain, uint64_t{kThreads} * kEach);
}

TEST(Parking, TimeoutsAndWakeupsRacingLoseNeither) {
  int word = 0;
  Atomic<int> unparked{0};
  Atomic<bool> done{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; i++) {
    threads.emplace_back([&] {
      for (int n = 0; n < 500; n++) {
        if (park(&word, [] { return true; }, deadline_after(50'000)) == ParkResult::kUnparked) unparked.fetch_add_acq_rel(1);
      }
    });
  }
  int woken = 0;
  std::thread waker([&] {
    while (!done.load_acquire()) {
      unpark_one(&word, [&](UnparkResult result) { woken += result.unparked; });
      std::this_thread::yield();
    }
  });
  for (std::thread& t : threads) t.join();
  done.store_release(true);
  waker.join();
  EXPECT_EQ(unparked.load_relaxed(), woken);
}

/// Forks; whether the child found the lot empty and could sleep in it.
bool child_can_park(int* word) {
  LotForChild lot;
  EXPECT_TRUE(lot.ready());
  pid_t child = ::fork();
  if (child == 0) {
    lot.move_in();
    bool nobody = unpark_all(word) == 0;
    bool slept = park(word, [] { return true; }, deadline_after(1'000)) == ParkResult::kTimedOut;
    ::_exit(nobody && slept ? 0 : 1);
  }
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status == 0;
}

// The copy may have been taken while a bucket was locked, or its queue half changed.
TEST(Parking, TheChildOfAForkParksWhereAnotherThreadWasParking) {
  int word = 0;
  Atomic<bool> done{false};
  std::thread parking([&] {
    while (!done.load_acquire()) park(&word, [] { return true; }, deadline_after(1'000));
  });
  for (int round = 0; round < 50; round++) EXPECT_TRUE(child_can_park(&word));
  done.store_release(true);
  parking.join();
}

// Nothing orders the last steps of a thread that nobody joins before the fork: the child must not write what it has written.
// (ThreadSanitizer sees that only where no other thread runs at the fork.)
TEST(Parking, TheChildOfAForkParksWhereAnEndedThreadHadParked) {
  int word = 0;
  auto tasks = [] { return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}); };
  auto before = tasks();
  std::thread([&] { park(&word, [] { return true; }, deadline_after(1'000)); }).detach();
  while (tasks() > before) std::this_thread::yield();
  EXPECT_TRUE(child_can_park(&word));
}

}  // namespace
}  // namespace eider::base

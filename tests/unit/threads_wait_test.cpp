// SPDX-License-Identifier: MIT
//
// Waiting that poll bits end (Note [Interrupting a wait] in threads/wait.h).
#include "threads/wait.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "threads_toy.h"

namespace eider::threads {
namespace {

using base::ParkResult;
using toy::Crew;
using toy::Here;

constexpr uint64_t kSecond = 1'000'000'000;

TEST(Wait, ABitThatIsSetAlreadyEndsItAtOnce) {
  ThreadRegistry registry;
  Here here(registry);
  interrupt(here, kPollSignal);
  int word = 0;
  EXPECT_EQ(wait_parked(here, &word, [] { return true; }, base::kNoDeadline), ParkResult::kInterrupted);
  wait_until(here, base::kNoDeadline);
  pollfd none = {-1, 0, 0};
  EXPECT_EQ(wait_descriptors(here, &none, 1, base::kNoDeadline), 0);
  here.poll.store_relaxed(0);
}

TEST(Wait, EndsAtItsDeadline) {
  ThreadRegistry registry;
  Here here(registry);
  int word = 0;
  EXPECT_EQ(wait_parked(here, &word, [] { return true; }, base::deadline_after(1000)), ParkResult::kTimedOut);
  wait_until(here, base::deadline_after(1000));
  pollfd none = {-1, 0, 0};
  EXPECT_EQ(wait_descriptors(here, &none, 1, base::deadline_after(1000)), 0);
  EXPECT_EQ(base::unpark_all(&word), 0u);
}

TEST(Wait, AnInterruptReachesEverySleeper) {
  ThreadRegistry registry;
  Here here(registry);
  int word = 0, pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  std::atomic<int> ended{0};
  std::atomic<bool> all_interrupted{false};
  std::vector<std::atomic<ThreadCore*>> cores(9);
  Crew crew(here, 9, [&](ThreadCore& t, int i) {
    cores[static_cast<size_t>(i)] = &t;
    pollfd fd = {pipe_ends[0], POLLIN, 0};
    if (i % 3 == 0) EXPECT_EQ(wait_parked(t, &word, [] { return true; }, base::deadline_after(60 * kSecond)), ParkResult::kInterrupted);
    if (i % 3 == 1) wait_until(t, base::deadline_after(60 * kSecond));
    if (i % 3 == 2) EXPECT_EQ(wait_descriptors(t, &fd, 1, base::deadline_after(60 * kSecond)), 0);
    EXPECT_EQ(t.poll.load_relaxed() & kPollExit, kPollExit);
    ended++;
    while (!all_interrupted) std::this_thread::yield();  // interrupt() has no registry's mutex here, so the thread must be there
  });
  base::Deadline start = base::monotonic_ns();
  for (auto& core : cores) {
    while (core == nullptr) std::this_thread::yield();
    interrupt(*core, kPollExit);
  }
  all_interrupted = true;
  crew.join();
  EXPECT_EQ(ended, 9);
  EXPECT_LT(base::monotonic_ns() - start, 30 * kSecond);
  ::close(pipe_ends[0]);
  ::close(pipe_ends[1]);
}

TEST(Wait, InterruptsAndWakeupsRacingLoseNoWakeup) {
  ThreadRegistry registry;
  Here here(registry);
  int word = 0;
  std::atomic<int> unparked{0}, running{4};
  std::atomic<bool> over{false};
  std::vector<std::atomic<ThreadCore*>> cores(4);
  Crew crew(here, 4, [&](ThreadCore& t, int i) {
    cores[static_cast<size_t>(i)] = &t;
    for (int n = 0; n < 2000; n++) {
      ParkResult result = wait_parked(t, &word, [] { return true; }, base::deadline_after(60 * kSecond));
      if (result == ParkResult::kUnparked) unparked++;
      t.poll.fetch_and_seq_cst(~uint32_t{kPollSignal});
    }
    running--;
    while (!over) std::this_thread::yield();  // whoever interrupts us must find us
  });
  int woken = 0;
  std::thread interrupter([&] {
    while (running != 0) {
      for (auto& core : cores) {
        if (ThreadCore* t = core) interrupt(*t, kPollSignal);
      }
    }
    over = true;
  });
  {
    Detached away(here);
    while (running != 0) {
      base::unpark_one(&word, [&](base::UnparkResult result) { woken += result.unparked; });
      std::this_thread::yield();
    }
    interrupter.join();
  }
  crew.join();
  EXPECT_EQ(unparked, woken);
}

}  // namespace
}  // namespace eider::threads

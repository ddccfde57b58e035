// SPDX-License-Identifier: MIT
#include "runtime/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace eider::runtime {
namespace {

TEST(WorkerPool, WorkGoesToTheWorkerThatWaits) {
  WorkerPool pool;
  int work = 0;
  void* got = nullptr;
  std::thread worker([&] { got = pool.take(); });
  while (!pool.give(&work)) std::this_thread::yield();
  worker.join();
  EXPECT_EQ(got, &work);
}

TEST(WorkerPool, NobodyWaitsForNothing) {
  WorkerPool pool;
  int work = 0;
  EXPECT_FALSE(pool.give(&work));
  std::thread worker([&] { EXPECT_EQ(pool.take(), nullptr); });  // its patience ends
  worker.join();
  EXPECT_FALSE(pool.give(&work));
}

TEST(WorkerPool, ClosingSendsIdleWorkersHome) {
  auto pool = std::make_shared<WorkerPool>();
  std::atomic<int> ended{0};
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; i++) {
    workers.emplace_back([pool, &ended] {
      while (pool->take() != nullptr) {
      }
      ended++;
    });
  }
  pool->close();
  for (std::thread& w : workers) w.join();
  EXPECT_EQ(ended, 4);
  EXPECT_EQ(pool->take(), nullptr);
}

TEST(WorkerPool, EachPieceOfWorkIsTakenOnce) {
  auto pool = std::make_shared<WorkerPool>();
  constexpr int kPieces = 2000;
  std::vector<std::atomic<int>> done(kPieces);
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; i++) {
    workers.emplace_back([&, pool] {
      while (void* work = pool->take()) static_cast<std::atomic<int>*>(work)->fetch_add(1);
    });
  }
  int given = 0;
  for (std::atomic<int>& piece : done) {
    if (pool->give(&piece)) given++;
    else std::this_thread::yield();
  }
  pool->close();
  for (std::thread& w : workers) w.join();
  int taken = 0;
  for (std::atomic<int>& piece : done) {
    EXPECT_LE(piece.load(), 1);
    taken += piece.load();
  }
  EXPECT_EQ(taken, given);
}

}  // namespace
}  // namespace eider::runtime

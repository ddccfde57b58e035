// SPDX-License-Identifier: MIT
//
// Several threads allocating and collecting at once; memory that runs out; fork.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault_injection.h"
#include "base/parking.h"
#include "gc_toy.h"

namespace eider::gc {
namespace {

using toy::in_own_frame;
using toy::new_bytes;
using toy::new_node;
using toy::new_weak;
using toy::Node;
using toy::run_together;
using toy::scrub_stack;
using toy::World;

#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
constexpr int kRounds = 20'000;
#else
constexpr int kRounds = 400'000;
#endif

// Keeps a sliding window of nodes in a local table and checks each before it is dropped.
void churn(World& world, Mutator& t, uint64_t number, int rounds) {
  Node* window = new_node(t, 64);
  ASSERT_NE(window, nullptr);
  for (int i = 0; i < rounds; i++) {
    size_t at = static_cast<size_t>(i) % 64;
    Node* old = window->node(at);
    if (old != nullptr) {
      ASSERT_EQ(old->number(1), number * 1'000'000'000 + static_cast<uint64_t>(i) - 64);
      ASSERT_EQ(old->node(0)->number(0), static_cast<uint64_t>(i) - 64);
    }
    size_t words = 2 + static_cast<size_t>(i) % 30 + (i % 1000 == 0 ? 3000 : 0);
    Node* node = new_node(t, words);
    window->set(at, node);
    node->set_number(1, number * 1'000'000'000 + static_cast<uint64_t>(i));
    Node* child = new_node(t, 1);
    child->set_number(0, static_cast<uint64_t>(i));
    node->set(0, child);
    if (i % 64 == 0) poll(t);
  }
}

TEST(HeapThreads, AllocatingAndCollectingAtOnceKeepsEveryThreadsObjects) {
  World world({.minimum_budget_bytes = 1 << 20});
  run_together(world, 4, [&](Mutator& t, int i) { churn(world, t, static_cast<uint64_t>(i), kRounds); });
  EXPECT_GT(world.heap.stats().collections, 2u);
}

TEST(HeapThreads, ForcedCollectionsWithPoisonAndVerificationUnderThreads) {
  World world({.collect_every = 3, .poison = true, .verify = true});
  run_together(world, 3, [&](Mutator& t, int i) { churn(world, t, static_cast<uint64_t>(i), 3000); });
  EXPECT_GT(world.heap.stats().collections, 10u);
}

TEST(HeapThreads, ObjectsArePassedBetweenThreads) {
  World world({.minimum_budget_bytes = 1 << 20});
  std::atomic<uint64_t> sum{0};
  std::atomic<int> consumed{0};
  constexpr int kEach = 20'000;
  run_together(world, 4, [&](Mutator& t, int i) {
    auto& slot = world.roots[i / 2];
    if (i % 2 == 0) {
      for (int n = 1; n <= kEach; n++) {
        Node* node = new_node(t, 3);
        node->set_number(0, static_cast<uint64_t>(n));
        uint64_t expected = 0;
        while (!slot.compare_exchange_strong(expected, reinterpret_cast<uint64_t>(node))) {
          expected = 0;
          poll(t);
          std::this_thread::yield();
        }
      }
    } else {
      for (int n = 0; n < kEach;) {
        auto* node = reinterpret_cast<Node*>(slot.exchange(0));
        if (node != nullptr) {
          sum += node->number(0);
          n++;
          consumed++;
        } else {
          std::this_thread::yield();
        }
        new_node(t, 5);
        poll(t);
      }
    }
  });
  EXPECT_EQ(consumed.load(), 2 * kEach);
  EXPECT_EQ(sum.load(), uint64_t{2} * kEach * (kEach + 1) / 2);
}

TEST(HeapThreads, ADetachedThreadsLocalsAndRegistersAreRoots) {
  World world({.poison = true});
  std::atomic<int> ready{0};
  std::atomic<bool> go{false};
  std::thread other([&] {
    Mutator t;
    ASSERT_TRUE(world.registry.register_thread(t));
    world.heap.add_mutator(t);
    threads::attach(t);
    Node* local = new_node(t, 4);
    local->set_number(0, 31337);
    {
      threads::Detached away(t);
      ready = 1;
      while (!go) std::this_thread::yield();
    }
    EXPECT_EQ(local->number(0), 31337u);
    world.heap.remove_mutator(t);
    world.registry.unregister_thread(t);
  });
  {
    threads::Detached away(world.main);
    while (ready == 0) std::this_thread::yield();
  }
  for (int i = 0; i < 3; i++) {
    in_own_frame([&] {
      for (int n = 0; n < 10'000; n++) new_node(world.main, 4);
    });
    world.collect();
  }
  {
    threads::Detached away(world.main);
    go = true;
    other.join();
  }
}

TEST(HeapThreads, CollectionsAskedForAtOnceAreDoneOnce) {
  World world;
  std::atomic<int> ready{0};
  run_together(world, 4, [&](Mutator& t, int) {
    ready++;
    while (ready < 4) threads::poll(t);
    for (int i = 0; i < 50; i++) world.heap.collect(t, CollectReason::kExplicit);
  });
  EXPECT_GE(world.heap.stats().collections, 50u);
  EXPECT_LE(world.heap.stats().collections, 200u);
}

TEST(HeapThreads, WeakReferencesAndFinalizersUnderThreads) {
  World world({.minimum_budget_bytes = 512 << 10, .poison = true});
  std::atomic<uint64_t> registered{0};
  std::atomic<uint64_t> finalized{0};
  constexpr int kEach = 2000;
  auto drain = [&](Mutator& t) {
    while (Header* object = world.heap.take_pending_finalizer(t)) {
      EXPECT_EQ(static_cast<Node*>(object)->number(1), 5u);
      finalized++;
    }
    while (WeakBox* box = world.heap.take_pending_callback(t)) EXPECT_EQ(box->target.load_relaxed(), 0u);
  };
  run_together(world, 3, [&](Mutator& t, int) {
    for (int i = 0; i < kEach; i++) {
      Node* node = new_node(t, 10);
      node->set_number(1, 5);
      ASSERT_TRUE(world.heap.register_finalizable(t, node));
      registered++;
      WeakBox* box = new_weak(t, node, reinterpret_cast<uint64_t>(new_node(t, 1)));
      ASSERT_TRUE(world.heap.register_weak(t, box));
      for (int garbage = 0; garbage < 20; garbage++) new_node(t, 10);
      drain(t);
    }
  });
  for (int i = 0; i < 3; i++) {
    scrub_stack();
    world.collect();
    drain(world.main);
  }
  EXPECT_LE(finalized, registered);
  EXPECT_GE(finalized + 10, registered);
}

TEST(HeapThreads, AThousandShortThreadsLeaveNoMemoryBehind) {
  World world;
  for (int batch = 0; batch < 10; batch++) {
    run_together(world, 100, [&](Mutator& t, int) {
      for (int i = 0; i < 20; i++) new_node(t, 3);
    });
  }
  // Each leaves the rest of its block to the next: far from 1,000 blocks of 32 KiB.
  EXPECT_LT(world.heap.stats().reserved_bytes, size_t{12} << 20);
}

TEST(Exhaustion, TheMemoryLimitGivesNullAndThenRecovers) {
  World world({.memory_limit_bytes = size_t{8} << 20});
  bool refused = false;
  in_own_frame([&] {
    for (size_t i = 0; i < 1'000'000 && !refused; i++) {
      Node* node = new_node(world.main, 7);
      if (node == nullptr) {
        refused = true;
        break;
      }
      node->set(0, world.root(0));
      world.set_root(0, node);
    }
    EXPECT_EQ(new_node(world.main, 100'000), nullptr);
    EXPECT_EQ(new_node(world.main, 500), nullptr);
  });
  EXPECT_TRUE(refused);
  EXPECT_LE(world.heap.stats().used_bytes, size_t{8} << 20);
  EXPECT_GE(world.heap.stats().used_bytes, size_t{7} << 20);
  world.set_root(0, nullptr);
  scrub_stack();
  EXPECT_NE(new_node(world.main, 7), nullptr);
  EXPECT_NE(new_node(world.main, 100'000), nullptr);
}

TEST(Exhaustion, AnImpossibleRequestIsRefused) {
  World world;
  EXPECT_EQ(allocate(world.main, header_word(7, TraceKind::kNone, 0), size_t{1} << 50), nullptr);
  EXPECT_EQ(allocate(world.main, header_word(7, TraceKind::kNone, 0), ~size_t{0} - 7), nullptr);
  EXPECT_NE(new_node(world.main, 1), nullptr);
}

TEST(Exhaustion, WhenTheSystemRefusesPagesAllocationFailsAndRecovers) {
  World world;
  Node* refused = nullptr;
  {
    base::InjectFault fault(base::Fault::kPages, 0, base::InjectFault::Mode::kAllAfter);
    in_own_frame([&] {
      do {
        refused = new_node(world.main, 100);
        if (refused == nullptr) break;
        refused->set(0, world.root(0));
        world.set_root(0, refused);
      } while (true);
    });
    EXPECT_TRUE(fault.fired());
  }
  EXPECT_EQ(refused, nullptr);
  EXPECT_NE(new_node(world.main, 100), nullptr);
}

TEST(Exhaustion, MarkingSucceedsWhenItsStackCannotGrow) {
  World world({.marker_threads = 3});
  constexpr size_t kLeaves = 200'000;
  in_own_frame([&] {
    Node* wide = new_node(world.main, 1000);
    world.set_root(0, wide);
    for (size_t i = 0; i < kLeaves / 1000; i++) {
      Node* middle = new_node(world.main, 1000);
      wide->set(i, middle);
      for (size_t j = 0; j < 1000; j++) {
        Node* leaf = new_node(world.main, 2);
        leaf->set_number(0, i * 1000 + j);
        middle->set(j, leaf);
        Node* child = new_node(world.main, 1);
        child->set_number(0, 5);
        leaf->set(1, child);
      }
    }
  });
  for (int64_t successes : {0, 1, 3, 10}) {
    base::InjectFault fault(base::Fault::kAllocation, successes, base::InjectFault::Mode::kAllAfter);
    scrub_stack();
    world.collect();
  }
  in_own_frame([&] {
    for (size_t i = 0; i < kLeaves; i++) new_node(world.main, 2);
  });
  world.collect();
  for (size_t i = 0; i < kLeaves; i++) {
    Node* leaf = world.root(0)->node(i / 1000)->node(i % 1000);
    ASSERT_EQ(leaf->number(0), i);
    ASSERT_EQ(leaf->node(1)->number(0), 5u);
  }
}

TEST(Exhaustion, RegistrationReportsThatMemoryIsGone) {
  World world;
  Node* node = new_node(world.main, 2);
  WeakBox* box = new_weak(world.main, node);
  base::InjectFault fault(base::Fault::kAllocation, 0, base::InjectFault::Mode::kAllAfter);
  EXPECT_FALSE(world.heap.register_weak(world.main, box));
  EXPECT_FALSE(world.heap.register_finalizable(world.main, node));
  EXPECT_EQ(node->flags.load_relaxed() & kFlagFinalizable, 0);
  EXPECT_EQ(new_node(world.main, 20'000), nullptr);
}

TEST(Exhaustion, ExternalMemoryCountsTowardsTheBudget) {
  World world({.minimum_budget_bytes = 1 << 20});
  world.heap.add_external(world.main, 2 << 20);
  EXPECT_NE(world.main.poll.load_relaxed() & threads::kPollGc, 0u);
  EXPECT_EQ(poll(world.main), 0u);
  EXPECT_EQ(world.heap.stats().collections, 1u);
  world.heap.add_external(world.main, -(2 << 20));
}

TEST(Exhaustion, AllocationWithoutSafepointNeverCollects) {
  World world({.minimum_budget_bytes = 1 << 20});
  in_own_frame([&] {
    threads::NoSafepoint here(world.main);
    for (int i = 0; i < 100'000; i++) {
      ASSERT_NE(allocate_no_safepoint(world.main, header_word(7, TraceKind::kValues, 32), 32), nullptr);
    }
  });
  EXPECT_EQ(world.heap.stats().collections, 0u);
  poll(world.main);
  EXPECT_EQ(world.heap.stats().collections, 1u);
}

#if !defined(EIDER_TSAN)  // ThreadSanitizer refuses threads in a child of a threaded program
TEST(Fork, TheChildHasAConsistentHeapAndOneThread) {
  World world;
  std::atomic<bool> stop{false};
  std::vector<Mutator> others(3);
  std::vector<std::thread> started;
  for (Mutator& t : others) {
    started.emplace_back([&] {
      ASSERT_TRUE(world.registry.register_thread(t));
      world.heap.add_mutator(t);
      threads::attach(t);
      while (!stop) {
        for (int i = 0; i < 100; i++) new_node(t, 3);
        poll(t);
      }
      world.heap.remove_mutator(t);
      world.registry.unregister_thread(t);
    });
  }
  for (int round = 0; round < 5; round++) {
    for (int i = 0; i < 1000; i++) new_node(world.main, 3);
    world.registry.before_fork(world.main);
    base::LotForChild lot;
    pid_t child = ::fork();
    if (child == 0) {
      lot.move_in();
      int gone = 0;
      world.registry.after_fork_child(world.main, [&](threads::ThreadCore& t) {
        world.heap.forget_mutator(static_cast<Mutator&>(t));
        gone++;
      });
      world.heap.after_fork_child();
      for (int i = 0; i < 100'000; i++) new_node(world.main, 3);
      world.collect();
      bool good = world.registry.thread_count() == 1 && world.main.multi_threaded == 0 && gone <= 3;
      // A new thread works in the child as well.
      run_together(world, 2, [&](Mutator& t, int) { new_node(t, 3); });
      ::_exit(good ? 0 : 1);
    }
    world.registry.after_fork_parent(world.main);
    int status = -1;
    {
      threads::Detached away(world.main);
      ASSERT_EQ(::waitpid(child, &status, 0), child);
    }
    EXPECT_EQ(status, 0);
  }
  stop = true;
  threads::Detached away(world.main);
  for (std::thread& thread : started) thread.join();
}
#endif

}  // namespace
}  // namespace eider::gc

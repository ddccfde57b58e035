// SPDX-License-Identifier: MIT
//
// What survives a collection and what does not: roots, cycles, conservative references, sizes of every kind.
#include <gtest/gtest.h>

#include "gc/heap_impl.h"
#include "gc_toy.h"

namespace eider::gc {
namespace {

using toy::in_own_frame;
using toy::new_bytes;
using toy::new_node;
using toy::new_weak;
using toy::Node;
using toy::scrub_stack;
using toy::World;

// Collects after having erased what earlier calls left on the stack.
void collect_cleanly(World& world) {
  scrub_stack();
  world.collect();
}

uint64_t list_length(Node* head) {
  uint64_t length = 0;
  for (Node* at = head; at != nullptr; at = at->node(0)) length++;
  return length;
}

__attribute__((noinline)) void build_list(World& world, size_t root, uint64_t length, size_t words = 3) {
  for (uint64_t i = 0; i < length; i++) {
    Node* node = new_node(world.main, words);
    ASSERT_NE(node, nullptr);
    node->set(0, world.root(root));
    node->set_number(1, i);
    world.set_root(root, node);
  }
}

TEST(Collect, AnObjectInARootSurvivesWithItsContents) {
  World world;
  in_own_frame([&] {
    Node* node = new_node(world.main, 2);
    node->set_number(1, 4711);
    world.set_root(0, node);
  });
  collect_cleanly(world);
  EXPECT_EQ(world.root(0)->number(1), 4711u);
}

TEST(Collect, UnreachableObjectsAreFreed) {
  World world;
  in_own_frame([&] {
    for (size_t list = 0; list < 60; list++) build_list(world, list, 2000);
  });
  collect_cleanly(world);
  EXPECT_GE(world.heap.stats().live_bytes, 120'000u * 32);
  for (size_t list = 0; list < 60; list++) world.set_root(list, nullptr);
  collect_cleanly(world);
  EXPECT_LT(world.heap.stats().live_bytes, 20'000u * 32);  // an address left on the stack keeps one list
}

TEST(Collect, CyclesAreFreed) {
  World world;
  in_own_frame([&] {
    Node* first = new_node(world.main, 2);
    Node* second = new_node(world.main, 2);
    first->set(0, second);
    second->set(0, first);
    new_weak(world.main, nullptr);
    WeakBox* box = new_weak(world.main, first);
    ASSERT_TRUE(world.heap.register_weak(world.main, box));
    world.set_root(0, box);
  });
  collect_cleanly(world);
  EXPECT_EQ(reinterpret_cast<WeakBox*>(world.root(0))->target.load_relaxed(), 0u);
}

TEST(Collect, AListOfTenMillionNodesDoesNotOverflowAnything) {
  World world;
#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
  constexpr uint64_t kNodes = 1'000'000;
#else
  constexpr uint64_t kNodes = 10'000'000;
#endif
  in_own_frame([&] { build_list(world, 0, kNodes); });
  collect_cleanly(world);
  EXPECT_EQ(list_length(world.root(0)), kNodes);
}

TEST(Collect, AnObjectHeldOnlyByALocalSurvives) {
  World world;
  Node* local = new_node(world.main, 2);
  local->set_number(0, 99);
  Node* child = new_node(world.main, 2);
  child->set_number(0, 100);
  local->set(1, child);
  child = nullptr;
  for (int i = 0; i < 3; i++) {
    in_own_frame([&] {
      for (int j = 0; j < 10'000; j++) new_node(world.main, 4)->set_number(0, 1);
    });
    world.collect();
  }
  EXPECT_EQ(local->number(0), 99u);
  EXPECT_EQ(local->node(1)->number(0), 100u);
}

// The only reference is to the middle of the object, in memory the optimizer cannot see through.
TEST(Collect, AnObjectHeldOnlyByAnInteriorPointerSurvives) {
  World world;
  volatile uint64_t interior = 0;
  in_own_frame([&] {
    Node* node = new_node(world.main, 20);
    node->set_number(15, 1234);
    interior = reinterpret_cast<uint64_t>(&node->words[15]) + 3;
  });
  for (int i = 0; i < 3; i++) {
    in_own_frame([&] {
      for (int j = 0; j < 1000; j++) new_node(world.main, 20)->set_number(15, 1);
    });
    collect_cleanly(world);
  }
  auto* word = reinterpret_cast<base::Atomic<uint64_t>*>(interior - 3);
  EXPECT_EQ(word->load_relaxed() >> 1, 1234u);
}

TEST(Collect, ALargeObjectHeldOnlyByAnInteriorPointerSurvives) {
  World world;
  volatile uint64_t interior = 0;
  in_own_frame([&] {
    Node* node = new_node(world.main, 100'000);
    node->set_number(77'777, 1234);
    interior = reinterpret_cast<uint64_t>(&node->words[77'777]);
  });
  in_own_frame([&] { new_node(world.main, 100'000); });
  collect_cleanly(world);
  EXPECT_EQ(reinterpret_cast<base::Atomic<uint64_t>*>(interior)->load_relaxed() >> 1, 1234u);
}

TEST(Collect, EverySizeFromTheSmallestToLargeKeepsItsContents) {
  World world;
  std::vector<size_t> sizes;
  for (size_t words = 1; words < 1100; words += 7) sizes.push_back(words);
  for (size_t words : {1023u, 1024u, 1025u, 8191u, 8192u, 70'000u, 400'000u}) sizes.push_back(words);
  in_own_frame([&] {
    Node* all = new_node(world.main, sizes.size());
    world.set_root(0, all);
    for (size_t i = 0; i < sizes.size(); i++) {
      Node* node = new_node(world.main, sizes[i] + 1);
      all->set(i, node);
      for (size_t w = 0; w < sizes[i]; w += 13) node->set_number(w, i * 1000 + w);
      for (int garbage = 0; garbage < 20; garbage++) new_bytes(world.main, 16 + 8 * (i % 200));
    }
  });
  for (int round = 0; round < 3; round++) {
    in_own_frame([&] {
      for (int garbage = 0; garbage < 20'000; garbage++) new_bytes(world.main, 16 + 8 * (garbage % 100));
    });
    collect_cleanly(world);
  }
  Node* all = world.root(0);
  for (size_t i = 0; i < sizes.size(); i++) {
    Node* node = all->node(i);
    EXPECT_EQ(world.heap.size_of(node), 8 * (sizes[i] + 2));
    for (size_t w = 0; w < sizes[i]; w += 13) ASSERT_EQ(node->number(w), i * 1000 + w);
  }
}

TEST(Collect, FreshMemoryIsZeroed) {
  World world({.minimum_budget_bytes = 1 << 20, .poison = true});
  in_own_frame([&] {
    for (int i = 0; i < 100'000; i++) {
      Node* node = new_node(world.main, 1 + static_cast<size_t>(i) % 60);
      for (size_t w = 0; w < 1 + static_cast<size_t>(i) % 60; w++) {
        ASSERT_EQ(node->get(w), 0u);
        node->set_number(w, ~0u);
      }
      if (i % 10 == 0) world.set_root(static_cast<size_t>(i / 10) % 64, node);
    }
  });
  EXPECT_GT(world.heap.stats().collections, 0u);
}

TEST(Collect, MemoryStaysBoundedWhenTwoGigabytesAreAllocatedInTotal) {
  World world;
#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
  constexpr uint64_t kTotal = uint64_t{200} << 20;
#else
  constexpr uint64_t kTotal = uint64_t{2} << 30;
#endif
  in_own_frame([&] { build_list(world, 0, 300'000); });  // some 10 MB live
  size_t most = 0;
  in_own_frame([&] {
    for (uint64_t total = 0; total < kTotal; total += 64) {
      Node* node = new_node(world.main, 7);
      if (total % (1 << 20) == 0) {
        world.set_root(1 + total / 64 % 60, node);
        most = std::max(most, world.heap.stats().reserved_bytes);
      }
    }
  });
  EXPECT_LT(most, size_t{64} << 20);
  EXPECT_EQ(list_length(world.root(0)), 300'000u);
}

TEST(Collect, FreedMemoryGoesBackToTheSystem) {
  World world;
  // Many short lists: an address left on some stack keeps one of them at most.
  toy::run_together(world, 1, [&](Mutator& t, int) {
    for (size_t table = 0; table < 40; table++) {
      world.set_root(table, new_node(t, 500));
      for (size_t i = 0; i < 50'000; i++) {
        Node* node = new_node(t, 3);
        node->set(0, world.root(table)->node(i % 500));
        world.root(table)->set(i % 500, node);
      }
    }
  });
  size_t full = world.heap.stats().reserved_bytes;
  for (size_t list = 0; list < 40; list++) world.set_root(list, nullptr);
  collect_cleanly(world);
  collect_cleanly(world);
  EXPECT_GE(full, size_t{60} << 20);
  EXPECT_LT(world.heap.stats().live_bytes, size_t{8} << 20);
  EXPECT_LT(world.heap.stats().reserved_bytes, size_t{40} << 20);
}

TEST(Collect, WhatAHookCallsMarkedIsWhatSurvives) {
  World world;
  uint64_t kept = 0;
  uint64_t dropped = 0;
  in_own_frame([&] {
    Node* survivor = new_node(world.main, 2);
    world.set_root(0, survivor);
    kept = ~reinterpret_cast<uint64_t>(survivor);
    dropped = ~reinterpret_cast<uint64_t>(new_node(world.main, 2));
  });
  int seen = 0;
  world.on_sweep = [&](Heap& heap) {
    seen++;
    EXPECT_TRUE(heap.is_marked(reinterpret_cast<Header*>(~kept)));
    EXPECT_FALSE(heap.is_marked(reinterpret_cast<Header*>(~dropped)));
  };
  collect_cleanly(world);
  EXPECT_EQ(seen, 1);
}

TEST(Collect, ForEachObjectSeesSurvivorsAndFreshObjects) {
  World world;
  in_own_frame([&] { build_list(world, 0, 1000); });
  collect_cleanly(world);
  in_own_frame([&] {
    build_list(world, 1, 500);
    world.set_root(2, new_node(world.main, 5000));
  });
  struct Count {
    uint64_t nodes = 0, large = 0;
  } count;
  world.heap.for_each_object(world.main, &count, [](void* context, Header* object) {
    auto* c = static_cast<Count*>(context);
    (object->granules > 1000 ? c->large : c->nodes)++;
  });
  EXPECT_GE(count.nodes, 1500u);
  EXPECT_LT(count.nodes, 1600u);
  EXPECT_EQ(count.large, 1u);
}

TEST(Collect, ADisabledHeapCollectsOnlyWhenAsked) {
  World world({.minimum_budget_bytes = 1 << 20});
  world.heap.set_enabled(false);
  in_own_frame([&] {
    for (int i = 0; i < 200'000; i++) new_node(world.main, 3);
  });
  EXPECT_EQ(world.heap.stats().collections, 0u);
  world.collect();
  EXPECT_EQ(world.heap.stats().collections, 1u);
}

TEST(Collect, EveryAllocationCollectsWithPoisonAndVerification) {
  World world({.collect_every = 1, .poison = true, .verify = true});
  in_own_frame([&] {
    build_list(world, 0, 300);
    for (int i = 0; i < 50; i++) world.set_root(1 + static_cast<size_t>(i) % 5, new_node(world.main, static_cast<size_t>(i) * 40));
  });
  EXPECT_GE(world.heap.stats().collections, 350u);
  EXPECT_EQ(list_length(world.root(0)), 300u);
}

TEST(Collect, TwoHeapsInOneProcessDoNotSeeEachOther) {
  World first;
  World second;
  in_own_frame([&] {
    build_list(first, 0, 1000);
    build_list(second, 0, 2000);
  });
  for (int i = 0; i < 3; i++) {
    collect_cleanly(first);
    collect_cleanly(second);
  }
  EXPECT_EQ(list_length(first.root(0)), 1000u);
  EXPECT_EQ(list_length(second.root(0)), 2000u);
  EXPECT_EQ(first.heap.stats().collections, 3u);
}

TEST(Collect, MarkingSharedByManyHelpersKeepsEveryObject) {
  World world({.marker_threads = 4});
#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
  constexpr int kDepth = 16;
#else
  constexpr int kDepth = 20;
#endif
  std::function<Node*(int)> tree = [&](int depth) -> Node* {
    Node* node = new_node(world.main, 4);
    node->set_number(2, static_cast<uint64_t>(depth));
    if (depth > 0) {
      node->set(0, tree(depth - 1));
      node->set(1, tree(depth - 1));
    }
    return node;
  };
  std::function<uint64_t(Node*)> count = [&](Node* node) -> uint64_t {
    return node == nullptr ? 0 : 1 + count(node->node(0)) + count(node->node(1));
  };
  in_own_frame([&] { world.set_root(0, tree(kDepth)); });
  in_own_frame([&] { world.set_root(1, tree(kDepth)); });
  for (int i = 0; i < 5; i++) {
    collect_cleanly(world);
    in_own_frame([&] {
      for (int j = 0; j < 100'000; j++) new_node(world.main, 3);
    });
  }
  EXPECT_EQ(count(world.root(0)), (uint64_t{2} << kDepth) - 1);
  EXPECT_EQ(count(world.root(1)), (uint64_t{2} << kDepth) - 1);
  if (kDepth == 20) EXPECT_GT(world.heap.stats().parallel_collections, 0u);
}

TEST(Collect, SmallProgramsAreMarkedByOneThread) {
  World world({.marker_threads = 4});
  in_own_frame([&] { build_list(world, 0, 10'000); });
  collect_cleanly(world);
  EXPECT_EQ(world.heap.stats().parallel_collections, 0u);
}

TEST(MarkingChoice, IsTheFasterWayOfLargeCollections) {
  constexpr uint64_t kLarge = 16 * kParallelThreshold, kSmall = kParallelThreshold / 4;
  MarkingChoice choice;
  EXPECT_FALSE(choice.use_helpers());
  choice.report(false, kLarge, 10'000'000);
  EXPECT_TRUE(choice.use_helpers());  // never tried
  choice.report(true, kLarge, 12'000'000);
  for (int i = 0; i < 4; i++) {
    EXPECT_FALSE(choice.use_helpers());
    choice.report(false, kSmall, 1'000'000);  // dearer a byte than both
  }
}

TEST(MarkingChoice, OneUnluckyTimeIsForgottenWhenTheWayIsTriedAgain) {
  constexpr uint64_t kLarge = 16 * kParallelThreshold;
  MarkingChoice choice;
  choice.report(false, kLarge, 10'000'000);
  choice.report(true, kLarge, 100'000'000);
  int tries = 0;
  while (!choice.use_helpers()) ASSERT_LT(++tries, 100);
  choice.report(true, kLarge, 5'000'000);
  EXPECT_TRUE(choice.use_helpers());
}

}  // namespace
}  // namespace eider::gc

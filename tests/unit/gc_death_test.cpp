// SPDX-License-Identifier: MIT
//
// Weak references and finalizers: what is cleared, what is queued, in which order, how often.
#include <gtest/gtest.h>

#include <string>

#include "gc_toy.h"

namespace eider::gc {
namespace {

using toy::in_own_frame;
using toy::new_node;
using toy::new_weak;
using toy::Node;
using toy::scrub_stack;
using toy::World;

void collect_cleanly(World& world) {
  scrub_stack();
  world.collect();
}

// A finalizable node named by a number; `reaches` is what its word 0 refers to.
Node* new_finalizable(World& world, uint64_t name, Node* reaches = nullptr) {
  Node* node = new_node(world.main, 2);
  node->set_number(1, name);
  node->set(0, reaches);
  EXPECT_TRUE(world.heap.register_finalizable(world.main, node));
  return node;
}

// The names of all queued objects, in order; takes them off the queue.
__attribute__((noinline)) std::string take_names(World& world) {
  std::string names;
  while (Header* object = world.heap.take_pending_finalizer(world.main)) {
    names += std::to_string(static_cast<Node*>(object)->number(1));
  }
  return names;
}

TEST(Weak, AReferenceToALivingObjectStays) {
  World world;
  in_own_frame([&] {
    Node* target = new_node(world.main, 2);
    world.set_root(0, target);
    WeakBox* box = new_weak(world.main, target);
    world.set_root(1, box);
    ASSERT_TRUE(world.heap.register_weak(world.main, box));
    EXPECT_NE(target->flags.load_relaxed() & kFlagHasWeakrefs, 0);
  });
  collect_cleanly(world);
  collect_cleanly(world);
  EXPECT_EQ(reinterpret_cast<WeakBox*>(world.root(1))->target.load_relaxed(), reinterpret_cast<uint64_t>(world.root(0)));
}

TEST(Weak, AReferenceToADeadObjectIsClearedAndItsCallbackQueuedOnce) {
  World world;
  in_own_frame([&] {
    WeakBox* box = new_weak(world.main, new_node(world.main, 2), reinterpret_cast<uint64_t>(new_node(world.main, 2)));
    world.set_root(1, box);
    ASSERT_TRUE(world.heap.register_weak(world.main, box));
  });
  EXPECT_FALSE(world.heap.has_pending());
  collect_cleanly(world);
  EXPECT_TRUE(world.heap.has_pending());
  EXPECT_NE(world.main.poll.load_relaxed() & threads::kPollFinalizers, 0u);
  WeakBox* box = world.heap.take_pending_callback(world.main);
  EXPECT_EQ(reinterpret_cast<Node*>(box), world.root(1));
  EXPECT_EQ(box->target.load_relaxed(), 0u);
  EXPECT_NE(box->callback.load_relaxed(), 0u);
  EXPECT_EQ(world.heap.take_pending_callback(world.main), nullptr);
  collect_cleanly(world);
  EXPECT_EQ(world.heap.take_pending_callback(world.main), nullptr);
}

TEST(Weak, AReferenceThatDiesWithItsTargetIsNotCalledBack) {
  World world;
  in_own_frame([&] {
    WeakBox* box = new_weak(world.main, new_node(world.main, 2), reinterpret_cast<uint64_t>(new_node(world.main, 2)));
    ASSERT_TRUE(world.heap.register_weak(world.main, box));
  });
  collect_cleanly(world);
  EXPECT_EQ(world.heap.take_pending_callback(world.main), nullptr);
}

TEST(Weak, AQueuedCallbackSurvivesUntilItIsTaken) {
  World world({.poison = true});
  in_own_frame([&] {
    Node* callback = new_node(world.main, 2);
    callback->set_number(1, 42);
    WeakBox* box = new_weak(world.main, new_node(world.main, 2), reinterpret_cast<uint64_t>(callback));
    world.set_root(1, box);
    ASSERT_TRUE(world.heap.register_weak(world.main, box));
  });
  collect_cleanly(world);
  world.set_root(1, nullptr);
  collect_cleanly(world);
  collect_cleanly(world);
  WeakBox* box = world.heap.take_pending_callback(world.main);
  ASSERT_NE(box, nullptr);
  EXPECT_EQ(reinterpret_cast<Node*>(box->callback.load_relaxed())->number(1), 42u);
}

TEST(Weak, ALargeTargetIsClearedToo) {
  World world;
  in_own_frame([&] {
    WeakBox* box = new_weak(world.main, new_node(world.main, 20'000));
    world.set_root(1, box);
    ASSERT_TRUE(world.heap.register_weak(world.main, box));
  });
  collect_cleanly(world);
  EXPECT_EQ(reinterpret_cast<WeakBox*>(world.root(1))->target.load_relaxed(), 0u);
}

TEST(Finalizers, AnUnreachableObjectIsQueuedOnceAndKeepsWhatItRefersTo) {
  World world({.poison = true, .verify = true});
  in_own_frame([&] {
    Node* child = new_node(world.main, 2);
    child->set_number(1, 77);
    new_finalizable(world, 1, child);
  });
  collect_cleanly(world);
  in_own_frame([&] {
    auto* object = static_cast<Node*>(world.heap.take_pending_finalizer(world.main));
    ASSERT_NE(object, nullptr);
    EXPECT_EQ(object->number(1), 1u);
    EXPECT_EQ(object->node(0)->number(1), 77u);
    EXPECT_EQ(object->flags.load_relaxed() & (kFlagFinalizable | kFlagFinalized), kFlagFinalized);
    world.set_root(0, object);  // resurrected
  });
  collect_cleanly(world);
  EXPECT_EQ(world.root(0)->node(0)->number(1), 77u);
  world.set_root(0, nullptr);
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "");
  EXPECT_EQ(world.heap.stats().finalizers_queued, 1u);
}

TEST(Finalizers, AReachableObjectIsNotQueued) {
  World world;
  in_own_frame([&] { world.set_root(0, new_finalizable(world, 1)); });
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "");
}

TEST(Finalizers, AnObjectReachableFromAnotherPendingOneWaitsForALaterCycle) {
  World world;
  in_own_frame([&] {
    Node* inner = new_finalizable(world, 1);
    Node* middle = new_finalizable(world, 2, inner);
    Node* plain = new_node(world.main, 2);
    plain->set(0, middle);
    new_finalizable(world, 3, plain);
  });
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "3");
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "2");
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "1");
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "");
}

TEST(Finalizers, OutermostFirstAlsoWhenRegisteredFirst) {
  World world;
  in_own_frame([&] {
    Node* outer = new_finalizable(world, 1);
    outer->set(0, new_finalizable(world, 2));
  });
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "1");
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "2");
}

TEST(Finalizers, ACycleIsBrokenByTheOrderOfRegistration) {
  World world;
  in_own_frame([&] {
    Node* first = new_finalizable(world, 1);
    Node* second = new_finalizable(world, 2, first);
    Node* third = new_finalizable(world, 3, second);
    first->set(0, third);
  });
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "1");
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "2");  // the cycle is still there, and of those still pending 2 registered first
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "3");
}

TEST(Finalizers, IndependentObjectsAreQueuedInTheOrderOfRegistration) {
  World world;
  in_own_frame([&] {
    for (uint64_t i = 1; i <= 5; i++) new_finalizable(world, i);
  });
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "12345");
}

TEST(Finalizers, AnObjectThatWithdrewItsFlagIsSimplyFreed) {
  World world;
  in_own_frame([&] { new_finalizable(world, 1)->flags.fetch_and_relaxed(static_cast<uint8_t>(~kFlagFinalizable)); });
  collect_cleanly(world);
  EXPECT_EQ(take_names(world), "");
}

TEST(Finalizers, WeakReferencesToWhatOnlyAFinalizerReachesAreClearedBefore) {
  World world;
  in_own_frame([&] {
    Node* child = new_node(world.main, 2);
    Node* dying = new_finalizable(world, 1, child);
    WeakBox* to_dying = new_weak(world.main, dying);
    WeakBox* to_child = new_weak(world.main, child);
    world.set_root(1, to_dying);
    world.set_root(2, to_child);
    ASSERT_TRUE(world.heap.register_weak(world.main, to_dying));
    ASSERT_TRUE(world.heap.register_weak(world.main, to_child));
  });
  collect_cleanly(world);
  EXPECT_EQ(reinterpret_cast<WeakBox*>(world.root(1))->target.load_relaxed(), 0u);
  EXPECT_EQ(reinterpret_cast<WeakBox*>(world.root(2))->target.load_relaxed(), 0u);
  EXPECT_EQ(take_names(world), "1");
}

TEST(Finalizers, ManyPendingOnesAreBoundedByWhatTheyReach) {
  World world({.verify = true});
  in_own_frame([&] {
    Node* shared = new_node(world.main, 1000);
    for (uint64_t i = 0; i < 20'000; i++) new_finalizable(world, i, shared);
  });
  collect_cleanly(world);
  uint64_t taken = 0;
  while (world.heap.take_pending_finalizer(world.main) != nullptr) taken++;
  EXPECT_GE(taken, 19'990u);  // one or two may still be named on the stack
}

}  // namespace
}  // namespace eider::gc

// SPDX-License-Identifier: MIT
//
// A toy object model over the collector's hooks, for its tests: nodes of words, custom-traced boxes, and threads that allocate.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "gc/heap.h"
#include "threads/registry.h"

namespace eider::gc::toy {

struct Node : Header {
  base::Atomic<uint64_t> words[1];  // as many as were asked for

  uint64_t get(size_t i) const { return words[i].load_acquire(); }
  Node* node(size_t i) const { return reinterpret_cast<Node*>(get(i)); }
  void set(size_t i, const void* to) { words[i].store_release(reinterpret_cast<uint64_t>(to)); }
  void set_number(size_t i, uint64_t number) { words[i].store_release(number << 1 | 1); }
  uint64_t number(size_t i) const { return get(i) >> 1; }
};

inline constexpr uint32_t kNodeShape = 7;
inline constexpr uint32_t kBytesShape = 8;
inline constexpr uint32_t kCustomShape = 9;

inline Node* new_node(Mutator& t, size_t words) {
  size_t bytes = 8 + 8 * (words < 1 ? 1 : words);
  return static_cast<Node*>(allocate(t, header_word(kNodeShape, TraceKind::kValues, static_cast<uint32_t>(bytes)), bytes));
}
inline Header* new_bytes(Mutator& t, size_t bytes) {
  bytes = (bytes + 7) / 8 * 8;
  return allocate(t, header_word(kBytesShape, TraceKind::kNone, static_cast<uint32_t>(bytes)), bytes);
}
inline WeakBox* new_weak(Mutator& t, const void* target, uint64_t callback = 0) {
  auto* box = static_cast<WeakBox*>(allocate(t, header_word(kCustomShape, TraceKind::kCustom, sizeof(WeakBox)), sizeof(WeakBox)));
  box->target.store_relaxed(reinterpret_cast<uint64_t>(target));
  box->callback.store_relaxed(callback);
  return box;
}

/// A registry, a heap, and roots. The constructing thread is attached as `main`.
struct World {
  explicit World(const HeapConfig& config = {}, const threads::RegistryOptions& options = {})
      : registry(options), heap(registry, config) {
    HeapHooks hooks;
    hooks.context = this;
    hooks.trace_object = [](void*, Header* object, Tracer& tracer) { tracer.mark_word(static_cast<WeakBox*>(object)->callback.load_relaxed()); };
    hooks.trace_roots = [](void* context, Tracer& tracer) {
      for (auto& root : static_cast<World*>(context)->roots) tracer.mark_word(root.load());
    };
    hooks.sweep_tables = [](void* context, Heap& heap) {
      auto* world = static_cast<World*>(context);
      if (world->on_sweep) world->on_sweep(heap);
    };
    heap.set_hooks(hooks);
    bool registered = registry.register_thread(main);
    EIDER_CHECK(registered);
    heap.add_mutator(main);
    threads::attach(main);
    // Heaps of one process often stand at the same addresses. What an earlier test left in unwritten parts of frames that stay (their
    // padding, under AddressSanitizer) must not keep this one's objects: they begin elsewhere in each World.
    static std::atomic<int> worlds{0};
    for (int i = 3 * worlds++; i > 0; i--) new_node(main, 2);
  }
  ~World() {
    heap.remove_mutator(main);
    registry.unregister_thread(main);
  }
  void collect() { heap.collect(main, CollectReason::kExplicit); }
  void set_root(size_t i, const void* object) { roots[i].store(reinterpret_cast<uint64_t>(object)); }
  Node* root(size_t i) { return reinterpret_cast<Node*>(roots[i].load()); }

  threads::ThreadRegistry registry;
  Heap heap;
  Mutator main;
  std::atomic<uint64_t> roots[64] = {};
  std::function<void(Heap&)> on_sweep;
};

/// Runs `work(mutator, number)` on `count` threads at once, each registered and attached; the caller is detached meanwhile.
inline void run_together(World& world, int count, const std::function<void(Mutator&, int)>& work) {
  threads::Detached away(world.main);
  std::vector<std::thread> started;
  for (int i = 0; i < count; i++) {
    started.emplace_back([&, i] {
      Mutator t;
      bool registered = world.registry.register_thread(t);
      EIDER_CHECK(registered);
      world.heap.add_mutator(t);
      threads::attach(t);
      work(t, i);
      world.heap.remove_mutator(t);
      world.registry.unregister_thread(t);
    });
  }
  for (std::thread& thread : started) thread.join();
}

/// Overwrites dead stack below the caller, where addresses of finished calls would keep objects alive.
__attribute__((noinline)) inline void scrub_stack() {
  volatile char area[16 * 1024];
  for (size_t i = 0; i < sizeof area; i++) area[i] = 0;
}

template <class Body>
__attribute__((noinline)) void in_deeper_frame(Body& body) {
  body();
  asm volatile("" ::: "memory");
}
/// Calls `body` in a frame that scrub_stack overwrites as a whole when it is called from the same place: far enough below that the
/// frames between (padded for alignment under AddressSanitizer, so partly unwritten) do not lie over what `body` left.
template <class Body>
__attribute__((noinline)) void in_own_frame(Body body) {
  volatile char distance[4096];
  distance[0] = 0;
  in_deeper_frame(body);
  distance[1] = 0;
}

}  // namespace eider::gc::toy

// SPDX-License-Identifier: MIT
//
// What the lowest floors cost: allocation, a full collection, handshakes, stops, object locks, attach and detach.
// Prints one line per figure; each is the median of several runs, for full collections the least with the median beside it. Not a test: figures depend on the machine.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <functional>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "gc/heap.h"
#include "threads/byte_lock.h"
#include "threads/registry.h"

namespace eider {
namespace {

using gc::Heap;
using gc::HeapConfig;
using gc::Mutator;

struct World {
  explicit World(const HeapConfig& config = {}) : heap(registry, config) {
    gc::HeapHooks hooks;
    hooks.context = this;
    hooks.trace_roots = [](void* context, gc::Tracer& tracer) {
      for (uint64_t root : static_cast<World*>(context)->roots) tracer.mark_word(root);
    };
    heap.set_hooks(hooks);
    EIDER_CHECK(registry.register_thread(main));
    heap.add_mutator(main);
    threads::attach(main);
  }
  ~World() {
    heap.remove_mutator(main);
    registry.unregister_thread(main);
  }
  threads::ThreadRegistry registry;
  Heap heap;
  Mutator main;
  uint64_t roots[16] = {};
};

uint64_t* node(Mutator& t, size_t bytes) {
  return reinterpret_cast<uint64_t*>(allocate(t, gc::header_word(7, gc::TraceKind::kValues, static_cast<uint32_t>(bytes)), bytes));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double least(std::vector<double> values) { return *std::min_element(values.begin(), values.end()); }

double least_ns_of(int runs, const std::function<void()>& body) {
  std::vector<double> values;
  for (int i = 0; i < runs; i++) {
    uint64_t begin = base::monotonic_ns();
    body();
    values.push_back(static_cast<double>(base::monotonic_ns() - begin));
  }
  std::printf("[median %.2f ms] ", median(values) * 1e-6);
  return least(values);
}

double ns_of(int runs, const std::function<void()>& body) {
  std::vector<double> values;
  for (int i = 0; i < runs; i++) {
    uint64_t begin = base::monotonic_ns();
    body();
    values.push_back(static_cast<double>(base::monotonic_ns() - begin));
  }
  return median(values);
}

void run_threads(World& world, int count, const std::function<void(Mutator&, int)>& work) {
  threads::Detached away(world.main);
  std::vector<std::thread> started;
  for (int i = 0; i < count; i++) {
    started.emplace_back([&, i] {
      Mutator t;
      EIDER_CHECK(world.registry.register_thread(t));
      world.heap.add_mutator(t);
      threads::attach(t);
      work(t, i);
      world.heap.remove_mutator(t);
      world.registry.unregister_thread(t);
    });
  }
  for (std::thread& t : started) t.join();
}

void list_of_a_million() {
  for (uint32_t markers : {1u, 2u, 0u}) {
    World world({.marker_threads = markers});
    double build = ns_of(1, [&] {
      for (int i = 0; i < 1'000'000; i++) {
        uint64_t* at = node(world.main, 32);
        at[1] = world.roots[0];
        world.roots[0] = reinterpret_cast<uint64_t>(at);
      }
    });
    double collect = least_ns_of(15, [&] { world.heap.collect(world.main, gc::CollectReason::kExplicit); });
    std::printf("1M x 32 B list, %u markers (0: chooses): build %.1f ms, full collection %.2f ms\n", markers, build * 1e-6, collect * 1e-6);
  }
}

void instances_of_a_million() {
  for (uint32_t markers : {1u, 2u, 0u}) {
    World world({.marker_threads = markers});
    uint64_t* all = node(world.main, 8 * 1'000'001);
    world.roots[0] = reinterpret_cast<uint64_t>(all);
    for (size_t i = 1; i <= 1'000'000; i++) {
      uint64_t* at = node(world.main, 32);
      at[1] = i << 1 | 1;
      at[2] = reinterpret_cast<uint64_t>(node(world.main, 16));
      all[i] = reinterpret_cast<uint64_t>(at);
    }
    double collect = least_ns_of(15, [&] { world.heap.collect(world.main, gc::CollectReason::kExplicit); });
    std::printf("array of 1M instances of 32 B, each with a child of 16 B, %u markers: full collection %.2f ms, helpers' part %.0f %%, reserved %.1f MiB\n", markers,
                collect * 1e-6, 100.0 * static_cast<double>(world.heap.stats().last_helper_bytes) / static_cast<double>(world.heap.stats().live_bytes), static_cast<double>(world.heap.stats().reserved_bytes) / (1 << 20));
  }
}

void random_graph() {
  for (uint32_t markers : {1u, 2u, 0u}) {
    World world({.marker_threads = markers});
    constexpr size_t kCount = 1'000'000;
    uint64_t* all = node(world.main, 8 * (kCount + 1));
    world.roots[0] = reinterpret_cast<uint64_t>(all);
    for (size_t i = 1; i <= kCount; i++) all[i] = reinterpret_cast<uint64_t>(node(world.main, 48));
    uint64_t seed = 1;
    for (size_t i = 1; i <= kCount; i++) {
      for (int w = 1; w < 4; w++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        reinterpret_cast<uint64_t*>(all[i])[w] = all[1 + (seed >> 33) % kCount];
      }
    }
    double collect = least_ns_of(15, [&] { world.heap.collect(world.main, gc::CollectReason::kExplicit); });
    std::printf("random graph, 1M nodes of 48 B with 3 edges, %u markers: full collection %.2f ms, helpers' part %.0f %%\n", markers, collect * 1e-6,
                100.0 * static_cast<double>(world.heap.stats().last_helper_bytes) / static_cast<double>(world.heap.stats().live_bytes));
  }
}

void allocation() {
  for (size_t bytes : {size_t{32}, size_t{64}, size_t{512}}) {
    World world;
    size_t count = (size_t{1} << 30) / bytes;
    double ns = ns_of(3, [&] {
      for (size_t i = 0; i < count; i++) node(world.main, bytes)[1] = 1;
    });
    std::printf("allocate %zu B, all garbage, one thread: %.2f ns each, %.2f GB/s\n", bytes, ns / static_cast<double>(count),
                static_cast<double>(count * bytes) / ns);
  }
  for (int threads : {1, 2, 4}) {
    World world;
    constexpr size_t kCount = 16'000'000;
    std::atomic<uint64_t> cpu_ns{0};
    double ns = ns_of(3, [&] {
      run_threads(world, threads, [&](Mutator& t, int) {
        for (size_t i = 0; i < kCount; i++) {
          node(t, 32)[1] = 1;
          gc::poll(t);
        }
        timespec used;
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
        cpu_ns += static_cast<uint64_t>(used.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(used.tv_nsec);
      });
    });
    gc::HeapStats stats = world.heap.stats();
    std::printf("allocate 32 B, %d threads: %.2f ns each per thread (%.2f ns of CPU), %.2f GB/s, %llu collections, longest pause %.2f ms\n",
                threads, ns / kCount, static_cast<double>(cpu_ns) / 3 / kCount / threads, static_cast<double>(kCount * 32) * threads / ns, static_cast<unsigned long long>(stats.collections),
                static_cast<double>(stats.longest_pause_ns) * 1e-6);
  }
}

void small_costs() {
  World world;
  Mutator& t = world.main;
  constexpr int kCount = 10'000'000;
  double poll = ns_of(5, [&] {
    for (int i = 0; i < kCount; i++) threads::poll(t);
  });
  double away = ns_of(5, [&] {
    for (int i = 0; i < kCount; i++) threads::Detached outside(t);
  });
  base::Atomic<uint8_t> byte{0};
  double skipped = ns_of(5, [&] {
    for (int i = 0; i < kCount; i++) threads::LockedByte locked(t, byte);
  });
  t.must_lock = 1;
  double taken = ns_of(5, [&] {
    for (int i = 0; i < kCount; i++) threads::LockedByte locked(t, byte);
  });
  t.must_lock = 0;
  double handshake = ns_of(5, [&] {
    for (int i = 0; i < kCount / 100; i++) world.registry.handshake(t, [](threads::ThreadCore&) {});
  });
  double collect = ns_of(5, [&] {
    for (int i = 0; i < 1000; i++) world.heap.collect(t, gc::CollectReason::kExplicit);
  });
  std::printf("poll %.2f ns, detach + attach %.1f ns, object lock skipped %.2f ns, taken %.2f ns, handshake alone %.0f ns, empty collection %.1f us\n",
              poll / kCount, away / kCount, skipped / kCount, taken / kCount, handshake / (kCount / 100), collect / 1000 * 1e-3);
}

void handshakes() {
  for (int busy : {1, 2}) {
    World world;
    std::atomic<bool> stop{false};
    std::atomic<int> ready{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < busy; i++) {
      threads::Detached away(world.main);
      threads.emplace_back([&] {
        Mutator t;
        EIDER_CHECK(world.registry.register_thread(t));
        world.heap.add_mutator(t);
        threads::attach(t);
        ready++;
        while (!stop.load(std::memory_order_relaxed)) threads::poll(t);
        world.heap.remove_mutator(t);
        world.registry.unregister_thread(t);
      });
      while (ready <= i) std::this_thread::yield();
    }
    std::vector<double> shakes, stops;
    // A thread that has just been stopped takes a while to run again; asked before, it would be claimed, which is quicker.
    // Sleeping, not spinning: with as many busy threads as cores, the requester must not be one thread too many.
    auto until_all_run = [&] {
      for (bool all = false; !all;) {
        threads::Detached away(world.main);
        std::this_thread::sleep_for(std::chrono::microseconds(100));
        all = true;
        world.registry.for_each([&](threads::ThreadCore& t) { all &= &t == &world.main || t.state.load_relaxed() == threads::RunState::kRunning; });
      }
    };
    for (int i = 0; i < 1000; i++) {
      until_all_run();
      uint64_t begin = base::monotonic_ns();
      world.registry.handshake(world.main, [](threads::ThreadCore&) {});
      shakes.push_back(static_cast<double>(base::monotonic_ns() - begin));
      until_all_run();
      {
        threads::StopTheWorld all(world.main);
        stops.push_back(static_cast<double>(all.time_to_stop_ns()));
      }
    }
    stop = true;
    {
      threads::Detached away(world.main);
      for (std::thread& t : threads) t.join();
    }
    for (auto* values : {&shakes, &stops}) std::sort(values->begin(), values->end());
    std::printf("%d busy threads: handshake median %.1f us, p99 %.0f us; stop median %.1f us, p99 %.0f us\n", busy,
                shakes[500] * 1e-3, shakes[990] * 1e-3, stops[500] * 1e-3, stops[990] * 1e-3);
  }
}

void thread_start() {
  World world;
  std::vector<double> values;
  for (int i = 0; i < 500; i++) {
    uint64_t begin = base::monotonic_ns();
    run_threads(world, 1, [](Mutator&, int) {});
    values.push_back(static_cast<double>(base::monotonic_ns() - begin));
  }
  std::printf("start, register, end and join a thread: median %.1f us\n", median(values) * 1e-3);
}

}  // namespace
}  // namespace eider

int main(int argc, char** argv) {
  struct {
    const char* name;
    void (*run)();
  } parts[] = {{"list", eider::list_of_a_million}, {"instances", eider::instances_of_a_million}, {"graph", eider::random_graph},
               {"allocation", eider::allocation}, {"small", eider::small_costs}, {"handshakes", eider::handshakes}, {"start", eider::thread_start}};
  for (auto& part : parts) {
    if (argc < 2 || std::strcmp(argv[1], part.name) == 0) part.run();
  }
}

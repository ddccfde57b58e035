// SPDX-License-Identifier: MIT
//
// The heap's members. Included by the files of src/gc only.
#pragma once

#include "base/mutex.h"
#include "base/raw_vector.h"
#include "gc/block_space.h"
#include "gc/heap.h"
#include "gc/large_space.h"
#include "gc/marker.h"
#include "gc/marker_pool.h"
#include "threads/registry.h"

namespace eider::gc {

inline constexpr uint64_t kParallelThreshold = uint64_t{4} << 20;  // bytes; below it one thread marks faster than two

// Whether to mark alone or with helpers. Sharing costs a locked instruction per object and pays with the number of free
// cores, the graph's shape (a list has no parallelism) and its size; nobody knows these, so both ways are timed and the
// better one is used, the other one tried again now and then.
class MarkingChoice {
 public:
  bool use_helpers() {
    int best = ns_per_kib_[0] <= ns_per_kib_[1] ? 0 : 1;  // one never tried costs 0, so it is tried first
    if (++collections_ % kRetryEvery == 0) best ^= 1;
    return best == 1;
  }
  void report(bool helpers, uint64_t bytes, uint64_t ns) {
    if (bytes < kParallelThreshold) return;  // mostly what any collection costs
    uint64_t cost = ns / (bytes / 1024 + 1) + 1;
    uint64_t& known = ns_per_kib_[helpers];
    // Time is lost to what is not marking (threads made, other programs), it is never won.
    known = known == 0 || cost < known ? cost : (known * 7 + cost) / 8;
  }

 private:
  static constexpr uint32_t kRetryEvery = 16;
  uint64_t ns_per_kib_[2] = {0, 0};
  uint32_t collections_ = 0;
};

class Heap::Impl {
 public:
  Impl(Heap& heap, threads::ThreadRegistry& registry, const HeapConfig& config);
  ~Impl();

  // allocate.cpp
  Header* allocate_small(Mutator& t, uint64_t header, size_t bytes);
  Header* allocate_large(Mutator& t, uint64_t header, size_t bytes);
  Header* try_allocate(Mutator& t, uint64_t header, size_t bytes);
  void end_runs(Mutator& t);     // its own thread, or a collector in a stop
  void return_runs(Mutator& t);  // for good: what is left goes to others
  void charge(Mutator& t, size_t bytes);
  void report_charge(Mutator& t);
  bool over_budget() const { return allocated_since_.load_relaxed() >= budget_.load_relaxed(); }
  size_t used_bytes() const;

  // collect.cpp
  size_t collect(Mutator& t, CollectReason why);
  void give_back_memory(Mutator& t);

  Heap& heap_;
  threads::ThreadRegistry& registry_;
  const HeapConfig config_;
  HeapHooks hooks_;
  BlockSpace blocks_;
  LargeSpace large_;
  MarkerPool pool_;
  base::Atomic<bool> enabled_{true};

  base::Atomic<uint64_t> allocated_since_{0};  // bytes charged since the last collection; a hint for when to collect
  base::Atomic<uint64_t> budget_{0};
  base::Atomic<int64_t> external_bytes_{0};
  base::Atomic<uint64_t> slow_allocations_{0};  // with collect_every: all
  base::Atomic<int64_t> until_failure_{0};      // relaxed, as the next: a test's wish (forced_failures.h); 0: none
  base::Atomic<int64_t> fail_every_{0};

  /// Whether this allocation is to fail because a test wants it.
  bool forced_failure() {
    if (EIDER_LIKELY(until_failure_.load_relaxed() <= 0)) return false;
    if (until_failure_.fetch_add_relaxed(-1) != 1) return false;
    until_failure_.store_relaxed(fail_every_.load_relaxed());
    return true;
  }
  base::Atomic<uint64_t> collections_{0};
  base::Atomic<uint32_t> releasing_{0};         // 1 while a thread gives memory back

  base::RawVector<Header*> mark_stack_;         // lent to the collecting marker
  MarkingChoice marking_choice_;                // in stops only
  bool helpers_always_ = false;                 // the configuration asked for a number of markers
  uint64_t last_live_bytes_ = 0;                // in stops only

  mutable base::Mutex tables_mutex_{base::LockRank::kHeapTables};
  Mutator* mutators_ EIDER_GUARDED_BY(tables_mutex_) = nullptr;
  base::RawVector<WeakBox*> weak_ EIDER_GUARDED_BY(tables_mutex_);
  base::RawVector<Header*> finalizable_ EIDER_GUARDED_BY(tables_mutex_);  // in the order of registration
  // Queued, oldest at [taken_...]; roots until taken.
  base::RawVector<Header*> pending_finalizers_ EIDER_GUARDED_BY(tables_mutex_);
  base::RawVector<WeakBox*> pending_callbacks_ EIDER_GUARDED_BY(tables_mutex_);
  size_t taken_finalizers_ EIDER_GUARDED_BY(tables_mutex_) = 0;
  size_t taken_callbacks_ EIDER_GUARDED_BY(tables_mutex_) = 0;
  base::Atomic<uint32_t> pending_count_{0};
  HeapStats stats_ EIDER_GUARDED_BY(tables_mutex_) = {};
  uint64_t departed_allocated_ EIDER_GUARDED_BY(tables_mutex_) = 0;  // by mutators that are gone
};

inline constexpr size_t kDefaultMinimumBudget = size_t{16} << 20;
inline constexpr uint32_t kMostBudgetThreads = 4;

}  // namespace eider::gc

// SPDX-License-Identifier: MIT
//
// A collection's frame: who collects when, and the order of phases.
#include <algorithm>

#include "base/clock.h"
#include "gc/collection.h"
#include "threads/safepoint.h"

namespace eider::gc {

// Noinline: this frame, in which the registers are captured, stands for the whole collection.
EIDER_NOINLINE size_t Heap::Impl::collect(Mutator& t, CollectReason why) {
  threads::assert_safepoint_allowed(t);
  uint64_t seen = collections_.load_acquire();
  size_t freed = 0;
  {
    threads::StopTheWorld stop(t);
    // Somebody collected while we waited, and we were stopped then: what was garbage at our call is gone.
    if (collections_.load_relaxed() != seen) return 0;
    uint64_t begin = base::monotonic_ns();
    threads::capture_stack(t);
    size_t used_before = used_bytes();
    Collection(*this, t).run();
    size_t used_after = used_bytes();
    freed = used_before > used_after ? used_before - used_after : 0;
    collections_.store_release(seen + 1);

    base::MutexLock lock(tables_mutex_);
    uint64_t pause = base::monotonic_ns() - begin + stop.time_to_stop_ns();
    stats_.collections = seen + 1;
    stats_.last_pause_ns = pause;
    stats_.longest_pause_ns = std::max(stats_.longest_pause_ns, pause);
    stats_.total_pause_ns += pause;
    stats_.last_time_to_stop_ns = stop.time_to_stop_ns();
    stats_.longest_time_to_stop_ns = std::max(stats_.longest_time_to_stop_ns, stop.time_to_stop_ns());
  }
  (void)why;
  give_back_memory(t);
  return freed;
}

void Heap::Impl::give_back_memory(Mutator& t) {
  // One thread is enough; another's collection meanwhile leaves its work here too.
  if (releasing_.exchange_acq_rel(1) != 0) return;
  while (blocks_.release_some() || large_.free_one_dead()) threads::poll(t);
  releasing_.store_release(0);
}

Collection::Collection(Heap::Impl& heap, Mutator& collector)
    : heap_(heap), collector_(collector),
      context_{.blocks = heap.blocks_, .large = heap.large_, .hooks = heap.hooks_, .work = work_} {}

void Collection::run() {
  if (heap_.config_.verify) verify("before");
  heap_.blocks_.begin_stop();
  prepare();
  marker_.emplace(context_);  // it reads the cycle that prepare() began
  marker_->swap_stack(heap_.mark_stack_);
  mark_roots();
  mark_all();
  clear_weak();
  queue_finalizers();
  prune_tables();
  sweep();
  marker_->swap_stack(heap_.mark_stack_);
  if (heap_.mark_stack_.capacity() > (1 << 16)) {
    heap_.mark_stack_.release();
    (void)heap_.mark_stack_.reserve(1 << 12);  // without it, marking starts with what it can get
  }
  if (heap_.config_.verify) verify("after");
}

void Collection::prepare() {
  heap_.large_.sort();
  heap_.large_.clear_marks();
  heap_.blocks_.begin_cycle();
  base::MutexLock lock(heap_.tables_mutex_);
  for (Mutator* t = heap_.mutators_; t != nullptr; t = t->next_mutator) {
    heap_.report_charge(*t);
    heap_.end_runs(*t);
    threads_that_allocated_ += t->allocated_this_cycle;
    t->allocated_this_cycle = false;
  }
}

void Collection::mark_thread(threads::ThreadCore& thread) {
  if (thread.saved_sp != nullptr) {
    marker_->mark_conservative_range(reinterpret_cast<const uint64_t*>(&thread.saved_registers),
                                    reinterpret_cast<const uint64_t*>(&thread.saved_registers + 1));
    auto sp = reinterpret_cast<uintptr_t>(thread.saved_sp) & ~uintptr_t{7};
    marker_->mark_conservative_range(reinterpret_cast<const uint64_t*>(sp), reinterpret_cast<const uint64_t*>(thread.stack_high));
  }
  if (heap_.hooks_.trace_thread != nullptr) heap_.hooks_.trace_thread(heap_.hooks_.context, thread, *marker_);
}

void Collection::mark_roots() {
  heap_.registry_.for_each_stopped([&](threads::ThreadCore& thread) { mark_thread(thread); });
  if (heap_.hooks_.trace_roots != nullptr) heap_.hooks_.trace_roots(heap_.hooks_.context, *marker_);
  base::MutexLock lock(heap_.tables_mutex_);
  for (size_t i = heap_.taken_finalizers_; i < heap_.pending_finalizers_.size(); i++) {
    marker_->reach(reinterpret_cast<uint64_t>(heap_.pending_finalizers_[i]));
  }
  for (size_t i = heap_.taken_callbacks_; i < heap_.pending_callbacks_.size(); i++) {
    marker_->reach(reinterpret_cast<uint64_t>(heap_.pending_callbacks_[i]));
  }
}

void Collection::mark_all() {
  uint32_t markers = heap_.config_.marker_threads;
  if (heap_.pool_.disabled()) markers = 1;
  base::FunctionRef<void(uint32_t)>* to_help = nullptr;
  auto help = [this](uint32_t) {
    Marker helper(context_);
    helper.set_parallel(true);
    work_.enter();
    helper.drain_shared();
    helpers_bytes_.fetch_add_relaxed(helper.marked_bytes());  // read after finish_helpers
    if (helper.overflowed()) helper_overflowed_.store_relaxed(true);
  };
  base::FunctionRef<void(uint32_t)> help_ref(help);
  to_help = &help_ref;
  auto begin_sharing = [&] {
    helpers_started_ = true;
    marker_->set_parallel(true);
    work_.enter();
    heap_.pool_.start(markers - 1, *to_help);
  };
  auto look = [&] {
    if (!helpers_started_ && marker_->marked_bytes() >= kParallelThreshold) begin_sharing();
  };
  base::FunctionRef<void()> look_ref(look);
  bool large = heap_.last_live_bytes_ >= kParallelThreshold;
  bool choose = markers > 1 && large && !heap_.helpers_always_;
  if (choose && !heap_.marking_choice_.use_helpers()) markers = 1;
  uint64_t begin = base::monotonic_ns();
  if (markers > 1) {
    if (large) {
      begin_sharing();
    } else {
      marker_->on_progress = &look_ref;
    }
  }
  marker_->drain();
  marker_->on_progress = nullptr;
  if (helpers_started_) {
    marker_->drain_shared();
    heap_.pool_.finish();
    marker_->set_parallel(false);
  }
  if (choose) {
    heap_.marking_choice_.report(helpers_started_, marker_->marked_bytes() + helpers_bytes_.load_relaxed(), base::monotonic_ns() - begin);
  }
  if (helper_overflowed_.load_relaxed() || marker_->overflowed()) trace_marked_again();
}

// A mark stack could not grow: some marked objects were never traced. Trace all marked ones again until no stack overflows.
void Collection::trace_marked_again() {
  do {
    marker_->clear_overflow();
    heap_.blocks_.for_each_used_block([&](BlockInfo* block) {
      Chunk* chunk = chunk_of(block);
      size_t first = size_t{index_of(block)} * kMarkWordsPerBlock;
      for (size_t word = first; word < first + kMarkWordsPerBlock; word++) {
        uint64_t bits = chunk->marks[heap_.blocks_.other_marks()][word].load_relaxed();
        for (; bits != 0; bits &= bits - 1) {
          size_t granule = word * 64 + static_cast<size_t>(__builtin_ctzll(bits));
          // Its lines too: a dropped object has not been through process().
          marker_->process_again(reinterpret_cast<Header*>(reinterpret_cast<char*>(chunk) + granule * kGranuleBytes));
          marker_->drain();
        }
      }
    });
    heap_.large_.for_each([&](Header* object, size_t) {
      if (!heap_.large_.is_marked(object)) return;
      marker_->trace(object);
      marker_->drain();
    });
  } while (marker_->overflowed());
}

void Collection::drain_alone() {
  marker_->drain();
  if (marker_->overflowed()) trace_marked_again();
}

bool Collection::survives(const Header* object) const {
  auto word = reinterpret_cast<uint64_t>(object);
  if (!heap_.blocks_.contains(word)) return heap_.large_.resolve(word) == nullptr || heap_.large_.is_marked(object);
  size_t granule = granule_index(object);
  return (Chunk::of(object)->marks[heap_.blocks_.other_marks()][granule / 64].load_relaxed() >> (granule % 64) & 1) != 0;
}

void Collection::unmark(Header* object) {
  auto word = reinterpret_cast<uint64_t>(object);
  if (!heap_.blocks_.contains(word)) return heap_.large_.unmark(object);
  size_t granule = granule_index(object);
  base::Atomic<uint64_t>& bits = Chunk::of(object)->marks[heap_.blocks_.other_marks()][granule / 64];
  bits.store_relaxed(bits.load_relaxed() & ~(uint64_t{1} << (granule % 64)));
}

void Collection::sweep() {
  heap_.large_.sweep(heap_.config_.poison);
  uint64_t live = marker_->marked_bytes() + helpers_bytes_.load_relaxed();
  int64_t external = heap_.external_bytes_.load_relaxed();
  if (external > 0) live += static_cast<uint64_t>(external);
  heap_.last_live_bytes_ = live;
  uint64_t minimum = heap_.config_.minimum_budget_bytes != 0 ? heap_.config_.minimum_budget_bytes : kDefaultMinimumBudget;
  minimum *= std::clamp<uint64_t>(threads_that_allocated_, 1, kMostBudgetThreads);
  uint64_t budget = std::max(minimum, live / 4 * 3);
  uint64_t charged = heap_.allocated_since_.load_relaxed();
  heap_.allocated_since_.store_relaxed(0);
  heap_.budget_.store_relaxed(budget);
  heap_.blocks_.finish_cycle(budget, heap_.config_.poison);

  base::MutexLock lock(heap_.tables_mutex_);
  heap_.stats_.live_bytes = live;
  heap_.stats_.parallel_collections += helpers_started_;
  heap_.stats_.last_helper_bytes = helpers_bytes_.load_relaxed();
  uint64_t total = heap_.departed_allocated_;
  for (Mutator* t = heap_.mutators_; t != nullptr; t = t->next_mutator) total += t->allocated_bytes;
  heap_.stats_.allocated_bytes_total = total;
  (void)charged;
}

}  // namespace eider::gc

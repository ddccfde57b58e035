// SPDX-License-Identifier: MIT
#include "gc/heap.h"

#include <unistd.h>

#include <algorithm>

#include "gc/heap_impl.h"
#include "threads/safepoint.h"

namespace eider::gc {

namespace {
HeapConfig completed(HeapConfig config) {
  if (config.marker_threads == 0) {
    long cores = ::sysconf(_SC_NPROCESSORS_ONLN);
    config.marker_threads = static_cast<uint32_t>(std::clamp<long>(cores, 1, 8));
  }
  return config;
}
}  // namespace

Heap::Impl::Impl(Heap& heap, threads::ThreadRegistry& registry, const HeapConfig& config)
    : heap_(heap), registry_(registry), config_(completed(config)) {
  budget_.store_relaxed(config_.minimum_budget_bytes != 0 ? config_.minimum_budget_bytes : kDefaultMinimumBudget);
  helpers_always_ = config.marker_threads != 0;
  (void)mark_stack_.reserve(1 << 12);  // without it, marking starts with what it can get
}

Heap::Impl::~Impl() {
  base::MutexLock lock(tables_mutex_);
  EIDER_CHECK(mutators_ == nullptr);  // a thread outlives the heap it allocates in
}

Heap::Heap(threads::ThreadRegistry& registry, const HeapConfig& config) : impl_(new Impl(*this, registry, config)) {}
Heap::~Heap() { delete impl_; }

void Heap::set_hooks(const HeapHooks& hooks) { impl_->hooks_ = hooks; }

void Heap::add_mutator(Mutator& t) {
  EIDER_CHECK(t.registry == &impl_->registry_);
  t.heap = this;
  // RUNNING, so that no fork finds the mutex locked.
  bool was_attached = t.attached();
  if (!was_attached) threads::attach(t);
  {
    base::MutexLock lock(impl_->tables_mutex_);
    t.previous_mutator = nullptr;
    t.next_mutator = impl_->mutators_;
    if (impl_->mutators_ != nullptr) impl_->mutators_->previous_mutator = &t;
    impl_->mutators_ = &t;
  }
  if (!was_attached) threads::detach(t);
}

void Heap::remove_mutator(Mutator& t) {
  EIDER_CHECK(t.heap == this);
  // RUNNING, so that no collector works on its runs now.
  bool was_attached = t.attached();
  if (!was_attached) threads::attach(t);
  impl_->report_charge(t);
  impl_->return_runs(t);
  forget_mutator(t);
  if (!was_attached) threads::detach(t);
}

void Heap::forget_mutator(Mutator& gone) {
  base::MutexLock lock(impl_->tables_mutex_);
  impl_->end_runs(gone);  // after remove_mutator there is nothing left to end
  impl_->departed_allocated_ += gone.allocated_bytes;
  (gone.previous_mutator != nullptr ? gone.previous_mutator->next_mutator : impl_->mutators_) = gone.next_mutator;
  if (gone.next_mutator != nullptr) gone.next_mutator->previous_mutator = gone.previous_mutator;
  gone.next_mutator = gone.previous_mutator = nullptr;
  gone.heap = nullptr;
}

void Heap::after_fork_child() {
  impl_->pool_.disable();
  impl_->releasing_.store_relaxed(0);
}

size_t Heap::collect(Mutator& t, CollectReason why) { return impl_->collect(t, why); }
void Heap::set_enabled(bool enabled) { impl_->enabled_.store_relaxed(enabled); }
bool Heap::enabled() const { return impl_->enabled_.load_relaxed(); }

bool Heap::register_weak(Mutator& t, WeakBox* box) {
  EIDER_ASSERT(t.attached());
  base::MutexLock lock(impl_->tables_mutex_);
  // Room for its callback in the queue, so that a collection never needs memory for it.
  size_t room = impl_->pending_callbacks_.size() + impl_->weak_.size() + 1;
  if (room > impl_->pending_callbacks_.capacity() && !impl_->pending_callbacks_.reserve(room + room / 2)) return false;
  if (!impl_->weak_.push(box)) return false;
  auto* target = reinterpret_cast<Header*>(box->target.load_relaxed());
  if (target != nullptr) target->flags.fetch_or_relaxed(kFlagHasWeakrefs);  // other flags may change at the same time
  return true;
}

bool Heap::register_finalizable(Mutator& t, Header* object) {
  EIDER_ASSERT(t.attached());
  base::MutexLock lock(impl_->tables_mutex_);
  size_t room = impl_->pending_finalizers_.size() + impl_->finalizable_.size() + 1;
  if (room > impl_->pending_finalizers_.capacity() && !impl_->pending_finalizers_.reserve(room + room / 2)) return false;
  if (!impl_->finalizable_.push(object)) return false;
  object->flags.fetch_or_relaxed(kFlagFinalizable);
  return true;
}

Header* Heap::take_pending_finalizer(Mutator& t) {
  EIDER_ASSERT(t.attached());
  base::MutexLock lock(impl_->tables_mutex_);
  if (impl_->taken_finalizers_ == impl_->pending_finalizers_.size()) return nullptr;
  Header* object = impl_->pending_finalizers_[impl_->taken_finalizers_++];
  if (impl_->taken_finalizers_ == impl_->pending_finalizers_.size()) {
    impl_->pending_finalizers_.clear();
    impl_->taken_finalizers_ = 0;
  }
  impl_->pending_count_.fetch_sub_acq_rel(1);
  return object;
}

WeakBox* Heap::take_pending_callback(Mutator& t) {
  EIDER_ASSERT(t.attached());
  base::MutexLock lock(impl_->tables_mutex_);
  if (impl_->taken_callbacks_ == impl_->pending_callbacks_.size()) return nullptr;
  WeakBox* box = impl_->pending_callbacks_[impl_->taken_callbacks_++];
  if (impl_->taken_callbacks_ == impl_->pending_callbacks_.size()) {
    impl_->pending_callbacks_.clear();
    impl_->taken_callbacks_ = 0;
  }
  impl_->pending_count_.fetch_sub_acq_rel(1);
  return box;
}

bool Heap::has_pending() const { return impl_->pending_count_.load_relaxed() != 0; }

void Heap::add_external(Mutator& t, int64_t bytes) {
  impl_->external_bytes_.fetch_add_relaxed(bytes);
  if (bytes <= 0) return;
  impl_->charge(t, static_cast<size_t>(bytes));
  if (impl_->over_budget() && enabled()) t.poll.fetch_or_seq_cst(threads::kPollGc);
}

bool Heap::is_marked(const Header* object) const {
  BlockSpace& blocks = impl_->blocks_;
  if (!blocks.contains(reinterpret_cast<uint64_t>(object))) {
    return impl_->large_.resolve(reinterpret_cast<uint64_t>(object)) == nullptr || impl_->large_.is_marked(object);
  }
  size_t granule = granule_index(object);
  return (Chunk::of(object)->marks[blocks.other_marks()][granule / 64].load_relaxed() >> (granule % 64) & 1) != 0;
}

size_t Heap::size_of(const Header* object) const {
  if (impl_->blocks_.contains(reinterpret_cast<uint64_t>(object))) return size_t{object->granules} * kGranuleBytes;
  return LargeSpace::size_of(object);
}

void Heap::for_each_object(Mutator& t, void* context, void (*visit)(void* context, Header* object)) {
  threads::StopTheWorld stop(t);
  BlockSpace& blocks = impl_->blocks_;
  blocks.begin_stop();
  blocks.for_each_used_block([&](BlockInfo* block) {
    blocks.ensure_starts(block);
    Chunk* chunk = chunk_of(block);
    size_t first = size_t{index_of(block)} * kMarkWordsPerBlock;
    for (size_t word = first; word < first + kMarkWordsPerBlock; word++) {
      uint64_t bits = chunk->marks[blocks.live_marks()][word].load_relaxed();
      for (; bits != 0; bits &= bits - 1) {
        size_t granule = word * 64 + static_cast<size_t>(__builtin_ctzll(bits));
        visit(context, reinterpret_cast<Header*>(reinterpret_cast<char*>(chunk) + granule * kGranuleBytes));
      }
    }
  });
  impl_->large_.for_each([&](Header* object, size_t) { visit(context, object); });
}

HeapStats Heap::stats() const {
  base::MutexLock lock(impl_->tables_mutex_);
  HeapStats stats = impl_->stats_;
  // Relaxed: figures for people.
  stats.allocated_since_collection = impl_->allocated_since_.load_relaxed();
  stats.allocated_bytes_total += stats.allocated_since_collection;
  stats.budget_bytes = impl_->budget_.load_relaxed();
  stats.used_bytes = impl_->used_bytes();
  stats.reserved_bytes = impl_->blocks_.resident_bytes() + impl_->large_.bytes();
  return stats;
}

}  // namespace eider::gc

// SPDX-License-Identifier: MIT
//
// The phases after marking that decide who dies: weak references, then finalizers.
//
// Note [The order of death]
// As PyPy documents it. Weak references to whatever the program cannot reach any more are cleared first, so a finalizer
// never meets a weak reference that still leads to a dying object. Then the unreachable objects with a finalizer are looked
// at in the order of registration. One that another such object can reach waits: its finalizer may only run when the other's
// has (and has not resurrected it). On a cycle the first registered goes first. All of them, and all they reach, survive
// this collection. Each is queued at most once in its life: kFlagFinalizable is cleared then.
#include "gc/collection.h"
#include "threads/thread_core.h"

namespace eider::gc {

void Collection::clear_weak() {
  base::MutexLock lock(heap_.tables_mutex_);
  uint32_t queued = 0;
  for (WeakBox* box : heap_.weak_) {
    uint64_t target = box->target.load_relaxed();  // stopped: nobody writes
    if (target == 0 || survives(reinterpret_cast<Header*>(target))) continue;
    box->target.store_relaxed(0);
    // A weak reference that dies with its target is not called back.
    if (box->callback.load_relaxed() == 0 || !survives(box)) continue;
    bool pushed = heap_.pending_callbacks_.push(box);
    EIDER_CHECK(pushed);  // register_weak reserved the room
    queued++;
  }
  heap_.pending_count_.fetch_add_relaxed(queued);
  if (queued != 0) collector_.poll.fetch_or_seq_cst(threads::kPollFinalizers);
}

void Collection::queue_finalizers() {
  base::MutexLock lock(heap_.tables_mutex_);
  base::RawVector<Header*>& table = heap_.finalizable_;

  // First pass, in the order of registration: `heads` are those that no earlier one reaches. The others wait in any case.
  base::RawVector<Header*> heads;
  base::RawVector<Header*> marked;  // to take the marks back
  bool ordered = true;
  size_t kept = 0;
  marker_->log_to(&marked);
  for (Header* object : table) {
    if ((object->flags.load_relaxed() & kFlagFinalizable) == 0) continue;  // it withdrew
    table[kept++] = object;
    if (survives(object)) continue;
    if (!heads.push(object)) ordered = false;
    // Its references, not itself: on a cycle it must not wait for itself.
    marker_->trace(object);
    drain_alone();
    marker_->reach(reinterpret_cast<uint64_t>(object));
    drain_alone();
  }
  table.truncate(kept);
  marker_->log_to(nullptr);
  if (heads.empty()) return;  // also when there was no memory to note one: all are marked and wait for the next collection

  // Second pass, backwards: a head waits if a later one reaches it. (An earlier one cannot: it would not be a head.)
  ordered = ordered && !marker_->log_failed();
  if (ordered) {
    for (Header* object : marked) unmark(object);
  }
  uint32_t queued = 0;
  for (size_t i = heads.size(); i-- > 0;) {
    Header* object = heads[i];
    if (ordered && survives(object)) {
      heads[i] = nullptr;
      continue;
    }
    if (ordered) {
      marker_->reach(reinterpret_cast<uint64_t>(object));
      drain_alone();
    }
    queued++;
  }
  for (Header* object : heads) {
    if (object == nullptr) continue;
    bool pushed = heap_.pending_finalizers_.push(object);
    EIDER_CHECK(pushed);  // register_finalizable reserved the room
    uint8_t flags = object->flags.load_relaxed();  // stopped: nobody else writes flags
    object->flags.store_relaxed(static_cast<uint8_t>((flags & ~kFlagFinalizable) | kFlagFinalized));
  }
  kept = 0;
  for (Header* object : table) {
    if ((object->flags.load_relaxed() & kFlagFinalizable) != 0) table[kept++] = object;
  }
  table.truncate(kept);
  heap_.pending_count_.fetch_add_relaxed(queued);
  heap_.stats_.finalizers_queued += queued;
  if (queued != 0) collector_.poll.fetch_or_seq_cst(threads::kPollFinalizers);
}

void Collection::prune_tables() {
  {
    base::MutexLock lock(heap_.tables_mutex_);
    size_t kept = 0;
    for (WeakBox* box : heap_.weak_) {
      if (box->target.load_relaxed() != 0 && survives(box)) heap_.weak_[kept++] = box;
    }
    heap_.weak_.truncate(kept);
  }
  if (heap_.hooks_.sweep_tables != nullptr) heap_.hooks_.sweep_tables(heap_.hooks_.context, heap_.heap_);
}

}  // namespace eider::gc

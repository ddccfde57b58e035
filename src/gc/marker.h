// SPDX-License-Identifier: MIT
//
// One marking thread: its mark stack, how an object is marked and traced, and sharing work with other markers.
//
// Invariant: an object is pushed exactly once, by whoever set its mark bit.
// Invariant: no recursion: the depth of the object graph costs mark stack, never native stack.
// Invariant: marking needs no memory to be right. When a mark stack cannot grow, the object stays marked but untraced and
//            `overflowed` is set; then marked objects are traced again until none is left over (collect.cpp).
#pragma once

#include <cstdint>

#include "base/atomic.h"
#include "base/mutex.h"
#include "base/raw_vector.h"
#include "gc/block_space.h"
#include "gc/heap.h"
#include "gc/large_space.h"

namespace eider::gc {

class Marker;

/// Work that markers hand to each other, and how they find out that all is done.
class MarkWork {
 public:
  struct Slice {  // the rest of a large kValues object, from word `begin` on
    Header* object;
    size_t begin;
  };
  struct Packet {
    static constexpr size_t kCapacity = 254;
    Packet* next;
    size_t count;
    Header* objects[kCapacity];
  };

  MarkWork() = default;
  ~MarkWork();
  /// Whether somebody waits for work. A hint.
  bool hungry() const { return idle_.load_relaxed() > 0 && packets_available_.load_relaxed() == 0; }
  /// Hands the objects over; false when there is no memory for a packet (the giver keeps them).
  bool give(Header* const* objects, size_t count) EIDER_EXCLUDES(mutex_);
  /// A marker begins. Every enter() is followed by take() until it returns nullptr.
  void enter() EIDER_EXCLUDES(mutex_);
  /// The next packet; waits while others may still produce one. nullptr: all work is done (for this marker and for good).
  Packet* take() EIDER_EXCLUDES(mutex_);
  void recycle(Packet* packet) EIDER_EXCLUDES(mutex_);

 private:
  // What every marker reads all the time stands apart from what changes with every packet.
  alignas(64) base::Mutex mutex_{base::LockRank::kMarkers};
  Packet* full_ EIDER_GUARDED_BY(mutex_) = nullptr;
  Packet* spare_ EIDER_GUARDED_BY(mutex_) = nullptr;
  alignas(64) base::Atomic<uint32_t> active_{0};  // written under mutex_; spinning takers read it as a hint
  base::Atomic<uint32_t> idle_{0};
  base::Atomic<uint32_t> packets_available_{0};
};

/// What markers of one heap share.
struct MarkContext {
  BlockSpace& blocks;
  LargeSpace& large;
  const HeapHooks& hooks;
  MarkWork& work;
};

class Marker : public Tracer {
 public:
  enum class Mode : uint8_t { kMark, kVerify };
  explicit Marker(MarkContext& context, Mode mode = Mode::kMark)
      : context_(context), base_(context.blocks.base()), span_(context.blocks.span()),
        target_(context.blocks.other_marks()), cycle_(context.blocks.cycle()), mode_(mode) {}

  void reach(uint64_t word) {
    if ((word & 7) != 0 || word == 0) return;
    if (EIDER_LIKELY(word - base_ < span_)) {
      reach_small(reinterpret_cast<Header*>(word));
    } else {
      reach_large(word);
    }
  }
  void reach_conservative(uint64_t word);
  /// Traces until nothing is left on this marker's stack.
  void drain();
  /// drain(), and others' work, until all markers are done.
  void drain_shared();
  /// Traces the references of one object (again), without marking it.
  void trace(Header* object);
  /// For a marked object that may have been dropped by a full mark stack: its lines and references.
  void process_again(Header* object) {
    uint64_t counted = marked_bytes_;
    process(object);
    marked_bytes_ = counted;  // an estimate is enough for the budget, twice as much is not
  }

  /// The mark stack's memory, lent by the heap so that marking has some even when the system has none.
  void swap_stack(base::RawVector<Header*>& memory) { stack_.swap(memory); }
  /// Other markers work at the same time: mark bits need read-modify-write, and work is shared.
  void set_parallel(bool parallel) { parallel_ = parallel; }
  uint64_t marked_bytes() const { return marked_bytes_; }
  bool overflowed() const { return overflowed_; }
  void clear_overflow() { overflowed_ = false; }
  bool idle() const { return stack_.empty() && slices_.empty() && queued_ == 0; }
  /// From now on every object newly marked is also written to `log`; log_failed() when that ran out of memory.
  void log_to(base::RawVector<Header*>* log) { log_ = log; }
  bool log_failed() const { return log_failed_; }
  uint64_t bad_references() const { return bad_references_; }  // Mode::kVerify
  /// Called by drain() now and then when set; the collector asks for helpers there.
  base::FunctionRef<void()>* on_progress = nullptr;

 private:
  static constexpr size_t kSliceWords = 1024;
  static constexpr uint32_t kQueue = 8;  // objects between prefetch and use

  void reach_small(Header* object) {
    if (EIDER_UNLIKELY(mode_ == Mode::kVerify)) return verify_small(object);
    size_t granule = granule_index(object);
    base::Atomic<uint64_t>& word = Chunk::of(object)->marks[target_][granule / 64];
    uint64_t bit = uint64_t{1} << (granule % 64);
    // Relaxed: a mark only says "someone traces it"; the object itself was written before the stop.
    uint64_t seen = word.load_relaxed();
    if ((seen & bit) != 0) return;
    if (parallel_) {
      if ((word.fetch_or_relaxed(bit) & bit) != 0) return;
    } else {
      word.store_relaxed(seen | bit);
    }
    __builtin_prefetch(object);
    push(object);
  }
  EIDER_COLD void reach_large(uint64_t word);
  EIDER_COLD void verify_small(Header* object);
  void push(Header* object) {
    if (EIDER_UNLIKELY(log_ != nullptr) && !log_->push(object)) log_failed_ = true;
    if (EIDER_UNLIKELY(!stack_.push(object))) overflowed_ = true;
  }
  void process(Header* object);
  void trace_values(Header* object, size_t begin, size_t end);
  void trace_many(Header* object, size_t begin, size_t end);
  void trace_sliced(Header* object, size_t begin, size_t words);
  void share();

  MarkContext& context_;
  const uint64_t base_;
  const uint64_t span_;
  const int target_;
  const uint8_t cycle_;
  const Mode mode_;
  bool parallel_ = false;
  bool overflowed_ = false;
  bool log_failed_ = false;
  uint64_t marked_bytes_ = 0;
  uint64_t bad_references_ = 0;
  base::RawVector<Header*> stack_;
  base::RawVector<MarkWork::Slice> slices_;
  base::RawVector<Header*>* log_ = nullptr;
  Header* queue_[kQueue] = {};
  uint32_t queue_head_ = 0;
  uint32_t queued_ = 0;
};

}  // namespace eider::gc

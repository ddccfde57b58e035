// SPDX-License-Identifier: MIT
//
// The heap's face to the layers above: allocation, tracing, weak references, finalizers, collection.
// How it is laid out (chunks, blocks, lines, mark bits) stands in block.h; how a collection runs in collect.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/thread_annotations.h"
#include "gc/header.h"
#include "threads/safepoint.h"

namespace eider::gc {

class Heap;
struct BlockInfo;

/// A thread that allocates. `cursor` and `limit` bound its free run, which is zeroed.
struct Mutator : threads::ThreadCore {
  char* cursor = nullptr;
  char* limit = nullptr;
  Heap* heap = nullptr;
  uint64_t allocated_bytes = 0;  // by finished runs; exact count = this + (cursor - run start)
  char* run_start = nullptr;

  // The collector's side of it: written by the thread itself, reset by a collector while it is stopped (allocate.cpp).
  char* hidden_limit = nullptr;        // collect_every: where the run really ends; `limit` is kept at `cursor`
  BlockInfo* block = nullptr;          // the block its run lies in, whose later holes are its too
  uint32_t next_line = 0;              // where the search for the next hole in `block` begins
  char* overflow_cursor = nullptr;     // objects of more than a line that did not fit the run go to a block of their own
  char* overflow_limit = nullptr;
  char* overflow_start = nullptr;
  BlockInfo* overflow_block = nullptr;
  uint64_t unreported_bytes = 0;       // taken from the budget, not yet told to the heap
  bool allocated_this_cycle = false;
  Mutator* next_mutator = nullptr;     // the heap's list, guarded by its tables mutex
  Mutator* previous_mutator = nullptr;
};

/// Out-of-line half of allocate(): takes a new run, a large object, or collects. Safepoint. nullptr when memory is exhausted.
EIDER_NOINLINE Header* allocate_slow(Mutator& t, uint64_t header, size_t bytes) EIDER_USES_HEAP;
/// Out-of-line half of allocate_no_safepoint().
EIDER_NOINLINE Header* allocate_no_safepoint_slow(Mutator& t, uint64_t header, size_t bytes) EIDER_USES_HEAP;

/// The store that makes zeroed memory an object. Atomic for the race detector's sake: another thread may read a header it reached
/// through a racy slot; on x86-64 and AArch64 it is a plain store.
EIDER_ALWAYS_INLINE Header* place_header(char* at, uint64_t header) {
  __atomic_store_n(reinterpret_cast<uint64_t*>(at), header, __ATOMIC_RELAXED);
  return reinterpret_cast<Header*>(at);
}

/// Returns zeroed memory of `bytes` (multiple of 8, >= 16) whose first word is `header`; nullptr when memory is exhausted.
/// Safepoint: may collect. The caller fills the rest before its next safepoint or leaves zeros (ABSENT), both are fine.
EIDER_ALWAYS_INLINE Header* allocate(Mutator& t, uint64_t header, size_t bytes) EIDER_USES_HEAP {
  threads::assert_safepoint_allowed(t);
  EIDER_ASSERT(bytes % 8 == 0);
  char* at = t.cursor;
  // Compares sizes, not addresses: `at + bytes` could wrap for a huge request.
  if (EIDER_UNLIKELY(static_cast<size_t>(t.limit - at) < bytes)) return allocate_slow(t, header, bytes);
  t.cursor = at + bytes;
  return place_header(at, header);
}

/// As allocate(), but never a safepoint: for growing a container while its lock is held. Does not collect; asks for a collection
/// at this thread's next poll when the budget is used up. nullptr when memory is exhausted: the caller releases its lock,
/// calls allocate() (which collects) and tries again.
EIDER_ALWAYS_INLINE Header* allocate_no_safepoint(Mutator& t, uint64_t header, size_t bytes) EIDER_USES_HEAP {
  EIDER_ASSERT(t.attached());
  char* at = t.cursor;
  if (EIDER_UNLIKELY(static_cast<size_t>(t.limit - at) < bytes)) return allocate_no_safepoint_slow(t, header, bytes);
  t.cursor = at + bytes;
  return place_header(at, header);
}

/// A safepoint that also serves kPollGc. Returns the poll bits left to the upper layers.
EIDER_NOINLINE uint32_t poll_slow(Mutator& t) EIDER_USES_HEAP;
EIDER_ALWAYS_INLINE uint32_t poll(Mutator& t) EIDER_USES_HEAP {
  threads::assert_safepoint_allowed(t);
  if (EIDER_LIKELY(t.poll.load_relaxed() == 0)) return 0;  // relaxed: as threads::poll
  return poll_slow(t);
}

/// Marks what it is told. Handed to trace functions; several run at once on different objects during a collection.
class Tracer {
 public:
  /// `word` is exactly a Value, a raw heap pointer, or 0. Anything whose low three bits are not 000 is ignored.
  void mark_word(uint64_t word);
  void mark(const void* object) { mark_word(reinterpret_cast<uint64_t>(object)); }
  /// `word` may be anything; marks the object it points into (start or interior), if it is one.
  void mark_conservative(uint64_t word);
  void mark_conservative_range(const uint64_t* begin, const uint64_t* end);
};

/// What the upper layers fill in. All are called with the world stopped.
struct HeapHooks {
  void* context = nullptr;
  void (*trace_object)(void* context, Header* object, Tracer&) = nullptr;                 // for TraceKind::kCustom
  void (*trace_thread)(void* context, threads::ThreadCore& thread, Tracer&) = nullptr;   // beyond its native stack and registers
  void (*trace_roots)(void* context, Tracer&) = nullptr;
  /// After marking and weak clearing, before memory is reused: drop entries of malloc-side tables that name dead objects.
  void (*sweep_tables)(void* context, Heap&) = nullptr;
};

/// A weak reference as the collector sees it; objects/weakref.h derives from it. `target` is not traced: it is cleared when the
/// target dies, before finalizers run. `callback` is traced.
struct WeakBox : Header {
  base::Atomic<uint64_t> target;    // heap pointer or 0
  base::Atomic<uint64_t> callback;  // Value or 0
};

enum class CollectReason : uint8_t { kBudget, kExplicit, kEveryNth, kMemoryPressure };

struct HeapConfig {
  size_t memory_limit_bytes = 0;      // 0 = none. Beyond it, and when the system refuses memory, allocation fails.
  size_t minimum_budget_bytes = 0;    // 0 = default
  uint32_t collect_every = 0;         // debug: collect at every Nth allocation of small objects, all threads' counted together
  bool poison = false;                // debug: fill freed lines with 0xDB
  bool verify = false;                // debug: verify the heap before and after each collection
  uint32_t marker_threads = 0;        // 0 = up to one per core, at most 8, when that has proved faster than one; else this many
};

struct HeapStats {
  uint64_t collections, live_bytes, allocated_bytes_total, reserved_bytes, last_pause_ns, longest_pause_ns, total_pause_ns,
      last_time_to_stop_ns, longest_time_to_stop_ns, finalizers_queued;
  uint64_t allocated_since_collection;  // bytes, of whole runs: what the budget has been charged with
  uint64_t budget_bytes;                // at which the next collection starts
  uint64_t used_bytes;                  // blocks in use, large objects, external: what memory_limit_bytes bounds
  uint64_t parallel_collections;        // in which more than one thread marked
  uint64_t last_helper_bytes;           // of last_live: marked by helpers in the last collection
};

class Heap {
 public:
  Heap(threads::ThreadRegistry& registry, const HeapConfig& config);
  ~Heap();
  Heap(const Heap&) = delete;
  void set_hooks(const HeapHooks& hooks);

  /// A mutator must be added after it is registered and removed (its run is returned) before it is unregistered.
  void add_mutator(Mutator& t);
  void remove_mutator(Mutator& t);
  /// In the child of a fork, for each thread that does not exist there (ThreadRegistry::after_fork_child), and once after them.
  void forget_mutator(Mutator& gone);
  void after_fork_child();

  /// Stops the world and collects; returns the number of objects finalized or freed is unknown (mark-region), so bytes freed.
  size_t collect(Mutator& t, CollectReason why);
  void set_enabled(bool enabled);  // gc.disable(): only explicit collections and memory pressure collect
  bool enabled() const;

  /// `box->target` is set before. False: memory exhausted, nothing registered (the box would never be cleared).
  bool register_weak(Mutator& t, WeakBox* box);
  /// Sets kFlagFinalizable. An object whose finalizer has become unnecessary clears the flag itself. False: memory exhausted.
  bool register_finalizable(Mutator& t, Header* object);
  bool has_pending() const;  // finalizers or callbacks wait; a hint
  /// Charges `bytes` of malloc memory that lives and dies with heap objects to the budget and the limit; negative when freed.
  void add_external(Mutator& t, int64_t bytes);
  /// Next object whose finalizer should run, or next dead weak reference with a callback; nullptr when none. Any thread.
  Header* take_pending_finalizer(Mutator& t);
  WeakBox* take_pending_callback(Mutator& t);

  /// With the world stopped, after marking: whether `object` survived.
  bool is_marked(const Header* object) const;
  /// Size in bytes of a live object, large ones included.
  size_t size_of(const Header* object) const;
  /// Calls `visit` for every live object (gc.get_objects). Stops the world and completes sweeping first.
  void for_each_object(Mutator& t, void* context, void (*visit)(void* context, Header* object));

  HeapStats stats() const;
  class Impl;
  Impl& impl() { return *impl_; }

 private:
  Impl* impl_;
};

}  // namespace eider::gc

// SPDX-License-Identifier: MIT
//
// The heap's face to the layers above: allocation, tracing, weak references, finalizers, collection.
// How it is laid out (chunks, blocks, lines, mark bits) stands in block.h; how a collection runs in collect.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gc/header.h"
#include "threads/thread_core.h"

namespace eider::gc {

class Heap;

/// A thread that allocates. `cursor` and `limit` bound its free run, which is zeroed.
struct Mutator : threads::ThreadCore {
  char* cursor = nullptr;
  char* limit = nullptr;
  Heap* heap = nullptr;
  uint64_t allocated_bytes = 0;  // by finished runs; exact count = this + (cursor - run start)
  char* run_start = nullptr;
};

/// Out-of-line half of allocate(): takes a new run, a large object, or collects. Safepoint. nullptr when memory is exhausted.
EIDER_NOINLINE Header* allocate_slow(Mutator& t, uint64_t header, size_t bytes);

/// Returns zeroed memory of `bytes` (multiple of 8, >= 16) whose first word is `header`; nullptr when memory is exhausted.
/// Safepoint: may collect. The caller fills the rest before its next safepoint or leaves zeros (ABSENT), both are fine.
EIDER_ALWAYS_INLINE Header* allocate(Mutator& t, uint64_t header, size_t bytes) {
  char* at = t.cursor;
  char* end = at + bytes;
  if (EIDER_UNLIKELY(end > t.limit)) return allocate_slow(t, header, bytes);
  t.cursor = end;
  *reinterpret_cast<uint64_t*>(at) = header;
  return reinterpret_cast<Header*>(at);
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
  uint32_t collect_every = 0;         // debug: collect at every Nth slow-path allocation; 1 also shrinks runs so that it is every allocation
  bool poison = false;                // debug: fill freed lines with 0xDB
  bool verify = false;                // debug: verify the heap before and after each collection
  uint32_t marker_threads = 0;        // 0 = one per core, at most 8
};

struct HeapStats {
  uint64_t collections, live_bytes, allocated_bytes_total, reserved_bytes, last_pause_ns, longest_pause_ns, total_pause_ns,
      last_time_to_stop_ns, longest_time_to_stop_ns, finalizers_queued;
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

  /// Stops the world and collects; returns the number of objects finalized or freed is unknown (mark-region), so bytes freed.
  size_t collect(Mutator& t, CollectReason why);
  void set_enabled(bool enabled);  // gc.disable(): only explicit collections and memory pressure collect
  bool enabled() const;

  void register_weak(Mutator& t, WeakBox* box);
  void register_finalizable(Mutator& t, Header* object);
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

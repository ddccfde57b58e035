// SPDX-License-Identifier: MIT
//
// Watched facts of a realm: the lock under which classes and watched cells change, and (later) who depends on what.
//
// Here stands the type lock: held from the first look at a class that is about to change until the change is published and the
// caches are flushed. It may be held across handshakes and allocation, so waiting for it detaches.
#pragma once

#include "objects/containers.h"
#include "objects/type.h"
#include "threads/detaching_mutex.h"
#include "threads/thread_core.h"

namespace eider::objects {

/// Compiled code that assumes something; the JIT derives from it. Filled in by src/jit: `invalidate` runs before the handshake,
/// under the type lock, and must make the code unreachable for new entries.
struct FactHooks {
  void* context = nullptr;
  void (*type_changes)(void* context, Thread& t, Type* type) = nullptr;
  void (*cell_changes)(void* context, Thread& t, NameCell* cell) = nullptr;
};

/// What a change of a watched fact waits for.
enum class Invalidation : uint8_t {
  kHandshake,  // until no thread can use the old value any more; then the new one is published
  kFlag,       // nothing: dependents are marked, the new value is published at once, each thread notices at its next poll. Not what
               // docs/memory-model.md promises: to measure what the promise costs, and to see the litmus tests fail
};

/// A poll bit beside threads::PollBits, with kFlag only: a watched fact has changed; leave compiled code, forget inline caches.
inline constexpr uint32_t kPollFlush = uint32_t{1} << 16;

struct FactTable {
  threads::DetachingMutex type_lock{base::LockRank::kFacts};
  FactHooks hooks;
  Invalidation invalidation = Invalidation::kHandshake;  // --invalidation=; set before the program runs
  Atomic<uint64_t> type_invalidations{0}, cell_invalidations{0}, slot_stops{0};
};

inline constexpr uint32_t kMaxInvalidations = 3;  // afterwards a class or cell counts as mutable for good

}  // namespace eider::objects

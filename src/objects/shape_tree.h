// SPDX-License-Identifier: MIT
//
// The realm's table of shapes: who makes the records, and what bootstrap and the collector need of it.
#pragma once

#include "base/mutex.h"
#include "base/raw_vector.h"
#include "gc/heap.h"
#include "objects/shape.h"

namespace eider::objects {

inline constexpr uint32_t kMaxShapes = 1u << 22;

struct ShapeTree {
  base::Mutex mutex{base::LockRank::kShapeTree};
  Shape* base = nullptr;                        // fixed after construction
  Atomic<uint32_t> count{0};                    // records made so far; written under the mutex
  uint32_t committed EIDER_GUARDED_BY(mutex) = 0;
  /// Tables replaced by larger ones: a reader may still be inside, until the world stops.
  base::RawVector<void*> retired EIDER_GUARDED_BY(mutex);

  /// Reserves the region and commits the records of the well-known types. False when the system refuses.
  bool create();
  void destroy();
  /// The next record, id filled in; nullptr when none is left.
  Shape* new_record_locked() EIDER_REQUIRES(mutex);
  /// With the world stopped: names are roots; replaced tables are freed; shapes of dead classes forget them.
  void trace(gc::Tracer& tracer);
  void sweep(gc::Heap& heap);
};

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// The realm's table of weak references: Note at the top of weakref.cpp.
#pragma once

#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "objects/weakref.h"

namespace eider::objects {

struct WeakTable {
  base::Mutex mutex{base::LockRank::kRuntimeTable};
  std::unordered_map<Object*, std::vector<WeakRef*>> refs EIDER_GUARDED_BY(mutex);
  /// With the world stopped, after marking.
  void sweep(gc::Heap& heap);
};

Result<Value> first_weak_ref(Thread& t, Value target);

}  // namespace eider::objects

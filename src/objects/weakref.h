// SPDX-License-Identifier: MIT
//
// WeakRef: what weakref.ref and weakref.proxy make, over the collector's WeakBox.
//
// The collector clears `target` when the target dies, then queues those with a callback; callbacks run from poll_slow. The realm
// keeps a table target -> references (outside the heap, swept by the collector), for sharing the one plain `ref(o)` per object
// and for weakref.getweakrefs.
#pragma once

#include "gc/heap.h"
#include "objects/containers.h"
#include "objects/object.h"
#include "objects/result.h"

namespace eider::objects {

struct Type;

struct WeakRef : Object {  // kCustom; layout of gc::WeakBox plus a cached hash
  static constexpr TypeId kTypeId = TypeId::kWeakRef;
  Atomic<uint64_t> target;  // heap pointer or 0; not traced
  Field<Value> callback;    // or ABSENT
  Field<Value> hash;        // small int once computed

  gc::WeakBox* box() { return reinterpret_cast<gc::WeakBox*>(this); }
  /// The target, or ABSENT when it is dead.
  Value get() const { return Value::from_bits(target.load_relaxed()); }
};
static_assert(sizeof(WeakRef) == sizeof(gc::WeakBox) + 8);

/// weakref.ref(target, callback): `cls` is the ref type or a subclass; shares the plain one. TypeError "cannot create weak
/// reference to 'X' object". callback ABSENT: none.
Result<WeakRef*> weak_ref_new(Thread& t, Type* cls, Value target, Value callback);
Result<WeakRef*> weak_proxy_new(Thread& t, Value target, Value callback);
/// All living references to `target` (refs and proxies), as a list.
Result<List*> weak_refs_of(Thread& t, Value target);
int64_t weak_ref_count(Thread& t, Value target);
/// Calls the callback of a reference the collector has cleared; errors are reported as unraisable.
void run_weak_callback(Thread& t, WeakRef* ref);

}  // namespace eider::objects

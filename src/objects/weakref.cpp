// SPDX-License-Identifier: MIT
//
// Weak references: making them, sharing the plain one of an object, finding all of an object, running callbacks.
//
// The table maps a target's address to the references made to it. It keeps neither alive: the collector's sweep drops entries of
// dead targets and dead references. A reference read from it under the mutex is safe: no safepoint lies between.
#include "objects/weakref.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"
#include "objects/weak_table.h"

namespace eider::objects {

namespace {

bool can_refer(const Thread& t, Value target) { return target.is_heap() && type_of(t, target)->has(kWeakrefable); }

Result<WeakRef*> make(Thread& t, Type* cls, Value target, Value callback) {
  auto* ref = static_cast<WeakRef*>(static_cast<Object*>(EIDER_TRY(new_instance(t, cls))));
  ref->callback.init(callback);
  return ref;
}

/// The reference of exactly this type without callback, or nullptr.
WeakRef* find_plain(const std::vector<WeakRef*>& refs, uint32_t shape) {
  for (WeakRef* ref : refs) {
    if (ref->shape_id() == shape && ref->callback.load_relaxed().is_absent() && !ref->get().is_absent()) return ref;
  }
  return nullptr;
}

Result<WeakRef*> get_or_make(Thread& t, Type* cls, Value target, Value callback) {
  if (!can_refer(t, target)) {
    return raise(t, TypeId::kTypeError, "cannot create weak reference to '%s' object", type_name(t, target));
  }
  if (callback == kNone) callback = kAbsent;
  WeakTable& table = *t.realm->weak_table;
  bool shared = callback.is_absent() && !cls->has(kHeapType);
  if (shared) {
    base::MutexLock locked(table.mutex);
    auto found = table.refs.find(target.as<Object>());
    if (found != table.refs.end()) {
      if (WeakRef* ref = find_plain(found->second, cls->root_shape)) return ref;
    }
  }
  WeakRef* made = EIDER_TRY(make(t, cls, target, callback));
  target.as<Object>()->flags.fetch_or_relaxed(gc::kFlagHasWeakrefs);
  {
    base::MutexLock locked(table.mutex);
    auto& refs = table.refs[target.as<Object>()];
    if (shared) {
      if (WeakRef* other = find_plain(refs, cls->root_shape)) return other;
    }
    made->target.store_release(target.bits());
    refs.push_back(made);
  }
  t.realm->heap().register_weak(t, made->box());
  return made;
}

}  // namespace

Result<WeakRef*> weak_ref_new(Thread& t, Type* cls, Value target, Value callback) { return get_or_make(t, cls, target, callback); }

Result<WeakRef*> weak_proxy_new(Thread& t, Value target, Value callback) {
  Type* cls = type(t, target.is_heap() && is_callable(t, target) ? TypeId::kWeakCallableProxy : TypeId::kWeakProxy);
  return get_or_make(t, cls, target, callback);
}

Result<List*> weak_refs_of(Thread& t, Value target) {
  RootedVector found(t);
  if (target.is_heap()) {
    WeakTable& table = *t.realm->weak_table;
    for (size_t capacity = 16;; capacity *= 2) {
      // Room first: no allocation while the table is locked.
      Block* block = EIDER_TRY(block_new(t, static_cast<int64_t>(capacity)));
      size_t count = 0;
      bool fits = true;
      {
        base::MutexLock locked(table.mutex);
        auto entry = table.refs.find(target.as<Object>());
        if (entry != table.refs.end()) {
          fits = entry->second.size() <= capacity;
          for (WeakRef* ref : entry->second) {
            if (fits && !ref->get().is_absent()) block->items[count++].init(ref->value());
          }
        }
      }
      if (!fits) continue;
      return list_from(t, reinterpret_cast<Value*>(&block->items[0]), static_cast<int64_t>(count));
    }
  }
  return list_new(t, 0);
}

int64_t weak_ref_count(Thread& t, Value target) {
  if (!target.is_heap()) return 0;
  WeakTable& table = *t.realm->weak_table;
  base::MutexLock locked(table.mutex);
  auto entry = table.refs.find(target.as<Object>());
  return entry == table.refs.end() ? 0 : static_cast<int64_t>(entry->second.size());
}

Result<Value> first_weak_ref(Thread& t, Value target) {
  List* refs = EIDER_TRY(weak_refs_of(t, target));
  Value first = list_get(refs, 0);
  return first.is_absent() ? kNone : first;
}

void run_weak_callback(Thread& t, WeakRef* ref) {
  Value callback = ref->callback.exchange(kAbsent);
  if (callback.is_absent() || callback == kNone) return;
  if (!call1(t, callback, ref->value()).ok()) report_unraisable(t, "weakref callback", callback);
}

void WeakTable::sweep(gc::Heap& heap) {
  base::MutexLock locked(mutex);
  for (auto it = refs.begin(); it != refs.end();) {
    auto& list = it->second;
    if (!heap.is_marked(it->first)) {
      it = refs.erase(it);
      continue;
    }
    list.erase(std::remove_if(list.begin(), list.end(), [&](WeakRef* ref) { return !heap.is_marked(ref); }), list.end());
    it = list.empty() ? refs.erase(it) : std::next(it);
  }
}

}  // namespace eider::objects

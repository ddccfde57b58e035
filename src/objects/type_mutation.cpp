// SPDX-License-Identifier: MIT
//
// Changing classes and watched cells.
//
// Note [Class mutation]
// Under the type lock: (1) the class and all its descendants are marked kMutating, so that nothing new may depend on them
// (type_watch declines). The mark and kCached stand in one word changed by read-modify-write, so either the mutator sees that
// somebody watches, or the watcher sees the mark. (2) When one of them was kCached: compiled code is invalidated, then every thread
// forgets its inline caches in a handshake. No thread can act on an old cached attribute afterwards. (3) The attribute is published.
// (4) When slot functions change, they are copied with the world stopped (other threads read them as plain words). (5) New
// versions are given, which empties the lookup caches. (6) kMutating and kCached are cleared.
// Who calls type_set_attribute and returns from it can tell another thread, and that thread sees the new state: its caches were
// flushed before, its lookups see the new version.
// With --invalidation=flag the handshake of (2) is a poll bit, and nobody waits for it.
// A new value of the same kind for an attribute that exists takes none of these steps: Note [A value of the same kind] (cell_changes.h).
// A class invalidated kMaxInvalidations times is kUnwatched: nobody depends on it any more, so changing it is just a store.
#include <cstring>

#include "objects/cell_changes.h"
#include "objects/errors.h"
#include "objects/dict_cells.h"
#include "objects/fact_table.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"
#include "objects/slot_table.h"
#include "objects/type_parts.h"
#include "objects/weakref.h"
#include "threads/registry.h"

namespace eider::objects {

namespace {

Type* type_at(const RootedVector& types, int64_t i) { return types[i].as<Type>(); }

/// Steps 1, 2 and 6 as a scope.
class Mutation {
 public:
  Mutation(Thread& t, const RootedVector& affected) : t_(t), affected_(affected) {
    bool cached = false;
    for (int64_t i = 0; i < affected.size(); i++) {
      uint32_t old = type_at(affected, i)->flags.fetch_or_seq_cst(kMutating);
      cached |= (old & kCached) != 0;
    }
    if (cached) flush();
  }
  ~Mutation() {
    for (int64_t i = 0; i < affected_.size(); i++) {
      Type* type = type_at(affected_, i);
      type->version.store_release(new_version(*t_.realm));
      type->flags.fetch_and_seq_cst(~uint32_t{kMutating | kCached});
    }
  }
  Mutation(const Mutation&) = delete;
  Mutation& operator=(const Mutation&) = delete;

 private:
  void flush() {
    FactTable& facts = *t_.realm->facts;
    facts.type_invalidations.fetch_add_relaxed(1);
    for (int64_t i = 0; i < affected_.size(); i++) {
      Type* type = type_at(affected_, i);
      if (!type->has(kCached)) continue;
      if (type->mutations.fetch_add_relaxed(1) + 1 >= kMaxInvalidations) type->flags.fetch_or_relaxed(kUnwatched);
      if (facts.hooks.type_changes != nullptr) facts.hooks.type_changes(facts.hooks.context, t_, type);
    }
    if (t_.realm->hooks.flush_caches == nullptr) return;
    if (t_.realm->hooks.before_flush != nullptr) t_.realm->hooks.before_flush(*t_.realm);
    if (facts.invalidation == Invalidation::kFlag) return t_.registry->request_all(kPollFlush);
    t_.registry->handshake(t_, [this](threads::ThreadCore& target) {
      for (int64_t i = 0; i < affected_.size(); i++) {
        Type* type = type_at(affected_, i);
        if (type->has(kCached)) t_.realm->hooks.flush_caches(static_cast<Thread&>(target), type);
      }
    });
  }
  Thread& t_;
  const RootedVector& affected_;
};

bool same_items(Tuple* a, Tuple* b) {
  if (a->size() != b->size()) return false;
  for (int64_t i = 0; i < a->size(); i++) {
    if (a->items[i].get() != b->items[i].get()) return false;
  }
  return true;
}

/// Slots of `type` after its attributes changed. `attribute` nullptr: all of them.
TypeSlots recomputed(Thread& t, Type* type, Str* attribute) {
  TypeSlots slots = type->slots;
  if (attribute != nullptr) {
    compute_slots_for_name(t, type, attribute, slots);
    return slots;
  }
  compute_all_slots(t, type, slots);  // touches only slots that have names: not trace, not buffer
  return slots;
}

/// Step 4. Lookups inside must not be answered from the cache: versions are given once before and once after.
Result<void> update_slots(Thread& t, const RootedVector& affected, Str* attribute) {
  for (int64_t i = 0; i < affected.size(); i++) type_at(affected, i)->version.store_release(new_version(*t.realm));
  for (int64_t i = 0; i < affected.size(); i++) {
    Type* type = type_at(affected, i);
    if (!type->has(kHeapType)) continue;
    TypeSlots slots = recomputed(t, type, attribute);
    if (std::memcmp(&slots, &type->slots, sizeof slots) == 0) continue;
    if (t.must_lock != 0) {
      t.realm->facts->slot_stops.fetch_add_relaxed(1);
      threads::StopTheWorld stopped(t);
      type->slots = slots;
    } else {
      type->slots = slots;
    }
    update_slot_flags(type, slots);
  }
  return kDone;
}

}  // namespace

uint32_t new_version(Realm& realm) {
  uint64_t version = realm.next_version.fetch_add_relaxed(1);
  EIDER_CHECK(version <= UINT32_MAX);  // four billion class changes
  return static_cast<uint32_t>(version);
}

Result<void> register_subclass_locked(Thread& t, Type* base, Type* type) {
  Value subclasses = base->subclasses.load_acquire();
  if (subclasses.is_absent()) {
    subclasses = EIDER_TRY(dict_new(t))->value();
    base->subclasses.store_release(subclasses);
  }
  auto* dict = subclasses.as<Dict>();
  int64_t count = dict_size(dict);
  if (count >= 64 && (count & (count - 1)) == 0) {  // now and then, forget the dead ones
    RootedVector dead(t);
    uint32_t position = 0;
    Value key, value;
    DictTable* table = dict->table.load_acquire();
    while (dict_next(t, dict, table, &position, &key, &value)) {
      if (value.as<WeakRef>()->get().is_absent() && !dead.push(key)) return kFailure;
    }
    for (int64_t i = 0; i < dead.size(); i++) EIDER_TRY(dict_pop(t, dict, dead[i]));
  }
  auto* ref = reinterpret_cast<WeakRef*>(gc::allocate(
      t, gc::header_word(shape_id(TypeId::kWeakRef), TraceKind::kCustom, sizeof(WeakRef)), sizeof(WeakRef)));
  if (ref == nullptr) return raise_no_memory(t);
  ref->target.store_relaxed(reinterpret_cast<uint64_t>(type));
  t.realm->heap().register_weak(t, ref->box());
  Value key = Value::from_small_int(static_cast<int64_t>(reinterpret_cast<uint64_t>(type) >> 3));
  return dict_set(t, dict, key, ref->value());
}

Result<void> collect_affected_locked(Thread& t, Type* type, RootedVector& out) {
  if (!out.push(type->value())) return kFailure;
  for (int64_t i = 0; i < out.size(); i++) {
    Value subclasses = type_at(out, i)->subclasses.load_acquire();
    if (subclasses.is_absent()) continue;
    auto* dict = subclasses.as<Dict>();
    uint32_t position = 0;
    Value key, value;
    DictTable* table = dict->table.load_acquire();
    while (dict_next(t, dict, table, &position, &key, &value)) {
      Value subclass = value.as<WeakRef>()->get();
      if (subclass.is_absent()) continue;
      bool known = false;  // a diamond is met twice
      if (subclass.as<Type>()->bases.get()->size() > 1) {
        for (int64_t k = 0; k < out.size() && !known; k++) known = out[k] == subclass;
      }
      if (!known && !out.push(subclass)) return kFailure;
    }
  }
  return kDone;
}

Result<List*> type_subclasses(Thread& t, Type* type) {
  List* list = EIDER_TRY(list_new(t, 0));
  Value subclasses = type->subclasses.load_acquire();
  if (subclasses.is_absent()) return list;
  auto* dict = subclasses.as<Dict>();
  uint32_t position = 0;
  Value key, value;
  DictTable* table = dict->table.load_acquire();
  while (dict_next(t, dict, table, &position, &key, &value)) {
    Value subclass = value.as<WeakRef>()->get();
    if (!subclass.is_absent()) EIDER_TRY(list_append(t, list, subclass));
  }
  return list;
}

bool type_watch(Type& type) {
  uint32_t flags = type.flags.load_acquire();
  if (flags & (kUnwatched | kMutating)) return false;
  // A mutator that comes later sees kCached, wherever this load stood: it reads the flags by read-modify-write.
  if (flags & kCached) return true;
  return (type.flags.fetch_or_seq_cst(kCached) & (kUnwatched | kMutating)) == 0;
}

Result<void> recompute_slots(Thread& t, Type* type) {
  threads::DetachingLock locked(t, t.realm->facts->type_lock);
  RootedVector affected(t);
  EIDER_TRY(collect_affected_locked(t, type, affected));
  Mutation mutation(t, affected);
  return update_slots(t, affected, nullptr);
}

Result<void> type_set_attribute(Thread& t, Type* type, Str* attribute, Value value) {
  attribute = EIDER_TRY(intern(t, attribute));
  Dict* dict = type->dict.get();
  if (NameCell* cell = dict_find_cell(t, dict, attribute)) {
    if (!value.is_absent() && is_plain_class_name(attribute) && name_cell_replace(t, cell, value)) return kDone;
    // Whoever watches the cell itself is told before the type lock is taken.
    while (cell->state.load_acquire() & kCellWatched) name_cell_unwatch(t, cell);
  }
  threads::DetachingLock locked(t, t.realm->facts->type_lock);
  if (value.is_absent() && dict_get_str(t, dict, attribute).is_absent()) return raise_attribute_error(t, type->value(), attribute);
  RootedVector affected(t);
  EIDER_TRY(collect_affected_locked(t, type, affected));
  Mutation mutation(t, affected);
  if (value.is_absent()) {
    EIDER_TRY(dict_pop(t, dict, attribute->value()));
  } else {
    EIDER_TRY(dict_set_str(t, dict, attribute, value));
  }
  if (is_slot_name(t, attribute)) EIDER_TRY(update_slots(t, affected, attribute));
  return kDone;
}

Result<void> type_modified(Thread& t, Type* type) {
  threads::DetachingLock locked(t, t.realm->facts->type_lock);
  RootedVector affected(t);
  EIDER_TRY(collect_affected_locked(t, type, affected));
  Mutation mutation(t, affected);
  return kDone;
}

void refresh_subclass_slots(Thread& t, Type* type, const TypeSlots& old) {
  RootedVector affected(t);
  if (!collect_affected_locked(t, type, affected).ok()) return;
  for (int64_t i = 1; i < affected.size(); i++) {
    Type* below = type_at(affected, i);
    auto* mine = reinterpret_cast<void**>(&below->slots);
    auto* before = reinterpret_cast<void* const*>(&old);
    TraceFn trace = below->slots.trace;
    for (size_t k = 0; k < sizeof(TypeSlots) / sizeof(void*); k++) {
      if (mine[k] == before[k]) mine[k] = nullptr;  // it was only inherited
    }
    NewFn own_new = below->slots.new_;
    inherit_slots(below->slots, below->base.get()->slots);
    // A type without instances of the program's making stays one: object's `new` would make one whose fields hold nothing.
    if (below->has(kDisallowInstantiation)) below->slots.new_ = own_new;
    below->slots.trace = trace != nullptr ? trace : below->slots.trace;
    if (below->native_type != type->native_type) below->slots.trace = trace;
    update_slot_flags(below, below->slots);
    below->version.store_release(new_version(*t.realm));
  }
}

Result<void> type_set_bases(Thread& t, Type* type, Tuple* bases) {
  for (int64_t i = 0; i < bases->size(); i++) {
    Value base = bases->items[i].get();
    if (!is_type(t, base)) {
      return raise(t, TypeId::kTypeError, "%s.__bases__ must be tuple of classes, not '%s'", type->utf8_name, type_name(t, base));
    }
    if (base.as<Type>()->mro.load_acquire() == nullptr) {
      return raise(t, TypeId::kTypeError, "Cannot extend an incomplete type '%s'", base.as<Type>()->utf8_name);
    }
    if (is_subtype(base.as<Type>(), type)) return raise(t, TypeId::kTypeError, "a __bases__ item causes an inheritance cycle");
  }
  if (type->mro.load_acquire() == nullptr) {  // its metaclass's mro() is running: the class is not known to its bases yet
    return raise(t, TypeId::kTypeError, "%s.__bases__ cannot be assigned while the class is being made", type->utf8_name);
  }
  Type* new_base = EIDER_TRY(best_base(t, bases));
  Type* old_base = type->base.get();
  constexpr uint32_t kLayoutFlags = kHasSlots | kHasDict | kVariableSize;
  bool same = new_base->native_type == old_base->native_type && new_base->member_slots == old_base->member_slots &&
              new_base->dict_offset == old_base->dict_offset;
  // A class that keeps a dictionary itself may come from bases with or without one.
  if (!type->has(kHasDict)) same &= ((new_base->flags.load_relaxed() ^ old_base->flags.load_relaxed()) & kLayoutFlags) == 0;
  if (!same) {
    return raise(t, TypeId::kTypeError, "__bases__ assignment: '%s' object layout differs from '%s'", new_base->utf8_name,
                 old_base->utf8_name);
  }
  threads::DetachingLock locked(t, t.realm->facts->type_lock);
  RootedVector affected(t);
  EIDER_TRY(collect_affected_locked(t, type, affected));
  // New MROs of the class and everything below it, each from the new ones of its bases; undone when one cannot be made.
  Tuple* old_bases = type->bases.get();
  Tuple* old_mros = EIDER_TRY(tuple_new(t, affected.size()));
  for (int64_t i = 0; i < affected.size(); i++) old_mros->items[i].init(type_at(affected, i)->mro.get()->value());
  Mutation mutation(t, affected);
  type->bases.store_release(bases);
  for (bool changed = true; changed;) {  // a descendant may come before another of its bases
    changed = false;
    for (int64_t i = 0; i < affected.size(); i++) {
      Result<Tuple*> mro = c3_mro(t, type_at(affected, i));
      if (!mro.ok()) {
        type->bases.store_release(old_bases);
        for (int64_t k = 0; k < affected.size(); k++) type_at(affected, k)->mro.store_release(old_mros->items[k].get().as<Tuple>());
        return kFailure;
      }
      changed |= !same_items(mro.get(), type_at(affected, i)->mro.get());
      type_at(affected, i)->mro.store_release(mro.get());
    }
  }
  type->base.store_release(new_base);
  Value key = Value::from_small_int(static_cast<int64_t>(reinterpret_cast<uint64_t>(type) >> 3));
  for (int64_t i = 0; i < old_bases->size(); i++) {
    Value subclasses = old_bases->items[i].get().as<Type>()->subclasses.load_acquire();
    if (!subclasses.is_absent()) EIDER_TRY(dict_pop(t, subclasses.as<Dict>(), key));
  }
  for (int64_t i = 0; i < bases->size(); i++) EIDER_TRY(register_subclass_locked(t, bases->items[i].get().as<Type>(), type));
  return update_slots(t, affected, nullptr);
}

// --- cells ------------------------------------------------------------------------------------------------------------------------
void name_cell_unwatch(Thread& t, NameCell* cell) {
  FactTable& facts = *t.realm->facts;
  facts.cell_invalidations.fetch_add_relaxed(1);
  uint64_t began = name_cell_begin_change(t, cell);  // before dependents are collected: nobody joins them now
  if (facts.hooks.cell_changes != nullptr) facts.hooks.cell_changes(facts.hooks.context, t, cell);
  // The handshake is what takes threads out of code that assumes the value, also when there are no caches to flush.
  if (facts.hooks.cell_changes != nullptr || t.realm->hooks.flush_cell != nullptr) {
    if (t.realm->hooks.before_flush != nullptr) t.realm->hooks.before_flush(*t.realm);
    if (facts.invalidation == Invalidation::kFlag) {
      t.registry->request_all(kPollFlush);
    } else {
      t.registry->handshake(t, [&](threads::ThreadCore& target) {
        if (t.realm->hooks.flush_cell != nullptr) t.realm->hooks.flush_cell(static_cast<Thread&>(target), cell);
      });
    }
  }
  name_cell_end_change(t, cell, began, kMaxInvalidations);
}

}  // namespace eider::objects

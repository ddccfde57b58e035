// SPDX-License-Identifier: MIT
//
// Storage of sets: add, contains, discard, pop, copying and growth; Note [Reading a set without its lock] in set.h.
//
// A writer looks up under the lock, leaves it to have keys compared by Python code, and looks up again, knowing the answers.
// Growth happens right after the addition that crowds the table, as in CPython, so that iteration order is the same.
// Not here: set algebra (set_algebra.cpp), methods and operators (set_methods.cpp).
#include "builtins/set/set.h"

#include "builtins/set/set_table.h"
#include "objects/allocate.h"

namespace eider::builtins {

namespace set_table {

Result<SetTable*> new_table(Thread& t, uint64_t entries) {
  auto* table = entries <= (uint64_t{1} << 40)
                    ? allocate_exact<SetTable>(t, TraceKind::kCustom, sizeof(SetTable) + entries * sizeof(SetEntry))
                    : nullptr;
  if (EIDER_UNLIKELY(table == nullptr)) return raise_no_memory(t);
  table->mask = entries - 1;
  return table;
}

void init_set(Thread& t, Set* set) {
  set->table.init(empty_table(t));
  set->hash.store_relaxed(-1);
}

Result<Set*> new_set(Thread& t, TypeId id) {
  auto* set = allocate_shaped<Set>(t, shape_id(id), TraceKind::kCustom);
  if (EIDER_UNLIKELY(set == nullptr)) return raise_no_memory(t);
  init_set(t, set);
  return set;
}

TypeId base_type_of(const Thread& t, const Set* set) {
  if (set->shape_id() == shape_id(TypeId::kSet)) return TypeId::kSet;
  return is_instance(t, Value::from_pointer(set), TypeId::kFrozenSet) ? TypeId::kFrozenSet : TypeId::kSet;
}

namespace {

/// The lock of a shared set, nothing for a private one.
class MaybeLocked {
 public:
  MaybeLocked(Thread& t, Set* set, Sharing sharing) {
    if (sharing == Sharing::kShared) locked_.emplace(t, *set);
  }

 private:
  std::optional<LockedObject> locked_;
};

/// Copies what is live in table order; `to` is private, empty and large enough.
void copy_live(SetTable* to, SetTable* from) {
  for (uint64_t i = 0; i <= from->mask; i++) {
    Value key = from->entries[i].key.load_relaxed();
    if (is_live(key)) put_clean(to, key, from->entries[i].hash.load_relaxed());
  }
}

/// Brings the set into a table of entries_above(least(used)) entries, when `wanted(fill, used, mask)` still holds under the lock.
template <class Wanted, class Least>
Result<void> resize_if(Thread& t, Set* set, Sharing sharing, Wanted wanted, Least least) {
  SetTable* spare = nullptr;
  for (;;) {
    uint64_t entries;
    {
      MaybeLocked locked(t, set, sharing);
      SetTable* table = set->table.load_relaxed();
      auto used = static_cast<uint64_t>(set->size.load_relaxed());
      if (!wanted(static_cast<uint64_t>(table->fill.load_relaxed()), used, table->mask)) return kDone;
      entries = entries_above(least(used));
      if (spare != nullptr && spare->mask + 1 == entries) {
        copy_live(spare, table);
        set->table.store_release(spare);  // pairs with load_acquire in readers
        return kDone;
      }
    }
    spare = EIDER_TRY(new_table(t, entries));
  }
}

}  // namespace

Result<void> rebuild(Thread& t, Set* set, Sharing sharing) {
  return resize_if(
      t, set, sharing, [](uint64_t fill, uint64_t used, uint64_t mask) { return fill - used > mask / 4; }, growth);
}

Result<void> reserve(Thread& t, Set* set, int64_t more, Sharing sharing) {
  auto extra = static_cast<uint64_t>(more);
  return resize_if(
      t, set, sharing, [=](uint64_t fill, uint64_t, uint64_t mask) { return crowded(fill + extra, mask); },
      [=](uint64_t used) { return (used + extra) * 2; });
}

Result<Found> find_asking(Thread& t, Set* set, Value key, uint64_t hash, Known* known) {
  for (;;) {
    SetTable* table = set->table.load_acquire();  // pairs with store_release in growth
    known->check(table);
    Found found = find<Search::kPlace>(table, key, hash, *known);
    if (found.verdict != Verdict::kAsk) return found;
    Value other = table->entries[found.slot].key.load_acquire();
    if (other == kSetDummy) continue;  // deleted a moment ago
    bool same = EIDER_TRY(equal(t, other, key));
    EIDER_TRY(poll(t));
    // After a change of the table, or of the entry, the answer says nothing: start over.
    if (set->table.load_acquire() != table || table->entries[found.slot].key.load_acquire() != other) continue;
    if (same) {
      known->match = found.slot;
      return Found{Verdict::kHit, found.slot, found.steps};
    }
    known->steps = found.steps;
  }
}

namespace {
/// A shared set's addition that has no place yet: the shared empty table, or one that would become full.
EIDER_NOINLINE Result<void> make_place(Thread& t, Set* set, Sharing sharing) {
  SetTable* empty = empty_table(t);
  return resize_if(
      t, set, sharing,
      [&](uint64_t fill, uint64_t, uint64_t mask) { return set->table.load_relaxed() == empty || fill + 1 >= mask; }, growth);
}
}  // namespace

Result<bool> add(Thread& t, Set* set, Value key, uint64_t hash, Sharing sharing) {
  Known known;
  for (;;) {
    enum class Next : uint8_t { kDone, kGrow, kPlace, kAsk } next;
    {
      MaybeLocked locked(t, set, sharing);
      SetTable* table = set->table.load_relaxed();
      known.check(table);
      Found found = find<Search::kPlace>(table, key, hash, known);
      if (found.verdict == Verdict::kHit) return false;
      auto fill = static_cast<uint64_t>(table->fill.load_relaxed());
      bool refill = found.verdict == Verdict::kMiss && table->entries[found.slot].key.load_relaxed() == kSetDummy;
      if (found.verdict == Verdict::kAsk) {
        next = Next::kAsk;
      } else if (EIDER_UNLIKELY(!refill && (table == empty_table(t) || fill + 1 >= table->mask))) {
        next = Next::kPlace;
      } else {
        put(table, found.slot, key, hash);
        set->size.store_relaxed(set->size.load_relaxed() + 1);
        next = !refill && crowded(fill + 1, table->mask) ? Next::kGrow : Next::kDone;
      }
    }
    switch (next) {
      case Next::kDone:
        return true;
      case Next::kGrow:
        EIDER_TRY(resize_if(
            t, set, sharing, [](uint64_t fill, uint64_t, uint64_t mask) { return crowded(fill, mask); }, growth));
        return true;
      case Next::kPlace:
        EIDER_TRY(make_place(t, set, sharing));
        break;
      case Next::kAsk: {
        Result<Found> asked = find_asking(t, set, key, hash, &known);
        if (!asked.ok()) return kFailure;
        break;
      }
    }
  }
}

Result<bool> contains(Thread& t, Set* set, Value key, uint64_t hash) {
  SetTable* table = set->table.load_acquire();  // pairs with store_release in growth
  Found found = find<Search::kMember>(table, key, hash, Known{});
  if (EIDER_LIKELY(found.verdict != Verdict::kAsk)) return found.verdict == Verdict::kHit;
  Known known;
  return EIDER_TRY(find_asking(t, set, key, hash, &known)).verdict == Verdict::kHit;
}

Result<bool> discard(Thread& t, Set* set, Value key, uint64_t hash) {
  Known known;
  for (;;) {
    {
      LockedObject locked(t, *set);
      SetTable* table = set->table.load_relaxed();
      known.check(table);
      Found found = find<Search::kPlace>(table, key, hash, known);
      if (found.verdict == Verdict::kMiss) return false;
      if (found.verdict == Verdict::kHit) {
        table->entries[found.slot].key.store_release(kSetDummy);
        set->size.store_relaxed(set->size.load_relaxed() - 1);
        return true;
      }
    }
    Result<Found> asked = find_asking(t, set, key, hash, &known);
    if (!asked.ok()) return kFailure;
  }
}

bool replace_body(Thread& t, Set* set, Set* made, const Seen& seen) {
  LockedObject locked(t, *set);
  // Additions raise fill or refills or change the table, removals lower the size.
  if (!seen.still(set)) return false;
  set->table.store_release(made->table.load_relaxed());  // pairs with load_acquire in readers
  set->size.store_relaxed(made->size.load_relaxed());
  return true;
}

void trace_set(Header* object, gc::Tracer& tracer) { tracer.mark(static_cast<Set*>(object)->table.load_relaxed()); }

void trace_set_table(Header* object, gc::Tracer& tracer) {
  auto* table = static_cast<SetTable*>(object);
  for (uint64_t i = 0; i <= table->mask; i++) tracer.mark_word(table->entries[i].key.load_relaxed().bits());
}

}  // namespace set_table

using namespace set_table;

bool is_any_set(const Thread& t, Value v) {
  if (!v.is_heap()) return false;
  uint32_t shape = v.as<Object>()->shape_id();
  if (shape == shape_id(TypeId::kSet) || shape == shape_id(TypeId::kFrozenSet)) return true;
  TypeId layout = type_of(t, v)->layout;
  return layout == TypeId::kSet || layout == TypeId::kFrozenSet;
}

Result<Set*> set_new(Thread& t) { return new_set(t, TypeId::kSet); }
Result<Set*> set_from(Thread& t, Value iterable) { return make_set(t, TypeId::kSet, iterable); }

Result<Set*> frozenset_from(Thread& t, Value iterable) {
  if (is_exact(iterable, TypeId::kFrozenSet)) return iterable.as<Set>();
  return make_set(t, TypeId::kFrozenSet, iterable);
}

Result<bool> set_add(Thread& t, Set* set, Value key) { return add(t, set, key, EIDER_TRY(hash_key(t, key)), Sharing::kShared); }

namespace {
/// hash(key), where a set stands for the frozenset of its elements: `{1} in {frozenset({1})}`. Replaces *key.
Result<uint64_t> hash_or_freeze(Thread& t, Value* key) {
  Result<uint64_t> hash = hash_key(t, *key);
  if (EIDER_LIKELY(hash.ok())) return hash;
  if (is_instance(t, *key, TypeId::kSet) && clear_if(t, TypeId::kTypeError)) {
    *key = EIDER_TRY(make_set(t, TypeId::kFrozenSet, *key))->value();
    return hash_key(t, *key);
  }
  return kFailure;
}
}  // namespace

Result<bool> set_contains(Thread& t, Set* set, Value key) {
  uint64_t hash = EIDER_TRY(hash_or_freeze(t, &key));
  return contains(t, set, key, hash);
}

Result<bool> set_discard(Thread& t, Set* set, Value key) {
  uint64_t hash = EIDER_TRY(hash_or_freeze(t, &key));
  return discard(t, set, key, hash);
}

Result<bool> set_pop(Thread& t, Set* set, Value* key) {
  LockedObject locked(t, *set);
  if (set->size.load_relaxed() == 0) return false;
  SetTable* table = set->table.load_relaxed();
  uint64_t at = set->finger.load_relaxed() & table->mask;
  while (!is_live(table->entries[at].key.load_relaxed())) at = at == table->mask ? 0 : at + 1;
  *key = table->entries[at].key.load_relaxed();
  table->entries[at].key.store_release(kSetDummy);
  set->size.store_relaxed(set->size.load_relaxed() - 1);
  set->finger.store_relaxed(at + 1);
  return true;
}

void set_clear(Thread& t, Set* set) {
  LockedObject locked(t, *set);
  set->table.store_release(empty_table(t));  // pairs with load_acquire in readers
  set->size.store_relaxed(0);
}

bool set_next(SetTable* table, uint64_t* position, Value* key) {
  for (uint64_t i = *position; i <= table->mask; i++) {
    Value k = table->entries[i].key.load_acquire();  // pairs with store_release in put
    if (!is_live(k)) continue;
    *position = i + 1;
    *key = k;
    return true;
  }
  *position = table->mask + 1;
  return false;
}

bool set_next_hashed(Thread& t, Set* set, SetTable* table, uint64_t* position, Value* key, uint64_t* hash) {
  LockedObject locked(t, *set);
  if (!set_next(table, position, key)) return false;
  *hash = table->entries[*position - 1].hash.load_relaxed();
  return true;
}

}  // namespace eider::builtins

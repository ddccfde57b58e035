// SPDX-License-Identifier: MIT
//
// Set algebra: update, union, intersection, difference, symmetric difference, subset tests.
//
// Each inserts in the order in which CPython does, because that order decides how the result iterates. Operands may change
// meanwhile: what is walked is a table as it was at the start, each element as it is when reached.
#include "builtins/set/set_table.h"

namespace eider::builtins {

namespace set_table {

namespace {

/// Copies a set's table into a private set that has never held anything. False: `other` changed its size meanwhile, try again.
Result<bool> copy_into_fresh(Thread& t, Set* set, Set* other) {
  int64_t size = set_size(other);  // a hint: read again under the lock
  if (size == 0) return true;
  uint64_t entries = crowded(static_cast<uint64_t>(size), kMinEntries - 1) ? entries_above(static_cast<uint64_t>(size) * 2) : kMinEntries;
  SetTable* table = EIDER_TRY(new_table(t, entries));
  LockedObject locked(t, *other);
  SetTable* from = other->table.load_relaxed();
  if (set_size(other) != size) return false;
  if (from->mask == table->mask && from->fill.load_relaxed() == size) {
    // The same size and no dummies: every element keeps its place.
    for (uint64_t i = 0; i <= from->mask; i++) {
      Value key = from->entries[i].key.load_relaxed();
      if (!key.is_absent()) put(table, i, key, from->entries[i].hash.load_relaxed());
    }
  } else {
    for (uint64_t i = 0; i <= from->mask; i++) {
      Value key = from->entries[i].key.load_relaxed();
      if (is_live(key)) put_clean(table, key, from->entries[i].hash.load_relaxed());
    }
  }
  set->table.store_release(table);
  set->size.store_relaxed(size);
  return true;
}

Result<void> merge(Thread& t, Set* set, Set* other, Sharing sharing) {
  if (set == other || set_size(other) == 0) return kDone;
  if (set->table.load_acquire()->fill.load_relaxed() == 0) {
    if (sharing == Sharing::kPrivate) {
      while (!EIDER_TRY(copy_into_fresh(t, set, other))) EIDER_TRY(poll(t));
      return kDone;
    }
    Seen seen(set);
    Set* made = EIDER_TRY(new_set(t, TypeId::kSet));
    while (!EIDER_TRY(copy_into_fresh(t, made, other))) EIDER_TRY(poll(t));
    if (seen.fill == 0 && replace_body(t, set, made, seen)) return kDone;
  }
  EIDER_TRY(reserve(t, set, set_size(other), sharing));
  SetTable* table = other->table.load_acquire();  // pairs with store_release in growth
  uint64_t position = 0, hash;
  Value key;
  while (set_next_hashed(t, other, table, &position, &key, &hash)) {
    if (!add(t, set, key, hash, sharing).ok()) return kFailure;
    EIDER_TRY(poll(t));
  }
  return kDone;
}

/// Calls f(key, hash) for each key of an exact dict.
template <class F>
Result<void> each_key(Thread& t, Dict* d, F f) {
  DictTable* table = d->table.load_acquire();  // pairs with store_release in dict growth
  uint32_t position = 0;
  Value key, value;
  uint64_t hash;
  while (dict_next(t, d, table, &position, &key, &value, &hash)) {
    EIDER_TRY(f(key, hash));
    EIDER_TRY(poll(t));
  }
  return kDone;
}

template <class F>
Result<void> each_element(Thread& t, Set* set, F f) {
  SetTable* table = set->table.load_acquire();  // pairs with store_release in growth
  uint64_t position = 0, hash;
  Value key;
  while (set_next_hashed(t, set, table, &position, &key, &hash)) {
    EIDER_TRY(f(key, hash));
    EIDER_TRY(poll(t));
  }
  return kDone;
}

template <class F>
Result<void> each_item(Thread& t, Value iterable, F f) {
  List* list = as_exact<List>(iterable);
  Tuple* tuple = as_exact<Tuple>(iterable);
  if (list != nullptr || tuple != nullptr) {  // as their iterators, without one
    for (int64_t i = 0;; i++) {
      Value key = list != nullptr ? list_get_checked(list, i) : i < tuple->size() ? tuple->items[i].get() : kAbsent;
      if (key.is_absent()) return kDone;
      EIDER_TRY(f(key, EIDER_TRY(hash_key(t, key))));
      EIDER_TRY(poll(t));
    }
  }
  Value iterator = EIDER_TRY(get_iter(t, iterable));
  for (;;) {
    Value key = EIDER_TRY(iter_next(t, iterator));
    if (key.is_absent()) return kDone;
    EIDER_TRY(f(key, EIDER_TRY(hash_key(t, key))));
    EIDER_TRY(poll(t));
  }
}

Result<void> add_to(Thread& t, Set* set, Value key, uint64_t hash, Sharing sharing) {
  return add(t, set, key, hash, sharing).ok() ? kDone : Result<void>(kFailure);
}

}  // namespace

Result<void> update(Thread& t, Set* set, Value iterable, Sharing sharing) {
  if (is_any_set(t, iterable)) return merge(t, set, iterable.as<Set>(), sharing);
  if (Dict* d = as_exact<Dict>(iterable)) {
    EIDER_TRY(reserve(t, set, dict_size(d), sharing));
    return each_key(t, d, [&](Value key, uint64_t hash) { return add_to(t, set, key, hash, sharing); });
  }
  return each_item(t, iterable, [&](Value key, uint64_t hash) { return add_to(t, set, key, hash, sharing); });
}

Result<Set*> make_set(Thread& t, TypeId id, Value iterable) {
  Set* set = EIDER_TRY(new_set(t, id));
  if (!iterable.is_absent()) EIDER_TRY(update(t, set, iterable, Sharing::kPrivate));
  return set;
}

}  // namespace set_table

using namespace set_table;

Result<void> set_update(Thread& t, Set* set, Value iterable) { return update(t, set, iterable, Sharing::kShared); }

Result<Set*> set_copy(Thread& t, Set* set) { return make_set(t, base_type_of(t, set), set->value()); }

Result<Set*> set_union(Thread& t, Set* set, Value other) {
  Set* made = EIDER_TRY(set_copy(t, set));
  if (other != set->value()) EIDER_TRY(update(t, made, other, Sharing::kPrivate));
  return made;
}

Result<Set*> set_intersection(Thread& t, Set* set, Value other) {
  if (other == set->value()) return set_copy(t, set);
  Set* made = EIDER_TRY(new_set(t, base_type_of(t, set)));
  Set* searched = set;
  auto visit = [&](Value key, uint64_t hash) -> Result<void> {
    if (!EIDER_TRY(contains(t, searched, key, hash))) return kDone;
    return add_to(t, made, key, hash, Sharing::kPrivate);
  };
  if (is_any_set(t, other)) {
    Set* walked = other.as<Set>();
    if (set_size(walked) > set_size(searched)) std::swap(walked, searched);
    EIDER_TRY(each_element(t, walked, visit));
  } else {
    EIDER_TRY(each_item(t, other, visit));
  }
  return made;
}

namespace {
Result<Set*> copy_and_subtract(Thread& t, Set* set, Value other) {
  Set* made = EIDER_TRY(set_copy(t, set));
  EIDER_TRY(set_difference_update(t, made, other));
  return made;
}
}  // namespace

Result<Set*> set_difference(Thread& t, Set* set, Value other) {
  Dict* d = as_exact<Dict>(other);
  bool other_is_set = is_any_set(t, other);
  if (!other_is_set && d == nullptr) return copy_and_subtract(t, set, other);
  int64_t other_size = d != nullptr ? dict_size(d) : set_size(other.as<Set>());
  if (set_size(set) >> 2 > other_size) return copy_and_subtract(t, set, other);
  Set* made = EIDER_TRY(new_set(t, base_type_of(t, set)));
  EIDER_TRY(each_element(t, set, [&](Value key, uint64_t hash) -> Result<void> {
    bool there = d != nullptr ? !EIDER_TRY(dict_get_hashed(t, d, key, hash)).is_absent() : EIDER_TRY(contains(t, other.as<Set>(), key, hash));
    if (there) return kDone;
    return add_to(t, made, key, hash, Sharing::kPrivate);
  }));
  return made;
}

Result<void> set_difference_update(Thread& t, Set* set, Value other) {
  if (other == set->value()) {
    set_clear(t, set);
    return kDone;
  }
  auto remove = [&](Value key, uint64_t hash) { return discard(t, set, key, hash).ok() ? kDone : Result<void>(kFailure); };
  if (is_any_set(t, other)) {
    Set* removed = other.as<Set>();
    // Much larger than what it is taken from: only the common elements matter.
    if (set_size(removed) >> 3 > set_size(set)) removed = EIDER_TRY(set_intersection(t, set, other));
    EIDER_TRY(each_element(t, removed, remove));
  } else {
    EIDER_TRY(each_item(t, other, remove));
  }
  return rebuild(t, set, Sharing::kShared);
}

Result<void> set_intersection_update(Thread& t, Set* set, Value other) {
  // Only an iterator may be walked once: others are walked again when the set has changed meanwhile.
  Value walked = is_any_set(t, other) || is_exact(other, TypeId::kDict) ? other : EIDER_TRY(to_tuple(t, other))->value();
  for (;;) {
    Seen seen(set);
    Set* made = EIDER_TRY(set_intersection(t, set, walked));
    if (replace_body(t, set, made, seen)) return kDone;
    EIDER_TRY(poll(t));
  }
}

Result<void> set_symmetric_difference_update(Thread& t, Set* set, Value other) {
  if (other == set->value()) {
    set_clear(t, set);
    return kDone;
  }
  auto toggle = [&](Value key, uint64_t hash) -> Result<void> {
    if (EIDER_TRY(discard(t, set, key, hash))) return kDone;
    return add_to(t, set, key, hash, Sharing::kShared);
  };
  if (Dict* d = as_exact<Dict>(other)) return each_key(t, d, toggle);
  Set* others = is_any_set(t, other) ? other.as<Set>() : EIDER_TRY(make_set(t, base_type_of(t, set), other));
  return each_element(t, others, toggle);
}

Result<Set*> set_symmetric_difference(Thread& t, Set* set, Value other) {
  Set* made = EIDER_TRY(make_set(t, base_type_of(t, set), other));
  EIDER_TRY(set_symmetric_difference_update(t, made, set->value()));
  return made;
}

namespace {
/// Whether all of `set` is in `other`.
Result<bool> all_in(Thread& t, Set* set, Set* other) {
  if (set_size(set) > set_size(other)) return false;
  SetTable* table = set->table.load_acquire();  // pairs with store_release in growth
  uint64_t position = 0, hash;
  Value key;
  while (set_next_hashed(t, set, table, &position, &key, &hash)) {
    if (!EIDER_TRY(contains(t, other, key, hash))) return false;
    EIDER_TRY(poll(t));
  }
  return true;
}
}  // namespace

Result<bool> set_is_subset(Thread& t, Set* set, Value other) {
  if (is_any_set(t, other)) return all_in(t, set, other.as<Set>());
  Set* common = EIDER_TRY(set_intersection(t, set, other));
  return set_size(common) == set_size(set);
}

Result<bool> set_is_superset(Thread& t, Set* set, Value other) {
  if (is_any_set(t, other)) return all_in(t, other.as<Set>(), set);
  Value iterator = EIDER_TRY(get_iter(t, other));
  for (;;) {
    Value key = EIDER_TRY(iter_next(t, iterator));
    if (key.is_absent()) return true;
    if (!EIDER_TRY(contains(t, set, key, EIDER_TRY(hash_key(t, key))))) return false;
    EIDER_TRY(poll(t));
  }
}

Result<bool> set_is_disjoint(Thread& t, Set* set, Value other) {
  if (other == set->value()) return set_size(set) == 0;
  if (is_any_set(t, other)) {
    Set* walked = other.as<Set>();
    if (set_size(walked) > set_size(set)) std::swap(walked, set);
    SetTable* table = walked->table.load_acquire();  // pairs with store_release in growth
    uint64_t position = 0, hash;
    Value key;
    while (set_next_hashed(t, walked, table, &position, &key, &hash)) {
      if (EIDER_TRY(contains(t, set, key, hash))) return false;
      EIDER_TRY(poll(t));
    }
    return true;
  }
  Value iterator = EIDER_TRY(get_iter(t, other));
  for (;;) {
    Value key = EIDER_TRY(iter_next(t, iterator));
    if (key.is_absent()) return true;
    if (EIDER_TRY(contains(t, set, key, EIDER_TRY(hash_key(t, key))))) return false;
    EIDER_TRY(poll(t));
  }
}

}  // namespace eider::builtins

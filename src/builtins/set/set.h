// SPDX-License-Identifier: MIT
//
// set and frozenset: layout and operations.
//
// The table is CPython's, so sets of ints and the like iterate in the same order: open addressing with runs of 10 linear probes, then
// perturbation; deleted entries stay as dummies; growth by 4 (by 2 above 50000 elements) when three fifths are filled.
//
// Note [Reading a set without its lock]
// `table` has a fixed capacity. An entry is filled by storing hash, then key (release), and deleted by storing the dummy constant into
// `key`; a later addition may fill it again (CPython does, so the order demands it). A reader loads the table (acquire), a key
// (acquire), then the hash: that key's, or a later one's, in which case the key has been deleted since and missing it is right.
// So hashes only filter: a hit needs the key itself. After an __eq__ that ran Python code it starts over when table or key have changed.
// Who needs a key with its hash (copying elements into another set) reads both under the lock. Growth and clear() publish a new
// table (release). Writers hold the byte lock and compare by Python code outside it, as for dicts.
#pragma once

#include "builtins/builtins.h"

namespace eider::builtins {

struct SetEntry {
  Atomic<uint64_t> hash;  // of the key that is there, or that will be in a moment
  Field<Value> key;       // ABSENT: never used; kSetDummy: deleted
};
inline constexpr Value kSetDummy = kFailedWord;  // no object is this word

struct SetTable : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kSetTable;
  uint64_t mask;            // entries - 1; a power of two, at least 8 entries
  Atomic<int64_t> fill;     // entries in use, dummies included; written under the set's lock
  Atomic<uint64_t> refills; // additions into dummies so far; written under the set's lock
  SetEntry entries[];
};

struct Set : Object {  // kCustom; set, frozenset and their subclasses
  static constexpr TypeId kTypeId = TypeId::kSet;
  Field<SetTable*> table;  // never null (empty sets share realm->empty_set_table, which is never written)
  Atomic<int64_t> size;    // live elements; written under the lock
  Atomic<uint64_t> finger; // where pop() searches next; under the lock
  Atomic<int64_t> hash;    // of a frozenset: -1 = not computed yet; every thread computes the same
};

/// Parameter type for bind<> where only frozensets are meant.
struct FrozenSet : Set {
  static constexpr TypeId kTypeId = TypeId::kFrozenSet;
};

inline int64_t set_size(const Set* set) { return set->size.load_relaxed(); }
/// An instance of set or frozenset, or of a subclass.
bool is_any_set(const Thread& t, Value v);

Result<Set*> set_new(Thread& t);                                 // empty set
Result<Set*> set_from(Thread& t, Value iterable);                // set(iterable)
Result<Set*> frozenset_from(Thread& t, Value iterable);          // frozenset(iterable); the same object when exactly one
Result<bool> set_add(Thread& t, Set* set, Value key);            // whether it was new. Atomic
Result<bool> set_contains(Thread& t, Set* set, Value key);       // lock-free
Result<bool> set_discard(Thread& t, Set* set, Value key);        // whether it was there. Atomic
Result<bool> set_pop(Thread& t, Set* set, Value* key);           // false: empty. Atomic
Result<void> set_update(Thread& t, Set* set, Value iterable);    // several atomic steps
Result<Set*> set_copy(Thread& t, Set* set);                      // an exact set or frozenset, as `set` is. Snapshot
void set_clear(Thread& t, Set* set);
/// Iterates over a table: live elements at `*position` (from 0). Lock-free.
bool set_next(SetTable* table, uint64_t* position, Value* key);
/// The same with each key's hash, over a table that `set` has or had: one short lock per step.
bool set_next_hashed(Thread& t, Set* set, SetTable* table, uint64_t* position, Value* key, uint64_t* hash);

// Set algebra; results are exact sets or frozensets, as `set` is. `other` is any iterable.
Result<Set*> set_union(Thread& t, Set* set, Value other);
Result<Set*> set_intersection(Thread& t, Set* set, Value other);
Result<Set*> set_difference(Thread& t, Set* set, Value other);
Result<Set*> set_symmetric_difference(Thread& t, Set* set, Value other);
Result<void> set_intersection_update(Thread& t, Set* set, Value other);
Result<void> set_difference_update(Thread& t, Set* set, Value other);
Result<void> set_symmetric_difference_update(Thread& t, Set* set, Value other);
Result<bool> set_is_subset(Thread& t, Set* set, Value other);
Result<bool> set_is_superset(Thread& t, Set* set, Value other);
Result<bool> set_is_disjoint(Thread& t, Set* set, Value other);

struct SetIterator : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kSetIterator;
  Field<Set*> set;             // or realm->exhausted_set, Note [Exhausted iterators] in list.h
  Atomic<uint64_t> position;
  Atomic<int64_t> expected;    // size when made; -1 once the set was caught changing
  Atomic<int64_t> left;        // for __length_hint__
};

Result<void> install_set(Thread& t);

}  // namespace eider::builtins

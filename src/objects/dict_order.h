// SPDX-License-Identifier: MIT
//
// OrderedDict: a dict whose own order of entries can be changed at both ends (collections.OrderedDict; its Python face is
// modules/collections/ordered_dict.cpp).
//
// There is no second structure: the order is that of the DictTable's entries. Moving a key writes a new entry behind the last one, or
// before the first one, and kills the old one (Note [Entries that move]); both ends take amortised constant time, because a table
// without room at that end is copied into one that has room for as many moves as there are keys.
//
// Thread rule: `changes`, `own_size`, `first`, `free_front` and `places_of` are written under the byte lock, together with the table;
// every function here is one atomic step under it. Python code (hashes, comparisons) runs outside, as for dicts.
//
// dict's own methods, called past the class (`dict.pop(od, k)`), work on the same table and so on the same order; CPython's leave a key in
// its list then, and iterating raises KeyError. `own_size` is kept for that: the size after the last change that OrderedDict made itself.
#pragma once

#include "objects/containers.h"

namespace eider::objects {

struct OrderedDict : Dict {      // kCustom: trace_ordered_dict
  Atomic<uint64_t> changes;      // insertions, removals and moves; not clear(): what CPython's iterators compare
  Atomic<int64_t> own_size;
  Atomic<uint32_t> first;        // no entry of `places_of` before this one is alive
  Atomic<uint32_t> free_front;   // so many first entries of `places_of` were never used: the last of them is the next to be
  Field<DictTable*> places_of;   // the table that `first` and `free_front` are about; they mean nothing for another
};
void trace_ordered_dict(Header* object, gc::Tracer& tracer);

enum class DictEnd : uint8_t { kFirst, kLast };

Result<void> ordered_set(Thread& t, OrderedDict* od, Value key, uint64_t hash, Value value);
/// The value there, else inserts `value` and returns it.
Result<Value> ordered_set_default(Thread& t, OrderedDict* od, Value key, uint64_t hash, Value value);
/// The old value; ABSENT when it was not there.
Result<Value> ordered_pop(Thread& t, OrderedDict* od, Value key, uint64_t hash);
/// Removes the first or last item; false when empty.
bool ordered_pop_end(Thread& t, OrderedDict* od, DictEnd end, Value* key, Value* value);
/// False when the key is not there.
Result<bool> ordered_move(Thread& t, OrderedDict* od, Value key, uint64_t hash, DictEnd end);
void ordered_clear(Thread& t, OrderedDict* od);
/// Gives the empty `od` the items of `items`, which nobody else sees; false when `od` is not empty.
bool ordered_adopt(Thread& t, OrderedDict* od, Dict* items);
/// A dict of the same items in the same order. KeyError when keys are missing: see own_size, ordered_check_key.
Result<Dict*> ordered_snapshot(Thread& t, OrderedDict* od);

/// Where an iteration stands and what it began with.
struct DictPlace {
  uint32_t entry;  // the next one (kLast: the one before it)
  uint64_t changes;
  int64_t size;
};
DictPlace ordered_begin(Thread& t, OrderedDict* od, DictEnd from);
enum class DictStep : uint8_t { kItem, kEnd, kMoved, kResized, kLost };
/// The next item from `place`; kLost: as own_size says, keys are missing (`*key`: one of them, or None).
DictStep ordered_step(Thread& t, OrderedDict* od, DictEnd from, DictPlace* place, Value* key, Value* value, uint64_t* hash);
/// CPython looks each key up again while it iterates: KeyError when a key's class now gives it another hash and it is not found by that.
Result<void> ordered_check_key(Thread& t, Dict* d, Value key, uint64_t hash);

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Layout and core operations of the containers that the object model itself is built from: tuple, list, dict, cells.
// Their Python methods live in builtins/. The protocols and what other threads may see: docs/memory-model.md.
#pragma once

#include "gc/heap.h"
#include "objects/object.h"
#include "objects/result.h"
#include "objects/str.h"

namespace eider::objects {

// --- tuple ----------------------------------------------------------------------------------------------------------------------
struct Tuple : Object {  // TraceKind::kCustom for subclasses (kVariableSize), kValues is not possible because of `count`
  static constexpr TypeId kTypeId = TypeId::kTuple;
  int64_t tagged_count;  // count << 1 | 1: reads as an int Value, so TraceKind::kValues works
  Field<Value> items[];
  int64_t size() const { return tagged_count >> 1; }
};
/// Items are ABSENT until filled; fill before publishing. size 0 gives the realm's one empty tuple. No reader knows more than the
/// words it sees, so a tuple may be filled while it is still visible to nobody but the collector.
Result<Tuple*> tuple_new(Thread& t, int64_t size);
Result<Tuple*> tuple_from(Thread& t, const Value* items, int64_t size);
Result<Tuple*> tuple_of(Thread& t, Value a);
Result<Tuple*> tuple_of(Thread& t, Value a, Value b);
Result<Tuple*> tuple_of(Thread& t, Value a, Value b, Value c);

// --- list -----------------------------------------------------------------------------------------------------------------------
/// A fixed row of Values; the backing store of lists, deques and others. TraceKind::kValues; a dead tail holds ABSENT.
struct Block : Object {
  static constexpr TypeId kTypeId = TypeId::kBlock;
  int64_t tagged_capacity;  // capacity << 1 | 1; fixed
  Field<Value> items[];
  int64_t capacity() const { return tagged_capacity >> 1; }
};
Result<Block*> block_new(Thread& t, int64_t capacity);

// Note [Reading a list without its lock]
// A reader loads size (relaxed), then the block (acquire), and bounds its index by both size and the block's own capacity; it
// loads the item (acquire, for what the item points to; a plain mov on x86-64); ABSENT means the list shrank meanwhile: treat as out of range (retry once through the slow path). A
// writer that grows fills the new block, release-publishes it, then stores size (release). A writer that shrinks stores size, then ABSENT
// into the tail (release): so whoever meets ABSENT below the size it loaded, and loads size again (acquire), sees the smaller one. Blocks are never reused, so a stale reader sees an old item, never a foreign word. Writers hold the byte lock.
/// Makes an empty list of a zeroed instance (of a subclass: new_instance).
void list_init(Thread& t, struct List* list);
struct List : Object {  // TraceKind::kCustom
  static constexpr TypeId kTypeId = TypeId::kList;
  Field<Block*> block;   // never null
  Atomic<int64_t> size;
};
Result<List*> list_new(Thread& t, int64_t capacity);            // empty
Result<List*> list_from(Thread& t, const Value* items, int64_t size);
/// Item at index (0 <= index < size) or ABSENT when out of range by now. Lock-free.
EIDER_ALWAYS_INLINE Value list_get(const List* list, int64_t index) {
  if (EIDER_UNLIKELY(static_cast<uint64_t>(index) >= static_cast<uint64_t>(list->size.load_relaxed()))) return kAbsent;
  Block* block = list->block.load_acquire();  // pairs with store_release in list growth
  if (EIDER_UNLIKELY(index >= block->capacity())) return kAbsent;
  return block->items[index].load_acquire();  // pairs with the release stores of list writers
}
/// As list_get, but ABSENT means that the index was out of range at some moment of the call. Lock-free.
inline Value list_get_checked(const List* list, int64_t index) {
  for (;;) {
    Value item = list_get(list, index);
    if (EIDER_LIKELY(!item.is_absent())) return item;
    if (index < 0 || index >= list->size.load_acquire()) return kAbsent;  // pairs with the release stores of size
  }
}
/// list[index] = item for 0 <= index < size; false when out of range by now. Takes the lock.
bool list_set(Thread& t, List* list, int64_t index, Value item);
inline int64_t list_size(const List* list) { return list->size.load_relaxed(); }
Result<void> list_append(Thread& t, List* list, Value item);    // takes the lock
/// A snapshot of all items as a tuple (consistent: taken under the lock).
Result<Tuple*> list_to_tuple(Thread& t, List* list);
Result<void> list_extend(Thread& t, List* list, Value iterable);

// --- cells ----------------------------------------------------------------------------------------------------------------------
/// Closure cell (`nonlocal` variables): type "cell". Any thread reads and writes; relaxed word.
struct Cell : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kCell;
  Field<Value> content;  // ABSENT when empty
};
Result<Cell*> cell_new(Thread& t, Value content);

/// The stable box of one name in a module's globals or a class's attributes. Never seen by Python. kValues.
/// `value` ABSENT: the name is not bound (deleted, or a placeholder that lets a global lookup skip to builtins).
struct NameCell : Object {
  static constexpr TypeId kTypeId = TypeId::kNameCell;
  Field<Value> value;
  Atomic<uint64_t> state;  // tagged int: CellState bits << 1 | 1, so the word is traceable
};
enum CellState : uint64_t {
  kCellWatched = 2,    // an inline cache or executor assumes `value`: mutate through mutate_watched
  kCellMutable = 4,    // degraded: nobody may assume the value any more
  kCellChangesShift = 8,  // count of invalidating changes in the bits above
};
/// Stores into a cell, invalidating whoever assumed the old value first (handshake; Note [Class mutation]). Only for cells that
/// keep being bound: binding and unbinding (ABSENT) change the dict's size and order, so they go through the dict (dict_set_str,
/// dict_pop). Dict operations on cell dicts do the same invalidation.
Result<void> name_cell_store(Thread& t, NameCell* cell, Value value);
/// Stores into a bound cell, as name_cell_store does; false when the cell is not bound (then call dict_set_str).
Result<bool> name_cell_overwrite(Thread& t, NameCell* cell, Value value);

// Note [Watching a cell]
// A cell's value and its kCellWatched bit change under the cell's own byte lock, taken by spinning (a leaf: a few instructions, no
// safepoint; it may be taken while a dict's lock is held). Who wants to assume the value sets the bit and reads the value
// under that lock (name_cell_watch). Who wants to store while the bit is set calls name_cell_unwatch, which invalidates, handshakes and clears
// the bit, and tries again; so invalidation always comes before publication, and nobody can assume the old value in between.
/// Sets kCellWatched; the value at that moment. ABSENT word in `*value` for unbound cells. False when the cell is kCellMutable.
bool name_cell_watch(Thread& t, NameCell* cell, Value* value);
/// One attempt to store without a safepoint: false, nothing done, when the cell is watched. `*old` gets the previous value.
bool name_cell_try_store(Thread& t, NameCell* cell, Value value, Value* old);
/// Invalidates everything that assumes the cell's value, with a handshake, then clears kCellWatched and counts the change;
/// after the third change the cell becomes kCellMutable. Defined where facts live (type_mutation.cpp).
/// Cannot fail.
void name_cell_unwatch(Thread& t, NameCell* cell);
/// Clears kCellWatched, counts one change, and sets kCellMutable when the count reaches `limit`. For name_cell_unwatch, after its handshake.
void name_cell_note_change(Thread& t, NameCell* cell, uint64_t limit);

// --- dict -----------------------------------------------------------------------------------------------------------------------
// Note [Reading a dict without its lock]
// `table` points to a DictTable of fixed capacity: index slots, then append-only entries {hash, key, value}. hash and key of an entry
// never change once its index slot is release-published; the value word may be overwritten, ABSENT = deleted. A reader loads
// the table (acquire), probes index slots (acquire), compares identity, then hash and equality; loads the value (acquire, for what
// it points to); ABSENT = not this entry, probe on. After any __eq__ that ran Python code it checks that dict->table is still the same and restarts otherwise.
// Writers hold the byte lock, find the place *without* running Python under it (compare outside, then re-check under the lock).
// An index slot whose entry is dead (value ABSENT) may be given to a new entry; a key can only move to an earlier slot by being
// deleted and inserted again, so a reader that overlooks it overlapped a moment when it was missing. Entries are never reused;
// the collector drops the key of a dead entry (stores None), so a dead key does not live until the table is rebuilt.
// Growth, compaction and clear() build a new table and release-publish it. Old tables are left to the collector.
// A cell dict (kCells: module globals, class attributes, builtins) keeps a NameCell in each value word; all operations see
// through it, and the cell of a name, once made, is the name's cell for the dict's life (a deleted name keeps its cell, value
// ABSENT; rebuilding a table keeps cells). Iteration order of a re-added name in a cell dict: it moves to the end, as for others.
struct DictEntry {
  uint64_t hash;       // plain: published by the index slot
  Field<Value> key;    // ABSENT only in never-used entries
  Field<Value> value;  // ABSENT = deleted
};
struct DictTable : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kDictTable;
  uint32_t log2_index;        // index slots = 1 << log2_index
  uint32_t capacity;          // entries
  Atomic<uint32_t> used;      // entries appended so far (release; pairs with load_acquire in iteration)
  uint32_t is_cells;
  uint32_t str_keys_only;     // every key ever added is an exact Str: lookups by Str never run Python. Under the dict's lock; readers check per key.
  uint32_t dead_tail;         // so many of the last entries are known to be dead (popitem); under the dict's lock
  // followed by: DictEntry entries[capacity]; then the index: Atomic<int8/int16/int32>[1 << log2_index] (0 = free, i+1 = entry i)
  DictEntry* entries() { return reinterpret_cast<DictEntry*>(this + 1); }
};
struct Dict : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kDict;
  Field<DictTable*> table;   // never null (an empty dict points to the realm's empty table)
  Atomic<int64_t> size;      // live entries; written under the lock, read relaxed
  Atomic<uint64_t> version;  // tagged int (<<1|1), bumped by every insertion, deletion or clear (not by overwrites): iterators and caches compare
};
Result<Dict*> dict_new(Thread& t, int64_t expected = 0);
Result<Dict*> cell_dict_new(Thread& t);
/// Makes an empty dict of a zeroed instance (of a subclass: new_instance).
void dict_init(Thread& t, Dict* d);
/// Value of `key`, ABSENT when missing. May run __hash__/__eq__ (not for str keys in dicts of str keys).
Result<Value> dict_get(Thread& t, Dict* d, Value key);
Result<Value> dict_get_hashed(Thread& t, Dict* d, Value key, uint64_t hash);
/// Key is an exact Str: never runs Python when all keys compared are str; other keys of equal hash are compared by the protocol,
/// and an error of such a comparison counts as "not equal" (dict_get reports it).
Value dict_get_str(Thread& t, Dict* d, Str* key);
Result<void> dict_set(Thread& t, Dict* d, Value key, Value value);
Result<void> dict_set_hashed(Thread& t, Dict* d, Value key, uint64_t hash, Value value);
Result<void> dict_set_str(Thread& t, Dict* d, Str* key, Value value);
/// Removes; the old value, ABSENT when it was not there. Atomic (exactly one of several threads gets it).
Result<Value> dict_pop(Thread& t, Dict* d, Value key);
/// The value there, else inserts `value` and returns it. Atomic. `*inserted` says which.
Result<Value> dict_set_default(Thread& t, Dict* d, Value key, Value value, bool* inserted = nullptr);
Result<Value> dict_set_default_hashed(Thread& t, Dict* d, Value key, uint64_t hash, Value value, bool* inserted = nullptr);
void dict_clear(Thread& t, Dict* d);
Result<Dict*> dict_copy(Thread& t, Dict* d);
/// d.update(other) for any mapping (has keys()) or iterable of pairs.
Result<void> dict_update(Thread& t, Dict* d, Value other);
/// The same for what is known to be a mapping / an iterable of pairs. override_existing false keeps what is there.
Result<void> dict_merge(Thread& t, Dict* d, Value mapping, bool override_existing);
Result<void> dict_update_pairs(Thread& t, Dict* d, Value pairs, bool override_existing);
inline int64_t dict_size(const Dict* d) { return d->size.load_relaxed(); }
/// As dict_pop, but a given hash; and: removes the last item (false when empty).
Result<Value> dict_pop_hashed(Thread& t, Dict* d, Value key, uint64_t hash);
Result<bool> dict_pop_last(Thread& t, Dict* d, Value* key, Value* value);
/// Entries are in table order; `position` is an index into the present table. For iterators that follow a dict through rebuilds,
/// as Python's do (a table snapshot: dict_next).
bool dict_next_at(Dict* d, uint32_t* position, Value* key, Value* value, uint64_t* hash = nullptr);
bool dict_previous_at(Dict* d, uint32_t* position, Value* key, Value* value);  // entries below *position, downwards
/// Iterates over a table snapshot: entries present throughout are seen exactly once. `*position` starts at 0. Lock-free.
bool dict_next(Thread& t, Dict* d, DictTable* table, uint32_t* position, Value* key, Value* value, uint64_t* hash = nullptr);
/// Turns `d` into a cell dict (globals of exec'ed code); idempotent. Takes the lock.
Result<void> dict_make_cells(Thread& t, Dict* d);
/// The cell of `name`, made with value ABSENT when missing (an ABSENT cell is not a visible item). d must be a cell dict.
Result<NameCell*> dict_cell(Thread& t, Dict* d, Str* name);
NameCell* dict_find_cell(Thread& t, Dict* d, Str* name);  // nullptr when there is none; lock-free

// --- the realm's part -------------------------------------------------------------------------------------------------------------
/// Makes empty_tuple, empty_block, empty_table, empty_cell_table. Realm::bootstrap calls it as soon as `t` can allocate, before the
/// first dict is made. False when memory is exhausted. (They are roots: realm.h.)
[[nodiscard]] bool containers_bootstrap(Thread& t);
/// TypeSlots::trace of the kCustom ones. Block, Cell, NameCell and exact tuples are TraceKind::kValues.
void trace_tuple(Header* object, gc::Tracer& tracer);
void trace_list(Header* object, gc::Tracer& tracer);
void trace_dict(Header* object, gc::Tracer& tracer);
void trace_dict_table(Header* object, gc::Tracer& tracer);

}  // namespace eider::objects

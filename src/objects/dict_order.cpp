// SPDX-License-Identifier: MIT
#include "objects/dict_order.h"

#include "objects/dict_cells.h"
#include "objects/dict_table.h"
#include "objects/errors.h"
#include "objects/lock.h"
#include "objects/realm.h"

namespace eider::objects {

using namespace dict_table;

void trace_ordered_dict(Header* object, gc::Tracer& tracer) {
  trace_dict(object, tracer);
  tracer.mark(static_cast<OrderedDict*>(object)->places_of.load_relaxed());
}

namespace {

/// Entries have other numbers now, though the order is the same: for whoever comes between this round and the next.
void note_rebuilt_locked(OrderedDict* od) { od->changes.store_relaxed(od->changes.load_relaxed() + 1); }

/// After an insertion, removal or move by OrderedDict itself; the lock is held.
void note_change_locked(OrderedDict* od) {
  od->changes.store_relaxed(od->changes.load_relaxed() + 1);
  od->own_size.store_relaxed(od->size.load_relaxed());
}

Value visible_at(DictTable* table, uint32_t i) { return visible(table, table->entries()[i].value.load_relaxed()); }

/// Number of the first entry that Python sees, or `used`; the lock is held.
uint32_t first_locked(OrderedDict* od, DictTable* table) {
  if (od->places_of.load_relaxed() != table) {
    od->places_of.store_release(table);
    od->first.store_relaxed(0);
    od->free_front.store_relaxed(0);
  }
  uint32_t i = od->first.load_relaxed(), used = table->used.load_relaxed();
  while (i < used && table->entries()[i].value.load_relaxed().is_absent()) i++;
  od->first.store_relaxed(i);
  while (i < used && visible_at(table, i).is_absent()) i++;  // names without a value
  return i;
}

/// Number of the last entry that Python sees, plus one; 0 when there is none. The lock is held.
uint32_t last_locked(DictTable* table) {
  uint32_t used = table->used.load_relaxed();
  uint32_t i = used - table->dead_tail;
  while (i > 0 && visible_at(table, i - 1).is_absent()) i--;
  if (table->capacity != 0 && !table->is_cells) table->dead_tail = used - i;
  return i;
}

/// For a table without a free place at its front, under the lock: kAgain when it was replaced by w.spare, else kTable.
Need make_front_locked(OrderedDict* od, DictTable* table, Writing& w) {
  uint64_t live = count_live(table);
  uint64_t wanted = 2 * live + 2;
  if (w.spare == nullptr || w.spare->capacity < wanted || w.spare->is_cells != table->is_cells) {
    w.wanted_log2 = log2_for(3 * live + 2);
    w.wanted_cells = table->is_cells;
    return Need::kTable;
  }
  auto start = static_cast<uint32_t>((w.spare->capacity - live) / 2);
  copy_live(w.spare, table, start);
  od->places_of.store_release(w.spare);
  od->first.store_relaxed(start);
  od->free_front.store_relaxed(start);
  od->table.store_release(w.spare);  // pairs with load_acquire in readers
  w.spare = nullptr;
  return Need::kAgain;
}

/// Writes the entry in the last free place of the front and publishes it in `slot`.
void insert_first(OrderedDict* od, DictTable* table, uint64_t slot, Value key, uint64_t hash, Value value) {
  uint32_t i = od->free_front.load_relaxed() - 1;
  DictEntry& e = table->entries()[i];
  e.hash = hash;
  e.key.store_relaxed(key);
  e.value.store_release(value);  // pairs with load_acquire in dict_next: the key is there
  with_slots(table, [&](auto zero) {
    using Slot = decltype(zero);
    index_of<Slot>(table)[slot].store_release(static_cast<Slot>(i + 1));  // pairs with load_acquire in find_in
  });
  od->first.store_relaxed(i);
  od->free_front.store_relaxed(i);
  count_fronted(od);
}

/// Moves entry `found` to the end; the lock is held.
Need move_locked(OrderedDict* od, DictTable* table, const Found& found, DictEnd end, Writing& w) {
  DictEntry& old = table->entries()[found.entry];
  if (end == DictEnd::kLast) {
    if (last_locked(table) == found.entry + 1) return Need::kNothing;
    if (table->used.load_relaxed() == table->capacity) return grow_locked(od, w);
    insert(table, found.slot, old.key.load_relaxed(), old.hash, found.value);
  } else {
    if (first_locked(od, table) == found.entry) return Need::kNothing;
    if (od->free_front.load_relaxed() == 0) return make_front_locked(od, table, w);
    insert_first(od, table, found.slot, old.key.load_relaxed(), old.hash, found.value);
  }
  old.value.store_release(kAbsent);  // after the new number: Note [Entries that move]
  bump_version(od);
  note_change_locked(od);
  return Need::kNothing;
}

/// A key that was there and was removed past OrderedDict's own methods; None when the collector has dropped it.
Value lost_key_locked(DictTable* table) {
  for (uint32_t i = table->used.load_relaxed(); i > 0; i--) {
    DictEntry& e = table->entries()[i - 1];
    if (!visible_at(table, i - 1).is_absent()) continue;
    Value key = e.key.load_relaxed();
    if (!key.is_absent() && !key.is_none()) return key;
  }
  return kNone;
}

Result<Value> put(Thread& t, OrderedDict* od, Value key, uint64_t hash, Value value, Put how) {
  Writing w;
  for (;;) {
    Value old;
    Need need;
    {
      LockedObject locked(t, *od);
      need = put_round_locked(t, od, key, hash, value, how, w, &old);
      if (need == Need::kNothing && old.is_absent()) note_change_locked(od);
      if (need == Need::kAgain) note_rebuilt_locked(od);
    }
    if (EIDER_LIKELY(need == Need::kNothing)) return old;
    EIDER_TRY(provide(t, od, key, hash, need, w));
  }
}

}  // namespace

Result<void> ordered_set(Thread& t, OrderedDict* od, Value key, uint64_t hash, Value value) {
  return put(t, od, key, hash, value, Put::kOverwrite).ok() ? kDone : Result<void>(kFailure);
}

Result<Value> ordered_set_default(Thread& t, OrderedDict* od, Value key, uint64_t hash, Value value) {
  Value there = EIDER_TRY(dict_get_hashed(t, od, key, hash));
  if (there.is_absent()) there = EIDER_TRY(put(t, od, key, hash, value, Put::kKeep));
  return there.is_absent() ? value : there;
}

Result<Value> ordered_pop(Thread& t, OrderedDict* od, Value key, uint64_t hash) {
  Writing w;
  for (;;) {
    Value old;
    Need need;
    {
      LockedObject locked(t, *od);
      need = pop_round_locked(t, od, key, hash, w, &old);
      if (need == Need::kNothing && !old.is_absent()) note_change_locked(od);
    }
    if (EIDER_LIKELY(need == Need::kNothing)) return old;
    EIDER_TRY(provide(t, od, key, hash, need, w));
  }
}

bool ordered_pop_end(Thread& t, OrderedDict* od, DictEnd end, Value* key, Value* value) {
  Writing w;
  for (;;) {
    {
      LockedObject locked(t, *od);
      DictTable* table = od->table.load_relaxed();
      uint32_t i = end == DictEnd::kFirst ? first_locked(od, table) : last_locked(table) - 1;
      if (i >= table->used.load_relaxed()) return false;  // last_locked() - 1: of 0, the largest number
      DictEntry& e = table->entries()[i];
      *key = e.key.load_relaxed();
      if (remove_locked(t, od, table, i, e.value.load_relaxed(), w, value) == Need::kNothing) {
        note_change_locked(od);
        return true;
      }
    }
    name_cell_unwatch(t, w.watched);
  }
}

Result<bool> ordered_move(Thread& t, OrderedDict* od, Value key, uint64_t hash, DictEnd end) {
  Writing w;
  for (;;) {
    Need need;
    {
      LockedObject locked(t, *od);
      DictTable* table = od->table.load_relaxed();
      w.known.check(od, table);
      Found found = find<Purpose::kRead>(table, key, hash, w.known);
      if (found.verdict == Verdict::kMiss) return false;
      if (found.verdict == Verdict::kHit && visible(table, found.value).is_absent()) return false;
      need = found.verdict == Verdict::kAsk ? Need::kComparison : move_locked(od, table, found, end, w);
      if (need == Need::kAgain) note_rebuilt_locked(od);
    }
    if (EIDER_LIKELY(need == Need::kNothing)) return true;
    EIDER_TRY(provide(t, od, key, hash, need, w));
  }
}

void ordered_clear(Thread& t, OrderedDict* od) {
  {
    LockedObject locked(t, *od);
    od->own_size.store_relaxed(0);
    if (!od->table.load_relaxed()->is_cells) {
      od->table.store_release(t.realm->empty_table);  // pairs with load_acquire in readers
      od->size.store_relaxed(0);
      bump_version(od);
      return;
    }
  }
  clear_cells(t, od);
}

bool ordered_adopt(Thread& t, OrderedDict* od, Dict* items) {
  LockedObject locked(t, *od);
  if (od->size.load_relaxed() != 0 || od->table.load_relaxed()->is_cells) return false;
  if (items->size.load_relaxed() == 0) return true;
  od->table.store_release(items->table.load_relaxed());  // pairs with load_acquire in readers
  od->size.store_relaxed(items->size.load_relaxed());
  bump_version(od);
  note_change_locked(od);
  return true;
}

Result<void> ordered_check_key(Thread& t, Dict* d, Value key, uint64_t hash) {
  if (EIDER_LIKELY(!key.is_heap() || !type_of(t, key)->has(kHeapType))) return kDone;
  uint64_t now = EIDER_TRY(hash_key(t, key));
  if (now == hash || !EIDER_TRY(dict_get_hashed(t, d, key, now)).is_absent()) return kDone;
  return raise_key_error(t, key);
}

Result<Dict*> ordered_snapshot(Thread& t, OrderedDict* od) {
  Dict* copy;
  for (;;) {
    auto expected = static_cast<uint64_t>(od->size.load_relaxed());  // a hint: the real size is read under the lock
    DictTable* made = EIDER_TRY(new_table(t, log2_for(expected), false));
    copy = EIDER_TRY(dict_new(t));
    Value lost = kAbsent;
    {
      LockedObject locked(t, *od);
      DictTable* from = od->table.load_relaxed();
      if (static_cast<uint64_t>(od->size.load_relaxed()) > made->capacity) continue;
      if (od->own_size.load_relaxed() > od->size.load_relaxed()) {
        lost = lost_key_locked(from);
      } else {
        copy_visible(made, from);
      }
    }
    if (!lost.is_absent()) return raise_key_error(t, lost);
    copy->table.init(made);
    copy->size.store_relaxed(made->used.load_relaxed());
    break;
  }
  DictTable* table = copy->table.load_relaxed();
  if (table->str_keys_only) return copy;
  for (uint32_t i = 0, n = table->used.load_relaxed(); i < n; i++) {
    EIDER_TRY(ordered_check_key(t, copy, table->entries()[i].key.get(), table->entries()[i].hash));
    EIDER_TRY(poll(t));
  }
  return copy;
}

DictPlace ordered_begin(Thread& t, OrderedDict* od, DictEnd from) {
  LockedObject locked(t, *od);
  DictTable* table = od->table.load_relaxed();
  uint32_t entry = from == DictEnd::kFirst ? 0 : table->used.load_relaxed();
  return DictPlace{entry, od->changes.load_relaxed(), od->size.load_relaxed()};
}

DictStep ordered_step(Thread& t, OrderedDict* od, DictEnd from, DictPlace* place, Value* key, Value* value, uint64_t* hash) {
  LockedObject locked(t, *od);
  if (od->changes.load_relaxed() != place->changes) return DictStep::kMoved;
  if (od->size.load_relaxed() != place->size) return DictStep::kResized;
  DictTable* table = od->table.load_relaxed();
  if (EIDER_UNLIKELY(od->own_size.load_relaxed() > place->size)) {
    *key = lost_key_locked(table);
    return DictStep::kLost;
  }
  uint32_t used = table->used.load_relaxed(), i;
  if (from == DictEnd::kFirst) {
    i = std::max(place->entry, first_locked(od, table));
    while (i < used && visible_at(table, i).is_absent()) i++;
    if (i >= used) return DictStep::kEnd;
    place->entry = i + 1;
  } else {
    i = std::min(place->entry, last_locked(table));
    while (i > 0 && visible_at(table, i - 1).is_absent()) i--;
    if (i == 0) return DictStep::kEnd;
    place->entry = --i;
  }
  *key = table->entries()[i].key.load_relaxed();
  *value = visible_at(table, i);
  *hash = table->entries()[i].hash;
  return DictStep::kItem;
}

}  // namespace eider::objects

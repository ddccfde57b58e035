// SPDX-License-Identifier: MIT
//
// Cell dicts: module globals and class attributes, where each name has a box that stays for the dict's life.
//
// A cell dict's entries hold NameCells in their value words; an unbound name (deleted, or a placeholder made by dict_cell) keeps its
// entry and cell. Binding an unbound name appends a new entry with the same cell and kills the old entry: the name moves to the end.
// Invariant: Dict::size counts bound cells. Binding and unbinding happen under the dict's lock; overwriting a bound cell needs the
// cell's lock only (name_cell_overwrite), which is why module-level stores of compiled code do not touch the dict.
#include "objects/dict_cells.h"
#include "objects/cell_changes.h"

#include "base/parking.h"
#include "objects/allocate.h"
#include "objects/errors.h"
#include "objects/lock.h"
#include "objects/realm.h"

namespace eider::objects {

using namespace dict_table;

namespace {
/// The cell's own lock; see Note [Watching a cell]. A spin lock, because it may be wanted while a dict's lock is held, where nobody
/// may wait DETACHED; what is done under it are a few loads and stores.
class LockedCell {
 public:
  LockedCell(Thread& t, NameCell* cell) : cell_(t.must_lock != 0 ? cell : nullptr) {
    if (cell_ == nullptr) return;
    for (uint8_t expected = 0; !cell_->lock.cas_acquire(expected, threads::kByteLocked); expected = 0) base::spin_pause();
  }
  ~LockedCell() {
    if (cell_ != nullptr) cell_->lock.store_release(0);  // pairs with cas_acquire above
  }
  LockedCell(const LockedCell&) = delete;
  LockedCell& operator=(const LockedCell&) = delete;

 private:
  NameCell* cell_;
};
}  // namespace

Result<Cell*> cell_new(Thread& t, Value content) {
  auto* cell = allocate_exact<Cell>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(cell == nullptr)) return raise_no_memory(t);
  cell->content.init(content);
  return cell;
}

Result<NameCell*> name_cell_new(Thread& t, Value value) {
  auto* cell = allocate_exact<NameCell>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(cell == nullptr)) return raise_no_memory(t);
  cell->state.store_relaxed(1);
  cell->value.init(value);
  return cell;
}

bool name_cell_try_store(Thread& t, NameCell* cell, Value value, Value* old) {
  LockedCell locked(t, cell);
  if (EIDER_UNLIKELY(name_cell_watched(cell))) return false;
  *old = cell->value.load_relaxed();
  cell->value.store_release(value);  // pairs with load_acquire in readers
  return true;
}

Result<void> name_cell_store(Thread& t, NameCell* cell, Value value) {
  Value old;
  while (!name_cell_try_store(t, cell, value, &old)) name_cell_unwatch(t, cell);
  return kDone;
}

bool name_cell_try_rebind(Thread& t, NameCell* cell, Value value) {
  LockedCell locked(t, cell);
  if (EIDER_UNLIKELY(!name_cell_bound(cell) || name_cell_watched(cell))) return false;
  cell->value.store_release(value);  // pairs with load_acquire in readers
  return true;
}

Result<bool> name_cell_overwrite(Thread& t, NameCell* cell, Value value) {
  for (;;) {
    {
      LockedCell locked(t, cell);
      if (!name_cell_bound(cell)) return false;
      if (EIDER_LIKELY(!name_cell_watched(cell))) {
        cell->value.store_release(value);  // pairs with load_acquire in readers
        return true;
      }
    }
    name_cell_unwatch(t, cell);
  }
}

namespace {

enum class Kind : uint8_t { kPlain, kFunction, kOther };

Kind kind_of(Thread& t, Value v) {
  if (!v.is_heap()) return Kind::kPlain;
  if (is_exact(v, TypeId::kFunction)) return Kind::kFunction;
  const Type* type = type_of(t, v);
  return type->has(kHeapType) || type->slots.descr_get != nullptr || type->slots.descr_set != nullptr ? Kind::kOther : Kind::kPlain;
}

}  // namespace

Replaced name_cell_try_replace(Thread& t, NameCell* cell, Value value) {
  Kind kind = kind_of(t, value);
  if (kind == Kind::kOther) return Replaced::kOtherKind;
  LockedCell locked(t, cell);
  Value old = cell->value.load_relaxed();
  if (old.is_absent() || kind_of(t, old) != kind) return Replaced::kOtherKind;
  if (name_cell_watched(cell)) return Replaced::kWatched;
  cell->value.exchange(value);  // pairs with load_acquire in readers
  return Replaced::kDone;
}

bool name_cell_replace(Thread& t, NameCell* cell, Value value) {
  for (;;) {
    Replaced replaced = name_cell_try_replace(t, cell, value);
    if (replaced != Replaced::kWatched) return replaced == Replaced::kDone;
    name_cell_unwatch(t, cell);
  }
}

bool name_cell_degrade(Thread& t, NameCell* cell) {
  LockedCell locked(t, cell);
  uint64_t state = cell->state.load_relaxed();
  if (state & (kCellWatched | kCellChanging)) return (state & kCellMutable) != 0;
  cell->state.store_relaxed(state | kCellMutable);
  return true;
}

bool is_plain_class_name(Str* name) {
  int64_t n = name->length();
  return n < 4 || name->at(0) != '_' || name->at(1) != '_' || name->at(n - 1) != '_' || name->at(n - 2) != '_';
}

bool name_cell_watch(Thread& t, NameCell* cell, Value* value) {
  LockedCell locked(t, cell);
  uint64_t state = cell->state.load_relaxed();
  if (state & (kCellMutable | kCellChanging)) return false;
  cell->state.store_relaxed(state | kCellWatched);
  *value = cell->value.load_relaxed();
  return true;
}

uint64_t name_cell_begin_change(Thread& t, NameCell* cell) {
  LockedCell locked(t, cell);
  uint64_t state = cell->state.load_relaxed();
  cell->state.store_relaxed(state | kCellChanging);
  return state >> kCellChangesShift;
}

void name_cell_end_change(Thread& t, NameCell* cell, uint64_t began, uint64_t limit) {
  LockedCell locked(t, cell);
  uint64_t state = cell->state.load_relaxed();
  if (state >> kCellChangesShift != began) return;  // another one has ended; who watches since then stays watched
  state = (state & ~uint64_t{kCellWatched | kCellChanging}) + (uint64_t{1} << kCellChangesShift);
  if (state >> kCellChangesShift >= limit) state |= kCellMutable;
  cell->state.store_relaxed(state);
}

namespace dict_table {

Need put_cell_locked(Thread& t, Dict* d, const Found& found, Value key, uint64_t hash, Value value, Put how, Writing& w, Value* old) {
  DictTable* table = d->table.load_relaxed();
  NameCell* cell = found.verdict == Verdict::kHit ? found.value.as<NameCell>() : nullptr;
  if (cell != nullptr && name_cell_bound(cell)) {
    if (how == Put::kKeep) {
      *old = cell->value.load_acquire();  // pairs with name_cell_try_store
      return Need::kNothing;
    }
    w.watched = cell;
    return name_cell_try_store(t, cell, value, old) ? Need::kNothing : Need::kUnwatch;
  }
  if (cell != nullptr && name_cell_watched(cell)) {  // somebody assumes that the name is unbound
    w.watched = cell;
    return Need::kUnwatch;
  }
  if (table->used.load_relaxed() == table->capacity) return grow_locked(d, w);
  if (cell == nullptr) {
    if (w.new_cell == nullptr) return Need::kCell;
    w.new_cell->value.init(value);
    insert(table, found.slot, key, hash, w.new_cell->Object::value());
    w.new_cell = nullptr;
  } else {
    insert(table, found.slot, table->entries()[found.entry].key.load_relaxed(), hash, found.value);
    table->entries()[found.entry].value.store_release(kAbsent);  // after the new entry: a reader finds the cell in one of them
    w.watched = cell;
    if (!name_cell_try_store(t, cell, value, old)) return Need::kUnwatch;  // watched a moment ago: another round
  }
  *old = kAbsent;
  add_size(d, 1);
  bump_version(d);
  return Need::kNothing;
}

void clear_cells(Thread& t, Dict* d) {
  for (;;) {
    NameCell* watched = nullptr;
    {
      LockedObject locked(t, *d);
      DictTable* table = d->table.load_relaxed();
      if (!table->is_cells) return;
      for (uint32_t i = 0, n = table->used.load_relaxed(); i < n && watched == nullptr; i++) {
        Value word = table->entries()[i].value.load_relaxed();
        if (word.is_absent() || !name_cell_bound(word.as<NameCell>())) continue;
        Value old;
        if (name_cell_try_store(t, word.as<NameCell>(), kAbsent, &old)) {
          add_size(d, -1);
        } else {
          watched = word.as<NameCell>();
        }
      }
      bump_version(d);
    }
    if (watched == nullptr) return;
    name_cell_unwatch(t, watched);
  }
}

}  // namespace dict_table

Result<Dict*> cell_dict_new(Thread& t) {
  auto* d = allocate_exact<Dict>(t, TraceKind::kCustom);
  if (EIDER_UNLIKELY(d == nullptr)) return raise_no_memory(t);
  d->table.init(t.realm->empty_cell_table);
  d->version.store_relaxed(1);
  return d;
}

Result<void> dict_make_cells(Thread& t, Dict* d) {
  if (EIDER_LIKELY(d->table.load_acquire()->is_cells)) return kDone;  // a dict that has cells keeps them
  for (;;) {
    int64_t count = d->size.load_relaxed();  // a hint: counted again under the lock
    Block* cells = EIDER_TRY(block_new(t, count));
    for (int64_t i = 0; i < count; i++) cells->items[i].init(Value::from_pointer(EIDER_TRY(name_cell_new(t, kAbsent))));
    DictTable* made = EIDER_TRY(new_table(t, log2_for(static_cast<uint64_t>(count) + 1), true));
    LockedObject locked(t, *d);
    DictTable* table = d->table.load_relaxed();
    if (table->is_cells) return kDone;
    if (d->size.load_relaxed() > count) continue;
    copy_live(made, table);
    for (uint32_t i = 0, n = made->used.load_relaxed(); i < n; i++) {
      auto* cell = cells->items[i].get().as<NameCell>();
      cell->value.init(made->entries()[i].value.get());
      made->entries()[i].value.init(Value::from_pointer(cell));
    }
    d->table.store_release(made);  // pairs with load_acquire in readers
    return kDone;
  }
}

NameCell* dict_find_cell(Thread& t, Dict* d, Str* name) {
  DictTable* table = d->table.load_acquire();  // pairs with store_release in writers
  EIDER_ASSERT(table->is_cells);
  // An entry whose key only Python code could compare is taken for another name.
  Found found = find<Purpose::kRead>(table, name->value(), str_hash(t, name), Known{table, UINT32_MAX, kNoEntry});
  return found.verdict == Verdict::kHit ? found.value.as<NameCell>() : nullptr;
}

Result<NameCell*> dict_cell(Thread& t, Dict* d, Str* name) {
  uint64_t hash = str_hash(t, name);
  if (NameCell* cell = dict_find_cell(t, d, name)) return cell;
  Writing w;
  for (;;) {
    Need need;
    {
      LockedObject locked(t, *d);
      DictTable* table = d->table.load_relaxed();
      EIDER_ASSERT(table->is_cells);
      w.known.check(d, table);
      Found found = find<Purpose::kWrite>(table, name->value(), hash, w.known);
      if (found.verdict == Verdict::kHit) return found.value.as<NameCell>();
      if (found.verdict == Verdict::kAsk) {
        need = Need::kComparison;
      } else if (table->used.load_relaxed() == table->capacity) {
        need = grow_locked(d, w);
      } else if (w.new_cell == nullptr) {
        need = Need::kCell;
      } else {
        insert(table, found.slot, name->value(), hash, w.new_cell->Object::value());
        return w.new_cell;
      }
    }
    EIDER_TRY(provide(t, d, name->value(), hash, need, w));
  }
}

}  // namespace eider::objects

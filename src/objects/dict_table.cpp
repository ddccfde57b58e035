// SPDX-License-Identifier: MIT
#include "objects/dict_table.h"

#include "objects/allocate.h"
#include "objects/dict_cells.h"
#include "objects/errors.h"
#include "objects/realm.h"

namespace eider::objects {

namespace dict_table {

namespace {
DictTable* allocate_table(Thread& t, uint32_t log2, uint32_t capacity, bool cells) {
  size_t bytes = sizeof(DictTable) + sizeof(DictEntry) * capacity + (size_t{slot_bytes(log2)} << log2);
  auto* table = allocate_exact<DictTable>(t, TraceKind::kCustom, bytes);
  if (EIDER_UNLIKELY(table == nullptr)) return nullptr;
  table->log2_index = log2;
  table->capacity = capacity;
  table->is_cells = cells;
  table->str_keys_only = 1;
  return table;
}
}  // namespace

DictTable* try_table(Thread& t, uint32_t log2, bool cells) { return allocate_table(t, log2, capacity_for(log2), cells); }

Result<DictTable*> new_table(Thread& t, uint32_t log2, bool cells) {
  DictTable* table = log2 < kMaxLog2 ? try_table(t, log2, cells) : nullptr;
  if (EIDER_UNLIKELY(table == nullptr)) return raise_no_memory(t);
  return table;
}

namespace {
template <class ValueOf>
void copy_entries(DictTable* to, DictTable* from, uint32_t start, ValueOf value_of) {
  EIDER_ASSERT(to->used.load_relaxed() == 0);
  DictEntry* source = from->entries();
  DictEntry* target = to->entries();
  uint32_t count = from->used.load_relaxed();
  uint32_t made = start;
  with_slots(to, [&](auto zero) {
    using Slot = decltype(zero);
    Atomic<Slot>* index = index_of<Slot>(to);
    for (uint32_t i = 0; i < count; i++) {
      Value value = value_of(source[i].value.load_relaxed());
      if (value.is_absent()) continue;
      EIDER_ASSERT(made < to->capacity);
      uint64_t hash = source[i].hash;
      target[made].hash = hash;
      target[made].key.init(source[i].key.load_relaxed());
      target[made].value.init(value);
      Probe probe(to, hash);
      while (index[probe.at].load_relaxed() != 0) probe.next();
      index[probe.at].store_relaxed(static_cast<Slot>(++made));
    }
  });
  to->used.store_relaxed(made);
  to->str_keys_only = from->str_keys_only;
}
}  // namespace

void copy_live(DictTable* to, DictTable* from, uint32_t start) {
  copy_entries(to, from, start, [](Value word) { return word; });
}

void copy_visible(DictTable* to, DictTable* from) {
  copy_entries(to, from, 0, [&](Value word) { return visible(from, word); });
}

uint64_t count_live(DictTable* table) {
  uint64_t live = 0;
  for (uint32_t i = 0, n = table->used.load_relaxed(); i < n; i++) live += !table->entries()[i].value.load_relaxed().is_absent();
  return live;
}

Result<Found> find_asking(Thread& t, Dict* d, Value key, uint64_t hash, Known* known) {
  for (;;) {
    DictTable* table = d->table.load_acquire();        // pairs with store_release in rebuilding
    if (EIDER_UNLIKELY(known->gave_up())) {
      *known = Known{table, UINT32_MAX, kNoEntry, known->restarts};
      return find<Purpose::kRead>(table, key, hash, *known);
    }
    uint64_t before = fronted(d);  // read first: Note [Entries that move]
    *known = Known{table, table->used.load_acquire(), kNoEntry, known->restarts, before};  // pairs with store_release in insert
    DictEntry* entries = table->entries();
    auto number_at = [&](const Probe& probe) {
      return with_slots(table, [&](auto zero) -> uint32_t { return index_of<decltype(zero)>(table)[probe.at].load_acquire(); });
    };
    bool restart = false;
    for (Probe probe(table, hash);;) {
      uint32_t number = number_at(probe);
      if (number == 0) return Found{Verdict::kMiss, kNoEntry, kAbsent, kNoSlot};
      DictEntry& e = entries[number - 1];
      Value k = e.key.load_relaxed();  // before the value: see trace_dict_table
      bool same = k == key;
      if (!same && e.hash == hash && !e.value.load_acquire().is_absent()) {
        Same plain = plain_equal(k, key);
        same = plain == Same::kYes;
        if (plain == Same::kAsk) {
          same = EIDER_TRY(equal(t, k, key));
          if (d->table.load_acquire() != table) {
            restart = true;
            break;
          }
        }
      }
      if (same) {
        Value value = e.value.load_acquire();  // pairs with store_release in writers; again, for __eq__ may have deleted it
        if (!value.is_absent()) {
          known->match = number - 1;
          return Found{Verdict::kHit, number - 1, value, probe.at};
        }
      }
      if (e.hash == hash && e.value.load_acquire().is_absent() && number_at(probe) != number) continue;  // Note [Entries that move]
      probe.next();
    }
    if (restart) {
      known->restarts++;
      EIDER_TRY(poll(t));
    }
  }
}

Need grow_locked(Dict* d, Writing& w) {
  DictTable* table = d->table.load_relaxed();
  uint64_t live = count_live(table);
  if (w.spare == nullptr || w.spare->capacity <= live || w.spare->is_cells != table->is_cells) {
    w.wanted_log2 = std::max(grown_log2(live), log2_for(live + 1));
    w.wanted_cells = table->is_cells;
    return Need::kTable;
  }
  copy_live(w.spare, table);
  d->table.store_release(w.spare);  // pairs with load_acquire in readers
  w.spare = nullptr;
  return Need::kAgain;
}

Result<void> provide(Thread& t, Dict* d, Value key, uint64_t hash, Need need, Writing& w) {
  switch (need) {
    case Need::kNothing:
    case Need::kAgain:
      break;
    case Need::kComparison: {
      Result<Found> found = find_asking(t, d, key, hash, &w.known);
      if (!found.ok()) return kFailure;
      break;
    }
    case Need::kTable:
      w.spare = EIDER_TRY(new_table(t, w.wanted_log2, w.wanted_cells));
      break;
    case Need::kCell:
      w.new_cell = EIDER_TRY(name_cell_new(t, kAbsent));
      break;
    case Need::kUnwatch:
      name_cell_unwatch(t, w.watched);
      break;
  }
  return kDone;
}

}  // namespace dict_table

// The key of a dead entry is dropped here, with the world stopped. Lookups load an entry's key before its value, with no safepoint in
// between: a live value then proves that the key they hold was not dropped, and the key stays in a register for comparing.
void trace_dict_table(Header* object, gc::Tracer& tracer) {
  auto* table = static_cast<DictTable*>(object);
  DictEntry* entries = table->entries();
  for (uint32_t i = 0, n = table->used.load_relaxed(); i < n; i++) {
    Value value = entries[i].value.load_relaxed();
    if (EIDER_UNLIKELY(value.is_absent())) {
      entries[i].key.store_relaxed(kNone);
    } else {
      tracer.mark_word(value.bits());
      tracer.mark_word(entries[i].key.load_relaxed().bits());
    }
  }
}

void trace_dict(Header* object, gc::Tracer& tracer) { tracer.mark(static_cast<Dict*>(object)->table.load_relaxed()); }

bool containers_bootstrap(Thread& t) {
  Realm& realm = *t.realm;
  realm.empty_tuple = allocate_exact<Tuple>(t, TraceKind::kValues);
  realm.empty_block = allocate_exact<Block>(t, TraceKind::kValues);
  // One free index slot and no entry: every lookup misses, every insertion asks for a larger table.
  realm.empty_table = dict_table::allocate_table(t, 0, 0, false);
  realm.empty_cell_table = dict_table::allocate_table(t, 0, 0, true);
  if (realm.empty_tuple == nullptr || realm.empty_block == nullptr || realm.empty_table == nullptr || realm.empty_cell_table == nullptr) {
    return false;
  }
  realm.empty_tuple->tagged_count = 1;
  realm.empty_block->tagged_capacity = 1;
  return true;
}

}  // namespace eider::objects

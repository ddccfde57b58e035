// SPDX-License-Identifier: MIT
//
// Dict operations: get, set, pop, set_default, clear, copy, over the tables of dict_table.h.
//
// Readers take no lock (Note [Reading a dict without its lock]). A writer looks the key up under the lock; when a key must be
// compared by Python code it leaves the lock, asks (find_asking), takes it again and looks up once more, knowing the answers. New tables
// and cells are allocated between rounds too. A round that fails has learnt something, so it is needed once more only when others
// have changed the dict meanwhile.
// Not here: the value boxes of cell dicts (dict_cells.cpp), iteration and update (dict_iterate.cpp).
#include "objects/allocate.h"
#include "objects/dict_cells.h"
#include "objects/dict_table.h"
#include "objects/errors.h"
#include "objects/lock.h"
#include "objects/realm.h"

namespace eider::objects {

using namespace dict_table;

// --- making -----------------------------------------------------------------------------------------------------------------------
Result<Dict*> dict_new(Thread& t, int64_t expected) {
  DictTable* table = t.realm->empty_table;
  if (expected > 0) table = EIDER_TRY(new_table(t, log2_for(static_cast<uint64_t>(expected)), false));
  auto* d = allocate_exact<Dict>(t, TraceKind::kCustom);
  if (EIDER_UNLIKELY(d == nullptr)) return raise_no_memory(t);
  dict_init(t, d);
  d->table.init(table);
  return d;
}

void dict_init(Thread& t, Dict* d) {
  d->table.init(t.realm->empty_table);
  d->size.store_relaxed(0);
  d->version.store_relaxed(1);
}

Result<Dict*> dict_copy(Thread& t, Dict* d) {
  for (;;) {
    auto expected = static_cast<uint64_t>(d->size.load_relaxed());  // a hint: the real size is read under the lock
    if (expected == 0) return dict_new(t, 0);
    DictTable* table = EIDER_TRY(new_table(t, log2_for(expected), false));
    Dict* copy = EIDER_TRY(dict_new(t, 0));
    LockedObject locked(t, *d);
    DictTable* from = d->table.load_relaxed();
    if (static_cast<uint64_t>(d->size.load_relaxed()) > table->capacity) continue;
    copy_visible(table, from);
    copy->table.init(table);
    copy->size.store_relaxed(table->used.load_relaxed());
    return copy;
  }
}

// --- reading ----------------------------------------------------------------------------------------------------------------------
namespace {
EIDER_NOINLINE Result<Value> get_asking(Thread& t, Dict* d, Value key, uint64_t hash) {
  Known known;
  Found found = EIDER_TRY(find_asking(t, d, key, hash, &known));
  return found.verdict == Verdict::kHit ? visible(known.table, found.value) : kAbsent;
}
}  // namespace

Result<Value> dict_get_hashed(Thread& t, Dict* d, Value key, uint64_t hash) {
  DictTable* table = d->table.load_acquire();  // pairs with store_release in writers
  Value word = read(table, key, hash);
  if (EIDER_UNLIKELY(word == kAskWord)) return get_asking(t, d, key, hash);
  return visible(table, word);
}

Result<Value> dict_get(Thread& t, Dict* d, Value key) { return dict_get_hashed(t, d, key, EIDER_TRY(hash_key(t, key))); }

namespace {
EIDER_COLD Value get_str_asking(Thread& t, Dict* d, Str* key, uint64_t hash) {
  Value before = t.pending_exception;
  Result<Value> found = dict_get_hashed(t, d, key->value(), hash);
  if (found.ok()) return found.get();
  t.pending_exception = before;
  return kAbsent;
}
}  // namespace

Value dict_get_str(Thread& t, Dict* d, Str* key) {
  uint64_t hash = key->hash.load_relaxed();
  if (EIDER_UNLIKELY(hash == 0)) hash = str_hash(t, key);
  DictTable* table = d->table.load_acquire();  // pairs with store_release in writers
  Value word = read(table, key->value(), hash);
  if (EIDER_UNLIKELY(word == kAskWord)) return get_str_asking(t, d, key, hash);
  return visible(table, word);
}

// --- binding ----------------------------------------------------------------------------------------------------------------------
namespace {
/// One round of binding; the lock is held. kNothing: done, `*old` is the value that was there or ABSENT.
EIDER_ALWAYS_INLINE Need put_locked(Thread& t, Dict* d, Value key, uint64_t hash, Value value, Put how, Writing& w, Value* old) {
  DictTable* table = d->table.load_relaxed();
  w.known.check(d, table);
  Found found = find<Purpose::kWrite>(table, key, hash, w.known);
  if (EIDER_UNLIKELY(found.verdict == Verdict::kAsk)) return Need::kComparison;
  if (EIDER_UNLIKELY(table->is_cells)) return put_cell_locked(t, d, found, key, hash, value, how, w, old);
  if (found.verdict == Verdict::kHit) {
    *old = found.value;
    if (how == Put::kOverwrite) table->entries()[found.entry].value.store_release(value);  // pairs with load_acquire in find_in
    return Need::kNothing;
  }
  if (EIDER_UNLIKELY(table->used.load_relaxed() == table->capacity)) return grow_locked(d, w);
  insert(table, found.slot, key, hash, value);
  add_size(d, 1);
  bump_version(d);
  *old = kAbsent;
  return Need::kNothing;
}

EIDER_ALWAYS_INLINE Result<Value> put(Thread& t, Dict* d, Value key, uint64_t hash, Value value, Put how) {
  EIDER_ASSERT(!value.is_absent());
  Writing w;
  for (;;) {
    Value old;
    Need need;
    {
      LockedObject locked(t, *d);
      need = put_locked(t, d, key, hash, value, how, w, &old);
    }
    if (EIDER_LIKELY(need == Need::kNothing)) return old;
    EIDER_TRY(provide(t, d, key, hash, need, w));
  }
}
}  // namespace

Need dict_table::put_round_locked(Thread& t, Dict* d, Value key, uint64_t hash, Value value, Put how, Writing& w, Value* old) {
  return put_locked(t, d, key, hash, value, how, w, old);
}

Result<void> dict_set_hashed(Thread& t, Dict* d, Value key, uint64_t hash, Value value) {
  return put(t, d, key, hash, value, Put::kOverwrite).ok() ? kDone : Result<void>(kFailure);
}

Result<void> dict_set(Thread& t, Dict* d, Value key, Value value) {
  return dict_set_hashed(t, d, key, EIDER_TRY(hash_key(t, key)), value);
}

Result<void> dict_set_str(Thread& t, Dict* d, Str* key, Value value) {
  uint64_t hash = key->hash.load_relaxed();
  if (EIDER_UNLIKELY(hash == 0)) hash = str_hash(t, key);
  return dict_set_hashed(t, d, key->value(), hash, value);
}

Result<Value> dict_set_default_hashed(Thread& t, Dict* d, Value key, uint64_t hash, Value value, bool* inserted) {
  // Most calls find the key: no lock for them.
  Value there = EIDER_TRY(dict_get_hashed(t, d, key, hash));
  if (there.is_absent()) there = EIDER_TRY(put(t, d, key, hash, value, Put::kKeep));
  if (inserted != nullptr) *inserted = there.is_absent();
  return there.is_absent() ? value : there;
}

Result<Value> dict_set_default(Thread& t, Dict* d, Value key, Value value, bool* inserted) {
  return dict_set_default_hashed(t, d, key, EIDER_TRY(hash_key(t, key)), value, inserted);
}

// --- removing ---------------------------------------------------------------------------------------------------------------------
/// Unbinds entry `i`, whose value word is `word`. ABSENT in `*old`: it was not bound.
Need dict_table::remove_locked(Thread& t, Dict* d, DictTable* table, uint32_t i, Value word, Writing& w, Value* old) {
  if (table->is_cells) {
    w.watched = word.as<NameCell>();
    *old = kAbsent;
    if (!name_cell_bound(w.watched)) return Need::kNothing;
    if (!name_cell_try_store(t, w.watched, kAbsent, old)) return Need::kUnwatch;
  } else {
    *old = word;
    table->entries()[i].value.store_release(kAbsent);  // pairs with load_acquire in find_in
  }
  add_size(d, -1);
  bump_version(d);
  return Need::kNothing;
}

Need dict_table::pop_round_locked(Thread& t, Dict* d, Value key, uint64_t hash, Writing& w, Value* old) {
  DictTable* table = d->table.load_relaxed();
  w.known.check(d, table);
  Found found = find<Purpose::kRead>(table, key, hash, w.known);
  *old = kAbsent;
  if (found.verdict == Verdict::kMiss) return Need::kNothing;
  if (found.verdict == Verdict::kAsk) return Need::kComparison;
  return remove_locked(t, d, table, found.entry, found.value, w, old);
}

Result<Value> dict_pop_hashed(Thread& t, Dict* d, Value key, uint64_t hash) {
  Writing w;
  for (;;) {
    Value old;
    Need need;
    {
      LockedObject locked(t, *d);
      need = dict_table::pop_round_locked(t, d, key, hash, w, &old);
    }
    if (EIDER_LIKELY(need == Need::kNothing)) return old;
    EIDER_TRY(provide(t, d, key, hash, need, w));
  }
}

Result<Value> dict_pop(Thread& t, Dict* d, Value key) { return dict_pop_hashed(t, d, key, EIDER_TRY(hash_key(t, key))); }

Result<bool> dict_pop_last(Thread& t, Dict* d, Value* key, Value* value) {
  Writing w;
  for (;;) {
    {
      LockedObject locked(t, *d);
      DictTable* table = d->table.load_relaxed();
      uint32_t i = table->used.load_relaxed() - table->dead_tail;
      while (i > 0 && visible(table, table->entries()[i - 1].value.load_relaxed()).is_absent()) i--;
      if (table->capacity != 0 && !table->is_cells) table->dead_tail = table->used.load_relaxed() - i;
      if (i == 0) return false;
      DictEntry& e = table->entries()[i - 1];
      *key = e.key.load_relaxed();
      if (remove_locked(t, d, table, i - 1, e.value.load_relaxed(), w, value) == Need::kNothing) return true;
    }
    name_cell_unwatch(t, w.watched);
  }
}

void dict_clear(Thread& t, Dict* d) {
  {
    LockedObject locked(t, *d);
    if (!d->table.load_relaxed()->is_cells) {
      d->table.store_release(t.realm->empty_table);  // pairs with load_acquire in readers
      d->size.store_relaxed(0);
      bump_version(d);
      return;
    }
  }
  clear_cells(t, d);
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// SetTable's inside: probing, insertion, growth. For the files of set only.
#pragma once

#include "builtins/set/set.h"
#include "objects/key_hash.h"
#include "objects/lock.h"

namespace eider::builtins::set_table {

inline constexpr uint64_t kMinEntries = 8;
inline constexpr uint64_t kLinearProbes = 9;
inline constexpr uint64_t kNoSlot = UINT64_MAX;

inline SetTable* empty_table(const Thread& t) { return t.realm->empty_set_table.as<SetTable>(); }
/// An empty table; MemoryError. `entries` is a power of two.
Result<SetTable*> new_table(Thread& t, uint64_t entries);
/// Capacity for more than `least` elements, as CPython's set_table_resize.
inline uint64_t entries_above(uint64_t least) {
  uint64_t entries = kMinEntries;
  while (entries <= least) entries <<= 1;
  return entries;
}
/// What growth with `used` elements asks for.
inline uint64_t growth(uint64_t used) { return used > 50000 ? used * 2 : used * 4; }
/// Three fifths are in use.
inline bool crowded(uint64_t fill, uint64_t mask) { return fill * 5 >= mask * 3; }

/// Visits entries in the order in which they are looked at, until `visit(index)` says true: runs of ten neighbours, then a jump.
template <class Visit>
EIDER_ALWAYS_INLINE void probe(uint64_t mask, uint64_t hash, Visit visit) {
  uint64_t base = hash & mask;
  for (uint64_t perturb = hash;;) {
    const uint64_t last = base + kLinearProbes <= mask ? base + kLinearProbes : base;
    for (uint64_t at = base; at <= last; at++) {
      if (visit(at)) return;
    }
    perturb >>= 5;
    base = (base * 5 + 1 + perturb) & mask;
  }
}

/// What comparisons by Python code have found out about one table: the entries at the first `steps` places of the probing order differ
/// (a slot may be met twice on the way, so places are counted); `match` is equal. Worthless once a dummy has been filled again.
struct Known {
  SetTable* table = nullptr;
  uint64_t refills = 0;
  uint64_t steps = 0;
  uint64_t match = kNoSlot;
  uint32_t restarts = 0;  // Note [Lookups that start over]
  void check(SetTable* now) {
    uint64_t count = now->refills.load_acquire();  // pairs with store_release in put
    if (table == now && refills == count) return;
    if (restarts < objects::kMaxRestarts) restarts++;
    *this = Known{now, count, restarts < objects::kMaxRestarts ? 0 : UINT64_MAX, kNoSlot, restarts};
  }
};

enum class Verdict : uint8_t { kHit, kMiss, kAsk };
struct Found {
  Verdict verdict;
  uint64_t slot;   // of the element; kMiss: where it would go
  uint64_t steps;  // places looked at
};

/// Whether who looks up wants to know where a missing key would go.
enum class Search : uint8_t { kMember, kPlace };

/// As far as it goes without Python code.
template <Search kSearch>
inline Found find(SetTable* table, Value key, uint64_t hash, const Known& known) {
  uint64_t dummy = kNoSlot, steps = 0;
  Found found;
  probe(table->mask, hash, [&](uint64_t at) __attribute__((always_inline)) {
    steps++;
    SetEntry& e = table->entries[at];
    Value k = e.key.load_acquire();  // pairs with store_release in put
    if (k == key) return found = {Verdict::kHit, at, steps}, true;
    if (k.is_absent()) return found = {Verdict::kMiss, kSearch == Search::kPlace && dummy != kNoSlot ? dummy : at, steps}, true;
    if (kSearch == Search::kPlace && k == kSetDummy) dummy = at;  // the last one on the way, as CPython
    if (EIDER_LIKELY(e.hash.load_relaxed() != hash) || k == kSetDummy) return false;
    Same same = plain_equal(k, key);
    if (same == Same::kYes || (same == Same::kAsk && at == known.match)) return found = {Verdict::kHit, at, steps}, true;
    if (same == Same::kAsk && steps > known.steps) return found = {Verdict::kAsk, at, steps}, true;
    return false;
  });
  return found;
}

/// The lookup outside the lock, running __eq__: kHit or kMiss; `known` gets what a repeated find under the lock needs.
Result<Found> find_asking(Thread& t, Set* set, Value key, uint64_t hash, Known* known);

/// Writes a free entry or a dummy. The lock is held, or the table is private.
inline void put(SetTable* table, uint64_t slot, Value key, uint64_t hash) {
  SetEntry& e = table->entries[slot];
  if (e.key.load_relaxed().is_absent()) {
    table->fill.store_relaxed(table->fill.load_relaxed() + 1);
  } else {
    table->refills.store_release(table->refills.load_relaxed() + 1);  // before the key: who sees the key knows. Pairs with Known::check
  }
  e.hash.store_release(hash);  // after the dummy, before the key: Note [Reading a set without its lock]
  e.key.store_release(key);    // pairs with load_acquire in find
}
/// Inserts what is known to be missing into a table without dummies that nobody else sees.
inline void put_clean(SetTable* table, Value key, uint64_t hash) {
  probe(table->mask, hash, [&](uint64_t at) {
    if (!table->entries[at].key.load_relaxed().is_absent()) return false;
    put(table, at, key, hash);
    return true;
  });
}

inline bool is_live(Value key) { return !key.is_absent() && key != kSetDummy; }

/// An empty set of exactly that type (kSet, kFrozenSet).
Result<Set*> new_set(Thread& t, TypeId id);
void init_set(Thread& t, Set* set);
/// kFrozenSet for frozensets and instances of their subclasses, else kSet.
TypeId base_type_of(const Thread& t, const Set* set);

/// Whether other threads may use the set meanwhile: a set under construction needs no lock.
enum class Sharing : uint8_t { kPrivate, kShared };
Result<bool> add(Thread& t, Set* set, Value key, uint64_t hash, Sharing sharing);
Result<bool> contains(Thread& t, Set* set, Value key, uint64_t hash);
Result<bool> discard(Thread& t, Set* set, Value key, uint64_t hash);
/// Grows when adding `more` elements would crowd the table (before a bulk update).
Result<void> reserve(Thread& t, Set* set, int64_t more, Sharing sharing);
/// A new table for what is live, sized as after growth: gets rid of dummies.
Result<void> rebuild(Thread& t, Set* set, Sharing sharing);
Result<void> update(Thread& t, Set* set, Value iterable, Sharing sharing);
/// new_set of that type with the items of `iterable` (ABSENT: none).
Result<Set*> make_set(Thread& t, TypeId id, Value iterable);
/// A set as it was at one moment: two of them are equal only when nothing was added or removed in between.
struct Seen {
  SetTable* table;
  int64_t fill;
  uint64_t refills;
  int64_t size;
  explicit Seen(Set* set)
      : table(set->table.load_acquire()), fill(table->fill.load_acquire()), refills(table->refills.load_acquire()), size(set->size.load_acquire()) {}
  bool still(Set* set) const {
    Seen now(set);
    return now.table == table && now.fill == fill && now.refills == refills && now.size == size;
  }
};
/// Puts what `made` holds into `set`, if that has not changed since `seen`.
bool replace_body(Thread& t, Set* set, Set* made, const Seen& seen);

void trace_set(Header* object, gc::Tracer& tracer);
void trace_set_table(Header* object, gc::Tracer& tracer);

}  // namespace eider::builtins::set_table

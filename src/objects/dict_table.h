// SPDX-License-Identifier: MIT
//
// DictTable's inside: the index, probing, insertion, copying into a larger table. For the dict_*.cpp files only.
//
// The index has 1 << log2_index slots of 1, 2 or 4 bytes: 0 is free, n is entry n - 1. At most two thirds of the slots are in use,
// so probing ends. The probe sequence is CPython's (perturbation by the upper hash bits); order is that of the entries.
// Invariant: every live entry has exactly one index slot; a slot never becomes free again.
#pragma once

#include "objects/containers.h"
#include "objects/key_hash.h"
#include "objects/thread.h"

namespace eider::objects::dict_table {

inline constexpr uint32_t kNoEntry = UINT32_MAX;
inline constexpr uint64_t kNoSlot = UINT64_MAX;
inline constexpr uint32_t kMinLog2 = 3;
inline constexpr uint32_t kMaxLog2 = 32;

inline uint32_t capacity_for(uint32_t log2) { return static_cast<uint32_t>((uint64_t{2} << log2) / 3); }
inline uint32_t slot_bytes(uint32_t log2) { return log2 <= 8 ? 1 : log2 <= 16 ? 2 : 4; }
/// Size of a table that takes `entries` without growing.
inline uint32_t log2_for(uint64_t entries) {
  uint32_t log2 = kMinLog2;
  while (log2 < kMaxLog2 && capacity_for(log2) < entries) log2++;
  return log2;
}
/// Size after growth with `live` entries: about a third full, as in CPython.
inline uint32_t grown_log2(uint64_t live) {
  uint32_t log2 = kMinLog2;
  while (log2 < kMaxLog2 && (uint64_t{1} << log2) < live * 3) log2++;
  return log2;
}

/// An empty table, or nullptr when memory is exhausted (no exception is set). Safepoint.
DictTable* try_table(Thread& t, uint32_t log2, bool cells);
Result<DictTable*> new_table(Thread& t, uint32_t log2, bool cells);

template <class Slot>
EIDER_ALWAYS_INLINE Atomic<Slot>* index_of(DictTable* table) {
  return reinterpret_cast<Atomic<Slot>*>(table->entries() + table->capacity);
}

/// Calls f with a zero of the table's slot type: `with_slots(table, [&](auto zero) { using Slot = decltype(zero); ... })`.
template <class F>
EIDER_ALWAYS_INLINE auto with_slots(const DictTable* table, F f) {
  if (EIDER_LIKELY(table->log2_index <= 8)) return f(uint8_t{0});
  if (table->log2_index <= 16) return f(uint16_t{0});
  return f(uint32_t{0});
}

struct Probe {
  uint64_t mask, at, perturb;
  Probe(const DictTable* table, uint64_t hash) : mask((uint64_t{1} << table->log2_index) - 1), at(hash & mask), perturb(hash) {}
  void next() {
    perturb >>= 5;
    at = (at * 5 + perturb + 1) & mask;
  }
};

// Note [Entries that move]
// move_to_end of an OrderedDict gives a key another entry of the same table: the new entry is written, the key's index slot gets its
// number, and only then the old entry dies. Whoever has read the old number and then finds that entry dead reads the slot once more
// (both acquire): a key that only moves is never missed. New entries stand behind all others, or before the first, in places that were
// left free for that (dict_order.cpp). Comparisons made outside the lock know entries by number; one put in front of those is new all
// the same, so the upper bits of Dict::version count them and Known compares the count.
inline constexpr int kFrontedShift = 40;
inline uint64_t fronted(const Dict* d) { return d->version.load_acquire() >> kFrontedShift; }  // pairs with count_fronted

/// What comparisons made outside the lock found out about one table: entries below `seen` differ from the key, but for `match`.
struct Known {
  DictTable* table = nullptr;
  uint32_t seen = 0;
  uint32_t match = kNoEntry;
  uint32_t restarts = 0;  // Note [Lookups that start over]
  uint64_t fronted = 0;   // Note [Entries that move]

  bool gave_up() const { return restarts >= kMaxRestarts; }
  /// Forgets everything when it is about another table, or when the match has died (entries behind it were not compared), or when
  /// entries came before those seen. The lock of `d`, whose table is `now`, is held.
  void check(const Dict* d, DictTable* now) {
    bool same = table == now && dict_table::fronted(d) == fronted;
    if (same && (match == kNoEntry || !now->entries()[match].value.load_relaxed().is_absent())) return;
    *this = Known{now, gave_up() ? UINT32_MAX : 0, kNoEntry, restarts, dict_table::fronted(d)};
  }
};

enum class Verdict : uint8_t { kHit, kMiss, kAsk };

struct Found {
  Verdict verdict;
  uint32_t entry = kNoEntry;  // kHit, kAsk
  Value value;                // kHit: the entry's value word as it was seen, not ABSENT
  uint64_t slot = kNoSlot;    // kHit: where its number stands; kMiss: where a new entry's number goes (kWrite only)
};

/// Looks `key` up as far as that takes no Python code; kAsk when an entry's key must be compared by the protocol.
/// kForWrite: the dict's lock is held and the miss says where to insert.
enum class Purpose : uint8_t { kRead, kWrite };
template <Purpose kPurpose, class Slot>
EIDER_ALWAYS_INLINE Found find_in(DictTable* table, Value key, uint64_t hash, const Known& known) {
  Atomic<Slot>* index = index_of<Slot>(table);
  DictEntry* entries = table->entries();
  uint64_t reusable = kNoSlot;
  for (Probe probe(table, hash);; probe.next()) {
    uint32_t number = index[probe.at].load_acquire();  // pairs with store_release in insert: the entry's hash and key are there
    if (number == 0) return {Verdict::kMiss, kNoEntry, kAbsent, reusable != kNoSlot ? reusable : probe.at};
    DictEntry& e = entries[number - 1];
    Value k = e.key.load_relaxed();  // before the value: see trace_dict_table
    if (k == key || e.hash == hash) {
      Value value = e.value.load_acquire();  // pairs with store_release in insert and overwrite
      if (EIDER_LIKELY(!value.is_absent())) {
        if (EIDER_LIKELY(k == key)) return {Verdict::kHit, number - 1, value, probe.at};
        Same same = plain_equal(k, key);
        if (same == Same::kYes) return {Verdict::kHit, number - 1, value, probe.at};
        if (same == Same::kAsk) {
          if (number - 1 == known.match) return {Verdict::kHit, number - 1, value, probe.at};
          if (number - 1 >= known.seen) return {Verdict::kAsk, number - 1, kAbsent, kNoSlot};
        }
        continue;
      }
    }
    if constexpr (kPurpose == Purpose::kWrite) {
      if (reusable == kNoSlot && e.value.load_relaxed().is_absent()) reusable = probe.at;
    }
  }
}
template <Purpose kPurpose>
EIDER_ALWAYS_INLINE Found find(DictTable* table, Value key, uint64_t hash, const Known& known) {
  return with_slots(table, [&](auto zero) { return find_in<kPurpose, decltype(zero)>(table, key, hash, known); });
}

/// Only for read: some entry's key must be compared by the protocol.
inline constexpr Value kAskWord = kFailedWord;

/// The value word of `key`, ABSENT, or kAskWord: what find says for readers, without its other answers.
template <class Slot>
EIDER_ALWAYS_INLINE Value read_in(DictTable* table, Value key, uint64_t hash) {
  Atomic<Slot>* index = index_of<Slot>(table);
  DictEntry* entries = table->entries();
  for (Probe probe(table, hash);;) {
    uint32_t number = index[probe.at].load_acquire();  // pairs with store_release in insert: the entry's hash and key are there
    if (number == 0) return kAbsent;
    DictEntry& e = entries[number - 1];
    Value k = e.key.load_relaxed();  // before the value: see trace_dict_table
    Same same = Same::kYes;
    if (EIDER_UNLIKELY(k != key)) {
      if (EIDER_LIKELY(e.hash != hash)) {
        probe.next();
        continue;
      }
      if (!e.value.load_relaxed().is_absent()) same = plain_equal(k, key);
      if (same == Same::kAsk) return kAskWord;
    }
    if (same == Same::kYes) {
      Value value = e.value.load_acquire();  // pairs with store_release in writers
      if (EIDER_LIKELY(!value.is_absent())) return value;
      if (index[probe.at].load_acquire() != number) continue;  // Note [Entries that move]
    }
    probe.next();
  }
}
EIDER_ALWAYS_INLINE Value read(DictTable* table, Value key, uint64_t hash) {
  return with_slots(table, [&](auto zero) { return read_in<decltype(zero)>(table, key, hash); });
}

/// Appends an entry and publishes it in `slot` (from find). The table has room; the dict's lock is held or the table is private.
EIDER_ALWAYS_INLINE void insert(DictTable* table, uint64_t slot, Value key, uint64_t hash, Value value) {
  uint32_t i = table->used.load_relaxed();
  EIDER_ASSERT(i < table->capacity);
  DictEntry& e = table->entries()[i];
  e.hash = hash;
  e.key.store_relaxed(key);
  e.value.store_relaxed(value);
  if (!is_exact(key, TypeId::kStr)) table->str_keys_only = 0;
  // Release: publishes the entry. Pairs with load_acquire in find_in; `used` comes after, so whoever sees it (dict_next, Known) finds
  // all entries below it in the index too.
  with_slots(table, [&](auto zero) {
    using Slot = decltype(zero);
    index_of<Slot>(table)[slot].store_release(static_cast<Slot>(i + 1));
  });
  table->dead_tail = 0;
  table->used.store_release(i + 1);  // pairs with load_acquire in dict_next
}

/// Copies the live entries of `from` into the private, empty, large enough `to`, behind `start` free places. The lock of from's dict
/// is held.
void copy_live(DictTable* to, DictTable* from, uint32_t start = 0);
/// Copies what Python sees: of a cell table, the values of bound names.
void copy_visible(DictTable* to, DictTable* from);
/// Live entries (of a cell table: those with a cell). The dict's lock is held.
uint64_t count_live(DictTable* table);

/// The whole lookup outside the lock, running __eq__ where needed: kHit or kMiss. `known` gets what a repeated find under the lock needs
/// in order not to ask again. Starts over when the dict gets another table meanwhile: Note [Lookups that start over].
Result<Found> find_asking(Thread& t, Dict* d, Value key, uint64_t hash, Known* known);

/// What a round under the lock asks to be done outside it before the next.
enum class Need : uint8_t { kNothing, kComparison, kTable, kCell, kUnwatch, kAgain };

/// What a writer carries from one round to the next.
struct Writing {
  Known known;
  DictTable* spare = nullptr;     // larger table, to be filled under the lock
  NameCell* new_cell = nullptr;   // for a name without a cell
  NameCell* watched = nullptr;    // kUnwatch: the cell in the way
  uint32_t wanted_log2 = 0;       // kTable
  bool wanted_cells = false;
};
/// Does, outside the lock, what a round asked for.
Result<void> provide(Thread& t, Dict* d, Value key, uint64_t hash, Need need, Writing& w);
/// For a full table under the lock: kAgain when it was replaced by w.spare (look up again), else kTable.
Need grow_locked(Dict* d, Writing& w);

enum class Put : uint8_t { kOverwrite, kKeep };
/// One round of binding, one of unbinding, and one of removing what find said is there; the dict's lock is held. kNothing: done, `*old` is the
/// value that was there or ABSENT.
Need put_round_locked(Thread& t, Dict* d, Value key, uint64_t hash, Value value, Put how, Writing& w, Value* old);
Need pop_round_locked(Thread& t, Dict* d, Value key, uint64_t hash, Writing& w, Value* old);
Need remove_locked(Thread& t, Dict* d, DictTable* table, uint32_t i, Value word, Writing& w, Value* old);

inline void bump_version(Dict* d) { d->version.store_release(d->version.load_relaxed() + 2); }  // release: as count_fronted
inline void add_size(Dict* d, int64_t by) { d->size.store_relaxed(d->size.load_relaxed() + by); }

/// One more entry stands before others. Release: pairs with load_acquire in fronted; who sees the count finds the entry in the index.
inline void count_fronted(Dict* d) { d->version.store_release(d->version.load_relaxed() + (uint64_t{1} << kFrontedShift)); }

/// What Python sees in a value word: of a cell table, what the cell holds.
EIDER_ALWAYS_INLINE Value visible(const DictTable* table, Value word) {
  if (EIDER_UNLIKELY(table->is_cells) && !word.is_absent()) return word.as<NameCell>()->value.load_acquire();  // pairs with name_cell_try_store
  return word;
}

}  // namespace eider::objects::dict_table

// SPDX-License-Identifier: MIT
//
// The table of interned strings: one Str for each text, so that names compare by address.
//
// Note [Interning without a lock]
// The table is cut into shards by hash; a shard is an open-addressing array of Str pointers. A reader loads the array (acquire)
// and probes it (acquire); a slot goes from empty to a Str once and stays until a collection. A writer holds the shard's mutex,
// probes again, and release-stores the Str. Growth fills a new array, then release-stores it; the old one is kept until the next
// collection, when no reader can be inside (a lookup reaches no safepoint). An entry does not keep its Str alive: after marking,
// with the world stopped, sweep drops what died.
// Source: the shape of the idea is CPython's `interned` dict; the lock-free read is ours.
#include <cstring>

#include "base/memory.h"
#include "base/mutex.h"
#include "objects/errors.h"
#include "objects/hash_bytes.h"
#include "objects/str_storage.h"

namespace eider::objects {

using namespace str_storage;

namespace {

constexpr size_t kShards = 16;
constexpr size_t kFirstCapacity = 64;

struct Slots {
  size_t capacity;  // power of two
  Slots* retired_next;
  Atomic<Str*> entries[];
};

Slots* new_slots(size_t capacity) {
  auto* slots = static_cast<Slots*>(base::raw_zalloc(sizeof(Slots) + capacity * sizeof(Atomic<Str*>)));
  if (slots != nullptr) slots->capacity = capacity;
  return slots;
}

struct alignas(64) Shard {
  Atomic<Slots*> slots{nullptr};
  base::Mutex mutex{base::LockRank::kIntern};
  size_t count EIDER_GUARDED_BY(mutex) = 0;
  Slots* retired EIDER_GUARDED_BY(mutex) = nullptr;
};

}  // namespace

struct InternTable {
  Shard shards[kShards];
};

namespace {

Shard& shard_of(InternTable& table, uint64_t hash) { return table.shards[hash >> 60]; }

/// The Str for which `same` holds, or nullptr. No safepoint.
template <class Same>
Str* find(const Slots* slots, uint64_t hash, Same same) {
  if (slots == nullptr) return nullptr;
  size_t mask = slots->capacity - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    Str* s = slots->entries[i].load_acquire();  // pairs with store_release in insert_locked: the Str is complete
    if (s == nullptr) return nullptr;
    if (s->hash.load_relaxed() == hash && same(s)) return s;  // an entry's hash was computed before it was published
  }
}

void place(Slots* slots, Str* s) {
  size_t mask = slots->capacity - 1;
  size_t i = s->hash.load_relaxed() & mask;
  while (slots->entries[i].load_relaxed() != nullptr) i = (i + 1) & mask;
  slots->entries[i].store_release(s);  // pairs with load_acquire in find
}

/// Room for one more. False when memory is exhausted.
bool ensure_room_locked(Shard& shard) EIDER_REQUIRES(shard.mutex) {
  Slots* old = shard.slots.load_relaxed();  // written under the mutex we hold
  if (old != nullptr && (shard.count + 1) * 3 <= old->capacity * 2) return true;
  Slots* grown = new_slots(old == nullptr ? kFirstCapacity : old->capacity * 2);
  if (grown == nullptr) return false;
  if (old != nullptr) {
    for (size_t i = 0; i < old->capacity; i++) {
      if (Str* s = old->entries[i].load_relaxed()) place(grown, s);
    }
    old->retired_next = shard.retired;
    shard.retired = old;
  }
  shard.slots.store_release(grown);  // pairs with load_acquire in lookups
  return true;
}

Result<Str*> insert(Thread& t, Str* s, uint64_t hash) {
  Shard& shard = shard_of(*t.realm->intern_table, hash);
  {
    base::MutexLock locked(shard.mutex);
    if (Str* other = find(shard.slots.load_relaxed(), hash, [s](Str* x) { return str_equal(x, s); })) return other;
    if (ensure_room_locked(shard)) {
      s->flags.fetch_or_relaxed(gc::kFlagInterned);
      place(shard.slots.load_relaxed(), s);
      shard.count++;
      return s;
    }
  }
  return raise_no_memory(t);
}

/// A plain, unshared copy: instances of subclasses are not interned themselves.
Result<Str*> exact_copy(Thread& t, Str* s) {
  if (s->length() == 1) return str_from_char(t, s->at(0));
  Str* copy = EIDER_TRY(str_new(t, s->length(), max_char_class(s)));
  copy_chars(str_fill(copy), copy->width, s->bytes(), s->width, s->length());
  return copy;
}

}  // namespace

Result<Str*> intern(Thread& t, Str* s) {
  if (s->interned() && s->shape_id() == shape_id(TypeId::kStr)) return s;
  uint64_t hash = str_hash(t, s);
  Shard& shard = shard_of(*t.realm->intern_table, hash);
  // Pairs with store_release in ensure_room_locked.
  if (Str* found = find(shard.slots.load_acquire(), hash, [s](Str* x) { return str_equal(x, s); })) return found;
  if (s->shape_id() != shape_id(TypeId::kStr)) {
    s = EIDER_TRY(exact_copy(t, s));
    str_hash(t, s);
  }
  return insert(t, s, hash);
}

Result<Str*> intern(Thread& t, std::string_view utf8) {
  if (max_char_class(utf8.data(), 1, static_cast<int64_t>(utf8.size())) < 0x80) {
    uint64_t hash = hash_bytes(utf8.data(), utf8.size(), t.realm->config.hash_key);
    Shard& shard = shard_of(*t.realm->intern_table, hash);
    auto same = [utf8](Str* x) { return str_equals_ascii(x, utf8); };
    if (Str* found = find(shard.slots.load_acquire(), hash, same)) return found;
  }
  Str* s = EIDER_TRY(str_from_utf8(t, utf8));
  return intern(t, s);
}

bool strings_bootstrap(Thread& t) {
  Realm& realm = *t.realm;
  realm.intern_table = base::raw_new<InternTable>();
  if (realm.intern_table == nullptr) return false;
  Result<Str*> empty = new_inline(t, 0, 1, true), exhausted = new_inline(t, 0, 1, true);
  if (!empty.ok() || !exhausted.ok()) return false;
  realm.empty_str = empty.get();
  realm.exhausted_str = exhausted.get()->value();
  if (!intern(t, realm.empty_str).ok()) return false;
  for (uint32_t c = 0; c < 256; c++) {
    Result<Str*> s = str_from_char(t, c);
    if (!s.ok()) return false;
    realm.latin1[c] = s.get();
    if (!intern(t, s.get()).ok()) return false;
  }
  static constexpr const char* kTexts[] = {
#define EIDER_NAME_TEXT(text) #text,
      EIDER_NAMES(EIDER_NAME_TEXT)
#undef EIDER_NAME_TEXT
  };
  for (size_t i = 0; i < static_cast<size_t>(Name::kCount); i++) {
    std::string_view text = kTexts[i];
    Result<Str*> s = intern(t, text);
    if (!s.ok()) return false;
    realm.names[i] = s.get();
  }
  return true;
}

void trace_string_roots(Realm& realm, gc::Tracer& tracer) {
  tracer.mark(realm.empty_str);
  for (Str* s : realm.latin1) tracer.mark(s);
  for (Str* s : realm.names) tracer.mark(s);
}

void sweep_intern_table(Realm& realm, gc::Heap& heap) {
  if (realm.intern_table == nullptr) return;
  for (Shard& shard : realm.intern_table->shards) {
    base::MutexLock locked(shard.mutex);  // uncontended: the world is stopped, and lookups reach no safepoint
    while (shard.retired != nullptr) {
      Slots* next = shard.retired->retired_next;
      base::raw_free(shard.retired);
      shard.retired = next;
    }
    Slots* slots = shard.slots.load_relaxed();
    if (slots == nullptr) continue;
    size_t dead = 0;
    for (size_t i = 0; i < slots->capacity; i++) {
      Str* s = slots->entries[i].load_relaxed();
      if (s != nullptr && !heap.is_marked(s)) dead++;
    }
    if (dead == 0) continue;
    // Rebuilt in place, nobody is reading: each survivor of a run is taken out and placed again, so probe sequences stay whole.
    // Start behind an empty slot, where no run wraps around.
    size_t mask = slots->capacity - 1;
    size_t start = 0;
    while (slots->entries[start].load_relaxed() != nullptr) start++;
    for (size_t n = 1; n <= slots->capacity; n++) {
      size_t i = (start + n) & mask;
      Str* s = slots->entries[i].load_relaxed();
      if (s == nullptr) continue;
      slots->entries[i].store_relaxed(nullptr);
      if (heap.is_marked(s)) place(slots, s);
    }
    shard.count -= dead;
  }
}

void delete_intern_table(Realm& realm) {
  if (realm.intern_table == nullptr) return;
  for (Shard& shard : realm.intern_table->shards) {
    base::MutexLock locked(shard.mutex);
    while (shard.retired != nullptr) {
      Slots* next = shard.retired->retired_next;
      base::raw_free(shard.retired);
      shard.retired = next;
    }
    base::raw_free(shard.slots.load_relaxed());
  }
  base::raw_delete(realm.intern_table);
  realm.intern_table = nullptr;
}

}  // namespace eider::objects

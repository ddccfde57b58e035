// SPDX-License-Identifier: MIT
//
// Walking through dicts, and filling one from mappings and pairs (dict.update).
#include "objects/dict_table.h"
#include "objects/errors.h"
#include "objects/lock.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

using namespace dict_table;

// --- walking ----------------------------------------------------------------------------------------------------------------------
bool dict_next(Thread& t, Dict* d, DictTable* table, uint32_t* position, Value* key, Value* value, uint64_t* hash) {
  uint32_t used = table->used.load_acquire();  // pairs with store_release in insert
  DictEntry* entries = table->entries();
  for (uint32_t i = *position; i < used; i++) {
    Value v = visible(table, entries[i].value.load_acquire());  // pairs with store_release in writers
    if (v.is_absent()) continue;
    *position = i + 1;
    *key = entries[i].key.load_relaxed();  // after the value: an entry put before others has its key then (dict_order.cpp)
    *value = v;
    if (hash != nullptr) *hash = entries[i].hash;
    return true;
  }
  *position = used;
  return false;
}

bool dict_next_at(Dict* d, uint32_t* position, Value* key, Value* value, uint64_t* hash) {
  DictTable* table = d->table.load_acquire();  // pairs with store_release in writers
  uint32_t used = table->used.load_acquire();
  DictEntry* entries = table->entries();
  for (uint32_t i = *position; i < used; i++) {
    Value v = visible(table, entries[i].value.load_acquire());
    if (v.is_absent()) continue;
    *position = i + 1;
    *key = entries[i].key.load_relaxed();
    *value = v;
    if (hash != nullptr) *hash = entries[i].hash;
    return true;
  }
  return false;
}

bool dict_previous_at(Dict* d, uint32_t* position, Value* key, Value* value) {
  DictTable* table = d->table.load_acquire();  // pairs with store_release in writers
  DictEntry* entries = table->entries();
  for (uint32_t i = std::min(*position, table->used.load_acquire()); i > 0; i--) {
    Value v = visible(table, entries[i - 1].value.load_acquire());
    if (v.is_absent()) continue;
    *position = i - 1;
    *key = entries[i - 1].key.load_relaxed();
    *value = v;
    return true;
  }
  return false;
}

// --- update -----------------------------------------------------------------------------------------------------------------------
namespace {
Result<void> put_pair(Thread& t, Dict* d, Value key, uint64_t hash, Value value, bool override_existing) {
  if (override_existing) return dict_set_hashed(t, d, key, hash, value);
  return dict_set_default_hashed(t, d, key, hash, value).ok() ? kDone : Result<void>(kFailure);
}

/// Takes over a copy of other's table when d is still empty: no hashing, no comparing.
Result<bool> adopt_copy(Thread& t, Dict* d, Dict* other) {
  Dict* copy = EIDER_TRY(dict_copy(t, other));
  LockedObject locked(t, *d);
  DictTable* table = d->table.load_relaxed();
  if (d->size.load_relaxed() != 0 || table->is_cells) return false;
  if (copy->size.load_relaxed() == 0) return true;
  d->table.store_release(copy->table.get());  // pairs with load_acquire in readers
  d->size.store_relaxed(copy->size.load_relaxed());
  bump_version(d);
  return true;
}

Result<void> update_from_dict(Thread& t, Dict* d, Dict* other, bool override_existing) {
  if (d == other) return kDone;
  if (d->size.load_relaxed() == 0 && !d->table.load_acquire()->is_cells && EIDER_TRY(adopt_copy(t, d, other))) return kDone;
  DictTable* table = other->table.load_acquire();  // pairs with store_release in writers
  int64_t size = other->size.load_relaxed();
  uint32_t position = 0;
  Value key, value;
  uint64_t hash;
  while (dict_next(t, other, table, &position, &key, &value, &hash)) {
    EIDER_TRY(put_pair(t, d, key, hash, value, override_existing));
    if (EIDER_UNLIKELY(other->size.load_relaxed() != size)) return raise(t, TypeId::kRuntimeError, "dict mutated during update");
    EIDER_TRY(poll(t));
  }
  return kDone;
}

Result<void> update_from_mapping(Thread& t, Dict* d, Value mapping, bool override_existing) {
  Value keys = EIDER_TRY(call_method(t, mapping, name(t, Name::kkeys)));
  Value iterator = EIDER_TRY(get_iter(t, keys));
  for (;;) {
    Value key = EIDER_TRY(iter_next(t, iterator));
    if (key.is_absent()) return kDone;
    uint64_t hash = EIDER_TRY(hash_key(t, key));
    if (!override_existing && !EIDER_TRY(dict_get_hashed(t, d, key, hash)).is_absent()) continue;
    Value value = EIDER_TRY(get_item(t, mapping, key));
    EIDER_TRY(put_pair(t, d, key, hash, value, override_existing));
    EIDER_TRY(poll(t));
  }
}

/// The two halves of one element of an update sequence.
Result<void> split_pair(Thread& t, Value element, int64_t number, Value* key, Value* value) {
  Tuple* pair = as_exact<Tuple>(element);
  if (pair == nullptr) {
    List* list = as_exact<List>(element);
    Result<Tuple*> made = list != nullptr ? list_to_tuple(t, list) : to_tuple(t, element);
    if (!made.ok()) {
      if (!clear_if(t, TypeId::kTypeError)) return kFailure;
      return raise(t, TypeId::kTypeError, "cannot convert dictionary update sequence element #%lld to a sequence", static_cast<long long>(number));
    }
    pair = made.get();
  }
  if (pair->size() != 2) {
    return raise(t, TypeId::kValueError, "dictionary update sequence element #%lld has length %lld; 2 is required", static_cast<long long>(number),
                 static_cast<long long>(pair->size()));
  }
  *key = pair->items[0].get();
  *value = pair->items[1].get();
  return kDone;
}
}  // namespace

Result<void> dict_update_pairs(Thread& t, Dict* d, Value pairs, bool override_existing) {
  Value iterator = EIDER_TRY(get_iter(t, pairs));
  for (int64_t number = 0;; number++) {
    Value element = EIDER_TRY(iter_next(t, iterator));
    if (element.is_absent()) return kDone;
    Value key, value;
    EIDER_TRY(split_pair(t, element, number, &key, &value));
    EIDER_TRY(put_pair(t, d, key, EIDER_TRY(hash_key(t, key)), value, override_existing));
    EIDER_TRY(poll(t));
  }
}

Result<void> dict_merge(Thread& t, Dict* d, Value mapping, bool override_existing) {
  // A subclass of dict that iterates in its own way is a mapping like any other.
  if (is_instance(t, mapping, TypeId::kDict) && type_of(t, mapping)->slots.iter == type(t, TypeId::kDict)->slots.iter) {
    return update_from_dict(t, d, mapping.as<Dict>(), override_existing);
  }
  return update_from_mapping(t, d, mapping, override_existing);
}

Result<void> dict_update(Thread& t, Dict* d, Value other) {
  if (is_exact(other, TypeId::kDict)) return update_from_dict(t, d, other.as<Dict>(), true);
  Value keys = EIDER_TRY(find_attr(t, other, name(t, Name::kkeys)));
  return keys.is_absent() ? dict_update_pairs(t, d, other, true) : dict_merge(t, d, other, true);
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Finding a class attribute along the MRO, with a cache on each thread.
//
// Note [The lookup cache]
// An entry says: in the state of `type` numbered `version`, `name` is found in `cell` of `owner` (or nowhere: cell nullptr). The
// version is read before the walk; a mutation publishes its change before it gives new versions; so an entry filled by a walk that
// saw an old state carries an old version and is never hit again. Versions are never reused in a realm, so a hit proves that the
// type is the one that was looked at; its cells are kept by it. Names of negative entries are kept by nobody, so the collector
// empties the cache.
// Not here: instance attributes (instance.cpp), binding what was found (attribute.cpp).
#include "objects/type.h"

#include "base/memory.h"
#include "objects/errors.h"
#include "objects/lookup_cache.h"
#include "objects/realm.h"

namespace eider::objects {

bool is_subtype(const Type* derived, const Type* base) {
  if (derived == base) return true;
  Tuple* mro = derived->mro.load_acquire();
  if (mro == nullptr) {  // during bootstrap or while the class is being made
    for (const Type* c = derived->base.load_relaxed(); c != nullptr; c = c->base.load_relaxed()) {
      if (c == base) return true;
    }
    return false;
  }
  int64_t n = mro->size();
  for (int64_t i = 0; i < n; i++) {
    if (mro->items[i].load_relaxed().as<Type>() == base) return true;
  }
  return false;
}

Type* constant_type(const Thread& t, Value v) {
  if (v.is_small_int()) return type(t, TypeId::kInt);
  if (v.is_float_word()) return type(t, TypeId::kFloat);
  if (v.is_bool()) return type(t, TypeId::kBool);
  if (v == kNone) return type(t, TypeId::kNoneType);
  if (v == kEllipsis) return type(t, TypeId::kEllipsisType);
  if (v == kNotImplemented) return type(t, TypeId::kNotImplementedType);
  EIDER_UNREACHABLE("a word that is no Python object");
}

namespace {

NameCell* walk(Thread& t, Type* type, Str* name, Type** owner, int64_t start = 0) {
  Tuple* mro = type->mro.load_acquire();
  if (mro == nullptr) return nullptr;
  int64_t n = mro->size();
  for (int64_t i = start; i < n; i++) {
    Type* c = mro->items[i].load_relaxed().as<Type>();
    NameCell* cell = dict_find_cell(t, c->dict.load_acquire(), name);
    if (cell != nullptr && !cell->value.load_acquire().is_absent()) {
      *owner = c;
      return cell;
    }
  }
  return nullptr;
}

/// Cache keys compare by address. nullptr when memory is exhausted (no exception is left behind).
Str* interned_name(Thread& t, Str* name) {
  if (EIDER_LIKELY(name->interned())) return name;
  Value saved = t.pending_exception;
  Result<Str*> interned = intern(t, name);
  if (interned.ok()) return interned.get();
  t.pending_exception = saved;
  return nullptr;
}

}  // namespace

NameCell* type_lookup_cell(Thread& t, Type* type, Str* name, Type** owner) {
  Type* found_in = nullptr;
  Str* key = interned_name(t, name);
  if (EIDER_UNLIKELY(key == nullptr || t.lookup_cache == nullptr)) {
    NameCell* cell = walk(t, type, name, &found_in);
    if (owner != nullptr) *owner = found_in;
    return cell;
  }
  auto& cache = *static_cast<LookupCache*>(t.lookup_cache);
  uint32_t version = type->version.load_acquire();  // pairs with the release in new_version
  auto& entry = cache.entry(type, key);
  if (EIDER_LIKELY(entry.type == type && entry.name == key && entry.version == version)) {
    if (entry.cell == nullptr || EIDER_LIKELY(!entry.cell->value.load_acquire().is_absent())) {
      if (owner != nullptr) *owner = entry.owner;
      return entry.cell;
    }
  }
  NameCell* cell = walk(t, type, key, &found_in);
  entry = {type, key, version, cell, found_in};
  if (owner != nullptr) *owner = found_in;
  return cell;
}

Value type_lookup(Thread& t, Type* type, Str* name) {
  NameCell* cell = type_lookup_cell(t, type, name);
  return cell == nullptr ? kAbsent : cell->value.load_acquire();
}

Value type_lookup_after(Thread& t, Type* type, Type* after, Str* name) {
  Tuple* mro = type->mro.load_acquire();
  if (mro == nullptr) return kAbsent;
  int64_t n = mro->size();
  int64_t i = 0;
  while (i < n && mro->items[i].load_relaxed().as<Type>() != after) i++;
  Type* owner = nullptr;
  NameCell* cell = walk(t, type, name, &owner, i + 1);
  return cell == nullptr ? kAbsent : cell->value.load_acquire();
}

bool make_lookup_cache(Thread& t) {
  t.lookup_cache = base::raw_zalloc(sizeof(LookupCache));
  return t.lookup_cache != nullptr;
}

void clear_lookup_cache(Thread& t) {
  if (t.lookup_cache != nullptr) static_cast<LookupCache*>(t.lookup_cache)->clear();
}

void delete_lookup_cache(Thread& t) {
  base::raw_free(t.lookup_cache);
  t.lookup_cache = nullptr;
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// The wrapper that functools.lru_cache makes.
//
// Note [An LRU cache without a lock around the call]
// The dict key -> entry answers lookups; it locks itself and may run __eq__. The entries form a list, newest first, guarded by
// the wrapper's byte lock, under which only words are moved. A new entry goes into the dict first (exactly one of several threads that
// computed the same key gets in), then into the list; whoever finds it meanwhile does not move it. An entry that fell out of
// the list is removed from the dict by its key. After cache_clear, or when equal keys are not the same object, a list may hold
// entries that the dict no longer has: they fall out in their turn, so the dict never has more than maxsize entries plus
// those in flight.
#include "modules/functools/functools.h"
#include "objects/bound_method.h"
#include "objects/compiled_call.h"
#include "objects/key_hash.h"
#include "vm/function.h"

namespace eider::modules {

namespace {

struct LruEntry : Object {
  Field<LruEntry*> newer, older;  // under the wrapper's lock
  Field<Value> key;
  Field<Value> result;
  Atomic<int64_t> hash_high, hash_low;  // tagged halves
  Field<Value> linked;                  // True while in the list; under the lock

  uint64_t hash() const {
    return static_cast<uint64_t>(untag(hash_high.load_relaxed())) << 32 | static_cast<uint32_t>(untag(hash_low.load_relaxed()));
  }
};

struct LruWrapper : Object {
  Field<Value> function;
  Field<Value> cache_info_type;
  Field<Dict*> cache;
  Field<Dict*> dict;
  Field<LruEntry*> newest, oldest;  // under the lock
  Atomic<int64_t> linked;           // tagged: entries in the list; under the lock
  Atomic<int64_t> max_size;         // tagged; -1: no bound. Constant
  Atomic<int64_t> typed;            // tagged bool. Constant
  Atomic<int64_t> hits, misses;     // tagged counts
  Field<Value> keyword_mark;        // separates positional from keyword arguments in keys. Constant
};

void push_newest(LruWrapper* w, LruEntry* e) {
  LruEntry* second = w->newest.load_relaxed();
  e->newer.store_relaxed(nullptr);
  e->older.store_relaxed(second);
  if (second != nullptr) second->newer.store_relaxed(e);
  w->newest.store_relaxed(e);
  if (w->oldest.load_relaxed() == nullptr) w->oldest.store_relaxed(e);
  e->linked.store_relaxed(kTrue);
  w->linked.store_relaxed(w->linked.load_relaxed() + 2);
}
void unlink(LruWrapper* w, LruEntry* e) {
  LruEntry* newer = e->newer.load_relaxed();
  LruEntry* older = e->older.load_relaxed();
  if (newer != nullptr) newer->older.store_relaxed(older); else w->newest.store_relaxed(older);
  if (older != nullptr) older->newer.store_relaxed(newer); else w->oldest.store_relaxed(newer);
  e->newer.store_relaxed(nullptr);
  e->older.store_relaxed(nullptr);
  e->linked.store_relaxed(kFalse);
  w->linked.store_relaxed(w->linked.load_relaxed() - 2);
}

Result<Value> make_key(Thread& t, LruWrapper* w, const Value* args, uint32_t nargs, Tuple* kwnames) {
  bool typed = w->typed.load_relaxed() == tag(1);
  int64_t keywords = kwnames == nullptr ? 0 : kwnames->size();
  if (!typed && keywords == 0) {
    if (nargs == 1 && (is_exact_int(args[0]) || is_exact(args[0], TypeId::kStr))) return args[0];
    return tuple_from(t, args, nargs);
  }
  int64_t size = nargs + (keywords != 0 ? 1 + 2 * keywords : 0) + (typed ? nargs + keywords : 0);
  Tuple* key = EIDER_TRY(tuple_new(t, size));
  int64_t at = 0;
  for (uint32_t i = 0; i < nargs; i++) key->items[at++].init(args[i]);
  if (keywords != 0) key->items[at++].init(w->keyword_mark.get());
  for (int64_t i = 0; i < keywords; i++) {
    key->items[at++].init(kwnames->items[i].get());
    key->items[at++].init(args[nargs + i]);
  }
  if (typed) {
    for (int64_t i = 0; i < nargs + keywords; i++) key->items[at++].init(type_of(t, args[i])->value());
  }
  return key->value();
}

Result<Value> lru_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* w = self.as<LruWrapper>();
  Value function = w->function.get();
  int64_t bound = untag(w->max_size.load_relaxed());
  if (bound == 0) {
    if (frames_are_virtual(t)) return vm::refuse_python(t);
    w->misses.fetch_add_relaxed(2);
    return call(t, function, args, nargs, kwnames);
  }
  Value key = EIDER_TRY(make_key(t, w, args, nargs, kwnames));
  uint64_t hash = EIDER_TRY(hash_key(t, key));
  Dict* cache = w->cache.get();
  Value found = EIDER_TRY(dict_get_hashed(t, cache, key, hash));
  if (found.is_absent() && frames_are_virtual(t)) return vm::refuse_python(t);  // before the miss is counted: all is done again
  if (bound < 0) {
    if (!found.is_absent()) {
      w->hits.fetch_add_relaxed(2);
      return found;
    }
    w->misses.fetch_add_relaxed(2);
    Value result = EIDER_TRY(call(t, function, args, nargs, kwnames));
    EIDER_TRY(dict_set_hashed(t, cache, key, hash, result));
    return result;
  }
  if (!found.is_absent()) {
    auto* entry = found.as<LruEntry>();
    w->hits.fetch_add_relaxed(2);
    LockedObject locked(t, *w);
    if (entry->linked.load_relaxed() == kTrue && w->newest.load_relaxed() != entry) {
      unlink(w, entry);
      push_newest(w, entry);
    }
    return entry->result.get();
  }
  w->misses.fetch_add_relaxed(2);
  Value result = EIDER_TRY(call(t, function, args, nargs, kwnames));
  LruEntry* entry = EIDER_TRY(make<LruEntry>(t, module_type(t, ModuleType::kLruEntry)));
  entry->key.init(key);
  entry->result.init(result);
  entry->hash_high.store_relaxed(tag(static_cast<int64_t>(hash >> 32)));
  entry->hash_low.store_relaxed(tag(static_cast<int64_t>(hash & 0xffffffff)));
  entry->linked.init(kFalse);
  bool inserted = false;
  EIDER_TRY(dict_set_default_hashed(t, cache, key, hash, entry->value(), &inserted));
  if (!inserted) return result;  // another call, perhaps one made by the function itself, was first
  for (;;) {
    LruEntry* victim = nullptr;
    {
      LockedObject locked(t, *w);
      if (entry != nullptr) push_newest(w, entry);
      if (untag(w->linked.load_relaxed()) > bound) {
        victim = w->oldest.load_relaxed();
        unlink(w, victim);
      }
    }
    if (victim == nullptr) return result;
    entry = nullptr;
    EIDER_TRY(dict_pop_hashed(t, cache, victim->key.get(), victim->hash()));
  }
}

Result<Value> lru_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"lru_cache(user_function, maxsize, typed, cache_info_type)"};
  Value a[4];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  if (!is_callable(t, a[0])) return raise(t, TypeId::kTypeError, "the first argument must be callable");
  bool typed = EIDER_TRY(truth(t, a[2]));
  int64_t bound = -1;
  if (!a[1].is_none()) {
    if (type_of(t, a[1])->slots.index == nullptr) return raise(t, TypeId::kTypeError, "maxsize should be integer or None");
    bound = std::max<int64_t>(EIDER_TRY(builtins::size_argument(t, a[1])), 0);
    bound = std::min(bound, Value::kMaxSmallInt);
  }
  Dict* cache = EIDER_TRY(dict_new(t));
  Object* mark = EIDER_TRY(new_instance(t, type(t, TypeId::kObject)));
  LruWrapper* w = EIDER_TRY(make<LruWrapper>(t, cls));
  w->function.init(a[0]);
  w->cache_info_type.init(a[3]);
  w->cache.init(cache);
  w->keyword_mark.init(mark->value());
  w->max_size.store_relaxed(tag(bound));
  w->typed.store_relaxed(tag(typed));
  w->hits.store_relaxed(tag(0));
  w->misses.store_relaxed(tag(0));
  w->linked.store_relaxed(tag(0));
  return w->value();
}

Result<Value> lru_get(Thread& t, Value self, Value instance, Value) {
  if (instance.is_absent() || instance.is_none()) return self;
  return bound_method_new(t, self, instance);
}

Result<Value> cache_info(Thread& t, const Value* a) {
  auto* w = a[0].as<LruWrapper>();
  int64_t bound = untag(w->max_size.load_relaxed());
  Value row[4] = {Value::from_small_int(untag(w->hits.load_relaxed())), Value::from_small_int(untag(w->misses.load_relaxed())),
                  bound < 0 ? kNone : Value::from_small_int(bound), Value::from_small_int(dict_size(w->cache.get()))};
  return call(t, w->cache_info_type.get(), row, 4);
}
Result<Value> cache_clear(Thread& t, const Value* a) {
  auto* w = a[0].as<LruWrapper>();
  dict_clear(t, w->cache.get());
  LockedObject locked(t, *w);
  for (LruEntry* e = w->newest.load_relaxed(); e != nullptr;) {
    LruEntry* older = e->older.load_relaxed();
    e->linked.store_relaxed(kFalse);
    e->newer.store_relaxed(nullptr);
    e->older.store_relaxed(nullptr);
    e = older;
  }
  w->newest.store_relaxed(nullptr);
  w->oldest.store_relaxed(nullptr);
  w->linked.store_relaxed(tag(0));
  w->hits.store_relaxed(tag(0));
  w->misses.store_relaxed(tag(0));
  return kNone;
}
Result<Value> lru_reduce(Thread& t, const Value* a) { return get_attr(t, a[0], name(t, Name::k__qualname__)); }
Result<Value> lru_copy(Thread&, const Value* a) { return a[0]; }

constexpr NativeDef kMethods[] = {
    {"cache_info(self, /)", cache_info, Sync::kLockFreeRead, "Report cache statistics"},
    {"cache_clear(self, /)", cache_clear, Sync::kLocksSelf, "Clear the cache and cache statistics"},
    {"__reduce__(self, /)", lru_reduce, Sync::kNone, nullptr},
    {"__copy__(self, /)", lru_copy, Sync::kImmutable, nullptr},
    {"__deepcopy__(self, memo, /)", lru_copy, Sync::kImmutable, nullptr},
};
constexpr GetSetDef kGetSets[] = {
    {"__dict__", get_own_dict<LruWrapper>, set_own_dict<LruWrapper>, nullptr},
};

}  // namespace

Result<void> add_lru_cache(Thread& t, Module* module) {
  TypeSpec entry = values_spec<LruEntry>("functools._lru_list_elem", nullptr);
  entry.flags = kImmutable | kDisallowInstantiation;
  set_module_type(t, ModuleType::kLruEntry, EIDER_TRY(make_builtin_type(t, entry)));
  TypeSpec spec = values_spec<LruWrapper>("functools._lru_cache_wrapper",
      "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no "
      "caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and "
      "f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the "
      "fields:\n                        hits misses currsize maxsize\n");
  spec.flags = kImmutable | kBaseType | kWeakrefable | kMethodLike;
  spec.dict_offset = offsetof(LruWrapper, dict);
  spec.slots.new_ = lru_new;
  spec.slots.call = lru_call;
  spec.slots.descr_get = lru_get;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(add_type(t, module, spec));
  return kDone;
}

}  // namespace eider::modules

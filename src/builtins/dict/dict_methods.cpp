// SPDX-License-Identifier: MIT
//
// dict's methods and its type.
#include <iterator>

#include "builtins/dict/dict_parts.h"
#include "builtins/sequence_support.h"
#include "builtins/set/set.h"
#include "objects/key_hash.h"

namespace eider::builtins {

namespace {

Dict* self_of(const Value* args) { return args[0].as<Dict>(); }

Result<Value> get_method(Thread& t, const Value* args) {
  Value value = EIDER_TRY(dict_get(t, self_of(args), args[1]));
  if (!value.is_absent()) return value;
  return args[2].is_absent() ? kNone : args[2];
}

Result<Value> setdefault_method(Thread& t, const Value* args) {
  return dict_set_default(t, self_of(args), args[1], args[2].is_absent() ? kNone : args[2]);
}

Result<Value> pop_method(Thread& t, const Value* args) {
  // As CPython: an empty dict does not ask for the key's hash.
  Value value = dict_size(self_of(args)) == 0 ? kAbsent : EIDER_TRY(dict_pop(t, self_of(args), args[1]));
  if (!value.is_absent()) return value;
  if (!args[2].is_absent()) return args[2];
  return raise_key_error(t, args[1]);
}

Result<Value> popitem_method(Thread& t, const Value* args) {
  Value key, value;
  if (!EIDER_TRY(dict_pop_last(t, self_of(args), &key, &value))) return raise(t, TypeId::kKeyError, "popitem(): dictionary is empty");
  return tuple_of(t, key, value);
}

Result<Value> clear_method(Thread& t, const Value* args) {
  dict_clear(t, self_of(args));
  return kNone;
}

Result<Value> copy_method(Thread& t, const Value* args) { return dict_copy(t, self_of(args)); }

Result<Value> update_method(Thread& t, const Value* args) {
  auto* positional = args[1].as<Tuple>();
  if (positional->size() > 1) {
    return raise(t, TypeId::kTypeError, "update expected at most 1 argument, got %lld", static_cast<long long>(positional->size()));
  }
  if (positional->size() == 1) EIDER_TRY(dict_update(t, self_of(args), positional->items[0].get()));
  if (!args[2].is_absent() && dict_size(args[2].as<Dict>()) != 0) EIDER_TRY(dict_merge(t, self_of(args), args[2], true));
  return kNone;
}

/// Fills the empty exact dict `d` from the keys of a dict or set, whose hashes are known; false when `iterable` is neither.
Result<bool> fill_from_hashed(Thread& t, Dict* d, Value iterable, Value value) {
  Value key, ignored;
  uint64_t hash;
  if (Dict* other = as_exact<Dict>(iterable)) {
    DictTable* table = other->table.load_acquire();  // pairs with store_release in dict growth
    uint32_t position = 0;
    while (dict_next(t, other, table, &position, &key, &ignored, &hash)) {
      EIDER_TRY(dict_set_hashed(t, d, key, hash, value));
      EIDER_TRY(poll(t));
    }
    return true;
  }
  if (is_exact(iterable, TypeId::kSet) || is_exact(iterable, TypeId::kFrozenSet)) {
    SetTable* table = iterable.as<Set>()->table.load_acquire();  // pairs with store_release in set growth
    uint64_t position = 0;
    while (set_next_hashed(t, iterable.as<Set>(), table, &position, &key, &hash)) {
      EIDER_TRY(dict_set_hashed(t, d, key, hash, value));
      EIDER_TRY(poll(t));
    }
    return true;
  }
  return false;
}

Result<Value> fromkeys_method(Thread& t, const Value* args) {
  Value made = EIDER_TRY(call0(t, args[0]));
  Value value = args[2].is_absent() ? kNone : args[2];
  Dict* d = as_exact<Dict>(made);
  if (d != nullptr && dict_size(d) == 0 && EIDER_TRY(fill_from_hashed(t, d, args[1], value))) return made;
  Value iterator = EIDER_TRY(get_iter(t, args[1]));
  for (;;) {
    Value key = EIDER_TRY(iter_next(t, iterator));
    if (key.is_absent()) return made;
    if (d != nullptr) {
      EIDER_TRY(dict_set(t, d, key, value));
    } else {
      EIDER_TRY(set_item(t, made, key, value));
    }
    EIDER_TRY(poll(t));
  }
}

template <TypeId kWhich>
Result<Value> view_method(Thread& t, const Value* args) {
  return dict_view_new(t, self_of(args), kWhich);
}

Result<Value> reversed_method(Thread& t, const Value* args) { return dict_iterator_new(t, self_of(args), TypeId::kDictReverseKeyIterator); }

Result<Value> getitem_method(Thread& t, const Value* args) { return dict_get_item(t, args[0], args[1]); }

Result<Value> contains_method(Thread& t, const Value* args) {
  return Value::from_bool(!EIDER_TRY(dict_get(t, self_of(args), args[1])).is_absent());
}

Result<Value> sizeof_method(Thread& t, const Value* args) {
  DictTable* table = self_of(args)->table.load_acquire();
  int64_t bytes = sizeof(Dict);
  if (table->capacity != 0) {
    int64_t slot = table->log2_index <= 8 ? 1 : table->log2_index <= 16 ? 2 : 4;
    bytes += static_cast<int64_t>(sizeof(DictTable) + sizeof(DictEntry) * table->capacity) + (slot << table->log2_index);
  }
  return Value::from_small_int(bytes);
}

constexpr NativeDef kMethods[] = {
    {"get(self, key, default=None, /)", get_method, Sync::kLockFreeRead,
     "Return the value for key if key is in the dictionary, else default."},
    {"setdefault(self, key, default=None, /)", setdefault_method, Sync::kLocksSelf,
     "Insert key with a value of default if key is not in the dictionary.\n\n"
     "Return the value for key if key is in the dictionary, else default."},
    {"pop(self, key, default=<unrepresentable>, /)", pop_method, Sync::kLocksSelf,
     "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
     "If the key is not found, return the default if given; otherwise,\nraise a KeyError."},
    {"popitem(self, /)", popitem_method, Sync::kLocksSelf,
     "Remove and return a (key, value) pair as a 2-tuple.\n\n"
     "Pairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty."},
    {"keys(self, /)", view_method<TypeId::kDictKeys>, Sync::kNone, "D.keys() -> a set-like object providing a view on D's keys"},
    {"items(self, /)", view_method<TypeId::kDictItems>, Sync::kNone, "D.items() -> a set-like object providing a view on D's items"},
    {"values(self, /)", view_method<TypeId::kDictValues>, Sync::kNone, "D.values() -> an object providing a view on D's values"},
    {"update(self, /, *args, **kwargs)", update_method, Sync::kLocksSelfEach,
     "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
     "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
     "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
     "In either case, this is followed by: for k in F:  D[k] = F[k]"},
    {"fromkeys(type, iterable, value=None, /)", fromkeys_method, Sync::kNone,
     "Create a new dictionary with keys from iterable and values set to value.", NativeDef::kClassMethod},
    {"clear(self, /)", clear_method, Sync::kLocksSelf, "D.clear() -> None.  Remove all items from D."},
    {"copy(self, /)", copy_method, Sync::kSnapshot, "D.copy() -> a shallow copy of D"},
    {"__reversed__(self, /)", reversed_method, Sync::kNone, "Return a reverse iterator over the dict keys."},
    {"__getitem__(self, key, /)", getitem_method, Sync::kLockFreeRead, "x.__getitem__(y) <==> x[y]"},
    {"__contains__(self, key, /)", contains_method, Sync::kLockFreeRead, "True if the dictionary has the specified key, else False."},
    {"__sizeof__(self, /)", sizeof_method, Sync::kLockFreeRead, "D.__sizeof__() -> size of D in memory, in bytes"},
    {"__class_getitem__(cls, object, /)", class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};

}  // namespace

Result<void> install_dict(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kDict;
  spec.name = "dict";
  spec.doc =
      "dict() -> new empty dictionary\n"
      "dict(mapping) -> new dictionary initialized from a mapping object's\n"
      "    (key, value) pairs\n"
      "dict(iterable) -> new dictionary initialized as if via:\n"
      "    d = {}\n"
      "    for k, v in iterable:\n"
      "        d[k] = v\n"
      "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
      "    in the keyword argument list.  For example:  dict(one=1, two=2)";
  spec.flags = kBaseType | kImmutable | kMappingPattern | kMatchSelf;
  spec.native_bytes = sizeof(Dict);
  spec.trace = TraceKind::kCustom;
  fill_dict_slots(spec.slots);
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  EIDER_TRY(install_dict_views(t));
  return install_dict_iterators(t);
}

}  // namespace eider::builtins

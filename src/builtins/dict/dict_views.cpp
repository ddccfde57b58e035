// SPDX-License-Identifier: MIT
//
// dict_keys, dict_values, dict_items: windows on a dict. Keys and items behave as sets.
#include <iterator>

#include "builtins/dict/dict_parts.h"
#include "builtins/sequence_support.h"
#include "builtins/set/set.h"
#include "objects/allocate.h"
#include "objects/key_hash.h"

namespace eider::builtins {

Result<Value> dict_view_new(Thread& t, Dict* dict, TypeId which) {
  auto* view = allocate_shaped<DictView>(t, shape_id(which), TraceKind::kValues);
  if (EIDER_UNLIKELY(view == nullptr)) return raise_no_memory(t);
  view->dict.init(dict);
  return view->value();
}

namespace {

Dict* dict_of(Value view) { return view.as<DictView>()->dict.get(); }
// OrderedDict's views are of derived types.
bool is_view(Thread& t, Value v, TypeId which) { return is_exact(v, which) || is_instance(t, v, which); }
bool is_set_view(Thread& t, Value v) { return is_view(t, v, TypeId::kDictKeys) || is_view(t, v, TypeId::kDictItems); }

Result<int64_t> slot_length(Thread& t, Value self) { return dict_size(dict_of(self)); }

template <TypeId kIterator>
Result<Value> slot_iter(Thread& t, Value self) {
  return dict_iterator_new(t, dict_of(self), kIterator);
}
template <TypeId kIterator>
Result<Value> reversed_method(Thread& t, const Value* args) {
  return dict_iterator_new(t, dict_of(args[0]), kIterator);
}

Result<bool> slot_contains(Thread& t, Value self, Value item) {
  Dict* d = dict_of(self);
  if (is_view(t, self, TypeId::kDictKeys)) return !EIDER_TRY(dict_get(t, d, item)).is_absent();
  if (!is_instance(t, item, TypeId::kTuple) || item.as<Tuple>()->size() != 2) return false;
  Value found = EIDER_TRY(dict_get(t, d, item.as<Tuple>()->items[0].get()));
  if (found.is_absent()) return false;
  Value wanted = item.as<Tuple>()->items[1].get();
  return found == wanted || EIDER_TRY(equal(t, found, wanted));
}

Result<Value> slot_repr(Thread& t, Value self) {
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  if (guard.nested()) return str_from_ascii(t, "...");
  List* items = EIDER_TRY(to_list(t, self));
  StrBuilder out(t);
  if (!out.add(type_name(t, self)) || !out.add("([") || !write_items(t, ListAccess{items}, out) || !out.add("])")) return kFailure;
  return out.finish();
}

// --- as sets -----------------------------------------------------------------------------------------------------------------------
/// Whether every item of `all` is in `container`.
Result<bool> all_in(Thread& t, Value all, Value container) {
  Value iterator = EIDER_TRY(get_iter(t, all));
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) return true;
    if (!EIDER_TRY(contains(t, container, item))) return false;
    EIDER_TRY(poll(t));
  }
}

Result<Value> slot_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_set_view(t, self) || !(is_any_set(t, other) || is_set_view(t, other))) return kNotImplemented;
  int64_t m = EIDER_TRY(length(t, self)), n = EIDER_TRY(length(t, other));
  switch (kind) {
    case CompareKind::kEq: return Value::from_bool(m == n && EIDER_TRY(all_in(t, self, other)));
    case CompareKind::kNe: return Value::from_bool(!(m == n && EIDER_TRY(all_in(t, self, other))));
    case CompareKind::kLt: return Value::from_bool(m < n && EIDER_TRY(all_in(t, self, other)));
    case CompareKind::kLe: return Value::from_bool(m <= n && EIDER_TRY(all_in(t, self, other)));
    case CompareKind::kGt: return Value::from_bool(m > n && EIDER_TRY(all_in(t, other, self)));
    case CompareKind::kGe: return Value::from_bool(m >= n && EIDER_TRY(all_in(t, other, self)));
  }
  EIDER_UNREACHABLE("compare kind");
}

/// The left operand as a set. The operators' other operand may be any iterable, on either side.
Result<Set*> as_set(Thread& t, Value left) { return set_from(t, is_view(t, left, TypeId::kDictKeys) ? dict_of(left)->value() : left); }

Result<Value> slot_subtract(Thread& t, Value left, Value right) {
  Set* made = EIDER_TRY(as_set(t, left));
  EIDER_TRY(set_difference_update(t, made, right));
  return made->value();
}

Result<Value> slot_or(Thread& t, Value left, Value right) {
  Set* made = EIDER_TRY(as_set(t, left));
  EIDER_TRY(set_update(t, made, right));
  return made->value();
}

Result<Value> slot_and(Thread& t, Value left, Value right) {
  Value view = left, other = right;
  if (!is_set_view(t, view)) std::swap(view, other);
  int64_t size = dict_size(dict_of(view));
  // A small view in a large set: the set's own intersection. Of two views, the longer one is searched.
  if (is_exact(other, TypeId::kSet) && size <= set_size(other.as<Set>())) return set_intersection(t, other.as<Set>(), view);
  if (is_set_view(t, other) && dict_size(dict_of(other)) > size) std::swap(view, other);
  Value iterator = EIDER_TRY(get_iter(t, other));
  Set* made = EIDER_TRY(set_new(t));
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) return made->value();
    if (EIDER_TRY(slot_contains(t, view, item)) && !set_add(t, made, item).ok()) return kFailure;
    EIDER_TRY(poll(t));
  }
}

/// items ^ items: pairs that only one of the dicts has.
Result<Value> xor_items(Thread& t, Dict* a, Dict* b) {
  Set* made = EIDER_TRY(set_new(t));
  Dict* rest = EIDER_TRY(dict_copy(t, a));
  DictTable* table = b->table.load_acquire();  // pairs with store_release in dict growth
  uint32_t position = 0;
  Value key, value;
  uint64_t hash;
  while (dict_next(t, b, table, &position, &key, &value, &hash)) {
    Value other = EIDER_TRY(dict_get_hashed(t, rest, key, hash));
    if (!other.is_absent() && (other == value || EIDER_TRY(equal(t, other, value)))) {
      EIDER_TRY(dict_pop_hashed(t, rest, key, hash));
    } else if (!set_add(t, made, EIDER_TRY(tuple_of(t, key, value))->value()).ok()) {
      return kFailure;
    }
    EIDER_TRY(poll(t));
  }
  EIDER_TRY(set_update(t, made, EIDER_TRY(dict_view_new(t, rest, TypeId::kDictItems))));
  return made->value();
}

Result<Value> slot_xor(Thread& t, Value left, Value right) {
  if (is_view(t, left, TypeId::kDictItems) && is_view(t, right, TypeId::kDictItems)) return xor_items(t, dict_of(left), dict_of(right));
  Set* made = EIDER_TRY(as_set(t, left));
  EIDER_TRY(set_symmetric_difference_update(t, made, right));
  return made->value();
}

Result<Value> isdisjoint_method(Thread& t, const Value* args) {
  Value view = args[0], other = args[1];
  if (view == other) return Value::from_bool(dict_size(dict_of(view)) == 0);
  // The shorter one is walked.
  if (is_exact(other, TypeId::kSet) || is_exact(other, TypeId::kFrozenSet) || is_set_view(t, other)) {
    if (EIDER_TRY(length(t, other)) > dict_size(dict_of(view))) std::swap(view, other);
  }
  Value iterator = EIDER_TRY(get_iter(t, other));
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) return kTrue;
    if (EIDER_TRY(contains(t, view, item))) return kFalse;
    EIDER_TRY(poll(t));
  }
}

Result<Value> get_mapping(Thread& t, Value self) {
  return call1(t, type(t, TypeId::kMappingProxy)->value(), dict_of(self)->value());
}

constexpr GetSetDef kGetSets[] = {{"mapping", get_mapping, nullptr, "dictionary that this view refers to"}};

constexpr const char* kDisjointDoc = "Return True if the view and the given iterable have a null intersection.";

constexpr NativeDef kKeysMethods[] = {
    {"isdisjoint(self, other, /)", isdisjoint_method, Sync::kLockFreeRead, kDisjointDoc},
    {"__reversed__(self, /)", reversed_method<TypeId::kDictReverseKeyIterator>, Sync::kNone, "Return a reverse iterator over the dict keys."},
};
constexpr NativeDef kItemsMethods[] = {
    {"isdisjoint(self, other, /)", isdisjoint_method, Sync::kLockFreeRead, kDisjointDoc},
    {"__reversed__(self, /)", reversed_method<TypeId::kDictReverseItemIterator>, Sync::kNone, "Return a reverse iterator over the dict items."},
};
constexpr NativeDef kValuesMethods[] = {
    {"__reversed__(self, /)", reversed_method<TypeId::kDictReverseValueIterator>, Sync::kNone, "Return a reverse iterator over the dict values."},
};

TypeSpec view_spec(TypeId id, const char* name, UnaryFn iter) {
  TypeSpec spec;
  spec.id = id;
  spec.name = name;
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(DictView);
  spec.trace = TraceKind::kValues;
  spec.slots.length = slot_length;
  spec.slots.iter = iter;
  spec.slots.repr = slot_repr;
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  if (id == TypeId::kDictValues) return spec;
  spec.slots.contains = slot_contains;
  spec.slots.compare = slot_compare;
  spec.slots.hash = hash_not_implemented;
  spec.slots.subtract = slot_subtract;
  spec.slots.bit_and = slot_and;
  spec.slots.bit_or = slot_or;
  spec.slots.bit_xor = slot_xor;
  return spec;
}

}  // namespace

Result<void> install_dict_views(Thread& t) {
  TypeSpec keys = view_spec(TypeId::kDictKeys, "dict_keys", slot_iter<TypeId::kDictKeyIterator>);
  keys.methods = kKeysMethods;
  keys.method_count = std::size(kKeysMethods);
  TypeSpec items = view_spec(TypeId::kDictItems, "dict_items", slot_iter<TypeId::kDictItemIterator>);
  items.methods = kItemsMethods;
  items.method_count = std::size(kItemsMethods);
  TypeSpec values = view_spec(TypeId::kDictValues, "dict_values", slot_iter<TypeId::kDictValueIterator>);
  values.methods = kValuesMethods;
  values.method_count = std::size(kValuesMethods);
  for (const TypeSpec* spec : {&keys, &items, &values}) {
    if (!make_builtin_type(t, *spec).ok()) return kFailure;
  }
  return kDone;
}

}  // namespace eider::builtins

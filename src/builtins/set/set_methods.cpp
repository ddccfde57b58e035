// SPDX-License-Identifier: MIT
//
// Methods of set and frozenset, and the types.
#include <iterator>

#include "builtins/sequence_support.h"
#include "builtins/set/set_parts.h"
#include "builtins/set/set_table.h"

namespace eider::builtins {

using namespace set_table;

namespace {

Set* self_of(const Value* args) { return args[0].as<Set>(); }
Tuple* others_of(const Value* args) { return args[1].as<Tuple>(); }

// --- both types --------------------------------------------------------------------------------------------------------------------
Result<Value> copy_method(Thread& t, const Value* args) {
  if (is_exact(args[0], TypeId::kFrozenSet)) return args[0];
  return set_copy(t, self_of(args));
}

Result<Value> union_method(Thread& t, const Value* args) {
  Set* made = EIDER_TRY(set_copy(t, self_of(args)));
  for (int64_t i = 0; i < others_of(args)->size(); i++) {
    Value other = others_of(args)->items[i].get();
    if (other != args[0]) EIDER_TRY(update(t, made, other, Sharing::kPrivate));
  }
  return made->value();
}

Result<Set*> intersect_all(Thread& t, Set* set, Tuple* others) {
  if (others->size() == 0) return set_copy(t, set);
  for (int64_t i = 0; i < others->size(); i++) set = EIDER_TRY(set_intersection(t, set, others->items[i].get()));
  return set;
}

Result<Value> intersection_method(Thread& t, const Value* args) { return intersect_all(t, self_of(args), others_of(args)); }

Result<Value> difference_method(Thread& t, const Value* args) {
  Tuple* others = others_of(args);
  if (others->size() == 0) return set_copy(t, self_of(args));
  Set* made = EIDER_TRY(set_difference(t, self_of(args), others->items[0].get()));
  for (int64_t i = 1; i < others->size(); i++) EIDER_TRY(set_difference_update(t, made, others->items[i].get()));
  return made->value();
}

Result<Value> symmetric_difference_method(Thread& t, const Value* args) { return set_symmetric_difference(t, self_of(args), args[1]); }

template <auto F>
Result<Value> test_method(Thread& t, const Value* args) {
  return Value::from_bool(EIDER_TRY(F(t, self_of(args), args[1])));
}

Result<Value> reduce_method(Thread& t, const Value* args) {
  Tuple* inner = EIDER_TRY(tuple_of(t, EIDER_TRY(to_list(t, args[0]))->value()));
  Value state = EIDER_TRY(call_method(t, args[0], name(t, Name::k__getstate__)));
  return tuple_of(t, type_of(t, args[0])->value(), inner->value(), state);
}

Result<Value> sizeof_method(Thread& t, const Value* args) {
  SetTable* table = self_of(args)->table.load_acquire();
  size_t bytes = sizeof(Set) + (table == empty_table(t) ? 0 : sizeof(SetTable) + sizeof(SetEntry) * (table->mask + 1));
  return Value::from_small_int(static_cast<int64_t>(bytes));
}

// --- set only ----------------------------------------------------------------------------------------------------------------------
Result<Value> add_method(Thread& t, const Value* args) {
  return set_add(t, self_of(args), args[1]).ok() ? Result<Value>(kNone) : kFailure;
}

Result<Value> discard_method(Thread& t, const Value* args) {
  return set_discard(t, self_of(args), args[1]).ok() ? Result<Value>(kNone) : kFailure;
}

Result<Value> contains_method(Thread& t, const Value* args) { return Value::from_bool(EIDER_TRY(set_contains(t, args[0].as<Set>(), args[1]))); }

Result<Value> remove_method(Thread& t, const Value* args) {
  if (EIDER_TRY(set_discard(t, self_of(args), args[1]))) return kNone;
  return raise_key_error(t, args[1]);
}

Result<Value> pop_method(Thread& t, const Value* args) {
  Value key;
  if (EIDER_TRY(set_pop(t, self_of(args), &key))) return key;
  return raise(t, TypeId::kKeyError, "pop from an empty set");
}

Result<Value> clear_method(Thread& t, const Value* args) {
  set_clear(t, self_of(args));
  return kNone;
}

Result<Value> update_method(Thread& t, const Value* args) {
  for (int64_t i = 0; i < others_of(args)->size(); i++) EIDER_TRY(set_update(t, self_of(args), others_of(args)->items[i].get()));
  return kNone;
}

Result<Value> intersection_update_method(Thread& t, const Value* args) {
  Tuple* others = others_of(args);
  if (others->size() == 1) {
    EIDER_TRY(set_intersection_update(t, self_of(args), others->items[0].get()));
  } else if (others->size() > 1) {
    Set* rest = EIDER_TRY(intersect_all(t, self_of(args), others));
    EIDER_TRY(set_intersection_update(t, self_of(args), rest->value()));
  }
  return kNone;
}

Result<Value> difference_update_method(Thread& t, const Value* args) {
  for (int64_t i = 0; i < others_of(args)->size(); i++) {
    EIDER_TRY(set_difference_update(t, self_of(args), others_of(args)->items[i].get()));
  }
  return kNone;
}

Result<Value> symmetric_difference_update_method(Thread& t, const Value* args) {
  EIDER_TRY(set_symmetric_difference_update(t, self_of(args), args[1]));
  return kNone;
}

#define EIDER_SET_ROWS(read, snapshot)                                                                                              \
  {"__contains__(self, object, /)", contains_method, read, "x.__contains__(y) <==> y in x."},                                       \
  {"copy(self, /)", copy_method, snapshot, "Return a shallow copy of a set."},                                                     \
      {"union(self, /, *others)", union_method, snapshot,                                                                          \
       "Return the union of sets as a new set.\n\n(i.e. all elements that are in either set.)", Texts::kUnpackTuple},                                  \
      {"intersection(self, /, *others)", intersection_method, read,                                                                \
       "Return the intersection of two sets as a new set.\n\n(i.e. all elements that are in both sets.)", Texts::kUnpackTuple},                        \
      {"difference(self, /, *others)", difference_method, read,                                                                    \
       "Return the difference of two or more sets as a new set.\n\n(i.e. all elements that are in this set but not the others.)", Texts::kUnpackTuple}, \
      {"symmetric_difference(self, other, /)", symmetric_difference_method, read,                                                  \
       "Return the symmetric difference of two sets as a new set.\n\n(i.e. all elements that are in exactly one of the sets.)"},  \
      {"issubset(self, other, /)", test_method<set_is_subset>, read, "Report whether another set contains this set."},             \
      {"issuperset(self, other, /)", test_method<set_is_superset>, read, "Report whether this set contains another set."},         \
      {"isdisjoint(self, other, /)", test_method<set_is_disjoint>, read, "Return True if two sets have a null intersection."},     \
      {"__reduce__(self, /)", reduce_method, read, "Return state information for pickling."},                                      \
      {"__sizeof__(self, /)", sizeof_method, read, "S.__sizeof__() -> size of S in memory, in bytes"},                             \
  {                                                                                                                                 \
    "__class_getitem__(cls, object, /)", class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod                   \
  }

constexpr NativeDef kFrozenSetMethods[] = {EIDER_SET_ROWS(Sync::kImmutable, Sync::kImmutable)};

constexpr NativeDef kSetMethods[] = {
    EIDER_SET_ROWS(Sync::kLockFreeRead, Sync::kSnapshot),
    {"add(self, object, /)", add_method, Sync::kLocksSelf,
     "Add an element to a set.\n\nThis has no effect if the element is already present."},
    {"discard(self, object, /)", discard_method, Sync::kLocksSelf,
     "Remove an element from a set if it is a member.\n\n"
     "Unlike set.remove(), the discard() method does not raise\n"
     "an exception when an element is missing from the set."},
    {"remove(self, object, /)", remove_method, Sync::kLocksSelf,
     "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."},
    {"pop(self, /)", pop_method, Sync::kLocksSelf, "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."},
    {"clear(self, /)", clear_method, Sync::kLocksSelf, "Remove all elements from this set."},
    {"update(self, /, *others)", update_method, Sync::kLocksSelfEach, "Update a set with the union of itself and others.", Texts::kUnpackTuple},
    {"intersection_update(self, /, *others)", intersection_update_method, Sync::kLocksSelf,
     "Update a set with the intersection of itself and another.", Texts::kUnpackTuple},
    {"difference_update(self, /, *others)", difference_update_method, Sync::kLocksSelfEach,
     "Remove all elements of another set from this set.", Texts::kUnpackTuple},
    {"symmetric_difference_update(self, other, /)", symmetric_difference_update_method, Sync::kLocksSelfEach,
     "Update a set with the symmetric difference of itself and another."},
};
#undef EIDER_SET_ROWS

/// The objects that every set of the realm may share.
Result<void> make_roots(Thread& t) {
  t.realm->empty_set_table = EIDER_TRY(new_table(t, kMinEntries))->value();
  t.realm->add_root(t.realm->empty_set_table);
  t.realm->exhausted_set = EIDER_TRY(new_set(t, TypeId::kFrozenSet))->value();
  t.realm->add_root(t.realm->exhausted_set);
  return kDone;
}

Result<void> install_table_type(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kSetTable;
  spec.name = "set_table";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(SetTable);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = trace_set_table;
  return make_builtin_type(t, spec).ok() ? kDone : Result<void>(kFailure);
}

}  // namespace

Result<void> install_set(Thread& t) {
  EIDER_TRY(install_table_type(t));
  TypeSpec spec;
  spec.id = TypeId::kSet;
  spec.name = "set";
  spec.doc =
      "set() -> new empty set object\nset(iterable) -> new set object\n\n"
      "Build an unordered collection of unique elements.";
  spec.flags = kBaseType | kImmutable | kMatchSelf | kWeakrefable;
  spec.native_bytes = sizeof(Set);
  spec.trace = TraceKind::kCustom;
  fill_set_slots(spec.slots, TypeId::kSet);
  spec.methods = kSetMethods;
  spec.method_count = std::size(kSetMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  spec.id = TypeId::kFrozenSet;
  spec.name = "frozenset";
  spec.doc =
      "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\n"
      "Build an immutable unordered collection of unique elements.";
  spec.slots = TypeSlots{};
  fill_set_slots(spec.slots, TypeId::kFrozenSet);
  spec.methods = kFrozenSetMethods;
  spec.method_count = std::size(kFrozenSetMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  EIDER_TRY(make_roots(t));
  return install_set_iterator(t);
}

}  // namespace eider::builtins

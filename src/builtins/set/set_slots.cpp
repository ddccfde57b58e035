// SPDX-License-Identifier: MIT
//
// Operators and construction of set and frozenset.
#include "builtins/kernels/hash.h"
#include "builtins/sequence_support.h"
#include "builtins/set/set_parts.h"
#include "builtins/set/set_table.h"

namespace eider::builtins {

using namespace set_table;

namespace {

Set* as_set(Value v) { return v.as<Set>(); }

Result<int64_t> slot_length(Thread& t, Value self) { return set_size(as_set(self)); }
Result<bool> slot_truth(Thread& t, Value self) { return set_size(as_set(self)) != 0; }
Result<bool> slot_contains(Thread& t, Value self, Value item) { return set_contains(t, as_set(self), item); }

/// Both operands must be sets; the result is of the left one's kind.
template <auto F>
Result<Value> binary(Thread& t, Value left, Value right) {
  if (!is_any_set(t, left) || !is_any_set(t, right)) return kNotImplemented;
  return F(t, as_set(left), right);
}
template <auto F>
Result<Value> in_place(Thread& t, Value self, Value other) {
  if (!is_any_set(t, other)) return kNotImplemented;
  EIDER_TRY(F(t, as_set(self), other));
  return self;
}

Result<Value> slot_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_any_set(t, self) || !is_any_set(t, other)) return kNotImplemented;
  Set* a = as_set(self);
  Set* b = as_set(other);
  switch (kind) {
    case CompareKind::kEq:
    case CompareKind::kNe: {
      bool same = false;
      int64_t x = a->hash.load_relaxed(), y = b->hash.load_relaxed();  // relaxed: -1 or the hash, both are right
      if (set_size(a) == set_size(b) && (x == -1 || y == -1 || x == y)) same = EIDER_TRY(set_is_subset(t, a, other));
      return Value::from_bool(same == (kind == CompareKind::kEq));
    }
    case CompareKind::kLe: return Value::from_bool(EIDER_TRY(set_is_subset(t, a, other)));
    case CompareKind::kGe: return Value::from_bool(EIDER_TRY(set_is_subset(t, b, self)));
    case CompareKind::kLt: return Value::from_bool(set_size(a) < set_size(b) && EIDER_TRY(set_is_subset(t, a, other)));
    case CompareKind::kGt: return Value::from_bool(set_size(b) < set_size(a) && EIDER_TRY(set_is_subset(t, b, self)));
  }
  EIDER_UNREACHABLE("compare kind");
}

Result<int64_t> frozenset_hash(Thread& t, Value self) {
  Set* set = as_set(self);
  int64_t known = set->hash.load_relaxed();  // every thread computes the same
  if (known != -1) return known;
  kernels::FrozenSetHash hash_of;
  uint64_t position = 0, hash;
  Value key;
  while (set_next_hashed(t, set, set->table.load_acquire(), &position, &key, &hash)) hash_of.add(static_cast<int64_t>(hash));
  int64_t made = hash_of.finish();
  set->hash.store_relaxed(made);
  return made;
}

/// "{1, 2}", "set()", "frozenset({1})", "Name({1})".
Result<Value> slot_repr(Thread& t, Value self) {
  bool plain = is_exact(self, TypeId::kSet);
  StrBuilder out(t);
  std::string_view name = type_name(t, self);
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  if (guard.nested()) {
    if (!out.add(name) || !out.add("(...)")) return kFailure;
    return out.finish();
  }
  List* items = EIDER_TRY(to_list(t, self));
  if (list_size(items) == 0) {
    if (!out.add(name) || !out.add("()")) return kFailure;
    return out.finish();
  }
  if (!plain && (!out.add(name) || !out.add("("))) return kFailure;
  if (!out.add("{") || !write_items(t, ListAccess{items}, out) || !out.add(plain ? "}" : "})")) return kFailure;
  return out.finish();
}

// --- construction ------------------------------------------------------------------------------------------------------------------
Result<Value> set_type_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (EIDER_LIKELY(cls == type(t, TypeId::kSet))) return set_new(t);
  auto* set = static_cast<Set*>(EIDER_TRY(new_instance(t, cls)));
  init_set(t, set);
  return set->value();
}

Result<void> set_type_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  bool own_new = type_of(t, self)->slots.new_ != type(t, TypeId::kSet)->slots.new_;
  EIDER_TRY(check_constructor(t, "set", nargs, own_new ? nullptr : kwnames, 0, 1));
  Set* set = as_set(self);
  if (set->table.load_acquire()->fill.load_relaxed() != 0) set_clear(t, set);
  return nargs == 0 ? kDone : set_update(t, set, args[0]);
}

Result<Value> frozenset_type_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Type* exact = type(t, TypeId::kFrozenSet);
  bool own_init = cls != exact && cls->slots.init != exact->slots.init;
  EIDER_TRY(check_constructor(t, "frozenset", nargs, own_init ? nullptr : kwnames, 0, 1));
  if (cls == exact) return nargs == 0 ? new_set(t, TypeId::kFrozenSet) : frozenset_from(t, args[0]);
  auto* set = static_cast<Set*>(EIDER_TRY(new_instance(t, cls)));
  init_set(t, set);
  if (nargs != 0) EIDER_TRY(update(t, set, args[0], Sharing::kPrivate));
  return set->value();
}

}  // namespace

void fill_set_slots(TypeSlots& slots, TypeId id) {
  slots.length = slot_length;
  slots.to_bool = slot_truth;
  slots.contains = slot_contains;
  slots.bit_or = binary<set_union>;
  slots.bit_and = binary<set_intersection>;
  slots.subtract = binary<set_difference>;
  slots.bit_xor = binary<set_symmetric_difference>;
  slots.compare = slot_compare;
  slots.repr = slot_repr;
  slots.iter = set_iter;
  slots.trace = trace_set;
  if (id == TypeId::kFrozenSet) {
    slots.hash = frozenset_hash;
    slots.new_ = frozenset_type_new;
    return;
  }
  slots.inplace_or = in_place<set_update>;
  slots.inplace_and = in_place<set_intersection_update>;
  slots.inplace_subtract = in_place<set_difference_update>;
  slots.inplace_xor = in_place<set_symmetric_difference_update>;
  slots.hash = hash_not_implemented;
  slots.new_ = set_type_new;
  slots.init = set_type_init;
}

}  // namespace eider::builtins

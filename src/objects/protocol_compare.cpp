// SPDX-License-Identifier: MIT
//
// Comparison, truth, hashing, membership.
#include "objects/operator_methods.h"
#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/slot_generic.h"

namespace eider::objects {

namespace {

template <class T>
bool ordered(T a, T b, CompareKind kind) {
  switch (kind) {
    case CompareKind::kLt: return a < b;
    case CompareKind::kLe: return a <= b;
    case CompareKind::kEq: return a == b;
    case CompareKind::kNe: return a != b;
    case CompareKind::kGt: return a > b;
    case CompareKind::kGe: return a >= b;
  }
  EIDER_UNREACHABLE("comparison kind");
}

}  // namespace

namespace {

/// right_asked: the right operand has been asked before the left one
Result<Value> after_left(Thread& t, Value a, Value b, CompareKind kind, bool right_asked) {
  Type* right = type_of(t, b);
  if (!right_asked && right->slots.compare != nullptr) {
    Value r = EIDER_TRY(right->slots.compare(t, b, a, swapped(kind)));
    if (r != kNotImplemented) return r;
  }
  if (kind == CompareKind::kEq) return Value::from_bool(a == b);
  if (kind == CompareKind::kNe) return Value::from_bool(a != b);
  static constexpr const char* kSymbols[] = {"<", "<=", "==", "!=", ">", ">="};
  return raise(t, TypeId::kTypeError, "'%s' not supported between instances of '%s' and '%s'", kSymbols[static_cast<int>(kind)],
               type_name(t, a), type_name(t, b));
}

}  // namespace

Result<Value> compare(Thread& t, Value a, Value b, CompareKind kind) {
  if (a.is_small_int() && b.is_small_int()) return Value::from_bool(ordered(a.small_int(), b.small_int(), kind));
  if (a.is_float_word() && b.is_float_word()) return Value::from_bool(ordered(a.float_word(), b.float_word(), kind));
  NativeLevel level(t);
  EIDER_TRY(level.check(" in comparison"));
  Type* left = type_of(t, a);
  Type* right = type_of(t, b);
  bool right_first = left != right && is_subtype(right, left) && right->slots.compare != nullptr;
  if (right_first) {
    Value r = EIDER_TRY(right->slots.compare(t, b, a, swapped(kind)));
    if (r != kNotImplemented) return r;
  }
  if (left->slots.compare != nullptr) {
    Value r = EIDER_TRY(left->slots.compare(t, a, b, kind));
    if (r != kNotImplemented) return r;
  }
  return after_left(t, a, b, kind, right_first);
}

Name compare_method(CompareKind kind) {
  static constexpr Name kNames[] = {Name::k__lt__, Name::k__le__, Name::k__eq__, Name::k__ne__, Name::k__gt__, Name::k__ge__};
  return kNames[static_cast<int>(kind)];
}

Result<Value> compare_declined(Thread& t, Value a, Value b, CompareKind kind) { return after_left(t, a, b, kind, false); }

Result<Value> compare_declined_on_right(Thread& t, Value a, Value b, CompareKind kind) {
  if (CompareFn compare = type_of(t, a)->slots.compare; compare != nullptr) {
    Value r = EIDER_TRY(compare(t, a, b, kind));
    if (r != kNotImplemented) return r;
  }
  return after_left(t, a, b, kind, true);
}

Result<bool> compare_bool(Thread& t, Value a, Value b, CompareKind kind) {
  if (a == b) {
    if (kind == CompareKind::kEq) return true;
    if (kind == CompareKind::kNe) return false;
  }
  Value r = EIDER_TRY(compare(t, a, b, kind));
  if (EIDER_LIKELY(r.is_bool())) return r == kTrue;
  return truth(t, r);
}

Result<bool> equal(Thread& t, Value a, Value b) {
  if (a == b) return true;
  if (is_exact(a.is_heap() ? a : kNone, TypeId::kStr) && b.is_heap() && is_exact(b, TypeId::kStr)) {
    return str_equal(a.as<Str>(), b.as<Str>());
  }
  return compare_bool(t, a, b, CompareKind::kEq);
}

Result<bool> truth(Thread& t, Value v) {
  if (v == kTrue) return true;
  if (v == kFalse || v == kNone) return false;
  if (v.is_small_int()) return v.small_int() != 0;
  if (v.is_float_word()) return v.float_word() != 0.0;
  TypeSlots& slots = type_of(t, v)->slots;
  if (slots.to_bool != nullptr) return slots.to_bool(t, v);
  if (slots.length != nullptr) return EIDER_TRY(slots.length(t, v)) != 0;
  return true;
}

Result<uint64_t> hash(Thread& t, Value v) {
  if (v.is_small_int()) return static_cast<uint64_t>(hash_int(v));
  if (is_exact(v, TypeId::kStr)) return str_hash(t, v.as<Str>());
  if (is_exact(v, TypeId::kTuple)) {
    EIDER_TRY(check_recursion(t));
    return static_cast<uint64_t>(EIDER_TRY(type(t, TypeId::kTuple)->slots.hash(t, v)));
  }
  if (v.is_float_word()) return static_cast<uint64_t>(hash_double(v.float_word(), v));
  if (v.is_bool()) return static_cast<uint64_t>(v == kTrue);
  if (v.is_heap() && is_exact(v, TypeId::kInt)) return static_cast<uint64_t>(hash_int(v));
  if (v.is_heap() && is_exact(v, TypeId::kFloat)) return static_cast<uint64_t>(hash_double(exact_float(v), v));
  EIDER_TRY(check_recursion(t));
  HashFn function = type_of(t, v)->slots.hash;
  if (function == nullptr) function = &hash_not_implemented;
  return static_cast<uint64_t>(EIDER_TRY(function(t, v)));
}

Result<bool> contains_by_iteration(Thread& t, Value container, Value item) {
  Type* type = type_of(t, container);
  if (type->slots.iter == nullptr && type->slots.get_item == nullptr) {
    return raise(t, TypeId::kTypeError, "argument of type '%s' is not iterable", type->utf8_name);
  }
  Result<Value> iterator = get_iter(t, container);
  if (!iterator.ok()) {
    if (clear_if(t, TypeId::kTypeError)) {
      return raise(t, TypeId::kTypeError, "argument of type '%s' is not iterable", type->utf8_name);
    }
    return kFailure;
  }
  for (;;) {
    Value candidate = EIDER_TRY(iter_next(t, iterator.get()));
    if (candidate.is_absent()) return false;
    if (EIDER_TRY(equal(t, candidate, item))) return true;
    EIDER_TRY(poll(t));
  }
}

Result<bool> contains(Thread& t, Value container, Value item) {
  if (ContainsFn function = type_of(t, container)->slots.contains) return function(t, container, item);
  return contains_by_iteration(t, container, item);
}

}  // namespace eider::objects

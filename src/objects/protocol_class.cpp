// SPDX-License-Identifier: MIT
//
// isinstance and issubclass. Source: CPython's Objects/abstract.c (object_isinstance, object_recursive_isinstance and kin).
#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

namespace {

/// `__bases__` of a class-like object that is no class; ABSENT when it has no tuple there.
Result<Value> bases_of(Thread& t, Value cls) {
  Value bases = EIDER_TRY(find_attr(t, cls, name(t, Name::k__bases__)));
  if (bases.is_absent() || !is_instance(t, bases, TypeId::kTuple)) return kAbsent;
  return bases;
}

Result<void> check_class(Thread& t, Value cls, const char* complaint) {
  if (EIDER_TRY(bases_of(t, cls)).is_absent()) return raise(t, TypeId::kTypeError, "%s", complaint);
  return kDone;
}

Result<bool> abstract_is_subclass(Thread& t, Value derived, Value cls) {
  for (;;) {
    if (derived == cls) return true;
    Value bases = EIDER_TRY(bases_of(t, derived));
    if (bases.is_absent()) return false;
    auto* tuple = bases.as<Tuple>();
    if (tuple->size() == 0) return false;
    if (tuple->size() == 1) {
      derived = tuple->items[0].get();
      continue;
    }
    for (int64_t i = 0; i < tuple->size(); i++) {
      EIDER_TRY(check_recursion(t, " in __issubclass__"));
      if (EIDER_TRY(abstract_is_subclass(t, tuple->items[i].get(), cls))) return true;
    }
    return false;
  }
}

/// The metaclass has no check of its own.
bool plain_class(const Thread& t, Value cls) { return cls.is_heap() && type_of(t, cls) == type(t, TypeId::kType); }

}  // namespace

Result<bool> real_is_instance(Thread& t, Value v, Value cls) {
  if (is_type(t, cls)) {
    Type* own = type_of(t, v);
    if (is_subtype(own, cls.as<Type>())) return true;
    Value claimed = EIDER_TRY(find_attr(t, v, name(t, Name::k__class__)));
    if (claimed.is_absent() || claimed == own->value() || !is_type(t, claimed)) return false;
    return is_subtype(claimed.as<Type>(), cls.as<Type>());
  }
  EIDER_TRY(check_class(t, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union"));
  Value claimed = EIDER_TRY(find_attr(t, v, name(t, Name::k__class__)));
  if (claimed.is_absent()) return false;
  return abstract_is_subclass(t, claimed, cls);
}

Result<bool> real_is_subclass(Thread& t, Value derived, Value base) {
  if (is_type(t, base) && is_type(t, derived)) return is_subtype(derived.as<Type>(), base.as<Type>());
  EIDER_TRY(check_class(t, derived, "issubclass() arg 1 must be a class"));
  if (!is_instance(t, base, TypeId::kUnionType)) {
    EIDER_TRY(check_class(t, base, "issubclass() arg 2 must be a class, a tuple of classes, or a union"));
  }
  return abstract_is_subclass(t, derived, base);
}

Result<bool> is_instance_of(Thread& t, Value v, Value cls) {
  if (cls.is_heap() && type_of(t, v)->value() == cls) return true;
  if (plain_class(t, cls)) return real_is_instance(t, v, cls);
  NativeLevel level(t);
  EIDER_TRY(level.check(" in __instancecheck__"));
  if (is_instance(t, cls, TypeId::kTuple)) {
    auto* options = cls.as<Tuple>();
    for (int64_t i = 0; i < options->size(); i++) {
      if (EIDER_TRY(is_instance_of(t, v, options->items[i].get()))) return true;
    }
    return false;
  }
  Value check = EIDER_TRY(lookup_special(t, cls, name(t, Name::k__instancecheck__)));
  if (!check.is_absent()) {
    Value r = EIDER_TRY(call1(t, check, v));
    return truth(t, r);
  }
  return real_is_instance(t, v, cls);
}

Result<bool> is_subclass_of(Thread& t, Value derived, Value base) {
  if (plain_class(t, base)) {
    if (derived == base) return true;
    return real_is_subclass(t, derived, base);
  }
  NativeLevel level(t);
  EIDER_TRY(level.check(" in __subclasscheck__"));
  if (is_instance(t, base, TypeId::kTuple)) {
    auto* options = base.as<Tuple>();
    for (int64_t i = 0; i < options->size(); i++) {
      if (EIDER_TRY(is_subclass_of(t, derived, options->items[i].get()))) return true;
    }
    return false;
  }
  Value check = EIDER_TRY(lookup_special(t, base, name(t, Name::k__subclasscheck__)));
  if (!check.is_absent()) {
    Value r = EIDER_TRY(call1(t, check, derived));
    return truth(t, r);
  }
  return real_is_subclass(t, derived, base);
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// What stands in a slot when the method is written in Python: functions that look the method up on the class and call it.
//
// Looked up on the class, never on the instance; `None` as a method means "not supported".
// Source: CPython's Objects/typeobject.c (slot_nb_add and its kin), for the order in which operands are asked.
#include "objects/slot_generic.h"

#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/operator_methods.h"
#include "objects/realm.h"
#include "objects/rooted.h"

namespace eider::objects {

Result<Value> bind_descriptor(Thread& t, Value found, Value instance, Type* owner) {
  DescrGetFn get = type_of(t, found)->slots.descr_get;
  if (get == nullptr) return found;
  return get(t, found, instance, owner->value());
}

Result<Value> call_special(Thread& t, Value self, Str* name, const Value* args, uint32_t nargs, bool* found) {
  Type* type = type_of(t, self);
  Value method = type_lookup(t, type, name);
  *found = !method.is_absent();
  if (!*found) return kAbsent;
  if (EIDER_LIKELY(type_of(t, method)->has(kMethodLike))) {
    Value all[5];
    EIDER_ASSERT(nargs < 5);
    all[0] = self;
    for (uint32_t i = 0; i < nargs; i++) all[i + 1] = args[i];
    return call(t, method, all, nargs + 1);
  }
  Value bound = EIDER_TRY(bind_descriptor(t, method, self, type));
  return call(t, bound, args, nargs);
}

bool has_plain_getattribute(Thread& t, Type* cls) {
  Value found = type_lookup(t, cls, name(t, Name::k__getattribute__));
  auto* wrapper = found.is_absent() ? nullptr : as_exact<WrapperDescriptor>(found);
  return wrapper != nullptr && wrapper->function == reinterpret_cast<void*>(&generic_get_attr);
}

namespace slot_generic {

namespace {

Result<Value> call_required(Thread& t, Value self, Str* name, const Value* args, uint32_t nargs) {
  bool found;
  Value result = EIDER_TRY(call_special(t, self, name, args, nargs, &found));
  if (!found) return raise_value(t, TypeId::kAttributeError, name->value());
  return result;
}

/// NotImplemented when there is no such method.
Result<Value> call_maybe(Thread& t, Value self, Str* name, const Value* args, uint32_t nargs) {
  bool found;
  Value result = EIDER_TRY(call_special(t, self, name, args, nargs, &found));
  return found ? result : kNotImplemented;
}

bool overloads(Thread& t, Value left, Value right, Str* name) {
  Value theirs = type_lookup(t, type_of(t, right), name);
  if (theirs.is_absent()) return false;
  return type_lookup(t, type_of(t, left), name) != theirs;
}

}  // namespace

Result<Value> unary(Thread& t, Value self, Name n) { return call_required(t, self, name(t, n), nullptr, 0); }
Result<Value> binary_method(Thread& t, Value self, Value other, Name n) { return call_required(t, self, name(t, n), &other, 1); }

Result<Value> binary(Thread& t, Value left, Value right, Name n, Name reflected, uint32_t offset, void* me) {
  Type* left_type = type_of(t, left);
  Type* right_type = type_of(t, right);
  bool try_other = left_type != right_type && slot_at(right_type->slots, offset) == me;
  if (slot_at(left_type->slots, offset) == me) {
    if (try_other && is_subtype(right_type, left_type) && overloads(t, left, right, name(t, reflected))) {
      Value r = EIDER_TRY(call_maybe(t, right, name(t, reflected), &left, 1));
      if (r != kNotImplemented) return r;
      try_other = false;
    }
    Value r = EIDER_TRY(call_maybe(t, left, name(t, n), &right, 1));
    if (r != kNotImplemented || left_type == right_type) return r;
  }
  if (try_other) return call_maybe(t, right, name(t, reflected), &left, 1);
  return kNotImplemented;
}

Result<Value> power(Thread& t, Value a, Value b, Value modulus) {
  if (modulus == kNone) {
    return binary(t, a, b, Name::k__pow__, Name::k__rpow__, offsetof(TypeSlots, power), reinterpret_cast<void*>(&power));
  }
  // The three-argument form has no reflected method.
  if (type_of(t, a)->slots.power == &power) {
    Value args[2] = {b, modulus};
    return call_required(t, a, name(t, Name::k__pow__), args, 2);
  }
  return kNotImplemented;
}

Result<bool> truth_from(Thread& t, Value r) {
  if (!r.is_bool()) return raise(t, TypeId::kTypeError, "__bool__ should return bool, returned %s", type_name(t, r));
  return r == kTrue;
}

Result<bool> to_bool(Thread& t, Value self) {
  bool found;
  Value r = EIDER_TRY(call_special(t, self, name(t, Name::k__bool__), nullptr, 0, &found));
  if (found) return truth_from(t, r);
  if (type_of(t, self)->slots.length == nullptr) return true;
  return EIDER_TRY(type_of(t, self)->slots.length(t, self)) != 0;
}

Result<int64_t> length_from(Thread& t, Value r) {
  r = EIDER_TRY(index(t, r));
  if (int_sign(r) < 0) return raise(t, TypeId::kValueError, "__len__() should return >= 0");
  int64_t n;
  if (!int_fits_int64(r, &n)) return raise(t, TypeId::kOverflowError, "cannot fit 'int' into an index-sized integer");
  return n;
}

Result<int64_t> length(Thread& t, Value self) { return length_from(t, EIDER_TRY(call_required(t, self, name(t, Name::k__len__), nullptr, 0))); }

Result<int64_t> hash_from(Thread& t, Value r) {
  if (!is_int(t, r)) return raise(t, TypeId::kTypeError, "__hash__ method should return an integer");
  int64_t h;
  if (!int_fits_int64(r, &h)) h = hash_int(r);
  return h == -1 ? -2 : h;
}

Result<int64_t> hash(Thread& t, Value self) {
  Value method = type_lookup(t, type_of(t, self), name(t, Name::k__hash__));
  if (method.is_absent() || method == kNone) return hash_not_implemented(t, self);
  return hash_from(t, EIDER_TRY(call_required(t, self, name(t, Name::k__hash__), nullptr, 0)));
}

Result<void> set_item(Thread& t, Value self, Value key, Value value) {
  Value args[2] = {key, value};
  if (value.is_absent()) {
    EIDER_TRY(call_required(t, self, name(t, Name::k__delitem__), args, 1));
  } else {
    EIDER_TRY(call_required(t, self, name(t, Name::k__setitem__), args, 2));
  }
  return kDone;
}

Result<bool> contains(Thread& t, Value self, Value item) {
  Value method = type_lookup(t, type_of(t, self), name(t, Name::k__contains__));
  if (method == kNone) return raise(t, TypeId::kTypeError, "'%s' object is not a container", type_name(t, self));
  if (method.is_absent()) return contains_by_iteration(t, self, item);
  Value r = EIDER_TRY(call_required(t, self, name(t, Name::k__contains__), &item, 1));
  return truth(t, r);
}

Result<Value> compare(Thread& t, Value self, Value other, CompareKind kind) {
  Str* method = name(t, compare_method(kind));
  Value found = type_lookup(t, type_of(t, self), method);
  if (found.is_absent()) return kNotImplemented;
  if (EIDER_LIKELY(type_of(t, found)->has(kMethodLike))) {
    const Value both[] = {self, other};
    return call(t, found, both, 2);
  }
  // As CPython: a descriptor that fails is a comparison that is not implemented.
  Result<Value> bound = bind_descriptor(t, found, self, type_of(t, self));
  if (bound.ok()) return call1(t, bound.get(), other);
  t.pending_exception = kAbsent;
  return kNotImplemented;
}

Result<Value> iter(Thread& t, Value self) {
  Value method = type_lookup(t, type_of(t, self), name(t, Name::k__iter__));
  if (method.is_absent() || method == kNone) {
    return raise(t, TypeId::kTypeError, "'%s' object is not iterable", type_name(t, self));
  }
  return call_required(t, self, name(t, Name::k__iter__), nullptr, 0);
}

Result<Value> next(Thread& t, Value self) {
  Result<Value> r = call_required(t, self, name(t, Name::k__next__), nullptr, 0);
  if (EIDER_UNLIKELY(!r.ok()) && pending_is(t, TypeId::kStopIteration)) {
    // A value travels on in the exception: `yield from` wants it. A plain end is ABSENT.
    Value value = t.pending_exception.as<BaseException>()->fields[0].load_relaxed();
    if (!value.is_absent() && !value.is_none()) return kFailure;
    t.pending_exception = kAbsent;
    return kAbsent;
  }
  return r;
}

Result<Value> call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Type* type = type_of(t, self);
  Value method = type_lookup(t, type, name(t, Name::k__call__));
  if (method.is_absent()) return raise(t, TypeId::kTypeError, "'%s' object is not callable", type_name(t, self));
  if (EIDER_LIKELY(type_of(t, method)->has(kMethodLike))) {
    uint64_t total = nargs + (kwnames != nullptr ? static_cast<uint64_t>(kwnames->size()) : 0);
    ArgBuffer<> all(t, total + 1);
    if (!all.ok()) return kFailure;
    all[0] = self;
    for (uint64_t i = 0; i < total; i++) all[i + 1] = args[i];
    return objects::call(t, method, all.data(), nargs + 1, kwnames);
  }
  Value bound = EIDER_TRY(bind_descriptor(t, method, self, type));
  return objects::call(t, bound, args, nargs, kwnames);
}

Result<Value> get_attr(Thread& t, Value self, Str* attribute) {
  Type* type = type_of(t, self);
  Value fallback = type_lookup(t, type, name(t, Name::k__getattr__));
  Value found;
  if (has_plain_getattribute(t, type)) {
    if (fallback.is_absent()) return generic_get_attr(t, self, attribute);
    found = EIDER_TRY(generic_find_attr(t, self, attribute));  // no exception is made just to be caught
    if (!found.is_absent()) return found;
  } else {
    Value argument = attribute->value();
    Result<Value> r = call_required(t, self, name(t, Name::k__getattribute__), &argument, 1);
    if (r.ok() || fallback.is_absent()) return r;
    if (!clear_if(t, TypeId::kAttributeError)) return kFailure;
  }
  Value argument = attribute->value();
  return call_required(t, self, name(t, Name::k__getattr__), &argument, 1);
}

Result<void> set_attr(Thread& t, Value self, Str* attribute, Value value) {
  Value args[2] = {attribute->value(), value};
  if (value.is_absent()) {
    EIDER_TRY(call_required(t, self, name(t, Name::k__delattr__), args, 1));
  } else {
    EIDER_TRY(call_required(t, self, name(t, Name::k__setattr__), args, 2));
  }
  return kDone;
}

Result<Value> descr_get(Thread& t, Value descr, Value instance, Value owner) {
  Value get = type_lookup(t, type_of(t, descr), name(t, Name::k__get__));
  if (get.is_absent()) return descr;
  Value args[2] = {instance.is_absent() ? kNone : instance, owner.is_absent() ? kNone : owner};
  return call_required(t, descr, name(t, Name::k__get__), args, 2);
}

Result<void> descr_set(Thread& t, Value descr, Value instance, Value value) {
  Value args[2] = {instance, value};
  if (value.is_absent()) {
    EIDER_TRY(call_required(t, descr, name(t, Name::k__delete__), args, 1));
  } else {
    EIDER_TRY(call_required(t, descr, name(t, Name::k__set__), args, 2));
  }
  return kDone;
}

Result<Value> new_(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value function = EIDER_TRY(get_attr_of_type(t, cls, name(t, Name::k__new__)));
  uint64_t total = nargs + (kwnames != nullptr ? static_cast<uint64_t>(kwnames->size()) : 0);
  ArgBuffer<> all(t, total + 1);
  if (!all.ok()) return kFailure;
  all[0] = cls->value();
  for (uint64_t i = 0; i < total; i++) all[i + 1] = args[i];
  return objects::call(t, function, all.data(), nargs + 1, kwnames);
}

Result<void> init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Type* type = type_of(t, self);
  Value method = type_lookup(t, type, name(t, Name::k__init__));
  if (method.is_absent()) return raise_value(t, TypeId::kAttributeError, name(t, Name::k__init__)->value());
  Value result;
  if (EIDER_LIKELY(type_of(t, method)->has(kMethodLike))) {
    uint64_t total = nargs + (kwnames != nullptr ? static_cast<uint64_t>(kwnames->size()) : 0);
    ArgBuffer<> all(t, total + 1);
    if (!all.ok()) return kFailure;
    all[0] = self;
    for (uint64_t i = 0; i < total; i++) all[i + 1] = args[i];
    result = EIDER_TRY(objects::call(t, method, all.data(), nargs + 1, kwnames));
  } else {
    Value bound = EIDER_TRY(bind_descriptor(t, method, self, type));
    result = EIDER_TRY(objects::call(t, bound, args, nargs, kwnames));
  }
  if (result != kNone) {
    return raise(t, TypeId::kTypeError, "__init__() should return None, not '%s'", type_name(t, result));
  }
  return kDone;
}

void finalize(Thread& t, Value self) {
  bool found;
  Value method = type_lookup(t, type_of(t, self), name(t, Name::k__del__));
  Result<Value> r = call_special(t, self, name(t, Name::k__del__), nullptr, 0, &found);
  if (!r.ok()) report_unraisable(t, "calling __del__", method.is_absent() ? self : method);
}

Result<Value> get_attr_of_type(Thread& t, Type* cls, Str* attribute) { return type_get_attr(t, cls->value(), attribute); }

}  // namespace slot_generic

}  // namespace eider::objects

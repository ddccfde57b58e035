// SPDX-License-Identifier: MIT
//
// Unpacking for wrapper descriptors. Source of the texts: CPython's wrap_* functions in Objects/typeobject.c.
#include "objects/slot_wrap.h"

#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/realm.h"

namespace eider::objects::slot_wrap {

namespace {

template <class F>
F as(void* function) {
  return reinterpret_cast<F>(function);
}

/// `lead` is kUnpacked where CPython unpacks with an empty function name and its text starts with a blank.
constexpr const char* kUnpacked = " ";
Result<void> check_count(Thread& t, const SlotDef& def, uint32_t nargs, Tuple* kwnames, uint32_t low, uint32_t high, const char* lead = "") {
  if (kwnames != nullptr && kwnames->size() != 0) {
    return raise(t, TypeId::kTypeError, "wrapper %s() takes no keyword arguments", to_utf8(name(t, def.name)).c_str());
  }
  if (EIDER_LIKELY(nargs >= low && nargs <= high)) return kDone;
  if (low == high) return raise(t, TypeId::kTypeError, "%sexpected %u argument%s, got %u", lead, low, low == 1 ? "" : "s", nargs);
  bool few = nargs < low;
  uint32_t bound = few ? low : high;
  return raise(t, TypeId::kTypeError, "%sexpected at %s %u argument%s, got %u", lead, few ? "least" : "most", bound, bound == 1 ? "" : "s", nargs);
}

Result<Str*> attribute_name(Thread& t, Value v) {
  if (!is_instance(t, v, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "attribute name must be string, not '%s'", type_name(t, v));
  }
  return intern(t, v.as<Str>());
}

/// object.__setattr__(int, 'x', 1) must not get around a class's own rule.
Result<void> check_hack(Thread& t, Value self, void* function, const char* what) {
  Type* type = type_of(t, self);
  // The most derived class with a native rule of its own.
  for (Type* base = type; base != nullptr; base = base->base.get()) {
    if (base->has(kHeapType)) continue;
    if (reinterpret_cast<void*>(base->slots.set_attr) != function) {
      return raise(t, TypeId::kTypeError, "can't apply this %s to %s object", what, type->utf8_name);
    }
    break;
  }
  return kDone;
}

}  // namespace

EIDER_WRAP(unary) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 0, 0));
  return as<UnaryFn>(function)(t, self);
}

EIDER_WRAP(binary) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1));
  return as<BinaryFn>(function)(t, self, args[0]);
}

EIDER_WRAP(binary_reflected) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1));
  return as<BinaryFn>(function)(t, args[0], self);
}

EIDER_WRAP(power) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 2, kUnpacked));
  return as<TernaryFn>(function)(t, self, args[0], nargs > 1 ? args[1] : kNone);
}

EIDER_WRAP(power_reflected) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 2, kUnpacked));
  return as<TernaryFn>(function)(t, args[0], self, nargs > 1 ? args[1] : kNone);
}

EIDER_WRAP(to_bool) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 0, 0));
  return Value::from_bool(EIDER_TRY(as<BoolFn>(function)(t, self)));
}

EIDER_WRAP(length) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 0, 0));
  return int_from_int64(t, EIDER_TRY(as<LenFn>(function)(t, self)));
}

EIDER_WRAP(hash) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 0, 0));
  return int_from_int64(t, EIDER_TRY(as<HashFn>(function)(t, self)));
}

EIDER_WRAP(compare) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1));
  CompareKind kind;
  switch (def.name) {
    case Name::k__lt__: kind = CompareKind::kLt; break;
    case Name::k__le__: kind = CompareKind::kLe; break;
    case Name::k__eq__: kind = CompareKind::kEq; break;
    case Name::k__ne__: kind = CompareKind::kNe; break;
    case Name::k__gt__: kind = CompareKind::kGt; break;
    default: kind = CompareKind::kGe; break;
  }
  return as<CompareFn>(function)(t, self, args[0], kind);
}

EIDER_WRAP(next) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 0, 0));
  Value item = EIDER_TRY(as<UnaryFn>(function)(t, self));
  if (item.is_absent()) return raise_none(t, TypeId::kStopIteration);
  return item;
}

EIDER_WRAP(set_item) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 2, 2, kUnpacked));
  EIDER_TRY(as<SetFn>(function)(t, self, args[0], args[1]));
  return kNone;
}

EIDER_WRAP(delete_item) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1));
  EIDER_TRY(as<SetFn>(function)(t, self, args[0], kAbsent));
  return kNone;
}

EIDER_WRAP(contains) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1));
  return Value::from_bool(EIDER_TRY(as<ContainsFn>(function)(t, self, args[0])));
}

EIDER_WRAP(sized) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1, kUnpacked));
  int64_t n = EIDER_TRY(index_int64(t, args[0], TypeId::kOverflowError, "cannot fit 'int' into an index-sized integer"));
  return as<SizedFn>(function)(t, self, n);
}

EIDER_WRAP(call) { return as<CallFn>(function)(t, self, args, nargs, kwnames); }

EIDER_WRAP(init) {
  EIDER_TRY(as<InitFn>(function)(t, self, args, nargs, kwnames));
  return kNone;
}

EIDER_WRAP(get_attr) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1));
  return as<GetAttrFn>(function)(t, self, EIDER_TRY(attribute_name(t, args[0])));
}

EIDER_WRAP(set_attr) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 2, 2, kUnpacked));
  EIDER_TRY(check_hack(t, self, function, "__setattr__"));
  EIDER_TRY(as<SetAttrFn>(function)(t, self, EIDER_TRY(attribute_name(t, args[0])), args[1]));
  return kNone;
}

EIDER_WRAP(delete_attr) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1));
  EIDER_TRY(check_hack(t, self, function, "__delattr__"));
  EIDER_TRY(as<SetAttrFn>(function)(t, self, EIDER_TRY(attribute_name(t, args[0])), kAbsent));
  return kNone;
}

EIDER_WRAP(descr_get) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 2, kUnpacked));
  Value instance = args[0] == kNone ? kAbsent : args[0];
  Value owner = nargs > 1 && args[1] != kNone ? args[1] : kAbsent;
  if (instance.is_absent() && owner.is_absent()) return raise(t, TypeId::kTypeError, "__get__(None, None) is invalid");
  return as<DescrGetFn>(function)(t, self, instance, owner);
}

EIDER_WRAP(descr_set) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 2, 2, kUnpacked));
  EIDER_TRY(as<SetFn>(function)(t, self, args[0], args[1]));
  return kNone;
}

EIDER_WRAP(descr_delete) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 1, 1));
  EIDER_TRY(as<SetFn>(function)(t, self, args[0], kAbsent));
  return kNone;
}

EIDER_WRAP(finalize) {
  EIDER_TRY(check_count(t, def, nargs, kwnames, 0, 0));
  as<FinalizeFn>(function)(t, self);
  if (t.has_exception()) return kFailure;
  return kNone;
}

}  // namespace eider::objects::slot_wrap

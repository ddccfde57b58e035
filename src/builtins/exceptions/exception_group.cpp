// SPDX-License-Identifier: MIT
//
// BaseExceptionGroup and ExceptionGroup: construction, split, subgroup, derive.
#include "builtins/builtins.h"
#include "builtins/exceptions/exceptions.h"
#include "objects/realm.h"

namespace eider::builtins {

namespace {

BaseException* self_of(Value v) { return v.as<BaseException>(); }
Tuple* parts_of(Value v) { return self_of(v)->fields[1].load_relaxed().as<Tuple>(); }
bool is_group(Thread& t, Value v) { return is_instance(t, v, TypeId::kBaseExceptionGroup); }

bool is_exception_class(Thread& t, Value v) {
  return v.is_heap() && is_instance(t, v, TypeId::kType) && is_subtype(v.as<Type>(), type(t, TypeId::kBaseException));
}

Result<void> check_condition(Thread& t, Value c) {
  bool fine = is_exception_class(t, c) || (is_callable(t, c) && !(c.is_heap() && is_instance(t, c, TypeId::kType)));
  if (!fine && is_instance(t, c, TypeId::kTuple)) {
    fine = true;
    for (int64_t i = 0; i < c.as<Tuple>()->size(); ++i) fine &= is_exception_class(t, c.as<Tuple>()->items[i].get());
  }
  if (!fine) return raise(t, TypeId::kTypeError, "expected a function, exception type or tuple of exception types");
  return kDone;
}

Result<bool> holds(Thread& t, Value condition, Value exc) {
  if (is_instance(t, condition, TypeId::kTuple)) {
    for (int64_t i = 0; i < condition.as<Tuple>()->size(); ++i) {
      if (exception_matches(t, exc, condition.as<Tuple>()->items[i].get().as<Type>())) return true;
    }
    return false;
  }
  if (condition.is_heap() && is_instance(t, condition, TypeId::kType)) return exception_matches(t, exc, condition.as<Type>());
  return truth(t, EIDER_TRY(call1(t, condition, exc)));
}

/// group.derive(parts) with the metadata of `group`.
Result<Value> derive_like(Thread& t, Value group, List* parts) {
  Value argument = parts->value();
  Value made = EIDER_TRY(call_method(t, group, EIDER_TRY(intern(t, "derive")), &argument, 1));
  if (!is_group(t, made)) return raise(t, TypeId::kTypeError, "derive must return an instance of BaseExceptionGroup");
  self_of(made)->traceback.store_release(self_of(group)->traceback.load_relaxed());
  self_of(made)->context.store_release(self_of(group)->context.load_relaxed());
  self_of(made)->cause.store_release(self_of(group)->cause.load_relaxed());
  self_of(made)->suppress_context.store_release(self_of(group)->suppress_context.load_relaxed());
  Value notes = EIDER_TRY(find_attr(t, group, name(t, Name::k__notes__)));
  if (!notes.is_absent() && is_instance(t, notes, TypeId::kList)) {
    List* copy = EIDER_TRY(to_list(t, notes));
    EIDER_TRY(set_attr(t, made, name(t, Name::k__notes__), copy->value()));
  }
  return made;
}

struct Split {
  Value match = kNone, rest = kNone;
};

Result<Split> split(Thread& t, Value exc, Value condition) {
  EIDER_TRY(check_recursion(t, " in exceptiongroup_split_recursive"));
  Split out;
  if (EIDER_TRY(holds(t, condition, exc))) {
    out.match = exc;
    return out;
  }
  if (!is_group(t, exc)) {
    out.rest = exc;
    return out;
  }
  List* matching = EIDER_TRY(list_new(t, 0));
  List* others = EIDER_TRY(list_new(t, 0));
  Tuple* parts = parts_of(exc);
  for (int64_t i = 0; i < parts->size(); ++i) {
    Split inner = EIDER_TRY(split(t, parts->items[i].get(), condition));
    if (!inner.match.is_none()) EIDER_TRY(list_append(t, matching, inner.match));
    if (!inner.rest.is_none()) EIDER_TRY(list_append(t, others, inner.rest));
  }
  if (matching->size.load_relaxed() > 0) out.match = EIDER_TRY(derive_like(t, exc, matching));
  if (others->size.load_relaxed() > 0) out.rest = EIDER_TRY(derive_like(t, exc, others));
  return out;
}

Result<Value> group_split(Thread& t, Value self, Value condition) {
  EIDER_TRY(check_condition(t, condition));
  Split out = EIDER_TRY(split(t, self, condition));
  return EIDER_TRY(tuple_of(t, out.match, out.rest));
}
Result<Value> group_subgroup(Thread& t, Value self, Value condition) {
  EIDER_TRY(check_condition(t, condition));
  return EIDER_TRY(split(t, self, condition)).match;
}
Result<Value> group_derive(Thread& t, Value self, Value parts) {
  Value args[] = {self_of(self)->fields[0].load_relaxed(), parts};
  return call(t, type(t, TypeId::kBaseExceptionGroup)->value(), args, 2);
}

}  // namespace

Result<Value> group_str(Thread& t, Value self) {
  int64_t n = parts_of(self)->size();
  std::string text = to_utf8(EIDER_TRY(to_str(t, self_of(self)->fields[0].load_relaxed())));
  return EIDER_TRY(str_from_utf8(t, text + " (" + std::to_string(n) + " sub-exception" + (n == 1 ? ")" : "s)")));
}

Result<Value> group_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (kwnames != nullptr && kwnames->size() > 0) return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", cls->utf8_name);
  if (nargs != 2) return raise(t, TypeId::kTypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%u given)", nargs);
  if (!is_instance(t, args[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %s", type_name(t, args[0]));
  Type* kind = type_of(t, args[1]);
  if (kind->slots.get_item == nullptr || is_instance(t, args[1], TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "second argument (exceptions) must be a sequence");
  }
  Tuple* parts = EIDER_TRY(to_tuple(t, args[1]));
  if (parts->size() == 0) return raise(t, TypeId::kValueError, "second argument (exceptions) must be a non-empty sequence");
  bool all_exceptions = true;
  for (int64_t i = 0; i < parts->size(); ++i) {
    Value e = parts->items[i].get();
    if (!is_instance(t, e, TypeId::kBaseException)) {
      return raise(t, TypeId::kValueError, "Item %lld of second argument (exceptions) is not an exception", static_cast<long long>(i));
    }
    all_exceptions &= is_instance(t, e, TypeId::kException);
  }
  if (cls == type(t, TypeId::kExceptionGroup)) {
    if (!all_exceptions) return raise(t, TypeId::kTypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
  } else if (cls == type(t, TypeId::kBaseExceptionGroup)) {
    if (all_exceptions) cls = type(t, TypeId::kExceptionGroup);
  } else if (!all_exceptions && is_subtype(cls, type(t, TypeId::kException))) {
    return raise(t, TypeId::kTypeError, "Cannot nest BaseExceptions in '%s'", cls->utf8_name);
  }
  Value made = EIDER_TRY(exception_new(t, cls, args, nargs, nullptr));
  self_of(made)->fields[0].init(args[0]);
  self_of(made)->fields[1].init(parts->value());
  return made;
}

constinit const NativeDef kGroupMethods[] = {
    {"derive(self, excs, /)", bind<group_derive>, Sync::kImmutable, nullptr},
    {"split(self, condition, /)", bind<group_split>, Sync::kImmutable, nullptr},
    {"subgroup(self, condition, /)", bind<group_subgroup>, Sync::kImmutable, nullptr},
    {"__class_getitem__(cls, object, /)", class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};
constinit const uint32_t kGroupMethodCount = sizeof(kGroupMethods) / sizeof(kGroupMethods[0]);

Result<void> install_exception_groups(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kExceptionGroup;
  spec.base = TypeId::kBaseExceptionGroup;
  spec.name = "ExceptionGroup";
  spec.flags = kBaseType | kHasSlots | kHasDict;
  spec.native_bytes = sizeof(BaseException);
  spec.trace = TraceKind::kCustom;
  spec.second_base = TypeId::kException;
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// NoneType, ellipsis, NotImplementedType.
#include "builtins/core/core.h"
#include "objects/errors.h"

namespace eider::builtins {

namespace {

Result<Value> only_instance(Thread& t, Type* cls, uint32_t nargs, Tuple* kwnames, Value instance) {
  if (nargs != 0 || (kwnames != nullptr && kwnames->size() != 0)) {
    const char* shown = instance == kEllipsis ? "EllipsisType" : cls->utf8_name;
    return raise(t, TypeId::kTypeError, "%s takes no arguments", shown);
  }
  return instance;
}

Result<Value> none_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return only_instance(t, cls, nargs, kwnames, kNone);
}
Result<Value> ellipsis_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return only_instance(t, cls, nargs, kwnames, kEllipsis);
}
Result<Value> not_implemented_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return only_instance(t, cls, nargs, kwnames, kNotImplemented);
}

Result<Value> none_repr(Thread& t, Value) { return intern(t, "None"); }
Result<Value> ellipsis_repr(Thread& t, Value) { return intern(t, "Ellipsis"); }
Result<Value> not_implemented_repr(Thread& t, Value) { return intern(t, "NotImplemented"); }
Result<bool> none_bool(Thread& t, Value) { return false; }
Result<bool> not_implemented_bool(Thread& t, Value) {
  EIDER_TRY(warn(t, TypeId::kDeprecationWarning, "NotImplemented should not be used in a boolean context"));
  return true;
}
Result<Value> ellipsis_reduce(Thread& t, Value self) { return intern(t, "Ellipsis"); }
Result<Value> not_implemented_reduce(Thread& t, Value self) { return intern(t, "NotImplemented"); }

constexpr NativeDef kEllipsisMethods[] = {{"__reduce__(self, /)", bind<ellipsis_reduce>, Sync::kImmutable, nullptr}};
constexpr NativeDef kNotImplementedMethods[] = {{"__reduce__(self, /)", bind<not_implemented_reduce>, Sync::kImmutable, nullptr}};

}  // namespace

Result<void> install_constants(Thread& t) {
  TypeSpec none;
  none.id = TypeId::kNoneType;
  none.slots.repr = &none_repr;
  none.slots.to_bool = &none_bool;
  none.slots.new_ = &none_new;
  EIDER_TRY(make_builtin_type(t, none));
  TypeSpec ellipsis;
  ellipsis.id = TypeId::kEllipsisType;
  ellipsis.slots.repr = &ellipsis_repr;
  ellipsis.slots.new_ = &ellipsis_new;
  ellipsis.methods = kEllipsisMethods;
  ellipsis.method_count = std::size(kEllipsisMethods);
  EIDER_TRY(make_builtin_type(t, ellipsis));
  TypeSpec not_implemented;
  not_implemented.id = TypeId::kNotImplementedType;
  not_implemented.slots.repr = &not_implemented_repr;
  not_implemented.slots.to_bool = &not_implemented_bool;
  not_implemented.slots.new_ = &not_implemented_new;
  not_implemented.methods = kNotImplementedMethods;
  not_implemented.method_count = std::size(kNotImplementedMethods);
  EIDER_TRY(make_builtin_type(t, not_implemented));
  return kDone;
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// classmethod and staticmethod.
#include "builtins/core/core.h"
#include "objects/bound_method.h"
#include "objects/errors.h"

namespace eider::builtins {

namespace {

void trace_class_method(Header* object, gc::Tracer& tracer) {
  auto* m = static_cast<ClassMethod*>(static_cast<Object*>(object));
  tracer.mark_word(m->callable.load_relaxed().bits());
  tracer.mark(m->dict.load_relaxed());
}
static_assert(sizeof(ClassMethod) == sizeof(StaticMethod), "one trace function and one init serve both");

/// Shows the wrapped function's name and documentation as its own.
Result<void> copy_wrapped_attributes(Thread& t, Value self, Value callable) {
  for (Name n : {Name::k__module__, Name::k__name__, Name::k__qualname__, Name::k__doc__, Name::k__annotations__}) {
    Value value = EIDER_TRY(find_attr(t, callable, name(t, n)));
    if (!value.is_absent()) EIDER_TRY(instance_set(t, self, name(t, n), value));
  }
  return kDone;
}

Result<void> wrapper_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  const char* shown = is_instance(t, self, TypeId::kClassMethod) ? "classmethod" : "staticmethod";
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", shown);
  if (nargs != 1) return raise(t, TypeId::kTypeError, "%s expected 1 argument, got %u", shown, nargs);
  self.as<ClassMethod>()->callable.store_release(args[0]);
  return copy_wrapped_attributes(t, self, args[0]);
}

Result<Value> wrapper_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) { return new_instance(t, cls); }

Result<Value> callable_of(Thread& t, Value self, const char* what) {
  Value callable = self.as<ClassMethod>()->callable.load_acquire();
  if (callable.is_absent()) return raise(t, TypeId::kRuntimeError, "uninitialized %s object", what);
  return callable;
}

Result<Value> classmethod_get(Thread& t, Value self, Value instance, Value owner) {
  Value callable = EIDER_TRY(callable_of(t, self, "classmethod"));
  if (owner.is_absent()) owner = type_of(t, instance)->value();
  if (DescrGetFn get = type_of(t, callable)->slots.descr_get) return get(t, callable, owner, owner);
  return bound_method_new(t, callable, owner);
}

Result<Value> staticmethod_get(Thread& t, Value self, Value, Value) { return callable_of(t, self, "staticmethod"); }

Result<Value> staticmethod_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return call(t, EIDER_TRY(callable_of(t, self, "staticmethod")), args, nargs, kwnames);
}

Result<Value> wrapper_repr(Thread& t, Value self) {
  const char* shown = is_instance(t, self, TypeId::kClassMethod) ? "classmethod" : "staticmethod";
  Value callable = EIDER_TRY(callable_of(t, self, shown));
  return str_format(t, "<%s(%s)>", shown, EIDER_TEXT(repr(t, callable)).c_str());
}

Result<Value> get_callable(Thread& t, Value self) {
  Value callable = self.as<ClassMethod>()->callable.load_acquire();
  return callable.is_absent() ? kNone : callable;
}

Result<Value> get_abstract(Thread& t, Value self) {
  return Value::from_bool(EIDER_TRY(is_abstract(t, self.as<ClassMethod>()->callable.load_acquire())));
}

constexpr GetSetDef kGetSets[] = {
    {"__func__", get_callable, nullptr, nullptr, true},
    {"__wrapped__", get_callable, nullptr, nullptr, true},
    {"__isabstractmethod__", get_abstract, nullptr, nullptr},
    kDictGetSet,
};

}  // namespace

Result<void> install_class_static(Thread& t) {
  TypeSpec spec;
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(ClassMethod);
  spec.trace = TraceKind::kCustom;
  spec.dict_offset = offsetof(ClassMethod, dict);
  spec.slots.trace = &trace_class_method;
  spec.slots.new_ = &wrapper_new;
  spec.slots.init = &wrapper_init;
  spec.slots.repr = &wrapper_repr;
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  spec.id = TypeId::kClassMethod;
  spec.name = "classmethod";
  spec.doc =
      "classmethod(function) -> method\n\nConvert a function to be a class method.\n\nA class method receives the class as implicit "
      "first argument,\njust like an instance method receives the instance.";
  spec.slots.descr_get = &classmethod_get;
  EIDER_TRY(make_builtin_type(t, spec));
  spec.id = TypeId::kStaticMethod;
  spec.name = "staticmethod";
  spec.doc =
      "staticmethod(function) -> method\n\nConvert a function to be a static method.\n\nA static method does not receive an implicit "
      "first argument.";
  spec.slots.descr_get = &staticmethod_get;
  spec.slots.call = &staticmethod_call;
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

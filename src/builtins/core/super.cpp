// SPDX-License-Identifier: MIT
//
// super: attributes of the classes behind a class in the MRO of an object.
#include "builtins/core/core.h"
#include "objects/errors.h"

namespace eider::builtins {

namespace {

void trace_super(Header* object, gc::Tracer& tracer) {
  auto* s = static_cast<Super*>(static_cast<Object*>(object));
  tracer.mark_word(s->type.load_relaxed().bits());
  tracer.mark_word(s->self.load_relaxed().bits());
  tracer.mark_word(s->self_type.load_relaxed().bits());
}

/// The class whose MRO is searched for super(start, object).
Result<Value> check(Thread& t, Type* start, Value object) {
  if (is_type(t, object) && is_subtype(object.as<Type>(), start)) return object;
  Type* own = type_of(t, object);
  if (is_subtype(own, start)) return own->value();
  Value claimed = EIDER_TRY(find_attr(t, object, name(t, Name::k__class__)));
  if (!claimed.is_absent() && is_type(t, claimed) && claimed != own->value() && is_subtype(claimed.as<Type>(), start)) return claimed;
  return raise(t, TypeId::kTypeError, "super(type, obj): obj must be an instance or subtype of type");
}

Result<void> fill(Thread& t, Super* s, Value start, Value object) {
  if (!is_type(t, start)) return raise(t, TypeId::kTypeError, "super() argument 1 must be a type, not %s", type_name(t, start));
  if (object == kNone) object = kAbsent;
  Value self_type = kAbsent;
  if (!object.is_absent()) self_type = EIDER_TRY(check(t, start.as<Type>(), object));
  s->type.store_release(start);
  s->self.store_release(object);
  s->self_type.store_release(self_type);
  return kDone;
}

Result<Value> super_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) { return new_instance(t, cls); }

Result<void> super_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "super() takes no keyword arguments");
  if (nargs > 2) return raise(t, TypeId::kTypeError, "super() takes at most 2 arguments (%u given)", nargs);
  auto* s = self.as<Super>();
  if (nargs > 0) return fill(t, s, args[0], nargs > 1 ? args[1] : kAbsent);
  if (t.realm->hooks.super_context == nullptr) return raise(t, TypeId::kRuntimeError, "super(): no current frame");
  Value object;
  Value start = EIDER_TRY(t.realm->hooks.super_context(t, &object));
  return fill(t, s, start, object);
}

Result<Value> super_get_attr(Thread& t, Value self, Str* attribute) {
  auto* s = self.as<Super>();
  Value self_type = s->self_type.load_acquire();
  // `super().__class__` is super itself.
  if (self_type.is_absent() || attribute == name(t, Name::k__class__)) return generic_get_attr(t, self, attribute);
  Value found = type_lookup_after(t, self_type.as<Type>(), s->type.load_acquire().as<Type>(), attribute);
  if (found.is_absent()) return generic_get_attr(t, self, attribute);
  DescrGetFn get = type_of(t, found)->slots.descr_get;
  if (get == nullptr) return found;
  Value object = s->self.load_acquire();
  return get(t, found, object == self_type ? kAbsent : object, self_type);  // a class method's super: nothing to bind
}

Result<Value> super_descr_get(Thread& t, Value self, Value instance, Value owner) {
  auto* s = self.as<Super>();
  if (instance.is_absent() || instance == kNone || !s->self.load_acquire().is_absent()) return self;
  if (s->type.load_acquire().is_absent()) {  // made by __new__ alone
    return raise(t, TypeId::kTypeError, "super(type, obj): obj must be an instance or subtype of type");
  }
  if (!is_exact(self, TypeId::kSuper)) {
    Value args[2] = {s->type.load_acquire(), instance};
    return call(t, type_of(t, self)->value(), args, 2);
  }
  auto* bound = static_cast<Super*>(EIDER_TRY(new_instance(t, type(t, TypeId::kSuper))));
  EIDER_TRY(fill(t, bound, s->type.load_acquire(), instance));
  return bound->value();
}

Result<Value> super_repr(Thread& t, Value self) {
  auto* s = self.as<Super>();
  Value start = s->type.load_acquire();
  Value self_type = s->self_type.load_acquire();
  const char* shown = start.is_absent() ? "NULL" : start.as<Type>()->utf8_name;
  if (self_type.is_absent()) return str_format(t, "<super: <class '%s'>, NULL>", shown);
  return str_format(t, "<super: <class '%s'>, <%s object>>", shown, self_type.as<Type>()->utf8_name);
}

constexpr MemberDef kMembers[] = {
    {"__thisclass__", offsetof(Super, type), true, "the class invoking super()"},
    {"__self__", offsetof(Super, self), true, "the instance invoking super(); may be None"},
    {"__self_class__", offsetof(Super, self_type), true, "the type of the instance invoking super(); may be None"},
};

}  // namespace

Result<void> install_super(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kSuper;
  spec.doc =
      "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; "
      "requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to call a "
      "cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods "
      "too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n";
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(Super);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = &trace_super;
  spec.slots.new_ = &super_new;
  spec.slots.init = &super_init;
  spec.slots.get_attr = &super_get_attr;
  spec.slots.descr_get = &super_descr_get;
  spec.slots.repr = &super_repr;
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

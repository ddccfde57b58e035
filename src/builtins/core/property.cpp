// SPDX-License-Identifier: MIT
//
// property.
#include "builtins/core/core.h"
#include "objects/errors.h"

namespace eider::builtins {

namespace {

void trace_property(Header* object, gc::Tracer& tracer) {
  auto* p = static_cast<Property*>(static_cast<Object*>(object));
  for (Field<Value>* f = &p->getter; f <= &p->getter_doc; f++) tracer.mark_word(f->load_relaxed().bits());
}

/// "property 'x' of 'C' object has no setter"
EIDER_COLD Failure raise_missing(Thread& t, Property* p, Value instance, const char* what) {
  std::string of = EIDER_TEXT(to_str(t, type_of(t, instance)->qualname.load_acquire()));
  Value shown = p->name.load_acquire();
  if (shown.is_absent()) return raise(t, TypeId::kAttributeError, "property of '%s' object has no %s", of.c_str(), what);
  return raise(t, TypeId::kAttributeError, "property %s of '%s' object has no %s", EIDER_TEXT(repr(t, shown)).c_str(), of.c_str(), what);
}

Result<Value> property_get(Thread& t, Value self, Value instance, Value owner) {
  if (instance.is_absent()) return self;
  auto* p = self.as<Property>();
  Value getter = p->getter.load_acquire();
  if (EIDER_UNLIKELY(getter.is_absent())) return raise_missing(t, p, instance, "getter");
  return call1(t, getter, instance);
}

Result<void> property_set(Thread& t, Value self, Value instance, Value value) {
  auto* p = self.as<Property>();
  if (value.is_absent()) {
    Value deleter = p->deleter.load_acquire();
    if (deleter.is_absent()) return raise_missing(t, p, instance, "deleter");
    EIDER_TRY(call1(t, deleter, instance));
    return kDone;
  }
  Value setter = p->setter.load_acquire();
  if (EIDER_UNLIKELY(setter.is_absent())) return raise_missing(t, p, instance, "setter");
  EIDER_TRY(call2(t, setter, instance, value));
  return kDone;
}

Value none_as_absent(Value v) { return v == kNone ? kAbsent : v; }

Result<Value> property_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) { return new_instance(t, cls); }

Result<void> property_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"property(fget=None, fset=None, fdel=None, doc=None)"};
  Value values[4];
  EIDER_TRY(parse_slot_arguments(t, kSignature, args, nargs, kwnames, values));
  auto* p = self.as<Property>();
  p->getter.store_release(none_as_absent(values[0]));
  p->setter.store_release(none_as_absent(values[1]));
  p->deleter.store_release(none_as_absent(values[2]));
  p->name.store_release(kAbsent);
  p->getter_doc.store_release(kFalse);
  Value doc = values[3].is_absent() ? kNone : values[3];
  Value getter = p->getter.get();
  bool from_getter = false;
  if (doc == kNone && !getter.is_absent()) {
    Value found = EIDER_TRY(find_attr(t, getter, name(t, Name::k__doc__)));
    if (!found.is_absent() && found != kNone) {
      doc = found;
      from_getter = true;
      p->getter_doc.store_release(kTrue);
    }
  }
  p->doc.store_release(doc);
  // Instances of subclasses show it as an attribute: their class has a __doc__ of its own.
  if (from_getter && !is_exact(self, TypeId::kProperty) && type_of(t, self)->has(kHasDict)) {
    EIDER_TRY(instance_set(t, self, name(t, Name::k__doc__), doc));
  } else if (doc != kNone && type_of(t, self) != type(t, TypeId::kProperty) && type_of(t, self)->has(kHasDict)) {
    EIDER_TRY(instance_set(t, self, name(t, Name::k__doc__), doc));
  }
  return kDone;
}

/// A copy with one accessor replaced, of the same class.
Result<Value> copied(Thread& t, Property* p, Value getter, Value setter, Value deleter) {
  auto or_none = [](Value given, Value own) {
    Value v = given.is_absent() || given == kNone ? own : given;
    return v.is_absent() ? kNone : v;
  };
  Value args[4] = {or_none(getter, p->getter.load_acquire()), or_none(setter, p->setter.load_acquire()),
                   or_none(deleter, p->deleter.load_acquire()), kNone};
  bool new_getter_doc = p->getter_doc.load_acquire() == kTrue && args[0] != kNone;
  Value doc = p->doc.load_acquire();
  if (!new_getter_doc && !doc.is_absent()) args[3] = doc;
  Value made = EIDER_TRY(call(t, type_of(t, p)->value(), args, 4));
  if (is_instance(t, made, TypeId::kProperty)) made.as<Property>()->name.store_release(p->name.load_acquire());
  return made;
}

Result<Value> property_getter(Thread& t, Property* self, Value function) { return copied(t, self, function, kAbsent, kAbsent); }
Result<Value> property_setter(Thread& t, Property* self, Value function) { return copied(t, self, kAbsent, function, kAbsent); }
Result<Value> property_deleter(Thread& t, Property* self, Value function) { return copied(t, self, kAbsent, kAbsent, function); }
Result<Value> property_set_name(Thread& t, Property* self, Tuple* args) {
  if (args->size() != 2) {
    return raise(t, TypeId::kTypeError, "__set_name__() takes 2 positional arguments but %ld were given", static_cast<long>(args->size()));
  }
  self->name.store_release(args->items[1].get());
  return kNone;
}

Result<Value> get_abstract(Thread& t, Value self) {
  auto* p = self.as<Property>();
  for (Value accessor : {p->getter.load_acquire(), p->setter.load_acquire(), p->deleter.load_acquire()}) {
    if (EIDER_TRY(is_abstract(t, accessor))) return kTrue;
  }
  return kFalse;
}

constexpr NativeDef kMethods[] = {
    {"getter(self, function, /)", bind<property_getter>, Sync::kImmutable, "Descriptor to obtain a copy of the property with a different getter."},
    {"setter(self, function, /)", bind<property_setter>, Sync::kImmutable, "Descriptor to obtain a copy of the property with a different setter."},
    {"deleter(self, function, /)", bind<property_deleter>, Sync::kImmutable, "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__(self, /, *args)", bind<property_set_name>, Sync::kLockFreeRead, "Method to set name of a property."},
};
constexpr MemberDef kMembers[] = {
    {"fget", offsetof(Property, getter), true, nullptr},
    {"fset", offsetof(Property, setter), true, nullptr},
    {"fdel", offsetof(Property, deleter), true, nullptr},
    {"__doc__", offsetof(Property, doc), false, nullptr},
};
constexpr GetSetDef kGetSets[] = {{"__isabstractmethod__", get_abstract, nullptr, nullptr}};

}  // namespace

Result<void> install_property(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kProperty;
  spec.doc =
      "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nProperty attribute.\n\n  fget\n    function to be used for getting an "
      "attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an "
      "attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return "
      "self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, setx, delx, \"I'm the 'x' "
      "property.\")\n\nDecorators make defining new properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n    def "
      "x(self):\n        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = "
      "value\n    @x.deleter\n    def x(self):\n        del self._x";
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(Property);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = &trace_property;
  spec.slots.new_ = &property_new;
  spec.slots.init = &property_init;
  spec.slots.descr_get = &property_get;
  spec.slots.descr_set = &property_set;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

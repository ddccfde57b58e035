// SPDX-License-Identifier: MIT
//
// type: calling classes, and the attributes and methods of classes.
#include "builtins/core/core.h"
#include "objects/errors.h"
#include "objects/fact_table.h"
#include "objects/rooted.h"
#include "objects/slot_generic.h"
#include "objects/type_parts.h"

namespace eider::builtins {

namespace {

bool has_keywords(Tuple* kwnames) { return kwnames != nullptr && kwnames->size() != 0; }

Result<Value> type_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* cls = self.as<Type>();
  if (EIDER_UNLIKELY(cls == type(t, TypeId::kType))) {
    if (nargs == 1 && !has_keywords(kwnames)) return type_of(t, args[0])->value();
    if (nargs != 3) return raise(t, TypeId::kTypeError, "type() takes 1 or 3 arguments");
  }
  NewFn make = cls->slots.new_;
  if (EIDER_UNLIKELY(make == nullptr)) return raise(t, TypeId::kTypeError, "cannot create '%s' instances", cls->utf8_name);
  Value made;
  if (make == &object_new && cls->slots.init != &object_init && !cls->has(kAbstract)) {
    made = EIDER_TRY(new_instance(t, cls))->value();  // __init__ takes the arguments: nothing to check
  } else {
    made = EIDER_TRY(make(t, cls, args, nargs, kwnames));
  }
  Type* made_type = type_of(t, made);
  if (EIDER_UNLIKELY(!is_subtype(made_type, cls))) return made;
  if (InitFn init = made_type->slots.init; init != nullptr) EIDER_TRY(init(t, made, args, nargs, kwnames));
  return made;
}

Result<Value> type_new_slot(Thread& t, Type* metatype, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (nargs != 3) return raise(t, TypeId::kTypeError, "type.__new__() takes exactly 3 arguments (%u given)", nargs);
  constexpr TypeId kExpected[] = {TypeId::kStr, TypeId::kTuple, TypeId::kDict};
  for (int i = 0; i < 3; i++) {
    if (!is_instance(t, args[i], kExpected[i])) {
      return raise(t, TypeId::kTypeError, "type.__new__() argument %d must be %s, not %s", i + 1, type_id_name(kExpected[i]),
                   args[i].is_none() ? "None" : type_name(t, args[i]));
    }
  }
  return type_new(t, metatype, args[0].as<Str>(), args[1].as<Tuple>(), args[2].as<Dict>(), args + 3, kwnames);
}

Result<void> type_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (has_keywords(kwnames) && nargs == 1) return raise(t, TypeId::kTypeError, "type.__init__() takes no keyword arguments");
  if (nargs != 1 && nargs != 3) return raise(t, TypeId::kTypeError, "type.__init__() takes 1 or 3 arguments");
  return kDone;
}

Result<Value> type_repr(Thread& t, Value self) {
  return str_format(t, "<class '%s'>", EIDER_TEXT(type_full_name(t, self.as<Type>())).c_str());
}

Result<void> check_mutable(Thread& t, Type* cls, Str* attribute) {
  if (EIDER_LIKELY(!cls->has(kImmutable))) return kDone;
  return raise(t, TypeId::kTypeError, "cannot set '%s' attribute of immutable type '%s'", to_utf8(attribute).c_str(), cls->utf8_name);
}

Result<void> type_set_attr(Thread& t, Value self, Str* attribute, Value value) {
  auto* cls = self.as<Type>();
  EIDER_TRY(check_mutable(t, cls, attribute));
  EIDER_TRY(ensure_class(t, cls));
  Value found = type_lookup(t, type_of(t, self), attribute);
  if (!found.is_absent()) {
    if (SetFn set = type_of(t, found)->slots.descr_set) return set(t, found, self, value);
  }
  return type_set_attribute(t, cls, attribute, value);
}

// --- methods ------------------------------------------------------------------------------------------------------------------------
Result<Value> type_mro(Thread& t, Type* self) {
  Tuple* mro = EIDER_TRY(c3_mro(t, self));
  return to_list(t, mro->value());
}
Result<Value> type_subclasses_method(Thread& t, Type* self) { return type_subclasses(t, self); }
Result<Value> type_prepare(Thread& t, Value cls, Tuple* args, Dict* kwargs) { return dict_new(t); }
Result<bool> type_instancecheck(Thread& t, Value self, Value instance) { return real_is_instance(t, instance, self); }
Result<bool> type_subclasscheck(Thread& t, Value self, Value subclass) { return real_is_subclass(t, subclass, self); }
Result<Value> type_dir(Thread& t, Type* self) {
  EIDER_TRY(ensure_class(t, self));
  Dict* names = EIDER_TRY(dict_new(t));
  EIDER_TRY(add_class_names(t, names, self));
  return to_list(t, names->value());
}
Result<int64_t> type_sizeof(Thread& t, Type* self) { return static_cast<int64_t>(t.realm->heap().size_of(self)); }

// --- attributes ---------------------------------------------------------------------------------------------------------------------
Result<void> check_special(Thread& t, Type* cls, Value value, const char* attribute) {
  if (cls->has(kImmutable)) {
    return raise(t, TypeId::kTypeError, "cannot set '%s' attribute of immutable type '%s'", attribute, cls->utf8_name);
  }
  if (value.is_absent()) {
    return raise(t, TypeId::kTypeError, "cannot delete '%s' attribute of immutable type '%s'", attribute, cls->utf8_name);
  }
  return kDone;
}

Result<Value> get_name(Thread& t, Value self) {
  return Value::from_pointer(__atomic_load_n(&self.as<Type>()->name, __ATOMIC_ACQUIRE));
}
Result<void> set_name(Thread& t, Value self, Value value) {
  auto* cls = self.as<Type>();
  EIDER_TRY(check_special(t, cls, value, "__name__"));
  if (!is_instance(t, value, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "can only assign string to %s.__name__, not '%s'", cls->utf8_name, type_name(t, value));
  }
  return type_set_name(t, cls, value.as<Str>());
}

Result<Value> get_qualname(Thread& t, Value self) { return self.as<Type>()->qualname.load_acquire(); }
Result<void> set_qualname(Thread& t, Value self, Value value) {
  auto* cls = self.as<Type>();
  EIDER_TRY(check_special(t, cls, value, "__qualname__"));
  if (!is_instance(t, value, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "can only assign string to %s.__qualname__, not '%s'", cls->utf8_name, type_name(t, value));
  }
  cls->qualname.store_release(value);
  return kDone;
}

Result<Value> get_module(Thread& t, Value self) { return type_get_module(t, self.as<Type>()); }
Result<void> set_module(Thread& t, Value self, Value value) {
  EIDER_TRY(check_special(t, self.as<Type>(), value, "__module__"));
  return type_set_attribute(t, self.as<Type>(), name(t, Name::k__module__), value);
}

Result<Value> get_bases(Thread& t, Value self) { return self.as<Type>()->bases.load_acquire()->value(); }
Result<void> set_bases(Thread& t, Value self, Value value) {
  auto* cls = self.as<Type>();
  EIDER_TRY(check_special(t, cls, value, "__bases__"));
  if (!is_instance(t, value, TypeId::kTuple)) {
    return raise(t, TypeId::kTypeError, "can only assign tuple to %s.__bases__, not %s", cls->utf8_name, type_name(t, value));
  }
  if (value.as<Tuple>()->size() == 0) {
    return raise(t, TypeId::kTypeError, "can only assign non-empty tuple to %s.__bases__, not ()", cls->utf8_name);
  }
  return type_set_bases(t, cls, value.as<Tuple>());
}

Result<Value> get_base(Thread& t, Value self) {
  Type* base = self.as<Type>()->base.load_acquire();
  return base == nullptr ? kNone : base->value();
}
Result<Value> get_mro(Thread& t, Value self) {
  Tuple* mro = self.as<Type>()->mro.load_acquire();
  return mro == nullptr ? kNone : mro->value();
}
Result<Value> get_dict(Thread& t, Value self) { return mapping_proxy_new(t, self.as<Type>()->dict.get()->value()); }

Result<Value> get_doc(Thread& t, Value self) {
  auto* cls = self.as<Type>();
  if (!cls->has(kHeapType) && cls->doc != nullptr) {
    std::string_view text = cls->doc;
    if (size_t end = text.find("\n--\n\n"); end != std::string_view::npos) text = text.substr(end + 5);
    return str_from_utf8(t, text);
  }
  Value doc = dict_get_str(t, cls->dict.get(), name(t, Name::k__doc__));
  if (doc.is_absent()) return kNone;
  DescrGetFn get = type_of(t, doc)->slots.descr_get;
  return get == nullptr ? Result<Value>(doc) : get(t, doc, kAbsent, self);
}
Result<void> set_doc(Thread& t, Value self, Value value) {
  EIDER_TRY(check_special(t, self.as<Type>(), value, "__doc__"));
  return type_set_attribute(t, self.as<Type>(), name(t, Name::k__doc__), value);
}

Result<Value> get_text_signature(Thread& t, Value self) {
  auto* cls = self.as<Type>();
  if (cls->doc == nullptr) return kNone;
  std::string_view doc = cls->doc;
  size_t open = doc.find('(');
  size_t end = doc.find(")\n--\n\n");
  if (open == std::string_view::npos || end == std::string_view::npos || end < open) return kNone;
  return str_from_utf8(t, doc.substr(open, end + 1 - open));
}

Result<Value> get_abstract_methods(Thread& t, Value self) {
  auto* cls = self.as<Type>();
  Value methods = kAbsent;
  if (cls != type(t, TypeId::kType)) methods = dict_get_str(t, cls->dict.get(), name(t, Name::k__abstractmethods__));
  if (methods.is_absent()) return raise_value(t, TypeId::kAttributeError, name(t, Name::k__abstractmethods__)->value());
  return methods;
}
Result<void> set_abstract_methods(Thread& t, Value self, Value value) {
  auto* cls = self.as<Type>();
  bool abstract = false;
  if (!value.is_absent()) abstract = EIDER_TRY(truth(t, value));
  EIDER_TRY(type_set_attribute(t, cls, name(t, Name::k__abstractmethods__), value));
  if (abstract) {
    cls->flags.fetch_or_seq_cst(kAbstract);
  } else {
    cls->flags.fetch_and_seq_cst(~uint32_t{kAbstract});
  }
  return kDone;
}

Result<Value> get_annotations(Thread& t, Value self) {
  auto* cls = self.as<Type>();
  Str* attribute = name(t, Name::k__annotations__);
  if (cls->has(kImmutable)) return raise_attribute_error(t, self, attribute);
  Value found = dict_get_str(t, cls->dict.get(), attribute);
  if (!found.is_absent()) {
    DescrGetFn get = type_of(t, found)->slots.descr_get;
    return get == nullptr ? Result<Value>(found) : get(t, found, kAbsent, self);
  }
  Dict* made = EIDER_TRY(dict_new(t));
  EIDER_TRY(type_set_attribute(t, cls, attribute, made->value()));
  return made->value();
}
Result<void> set_annotations(Thread& t, Value self, Value value) {
  auto* cls = self.as<Type>();
  if (cls->has(kImmutable)) {
    return raise(t, TypeId::kTypeError, "cannot set '__annotations__' attribute of immutable type '%s'", cls->utf8_name);
  }
  if (value.is_absent() && dict_get_str(t, cls->dict.get(), name(t, Name::k__annotations__)).is_absent()) {
    return raise_value(t, TypeId::kAttributeError, name(t, Name::k__annotations__)->value());
  }
  return type_set_attribute(t, cls, name(t, Name::k__annotations__), value);
}

/// CPython's Py_TPFLAGS bits that Python code looks at (inspect, copyreg, pickle).
Result<Value> get_flags(Thread& t, Value self) {
  auto* cls = self.as<Type>();
  int64_t flags = 1 << 12;  // READY
  if (cls->has(kImmutable)) flags |= 1 << 8;
  if (cls->has(kHeapType)) flags |= 1 << 9;
  if (cls->has(kBaseType)) flags |= 1 << 10;
  if (cls->has(kMethodLike)) flags |= 1 << 17;
  if (cls->has(kAbstract)) flags |= 1 << 20;
  if (cls->has(kSequencePattern)) flags |= 1 << 5;
  if (cls->has(kMappingPattern)) flags |= 1 << 6;
  constexpr TypeId kFast[] = {TypeId::kInt, TypeId::kList, TypeId::kTuple, TypeId::kBytes, TypeId::kStr, TypeId::kDict,
                              TypeId::kBaseException, TypeId::kType};
  for (int i = 0; i < 8; i++) {
    if (is_subtype(cls, type(t, kFast[i]))) flags |= int64_t{1} << (24 + i);
  }
  return Value::from_small_int(flags);
}
Result<Value> get_basicsize(Thread& t, Value self) { return Value::from_small_int(self.as<Type>()->instance_bytes()); }
Result<Value> get_itemsize(Thread& t, Value self) { return Value::from_small_int(self.as<Type>()->has(kVariableSize) ? 8 : 0); }
Result<Value> get_dictoffset(Thread& t, Value self) { return Value::from_small_int(self.as<Type>()->has(kHasDict) ? 8 : 0); }
Result<Value> get_weakrefoffset(Thread& t, Value self) { return Value::from_small_int(self.as<Type>()->has(kWeakrefable) ? 8 : 0); }

constexpr NativeDef kMethods[] = {
    {"mro(self, /)", bind<type_mro>, Sync::kLockFreeRead, "Return a type's method resolution order."},
    {"__subclasses__(self, /)", bind<type_subclasses_method>, Sync::kLockFreeRead, "Return a list of immediate subclasses."},
    {"__prepare__(cls, /, *args, **kwargs)", bind<type_prepare>, Sync::kNone,
     "__prepare__() -> dict\nused to create the namespace for the class statement", NativeDef::kClassMethod},
    {"__instancecheck__(self, instance, /)", bind<type_instancecheck>, Sync::kLockFreeRead, "Check if an object is an instance."},
    {"__subclasscheck__(self, subclass, /)", bind<type_subclasscheck>, Sync::kLockFreeRead, "Check if a class is a subclass."},
    {"__dir__(self, /)", bind<type_dir>, Sync::kLockFreeRead, "Specialized __dir__ implementation for types."},
    {"__sizeof__(self, /)", bind<type_sizeof>, Sync::kNone, "Return memory consumption of the type object."},
};
constexpr GetSetDef kGetSets[] = {
    {"__name__", get_name, set_name, nullptr},
    {"__qualname__", get_qualname, set_qualname, nullptr},
    {"__bases__", get_bases, set_bases, nullptr},
    {"__base__", get_base, nullptr, nullptr, true},
    {"__mro__", get_mro, nullptr, nullptr, true},
    {"__module__", get_module, set_module, nullptr},
    {"__abstractmethods__", get_abstract_methods, set_abstract_methods, nullptr},
    {"__dict__", get_dict, nullptr, nullptr},
    {"__doc__", get_doc, set_doc, nullptr},
    {"__text_signature__", get_text_signature, nullptr, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {"__flags__", get_flags, nullptr, nullptr, true},
    {"__basicsize__", get_basicsize, nullptr, nullptr, true},
    {"__itemsize__", get_itemsize, nullptr, nullptr, true},
    {"__dictoffset__", get_dictoffset, nullptr, nullptr, true},
    {"__weakrefoffset__", get_weakrefoffset, nullptr, nullptr, true},
};

}  // namespace

Result<void> install_type(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kType;
  spec.name = "type";
  spec.doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type";
  spec.flags = kBaseType | kWeakrefable;
  spec.native_bytes = sizeof(Type);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = &trace_type;
  spec.slots.call = &type_call;
  spec.slots.new_ = &type_new_slot;
  spec.slots.init = &type_init;
  spec.slots.repr = &type_repr;
  spec.slots.get_attr = &type_get_attr;
  spec.slots.set_attr = &type_set_attr;
  spec.slots.bit_or = &or_types;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

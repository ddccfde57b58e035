// SPDX-License-Identifier: MIT
//
// object: the methods every object has. Its slots: objects/object_base.cpp.
#include "builtins/core/core.h"
#include "objects/errors.h"
#include "objects/rooted.h"

namespace eider::builtins {

namespace {

// --- pickling -----------------------------------------------------------------------------------------------------------------------
Result<Value> copyreg_attribute(Thread& t, Name n) {
  Value module = EIDER_TRY(t.realm->import(t, "copyreg"));
  return get_attr(t, module, name(t, n));
}

/// copyreg._slotnames(cls): a list of names, or None.
Result<Value> slot_names(Thread& t, Type* cls) {
  Value cached = dict_get_str(t, cls->dict.get(), name(t, Name::k__slotnames__));
  if (!cached.is_absent()) return cached;
  // Without members anywhere there is nothing to ask copyreg for.
  if (cls->member_slots == 0) return kNone;
  Value function = EIDER_TRY(copyreg_attribute(t, Name::k_slotnames));
  Value names = EIDER_TRY(call1(t, function, cls->value()));
  if (names != kNone && !is_instance(t, names, TypeId::kList)) {
    return raise(t, TypeId::kTypeError, "copyreg._slotnames didn't return a list or None");
  }
  return names;
}

Result<Value> default_state(Thread& t, Value self, bool required) {
  Type* type = type_of(t, self);
  if (required && (type->native_bytes > 8 || type->has(kVariableSize))) {
    return raise(t, TypeId::kTypeError, "cannot pickle '%s' object", type->utf8_name);
  }
  Dict* attributes = EIDER_TRY(instance_attributes_copy(t, self));
  Value state = dict_size(attributes) == 0 ? kNone : attributes->value();
  Value names = EIDER_TRY(slot_names(t, type));
  if (names == kNone) return state;
  Dict* slots = EIDER_TRY(dict_new(t));
  Tuple* snapshot = EIDER_TRY(list_to_tuple(t, names.as<List>()));
  for (int64_t i = 0; i < snapshot->size(); i++) {
    Value item = snapshot->items[i].get();
    if (!is_instance(t, item, TypeId::kStr)) continue;
    Value value = EIDER_TRY(find_attr(t, self, item.as<Str>()));
    if (!value.is_absent()) EIDER_TRY(dict_set(t, slots, item, value));
  }
  if (dict_size(slots) == 0) return state;
  return tuple_of(t, state, slots->value());
}

/// obj.__getstate__(), which may be object's own.
Result<Value> state_of(Thread& t, Value self, bool required) {
  Value method = type_lookup(t, type_of(t, self), name(t, Name::k__getstate__));
  Value own = type_lookup(t, type(t, TypeId::kObject), name(t, Name::k__getstate__));
  if (method == own && instance_get(t, self, name(t, Name::k__getstate__)).is_absent()) return default_state(t, self, required);
  return call0(t, EIDER_TRY(get_attr(t, self, name(t, Name::k__getstate__))));
}

Result<void> new_arguments(Thread& t, Value self, Value* args, Value* kwargs) {
  *args = *kwargs = kAbsent;
  Value method = EIDER_TRY(lookup_special(t, self, name(t, Name::k__getnewargs_ex__)));
  if (!method.is_absent()) {
    Value pair = EIDER_TRY(call0(t, method));
    if (!is_instance(t, pair, TypeId::kTuple)) {
      return raise(t, TypeId::kTypeError, "__getnewargs_ex__ should return a tuple, not '%s'", type_name(t, pair));
    }
    if (pair.as<Tuple>()->size() != 2) {
      return raise(t, TypeId::kValueError, "__getnewargs_ex__ should return a tuple of length 2, not %ld",
                   static_cast<long>(pair.as<Tuple>()->size()));
    }
    *args = pair.as<Tuple>()->items[0].get();
    *kwargs = pair.as<Tuple>()->items[1].get();
    if (!is_instance(t, *args, TypeId::kTuple)) {
      return raise(t, TypeId::kTypeError, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%s'",
                   type_name(t, *args));
    }
    if (!is_instance(t, *kwargs, TypeId::kDict)) {
      return raise(t, TypeId::kTypeError, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%s'",
                   type_name(t, *kwargs));
    }
    return kDone;
  }
  method = EIDER_TRY(lookup_special(t, self, name(t, Name::k__getnewargs__)));
  if (method.is_absent()) return kDone;
  *args = EIDER_TRY(call0(t, method));
  if (!is_instance(t, *args, TypeId::kTuple)) {
    return raise(t, TypeId::kTypeError, "__getnewargs__ should return a tuple, not '%s'", type_name(t, *args));
  }
  return kDone;
}

Result<Value> reduce_newobj(Thread& t, Value self) {
  Type* type = type_of(t, self);
  if (type->slots.new_ == nullptr) return raise(t, TypeId::kTypeError, "cannot pickle '%s' object", type->utf8_name);
  Value args, kwargs;
  EIDER_TRY(new_arguments(t, self, &args, &kwargs));
  Value function;
  Tuple* newargs;
  if (kwargs.is_absent() || dict_size(kwargs.as<Dict>()) == 0) {
    function = EIDER_TRY(copyreg_attribute(t, Name::k__newobj__));
    int64_t count = args.is_absent() ? 0 : args.as<Tuple>()->size();
    newargs = EIDER_TRY(tuple_new(t, count + 1));
    newargs->items[0].init(type->value());
    for (int64_t i = 0; i < count; i++) newargs->items[i + 1].init(args.as<Tuple>()->items[i].get());
  } else {
    function = EIDER_TRY(copyreg_attribute(t, Name::k__newobj_ex__));
    newargs = EIDER_TRY(tuple_of(t, type->value(), args, kwargs));
  }
  bool list = is_instance(t, self, TypeId::kList);
  bool dict = is_instance(t, self, TypeId::kDict);
  Value state = EIDER_TRY(state_of(t, self, !(!args.is_absent() || list || dict)));
  Value list_items = kNone;
  Value dict_items = kNone;
  if (list) list_items = EIDER_TRY(get_iter(t, self));
  if (dict) dict_items = EIDER_TRY(get_iter(t, EIDER_TRY(call_method(t, self, name(t, Name::kitems)))));
  Value parts[5] = {function, newargs->value(), state, list_items, dict_items};
  return tuple_from(t, parts, 5);
}

Result<Value> common_reduce(Thread& t, Value self, int64_t protocol) {
  if (protocol >= 2) return reduce_newobj(t, self);
  Value function = EIDER_TRY(copyreg_attribute(t, Name::k_reduce_ex));
  return call2(t, function, self, Value::from_small_int(protocol));
}

Result<Value> object_reduce(Thread& t, Value self) { return common_reduce(t, self, 0); }

Result<Value> object_reduce_ex(Thread& t, Value self, Index protocol) {
  // A class with a __reduce__ of its own is asked that.
  Value reduce = EIDER_TRY(find_attr(t, self, name(t, Name::k__reduce__)));
  if (!reduce.is_absent()) {
    Value of_class = EIDER_TRY(get_attr(t, type_of(t, self)->value(), name(t, Name::k__reduce__)));
    if (of_class != type_lookup(t, type(t, TypeId::kObject), name(t, Name::k__reduce__))) return call0(t, reduce);
  }
  return common_reduce(t, self, protocol);
}

Result<Value> object_getstate(Thread& t, Value self) { return default_state(t, self, false); }

// --- the rest -----------------------------------------------------------------------------------------------------------------------
Result<Value> object_subclasshook(Thread& t, Value cls, Value subclass) { return kNotImplemented; }
Result<Value> object_init_subclass(Thread& t, Value cls) { return kNone; }

Result<Value> object_format(Thread& t, Value self, Value spec) {
  if (!is_instance(t, spec, TypeId::kStr)) return raise_bad_argument(t, "str", spec);
  if (spec.as<Str>()->length() > 0) {
    return raise(t, TypeId::kTypeError, "unsupported format string passed to %s.__format__", type_name(t, self));
  }
  return to_str(t, self);
}

Result<int64_t> object_sizeof(Thread& t, Value self) {
  if (!self.is_heap()) return 24;
  return static_cast<int64_t>(t.realm->heap().size_of(self.as<Object>()));
}

Result<Value> object_dir(Thread& t, Value self) {
  Dict* names = EIDER_TRY(instance_attributes_copy(t, self));
  Value own = EIDER_TRY(find_attr(t, self, name(t, Name::k__dict__)));
  if (!own.is_absent() && is_instance(t, own, TypeId::kDict)) EIDER_TRY(dict_update(t, names, own));
  Value cls = EIDER_TRY(find_attr(t, self, name(t, Name::k__class__)));
  if (!cls.is_absent() && is_type(t, cls)) EIDER_TRY(add_class_names(t, names, cls.as<Type>()));
  return to_list(t, names->value());
}

Result<Value> get_class(Thread& t, Value self) { return type_of(t, self)->value(); }

Result<void> set_class_attribute(Thread& t, Value self, Value value) {
  if (value.is_absent()) return raise(t, TypeId::kTypeError, "can't delete __class__ attribute");
  if (!is_type(t, value)) {
    return raise(t, TypeId::kTypeError, "__class__ must be set to a class, not '%s' object", type_name(t, value));
  }
  return set_class(t, self, value.as<Type>());
}

constexpr NativeDef kMethods[] = {
    {"__reduce_ex__(self, protocol, /)", bind<object_reduce_ex>, Sync::kSnapshot, "Helper for pickle."},
    {"__reduce__(self, /)", bind<object_reduce>, Sync::kSnapshot, "Helper for pickle."},
    {"__getstate__(self, /)", bind<object_getstate>, Sync::kSnapshot, "Helper for pickle."},
    {"__subclasshook__(cls, subclass, /)", bind<object_subclasshook>, Sync::kNone,
     "Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by abc.ABCMeta.__subclasscheck__().\n"
     "It should return True, False or NotImplemented.  If it returns\nNotImplemented, the normal algorithm is used.  Otherwise, it\n"
     "overrides the normal algorithm (and the outcome is cached).\n",
     NativeDef::kClassMethod},
    {"__init_subclass__(cls, /)", bind<object_init_subclass>, Sync::kNone,
     "This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may be\noverridden to extend "
     "subclasses.\n",
     NativeDef::kClassMethod},
    {"__format__(self, format_spec, /)", bind<object_format>, Sync::kNone, "Default object formatter."},
    {"__sizeof__(self, /)", bind<object_sizeof>, Sync::kNone, "Size of object in memory, in bytes."},
    {"__dir__(self, /)", bind<object_dir>, Sync::kSnapshot, "Default dir() implementation."},
};
constexpr GetSetDef kGetSets[] = {
    {"__class__", get_class, set_class_attribute, "the object's class"},
};

}  // namespace

Result<void> add_class_names(Thread& t, Dict* names, Type* cls) {
  Tuple* mro = cls->mro.load_acquire();
  for (int64_t i = mro->size() - 1; i >= 0; i--) EIDER_TRY(dict_update(t, names, mro->items[i].get().as<Type>()->dict.get()->value()));
  return kDone;
}

Result<void> install_object(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kObject;
  spec.name = "object";
  spec.doc =
      "object()\n--\n\nThe base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\n"
      "instance that has no instance attributes and cannot be given any.\n";
  spec.flags = kBaseType;
  spec.native_bytes = 8;
  spec.slots.repr = &object_repr;
  spec.slots.str = &object_str;
  spec.slots.hash = &object_hash;
  spec.slots.compare = &object_compare;
  spec.slots.get_attr = &generic_get_attr;
  spec.slots.set_attr = &generic_set_attr;
  spec.slots.init = &object_init;
  spec.slots.new_ = &object_new;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

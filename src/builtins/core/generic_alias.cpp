// SPDX-License-Identifier: MIT
//
// types.GenericAlias. Source: CPython 3.11's Objects/genericaliasobject.c, for what is substituted and how things are shown.
#include "builtins/core/generic_alias.h"

#include "objects/errors.h"
#include "objects/rooted.h"

namespace eider::builtins {

namespace {

GenericAlias* alias(Value v) { return v.as<GenericAlias>(); }
Tuple* args_of(Value v) { return alias(v)->args.get().as<Tuple>(); }
bool is_starred(Value v) { return alias(v)->starred.get() == kTrue; }

void trace_alias(Header* object, gc::Tracer& tracer) {
  auto* a = static_cast<GenericAlias*>(static_cast<Object*>(object));
  for (Field<Value>* f = &a->origin; f <= &a->starred; f++) tracer.mark_word(f->load_relaxed().bits());
}

Result<Value> make(Thread& t, Type* cls, Value origin, Value args, bool starred = false) {
  if (!is_instance(t, args, TypeId::kTuple)) args = EIDER_TRY(tuple_of(t, args))->value();
  auto* made = static_cast<GenericAlias*>(EIDER_TRY(new_instance(t, cls)));
  made->origin.init(origin);
  made->args.init(args);
  made->starred.init(Value::from_bool(starred));
  return made->value();
}

/// Names that are the alias's own; all others are looked up on the origin.
bool is_own_attribute(Str* attribute) {
  if (!attribute->ascii) return false;
  static constexpr std::string_view kOwn[] = {
      "__class__",    "__bases__",   "__origin__",      "__args__", "__unpacked__", "__parameters__", "__typing_unpacked_tuple_args__",
      "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__"};
  for (std::string_view own : kOwn) {
    if (attribute->ascii_view() == own) return true;
  }
  return false;
}

Result<Value> alias_get_attr(Thread& t, Value self, Str* attribute) {
  if (is_own_attribute(attribute)) return generic_get_attr(t, self, attribute);
  return get_attr(t, alias(self)->origin.get(), attribute);
}

Result<Value> parameters_of(Thread& t, Value self) {
  auto* a = alias(self);
  Value known = a->parameters.load_acquire();
  if (!known.is_absent()) return known;
  Value made = EIDER_TRY(type_parameters(t, args_of(self)));
  a->parameters.store_release(made);
  return made;
}

Result<Value> alias_repr(Thread& t, Value self) {
  StrBuilder text(t);
  if (is_starred(self) && !text.add_char('*')) return kFailure;
  Tuple* args = args_of(self);
  if (!text.add(EIDER_TRY(type_item_repr(t, alias(self)->origin.get()))) || !text.add_char('[')) return kFailure;
  for (int64_t i = 0; i < args->size(); i++) {
    if (i > 0 && !text.add(", ")) return kFailure;
    Value item = args->items[i].get();
    if (is_instance(t, item, TypeId::kList)) {  // the parameter list of a ParamSpec
      Tuple* inner = EIDER_TRY(list_to_tuple(t, item.as<List>()));
      if (!text.add_char('[')) return kFailure;
      for (int64_t k = 0; k < inner->size(); k++) {
        if (k > 0 && !text.add(", ")) return kFailure;
        if (!text.add(EIDER_TRY(type_item_repr(t, inner->items[k].get())))) return kFailure;
      }
      if (!text.add_char(']')) return kFailure;
      continue;
    }
    if (!text.add(EIDER_TRY(type_item_repr(t, item)))) return kFailure;
  }
  if (args->size() == 0 && !text.add("()")) return kFailure;
  if (!text.add_char(']')) return kFailure;
  return text.finish();
}

Result<Value> alias_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value made = EIDER_TRY(call(t, alias(self)->origin.get(), args, nargs, kwnames));
  Str* attribute = EIDER_TRY(intern(t, "__orig_class__"));
  if (!set_attr(t, made, attribute, self).ok() && !clear_if(t, TypeId::kAttributeError) && !clear_if(t, TypeId::kTypeError)) {
    return kFailure;
  }
  return made;
}

Result<int64_t> alias_hash(Thread& t, Value self) {
  uint64_t h = EIDER_TRY(hash(t, alias(self)->origin.get())) ^ EIDER_TRY(hash(t, alias(self)->args.get()));
  return h == ~uint64_t{0} ? -2 : static_cast<int64_t>(h);
}

Result<Value> alias_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (kind != CompareKind::kEq && kind != CompareKind::kNe) return kNotImplemented;
  if (!is_instance(t, self, TypeId::kGenericAlias) || !is_instance(t, other, TypeId::kGenericAlias)) return kNotImplemented;
  bool same = is_starred(self) == is_starred(other) && EIDER_TRY(equal(t, alias(self)->origin.get(), alias(other)->origin.get())) &&
              EIDER_TRY(equal(t, alias(self)->args.get(), alias(other)->args.get()));
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<Value> alias_get_item(Thread& t, Value self, Value item) {
  Value parameters = EIDER_TRY(parameters_of(t, self));
  Tuple* args = EIDER_TRY(substitute(t, self, args_of(self), parameters.as<Tuple>(), item));
  return make(t, type(t, TypeId::kGenericAlias), alias(self)->origin.get(), args->value(), is_starred(self));
}

/// `*list[int]`: one starred alias.
Result<Value> alias_iter(Thread& t, Value self) {
  Value starred = EIDER_TRY(make(t, type(t, TypeId::kGenericAlias), alias(self)->origin.get(), alias(self)->args.get(), true));
  Tuple* one = EIDER_TRY(tuple_of(t, starred));
  return get_iter(t, one->value());
}

Result<Value> alias_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"GenericAlias(origin, args, /)"};
  Value values[2];
  EIDER_TRY(parse_slot_arguments(t, kSignature, args, nargs, kwnames, values));
  return make(t, cls, values[0], values[1]);
}

Result<Value> alias_mro_entries(Thread& t, GenericAlias* self, Value bases) { return tuple_of(t, self->origin.get()); }
Result<Value> alias_instancecheck(Thread& t, Value self, Value instance) {
  return raise(t, TypeId::kTypeError, "isinstance() argument 2 cannot be a parameterized generic");
}
Result<Value> alias_subclasscheck(Thread& t, Value self, Value instance) {
  return raise(t, TypeId::kTypeError, "issubclass() argument 2 cannot be a parameterized generic");
}
Result<Value> alias_reduce(Thread& t, GenericAlias* self) {
  if (is_starred(self->value())) {
    Value next_function = dict_get_str(t, t.realm->builtins, EIDER_TRY(intern(t, "next")));
    if (next_function.is_absent()) return raise(t, TypeId::kRuntimeError, "no next in builtins");
    Value plain = EIDER_TRY(make(t, type(t, TypeId::kGenericAlias), self->origin.get(), self->args.get()));
    Value iterator = EIDER_TRY(get_iter(t, plain));
    return tuple_of(t, next_function, EIDER_TRY(tuple_of(t, iterator))->value());
  }
  Tuple* args = EIDER_TRY(tuple_of(t, self->origin.get(), self->args.get()));
  return tuple_of(t, type_of(t, self)->value(), args->value());
}
Result<Value> alias_dir(Thread& t, GenericAlias* self) {
  Value method = EIDER_TRY(lookup_special(t, self->origin.get(), name(t, Name::k__dir__)));
  List* names = EIDER_TRY(to_list(t, EIDER_TRY(call0(t, method))));
  for (Name n : {Name::k__origin__, Name::k__args__, Name::k__parameters__, Name::k__mro_entries__, Name::k__reduce_ex__,
                 Name::k__reduce__, Name::k__copy__, Name::k__deepcopy__, Name::k__unpacked__, Name::k__typing_unpacked_tuple_args__}) {
    Value item = name(t, n)->value();
    if (!EIDER_TRY(contains(t, names->value(), item))) EIDER_TRY(list_append(t, names, item));
  }
  return names->value();
}

Result<Value> get_parameters(Thread& t, Value self) { return parameters_of(t, self); }
Result<Value> get_unpacked(Thread& t, Value self) { return Value::from_bool(is_starred(self)); }
Result<Value> get_unpacked_args(Thread& t, Value self) {
  if (is_starred(self) && alias(self)->origin.get() == type(t, TypeId::kTuple)->value()) return alias(self)->args.get();
  return kNone;
}

constexpr NativeDef kMethods[] = {
    {"__mro_entries__(self, bases, /)", bind<alias_mro_entries>, Sync::kImmutable, nullptr},
    {"__instancecheck__(self, instance, /)", bind<alias_instancecheck>, Sync::kImmutable, nullptr},
    {"__subclasscheck__(self, cls, /)", bind<alias_subclasscheck>, Sync::kImmutable, nullptr},
    {"__reduce__(self, /)", bind<alias_reduce>, Sync::kImmutable, nullptr},
    {"__dir__(self, /)", bind<alias_dir>, Sync::kImmutable, nullptr},
};
constexpr MemberDef kMembers[] = {
    {"__origin__", offsetof(GenericAlias, origin), true, nullptr},
    {"__args__", offsetof(GenericAlias, args), true, nullptr},
};
constexpr GetSetDef kGetSets[] = {
    {"__parameters__", get_parameters, nullptr, "Type variables in the GenericAlias."},
    {"__unpacked__", get_unpacked, nullptr, nullptr, true},
    {"__typing_unpacked_tuple_args__", get_unpacked_args, nullptr, nullptr},
};

// --- substitution -------------------------------------------------------------------------------------------------------------------
int64_t index_in(Tuple* parameters, Value v) {
  for (int64_t i = 0; i < parameters->size(); i++) {
    if (parameters->items[i].get() == v) return i;
  }
  return -1;
}

bool contains_word(const RootedVector& items, Value v) {
  for (int64_t i = 0; i < items.size(); i++) {
    if (items[i] == v) return true;
  }
  return false;
}

Result<bool> is_unpacked_type_var_tuple(Thread& t, Value arg) {
  if (is_type(t, arg)) return false;
  Value flag = EIDER_TRY(find_attr(t, arg, name(t, Name::k__typing_is_unpacked_typevartuple__)));
  if (flag.is_absent()) return false;
  return truth(t, flag);
}

/// Starred tuples among the items are spread.
Result<Value> unpack_items(Thread& t, Value item) {
  bool is_tuple = is_instance(t, item, TypeId::kTuple);
  Tuple* items = is_tuple ? item.as<Tuple>() : EIDER_TRY(tuple_of(t, item));
  RootedVector out(t);
  bool changed = false;
  for (int64_t i = 0; i < items->size(); i++) {
    Value one = items->items[i].get();
    if (!is_type(t, one)) {
      Value inner = EIDER_TRY(find_attr(t, one, name(t, Name::k__typing_unpacked_tuple_args__)));
      if (!inner.is_absent() && inner != kNone && is_instance(t, inner, TypeId::kTuple)) {
        auto* tuple = inner.as<Tuple>();
        bool open_ended = tuple->size() > 0 && tuple->items[tuple->size() - 1].get() == kEllipsis;
        if (!open_ended) {
          changed = true;
          for (int64_t k = 0; k < tuple->size(); k++) {
            if (!out.push(tuple->items[k].get())) return kFailure;
          }
          continue;
        }
      }
    }
    if (!out.push(one)) return kFailure;
  }
  if (!changed) return item;
  return out.to_tuple();
}

/// An argument that has type variables inside: `dict[str, T]` in `list[dict[str, T]]`.
Result<Value> substitute_inside(Thread& t, Value arg, Tuple* parameters, Tuple* items) {
  Value inner = EIDER_TRY(find_attr(t, arg, name(t, Name::k__parameters__)));
  if (inner.is_absent() || !is_instance(t, inner, TypeId::kTuple) || inner.as<Tuple>()->size() == 0) return arg;
  RootedVector out(t);
  for (int64_t i = 0; i < inner.as<Tuple>()->size(); i++) {
    Value parameter = inner.as<Tuple>()->items[i].get();
    int64_t at = index_in(parameters, parameter);
    if (at < 0) {
      if (!out.push(parameter)) return kFailure;
      continue;
    }
    Value replacement = items->items[at].get();
    bool variadic = type_of(t, parameter)->slots.iter != nullptr && is_instance(t, replacement, TypeId::kTuple);
    if (!variadic) {
      if (!out.push(replacement)) return kFailure;
      continue;
    }
    for (int64_t k = 0; k < replacement.as<Tuple>()->size(); k++) {
      if (!out.push(replacement.as<Tuple>()->items[k].get())) return kFailure;
    }
  }
  return get_item(t, arg, EIDER_TRY(out.to_tuple())->value());
}

}  // namespace

Result<Value> type_parameters(Thread& t, Tuple* args) {
  RootedVector found(t);
  for (int64_t i = 0; i < args->size(); i++) {
    Value arg = args->items[i].get();
    if (is_type(t, arg)) continue;
    Value subst = EIDER_TRY(find_attr(t, arg, name(t, Name::k__typing_subst__)));
    if (!subst.is_absent()) {
      if (!contains_word(found, arg) && !found.push(arg)) return kFailure;
      continue;
    }
    Value inner = EIDER_TRY(find_attr(t, arg, name(t, Name::k__parameters__)));
    if (inner.is_absent() || !is_instance(t, inner, TypeId::kTuple)) continue;
    for (int64_t k = 0; k < inner.as<Tuple>()->size(); k++) {
      Value one = inner.as<Tuple>()->items[k].get();
      if (!contains_word(found, one) && !found.push(one)) return kFailure;
    }
  }
  return found.to_tuple();
}

Result<Tuple*> substitute(Thread& t, Value self, Tuple* args, Tuple* parameters, Value item) {
  if (parameters->size() == 0) return raise(t, TypeId::kTypeError, "%s is not a generic class", EIDER_TEXT(repr(t, self)).c_str());
  item = EIDER_TRY(unpack_items(t, item));
  for (int64_t i = 0; i < parameters->size(); i++) {
    Value prepare = EIDER_TRY(find_attr(t, parameters->items[i].get(), name(t, Name::k__typing_prepare_subst__)));
    if (prepare.is_absent() || prepare == kNone) continue;
    Value given = is_instance(t, item, TypeId::kTuple) ? item : EIDER_TRY(tuple_of(t, item))->value();
    item = EIDER_TRY(call2(t, prepare, self, given));
  }
  Tuple* items = is_instance(t, item, TypeId::kTuple) ? item.as<Tuple>() : EIDER_TRY(tuple_of(t, item));
  if (items->size() != parameters->size()) {
    return raise(t, TypeId::kTypeError, "Too %s arguments for %s; actual %ld, expected %ld",
                 items->size() > parameters->size() ? "many" : "few", EIDER_TEXT(repr(t, self)).c_str(), static_cast<long>(items->size()),
                 static_cast<long>(parameters->size()));
  }
  RootedVector out(t);
  for (int64_t i = 0; i < args->size(); i++) {
    Value arg = args->items[i].get();
    if (is_type(t, arg)) {
      if (!out.push(arg)) return kFailure;
      continue;
    }
    bool unpack = EIDER_TRY(is_unpacked_type_var_tuple(t, arg));
    Value subst = EIDER_TRY(find_attr(t, arg, name(t, Name::k__typing_subst__)));
    if (!subst.is_absent()) {
      int64_t at = index_in(parameters, arg);
      if (at >= 0) arg = EIDER_TRY(call1(t, subst, items->items[at].get()));
    } else {
      arg = EIDER_TRY(substitute_inside(t, arg, parameters, items));
    }
    if (unpack && is_instance(t, arg, TypeId::kTuple)) {
      for (int64_t k = 0; k < arg.as<Tuple>()->size(); k++) {
        if (!out.push(arg.as<Tuple>()->items[k].get())) return kFailure;
      }
    } else if (!out.push(arg)) {
      return kFailure;
    }
  }
  return out.to_tuple();
}

Result<Str*> type_item_repr(Thread& t, Value item) {
  if (item == kEllipsis) return intern(t, "...");
  Value origin = EIDER_TRY(find_attr(t, item, name(t, Name::k__origin__)));
  if (!origin.is_absent()) {
    Value args = EIDER_TRY(find_attr(t, item, name(t, Name::k__args__)));
    if (!args.is_absent()) return repr(t, item);
  }
  Value qualname = EIDER_TRY(find_attr(t, item, name(t, Name::k__qualname__)));
  if (qualname.is_absent()) return repr(t, item);
  Value module = EIDER_TRY(find_attr(t, item, name(t, Name::k__module__)));
  if (module.is_absent() || module == kNone) return repr(t, item);
  if (is_instance(t, module, TypeId::kStr) && str_equal(module.as<Str>(), name(t, Name::kbuiltins))) return to_str(t, qualname);
  return str_format(t, "%s.%s", EIDER_TEXT(to_str(t, module)).c_str(), EIDER_TEXT(to_str(t, qualname)).c_str());
}

Result<Value> generic_alias_new(Thread& t, Value origin, Value args) { return make(t, type(t, TypeId::kGenericAlias), origin, args); }
Result<Value> class_getitem(Thread& t, const Value* args) { return generic_alias_new(t, args[0], args[1]); }

Result<void> install_generic_alias(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kGenericAlias;
  spec.doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).";
  spec.flags = kBaseType | kWeakrefable;
  spec.native_bytes = sizeof(GenericAlias);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = &trace_alias;
  spec.slots.new_ = &alias_new;
  spec.slots.call = &alias_call;
  spec.slots.repr = &alias_repr;
  spec.slots.hash = &alias_hash;
  spec.slots.compare = &alias_compare;
  spec.slots.get_item = &alias_get_item;
  spec.slots.iter = &alias_iter;
  spec.slots.get_attr = &alias_get_attr;
  spec.slots.bit_or = &or_types;
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

// SPDX-License-Identifier: MIT
//
// _collections: defaultdict, _count_elements, _tuplegetter. (deque: deque.cpp; OrderedDict: ordered_dict.cpp.)
#include "modules/collections/deque.h"
#include "objects/key_hash.h"

namespace eider::modules {

namespace {

// --- defaultdict -------------------------------------------------------------------------------------------------------------------
struct DefaultDict : Dict {  // kCustom
  Field<Value> factory;      // None or ABSENT: none
};
void trace_default_dict(Header* object, gc::Tracer& tracer) {
  trace_dict(object, tracer);
  tracer.mark_word(static_cast<DefaultDict*>(object)->factory.load_relaxed().bits());
}
Value factory_of(Value self) {
  Value f = self.as<DefaultDict>()->factory.load_acquire();
  return f.is_absent() ? kNone : f;
}

Result<void> defaultdict_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value factory = kNone;
  if (nargs > 0) {
    factory = args[0];
    if (!factory.is_none() && !is_callable(t, factory)) return raise(t, TypeId::kTypeError, "first argument must be callable or None");
    args++;
    nargs--;
  }
  self.as<DefaultDict>()->factory.store_release(factory);
  return type(t, TypeId::kDict)->slots.init(t, self, args, nargs, kwnames);
}
Result<Value> missing(Thread& t, const Value* a) {
  Value factory = factory_of(a[0]);
  if (factory.is_none()) return raise_key_error(t, a[1]);
  Value made = EIDER_TRY(call0(t, factory));
  if (type_of(t, a[0])->slots.set_item == type(t, TypeId::kDict)->slots.set_item) {
    // One step: several threads that miss the same key get the same value.
    return dict_set_default(t, a[0].as<Dict>(), a[1], made);
  }
  EIDER_TRY(set_item(t, a[0], a[1], made));
  return made;
}
Result<Value> copy(Thread& t, const Value* a) { return call2(t, type_of(t, a[0])->value(), factory_of(a[0]), a[0]); }
Result<Value> reduce(Thread& t, const Value* a) {
  Value factory = factory_of(a[0]);
  Tuple* all = EIDER_TRY(tuple_new(t, 5));
  all->items[0].init(type_of(t, a[0])->value());
  all->items[1].init(factory.is_none() ? t.realm->empty_tuple->value() : EIDER_TRY(tuple_of(t, factory))->value());
  all->items[2].init(kNone);
  all->items[3].init(kNone);
  all->items[4].init(EIDER_TRY(get_iter(t, EIDER_TRY(call_method(t, a[0], name(t, Name::kitems))))));
  return all->value();
}
Result<Value> defaultdict_repr(Thread& t, Value self) {
  Value text = EIDER_TRY(type(t, TypeId::kDict)->slots.repr(t, self));
  StrBuilder out(t);
  if (!out.add(type_of(t, self)->name) || !out.add("(")) return kFailure;
  {
    ReprGuard guard(t, factory_of(self));
    if (guard.failed()) return kFailure;
    Str* factory = guard.nested() ? EIDER_TRY(str_from_ascii(t, "...")) : EIDER_TRY(repr(t, factory_of(self)));
    if (!out.add(factory)) return kFailure;
  }
  if (!out.add(", ") || !out.add(text.as<Str>()) || !out.add(")")) return kFailure;
  return out.finish();
}
Result<Value> defaultdict_or(Thread& t, Value left, Value right) {
  bool ours = type_of(t, left)->slots.bit_or == defaultdict_or && is_instance(t, left, TypeId::kDict);
  Value self = ours ? left : right, other = ours ? right : left;
  if (!is_instance(t, other, TypeId::kDict)) return kNotImplemented;
  Value made = EIDER_TRY(call2(t, type_of(t, self)->value(), factory_of(self), left));
  if (!is_instance(t, made, TypeId::kDict)) return raise(t, TypeId::kTypeError, "dict expected");
  EIDER_TRY(dict_update(t, made.as<Dict>(), right));
  return made;
}
constexpr NativeDef kDefaultMethods[] = {
    {"__missing__(self, key, /)", missing, Sync::kLocksSelf,
     "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n"
     "  self[key] = value = self.default_factory()\n  return value\n"},
    {"copy(self, /)", copy, Sync::kSnapshot, "D.copy() -> a shallow copy of D."},
    {"__copy__(self, /)", copy, Sync::kSnapshot, "D.copy() -> a shallow copy of D."},
    {"__reduce__(self, /)", reduce, Sync::kLockFreeRead, "Return state information for pickling."},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};
constexpr MemberDef kDefaultMembers[] = {
    {"default_factory", offsetof(DefaultDict, factory), false, "Factory for default value called by __missing__().", true},
};

// --- _count_elements ---------------------------------------------------------------------------------------------------------------
Result<Value> count_elements(Thread& t, Value mapping, Value iterable) {
  constexpr Value kOne = Value::from_small_int(1);
  Type* dict = type(t, TypeId::kDict);
  Str* get_name = name(t, Name::kget);
  // By what the class finds, not by its slot: Counter, which deletes in its own way, stores as dict does.
  auto is_dicts = [&](Str* method) { return type_lookup(t, type_of(t, mapping), method) == type_lookup(t, dict, method); };
  bool plain = is_instance(t, mapping, TypeId::kDict) && is_dicts(get_name) && is_dicts(name(t, Name::k__setitem__));
  if (plain) {
    auto* d = mapping.as<Dict>();
    EIDER_TRY(for_each(t, iterable, [&](Value key) -> Result<void> {
      uint64_t hash = EIDER_TRY(hash_key(t, key));
      Value old = EIDER_TRY(dict_get_hashed(t, d, key, hash));
      Value sum = old.is_absent() ? kOne : EIDER_TRY(add(t, old, kOne));
      EIDER_TRY(dict_set_hashed(t, d, key, hash, sum));
      return poll(t);
    }));
    return kNone;
  }
  Value get = EIDER_TRY(get_attr(t, mapping, get_name));
  EIDER_TRY(for_each(t, iterable, [&](Value key) -> Result<void> {
    Value old = EIDER_TRY(call2(t, get, key, Value::from_small_int(0)));
    return set_item(t, mapping, key, EIDER_TRY(add(t, old, kOne)));
  }));
  return kNone;
}

// --- _tuplegetter ------------------------------------------------------------------------------------------------------------------
struct TupleGetter : Object {
  Atomic<int64_t> tagged_index;
  Field<Value> doc;
};
Result<Value> getter_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, "_tuplegetter", nargs, kwnames, 2, 2));
  int64_t index = EIDER_TRY(builtins::size_argument(t, args[0]));
  TupleGetter* g = EIDER_TRY(make<TupleGetter>(t, cls));
  g->tagged_index.store_relaxed(tag(index));
  g->doc.init(args[1]);
  return g->value();
}
Result<Value> getter_get(Thread& t, Value self, Value instance, Value) {
  if (instance.is_absent()) return self;
  int64_t index = untag(self.as<TupleGetter>()->tagged_index.load_relaxed());
  if (!is_instance(t, instance, TypeId::kTuple)) {
    if (instance.is_none()) return self;
    return raise(t, TypeId::kTypeError, "descriptor for index '%lld' for tuple subclasses doesn't apply to '%s' object", static_cast<long long>(index),
                 type_name(t, instance));
  }
  auto* row = instance.as<Tuple>();
  if (index < 0 || index >= row->size()) return raise(t, TypeId::kIndexError, "tuple index out of range");
  return row->items[index].get();
}
Result<void> getter_set(Thread& t, Value, Value, Value value) {
  return raise(t, TypeId::kAttributeError, "%s", value.is_absent() ? "can't delete attribute" : "can't set attribute");
}
Result<Value> getter_repr(Thread& t, Value self) {
  auto* g = self.as<TupleGetter>();
  Str* doc = EIDER_TRY(repr(t, g->doc.load_acquire()));
  return str_from_utf8(t, "_tuplegetter(" + std::to_string(untag(g->tagged_index.load_relaxed())) + ", " + to_utf8(doc) + ")");
}
Result<Value> getter_reduce(Thread& t, const Value* a) {
  auto* g = a[0].as<TupleGetter>();
  Tuple* args = EIDER_TRY(tuple_of(t, Value::from_small_int(untag(g->tagged_index.load_relaxed())), g->doc.load_acquire()));
  return tuple_of(t, type_of(t, a[0])->value(), args->value());
}
constexpr MemberDef kGetterMembers[] = {
    {"__doc__", offsetof(TupleGetter, doc), false, nullptr, true},
};
constexpr NativeDef kGetterMethods[] = {
    {"__reduce__(self, /)", getter_reduce, Sync::kImmutable, nullptr},
};

constexpr NativeDef kFunctions[] = {
    {"_count_elements(mapping, iterable, /)", bind<count_elements>, Sync::kLocksSelfEach,
     "Count elements in the iterable, updating the mapping", NativeDef::kFunction},
};

}  // namespace

Result<void> add_defaultdict(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "collections.defaultdict";
  spec.doc =
      "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to "
      "produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll "
      "remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.";
  spec.base = TypeId::kDict;
  spec.flags = kImmutable | kBaseType | kWeakrefable;
  spec.native_bytes = sizeof(DefaultDict);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = trace_default_dict;
  spec.slots.init = defaultdict_init;
  spec.slots.repr = defaultdict_repr;
  spec.slots.bit_or = defaultdict_or;
  spec.methods = kDefaultMethods;
  spec.method_count = std::size(kDefaultMethods);
  spec.members = kDefaultMembers;
  spec.member_count = std::size(kDefaultMembers);
  EIDER_TRY(add_type(t, module, spec));
  spec = values_spec<TupleGetter>("_collections._tuplegetter", nullptr);
  spec.flags = kImmutable;
  spec.slots.new_ = getter_new;
  spec.slots.descr_get = getter_get;
  spec.slots.descr_set = getter_set;
  spec.slots.repr = getter_repr;
  spec.methods = kGetterMethods;
  spec.method_count = std::size(kGetterMethods);
  spec.members = kGetterMembers;
  spec.member_count = std::size(kGetterMembers);
  EIDER_TRY(add_type(t, module, spec));
  return kDone;
}

Result<void> fill_collections(Thread& t, Module* module) {
  EIDER_TRY(add_deque(t, module));
  EIDER_TRY(add_defaultdict(t, module));
  EIDER_TRY(add_ordered_dict(t, module));
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules

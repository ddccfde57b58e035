// SPDX-License-Identifier: MIT
//
// _abc: abstract base classes' registries and caches.
//
// Each ABC keeps three sets of weak references to classes, as CPython: registered ones, and those known to be / not to be
// subclasses. The negative cache counts only while its version is the realm's count of registrations.
// Thread rule: sets lock themselves; the count (Module::state) is advanced by compare-and-swap; a lookup that overlaps a
// registration may answer as before it.
#include "builtins/set/set.h"
#include "modules/module_parts.h"
#include "objects/weakref.h"

namespace eider::modules {

namespace {

using builtins::Set;

struct AbcData : Object {
  Field<Set*> registry, cache, negative_cache;
  Field<Value> negative_version;  // small int
};

Result<Value> abc_data_new(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) {
  Set* sets[3];
  for (Set*& set : sets) set = EIDER_TRY(builtins::set_new(t));
  AbcData* data = EIDER_TRY(make<AbcData>(t, cls));
  data->registry.init(sets[0]);
  data->cache.init(sets[1]);
  data->negative_cache.init(sets[2]);
  data->negative_version.init(Value::from_small_int(0));
  return data->value();
}

Result<AbcData*> data_of(Thread& t, Value cls) {
  Value data = EIDER_TRY(get_attr(t, cls, EIDER_TRY(intern(t, "_abc_impl"))));
  if (type_of(t, data) != module_type(t, ModuleType::kAbcData)) return raise(t, TypeId::kTypeError, "_abc_impl is set to a wrong type");
  return data.as<AbcData>();
}

Result<bool> in_weak_set(Thread& t, Set* set, Value cls) {
  if (builtins::set_size(set) == 0) return false;
  Result<WeakRef*> ref = weak_ref_new(t, type(t, TypeId::kWeakRef), cls, kAbsent);
  if (!ref.ok()) return clear_if(t, TypeId::kTypeError) ? Result<bool>(false) : Result<bool>(kFailure);
  return builtins::set_contains(t, set, ref.get()->value());
}

Result<void> drop_dead(Thread& t, Set* set) {
  RootedVector dead(t);
  uint64_t position = 0;
  Value key;
  builtins::SetTable* table = set->table.load_acquire();
  while (builtins::set_next(table, &position, &key)) {
    if (key.as<WeakRef>()->get().is_absent() && !dead.push(key)) return kFailure;
  }
  for (int64_t i = 0; i < dead.size(); i++) EIDER_TRY(builtins::set_discard(t, set, dead[i]));
  return kDone;
}

Result<void> add_to_weak_set(Thread& t, Set* set, Value cls) {
  int64_t size = builtins::set_size(set);
  if (size >= 32 && (size & (size - 1)) == 0) EIDER_TRY(drop_dead(t, set));
  WeakRef* ref = EIDER_TRY(weak_ref_new(t, type(t, TypeId::kWeakRef), cls, kAbsent));
  EIDER_TRY(builtins::set_add(t, set, ref->value()));
  return kDone;
}

Value counter(Value module) { return module.as<Module>()->state.load_acquire(); }

// --- abstract methods --------------------------------------------------------------------------------------------------------------
Result<bool> is_abstract(Thread& t, Value v) {
  Value mark = EIDER_TRY(find_attr(t, v, name(t, Name::k__isabstractmethod__)));
  return mark.is_absent() ? Result<bool>(false) : truth(t, mark);
}

Result<void> compute_abstract_methods(Thread& t, Value cls) {
  Set* found = EIDER_TRY(builtins::set_new(t));
  Value ns = EIDER_TRY(get_attr(t, cls, name(t, Name::k__dict__)));
  Value items = EIDER_TRY(call_method(t, ns, name(t, Name::kitems)));
  EIDER_TRY(for_each(t, items, [&](Value pair) -> Result<void> {
    Tuple* row = EIDER_TRY(to_tuple(t, pair));
    if (EIDER_TRY(is_abstract(t, row->items[1].get()))) EIDER_TRY(builtins::set_add(t, found, row->items[0].get()));
    return kDone;
  }));
  Value bases = EIDER_TRY(get_attr(t, cls, name(t, Name::k__bases__)));
  EIDER_TRY(for_each(t, bases, [&](Value base) -> Result<void> {
    Value abstract = EIDER_TRY(find_attr(t, base, name(t, Name::k__abstractmethods__)));
    if (abstract.is_absent()) return kDone;
    return for_each(t, abstract, [&](Value key) -> Result<void> {
      if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "attribute name must be string, not '%s'", type_name(t, key));
      Value value = EIDER_TRY(find_attr(t, cls, key.as<Str>()));
      if (!value.is_absent() && EIDER_TRY(is_abstract(t, value))) EIDER_TRY(builtins::set_add(t, found, key));
      return kDone;
    });
  }));
  Set* frozen = EIDER_TRY(builtins::frozenset_from(t, found->value()));
  return set_attr(t, cls, name(t, Name::k__abstractmethods__), frozen->value());
}

constexpr uint32_t kPatternFlags = kSequencePattern | kMappingPattern;

void set_pattern_flag(Type* type, uint32_t flag) {
  // Two steps: a match statement that runs meanwhile may see neither flag.
  type->flags.fetch_and_relaxed(~kPatternFlags);
  type->flags.fetch_or_relaxed(flag);
}
Result<void> set_pattern_flag_below(Thread& t, Type* child, uint32_t flag) {
  if (child->has(kImmutable) || (child->flags.load_relaxed() & kPatternFlags) == flag) return kDone;
  set_pattern_flag(child, flag);
  List* children = EIDER_TRY(type_subclasses(t, child));
  for (int64_t i = 0; i < list_size(children); i++) EIDER_TRY(set_pattern_flag_below(t, list_get_checked(children, i).as<Type>(), flag));
  return kDone;
}

// --- functions ---------------------------------------------------------------------------------------------------------------------
Result<Value> abc_init(Thread& t, const Value* a) {
  Value cls = a[1];
  EIDER_TRY(compute_abstract_methods(t, cls));
  Value data = EIDER_TRY(abc_data_new(t, module_type(t, ModuleType::kAbcData), nullptr, 0, nullptr));
  EIDER_TRY(set_attr(t, cls, EIDER_TRY(intern(t, "_abc_impl")), data));
  if (is_type(t, cls)) {
    Str* flags_name = EIDER_TRY(intern(t, "__abc_tpflags__"));
    auto* type = cls.as<Type>();
    Value flags = dict_get_str(t, type->dict.get(), flags_name);
    if (!flags.is_absent() && flags.is_small_int()) {
      int64_t bits = flags.small_int();
      if (bits & (1 << 5) && bits & (1 << 6)) {
        return raise(t, TypeId::kTypeError, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
      }
      if (bits & (1 << 5)) set_pattern_flag(type, kSequencePattern);
      if (bits & (1 << 6)) set_pattern_flag(type, kMappingPattern);
      EIDER_TRY(delete_attr(t, cls, flags_name));
    }
  }
  return kNone;
}

Result<Value> abc_register(Thread& t, const Value* a) {
  Value self = a[1], subclass = a[2];
  if (!is_type(t, subclass)) return raise(t, TypeId::kTypeError, "Can only register classes");
  if (EIDER_TRY(is_subclass_of(t, subclass, self))) return subclass;
  if (EIDER_TRY(is_subclass_of(t, self, subclass))) return raise(t, TypeId::kRuntimeError, "Refusing to create an inheritance cycle");
  AbcData* data = EIDER_TRY(data_of(t, self));
  EIDER_TRY(add_to_weak_set(t, data->registry.get(), subclass));
  auto* module = a[0].as<Module>();
  for (;;) {
    Value old = module->state.load_acquire(), expected = old;
    if (module->state.cas(expected, Value::from_small_int(old.small_int() + 1))) break;
  }
  if (is_type(t, self)) {
    uint32_t flag = self.as<Type>()->flags.load_relaxed() & kPatternFlags;
    if (flag != 0) EIDER_TRY(set_pattern_flag_below(t, subclass.as<Type>(), flag));
  }
  return subclass;
}

Result<Value> check_subclass(Thread& t, Value self, Value cls) { return call_method(t, self, name(t, Name::k__subclasscheck__), &cls, 1); }

Result<Value> abc_instancecheck(Thread& t, const Value* a) {
  Value self = a[1], instance = a[2];
  AbcData* data = EIDER_TRY(data_of(t, self));
  Value subclass = EIDER_TRY(get_attr(t, instance, name(t, Name::k__class__)));
  if (EIDER_TRY(in_weak_set(t, data->cache.get(), subclass))) return kTrue;
  Value subtype = type_of(t, instance)->value();
  if (subtype == subclass) {
    if (data->negative_version.load_acquire() == counter(a[0]) && EIDER_TRY(in_weak_set(t, data->negative_cache.get(), subclass))) return kFalse;
    return check_subclass(t, self, subclass);
  }
  Value verdict = EIDER_TRY(check_subclass(t, self, subclass));
  if (EIDER_TRY(truth(t, verdict))) return verdict;
  return check_subclass(t, self, subtype);
}

Result<Value> abc_subclasscheck(Thread& t, const Value* a) {
  Value self = a[1], subclass = a[2];
  if (!is_type(t, subclass)) return raise(t, TypeId::kTypeError, "issubclass() arg 1 must be a class");
  AbcData* data = EIDER_TRY(data_of(t, self));
  Set* cache = data->cache.get();
  if (EIDER_TRY(in_weak_set(t, cache, subclass))) return kTrue;
  Value now = counter(a[0]);
  Set* negative = data->negative_cache.get();
  if (data->negative_version.load_acquire() != now) {
    builtins::set_clear(t, negative);
    data->negative_version.store_release(now);
  } else if (EIDER_TRY(in_weak_set(t, negative, subclass))) {
    return kFalse;
  }
  Value hook = EIDER_TRY(call_method(t, self, name(t, Name::k__subclasshook__), &subclass, 1));
  if (hook == kTrue) {
    EIDER_TRY(add_to_weak_set(t, cache, subclass));
    return kTrue;
  }
  if (hook == kFalse) {
    EIDER_TRY(add_to_weak_set(t, negative, subclass));
    return kFalse;
  }
  if (hook != kNotImplemented) {
    return raise(t, TypeId::kAssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
  }
  bool found = is_type(t, self) && is_subtype(subclass.as<Type>(), self.as<Type>());
  if (!found) {
    RootedVector registered(t);  // a copy: the checks run Python code
    uint64_t position = 0;
    Value key;
    builtins::SetTable* table = data->registry.get()->table.load_acquire();
    while (builtins::set_next(table, &position, &key)) {
      if (!registered.push(key)) return kFailure;
    }
    for (int64_t i = 0; i < registered.size() && !found; i++) {
      Value cls = registered[i].as<WeakRef>()->get();
      if (!cls.is_absent()) found = EIDER_TRY(is_subclass_of(t, subclass, cls));
    }
  }
  if (!found) {
    Value children = EIDER_TRY(call_method(t, self, name(t, Name::k__subclasses__)));
    if (!is_instance(t, children, TypeId::kList)) return raise(t, TypeId::kTypeError, "__subclasses__() must return a list");
    Tuple* all = EIDER_TRY(list_to_tuple(t, children.as<List>()));
    for (int64_t i = 0; i < all->size() && !found; i++) found = EIDER_TRY(is_subclass_of(t, subclass, all->items[i].get()));
  }
  EIDER_TRY(add_to_weak_set(t, found ? cache : negative, subclass));
  return Value::from_bool(found);
}

Result<Value> abc_cache_token(Thread&, const Value* a) { return counter(a[0]); }
Result<Value> abc_reset_registry(Thread& t, const Value* a) {
  AbcData* data = EIDER_TRY(data_of(t, a[0]));
  builtins::set_clear(t, data->registry.get());
  return kNone;
}
Result<Value> abc_reset_caches(Thread& t, const Value* a) {
  AbcData* data = EIDER_TRY(data_of(t, a[0]));
  builtins::set_clear(t, data->cache.get());
  builtins::set_clear(t, data->negative_cache.get());
  return kNone;
}
Result<Value> abc_get_dump(Thread& t, const Value* a) {
  AbcData* data = EIDER_TRY(data_of(t, a[0]));
  Tuple* all = EIDER_TRY(tuple_new(t, 4));
  all->items[0].init(EIDER_TRY(builtins::set_copy(t, data->registry.get()))->value());
  all->items[1].init(EIDER_TRY(builtins::set_copy(t, data->cache.get()))->value());
  all->items[2].init(EIDER_TRY(builtins::set_copy(t, data->negative_cache.get()))->value());
  all->items[3].init(data->negative_version.load_acquire());
  return all->value();
}

constexpr NativeDef kFunctions[] = {
    {"get_cache_token(module, /)", abc_cache_token, Sync::kLockFreeRead,
     "Returns the current ABC cache token.\n\nThe token is an opaque object (supporting equality testing) identifying the\ncurrent version "
     "of the ABC cache for virtual subclasses. The token changes\nwith every call to register() on any ABC.", NativeDef::kFunction},
    {"_abc_init(module, self, /)", abc_init, Sync::kNone, "Internal ABC helper for class set-up. Should be never used outside abc module.",
     NativeDef::kFunction},
    {"_abc_register(module, self, subclass, /)", abc_register, Sync::kLocksOwn,
     "Internal ABC helper for subclasss registration. Should be never used outside abc module.", NativeDef::kFunction},
    {"_abc_instancecheck(module, self, instance, /)", abc_instancecheck, Sync::kLockFreeRead,
     "Internal ABC helper for instance checks. Should be never used outside abc module.", NativeDef::kFunction},
    {"_abc_subclasscheck(module, self, subclass, /)", abc_subclasscheck, Sync::kLocksOwn,
     "Internal ABC helper for subclasss checks. Should be never used outside abc module.", NativeDef::kFunction},
    {"_reset_registry(class_, /)", abc_reset_registry, Sync::kLocksOwn, "Internal ABC helper to reset registry of a given class.",
     NativeDef::kFunction},
    {"_reset_caches(class_, /)", abc_reset_caches, Sync::kLocksOwn, "Internal ABC helper to reset both caches of a given class.",
     NativeDef::kFunction},
    {"_get_dump(class_, /)", abc_get_dump, Sync::kSnapshot, "Internal ABC helper for cache and registry debugging.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_abc(Thread& t, Module* module) {
  TypeSpec spec = values_spec<AbcData>("_abc._abc_data", "Internal state held by ABC machinery.");
  spec.flags = kImmutable;
  spec.slots.new_ = abc_data_new;
  set_module_type(t, ModuleType::kAbcData, EIDER_TRY(make_builtin_type(t, spec)));
  module->state.store_release(Value::from_small_int(0));
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules

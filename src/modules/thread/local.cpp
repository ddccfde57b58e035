// SPDX-License-Identifier: MIT
//
// _thread._local: attributes of which every thread sees its own.
//
// The object keeps one Dict per thread, by ident, so they die with it. A thread keeps weak references to the objects it has used
// and takes its own Dicts out of them when it ends; idents are never used again.
#include "modules/thread/thread_module.h"
#include "objects/weakref.h"

namespace eider::modules {

namespace {

struct Local : Object {  // kValues
  Field<Dict*> dicts;
  Field<Value> args;    // of the constructor: __init__ runs once per thread
  Field<Value> kwargs;
};

Value key_of(const Thread& t) { return Value::from_small_int(static_cast<int64_t>(t.ident)); }

/// Notes that this thread has attributes in `self`.
Result<void> remember(Thread& t, Value self) {
  Block* record = EIDER_TRY(thread_record(t));
  WeakRef* ref = EIDER_TRY(weak_ref_new(t, type(t, TypeId::kWeakRef), self, kAbsent));
  Value known = record->items[kThreadLocals].get();
  List* list = known.is_absent() ? EIDER_TRY(list_new(t, 4)) : known.as<List>();
  int64_t size = list_size(list);
  if (size >= 64 && (size & (size - 1)) == 0) {  // now and then, without those that have died
    List* living = EIDER_TRY(list_new(t, size));
    for (int64_t i = 0; i < size; ++i) {
      Value v = list_get(list, i);
      if (!v.is_absent() && !v.as<WeakRef>()->get().is_absent()) EIDER_TRY(list_append(t, living, v));
    }
    list = living;
  }
  EIDER_TRY(list_append(t, list, ref->value()));
  record->items[kThreadLocals].store_release(list->value());
  return kDone;
}

bool has_own_init(Thread& t, Type* cls) { return cls->slots.init != nullptr && cls->slots.init != &object_init; }

Result<Dict*> new_dict(Thread& t, Value self) {
  Dict* made = EIDER_TRY(dict_new(t));
  EIDER_TRY(dict_set(t, self.as<Local>()->dicts.get(), key_of(t), made->value()));
  EIDER_TRY(remember(t, self));
  return made;
}

/// This thread's attributes; the first time the class's __init__ runs.
Result<Dict*> local_dict(Thread& t, Value self) {
  auto* local = self.as<Local>();
  Value found = EIDER_TRY(dict_get(t, local->dicts.get(), key_of(t)));
  if (EIDER_LIKELY(!found.is_absent())) return found.as<Dict>();
  Dict* made = EIDER_TRY(new_dict(t, self));
  if (!has_own_init(t, type_of(t, self))) return made;
  Value init = EIDER_TRY(lookup_special(t, self, name(t, Name::k__init__)));
  Value kwargs = local->kwargs.get();
  Result<Value> r = call_with(t, init, local->args.get().as<Tuple>(), kwargs.is_absent() ? nullptr : kwargs.as<Dict>());
  if (!r.ok()) {
    Value raised = take_exception(t);
    Result<Value> removed = dict_pop(t, local->dicts.get(), key_of(t));
    if (!removed.ok()) t.pending_exception = kAbsent;
    return reraise(t, raised);
  }
  return made;
}

Result<Value> local_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  int64_t named = kwnames == nullptr ? 0 : kwnames->size();
  if ((nargs != 0 || named != 0) && !has_own_init(t, cls)) return raise(t, TypeId::kTypeError, "Initialization arguments are not supported");
  Tuple* given = EIDER_TRY(tuple_from(t, args, nargs));
  Dict* keywords = nullptr;
  if (named != 0) {
    keywords = EIDER_TRY(dict_new(t));
    for (int64_t i = 0; i < named; ++i) EIDER_TRY(dict_set(t, keywords, kwnames->items[i].get(), args[nargs + i]));
  }
  Dict* dicts = EIDER_TRY(dict_new(t));
  Object* o = EIDER_TRY(new_instance(t, cls));
  auto* local = static_cast<Local*>(o);
  local->dicts.init(dicts);
  local->args.init(given->value());
  local->kwargs.init(keywords == nullptr ? kAbsent : keywords->value());
  EIDER_TRY(new_dict(t, o->value()));  // type.__call__ runs __init__ for this thread
  return o;
}

bool is_data_descriptor(Thread& t, Value v) { return type_of(t, v)->slots.descr_set != nullptr; }

Result<Value> local_get_attr(Thread& t, Value self, Str* attribute) {
  Dict* dict = EIDER_TRY(local_dict(t, self));
  if (attribute == name(t, Name::k__dict__) || str_equals_ascii(attribute, "__dict__")) return dict;
  Type* cls = type_of(t, self);
  Value found = type_lookup(t, cls, attribute);
  if (!found.is_absent() && is_data_descriptor(t, found)) return bind_descriptor(t, found, self, cls);
  Value own = EIDER_TRY(dict_get(t, dict, attribute->value()));
  if (!own.is_absent()) return own;
  if (!found.is_absent()) return bind_descriptor(t, found, self, cls);
  return raise_attribute_error(t, self, attribute);
}

Result<void> local_set_attr(Thread& t, Value self, Str* attribute, Value value) {
  Dict* dict = EIDER_TRY(local_dict(t, self));
  if (str_equals_ascii(attribute, "__dict__")) {
    return raise(t, TypeId::kAttributeError, "'%s' object attribute '__dict__' is read-only", type_name(t, self));
  }
  Value found = type_lookup(t, type_of(t, self), attribute);
  if (!found.is_absent() && is_data_descriptor(t, found)) return type_of(t, found)->slots.descr_set(t, found, self, value);
  if (!value.is_absent()) return dict_set(t, dict, attribute->value(), value);
  Value removed = EIDER_TRY(dict_pop(t, dict, attribute->value()));
  if (removed.is_absent()) return raise_attribute_error(t, self, attribute);
  return kDone;
}

}  // namespace

Result<Block*> thread_record(Thread& t) {
  if (t.python_thread.is_absent()) t.python_thread = EIDER_TRY(block_new(t, kThreadRecordSize))->value();
  return t.python_thread.as<Block>();
}

void drop_thread_locals(Thread& t, Block* record) {
  Value known = record->items[kThreadLocals].get();
  if (known.is_absent()) return;
  record->items[kThreadLocals].store_release(kAbsent);
  List* list = known.as<List>();
  for (int64_t i = 0; i < list_size(list); ++i) {
    Value ref = list_get(list, i);
    Value local = ref.is_absent() ? kAbsent : ref.as<WeakRef>()->get();
    if (local.is_absent()) continue;
    if (!dict_pop(t, local.as<Local>()->dicts.get(), key_of(t)).ok()) t.pending_exception = kAbsent;
  }
}

Result<void> make_local_type(Thread& t) {
  TypeSpec spec;
  spec.name = "_thread._local";
  spec.doc = "Thread-local data";
  spec.flags = kWeakrefable | kBaseType | kCustomGetAttr | kCustomSetAttr;
  spec.native_bytes = sizeof(Local);
  spec.trace = TraceKind::kValues;
  spec.slots.new_ = local_new;
  spec.slots.get_attr = local_get_attr;
  spec.slots.set_attr = local_set_attr;
  system_modules(t).local = EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::modules

// SPDX-License-Identifier: MIT
//
// The type "function": its attributes. A function's own attributes (f.x = 1) stand in a dict of its own, so that its shape stays
// the well-known one the interpreter compares with.
// Thread rule: every attribute is one word, stored release, read relaxed; a running call has read what it needed. Compiled code may rely on
// __code__, __defaults__ and __kwdefaults__ until the first assignment (function_changes).
#include "objects/bound_method.h"
#include "objects/fact_table.h"
#include "vm/function.h"
#include "vm/types.h"
#include "vm/vm_state.h"

namespace eider::vm {

void function_changes(Thread& t, Function* fn) {
  objects::FactTable& facts = *t.realm->facts;
  threads::DetachingLock locked(t, facts.type_lock);  // to the end: who comes second must find the first one's handshake done
  if (fn->changed.load_relaxed() != 0) return;
  fn->changed.store_seq_cst(1);  // before dependents are collected: nobody joins them now. Pairs with the load in FactSet::on_function
  VmRealm& realm = vm_realm(t);
  if (realm.jit.function_changes == nullptr || !realm.jit.function_changes(t, fn)) return;
  if (facts.invalidation == objects::Invalidation::kFlag) return t.registry->request_all(objects::kPollFlush);
  t.registry->handshake(t, [](threads::ThreadCore&) {});
}

namespace {

Function* self_of(Value v) { return v.as<Function>(); }
Value or_none(Value v) { return v.is_absent() ? kNone : v; }

Result<Value> get_code(Thread&, Value self) { return self_of(self)->code.load_relaxed(); }
Result<void> set_code(Thread& t, Value self, Value v) {
  if (v.is_absent() || !is_exact(v, TypeId::kCode)) return raise(t, TypeId::kTypeError, "__code__ must be set to a code object");
  Code *old = self_of(self)->code.load_relaxed(), *code = v.as<Code>();
  auto free_count = [](Code* c) {
    int n = 0;
    for (uint8_t kind : c->unit->local_kinds) n += (kind & bytecode::kFree) != 0;
    return n;
  };
  if (free_count(old) != free_count(code)) {
    return raise(t, TypeId::kValueError, "%s() requires a code object with %d free vars, not %d",
                 to_utf8(self_of(self)->name.load_relaxed().as<Str>()).c_str(), free_count(old), free_count(code));
  }
  bind_namespaces(t, code, self_of(self)->globals, self_of(self)->builtins.get());
  function_changes(t, self_of(self));
  self_of(self)->code.store_release(code);
  return kDone;
}

Result<Value> get_defaults(Thread&, Value self) { return or_none(self_of(self)->defaults.load_relaxed()); }
Result<void> set_defaults(Thread& t, Value self, Value v) {
  if (v.is_absent() || v.is_none()) {
    function_changes(t, self_of(self));
    self_of(self)->defaults.store_release(kAbsent);
    return kDone;
  }
  if (!is_instance(t, v, TypeId::kTuple)) return raise(t, TypeId::kTypeError, "__defaults__ must be set to a tuple object");
  function_changes(t, self_of(self));
  self_of(self)->defaults.store_release(v);
  return kDone;
}
Result<Value> get_kwdefaults(Thread&, Value self) { return or_none(self_of(self)->kwdefaults.load_relaxed()); }
Result<void> set_kwdefaults(Thread& t, Value self, Value v) {
  if (v.is_absent() || v.is_none()) {
    function_changes(t, self_of(self));
    self_of(self)->kwdefaults.store_release(kAbsent);
    return kDone;
  }
  if (!is_instance(t, v, TypeId::kDict)) return raise(t, TypeId::kTypeError, "__kwdefaults__ must be set to a dict object");
  function_changes(t, self_of(self));
  self_of(self)->kwdefaults.store_release(v);
  return kDone;
}
Result<Value> get_closure(Thread&, Value self) { return or_none(self_of(self)->closure.get()); }
Result<Value> get_globals(Thread&, Value self) { return self_of(self)->globals; }
Result<Value> get_builtins(Thread&, Value self) { return self_of(self)->builtins.get(); }
Result<Value> get_name(Thread&, Value self) { return self_of(self)->name.load_relaxed(); }
Result<void> set_name(Thread& t, Value self, Value v) {
  if (v.is_absent() || !is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "__name__ must be set to a string object");
  self_of(self)->name.store_release(v);
  return kDone;
}
Result<Value> get_qualname(Thread&, Value self) { return self_of(self)->qualname.load_relaxed(); }
Result<void> set_qualname(Thread& t, Value self, Value v) {
  if (v.is_absent() || !is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "__qualname__ must be set to a string object");
  self_of(self)->qualname.store_release(v);
  return kDone;
}
Result<Value> get_module(Thread&, Value self) { return or_none(self_of(self)->module.load_relaxed()); }
Result<void> set_module(Thread&, Value self, Value v) {
  self_of(self)->module.store_release(v);
  return kDone;
}
Result<Value> get_doc(Thread&, Value self) { return or_none(self_of(self)->doc.load_relaxed()); }
Result<void> set_doc(Thread&, Value self, Value v) {
  self_of(self)->doc.store_release(v.is_absent() ? kNone : v);
  return kDone;
}

Result<Value> get_annotations(Thread& t, Value self) {
  Field<Value>& field = self_of(self)->annotations;
  Value v = field.load_acquire();
  if (!v.is_absent() && is_exact(v, TypeId::kDict)) return v;
  Dict* made = EIDER_TRY(dict_new(t));
  if (!v.is_absent()) {
    Tuple* pairs = v.as<Tuple>();
    for (int64_t i = 0; i + 1 < pairs->size(); i += 2) EIDER_TRY(dict_set(t, made, pairs->items[i].get(), pairs->items[i + 1].get()));
  }
  // Compare-and-publish: of several first readers one dict wins.
  Value expected = v;
  if (!field.cas(expected, made->value())) return expected;
  return made;
}
Result<void> set_annotations(Thread& t, Value self, Value v) {
  if (v.is_absent() || v.is_none()) {
    self_of(self)->annotations.store_release(kAbsent);
    return kDone;
  }
  if (!is_instance(t, v, TypeId::kDict)) return raise(t, TypeId::kTypeError, "__annotations__ must be set to a dict object");
  self_of(self)->annotations.store_release(v);
  return kDone;
}

Result<Dict*> own_dict(Thread& t, Value self) {
  Field<Value>& field = self_of(self)->dict;
  Value v = field.load_acquire();
  if (!v.is_absent()) return v.as<Dict>();
  Dict* made = EIDER_TRY(dict_new(t));
  EIDER_TRY(dict_make_cells(t, made));  // what compiled code reads and writes
  Value expected = kAbsent;
  if (!field.cas(expected, made->value())) return expected.as<Dict>();
  return made;
}
Result<Value> get_dict(Thread& t, Value self) { return own_dict(t, self); }
Result<void> set_dict(Thread& t, Value self, Value v) {
  if (v.is_absent() || !is_instance(t, v, TypeId::kDict)) return raise(t, TypeId::kTypeError, "__dict__ must be set to a dictionary, not a '%s'", v.is_absent() ? "NULL" : type_name(t, v));
  self_of(self)->dict.store_release(v);
  return kDone;
}

Result<Value> function_get_attr(Thread& t, Value self, Str* name) {
  Value on_class = type_lookup(t, type_of(t, self), name);
  if (!on_class.is_absent()) {
    Type* kind = type_of(t, on_class);
    if (kind->slots.descr_set != nullptr && kind->slots.descr_get != nullptr) {
      return kind->slots.descr_get(t, on_class, self, type_of(t, self)->value());
    }
  }
  Value dict = self_of(self)->dict.load_acquire();
  if (!dict.is_absent()) {
    Value v = dict_get_str(t, dict.as<Dict>(), name);
    if (!v.is_absent()) return v;
  }
  if (on_class.is_absent()) return raise_attribute_error(t, self, name);
  DescrGetFn get = type_of(t, on_class)->slots.descr_get;
  return get != nullptr ? get(t, on_class, self, type_of(t, self)->value()) : Result<Value>(on_class);
}

Result<void> function_set_attr(Thread& t, Value self, Str* name, Value v) {
  Value on_class = type_lookup(t, type_of(t, self), name);
  if (!on_class.is_absent()) {
    SetFn set = type_of(t, on_class)->slots.descr_set;
    if (set != nullptr) return set(t, on_class, self, v);
  }
  if (!v.is_absent()) return dict_set_str(t, EIDER_TRY(own_dict(t, self)), name, v);
  Value dict = self_of(self)->dict.load_acquire();
  if (!dict.is_absent()) {
    Value old = EIDER_TRY(dict_pop(t, dict.as<Dict>(), name->value()));
    if (!old.is_absent()) return kDone;
  }
  return raise_attribute_error(t, self, name);
}

Result<Value> function_repr(Thread& t, Value self) {
  return EIDER_TRY(str_format(t, "<function %s at %s>", to_utf8(self_of(self)->qualname.load_relaxed().as<Str>()).c_str(),
                              address_text(self).c_str()));
}

Result<Value> function_bind(Thread& t, Value self, Value instance, Value) {
  if (instance.is_absent() || instance.is_none()) return self;
  return bound_method_new(t, self, instance);
}

/// types.FunctionType(code, globals, name=None, argdefs=None, closure=None)
Result<Value> function_new_slot(Thread& t, Type*, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr NativeDef kParse{"function(code, globals, name=None, argdefs=None, closure=None)",
                                    [](Thread& t, const Value* a) -> Result<Value> {
    if (!is_exact(a[0], TypeId::kCode)) return raise(t, TypeId::kTypeError, "function() argument 'code' must be code, not %s", type_name(t, a[0]));
    if (!is_instance(t, a[1], TypeId::kDict)) return raise(t, TypeId::kTypeError, "function() argument 'globals' must be dict, not %s", type_name(t, a[1]));
    Code* code = a[0].as<Code>();
    int64_t free_count = 0;
    for (uint8_t kind : code->unit->local_kinds) free_count += (kind & bytecode::kFree) != 0;
    Value closure = a[4].is_absent() ? kNone : a[4];
    if (!closure.is_none() && !is_instance(t, closure, TypeId::kTuple)) return raise(t, TypeId::kTypeError, "arg 5 (closure) must be None or tuple");
    if (closure.is_none() && free_count != 0) return raise(t, TypeId::kTypeError, "arg 5 (closure) must be tuple");
    if (!closure.is_none() && closure.as<Tuple>()->size() != free_count) {
      return raise(t, TypeId::kValueError, "%s requires closure of length %lld, not %lld", to_utf8(code->name).c_str(),
                   static_cast<long long>(free_count), static_cast<long long>(closure.as<Tuple>()->size()));
    }
    if (!closure.is_none()) {
      for (int64_t i = 0; i < free_count; ++i) {
        Value cell = closure.as<Tuple>()->items[i].get();
        if (!is_exact(cell, TypeId::kCell)) return raise(t, TypeId::kTypeError, "arg 5 (closure) expected cell, found %s", type_name(t, cell));
      }
    }
    Value defaults = a[3].is_absent() ? kNone : a[3];
    if (!defaults.is_none() && !is_instance(t, defaults, TypeId::kTuple)) return raise(t, TypeId::kTypeError, "arg 4 (defaults) must be None or tuple");
    Value name = a[2].is_absent() ? kNone : a[2];
    if (!name.is_none() && !is_instance(t, name, TypeId::kStr)) return raise(t, TypeId::kTypeError, "arg 3 (name) must be None or string");
    Function* fn = EIDER_TRY(function_new(t, code, a[1].as<Dict>()));
    if (!name.is_none()) fn->name.init(name);
    if (!defaults.is_none()) fn->defaults.init(defaults);
    if (!closure.is_none()) fn->closure.init(closure);
    return fn;
  }, Sync::kNone, nullptr, NativeDef::kFunction};
  return call_native(t, kParse, args, nargs, kwnames);
}

void function_trace(Header* object, gc::Tracer& tracer) {
  auto* fn = static_cast<Function*>(object);
  tracer.mark(fn->code.load_relaxed());
  tracer.mark(fn->globals);
  for (Field<Value>* field : {&fn->builtins, &fn->defaults, &fn->kwdefaults, &fn->closure, &fn->name, &fn->qualname, &fn->module, &fn->doc,
                              &fn->annotations, &fn->dict}) {
    tracer.mark_word(field->load_relaxed().bits());
  }
}

constexpr GetSetDef kGetSets[] = {
    {"__code__", get_code, set_code, nullptr},
    {"__defaults__", get_defaults, set_defaults, nullptr},
    {"__kwdefaults__", get_kwdefaults, set_kwdefaults, nullptr},
    {"__closure__", get_closure, nullptr, nullptr, true},
    {"__globals__", get_globals, nullptr, nullptr, true},
    {"__builtins__", get_builtins, nullptr, nullptr, true},
    {"__name__", get_name, set_name, nullptr},
    {"__qualname__", get_qualname, set_qualname, nullptr},
    {"__module__", get_module, set_module, nullptr},
    {"__doc__", get_doc, set_doc, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {"__dict__", get_dict, set_dict, nullptr},
};

}  // namespace

Result<void> install_function_type(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kFunction;
  spec.name = "function";
  spec.doc = "Create a function object.";
  spec.flags = kMethodLike | kCustomGetAttr | kCustomSetAttr | kWeakrefable;
  spec.native_bytes = sizeof(Function);
  spec.trace = TraceKind::kCustom;
  spec.slots.call = function_call;
  spec.slots.get_attr = function_get_attr;
  spec.slots.set_attr = function_set_attr;
  spec.slots.repr = function_repr;
  spec.slots.descr_get = function_bind;
  spec.slots.new_ = function_new_slot;
  spec.slots.trace = function_trace;
  spec.getsets = kGetSets;
  spec.getset_count = sizeof(kGetSets) / sizeof(kGetSets[0]);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::vm

// SPDX-License-Identifier: MIT
//
// method (bound methods) and builtin_function_or_method.
#include "builtins/core/core.h"
#include "objects/bound_method.h"
#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/rooted.h"

namespace eider::builtins {

namespace {

int64_t identity_hash(Value v) { return hash_pointer(reinterpret_cast<void*>(v.bits())); }

Result<Value> getattr_pair(Thread& t, Value object, Value attribute) {
  Value function = dict_get_str(t, t.realm->builtins, EIDER_TRY(intern(t, "getattr")));
  if (function.is_absent()) return raise(t, TypeId::kRuntimeError, "no getattr in builtins");
  Tuple* args = EIDER_TRY(tuple_of(t, object, attribute));
  return tuple_of(t, function, args->value());
}

// --- method -------------------------------------------------------------------------------------------------------------------------
Result<Value> method_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* method = self.as<BoundMethod>();
  uint64_t total = nargs + (kwnames != nullptr ? static_cast<uint64_t>(kwnames->size()) : 0);
  ArgBuffer<> all(t, total + 1);
  if (!all.ok()) return kFailure;
  all[0] = method->self.get();
  for (uint64_t i = 0; i < total; i++) all[i + 1] = args[i];
  return call(t, method->func.get(), all.data(), nargs + 1, kwnames);
}

Result<Value> method_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"method(function, instance, /)"};
  Value values[2];
  EIDER_TRY(parse_slot_arguments(t, kSignature, args, nargs, kwnames, values));
  if (!is_callable(t, values[0])) return raise(t, TypeId::kTypeError, "first argument must be callable");
  if (values[1] == kNone) return raise(t, TypeId::kTypeError, "self must not be None");
  return bound_method_new(t, values[0], values[1]);
}

/// Attributes the method does not have are its function's.
Result<Value> method_get_attr(Thread& t, Value self, Str* attribute) {
  Value found = type_lookup(t, type_of(t, self), attribute);
  if (!found.is_absent()) return bind_descriptor(t, found, self, type_of(t, self));
  return get_attr(t, self.as<BoundMethod>()->func.get(), attribute);
}

Result<Value> method_repr(Thread& t, Value self) {
  auto* method = self.as<BoundMethod>();
  Value shown = EIDER_TRY(find_attr(t, method->func.get(), name(t, Name::k__qualname__)));
  if (shown.is_absent()) shown = EIDER_TRY(find_attr(t, method->func.get(), name(t, Name::k__name__)));
  std::string text = "?";
  if (!shown.is_absent() && is_instance(t, shown, TypeId::kStr)) text = to_utf8(shown.as<Str>());
  return str_format(t, "<bound method %s of %s>", text.c_str(), EIDER_TEXT(repr(t, method->self.get())).c_str());
}

Result<Value> method_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if ((kind != CompareKind::kEq && kind != CompareKind::kNe) || !other.is_heap()) return kNotImplemented;
  auto* theirs = as_exact<BoundMethod>(other);
  if (theirs == nullptr) return kNotImplemented;
  auto* mine = self.as<BoundMethod>();
  bool same = EIDER_TRY(equal(t, mine->func.get(), theirs->func.get())) && mine->self.get() == theirs->self.get();
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<int64_t> method_hash(Thread& t, Value self) {
  auto* method = self.as<BoundMethod>();
  int64_t h = identity_hash(method->self.get()) ^ static_cast<int64_t>(EIDER_TRY(hash(t, method->func.get())));
  return h == -1 ? -2 : h;
}


Result<Value> method_reduce(Thread& t, Value self) {
  auto* method = self.as<BoundMethod>();
  Value attribute = EIDER_TRY(get_attr(t, method->func.get(), name(t, Name::k__name__)));
  return getattr_pair(t, method->self.get(), attribute);
}

Result<Value> method_doc(Thread& t, Value self) {
  Value doc = EIDER_TRY(find_attr(t, self.as<BoundMethod>()->func.get(), name(t, Name::k__doc__)));
  return doc.is_absent() ? kNone : doc;
}

constexpr MemberDef kMethodMembers[] = {
    {"__func__", offsetof(BoundMethod, func), true, "the function (or other callable) implementing a method"},
    {"__self__", offsetof(BoundMethod, self), true, "the instance to which a method is bound"},
};
constexpr GetSetDef kMethodGetSets[] = {{"__doc__", method_doc, nullptr, nullptr}};
constexpr NativeDef kMethodMethods[] = {{"__reduce__(self, /)", bind<method_reduce>, Sync::kImmutable, nullptr}};

// --- builtin_function_or_method -----------------------------------------------------------------------------------------------------
void trace_native(Header* object, gc::Tracer& tracer) {
  auto* f = static_cast<NativeFunction*>(static_cast<Object*>(object));
  tracer.mark_word(f->self.load_relaxed().bits());
  tracer.mark_word(f->module.load_relaxed().bits());
  tracer.mark_word(f->name_override.load_relaxed().bits());
}

bool bound_to_object(Value self) { return !self.is_absent() && !is_exact(self, TypeId::kModule); }

Result<Str*> native_name(Thread& t, NativeFunction* f) {
  Value given = f->name_override.get();
  if (!given.is_absent()) return given.as<Str>();
  return intern(t, f->def->signature.name);
}

Result<Value> native_repr(Thread& t, Value self) {
  auto* f = self.as<NativeFunction>();
  std::string shown = EIDER_TEXT(native_name(t, f));
  Value bound = f->self.get();
  if (!bound_to_object(bound)) return str_format(t, "<built-in function %s>", shown.c_str());
  return str_format(t, "<built-in method %s of %s object at %s>", shown.c_str(), type_name(t, bound), address_text(bound).c_str());
}

Result<Value> native_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if ((kind != CompareKind::kEq && kind != CompareKind::kNe) || !other.is_heap()) return kNotImplemented;
  auto* theirs = as_exact<NativeFunction>(other);
  if (theirs == nullptr) return kNotImplemented;
  auto* mine = self.as<NativeFunction>();
  bool same = mine->def == theirs->def && mine->self.get() == theirs->self.get();
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<int64_t> native_hash(Thread& t, Value self) {
  auto* f = self.as<NativeFunction>();
  int64_t h = identity_hash(f->self.get()) ^ hash_pointer(f->def);
  return h == -1 ? -2 : h;
}

Result<Value> native_get_name(Thread& t, Value self) { return native_name(t, self.as<NativeFunction>()); }
Result<Value> native_get_qualname(Thread& t, Value self) {
  auto* f = self.as<NativeFunction>();
  Str* shown = EIDER_TRY(native_name(t, f));
  Value bound = f->self.get();
  if (!bound_to_object(bound)) return shown->value();
  Type* owner = is_type(t, bound) ? bound.as<Type>() : type_of(t, bound);
  return str_format(t, "%s.%s", EIDER_TEXT(to_str(t, owner->qualname.load_acquire())).c_str(), to_utf8(shown).c_str());
}
Result<Value> native_get_self(Thread& t, Value self) {
  auto* f = self.as<NativeFunction>();
  if (!f->self.get().is_absent()) return f->self.get();
  // A module's function that does not take the module is still the module's.
  Value module = f->module.load_acquire();
  if (module.is_absent() || !is_instance(t, module, TypeId::kStr) || t.realm->modules == nullptr) return kNone;
  Value found = dict_get_str(t, t.realm->modules, module.as<Str>());
  return found.is_absent() ? kNone : found;
}
Result<Value> native_get_module(Thread& t, Value self) {
  Value module = self.as<NativeFunction>()->module.load_acquire();
  return module.is_absent() ? kNone : module;
}
Result<void> native_set_module(Thread& t, Value self, Value value) {
  self.as<NativeFunction>()->module.store_release(value);
  return kDone;
}
Result<Value> native_get_doc(Thread& t, Value self) {
  const char* doc = self.as<NativeFunction>()->def->doc;
  if (doc == nullptr) return kNone;
  return str_from_utf8(t, doc);
}
Result<Value> native_get_signature(Thread& t, Value self) {
  auto* f = self.as<NativeFunction>();
  Value own = EIDER_TRY(text_signature(t, f->def));
  Value module = f->module.load_acquire();
  if (own == kNone || f->def->signature.has_self || module.is_absent() || module == kNone) return own;
  std::string text = to_utf8(own.as<Str>()).substr(1);  // "(obj, /)" of a module's function: "($module, obj, /)"
  bool slash = text.find('/') != std::string::npos;
  const char* start = slash ? "($module, " : text == ")" ? "($module, /" : "($module, /, ";
  return str_from_utf8(t, start + text);
}
Result<Value> native_reduce(Thread& t, Value self) {
  auto* f = self.as<NativeFunction>();
  Str* shown = EIDER_TRY(native_name(t, f));
  if (!bound_to_object(f->self.get())) return shown->value();
  return getattr_pair(t, f->self.get(), shown->value());
}

constexpr GetSetDef kNativeGetSets[] = {
    {"__name__", native_get_name, nullptr, nullptr}, {"__qualname__", native_get_qualname, nullptr, nullptr},
    {"__self__", native_get_self, nullptr, nullptr}, {"__module__", native_get_module, native_set_module, nullptr},
    {"__doc__", native_get_doc, nullptr, nullptr},   {"__text_signature__", native_get_signature, nullptr, nullptr},
};
constexpr NativeDef kNativeMethods[] = {{"__reduce__(self, /)", bind<native_reduce>, Sync::kImmutable, nullptr}};

}  // namespace

Result<void> install_methods(Thread& t) {
  TypeSpec method;
  method.id = TypeId::kBoundMethod;
  method.doc = "method(function, instance)\n\nCreate a bound instance method object.";
  method.native_bytes = sizeof(BoundMethod);
  method.trace = TraceKind::kValues;
  method.flags = kWeakrefable;
  method.slots.call = &method_call;
  method.slots.new_ = &method_new;
  method.slots.get_attr = &method_get_attr;
  method.slots.repr = &method_repr;
  method.slots.compare = &method_compare;
  method.slots.hash = &method_hash;
  method.members = kMethodMembers;
  method.member_count = std::size(kMethodMembers);
  method.getsets = kMethodGetSets;
  method.getset_count = std::size(kMethodGetSets);
  method.methods = kMethodMethods;
  method.method_count = std::size(kMethodMethods);
  EIDER_TRY(make_builtin_type(t, method));

  TypeSpec native;
  native.id = TypeId::kNativeFunction;
  native.native_bytes = sizeof(NativeFunction);
  native.trace = TraceKind::kCustom;
  native.flags = kWeakrefable | kDisallowInstantiation;
  native.slots.trace = &trace_native;
  native.slots.call = &native_function_call;
  native.slots.repr = &native_repr;
  native.slots.compare = &native_compare;
  native.slots.hash = &native_hash;
  native.getsets = kNativeGetSets;
  native.getset_count = std::size(kNativeGetSets);
  native.methods = kNativeMethods;
  native.method_count = std::size(kNativeMethods);
  EIDER_TRY(make_builtin_type(t, native));
  return kDone;
}

}  // namespace eider::builtins

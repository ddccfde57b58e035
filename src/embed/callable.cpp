// SPDX-License-Identifier: MIT
//
// Bound C++ callables as Python objects: their type, the binding of arguments to parameters, their end.
//
// The template side (include/eider/function.hpp) gets one word per parameter; what was given by keyword, left out or given
// twice is settled here. The error texts are those of Python functions where parameters have names.
#include <new>

#include "embed/core.h"
#include "vm/vm_state.h"

namespace eider::detail {

void destroy_binding(Binding* binding) {
  if (binding->destroy != nullptr) binding->destroy(binding->state);
  delete binding;
}

void destroy_dead(Core& core) {
  std::vector<Binding*> dead;
  {
    MutexLock lock(core.mutex);
    dead.swap(core.dead);
    core.has_dead.store_relaxed(0);
  }
  for (Binding* b : dead) destroy_binding(b);
}

void destroy_bindings(Core& core) {
  std::vector<Bound> bound;
  {
    MutexLock lock(core.mutex);
    bound.swap(core.bound);
  }
  for (Bound& b : bound) destroy_binding(b.binding);
  destroy_dead(core);
}

namespace {

constexpr size_t kMostParameters = 64;

NativeCallable* callable_of(Value v) { return v.as<NativeCallable>(); }

// --- arguments to parameters ---------------------------------------------------------------------------------------------------------

bool named(const Binding& b) { return !b.parameters.empty() && !b.parameters[0].name.empty(); }

size_t required_count(const Binding& b) {
  size_t n = 0;
  for (const Binding::Parameter& p : b.parameters) n += p.required;
  return n;
}

Failure raise_count(Thread& t, const Binding& b, uint32_t given) {
  size_t most = b.parameters.size(), least = required_count(b);
  std::string text = b.name + "() takes ";
  if (named(b)) {
    text += least == most ? std::to_string(most) : "from " + std::to_string(least) + " to " + std::to_string(most);
    text += most == 1 && least == most ? " positional argument but " : " positional arguments but ";
    text += std::to_string(given) + (given == 1 ? " was given" : " were given");
  } else {
    text += least == most ? "exactly " + std::to_string(most) : "from " + std::to_string(least) + " to " + std::to_string(most);
    text += (most == 1 ? " argument (" : " arguments (") + std::to_string(given) + " given)";
  }
  raise_text(t, TypeId::kTypeError, text);
  return kFailure;
}

Failure raise_missing(Thread& t, const Binding& b, const Word* words, uint32_t given) {
  if (!named(b)) return raise_count(t, b, given);
  std::vector<std::string> missing;
  for (size_t i = 0; i < b.parameters.size(); i++) {
    if (words[i] == 0 && b.parameters[i].required) missing.push_back("'" + b.parameters[i].name + "'");
  }
  std::string text = b.name + "() missing " + std::to_string(missing.size()) + " required positional argument" + (missing.size() == 1 ? ": " : "s: ");
  for (size_t i = 0; i < missing.size(); i++) {
    if (i != 0) text += i + 1 < missing.size() ? ", " : missing.size() == 2 ? " and " : ", and ";
    text += missing[i];
  }
  raise_text(t, TypeId::kTypeError, text);
  return kFailure;
}

/// Which parameter is called `name`; -1: none.
int64_t parameter_named(NativeCallable* callable, Value name) {
  Tuple* names = callable->names.get().as<Tuple>();
  for (int64_t i = 0; i < names->size(); i++) {
    Value parameter = names->items[i].get();
    if (parameter == name) return i;
  }
  for (int64_t i = 0; i < names->size(); i++) {  // not interned: f(**made)
    Value parameter = names->items[i].get();
    if (!parameter.is_none() && str_equal(parameter.as<Str>(), name.as<Str>())) return i;
  }
  return -1;
}

/// words[i]: the argument for parameter i, its default, or 0.
Result<void> bind_arguments(Thread& t, NativeCallable* callable, const Value* args, uint32_t nargs, Tuple* kwnames, Word* words) {
  const Binding& b = *callable->binding;
  size_t count = b.parameters.size();
  if (nargs > count) return raise_count(t, b, nargs);
  for (uint32_t i = 0; i < nargs; i++) words[i] = args[i].bits();
  for (size_t i = nargs; i < count; i++) words[i] = 0;
  int64_t keywords = kwnames == nullptr ? 0 : kwnames->size();
  if (keywords != 0 && !named(b)) return objects::raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", b.name.c_str());
  for (int64_t k = 0; k < keywords; k++) {
    Value name = kwnames->items[k].get();
    int64_t i = parameter_named(callable, name);
    std::string text = to_utf8(name.as<Str>());
    if (i < 0) return objects::raise(t, TypeId::kTypeError, "%s() got an unexpected keyword argument '%s'", b.name.c_str(), text.c_str());
    if (words[i] != 0) return objects::raise(t, TypeId::kTypeError, "%s() got multiple values for argument '%s'", b.name.c_str(), text.c_str());
    words[i] = args[nargs + static_cast<uint32_t>(k)].bits();
  }
  Tuple* defaults = callable->defaults.get().as<Tuple>();
  for (size_t i = 0; i < count; i++) {
    if (words[i] != 0) continue;
    if (b.parameters[i].required) return raise_missing(t, b, words, nargs);
    words[i] = defaults->items[i].get().bits();
  }
  return kDone;
}

// --- the type ------------------------------------------------------------------------------------------------------------------------

Result<Value> callable_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  NativeCallable* callable = callable_of(self);
  Binding* binding = callable->binding;
  EIDER_TRY(check_recursion(t, " while calling a C++ function"));
  Core& core = core_of(*t.realm);
  if (EIDER_UNLIKELY(core.has_dead.load_relaxed() != 0)) destroy_dead(core);
  Word local[kMostParameters];
  const Word* words = reinterpret_cast<const Word*>(args);
  if (EIDER_UNLIKELY(nargs != binding->parameters.size() || (kwnames != nullptr && kwnames->size() != 0))) {
    EIDER_TRY(bind_arguments(t, callable, args, nargs, kwnames, local));
    words = local;
  }
  Session session(&core, &t);
  Word result = 0;
  Call call{session, *binding, words, &result};
  if (!binding->invoke(binding->state, call)) {
    if (t.has_exception()) return kFailure;
    return objects::raise(t, TypeId::kSystemError, "%s() failed without an exception", binding->name.c_str());
  }
  t.pending_exception = kAbsent;
  EIDER_TRY(poll(t));  // a loop that only calls C++ still answers
  return value_of(result);
}

Result<Value> callable_repr(Thread& t, Value self) {
  return str_format(t, "<C++ function %s at %s>", callable_of(self)->binding->name.c_str(), address_text(self).c_str());
}

Result<Value> callable_name(Thread& t, Value self) { return str_from_utf8(t, printable(callable_of(self)->binding->name)); }
Result<Value> callable_doc(Thread& t, Value self) {
  const std::string& doc = callable_of(self)->binding->doc;
  if (doc.empty()) return kNone;
  return str_from_utf8(t, printable(doc));
}

constexpr GetSetDef kCallableAttributes[] = {
    {"__name__", callable_name, nullptr, "The name it was bound to."},
    {"__qualname__", callable_name, nullptr, "The name it was bound to."},
    {"__doc__", callable_doc, nullptr, "What its binding says."},
};

void trace_callable(Header* object, gc::Tracer& tracer) {
  auto* callable = static_cast<NativeCallable*>(object);
  tracer.mark_word(callable->names.load_relaxed().bits());
  tracer.mark_word(callable->defaults.load_relaxed().bits());
}

Result<Value> make(Thread& t, Core& core, Binding* binding, const Word* defaults) {
  RootedVector names(t), values(t);
  for (size_t i = 0; i < binding->parameters.size(); i++) {
    const std::string& name = binding->parameters[i].name;
    Value text = kNone;
    if (!name.empty()) text = EIDER_TRY(intern(t, printable(name)))->value();
    if (!names.push(text) || !values.push(value_of(defaults[i]))) return kFailure;
  }
  Tuple* all_names = EIDER_TRY(names.to_tuple());
  Tuple* all_values = EIDER_TRY(values.to_tuple());
  auto* object = static_cast<NativeCallable*>(EIDER_TRY(new_instance(t, core.callable_type)));
  object->binding = binding;
  object->names.init(all_names->value());
  object->defaults.init(all_values->value());
  MutexLock lock(core.mutex);
  core.bound.push_back({object, binding});
  return object->value();
}

}  // namespace

bool make_callable(Session& s, Binding given, const Word* defaults, Word* result) {
  Thread& t = thread_of(s);
  auto* binding = new (std::nothrow) Binding(std::move(given));
  if (binding == nullptr) {
    if (given.destroy != nullptr) given.destroy(given.state);
    (void)raise_no_memory(t);
    return false;
  }
  EIDER_CHECK(binding->parameters.size() <= kMostParameters);  // function.hpp has a static_assert
  if (give(make(t, *s.core(), binding, defaults), result)) return true;
  destroy_binding(binding);
  return false;
}

Result<void> install_callable_type(Thread& t, Core& core) {
  TypeSpec spec;
  spec.name = "eider.native_callable";
  spec.native_bytes = sizeof(NativeCallable);
  spec.trace = TraceKind::kCustom;
  spec.flags = kDisallowInstantiation | kWeakrefable;
  spec.slots.call = callable_call;
  spec.slots.repr = callable_repr;
  spec.slots.trace = trace_callable;
  spec.getsets = kCallableAttributes;
  spec.getset_count = std::size(kCallableAttributes);
  core.callable_type = EIDER_TRY(make_builtin_type(t, spec));
  t.realm->add_root(core.callable_type->value());
  return kDone;
}

}  // namespace eider::detail

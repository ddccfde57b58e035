// SPDX-License-Identifier: MIT
//
// _contextvars: ContextVar, Token, Context, copy_context.
//
// A context's variables stand in a dict that is never changed once it is visible: setting one copies it (few variables are set
// at once), so copy_context() and snapshots cost nothing. A context is entered by one thread at a time, which alone sets its variables.
// Thread rule: `variables` is one atomic word; `entered` is taken by compare-and-swap.
#include "modules/module_parts.h"

namespace eider::modules {

namespace {

struct Context : Object {
  Field<Dict*> variables;   // ContextVar -> value
  Field<Value> entered;     // True while some thread runs in it
};
struct ContextVar : Object {
  Field<Value> name;
  Field<Value> otherwise;   // the default, or ABSENT
};
struct Token : Object {
  Field<Value> variable, context;
  Field<Value> old;         // ABSENT: there was none
  Field<Value> used;        // True once reset
};

Result<Context*> context_make(Thread& t, Dict* variables) {
  Context* c = EIDER_TRY(make<Context>(t, module_type(t, ModuleType::kContext)));
  c->variables.init(variables);
  c->entered.init(kFalse);
  return c;
}
Result<Context*> current(Thread& t) {
  if (t.context.is_absent()) {
    Dict* empty = EIDER_TRY(dict_new(t));
    t.context = EIDER_TRY(context_make(t, empty))->value();
  }
  return t.context.as<Context>();
}
Result<Value> copy_context(Thread& t, const Value*) {
  Context* now = EIDER_TRY(current(t));
  return context_make(t, now->variables.load_acquire());
}

// --- ContextVar --------------------------------------------------------------------------------------------------------------------
Result<Value> var_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"ContextVar(name, /, *, default=None)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "context variable name must be a str");
  ContextVar* v = EIDER_TRY(make<ContextVar>(t, cls));
  v->name.init(a[0]);
  v->otherwise.init(a[1]);
  return v->value();
}
Result<Value> var_get(Thread& t, const Value* a) {
  Context* now = EIDER_TRY(current(t));
  Value found = EIDER_TRY(dict_get(t, now->variables.load_acquire(), a[0]));
  if (!found.is_absent()) return found;
  if (!a[1].is_absent()) return a[1];
  Value otherwise = a[0].as<ContextVar>()->otherwise.get();
  if (!otherwise.is_absent()) return otherwise;
  return raise_value(t, TypeId::kLookupError, a[0]);
}
Result<void> store(Thread& t, Context* c, Value variable, Value value) {
  Dict* copy = EIDER_TRY(dict_copy(t, c->variables.load_acquire()));
  if (value.is_absent()) {
    EIDER_TRY(dict_pop(t, copy, variable));
  } else {
    EIDER_TRY(dict_set(t, copy, variable, value));
  }
  c->variables.store_release(copy);
  return kDone;
}
Result<Value> var_set(Thread& t, const Value* a) {
  Context* now = EIDER_TRY(current(t));
  Value old = EIDER_TRY(dict_get(t, now->variables.load_acquire(), a[0]));
  Token* token = EIDER_TRY(make<Token>(t, module_type(t, ModuleType::kContextToken)));
  token->variable.init(a[0]);
  token->context.init(now->value());
  token->old.init(old);
  token->used.init(kFalse);
  EIDER_TRY(store(t, now, a[0], a[1]));
  return token->value();
}
Failure refuse(Thread& t, TypeId error, Value about, const char* why) {
  Result<Str*> text = repr(t, about);
  if (!text.ok()) return kFailure;
  return raise(t, error, "%s %s", to_utf8(text.get()).c_str(), why);
}
Result<Value> var_reset(Thread& t, const Value* a) {
  if (type_of(t, a[1]) != module_type(t, ModuleType::kContextToken)) {
    return raise(t, TypeId::kTypeError, "expected an instance of Token, got %s", to_utf8(EIDER_TRY(repr(t, a[1]))).c_str());
  }
  auto* token = a[1].as<Token>();
  if (token->used.load_relaxed() == kTrue) return refuse(t, TypeId::kRuntimeError, a[1], "has already been used once");
  if (token->variable.get() != a[0]) return refuse(t, TypeId::kValueError, a[1], "was created by a different ContextVar");
  Context* now = EIDER_TRY(current(t));
  if (token->context.get() != now->value()) return refuse(t, TypeId::kValueError, a[1], "was created in a different Context");
  token->used.store_relaxed(kTrue);
  EIDER_TRY(store(t, now, a[0], token->old.get()));
  return kNone;
}
Result<Value> var_repr(Thread& t, Value self) {
  auto* v = self.as<ContextVar>();
  std::string text = "<ContextVar name=" + to_utf8(EIDER_TRY(repr(t, v->name.get())));
  if (!v->otherwise.get().is_absent()) text += " default=" + to_utf8(EIDER_TRY(repr(t, v->otherwise.get())));
  return str_from_utf8(t, text + " at " + address_text(self) + ">");
}
constexpr NativeDef kVarMethods[] = {
    {"get(self, default=None, /)", var_get, Sync::kLockFreeRead, "Return a value for the context variable for the current context."},
    {"set(self, value, /)", var_set, Sync::kNone, "Call to set a new value for the context variable in the current context."},
    {"reset(self, token, /)", var_reset, Sync::kNone, "Reset the context variable."},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};
constexpr MemberDef kVarMembers[] = {{"name", offsetof(ContextVar, name), true, nullptr}};

// --- Token -------------------------------------------------------------------------------------------------------------------------
Result<Value> token_old(Thread& t, Value self) {
  Value old = self.as<Token>()->old.get();
  if (!old.is_absent()) return old;
  return get_attr(t, module_type(t, ModuleType::kContextToken)->value(), EIDER_TRY(intern(t, "MISSING")));
}
Result<Value> token_repr(Thread& t, Value self) {
  auto* token = self.as<Token>();
  std::string text = token->used.load_relaxed() == kTrue ? "<Token used var=" : "<Token var=";
  return str_from_utf8(t, text + to_utf8(EIDER_TRY(repr(t, token->variable.get()))) + " at " + address_text(self) + ">");
}
constexpr GetSetDef kTokenGetSets[] = {{"old_value", token_old, nullptr, nullptr}};
constexpr MemberDef kTokenMembers[] = {{"var", offsetof(Token, variable), true, nullptr}};
constexpr NativeDef kTokenMethods[] = {
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};

// --- Context -----------------------------------------------------------------------------------------------------------------------
Dict* variables(Value self) { return self.as<Context>()->variables.load_acquire(); }
Result<Value> context_new(Thread& t, Type*, const Value*, uint32_t nargs, Tuple* kwnames) {
  if (nargs != 0 || (kwnames != nullptr && kwnames->size() != 0)) return raise(t, TypeId::kTypeError, "Context() does not accept any arguments");
  Dict* empty = EIDER_TRY(dict_new(t));
  return context_make(t, empty);
}
Result<Value> context_run(Thread& t, const Value* a) {
  auto* c = a[0].as<Context>();
  Context* before = EIDER_TRY(current(t));
  Value expected = kFalse;
  if (!c->entered.cas(expected, kTrue)) {
    return raise(t, TypeId::kRuntimeError, "cannot enter context: %s is already entered", to_utf8(EIDER_TRY(repr(t, a[0]))).c_str());
  }
  t.context = a[0];
  Tuple* args = a[2].as<Tuple>();
  Result<Value> result = call_with(t, a[1], args, a[3].as<Dict>());
  t.context = before->value();
  c->entered.store_release(kFalse);
  return result;
}
Result<Value> context_copy(Thread& t, const Value* a) { return context_make(t, variables(a[0])); }
Result<void> check_key(Thread& t, Value key) {
  if (type_of(t, key) == module_type(t, ModuleType::kContextVar)) return kDone;
  return raise(t, TypeId::kTypeError, "a ContextVar key was expected, got %s", to_utf8(EIDER_TRY(repr(t, key))).c_str());
}
Result<Value> context_get(Thread& t, const Value* a) {
  EIDER_TRY(check_key(t, a[1]));
  Value found = EIDER_TRY(dict_get(t, variables(a[0]), a[1]));
  return !found.is_absent() ? found : a[2].is_absent() ? kNone : a[2];
}
Result<Value> context_get_item(Thread& t, Value self, Value key) {
  EIDER_TRY(check_key(t, key));
  Value found = EIDER_TRY(dict_get(t, variables(self), key));
  if (found.is_absent()) return raise_key_error(t, key);
  return found;
}
Result<bool> context_contains(Thread& t, Value self, Value key) {
  EIDER_TRY(check_key(t, key));
  return !EIDER_TRY(dict_get(t, variables(self), key)).is_absent();
}
Result<int64_t> context_length(Thread&, Value self) { return dict_size(variables(self)); }
template <Name N>
Result<Value> context_view(Thread& t, const Value* a) {
  return get_iter(t, EIDER_TRY(call_method(t, variables(a[0])->value(), name(t, N))));
}
Result<Value> context_iter(Thread& t, Value self) { return get_iter(t, variables(self)->value()); }
Result<Value> context_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (type_of(t, other) != type_of(t, self) || (kind != CompareKind::kEq && kind != CompareKind::kNe)) return kNotImplemented;
  bool same = EIDER_TRY(equal(t, variables(self)->value(), variables(other)->value()));
  return Value::from_bool(same == (kind == CompareKind::kEq));
}
constexpr NativeDef kContextMethods[] = {
    {"run(self, callable, /, *args, **kwargs)", context_run, Sync::kLocksOwn, nullptr},
    {"copy(self, /)", context_copy, Sync::kSnapshot, "Return a shallow copy of the context object."},
    {"get(self, key, default=None, /)", context_get, Sync::kLockFreeRead, "Return the value for `key` if `key` has the value in the context object."},
    {"keys(self, /)", context_view<Name::kkeys>, Sync::kSnapshot, "Return a list of all variables in the context object."},
    {"values(self, /)", context_view<Name::kvalues>, Sync::kSnapshot, "Return a list of all variables' values in the context object."},
    {"items(self, /)", context_view<Name::kitems>, Sync::kSnapshot, "Return all variables and their values in the context object."},
};

Result<Value> missing_repr(Thread& t, Value) { return str_from_ascii(t, "<Token.MISSING>"); }

constexpr NativeDef kFunctions[] = {
    {"copy_context()", copy_context, Sync::kNone, nullptr, NativeDef::kFunction},
};

}  // namespace

Result<void> fill_contextvars(Thread& t, Module* module) {
  TypeSpec spec = values_spec<ContextVar>("_contextvars.ContextVar", nullptr);
  spec.flags = kImmutable;
  spec.slots.new_ = var_new;
  spec.slots.repr = var_repr;
  spec.methods = kVarMethods;
  spec.method_count = std::size(kVarMethods);
  spec.members = kVarMembers;
  spec.member_count = std::size(kVarMembers);
  set_module_type(t, ModuleType::kContextVar, EIDER_TRY(add_type(t, module, spec)));
  spec = values_spec<Token>("_contextvars.Token", nullptr);
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.slots.repr = token_repr;
  spec.methods = kTokenMethods;
  spec.method_count = std::size(kTokenMethods);
  spec.getsets = kTokenGetSets;
  spec.getset_count = std::size(kTokenGetSets);
  spec.members = kTokenMembers;
  spec.member_count = std::size(kTokenMembers);
  Type* token = EIDER_TRY(add_type(t, module, spec));
  set_module_type(t, ModuleType::kContextToken, token);
  spec = values_spec<Object>("Token.MISSING", nullptr);
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = 16;
  spec.slots.repr = missing_repr;
  Type* missing = EIDER_TRY(make_builtin_type(t, spec));
  EIDER_TRY(dict_set_str(t, token->dict.get(), EIDER_TRY(intern(t, "MISSING")), EIDER_TRY(new_instance(t, missing))->value()));
  spec = values_spec<Context>("_contextvars.Context", nullptr);
  spec.flags = kImmutable | kMappingPattern;
  spec.slots.new_ = context_new;
  spec.slots.get_item = context_get_item;
  spec.slots.contains = context_contains;
  spec.slots.length = context_length;
  spec.slots.iter = context_iter;
  spec.slots.compare = context_compare;
  spec.methods = kContextMethods;
  spec.method_count = std::size(kContextMethods);
  set_module_type(t, ModuleType::kContext, EIDER_TRY(add_type(t, module, spec)));
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules

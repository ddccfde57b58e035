// SPDX-License-Identifier: MIT
//
// functools.partial.
//
// Thread rule: function, arguments and keywords change in __setstate__ only; a call that overlaps one may mix old and new ones.
#include "modules/functools/functools.h"
#include "objects/repr_guard.h"
#include "vm/partial.h"
#include "vm/vm_state.h"

namespace eider::modules {

namespace {

using vm::Partial;

/// The call where each name is a str and none is given twice: without a merged dict. ABSENT: it is not so.
Result<Value> call_with_names(Thread& t, Partial* p, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Tuple* front = p->args.load_acquire();
  Dict* keywords = p->keywords.load_acquire();
  DictTable* table = keywords->table.load_acquire();
  auto fixed = static_cast<uint32_t>(front->size());
  auto kept = static_cast<uint32_t>(dict_size(keywords));  // another thread may change them meanwhile
  uint32_t given = kwnames == nullptr ? 0 : static_cast<uint32_t>(kwnames->size());
  ArgBuffer<> row(t, uint64_t{fixed} + nargs + kept + given);
  if (!row.ok()) return kFailure;
  Tuple* names = EIDER_TRY(tuple_new(t, kept + given));
  for (uint32_t i = 0; i < fixed; i++) row[i] = front->items[i].get();
  for (uint32_t i = 0; i < nargs; i++) row[fixed + i] = args[i];
  uint32_t position = 0, at = 0;
  Value key, value;
  while (dict_next(t, keywords, table, &position, &key, &value)) {
    if (at == kept || !is_exact(key, TypeId::kStr)) return kAbsent;
    for (uint32_t i = 0; i < given; i++) {
      Value name = kwnames->items[i].get();
      if (!is_exact(name, TypeId::kStr) || str_equal(name.as<Str>(), key.as<Str>())) return kAbsent;
    }
    row[fixed + nargs + at] = value;
    names->items[at++].init(key);
  }
  if (at != kept) return kAbsent;
  for (uint32_t i = 0; i < given; i++) {
    row[fixed + nargs + kept + i] = args[nargs + i];
    names->items[kept + i].init(kwnames->items[i].get());
  }
  return call(t, p->function.load_acquire(), row.data(), fixed + nargs, names);
}

Result<Value> partial_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* p = self.as<Partial>();
  Tuple* front = p->args.load_acquire();
  Dict* keywords = p->keywords.load_acquire();
  auto fixed = static_cast<uint32_t>(front->size());
  uint32_t given_keywords = kwnames == nullptr ? 0 : static_cast<uint32_t>(kwnames->size());
  if (EIDER_LIKELY(dict_size(keywords) == 0)) {
    if (fixed == 0) return call(t, p->function.load_acquire(), args, nargs, kwnames);
    uint32_t total = fixed + nargs + given_keywords;
    ArgBuffer<> row(t, total);
    if (!row.ok()) return kFailure;
    for (uint32_t i = 0; i < fixed; i++) row[i] = front->items[i].get();
    for (uint32_t i = 0; i < nargs + given_keywords; i++) row[fixed + i] = args[i];
    return call(t, p->function.load_acquire(), row.data(), fixed + nargs, kwnames);
  }
  Value result = EIDER_TRY(call_with_names(t, p, args, nargs, kwnames));
  if (!result.is_absent()) return result;
  Dict* merged = EIDER_TRY(dict_copy(t, keywords));
  for (uint32_t i = 0; i < given_keywords; i++) EIDER_TRY(dict_set(t, merged, kwnames->items[i].get(), args[nargs + i]));
  Tuple* all = EIDER_TRY(tuple_new(t, fixed + nargs));
  for (uint32_t i = 0; i < fixed; i++) all->items[i].init(front->items[i].get());
  for (uint32_t i = 0; i < nargs; i++) all->items[fixed + i].init(args[i]);
  return call_with(t, p->function.load_acquire(), all, merged);
}

Result<Value> partial_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (nargs < 1) return raise(t, TypeId::kTypeError, "type 'partial' takes at least one argument");
  Value function = args[0];
  Tuple* front = nullptr;
  Dict* base = nullptr;
  if (type_of(t, function)->slots.call == partial_call) {
    auto* inner = function.as<Partial>();
    // Nested partials are flattened when nothing but the call can be told of the inner one.
    if (inner->dict.load_relaxed() == nullptr) {
      front = inner->args.load_acquire();
      base = inner->keywords.load_acquire();
      function = inner->function.load_acquire();
    }
  }
  if (!is_callable(t, function)) return raise(t, TypeId::kTypeError, "the first argument must be callable");
  int64_t fixed = front == nullptr ? 0 : front->size();
  Tuple* all = EIDER_TRY(tuple_new(t, fixed + nargs - 1));
  for (int64_t i = 0; i < fixed; i++) all->items[i].init(front->items[i].get());
  for (uint32_t i = 1; i < nargs; i++) all->items[fixed + i - 1].init(args[i]);
  Dict* keywords = base == nullptr ? EIDER_TRY(dict_new(t)) : EIDER_TRY(dict_copy(t, base));
  for (int64_t i = 0; kwnames != nullptr && i < kwnames->size(); i++) EIDER_TRY(dict_set(t, keywords, kwnames->items[i].get(), args[nargs + i]));
  Partial* p = EIDER_TRY(make<Partial>(t, cls));
  p->function.init(function);
  p->args.init(all);
  p->keywords.init(keywords);
  return p->value();
}

Result<Value> partial_repr(Thread& t, Value self) {
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  if (guard.nested()) return str_from_ascii(t, "...");
  auto* p = self.as<Partial>();
  StrBuilder out(t);
  Str* function = EIDER_TRY(repr(t, p->function.load_acquire()));
  if (!out.add(type_of(t, self)->utf8_name) || !out.add("(") || !out.add(function)) return kFailure;
  Tuple* args = p->args.load_acquire();
  for (int64_t i = 0; i < args->size(); i++) {
    Str* text = EIDER_TRY(repr(t, args->items[i].get()));
    if (!out.add(", ") || !out.add(text)) return kFailure;
  }
  Dict* keywords = p->keywords.load_acquire();
  DictTable* table = keywords->table.load_acquire();
  uint32_t position = 0;
  Value key, value;
  while (dict_next(t, keywords, table, &position, &key, &value)) {
    Str* name_text = EIDER_TRY(to_str(t, key));
    Str* text = EIDER_TRY(repr(t, value));
    if (!out.add(", ") || !out.add(name_text) || !out.add("=") || !out.add(text)) return kFailure;
  }
  if (!out.add(")")) return kFailure;
  return out.finish();
}

Result<Value> partial_reduce(Thread& t, const Value* a) {
  auto* p = a[0].as<Partial>();
  Value function = p->function.load_acquire();
  Dict* dict = p->dict.load_acquire();
  Tuple* state = EIDER_TRY(tuple_new(t, 4));
  state->items[0].init(function);
  state->items[1].init(p->args.load_acquire()->value());
  state->items[2].init(p->keywords.load_acquire()->value());
  state->items[3].init(dict == nullptr ? kNone : dict->value());
  return tuple_of(t, type_of(t, a[0])->value(), EIDER_TRY(tuple_of(t, function))->value(), state->value());
}

Result<Value> partial_set_state(Thread& t, const Value* a) {
  auto* p = a[0].as<Partial>();
  auto invalid = [&] { return raise(t, TypeId::kTypeError, "invalid partial state"); };
  if (!is_instance(t, a[1], TypeId::kTuple) || a[1].as<Tuple>()->size() != 4) return invalid();
  Tuple* state = a[1].as<Tuple>();
  Value function = state->items[0].get(), args = state->items[1].get(), keywords = state->items[2].get(), dict = state->items[3].get();
  if (!is_callable(t, function) || !is_instance(t, args, TypeId::kTuple)) return invalid();
  if (!keywords.is_none() && !is_instance(t, keywords, TypeId::kDict)) return invalid();
  if (!dict.is_none() && !is_instance(t, dict, TypeId::kDict)) return invalid();
  Tuple* exact = args.as<Tuple>();
  if (!is_exact(args, TypeId::kTuple)) exact = EIDER_TRY(tuple_from(t, reinterpret_cast<const Value*>(exact->items), exact->size()));
  Dict* copy = keywords.is_none() ? EIDER_TRY(dict_new(t)) : is_exact(keywords, TypeId::kDict) ? keywords.as<Dict>() : EIDER_TRY(dict_copy(t, keywords.as<Dict>()));
  p->function.store_release(function);
  p->args.store_release(exact);
  p->keywords.store_release(copy);
  p->dict.store_release(dict.is_none() ? nullptr : dict.as<Dict>());
  return kNone;
}

constexpr NativeDef kMethods[] = {
    {"__reduce__(self, /)", partial_reduce, Sync::kLockFreeRead, nullptr},
    {"__setstate__(self, state, /)", partial_set_state, Sync::kNone, nullptr},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};
constexpr MemberDef kMembers[] = {
    {"func", offsetof(Partial, function), true, "function object to use in future partial calls"},
    {"args", offsetof(Partial, args), true, "tuple of arguments to future partial calls"},
    {"keywords", offsetof(Partial, keywords), true, "dictionary of keyword arguments to future partial calls"},
};
constexpr GetSetDef kGetSets[] = {
    {"__dict__", get_own_dict<Partial>, set_own_dict<Partial>, nullptr},
};

}  // namespace

Result<void> add_partial(Thread& t, Module* module) {
  TypeSpec spec = values_spec<Partial>("functools.partial",
      "partial(func, *args, **keywords) - new function with partial application\n    of the given arguments and keywords.\n");
  spec.flags = kImmutable | kBaseType | kWeakrefable;
  spec.dict_offset = offsetof(Partial, dict);
  spec.slots.new_ = partial_new;
  spec.slots.call = partial_call;
  spec.slots.repr = partial_repr;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(add_type(t, module, spec));
  vm::vm_realm(t).partial_call.store_release(partial_call);  // pairs with acquire in vm::partial_of_function
  return kDone;
}

}  // namespace eider::modules

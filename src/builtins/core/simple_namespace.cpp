// SPDX-License-Identifier: MIT
//
// types.SimpleNamespace.
#include "builtins/core/core.h"
#include "objects/errors.h"
#include "objects/repr_guard.h"

namespace eider::builtins {

namespace {

Result<Value> namespace_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) { return new_instance(t, cls); }

Result<void> namespace_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (nargs != 0) return raise(t, TypeId::kTypeError, "no positional arguments expected");
  int64_t count = kwnames == nullptr ? 0 : kwnames->size();
  for (int64_t i = 0; i < count; i++) EIDER_TRY(instance_set(t, self, kwnames->items[i].get().as<Str>(), args[i]));
  return kDone;
}

Result<Value> namespace_repr(Thread& t, Value self) {
  std::string shown = is_exact(self, TypeId::kSimpleNamespace) || type_of(t, self) == type(t, TypeId::kSimpleNamespace)
                          ? "namespace"
                          : to_utf8(type_of(t, self)->name);
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  if (guard.nested()) return str_format(t, "%s(...)", shown.c_str());
  Dict* attributes = EIDER_TRY(instance_attributes_copy(t, self));
  StrBuilder text(t);
  if (!text.add(shown) || !text.add_char('(')) return kFailure;
  bool first = true;
  uint32_t position = 0;
  Value key, value;
  DictTable* table = attributes->table.load_acquire();
  while (dict_next(t, attributes, table, &position, &key, &value)) {
    if (!is_instance(t, key, TypeId::kStr) || key.as<Str>()->length() == 0) continue;
    if (!first && !text.add(", ")) return kFailure;
    first = false;
    if (!text.add(key.as<Str>()) || !text.add_char('=') || !text.add(EIDER_TRY(repr(t, value)))) return kFailure;
  }
  if (!text.add_char(')')) return kFailure;
  return text.finish();
}

Result<Value> namespace_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_instance(t, other, TypeId::kSimpleNamespace) || !is_instance(t, self, TypeId::kSimpleNamespace)) return kNotImplemented;
  Dict* a = EIDER_TRY(instance_attributes_copy(t, self));
  Dict* b = EIDER_TRY(instance_attributes_copy(t, other));
  return compare(t, a->value(), b->value(), kind);
}

Result<Value> namespace_reduce(Thread& t, Value self) {
  Dict* state = EIDER_TRY(instance_attributes_copy(t, self));
  return tuple_of(t, type_of(t, self)->value(), t.realm->empty_tuple->value(), state->value());
}

constexpr NativeDef kMethods[] = {
    {"__reduce__(self, /)", bind<namespace_reduce>, Sync::kSnapshot, "Return state information for pickling"}};
constexpr GetSetDef kGetSets[] = {kDictGetSet};

}  // namespace

Result<void> install_simple_namespace(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kSimpleNamespace;
  spec.doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)";
  spec.flags = kBaseType | kHasSlots | kHasDict;
  spec.native_bytes = sizeof(SimpleNamespace);
  spec.slots.new_ = &namespace_new;
  spec.slots.init = &namespace_init;
  spec.slots.repr = &namespace_repr;
  spec.slots.compare = &namespace_compare;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

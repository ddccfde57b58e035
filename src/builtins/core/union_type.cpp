// SPDX-License-Identifier: MIT
//
// types.UnionType: `int | str`. Source: CPython 3.11's Objects/unionobject.c.
#include "builtins/core/generic_alias.h"
#include "objects/errors.h"
#include "objects/rooted.h"

namespace eider::builtins {

namespace {

Tuple* args_of(Value v) { return v.as<UnionType>()->args.get().as<Tuple>(); }

bool unionable(const Thread& t, Value v) {
  return v == kNone || is_type(t, v) || (v.is_heap() && (is_instance(t, v, TypeId::kGenericAlias) || is_exact(v, TypeId::kUnionType)));
}

Result<bool> same_member(Thread& t, Value a, Value b) {
  if (a == b) return true;
  if (is_instance(t, a, TypeId::kGenericAlias) && is_instance(t, b, TypeId::kGenericAlias)) return equal(t, a, b);
  return false;
}

Result<void> add_member(Thread& t, RootedVector& members, Value v) {
  if (v == kNone) v = type(t, TypeId::kNoneType)->value();
  if (is_exact(v, TypeId::kUnionType)) {
    Tuple* inner = args_of(v);
    for (int64_t i = 0; i < inner->size(); i++) EIDER_TRY(add_member(t, members, inner->items[i].get()));
    return kDone;
  }
  for (int64_t i = 0; i < members.size(); i++) {
    if (EIDER_TRY(same_member(t, members[i], v))) return kDone;
  }
  if (!members.push(v)) return kFailure;
  return kDone;
}

Result<Value> make(Thread& t, const RootedVector& members) {
  if (members.size() == 1) return members[0];
  auto* made = static_cast<UnionType*>(EIDER_TRY(new_instance(t, type(t, TypeId::kUnionType))));
  made->args.init(EIDER_TRY(members.to_tuple())->value());
  return made->value();
}

Result<Value> union_repr(Thread& t, Value self) {
  StrBuilder text(t);
  Tuple* args = args_of(self);
  for (int64_t i = 0; i < args->size(); i++) {
    if (i > 0 && !text.add(" | ")) return kFailure;
    Value item = args->items[i].get();
    if (item == type(t, TypeId::kNoneType)->value()) {
      if (!text.add("None")) return kFailure;
    } else if (!text.add(EIDER_TRY(type_item_repr(t, item)))) {
      return kFailure;
    }
  }
  return text.finish();
}

Result<Value> as_set(Thread& t, Value self) { return call1(t, type(t, TypeId::kFrozenSet)->value(), self.as<UnionType>()->args.get()); }

Result<int64_t> union_hash(Thread& t, Value self) {
  Value set = EIDER_TRY(as_set(t, self));
  return static_cast<int64_t>(EIDER_TRY(hash(t, set)));
}

Result<Value> union_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (kind != CompareKind::kEq && kind != CompareKind::kNe) return kNotImplemented;
  if (!other.is_heap() || !is_exact(other, TypeId::kUnionType)) return kNotImplemented;
  Value mine = EIDER_TRY(as_set(t, self));
  Value theirs = EIDER_TRY(as_set(t, other));
  return compare(t, mine, theirs, kind);
}

Result<Value> union_parameters(Thread& t, Value self) {
  auto* u = self.as<UnionType>();
  Value known = u->parameters.load_acquire();
  if (!known.is_absent()) return known;
  Value made = EIDER_TRY(type_parameters(t, args_of(self)));
  u->parameters.store_release(made);
  return made;
}

Result<Value> union_get_item(Thread& t, Value self, Value item) {
  Value parameters = EIDER_TRY(union_parameters(t, self));
  Tuple* args = EIDER_TRY(substitute(t, self, args_of(self), parameters.as<Tuple>(), item));
  Value result = args->items[0].get();
  for (int64_t i = 1; i < args->size(); i++) {
    result = EIDER_TRY(binary_op(t, bytecode::BinaryOpKind::kOr, result, args->items[i].get()));
  }
  return result;
}

Result<Value> union_instancecheck(Thread& t, Value self, Value instance) {
  Tuple* args = args_of(self);
  for (int64_t i = 0; i < args->size(); i++) {
    if (EIDER_TRY(is_instance_of(t, instance, args->items[i].get()))) return kTrue;
  }
  return kFalse;
}

Result<Value> union_subclasscheck(Thread& t, Value self, Value subclass) {
  if (!is_type(t, subclass)) return raise(t, TypeId::kTypeError, "issubclass() arg 1 must be a class");
  Tuple* args = args_of(self);
  for (int64_t i = 0; i < args->size(); i++) {
    if (EIDER_TRY(is_subclass_of(t, subclass, args->items[i].get()))) return kTrue;
  }
  return kFalse;
}

/// Attributes of the union itself; `__module__` and the like come from the class, as in CPython.
Result<Value> get_module(Thread& t, Value self) { return type_of(t, self)->module.get(); }
Result<Value> get_parameters(Thread& t, Value self) { return union_parameters(t, self); }

constexpr NativeDef kMethods[] = {
    {"__instancecheck__(self, instance, /)", bind<union_instancecheck>, Sync::kImmutable, nullptr},
    {"__subclasscheck__(self, cls, /)", bind<union_subclasscheck>, Sync::kImmutable, nullptr},
};
constexpr MemberDef kMembers[] = {{"__args__", offsetof(UnionType, args), true, nullptr}};
constexpr GetSetDef kGetSets[] = {{"__parameters__", get_parameters, nullptr, "Type variables in the types.UnionType."},
                                    {"__module__", get_module, nullptr, nullptr}};

}  // namespace

Result<Value> or_types(Thread& t, Value left, Value right) {
  if (!unionable(t, left) || !unionable(t, right)) return kNotImplemented;
  RootedVector members(t);
  EIDER_TRY(add_member(t, members, left));
  EIDER_TRY(add_member(t, members, right));
  return make(t, members);
}

Result<void> install_union(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kUnionType;
  spec.doc = "Represent a PEP 604 union type\n\nE.g. for int | str";
  spec.flags = kDisallowInstantiation | kWeakrefable;
  spec.native_bytes = sizeof(UnionType);
  spec.trace = TraceKind::kValues;
  spec.slots.repr = &union_repr;
  spec.slots.hash = &union_hash;
  spec.slots.compare = &union_compare;
  spec.slots.get_item = &union_get_item;
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

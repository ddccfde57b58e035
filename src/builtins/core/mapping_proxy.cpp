// SPDX-License-Identifier: MIT
//
// mappingproxy: a read-only view of a mapping; what `C.__dict__` is.
#include "builtins/core/core.h"
#include "objects/errors.h"

namespace eider::builtins {

namespace {

Value mapping_of(Value self) { return self.as<MappingProxy>()->mapping.get(); }

Result<Value> proxy_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"mappingproxy(mapping)"};
  Value values[1];
  EIDER_TRY(parse_slot_arguments(t, kSignature, args, nargs, kwnames, values));
  Type* given = type_of(t, values[0]);
  bool sequence = is_instance(t, values[0], TypeId::kList) || is_instance(t, values[0], TypeId::kTuple);
  if (given->slots.get_item == nullptr || sequence) {
    return raise(t, TypeId::kTypeError, "mappingproxy() argument must be a mapping, not %s", given->utf8_name);
  }
  return mapping_proxy_new(t, values[0]);
}

Result<int64_t> proxy_length(Thread& t, Value self) { return length(t, mapping_of(self)); }
Result<Value> proxy_get_item(Thread& t, Value self, Value key) { return get_item(t, mapping_of(self), key); }
Result<bool> proxy_contains(Thread& t, Value self, Value key) { return contains(t, mapping_of(self), key); }
Result<Value> proxy_iter(Thread& t, Value self) { return get_iter(t, mapping_of(self)); }
Result<Value> proxy_str(Thread& t, Value self) { return to_str(t, mapping_of(self)); }
Result<Value> proxy_repr(Thread& t, Value self) {
  return str_format(t, "mappingproxy(%s)", EIDER_TEXT(repr(t, mapping_of(self))).c_str());
}
Result<Value> proxy_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (other.is_heap() && is_exact(other, TypeId::kMappingProxy)) other = mapping_of(other);
  return compare(t, mapping_of(self), other, kind);
}
Result<int64_t> proxy_hash(Thread& t, Value self) { return static_cast<int64_t>(EIDER_TRY(hash(t, mapping_of(self)))); }

Result<Value> proxy_or(Thread& t, Value left, Value right) {
  if (is_exact(left, TypeId::kMappingProxy)) left = mapping_of(left);
  if (right.is_heap() && is_exact(right, TypeId::kMappingProxy)) right = mapping_of(right);
  return binary_op(t, bytecode::BinaryOpKind::kOr, left, right);
}
Result<Value> proxy_ior(Thread& t, Value self, Value other) {
  return raise(t, TypeId::kTypeError, "'|=' is not supported by mappingproxy; use '|' instead");
}

Result<Value> forward(Thread& t, Value self, Name n) { return call_method(t, mapping_of(self), name(t, n)); }
Result<Value> proxy_get(Thread& t, Value self, Value key, Value fallback) {
  Value args[2] = {key, fallback.is_absent() ? kNone : fallback};
  return call_method(t, mapping_of(self), name(t, Name::kget), args, 2);
}
Result<Value> proxy_keys(Thread& t, Value self) { return forward(t, self, Name::kkeys); }
Result<Value> proxy_values(Thread& t, Value self) { return forward(t, self, Name::kvalues); }
Result<Value> proxy_items(Thread& t, Value self) { return forward(t, self, Name::kitems); }
Result<Value> proxy_copy(Thread& t, Value self) { return forward(t, self, Name::kcopy); }
Result<Value> proxy_reversed(Thread& t, Value self) { return forward(t, self, Name::k__reversed__); }

constexpr NativeDef kMethods[] = {
    {"get(self, key, default=None, /)", bind<proxy_get>, Sync::kLockFreeRead, "Return the value for key if key is in the mapping, else default."},
    {"keys(self, /)", bind<proxy_keys>, Sync::kLockFreeRead, "D.keys() -> a set-like object providing a view on D's keys"},
    {"values(self, /)", bind<proxy_values>, Sync::kLockFreeRead, "D.values() -> an object providing a view on D's values"},
    {"items(self, /)", bind<proxy_items>, Sync::kLockFreeRead, "D.items() -> a set-like object providing a view on D's items"},
    {"copy(self, /)", bind<proxy_copy>, Sync::kSnapshot, "D.copy() -> a shallow copy of D"},
    {"__reversed__(self, /)", bind<proxy_reversed>, Sync::kLockFreeRead, "D.__reversed__() -> reverse iterator"},
    {"__class_getitem__(cls, item, /)", &class_getitem, Sync::kNone, "See PEP 585", NativeDef::kClassMethod},
};

}  // namespace

Result<void> install_mapping_proxy(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kMappingProxy;
  spec.native_bytes = sizeof(MappingProxy);
  spec.trace = TraceKind::kValues;
  spec.flags = kMappingPattern;
  spec.slots.new_ = &proxy_new;
  spec.slots.length = &proxy_length;
  spec.slots.get_item = &proxy_get_item;
  spec.slots.contains = &proxy_contains;
  spec.slots.iter = &proxy_iter;
  spec.slots.str = &proxy_str;
  spec.slots.repr = &proxy_repr;
  spec.slots.compare = &proxy_compare;
  spec.slots.hash = &proxy_hash;
  spec.slots.bit_or = &proxy_or;
  spec.slots.inplace_or = &proxy_ior;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// weakref.ReferenceType and the proxies. Their life with the collector: objects/weakref.h.
#include "builtins/core/core.h"
#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/weakref.h"

namespace eider::builtins {

namespace {

// --- ref ----------------------------------------------------------------------------------------------------------------------------
Result<Value> ref_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  // Subclasses may take more arguments in __init__; __new__ looks at the first two.
  bool exact = !cls->has(kHeapType);
  if (nargs < 1) return raise(t, TypeId::kTypeError, "__new__ expected at least 1 argument, got 0");
  if (nargs > 2) return raise(t, TypeId::kTypeError, "__new__ expected at most 2 arguments, got %u", nargs);
  if (exact && kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "ref() takes no keyword arguments");
  return weak_ref_new(t, cls, args[0], nargs > 1 ? args[1] : kAbsent);
}

Result<void> ref_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (nargs < 1) return raise(t, TypeId::kTypeError, "__init__ expected at least 1 argument, got 0");
  if (nargs > 2) return raise(t, TypeId::kTypeError, "__init__ expected at most 2 arguments, got %u", nargs);
  return kDone;
}

Value target_of(Value self) { return self.as<WeakRef>()->get(); }

Result<Value> ref_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (nargs != 0 || (kwnames != nullptr && kwnames->size() != 0)) {
    return raise(t, TypeId::kTypeError, "weakref.ReferenceType.__call__() takes no arguments");
  }
  Value target = target_of(self);
  return target.is_absent() ? kNone : target;
}

Result<int64_t> ref_hash(Thread& t, Value self) {
  auto* ref = self.as<WeakRef>();
  Value known = ref->hash.load_acquire();
  int64_t h;
  if (!known.is_absent() && int_fits_int64(known, &h)) return h;
  Value target = ref->get();
  if (target.is_absent()) return raise(t, TypeId::kTypeError, "weak object has gone away");
  h = static_cast<int64_t>(EIDER_TRY(hash(t, target)));
  ref->hash.store_release(EIDER_TRY(int_from_int64(t, h)));  // it must stay the same when the target is gone
  return h;
}

Result<Value> ref_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if ((kind != CompareKind::kEq && kind != CompareKind::kNe) || !other.is_heap() || !is_instance(t, other, TypeId::kWeakRef)) {
    return kNotImplemented;
  }
  Value a = target_of(self);
  Value b = target_of(other);
  if (a.is_absent() || b.is_absent()) return Value::from_bool((self == other) == (kind == CompareKind::kEq));
  return compare(t, a, b, kind);
}

Result<Value> ref_repr(Thread& t, Value self) {
  Value target = target_of(self);
  if (target.is_absent()) return str_format(t, "<weakref at %s; dead>", address_text(self).c_str());
  Value shown = EIDER_TRY(find_attr(t, target, name(t, Name::k__name__)));
  if (!shown.is_absent() && is_instance(t, shown, TypeId::kStr)) {
    return str_format(t, "<weakref at %s; to '%s' at %s (%s)>", address_text(self).c_str(), type_name(t, target),
                      address_text(target).c_str(), to_utf8(shown.as<Str>()).c_str());
  }
  return str_format(t, "<weakref at %s; to '%s' at %s>", address_text(self).c_str(), type_name(t, target), address_text(target).c_str());
}

constexpr NativeDef kRefMethods[] = {
    {"__class_getitem__(cls, item, /)", &class_getitem, Sync::kNone, "See PEP 585", NativeDef::kClassMethod},
};
constexpr MemberDef kRefMembers[] = {{"__callback__", offsetof(WeakRef, callback), true, nullptr}};

// --- proxies ------------------------------------------------------------------------------------------------------------------------
Result<Value> unwrap(Thread& t, Value v) {
  if (!v.is_heap()) return v;
  if (!is_exact(v, TypeId::kWeakProxy) && !is_exact(v, TypeId::kWeakCallableProxy)) return v;
  Value target = target_of(v);
  if (target.is_absent()) return raise(t, TypeId::kReferenceError, "weakly-referenced object no longer exists");
  return target;
}

Result<Value> proxy_get_attr(Thread& t, Value self, Str* attribute) { return get_attr(t, EIDER_TRY(unwrap(t, self)), attribute); }
Result<void> proxy_set_attr(Thread& t, Value self, Str* attribute, Value value) {
  Value target = EIDER_TRY(unwrap(t, self));
  return set_attr(t, target, attribute, value);
}
Result<Value> proxy_str(Thread& t, Value self) { return to_str(t, EIDER_TRY(unwrap(t, self))); }
Result<Value> proxy_repr(Thread& t, Value self) {
  Value target = target_of(self);
  if (target.is_absent()) return str_format(t, "<weakproxy at %s to NoneType at 0x0>", address_text(self).c_str());
  return str_format(t, "<weakproxy at %s to %s at %s>", address_text(self).c_str(), type_name(t, target), address_text(target).c_str());
}
Result<Value> proxy_compare(Thread& t, Value self, Value other, CompareKind kind) {
  Value a = EIDER_TRY(unwrap(t, self));
  Value b = EIDER_TRY(unwrap(t, other));
  return compare(t, a, b, kind);
}
Result<bool> proxy_bool(Thread& t, Value self) { return truth(t, EIDER_TRY(unwrap(t, self))); }
Result<int64_t> proxy_length(Thread& t, Value self) { return length(t, EIDER_TRY(unwrap(t, self))); }
Result<bool> proxy_contains(Thread& t, Value self, Value item) { return contains(t, EIDER_TRY(unwrap(t, self)), item); }
Result<Value> proxy_get_item(Thread& t, Value self, Value key) { return get_item(t, EIDER_TRY(unwrap(t, self)), key); }
Result<void> proxy_set_item(Thread& t, Value self, Value key, Value value) {
  Value target = EIDER_TRY(unwrap(t, self));
  return value.is_absent() ? delete_item(t, target, key) : set_item(t, target, key, value);
}
Result<Value> proxy_iter(Thread& t, Value self) { return get_iter(t, EIDER_TRY(unwrap(t, self))); }
Result<Value> proxy_next(Thread& t, Value self) {
  Value target = EIDER_TRY(unwrap(t, self));
  if (type_of(t, target)->slots.next == nullptr) {
    return raise(t, TypeId::kTypeError, "Weakref proxy referenced a non-iterator '%s' object", type_name(t, target));
  }
  return iter_next(t, target);
}
Result<Value> proxy_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return call(t, EIDER_TRY(unwrap(t, self)), args, nargs, kwnames);
}

template <bytecode::BinaryOpKind K>
Result<Value> proxy_binary(Thread& t, Value a, Value b) {
  Value left = EIDER_TRY(unwrap(t, a));
  Value right = EIDER_TRY(unwrap(t, b));
  return binary_op(t, K, left, right);
}
template <bytecode::BinaryOpKind K>
Result<Value> proxy_inplace(Thread& t, Value a, Value b) {
  Value left = EIDER_TRY(unwrap(t, a));
  Value right = EIDER_TRY(unwrap(t, b));
  constexpr auto kOp = static_cast<bytecode::BinaryOpKind>(static_cast<int>(K) + static_cast<int>(bytecode::BinaryOpKind::kInplace));
  return binary_op(t, kOp, left, right);
}
Result<Value> proxy_power(Thread& t, Value a, Value b, Value c) {
  Value base = EIDER_TRY(unwrap(t, a));
  Value exponent = EIDER_TRY(unwrap(t, b));
  return power(t, base, exponent, EIDER_TRY(unwrap(t, c)));
}
Result<Value> proxy_divmod(Thread& t, Value a, Value b) {
  Value left = EIDER_TRY(unwrap(t, a));
  return divmod(t, left, EIDER_TRY(unwrap(t, b)));
}
template <Result<Value> (*F)(Thread&, Value)>
Result<Value> proxy_unary(Thread& t, Value self) {
  return F(t, EIDER_TRY(unwrap(t, self)));
}
Result<Value> float_of_target(Thread& t, Value v) { return float_value(t, EIDER_TRY(to_double(t, v))); }
Result<Value> proxy_bytes(Thread& t, Value self) { return call_method(t, EIDER_TRY(unwrap(t, self)), name(t, Name::k__bytes__)); }
Result<Value> proxy_reversed(Thread& t, Value self) {
  return call_method(t, EIDER_TRY(unwrap(t, self)), name(t, Name::k__reversed__));
}

constexpr NativeDef kProxyMethods[] = {
    {"__bytes__(self, /)", bind<proxy_bytes>, Sync::kNone, nullptr},
    {"__reversed__(self, /)", bind<proxy_reversed>, Sync::kNone, nullptr},
};

}  // namespace

Result<void> install_weakref(Thread& t) {
  TypeSpec ref;
  ref.id = TypeId::kWeakRef;
  ref.name = "weakref.ReferenceType";
  ref.flags = kBaseType;
  ref.native_bytes = sizeof(WeakRef);
  ref.trace = TraceKind::kCustom;
  ref.slots.new_ = &ref_new;
  ref.slots.init = &ref_init;
  ref.slots.call = &ref_call;
  ref.slots.hash = &ref_hash;
  ref.slots.compare = &ref_compare;
  ref.slots.repr = &ref_repr;
  ref.methods = kRefMethods;
  ref.method_count = std::size(kRefMethods);
  ref.members = kRefMembers;
  ref.member_count = std::size(kRefMembers);
  EIDER_TRY(make_builtin_type(t, ref));

  TypeSpec proxy;
  using K = bytecode::BinaryOpKind;
  proxy.native_bytes = sizeof(WeakRef);
  proxy.trace = TraceKind::kCustom;
  proxy.flags = kDisallowInstantiation;
  TypeSlots& s = proxy.slots;
  s.get_attr = &proxy_get_attr;
  s.set_attr = &proxy_set_attr;
  s.str = &proxy_str;
  s.repr = &proxy_repr;
  s.compare = &proxy_compare;
  s.to_bool = &proxy_bool;
  s.length = &proxy_length;
  s.contains = &proxy_contains;
  s.get_item = &proxy_get_item;
  s.set_item = &proxy_set_item;
  s.iter = &proxy_iter;
  s.next = &proxy_next;
  s.add = &proxy_binary<K::kAdd>;
  s.subtract = &proxy_binary<K::kSubtract>;
  s.multiply = &proxy_binary<K::kMultiply>;
  s.remainder = &proxy_binary<K::kRemainder>;
  s.lshift = &proxy_binary<K::kLshift>;
  s.rshift = &proxy_binary<K::kRshift>;
  s.bit_and = &proxy_binary<K::kAnd>;
  s.bit_xor = &proxy_binary<K::kXor>;
  s.bit_or = &proxy_binary<K::kOr>;
  s.floor_divide = &proxy_binary<K::kFloorDivide>;
  s.true_divide = &proxy_binary<K::kTrueDivide>;
  s.matrix_multiply = &proxy_binary<K::kMatrixMultiply>;
  s.power = &proxy_power;
  s.divmod = &proxy_divmod;
  s.inplace_add = &proxy_inplace<K::kAdd>;
  s.inplace_subtract = &proxy_inplace<K::kSubtract>;
  s.inplace_multiply = &proxy_inplace<K::kMultiply>;
  s.inplace_remainder = &proxy_inplace<K::kRemainder>;
  s.inplace_lshift = &proxy_inplace<K::kLshift>;
  s.inplace_rshift = &proxy_inplace<K::kRshift>;
  s.inplace_and = &proxy_inplace<K::kAnd>;
  s.inplace_xor = &proxy_inplace<K::kXor>;
  s.inplace_or = &proxy_inplace<K::kOr>;
  s.inplace_floor_divide = &proxy_inplace<K::kFloorDivide>;
  s.inplace_true_divide = &proxy_inplace<K::kTrueDivide>;
  s.inplace_matrix_multiply = &proxy_inplace<K::kMatrixMultiply>;
  s.inplace_power = &proxy_inplace<K::kPower>;
  s.negative = &proxy_unary<negative>;
  s.positive = &proxy_unary<positive>;
  s.absolute = &proxy_unary<absolute>;
  s.invert = &proxy_unary<invert>;
  s.to_int = &proxy_unary<to_int>;
  s.to_float = &proxy_unary<float_of_target>;
  s.index = &proxy_unary<index>;
  proxy.methods = kProxyMethods;
  proxy.method_count = std::size(kProxyMethods);
  proxy.id = TypeId::kWeakProxy;
  proxy.name = "weakref.ProxyType";
  EIDER_TRY(make_builtin_type(t, proxy));
  proxy.id = TypeId::kWeakCallableProxy;
  proxy.name = "weakref.CallableProxyType";
  s.call = &proxy_call;
  EIDER_TRY(make_builtin_type(t, proxy));
  return kDone;
}

}  // namespace eider::builtins

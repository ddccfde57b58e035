// SPDX-License-Identifier: MIT
//
// _functools: reduce, cmp_to_key.
#include "modules/functools/functools.h"

namespace eider::modules {

namespace {

Result<Value> reduce(Thread& t, const Value* a) {
  Result<Value> iterator = get_iter(t, a[1]);
  if (!iterator.ok()) {
    if (clear_if(t, TypeId::kTypeError)) return raise(t, TypeId::kTypeError, "reduce() arg 2 must support iteration");
    return kFailure;
  }
  Value result = a[2];
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, iterator.get()));
    if (item.is_absent()) break;
    result = result.is_absent() ? item : EIDER_TRY(call2(t, a[0], result, item));
    EIDER_TRY(poll(t));
  }
  if (result.is_absent()) return raise(t, TypeId::kTypeError, "reduce() of empty iterable with no initial value");
  return result;
}

// --- cmp_to_key --------------------------------------------------------------------------------------------------------------------
struct KeyObject : Object {
  Field<Value> compare;
  Field<Value> object;  // ABSENT in the key function itself
};
Result<Value> key_new(Thread& t, Value compare, Value object) {
  KeyObject* key = EIDER_TRY(make<KeyObject>(t, module_type(t, ModuleType::kKeyObject)));
  key->compare.init(compare);
  key->object.init(object);
  return key->value();
}
Result<Value> cmp_to_key(Thread& t, const Value* a) { return key_new(t, a[0], kAbsent); }
Result<Value> key_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"K(obj)"};
  Value a[1];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  return key_new(t, self.as<KeyObject>()->compare.get(), a[0]);
}
Result<Value> key_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (type_of(t, other) != module_type(t, ModuleType::kKeyObject)) return raise(t, TypeId::kTypeError, "other argument must be K instance");
  Value x = self.as<KeyObject>()->object.load_acquire(), y = other.as<KeyObject>()->object.load_acquire();
  if (x.is_absent() || y.is_absent()) return raise(t, TypeId::kAttributeError, "object");
  Value order = EIDER_TRY(call2(t, self.as<KeyObject>()->compare.get(), x, y));
  return compare(t, order, Value::from_small_int(0), kind);
}
constexpr MemberDef kKeyMembers[] = {
    {"obj", offsetof(KeyObject, object), false, "Value wrapped by a key function.", true},
};

constexpr NativeDef kFunctions[] = {
    {"reduce(function, iterable, initial=None, /)", reduce, Sync::kNone,
     "reduce(function, iterable[, initial]) -> value\n\nApply a function of two arguments cumulatively to the items of a sequence\nor "
     "iterable, from left to right, so as to reduce the iterable to a single\nvalue.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) "
     "calculates\n((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\nof the iterable in the calculation, and serves "
     "as a default when the\niterable is empty.", NativeDef::kFunction, Texts::kUnpackTuple},
    {"cmp_to_key(mycmp)", cmp_to_key, Sync::kNone, "Convert a cmp= function into a key= function.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_functools(Thread& t, Module* module) {
  TypeSpec spec = values_spec<KeyObject>("functools.KeyWrapper", nullptr);
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.slots.call = key_call;
  spec.slots.compare = key_compare;
  spec.members = kKeyMembers;
  spec.member_count = std::size(kKeyMembers);
  set_module_type(t, ModuleType::kKeyObject, EIDER_TRY(make_builtin_type(t, spec)));
  EIDER_TRY(add_partial(t, module));
  EIDER_TRY(add_lru_cache(t, module));
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules

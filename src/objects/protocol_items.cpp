// SPDX-License-Identifier: MIT
//
// Subscription, length, iteration.
#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"

namespace eider::objects {

namespace {

bool is_sequence(Type* type) { return type->slots.get_item != nullptr && type->layout != TypeId::kDict; }

}  // namespace

Result<Value> get_item(Thread& t, Value o, Value key) {
  Type* type = type_of(t, o);
  if (EIDER_LIKELY(type->slots.get_item != nullptr)) return type->slots.get_item(t, o, key);
  if (type->layout == TypeId::kType) {
    if (o == objects::type(t, TypeId::kType)->value() && t.realm->hooks.generic_alias != nullptr) {
      return t.realm->hooks.generic_alias(t, o, key);
    }
    Value method = EIDER_TRY(find_attr(t, o, name(t, Name::k__class_getitem__)));
    if (!method.is_absent() && method != kNone) return call1(t, method, key);
    return raise(t, TypeId::kTypeError, "type '%s' is not subscriptable", o.as<Type>()->utf8_name);
  }
  return raise(t, TypeId::kTypeError, "'%s' object is not subscriptable", type->utf8_name);
}

Result<void> set_item(Thread& t, Value o, Value key, Value value) {
  Type* type = type_of(t, o);
  if (EIDER_LIKELY(type->slots.set_item != nullptr)) return type->slots.set_item(t, o, key, value);
  return raise(t, TypeId::kTypeError, "'%s' object does not support item assignment", type->utf8_name);
}

Result<void> delete_item(Thread& t, Value o, Value key) {
  Type* type = type_of(t, o);
  if (EIDER_LIKELY(type->slots.set_item != nullptr)) return type->slots.set_item(t, o, key, kAbsent);
  bool by_index = has_sequence_slots(*type) && (key.is_small_int() || type_of(t, key)->slots.index != nullptr);
  return raise(t, TypeId::kTypeError, by_index ? "'%s' object doesn't support item deletion" : "'%s' object does not support item deletion",
               type->utf8_name);
}

Result<int64_t> length(Thread& t, Value o) {
  Type* type = type_of(t, o);
  if (EIDER_LIKELY(type->slots.length != nullptr)) return type->slots.length(t, o);
  return raise(t, TypeId::kTypeError, "object of type '%s' has no len()", type->utf8_name);
}

Result<int64_t> length_hint(Thread& t, Value o, int64_t otherwise) {
  if (type_of(t, o)->slots.length != nullptr) {
    Result<int64_t> n = length(t, o);
    if (n.ok() || !clear_if(t, TypeId::kTypeError)) return n;
  }
  Value hint = EIDER_TRY(lookup_special(t, o, name(t, Name::k__length_hint__)));
  if (hint.is_absent()) return otherwise;
  Result<Value> r = call0(t, hint);
  if (!r.ok()) {
    if (clear_if(t, TypeId::kTypeError)) return otherwise;
    return kFailure;
  }
  if (r.get() == kNotImplemented) return otherwise;
  if (!is_int(t, r.get())) {
    return raise(t, TypeId::kTypeError, "__length_hint__ must be an integer, not %s", type_name(t, r.get()));
  }
  int64_t n = EIDER_TRY(index_int64(t, r.get(), TypeId::kOverflowError, "cannot fit 'int' into an index-sized integer"));
  if (n < 0) return raise(t, TypeId::kValueError, "__length_hint__() should return >= 0");
  return n;
}

Result<Value> get_iter(Thread& t, Value o) {
  Type* type = type_of(t, o);
  if (EIDER_LIKELY(type->slots.iter != nullptr)) {
    Value iterator = EIDER_TRY(type->slots.iter(t, o));
    if (EIDER_UNLIKELY(type_of(t, iterator)->slots.next == nullptr)) {
      return raise(t, TypeId::kTypeError, "iter() returned non-iterator of type '%s'", type_name(t, iterator));
    }
    return iterator;
  }
  if (is_sequence(type) && t.realm->hooks.make_seq_iterator != nullptr) return t.realm->hooks.make_seq_iterator(t, o);
  return raise(t, TypeId::kTypeError, "'%s' object is not iterable", type->utf8_name);
}

Result<Value> iter_next(Thread& t, Value iterator) {
  EIDER_TRY(check_recursion(t));  // iterators over iterators over ...: bounded by the native stack alone, as in CPython
  UnaryFn next = type_of(t, iterator)->slots.next;
  if (EIDER_UNLIKELY(next == nullptr)) {
    return raise(t, TypeId::kTypeError, "'%s' object is not an iterator", type_name(t, iterator));
  }
  Result<Value> item = next(t, iterator);
  // A StopIteration that carries a value (a generator's return value) means exhausted as well.
  if (EIDER_UNLIKELY(!item.ok()) && clear_if(t, TypeId::kStopIteration)) return kAbsent;
  return item;
}

UnaryFn quiet_next(const Thread& t, Value iterator) {
  if (!iterator.is_heap()) return nullptr;
  switch (static_cast<TypeId>(iterator.as<Object>()->shape_id())) {
    case TypeId::kListIterator: case TypeId::kListReverseIterator: case TypeId::kTupleIterator: case TypeId::kStrIterator:
    case TypeId::kStrAsciiIterator: case TypeId::kBytesIterator: case TypeId::kByteArrayIterator: case TypeId::kRangeIterator:
    case TypeId::kDictKeyIterator: case TypeId::kDictValueIterator: case TypeId::kDictItemIterator: case TypeId::kSetIterator:
      return type_of(t, iterator)->slots.next;
    default: return nullptr;
  }
}

Result<void> for_each(Thread& t, Value iterable, base::FunctionRef<Result<void>(Value)> visit) {
  if (auto* tuple = iterable.is_heap() ? as_exact<Tuple>(iterable) : nullptr) {
    for (int64_t i = 0; i < tuple->size(); i++) EIDER_TRY(visit(tuple->items[i].load_relaxed()));
    return kDone;
  }
  if (auto* list = iterable.is_heap() ? as_exact<List>(iterable) : nullptr) {
    for (int64_t i = 0;; i++) {
      Value item = list_get_checked(list, i);
      if (item.is_absent()) return kDone;
      EIDER_TRY(visit(item));
      EIDER_TRY(poll(t));
    }
  }
  Value iterator = EIDER_TRY(get_iter(t, iterable));
  UnaryFn next = quiet_next(t, iterator);
  for (;;) {
    Value item = EIDER_TRY(next != nullptr ? next(t, iterator) : iter_next(t, iterator));
    if (item.is_absent()) return kDone;
    EIDER_TRY(visit(item));
    EIDER_TRY(poll(t));
  }
}

namespace {
Result<void> collect(Thread& t, Value iterable, RootedVector& items) {
  return for_each(t, iterable, [&](Value item) -> Result<void> {
    if (!items.push(item)) return kFailure;
    return kDone;
  });
}
}  // namespace

Result<List*> to_list(Thread& t, Value iterable) {
  if (auto* tuple = iterable.is_heap() ? as_exact<Tuple>(iterable) : nullptr) {
    return list_from(t, reinterpret_cast<const Value*>(&tuple->items[0]), tuple->size());
  }
  if (auto* list = iterable.is_heap() ? as_exact<List>(iterable) : nullptr) {
    Tuple* snapshot = EIDER_TRY(list_to_tuple(t, list));
    return list_from(t, reinterpret_cast<const Value*>(&snapshot->items[0]), snapshot->size());
  }
  RootedVector items(t);
  EIDER_TRY(collect(t, iterable, items));
  return items.to_list();
}

Result<Tuple*> to_tuple(Thread& t, Value iterable) {
  if (auto* tuple = iterable.is_heap() ? as_exact<Tuple>(iterable) : nullptr) return tuple;
  if (auto* list = iterable.is_heap() ? as_exact<List>(iterable) : nullptr) return list_to_tuple(t, list);
  RootedVector items(t);
  EIDER_TRY(collect(t, iterable, items));
  return items.to_tuple();
}

}  // namespace eider::objects

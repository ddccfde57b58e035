// SPDX-License-Identifier: MIT
//
// The functions that stand in slots of classes written in Python. Templates make one address for each method name, because
// "is this slot the Python one" is asked by comparing addresses.
#pragma once

#include <cstddef>

#include "objects/slot_table.h"

namespace eider::objects {

/// `item in container` by iterating.
Result<bool> contains_by_iteration(Thread& t, Value container, Value item);

/// Whether the class has object.__getattribute__, which __getattr__ may stand behind.
bool has_plain_getattribute(Thread& t, Type* cls);

namespace slot_generic {

Result<Value> unary(Thread& t, Value self, Name n);
Result<Value> binary_method(Thread& t, Value self, Value other, Name n);
Result<Value> binary(Thread& t, Value left, Value right, Name n, Name reflected, uint32_t offset, void* me);
Result<Value> power(Thread& t, Value a, Value b, Value modulus);
Result<bool> to_bool(Thread& t, Value self);
Result<int64_t> length(Thread& t, Value self);
Result<int64_t> hash(Thread& t, Value self);
Result<void> set_item(Thread& t, Value self, Value key, Value value);
Result<bool> contains(Thread& t, Value self, Value item);
Result<Value> compare(Thread& t, Value self, Value other, CompareKind kind);
Result<Value> iter(Thread& t, Value self);
Result<Value> next(Thread& t, Value self);
Result<Value> call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);
Result<Value> get_attr(Thread& t, Value self, Str* attribute);
Result<void> set_attr(Thread& t, Value self, Str* attribute, Value value);
Result<Value> descr_get(Thread& t, Value descr, Value instance, Value owner);
Result<void> descr_set(Thread& t, Value descr, Value instance, Value value);
Result<Value> new_(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames);
Result<void> init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);
void finalize(Thread& t, Value self);

/// What the slot gives when __bool__, __len__ or __hash__ has returned r. TypeError, ValueError, OverflowError: it may not return that.
Result<bool> truth_from(Thread& t, Value r);
Result<int64_t> length_from(Thread& t, Value r);
Result<int64_t> hash_from(Thread& t, Value r);
Result<Value> get_attr_of_type(Thread& t, Type* cls, Str* attribute);

template <Name N>
Result<Value> unary_slot(Thread& t, Value self) {
  return unary(t, self, N);
}
template <Name N>
Result<Value> method_slot(Thread& t, Value self, Value other) {
  return binary_method(t, self, other, N);
}
template <Name N, Name Reflected, uint32_t kOffset>
Result<Value> binary_slot(Thread& t, Value left, Value right) {
  return binary(t, left, right, N, Reflected, kOffset, reinterpret_cast<void*>(&binary_slot<N, Reflected, kOffset>));
}

}  // namespace slot_generic

}  // namespace eider::objects

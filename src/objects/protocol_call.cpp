// SPDX-License-Identifier: MIT
//
// Calls of any object.
#include "objects/bound_method.h"
#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"

namespace eider::objects {

namespace {

/// A Python function, bound or not: its frame is the level that counts.
bool counts_itself(Value callable) {
  if (is_exact(callable, TypeId::kBoundMethod)) callable = callable.as<BoundMethod>()->func.get();
  return is_exact(callable, TypeId::kFunction);
}

}  // namespace

Result<Value> call(Thread& t, Value callable, const Value* args, uint32_t nargs, Tuple* kwnames) {
  CallFn function = type_of(t, callable)->slots.call;
  if (EIDER_UNLIKELY(function == nullptr)) {
    return raise(t, TypeId::kTypeError, "'%s' object is not callable", type_name(t, callable));
  }
  if (counts_itself(callable)) return function(t, callable, args, nargs, kwnames);
  NativeLevel level(t);
  EIDER_TRY(level.check(" while calling a Python object"));
  return function(t, callable, args, nargs, kwnames);
}

Result<Value> call0(Thread& t, Value callable) { return call(t, callable, nullptr, 0); }
Result<Value> call1(Thread& t, Value callable, Value a) { return call(t, callable, &a, 1); }
Result<Value> call2(Thread& t, Value callable, Value a, Value b) {
  Value args[2] = {a, b};
  return call(t, callable, args, 2);
}
Result<Value> call3(Thread& t, Value callable, Value a, Value b, Value c) {
  Value args[3] = {a, b, c};
  return call(t, callable, args, 3);
}

Result<Value> call_method(Thread& t, Value o, Str* method, const Value* args, uint32_t nargs) {
  Value callable, self;
  EIDER_TRY(get_method(t, o, method, &callable, &self));
  if (self.is_absent()) return call(t, callable, args, nargs);
  ArgBuffer<> all(t, nargs + 1);
  if (!all.ok()) return kFailure;
  all[0] = self;
  for (uint32_t i = 0; i < nargs; i++) all[i + 1] = args[i];
  return call(t, callable, all.data(), nargs + 1);
}

Result<Value> call_with(Thread& t, Value callable, Tuple* args, Dict* kwargs) {
  auto count = static_cast<uint64_t>(args->size());
  if (kwargs == nullptr || dict_size(kwargs) == 0) {
    return call(t, callable, reinterpret_cast<const Value*>(&args->items[0]), static_cast<uint32_t>(count));
  }
  RootedVector names(t), values(t);
  uint32_t position = 0;
  Value key, value;
  DictTable* table = kwargs->table.load_acquire();
  while (dict_next(t, kwargs, table, &position, &key, &value)) {
    if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "keywords must be strings");
    if (!names.push(key) || !values.push(value)) return kFailure;
  }
  ArgBuffer<> all(t, count + static_cast<uint64_t>(values.size()));
  if (!all.ok()) return kFailure;
  for (uint64_t i = 0; i < count; i++) all[i] = args->items[i].get();
  for (int64_t i = 0; i < values.size(); i++) all[count + static_cast<uint64_t>(i)] = values[i];
  Tuple* kwnames = EIDER_TRY(names.to_tuple());
  return call(t, callable, all.data(), static_cast<uint32_t>(count), kwnames);
}

bool is_callable(const Thread& t, Value v) { return type_of(t, v)->slots.call != nullptr; }

}  // namespace eider::objects

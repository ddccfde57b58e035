// SPDX-License-Identifier: MIT
//
// tuple_iterator.
#include <algorithm>
#include <iterator>

#include "builtins/sequence_support.h"
#include "builtins/tuple/tuple_parts.h"
#include "objects/allocate.h"

namespace eider::builtins {

Result<TupleIterator*> tuple_iterator_new(Thread& t, Tuple* tuple) {
  auto* it = allocate_exact<TupleIterator>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
  it->tuple.init(tuple);
  it->tagged_index.store_relaxed(1);
  return it;
}

Value tuple_iterator_exhaust(TupleIterator* it) {
  it->tuple.store_relaxed(Thread::current()->realm->empty_tuple);
  return kAbsent;
}

Result<Value> tuple_iter(Thread& t, Value self) { return tuple_iterator_new(t, self.as<Tuple>()); }

namespace {

Result<Value> next(Thread& t, Value self) { return tuple_iterator_next(self.as<TupleIterator>()); }

Result<Value> hint(Thread& t, const Value* args) {
  auto* it = args[0].as<TupleIterator>();
  int64_t left = it->tuple.load_relaxed()->size() - (it->tagged_index.load_relaxed() >> 1);
  return Value::from_small_int(std::max<int64_t>(left, 0));
}

Result<Value> reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<TupleIterator>();
  Tuple* tuple = it->tuple.load_relaxed();
  Tuple* inner = EIDER_TRY(tuple_of(t, tuple->value()));
  if (tuple == t.realm->empty_tuple) return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value());
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value(), Value::from_small_int(it->tagged_index.load_relaxed() >> 1));
}

Result<Value> set_state(Thread& t, const Value* args) {
  auto* it = args[0].as<TupleIterator>();
  int64_t index = std::clamp<int64_t>(EIDER_TRY(state_argument(t, args[1])), 0, it->tuple.load_relaxed()->size());
  it->tagged_index.store_relaxed(index * 2 + 1);
  return kNone;
}

constexpr NativeDef kMethods[] = {
    {"__length_hint__(self, /)", hint, Sync::kLockFreeRead, "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", reduce, Sync::kLockFreeRead, "Return state information for pickling."},
    {"__setstate__(self, object, /)", set_state, Sync::kNone, "Set state information for unpickling."},
};

}  // namespace

Result<void> install_tuple_iterator(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kTupleIterator;
  spec.name = "tuple_iterator";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(TupleIterator);
  spec.trace = TraceKind::kValues;
  spec.slots.iter = iter_self;
  spec.slots.next = next;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  return make_builtin_type(t, spec).ok() ? kDone : Result<void>(kFailure);
}

}  // namespace eider::builtins

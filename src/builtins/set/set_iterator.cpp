// SPDX-License-Identifier: MIT
//
// set_iterator, for set and frozenset.
#include <iterator>

#include "builtins/sequence_support.h"
#include "builtins/set/set_parts.h"
#include "objects/allocate.h"

namespace eider::builtins {

namespace {

Result<SetIterator*> make(Thread& t, Set* set, uint64_t position, int64_t expected, int64_t left) {
  auto* it = allocate_exact<SetIterator>(t, TraceKind::kCustom);
  if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
  it->set.init(set);
  it->position.store_relaxed(position);
  it->expected.store_relaxed(expected);
  it->left.store_relaxed(left);
  return it;
}

Result<Value> next(Thread& t, Value self) {
  auto* it = self.as<SetIterator>();
  Set* set = it->set.load_relaxed();
  if (EIDER_UNLIKELY(set->value() == t.realm->exhausted_set)) return kAbsent;
  if (EIDER_UNLIKELY(set_size(set) != it->expected.load_relaxed())) {
    it->expected.store_relaxed(-1);
    return raise(t, TypeId::kRuntimeError, "Set changed size during iteration");
  }
  uint64_t position = it->position.load_relaxed();
  Value key;
  if (EIDER_UNLIKELY(!set_next(set->table.load_acquire(), &position, &key))) {
    it->set.store_relaxed(t.realm->exhausted_set.as<Set>());
    return kAbsent;
  }
  it->position.store_relaxed(position);
  it->left.store_relaxed(it->left.load_relaxed() - 1);
  return key;
}

Result<Value> hint(Thread& t, const Value* args) {
  auto* it = args[0].as<SetIterator>();
  Set* set = it->set.load_relaxed();
  bool going = set->value() != t.realm->exhausted_set && set_size(set) == it->expected.load_relaxed();
  return Value::from_small_int(going ? std::max<int64_t>(it->left.load_relaxed(), 0) : 0);
}

Result<Value> reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<SetIterator>();
  SetIterator* rest = EIDER_TRY(make(t, it->set.load_relaxed(), it->position.load_relaxed(), it->expected.load_relaxed(), it->left.load_relaxed()));
  Tuple* inner = EIDER_TRY(tuple_of(t, EIDER_TRY(to_list(t, rest->value()))->value()));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value());
}

void trace(Header* object, gc::Tracer& tracer) { tracer.mark(static_cast<SetIterator*>(object)->set.load_relaxed()); }

constexpr NativeDef kMethods[] = {
    {"__length_hint__(self, /)", hint, Sync::kLockFreeRead, "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", reduce, Sync::kLockFreeRead, "Return state information for pickling."},
};

}  // namespace

Result<Value> set_iter(Thread& t, Value self) {
  auto* set = self.as<Set>();
  int64_t size = set_size(set);
  return make(t, set, 0, size, size);
}

Result<void> install_set_iterator(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kSetIterator;
  spec.name = "set_iterator";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(SetIterator);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = trace;
  spec.slots.iter = iter_self;
  spec.slots.next = next;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  return make_builtin_type(t, spec).ok() ? kDone : Result<void>(kFailure);
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// Iterators over sequences by index and over calls: what iter() makes of objects without __iter__, reversed(), iter(f, sentinel).
#include <algorithm>
#include <iterator>

#include "builtins/iter/iter_parts.h"
#include "builtins/sequence_support.h"
#include "objects/allocate.h"

namespace eider::builtins {

Result<Value> seq_iterator_new(Thread& t, Value sequence) {
  auto* it = allocate_exact<SeqIterator>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
  it->sequence.init(sequence);
  it->tagged_index.store_relaxed(1);
  return it->value();
}

Result<Value> call_iterator_new(Thread& t, Value callable, Value sentinel) {
  auto* it = allocate_exact<CallIterator>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
  it->callable.init(callable);
  it->sentinel.init(sentinel);
  return it->value();
}

namespace {

int64_t tagged(int64_t index) { return index * 2 + 1; }

/// sequence[index], or ABSENT when that raises IndexError or StopIteration.
Result<Value> item_or_end(Thread& t, Value sequence, int64_t index) {
  Result<Value> item = get_item(t, sequence, Value::from_small_int(index));
  if (EIDER_LIKELY(item.ok())) return item;
  if (clear_if(t, TypeId::kIndexError) || clear_if(t, TypeId::kStopIteration)) return kAbsent;
  return kFailure;
}

/// (iter, ((),)): an exhausted iterator.
Result<Value> reduce_exhausted(Thread& t) {
  Tuple* inner = EIDER_TRY(tuple_of(t, t.realm->empty_tuple->value()));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value());
}

// --- iterator ----------------------------------------------------------------------------------------------------------------------
Result<Value> seq_next(Thread& t, Value self) {
  auto* it = self.as<SeqIterator>();
  Value sequence = it->sequence.load_relaxed();
  if (sequence.is_absent()) return kAbsent;
  int64_t word = it->tagged_index.load_relaxed();
  Value item = EIDER_TRY(item_or_end(t, sequence, word >> 1));
  if (item.is_absent()) {
    it->sequence.store_relaxed(kAbsent);
  } else {
    it->tagged_index.store_relaxed(word + 2);
  }
  return item;
}

Result<Value> seq_hint(Thread& t, const Value* args) {
  auto* it = args[0].as<SeqIterator>();
  Value sequence = it->sequence.load_relaxed();
  if (sequence.is_absent()) return Value::from_small_int(0);
  if (type_of(t, sequence)->slots.length == nullptr) return kNotImplemented;
  int64_t left = EIDER_TRY(length(t, sequence)) - (it->tagged_index.load_relaxed() >> 1);
  return Value::from_small_int(std::max<int64_t>(left, 0));
}

Result<Value> seq_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<SeqIterator>();
  Value sequence = it->sequence.load_relaxed();
  if (sequence.is_absent()) return reduce_exhausted(t);
  Tuple* inner = EIDER_TRY(tuple_of(t, sequence));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value(), Value::from_small_int(it->tagged_index.load_relaxed() >> 1));
}

Result<Value> seq_set_state(Thread& t, const Value* args) {
  int64_t index = EIDER_TRY(state_argument(t, args[1]));
  args[0].as<SeqIterator>()->tagged_index.store_relaxed(tagged(std::max<int64_t>(index, 0)));
  return kNone;
}

// --- callable_iterator -------------------------------------------------------------------------------------------------------------
Result<Value> call_next(Thread& t, Value self) {
  auto* it = self.as<CallIterator>();
  Value callable = it->callable.load_relaxed();
  if (callable.is_absent()) return kAbsent;
  Result<Value> made = call0(t, callable);
  if (!made.ok()) {
    if (!clear_if(t, TypeId::kStopIteration)) return kFailure;
  } else if (it->callable.load_relaxed().is_absent()) {
    return kAbsent;  // exhausted meanwhile
  } else if (made.get() != it->sentinel.get() && !EIDER_TRY(equal(t, it->sentinel.get(), made.get()))) {
    return made;
  }
  it->callable.store_relaxed(kAbsent);
  return kAbsent;
}

Result<Value> call_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<CallIterator>();
  Value callable = it->callable.load_relaxed();
  if (callable.is_absent()) return reduce_exhausted(t);
  Tuple* inner = EIDER_TRY(tuple_of(t, callable, it->sentinel.get()));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value());
}

// --- reversed ----------------------------------------------------------------------------------------------------------------------
Result<Value> reversed_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(check_constructor(t, "reversed", nargs, cls == type(t, TypeId::kReversed) ? kwnames : nullptr, 1, 1));
  Value sequence = args[0];
  Value method = EIDER_TRY(lookup_special(t, sequence, name(t, Name::k__reversed__)));
  if (!method.is_absent() && !method.is_none()) return call0(t, method);
  Type* of = type_of(t, sequence);
  if (!method.is_absent() || of->slots.get_item == nullptr || is_instance(t, sequence, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "'%s' object is not reversible", type_name(t, sequence));
  }
  int64_t size = EIDER_TRY(length(t, sequence));
  auto* it = static_cast<Reversed*>(EIDER_TRY(new_instance(t, cls)));
  it->sequence.init(sequence);
  it->tagged_index.store_relaxed(tagged(size - 1));
  return it->value();
}

Result<Value> reversed_next(Thread& t, Value self) {
  auto* it = self.as<Reversed>();
  Value sequence = it->sequence.load_relaxed();
  int64_t index = it->tagged_index.load_relaxed() >> 1;
  if (sequence.is_absent()) return kAbsent;
  if (index >= 0) {
    Value item = EIDER_TRY(item_or_end(t, sequence, index));
    if (!item.is_absent()) {
      it->tagged_index.store_relaxed(tagged(index - 1));
      return item;
    }
  }
  it->sequence.store_relaxed(kAbsent);
  return kAbsent;
}

Result<Value> reversed_hint(Thread& t, const Value* args) {
  auto* it = args[0].as<Reversed>();
  Value sequence = it->sequence.load_relaxed();
  if (sequence.is_absent()) return Value::from_small_int(0);
  int64_t left = (it->tagged_index.load_relaxed() >> 1) + 1;
  return Value::from_small_int(EIDER_TRY(length(t, sequence)) < left ? 0 : left);
}

Result<Value> reversed_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Reversed>();
  Value sequence = it->sequence.load_relaxed();
  Tuple* inner = EIDER_TRY(tuple_of(t, sequence.is_absent() ? t.realm->empty_tuple->value() : sequence));
  Value cls = type_of(t, args[0])->value();
  if (sequence.is_absent()) return tuple_of(t, cls, inner->value());
  return tuple_of(t, cls, inner->value(), Value::from_small_int(it->tagged_index.load_relaxed() >> 1));
}

Result<Value> reversed_set_state(Thread& t, const Value* args) {
  auto* it = args[0].as<Reversed>();
  int64_t index = EIDER_TRY(state_argument(t, args[1]));
  Value sequence = it->sequence.load_relaxed();
  if (sequence.is_absent()) return kNone;
  int64_t size = EIDER_TRY(length(t, sequence));
  it->tagged_index.store_relaxed(tagged(std::clamp<int64_t>(index, -1, size - 1)));
  return kNone;
}

constexpr const char* kHintDoc = "Private method returning an estimate of len(list(it)).";
constexpr const char* kReduceDoc = "Return state information for pickling.";
constexpr const char* kSetStateDoc = "Set state information for unpickling.";

constexpr NativeDef kSeqMethods[] = {
    {"__length_hint__(self, /)", seq_hint, Sync::kLockFreeRead, kHintDoc},
    {"__reduce__(self, /)", seq_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, object, /)", seq_set_state, Sync::kNone, kSetStateDoc},
};
constexpr NativeDef kCallMethods[] = {
    {"__reduce__(self, /)", call_reduce, Sync::kLockFreeRead, kReduceDoc},
};
constexpr NativeDef kReversedMethods[] = {
    {"__length_hint__(self, /)", reversed_hint, Sync::kLockFreeRead, kHintDoc},
    {"__reduce__(self, /)", reversed_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, object, /)", reversed_set_state, Sync::kNone, kSetStateDoc},
};

}  // namespace

Result<void> install_seq_iterators(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kSeqIterator;
  spec.name = "iterator";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(SeqIterator);
  spec.trace = TraceKind::kValues;
  spec.slots.iter = iter_self;
  spec.slots.next = seq_next;
  spec.methods = kSeqMethods;
  spec.method_count = std::size(kSeqMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;

  spec.id = TypeId::kCallIterator;
  spec.name = "callable_iterator";
  spec.native_bytes = sizeof(CallIterator);
  spec.slots.next = call_next;
  spec.methods = kCallMethods;
  spec.method_count = std::size(kCallMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;

  spec.id = TypeId::kReversed;
  spec.name = "reversed";
  spec.doc = "Return a reverse iterator over the values of the given sequence.";
  spec.flags = kImmutable | kBaseType;
  spec.native_bytes = sizeof(Reversed);
  spec.slots.new_ = reversed_new;
  spec.slots.next = reversed_next;
  spec.slots.trace = trace_words<Reversed>;
  spec.methods = kReversedMethods;
  spec.method_count = std::size(kReversedMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  t.realm->hooks.make_seq_iterator = seq_iterator_new;
  return kDone;
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// The two iterators of ranges. Position: RangeIterator::next, LongRangeIterator::index; see Note [Exhausted iterators] in list.h.
#include <iterator>

#include "builtins/range/range_parts.h"
#include "builtins/sequence_support.h"
#include "objects/allocate.h"
#include "objects/numbers.h"

namespace eider::builtins {

namespace {

constexpr Value kZero = Value::from_small_int(0);
constexpr Value kOne = Value::from_small_int(1);

/// start + length * step in machine words, when that and all elements are far from overflowing.
bool end_in_words(Value start, Value step, Value length, int64_t* end) {
  if (!start.is_small_int() || !step.is_small_int() || !length.is_small_int()) return false;
  int64_t span;
  if (__builtin_mul_overflow(length.small_int(), step.small_int(), &span)) return false;
  if (__builtin_add_overflow(start.small_int(), span, end)) return false;
  return Value::fits_small_int(*end);
}

int64_t length_of(const RangeIterator* it) { return (it->end - it->start) / it->step; }
int64_t index_of(const RangeIterator* it) {
  if (it->stop.load_relaxed() != it->end) return length_of(it);  // exhausted
  return (it->next.load_relaxed() - it->start) / it->step;
}

// --- range_iterator ----------------------------------------------------------------------------------------------------------------
Result<Value> next_small(Thread& t, Value self) { return range_iterator_next(self.as<RangeIterator>()); }

Result<Value> hint_small(Thread& t, const Value* args) {
  auto* it = args[0].as<RangeIterator>();
  return int_from_int64(t, length_of(it) - index_of(it));
}

Result<Value> reduce_small(Thread& t, const Value* args) {
  auto* it = args[0].as<RangeIterator>();
  Range* range = EIDER_TRY(range_new(t, Value::from_small_int(it->start), Value::from_small_int(it->end), Value::from_small_int(it->step)));
  Tuple* inner = EIDER_TRY(tuple_of(t, range->value()));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value(), EIDER_TRY(int_from_int64(t, index_of(it))));
}

Result<Value> set_state_small(Thread& t, const Value* args) {
  auto* it = args[0].as<RangeIterator>();
  int64_t index = EIDER_TRY(size_argument(t, args[1]));
  index = std::clamp<int64_t>(index, 0, length_of(it));
  it->next.store_relaxed(it->start + index * it->step);
  it->stop.store_relaxed(it->end);
  return kNone;
}

// --- longrange_iterator --------------------------------------------------------------------------------------------------------------
Result<Value> next_long(Thread& t, Value self) {
  auto* it = self.as<LongRangeIterator>();
  Value index = it->index.load_relaxed();
  if (int_compare(index, it->length.load_relaxed()) >= 0) {
    it->length.store_relaxed(kZero);
    return kAbsent;
  }
  Value item = EIDER_TRY(add(t, it->start.get(), EIDER_TRY(multiply(t, index, it->step.get()))));
  it->index.store_release(EIDER_TRY(add(t, index, kOne)));  // release: publishes the int
  return item;
}

Result<Value> hint_long(Thread& t, const Value* args) {
  auto* it = args[0].as<LongRangeIterator>();
  Value left = EIDER_TRY(subtract(t, it->length.load_acquire(), it->index.load_acquire()));
  return int_sign(left) < 0 ? kZero : left;
}

Result<Value> reduce_long(Thread& t, const Value* args) {
  auto* it = args[0].as<LongRangeIterator>();
  Value index = it->index.load_acquire();
  Value length = it->length.load_acquire();
  if (int_compare(length, index) < 0) length = index;  // exhausted at `index`
  Value stop = EIDER_TRY(add(t, it->start.get(), EIDER_TRY(multiply(t, length, it->step.get()))));
  Range* range = EIDER_TRY(range_new(t, it->start.get(), stop, it->step.get()));
  Tuple* inner = EIDER_TRY(tuple_of(t, range->value()));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value(), index);
}

Result<Value> set_state_long(Thread& t, const Value* args) {
  auto* it = args[0].as<LongRangeIterator>();
  Value index = EIDER_TRY(exact_index(t, args[1]));
  Value length = it->length.load_acquire();
  if (int_sign(index) < 0) index = kZero;
  if (int_compare(index, length) > 0) index = length;
  it->index.store_release(index);
  return kNone;
}

constexpr const char* kHintDoc = "Private method returning an estimate of len(list(it)).";
constexpr const char* kReduceDoc = "Return state information for pickling.";
constexpr const char* kSetStateDoc = "Set state information for unpickling.";

constexpr NativeDef kSmallMethods[] = {
    {"__length_hint__(self, /)", hint_small, Sync::kLockFreeRead, kHintDoc},
    {"__reduce__(self, /)", reduce_small, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, object, /)", set_state_small, Sync::kNone, kSetStateDoc},
};
constexpr NativeDef kLongMethods[] = {
    {"__length_hint__(self, /)", hint_long, Sync::kLockFreeRead, kHintDoc},
    {"__reduce__(self, /)", reduce_long, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, object, /)", set_state_long, Sync::kNone, kSetStateDoc},
};

}  // namespace

Result<Value> range_iterator_over(Thread& t, Value start, Value step, Value length) {
  int64_t end;
  if (EIDER_LIKELY(end_in_words(start, step, length, &end))) {
    auto* it = allocate_exact<RangeIterator>(t, TraceKind::kNone);
    if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
    it->next.store_relaxed(start.small_int());
    it->stop.store_relaxed(end);
    it->step = step.small_int();
    it->start = start.small_int();
    it->end = end;
    return it->value();
  }
  auto* it = allocate_exact<LongRangeIterator>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
  it->index.init(kZero);
  it->start.init(start);
  it->step.init(step);
  it->length.init(length);
  return it->value();
}

Result<void> install_range_iterators(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kRangeIterator;
  spec.name = "range_iterator";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(RangeIterator);
  spec.trace = TraceKind::kNone;
  spec.slots.iter = iter_self;
  spec.slots.next = next_small;
  spec.methods = kSmallMethods;
  spec.method_count = std::size(kSmallMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  spec.id = TypeId::kLongRangeIterator;
  spec.name = "longrange_iterator";
  spec.native_bytes = sizeof(LongRangeIterator);
  spec.trace = TraceKind::kValues;
  spec.slots.next = next_long;
  spec.methods = kLongMethods;
  spec.method_count = std::size(kLongMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  return kDone;
}

}  // namespace eider::builtins

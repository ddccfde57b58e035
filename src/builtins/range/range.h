// SPDX-License-Identifier: MIT
//
// range: start, stop, step and length as Python ints, immutable; its iterators: machine words where they fit, Python ints else.
#pragma once

#include "builtins/builtins.h"

namespace eider::builtins {

struct Range : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kRange;
  Field<Value> start, stop, step, length;  // exact ints
};
/// start, stop, step are exact ints. ValueError "range() arg 3 must not be zero".
Result<Range*> range_new(Thread& t, Value start, Value stop, Value step);

/// Iterator of a range whose start, stop and step are small ints, so that next + step cannot overflow. TraceKind::kNone.
struct RangeIterator : Object {
  static constexpr TypeId kTypeId = TypeId::kRangeIterator;
  Atomic<int64_t> next;
  Atomic<int64_t> stop;  // normalized: next reaches it exactly; kExhausted afterwards (Note [Exhausted iterators] in list.h)
  int64_t step;          // never 0
  int64_t start, end;    // as made, for __reduce__ and __setstate__
};
/// The value of RangeIterator::stop that no `next` is before, whatever a thread that shares the iterator stores late.
inline int64_t range_exhausted_stop(int64_t step) { return step > 0 ? INT64_MIN : INT64_MAX; }

/// The next int, or ABSENT. No Python, no safepoint, no lock.
EIDER_ALWAYS_INLINE Value range_iterator_next(RangeIterator* it) {
  int64_t next = it->next.load_relaxed();
  int64_t stop = it->stop.load_relaxed();
  int64_t step = it->step;
  if (EIDER_UNLIKELY(step > 0 ? next >= stop : next <= stop)) {
    it->stop.store_relaxed(range_exhausted_stop(step));
    return kAbsent;
  }
  it->next.store_relaxed(next + step);
  return Value::from_small_int(next);
}

struct LongRangeIterator : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kLongRangeIterator;
  Field<Value> index;   // exact int
  Field<Value> start, step;
  Field<Value> length;  // 0 once exhausted
};

Result<Value> range_iter(Thread& t, Value range);
/// range_iter of range_new: start, stop, step are exact ints, step is not 0.
Result<Value> range_iter_of(Thread& t, Value start, Value stop, Value step);

Result<void> install_range(Thread& t);

}  // namespace eider::builtins

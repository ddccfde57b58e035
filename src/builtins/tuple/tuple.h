// SPDX-License-Identifier: MIT
//
// tuple's iterator and operations. Storage: objects/containers.h.
#pragma once

#include "builtins/builtins.h"

namespace eider::builtins {

struct TupleIterator : Object {  // kValues; Note [Exhausted iterators]
  static constexpr TypeId kTypeId = TypeId::kTupleIterator;
  Field<Tuple*> tuple;           // or the empty tuple
  Atomic<int64_t> tagged_index;  // index of the next item << 1 | 1
};
Result<TupleIterator*> tuple_iterator_new(Thread& t, Tuple* tuple);

EIDER_COLD Value tuple_iterator_exhaust(TupleIterator* it);
/// The next item, or ABSENT. No Python, no safepoint, no lock.
EIDER_ALWAYS_INLINE Value tuple_iterator_next(TupleIterator* it) {
  int64_t tagged = it->tagged_index.load_relaxed();
  Tuple* tuple = it->tuple.load_relaxed();
  if (EIDER_UNLIKELY(tagged >= tuple->tagged_count)) return tuple_iterator_exhaust(it);
  it->tagged_index.store_relaxed(tagged + 2);
  return tuple->items[tagged >> 1].get();
}

Result<Tuple*> tuple_slice(Thread& t, Tuple* tuple, int64_t start, int64_t step, int64_t count);
/// hash(tuple), as CPython's. TypeError of an unhashable item.
Result<int64_t> tuple_hash(Thread& t, Value self);

Result<void> install_tuple(Thread& t);

}  // namespace eider::builtins

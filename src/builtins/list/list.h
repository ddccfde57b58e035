// SPDX-License-Identifier: MIT
//
// list's iterators, and the list operations other builtins share. Storage: objects/containers.h.
//
// Note [Exhausted iterators]
// An iterator that has reached the end is made to point to an object that is always empty (realm->exhausted_list, the empty tuple, ...), so it
// stays exhausted whatever position a thread that shares it may store late: the position is one word, the pointer another, and the
// pointer changes once. So a shared iterator may repeat or skip items, never crash, never come back to life.
#pragma once

#include "builtins/builtins.h"
#include "builtins/slice/slice.h"

namespace eider::builtins {

struct ListIterator : Object {  // kValues; both words change by plain stores (relaxed)
  static constexpr TypeId kTypeId = TypeId::kListIterator;
  Field<List*> list;             // or realm->exhausted_list
  Atomic<int64_t> tagged_index;  // index of the next item << 1 | 1
};
struct ListReverseIterator : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kListReverseIterator;
  Field<List*> list;
  Atomic<int64_t> tagged_index;  // -1 << 1 | 1 at the end
};
Result<ListIterator*> list_iterator_new(Thread& t, List* list);

/// Makes the iterator exhausted for good; ABSENT.
EIDER_COLD Value list_iterator_exhaust(ListIterator* it);
EIDER_COLD Value list_iterator_next_slow(ListIterator* it);
/// The next item, or ABSENT. No Python, no safepoint, no lock.
EIDER_ALWAYS_INLINE Value list_iterator_next(ListIterator* it) {
  int64_t tagged = it->tagged_index.load_relaxed();
  Value item = list_get(it->list.load_relaxed(), tagged >> 1);
  if (EIDER_UNLIKELY(item.is_absent())) return list_iterator_next_slow(it);
  it->tagged_index.store_relaxed(tagged + 2);
  return item;
}

/// list[slice] as a new list; `slice` is not adjusted yet. A consistent copy, taken under the lock.
Result<List*> list_get_slice(Thread& t, List* list, int64_t start, int64_t stop, int64_t step);
/// list[slice] = value, any iterable. Atomic, once value's items are known.
Result<void> list_assign_slice(Thread& t, List* list, int64_t start, int64_t stop, int64_t step, Value value);
Result<List*> list_concat(Thread& t, List* a, List* b);
/// list[low:high] = items (count 0: delete). low and high are clipped to the size at the moment of the change.
Result<void> list_replace_range(Thread& t, List* list, int64_t low, int64_t high, const Field<Value>* items, int64_t count);
Result<void> list_insert(Thread& t, List* list, int64_t index, Value item);
/// list.pop(index): IndexError "pop from empty list", "pop index out of range". One atomic step.
Result<Value> list_pop(Thread& t, List* list, int64_t index);
void list_clear(Thread& t, List* list);
void list_reverse(Thread& t, List* list);
/// list.sort. key ABSENT or None: none. ValueError "list modified during sort".
Result<void> list_sort(Thread& t, List* list, Value key, bool reverse);

Result<void> install_list(Thread& t);

}  // namespace eider::builtins

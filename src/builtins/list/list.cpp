// SPDX-License-Identifier: MIT
//
// Changes of lists beyond append and item assignment: each is one step under the list's lock.
//
// Not here: storage and growth (objects/list.cpp), arguments and error texts of the methods (list_methods.cpp, list_slots.cpp).
#include "builtins/list/list.h"

#include <algorithm>

#include "builtins/sequence_support.h"
#include "objects/list_storage.h"
#include "objects/lock.h"

namespace eider::builtins {

using namespace list_storage;

namespace {
/// Removes [low, high); the lock is held.
void remove_range(Thread& t, Locked& l, int64_t low, int64_t high) {
  int64_t size = l.size();
  if (high == size && low == 0) {
    l.publish(t.realm->empty_block, 0);
    return;
  }
  move_items(t, l.block(), low, high, size - high);
  l.shrink_to(size - (high - low));
}
}  // namespace

Result<List*> list_get_slice(Thread& t, List* list, int64_t start, int64_t stop, int64_t step) {
  for (;;) {
    SliceIndices at{start, stop, step};
    int64_t count = slice_adjust(list_size(list), &at);  // a hint: adjusted again under the lock
    List* made = EIDER_TRY(list_new(t, count));
    LockedObject locked(t, *list);
    Locked l(list);
    at = {start, stop, step};
    if (slice_adjust(l.size(), &at) != count) continue;
    Block* block = made->block.get();
    if (at.step == 1) {
      if (count > 0) copy_items(block, 0, l.block(), at.start, count);
    } else {
      for (int64_t i = 0; i < count; i++) block->items[i].init(l.get(at.start + i * step));
    }
    made->size.store_relaxed(count);
    return made;
  }
}

Result<List*> list_concat(Thread& t, List* a, List* b) {
  for (;;) {
    int64_t total = list_size(a) + list_size(b);  // a hint: added again under the locks
    List* made = EIDER_TRY(list_new(t, total));
    LockPair locked(t, *a, *b);
    Locked x(a), y(b);
    if (x.size() + y.size() != total) continue;
    Block* block = made->block.get();
    if (x.size() > 0) copy_items(block, 0, x.block(), 0, x.size());
    if (y.size() > 0) copy_items(block, x.size(), y.block(), 0, y.size());
    made->size.store_relaxed(total);
    return made;
  }
}

Result<void> list_replace_range(Thread& t, List* list, int64_t low, int64_t high, const Field<Value>* items, int64_t count) {
  EIDER_TRY(edit_list(t, list, [&](Locked& l, Block* spare) {
    int64_t size = l.size();
    int64_t from = std::clamp<int64_t>(low, 0, size);
    int64_t to = std::clamp<int64_t>(high, from, size);
    int64_t total = size - (to - from) + count;
    if (total <= l.capacity()) {
      if (count == 0) {
        if (from != to) remove_range(t, l, from, to);
        return list_storage::kDone;
      }
      if (from + count != to) move_items(t, l.block(), from + count, to, size - to);
      for (int64_t i = 0; i < count; i++) l.set(from + i, items[i].load_relaxed());
      if (total > size) {
        l.grow_to(total);
      } else if (total < size) {
        l.shrink_to(total);
      }
      return list_storage::kDone;
    }
    if (spare == nullptr || spare->capacity() < total) return grown_capacity(total);
    if (from > 0) copy_items(spare, 0, l.block(), 0, from);
    for (int64_t i = 0; i < count; i++) spare->items[from + i].init(items[i].load_relaxed());
    if (to < size) copy_items(spare, from + count, l.block(), to, size - to);
    l.publish(spare, total);
    return list_storage::kDone;
  }));
  shrink_if_sparse(t, list);
  return objects::kDone;
}

Result<void> list_insert(Thread& t, List* list, int64_t index, Value item) {
  return edit_list(t, list, [&](Locked& l, Block* spare) {
    int64_t size = l.size();
    int64_t at = index < 0 ? std::max<int64_t>(index + size, 0) : std::min(index, size);
    if (!l.make_room(size + 1, spare)) return grown_capacity(size + 1);
    move_items(t, l.block(), at + 1, at, size - at);
    l.set(at, item);
    l.grow_to(size + 1);
    return list_storage::kDone;
  });
}

Result<Value> list_pop(Thread& t, List* list, int64_t index) {
  Value item;
  int64_t size;
  {
    LockedObject locked(t, *list);
    Locked l(list);
    size = l.size();
    if (index < 0) index += size;
    if (EIDER_LIKELY(static_cast<uint64_t>(index) < static_cast<uint64_t>(size))) {
      item = l.get(index);
      move_items(t, l.block(), index, index + 1, size - index - 1);
      l.shrink_to(size - 1);
    }
  }
  if (EIDER_UNLIKELY(item.is_absent())) {
    return raise(t, TypeId::kIndexError, size == 0 ? "pop from empty list" : "pop index out of range");
  }
  shrink_if_sparse(t, list);
  return item;
}

void list_clear(Thread& t, List* list) {
  LockedObject locked(t, *list);
  Locked l(list);
  if (l.size() != 0) l.publish(t.realm->empty_block, 0);
}

void list_reverse(Thread& t, List* list) {
  LockedObject locked(t, *list);
  Locked l(list);
  for (int64_t i = 0, j = l.size() - 1; i < j; i++, j--) {
    Value low = l.get(i);
    l.set(i, l.get(j));
    l.set(j, low);
  }
}

Result<bool> list_remove(Thread& t, List* list, Value wanted) {
  for (;;) {
    Value found;
    int64_t at = 0;
    for (;; at++) {
      found = list_get_checked(list, at);
      if (found.is_absent()) return false;
      if (EIDER_TRY(same_item(t, found, wanted))) break;
      EIDER_TRY(poll(t));
    }
    {
      LockedObject locked(t, *list);
      Locked l(list);
      if (at < l.size() && l.get(at) == found) {
        remove_range(t, l, at, at + 1);
        return true;
      }
    }
    EIDER_TRY(poll(t));  // the list changed while it was searched: search again
  }
}

Result<void> list_delete_slice(Thread& t, List* list, SliceIndices slice) {
  if (slice.step == 1) {
    LockedObject locked(t, *list);
    Locked l(list);
    if (slice_adjust(l.size(), &slice) > 0) remove_range(t, l, slice.start, slice.stop);
  } else {
    LockedObject locked(t, *list);
    Locked l(list);
    int64_t size = l.size();
    int64_t count = slice_adjust(size, &slice);
    if (count == 0) return objects::kDone;
    if (slice.step < 0) {  // the same elements upwards
      slice.start += slice.step * (count - 1);
      slice.step = -slice.step;
    }
    int64_t to = slice.start;
    for (int64_t i = slice.start, dropped = 0; i < size; i++) {
      if (dropped < count && i == slice.start + dropped * slice.step) {
        dropped++;
      } else {
        l.set(to++, l.get(i));
      }
    }
    l.shrink_to(to);
  }
  shrink_if_sparse(t, list);
  return objects::kDone;
}

Result<void> list_set_slice(Thread& t, List* list, int64_t start, int64_t stop, int64_t step, const Field<Value>* items, int64_t count) {
  SliceIndices slice{start, stop, step};
  if (step == 1) {
    // Adjusted here once and clipped again under the lock, as CPython does.
    slice_adjust(list_size(list), &slice);
    return list_replace_range(t, list, slice.start, slice.stop, items, count);
  }
  int64_t selected;
  {
    LockedObject locked(t, *list);
    Locked l(list);
    selected = slice_adjust(l.size(), &slice);
    if (selected == count) {
      for (int64_t i = 0; i < count; i++) l.set(slice.start + i * slice.step, items[i].load_relaxed());
    }
  }
  if (selected == count) return objects::kDone;
  return raise(t, TypeId::kValueError, "attempt to assign sequence of size %lld to extended slice of size %lld", static_cast<long long>(count),
               static_cast<long long>(selected));
}

Result<List*> list_repeat(Thread& t, List* list, int64_t times) {
  for (;;) {
    int64_t size = list_size(list);  // a hint: compared under the lock
    int64_t total;
    if (times <= 0 || size == 0) return list_new(t, 0);
    if (__builtin_mul_overflow(size, times, &total)) return raise_no_memory(t);
    List* made = EIDER_TRY(list_new(t, total));
    Block* block = made->block.get();
    {
      LockedObject locked(t, *list);
      Locked l(list);
      if (l.size() != size) continue;
      copy_items(block, 0, l.block(), 0, size);
    }
    for (int64_t done = size; done < total; done *= 2) copy_items(block, done, block, 0, std::min(done, total - done));
    made->size.store_relaxed(total);
    return made;
  }
}

Result<void> list_repeat_in_place(Thread& t, List* list, int64_t times) {
  if (times <= 0) {
    list_clear(t, list);
    return objects::kDone;
  }
  return edit_list(t, list, [&](Locked& l, Block* spare) {
    int64_t size = l.size();
    int64_t total;
    if (__builtin_mul_overflow(size, times, &total)) return kMaxItems + 1;  // cannot be had: MemoryError
    if (!l.make_room(total, spare)) return total;
    for (int64_t i = size; i < total; i++) l.set(i, l.get(i - size));
    l.grow_to(total);
    return list_storage::kDone;
  });
}

}  // namespace eider::builtins

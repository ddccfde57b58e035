// SPDX-License-Identifier: MIT
//
// What the files of list share beyond list.h.
#pragma once

#include "builtins/list/list.h"

namespace eider::builtins {

/// Removes the first item equal to `wanted`; false when there is none. The removal is one atomic step: two threads never remove the
/// same item.
Result<bool> list_remove(Thread& t, List* list, Value wanted);
Result<void> list_delete_slice(Thread& t, List* list, SliceIndices slice);
/// ValueError when an extended slice does not select as many items.
Result<void> list_set_slice(Thread& t, List* list, int64_t start, int64_t stop, int64_t step, const Field<Value>* items, int64_t count);
Result<List*> list_repeat(Thread& t, List* list, int64_t times);
Result<void> list_repeat_in_place(Thread& t, List* list, int64_t times);

// list_slots.cpp
Result<Value> list_get_item(Thread& t, Value self, Value key);
Result<void> list_set_item(Thread& t, Value self, Value key, Value value);
void fill_list_slots(TypeSlots& slots);
// list_iterator.cpp
Result<Value> list_iter(Thread& t, Value self);
Result<Value> list_reversed(Thread& t, const Value* args);
Result<void> install_list_iterators(Thread& t);

}  // namespace eider::builtins

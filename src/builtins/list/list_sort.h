// SPDX-License-Identifier: MIT
//
// Sorting a row of values that nobody else sees.
#pragma once

#include "builtins/builtins.h"

namespace eider::builtins {

/// Sorts values[0 .. count) stably, by `key` (ABSENT: the values themselves). Runs Python code; after a failure `values` holds some permutation.
Result<void> sort_block(Thread& t, Block* values, int64_t count, Value key, bool reversed);
/// ... by keys[0 .. count) (nullptr: the values themselves), which end as some permutation.
Result<void> sort_by_keys(Thread& t, Block* values, Block* keys, int64_t count, bool reversed);

/// A sort in steps: the list stands empty until sort_end (Note [Noticing changes during a sort]).
///
/// items  gets what it held; nobody else has it
/// empty  gets the block that the list has meanwhile
Result<void> sort_begin(Thread& t, List* list, List** items, List** empty);
/// The list holds `sorted`, which is empty afterwards. False: somebody has changed the list meanwhile.
bool sort_end(Thread& t, List* list, List* empty, List* sorted);

}  // namespace eider::builtins

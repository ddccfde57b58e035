// SPDX-License-Identifier: MIT
//
// Sorting a row of values that nobody else sees.
#pragma once

#include "builtins/builtins.h"

namespace eider::builtins {

/// Sorts values[0 .. count) stably, by `key` (ABSENT: the values themselves). Runs Python code; after a failure `values` holds some permutation.
Result<void> sort_block(Thread& t, Block* values, int64_t count, Value key, bool reversed);

}  // namespace eider::builtins

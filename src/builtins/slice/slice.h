// SPDX-License-Identifier: MIT
//
// slice: three objects, and what they mean for a sequence of a given length. Immutable.
#pragma once

#include "builtins/builtins.h"

namespace eider::builtins {

struct Slice : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kSlice;
  Field<Value> start;  // None when not given
  Field<Value> stop;
  Field<Value> step;
};
/// ABSENT arguments become None.
Result<Slice*> slice_new(Thread& t, Value start, Value stop, Value step = kAbsent);

/// A slice as machine words: saturated, not yet adjusted to a length.
struct SliceIndices {
  int64_t start, stop, step;
};
/// Runs __index__ of the three (step first, as CPython). ValueError "slice step cannot be zero"; TypeError "slice indices must be integers or
/// None or have an __index__ method".
Result<SliceIndices> slice_unpack(Thread& t, Slice* slice);
/// Clips to a sequence of `length`; the number of elements selected. Afterwards start + i * step is in range for each i below it.
int64_t slice_adjust(int64_t length, SliceIndices* indices);

Result<void> install_slice(Thread& t);

}  // namespace eider::builtins

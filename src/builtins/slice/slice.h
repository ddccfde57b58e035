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
/// Inline, so that the indices stay in registers.
inline int64_t slice_adjust(int64_t length, SliceIndices* r) {
  auto clip = [length, step = r->step](int64_t at) {
    if (at < 0) {
      at += length;
      return at < 0 ? (step < 0 ? int64_t{-1} : int64_t{0}) : at;
    }
    return at >= length ? (step < 0 ? length - 1 : length) : at;
  };
  r->start = clip(r->start);
  r->stop = clip(r->stop);
  // A division costs as much as copying a short slice.
  if (r->step == 1) return r->start < r->stop ? r->stop - r->start : 0;
  if (r->step == -1) return r->stop < r->start ? r->start - r->stop : 0;
  if (r->step < 0) return r->stop < r->start ? (r->start - r->stop - 1) / -r->step + 1 : 0;
  return r->start < r->stop ? (r->stop - r->start - 1) / r->step + 1 : 0;
}

Result<void> install_slice(Thread& t);

}  // namespace eider::builtins

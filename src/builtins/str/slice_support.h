// SPDX-License-Identifier: MIT
//
// What subscripts of text and bytes need of slice objects.
#pragma once

#include "objects/protocol.h"

namespace eider::builtins {

using namespace objects;

struct SliceIndices {
  int64_t start, stop, step;
};
/// start, stop, step as machine words (saturating); defaults by the sign of step. ValueError "slice step cannot be zero". May run
/// __index__.
Result<SliceIndices> slice_unpack(Thread& t, Value slice);
/// Clips to a sequence of `length` elements; how many are selected.
int64_t slice_adjust(int64_t length, SliceIndices* indices);

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// What range.cpp and range_iterator.cpp share.
#pragma once

#include "builtins/range/range.h"

namespace eider::builtins {

/// An iterator over start, start + step, ... (`length` elements): over machine words when all of them, and one step beyond, fit.
Result<Value> range_iterator_over(Thread& t, Value start, Value step, Value length);
Result<void> install_range_iterators(Thread& t);

}  // namespace eider::builtins

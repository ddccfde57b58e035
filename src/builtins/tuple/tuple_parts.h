// SPDX-License-Identifier: MIT
//
// What the files of tuple share beyond tuple.h.
#pragma once

#include "builtins/tuple/tuple.h"

namespace eider::builtins {

Result<Value> tuple_iter(Thread& t, Value self);
Result<void> install_tuple_iterator(Thread& t);

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// What the files of set's Python face share.
#pragma once

#include "builtins/set/set.h"

namespace eider::builtins {

void fill_set_slots(TypeSlots& slots, TypeId id);
Result<Value> set_iter(Thread& t, Value self);
Result<void> install_set_iterator(Thread& t);

}  // namespace eider::builtins

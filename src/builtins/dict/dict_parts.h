// SPDX-License-Identifier: MIT
//
// What the files of dict share beyond dict.h.
#pragma once

#include "builtins/dict/dict.h"

namespace eider::builtins {

void fill_dict_slots(TypeSlots& slots);
/// d[key]: __missing__ for instances of subclasses, else KeyError.
Result<Value> dict_get_item(Thread& t, Value self, Value key);
Result<Value> dict_iter(Thread& t, Value self);
Result<void> install_dict_views(Thread& t);
Result<void> install_dict_iterators(Thread& t);

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// Native slots seen as methods: how `int.__add__(a, b)` unpacks its arguments and calls the slot.
#pragma once

#include "objects/slot_table.h"

namespace eider::objects::slot_wrap {

#define EIDER_WRAP(name)                                                                                                   \
  Result<Value> name(Thread& t, const SlotDef& def, void* function, Value self, const Value* args, uint32_t nargs, Tuple* kwnames)
EIDER_WRAP(unary);
EIDER_WRAP(binary);            // f(self, other)
EIDER_WRAP(binary_reflected);  // f(other, self)
EIDER_WRAP(power);
EIDER_WRAP(power_reflected);
EIDER_WRAP(to_bool);
EIDER_WRAP(length);
EIDER_WRAP(hash);
EIDER_WRAP(compare);
EIDER_WRAP(next);
EIDER_WRAP(set_item);
EIDER_WRAP(delete_item);
EIDER_WRAP(contains);
EIDER_WRAP(sized);
EIDER_WRAP(call);
EIDER_WRAP(init);
EIDER_WRAP(get_attr);
EIDER_WRAP(set_attr);
EIDER_WRAP(delete_attr);
EIDER_WRAP(descr_get);
EIDER_WRAP(descr_set);
EIDER_WRAP(descr_delete);
EIDER_WRAP(finalize);

}  // namespace eider::objects::slot_wrap

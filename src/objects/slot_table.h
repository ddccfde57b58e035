// SPDX-License-Identifier: MIT
//
// Which dunder method stands for which slot: one row per name and slot, rows of a slot adjacent, order as CPython's slotdefs.
#pragma once

#include "objects/names.h"
#include "objects/protocol.h"
#include "objects/type.h"

namespace eider::objects {

struct SlotDef;
/// Calls slot `function` as the method `def.name` of `self`.
using WrapFn = Result<Value> (*)(Thread& t, const SlotDef& def, void* function, Value self, const Value* args, uint32_t nargs,
                                 Tuple* kwnames);

struct SlotDef {
  Name name;
  uint16_t offset;       // of the member in TypeSlots
  void* generic;         // calls the Python method; nullptr: this slot is filled by native code only
  WrapFn wrap;
  const char* text;      // name(signature)
  const char* doc;
};

struct SlotTable {
  const SlotDef* begin;
  const SlotDef* end;
};
SlotTable slot_table();

inline void*& slot_at(TypeSlots& slots, uint32_t offset) {
  return *reinterpret_cast<void**>(reinterpret_cast<char*>(&slots) + offset);
}

/// Slots of a class written in Python, derived from its attributes and its bases' slots (update_one_slot for all rows).
void compute_all_slots(Thread& t, Type* type, TypeSlots& slots);
/// Only those that `name` stands for. False when it stands for none.
bool compute_slots_for_name(Thread& t, Type* type, Str* name, TypeSlots& slots);
bool is_slot_name(Thread& t, Str* name);
/// Adds wrapper descriptors to a builtin type's dict for each slot in `own`.
Result<void> add_slot_wrappers(Thread& t, Type* type, const TypeSlots& own);
/// Copies to `slots` what is missing there, from `base`.
void inherit_slots(TypeSlots& slots, const TypeSlots& base);
/// Recomputes the flags that follow from slots: kCustomGetAttr, kCustomSetAttr, kHasFinalizer, kDataDescriptor.
void update_slot_flags(Type* type, const TypeSlots& slots);

/// self.name(args...) looked up on the class. ABSENT word in *found false: no such method.
Result<Value> call_special(Thread& t, Value self, Str* name, const Value* args, uint32_t nargs, bool* found);

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Recording stores into globals and attributes of classes and functions. A cell that hot code stores into is nobody's fact from then on (name_cell_degrade):
// who reads it loads it, and storing invalidates nothing.
#include "jit/record/recorder.h"
#include "objects/cell_changes.h"
#include "objects/protocol.h"

namespace eider::jit {

bool Recorder::store_global(uint32_t arg) {
  if (!facts_.on_namespaces(t_, executor_, top().code)) return false;
  NameCell* cell = dict_find_cell(t_, t_.frame->function->globals, t_.frame->code->names[arg].as<Str>());
  bool bound = cell != nullptr && !cell->value.load_acquire().is_absent();
  if (!bound || !name_cell_degrade(t_, cell)) return false;
  Ref value = as_value(peek(0));
  emit(Op::kStoreCell, constant(Value::from_pointer(cell)), value);
  drop(1);
  return true;
}

/// Of a class whose metaclass is `type`: Note [A value of the same kind] (objects/cell_changes.h).
bool Recorder::store_class_attribute(Machine& m, Str* name) {
  auto* cls = m.peek(0).as<objects::Type>();
  if (type_of(t_, m.peek(0)) != objects::type(t_, TypeId::kType) || cls->has(kImmutable) || !is_plain_class_name(name)) return false;
  NameCell* cell = dict_find_cell(t_, cls->dict.get(), name);
  bool bound = cell != nullptr && !cell->value.load_acquire().is_absent();
  if (!bound || !name_cell_degrade(t_, cell)) return false;
  if (!is_constant(peek(0))) emit(Op::kGuardIs, peek(0), kNoRef, kNoRef, m.peek(0).bits());
  call(Helper::kReplaceCell, constant(Value::from_pointer(cell)), peek(1));
  drop(2);
  return true;
}

bool Recorder::store_function_attribute(Value o, Str* name) {
  NameCell* cell = function_cell(o, peek(0), name);
  if (cell == nullptr || !name_cell_degrade(t_, cell)) return false;
  emit(Op::kStoreCell, constant(Value::from_pointer(cell)), as_value(peek(1)));
  drop(2);
  return true;
}

}  // namespace eider::jit

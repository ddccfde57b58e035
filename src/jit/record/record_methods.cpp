// SPDX-License-Identifier: MIT
//
// Recording what binds: methods of classes, super(), and attributes that C++ looks up each time.
#include "jit/quiet.h"
#include "jit/record/recorder.h"
#include "objects/bound_method.h"
#include "objects/descriptors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "vm/helpers.h"

namespace eider::jit {

/// What was found in a class, bound as reading it through `owner` (or an instance of it) does: class and static methods.
///
/// found   a constant of the trace; its class and that it is there are watched or guarded
Ref Recorder::bind_class_method(Value found, Value owner) {
  if (found.is_absent() || !found.is_heap()) return kNoRef;
  bool is_static = is_exact(found, TypeId::kStaticMethod);
  if (!is_static && !is_exact(found, TypeId::kClassMethod)) return kNoRef;
  Value inner = is_static ? found.as<StaticMethod>()->callable.load_acquire() : found.as<ClassMethod>()->callable.load_acquire();
  if (inner.is_absent() || (!is_static && !is_exact(inner, TypeId::kFunction))) return kNoRef;
  Ref callable = load(constant(found), is_static ? offsetof(StaticMethod, callable) : offsetof(ClassMethod, callable));
  emit(Op::kGuardIs, callable, kNoRef, kNoRef, inner.bits());
  return is_static ? constant(inner) : call(Helper::kNewBoundMethod, constant(inner), constant(owner));
}

/// o.name by a C++ lookup each time.
bool Recorder::load_dynamic(Machine& m, Str* name, BytecodeOp op, uint32_t arg) {
  Value o = m.peek(0);
  if (!quiet_get_attribute(t_, o, name->value())) return escape(m, op, arg);
  if (op == BytecodeOp::kLoadMethod) {
    objects::Type* cls = type_of(t_, o);
    Value found = type_lookup(t_, cls, name);
    bool method_like = cls->slots.get_attr == &generic_get_attr && !found.is_absent() && type_of(t_, found)->has(kMethodLike);
    if (!o.is_heap() || method_like || !facts_.on_type(t_, executor_, cls)) return escape(m, op, arg);
    guard_shape(peek(0), o.as<Object>()->shape_id());
  }
  replace(1, call(Helper::kGetAttribute, peek(0), constant(name->value())));
  if (op == BytecodeOp::kLoadMethod) push(kAbsentRef);
  return true;
}

bool Recorder::store_dynamic(Machine& m, Str* name, uint32_t arg) {
  if (!quiet_set_attribute(t_, m.peek(0), name->value())) return escape(m, BytecodeOp::kStoreAttr, arg);
  call(Helper::kSetAttribute, peek(1), peek(0), constant(name->value()));
  drop(2);
  return true;
}

/// super() in a method: the class it stands in and the first argument.
bool Recorder::call_super(Machine& m, Ref callee, Value callable, uint32_t row, bool* handled) {
  *handled = false;
  vm::Code* code = top().code;
  if (code->argcount == 0 || local(0) == kAbsentRef || m.locals[0].is_absent()) return true;
  uint32_t cell = 0;
  while (cell < code->local_count && (!(code->unit->local_kinds[cell] & bytecode::kFree) ||
                                      code->local_names->items[cell].get() != name(t_, Name::k__class__)->value())) ++cell;
  if (cell == code->local_count || !vm::is_exact_or_absent(m.locals[cell], TypeId::kCell) || local(cell) == kAbsentRef) return true;
  Value start = m.locals[cell].as<Cell>()->content.load_acquire();
  if (start.is_absent() || !is_type(t_, start)) return true;
  Value first = m.locals[0];
  bool in_cell = (code->unit->local_kinds[0] & bytecode::kCell) != 0 && is_exact(first, TypeId::kCell);
  if (in_cell) first = first.as<Cell>()->content.load_acquire();
  if (first.is_absent() || !first.is_heap()) return true;
  bool class_method = is_type(t_, first) && is_subtype(first.as<objects::Type>(), start.as<objects::Type>());
  objects::Type* self_type = class_method ? first.as<objects::Type>() : type_of(t_, first);
  if (!is_subtype(self_type, start.as<objects::Type>()) || !facts_.on_type(t_, executor_, self_type)) return true;
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
  Ref content = load(local(cell), offsetof(Cell, content));
  emit(Op::kGuardIs, content, kNoRef, kNoRef, start.bits());
  Ref self = in_cell ? load(local(0), offsetof(Cell, content)) : local(0);
  if (class_method && !is_constant(self)) emit(Op::kGuardIs, self, kNoRef, kNoRef, first.bits());
  if (!class_method) guard_shape(self, first.as<Object>()->shape_id());
  Ref made = call(Helper::kNewSuper, constant(start), self, constant(self_type->value()));
  supers_[made] = self;
  top().stack.resize(row);
  push(made);
  *handled = true;
  return true;
}

/// The builtin __init__ of an exception or object, bound: super().__init__(text). object.__setattr__(o, "name", v), as frozen classes call it.
bool Recorder::call_wrapper(Machine& m, Ref callee, Value callable, Value self, uint32_t row, uint32_t nargs, bool* handled) {
  *handled = false;
  constexpr uint32_t kMostArguments = 6;
  if (!self.is_absent() || nargs > kMostArguments) return true;
  auto deliver = [&](Ref result) {
    top().stack.resize(row);
    push(result);
    return *handled = true;
  };
  if (is_exact(callable, TypeId::kMethodWrapper)) {
    Value descriptor = callable.as<MethodWrapper>()->descriptor.get();
    void* function = descriptor.as<WrapperDescriptor>()->function;
    auto is = [&](TypeId id) { return function == reinterpret_cast<void*>(objects::type(t_, id)->slots.init); };
    if (!is(TypeId::kException) && !is(TypeId::kObject)) return true;
    guard_exact(callee, TypeId::kMethodWrapper);
    emit(Op::kGuardIs, load(callee, offsetof(MethodWrapper, descriptor)), kNoRef, kNoRef, descriptor.bits());
    return deliver(call(Helper::kCallWithTuple, callee, make_tuple(stack_items(row + 2, nargs))));
  }
  if (!is_exact(callable, TypeId::kWrapperDescriptor) || nargs != 3) return true;
  Value o = m.peek(2), name = m.peek(1);
  bool sets = callable == type_lookup(t_, objects::type(t_, TypeId::kObject), objects::name(t_, Name::k__setattr__));
  if (!sets || !is_constant(peek(1)) || !is_exact(name, TypeId::kStr) || !name.as<Str>()->interned() || !o.is_heap() || is_type(t_, o)) return true;
  if (type_of(t_, o)->layout != TypeId::kObject) return true;
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
  if (!store_slot(o, peek(2), name.as<Str>(), peek(0))) return true;
  return deliver(constant(kNone));
}

/// An attribute of what call_super made.
bool Recorder::load_super(Machine& m, Str* attribute, BytecodeOp op, uint32_t arg) {
  auto known = supers_.find(peek(0));
  auto* super = m.peek(0).as<Super>();
  if (known == supers_.end() || attribute == name(t_, Name::k__class__)) return escape(m, op, arg);
  auto* self_type = super->self_type.load_acquire().as<objects::Type>();
  Value self = super->self.load_acquire(), start = super->type.load_acquire();
  Tuple* mro = self_type->mro.load_acquire();
  int64_t i = 0;
  while (i < mro->size() && mro->items[i].load_relaxed() != start) ++i;
  NameCell* cell = nullptr;
  for (++i; i < mro->size() && cell == nullptr; ++i) {  // self_type is watched, and with it what its bases have
    cell = dict_find_cell(t_, mro->items[i].load_relaxed().as<objects::Type>()->dict.load_acquire(), attribute);
    if (cell != nullptr && cell->value.load_acquire().is_absent()) cell = nullptr;
  }
  if (cell == nullptr) return escape(m, op, arg);
  Value found = cell->value.load_acquire(), seen;
  bool function = is_exact(found, TypeId::kFunction), plain = type_of(t_, found)->slots.descr_get == nullptr;
  bool class_method = self == self_type->value();
  bool bindable = is_exact(found, TypeId::kStaticMethod) || is_exact(found, TypeId::kClassMethod);
  bool wrapper = !class_method && (is_exact(found, TypeId::kWrapperDescriptor) || is_exact(found, TypeId::kMethodDescriptor));
  if (!function && !plain && !bindable && !wrapper) return escape(m, op, arg);
  Ref v = cell_value(cell, &seen);
  if (v == kNoRef || seen != found) return abort("a method that changes");
  if (!is_constant(v) && type(v) == Type::kValue) emit(Op::kGuardIs, v, kNoRef, kNoRef, found.bits());
  if (function && !class_method) v = call(Helper::kNewBoundMethod, constant(found), known->second);
  if (wrapper) v = call(Helper::kGetSuperAttribute, peek(0), constant(attribute->value()));
  if (bindable) v = bind_class_method(found, self_type->value());
  if (v == kNoRef) return escape(m, op, arg);
  replace(1, v);
  if (op == BytecodeOp::kLoadMethod) push(kAbsentRef);
  return true;
}

}  // namespace eider::jit

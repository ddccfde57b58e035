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
#include "vm/operator_frames.h"

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

/// What the class of `o` has under this name is `function`: a constant or guarded, and `ref` is of that class. kNoRef: it cannot be relied on.
Ref Recorder::method_of(Value o, Ref ref, Str* name, Value function) {
  objects::Type* cls = type_of(t_, o);
  Value seen;
  NameCell* cell = facts_.on_type(t_, executor_, cls) ? type_lookup_cell(t_, cls, name) : nullptr;
  Ref found = cell == nullptr ? kNoRef : cell_value(cell, &seen);
  if (found == kNoRef || seen != function) return kNoRef;
  guard_shape(ref, o.as<Object>()->shape_id());
  if (!is_constant(found)) emit(Op::kGuardIs, found, kNoRef, kNoRef, seen.bits());
  return constant(function);
}

/// The frame of a method written in Python that does the instruction (vm::method_frame). Not *handled: there is none, or it cannot be
/// relied on; nothing but guards has been recorded.
bool Recorder::enter_method(Machine& m, BytecodeOp family, uint32_t arg, bool* handled) {
  constexpr int kMostOperands = 3;
  *handled = false;
  Value operands[kMostOperands];
  Ref refs[kMostOperands] = {kNoRef, kNoRef, kNoRef};
  for (int depth = 0; depth < kMostOperands && static_cast<size_t>(depth) < top().stack.size(); ++depth) {
    operands[kMostOperands - 1 - depth] = m.peek(depth);
    refs[kMostOperands - 1 - depth] = peek(depth);
  }
  const Value* last = operands + kMostOperands - 1;
  Value given[vm::kMostMethodArguments];
  vm::MethodFrame how;
  if (!vm::method_frame(t_, family, arg, last, given, &how) || vm::find_thread_code(t_, how.function->code.load_acquire()) == nullptr) return true;
  const bool by_key = family == BytecodeOp::kStoreSubscr || family == BytecodeOp::kDeleteSubscr;
  Value o = by_key ? last[-1] : last[0];
  Ref object = by_key ? refs[1] : refs[2];
  bool named = family == BytecodeOp::kStoreAttr || family == BytecodeOp::kLoadAttr || family == BytecodeOp::kLoadMethod;
  Str* attribute = named ? top().code->names->items[arg].get().as<Str>() : nullptr;
  // An attribute that the instance has itself, or not, is known by its shape.
  bool asks_instance = family == BytecodeOp::kLoadAttr || family == BytecodeOp::kLoadMethod;
  objects::Type* cls = type_of(t_, o);
  if (asks_instance && (t_.shape(o.as<Object>()->shape_id()).kind != ShapeKind::kSlots || cls->dict_offset != 0)) return true;
  Ref owner = object;
  if (!how.descriptor.is_absent()) {
    Ref descriptor = method_of(o, object, attribute, how.descriptor);
    if (descriptor == kNoRef) return true;
    owner = descriptor;
  } else if (!facts_.on_type(t_, executor_, cls)) {
    return true;
  }
  if (how.reflected && type_of(t_, last[-1])->has(kHeapType) && !facts_.on_type(t_, executor_, type_of(t_, last[-1]))) return true;
  Ref function;
  if (!how.descriptor.is_absent() && is_exact(how.descriptor, TypeId::kProperty)) {
    emit(Op::kGuardIs, load(owner, offsetof(Property, setter)), kNoRef, kNoRef, how.function->value().bits());
    function = constant(how.function->value());
  } else {
    function = method_of(how.owner, owner, name(t_, how.method), how.function->value());
    if (function == kNoRef) return true;
  }
  CallArguments arguments;
  auto ref_of = [&](Value v) {
    if (v == how.descriptor) return owner;
    if (v == o) return object;
    if (named && v == attribute->value()) return constant(v);
    return asks_instance ? constant(v) : kNoRef;
  };
  if (by_key) arguments.positional = family == BytecodeOp::kStoreSubscr ? std::vector<Ref>{object, refs[2], refs[0]} : std::vector<Ref>{object, refs[2]};
  else if (how.reflected) {
    guard_kind(refs[1], last[-1]);
    arguments.positional = {object, refs[1]};
  } else if (family == BytecodeOp::kContainsOp) arguments.positional = {object, refs[1]};
  else if (family == BytecodeOp::kStoreAttr) {
    for (uint32_t i = 0; i + 1 < how.count; ++i) arguments.positional.push_back(ref_of(given[i]));
    arguments.positional.push_back(refs[1]);
  } else {
    for (uint32_t i = 0; i < how.count; ++i) arguments.positional.push_back(ref_of(given[i]));
  }
  Value mark = vm::method_mark(family, arg, how);
  auto depth = static_cast<uint32_t>(top().stack.size());
  auto row = static_cast<uint32_t>(static_cast<int>(depth) - vm::method_operands(family) + vm::method_result(family));
  return enter_function(how.function, function, row, depth, arguments, mark.is_absent() ? kNoRef : constant(mark), handled);
}

/// len(o), str(o) and their like whose method is a Python function (vm::asked_frame), where the interpreter enters its frame.
bool Recorder::call_asked(Machine& m, Value callable, uint32_t row, bool* handled) {
  *handled = false;
  vm::MethodFrame how;
  Value mark, o = m.peek(0);
  if (static_cast<BytecodeOp>(static_cast<uint8_t>(*m.pc)) != BytecodeOp::kCall || !vm::asked_frame(t_, callable, o, &how, &mark)) return true;
  vm::Code* code = how.function->code.load_acquire();
  if (is_generator(*code) || vm::find_thread_code(t_, code) == nullptr) return true;
  Ref function = method_of(o, peek(0), name(t_, how.method), how.function->value());
  if (function == kNoRef) return true;
  know_callable(row, callable);
  return enter_function(how.function, function, row, row + 2, {{peek(0)}, {}, {}}, mark.is_absent() ? kNoRef : constant(mark), handled);
}

bool Recorder::method_or_escape(Machine& m, BytecodeOp family, uint32_t arg) {
  bool entered = false;
  if (!enter_method(m, family, arg, &entered)) return false;
  return entered || escape(m, family, arg);
}

/// Whether the frame runs the __next__ that a loop asks.
bool Recorder::is_loop_frame(const TraceFrame& f) const {
  return is_operator(f) && vm::mark_family(Value::from_bits(trace_.code[f.self].imm)) == BytecodeOp::kForIter;
}

/// A frame that an instruction entered returns: what vm::method_returned does.
bool Recorder::method_returns(Machine& m) {
  using enum bytecode::Op;
  const Value mark = Value::from_bits(trace_.code[top().self].imm), v = m.peek(0);
  const BytecodeOp family = vm::mark_family(mark);
  const uint32_t argument = vm::mark_argument(mark);
  if (family == kCall) return new_returns(m, argument);
  if (vm::is_filter(mark)) return filter_returns(m, mark);
  Ref result = peek(0);
  auto left_to_interpreter = [&] {
    end_here();
    return true;
  };
  bool drops = false;
  uint32_t jump = 0;
  switch (family) {
    case kBinaryOp: case kCompareOp:
      if (v == kNotImplemented) return left_to_interpreter();  // it asks the right operand
      if (!is_constant(result) && type(result) == Type::kValue) emit(Op::kGuardIsNot, result, kNoRef, kNoRef, kNotImplemented.bits());
      break;
    case kStoreAttr: case kStoreSubscr: case kDeleteSubscr: drops = true; break;
    case kContainsOp:
      if (!v.is_bool()) return left_to_interpreter();
      if (!is_constant(result)) emit(Op::kGuardIs, as_value(result), kNoRef, kNoRef, v.bits());
      result = constant(Value::from_bool((v == kTrue) != (argument != 0)));
      break;
    case kFormatValue:
      if (!vm::is_answer(vm::Asked::kStr, v)) return left_to_interpreter();
      guard_exact(result, TypeId::kStr);
      break;
    case kGetLen: {
      auto what = static_cast<vm::Asked>(argument);
      if (!vm::is_answer(what, v)) return left_to_interpreter();
      if (what == vm::Asked::kStr || what == vm::Asked::kRepr) {
        guard_exact(result, TypeId::kStr);
      } else {
        Ref number = as_int(result);
        if (what == vm::Asked::kLength) emit(Op::kGuardIntLe, int_word(0), number);
        else emit(Op::kGuardIntNe, number, int_word(static_cast<uint64_t>(int64_t{-1} * 2)));
      }
      break;
    }
    case kGetIter: {
      if (!v.is_heap() || type_of(t_, v)->slots.next == nullptr) return left_to_interpreter();
      objects::Type* cls = type_of(t_, v);
      if (cls->has(kHeapType) && !facts_.on_type(t_, executor_, cls)) return left_to_interpreter();
      guard_shape(result, v.as<Object>()->shape_id());
      break;
    }
    case kPopJumpIfFalse: case kPopJumpIfTrue: {
      drops = true;
      bool length = argument & 1, truth = v == kTrue;
      if (length ? !v.is_small_int() || v.small_int() < 0 : !v.is_bool()) return left_to_interpreter();
      if (length) {
        truth = v.small_int() != 0;
        Ref number = as_int(result);
        if (truth) emit(Op::kGuardIntLt, int_word(0), number);
        else emit(Op::kGuardIntEq, number, int_word(0));
      } else if (!is_constant(result)) {
        emit(Op::kGuardIs, result, kNoRef, kNoRef, v.bits());
      }
      if (truth == (family == kPopJumpIfTrue)) jump = argument >> 1;
      break;
    }
    default: break;
  }
  frames_.pop_back();
  snapshot_at_ = kNoSnapshot;
  drop(vm::method_operands(family));
  if (!drops) push(result);
  if (family == kLoadMethod) push(kAbsentRef);
  expected_ = t_.frame->previous->code->units + top().return_unit + jump;
  return true;
}

/// o.name by a C++ lookup each time.
bool Recorder::load_dynamic(Machine& m, Str* name, BytecodeOp op, uint32_t arg) {
  Value o = m.peek(0);
  if (bool entered = false; !enter_method(m, op, arg, &entered) || entered) return entered;
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
  if (bool entered = false; !enter_method(m, BytecodeOp::kStoreAttr, arg, &entered) || entered) return entered;
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
  auto may_store = [&](Value o, Value name, Ref named) {
    return is_constant(named) && is_exact(name, TypeId::kStr) && name.as<Str>()->interned() && o.is_heap() && !is_type(t_, o) && type_of(t_, o)->layout == TypeId::kObject;
  };
  if (is_exact(callable, TypeId::kMethodWrapper)) {
    Value descriptor = callable.as<MethodWrapper>()->descriptor.get();
    void* function = descriptor.as<WrapperDescriptor>()->function;
    auto is = [&](TypeId id) { return function == reinterpret_cast<void*>(objects::type(t_, id)->slots.init); };
    Value bound = callable.as<MethodWrapper>()->self.get();
    if (nargs == 2 && descriptor == type_lookup(t_, objects::type(t_, TypeId::kObject), objects::name(t_, Name::k__setattr__))) {  // super().__setattr__(name, v)
      if (!may_store(bound, m.peek(1), peek(1))) return true;
      guard_exact(callee, TypeId::kMethodWrapper);
      emit(Op::kGuardIs, load(callee, offsetof(MethodWrapper, descriptor)), kNoRef, kNoRef, descriptor.bits());
      Ref object = load(callee, offsetof(MethodWrapper, self));
      return !store_slot(bound, object, m.peek(1).as<Str>(), peek(0)) || deliver(constant(kNone));
    }
    if (!is(TypeId::kException) && !is(TypeId::kObject)) return true;
    guard_exact(callee, TypeId::kMethodWrapper);
    emit(Op::kGuardIs, load(callee, offsetof(MethodWrapper, descriptor)), kNoRef, kNoRef, descriptor.bits());
    if (is(TypeId::kException) && bound.is_heap()) {  // all that it does
      Ref exception = load(callee, offsetof(MethodWrapper, self));
      guard_shape(exception, bound.as<Object>()->shape_id());
      emit(Op::kStoreField, exception, make_tuple(stack_items(row + 2, nargs)), kNoRef, offsetof(BaseException, args));
      return deliver(constant(kNone));
    }
    return deliver(call(Helper::kCallWithTuple, callee, make_tuple(stack_items(row + 2, nargs))));
  }
  if (!is_exact(callable, TypeId::kWrapperDescriptor) || nargs != 3) return true;
  Value o = m.peek(2), name = m.peek(1);
  bool sets = callable == type_lookup(t_, objects::type(t_, TypeId::kObject), objects::name(t_, Name::k__setattr__));
  if (!sets || !may_store(o, name, peek(1))) return true;
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
  if (wrapper && is_exact(found, TypeId::kWrapperDescriptor)) v = call(Helper::kMethodWrapper, constant(found), known->second);
  else if (wrapper) v = call(Helper::kGetSuperAttribute, peek(0), constant(attribute->value()));
  if (bindable) v = bind_class_method(found, self_type->value());
  if (v == kNoRef) return escape(m, op, arg);
  replace(1, v);
  if (op == BytecodeOp::kLoadMethod) push(kAbsentRef);
  return true;
}

}  // namespace eider::jit

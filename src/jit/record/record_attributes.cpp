// SPDX-License-Identifier: MIT
//
// Recording attributes and globals. What a class or module says is a watched fact and becomes a constant; what an instance holds is
// guarded by its shape and loaded.
#include "jit/quiet.h"
#include "jit/record/recorder.h"
#include "objects/bound_method.h"
#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/module.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/slot_generic.h"
#include "vm/helpers.h"
#include "vm/operator_frames.h"

namespace eider::jit {

Ref Recorder::cell_value(NameCell* cell, Value* seen) {
  if (facts_.on_cell(t_, executor_, cell, seen)) {
    if (seen->is_absent()) return kNoRef;
    if (seen->is_small_int()) return int_word(seen->bits() - 1);
    if (seen->is_float_word()) return float_constant(seen->float_word());
    return constant(*seen);
  }
  *seen = cell->value.load_acquire();
  if (seen->is_absent()) return kNoRef;
  Ref v = emit(Op::kLoadCell, constant(Value::from_pointer(cell)));
  emit(Op::kGuardPresent, v);
  return v;
}

/// LoadName and StoreName mean the module's names here, as LoadGlobal and StoreGlobal do anyway. Only root frames have others.
bool Recorder::in_module_frame(BytecodeOp op) {
  if (op == BytecodeOp::kLoadGlobal || op == BytecodeOp::kStoreGlobal) return true;
  if (!t_.frame->ns.is_absent() || frames_.size() != 1) return abort("a class body, or code with a namespace of its own");
  if (!std::exchange(module_frame_guarded_, true)) emit(Op::kGuardModuleFrame);
  return true;
}

bool Recorder::load_global(BytecodeOp op, uint32_t arg) {
  vm::Code* code = top().code;
  if (!in_module_frame(op)) return false;
  if (!facts_.on_namespaces(t_, executor_, code)) return abort("a function whose code has several module namespaces");
  Str* name = t_.frame->code->names[arg].as<Str>();
  NameCell* cell = dict_find_cell(t_, t_.frame->function->globals, name);
  Value seen;
  if (cell != nullptr && !cell->value.load_acquire().is_absent()) {
    Ref v = cell_value(cell, &seen);
    if (v == kNoRef) return abort("a global that is being deleted");
    push(v);
    return true;
  }
  // A builtin: that the module has no such name is a fact too. A name without a cell gets one, as the interpreter's caches do.
  if (cell == nullptr) {
    Result<NameCell*> made = dict_cell(t_, t_.frame->function->globals, name);
    if (!made.ok()) {
      t_.pending_exception = kAbsent;
      return abort("out of memory");
    }
    cell = made.get();
  }
  if (!facts_.on_cell(t_, executor_, cell, &seen) || !seen.is_absent()) return abort("a global that hides a builtin at times");
  NameCell* builtin = dict_find_cell(t_, t_.frame->function->builtins.get().as<Dict>(), name);
  if (builtin == nullptr) return abort("an undefined name");
  Ref v = cell_value(builtin, &seen);
  if (v == kNoRef) return abort("an undefined name");
  push(v);
  return true;
}

/// The object that holds slot `index` of an instance whose shape, which has the slot, was just guarded: itself or a SlotChunk. Chunks
/// go away only under a stop of the world, so not between the guard and the access.
Ref Recorder::slot_home(Ref object, const objects::Type& cls, uint32_t index, size_t* offset) {
  if (index < cls.inline_slots) {
    *offset = slot_offset(cls, index);
    return object;
  }
  uint32_t beyond = index - cls.inline_slots;
  Ref chunk = load(object, cls.native_bytes);
  for (uint32_t n = beyond / kChunkSlots; n > 0; n--) chunk = load(chunk, offsetof(SlotChunk, next));
  *offset = offsetof(SlotChunk, slots) + sizeof(Value) * (beyond % kChunkSlots);
  return chunk;
}

/// The name of a class, which it may be given anew: what it is now, and a guard that it is.
bool Recorder::load_class_name(Value cls, Ref object, Ref* found) {
  Value seen = Value::from_pointer(__atomic_load_n(&cls.as<objects::Type>()->name, __ATOMIC_ACQUIRE));  // pairs with the store in type_set_name
  if (seen.is_absent() || !is_exact(seen, TypeId::kStr)) return false;
  if (!is_constant(object)) emit(Op::kGuardIs, object, kNoRef, kNoRef, cls.bits());
  emit(Op::kGuardIs, load(constant(cls), offsetof(objects::Type, name)), kNoRef, kNoRef, seen.bits());
  *found = constant(seen);
  return true;
}

namespace {

/// The inline slot of an instance of `cls` that a __slots__ descriptor names; kNoSlot: it is not one of those.
int inline_member(const objects::Type& cls, const MemberDescriptor& member) {
  bool fits = member.is_slot() && is_subtype(&cls, member.owner.load_relaxed()) && static_cast<uint32_t>(member.slot) < cls.inline_slots;
  return fits ? static_cast<int>(member.slot) : kNoSlot;
}

/// Where an exception holds what this descriptor of BaseException gives, which is None when it is ABSENT there; 0: it does something else.
size_t exception_field(Thread& t, Value descriptor, Str* name) {
  if (!is_exact(descriptor, TypeId::kGetSetDescriptor) || descriptor != type_lookup(t, objects::type(t, TypeId::kBaseException), name)) return 0;
  const std::string_view text = descriptor.as<GetSetDescriptor>()->def->name;
  if (text == "args") return offsetof(BaseException, args);
  if (text == "__traceback__") return offsetof(BaseException, traceback);
  if (text == "__context__") return offsetof(BaseException, context);
  if (text == "__cause__") return offsetof(BaseException, cause);
  return 0;
}

}  // namespace

/// getattr(o, "name"): what is read of an instance without running anything. False: it is something else, and nothing was recorded but guards.
///
/// otherwise   the result where there is no such attribute; kNoRef: none
bool Recorder::known_attribute(Value o, Ref object, Str* name, Ref otherwise, Ref* result) {
  if (!o.is_heap() || o.is_absent() || is_exact(o, TypeId::kModule) || is_exact(o, TypeId::kSuper) || is_type(t_, o)) return false;
  Shape& shape = t_.shape(o.as<Object>()->shape_id());
  objects::Type* cls = shape.type;
  if (cls->slots.get_attr != &generic_get_attr || !facts_.on_type(t_, executor_, cls)) return false;
  NameCell* cell = type_lookup_cell(t_, cls, name);
  Value found = cell == nullptr ? kAbsent : cell->value.load_acquire(), seen;
  int index = kNoSlot;
  if (!found.is_absent() && is_exact(found, TypeId::kMemberDescriptor)) {
    index = inline_member(*cls, *found.as<MemberDescriptor>());
    if (index == kNoSlot || instance_get(t_, o, name).is_absent()) return false;
  } else {
    if (shape.kind != ShapeKind::kSlots || cls->dict_offset != 0 || (!found.is_absent() && type_of(t_, found)->slots.descr_set != nullptr)) return false;
    index = find_slot(t_, shape, name);
  }
  if (index != kNoSlot) {
    guard_shape(object, shape.id);
    size_t offset;
    Ref home = slot_home(object, *cls, static_cast<uint32_t>(index), &offset);
    *result = load(home, offset);
    emit(Op::kGuardPresent, *result);
    return true;
  }
  if (found.is_absent()) {
    if (otherwise == kNoRef) return false;
    guard_shape(object, shape.id);
    *result = otherwise;
    return true;
  }
  bool function = is_exact(found, TypeId::kFunction);
  if (!function && vm::binds(t_, found)) return false;
  Ref v = cell_value(cell, &seen);
  if (v == kNoRef || seen != found) return false;
  guard_shape(object, shape.id);
  if (function && !is_constant(v)) emit(Op::kGuardIs, v, kNoRef, kNoRef, found.bits());
  *result = function ? call(Helper::kNewBoundMethod, constant(found), object) : v;
  return true;
}

/// The cell of a function's own attribute; nullptr: it has none of that name, or its class says what the name means. What is guarded: that
/// it is this function, with this dict.
NameCell* Recorder::function_cell(Value o, Ref object, Str* name) {
  if (!type_lookup(t_, type_of(t_, o), name).is_absent()) return nullptr;
  Value dict = o.as<vm::Function>()->dict.load_acquire();
  if (dict.is_absent() || !is_exact(dict, TypeId::kDict) || !dict.as<Dict>()->table.load_acquire()->is_cells) return nullptr;
  NameCell* cell = dict_find_cell(t_, dict.as<Dict>(), name);
  if (cell == nullptr || cell->value.load_acquire().is_absent()) return nullptr;
  if (!is_constant(object)) emit(Op::kGuardIs, object, kNoRef, kNoRef, o.bits());
  emit(Op::kGuardIs, load(constant(o), offsetof(vm::Function, dict)), kNoRef, kNoRef, dict.bits());
  return cell;
}

bool Recorder::load_attribute(Machine& m, uint32_t arg, bool method) {
  using bytecode::Op;
  BytecodeOp op = method ? BytecodeOp::kLoadMethod : BytecodeOp::kLoadAttr;
  Value o = m.peek(0);
  Str* name = t_.frame->code->names[arg].as<Str>();
  Ref object = peek(0);
  auto dynamic = [&] { return load_dynamic(m, name, op, arg); };
  if (o.is_small_int() || o.is_float_word()) {
    Value found = type_lookup(t_, type_of(t_, o), name);
    if (!method || found.is_absent() || !is_exact(found, TypeId::kMethodDescriptor)) return dynamic();
    guard_kind(object, o);
    replace(1, constant(found));  // no class like theirs changes
    push(object);
    return true;
  }
  if (!o.is_heap()) return dynamic();
  if (is_exact(o, TypeId::kSuper)) return load_super(m, name, op, arg);
  if (!method && is_complex(o) && complex_part(o, name)) return true;
  Shape& shape = t_.shape(o.as<Object>()->shape_id());
  objects::Type* cls = shape.type;
  auto deliver = [&](Ref v) {
    replace(1, v);
    if (method) push(kAbsentRef);
    return true;
  };
  Value seen;
  if (is_exact(o, TypeId::kModule)) {
    if (type_lookup_cell(t_, type_of(t_, o), name) != nullptr) return escape(m, op, arg);
    NameCell* cell = dict_find_cell(t_, o.as<Module>()->dict.load_relaxed(), name);
    if (cell == nullptr) return escape(m, op, arg);
    Ref v = cell_value(cell, &seen);
    if (v == kNoRef) return abort("a module attribute that is being deleted");
    if (!is_constant(object)) emit(jit::Op::kGuardIs, object, kNoRef, kNoRef, o.bits());
    return deliver(v);
  }
  if (is_instance(t_, o, TypeId::kType)) {
    objects::Type* owner = o.as<objects::Type>();
    objects::Type* meta = type_of(t_, o);
    if (meta->slots.get_attr != objects::type(t_, TypeId::kType)->slots.get_attr || !facts_.on_type(t_, executor_, owner)) return dynamic();
    if (meta->has(kHeapType) && !facts_.on_type(t_, executor_, meta)) return dynamic();
    NameCell* on_meta = type_lookup_cell(t_, meta, name);
    if (on_meta != nullptr) {
      Value descriptor = on_meta->value.load_acquire();
      if (!descriptor.is_absent() && type_of(t_, descriptor)->slots.descr_set != nullptr) {
        bool own = name == objects::name(t_, Name::k__name__) && descriptor == type_lookup(t_, objects::type(t_, TypeId::kType), name);
        Ref text = kNoRef;
        return own && load_class_name(o, object, &text) ? deliver(text) : dynamic();
      }
    }
    NameCell* cell = type_lookup_cell(t_, owner, name);
    if (cell == nullptr) return dynamic();
    Ref v = cell_value(cell, &seen);
    if (v == kNoRef) return dynamic();
    if (!is_constant(object)) emit(jit::Op::kGuardIs, object, kNoRef, kNoRef, o.bits());
    if (vm::binds_on_class(t_, seen)) {
      if (!is_constant(v)) emit(jit::Op::kGuardIs, v, kNoRef, kNoRef, seen.bits());
      v = bind_class_method(seen, o);
      if (v == kNoRef) return dynamic();
    }
    return deliver(v);
  }
  if (is_exact(o, TypeId::kFunction)) {
    NameCell* cell = function_cell(o, object, name);
    Ref v = cell == nullptr ? kNoRef : cell_value(cell, &seen);
    return v == kNoRef ? dynamic() : deliver(v);
  }
  // With a __getattr__ a missing attribute is not missing, and an AttributeError of a property is not the last word.
  const bool falls_back = cls->slots.get_attr == &slot_generic::get_attr && has_plain_getattribute(t_, cls);
  if ((cls->has(kCustomGetAttr) && !falls_back) || !facts_.on_type(t_, executor_, cls)) return dynamic();
  NameCell* cell = type_lookup_cell(t_, cls, name);
  Value found = cell == nullptr ? kAbsent : cell->value.load_acquire();
  bool data = !found.is_absent() && type_of(t_, found)->slots.descr_set != nullptr;
  auto slot = [&](uint32_t index) {
    guard_shape(object, shape.id);
    size_t offset;
    Ref home = slot_home(object, *cls, index, &offset);
    Ref v = load(home, offset);
    emit(jit::Op::kGuardPresent, v);
    return deliver(v);
  };
  if (data) {
    if (is_exact(found, TypeId::kMemberDescriptor)) {
      if (int index = inline_member(*cls, *found.as<MemberDescriptor>()); index != kNoSlot) return slot(static_cast<uint32_t>(index));
    } else if (is_exact(found, TypeId::kProperty)) {
      Value getter = found.as<Property>()->getter.load_relaxed();
      if (!method && !falls_back && vm::is_exact_or_absent(getter, TypeId::kFunction)) {
        Ref property = cell_value(cell, &seen);
        if (property == kNoRef || seen != found) return abort("a property that changes");
        guard_shape(object, shape.id);
        if (!is_constant(property)) emit(jit::Op::kGuardIs, property, kNoRef, kNoRef, found.bits());
        Ref function = load(constant(found), offsetof(Property, getter));
        emit(jit::Op::kGuardIs, function, kNoRef, kNoRef, getter.bits());
        uint32_t row = static_cast<uint32_t>(top().stack.size()) - 1;
        bool followed;
        if (!enter_function(getter.as<vm::Function>(), constant(getter), row, row, {stack_items(row, 1), {}, {}}, kNoRef, &followed)) return false;
        return followed || escape(m, op, arg);
      }
    }
    if (size_t offset = exception_field(t_, found, name); offset != 0) {
      guard_shape(object, shape.id);
      Ref v = load(object, offset);
      const bool none = reinterpret_cast<Field<Value>*>(o.bits() + offset)->load_acquire().is_absent();  // pairs with stores of descriptors and raises
      if (none) emit(jit::Op::kGuardIs, v, kNoRef, kNoRef, kAbsent.bits());
      else emit(jit::Op::kGuardPresent, v);
      return deliver(none ? constant(kNone) : v);
    }
    return dynamic();
  }
  // Instances that keep their attributes in a dict: each time C++ looks there first.
  bool in_dict = shape.kind == ShapeKind::kDict || cls->dict_offset != 0;
  if (in_dict) {
    if (!instance_get(t_, o, name).is_absent() || found.is_absent() || !is_exact(found, TypeId::kFunction) || !method) return dynamic();
    guard_shape(object, shape.id);
    call(Helper::kNoOwnAttribute, object, constant(name->value()));
  }
  if (shape.kind == ShapeKind::kSlots && !in_dict) {
    int index = find_slot(t_, shape, name);
    if (index != kNoSlot) {
      return slot(static_cast<uint32_t>(index));
    }
  }
  if (found.is_absent()) return dynamic();
  if (is_exact(found, TypeId::kStaticMethod) || is_exact(found, TypeId::kClassMethod)) {
    Ref wrapper = cell_value(cell, &seen);
    if (wrapper == kNoRef || seen != found) return abort("a method that changes");
    guard_shape(object, shape.id);
    if (!is_constant(wrapper)) emit(jit::Op::kGuardIs, wrapper, kNoRef, kNoRef, found.bits());
    Ref v = bind_class_method(found, cls->value());
    return v == kNoRef ? dynamic() : deliver(v);
  }
  bool callable = is_exact(found, TypeId::kFunction) || is_exact(found, TypeId::kMethodDescriptor);
  if (method ? !callable : vm::binds(t_, found)) {
    if (method || !is_exact(found, TypeId::kFunction)) return dynamic();
    Ref function = cell_value(cell, &seen);  // o.method without a call: a bound method
    if (function == kNoRef || seen != found) return abort("a method that changes");
    guard_shape(object, shape.id);
    if (!is_constant(function)) emit(jit::Op::kGuardIs, function, kNoRef, kNoRef, found.bits());
    replace(1, call(Helper::kNewBoundMethod, constant(found), object));
    return true;
  }
  Ref v = cell_value(cell, &seen);
  if (v == kNoRef || seen != found) return abort("a class attribute that changes");
  guard_shape(object, shape.id);
  if (method && !is_constant(v)) {
    emit(jit::Op::kGuardIs, v, kNoRef, kNoRef, found.bits());
    v = constant(found);
  }
  replace(1, v);
  if (method) push(object);
  return true;
}

/// A method of the class, whatever the instance holds.
bool Recorder::load_special(Machine& m, uint32_t arg) {
  Value o = m.peek(0);
  auto escapes = [&] { return escape(m, BytecodeOp::kLoadSpecial, arg); };
  if (!o.is_heap()) return escapes();
  Shape& shape = t_.shape(o.as<Object>()->shape_id());
  if (!facts_.on_type(t_, executor_, shape.type)) return escapes();
  NameCell* cell = type_lookup_cell(t_, shape.type, vm::special_name(t_, arg));
  Value found = cell == nullptr ? kAbsent : cell->value.load_acquire();
  if (found.is_absent() || (!is_exact(found, TypeId::kFunction) && !is_exact(found, TypeId::kMethodDescriptor))) return escapes();
  Value seen;
  Ref object = peek(0);
  Ref v = cell_value(cell, &seen);
  if (v == kNoRef || seen != found) return abort("a special method that changes");
  guard_shape(object, shape.id);
  if (!is_constant(v)) {
    emit(jit::Op::kGuardIs, v, kNoRef, kNoRef, found.bits());
    v = constant(found);
  }
  replace(1, v);
  push(object);
  return true;
}

/// Whether the trace has made the object and nobody else can see it: so far it has only been looked at, given attributes, and bound to methods
/// that the trace follows.
bool Recorder::fresh(Ref o) const {
  if (o >= trace_.code.size()) return false;
  const Instruction& made = trace_.code[o];
  const bool instance = made.op == Op::kCallHelper1 && made.imm == static_cast<uint64_t>(Helper::kNewInstance);
  if (!instance && (made.op != Op::kCallHelper2 || made.imm != static_cast<uint64_t>(Helper::kPlainException))) return false;
  std::vector<Ref> names = {o};  // it, and what binds it
  auto named = [&](Ref r) { return std::find(names.begin(), names.end(), r) != names.end(); };
  for (Ref r = o + 1; r < trace_.code.size(); ++r) {
    const Instruction& i = trace_.code[r];
    if (info_of(i.op).has(kEscapes)) return false;  // frames were written, and somebody may have looked at them
    if (!named(i.a) && !named(i.b) && !named(i.c)) continue;
    switch (i.op) {
      case Op::kGuardHeap: case Op::kGuardShape: case Op::kGuardPresent: case Op::kGuardIs: case Op::kGuardIsNot: case Op::kSetShape: break;
      case Op::kLoadField:
        if (i.a != o) names.push_back(r);  // the self of what binds it
        break;
      case Op::kStoreField:
        if (named(i.b)) return false;
        break;
      case Op::kCallHelper2:
      case Op::kCallHelper3: {
        auto maker = static_cast<Helper>(i.imm);
        if (maker != Helper::kNewSuper && maker != Helper::kMethodWrapper && maker != Helper::kNewBoundMethod) return false;
        names.push_back(r);
        break;
      }
      default: return false;
    }
  }
  return true;
}

/// object's way of storing an attribute, whatever the class's own is: into a slot, or a new one. False: nothing is recorded.
bool Recorder::store_slot(Value o, Ref object, Str* name, Ref given) {
  Shape& shape = t_.shape(o.as<Object>()->shape_id());
  objects::Type* cls = shape.type;
  if (!cls->has(kHasSlots) || !facts_.on_type(t_, executor_, cls)) return false;
  NameCell* cell = type_lookup_cell(t_, cls, name);
  Value found = cell == nullptr ? kAbsent : cell->value.load_acquire();
  bool data = !found.is_absent() && type_of(t_, found)->slots.descr_set != nullptr;
  int index = kNoSlot;
  bool member = false;
  if (data) {
    if (!is_exact(found, TypeId::kMemberDescriptor)) return false;
    auto* descriptor = found.as<MemberDescriptor>();
    if (!descriptor->is_slot() || !is_subtype(cls, descriptor->owner.load_relaxed())) return false;
    index = static_cast<int>(descriptor->slot);
    member = true;
  } else if (shape.kind == ShapeKind::kSlots) {
    index = find_slot(t_, shape, name);
  }
  size_t offset;
  const bool mine = fresh(object);
  if (index == kNoSlot && !data && shape.kind == ShapeKind::kSlots && cls->has(kHasDict) && (mine || t_.must_lock == 0)) {
    Shape* next = add_transition(t_, shape, name);
    if (next == nullptr || next->kind != ShapeKind::kSlots) return false;
    int added = find_slot(t_, *next, name);
    if (added == kNoSlot || static_cast<uint32_t>(added) >= cls->inline_slots) return false;
    guard_shape(object, shape.id);
    Ref value = as_value(given);
    if (!mine) emit(Op::kGuardUnlocked);
    emit(Op::kStoreField, object, value, kNoRef, slot_offset(*cls, static_cast<uint32_t>(added)));
    emit(Op::kSetShape, object, kNoRef, kNoRef, next->id);
    return true;
  }
  if (index == kNoSlot || (member && static_cast<uint32_t>(index) >= cls->inline_slots)) return false;
  guard_shape(object, shape.id);
  Ref home = slot_home(object, *cls, static_cast<uint32_t>(index), &offset);
  if (!member) emit(Op::kGuardPresent, load(home, offset));  // a deleted attribute is added anew
  emit(Op::kStoreField, home, as_value(given), kNoRef, offset);
  return true;
}

bool Recorder::store_attribute(Machine& m, uint32_t arg) {
  Value o = m.peek(0);
  Str* name = t_.frame->code->names[arg].as<Str>();
  if (!o.is_heap()) return store_dynamic(m, name, arg);
  if (is_instance(t_, o, TypeId::kType) && store_class_attribute(m, name)) return true;
  if (is_exact(o, TypeId::kFunction) && store_function_attribute(o, name)) return true;
  if (type_of(t_, o)->has(kCustomSetAttr) || !store_slot(o, peek(0), name, peek(1))) return store_dynamic(m, name, arg);
  drop(2);
  return true;
}

bool Recorder::attributes(Machine& m, BytecodeOp op, uint32_t arg, bool* handled) {
  using enum bytecode::Op;
  switch (op) {
    case kLoadName:
    case kLoadGlobal: return load_global(op, arg);
    case kStoreName:
    case kStoreGlobal: return in_module_frame(op) && (store_global(arg) || escape(m, op, arg));
    case kLoadAttr: return load_attribute(m, arg, false);
    case kLoadMethod: return load_attribute(m, arg, true);
    case kLoadSpecial: return load_special(m, arg);
    case kStoreAttr: return store_attribute(m, arg);
    case kDeleteAttr: {
      Str* name = t_.frame->code->names[arg].as<Str>();
      if (!quiet_set_attribute(t_, m.peek(0), name->value())) return escape(m, op, arg);
      call(Helper::kDeleteAttribute, peek(0), constant(name->value()));
      drop(1);
      return true;
    }
    default: *handled = false; return true;
  }
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
#include "vm/operator_frames.h"

#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/operator_methods.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/slot_generic.h"
#include "vm/function.h"
#include "vm/helpers.h"
#include "vm/mapped_frames.h"
#include "vm/uops/frames.h"
#include "vm/vm_state.h"

namespace eider::vm {

using bytecode::BinaryOpKind;
using bytecode::CompareKind;
using bytecode::Op;
using objects::Name;

Name operator_name(Op family, uint32_t argument) {
  if (family == Op::kBinarySubscr) return Name::k__getitem__;
  if (family == Op::kCompareOp) return objects::compare_method(static_cast<CompareKind>(argument));
  return objects::binary_method(static_cast<BinaryOpKind>(argument));
}

namespace {

/// Whether the operand on the right, of a derived class, is asked before the left one. A comparison that is object's own declines.
bool right_comes_first(Thread& t, Op family, uint32_t argument, objects::Type* left, objects::Type* right) {
  auto method = [&](objects::Type* cls, Name name) { return objects::type_lookup(t, cls, objects::name(t, name)); };
  if (family == Op::kCompareOp) {
    Name name = objects::compare_method(objects::swapped(static_cast<CompareKind>(argument)));
    bool by_equality = name == Name::k__eq__ || name == Name::k__ne__;
    return by_equality || method(right, name) != method(objects::type(t, objects::TypeId::kObject), name);
  }
  Name reflected;
  return !objects::reflected_method(*right, static_cast<BinaryOpKind>(argument), &reflected) || method(left, reflected) != method(right, reflected);
}

}  // namespace

Function* operator_function(Thread& t, Op family, uint32_t argument, Value a, Value b) {
  objects::Type* left = objects::type_of(t, a);
  if (!left->has(objects::kHeapType)) return nullptr;
  objects::Type* right = objects::type_of(t, b);
  if (family != Op::kBinarySubscr && left != right && objects::is_subtype(right, left) && right_comes_first(t, family, argument, left, right)) return nullptr;
  if (family == Op::kBinaryOp && !objects::binary_method_is_first(*left, static_cast<BinaryOpKind>(argument))) return nullptr;
  Value method = objects::type_lookup(t, left, objects::name(t, operator_name(family, argument)));
  if (method.is_absent() || !is_exact(method, objects::TypeId::kFunction)) return nullptr;
  auto* function = method.as<Function>();
  Code* code = function->code.load_acquire();
  return code->exact_args == 2 && (family == Op::kBinarySubscr || code->keeps_operands) ? function : nullptr;
}

namespace {

/// A plain function of `count` parameters that the class of `o` has under this name.
Function* plain_method(Thread& t, Value o, Name method, int count) {
  Value found = objects::type_lookup(t, objects::type_of(t, o), objects::name(t, method));
  if (found.is_absent() || !is_exact(found, objects::TypeId::kFunction)) return nullptr;
  auto* function = found.as<Function>();
  return function->code.load_acquire()->exact_args == count ? function : nullptr;
}

/// owner.method(a, b), when the class has a plain function for it. ABSENT: there is no such argument.
bool call_of(Thread& t, Value owner, Name method, Value a, Value b, Value* arguments, MethodFrame* how) {
  const uint32_t count = 1 + !a.is_absent() + !b.is_absent();
  how->function = plain_method(t, owner, method, static_cast<int>(count));
  if (how->function == nullptr) return false;
  how->method = method;
  how->owner = owner;
  how->count = count;
  arguments[0] = owner;
  arguments[1] = a;
  arguments[2] = b;
  return true;
}

bool store_frame(Thread& t, Value o, Value name, Value value, Value* arguments, MethodFrame* how) {
  objects::Type* cls = objects::type_of(t, o);
  if (cls->slots.set_attr == &objects::slot_generic::set_attr) return call_of(t, o, Name::k__setattr__, name, value, arguments, how);
  if (cls->slots.set_attr != &objects::generic_set_attr) return false;
  Value found = objects::type_lookup(t, cls, name.as<objects::Str>());
  if (found.is_absent() || !found.is_heap()) return false;
  how->descriptor = found;
  if (!is_exact(found, objects::TypeId::kProperty)) {
    return objects::type_of(t, found)->slots.descr_set == &objects::slot_generic::descr_set && call_of(t, found, Name::k__set__, o, value, arguments, how);
  }
  Value setter = found.as<objects::Property>()->setter.load_acquire();
  if (setter.is_absent() || !is_exact(setter, objects::TypeId::kFunction)) return false;
  how->function = setter.as<Function>();
  how->owner = o;
  how->count = 2;
  arguments[0] = o;
  arguments[1] = value;
  return how->function->code.load_acquire()->exact_args == 2;
}

bool load_frame(Thread& t, Value o, Value name, Value* arguments, MethodFrame* how) {
  objects::Type* cls = objects::type_of(t, o);
  const bool generic = cls->slots.get_attr == &objects::generic_get_attr;
  if (!generic && cls->slots.get_attr != &objects::slot_generic::get_attr) return false;
  Value found = objects::type_lookup(t, cls, name.as<objects::Str>());
  if (!found.is_absent()) {
    if (!generic || !found.is_heap()) return false;
    objects::Type* kind = objects::type_of(t, found);
    if (kind->slots.descr_get != &objects::slot_generic::descr_get) return false;
    if (kind->slots.descr_set == nullptr && !objects::instance_get(t, o, name.as<objects::Str>()).is_absent()) return false;
    how->descriptor = found;
    return call_of(t, found, Name::k__get__, o, cls->value(), arguments, how);
  }
  if (generic) return false;
  if (!objects::has_plain_getattribute(t, cls)) return false;
  if (!objects::instance_get(t, o, name.as<objects::Str>()).is_absent()) return false;
  return call_of(t, o, Name::k__getattr__, name, kAbsent, arguments, how);
}

/// What has no say in an operator with an object whose class is written in Python and is not one of theirs.
bool declines(Value a) {
  if (!a.is_heap() || a.is_absent()) return !a.is_absent();
  switch (static_cast<objects::TypeId>(a.as<objects::Object>()->shape_id())) {
    case objects::TypeId::kInt: case objects::TypeId::kFloat: case objects::TypeId::kComplex: return true;
    default: return false;
  }
}

/// Whether the class has object's own method for an order, which declines.
bool declines_order(Thread& t, objects::Type* cls, CompareKind kind) {
  if (kind == CompareKind::kEq || kind == CompareKind::kNe || !cls->has(objects::kHeapType) || cls->layout != objects::TypeId::kObject) return false;
  objects::Str* name = objects::name(t, objects::compare_method(kind));
  return objects::type_lookup(t, cls, name) == objects::type_lookup(t, objects::type(t, objects::TypeId::kObject), name);
}

/// `a op b` as b's method.
bool reflected_frame(Thread& t, Op family, uint32_t argument, Value a, Value b, Value* arguments, MethodFrame* how) {
  objects::Type* right = objects::type_of(t, b);
  how->reflected = true;
  if (family == Op::kBinaryOp) {
    Name method;
    if (!declines(a) || right->layout != objects::TypeId::kObject || !objects::reflected_method(*right, static_cast<BinaryOpKind>(argument), &method)) return false;
    return call_of(t, b, method, a, kAbsent, arguments, how);
  }
  if (right->slots.compare != &objects::slot_generic::compare) return false;
  if (!declines(a) || right->layout != objects::TypeId::kObject) {
    objects::Type* left = objects::type_of(t, a);
    const bool derived = left != right && left->has(objects::kHeapType) && objects::is_subtype(right, left);
    if (!derived && (right->layout != objects::TypeId::kObject || !declines_order(t, left, static_cast<CompareKind>(argument)))) return false;
  }
  return call_of(t, b, objects::compare_method(objects::swapped(static_cast<CompareKind>(argument))), a, kAbsent, arguments, how);
}

/// repr(o) is what a method written in Python says; str(o), and which.
bool has_repr(const objects::TypeSlots& slots) { return slots.repr == &objects::slot_generic::unary_slot<Name::k__repr__>; }
bool has_text(const objects::TypeSlots& slots, MethodFrame* how) {
  const bool own = slots.str == &objects::slot_generic::unary_slot<Name::k__str__>;
  how->method = own ? Name::k__str__ : Name::k__repr__;
  return own || (has_repr(slots) && (slots.str == nullptr || slots.str == &objects::object_str));
}

/// f"{o}", f"{o!s}" and f"{o!r}".
bool format_frame(Thread& t, Value o, uint32_t argument, Value* arguments, MethodFrame* how) {
  using namespace objects;
  constexpr uint32_t kPlain = 0, kStr = 1, kRepr = 2;
  Type* cls = type_of(t, o);
  if (argument == kRepr) return has_repr(cls->slots) && call_of(t, o, Name::k__repr__, kAbsent, kAbsent, arguments, how);
  if (argument != kPlain && argument != kStr) return false;
  Str* format = name(t, Name::k__format__);
  if (argument == kPlain && type_lookup(t, cls, format) != type_lookup(t, type(t, TypeId::kObject), format)) return false;
  return has_text(cls->slots, how) && call_of(t, o, how->method, kAbsent, kAbsent, arguments, how);
}

}  // namespace

bool method_frame(Thread& t, Op family, uint32_t argument, const Value* top, Value* arguments, MethodFrame* how) {
  using namespace objects;
  Value o = family == Op::kStoreSubscr || family == Op::kDeleteSubscr ? top[-1] : top[0];
  if (!o.is_heap() || o.is_absent() || o.as<Object>()->shape_id() < shape_id(TypeId::kCount)) return false;
  const TypeSlots& slots = type_of(t, o)->slots;
  auto call = [&](Name method, Value a, Value b) { return call_of(t, o, method, a, b, arguments, how); };
  switch (family) {
    case Op::kStoreAttr: return store_frame(t, o, t.frame->code->names[argument], top[-1], arguments, how);
    case Op::kLoadAttr: case Op::kLoadMethod: return load_frame(t, o, t.frame->code->names[argument], arguments, how);
    case Op::kStoreSubscr: return slots.set_item == &slot_generic::set_item && call(Name::k__setitem__, top[0], top[-2]);
    case Op::kDeleteSubscr: return slots.set_item == &slot_generic::set_item && call(Name::k__delitem__, top[0], kAbsent);
    case Op::kBinaryOp: case Op::kCompareOp: return reflected_frame(t, family, argument, top[-1], o, arguments, how);
    case Op::kFormatValue: return format_frame(t, o, argument, arguments, how);
    case Op::kContainsOp: return slots.contains == &slot_generic::contains && call(Name::k__contains__, top[-1], kAbsent);
    case Op::kGetIter: return slots.iter == &slot_generic::iter && call(Name::k__iter__, kAbsent, kAbsent);
    case Op::kForIter: return slots.next == &slot_generic::next && call(Name::k__next__, kAbsent, kAbsent);
    case Op::kPopJumpIfFalse: case Op::kPopJumpIfTrue: {
      if (slots.to_bool != &slot_generic::to_bool && (slots.to_bool != nullptr || slots.length != &slot_generic::length)) return false;
      if (slots.to_bool != nullptr && !type_lookup(t, type_of(t, o), name(t, Name::k__bool__)).is_absent()) return call(Name::k__bool__, kAbsent, kAbsent);
      how->asks_length = true;
      return slots.length == &slot_generic::length && call(Name::k__len__, kAbsent, kAbsent);
    }
    default: return false;
  }
}

bool asked_frame(Thread& t, Value callable, Value o, MethodFrame* how, Value* mark) {
  using namespace objects;
  if (!o.is_heap() || o.is_absent() || o.as<Object>()->shape_id() < shape_id(TypeId::kCount) || !callable.is_heap() || callable.is_absent()) return false;
  const TypeSlots& slots = type_of(t, o)->slots;
  const bool own_repr = has_repr(slots);
  Asked what;
  if (callable == type(t, TypeId::kStr)->value()) {
    what = Asked::kStr;
    if (!has_text(slots, how)) return false;
  } else {
    auto asks = [&](std::string_view signature, Asked which, Name method, bool has) {
      if (!has || !is_builtin(callable, kAbsent, signature)) return false;
      what = which;
      how->method = method;
      return true;
    };
    if (!asks("len(obj, /", Asked::kLength, Name::k__len__, slots.length == &slot_generic::length) && !asks("repr(obj, /", Asked::kRepr, Name::k__repr__, own_repr) &&
        !asks("hash(obj, /", Asked::kHash, Name::k__hash__, slots.hash == &slot_generic::hash) &&
        !asks("next(iterator, ", Asked::kNext, Name::k__next__, slots.next == &slot_generic::next)) return false;
  }
  how->function = plain_method(t, o, how->method, 1);
  how->owner = o;
  how->count = 1;
  *mark = what == Asked::kNext ? kAbsent : operator_mark(Op::kGetLen, static_cast<uint32_t>(what));
  return how->function != nullptr;
}

bool is_answer(Asked what, Value v) {
  switch (what) {
    case Asked::kLength: return v.is_small_int() && v.small_int() >= 0;
    case Asked::kHash: return v.is_small_int() && v.small_int() != -1;
    case Asked::kStr: case Asked::kRepr: return v.is_heap() && !v.is_absent() && is_exact(v, objects::TypeId::kStr);
    case Asked::kNext: return true;
  }
  EIDER_UNREACHABLE("what is asked");
}

Entered enter_method_frame(Thread& t, Op family, const uint16_t* pc, Value* top, uint32_t argument) {
  Value* locals = EIDER_UNLIKELY(t.frame->flags & kFrameGenerator) ? t.frame->limit : top + 1;
  MethodFrame how;
  if (EIDER_UNLIKELY(locals + kMostMethodArguments > t.stack_end) || !method_frame(t, family, argument, top, locals, &how)) return Entered::kNo;
  Result<ThreadCode*> tc = thread_code(t, how.function->code.load_relaxed());
  if (EIDER_UNLIKELY(!tc.ok())) return Entered::kRaised;
  Value mark = method_mark(family, argument, how);
  Value* result = top + 1 - method_operands(family) + method_result(family);
  const uint16_t* next = pc + 1 + bytecode::kCacheUnits[static_cast<int>(family)];
  Machine m{t, nullptr, top, pc, kAbsent, argument};
  return uops::push_frame(m, how.function, tc.get(), locals, how.count, result, next, operator_flags(mark), mark) ? Entered::kYes : Entered::kRaised;
}

Function* new_function(Thread& t, objects::Type* cls) {
  if (cls->slots.new_ != &objects::slot_generic::new_) return nullptr;
  if (cls->slots.init != &objects::object_init && cls->slots.init != &objects::slot_generic::init) return nullptr;
  Value found = objects::type_lookup(t, cls, objects::name(t, Name::k__new__));
  if (found.is_absent() || !is_exact(found, objects::TypeId::kStaticMethod)) return nullptr;
  Value function = found.as<objects::StaticMethod>()->callable.load_acquire();
  if (function.is_absent() || !is_exact(function, objects::TypeId::kFunction)) return nullptr;
  constexpr uint32_t kGenerator = bytecode::kGenerator | bytecode::kCoroutine | bytecode::kAsyncGenerator;
  return function.as<Function>()->code.load_acquire()->flags & kGenerator ? nullptr : function.as<Function>();
}

Function* init_after_new(Thread& t, Value cls, Value v, uint32_t nargs) {
  objects::Type* made = objects::type_of(t, v);
  if (!objects::is_subtype(made, cls.as<objects::Type>()) || made->slots.init != &objects::slot_generic::init) return nullptr;
  return plain_method(t, v, Name::k__init__, static_cast<int>(nargs) + 1);
}

bool prepare_init(Thread& t, Frame* f, Value v) {
  Function* init = init_after_new(t, f->sp[0], v, mark_argument(f->extra));
  if (init == nullptr || find_thread_code(t, init->code.load_acquire()) == nullptr) return false;
  f->sp[0] = init->value();
  f->sp[1] = v;
  return true;
}

bool ends_loop(const Thread& t, const Frame* f) {
  return (f->flags & kFrameOperator) != 0 && mark_family(f->extra) == Op::kForIter && objects::pending_is(t, objects::TypeId::kStopIteration) && !t.vm->exiting;
}

namespace {

/// Python that runs now builds its frames above f, which whoever called us reads once more.
template <class F>
auto above(Thread& t, Frame* f, F run) {
  t.pc = t.frame->pc - 1;
  Value* limit = t.frame->limit;
  if (limit < f->limit) t.frame->limit = f->limit;
  auto result = run();
  t.frame->limit = limit;
  return result;
}

Result<Value> declined(Thread& t, Op family, uint32_t argument, Value a, Value b) {
  if (family == Op::kCompareOp) return objects::compare_declined(t, a, b, static_cast<CompareKind>(argument));
  return objects::binary_op_declined(t, static_cast<BinaryOpKind>(argument), a, b);
}

Result<Value> declined_on_right(Thread& t, Op family, uint32_t argument, Value a, Value b) {
  if (family == Op::kCompareOp) return objects::compare_declined_on_right(t, a, b, static_cast<CompareKind>(argument));
  return objects::binary_op_declined_on_right(t, static_cast<BinaryOpKind>(argument), a, b);
}

/// Whether an object is true whose __bool__, or __len__, has returned v.
Result<bool> truth_of(Thread& t, Value v, bool length) {
  if (!length) return objects::slot_generic::truth_from(t, v);
  return EIDER_TRY(objects::slot_generic::length_from(t, v)) != 0;
}

/// The answer, from what the method has returned.
Result<Value> answer_of(Thread& t, Value v, Asked what) {
  if (is_answer(what, v)) return v;
  switch (what) {
    case Asked::kLength: return objects::int_from_int64(t, EIDER_TRY(objects::slot_generic::length_from(t, v)));
    case Asked::kHash: return objects::int_from_int64(t, EIDER_TRY(objects::slot_generic::hash_from(t, v)));
    case Asked::kStr: return EIDER_TRY(objects::text_result(t, v, "__str__"))->value();
    case Asked::kRepr: return EIDER_TRY(objects::text_result(t, v, "__repr__"))->value();
    case Asked::kNext: return v;
  }
  EIDER_UNREACHABLE("what is asked");
}

/// What lies below the instruction's operands and is the top of the stack from now on. Of an empty stack it is nobody's word: whatever
/// compiled code has left there, perhaps what would be taken for a failure.
Value top_below(Thread& t, Frame* f) { return f->sp == t.frame->stack() ? kAbsent : *f->sp; }

}  // namespace

Result<Value> method_returned(Thread& t, Frame* f, Value v) {
  const Op family = mark_family(f->extra);
  const uint32_t argument = mark_argument(f->extra);
  switch (family) {
    case Op::kStoreAttr: case Op::kStoreSubscr: case Op::kDeleteSubscr: return top_below(t, f);
    case Op::kLoadMethod:
      f->sp[-1] = v;
      return kAbsent;
    case Op::kContainsOp: {
      bool found = v == kTrue;
      if (!v.is_bool()) found = EIDER_TRY(above(t, f, [&] { return objects::truth(t, v); }));
      return Value::from_bool(found != (argument != 0));
    }
    case Op::kCall: {  // of a class with a __new__
      objects::Type* made = objects::type_of(t, v);
      if (!objects::is_subtype(made, f->sp[0].as<objects::Type>()) || made->slots.init == nullptr) return v;
      if (made->slots.init == &objects::object_init && (argument == 0 || f->sp[0] == made->value())) return v;  // it ignores the arguments
      EIDER_TRY(above(t, f, [&] { return made->slots.init(t, v, f->sp + 2, argument, nullptr); }));
      return v;
    }
    case Op::kFormatValue:
      return above(t, f, [&]() -> Result<Value> {
        Value text = EIDER_TRY(answer_of(t, v, argument == 2 ? Asked::kRepr : Asked::kStr));
        if (argument == 0 || is_answer(Asked::kStr, text)) return text;
        return format_value(t, &text, 0);  // an instance of a subclass
      });
    case Op::kGetLen: return above(t, f, [&] { return answer_of(t, v, static_cast<Asked>(argument)); });
    case Op::kForIter: {  // of a filter: the item stays, or the loop asks for another
      Result<bool> stays = v.is_bool() ? Result<bool>(v == kTrue) : above(t, f, [&] { return objects::truth(t, v); });
      if (!stays.ok()) {
        if (!objects::clear_if(t, objects::TypeId::kStopIteration)) return objects::kFailure;
        t.frame->pc += loop_jump(f->extra);
        f->sp -= 2;
        return top_below(t, f);
      }
      if (stays.get()) return *f->sp;
      t.frame->pc = start_of_loop(t.frame->pc, loop_jump(f->extra));
      return *--f->sp;
    }
    case Op::kGetIter:
      if (EIDER_LIKELY(objects::type_of(t, v)->slots.next != nullptr)) return v;
      t.pc = t.frame->pc - 1;
      return objects::raise(t, objects::TypeId::kTypeError, "iter() returned non-iterator of type '%s'", objects::type_name(t, v));
    case Op::kPopJumpIfFalse: case Op::kPopJumpIfTrue: {
      bool truth = EIDER_TRY(above(t, f, [&] { return truth_of(t, v, argument & 1); }));
      if (truth == (family == Op::kPopJumpIfTrue)) t.frame->pc += argument >> 1;
      return top_below(t, f);
    }
    case Op::kBinaryOp: case Op::kCompareOp:  // it is NotImplemented
      if (argument & kReflectedMark) return above(t, f, [&] { return declined_on_right(t, family, argument & ~kReflectedMark, f->sp[0], f->sp[1]); });
      return above(t, f, [&] { return declined(t, family, argument, f->locals[0], f->locals[1]); });
    default: return v;
  }
}

}  // namespace eider::vm

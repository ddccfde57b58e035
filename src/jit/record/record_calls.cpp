// SPDX-License-Identifier: MIT
//
// Recording calls. Python functions, methods and classes with a Python __init__ are followed into their frames; natives become helper
// calls; everything else is a call through the interpreter's own definition (Escape), and the recorder waits until it is over.
#include "jit/quiet.h"
#include "jit/record/recorder.h"

#include <algorithm>

#include "objects/bound_method.h"
#include "objects/descriptors.h"
#include "objects/native.h"
#include "objects/positional_call.h"
#include "objects/protocol.h"
#include "objects/slot_generic.h"
#include "vm/helpers.h"
#include "vm/operator_frames.h"
#include "vm/partial.h"

namespace eider::jit {

namespace {

/// Whether the handler that begins at `unit` is a finally, which raises again what it was entered with, and has been entered.
bool passes_on(vm::Code* code, const vm::ThreadCode* tc, uint32_t unit) {
  constexpr uint32_t kLongest = 64;
  const HotPlace* place = find_place(code, unit, PlaceKind::kHandler);
  if (place == nullptr || (place->passes.load_relaxed() == 0 && place->failures.load_relaxed() == 0 && place->executor.load_acquire() == nullptr)) return false;
  for (const uint32_t end = std::min(unit + kLongest, static_cast<uint32_t>(tc->unit_count)); unit < end;) {
    BytecodeOp op = vm::family_of(static_cast<uint8_t>(tc->units[unit]));
    switch (op) {
      case BytecodeOp::kReraise: return true;
      case BytecodeOp::kCheckExcMatch: case BytecodeOp::kCheckEgMatch: case BytecodeOp::kCatchAll: case BytecodeOp::kWithExceptStart: case BytecodeOp::kPopExcept: return false;
      default: unit += 1 + bytecode::kCacheUnits[static_cast<int>(op)];
    }
  }
  return false;
}

}  // namespace

/// A call of `fn`, which `function` is: guards what decides where the arguments go, and enters the frame.
///
/// row        where on the stack the result goes
/// first      ... and the callee's locals begin
/// followed   false: the arguments do not fit, or this thread has not run the function yet; nothing is recorded
bool Recorder::enter_function(vm::Function* fn, Ref function, uint32_t row, uint32_t first, const CallArguments& arguments, Ref self, bool* followed) {
  vm::Code* code = fn->code.load_acquire();
  if (is_generator(*code)) {
    *followed = false;
    return self != kNoRef || make_generator(fn, function, row, arguments, followed);
  }
  std::vector<Source> sources;
  *followed = vm::find_thread_code(t_, code) != nullptr && match_arguments(fn, code, arguments, &sources);
  if (!*followed) return true;
  size_t recursion = 0;
  for (const TraceFrame& f : frames_) recursion += f.code == code;
  // What goes on from a finally need not be made when all the frames it goes through are here. An except clause mostly ends it, so there
  // many levels are no better than few.
  const bool tried = raising_.handler != nullptr && raising_.frame + 1 == frames_.size() && passes_on(top().code, t_.frame->code, raising_.handler->target);
  bool links = !(tried && recursion < kMaxTriedRecursion && frames_.size() < kMaxDepth) && function_links(code, recursion);
  if (!links && (frames_.size() >= kMaxDepth || recursion >= (tried ? kMaxTriedRecursion : kMaxRecursion))) {
    waits_ = true;
    end_here();  // the rest is another trace's
    return true;
  }
  guard_code(fn, function, code);
  uint32_t stack_base = top().stack_base();
  uint32_t base = top().generator() ? top().limit() : stack_base + first;
  TraceFrame callee{.frame = nullptr, .code = code, .code_index = 0, .base = base, .result_base = stack_base + row};
  callee.function = function;
  callee.self = self;
  callee.locals = bind_arguments(fn, function, code, arguments, sources);
  for (size_t i = 0; i < trace_.codes.size(); ++i) {
    if (trace_.codes[i] == code) callee.code_index = static_cast<uint32_t>(i);
  }
  if (callee.code_index == 0 && trace_.codes[0] != code) {
    callee.code_index = static_cast<uint32_t>(trace_.codes.size());
    trace_.codes.push_back(code);
  }
  top().return_unit = static_cast<uint32_t>(expected_ - t_.frame->code->units);
  frames_.push_back(std::move(callee));
  entering_ = true;
  links_at_entry_ = links;
  entering_unit_ = 0;
  return true;
}

void Recorder::guard_code(vm::Function* fn, Ref function, vm::Code* code) {
  if (function == guarded_function_ || relies_on(fn, function)) return;
  if (!is_constant(function)) guard_exact(function, TypeId::kFunction);
  emit(Op::kGuardIs, load(function, offsetof(vm::Function, code)), kNoRef, kNoRef, Value::from_pointer(code).bits());
}

/// Whether a call of `code` goes to its own compiled code, and is not followed: recursion (Note [Fitness]), and what is too deep to follow.
bool Recorder::function_links(vm::Code* code, size_t recursion) {
  if (frames_.size() < kMaxDepth && (recursion == 0 || fitness_.follows(recursion, trace_.code.size(), frames_.size() - 1))) return false;
  const uint16_t* units = vm::find_thread_code(t_, code)->units;
  uint32_t unit = 0;
  for (;;) {  // closures make cells first
    BytecodeOp op = vm::family_of(static_cast<uint8_t>(units[unit]));
    unit += 1 + bytecode::kCacheUnits[static_cast<int>(op)];
    if (op == BytecodeOp::kResume) return function_executor(code, unit) != nullptr;
    if (op != BytecodeOp::kCopyFreeVars && op != BytecodeOp::kMakeCell) return false;
  }
}

/// Whether a self stands at `row` of the stack differs from visit to visit where the interpreter has put it there: LoadMethod as a
/// whole, or before the trace began. From here on the trace is of the case at hand.
void Recorder::know_presence(uint32_t row, bool present) {
  Ref ref = top().stack[row];
  if (ref >= trace_.code.size()) return;  // absent for sure
  switch (trace_.code[ref].op) {
    case Op::kEscape: case Op::kEscapeItem: case Op::kEntryValue: case Op::kInputValue: case Op::kPhiValue: break;
    default: return;
  }
  emit(present ? Op::kGuardIsNot : Op::kGuardIs, ref, kNoRef, kNoRef, kAbsent.bits());
  if (present) return;
  top().stack[row] = kAbsentRef;
  snapshot_at_ = kNoSnapshot;
}

/// Call, CallKw and CallFunctionEx: of Python functions, bound methods and classes. The rest is somebody else's: not *handled.
///
/// callable, self  what the row begins with; self ABSENT: there is none
bool Recorder::call_python(Value callable, Value self, uint32_t row, CallArguments arguments, bool* handled) {
  *handled = true;
  Ref callee = top().stack[row];
  if (callable.is_absent() || !callable.is_heap()) return *handled = false, true;
  know_presence(row + 1, !self.is_absent());
  if (self.is_absent() && is_exact(callable, TypeId::kBoundMethod)) {
    auto* method = callable.as<BoundMethod>();
    Value function = method->func.get();
    if (!is_exact(function, TypeId::kFunction)) return *handled = false, true;
    // The interpreter puts function and self in their places; so does the trace.
    guard_exact(callee, TypeId::kBoundMethod);
    Ref fn = load(callee, offsetof(BoundMethod, func)), bound = load(callee, offsetof(BoundMethod, self));
    top().stack[row] = fn;
    top().stack[row + 1] = bound;
    callable = function;
    callee = fn;
    self = method->self.get();
    snapshot_at_ = kNoSnapshot;
  }
  if (is_exact(callable, TypeId::kFunction)) {
    bool has_self = !self.is_absent();
    if (has_self) arguments.positional.insert(arguments.positional.begin(), top().stack[row + 1]);
    return enter_function(callable.as<vm::Function>(), callee, row, row + (has_self ? 1 : 2), arguments, kNoRef, handled);
  }
  if (self.is_absent() && callable.as<Object>()->shape_id() >= static_cast<uint32_t>(TypeId::kCount) && !is_instance(t_, callable, TypeId::kType)) {
    return call_instance(callable, callee, row, std::move(arguments), handled);
  }
  if (!self.is_absent() || !is_instance(t_, callable, TypeId::kType)) return *handled = false, true;
  return call_class(callable, callee, row, std::move(arguments), handled);
}

/// An instance whose class has a Python function __call__, which is entered as a method's call would.
bool Recorder::call_instance(Value callable, Ref callee, uint32_t row, CallArguments arguments, bool* handled) {
  *handled = false;
  objects::Type* cls = objects::type_of(t_, callable);
  Str* method = name(t_, Name::k__call__);
  Value found = type_lookup(t_, cls, method), seen;
  if (found.is_absent() || !is_exact(found, TypeId::kFunction) || cls->has(kDeferred) || !facts_.on_type(t_, executor_, cls)) return true;
  auto* function = found.as<vm::Function>();
  vm::Code* code = function->code.load_acquire();
  arguments.positional.insert(arguments.positional.begin(), callee);
  std::vector<Source> sources;
  if (is_generator(*code) || vm::find_thread_code(t_, code) == nullptr || !match_arguments(function, code, arguments, &sources)) return true;
  NameCell* cell = type_lookup_cell(t_, cls, method);
  Ref known = cell == nullptr ? kNoRef : cell_value(cell, &seen);
  if (known == kNoRef || seen != found) return abort("a __call__ that changes");
  if (!is_constant(known)) emit(Op::kGuardIs, known, kNoRef, kNoRef, seen.bits());
  guard_shape(callee, callable.as<Object>()->shape_id());
  return enter_function(function, constant(found), row, row + 1, arguments, kNoRef, handled);
}

/// A partial object of a Python function: vm::partial_of_function.
bool Recorder::call_partial(Value callable, uint32_t row, uint32_t nargs, bool* handled) {
  *handled = false;
  vm::PartialCall found;
  const objects::Type* cls = type_of(t_, callable);
  if (!vm::partial_of_function(t_, callable, nargs, &found) || (cls->has(kHeapType) && !facts_.on_type(t_, executor_, type_of(t_, callable)))) return true;
  Ref object = top().stack[row];
  Value function = found.function->value();
  auto count = static_cast<uint64_t>(found.kept->size());
  guard_shape(object, callable.as<Object>()->shape_id());
  emit(Op::kGuardIs, load(object, offsetof(vm::Partial, function)), kNoRef, kNoRef, function.bits());
  Ref kept = load(object, offsetof(vm::Partial, args)), keywords = load(object, offsetof(vm::Partial, keywords));
  guard_exact(kept, TypeId::kTuple);
  emit(Op::kGuardTupleSize, kept, kNoRef, kNoRef, count);
  CallArguments arguments;
  for (uint64_t i = 0; i < count; ++i) arguments.positional.push_back(emit(Op::kTupleItemAt, kept, kNoRef, kNoRef, i));
  guard_exact(keywords, TypeId::kDict);
  emit(Op::kGuardIs, call(Helper::kLength, keywords), kNoRef, kNoRef, Value::from_small_int(0).bits());
  for (Ref given : stack_items(row + 2, nargs)) arguments.positional.push_back(given);
  return enter_function(found.function, constant(function), row, row + 2 + nargs, arguments, kNoRef, handled);
}

/// Whether it is what functools.lru_cache makes. Called where frames are virtual it looks into its cache, and gives up when it had to call.
bool Recorder::is_lru_cache(Value callable) const {
  const objects::Type* cls = type_of(t_, callable);
  return !cls->has(kHeapType) && std::string_view(cls->utf8_name) == "functools._lru_cache_wrapper";
}

bool Recorder::call_instruction(Machine& m, uint32_t nargs) {
  Value* items = m.sp - static_cast<int>(nargs) - 1;  // callable, self, arguments but the last, which is the top
  auto item = [&](uint32_t i) { return i == nargs + 1 ? m.tos : items[i]; };
  Value callable = item(0), self = item(1);
  uint32_t row = static_cast<uint32_t>(top().stack.size()) - nargs - 2;
  if (!callable.is_heap() || callable.is_absent()) return escape(m, BytecodeOp::kCall, nargs);
  bool handled = true;
  if (!call_python(callable, self, row, {stack_items(row + 2, nargs), {}, {}}, &handled)) return false;
  if (handled) return true;
  // A bound method's parts may have taken its place now.
  Ref callee = top().stack[row];
  if (self.is_absent() && is_exact(callable, TypeId::kBoundMethod)) {
    auto* method = callable.as<BoundMethod>();
    if (is_exact(method->func.get(), TypeId::kMethodDescriptor)) {
      guard_exact(callee, TypeId::kBoundMethod);
      emit(Op::kGuardIs, load(callee, offsetof(BoundMethod, func)), kNoRef, kNoRef, method->func.get().bits());
      callee = constant(method->func.get());
      Ref bound = load(top().stack[row], offsetof(BoundMethod, self));
      top().stack[row] = callee;
      top().stack[row + 1] = bound;
      snapshot_at_ = kNoSnapshot;
    }
    callable = method->func.get();
    self = method->self.get();
  }
  if (is_exact(callable, TypeId::kNativeFunction) && self.is_absent()) {  // bound, like `append = values.append`
    auto* f = callable.as<NativeFunction>();
    Value bound = f->self.get();
    Value found;
    if (!bound.is_absent() && bound.is_heap() && f->def->signature.has_self && !is_type(t_, bound)) {
      Result<Str*> method = intern(t_, f->def->signature.name);
      if (method.ok()) found = type_lookup(t_, objects::type_of(t_, bound), method.get());
      else t_.pending_exception = kAbsent;
    }
    if (!found.is_absent() && is_exact(found, TypeId::kMethodDescriptor) && found.as<MethodDescriptor>()->def == f->def) {
      guard_exact(callee, TypeId::kNativeFunction);
      call(Helper::kSameNative, callee, constant(found));
      Ref receiver = load(callee, offsetof(NativeFunction, self));
      guard_shape(receiver, bound.as<Object>()->shape_id());  // a function may stand in several classes' tables
      callable = found;
      self = bound;
      callee = constant(found);
      top().stack[row] = callee;
      top().stack[row + 1] = receiver;
      snapshot_at_ = kNoSnapshot;
    }
  }
  bool has_self = !self.is_absent();
  if (callable == objects::type(t_, TypeId::kSuper)->value() && nargs == 0 && !has_self) {
    if (!call_super(m, callee, callable, row, &handled)) return false;
    if (handled) return true;
  }
  if (nargs == 1 && !has_self) {
    if (!call_asked(m, callable, row, &handled)) return false;
    if (handled) return true;
  }
  if (!has_self && nargs == 0 && is_exact(callable, TypeId::kWeakRef)) {
    guard_exact(callee, TypeId::kWeakRef);
    Ref target = call(Helper::kCallAny0, callee);
    top().stack.resize(row);
    push(target);
    return true;
  }
  if (!call_wrapper(m, callee, callable, self, row, nargs, &handled)) return false;
  if (handled) return true;
  if (!has_self) {
    if (!call_native_new(m, callable, row, nargs, &handled)) return false;
    if (handled) return true;
  }
  if (!call_known(m, callable, self, row, nargs, &handled)) return false;
  if (handled) return true;
  if (!has_self) {
    if (!call_builtin(m, callable, row, nargs, &handled)) return false;
    if (handled) return true;
  }
  if (!has_self && is_exact(callable, TypeId::kMethodDescriptor) && nargs > 0) {  // str.upper(text)
    Value first = m.peek(static_cast<int>(nargs) - 1);
    if (objects::type_of(t_, first) == callable.as<MethodDescriptor>()->owner.load_acquire() && first.is_heap()) {
      if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
      Ref receiver = top().stack[row + 2];
      guard_shape(receiver, first.as<Object>()->shape_id());
      std::vector<Ref> before = top().stack;
      top().stack.erase(top().stack.begin() + row + 1);
      top().stack[row] = constant(callable);
      if (!call_native(m, callable, first, row, nargs - 1, &handled)) return false;
      if (handled) return true;
      top().stack = before;
    }
  }
  if (is_exact(callable, TypeId::kFunction)) return escape(m, BytecodeOp::kCall, nargs);
  if (!has_self && quiet_class_call(m, callable, nargs)) {
    if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
    for (uint32_t i = 0; i < nargs; ++i) guard_kind(peek(static_cast<int>(i)), m.peek(static_cast<int>(i)));
    Ref made = call_any(callable, stack_items(row + 2, nargs));
    top().stack.resize(row);
    push(made);
    return true;
  }
  if (!call_generator(m, row, nargs, &handled)) return false;
  if (handled) return true;
  if (!has_self) {
    if (!call_partial(callable, row, nargs, &handled)) return false;
    if (handled) return true;
    bool looks = nargs > 0 && nargs <= kMostArguments && is_lru_cache(callable);
    for (uint32_t i = 0; i < nargs; ++i) looks = looks && quiet_key(m.peek(static_cast<int>(i)));
    if (looks) {
      know_callable(row, callable);
      for (uint32_t i = 0; i < nargs; ++i) guard_kind(peek(static_cast<int>(i)), m.peek(static_cast<int>(i)));
      call_gives(row, call_any(callable, stack_items(row + 2, nargs)));
      return true;
    }
  }
  if (!call_native(m, callable, self, row, nargs, &handled)) return false;
  if (handled) return true;
  return escape(m, BytecodeOp::kCall, nargs);
}

namespace {

bool is_exact_heap(Value v, std::initializer_list<TypeId> ids) {
  return v.is_heap() && !v.is_absent() && std::find(ids.begin(), ids.end(), static_cast<TypeId>(v.as<Object>()->shape_id())) != ids.end();
}

}  // namespace

/// Calls of builtin classes that run no Python for these arguments.
bool Recorder::quiet_class_call(const Machine& m, Value callable, uint32_t nargs) const {
  if (nargs > kMostArguments || !is_exact(callable, TypeId::kType)) return false;
  auto all = [&](auto good) {
    for (uint32_t i = 0; i < nargs; ++i) {
      if (!good(m.peek(static_cast<int>(i)))) return false;
    }
    return true;
  };
  auto container = [](Value v) { return builtin_container(v); };
  auto is = [&](TypeId id) { return callable == objects::type(t_, id)->value(); };
  if (nargs == 0) {
    return is(TypeId::kList) || is(TypeId::kTuple) || is(TypeId::kDict) || is(TypeId::kSet) || is(TypeId::kStr) || is(TypeId::kInt) ||
           is(TypeId::kObject);
  }
  if (is(TypeId::kZip)) return all(container);
  if (is(TypeId::kEnumerate)) return nargs == 1 && all(container);
  if (is(TypeId::kMap) || is(TypeId::kFilter)) {
    auto begins = [](Value v) { return builtin_container(v) || is_exact_heap(v, {TypeId::kMap, TypeId::kFilter, TypeId::kGenerator, TypeId::kZip, TypeId::kEnumerate}); };
    for (uint32_t i = 0; i + 1 < nargs; ++i) {
      if (!begins(m.peek(static_cast<int>(i)))) return false;
    }
    return nargs >= 2;
  }
  auto viewed = [](Value v) {
    return builtin_container(v) || is_exact_heap(v, {TypeId::kDictKeys, TypeId::kDictValues, TypeId::kDictItems, TypeId::kFrozenSet, TypeId::kBytes});
  };
  if ((is(TypeId::kList) || is(TypeId::kTuple)) && nargs == 1) return all(viewed);
  if (is(TypeId::kReversed)) return nargs == 1 && all([](Value v) { return is_exact_heap(v, {TypeId::kList, TypeId::kTuple, TypeId::kStr, TypeId::kRange, TypeId::kDict}); });
  if ((is(TypeId::kSet) || is(TypeId::kFrozenSet)) && nargs == 1 && all([&](Value v) { return plain_container(v); })) return true;
  if (is(TypeId::kDict)) return nargs == 1 && all([&](Value v) { return vm::is_exact_or_absent(v, TypeId::kDict) && plain_container(v); });
  if (is(TypeId::kBool)) return all([&](Value v) { return plain(v) && v != kNotImplemented; });  // which warns
  for (TypeId id : {TypeId::kRange, TypeId::kStr, TypeId::kInt, TypeId::kFloat, TypeId::kComplex, TypeId::kBytes, TypeId::kByteArray,
                    TypeId::kSet, TypeId::kFrozenSet, TypeId::kSlice}) {
    if (is(id)) return all([&](Value v) { return plain(v); });
  }
  return false;
}

/// A class: its instance, then the frame of a Python __init__. Without one: an object without arguments, or an exception.
bool Recorder::call_class(Value callable, Ref callee, uint32_t row, CallArguments arguments, bool* handled) {
  *handled = false;
  auto* cls = callable.as<objects::Type>();
  objects::Type* meta = objects::type_of(t_, callable);
  if (!vm::calls_as_type(t_, callable) || cls->has(kDeferred) || cls->has(kAbstract) || cls->has(kDisallowInstantiation)) return true;
  if (meta->has(kHeapType) && !facts_.on_type(t_, executor_, meta)) return true;
  if (vm::Function* function = vm::new_function(t_, cls)) return call_new(cls, function, callee, arguments, handled);
  bool plain = cls->slots.new_ == objects::type(t_, TypeId::kObject)->slots.new_;
  bool exception = cls->slots.new_ == objects::type(t_, TypeId::kException)->slots.new_;
  if ((!plain && !exception) || !cls->has(kHasSlots) || cls->has(kVariableSize) || cls->has(kHasFinalizer)) return true;
  Value init = type_lookup(t_, cls, name(t_, Name::k__init__));
  bool python_init = !init.is_absent() && is_exact(init, TypeId::kFunction);
  // What runs instead of a Python __init__ must be the builtin one.
  bool nothing_else = plain ? arguments.positional.empty() && cls->slots.init == objects::type(t_, TypeId::kObject)->slots.init
                            : quiet_exception(cls);
  if (!python_init && (!nothing_else || !arguments.names.empty())) return true;
  if (arguments.positional.size() > 6 || (!cls->has(kHeapType) && python_init) || !facts_.on_type(t_, executor_, cls)) return true;
  auto make = [&] {
    if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
    Ref made = plain ? call(Helper::kNewInstance, constant(callable)) : call(python_init || cls->slots.init == objects::type(t_, TypeId::kException)->slots.init ? Helper::kPlainException : Helper::kCallWithTuple, constant(callable), make_tuple(arguments.positional));
    emit(Op::kCheckValid);
    escaped_ = false;
    return made;
  };
  if (!python_init) {
    Ref made = make();
    top().stack.resize(row);
    push(made);
    return *handled = true;
  }
  auto* function = init.as<vm::Function>();
  CallArguments all = arguments;
  all.positional.insert(all.positional.begin(), callee);  // whatever it is: an instance has not been made yet
  std::vector<Source> sources;
  vm::Code* code = function->code.load_acquire();
  if (is_generator(*code) || vm::find_thread_code(t_, code) == nullptr || !match_arguments(function, code, all, &sources)) return true;
  Value seen;
  NameCell* cell = type_lookup_cell(t_, cls, name(t_, Name::k__init__));
  Ref known = cell == nullptr ? kNoRef : cell_value(cell, &seen);
  if (known == kNoRef || seen != init) return abort("an __init__ that changes");
  if (!is_constant(known)) emit(Op::kGuardIs, known, kNoRef, kNoRef, seen.bits());
  Ref self = make();
  top().stack[row + 1] = self;
  all.positional[0] = self;
  return enter_function(function, constant(init), row, row + 1, all, self, handled);
}

/// A class whose __new__ is a Python function: its frame is entered, the row stays until it returns (method_returns).
bool Recorder::call_new(objects::Type* cls, vm::Function* function, Ref callee, const CallArguments& arguments, bool* handled) {
  if (raising_.op != BytecodeOp::kCall || !arguments.names.empty() || !facts_.on_type(t_, executor_, cls)) return true;
  Value found = type_lookup(t_, cls, name(t_, Name::k__new__)), seen;
  CallArguments all = arguments;
  all.positional.insert(all.positional.begin(), constant(cls->value()));
  std::vector<Source> sources;
  vm::Code* code = function->code.load_acquire();
  if (vm::find_thread_code(t_, code) == nullptr || !match_arguments(function, code, all, &sources)) return true;
  NameCell* cell = type_lookup_cell(t_, cls, name(t_, Name::k__new__));
  Ref wrapper = cell == nullptr ? kNoRef : cell_value(cell, &seen);
  if (wrapper == kNoRef || seen != found) return abort("a __new__ that changes");
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, cls->value().bits());
  if (!is_constant(wrapper)) emit(Op::kGuardIs, wrapper, kNoRef, kNoRef, found.bits());
  emit(Op::kGuardIs, load(constant(found), offsetof(StaticMethod, callable)), kNoRef, kNoRef, function->value().bits());
  auto nargs = static_cast<uint32_t>(arguments.positional.size());
  auto depth = static_cast<uint32_t>(top().stack.size());
  Ref mark = constant(vm::operator_mark(BytecodeOp::kCall, nargs));
  return enter_function(function, constant(function->value()), depth - nargs - 2, depth, all, mark, handled);
}

/// A Python __new__ returns: its result is the call's, or the frame of __init__ is entered (vm::prepare_init).
bool Recorder::new_returns(Machine& m, uint32_t nargs) {
  const Value v = m.peek(0), cls = t_.frame->sp[0];
  Ref result = peek(0);
  objects::Type* made = type_of(t_, v);
  vm::Function* init = vm::init_after_new(t_, cls, v, nargs);
  const bool plain = !is_subtype(made, cls.as<objects::Type>()) || (made->slots.init == &objects::object_init && (nargs == 0 || made->value() == cls));
  auto left_to_interpreter = [&] {
    end_here();
    return true;
  };
  if (!v.is_heap() || (!plain && init == nullptr) || (made->has(kHeapType) && !facts_.on_type(t_, executor_, made))) return left_to_interpreter();
  if (!is_constant(result)) guard_shape(result, v.as<Object>()->shape_id());
  const size_t row = frames_[frames_.size() - 2].stack.size() - nargs - 2;
  auto finish = [&] {
    frames_.pop_back();
    snapshot_at_ = kNoSnapshot;
  };
  if (plain) {
    finish();
    top().stack.resize(row);
    push(result);
    expected_ = t_.frame->previous->code->units + top().return_unit;
    return true;
  }
  vm::Code* code = init->code.load_acquire();
  auto recursion = std::count_if(frames_.begin(), frames_.end(), [&](const TraceFrame& f) { return f.code == code; });
  if (vm::find_thread_code(t_, code) == nullptr || recursion > 0) return left_to_interpreter();
  Ref function = method_of(v, result, name(t_, Name::k__init__), init->value());
  if (function == kNoRef) return left_to_interpreter();
  uint32_t before = snapshot();  // what is guarded while the frame is entered leaves where __new__ returns
  finish();
  snapshot_at_ = before;
  const uint32_t goes_on = top().return_unit;
  top().stack[row] = function;
  top().stack[row + 1] = result;
  std::vector<Ref> given(top().stack.begin() + static_cast<std::ptrdiff_t>(row) + 1, top().stack.end());
  bool followed;
  if (!enter_function(init, function, static_cast<uint32_t>(row), static_cast<uint32_t>(row) + 1, {given, {}, {}}, result, &followed)) return false;
  if (!followed) return abort("an __init__ that cannot be followed");
  frames_[frames_.size() - 2].return_unit = goes_on;
  snapshot_at_ = kNoSnapshot;
  return true;
}

/// object.__new__(cls) and tuple.__new__(cls, items), int.__new__(cls, 5): what a Python __new__ calls.
bool Recorder::call_native_new(const Machine& m, Value callable, uint32_t row, uint32_t nargs, bool* handled) {
  *handled = false;
  objects::Type* owner = new_wrapper_owner(callable);
  if (owner == nullptr || nargs == 0 || nargs > 2) return true;
  Value first = m.peek(static_cast<int>(nargs) - 1);
  if (!first.is_heap() || first.is_absent() || !is_type(t_, first)) return true;
  auto* cls = first.as<objects::Type>();
  objects::Type* native = cls;  // as objects::call_new_wrapper asks
  while (native != nullptr && native->slots.new_ == &slot_generic::new_) native = native->base.get();
  if (native == nullptr || native->slots.new_ != owner->slots.new_ || !is_subtype(cls, owner) || cls->has(kDeferred) || cls->has(kAbstract)) return true;
  if (!cls->has(kHeapType) || cls->has(kHasFinalizer) || !facts_.on_type(t_, executor_, cls)) return true;
  const bool plain_object = owner == objects::type(t_, TypeId::kObject);
  if (plain_object ? nargs != 1 || !cls->has(kHasSlots) || cls->has(kVariableSize) : nargs != 2) return true;
  if (!plain_object) {
    Value from = m.peek(0);
    bool items = owner == objects::type(t_, TypeId::kTuple) && from.is_heap() && (is_exact(from, TypeId::kTuple) || is_exact(from, TypeId::kList));
    bool number = (owner == objects::type(t_, TypeId::kInt) || owner == objects::type(t_, TypeId::kFloat) || owner == objects::type(t_, TypeId::kStr)) && plain(from);
    if (!items && !number) return true;
    guard_kind(peek(0), from);
  }
  Ref callee = top().stack[row], given = top().stack[row + 2];
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
  if (!is_constant(given)) emit(Op::kGuardIs, given, kNoRef, kNoRef, first.bits());
  Ref made = plain_object ? call(Helper::kNewInstance, constant(first)) : call(Helper::kCallAny2, constant(callable), constant(first), peek(0));
  top().stack.resize(row);
  push(made);
  return *handled = true;
}

/// Whether an exception of this class without a Python __init__ is initialised by BaseException's or StopIteration's.
bool Recorder::quiet_exception(objects::Type* cls) const {
  return cls->slots.init == objects::type(t_, TypeId::kException)->slots.init || cls->slots.init == objects::type(t_, TypeId::kStopIteration)->slots.init;
}

/// An operator whose left operand's class has a Python function for it; others are the interpreter's.
bool Recorder::enter_operator(Machine& m, BytecodeOp family, uint32_t arg) {
  Value a = m.peek(1), b = m.peek(0);
  vm::Function* function = vm::operator_function(t_, family, arg, a, b);
  if (function == nullptr && family != BytecodeOp::kBinarySubscr) return method_or_escape(m, family, arg);
  if (function == nullptr || vm::find_thread_code(t_, function->code.load_acquire()) == nullptr) return escape(m, family, arg);
  objects::Type* cls = objects::type_of(t_, a);
  Value seen;
  Str* method = name(t_, vm::operator_name(family, arg));
  // That the right operand's class is no subclass is a fact about its bases.
  objects::Type* right = objects::type_of(t_, b);
  bool watched = facts_.on_type(t_, executor_, cls) && (right == cls || facts_.on_type(t_, executor_, right));
  NameCell* cell = watched ? type_lookup_cell(t_, cls, method) : nullptr;
  Ref fn = cell == nullptr ? kNoRef : cell_value(cell, &seen);
  if (fn == kNoRef || seen != function->value()) return escape(m, family, arg);
  guard_shape(peek(1), a.as<Object>()->shape_id());
  guard_kind(peek(0), b);
  if (!is_constant(fn)) emit(Op::kGuardIs, fn, kNoRef, kNoRef, seen.bits());
  fn = constant(seen);
  Value mark = vm::operator_mark(family, arg);
  auto row = static_cast<uint32_t>(top().stack.size()) - 2;
  bool followed;
  if (!enter_function(function, fn, row, row, {stack_items(row, 2), {}, {}}, mark.is_absent() ? kNoRef : constant(mark), &followed)) return false;
  return followed || escape(m, family, arg);
}

bool Recorder::call_keywords(Machine& m, uint32_t nargs) {
  uint32_t row = static_cast<uint32_t>(top().stack.size()) - nargs - 3;
  bool handled = false;
  if (is_constant(peek(0))) {
    Value callable = m.peek(static_cast<int>(nargs) + 2), self = m.peek(static_cast<int>(nargs) + 1);
    Tuple* names = m.peek(0).as<Tuple>();
    uint32_t named = static_cast<uint32_t>(names->size()), positional = nargs - named;
    CallArguments arguments{stack_items(row + 2, positional), {}, stack_items(row + 2 + positional, named)};
    for (uint32_t i = 0; i < named; ++i) arguments.names.push_back(names->items[i].get());
    if (!call_python(callable, self, row, std::move(arguments), &handled)) return false;
    if (!handled && !call_native_keywords(m, callable, self, row, nargs, &handled)) return false;
  }
  return handled || escape(m, BytecodeOp::kCallKw, nargs);
}

/// f(*tuple) and f(*tuple, **dict).
bool Recorder::call_spread(Machine& m, uint32_t arg) {
  bool has_dict = arg & 1;
  uint32_t row = static_cast<uint32_t>(top().stack.size()) - 3 - has_dict;
  Value positional = m.peek(has_dict);
  bool list = positional.is_heap() && is_exact(positional, TypeId::kList);
  int64_t size = !positional.is_heap() ? -1 : list ? list_size(positional.as<List>()) : is_exact(positional, TypeId::kTuple) ? positional.as<Tuple>()->size() : -1;
  bool small = size >= 0 && size <= vm::kMostSpread;
  bool handled = false;
  CallArguments arguments;
  if (small && !top().generator() && (!has_dict || spread_keywords(m.peek(0), peek(0), &arguments))) {
    Ref tuple = top().stack[row + 2];
    guard_exact(tuple, list ? TypeId::kList : TypeId::kTuple);
    if (list) tuple = call(Helper::kListToTuple, tuple);
    auto count = static_cast<uint64_t>(size);
    emit(Op::kGuardTupleSize, tuple, kNoRef, kNoRef, count);
    for (uint64_t i = 0; i < count; ++i) arguments.positional.push_back(emit(Op::kTupleItemAt, tuple, kNoRef, kNoRef, i));
    if (!call_python(m.peek(2 + has_dict), kAbsent, row, std::move(arguments), &handled)) return false;
  }
  return handled || escape(m, BytecodeOp::kCallFunctionEx, arg);
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Recording calls. Python functions, methods and classes with a Python __init__ are followed into their frames; natives become helper
// calls; everything else is a call through the interpreter's own definition (Escape), and the recorder waits until it is over.
#include "jit/record/recorder.h"

#include <algorithm>

#include "objects/bound_method.h"
#include "objects/descriptors.h"
#include "objects/native.h"
#include "objects/protocol.h"
#include "vm/helpers.h"
#include "vm/operator_frames.h"

namespace eider::jit {

/// arguments: for the first parameters; kNoRef and what is not there come from the defaults.
bool Recorder::enter_function(Machine& m, vm::Function* fn, Ref function, uint32_t row, uint32_t first, std::vector<Ref> arguments, Ref self) {
  vm::Code* code = fn->code.load_acquire();
  size_t recursion = 0;
  for (const TraceFrame& f : frames_) recursion += f.code == code;
  bool links = function_links(code, recursion);
  if (!links && (frames_.size() >= kMaxDepth || recursion >= kMaxRecursion)) {
    waits_ = true;
    end_here();  // the rest is another trace's
    return true;
  }
  uint32_t stack_base = top().stack_base();
  uint32_t base = top().generator() ? top().limit() : stack_base + first;
  TraceFrame callee{.frame = nullptr, .code = code, .code_index = 0, .base = base, .result_base = stack_base + row};
  callee.function = function;
  callee.self = self;
  callee.locals.assign(code->local_count, kAbsentRef);
  // Missing arguments come from the defaults, as the tuple of now.
  auto wanted = static_cast<uint32_t>(code->exact_args);
  arguments.resize(wanted, kNoRef);
  std::copy(arguments.begin(), arguments.end(), callee.locals.begin());
  if (std::find(arguments.begin(), arguments.end(), kNoRef) != arguments.end()) {
    Value defaults = fn->defaults.load_acquire();
    Ref tuple = load(function, offsetof(vm::Function, defaults));
    emit(Op::kGuardIs, tuple, kNoRef, kNoRef, defaults.bits());
    Tuple* values = defaults.as<Tuple>();
    for (uint32_t i = 0; i < wanted; ++i) {
      if (arguments[i] != kNoRef) continue;
      Value v = values->items[values->size() - (wanted - i)].get();
      callee.locals[i] = v.is_small_int() ? int_word(v.bits() - 1) : v.is_float_word() ? float_constant(v.float_word()) : constant(v);
    }
  }
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
  (void)m;
  return true;
}

/// Whether a call of `code` goes to its own compiled code, and is not followed: recursion, and what is too deep to follow.
bool Recorder::function_links(vm::Code* code, size_t recursion) {
  if (recursion == 0 && frames_.size() < kMaxDepth) return false;
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

bool Recorder::call_instruction(Machine& m, uint32_t nargs) {
  Value* items = m.sp - static_cast<int>(nargs) - 1;  // callable, self, arguments but the last, which is the top
  auto item = [&](uint32_t i) { return i == nargs + 1 ? m.tos : items[i]; };
  Value callable = item(0), self = item(1);
  uint32_t row = static_cast<uint32_t>(top().stack.size()) - nargs - 2;
  Ref callee = top().stack[row];
  if (!callable.is_heap() || callable.is_absent()) return escape(m, BytecodeOp::kCall, nargs);
  bool has_self = !self.is_absent();
  know_presence(row + 1, has_self);
  if (is_exact(callable, TypeId::kBoundMethod) && !has_self) {
    auto* method = callable.as<BoundMethod>();
    Value function = method->func.get();
    if (!is_exact(function, TypeId::kFunction)) {
      return escape(m, BytecodeOp::kCall, nargs);
    }
    // The interpreter puts function and self in their places; so does the trace.
    guard_exact(callee, TypeId::kBoundMethod);
    Ref fn = load(callee, offsetof(BoundMethod, func)), bound = load(callee, offsetof(BoundMethod, self));
    top().stack[row] = fn;
    top().stack[row + 1] = bound;
    callable = function;
    callee = fn;
    has_self = true;
    snapshot_at_ = kNoSnapshot;
  }
  if (is_exact(callable, TypeId::kFunction)) {
    auto* fn = callable.as<vm::Function>();
    vm::Code* code = fn->code.load_acquire();
    uint32_t given = nargs + has_self;
    Value defaults = fn->defaults.load_acquire();
    bool fits = code->exact_args >= 0 && given <= static_cast<uint32_t>(code->exact_args);
    if (fits && given < static_cast<uint32_t>(code->exact_args)) {
      fits = !defaults.is_absent() && defaults.as<Tuple>()->size() >= code->exact_args - static_cast<int64_t>(given);
    }
    bool makes_generator = is_generator(*code) && given <= 2 && given == code->argcount && code->kwonly == 0 && code->local_count <= 256 &&
                           (code->flags & (bytecode::kVarArgs | bytecode::kVarKeywords)) == 0;
    if (makes_generator) return make_generator(code, callee, row, given, has_self);
    if (!fits || vm::find_thread_code(t_, code) == nullptr) {
      return escape(m, BytecodeOp::kCall, nargs);
    }
    if (!is_constant(callee)) guard_exact(callee, TypeId::kFunction);
    emit(Op::kGuardIs, load(callee, offsetof(vm::Function, code)), kNoRef, kNoRef, Value::from_pointer(code).bits());
    uint32_t first = row + (has_self ? 1 : 2);
    return enter_function(m, fn, callee, row, first, stack_items(first, given), kNoRef);
  }
  if (!has_self && is_instance(t_, callable, TypeId::kType)) {
    objects::Type* cls = callable.as<objects::Type>();
    if (objects::type_of(t_, callable) == objects::type(t_, TypeId::kType) && cls->has(kHeapType)) return call_class(m, cls, callee, row, nargs);
  }
  if (!has_self && quiet_class_call(m, callable, nargs)) {
    if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
    for (uint32_t i = 0; i < nargs; ++i) guard_kind(peek(static_cast<int>(i)), m.peek(static_cast<int>(i)));
    Ref fn = constant(callable);
    Ref made = nargs == 0   ? call(Helper::kCallAny0, fn)
               : nargs == 1 ? call(Helper::kCallAny1, fn, peek(0))
                            : call(Helper::kCallAny2, fn, peek(1), peek(0));
    top().stack.resize(row);
    push(made);
    return true;
  }
  bool handled = true;
  if (!call_generator(m, row, nargs, &handled)) return false;
  if (handled) return true;
  if (!call_native(m, row, nargs, &handled)) return false;
  if (handled) return true;
  return escape(m, BytecodeOp::kCall, nargs);
}

namespace {

bool builtin_container(Value v) {
  if (!v.is_heap() || v.is_absent()) return false;
  switch (static_cast<TypeId>(v.as<Object>()->shape_id())) {
    case TypeId::kList: case TypeId::kTuple: case TypeId::kRange: case TypeId::kStr: case TypeId::kDict: case TypeId::kSet: return true;
    default: return false;
  }
}

}  // namespace

/// Calls of builtin classes that run no Python for these arguments.
bool Recorder::quiet_class_call(const Machine& m, Value callable, uint32_t nargs) const {
  if (nargs > 2 || !is_exact(callable, TypeId::kType)) return false;
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
  if (is(TypeId::kRange)) return all([](Value v) { return v.is_small_int(); });
  if (is(TypeId::kZip)) return all(container);
  if (is(TypeId::kEnumerate)) return nargs == 1 && all(container);
  if (nargs == 2) return false;
  if (is(TypeId::kStr) || is(TypeId::kInt) || is(TypeId::kFloat) || is(TypeId::kBool)) return all([&](Value v) { return plain(v); });
  return (is(TypeId::kList) || is(TypeId::kTuple)) && all(container);
}

bool Recorder::call_class(Machine& m, objects::Type* cls, Ref callee, uint32_t row, uint32_t nargs) {
  auto by_interpreter = [&] {
    return escape(m, BytecodeOp::kCall, nargs);
  };
  if (!cls->has(kHasSlots) || cls->has(kVariableSize) || cls->has(kHasFinalizer) ||
      cls->slots.new_ != objects::type(t_, TypeId::kObject)->slots.new_ || !facts_.on_type(t_, executor_, cls)) {
    return by_interpreter();
  }
  vm::ClassCall how = vm::prepare_class_call(t_, cls);
  if (how.init == nullptr || static_cast<uint32_t>(how.code->exact_args) != nargs + 1) return by_interpreter();
  Value seen;
  NameCell* cell = type_lookup_cell(t_, cls, name(t_, Name::k__init__));
  Ref init = cell == nullptr ? kNoRef : cell_value(cell, &seen);
  if (init == kNoRef || seen != how.init->value()) return abort("an __init__ that changes");
  if (!is_constant(init)) emit(Op::kGuardIs, init, kNoRef, kNoRef, seen.bits());
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, cls->value().bits());
  Ref fn = constant(seen);
  emit(Op::kGuardIs, load(fn, offsetof(vm::Function, code)), kNoRef, kNoRef, Value::from_pointer(how.code->code).bits());
  Ref self = call(Helper::kNewInstance, constant(cls->value()));
  emit(Op::kCheckValid);
  escaped_ = false;
  top().stack[row + 1] = self;
  return enter_function(m, how.init, fn, row, row + 1, stack_items(row + 1, nargs + 1), self);
}

/// An operator whose left operand's class has a Python function for it; others are the interpreter's.
bool Recorder::enter_operator(Machine& m, BytecodeOp family, uint32_t arg) {
  Value a = m.peek(1), b = m.peek(0);
  vm::Function* function = vm::operator_function(t_, family, arg, a, b);
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
  vm::Code* code = function->code.load_acquire();
  emit(Op::kGuardIs, load(fn, offsetof(vm::Function, code)), kNoRef, kNoRef, Value::from_pointer(code).bits());
  Value mark = vm::operator_mark(family, arg);
  auto row = static_cast<uint32_t>(top().stack.size()) - 2;
  return enter_function(m, function, fn, row, row, stack_items(row, 2), mark.is_absent() ? kNoRef : constant(mark));
}

/// A call with keywords of a function that takes no *args or keyword-only ones: which value goes to which parameter is known now.
bool Recorder::call_keywords(Machine& m, uint32_t nargs) {
  auto by_interpreter = [&] { return escape(m, BytecodeOp::kCallKw, nargs); };
  Value callable = m.peek(static_cast<int>(nargs) + 2), self = m.peek(static_cast<int>(nargs) + 1);
  uint32_t row = static_cast<uint32_t>(top().stack.size()) - nargs - 3;
  if (!callable.is_heap() || !is_exact(callable, TypeId::kFunction) || !is_constant(peek(0))) return by_interpreter();
  auto* fn = callable.as<vm::Function>();
  vm::Code* code = fn->code.load_acquire();
  if (code->exact_args < 0 || vm::find_thread_code(t_, code) == nullptr) return by_interpreter();
  auto wanted = static_cast<uint32_t>(code->exact_args);
  Tuple* names = m.peek(0).as<Tuple>();
  uint32_t first = row + (self.is_absent() ? 2 : 1);
  uint32_t given = nargs + !self.is_absent(), positional = given - static_cast<uint32_t>(names->size());
  if (given > wanted) return by_interpreter();
  std::vector<Ref> arguments = stack_items(first, positional);
  arguments.resize(wanted, kNoRef);
  for (uint32_t i = positional; i < given; ++i) {
    Value name = names->items[i - positional].get();
    uint32_t place = code->posonly;
    while (place < wanted && code->local_names->items[place].get() != name) ++place;  // names are interned
    if (place == wanted || arguments[place] != kNoRef) return by_interpreter();
    arguments[place] = top().stack[first + i];
  }
  Value defaults = fn->defaults.load_acquire();
  int64_t from = wanted - (defaults.is_absent() ? 0 : defaults.as<Tuple>()->size());
  for (uint32_t i = 0; i < wanted; ++i) {
    if (arguments[i] == kNoRef && i < from) return by_interpreter();
  }
  Ref callee = top().stack[row];
  if (!is_constant(callee)) guard_exact(callee, TypeId::kFunction);
  emit(Op::kGuardIs, load(callee, offsetof(vm::Function, code)), kNoRef, kNoRef, Value::from_pointer(code).bits());
  return enter_function(m, fn, callee, row, first, std::move(arguments), kNoRef);
}

namespace {

/// math.sqrt's row: cmath has one of that name too.
bool is_square_root(const NativeDef& def) {
  return std::string_view(def.text) == "sqrt(x, /)" && std::string_view(def.doc) == "Return the square root of x.";
}

}  // namespace

bool Recorder::call_native(Machine& m, uint32_t row, uint32_t nargs, bool* handled) {
  Value callable = nargs + 1 == 0 ? m.tos : (m.sp - static_cast<int>(nargs) - 1)[0];
  bool has_self = top().stack[row + 1] != kAbsentRef;
  *handled = false;
  const NativeDef* def = nullptr;
  if (is_exact(callable, TypeId::kNativeFunction) && !has_self) {
    auto* f = callable.as<NativeFunction>();
    def = f->def;
    if (!f->self.get().is_absent()) return true;
  } else if (is_exact(callable, TypeId::kMethodDescriptor) && has_self) {
    auto* d = callable.as<MethodDescriptor>();
    def = d->def;
    // Methods of the builtin containers and strings run no Python frames' business; others may look at frames.
    Value self = (m.sp - static_cast<int>(nargs) - 1)[1];
    if (nargs == 0 && row + 1 == top().stack.size() - 1) self = m.tos;
    if (!self.is_heap() || self.as<Object>()->shape_id() >= static_cast<uint32_t>(TypeId::kCount)) return true;
    for (TypeId id : {TypeId::kGenerator, TypeId::kCoroutine, TypeId::kAsyncGenerator}) {
      if (is_exact(self, id)) return true;
    }
  }
  uint32_t given = nargs + has_self;
  if (def == nullptr || given < 1 || given > 3) return true;
  if (!has_self && given == 1 && is_square_root(*def) && (m.peek(0).is_float_word() || m.peek(0).is_small_int())) {
    Value x = m.peek(0);
    bool fits = x.is_float_word() ? !(x.float_word() < 0) : x.small_int() >= 0 && x.small_int() <= int64_t{1} << 53;
    if (!fits) return true;
    Ref callee = top().stack[row];
    if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
    Ref number = x.is_float_word() ? as_float(peek(0)) : emit(Op::kIntToFloat, as_int(peek(0)));
    Ref root = emit(Op::kSqrtFloat, number);
    top().stack.resize(row);
    push(root);
    *handled = true;
    return true;
  }
  if (!has_self && given == 1 && (std::string_view(def->text).starts_with("iter(object, ") || std::string_view(def->text).starts_with("next(iterator, "))) {
    Value argument = m.peek(0);
    bool next = def->text[0] == 'n';
    if (next ? !quiet_iterator(argument) : !builtin_container(argument)) return true;
    Ref callee = top().stack[row];
    if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
    if (next) guard_quiet_iterator(argument, as_heap(peek(0)));
    else guard_kind(peek(0), argument);
    Ref result = call(Helper::kCallAny1, constant(callable), peek(0));
    top().stack.resize(row);
    push(result);
    *handled = true;
    return true;
  }
  bool simple = def->signature.simple() && def->signature.count == given && given < 3;
  std::string_view text = def->text;
  // Methods that look at their first argument and only store the second.
  bool stores_second = has_self && nargs == 2 && (text.starts_with("setdefault(self, key, ") || text.starts_with("get(self, key, ") ||
                                                  text.starts_with("pop(self, key, ") || text.starts_with("insert(self, index, "));
  auto looked_at = [&](uint32_t from_top) { return !simple && !(stores_second && from_top == 0); };
  for (uint32_t i = 0; i < nargs; ++i) {
    if (looked_at(i) && !plain_key(m.peek(static_cast<int>(i)))) return true;  // it may call back: the interpreter does it
  }
  bool quiet = has_self;  // of the functions, those that neither call back nor look at frames
  for (std::string_view known : {"len(", "abs(", "ord(", "chr(", "isinstance(", "id(", "hash(", "callable(", "bin(", "hex(", "divmod(", "sin(x", "cos(x", "tan(x", "atan(x", "atan2(y", "exp(x",
                                 "floor(", "ceil(", "fabs("}) {
    quiet |= text.starts_with(known);
  }
  if (!simple && !has_self) {
    for (std::string_view known : {"min(", "max(", "str(", "round(", "pow(", "sum("}) quiet |= text.starts_with(known);
  }
  if (!quiet) return true;
  Ref callee = top().stack[row];
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
  uint32_t first = row + (has_self ? 1 : 2);
  if (has_self) {
    Value self = nargs == 0 ? m.tos : (m.sp - static_cast<int>(nargs) - 1)[1];
    guard_shape(top().stack[first], self.as<Object>()->shape_id());
  }
  Ref a = top().stack[first], b = given > 1 ? top().stack[first + 1] : kNoRef, c = given > 2 ? top().stack[first + 2] : kNoRef;
  for (uint32_t i = 0; i < nargs; ++i) {
    if (looked_at(i)) guard_kind(peek(static_cast<int>(i)), m.peek(static_cast<int>(i)));
  }
  Ref fn = constant(callable);
  Ref result;
  if (given == 3) result = call(Helper::kCallWithTuple, fn, call(Helper::kBuildTuple3, a, b, c));
  else if (simple) result = given == 1 ? call(Helper::kCallNative1, fn, a) : call(Helper::kCallNative2, fn, a, b);
  else result = given == 1 ? call(Helper::kCallAny1, fn, a) : call(Helper::kCallAny2, fn, a, b);
  top().stack.resize(row);
  push(result);
  *handled = true;
  return true;
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Recording calls of functions and methods written in C++: which of them run no Python for the arguments that were seen, and how they are called.
#include <algorithm>

#include "builtins/iter/iter.h"
#include "jit/quiet.h"
#include "jit/record/recorder.h"
#include "objects/descriptors.h"
#include "objects/native.h"
#include "objects/positional_call.h"
#include "objects/protocol.h"
#include "vm/helpers.h"

namespace eider::jit {

namespace {

/// Functions of these modules call nothing back when their arguments are numbers, texts and bytes.
bool computes_only(Value module) {
  if (!is_exact(module, TypeId::kStr)) return false;
  for (std::string_view name : {"math", "cmath", "_operator", "binascii", "zlib", "unicodedata", "_struct", "_bisect"}) {
    if (str_equals_ascii(module.as<Str>(), name)) return true;
  }
  return false;
}

/// Functions that ask the system or the thread for a number.
bool asks_for_number(const NativeFunction& f) {
  std::string_view text = f.def->text;
  Value module = f.module.get();
  auto is = [&](const char* name, std::initializer_list<std::string_view> functions) {
    return is_exact(module, TypeId::kStr) && str_equals_ascii(module.as<Str>(), name) && std::find(functions.begin(), functions.end(), text) != functions.end();
  };
  return is("time", {"time()", "time_ns()", "monotonic()", "monotonic_ns()", "perf_counter()", "perf_counter_ns()", "process_time()"}) ||
         is("_thread", {"get_ident()", "get_native_id()"}) || is("posix", {"getpid()"});
}

/// Data whose class's methods look at no frames, and take from no iterator but one they are given. `owner`: the class that has the method, which
/// may be a base of the object's.
bool data_type(const objects::Type& owner) {
  if (owner.has(kHeapType)) return false;
  switch (owner.layout) {
    case TypeId::kInt: case TypeId::kFloat: case TypeId::kComplex: case TypeId::kStr: case TypeId::kBytes: case TypeId::kByteArray:
    case TypeId::kMemoryView: case TypeId::kTuple: case TypeId::kList: case TypeId::kDict: case TypeId::kSet: case TypeId::kFrozenSet:
    case TypeId::kRange: case TypeId::kSlice: case TypeId::kDictKeys: case TypeId::kDictValues: case TypeId::kDictItems: return true;
    default: break;
  }
  std::string_view name = owner.utf8_name;
  for (std::string_view known : {"collections.deque", "array.array", "re.Pattern", "re.Match", "_struct.Struct", "_thread.lock", "_thread.RLock", "_random.Random", "_io.StringIO", "_io.BytesIO"}) {
    if (name == known) return true;
  }
  return false;
}

/// Begun again where it came upon Python code, the method gives the same: Note [Python code below a helper] (objects/compiled_call.h).
bool may_be_repeated(std::string_view text) { return !text.starts_with("sort(") && !text.starts_with("symmetric_difference_update("); }

/// math.sqrt's row: cmath has one of that name too.
bool is_square_root(const NativeDef& def) {
  return std::string_view(def.text) == "sqrt(x, /)" && std::string_view(def.doc) == "Return the square root of x.";
}

}  // namespace

Ref Recorder::call_any(Value callable, const std::vector<Ref>& arguments) {
  Ref fn = constant(callable);
  switch (arguments.size()) {
    case 0: return call(Helper::kCallAny0, fn);
    case 1: return call(Helper::kCallAny1, fn, arguments[0]);
    case 2: return call(Helper::kCallAny2, fn, arguments[0], arguments[1]);
    default: return call_with_parts(Helper::kCallParts, fn, arguments);
  }
}

/// A function or method written in C++ that fits_by_position.
Ref Recorder::call_unpacked(Value callable, const std::vector<Ref>& arguments) {
  Ref fn = constant(callable);
  switch (arguments.size()) {
    case 1: return call(Helper::kCallNative1, fn, arguments[0]);
    case 2: return call(Helper::kCallNative2, fn, arguments[0], arguments[1]);
    default: return call_with_parts(Helper::kCallNativeParts, fn, arguments);
  }
}

/// More arguments than an operation has operands: they are all made before the first is stored.
Ref Recorder::call_with_parts(Helper helper, Ref callable, std::vector<Ref> arguments) {
  for (Ref& argument : arguments) argument = as_value(argument);
  Ref count = constant(Value::from_small_int(static_cast<int64_t>(arguments.size())));
  for (size_t n = 0; n < arguments.size(); ++n) emit(Op::kTextPart, arguments[n], kNoRef, kNoRef, n);
  return call(helper, callable, count);
}

/// Builtin functions, classes and methods of data with arguments by name, all data.
bool Recorder::call_native_keywords(Machine& m, Value callable, Value self, uint32_t row, uint32_t nargs, bool* handled) {
  *handled = false;
  constexpr uint32_t kMostNamed = 8;
  if (callable.is_absent() || !callable.is_heap() || nargs > kMostNamed) return true;
  bool has_self = !self.is_absent(), known = false;
  if (is_exact(callable, TypeId::kNativeFunction) && !has_self) {
    std::string_view text = callable.as<NativeFunction>()->def->text;
    for (std::string_view name : {"sorted(", "min(", "max(", "sum(", "round(", "pow("}) known |= text.starts_with(name);
    known &= callable.as<NativeFunction>()->self.get().is_absent();
  } else if (is_exact(callable, TypeId::kMethodDescriptor) && has_self) {
    known = data_type(*callable.as<MethodDescriptor>()->owner.load_acquire()) && may_be_repeated(callable.as<MethodDescriptor>()->def->text);
  } else if (!has_self) {
    for (TypeId id : {TypeId::kInt, TypeId::kStr, TypeId::kDict, TypeId::kComplex, TypeId::kBytes}) known |= callable == objects::type(t_, id)->value();
  }
  for (uint32_t i = 1; i <= nargs; ++i) {
    Value v = m.peek(static_cast<int>(i));
    known &= plain_key(v) || plain_container(v);
  }
  if (!known) return true;
  Ref callee = top().stack[row];
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
  if (has_self) guard_kind(top().stack[row + 1], self);
  for (uint32_t i = 1; i <= nargs; ++i) guard_kind(peek(static_cast<int>(i)), m.peek(static_cast<int>(i)));
  uint32_t first = row + (has_self ? 1 : 2);
  Ref made = call(Helper::kCallKeywords, constant(callable), make_tuple(stack_items(first, nargs + has_self)), peek(0));
  top().stack.resize(row);
  push(made);
  return *handled = true;
}

bool Recorder::call_native(Machine& m, Value callable, Value self, uint32_t row, uint32_t nargs, bool* handled) {
  bool has_self = !self.is_absent();
  *handled = false;
  const NativeDef* def = nullptr;
  if (is_exact(callable, TypeId::kNativeFunction) && !has_self) {
    auto* f = callable.as<NativeFunction>();
    def = f->def;
    if (!f->self.get().is_absent()) return true;
  } else if (is_exact(callable, TypeId::kMethodDescriptor) && has_self) {
    auto* d = callable.as<MethodDescriptor>();
    def = d->def;
    if (!data_type(*d->owner.load_acquire()) || !may_be_repeated(def->text) || !is_subtype(type_of(t_, self), d->owner.load_acquire())) return true;
  }
  uint32_t given = nargs + has_self;
  if (def == nullptr || given > kMostArguments) return true;
  std::string_view text = def->text;
  const std::string_view owner_name = has_self ? callable.as<MethodDescriptor>()->owner.load_acquire()->utf8_name : "";
  const bool is_lock = owner_name == "_thread.lock" || owner_name == "_thread.RLock";
  const bool asks = !has_self && given == 0 && asks_for_number(*callable.as<NativeFunction>());
  if (given == 0 && !asks) return true;
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
  const bool next = !has_self && (given == 1 || given == 2) && text.starts_with("next(iterator, ");
  if (next || (!has_self && given == 1 && text.starts_with("iter(object, "))) {
    Value argument = m.peek(static_cast<int>(given) - 1);
    if (next ? !builtins::quiet_iterator(argument) : !builtin_container(argument)) return true;
    Ref callee = top().stack[row];
    if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
    Ref asked = peek(static_cast<int>(given) - 1);
    if (next) guard_quiet_iterator(argument, as_heap(asked));
    else guard_kind(asked, argument);
    Ref result = call_any(callable, stack_items(row + 2, given));
    top().stack.resize(row);
    push(result);
    *handled = true;
    return true;
  }
  if (is_lock && (text.starts_with("acquire(") || text.starts_with("__enter__("))) {
    Result<Str*> asked = intern(t_, "acquire");
    if (!asked.ok()) t_.pending_exception = kAbsent;
    Value acquire = asked.ok() ? type_lookup(t_, type_of(t_, self), asked.get()) : kAbsent;
    if (nargs != 0 || acquire.is_absent()) return true;
    Ref callee = top().stack[row], lock = top().stack[row + 1];
    if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
    guard_kind(lock, self);
    Ref taken = call(Helper::kTryLock, constant(acquire), lock);
    top().stack.resize(row);
    push(taken);
    return *handled = true;
  }
  bool simple = def->signature.simple() && def->signature.count == given && given < 3 && given > 0;
  // Methods that look at their first argument and only store the second.
  bool stores_second = has_self && nargs == 2 && (text.starts_with("setdefault(self, key, ") || text.starts_with("get(self, key, ") ||
                                                  text.starts_with("pop(self, key, ") || text.starts_with("insert(self, index, "));
  bool computes = !has_self && computes_only(callable.as<NativeFunction>()->module.get());
  const TypeId layout = has_self ? callable.as<MethodDescriptor>()->owner.load_acquire()->layout : TypeId::kObject;
  const bool hashes = layout == TypeId::kDict || layout == TypeId::kSet || layout == TypeId::kFrozenSet;
  bool reduces = false;  // of what is in its argument, without changing anything
  for (std::string_view known : {"sum(", "min(", "max(", "sorted(", "any(", "all("}) reduces |= !has_self && nargs == 1 && text.starts_with(known);
  auto harmless = [&](Value v) { return hashes ? quiet_key(v) : plain_key(v) || ((reduces || computes) && plain_container(v)); };
  auto looked_at = [&](uint32_t from_top) { return computes || reduces || (!simple && !(stores_second && from_top == 0)); };
  for (uint32_t i = 0; i < nargs; ++i) {
    if (looked_at(i) && !harmless(m.peek(static_cast<int>(i)))) return true;  // it may call back: the interpreter does it
  }
  bool walks = false;  // through its argument, which must not be an iterator
  for (std::string_view known : {"join(", "extend(", "extendleft(", "update(", "fromkeys(", "union(", "intersection(", "difference(", "symmetric_difference(", "issubset(",
                                 "issuperset(", "isdisjoint(", "intersection_update(", "difference_update("}) {
    walks |= has_self && nargs > 0 && text.starts_with(known);
  }
  if (walks && !builtin_container(m.peek(0))) return true;
  bool quiet = has_self;  // of the functions, those that neither call back nor look at frames
  for (std::string_view known : {"len(", "abs(", "ord(", "chr(", "id(", "hash(", "callable(", "bin(", "hex(", "divmod(", "sin(x", "cos(x", "tan(x", "atan(x", "atan2(y", "exp(x",
                                 "floor(", "ceil(", "fabs(", "repr(", "ascii(", "oct(", "format("}) {
    quiet |= text.starts_with(known);
  }
  quiet |= computes || asks || reduces;
  if (!simple && !has_self) {
    for (std::string_view known : {"min(", "max(", "str(", "round(", "pow(", "sum("}) quiet |= text.starts_with(known);
  }
  if (!quiet) return true;
  Ref callee = top().stack[row];
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
  uint32_t first = row + (has_self ? 1 : 2);
  if (has_self) guard_kind(top().stack[first], self);
  for (uint32_t i = 0; i < nargs; ++i) {
    if (looked_at(i) || (walks && i == 0)) guard_kind(peek(static_cast<int>(i)), m.peek(static_cast<int>(i)));
  }
  std::vector<Ref> arguments = stack_items(first, given);
  Ref result = fits_by_position(def->signature, given) ? call_unpacked(callable, arguments) : call_any(callable, arguments);
  top().stack.resize(row);
  push(result);
  *handled = true;
  return true;
}

}  // namespace eider::jit

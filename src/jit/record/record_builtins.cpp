// SPDX-License-Identifier: MIT
//
// Recording calls of builtins that are a few operations: len, ord, min, max, abs, int, float; append, pop and get of lists and dicts; conjugate.
#include <string_view>

#include "jit/record/recorder.h"
#include "objects/descriptors.h"
#include "objects/native.h"
#include "objects/str.h"
#include "vm/helpers.h"

namespace eider::jit {

namespace {

constexpr int64_t kExactDouble = int64_t{1} << 53;

bool is_exact_str(Value v) { return vm::is_exact_or_absent(v, TypeId::kStr); }

}  // namespace

/// The callable is `callable`, whatever it is on the next round; what the call gives stands for its row.
void Recorder::call_gives(uint32_t row, Ref result) {
  top().stack.resize(row);
  push(result);
}
void Recorder::know_callable(uint32_t row, Value callable) {
  Ref callee = top().stack[row];
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
}

bool Recorder::call_known(Machine& m, Value callable, Value self, uint32_t row, uint32_t nargs, bool* handled) {
  *handled = true;
  if (self.is_absent() && is_exact(callable, TypeId::kNativeFunction)) {
    auto* f = callable.as<NativeFunction>();
    if (f->self.get().is_absent() && call_known_function(m, callable, f->def->text, row, nargs)) return true;
  } else if (self.is_absent() && is_exact(callable, TypeId::kType)) {
    if (nargs == 1 && call_number_class(m, callable, row)) return true;
    if (callable == objects::type(t_, TypeId::kComplex)->value() && call_complex(m, callable, row, nargs)) return true;
    if (callable == objects::type(t_, TypeId::kRange)->value() && call_range(m, callable, row, nargs)) return true;
  } else if (!self.is_absent() && is_exact(callable, TypeId::kMethodDescriptor)) {
    if (call_known_method(m, callable, self, callable.as<MethodDescriptor>()->def->text, row, nargs)) return true;
  }
  *handled = false;
  return true;
}

/// False: nothing was recorded.
bool Recorder::call_known_function(Machine& m, Value callable, std::string_view text, uint32_t row, uint32_t nargs) {
  if (nargs == 1 && text.starts_with("len(obj, /")) {
    Value v = m.peek(0);
    if (!v.is_heap()) return false;
    switch (static_cast<TypeId>(v.as<Object>()->shape_id())) {
      case TypeId::kList: case TypeId::kTuple: case TypeId::kStr: case TypeId::kDict: case TypeId::kSet: break;
      default: return false;
    }
    know_callable(row, callable);
    guard_shape(peek(0), v.as<Object>()->shape_id());
    Ref length;
    if (is_exact(v, TypeId::kList)) length = emit(Op::kListLength, peek(0));
    else if (is_exact(v, TypeId::kStr)) length = emit(Op::kStrLength, peek(0));
    else if (is_exact(v, TypeId::kTuple)) length = emit(Op::kGuardInt, emit(Op::kLoadFixed, peek(0), kNoRef, kNoRef, offsetof(Tuple, tagged_count)));
    else length = call(Helper::kLength, peek(0));
    call_gives(row, length);
    return true;
  }
  if (nargs == 1 && text.starts_with("ord(c, /") && is_exact_str(m.peek(0)) && m.peek(0).as<Str>()->length() == 1 &&
      m.peek(0).as<Str>()->width == 1) {
    know_callable(row, callable);
    guard_exact(peek(0), TypeId::kStr);
    call_gives(row, emit(Op::kOrdStr, peek(0)));
    return true;
  }
  if (nargs == 2 && text.starts_with("divmod(x, y, /") && m.peek(0).is_small_int() && m.peek(1).is_small_int() && m.peek(0).small_int() != 0 &&
      !(m.peek(0).small_int() == -1 && m.peek(1).small_int() == Value::kMinSmallInt)) {
    know_callable(row, callable);
    Ref a = as_int(peek(1)), b = as_int(peek(0));
    Ref whole = emit(Op::kFloorDivInt, a, b);
    call_gives(row, call(Helper::kBuildTuple2, whole, emit(Op::kModInt, a, b)));
    return true;
  }
  if (nargs == 1 && text.starts_with("chr(i, /") && m.peek(0).is_small_int() && m.peek(0).small_int() >= 0 && m.peek(0).small_int() < 256) {
    know_callable(row, callable);
    call_gives(row, emit(Op::kChrInt, as_int(peek(0))));
    return true;
  }
  bool least = text.starts_with("min(*args, ");
  if (nargs == 2 && (least || text.starts_with("max(*args, ")) && m.peek(0).is_small_int() && m.peek(1).is_small_int()) {
    know_callable(row, callable);
    Ref a = as_int(peek(1)), b = as_int(peek(0));
    call_gives(row, emit(least ? Op::kMinInt : Op::kMaxInt, a, b));
    return true;
  }
  if (nargs == 2 && (least || text.starts_with("max(*args, ")) && is_float(m.peek(0), peek(0)) && is_float(m.peek(1), peek(1))) {
    // The first one unless the second is better.
    double first = number_of(m.peek(1)), second = number_of(m.peek(0));
    know_callable(row, callable);
    Ref a = as_float(peek(1)), b = as_float(peek(0));
    bool better = least ? second < first : second > first;
    emit(better ? Op::kGuardFloatLt : Op::kGuardFloatNotLt, least ? b : a, least ? a : b);
    call_gives(row, better ? b : a);
    return true;
  }
  if (nargs == 1 && text.starts_with("abs(x, /")) {
    Value v = m.peek(0);
    if (is_complex(v) && call_complex_abs(v, callable, row)) return true;
    if (v.is_small_int() && v.small_int() != Value::kMinSmallInt) {
      know_callable(row, callable);
      Ref x = as_int(peek(0));
      call_gives(row, emit(Op::kMaxInt, x, emit(Op::kNegInt, x)));
      return true;
    }
    if (is_float(v, peek(0)) && (number_of(v) < 0 || number_of(v) > 0)) {
      know_callable(row, callable);
      Ref x = as_float(peek(0)), zero = float_constant(0.0);
      bool negative = number_of(v) < 0;
      emit(Op::kGuardFloatLt, negative ? x : zero, negative ? zero : x);
      call_gives(row, negative ? emit(Op::kNegFloat, x) : x);
      return true;
    }
  }
  return false;
}

/// float(x), int(x), str(x) of numbers.
bool Recorder::call_number_class(Machine& m, Value callable, uint32_t row) {
  Value v = m.peek(0);
  if (callable == objects::type(t_, TypeId::kStr)->value()) {
    Ref text = peek(0);
    bool same = v.is_heap() && is_exact(v, TypeId::kStr);
    if (!same && !v.is_small_int() && !is_float(v, text)) return false;
    know_callable(row, callable);
    if (same) guard_exact(text, TypeId::kStr);
    else (void)number_text(v, text, &text);
    call_gives(row, text);
    return true;
  }
  bool to_float = callable == objects::type(t_, TypeId::kFloat)->value();
  if (!to_float && callable != objects::type(t_, TypeId::kInt)->value()) return false;
  Ref x = peek(0), made;
  if (v.is_small_int()) {
    if (to_float && (v.small_int() > kExactDouble || v.small_int() < -kExactDouble)) return false;
    know_callable(row, callable);
    made = to_float ? emit(Op::kIntToFloat, as_int(x)) : as_int(x);
  } else if (is_float(v, x)) {
    double d = number_of(v);
    if (!to_float && !(d > -static_cast<double>(kExactDouble) && d < static_cast<double>(kExactDouble))) return false;
    know_callable(row, callable);
    made = to_float ? as_float(x) : emit(Op::kFloatToInt, as_float(x));
  } else if (is_exact(v, TypeId::kStr) && raising_.handler != nullptr) {  // one that is no number is a way of its own, from before the instruction
    know_callable(row, callable);
    guard_exact(x, TypeId::kStr);
    made = call(to_float ? Helper::kParseFloat : Helper::kParseInt, x);
    emit(Op::kGuardIsNot, made, kNoRef, kNoRef, kIterationEnded.bits());
  } else {
    return false;
  }
  call_gives(row, made);
  return true;
}

/// range(stop), range(start, stop), range(start, stop, step) of small ints. False: nothing was recorded.
bool Recorder::call_range(const Machine& m, Value callable, uint32_t row, uint32_t nargs) {
  if (nargs == 0 || nargs > 3) return false;
  for (uint32_t i = 0; i < nargs; ++i) {
    if (!m.peek(static_cast<int>(i)).is_small_int()) return false;
  }
  Ref step = nargs == 3 ? peek(0) : constant(Value::from_small_int(1));
  if (nargs == 3 && m.peek(0).small_int() == 0) return false;
  know_callable(row, callable);
  if (!is_constant(step)) {
    Ref number = as_int(step);
    emit(Op::kGuardIntNe, number, int_word(0));
    step = as_value(number);
  }
  Ref start = nargs == 1 ? constant(Value::from_small_int(0)) : as_value(as_int(top().stack[row + 2]));
  Ref stop = as_value(as_int(top().stack[row + (nargs == 1 ? 2 : 3)]));
  call_gives(row, call(Helper::kNewRange, start, stop, step));
  return true;
}

/// Of lists and dicts. Keys are such that no Python code compares them.
bool Recorder::call_known_method(Machine& m, Value callable, Value self, std::string_view text, uint32_t row, uint32_t nargs) {
  if (!self.is_heap()) return false;
  Ref receiver = top().stack[row + 1];
  if (is_exact(self, TypeId::kList)) {
    bool appends = nargs == 1 && text.starts_with("append(self, object, /"), pops = nargs == 0 && text.starts_with("pop(self, index=-1, /");
    if (!appends && !pops) return false;
    know_callable(row, callable);
    guard_exact(receiver, TypeId::kList);
    Ref result;
    if (appends) {
      append_item(receiver, peek(0));
      result = constant(kNone);
    } else {
      result = call(Helper::kListPop, receiver);
    }
    call_gives(row, result);
    return true;
  }
  if (is_complex(self) && nargs == 0 && text.starts_with("conjugate(self, /")) {
    know_callable(row, callable);
    ComplexParts x = as_complex(self, receiver);
    call_gives(row, emit(Op::kBoxComplex, x.real, emit(Op::kNegFloat, x.imaginary)));
    return true;
  }
  if (is_exact(self, TypeId::kDict) && (nargs == 1 || nargs == 2) && text.starts_with("get(self, key, ")) {
    Value key = m.peek(static_cast<int>(nargs) - 1);
    if (!plain_key(key)) return false;
    know_callable(row, callable);
    guard_exact(receiver, TypeId::kDict);
    Ref k = peek(static_cast<int>(nargs) - 1);
    guard_kind(k, key);
    call_gives(row, call(Helper::kDictGet, receiver, k, nargs == 2 ? peek(0) : constant(kNone)));
    return true;
  }
  return false;
}

void Recorder::append_item(Ref list, Ref item) {
  emit(Op::kAppendItem, list, as_value(item));
  escaped_ = true;  // growing may have been a safepoint
}

}  // namespace eider::jit

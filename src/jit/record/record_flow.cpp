// SPDX-License-Identifier: MIT
//
// Recording branches, loops and returns.
#include "bytecode/ops.h"
#include "jit/record/recorder.h"
#include "objects/numbers.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/operator_frames.h"

namespace eider::jit {

/// The instruction is a branch and goes there now. Without a guard, `operations` are as many as before it, it costs nothing.
void Recorder::pay_branch(bool jumps, size_t operations) {
  if (trace_.code.size() == operations) return;
  bool either_way = false;
  if (PlaceTable* table = places_of(top().code)) {
    base::Atomic<uint8_t>& ways = table->ways[trace_.places[source_].unit];
    const uint8_t known = ways.load_relaxed(), way = jumps ? 2 : 1;
    either_way = (known | way) == 3;
    if ((known & way) == 0) ways.store_relaxed(known | way);
  }
  fitness_.pay_branch(either_way);
}

/// Whether v, which `r` is, is true, becomes a guard. False, and nothing is recorded but guards: finding out may run Python, or raises.
bool Recorder::guard_truth(Value v, Ref r, bool* truth) {
  if (type(r) == Type::kWord) {
    *truth = objects::int_sign(v) != 0;
    emit(*truth ? Op::kGuardWordNe : Op::kGuardWordEq, r, word_constant(0));
    return true;
  }
  if (truth_known(v, truth)) {
    if (v.is_small_int()) {
      emit(*truth ? Op::kGuardIntNe : Op::kGuardIntEq, as_int(r), int_word(0));
    } else if (v.is_float_word()) {
      emit(*truth ? Op::kGuardFloatNotEq : Op::kGuardFloatEq, as_float(r), float_constant(0.0));
    } else if (!is_constant(r)) {
      emit(Op::kGuardIs, r, kNoRef, kNoRef, v.bits());
    }
    return true;
  }
  if (is_complex(v)) {
    *truth = complex_truth(v, r);
    return true;
  }
  if (!v.is_heap()) return false;  // NotImplemented: it warns
  // bool(v): of the builtin types, no Python code runs.
  auto shape = v.as<Object>()->shape_id();
  objects::Type* cls = t_.shape(shape).type;
  bool builtin = shape < static_cast<uint32_t>(TypeId::kCount);
  bool asks = cls->slots.to_bool != nullptr || cls->slots.length != nullptr;
  if (!builtin) {
    const objects::Type* layout = objects::type(t_, cls->layout);  // a subclass of dict is as empty as a dict
    bool native = cls->slots.to_bool == layout->slots.to_bool && cls->slots.length == layout->slots.length;
    if ((asks && !native) || !facts_.on_type(t_, executor_, cls)) return false;
  }
  guard_shape(r, shape);
  *truth = true;
  if (!builtin && !asks) return true;
  Ref known = call(Helper::kTruth, r);
  Result<bool> now = objects::truth(t_, v);
  if (!now.ok()) {
    t_.pending_exception = kAbsent;
    return false;
  }
  *truth = now.get();
  emit(Op::kGuardIs, known, kNoRef, kNoRef, Value::from_bool(*truth).bits());
  return true;
}

/// A branch becomes a guard on the way it went now.
bool Recorder::branch(Machine& m, uint32_t arg, bool on_true, bool keep) {
  Value v = m.peek(0);
  const size_t operations = trace_.code.size();
  bool entered = false;
  if (!keep && !enter_method(m, on_true ? BytecodeOp::kPopJumpIfTrue : BytecodeOp::kPopJumpIfFalse, arg, &entered)) return false;
  if (entered) return true;
  bool truth;
  if (!guard_truth(v, peek(0), &truth)) {
    constexpr size_t kFewest = 12;
    if (!keeps_part || steps_ < kFewest) return abort("a branch on an object with __bool__ or __len__");
    end_here();  // what leads to it is compiled at least
    return true;
  }
  bool jumps = truth == on_true;
  pay_branch(jumps, operations);
  if (!keep || !jumps) drop(1);
  if (jumps) expected_ += arg;
  return true;
}

bool Recorder::jump_backward(Machine& m, uint32_t arg) {
  const uint16_t* target = m.pc + 2 - arg;
  uint32_t unit = static_cast<uint32_t>(target - t_.frame->code->units);
  if (in_followed_generator() && top().rounds < kMaxRounds) {  // the loop that consumes it polls
    ++top().rounds;
    fitness_.pay_round();
    came_back_ = true;
    expected_ = target;
    return true;
  }
  if (!side_ && frames_.size() == 1 && unit == root_unit_) {
    emit(Op::kPoll);
    return close_loop();
  }
  if (is_short_loop(top().code, unit) && top().rounds < kMaxRounds) {
    emit(Op::kPoll);
    ++top().rounds;
    fitness_.pay_round();
    expected_ = target;
    return true;
  }
  // Another loop has its own trace. Without one the interpreter goes back, and counts.
  if (executor_at_(top().code, unit, PlaceKind::kLoop) == nullptr) {
    if (frames_.size() == 1) loop_without_code_ = unit;
    end_here();
    return true;
  }
  emit(Op::kPoll);
  end_at_header(m, unit);
  return true;
}

/// The root frame's function returns, or yields: on to compiled code of its caller, which becomes the root, or to the C++ that called it.
bool Recorder::return_to_caller(const Machine& m, bool yields) {
  const vm::Frame* real = t_.frame;
  const vm::Frame* caller = real->previous;
  const uint64_t kind = real->flags & vm::kFrameSpecial;
  const bool in_generator = (kind & vm::kFrameGenerator) != 0;
  const bool to_host = kind == vm::kFrameEntry || (yields && kind == (vm::kFrameEntry | vm::kFrameGenerator));
  const uint16_t* next = nullptr;
  const bool in_init = kind == vm::kFrameInit && m.peek(0).is_none();
  // `x in y` answers True or False, perhaps the other one.
  const bool answers = kind == vm::kFrameOperator && vm::mark_family(real->extra) == BytecodeOp::kContainsOp && m.peek(0).is_bool();
  const bool in_method = answers || (kind == vm::kFrameOperator && vm::is_result(real->extra, m.peek(0)));
  if (!to_host && caller != nullptr && (kind == 0 || in_init || in_method || kind == vm::kFrameGenerator)) next = caller->pc;
  if (next != nullptr && in_generator) {
    if (*next == vm::kDelegatingYield) next = nullptr;  // the interpreter goes up through all that delegate
    else if (!yields) next = real->extra.as<vm::Generator>()->exhausted_pc;
  }
  if ((!to_host && next == nullptr) || (yields && !storable(top()))) {
    waits_ = kind == vm::kFrameHasObject;  // return_with_object does it for this one; others need none
    end_here();
    return true;
  }
  ReturnTarget target{};
  if (!to_host) {
    using From = ReturnTarget::From;
    target.from = in_init ? From::kInit : in_method ? From::kMethod : !in_generator ? From::kCall : yields ? From::kYield : From::kExhausted;
    target.code = caller->code->code;
    target.unit = static_cast<uint32_t>(next - caller->code->units);
    target.executor = executor_at_(target.code, target.unit, PlaceKind::kReturn);
    if (target.executor == nullptr) {
      const HotPlace* place = find_place(target.code, target.unit, PlaceKind::kReturn);
      waits_ = place != nullptr && place->waits.load_relaxed() != 0;
      if (!waits_for_loop(place)) {
        wanted_code_ = target.code;
        wanted_unit_ = target.unit;
      }
      end_here();
      return true;
    }
  }
  (void)snapshot();  // what boxing leaves with: numbers as they are
  replace(1, as_value(peek(0)));
  Ref result = peek(0);
  if (in_init) {
    if (!is_constant(result)) emit(Op::kGuardIs, result, kNoRef, kNoRef, kNone.bits());
    result = emit(Op::kRootExtra);
  }
  if (in_method) {
    emit(Op::kGuardIs, emit(Op::kRootExtra), kNoRef, kNoRef, real->extra.bits());
    if (answers) {
      if (!is_constant(result)) emit(Op::kGuardIs, result, kNoRef, kNoRef, m.peek(0).bits());
      result = constant(Value::from_bool((m.peek(0) == kTrue) != (vm::mark_argument(real->extra) != 0)));
    } else if (!is_constant(result)) {
      emit(Op::kGuardIsNot, result, kNoRef, kNoRef, kNotImplemented.bits());
    }
  }
  GeneratorPlace place{};
  if (yields) {
    TraceFrame& frame = top();
    Ref value = pop();
    store_changed(frame);
    place = {static_cast<uint32_t>(expected_ - t_.frame->code->units), static_cast<uint16_t>(frame.stack.size()), static_cast<uint16_t>(frame.locals.size())};
    push(value);
  }
  snapshot_at_ = kNoSnapshot;
  if (to_host) {
    if (yields) emit(Op::kYieldHost, result, kNoRef, kNoRef, place.word());
    else emit(Op::kReturnHost, result);
  } else {
    links_ = true;
    target.place = place;
    trace_.returns.push_back(target);
    emit(Op::kReturnEntry, result, kNoRef, kNoRef, trace_.returns.size() - 1);
  }
  done_ = true;
  if (!side_) settle_phis(true);
  return true;
}

bool Recorder::return_value(Machine& m) {
  if (frames_.size() == 1) return return_to_caller(m, false);
  if (top().generator()) return generator_returns(m);
  if (is_operator(top())) return method_returns(m);
  Ref result = pop();
  TraceFrame done = std::move(frames_.back());
  frames_.pop_back();
  snapshot_at_ = kNoSnapshot;
  if (done.self != kNoRef) {
    if (!m.peek(0).is_none()) return abort("__init__ returned something");
    if (!is_constant(result)) {
      // The frame is still there if it does not hold: the guard belongs to the return.
      frames_.push_back(std::move(done));
      push(result);
      emit(Op::kGuardIs, result, kNoRef, kNoRef, kNone.bits());
      done = std::move(frames_.back());
      frames_.pop_back();
      snapshot_at_ = kNoSnapshot;
    }
    result = done.self;
  }
  uint32_t row = done.result_base - top().stack_base();
  top().stack.resize(row);
  push(result);
  expected_ = t_.frame->previous->code->units + top().return_unit;
  return true;
}

/// Where the answer is no, the call that follows does the same as the loop would: that needs no guard.
bool Recorder::reduces(Machine& m, uint32_t arg) {
  const auto which = static_cast<bytecode::Reduction>(arg & 15);
  const int rest = static_cast<int>(arg >> 4);
  std::vector<Value> row;
  for (int i = rest + 2; i >= 0; --i) row.push_back(m.peek(i));
  const bool good = vm::reduces(t_, which, row.data(), static_cast<uint32_t>(rest));
  if (good) {
    if (!is_constant(peek(rest + 2))) emit(Op::kGuardIs, peek(rest + 2), kNoRef, kNoRef, row[0].bits());
    if (!row[1].is_absent()) guard_kind(peek(rest + 1), row[1]);
    const int others = which == bytecode::Reduction::kReduce && rest == 2;  // any value may be the first
    for (int i = rest; i >= others; --i) guard_kind(peek(i), m.peek(i));
  }
  push(constant(Value::from_bool(good)));
  return true;
}

bool Recorder::flow(Machine& m, BytecodeOp op, uint32_t arg, bool* handled) {
  using enum bytecode::Op;
  switch (op) {
    case kJumpForward: expected_ += arg; return true;
    case kJumpBackward: return jump_backward(m, arg);
    case kPopJumpIfFalse: return branch(m, arg, false, false);
    case kPopJumpIfTrue: return branch(m, arg, true, false);
    case kJumpIfFalseOrPop: return branch(m, arg, false, true);
    case kJumpIfTrueOrPop: return branch(m, arg, true, true);
    case kPopJumpIfNone: case kPopJumpIfNotNone: {
      bool none = m.peek(0).is_none();
      Ref r = peek(0);
      const size_t operations = trace_.code.size();
      if (!is_constant(r) && !is_unboxed(r)) emit(none ? Op::kGuardIs : Op::kGuardIsNot, r, kNoRef, kNoRef, kNone.bits());
      pay_branch(none == (op == kPopJumpIfNone), operations);
      drop(1);
      if (none == (op == kPopJumpIfNone)) expected_ += arg;
      return true;
    }
    case kReduces: return reduces(m, arg);
    case kCall: return call_instruction(m, arg);
    case kMakeFunction: return make_function(m, arg);
    case kCallKw: return call_keywords(m, arg);
    case kFormatValue: return format_value(m, arg);
    case kBuildString: return build_string(m, arg);
    case kDictMerge: return dict_merge(m, arg);
    case kCallFunctionEx: return call_spread(m, arg);
    case kReturnValue: return return_value(m);
    case kSend: return send(m, arg);
    case kGetAwaitable: return get_awaitable(m, arg);
    case kGetAnext: return get_anext(m, arg);
    case kYieldValue: return yield_value(m);
    case kJumpBackwardNoInterrupt: expected_ = m.pc + 1 - arg; return true;  // to a Send, which a yield follows
    default: *handled = false; return true;
  }
}

}  // namespace eider::jit

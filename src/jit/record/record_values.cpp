// SPDX-License-Identifier: MIT
//
// Recording moves, arithmetic and comparison.
#include "jit/quiet.h"
#include "jit/record/recorder.h"
#include "objects/numbers.h"
#include "objects/operator_methods.h"
#include "objects/protocol.h"
#include "vm/helpers.h"

namespace eider::jit {

using bytecode::BinaryOpKind;

bool Recorder::moves(Machine& m, BytecodeOp op, uint32_t arg, bool* handled) {
  using enum bytecode::Op;
  switch (op) {
    case kNop: return true;
    case kResume:
      if (links_at_entry_) {  // else the loop polls: inlined calls are bounded
        emit(Op::kPoll);
        links_now_ = true;
      }
      return true;
    case kPopTop: drop(1); return true;
    case kCopy: push(peek(static_cast<int>(arg) - 1)); return true;
    case kSwap: std::swap(top().stack.back(), top().stack[top().stack.size() - arg]); return true;
    case kPushNull: push(kAbsentRef); return true;
    case kLoadConst: {
      Value v = m.pc != nullptr ? t_.frame->code->consts[arg] : kAbsent;
      if (v.is_small_int()) push(int_word(v.bits() - 1));
      else if (v.is_float_word()) push(float_constant(v.float_word()));
      else push(constant(v));
      return true;
    }
    case kLoadFastCheck:
      if (local(arg) == kAbsentRef || m.locals[arg].is_absent()) return abort("a local variable is unbound");
      if (!is_unboxed(local(arg))) emit(Op::kGuardPresent, local(arg));
      push(local(arg));
      return true;
    case kLoadFast: case kLoadClosure: push(local(arg)); return true;
    case kStoreFast: set_local(arg, pop()); return true;
    case kLoadFastLoadFast: {
      Ref first = local(arg >> 4), second = local(arg & 15);
      push(first);
      push(second);
      return true;
    }
    case kStoreFastLoadFast:
      set_local(arg >> 4, pop());
      push(local(arg & 15));
      return true;
    case kStoreFastStoreFast:
      set_local(arg >> 4, pop());
      set_local(arg & 15, pop());
      return true;
    case kMakeCell: {
      Ref content = local(arg);
      set_local(arg, content == kAbsentRef ? call(Helper::kEmptyCell, constant(kNone)) : call(Helper::kMakeCell, content));
      return true;
    }
    case kLoadDeref: {
      Ref content = load(local(arg), offsetof(Cell, content));
      emit(Op::kGuardPresent, content);
      push(content);
      return true;
    }
    case kStoreDeref: {
      Ref v = as_value(pop());
      emit(Op::kStoreField, local(arg), v, kNoRef, offsetof(Cell, content));
      return true;
    }
    case kCopyFreeVars: {
      uint32_t first = top().code->local_count - arg;
      Value closure = t_.frame->function->closure.get();
      Ref function = top().function;
      if (function == kNoRef || closure.is_absent()) return abort("a closure in the trace's own function");
      Ref cells = load(function, offsetof(vm::Function, closure));
      for (uint32_t i = 0; i < arg; ++i) set_local(first + i, emit(Op::kTupleItemAt, cells, kNoRef, kNoRef, i));
      return true;
    }
    default: *handled = false; return true;
  }
}

namespace {

double double_of(Value v) { return v.is_float_word() ? v.float_word() : exact_float(v); }

}  // namespace

double Recorder::number_of(Value v) { return double_of(v); }

bool Recorder::arithmetic(Machine& m, vm::QuickOp quick, BytecodeOp op, uint32_t arg, bool* handled) {
  using enum bytecode::Op;
  if (op == kUnaryNegative) {
    Value v = m.peek(0);
    if (type(peek(0)) == Type::kWord || (v.is_heap() && is_exact_int(v))) {
      replace(1, call(Helper::kIntNegative, as_long(peek(0))));
    } else if (v.is_small_int() && v.small_int() != Value::kMinSmallInt) {
      replace(1, emit(Op::kNegInt, as_int(peek(0))));
    } else if (is_float(v, peek(0))) {
      replace(1, emit(Op::kNegFloat, as_float(peek(0))));
    } else if (is_complex(v)) {
      complex_negative(v);
    } else {
      return escape(m, op, arg);
    }
    return true;
  }
  if (op == kUnaryPositive) {  // of a number itself
    Value v = m.peek(0);
    if (v.is_small_int()) replace(1, as_int(peek(0)));
    else if (is_float(v, peek(0))) replace(1, as_float(peek(0)));
    else if (type(peek(0)) != Type::kWord) return escape(m, op, arg);
    return true;
  }
  if (op == kUnaryInvert) {
    if (type(peek(0)) == Type::kWord || (m.peek(0).is_heap() && is_exact_int(m.peek(0)))) {
      replace(1, call(Helper::kIntInvert, as_long(peek(0))));
      return true;
    }
    if (!m.peek(0).is_small_int()) return escape(m, op, arg);
    replace(1, emit(Op::kXorInt, as_int(peek(0)), int_word(static_cast<uint64_t>(int64_t{-1} * 2))));  // ~x == x ^ -1
    return true;
  }
  if (op == kUnaryNot) {
    Value v = m.peek(0);
    bool truth;
    if (is_complex(v)) {
      replace(1, constant(Value::from_bool(!complex_truth(v, peek(0)))));
      return true;
    }
    if (!truth_known(v, &truth)) {
      if (!builtin_container(v) && !(v.is_heap() && plain(v))) return escape(m, op, arg);
      guard_kind(peek(0), v);
      Result<bool> now = objects::truth(t_, v);  // runs no Python
      if (!now.ok()) return abort("the truth of an object cannot be asked");
      emit(Op::kGuardIs, call(Helper::kTruth, peek(0)), kNoRef, kNoRef, Value::from_bool(now.get()).bits());
      replace(1, constant(Value::from_bool(!now.get())));
      return true;
    }
    if (v.is_small_int()) emit(truth ? Op::kGuardIntNe : Op::kGuardIntEq, as_int(peek(0)), int_word(0));
    else if (v.is_float_word()) emit(truth ? Op::kGuardFloatNotEq : Op::kGuardFloatEq, as_float(peek(0)), float_constant(0.0));
    else if (!is_constant(peek(0))) emit(Op::kGuardIs, peek(0), kNoRef, kNoRef, v.bits());
    replace(1, constant(Value::from_bool(!truth)));
    return true;
  }
  if (op == kIsOp) {
    Value a = m.peek(1), b = m.peek(0);
    bool same = a == b;
    Ref left = as_value(peek(1)), right = as_value(peek(0));
    if (is_constant(right)) {
      emit(same ? Op::kGuardIs : Op::kGuardIsNot, left, kNoRef, kNoRef, trace_.code[right].imm);
    } else {
      emit(same ? Op::kGuardSame : Op::kGuardNotSame, left, right);
    }
    replace(2, constant(Value::from_bool(same != (arg & 1))));
    return true;
  }
  if (op == kCompareOp) return compare(m, quick, arg);
  if (op != kBinaryOp) {
    *handled = false;
    return true;
  }
  Value a = m.peek(1), b = m.peek(0);
  BinaryOpKind kind = vm::plain_kind(arg);
  // A bool is 0 or 1; two of them stay bools under &, | and ^.
  bool of_bits = kind == BinaryOpKind::kAnd || kind == BinaryOpKind::kOr || kind == BinaryOpKind::kXor;
  if (is_exact_int(a) && is_exact_int(b) && word_arithmetic(a, b, kind)) return true;
  auto whole = [](Value v) { return v.is_small_int() || v.is_bool(); };
  if (whole(a) && whole(b) && !(of_bits && a.is_bool() && b.is_bool())) {
    Op int_op = Op::kCount;
    switch (kind) {
      case BinaryOpKind::kAdd: int_op = Op::kAddInt; break;
      case BinaryOpKind::kSubtract: int_op = Op::kSubInt; break;
      case BinaryOpKind::kMultiply: int_op = Op::kMulInt; break;
      case BinaryOpKind::kFloorDivide: int_op = Op::kFloorDivInt; break;
      case BinaryOpKind::kRemainder: int_op = Op::kModInt; break;
      case BinaryOpKind::kAnd: int_op = Op::kAndInt; break;
      case BinaryOpKind::kOr: int_op = Op::kOrInt; break;
      case BinaryOpKind::kXor: int_op = Op::kXorInt; break;
      case BinaryOpKind::kLshift: int_op = Op::kShlInt; break;
      case BinaryOpKind::kRshift: int_op = Op::kShrInt; break;
      default: break;
    }
    // Only where the unboxed operation stays within 63 bits now: else it would leave each time.
    auto fits = [&] {
      auto number = [](Value v) { return v.is_bool() ? int64_t{v == kTrue} : v.small_int(); };
      __int128 x = number(a), y = number(b), r = 0;
      switch (kind) {
        case BinaryOpKind::kAdd: r = x + y; break;
        case BinaryOpKind::kSubtract: r = x - y; break;
        case BinaryOpKind::kMultiply: r = x * y; break;
        case BinaryOpKind::kFloorDivide: case BinaryOpKind::kRemainder: return y != 0 && !(y == -1 && x == Value::kMinSmallInt);
        case BinaryOpKind::kLshift: 
          if (y < 0 || y > 61) return false;
          r = x << static_cast<int>(y);
          break;
        case BinaryOpKind::kRshift: return y >= 0;
        default: return true;
      }
      return r >= Value::kMinSmallInt && r <= Value::kMaxSmallInt;
    };
    if (int_op != Op::kCount && fits()) {
      auto operand = [&](Ref r, Value v) { return v.is_bool() ? emit(Op::kBoolInt, r) : as_int(r); };
      Ref x = operand(peek(1), a), y = operand(peek(0), b);
      replace(2, emit(int_op, x, y));
      return true;
    }
  }
  bool a_float = is_float(a, peek(1)), b_float = is_float(b, peek(0));
  if ((a_float || a.is_small_int()) && (b_float || b.is_small_int()) && (a_float || b_float || kind == BinaryOpKind::kTrueDivide)) {
    Op float_op = kind == BinaryOpKind::kAdd        ? Op::kAddFloat
                  : kind == BinaryOpKind::kSubtract ? Op::kSubFloat
                  : kind == BinaryOpKind::kMultiply ? Op::kMulFloat
                  : kind == BinaryOpKind::kTrueDivide ? Op::kDivFloat
                                                      : Op::kCount;
    bool zero = b_float ? double_of(b) == 0 : b.small_int() == 0;
    auto exact = [](Value v) { return !v.is_small_int() || (v.small_int() <= (int64_t{1} << 53) && v.small_int() >= -(int64_t{1} << 53)); };
    if (float_op != Op::kCount && !(float_op == Op::kDivFloat && zero) && exact(a) && exact(b)) {
      auto operand = [&](Ref r, Value v) { return v.is_small_int() ? emit(Op::kIntToFloat, as_int(r)) : as_float(r); };
      Ref x = operand(peek(1), a), y = operand(peek(0), b);
      replace(2, emit(float_op, x, y));
      return true;
    }
  }
  if (complex_arithmetic(m, kind)) return true;
  if (kind == BinaryOpKind::kAdd && vm::is_exact_or_absent(a, TypeId::kStr) && vm::is_exact_or_absent(b, TypeId::kStr)) {
    constexpr int64_t kLongest = 1000;  // constants live as long as the code
    if (is_constant(peek(1)) && is_constant(peek(0)) && a.as<Str>()->length() + b.as<Str>()->length() <= kLongest) {
      Result<Str*> text = str_concat(t_, a.as<Str>(), b.as<Str>());
      if (text.ok()) {
        replace(2, constant(text.get()->value()));
        return true;
      }
      t_.pending_exception = kAbsent;
    }
    guard_exact(peek(1), TypeId::kStr);
    guard_exact(peek(0), TypeId::kStr);
    replace(2, call(Helper::kStrConcat, peek(1), peek(0)));
    return true;
  }
  if (kind == BinaryOpKind::kRemainder) {
    bool text = false;
    if (!format_percent(m, &text)) return false;
    if (text) return true;
  }
  // Joining and repeating look at no item.
  auto sequence = [](Value v) { return v.is_heap() && (is_exact(v, TypeId::kList) || is_exact(v, TypeId::kTuple)); };
  bool joins = kind == BinaryOpKind::kAdd && sequence(a) && sequence(b);
  bool repeats = kind == BinaryOpKind::kMultiply && ((sequence(a) && b.is_small_int()) || (a.is_small_int() && sequence(b)));
  // Sets and dicts are made anew, or get what they may get twice.
  auto unites = [&](TypeId id) { return vm::is_exact_or_absent(a, id) && vm::is_exact_or_absent(b, id) && plain_container(a) && plain_container(b); };
  const BinaryOpKind plainly = objects::plain_kind(kind);
  bool sets = plainly == BinaryOpKind::kOr || plainly == BinaryOpKind::kAnd || plainly == BinaryOpKind::kSubtract || kind == BinaryOpKind::kXor;
  bool merges = (sets && (unites(TypeId::kSet) || unites(TypeId::kFrozenSet))) || (plainly == BinaryOpKind::kOr && unites(TypeId::kDict));
  if ((plain(a) && plain(b)) || joins || repeats || merges) {
    guard_kind(peek(1), a);
    guard_kind(peek(0), b);
    replace(2, call(static_cast<Helper>(arg), peek(1), peek(0)));
    return true;
  }
  return enter_operator(m, op, arg);
}

static_assert(static_cast<int>(Helper::kXor) == static_cast<int>(BinaryOpKind::kXor));
static_assert(static_cast<int>(Helper::kInplaceXor) == static_cast<int>(BinaryOpKind::kXor) + static_cast<int>(BinaryOpKind::kInplace));

bool Recorder::compare(Machine& m, vm::QuickOp quick, uint32_t arg) {
  Value a = m.peek(1), b = m.peek(0);
  auto kind = static_cast<CompareKind>(arg);
  bool jumps = quick >= vm::QuickOp::kIntLtJump && quick <= vm::QuickOp::kFloatGeJump;
  bool known = false, result = false;
  bool words = are_words(a, b);
  if (words || (a.is_small_int() && b.is_small_int())) {
    Ref l = words ? as_word(peek(1)) : as_int(peek(1)), r = words ? as_word(peek(0)) : as_int(peek(0));
    known = true;
    int order = int_compare(a, b);
    switch (kind) {
      case CompareKind::kLt: result = order < 0; break;
      case CompareKind::kLe: result = order <= 0; break;
      case CompareKind::kEq: result = order == 0; break;
      case CompareKind::kNe: result = order != 0; break;
      case CompareKind::kGt: result = order > 0; break;
      case CompareKind::kGe: result = order >= 0; break;
    }
    if (!jumps) {
      // A value, unless the next instruction branches on it.
      BytecodeOp next = static_cast<BytecodeOp>(static_cast<uint8_t>(*expected_));
      if (next != BytecodeOp::kPopJumpIfFalse && next != BytecodeOp::kPopJumpIfTrue) {
        replace(2, emit(words ? Op::kCompareWord : Op::kCompareInt, l, r, kNoRef, arg));
        return true;
      }
    }
    const Op less = words ? Op::kGuardWordLt : Op::kGuardIntLt, not_above = words ? Op::kGuardWordLe : Op::kGuardIntLe;
    const Op equal = words ? Op::kGuardWordEq : Op::kGuardIntEq, different = words ? Op::kGuardWordNe : Op::kGuardIntNe;
    switch (kind) {
      case CompareKind::kLt: result ? emit(less, l, r) : emit(not_above, r, l); break;
      case CompareKind::kLe: result ? emit(not_above, l, r) : emit(less, r, l); break;
      case CompareKind::kGt: result ? emit(less, r, l) : emit(not_above, l, r); break;
      case CompareKind::kGe: result ? emit(not_above, r, l) : emit(less, l, r); break;
      case CompareKind::kEq: emit(result ? equal : different, l, r); break;
      case CompareKind::kNe: emit(result ? different : equal, l, r); break;
    }
  } else if ((a.is_small_int() || is_float(a, peek(1))) && (b.is_small_int() || is_float(b, peek(0)))) {
    auto exact = [](Value v) { return !v.is_small_int() || (v.small_int() <= (int64_t{1} << 53) && v.small_int() >= -(int64_t{1} << 53)); };
    if (!exact(a) || !exact(b)) return escape(m, BytecodeOp::kCompareOp, arg);
    auto number = [](Value v) { return v.is_small_int() ? static_cast<double>(v.small_int()) : double_of(v); };
    auto operand = [&](Ref r, Value v) { return v.is_small_int() ? emit(Op::kIntToFloat, as_int(r)) : as_float(r); };
    double x = number(a), y = number(b);
    Ref l = operand(peek(1), a), r = operand(peek(0), b);
    known = true;
    switch (kind) {
      case CompareKind::kLt: emit((result = x < y) ? Op::kGuardFloatLt : Op::kGuardFloatNotLt, l, r); break;
      case CompareKind::kLe: emit((result = x <= y) ? Op::kGuardFloatLe : Op::kGuardFloatNotLe, l, r); break;
      case CompareKind::kGt: emit((result = x > y) ? Op::kGuardFloatLt : Op::kGuardFloatNotLt, r, l); break;
      case CompareKind::kGe: emit((result = x >= y) ? Op::kGuardFloatLe : Op::kGuardFloatNotLe, r, l); break;
      case CompareKind::kEq: emit((result = x == y) ? Op::kGuardFloatEq : Op::kGuardFloatNotEq, l, r); break;
      case CompareKind::kNe: emit((result = x != y) ? Op::kGuardFloatNotEq : Op::kGuardFloatEq, l, r); break;
    }
  }
  if (!known && !jumps && (kind == CompareKind::kEq || kind == CompareKind::kNe) && complex_equals(m, &result)) {
    known = true;
    result = result == (kind == CompareKind::kEq);
  }
  if (!known && !jumps && (kind == CompareKind::kEq || kind == CompareKind::kNe) && vm::is_exact_or_absent(a, TypeId::kStr) &&
      vm::is_exact_or_absent(b, TypeId::kStr)) {
    guard_exact(peek(1), TypeId::kStr);
    guard_exact(peek(0), TypeId::kStr);
    replace(2, emit(kind == CompareKind::kEq ? Op::kEqualStr : Op::kNotEqualStr, as_value(peek(1)), as_value(peek(0))));
    return true;
  }
  if (!known && !jumps && kind != CompareKind::kEq && kind != CompareKind::kNe && vm::is_exact_or_absent(a, TypeId::kStr) &&
      vm::is_exact_or_absent(b, TypeId::kStr)) {
    guard_exact(peek(1), TypeId::kStr);
    guard_exact(peek(0), TypeId::kStr);
    replace(2, emit(Op::kCompareStr, as_value(peek(1)), as_value(peek(0)), kNoRef, arg));
    return true;
  }
  if (!known) {
    if (jumps) return abort("a comparison whose specialization no longer fits");
    if ((plain(a) || plain_container(a)) && (plain(b) || plain_container(b))) {
      guard_kind(peek(1), a);
      guard_kind(peek(0), b);
      replace(2, call(static_cast<Helper>(static_cast<int>(Helper::kLt) + static_cast<int>(arg)), peek(1), peek(0)));
      return true;
    }
    return enter_operator(m, BytecodeOp::kCompareOp, arg);
  }
  if (!jumps) {
    replace(2, constant(Value::from_bool(result)));
    return true;
  }
  uint16_t jump = *expected_;
  bool sense = static_cast<BytecodeOp>(static_cast<uint8_t>(jump)) == BytecodeOp::kPopJumpIfTrue;
  drop(2);
  expected_ += 1 + (result == sense ? jump >> 8 : 0);
  return true;
}

bool Recorder::truth_known(Value v, bool* result) const {
  if (v.is_bool()) *result = v == kTrue;
  else if (v.is_none()) *result = false;
  else if (v == kEllipsis) *result = true;
  else if (v.is_small_int()) *result = v.small_int() != 0;
  else if (v.is_float_word()) *result = v.float_word() != 0;
  else return false;
  return true;
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Constant folding and algebraic identities.
//
// Ints fold only when the result fits 63 bits: otherwise the exit is what happens. Floats fold to what the CPU would give;
// NaN results are left to it (their sign and payload are seen by struct.pack and copysign).
// Not here: facts that guards establish (guards.cpp), intervals (ranges.cpp).
#include <bit>
#include <cmath>

#include "jit/helpers.h"
#include "jit/passes/rewrite.h"
#include "objects/numbers.h"

namespace eider::jit {
namespace {

using bytecode::CompareKind;
using objects::kFalse;
using objects::kTrue;
using objects::Value;

bool holds(CompareKind kind, auto a, auto b) {
  switch (kind) {
    case CompareKind::kLt: return a < b;
    case CompareKind::kLe: return a <= b;
    case CompareKind::kEq: return a == b;
    case CompareKind::kNe: return a != b;
    case CompareKind::kGt: return a > b;
    case CompareKind::kGe: return a >= b;
  }
}

class Fold {
 public:
  Fold(Trace& trace, PassLog* log) : w_(trace, "fold", log) {}

  void run() {
    uses_.assign(w_.size(), 0);
    for (Ref r = 0; r < w_.size(); r++) {
      for (Ref argument : {w_.old(r).a, w_.old(r).b, w_.old(r).c}) {
        if (argument < w_.size()) uses_[argument]++;
      }
    }
    for (r_ = 0; r_ < w_.size(); r_++) {
      i_ = w_.mapped(r_);
      if (step()) continue;
      Ref made = w_.copy(r_);
      if (i_.op == Op::kGuardWord) low_.try_emplace(i_.a, made);  // a word is itself modulo 2^64
    }
    w_.finish();
  }

 private:
  // --- what an argument is ----------------------------------------------------------------------------------------------------
  const Instruction& at(Ref ref) const { return w_.at(ref); }
  bool is(Ref ref, Op op) const { return at(ref).op == op; }
  bool int_of(Ref ref, int64_t* n) const {
    if (!is(ref, Op::kConstInt)) return false;
    *n = static_cast<int64_t>(at(ref).imm) >> 1;
    return true;
  }
  bool float_of(Ref ref, double* d) const {
    if (!is(ref, Op::kConstFloat)) return false;
    *d = std::bit_cast<double>(at(ref).imm);
    return true;
  }
  bool value_of(Ref ref, Value* v) const {
    if (!is(ref, Op::kConstValue)) return false;
    *v = Value::from_bits(at(ref).imm);
    return true;
  }
  bool is_int(Ref ref, int64_t n) const {
    int64_t m;
    return int_of(ref, &m) && m == n;
  }
  /// The very bits: 0.0 is not -0.0.
  bool is_float(Ref ref, double d) const { return is(ref, Op::kConstFloat) && at(ref).imm == std::bit_cast<uint64_t>(d); }

  // --- outcomes; all return true ----------------------------------------------------------------------------------------------
  bool becomes(Ref ref) {
    w_.substitute(r_, ref);
    return true;
  }
  bool becomes_int(int64_t n) { return becomes(w_.const_int(static_cast<int64_t>(static_cast<uint64_t>(n) << 1))); }
  bool becomes_value(Value v) { return becomes(w_.const_value(v.bits())); }
  bool becomes_bool(bool b) { return becomes_value(b ? kTrue : kFalse); }
  bool gone() {
    w_.remove(r_);
    return true;
  }
  bool gone_if(bool certain) { return certain && gone(); }
  /// Another operation in its place, same source; the snapshot stays when it may leave.
  bool becomes(Op op, Ref a, Ref b = kNoRef, uint64_t imm = 0) {
    Instruction now{.op = op, .source = i_.source, .a = a, .b = b, .imm = imm};
    if (info_of(op).exits()) now.snapshot = i_.snapshot;
    w_.replace(r_, now);
    return true;
  }
  bool fits(__int128 n) { return n >= Value::kMinSmallInt && n <= Value::kMaxSmallInt && becomes_int(static_cast<int64_t>(n)); }
  bool becomes_float(double d) { return !std::isnan(d) && becomes(w_.const_float(d)); }

  // --- the rules ----------------------------------------------------------------------------------------------------------------
  bool step() {
    switch (i_.op) {
      case Op::kConstInt: return constant(w_.const_int(static_cast<int64_t>(i_.imm)));
      case Op::kConstFloat: return constant(w_.const_float(std::bit_cast<double>(i_.imm)));
      case Op::kConstWord: return constant(w_.const_word(i_.imm));
      case Op::kConstValue: return constant(w_.const_value(i_.imm));
      case Op::kPhiInt:
      case Op::kPhiFloat:
      case Op::kPhiWord:
      case Op::kPhiValue: return phi();
      case Op::kGuardInt:
      case Op::kGuardFloat:
      case Op::kGuardWord:
      case Op::kBoxWord:
      case Op::kBoxInt:
      case Op::kBoxFloat: return boxing();
      case Op::kBoolInt: {
        Value v;
        return value_of(i_.a, &v) && v.is_bool() && becomes_int(v == kTrue);
      }
      case Op::kGuardIs:
      case Op::kGuardIsNot: return guard_is(i_.op == Op::kGuardIs);
      case Op::kGuardPresent:
      case Op::kGuardHeap: return guard_pointer();
      case Op::kGuardSame:
      case Op::kGuardNotSame: return guard_same(i_.op == Op::kGuardSame);
      case Op::kGuardIntLt: return gone_if(compared_ints(CompareKind::kLt));
      case Op::kGuardIntLe: return gone_if(i_.a == i_.b || compared_ints(CompareKind::kLe));
      case Op::kGuardIntEq: return gone_if(i_.a == i_.b || compared_ints(CompareKind::kEq));
      case Op::kGuardIntNe: return gone_if(compared_ints(CompareKind::kNe));
      case Op::kGuardFloatLt: return gone_if(compared_floats(CompareKind::kLt, true));
      case Op::kGuardFloatNotLt: return gone_if(compared_floats(CompareKind::kLt, false));
      case Op::kGuardFloatLe: return gone_if(compared_floats(CompareKind::kLe, true));
      case Op::kGuardFloatNotLe: return gone_if(compared_floats(CompareKind::kLe, false));
      case Op::kGuardFloatEq: return gone_if(compared_floats(CompareKind::kEq, true));
      case Op::kGuardFloatNotEq: return gone_if(compared_floats(CompareKind::kEq, false));
      case Op::kAddInt:
      case Op::kAddIntUnchecked:
      case Op::kSubInt:
      case Op::kSubIntUnchecked:
      case Op::kMulInt:
      case Op::kMulIntUnchecked:
      case Op::kFloorDivInt:
      case Op::kModInt:
      case Op::kNegInt: return int_arithmetic();
      case Op::kAndInt:
      case Op::kOrInt:
      case Op::kXorInt:
      case Op::kShlInt:
      case Op::kShrInt: return int_bits();
      case Op::kCompareInt: return compare_int();
      case Op::kCompareFloat: return compare_float();
      case Op::kAddFloat:
      case Op::kSubFloat:
      case Op::kMulFloat:
      case Op::kDivFloat:
      case Op::kNegFloat:
      case Op::kAbsFloat:
      case Op::kHypotFloat:
      case Op::kSqrtFloat:
      case Op::kIntToFloat: return float_arithmetic();
      case Op::kLoadFixedFloat: return part_of_complex();
      case Op::kGuardShape: return gone_if(is(i_.a, Op::kBoxComplex) && i_.imm == objects::shape_id(objects::TypeId::kComplex));
      case Op::kLowWord: return stands(low(i_.a, 0));
      case Op::kGuardLong: return gone_if(is_long(i_.a));
      case Op::kIntToWord: return stands(low_of_int(i_.a, 0));
      case Op::kWordToInt: return word_to_int();
      case Op::kAddWord:
      case Op::kSubWord:
      case Op::kMulWord:
      case Op::kAndWord:
      case Op::kOrWord:
      case Op::kXorWord:
      case Op::kShlWord:
      case Op::kShrWord: return stands(word(i_.op, i_.a, i_.b));
      default: return false;  // memory, calls and structure have no identities
    }
  }

  /// One instruction for each constant. const_* has written this one when it is the first.
  bool constant(Ref ref) {
    w_.set_map(r_, ref);
    return true;
  }

  /// What does not change in the loop is what it was on entry.
  bool phi() {
    const Instruction& old = w_.old(r_);
    if (old.b != r_ && old.b != old.a) return false;
    if (old.imm != 0 && w_.variable(old.imm - 1).owner != LoopVariable::kFrame) return false;  // side traces bring others
    if (old.imm != 0) w_.variable(old.imm - 1).is_phi = false;
    return becomes(i_.a);
  }

  bool boxing() {
    int64_t n;
    double d;
    Value v;
    switch (i_.op) {
      case Op::kGuardInt:
        if (is(i_.a, Op::kBoxInt)) return becomes(at(i_.a).a);
        if (is(i_.a, Op::kBoxWord)) return becomes(Op::kWordToInt, at(i_.a).a);
        return value_of(i_.a, &v) && v.is_small_int() && becomes_int(v.small_int());
      case Op::kGuardFloat:  // what was boxed is a float, be its Value a word or an object
        if (is(i_.a, Op::kBoxFloat)) return becomes(at(i_.a).a);
        return value_of(i_.a, &v) && v.is_float_word() && becomes_float(v.float_word());
      case Op::kGuardWord: return guard_word();
      case Op::kBoxWord:
        if (is(i_.a, Op::kGuardWord)) return becomes(at(i_.a).a);
        return is(i_.a, Op::kConstWord) && at(i_.a).imm <= kMaxSmallWord && becomes_value(Value::from_small_int(static_cast<int64_t>(at(i_.a).imm)));
      case Op::kBoxInt:
        if (is(i_.a, Op::kGuardInt)) return becomes(at(i_.a).a);
        return int_of(i_.a, &n) && becomes_value(Value::from_small_int(n));
      default:
        if (is(i_.a, Op::kGuardFloat)) return becomes(at(i_.a).a);
        return float_of(i_.a, &d) && Value::encode_float(d, &v) && becomes_value(v);
    }
  }

  bool guard_is(bool wanted) {
    Value constant, v = Value::from_bits(i_.imm);
    if (value_of(i_.a, &constant)) return gone_if((constant == v) == wanted);
    Instruction what = at(i_.a);
    if (v.is_bool() && what.op == Op::kCompareInt) return guard_compared_ints(what, (v == kTrue) == wanted);
    if (v.is_bool() && what.op == Op::kCompareFloat) return guard_compared_floats(what, (v == kTrue) == wanted);
    if (what.op != Op::kBoxInt) return false;
    if (!v.is_small_int()) return !wanted && gone();
    Ref n = w_.const_int(static_cast<int64_t>(v.bits() - 1));
    return becomes(wanted ? Op::kGuardIntEq : Op::kGuardIntNe, what.a, n);
  }

  bool guard_compared_ints(const Instruction& compare, bool outcome) {
    CompareKind kind = static_cast<CompareKind>(compare.imm);
    Ref a = compare.a, b = compare.b;
    switch (kind) {
      case CompareKind::kLt: return outcome ? becomes(Op::kGuardIntLt, a, b) : becomes(Op::kGuardIntLe, b, a);
      case CompareKind::kLe: return outcome ? becomes(Op::kGuardIntLe, a, b) : becomes(Op::kGuardIntLt, b, a);
      case CompareKind::kGt: return outcome ? becomes(Op::kGuardIntLt, b, a) : becomes(Op::kGuardIntLe, a, b);
      case CompareKind::kGe: return outcome ? becomes(Op::kGuardIntLe, b, a) : becomes(Op::kGuardIntLt, a, b);
      case CompareKind::kEq: return becomes(outcome ? Op::kGuardIntEq : Op::kGuardIntNe, a, b);
      case CompareKind::kNe: return becomes(outcome ? Op::kGuardIntNe : Op::kGuardIntEq, a, b);
    }
  }

  /// With NaN, not less is not the same as greater or equal; so each test has its negation.
  bool guard_compared_floats(const Instruction& compare, bool outcome) {
    CompareKind kind = static_cast<CompareKind>(compare.imm);
    Ref a = compare.a, b = compare.b;
    switch (kind) {
      case CompareKind::kLt: return becomes(outcome ? Op::kGuardFloatLt : Op::kGuardFloatNotLt, a, b);
      case CompareKind::kLe: return becomes(outcome ? Op::kGuardFloatLe : Op::kGuardFloatNotLe, a, b);
      case CompareKind::kGt: return becomes(outcome ? Op::kGuardFloatLt : Op::kGuardFloatNotLt, b, a);
      case CompareKind::kGe: return becomes(outcome ? Op::kGuardFloatLe : Op::kGuardFloatNotLe, b, a);
      case CompareKind::kEq: return becomes(outcome ? Op::kGuardFloatEq : Op::kGuardFloatNotEq, a, b);
      case CompareKind::kNe: return becomes(outcome ? Op::kGuardFloatNotEq : Op::kGuardFloatEq, a, b);
    }
  }

  bool guard_pointer() {
    Value v;
    if (value_of(i_.a, &v)) return gone_if(i_.op == Op::kGuardPresent || v.is_heap());
    Op made = at(i_.a).op;
    if (made == Op::kBoxComplex) return gone();
    bool never_absent = made == Op::kBoxInt || made == Op::kBoxFloat || made == Op::kBoxWord || made == Op::kCompareInt || made == Op::kCompareFloat;
    return gone_if(i_.op == Op::kGuardPresent && never_absent);
  }

  bool guard_same(bool wanted) {
    if (i_.a == i_.b) return wanted && gone();
    Value a, b;
    bool a_known = value_of(i_.a, &a), b_known = value_of(i_.b, &b);
    if (a_known && b_known) return gone_if((a == b) == wanted);
    Op op = wanted ? Op::kGuardIs : Op::kGuardIsNot;
    if (b_known) return becomes(op, i_.a, kNoRef, b.bits());
    if (a_known) return becomes(op, i_.b, kNoRef, a.bits());
    if (!is(i_.a, Op::kBoxInt) || !is(i_.b, Op::kBoxInt)) return false;
    return becomes(wanted ? Op::kGuardIntEq : Op::kGuardIntNe, at(i_.a).a, at(i_.b).a);
  }

  bool compared_ints(CompareKind kind) {
    int64_t a, b;
    return int_of(i_.a, &a) && int_of(i_.b, &b) && holds(kind, a, b);
  }
  bool compared_floats(CompareKind kind, bool wanted) {
    double a, b;
    return float_of(i_.a, &a) && float_of(i_.b, &b) && holds(kind, a, b) == wanted;
  }

  bool compare_int() {
    CompareKind kind = static_cast<CompareKind>(i_.imm);
    int64_t a, b;
    if (i_.a == i_.b) return becomes_bool(holds(kind, 0, 0));
    return int_of(i_.a, &a) && int_of(i_.b, &b) && becomes_bool(holds(kind, a, b));
  }
  bool compare_float() {
    double a, b;
    return float_of(i_.a, &a) && float_of(i_.b, &b) && becomes_bool(holds(static_cast<CompareKind>(i_.imm), a, b));
  }

  bool int_arithmetic() {
    int64_t a, b;
    bool a_known = int_of(i_.a, &a), b_known = i_.b != kNoRef && int_of(i_.b, &b);
    bool both = a_known && b_known;
    switch (i_.op) {
      case Op::kAddInt:
      case Op::kAddIntUnchecked:
        if (both) return fits(static_cast<__int128>(a) + b);
        if (a_known && a == 0) return becomes(i_.b);
        return b_known && b == 0 && becomes(i_.a);
      case Op::kSubInt:
      case Op::kSubIntUnchecked:
        if (both) return fits(static_cast<__int128>(a) - b);
        if (i_.a == i_.b) return becomes_int(0);
        return b_known && b == 0 && becomes(i_.a);
      case Op::kMulInt:
      case Op::kMulIntUnchecked:
        if (both) return fits(static_cast<__int128>(a) * b);
        if (a_known) return multiply_by(a, i_.b, i_.a);
        return b_known && multiply_by(b, i_.a, i_.b);
      case Op::kFloorDivInt: return b_known && divide_by(b, a_known, a);
      case Op::kModInt: return b_known && modulo(b, a_known, a);
      default:  // NegInt
        if (is(i_.a, Op::kNegInt)) return becomes(at(i_.a).a);
        return a_known && fits(-static_cast<__int128>(a));
    }
  }

  bool multiply_by(int64_t factor, Ref other, Ref factor_ref) {
    if (factor == 0) return becomes(factor_ref);
    if (factor == 1) return becomes(other);
    if (factor != 2) return false;
    return becomes(i_.op == Op::kMulInt ? Op::kAddInt : Op::kAddIntUnchecked, other, other);
  }

  /// Floor division by 2^k is an arithmetic shift, and the remainder (with the divisor's sign) the low bits.
  bool divide_by(int64_t b, bool a_known, int64_t a) {
    if (b == 0) return false;
    if (b == 1) return becomes(i_.a);
    if (a_known) {
      __int128 quotient = static_cast<__int128>(a) / b;
      if (a % b != 0 && (a < 0) != (b < 0)) quotient--;
      return fits(quotient);
    }
    if (b < 0 || !std::has_single_bit(static_cast<uint64_t>(b))) return false;
    return becomes(Op::kShrInt, i_.a, w_.const_int(int64_t{std::countr_zero(static_cast<uint64_t>(b))} << 1));
  }
  bool modulo(int64_t b, bool a_known, int64_t a) {
    if (b == 0) return false;
    if (b == 1 || b == -1) return becomes_int(0);
    if (a_known) {
      int64_t rest = a % b;
      return becomes_int(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest);
    }
    if (b < 0 || !std::has_single_bit(static_cast<uint64_t>(b))) return false;
    return becomes(Op::kAndInt, i_.a, w_.const_int((b - 1) << 1));
  }

  bool int_bits() {
    int64_t a, b;
    bool a_known = int_of(i_.a, &a), b_known = int_of(i_.b, &b);
    if (i_.op == Op::kShlInt) {
      if (!b_known || b < 0 || b > 61) return false;
      if (b == 0) return becomes(i_.a);
      return a_known && fits(static_cast<__int128>(a) << b);
    }
    if (i_.op == Op::kShrInt) {
      if (!b_known || b < 0) return false;
      if (b == 0) return becomes(i_.a);
      return a_known && becomes_int(a >> (b > 63 ? 63 : b));
    }
    bool is_and = i_.op == Op::kAndInt, is_or = i_.op == Op::kOrInt;
    if (is_and && (a_known ? masked(i_.b, a) : b_known && masked(i_.a, b))) return true;
    if (a_known && b_known) return becomes_int(is_and ? a & b : is_or ? a | b : a ^ b);
    if (i_.a == i_.b) return is_and || is_or ? becomes(i_.a) : becomes_int(0);
    Ref other = a_known ? i_.b : i_.a, known = a_known ? i_.a : i_.b;
    if (is_int(known, 0)) return becomes(is_and ? known : other);
    if (is_int(known, -1)) return is_and ? becomes(other) : is_or && becomes(known);
    return false;
  }

  bool float_arithmetic() {
    double a, b;
    int64_t n;
    bool a_known = float_of(i_.a, &a), b_known = i_.b != kNoRef && float_of(i_.b, &b);
    bool both = a_known && b_known;
    switch (i_.op) {
      case Op::kAddFloat:  // x + -0.0 is x, also for x = -0.0; x + 0.0 is not
        if (both) return becomes_float(a + b);
        if (is_float(i_.a, -0.0)) return becomes(i_.b);
        return is_float(i_.b, -0.0) && becomes(i_.a);
      case Op::kSubFloat:
        if (both) return becomes_float(a - b);
        return is_float(i_.b, 0.0) && becomes(i_.a);
      case Op::kMulFloat:
        if (both) return becomes_float(a * b);
        if (is_float(i_.a, 1.0)) return becomes(i_.b);
        if (is_float(i_.b, 1.0)) return becomes(i_.a);
        if (is_float(i_.a, 2.0)) return becomes(Op::kAddFloat, i_.b, i_.b);
        return is_float(i_.b, 2.0) && becomes(Op::kAddFloat, i_.a, i_.a);
      case Op::kDivFloat:
        if (!b_known || b == 0) return false;
        if (a_known) return becomes_float(a / b);
        return b == 1 ? becomes(i_.a) : divide_exactly(b);
      case Op::kNegFloat:
        if (is(i_.a, Op::kNegFloat)) return becomes(at(i_.a).a);
        return a_known && becomes_float(-a);
      case Op::kAbsFloat:
        if (is(i_.a, Op::kNegFloat)) return becomes(Op::kAbsFloat, at(i_.a).a);
        if (is(i_.a, Op::kAbsFloat)) return becomes(i_.a);
        return a_known && becomes_float(std::fabs(a));
      case Op::kHypotFloat: return both && std::isfinite(std::hypot(a, b)) && becomes_float(std::hypot(a, b));
      case Op::kSqrtFloat: return a_known && !(a < 0) && becomes_float(std::sqrt(a));
      default:  // IntToFloat
        return int_of(i_.a, &n) && n >= -(int64_t{1} << 53) && n <= int64_t{1} << 53 && becomes_float(static_cast<double>(n));
    }
  }

  bool part_of_complex() {
    const bool real = i_.imm == offsetof(objects::Complex, real);
    if (is(i_.a, Op::kBoxComplex)) return becomes(real ? at(i_.a).a : at(i_.a).b);
    Value v;
    if (!value_of(i_.a, &v) || !v.is_heap() || !objects::is_exact(v, objects::TypeId::kComplex)) return false;
    return becomes_float(real ? v.as<objects::Complex>()->real : v.as<objects::Complex>()->imaginary);
  }

  /// x / 2^k is x * 2^-k, exactly, while 2^-k is normal; and a product cannot leave.
  bool divide_exactly(double b) {
    int exponent;
    if (std::fabs(std::frexp(b, &exponent)) != 0.5 || exponent < -1000 || exponent > 1000) return false;
    return becomes(Op::kMulFloat, i_.a, w_.const_float(1 / b));
  }

  // --- words (Note [Words], record/record_words.cpp) ------------------------------------------------------------------------------
  static constexpr uint64_t kMaxSmallWord = static_cast<uint64_t>(Value::kMaxSmallInt), kAllOnes = ~uint64_t{0};
  static constexpr int kDeepest = 24;

  bool guard_word() {
    Value v;
    uint64_t content;
    if (is(i_.a, Op::kBoxWord)) return becomes(at(i_.a).a);
    if (value_of(i_.a, &v)) return objects::is_exact_int(v) && objects::int_fits_uint64(v, &content) && becomes(w_.const_word(content));
    if (!is(i_.a, Op::kBoxInt)) return false;
    Ref n = at(i_.a).a, zero = w_.const_int(0);
    w_.emit({.op = Op::kGuardIntLe, .source = i_.source, .a = zero, .b = n, .snapshot = i_.snapshot});
    return becomes(low_of_int(n, 0));
  }
  bool word_to_int() {
    const Instruction word = at(i_.a);
    if (word.op == Op::kConstWord) return word.imm <= kMaxSmallWord && becomes_int(static_cast<int64_t>(word.imm));
    bool below = word.op == Op::kAndWord && ((is(word.a, Op::kConstWord) && at(word.a).imm <= kMaxSmallWord) ||
                                             (is(word.b, Op::kConstWord) && at(word.b).imm <= kMaxSmallWord));
    int64_t count;
    below |= word.op == Op::kShrWord && int_of(word.b, &count) && count >= 2;
    return below && becomes(Op::kWordToIntUnchecked, i_.a);
  }
  /// `made` for this instruction, which may be the same again.
  bool stands(Ref made) {
    const Instruction& now = at(made);
    if (now.op != i_.op || now.a != i_.a || now.b != i_.b) return becomes(made);
    w_.set_map(r_, made);
    return true;
  }
  bool is_long(Ref ref) const {
    const Instruction& made = at(ref);
    switch (made.op) {
      case Op::kBoxInt:
      case Op::kBoxWord: return true;
      case Op::kConstValue: return objects::is_exact_int(Value::from_bits(made.imm));
      case Op::kCallHelper1:
      case Op::kCallHelper2: return is_pure(static_cast<Helper>(made.imm));
      default: return false;
    }
  }

  /// a op b modulo 2^64, in the fewest steps.
  Ref word(Op op, Ref a, Ref b) {
    bool shift = op == Op::kShlWord || op == Op::kShrWord;
    bool commutes = !shift && op != Op::kSubWord;
    if (commutes && is(a, Op::kConstWord)) std::swap(a, b);
    bool a_known = is(a, Op::kConstWord), b_known = shift ? is(b, Op::kConstInt) : is(b, Op::kConstWord);
    uint64_t x = a_known ? at(a).imm : 0, y = !b_known ? 0 : shift ? at(b).imm >> 1 : at(b).imm;
    if (a_known && b_known) return w_.const_word(compute(op, x, y));
    if (b_known) {
      if (shift && y > 63) return w_.const_word(0);
      if (y == 0) return op == Op::kMulWord || op == Op::kAndWord ? b : a;
      if (y == 1 && op == Op::kMulWord) return a;
      if (y == kAllOnes && (op == Op::kAndWord || op == Op::kOrWord)) return op == Op::kAndWord ? a : b;
    }
    if (a == b && (op == Op::kAndWord || op == Op::kOrWord)) return a;
    if (a == b && (op == Op::kXorWord || op == Op::kSubWord)) return w_.const_word(0);
    return w_.emit({.op = op, .source = i_.source, .a = a, .b = b});
  }
  static uint64_t compute(Op op, uint64_t x, uint64_t y) {
    switch (op) {
      case Op::kAddWord: return x + y;
      case Op::kSubWord: return x - y;
      case Op::kMulWord: return x * y;
      case Op::kAndWord: return x & y;
      case Op::kOrWord: return x | y;
      case Op::kXorWord: return x ^ y;
      case Op::kShlWord: return y > 63 ? 0 : x << y;
      default: return y > 63 ? 0 : x >> y;  // ShrWord
    }
  }

  /// The Value `ref`, an exact int or else this instruction leaves, modulo 2^64. A sum's comes from its operands'.
  Ref low(Ref ref, int depth) {
    if (auto known = low_.find(ref); known != low_.end()) return known->second;
    Ref made = depth > kDeepest ? kNoRef : low_of_operands(at(ref), depth + 1);
    if (made == kNoRef) made = w_.emit({.op = Op::kLowWord, .source = i_.source, .a = ref, .snapshot = i_.snapshot});
    low_.emplace(ref, made);
    return made;
  }
  Ref low_of_operands(const Instruction made, int depth) {
    if (made.op == Op::kBoxWord) return made.a;
    if (made.op == Op::kBoxInt) return low_of_int(made.a, depth);
    if (made.op == Op::kConstValue) {
      Value v = Value::from_bits(made.imm);
      if (!objects::is_exact_int(v)) return kNoRef;
      objects::IntView all(v);
      uint64_t limb = all.count == 0 ? 0 : all.limbs[0];
      return w_.const_word(all.sign < 0 ? -limb : limb);
    }
    if (made.op == Op::kCallHelper1) {
      if (static_cast<Helper>(made.imm) == Helper::kIntNegative) return word(Op::kSubWord, w_.const_word(0), low(made.a, depth));
      if (static_cast<Helper>(made.imm) == Helper::kIntInvert) return word(Op::kXorWord, low(made.a, depth), w_.const_word(kAllOnes));
    }
    if (made.op != Op::kCallHelper2) return kNoRef;
    Op op;
    switch (static_cast<Helper>(made.imm)) {
      case Helper::kIntAdd: op = Op::kAddWord; break;
      case Helper::kIntSubtract: op = Op::kSubWord; break;
      case Helper::kIntMultiply: op = Op::kMulWord; break;
      case Helper::kIntAnd: op = Op::kAndWord; break;
      case Helper::kIntOr: op = Op::kOrWord; break;
      case Helper::kIntXor: op = Op::kXorWord; break;
      case Helper::kIntLshift: {
        Value count;
        Ref number = kNoRef;
        if (is(made.b, Op::kBoxInt)) number = at(made.b).a;
        else if (value_of(made.b, &count) && count.is_small_int()) number = w_.const_int(static_cast<int64_t>(count.bits() - 1));
        return number == kNoRef ? kNoRef : word(Op::kShlWord, low(made.a, depth), number);
      }
      default: return kNoRef;
    }
    Ref a = low(made.a, depth);
    return word(op, a, low(made.b, depth));
  }

  /// The int `ref` modulo 2^64, without asking whether what it is computed from fits 63 bits.
  Ref low_of_int(Ref ref, int depth) {
    if (auto known = low_.find(ref); known != low_.end()) return known->second;
    Ref made = depth > kDeepest ? kNoRef : low_of_int_operands(at(ref), depth + 1);
    if (made == kNoRef) made = w_.emit({.op = Op::kIntToWord, .source = i_.source, .a = ref});
    low_.emplace(ref, made);
    return made;
  }
  Ref low_of_int_operands(const Instruction made, int depth) {
    auto from_word = [&](Ref ref) { return is(ref, Op::kWordToInt) || is(ref, Op::kWordToIntUnchecked); };
    Op op;
    switch (made.op) {
      case Op::kConstInt: return w_.const_word(static_cast<uint64_t>(static_cast<int64_t>(made.imm) >> 1));
      case Op::kWordToInt:
      case Op::kWordToIntUnchecked: return made.a;
      case Op::kAddInt: op = Op::kAddWord; break;
      case Op::kSubInt: op = Op::kSubWord; break;
      case Op::kMulInt: op = Op::kMulWord; break;
      case Op::kAndInt: op = Op::kAndWord; break;
      case Op::kOrInt: op = Op::kOrWord; break;
      case Op::kXorInt: op = Op::kXorWord; break;
      case Op::kShlInt: return is(made.b, Op::kConstInt) ? word(Op::kShlWord, low_of_int(made.a, depth), made.b) : kNoRef;
      default: return kNoRef;
    }
    bool checked = op == Op::kAddWord || op == Op::kSubWord || op == Op::kMulWord;
    if (!checked && !from_word(made.a) && !from_word(made.b)) return kNoRef;
    Ref a = low_of_int(made.a, depth);
    return word(op, a, low_of_int(made.b, depth));
  }

  /// other & mask, when other is a product or a shifted number that nobody else wants: its low bits are enough, so that it need not fit.
  bool masked(Ref other, int64_t mask) {
    Ref old_other = other == i_.a ? w_.old(r_).a : w_.old(r_).b;
    if (mask < 0 || uses_[old_other] > 1 || !overflows(other, 2)) return false;
    Ref low = low_of_int(other, 0);
    return becomes(Op::kWordToIntUnchecked, word(Op::kAndWord, low, w_.const_word(static_cast<uint64_t>(mask))));
  }
  bool overflows(Ref ref, int depth) const {
    const Instruction& made = at(ref);
    if (made.op == Op::kMulInt) return true;
    if (made.op == Op::kShlInt) return is(made.b, Op::kConstInt);
    bool sum = made.op == Op::kAddInt || made.op == Op::kSubInt || made.op == Op::kXorInt || made.op == Op::kOrInt;
    return sum && depth > 0 && (overflows(made.a, depth - 1) || overflows(made.b, depth - 1));
  }

  Rewriter w_;
  std::unordered_map<Ref, Ref> low_;  // new refs, Values and ints: themselves modulo 2^64
  std::vector<uint32_t> uses_;        // by old ref, as arguments
  Ref r_ = 0;
  Instruction i_{};
};

}  // namespace

void fold(Trace& trace, PassLog* log) { Fold(trace, log).run(); }

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Guard elimination: one forward walk with what is known about each ref.
//
// Value facts (kind, word, being present, a tuple's size, a permanent shape) hold for good. A shape is a snapshot fact: it is valid
// while the epoch in which it was learnt lasts. A phi knows what holds on entry and at JumpLoop; the latter comes from a first walk
// that assumed nothing about phis, so it holds whatever the first walk did not know.
//
// A guard that a value is present becomes the guard of its type that follows: leaving earlier is as good, and one test does.
#include <algorithm>

#include "jit/helpers.h"
#include "jit/passes/rewrite.h"

namespace eider::jit {
namespace {

using objects::TypeId;
using objects::Value;

enum class Kind : uint8_t { kUnknown, kInt, kFloatWord, kSmall, kHeap };  // of a Value; kSmall: None, True, ...

Kind kind_of(Value v) {
  if (v.is_absent()) return Kind::kUnknown;
  if (v.is_small_int()) return Kind::kInt;
  if (v.is_float_word()) return Kind::kFloatWord;
  return v.is_constant() ? Kind::kSmall : Kind::kHeap;
}

struct Facts {
  Kind kind = Kind::kUnknown;
  bool present = false;
  bool constant = false;         // it is `word`
  uint64_t word = 0;
  uint64_t permanent_shape = 0;  // 0: not known
  int64_t tuple_size = -1;       // -1: not known
  Ref unboxed = kNoRef;          // the int or float it boxes
  uint64_t shape = 0;
  uint32_t shape_epoch = 0;      // the epoch in which `shape` is known

  /// What holds of both, value facts only. Unboxed refs stand for one of the two.
  Facts meet(const Facts& other) const {
    Facts both;
    both.kind = kind == other.kind ? kind : Kind::kUnknown;
    both.present = present && other.present;
    both.constant = constant && other.constant && word == other.word;
    both.word = both.constant ? word : 0;
    both.permanent_shape = permanent_shape == other.permanent_shape ? permanent_shape : 0;
    both.tuple_size = tuple_size == other.tuple_size ? tuple_size : -1;
    return both;
  }
};

class Guards {
 public:
  /// at_jump: what a previous walk knew at the end, by old ref. Empty in the first walk.
  Guards(Trace& trace, PassLog* log, std::vector<Facts> at_jump) : w_(trace, "guards", log), at_jump_(std::move(at_jump)) {}

  void run() {
    find_types();
    facts_.reserve(w_.size() + 8);
    for (r_ = 0; r_ < w_.size(); r_++) {
      i_ = w_.mapped(r_);
      if (!redundant()) learn(strengthened() ? w_.replace(r_, i_) : w_.copy(r_));
      pass(w_.old(r_).op);
    }
  }
  std::vector<Facts> at_end() const {
    std::vector<Facts> all(w_.size());
    for (Ref r = 0; r < w_.size(); r++) {
      if (w_.map(r) < facts_.size()) all[r] = facts_[w_.map(r)];
    }
    return all;
  }
  void finish() {
    w_.finish();
    for (const auto& [variable, facts] : relied_on_) rely_on(w_.variable(variable), facts);
  }

 private:
  Facts& of(Ref ref) {
    if (facts_.size() <= ref) facts_.resize(ref + 1);
    return facts_[ref];
  }
  void pass(Op op) {
    const OpInfo& info = info_of(op);
    if (kills_snapshot_facts(info) || op == Op::kLoop) {
      epoch_++;
      kills_++;
      valid_ = false;
    }
    if (op == Op::kSetShape) {  // any object of unknown identity may be the one whose shape changed
      Facts& changed = of(i_.a);
      changed.shape = i_.imm;
      changed.shape_epoch = ++epoch_;
    }
  }
  bool gone_if(bool certain) {
    if (certain) w_.remove(r_);
    return certain;
  }
  bool becomes(Ref ref) {
    w_.substitute(r_, ref);
    return true;
  }

  /// The first guard of each ref's type behind each point is the last one met when walking backward.
  void find_types() {
    typed_by_.assign(w_.size(), kNoRef);
    std::vector<Ref> next(w_.size(), kNoRef);
    for (Ref r = w_.size(); r-- > 0;) {
      const Instruction& i = w_.old(r);
      if (i.op == Op::kGuardInt || i.op == Op::kGuardFloat) next[i.a] = r;
      if (i.op == Op::kGuardPresent) typed_by_[r] = next[i.a];
      if (i.op == Op::kLoop) std::fill(next.begin(), next.end(), kNoRef);
    }
  }
  bool strengthened() {
    if (typed_by_[r_] == kNoRef) return false;
    i_.op = w_.old(typed_by_[r_]).op;
    return true;
  }

  bool redundant() {
    if (i_.op == Op::kCheckValid) return gone_if(valid_);
    if (i_.op == Op::kGuardUnlocked) return gone_if(unlocked_epoch_ == kills_);
    if (i_.a == kNoRef || is_phi(i_.op)) return false;
    const Facts& a = of(i_.a);
    const Value word = Value::from_bits(a.word), wanted = Value::from_bits(i_.imm);
    switch (i_.op) {
      case Op::kGuardInt:
        if (a.kind == Kind::kInt && a.unboxed != kNoRef) return becomes(a.unboxed);
        return a.constant && word.is_small_int() && becomes(w_.const_int(static_cast<int64_t>(word.bits() - 1)));
      case Op::kGuardFloat:
        if (a.kind == Kind::kFloatWord && a.unboxed != kNoRef) return becomes(a.unboxed);
        return a.constant && word.is_float_word() && becomes(w_.const_float(word.float_word()));
      case Op::kGuardIs: return gone_if(a.constant && a.word == i_.imm);
      case Op::kGuardIsNot:
        if (a.constant) return gone_if(a.word != i_.imm);
        if (wanted.is_absent()) return gone_if(a.present);
        return gone_if(a.kind != Kind::kUnknown && a.kind != kind_of(wanted));
      case Op::kGuardPresent: return gone_if(a.present);
      case Op::kGuardHeap: return gone_if(a.kind == Kind::kHeap);
      case Op::kGuardShape:
        if (a.permanent_shape != 0) return gone_if(a.permanent_shape == i_.imm);
        return gone_if(a.shape_epoch == epoch_ && a.shape == i_.imm);
      case Op::kGuardTupleSize: return gone_if(a.tuple_size == static_cast<int64_t>(i_.imm));
      case Op::kGuardSame:
      case Op::kGuardNotSame: {
        const Facts left = a;  // of() may move it
        return same(left, of(i_.b));
      }
      default: return false;
    }
  }

  bool same(const Facts& a, const Facts& b) {
    bool wanted = i_.op == Op::kGuardSame;
    if (a.constant && b.constant) return gone_if((a.word == b.word) == wanted);
    bool different = a.kind != Kind::kUnknown && b.kind != Kind::kUnknown && a.kind != b.kind;
    return gone_if(different && !wanted);
  }

  void set_constant(Facts& facts, uint64_t word) {
    facts.constant = true;
    facts.word = word;
    facts.present = word != 0;
    facts.kind = kind_of(Value::from_bits(word));
  }

  void set_exact(Facts& facts, TypeId type) {
    facts.present = true;
    facts.kind = Kind::kHeap;
    facts.permanent_shape = objects::shape_id(type);
  }

  /// What is known behind the instruction, which is `ref` in the new trace.
  void learn(Ref ref) {
    if (i_.a != kNoRef) learn_of_argument(of(i_.a), ref);
    Facts& made = of(ref);
    switch (i_.op) {
      case Op::kConstValue: return set_constant(made, i_.imm);
      case Op::kBoxInt:
        made.kind = Kind::kInt;
        made.present = true;
        made.unboxed = i_.a;
        return;
      case Op::kEqualStr:
      case Op::kNotEqualStr:
      case Op::kCompareStr:
      case Op::kHasStr:
      case Op::kLacksStr:
      case Op::kCompareInt:
      case Op::kCompareFloat:
      case Op::kCompareWord: made.kind = Kind::kSmall; [[fallthrough]];
      case Op::kBoxWord:
      case Op::kBoxFloat:  // a word or an object
      case Op::kListItem:
      case Op::kTupleItem:
      case Op::kTupleItemAt:
      case Op::kListNext:
      case Op::kTupleNext:
      case Op::kListTake:
      case Op::kTupleTake:
      case Op::kLoadFixed: made.present = true; return;
      case Op::kBoxComplex: return set_exact(made, TypeId::kComplex);
      case Op::kStrItem:
      case Op::kStrNext:
      case Op::kChrInt: return set_exact(made, TypeId::kStr);
      case Op::kCallHelper1:
      case Op::kCallHelper2:
      case Op::kCallHelper3:
        made.present = true;
        if (gives_str(static_cast<Helper>(i_.imm))) set_exact(made, TypeId::kStr);
        return;
      case Op::kPhiValue: {
        Ref next = w_.old(r_).b;
        if (next < at_jump_.size()) made = of(i_.a).meet(at_jump_[next]);
        if (i_.imm != 0) relied_on_.emplace_back(i_.imm - 1, made);
        return;
      }
      case Op::kCheckValid: valid_ = true; return;
      case Op::kGuardUnlocked: unlocked_epoch_ = kills_; return;
      default: return;
    }
  }

  void learn_of_argument(Facts& a, Ref ref) {
    switch (i_.op) {
      case Op::kGuardInt:
      case Op::kGuardFloat:
        a.kind = i_.op == Op::kGuardInt ? Kind::kInt : Kind::kFloatWord;
        a.present = true;
        a.unboxed = ref;
        return;
      case Op::kGuardIs: {
        Kind before = a.kind;
        set_constant(a, i_.imm);
        if (a.kind != before) a.unboxed = kNoRef;  // else nothing gets here, and yet types must fit
        return;
      }
      case Op::kGuardIsNot: a.present |= i_.imm == 0; return;
      case Op::kGuardPresent: a.present = true; return;
      case Op::kGuardShape:
        a.kind = Kind::kHeap;
        a.present = true;
        a.shape = i_.imm;
        a.shape_epoch = epoch_;
        if (is_permanent_shape(i_.imm)) a.permanent_shape = i_.imm;
        return;
      case Op::kGuardWord:
      case Op::kLowWord:
      case Op::kGuardLong: a.present = true; return;
      case Op::kGuardHeap:
        a.kind = Kind::kHeap;
        a.present = true;
        return;
      case Op::kGuardTupleSize: a.tuple_size = static_cast<int64_t>(i_.imm); return;
      default: return;
    }
  }

  static void rely_on(LoopVariable& variable, const Facts& facts) {
    variable.present |= facts.present;
    variable.heap |= facts.kind == Kind::kHeap;
    variable.is_int |= facts.kind == Kind::kInt;
    variable.is_float_word |= facts.kind == Kind::kFloatWord;
    variable.other |= facts.kind == Kind::kSmall && !facts.constant;
    if (facts.constant) {
      variable.other |= variable.constant && variable.word != facts.word;
      variable.constant = true;
      variable.word = facts.word;
    }
    if (facts.permanent_shape != 0) variable.permanent_shape = facts.permanent_shape;
    if (facts.tuple_size != -1) variable.tuple_size = facts.tuple_size;
  }

  Rewriter w_;
  std::vector<Facts> at_jump_;
  std::vector<std::pair<uint64_t, Facts>> relied_on_;  // what is taken for granted of variables at the header
  std::vector<Ref> typed_by_; // old GuardPresent -> the GuardInt or GuardFloat that follows
  std::vector<Facts> facts_;  // by new ref
  uint32_t epoch_ = 1;
  uint32_t kills_ = 1, unlocked_epoch_ = 0;  // epochs that only what others may do ends: must_lock changes at safepoints
  bool valid_ = false;        // CheckValid passed and nothing could invalidate since
  Ref r_ = 0;
  Instruction i_{};
};

}  // namespace

void guards(Trace& trace, PassLog* log) {
  std::vector<Facts> at_jump;
  if (trace.loop != kNoRef) {
    Guards first(trace, nullptr, {});  // never finished: the trace stays as it is
    first.run();
    at_jump = first.at_end();
  }
  Guards second(trace, log, std::move(at_jump));
  second.run();
  second.finish();
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Loop-invariant code motion: pure operations whose arguments are made in front of the loop move there.
//
// One that may leave moves only when there is an entry state to leave with; leaving there is always right, for the loop has not
// begun. An operation with a premise (TupleItemAt: an exact tuple, so long; LoadFixed, LoadFixedFloat: its shape) moves only behind the guards that establish it.
// Loads never move: another thread may store after any poll. A permanent shape is no load.
// Never moves unchecked arithmetic: its proof may be a guard in the loop.
#include <set>

#include "jit/passes/rewrite.h"

namespace eider::jit {
namespace {

using objects::TypeId;
using objects::Value;

class Invariant {
 public:
  Invariant(Trace& trace, PassLog* log) : trace_(trace), w_(trace, "invariant", log), moves_(trace.code.size(), false) {}

  void run() {
    if (trace_.loop == kNoRef) return;
    entry_ = entry_snapshot(trace_);
    for (Ref r = 0; r < trace_.loop; r++) note_premises(trace_.code[r]);
    bool any = false;
    for (Ref r = trace_.loop + 1; r < w_.size(); r++) {
      if (!may_move(trace_.code[r])) continue;
      moves_[r] = any = true;
      note_premises(trace_.code[r]);
    }
    if (!any) return;
    for (Ref r = 0; r < w_.size(); r++) {
      if (r == trace_.loop) move_all();
      if (!moves_[r]) w_.copy(r);
    }
    w_.finish();
  }

 private:
  bool outside(Ref ref) const { return ref < trace_.loop || moves_[ref]; }

  bool may_move(const Instruction& i) const {
    const OpInfo& info = info_of(i.op);
    bool shape = i.op == Op::kGuardShape && is_permanent_shape(i.imm);
    if (!info.has(kPure) && !shape) return false;
    for (Ref argument : {i.a, i.b, i.c}) {
      if (argument != kNoRef && !outside(argument)) return false;
    }
    if (info.exits() && entry_ == kNoSnapshot) return false;
    switch (i.op) {
      case Op::kAddIntUnchecked:
      case Op::kSubIntUnchecked:
      case Op::kMulIntUnchecked: return false;
      case Op::kEqualStr:
      case Op::kCompareStr:
      case Op::kHasStr:
      case Op::kLacksStr:
      case Op::kNotEqualStr: return shaped(i.a) && shaped(i.b);
      case Op::kGuardShape: return heaps_.contains(i.a);
      case Op::kTupleItem:
      case Op::kGuardTupleSize: return tuples_.contains(i.a);
      case Op::kStrItem:
      case Op::kStrLength:
      case Op::kOrdStr:
      case Op::kBytesItem:
      case Op::kLoadFixed:
      case Op::kLoadFixedFloat: return shaped_.contains(i.a);
      case Op::kTupleItemAt: return tuples_.contains(i.a) && sized_.contains(i.a);
      default: return true;
    }
  }

  /// A constant is what the recorder saw.
  bool shaped(Ref ref) const { return shaped_.contains(ref) || trace_.code[ref].op == Op::kConstValue; }

  /// What later operations may rely on when they follow `i` out of the loop.
  void note_premises(const Instruction& i) {
    if (i.op == Op::kGuardHeap) heaps_.insert(i.a);
    if (i.op == Op::kGuardTupleSize) sized_.insert(i.a);
    if (i.op == Op::kGuardIs && i.imm != 0 && Value::from_bits(i.imm).is_heap()) heaps_.insert(i.a);
    if (i.op == Op::kGuardShape) {
      heaps_.insert(i.a);
      if (is_permanent_shape(i.imm)) shaped_.insert(i.a);
      if (i.imm == objects::shape_id(TypeId::kTuple)) tuples_.insert(i.a);
    }
  }

  void move_all() {
    for (Ref r = trace_.loop + 1; r < w_.size(); r++) {
      if (!moves_[r]) continue;
      Instruction i = w_.mapped(r);
      if (i.snapshot != kNoSnapshot) i.snapshot = entry_;
      if (is_constant(i.op)) {
        w_.copy_as(r, i);
      } else {
        w_.replace(r, i);
      }
    }
  }

  Trace& trace_;
  Rewriter w_;
  uint32_t entry_ = kNoSnapshot;
  std::vector<bool> moves_;             // by old ref
  std::set<Ref> heaps_, shaped_, tuples_, sized_;  // proven in front of the loop; old refs
};

}  // namespace

void invariant(Trace& trace, PassLog* log) { Invariant(trace, log).run(); }

}  // namespace eider::jit

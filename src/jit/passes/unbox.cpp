// SPDX-License-Identifier: MIT
//
// Phi typing: a PhiValue that is an int (a float word) on entry and after each round becomes a PhiInt (PhiFloat).
//
// The entry's guard stands in front of Loop and leaves with the loop's entry state; it is put there only when the loop would
// guard the phi anyway. Phis that feed each other (a, b = b, a + b) are taken together: all are candidates until one is refuted.
// What no first round looks at (kMadeInLoop on entry, but not later) may be any number there.
// In the loop, guards of such a phi vanish, snapshots name the raw phi (the exit boxes), other uses get a box where they are.
#include "jit/passes/rewrite.h"

namespace eider::jit {
namespace {

using objects::Value;

class Unbox {
 public:
  Unbox(Trace& trace, PassLog* log, Type type)
      : type_(type),
        guard_(type == Type::kInt ? Op::kGuardInt : Op::kGuardFloat),
        box_(type == Type::kInt ? Op::kBoxInt : Op::kBoxFloat),
        phi_(type == Type::kInt ? Op::kPhiInt : Op::kPhiFloat),
        trace_(trace),
        w_(trace, "unbox", log) {}

  void run() {
    if (trace_.loop == kNoRef || !find_candidates()) return;
    boxes_.assign(w_.size(), kNoRef);
    for (r_ = 0; r_ < w_.size(); r_++) rewrite();
    for (Ref r = trace_.loop + 1; is_phi(w_.old(r).op); r++) {
      if (!candidate_[r]) continue;
      Ref next = w_.old(r).b;
      w_.set_next(w_.map(r), constants_[r] != kNoRef ? constants_[r] : w_.map(raw(next)));
    }
    w_.finish();
  }

 private:
  // --- which phis -----------------------------------------------------------------------------------------------------------------
  bool find_candidates() {
    entry_snapshot_ = entry_snapshot(trace_);
    candidate_.assign(w_.size(), false);
    guard_of_.assign(w_.size(), kNoRef);
    constants_.assign(w_.size(), kNoRef);
    entries_.assign(w_.size(), kNoRef);
    unsuited_.assign(w_.size(), false);
    for (Ref r = 0; r < w_.size(); r++) study_uses(r);
    for (const Snapshot& snapshot : trace_.snapshots) {
      for (const SnapshotFrame& frame : snapshot.frames) {
        for (Ref ref : {frame.function, frame.self}) {
          if (ref < w_.size()) unsuited_[ref] = true;
        }
      }
    }
    for (Ref r = trace_.loop + 1; is_phi(w_.old(r).op); r++) {
      candidate_[r] = w_.old(r).op == Op::kPhiValue && !unsuited_[r] && enters_raw(r);
    }
    bool any = false;
    for (bool changed = true; changed;) {
      changed = any = false;
      for (Ref r = trace_.loop + 1; is_phi(w_.old(r).op); r++) {
        if (candidate_[r] && !stays_raw(r)) {
          candidate_[r] = false;
          changed = true;
        }
        any |= candidate_[r];
      }
    }
    return any;
  }

  void study_uses(Ref r) {
    const Instruction& i = w_.old(r);
    if (i.op == guard_ && guard_of_[i.a] == kNoRef) guard_of_[i.a] = r;
    if (type_ == Type::kInt || i.op == guard_ || is_phi(i.op)) return;
    // A float's box may have to be allocated, so whoever uses it must be able to leave.
    for (Ref ref : {i.a, i.b, i.c}) {
      if (ref != kNoRef && i.snapshot == kNoSnapshot) unsuited_[ref] = true;
    }
  }
  bool is_nothing(Ref entry) const { return w_.old(entry).op == Op::kConstValue && w_.old(entry).imm == kMadeInLoop; }
  bool constant_of_type(Ref ref) const {
    if (w_.old(ref).op != Op::kConstValue) return false;
    Value v = Value::from_bits(w_.old(ref).imm);
    return type_ == Type::kInt ? v.is_small_int() : v.is_float_word();
  }
  bool enters_raw(Ref phi) const {
    Ref entry = w_.old(phi).a;
    if (w_.old(entry).op == box_ || constant_of_type(entry) || is_nothing(entry)) return true;
    if (w_.old(entry).op == Op::kConstValue) return false;
    if (guard_of_[entry] < trace_.loop) return true;
    return entry_snapshot_ != kNoSnapshot && guard_of_[phi] != kNoRef;
  }
  bool stays_raw(Ref phi) const {
    Ref next = w_.old(phi).b;
    if (next == kNoRef) return false;
    for (Ref r = trace_.loop + 1; type_ == Type::kFloat && is_phi(w_.old(r).op); r++) {
      if (w_.old(r).op == Op::kPhiValue && w_.old(r).b == phi && !candidate_[r]) return false;  // needs a box where nobody may leave
    }
    if (w_.old(next).op == Op::kPhiValue && next > trace_.loop) return candidate_[next];
    return constant_of_type(next) || raw(next) != next;
  }
  /// The old ref of the raw number that `next` boxes, or `next`.
  Ref raw(Ref next) const {
    if (candidate_[next]) return next;
    if (w_.old(next).op == box_) return w_.old(next).a;
    return guard_of_[next] != kNoRef ? guard_of_[next] : next;
  }

  // --- the walk -------------------------------------------------------------------------------------------------------------------
  void rewrite() {
    Instruction i = w_.mapped(r_);
    if (r_ == trace_.loop) enter();
    if (candidate_[r_]) {
      w_.replace(r_, {.op = phi_, .source = i.source, .a = entries_[r_], .imm = i.imm});
    } else if (i.op == guard_ && candidate_[w_.old(r_).a]) {
      w_.substitute(r_, i.a);
    } else {
      const Instruction& old = w_.old(r_);
      i.a = boxed(old.a, i.a, i);
      if (!is_phi(i.op)) i.b = boxed(old.b, i.b, i);
      i.c = boxed(old.c, i.c, i);
      if (i.op == Op::kJumpLoop) box_next_values(i);
      w_.copy_as(r_, i);
    }
  }

  Ref constant(Ref old_ref) {
    Value v = Value::from_bits(w_.old(old_ref).imm);
    return type_ == Type::kInt ? w_.const_int(static_cast<int64_t>(v.bits() - 1)) : w_.const_float(v.float_word());
  }
  /// In front of Loop: what candidates are on entry.
  void enter() {
    for (Ref r = trace_.loop + 1; is_phi(w_.old(r).op); r++) {
      if (!candidate_[r]) continue;
      Ref entry = w_.old(r).a, next = w_.old(r).b;
      if (!candidate_[next] && constant_of_type(next)) constants_[r] = constant(next);
      if (is_nothing(entry)) {
        entries_[r] = type_ == Type::kInt ? w_.const_int(0) : w_.const_float(0.0);
      } else if (constant_of_type(entry)) {
        entries_[r] = constant(entry);
      } else if (w_.old(entry).op == box_) {
        entries_[r] = w_.map(w_.old(entry).a);
      } else if (guard_of_[entry] < trace_.loop) {
        entries_[r] = w_.map(guard_of_[entry]);
      } else {
        entries_[r] = w_.emit({.op = guard_, .source = w_.old(trace_.loop).source, .a = w_.map(entry), .snapshot = entry_snapshot_});
      }
    }
  }

  /// The argument of `user`, as a Value. One box serves all later uses: what comes first dominates.
  Ref boxed(Ref old_ref, Ref now, const Instruction& user) {
    if (old_ref >= w_.size() || !candidate_[old_ref]) return now;
    Ref& box = boxes_[old_ref];
    if (box == kNoRef) {
      box = w_.emit({.op = box_, .source = user.source, .a = now, .snapshot = type_ == Type::kInt ? kNoSnapshot : user.snapshot});
    }
    return box;
  }
  void box_next_values(const Instruction& jump) {
    for (Ref r = trace_.loop + 1; is_phi(w_.old(r).op); r++) {
      Ref next = w_.old(r).b;
      if (!candidate_[r] && candidate_[next]) w_.set_next(w_.map(r), boxed(next, w_.map(next), jump));
    }
  }

  const Type type_;
  const Op guard_, box_, phi_;
  Trace& trace_;
  Rewriter w_;
  uint32_t entry_snapshot_ = kNoSnapshot;
  std::vector<bool> candidate_;   // by old ref, as all below
  std::vector<bool> unsuited_;    // cannot be boxed where it is used
  std::vector<Ref> guard_of_;     // the first guard of this type on it
  std::vector<Ref> constants_;    // new: a constant next value
  std::vector<Ref> entries_;      // new: the raw value on entry
  std::vector<Ref> boxes_;        // new: the candidate's box
  Ref r_ = 0;
};

}  // namespace

void unbox(Trace& trace, PassLog* log) {
  Unbox(trace, log, Type::kInt).run();
  Unbox(trace, log, Type::kFloat).run();
}

}  // namespace eider::jit

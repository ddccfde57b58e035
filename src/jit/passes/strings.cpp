// SPDX-License-Identifier: MIT
//
// String building: `a + b + str(n)`, f"{a}{b}{n}" and their like become one text of n parts.
//
// The recorder writes concatenations of two and three, and the texts of numbers, each as a call of a pure helper. Where the result of one
// is wanted by one other concatenation only, its parts are parts of that: TextPart for each, then BuildText, which measures all and
// copies once; numbers are written where they go. What was in between is then wanted by snapshots at most: virtuals.cpp leaves it to
// them, dce takes the rest away.
//
// The parts are taken where the whole is made, from what they were made of, which is immutable; a concatenation in front of the loop
// stays there. Not here: joining constants that meet (the recorder has no `a + "x" + "y"` as such; "x" + "y" it folds).
#include "jit/helpers.h"
#include "jit/passes/rewrite.h"
#include "vm/vm_state.h"

namespace eider::jit {
namespace {

class Strings {
 public:
  Strings(Trace& trace, PassLog* log) : trace_(trace), w_(trace, "strings", log) {}

  void run() {
    if (!count_uses()) return;
    for (Ref r = 0; r < w_.size(); r++) {
      parts_.clear();
      // What only snapshots name is left to them.
      if (is_concatenation(r) && !absorbed_[r] && uses_[r] != 0 && collect(r)) build(r);
      else w_.copy(r);
    }
    w_.finish();
  }

 private:
  static constexpr size_t kMost = vm::VmState::kTextParts;

  Helper helper_of(Ref r) const { return is_pure_call(trace_.code[r]) ? static_cast<Helper>(trace_.code[r].imm) : Helper::kCount; }
  bool is_concatenation(Ref r) const { return helper_of(r) == Helper::kStrConcat || helper_of(r) == Helper::kConcat3; }
  bool is_number_text(Ref r) const { return helper_of(r) == Helper::kIntText || helper_of(r) == Helper::kFloatText; }

  /// False: there is nothing to do.
  bool count_uses() {
    uses_.assign(w_.size(), 0);
    absorbed_.assign(w_.size(), false);
    auto use = [&](Ref ref) {
      if (ref < w_.size()) uses_[ref]++;
    };
    for (const Instruction& i : trace_.code) {
      for (Ref argument : {i.a, i.b, i.c}) use(argument);
      // In frames that are written on the way there is no leaving anything to the exit.
      if (i.op == Op::kEscape || i.op == Op::kJumpEntry || i.op == Op::kJumpHeader) trace_.snapshots[i.snapshot].each_ref(use);
    }
    // A part that is a concatenation itself, wanted once, at the same side of the loop's header.
    bool any = false;
    std::vector<size_t> count(w_.size(), 1);  // how many parts it is
    for (Ref r = 0; r < w_.size(); r++) {
      if (!is_concatenation(r)) continue;
      const Instruction& i = trace_.code[r];
      size_t own = static_cast<size_t>(info_of(i.op).argument_count), total = own;
      for (Ref part : {i.a, i.b, i.c}) {
        if (part == kNoRef || uses_[part] != 1 || (part < trace_.loop) != (r < trace_.loop)) continue;
        if (!is_concatenation(part) && !is_number_text(part)) continue;
        if (total - 1 + count[part] > kMost) continue;
        total += count[part] - 1;
        absorbed_[part] = any = true;
      }
      count[r] = total;
    }
    return any;
  }

  /// The parts of r, from left to right. False: no more than r's own.
  bool collect(Ref r) {
    bool more = false;
    auto visit = [&](Ref ref, auto&& self) -> void {
      const Instruction& i = trace_.code[ref];
      const Ref parts[] = {i.a, i.b, i.c};
      for (int n = 0; n < info_of(i.op).argument_count; n++) {
        Ref part = parts[n];
        if (!absorbed_[part]) {
          parts_.push_back(part);
          continue;
        }
        more = true;
        if (is_number_text(part)) parts_.push_back(trace_.code[part].a);
        else self(part, self);
      }
    };
    visit(r, visit);
    return more;
  }

  void build(Ref r) {
    const Instruction& i = trace_.code[r];
    (void)w_.mapped(r);  // what is written comes from here
    Ref count = w_.const_value(objects::Value::from_small_int(static_cast<int64_t>(parts_.size())).bits());
    for (size_t n = 0; n < parts_.size(); n++) w_.emit({.op = Op::kTextPart, .source = i.source, .a = w_.map(parts_[n]), .imm = n});
    w_.replace(r, {.op = Op::kCallHelper1, .source = i.source, .a = count, .snapshot = i.snapshot, .imm = static_cast<uint64_t>(Helper::kBuildText)});
  }

  Trace& trace_;
  Rewriter w_;
  std::vector<uint32_t> uses_;    // by old ref: as arguments
  std::vector<bool> absorbed_;    // by old ref: a part of one other text
  std::vector<Ref> parts_;        // old refs
};

}  // namespace

void strings(Trace& trace, PassLog* log) { Strings(trace, log).run(); }

}  // namespace eider::jit

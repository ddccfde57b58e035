// SPDX-License-Identifier: MIT
//
// Boxes that only snapshots name are not made: the snapshot names the number, and whoever leaves boxes it.
// With them goes the allocation that a float without a word would need, which ended snapshot facts.
#include "jit/passes/rewrite.h"

namespace eider::jit {

void virtuals(Trace& trace, PassLog* log) {
  std::vector<bool> needed(trace.code.size(), false);
  auto need = [&](Ref ref) {
    if (ref < needed.size()) needed[ref] = true;
  };
  for (const Instruction& i : trace.code) {
    for (Ref argument : {i.a, i.b, i.c}) need(argument);
  }
  for (const Snapshot& snapshot : trace.snapshots) {
    for (const SnapshotFrame& frame : snapshot.frames) {
      need(frame.function);
      need(frame.self);
    }
  }
  if (const Instruction& last = trace.code.back(); last.op == Op::kJumpEntry || last.op == Op::kJumpHeader) {  // no exit: it writes words
    for (const SnapshotFrame& frame : trace.snapshots[last.snapshot].frames) {
      for (Ref ref : frame.locals) need(ref);
      for (Ref ref : frame.stack) need(ref);
    }
  }
  Rewriter w(trace, "virtuals", log);
  for (Ref r = 0; r < w.size(); r++) {
    Op op = w.old(r).op;
    if ((op == Op::kBoxInt || op == Op::kBoxFloat) && !needed[r]) {
      w.substitute(r, w.mapped(r).a);
    } else {
      w.copy(r);
    }
  }
  w.finish();
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// The optimizer of traces: small passes, each from a well-formed trace to a well-formed trace that does the same.
//
// "The same" for a trace that may leave early: whatever exit is taken, the interpreter goes on from it as it would have from the
// original's. So an exit may come earlier, as long as nothing has been changed since the state it describes; and a check whose
// failure the rest of the trace does not need may go.
//
// What survives what (DESIGN 7). *Value* facts (this ref is an int, this tuple has 2 items) hold for good: refs never change.
// *Snapshot* facts (a shape, a field, a list's length) hold until an operation with kills_snapshot_facts() and until a write that
// may alias. tests/unit/jit_ir_facts_test.cpp proves it for every row of the table.
#pragma once

#include <string_view>

#include "jit/ir/trace.h"

namespace eider::jit {

/// What the passes took away, for dumps. Each text is in the numbering of the trace that the pass was given.
struct PassLog {
  struct Removed {
    const char* pass;
    Op op;
    uint32_t source;      // index into Trace::places
    std::string text;     // "%4 = GuardInt %1 s2", and " -> %3" or " -> GuardIntEq" when something stands for it
  };
  std::vector<Removed> removed;
};

/// Constants and algebraic identities; comparisons that a guard tests become guards; boxing and unboxing that meet vanish.
void fold(Trace& trace, PassLog* log = nullptr);
/// Guards that hold because an earlier one held. Across Loop: only value facts, and only what holds on entry and after each round.
void guards(Trace& trace, PassLog* log = nullptr);
/// Repeated pure operations; loads whose value is known from a load or store before.
void cse(Trace& trace, PassLog* log = nullptr);
/// Overflow checks and int comparisons that cannot fail.
void ranges(Trace& trace, PassLog* log = nullptr);
/// PhiValues that are always ints (floats) become PhiInts (PhiFloats); the unboxing guard stands in front of the loop.
void unbox(Trace& trace, PassLog* log = nullptr);
/// Pure operations on what does not change in the loop are done once, in front of it.
void invariant(Trace& trace, PassLog* log = nullptr);
/// Instances, tuples, bound methods and cells that nobody else sees: who leaves makes them. Before guards: it counts GuardUnlocked.
void objects(Trace& trace, PassLog* log = nullptr);
/// Boxes that only exits would see: the exit boxes.
void virtuals(Trace& trace, PassLog* log = nullptr);
/// A list's items are read and written through its block, whose length is looked at once. After ranges, which knows ListItem.
void rows(Trace& trace, PassLog* log = nullptr);
/// Chains of concatenations become one BuildText of all their parts. Before virtuals and dce, which take what is in between away.
void strings(Trace& trace, PassLog* log = nullptr);
/// What nobody uses; unused snapshots.
void dce(Trace& trace, PassLog* log = nullptr);

struct Pass {
  const char* name;
  void (*run)(Trace&, PassLog*);
};
extern const Pass kPasses[];
extern const int kPassCount;
const Pass* find_pass(std::string_view name);  // nullptr: there is none

/// The passes in their order. Verifies after each one in builds with assertions.
void optimize(Trace& trace, PassLog* log = nullptr);

}  // namespace eider::jit

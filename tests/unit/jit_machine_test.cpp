// SPDX-License-Identifier: MIT
//
// Compiled traces, by hand: loops, exits, spills, swaps, floats, calls, errors, inlined frames, whole instructions.
#include "gc/heap.h"
#include "jit_machine.h"
#include "objects/numbers.h"

namespace eider::jit {
namespace {

class Machine : public MachineTest {};

TEST_F(Machine, ALoopOfInts) {
  vm::Function* f = function(2, 2);
  Trace trace = trace_of(R"(
trace
code 0 f
%a = EntryValue 0
%b = EntryValue 1
%i0 = GuardInt %a s0
%s0 = GuardInt %b s0
%limit = ConstInt 1000
%one = ConstInt 1
Loop
%i = PhiInt %i0, %i1
%s = PhiInt %s0, %s1
Poll s1
GuardIntLt %i, %limit s1
%s1 = AddInt %s, %i s1
%i1 = AddInt %i, %one s2
JumpLoop
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 5 base 0 locals(%i, %s) stack()
s2: code 0 unit 6 base 0 locals(%i, %s1) stack()
)", {code_of(f)});
  EXPECT_EQ(assembly(trace), R"(%2    LoadSlotInt r5, [e0]
%2    GuardInt r5, r5 -> exit 0
%3    LoadSlotInt r4, [e1]
%3    GuardInt r4, r4 -> exit 1
loop:
%9    Poll -> exit 2
%10   GuardIntLtImm r5, #2000 -> exit 3
%11   AddInt r4, r5 -> exit 4
%12   AddIntImm r5, #2 -> exit 5
%13   Jump
exit 0: 0@0 (- - |)
exit 1: 0@0 (- - |)
exit 2: 0@5 (r5:int r4:int |)
exit 3: 0@5 (r5:int r4:int |)
exit 4: SubIntUnchecked r4, r5; 0@5 (r5:int r4:int |)
exit 5: SubIntUncheckedImm r5, #2; 0@6 (r5:int r4:int |)
0 spill slots
)");
  Executor* e = compiled(trace);
  push(f, {small(0), small(0)});
  Stop stop = run(e);
  EXPECT_EQ(unit_of(stop), 5);
  EXPECT_EQ(stop.locals[0], small(1000));
  EXPECT_EQ(stop.locals[1], small(499500));
  EXPECT_EQ(stop.sp, t.frame->stack());
  if (getenv("EIDER_SHOW_CODE")) std::puts(disassemble(*e).c_str());

  push(f, {small(0), small(Value::kMaxSmallInt - 3)});  // overflow of the sum: nothing has changed in that round
  stop = run(e);
  EXPECT_EQ(unit_of(stop), 5);
  EXPECT_EQ(stop.locals[0], small(3));
  EXPECT_EQ(stop.locals[1], small(Value::kMaxSmallInt));

  push(f, {kNone, small(0)});
  stop = run(e);
  EXPECT_EQ(unit_of(stop), 0);
  EXPECT_EQ(stop.locals[0], kNone);
}

}  // namespace
}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Compiled traces, by hand: loops, exits, spills, swaps, floats, calls, errors, inlined frames, whole instructions.
#include <chrono>
#include <cmath>
#include <thread>

#include "gc/heap.h"
#include "jit/exit/visits.h"
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

TEST_F(Machine, ASideTraceTakesOverRegistersAndGoesBackToTheLoopsEntry) {
  vm::Function* f = function(2, 2);
  Executor* loop = compiled(trace_of(R"(
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
GuardIntLt %i, %limit s1
%s1 = AddInt %s, %i s1
%i1 = AddInt %i, %one s2
JumpLoop
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 5 base 0 locals(%i, %s) stack()
s2: code 0 unit 6 base 0 locals(%i, %s1) stack()
)", {code_of(f)}));
  Exit* limit = &loop->exits[2];
  ASSERT_EQ(limit->linking, Linking::kDirect);
  TextNames names;
  names.values.emplace_back("loop", reinterpret_cast<uint64_t>(static_cast<ExecutorHead*>(loop)));
  Trace text = trace_of(R"(
trace
code 0 f
%i = InputInt 5
%s = InputInt 4
Enter s0
%d = AddInt %s, %s s0
%most = ConstInt 2000000
GuardIntLt %d, %most s0
%sum = BoxInt %d
%again = ConstValue 990
JumpEntry @loop s1
s0: code 0 unit 5 base 0 locals(%i, %s) stack()
s1: code 0 unit 0 base 0 locals(%again, %sum) stack()
)", {code_of(f)}, names);
  text.floor = loop->extent + kActivationWords + loop->spill_slots - loop->exit_scratch;
  Executor* side = compiled(text, limit);
  auto expect = [&](int64_t unit, int64_t i, int64_t sum) {
    push(f, {small(0), small(0)});
    Stop stop = run(loop);
    EXPECT_EQ(unit_of(stop), unit);
    EXPECT_EQ(stop.locals[0], small(i));
    EXPECT_EQ(stop.locals[1], small(sum));
  };
  // 0 + .. + 999 = 499500; doubled, and 990 + .. + 999 on top; doubled again it would be too much.
  expect(5, 1000, 2 * 499500 + 9945);
  side->valid.store_relaxed(0);
  expect(5, 1000, 499500);
  side->valid.store_relaxed(1);
  Value* end = t.stack_end;
  t.stack_end = t.vm->stack + loop->limit_bytes / sizeof(Value);  // room for the loop only
  expect(5, 1000, 499500);
  t.stack_end = end;

  limit->target.store_relaxed(reinterpret_cast<const void*>(&leave));
  limit = &loop->exits[3];  // the sum overflows: the side trace finds the loop invalid
  compiled(trace_of(R"(
trace
code 0 f
%i = InputInt 5
%s = InputInt 4
Enter s0
%none = ConstValue None
%was = BoxInt %s
JumpEntry @loop s1
s0: code 0 unit 5 base 0 locals(%i, %s) stack()
s1: code 0 unit 0 base 0 locals(%none, %was) stack()
)", {code_of(f)}, names), limit);
  push(f, {small(0), small(Value::kMaxSmallInt - 3)});
  loop->valid.store_relaxed(0);  // nobody enters it any more; whoever is inside may still be
  push(f, {small(0), small(0)});
  EXPECT_EQ(unit_of(run(loop)), 0);
  loop->valid.store_relaxed(1);
  push(f, {small(0), small(Value::kMaxSmallInt - 3)});
  Stop stop = run(loop);  // its entry guard leaves with what the side trace wrote
  EXPECT_EQ(unit_of(stop), 0);
  EXPECT_EQ(stop.locals[0], kNone);
  EXPECT_EQ(stop.locals[1], small(Value::kMaxSmallInt));
}

TEST(Visits, ThatLoseDropTheExecutorOnceItIsWarm) {
  Executor e;
  auto lost_after = [&](uint64_t compiled, uint64_t escapes) {
    e.measured.store_relaxed(0);
    e.gain.store_relaxed(0);
    for (int visit = 1; visit <= 1000; visit++) {
      uint64_t now = cycles();
      Activation a{.executor = &e, .previous = nullptr, .entered = &e, .since = now - compiled, .inside = 0, .escapes = escapes};
      if (end_visit(a, now)) return visit;
    }
    return 0;
  };
  e.saving = 200;
  EXPECT_EQ(lost_after(20, 0), 64 + 128);   // shorter than what entering costs
  EXPECT_EQ(lost_after(20'000, 0), 0);
  EXPECT_EQ(lost_after(2000, 6), 64 + 128); // most of it was writing frames for Escapes
  Activation unmeasured{.executor = &e, .previous = nullptr, .entered = &e, .since = 0, .inside = 0, .escapes = 0};
  EXPECT_FALSE(end_visit(unmeasured, 0));
  int measured = 0;
  Activation a{};  // its dice stay where they are from visit to visit
  for (int visit = 0; visit < 8000; visit++) {
    begin_visit(e, &a);
    measured += a.since != 0;
  }
  EXPECT_GT(measured, 900);
  EXPECT_LT(measured, 1100);
}

TEST_F(Machine, PhisThatSwapGoThroughMemoryOnce) {
  vm::Function* f = function(3, 2);
  Trace trace = trace_of(R"(
trace
code 0 f
%a = EntryValue 0
%b = EntryValue 1
%n = EntryValue 2
%n0 = GuardInt %n s0
%zero = ConstInt 0
%one = ConstInt 1
Loop
%x = PhiValue %a, %y
%y = PhiValue %b, %x
%i = PhiInt %n0, %i1
GuardIntNe %i, %zero s1
%i1 = SubInt %i, %one s1
JumpLoop
s0: code 0 unit 0 base 0 locals(=, =, =) stack()
s1: code 0 unit 5 base 0 locals(%x, %y, %i) stack()
)", {code_of(f)});
  Executor* e = compiled(trace);
  for (int rounds : {0, 1, 2, 7}) {
    push(f, {small(10), small(20), small(rounds)});
    Stop stop = run(e);
    EXPECT_EQ(stop.locals[0], small(rounds % 2 ? 20 : 10));
    EXPECT_EQ(stop.locals[1], small(rounds % 2 ? 10 : 20));
    EXPECT_EQ(stop.locals[2], small(0));
  }
}

TEST_F(Machine, MoreValuesThanRegisters) {
  // Fourteen phis of each kind, all changed in every round, one added to the next.
  constexpr int kPhis = 14;
  vm::Function* f = function(2 * kPhis + 1, 2);
  std::string text = "trace\ncode 0 f\n%one = ConstInt 1\n%limit = ConstInt 50\n", phis, body, locals;
  auto s = [](int n) { return std::to_string(n); };
  for (int n = 0; n < kPhis; n++) {
    text += "%e" + s(n) + " = EntryValue " + s(n) + "\n%a" + s(n) + " = GuardInt %e" + s(n) + " s0\n";
    text += "%g" + s(n) + " = EntryValue " + s(kPhis + n) + "\n%b" + s(n) + " = GuardFloat %g" + s(n) + " s0\n";
  }
  text += "%zero = ConstInt 0\nLoop\n%i = PhiInt %zero, %i1\n";
  for (int n = 0; n < kPhis; n++) {
    text += "%p" + s(n) + " = PhiInt %a" + s(n) + ", %pn" + s(n) + "\n";
    text += "%q" + s(n) + " = PhiFloat %b" + s(n) + ", %qn" + s(n) + "\n";
  }
  text += "GuardIntLt %i, %limit s1\n%i1 = AddInt %i, %one s1\n";
  for (int n = 0; n < kPhis; n++) {
    int m = (n + 1) % kPhis;
    text += "%pn" + s(n) + " = AddIntUnchecked %p" + s(n) + ", %p" + s(m) + "\n%qn" + s(n) + " = SubFloat %q" + s(m) + ", %q" + s(n) + "\n";
  }
  text += "JumpLoop\ns0: code 0 unit 0 base 0 locals(";
  for (int n = 0; n <= 2 * kPhis; n++) text += n ? ", =" : "=";
  text += ") stack()\ns1: code 0 unit 9 base 0 locals(";
  for (int n = 0; n < kPhis; n++) text += "%p" + s(n) + ", ";
  for (int n = 0; n < kPhis; n++) text += "%q" + s(n) + ", ";
  text += "%i) stack()\n";
  Trace trace = trace_of(text, {code_of(f)});
  Executor* e = compiled(trace);
  if (getenv("EIDER_SHOW_SPEED")) {
    auto began = std::chrono::steady_clock::now();
    constexpr int kTimes = 2000;
    for (int n = 0; n < kTimes; n++) {
      Executor again;
      std::string error;
      ASSERT_TRUE(compile(trace, arena, &again, &error));
      release_code(&again, arena);
    }
    std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
    std::printf("%.0f ns an operation\n", took.count() / kTimes / static_cast<double>(trace.code.size()));
  }
  std::vector<Value> locals_now;
  std::vector<int64_t> ints;
  std::vector<double> reals;
  for (int n = 0; n < kPhis; n++) ints.push_back(n * n - 5), locals_now.push_back(small(n * n - 5));
  for (int n = 0; n < kPhis; n++) reals.push_back(n * 0.25 + 1), locals_now.push_back(real(n * 0.25 + 1));
  push(f, locals_now);
  for (int round = 0; round < 50; round++) {
    std::vector<int64_t> next_ints(kPhis);
    std::vector<double> next_reals(kPhis);
    for (int n = 0; n < kPhis; n++) {
      next_ints[n] = ints[n] + ints[(n + 1) % kPhis];
      next_reals[n] = reals[(n + 1) % kPhis] - reals[n];
    }
    ints = next_ints;
    reals = next_reals;
  }
  Stop stop = run(e);
  ASSERT_EQ(unit_of(stop), 9);
  for (int n = 0; n < kPhis; n++) {
    EXPECT_EQ(stop.locals[n], small(ints[n])) << n;
    EXPECT_EQ(number(stop.locals[kPhis + n]), reals[n]) << n;
  }
  EXPECT_EQ(stop.locals[2 * kPhis], small(50));
}

TEST_F(Machine, ExitsMakeComplexNumbersOfDoublesWhereverTheyAre) {
  // Parts in registers, in spill slots (a helper was called), and constants with and without a float word. What was made is no Value until then.
  vm::Function* f = function(6, 4);
  Trace trace = trace_of(R"(trace
code 0 f
%v = EntryValue 0
%x = GuardFloat %v s0
%m = ConstFloat -0.0
%q = ConstFloat 0.25
%y = MulFloat %x, %q
%z = BoxComplex %y, %x s0
%r = LoadFixedFloat %z, +8
%w = NegFloat %r
%l = HypotFloat %w, %q s1
%h = CallHelper1 %z, !Negative s1
%u = AddFloat %w, %q
GuardFloatLt %l, %u s2
End s1
s0: code 0 unit 0 base 0 locals(=, =, =, =, =, =) stack()
s1: code 0 unit 1 base 0 locals(=, =, =, =, =, =) stack()
s2: code 0 unit 2 base 0 locals(v0, v1, v2, v1, %h, %l) stack(v3) where v0 = !NewComplex(%y, %w) where v1 = !NewComplex(%u, %m) where v2 = !NewComplex(%q, %x) where v3 = !BuildTuple2(v0, %m)
)",
                         {code_of(f)});
  Executor* e = compiled(trace);
  push(f, {real(12.0)});
  Stop stop = run(e);
  ASSERT_EQ(unit_of(stop), 2);
  auto parts = [&](Value v) {
    EXPECT_TRUE(is_exact(v, TypeId::kComplex));
    return print_double(v.as<Complex>()->real) + " " + print_double(v.as<Complex>()->imaginary);
  };
  EXPECT_EQ(parts(stop.locals[0]), "3.0 -3.0");
  EXPECT_EQ(parts(stop.locals[1]), "-2.75 -0.0");
  EXPECT_EQ(parts(stop.locals[2]), "0.25 12.0");
  EXPECT_EQ(stop.locals[3], stop.locals[1]);
  EXPECT_EQ(parts(stop.locals[4]), "-3.0 -12.0");
  EXPECT_EQ(number(stop.locals[5]), std::hypot(3.0, 0.25));
  EXPECT_EQ(stack_item(t.frame, 0)->as<Tuple>()->items[0].get(), stop.locals[0]);
}

TEST_F(Machine, BoxedFloatsSurviveCollectionsAndNothingElseIsLost) {
  vm::Function* f = function(3, 2);
  Trace trace = trace_of(R"(
trace
code 0 f
%a = EntryValue 0
%n = EntryValue 1
%l = EntryValue 2
%x0 = GuardFloat %a s0
%i0 = GuardInt %n s0
%zero = ConstInt 0
%one = ConstInt 1
%huge = ConstFloat 1e300
Loop
%x = PhiFloat %x0, %x1
%i = PhiInt %i0, %i1
%last = PhiValue %l, %boxed
GuardIntNe %i, %zero s1
%y = MulFloat %x, %huge
%boxed = BoxFloat %y s1
%i1 = SubInt %i, %one s1
%x1 = AddFloat %x, %x
JumpLoop
s0: code 0 unit 0 base 0 locals(=, =, =) stack()
s1: code 0 unit 5 base 0 locals(%x, %i, %last) stack()
)", {code_of(f)});
  Executor* e = compiled(trace);
  push(f, {real(1e-70), small(200), kNone});
  Stop stop = run(e);
  EXPECT_EQ(unit_of(stop), 5);
  EXPECT_EQ(number(stop.locals[2]), 1e-70 * std::pow(2.0, 199) * 1e300);
  push(f, {real(1.0), small(40'000'000), kNone});  // far more than a nursery: inf is boxed each time
  stop = run(e);
  EXPECT_TRUE(std::isinf(number(stop.locals[2])));
}

TEST_F(Machine, AHelperThatRaisesLeavesTheFrameAsItWas) {
  vm::Function* f = function(2, 2);
  Trace trace = trace_of("trace\ncode 0 f\n%a = EntryValue 0\n%b = EntryValue 1\n%i = GuardInt %b s0\n%two = ConstInt 2\n%d = AddInt %i, %two s0\n"
                         "%v = CallHelper1 %a, !" + std::to_string(static_cast<int>(Helper::kNegative)) + " s1\n%w = BoxInt %d\nEnd s2\n"
                         "s0: code 0 unit 0 base 0 locals(=, =) stack()\ns1: code 0 unit 5 base 0 locals(=, %d) stack(%a)\n"
                         "s2: code 0 unit 7 base 0 locals(%v, %w) stack(%d, %v)\n", {code_of(f)});
  Executor* e = compiled(trace);
  push(f, {small(5), small(6)});
  Stop stop = run(e);
  EXPECT_EQ(unit_of(stop), 7);
  EXPECT_EQ(stop.locals[0], small(-5));
  EXPECT_EQ(stop.locals[1], small(8));
  EXPECT_EQ(stop.sp, t.frame->stack() + 2);
  EXPECT_EQ(stop.tos, small(-5));
  EXPECT_EQ(*stack_item(t.frame, 0), small(8));

  push(f, {kNone, small(6)});
  EXPECT_FALSE(run(e).stopped);  // the entry frame has no handler
  ASSERT_TRUE(t.has_exception());
  take_exception(t);
  EXPECT_EQ(t.frame, nullptr);
}

TEST_F(Machine, InlinedFramesBecomeReal) {
  vm::Function* f = function(2, 4);
  vm::Function* g = function(3, 2);
  TextNames names;
  names.values.emplace_back("g", Value::from_pointer(g).bits());
  // f's stack: an item below the call, the callable, ABSENT, the argument; g's locals begin at the argument.
  uint32_t result = code_of(f)->local_count + vm::kFrameWords + 1 + 1;
  std::string at = "base " + std::to_string(result + 2) + " result " + std::to_string(result);
  Trace trace = trace_of("trace\ncode 0 f\ncode 1 g\n%a = EntryValue 0\n%b = EntryValue 1\n%g = ConstValue @g\n%i = GuardInt %a s0\n"
                         "%x = GuardFloat %b s0\n%y = AddFloat %x, %x\n%j = AddInt %i, %i s1\nEnd s1\n"
                         "s0: code 0 unit 0 base 0 locals(=, =) stack()\n"
                         "s1: code 0 unit 11 base 0 locals(%y, =) stack(%i) | code 1 unit 4 " + at + " function %g self %b locals(%i, -, %y) stack(%x, %y)\n",
                         {code_of(f), code_of(g)}, names);
  Executor* e = compiled(trace);
  vm::Frame* root = push(f, {small(21), real(1.5)});
  int32_t left = t.recursion_left;
  Stop stop = run(e);
  vm::Frame* inner = t.frame;
  ASSERT_NE(inner, root);
  EXPECT_EQ(inner->previous, root);
  EXPECT_EQ(inner->function, g);
  EXPECT_EQ(inner->code->code, code_of(g));
  EXPECT_EQ(inner->locals, root->locals + result + 2);
  EXPECT_EQ(inner->sp, root->locals + result);
  EXPECT_EQ(inner->limit, inner->locals + inner->code->frame_words);
  EXPECT_EQ(inner->flags, uint64_t{vm::kFrameInit});
  EXPECT_EQ(number(inner->extra), 1.5);
  EXPECT_EQ(inner->locals[0], small(21));
  EXPECT_TRUE(inner->locals[1].is_absent());
  EXPECT_EQ(number(inner->locals[2]), 3.0);
  EXPECT_EQ(number(*stack_item(inner, 0)), 1.5);
  EXPECT_EQ(number(stop.tos), 3.0);
  EXPECT_EQ(unit_of(stop), 4);
  EXPECT_EQ(root->pc, root->code->units + 11);
  EXPECT_EQ(number(root->locals[0]), 3.0);
  EXPECT_EQ(*stack_item(root, 0), small(21));
  EXPECT_EQ(t.recursion_left, left - 1);

  push(f, {small(21), real(1.5)});  // too deep already: the interpreter must meet the error itself
  t.recursion_left = 0;
  stop = run(e);
  EXPECT_EQ(stop.pc, t.frame->code->units);
  EXPECT_EQ(t.frame->locals[0], small(21));
}

TEST_F(Machine, EscapeRunsAWholeInstruction) {
  using bytecode::BinaryOpKind;
  auto unit = [](bytecode::Op op, uint32_t argument) { return static_cast<uint16_t>(static_cast<uint32_t>(op) | argument << 8); };
  std::vector<uint16_t> units(40, unit(bytecode::Op::kNop, 0));
  units[2] = unit(bytecode::Op::kBinaryOp, static_cast<uint32_t>(BinaryOpKind::kAdd));
  units[20] = unit(bytecode::Op::kUnpackSequence, 3);
  vm::Function* f = function(2, 6, units);
  Trace trace = trace_of(R"(
trace
code 0 f
%a = EntryValue 0
%b = EntryValue 1
%i = GuardInt %b s0
%one = ConstInt 1
%c = AddInt %i, %one s0
%sum = Escape !0 s1
%d = AddInt %c, %one s2
%top = Escape !0 s3
%second = EscapeItem %top, 1
%third = EscapeItem %top, 2
End s4
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 2 base 0 locals(%a, %c) stack(%i, %a, %a)
s2: code 0 unit 4 base 0 locals(%a, %sum) stack(%i)
s3: code 0 unit 20 base 0 locals(%sum, %d) stack(%i, %sum)
s4: code 0 unit 30 base 0 locals(%second, %c) stack(%i, %third, %a, %top, %d)
)", {code_of(f)});
  Executor* e = compiled(trace);
  Tuple* head = tuple_of(t, small(1), small(2)).get();
  for (int round = 0; round < 8; round++) {  // the instruction specializes meanwhile
    push(f, {head->value(), small(40)});
    Stop stop = run(e);
    ASSERT_FALSE(stop.stopped);  // four items to unpack into three
    ASSERT_TRUE(t.has_exception());
    take_exception(t);
  }
  Trace split = trace_of(R"(
trace
code 0 f
%a = EntryValue 0
%b = EntryValue 1
%i = GuardInt %b s0
%one = ConstInt 1
%c = AddInt %i, %one s0
%top = Escape !0 s1
%second = EscapeItem %top, 1
%third = EscapeItem %top, 2
End s2
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 20 base 0 locals(%a, %c) stack(%i, %a)
s2: code 0 unit 30 base 0 locals(%second, %c) stack(%i, %third, %a, %top)
)", {code_of(f)});
  Executor* unpack = compiled(split);
  for (int round = 0; round < 8; round++) {
    Tuple* three = tuple_of(t, small(7), small(8), small(9)).get();
    push(f, {three->value(), small(40)});
    Stop stop = run(unpack);
    ASSERT_TRUE(stop.stopped);
    EXPECT_EQ(unit_of(stop), 30);
    EXPECT_EQ(stop.locals[0], small(8));
    EXPECT_EQ(stop.locals[1], small(41));
    EXPECT_EQ(*stack_item(t.frame, 0), small(40));
    EXPECT_EQ(*stack_item(t.frame, 1), small(9));
    EXPECT_EQ(*stack_item(t.frame, 2), three->value());
    EXPECT_EQ(stop.tos, small(7));
  }
}

/// sum of products of two lists of floats, as a recorder and the passes leave it.
TEST_F(Machine, AScalarProduct) {
  vm::Function* f = function(4, 2);
  Trace trace = trace_of(R"(
trace
code 0 f
%a = EntryValue 0
%b = EntryValue 1
%n = EntryValue 2
%e = EntryValue 3
%i0 = GuardInt %n s0
%s0 = GuardFloat %e s0
GuardHeap %a s0
GuardShape %a, #1 s0
GuardHeap %b s0
GuardShape %b, #1 s0
%one = ConstInt 1
Loop
%i = PhiInt %i0, %i1
%s = PhiFloat %s0, %s1
Poll s1
%v = ListItem %a, %i s1
%x = GuardFloat %v s1
%w = ListItem %b, %i s1
%y = GuardFloat %w s1
%m = MulFloat %x, %y
%s1 = AddFloat %s, %m
%i1 = AddInt %i, %one s1
JumpLoop
s0: code 0 unit 0 base 0 locals(=, =, =, =) stack()
s1: code 0 unit 5 base 0 locals(=, =, %i, %s) stack()
)", {code_of(f)});
  for (Instruction& i : trace.code) {
    if (i.op == Op::kGuardShape) i.imm = shape_id(TypeId::kList);
  }
  Executor* e = compiled(trace);
  if (getenv("EIDER_SHOW_CODE")) std::puts((assembly(trace) + disassemble(*e)).c_str());
  constexpr int kCount = 10000;
  std::vector<Value> items;
  double expected = 0;
  for (int n = 0; n < kCount; n++) {
    items.push_back(real(n * 0.5));
    expected += n * 0.5 * (n * 0.5);
  }
  Value list = list_from(t, items.data(), kCount).get()->value();
  auto began = std::chrono::steady_clock::now();
  constexpr int kTimes = 20;
  for (int n = 0; n < kTimes; n++) {
    push(f, {list, list, small(0), real(0.0)});
    Stop stop = run(e);
    ASSERT_EQ(unit_of(stop), 5);
    ASSERT_EQ(stop.locals[2], small(kCount));
    ASSERT_EQ(number(stop.locals[3]), expected);
  }
  std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
  if (getenv("EIDER_SHOW_SPEED")) std::printf("%.2f ns a round\n", took.count() / kTimes / kCount);
}

TEST_F(Machine, ACallThatLaysOutManyLocalsLeavesSpillSlotsAlone) {
  std::vector<uint16_t> units(40, static_cast<uint16_t>(bytecode::Op::kNop));
  units[4] = static_cast<uint16_t>(bytecode::Op::kCall);
  vm::Function* f = function(2, 4, units);
  vm::Function* g = function(60, 2, {}, 0, {}, bytecode::kGenerator);  // calling it makes a generator; its locals are laid out in place
  ASSERT_TRUE(vm::thread_code(t, code_of(g)).ok());
  TextNames names;
  names.values.emplace_back("g", Value::from_pointer(g).bits());
  Trace trace = trace_of(R"(
trace
code 0 f
%a = EntryValue 0
%b = EntryValue 1
%g = ConstValue @g
%i = GuardInt %a s0
%x = GuardFloat %b s0
%two = ConstInt 2
%j = MulInt %i, %two s0
%made = Escape !0 s1
%again = Escape !0 s2
End s3
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 4 base 0 locals(%i, %x) stack(%j, %g, -)
s2: code 0 unit 4 base 0 locals(%i, %x) stack(%j, %g, -)
s3: code 0 unit 30 base 0 locals(%i, %x) stack(%j, %made, %again)
)", {code_of(f)}, names);
  Executor* e = compiled(trace);
  for (int round = 0; round < 6; round++) {
    push(f, {small(21), real(2.5)});
    Stop stop = run(e);
    ASSERT_TRUE(stop.stopped);
    ASSERT_EQ(unit_of(stop), 30);
    EXPECT_EQ(stop.locals[0], small(21));
    EXPECT_EQ(number(stop.locals[1]), 2.5);
    EXPECT_EQ(*stack_item(t.frame, 0), small(42));
    EXPECT_TRUE(is_exact(*stack_item(t.frame, 1), TypeId::kGenerator));
    EXPECT_TRUE(is_exact(stop.tos, TypeId::kGenerator));
    EXPECT_FALSE(stop.tos == *stack_item(t.frame, 1));
  }
}

TEST_F(Machine, InvalidatedOrPolledItLeaves) {
  vm::Function* f = function(1, 1);
  Trace trace = trace_of(R"(
trace
code 0 f
%a = EntryValue 0
%i0 = GuardInt %a s0
%one = ConstInt 1
Loop
%i = PhiInt %i0, %i1
Poll s1
CheckValid s2
%i1 = AddInt %i, %one s1
JumpLoop
s0: code 0 unit 0 base 0 locals(=) stack()
s1: code 0 unit 5 base 0 locals(%i) stack()
s2: code 0 unit 6 base 0 locals(%i) stack()
)", {code_of(f)});
  Executor* e = compiled(trace);
  std::thread invalidates([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    e->valid.store_seq_cst(0);
  });
  push(f, {small(3)});
  Stop stop = run(e);
  EXPECT_EQ(unit_of(stop), 6);
  EXPECT_GT(stop.locals[0].small_int(), 3);
  invalidates.join();
  push(f, {small(3)});
  EXPECT_EQ(unit_of(run(e)), 0);  // not entered any more
  e->valid.store_seq_cst(1);
  t.poll.store_seq_cst(threads::kPollSignal);
  push(f, {small(3)});
  EXPECT_EQ(unit_of(run(e)), 5);
  t.poll.store_seq_cst(0);
  EXPECT_EQ(e->exits.size(), 4u);
}

TEST_F(Machine, WithoutRoomOnTheValueStackItIsNotEntered) {
  vm::Function* f = function(1, 1);
  Trace trace = trace_of("trace\ncode 0 f\n%a = EntryValue 0\n%i = GuardInt %a s0\nEnd s1\n"
                         "s0: code 0 unit 0 base 0 locals(=) stack()\ns1: code 0 unit 5 base 0 locals(%i) stack()\n", {code_of(f)});
  Executor* e = compiled(trace);
  push(f, {small(3)});
  Value* end = t.stack_end;
  t.stack_end = t.frame->limit;
  EXPECT_EQ(unit_of(run(e)), 0);
  t.stack_end = end;
  EXPECT_EQ(unit_of(run(e)), 5);
}

}  // namespace
}  // namespace eider::jit

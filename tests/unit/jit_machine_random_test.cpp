// SPDX-License-Identifier: MIT
//
// Random traces, compiled and run: they must leave as the reference executor does, before and after optimization.
#include "jit/passes/passes.h"
#include "jit_ir_random.h"
#include "jit_machine.h"

namespace eider::jit {
namespace {

class RandomMachine : public MachineTest {
 protected:
  static Result<Value> call(void*, Thread& t, uint64_t helper, const Value* a, int) {
    Value v = kHelpers[helper].function(t, a[0], kAbsent, kAbsent);
    return v == kFailedWord ? Result<Value>(kFailure) : Result<Value>(v);
  }

  /// Whether a straight trace gets to its end.
  bool passes(Trace trace, World& world) {
    name_helpers(trace);
    world.reset();
    ReferenceHost host;
    host.context = &world;
    host.call_helper = call;
    ReferenceExit exit(t);
    EXPECT_TRUE(run_reference(t, trace, world.base, host, &exit).ok());
    if (t.has_exception()) take_exception(t);
    return exit.how == ReferenceExit::How::kLeft && exit.at + 1 == trace.code.size();
  }
  static void name_helpers(Trace& trace) {
    for (Instruction& i : trace.code) {
      if (i.op == Op::kCallHelper1) i.imm = static_cast<uint64_t>(Helper::kPositive);
    }
  }

  void check(Trace trace, World& world, const char* what) {
    SCOPED_TRACE(what);
    trace.codes = {code_of(function_)};
    name_helpers(trace);
    world.reset();
    ReferenceHost host;
    host.context = &world;
    host.call_helper = call;
    host.rounds = 3000;
    ReferenceExit expected(t);
    ASSERT_TRUE(run_reference(t, trace, world.base, host, &expected).ok());
    if (expected.how == ReferenceExit::How::kRanOut) return;
    std::vector<uint64_t> state;
    for (Value v : world.state()) state.push_back(canonical(v));
    if (t.has_exception()) take_exception(t);

    world.reset();
    push(function_, std::vector<Value>(world.base, world.base + kLocals));
    Executor* e = compiled(trace);
    ASSERT_NE(e, nullptr);
    Stop stop = run(e);
    runs_++;
    auto dump = [&] { return print(trace) + "\n" + assembly(trace) + "\nreference left at " + std::to_string(expected.at); };
    ASSERT_EQ(stop.stopped, expected.how == ReferenceExit::How::kLeft) << dump();
    std::vector<uint64_t> now;
    for (Value v : world.state()) now.push_back(canonical(v));
    ASSERT_EQ(now, state) << dump();
    if (!stop.stopped) {
      ASSERT_TRUE(t.has_exception());
      take_exception(t);
      raised_++;
      return;
    }
    const SnapshotFrame& frame = trace.snapshots[expected.snapshot].frames[0];
    ASSERT_EQ(unit_of(stop), frame.unit) << dump();
    size_t next = 2;  // function, self
    for (size_t n = 0; n < frame.locals.size(); n++) {
      ASSERT_EQ(canonical(stop.locals[n]), canonical(expected.values[next++])) << "local " << n << "\n" << dump();
    }
    for (uint32_t n = 0; n < frame.stack.size(); n++) {
      ASSERT_EQ(canonical(*stack_item(t.frame, n)), canonical(expected.values[next++])) << "item " << n << "\n" << dump();
    }
    ASSERT_EQ(stop.sp, t.frame->stack() + frame.stack.size());
    release_code(e, arena);
    executors.pop_back();
  }

  vm::Function* function_ = function(kLocals, 4);
  int runs_ = 0, raised_ = 0;
};

TEST_F(RandomMachine, LeavesAsTheReferenceDoes) {
  uint32_t first = 0, count = 200 * objects::kScale;
  if (const char* seed = getenv("EIDER_SEED")) first = static_cast<uint32_t>(atoi(seed)), count = 1;
  if (const char* seeds = getenv("EIDER_SEEDS")) count = static_cast<uint32_t>(atoi(seeds));
  for (uint32_t seed = first; seed < first + count && !HasFatalFailure(); seed++) {
    SCOPED_TRACE("EIDER_SEED=" + std::to_string(seed));
    std::mt19937 random(seed);
    World world(t, random);
    Trace trace = RandomTrace(random, [&](const Trace& ended) { return passes(ended, world); }).make();
    ASSERT_EQ(verify(trace), "") << print(trace);
    check(trace, world, "as recorded");
    if (HasFatalFailure()) return;
    optimize(trace, nullptr);
    check(trace, world, "optimized");
  }
  if (count > 1) EXPECT_GT(runs_, count / 2);
  RecordProperty("runs", runs_);
  RecordProperty("raised", raised_);
}

}  // namespace
}  // namespace eider::jit

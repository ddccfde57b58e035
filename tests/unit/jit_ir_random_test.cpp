// SPDX-License-Identifier: MIT
//
// Every pass, and all together, on random traces: the reference executor must leave alike before and after.
#include "jit/passes/passes.h"
#include "jit_ir_random.h"

namespace eider::jit {
namespace {

class RandomTraces : public builtins::BuiltinContainerTest {
 protected:
  struct Outcome {
    ReferenceExit exit;
    std::vector<uint64_t> values, state;  // canonical words; floats that are objects by their bits
    uint32_t unit = kEntryUnit;
    bool before_loop = false;  // left by a guard in front of Loop
    explicit Outcome(Thread& t) : exit(t) {}
  };

  /// A number that is equal for equal values. Floats without a word are told apart from pointers by their high bit patterns.
  static uint64_t canonical(Value v) {
    if (!v.is_absent() && v.is_heap() && is_exact_float(v)) return std::bit_cast<uint64_t>(exact_float(v)) ^ 0x5555;
    return v.bits();
  }
  void run(const Trace& trace, World& world, Outcome* out) {
    world.reset();
    ReferenceHost host;
    host.context = &world;
    host.call_helper = World::call;
    host.rounds = 6;
    host.accepts_boxed_floats = true;
    ASSERT_TRUE(run_reference(t, trace, world.base, host, &out->exit).ok());
    for (int64_t n = 0; n < out->exit.values.size(); n++) out->values.push_back(canonical(out->exit.values[n]));
    for (Value v : world.state()) out->state.push_back(canonical(v));
    out->before_loop = trace.loop != kNoRef && out->exit.at < trace.loop;
    if (out->exit.snapshot != kNoSnapshot) out->unit = trace.snapshots[out->exit.snapshot].frames[0].unit;
  }
  /// What stands in front of the last instruction, up to Loop, that leaves to `unit`.
  static Trace head_of(const Trace& trace, uint32_t unit) {
    Ref end = trace.loop;
    auto leaves_to = [&](uint32_t snapshot) { return snapshot != kNoSnapshot && trace.snapshots[snapshot].frames[0].unit == unit; };
    while (end > 0 && !leaves_to(trace.code[end].snapshot)) end--;
    Trace head = trace;
    head.code.resize(end);
    head.loop = kNoRef;
    head.snapshots.push_back({{SnapshotFrame{}}});
    head.add({.op = Op::kEnd, .snapshot = static_cast<uint32_t>(head.snapshots.size() - 1)});
    return head;
  }
  /// "" when `now` is as good as `before`.
  std::string difference(const Trace& trace, const Outcome& before, const Outcome& now, World& world) {
    if (now.exit.how == ReferenceExit::How::kLeft && now.before_loop && now.unit != before.unit) {
      early_++;  // the loop was not entered: right when the world is as it was where the snapshot comes from
      Outcome there(t);
      run(head_of(trace, now.unit), world, &there);
      return now.state == there.state ? "" : "left at the entry with changes";
    }
    if ((before.unit != now.unit || before.exit.rounds != now.exit.rounds) && left_for_want_of_a_result(trace, before)) {
      skipped_++;  // nobody needed the number that did not fit
      return "";
    }
    if (now.exit.how != before.exit.how) return "another way to end";
    if (now.exit.rounds != before.exit.rounds) return "another number of rounds";
    if (now.state != before.state) return "another state of the world";
    if (now.exit.how == ReferenceExit::How::kRanOut) return "";
    if (now.unit != before.unit) return "unit " + std::to_string(now.unit) + " instead of " + std::to_string(before.unit);
    return now.values != before.values ? "other values in the frames" : "";
  }
  static bool left_for_want_of_a_result(const Trace& trace, const Outcome& before) {
    Op op = trace.code[before.exit.at].op;
    return op == Op::kAddInt || op == Op::kSubInt || op == Op::kMulInt || op == Op::kNegInt || op == Op::kIntToFloat ||
           op == Op::kFloorDivInt || op == Op::kShlInt;
  }
  void compare(const Trace& trace, const Pass& pass, const Outcome& before, World& world) {
    Trace rewritten = trace;
    pass.run(rewritten, nullptr);
    ASSERT_EQ(verify(rewritten), "") << pass.name << "\n" << print(trace) << print(rewritten);
    Outcome now(t);
    run(rewritten, world, &now);
    runs_++;
    ASSERT_EQ(difference(trace, before, now, world), "") << pass.name << "\n" << print(trace) << "\n" << print(rewritten) << "left at " << before.exit.at << ", " << now.exit.at;
  }
  void try_seed(uint32_t seed) {
    std::mt19937 random(seed);
    World world(t, random);
    Trace trace = RandomTrace(random, [&](const Trace& ended) {
                    Outcome out(t);
                    run(ended, world, &out);
                    return out.exit.at + 1 == ended.code.size();
                  }).make();
    ASSERT_EQ(verify(trace), "") << print(trace);
    ASSERT_EQ(print(parse(print(trace)).trace), print(trace));
    Outcome before(t);
    run(trace, world, &before);
    rounds_ += before.exit.rounds;
    for (int n = 0; n < kPassCount && !HasFatalFailure(); n++) compare(trace, kPasses[n], before, world);
    if (!HasFatalFailure()) compare(trace, {"optimize", optimize}, before, world);
  }

  int early_ = 0, skipped_ = 0, runs_ = 0;
  uint64_t rounds_ = 0;
};

TEST_F(RandomTraces, LeaveAlikeBeforeAndAfterEachPass) {
  uint32_t first = 0, count = 600 * objects::kScale;
  if (const char* seed = getenv("EIDER_SEED")) first = static_cast<uint32_t>(atoi(seed)), count = 1;
  if (const char* seeds = getenv("EIDER_SEEDS")) count = static_cast<uint32_t>(atoi(seeds));
  for (uint32_t seed = first; seed < first + count && !HasFatalFailure(); seed++) {
    SCOPED_TRACE("EIDER_SEED=" + std::to_string(seed));
    try_seed(seed);
  }
  if (count > 1) {  // the comparison is worth something: few runs end before they begin, and loops go round
    EXPECT_LT(early_ + skipped_, runs_ / 10);
    EXPECT_GT(rounds_, count);
  }
  RecordProperty("early", early_);
  RecordProperty("skipped", skipped_);
  RecordProperty("runs", runs_);
  RecordProperty("rounds", static_cast<int>(rounds_));
}

}  // namespace
}  // namespace eider::jit

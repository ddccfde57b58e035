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
    explicit Outcome(Thread& t) : exit(t) {}
  };

  void run(const Trace& trace, World& world, Outcome* out, Ref stop_at = kNoRef, uint64_t stop_round = 0) {
    world.reset();
    ReferenceHost host;
    host.context = &world;
    host.call_helper = World::call;
    host.rounds = 6;
    host.stop_at = stop_at;
    host.stop_round = stop_round;
    host.accepts_boxed_floats = true;
    ASSERT_TRUE(run_reference(t, trace, world.base, host, &out->exit).ok());
    for (int64_t n = 0; n < out->exit.values.size(); n++) out->values.push_back(canonical(out->exit.values[n]));
    for (Value v : world.state()) out->state.push_back(canonical(v));
    if (out->exit.snapshot != kNoSnapshot) out->unit = trace.snapshots[out->exit.snapshot].frames[0].unit;
  }
  /// Whether `trace`, when it gets in the same round to an instruction that leaves to the same unit, finds there what `now` left with:
  /// then leaving there is right, though it would have gone on.
  bool passes_through(const Trace& trace, const Outcome& now, World& world) {
    for (Ref r = 0; r < trace.code.size(); r++) {
      uint32_t snapshot = trace.code[r].snapshot;
      if (snapshot == kNoSnapshot || trace.snapshots[snapshot].frames[0].unit != now.unit) continue;
      Outcome there(t);
      run(trace, world, &there, r, now.exit.rounds);
      if (there.exit.at == r && there.exit.rounds == now.exit.rounds && there.state == now.state && there.values == now.values) return true;
    }
    return false;
  }
  /// "" when `now` is as good as `before`.
  std::string difference(const Trace& trace, const Outcome& before, const Outcome& now, World& world) {
    if (now.exit.how == ReferenceExit::How::kLeft && (now.unit != before.unit || now.exit.rounds != before.exit.rounds) &&
        passes_through(trace, now, world)) {
      early_++;
      return "";
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
           op == Op::kFloorDivInt || op == Op::kShlInt || op == Op::kDivWord || op == Op::kModWord;
  }
  void compare(const Trace& trace, const Pass& pass, const Outcome& before, World& world) {
    Trace rewritten = trace;
    pass.run(rewritten, nullptr);
    ASSERT_EQ(verify(rewritten), "") << pass.name << "\n" << print(trace) << print(rewritten);
    // The pipeline leaves out passes by that; dce numbers snapshots anew, which is no change.
    if (rewritten.changes == trace.changes && std::string_view(pass.name) != "dce") {
      ASSERT_EQ(print(rewritten), print(trace)) << pass.name;
    }
    Outcome now(t);
    run(rewritten, world, &now);
    runs_++;
    ASSERT_EQ(difference(trace, before, now, world), "") << pass.name << "\n" << print(trace) << "\n"
                                                       << print(rewritten) << "left at " << before.exit.at << ", " << now.exit.at;
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

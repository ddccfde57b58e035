// SPDX-License-Identifier: MIT
//
// The lint of the optimizer: no snapshot fact crosses an operation that may let other threads, or Python code, run. Proven for every
// row of the table: a load (a shape guard), the operation, the same again; both must be left.
#include <gtest/gtest.h>

#include "jit/ir/text.h"
#include "jit/passes/passes.h"

namespace eider::jit {
namespace {

constexpr uint64_t kSomeShape = 70'000;  // of no builtin type

class Facts : public ::testing::TestWithParam<int> {
 protected:
  Facts() {
    trace.codes.push_back(nullptr);
    value = add({.op = Op::kEntryValue, .imm = 0});
    object = add({.op = Op::kEntryValue, .imm = 1});
    number = leave({.op = Op::kGuardInt, .a = value});
    real = leave({.op = Op::kGuardFloat, .a = add({.op = Op::kEntryValue, .imm = 2})});
    word = leave({.op = Op::kGuardWord, .a = add({.op = Op::kEntryValue, .imm = 3})});
    leave({.op = Op::kGuardHeap, .a = object});
  }

  Ref add(Instruction i) { return trace.add(i); }
  Ref leave(Instruction i) {
    SnapshotFrame frame{};
    frame.stack = stack;
    trace.snapshots.push_back({{frame}});
    i.snapshot = static_cast<uint32_t>(trace.snapshots.size() - 1);
    return add(i);
  }
  Ref argument(Type type) { return type == Type::kInt ? number : type == Type::kFloat ? real : type == Type::kWord ? word : value; }
  /// An instruction of `op` with any arguments of the right types.
  Ref any(Op op) {
    const OpInfo& info = info_of(op);
    Instruction i{.op = op};
    if (info.immediate == Immediate::kWord) i.imm = objects::kNone.bits();
    Ref* arguments[] = {&i.a, &i.b, &i.c};
    for (int n = 0; n < info.argument_count; n++) *arguments[n] = argument(info.arguments[n]);
    Ref made = info.exits() ? leave(i) : add(i);
    if (info.result != Type::kNone) stack.push_back(made);  // used
    return made;
  }
  void observe() {
    leave({.op = Op::kGuardShape, .a = object, .imm = kSomeShape});
    stack.push_back(add({.op = Op::kLoadField, .a = object, .imm = 16}));
    stack.push_back(add({.op = Op::kListLength, .a = object}));
    stack.push_back(leave({.op = Op::kListItem, .a = object, .b = number}));
    leave({.op = Op::kCheckValid});
  }
  int count(Op op) const {
    int n = 0;
    for (const Instruction& i : trace.code) n += i.op == op;
    return n;
  }
  void expect_observed(int times) {
    for (Op op : {Op::kGuardShape, Op::kLoadField, Op::kListLength, Op::kListItem, Op::kCheckValid}) {
      EXPECT_EQ(count(op), times) << info_of(op).name << " in\n" << print(trace);
    }
  }

  /// Each pass alone, then all in their order, on what `make` has added to the trace: what is observed twice there is read twice afterwards.
  template <class F>
  void expect_no_pass_carries_them_across(F make) {
    const Trace before = trace;
    auto expect_kept = [&](const char* name, auto run) {
      trace = before;
      stack.clear();
      make();
      ASSERT_EQ(verify(trace), "");
      run();
      ASSERT_EQ(verify(trace), "") << name;
      for (Op op : {Op::kGuardShape, Op::kLoadField, Op::kListLength}) EXPECT_EQ(count(op), 2) << name << ", " << info_of(op).name << " in\n" << print(trace);
      EXPECT_EQ(count(Op::kListItem) + count(Op::kListRow), 2) << name << " in\n" << print(trace);
    };
    for (int n = 0; n < kPassCount; n++) expect_kept(kPasses[n].name, [&] { kPasses[n].run(trace, nullptr); });
    expect_kept("all passes", [&] { optimize(trace); });
  }

  Trace trace;
  Ref value, object, number, real, word;
  std::vector<Ref> stack;
};

/// The rows that can stand between two observations: not structure, not the observations themselves. Stores that end no facts are
/// a matter of aliasing (tests/filetests/jit/cse.ir).
std::vector<int> rows() {
  std::vector<int> rows;
  for (int n = 0; n < static_cast<int>(Op::kCount); n++) {
    const OpInfo& info = kOpInfo[n];
    switch (static_cast<Op>(n)) {
      case Op::kPhiInt:
      case Op::kPhiFloat:
      case Op::kPhiWord:
      case Op::kPhiValue:
      case Op::kInputInt:
      case Op::kInputFloat:
      case Op::kInputWord:
      case Op::kInputValue:  // stand at the begin only
      case Op::kEscapeItem:
      case Op::kEscape:  // with its items, below
      case Op::kGuardShape:
      case Op::kLoadField:
      case Op::kListLength:
      case Op::kListItem:
      case Op::kCheckValid: continue;
      default: break;
    }
    if (info.has(kControl) || (info.has(kWritesHeap) && !kills_snapshot_facts(info))) continue;
    rows.push_back(n);
  }
  return rows;
}

TEST_P(Facts, EndWhereOthersMayRunAndOnlyThere) {
  Op op = static_cast<Op>(GetParam());
  observe();
  any(op);
  observe();
  leave({.op = Op::kEnd});
  ASSERT_EQ(verify(trace), "");
  for (auto pass : {guards, cse, dce}) pass(trace, nullptr);
  ASSERT_EQ(verify(trace), "");
  expect_observed(kills_snapshot_facts(info_of(op)) ? 2 : 1);
}
INSTANTIATE_TEST_SUITE_P(EveryRow, Facts, ::testing::ValuesIn(rows()),
                         [](const auto& info) { return std::string(kOpInfo[info.param].name); });

TEST_P(Facts, AreCarriedAcrossByNoPass) {
  Op op = static_cast<Op>(GetParam());
  if (!kills_snapshot_facts(info_of(op))) return;
  expect_no_pass_carries_them_across([&] {
    observe();
    any(op);
    observe();
    leave({.op = Op::kEnd});
  });
}

/// Watched facts survive everything, but their user must look whether they still hold behind what may have been a safepoint.
TEST_P(Facts, WatchedOnesAreLookedAtBehindASafepoint) {
  Op op = static_cast<Op>(GetParam());
  for (bool looked : {false, true}) {
    Trace before = trace;
    any(op);
    trace.places.resize(2);
    if (looked) leave({.op = Op::kCheckValid, .source = 1});
    leave({.op = Op::kGuardPresent, .source = 1, .a = object});
    leave({.op = Op::kEnd, .source = 1});
    EXPECT_EQ(verify_validity(trace).empty(), looked || !needs_validity_check(info_of(op))) << print(trace);
    trace = before;
    stack.clear();
  }
}

TEST_F(Facts, EndAtAnEscape) {
  observe();
  Ref escape = leave({.op = Op::kEscape});
  stack.push_back(add({.op = Op::kEscapeItem, .a = escape, .imm = 1}));
  observe();
  leave({.op = Op::kEnd});
  ASSERT_EQ(verify(trace), "");
  optimize(trace);
  expect_observed(2);
}

TEST_F(Facts, EndAtTheLoopHeader) {
  observe();
  trace.loop = add({.op = Op::kLoop});
  observe();
  add({.op = Op::kJumpLoop});
  ASSERT_EQ(verify(trace), "");
  for (auto pass : {guards, cse, invariant}) pass(trace, nullptr);
  expect_observed(2);
}

TEST_F(Facts, AreCarriedAcrossTheLoopHeaderByNoPass) {
  expect_no_pass_carries_them_across([&] {
    observe();
    trace.loop = add({.op = Op::kLoop});
    observe();
    add({.op = Op::kJumpLoop});
  });
}

TEST_F(Facts, AreCarriedAcrossAnEscapeByNoPass) {
  expect_no_pass_carries_them_across([&] {
    observe();
    Ref escape = leave({.op = Op::kEscape});
    stack.push_back(add({.op = Op::kEscapeItem, .a = escape, .imm = 1}));
    observe();
    leave({.op = Op::kEnd});
  });
}

TEST(OpTable, EveryRowThatMayRunOthersEndsFacts) {
  for (const OpInfo& info : kOpInfo) {
    EXPECT_EQ(kills_snapshot_facts(info), info.has(kAllocates | kPolls | kEscapes | kLocks)) << info.name;
    if (info.has(kReadsHeap)) {
      EXPECT_FALSE(info.has(kPure)) << info.name;
    }
  }
  // Who may allocate or run Python may reach a safepoint; whoever is added to the table decides this with its flags.
  for (int n = 0; n < static_cast<int>(Op::kCount); n++) {
    const OpInfo& info = kOpInfo[n];
    bool leaves = n == static_cast<int>(Op::kPoll);
    EXPECT_EQ(needs_validity_check(info), info.has(kAllocates | kEscapes | kPolls) && !leaves) << info.name;
  }
  EXPECT_STREQ(info_of(Op::kEscapeItem).name, "EscapeItem");
  EXPECT_EQ(info_of(Op::kStoreListItem).argument_count, 3);
  EXPECT_EQ(info_of(Op::kStoreListItem).arguments[1], Type::kInt);
}

}  // namespace
}  // namespace eider::jit

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bytecode/disassembler.h"
#include "bytecode/ops.h"
#include "bytecode/reader.h"

namespace eider::bytecode {
namespace {

uint16_t unit(Op op, uint8_t arg = 0) { return static_cast<uint16_t>(static_cast<uint16_t>(op) | arg << 8); }

std::vector<Op> all_ops() {
  std::vector<Op> ops;
  for (int i = 0; i < static_cast<int>(Op::kCanonicalCount); ++i) ops.push_back(static_cast<Op>(i));
  return ops;
}

TEST(Ops, EveryInstructionHasANameAndAStackUse) {
  for (Op op : all_ops()) {
    EXPECT_STRNE(op_name(op), "?");
    StackUse use = stack_use(op, 2, Edge::kNext);
    EXPECT_EQ(stack_effect(op, 2, Edge::kNext), static_cast<int32_t>(use.pushes) - static_cast<int32_t>(use.pops)) << op_name(op);
  }
}

TEST(Ops, OnlyLoopsAndAwaitsJumpBackwards) {
  for (Op op : all_ops()) {
    bool backward = op == Op::kJumpBackward || op == Op::kJumpBackwardNoInterrupt;
    EXPECT_EQ(jump_kind(op) == JumpKind::kBackward, backward) << op_name(op);
  }
}

TEST(Ops, StackEffectsAreWhatTheInstructionListSays) {
  EXPECT_EQ(stack_effect(Op::kCall, 3, Edge::kNext), -4);
  EXPECT_EQ(stack_effect(Op::kCallKw, 3, Edge::kNext), -5);
  EXPECT_EQ(stack_effect(Op::kCallFunctionEx, 1, Edge::kNext), -3);
  EXPECT_EQ(stack_effect(Op::kForIter, 0, Edge::kNext), 1);
  EXPECT_EQ(stack_effect(Op::kForIter, 0, Edge::kJump), -1);
  EXPECT_EQ(stack_effect(Op::kSend, 0, Edge::kNext), 0);
  EXPECT_EQ(stack_effect(Op::kSend, 0, Edge::kJump), -1);
  EXPECT_EQ(stack_effect(Op::kJumpIfTrueOrPop, 0, Edge::kJump), 0);
  EXPECT_EQ(stack_effect(Op::kUnpackEx, 1 | 2 << 8, Edge::kNext), 3);
  EXPECT_EQ(stack_effect(Op::kMakeFunction, 1 | 8, Edge::kNext), -2);
  EXPECT_EQ(stack_effect(Op::kFormatValue, 4, Edge::kNext), -1);
  EXPECT_EQ(stack_effect(Op::kBuildMap, 2, Edge::kNext), -3);
}

TEST(Reader, JoinsExtendedArgumentsAndStepsOverCaches) {
  std::vector<uint16_t> units = {unit(Op::kExtendedArg, 1), unit(Op::kExtendedArg, 2), unit(Op::kLoadConst, 3), unit(Op::kCompareOp, 4), 0,
                                 unit(Op::kReturnValue)};
  InstructionReader reader(units);
  Instruction first = reader.next();
  EXPECT_EQ(first.start, 0u);
  EXPECT_EQ(first.offset, 2u);
  EXPECT_EQ(first.arg, 0x010203u);
  Instruction second = reader.next();
  EXPECT_EQ(second.start, 3u);
  EXPECT_EQ(second.next, 5u);
  EXPECT_EQ(reader.next().op, Op::kReturnValue);
  EXPECT_TRUE(reader.at_end());
  EXPECT_FALSE(reader.malformed());
}

TEST(Reader, NoticesCachesCutOff) {
  std::vector<uint16_t> units = {unit(Op::kLoadGlobal, 0), 0};
  InstructionReader reader(units);
  reader.next();
  EXPECT_TRUE(reader.malformed());
}

TEST(Reader, NoticesALoneExtendedArgument) {
  std::vector<uint16_t> units = {unit(Op::kExtendedArg, 1)};
  InstructionReader reader(units);
  reader.next();
  EXPECT_TRUE(reader.malformed());
}

TEST(Disassembler, ShowsLinesLabelsAndResolvedOperands) {
  CodeUnit code;
  code.name = code.qualname = "f";
  code.locals = {"x"};
  code.local_kinds = {kLocal};
  code.argcount = 1;
  code.stack_size = 1;
  code.flags = kOptimized | kNewLocals;
  code.constants.resize(1);
  code.units = {unit(Op::kLoadFast, 0), unit(Op::kPopJumpIfFalse, 1), unit(Op::kNop), unit(Op::kLoadConst, 0), unit(Op::kReturnValue)};
  code.positions = {{0, 3, 3, 0, 1}, {3, 4, 4, 0, 1}};
  code.exceptions = {{.start = 0, .end = 2, .target = 3, .depth = 0, .push_lasti = true}};
  EXPECT_EQ(disassemble(code),
            "unit f line 1\n"
            "  arguments 1 positional-only 0 keyword-only 0 stack 1\n"
            "  flags optimized newlocals\n"
            "  locals x\n"
            " L1:\n"
            "     3  LoadFast                  x\n"
            "        PopJumpIfFalse            L3\n"
            " L2:\n"
            "        Nop\n"
            " L3:\n"
            "     4  LoadConst                 None\n"
            "        ReturnValue\n"
            "  exceptions\n"
            "    L1 to L2 -> L3 depth 0 lasti\n");
}

TEST(Disassembler, WritesConstantsAsPythonDoes) {
  Constant text;
  text.kind = Constant::Kind::kStr;
  text.text = "it's\n";
  EXPECT_EQ(format_constant(text), "'it\\'s\\n'");
  Constant tuple;
  tuple.kind = Constant::Kind::kTuple;
  tuple.items = {text};
  EXPECT_EQ(format_constant(tuple), "('it\\'s\\n',)");
  Constant big;
  big.kind = Constant::Kind::kBigInt;
  big.text = "-ff";
  EXPECT_EQ(format_constant(big), "-0xff");
}

}  // namespace
}  // namespace eider::bytecode

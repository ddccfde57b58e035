// SPDX-License-Identifier: MIT
//
// What the parser refuses, what the verifier refuses, and numbers that must survive the text.
#include "jit/ir/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <limits>

namespace eider::jit {
namespace {

using ::testing::HasSubstr;

std::string problem(const std::string& text) {
  ParsedTrace parsed = parse(text);
  return parsed.error.empty() ? verify(parsed.trace) : parsed.error;
}
const std::string kEnd = "End s0\ns0: code 0 unit 0 base 0 locals() stack()\n";

TEST(TraceParser, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(problem("trace\n%a = Nothing 3\n"), "line 2: 'Nothing' is no operation");
  EXPECT_EQ(problem("%a = GuardInt %b s0\n" + kEnd), "line 1: %b is nowhere defined");
  EXPECT_EQ(problem("%a = EntryValue 0\n%a = EntryValue 1\n" + kEnd), "line 2: %a is defined twice");
  EXPECT_EQ(problem("%a = Loop\n"), "line 1: Loop gives no value");
  EXPECT_EQ(problem("%a = ConstInt five\n"), "line 1: 'five' is no number");
  EXPECT_EQ(problem("%a = ConstInt 5 6\n"), "line 1: '6' is left over");
  EXPECT_EQ(problem("s1: code 0 unit 0 base 0 locals() stack()\n"), "line 1: snapshots are numbered from 0");
  EXPECT_THAT(problem("s0: code 0 unit 0 locals() stack()\n"), HasSubstr("expected 'base'"));
  EXPECT_THAT(problem("%a = CompareInt %b, %c, ~\n"), HasSubstr("'~' is no comparison"));
}

TEST(TraceVerifier, WantsArgumentsBeforeUseAndOfTheRightType) {
  EXPECT_EQ(problem("%a = EntryValue 0\n" + kEnd), "");
  EXPECT_EQ(problem("%a = GuardInt %b s0\n%b = EntryValue 0\n" + kEnd), "argument defined later at %0");
  EXPECT_EQ(problem("%a = EntryValue 0\n%b = NegFloat %a\n" + kEnd), "argument of the wrong type at %1");
  EXPECT_EQ(problem("%a = EntryValue 0\n%b = AddInt %a s0\n" + kEnd), "argument of the wrong type at %1");
  EXPECT_EQ(problem("%a = ConstInt 0\n%b = AddInt %a s0\n" + kEnd), "no argument at %1");
  EXPECT_EQ(problem("%a = ConstInt 0\n%b = BoxInt %a, %a\n" + kEnd), "too many arguments at %1");
}

TEST(TraceVerifier, WantsASnapshotWhereATraceMayLeave) {
  EXPECT_EQ(problem("%a = EntryValue 0\n%b = GuardInt %a\n" + kEnd), "may leave and has no snapshot at %1");
  EXPECT_EQ(problem("%a = EntryValue 0 s0\n" + kEnd), "a snapshot for who never leaves at %0");
  EXPECT_EQ(problem("Poll s7\n" + kEnd), "no such snapshot at %0");
  EXPECT_EQ(problem("Poll s0\n%a = EntryValue 0\nEnd s0\ns0: code 0 unit 0 base 0 locals(%a) stack()\n"),
            "snapshot's value defined later at %0");
  EXPECT_EQ(problem("%a = EntryValue 0\nEnd s0\ns0: code 0 unit 0 base 0 locals() stack() | code 0 unit 1 base 5 result 3 "
                    "function %a locals(=) stack()\n"),
            "snapshot's inlined frame has unchanged memory at %1");
}

TEST(TraceVerifier, WantsPhisBehindLoopAndOneEnd) {
  EXPECT_EQ(problem("%a = ConstInt 0\nLoop\n%p = PhiInt %a, %q\n%q = AddInt %p, %a s0\nJumpLoop\n"
                    "s0: code 0 unit 0 base 0 locals(%p) stack()\n"),
            "");
  EXPECT_EQ(problem("%a = ConstInt 0\nLoop\n%p = PhiInt %a\nJumpLoop\n"), "phi without the value of the next round at %2");
  EXPECT_EQ(problem("%a = ConstInt 0\nLoop\n%b = BoxInt %a\n%p = PhiInt %a, %a\nJumpLoop\n"), "a phi that is not right behind Loop at %3");
  EXPECT_EQ(problem("%a = ConstInt 0\nLoop\n%p = PhiInt %a, %b\n%b = BoxInt %p\nJumpLoop\n"), "phi's next value has another type at %2");
  EXPECT_EQ(problem("Loop\n" + kEnd), "JumpLoop and Loop do not belong together at %1");
  EXPECT_EQ(problem("JumpLoop\n" + kEnd), "an end in the middle at %0");
  EXPECT_EQ(problem("Loop\nLoop\nJumpLoop\n"), "Trace::loop does not name Loop at %0");
  EXPECT_EQ(problem("%a = EntryValue 0\n"), "no end at %0");
}

TEST(TraceVerifier, WantsDoublesForWhatExitsMakeOfThem) {
  const std::string start = "%v = EntryValue 0\n%x = GuardFloat %v s0\nEnd s1\ns0: code 0 unit 0 base 0 locals() stack()\ns1: code 0 unit 1 base 0 locals(v0) stack() where v0 = ";
  EXPECT_EQ(problem(start + "!NewComplex(%x, %x)\n"), "");
  EXPECT_EQ(problem(start + "!NewComplex(%x, %v)\n"), "a virtual object's double of the wrong type at %2");
  EXPECT_EQ(problem(start + "!NewComplex(%x)\n"), "a virtual object of doubles with other fields at %2");
  EXPECT_EQ(problem(start + "!NewComplex(%x, %x) +8 %x\n"), "a virtual object of doubles with other fields at %2");
  EXPECT_EQ(problem("%v = EntryValue 0\n%z = CallHelper2 %v, %v, !NewComplex s0\n" + kEnd), "a call of what only exits call at %1");
}

TEST(TraceText, AGeneratorsFrameMayHaveUnchangedMemory) {
  const std::string text =
      "trace\n%0 = EntryValue 0\nClaimGenerator %0, 12:1:3 s0\n%2 = ConstInt 5\nPoll s1\nReleaseGenerator %0, 12:1:3\nEnd s0\n"
      "s0: code 0 unit 0 base 0 locals(=) stack()\n"
      "s1: code 0 unit 2 base 0 locals(=) stack() | code 1 unit 12 base 14 result 12 self %0 resumed 9 locals(=, %2, =) stack(=)\n";
  ParsedTrace parsed = parse(text);
  EXPECT_EQ(parsed.error, "");
  EXPECT_EQ(verify(parsed.trace), "");
  EXPECT_EQ(print(parsed.trace), text);
  EXPECT_EQ(problem("End s0\ns0: code 0 unit 0 base 0 locals() stack() | code 0 unit 1 base 5 result 3 sent 4 locals() stack()\n"),
            "snapshot's frame of a generator without the generator at %0");
}

TEST(TraceText, KeepsEveryDoubleToItsBits) {
  const double doubles[] = {0.0, -0.0, 0.1, 1e22, 5e-324, std::numeric_limits<double>::max(), std::numeric_limits<double>::infinity(),
                            std::numeric_limits<double>::quiet_NaN(), std::bit_cast<double>(uint64_t{0xfff8'0000'dead'beef}), 123456789.0};
  for (double d : doubles) {
    ParsedTrace parsed = parse("%a = ConstFloat " + print_double(d) + "\n");
    ASSERT_EQ(parsed.error, "") << print_double(d);
    EXPECT_EQ(parsed.trace.code[0].imm, std::bit_cast<uint64_t>(d)) << print_double(d);
  }
}

TEST(TraceText, NamesStandForPointers) {
  TextNames names;
  names.values.emplace_back("str.upper", 0x7000);
  ParsedTrace parsed = parse("%a = ConstValue @str.upper\n%b = ConstValue @other\n%c = ConstValue @other\n%d = ConstValue @0x8880\n", names);
  ASSERT_EQ(parsed.error, "");
  EXPECT_EQ(parsed.trace.code[0].imm, 0x7000u);
  EXPECT_EQ(parsed.trace.code[1].imm, parsed.trace.code[2].imm);
  EXPECT_TRUE(objects::Value::from_bits(parsed.trace.code[1].imm).is_heap());
  EXPECT_EQ(parsed.trace.code[3].imm, 0x8880u);
  EXPECT_EQ(print_value(0x7000, names), "@str.upper");
  EXPECT_EQ(print_value(0x7010, names), "@0x7010");
}

}  // namespace
}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// The reference executor itself: what each kind of exit says, and what operations on objects do.
#include "jit/reference/judge.h"

#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins/tuple/tuple.h"
#include "builtins_container_fixture.h"
#include "jit/ir/text.h"
#include "objects/numbers.h"

namespace eider::jit {
namespace {

using namespace objects;

class ReferenceExecutor : public builtins::BuiltinContainerTest {
 protected:
  /// "left s1: 3, None" - locals and stack of the exit's frames.
  std::string run(const std::string& text) {
    ParsedTrace parsed = parse(text);
    EXPECT_EQ(parsed.error, "");
    EXPECT_EQ(verify(parsed.trace), "");
    ReferenceExit exit(t);
    EXPECT_TRUE(run_reference(t, parsed.trace, base, host, &exit).ok());
    std::string out = exit.how == ReferenceExit::How::kLeft ? "left" : exit.how == ReferenceExit::How::kRaised ? "raised" : "ran out";
    if (exit.snapshot == kNoSnapshot) return out;
    out += " s" + std::to_string(exit.snapshot) + ":";
    for (int64_t n = 0; n < exit.values.size(); n++) {
      if (exit.values[n].is_absent()) continue;
      Value v = exit.values[n];
      out += " " + (is_exact_float(v) ? print_double(exact_float(v)) : v.is_heap() ? std::string("object") : print_value(v.bits()));
    }
    return out;
  }
  static constexpr const char* kSnapshots =
      "\ns0: code 0 unit 0 base 0 locals() stack()\ns1: code 0 unit 1 base 0 locals() stack(%r)\n";

  Value base[8 + vm::kFrameWords + 4];
  ReferenceHost host;
};

TEST_F(ReferenceExecutor, BoxesNumbersAndReadsUnchangedMemory) {
  base[0] = small(20);
  base[1] = kTrue;
  base[2 + vm::kFrameWords] = small(77);
  EXPECT_EQ(run("%a = EntryValue 0\n%r = GuardInt %a s0\n%f = IntToFloat %r s0\n%n = NegFloat %f\nEnd s1\n"
                "s0: code 0 unit 0 base 0 locals() stack()\n"
                "s1: code 0 unit 1 base 0 locals(%r, =) stack(=, %n) | code 1 unit 0 base 3 result 2 function %a locals(-) stack(%f)\n"),
            "left s1: 20 True 77 -20.0 20 20.0");
}

TEST_F(ReferenceExecutor, LeavesWhereAnIntDoesNotFit) {
  base[0] = small(Value::kMaxSmallInt);
  EXPECT_EQ(run(std::string("%a = EntryValue 0\n%x = GuardInt %a s0\n%o = ConstInt 1\n%r = AddInt %x, %o s0\nEnd s1") + kSnapshots), "left s0:");
  EXPECT_EQ(run(std::string("%a = EntryValue 0\n%x = GuardInt %a s0\n%o = ConstInt -1\n%r = AddInt %x, %o s0\nEnd s1") + kSnapshots),
            "left s1: 4611686018427387902");
}

TEST_F(ReferenceExecutor, DividesAsPythonDoes) {
  auto divide = [&](const char* op, const char* a, const char* b) {
    return run(std::string("%a = ConstInt ") + a + "\n%b = ConstInt " + b + "\n%r = " + op + " %a, %b s0\nEnd s1" + kSnapshots);
  };
  EXPECT_EQ(divide("FloorDivInt", "-7", "2"), "left s1: -4");
  EXPECT_EQ(divide("FloorDivInt", "7", "-2"), "left s1: -4");
  EXPECT_EQ(divide("FloorDivInt", "-4611686018427387904", "-1"), "left s0:");
  EXPECT_EQ(divide("FloorDivInt", "1", "0"), "left s0:");
  EXPECT_EQ(divide("ModInt", "-7", "8"), "left s1: 1");
  EXPECT_EQ(divide("ModInt", "7", "-8"), "left s1: -1");
  EXPECT_EQ(divide("ModInt", "-4611686018427387904", "-1"), "left s1: 0");
  EXPECT_EQ(divide("ShlInt", "3", "61"), "left s0:");
  EXPECT_EQ(divide("ShlInt", "-1", "61"), "left s1: -2305843009213693952");
  EXPECT_EQ(divide("ShrInt", "-5", "100"), "left s1: -1");
  EXPECT_EQ(divide("ShrInt", "5", "-1"), "left s0:");
}

TEST_F(ReferenceExecutor, IteratorsStayUnchangedAtTheirEnd) {
  Value range = builtins::range_new(t, small(0), small(4), small(1)).get()->value();
  base[0] = builtins::range_iter(t, range).get();
  auto* it = base[0].as<builtins::RangeIterator>();
  EXPECT_EQ(run("%i = EntryValue 0\n%z = ConstInt 0\nLoop\n%s = PhiInt %z, %s2\n%n = RangeNext %i s0\n%s2 = AddInt %s, %n s0\nJumpLoop\n"
                "s0: code 0 unit 0 base 0 locals() stack(%s)\n"),
            "left s0: 6");
  EXPECT_EQ(it->next.load_relaxed(), 4);
  EXPECT_EQ(it->stop.load_relaxed(), 4);
}

TEST_F(ReferenceExecutor, CharactersAndBytesLeaveOutsideTheirBounds) {
  base[0] = str_from_ascii(t, "abc").get()->value();
  base[1] = str_from_utf8(t, "\xe2\x82\xac").get()->value();
  auto item = [&](int word, int index) {
    return run("%s = EntryValue " + std::to_string(word) + "\n%i = ConstInt " + std::to_string(index) + "\n%c = StrItem %s, %i s0\n%r = OrdStr %c s0\nEnd s1" + kSnapshots);
  };
  EXPECT_EQ(item(0, 2), "left s1: 99");
  EXPECT_EQ(item(0, 3), "left s0:");
  EXPECT_EQ(item(0, -1), "left s0:");
  EXPECT_EQ(item(1, 0), "left s0:");  // two bytes a character
  EXPECT_EQ(run(std::string("%s = EntryValue 0\n%r = StrLength %s\nEnd s1") + kSnapshots), "left s1: 3");
  EXPECT_EQ(run(std::string("%s = EntryValue 0\n%u = EntryValue 1\n%r = EqualStr %s, %u\nEnd s1") + kSnapshots), "left s1: False");
  auto of = [&](const char* op) { return run(std::string("%s = EntryValue 0\n%u = EntryValue 1\n%r = ") + op + "\nEnd s1" + kSnapshots); };
  EXPECT_EQ(of("CompareStr %s, %u, <"), "left s1: True");
  EXPECT_EQ(of("CompareStr %s, %u, >="), "left s1: False");
  EXPECT_EQ(of("HasStr %s, %u"), "left s1: False");
  EXPECT_EQ(of("LacksStr %s, %u"), "left s1: True");
  EXPECT_EQ(of("HasStr %s, %s"), "left s1: True");
  auto made = [&](int code) { return run("%i = ConstInt " + std::to_string(code) + "\n%c = ChrInt %i s0\n%r = OrdStr %c s0\nEnd s1" + kSnapshots); };
  EXPECT_EQ(made(255), "left s1: 255");
  EXPECT_EQ(made(256), "left s0:");
  EXPECT_EQ(made(-1), "left s0:");
}

TEST_F(ReferenceExecutor, ExtremesAndWholeParts) {
  auto of = [&](const char* op, const char* a, const char* b) {
    return run(std::string("%a = ConstInt ") + a + "\n%b = ConstInt " + b + "\n%r = " + op + " %a, %b\nEnd s1" + kSnapshots);
  };
  EXPECT_EQ(of("MinInt", "-3", "2"), "left s1: -3");
  EXPECT_EQ(of("MaxInt", "-3", "2"), "left s1: 2");
  auto whole = [&](const char* x) { return run(std::string("%x = ConstFloat ") + x + "\n%r = FloatToInt %x s0\nEnd s1" + kSnapshots); };
  EXPECT_EQ(whole("-2.75"), "left s1: -2");
  EXPECT_EQ(whole("9007199254740991.0"), "left s1: 9007199254740991");
  EXPECT_EQ(whole("9007199254740992.0"), "left s0:");
}

TEST_F(ReferenceExecutor, LengthsLeaveWhereTheyOverflow) {
  auto length = [&](const char* a, const char* b) {
    return run(std::string("%a = ConstFloat ") + a + "\n%b = ConstFloat " + b + "\n%r = HypotFloat %a, %b s0\nEnd s1" + kSnapshots);
  };
  EXPECT_EQ(length("-3.0", "4.0"), "left s1: 5.0");
  EXPECT_EQ(length("1.5e308", "1.5e308"), "left s0:");
  EXPECT_EQ(length("nan", "-inf"), "left s1: inf");
  EXPECT_EQ(length("nan", "1.0"), "left s1: nan");
  EXPECT_EQ(run(std::string("%a = ConstFloat -0.0\n%r = AbsFloat %a\nEnd s1") + kSnapshots), "left s1: 0.0");
}

TEST_F(ReferenceExecutor, AComplexIsMadeOfItsParts) {
  const std::string parts = "%a = ConstFloat -0.0\n%b = ConstFloat 1e-300\n%z = BoxComplex %a, %b s0\n";
  EXPECT_EQ(run(parts + "%r = LoadFixedFloat %z, +16\nEnd s1" + kSnapshots), "left s1: 1e-300");
  EXPECT_EQ(run(parts + "%r = LoadFixedFloat %z, +8\nEnd s1" + kSnapshots), "left s1: -0.0");
  EXPECT_EQ(run(parts + "End s0\ns0: code 0 unit 0 base 0 locals(v0) stack(v0) where v0 = !NewComplex(%b, %a)\n"), "left s0: object object");
}

TEST_F(ReferenceExecutor, IteratorsAskedTogetherAreLookedAtBeforeOneIsAdvanced) {
  Value items[] = {small(5), small(6), small(7)};
  base[0] = get_iter(t, list_from(t, items, 3).get()->value()).get();
  base[1] = get_iter(t, tuple_from(t, items, 2).get()->value()).get();
  EXPECT_EQ(run("%l = EntryValue 0\n%t = EntryValue 1\n%n = ConstValue None\nLoop\n%x = PhiValue %n, %a\n%y = PhiValue %n, %b\n"
                "ListMore %l s0\nTupleMore %t s0\n%a = ListTake %l\n%b = TupleTake %t\nJumpLoop\n"
                "s0: code 0 unit 0 base 0 locals() stack(%x, %y)\n"),
            "left s0: 6 6");
  EXPECT_EQ(base[0].as<builtins::ListIterator>()->tagged_index.load_relaxed() >> 1, 2);  // unchanged by the round that left
}

TEST_F(ReferenceExecutor, ListsAreReadAndWrittenWithinBounds) {
  Value items[] = {small(5), small(6)};
  base[0] = list_from(t, items, 2).get()->value();
  EXPECT_EQ(run(std::string("%l = EntryValue 0\n%i = ConstInt 1\n%v = ConstValue True\nStoreListItem %l, %i, %v s0\n%r = ListItem %l, %i s0\nEnd s1") + kSnapshots),
            "left s1: True");
  EXPECT_EQ(run(std::string("%l = EntryValue 0\n%i = ConstInt 2\n%r = ListItem %l, %i s0\nEnd s1") + kSnapshots), "left s0:");
  EXPECT_EQ(run(std::string("%l = EntryValue 0\n%i = ConstInt -1\n%r = ListItem %l, %i s0\nEnd s1") + kSnapshots), "left s0:");
  EXPECT_EQ(run(std::string("%l = EntryValue 0\n%r = ListLength %l\nEnd s1") + kSnapshots), "left s1: 2");
}

TEST_F(ReferenceExecutor, PhisTakeTheirNextValuesAtOnce) {
  host.rounds = 3;
  EXPECT_EQ(run("%x = ConstInt 1\n%y = ConstInt 2\nLoop\n%a = PhiInt %x, %b\n%b = PhiInt %y, %a\nJumpLoop\n"), "ran out");
  EXPECT_EQ(run("%x = ConstInt 1\n%y = ConstInt 2\nLoop\n%a = PhiInt %x, %b\n%b = PhiInt %y, %a\nGuardIntLt %a, %b s0\nJumpLoop\n"
                "s0: code 0 unit 0 base 0 locals() stack(%a, %b)\n"),
            "left s0: 2 1");
}

TEST_F(ReferenceExecutor, AHelpersExceptionLeavesRaised) {
  host.call_helper = [](void*, Thread& t, uint64_t helper, const Value*, int) -> Result<Value> {
    if (helper == 1) return raise(t, TypeId::kTypeError, "no");
    return Value::from_small_int(42);
  };
  EXPECT_EQ(run(std::string("%a = ConstValue None\n%r = CallHelper1 %a, !0 s0\nEnd s1") + kSnapshots), "left s1: 42");
  EXPECT_EQ(run(std::string("%a = ConstValue None\n%r = CallHelper1 %a, !1 s0\nEnd s1") + kSnapshots), "raised s0:");
  EXPECT_TRUE(t.has_exception());
  t.pending_exception = kAbsent;
}

TEST_F(ReferenceExecutor, AnEscapeSeesTheFramesAndLeavesItems) {
  host.escape = [](void*, Thread& t, uint64_t, const ReferenceExit& frames, RootedVector* items) -> Result<void> {
    Value local = frames.values[2];
    return items->push(small(local.small_int() + 1)) && items->push(small(local.small_int() + 2)) ? Result<void>() : kFailure;
  };
  EXPECT_EQ(run("%a = ConstInt 10\n%e = Escape !0 s0\n%f = EscapeItem %e, 1\nEnd s1\ns0: code 0 unit 0 base 0 locals(%a) stack()\n"
                "s1: code 0 unit 1 base 0 locals() stack(%e, %f)\n"),
            "left s1: 11 12");
}

TEST_F(ReferenceExecutor, LeavesAtAPollThatIsAskedForAndWhenInvalid) {
  base::Atomic<uint8_t> valid{1};
  host.valid = &valid;
  const std::string text = "CheckValid s0\n%r = ConstInt 1\nEnd s1" + std::string(kSnapshots);
  EXPECT_EQ(run(text), "left s1: 1");
  valid.store_relaxed(0);
  EXPECT_EQ(run(text), "left s0:");
}

}  // namespace
}  // namespace eider::jit

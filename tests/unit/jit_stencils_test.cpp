// SPDX-License-Identifier: MIT
//
// The table of stencils as the extractor wrote it, and what the emitter puts into the holes.
#include <cstring>

#include "jit_machine.h"

namespace eider::jit {
namespace {

int width(HoleKind kind) { return kind == HoleKind::kValue8 ? 1 : kind == HoleKind::kValue64 ? 8 : 4; }

template <class Check>
void for_all(Check check) {
  for (int f = 0; f < kFormCount; f++) {
    for (int i = 0; i < form_instances(static_cast<Form>(f)); i++) {
      SCOPED_TRACE(std::string(kFormNames[f]) + " #" + std::to_string(i));
      check(kStencils[kFormFirst[f] + static_cast<uint32_t>(i)]);
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(Stencils, HolesLieInsideAndDoNotOverlap) {
  for_all([](const Stencil& s) {
    int size = s.hot_size + s.cold_size;
    std::vector<bool> used(static_cast<size_t>(size), false);
    for (int h = 0; h < s.hole_count; h++) {
      const Hole& hole = kStencilHoles[s.holes + static_cast<uint32_t>(h)];
      ASSERT_LE(hole.offset + width(hole.kind), size);
      bool hot = hole.offset < s.hot_size;
      if (hot) ASSERT_LE(hole.offset + width(hole.kind), s.hot_size);  // the parts stand apart
      for (int b = 0; b < width(hole.kind); b++) {
        ASSERT_FALSE(used[hole.offset + b]);
        used[hole.offset + b] = true;
      }
      switch (hole.kind) {
        case HoleKind::kValue8:
        case HoleKind::kValue32:
        case HoleKind::kValue64: ASSERT_LT(hole.which, 3); break;
        case HoleKind::kCall: ASSERT_LT(hole.which, kStencilCallCount); break;
        case HoleKind::kHot: ASSERT_LT(hole.extra, s.hot_size); break;
        case HoleKind::kCold: ASSERT_LT(hole.extra, s.cold_size); break;
        default: break;
      }
    }
  });
}

#if !defined(EIDER_TSAN)  // instrumented code keeps frames of its own, and has holes of the same kinds elsewhere

TEST(Stencils, TheStackPointerIsBackWhereAPartEnds) {
  for_all([](const Stencil& s) {
    int depth = 0, last = -1;
    for (int d = 0; d < s.depth_count; d++) {
      const StackDepth& row = kStencilDepths[s.depths + static_cast<uint32_t>(d)];
      ASSERT_GT(row.offset, last);
      ASSERT_LT(row.offset, s.hot_size + s.cold_size);
      if (last < s.hot_size && row.offset > s.hot_size) ASSERT_EQ(depth, 0) << "the hot part's end";
      last = row.offset;
      depth = row.depth;
    }
    ASSERT_EQ(depth == 0 || last >= s.hot_size, true);
  });
}

/// Traces of one or two operations, and what stands in their code afterwards.
class Patching : public MachineTest {
 protected:
  Executor* made(const std::string& operations) {
    function_ = function(2, 2);
    Trace trace = trace_of("trace\ncode 0 f\n%a = EntryValue 0\n%b = EntryValue 1\n" + operations +
                           "s0: code 0 unit 0 base 0 locals(=, =) stack()\ns1: code 0 unit 5 base 0 locals(%r, =) stack()\n", {code_of(function_)});
    EXPECT_EQ(verify(trace), "");
    auto e = std::make_unique<Executor>();
    std::string error;
    map = {};
    EXPECT_TRUE(compile(trace, arena, e.get(), &error, &map)) << error;
    executors.push_back(std::move(e));
    return executors.back().get();
  }
  /// The piece of the first operation of this form, and its stencil.
  const CodeMap::Piece& piece(Form form, CodeMap::Part part = CodeMap::Part::kHot) {
    for (const CodeMap::Piece& p : map.pieces) {
      if (p.op.form == form && p.part == part) return p;
    }
    ADD_FAILURE() << "no " << kFormNames[static_cast<int>(form)];
    return map.pieces.front();
  }
  /// What stands in the hole `which` (or the first of the kind) of that piece.
  template <class T>
  T filled(Executor* e, const CodeMap::Piece& p, HoleKind kind, int which = -1) {
    const Stencil& s = stencil_of(p.op.form, p.op.registers);
    for (int h = 0; h < s.hole_count; h++) {
      const Hole& hole = kStencilHoles[s.holes + static_cast<uint32_t>(h)];
      bool hot = hole.offset < s.hot_size;
      if (hole.kind != kind || (which >= 0 && hole.which != which) || hot != (p.part != CodeMap::Part::kCold)) continue;
      T value;
      place = e->code.code + p.begin + hole.offset - (hot ? 0 : s.hot_size);
      std::memcpy(&value, place, sizeof value);
      addend = hole.addend;
      return value;
    }
    ADD_FAILURE() << "no such hole";
    return 0;
  }
  /// Where a distance in a hole that was just read points to.
  const uint8_t* target(int32_t distance) const { return place + distance - addend; }

  vm::Function* function_;
  CodeMap map;
  const uint8_t* place = nullptr;
  int addend = 0;
};

TEST_F(Patching, ImmediatesOf32BitsAreSignExtended) {
  Executor* e = made("%i = GuardInt %a s0\n%c = ConstInt -7\n%r = AddInt %i, %c s0\nEnd s1\n");
  EXPECT_EQ(filled<int32_t>(e, piece(Form::kAddIntImm), HoleKind::kValue32, 0), -14);  // a kInt word: twice the number
  push(function_, {small(100), kNone});
  EXPECT_EQ(run(e).locals[0], small(93));
}

TEST_F(Patching, ImmediatesOf64BitsAreWhole) {
  Executor* e = made("%i = GuardInt %a s0\n%c = ConstInt 1000000000000\n%r = AddInt %i, %c s0\nEnd s1\n");
  EXPECT_EQ(filled<int64_t>(e, piece(Form::kConst64), HoleKind::kValue64, 0), 2'000'000'000'000);
  push(function_, {small(-1), kNone});
  EXPECT_EQ(run(e).locals[0], small(999'999'999'999));
}

TEST_F(Patching, SlotsAreByteOffsetsFromBase) {
  Executor* e = made("%i = GuardInt %b s0\n%j = GuardInt %a s0\n%r = AddInt %i, %j s0\nEnd s1\n");
  EXPECT_EQ(filled<int32_t>(e, piece(Form::kLoadSlotInt), HoleKind::kValue32, 0), 8);  // local 1
}

TEST_F(Patching, GuardsLeaveThroughTheirOwnStub) {
  Executor* e = made("%i = GuardInt %a s0\n%j = GuardInt %b s0\n%r = AddInt %i, %j s0\nEnd s1\n");
  int guards = 0;
  for (const CodeMap::Piece& p : map.pieces) {
    if (p.op.form != Form::kGuardInt || p.part != CodeMap::Part::kHot) continue;
    const uint8_t* to = target(filled<int32_t>(e, p, HoleKind::kExit));
    const CodeMap::Piece* stub = nullptr;
    for (const CodeMap::Piece& s : map.pieces) {
      if (e->code.code + s.begin == to) stub = &s;
    }
    ASSERT_NE(stub, nullptr) << "a guard's exit points into the middle of something";
    EXPECT_EQ(stub->part, CodeMap::Part::kExit);
    EXPECT_EQ(stub->op.exit, p.op.exit);
    EXPECT_EQ(filled<uint64_t>(e, *stub, HoleKind::kValue64, 0), reinterpret_cast<uint64_t>(&e->exits[p.op.exit]));
    ++guards;
  }
  EXPECT_EQ(guards, 2);
}

TEST_F(Patching, CallsGoThroughVeneersOfTheArena) {
  std::string negative = std::to_string(static_cast<int>(Helper::kNegative));
  Executor* e = made("%r = CallHelper1 %a, !" + negative + " s0\nEnd s1\n");
  const uint8_t* veneer = target(filled<int32_t>(e, piece(Form::kCall1), HoleKind::kHelper)) + 4;  // distances count from behind the hole
  const uint8_t* known = arena.veneer(reinterpret_cast<const void*>(kHelpers[static_cast<int>(Helper::kNegative)].function));
  EXPECT_TRUE(veneer == known || veneer - 4 == known);
  const void* end;
  std::memcpy(&end, known + 8, sizeof end);
  EXPECT_EQ(end, reinterpret_cast<const void*>(kHelpers[static_cast<int>(Helper::kNegative)].function));
}

TEST_F(Patching, BytesOutsideHolesAreTheStencils) {
  Executor* e = made("%i = GuardInt %a s0\n%j = GuardInt %b s0\n%k = MulInt %i, %j s0\n%r = BoxInt %k\nEnd s1\n");
  for (const CodeMap::Piece& p : map.pieces) {
    const Stencil& s = stencil_of(p.op.form, p.op.registers);
    uint32_t from = p.part == CodeMap::Part::kCold ? s.hot_size : 0;
    std::vector<bool> hole(static_cast<size_t>(s.hot_size + s.cold_size), false);
    for (int h = 0; h < s.hole_count; h++) {
      const Hole& one = kStencilHoles[s.holes + static_cast<uint32_t>(h)];
      for (int b = 0; b < width(one.kind); b++) hole[one.offset + b] = true;
    }
    for (uint32_t b = 0; b < p.end - p.begin; b++) {
      if (!hole[from + b]) ASSERT_EQ(e->code.code[p.begin + b], kStencilBytes[s.bytes + from + b]) << kFormNames[static_cast<int>(p.op.form)];
    }
  }
}

#endif

}  // namespace
}  // namespace eider::jit

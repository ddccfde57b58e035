// SPDX-License-Identifier: MIT
//
// Executors published, retired and freed: what keeps one alive, who goes with whom, facts that change too often; forced exits.
#include "jit/lifecycle/lifecycle.h"

#include "jit_machine.h"
#include "objects/fact_table.h"
#include "threads/registry.h"

namespace eider::jit {
namespace {

constexpr const char* kLoop = R"(
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
Poll s3
GuardIntLt %i, %limit s1
%s1 = AddInt %s, %i s1
%i1 = AddInt %i, %one s2
JumpLoop
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 5 base 0 locals(%i, %s) stack()
s2: code 0 unit 6 base 0 locals(%i, %s1) stack()
s3: code 0 unit 7 base 0 locals(%i, %s) stack()
)";

class LifecycleTest : public MachineTest {
 protected:
  explicit LifecycleTest(Lifecycle::Recycle recycle = Lifecycle::Recycle::kWhenMany) : life(*realm, arena, facts, recycle), f(function(2, 2)) {
    place = make_place(code_of(f), 0, PlaceKind::kLoop);
  }
  ~LifecycleTest() override { life.code_dies(code_of(f)); }

  std::unique_ptr<Executor> made(const char* text, Exit* continues = nullptr, const TextNames& names = {}, ForcedExits* forced = nullptr) {
    Trace trace = trace_of(text, {code_of(f)}, names);
    if (continues != nullptr) {
      const Executor& parent = *continues->executor;
      trace.floor = parent.extent + kActivationWords + parent.spill_slots - parent.exit_scratch;
    }
    auto e = std::make_unique<Executor>();
    e->continues = continues;
    std::string error;
    EXPECT_TRUE(compile(trace, arena, e.get(), &error, nullptr, forced)) << error;
    return e;
  }
  Executor* published(const char* text = kLoop) {
    auto e = made(text);
    Executor* raw = e.get();
    return life.publish(t, std::move(e), place, nullptr) ? raw : nullptr;
  }
  Executor* side_of(Exit& exit, Executor* target) {
    TextNames names;
    names.values.emplace_back("loop", reinterpret_cast<uint64_t>(static_cast<ExecutorHead*>(target)));
    auto e = made(R"(
trace
code 0 f
%i = InputInt 5
%s = InputInt 4
Enter s0
%sum = BoxInt %s
%again = ConstValue 0
JumpEntry @loop s1
s0: code 0 unit 5 base 0 locals(%i, %s) stack()
s1: code 0 unit 0 base 0 locals(%again, %sum) stack()
)",
                  &exit, names);
    e->targets.push_back(target);
    Executor* raw = e.get();
    return life.publish(t, std::move(e), nullptr, &exit) ? raw : nullptr;
  }
  /// An activation of this thread that names e.
  struct Inside {
    Inside(Thread& thread, Executor* e) : t(thread) {
      record = {.executor = e, .previous = static_cast<Activation*>(t.activation), .frame = nullptr, .entered = e, .since = 0, .inside = 0, .escapes = 0};
      t.activation = &record;
    }
    ~Inside() { t.activation = record.previous; }
    Thread& t;
    Activation record;
  };

  FactSet facts;
  Lifecycle life;
  vm::Function* f;
  HotPlace* place;
};

TEST_F(LifecycleTest, WhatIsRetiredIsFreedAtTheNextReclaim) {
  Executor* e = published();
  ASSERT_NE(e, nullptr);
  EXPECT_EQ(place->executor.load_relaxed(), e);
  EXPECT_TRUE(life.retire(t, *e));
  EXPECT_EQ(place->executor.load_relaxed(), nullptr);
  EXPECT_FALSE(life.retire(t, *e));
  EXPECT_EQ(life.figures().waiting, 1u);
  size_t used = arena.used_bytes();
  life.reclaim(t);
  EXPECT_EQ(life.figures().waiting, 0u);
  EXPECT_EQ(life.figures().freed, 1u);
  EXPECT_LT(arena.used_bytes(), used);
}

TEST_F(LifecycleTest, WhoIsOnAnActivationChainStays) {
  Executor* outer = published();
  life.retire(t, *outer);
  Executor* inner = published();
  life.retire(t, *inner);
  {
    Inside first(t, outer);
    {
      Inside second(t, inner);
      second.record.entered = outer;  // inner is the side trace that runs; what was entered counts as well
      life.reclaim(t);
      EXPECT_EQ(life.figures().waiting, 2u);
    }
    life.reclaim(t);
    EXPECT_EQ(life.figures().waiting, 1u);
  }
  life.reclaim(t);
  EXPECT_EQ(life.figures().waiting, 0u);
}

TEST_F(LifecycleTest, SideTracesGoWithAnExecutor) {
  Executor* loop = published();
  Executor* side = side_of(loop->exits[3], loop);
  ASSERT_NE(side, nullptr);
  EXPECT_EQ(loop->exits[3].side.load_relaxed(), side);
  life.retire(t, *loop);
  EXPECT_EQ(loop->exits[3].side.load_relaxed(), nullptr);
  EXPECT_EQ(loop->exits[3].target.load_relaxed(), reinterpret_cast<const void*>(&leave));
  EXPECT_EQ(life.figures().linked, 0u);
  {
    Inside in(t, side);  // its code still reads the head of who it jumps to
    life.reclaim(t);
    EXPECT_EQ(life.figures().waiting, 2u);
  }
  life.reclaim(t);
  EXPECT_EQ(life.figures().waiting, 0u);
}

TEST_F(LifecycleTest, WhoMayStillBeJumpedToStays) {
  Executor* loop = published();
  HotPlace* other = make_place(code_of(f), 9, PlaceKind::kLoop);
  auto e = made(kLoop);
  Executor* jumper = e.get();
  e->targets.push_back(loop);
  ASSERT_TRUE(life.publish(t, std::move(e), other, nullptr));
  life.retire(t, *loop);
  life.reclaim(t);
  EXPECT_EQ(life.figures().waiting, 1u);
  EXPECT_EQ(loop->valid.load_relaxed(), 0);
  life.retire(t, *jumper);
  life.reclaim(t);
  EXPECT_EQ(life.figures().waiting, 0u);
}

TEST_F(LifecycleTest, WhomOtherCodeGoesToIsSetAsideInsteadOfRetired) {
  Executor* loop = published();
  EXPECT_FALSE(life.set_aside(*loop));
  ASSERT_NE(side_of(loop->exits[3], loop), nullptr);
  EXPECT_FALSE(life.set_aside(*loop));  // its own side traces are no others
  HotPlace* other = make_place(code_of(f), 9, PlaceKind::kLoop);
  auto e = made(kLoop);
  Executor* jumper = e.get();
  e->targets.push_back(loop);
  ASSERT_TRUE(life.publish(t, std::move(e), other, nullptr));
  EXPECT_TRUE(life.set_aside(*loop));
  EXPECT_EQ(place->set_aside.load_relaxed(), 1);
  EXPECT_EQ(place->executor.load_acquire(), loop);
  EXPECT_EQ(loop->valid.load_relaxed(), 1);
  life.retire(t, *jumper);
  EXPECT_FALSE(life.set_aside(*loop));
  life.retire(t, *loop);
  EXPECT_FALSE(life.set_aside(*loop));
  ASSERT_NE(published(), nullptr);
  EXPECT_EQ(place->set_aside.load_relaxed(), 0);
}

TEST_F(LifecycleTest, ASideTraceMayGoAlone) {
  Executor* loop = published();
  Executor* side = side_of(loop->exits[3], loop);
  life.retire(t, *side);
  EXPECT_EQ(loop->exits[3].side.load_relaxed(), nullptr);
  EXPECT_EQ(loop->exits[3].failures.load_relaxed(), 1);
  EXPECT_EQ(life.figures().linked, 1u);
  life.reclaim(t);
  EXPECT_EQ(life.figures().waiting, 0u);
  EXPECT_NE(side_of(loop->exits[3], loop), nullptr);  // recorded anew
}

TEST_F(LifecycleTest, NothingIsLinkedThatReliesOnAnOldFactOrAGoneExecutor) {
  auto e = made(kLoop);
  Value seen;
  Dict* dict = cell_dict_new(t).get();
  NameCell* cell = dict_cell(t, dict, objects::intern(t, "x").get()).get();
  EXPECT_TRUE(facts.on_cell(t, e.get(), cell, &seen));
  std::vector<Executor*> told = facts.invalidate(cell);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(life.retire(t, *told[0]));  // not linked yet
  EXPECT_FALSE(life.publish(t, std::move(e), place, nullptr));
  EXPECT_EQ(place->executor.load_relaxed(), nullptr);

  Executor* first = published();
  EXPECT_EQ(published(), nullptr);  // another was first
  EXPECT_EQ(place->executor.load_relaxed(), first);
  life.retire(t, *first);
  EXPECT_EQ(side_of(first->exits[3], first), nullptr);
  life.reclaim(t);
  EXPECT_EQ(life.figures().waiting, 0u);
}

TEST_F(LifecycleTest, ManyWaitingCallForAReclaim) {
  for (int i = 0; i < 63; i++) life.retire(t, *published());
  EXPECT_FALSE(life.wants_reclaim());
  life.retire(t, *published());
  EXPECT_TRUE(life.wants_reclaim());
  life.reclaim(t);
  EXPECT_FALSE(life.wants_reclaim());
}

TEST_F(LifecycleTest, MemoryOfCodeThatIsReplacedForEverIsBounded) {
  for (int i = 0; i < 3000; i++) {
    life.retire(t, *published());
    if (life.wants_reclaim()) life.reclaim(t);
  }
  EXPECT_LT(arena.touched_bytes(), size_t{128} << 10);
  EXPECT_LE(life.figures().most_waiting, 64u);
}

TEST_F(LifecycleTest, AFactThatChangedThreeTimesIsNotReliedOn) {
  Dict* dict = cell_dict_new(t).get();
  NameCell* cell = dict_cell(t, dict, objects::intern(t, "x").get()).get();
  objects::Type* type = type_new(t, objects::type(t, TypeId::kType), objects::intern(t, "C").get(), realm->empty_tuple, dict_new(t).get(), nullptr, nullptr).get();
  for (uint32_t i = 0; i < kMaxInvalidations; i++) {
    Executor* e = published();
    Value seen;
    EXPECT_TRUE(facts.on_cell(t, e, cell, &seen)) << i;
    EXPECT_TRUE(facts.on_type(t, e, type)) << i;
    name_cell_unwatch(t, cell);
    ASSERT_TRUE(type_modified(t, type).ok());
    life.retire(t, *e);
  }
  Executor* e = published();
  Value seen;
  EXPECT_FALSE(facts.on_cell(t, e, cell, &seen));
  EXPECT_FALSE(facts.on_type(t, e, type));
}

class RecyclingTest : public LifecycleTest {
 protected:
  RecyclingTest() : LifecycleTest(Lifecycle::Recycle::kAtOnce) {}
};

TEST_F(RecyclingTest, EachRetirementAsksAndTheBytesAreOverwrittenAndReused) {
  Executor* e = published();
  const uint8_t* code = e->code.code;
  life.retire(t, *e);
  EXPECT_TRUE(life.wants_reclaim());
  life.reclaim(t);
  EXPECT_EQ(published()->code.code, code);
}

TEST_F(LifecycleTest, ForcedExitsLeaveWithTheFramesAsTheyAre) {
  for (int64_t every : {1, 2, 3, 7, 100}) {
    ForcedExits forced;
    forced.guards = {every, every};
    auto e = made(kLoop, nullptr, {}, &forced);
    // What the interpreter would do from where it is left: the rest of the sum.
    push(f, {small(0), small(0)});
    Stop stop = run(e.get());
    int64_t i = stop.locals[0].small_int(), sum = stop.locals[1].small_int();
    EXPECT_EQ(sum, unit_of(stop) == 6 ? i * (i + 1) / 2 : i * (i - 1) / 2) << every;
    EXPECT_LT(i, 1000);
    forced.guards = {1'000'000, 1};
    push(f, {small(i), small(unit_of(stop) == 6 ? sum - i : sum)});
    stop = run(e.get());
    EXPECT_EQ(stop.locals[1], small(499500));
    release_code(e.get(), arena);
  }
}

TEST_F(LifecycleTest, ForcedPollsLeave) {
  ForcedExits forced;
  forced.polls = {10, 10};
  auto e = made(kLoop, nullptr, {}, &forced);
  push(f, {small(0), small(0)});
  Stop stop = run(e.get());
  EXPECT_EQ(unit_of(stop), 7);
  EXPECT_EQ(stop.locals[0], small(9));
  release_code(e.get(), arena);
}

}  // namespace
}  // namespace eider::jit

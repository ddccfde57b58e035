// SPDX-License-Identifier: MIT
//
// Sets under threads: Note [Reading a set without its lock]; and what Python code in __eq__ and __hash__ may do to them.
#include "builtins/set/set.h"
#include "builtins_container_fixture.h"
#include "objects/allocate.h"

namespace eider::builtins {
namespace {

class SetThreads : public BuiltinContainerTest {
 protected:
  std::vector<int64_t> items(Set* set) {
    std::vector<int64_t> out;
    uint64_t position = 0;
    Value key;
    while (set_next(set->table.get(), &position, &key)) out.push_back(key.small_int());
    return out;
  }
};

TEST_F(SetThreads, WritersOfDisjointElementsLoseNothing) {
  constexpr int kThreads = 4;
  const int each = 2000 * kScale;
  Set* set = set_new(t).get();
  run_together(kThreads, [&](Thread& mine, int who) {
    for (int i = 0; i < each; i++) {
      ASSERT_TRUE(set_add(mine, set, small(i * kThreads + who)).get());
      (void)poll(mine);
    }
  });
  ASSERT_EQ(set_size(set), kThreads * each);
  for (int i = 0; i < kThreads * each; i++) ASSERT_TRUE(set_contains(t, set, small(i)).get());
  EXPECT_EQ(items(set).size(), static_cast<size_t>(kThreads * each));
}

TEST_F(SetThreads, AddingOneElementFromManyThreadsSucceedsOnce) {
  const int count = 2000 * kScale;
  Set* set = set_new(t).get();
  std::atomic<int> added{0};
  run_together(4, [&](Thread& mine, int) {
    for (int i = 0; i < count; i++) {
      added += set_add(mine, set, small(i)).get();
      (void)poll(mine);
    }
  });
  EXPECT_EQ(added.load(), count);
}

TEST_F(SetThreads, EachElementIsPoppedOnce) {
  const int count = 3000 * kScale;
  Set* set = set_new(t).get();
  for (int i = 0; i < count; i++) ASSERT_TRUE(set_add(t, set, small(i)).get());
  std::vector<std::atomic<int>> seen(static_cast<size_t>(count));
  run_together(4, [&](Thread& mine, int who) {
    Value key;
    for (int i = 0; set_size(set) > 0; i++) {
      if (who % 2 == 0) {
        if (set_pop(mine, set, &key).get()) seen[static_cast<size_t>(key.small_int())]++;
      } else if (i < count && set_discard(mine, set, small(i)).get()) {
        seen[static_cast<size_t>(i)]++;
      }
      (void)poll(mine);
    }
  });
  for (auto& n : seen) ASSERT_EQ(n.load(), 1);
}

// Invariant: elements that are never removed are found at every moment, while others come and go in the same slots.
TEST_F(SetThreads, ReadersFindStableElementsWhileSlotsAreRefilled) {
  constexpr int kStable = 40;
  Set* set = set_new(t).get();
  for (int i = 0; i < kStable; i++) ASSERT_TRUE(set_add(t, set, small(i * 64)).get());
  std::atomic<bool> stop{false};
  run_together(4, [&](Thread& mine, int who) {
    if (who == 0) {
      for (int round = 0; round < 300 * kScale; round++) {
        for (int i = 0; i < 30; i++) ASSERT_TRUE(set_add(mine, set, small(i * 64 + 1 + round % 3)).get());
        for (int i = 0; i < 30; i++) ASSERT_TRUE(set_discard(mine, set, small(i * 64 + 1 + round % 3)).get());
        (void)poll(mine);
      }
      stop = true;
      return;
    }
    while (!stop.load()) {
      for (int i = 0; i < kStable; i++) ASSERT_TRUE(set_contains(mine, set, small(i * 64)).get());
      ASSERT_FALSE(set_contains(mine, set, small(7)).get());
      // A copy holds every stable element, under its own hash.
      Set* copy = set_union(mine, set, mine.realm->empty_tuple->value()).get();
      for (int i = 0; i < kStable; i++) ASSERT_TRUE(set_contains(mine, copy, small(i * 64)).get());
      Set* walked = set_symmetric_difference(mine, set_new(mine).get(), set->value()).get();
      for (int i = 0; i < kStable; i++) ASSERT_TRUE(set_contains(mine, walked, small(i * 64)).get());
      (void)poll(mine);
    }
  });
}

TEST_F(SetThreads, UpdatesFromManyThreadsAddUp) {
  Set* set = set_new(t).get();
  run_together(4, [&](Thread& mine, int who) {
    for (int round = 0; round < 20 * kScale; round++) {
      Set* more = set_new(mine).get();
      for (int i = 0; i < 50; i++) set_add(mine, more, small(who * 100000 + round * 50 + i)).get();
      ASSERT_TRUE(set_update(mine, set, more->value()).ok());
      ASSERT_TRUE(set_intersection_update(mine, set, set->value()).ok());
      (void)poll(mine);
    }
  });
  EXPECT_EQ(set_size(set), 4 * 20 * kScale * 50);
}

// --- elements with Python-like __eq__ -------------------------------------------------------------------------------------------------
/// Equal by `group`, all with the same hash; `on_compare` runs in __eq__.
struct Clash : Object {
  int64_t group;
};
std::function<void(Thread&)> on_compare;

Value new_clash(Thread& t, Type* type, int64_t group) {
  auto* clash = static_cast<Clash*>(new_instance(t, type).get());
  clash->group = group;
  return clash->value();
}

Type* clash_type(Thread& t) {
  TypeSpec spec;
  spec.name = "tests.Clash";
  spec.native_bytes = sizeof(Clash);
  spec.slots.hash = [](Thread&, Value) -> Result<int64_t> { return 42; };
  spec.slots.compare = [](Thread& t, Value a, Value b, CompareKind kind) -> Result<Value> {
    if (type_of(t, a) != type_of(t, b)) return kNotImplemented;
    if (on_compare) on_compare(t);
    return Value::from_bool((a.as<Clash>()->group == b.as<Clash>()->group) == (kind == CompareKind::kEq));
  };
  return make_builtin_type(t, spec).get();
}

TEST_F(SetThreads, EqualElementsWithForeignEqAreAddedOnce) {
  Type* type = clash_type(t);
  on_compare = nullptr;
  Set* set = set_new(t).get();
  std::atomic<int> added{0};
  run_together(4, [&](Thread& mine, int who) {
    for (int i = 0; i < 20 * kScale; i++) {
      added += set_add(mine, set, new_clash(mine, type, i % 10)).get();
      if (who == 0 && i % 3 == 0) added -= set_discard(mine, set, new_clash(mine, type, i % 10)).get();
      (void)poll(mine);
    }
  });
  EXPECT_EQ(set_size(set), added.load());
  EXPECT_LE(set_size(set), 10);
}

TEST_F(SetThreads, DictKeysWithForeignEqKeepOneValue) {
  Type* type = clash_type(t);
  on_compare = nullptr;
  Dict* d = dict_new(t).get();
  std::atomic<int> inserted{0};
  run_together(4, [&](Thread& mine, int who) {
    for (int i = 0; i < 20 * kScale; i++) {
      bool fresh = false;
      ASSERT_TRUE(dict_set_default(mine, d, new_clash(mine, type, i % 10), small(who), &fresh).ok());
      inserted += fresh;
      if (who == 0 && i % 3 == 0) inserted -= !dict_pop(mine, d, new_clash(mine, type, i % 10)).get().is_absent();
      (void)poll(mine);
    }
  });
  EXPECT_EQ(dict_size(d), inserted.load());
  EXPECT_LE(dict_size(d), 10);
}

TEST_F(SetThreads, AnEqThatEmptiesTheContainerIsSurvived) {
  Type* type = clash_type(t);
  Set* set = set_new(t).get();
  Dict* d = dict_new(t).get();
  Value a = new_clash(t, type, 1);
  Value b = new_clash(t, type, 2);
  on_compare = nullptr;
  ASSERT_TRUE(set_add(t, set, a).get());
  ASSERT_TRUE(dict_set(t, d, a, small(1)).ok());
  on_compare = [&](Thread& mine) {
    on_compare = nullptr;
    set_clear(mine, set);
    dict_clear(mine, d);
  };
  EXPECT_TRUE(set_add(t, set, b).get());
  EXPECT_EQ(set_size(set), 1);
  set_clear(t, set);
  ASSERT_TRUE(set_add(t, set, a).get());
  ASSERT_TRUE(dict_set(t, d, a, small(1)).ok());
  on_compare = [&](Thread& mine) {
    on_compare = nullptr;
    for (int i = 0; i < 100; i++) ASSERT_TRUE(dict_set(mine, d, small(i), small(i)).ok());
  };
  EXPECT_TRUE(dict_get(t, d, b).get().is_absent());
  EXPECT_EQ(dict_get(t, d, a).get(), small(1));
  on_compare = [&](Thread& mine) {
    on_compare = nullptr;
    ASSERT_TRUE(dict_pop(mine, d, a).ok());
  };
  ASSERT_TRUE(dict_set(t, d, new_clash(t, type, 1), small(5)).ok());
  EXPECT_EQ(dict_size(d), 101);
  EXPECT_TRUE(dict_get(t, d, a).get() == small(5));
  on_compare = nullptr;
}

TEST_F(SetThreads, AnEqThatRaisesLeavesTheContainerAsItWas) {
  Type* type = clash_type(t);
  Set* set = set_new(t).get();
  ASSERT_TRUE(set_add(t, set, new_clash(t, type, 1)).get());
  TypeSpec spec;
  spec.name = "tests.Raising";
  spec.native_bytes = sizeof(Clash);
  spec.slots.hash = [](Thread&, Value) -> Result<int64_t> { return 42; };
  spec.slots.compare = [](Thread& t, Value, Value, CompareKind) -> Result<Value> { return raise(t, TypeId::kValueError, "no"); };
  Type* raising = make_builtin_type(t, spec).get();
  Value bad = new_clash(t, raising, 1);
  EXPECT_FALSE(set_add(t, set, bad).ok());
  EXPECT_TRUE(clear_if(t, TypeId::kValueError));
  EXPECT_FALSE(set_contains(t, set, bad).ok());
  EXPECT_TRUE(clear_if(t, TypeId::kValueError));
  EXPECT_FALSE(set_discard(t, set, bad).ok());
  EXPECT_TRUE(clear_if(t, TypeId::kValueError));
  EXPECT_EQ(set_size(set), 1);
}

}  // namespace
}  // namespace eider::builtins

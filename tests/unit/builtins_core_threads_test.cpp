// SPDX-License-Identifier: MIT
//
// Attributes and classes shared by threads.
#include "builtins_core_fixture.h"

namespace eider::builtins {
namespace {

class Shared : public CoreTest {};

// Invariant: each thread owns one attribute of a shared object and counts it up; others add attributes, take __dict__, delete.
// Forbidden: a count that is not what its only writer stored last.
TEST_F(Shared, NoUpdateIsLostWhileOthersAddAttributes) {
  constexpr int kThreads = 4, kRounds = 3000, kObjects = 20;
  Type* a = new_class("A", {});
  std::vector<Value> objects;
  for (int n = 0; n < kObjects; n++) {
    Value o = make(a);
    realm->add_root(o);
    for (int k = 0; k < kThreads; k++) set(o, "count" + std::to_string(k), i(0));
    objects.push_back(o);
  }
  run_together(kThreads, [&](Thread& own, int index) {
    Str* mine = intern(own, "count" + std::to_string(index)).get();
    for (int round = 0; round < kRounds; round++) {
      Value o = objects[round % kObjects];
      Value seen = get_attr(own, o, mine).get();
      ASSERT_TRUE(set_attr(own, o, mine, Value::from_small_int(seen.small_int() + 1)).ok());
      if (round % 50 == index) {
        Str* fresh = intern(own, "extra" + std::to_string(index) + "_" + std::to_string(round)).get();
        ASSERT_TRUE(set_attr(own, o, fresh, Value::from_small_int(1)).ok());
      }
      if (round > kRounds / 2 && round % 997 == index) ASSERT_TRUE(get_attr(own, o, name(own, Name::k__dict__)).ok());
      ASSERT_TRUE(poll(own).ok());
    }
  });
  for (int k = 0; k < kThreads; k++) {
    int64_t sum = 0;
    for (Value o : objects) sum += get(o, "count" + std::to_string(k)).small_int();
    EXPECT_EQ(sum, kRounds);
  }
}

TEST_F(Shared, AddersOfDifferentNamesAllSucceed) {
  constexpr int kThreads = 8, kNames = 12;
  Type* a = new_class("A", {});
  for (int repeat = 0; repeat < 20; repeat++) {
    Value o = make(a);
    realm->add_root(o);
    run_together(kThreads, [&](Thread& own, int index) {
      for (int n = 0; n < kNames; n++) {
        Str* attribute = intern(own, "t" + std::to_string(index) + "_" + std::to_string(n)).get();
        ASSERT_TRUE(set_attr(own, o, attribute, Value::from_small_int(n)).ok());
      }
    });
    for (int k = 0; k < kThreads; k++) {
      for (int n = 0; n < kNames; n++) EXPECT_EQ(get(o, "t" + std::to_string(k) + "_" + std::to_string(n)), i(n));
    }
  }
}

Result<Value> one(Thread& t, Value self) { return Value::from_small_int(1); }
Result<Value> two(Thread& t, Value self) { return Value::from_small_int(2); }
constexpr NativeDef kOne = {"__len__(self, /)", bind<one>, Sync::kNone, nullptr};
constexpr NativeDef kTwo = {"__len__(self, /)", bind<two>, Sync::kNone, nullptr};

TEST_F(Shared, ClassesChangeWhileOthersUseThem) {
  Type* a = new_class("A", {}, {{"x", i(0)}, {"__len__", method(kOne)}});
  Type* b = new_class("B", {a->value()});
  Value o = make(b);
  realm->add_root(o);
  Value lengths[2] = {method(kOne), method(kTwo)};
  realm->add_root(lengths[0]);
  realm->add_root(lengths[1]);
  run_together(4, [&](Thread& own, int index) {
    Str* x = intern(own, "x").get();
    int64_t last = 0;
    for (int n = 1; n < 400; n++) {
      if (index == 0) {
        ASSERT_TRUE(set_attr(own, a->value(), x, Value::from_small_int(n)).ok());
        ASSERT_TRUE(set_attr(own, a->value(), name(own, Name::k__len__), lengths[n % 2]).ok());
      } else if (index == 1 && n % 10 == 0) {
        Dict* ns = dict_new(own).get();
        Tuple* bases = tuple_of(own, b->value()).get();
        ASSERT_TRUE(type_new(own, type(own, TypeId::kType), intern(own, "C").get(), bases, ns, nullptr, nullptr).ok());
      } else {
        int64_t seen = get_attr(own, o, x).get().small_int();
        EXPECT_GE(seen, last);
        last = seen;
        int64_t len = length(own, o).get();
        EXPECT_TRUE(len == 1 || len == 2);
      }
      ASSERT_TRUE(poll(own).ok());
    }
  });
}

}  // namespace
}  // namespace eider::builtins

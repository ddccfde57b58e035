// SPDX-License-Identifier: MIT
//
// Sorting: what a key function or another thread may do to the list meanwhile. Orders: builtins_containers_table_test.cpp.
#include "builtins/list/list.h"
#include "builtins_container_fixture.h"
#include "mini_python.h"

namespace eider::builtins {
namespace {

std::function<Result<Value>(Thread&, Value)> key_body;
constexpr NativeDef kKey{"key(x, /)", [](Thread& t, const Value* args) -> Result<Value> { return key_body(t, args[0]); }, Sync::kNone, nullptr,
                         NativeDef::kFunction};

class SortBehaviour : public BuiltinContainerTest {
 protected:
  SortBehaviour() : key(native_function_new(t, &kKey, kAbsent, kNone).get()->value()) {}
  List* numbers(std::initializer_list<int64_t> ns) {
    List* list = list_new(t, 0).get();
    for (int64_t n : ns) list_append(t, list, small(n)).get();
    return list;
  }
  std::string text(List* list) { return to_utf8(repr(t, list->value()).get()); }
  Value key;
};

TEST_F(SortBehaviour, KeyFunctionRunsOncePerItemInOrder) {
  List* list = numbers({3, 1, 2});
  std::string calls;
  key_body = [&](Thread&, Value v) -> Result<Value> {
    calls += std::to_string(v.small_int());
    return Value::from_small_int(-v.small_int());
  };
  ASSERT_TRUE(list_sort(t, list, key, false).ok());
  EXPECT_EQ(text(list), "[3, 2, 1]");
  EXPECT_EQ(calls, "312");
}

TEST_F(SortBehaviour, AdditionsByTheKeyFunctionAreNoticed) {
  for (int how = 0; how < 3; how++) {
    List* list = numbers({3, 1, 2});
    key_body = [&](Thread& t, Value v) -> Result<Value> {
      if (how == 0) EIDER_TRY(list_append(t, list, v));
      if (how > 0) {  // leaves it as empty as it was
        EIDER_TRY(list_append(t, list, v));
        if (how == 1) EIDER_TRY(list_pop(t, list, -1));
        if (how == 2) list_clear(t, list);
      }
      return v;
    };
    EXPECT_FALSE(list_sort(t, list, key, false).ok()) << how;
    EXPECT_TRUE(clear_if(t, TypeId::kValueError)) << how;
    EXPECT_EQ(text(list), "[1, 2, 3]") << how;
  }
}

TEST_F(SortBehaviour, TheListIsEmptyForTheKeyFunction) {
  List* list = numbers({3, 1, 2});
  key_body = [&](Thread& t, Value v) -> Result<Value> {
    EXPECT_EQ(list_size(list), 0);
    EXPECT_FALSE(list_set(t, list, 0, kNone));
    list_clear(t, list);
    list_reverse(t, list);
    return v;
  };
  EXPECT_TRUE(list_sort(t, list, key, false).ok());
  EXPECT_EQ(text(list), "[1, 2, 3]");
}

TEST_F(SortBehaviour, AFailingKeyLeavesTheListAsItWas) {
  List* list = numbers({3, 1, 2});
  key_body = [&](Thread& t, Value v) -> Result<Value> {
    if (v == small(2)) return raise(t, TypeId::kKeyError, "no");
    return v;
  };
  EXPECT_FALSE(list_sort(t, list, key, false).ok());
  EXPECT_TRUE(clear_if(t, TypeId::kKeyError));
  EXPECT_EQ(text(list), "[3, 1, 2]");
}

TEST_F(SortBehaviour, SurvivesCollectionsInTheKeyFunction) {
  List* list = list_new(t, 0).get();
  for (int i = 0; i < 200; i++) list_append(t, list, str(std::to_string(i * 37 % 200))).get();
  key_body = [&](Thread& t, Value v) -> Result<Value> {
    Str* made = EIDER_TRY(str_concat(t, v.as<Str>(), v.as<Str>()));
    if (to_utf8(v.as<Str>()).back() == '7') realm->heap().collect(t, gc::CollectReason::kExplicit);
    return made->value();
  };
  ASSERT_TRUE(list_sort(t, list, key, true).ok());
  for (int64_t i = 1; i < 200; i++) {
    std::string a = to_utf8(list_get(list, i - 1).as<Str>()), b = to_utf8(list_get(list, i).as<Str>());
    ASSERT_GE(a + a, b + b);
  }
}

// Invariant: while one thread sorts and shuffles, others see a permutation of the items at every index-stable moment, never a hole.
TEST_F(SortBehaviour, ReadersSeeOldOrNewOrder) {
  constexpr int64_t kCount = 300;
  List* list = list_new(t, 0).get();
  for (int64_t i = 0; i < kCount; i++) list_append(t, list, small(kCount - i)).get();
  std::atomic<bool> stop{false};
  run_together(3, [&](Thread& mine, int who) {
    if (who == 0) {
      for (int round = 0; round < 200 * kScale; round++) {
        ASSERT_TRUE(list_sort(mine, list, kAbsent, round % 2 == 0).ok());
        (void)poll(mine);
      }
      stop = true;
      return;
    }
    while (!stop.load()) {
      Tuple* all = list_to_tuple(mine, list).get();
      ASSERT_EQ(all->size(), kCount);
      bool up = all->items[0].get().small_int() == 1;
      for (int64_t i = 0; i < kCount; i++) ASSERT_EQ(all->items[i].get(), small(up ? i + 1 : kCount - i));
      (void)poll(mine);
    }
  });
}

TEST_F(SortBehaviour, ConcurrentChangesAreNoticedOrComeAfter) {
  List* list = list_new(t, 0).get();
  for (int64_t i = 0; i < 2000; i++) list_append(t, list, small(i * 7919 % 2000)).get();
  std::atomic<int> appended{0};
  run_together(2, [&](Thread& mine, int who) {
    for (int round = 0; round < 20 * kScale; round++) {
      if (who == 0) {
        if (!list_sort(mine, list, kAbsent, round % 2 == 0).ok()) ASSERT_TRUE(clear_if(mine, TypeId::kValueError));
      } else {
        ASSERT_TRUE(list_append(mine, list, small(round)).ok());
        appended++;
      }
      (void)poll(mine);
    }
  });
  EXPECT_EQ(list_size(list), 2000 + appended.load());  // no append was lost
}

}  // namespace
}  // namespace eider::builtins

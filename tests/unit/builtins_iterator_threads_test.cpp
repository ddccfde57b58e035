// SPDX-License-Identifier: MIT
//
// Iterators shared between threads: may repeat or skip; never crash, never yield what was not there, exhausted they stay exhausted.
#include "builtins/dict/dict.h"
#include "builtins/iter/iter.h"
#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins/set/set.h"
#include "builtins/tuple/tuple.h"
#include "builtins_container_fixture.h"

namespace eider::builtins {
namespace {

class IteratorThreads : public BuiltinContainerTest {
 protected:
  /// Several threads drain one iterator; whoever has seen its end must see it forever.
  void drain(Value iterator, const std::function<bool(Value)>& belongs) {
    std::atomic<int> ended{0};
    run_together(4, [&](Thread& mine, int) {
      bool saw_end = false;
      for (int after = 0; after < 50;) {
        Value item = iter_next(mine, iterator).get();
        if (item.is_absent()) {
          saw_end = true;
          after++;
          ended++;
        } else {
          ASSERT_FALSE(saw_end);
          ASSERT_TRUE(belongs(item));
        }
        (void)poll(mine);
      }
    });
    EXPECT_EQ(ended.load(), 200);
  }
  Value list_of(int64_t n) {
    List* list = list_new(t, n).get();
    for (int64_t i = 0; i < n; i++) list_append(t, list, small(i)).get();
    return list->value();
  }
};

TEST_F(IteratorThreads, SharedBuiltinIteratorsStayExhausted) {
  const int64_t n = 2000 * kScale;
  auto in_range = [&](Value v) { return v.is_small_int() && v.small_int() >= 0 && v.small_int() < n; };
  Value list = list_of(n);
  Value tuple = list_to_tuple(t, list.as<List>()).get()->value();
  Dict* d = dict_new(t).get();
  for (int64_t i = 0; i < n; i++) dict_set(t, d, small(i), small(i)).get();
  Value set = set_from(t, list).get()->value();
  Value range = range_new(t, small(0), small(n), small(1)).get()->value();
  Value reversed_list = call_method(t, list, name(t, Name::k__reversed__)).get();
  drain(get_iter(t, list).get(), in_range);
  drain(get_iter(t, tuple).get(), in_range);
  drain(get_iter(t, d->value()).get(), in_range);
  drain(get_iter(t, set).get(), in_range);
  drain(get_iter(t, range).get(), in_range);
  drain(reversed_list, in_range);
  drain(seq_iterator_new(t, list).get(), in_range);
}

TEST_F(IteratorThreads, AnExhaustedListIteratorIgnoresLaterAppends) {
  Value list = list_of(3);
  Value it = get_iter(t, list).get();
  for (int i = 0; i < 4; i++) (void)iter_next(t, it).get();
  list_append(t, list.as<List>(), small(9)).get();
  EXPECT_TRUE(iter_next(t, it).get().is_absent());
}

TEST_F(IteratorThreads, DictIterationWithOverwritesBesideItSeesEachKeyOnce) {
  constexpr int64_t kCount = 500;
  Dict* d = dict_new(t).get();
  for (int64_t i = 0; i < kCount; i++) dict_set(t, d, small(i), small(0)).get();
  std::atomic<bool> stop{false};
  run_together(3, [&](Thread& mine, int who) {
    if (who == 0) {
      for (int round = 0; round < 100 * kScale; round++) {
        for (int64_t i = 0; i < kCount; i += 7) ASSERT_TRUE(dict_set(mine, d, small(i), small(round)).ok());
        (void)poll(mine);
      }
      stop = true;
      return;
    }
    while (!stop.load()) {
      Value it = get_iter(mine, d->value()).get();
      int64_t next = 0;
      for (;;) {
        Value key = iter_next(mine, it).get();
        if (key.is_absent()) break;
        ASSERT_EQ(key, small(next++));
      }
      ASSERT_EQ(next, kCount);
      (void)poll(mine);
    }
  });
}

}  // namespace
}  // namespace eider::builtins

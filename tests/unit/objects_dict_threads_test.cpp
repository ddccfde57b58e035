// SPDX-License-Identifier: MIT
//
// The dict protocols under threads: Note [Reading a dict without its lock].
#include "container_fixture.h"
#include "objects/containers.h"

namespace eider::objects {
namespace {

class DictThreads : public ContainerTest {};

TEST_F(DictThreads, WritersOfDisjointKeysLoseNothing) {
  constexpr int kThreads = 4;
  const int each = 2000 * kScale;
  Dict* d = dict_new(t).get();
  run_together(kThreads, [&](Thread& mine, int who) {
    for (int i = 0; i < each; i++) {
      ASSERT_TRUE(dict_set(mine, d, small(i * kThreads + who), small(who)).ok());
      (void)poll(mine);
    }
  });
  ASSERT_EQ(dict_size(d), kThreads * each);
  for (int i = 0; i < kThreads * each; i++) ASSERT_EQ(dict_get(t, d, small(i)).get(), small(i % kThreads));
}

TEST_F(DictThreads, EachKeyIsPoppedByExactlyOneThread) {
  const int count = 5000 * kScale;
  Dict* d = dict_new(t).get();
  for (int i = 0; i < count; i++) ASSERT_TRUE(dict_set(t, d, small(i), small(i)).ok());
  std::atomic<int> popped{0};
  run_together(4, [&](Thread& mine, int) {
    for (int i = 0; i < count; i++) {
      Value v = dict_pop(mine, d, small(i)).get();
      if (!v.is_absent()) {
        ASSERT_EQ(v, small(i));
        popped++;
      }
      (void)poll(mine);
    }
  });
  EXPECT_EQ(popped.load(), count);
  EXPECT_EQ(dict_size(d), 0);
}

TEST_F(DictThreads, PopLastHandsEachItemOutOnce) {
  const int count = 5000 * kScale;
  Dict* d = dict_new(t).get();
  for (int i = 0; i < count; i++) ASSERT_TRUE(dict_set(t, d, small(i), small(i)).ok());
  std::vector<std::atomic<int>> seen(static_cast<size_t>(count));
  run_together(4, [&](Thread& mine, int) {
    Value key, value;
    while (dict_pop_last(mine, d, &key, &value).get()) {
      ASSERT_EQ(key, value);
      seen[static_cast<size_t>(key.small_int())]++;
      (void)poll(mine);
    }
  });
  for (auto& n : seen) ASSERT_EQ(n.load(), 1);
}

TEST_F(DictThreads, SetDefaultInsertsOneValuePerKey) {
  const int count = 2000 * kScale;
  constexpr int kThreads = 4;
  Dict* d = dict_new(t).get();
  std::vector<std::atomic<int64_t>> chosen(static_cast<size_t>(count));
  std::vector<std::atomic<int>> insertions(static_cast<size_t>(count));
  for (auto& c : chosen) c = -1;
  run_together(kThreads, [&](Thread& mine, int who) {
    for (int i = 0; i < count; i++) {
      bool inserted = false;
      int64_t got = dict_set_default(mine, d, small(i), small(who), &inserted).get().small_int();
      insertions[static_cast<size_t>(i)] += inserted;
      int64_t none = -1;
      if (!chosen[static_cast<size_t>(i)].compare_exchange_strong(none, got)) ASSERT_EQ(none, got);
      (void)poll(mine);
    }
  });
  for (auto& n : insertions) ASSERT_EQ(n.load(), 1);
}

// Invariant: keys that are never deleted are found at every moment, with a value that was stored; whatever grows around them.
TEST_F(DictThreads, ReadersFindStableKeysDuringGrowthAndCompaction) {
  constexpr int kStable = 50;
  Dict* d = dict_new(t).get();
  std::vector<Value> keys;
  Tuple* pinned = tuple_new(t, kStable).get();
  for (int i = 0; i < kStable; i++) {
    Value key = i % 2 == 0 ? small(i) : name_of(i)->value();
    pinned->items[i].init(key);
    keys.push_back(key);
    ASSERT_TRUE(dict_set(t, d, key, str(std::to_string(i))).ok());
  }
  std::atomic<bool> stop{false};
  run_together(4, [&](Thread& mine, int who) {
    if (who == 0) {
      for (int round = 0; round < 30 * kScale; round++) {
        for (int i = 0; i < 300; i++) ASSERT_TRUE(dict_set(mine, d, small(1000 + i), small(i)).ok());
        for (int i = 0; i < 300; i++) ASSERT_EQ(dict_pop(mine, d, small(1000 + i)).get(), small(i));
        for (int i = 0; i < kStable; i++) {
          ASSERT_TRUE(dict_set(mine, d, keys[static_cast<size_t>(i)], str_from_ascii(mine, std::to_string(i)).get()->value()).ok());
        }
        (void)poll(mine);
      }
      stop = true;
      return;
    }
    while (!stop.load()) {
      for (int i = 0; i < kStable; i++) {
        Value key = keys[static_cast<size_t>(i)];
        Value v = key.is_small_int() ? dict_get(mine, d, key).get() : dict_get_str(mine, d, key.as<Str>());
        ASSERT_FALSE(v.is_absent());
        ASSERT_EQ(to_utf8(v.as<Str>()), std::to_string(i));
      }
      int seen = 0;
      uint32_t position = 0;
      Value key, value;
      DictTable* table = d->table.load_acquire();
      while (dict_next(mine, d, table, &position, &key, &value)) seen += is_exact(value, TypeId::kStr);
      ASSERT_EQ(seen, kStable);  // present throughout: seen exactly once
      (void)poll(mine);
    }
  });
}

// Invariant: a key that one thread binds and unbinds reads as its value or as missing; counters of its own thread stay exact.
TEST_F(DictThreads, ReinsertedKeysReadAsBoundOrMissing) {
  Dict* d = dict_new(t).get();
  for (int i = 0; i < 3; i++) ASSERT_TRUE(dict_set(t, d, small(100 + i), small(0)).ok());
  std::atomic<int> running{2};
  run_together(4, [&](Thread& mine, int who) {
    if (who < 2) {
      for (int i = 0; i < 3000 * kScale; i++) {
        ASSERT_TRUE(dict_set(mine, d, small(who), small(i)).ok());
        ASSERT_EQ(dict_get(mine, d, small(who)).get(), small(i));
        ASSERT_EQ(dict_pop(mine, d, small(who)).get(), small(i));
        ASSERT_TRUE(dict_get(mine, d, small(who)).get().is_absent());
        (void)poll(mine);
      }
      running--;
      return;
    }
    while (running.load() > 0) {
      for (int i = 0; i < 3; i++) ASSERT_EQ(dict_get(mine, d, small(100 + i)).get(), small(0));
      Value v = dict_get(mine, d, small(0)).get();
      ASSERT_TRUE(v.is_absent() || v.is_small_int());
      (void)poll(mine);
    }
  });
  EXPECT_EQ(dict_size(d), 3);
}

TEST_F(DictThreads, CopiesAreConsistent) {
  Dict* d = dict_new(t).get();
  // The writer keeps the invariant "either 0..9 or 10..19" between two of its atomic steps only in size; a copy's size is its item count.
  std::atomic<bool> stop{false};
  run_together(3, [&](Thread& mine, int who) {
    if (who == 0) {
      for (int i = 0; i < 3000 * kScale; i++) {
        ASSERT_TRUE(dict_set(mine, d, small(i % 100), small(i)).ok());
        if (i % 3 == 0) ASSERT_TRUE(dict_pop(mine, d, small((i * 7) % 100)).ok());
        if (i % 1000 == 0) dict_clear(mine, d);
        (void)poll(mine);
      }
      stop = true;
      return;
    }
    while (!stop.load()) {
      Dict* copy = dict_copy(mine, d).get();
      uint32_t position = 0;
      Value key, value;
      int64_t count = 0;
      while (dict_next(mine, copy, copy->table.get(), &position, &key, &value)) count++;
      ASSERT_EQ(count, dict_size(copy));
      (void)poll(mine);
    }
  });
}

}  // namespace
}  // namespace eider::objects

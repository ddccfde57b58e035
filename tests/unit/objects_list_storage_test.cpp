// SPDX-License-Identifier: MIT
#include "container_fixture.h"
#include "objects/containers.h"
#include "objects/list_storage.h"
#include "objects/lock.h"

namespace eider::objects {
namespace {

class ListStorage : public ContainerTest {};

TEST_F(ListStorage, NewListSharesTheEmptyBlock) {
  List* list = list_new(t, 0).get();
  EXPECT_EQ(list->block.get(), realm->empty_block);
  EXPECT_EQ(list_size(list), 0);
  EXPECT_TRUE(list_get(list, 0).is_absent());
  EXPECT_TRUE(list_get(list, -1).is_absent());
}

TEST_F(ListStorage, AppendsGrowAmortized) {
  List* list = list_new(t, 0).get();
  int moves = 0;
  Block* block = list->block.get();
  for (int64_t i = 0; i < 100000; i++) {
    ASSERT_TRUE(list_append(t, list, small(i)).ok());
    if (list->block.get() != block) moves++, block = list->block.get();
  }
  EXPECT_EQ(list_size(list), 100000);
  EXPECT_LT(moves, 40);
  EXPECT_LT(block->capacity(), 160000);
  for (int64_t i = 0; i < 100000; i++) ASSERT_EQ(list_get(list, i), small(i));
}

TEST_F(ListStorage, SetAndGetAreBounded) {
  Value items[] = {small(1), small(2)};
  List* list = list_from(t, items, 2).get();
  EXPECT_TRUE(list_set(t, list, 1, small(5)));
  EXPECT_FALSE(list_set(t, list, 2, small(5)));
  EXPECT_FALSE(list_set(t, list, -1, small(5)));
  EXPECT_EQ(list_get_checked(list, 1), small(5));
  EXPECT_TRUE(list_get_checked(list, 2).is_absent());
  EXPECT_TRUE(list_get_checked(list, -1).is_absent());
}

TEST_F(ListStorage, ExtendTakesListsTuplesAndItself) {
  Value items[] = {small(1), small(2)};
  List* list = list_from(t, items, 2).get();
  ASSERT_TRUE(list_extend(t, list, list->value()).ok());
  ASSERT_TRUE(list_extend(t, list, tuple_of(t, small(7), small(8)).get()->value()).ok());
  ASSERT_TRUE(list_extend(t, list, realm->empty_tuple->value()).ok());
  ASSERT_TRUE(list_extend(t, list, list_new(t, 0).get()->value()).ok());
  Tuple* all = list_to_tuple(t, list).get();
  ASSERT_EQ(all->size(), 6);
  int64_t expected[] = {1, 2, 1, 2, 7, 8};
  for (int i = 0; i < 6; i++) EXPECT_EQ(all->items[i].get(), small(expected[i]));
}

TEST_F(ListStorage, AbsurdCapacityIsMemoryError) {
  EXPECT_FALSE(list_new(t, int64_t{1} << 60).ok());
  EXPECT_TRUE(clear_if(t, TypeId::kMemoryError));
}

TEST_F(ListStorage, ShrinkingLeavesAbsentBehind) {
  List* list = list_new(t, 8).get();
  for (int64_t i = 0; i < 5; i++) ASSERT_TRUE(list_append(t, list, small(i)).ok());
  list_storage::Locked(list).shrink_to(2);
  for (int64_t i = 2; i < 8; i++) EXPECT_TRUE(list->block.get()->items[i].get().is_absent());
}

TEST_F(ListStorage, ConcurrentAppendsLoseNothing) {
  constexpr int kThreads = 4;
  const int each = 2000 * kScale;
  List* list = list_new(t, 0).get();
  run_together(kThreads, [&](Thread& mine, int who) {
    for (int i = 0; i < each; i++) {
      ASSERT_TRUE(list_append(mine, list, small(who * each + i)).ok());
      (void)poll(mine);
    }
  });
  ASSERT_EQ(list_size(list), kThreads * each);
  std::vector<int> last(kThreads, -1);  // each thread's items stand in its order
  std::vector<bool> seen(static_cast<size_t>(kThreads * each));
  for (int64_t i = 0; i < list_size(list); i++) {
    int64_t v = list_get(list, i).small_int();
    ASSERT_FALSE(seen[static_cast<size_t>(v)]);
    seen[static_cast<size_t>(v)] = true;
    auto who = static_cast<size_t>(v / each);
    ASSERT_GT(v, last[who]);
    last[who] = static_cast<int>(v);
  }
}

// Invariant: a reader gets an item that stood at that index at some time, or "out of range"; never a foreign word.
TEST_F(ListStorage, ReadersDuringGrowthAndShrinkingSeeOnlyItems) {
  List* list = list_new(t, 0).get();
  std::atomic<bool> stop{false};
  run_together(4, [&](Thread& mine, int who) {
    if (who == 0) {
      for (int round = 0; round < 20 * kScale; round++) {
        for (int64_t i = 0; i < 500; i++) ASSERT_TRUE(list_append(mine, list, str_from_ascii(mine, std::to_string(i)).get()->value()).ok());
        (void)poll(mine);
        {
          LockedObject locked(mine, *list);
          list_storage::Locked(list).shrink_to(round % 7);
        }
        list_storage::shrink_if_sparse(mine, list);
        {
          LockedObject locked(mine, *list);
          list_storage::Locked(list).publish(mine.realm->empty_block, 0);
        }
      }
      stop = true;
      return;
    }
    while (!stop.load()) {
      int64_t size = list_size(list);
      for (int64_t i = 0; i < size; i++) {
        Value item = list_get_checked(list, i);
        if (item.is_absent()) continue;
        ASSERT_TRUE(is_exact(item, TypeId::kStr));
        ASSERT_EQ(to_utf8(item.as<Str>()), std::to_string(i));
      }
      (void)poll(mine);
    }
  });
}

TEST_F(ListStorage, SnapshotsAreConsistentWhileWritersReplaceAllItems) {
  List* list = list_new(t, 0).get();
  for (int i = 0; i < 64; i++) ASSERT_TRUE(list_append(t, list, small(0)).ok());
  std::atomic<bool> stop{false};
  run_together(3, [&](Thread& mine, int who) {
    if (who == 0) {
      for (int round = 1; round < 2000 * kScale; round++) {
        {
          LockedObject locked(mine, *list);
          list_storage::Locked l(list);
          for (int64_t i = 0; i < 64; i++) l.set(i, small(round));
        }
        (void)poll(mine);
      }
      stop = true;
      return;
    }
    while (!stop.load()) {
      Tuple* all = list_to_tuple(mine, list).get();
      ASSERT_EQ(all->size(), 64);
      for (int64_t i = 1; i < 64; i++) ASSERT_EQ(all->items[i].get(), all->items[0].get());
      (void)poll(mine);
    }
  });
}

}  // namespace
}  // namespace eider::objects

// SPDX-License-Identifier: MIT
#include "container_fixture.h"
#include "objects/containers.h"
#include "objects/dict_table.h"

namespace eider::objects {
namespace {

class DictStorage : public ContainerTest {
 protected:
  std::vector<std::pair<Value, Value>> items(Dict* d) {
    std::vector<std::pair<Value, Value>> out;
    DictTable* table = d->table.get();
    uint32_t position = 0;
    Value key, value;
    while (dict_next(t, d, table, &position, &key, &value)) out.emplace_back(key, value);
    return out;
  }
  Value get(Dict* d, Value key) { return dict_get(t, d, key).get(); }
  void set(Dict* d, Value key, Value value) { ASSERT_TRUE(dict_set(t, d, key, value).ok()); }
};

TEST_F(DictStorage, EmptyDictSharesATable) {
  Dict* d = dict_new(t).get();
  EXPECT_EQ(d->table.get(), realm->empty_table);
  EXPECT_TRUE(get(d, small(1)).is_absent());
  EXPECT_TRUE(dict_pop(t, d, small(1)).get().is_absent());
  Value k, v;
  EXPECT_FALSE(dict_pop_last(t, d, &k, &v).get());
}

TEST_F(DictStorage, SetGetPop) {
  Dict* d = dict_new(t).get();
  set(d, small(1), small(10));
  set(d, str("a"), small(20));
  EXPECT_EQ(get(d, small(1)), small(10));
  EXPECT_EQ(get(d, str("a")), small(20));  // another str object with equal text
  set(d, str("a"), small(21));
  EXPECT_EQ(get(d, str("a")), small(21));
  EXPECT_EQ(dict_size(d), 2);
  EXPECT_EQ(dict_pop(t, d, small(1)).get(), small(10));
  EXPECT_TRUE(dict_pop(t, d, small(1)).get().is_absent());
  EXPECT_EQ(dict_size(d), 1);
}

TEST_F(DictStorage, IteratesInInsertionOrderAndReinsertionMovesToTheEnd) {
  Dict* d = dict_new(t).get();
  for (int i = 0; i < 10; i++) set(d, small(i), small(i));
  ASSERT_FALSE(dict_pop(t, d, small(3)).get().is_absent());
  set(d, small(5), kNone);  // overwriting keeps the place
  set(d, small(3), small(33));
  std::vector<int64_t> keys;
  for (auto& [key, value] : items(d)) keys.push_back(key.small_int());
  EXPECT_EQ(keys, (std::vector<int64_t>{0, 1, 2, 4, 5, 6, 7, 8, 9, 3}));
}

TEST_F(DictStorage, GrowsThroughAllIndexWidths) {
  Dict* d = dict_new(t).get();
  constexpr int64_t kCount = 100000;
  for (int64_t i = 0; i < kCount; i++) set(d, small(i * 7919), small(i));
  EXPECT_EQ(dict_size(d), kCount);
  EXPECT_GT(d->table.get()->log2_index, 16u);
  for (int64_t i = 0; i < kCount; i++) ASSERT_EQ(get(d, small(i * 7919)), small(i));
  int64_t at = 0;
  for (auto& [key, value] : items(d)) ASSERT_EQ(value, small(at++));
  for (int64_t i = 0; i < kCount; i += 2) ASSERT_EQ(dict_pop(t, d, small(i * 7919)).get(), small(i));
  for (int64_t i = 0; i < kCount; i++) ASSERT_EQ(get(d, small(i * 7919)).is_absent(), i % 2 == 0);
}

TEST_F(DictStorage, QueueOfKeysDoesNotGrow) {
  Dict* d = dict_new(t).get();
  for (int64_t i = 0; i < 100000; i++) {
    set(d, small(i), kNone);
    if (i >= 4) ASSERT_FALSE(dict_pop(t, d, small(i - 4)).get().is_absent());
  }
  EXPECT_EQ(dict_size(d), 4);
  EXPECT_LE(d->table.get()->log2_index, 4u);  // rebuilding drops what is dead
}

TEST_F(DictStorage, PopLastIsLifoAndFast) {
  Dict* d = dict_new(t).get();
  constexpr int64_t kCount = 50000;
  for (int64_t i = 0; i < kCount; i++) set(d, small(i), small(-i));
  Value key, value;
  for (int64_t i = kCount; i-- > 0;) {
    ASSERT_TRUE(dict_pop_last(t, d, &key, &value).get());
    ASSERT_EQ(key, small(i));
    ASSERT_EQ(value, small(-i));
    if (i == kCount / 2) {  // an insertion in between
      set(d, str("x"), kNone);
      ASSERT_TRUE(dict_pop_last(t, d, &key, &value).get());
      ASSERT_EQ(value, kNone);
    }
  }
  EXPECT_EQ(dict_size(d), 0);
}

TEST_F(DictStorage, SetDefaultInsertsOnce) {
  Dict* d = dict_new(t).get();
  bool inserted;
  EXPECT_EQ(dict_set_default(t, d, small(1), small(5), &inserted).get(), small(5));
  EXPECT_TRUE(inserted);
  EXPECT_EQ(dict_set_default(t, d, small(1), small(6), &inserted).get(), small(5));
  EXPECT_FALSE(inserted);
}

TEST_F(DictStorage, CopyIsCompactAndIndependent) {
  Dict* d = dict_new(t).get();
  for (int64_t i = 0; i < 100; i++) set(d, small(i), small(i));
  for (int64_t i = 0; i < 90; i++) ASSERT_FALSE(dict_pop(t, d, small(i)).get().is_absent());
  Dict* copy = dict_copy(t, d).get();
  EXPECT_EQ(dict_size(copy), 10);
  EXPECT_LE(copy->table.get()->capacity, 21u);
  set(copy, small(95), kNone);
  EXPECT_EQ(get(d, small(95)), small(95));
  EXPECT_EQ(items(copy).size(), 10u);
}

TEST_F(DictStorage, ClearLeavesSnapshotsReadable) {
  Dict* d = dict_new(t).get();
  for (int64_t i = 0; i < 5; i++) set(d, small(i), small(i));
  DictTable* table = d->table.get();
  dict_clear(t, d);
  EXPECT_EQ(dict_size(d), 0);
  uint32_t position = 0;
  Value key, value;
  int seen = 0;
  while (dict_next(t, d, table, &position, &key, &value)) seen++;
  EXPECT_EQ(seen, 5);
}

TEST_F(DictStorage, VersionChangesWithKeysOnly) {
  Dict* d = dict_new(t).get();
  set(d, small(1), small(1));
  uint64_t before = d->version.load_relaxed();
  EXPECT_EQ(before & 1, 1u);
  set(d, small(1), small(2));
  EXPECT_EQ(d->version.load_relaxed(), before);
  set(d, small(2), small(2));
  EXPECT_NE(d->version.load_relaxed(), before);
}

TEST_F(DictStorage, TupleKeysCompareWithoutPythonCode) {
  Dict* d = dict_new(t).get();
  uint64_t hash = 12345;
  Value a = tuple_of(t, small(1), str("x")).get()->value();
  Value b = tuple_of(t, small(1), str("x")).get()->value();
  Value c = tuple_of(t, small(1), str("y")).get()->value();
  ASSERT_TRUE(dict_set_hashed(t, d, a, hash, small(1)).ok());
  ASSERT_TRUE(dict_set_hashed(t, d, c, hash, small(2)).ok());
  EXPECT_EQ(dict_get_hashed(t, d, b, hash).get(), small(1));
  EXPECT_EQ(dict_size(d), 2);
  EXPECT_EQ(plain_equal(a, b), Same::kYes);
  EXPECT_EQ(plain_equal(a, c), Same::kNo);
}

TEST_F(DictStorage, CollidingHashesAreToldApart) {
  Dict* d = dict_new(t).get();
  for (int64_t i = 0; i < 300; i++) ASSERT_TRUE(dict_set_hashed(t, d, small(i), 42, small(i)).ok());
  for (int64_t i = 0; i < 300; i++) ASSERT_EQ(dict_get_hashed(t, d, small(i), 42).get(), small(i));
  for (int64_t i = 0; i < 300; i += 3) ASSERT_EQ(dict_pop_hashed(t, d, small(i), 42).get(), small(i));
  for (int64_t i = 0; i < 300; i++) ASSERT_EQ(dict_get_hashed(t, d, small(i), 42).get().is_absent(), i % 3 == 0);
}

TEST_F(DictStorage, CollectorDropsKeysOfDeadEntries) {
  Dict* d = dict_new(t).get();
  set(d, str("stays"), small(1));
  set(d, str("goes"), small(2));
  ASSERT_FALSE(dict_pop(t, d, str("goes")).get().is_absent());
  realm->heap().collect(t, gc::CollectReason::kExplicit);
  EXPECT_EQ(d->table.get()->entries()[1].key.get(), kNone);
  EXPECT_EQ(get(d, str("stays")), small(1));
  EXPECT_TRUE(get(d, str("goes")).is_absent());
  set(d, str("goes"), small(3));
  EXPECT_EQ(get(d, str("goes")), small(3));
}

TEST_F(DictStorage, AbsurdSizeIsMemoryError) {
  EXPECT_FALSE(dict_new(t, int64_t{1} << 40).ok());
  EXPECT_TRUE(clear_if(t, TypeId::kMemoryError));
}

TEST_F(DictStorage, UpdateMergesAndKeeps) {
  Dict* a = dict_new(t).get();
  Dict* b = dict_new(t).get();
  set(a, small(1), small(1));
  set(b, small(1), small(2));
  set(b, small(3), small(4));
  ASSERT_TRUE(dict_merge(t, a, b->value(), false).ok());
  EXPECT_EQ(get(a, small(1)), small(1));
  EXPECT_EQ(get(a, small(3)), small(4));
  ASSERT_TRUE(dict_update(t, a, b->value()).ok());
  EXPECT_EQ(get(a, small(1)), small(2));
  Dict* fresh = dict_new(t).get();
  ASSERT_TRUE(dict_update(t, fresh, b->value()).ok());
  EXPECT_EQ(items(fresh).size(), 2u);
}

}  // namespace
}  // namespace eider::objects

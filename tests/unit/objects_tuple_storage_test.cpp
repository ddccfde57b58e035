// SPDX-License-Identifier: MIT
#include "container_fixture.h"
#include "objects/containers.h"

namespace eider::objects {
namespace {

class TupleStorage : public ContainerTest {};

TEST_F(TupleStorage, EmptyTupleIsOneObject) {
  EXPECT_EQ(tuple_new(t, 0).get(), realm->empty_tuple);
  EXPECT_EQ(tuple_from(t, nullptr, 0).get(), realm->empty_tuple);
  EXPECT_EQ(realm->empty_tuple->size(), 0);
}

TEST_F(TupleStorage, KeepsItsItemsInOrder) {
  Tuple* three = tuple_of(t, small(1), kNone, str("x")).get();
  EXPECT_EQ(three->size(), 3);
  EXPECT_EQ(three->items[0].get(), small(1));
  EXPECT_EQ(three->items[1].get(), kNone);
  EXPECT_TRUE(is_exact(three->items[2].get(), TypeId::kStr));
}

TEST_F(TupleStorage, AbsurdSizeIsMemoryError) {
  EXPECT_FALSE(tuple_new(t, int64_t{1} << 60).ok());
  EXPECT_TRUE(clear_if(t, TypeId::kMemoryError));
}

TEST_F(TupleStorage, ItemsSurviveCollections) {
  Tuple* tuple = tuple_new(t, 1000).get();
  for (int64_t i = 0; i < 1000; i++) tuple->items[i].init(str(std::to_string(i)));
  realm->heap().collect(t, gc::CollectReason::kExplicit);
  for (int64_t i = 0; i < 1000; i++) EXPECT_EQ(to_utf8(tuple->items[i].get().as<Str>()), std::to_string(i));
}

}  // namespace
}  // namespace eider::objects

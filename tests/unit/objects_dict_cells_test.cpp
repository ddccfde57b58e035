// SPDX-License-Identifier: MIT
//
// Cell dicts: module globals and class attributes.
#include "container_fixture.h"
#include "objects/containers.h"
#include "objects/dict_cells.h"

namespace eider::objects {
namespace {

class DictCells : public ContainerTest {
 protected:
  std::vector<std::string> names(Dict* d) {
    std::vector<std::string> out;
    uint32_t position = 0;
    Value key, value;
    DictTable* table = d->table.get();
    while (dict_next(t, d, table, &position, &key, &value)) out.push_back(to_utf8(key.as<Str>()));
    return out;
  }
  void set(Dict* d, Str* name, Value v) { ASSERT_TRUE(dict_set_str(t, d, name, v).ok()); }
  Str* a() { return intern(t, std::string_view("a")).get(); }
  Str* b() { return intern(t, std::string_view("b")).get(); }
  Str* c() { return intern(t, std::string_view("c")).get(); }
};

TEST_F(DictCells, ACellStaysTheNamesCellForever) {
  Dict* d = cell_dict_new(t).get();
  EXPECT_EQ(dict_find_cell(t, d, a()), nullptr);
  set(d, a(), small(1));
  NameCell* cell = dict_find_cell(t, d, a());
  ASSERT_NE(cell, nullptr);
  EXPECT_EQ(cell->value.get(), small(1));
  set(d, a(), small(2));
  EXPECT_EQ(cell->value.get(), small(2));
  EXPECT_EQ(dict_pop(t, d, a()->value()).get(), small(2));
  EXPECT_TRUE(cell->value.get().is_absent());
  for (int i = 0; i < 1000; i++) set(d, name_of(i), small(i));  // the table is rebuilt several times
  set(d, a(), small(3));
  EXPECT_EQ(dict_find_cell(t, d, a()), cell);
  EXPECT_EQ(dict_cell(t, d, a()).get(), cell);
  EXPECT_EQ(cell->value.get(), small(3));
  EXPECT_EQ(dict_size(d), 1001);
}

TEST_F(DictCells, PlaceholdersAreNotItems) {
  Dict* d = cell_dict_new(t).get();
  NameCell* cell = dict_cell(t, d, a()).get();
  EXPECT_TRUE(cell->value.get().is_absent());
  EXPECT_EQ(dict_size(d), 0);
  EXPECT_TRUE(names(d).empty());
  EXPECT_TRUE(dict_get_str(t, d, a()).is_absent());
  EXPECT_TRUE(dict_pop(t, d, a()->value()).get().is_absent());
  EXPECT_EQ(dict_size(d), 0);
  set(d, a(), small(1));
  EXPECT_EQ(cell->value.get(), small(1));
  EXPECT_EQ(dict_size(d), 1);
}

TEST_F(DictCells, ReboundNamesMoveToTheEnd) {
  Dict* d = cell_dict_new(t).get();
  set(d, a(), small(1));
  NameCell* placeholder = dict_cell(t, d, c()).get();
  set(d, b(), small(2));
  EXPECT_EQ(names(d), (std::vector<std::string>{"a", "b"}));
  ASSERT_FALSE(dict_pop(t, d, a()->value()).get().is_absent());
  set(d, a(), small(3));
  set(d, c(), small(4));
  EXPECT_EQ(names(d), (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_EQ(dict_find_cell(t, d, c()), placeholder);
  bool inserted;
  EXPECT_EQ(dict_set_default(t, d, b()->value(), small(9), &inserted).get(), small(2));
  EXPECT_FALSE(inserted);
}

TEST_F(DictCells, RebindingOverAndOverDoesNotGrow) {
  Dict* d = cell_dict_new(t).get();
  for (int i = 0; i < 10000; i++) {
    set(d, a(), small(i));
    ASSERT_EQ(dict_pop(t, d, a()->value()).get(), small(i));
  }
  EXPECT_LE(d->table.get()->capacity, 21u);
}

TEST_F(DictCells, PlainDictTurnsIntoACellDict) {
  Dict* d = dict_new(t).get();
  set(d, a(), small(1));
  ASSERT_TRUE(dict_set(t, d, small(5), small(6)).ok());
  ASSERT_TRUE(dict_make_cells(t, d).ok());
  ASSERT_TRUE(dict_make_cells(t, d).ok());
  EXPECT_TRUE(d->table.get()->is_cells);
  EXPECT_EQ(dict_get_str(t, d, a()), small(1));
  EXPECT_EQ(dict_get(t, d, small(5)).get(), small(6));
  EXPECT_EQ(dict_find_cell(t, d, a())->value.get(), small(1));
  EXPECT_EQ(dict_size(d), 2);
  Dict* copy = dict_copy(t, d).get();
  EXPECT_FALSE(copy->table.get()->is_cells);
  EXPECT_EQ(dict_get_str(t, copy, a()), small(1));
}

TEST_F(DictCells, ClearUnbindsAndKeepsCells) {
  Dict* d = cell_dict_new(t).get();
  set(d, a(), small(1));
  NameCell* cell = dict_find_cell(t, d, a());
  dict_clear(t, d);
  EXPECT_EQ(dict_size(d), 0);
  EXPECT_TRUE(cell->value.get().is_absent());
  EXPECT_EQ(dict_find_cell(t, d, a()), cell);
  Value k, v;
  EXPECT_FALSE(dict_pop_last(t, d, &k, &v).get());
  set(d, b(), small(2));
  set(d, a(), small(3));
  EXPECT_TRUE(dict_pop_last(t, d, &k, &v).get());
  EXPECT_EQ(k, a()->value());
  EXPECT_EQ(v, small(3));
  EXPECT_EQ(dict_size(d), 1);
}

TEST_F(DictCells, StoringIntoAWatchedCellUnwatchesFirst) {
  Dict* d = cell_dict_new(t).get();
  set(d, a(), small(1));
  NameCell* cell = dict_find_cell(t, d, a());
  for (int64_t change = 1; change <= 3; change++) {
    Value seen;
    ASSERT_TRUE(name_cell_watch(t, cell, &seen));
    EXPECT_EQ(seen, small(change));
    EXPECT_TRUE(cell->state.load_relaxed() & kCellWatched);
    if (change == 1) {
      set(d, a(), small(2));
    } else if (change == 2) {
      ASSERT_TRUE(name_cell_overwrite(t, cell, small(3)).get());
    } else {
      EXPECT_EQ(dict_pop(t, d, a()->value()).get(), small(3));
    }
    EXPECT_FALSE(cell->state.load_relaxed() & kCellWatched);
  }
  Value seen;
  EXPECT_FALSE(name_cell_watch(t, cell, &seen));  // changed too often
  EXPECT_TRUE(cell->state.load_relaxed() & kCellMutable);
  EXPECT_FALSE(name_cell_overwrite(t, cell, small(4)).get());  // unbound: the dict must do it
  set(d, a(), small(5));
  EXPECT_EQ(cell->value.get(), small(5));
}

TEST_F(DictCells, NobodyBeginsToWatchACellThatIsAboutToChange) {
  Dict* d = cell_dict_new(t).get();
  set(d, a(), small(1));
  NameCell* cell = dict_find_cell(t, d, a());
  Value seen;
  ASSERT_TRUE(name_cell_watch(t, cell, &seen));
  uint64_t first = name_cell_begin_change(t, cell), second = name_cell_begin_change(t, cell);  // two threads
  EXPECT_FALSE(name_cell_watch(t, cell, &seen));
  name_cell_end_change(t, cell, first, 3);
  EXPECT_FALSE(cell->state.load_relaxed() & kCellWatched);
  ASSERT_TRUE(name_cell_watch(t, cell, &seen));
  name_cell_end_change(t, cell, second, 3);
  EXPECT_TRUE(cell->state.load_relaxed() & kCellWatched);  // of a watcher that the second has told nothing
}

TEST_F(DictCells, SizeAndOrderStayExactUnderThreads) {
  constexpr int kThreads = 4;
  Dict* d = cell_dict_new(t).get();
  std::vector<Str*> mine_names;
  Tuple* pinned = tuple_new(t, kThreads + 1).get();
  for (int i = 0; i <= kThreads; i++) {
    mine_names.push_back(name_of(i));
    pinned->items[i].init(name_of(i)->value());
  }
  set(d, mine_names[kThreads], small(0));
  run_together(kThreads, [&](Thread& mine, int who) {
    Str* own = mine_names[static_cast<size_t>(who)];
    Str* shared = mine_names[kThreads];
    for (int i = 0; i < 1500 * kScale; i++) {
      ASSERT_TRUE(dict_set_str(mine, d, own, small(i)).ok());
      ASSERT_EQ(dict_get_str(mine, d, own), small(i));
      ASSERT_TRUE(dict_set_str(mine, d, shared, small(i)).ok());
      if (i % 5 == 0) ASSERT_TRUE(dict_pop(mine, d, shared->value()).ok());
      if (i % 64 == 0) {
        Value seen;
        NameCell* cell = dict_cell(mine, d, own).get();
        name_cell_watch(mine, cell, &seen);
      }
      ASSERT_EQ(dict_pop(mine, d, own->value()).get(), small(i));
      (void)poll(mine);
    }
  });
  std::vector<std::string> left = names(d);
  EXPECT_EQ(static_cast<int64_t>(left.size()), dict_size(d));
  EXPECT_LE(left.size(), 1u);
}

}  // namespace
}  // namespace eider::objects

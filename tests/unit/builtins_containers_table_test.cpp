// SPDX-License-Identifier: MIT
//
// Containers, ranges, iterators and sorting answer as python3.11 does: thousands of small programs, compared one by one.
#include "builtins_container_fixture.h"
#include "collect_every.h"
#include "mini_python.h"

namespace eider::builtins {
namespace {

class ContainerTable : public BuiltinContainerTest {};

#define REPLAY(table)                                           \
  int rows = replay_cases(t, table);                            \
  if (rows == 0) GTEST_SKIP() << "needs /usr/bin/python3.11";   \
  EXPECT_GT(rows, 100)

TEST_F(ContainerTable, ListsAnswerAsPython) { REPLAY("lists"); }
TEST_F(ContainerTable, TuplesAnswerAsPython) { REPLAY("tuples"); }
TEST_F(ContainerTable, DictsAnswerAsPython) { REPLAY("dicts"); }
TEST_F(ContainerTable, SetsAnswerAndIterateAsPython) { REPLAY("sets"); }
TEST_F(ContainerTable, RangesAndSlicesAnswerAsPython) { REPLAY("ranges"); }
TEST_F(ContainerTable, IteratorsAnswerAsPython) { REPLAY("iterators"); }
TEST_F(ContainerTable, SortsAnswerAsPython) { REPLAY("sorts"); }

/// The same while the collector runs all the time and poisons what it frees: a reference it does not see ends in a crash.
class ContainerTableUnderCollections : public BuiltinContainerTest {
 protected:
  static Realm::Config config() {
    Realm::Config config;
    config.heap.collect_every = kCollectEvery;
    config.heap.poison = true;
    return config;
  }
  ContainerTableUnderCollections() : BuiltinContainerTest(config()) {}
};

TEST_F(ContainerTableUnderCollections, DictsAnswerAsPython) { REPLAY("dicts"); }
TEST_F(ContainerTableUnderCollections, IteratorsAnswerAsPython) { REPLAY("iterators"); }
TEST_F(ContainerTableUnderCollections, SortsAnswerAsPython) { REPLAY("sorts_small"); }

}  // namespace
}  // namespace eider::builtins

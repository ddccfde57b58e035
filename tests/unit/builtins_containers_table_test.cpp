// SPDX-License-Identifier: MIT
//
// Containers, ranges, iterators and sorting answer as python3.11 does: thousands of small programs, compared one by one.
#include "builtins_container_fixture.h"
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

}  // namespace
}  // namespace eider::builtins

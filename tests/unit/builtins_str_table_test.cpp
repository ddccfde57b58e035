// SPDX-License-Identifier: MIT
//
// str, bytes and bytearray answer as python3.11 does: thousands of operations, compared one by one.
#include "collect_every.h"
#include "text_fixture.h"
#include "text_rows.h"

namespace eider::builtins {
namespace {

using Row = std::string[4];
class TextTable : public TextTest {};
bool nothing(const Row&) { return false; }

#define REPLAY(table, skip)                                             \
  int rows = replay(t, table, skip);                                    \
  if (rows == 0) GTEST_SKIP() << "needs /usr/bin/python3.11";           \
  EXPECT_GT(rows, 500)

TEST_F(TextTable, StrMethodsAnswerAsPython) { REPLAY("str_methods", nothing); }
TEST_F(TextTable, StrPercentAnswersAsPython) { REPLAY("str_percent", nothing); }
TEST_F(TextTable, StrFormatAnswersAsPython) { REPLAY("str_format", nothing); }
TEST_F(TextTable, BytesMethodsAnswerAsPython) { REPLAY("bytes_methods", nothing); }
TEST_F(TextTable, BytearrayMethodsAnswerAsPython) { REPLAY("bytearray_methods", nothing); }
TEST_F(TextTable, BytearrayChangesAsPython) { REPLAY("bytearray_changes", nothing); }
// Excused: exceptions that CPython's codec registry wraps in "encoding with 'x' codec failed (...)" text of another of the same type.
bool wrapped_by_the_registry(const Row& row) { return row[3].find("codec failed (") != std::string::npos; }
TEST_F(TextTable, CodecsAnswerAsPython) { REPLAY("codecs", wrapped_by_the_registry); }
// ICU's tables: ordinary letters must agree; East Asian extensions differ between vendors and are not asked.
TEST_F(TextTable, LegacyCodecsAnswerAsPython) { REPLAY("codecs_icu", wrapped_by_the_registry); }

/// The same with collections all the time and freed memory overwritten: what is not rooted shows.
class TextTableUnderCollections : public TextTest {
 protected:
  static Realm::Config stress() {
    Realm::Config config;
    config.heap.collect_every = kCollectEvery;
    config.heap.poison = true;
    return config;
  }
  TextTableUnderCollections() : TextTest(stress()) {}
};
TEST_F(TextTableUnderCollections, StrFormat) { REPLAY("str_format", nothing); }
TEST_F(TextTableUnderCollections, BytearrayChanges) { REPLAY("bytearray_changes", nothing); }
TEST_F(TextTableUnderCollections, SomeStrMethods) {
  int n = 0;
  REPLAY("str_methods", [&n](const Row&) { return n++ % 17 != 0; });
}
TEST_F(TextTableUnderCollections, SomeCodecs) {
  int n = 0;
  REPLAY("codecs", [&n](const Row& row) { return n++ % 11 != 0 || wrapped_by_the_registry(row); });
}

}  // namespace
}  // namespace eider::builtins

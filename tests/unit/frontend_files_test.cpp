// SPDX-License-Identifier: MIT
//
// The frontend against files: tests/filetests/{tokens,ast} hold programs with their dumps, tests/filetests/errors tables of
// refused programs. The ast dumps and the errors were written by python3.11 (tests/tools/).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "frontend/dump_ast.h"
#include "frontend/dump_tokens.h"
#include "frontend/parser.h"
#include "frontend/python_repr.h"
#include "frontend_test_files.h"

namespace eider::frontend {
namespace {

using test::files_in;
using test::filetests;
using test::read_file;

TEST(FrontendFiles, TreesAreThoseOfPython) {
  std::vector<std::filesystem::path> files = files_in(filetests("ast"), ".py");
  ASSERT_FALSE(files.empty());
  for (const auto& path : files) {
    SCOPED_TRACE(path.string());
    Arena arena;
    ParseResult result = parse(read_file(path), {}, arena);
    ASSERT_TRUE(result.ok()) << result.error.message;
    EXPECT_EQ(dump_ast(*result.mod), read_file(std::filesystem::path(path).replace_extension(".ast")));
  }
}

TEST(FrontendFiles, TokensAreAsWritten) {
  std::vector<std::filesystem::path> files = files_in(filetests("tokens"), ".py");
  ASSERT_FALSE(files.empty());
  for (const auto& path : files) {
    SCOPED_TRACE(path.string());
    ParseResult result;
    std::string dump;
    EXPECT_TRUE(dump_tokens(read_file(path), {}, result, &dump)) << result.error.message;
    EXPECT_EQ(dump, read_file(std::filesystem::path(path).replace_extension(".tokens")));
  }
}

struct ErrorCase {
  std::string mode;
  std::string source;
  std::string expected;
};

std::vector<ErrorCase> read_cases(const std::filesystem::path& path) {
  std::vector<ErrorCase> cases;
  std::istringstream in(read_file(path));
  bool in_source = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), "", ""});
      in_source = true;
    } else if (in_source && line.starts_with("--- ")) {
      cases.back().expected = line.substr(4) + "\n";
      std::getline(in, line);
      cases.back().expected += line;
      in_source = false;
    } else if (in_source) {
      cases.back().source += line + "\n";
    }
  }
  for (ErrorCase& one : cases) one.source.pop_back();
  return cases;
}

std::string describe(const Diagnostic& error) {
  std::string text = diagnostic_kind_name(error.kind);
  if (error.has_position) {
    text += " " + std::to_string(error.lineno) + ":" + std::to_string(error.offset) + " " +
            std::to_string(error.end_lineno) + ":" + std::to_string(error.end_offset) + " " + repr_of_str(error.text);
  }
  return text + "\n" + error.message;
}

TEST(FrontendFiles, RefusedProgramsGetThePlaceAndTextThatPythonGives) {
  std::vector<std::filesystem::path> files = files_in(filetests("errors"), ".txt");
  ASSERT_FALSE(files.empty());
  size_t count = 0;
  for (const auto& path : files) {
    for (const ErrorCase& one : read_cases(path)) {
      SCOPED_TRACE(path.filename().string() + ": " + one.source);
      ParseOptions options;
      if (one.mode == "eval") options.mode = ParseMode::kEval;
      if (one.mode == "single") options.mode = ParseMode::kSingle;
      Arena arena;
      ParseResult result = parse(one.source, options, arena);
      EXPECT_FALSE(result.ok());
      EXPECT_EQ(describe(result.error), one.expected);
      ++count;
    }
  }
  EXPECT_GT(count, 500u);
}

}  // namespace
}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// Programs with errors and warnings found after parsing, against what python3.11 says of them (tests/tools/expect_errors.py).
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "frontend/compile.h"

namespace eider::frontend {
namespace {

struct Case {
  int line;  // in the file
  std::string program;
  std::vector<std::string> expected;
};

std::vector<Case> read_cases(const std::string& path) {
  std::ifstream in(path);
  std::vector<Case> cases;
  std::string line;
  bool in_program = false;
  for (int number = 1; std::getline(in, line); ++number) {
    bool is_expectation = line.starts_with("--- ");
    if (!is_expectation && !in_program) cases.push_back({number, "", {}});
    in_program = !is_expectation;
    if (is_expectation) cases.back().expected.push_back(line.substr(4));
    else cases.back().program += line + "\n";
  }
  return cases;
}

std::vector<std::string> outcome(const std::string& program) {
  std::vector<std::string> lines;
  CompileResult result = compile_source(program, {});
  for (const Diagnostic& warning : result.warnings) {
    std::string line = std::string(diagnostic_kind_name(warning.kind)) + "|" + warning.message + "|" + std::to_string(warning.lineno);
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  if (result.ok()) {
    lines.push_back("ok");
    return lines;
  }
  const Diagnostic& e = result.error;
  lines.push_back(std::string(diagnostic_kind_name(e.kind)) + "|" + e.message + "|" + std::to_string(e.lineno) + "|" +
                  std::to_string(e.offset) + "|" + std::to_string(e.end_lineno) + "|" + (e.end_offset < 0 ? "None" : std::to_string(e.end_offset)));
  return lines;
}

TEST(CompileErrors, AreThoseOfPython311) {
  std::vector<Case> cases = read_cases(EIDER_FILETESTS "/code/errors.txt");
  ASSERT_GT(cases.size(), 100u);
  for (const Case& one : cases) {
    EXPECT_EQ(outcome(one.program), one.expected) << "errors.txt:" << one.line << "\n" << one.program;
  }
}

}  // namespace
}  // namespace eider::frontend

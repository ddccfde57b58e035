// SPDX-License-Identifier: MIT
//
// tests/filetests/code/*.py compiles to the text beside it. EIDER_UPDATE_FILETESTS=1 in the environment rewrites the texts:
// read the difference before committing it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "bytecode/disassembler.h"
#include "bytecode/verifier.h"
#include "frontend/compile.h"

namespace eider::frontend {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

TEST(CompileGolden, ProgramsCompileToTheirTexts) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(EIDER_FILETESTS "/code")) {
    if (entry.path().extension() != ".py") continue;
    ++count;
    std::string name = entry.path().filename().string();
    CompileResult result = compile_source(read_file(entry.path()), {.filename = name, .origin = SourceOrigin::kBytes, .source = {}});
    ASSERT_TRUE(result.ok()) << name << ": " << result.error.message;
    EXPECT_EQ(bytecode::verify(*result.unit), std::nullopt) << name;
    std::string text = bytecode::disassemble(*result.unit);
    std::filesystem::path golden = entry.path();
    golden.replace_extension(".txt");
    if (std::getenv("EIDER_UPDATE_FILETESTS") != nullptr) std::ofstream(golden, std::ios::binary) << text;
    EXPECT_EQ(text, read_file(golden)) << name;
  }
  EXPECT_GT(count, 8);
}

}  // namespace
}  // namespace eider::frontend

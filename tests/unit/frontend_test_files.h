// SPDX-License-Identifier: MIT
//
// Finding and reading tests/filetests from a unit test, wherever it was started.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace eider::frontend::test {

/// tests/filetests/<folder> of the source tree the test was built in; empty: not found.
inline std::filesystem::path filetests(const char* folder) {
  std::error_code ignored;
  for (std::filesystem::path at = std::filesystem::read_symlink("/proc/self/exe", ignored); at.has_relative_path();
       at = at.parent_path()) {
    std::filesystem::path found = at / "tests" / "filetests" / folder;
    if (std::filesystem::is_directory(found, ignored)) return found;
  }
  return {};
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The files of a folder with an extension (".py"), sorted.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, const char* extension) {
  std::vector<std::filesystem::path> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace eider::frontend::test

// SPDX-License-Identifier: MIT
//
// CodeEntry: what a tool outside the process gets to know of one executor's code.
#pragma once

#include <string>
#include <vector>

#include "jit/emit/code_map.h"
#include "jit/executor.h"

namespace eider::jit {

struct CodeEntry {
  struct Line {                          // from `begin` on the code comes from this line
    uint32_t begin;                      // bytes from the code's begin
    uint32_t file;                       // index into `files`
    int32_t line;
  };
  std::string name;                      // py:<qualname>:<file>:<line>
  const uint8_t* code = nullptr;
  size_t bytes = 0;
  std::vector<std::string> files;        // absolute where the source's name was; [0] is the first one's
  std::vector<Line> lines;               // in the order of their bytes; the first begins at 0. Empty: nothing is known
  std::vector<CodeMap::Depth> depths;
};

/// trace  what `executor` was compiled from, `map` what compile() said of it. code, line: where the trace begins.
CodeEntry describe(const Executor& executor, const Trace& trace, const CodeMap& map, const vm::Code& code, int32_t line);

}  // namespace eider::jit

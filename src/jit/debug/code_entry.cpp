// SPDX-License-Identifier: MIT
#include "jit/debug/code_entry.h"

#include <unistd.h>

#include <algorithm>
#include <climits>

namespace eider::jit {

namespace {

/// Tools look for sources from wherever they run. Names like <string> stay.
std::string absolute(const std::string& name) {
  if (name.empty() || name[0] == '/' || name[0] == '<') return name;
  char directory[PATH_MAX];
  return getcwd(directory, sizeof directory) != nullptr ? std::string(directory) + "/" + name : name;
}

}  // namespace

CodeEntry describe(const Executor& executor, const Trace& trace, const CodeMap& map, const vm::Code& at, int32_t line) {
  CodeEntry entry;
  entry.name = "py:" + objects::to_utf8(at.qualname) + ":" + objects::to_utf8(at.filename) + ":" + std::to_string(line);
  entry.code = executor.code.code;
  entry.bytes = executor.code_bytes;
  entry.depths = map.depths;
  std::vector<uint32_t> file_of;  // by index in Trace::codes
  for (const vm::Code* code : trace.codes) {
    std::string name = absolute(objects::to_utf8(code->filename));
    auto known = std::find(entry.files.begin(), entry.files.end(), name);
    file_of.push_back(static_cast<uint32_t>(known - entry.files.begin()));
    if (known == entry.files.end()) entry.files.push_back(std::move(name));
  }
  for (const CodeMap::Piece& piece : map.pieces) {
    if (piece.op.ref == kNoRef) continue;  // moves: with what stands before them
    uint32_t source = trace.code[piece.op.ref].source;
    if (source >= trace.places.size()) continue;
    const Place& place = trace.places[source];
    CodeEntry::Line row{entry.lines.empty() ? 0 : piece.begin, file_of[place.code], place.line};
    if (place.line <= 0) continue;
    if (!entry.lines.empty() && entry.lines.back().file == row.file && entry.lines.back().line == row.line) continue;
    entry.lines.push_back(row);
  }
  return entry;
}

}  // namespace eider::jit

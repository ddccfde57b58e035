// SPDX-License-Identifier: MIT
#include "jit/debug/dump.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "jit/emit/compile.h"
#include "jit/ir/text.h"

namespace eider::jit {

namespace {

/// The lines of the files that a trace comes from; "" for what cannot be read (sources that are not files).
class Sources {
 public:
  explicit Sources(const Trace& trace) : trace_(trace) {}

  std::string line(const Place& place) {
    const vm::Code* code = trace_.codes[place.code];
    if (code == nullptr) return {};
    std::string name = objects::to_utf8(code->filename);
    auto [file, fresh] = files_.try_emplace(name);
    if (fresh && !name.starts_with('<')) {
      std::ifstream in(name);
      for (std::string text; std::getline(in, text);) file->second.push_back(text);
    }
    auto at = static_cast<size_t>(place.line - 1);
    if (place.line < 1 || at >= file->second.size()) return {};
    const std::string& text = file->second[at];
    size_t begin = text.find_first_not_of(" \t");
    return begin == std::string::npos ? "" : text.substr(begin);
  }
  std::string at(const Place& place) {
    std::string text = line(place);
    return fmt::format("at {}:{} line {}{}", place.code, place.unit, place.line, text.empty() ? "" : "    ; " + text);
  }

 private:
  const Trace& trace_;
  std::map<std::string, std::vector<std::string>> files_;
};

/// Calls for_place(index) where another place begins, for_line(text) for every other line of the trace's text.
template <class ForPlace, class ForLine>
void walk(const Trace& trace, ForPlace for_place, ForLine for_line) {
  std::string text = print(trace);
  size_t instruction = 0;
  uint32_t place = kNoRef;
  for (size_t begin = 0, end; begin < text.size(); begin = end + 1) {
    end = text.find('\n', begin);
    std::string line = text.substr(begin, end - begin);
    if (line.starts_with("at ")) {
      place = trace.code[instruction].source;
      for_place(place);
      continue;
    }
    for_line(line);
    bool counts = line != "trace" && !line.starts_with("code ") && instruction < trace.code.size();
    if (counts) ++instruction;
  }
}

}  // namespace

std::string dump_trace(const Trace& trace) {
  Sources sources(trace);
  std::string text;
  walk(trace, [&](uint32_t place) { text += sources.at(trace.places[place]) + "\n"; }, [&](const std::string& line) { text += line + "\n"; });
  return text;
}

std::string dump_optimized(const Trace& trace, const PassLog& log, size_t recorded) {
  Sources sources(trace);
  std::map<uint32_t, std::vector<const PassLog::Removed*>> removed;  // by place
  std::map<std::string, int> by_pass;
  for (const PassLog::Removed& r : log.removed) {
    removed[r.source].push_back(&r);
    ++by_pass[r.pass];
  }
  std::string text = fmt::format("; {} operations recorded, {} left; removed or replaced:", recorded, trace.code.size());
  for (const auto& [pass, count] : by_pass) text += fmt::format(" {} {},", pass, count);
  text.back() = '\n';
  auto show = [&](uint32_t place) {
    for (const PassLog::Removed* r : removed[place]) text += fmt::format("; - {}: {}\n", r->pass, r->text);
    removed.erase(place);
  };
  // Places of which nothing is left stand before the next one that something is left of.
  auto show_gone = [&](uint32_t before) {
    std::vector<bool> kept(trace.places.size());
    for (const Instruction& i : trace.code) {
      if (i.source < kept.size()) kept[i.source] = true;
    }
    while (!removed.empty() && removed.begin()->first < before) {
      uint32_t place = removed.begin()->first;
      if (place < kept.size() && kept[place]) break;
      if (place < trace.places.size()) text += "; " + sources.at(trace.places[place]) + "\n";
      show(place);
    }
  };
  bool snapshots = false;
  walk(
      trace,
      [&](uint32_t place) {
        show_gone(place);
        text += sources.at(trace.places[place]) + "\n";
        show(place);
      },
      [&](const std::string& line) {
        if (!snapshots && line.starts_with("s0:")) {
          snapshots = true;
          show_gone(kNoRef);
        }
        text += line + "\n";
      });
  return text;
}

std::string dump_code(const Executor& executor, const Trace& trace, const CodeMap& map) {
  Sources sources(trace);
  std::string code = disassemble(executor), text;
  auto piece = map.pieces.begin();
  uint32_t place = kNoRef;
  Ref shown = kNoRef;
  CodeMap::Part part = CodeMap::Part::kHot;
  auto heading = [&](const CodeMap::Piece& p) {
    if (p.part != part) shown = kNoRef;
    if (p.begin == map.loop_begin && trace.loop != kNoRef && p.part == CodeMap::Part::kHot) text += "; loop:\n";
    if (p.op.ref != kNoRef && p.op.ref != shown) {
      uint32_t source = trace.code[p.op.ref].source;
      if (p.part == CodeMap::Part::kHot && source != place && source < trace.places.size()) {
        place = source;
        text += "; " + sources.at(trace.places[place]) + "\n";
      }
      if (p.part == CodeMap::Part::kHot) text += "; " + print_instruction(trace, p.op.ref) + "\n";
      if (p.part == CodeMap::Part::kCold) text += "; seldom: " + print_instruction(trace, p.op.ref) + "\n";
    }
    shown = p.op.ref;
    part = p.part;
    text += p.part == CodeMap::Part::kExit ? fmt::format(";   exit {}: {}\n", p.op.exit == kNoExit ? "before the next" : std::to_string(p.op.exit), print(p.op))
                                           : fmt::format(";   {}{}\n", print(p.op), p.op.exit == kNoExit ? "" : fmt::format(" -> exit {}", p.op.exit));
  };
  uint32_t hot_end = 0;
  for (const CodeMap::Piece& p : map.pieces) {
    if (p.part == CodeMap::Part::kHot) hot_end = p.end;
  }
  uint32_t in_loop = 0, all = 0;
  auto base = reinterpret_cast<uint64_t>(executor.code.code);
  for (size_t begin = 0, end; begin < code.size(); begin = end + 1) {
    end = code.find('\n', begin);
    if (end == std::string::npos) end = code.size();
    std::string line = code.substr(begin, end - begin);
    char* colon = nullptr;
    uint64_t address = std::strtoull(line.c_str(), &colon, 16);
    if (*colon != ':') continue;
    auto at = static_cast<uint32_t>(address - base);
    while (piece != map.pieces.end() && piece->begin <= at) heading(*piece++);
    text += line + "\n";
    if (at < hot_end) ++all;
    if (trace.loop != kNoRef && at >= map.loop_begin && at < hot_end) ++in_loop;
  }
  if (trace.loop != kNoRef) text += fmt::format("; a round of the loop: {} instructions, {} bytes\n", in_loop, hot_end - map.loop_begin);
  else text += fmt::format("; the path: {} instructions, {} bytes\n", all, hot_end);
  return text;
}

}  // namespace eider::jit

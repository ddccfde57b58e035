// SPDX-License-Identifier: MIT
//
// code_dump [--mode=exec|eval|single] [--origin=text|bytes|file] [-O | -OO] [--what=code|tables|error|check] FILE...
//
// code: the disassembly, or the error. tables: one JSON line a code unit, for comparison with python3.11 (see
// tests/tools/compare_code.py). error: one line of fields, or "ok"; warnings first. check: compiles and verifies, prints only
// what went wrong. Several files: "== FILE" before each.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "bytecode/disassembler.h"
#include "bytecode/ops.h"
#include "bytecode/reader.h"
#include "bytecode/verifier.h"
#include "frontend/compile.h"
#include "frontend/python_repr.h"

using namespace eider;
using namespace eider::frontend;

namespace {

std::string json(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') (out += '\\') += c;
    else if (byte < 0x20) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", byte);
      out += buffer;
    } else out += c;
  }
  return out += '"';
}

std::string json(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (size_t i = 0; i < texts.size(); ++i) (out += i > 0 ? "," : "") += json(texts[i]);
  return out + "]";
}

void print_tables(const bytecode::CodeUnit& unit) {
  std::string out = "{\"name\":" + json(unit.name) + ",\"qualname\":" + json(unit.qualname);
  out += ",\"first_line\":" + std::to_string(unit.first_line) + ",\"flags\":" + std::to_string(unit.flags);
  out += ",\"counts\":[" + std::to_string(unit.argcount) + "," + std::to_string(unit.posonlyargcount) + "," +
         std::to_string(unit.kwonlyargcount) + "]";
  out += ",\"names\":" + json(unit.names);
  std::vector<std::string> varnames, cells, frees;
  for (size_t i = 0; i < unit.locals.size(); ++i) {
    if (unit.local_kinds[i] & bytecode::kLocal) varnames.push_back(unit.locals[i]);
    if (unit.local_kinds[i] & bytecode::kCell) cells.push_back(unit.locals[i]);
    if (unit.local_kinds[i] & bytecode::kFree) frees.push_back(unit.locals[i]);
  }
  out += ",\"varnames\":" + json(varnames) + ",\"cellvars\":" + json(cells) + ",\"freevars\":" + json(frees);
  out += ",\"doc\":" + (unit.has_docstring ? json(unit.docstring) : "null");
  out += ",\"instructions\":[";
  bytecode::InstructionReader reader(unit.units);
  size_t at = 0;
  bool first = true;
  while (!reader.at_end()) {
    bytecode::Instruction in = reader.next();
    while (at + 1 < unit.positions.size() && unit.positions[at + 1].start_unit <= in.offset) ++at;
    const bytecode::Position& p = unit.positions[at];
    std::string detail;
    switch (in.op) {
      case bytecode::Op::kLoadName: case bytecode::Op::kLoadGlobal: case bytecode::Op::kLoadAttr: case bytecode::Op::kLoadMethod:
      case bytecode::Op::kStoreAttr: case bytecode::Op::kStoreName: case bytecode::Op::kStoreGlobal: case bytecode::Op::kImportName:
      case bytecode::Op::kImportFrom: case bytecode::Op::kDeleteName: case bytecode::Op::kDeleteAttr: case bytecode::Op::kDeleteGlobal:
        detail = unit.names[in.arg]; break;
      case bytecode::Op::kLoadConst: detail = bytecode::format_constant(unit.constants[in.arg]); break;
      case bytecode::Op::kLoadFast: case bytecode::Op::kLoadFastCheck: case bytecode::Op::kStoreFast: case bytecode::Op::kDeleteFast:
      case bytecode::Op::kMakeCell: case bytecode::Op::kLoadClosure: case bytecode::Op::kLoadDeref: case bytecode::Op::kStoreDeref:
      case bytecode::Op::kDeleteDeref: case bytecode::Op::kLoadClassDeref: detail = unit.locals[in.arg]; break;
      case bytecode::Op::kLoadFastLoadFast: case bytecode::Op::kStoreFastLoadFast: case bytecode::Op::kStoreFastStoreFast:
        detail = unit.locals[in.arg >> 4] + " " + unit.locals[in.arg & 15]; break;
      default:
        if (bytecode::has_argument(in.op) && bytecode::jump_kind(in.op) == bytecode::JumpKind::kNone) detail = std::to_string(in.arg);
        break;
    }
    out += (first ? "" : ",") + std::string("[\"") + bytecode::op_name(in.op) + "\"," + json(detail) + "," + std::to_string(p.line) + "," +
           std::to_string(p.end_line) + "," + std::to_string(p.column) + "," + std::to_string(p.end_column) + "]";
    first = false;
  }
  std::printf("%s]}\n", out.c_str());
  for (const bytecode::Constant& constant : unit.constants) {
    if (constant.kind == bytecode::Constant::Kind::kCode) print_tables(*constant.code);
  }
}

void print_diagnostic(const Diagnostic& d) {
  std::printf("%s\t%s\t%d\t%d\t%d\t%d\t%s\n", diagnostic_kind_name(d.kind), repr_of_str(d.message).c_str(), d.lineno, d.offset,
              d.end_lineno, d.end_offset, d.has_text ? repr_of_str(d.text).c_str() : "None");
}

}  // namespace

int main(int argc, char** argv) {
  CompileOptions options;
  options.origin = SourceOrigin::kBytes;
  std::string what = "code";
  int first = 1;
  for (; first < argc && argv[first][0] == '-'; ++first) {
    std::string flag = argv[first];
    if (flag == "--mode=eval") options.mode = ParseMode::kEval;
    else if (flag == "--mode=single") options.mode = ParseMode::kSingle;
    else if (flag == "--origin=text") options.origin = SourceOrigin::kText;
    else if (flag == "--origin=file") options.origin = SourceOrigin::kFile;
    else if (flag == "-O") options.optimize = 1;
    else if (flag == "-OO") options.optimize = 2;
    else if (flag == "--top-level-await") options.allow_top_level_await = true;
    else if (flag.starts_with("--what=")) what = flag.substr(7);
  }
  if (first == argc) {
    std::fprintf(stderr, "usage: code_dump [--mode=..] [--origin=..] [-O|-OO] [--what=code|tables|error|check] FILE...\n");
    return 2;
  }
  bool failed = false;
  for (int i = first; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    std::string source((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (argc - first > 1 && what != "check") std::printf("== %s\n", argv[i]);
    CompileResult result = compile_source(source, options);
    if (what == "error") {
      for (const Diagnostic& warning : result.warnings) print_diagnostic(warning);
    }
    if (!result.ok()) {
      if (what == "check") std::printf("%s: ", argv[i]);
      print_diagnostic(result.error);
      failed = true;
      continue;
    }
    if (auto problem = bytecode::verify(*result.unit)) {
      std::printf("%s: does not verify: %s\n", argv[i], problem->c_str());
      failed = true;
    }
    if (what == "code") std::fputs(bytecode::disassemble(*result.unit).c_str(), stdout);
    else if (what == "tables") print_tables(*result.unit);
    else if (what == "error") std::printf("ok\n");
  }
  return failed;
}

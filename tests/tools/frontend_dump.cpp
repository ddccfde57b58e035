// SPDX-License-Identifier: MIT
//
// frontend_dump tokens|ast|error|bench FILE...: shows what the frontend makes of files.
//
// Before files, in this order: --mode=exec|eval|single, --origin=text|bytes|file. `error` prints a line of
// fields separated by tabs: kind, message, lineno, offset, end_lineno, end_offset, text as a Python repr; or "ok".
// Several files: `ast` and `error` print "== FILE" before each.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "frontend/dump_ast.h"
#include "frontend/dump_tokens.h"
#include "frontend/parser.h"
#include "frontend/python_repr.h"

using namespace eider::frontend;

namespace {

void print_error(const Diagnostic& error) {
  std::printf("%s\t%s\t%d\t%d\t%d\t%d\t%s\n", diagnostic_kind_name(error.kind), repr_of_str(error.message).c_str(),
              error.lineno, error.offset, error.end_lineno, error.end_offset,
              error.has_text ? repr_of_str(error.text).c_str() : "None");
}

int usage() {
  std::fprintf(stderr, "usage: frontend_dump tokens|ast|error|bench [--mode=..] [--origin=..] FILE...\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return usage();
  std::string what = argv[1];
  ParseOptions options;
  options.origin = SourceOrigin::kBytes;
  bool failed = false;
  int first = 2;
  for (; first < argc && std::strncmp(argv[first], "--", 2) == 0; ++first) {
    std::string flag = argv[first];
    if (flag == "--mode=eval") options.mode = ParseMode::kEval;
    if (flag == "--mode=single") options.mode = ParseMode::kSingle;
    if (flag == "--origin=text") options.origin = SourceOrigin::kText;
    if (flag == "--origin=file") options.origin = SourceOrigin::kFile;
  }
  for (int i = first; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    std::string source((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (argc - first > 1) std::printf("== %s\n", argv[i]);
    Arena arena;
    if (what == "tokens") {
      ParseResult result;
      std::string out;
      bool good = dump_tokens(source, options, result, &out);
      std::fwrite(out.data(), 1, out.size(), stdout);
      if (!good) print_error(result.error);
      failed |= !good;
      continue;
    }
    auto before = std::chrono::steady_clock::now();
    ParseResult result = parse(source, options, arena);
    auto after = std::chrono::steady_clock::now();
    failed |= !result.ok();
    if (what == "bench") {
      double ms = std::chrono::duration<double, std::milli>(after - before).count();
      std::printf("%zu bytes, %.2f ms, %.1f MB/s, arena %zu bytes, depth %d\n", source.size(), ms,
                  static_cast<double>(source.size()) / 1000.0 / ms, arena.bytes_reserved(), result.max_depth);
      if (!result.ok()) print_error(result.error);
    } else if (what == "error") {
      if (result.ok()) {
        std::printf("ok\n");
      } else {
        print_error(result.error);
      }
    } else if (what == "ast") {
      if (!result.ok()) {
        print_error(result.error);
      } else {
        std::string text = dump_ast(*result.mod);
        std::fwrite(text.data(), 1, text.size(), stdout);
      }
    } else {
      return usage();
    }
  }
  return failed ? 1 : 0;
}

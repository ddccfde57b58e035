// SPDX-License-Identifier: MIT
//
// libFuzzer: any bytes at all, parsed as text, bytes and file, in all modes.
//
// Checked beside memory safety: a result is a tree or an error with a message in UTF-8; the parser and the diagnosis grammar
// agree on what a program is (EIDER_ASSERT in diagnose, and here the other way round).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "frontend/diagnosis_machine.h"
#include "frontend/dump_ast.h"
#include "frontend/dump_tokens.h"
#include "frontend/parser.h"
#include "frontend/utf8.h"

using namespace eider::frontend;

namespace {

// Whether the grammar, read plainly, accepts the text, too. It may give up where it is nested too deeply.
bool grammar_accepts(std::string_view text, const ParseOptions& options) {
  Arena arena;
  ParseResult result;
  Session session(options, arena, result);
  StreamStart start;
  if (!decode_source(text, session, &start.source)) return false;
  start.rule = options.mode == ParseMode::kEval ? StartRule::kEval
               : options.mode == ParseMode::kSingle ? StartRule::kSingle : StartRule::kFile;
  TokenStream stream(start, session);
  DiagnosisMachine machine(stream);
  const char* rule = options.mode == ParseMode::kEval     ? "eval"
                     : options.mode == ParseMode::kSingle ? "interactive"
                                                          : "file";
  bool accepted = machine.run(rule, DiagnosisMachine::Reading::kPlain);
  return accepted || (session.failed() && result.error.kind == DiagnosticKind::kMemoryError);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  ParseOptions options;
  options.mode = static_cast<ParseMode>(data[0] % 3);
  options.origin = static_cast<SourceOrigin>(data[0] / 3 % 3);
  std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  Arena arena;
  ParseResult result = parse(text, options, arena);
  if (result.ok()) {
    dump_ast(*result.mod);
    EIDER_CHECK(grammar_accepts(text, options));
  } else {
    EIDER_CHECK(!result.error.message.empty() || result.error.kind == DiagnosticKind::kMemoryError);
    EIDER_CHECK(!find_utf8_error(result.error.message).found || options.origin == SourceOrigin::kText);
    EIDER_CHECK(!find_utf8_error(result.error.text).found);
  }
  ParseResult tokens;
  std::string dump;
  dump_tokens(text, options, tokens, &dump);
  return 0;
}

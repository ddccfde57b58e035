// SPDX-License-Identifier: MIT
#include "frontend/parser.h"

#include "frontend/diagnosis.h"
#include "frontend/parser_impl.h"

namespace eider::frontend {

namespace {

StartRule start_rule(ParseMode mode) {
  switch (mode) {
    case ParseMode::kExec: return StartRule::kFile;
    case ParseMode::kEval: return StartRule::kEval;
    case ParseMode::kSingle: return StartRule::kSingle;
  }
  return StartRule::kFile;
}

// Whether anything but blanks and comments is left after an interactive statement.
bool more_statements_follow(std::string_view rest) {
  while (!rest.empty()) {
    char c = rest[0];
    if (c == '#') {
      size_t end = rest.find('\n');
      if (end == std::string_view::npos) return false;
      rest.remove_prefix(end);
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\f') {
      rest.remove_prefix(1);
    } else {
      return true;
    }
  }
  return false;
}

// The parser failed: finds out why. An error that is already known came from a literal, a limit or the tokenizer.
void explain_failure(Parser& parser, const StreamStart& start, Session& session) {
  TokenStream& stream = parser.stream();
  TokenizerState state = stream.tokenizer().state();
  bool at_end = state == TokenizerState::kEnd || state == TokenizerState::kUnclosedString;
  if (!session.failed()) {
    diagnose(start, session);
  } else {
    DiagnosticKind kind = session.result.error.kind;
    bool is_syntax_error = kind == DiagnosticKind::kSyntaxError || kind == DiagnosticKind::kIndentationError ||
                           kind == DiagnosticKind::kTabError;
    if (is_syntax_error) stream.prefer_tokenizer_errors();
  }
  session.result.incomplete_input = at_end;
}

}  // namespace

const char* diagnostic_kind_name(DiagnosticKind kind) {
  switch (kind) {
    case DiagnosticKind::kSyntaxError: return "SyntaxError";
    case DiagnosticKind::kIndentationError: return "IndentationError";
    case DiagnosticKind::kTabError: return "TabError";
    case DiagnosticKind::kValueError: return "ValueError";
    case DiagnosticKind::kMemoryError: return "MemoryError";
    case DiagnosticKind::kRecursionError: return "RecursionError";
    case DiagnosticKind::kDeprecationWarning: return "DeprecationWarning";
    case DiagnosticKind::kSyntaxWarning: return "SyntaxWarning";
  }
  return "SyntaxError";
}

ast::Expr* parse_fstring_expression(const StreamStart& start, Session& session) {
  Parser parser(start, session);
  ast::Expr* value = parser.parse_fstring();
  if (value == nullptr) explain_failure(parser, start, session);
  return value;
}

namespace {
ParseResult parse_source(std::string_view source, const ParseOptions& options, Arena& arena) {
  ParseResult result;
  Session session(options, arena, result);
  StreamStart start;
  start.rule = start_rule(options.mode);
  if (!decode_source(source, session, &start.source)) return result;
  Parser parser(start, session);
  ast::Mod* mod = parser.parse_mod();
  if (mod == nullptr || session.failed()) {
    explain_failure(parser, start, session);
    return result;
  }
  if (start.rule == StartRule::kSingle && more_statements_follow(parser.stream().tokenizer().rest())) {
    parser.stream().raise_at_last("multiple statements found while compiling a single statement");
    return result;
  }
  result.mod = mod;
  return result;
}
}  // namespace

ParseResult parse(std::string_view source, const ParseOptions& options, Arena& arena) {
  try {
    return parse_source(source, options, arena);
  } catch (const std::bad_alloc&) {
    ParseResult result;
    result.error = memory_diagnostic();
    return result;
  }
}

}  // namespace eider::frontend

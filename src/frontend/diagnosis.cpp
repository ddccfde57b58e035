// SPDX-License-Identifier: MIT
#include "frontend/diagnosis.h"

#include "frontend/diagnosis_machine.h"

namespace eider::frontend {

namespace {

std::string_view rule_name(StartRule rule) {
  switch (rule) {
    case StartRule::kFile: return "file";
    case StartRule::kEval: return "eval";
    case StartRule::kSingle: return "interactive";
    case StartRule::kFString: return "fstring";
  }
  return "file";
}

}  // namespace

// Two readings, as in CPython: the first finds the furthest token that could be reached; the second tries the rules for
// known mistakes, too. When none fits, the place is the first reading's.
void diagnose(const StreamStart& start, Session& session) {
  session.muted = true;
  TokenStream stream(start, session);
  DiagnosisMachine machine(stream);
  std::string_view rule = rule_name(start.rule);
  bool accepted = machine.run(rule, DiagnosisMachine::Reading::kPlain);
  if (session.failed()) {
    stream.prefer_tokenizer_errors();
    return;
  }
  EIDER_ASSERT(!accepted);  // the parser and the grammar are two descriptions of one language
  Token last = stream.last();
  if (!accepted) machine.run(rule, DiagnosisMachine::Reading::kWithInvalid);
  if (session.failed()) {
    stream.prefer_tokenizer_errors();
    return;
  }
  if (last.kind == TokenKind::kIndent || last.kind == TokenKind::kDedent) {
    stream.raise_at_last(DiagnosticKind::kIndentationError,
                         last.kind == TokenKind::kIndent ? "unexpected indent" : "unexpected unindent");
    return;
  }
  stream.raise_at({last.lineno, last.col_offset, last.end_lineno, last.end_col_offset}, "invalid syntax");
  stream.prefer_tokenizer_errors();
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// The tokens as a parser sees them: read when first looked at, kept while needed, and the one place where an error in
// the text gets its line and column.
//
// Invariant: after a tokenizer error the stream ends in kError tokens, which no grammar rule accepts, so a parser fails
//   without asking; the error is in the session.
// Invariant: last() is the furthest token anyone looked at: the place of a plain "invalid syntax".
#pragma once

#include <string>
#include <vector>

#include "frontend/tokenizer.h"

namespace eider::frontend {

enum class StartRule : uint8_t { kFile, kEval, kSingle, kFString };

struct StreamStart {
  SourceText source;
  StartRule rule = StartRule::kFile;
  int first_line = 1;
  int first_column = 0;  // added to columns of the first line: where in its f-string an expression stands
};

class TokenStream {
 public:
  /// For an end column or line: the tokenizer's reading position.
  static constexpr int kCurrent = -5;

  TokenStream(const StreamStart& start, Session& session)
      : start_(start), session_(session), tokenizer_(start.source, session, start.first_line) {
    tokens_.reserve(64);
  }

  Session& session() { return session_; }
  const StreamStart& start() const { return start_; }
  Tokenizer& tokenizer() { return tokenizer_; }

  const Token& at(size_t index) {
    while (EIDER_UNLIKELY(index >= tokens_.size())) fill();
    return tokens_[index];
  }
  const Token& last() const { return tokens_.back(); }
  size_t filled() const { return tokens_.size(); }
  Span<const Token> range(size_t first, size_t count) {
    at(first + count - 1);
    return {tokens_.data() + first, static_cast<uint32_t>(count)};
  }

  /// Forgets the tokens before `index`, which must be filled; what was at `index` is at 0.
  void drop_before(size_t index) {
    EIDER_ASSERT(index < tokens_.size());
    tokens_.erase(tokens_.begin(), tokens_.begin() + static_cast<ptrdiff_t>(index));
  }

  /// An error at the furthest token.
  void raise_at_last(DiagnosticKind kind, std::string message);
  void raise_at_last(std::string message) { raise_at_last(DiagnosticKind::kSyntaxError, std::move(message)); }
  /// An error at a known place; columns from 0, in bytes; end -1: unknown; kCurrent: up to the reading position.
  void raise_at(DiagnosticKind kind, int lineno, int column, int end_lineno, int end_column, std::string message);
  void raise_at(const ast::Position& place, std::string message) {
    raise_at(DiagnosticKind::kSyntaxError, place.lineno, place.col_offset, place.end_lineno, place.end_col_offset,
             std::move(message));
  }
  void raise_unclosed_parenthesis();

  /// Reads on to the end: a tokenizer error there replaces the parser's error, as in CPython.
  void prefer_tokenizer_errors();

 private:
  void fill();
  void report_tokenizer_error();
  void raise_raw(DiagnosticKind kind, int lineno, int offset, int end_lineno, int end_offset, std::string message);

  StreamStart start_;
  Session& session_;
  Tokenizer tokenizer_;
  std::vector<Token> tokens_;
  bool statement_started_ = false;  // kSingle: the end of the text still has to end a line
};

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// The tokenizer: decoded source text to tokens, one at a time.
//
// Invariant: it reads line by line and never past the line it needs; which lines were read decides what an error can
//   still find, so the parser pulls tokens lazily and this class keeps CPython's notion of "the line being read".
// Not here: keywords' meaning, the contents of string literals (string_literal.h), numbers' values (number_literal.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "frontend/session.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace eider::frontend {

/// How reading ended. Mirrors the distinctions that CPython's messages depend on.
enum class TokenizerState : uint8_t {
  kOk,
  kEnd,            // the end of the text was reached
  kReported,       // an error is already in the session
  kBadDedent,
  kBadTabs,
  kTooDeep,
  kBadContinuation,
  kBadUtf8,        // in an identifier
  kUnclosedString,
};

class Tokenizer {
 public:
  static constexpr int kMaxIndent = 100;
  static constexpr int kMaxParentheses = 200;

  /// first_line  the number the first line gets.
  Tokenizer(const SourceText& source, Session& session, int first_line = 1);

  /// Reads one token. False: an error; see state(). The token is filled in either case.
  bool next(Token* token);

  TokenizerState state() const { return state_; }
  bool at_ok_state() const { return state_ == TokenizerState::kOk; }
  int lineno() const { return lineno_; }
  int level() const { return level_; }
  const SourceText& source() const { return source_; }

  struct OpenParenthesis {
    char character;
    int lineno;
    int column;  // bytes
  };
  /// The innermost unclosed one; level() > 0.
  const OpenParenthesis& innermost() const { return parentheses_[level_ - 1]; }

  /// Column, in bytes, of the reading position.
  int current_column() const { return static_cast<int>(cursor_ - line_start_); }
  /// The same from the start of the text last read (differs from current_column inside strings of several lines).
  int current_buffer_column() const { return static_cast<int>(cursor_ - buffer_); }
  /// The text CPython shows for an error on line `lineno`: the lines being read, or an earlier line without its end.
  std::string_view line_for_error(int lineno) const;

  /// Ends the indented blocks still open: what an interactive statement's end means.
  void imply_dedents() {
    pending_ = -indent_;
    indent_ = 0;
  }
  bool has_open_blocks() const { return indent_ > 0; }
  /// The text of the token that could not be finished.
  std::string_view token_being_read() const { return {token_start_, static_cast<size_t>(cursor_ - token_start_)}; }
  /// What is left to read, from the cursor.
  std::string_view rest() const { return {cursor_, static_cast<size_t>(end_ - cursor_)}; }

 private:
  static constexpr int kEof = -1;
  static constexpr int kTabSize = 8;

  int next_char() {
    if (EIDER_LIKELY(cursor_ != line_end_)) return static_cast<unsigned char>(*cursor_++);
    return read_line();
  }
  void back(int c) {
    if (c != kEof) --cursor_;
  }
  int read_line();

  bool read_indentation(bool* blank_line);
  bool stop(TokenizerState state);
  bool stop_at_line_end(TokenizerState state);
  int read_continuation();
  bool read_name(int c, Token* token, bool* is_string, int* quote);
  bool read_string(int quote, Token* token);
  bool read_number(int c, Token* token);
  bool read_radix_number(int c, int* next);
  bool read_decimal_tail(int* next);
  bool check_end_of_number(int c, const char* kind);
  bool looking_at_end_of_word(std::string_view text);
  bool read_operator(int c, Token* token);
  bool check_identifier();
  void finish(TokenKind kind, const char* start, const char* end, Token* token);
  bool finish_number(int c, Token* token);

  bool error(std::string message) { return error_at(std::move(message), -1, -1); }
  bool error_at(std::string message, int column, int end_column);

  SourceText source_;
  Session& session_;
  int first_line_;
  const char* end_;               // of the whole text
  const char* buffer_;            // where the text being read starts: the line, or the first line of a long token
  const char* cursor_;
  const char* line_start_;
  const char* line_end_;          // past the '\n' of the line being read
  const char* token_start_ = nullptr;
  const char* multi_line_start_ = nullptr;  // line_start_ when the last string began
  int lineno_;
  int first_lineno_ = 0;          // line where the last string began
  bool at_line_start_ = true;
  int pending_ = 0;               // > 0: INDENTs to hand out; < 0: DEDENTs
  int indent_ = 0;
  int level_ = 0;
  TokenizerState state_ = TokenizerState::kOk;
  int indents_[kMaxIndent] = {0};
  int alternative_indents_[kMaxIndent] = {0};  // the same with tabs of width 1: both must agree
  OpenParenthesis parentheses_[kMaxParentheses];
};

}  // namespace eider::frontend

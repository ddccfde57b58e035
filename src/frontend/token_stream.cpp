// SPDX-License-Identifier: MIT
#include "frontend/token_stream.h"

#include "frontend/utf8.h"

namespace eider::frontend {

void TokenStream::fill() {
  if (session_.failed()) {  // pad: whoever asks again gets the same answer
    Token token = tokens_.empty() ? Token() : tokens_.back();
    token.kind = TokenKind::kError;
    tokens_.push_back(token);
    return;
  }
  Token token;
  bool good = tokenizer_.next(&token);
  if (start_.rule == StartRule::kSingle) {
    if (token.kind == TokenKind::kEndMarker && statement_started_) {
      token.kind = TokenKind::kNewline;
      statement_started_ = false;
      if (tokenizer_.has_open_blocks()) tokenizer_.imply_dedents();
    } else {
      statement_started_ = true;
    }
  }
  if (tokenizer_.lineno() == start_.first_line) {
    token.col_offset += start_.first_column;
    token.end_col_offset += start_.first_column;
  }
  tokens_.push_back(token);
  if (!good) report_tokenizer_error();
}

void TokenStream::raise_raw(DiagnosticKind kind, int lineno, int offset, int end_lineno, int end_offset,
                            std::string message) {
  if (session_.failed()) return;
  Diagnostic diagnostic;
  diagnostic.kind = kind;
  diagnostic.message = std::move(message);
  std::string_view line = tokenizer_.line_for_error(lineno);
  if (start_.rule == StartRule::kFString) {
    diagnostic.message.insert(0, "f-string: ");
    offset -= start_.first_column;
    end_offset -= start_.first_column;
  }
  diagnostic.lineno = lineno;
  diagnostic.end_lineno = end_lineno;
  diagnostic.offset = offset;
  diagnostic.end_offset = end_offset;
  diagnostic.text = with_replacements(line);
  if (!start_.source.columns_in_bytes) {
    diagnostic.offset = characters_in(diagnostic.text, offset);
    if (end_offset > 0) diagnostic.end_offset = characters_in(diagnostic.text, end_offset);
  }
  session_.fail(std::move(diagnostic));
}

void TokenStream::raise_at_last(DiagnosticKind kind, std::string message) {
  if (tokens_.empty()) return raise_raw(kind, 0, 0, 0, -1, std::move(message));
  const Token& token = tokens_.back();
  int offset = token.col_offset == -1 ? tokenizer_.current_column() : token.col_offset + 1;
  int end_offset = token.end_col_offset == -1 ? -1 : token.end_col_offset + 1;
  raise_raw(kind, token.lineno, offset, token.end_lineno, end_offset, std::move(message));
}

void TokenStream::raise_at(DiagnosticKind kind, int lineno, int column, int end_lineno, int end_column,
                           std::string message) {
  if (end_lineno == kCurrent) end_lineno = tokenizer_.lineno();
  int end_offset = end_column == kCurrent ? tokenizer_.current_column() : end_column + 1;
  raise_raw(kind, lineno, column + 1, end_lineno, end_offset, std::move(message));
}

void TokenStream::raise_unclosed_parenthesis() {
  const Tokenizer::OpenParenthesis& open = tokenizer_.innermost();
  raise_at(DiagnosticKind::kSyntaxError, open.lineno, open.column, open.lineno, -1,
           std::string("'") + open.character + "' was never closed");
}

void TokenStream::report_tokenizer_error() {
  switch (tokenizer_.state()) {
    case TokenizerState::kReported:
    case TokenizerState::kUnclosedString:
      return;
    case TokenizerState::kEnd:
      session_.result.incomplete_input = true;
      if (tokenizer_.level() > 0) {
        raise_unclosed_parenthesis();
      } else {
        raise_at_last("unexpected EOF while parsing");
      }
      return;
    case TokenizerState::kBadDedent:
      raise_at_last(DiagnosticKind::kIndentationError, "unindent does not match any outer indentation level");
      return;
    case TokenizerState::kBadTabs:
      raise_at(DiagnosticKind::kTabError, tokenizer_.lineno(), 0, tokenizer_.lineno(), -1,
               "inconsistent use of tabs and spaces in indentation");
      return;
    case TokenizerState::kTooDeep:
      raise_at(DiagnosticKind::kIndentationError, tokenizer_.lineno(), 0, tokenizer_.lineno(), -1,
               "too many levels of indentation");
      return;
    case TokenizerState::kBadContinuation:
      raise_at(DiagnosticKind::kSyntaxError, tokenizer_.lineno(), tokenizer_.current_buffer_column() - 1,
               tokenizer_.lineno(), -1, "unexpected character after line continuation character");
      return;
    case TokenizerState::kBadUtf8: {
      std::string_view name = tokenizer_.token_being_read();
      raise_at_last("(unicode error) " + utf8_error_message(name, find_utf8_error(name)));
      return;
    }
    case TokenizerState::kOk:
      raise_at_last("unknown parsing error");
      return;
  }
}

void TokenStream::prefer_tokenizer_errors() {
  if (!tokenizer_.at_ok_state()) return;
  int error_line = tokens_.empty() ? 0 : tokens_.back().lineno;
  // The parser's error is set aside, so that the tokenizer's own reports are seen as the first.
  bool incomplete = session_.result.incomplete_input;
  Diagnostic parser_error = session_.take_error();
  Token token;
  bool good = true;
  do {
    good = tokenizer_.next(&token);
  } while (good && token.kind != TokenKind::kEndMarker);
  if (!good && !session_.failed() && tokenizer_.level() > 0 && error_line > tokenizer_.innermost().lineno) {
    raise_unclosed_parenthesis();
  }
  if (!session_.failed()) {
    session_.fail(std::move(parser_error));
    session_.result.incomplete_input = incomplete;
  }
}

}  // namespace eider::frontend

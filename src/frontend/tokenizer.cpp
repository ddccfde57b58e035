// SPDX-License-Identifier: MIT
#include "frontend/tokenizer.h"

#include <unicode/uchar.h>

#include <cstdio>

#include "frontend/utf8.h"

namespace eider::frontend {

namespace {

constexpr bool is_digit(int c) { return c >= '0' && c <= '9'; }
constexpr bool is_name_start(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
}
struct NameCharacters {
  bool is[256] = {};
  constexpr NameCharacters() {
    for (int c = 0; c < 256; ++c) is[c] = is_name_start(c) || is_digit(c);
  }
};
constexpr NameCharacters kNameCharacters;

TokenKind one_char_kind(int c) {
  switch (c) {
    case '(': return TokenKind::kLeftParen;
    case ')': return TokenKind::kRightParen;
    case '[': return TokenKind::kLeftBracket;
    case ']': return TokenKind::kRightBracket;
    case '{': return TokenKind::kLeftBrace;
    case '}': return TokenKind::kRightBrace;
    case ':': return TokenKind::kColon;
    case ',': return TokenKind::kComma;
    case ';': return TokenKind::kSemicolon;
    case '+': return TokenKind::kPlus;
    case '-': return TokenKind::kMinus;
    case '*': return TokenKind::kStar;
    case '/': return TokenKind::kSlash;
    case '|': return TokenKind::kPipe;
    case '&': return TokenKind::kAmpersand;
    case '<': return TokenKind::kLess;
    case '>': return TokenKind::kGreater;
    case '=': return TokenKind::kEqual;
    case '.': return TokenKind::kDot;
    case '%': return TokenKind::kPercent;
    case '~': return TokenKind::kTilde;
    case '^': return TokenKind::kCircumflex;
    case '@': return TokenKind::kAt;
    default: return TokenKind::kUnknownOp;
  }
}

// kUnknownOp: no operator starts so. `<>` is one for CPython's tokenizer, as a spelling of !=; its parser refuses it.
TokenKind two_char_kind(int first, int second) {
  if (second == '=') {
    switch (first) {
      case '!': return TokenKind::kNotEqual;
      case '%': return TokenKind::kPercentEqual;
      case '&': return TokenKind::kAmpersandEqual;
      case '*': return TokenKind::kStarEqual;
      case '+': return TokenKind::kPlusEqual;
      case '-': return TokenKind::kMinusEqual;
      case '/': return TokenKind::kSlashEqual;
      case ':': return TokenKind::kColonEqual;
      case '<': return TokenKind::kLessEqual;
      case '=': return TokenKind::kEqualEqual;
      case '>': return TokenKind::kGreaterEqual;
      case '@': return TokenKind::kAtEqual;
      case '^': return TokenKind::kCircumflexEqual;
      case '|': return TokenKind::kPipeEqual;
      default: return TokenKind::kUnknownOp;
    }
  }
  if (first == '*' && second == '*') return TokenKind::kDoubleStar;
  if (first == '/' && second == '/') return TokenKind::kDoubleSlash;
  if (first == '<' && second == '<') return TokenKind::kLeftShift;
  if (first == '<' && second == '>') return TokenKind::kNotEqual;
  if (first == '>' && second == '>') return TokenKind::kRightShift;
  if (first == '-' && second == '>') return TokenKind::kArrow;
  return TokenKind::kUnknownOp;
}

TokenKind three_char_kind(TokenKind two, int third) {
  if (third != '=') return TokenKind::kUnknownOp;
  switch (two) {
    case TokenKind::kDoubleStar: return TokenKind::kDoubleStarEqual;
    case TokenKind::kDoubleSlash: return TokenKind::kDoubleSlashEqual;
    case TokenKind::kLeftShift: return TokenKind::kLeftShiftEqual;
    case TokenKind::kRightShift: return TokenKind::kRightShiftEqual;
    default: return TokenKind::kUnknownOp;
  }
}

}  // namespace

Tokenizer::Tokenizer(const SourceText& source, Session& session, int first_line)
    : source_(source), session_(session), first_line_(first_line), end_(source.text.data() + source.text.size()),
      buffer_(source.text.data()), cursor_(buffer_), line_start_(buffer_), line_end_(buffer_),
      lineno_(first_line - 1) {}

int Tokenizer::read_line() {
  if (state_ != TokenizerState::kOk) return kEof;
  if (cursor_ == end_) {
    state_ = TokenizerState::kEnd;
    return kEof;
  }
  if (token_start_ == nullptr) buffer_ = cursor_;
  line_start_ = cursor_;
  ++lineno_;
  const void* newline = std::memchr(cursor_, '\n', static_cast<size_t>(end_ - cursor_));
  line_end_ = newline == nullptr ? end_ : static_cast<const char*>(newline) + 1;
  return static_cast<unsigned char>(*cursor_++);
}

bool Tokenizer::stop(TokenizerState state) {
  state_ = state;
  return false;
}

bool Tokenizer::stop_at_line_end(TokenizerState state) {
  cursor_ = line_end_;
  return stop(state);
}

bool Tokenizer::error_at(std::string message, int column, int end_column) {
  Diagnostic diagnostic;
  diagnostic.message = std::move(message);
  int read = static_cast<int>(cursor_ - line_start_);
  std::string_view line(line_start_, static_cast<size_t>(end_ - line_start_));
  line = line.substr(0, line.find('\n'));
  if (column < 0) column = characters_in({line_start_, static_cast<size_t>(end_ - line_start_)}, read);
  diagnostic.lineno = diagnostic.end_lineno = lineno_;
  diagnostic.offset = column;
  diagnostic.end_offset = end_column < 0 ? column : end_column;
  diagnostic.text = with_replacements(line);
  session_.fail(std::move(diagnostic));
  return stop(TokenizerState::kReported);
}

std::string_view Tokenizer::line_for_error(int lineno) const {
  if (lineno_ <= lineno && line_end_ > buffer_) return {buffer_, static_cast<size_t>(line_end_ - buffer_)};
  std::string_view text = source_.text;
  for (int line = first_line_; line < lineno; ++line) {
    size_t newline = text.find('\n');
    if (newline == std::string_view::npos || text.data() + newline + 1 > line_end_) break;
    text.remove_prefix(newline + 1);
  }
  return text.substr(0, text.find('\n'));
}

void Tokenizer::finish(TokenKind kind, const char* start, const char* end, Token* token) {
  const char* line_start = kind == TokenKind::kString ? multi_line_start_ : line_start_;
  token->kind = kind;
  token->in_parentheses = level_ > 0;
  token->nonascii = false;
  token->lineno = kind == TokenKind::kString ? first_lineno_ : lineno_;
  token->end_lineno = lineno_;
  token->col_offset = start != nullptr && start >= line_start ? static_cast<int>(start - line_start) : -1;
  token->end_col_offset = end != nullptr && end >= line_start_ ? static_cast<int>(end - line_start_) : -1;
  token->text = start == nullptr ? std::string_view() : std::string_view(start, static_cast<size_t>(end - start));
}

// Counts the indentation of a new line and notes the INDENTs or DEDENTs it means.
bool Tokenizer::read_indentation(bool* blank_line) {
  int column = 0;
  int alternative = 0;
  int continued_column = 0;  // of the first backslash that was preceded only by spaces: it decides
  at_line_start_ = false;
  int c;
  for (;;) {
    c = next_char();
    if (c == ' ') {
      ++column;
      ++alternative;
    } else if (c == '\t') {
      column = (column / kTabSize + 1) * kTabSize;
      ++alternative;
    } else if (c == '\f') {
      column = alternative = 0;
    } else if (c == '\\') {
      if (continued_column == 0) continued_column = column;
      if (read_continuation() == -1) return false;
    } else {
      break;
    }
  }
  back(c);
  *blank_line = c == '#' || c == '\n';
  if (*blank_line || level_ > 0) return true;
  if (continued_column != 0) column = alternative = continued_column;
  if (column == indents_[indent_]) {
    return alternative == alternative_indents_[indent_] || stop_at_line_end(TokenizerState::kBadTabs);
  }
  if (column > indents_[indent_]) {
    if (indent_ + 1 >= kMaxIndent) return stop_at_line_end(TokenizerState::kTooDeep);
    if (alternative <= alternative_indents_[indent_]) return stop_at_line_end(TokenizerState::kBadTabs);
    ++pending_;
    ++indent_;
    indents_[indent_] = column;
    alternative_indents_[indent_] = alternative;
    return true;
  }
  while (indent_ > 0 && column < indents_[indent_]) {
    --pending_;
    --indent_;
  }
  if (column != indents_[indent_]) return stop_at_line_end(TokenizerState::kBadDedent);
  return alternative == alternative_indents_[indent_] || stop_at_line_end(TokenizerState::kBadTabs);
}

// After a backslash: moves to the next line. -1: an error is noted.
int Tokenizer::read_continuation() {
  int c = next_char();
  if (c != '\n') {
    state_ = TokenizerState::kBadContinuation;
    return -1;
  }
  c = next_char();
  if (c == kEof) {
    state_ = TokenizerState::kEnd;
    cursor_ = line_end_;
    return -1;
  }
  back(c);
  return c;
}

bool Tokenizer::next(Token* token) {
  for (;;) {  // once per line; blank lines give no token
    token_start_ = nullptr;
    bool blank_line = false;
    if (at_line_start_ && !read_indentation(&blank_line)) {
      finish(TokenKind::kError, nullptr, nullptr, token);
      return false;
    }
    if (pending_ != 0) {
      bool is_indent = pending_ > 0;
      pending_ += is_indent ? -1 : 1;
      finish(is_indent ? TokenKind::kIndent : TokenKind::kDedent, nullptr, nullptr, token);
      return true;
    }
    // CPython looks one character ahead here, which reads the next line while token_start_ is set.
    token_start_ = cursor_;
    back(next_char());

    for (;;) {  // once per backslash-continued line
      token_start_ = nullptr;
      int c;
      do {
        c = next_char();
      } while (c == ' ' || c == '\t' || c == '\f');
      token_start_ = cursor_ - (c == kEof ? 0 : 1);
      if (c == '#') {
        cursor_ = line_end_;
        if (line_end_[-1] == '\n') {
          --cursor_;
        }
        c = next_char();
      }
      if (c == kEof) {
        bool ended = level_ == 0 && state_ == TokenizerState::kEnd;
        finish(ended ? TokenKind::kEndMarker : TokenKind::kError, nullptr, nullptr, token);
        return ended;
      }
      if (is_name_start(c)) {
        bool is_string = false;
        int quote = 0;
        if (!read_name(c, token, &is_string, &quote)) return false;
        return is_string ? read_string(quote, token) : true;
      }
      if (c == '\n') {
        at_line_start_ = true;
        if (blank_line || level_ > 0) break;
        finish(TokenKind::kNewline, token_start_, cursor_ - 1, token);
        return true;
      }
      if (is_digit(c) || (c == '.' && cursor_ != line_end_ && is_digit(static_cast<unsigned char>(*cursor_)))) {
        return read_number(c, token);
      }
      if (c == '\'' || c == '"') return read_string(c, token);
      if (c == '\\') {
        if (read_continuation() == -1) {
          finish(TokenKind::kError, nullptr, nullptr, token);
          return false;
        }
        continue;
      }
      return read_operator(c, token);
    }
  }
}

// A name, or the prefix of a string literal; then *is_string is set and *quote is its first quote, already read.
bool Tokenizer::read_name(int c, Token* token, bool* is_string, int* quote) {
  bool saw_b = false, saw_r = false, saw_u = false, saw_f = false;
  for (;;) {
    if (!(saw_b || saw_u || saw_f) && (c == 'b' || c == 'B')) {
      saw_b = true;
    } else if (!(saw_b || saw_u || saw_r || saw_f) && (c == 'u' || c == 'U')) {
      saw_u = true;
    } else if (!(saw_r || saw_u) && (c == 'r' || c == 'R')) {
      saw_r = true;
    } else if (!(saw_f || saw_b || saw_u) && (c == 'f' || c == 'F')) {
      saw_f = true;
    } else {
      break;
    }
    c = next_char();
    if (c == '"' || c == '\'') {
      *is_string = true;
      *quote = c;
      return true;
    }
  }
  bool nonascii = false;
  while (c != kEof && kNameCharacters.is[c]) {
    nonascii |= c >= 128;
    c = next_char();
  }
  back(c);
  if (nonascii && !check_identifier()) {
    finish(TokenKind::kError, nullptr, nullptr, token);
    return false;
  }
  finish(TokenKind::kName, token_start_, cursor_, token);
  token->nonascii = nonascii;
  if (!nonascii) token->kind = keyword_kind(token->text);
  return true;
}

bool Tokenizer::check_identifier() {
  std::string_view text(token_start_, static_cast<size_t>(cursor_ - token_start_));
  if (find_utf8_error(text).found) return stop(TokenizerState::kBadUtf8);
  for (size_t at = 0; at < text.size();) {
    size_t start = at;
    uint32_t c = next_character(text, &at);
    UProperty wanted = start == 0 ? UCHAR_XID_START : UCHAR_XID_CONTINUE;
    if (c == '_' || (u_hasBinaryProperty(static_cast<UChar32>(c), wanted) && (c < 128 || is_assigned(c)))) continue;
    cursor_ = token_start_ + at;
    char hex[16];
    std::snprintf(hex, sizeof hex, "%04X", c);
    if (!is_printable(c)) return error(std::string("invalid non-printable character U+") + hex);
    return error("invalid character '" + std::string(text.substr(start, at - start)) + "' (U+" + hex + ")");
  }
  return true;
}

bool Tokenizer::read_string(int quote, Token* token) {
  first_lineno_ = lineno_;
  multi_line_start_ = line_start_;
  int quote_size = 1;
  int end_quotes = 0;
  int c = next_char();
  if (c == quote) {
    c = next_char();
    if (c == quote) {
      quote_size = 3;
    } else {
      end_quotes = 1;
    }
  }
  if (c != quote) back(c);
  while (end_quotes != quote_size) {
    c = next_char();
    if (c == kEof || (quote_size == 1 && c == '\n')) {
      int last_line = lineno_;
      cursor_ = token_start_ + 1;
      line_start_ = multi_line_start_;
      lineno_ = first_lineno_;
      error(std::string(quote_size == 3 ? "unterminated triple-quoted string literal" : "unterminated string literal") +
            " (detected at line " + std::to_string(last_line) + ")");
      if (c == kEof) state_ = TokenizerState::kUnclosedString;
      finish(TokenKind::kError, nullptr, nullptr, token);
      return false;
    }
    if (c == quote) {
      ++end_quotes;
    } else {
      end_quotes = 0;
      if (c == '\\') next_char();
    }
  }
  finish(TokenKind::kString, token_start_, cursor_, token);
  return true;
}

bool Tokenizer::read_operator(int c, Token* token) {
  if (c == '.') {
    int second = next_char();
    if (second == '.') {
      int third = next_char();
      if (third == '.') {
        finish(TokenKind::kEllipsis, token_start_, cursor_, token);
        return true;
      }
      back(third);
      back(second);
    } else {
      back(second);
    }
    finish(TokenKind::kDot, token_start_, cursor_, token);
    return true;
  }
  int second = next_char();
  TokenKind kind = two_char_kind(c, second);
  if (kind != TokenKind::kUnknownOp) {
    int third = next_char();
    TokenKind longer = three_char_kind(kind, third);
    if (longer != TokenKind::kUnknownOp) {
      kind = longer;
    } else {
      back(third);
    }
    finish(kind, token_start_, cursor_, token);
    return true;
  }
  back(second);

  bool good = true;
  if (c == '(' || c == '[' || c == '{') {
    if (level_ >= kMaxParentheses) {
      good = error("too many nested parentheses");
    } else {
      parentheses_[level_++] = {static_cast<char>(c), lineno_, static_cast<int>(token_start_ - line_start_)};
    }
  } else if (c == ')' || c == ']' || c == '}') {
    if (level_ == 0) {
      good = error(std::string("unmatched '") + static_cast<char>(c) + "'");
    } else {
      const OpenParenthesis& open = parentheses_[--level_];
      bool matches = (open.character == '(' && c == ')') || (open.character == '[' && c == ']') ||
                     (open.character == '{' && c == '}');
      if (!matches) {
        std::string message = std::string("closing parenthesis '") + static_cast<char>(c) +
                              "' does not match opening parenthesis '" + open.character + "'";
        if (open.lineno != lineno_) message += " on line " + std::to_string(open.lineno);
        good = error(std::move(message));
      }
    }
  } else if (c < ' ' || c == 127) {
    char hex[16];
    std::snprintf(hex, sizeof hex, "%04X", static_cast<unsigned>(c));
    good = error(std::string("invalid non-printable character U+") + hex);
  }
  if (!good) {
    finish(TokenKind::kError, nullptr, nullptr, token);
    return false;
  }
  finish(one_char_kind(c), token_start_, cursor_, token);
  return true;
}

}  // namespace eider::frontend

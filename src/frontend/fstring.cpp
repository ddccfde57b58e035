// SPDX-License-Identifier: MIT
//
// Adjacent string literals to one node; f-strings taken apart as Python 3.11 does.
#include <string>
#include <vector>

#include "frontend/literal.h"
#include "frontend/utf8.h"

namespace eider::frontend {

namespace {

struct LiteralParts {
  std::string_view body;  // between the quotes
  bool is_bytes = false;
  bool is_raw = false;
  bool is_formatted = false;
};

LiteralParts split_literal(std::string_view text) {
  LiteralParts parts;
  size_t at = 0;
  for (; text[at] != '\'' && text[at] != '"'; ++at) {
    switch (text[at]) {
      case 'b': case 'B': parts.is_bytes = true; break;
      case 'r': case 'R': parts.is_raw = true; break;
      case 'f': case 'F': parts.is_formatted = true; break;
      default: break;
    }
  }
  size_t quotes = text.size() - at >= 6 && text[at + 1] == text[at] && text[at + 2] == text[at] ? 3 : 1;
  parts.body = text.substr(at + quotes, text.size() - at - 2 * quotes);
  return parts;
}

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Builds the node for one run of adjacent literals.
class StringBuilder {
 public:
  StringBuilder(Span<const Token> tokens, TokenStream& stream)
      : stream_(stream), session_(stream.session()), arena_(session_.arena), tokens_(tokens) {}

  ast::Expr* build();

 private:
  // The values collected for one JoinedStr: finished nodes and the text since the last one.
  struct Parts {
    std::vector<ast::Expr*> values;
    std::string text;
  };

  /// A node that spans the whole run, as nearly all here do.
  template <class T>
  T* make() {
    return make<T>(tokens_[0], tokens_[tokens_.count - 1]);
  }
  template <class T>
  T* make(const Token& first, const Token& last) {
    T* node = arena_.make<T>();
    node->lineno = first.lineno;
    node->col_offset = first.col_offset;
    node->end_lineno = last.end_lineno;
    node->end_col_offset = last.end_col_offset;
    return node;
  }

  bool decode_text(std::string_view body, bool raw, const Token& token, std::string* out);
  bool append_formatted(const Token& token, const char** at, const char* end, bool raw, int level, Parts* parts);
  bool read_literal(const Token& token, const char** at, const char* end, bool raw, int level, std::string* out,
                    bool* doubled_brace);
  ast::Expr* read_expression(const Token& token, const char** at, const char* end, bool raw, int level,
                             std::string* expression_text);
  bool find_expression_end(const char** at, const char* end);
  ast::Expr* compile_expression(const Token& token, const char* start, const char* end);
  ast::Expr* finish_joined(Parts* parts, const Token& first, const Token& last);
  ast::Constant* make_text(std::string_view text, const Token& first, const Token& last);
  void warn_escape(std::string_view escape, const Token& token);

  std::nullptr_t fail(std::string message) {
    stream_.raise_at_last(std::move(message));
    return nullptr;
  }
  std::nullptr_t fail_expecting_brace() { return fail("f-string: expecting '}'"); }

  /// Brings lines_ and last_newline_ up to `end`. Braces come in order, so a long f-string is counted once.
  void count_lines(const char* token_start, const char* end) {
    if (counted_token_ != token_start) {
      counted_token_ = counted_to_ = token_start;
      lines_ = 0;
      last_newline_ = nullptr;
    }
    for (; counted_to_ < end; ++counted_to_) {
      if (*counted_to_ != '\n') continue;
      ++lines_;
      last_newline_ = counted_to_;
    }
  }

  TokenStream& stream_;
  Session& session_;
  Arena& arena_;
  Span<const Token> tokens_;
  const char* counted_token_ = nullptr;  // lines_ newlines stand between this and counted_to_
  const char* counted_to_ = nullptr;
  const char* last_newline_ = nullptr;
  int lines_ = 0;
};

void StringBuilder::warn_escape(std::string_view escape, const Token& token) {
  bool octal = escape.size() == 4;
  session_.warn(DiagnosticKind::kDeprecationWarning,
                std::string(octal ? "invalid octal escape sequence '" : "invalid escape sequence '") +
                    std::string(escape) + "'",
                token.lineno);
}

bool StringBuilder::decode_text(std::string_view body, bool raw, const Token& token, std::string* out) {
  if (Utf8Error error = find_utf8_error(body); error.found) {
    // With escapes CPython decodes run by run, so the position counts from the run of bytes above ASCII.
    std::string_view run = body;
    if (!raw && body.find('\\') != std::string_view::npos) {
      size_t start = error.position;
      while (start > 0 && static_cast<unsigned char>(body[start - 1]) >= 128) --start;
      size_t end = error.position;
      while (end < body.size() && static_cast<unsigned char>(body[end]) >= 128) ++end;
      run = body.substr(start, end - start);
      error = find_utf8_error(run);
    }
    fail("(unicode error) " + utf8_error_message(run, error));
    return false;
  }
  if (raw || body.find('\\') == std::string_view::npos) {
    *out += body;
    return true;
  }
  EscapeResult result = decode_str_escapes(body, out);
  if (!result.good) {
    fail(std::move(result.error));
    return false;
  }
  if (result.bad_escape >= 0) {
    warn_escape(body.substr(static_cast<size_t>(result.bad_escape), static_cast<size_t>(result.bad_escape_length)),
                token);
  }
  return true;
}

ast::Constant* StringBuilder::make_text(std::string_view text, const Token& first, const Token& last) {
  auto* node = make<ast::Constant>(first, last);
  node->value.kind = ast::ConstantKind::kStr;
  node->value.text = arena_.copy(text);
  node->has_u_prefix = first.text[0] == 'u';
  return node;
}

ast::Expr* StringBuilder::build() {
  Parts parts;
  bool formatted = false;
  bool bytes = false;
  for (uint32_t i = 0; i < tokens_.count; ++i) {
    const Token& token = tokens_[i];
    LiteralParts literal = split_literal(token.text);
    std::string decoded;
    if (literal.is_bytes) {
      for (char c : literal.body) {
        if (static_cast<unsigned char>(c) >= 128) return fail("bytes can only contain ASCII literal characters");
      }
      if (literal.is_raw) {
        decoded = literal.body;
      } else {
        EscapeResult result = decode_bytes_escapes(literal.body, &decoded);
        if (!result.good) return fail(std::move(result.error));
        if (result.bad_escape >= 0) {
          warn_escape(literal.body.substr(static_cast<size_t>(result.bad_escape),
                                          static_cast<size_t>(result.bad_escape_length)),
                      token);
        }
      }
    } else if (!literal.is_formatted) {
      if (tokens_.count == 1 && (literal.is_raw || literal.body.find('\\') == std::string_view::npos) &&
          !find_utf8_error(literal.body).found) {
        auto* node = make<ast::Constant>();  // the common case: the text stands in the source as it is
        node->value.kind = ast::ConstantKind::kStr;
        node->value.text = literal.body;
        node->has_u_prefix = token.text[0] == 'u';
        return node;
      }
      if (!decode_text(literal.body, literal.is_raw, token, &decoded)) return nullptr;
    }
    if (i > 0 && bytes != literal.is_bytes) return fail("cannot mix bytes and nonbytes literals");
    bytes = literal.is_bytes;
    if (literal.is_formatted) {
      formatted = true;
      const char* at = literal.body.data();
      if (!append_formatted(token, &at, at + literal.body.size(), literal.is_raw, 0, &parts)) return nullptr;
    } else {
      parts.text += decoded;
    }
  }
  if (bytes) {
    auto* node = make<ast::Constant>();
    node->value.kind = ast::ConstantKind::kBytes;
    node->value.text = arena_.copy(std::string_view(parts.text));
    return node;
  }
  const Token& first = tokens_[0];
  const Token& last = tokens_[tokens_.count - 1];
  if (!formatted) return make_text(parts.text, first, last);
  return finish_joined(&parts, first, last);
}

ast::Expr* StringBuilder::finish_joined(Parts* parts, const Token& first, const Token& last) {
  if (!parts->text.empty()) parts->values.push_back(make_text(parts->text, first, last));
  auto* joined = make<ast::JoinedStr>(first, last);
  joined->values = arena_.copy(parts->values);
  for (ast::Expr* value : joined->values) {
    if (value->height >= joined->height) joined->height = static_cast<uint16_t>(value->height + 1);
  }
  return joined;
}

// Level 0: a whole f-string; 1: a format specification, which ends at its closing brace.
bool StringBuilder::append_formatted(const Token& token, const char** at, const char* end, bool raw, int level,
                                     Parts* parts) {
  for (;;) {
    bool doubled_brace = false;
    if (!read_literal(token, at, end, raw, level, &parts->text, &doubled_brace)) return false;
    if (doubled_brace) continue;
    if (*at >= end || **at == '}') break;
    std::string expression_text;
    ast::Expr* expression = read_expression(token, at, end, raw, level, &expression_text);
    if (expression == nullptr) return false;
    parts->text += expression_text;
    if (!parts->text.empty()) {
      parts->values.push_back(make_text(parts->text, tokens_[0], tokens_[tokens_.count - 1]));
      parts->text.clear();
    }
    parts->values.push_back(expression);
  }
  if (level == 0 && *at < end - 1) return fail("f-string: unexpected end of string") != nullptr;
  if (level != 0 && (*at >= end || **at != '}')) return fail_expecting_brace() != nullptr;
  return true;
}

bool StringBuilder::read_literal(const Token& token, const char** at, const char* end, bool raw, int level,
                                 std::string* out, bool* doubled_brace) {
  const char* start = *at;
  const char* s = start;
  const char* literal_end = nullptr;
  while (s < end) {
    char c = *s++;
    if (!raw && c == '\\' && s < end) {
      c = *s++;
      if (c == 'N') {  // \N{...}: these braces start no expression
        if (s < end && *s++ == '{') {
          while (s < end && *s++ != '}') {}
        }
        continue;
      }
      if (c == '{') warn_escape({s - 2, 2}, token);
    }
    if (c == '{' || c == '}') {
      if (level == 0) {
        if (s < end && *s == c) {
          literal_end = s;
          *at = s + 1;
          *doubled_brace = true;
          break;
        }
        if (c == '}') return fail("f-string: single '}' is not allowed") != nullptr;
      }
      --s;
      break;
    }
  }
  if (literal_end == nullptr) literal_end = *at = s;
  if (literal_end == start) return true;
  return decode_text({start, static_cast<size_t>(literal_end - start)}, raw, token, out);
}

// Moves *at, which is past the opening brace, to what ends the expression: one of } ! : = outside of parentheses.
bool StringBuilder::find_expression_end(const char** at, const char* end) {
  char open[Tokenizer::kMaxParentheses];
  int depth = 0;
  char quote = 0;
  int quote_size = 0;
  auto failed = [&](std::string message) {
    fail(std::move(message));
    return false;
  };
  const char*& s = *at;
  for (; s < end; ++s) {
    char c = *s;
    bool tripled = s + 2 < end && s[1] == c && s[2] == c;
    if (c == '\\') return failed("f-string expression part cannot include a backslash");
    if (quote != 0) {
      if (c != quote || (quote_size == 3 && !tripled)) continue;
      if (quote_size == 3) s += 2;
      quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') {
      quote = c;
      quote_size = tripled ? 3 : 1;
      if (tripled) s += 2;
      continue;
    }
    if (c == '[' || c == '{' || c == '(') {
      if (depth >= Tokenizer::kMaxParentheses) return failed("f-string: too many nested parenthesis");
      open[depth++] = c;
      continue;
    }
    if (c == '#') return failed("f-string expression part cannot include '#'");
    if (depth == 0 && (c == '!' || c == ':' || c == '}' || c == '=' || c == '>' || c == '<')) {
      if (s + 1 < end && s[1] == '=' && (c == '!' || c == '=' || c == '<' || c == '>')) {
        ++s;
        continue;
      }
      if (c == '>' || c == '<') continue;
      break;
    }
    if (c == ']' || c == '}' || c == ')') {
      if (depth == 0) return failed(std::string("f-string: unmatched '") + c + "'");
      char opening = open[--depth];
      if (!((opening == '(' && c == ')') || (opening == '[' && c == ']') || (opening == '{' && c == '}'))) {
        return failed(std::string("f-string: closing parenthesis '") + c + "' does not match opening parenthesis '" +
                      opening + "'");
      }
    }
  }
  if (quote != 0) return failed("f-string: unterminated string");
  if (depth > 0) return failed(std::string("f-string: unmatched '") + open[depth - 1] + "'");
  if (s >= end) return failed("f-string: expecting '}'");
  return true;
}

ast::Expr* StringBuilder::read_expression(const Token& token, const char** at, const char* end, bool raw, int level,
                                          std::string* expression_text) {
  if (level >= 2) return fail("f-string: expressions nested too deeply");
  const char*& s = *at;
  const char* start = ++s;
  if (!find_expression_end(at, end)) return nullptr;
  ast::Expr* value = compile_expression(token, start, s);
  if (value == nullptr) return nullptr;

  bool shows_text = *s == '=';
  if (shows_text) {
    ++s;
    while (s < end && is_ascii_space(*s)) ++s;
    if (s >= end) return fail_expecting_brace();
    expression_text->assign(start, s);
  }
  int conversion = -1;
  if (*s == '!') {
    if (++s >= end) return fail_expecting_brace();
    conversion = static_cast<unsigned char>(*s++);
    if (conversion != 's' && conversion != 'r' && conversion != 'a') {
      return fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
    if (s >= end) return fail_expecting_brace();
  }
  ast::Expr* format_spec = nullptr;
  if (*s == ':') {
    if (++s >= end) return fail_expecting_brace();
    Parts parts;
    if (!append_formatted(token, at, end, raw, level + 1, &parts)) return nullptr;
    format_spec = finish_joined(&parts, token, token);  // CPython: the one token, not the run
  }
  if (s >= end || *s != '}') return fail_expecting_brace();
  ++s;
  if (shows_text && format_spec == nullptr && conversion == -1) conversion = 'r';

  auto* formatted = make<ast::FormattedValue>();
  formatted->value = value;
  formatted->conversion = conversion;
  formatted->format_spec = format_spec;
  uint16_t height = value->height;
  if (format_spec != nullptr && format_spec->height > height) height = format_spec->height;
  formatted->height = static_cast<uint16_t>(height + 1);
  return formatted;
}

// Parses [start, end), an expression between a brace and what ends it, as "(expression)".
ast::Expr* StringBuilder::compile_expression(const Token& token, const char* start, const char* end) {
  const char* first = start;
  while (first != end && (*first == ' ' || *first == '\t' || *first == '\n' || *first == '\f')) ++first;
  if (first == end) {
    if (*end == '!' || *end == ':' || *end == '=') {
      return fail(std::string("f-string: expression required before '") + *end + "'");
    }
    return fail("f-string: empty expression not allowed");
  }

  // Where the opening brace stands: lines and columns from the token's start.
  const char* brace = start - 1;
  const char* token_start = token.text.data();
  count_lines(token_start, brace);
  int columns = 0;
  bool newline_after_brace = true;
  for (const char* p = start; *p != '}' && *p != '\n'; ++p) {
    if (*p != ' ' && *p != '\t' && *p != '\f') {
      newline_after_brace = false;
      break;
    }
  }
  if (!newline_after_brace) {
    columns = static_cast<int>(brace - (last_newline_ != nullptr ? last_newline_ + 1 : token_start));
  }

  std::string program = "(";
  program.append(start, end);
  program += ')';
  StreamStart inner;
  inner.source.text = normalise_lines(program, LastLine::kEnd, arena_);
  inner.source.columns_in_bytes = true;
  inner.rule = StartRule::kFString;
  inner.first_line = token.lineno + lines_;
  inner.first_column = lines_ != 0 ? columns : token.col_offset + columns;
  return parse_fstring_expression(inner, session_);
}

}  // namespace

ast::Expr* concatenate_strings(Span<const Token> tokens, TokenStream& stream) {
  return StringBuilder(tokens, stream).build();
}

}  // namespace eider::frontend

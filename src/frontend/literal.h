// SPDX-License-Identifier: MIT
//
// The values of literals: numbers, strings with their escapes, adjacent strings, f-strings.
//
// An f-string of Python 3.11 is one string token; its expressions are cut out of the token's text, put in parentheses and
// parsed as small programs of their own, whose first line is shifted to where it stands. Hence the limits (no backslash,
// no comment, no outer quote inside an expression) and the error places relative to "(expression)".
#pragma once

#include <string>
#include <string_view>

#include "frontend/token_stream.h"

namespace eider::frontend {

/// The value of a number token. False: an error is in the session (a decimal literal of more than 4300 digits).
bool number_value(const Token& token, TokenStream& stream, ast::ConstantValue* value);

/// The node for adjacent string tokens: a Constant or a JoinedStr. Null: an error is in the session.
ast::Expr* concatenate_strings(Span<const Token> tokens, TokenStream& stream);

/// An escape problem in a literal: the exception text, with "(unicode error) " or "(value error) " in front.
struct EscapeResult {
  bool good = true;
  std::string error;
  int bad_escape = -1;  // first backslash of an escape Python does not know, as an index; a warning
  int bad_escape_length = 0;
};

/// Decodes the inside of a str literal. Appends UTF-8 to `out`.
EscapeResult decode_str_escapes(std::string_view body, std::string* out);
/// Decodes the inside of a bytes literal, which must be ASCII.
EscapeResult decode_bytes_escapes(std::string_view body, std::string* out);

/// NFKC form of an identifier, in the arena.
std::string_view normalise_identifier(std::string_view text, Arena& arena);

/// The expression of an f-string: parses `start` (whose text is in parentheses). Null: an error is in the session.
/// Defined with the parser.
ast::Expr* parse_fstring_expression(const StreamStart& start, Session& session);

}  // namespace eider::frontend

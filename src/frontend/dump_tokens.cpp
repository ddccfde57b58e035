// SPDX-License-Identifier: MIT
#include "frontend/dump_tokens.h"

#include <cstdio>

#include "frontend/python_repr.h"
#include "frontend/token_stream.h"

namespace eider::frontend {

bool dump_tokens(std::string_view source, const ParseOptions& options, ParseResult& result, std::string* out) {
  Arena arena;
  Session session(options, arena, result);
  StreamStart start;
  if (!decode_source(source, session, &start.source)) return false;
  TokenStream stream(start, session);
  for (size_t i = 0;; ++i) {
    const Token& token = stream.at(i);
    if (session.failed()) return false;
    char place[64];
    std::snprintf(place, sizeof place, "%d,%d-%d,%d:", token.lineno, token.col_offset, token.end_lineno,
                  token.end_col_offset);
    char line[128];
    std::snprintf(line, sizeof line, "%-20s%-15s", place, token_kind_name(token.kind));
    *out += line;
    *out += repr_of_str(token.text);
    *out += '\n';
    if (token.kind == TokenKind::kEndMarker) return true;
  }
}

}  // namespace eider::frontend

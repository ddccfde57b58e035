// SPDX-License-Identifier: MIT
//
// Tokens as text, a line each: `1,0-1,3:  NAME  'def'`, in the manner of `python3 -m tokenize -e`.
//
// The tokens are those of Python's parser: no COMMENT, no NL, no ENCODING.
#pragma once

#include <string>

#include "frontend/parser.h"

namespace eider::frontend {

/// The tokens up to the end or the first error. False: the error is in `result`.
bool dump_tokens(std::string_view source, const ParseOptions& options, ParseResult& result, std::string* out);

}  // namespace eider::frontend

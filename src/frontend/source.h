// SPDX-License-Identifier: MIT
//
// From bytes to the text the tokenizer reads: encoding declarations (PEP 263), byte order mark, line ends.
//
// Not here: whether the UTF-8 of identifiers and literals is valid; that is found where they are used, as CPython does.
#pragma once

#include <string_view>

#include "frontend/session.h"

namespace eider::frontend {

struct SourceText {
  std::string_view text;         // lines end with '\n'; a NUL follows the last byte
  bool columns_in_bytes = false;  // error columns count bytes: CPython does so for bytes without a declared encoding
};

enum class LastLine : uint8_t { kEnd, kLeave };  // whether a missing last '\n' is added

/// Decodes `raw` as options.origin says. False: the error is in the session.
bool decode_source(std::string_view raw, Session& session, SourceText* source);

/// Copies `text` with '\r\n' and '\r' made '\n', and a NUL after it.
std::string_view normalise_lines(std::string_view text, LastLine last_line, Arena& arena);

}  // namespace eider::frontend

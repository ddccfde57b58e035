// SPDX-License-Identifier: MIT
//
// UTF-8 in the small: decoding one character, finding the first invalid byte, writing a character.
//
// A lone surrogate (from an escape in a literal) is written as its three-byte form; in source text it is an error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace eider::frontend {

struct Utf8Error {
  bool found = false;
  size_t position = 0;       // of the first bad byte
  size_t length = 1;         // of the bad sequence
  const char* reason = "";   // "invalid start byte", ...
};

/// The first place where `text` is not UTF-8, with CPython's reason.
Utf8Error find_utf8_error(std::string_view text);

/// CPython's UnicodeDecodeError text: "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte".
std::string utf8_error_message(std::string_view text, const Utf8Error& error);

/// `text` with U+FFFD for every bad sequence, for showing it.
std::string with_replacements(std::string_view text);

/// How many characters the first `bytes` bytes of `line` hold; a bad or cut sequence counts as one. At least 0.
int characters_in(std::string_view line, int bytes);

/// The character at `text[*at]`, which is moved past it. The text must be valid; lone surrogates are allowed.
uint32_t next_character(std::string_view text, size_t* at);

void append_character(std::string* out, uint32_t character);

/// Whether Unicode 14, which Python 3.11 knows, has the character. ICU may know more.
bool is_assigned(uint32_t character);

/// Whether Python's str.isprintable holds for the character.
bool is_printable(uint32_t character);

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// The tokenizer's part for numbers: where a numeric literal ends, and what is wrong with a bad one.
#include <string>

#include "frontend/tokenizer.h"

namespace eider::frontend {

namespace {

constexpr bool is_digit(int c) { return c >= '0' && c <= '9'; }
constexpr bool is_hex_digit(int c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr bool is_name_character(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c >= 128;
}

}  // namespace

bool Tokenizer::looking_at_end_of_word(std::string_view text) {
  std::string_view rest(cursor_, static_cast<size_t>(line_end_ - cursor_));
  if (!rest.starts_with(text)) return false;
  return rest.size() == text.size() || !is_name_character(static_cast<unsigned char>(rest[text.size()]));
}

// `c` follows a number and is already read. `1if x else y` is accepted with a warning, `1abc` is not.
bool Tokenizer::check_end_of_number(int c, const char* kind) {
  bool keyword = false;
  switch (c) {
    case 'a': keyword = looking_at_end_of_word("nd"); break;
    case 'e': keyword = looking_at_end_of_word("lse"); break;
    case 'f': keyword = looking_at_end_of_word("or"); break;
    case 'i':  // CPython does not look behind these
      keyword = cursor_ != line_end_ && (*cursor_ == 'f' || *cursor_ == 'n' || *cursor_ == 's');
      break;
    case 'n': keyword = looking_at_end_of_word("ot"); break;
    case 'o': keyword = looking_at_end_of_word("r"); break;
    default: break;
  }
  if (keyword) {
    session_.warn(DiagnosticKind::kSyntaxWarning, std::string("invalid ") + kind + " literal", lineno_);
    return true;
  }
  if (is_name_character(c)) {
    back(c);
    return error(std::string("invalid ") + kind + " literal");
  }
  return true;
}

// After a digit: the rest of the digits, with single underscores between them. *next is the character after them.
bool Tokenizer::read_decimal_tail(int* next) {
  int c;
  for (;;) {
    do {
      c = next_char();
    } while (is_digit(c));
    if (c != '_') break;
    c = next_char();
    if (!is_digit(c)) {
      back(c);
      return error("invalid decimal literal");
    }
  }
  *next = c;
  return true;
}

// After 0x, 0o or 0b, whose letter is `c`.
bool Tokenizer::read_radix_number(int c, int* next) {
  int radix = c == 'x' || c == 'X' ? 16 : c == 'o' || c == 'O' ? 8 : 2;
  const char* kind = radix == 16 ? "hexadecimal" : radix == 8 ? "octal" : "binary";
  auto is_own_digit = [&](int digit) {
    return radix == 16 ? is_hex_digit(digit) : is_digit(digit) && digit - '0' < radix;
  };
  auto bad_digit = [&](int digit) {
    return error(std::string("invalid digit '") + static_cast<char>(digit) + "' in " + kind + " literal");
  };
  c = next_char();
  do {
    if (c == '_') c = next_char();
    if (!is_own_digit(c)) {
      if (is_digit(c)) return bad_digit(c);
      back(c);
      return error(std::string("invalid ") + kind + " literal");
    }
    do {
      c = next_char();
    } while (is_own_digit(c));
  } while (c == '_');
  if (is_digit(c)) return bad_digit(c);
  *next = c;
  return check_end_of_number(c, kind);
}

bool Tokenizer::finish_number(int c, Token* token) {
  back(c);
  finish(TokenKind::kNumber, token_start_, cursor_, token);
  return true;
}

bool Tokenizer::read_number(int c, Token* token) {
  auto bad = [&] {
    finish(TokenKind::kError, nullptr, nullptr, token);
    return false;
  };
  bool zeros_first = false;
  const char* zeros_end = nullptr;
  bool nonzero = false;
  if (c == '0') {
    c = next_char();
    if (c == 'x' || c == 'X' || c == 'o' || c == 'O' || c == 'b' || c == 'B') {
      return read_radix_number(c, &c) ? finish_number(c, token) : bad();
    }
    zeros_first = true;
    for (;;) {  // 0, 00, 0_0: zero; anything else that starts so must be a float
      if (c == '_') {
        c = next_char();
        if (!is_digit(c)) {
          back(c);
          error("invalid decimal literal");
          return bad();
        }
      }
      if (c != '0') break;
      c = next_char();
    }
    zeros_end = cursor_;
    if (is_digit(c)) {
      nonzero = true;
      if (!read_decimal_tail(&c)) return bad();
    }
  } else if (c != '.') {
    if (!read_decimal_tail(&c)) return bad();
  }

  bool is_float = false;
  if (c == '.') {
    is_float = true;
    c = next_char();
    if (is_digit(c) && !read_decimal_tail(&c)) return bad();
  }
  if (c == 'e' || c == 'E') {
    int letter = c;
    c = next_char();
    if (c == '+' || c == '-') {
      c = next_char();
      if (!is_digit(c)) {
        back(c);
        error("invalid decimal literal");
        return bad();
      }
    } else if (!is_digit(c)) {
      back(c);
      if (!check_end_of_number(letter, "decimal")) return bad();
      return finish_number(letter, token);
    }
    is_float = true;
    if (!read_decimal_tail(&c)) return bad();
  }
  if (c == 'j' || c == 'J') {
    c = next_char();
    return check_end_of_number(c, "imaginary") ? finish_number(c, token) : bad();
  }
  if (zeros_first && nonzero && !is_float) {
    back(c);
    error_at(
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        static_cast<int>(token_start_ + 1 - line_start_), static_cast<int>(zeros_end - line_start_));
    return bad();
  }
  return check_end_of_number(c, "decimal") ? finish_number(c, token) : bad();
}

}  // namespace eider::frontend

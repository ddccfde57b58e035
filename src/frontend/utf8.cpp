// SPDX-License-Identifier: MIT
#include "frontend/utf8.h"

#include <unicode/uchar.h>

#include <cstdio>

namespace eider::frontend {

namespace {

// Length of the valid character at `at`, or 0 with `error` filled.
size_t check_character(std::string_view text, size_t at, Utf8Error* error) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char first = byte(at);
  if (first < 0x80) return 1;
  auto bad = [&](size_t length, const char* reason) {
    *error = {true, at, length, reason};
    return size_t{0};
  };
  if (first < 0xC2 || first > 0xF4) return bad(1, "invalid start byte");
  size_t need = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  for (size_t i = 1; i < need; ++i) {
    if (at + i >= text.size()) return bad(i, "unexpected end of data");
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (i == 1) {
      if (first == 0xE0) low = 0xA0;
      if (first == 0xED) high = 0x9F;
      if (first == 0xF0) low = 0x90;
      if (first == 0xF4) high = 0x8F;
    }
    if (byte(at + i) < low || byte(at + i) > high) return bad(i, "invalid continuation byte");
  }
  return need;
}

}  // namespace

Utf8Error find_utf8_error(std::string_view text) {
  Utf8Error error;
  for (size_t at = 0; at < text.size();) {
    size_t length = check_character(text, at, &error);
    if (length == 0) return error;
    at += length;
  }
  return error;
}

std::string utf8_error_message(std::string_view text, const Utf8Error& error) {
  char buffer[160];
  if (error.length == 1) {
    std::snprintf(buffer, sizeof buffer, "'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
                  static_cast<unsigned char>(text[error.position]), error.position, error.reason);
  } else {
    std::snprintf(buffer, sizeof buffer, "'utf-8' codec can't decode bytes in position %zu-%zu: %s", error.position,
                  error.position + error.length - 1, error.reason);
  }
  return buffer;
}

uint32_t next_character(std::string_view text, size_t* at) {
  auto byte = [&](size_t i) -> uint32_t { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
  size_t i = *at;
  uint32_t first = byte(i);
  if (first < 0x80) {
    *at = i + 1;
    return first;
  }
  if (first < 0xE0) {
    *at = i + 2;
    return (first & 0x1F) << 6 | (byte(i + 1) & 0x3F);
  }
  if (first < 0xF0) {
    *at = i + 3;
    return (first & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 | (byte(i + 2) & 0x3F);
  }
  *at = i + 4;
  return (first & 0x07) << 18 | (byte(i + 1) & 0x3F) << 12 | (byte(i + 2) & 0x3F) << 6 | (byte(i + 3) & 0x3F);
}

void append_character(std::string* out, uint32_t c) {
  if (c < 0x80) {
    *out += static_cast<char>(c);
  } else if (c < 0x800) {
    *out += static_cast<char>(0xC0 | c >> 6);
    *out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out += static_cast<char>(0xE0 | c >> 12);
    *out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    *out += static_cast<char>(0xF0 | c >> 18);
    *out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    *out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

bool is_assigned(uint32_t c) {
  UVersionInfo age;
  u_charAge(static_cast<UChar32>(c), age);
  return age[0] != 0 && age[0] <= 14;
}

bool is_printable(uint32_t c) {
  if (c == ' ') return true;
  if (c >= 128 && !is_assigned(c)) return false;
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_UNASSIGNED:
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR:
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return false;
    default:
      return true;
  }
}

std::string with_replacements(std::string_view text) {
  std::string out;
  for (Utf8Error error = find_utf8_error(text); error.found; error = find_utf8_error(text)) {
    out += text.substr(0, error.position);
    out += "\xEF\xBF\xBD";
    text.remove_prefix(error.position + error.length);
  }
  out += text;
  return out;
}

int characters_in(std::string_view line, int bytes) {
  if (bytes <= 0) return 0;
  size_t wanted = static_cast<size_t>(bytes);
  // Past the end of the line CPython counts whatever follows it; one per byte keeps the column sensible.
  int count = wanted > line.size() ? static_cast<int>(wanted - line.size()) : 0;
  std::string_view text = line.substr(0, wanted);
  auto count_valid = [&](std::string_view valid) {
    for (char c : valid) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  };
  for (Utf8Error error = find_utf8_error(text); error.found; error = find_utf8_error(text)) {
    count_valid(text.substr(0, error.position));
    ++count;
    text.remove_prefix(error.position + error.length);
  }
  count_valid(text);
  return count;
}

}  // namespace eider::frontend

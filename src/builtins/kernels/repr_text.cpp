// SPDX-License-Identifier: MIT
#include "builtins/kernels/repr_text.h"

#include "builtins/kernels/codecs_errors.h"
#include "builtins/kernels/unicode_db.h"

namespace eider::builtins::kernels {

namespace {

// Single quotes, unless the text has some and has no double ones.
template <class At>
char choose_quote(size_t size, At at) {
  bool single = false, dual = false;
  for (size_t i = 0; i < size; i++) {
    single |= at(i) == '\'';
    dual |= at(i) == '"';
  }
  return single && !dual ? '"' : '\'';
}

// Backslash, the quote, and the control characters with names. False when `c` is none of these.
template <class Out>
bool append_short_escape(char32_t c, char quote, Out& out) {
  char letter = 0;
  switch (c) {
    case '\\':
      letter = '\\';
      break;
    case '\t':
      letter = 't';
      break;
    case '\n':
      letter = 'n';
      break;
    case '\r':
      letter = 'r';
      break;
    default:
      if (c != static_cast<char32_t>(quote)) return false;
      letter = quote;
  }
  out.push('\\');
  out.push(letter);
  return true;
}

void append_repr(TextView text, bool only_ascii, Text32& out) {
  const char quote = choose_quote(text.size, [&](size_t i) { return text[i]; });
  out.push(static_cast<char32_t>(quote));
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (append_short_escape(c, quote, out)) continue;
    if (c < 0x80 ? c >= 0x20 && c < 0x7f : !only_ascii && is_printable(c)) {
      out.push(c);
    } else {
      append_hex_escape(c, out);
    }
  }
  out.push(static_cast<char32_t>(quote));
}

}  // namespace

void repr_string(TextView text, Text32& out) { append_repr(text, false, out); }
void ascii_string(TextView text, Text32& out) { append_repr(text, true, out); }

void escape_non_ascii(TextView text, Text32& out) {
  for (size_t i = 0; i < text.size; i++) {
    if (text[i] < 0x80) {
      out.push(text[i]);
    } else {
      append_hex_escape(text[i], out);
    }
  }
}

void repr_bytes(ByteSpan bytes, Text8& out) {
  const char quote = choose_quote(bytes.size(), [&](size_t i) { return bytes[i]; });
  out.push('b');
  out.push(quote);
  for (const uint8_t c : bytes) {
    if (append_short_escape(c, quote, out)) continue;
    if (c >= 0x20 && c < 0x7f) {
      out.push(static_cast<char>(c));
    } else {
      append_hex_escape(c, out);
    }
  }
  out.push(quote);
}

}  // namespace eider::builtins::kernels

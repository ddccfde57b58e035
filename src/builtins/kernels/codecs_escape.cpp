// SPDX-License-Identifier: MIT
//
// Python's own escapes: unicode_escape, raw_unicode_escape, and those of bytes literals.
#include "builtins/kernels/codecs_errors.h"
#include "builtins/kernels/unicode_db.h"

namespace eider::builtins::kernels {

namespace {

// One escape being read. `kMore`: the input ends inside it.
enum class Escape : uint8_t { kDone, kBad, kMore };

Escape read_hex(ByteSpan bytes, size_t* at, int digits, char32_t* out) {
  char32_t value = 0;
  for (; digits > 0; digits--, (*at)++) {
    if (*at >= bytes.size()) return Escape::kMore;
    const int digit = hex_digit(bytes[*at]);
    if (digit < 0) return Escape::kBad;
    value = value << 4 | static_cast<char32_t>(digit);
  }
  *out = value;
  return Escape::kDone;
}

// The escapes of one character, shared with bytes. 0 when `c` is none of them ('\0' is octal).
char simple_escape(uint8_t c) {
  switch (c) {
    case '\\':
    case '\'':
    case '"':
      return static_cast<char>(c);
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    default:
      return 0;
  }
}

// Up to three octal digits, the first of which is `first`.
uint32_t read_octal(ByteSpan bytes, size_t* at, uint8_t first) {
  uint32_t value = first - '0';
  for (int i = 0; i < 2 && *at < bytes.size() && bytes[*at] >= '0' && bytes[*at] <= '7'; i++)
    value = value * 8 + (bytes[(*at)++] - '0');
  return value;
}

void warn(EscapeWarning* warning, size_t position) {
  if (warning == nullptr || warning->found) return;
  warning->found = true;
  warning->position = position;
}

// \N{name}, behind the N.
Escape read_name(ByteSpan bytes, size_t* at, char32_t* out, const char** reason) {
  *reason = "malformed \\N character escape";
  if (*at >= bytes.size()) return Escape::kMore;
  if (bytes[*at] != '{') return Escape::kBad;
  const size_t start = ++*at;
  while (*at < bytes.size() && bytes[*at] != '}') (*at)++;
  if (*at >= bytes.size()) return Escape::kMore;
  const size_t size = *at - start;
  if (size == 0) return Escape::kBad;
  (*at)++;
  *reason = "unknown Unicode character name";
  const int32_t c = character_by_name(reinterpret_cast<const char*>(bytes.data()) + start, size);
  if (c < 0) return Escape::kBad;
  *out = static_cast<char32_t>(c);
  return Escape::kDone;
}

}  // namespace

CodecResult decode_unicode_escape(ByteSpan bytes, const DecodeErrors& errors, bool final, Text32& out,
                                  EscapeWarning* warning) {
  CodecResult result;
  size_t at = 0;
  while (at < bytes.size()) {
    const size_t start = at;
    uint8_t c = bytes[at++];
    if (c != '\\') {
      out.push(c);
      continue;
    }
    const char* reason = "\\ at end of string";
    Escape escape = Escape::kMore;
    char32_t point = 0;
    if (at < bytes.size()) {
      c = bytes[at++];
      if (c == '\n') continue;
      if (const char plain = simple_escape(c); plain != 0) {
        out.push(static_cast<char32_t>(plain));
        continue;
      }
      switch (c) {
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
          point = read_octal(bytes, &at, c);
          escape = Escape::kDone;
          break;
        case 'x':
          reason = "truncated \\xXX escape";
          escape = read_hex(bytes, &at, 2, &point);
          break;
        case 'u':
          reason = "truncated \\uXXXX escape";
          escape = read_hex(bytes, &at, 4, &point);
          break;
        case 'U':
          reason = "truncated \\UXXXXXXXX escape";
          escape = read_hex(bytes, &at, 8, &point);
          if (escape == Escape::kDone && point > 0x10ffff) {
            reason = "illegal Unicode character";
            escape = Escape::kBad;
          }
          break;
        case 'N':
          escape = read_name(bytes, &at, &point, &reason);
          break;
        default:
          warn(warning, at - 1);
          out.push('\\');
          out.push(c);
          continue;
      }
    }
    if (escape == Escape::kDone) {
      out.push(point);
      continue;
    }
    if (escape == Escape::kMore && !final) {
      at = start;
      break;
    }
    const CodecError error{start, at, reason, "unicodeescape"};
    result.status = resolve_decode_error(errors, bytes, error, out, &at);
    if (result.status != CodecStatus::kOk) {
      result.error = error;
      break;
    }
  }
  result.consumed = at;
  if (result.status == CodecStatus::kOk && out.failed()) result.status = CodecStatus::kNoMemory;
  return result;
}

CodecResult decode_raw_unicode_escape(ByteSpan bytes, const DecodeErrors& errors, bool final, Text32& out) {
  CodecResult result;
  size_t at = 0;
  while (at < bytes.size()) {
    const size_t start = at;
    uint8_t c = bytes[at++];
    if (c != '\\' || (at >= bytes.size() && final)) {
      out.push(c);
      continue;
    }
    Escape escape = Escape::kMore;
    const char* reason = nullptr;
    char32_t point = 0;
    if (at < bytes.size()) {
      c = bytes[at++];
      if (c != 'u' && c != 'U') {
        out.push('\\');
        out.push(c);
        continue;
      }
      reason = c == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
      escape = read_hex(bytes, &at, c == 'u' ? 4 : 8, &point);
      if (escape == Escape::kDone && point > 0x10ffff) {
        reason = "\\Uxxxxxxxx out of range";
        escape = Escape::kBad;
      }
    }
    if (escape == Escape::kDone) {
      out.push(point);
      continue;
    }
    if (escape == Escape::kMore && !final) {
      at = start;
      break;
    }
    const CodecError error{start, at, reason, "rawunicodeescape"};
    result.status = resolve_decode_error(errors, bytes, error, out, &at);
    if (result.status != CodecStatus::kOk) {
      result.error = error;
      break;
    }
  }
  result.consumed = at;
  if (result.status == CodecStatus::kOk && out.failed()) result.status = CodecStatus::kNoMemory;
  return result;
}

void encode_unicode_escape(TextView text, Bytes& out) {
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (c >= 0x20 && c < 0x7f) {
      if (c == '\\') out.push('\\');
      out.push(static_cast<uint8_t>(c));
    } else if (c == '\t' || c == '\n' || c == '\r') {
      out.push('\\');
      out.push(c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
    } else {
      append_hex_escape(c, out);
    }
  }
}

void encode_raw_unicode_escape(TextView text, Bytes& out) {
  for (size_t i = 0; i < text.size; i++) {
    if (text[i] < 256) {
      out.push(static_cast<uint8_t>(text[i]));
    } else {
      append_hex_escape(text[i], out);
    }
  }
}

EscapeBytesStatus decode_byte_escapes(ByteSpan bytes, ErrorHandler handler, Bytes& out, size_t* error_position,
                                      EscapeWarning* warning) {
  size_t at = 0;
  while (at < bytes.size()) {
    uint8_t c = bytes[at++];
    if (c != '\\') {
      out.push(c);
      continue;
    }
    if (at >= bytes.size()) return EscapeBytesStatus::kTrailingBackslash;
    c = bytes[at++];
    if (c == '\n') continue;
    if (const char plain = simple_escape(c); plain != 0) {
      out.push(static_cast<uint8_t>(plain));
    } else if (c >= '0' && c <= '7') {
      out.push(static_cast<uint8_t>(read_octal(bytes, &at, c)));
    } else if (c == 'x') {
      const size_t start = at;
      char32_t value = 0;
      if (read_hex(bytes, &at, 2, &value) == Escape::kDone) {
        out.push(static_cast<uint8_t>(value));
        continue;
      }
      if (handler == ErrorHandler::kReplace) {
        out.push('?');
      } else if (handler != ErrorHandler::kIgnore) {
        *error_position = start - 2;
        return EscapeBytesStatus::kInvalidHex;
      }
      // A single hex digit goes with the bad escape: read_hex has stepped over it.
    } else {
      warn(warning, at - 1);
      out.push('\\');
      out.push(c);
    }
  }
  return EscapeBytesStatus::kOk;
}

}  // namespace eider::builtins::kernels

// SPDX-License-Identifier: MIT
#include "frontend/source.h"

#include <unicode/ucnv.h>

#include <cstdio>
#include <string>

#include "frontend/utf8.h"

namespace eider::frontend {

namespace {

bool is_cookie_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

// The encoding named in `line`, which must be a comment; empty when there is none.
std::string_view cookie_in_line(std::string_view line) {
  size_t at = line.find_first_not_of(" \t\f");
  if (at == std::string_view::npos || line[at] != '#') return {};
  for (at = line.find("coding", at); at != std::string_view::npos; at = line.find("coding", at + 1)) {
    size_t start = at + 6;
    if (start >= line.size() || (line[start] != ':' && line[start] != '=')) continue;
    ++start;
    while (start < line.size() && (line[start] == ' ' || line[start] == '\t')) ++start;
    size_t end = start;
    while (end < line.size() && is_cookie_character(line[end])) ++end;
    if (end > start) return line.substr(start, end - start);
  }
  return {};
}

// PEP 263: the first two lines, the second only when the first is blank or a comment.
std::string_view find_cookie(std::string_view text) {
  for (int number = 0; number < 2 && !text.empty(); ++number) {
    size_t end = text.find_first_of("\r\n");
    std::string_view line = text.substr(0, end);
    if (std::string_view cookie = cookie_in_line(line); !cookie.empty()) return cookie;
    size_t first = line.find_first_not_of(" \t\f");
    if (first != std::string_view::npos && line[first] != '#') return {};
    if (end == std::string_view::npos) return {};
    if (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n') ++end;
    text.remove_prefix(end + 1);
  }
  return {};
}

// The two names CPython treats alike in all their spellings; others are returned as they are.
std::string normal_encoding_name(std::string_view name) {
  std::string normal;
  for (char c : name.substr(0, 12)) normal += c == '_' ? '-' : (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  auto is = [&](std::string_view known) {
    return normal == known ||
           (normal.size() > known.size() && normal.starts_with(known) && normal[known.size()] == '-');
  };
  if (is("utf-8")) return "utf-8";
  if (is("latin-1") || is("iso-8859-1") || is("iso-latin-1")) return "iso-8859-1";
  return std::string(name);
}

bool fail_decoding(Session& session, std::string message) {
  Diagnostic diagnostic;
  diagnostic.message = std::move(message);
  diagnostic.lineno = 0;
  diagnostic.offset = -1;
  diagnostic.has_text = false;
  session.fail(std::move(diagnostic));
  return false;
}

// A file without a declaration must be UTF-8 throughout, comments included.
bool fail_undeclared(std::string_view raw, size_t position, Session& session) {
  int line = 1;
  for (size_t i = 0; i < position; ++i) line += raw[i] == '\n' || (raw[i] == '\r' && raw[i + 1] != '\n');
  char hex[8];
  std::snprintf(hex, sizeof hex, "%02x", static_cast<unsigned char>(raw[position]));
  return fail_decoding(session, "Non-UTF-8 code starting with '\\x" + std::string(hex) + "' in file " +
                                    std::string(session.options.filename) + " on line " + std::to_string(line) +
                                    ", but no encoding declared; see https://peps.python.org/pep-0263/ for details");
}

std::string codec_name(std::string_view name) {
  std::string codec;
  for (char c : name) codec += c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (codec.find_first_not_of("0123456789") == std::string::npos) codec.insert(0, "cp");
  return codec;
}

struct ConverterCloser {
  UConverter* converter;
  ~ConverterCloser() { ucnv_close(converter); }
};

bool convert(std::string_view raw, const std::string& encoding, Session& session, std::string* decoded) {
  char hex[8];
  std::string codec = codec_name(encoding);
  if (codec == "utf8" || codec == "u8" || codec == "utf") {
    if (Utf8Error error = find_utf8_error(raw); error.found)
      return fail_decoding(session, utf8_error_message(raw, error));
    *decoded = raw;
    return true;
  }
  // A declaration is found in bytes that read as ASCII, so the text cannot be in these.
  if (codec.starts_with("utf-16") || codec.starts_with("utf16") || codec.starts_with("utf-32") ||
      codec.starts_with("utf32")) {
    return fail_decoding(session, "encoding problem: " + encoding);
  }
  if (codec == "ascii" || codec == "us-ascii") {
    for (size_t i = 0; i < raw.size(); ++i) {
      unsigned char byte = static_cast<unsigned char>(raw[i]);
      if (byte < 128) continue;
      std::snprintf(hex, sizeof hex, "%02x", byte);
      return fail_decoding(session, "'ascii' codec can't decode byte 0x" + std::string(hex) + " in position " +
                                        std::to_string(i) + ": ordinal not in range(128)");
    }
    *decoded = raw;
    return true;
  }
  if (encoding == "iso-8859-1") {
    for (char c : raw) {
      unsigned char byte = static_cast<unsigned char>(c);
      if (byte < 128) {
        *decoded += c;
      } else {
        *decoded += static_cast<char>(0xC0 | (byte >> 6));
        *decoded += static_cast<char>(0x80 | (byte & 0x3F));
      }
    }
    return true;
  }
  UErrorCode status = U_ZERO_ERROR;
  ConverterCloser closer{ucnv_open(codec.c_str(), &status)};
  if (U_FAILURE(status)) return fail_decoding(session, "unknown encoding: " + encoding);
  ucnv_setToUCallBack(closer.converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);

  const char* from = raw.data();
  const char* end = from + raw.size();
  UChar units[1024];
  // ICU gives the bytes a Windows code page leaves undefined the control character of the same number. Python refuses them.
  bool undefined_as_control = codec.starts_with("cp125") || codec.starts_with("windows-125");
  size_t units_before = 0;
  for (bool done = false; !done;) {
    UChar* to = units;
    status = U_ZERO_ERROR;
    ucnv_toUnicode(closer.converter, &to, units + 1024, &from, end, nullptr, true, &status);
    if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) {
      char bad[32];
      int8_t bad_length = sizeof bad;
      UErrorCode ignored = U_ZERO_ERROR;
      ucnv_getInvalidChars(closer.converter, bad, &bad_length, &ignored);
      size_t at = static_cast<size_t>(from - raw.data()) - static_cast<size_t>(bad_length);
      std::snprintf(hex, sizeof hex, "%02x", static_cast<unsigned char>(bad_length > 0 ? bad[0] : 0));
      return fail_decoding(session, "'charmap' codec can't decode byte 0x" + std::string(hex) + " in position " +
                                        std::to_string(at) + ": character maps to <undefined>");
    }
    done = status != U_BUFFER_OVERFLOW_ERROR;
    for (const UChar* unit = units; unit < to; ++unit) {
      uint32_t c = *unit;
      if (undefined_as_control && c >= 0x80 && c < 0xA0) {
        std::snprintf(hex, sizeof hex, "%02x", c);
        return fail_decoding(session, "'charmap' codec can't decode byte 0x" + std::string(hex) + " in position " +
                                          std::to_string(units_before + static_cast<size_t>(unit - units)) +
                                          ": character maps to <undefined>");
      }
      if (U16_IS_LEAD(c) && unit + 1 < to && U16_IS_TRAIL(unit[1])) c = U16_GET_SUPPLEMENTARY(c, *++unit);
      char bytes[4];
      int length = 0;
      U8_APPEND_UNSAFE(bytes, length, c);
      decoded->append(bytes, static_cast<size_t>(length));
    }
    units_before += static_cast<size_t>(to - units);
  }
  return true;
}

}  // namespace

std::string_view normalise_lines(std::string_view text, LastLine last_line, Arena& arena) {
  char* out = static_cast<char*>(arena.allocate(text.size() + 2, 1));
  size_t length = 0;
  if (text.find('\r') == std::string_view::npos) {
    if (!text.empty()) std::memcpy(out, text.data(), text.size());
    length = text.size();
  } else {
    for (size_t i = 0; i < text.size(); ++i) {
      char c = text[i];
      if (c == '\r') {
        if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        c = '\n';
      }
      out[length++] = c;
    }
  }
  if (last_line == LastLine::kEnd && length > 0 && out[length - 1] != '\n') out[length++] = '\n';
  out[length] = '\0';
  return {out, length};
}

bool decode_source(std::string_view raw, Session& session, SourceText* source) {
  const ParseOptions& options = session.options;
  if (raw.find('\0') != std::string_view::npos) {
    if (options.origin == SourceOrigin::kFile) return fail_decoding(session, "source code cannot contain null bytes");
    session.fail_plain(DiagnosticKind::kValueError, "source code string cannot contain null bytes");
    return false;
  }
  LastLine last_line = options.mode == ParseMode::kExec ? LastLine::kEnd : LastLine::kLeave;
  if (options.origin == SourceOrigin::kText) {
    source->text = normalise_lines(raw, last_line, session.arena);
    return true;
  }
  bool has_mark = raw.starts_with("\xEF\xBB\xBF");
  if (has_mark) raw.remove_prefix(3);
  std::string_view cookie = find_cookie(raw);
  std::string encoding = cookie.empty() ? std::string() : normal_encoding_name(cookie);
  source->columns_in_bytes = !has_mark && cookie.empty() && options.origin == SourceOrigin::kBytes;
  if (has_mark && !encoding.empty() && encoding != "utf-8") {
    return fail_decoding(session, "encoding problem: " + encoding + " with BOM");
  }
  if (encoding.empty() && !has_mark && options.origin == SourceOrigin::kFile) {
    if (Utf8Error error = find_utf8_error(raw); error.found) return fail_undeclared(raw, error.position, session);
  }
  if (encoding.empty() || encoding == "utf-8") {
    source->text = normalise_lines(raw, last_line, session.arena);
    return true;
  }
  std::string decoded;
  if (!convert(raw, encoding, session, &decoded)) return false;
  source->text = normalise_lines(decoded, last_line, session.arena);
  return true;
}

}  // namespace eider::frontend

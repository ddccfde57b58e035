// SPDX-License-Identifier: MIT
//
// ASCII, Latin-1 and table codecs.
#include "builtins/kernels/codecs_errors.h"

namespace eider::builtins::kernels {

namespace {

constexpr uint16_t kUndefined = 0xfffe;

constexpr struct Cp1252Points {
  uint16_t points[256];
  constexpr Cp1252Points() : points() {
    constexpr uint16_t kC1[32] = {0x20ac, 0xfffe, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                  0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffe, 0x017d, 0xfffe,
                                  0xfffe, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                  0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffe, 0x017e, 0x0178};
    for (unsigned i = 0; i < 256; i++) points[i] = i >= 0x80 && i < 0xa0 ? kC1[i - 0x80] : static_cast<uint16_t>(i);
  }
} kCp1252Points;

// What becomes of a run of characters that have no code. `put(c)` writes a character of a replacement; false: it has no
// code either.
template <class Put>
bool replace_run(TextView text, const CodecError& error, const EncodeErrors& errors, size_t* at, CodecResult* result,
                 Bytes& out, Put put) {
  EncodeReplacement answer;
  result->status = resolve_encode_error(errors, text, error, &answer);
  if (result->status == CodecStatus::kOk) {
    out.append(answer.bytes.data(), answer.bytes.size());
    for (size_t i = 0; i < answer.text.size() && result->status == CodecStatus::kOk; i++) {
      if (!put(answer.text[i])) result->status = CodecStatus::kError;
    }
    *at = answer.resume;
  }
  if (result->status == CodecStatus::kOk) return true;
  result->error = error;
  return false;
}

CodecResult encode_direct(TextView text, char32_t limit, const char* encoding, const char* reason,
                          const EncodeErrors& errors, Bytes& out) {
  CodecResult result;
  if (!out.reserve(out.size() + text.size)) {
    result.status = CodecStatus::kNoMemory;
    return result;
  }
  auto put = [&](char32_t c) {
    if (c >= limit) return false;
    out.push(static_cast<uint8_t>(c));
    return true;
  };
  size_t at = 0;
  while (at < text.size) {
    if (put(text[at])) {
      at++;
      continue;
    }
    CodecError error{at, at + 1, reason, encoding};
    while (error.end < text.size && text[error.end] >= limit) error.end++;
    if (errors.handler == ErrorHandler::kSurrogateEscape) {  // takes what it can, even if the run goes on
      while (error.start < error.end && text[error.start] >= 0xdc80 && text[error.start] <= 0xdcff) {
        out.push(static_cast<uint8_t>(text[error.start++] - 0xdc00));
      }
      at = error.start;
      if (at == error.end) continue;
    }
    if (!replace_run(text, error, errors, &at, &result, out, put)) return result;
  }
  result.consumed = at;
  if (out.failed()) result.status = CodecStatus::kNoMemory;
  return result;
}

}  // namespace

const Charmap kCp1252 = {"charmap", kCp1252Points.points};

CodecResult decode_ascii(ByteSpan bytes, const DecodeErrors& errors, Text32& out) {
  CodecResult result;
  size_t at = 0;
  while (at < bytes.size()) {
    const size_t run = ascii_prefix(bytes.subspan(at));
    out.append_ascii(reinterpret_cast<const char*>(bytes.data()) + at, run);
    at += run;
    if (at == bytes.size()) break;
    const CodecError error{at, at + 1, "ordinal not in range(128)", "ascii"};
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

CodecResult decode_latin1(ByteSpan bytes, Text32& out) {
  CodecResult result;
  out.append_ascii(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  result.consumed = bytes.size();
  if (out.failed()) result.status = CodecStatus::kNoMemory;
  return result;
}

CodecResult encode_ascii(TextView text, const EncodeErrors& errors, Bytes& out) {
  return encode_direct(text, 128, "ascii", "ordinal not in range(128)", errors, out);
}

CodecResult encode_latin1(TextView text, const EncodeErrors& errors, Bytes& out) {
  return encode_direct(text, 256, "latin-1", "ordinal not in range(256)", errors, out);
}

CodecResult decode_charmap(ByteSpan bytes, const Charmap& map, const DecodeErrors& errors, Text32& out) {
  CodecResult result;
  size_t at = 0;
  while (at < bytes.size()) {
    const uint16_t point = map.points[bytes[at]];
    if (point != kUndefined) {
      out.push(point);
      at++;
      continue;
    }
    const CodecError error{at, at + 1, "character maps to <undefined>", map.encoding};
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

CodecResult encode_charmap(TextView text, const Charmap& map, const EncodeErrors& errors, Bytes& out) {
  auto find = [&](char32_t c) {
    if (c < 256 && map.points[c] == c) return static_cast<int>(c);
    for (int i = 0; i < 256; i++) {
      if (map.points[i] == c && map.points[i] != kUndefined) return i;
    }
    return -1;
  };
  auto put = [&](char32_t c) {
    const int code = find(c);
    if (code >= 0) out.push(static_cast<uint8_t>(code));
    return code >= 0;
  };
  CodecResult result;
  size_t at = 0;
  while (at < text.size) {
    if (put(text[at])) {
      at++;
      continue;
    }
    CodecError error{at, at + 1, "character maps to <undefined>", map.encoding};
    while (error.end < text.size && find(text[error.end]) < 0) error.end++;
    if (!replace_run(text, error, errors, &at, &result, out, put)) return result;
  }
  result.consumed = at;
  if (out.failed()) result.status = CodecStatus::kNoMemory;
  return result;
}

}  // namespace eider::builtins::kernels

// SPDX-License-Identifier: MIT
//
// UTF-8: validation, decoding, encoding.
//
// ASCII is skipped eight bytes at a time. A sequence is accepted only in its shortest form and outside the surrogates;
// the ranges of the second byte do that (Unicode 14, table 3-7).
#include <bit>

#include "builtins/kernels/codecs_errors.h"

namespace eider::builtins::kernels {

namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

uint64_t load_word(const uint8_t* p) {
  uint64_t word;
  std::memcpy(&word, p, 8);
  return word;
}

// End of the ASCII bytes at `at`.
size_t skip_ascii(const uint8_t* data, size_t at, size_t size) {
  while (at + 8 <= size) {
    const uint64_t high = load_word(data + at) & kHighBits;
    if (high != 0) return at + static_cast<size_t>(std::countr_zero(high)) / 8;
    at += 8;
  }
  while (at < size && data[at] < 0x80) at++;
  return at;
}

struct Sequence {
  enum Kind : uint8_t { kPoint, kBadStart, kBadContinuation, kTruncated } kind;
  uint8_t size;  // of the character, or of the bytes in error
  char32_t point;
};

// The sequence at p, whose first byte is not ASCII; left > 0 bytes are there.
Sequence read_sequence(const uint8_t* p, size_t left) {
  const uint8_t lead = p[0];
  if (lead < 0xc2 || lead > 0xf4) return {Sequence::kBadStart, 1, 0};
  const uint8_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  uint8_t low = 0x80, high = 0xbf;  // of the second byte
  if (lead == 0xe0) low = 0xa0;
  if (lead == 0xed) high = 0x9f;
  if (lead == 0xf0) low = 0x90;
  if (lead == 0xf4) high = 0x8f;
  char32_t point = lead & (0xffu >> (size + 1));
  for (uint8_t i = 1; i < size; i++) {
    if (i >= left) return {Sequence::kTruncated, i, 0};
    if (p[i] < low || p[i] > high) return {Sequence::kBadContinuation, i, 0};
    low = 0x80;
    high = 0xbf;
    point = point << 6 | (p[i] & 63u);
  }
  return {Sequence::kPoint, size, point};
}

}  // namespace

size_t ascii_prefix(ByteSpan bytes) { return skip_ascii(bytes.data(), 0, bytes.size()); }

Utf8Scan scan_utf8(ByteSpan bytes) {
  const uint8_t* data = bytes.data();
  Utf8Scan scan{false, 0, 0x7f};
  uint8_t top_lead = 0;
  for (size_t at = 0; at < bytes.size();) {
    const size_t next = skip_ascii(data, at, bytes.size());
    scan.points += next - at;
    at = next;
    while (at < bytes.size() && data[at] >= 0x80) {
      const Sequence sequence = read_sequence(data + at, bytes.size() - at);
      if (sequence.kind != Sequence::kPoint) return scan;
      if (data[at] > top_lead) top_lead = data[at];
      at += sequence.size;
      scan.points++;
    }
  }
  scan.valid = true;
  if (top_lead != 0) scan.highest = top_lead < 0xc4 ? 0xff : top_lead < 0xf0 ? 0xffff : 0x10ffff;
  return scan;
}

namespace {

template <class Char>
void copy_valid(ByteSpan bytes, Char* out) {
  const uint8_t* p = bytes.data();
  const uint8_t* end = p + bytes.size();
  while (p < end) {
    const uint8_t lead = *p;
    if (lead < 0x80) {
      while (end - p >= 8 && (load_word(p) & kHighBits) == 0) {
        for (int i = 0; i < 8; i++) out[i] = p[i];
        p += 8;
        out += 8;
      }
      while (p < end && *p < 0x80) *out++ = *p++;
    } else if (lead < 0xe0) {
      *out++ = static_cast<Char>((lead & 31u) << 6 | (p[1] & 63u));
      p += 2;
    } else if (lead < 0xf0) {
      *out++ = static_cast<Char>((lead & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u));
      p += 3;
    } else {
      *out++ = static_cast<Char>((lead & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u));
      p += 4;
    }
  }
}

}  // namespace

void copy_valid_utf8(ByteSpan bytes, uint8_t* out) { copy_valid(bytes, out); }
void copy_valid_utf8(ByteSpan bytes, uint16_t* out) { copy_valid(bytes, out); }
void copy_valid_utf8(ByteSpan bytes, char32_t* out) { copy_valid(bytes, out); }

CodecResult decode_utf8(ByteSpan bytes, const DecodeErrors& errors, bool final, Text32& out) {
  const uint8_t* data = bytes.data();
  size_t at = 0;
  CodecResult result;
  while (at < bytes.size()) {
    const size_t next = skip_ascii(data, at, bytes.size());
    out.append_ascii(reinterpret_cast<const char*>(data) + at, next - at);
    at = next;
    if (at == bytes.size()) break;
    const Sequence sequence = read_sequence(data + at, bytes.size() - at);
    CodecError error{at, at + sequence.size, nullptr, "utf-8"};
    switch (sequence.kind) {
      case Sequence::kPoint:
        out.push(sequence.point);
        at += sequence.size;
        continue;
      case Sequence::kTruncated:
        if (!final) {
          result.consumed = at;
          if (out.failed()) result.status = CodecStatus::kNoMemory;
          return result;
        }
        error.reason = "unexpected end of data";
        break;
      case Sequence::kBadStart:
        error.reason = "invalid start byte";
        break;
      case Sequence::kBadContinuation:
        error.reason = "invalid continuation byte";
        break;
    }
    result.status = resolve_decode_error(errors, bytes, error, out, &at);
    if (result.status != CodecStatus::kOk) {
      result.error = error;
      result.consumed = at;
      return result;
    }
  }
  result.consumed = at;
  if (out.failed()) result.status = CodecStatus::kNoMemory;
  return result;
}

void append_utf8(char32_t c, Bytes& out) {
  if (c < 0x80) {
    out.push(static_cast<uint8_t>(c));
    return;
  }
  uint8_t bytes[4];
  size_t size = 0;
  if (c < 0x800) {
    bytes[size++] = static_cast<uint8_t>(0xc0 | c >> 6);
  } else {
    if (c < 0x10000) {
      bytes[size++] = static_cast<uint8_t>(0xe0 | c >> 12);
    } else {
      bytes[size++] = static_cast<uint8_t>(0xf0 | c >> 18);
      bytes[size++] = static_cast<uint8_t>(0x80 | (c >> 12 & 63));
    }
    bytes[size++] = static_cast<uint8_t>(0x80 | (c >> 6 & 63));
  }
  bytes[size++] = static_cast<uint8_t>(0x80 | (c & 63));
  out.append(bytes, size);
}

CodecResult encode_utf8(TextView text, const EncodeErrors& errors, Bytes& out) {
  CodecResult result;
  if (!out.reserve(out.size() + text.size)) {
    result.status = CodecStatus::kNoMemory;
    return result;
  }
  size_t at = 0;
  while (at < text.size) {
    const char32_t c = text[at];
    if (EIDER_LIKELY(!is_surrogate(c))) {
      append_utf8(c, out);
      at++;
      continue;
    }
    CodecError error{at, at + 1, "surrogates not allowed", "utf-8"};
    while (error.end < text.size && is_surrogate(text[error.end])) error.end++;
    if (errors.handler == ErrorHandler::kSurrogateEscape) {
      while (error.start < error.end && text[error.start] >= 0xdc80 && text[error.start] <= 0xdcff) {
        out.push(static_cast<uint8_t>(text[error.start++] - 0xdc00));
      }
      at = error.start;
      if (at == error.end) continue;
    }
    EncodeReplacement answer;
    result.status = resolve_encode_error(errors, text, error, &answer);
    if (result.status == CodecStatus::kOk) {
      out.append(answer.bytes.data(), answer.bytes.size());
      for (size_t i = 0; i < answer.text.size(); i++) {
        if (answer.text[i] >= 0x80) result.status = CodecStatus::kError;  // CPython takes ASCII replacements only
        out.push(static_cast<uint8_t>(answer.text[i]));
      }
      at = answer.resume;
    }
    if (result.status != CodecStatus::kOk) {
      result.error = error;
      return result;
    }
  }
  result.consumed = at;
  if (out.failed()) result.status = CodecStatus::kNoMemory;
  return result;
}

char32_t highest_code_point(TextView text) {
  return with_characters(text, [&](const auto* characters) {
    char32_t highest = 0;
    for (size_t i = 0; i < text.size; i++) {
      if (characters[i] > highest) highest = characters[i];
    }
    return highest;
  });
}

}  // namespace eider::builtins::kernels

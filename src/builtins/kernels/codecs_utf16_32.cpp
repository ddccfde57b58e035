// SPDX-License-Identifier: MIT
//
// UTF-16 and UTF-32, both byte orders, with or without a mark.
#include <initializer_list>

#include "builtins/kernels/codecs_errors.h"

namespace eider::builtins::kernels {

namespace {

char32_t read16(const uint8_t* p, bool big) {
  return big ? static_cast<char32_t>(p[0] << 8 | p[1]) : static_cast<char32_t>(p[1] << 8 | p[0]);
}
char32_t read32(const uint8_t* p, bool big) {
  return big ? read16(p, true) << 16 | read16(p + 2, true) : read16(p + 2, false) << 16 | read16(p, false);
}
void write16(char32_t c, bool big, Bytes& out) {
  const auto low = static_cast<uint8_t>(c), high = static_cast<uint8_t>(c >> 8);
  out.push(big ? high : low);
  out.push(big ? low : high);
}
void write32(char32_t c, bool big, Bytes& out) {
  write16(big ? c >> 16 : c & 0xffff, big, out);
  write16(big ? c & 0xffff : c >> 16, big, out);
}

// Settles the byte order; skips the mark.
size_t read_mark(ByteSpan bytes, Utf kind, size_t unit, int* order) {
  if (kind == Utf::kLittle) *order = -1;
  if (kind == Utf::kBig) *order = 1;
  if (kind != Utf::kWithMark || *order != 0 || bytes.size() < unit) return 0;
  for (const bool big : {false, true}) {
    const char32_t mark = unit == 2 ? read16(bytes.data(), big) : read32(bytes.data(), big);
    if (mark == 0xfeff) {
      *order = big ? 1 : -1;
      return unit;
    }
  }
  return 0;  // no mark: the machine's order, which is little on every machine we run on
}

// The loop of both decoders. `read(at, &point)` returns the bytes of a good character, or 0 with an error filled in;
// an error without a reason means "an incomplete end".
template <class Read>
CodecResult decode_units(ByteSpan bytes, size_t at, const DecodeErrors& errors, bool final, const char* encoding,
                         Text32& out, Read read) {
  CodecResult result;
  while (at < bytes.size()) {
    char32_t point = 0;
    CodecError error{at, at, nullptr, encoding};
    bool incomplete = false;
    const size_t size = read(at, &point, &error, &incomplete);
    if (EIDER_LIKELY(size != 0)) {
      out.push(point);
      at += size;
      continue;
    }
    if (incomplete && !final) break;
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

}  // namespace

CodecResult decode_utf16(ByteSpan bytes, Utf kind, const DecodeErrors& errors, bool final, int* order, Text32& out) {
  const size_t start = read_mark(bytes, kind, 2, order);
  const bool big = *order > 0;
  auto read = [&](size_t at, char32_t* point, CodecError* error, bool* incomplete) -> size_t {
    const size_t left = bytes.size() - at;
    if (left < 2) {
      *incomplete = true;
      error->end = bytes.size();
      error->reason = "truncated data";
      return 0;
    }
    const char32_t unit = read16(bytes.data() + at, big);
    if (!is_surrogate(unit)) {
      *point = unit;
      return 2;
    }
    error->end = at + 2;
    if (unit >= 0xdc00) {
      error->reason = "illegal encoding";
      return 0;
    }
    if (left < 4) {
      *incomplete = true;
      error->end = bytes.size();
      error->reason = "unexpected end of data";
      return 0;
    }
    const char32_t second = read16(bytes.data() + at + 2, big);
    if (second < 0xdc00 || second > 0xdfff) {
      error->reason = "illegal UTF-16 surrogate";
      return 0;
    }
    *point = 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00);
    return 4;
  };
  return decode_units(bytes, start, errors, final, big ? "utf-16-be" : "utf-16-le", out, read);
}

CodecResult decode_utf32(ByteSpan bytes, Utf kind, const DecodeErrors& errors, bool final, int* order, Text32& out) {
  const size_t start = read_mark(bytes, kind, 4, order);
  const bool big = *order > 0;
  auto read = [&](size_t at, char32_t* point, CodecError* error, bool* incomplete) -> size_t {
    if (bytes.size() - at < 4) {
      *incomplete = true;
      error->end = bytes.size();
      error->reason = "truncated data";
      return 0;
    }
    *point = read32(bytes.data() + at, big);
    error->end = at + 4;
    if (is_surrogate(*point)) {
      error->reason = "code point in surrogate code point range(0xd800, 0xe000)";
      return 0;
    }
    if (*point > 0x10ffff) {
      error->reason = "code point not in range(0x110000)";
      return 0;
    }
    return 4;
  };
  return decode_units(bytes, start, errors, final, big ? "utf-32-be" : "utf-32-le", out, read);
}

namespace {

template <class Write>
CodecResult encode_units(TextView text, size_t unit, const EncodeErrors& errors, const char* encoding, Bytes& out,
                         Write write) {
  CodecResult result;
  size_t at = 0;
  while (at < text.size) {
    const char32_t c = text[at];
    if (EIDER_LIKELY(!is_surrogate(c))) {
      write(c);
      at++;
      continue;
    }
    const CodecError error{at, at + 1, "surrogates not allowed", encoding};
    EncodeReplacement answer;
    result.status = resolve_encode_error(errors, text, error, &answer);
    if (result.status == CodecStatus::kOk && answer.bytes.size() % unit != 0) result.status = CodecStatus::kError;
    if (result.status == CodecStatus::kOk) {
      out.append(answer.bytes.data(), answer.bytes.size());
      for (size_t i = 0; i < answer.text.size(); i++) {
        if (answer.text[i] >= 0x80) result.status = CodecStatus::kError;  // CPython takes ASCII replacements only
        write(answer.text[i]);
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

}  // namespace

CodecResult encode_utf16(TextView text, Utf kind, const EncodeErrors& errors, Bytes& out) {
  const bool big = kind == Utf::kBig;
  if (kind == Utf::kWithMark) write16(0xfeff, false, out);
  const char* encoding = kind == Utf::kWithMark ? "utf-16" : big ? "utf-16-be" : "utf-16-le";
  return encode_units(text, 2, errors, encoding, out, [&](char32_t c) {
    if (c >= 0x10000) {
      write16(0xd800 + ((c - 0x10000) >> 10), big, out);
      c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    write16(c, big, out);
  });
}

CodecResult encode_utf32(TextView text, Utf kind, const EncodeErrors& errors, Bytes& out) {
  const bool big = kind == Utf::kBig;
  if (kind == Utf::kWithMark) write32(0xfeff, false, out);
  const char* encoding = kind == Utf::kWithMark ? "utf-32" : big ? "utf-32-be" : "utf-32-le";
  return encode_units(text, 4, errors, encoding, out, [&](char32_t c) { write32(c, big, out); });
}

}  // namespace eider::builtins::kernels

// SPDX-License-Identifier: MIT
//
// Normal forms, by ICU over UTF-16.
//
// Python strings may hold lone surrogates, next to each other even; in UTF-16 two of them could become a character.
// They neither compose nor decompose, so the text is normalised in the pieces between them.
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <charconv>

#include "builtins/kernels/unicode_db.h"

namespace eider::builtins::kernels {

namespace {

const UNormalizer2* normalizer(NormalForm form) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2* made = nullptr;
  switch (form) {
    case NormalForm::kNFC:
      made = unorm2_getNFCInstance(&error);
      break;
    case NormalForm::kNFD:
      made = unorm2_getNFDInstance(&error);
      break;
    case NormalForm::kNFKC:
      made = unorm2_getNFKCInstance(&error);
      break;
    case NormalForm::kNFKD:
      made = unorm2_getNFKDInstance(&error);
      break;
  }
  EIDER_CHECK(U_SUCCESS(error));  // the data is part of the library
  return made;
}

// Surrogates, and the only characters of Unicode 15 with a decomposition: both stand for themselves.
bool is_inert(char32_t c) { return (c >= 0xd800 && c <= 0xdfff) || (c >= 0x1e030 && c <= 0x1e06d); }

// Below this nothing changes in any form: ASCII, and for NFC all of Latin-1.
bool is_plain(TextView text, NormalForm form) {
  const char32_t limit = form == NormalForm::kNFC ? 0x100 : 0x80;
  return with_characters(text, [&](const auto* characters) {
    for (size_t i = 0; i < text.size; i++) {
      if (characters[i] >= limit) return false;
    }
    return true;
  });
}

bool to_utf16(TextView text, Buffer<UChar, 256>& out) {
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (c < 0x10000) {
      out.push(static_cast<UChar>(c));
    } else {
      out.push(U16_LEAD(c));
      out.push(U16_TRAIL(c));
    }
  }
  return !out.failed() && out.size() < INT32_MAX / 4;
}

bool normalize_piece(TextView text, NormalForm form, Text32& out) {
  if (is_plain(text, form)) {
    append(out, text);
    return !out.failed();
  }
  Buffer<UChar, 256> source, target;
  if (!to_utf16(text, source)) return false;
  UErrorCode error = U_ZERO_ERROR;
  const auto source_size = static_cast<int32_t>(source.size());
  if (target.extend(source.size() + 64) == nullptr) return false;
  int32_t size = unorm2_normalize(normalizer(form), source.data(), source_size, target.data(),
                                  static_cast<int32_t>(target.size()), &error);
  if (error == U_BUFFER_OVERFLOW_ERROR) {
    error = U_ZERO_ERROR;
    if (target.extend(static_cast<size_t>(size)) == nullptr) return false;
    size = unorm2_normalize(normalizer(form), source.data(), source_size, target.data(),
                            static_cast<int32_t>(target.size()), &error);
  }
  if (U_FAILURE(error)) return false;
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U16_NEXT(target.data(), i, size, c);
    out.push(static_cast<char32_t>(c));
  }
  return !out.failed();
}

// Calls piece(text) for the pieces between inert characters and lone(c) for each of those; stops when one is false.
template <class Piece, class Lone>
bool each_piece(TextView text, Piece piece, Lone lone) {
  size_t start = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (!is_inert(text[i])) continue;
    if (i > start && !piece(text.slice(start, i))) return false;
    if (!lone(text[i])) return false;
    start = i + 1;
  }
  return start == text.size || piece(text.slice(start, text.size));
}

}  // namespace

bool normalize(TextView text, NormalForm form, Text32& out) {
  return each_piece(
      text, [&](TextView piece) { return normalize_piece(piece, form, out); },
      [&](char32_t c) {
        out.push(c);
        return !out.failed();
      });
}

bool is_normalized(TextView text, NormalForm form) {
  return each_piece(
      text,
      [&](TextView piece) {
        if (is_plain(piece, form)) return true;
        Buffer<UChar, 256> source;
        UErrorCode error = U_ZERO_ERROR;
        return to_utf16(piece, source) &&
               unorm2_isNormalized(normalizer(form), source.data(), static_cast<int32_t>(source.size()), &error) != 0;
      },
      [](char32_t) { return true; });
}

void decomposition(char32_t c, Text8& out) {
  // Hangul syllables decompose by rule and have no entry in the character data; Python shows none either.
  if (c > 0x10ffff || (c >= 0xac00 && c <= 0xd7a3) || is_inert(c)) return;
  const UNormalizer2* canonical = normalizer(NormalForm::kNFC);
  const UNormalizer2* compatible = normalizer(NormalForm::kNFKC);
  const auto p = static_cast<UChar32>(c);
  UChar units[64];
  UErrorCode error = U_ZERO_ERROR;
  int32_t size = unorm2_getRawDecomposition(canonical, p, units, 64, &error);
  bool compatibility = false;
  if (size < 0) {
    error = U_ZERO_ERROR;
    size = unorm2_getRawDecomposition(compatible, p, units, 64, &error);
    compatibility = true;
  }
  if (size < 0 || U_FAILURE(error)) return;
  if (compatibility) {
    static constexpr const char* kTags[] = {"",         "",        "compat",   "circle", "final",    "font",
                                            "fraction", "initial", "isolated", "medial", "narrow",   "noBreak",
                                            "small",    "square",  "sub",      "super",  "vertical", "wide"};
    out.push('<');
    out.append_ascii(kTags[u_getIntPropertyValue(p, UCHAR_DECOMPOSITION_TYPE)]);
    out.append_ascii("> ");
  }
  for (int32_t i = 0; i < size;) {
    UChar32 part = 0;
    if (i != 0) out.push(' ');
    U16_NEXT(units, i, size, part);
    char hex[8];
    const auto end = std::to_chars(hex, hex + sizeof hex, static_cast<uint32_t>(part), 16).ptr;
    for (auto n = end - hex; n < 4; n++) out.push('0');
    for (const char* h = hex; h < end; h++) out.push(*h >= 'a' ? static_cast<char>(*h - 32) : *h);
  }
}

}  // namespace eider::builtins::kernels

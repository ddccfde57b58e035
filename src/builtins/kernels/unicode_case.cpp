// SPDX-License-Identifier: MIT
//
// Upper, lower, title and folded case: of characters (full mappings) and of whole strings.
//
// Most characters map to one; those of SpecialCasing.txt lie in the ranges of may_expand and take ICU's string
// functions.
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "builtins/kernels/unicode_db.h"

namespace eider::builtins::kernels {

namespace {

constexpr char32_t kCapitalSigma = 0x3a3, kSigma = 0x3c3, kFinalSigma = 0x3c2;

// Characters whose full mapping may differ from their simple one.
bool may_expand(char32_t c) {
  if (c < 0x130) return c == 0xdf;
  if (c < 0x1e96) {
    return c == 0x130 || c == 0x149 || c == 0x1f0 || c == 0x345 || c == 0x390 || c == 0x3b0 || c == 0x587;
  }
  return c <= 0x1fff || (c >= 0xfb00 && c <= 0xfb17);
}

CaseMapping single(UChar32 c) { return {{static_cast<char32_t>(c)}, 1}; }

CaseMapping from_utf16(const UChar* units, int32_t size) {
  CaseMapping mapping{{}, 0};
  for (int32_t i = 0; i < size && mapping.count < 3;) {
    UChar32 c = 0;
    U16_NEXT(units, i, size, c);
    mapping.points[mapping.count++] = static_cast<char32_t>(c);
  }
  return mapping;
}

// All expanding characters are in the basic plane, and so are their mappings.
template <class Map>
CaseMapping expand(char32_t c, Map map) {
  const UChar source[1] = {static_cast<UChar>(c)};
  UChar target[8];
  UErrorCode error = U_ZERO_ERROR;
  const int32_t size = map(target, source, &error);
  if (U_FAILURE(error)) return single(static_cast<UChar32>(c));
  return from_utf16(target, size);
}

}  // namespace

CaseMapping map_upper(char32_t c) {
  if (!may_expand(c)) return single(u_toupper(static_cast<UChar32>(c)));
  return expand(
      c, [](UChar* to, const UChar* from, UErrorCode* error) { return u_strToUpper(to, 8, from, 1, "", error); });
}

CaseMapping map_lower(char32_t c) {
  if (c == 0x130) return {{0x69, 0x307}, 2};  // the only character with a longer lower case
  return single(u_tolower(static_cast<UChar32>(c)));
}

CaseMapping map_title(char32_t c) {
  if (!may_expand(c)) return single(u_totitle(static_cast<UChar32>(c)));
  return expand(c, [](UChar* to, const UChar* from, UErrorCode* error) {
    const uint32_t options = U_TITLECASE_WHOLE_STRING | U_TITLECASE_NO_BREAK_ADJUSTMENT | U_TITLECASE_NO_LOWERCASE;
    return icu::CaseMap::toTitle("", options, nullptr, from, 1, to, 8, nullptr, *error);
  });
}

CaseMapping map_fold(char32_t c) {
  if (!may_expand(c)) return single(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
  return expand(c, [](UChar* to, const UChar* from, UErrorCode* error) {
    return u_strFoldCase(to, 8, from, 1, U_FOLD_CASE_DEFAULT, error);
  });
}

namespace {

void append_mapping(const CaseMapping& mapping, Text32& out) { out.append(mapping.points, mapping.count); }

// A sigma ends a word: a cased letter before it, none after, both past case-ignorable characters.
bool is_final_sigma(TextView text, size_t at) {
  size_t i = at;
  while (i > 0 && is_case_ignorable(text[i - 1])) i--;
  if (i == 0 || !is_cased(text[i - 1])) return false;
  i = at + 1;
  while (i < text.size && is_case_ignorable(text[i])) i++;
  return i == text.size || !is_cased(text[i]);
}

void append_lower(TextView text, size_t i, Text32& out) {
  const char32_t c = text[i];
  if (c < 128) {
    out.push(c >= 'A' && c <= 'Z' ? c + 32 : c);
  } else if (c == kCapitalSigma) {
    out.push(is_final_sigma(text, i) ? kFinalSigma : kSigma);
  } else {
    append_mapping(map_lower(c), out);
  }
}

}  // namespace

void text_upper(TextView text, Text32& out) {
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (c < 128) {
      out.push(c >= 'a' && c <= 'z' ? c - 32 : c);
    } else {
      append_mapping(map_upper(c), out);
    }
  }
}

void text_lower(TextView text, Text32& out) {
  for (size_t i = 0; i < text.size; i++) append_lower(text, i, out);
}

void text_title(TextView text, Text32& out) {
  bool inside = false;
  for (size_t i = 0; i < text.size; i++) {
    if (inside) {
      append_lower(text, i, out);
    } else {
      append_mapping(map_title(text[i]), out);
    }
    inside = is_cased(text[i]);
  }
}

void text_capitalize(TextView text, Text32& out) {
  if (text.size == 0) return;
  append_mapping(map_title(text[0]), out);
  for (size_t i = 1; i < text.size; i++) append_lower(text, i, out);
}

void text_swapcase(TextView text, Text32& out) {
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (is_upper(c)) {
      append_lower(text, i, out);
    } else if (is_lower(c)) {
      append_mapping(map_upper(c), out);
    } else {
      out.push(c);
    }
  }
}

void text_casefold(TextView text, Text32& out) {
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (c < 128) {
      out.push(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else {
      append_mapping(map_fold(c), out);
    }
  }
}

bool text_is_upper(TextView text) {
  bool cased = false;
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (is_lower(c) || is_title(c)) return false;
    cased |= is_upper(c);
  }
  return cased;
}

bool text_is_lower(TextView text) {
  bool cased = false;
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (is_upper(c) || is_title(c)) return false;
    cased |= is_lower(c);
  }
  return cased;
}

bool text_is_title(TextView text) {
  bool cased = false, inside = false;
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    if (is_upper(c) || is_title(c)) {
      if (inside) return false;
      inside = cased = true;
    } else if (is_lower(c)) {
      if (!inside) return false;
      cased = true;
    } else {
      inside = false;
    }
  }
  return cased;
}

}  // namespace eider::builtins::kernels

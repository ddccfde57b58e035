// SPDX-License-Identifier: MIT
//
// Character classes, digits, names and properties, by ICU.
//
// Note [Unicode 14 on ICU 72]
// ICU 72 has Unicode 15 data. Characters with an age above kUnicodeMajor are treated as unassigned, so that the
// classes, isprintable (and with it repr) and names are those of python3.11.
#include "builtins/kernels/unicode_db.h"

#include <unicode/uchar.h>

#include <charconv>

#include "builtins/kernels/unicode_aliases.h"

namespace eider::builtins::kernels {

namespace {

constexpr uint8_t kUnicodeMajor = 14;

// Whether c is older than Unicode 15, see Note [Unicode 14 on ICU 72].
bool is_known(char32_t c) {
  if (c > 0x10ffff) return false;
  UVersionInfo age;
  u_charAge(static_cast<UChar32>(c), age);
  return age[0] <= kUnicodeMajor;
}

bool has(char32_t c, UProperty property) { return u_hasBinaryProperty(static_cast<UChar32>(c), property) != 0; }

// Older characters to which Unicode 15 gave the property Lowercase.
bool became_lower_in_15(char32_t c) { return c == 0x10fc || (c >= 0xa7f2 && c <= 0xa7f4) || c == 0xab69; }

UNumericType numeric_type(char32_t c) {
  return static_cast<UNumericType>(u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_NUMERIC_TYPE));
}

}  // namespace

bool ucd::slow_class(char32_t c, Latin1Class what) {
  if (what == kLineBreak) return c == 0x2028 || c == 0x2029;
  if (c > 0x10ffff) return false;
  const auto p = static_cast<UChar32>(c);
  switch (what) {
    case kAlpha: {
      const uint32_t letters = U_GC_L_MASK;
      return (U_GET_GC_MASK(p) & letters) != 0 && is_known(c);
    }
    case kDecimal:
      return numeric_type(c) == U_NT_DECIMAL && is_known(c);
    case kDigit: {
      const UNumericType type = numeric_type(c);
      return (type == U_NT_DECIMAL || type == U_NT_DIGIT) && is_known(c);
    }
    case kNumeric:
      return numeric_type(c) != U_NT_NONE && is_known(c);
    case kSpace: {
      if (u_charType(p) == U_SPACE_SEPARATOR) return true;
      const UCharDirection direction = u_charDirection(p);
      return direction == U_WHITE_SPACE_NEUTRAL || direction == U_BLOCK_SEPARATOR || direction == U_SEGMENT_SEPARATOR;
    }
    case kPrintable:
      return (U_GET_GC_MASK(p) & (U_GC_C_MASK | U_GC_Z_MASK)) == 0 && is_known(c);
    case kUpper:
      return u_isUUppercase(p) != 0 && is_known(c);
    case kLower:
      return u_isULowercase(p) != 0 && is_known(c) && !became_lower_in_15(c);
    case kIdStart:
      return has(c, UCHAR_XID_START) && is_known(c);
    case kIdContinue:
      return has(c, UCHAR_XID_CONTINUE) && is_known(c);
    case kLineBreak:
      break;
  }
  EIDER_UNREACHABLE("every class is asked above");
}

bool is_title(char32_t c) { return c > 255 && u_charType(static_cast<UChar32>(c)) == U_TITLECASE_LETTER; }
bool is_cased(char32_t c) {
  if (c < 128) return (c | 32) >= 'a' && (c | 32) <= 'z';
  return has(c, UCHAR_CASED) && is_known(c) && !became_lower_in_15(c);
}
bool is_case_ignorable(char32_t c) { return has(c, UCHAR_CASE_IGNORABLE) && is_known(c); }

int decimal_value(char32_t c) {
  if (c < 128) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
  return is_decimal(c) ? static_cast<int>(u_getNumericValue(static_cast<UChar32>(c))) : -1;
}

int digit_value(char32_t c) {
  if (c < 128) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
  return is_digit(c) ? static_cast<int>(u_getNumericValue(static_cast<UChar32>(c))) : -1;
}

bool numeric_value(char32_t c, double* out) {
  if (!is_numeric(c)) return false;
  *out = u_getNumericValue(static_cast<UChar32>(c));
  return true;
}

bool text_is_identifier(TextView text) {
  if (text.size == 0 || !is_identifier_start(text[0])) return false;
  for (size_t i = 1; i < text.size; i++) {
    if (!is_identifier_continue(text[i])) return false;
  }
  return true;
}

size_t find_line_end(TextView text, size_t start, size_t* next) {
  return with_characters(text, [&](const auto* characters) {
    size_t at = start;
    while (at < text.size && !is_line_break(characters[at])) at++;
    *next = at;
    if (at < text.size) {
      const bool pair = characters[at] == '\r' && at + 1 < text.size && characters[at + 1] == '\n';
      *next = at + (pair ? 2 : 1);
    }
    return at;
  });
}

void to_ascii_number_text(TextView text, Text8& out) {
  char* to = out.extend(text.size);
  if (to == nullptr) return;
  for (size_t i = 0; i < text.size; i++) {
    const char32_t c = text[i];
    const int digit = c < 127 ? -1 : decimal_value(c);
    to[i] = c < 127 ? static_cast<char>(c) : is_space(c) ? ' ' : digit >= 0 ? static_cast<char>('0' + digit) : '?';
  }
}

// --- names
// ---------------------------------------------------------------------------------------------------------------

namespace {

// CPython 3.11 does not name Tangut ideographs.
bool is_nameless_tangut(const char* name) { return std::strncmp(name, "TANGUT IDEOGRAPH-", 17) == 0; }

}  // namespace

size_t character_name(char32_t c, char out[kMaxNameLength]) {
  if (!is_known(c)) return 0;
  UErrorCode error = U_ZERO_ERROR;
  const int32_t size = u_charName(static_cast<UChar32>(c), U_UNICODE_CHAR_NAME, out, kMaxNameLength, &error);
  if (U_FAILURE(error) || size < 0 || is_nameless_tangut(out)) return 0;
  return static_cast<size_t>(size);
}

namespace {

// Copies a name in capitals; false when it is too long or not ASCII to be one.
bool capital_name(const char* name, size_t size, char out[kMaxNameLength]) {
  if (size == 0 || size >= kMaxNameLength) return false;
  for (size_t i = 0; i < size; i++) {
    const char c = name[i];
    if (c <= 0 || c > 126) return false;
    out[i] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  out[size] = 0;
  return true;
}

template <class Entry>
const Entry* find_entry(const Entry* entries, size_t count, const char* name) {
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const int order = std::strcmp(entries[middle].name, name);
    if (order == 0) return &entries[middle];
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return nullptr;
}

}  // namespace

int32_t character_by_name(const char* name, size_t size) {
  char capitals[kMaxNameLength];
  if (!capital_name(name, size, capitals)) return -1;
  if (const auto* alias = find_entry(ucd::kAliases, ucd::kAliasCount, capitals))
    return static_cast<int32_t>(alias->point);
  UErrorCode error = U_ZERO_ERROR;
  const UChar32 c = u_charFromName(U_UNICODE_CHAR_NAME, capitals, &error);
  if (U_FAILURE(error) || !is_known(static_cast<char32_t>(c)) || is_nameless_tangut(capitals)) return -1;
  // Names made by rule (Hangul syllables, CJK ideographs) are read in capitals only, as CPython does.
  const bool by_rule =
      std::strncmp(capitals, "HANGUL SYLLABLE ", 16) == 0 || std::strncmp(capitals, "CJK UNIFIED IDEOGRAPH-", 22) == 0;
  if (by_rule && std::memcmp(name, capitals, size) != 0) return -1;
  return c;
}

size_t lookup_name(const char* name, size_t size, char32_t out[4]) {
  char capitals[kMaxNameLength];
  if (!capital_name(name, size, capitals)) return 0;
  if (const auto* sequence = find_entry(ucd::kSequences, ucd::kSequenceCount, capitals)) {
    size_t count = 0;
    for (; count < 4 && sequence->points[count] != 0; count++) out[count] = sequence->points[count];
    return count;
  }
  const int32_t c = character_by_name(name, size);
  if (c < 0) return 0;
  out[0] = static_cast<char32_t>(c);
  return 1;
}

// --- properties
// ----------------------------------------------------------------------------------------------------------

const char* general_category(char32_t c) {
  static constexpr const char* kNames[] = {"Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd",
                                           "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cs", "Pd",
                                           "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"};
  static_assert(sizeof kNames / sizeof *kNames == U_CHAR_CATEGORY_COUNT,
                "one name for each of ICU's categories, in order");
  return is_known(c) ? kNames[u_charType(static_cast<UChar32>(c))] : "Cn";
}

const char* bidirectional_class(char32_t c) {
  static constexpr const char* kNames[] = {"L",   "R",   "EN", "ES",  "ET",  "AN",  "CS",  "B",
                                           "S",   "WS",  "ON", "LRE", "LRO", "AL",  "RLE", "RLO",
                                           "PDF", "NSM", "BN", "FSI", "LRI", "RLI", "PDI"};
  const auto p = static_cast<UChar32>(c);
  if (!is_known(c) || u_charType(p) == U_UNASSIGNED) return "";
  return kNames[u_charDirection(p)];
}

int combining_class(char32_t c) { return is_known(c) ? u_getCombiningClass(static_cast<UChar32>(c)) : 0; }
bool is_mirrored(char32_t c) { return u_isMirrored(static_cast<UChar32>(c)) != 0 && is_known(c); }

const char* east_asian_width(char32_t c) {
  static constexpr const char* kNames[] = {"N", "A", "H", "F", "Na", "W"};
  if (std::strcmp(general_category(c), "Cn") == 0) return "F";  // unassigned, as CPython 3.11
  return kNames[u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH)];
}

}  // namespace eider::builtins::kernels

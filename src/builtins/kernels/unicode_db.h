// SPDX-License-Identifier: MIT
//
// Questions about characters: classes, case mappings, digits, names, normal forms.
//
// ASCII and Latin-1 come from tables made at compile time; the rest asks ICU.
// Invariant: the answers are those of Python's str methods for every code point assigned in Unicode 14 (python3.11's
// version); ICU 72 knows Unicode 15, so code points assigned since answer as 15 has them. The test walks all code
// points. Not here: width of characters, collation, segmentation.
#pragma once

#include "builtins/kernels/kernel_types.h"

namespace eider::builtins::kernels {

namespace ucd {
enum Latin1Class : uint16_t {
  kAlpha = 1,
  kDecimal = 2,
  kDigit = 4,
  kNumeric = 8,
  kSpace = 16,
  kPrintable = 32,
  kUpper = 64,
  kLower = 128,
  kIdStart = 256,
  kIdContinue = 512,
  kLineBreak = 1024,
};
extern const uint16_t kLatin1[256];
bool slow_class(char32_t c, Latin1Class what);
inline bool is(char32_t c, Latin1Class what) { return c < 256 ? (kLatin1[c] & what) != 0 : slow_class(c, what); }
}  // namespace ucd

inline bool is_alpha(char32_t c) { return ucd::is(c, ucd::kAlpha); }
inline bool is_decimal(char32_t c) { return ucd::is(c, ucd::kDecimal); }
inline bool is_digit(char32_t c) { return ucd::is(c, ucd::kDigit); }
inline bool is_numeric(char32_t c) { return ucd::is(c, ucd::kNumeric); }
inline bool is_alnum(char32_t c) { return is_alpha(c) || is_decimal(c) || is_digit(c) || is_numeric(c); }
inline bool is_space(char32_t c) { return ucd::is(c, ucd::kSpace); }
inline bool is_printable(char32_t c) { return ucd::is(c, ucd::kPrintable); }
inline bool is_upper(char32_t c) { return ucd::is(c, ucd::kUpper); }
inline bool is_lower(char32_t c) { return ucd::is(c, ucd::kLower); }
bool is_title(char32_t c);
/// XID_Start or '_', and XID_Continue: the characters of identifiers (after NFKC).
inline bool is_identifier_start(char32_t c) { return ucd::is(c, ucd::kIdStart); }
inline bool is_identifier_continue(char32_t c) { return ucd::is(c, ucd::kIdContinue); }
bool is_cased(char32_t c);
bool is_case_ignorable(char32_t c);
/// Where str.splitlines breaks ("\r\n" counts once, which is the caller's).
inline bool is_line_break(char32_t c) { return ucd::is(c, ucd::kLineBreak); }

int decimal_value(char32_t c);  // 0..9, or -1
int digit_value(char32_t c);    // also superscripts and the like
/// unicodedata.numeric: false when there is none.
[[nodiscard]] bool numeric_value(char32_t c, double* out);

// --- case
// ----------------------------------------------------------------------------------------------------------------
struct CaseMapping {
  char32_t points[3];
  uint8_t count;
};
/// Full mappings of one character, without context (lower of U+03A3 is U+03C3).
CaseMapping map_upper(char32_t c);
CaseMapping map_lower(char32_t c);
CaseMapping map_title(char32_t c);
CaseMapping map_fold(char32_t c);
/// Whole strings, appended to `out`: str.upper, lower (with the final sigma), title, capitalize, swapcase, casefold.
void text_upper(TextView text, Text32& out);
void text_lower(TextView text, Text32& out);
void text_title(TextView text, Text32& out);
void text_capitalize(TextView text, Text32& out);
void text_swapcase(TextView text, Text32& out);
void text_casefold(TextView text, Text32& out);
// str.isupper, islower, istitle, isidentifier of a whole string.
bool text_is_upper(TextView text);
bool text_is_lower(TextView text);
bool text_is_title(TextView text);
bool text_is_identifier(TextView text);

/// The end of the line starting at `start`, without its break; `*next` is where the following line starts.
size_t find_line_end(TextView text, size_t start, size_t* next);

/// Digits and spaces of any script to ASCII, as int() and float() read them; other characters above 127 become '?',
/// which no number contains. One ASCII character for each code point.
void to_ascii_number_text(TextView text, Text8& out);

// --- normal forms and names
// ----------------------------------------------------------------------------------------------
enum class NormalForm : uint8_t { kNFC, kNFD, kNFKC, kNFKD };
/// False when memory was short.
[[nodiscard]] bool normalize(TextView text, NormalForm form, Text32& out);
enum class Quick : uint8_t { kNo, kMaybe, kYes };
bool is_normalized(TextView text, NormalForm form);

inline constexpr size_t kMaxNameLength = 128;  // bytes; no character name is longer
/// unicodedata.name without aliases; 0 when there is none.
size_t character_name(char32_t c, char out[kMaxNameLength]);
/// "\N{name}": names and aliases, any case. -1 when unknown.
int32_t character_by_name(const char* name, size_t size);
/// unicodedata.lookup: also named sequences. Returns the number of code points written (up to 4), 0 when unknown.
size_t lookup_name(const char* name, size_t size, char32_t out[4]);

// --- properties for unicodedata
// ------------------------------------------------------------------------------------------
const char* general_category(char32_t c);     // "Lu"
const char* bidirectional_class(char32_t c);  // "L", "" when unassigned
int combining_class(char32_t c);
bool is_mirrored(char32_t c);
const char* east_asian_width(char32_t c);  // "W"
/// unicodedata.decomposition: "<compat> 0020 0308", empty when none; appended.
void decomposition(char32_t c, Text8& out);

}  // namespace eider::builtins::kernels

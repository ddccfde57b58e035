// SPDX-License-Identifier: MIT
//
// `str.format` templates: splitting "a{0.x[k]!r:>{w}}b" into literals and fields, and field names into steps.
//
// Evaluation stays with the caller, which formats a nested spec by running another StrFormatParser over it, with the
// same FieldNumbering and a depth one lower (start with kStrFormatDepth; at 0 raise kMaxRecursion). Source: behaviour
// of CPython 3.11.2's str.format and _string.
#pragma once

#include "builtins/kernels/kernel_types.h"

namespace eider::builtins::kernels {

enum class StrFormatError : uint8_t {  // all ValueError
  kNone,
  kSingleClose,           // "Single '}' encountered in format string"
  kSingleOpen,            // "Single '{' encountered in format string"
  kExpectedClose,         // "expected '}' before end of string"
  kOpenInName,            // "unexpected '{' in field name"
  kEndInConversion,       // "end of string while looking for conversion specifier"
  kColonAfterConversion,  // "expected ':' after conversion specifier"
  kUnmatchedInSpec,       // "unmatched '{' in format spec"
  kMaxRecursion,          // "Max string recursion exceeded"
  kMissingBracket,        // "Missing ']' in format string"
  kAfterBracket,          // "Only '.' or '[' may follow ']' in format field specifier"
  kEmptyAttribute,        // "Empty attribute in format string"
  kTooManyDigits,         // "Too many decimal digits in format string"
  kManualToAutomatic,     // "cannot switch from manual field specification to automatic field numbering"
  kAutomaticToManual,     // "cannot switch from automatic field numbering to manual field specification"
  kPositionalInMap,       // "Format string contains positional fields" (format_map; the caller notices)
};
const char* str_format_error_text(StrFormatError error);
inline constexpr int kStrFormatDepth = 2;

struct TextRange {
  size_t start = 0, end = 0;
  bool empty() const { return start == end; }
};

/// One step: a literal, then perhaps a field.
struct StrFormatPiece {
  TextRange literal;
  bool has_field = false;
  TextRange name;
  char32_t conversion = 0;  // 0: none. Else 'r' 's' 'a', or an unknown one (conversion_error_text)
  TextRange spec;
  bool spec_is_nested = false;  // the spec contains '{' and must be formatted first
};

class StrFormatParser {
 public:
  explicit StrFormatParser(TextView format) : format_(format), end_(format.size) {}
  StrFormatParser(TextView format, TextRange part) : format_(format), at_(part.start), end_(part.end) {}
  /// False at the end or at an error; then look at error().
  bool next(StrFormatPiece* piece);
  StrFormatError error() const { return error_; }

 private:
  bool fail(StrFormatError error) {
    error_ = error;
    return false;
  }
  bool parse_field(StrFormatPiece* piece);

  TextView format_;
  size_t at_ = 0;
  size_t end_;
  StrFormatError error_ = StrFormatError::kNone;
};

/// "{}" counts by itself, "{0}" does not; one template may not mix them.
struct FieldNumbering {
  enum class State : uint8_t { kOpen, kAutomatic, kManual };
  State state = State::kOpen;
  int64_t next = 0;
};

/// The first part of a field name, and its steps: ".name", "[key]" or "[12]".
class FieldName {
 public:
  FieldName(TextView format, TextRange name) : format_(format), name_(name), at_(name.start) {}
  /// index >= 0: a positional argument; else `key` names a keyword argument. `numbering` null (string.Formatter): an
  /// empty name stays a key.
  [[nodiscard]] StrFormatError first(FieldNumbering* numbering, TextRange* key, int64_t* index);

  struct Step {
    bool is_attribute = false;
    TextRange name;
    int64_t index = -1;  // an all-digits item
  };
  /// False at the end or at an error.
  bool next(Step* step, StrFormatError* error);
  /// Behind what first() read.
  size_t position() const { return at_; }

 private:
  TextView format_;
  TextRange name_;
  size_t at_;
};

/// ValueError text for an unknown conversion: "Unknown conversion specifier %c" or "... \x..".
void conversion_error_text(char32_t conversion, Text32& out);

}  // namespace eider::builtins::kernels

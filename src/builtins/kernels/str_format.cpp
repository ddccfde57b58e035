// SPDX-License-Identifier: MIT
//
// Splitting str.format templates and field names.
#include "builtins/kernels/str_format.h"

#include <charconv>

#include "builtins/kernels/unicode_db.h"

namespace eider::builtins::kernels {

const char* str_format_error_text(StrFormatError error) {
  switch (error) {
    case StrFormatError::kNone:
      return "";
    case StrFormatError::kSingleClose:
      return "Single '}' encountered in format string";
    case StrFormatError::kSingleOpen:
      return "Single '{' encountered in format string";
    case StrFormatError::kExpectedClose:
      return "expected '}' before end of string";
    case StrFormatError::kOpenInName:
      return "unexpected '{' in field name";
    case StrFormatError::kEndInConversion:
      return "end of string while looking for conversion specifier";
    case StrFormatError::kColonAfterConversion:
      return "expected ':' after conversion specifier";
    case StrFormatError::kUnmatchedInSpec:
      return "unmatched '{' in format spec";
    case StrFormatError::kMaxRecursion:
      return "Max string recursion exceeded";
    case StrFormatError::kMissingBracket:
      return "Missing ']' in format string";
    case StrFormatError::kAfterBracket:
      return "Only '.' or '[' may follow ']' in format field specifier";
    case StrFormatError::kEmptyAttribute:
      return "Empty attribute in format string";
    case StrFormatError::kTooManyDigits:
      return "Too many decimal digits in format string";
    case StrFormatError::kManualToAutomatic:
      return "cannot switch from manual field specification to automatic field numbering";
    case StrFormatError::kAutomaticToManual:
      return "cannot switch from automatic field numbering to manual field specification";
    case StrFormatError::kPositionalInMap:
      return "Format string contains positional fields";
  }
  EIDER_UNREACHABLE("every StrFormatError has a text");
}

void conversion_error_text(char32_t conversion, Text32& out) {
  out.append_ascii("Unknown conversion specifier ");
  if (conversion > 32 && conversion < 127) {
    out.push(conversion);
    return;
  }
  char hex[16];
  const auto end = std::to_chars(hex, hex + sizeof hex, static_cast<uint32_t>(conversion), 16).ptr;
  out.append_ascii("\\x");
  out.append_ascii(hex, static_cast<size_t>(end - hex));
}

bool StrFormatParser::next(StrFormatPiece* piece) {
  *piece = StrFormatPiece{};
  if (error_ != StrFormatError::kNone || at_ >= end_) return false;
  const size_t start = at_;
  while (at_ < end_ && format_[at_] != '{' && format_[at_] != '}') at_++;
  piece->literal = {start, at_};
  if (at_ >= end_) return true;
  const char32_t brace = format_[at_++];
  if (at_ < end_ && format_[at_] == brace) {  // doubled: the literal takes one of them
    piece->literal.end = at_++;
    return true;
  }
  if (brace == '}') return fail(StrFormatError::kSingleClose);
  if (at_ >= end_) return fail(StrFormatError::kSingleOpen);
  return parse_field(piece);
}

// Behind the '{'.
bool StrFormatParser::parse_field(StrFormatPiece* piece) {
  piece->has_field = true;
  piece->name.start = at_;
  char32_t stop = 0;
  while (at_ < end_ && stop == 0) {
    const char32_t c = format_[at_++];
    if (c == '{') return fail(StrFormatError::kOpenInName);
    if (c == '[') {  // braces, colons and exclamation marks are plain inside an index
      while (at_ < end_ && format_[at_] != ']') at_++;
    } else if (c == '}' || c == ':' || c == '!') {
      stop = c;
    }
  }
  if (stop == 0) return fail(StrFormatError::kExpectedClose);
  piece->name.end = at_ - 1;
  piece->spec = {at_ - 1, at_ - 1};
  if (stop == '}') return true;

  if (stop == '!') {
    if (at_ >= end_) return fail(StrFormatError::kEndInConversion);
    piece->conversion = format_[at_++];
    if (at_ < end_) {
      const char32_t after = format_[at_++];
      if (after == '}') {
        piece->spec = {at_ - 1, at_ - 1};
        return true;
      }
      if (after != ':') return fail(StrFormatError::kColonAfterConversion);
    }
  }
  piece->spec.start = at_;
  for (int depth = 1; at_ < end_;) {
    const char32_t c = format_[at_++];
    if (c == '{') {
      piece->spec_is_nested = true;
      depth++;
    } else if (c == '}' && --depth == 0) {
      piece->spec.end = at_ - 1;
      return true;
    }
  }
  return fail(StrFormatError::kUnmatchedInSpec);
}

namespace {

// The number a range spells in decimal digits of any script; -1 when it spells none.
StrFormatError read_index(TextView format, TextRange range, int64_t* out) {
  *out = -1;
  if (range.empty()) return StrFormatError::kNone;
  int64_t value = 0;
  for (size_t i = range.start; i < range.end; i++) {
    const int digit = decimal_value(format[i]);
    if (digit < 0) return StrFormatError::kNone;
    if (value > (INT64_MAX - digit) / 10) return StrFormatError::kTooManyDigits;
    value = value * 10 + digit;
  }
  *out = value;
  return StrFormatError::kNone;
}

}  // namespace

StrFormatError FieldName::first(FieldNumbering* numbering, TextRange* key, int64_t* index) {
  at_ = name_.start;
  while (at_ < name_.end && format_[at_] != '.' && format_[at_] != '[') at_++;
  *key = {name_.start, at_};
  const StrFormatError error = read_index(format_, *key, index);
  if (error != StrFormatError::kNone || numbering == nullptr) return error;
  const bool automatic = key->empty();
  if (!automatic && *index < 0) return StrFormatError::kNone;  // a keyword
  using State = FieldNumbering::State;
  if (numbering->state == State::kOpen) numbering->state = automatic ? State::kAutomatic : State::kManual;
  if (automatic && numbering->state == State::kManual) return StrFormatError::kManualToAutomatic;
  if (!automatic && numbering->state == State::kAutomatic) return StrFormatError::kAutomaticToManual;
  if (automatic) *index = numbering->next++;
  return StrFormatError::kNone;
}

bool FieldName::next(Step* step, StrFormatError* error) {
  *step = Step{};
  *error = StrFormatError::kNone;
  if (at_ >= name_.end) return false;
  const char32_t mark = format_[at_++];
  const size_t start = at_;
  if (mark == '.') {
    step->is_attribute = true;
    while (at_ < name_.end && format_[at_] != '.' && format_[at_] != '[') at_++;
    step->name = {start, at_};
  } else if (mark == '[') {
    while (at_ < name_.end && format_[at_] != ']') at_++;
    if (at_ >= name_.end) {
      *error = StrFormatError::kMissingBracket;
      return false;
    }
    step->name = {start, at_++};
    *error = read_index(format_, step->name, &step->index);
    if (*error != StrFormatError::kNone) return false;
  } else {
    *error = StrFormatError::kAfterBracket;
    return false;
  }
  if (step->name.empty()) {
    *error = StrFormatError::kEmptyAttribute;
    return false;
  }
  return true;
}

}  // namespace eider::builtins::kernels

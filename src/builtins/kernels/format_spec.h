// SPDX-License-Identifier: MIT
//
// The format mini-language: parsing "[[fill]align][sign][z][#][0][width][grouping][.precision][type]" and rendering
// with it.
//
// Each `format_...` parses and renders in one step, in CPython's order, so that the first error is the same one.
// Invariant: on failure nothing useful is in `out`; the failure says what to raise.
// Not here: looking __format__ up; the locale (the caller passes what localeconv() says, for type 'n').
// Source: behaviour of CPython 3.11.2's str, int, float and complex __format__.
#pragma once

#include "builtins/kernels/bigint.h"
#include "builtins/kernels/kernel_types.h"

namespace eider::builtins::kernels {

enum class FormatError : uint8_t {
  kNone,
  kNoMemory,
  kInterrupted,
  kInvalidSpecifier,  // "Invalid format specifier '%s' for object of type '%s'"
  kTooManyDecimalDigits,
  kMissingPrecision,
  kBothSeparators,
  kCannotSpecifyComma,  // "Cannot specify ',' with '%c'."
  kCannotSpecifyUnderscore,
  kUnknownFormatCode,  // "Unknown format code '%c' for object of type '%s'"
  kSignInString,
  kSpaceInString,
  kNegativeZeroInString,
  kAlternateInString,
  kEqualsInString,
  kPrecisionInInteger,
  kNegativeZeroInInteger,
  kSignInCharacter,
  kAlternateInCharacter,
  kCharacterRange,       // OverflowError "%c arg not in range(0x110000)"
  kCharacterTooLarge,    // OverflowError "Python int too large to convert to C long"
  kIntTooManyDigits,     // see kIntMaxStrDigits
  kIntTooLargeForFloat,  // OverflowError "int too large to convert to float"
  kPrecisionTooBig,      // "precision too big"
  kZeroPaddingInComplex,
  kEqualsInComplex,
};
enum class FormatErrorClass : uint8_t { kValueError, kOverflowError, kMemoryError, kInterrupted };

struct FormatFailure {
  FormatError code = FormatError::kNone;
  char32_t shown = 0;        // the type character of the messages with '%c'
  uint32_t digit_limit = 0;  // of kIntTooManyDigits
  explicit operator bool() const { return code != FormatError::kNone; }
};
FormatErrorClass format_error_class(FormatError code);
/// The exception's text. `spec` is what was being parsed, `type_name` the type of the formatted object ("int").
void format_error_text(const FormatFailure& failure, TextView spec, TextView type_name, Text32& out);

enum class Grouping : uint8_t { kNone, kComma, kUnderscore, kLocale };

struct FormatSpec {
  char32_t fill = ' ';
  char32_t align = '<';  // < > ^ =
  char32_t sign = 0;     // 0 + - or space
  bool alternate = false;
  bool no_negative_zero = false;
  bool align_given = false;
  bool fill_given = false;
  Grouping grouping = Grouping::kNone;
  int64_t width = -1;  // -1: not given
  int64_t precision = -1;
  char32_t type = 0;
};
/// Parses all of `spec`. `default_type` and `default_align` stand where the spec is silent: ('s', '<') for str, ('d',
/// '>') for int, (0, '>') for float and complex.
[[nodiscard]] FormatFailure parse_format_spec(TextView spec, char32_t default_type, char32_t default_align,
                                              FormatSpec* out);

/// What type 'n' uses. Default: the C locale (no grouping). `grouping` is a localeconv() grouping string.
struct NumericLocale {
  TextView decimal_point = TextView(".");
  TextView thousands_separator = TextView("");
  const char* grouping = "";
};

[[nodiscard]] FormatFailure format_string(TextView value, TextView spec, Text32& out);
/// `limit`: as in to_text, for the decimal types.
[[nodiscard]] FormatFailure format_integer(BigView value, TextView spec, uint32_t limit, Text32& out,
                                           const NumericLocale& locale = {}, Interrupt interrupt = {});
[[nodiscard]] FormatFailure format_float(double value, TextView spec, Text32& out, const NumericLocale& locale = {});
[[nodiscard]] FormatFailure format_complex(double real, double imag, TextView spec, Text32& out,
                                           const NumericLocale& locale = {});

}  // namespace eider::builtins::kernels

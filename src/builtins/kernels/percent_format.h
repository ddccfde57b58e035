// SPDX-License-Identifier: MIT
//
// printf-style formatting (`'%05d' % 3`): splitting a format into pieces, and rendering one value with one piece.
//
// The caller walks the pieces, fetches arguments and converts them; the order in which CPython notices mistakes is kept
// by the order of the fields of PercentPiece (see `error`). Not here: arguments, mappings, calling str/repr/ascii; the
// TypeErrors about argument counts and types (texts below). Source: behaviour of CPython 3.11.2's str % and bytes %.
#pragma once

#include "builtins/kernels/bigint.h"
#include "builtins/kernels/kernel_types.h"

namespace eider::builtins::kernels {

enum class PercentError : uint8_t {
  kNone,
  kIncompleteFormat,      // ValueError "incomplete format"
  kIncompleteKey,         // ValueError "incomplete format key"
  kWidthTooBig,           // ValueError "width too big"
  kPrecisionTooBig,       // ValueError "precision too big"; bytes: "prec too big"
  kUnsupportedCharacter,  // ValueError "unsupported format character '%c' (0x%x) at index %zd"
  kCharacterRange,        // OverflowError "%c arg not in range(0x110000)"
  kIntTooManyDigits,      // ValueError, see kIntMaxStrDigits
  kPrecisionTooLarge,     // OverflowError "precision too large"
  kNoMemory,
  kInterrupted,
};

// Texts the caller raises itself; %-placeholders as shown.
inline constexpr char kPercentNotEnough[] = "not enough arguments for format string";                 // TypeError
inline constexpr char kPercentNotAllStr[] = "not all arguments converted during string formatting";   // TypeError
inline constexpr char kPercentNotAllBytes[] = "not all arguments converted during bytes formatting";  // TypeError
inline constexpr char kPercentNeedsMapping[] = "format requires a mapping";                           // TypeError
inline constexpr char kPercentStarWantsInt[] = "* wants int";                                         // TypeError
inline constexpr char kPercentWidthTooBig[] =
    "width too big";  // a '*' width beyond ssize_t: OverflowError by __index__
inline constexpr char kPercentCharWants[] = "%c requires int or char";                                // TypeError
inline constexpr char kPercentByteWants[] = "%c requires an integer in range(256) or a single byte";  // TypeError
inline constexpr char kPercentByteRange[] = "%c arg not in range(256)";                               // OverflowError
inline constexpr char kPercentNumberWanted[] =
    "%%%c format: %s is required, not %s";  // "a real number" (d i u) / "an integer" (o x X)
inline constexpr char kPercentFloatWanted[] = "must be real number, not %s";  // TypeError
inline constexpr char kPercentBytesWanted[] =
    "%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'";  // TypeError

struct PercentPiece {
  enum class Kind : uint8_t { kLiteral, kConversion };
  Kind kind = Kind::kLiteral;
  size_t start = 0, end = 0;  // kLiteral: its characters. kConversion: from '%' to behind the type

  // In the order CPython works through them:
  bool has_key = false;  // 1. look the key up in the mapping
  size_t key_start = 0, key_end = 0;
  bool left = false, plus = false, space = false, alternate = false, zero = false;
  bool no_negative_zero = false;  // 'z', which CPython knows in bytes only
  bool width_star = false;      // 2. fetch an int: negative means left and its absolute value
  int64_t width = -1;           //    -1: none
  bool precision_star = false;  // 3. fetch an int: negative means 0
  int64_t precision = -1;
  PercentError error = PercentError::kNone;  // 4. raise this, when set (after the stars before it were fetched)
  char32_t type = 0;      // 5. '%': write one and fetch nothing. Else fetch the argument, then check_type()
  size_t type_index = 0;  //    for the message
};

enum class PercentTarget : uint8_t { kStr, kBytes };

/// Walks a format. Pieces come in order; next() is false at the end. A piece with an error is the last one.
class PercentParser {
 public:
  PercentParser(TextView format, PercentTarget target) : format_(format), target_(target) {}
  bool next(PercentPiece* piece);

 private:
  TextView format_;
  PercentTarget target_;
  size_t at_ = 0;
};
/// Step 5's check for str (`%c %d %e ... %s %r %a`) or bytes (also `%b`): kNone or kUnsupportedCharacter.
[[nodiscard]] PercentError percent_check_type(char32_t type, PercentTarget target);

/// ValueError, OverflowError or MemoryError text of an error; `piece` gives character and index.
void percent_error_text(PercentError error, const PercentPiece& piece, PercentTarget target, uint32_t digit_limit,
                        Text32& out);
bool percent_error_is_overflow(PercentError error);

/// Renderers: append the padded text. The piece's stars are resolved: width and precision hold their numbers.
/// Types d i u o x X. `limit` as in to_text.
[[nodiscard]] PercentError percent_integer(BigView value, const PercentPiece& piece, uint32_t limit, Text32& out,
                                           Interrupt interrupt = {});
/// Types e E f F g G.
[[nodiscard]] PercentError percent_float(double value, const PercentPiece& piece, Text32& out);
/// Types s r a (text is what str/repr/ascii gave); precision cuts.
[[nodiscard]] PercentError percent_text(TextView text, const PercentPiece& piece, Text32& out);
/// Type c; `code` as the int argument has it.
[[nodiscard]] PercentError percent_character(int64_t code, const PercentPiece& piece, Text32& out);

}  // namespace eider::builtins::kernels

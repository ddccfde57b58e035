// SPDX-License-Identifier: MIT
//
// Floats as Python writes, reads and divides them.
//
// Invariant: every conversion is correctly rounded (half to even) and independent of the locale.
// Not here: the format mini-language (format_spec.h), int/float comparison and ratios (bigint.h).
// Source: std::to_chars / std::from_chars do the digits; the layout rules are those of CPython 3.11's pystrtod.c.
#pragma once

#include "builtins/kernels/kernel_types.h"

namespace eider::builtins::kernels {

inline constexpr size_t kFloatReprSize = 32;  // bytes; enough for any repr and for float.hex
/// repr(value); returns the length. "1e+16", "1e-05", "inf", "nan", "-0.0".
size_t float_repr(double value, char out[kFloatReprSize]);
/// repr of a complex: "(1+2j)", "1j", "(-0-0j)"; appended.
void complex_repr(double real, double imag, Text8& out);

/// How a float is laid out; the names are those of printf.
struct FloatLayout {
  char type = 'r';         // one of e E f F g G r; r is repr and ignores precision
  int precision = 6;       // >= 0
  bool alternate = false;  // '#': keeps the point, and for g the trailing zeros
  bool always_sign = false;
  bool add_dot_0 = false;         // a result that looks like an int gets ".0"
  bool no_negative_zero = false;  // 'z': a result that rounds to zero loses its minus
};
/// Appends the text of `value`: what CPython's PyOS_double_to_string gives.
void format_double(double value, const FloatLayout& layout, Text8& out);

/// float(text) of ASCII text: surrounding whitespace, sign, underscores between digits, inf / infinity / nan in any
/// case. False when it is not one. Overflow gives inf, as Python does.
[[nodiscard]] bool parse_float(const char* text, size_t size, double* out);
/// The longest decimal number at the start of `text`, no whitespace, no underscores, no inf/nan: what a tokenizer or a
/// JSON reader needs. Returns the characters read, 0 if none.
size_t parse_float_prefix(const char* text, size_t size, double* out);

/// float.hex(): "0x1.8000000000000p+1", "-0x0.0p+0", "inf", "nan"; returns the length.
size_t float_hex(double value, char out[kFloatReprSize]);
enum class HexFloatStatus : uint8_t {
  kOk,
  kInvalid,   // ValueError "invalid hexadecimal floating-point string"
  kTooLarge,  // OverflowError "hexadecimal value too large to represent as a float"
  kTooLong,   // ValueError "hexadecimal string too long to convert"
};
[[nodiscard]] HexFloatStatus float_from_hex(const char* text, size_t size, double* out);

/// round(value, ndigits): correctly rounded in decimal, half to even. False: OverflowError "rounded value too large to
/// represent". `value` may be anything; infinities and NaN come back unchanged.
[[nodiscard]] bool round_to_digits(double value, int64_t ndigits, double* out);
/// Half to even, no digits: what round(value) turns to an int.
double round_half_even(double value);

/// hash(value). NaN is the caller's (identity); asking is a mistake.
int64_t hash_double(double value);
/// hash(complex), given the hashes of its parts.
int64_t hash_complex(int64_t real_hash, int64_t imag_hash);

/// Python's // , % and divmod; the divisor is not zero (ZeroDivisionError is the caller's).
double float_floor_divide(double a, double b);
double float_modulo(double a, double b);
void float_divmod(double a, double b, double* quotient, double* remainder);

}  // namespace eider::builtins::kernels

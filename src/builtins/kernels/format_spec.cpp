// SPDX-License-Identifier: MIT
//
// The format mini-language: parser, error texts, and the layout shared by all numbers.
#include "builtins/kernels/format_spec.h"

#include <charconv>
#include <climits>
#include <cmath>
#include <initializer_list>

#include "builtins/kernels/float_text.h"
#include "builtins/kernels/unicode_db.h"

namespace eider::builtins::kernels {

namespace {

FormatFailure failure(FormatError code, char32_t shown = 0) { return {code, shown, 0}; }
FormatFailure memory_or_none(const Text32& out) {
  return failure(out.failed() ? FormatError::kNoMemory : FormatError::kNone);
}

bool is_align(char32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

enum class Number : uint8_t { kNone, kRead, kTooLarge };

// Decimal digits of any script.
Number read_number(TextView spec, size_t* at, int64_t* out) {
  int64_t value = 0;
  const size_t start = *at;
  for (; *at < spec.size; (*at)++) {
    const int digit = decimal_value(spec[*at]);
    if (digit < 0) break;
    if (value > (INT64_MAX - digit) / 10) return Number::kTooLarge;
    value = value * 10 + digit;
  }
  if (*at == start) return Number::kNone;
  *out = value;
  return Number::kRead;
}

bool grouping_fits(Grouping grouping, char32_t type) {
  switch (type) {
    case 'd':
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'G':
    case '%':
    case 'F':
    case 0:
      return true;
    case 'b':
    case 'o':
    case 'x':
    case 'X':
      return grouping == Grouping::kUnderscore;
    default:
      return false;
  }
}

}  // namespace

FormatFailure parse_format_spec(TextView spec, char32_t default_type, char32_t default_align, FormatSpec* out) {
  *out = FormatSpec{};
  out->type = default_type;
  out->align = default_align;
  size_t at = 0;
  auto left = [&] { return spec.size - at; };
  auto next_is = [&](char32_t c) { return left() != 0 && spec[at] == c; };

  if (left() >= 2 && is_align(spec[at + 1])) {
    out->fill = spec[at];
    out->align = spec[at + 1];
    out->fill_given = out->align_given = true;
    at += 2;
  } else if (left() >= 1 && is_align(spec[at])) {
    out->align = spec[at];
    out->align_given = true;
    at++;
  }
  if (next_is('+') || next_is('-') || next_is(' ')) out->sign = spec[at++];
  if (next_is('z')) out->no_negative_zero = true, at++;
  if (next_is('#')) out->alternate = true, at++;
  if (!out->fill_given && next_is('0')) {
    out->fill = '0';
    if (!out->align_given && default_align == '>') out->align = '=';
    at++;
  }
  if (read_number(spec, &at, &out->width) == Number::kTooLarge) return failure(FormatError::kTooManyDecimalDigits);
  if (next_is(',')) out->grouping = Grouping::kComma, at++;
  if (next_is('_')) {
    if (out->grouping != Grouping::kNone) return failure(FormatError::kBothSeparators);
    out->grouping = Grouping::kUnderscore;
    at++;
  }
  if (next_is(',') && out->grouping == Grouping::kUnderscore) return failure(FormatError::kBothSeparators);
  if (next_is('.')) {
    at++;
    switch (read_number(spec, &at, &out->precision)) {
      case Number::kTooLarge:
        return failure(FormatError::kTooManyDecimalDigits);
      case Number::kNone:
        return failure(FormatError::kMissingPrecision);
      case Number::kRead:
        break;
    }
  }
  if (left() > 1) return failure(FormatError::kInvalidSpecifier);
  if (left() == 1) out->type = spec[at];
  if (out->grouping != Grouping::kNone && !grouping_fits(out->grouping, out->type)) {
    return failure(
        out->grouping == Grouping::kComma ? FormatError::kCannotSpecifyComma : FormatError::kCannotSpecifyUnderscore,
        out->type);
  }
  return {};
}

FormatErrorClass format_error_class(FormatError code) {
  switch (code) {
    case FormatError::kCharacterRange:
    case FormatError::kCharacterTooLarge:
    case FormatError::kIntTooLargeForFloat:
      return FormatErrorClass::kOverflowError;
    case FormatError::kNoMemory:
      return FormatErrorClass::kMemoryError;
    case FormatError::kInterrupted:
      return FormatErrorClass::kInterrupted;
    default:
      return FormatErrorClass::kValueError;
  }
}

namespace {

// A type character as the messages show it: itself when ASCII and visible, else \x and its number.
void append_shown(char32_t c, Text32& out) {
  if (c > 32 && c < 128) {
    out.push(c);
    return;
  }
  char hex[16];
  const auto end = std::to_chars(hex, hex + sizeof hex, static_cast<uint32_t>(c), 16).ptr;
  out.append_ascii("\\x");
  out.append_ascii(hex, static_cast<size_t>(end - hex));
}

const char* fixed_text(FormatError code) {
  switch (code) {
    case FormatError::kTooManyDecimalDigits:
      return "Too many decimal digits in format string";
    case FormatError::kMissingPrecision:
      return "Format specifier missing precision";
    case FormatError::kBothSeparators:
      return "Cannot specify both ',' and '_'.";
    case FormatError::kSignInString:
      return "Sign not allowed in string format specifier";
    case FormatError::kSpaceInString:
      return "Space not allowed in string format specifier";
    case FormatError::kNegativeZeroInString:
      return "Negative zero coercion (z) not allowed in string format specifier";
    case FormatError::kAlternateInString:
      return "Alternate form (#) not allowed in string format specifier";
    case FormatError::kEqualsInString:
      return "'=' alignment not allowed in string format specifier";
    case FormatError::kPrecisionInInteger:
      return "Precision not allowed in integer format specifier";
    case FormatError::kNegativeZeroInInteger:
      return "Negative zero coercion (z) not allowed in integer format specifier";
    case FormatError::kSignInCharacter:
      return "Sign not allowed with integer format specifier 'c'";
    case FormatError::kAlternateInCharacter:
      return "Alternate form (#) not allowed with integer format specifier 'c'";
    case FormatError::kCharacterRange:
      return "%c arg not in range(0x110000)";
    case FormatError::kCharacterTooLarge:
      return "Python int too large to convert to C long";
    case FormatError::kIntTooLargeForFloat:
      return "int too large to convert to float";
    case FormatError::kPrecisionTooBig:
      return "precision too big";
    case FormatError::kZeroPaddingInComplex:
      return "Zero padding is not allowed in complex format specifier";
    case FormatError::kEqualsInComplex:
      return "'=' alignment flag is not allowed in complex format specifier";
    case FormatError::kNone:
    case FormatError::kNoMemory:
    case FormatError::kInterrupted:
    case FormatError::kInvalidSpecifier:
    case FormatError::kCannotSpecifyComma:
    case FormatError::kCannotSpecifyUnderscore:
    case FormatError::kUnknownFormatCode:
    case FormatError::kIntTooManyDigits:
      return "";
  }
  EIDER_UNREACHABLE("every FormatError has a text");
}

}  // namespace

void format_error_text(const FormatFailure& failure, TextView spec, TextView type_name, Text32& out) {
  switch (failure.code) {
    case FormatError::kInvalidSpecifier:
      out.append_ascii("Invalid format specifier '");
      append(out, spec);
      out.append_ascii("' for object of type '");
      append(out, type_name);
      out.push('\'');
      return;
    case FormatError::kUnknownFormatCode:
      out.append_ascii("Unknown format code '");
      append_shown(failure.shown, out);
      out.append_ascii("' for object of type '");
      append(out, type_name);
      out.push('\'');
      return;
    case FormatError::kCannotSpecifyComma:
    case FormatError::kCannotSpecifyUnderscore:
      out.append_ascii(failure.code == FormatError::kCannotSpecifyComma ? "Cannot specify ',' with '"
                                                                        : "Cannot specify '_' with '");
      append_shown(failure.shown, out);
      out.append_ascii("'.");
      return;
    case FormatError::kIntTooManyDigits: {
      char digits[16];
      const auto end = std::to_chars(digits, digits + sizeof digits, failure.digit_limit).ptr;
      out.append_ascii("Exceeds the limit (");
      out.append_ascii(digits, static_cast<size_t>(end - digits));
      out.append_ascii(
          " digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
      return;
    }
    default:
      out.append_ascii(fixed_text(failure.code));
  }
}

namespace {

// What the layout of a number needs: its sign, prefix, digits before the point, and the rest.
struct NumberParts {
  bool minus = false;
  char prefix[2] = {};
  size_t prefix_size = 0;
  const char32_t* digits = nullptr;
  size_t digit_count = 0;
  bool has_point = false;
  const char32_t* rest = nullptr;
  size_t rest_count = 0;
};

// Sizes of digit groups from the right: a localeconv() string, whose last entry repeats; CHAR_MAX ends grouping.
class GroupSizes {
 public:
  explicit GroupSizes(const char* grouping) : at_(grouping) {}
  int64_t next() {
    if (*at_ == 0) return last_;
    if (*at_ == CHAR_MAX) return 0;
    last_ = *at_++;
    return last_;
  }

 private:
  const char* at_;
  int64_t last_ = 0;
};

// Writes the digits with separators, and zeros on the left until `least` characters are reached. Back to front.
void group_digits(const char32_t* digits, size_t count, int64_t least, const char* grouping, TextView separator,
                  Text32& reversed) {
  GroupSizes sizes(grouping);
  auto left = static_cast<int64_t>(count);
  bool first = true;
  for (;;) {
    int64_t size = sizes.next();
    const int64_t wanted = left > least ? left : least;
    const int64_t all = wanted > 1 ? wanted : 1;
    const bool last_group = size <= 0;
    if (last_group || size > all) size = all;
    if (!first) {
      for (size_t i = separator.size; i-- > 0;) reversed.push(separator[i]);
    }
    first = false;
    const int64_t taken = left < size ? left : size;
    for (int64_t i = 0; i < taken; i++) reversed.push(digits[left - 1 - i]);
    if (size > taken) reversed.append_fill(static_cast<size_t>(size - taken), '0');
    left -= taken;
    least -= size;
    if (last_group || (left <= 0 && least <= 0) || reversed.failed()) return;
    least -= static_cast<int64_t>(separator.size);
  }
}

struct LocaleView {
  TextView point = TextView(".");
  TextView separator = TextView("");
  const char* grouping = "";
};

LocaleView locale_of(const FormatSpec& spec, const NumericLocale& locale) {
  if (spec.type == 'n') return {locale.decimal_point, locale.thousands_separator, locale.grouping};
  switch (spec.grouping) {
    case Grouping::kNone:
    case Grouping::kLocale:
      return {};
    case Grouping::kComma:
      return {TextView("."), TextView(","), "\3"};
    case Grouping::kUnderscore: {
      const bool fours = spec.type == 'b' || spec.type == 'o' || spec.type == 'x' || spec.type == 'X';
      return {TextView("."), TextView("_"), fours ? "\4" : "\3"};
    }
  }
  EIDER_UNREACHABLE("every Grouping has a locale");
}

void split_padding(int64_t padding, char32_t align, int64_t* left, int64_t* inside, int64_t* right) {
  *left = *inside = *right = 0;
  if (padding <= 0) return;
  switch (align) {
    case '<':
      *right = padding;
      break;
    case '^':
      *left = padding / 2;
      *right = padding - *left;
      break;
    case '=':
      *inside = padding;
      break;
    default:
      *left = padding;
  }
}

void fill(Text32& out, int64_t count, char32_t c) {
  if (count > 0) out.append_fill(static_cast<size_t>(count), c);
}

void lay_out(const NumberParts& number, const FormatSpec& spec, const LocaleView& locale, Text32& out) {
  char32_t sign = number.minus ? '-' : 0;
  if (!number.minus && (spec.sign == '+' || spec.sign == ' ')) sign = spec.sign;
  const int64_t fixed = static_cast<int64_t>((sign != 0 ? 1 : 0) + number.prefix_size + number.rest_count +
                                             (number.has_point ? locale.point.size : 0));
  const int64_t least = spec.fill == '0' && spec.align == '=' ? spec.width - fixed : 0;
  Text32 reversed;
  // One request decides whether so many zeros can be had, instead of growing until the machine is full.
  const bool room = least <= 0 || reversed.reserve(static_cast<size_t>(least));
  if (number.digit_count != 0 && room) {
    group_digits(number.digits, number.digit_count, least, locale.grouping, locale.separator, reversed);
  }
  int64_t left = 0, inside = 0, right = 0;
  split_padding(spec.width - fixed - static_cast<int64_t>(reversed.size()), spec.align, &left, &inside, &right);
  fill(out, left, spec.fill);
  if (sign != 0) out.push(sign);
  out.append_ascii(number.prefix, number.prefix_size);
  fill(out, inside, spec.fill);
  if (char32_t* to = out.extend(reversed.size())) {
    for (size_t i = reversed.size(); i-- > 0;) *to++ = reversed[i];
  }
  if (number.has_point) append(out, locale.point);
  out.append(number.rest, number.rest_count);
  fill(out, right, spec.fill);
  if (reversed.failed()) (void)out.extend(SIZE_MAX);  // the failure is the output's too
}

// Splits what format_double wrote.
NumberParts split_float(const Text8& text, Text32& wide) {
  wide.append_ascii(text.data(), text.size());
  NumberParts parts;
  if (wide.size() != text.size()) return parts;
  const char32_t* at = wide.data();
  const char32_t* end = at + wide.size();
  if (at < end && *at == '-') parts.minus = true, at++;
  parts.digits = at;
  while (at < end && *at >= '0' && *at <= '9') at++;
  parts.digit_count = static_cast<size_t>(at - parts.digits);
  if (at < end && *at == '.') parts.has_point = true, at++;
  parts.rest = at;
  parts.rest_count = static_cast<size_t>(end - at);
  return parts;
}

FormatFailure render_float(double value, const FormatSpec& spec, const NumericLocale& locale, Text32& out) {
  if (spec.precision > INT_MAX) return failure(FormatError::kPrecisionTooBig);
  FloatLayout layout{.alternate = spec.alternate, .no_negative_zero = spec.no_negative_zero};
  layout.type = static_cast<char>(spec.type);
  int default_precision = 6;
  if (spec.type == 0) {
    layout.add_dot_0 = true;
    layout.type = 'r';
    default_precision = 0;
  } else if (spec.type == 'n') {
    layout.type = 'g';
  } else if (spec.type == '%') {
    layout.type = 'f';
    value *= 100;
  }
  if (spec.precision < 0) {
    layout.precision = default_precision;
  } else {
    layout.precision = static_cast<int>(spec.precision);
    if (layout.type == 'r') layout.type = 'g';
  }
  Text8 text;
  format_double(value, layout, text);
  if (spec.type == '%') text.push('%');
  if (text.failed()) return failure(FormatError::kNoMemory);
  Text32 wide;
  const NumberParts parts = split_float(text, wide);
  if (wide.failed()) return failure(FormatError::kNoMemory);
  lay_out(parts, spec, locale_of(spec, locale), out);
  return memory_or_none(out);
}

bool is_float_type(char32_t c) {
  return c == 'e' || c == 'E' || c == 'f' || c == 'F' || c == 'g' || c == 'G' || c == '%';
}

FormatFailure render_character(BigView value, const FormatSpec& spec, Text32& out) {
  if (spec.sign != 0) return failure(FormatError::kSignInCharacter);
  if (spec.alternate) return failure(FormatError::kAlternateInCharacter);
  if (!value.fits_int64()) return failure(FormatError::kCharacterTooLarge);
  const int64_t code = value.to_int64();
  if (code < 0 || code > 0x10ffff) return failure(FormatError::kCharacterRange);
  // The character is no digit: it is not grouped, and zeros go before it as padding.
  const auto c = static_cast<char32_t>(code);
  NumberParts parts;
  parts.rest = &c;
  parts.rest_count = 1;
  lay_out(parts, spec, {}, out);
  return memory_or_none(out);
}

FormatFailure render_integer(BigView value, const FormatSpec& spec, uint32_t limit, const NumericLocale& locale,
                             Text32& out, Interrupt interrupt) {
  if (spec.precision != -1) return failure(FormatError::kPrecisionInInteger);
  if (spec.no_negative_zero) return failure(FormatError::kNegativeZeroInInteger);
  if (spec.type == 'c') return render_character(value, spec, out);
  NumberParts parts;
  uint32_t base = 10;
  if (spec.type == 'b') base = 2;
  if (spec.type == 'o') base = 8;
  if (spec.type == 'x' || spec.type == 'X') base = 16;
  if (base != 10 && spec.alternate) {
    parts.prefix[0] = '0';
    parts.prefix[1] = static_cast<char>(spec.type);
    parts.prefix_size = 2;
  }
  parts.minus = value.negative;
  Text8 digits;
  switch (to_text(value.magnitude(), base, limit, digits, interrupt)) {
    case BigStatus::kOk:
      break;
    case BigStatus::kTooManyDigits:
      return {FormatError::kIntTooManyDigits, 0, limit};
    case BigStatus::kInterrupted:
      return failure(FormatError::kInterrupted);
    default:
      return failure(FormatError::kNoMemory);
  }
  Text32 wide;
  wide.append_ascii(digits.data(), digits.size());
  if (wide.failed()) return failure(FormatError::kNoMemory);
  if (spec.type == 'X') {
    for (size_t i = 0; i < wide.size(); i++) {
      if (wide[i] >= 'a') wide[i] -= 32;
    }
  }
  parts.digits = wide.data();
  parts.digit_count = wide.size();
  lay_out(parts, spec, locale_of(spec, locale), out);
  return memory_or_none(out);
}

}  // namespace

FormatFailure format_string(TextView value, TextView spec_text, Text32& out) {
  if (spec_text.size == 0) {
    append(out, value);
    return memory_or_none(out);
  }
  FormatSpec spec;
  if (FormatFailure failed = parse_format_spec(spec_text, 's', '<', &spec)) return failed;
  if (spec.type != 's') return failure(FormatError::kUnknownFormatCode, spec.type);
  if (spec.sign != 0) return failure(spec.sign == ' ' ? FormatError::kSpaceInString : FormatError::kSignInString);
  if (spec.no_negative_zero) return failure(FormatError::kNegativeZeroInString);
  if (spec.alternate) return failure(FormatError::kAlternateInString);
  if (spec.align == '=') return failure(FormatError::kEqualsInString);
  if (spec.precision >= 0 && value.size > static_cast<uint64_t>(spec.precision)) {
    value = value.slice(0, static_cast<size_t>(spec.precision));
  }
  int64_t left = 0, inside = 0, right = 0;
  split_padding(spec.width - static_cast<int64_t>(value.size), spec.align, &left, &inside, &right);
  fill(out, left, spec.fill);
  append(out, value);
  fill(out, right, spec.fill);
  return memory_or_none(out);
}

FormatFailure format_integer(BigView value, TextView spec_text, uint32_t limit, Text32& out,
                             const NumericLocale& locale, Interrupt interrupt) {
  FormatSpec spec;
  if (FormatFailure failed = parse_format_spec(spec_text, 'd', '>', &spec)) return failed;
  if (is_float_type(spec.type)) {
    double number = 0.0;
    if (to_double(value, &number) != BigStatus::kOk) return failure(FormatError::kIntTooLargeForFloat);
    return render_float(number, spec, locale, out);
  }
  switch (spec.type) {
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n':
      return render_integer(value, spec, limit, locale, out, interrupt);
    default:
      return failure(FormatError::kUnknownFormatCode, spec.type);
  }
}

FormatFailure format_float(double value, TextView spec_text, Text32& out, const NumericLocale& locale) {
  FormatSpec spec;
  if (FormatFailure failed = parse_format_spec(spec_text, 0, '>', &spec)) return failed;
  if (spec.type != 0 && spec.type != 'n' && !is_float_type(spec.type))
    return failure(FormatError::kUnknownFormatCode, spec.type);
  return render_float(value, spec, locale, out);
}

FormatFailure format_complex(double real, double imag, TextView spec_text, Text32& out, const NumericLocale& locale) {
  if (spec_text.size == 0) {
    Text8 text;
    complex_repr(real, imag, text);
    out.append_ascii(text.data(), text.size());
    return memory_or_none(out);
  }
  FormatSpec spec;
  if (FormatFailure failed = parse_format_spec(spec_text, 0, '>', &spec)) return failed;
  if (spec.type != 0 && spec.type != 'n' && (!is_float_type(spec.type) || spec.type == '%')) {
    return failure(FormatError::kUnknownFormatCode, spec.type);
  }
  if (spec.precision > INT_MAX) return failure(FormatError::kPrecisionTooBig);
  if (spec.fill == '0') return failure(FormatError::kZeroPaddingInComplex);
  if (spec.align == '=') return failure(FormatError::kEqualsInComplex);

  FloatLayout layout{.alternate = spec.alternate, .no_negative_zero = spec.no_negative_zero};
  layout.type = static_cast<char>(spec.type);
  int default_precision = 6;
  bool skip_real = false, parentheses = false;
  if (spec.type == 0) {
    layout.type = 'r';
    default_precision = 0;
    skip_real = real == 0.0 && !std::signbit(real);
    parentheses = !skip_real;
  } else if (spec.type == 'n') {
    layout.type = 'g';
  }
  if (spec.precision < 0) {
    layout.precision = default_precision;
  } else {
    layout.precision = static_cast<int>(spec.precision);
    if (layout.type == 'r') layout.type = 'g';
  }
  // Each part is laid out without padding; the padding goes around the whole.
  FormatSpec part = spec;
  part.fill = 0;
  part.align = '<';
  part.width = -1;
  Text32 body;
  if (parentheses) body.push('(');
  for (const bool is_imag : {false, true}) {
    if (!is_imag && skip_real) continue;
    if (is_imag && !skip_real) part.sign = '+';
    Text8 text;
    format_double(is_imag ? imag : real, layout, text);
    Text32 wide;
    const NumberParts parts = split_float(text, wide);
    if (text.failed() || wide.failed()) return failure(FormatError::kNoMemory);
    lay_out(parts, part, locale_of(spec, locale), body);
  }
  body.push('j');
  if (parentheses) body.push(')');
  int64_t left = 0, inside = 0, right = 0;
  split_padding(spec.width - static_cast<int64_t>(body.size()), spec.align, &left, &inside, &right);
  fill(out, left, spec.fill);
  append(out, body);
  fill(out, right, spec.fill);
  return body.failed() ? failure(FormatError::kNoMemory) : memory_or_none(out);
}

}  // namespace eider::builtins::kernels

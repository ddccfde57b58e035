// SPDX-License-Identifier: MIT
//
// printf-style formatting: parser and renderers.
#include "builtins/kernels/percent_format.h"

#include <charconv>
#include <climits>

#include "builtins/kernels/float_text.h"

namespace eider::builtins::kernels {

bool PercentParser::next(PercentPiece* piece) {
  *piece = PercentPiece{};
  if (at_ >= format_.size) return false;
  piece->start = at_;
  if (format_[at_] != '%') {
    while (at_ < format_.size && format_[at_] != '%') at_++;
    piece->end = at_;
    return true;
  }
  piece->kind = PercentPiece::Kind::kConversion;
  at_++;
  auto fail = [&](PercentError error) {
    piece->error = error;
    piece->end = at_ = format_.size;
    return true;
  };
  auto here = [&] { return at_ < format_.size ? format_[at_] : char32_t{0}; };
  auto is_digit = [](char32_t c) { return c >= '0' && c <= '9'; };

  if (here() == '(') {
    piece->has_key = true;
    piece->key_start = ++at_;
    int depth = 1;
    for (; at_ < format_.size; at_++) {
      if (format_[at_] == ')' && --depth == 0) break;
      if (format_[at_] == '(') depth++;
    }
    if (at_ >= format_.size) return fail(PercentError::kIncompleteKey);
    piece->key_end = at_++;
  }
  for (bool more = true; more;) {
    switch (here()) {
      case '-':
        piece->left = true;
        break;
      case '+':
        piece->plus = true;
        break;
      case ' ':
        piece->space = true;
        break;
      case '#':
        piece->alternate = true;
        break;
      case '0':
        piece->zero = true;
        break;
      case 'z':
        piece->no_negative_zero = more = target_ == PercentTarget::kBytes;
        break;
      default:
        more = false;
    }
    if (more) at_++;
  }
  if (here() == '*') {
    piece->width_star = true;
    at_++;
  } else if (is_digit(here())) {
    piece->width = 0;
    for (; is_digit(here()); at_++) {
      const auto digit = static_cast<int64_t>(here() - '0');
      if (piece->width > (INT64_MAX - digit) / 10) return fail(PercentError::kWidthTooBig);
      piece->width = piece->width * 10 + digit;
    }
  }
  if (here() == '.') {
    at_++;
    piece->precision = 0;
    if (here() == '*') {
      piece->precision_star = true;
      at_++;
    } else {
      for (; is_digit(here()); at_++) {
        const auto digit = static_cast<int64_t>(here() - '0');
        if (piece->precision > (INT_MAX - digit) / 10) return fail(PercentError::kPrecisionTooBig);
        piece->precision = piece->precision * 10 + digit;
      }
    }
  }
  if (here() == 'h' || here() == 'l' || here() == 'L') at_++;
  if (at_ >= format_.size) return fail(PercentError::kIncompleteFormat);
  piece->type_index = at_;
  piece->type = format_[at_++];
  piece->end = at_;
  return true;
}

PercentError percent_check_type(char32_t type, PercentTarget target) {
  switch (type) {
    case 's':
    case 'r':
    case 'a':
    case 'c':
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%':
      return PercentError::kNone;
    case 'b':
      return target == PercentTarget::kBytes ? PercentError::kNone : PercentError::kUnsupportedCharacter;
    default:
      return PercentError::kUnsupportedCharacter;
  }
}

bool percent_error_is_overflow(PercentError error) {
  return error == PercentError::kCharacterRange || error == PercentError::kPrecisionTooLarge;
}

void percent_error_text(PercentError error, const PercentPiece& piece, PercentTarget target, uint32_t digit_limit,
                        Text32& out) {
  char number[24];
  auto append_number = [&](uint64_t value, int base) {
    const auto end = std::to_chars(number, number + sizeof number, value, base).ptr;
    out.append_ascii(number, static_cast<size_t>(end - number));
  };
  switch (error) {
    case PercentError::kIncompleteFormat:
      out.append_ascii("incomplete format");
      return;
    case PercentError::kIncompleteKey:
      out.append_ascii("incomplete format key");
      return;
    case PercentError::kWidthTooBig:
      out.append_ascii("width too big");
      return;
    case PercentError::kPrecisionTooBig:
      out.append_ascii(target == PercentTarget::kBytes ? "prec too big" : "precision too big");
      return;
    case PercentError::kUnsupportedCharacter: {
      const bool visible = target == PercentTarget::kBytes || (piece.type >= 31 && piece.type <= 126);
      out.append_ascii("unsupported format character '");
      out.push(visible ? piece.type : U'?');
      out.append_ascii("' (0x");
      append_number(piece.type, 16);
      out.append_ascii(") at index ");
      append_number(piece.type_index, 10);
      return;
    }
    case PercentError::kCharacterRange:
      out.append_ascii("%c arg not in range(0x110000)");
      return;
    case PercentError::kIntTooManyDigits:
      out.append_ascii("Exceeds the limit (");
      append_number(digit_limit, 10);
      out.append_ascii(
          " digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
      return;
    case PercentError::kPrecisionTooLarge:
      out.append_ascii("precision too large");
      return;
    case PercentError::kNone:
    case PercentError::kNoMemory:
    case PercentError::kInterrupted:
      return;
  }
}

namespace {

PercentError memory_or_none(const Text32& out) { return out.failed() ? PercentError::kNoMemory : PercentError::kNone; }

void pad(Text32& out, int64_t count, char32_t c) {
  if (count > 0) out.append_fill(static_cast<size_t>(count), c);
}

// Sign and prefix stand before zeros but behind spaces. `digits` has neither.
void lay_out(bool minus, const char* prefix, const Text8& digits, const PercentPiece& piece, Text32& out) {
  const char sign = minus ? '-' : piece.plus ? '+' : piece.space ? ' ' : '\0';
  const size_t prefix_size = std::strlen(prefix);
  const int64_t padding = piece.width - static_cast<int64_t>(digits.size() + prefix_size + (sign != 0 ? 1 : 0));
  if (!piece.left && !piece.zero) pad(out, padding, ' ');
  if (sign != 0) out.push(static_cast<char32_t>(sign));
  out.append_ascii(prefix, prefix_size);
  if (!piece.left && piece.zero) pad(out, padding, '0');
  out.append_ascii(digits.data(), digits.size());
  if (piece.left) pad(out, padding, ' ');
}

}  // namespace

PercentError percent_integer(BigView value, const PercentPiece& piece, uint32_t limit, Text32& out,
                             Interrupt interrupt) {
  uint32_t base = 10;
  if (piece.type == 'o') base = 8;
  if (piece.type == 'x' || piece.type == 'X') base = 16;
  if (piece.precision > INT_MAX - 3) return PercentError::kPrecisionTooLarge;
  Text8 plain, digits;
  switch (to_text(value.magnitude(), base, limit, plain, interrupt)) {
    case BigStatus::kOk:
      break;
    case BigStatus::kTooManyDigits:
      return PercentError::kIntTooManyDigits;
    case BigStatus::kInterrupted:
      return PercentError::kInterrupted;
    default:
      return PercentError::kNoMemory;
  }
  const auto precision = static_cast<size_t>(piece.precision < 0 ? 0 : piece.precision);
  if (plain.size() < precision) digits.append_fill(precision - plain.size(), '0');
  digits.append(plain.data(), plain.size());
  if (piece.type == 'X') {
    for (size_t i = 0; i < digits.size(); i++) {
      if (digits[i] >= 'a') digits[i] = static_cast<char>(digits[i] - 32);
    }
  }
  if (digits.failed()) return PercentError::kNoMemory;
  const char* prefix = "";
  if (piece.alternate && base != 10) prefix = base == 8 ? "0o" : piece.type == 'X' ? "0X" : "0x";
  lay_out(value.negative, prefix, digits, piece, out);
  return memory_or_none(out);
}

PercentError percent_float(double value, const PercentPiece& piece, Text32& out) {
  FloatLayout layout{.type = static_cast<char>(piece.type), .alternate = piece.alternate, .no_negative_zero = piece.no_negative_zero};
  layout.precision = piece.precision < 0 ? 6 : static_cast<int>(piece.precision);
  Text8 text, digits;
  format_double(value, layout, text);
  const bool minus = !text.empty() && text[0] == '-';
  digits.append(text.data() + (minus ? 1 : 0), text.size() - (minus ? 1 : 0));
  if (text.failed() || digits.failed()) return PercentError::kNoMemory;
  lay_out(minus, "", digits, piece, out);
  return memory_or_none(out);
}

PercentError percent_text(TextView text, const PercentPiece& piece, Text32& out) {
  if (piece.precision >= 0 && text.size > static_cast<uint64_t>(piece.precision)) {
    text = text.slice(0, static_cast<size_t>(piece.precision));
  }
  const int64_t padding = piece.width - static_cast<int64_t>(text.size);
  if (!piece.left) pad(out, padding, ' ');
  append(out, text);
  if (piece.left) pad(out, padding, ' ');
  return memory_or_none(out);
}

PercentError percent_character(int64_t code, const PercentPiece& piece, Text32& out) {
  if (code < 0 || code > 0x10ffff) return PercentError::kCharacterRange;
  const auto c = static_cast<char32_t>(code);
  PercentPiece whole = piece;
  whole.precision = -1;
  return percent_text(TextView(&c, 1), whole, out);
}

}  // namespace eider::builtins::kernels

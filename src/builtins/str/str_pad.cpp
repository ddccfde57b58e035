// SPDX-License-Identifier: MIT
//
// Padding and stripping: center, ljust, rjust, zfill, expandtabs, strip, lstrip, rstrip.
#include "builtins/kernels/unicode_db.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

namespace {

void fill_chars(char* to, uint8_t width, int64_t at, int64_t count, uint32_t c) {
  if (width == 1) {
    std::memset(to + at, static_cast<int>(c), static_cast<size_t>(count));
  } else if (width == 2) {
    std::fill_n(reinterpret_cast<uint16_t*>(to) + at, count, static_cast<uint16_t>(c));
  } else {
    std::fill_n(reinterpret_cast<uint32_t*>(to) + at, count, c);
  }
}

Result<Str*> padded(Thread& t, Str* s, int64_t left, int64_t right, uint32_t fill) {
  left = std::max<int64_t>(left, 0);
  right = std::max<int64_t>(right, 0);
  if (left == 0 && right == 0) return exact_str(t, s);
  int64_t n = s->length();
  if (left > INT64_MAX - n || right > INT64_MAX - (left + n)) {
    return raise(t, TypeId::kOverflowError, "padded string is too long");
  }
  if (left + n + right == 1) return str_from_char(t, fill);
  Str* made = EIDER_TRY(str_new(t, left + n + right, max_char_of(s) | fill));
  char* to = str_fill(made);
  fill_chars(to, made->width, 0, left, fill);
  put_chars(to, made->width, left, s);
  fill_chars(to, made->width, left + n, right, fill);
  return made;
}

Result<int64_t> fill_character(Thread& t, Value v) {
  if (v.is_absent()) return ' ';
  if (!is_str(t, v)) return raise(t, TypeId::kTypeError, "The fill character must be a unicode character, not %s", type_name(t, v));
  if (v.as<Str>()->length() != 1) return raise(t, TypeId::kTypeError, "The fill character must be exactly one character long");
  return v.as<Str>()->at(0);
}

enum class Align : uint8_t { kLeft, kRight, kCenter };

template <Align align>
Result<Str*> justify(Thread& t, Str* self, Index width, Value fillchar) {
  auto fill = static_cast<uint32_t>(EIDER_TRY(fill_character(t, fillchar)));
  int64_t room = width - self->length();
  if (width < 0 || room <= 0) return exact_str(t, self);
  if (align == Align::kLeft) return padded(t, self, 0, room, fill);
  if (align == Align::kRight) return padded(t, self, room, 0, fill);
  int64_t left = room / 2 + (room & width & 1);
  return padded(t, self, left, room - left, fill);
}

Result<Str*> str_zfill(Thread& t, Str* self, Index width) {
  int64_t room = width - self->length();
  if (width < 0 || room <= 0) return exact_str(t, self);
  Str* made = EIDER_TRY(padded(t, self, room, 0, '0'));
  uint32_t sign = self->length() == 0 ? 0 : self->at(0);
  if (sign == '+' || sign == '-') {  // the sign moves in front; `made` is not shared yet
    fill_chars(str_fill(made), made->width, 0, 1, sign);
    fill_chars(str_fill(made), made->width, room, 1, '0');
  }
  return made;
}

Result<Str*> str_expandtabs(Thread& t, Str* self, Value tabsize) {
  int64_t size = EIDER_TRY(int_argument(t, tabsize, 8));
  if (size > INT32_MAX || size < INT32_MIN) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  bool found = false;
  int64_t total = 0;
  int64_t column = 0;
  int64_t n = self->length();
  for (int64_t i = 0; i < n; i++) {
    uint32_t c = self->at(i);
    int64_t step = 1;
    if (c == '\t') {
      found = true;
      step = size > 0 ? size - column % size : 0;
      column += step;
    } else {
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    if (step > INT64_MAX - total) return raise(t, TypeId::kOverflowError, "new string is too long");
    total += step;
  }
  if (!found) return exact_str(t, self);
  if (total == 0) return t.realm->empty_str;
  if (total == 1) {
    for (int64_t i = 0; i < n; i++) {
      if (self->at(i) != '\t') return str_from_char(t, self->at(i));
    }
    return str_from_char(t, ' ');
  }
  Str* made = EIDER_TRY(str_new(t, total, max_char_of(self)));
  char* to = str_fill(made);
  int64_t at = 0;
  column = 0;
  for (int64_t i = 0; i < n; i++) {
    uint32_t c = self->at(i);
    if (c == '\t') {
      int64_t step = size > 0 ? size - column % size : 0;
      fill_chars(to, made->width, at, step, ' ');
      column += step;
      at += step;
    } else {
      fill_chars(to, made->width, at++, 1, c);
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
  }
  return made;
}

enum Sides : uint8_t { kLeftSide = 1, kRightSide = 2 };

bool contains_char(const Str* set, uint32_t c) {
  for (int64_t i = 0, n = set->length(); i < n; i++) {
    if (set->at(i) == c) return true;
  }
  return false;
}

template <Sides sides>
Result<Str*> strip(Thread& t, Str* self, Value chars) {
  constexpr const char* kName = sides == kLeftSide ? "lstrip" : sides == kRightSide ? "rstrip" : "strip";
  const Str* set = nullptr;
  if (!chars.is_absent() && !chars.is_none()) {
    if (!is_str(t, chars)) return raise(t, TypeId::kTypeError, "%s arg must be None or str", kName);
    set = chars.as<Str>();
  }
  auto drop = [&](uint32_t c) { return set == nullptr ? kernels::is_space(c) : contains_char(set, c); };
  int64_t start = 0;
  int64_t end = self->length();
  if (sides & kLeftSide) {
    while (start < end && drop(self->at(start))) start++;
  }
  if (sides & kRightSide) {
    while (end > start && drop(self->at(end - 1))) end--;
  }
  if (start == 0 && end == self->length()) return exact_str(t, self);
  return str_substring(t, self, start, end);
}

constexpr Sync kImm = Sync::kImmutable;
constexpr NativeDef kRows[] = {
    {"center(self, width, fillchar=' ', /)", bind<justify<Align::kCenter>>, kImm, "Return a centered string of length width."},
    {"ljust(self, width, fillchar=' ', /)", bind<justify<Align::kLeft>>, kImm, "Return a left-justified string of length width."},
    {"rjust(self, width, fillchar=' ', /)", bind<justify<Align::kRight>>, kImm, "Return a right-justified string of length width."},
    {"zfill(self, width, /)", bind<str_zfill>, kImm, "Pad a numeric string with zeros on the left, to fill a field of the given width."},
    {"expandtabs(self, /, tabsize=8)", bind<str_expandtabs>, kImm, "Return a copy where all tab characters are expanded using spaces."},
    {"strip(self, chars=None, /)", bind<strip<Sides(kLeftSide | kRightSide)>>, kImm, "Return a copy of the string with leading and trailing whitespace removed."},
    {"lstrip(self, chars=None, /)", bind<strip<kLeftSide>>, kImm, "Return a copy of the string with leading whitespace removed."},
    {"rstrip(self, chars=None, /)", bind<strip<kRightSide>>, kImm, "Return a copy of the string with trailing whitespace removed."},
};

}  // namespace

const MethodTable kStrPadMethods = {kRows, std::size(kRows)};

}  // namespace eider::builtins

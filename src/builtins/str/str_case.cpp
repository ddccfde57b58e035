// SPDX-License-Identifier: MIT
//
// Case mappings and questions about all characters of a str.
#include "builtins/kernels/unicode_db.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

namespace {

bool ascii_is_lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
bool ascii_is_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
uint8_t to_lower(uint8_t c) { return ascii_is_upper(c) ? c + 32 : c; }
uint8_t to_upper(uint8_t c) { return ascii_is_lower(c) ? c - 32 : c; }
uint8_t to_swapped(uint8_t c) { return ascii_is_upper(c) ? c + 32 : ascii_is_lower(c) ? c - 32 : c; }

/// ASCII maps byte by byte in a loop the compiler vectorizes; everything else is the kernel's.
template <uint8_t (*Ascii)(uint8_t), void (*Full)(TextView, Text32&)>
Result<Str*> mapped(Thread& t, Str* s) {
  if (s->ascii) {
    Str* made = EIDER_TRY(str_new(t, s->length(), 0x7f));
    const uint8_t* from = s->u8();
    auto* to = reinterpret_cast<uint8_t*>(str_fill(made));
    for (int64_t i = 0, n = s->length(); i < n; i++) to[i] = Ascii(from[i]);
    return made;
  }
  Text32 out;
  Full(view_of(s), out);
  return str_from(t, out);
}

Result<Str*> str_lower(Thread& t, Str* self) { return mapped<to_lower, kernels::text_lower>(t, self); }
Result<Str*> str_upper(Thread& t, Str* self) { return mapped<to_upper, kernels::text_upper>(t, self); }
Result<Str*> str_casefold(Thread& t, Str* self) { return mapped<to_lower, kernels::text_casefold>(t, self); }
Result<Str*> str_swapcase(Thread& t, Str* self) { return mapped<to_swapped, kernels::text_swapcase>(t, self); }

Result<Str*> str_capitalize(Thread& t, Str* self) {
  Text32 out;
  kernels::text_capitalize(view_of(self), out);
  return str_from(t, out);
}

Result<Str*> str_title(Thread& t, Str* self) {
  Text32 out;
  kernels::text_title(view_of(self), out);
  return str_from(t, out);
}

/// Not empty, and `Is` holds for every character.
template <bool (*Is)(char32_t)>
Result<bool> all_chars(Thread&, Str* self) {
  if (self->length() == 0) return false;
  return kernels::with_characters(view_of(self), [n = self->length()](const auto* chars) {
    for (int64_t i = 0; i < n; i++) {
      if (!Is(chars[i])) return false;
    }
    return true;
  });
}

Result<bool> str_isprintable(Thread& t, Str* self) {
  if (self->length() == 0) return true;
  return all_chars<kernels::is_printable>(t, self);
}
Result<bool> str_isascii(Thread&, Str* self) { return self->ascii != 0; }
Result<bool> str_islower(Thread&, Str* self) { return kernels::text_is_lower(view_of(self)); }
Result<bool> str_isupper(Thread&, Str* self) { return kernels::text_is_upper(view_of(self)); }
Result<bool> str_istitle(Thread&, Str* self) { return kernels::text_is_title(view_of(self)); }
Result<bool> str_isidentifier(Thread&, Str* self) { return kernels::text_is_identifier(view_of(self)); }

constexpr Sync kImm = Sync::kImmutable;
constexpr NativeDef kRows[] = {
    {"capitalize(self, /)", bind<str_capitalize>, kImm, "Return a capitalized version of the string."},
    {"casefold(self, /)", bind<str_casefold>, kImm, "Return a version of the string suitable for caseless comparisons."},
    {"lower(self, /)", bind<str_lower>, kImm, "Return a copy of the string converted to lowercase."},
    {"upper(self, /)", bind<str_upper>, kImm, "Return a copy of the string converted to uppercase."},
    {"swapcase(self, /)", bind<str_swapcase>, kImm, "Convert uppercase characters to lowercase and lowercase characters to uppercase."},
    {"title(self, /)", bind<str_title>, kImm, "Return a version of the string where each word is titlecased."},
    {"isalnum(self, /)", bind<all_chars<kernels::is_alnum>>, kImm, "Return True if the string is an alpha-numeric string, False otherwise."},
    {"isalpha(self, /)", bind<all_chars<kernels::is_alpha>>, kImm, "Return True if the string is an alphabetic string, False otherwise."},
    {"isascii(self, /)", bind<str_isascii>, kImm, "Return True if all characters in the string are ASCII, False otherwise."},
    {"isdecimal(self, /)", bind<all_chars<kernels::is_decimal>>, kImm, "Return True if the string is a decimal string, False otherwise."},
    {"isdigit(self, /)", bind<all_chars<kernels::is_digit>>, kImm, "Return True if the string is a digit string, False otherwise."},
    {"isidentifier(self, /)", bind<str_isidentifier>, kImm, "Return True if the string is a valid Python identifier, False otherwise."},
    {"islower(self, /)", bind<str_islower>, kImm, "Return True if the string is a lowercase string, False otherwise."},
    {"isnumeric(self, /)", bind<all_chars<kernels::is_numeric>>, kImm, "Return True if the string is a numeric string, False otherwise."},
    {"isprintable(self, /)", bind<str_isprintable>, kImm, "Return True if the string is printable, False otherwise."},
    {"isspace(self, /)", bind<all_chars<kernels::is_space>>, kImm, "Return True if the string is a whitespace string, False otherwise."},
    {"istitle(self, /)", bind<str_istitle>, kImm, "Return True if the string is a title-cased string, False otherwise."},
    {"isupper(self, /)", bind<str_isupper>, kImm, "Return True if the string is an uppercase string, False otherwise."},
};

}  // namespace

const MethodTable kStrCaseMethods = {kRows, std::size(kRows)};

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// ASCII case and character classes of bytes and bytearray.
#include "builtins/bytes/bytes_methods.h"

namespace eider::builtins {

namespace {

bool lower_byte(uint8_t c) { return c >= 'a' && c <= 'z'; }
bool upper_byte(uint8_t c) { return c >= 'A' && c <= 'Z'; }
bool alpha_byte(uint8_t c) { return lower_byte(c) || upper_byte(c); }
bool digit_byte(uint8_t c) { return c >= '0' && c <= '9'; }
bool alnum_byte(uint8_t c) { return alpha_byte(c) || digit_byte(c); }
bool space_byte(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }
uint8_t down(uint8_t c) { return upper_byte(c) ? c + 32 : c; }
uint8_t up(uint8_t c) { return lower_byte(c) ? c - 32 : c; }
uint8_t swap(uint8_t c) { return upper_byte(c) ? c + 32 : lower_byte(c) ? c - 32 : c; }

void all_lower(ByteSpan in, uint8_t* out) { for (size_t i = 0; i < in.size(); i++) out[i] = down(in[i]); }
void all_upper(ByteSpan in, uint8_t* out) { for (size_t i = 0; i < in.size(); i++) out[i] = up(in[i]); }
void all_swapped(ByteSpan in, uint8_t* out) { for (size_t i = 0; i < in.size(); i++) out[i] = swap(in[i]); }
void capitalized(ByteSpan in, uint8_t* out) { for (size_t i = 0; i < in.size(); i++) out[i] = i == 0 ? up(in[i]) : down(in[i]); }
void titled(ByteSpan in, uint8_t* out) {
  bool inside = false;
  for (size_t i = 0; i < in.size(); i++) {
    out[i] = inside ? down(in[i]) : up(in[i]);
    inside = alpha_byte(in[i]);
  }
}

template <class K, void (*Map)(ByteSpan, uint8_t*)>
Result<Value> mapped(Thread& t, typename K::Self* self) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  Result<Value> made = K::make(t, source.span());
  if (!made.ok()) return kFailure;
  // Not shared yet: changed where it is.
  if constexpr (std::is_same_v<K, BytesKind>) {
    Map(source.span(), made.get().template as<Bytes>()->data);
  } else if (source.size() != 0) {
    Map(source.span(), made.get().template as<ByteArray>()->buffer.get()->data);
  }
  return made;
}

bool is_title(ByteSpan in) {
  bool inside = false, any = false;
  for (uint8_t c : in) {
    if (upper_byte(c)) {
      if (inside) return false;
      inside = any = true;
    } else if (lower_byte(c)) {
      if (!inside) return false;
      any = true;
    } else {
      inside = false;
    }
  }
  return any;
}
template <bool (*Wanted)(uint8_t), bool (*Unwanted)(uint8_t)>
bool cased(ByteSpan in) {
  bool any = false;
  for (uint8_t c : in) {
    if (Unwanted(c)) return false;
    any |= Wanted(c);
  }
  return any;
}
template <bool (*Is)(uint8_t)>
bool all_of(ByteSpan in) {
  for (uint8_t c : in) {
    if (!Is(c)) return false;
  }
  return !in.empty();
}
bool is_ascii(ByteSpan in) { return kernels::ascii_prefix(in) == in.size(); }

template <class K, bool (*Test)(ByteSpan)>
Result<bool> question(Thread& t, typename K::Self* self) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  return Test(source.span());
}

template <class K>
constexpr NativeDef kRows[] = {
    {"lower(self, /)", bind<mapped<K, all_lower>>, K::kSync, "Return a copy with all ASCII characters converted to lowercase."},
    {"upper(self, /)", bind<mapped<K, all_upper>>, K::kSync, "Return a copy with all ASCII characters converted to uppercase."},
    {"swapcase(self, /)", bind<mapped<K, all_swapped>>, K::kSync, "Return a copy with uppercase ASCII characters converted to lowercase and vice versa."},
    {"capitalize(self, /)", bind<mapped<K, capitalized>>, K::kSync, "Return a copy with only its first character capitalized (ASCII) and the rest lower-cased."},
    {"title(self, /)", bind<mapped<K, titled>>, K::kSync, "Return a titlecased version: ASCII words start with uppercase characters."},
    {"isalnum(self, /)", bind<question<K, all_of<alnum_byte>>>, K::kSync, "Return True if all characters are alphanumeric (ASCII) and there is at least one."},
    {"isalpha(self, /)", bind<question<K, all_of<alpha_byte>>>, K::kSync, "Return True if all characters are alphabetic (ASCII) and there is at least one."},
    {"isascii(self, /)", bind<question<K, is_ascii>>, K::kSync, "Return True if empty or all characters are ASCII."},
    {"isdigit(self, /)", bind<question<K, all_of<digit_byte>>>, K::kSync, "Return True if all characters are digits and there is at least one."},
    {"islower(self, /)", bind<question<K, cased<lower_byte, upper_byte>>>, K::kSync, "Return True if all cased characters are lowercase and there is at least one."},
    {"isspace(self, /)", bind<question<K, all_of<space_byte>>>, K::kSync, "Return True if all characters are whitespace and there is at least one."},
    {"istitle(self, /)", bind<question<K, is_title>>, K::kSync, "Return True if the bytes are titlecased and there is at least one character."},
    {"isupper(self, /)", bind<question<K, cased<upper_byte, lower_byte>>>, K::kSync, "Return True if all cased characters are uppercase and there is at least one."},
};

}  // namespace

const MethodTable kBytesCaseMethods = {kRows<BytesKind>, std::size(kRows<BytesKind>)};
const MethodTable kByteArrayCaseMethods = {kRows<ByteArrayKind>, std::size(kRows<ByteArrayKind>)};

}  // namespace eider::builtins

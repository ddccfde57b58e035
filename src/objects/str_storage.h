// SPDX-License-Identifier: MIT
//
// What the files of str share: making Str objects of either kind, and copying characters between widths.
//
// Not here: anything another layer calls (str.h).
#pragma once

#include "objects/realm.h"
#include "objects/str.h"

namespace eider::objects::str_storage {

inline constexpr int64_t kMaxLength = (int64_t{1} << 40) - 1;  // characters
inline constexpr size_t kInlineOffset = sizeof(Str) - sizeof(Str::inline_data);
static_assert(kInlineOffset == 24);
static_assert(sizeof(Str) == 32);

inline uint8_t width_for(uint32_t max_char) { return max_char < 0x100 ? 1 : max_char < 0x10000 ? 2 : 4; }

inline void set_length(Str* s, int64_t length) {
  s->length_low = static_cast<uint32_t>(length);
  s->length_high = static_cast<uint8_t>(length >> 32);
}

/// An inline Str without looking at the realm's shared ones (empty, Latin-1): characters zero.
Result<Str*> new_inline(Thread& t, int64_t length, uint8_t width, bool ascii);
/// An external Str over the first `length` characters of `buffer`.
Result<Str*> new_external(Thread& t, StrBuffer* buffer, int64_t length, uint8_t width, bool ascii);
Result<StrBuffer*> new_buffer(Thread& t, uint64_t capacity);

/// Copies `count` characters, widening from `from_width` to `to_width` >= from_width.
void copy_chars(char* to, uint8_t to_width, const char* from, uint8_t from_width, int64_t count);
/// Copies characters that are known to fit the narrower width.
void narrow_chars(char* to, uint8_t to_width, const char* from, uint8_t from_width, int64_t count);
/// An upper bound of the characters' code points in the same class of width and ascii (0x7f, 0xff, 0xffff, 0x10ffff).
uint32_t max_char_class(const char* chars, uint8_t width, int64_t count);
inline uint32_t max_char_class(const Str* s) {
  return s->ascii ? 0x7f : s->width == 1 ? 0xff : s->width == 2 ? 0xffff : 0x10ffff;
}

}  // namespace eider::objects::str_storage

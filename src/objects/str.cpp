// SPDX-License-Identifier: MIT
//
// Making, comparing and hashing strings.
//
// Invariant: a Str has the narrowest width its characters allow, and `ascii` says exactly whether all are below 128; so equal
// strings have equal bytes, and hashing and comparing for equality work on bytes.
// Not here: concatenation (str_concat.cpp), the intern table (str_intern.cpp), StrBuilder and printf formats (str_builder.cpp).
#include "objects/str.h"

#include <algorithm>
#include <cstring>

#include "objects/errors.h"
#include "objects/hash_bytes.h"
#include "objects/str_storage.h"
#include "objects/thread.h"

namespace eider::objects {

using namespace str_storage;

namespace str_storage {

Result<Str*> new_inline(Thread& t, int64_t length, uint8_t width, bool ascii) {
  if (EIDER_UNLIKELY(length < 0 || length > kMaxLength)) return raise_no_memory(t);
  size_t bytes = (kInlineOffset + static_cast<size_t>(length) * width + 7) & ~size_t{7};
  uint32_t header_bytes = static_cast<uint32_t>(std::min<size_t>(bytes, UINT32_MAX));
  auto* s = reinterpret_cast<Str*>(gc::allocate(t, gc::header_word(shape_id(TypeId::kStr), TraceKind::kNone, header_bytes), bytes));
  if (EIDER_UNLIKELY(s == nullptr)) return raise_no_memory(t);
  set_length(s, length);
  s->width = width;
  s->ascii = ascii;
  return s;
}

Result<Str*> new_external(Thread& t, StrBuffer* buffer, int64_t length, uint8_t width, bool ascii) {
  auto* s = reinterpret_cast<Str*>(
      gc::allocate(t, gc::header_word(shape_id(TypeId::kStr), TraceKind::kCustom, sizeof(Str)), sizeof(Str)));
  if (EIDER_UNLIKELY(s == nullptr)) return raise_no_memory(t);
  set_length(s, length);
  s->width = width;
  s->ascii = ascii;
  s->external = 1;
  s->buffer = buffer;
  return s;
}

Result<StrBuffer*> new_buffer(Thread& t, uint64_t capacity) {
  size_t bytes = (sizeof(StrBuffer) + capacity + 7) & ~size_t{7};
  uint32_t header_bytes = static_cast<uint32_t>(std::min<size_t>(bytes, UINT32_MAX));
  auto* buffer = reinterpret_cast<StrBuffer*>(
      gc::allocate(t, gc::header_word(shape_id(TypeId::kStrBuffer), TraceKind::kNone, header_bytes), bytes));
  if (EIDER_UNLIKELY(buffer == nullptr)) return raise_no_memory(t);
  buffer->capacity = bytes - sizeof(StrBuffer);
  return buffer;
}

namespace {
template <class To, class From>
void convert(char* to, const char* from, int64_t count) {
  auto* out = reinterpret_cast<To*>(to);
  auto* in = reinterpret_cast<const From*>(from);
  for (int64_t i = 0; i < count; i++) out[i] = static_cast<To>(in[i]);
}

template <class C>
uint32_t all_bits(const char* chars, int64_t count) {
  auto* in = reinterpret_cast<const C*>(chars);
  uint32_t bits = 0;
  for (int64_t i = 0; i < count; i++) bits |= in[i];
  return bits;
}
}  // namespace

void copy_chars(char* to, uint8_t to_width, const char* from, uint8_t from_width, int64_t count) {
  EIDER_ASSERT(to_width >= from_width);
  if (count == 0) return;
  if (to_width == from_width) {
    std::memcpy(to, from, static_cast<size_t>(count) * to_width);
  } else if (to_width == 2) {
    convert<uint16_t, uint8_t>(to, from, count);
  } else if (from_width == 1) {
    convert<uint32_t, uint8_t>(to, from, count);
  } else {
    convert<uint32_t, uint16_t>(to, from, count);
  }
}

void narrow_chars(char* to, uint8_t to_width, const char* from, uint8_t from_width, int64_t count) {
  if (to_width >= from_width) return copy_chars(to, to_width, from, from_width, count);
  if (from_width == 2) return convert<uint8_t, uint16_t>(to, from, count);
  if (to_width == 1) return convert<uint8_t, uint32_t>(to, from, count);
  convert<uint16_t, uint32_t>(to, from, count);
}

// The union of all bits is at least the maximum and below the same power of two: enough for the class, and it vectorizes.
uint32_t max_char_class(const char* chars, uint8_t width, int64_t count) {
  uint32_t bits = width == 1 ? all_bits<uint8_t>(chars, count) : width == 2 ? all_bits<uint16_t>(chars, count)
                                                                            : all_bits<uint32_t>(chars, count);
  return bits < 0x80 ? 0x7f : bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : 0x10ffff;
}

}  // namespace str_storage

Result<Str*> str_new(Thread& t, int64_t length, uint32_t max_char) {
  if (length == 0 && t.realm->empty_str != nullptr) return t.realm->empty_str;
  return new_inline(t, length, width_for(max_char), max_char < 0x80);
}

Result<Str*> str_from_chars(Thread& t, const void* chars, uint8_t width, int64_t count) {
  auto* from = static_cast<const char*>(chars);
  if (count == 1) {
    return str_from_char(t, width == 1 ? static_cast<const uint8_t*>(chars)[0]
                            : width == 2 ? static_cast<const uint16_t*>(chars)[0] : static_cast<const uint32_t*>(chars)[0]);
  }
  Str* s = EIDER_TRY(str_new(t, count, max_char_class(from, width, count)));
  narrow_chars(str_fill(s), s->width, from, width, count);
  return s;
}

Result<Str*> str_from_ucs4(Thread& t, const uint32_t* chars, int64_t count) { return str_from_chars(t, chars, 4, count); }

Result<Str*> str_from_ascii(Thread& t, std::string_view ascii) {
  if (ascii.size() == 1) return str_from_char(t, static_cast<uint8_t>(ascii[0]));
  Str* s = EIDER_TRY(str_new(t, static_cast<int64_t>(ascii.size()), 0x7f));
  if (!ascii.empty()) std::memcpy(str_fill(s), ascii.data(), ascii.size());
  return s;
}

Result<Str*> str_from_char(Thread& t, uint32_t c) {
  if (c < 256 && t.realm->latin1[c] != nullptr) return t.realm->latin1[c];
  Str* s = EIDER_TRY(str_new(t, 1, c));
  char* to = str_fill(s);
  if (s->width == 1) {
    *reinterpret_cast<uint8_t*>(to) = static_cast<uint8_t>(c);
  } else if (s->width == 2) {
    *reinterpret_cast<uint16_t*>(to) = static_cast<uint16_t>(c);
  } else {
    *reinterpret_cast<uint32_t*>(to) = c;
  }
  return s;
}

Result<Str*> str_substring(Thread& t, Str* s, int64_t start, int64_t end) {
  int64_t length = s->length();
  start = std::clamp<int64_t>(start, 0, length);
  end = std::clamp<int64_t>(end, start, length);
  if (start == 0 && end == length && s->shape_id() == shape_id(TypeId::kStr)) return s;
  int64_t count = end - start;
  const char* from = s->bytes() + start * s->width;
  if (s->ascii) return str_from_ascii(t, {from, static_cast<size_t>(count)});
  // `from` points into s or its buffer: the collector keeps what an interior pointer in a local names.
  return str_from_chars(t, from, s->width, count);
}

// --- UTF-8 ----------------------------------------------------------------------------------------------------------------------
namespace {

/// Decodes one character at `*at` < end; anything malformed gives U+FFFD for one byte. Surrogates pass.
uint32_t decode_one(const uint8_t** at, const uint8_t* end) {
  const uint8_t* p = *at;
  uint32_t first = *p;
  if (first < 0x80) {
    *at = p + 1;
    return first;
  }
  auto continuation = [&](int i) { return end - p > i && (p[i] & 0xc0) == 0x80; };
  if (first >= 0xc2 && first < 0xe0 && continuation(1)) {
    *at = p + 2;
    return (first & 0x1f) << 6 | (p[1] & 0x3f);
  }
  if (first >= 0xe0 && first < 0xf0 && continuation(1) && continuation(2)) {
    uint32_t c = (first & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    if (c >= 0x800) {
      *at = p + 3;
      return c;
    }
  }
  if (first >= 0xf0 && first < 0xf5 && continuation(1) && continuation(2) && continuation(3)) {
    uint32_t c = (first & 0x07) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 | (p[3] & 0x3f);
    if (c >= 0x10000 && c < 0x110000) {
      *at = p + 4;
      return c;
    }
  }
  *at = p + 1;
  return 0xfffd;
}

template <class C>
void decode_all(const uint8_t* at, const uint8_t* end, char* to) {
  auto* out = reinterpret_cast<C*>(to);
  while (at < end) *out++ = static_cast<C>(decode_one(&at, end));
}

}  // namespace

Result<Str*> str_from_utf8(Thread& t, std::string_view utf8) {
  if (max_char_class(utf8.data(), 1, static_cast<int64_t>(utf8.size())) < 0x80) return str_from_ascii(t, utf8);
  auto* begin = reinterpret_cast<const uint8_t*>(utf8.data());
  auto* end = begin + utf8.size();
  int64_t count = 0;
  uint32_t bits = 0;
  for (const uint8_t* at = begin; at < end; count++) bits |= decode_one(&at, end);
  if (count == 1) {
    const uint8_t* at = begin;
    return str_from_char(t, decode_one(&at, end));
  }
  Str* s = EIDER_TRY(str_new(t, count, bits));
  if (s->width == 1) {
    decode_all<uint8_t>(begin, end, str_fill(s));
  } else if (s->width == 2) {
    decode_all<uint16_t>(begin, end, str_fill(s));
  } else {
    decode_all<uint32_t>(begin, end, str_fill(s));
  }
  return s;
}

std::string to_utf8(const Str* s) {
  if (s->ascii) return std::string(s->ascii_view());
  int64_t length = s->length();
  std::string out;
  out.reserve(static_cast<size_t>(length) * (s->width == 1 ? 2 : 3));
  for (int64_t i = 0; i < length; i++) {
    uint32_t c = s->at(i);
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xc0 | c >> 6);
      out += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      out += static_cast<char>(0xe0 | c >> 12);
      out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
      out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
      out += static_cast<char>(0xf0 | c >> 18);
      out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
      out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
      out += static_cast<char>(0x80 | (c & 0x3f));
    }
  }
  return out;
}

// --- comparing and hashing ------------------------------------------------------------------------------------------------------
bool str_equal(const Str* a, const Str* b) {
  if (a == b) return true;
  if (a->length_low != b->length_low || a->length_high != b->length_high || a->width != b->width) return false;
  uint64_t hash_a = a->hash.load_relaxed();  // relaxed: 0 or the one value every thread computes
  uint64_t hash_b = b->hash.load_relaxed();
  if (hash_a != 0 && hash_b != 0 && hash_a != hash_b) return false;
  return std::memcmp(a->bytes(), b->bytes(), static_cast<size_t>(a->length()) * a->width) == 0;
}

namespace {
template <class A, class B>
int compare_chars(const A* a, const B* b, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t x = a[i], y = b[i];
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}
template <class A>
int compare_with(const A* a, const Str* b, int64_t count) {
  if (b->width == 1) return compare_chars(a, b->u8(), count);
  if (b->width == 2) return compare_chars(a, b->u16(), count);
  return compare_chars(a, b->u32(), count);
}
}  // namespace

int str_compare(const Str* a, const Str* b) {
  if (a == b) return 0;
  int64_t length_a = a->length();
  int64_t length_b = b->length();
  int64_t common = std::min(length_a, length_b);
  int order;
  if (a->width == 1 && b->width == 1) {
    order = std::memcmp(a->bytes(), b->bytes(), static_cast<size_t>(common));
  } else if (a->width == 1) {
    order = compare_with(a->u8(), b, common);
  } else if (a->width == 2) {
    order = compare_with(a->u16(), b, common);
  } else {
    order = compare_with(a->u32(), b, common);
  }
  if (order != 0) return order;
  return length_a < length_b ? -1 : length_a > length_b ? 1 : 0;
}

uint64_t str_hash(Thread& t, const Str* s) {
  uint64_t hash = s->hash.load_relaxed();  // relaxed: computed from immutable bytes, the same by every thread
  if (EIDER_LIKELY(hash != 0)) return hash;
  hash = hash_bytes(s->bytes(), static_cast<size_t>(s->length()) * s->width, t.realm->config.hash_key);
  const_cast<Str*>(s)->hash.store_relaxed(hash);
  return hash;
}

void trace_str(Header* object, gc::Tracer& tracer) {
  auto* s = static_cast<Str*>(object);
  if (s->external) tracer.mark(s->buffer);
}

}  // namespace eider::objects

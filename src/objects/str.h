// SPDX-License-Identifier: MIT
//
// Str: immutable text, stored with 1, 2 or 4 bytes per character (the smallest that fits the largest code point).
//
// Note [Strings that grow at the end]
// A Str is either inline (its characters follow the fields) or external: `buffer` points to a StrBuffer whose first `length`
// characters are the text. Concatenation `s + t` makes a longer external Str over the *same* buffer when s ends exactly where
// the buffer's used part ends and there is room: the room is claimed by a CAS on StrBuffer::used, so only one of several
// threads can extend, and a text already published never changes. So a loop of s += piece is linear, strings are always flat,
// and no reference count is needed.
//
// Thread rule: everything is immutable after publication but `hash` (relaxed; every thread computes the same) and the interned flag.
#pragma once

#include <cstdarg>
#include <string>
#include <string_view>

#include "gc/heap.h"
#include "objects/object.h"
#include "objects/result.h"

namespace eider::objects {

class Realm;
class Thread;

struct StrBuffer : Object {  // TraceKind::kNone
  static constexpr TypeId kTypeId = TypeId::kStrBuffer;
  uint64_t capacity;          // bytes
  Atomic<uint64_t> used;      // bytes; grows only, by CAS (acq_rel; pairs with itself)
  char data[];
};

struct Str : Object {  // TraceKind::kNone when inline, kCustom when external
  static constexpr TypeId kTypeId = TypeId::kStr;
  Atomic<uint64_t> hash;  // 0 = not computed yet (a computed hash is never 0)
  uint32_t length_low;    // characters; lengths up to 2^40
  uint8_t length_high;
  uint8_t width;          // 1, 2, 4 bytes per character
  uint8_t ascii;          // width 1 and all characters < 128
  uint8_t external;
  union {
    StrBuffer* buffer;
    char inline_data[8];
  };

  int64_t length() const { return int64_t{length_low} | int64_t{length_high} << 32; }
  const char* bytes() const { return external ? buffer->data : inline_data; }
  const uint8_t* u8() const { return reinterpret_cast<const uint8_t*>(bytes()); }
  const uint16_t* u16() const { return reinterpret_cast<const uint16_t*>(bytes()); }
  const uint32_t* u32() const { return reinterpret_cast<const uint32_t*>(bytes()); }
  uint32_t at(int64_t i) const { return width == 1 ? u8()[i] : width == 2 ? u16()[i] : u32()[i]; }
  bool interned() const { return flags.load_relaxed() & gc::kFlagInterned; }
  /// Valid only when ascii.
  std::string_view ascii_view() const { return {bytes(), static_cast<size_t>(length())}; }
};

/// A new Str of `length` characters of `width` bytes, contents zero: fill before publishing. `max_char` decides width and ascii.
Result<Str*> str_new(Thread& t, int64_t length, uint32_t max_char);
/// Where a Str that is not yet published is filled.
inline char* str_fill(Str* s) { return s->external ? s->buffer->data : s->inline_data; }
Result<Str*> str_from_utf8(Thread& t, std::string_view utf8);     // surrogates as three bytes pass through; must be valid otherwise
Result<Str*> str_from_ascii(Thread& t, std::string_view ascii);
Result<Str*> str_from_ucs4(Thread& t, const uint32_t* chars, int64_t count);
Result<Str*> str_from_chars(Thread& t, const void* chars, uint8_t width, int64_t count);  // narrows when it can
Result<Str*> str_from_char(Thread& t, uint32_t c);                // Latin-1 characters come from a per-realm table
Result<Str*> str_format(Thread& t, const char* format, ...) __attribute__((format(printf, 2, 3)));
Result<Str*> str_vformat(Thread& t, const char* format, va_list args);
Result<Str*> str_concat(Thread& t, Str* a, Str* b);               // Note [Strings that grow at the end]
Result<Str*> str_substring(Thread& t, Str* s, int64_t start, int64_t end);
bool str_equal(const Str* a, const Str* b);
int str_compare(const Str* a, const Str* b);                      // by code point: <0, 0, >0
uint64_t str_hash(Thread& t, const Str* s);
/// The one Str with this text in this realm. Interned strings are kept while something refers to them.
Result<Str*> intern(Thread& t, Str* s);
Result<Str*> intern(Thread& t, std::string_view utf8);
/// UTF-8 (surrogates as three bytes).
std::string to_utf8(const Str* s);
inline bool str_equals_ascii(const Str* s, std::string_view ascii) { return s->ascii && s->ascii_view() == ascii; }

/// A growing text for C++ code; memory outside the heap; not for sharing.
class StrBuilder {
 public:
  explicit StrBuilder(Thread& t) : t_(t) {}
  ~StrBuilder();
  StrBuilder(const StrBuilder&) = delete;
  [[nodiscard]] bool add(const Str* s);                 // false: out of memory (MemoryError is set)
  [[nodiscard]] bool add(std::string_view ascii_or_utf8);
  [[nodiscard]] bool add_char(uint32_t c);
  [[nodiscard]] bool add_chars(const void* chars, uint8_t width, int64_t count);
  [[nodiscard]] bool add_substring(const Str* s, int64_t start, int64_t end);
  int64_t length() const { return length_; }
  Result<Str*> finish();

 private:
  bool reserve(int64_t more, uint32_t max_char);
  Thread& t_;
  char* data_ = nullptr;
  int64_t length_ = 0;
  int64_t capacity_ = 0;  // characters
  uint8_t width_ = 1;
  uint32_t max_char_ = 0;
};

// --- the realm's part (str_intern.cpp) --------------------------------------------------------------------------------------------
/// Makes the intern table, the empty string, the Latin-1 characters and the names. Realm::bootstrap calls it as soon as `t` can
/// allocate, before the first type is made. False when memory is exhausted.
[[nodiscard]] bool strings_bootstrap(Thread& t);
/// For the heap's hooks: marks those roots / drops entries of dead strings (world stopped, after marking) / at the realm's end.
void trace_string_roots(Realm& realm, gc::Tracer& tracer);
void sweep_intern_table(Realm& realm, gc::Heap& heap);
void delete_intern_table(Realm& realm);
/// TypeSlots::trace of str.
void trace_str(Header* object, gc::Tracer& tracer);

}  // namespace eider::objects

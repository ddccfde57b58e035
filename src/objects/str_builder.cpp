// SPDX-License-Identifier: MIT
//
// StrBuilder: text under construction outside the heap; and str_format, printf into a Str.
//
// Invariant: data_ holds length_ characters of width_ bytes; width_ fits max_char_, the union of the classes added so far.
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "base/memory.h"
#include "objects/errors.h"
#include "objects/str_storage.h"

namespace eider::objects {

using namespace str_storage;

StrBuilder::~StrBuilder() { base::raw_free(data_); }

bool StrBuilder::reserve(int64_t more, uint32_t max_char) {
  int64_t needed = length_ + more;
  max_char_ |= max_char;
  uint8_t width = width_for(max_char_);
  if (EIDER_LIKELY(needed <= capacity_ && width == width_)) return true;
  if (needed > kMaxLength) {
    raise_no_memory(t_);
    return false;
  }
  int64_t capacity = needed <= capacity_ ? capacity_ : std::max<int64_t>(needed, capacity_ + capacity_ / 2 + 32);
  if (width == width_) {
    auto* grown = static_cast<char*>(base::raw_realloc(data_, static_cast<size_t>(capacity) * width));
    if (grown == nullptr) {
      raise_no_memory(t_);
      return false;
    }
    data_ = grown;
  } else {
    auto* grown = static_cast<char*>(base::raw_alloc(static_cast<size_t>(capacity) * width));
    if (grown == nullptr) {
      raise_no_memory(t_);
      return false;
    }
    copy_chars(grown, width, data_, width_, length_);
    base::raw_free(data_);
    data_ = grown;
    width_ = width;
  }
  capacity_ = capacity;
  return true;
}

bool StrBuilder::add(const Str* s) { return add_substring(s, 0, s->length()); }

bool StrBuilder::add_substring(const Str* s, int64_t start, int64_t end) {
  int64_t count = end - start;
  if (count <= 0) return true;
  const char* from = s->bytes() + start * s->width;
  uint32_t max_char = count == s->length() || s->ascii ? max_char_class(s) : max_char_class(from, s->width, count);
  if (!reserve(count, max_char)) return false;
  if (s->width <= width_) {
    copy_chars(data_ + length_ * width_, width_, from, s->width, count);
  } else {
    narrow_chars(data_ + length_ * width_, width_, from, s->width, count);
  }
  length_ += count;
  return true;
}

bool StrBuilder::add(std::string_view text) {
  if (text.empty()) return true;
  auto count = static_cast<int64_t>(text.size());
  if (max_char_class(text.data(), 1, count) < 0x80) {
    if (!reserve(count, 0x7f)) return false;
    copy_chars(data_ + length_ * width_, width_, text.data(), 1, count);
    length_ += count;
    return true;
  }
  Result<Str*> s = str_from_utf8(t_, text);
  return s.ok() && add(s.get());
}

bool StrBuilder::add_chars(const void* chars, uint8_t width, int64_t count) {
  if (count <= 0) return true;
  auto* from = static_cast<const char*>(chars);
  if (!reserve(count, max_char_class(from, width, count))) return false;
  narrow_chars(data_ + length_ * width_, width_, from, width, count);
  length_ += count;
  return true;
}

bool StrBuilder::add_char(uint32_t c) {
  if (!reserve(1, c)) return false;
  char* to = data_ + length_ * width_;
  if (width_ == 1) {
    *reinterpret_cast<uint8_t*>(to) = static_cast<uint8_t>(c);
  } else if (width_ == 2) {
    *reinterpret_cast<uint16_t*>(to) = static_cast<uint16_t>(c);
  } else {
    *reinterpret_cast<uint32_t*>(to) = c;
  }
  length_++;
  return true;
}

Result<Str*> StrBuilder::finish() {
  if (length_ == 1) return str_from_chars(t_, data_, width_, 1);
  Str* s = EIDER_TRY(str_new(t_, length_, max_char_));
  copy_chars(str_fill(s), s->width, data_, width_, length_);
  return s;
}

Result<Str*> str_vformat(Thread& t, const char* format, va_list args) {
  va_list again;
  va_copy(again, args);
  char small[256];
  int size = std::vsnprintf(small, sizeof small, format, args);
  Result<Str*> made = kFailure;
  if (size < 0) {
    made = raise(t, TypeId::kSystemError, "bad printf format");
  } else if (size < static_cast<int>(sizeof small)) {
    made = str_from_utf8(t, {small, static_cast<size_t>(size)});
  } else {
    auto* large = static_cast<char*>(base::raw_alloc(static_cast<size_t>(size) + 1));
    if (large == nullptr) {
      made = raise_no_memory(t);
    } else {
      std::vsnprintf(large, static_cast<size_t>(size) + 1, format, again);
      made = str_from_utf8(t, {large, static_cast<size_t>(size)});
      base::raw_free(large);
    }
  }
  va_end(again);
  return made;
}

Result<Str*> str_format(Thread& t, const char* format, ...) {
  va_list args;
  va_start(args, format);
  Result<Str*> made = str_vformat(t, format, args);
  va_end(args);
  return made;
}

}  // namespace eider::objects

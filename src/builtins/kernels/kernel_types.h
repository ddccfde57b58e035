// SPDX-License-Identifier: MIT
//
// What all kernels share: growable output buffers, views of strings, and the way a long operation is interrupted.
//
// Invariant: nothing here aborts when memory runs out. A Buffer that could not grow stays valid, drops what did not
// fit, and says so in failed(); a kernel may append freely and ask once, at its end. Not here: anything of the Python
// heap. A kernel never allocates an object, takes a lock or reaches a safepoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <type_traits>

#include "base/check.h"

namespace eider::builtins::kernels {

/// A growable array of plain characters with room for `kInline` of them without malloc.
template <class T, size_t kInline>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>, "grown by memcpy");

 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() {
    if (data_ != inline_) std::free(data_);
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  size_t capacity() const { return capacity_; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }

  /// True once an allocation has failed; the contents are then a prefix of what was asked for.
  [[nodiscard]] bool failed() const { return failed_; }
  void clear() {
    size_ = 0;
    failed_ = false;
  }
  void truncate(size_t size) {
    EIDER_ASSERT(size <= size_);
    size_ = size;
  }

  /// Makes room for `count` elements in all. False (and failed()) when memory is short.
  [[nodiscard]] bool reserve(size_t count) {
    if (EIDER_LIKELY(count <= capacity_)) return true;
    return grow(count);
  }

  void push(T value) {
    if (EIDER_UNLIKELY(size_ == capacity_) && !grow(size_ + 1)) return;
    data_[size_++] = value;
  }
  void append(const T* values, size_t count) {
    if (T* to = extend(count)) {
      if (count != 0) std::memcpy(to, values, count * sizeof(T));
    }
  }
  void append_fill(size_t count, T value) {
    if (T* to = extend(count)) {
      for (size_t i = 0; i < count; i++) to[i] = value;
    }
  }
  /// Adds the characters of a C string, each widened to T.
  void append_ascii(const char* text) { append_ascii(text, std::strlen(text)); }
  void append_ascii(const char* text, size_t count) {
    if (T* to = extend(count)) {
      for (size_t i = 0; i < count; i++) to[i] = static_cast<T>(static_cast<unsigned char>(text[i]));
    }
  }
  /// Adds `count` elements to be written by the caller; nullptr when memory is short.
  T* extend(size_t count) {
    if (EIDER_UNLIKELY(count > capacity_ - size_)) {
      if (count > kMost - size_) {
        failed_ = true;
        return nullptr;
      }
      if (!grow(size_ + count)) return nullptr;
    }
    T* to = data_ + size_;
    size_ += count;
    return to;
  }

 private:
  EIDER_NOINLINE bool grow(size_t count) {
    size_t wanted = capacity_ + capacity_ / 2;
    if (wanted < count) wanted = count;
    if (failed_ || wanted > kMost) {
      failed_ = true;
      return false;
    }
    T* fresh =
        static_cast<T*>(data_ == inline_ ? std::malloc(wanted * sizeof(T)) : std::realloc(data_, wanted * sizeof(T)));
    if (fresh == nullptr) {
      failed_ = true;
      return false;
    }
    if (data_ == inline_) std::memcpy(fresh, inline_, size_ * sizeof(T));
    data_ = fresh;
    capacity_ = wanted;
    return true;
  }

  // No object is larger than PTRDIFF_MAX bytes; asking malloc for more is pointless.
  static constexpr size_t kMost = PTRDIFF_MAX / sizeof(T);

  T* data_ = inline_;
  size_t size_ = 0;
  size_t capacity_ = kInline;
  bool failed_ = false;
  T inline_[kInline];
};

using Text8 = Buffer<char, 128>;      // ASCII output, or UTF-8
using Text32 = Buffer<char32_t, 64>;  // code points
using Bytes = Buffer<uint8_t, 128>;

/// A read-only string of `size` code points stored 1 (Latin-1), 2 (UCS-2) or 4 bytes wide, as str stores them.
/// 16 bytes, so that it is passed in two registers.
struct TextView {
  const void* data;
  size_t size : 56;
  size_t width : 8;  // bytes per code point: 1, 2 or 4

  TextView() : TextView(nullptr, 0, 1) {}
  TextView(const void* data, size_t size, size_t width) : data(data), size(size), width(width) {}
  TextView(const char* latin1, size_t size) : data(latin1), size(size), width(1) {}
  TextView(const char32_t* points, size_t size) : data(points), size(size), width(4) {}
  TextView(const char* ascii) : data(ascii), size(std::strlen(ascii)), width(1) {}  // NOLINT: literals read well
  template <size_t kInline>
  TextView(const Buffer<char32_t, kInline>& text) : data(text.data()), size(text.size()), width(4) {}  // NOLINT

  char32_t operator[](size_t i) const {
    EIDER_ASSERT(i < size);
    if (width == 1) return static_cast<const uint8_t*>(data)[i];
    if (width == 2) return static_cast<const uint16_t*>(data)[i];
    return static_cast<const char32_t*>(data)[i];
  }
  TextView slice(size_t start, size_t end) const {
    EIDER_ASSERT(start <= end && end <= size);
    return {static_cast<const uint8_t*>(data) + start * width, end - start, width};
  }
};

/// Calls `f` with a typed pointer to the view's characters: one instance of the loop for each width.
template <class F>
auto with_characters(TextView text, F&& f) {
  if (text.width == 1) return f(static_cast<const uint8_t*>(text.data));
  if (text.width == 2) return f(static_cast<const uint16_t*>(text.data));
  return f(static_cast<const char32_t*>(text.data));
}

template <size_t kInline>
void append(Buffer<char32_t, kInline>& out, TextView text) {
  char32_t* to = out.extend(text.size);
  if (to == nullptr) return;
  with_characters(text, [&](const auto* from) {
    for (size_t i = 0; i < text.size; i++) to[i] = from[i];
  });
}

/// Asked now and then by operations that may run longer than about a millisecond; true means "stop".
struct Interrupt {
  bool (*poll)(void* context) = nullptr;
  void* context = nullptr;
  bool requested() const { return poll != nullptr && poll(context); }
};

}  // namespace eider::builtins::kernels

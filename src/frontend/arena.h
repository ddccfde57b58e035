// SPDX-License-Identifier: MIT
//
// Where one compilation's data lives: a bump arena that is freed as a whole.
//
// Invariant: everything made here is trivially destructible, so freeing is dropping the chunks.
// Invariant: an address never moves while the arena lives; string views and Spans into it stay valid.
// Not here: Python objects. The frontend makes none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/check.h"

namespace eider::frontend {

/// A pointer and a count: a sequence in the arena. Cheap to copy, owns nothing.
template <class T>
struct Span {
  T* items = nullptr;
  uint32_t count = 0;

  constexpr Span() = default;
  constexpr Span(T* items, uint32_t count) : items(items), count(count) {}

  constexpr bool empty() const { return count == 0; }
  constexpr uint32_t size() const { return count; }
  constexpr T* begin() const { return items; }
  constexpr T* end() const { return items + count; }
  constexpr T& operator[](uint32_t i) const {
    EIDER_ASSERT(i < count);
    return items[i];
  }
  constexpr T& front() const { return (*this)[0]; }
  constexpr T& back() const { return (*this)[count - 1]; }
};

/// Not thread-safe: one compilation, one arena. Memory exhaustion aborts (EIDER_CHECK).
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() {
    for (Chunk* chunk = chunks_; chunk != nullptr;) {
      Chunk* next = chunk->next;
      std::free(chunk);
      chunk = next;
    }
  }

  void* allocate(size_t bytes, size_t alignment) {
    uintptr_t at = (cursor_ + alignment - 1) & ~(uintptr_t{alignment} - 1);
    if (EIDER_UNLIKELY(cursor_ == 0 || at + bytes > limit_)) return allocate_slow(bytes, alignment);
    cursor_ = at + bytes;
    return reinterpret_cast<void*>(at);
  }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena runs no destructors");
    return new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  template <class T>
  T* make_array(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena runs no destructors");
    T* items = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    for (size_t i = 0; i < count; ++i) new (items + i) T();
    return items;
  }

  template <class T>
  Span<T> copy(const T* items, size_t count) {
    if (count == 0) return {};
    T* copied = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    for (size_t i = 0; i < count; ++i) new (copied + i) T(items[i]);
    return {copied, static_cast<uint32_t>(count)};
  }

  template <class T>
  Span<T> copy(const std::vector<T>& items) {
    return copy(items.data(), items.size());
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* copied = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(copied, text.data(), text.size());
    return {copied, text.size()};
  }

  /// Bytes of chunks held, including what is not used yet.
  size_t bytes_reserved() const { return bytes_reserved_; }

 private:
  struct Chunk {
    Chunk* next;
  };
  static constexpr size_t kFirstChunk = 16 * 1024;
  static constexpr size_t kLargestChunk = 1024 * 1024;

  EIDER_NOINLINE void* allocate_slow(size_t bytes, size_t alignment);  // throws std::bad_alloc, as the containers beside it do

  uintptr_t cursor_ = 0;
  uintptr_t limit_ = 0;
  size_t next_chunk_ = kFirstChunk;
  size_t bytes_reserved_ = 0;
  Chunk* chunks_ = nullptr;
};

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// All memory outside the garbage-collected heap. Failure is a value: nullptr, which someone must look at.
//
// Behind it stands mimalloc. Builds for ThreadSanitizer and AddressSanitizer use the system's malloc, which those tools know.
// The collector does not look in here: no object reference may live only in such memory (docs: "Holding objects").
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

namespace eider::base {

[[nodiscard]] void* raw_alloc(size_t bytes);
[[nodiscard]] void* raw_zalloc(size_t bytes);  // zeroed
/// As realloc: on failure nullptr, and `at` is untouched.
[[nodiscard]] void* raw_realloc(void* at, size_t bytes);
[[nodiscard]] void* raw_aligned(size_t bytes, size_t alignment);
/// For all of the above. nullptr is fine.
void raw_free(void* at);

/// A T from raw_alloc; nullptr when memory is exhausted.
template <class T, class... Args>
[[nodiscard]] T* raw_new(Args&&... args) {
  void* at = alignof(T) > 16 ? raw_aligned(sizeof(T), alignof(T)) : raw_alloc(sizeof(T));
  return at == nullptr ? nullptr : ::new (at) T(std::forward<Args>(args)...);
}
template <class T>
void raw_delete(T* at) {
  if (at == nullptr) return;
  at->~T();
  raw_free(at);
}

}  // namespace eider::base

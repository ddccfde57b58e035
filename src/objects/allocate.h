// SPDX-License-Identifier: MIT
//
// Allocating an object of a known layout: bytes rounded, header made. The words after the header are zero (ABSENT).
#pragma once

#include <algorithm>
#include <cstddef>

#include "gc/heap.h"
#include "objects/object.h"
#include "objects/thread.h"

namespace eider::objects {

/// nullptr when memory is exhausted; no exception is set. `shape` is a shape id.
template <class T>
EIDER_ALWAYS_INLINE T* allocate_shaped(Thread& t, uint32_t shape, TraceKind kind, size_t bytes = sizeof(T)) {
  bytes = (bytes + 7) & ~size_t{7};
  auto header_bytes = static_cast<uint32_t>(std::min<size_t>(bytes, size_t{1} << 30));  // large objects: the heap keeps the size
  return reinterpret_cast<T*>(gc::allocate(t, gc::header_word(shape, kind, header_bytes), bytes));
}
template <class T>
EIDER_ALWAYS_INLINE T* allocate_exact(Thread& t, TraceKind kind, size_t bytes = sizeof(T)) {
  return allocate_shaped<T>(t, shape_id(T::kTypeId), kind, bytes);
}

}  // namespace eider::objects

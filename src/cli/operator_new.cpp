// SPDX-License-Identifier: MIT
//
// operator new and delete of the program `eider`: mimalloc's memory, and std::bad_alloc when there is none.
//
// The packaged mimalloc is built as C: its own operator new cannot throw and ends the process. Who catches: the frontend's entry
// points (frontend/compile.cpp), whose containers are the standard library's. Elsewhere memory that may run out comes from
// base/memory.h, where failure is a value; a bad_alloc nobody catches ends the process as before. A host keeps its own operators:
// they are no library's to replace. Not in builds for the sanitizers, which bring theirs.
#if !defined(EIDER_TSAN) && !defined(EIDER_ASAN)
#include <mimalloc.h>

#include <new>

namespace {
void* or_throw(void* at) {
  if (__builtin_expect(at == nullptr, 0)) throw std::bad_alloc();
  return at;
}
}  // namespace

void* operator new(std::size_t bytes) { return or_throw(mi_malloc(bytes)); }
void* operator new[](std::size_t bytes) { return or_throw(mi_malloc(bytes)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) { return or_throw(mi_malloc_aligned(bytes, static_cast<std::size_t>(alignment))); }
void* operator new[](std::size_t bytes, std::align_val_t alignment) { return or_throw(mi_malloc_aligned(bytes, static_cast<std::size_t>(alignment))); }
void operator delete(void* at) noexcept { mi_free(at); }
void operator delete[](void* at) noexcept { mi_free(at); }
void operator delete(void* at, std::size_t) noexcept { mi_free(at); }
void operator delete[](void* at, std::size_t) noexcept { mi_free(at); }
void operator delete(void* at, std::align_val_t) noexcept { mi_free(at); }
void operator delete[](void* at, std::align_val_t) noexcept { mi_free(at); }
void operator delete(void* at, std::size_t, std::align_val_t) noexcept { mi_free(at); }
void operator delete[](void* at, std::size_t, std::align_val_t) noexcept { mi_free(at); }
#endif

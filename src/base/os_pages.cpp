// SPDX-License-Identifier: MIT
#include "base/os_pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

#include "base/fault_injection.h"

namespace eider::base {

void* os_reserve(size_t bytes, size_t alignment) {
  if (should_fail(Fault::kPages)) return nullptr;
  // Over-reserve, then cut the ends off: mmap aligns to pages only.
  size_t span = bytes + alignment;
  if (span < bytes) return nullptr;
  void* at = ::mmap(nullptr, span, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) return nullptr;
  auto begin = reinterpret_cast<uintptr_t>(at);
  uintptr_t aligned = (begin + alignment - 1) & ~(uintptr_t{alignment} - 1);
  if (aligned > begin) ::munmap(at, aligned - begin);
  uintptr_t end = aligned + bytes;
  if (begin + span > end) ::munmap(reinterpret_cast<void*>(end), begin + span - end);
  return reinterpret_cast<void*>(aligned);
}

bool os_commit(void* at, size_t bytes) {
  if (should_fail(Fault::kPages)) return false;
  return ::mprotect(at, bytes, PROT_READ | PROT_WRITE) == 0;
}

void os_prefer_huge(void* at, size_t bytes) { (void)::madvise(at, bytes, MADV_HUGEPAGE); }

void os_decommit(void* at, size_t bytes) {
  // A fresh mapping over the old one drops pages and commit charge at once. If that is refused (too many mappings), at least the pages go.
  void* again = ::mmap(at, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  if (again == MAP_FAILED) (void)::madvise(at, bytes, MADV_DONTNEED);
}

bool os_discard(void* at, size_t bytes) { return ::madvise(at, bytes, MADV_DONTNEED) == 0; }

void os_release(void* at, size_t bytes) { ::munmap(at, bytes); }

void* os_map(size_t bytes) {
  if (should_fail(Fault::kPages)) return nullptr;
  void* at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return at == MAP_FAILED ? nullptr : at;
}

size_t os_page_size() {
  static const size_t size = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

}  // namespace eider::base

// SPDX-License-Identifier: MIT
//
// Address space and pages from the operating system. Every failure is a value; nothing here is retried.
#pragma once

#include <cstddef>

namespace eider::base {

/// Address space only: not readable, costs no memory. Aligned to `alignment` (a power of two >= the page size); nullptr on failure.
[[nodiscard]] void* os_reserve(size_t bytes, size_t alignment);
/// Makes pages of a reservation readable and writable; they read as zero. False when the system refuses.
[[nodiscard]] bool os_commit(void* at, size_t bytes);
/// A hint: memory that will be used as a whole, better in few large pages (fewer faults, fewer TLB misses).
void os_prefer_huge(void* at, size_t bytes);
/// Gives pages back, the address space stays reserved: not readable until committed again, then zero.
void os_decommit(void* at, size_t bytes);
/// Gives the pages' memory back but keeps them committed: they read as zero afterwards. False when refused (contents unchanged).
[[nodiscard]] bool os_discard(void* at, size_t bytes);
/// Ends a reservation or an os_map.
void os_release(void* at, size_t bytes);
/// Reserved and committed, page aligned, zero; nullptr on failure.
[[nodiscard]] void* os_map(size_t bytes);
size_t os_page_size();

}  // namespace eider::base

// SPDX-License-Identifier: MIT
#include "base/memory.h"

#include <cstdlib>

#include "base/fault_injection.h"

#if !defined(EIDER_TSAN) && !defined(EIDER_ASAN)
#include <mimalloc.h>
#define EIDER_USE_MIMALLOC 1
#endif

namespace eider::base {

bool should_fail_slow(FaultSwitch& fault) {
  int64_t left = fault.countdown.load_relaxed();
  while (left >= 0) {
    if (left == 0 && fault.persistent.load_relaxed()) return true;
    // Each request takes one; whoever takes the last fails. Order with other memory does not matter.
    if (fault.countdown.cas_acq_rel(left, left - 1)) return left == 0;
  }
  return false;
}

InjectFault::InjectFault(Fault kind, int64_t successes, Mode mode) : fault_(fault_switches[static_cast<int>(kind)]) {
  fault_.persistent.store_relaxed(mode == Mode::kAllAfter);
  fault_.countdown.store_release(successes);
}
InjectFault::~InjectFault() { fault_.countdown.store_release(-1); }
bool InjectFault::fired() const {
  int64_t left = fault_.countdown.load_relaxed();
  return left < 0 || (left == 0 && fault_.persistent.load_relaxed());
}

#if defined(EIDER_USE_MIMALLOC)

void* raw_alloc(size_t bytes) { return should_fail(Fault::kAllocation) ? nullptr : mi_malloc(bytes); }
void* raw_zalloc(size_t bytes) { return should_fail(Fault::kAllocation) ? nullptr : mi_zalloc(bytes); }
void* raw_realloc(void* at, size_t bytes) { return should_fail(Fault::kAllocation) ? nullptr : mi_realloc(at, bytes); }
void* raw_aligned(size_t bytes, size_t alignment) {
  return should_fail(Fault::kAllocation) ? nullptr : mi_malloc_aligned(bytes, alignment);
}
void raw_free(void* at) { mi_free(at); }

#else

void* raw_alloc(size_t bytes) { return should_fail(Fault::kAllocation) ? nullptr : std::malloc(bytes != 0 ? bytes : 1); }
void* raw_zalloc(size_t bytes) { return should_fail(Fault::kAllocation) ? nullptr : std::calloc(1, bytes != 0 ? bytes : 1); }
void* raw_realloc(void* at, size_t bytes) {
  return should_fail(Fault::kAllocation) ? nullptr : std::realloc(at, bytes != 0 ? bytes : 1);
}
void* raw_aligned(size_t bytes, size_t alignment) {
  if (should_fail(Fault::kAllocation)) return nullptr;
  return std::aligned_alloc(alignment, (bytes + alignment - 1) & ~(alignment - 1));
}
void raw_free(void* at) { std::free(at); }

#endif

}  // namespace eider::base

// SPDX-License-Identifier: MIT
#include "base/asymmetric_barrier.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace eider::base {

bool prepare_asymmetric_barrier() {
#if defined(EIDER_TSAN)
  return false;
#else
  return ::syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
#endif
}

void heavy_barrier() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
#if !defined(EIDER_TSAN)
  ::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);  // fails only where prepare failed: then the fences do
#endif
}

}  // namespace eider::base

// SPDX-License-Identifier: MIT
//
// How much native stack the frontend may use where it is called: it knows no Thread, so who calls it says.
#pragma once

#include <algorithm>
#include <cstddef>

#include "frontend/parser.h"
#include "objects/thread.h"

namespace eider::runtime {

/// Bytes, at most what the frontend takes by default. What lies below Thread::stack_low stays free for the code between two checks.
inline size_t frontend_stack_bytes(const objects::Thread& t) {
  auto* here = static_cast<char*>(__builtin_frame_address(0));
  return here <= t.stack_low ? 0 : std::min(static_cast<size_t>(here - t.stack_low), frontend::kDefaultStackBytes);
}

}  // namespace eider::runtime

// SPDX-License-Identifier: MIT
//
// Bounds the native stack a recursive pass may use.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/check.h"

namespace eider::frontend {

class StackGuard {
 public:
  /// Allows `bytes` of stack below the caller's frame.
  explicit StackGuard(size_t bytes) : lowest_(reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - bytes) {}

  EIDER_ALWAYS_INLINE bool exhausted() const { return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < lowest_; }

 private:
  uintptr_t lowest_;
};

inline constexpr const char* kTooDeep = "maximum recursion depth exceeded during compilation";

}  // namespace eider::frontend

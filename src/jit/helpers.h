// SPDX-License-Identifier: MIT
//
// What compiled code may call: C++ functions that run no Python. CallHelper1..3 name them by index.
//
// A helper returns a Value's word. 0 (ABSENT): it declines, having changed nothing, and the trace leaves; kFailedWord: an exception
// is pending. A helper without a result returns True. It may allocate, lock and so reach a safepoint: all values are in memory then.
#pragma once

#include <cstdint>

#include "objects/thread.h"

// X(Name, arguments)
#define EIDER_JIT_HELPERS(X)                                                             \
  X(StrConcat, 2)      /* two exact str */                                               \
  X(ListAppend, 2)     /* an exact list, any value; True */                              \
  X(DictGetStr, 2)     /* an exact dict, an exact str; declines for a missing key */     \
  X(DictSetStr, 3)     /* an exact dict, an exact str, any value; True */                \
  X(StrEqual, 2)       /* two exact str: True or False */

namespace eider::jit {

enum class Helper : uint16_t {
#define EIDER_HELPER(name, arguments) k##name,
  EIDER_JIT_HELPERS(EIDER_HELPER)
#undef EIDER_HELPER
  kCount
};

struct HelperInfo {
  const char* name;
  int arguments;
  const void* function;   // uint64_t (Thread*, uint64_t...)
};
const HelperInfo& helper_info(uint64_t index);  // index < Helper::kCount

}  // namespace eider::jit

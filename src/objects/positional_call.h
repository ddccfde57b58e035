// SPDX-License-Identifier: MIT
//
// Calls of native functions whose arguments need no matching: by position, and what is not given is optional. The function then gets the
// arguments as they are and ABSENT for the rest. Asked once for many calls: when an instruction specialises, when a call is recorded.
#pragma once

#include "objects/native.h"

namespace eider::objects {

constexpr bool fits_by_position(const Signature& s, uint32_t given) {
  if (s.var_args >= 0 || s.var_kwargs >= 0 || given < s.required || given > s.positional) return false;
  for (int i = s.positional; i < s.count; i++) {
    if (s.keyword_required[i]) return false;
  }
  return true;
}

inline Result<Value> invoke_given(Thread& t, const NativeDef& def, const Value* given, uint32_t count) {
  EIDER_ASSERT(count <= kMaxParameters);
  Value arguments[kMaxParameters];
  for (uint32_t i = 0; i < count; i++) arguments[i] = given[i];
  return invoke_native(t, def, arguments);
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// The tables behind character_by_name and lookup_name for what ICU does not know.
#pragma once

#include <cstddef>
#include <cstdint>

namespace eider::builtins::kernels::ucd {

struct NameAlias {
  const char* name;
  char32_t point;
};
struct NameSequence {
  const char* name;
  uint16_t points[4];  // 0 behind the last
};
inline constexpr size_t kAliasCount = 470;
inline constexpr size_t kSequenceCount = 461;
extern const NameAlias kAliases[kAliasCount];          // sorted by name
extern const NameSequence kSequences[kSequenceCount];  // sorted by name

}  // namespace eider::builtins::kernels::ucd

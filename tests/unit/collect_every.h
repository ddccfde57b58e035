// SPDX-License-Identifier: MIT
//
// How often tests collect that want collections all the time: at every allocation, and less often where ThreadSanitizer makes
// marking some thirty times as slow. It looks for races, which these tests of one thread cannot have.
#pragma once

#include <cstdint>

namespace eider {

#if defined(EIDER_TSAN)
inline constexpr uint32_t kCollectEvery = 97;
#else
inline constexpr uint32_t kCollectEvery = 1;
#endif

}  // namespace eider

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace eider::vm {

struct Generator;
enum class ResumeResult : uint8_t { kYielded, kReturned, kRaised };

}  // namespace eider::vm

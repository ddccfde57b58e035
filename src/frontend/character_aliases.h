// SPDX-License-Identifier: MIT
//
// Unicode's formal name aliases that ICU's u_charFromName does not know: control characters and abbreviations.
#pragma once

#include <cstdint>
#include <string_view>

namespace eider::frontend {

/// The character with the upper-case alias `name`; -1: there is none.
int32_t character_by_alias(std::string_view name);

}  // namespace eider::frontend

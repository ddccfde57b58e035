// SPDX-License-Identifier: MIT
//
// Private names: inside class C, __x means _C__x.
#pragma once

#include <string_view>

#include "frontend/arena.h"

namespace eider::frontend {

/// `name` as the class `class_name` (empty: no class) spells it. The result is `name` itself or lives in `arena`.
std::string_view mangle(std::string_view class_name, std::string_view name, Arena& arena);

}  // namespace eider::frontend

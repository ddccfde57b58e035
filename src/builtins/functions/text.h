// SPDX-License-Identifier: MIT
//
// Built-in functions about text: repr, ascii, chr, ord, format, hex, oct, bin.
#pragma once

#include <span>

#include "objects/native.h"

namespace eider::builtins {

/// For the builtins module.
extern const std::span<const objects::NativeDef> kTextFunctions;

}  // namespace eider::builtins

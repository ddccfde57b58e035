// SPDX-License-Identifier: MIT
//
// The formats most programs use, of numbers that most programs have: `5d`, `<8`, `04x`, `,`, `.2f`, `8.3f`, of small ints and floats below
// 10^15. Everything else, and every error, is the kernels' (kernels/format_spec.h).
#pragma once

#include "objects/str.h"
#include "objects/value.h"

namespace eider::builtins {

/// format(v, spec) in ASCII into `out`; the number of characters, or -1: another value or spec.
/// Source: Python Library Reference, "Format Specification Mini-Language".
inline constexpr int kQuickFormatRoom = 96;
int quick_format(objects::Value v, std::string_view spec, char* out);

}  // namespace eider::builtins

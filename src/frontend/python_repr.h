// SPDX-License-Identifier: MIT
//
// Python's repr of literal values, for dumps.
#pragma once

#include <string>
#include <string_view>

#include "frontend/ast.h"

namespace eider::frontend {

std::string repr_of_constant(const ast::ConstantValue& value);
std::string repr_of_str(std::string_view text);  // UTF-8; lone surrogates in their three-byte form
std::string repr_of_bytes(std::string_view bytes);
std::string repr_of_double(double value);

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// Values of literals: from the tree's form to the code unit's, and what the compiler asks about them.
#pragma once

#include <string>
#include <string_view>

#include "bytecode/code_unit.h"
#include "frontend/ast.h"

namespace eider::frontend {

bytecode::Constant to_constant(const ast::ConstantValue& value);

/// Equal for two constants exactly when one may stand for the other: 1, 1.0 and True differ, and so do 0.0 and -0.0.
/// Code constants have no key (empty string): each is itself.
std::string constant_key(const bytecode::Constant& constant);

bool is_truthy(const ast::ConstantValue& value);

/// The Python type's name: "int", "NoneType", ...
const char* constant_type_name(const ast::ConstantValue& value);

/// Digits of a non-negative integer in another base (of 2, 8, 10, 16), without leading zeros, lower case.
/// Cost: quadratic unless both are powers of two.
std::string convert_radix(std::string_view digits, int from, int to);

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// Is a code unit one the interpreter may run without checks?
#pragma once

#include <optional>
#include <string>

#include "bytecode/code_unit.h"

namespace eider::bytecode {

/// Checks `unit` and every unit among its constants: instructions whole and known, arguments in range, jumps and handlers on
/// instruction starts, one stack depth for every place on all paths, never below zero nor above stack_size, caches zero,
/// execution never running off the end.
///
/// Returns nothing when all is well, else one line saying what is wrong and where.
/// Cost: linear in the code.
std::optional<std::string> verify(const CodeUnit& unit);

/// How many items the stack holds when the instruction at `offset` begins; nothing where that cannot be reached.
/// Cost: linear in the code.
std::optional<uint32_t> stack_depth_at(const CodeUnit& unit, uint32_t offset);

}  // namespace eider::bytecode

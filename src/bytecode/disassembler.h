// SPDX-License-Identifier: MIT
//
// A code unit as text: what `--dump=code` prints and golden files hold.
//
// The format does not show unit offsets: it stays the same when an instruction gains a cache or an ExtendedArg.
#pragma once

#include <string>

#include "bytecode/code_unit.h"

namespace eider::bytecode {

/// `unit`, then every unit among its constants, in order, each with its header, code and exception table.
std::string disassemble(const CodeUnit& unit);

/// A constant as Python would write it, shortened never; a nested unit as <code NAME>.
std::string format_constant(const Constant& constant);

}  // namespace eider::bytecode

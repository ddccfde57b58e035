// SPDX-License-Identifier: MIT
//
// Instructions by their interpreter definition, as functions that return.
#pragma once

#include "vm/uops/machine.h"

namespace eider::jit {

/// Runs the instruction at m.pc (no ExtendedArg; m.argument is complete). A specialised one whose assumption fails runs as its family's
/// generic one. For kNext and no jump, `*next` is the instruction behind it.
vm::Flow run_instruction(vm::Machine& m, const uint16_t** next);

}  // namespace eider::jit

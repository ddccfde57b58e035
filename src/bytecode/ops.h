// SPDX-License-Identifier: MIT
//
// What is known of an instruction without executing it: does it take an argument, does it jump, what does it do to the stack.
//
// The table of names is instructions.h; everything here is derived from it or is one switch over it without `default`, so a
// new instruction does not compile until it is described.
#pragma once

#include <cstdint>

#include "bytecode/instructions.h"

namespace eider::bytecode {

enum class JumpKind : uint8_t { kNone, kForward, kBackward };
enum class Edge : uint8_t { kNext, kJump };  // which way an instruction is left

/// Items an instruction needs on the stack and items it leaves in their place. An instruction that only looks at deeper
/// items (Copy, ListAppend) counts them in both.
struct StackUse {
  uint32_t pops;
  uint32_t pushes;
};

bool is_valid_op(uint8_t code);
bool has_argument(Op op);
JumpKind jump_kind(Op op);

/// No instruction follows in execution: a return, a raise, an unconditional jump.
bool ends_flow(Op op);

StackUse stack_use(Op op, uint32_t arg, Edge edge);

/// Growth of the stack in items, negative when it shrinks.
int32_t stack_effect(Op op, uint32_t arg, Edge edge);

const char* binary_op_symbol(uint32_t arg);  // "+", "+=", ...; null when out of range
const char* compare_symbol(uint32_t arg);    // "<", ...; null when out of range

}  // namespace eider::bytecode

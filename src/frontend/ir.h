// SPDX-License-Identifier: MIT
//
// What lowering makes of one block of code before it becomes code units: basic blocks of instructions.
//
// A BasicBlock is entered only at its top and left only by its last instruction, by falling into `next`, or by an exception.
// Jumps name blocks, so instructions can be added and dropped freely until the assembler lays the blocks out.
// Invariant: the chain entry -> next -> next ... is the order in which blocks are laid out, and only kJump and
//   kJumpNoInterrupt lead backwards in it.
// Source: the shape of CPython 3.11's compiler; our difference: handlers stay where they stand in the source, so the only
//   backward jumps are loops.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/check.h"
#include "bytecode/ops.h"
#include "frontend/ast.h"

namespace eider::frontend {

enum class IrOp : uint16_t {
#define EIDER_OP(name, caches, has_arg) k##name,
  EIDER_INSTRUCTIONS(EIDER_OP)
#undef EIDER_OP
  // Not instructions of the machine:
  kJump = 256,       // becomes JumpForward or JumpBackward
  kJumpNoInterrupt,  // becomes JumpForward or JumpBackwardNoInterrupt
  kSetupFinally,     // what follows is covered by the handler `target`, which finds the exception on the stack
  kSetupCleanup,     // ... the offset of the raising instruction and the exception
  kSetupWith,        // ... the same, instead of the value __enter__ returned
  kPopBlock,         // ends the innermost cover
};

inline bool is_machine_op(IrOp op) { return static_cast<uint16_t>(op) < 256; }
inline bytecode::Op machine_op(IrOp op) {
  EIDER_ASSERT(is_machine_op(op));
  return static_cast<bytecode::Op>(static_cast<uint16_t>(op));
}
inline bool is_setup(IrOp op) { return op == IrOp::kSetupFinally || op == IrOp::kSetupCleanup || op == IrOp::kSetupWith; }
inline bool is_unconditional_jump(IrOp op) { return op == IrOp::kJump || op == IrOp::kJumpNoInterrupt; }
/// Has a target that execution itself may go to (not a handler).
inline bool is_jump(IrOp op) {
  return is_unconditional_jump(op) || (is_machine_op(op) && bytecode::jump_kind(machine_op(op)) != bytecode::JumpKind::kNone);
}
/// Leaves the code unit.
inline bool is_exit(IrOp op) { return op == IrOp::kReturnValue || op == IrOp::kRaiseVarargs || op == IrOp::kReraise; }
inline bool ends_block(IrOp op) { return is_exit(op) || is_unconditional_jump(op); }

struct SourceRange {
  int32_t line = -1;  // -1: none of its own, takes its neighbour's
  int32_t end_line = -1;
  int32_t column = -1;
  int32_t end_column = -1;

  bool operator==(const SourceRange&) const = default;
  static SourceRange of(const ast::Position& at) { return {at.lineno, at.end_lineno, at.col_offset, at.end_col_offset}; }
};

struct BasicBlock;

struct IrInstruction {
  IrOp op = IrOp::kNop;
  uint32_t arg = 0;
  BasicBlock* target = nullptr;   // of jumps and setups
  SourceRange source = {};
  BasicBlock* handler = nullptr;  // where an exception raised here goes; set by mark_handlers
};

struct BasicBlock {
  std::vector<IrInstruction> code;
  BasicBlock* next = nullptr;
  bool is_handler = false;       // an exception enters here
  bool keeps_offset = false;     // a handler that finds the raising instruction's offset below the exception
  bool is_reachable = false;
  uint32_t order = 0;            // position in the chain, valid after number_blocks
  uint32_t predecessors = 0;     // jumps, setups and falls into it
  int32_t start_depth = -1;      // stack items on entry
  uint32_t offset = 0;           // first code unit; the assembler's

  bool falls_through() const { return code.empty() || !ends_block(code.back().op); }
  bool exits() const { return !code.empty() && is_exit(code.back().op); }
};

/// The blocks of one code unit, in order of creation; their layout is the chain from `entry`.
struct BlockGraph {
  std::deque<BasicBlock> blocks;
  BasicBlock* entry = nullptr;

  BasicBlock* make() { return &blocks.emplace_back(); }
};

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// What happens to a graph of basic blocks between lowering and assembly: one function per pass, in the order they run.
#pragma once

#include <cstdint>

#include "frontend/constant_pool.h"
#include "frontend/ir.h"

namespace eider::frontend {

/// What the passes know of the code's operands.
struct FlowContext {
  ConstantPool& constants;
  uint32_t local_count;      // varnames; Fast instructions refer to them
  uint32_t parameter_count;  // the first locals, bound on entry
  int32_t first_line;
};

/// Notes for each instruction which handler covers it, and drops kPopBlock.
/// Requires: every path to a block has the same covers open.
void mark_handlers(BlockGraph& graph);

/// Constant conditions, jumps to jumps, small rewrites inside blocks, dead blocks. Never: makes a conditional jump lead
/// backwards, moves an instruction that can raise to another handler.
void simplify(BlockGraph& graph, FlowContext& context);

/// Gives instructions without a line that of what runs before them, copying small ends (`return None`) that several lines
/// share. Leaves: no Nop but those that are a line's only instruction.
void settle_lines(BlockGraph& graph, FlowContext& context);

/// Loads of locals that may be unbound become LoadFastCheck.
void check_unbound_locals(BlockGraph& graph, const FlowContext& context);

/// Depth on entry of each block. Returns the largest depth anywhere. Requires: setups still present.
uint32_t measure_stack(BlockGraph& graph);

/// Setups become Nops or vanish. Pairs of loads and stores of locals become one instruction.
void finish_blocks(BlockGraph& graph);

}  // namespace eider::frontend

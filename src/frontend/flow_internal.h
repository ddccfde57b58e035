// SPDX-License-Identifier: MIT
//
// What the flow_*.cpp files share among themselves.
#pragma once

#include "frontend/flow.h"

namespace eider::frontend {

void number_blocks(BlockGraph& graph);
BasicBlock* first_with_code(BasicBlock* block);  // `block` or the first behind it in the chain that is not empty; may be null
void simplify_block(BasicBlock& block, FlowContext& context);
void remove_nops(BlockGraph& graph);
bool remove_redundant_jumps(BlockGraph& graph);
void remove_unreachable_blocks(BlockGraph& graph);
void remove_empty_blocks(BlockGraph& graph);

}  // namespace eider::frontend

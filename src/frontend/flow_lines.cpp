// SPDX-License-Identifier: MIT
//
// Which line each instruction belongs to, after the compiler has said what it knows.
#include "frontend/flow.h"
#include "frontend/flow_internal.h"

namespace eider::frontend {

/// Drops Nops that no line needs: one stays when it is its line's only instruction.
void remove_nops(BlockGraph& graph) {
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    std::vector<IrInstruction>& code = block->code;
    size_t kept = 0;
    int32_t previous_line = -1;
    for (size_t i = 0; i < code.size(); ++i) {
      int32_t line = code[i].source.line;
      if (code[i].op == IrOp::kNop) {
        if (line < 0 || line == previous_line) continue;
        if (i + 1 < code.size()) {
          int32_t next_line = code[i + 1].source.line;
          if (next_line == line) continue;
          if (next_line < 0) {
            code[i + 1].source = code[i].source;
            continue;
          }
        } else if (BasicBlock* next = first_with_code(block->next); next != nullptr && next->code.front().source.line == line) {
          continue;
        }
      }
      previous_line = line;
      if (kept != i) code[kept] = code[i];
      ++kept;
    }
    code.resize(kept);
  }
}

namespace {

bool is_exit_without_line(const BasicBlock& block) {
  if (!block.exits()) return false;
  for (const IrInstruction& in : block.code) {
    if (in.source.line >= 0) return false;
  }
  return true;
}

/// `return None` at the end of a function may be reached from many lines: each gets its own.
void copy_shared_exits(BlockGraph& graph) {
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    if (block->code.empty() || !is_jump(block->code.back().op)) continue;
    IrInstruction& jump = block->code.back();
    BasicBlock* target = jump.target;
    if (target->predecessors <= 1 || !is_exit_without_line(*target)) continue;
    BasicBlock* copy = graph.make();
    copy->code = target->code;
    copy->code.front().source = jump.source;
    copy->predecessors = 1;
    copy->is_reachable = true;
    copy->next = target->next;
    target->next = copy;
    --target->predecessors;
    jump.target = copy;
  }
  // What is left is reached by falling into it, hence from one place.
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    if (block->code.empty() || !block->falls_through() || block->next == nullptr) continue;
    if (is_exit_without_line(*block->next)) block->next->code.front().source = block->code.back().source;
  }
}

void propagate(BlockGraph& graph) {
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    SourceRange known;
    for (IrInstruction& in : block->code) {
      if (in.source.line < 0) in.source = known;
      else known = in.source;
    }
    auto pass_on = [&](BasicBlock* to) {
      if (to != nullptr && to->predecessors == 1 && !to->is_handler && to->code.front().source.line < 0) to->code.front().source = known;
    };
    if (block->falls_through()) pass_on(block->next);
    if (!block->code.empty() && is_jump(block->code.back().op)) pass_on(block->code.back().target);
  }
}

void guarantee_lines_of_returns(BlockGraph& graph, int32_t first_line) {
  int32_t line = first_line;
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    if (block->code.empty()) continue;
    const IrInstruction& last = block->code.back();
    if (last.source.line >= 0) {
      line = last.source.line;
    } else if (last.op == IrOp::kReturnValue) {
      for (IrInstruction& in : block->code) in.source = {.line = line, .end_line = line};
    }
  }
}

}  // namespace

void settle_lines(BlockGraph& graph, FlowContext& context) {
  copy_shared_exits(graph);
  propagate(graph);
  guarantee_lines_of_returns(graph, context.first_line);
}

}  // namespace eider::frontend

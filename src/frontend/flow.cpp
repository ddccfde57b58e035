// SPDX-License-Identifier: MIT
//
// Handlers, jumps, dead blocks, stack depth. (In-block rewrites: flow_peephole.cpp; lines: flow_lines.cpp; locals:
// flow_locals.cpp.)
#include "frontend/flow.h"

#include "frontend/flow_internal.h"

namespace eider::frontend {

void number_blocks(BlockGraph& graph) {
  uint32_t order = 0;
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) block->order = order++;
}

BasicBlock* first_with_code(BasicBlock* block) {
  while (block != nullptr && block->code.empty()) block = block->next;
  return block;
}

// ---- handlers ----

void mark_handlers(BlockGraph& graph) {
  struct Cover {
    BasicBlock* handler;
    const Cover* outer;
  };
  std::deque<Cover> covers;
  std::vector<std::pair<BasicBlock*, const Cover*>> pending;
  std::vector<bool> seen;
  number_blocks(graph);
  uint32_t count = 0;
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) ++count;
  seen.assign(count, false);
  auto visit = [&](BasicBlock* block, const Cover* cover) {
    if (block == nullptr || seen[block->order]) return;
    seen[block->order] = true;
    pending.emplace_back(block, cover);
  };
  visit(graph.entry, nullptr);
  while (!pending.empty()) {
    auto [block, cover] = pending.back();
    pending.pop_back();
    for (IrInstruction& in : block->code) {
      in.handler = cover == nullptr ? nullptr : cover->handler;
      if (is_setup(in.op)) {
        in.target->is_handler = true;
        in.target->keeps_offset = in.op != IrOp::kSetupFinally;
        visit(in.target, cover);
        cover = &covers.emplace_back(Cover{in.target, cover});
      } else if (in.op == IrOp::kPopBlock) {
        EIDER_ASSERT(cover != nullptr);
        cover = cover->outer;
        in.op = IrOp::kNop;
      } else if (in.target != nullptr) {
        visit(in.target, cover);
      }
    }
    if (block->falls_through()) visit(block->next, cover);
  }
}

// ---- jumps ----

namespace {

/// Retargets `in` past the unconditional jump `over`, keeping the rule that only loops lead backwards.
bool pass_through(IrInstruction& in, const IrInstruction& over, uint32_t from_order) {
  if (over.target == in.target) return false;
  if (over.source.line >= 0 && over.source.line != in.source.line) return false;  // that line would not be seen
  if (in.op != IrOp::kJump && over.target->order <= from_order) return false;
  in.target = over.target;
  return true;
}

bool thread_jump(IrInstruction& in, uint32_t from_order) {
  BasicBlock* block = first_with_code(in.target);
  if (block == nullptr) return false;
  const IrInstruction& first = block->code.front();
  bool same_line = in.source.line == first.source.line;
  switch (in.op) {
    case IrOp::kJump:
    case IrOp::kPopJumpIfFalse:
    case IrOp::kPopJumpIfTrue:
    case IrOp::kPopJumpIfNone:
    case IrOp::kPopJumpIfNotNone:
    case IrOp::kForIter: return first.op == IrOp::kJump && pass_through(in, first, from_order);
    case IrOp::kJumpIfFalseOrPop:
    case IrOp::kJumpIfTrueOrPop: {
      if (first.op == IrOp::kJump) return pass_through(in, first, from_order);
      bool on_false = in.op == IrOp::kJumpIfFalseOrPop;
      IrOp same_or_pop = in.op;
      IrOp other_or_pop = on_false ? IrOp::kJumpIfTrueOrPop : IrOp::kJumpIfFalseOrPop;
      IrOp same_pop = on_false ? IrOp::kPopJumpIfFalse : IrOp::kPopJumpIfTrue;
      IrOp other_pop = on_false ? IrOp::kPopJumpIfTrue : IrOp::kPopJumpIfFalse;
      if (first.op == same_or_pop || first.op == same_pop) {  // asks again what is already known
        IrOp op = first.op;
        if (!pass_through(in, first, from_order)) return false;
        in.op = op;
        return true;
      }
      if ((first.op == other_or_pop || first.op == other_pop) && same_line && block->code.size() == 1 && block->next != nullptr) {
        in.op = same_pop;  // it will not jump: go on behind it
        in.target = block->next;
        return true;
      }
      return false;
    }
    default: return false;
  }
}

void thread_jumps(BlockGraph& graph) {
  number_blocks(graph);
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    if (block->code.empty() || !is_jump(block->code.back().op)) continue;
    // A circle of jumps (`while True: pass`) would be walked forever: a few steps are enough.
    for (int steps = 0; steps < 16 && thread_jump(block->code.back(), block->order); ++steps) {
    }
  }
}

/// A jump to a short end of the unit becomes a copy of it.
void inline_short_exits(BlockGraph& graph) {
  constexpr size_t kShort = 4;
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    if (block->code.empty() || block->code.back().op != IrOp::kJump) continue;
    BasicBlock* target = first_with_code(block->code.back().target);
    if (target == nullptr || target == block || !target->exits() || target->code.size() > kShort) continue;
    block->code.back().op = IrOp::kNop;
    block->code.back().target = nullptr;
    block->code.insert(block->code.end(), target->code.begin(), target->code.end());
  }
}

}  // namespace

bool remove_redundant_jumps(BlockGraph& graph) {
  bool removed = false;
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    if (block->code.empty() || !is_unconditional_jump(block->code.back().op)) continue;
    if (first_with_code(block->code.back().target) != first_with_code(block->next)) continue;
    block->code.back().op = IrOp::kNop;
    block->code.back().target = nullptr;
    removed = true;
  }
  return removed;
}

// ---- dead blocks ----

void remove_unreachable_blocks(BlockGraph& graph) {
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    block->is_reachable = false;
    block->predecessors = 0;
  }
  std::vector<BasicBlock*> pending;
  auto visit = [&](BasicBlock* block) {
    ++block->predecessors;
    if (block->is_reachable) return;
    block->is_reachable = true;
    pending.push_back(block);
  };
  visit(graph.entry);
  while (!pending.empty()) {
    BasicBlock* block = pending.back();
    pending.pop_back();
    for (const IrInstruction& in : block->code) {
      if (is_jump(in.op) || is_setup(in.op)) visit(in.target);
    }
    if (block->falls_through() && block->next != nullptr) visit(block->next);
  }
  BasicBlock* last = graph.entry;
  for (BasicBlock* block = graph.entry->next; block != nullptr; block = block->next) {
    if (!block->is_reachable) continue;
    last->next = block;
    last = block;
  }
  last->next = nullptr;
}

/// Unlinks blocks without code, redirecting jumps to what follows them.
void remove_empty_blocks(BlockGraph& graph) {
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    for (IrInstruction& in : block->code) {
      if (in.target == nullptr) continue;
      BasicBlock* real = first_with_code(in.target);
      if (real == in.target || real == nullptr) continue;
      if (is_setup(in.op)) {
        real->is_handler = true;
        real->keeps_offset = in.target->keeps_offset;
      }
      in.target = real;
    }
    for (IrInstruction& in : block->code) {
      if (in.handler != nullptr) in.handler = first_with_code(in.handler);
    }
  }
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) block->next = first_with_code(block->next);
  BasicBlock* first = first_with_code(graph.entry);
  if (first != nullptr) graph.entry = first;
}

void simplify(BlockGraph& graph, FlowContext& context) {
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) simplify_block(*block, context);
  remove_unreachable_blocks(graph);
  remove_nops(graph);
  thread_jumps(graph);
  inline_short_exits(graph);
  remove_unreachable_blocks(graph);
  remove_nops(graph);
  remove_empty_blocks(graph);
  if (remove_redundant_jumps(graph)) {
    remove_nops(graph);
    remove_empty_blocks(graph);
  }
  remove_unreachable_blocks(graph);
}

// ---- stack depth ----

uint32_t measure_stack(BlockGraph& graph) {
  int32_t deepest = 0;
  std::vector<BasicBlock*> pending;
  auto visit = [&](BasicBlock* block, int32_t depth) {
    if (depth > deepest) deepest = depth;
    if (block->start_depth < 0) {
      block->start_depth = depth;
      pending.push_back(block);
    }
    EIDER_CHECK(block->start_depth == depth);
  };
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) block->start_depth = -1;
  visit(graph.entry, 0);
  while (!pending.empty()) {
    BasicBlock* block = pending.back();
    pending.pop_back();
    int32_t depth = block->start_depth;
    for (const IrInstruction& in : block->code) {
      if (in.op == IrOp::kSetupFinally || in.op == IrOp::kSetupWith) visit(in.target, depth + 1);
      else if (in.op == IrOp::kSetupCleanup) visit(in.target, depth + 2);
      else if (is_unconditional_jump(in.op)) visit(in.target, depth);
      if (!is_machine_op(in.op)) continue;
      bytecode::Op op = machine_op(in.op);
      if (is_jump(in.op)) visit(in.target, depth + bytecode::stack_effect(op, in.arg, bytecode::Edge::kJump));
      depth += bytecode::stack_effect(op, in.arg, bytecode::Edge::kNext);
      if (depth > deepest) deepest = depth;
    }
    if (block->falls_through() && block->next != nullptr) visit(block->next, depth);
  }
  return static_cast<uint32_t>(deepest);
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// Rewrites inside one basic block.
#include <algorithm>

#include "frontend/flow.h"
#include "frontend/flow_internal.h"

namespace eider::frontend {

namespace {

bool is_true(const bytecode::Constant& constant) {
  using Kind = bytecode::Constant::Kind;
  switch (constant.kind) {
    case Kind::kNone:
    case Kind::kFalse: return false;
    case Kind::kTrue:
    case Kind::kEllipsis:
    case Kind::kBigInt:
    case Kind::kCode: return true;
    case Kind::kInt: return constant.integer != 0;
    case Kind::kFloat: return constant.real != 0;
    case Kind::kComplex: return constant.real != 0 || constant.imaginary != 0;
    case Kind::kStr:
    case Kind::kBytes: return !constant.text.empty();
    case Kind::kTuple:
    case Kind::kFrozenSet: return !constant.items.empty();
  }
  return true;
}

void make_nop(IrInstruction& in) {
  in.op = IrOp::kNop;
  in.arg = 0;
  in.target = nullptr;
}

/// A jump on a constant, at `at` and its LoadConst before it.
void fold_condition(std::vector<IrInstruction>& code, size_t at, const FlowContext& context) {
  IrInstruction& load = code[at - 1];
  IrInstruction& jump = code[at];
  bool value = is_true(context.constants.items()[load.arg]);
  switch (jump.op) {
    case IrOp::kPopJumpIfFalse:
    case IrOp::kPopJumpIfTrue:
      make_nop(load);
      if (value == (jump.op == IrOp::kPopJumpIfTrue)) jump.op = IrOp::kJump;
      else make_nop(jump);
      return;
    case IrOp::kJumpIfFalseOrPop:
    case IrOp::kJumpIfTrueOrPop:
      if (value == (jump.op == IrOp::kJumpIfTrueOrPop)) {
        jump.op = IrOp::kJump;
      } else {
        make_nop(load);
        make_nop(jump);
      }
      return;
    default: return;
  }
}

/// `x is None` before a conditional jump, at `at`: LoadConst None, IsOp, jump.
void fold_none_test(std::vector<IrInstruction>& code, size_t at, const FlowContext& context) {
  if (at < 2 || code[at - 1].op != IrOp::kIsOp || code[at - 2].op != IrOp::kLoadConst) return;
  if (context.constants.items()[code[at - 2].arg].kind != bytecode::Constant::Kind::kNone) return;
  bool jumps_if_none = (code[at].op == IrOp::kPopJumpIfTrue) != (code[at - 1].arg == 1);
  code[at].op = jumps_if_none ? IrOp::kPopJumpIfNone : IrOp::kPopJumpIfNotNone;
  make_nop(code[at - 1]);
  make_nop(code[at - 2]);
}

void fold_tuple(std::vector<IrInstruction>& code, size_t at, FlowContext& context) {
  uint32_t count = code[at].arg;
  if (count > at) return;
  for (size_t i = at - count; i < at; ++i) {
    if (code[i].op != IrOp::kLoadConst || context.constants.items()[code[i].arg].kind == bytecode::Constant::Kind::kCode) return;
  }
  bytecode::Constant tuple;
  tuple.kind = bytecode::Constant::Kind::kTuple;
  for (size_t i = at - count; i < at; ++i) {
    tuple.items.push_back(context.constants.items()[code[i].arg]);
    make_nop(code[i]);
  }
  code[at].op = IrOp::kLoadConst;
  code[at].arg = context.constants.add(std::move(tuple));
}

/// a, b = b, a without a tuple: BuildTuple at `at`, UnpackSequence behind it.
void fold_unpack(std::vector<IrInstruction>& code, size_t at) {
  if (at + 1 >= code.size() || code[at + 1].op != IrOp::kUnpackSequence || code[at + 1].arg != code[at].arg) return;
  uint32_t count = code[at].arg;
  if (count < 1 || count > 3) return;
  make_nop(code[at]);
  if (count == 1) {
    make_nop(code[at + 1]);
  } else {
    code[at + 1].op = IrOp::kSwap;
    code[at + 1].arg = count;
  }
}

/// A run of Swaps is a permutation: done with the fewest.
void shorten_swaps(std::vector<IrInstruction>& code, size_t& at) {
  size_t end = at;
  uint32_t depth = 0;
  size_t swaps = 0;
  while (end < code.size() && (code[end].op == IrOp::kSwap || code[end].op == IrOp::kNop)) {
    if (code[end].op == IrOp::kSwap) {
      depth = std::max(depth, code[end].arg);
      ++swaps;
    }
    ++end;
  }
  if (swaps < 2) return;
  std::vector<uint32_t> stack(depth);  // stack[0] is the top
  for (uint32_t i = 0; i < depth; ++i) stack[i] = i;
  for (size_t i = at; i < end; ++i) {
    if (code[i].op == IrOp::kSwap) std::swap(stack[0], stack[code[i].arg - 1]);
  }
  // Each cycle of the permutation is walked once, from the top of the stack; written back to front.
  std::vector<uint32_t> needed;
  constexpr uint32_t kVisited = UINT32_MAX;
  for (uint32_t i = 0; i < depth; ++i) {
    if (stack[i] == kVisited || stack[i] == i) continue;
    uint32_t j = i;
    while (true) {
      if (j != 0) needed.push_back(j + 1);
      if (stack[j] == kVisited) break;
      j = std::exchange(stack[j], kVisited);
    }
  }
  if (needed.size() > swaps) return;
  size_t from = needed.size();
  size_t i = at;
  for (; i < end; ++i) {
    if (code[i].op != IrOp::kSwap) continue;
    if (from > 0) code[i].arg = needed[--from];
    else make_nop(code[i]);
  }
}

/// Swap followed by stores of locals: store in another order instead.
bool apply_swap(std::vector<IrInstruction>& code, size_t at) {
  auto is_swappable = [](IrOp op) { return op == IrOp::kStoreFast || op == IrOp::kPopTop; };
  uint32_t depth = code[at].arg;
  int32_t line = -1;
  std::vector<size_t> stores;
  for (size_t i = at + 1; i < code.size() && stores.size() < depth; ++i) {
    if (code[i].op == IrOp::kNop) continue;
    if (!is_swappable(code[i].op)) return false;
    if (line >= 0 && code[i].source.line != line) return false;  // the lines would be seen in another order
    line = code[i].source.line;
    stores.push_back(i);
  }
  if (stores.size() < depth) return false;
  IrInstruction& first = code[stores.front()];
  IrInstruction& last = code[stores.back()];
  // Two stores to one local, or to one stored in between, must keep their order.
  for (size_t i = 0; i < stores.size(); ++i) {
    for (size_t j = i + 1; j < stores.size(); ++j) {
      const IrInstruction& a = code[stores[i]];
      const IrInstruction& b = code[stores[j]];
      if (a.op == IrOp::kStoreFast && b.op == IrOp::kStoreFast && a.arg == b.arg) return false;
    }
  }
  std::swap(first, last);
  make_nop(code[at]);
  return true;
}

}  // namespace

void simplify_block(BasicBlock& block, FlowContext& context) {
  std::vector<IrInstruction>& code = block.code;
  for (size_t at = 0; at < code.size(); ++at) {
    switch (code[at].op) {
      case IrOp::kPopJumpIfFalse:
      case IrOp::kPopJumpIfTrue:
      case IrOp::kJumpIfFalseOrPop:
      case IrOp::kJumpIfTrueOrPop:
        if (at > 0 && code[at - 1].op == IrOp::kLoadConst) fold_condition(code, at, context);
        else if (code[at].op == IrOp::kPopJumpIfFalse || code[at].op == IrOp::kPopJumpIfTrue) fold_none_test(code, at, context);
        break;
      case IrOp::kBuildTuple:
        fold_unpack(code, at);
        if (code[at].op == IrOp::kBuildTuple) fold_tuple(code, at, context);
        break;
      default: break;
    }
  }
  for (size_t at = 0; at < code.size(); ++at) {
    if (code[at].op != IrOp::kSwap) continue;
    shorten_swaps(code, at);
    // The last Swap of a run first: it is the one next to the stores.
    size_t end = at;
    while (end + 1 < code.size() && (code[end + 1].op == IrOp::kSwap || code[end + 1].op == IrOp::kNop)) ++end;
    for (size_t i = end + 1; i-- > at;) {
      if (code[i].op == IrOp::kSwap && !apply_swap(code, i)) break;
    }
    at = end;
  }
}

// ---- pairs ----

namespace {

bool is_small_fast(const IrInstruction& in, IrOp op) { return in.op == op && in.arg < 16; }

void fuse_pairs(std::vector<IrInstruction>& code) {
  size_t kept = 0;
  for (size_t i = 0; i < code.size(); ++i) {
    IrInstruction in = code[i];
    if (i + 1 < code.size() && in.source.line == code[i + 1].source.line) {
      const IrInstruction& next = code[i + 1];
      IrOp fused = IrOp::kNop;
      if (is_small_fast(in, IrOp::kLoadFast) && is_small_fast(next, IrOp::kLoadFast)) fused = IrOp::kLoadFastLoadFast;
      else if (is_small_fast(in, IrOp::kStoreFast) && is_small_fast(next, IrOp::kLoadFast)) fused = IrOp::kStoreFastLoadFast;
      else if (is_small_fast(in, IrOp::kStoreFast) && is_small_fast(next, IrOp::kStoreFast)) fused = IrOp::kStoreFastStoreFast;
      if (fused != IrOp::kNop) {
        in.op = fused;
        in.arg = in.arg << 4 | next.arg;
        ++i;
      }
    }
    code[kept++] = in;
  }
  code.resize(kept);
}

}  // namespace

void finish_blocks(BlockGraph& graph) {
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) {
    for (IrInstruction& in : block->code) {
      if (is_setup(in.op)) make_nop(in);
    }
  }
  remove_nops(graph);
  remove_empty_blocks(graph);
  if (remove_redundant_jumps(graph)) {
    remove_nops(graph);
    remove_empty_blocks(graph);
  }
  for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) fuse_pairs(block->code);
}

}  // namespace eider::frontend

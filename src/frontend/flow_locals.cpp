// SPDX-License-Identifier: MIT
//
// Which locals are surely bound where they are loaded: a forward data-flow analysis over the basic blocks.
#include <vector>

#include "frontend/flow.h"
#include "frontend/flow_internal.h"

namespace eider::frontend {

namespace {

/// One bit for each local: may it be unbound?
using BitSet = std::vector<uint64_t>;

bool get(const BitSet& set, uint32_t i) { return (set[i >> 6] >> (i & 63) & 1) != 0; }
void put(BitSet& set, uint32_t i, bool value) {
  uint64_t bit = uint64_t{1} << (i & 63);
  if (value) set[i >> 6] |= bit;
  else set[i >> 6] &= ~bit;
}

class Analysis {
 public:
  Analysis(BlockGraph& graph, const FlowContext& context) : graph_(graph), words_((context.local_count + 63) / 64) {
    number_blocks(graph);
    uint32_t count = 0;
    for (BasicBlock* block = graph.entry; block != nullptr; block = block->next) ++count;
    on_entry_.assign(count, BitSet(words_, 0));
    known_.assign(count, false);
    BitSet start(words_, 0);
    for (uint32_t i = context.parameter_count; i < context.local_count; ++i) put(start, i, true);
    merge(graph.entry, start);
  }

  void run() {
    while (!pending_.empty()) {
      BasicBlock* block = pending_.back();
      pending_.pop_back();
      walk(*block, nullptr);
    }
    for (BasicBlock* block = graph_.entry; block != nullptr; block = block->next) {
      if (known_[block->order]) walk(*block, block);
    }
  }

 private:
  void merge(BasicBlock* block, const BitSet& state) {
    BitSet& known = on_entry_[block->order];
    bool changed = !known_[block->order];
    for (size_t i = 0; i < words_; ++i) {
      changed = changed || (state[i] & ~known[i]) != 0;
      known[i] |= state[i];
    }
    known_[block->order] = true;
    if (changed) pending_.push_back(block);
  }

  /// Follows one block; with `rewrite` the states are final and loads are changed.
  void walk(BasicBlock& block, BasicBlock* rewrite) {
    BitSet state = on_entry_[block.order];
    BasicBlock* handler_told = nullptr;  // the handler that knows `state` already
    for (IrInstruction& in : block.code) {
      if (rewrite == nullptr && in.handler != nullptr && in.handler != handler_told && in.op != IrOp::kNop && !is_setup(in.op)) {
        merge(in.handler, state);
        handler_told = in.handler;
      }
      switch (in.op) {
        case IrOp::kLoadFast:
        case IrOp::kLoadFastCheck:
          if (rewrite != nullptr && get(state, in.arg)) in.op = IrOp::kLoadFastCheck;
          put(state, in.arg, false);  // it would have raised
          break;
        case IrOp::kStoreFast: put(state, in.arg, false); break;
        case IrOp::kDeleteFast:
          put(state, in.arg, true);
          handler_told = nullptr;
          break;
        default:
          if (rewrite == nullptr && is_jump(in.op)) merge(in.target, state);
          break;
      }
    }
    if (rewrite == nullptr && block.falls_through() && block.next != nullptr) merge(block.next, state);
  }

  BlockGraph& graph_;
  size_t words_;
  std::vector<BitSet> on_entry_;
  std::vector<bool> known_;
  std::vector<BasicBlock*> pending_;
};

}  // namespace

void check_unbound_locals(BlockGraph& graph, const FlowContext& context) {
  if (context.local_count == 0) return;
  Analysis(graph, context).run();
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// Conditions, loops, and what must be undone when they are left early.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

namespace {

constexpr size_t kMostFrameBlocks = 20;  // CPython's CO_MAXBLOCKS

}  // namespace

void Lowering::if_statement(const If* node) {
  BasicBlock* end = make_block();
  while (!failed_) {
    set_source(*node);
    BasicBlock* next = node->orelse.empty() ? end : make_block();
    jump_if(node->test, next, false);
    statements(node->body);
    if (node->orelse.empty()) break;
    emit_jump_without_line(IrOp::kJump, end);
    use_block(next);
    const If* elif = node->orelse.size() == 1 ? try_cast<If>(static_cast<const Stmt*>(node->orelse[0])) : nullptr;
    if (elif == nullptr) {
      statements(node->orelse);
      break;
    }
    node = elif;  // a loop, for chains may be long
  }
  use_block(end);
}

void Lowering::while_statement(const While* node) {
  BasicBlock* top = make_block();
  BasicBlock* otherwise = make_block();
  BasicBlock* end = make_block();
  auto* constant = try_cast<Constant>(static_cast<const Expr*>(node->test));
  bool is_endless = constant != nullptr && is_truthy(constant->value);
  if (is_endless) emit(IrOp::kNop);  // the line is seen once here and then with each jump back
  use_block(top);
  if (!push_frame_block({.kind = FrameBlock::Kind::kWhile, .top = top, .exit = end})) return;
  if (!is_endless) jump_if(node->test, otherwise, false);
  SourceRange test = unit_->source;
  statements(node->body);
  if (is_endless) {
    set_source(*node);
    emit_jump(IrOp::kJump, top);
  } else {
    emit_jump_without_line(IrOp::kJump, top);
    unit_->source = test;
  }
  pop_frame_block(FrameBlock::Kind::kWhile);
  use_block(otherwise);
  statements(node->orelse);
  use_block(end);
}

void Lowering::for_statement(const For* node) {
  BasicBlock* top = make_block();
  BasicBlock* exhausted = make_block();
  BasicBlock* end = make_block();
  if (!push_frame_block({.kind = FrameBlock::Kind::kFor, .top = top, .exit = end})) return;
  expression(node->iter);
  emit(IrOp::kGetIter);
  use_block(top);
  emit_jump(IrOp::kForIter, exhausted);
  expression(node->target);
  statements(node->body);
  forget_source();
  emit_jump(IrOp::kJump, top);
  use_block(exhausted);
  pop_frame_block(FrameBlock::Kind::kFor);
  statements(node->orelse);
  use_block(end);
}

void Lowering::async_for_statement(const AsyncFor* node) {
  if (is_top_level_await()) unit_->scope->is_coroutine = true;
  else if (unit_->kind != UnitKind::kAsyncFunction) return fail("'async for' outside async function");
  BasicBlock* top = make_block();
  BasicBlock* stopped = make_block();
  BasicBlock* end = make_block();
  expression(node->iter);
  emit(IrOp::kGetAiter);
  use_block(top);
  if (!push_frame_block({.kind = FrameBlock::Kind::kFor, .top = top, .exit = end})) return;
  emit_jump(IrOp::kSetupFinally, stopped);  // StopAsyncIteration comes out of __anext__
  emit(IrOp::kGetAnext);
  load_none();
  add_yield_from(2);
  emit(IrOp::kPopBlock);
  expression(node->target);
  statements(node->body);
  forget_source();
  emit_jump(IrOp::kJump, top);
  pop_frame_block(FrameBlock::Kind::kFor);
  use_block(stopped);
  set_source(*node->iter);
  emit(IrOp::kEndAsyncFor);
  statements(node->orelse);
  use_block(end);
}

void Lowering::break_statement() {
  emit(IrOp::kNop);  // the line
  const FrameBlock* loop = nullptr;
  if (!unwind_to_loop(Preserve::kNothing, &loop)) return;
  if (loop == nullptr) return fail("'break' outside loop");
  BasicBlock* exit = loop->exit;
  unwind(FrameBlock(*loop), Preserve::kNothing);
  emit_jump(IrOp::kJump, exit);
}

void Lowering::continue_statement() {
  emit(IrOp::kNop);
  const FrameBlock* loop = nullptr;
  if (!unwind_to_loop(Preserve::kNothing, &loop)) return;
  if (loop == nullptr) return fail("'continue' not properly in loop");
  emit_jump(IrOp::kJump, loop->top);
}

bool Lowering::push_frame_block(FrameBlock block) {
  if (unit_->frame_blocks.size() >= kMostFrameBlocks) {
    fail("too many statically nested blocks");
    return false;
  }
  unit_->frame_blocks.push_back(block);
  return true;
}

void Lowering::pop_frame_block(FrameBlock::Kind kind) {
  if (failed_) return;
  EIDER_ASSERT(!unit_->frame_blocks.empty());
  EIDER_ASSERT(unit_->frame_blocks.back().kind == kind);
  unit_->frame_blocks.pop_back();
}

/// Emits what leaving `block` takes. With Preserve::kTop the value on top of the stack survives.
void Lowering::unwind(const FrameBlock& block, Preserve preserve) {
  auto pop_below = [&] {
    if (preserve == Preserve::kTop) emit(IrOp::kSwap, 2);
    emit(IrOp::kPopTop);
  };
  switch (block.kind) {
    case FrameBlock::Kind::kWhile:
    case FrameBlock::Kind::kExceptHandler:
    case FrameBlock::Kind::kGroupHandler:
    case FrameBlock::Kind::kAsyncComprehension: return;
    case FrameBlock::Kind::kFor:  // the iterator
    case FrameBlock::Kind::kPopValue: return pop_below();
    case FrameBlock::Kind::kTryExcept: return emit(IrOp::kPopBlock);
    case FrameBlock::Kind::kFinallyTry:
      emit(IrOp::kPopBlock);  // with the line of the statement that leaves
      if (preserve == Preserve::kTop && !push_frame_block({.kind = FrameBlock::Kind::kPopValue})) return;
      statements(block.final_body);
      if (preserve == Preserve::kTop) pop_frame_block(FrameBlock::Kind::kPopValue);
      // The finally clause runs after the statement that leaves; what follows belongs to no line.
      return forget_source();
    case FrameBlock::Kind::kFinallyEnd:
      pop_below();  // the exception
      if (preserve == Preserve::kTop) emit(IrOp::kSwap, 2);
      emit(IrOp::kPopBlock);
      return emit(IrOp::kPopExcept);
    case FrameBlock::Kind::kWith:
    case FrameBlock::Kind::kAsyncWith:
      set_source(*block.statement);
      emit(IrOp::kPopBlock);
      if (preserve == Preserve::kTop) {
        emit(IrOp::kSwap, 3);  // exit self kept -> kept exit self
        emit(IrOp::kSwap, 2);
      }
      call_exit_with_nones();
      if (block.kind == FrameBlock::Kind::kAsyncWith) await(2);
      emit(IrOp::kPopTop);
      return forget_source();
    case FrameBlock::Kind::kHandlerCleanup:
      if (!block.name.empty()) emit(IrOp::kPopBlock);
      if (preserve == Preserve::kTop) emit(IrOp::kSwap, 2);
      emit(IrOp::kPopBlock);
      emit(IrOp::kPopExcept);
      if (!block.name.empty()) clear_name(block.name);
      return;
  }
}

/// Unwinds all frame blocks, or (loop given) those inside the innermost loop, which is then in *loop. While an inner block is
/// unwound it counts as left: a `return` inside its finally clause must not unwind it again. False: an error was noted.
bool Lowering::unwind_to_loop(Preserve preserve, const FrameBlock** loop) {
  std::vector<FrameBlock> left;
  std::vector<FrameBlock>& blocks = unit_->frame_blocks;
  while (!blocks.empty() && !failed_) {
    const FrameBlock& top = blocks.back();
    if (top.kind == FrameBlock::Kind::kGroupHandler) {
      fail("'break', 'continue' and 'return' cannot appear in an except* block");
      break;
    }
    if (loop != nullptr && (top.kind == FrameBlock::Kind::kWhile || top.kind == FrameBlock::Kind::kFor)) break;
    left.push_back(top);
    blocks.pop_back();
    unwind(left.back(), preserve);
  }
  for (size_t i = left.size(); i-- > 0;) blocks.push_back(left[i]);
  if (failed_) return false;
  if (loop != nullptr && left.size() < blocks.size()) *loop = &blocks[blocks.size() - left.size() - 1];
  return true;
}

void Lowering::jump_if(const Expr* node, BasicBlock* target, bool condition) {
  if (failed_) return;
  if (guard_.exhausted()) return fail_deep();
  switch (node->kind) {
    case ExprKind::kUnaryOp:
      if (auto* unary = cast<UnaryOp>(node); unary->op == UnaryOperator::kNot) return jump_if(unary->operand, target, !condition);
      break;
    case ExprKind::kBoolOp: {
      auto* operation = cast<BoolOp>(node);
      bool decides = operation->op == BoolOperator::kOr;  // the value of an operand that settles the whole
      BasicBlock* settled = decides == condition ? target : make_block();
      uint32_t last = operation->values.size() - 1;
      for (uint32_t i = 0; i < last; ++i) jump_if(operation->values[i], settled, decides);
      jump_if(operation->values[last], target, condition);
      if (settled != target) use_block(settled);
      return;
    }
    case ExprKind::kIfExp: {
      auto* choice = cast<IfExp>(node);
      BasicBlock* end = make_block();
      BasicBlock* otherwise = make_block();
      jump_if(choice->test, otherwise, false);
      jump_if(choice->body, target, condition);
      emit_jump_without_line(IrOp::kJump, end);
      use_block(otherwise);
      jump_if(choice->orelse, target, condition);
      return use_block(end);
    }
    case ExprKind::kCompare:
      set_source(*node);
      if (cast<Compare>(node)->ops.size() > 1) return jump_if_comparison(cast<Compare>(node), target, condition);
      break;
    default: break;
  }
  expression(node);
  emit_jump(condition ? IrOp::kPopJumpIfTrue : IrOp::kPopJumpIfFalse, target);
}

void Lowering::jump_if_comparison(const Compare* node, BasicBlock* target, bool condition) {
  check_comparison(node);
  BasicBlock* cleanup = make_block();
  BasicBlock* end = make_block();
  uint32_t last = node->ops.size() - 1;
  expression(node->left);
  for (uint32_t i = 0; i < last; ++i) {
    expression(node->comparators[i]);
    emit(IrOp::kSwap, 2);
    emit(IrOp::kCopy, 2);
    compare(node->ops[i]);
    emit_jump(IrOp::kPopJumpIfFalse, cleanup);
  }
  expression(node->comparators[last]);
  compare(node->ops[last]);
  emit_jump(condition ? IrOp::kPopJumpIfTrue : IrOp::kPopJumpIfFalse, target);
  emit_jump_without_line(IrOp::kJump, end);
  use_block(cleanup);
  emit(IrOp::kPopTop);
  if (!condition) emit_jump_without_line(IrOp::kJump, target);
  use_block(end);
}

}  // namespace eider::frontend

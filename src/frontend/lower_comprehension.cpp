// SPDX-License-Identifier: MIT
//
// Comprehensions and generator expressions: a function of one argument, the outermost iterator, called at once.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

void Lowering::comprehension(const Expr* node, const ComprehensionParts& parts) {
  bool may_be_async = unit_->kind == UnitKind::kAsyncFunction || unit_->kind == UnitKind::kComprehension;
  bool top_level_await = is_top_level_await();
  const Comprehension* outermost = parts.generators[0];
  bool is_generator = parts.kind == ComprehensionKind::kGenerator;

  enter_unit(UnitKind::kComprehension, node, parts.unit_name, node->lineno);
  set_source(*node);
  bool is_async = unit_->scope->is_coroutine;
  unit_->argcount = 1;
  if (is_async && !may_be_async && !is_generator && !top_level_await) {
    fail("asynchronous comprehension outside of an asynchronous function");
  }
  switch (parts.kind) {
    case ComprehensionKind::kList: emit(IrOp::kBuildList, 0); break;
    case ComprehensionKind::kSet: emit(IrOp::kBuildSet, 0); break;
    case ComprehensionKind::kDict: emit(IrOp::kBuildMap, 0); break;
    case ComprehensionKind::kGenerator:
    case ComprehensionKind::kNone: break;
  }
  if (outermost->is_async) async_generator(parts, 0, 0);
  else generator(parts, 0, 0);
  if (!is_generator) emit(IrOp::kReturnValue);
  auto code = leave_unit(AddNone::kYes);
  if (failed_) return;
  if (top_level_await && is_async) unit_->scope->is_coroutine = true;

  make_function(std::move(code), 0);
  emit(IrOp::kPushNull);
  expression(outermost->iter);
  emit(outermost->is_async ? IrOp::kGetAiter : IrOp::kGetIter);
  emit(IrOp::kCall, 1);
  if (is_async && !is_generator) await(0);
}

/// One `for ... in ...` with everything inside it. `depth`: items between the result and the top of the stack.
void Lowering::generator(const ComprehensionParts& parts, uint32_t index, uint32_t depth) {
  if (failed_) return;
  if (guard_.exhausted()) return fail_deep();
  const Comprehension* one = parts.generators[index];
  BasicBlock* top = make_block();
  BasicBlock* if_cleanup = make_block();
  BasicBlock* exhausted = make_block();
  bool is_loop = true;
  if (index == 0) {
    emit(IrOp::kLoadFast, 0);
  } else {
    Span<Expr*> elements;
    if (auto* list = try_cast<List>(static_cast<const Expr*>(one->iter))) elements = list->elts;
    else if (auto* tuple = try_cast<Tuple>(static_cast<const Expr*>(one->iter))) elements = tuple->elts;
    if (elements.size() == 1 && elements[0]->kind != ExprKind::kStarred) {
      expression(elements[0]);  // `for y in [f(x)]` names a value: no loop
      is_loop = false;
    } else {
      expression(one->iter);
      emit(IrOp::kGetIter);
    }
  }
  if (is_loop) {
    ++depth;
    use_block(top);
    emit_jump(IrOp::kForIter, exhausted);
  }
  expression(one->target);
  inside_generator(parts, index, depth, if_cleanup);
  use_block(if_cleanup);
  if (is_loop) {
    emit_jump(IrOp::kJump, top);
    use_block(exhausted);
  }
}

void Lowering::async_generator(const ComprehensionParts& parts, uint32_t index, uint32_t depth) {
  if (failed_) return;
  if (guard_.exhausted()) return fail_deep();
  const Comprehension* one = parts.generators[index];
  BasicBlock* top = make_block();
  BasicBlock* stopped = make_block();
  BasicBlock* if_cleanup = make_block();
  if (index == 0) {
    emit(IrOp::kLoadFast, 0);
  } else {
    expression(one->iter);
    emit(IrOp::kGetAiter);
  }
  use_block(top);
  if (!push_frame_block({.kind = FrameBlock::Kind::kAsyncComprehension, .top = top})) return;
  emit_jump(IrOp::kSetupFinally, stopped);
  emit(IrOp::kGetAnext);
  load_none();
  add_yield_from(2);
  emit(IrOp::kPopBlock);
  expression(one->target);
  inside_generator(parts, index, depth + 1, if_cleanup);
  use_block(if_cleanup);
  emit_jump(IrOp::kJump, top);
  pop_frame_block(FrameBlock::Kind::kAsyncComprehension);
  use_block(stopped);
  emit(IrOp::kEndAsyncFor);
}

/// The conditions, then the next generator or the element.
void Lowering::inside_generator(const ComprehensionParts& parts, uint32_t index, uint32_t depth, BasicBlock* if_cleanup) {
  for (const Expr* condition : parts.generators[index]->ifs) jump_if(condition, if_cleanup, false);
  if (index + 1 < parts.generators.size()) {
    if (parts.generators[index + 1]->is_async) return async_generator(parts, index + 1, depth);
    return generator(parts, index + 1, depth);
  }
  expression(parts.element);
  switch (parts.kind) {
    case ComprehensionKind::kGenerator:
      emit_yield();
      return emit(IrOp::kPopTop);
    case ComprehensionKind::kList: return emit(IrOp::kListAppend, depth + 1);
    case ComprehensionKind::kSet: return emit(IrOp::kSetAdd, depth + 1);
    case ComprehensionKind::kDict:
      expression(parts.value);
      return emit(IrOp::kMapAdd, depth + 1);
    case ComprehensionKind::kNone: return;
  }
}

}  // namespace eider::frontend

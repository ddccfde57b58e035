// SPDX-License-Identifier: MIT
//
// try, except, except*, finally, with.
//
// Handlers cost nothing until something is raised: kSetup* and kPopBlock only mark which instructions a handler covers.
// Stack pictures show what a handler finds; `prev` is the exception handled before (PushExcInfo), `offset` that of the raising
// instruction.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

void Lowering::try_statement(const Stmt* node, const TryFields& fields, bool is_star) {
  if (!fields.finalbody.empty()) return try_finally(node, fields, is_star);
  if (is_star) try_except_star(fields);
  else try_except(fields);
}

void Lowering::try_finally(const Stmt* node, const TryFields& fields, bool is_star) {
  BasicBlock* raised = make_block();
  BasicBlock* cleanup = make_block();
  BasicBlock* exit = make_block();
  emit_jump(IrOp::kSetupFinally, raised);
  use_block(make_block());
  if (!push_frame_block({.kind = FrameBlock::Kind::kFinallyTry, .final_body = fields.finalbody})) return;
  if (fields.handlers.empty()) statements(fields.body);
  else if (is_star) try_except_star(fields);
  else try_except(fields);
  emit_without_line(IrOp::kPopBlock);
  pop_frame_block(FrameBlock::Kind::kFinallyTry);
  statements(fields.finalbody);
  emit_jump_without_line(IrOp::kJump, exit);

  use_block(raised);  // exc
  if (!push_frame_block({.kind = FrameBlock::Kind::kFinallyEnd})) return;
  forget_source();
  emit_jump(IrOp::kSetupCleanup, cleanup);
  emit(IrOp::kPushExcInfo);
  statements(fields.finalbody);
  emit(IrOp::kReraise, 0);
  pop_frame_block(FrameBlock::Kind::kFinallyEnd);
  use_block(cleanup);
  pop_except_and_reraise();
  use_block(exit);
}

void Lowering::try_except(const TryFields& fields) {
  BasicBlock* raised = make_block();
  BasicBlock* cleanup = make_block();
  BasicBlock* end = make_block();
  emit_jump(IrOp::kSetupFinally, raised);
  use_block(make_block());
  if (!push_frame_block({.kind = FrameBlock::Kind::kTryExcept})) return;
  statements(fields.body);
  pop_frame_block(FrameBlock::Kind::kTryExcept);
  emit_without_line(IrOp::kPopBlock);
  statements(fields.orelse);
  emit_jump_without_line(IrOp::kJump, end);

  use_block(raised);  // exc
  forget_source();
  emit_jump(IrOp::kSetupCleanup, cleanup);
  emit(IrOp::kPushExcInfo);
  if (!push_frame_block({.kind = FrameBlock::Kind::kExceptHandler})) return;
  for (uint32_t i = 0; i < fields.handlers.size() && !failed_; ++i) {
    const ExceptHandler* handler = fields.handlers[i];
    set_source(*handler);
    if (handler->type == nullptr && i + 1 < fields.handlers.size()) return fail("default 'except:' must be last");
    BasicBlock* next = make_block();
    if (handler->type != nullptr) {
      expression(handler->type);
      emit(IrOp::kCheckExcMatch);
      emit_jump(IrOp::kPopJumpIfFalse, next);
    }
    except_body(handler, end);
    use_block(next);
  }
  pop_frame_block(FrameBlock::Kind::kExceptHandler);
  forget_source();
  emit(IrOp::kReraise, 0);
  use_block(cleanup);
  pop_except_and_reraise();
  use_block(end);
}

/// prev exc -> ; the body of one `except`, then on to `end`.
void Lowering::except_body(const ExceptHandler* handler, BasicBlock* end) {
  if (handler->name.empty()) {
    emit(handler->type == nullptr ? IrOp::kCatchAll : IrOp::kPopTop);
    use_block(make_block());
    if (!push_frame_block({.kind = FrameBlock::Kind::kHandlerCleanup})) return;
    statements(handler->body);
    pop_frame_block(FrameBlock::Kind::kHandlerCleanup);
    forget_source();
    emit(IrOp::kPopBlock);
    emit(IrOp::kPopExcept);
    return emit_jump(IrOp::kJump, end);
  }
  // The name is cleared however the body is left, as by try: body finally: name = None; del name.
  BasicBlock* raised = make_block();
  name(handler->name, Access::kStore);
  emit_jump(IrOp::kSetupCleanup, raised);
  use_block(make_block());
  if (!push_frame_block({.kind = FrameBlock::Kind::kHandlerCleanup, .name = handler->name})) return;
  statements(handler->body);
  pop_frame_block(FrameBlock::Kind::kHandlerCleanup);
  forget_source();
  emit(IrOp::kPopBlock);
  emit(IrOp::kPopBlock);
  emit(IrOp::kPopExcept);
  clear_name(handler->name);
  emit_jump(IrOp::kJump, end);
  use_block(raised);  // prev offset exc
  forget_source();
  clear_name(handler->name);
  emit(IrOp::kReraise, 1);
}

void Lowering::clear_name(std::string_view id) {
  load_none();  // first bound again, for the body may have deleted it
  name(id, Access::kStore);
  name(id, Access::kDelete);
}

/// prev offset exc: an exception left a handler.
void Lowering::pop_except_and_reraise() {
  emit(IrOp::kCopy, 3);
  emit(IrOp::kPopExcept);
  emit(IrOp::kReraise, 1);
}

/// Each except* takes its part of the group; what the bodies raise is collected and raised together at the end.
/// In the handlers the stack is: prev orig result rest, with `orig` the group, `result` the list, `rest` what is unhandled.
void Lowering::try_except_star(const TryFields& fields) {
  BasicBlock* raised = make_block();
  BasicBlock* otherwise = make_block();
  BasicBlock* cleanup = make_block();
  BasicBlock* reraise_star = make_block();
  BasicBlock* reraise = make_block();
  BasicBlock* end = make_block();
  emit_jump(IrOp::kSetupFinally, raised);
  use_block(make_block());
  if (!push_frame_block({.kind = FrameBlock::Kind::kTryExcept})) return;
  statements(fields.body);
  pop_frame_block(FrameBlock::Kind::kTryExcept);
  emit_without_line(IrOp::kPopBlock);
  emit_jump_without_line(IrOp::kJump, otherwise);

  use_block(raised);
  forget_source();
  emit_jump(IrOp::kSetupCleanup, cleanup);
  emit(IrOp::kPushExcInfo);
  if (!push_frame_block({.kind = FrameBlock::Kind::kGroupHandler})) return;
  for (uint32_t i = 0; i < fields.handlers.size() && !failed_; ++i) {
    const ExceptHandler* handler = fields.handlers[i];
    set_source(*handler);
    BasicBlock* no_match = make_block();
    BasicBlock* body_raised = make_block();
    BasicBlock* done = make_block();
    BasicBlock* next = make_block();
    if (i == 0) {
      emit(IrOp::kBuildList, 0);
      emit(IrOp::kCopy, 2);
    }
    if (handler->type != nullptr) {
      expression(handler->type);
      emit(IrOp::kCheckEgMatch);
      emit(IrOp::kCopy, 1);
      emit_jump(IrOp::kPopJumpIfNone, no_match);
    }
    // prev orig result rest match
    if (handler->name.empty()) emit(IrOp::kPopTop);
    else name(handler->name, Access::kStore);
    emit_jump(IrOp::kSetupCleanup, body_raised);
    use_block(make_block());
    if (!push_frame_block({.kind = FrameBlock::Kind::kHandlerCleanup, .name = handler->name})) return;
    statements(handler->body);
    pop_frame_block(FrameBlock::Kind::kHandlerCleanup);
    forget_source();
    emit(IrOp::kPopBlock);
    if (!handler->name.empty()) clear_name(handler->name);
    emit_jump(IrOp::kJump, done);
    use_block(body_raised);  // prev orig result rest offset exc
    forget_source();
    if (!handler->name.empty()) clear_name(handler->name);
    emit(IrOp::kListAppend, 3);
    emit(IrOp::kPopTop);
    emit_jump(IrOp::kJump, next);
    use_block(done);
    emit(IrOp::kNop);
    emit_jump(IrOp::kJump, next);
    use_block(no_match);
    set_source(*handler);
    emit(IrOp::kPopTop);
    use_block(next);
    if (i + 1 == fields.handlers.size()) {
      forget_source();
      emit(IrOp::kListAppend, 1);  // what nobody handled, perhaps None
      emit_jump(IrOp::kJump, reraise_star);
    }
  }
  forget_source();
  pop_frame_block(FrameBlock::Kind::kGroupHandler);
  use_block(reraise_star);  // prev orig result
  emit(IrOp::kPrepReraiseStar);
  emit(IrOp::kCopy, 1);
  emit_jump(IrOp::kPopJumpIfNotNone, reraise);
  emit(IrOp::kPopTop);
  emit(IrOp::kPopBlock);
  emit(IrOp::kPopExcept);
  emit_jump(IrOp::kJump, end);
  use_block(reraise);
  emit(IrOp::kPopBlock);
  emit(IrOp::kSwap, 2);
  emit(IrOp::kPopExcept);
  emit(IrOp::kReraise, 0);
  use_block(cleanup);
  pop_except_and_reraise();
  use_block(otherwise);
  statements(fields.orelse);
  use_block(end);
}

void Lowering::with_statement(const Stmt* node, const WithFields& fields, bool is_async, uint32_t item) {
  if (guard_.exhausted()) return fail_deep();
  if (is_async) {
    if (is_top_level_await()) unit_->scope->is_coroutine = true;
    else if (unit_->kind != UnitKind::kAsyncFunction) return fail("'async with' outside async function");
  }
  BasicBlock* raised = make_block();
  BasicBlock* cleanup = make_block();
  BasicBlock* exit = make_block();
  const WithItem* with = fields.items[item];
  expression(with->context_expr);
  using bytecode::SpecialMethod;
  emit(IrOp::kCopy, 1);
  emit(IrOp::kLoadSpecial, static_cast<uint32_t>(is_async ? SpecialMethod::kAsyncExit : SpecialMethod::kExit));
  emit(IrOp::kSwap, 2);  // manager exit self -> exit self manager
  emit(IrOp::kSwap, 3);
  emit(IrOp::kLoadSpecial, static_cast<uint32_t>(is_async ? SpecialMethod::kAsyncEnter : SpecialMethod::kEnter));
  emit(IrOp::kCall, 0);
  if (is_async) await(1);
  emit_jump(IrOp::kSetupWith, raised);
  use_block(make_block());
  FrameBlock::Kind kind = is_async ? FrameBlock::Kind::kAsyncWith : FrameBlock::Kind::kWith;
  if (!push_frame_block({.kind = kind, .statement = node})) return;
  if (with->optional_vars != nullptr) expression(with->optional_vars);
  else emit(IrOp::kPopTop);
  if (item + 1 == fields.items.size()) statements(fields.body);
  else with_statement(node, fields, is_async, item + 1);
  pop_frame_block(kind);
  forget_source();
  emit(IrOp::kPopBlock);
  set_source(*node);
  call_exit_with_nones();
  if (is_async) await(2);
  emit(IrOp::kPopTop);
  emit_jump(IrOp::kJump, exit);

  use_block(raised);  // exit self offset exc
  emit_jump(IrOp::kSetupCleanup, cleanup);
  emit(IrOp::kPushExcInfo);
  emit(IrOp::kWithExceptStart);
  if (is_async) await(2);
  finish_with_handler(cleanup);
  use_block(exit);
}

/// exit self offset prev exc result: swallow the exception when __exit__ said so.
void Lowering::finish_with_handler(BasicBlock* cleanup) {
  forget_source();
  BasicBlock* suppress = make_block();
  BasicBlock* end = make_block();
  emit_jump(IrOp::kPopJumpIfTrue, suppress);
  emit(IrOp::kReraise, 2);
  use_block(suppress);
  emit(IrOp::kPopTop);
  emit(IrOp::kPopBlock);
  emit(IrOp::kPopExcept);
  emit(IrOp::kPopTop);
  emit(IrOp::kPopTop);
  emit(IrOp::kPopTop);
  emit_jump(IrOp::kJump, end);
  use_block(cleanup);  // exit self offset prev offset exc
  pop_except_and_reraise();
  use_block(end);
}

/// exit self -> result
void Lowering::call_exit_with_nones() {
  load_none();
  load_none();
  load_none();
  emit(IrOp::kCall, 3);
}

}  // namespace eider::frontend

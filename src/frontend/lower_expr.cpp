// SPDX-License-Identifier: MIT
//
// Expressions other than calls, displays and comprehensions.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

namespace {

using bytecode::BinaryOpKind;
using bytecode::CompareKind;

// Above this many operands a sequence is built piece by piece, so that the stack stays small.
constexpr uint32_t kStackGuideline = 30;

BinaryOpKind binary_kind(Operator op) {
  switch (op) {
    case Operator::kAdd: return BinaryOpKind::kAdd;
    case Operator::kSub: return BinaryOpKind::kSubtract;
    case Operator::kMult: return BinaryOpKind::kMultiply;
    case Operator::kMatMult: return BinaryOpKind::kMatrixMultiply;
    case Operator::kDiv: return BinaryOpKind::kTrueDivide;
    case Operator::kMod: return BinaryOpKind::kRemainder;
    case Operator::kPow: return BinaryOpKind::kPower;
    case Operator::kLShift: return BinaryOpKind::kLshift;
    case Operator::kRShift: return BinaryOpKind::kRshift;
    case Operator::kBitOr: return BinaryOpKind::kOr;
    case Operator::kBitXor: return BinaryOpKind::kXor;
    case Operator::kBitAnd: return BinaryOpKind::kAnd;
    case Operator::kFloorDiv: return BinaryOpKind::kFloorDivide;
  }
  EIDER_UNREACHABLE("operator");
}

IrOp unary_op(UnaryOperator op) {
  switch (op) {
    case UnaryOperator::kInvert: return IrOp::kUnaryInvert;
    case UnaryOperator::kNot: return IrOp::kUnaryNot;
    case UnaryOperator::kUAdd: return IrOp::kUnaryPositive;
    case UnaryOperator::kUSub: return IrOp::kUnaryNegative;
  }
  EIDER_UNREACHABLE("operator");
}

}  // namespace

void Lowering::expressions(Span<Expr*> nodes) {
  for (Expr* node : nodes) expression(node);
}

void Lowering::expression(const Expr* node) {
  if (failed_) return;
  if (guard_.exhausted()) return fail_deep();
  SourceRange outer = unit_->source;
  set_source(*node);
  expression_inside(node);
  unit_->source = outer;
}

void Lowering::expression_inside(const Expr* node) {
  switch (node->kind) {
    case ExprKind::kConstant: return load_value(cast<Constant>(node)->value);
    case ExprKind::kName: return name(cast<Name>(node)->id, access_of(cast<Name>(node)->ctx));
    case ExprKind::kBinOp: return binary_chain(cast<BinOp>(node));
    case ExprKind::kBoolOp: return bool_operation(cast<BoolOp>(node));
    case ExprKind::kNamedExpr:
      expression(cast<NamedExpr>(node)->value);
      emit(IrOp::kCopy, 1);
      return expression(cast<NamedExpr>(node)->target);
    case ExprKind::kUnaryOp:
      expression(cast<UnaryOp>(node)->operand);
      return emit(unary_op(cast<UnaryOp>(node)->op));
    case ExprKind::kLambda: return lambda(cast<Lambda>(node));
    case ExprKind::kIfExp: return choice(cast<IfExp>(node));
    case ExprKind::kDict: return dict_display(cast<Dict>(node));
    case ExprKind::kSet: return display(cast<Set>(node)->elts, {IrOp::kBuildSet, IrOp::kSetAdd, IrOp::kSetUpdate, false}, 0);
    case ExprKind::kListComp: {
      auto* comp = cast<ListComp>(node);
      return comprehension(node, {ComprehensionKind::kList, "<listcomp>", comp->generators, comp->elt, nullptr});
    }
    case ExprKind::kSetComp: {
      auto* comp = cast<SetComp>(node);
      return comprehension(node, {ComprehensionKind::kSet, "<setcomp>", comp->generators, comp->elt, nullptr});
    }
    case ExprKind::kDictComp: {
      auto* comp = cast<DictComp>(node);
      return comprehension(node, {ComprehensionKind::kDict, "<dictcomp>", comp->generators, comp->key, comp->value});
    }
    case ExprKind::kGeneratorExp: {
      auto* comp = cast<GeneratorExp>(node);
      return comprehension(node, {ComprehensionKind::kGenerator, "<genexpr>", comp->generators, comp->elt, nullptr});
    }
    case ExprKind::kAwait: return await_expression(cast<Await>(node));
    case ExprKind::kYield: return yield(cast<Yield>(node));
    case ExprKind::kYieldFrom: return yield_from(cast<YieldFrom>(node));
    case ExprKind::kCompare: return comparison(cast<Compare>(node));
    case ExprKind::kCall: return call(cast<Call>(node));
    case ExprKind::kFormattedValue: return formatted_value(cast<FormattedValue>(node));
    case ExprKind::kJoinedStr: return joined_string(cast<JoinedStr>(node));
    case ExprKind::kAttribute: return attribute(cast<Attribute>(node));
    case ExprKind::kSubscript: return subscript(cast<Subscript>(node));
    case ExprKind::kStarred:
      return fail(cast<Starred>(node)->ctx == ExprContext::kStore ? "starred assignment target must be in a list or tuple"
                                                                  : "can't use starred expression here");
    case ExprKind::kSlice: return slice(cast<Slice>(node));
    case ExprKind::kList: {
      auto* list = cast<List>(node);
      if (list->ctx == ExprContext::kStore) return sequence_target(list->elts);
      if (list->ctx == ExprContext::kDel) return expressions(list->elts);
      return display(list->elts, {IrOp::kBuildList, IrOp::kListAppend, IrOp::kListExtend, false}, 0);
    }
    case ExprKind::kTuple: {
      auto* tuple = cast<Tuple>(node);
      if (tuple->ctx == ExprContext::kStore) return sequence_target(tuple->elts);
      if (tuple->ctx == ExprContext::kDel) return expressions(tuple->elts);
      return display(tuple->elts, {IrOp::kBuildList, IrOp::kListAppend, IrOp::kListExtend, true}, 0);
    }
  }
}

void Lowering::binary_chain(const BinOp* node) {
  std::vector<const BinOp*> chain;  // leans to the left, perhaps far: no recursion
  const Expr* left = node;
  while (auto* binary = try_cast<BinOp>(left)) {
    chain.push_back(binary);
    left = binary->left;
  }
  expression(left);
  for (size_t i = chain.size(); i-- > 0;) {
    expression(chain[i]->right);
    set_source(*chain[i]);
    emit(IrOp::kBinaryOp, static_cast<uint32_t>(binary_kind(chain[i]->op)));
  }
}

void Lowering::bool_operation(const BoolOp* node) {
  BasicBlock* end = make_block();
  IrOp jump = node->op == BoolOperator::kAnd ? IrOp::kJumpIfFalseOrPop : IrOp::kJumpIfTrueOrPop;
  uint32_t last = node->values.size() - 1;
  for (uint32_t i = 0; i < last; ++i) {
    expression(node->values[i]);
    emit_jump(jump, end);
  }
  expression(node->values[last]);
  use_block(end);
}

void Lowering::choice(const IfExp* node) {
  BasicBlock* otherwise = make_block();
  BasicBlock* end = make_block();
  jump_if(node->test, otherwise, false);
  expression(node->body);
  emit_jump_without_line(IrOp::kJump, end);
  use_block(otherwise);
  expression(node->orelse);
  use_block(end);
}

void Lowering::compare(CmpOperator op) {
  switch (op) {
    case CmpOperator::kLt: return emit(IrOp::kCompareOp, static_cast<uint32_t>(CompareKind::kLt));
    case CmpOperator::kLtE: return emit(IrOp::kCompareOp, static_cast<uint32_t>(CompareKind::kLe));
    case CmpOperator::kEq: return emit(IrOp::kCompareOp, static_cast<uint32_t>(CompareKind::kEq));
    case CmpOperator::kNotEq: return emit(IrOp::kCompareOp, static_cast<uint32_t>(CompareKind::kNe));
    case CmpOperator::kGt: return emit(IrOp::kCompareOp, static_cast<uint32_t>(CompareKind::kGt));
    case CmpOperator::kGtE: return emit(IrOp::kCompareOp, static_cast<uint32_t>(CompareKind::kGe));
    case CmpOperator::kIs: return emit(IrOp::kIsOp, 0);
    case CmpOperator::kIsNot: return emit(IrOp::kIsOp, 1);
    case CmpOperator::kIn: return emit(IrOp::kContainsOp, 0);
    case CmpOperator::kNotIn: return emit(IrOp::kContainsOp, 1);
  }
}

void Lowering::comparison(const Compare* node) {
  check_comparison(node);
  uint32_t last = node->ops.size() - 1;
  expression(node->left);
  if (last == 0) {
    expression(node->comparators[0]);
    return compare(node->ops[0]);
  }
  BasicBlock* cleanup = make_block();
  BasicBlock* end = make_block();
  for (uint32_t i = 0; i < last; ++i) {
    expression(node->comparators[i]);
    emit(IrOp::kSwap, 2);
    emit(IrOp::kCopy, 2);
    compare(node->ops[i]);
    emit_jump(IrOp::kJumpIfFalseOrPop, cleanup);
  }
  expression(node->comparators[last]);
  compare(node->ops[last]);
  emit_jump_without_line(IrOp::kJump, end);
  use_block(cleanup);  // the operand and the false result
  emit(IrOp::kSwap, 2);
  emit(IrOp::kPopTop);
  use_block(end);
}

void Lowering::joined_string(const JoinedStr* node) {
  uint32_t count = node->values.size();
  if (count > kStackGuideline) {
    load_str("");
    emit_name(IrOp::kLoadMethod, "join");
    emit(IrOp::kBuildList, 0);
    for (Expr* value : node->values) {
      expression(value);
      emit(IrOp::kListAppend, 1);
    }
    return emit(IrOp::kCall, 1);
  }
  expressions(node->values);
  if (count != 1) emit(IrOp::kBuildString, count);
}

void Lowering::formatted_value(const FormattedValue* node) {
  expression(node->value);
  uint32_t how = node->conversion == 's' ? 1 : node->conversion == 'r' ? 2 : node->conversion == 'a' ? 3 : 0;
  if (node->format_spec != nullptr) {
    expression(node->format_spec);
    how |= 4;
  }
  emit(IrOp::kFormatValue, how);
}

/// An attribute spread over lines belongs to the line of its name.
void Lowering::start_at_attribute(const Attribute* node) {
  SourceRange& source = unit_->source;
  if (source.line == node->end_lineno) return;
  source.line = node->end_lineno;
  int32_t length = 0;  // in characters, as CPython counts here
  for (char c : node->attr) length += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  if (length <= node->end_col_offset) {
    source.column = node->end_col_offset - length;
  } else {
    source.column = -1;
    source.end_column = -1;
  }
}

void Lowering::attribute(const Attribute* node) {
  expression(node->value);
  set_source(*node);
  start_at_attribute(node);
  switch (node->ctx) {
    case ExprContext::kLoad: return emit_name(IrOp::kLoadAttr, node->attr);
    case ExprContext::kStore:
      if (refuse_name(node->attr, Access::kStore)) return;
      return emit_name(IrOp::kStoreAttr, node->attr);
    case ExprContext::kDel: return emit_name(IrOp::kDeleteAttr, node->attr);
  }
}

void Lowering::subscript(const Subscript* node) {
  if (node->ctx == ExprContext::kLoad) {
    check_subscripted(node->value);
    check_index(node->value, node->slice);
  }
  expression(node->value);
  expression(node->slice);
  switch (node->ctx) {
    case ExprContext::kLoad: return emit(IrOp::kBinarySubscr);
    case ExprContext::kStore: return emit(IrOp::kStoreSubscr);
    case ExprContext::kDel: return emit(IrOp::kDeleteSubscr);
  }
}

void Lowering::slice(const Slice* node) {
  if (node->lower != nullptr) expression(node->lower);
  else load_none();
  if (node->upper != nullptr) expression(node->upper);
  else load_none();
  if (node->step != nullptr) expression(node->step);
  emit(IrOp::kBuildSlice, node->step != nullptr ? 3 : 2);
}

void Lowering::emit_yield() {
  if (unit_->scope->is_coroutine && unit_->scope->is_generator) emit(IrOp::kAsyncGenWrap);
  emit(IrOp::kYieldValue, 0);
  emit(IrOp::kResume, 1);
}

void Lowering::yield(const Yield* node) {
  if (unit_->scope->kind != BlockKind::kFunction) return fail("'yield' outside function");
  if (node->value != nullptr) expression(node->value);
  else load_none();
  emit_yield();
}

void Lowering::yield_from(const YieldFrom* node) {
  if (unit_->scope->kind != BlockKind::kFunction) return fail("'yield' outside function");
  if (unit_->kind == UnitKind::kAsyncFunction) return fail("'yield from' inside async function");
  expression(node->value);
  emit(IrOp::kGetYieldFromIter);
  load_none();
  add_yield_from(1);
}

void Lowering::await_expression(const Await* node) {
  if (!is_top_level_await()) {
    if (unit_->scope->kind != BlockKind::kFunction) return fail("'await' outside function");
    if (unit_->kind != UnitKind::kAsyncFunction && unit_->kind != UnitKind::kComprehension) {
      return fail("'await' outside async function");
    }
  }
  expression(node->value);
  await(0);
}

}  // namespace eider::frontend

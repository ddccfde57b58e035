// SPDX-License-Identifier: MIT
//
// SyntaxWarnings: code that is valid but hardly meant.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

namespace {

/// The type every value of `node` has, as its Python name; null when that cannot be said.
const char* certain_type(const Expr* node) {
  switch (node->kind) {
    case ExprKind::kTuple: return "tuple";
    case ExprKind::kList:
    case ExprKind::kListComp: return "list";
    case ExprKind::kDict:
    case ExprKind::kDictComp: return "dict";
    case ExprKind::kSet:
    case ExprKind::kSetComp: return "set";
    case ExprKind::kGeneratorExp: return "generator";
    case ExprKind::kLambda: return "function";
    case ExprKind::kJoinedStr:
    case ExprKind::kFormattedValue: return "str";
    case ExprKind::kConstant: return constant_type_name(cast<Constant>(node)->value);
    default: return nullptr;
  }
}

/// Something `is` may well be asked about.
bool is_identity_operand(const Expr* node) {
  auto* constant = try_cast<Constant>(node);
  if (constant == nullptr) return true;
  switch (constant->value.kind) {
    case ConstantKind::kNone:
    case ConstantKind::kTrue:
    case ConstantKind::kFalse:
    case ConstantKind::kEllipsis: return true;
    default: return false;
  }
}

}  // namespace

void Lowering::check_comparison(const Compare* node) {
  bool left = is_identity_operand(node->left);
  for (uint32_t i = 0; i < node->ops.size(); ++i) {
    bool right = is_identity_operand(node->comparators[i]);
    if ((node->ops[i] == CmpOperator::kIs || node->ops[i] == CmpOperator::kIsNot) && (!left || !right)) {
      return warn(node->ops[i] == CmpOperator::kIs ? "\"is\" with a literal. Did you mean \"==\"?"
                                                   : "\"is not\" with a literal. Did you mean \"!=\"?");
    }
    left = right;
  }
}

void Lowering::check_callee(const Expr* node) {
  const char* type = certain_type(node);
  if (type == nullptr || node->kind == ExprKind::kLambda) return;
  warn("'" + std::string(type) + "' object is not callable; perhaps you missed a comma?");
}

void Lowering::check_subscripted(const Expr* node) {
  switch (node->kind) {
    case ExprKind::kSet:
    case ExprKind::kSetComp:
    case ExprKind::kGeneratorExp:
    case ExprKind::kLambda: break;
    case ExprKind::kConstant:
      switch (cast<Constant>(node)->value.kind) {
        case ConstantKind::kStr:
        case ConstantKind::kBytes:
        case ConstantKind::kTuple: return;
        default: break;
      }
      break;
    default: return;
  }
  warn("'" + std::string(certain_type(node)) + "' object is not subscriptable; perhaps you missed a comma?");
}

void Lowering::check_index(const Expr* container, const Expr* index) {
  const char* index_type = certain_type(index);
  if (index_type == nullptr) return;
  std::string_view type = index_type;
  if (type == "int" || type == "bool") return;
  switch (container->kind) {
    case ExprKind::kTuple:
    case ExprKind::kList:
    case ExprKind::kListComp:
    case ExprKind::kJoinedStr:
    case ExprKind::kFormattedValue: break;
    case ExprKind::kConstant:
      switch (cast<Constant>(container)->value.kind) {
        case ConstantKind::kStr:
        case ConstantKind::kBytes:
        case ConstantKind::kTuple: break;
        default: return;
      }
      break;
    default: return;
  }
  warn(std::string(certain_type(container)) + " indices must be integers or slices, not " + std::string(type) +
       "; perhaps you missed a comma?");
}

}  // namespace eider::frontend

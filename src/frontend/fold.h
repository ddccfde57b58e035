// SPDX-License-Identifier: MIT
//
// Constant folding on the tree: what CPython 3.11 computes before it generates code.
//
// A folded node is replaced in place by a Constant, with the positions of what it replaces. Only operations that cannot
// raise are folded, and integers only while operands and result fit 128 bits.
// Invariant: a folded tree means the same as before, except that __debug__ has been decided.
// Not here: constant conditions (flow.cpp drops the branches), bigger integers (left to run time).
#pragma once

#include "frontend/arena.h"
#include "frontend/ast.h"
#include "frontend/parser.h"

namespace eider::frontend {

struct FoldOptions {
  int optimize = 0;                 // > 0: __debug__ is False
  bool future_annotations = false;  // annotations stay as written: they become strings
  size_t stack_bytes = 400 * 1024;
};

/// Folds `mod` in place. False: `error` (a tree too deep for the stack).
bool fold(ast::Mod* mod, const FoldOptions& options, Arena& arena, Diagnostic& error);

/// The value of `left op right` when it can be had without raising and within the limits.
bool fold_binary(ast::Operator op, const ast::ConstantValue& left, const ast::ConstantValue& right, Arena& arena,
                 ast::ConstantValue& result);
/// "...%s..." % (a, b) as an f-string, when only %s, %r and %a occur, as many as there are items. Null: not so.
ast::Expr* fold_format(const ast::BinOp* node, Arena& arena);
bool fold_unary(ast::UnaryOperator op, const ast::ConstantValue& operand, Arena& arena, ast::ConstantValue& result);
bool fold_subscript(const ast::ConstantValue& container, const ast::ConstantValue& index, Arena& arena, ast::ConstantValue& result);

}  // namespace eider::frontend

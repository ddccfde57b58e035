// SPDX-License-Identifier: MIT
//
// The parser's part for what can be assigned to or deleted. A target is parsed as an expression and then turned into one;
// all that the grammar of targets accepts is an expression, too.
#include "frontend/parser_impl.h"

namespace eider::frontend {

using ast::Expr;

// Sets the context of `expr` and of what it unpacks into. False: it is no target.
bool Parser::to_target(Expr* expr, ast::ExprContext context, Starred starred) {
  auto all = [&](const Span<Expr*>& items) {
    Starred inside = context == ast::ExprContext::kDel ? Starred::kRefused : Starred::kAllowed;
    for (Expr* item : items) {
      if (!to_target(item, context, inside)) return false;
    }
    return true;
  };
  switch (expr->kind) {
    case ast::ExprKind::kName: ast::cast<ast::Name>(expr)->ctx = context; return true;
    case ast::ExprKind::kAttribute: ast::cast<ast::Attribute>(expr)->ctx = context; return true;
    case ast::ExprKind::kSubscript: ast::cast<ast::Subscript>(expr)->ctx = context; return true;
    case ast::ExprKind::kStarred: {
      if (starred == Starred::kRefused) return false;
      auto* node = ast::cast<ast::Starred>(expr);
      node->ctx = context;
      return to_target(node->value, context, Starred::kRefused);
    }
    case ast::ExprKind::kTuple: {
      auto* node = ast::cast<ast::Tuple>(expr);
      node->ctx = context;
      return all(node->elts);
    }
    case ast::ExprKind::kList: {
      auto* node = ast::cast<ast::List>(expr);
      node->ctx = context;
      return all(node->elts);
    }
    default: return false;
  }
}

Expr* Parser::parse_star_target() {
  Expr* target = at(TokenKind::kStar) ? parse_starred(&Parser::parse_primary) : parse_primary();
  if (target == nullptr || !to_target(target, ast::ExprContext::kStore, Starred::kAllowed)) return nullptr;
  return target;
}

Expr* Parser::parse_star_targets() {
  Start from = start();
  Expr* first = parse_star_target();
  if (first == nullptr || !at(TokenKind::kComma)) return first;
  List<Expr> items(*this);
  items.push(first);
  while (accept(TokenKind::kComma)) {
    if (!starts_expression() && !at(TokenKind::kStar)) break;
    Expr* item = parse_star_target();
    if (item == nullptr) return nullptr;
    items.push(item);
  }
  auto* tuple = make<ast::Tuple>(from);
  tuple->ctx = ast::ExprContext::kStore;
  tuple->elts = items.take(arena_);
  grow(tuple, tuple->elts);
  return done(tuple);
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// The parser's part for compound statements: blocks, branches, loops, with, try, functions, classes.
#include "frontend/parser_impl.h"

namespace eider::frontend {

using ast::Expr;
using ast::Stmt;

// *handled: the next statement is a compound one, and was added to `into` when the result is true.
bool Parser::parse_compound(List<Stmt>& into, bool* handled) {
  *handled = true;
  Stmt* statement = nullptr;
  Start from = start();
  switch (peek().kind) {
    case TokenKind::kIf: statement = parse_if(); break;
    case TokenKind::kWhile: statement = parse_while(); break;
    case TokenKind::kFor: statement = parse_for<ast::For>(from); break;
    case TokenKind::kWith: statement = parse_with<ast::With>(from); break;
    case TokenKind::kTry: statement = parse_try(); break;
    case TokenKind::kAt: statement = parse_decorated(); break;
    case TokenKind::kDef: statement = parse_function<ast::FunctionDef>(from, {}); break;
    case TokenKind::kClass: statement = parse_class({}); break;
    case TokenKind::kAsync: statement = parse_async({}); break;
    case TokenKind::kName: {
      *handled = false;
      if (peek().text != "match") return true;
      statement = parse_match(handled);
      if (!*handled) return !session_.failed();
      break;
    }
    default: *handled = false; return true;
  }
  if (statement == nullptr) return false;
  into.push(statement);
  return true;
}

// A colon and what it introduces: an indented block, or simple statements on the same line.
bool Parser::parse_block(Span<Stmt*>* body) {
  if (!accept(TokenKind::kColon)) return false;
  ++statement_depth();
  List<Stmt> statements(*this);
  if (accept(TokenKind::kNewline)) {
    if (!accept(TokenKind::kIndent)) return false;
    while (!at(TokenKind::kDedent) && !at(TokenKind::kEndMarker)) {
      if (!parse_statement(statements)) return false;
    }
    if (!accept(TokenKind::kDedent)) return false;
  } else if (!parse_simple_statements(statements)) {
    return false;
  }
  --statement_depth();
  *body = statements.take(arena_);
  return true;
}

bool Parser::parse_else(Span<Stmt*>* body) { return !accept(TokenKind::kElse) || parse_block(body); }

Stmt* Parser::parse_if() {
  List<ast::If> chain(*this);
  int depth_before = statement_depth();
  Span<Stmt*> orelse;
  do {
    auto* node = make<ast::If>(start());
    advance();
    node->test = parse_named_expression();
    if (node->test == nullptr || !parse_block(&node->body)) return nullptr;
    chain.push(node);
    ++statement_depth();  // an elif is nested in the branch before it
    if (!note_height(1)) return nullptr;
  } while (at(TokenKind::kElif));
  statement_depth() = depth_before;
  if (!parse_else(&orelse)) return nullptr;
  for (size_t i = chain.size(); i-- > 0;) {
    ast::If* node = done(chain[i]);
    node->orelse = orelse;
    if (i > 0) {
      Stmt* nested = node;
      orelse = arena_.copy(&nested, 1);
    }
  }
  return chain[0];
}

Stmt* Parser::parse_while() {
  auto* node = make<ast::While>(start());
  advance();
  node->test = parse_named_expression();
  if (node->test == nullptr || !parse_block(&node->body) || !parse_else(&node->orelse)) return nullptr;
  return done(node);
}

template <class Node>
Stmt* Parser::parse_for(Start from) {
  auto* node = make<Node>(from);
  advance();
  node->target = parse_star_targets();
  if (node->target == nullptr || !accept(TokenKind::kIn)) return nullptr;
  node->iter = parse_star_expressions();
  if (node->iter == nullptr || !parse_block(&node->body) || !parse_else(&node->orelse)) return nullptr;
  return done(node);
}

ast::WithItem* Parser::parse_with_item() {
  auto* item = arena_.make<ast::WithItem>();
  item->context_expr = parse_expression();
  if (item->context_expr == nullptr) return nullptr;
  if (accept(TokenKind::kAs)) {
    item->optional_vars = parse_star_target();
    if (item->optional_vars == nullptr) return nullptr;
    if (!at(TokenKind::kComma) && !at(TokenKind::kRightParen) && !at(TokenKind::kColon)) return nullptr;
  }
  return item;
}

bool Parser::parse_with_items(bool parenthesised, Span<ast::WithItem*>* items) {
  if (parenthesised && !accept(TokenKind::kLeftParen)) return false;
  List<ast::WithItem> parsed(*this);
  do {
    if (parenthesised && parsed.size() > 0 && at(TokenKind::kRightParen)) break;
    ast::WithItem* item = parse_with_item();
    if (item == nullptr) return false;
    parsed.push(item);
  } while (accept(TokenKind::kComma));
  if (parenthesised && !accept(TokenKind::kRightParen)) return false;
  *items = parsed.take(arena_);
  return at(TokenKind::kColon);
}

template <class Node>
Stmt* Parser::parse_with(Start from) {
  auto* node = make<Node>(from);
  advance();
  Mark before = mark();
  // `with (a, b):` has items in parentheses, `with (a, b).c:` an item that starts with one.
  if (!at(TokenKind::kLeftParen) || !parse_with_items(true, &node->items)) {
    if (session_.failed()) return nullptr;
    reset(before);
    if (!parse_with_items(false, &node->items)) return nullptr;
  }
  return parse_block(&node->body) ? done(node) : nullptr;
}

bool Parser::parse_handlers(bool star, Span<ast::ExceptHandler*>* handlers) {
  List<ast::ExceptHandler> parsed(*this);
  bool bare_seen = false;
  while (at(TokenKind::kExcept)) {
    if (bare_seen) return false;
    Start from = start();
    advance();
    auto* handler = arena_.make<ast::ExceptHandler>();
    handler->lineno = from.lineno;
    handler->col_offset = from.col_offset;
    if (accept(TokenKind::kStar) != star) return false;
    if (star || !at(TokenKind::kColon)) {
      handler->type = parse_expression();
      if (handler->type == nullptr || !parse_as_name(&handler->name)) return false;
    }
    if (!parse_block(&handler->body)) return false;
    parsed.push(done(handler));
  }
  *handlers = parsed.take(arena_);
  return true;
}

Stmt* Parser::parse_try() {
  Start from = start();
  advance();
  ast::TryFields fields;
  if (!parse_block(&fields.body)) return nullptr;
  bool star = at(TokenKind::kExcept) && peek(1).kind == TokenKind::kStar;
  if (!parse_handlers(star, &fields.handlers)) return nullptr;
  if (!fields.handlers.empty() && !parse_else(&fields.orelse)) return nullptr;
  if (accept(TokenKind::kFinally)) {
    if (!parse_block(&fields.finalbody)) return nullptr;
  } else if (fields.handlers.empty()) {
    return nullptr;
  }
  if (star) {
    auto* node = make<ast::TryStar>(from);
    static_cast<ast::TryFields&>(*node) = fields;
    return done(node);
  }
  auto* node = make<ast::Try>(from);
  static_cast<ast::TryFields&>(*node) = fields;
  return done(node);
}

Stmt* Parser::parse_decorated() {
  List<Expr> decorators(*this);
  while (accept(TokenKind::kAt)) {
    Expr* decorator = parse_named_expression();
    if (decorator == nullptr || !accept(TokenKind::kNewline)) return nullptr;
    decorators.push(decorator);
  }
  Span<Expr*> list = decorators.take(arena_);
  switch (peek().kind) {
    case TokenKind::kDef: return parse_function<ast::FunctionDef>(start(), list);
    case TokenKind::kClass: return parse_class(list);
    case TokenKind::kAsync: return peek(1).kind == TokenKind::kDef ? parse_async(list) : nullptr;
    default: return nullptr;
  }
}

Stmt* Parser::parse_async(Span<Expr*> decorators) {
  Start from = start();
  advance();
  switch (peek().kind) {
    case TokenKind::kDef: return parse_function<ast::AsyncFunctionDef>(from, decorators);
    case TokenKind::kFor: return parse_for<ast::AsyncFor>(from);
    case TokenKind::kWith: return parse_with<ast::AsyncWith>(from);
    default: return nullptr;
  }
}

template <class Node>
Stmt* Parser::parse_function(Start from, Span<Expr*> decorators) {
  auto* node = make<Node>(from);
  node->decorator_list = decorators;
  advance();
  if (!identifier(&node->name) || !accept(TokenKind::kLeftParen)) return nullptr;
  node->args = parse_parameters(ParameterKind::kFunction);
  if (node->args == nullptr || !accept(TokenKind::kRightParen)) return nullptr;
  if (accept(TokenKind::kArrow)) {
    node->returns = parse_expression();
    if (node->returns == nullptr) return nullptr;
  }
  return parse_block(&node->body) ? done(node) : nullptr;
}

Stmt* Parser::parse_class(Span<Expr*> decorators) {
  auto* node = make<ast::ClassDef>(start());
  node->decorator_list = decorators;
  advance();
  if (!identifier(&node->name)) return nullptr;
  if (accept(TokenKind::kLeftParen)) {
    ast::Expr height;
    if (!parse_arguments(&height, false, start(), &node->bases, &node->keywords)) return nullptr;
  }
  return parse_block(&node->body) ? done(node) : nullptr;
}

}  // namespace eider::frontend

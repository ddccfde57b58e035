// SPDX-License-Identifier: MIT
//
// The parser's part for statements of one line, and for the whole of a module.
#include "frontend/parser_impl.h"

namespace eider::frontend {

using ast::Expr;
using ast::Stmt;

namespace {

bool augmented_operator(TokenKind kind, ast::Operator* op) {
  switch (kind) {
    case TokenKind::kPlusEqual: *op = ast::Operator::kAdd; return true;
    case TokenKind::kMinusEqual: *op = ast::Operator::kSub; return true;
    case TokenKind::kStarEqual: *op = ast::Operator::kMult; return true;
    case TokenKind::kAtEqual: *op = ast::Operator::kMatMult; return true;
    case TokenKind::kSlashEqual: *op = ast::Operator::kDiv; return true;
    case TokenKind::kPercentEqual: *op = ast::Operator::kMod; return true;
    case TokenKind::kAmpersandEqual: *op = ast::Operator::kBitAnd; return true;
    case TokenKind::kPipeEqual: *op = ast::Operator::kBitOr; return true;
    case TokenKind::kCircumflexEqual: *op = ast::Operator::kBitXor; return true;
    case TokenKind::kLeftShiftEqual: *op = ast::Operator::kLShift; return true;
    case TokenKind::kRightShiftEqual: *op = ast::Operator::kRShift; return true;
    case TokenKind::kDoubleStarEqual: *op = ast::Operator::kPow; return true;
    case TokenKind::kDoubleSlashEqual: *op = ast::Operator::kFloorDiv; return true;
    default: return false;
  }
}

bool is_single_target(const Expr* expr) {
  return expr->kind == ast::ExprKind::kName || expr->kind == ast::ExprKind::kAttribute ||
         expr->kind == ast::ExprKind::kSubscript;
}

}  // namespace

ast::Mod* Parser::parse_mod() {
  switch (stream_.start().rule) {
    case StartRule::kEval: {
      auto* mod = arena_.make<ast::Expression>();
      mod->body = parse_expressions();
      if (mod->body == nullptr) return nullptr;
      while (accept(TokenKind::kNewline)) {}
      return at(TokenKind::kEndMarker) && !session_.failed() ? mod : nullptr;
    }
    case StartRule::kSingle: {
      auto* mod = arena_.make<ast::Interactive>();
      List<Stmt> body(*this);
      if (at(TokenKind::kNewline)) {
        auto* pass = make<ast::Pass>(start());
        pass->end_lineno = peek().end_lineno;
        pass->end_col_offset = peek().end_col_offset;
        advance();
        body.push(pass);
      } else {
        bool compound = false;
        if (!parse_compound(body, &compound)) return nullptr;
        if (compound ? !accept(TokenKind::kNewline) : !parse_simple_statements(body)) return nullptr;
      }
      if (session_.failed()) return nullptr;
      mod->body = body.take(arena_);
      return mod;
    }
    case StartRule::kFile: {
      auto* mod = arena_.make<ast::Module>();
      List<Stmt> body(*this);
      while (!at(TokenKind::kEndMarker)) {
        if (!parse_statement(body)) return nullptr;
      }
      if (session_.failed()) return nullptr;
      mod->body = body.take(arena_);
      return mod;
    }
    case StartRule::kFString: break;
  }
  return nullptr;
}

Expr* Parser::parse_fstring() {
  Expr* value = parse_star_expressions();
  return session_.failed() ? nullptr : value;
}

bool Parser::parse_statement(List<Stmt>& into) {
  if (!session_.stack_left()) return false;
  if (position_ > 64) {  // nothing before a statement is looked at again
    peek();
    stream_.drop_before(position_);
    position_ = 0;
  }
  bool compound = false;
  if (!parse_compound(into, &compound)) return false;
  return compound || parse_simple_statements(into);
}

bool Parser::parse_simple_statements(List<Stmt>& into) {
  for (;;) {
    Stmt* statement = parse_simple_statement();
    if (statement == nullptr || session_.failed()) return false;
    into.push(statement);
    if (accept(TokenKind::kNewline)) return true;
    if (!accept(TokenKind::kSemicolon)) return false;
    if (accept(TokenKind::kNewline)) return true;
  }
}

Stmt* Parser::parse_simple_statement() {
  if (!note_height(1)) return nullptr;
  switch (peek().kind) {
    case TokenKind::kReturn: return parse_return();
    case TokenKind::kImport: return parse_import();
    case TokenKind::kFrom: return parse_import_from();
    case TokenKind::kRaise: return parse_raise();
    case TokenKind::kDel: return parse_delete();
    case TokenKind::kAssert: return parse_assert();
    case TokenKind::kPass: {
      auto* node = make<ast::Pass>(start());
      advance();
      return done(node);
    }
    case TokenKind::kBreak: {
      auto* node = make<ast::Break>(start());
      advance();
      return done(node);
    }
    case TokenKind::kContinue: {
      auto* node = make<ast::Continue>(start());
      advance();
      return done(node);
    }
    case TokenKind::kGlobal: {
      auto* node = make<ast::Global>(start());
      advance();
      return parse_names(&node->names) ? done(node) : nullptr;
    }
    case TokenKind::kNonlocal: {
      auto* node = make<ast::Nonlocal>(start());
      advance();
      return parse_names(&node->names) ? done(node) : nullptr;
    }
    default: return parse_expression_statement();
  }
}

Stmt* Parser::parse_annotated(Expr* target, Start from, bool simple) {
  auto* node = make<ast::AnnAssign>(from);
  advance();
  node->target = target;
  node->simple = simple;
  if (!to_target(target, ast::ExprContext::kStore, Starred::kRefused)) return nullptr;
  node->annotation = parse_expression();
  if (node->annotation == nullptr) return nullptr;
  if (accept(TokenKind::kEqual)) {
    node->value = parse_yield_or_star_expressions();
    if (node->value == nullptr) return nullptr;
  }
  return done(node);
}

// An expression, an assignment of one of the three sorts.
Stmt* Parser::parse_expression_statement() {
  Start from = start();
  bool starts_with_name = at(TokenKind::kName);
  bool is_yield = at(TokenKind::kYield);
  Expr* first = parse_yield_or_star_expressions();
  if (first == nullptr) return nullptr;
  ast::Operator op;
  if (at(TokenKind::kColon)) {
    if (!is_single_target(first)) return nullptr;
    return parse_annotated(first, from, starts_with_name && first->kind == ast::ExprKind::kName);
  }
  if (augmented_operator(peek().kind, &op)) {
    if (!is_single_target(first) || !to_target(first, ast::ExprContext::kStore, Starred::kRefused)) return nullptr;
    advance();
    auto* node = make<ast::AugAssign>(from);
    node->target = first;
    node->op = op;
    node->value = parse_yield_or_star_expressions();
    return node->value == nullptr ? nullptr : done(node);
  }
  if (at(TokenKind::kEqual)) {
    List<Expr> targets(*this);
    Expr* value = first;
    while (at(TokenKind::kEqual)) {
      if (is_yield || !to_target(value, ast::ExprContext::kStore, Starred::kAllowed)) return nullptr;
      advance();
      targets.push(value);
      is_yield = at(TokenKind::kYield);
      value = parse_yield_or_star_expressions();
      if (value == nullptr) return nullptr;
    }
    auto* node = make<ast::Assign>(from);
    node->targets = targets.take(arena_);
    node->value = value;
    return done(node);
  }
  auto* node = make<ast::ExprStmt>(from);
  node->value = first;
  return done(node);
}

Stmt* Parser::parse_return() {
  auto* node = make<ast::Return>(start());
  advance();
  if (starts_expression() || at(TokenKind::kStar)) {
    node->value = parse_star_expressions();
    if (node->value == nullptr) return nullptr;
  }
  return done(node);
}

Stmt* Parser::parse_raise() {
  auto* node = make<ast::Raise>(start());
  advance();
  if (starts_expression()) {
    node->exc = parse_expression();
    if (node->exc == nullptr) return nullptr;
    if (accept(TokenKind::kFrom)) {
      node->cause = parse_expression();
      if (node->cause == nullptr) return nullptr;
    }
  }
  return done(node);
}

Stmt* Parser::parse_delete() {
  auto* node = make<ast::Delete>(start());
  advance();
  List<Expr> targets(*this);
  do {
    if (targets.size() > 0 && !starts_expression()) break;
    Expr* target = parse_primary();
    if (target == nullptr || !to_target(target, ast::ExprContext::kDel, Starred::kRefused)) return nullptr;
    targets.push(target);
  } while (accept(TokenKind::kComma));
  node->targets = targets.take(arena_);
  return done(node);
}

Stmt* Parser::parse_assert() {
  auto* node = make<ast::Assert>(start());
  advance();
  node->test = parse_expression();
  if (node->test == nullptr) return nullptr;
  if (accept(TokenKind::kComma)) {
    node->msg = parse_expression();
    if (node->msg == nullptr) return nullptr;
  }
  return done(node);
}

bool Parser::parse_names(Span<ast::Identifier>* names) {
  std::vector<ast::Identifier> parsed;
  do {
    ast::Identifier name;
    if (!identifier(&name)) return false;
    parsed.push_back(name);
  } while (accept(TokenKind::kComma));
  *names = arena_.copy(parsed);
  return true;
}

bool Parser::parse_dotted_name(ast::Identifier* name) {
  if (!identifier(name)) return false;
  if (!at(TokenKind::kDot)) return true;
  std::string dotted(*name);
  while (accept(TokenKind::kDot)) {
    ast::Identifier part;
    if (!identifier(&part)) return false;
    dotted += '.';
    dotted += part;
  }
  *name = arena_.copy(std::string_view(dotted));
  return true;
}

bool Parser::parse_as_name(ast::Identifier* name) { return !accept(TokenKind::kAs) || identifier(name); }

Stmt* Parser::parse_import() {
  auto* node = make<ast::Import>(start());
  advance();
  List<ast::Alias> names(*this);
  do {
    Start from = start();
    auto* alias = arena_.make<ast::Alias>();
    alias->lineno = from.lineno;
    alias->col_offset = from.col_offset;
    if (!parse_dotted_name(&alias->name) || !parse_as_name(&alias->asname)) return nullptr;
    names.push(done(alias));
  } while (accept(TokenKind::kComma));
  node->names = names.take(arena_);
  return done(node);
}

Stmt* Parser::parse_import_from() {
  auto* node = make<ast::ImportFrom>(start());
  advance();
  for (;;) {
    if (accept(TokenKind::kDot)) {
      node->level += 1;
    } else if (accept(TokenKind::kEllipsis)) {
      node->level += 3;
    } else {
      break;
    }
  }
  if (at(TokenKind::kName)) {
    if (!parse_dotted_name(&node->module)) return nullptr;
  } else if (node->level == 0) {
    return nullptr;
  }
  if (!accept(TokenKind::kImport)) return nullptr;
  List<ast::Alias> names(*this);
  bool parenthesised = accept(TokenKind::kLeftParen);
  do {
    if (parenthesised && names.size() > 0 && at(TokenKind::kRightParen)) break;
    Start from = start();
    auto* alias = arena_.make<ast::Alias>();
    alias->lineno = from.lineno;
    alias->col_offset = from.col_offset;
    if (at(TokenKind::kStar) && !parenthesised && names.size() == 0) {
      advance();
      alias->name = "*";
      names.push(done(alias));
      break;
    }
    if (!identifier(&alias->name) || !parse_as_name(&alias->asname)) return nullptr;
    names.push(done(alias));
  } while (accept(TokenKind::kComma));
  if (parenthesised && !accept(TokenKind::kRightParen)) return nullptr;
  node->names = names.take(arena_);
  return done(node);
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// The parser's part for expressions, from the comma down to the unary operators.
#include "frontend/parser_impl.h"

namespace eider::frontend {

using ast::Expr;

namespace {

struct BinaryOperator {
  int level = 0;  // binding strength from 1; 0: no binary operator
  ast::Operator op = ast::Operator::kAdd;
};

BinaryOperator binary_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::kPipe: return {1, ast::Operator::kBitOr};
    case TokenKind::kCircumflex: return {2, ast::Operator::kBitXor};
    case TokenKind::kAmpersand: return {3, ast::Operator::kBitAnd};
    case TokenKind::kLeftShift: return {4, ast::Operator::kLShift};
    case TokenKind::kRightShift: return {4, ast::Operator::kRShift};
    case TokenKind::kPlus: return {5, ast::Operator::kAdd};
    case TokenKind::kMinus: return {5, ast::Operator::kSub};
    case TokenKind::kStar: return {6, ast::Operator::kMult};
    case TokenKind::kSlash: return {6, ast::Operator::kDiv};
    case TokenKind::kDoubleSlash: return {6, ast::Operator::kFloorDiv};
    case TokenKind::kPercent: return {6, ast::Operator::kMod};
    case TokenKind::kAt: return {6, ast::Operator::kMatMult};
    default: return {};
  }
}

bool is_unary_operator(TokenKind kind) {
  return kind == TokenKind::kPlus || kind == TokenKind::kMinus || kind == TokenKind::kTilde;
}

}  // namespace

bool Parser::starts_expression() {
  switch (peek().kind) {
    case TokenKind::kName: case TokenKind::kNumber: case TokenKind::kString: case TokenKind::kLeftParen:
    case TokenKind::kLeftBracket: case TokenKind::kLeftBrace: case TokenKind::kPlus: case TokenKind::kMinus:
    case TokenKind::kTilde: case TokenKind::kNot: case TokenKind::kLambda: case TokenKind::kAwait:
    case TokenKind::kNone: case TokenKind::kTrue: case TokenKind::kFalse: case TokenKind::kEllipsis:
      return true;
    default:
      return false;
  }
}

Expr* Parser::parse_starred(Expr* (Parser::*operand)()) {
  auto* starred = make<ast::Starred>(start());
  advance();
  starred->value = (this->*operand)();
  if (starred->value == nullptr) return nullptr;
  grow(starred, starred->value);
  return done(starred);
}

Expr* Parser::parse_star_expression(Starred starred) {
  if (starred == Starred::kAllowed && at(TokenKind::kStar)) return parse_starred(&Parser::parse_bitwise_or);
  return parse_expression();
}

Expr* Parser::parse_star_expressions() {
  Start from = start();
  Expr* first = parse_star_expression(Starred::kAllowed);
  if (first == nullptr || !at(TokenKind::kComma)) return first;
  List<Expr> items(*this);
  items.push(first);
  while (accept(TokenKind::kComma)) {
    if (!starts_expression() && !at(TokenKind::kStar)) break;
    Expr* item = parse_star_expression(Starred::kAllowed);
    if (item == nullptr) return nullptr;
    items.push(item);
  }
  auto* tuple = make<ast::Tuple>(from);
  tuple->elts = items.take(arena_);
  grow(tuple, tuple->elts);
  return done(tuple);
}

Expr* Parser::parse_expressions() {
  Start from = start();
  Expr* first = parse_expression();
  if (first == nullptr || !at(TokenKind::kComma)) return first;
  List<Expr> items(*this);
  items.push(first);
  while (accept(TokenKind::kComma)) {
    if (!starts_expression()) break;
    Expr* item = parse_expression();
    if (item == nullptr) return nullptr;
    items.push(item);
  }
  auto* tuple = make<ast::Tuple>(from);
  tuple->elts = items.take(arena_);
  grow(tuple, tuple->elts);
  return done(tuple);
}

Expr* Parser::parse_star_named_expression() {
  return at(TokenKind::kStar) ? parse_starred(&Parser::parse_bitwise_or) : parse_named_expression();
}

Expr* Parser::parse_named_expression() {
  if (at(TokenKind::kName) && peek(1).kind == TokenKind::kColonEqual) {
    auto* named = make<ast::NamedExpr>(start());
    auto* target = ast::cast<ast::Name>(parse_name());
    target->ctx = ast::ExprContext::kStore;
    advance();
    named->target = target;
    named->value = parse_expression();
    if (named->value == nullptr) return nullptr;
    grow(named, named->value);
    return done(named);
  }
  Expr* value = parse_expression();
  return value != nullptr && at(TokenKind::kColonEqual) ? nullptr : value;
}

Expr* Parser::parse_yield_or_star_expressions() {
  return at(TokenKind::kYield) ? parse_yield() : parse_star_expressions();
}

Expr* Parser::parse_yield() {
  Start from = start();
  advance();
  if (accept(TokenKind::kFrom)) {
    auto* yield = make<ast::YieldFrom>(from);
    yield->value = parse_expression();
    if (yield->value == nullptr) return nullptr;
    grow(yield, yield->value);
    return done(yield);
  }
  auto* yield = make<ast::Yield>(from);
  if (starts_expression() || at(TokenKind::kStar)) {
    yield->value = parse_star_expressions();
    if (yield->value == nullptr) return nullptr;
    grow(yield, yield->value);
  }
  return done(yield);
}

Expr* Parser::parse_expression() {
  if (!session_.stack_left()) return nullptr;
  if (at(TokenKind::kLambda)) return parse_lambda();
  Start from = start();
  Expr* body = parse_disjunction();
  if (body == nullptr || !at(TokenKind::kIf)) return body;
  advance();
  auto* conditional = make<ast::IfExp>(from);
  conditional->body = body;
  conditional->test = parse_disjunction();
  if (conditional->test == nullptr || !accept(TokenKind::kElse)) return nullptr;
  conditional->orelse = parse_expression();
  if (conditional->orelse == nullptr) return nullptr;
  grow(conditional, conditional->body);
  grow(conditional, conditional->test);
  grow(conditional, conditional->orelse);
  return done(conditional);
}

Expr* Parser::parse_lambda() {
  auto* lambda = make<ast::Lambda>(start());
  advance();
  lambda->args = parse_parameters(ParameterKind::kLambda);
  if (lambda->args == nullptr || !accept(TokenKind::kColon)) return nullptr;
  lambda->body = parse_expression();
  if (lambda->body == nullptr) return nullptr;
  grow(lambda, lambda->body);
  grow(lambda, lambda->args->defaults);
  grow(lambda, lambda->args->kw_defaults);
  return done(lambda);
}

Expr* Parser::parse_disjunction() {
  Start from = start();
  Expr* first = parse_conjunction();
  if (first == nullptr || !at(TokenKind::kOr)) return first;
  List<Expr> values(*this);
  values.push(first);
  while (accept(TokenKind::kOr)) {
    Expr* value = parse_conjunction();
    if (value == nullptr) return nullptr;
    values.push(value);
  }
  auto* node = make<ast::BoolOp>(from);
  node->op = ast::BoolOperator::kOr;
  node->values = values.take(arena_);
  grow(node, node->values);
  return done(node);
}

Expr* Parser::parse_conjunction() {
  Start from = start();
  Expr* first = parse_inversion();
  if (first == nullptr || !at(TokenKind::kAnd)) return first;
  List<Expr> values(*this);
  values.push(first);
  while (accept(TokenKind::kAnd)) {
    Expr* value = parse_inversion();
    if (value == nullptr) return nullptr;
    values.push(value);
  }
  auto* node = make<ast::BoolOp>(from);
  node->op = ast::BoolOperator::kAnd;
  node->values = values.take(arena_);
  grow(node, node->values);
  return done(node);
}

Expr* Parser::parse_inversion() {
  if (EIDER_LIKELY(!at(TokenKind::kNot))) return parse_comparison();
  size_t base = starts_.size();
  while (at(TokenKind::kNot)) {
    starts_.push_back(start());
    advance();
  }
  Expr* operand = parse_comparison();
  while (operand != nullptr && starts_.size() > base) {
    auto* node = make<ast::UnaryOp>(starts_.back());
    starts_.pop_back();
    node->op = ast::UnaryOperator::kNot;
    node->operand = operand;
    grow(node, operand);
    operand = done(node);
  }
  starts_.resize(base);
  return operand;
}

bool Parser::parse_comparison_operator(ast::CmpOperator* op) {
  switch (peek().kind) {
    case TokenKind::kEqualEqual: *op = ast::CmpOperator::kEq; break;
    case TokenKind::kNotEqual:
      if (peek().text != "!=") return false;  // <> is a token, but no operator
      *op = ast::CmpOperator::kNotEq;
      break;
    case TokenKind::kLess: *op = ast::CmpOperator::kLt; break;
    case TokenKind::kLessEqual: *op = ast::CmpOperator::kLtE; break;
    case TokenKind::kGreater: *op = ast::CmpOperator::kGt; break;
    case TokenKind::kGreaterEqual: *op = ast::CmpOperator::kGtE; break;
    case TokenKind::kIn: *op = ast::CmpOperator::kIn; break;
    case TokenKind::kIs:
      advance();
      *op = accept(TokenKind::kNot) ? ast::CmpOperator::kIsNot : ast::CmpOperator::kIs;
      return true;
    case TokenKind::kNot:
      if (peek(1).kind != TokenKind::kIn) return false;
      advance();
      *op = ast::CmpOperator::kNotIn;
      break;
    default: return false;
  }
  advance();
  return true;
}

Expr* Parser::parse_comparison() {
  Start from = start();
  Expr* left = parse_bitwise_or();
  if (left == nullptr) return nullptr;
  ast::CmpOperator op;
  if (EIDER_LIKELY(!parse_comparison_operator(&op))) return left;
  List<Expr> comparators(*this);
  ast::CmpOperator few[8];
  std::vector<ast::CmpOperator> many;
  size_t count = 0;
  do {
    if (count < 8) {
      few[count] = op;
    } else {
      if (count == 8) many.assign(few, few + 8);
      many.push_back(op);
    }
    ++count;
    Expr* right = parse_bitwise_or();
    if (right == nullptr) return nullptr;
    comparators.push(right);
  } while (parse_comparison_operator(&op));
  auto* node = make<ast::Compare>(from);
  node->left = left;
  node->ops = arena_.copy(count > 8 ? many.data() : few, count);
  node->comparators = comparators.take(arena_);
  grow(node, left);
  grow(node, node->comparators);
  return done(node);
}

// Operators of at least the strength `least`; all are left-associative.
Expr* Parser::parse_binary(int least) {
  Start from = start();
  Expr* left = parse_factor();
  while (left != nullptr) {
    BinaryOperator found = binary_operator(peek().kind);
    if (found.level < least || found.level == 0) return left;
    advance();
    auto* node = make<ast::BinOp>(from);
    node->left = left;
    node->op = found.op;
    node->right = parse_binary(found.level + 1);
    if (node->right == nullptr) return nullptr;
    grow(node, left);
    grow(node, node->right);
    left = done(node);
  }
  return nullptr;
}

Expr* Parser::parse_factor() {
  if (EIDER_LIKELY(!is_unary_operator(peek().kind))) return parse_power();
  size_t base = starts_.size();
  std::vector<ast::UnaryOperator> operators;
  while (is_unary_operator(peek().kind)) {
    TokenKind kind = peek().kind;
    operators.push_back(kind == TokenKind::kPlus    ? ast::UnaryOperator::kUAdd
                        : kind == TokenKind::kMinus ? ast::UnaryOperator::kUSub
                                                    : ast::UnaryOperator::kInvert);
    starts_.push_back(start());
    advance();
  }
  Expr* operand = parse_power();
  while (operand != nullptr && !operators.empty()) {
    auto* node = make<ast::UnaryOp>(starts_.back());
    starts_.pop_back();
    node->op = operators.back();
    operators.pop_back();
    node->operand = operand;
    grow(node, operand);
    operand = done(node);
  }
  starts_.resize(base);
  return operand;
}

Expr* Parser::parse_power() {
  Start from = start();
  Expr* base = nullptr;
  if (at(TokenKind::kAwait)) {
    advance();
    auto* await = make<ast::Await>(from);
    await->value = parse_primary();
    if (await->value == nullptr) return nullptr;
    grow(await, await->value);
    base = done(await);
  } else {
    base = parse_primary();
  }
  if (base == nullptr || !at(TokenKind::kDoubleStar)) return base;
  if (!session_.stack_left()) return nullptr;
  advance();
  auto* node = make<ast::BinOp>(from);
  node->left = base;
  node->op = ast::Operator::kPow;
  node->right = parse_factor();
  if (node->right == nullptr) return nullptr;
  grow(node, base);
  grow(node, node->right);
  return done(node);
}

}  // namespace eider::frontend

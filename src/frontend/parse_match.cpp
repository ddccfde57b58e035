// SPDX-License-Identifier: MIT
//
// The parser's part for the match statement and its patterns.
#include "frontend/parser_impl.h"

namespace eider::frontend {

using ast::Expr;
using ast::Pattern;

// `match` is a name unless a whole header `match subject:` and the first `case` follow. The header may be parsed a second
// time, as an expression, when it is none; the blocks are not.
ast::Stmt* Parser::parse_match(bool* is_match) {
  *is_match = false;
  Mark before = mark();
  Start from = start();
  advance();
  Expr* subject = nullptr;
  if (starts_expression() || at(TokenKind::kStar)) {
    Start subject_from = start();
    bool starred = at(TokenKind::kStar);
    subject = parse_star_named_expression();
    if (subject != nullptr && at(TokenKind::kComma)) {
      List<Expr> items(*this);
      items.push(subject);
      if (parse_sequence_tail(items, TokenKind::kColon)) {
        auto* tuple = make<ast::Tuple>(subject_from);
        tuple->elts = items.take(arena_);
        grow(tuple, tuple->elts);
        subject = done(tuple);
      } else {
        subject = nullptr;
      }
    } else if (starred) {
      subject = nullptr;
    }
  }
  if (subject == nullptr || !accept(TokenKind::kColon) || !accept(TokenKind::kNewline) || !accept(TokenKind::kIndent) ||
      !at_soft_keyword("case")) {
    if (session_.failed()) return nullptr;
    reset(before);
    return nullptr;
  }
  *is_match = true;
  ++statement_depth();
  List<ast::MatchCase> cases(*this);
  while (at_soft_keyword("case")) {
    ast::MatchCase* one = parse_case();
    if (one == nullptr) return nullptr;
    cases.push(one);
  }
  if (!accept(TokenKind::kDedent)) return nullptr;
  --statement_depth();
  auto* node = make<ast::Match>(from);
  node->subject = subject;
  node->cases = cases.take(arena_);
  return done(node);
}

ast::MatchCase* Parser::parse_case() {
  advance();
  auto* node = arena_.make<ast::MatchCase>();
  node->pattern = parse_patterns();
  if (node->pattern == nullptr) return nullptr;
  if (accept(TokenKind::kIf)) {
    node->guard = parse_named_expression();
    if (node->guard == nullptr) return nullptr;
  }
  return parse_block(&node->body) ? node : nullptr;
}

// After the first item and at a comma: the others up to `close`, which is not consumed; close kColon: an open sequence,
// which a guard may end, too.
bool Parser::parse_sequence_items(List<Pattern>& items, TokenKind close) {
  while (accept(TokenKind::kComma)) {
    if (at(close) || (close == TokenKind::kColon && at(TokenKind::kIf))) break;
    Pattern* item = parse_maybe_star_pattern();
    if (item == nullptr) return false;
    items.push(item);
  }
  return true;
}

Pattern* Parser::parse_patterns() {
  Start from = start();
  bool starred = at(TokenKind::kStar);
  Pattern* first = parse_maybe_star_pattern();
  if (first == nullptr) return nullptr;
  if (!at(TokenKind::kComma)) return starred ? nullptr : first;
  List<Pattern> items(*this);
  items.push(first);
  if (!parse_sequence_items(items, TokenKind::kColon)) return nullptr;
  auto* node = arena_.make<ast::MatchSequence>();
  node->lineno = from.lineno;
  node->col_offset = from.col_offset;
  node->patterns = items.take(arena_);
  return done(node);
}

// A name that binds: not `_`, and not the start of a dotted name, call or keyword.
bool Parser::capture_target(ast::Identifier* name) {
  if (!at(TokenKind::kName) || peek().text == "_") return false;
  TokenKind next = peek(1).kind;
  if (next == TokenKind::kDot || next == TokenKind::kLeftParen || next == TokenKind::kEqual) return false;
  return identifier(name);
}

Pattern* Parser::parse_pattern() {
  if (!session_.stack_left()) return nullptr;
  Start from = start();
  Pattern* pattern = parse_or_pattern();
  if (pattern == nullptr || !accept(TokenKind::kAs)) return pattern;
  auto* node = arena_.make<ast::MatchAs>();
  node->lineno = from.lineno;
  node->col_offset = from.col_offset;
  node->pattern = pattern;
  return capture_target(&node->name) ? done(node) : nullptr;
}

Pattern* Parser::parse_or_pattern() {
  Start from = start();
  Pattern* first = parse_closed_pattern();
  if (first == nullptr || !at(TokenKind::kPipe)) return first;
  List<Pattern> alternatives(*this);
  alternatives.push(first);
  while (accept(TokenKind::kPipe)) {
    Pattern* alternative = parse_closed_pattern();
    if (alternative == nullptr) return nullptr;
    alternatives.push(alternative);
  }
  auto* node = arena_.make<ast::MatchOr>();
  node->lineno = from.lineno;
  node->col_offset = from.col_offset;
  node->patterns = alternatives.take(arena_);
  return done(node);
}

Pattern* Parser::parse_star_pattern() {
  auto* node = arena_.make<ast::MatchStar>();
  node->lineno = peek().lineno;
  node->col_offset = peek().col_offset;
  advance();
  if (at_soft_keyword("_")) {
    advance();
  } else if (!capture_target(&node->name)) {
    return nullptr;
  }
  return done(node);
}

Pattern* Parser::parse_closed_pattern() {
  Start from = start();
  auto at_start = [&](auto* node) {
    node->lineno = from.lineno;
    node->col_offset = from.col_offset;
    return node;
  };
  auto value_of = [&](Expr* value) -> Pattern* {
    if (value == nullptr) return nullptr;
    auto* node = at_start(arena_.make<ast::MatchValue>());
    node->value = value;
    return done(node);
  };
  auto singleton = [&](ast::ConstantKind kind) {
    auto* node = at_start(arena_.make<ast::MatchSingleton>());
    node->value = kind;
    advance();
    return done(node);
  };
  switch (peek().kind) {
    case TokenKind::kNumber:
    case TokenKind::kMinus: return value_of(parse_pattern_number());
    case TokenKind::kString: return value_of(parse_strings());
    case TokenKind::kNone: return singleton(ast::ConstantKind::kNone);
    case TokenKind::kTrue: return singleton(ast::ConstantKind::kTrue);
    case TokenKind::kFalse: return singleton(ast::ConstantKind::kFalse);
    case TokenKind::kLeftParen:
    case TokenKind::kLeftBracket: return parse_group_or_sequence();
    case TokenKind::kLeftBrace: return parse_mapping_pattern();
    case TokenKind::kName: break;
    default: return nullptr;
  }
  auto* capture = at_start(arena_.make<ast::MatchAs>());
  if (peek().text == "_") {
    advance();
    return done(capture);
  }
  if (capture_target(&capture->name)) return done(capture);
  Expr* name = parse_pattern_name();
  if (name == nullptr) return nullptr;
  if (at(TokenKind::kLeftParen)) return parse_class_pattern(name, from);
  return at(TokenKind::kEqual) ? nullptr : value_of(name);
}

// name ('.' name)*
Expr* Parser::parse_pattern_name() {
  if (!at(TokenKind::kName)) return nullptr;
  Start from = start();
  Expr* value = parse_name();
  while (value != nullptr && accept(TokenKind::kDot)) {
    auto* attribute = make<ast::Attribute>(from);
    attribute->value = value;
    if (!identifier(&attribute->attr)) return nullptr;
    grow(attribute, value);
    value = done(attribute);
  }
  return value;
}

// A number with an optional minus, or a complex number: real +- imaginary.
Expr* Parser::parse_pattern_number() {
  Start from = start();
  auto parse_signed = [&]() -> Expr* {
    Start sign = start();
    bool negative = accept(TokenKind::kMinus);
    if (!at(TokenKind::kNumber)) return nullptr;
    Expr* number = parse_number();
    if (number == nullptr || !negative) return number;
    auto* node = make<ast::UnaryOp>(sign);
    node->op = ast::UnaryOperator::kUSub;
    node->operand = number;
    grow(node, number);
    return done(node);
  };
  auto is_imaginary = [](const Expr* number) {
    if (const auto* negated = ast::try_cast<ast::UnaryOp>(number)) number = negated->operand;
    return ast::cast<ast::Constant>(number)->value.kind == ast::ConstantKind::kComplex;
  };
  Expr* real = parse_signed();
  if (real == nullptr || (!at(TokenKind::kPlus) && !at(TokenKind::kMinus))) return real;
  if (is_imaginary(real)) {
    const auto* negated = ast::try_cast<ast::UnaryOp>(real);
    stream_.raise_at(negated != nullptr ? *negated->operand : *real, "real number required in complex literal");
    return nullptr;
  }
  auto* node = make<ast::BinOp>(from);
  node->left = real;
  node->op = at(TokenKind::kPlus) ? ast::Operator::kAdd : ast::Operator::kSub;
  advance();
  if (!at(TokenKind::kNumber)) return nullptr;
  node->right = parse_number();
  if (node->right == nullptr) return nullptr;
  if (!is_imaginary(node->right)) {
    stream_.raise_at(*node->right, "imaginary number required in complex literal");
    return nullptr;
  }
  grow(node, node->left);
  grow(node, node->right);
  return done(node);
}

Pattern* Parser::parse_group_or_sequence() {
  auto* node = arena_.make<ast::MatchSequence>();
  node->lineno = peek().lineno;
  node->col_offset = peek().col_offset;
  bool round = at(TokenKind::kLeftParen);
  TokenKind close = round ? TokenKind::kRightParen : TokenKind::kRightBracket;
  advance();
  List<Pattern> items(*this);
  if (!at(close)) {
    bool starred = at(TokenKind::kStar);
    Pattern* first = parse_maybe_star_pattern();
    if (first == nullptr) return nullptr;
    if (round && !at(TokenKind::kComma)) {
      return !starred && accept(close) ? first : nullptr;
    }
    items.push(first);
    if (!parse_sequence_items(items, close)) return nullptr;
  }
  if (!accept(close)) return nullptr;
  node->patterns = items.take(arena_);
  return done(node);
}

Expr* Parser::parse_pattern_key() {
  switch (peek().kind) {
    case TokenKind::kNumber:
    case TokenKind::kMinus: return parse_pattern_number();
    case TokenKind::kString: return parse_strings();
    case TokenKind::kNone: return parse_constant(ast::ConstantKind::kNone);
    case TokenKind::kTrue: return parse_constant(ast::ConstantKind::kTrue);
    case TokenKind::kFalse: return parse_constant(ast::ConstantKind::kFalse);
    case TokenKind::kName: {
      Expr* name = parse_pattern_name();
      return name != nullptr && name->kind == ast::ExprKind::kAttribute ? name : nullptr;
    }
    default: return nullptr;
  }
}

Pattern* Parser::parse_mapping_pattern() {
  auto* node = arena_.make<ast::MatchMapping>();
  node->lineno = peek().lineno;
  node->col_offset = peek().col_offset;
  advance();
  std::vector<Expr*> keys;
  std::vector<Pattern*> patterns;
  while (!at(TokenKind::kRightBrace)) {
    if (accept(TokenKind::kDoubleStar)) {
      if (!capture_target(&node->rest)) return nullptr;
      accept(TokenKind::kComma);
      break;
    }
    Expr* key = parse_pattern_key();
    if (key == nullptr || !accept(TokenKind::kColon)) return nullptr;
    Pattern* pattern = parse_pattern();
    if (pattern == nullptr) return nullptr;
    keys.push_back(key);
    patterns.push_back(pattern);
    if (!accept(TokenKind::kComma)) break;
  }
  if (!accept(TokenKind::kRightBrace)) return nullptr;
  node->keys = arena_.copy(keys);
  node->patterns = arena_.copy(patterns);
  return done(node);
}

Pattern* Parser::parse_class_pattern(Expr* cls, Start from) {
  auto* node = arena_.make<ast::MatchClass>();
  node->lineno = from.lineno;
  node->col_offset = from.col_offset;
  node->cls = cls;
  advance();
  std::vector<Pattern*> positional;
  std::vector<Pattern*> named;
  std::vector<ast::Identifier> names;
  while (!at(TokenKind::kRightParen)) {
    ast::Identifier name;
    bool is_keyword = at(TokenKind::kName) && peek(1).kind == TokenKind::kEqual;
    if (!is_keyword && !named.empty()) return nullptr;
    if (is_keyword) {
      identifier(&name);
      advance();
    }
    Pattern* pattern = parse_pattern();
    if (pattern == nullptr) return nullptr;
    if (is_keyword) {
      names.push_back(name);
      named.push_back(pattern);
    } else {
      positional.push_back(pattern);
    }
    if (!accept(TokenKind::kComma)) break;
  }
  if (!accept(TokenKind::kRightParen)) return nullptr;
  node->patterns = arena_.copy(positional);
  node->kwd_attrs = arena_.copy(names);
  node->kwd_patterns = arena_.copy(named);
  return done(node);
}

}  // namespace eider::frontend

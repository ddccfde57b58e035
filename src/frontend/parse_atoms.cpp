// SPDX-License-Identifier: MIT
//
// The parser's part for primaries and atoms: names, literals, displays, comprehensions, calls, subscripts.
#include "frontend/parser_impl.h"

namespace eider::frontend {

using ast::Expr;

bool Parser::identifier(ast::Identifier* name) {
  if (!at(TokenKind::kName)) return false;
  *name = identifier_of(peek());
  advance();
  return true;
}

Expr* Parser::parse_primary() {
  Start from = start();
  Expr* value = parse_atom();
  return value == nullptr ? nullptr : parse_primary_tail(value, from);
}

Expr* Parser::parse_primary_tail(Expr* value, Start from) {
  while (value != nullptr) {
    switch (peek().kind) {
      case TokenKind::kDot: {
        advance();
        auto* attribute = make<ast::Attribute>(from);
        attribute->value = value;
        if (!identifier(&attribute->attr)) return nullptr;
        grow(attribute, value);
        value = done(attribute);
        break;
      }
      case TokenKind::kLeftParen: {
        auto* call = make<ast::Call>(from);
        Start open = start();
        advance();
        call->func = value;
        grow(call, value);
        if (!parse_arguments(call, true, open, &call->args, &call->keywords)) return nullptr;
        value = done(call);
        break;
      }
      case TokenKind::kLeftBracket: {
        advance();
        auto* subscript = make<ast::Subscript>(from);
        subscript->value = value;
        subscript->slice = parse_slices();
        if (subscript->slice == nullptr || !accept(TokenKind::kRightBracket)) return nullptr;
        grow(subscript, value);
        grow(subscript, subscript->slice);
        value = done(subscript);
        break;
      }
      default:
        return value;
    }
  }
  return nullptr;
}

Expr* Parser::parse_atom() {
  switch (peek().kind) {
    case TokenKind::kName: return parse_name();
    case TokenKind::kNumber: return parse_number();
    case TokenKind::kString: return parse_strings();
    case TokenKind::kNone: return parse_constant(ast::ConstantKind::kNone);
    case TokenKind::kTrue: return parse_constant(ast::ConstantKind::kTrue);
    case TokenKind::kFalse: return parse_constant(ast::ConstantKind::kFalse);
    case TokenKind::kEllipsis: return parse_constant(ast::ConstantKind::kEllipsis);
    case TokenKind::kLeftParen: return parse_parenthesised();
    case TokenKind::kLeftBracket: return parse_list();
    case TokenKind::kLeftBrace: return parse_braces();
    default: return nullptr;
  }
}

Expr* Parser::parse_name() {
  auto* name = make<ast::Name>(start());
  identifier(&name->id);
  return done(name);
}

Expr* Parser::parse_constant(ast::ConstantKind kind) {
  auto* constant = make<ast::Constant>(start());
  constant->value.kind = kind;
  advance();
  return done(constant);
}

Expr* Parser::parse_number() {
  auto* constant = make<ast::Constant>(start());
  Token token = peek();
  if (!number_value(token, stream_, &constant->value)) return nullptr;
  advance();
  return done(constant);
}

Expr* Parser::parse_strings() {
  size_t count = 1;
  while (peek(count).kind == TokenKind::kString) ++count;
  if (session_.failed()) return nullptr;
  Span<const Token> tokens = stream_.range(position_, count);
  Start last = {tokens.back().lineno, tokens.back().col_offset};
  bool muted = session_.muted;
  bool seen = last.lineno < last_strings_.lineno ||
              (last.lineno == last_strings_.lineno && last.col_offset <= last_strings_.col_offset);
  if (seen) {
    session_.muted = true;
  } else {
    last_strings_ = last;
  }
  Expr* value = concatenate_strings(tokens, stream_);
  session_.muted = muted;
  if (value == nullptr) return nullptr;
  for (size_t i = 0; i < count; ++i) advance();
  return note_height(value->height) ? value : nullptr;
}

// After the first item and at a comma: the other items up to `close`, which is not consumed.
bool Parser::parse_sequence_tail(List<Expr>& items, TokenKind close) {
  while (accept(TokenKind::kComma)) {
    if (at(close)) break;
    Expr* item = parse_star_named_expression();
    if (item == nullptr) return false;
    items.push(item);
  }
  return at(close);
}

template <class Node>
Expr* Parser::parse_comprehension(Expr* element, Start from, TokenKind close) {
  auto* node = make<Node>(from);
  node->elt = element;
  grow(node, element);
  if (!parse_clauses(node, &node->generators) || !accept(close)) return nullptr;
  return done(node);
}

Expr* Parser::parse_parenthesised() {
  Start from = start();
  advance();
  if (at(TokenKind::kYield)) {
    Expr* yield = parse_yield();
    return yield != nullptr && accept(TokenKind::kRightParen) ? yield : nullptr;
  }
  auto tuple_of = [&](const List<Expr>& items) -> Expr* {
    auto* tuple = make<ast::Tuple>(from);
    tuple->elts = items.take(arena_);
    grow(tuple, tuple->elts);
    if (!accept(TokenKind::kRightParen)) return nullptr;
    return done(tuple);
  };
  List<Expr> items(*this);
  if (at(TokenKind::kRightParen)) return tuple_of(items);
  bool starred = at(TokenKind::kStar);
  Expr* first = parse_star_named_expression();
  if (first == nullptr) return nullptr;
  if (at(TokenKind::kRightParen) && !starred) {
    advance();
    return first;  // a group keeps the place of what it holds
  }
  if (at_comprehension() && !starred) {
    return parse_comprehension<ast::GeneratorExp>(first, from, TokenKind::kRightParen);
  }
  if (!at(TokenKind::kComma)) return nullptr;
  items.push(first);
  if (!parse_sequence_tail(items, TokenKind::kRightParen)) return nullptr;
  return tuple_of(items);
}

Expr* Parser::parse_list() {
  Start from = start();
  advance();
  List<Expr> items(*this);
  if (!at(TokenKind::kRightBracket)) {
    bool starred = at(TokenKind::kStar);
    Expr* first = parse_star_named_expression();
    if (first == nullptr) return nullptr;
    if (at_comprehension() && !starred) {
      return parse_comprehension<ast::ListComp>(first, from, TokenKind::kRightBracket);
    }
    items.push(first);
    if (!parse_sequence_tail(items, TokenKind::kRightBracket)) return nullptr;
  }
  advance();
  auto* list = make<ast::List>(from);
  list->elts = items.take(arena_);
  grow(list, list->elts);
  return done(list);
}

Expr* Parser::parse_braces() {
  Start from = start();
  advance();
  if (at(TokenKind::kRightBrace) || at(TokenKind::kDoubleStar)) {
    return parse_dict_items(make<ast::Dict>(from), nullptr);
  }
  bool may_be_key = !at(TokenKind::kStar) && !(at(TokenKind::kName) && peek(1).kind == TokenKind::kColonEqual);
  bool starred = at(TokenKind::kStar);
  Expr* first = parse_star_named_expression();
  if (first == nullptr) return nullptr;
  if (at(TokenKind::kColon) && may_be_key) return parse_dict_items(make<ast::Dict>(from), first);
  if (at_comprehension() && !starred) {
    return parse_comprehension<ast::SetComp>(first, from, TokenKind::kRightBrace);
  }
  List<Expr> items(*this);
  items.push(first);
  if (!parse_sequence_tail(items, TokenKind::kRightBrace)) return nullptr;
  advance();
  auto* set = make<ast::Set>(from);
  set->elts = items.take(arena_);
  grow(set, set->elts);
  return done(set);
}

// A dict display or comprehension after its brace; `first_key`, when given, is parsed and a colon follows.
Expr* Parser::parse_dict_items(ast::Dict* dict, Expr* first_key) {
  std::vector<Expr*> keys;
  std::vector<Expr*> values;
  Expr* key = first_key;
  while (key != nullptr || !at(TokenKind::kRightBrace)) {
    bool unpacks = key == nullptr && accept(TokenKind::kDoubleStar);
    Expr* value;
    if (unpacks) {
      value = parse_bitwise_or();
    } else {
      if (key == nullptr) key = parse_expression();
      if (key == nullptr || !accept(TokenKind::kColon)) return nullptr;
      value = parse_expression();
    }
    if (value == nullptr) return nullptr;
    if (!unpacks && keys.empty() && at_comprehension()) {
      auto* comprehension = make<ast::DictComp>({dict->lineno, dict->col_offset});
      comprehension->key = key;
      comprehension->value = value;
      grow(comprehension, key);
      grow(comprehension, value);
      if (!parse_clauses(comprehension, &comprehension->generators) || !accept(TokenKind::kRightBrace)) return nullptr;
      return done(comprehension);
    }
    grow(dict, key);
    grow(dict, value);
    keys.push_back(key);
    values.push_back(value);
    key = nullptr;
    if (!accept(TokenKind::kComma)) break;
  }
  if (!accept(TokenKind::kRightBrace)) return nullptr;
  dict->keys = arena_.copy(keys);
  dict->values = arena_.copy(values);
  return done(dict);
}

bool Parser::parse_clauses(Expr* owner, Span<ast::Comprehension*>* clauses) {
  List<ast::Comprehension> parsed(*this);
  while (at_comprehension()) {
    auto* clause = arena_.make<ast::Comprehension>();
    clause->is_async = accept(TokenKind::kAsync);
    if (!accept(TokenKind::kFor)) return false;
    clause->target = parse_star_targets();
    if (clause->target == nullptr || !accept(TokenKind::kIn)) return false;
    clause->iter = parse_disjunction();
    if (clause->iter == nullptr) return false;
    {
      List<Expr> conditions(*this);
      while (accept(TokenKind::kIf)) {
        Expr* condition = parse_disjunction();
        if (condition == nullptr) return false;
        conditions.push(condition);
      }
      clause->ifs = conditions.take(arena_);
    }
    grow(owner, clause->target);
    grow(owner, clause->iter);
    grow(owner, clause->ifs);
    parsed.push(clause);
  }
  *clauses = parsed.take(arena_);
  return true;
}

Expr* Parser::parse_slice() {
  Start from = start();
  Expr* lower = nullptr;
  if (!at(TokenKind::kColon)) {
    bool named = at(TokenKind::kName) && peek(1).kind == TokenKind::kColonEqual;
    lower = parse_named_expression();
    if (lower == nullptr || !at(TokenKind::kColon) || named) return lower;
  }
  advance();
  auto* slice = make<ast::Slice>(from);
  slice->lower = lower;
  if (starts_expression()) {
    slice->upper = parse_expression();
    if (slice->upper == nullptr) return nullptr;
  }
  if (accept(TokenKind::kColon) && starts_expression()) {
    slice->step = parse_expression();
    if (slice->step == nullptr) return nullptr;
  }
  grow(slice, slice->lower);
  grow(slice, slice->upper);
  grow(slice, slice->step);
  return done(slice);
}

Expr* Parser::parse_slices() {
  Start from = start();
  List<Expr> items(*this);
  bool starred = at(TokenKind::kStar);
  do {
    if (at(TokenKind::kRightBracket) && items.size() > 0) break;
    Expr* item = at(TokenKind::kStar) ? parse_starred(&Parser::parse_expression) : parse_slice();
    if (item == nullptr) return nullptr;
    if (items.size() == 0 && !starred && !at(TokenKind::kComma)) return item;
    items.push(item);
  } while (accept(TokenKind::kComma));
  auto* tuple = make<ast::Tuple>(from);
  tuple->elts = items.take(arena_);
  grow(tuple, tuple->elts);
  return done(tuple);
}

// The arguments of a call or class, and the closing parenthesis. Positional ones come first; *iterables may stand between
// keywords; after **mapping only keywords and mappings follow.
bool Parser::parse_arguments(Expr* owner, bool allow_generator, Start open, Span<Expr*>* args,
                             Span<ast::Keyword*>* keywords) {
  enum class Phase { kPositional, kKeyword, kMapping } phase = Phase::kPositional;
  List<Expr> positional(*this);
  std::vector<ast::Keyword*> named;
  while (!at(TokenKind::kRightParen)) {
    Start from = start();
    if (at(TokenKind::kStar)) {
      if (phase == Phase::kMapping) return false;
      Expr* starred = parse_starred(&Parser::parse_expression);
      if (starred == nullptr) return false;
      grow(owner, starred);
      positional.push(starred);
    } else if (at(TokenKind::kDoubleStar) || (at(TokenKind::kName) && peek(1).kind == TokenKind::kEqual)) {
      auto* keyword = make<ast::Keyword>(from);
      if (accept(TokenKind::kDoubleStar)) {
        phase = Phase::kMapping;
      } else {
        if (phase == Phase::kPositional) phase = Phase::kKeyword;
        identifier(&keyword->arg);
        advance();
      }
      keyword->value = parse_expression();
      if (keyword->value == nullptr) return false;
      grow(owner, keyword->value);
      named.push_back(done(keyword));
    } else {
      if (phase != Phase::kPositional) return false;
      Expr* value = parse_named_expression();
      if (value == nullptr || at(TokenKind::kEqual)) return false;
      if (at_comprehension() && positional.size() == 0 && allow_generator) {
        Expr* generator = parse_comprehension<ast::GeneratorExp>(value, open, TokenKind::kRightParen);
        if (generator == nullptr) return false;
        grow(owner, generator);
        positional.push(generator);
        *args = positional.take(arena_);
        return true;
      }
      grow(owner, value);
      positional.push(value);
    }
    if (!accept(TokenKind::kComma)) break;
    if (at(TokenKind::kRightParen)) break;
  }
  *args = positional.take(arena_);
  *keywords = arena_.copy(named);
  return accept(TokenKind::kRightParen);
}

}  // namespace eider::frontend

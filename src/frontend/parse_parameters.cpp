// SPDX-License-Identifier: MIT
//
// The parser's part for parameters of functions and lambdas.
#include "frontend/parser_impl.h"

namespace eider::frontend {

using ast::Expr;

ast::Arg* Parser::parse_parameter(ParameterKind kind, bool star_annotation) {
  Start from = start();
  auto* arg = arena_.make<ast::Arg>();
  arg->lineno = from.lineno;
  arg->col_offset = from.col_offset;
  if (!identifier(&arg->arg)) return nullptr;
  if (kind == ParameterKind::kFunction && accept(TokenKind::kColon)) {
    arg->annotation =
        star_annotation && at(TokenKind::kStar) ? parse_starred(&Parser::parse_bitwise_or) : parse_expression();
    if (arg->annotation == nullptr) return nullptr;
  }
  return done(arg);
}

// Up to the `)` of a function or the `:` of a lambda, which is not consumed.
ast::Arguments* Parser::parse_parameters(ParameterKind kind) {
  TokenKind close = kind == ParameterKind::kFunction ? TokenKind::kRightParen : TokenKind::kColon;
  auto* arguments = arena_.make<ast::Arguments>();
  std::vector<ast::Arg*> positional_only;
  std::vector<ast::Arg*> positional;
  std::vector<ast::Arg*> keyword_only;
  std::vector<Expr*> defaults;
  std::vector<Expr*> keyword_defaults;
  bool slash_seen = false;
  bool star_seen = false;
  while (!at(close)) {
    if (at(TokenKind::kDoubleStar)) {
      advance();
      arguments->kwarg = parse_parameter(kind, false);
      if (arguments->kwarg == nullptr) return nullptr;
      accept(TokenKind::kComma);
      if (!at(close)) return nullptr;
      break;
    }
    if (at(TokenKind::kSlash)) {
      if (slash_seen || star_seen || positional.empty()) return nullptr;
      advance();
      slash_seen = true;
      positional_only.swap(positional);
    } else if (at(TokenKind::kStar)) {
      if (star_seen) return nullptr;
      advance();
      star_seen = true;
      if (at(TokenKind::kComma)) {
        if (peek(1).kind != TokenKind::kName) return nullptr;  // a bare star introduces keyword-only parameters
      } else {
        arguments->vararg = parse_parameter(kind, true);
        if (arguments->vararg == nullptr) return nullptr;
      }
    } else {
      ast::Arg* arg = parse_parameter(kind, false);
      if (arg == nullptr) return nullptr;
      Expr* value = nullptr;
      if (accept(TokenKind::kEqual)) {
        value = parse_expression();
        if (value == nullptr) return nullptr;
      }
      if (star_seen) {
        keyword_only.push_back(arg);
        keyword_defaults.push_back(value);
      } else {
        if (value == nullptr && !defaults.empty()) return nullptr;
        positional.push_back(arg);
        if (value != nullptr) defaults.push_back(value);
      }
    }
    if (!accept(TokenKind::kComma)) break;
  }
  if (!at(close)) return nullptr;
  arguments->posonlyargs = arena_.copy(positional_only);
  arguments->args = arena_.copy(positional);
  arguments->kwonlyargs = arena_.copy(keyword_only);
  arguments->kw_defaults = arena_.copy(keyword_defaults);
  arguments->defaults = arena_.copy(defaults);
  return arguments;
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// The recursive-descent parser for well-formed programs.
//
// It decides by the next one or two tokens; only `with (` and a statement that starts with `match` are tried in two ways, each
// once per statement, so the time is linear. It says no more than "this is no program": why not, and where, is found by
// diagnosis.h, which is slower and runs only then.
//
// Invariant: a null or false result means the program is refused; errors that do not depend on the grammar (literals,
//   limits) are in the session.
// Invariant: native recursion happens only through functions that ask Session::stack_left(); chains of operators,
//   trailers, `elif` and prefixes are loops.
#pragma once

#include <utility>
#include <vector>

#include "frontend/literal.h"
#include "frontend/token_stream.h"

namespace eider::frontend {

class Parser {
 public:
  Parser(const StreamStart& start, Session& session)
      : session_(session), arena_(session.arena), stream_(start, session) {
    max_depth_ = session.options.max_depth < 60000 ? session.options.max_depth : 60000;
  }

  ast::Mod* parse_mod();
  ast::Expr* parse_fstring();
  TokenStream& stream() { return stream_; }

 private:
  struct Start {
    int32_t lineno;
    int32_t col_offset;
  };
  struct Mark {
    size_t position;
    Start end;
  };
  enum class Starred : uint8_t { kAllowed, kRefused };
  enum class ParameterKind : uint8_t { kFunction, kLambda };

  // A list under construction; lists nest as a stack in one vector.
  template <class T>
  class List {
   public:
    explicit List(Parser& parser) : scratch_(parser.scratch_), base_(scratch_.size()) {}
    List(const List&) = delete;
    List& operator=(const List&) = delete;
    ~List() { scratch_.resize(base_); }
    void push(T* item) { scratch_.push_back(item); }
    size_t size() const { return scratch_.size() - base_; }
    T* operator[](size_t i) const { return static_cast<T*>(scratch_[base_ + i]); }
    Span<T*> take(Arena& arena) const {
      size_t count = size();
      if (count == 0) return {};
      T** items = static_cast<T**>(arena.allocate(sizeof(T*) * count, alignof(T*)));
      for (size_t i = 0; i < count; ++i) items[i] = (*this)[i];
      return {items, static_cast<uint32_t>(count)};
    }

   private:
    std::vector<void*>& scratch_;
    size_t base_;
  };

  // ---- tokens ----
  const Token& peek() { return stream_.at(position_); }
  const Token& peek(size_t ahead) { return stream_.at(position_ + ahead); }
  bool at(TokenKind kind) { return peek().kind == kind; }
  bool at_soft_keyword(std::string_view word) { return at(TokenKind::kName) && peek().text == word; }
  void advance() {
    const Token& token = peek();
    ++position_;
    switch (token.kind) {
      case TokenKind::kNewline: case TokenKind::kIndent: case TokenKind::kDedent: case TokenKind::kEndMarker: return;
      default: end_ = {token.end_lineno, token.end_col_offset};
    }
  }
  bool accept(TokenKind kind) {
    if (!at(kind)) return false;
    advance();
    return true;
  }
  Start start() {
    const Token& token = peek();
    return {token.lineno, token.col_offset};
  }
  Mark mark() const { return {position_, end_}; }
  void reset(const Mark& mark) {
    position_ = mark.position;
    end_ = mark.end;
  }

  // ---- nodes ----
  template <class T>
  T* make(Start start) {
    T* node = arena_.make<T>();
    node->lineno = start.lineno;
    node->col_offset = start.col_offset;
    return node;
  }
  /// Gives the node its end, and refuses trees that are too deep.
  template <class T>
  T* done(T* node) {
    node->end_lineno = end_.lineno;
    node->end_col_offset = end_.col_offset;
    if constexpr (std::is_base_of_v<ast::Expr, T>) {
      if (!note_height(node->height)) return nullptr;
    }
    return node;
  }
  bool note_height(int height) {
    int depth = statement_depth() + height;
    if (EIDER_UNLIKELY(depth > max_depth_)) {
      session_.fail_too_deep();
      return false;
    }
    session_.note_depth(depth);
    return true;
  }
  static void grow(ast::Expr* node, const ast::Expr* child) {
    if (child != nullptr && child->height >= node->height) node->height = static_cast<uint16_t>(child->height + 1);
  }
  static void grow(ast::Expr* node, const Span<ast::Expr*>& children) {
    for (ast::Expr* child : children) grow(node, child);
  }
  int& statement_depth() { return session_.statement_depth; }
  bool identifier(ast::Identifier* name);
  ast::Identifier identifier_of(const Token& token) {
    return token.nonascii ? normalise_identifier(token.text, arena_) : token.text;
  }

  // ---- statements (parse_statements.cpp, parse_compound.cpp) ----
  bool parse_statement(List<ast::Stmt>& into);
  bool parse_simple_statements(List<ast::Stmt>& into);
  ast::Stmt* parse_simple_statement();
  ast::Stmt* parse_expression_statement();
  ast::Stmt* parse_annotated(ast::Expr* target, Start start, bool simple);
  ast::Stmt* parse_return();
  ast::Stmt* parse_import();
  ast::Stmt* parse_import_from();
  ast::Stmt* parse_raise();
  ast::Stmt* parse_delete();
  ast::Stmt* parse_assert();
  bool parse_names(Span<ast::Identifier>* names);
  bool parse_dotted_name(ast::Identifier* name);
  bool parse_as_name(ast::Identifier* name);

  bool parse_compound(List<ast::Stmt>& into, bool* handled);
  bool parse_block(Span<ast::Stmt*>* body);
  bool parse_else(Span<ast::Stmt*>* body);
  ast::Stmt* parse_if();
  ast::Stmt* parse_while();
  template <class Node>
  ast::Stmt* parse_for(Start start);
  template <class Node>
  ast::Stmt* parse_with(Start start);
  bool parse_with_items(bool parenthesised, Span<ast::WithItem*>* items);
  ast::WithItem* parse_with_item();
  ast::Stmt* parse_try();
  bool parse_handlers(bool star, Span<ast::ExceptHandler*>* handlers);
  ast::Stmt* parse_decorated();
  template <class Node>
  ast::Stmt* parse_function(Start start, Span<ast::Expr*> decorators);
  ast::Stmt* parse_class(Span<ast::Expr*> decorators);
  ast::Stmt* parse_async(Span<ast::Expr*> decorators);

  // ---- parameters (parse_parameters.cpp) ----
  ast::Arguments* parse_parameters(ParameterKind kind);
  ast::Arg* parse_parameter(ParameterKind kind, bool star_annotation);

  // ---- match (parse_match.cpp) ----
  ast::Stmt* parse_match(bool* is_match);
  ast::MatchCase* parse_case();
  ast::Pattern* parse_patterns();
  ast::Pattern* parse_pattern();
  ast::Pattern* parse_or_pattern();
  ast::Pattern* parse_closed_pattern();
  ast::Pattern* parse_star_pattern();
  ast::Pattern* parse_maybe_star_pattern() { return at(TokenKind::kStar) ? parse_star_pattern() : parse_pattern(); }
  ast::Pattern* parse_group_or_sequence();
  ast::Pattern* parse_mapping_pattern();
  ast::Pattern* parse_class_pattern(ast::Expr* cls, Start start);
  bool parse_sequence_items(List<ast::Pattern>& items, TokenKind close);
  bool capture_target(ast::Identifier* name);
  ast::Expr* parse_pattern_number();
  ast::Expr* parse_pattern_name();
  ast::Expr* parse_pattern_key();

  // ---- expressions (parse_expressions.cpp, parse_atoms.cpp) ----
  bool starts_expression();
  ast::Expr* parse_star_expressions();
  ast::Expr* parse_expressions();
  ast::Expr* parse_star_expression(Starred starred);
  ast::Expr* parse_star_named_expression();
  ast::Expr* parse_named_expression();
  ast::Expr* parse_yield_or_star_expressions();
  ast::Expr* parse_yield();
  ast::Expr* parse_expression();
  ast::Expr* parse_lambda();
  ast::Expr* parse_disjunction();
  ast::Expr* parse_conjunction();
  ast::Expr* parse_inversion();
  ast::Expr* parse_comparison();
  bool parse_comparison_operator(ast::CmpOperator* op);
  ast::Expr* parse_binary(int least);
  ast::Expr* parse_factor();
  ast::Expr* parse_power();
  ast::Expr* parse_primary();
  ast::Expr* parse_primary_tail(ast::Expr* value, Start start);
  ast::Expr* parse_starred(ast::Expr* (Parser::*operand)());
  ast::Expr* parse_bitwise_or() { return parse_binary(1); }

  ast::Expr* parse_atom();
  ast::Expr* parse_name();
  ast::Expr* parse_constant(ast::ConstantKind kind);
  ast::Expr* parse_number();
  ast::Expr* parse_strings();
  ast::Expr* parse_parenthesised();
  ast::Expr* parse_list();
  ast::Expr* parse_braces();
  ast::Expr* parse_dict_items(ast::Dict* dict, ast::Expr* first_key);
  bool parse_sequence_tail(List<ast::Expr>& items, TokenKind close);
  bool parse_clauses(ast::Expr* owner, Span<ast::Comprehension*>* clauses);
  template <class Node>
  ast::Expr* parse_comprehension(ast::Expr* element, Start start, TokenKind close);
  ast::Expr* parse_slices();
  ast::Expr* parse_slice();
  bool parse_arguments(ast::Expr* owner, bool allow_generator, Start open, Span<ast::Expr*>* args,
                       Span<ast::Keyword*>* keywords);
  bool at_comprehension() { return at(TokenKind::kFor) || at(TokenKind::kAsync); }

  // ---- targets (parse_targets.cpp) ----
  bool to_target(ast::Expr* expr, ast::ExprContext context, Starred starred);
  ast::Expr* parse_star_targets();
  ast::Expr* parse_star_target();

  Session& session_;
  Arena& arena_;
  TokenStream stream_;
  size_t position_ = 0;
  Start end_{0, 0};  // of the last token that is no line end or indentation
  Start last_strings_{-1, -1};  // the furthest literal read: one before it is read again, on a second try
  int max_depth_;
  std::vector<void*> scratch_;
  std::vector<Start> starts_;
};

}  // namespace eider::frontend

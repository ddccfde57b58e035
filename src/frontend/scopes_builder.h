// SPDX-License-Identifier: MIT
//
// The walk that fills a ScopeTable. Private to scopes*.cpp.
#pragma once

#include <string>

#include "frontend/mangle.h"
#include "frontend/scopes.h"
#include "frontend/stack_guard.h"

namespace eider::frontend {

/// The first error stops the walk: `failed_` makes every later visit return at once.
class ScopeBuilder {
 public:
  ScopeBuilder(const ScopeOptions& options, Arena& arena, ScopeTable& table, Diagnostic& error)
      : options_(options), arena_(arena), table_(table), error_(error), guard_(options.stack_bytes) {}

  bool run(const ast::Mod* mod);

 private:
  // scopes_builder.cpp: blocks, names, statements
  void fail(const ast::Position& at, std::string message);
  void fail_deep();
  Block* enter(BlockKind kind, const void* node);
  void leave();
  uint16_t flags_of(ast::Identifier name) const;
  void define(ast::Identifier name, uint16_t flag, const ast::Position& at) { define_in(*current_, name, flag, at); }
  void define_in(Block& block, ast::Identifier name, uint16_t flag, const ast::Position& at);
  void directive(ast::Identifier name, const ast::Position& at);

  void statements(Span<ast::Stmt*> body);
  void statement(const ast::Stmt* node);
  void function(const ast::Stmt* node, const ast::FunctionDefFields& fields, bool is_async);
  void class_definition(const ast::ClassDef* node);
  void annotated_assignment(const ast::AnnAssign* node);
  void if_chain(const ast::If* node);
  void try_statement(const ast::TryFields& fields);
  void declaration(const ast::Stmt* node, Span<ast::Identifier> names, bool is_global);
  void alias(const ast::Alias* node);
  void pattern(const ast::Pattern* node);

  // scopes_expressions.cpp
  void expressions(Span<ast::Expr*> nodes);
  void expression(const ast::Expr* node);
  void binary_chain(const ast::BinOp* node);
  void named_expression(const ast::NamedExpr* node);
  void extend_named_expression(const ast::Name* target);
  void lambda(const ast::Lambda* node);
  void comprehension(const ast::Expr* node, Span<ast::Comprehension*> generators, ComprehensionKind kind,
                     const ast::Expr* element, const ast::Expr* value);
  void defaults(const ast::Arguments* arguments);
  void arguments(const ast::Arguments* arguments);
  void annotation(const ast::Expr* node);
  void annotations_of(const ast::Stmt* node, const ast::Arguments* arguments, const ast::Expr* returns);
  void refuse_in_annotation(const char* what, const ast::Expr* node);

  const ScopeOptions& options_;
  Arena& arena_;
  ScopeTable& table_;
  Diagnostic& error_;
  StackGuard guard_;
  bool failed_ = false;
  Block* current_ = nullptr;
  std::vector<Block*> stack_;
  ast::Identifier private_;  // the class whose private names are mangled
};

/// Decides every symbol's scope. False: `error` is set.
bool resolve_scopes(ScopeTable& table, Diagnostic& error);

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// Blocks, names and statements of the symbol table's first walk.
#include "frontend/scopes_builder.h"

namespace eider::frontend {

using namespace ast;

void ScopeBuilder::fail(const ast::Position& at, std::string message) {
  if (failed_) return;
  failed_ = true;
  error_ = Diagnostic{};
  error_.message = std::move(message);
  error_.placed_later = true;
  error_.lineno = at.lineno;
  error_.offset = at.col_offset + 1;
  error_.end_lineno = at.end_lineno;
  error_.end_offset = at.end_col_offset + 1;
}

void ScopeBuilder::fail_deep() {
  if (failed_) return;
  failed_ = true;
  error_ = Diagnostic{};
  error_.kind = DiagnosticKind::kRecursionError;
  error_.message = kTooDeep;
  error_.has_position = false;
}

Block* ScopeBuilder::enter(BlockKind kind, const void* node) {
  Block& block = table_.blocks.emplace_back();
  block.kind = kind;
  block.parent = current_;
  if (current_ != nullptr) {
    block.is_nested = current_->is_nested || current_->kind == BlockKind::kFunction;
    // No assignment expression anywhere in a comprehension's outermost iterable, nested comprehensions and lambdas included.
    block.iteration_depth = current_->iteration_depth;
    if (kind != BlockKind::kAnnotation) current_->children.push_back(&block);
  }
  if (node != nullptr && kind != BlockKind::kAnnotation) table_.by_node[node] = &block;
  stack_.push_back(&block);
  return current_ = &block;
}

void ScopeBuilder::leave() {
  stack_.pop_back();
  current_ = stack_.empty() ? nullptr : stack_.back();
}

uint16_t ScopeBuilder::flags_of(Identifier name) const {
  const Symbol* symbol = current_->find(mangle(private_, name, arena_));
  return symbol == nullptr ? 0 : symbol->flags;
}

void ScopeBuilder::define_in(Block& block, Identifier name, uint16_t flag, const ast::Position& at) {
  if (failed_) return;
  Identifier mangled = mangle(private_, name, arena_);
  auto [entry, is_new] = block.index.try_emplace(mangled, static_cast<uint32_t>(block.symbols.size()));
  if (is_new) block.symbols.push_back(Symbol{.name = mangled});
  Symbol& symbol = block.symbols[entry->second];
  if ((flag & kDefParameter) != 0 && (symbol.flags & kDefParameter) != 0) {
    return fail(at, "duplicate argument '" + std::string(name) + "' in function definition");
  }
  symbol.flags |= flag;
  if (block.in_iteration_target) {
    if ((symbol.flags & (kDefGlobal | kDefNonlocal)) != 0) {
      return fail(at, "comprehension inner loop cannot rebind assignment expression target '" + std::string(name) + "'");
    }
    symbol.flags |= kDefIteration;
  }
  if ((flag & kDefParameter) != 0) {
    block.parameters.push_back(mangled);
  } else if ((flag & kDefGlobal) != 0 && &block != table_.module) {
    // A name declared global anywhere is explicit in the module too.
    Block& module = *table_.module;
    auto [global, added] = module.index.try_emplace(mangled, static_cast<uint32_t>(module.symbols.size()));
    if (added) module.symbols.push_back(Symbol{.name = mangled});
    module.symbols[global->second].flags |= kDefGlobal;
  }
}

void ScopeBuilder::directive(Identifier name, const ast::Position& at) {
  current_->directives.push_back({mangle(private_, name, arena_), at});
}

bool ScopeBuilder::run(const Mod* mod) {
  table_.module = enter(BlockKind::kModule, mod);
  switch (mod->kind) {
    case ModKind::kModule: statements(cast<Module>(mod)->body); break;
    case ModKind::kInteractive: statements(cast<Interactive>(mod)->body); break;
    case ModKind::kExpression: expression(cast<Expression>(mod)->body); break;
  }
  return !failed_;
}

void ScopeBuilder::statements(Span<Stmt*> body) {
  for (Stmt* node : body) {
    if (failed_) return;
    statement(node);
  }
}

void ScopeBuilder::statement(const Stmt* node) {
  if (guard_.exhausted()) return fail_deep();
  switch (node->kind) {
    case StmtKind::kFunctionDef: return function(node, *cast<FunctionDef>(node), false);
    case StmtKind::kAsyncFunctionDef: return function(node, *cast<AsyncFunctionDef>(node), true);
    case StmtKind::kClassDef: return class_definition(cast<ClassDef>(node));
    case StmtKind::kReturn: return expression(cast<Return>(node)->value);
    case StmtKind::kDelete: return expressions(cast<Delete>(node)->targets);
    case StmtKind::kAssign: {
      auto* assign = cast<Assign>(node);
      expressions(assign->targets);
      return expression(assign->value);
    }
    case StmtKind::kAugAssign: {
      auto* assign = cast<AugAssign>(node);
      expression(assign->target);
      return expression(assign->value);
    }
    case StmtKind::kAnnAssign: return annotated_assignment(cast<AnnAssign>(node));
    case StmtKind::kFor:
    case StmtKind::kAsyncFor: {
      const ForFields& loop = node->kind == StmtKind::kFor ? static_cast<const ForFields&>(*cast<For>(node)) : *cast<AsyncFor>(node);
      expression(loop.target);
      expression(loop.iter);
      statements(loop.body);
      return statements(loop.orelse);
    }
    case StmtKind::kWhile: {
      auto* loop = cast<While>(node);
      expression(loop->test);
      statements(loop->body);
      return statements(loop->orelse);
    }
    case StmtKind::kIf: return if_chain(cast<If>(node));
    case StmtKind::kWith:
    case StmtKind::kAsyncWith: {
      const WithFields& with =
          node->kind == StmtKind::kWith ? static_cast<const WithFields&>(*cast<With>(node)) : *cast<AsyncWith>(node);
      for (WithItem* item : with.items) {
        expression(item->context_expr);
        expression(item->optional_vars);
      }
      return statements(with.body);
    }
    case StmtKind::kMatch: {
      auto* match = cast<Match>(node);
      expression(match->subject);
      for (MatchCase* one : match->cases) {
        pattern(one->pattern);
        expression(one->guard);
        statements(one->body);
      }
      return;
    }
    case StmtKind::kRaise:
      expression(cast<Raise>(node)->exc);
      return expression(cast<Raise>(node)->cause);
    case StmtKind::kTry: return try_statement(*cast<Try>(node));
    case StmtKind::kTryStar: return try_statement(*cast<TryStar>(node));
    case StmtKind::kAssert:
      expression(cast<Assert>(node)->test);
      return expression(cast<Assert>(node)->msg);
    case StmtKind::kImport:
      for (Alias* one : cast<Import>(node)->names) alias(one);
      return;
    case StmtKind::kImportFrom:
      for (Alias* one : cast<ImportFrom>(node)->names) alias(one);
      return;
    case StmtKind::kGlobal: return declaration(node, cast<Global>(node)->names, true);
    case StmtKind::kNonlocal: return declaration(node, cast<Nonlocal>(node)->names, false);
    case StmtKind::kExprStmt: return expression(cast<ExprStmt>(node)->value);
    case StmtKind::kPass:
    case StmtKind::kBreak:
    case StmtKind::kContinue: return;
  }
}

void ScopeBuilder::function(const Stmt* node, const FunctionDefFields& fields, bool is_async) {
  define(fields.name, kDefLocal, *node);
  defaults(fields.args);
  annotations_of(node, fields.args, fields.returns);
  expressions(fields.decorator_list);
  if (failed_) return;
  Block* block = enter(BlockKind::kFunction, node);
  block->is_coroutine = is_async;
  arguments(fields.args);
  statements(fields.body);
  leave();
}

void ScopeBuilder::class_definition(const ClassDef* node) {
  define(node->name, kDefLocal, *node);
  expressions(node->bases);
  for (Keyword* keyword : node->keywords) expression(keyword->value);
  expressions(node->decorator_list);
  if (failed_) return;
  enter(BlockKind::kClass, node);
  Identifier outer = std::exchange(private_, node->name);
  statements(node->body);
  private_ = outer;
  leave();
}

void ScopeBuilder::annotated_assignment(const AnnAssign* node) {
  if (auto* target = try_cast<Name>(node->target)) {
    uint16_t flags = flags_of(target->id);
    if ((flags & (kDefGlobal | kDefNonlocal)) != 0 && current_ != table_.module && node->simple) {
      return fail(*node, "annotated name '" + std::string(target->id) +
                             ((flags & kDefGlobal) != 0 ? "' can't be global" : "' can't be nonlocal"));
    }
    if (node->simple) define(target->id, kDefAnnotation | kDefLocal, *target);
    else if (node->value != nullptr) define(target->id, kDefLocal, *target);
  } else {
    expression(node->target);
  }
  annotation(node->annotation);
  expression(node->value);
}

void ScopeBuilder::if_chain(const If* node) {
  while (!failed_) {
    expression(node->test);
    statements(node->body);
    const If* next = node->orelse.size() == 1 ? try_cast<If>(static_cast<const Stmt*>(node->orelse[0])) : nullptr;
    if (next == nullptr) return statements(node->orelse);
    node = next;  // `elif`: a loop, for chains may be long
  }
}

void ScopeBuilder::try_statement(const TryFields& fields) {
  statements(fields.body);
  statements(fields.orelse);
  for (ExceptHandler* handler : fields.handlers) {
    expression(handler->type);
    if (!handler->name.empty()) define(handler->name, kDefLocal, *handler);
    statements(handler->body);
  }
  statements(fields.finalbody);
}

void ScopeBuilder::declaration(const Stmt* node, Span<Identifier> names, bool is_global) {
  const char* word = is_global ? "global" : "nonlocal";
  for (Identifier name : names) {
    if (failed_) return;
    uint16_t flags = flags_of(name);
    std::string quoted = "name '" + std::string(name) + "'";
    if ((flags & kDefParameter) != 0) return fail(*node, quoted + " is parameter and " + word);
    if ((flags & kUsed) != 0) return fail(*node, quoted + " is used prior to " + word + " declaration");
    if ((flags & kDefAnnotation) != 0) return fail(*node, "annotated " + quoted + " can't be " + word);
    if ((flags & kDefLocal) != 0) return fail(*node, quoted + " is assigned to before " + word + " declaration");
    define(name, is_global ? kDefGlobal : kDefNonlocal, *node);
    directive(name, *node);
  }
}

void ScopeBuilder::alias(const Alias* node) {
  if (node->name == "*") {
    if (current_->kind != BlockKind::kModule) fail(*node, "import * only allowed at module level");
    return;
  }
  Identifier bound = node->asname.empty() ? node->name : node->asname;
  define(bound.substr(0, bound.find('.')), kDefImport, *node);
}

void ScopeBuilder::pattern(const Pattern* node) {
  if (failed_ || node == nullptr) return;
  if (guard_.exhausted()) return fail_deep();
  switch (node->kind) {
    case PatternKind::kMatchValue: return expression(cast<MatchValue>(node)->value);
    case PatternKind::kMatchSingleton: return;
    case PatternKind::kMatchSequence:
      for (Pattern* one : cast<MatchSequence>(node)->patterns) pattern(one);
      return;
    case PatternKind::kMatchStar:
      if (auto* star = cast<MatchStar>(node); !star->name.empty()) define(star->name, kDefLocal, *node);
      return;
    case PatternKind::kMatchMapping: {
      auto* mapping = cast<MatchMapping>(node);
      expressions(mapping->keys);
      for (Pattern* one : mapping->patterns) pattern(one);
      if (!mapping->rest.empty()) define(mapping->rest, kDefLocal, *node);
      return;
    }
    case PatternKind::kMatchClass: {
      auto* cls = cast<MatchClass>(node);
      expression(cls->cls);
      for (Pattern* one : cls->patterns) pattern(one);
      for (Pattern* one : cls->kwd_patterns) pattern(one);
      return;
    }
    case PatternKind::kMatchAs: {
      auto* as = cast<MatchAs>(node);
      pattern(as->pattern);
      if (!as->name.empty()) define(as->name, kDefLocal, *node);
      return;
    }
    case PatternKind::kMatchOr:
      for (Pattern* one : cast<MatchOr>(node)->patterns) pattern(one);
      return;
  }
}

}  // namespace eider::frontend

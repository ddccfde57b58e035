// SPDX-License-Identifier: MIT
//
// Expressions, parameters and annotations of the symbol table's first walk.
#include "frontend/scopes_builder.h"

namespace eider::frontend {

using namespace ast;

namespace {

const char* comprehension_name(ComprehensionKind kind) {
  switch (kind) {
    case ComprehensionKind::kNone: break;
    case ComprehensionKind::kList: return "list comprehension";
    case ComprehensionKind::kDict: return "dict comprehension";
    case ComprehensionKind::kSet: return "set comprehension";
    case ComprehensionKind::kGenerator: return "generator expression";
  }
  return "comprehension";
}

}  // namespace

void ScopeBuilder::expressions(Span<Expr*> nodes) {
  for (Expr* node : nodes) expression(node);
}

void ScopeBuilder::expression(const Expr* node) {
  if (failed_ || node == nullptr) return;
  if (guard_.exhausted()) return fail_deep();
  switch (node->kind) {
    case ExprKind::kConstant: return;
    case ExprKind::kName: {
      auto* name = cast<Name>(node);
      define(name->id, name->ctx == ExprContext::kLoad ? kUsed : kDefLocal, *node);
      // super() without arguments finds its class in the cell __class__.
      if (name->ctx == ExprContext::kLoad && current_->kind == BlockKind::kFunction && name->id == "super") {
        define("__class__", kUsed, *node);
      }
      return;
    }
    case ExprKind::kBinOp: return binary_chain(cast<BinOp>(node));
    case ExprKind::kBoolOp: return expressions(cast<BoolOp>(node)->values);
    case ExprKind::kNamedExpr: return named_expression(cast<NamedExpr>(node));
    case ExprKind::kUnaryOp: return expression(cast<UnaryOp>(node)->operand);
    case ExprKind::kLambda: return lambda(cast<Lambda>(node));
    case ExprKind::kIfExp: {
      auto* choice = cast<IfExp>(node);
      expression(choice->test);
      expression(choice->body);
      return expression(choice->orelse);
    }
    case ExprKind::kDict: {
      auto* dict = cast<Dict>(node);
      expressions(dict->keys);
      return expressions(dict->values);
    }
    case ExprKind::kSet: return expressions(cast<Set>(node)->elts);
    case ExprKind::kListComp: {
      auto* comp = cast<ListComp>(node);
      return comprehension(node, comp->generators, ComprehensionKind::kList, comp->elt, nullptr);
    }
    case ExprKind::kSetComp: {
      auto* comp = cast<SetComp>(node);
      return comprehension(node, comp->generators, ComprehensionKind::kSet, comp->elt, nullptr);
    }
    case ExprKind::kGeneratorExp: {
      auto* comp = cast<GeneratorExp>(node);
      return comprehension(node, comp->generators, ComprehensionKind::kGenerator, comp->elt, nullptr);
    }
    case ExprKind::kDictComp: {
      auto* comp = cast<DictComp>(node);
      return comprehension(node, comp->generators, ComprehensionKind::kDict, comp->key, comp->value);
    }
    case ExprKind::kYield:
    case ExprKind::kYieldFrom:
      refuse_in_annotation("yield expression", node);
      expression(node->kind == ExprKind::kYield ? cast<Yield>(node)->value : cast<YieldFrom>(node)->value);
      current_->is_generator = true;
      if (current_->comprehension != ComprehensionKind::kNone) {
        fail(*node, std::string("'yield' inside ") + comprehension_name(current_->comprehension));
      }
      return;
    case ExprKind::kAwait:
      refuse_in_annotation("await expression", node);
      expression(cast<Await>(node)->value);
      current_->is_coroutine = true;
      return;
    case ExprKind::kCompare:
      expression(cast<Compare>(node)->left);
      return expressions(cast<Compare>(node)->comparators);
    case ExprKind::kCall: {
      auto* call = cast<Call>(node);
      expression(call->func);
      expressions(call->args);
      for (Keyword* keyword : call->keywords) expression(keyword->value);
      return;
    }
    case ExprKind::kFormattedValue:
      expression(cast<FormattedValue>(node)->value);
      return expression(cast<FormattedValue>(node)->format_spec);
    case ExprKind::kJoinedStr: return expressions(cast<JoinedStr>(node)->values);
    case ExprKind::kAttribute: return expression(cast<Attribute>(node)->value);
    case ExprKind::kSubscript:
      expression(cast<Subscript>(node)->value);
      return expression(cast<Subscript>(node)->slice);
    case ExprKind::kStarred: return expression(cast<Starred>(node)->value);
    case ExprKind::kSlice: {
      auto* slice = cast<Slice>(node);
      expression(slice->lower);
      expression(slice->upper);
      return expression(slice->step);
    }
    case ExprKind::kList: return expressions(cast<List>(node)->elts);
    case ExprKind::kTuple: return expressions(cast<Tuple>(node)->elts);
  }
}

void ScopeBuilder::binary_chain(const BinOp* node) {
  // a + b + c ... leans to the left: a loop, for chains may be long.
  std::vector<const Expr*> rights;
  const Expr* left = node;
  while (auto* binary = try_cast<BinOp>(left)) {
    rights.push_back(binary->right);
    left = binary->left;
  }
  expression(left);
  for (size_t i = rights.size(); i-- > 0;) expression(rights[i]);
}

void ScopeBuilder::named_expression(const NamedExpr* node) {
  refuse_in_annotation("named expression", node);
  if (current_->iteration_depth > 0) {
    return fail(*node, "assignment expression cannot be used in a comprehension iterable expression");
  }
  if (current_->comprehension != ComprehensionKind::kNone) extend_named_expression(cast<Name>(node->target));
  expression(node->value);
  expression(node->target);
}

/// Inside a comprehension `x := ...` binds x in the nearest block that is not a comprehension.
void ScopeBuilder::extend_named_expression(const Name* target) {
  std::string quoted = "'" + std::string(target->id) + "'";
  Identifier mangled = mangle(private_, target->id, arena_);
  for (size_t i = stack_.size(); i-- > 0;) {
    Block& block = *stack_[i];
    const Symbol* symbol = block.find(mangled);
    uint16_t flags = symbol == nullptr ? 0 : symbol->flags;
    if (block.comprehension != ComprehensionKind::kNone) {
      if ((flags & kDefIteration) != 0 && (flags & kDefLocal) != 0) {
        return fail(*target, "assignment expression cannot rebind comprehension iteration variable " + quoted);
      }
      continue;
    }
    switch (block.kind) {
      case BlockKind::kFunction:
        define(target->id, (flags & kDefGlobal) != 0 ? kDefGlobal : kDefNonlocal, *target);
        directive(target->id, *target);
        return define_in(block, target->id, kDefLocal, *target);
      case BlockKind::kModule:
        define(target->id, kDefGlobal, *target);
        directive(target->id, *target);
        return define_in(block, target->id, kDefGlobal, *target);
      case BlockKind::kClass:
        return fail(*target, "assignment expression within a comprehension cannot be used in a class body");
      case BlockKind::kAnnotation: continue;
    }
  }
}

void ScopeBuilder::lambda(const Lambda* node) {
  defaults(node->args);
  if (failed_) return;
  enter(BlockKind::kFunction, node);
  arguments(node->args);
  expression(node->body);
  leave();
}

void ScopeBuilder::comprehension(const Expr* node, Span<Comprehension*> generators, ComprehensionKind kind,
                                 const Expr* element, const Expr* value) {
  const Comprehension* outermost = generators[0];
  ++current_->iteration_depth;  // the outermost iterable is evaluated outside
  expression(outermost->iter);
  --current_->iteration_depth;
  if (failed_) return;

  Block* block = enter(BlockKind::kFunction, node);
  block->comprehension = kind;
  block->is_coroutine = outermost->is_async;
  define(".0", kDefParameter, *node);  // the iterator over it is the only argument
  for (uint32_t i = 0; i < generators.size(); ++i) {
    const Comprehension* generator = generators[i];
    block->in_iteration_target = true;
    expression(generator->target);
    block->in_iteration_target = false;
    if (i > 0) {
      ++block->iteration_depth;
      expression(generator->iter);
      --block->iteration_depth;
    }
    expressions(generator->ifs);
    if (generator->is_async) block->is_coroutine = true;
  }
  expression(value);
  expression(element);
  block->is_generator = kind == ComprehensionKind::kGenerator;
  bool is_async = block->is_coroutine && kind != ComprehensionKind::kGenerator;
  leave();
  if (is_async) current_->is_coroutine = true;
}

void ScopeBuilder::defaults(const Arguments* arguments) {
  expressions(arguments->defaults);
  expressions(arguments->kw_defaults);
}

void ScopeBuilder::arguments(const Arguments* arguments) {
  for (Arg* arg : arguments->posonlyargs) define(arg->arg, kDefParameter, *arg);
  for (Arg* arg : arguments->args) define(arg->arg, kDefParameter, *arg);
  for (Arg* arg : arguments->kwonlyargs) define(arg->arg, kDefParameter, *arg);
  if (arguments->vararg != nullptr) {
    define(arguments->vararg->arg, kDefParameter, *arguments->vararg);
    current_->has_varargs = true;
  }
  if (arguments->kwarg != nullptr) {
    define(arguments->kwarg->arg, kDefParameter, *arguments->kwarg);
    current_->has_varkeywords = true;
  }
}

void ScopeBuilder::annotation(const Expr* node) {
  if (node == nullptr || failed_) return;
  if (options_.future_annotations) enter(BlockKind::kAnnotation, node);
  expression(node);
  if (options_.future_annotations) leave();
}

void ScopeBuilder::annotations_of(const Stmt* node, const Arguments* arguments, const Expr* returns) {
  if (options_.future_annotations) enter(BlockKind::kAnnotation, node);
  for (Arg* arg : arguments->posonlyargs) expression(arg->annotation);
  for (Arg* arg : arguments->args) expression(arg->annotation);
  if (arguments->vararg != nullptr) expression(arguments->vararg->annotation);
  if (arguments->kwarg != nullptr) expression(arguments->kwarg->annotation);
  for (Arg* arg : arguments->kwonlyargs) expression(arg->annotation);
  if (options_.future_annotations) leave();
  annotation(returns);
}

void ScopeBuilder::refuse_in_annotation(const char* what, const Expr* node) {
  if (current_->kind == BlockKind::kAnnotation) {
    fail(*node, "'" + std::string(what) + "' can not be used within an annotation");
  }
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// The walk of constant folding: children first, then the node itself.
#include "frontend/fold.h"

#include <vector>

#include "frontend/stack_guard.h"

namespace eider::frontend {

using namespace ast;

namespace {

class Folder {
 public:
  Folder(const FoldOptions& options, Arena& arena) : options_(options), arena_(arena), guard_(options.stack_bytes) {}

  bool run(Mod* mod) {
    switch (mod->kind) {
      case ModKind::kModule: body_with_docstring(cast<Module>(mod)->body); break;
      case ModKind::kInteractive: body(cast<Interactive>(mod)->body); break;
      case ModKind::kExpression: expression(cast<Expression>(mod)->body); break;
    }
    return !too_deep_;
  }

 private:
  // ---- statements ----

  void body(Span<Stmt*> statements) {
    for (Stmt* node : statements) statement(node);
  }

  static bool begins_with_docstring(Span<Stmt*> statements) {
    if (statements.empty()) return false;
    auto* first = try_cast<ExprStmt>(static_cast<const Stmt*>(statements[0]));
    auto* constant = first == nullptr ? nullptr : try_cast<Constant>(static_cast<const Expr*>(first->value));
    return constant != nullptr && constant->value.kind == ConstantKind::kStr;
  }

  void body_with_docstring(Span<Stmt*> statements) {
    bool had_docstring = begins_with_docstring(statements);
    body(statements);
    if (had_docstring || !begins_with_docstring(statements)) return;
    // "a" + "b" must not become a docstring by being folded: wrapped as an f-string it is an expression again.
    auto* first = cast<ExprStmt>(statements[0]);
    auto* joined = arena_.make<JoinedStr>();
    static_cast<Position&>(*joined) = *first->value;
    joined->values = arena_.copy(&first->value, 1);
    first->value = joined;
  }

  void statement(Stmt* node) {
    if (deep()) return;
    switch (node->kind) {
      case StmtKind::kFunctionDef: return function(*cast<FunctionDef>(node));
      case StmtKind::kAsyncFunctionDef: return function(*cast<AsyncFunctionDef>(node));
      case StmtKind::kClassDef: {
        auto* cls = cast<ClassDef>(node);
        expressions(cls->bases);
        for (Keyword* keyword : cls->keywords) expression(keyword->value);
        body_with_docstring(cls->body);
        return expressions(cls->decorator_list);
      }
      case StmtKind::kReturn: return expression(cast<Return>(node)->value);
      case StmtKind::kDelete: return expressions(cast<Delete>(node)->targets);
      case StmtKind::kAssign:
        expressions(cast<Assign>(node)->targets);
        return expression(cast<Assign>(node)->value);
      case StmtKind::kAugAssign:
        expression(cast<AugAssign>(node)->target);
        return expression(cast<AugAssign>(node)->value);
      case StmtKind::kAnnAssign: {
        auto* assign = cast<AnnAssign>(node);
        expression(assign->target);
        annotation(assign->annotation);
        return expression(assign->value);
      }
      case StmtKind::kFor: return loop(*cast<For>(node), true);
      case StmtKind::kAsyncFor: return loop(*cast<AsyncFor>(node), false);
      case StmtKind::kWhile:
        expression(cast<While>(node)->test);
        body(cast<While>(node)->body);
        return body(cast<While>(node)->orelse);
      case StmtKind::kIf: return if_chain(cast<If>(node));
      case StmtKind::kWith: return with(*cast<With>(node));
      case StmtKind::kAsyncWith: return with(*cast<AsyncWith>(node));
      case StmtKind::kMatch:
        expression(cast<Match>(node)->subject);
        for (MatchCase* one : cast<Match>(node)->cases) {
          pattern(one->pattern);
          expression(one->guard);
          body(one->body);
        }
        return;
      case StmtKind::kRaise:
        expression(cast<Raise>(node)->exc);
        return expression(cast<Raise>(node)->cause);
      case StmtKind::kTry: return try_statement(*cast<Try>(node));
      case StmtKind::kTryStar: return try_statement(*cast<TryStar>(node));
      case StmtKind::kAssert:
        expression(cast<Assert>(node)->test);
        return expression(cast<Assert>(node)->msg);
      case StmtKind::kExprStmt: return expression(cast<ExprStmt>(node)->value);
      case StmtKind::kImport:
      case StmtKind::kImportFrom:
      case StmtKind::kGlobal:
      case StmtKind::kNonlocal:
      case StmtKind::kPass:
      case StmtKind::kBreak:
      case StmtKind::kContinue: return;
    }
  }

  void function(FunctionDefFields& fields) {
    arguments(fields.args);
    body_with_docstring(fields.body);
    expressions(fields.decorator_list);
    annotation(fields.returns);
  }

  void loop(ForFields& fields, bool may_fold_iterable) {
    expression(fields.target);
    expression(fields.iter);
    body(fields.body);
    body(fields.orelse);
    if (may_fold_iterable) iterable(fields.iter);
  }

  void if_chain(If* node) {
    while (true) {
      expression(node->test);
      body(node->body);
      If* next = node->orelse.size() == 1 && node->orelse[0]->kind == StmtKind::kIf ? cast<If>(node->orelse[0]) : nullptr;
      if (next == nullptr) return body(node->orelse);
      node = next;
    }
  }

  void with(WithFields& fields) {
    for (WithItem* item : fields.items) {
      expression(item->context_expr);
      expression(item->optional_vars);
    }
    body(fields.body);
  }

  void try_statement(TryFields& fields) {
    body(fields.body);
    for (ExceptHandler* handler : fields.handlers) {
      expression(handler->type);
      body(handler->body);
    }
    body(fields.orelse);
    body(fields.finalbody);
  }

  void pattern(Pattern* node) {
    if (node == nullptr || deep()) return;
    switch (node->kind) {
      case PatternKind::kMatchValue: return expression(cast<MatchValue>(node)->value);
      case PatternKind::kMatchSingleton:
      case PatternKind::kMatchStar: return;
      case PatternKind::kMatchSequence: return patterns(cast<MatchSequence>(node)->patterns);
      case PatternKind::kMatchMapping:
        expressions(cast<MatchMapping>(node)->keys);
        return patterns(cast<MatchMapping>(node)->patterns);
      case PatternKind::kMatchClass:
        expression(cast<MatchClass>(node)->cls);
        patterns(cast<MatchClass>(node)->patterns);
        return patterns(cast<MatchClass>(node)->kwd_patterns);
      case PatternKind::kMatchAs: return pattern(cast<MatchAs>(node)->pattern);
      case PatternKind::kMatchOr: return patterns(cast<MatchOr>(node)->patterns);
    }
  }

  void patterns(Span<Pattern*> nodes) {
    for (Pattern* node : nodes) pattern(node);
  }

  // ---- expressions ----

  void annotation(Expr*& node) {
    if (!options_.future_annotations) expression(node);
  }

  void arguments(Arguments* args) {
    for (Arg* arg : args->posonlyargs) annotation(arg->annotation);
    for (Arg* arg : args->args) annotation(arg->annotation);
    if (args->vararg != nullptr) annotation(args->vararg->annotation);
    for (Arg* arg : args->kwonlyargs) annotation(arg->annotation);
    if (args->kwarg != nullptr) annotation(args->kwarg->annotation);
    expressions(args->defaults);
    expressions(args->kw_defaults);
  }

  void expressions(Span<Expr*> nodes) {
    for (Expr*& node : nodes) expression(node);
  }

  void comprehension(Span<Comprehension*> generators) {
    for (Comprehension* generator : generators) {
      expression(generator->target);
      expression(generator->iter);
      expressions(generator->ifs);
      iterable(generator->iter);
    }
  }

  void expression(Expr*& node) {
    if (node == nullptr || deep()) return;
    switch (node->kind) {
      case ExprKind::kConstant:
      case ExprKind::kYield:
        if (node->kind == ExprKind::kYield) expression(cast<Yield>(node)->value);
        return;
      case ExprKind::kName:
        if (auto* name = cast<Name>(node); name->ctx == ExprContext::kLoad && name->id == "__debug__") {
          ConstantValue value;
          value.kind = options_.optimize == 0 ? ConstantKind::kTrue : ConstantKind::kFalse;
          replace(node, value);
        }
        return;
      case ExprKind::kBoolOp: return expressions(cast<BoolOp>(node)->values);
      case ExprKind::kNamedExpr: return expression(cast<NamedExpr>(node)->value);
      case ExprKind::kBinOp: return binary_chain(node);
      case ExprKind::kUnaryOp: return unary(node);
      case ExprKind::kLambda:
        arguments(cast<Lambda>(node)->args);
        return expression(cast<Lambda>(node)->body);
      case ExprKind::kIfExp:
        expression(cast<IfExp>(node)->test);
        expression(cast<IfExp>(node)->body);
        return expression(cast<IfExp>(node)->orelse);
      case ExprKind::kDict:
        expressions(cast<Dict>(node)->keys);
        return expressions(cast<Dict>(node)->values);
      case ExprKind::kSet: return expressions(cast<Set>(node)->elts);
      case ExprKind::kListComp:
        expression(cast<ListComp>(node)->elt);
        return comprehension(cast<ListComp>(node)->generators);
      case ExprKind::kSetComp:
        expression(cast<SetComp>(node)->elt);
        return comprehension(cast<SetComp>(node)->generators);
      case ExprKind::kGeneratorExp:
        expression(cast<GeneratorExp>(node)->elt);
        return comprehension(cast<GeneratorExp>(node)->generators);
      case ExprKind::kDictComp:
        expression(cast<DictComp>(node)->key);
        expression(cast<DictComp>(node)->value);
        return comprehension(cast<DictComp>(node)->generators);
      case ExprKind::kAwait: return expression(cast<Await>(node)->value);
      case ExprKind::kYieldFrom: return expression(cast<YieldFrom>(node)->value);
      case ExprKind::kCompare: return comparison(cast<Compare>(node));
      case ExprKind::kCall:
        expression(cast<Call>(node)->func);
        expressions(cast<Call>(node)->args);
        for (Keyword* keyword : cast<Call>(node)->keywords) expression(keyword->value);
        return;
      case ExprKind::kFormattedValue:
        expression(cast<FormattedValue>(node)->value);
        return expression(cast<FormattedValue>(node)->format_spec);
      case ExprKind::kJoinedStr: return expressions(cast<JoinedStr>(node)->values);
      case ExprKind::kAttribute: return expression(cast<Attribute>(node)->value);
      case ExprKind::kSubscript: return subscript(node);
      case ExprKind::kStarred: return expression(cast<Starred>(node)->value);
      case ExprKind::kSlice:
        expression(cast<Slice>(node)->lower);
        expression(cast<Slice>(node)->upper);
        return expression(cast<Slice>(node)->step);
      case ExprKind::kList: return expressions(cast<List>(node)->elts);
      case ExprKind::kTuple: {
        auto* tuple = cast<Tuple>(node);
        expressions(tuple->elts);
        if (tuple->ctx == ExprContext::kLoad) collection(node, tuple->elts, ConstantKind::kTuple);
        return;
      }
    }
  }

  void binary_chain(Expr*& node) {
    // Leans to the left, perhaps far: folded from the innermost outwards without recursion.
    std::vector<Expr**> chain;
    Expr** at = &node;
    while ((*at)->kind == ExprKind::kBinOp) {
      chain.push_back(at);
      at = &cast<BinOp>(*at)->left;
    }
    expression(*at);
    for (size_t i = chain.size(); i-- > 0;) {
      auto* binary = cast<BinOp>(*chain[i]);
      expression(binary->right);
      const ConstantValue* left = constant(binary->left);
      const ConstantValue* right = constant(binary->right);
      ConstantValue value;
      if (left != nullptr && right != nullptr && fold_binary(binary->op, *left, *right, arena_, value)) replace(*chain[i], value);
      else if (Expr* formatted = fold_format(binary, arena_)) *chain[i] = formatted;
    }
  }

  void unary(Expr*& node) {
    auto* unary = cast<UnaryOp>(node);
    expression(unary->operand);
    if (const ConstantValue* operand = constant(unary->operand)) {
      ConstantValue value;
      if (fold_unary(unary->op, *operand, arena_, value)) replace(node, value);
      return;
    }
    auto* compare = try_cast<Compare>(static_cast<const Expr*>(unary->operand));
    if (unary->op != UnaryOperator::kNot || compare == nullptr || compare->ops.size() != 1) return;
    CmpOperator inverse;
    switch (compare->ops[0]) {  // only these four have an inverse whatever the operands' types define
      case CmpOperator::kIs: inverse = CmpOperator::kIsNot; break;
      case CmpOperator::kIsNot: inverse = CmpOperator::kIs; break;
      case CmpOperator::kIn: inverse = CmpOperator::kNotIn; break;
      case CmpOperator::kNotIn: inverse = CmpOperator::kIn; break;
      default: return;
    }
    compare->ops[0] = inverse;
    node = unary->operand;  // keeps the comparison's own position, as CPython does
  }

  void comparison(Compare* compare) {
    expression(compare->left);
    expressions(compare->comparators);
    CmpOperator last = compare->ops.back();
    if (last == CmpOperator::kIn || last == CmpOperator::kNotIn) iterable(compare->comparators.back());
  }

  void subscript(Expr*& node) {
    auto* subscript = cast<Subscript>(node);
    expression(subscript->value);
    expression(subscript->slice);
    if (subscript->ctx != ExprContext::kLoad) return;
    const ConstantValue* container = constant(subscript->value);
    const ConstantValue* index = constant(subscript->slice);
    ConstantValue value;
    if (container != nullptr && index != nullptr && fold_subscript(*container, *index, arena_, value)) replace(node, value);
  }

  /// Only iterated over or searched: a list may be a tuple, a set a frozenset.
  void iterable(Expr*& node) {
    if (auto* list = try_cast<List>(static_cast<const Expr*>(node))) {
      for (Expr* element : list->elts) {
        if (element->kind == ExprKind::kStarred) return;
      }
      auto* tuple = arena_.make<Tuple>();
      static_cast<Position&>(*tuple) = *node;
      tuple->elts = list->elts;
      tuple->ctx = list->ctx;
      node = tuple;
      collection(node, tuple->elts, ConstantKind::kTuple);
    } else if (auto* set = try_cast<Set>(static_cast<const Expr*>(node))) {
      collection(node, set->elts, ConstantKind::kFrozenSet);
    }
  }

  void collection(Expr*& node, Span<Expr*> elements, ConstantKind kind) {
    for (Expr* element : elements) {
      if (constant(element) == nullptr) return;
    }
    auto* items = arena_.make_array<ConstantValue>(elements.size());
    for (uint32_t i = 0; i < elements.size(); ++i) items[i] = *constant(elements[i]);
    ConstantValue value;
    value.kind = kind;
    value.items = {items, elements.size()};
    replace(node, value);
  }

  static const ConstantValue* constant(const Expr* node) {
    auto* found = try_cast<Constant>(node);
    return found == nullptr ? nullptr : &found->value;
  }

  void replace(Expr*& node, const ConstantValue& value) {
    auto* made = arena_.make<Constant>();
    static_cast<Position&>(*made) = *node;
    made->value = value;
    node = made;
  }

  bool deep() {
    if (guard_.exhausted()) too_deep_ = true;
    return too_deep_;
  }

  const FoldOptions& options_;
  Arena& arena_;
  StackGuard guard_;
  bool too_deep_ = false;
};

}  // namespace

bool fold(Mod* mod, const FoldOptions& options, Arena& arena, Diagnostic& error) {
  if (Folder(options, arena).run(mod)) return true;
  error = Diagnostic{};
  error.kind = DiagnosticKind::kRecursionError;
  error.message = kTooDeep;
  error.has_position = false;
  return false;
}

}  // namespace eider::frontend

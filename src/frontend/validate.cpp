// SPDX-License-Identifier: MIT
#include "frontend/validate.h"

#include <cstdarg>
#include <cstdio>

namespace eider::frontend {

using namespace ast;

namespace {

constexpr const char* kContextNames[] = {"Load", "Store", "Del"};

class Validator {
 public:
  explicit Validator(InvalidTree* problem) : problem_(problem) {}

  bool mod(const Mod& node) {
    switch (node.kind) {
      case ModKind::kModule: return stmts(cast<Module>(&node)->body);
      case ModKind::kInteractive: return stmts(cast<Interactive>(&node)->body);
      case ModKind::kExpression: return expr(cast<Expression>(&node)->body, ExprContext::kLoad);
    }
    EIDER_UNREACHABLE("module kind");
  }

 private:
  enum class Nulls : uint8_t { kRefused, kAllowed };

  bool fail(const char* format, ...) __attribute__((format(printf, 2, 3))) {
    char text[300];
    va_list args;
    va_start(args, format);
    std::vsnprintf(text, sizeof text, format, args);
    va_end(args);
    problem_->message = text;
    return false;
  }

  bool place(const Position& p) {
    if (p.lineno > p.end_lineno) return fail("AST node line range (%d, %d) is not valid", p.lineno, p.end_lineno);
    if ((p.lineno < 0 && p.end_lineno != p.lineno) || (p.col_offset < 0 && p.col_offset != p.end_col_offset)) {
      return fail("AST node column range (%d, %d) for line range (%d, %d) is not valid", p.col_offset, p.end_col_offset, p.lineno, p.end_lineno);
    }
    if (p.lineno == p.end_lineno && p.col_offset > p.end_col_offset) {
      return fail("line %d, column %d-%d is not a valid range", p.lineno, p.col_offset, p.end_col_offset);
    }
    return true;
  }
  bool name(Identifier id) {
    for (std::string_view constant : {"None", "True", "False"}) {
      if (id == constant) return fail("identifier field can't represent '%s' constant", std::string(id).c_str());
    }
    return true;
  }

  // --- expressions -----------------------------------------------------------------------------------------------------------------
  bool load(const Expr* node) { return expr(node, ExprContext::kLoad); }
  bool optional(const Expr* node, ExprContext context = ExprContext::kLoad) { return node == nullptr || expr(node, context); }
  bool exprs(Span<Expr*> items, ExprContext context = ExprContext::kLoad, Nulls nulls = Nulls::kRefused) {
    for (const Expr* item : items) {
      if (item != nullptr) {
        if (!expr(item, context)) return false;
      } else if (nulls == Nulls::kRefused) {
        return fail("None disallowed in expression list");
      }
    }
    return true;
  }
  bool comprehension(Span<Comprehension*> generators) {
    if (generators.empty()) return fail("comprehension with no generators");
    for (const Comprehension* one : generators) {
      if (!expr(one->target, ExprContext::kStore) || !load(one->iter) || !exprs(one->ifs)) return false;
    }
    return true;
  }
  bool keywords(Span<Keyword*> items) {
    for (const Keyword* one : items) {
      if (!load(one->value)) return false;
    }
    return true;
  }
  bool args(Span<Arg*> items) {
    for (const Arg* one : items) {
      if (!place(*one) || !optional(one->annotation)) return false;
    }
    return true;
  }
  bool arguments(const Arguments& a) {
    if (!args(a.posonlyargs) || !args(a.args)) return false;
    if (a.vararg != nullptr && !optional(a.vararg->annotation)) return false;
    if (!args(a.kwonlyargs)) return false;
    if (a.kwarg != nullptr && !optional(a.kwarg->annotation)) return false;
    if (a.defaults.size() > a.posonlyargs.size() + a.args.size()) return fail("more positional defaults than args on arguments");
    if (a.kw_defaults.size() != a.kwonlyargs.size()) return fail("length of kwonlyargs is not the same as kw_defaults on arguments");
    return exprs(a.defaults) && exprs(a.kw_defaults, ExprContext::kLoad, Nulls::kAllowed);
  }

  /// The context a node says of itself; nullptr: its kind has none.
  static const ExprContext* own_context(const Expr* node) {
    switch (node->kind) {
      case ExprKind::kAttribute: return &cast<Attribute>(node)->ctx;
      case ExprKind::kSubscript: return &cast<Subscript>(node)->ctx;
      case ExprKind::kStarred: return &cast<Starred>(node)->ctx;
      case ExprKind::kName: return &cast<Name>(node)->ctx;
      case ExprKind::kList: return &cast<List>(node)->ctx;
      case ExprKind::kTuple: return &cast<Tuple>(node)->ctx;
      default: return nullptr;
    }
  }

  bool expr(const Expr* node, ExprContext context) {
    if (!place(*node)) return false;
    if (const auto* id = try_cast<Name>(node); id != nullptr && !name(id->id)) return false;
    const ExprContext* own = own_context(node);
    const char* wanted = kContextNames[static_cast<size_t>(context)];
    if (own == nullptr && context != ExprContext::kLoad) return fail("expression which can't be assigned to in %s context", wanted);
    if (own != nullptr && *own != context) {
      return fail("expression must have %s context but has %s instead", wanted, kContextNames[static_cast<size_t>(*own)]);
    }
    switch (node->kind) {
      case ExprKind::kBoolOp: {
        const auto* n = cast<BoolOp>(node);
        return n->values.size() < 2 ? fail("BoolOp with less than 2 values") : exprs(n->values);
      }
      case ExprKind::kBinOp: return load(cast<BinOp>(node)->left) && load(cast<BinOp>(node)->right);
      case ExprKind::kUnaryOp: return load(cast<UnaryOp>(node)->operand);
      case ExprKind::kLambda: return arguments(*cast<Lambda>(node)->args) && load(cast<Lambda>(node)->body);
      case ExprKind::kIfExp: return load(cast<IfExp>(node)->test) && load(cast<IfExp>(node)->body) && load(cast<IfExp>(node)->orelse);
      case ExprKind::kDict: {
        const auto* n = cast<Dict>(node);
        if (n->keys.size() != n->values.size()) return fail("Dict doesn't have the same number of keys as values");
        return exprs(n->keys, ExprContext::kLoad, Nulls::kAllowed) && exprs(n->values);
      }
      case ExprKind::kSet: return exprs(cast<Set>(node)->elts);
      case ExprKind::kListComp: return comprehension(cast<ListComp>(node)->generators) && load(cast<ListComp>(node)->elt);
      case ExprKind::kSetComp: return comprehension(cast<SetComp>(node)->generators) && load(cast<SetComp>(node)->elt);
      case ExprKind::kGeneratorExp: return comprehension(cast<GeneratorExp>(node)->generators) && load(cast<GeneratorExp>(node)->elt);
      case ExprKind::kDictComp: {
        const auto* n = cast<DictComp>(node);
        return comprehension(n->generators) && load(n->key) && load(n->value);
      }
      case ExprKind::kYield: return optional(cast<Yield>(node)->value);
      case ExprKind::kYieldFrom: return load(cast<YieldFrom>(node)->value);
      case ExprKind::kAwait: return load(cast<Await>(node)->value);
      case ExprKind::kCompare: {
        const auto* n = cast<Compare>(node);
        if (n->comparators.empty()) return fail("Compare with no comparators");
        if (n->comparators.size() != n->ops.size()) return fail("Compare has a different number of comparators and operands");
        return exprs(n->comparators) && load(n->left);
      }
      case ExprKind::kCall: return load(cast<Call>(node)->func) && exprs(cast<Call>(node)->args) && keywords(cast<Call>(node)->keywords);
      case ExprKind::kConstant: return true;
      case ExprKind::kJoinedStr: return exprs(cast<JoinedStr>(node)->values);
      case ExprKind::kFormattedValue: return load(cast<FormattedValue>(node)->value) && optional(cast<FormattedValue>(node)->format_spec);
      case ExprKind::kAttribute: return load(cast<Attribute>(node)->value);
      case ExprKind::kSubscript: return load(cast<Subscript>(node)->slice) && load(cast<Subscript>(node)->value);
      case ExprKind::kStarred: return expr(cast<Starred>(node)->value, context);
      case ExprKind::kSlice: return optional(cast<Slice>(node)->lower) && optional(cast<Slice>(node)->upper) && optional(cast<Slice>(node)->step);
      case ExprKind::kList: return exprs(cast<List>(node)->elts, context);
      case ExprKind::kTuple: return exprs(cast<Tuple>(node)->elts, context);
      case ExprKind::kNamedExpr: return expr(cast<NamedExpr>(node)->target, ExprContext::kStore) && load(cast<NamedExpr>(node)->value);
      case ExprKind::kName: return true;
    }
    EIDER_UNREACHABLE("expression kind");
  }

  // --- patterns ----------------------------------------------------------------------------------------------------------------------
  static bool is_number(const Expr* node, bool real, bool imaginary) {
    const auto* constant = try_cast<Constant>(node);
    if (constant == nullptr) return false;
    ConstantKind kind = constant->value.kind;
    return (real && (kind == ConstantKind::kInt || kind == ConstantKind::kFloat)) || (imaginary && kind == ConstantKind::kComplex);
  }
  static bool is_negative(const Expr* node, bool real, bool imaginary) {
    const auto* unary = try_cast<UnaryOp>(node);
    return unary != nullptr && unary->op == UnaryOperator::kUSub && is_number(unary->operand, real, imaginary);
  }
  static bool is_complex(const Expr* node) {
    const auto* binary = try_cast<BinOp>(node);
    if (binary == nullptr || (binary->op != Operator::kAdd && binary->op != Operator::kSub)) return false;
    return (is_number(binary->left, true, false) || is_negative(binary->left, true, false)) && is_number(binary->right, false, true);
  }
  bool match_value(const Expr* node) {
    if (!load(node)) return false;
    switch (node->kind) {
      case ExprKind::kConstant:
        switch (cast<Constant>(node)->value.kind) {
          case ConstantKind::kInt:
          case ConstantKind::kFloat:
          case ConstantKind::kBytes:
          case ConstantKind::kComplex:
          case ConstantKind::kStr: return true;
          default: return fail("unexpected constant inside of a literal pattern");
        }
      case ExprKind::kAttribute:
      case ExprKind::kJoinedStr: return true;
      case ExprKind::kUnaryOp:
        if (is_negative(node, true, true)) return true;
        break;
      case ExprKind::kBinOp:
        if (is_complex(node)) return true;
        break;
      default: break;
    }
    return fail("patterns may only match literals and attribute lookups");
  }
  bool capture(Identifier id) { return id == "_" ? fail("can't capture name '_' in patterns") : name(id); }
  bool patterns(Span<Pattern*> items, bool star_ok) {
    for (const Pattern* one : items) {
      if (one == nullptr) return fail("None disallowed in pattern list");
      if (!pattern(one, star_ok)) return false;
    }
    return true;
  }
  bool pattern(const Pattern* node, bool star_ok) {
    if (!place(*node)) return false;
    switch (node->kind) {
      case PatternKind::kMatchValue: return match_value(cast<MatchValue>(node)->value);
      case PatternKind::kMatchSingleton: return true;
      case PatternKind::kMatchSequence: return patterns(cast<MatchSequence>(node)->patterns, true);
      case PatternKind::kMatchMapping: {
        const auto* n = cast<MatchMapping>(node);
        if (n->keys.size() != n->patterns.size()) return fail("MatchMapping doesn't have the same number of keys as patterns");
        if (!n->rest.empty() && !capture(n->rest)) return false;
        for (const Expr* key : n->keys) {
          if (key == nullptr) return fail("None disallowed in expression list");
          const auto* constant = try_cast<Constant>(key);
          if (constant != nullptr) {
            ConstantKind kind = constant->value.kind;
            if (kind == ConstantKind::kNone || kind == ConstantKind::kTrue || kind == ConstantKind::kFalse) continue;
          }
          if (!match_value(key)) return false;
        }
        return patterns(n->patterns, false);
      }
      case PatternKind::kMatchClass: {
        const auto* n = cast<MatchClass>(node);
        if (n->kwd_attrs.size() != n->kwd_patterns.size()) {
          return fail("MatchClass doesn't have the same number of keyword attributes as patterns");
        }
        if (!load(n->cls)) return false;
        const Expr* cls = n->cls;
        while (const auto* attribute = try_cast<Attribute>(cls)) cls = attribute->value;
        if (cls->kind != ExprKind::kName) return fail("MatchClass cls field can only contain Name or Attribute nodes.");
        for (Identifier id : n->kwd_attrs) {
          if (!name(id)) return false;
        }
        return patterns(n->patterns, false) && patterns(n->kwd_patterns, false);
      }
      case PatternKind::kMatchStar: {
        if (!star_ok) return fail("can't use MatchStar here");
        Identifier id = cast<MatchStar>(node)->name;
        return id.empty() || capture(id);
      }
      case PatternKind::kMatchAs: {
        const auto* n = cast<MatchAs>(node);
        if (!n->name.empty() && !capture(n->name)) return false;
        if (n->pattern == nullptr) return true;
        if (n->name.empty()) return fail("MatchAs must specify a target name if a pattern is given");
        return pattern(n->pattern, false);
      }
      case PatternKind::kMatchOr: {
        const auto* n = cast<MatchOr>(node);
        return n->patterns.size() < 2 ? fail("MatchOr requires at least 2 patterns") : patterns(n->patterns, false);
      }
    }
    EIDER_UNREACHABLE("pattern kind");
  }

  // --- statements --------------------------------------------------------------------------------------------------------------------
  template <class T>
  bool not_empty(Span<T> items, const char* what, const char* owner) {
    return !items.empty() || fail("empty %s on %s", what, owner);
  }
  bool body(Span<Stmt*> items, const char* owner) { return not_empty(items, "body", owner) && stmts(items); }
  bool stmts(Span<Stmt*> items) {
    for (const Stmt* one : items) {
      if (one == nullptr) return fail("None disallowed in statement list");
      if (!stmt(one)) return false;
    }
    return true;
  }
  bool function(const FunctionDefFields& n, const char* owner) {
    return body(n.body, owner) && arguments(*n.args) && exprs(n.decorator_list) && optional(n.returns);
  }
  bool loop(const ForFields& n, const char* owner) {
    return expr(n.target, ExprContext::kStore) && load(n.iter) && body(n.body, owner) && stmts(n.orelse);
  }
  bool with(const WithFields& n, const char* owner) {
    if (!not_empty(n.items, "items", owner)) return false;
    for (const WithItem* item : n.items) {
      if (!load(item->context_expr) || !optional(item->optional_vars, ExprContext::kStore)) return false;
    }
    return body(n.body, owner);
  }
  bool try_statement(const TryFields& n, const char* owner) {
    if (!body(n.body, owner)) return false;
    if (n.handlers.empty() && n.finalbody.empty()) return fail("%s has neither except handlers nor finalbody", owner);
    if (n.handlers.empty() && !n.orelse.empty()) return fail("%s has orelse but no except handlers", owner);
    for (const ExceptHandler* handler : n.handlers) {
      if (handler == nullptr) return fail("None disallowed in handler list");
      if (!place(*handler) || !optional(handler->type) || !body(handler->body, "ExceptHandler")) return false;
    }
    return stmts(n.finalbody) && stmts(n.orelse);
  }

  bool stmt(const Stmt* node) {
    if (!place(*node)) return false;
    switch (node->kind) {
      case StmtKind::kFunctionDef: return function(*cast<FunctionDef>(node), "FunctionDef");
      case StmtKind::kAsyncFunctionDef: return function(*cast<AsyncFunctionDef>(node), "AsyncFunctionDef");
      case StmtKind::kClassDef: {
        const auto* n = cast<ClassDef>(node);
        return body(n->body, "ClassDef") && exprs(n->bases) && keywords(n->keywords) && exprs(n->decorator_list);
      }
      case StmtKind::kReturn: return optional(cast<Return>(node)->value);
      case StmtKind::kDelete: {
        const auto* n = cast<Delete>(node);
        return not_empty(n->targets, "targets", "Delete") && exprs(n->targets, ExprContext::kDel);
      }
      case StmtKind::kAssign: {
        const auto* n = cast<Assign>(node);
        return not_empty(n->targets, "targets", "Assign") && exprs(n->targets, ExprContext::kStore) && load(n->value);
      }
      case StmtKind::kAugAssign: return expr(cast<AugAssign>(node)->target, ExprContext::kStore) && load(cast<AugAssign>(node)->value);
      case StmtKind::kAnnAssign: {
        const auto* n = cast<AnnAssign>(node);
        if (n->target->kind != ExprKind::kName && n->simple) {
          problem_->type_error = true;
          return fail("AnnAssign with simple non-Name target");
        }
        return expr(n->target, ExprContext::kStore) && optional(n->value) && load(n->annotation);
      }
      case StmtKind::kFor: return loop(*cast<For>(node), "For");
      case StmtKind::kAsyncFor: return loop(*cast<AsyncFor>(node), "AsyncFor");
      case StmtKind::kWhile: return load(cast<While>(node)->test) && body(cast<While>(node)->body, "While") && stmts(cast<While>(node)->orelse);
      case StmtKind::kIf: return load(cast<If>(node)->test) && body(cast<If>(node)->body, "If") && stmts(cast<If>(node)->orelse);
      case StmtKind::kWith: return with(*cast<With>(node), "With");
      case StmtKind::kAsyncWith: return with(*cast<AsyncWith>(node), "AsyncWith");
      case StmtKind::kMatch: {
        const auto* n = cast<Match>(node);
        if (!load(n->subject) || !not_empty(n->cases, "cases", "Match")) return false;
        for (const MatchCase* one : n->cases) {
          if (!pattern(one->pattern, false) || !optional(one->guard) || !body(one->body, "match_case")) return false;
        }
        return true;
      }
      case StmtKind::kRaise: {
        const auto* n = cast<Raise>(node);
        if (n->exc != nullptr) return load(n->exc) && optional(n->cause);
        return n->cause == nullptr || fail("Raise with cause but no exception");
      }
      case StmtKind::kTry: return try_statement(*cast<Try>(node), "Try");
      case StmtKind::kTryStar:
        for (const ExceptHandler* handler : cast<TryStar>(node)->handlers) {
          if (handler != nullptr && handler->type == nullptr) return fail("a handler of TryStar needs a type");  // the grammar says so
        }
        return try_statement(*cast<TryStar>(node), "TryStar");
      case StmtKind::kAssert: return load(cast<Assert>(node)->test) && optional(cast<Assert>(node)->msg);
      case StmtKind::kImport: return not_empty(cast<Import>(node)->names, "names", "Import");
      case StmtKind::kImportFrom:
        if (cast<ImportFrom>(node)->level < 0) return fail("Negative ImportFrom level");
        return not_empty(cast<ImportFrom>(node)->names, "names", "ImportFrom");
      case StmtKind::kGlobal: return not_empty(cast<Global>(node)->names, "names", "Global");
      case StmtKind::kNonlocal: return not_empty(cast<Nonlocal>(node)->names, "names", "Nonlocal");
      case StmtKind::kExprStmt: return load(cast<ExprStmt>(node)->value);
      case StmtKind::kPass:
      case StmtKind::kBreak:
      case StmtKind::kContinue: return true;
    }
    EIDER_UNREACHABLE("statement kind");
  }

  InvalidTree* problem_;
};

}  // namespace

bool validate(const Mod& mod, InvalidTree* problem) { return Validator(problem).mod(mod); }

}  // namespace eider::frontend

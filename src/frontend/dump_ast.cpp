// SPDX-License-Identifier: MIT
#include "frontend/dump_ast.h"

#include "frontend/python_repr.h"

namespace eider::frontend {

using namespace ast;

namespace {

constexpr const char* kContexts[] = {"Load()", "Store()", "Del()"};
constexpr const char* kBoolOperators[] = {"And()", "Or()"};
constexpr const char* kOperators[] = {"Add()",    "Sub()",    "Mult()",  "MatMult()", "Div()",    "Mod()",     "Pow()",
                                      "LShift()", "RShift()", "BitOr()", "BitXor()",  "BitAnd()", "FloorDiv()"};
constexpr const char* kUnaryOperators[] = {"Invert()", "Not()", "UAdd()", "USub()"};
constexpr const char* kCmpOperators[] = {"Eq()",  "NotEq()", "Lt()",    "LtE()", "Gt()",
                                         "GtE()", "Is()",    "IsNot()", "In()",  "NotIn()"};

template <class E>
size_t index_of(E value) { return static_cast<size_t>(value); }

class Dumper {
 public:
  std::string out;

  void dump(const Mod& mod) {
    switch (mod.kind) {
      case ModKind::kModule: {
        const auto* node = cast<Module>(&mod);
        if (node->body.empty()) {
          out += "Module(body=[], type_ignores=[])";
          return;
        }
        Scope scope(*this, "Module");
        list("body", node->body);
        text("type_ignores", "[]");
        return;
      }
      case ModKind::kInteractive: {
        Scope scope(*this, "Interactive");
        list("body", cast<Interactive>(&mod)->body);
        return;
      }
      case ModKind::kExpression: {
        Scope scope(*this, "Expression");
        child("body", cast<Expression>(&mod)->body);
        return;
      }
    }
  }

 private:
  // Name( ... ) with the fields written while it lives.
  class Scope {
   public:
    Scope(Dumper& dumper, const char* name) : dumper_(dumper), first_(dumper.first_) {
      dumper.out += name;
      dumper.out += '(';
      ++dumper.level_;
      dumper.first_ = true;
    }
    Scope(Dumper& dumper, const char* name, const Position& place) : Scope(dumper, name) { place_ = &place; }
    ~Scope() {
      if (place_ != nullptr) {
        dumper_.number("lineno", place_->lineno);
        dumper_.number("col_offset", place_->col_offset);
        dumper_.number("end_lineno", place_->end_lineno);
        dumper_.number("end_col_offset", place_->end_col_offset);
      }
      dumper_.out += ')';
      --dumper_.level_;
      dumper_.first_ = first_;
    }

   private:
    Dumper& dumper_;
    bool first_;
    const Position* place_ = nullptr;
  };

  void separate() {
    out += first_ ? "\n" : ",\n";
    first_ = false;
    out.append(static_cast<size_t>(level_), ' ');
  }
  void field(const char* name) {
    separate();
    out += name;
    out += '=';
  }
  void text(const char* name, std::string_view value) {
    field(name);
    out += value;
  }
  void number(const char* name, int value) { text(name, std::to_string(value)); }
  void identifier(const char* name, Identifier value) { text(name, repr_of_str(value)); }
  void optional_identifier(const char* name, Identifier value) {
    if (!value.empty()) identifier(name, value);
  }
  template <class T>
  void child(const char* name, const T* node) {
    field(name);
    write(node);
  }
  template <class T>
  void optional(const char* name, const T* node) {
    if (node != nullptr) child(name, node);
  }
  template <class T, class Write>
  void list_with(const char* name, const Span<T>& items, Write write_item) {
    field(name);
    if (items.empty()) {
      out += "[]";
      return;
    }
    out += '[';
    ++level_;
    bool first = first_;
    first_ = true;
    for (const T& item : items) {
      separate();
      write_item(item);
    }
    first_ = first;
    --level_;
    out += ']';
  }
  template <class T>
  void list(const char* name, const Span<T*>& items) {
    list_with(name, items, [&](T* item) { write(item); });
  }
  void identifiers(const char* name, const Span<Identifier>& items) {
    list_with(name, items, [&](Identifier item) { out += repr_of_str(item); });
  }
  void context(ExprContext ctx) { text("ctx", kContexts[index_of(ctx)]); }

  void write(const Stmt* stmt);
  void write(const Expr* expr);
  void write(const Pattern* pattern);

  void write(const Arg* arg) {
    Scope scope(*this, "arg", *arg);
    identifier("arg", arg->arg);
    optional("annotation", arg->annotation);
  }
  void write(const Arguments* node) {
    Scope scope(*this, "arguments");
    list("posonlyargs", node->posonlyargs);
    list("args", node->args);
    optional("vararg", node->vararg);
    list("kwonlyargs", node->kwonlyargs);
    list("kw_defaults", node->kw_defaults);
    optional("kwarg", node->kwarg);
    list("defaults", node->defaults);
  }
  void write(const Keyword* node) {
    Scope scope(*this, "keyword", *node);
    optional_identifier("arg", node->arg);
    child("value", node->value);
  }
  void write(const Alias* node) {
    Scope scope(*this, "alias", *node);
    identifier("name", node->name);
    optional_identifier("asname", node->asname);
  }
  void write(const WithItem* node) {
    Scope scope(*this, "withitem");
    child("context_expr", node->context_expr);
    optional("optional_vars", node->optional_vars);
  }
  void write(const Comprehension* node) {
    Scope scope(*this, "comprehension");
    child("target", node->target);
    child("iter", node->iter);
    list("ifs", node->ifs);
    number("is_async", node->is_async);
  }
  void write(const ExceptHandler* node) {
    Scope scope(*this, "ExceptHandler", *node);
    optional("type", node->type);
    optional_identifier("name", node->name);
    list("body", node->body);
  }
  void write(const MatchCase* node) {
    Scope scope(*this, "match_case");
    child("pattern", node->pattern);
    optional("guard", node->guard);
    list("body", node->body);
  }

  void write_function(const char* name, const Position& place, const FunctionDefFields& fields) {
    Scope scope(*this, name, place);
    identifier("name", fields.name);
    child("args", fields.args);
    list("body", fields.body);
    list("decorator_list", fields.decorator_list);
    optional("returns", fields.returns);
  }
  void write_for(const char* name, const Position& place, const ForFields& fields) {
    Scope scope(*this, name, place);
    child("target", fields.target);
    child("iter", fields.iter);
    list("body", fields.body);
    list("orelse", fields.orelse);
  }
  void write_with(const char* name, const Position& place, const WithFields& fields) {
    Scope scope(*this, name, place);
    list("items", fields.items);
    list("body", fields.body);
  }
  void write_try(const char* name, const Position& place, const TryFields& fields) {
    Scope scope(*this, name, place);
    list("body", fields.body);
    list("handlers", fields.handlers);
    list("orelse", fields.orelse);
    list("finalbody", fields.finalbody);
  }
  void write_comprehension(const char* name, const Position& place, const ComprehensionFields& fields) {
    Scope scope(*this, name, place);
    child("elt", fields.elt);
    list("generators", fields.generators);
  }

  int level_ = 0;
  bool first_ = true;
};

void Dumper::write(const Stmt* stmt) {
  switch (stmt->kind) {
    case StmtKind::kFunctionDef: return write_function("FunctionDef", *stmt, *cast<FunctionDef>(stmt));
    case StmtKind::kAsyncFunctionDef: return write_function("AsyncFunctionDef", *stmt, *cast<AsyncFunctionDef>(stmt));
    case StmtKind::kClassDef: {
      const auto* node = cast<ClassDef>(stmt);
      Scope scope(*this, "ClassDef", *stmt);
      identifier("name", node->name);
      list("bases", node->bases);
      list("keywords", node->keywords);
      list("body", node->body);
      list("decorator_list", node->decorator_list);
      return;
    }
    case StmtKind::kReturn: {
      Scope scope(*this, "Return", *stmt);
      optional("value", cast<Return>(stmt)->value);
      return;
    }
    case StmtKind::kDelete: {
      Scope scope(*this, "Delete", *stmt);
      list("targets", cast<Delete>(stmt)->targets);
      return;
    }
    case StmtKind::kAssign: {
      const auto* node = cast<Assign>(stmt);
      Scope scope(*this, "Assign", *stmt);
      list("targets", node->targets);
      child("value", node->value);
      return;
    }
    case StmtKind::kAugAssign: {
      const auto* node = cast<AugAssign>(stmt);
      Scope scope(*this, "AugAssign", *stmt);
      child("target", node->target);
      text("op", kOperators[index_of(node->op)]);
      child("value", node->value);
      return;
    }
    case StmtKind::kAnnAssign: {
      const auto* node = cast<AnnAssign>(stmt);
      Scope scope(*this, "AnnAssign", *stmt);
      child("target", node->target);
      child("annotation", node->annotation);
      optional("value", node->value);
      number("simple", node->simple);
      return;
    }
    case StmtKind::kFor: return write_for("For", *stmt, *cast<For>(stmt));
    case StmtKind::kAsyncFor: return write_for("AsyncFor", *stmt, *cast<AsyncFor>(stmt));
    case StmtKind::kWhile: {
      const auto* node = cast<While>(stmt);
      Scope scope(*this, "While", *stmt);
      child("test", node->test);
      list("body", node->body);
      list("orelse", node->orelse);
      return;
    }
    case StmtKind::kIf: {
      const auto* node = cast<If>(stmt);
      Scope scope(*this, "If", *stmt);
      child("test", node->test);
      list("body", node->body);
      list("orelse", node->orelse);
      return;
    }
    case StmtKind::kWith: return write_with("With", *stmt, *cast<With>(stmt));
    case StmtKind::kAsyncWith: return write_with("AsyncWith", *stmt, *cast<AsyncWith>(stmt));
    case StmtKind::kMatch: {
      const auto* node = cast<Match>(stmt);
      Scope scope(*this, "Match", *stmt);
      child("subject", node->subject);
      list("cases", node->cases);
      return;
    }
    case StmtKind::kRaise: {
      const auto* node = cast<Raise>(stmt);
      Scope scope(*this, "Raise", *stmt);
      optional("exc", node->exc);
      optional("cause", node->cause);
      return;
    }
    case StmtKind::kTry: return write_try("Try", *stmt, *cast<Try>(stmt));
    case StmtKind::kTryStar: return write_try("TryStar", *stmt, *cast<TryStar>(stmt));
    case StmtKind::kAssert: {
      const auto* node = cast<Assert>(stmt);
      Scope scope(*this, "Assert", *stmt);
      child("test", node->test);
      optional("msg", node->msg);
      return;
    }
    case StmtKind::kImport: {
      Scope scope(*this, "Import", *stmt);
      list("names", cast<Import>(stmt)->names);
      return;
    }
    case StmtKind::kImportFrom: {
      const auto* node = cast<ImportFrom>(stmt);
      Scope scope(*this, "ImportFrom", *stmt);
      optional_identifier("module", node->module);
      list("names", node->names);
      number("level", node->level);
      return;
    }
    case StmtKind::kGlobal: {
      Scope scope(*this, "Global", *stmt);
      identifiers("names", cast<Global>(stmt)->names);
      return;
    }
    case StmtKind::kNonlocal: {
      Scope scope(*this, "Nonlocal", *stmt);
      identifiers("names", cast<Nonlocal>(stmt)->names);
      return;
    }
    case StmtKind::kExprStmt: {
      Scope scope(*this, "Expr", *stmt);
      child("value", cast<ExprStmt>(stmt)->value);
      return;
    }
    case StmtKind::kPass: { Scope scope(*this, "Pass", *stmt); return; }
    case StmtKind::kBreak: { Scope scope(*this, "Break", *stmt); return; }
    case StmtKind::kContinue: { Scope scope(*this, "Continue", *stmt); return; }
  }
}

void Dumper::write(const Expr* expr) {
  if (expr == nullptr) {  // in a list: a dict's **mapping, a missing default
    out += "None";
    return;
  }
  switch (expr->kind) {
    case ExprKind::kBoolOp: {
      const auto* node = cast<BoolOp>(expr);
      Scope scope(*this, "BoolOp", *expr);
      text("op", kBoolOperators[index_of(node->op)]);
      list("values", node->values);
      return;
    }
    case ExprKind::kNamedExpr: {
      const auto* node = cast<NamedExpr>(expr);
      Scope scope(*this, "NamedExpr", *expr);
      child("target", node->target);
      child("value", node->value);
      return;
    }
    case ExprKind::kBinOp: {
      const auto* node = cast<BinOp>(expr);
      Scope scope(*this, "BinOp", *expr);
      child("left", node->left);
      text("op", kOperators[index_of(node->op)]);
      child("right", node->right);
      return;
    }
    case ExprKind::kUnaryOp: {
      const auto* node = cast<UnaryOp>(expr);
      Scope scope(*this, "UnaryOp", *expr);
      text("op", kUnaryOperators[index_of(node->op)]);
      child("operand", node->operand);
      return;
    }
    case ExprKind::kLambda: {
      const auto* node = cast<Lambda>(expr);
      Scope scope(*this, "Lambda", *expr);
      child("args", node->args);
      child("body", node->body);
      return;
    }
    case ExprKind::kIfExp: {
      const auto* node = cast<IfExp>(expr);
      Scope scope(*this, "IfExp", *expr);
      child("test", node->test);
      child("body", node->body);
      child("orelse", node->orelse);
      return;
    }
    case ExprKind::kDict: {
      const auto* node = cast<Dict>(expr);
      Scope scope(*this, "Dict", *expr);
      list("keys", node->keys);
      list("values", node->values);
      return;
    }
    case ExprKind::kSet: {
      Scope scope(*this, "Set", *expr);
      list("elts", cast<Set>(expr)->elts);
      return;
    }
    case ExprKind::kListComp: return write_comprehension("ListComp", *expr, *cast<ListComp>(expr));
    case ExprKind::kSetComp: return write_comprehension("SetComp", *expr, *cast<SetComp>(expr));
    case ExprKind::kGeneratorExp: return write_comprehension("GeneratorExp", *expr, *cast<GeneratorExp>(expr));
    case ExprKind::kDictComp: {
      const auto* node = cast<DictComp>(expr);
      Scope scope(*this, "DictComp", *expr);
      child("key", node->key);
      child("value", node->value);
      list("generators", node->generators);
      return;
    }
    case ExprKind::kAwait: {
      Scope scope(*this, "Await", *expr);
      child("value", cast<Await>(expr)->value);
      return;
    }
    case ExprKind::kYield: {
      Scope scope(*this, "Yield", *expr);
      optional("value", cast<Yield>(expr)->value);
      return;
    }
    case ExprKind::kYieldFrom: {
      Scope scope(*this, "YieldFrom", *expr);
      child("value", cast<YieldFrom>(expr)->value);
      return;
    }
    case ExprKind::kCompare: {
      const auto* node = cast<Compare>(expr);
      Scope scope(*this, "Compare", *expr);
      child("left", node->left);
      list_with("ops", node->ops, [&](CmpOperator op) { out += kCmpOperators[index_of(op)]; });
      list("comparators", node->comparators);
      return;
    }
    case ExprKind::kCall: {
      const auto* node = cast<Call>(expr);
      Scope scope(*this, "Call", *expr);
      child("func", node->func);
      list("args", node->args);
      list("keywords", node->keywords);
      return;
    }
    case ExprKind::kFormattedValue: {
      const auto* node = cast<FormattedValue>(expr);
      Scope scope(*this, "FormattedValue", *expr);
      child("value", node->value);
      number("conversion", node->conversion);
      optional("format_spec", node->format_spec);
      return;
    }
    case ExprKind::kJoinedStr: {
      Scope scope(*this, "JoinedStr", *expr);
      list("values", cast<JoinedStr>(expr)->values);
      return;
    }
    case ExprKind::kConstant: {
      const auto* node = cast<Constant>(expr);
      Scope scope(*this, "Constant", *expr);
      text("value", repr_of_constant(node->value));
      if (node->has_u_prefix) text("kind", "'u'");
      return;
    }
    case ExprKind::kAttribute: {
      const auto* node = cast<Attribute>(expr);
      Scope scope(*this, "Attribute", *expr);
      child("value", node->value);
      identifier("attr", node->attr);
      context(node->ctx);
      return;
    }
    case ExprKind::kSubscript: {
      const auto* node = cast<Subscript>(expr);
      Scope scope(*this, "Subscript", *expr);
      child("value", node->value);
      child("slice", node->slice);
      context(node->ctx);
      return;
    }
    case ExprKind::kStarred: {
      const auto* node = cast<Starred>(expr);
      Scope scope(*this, "Starred", *expr);
      child("value", node->value);
      context(node->ctx);
      return;
    }
    case ExprKind::kName: {
      const auto* node = cast<Name>(expr);
      Scope scope(*this, "Name", *expr);
      identifier("id", node->id);
      context(node->ctx);
      return;
    }
    case ExprKind::kList: {
      const auto* node = cast<List>(expr);
      Scope scope(*this, "List", *expr);
      list("elts", node->elts);
      context(node->ctx);
      return;
    }
    case ExprKind::kTuple: {
      const auto* node = cast<Tuple>(expr);
      Scope scope(*this, "Tuple", *expr);
      list("elts", node->elts);
      context(node->ctx);
      return;
    }
    case ExprKind::kSlice: {
      const auto* node = cast<Slice>(expr);
      Scope scope(*this, "Slice", *expr);
      optional("lower", node->lower);
      optional("upper", node->upper);
      optional("step", node->step);
      return;
    }
  }
}

void Dumper::write(const Pattern* pattern) {
  switch (pattern->kind) {
    case PatternKind::kMatchValue: {
      Scope scope(*this, "MatchValue", *pattern);
      child("value", cast<MatchValue>(pattern)->value);
      return;
    }
    case PatternKind::kMatchSingleton: {
      Scope scope(*this, "MatchSingleton", *pattern);
      ConstantValue value;
      value.kind = cast<MatchSingleton>(pattern)->value;
      text("value", repr_of_constant(value));
      return;
    }
    case PatternKind::kMatchSequence: {
      Scope scope(*this, "MatchSequence", *pattern);
      list("patterns", cast<MatchSequence>(pattern)->patterns);
      return;
    }
    case PatternKind::kMatchMapping: {
      const auto* node = cast<MatchMapping>(pattern);
      Scope scope(*this, "MatchMapping", *pattern);
      list("keys", node->keys);
      list("patterns", node->patterns);
      optional_identifier("rest", node->rest);
      return;
    }
    case PatternKind::kMatchClass: {
      const auto* node = cast<MatchClass>(pattern);
      Scope scope(*this, "MatchClass", *pattern);
      child("cls", node->cls);
      list("patterns", node->patterns);
      identifiers("kwd_attrs", node->kwd_attrs);
      list("kwd_patterns", node->kwd_patterns);
      return;
    }
    case PatternKind::kMatchStar: {
      Scope scope(*this, "MatchStar", *pattern);
      optional_identifier("name", cast<MatchStar>(pattern)->name);
      return;
    }
    case PatternKind::kMatchAs: {
      const auto* node = cast<MatchAs>(pattern);
      Scope scope(*this, "MatchAs", *pattern);
      optional("pattern", node->pattern);
      optional_identifier("name", node->name);
      return;
    }
    case PatternKind::kMatchOr: {
      Scope scope(*this, "MatchOr", *pattern);
      list("patterns", cast<MatchOr>(pattern)->patterns);
      return;
    }
  }
}

}  // namespace

std::string dump_ast(const Mod& mod) {
  Dumper dumper;
  dumper.dump(mod);
  dumper.out += '\n';
  return std::move(dumper.out);
}

}  // namespace eider::frontend

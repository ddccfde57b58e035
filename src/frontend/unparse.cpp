// SPDX-License-Identifier: MIT
#include "frontend/unparse.h"

#include "frontend/python_repr.h"

namespace eider::frontend {

using namespace ast;

namespace {

enum Precedence : int {
  kTuplePrecedence,
  kTest,  // if-else, lambda
  kOr,
  kAnd,
  kNot,
  kComparison,
  kBitOr,
  kBitXor,
  kBitAnd,
  kShift,
  kArithmetic,
  kTerm,
  kFactor,
  kPower,
  kAwaitPrecedence,
  kAtom,
  kExpression = kBitOr,
};

struct BinaryText {
  const char* text;
  int precedence;
};

BinaryText binary_text(Operator op) {
  switch (op) {
    case Operator::kAdd: return {" + ", kArithmetic};
    case Operator::kSub: return {" - ", kArithmetic};
    case Operator::kMult: return {" * ", kTerm};
    case Operator::kMatMult: return {" @ ", kTerm};
    case Operator::kDiv: return {" / ", kTerm};
    case Operator::kMod: return {" % ", kTerm};
    case Operator::kLShift: return {" << ", kShift};
    case Operator::kRShift: return {" >> ", kShift};
    case Operator::kBitOr: return {" | ", kBitOr};
    case Operator::kBitXor: return {" ^ ", kBitXor};
    case Operator::kBitAnd: return {" & ", kBitAnd};
    case Operator::kFloorDiv: return {" // ", kTerm};
    case Operator::kPow: return {" ** ", kPower};
  }
  EIDER_UNREACHABLE("operator");
}

const char* comparison_text(CmpOperator op) {
  switch (op) {
    case CmpOperator::kEq: return " == ";
    case CmpOperator::kNotEq: return " != ";
    case CmpOperator::kLt: return " < ";
    case CmpOperator::kLtE: return " <= ";
    case CmpOperator::kGt: return " > ";
    case CmpOperator::kGtE: return " >= ";
    case CmpOperator::kIs: return " is ";
    case CmpOperator::kIsNot: return " is not ";
    case CmpOperator::kIn: return " in ";
    case CmpOperator::kNotIn: return " not in ";
  }
  EIDER_UNREACHABLE("comparison");
}

std::string with_braces_doubled(std::string_view text) {
  std::string out;
  for (char c : text) {
    out += c;
    if (c == '{' || c == '}') out += c;
  }
  return out;
}

class Unparser {
 public:
  explicit Unparser(const StackGuard& guard) : guard_(guard) {}

  std::string out;
  bool too_deep = false;

  void expression(const Expr* node, int level) {
    if (guard_.exhausted()) too_deep = true;
    if (too_deep) return;
    switch (node->kind) {
      case ExprKind::kBoolOp: {
        auto* op = cast<BoolOp>(node);
        int own = op->op == BoolOperator::kAnd ? kAnd : kOr;
        return in_parentheses(level > own, [&] { list(op->values, own + 1, op->op == BoolOperator::kAnd ? " and " : " or "); });
      }
      case ExprKind::kBinOp: {
        auto* op = cast<BinOp>(node);
        BinaryText text = binary_text(op->op);
        bool to_the_right = op->op == Operator::kPow;
        return in_parentheses(level > text.precedence, [&] {
          expression(op->left, text.precedence + to_the_right);
          out += text.text;
          expression(op->right, text.precedence + !to_the_right);
        });
      }
      case ExprKind::kUnaryOp: return unary(cast<UnaryOp>(node), level);
      case ExprKind::kNamedExpr:
        return in_parentheses(level > kTuplePrecedence, [&] {
          expression(cast<NamedExpr>(node)->target, kAtom);
          out += " := ";
          expression(cast<NamedExpr>(node)->value, kAtom);
        });
      case ExprKind::kLambda: return lambda(cast<Lambda>(node), level);
      case ExprKind::kIfExp:
        return in_parentheses(level > kTest, [&] {
          auto* choice = cast<IfExp>(node);
          expression(choice->body, kTest + 1);
          out += " if ";
          expression(choice->test, kTest + 1);
          out += " else ";
          expression(choice->orelse, kTest);
        });
      case ExprKind::kDict: return dict(cast<Dict>(node));
      case ExprKind::kSet: return bracketed("{", cast<Set>(node)->elts, "}");
      case ExprKind::kList: return bracketed("[", cast<List>(node)->elts, "]");
      case ExprKind::kTuple: return tuple(cast<Tuple>(node), level);
      case ExprKind::kListComp:
        return comprehension("[", cast<ListComp>(node)->elt, nullptr, cast<ListComp>(node)->generators, "]");
      case ExprKind::kSetComp: return comprehension("{", cast<SetComp>(node)->elt, nullptr, cast<SetComp>(node)->generators, "}");
      case ExprKind::kGeneratorExp:
        return comprehension("(", cast<GeneratorExp>(node)->elt, nullptr, cast<GeneratorExp>(node)->generators, ")");
      case ExprKind::kDictComp:
        return comprehension("{", cast<DictComp>(node)->key, cast<DictComp>(node)->value, cast<DictComp>(node)->generators, "}");
      case ExprKind::kAwait:
        return in_parentheses(level > kAwaitPrecedence, [&] {
          out += "await ";
          expression(cast<Await>(node)->value, kAtom);
        });
      case ExprKind::kYield:
        out += "(yield";
        if (cast<Yield>(node)->value != nullptr) {
          out += " ";
          expression(cast<Yield>(node)->value, kTest);
        }
        out += ")";
        return;
      case ExprKind::kYieldFrom:
        out += "(yield from ";
        expression(cast<YieldFrom>(node)->value, kTest);
        out += ")";
        return;
      case ExprKind::kCompare:
        return in_parentheses(level > kComparison, [&] {
          auto* compare = cast<Compare>(node);
          expression(compare->left, kComparison + 1);
          for (uint32_t i = 0; i < compare->ops.size(); ++i) {
            out += comparison_text(compare->ops[i]);
            expression(compare->comparators[i], kComparison + 1);
          }
        });
      case ExprKind::kCall: return call(cast<Call>(node));
      case ExprKind::kFormattedValue: return formatted(cast<FormattedValue>(node));
      case ExprKind::kJoinedStr: return joined(cast<JoinedStr>(node), false);
      case ExprKind::kConstant: return constant(cast<Constant>(node));
      case ExprKind::kAttribute: {
        auto* attribute = cast<Attribute>(node);
        expression(attribute->value, kAtom);
        auto* number = try_cast<Constant>(static_cast<const Expr*>(attribute->value));
        out += number != nullptr && number->value.kind == ConstantKind::kInt ? " ." : ".";  // 1 .real
        out += attribute->attr;
        return;
      }
      case ExprKind::kSubscript:
        expression(cast<Subscript>(node)->value, kAtom);
        out += "[";
        expression(cast<Subscript>(node)->slice, kTuplePrecedence);
        out += "]";
        return;
      case ExprKind::kStarred:
        out += "*";
        return expression(cast<Starred>(node)->value, kExpression);
      case ExprKind::kName: out += cast<Name>(node)->id; return;
      case ExprKind::kSlice: return slice(cast<Slice>(node));
    }
  }

 private:
  template <class Body>
  void in_parentheses(bool needed, Body body) {
    if (needed) out += "(";
    body();
    if (needed) out += ")";
  }

  void list(Span<Expr*> nodes, int level, const char* separator) {
    for (uint32_t i = 0; i < nodes.size(); ++i) {
      if (i > 0) out += separator;
      expression(nodes[i], level);
    }
  }

  void bracketed(const char* open, Span<Expr*> nodes, const char* close) {
    out += open;
    list(nodes, kTest, ", ");
    out += close;
  }

  void unary(const UnaryOp* node, int level) {
    int own = node->op == UnaryOperator::kNot ? kNot : kFactor;
    in_parentheses(level > own, [&] {
      switch (node->op) {
        case UnaryOperator::kInvert: out += "~"; break;
        case UnaryOperator::kNot: out += "not "; break;
        case UnaryOperator::kUAdd: out += "+"; break;
        case UnaryOperator::kUSub: out += "-"; break;
      }
      expression(node->operand, own);
    });
  }

  void arg(const Arg* node) {
    out += node->arg;
    if (node->annotation == nullptr) return;
    out += ": ";
    expression(node->annotation, kTest);
  }

  void arguments(const Arguments* args) {
    bool first = true;
    auto separate = [&] {
      if (!first) out += ", ";
      first = false;
    };
    uint32_t positional_only = args->posonlyargs.size();
    uint32_t positional = positional_only + args->args.size();
    for (uint32_t i = 0; i < positional; ++i) {
      separate();
      arg(i < positional_only ? args->posonlyargs[i] : args->args[i - positional_only]);
      uint32_t without_default = positional - args->defaults.size();
      if (i >= without_default) {
        out += "=";
        expression(args->defaults[i - without_default], kTest);
      }
      if (i + 1 == positional_only) out += ", /";
    }
    if (args->vararg != nullptr || !args->kwonlyargs.empty()) {
      separate();
      out += "*";
      if (args->vararg != nullptr) arg(args->vararg);
    }
    for (uint32_t i = 0; i < args->kwonlyargs.size(); ++i) {
      separate();
      arg(args->kwonlyargs[i]);
      if (args->kw_defaults[i] != nullptr) {
        out += "=";
        expression(args->kw_defaults[i], kTest);
      }
    }
    if (args->kwarg != nullptr) {
      separate();
      out += "**";
      arg(args->kwarg);
    }
  }

  void lambda(const Lambda* node, int level) {
    in_parentheses(level > kTest, [&] {
      out += node->args->posonlyargs.empty() && node->args->args.empty() ? "lambda" : "lambda ";
      arguments(node->args);
      out += ": ";
      expression(node->body, kTest);
    });
  }

  void dict(const Dict* node) {
    out += "{";
    for (uint32_t i = 0; i < node->values.size(); ++i) {
      if (i > 0) out += ", ";
      if (node->keys[i] != nullptr) {
        expression(node->keys[i], kTest);
        out += ": ";
        expression(node->values[i], kTest);
      } else {
        out += "**";
        expression(node->values[i], kExpression);
      }
    }
    out += "}";
  }

  void tuple(const Tuple* node, int level) {
    if (node->elts.empty()) {
      out += "()";
      return;
    }
    in_parentheses(level > kTuplePrecedence, [&] {
      list(node->elts, kTest, ", ");
      if (node->elts.size() == 1) out += ",";
    });
  }

  void comprehension(const char* open, const Expr* element, const Expr* value, Span<Comprehension*> generators, const char* close) {
    out += open;
    expression(element, kTest);
    if (value != nullptr) {
      out += ": ";
      expression(value, kTest);
    }
    for (const Comprehension* generator : generators) {
      out += generator->is_async ? " async for " : " for ";
      expression(generator->target, kTuplePrecedence);
      out += " in ";
      expression(generator->iter, kTest + 1);
      for (const Expr* condition : generator->ifs) {
        out += " if ";
        expression(condition, kTest + 1);
      }
    }
    out += close;
  }

  void call(const Call* node) {
    expression(node->func, kAtom);
    if (node->args.size() == 1 && node->keywords.empty() && node->args[0]->kind == ExprKind::kGeneratorExp) {
      return expression(node->args[0], kTest);  // brings its own parentheses
    }
    out += "(";
    bool first = true;
    for (const Expr* argument : node->args) {
      if (!first) out += ", ";
      first = false;
      expression(argument, kTest);
    }
    for (const Keyword* keyword : node->keywords) {
      if (!first) out += ", ";
      first = false;
      if (keyword->arg.empty()) {
        out += "**";
      } else {
        out += keyword->arg;
        out += "=";
      }
      expression(keyword->value, kTest);
    }
    out += ")";
  }

  void string_part(const Expr* node, bool is_format_spec) {
    switch (node->kind) {
      case ExprKind::kConstant: out += with_braces_doubled(cast<Constant>(node)->value.text); return;
      case ExprKind::kJoinedStr: return joined(cast<JoinedStr>(node), is_format_spec);
      case ExprKind::kFormattedValue: return formatted(cast<FormattedValue>(node));
      default: return expression(node, kTest);
    }
  }

  void joined(const JoinedStr* node, bool is_format_spec) {
    std::string held;
    std::swap(held, out);
    for (const Expr* value : node->values) string_part(value, is_format_spec);
    std::swap(held, out);  // `held`: the parts
    if (is_format_spec) out += held;
    else (out += "f") += repr_of_str(held);
  }

  void formatted(const FormattedValue* node) {
    std::string held;
    std::swap(held, out);
    expression(node->value, kTest + 1);  // a lambda's ':' needs parentheses
    std::swap(held, out);
    out += held.starts_with("{") ? "{ " : "{";
    out += held;
    if (node->conversion > 0) (out += "!") += static_cast<char>(node->conversion);
    if (node->format_spec != nullptr) {
      out += ":";
      string_part(node->format_spec, true);
    }
    out += "}";
  }

  void constant(const Constant* node) {
    if (node->value.kind == ConstantKind::kEllipsis) {
      out += "...";
      return;
    }
    if (node->has_u_prefix) out += "u";
    std::string text = repr_of_constant(node->value);
    if (node->value.kind == ConstantKind::kFloat || node->value.kind == ConstantKind::kComplex) {
      for (size_t at = text.find("inf"); at != std::string::npos; at = text.find("inf", at + 5)) text.replace(at, 3, "1e309");
    }
    out += text;
  }

  void slice(const Slice* node) {
    if (node->lower != nullptr) expression(node->lower, kTest);
    out += ":";
    if (node->upper != nullptr) expression(node->upper, kTest);
    if (node->step != nullptr) {
      out += ":";
      expression(node->step, kTest);
    }
  }

  const StackGuard& guard_;
};

}  // namespace

bool unparse(const Expr* node, const StackGuard& guard, std::string& text) {
  Unparser unparser(guard);
  unparser.expression(node, kTest);
  text = std::move(unparser.out);
  return !unparser.too_deep;
}

}  // namespace eider::frontend

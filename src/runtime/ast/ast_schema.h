// SPDX-License-Identifier: MIT
//
// The node kinds of the language's ASDL as one table: the Python class, its fields, and which members of the frontend's struct hold
// them. Everything the module _ast needs is derived from it: classes (ast_types.cpp), trees to objects (ast_to_python.cpp), objects to
// trees (ast_from_python.cpp).
//
// X(Struct, "Name", "fields as the ASDL writes them", members of `n` in the order of the fields...)
// A field without a member has a placeholder: no_text (a type comment), no_items (type_ignores).
#pragma once

#include "frontend/ast.h"

#define EIDER_AST_MODS(X)                                                                          \
  X(Module, "Module", "stmt* body, type_ignore* type_ignores", n.body, no_items)                   \
  X(Interactive, "Interactive", "stmt* body", n.body)                                              \
  X(Expression, "Expression", "expr body", n.body)

#define EIDER_AST_STATEMENTS(X)                                                                                                          \
  X(FunctionDef, "FunctionDef",                                                                                                          \
    "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment", n.name, n.args, n.body,    \
    n.decorator_list, n.returns, no_text)                                                                                                \
  X(AsyncFunctionDef, "AsyncFunctionDef",                                                                                                \
    "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment", n.name, n.args, n.body,    \
    n.decorator_list, n.returns, no_text)                                                                                                \
  X(ClassDef, "ClassDef", "identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list", n.name, n.bases,          \
    n.keywords, n.body, n.decorator_list)                                                                                                \
  X(Return, "Return", "expr? value", n.value)                                                                                            \
  X(Delete, "Delete", "expr* targets", n.targets)                                                                                        \
  X(Assign, "Assign", "expr* targets, expr value, string? type_comment", n.targets, n.value, no_text)                                    \
  X(AugAssign, "AugAssign", "expr target, operator op, expr value", n.target, n.op, n.value)                                             \
  X(AnnAssign, "AnnAssign", "expr target, expr annotation, expr? value, int simple", n.target, n.annotation, n.value, n.simple)          \
  X(For, "For", "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment", n.target, n.iter, n.body, n.orelse, no_text)   \
  X(AsyncFor, "AsyncFor", "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment", n.target, n.iter, n.body, n.orelse,  \
    no_text)                                                                                                                             \
  X(While, "While", "expr test, stmt* body, stmt* orelse", n.test, n.body, n.orelse)                                                     \
  X(If, "If", "expr test, stmt* body, stmt* orelse", n.test, n.body, n.orelse)                                                           \
  X(With, "With", "withitem* items, stmt* body, string? type_comment", n.items, n.body, no_text)                                         \
  X(AsyncWith, "AsyncWith", "withitem* items, stmt* body, string? type_comment", n.items, n.body, no_text)                               \
  X(Match, "Match", "expr subject, match_case* cases", n.subject, n.cases)                                                               \
  X(Raise, "Raise", "expr? exc, expr? cause", n.exc, n.cause)                                                                            \
  X(Try, "Try", "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody", n.body, n.handlers, n.orelse, n.finalbody)         \
  X(TryStar, "TryStar", "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody", n.body, n.handlers, n.orelse,              \
    n.finalbody)                                                                                                                         \
  X(Assert, "Assert", "expr test, expr? msg", n.test, n.msg)                                                                             \
  X(Import, "Import", "alias* names", n.names)                                                                                           \
  X(ImportFrom, "ImportFrom", "identifier? module, alias* names, int? level", n.module, n.names, n.level)                                \
  X(Global, "Global", "identifier* names", n.names)                                                                                      \
  X(Nonlocal, "Nonlocal", "identifier* names", n.names)                                                                                  \
  X(ExprStmt, "Expr", "expr value", n.value)                                                                                             \
  X(Pass, "Pass", "")                                                                                                                    \
  X(Break, "Break", "")                                                                                                                  \
  X(Continue, "Continue", "")

#define EIDER_AST_EXPRESSIONS(X)                                                                                                         \
  X(BoolOp, "BoolOp", "boolop op, expr* values", n.op, n.values)                                                                         \
  X(NamedExpr, "NamedExpr", "expr target, expr value", n.target, n.value)                                                                \
  X(BinOp, "BinOp", "expr left, operator op, expr right", n.left, n.op, n.right)                                                         \
  X(UnaryOp, "UnaryOp", "unaryop op, expr operand", n.op, n.operand)                                                                     \
  X(Lambda, "Lambda", "arguments args, expr body", n.args, n.body)                                                                       \
  X(IfExp, "IfExp", "expr test, expr body, expr orelse", n.test, n.body, n.orelse)                                                       \
  X(Dict, "Dict", "expr* keys, expr* values", n.keys, n.values)                                                                          \
  X(Set, "Set", "expr* elts", n.elts)                                                                                                    \
  X(ListComp, "ListComp", "expr elt, comprehension* generators", n.elt, n.generators)                                                    \
  X(SetComp, "SetComp", "expr elt, comprehension* generators", n.elt, n.generators)                                                      \
  X(DictComp, "DictComp", "expr key, expr value, comprehension* generators", n.key, n.value, n.generators)                               \
  X(GeneratorExp, "GeneratorExp", "expr elt, comprehension* generators", n.elt, n.generators)                                            \
  X(Await, "Await", "expr value", n.value)                                                                                               \
  X(Yield, "Yield", "expr? value", n.value)                                                                                              \
  X(YieldFrom, "YieldFrom", "expr value", n.value)                                                                                       \
  X(Compare, "Compare", "expr left, cmpop* ops, expr* comparators", n.left, n.ops, n.comparators)                                        \
  X(Call, "Call", "expr func, expr* args, keyword* keywords", n.func, n.args, n.keywords)                                                \
  X(FormattedValue, "FormattedValue", "expr value, int conversion, expr? format_spec", n.value, n.conversion, n.format_spec)             \
  X(JoinedStr, "JoinedStr", "expr* values", n.values)                                                                                    \
  X(Constant, "Constant", "constant value, string? kind", n.value, UPrefix{n.has_u_prefix})                                              \
  X(Attribute, "Attribute", "expr value, identifier attr, expr_context ctx", n.value, n.attr, n.ctx)                                     \
  X(Subscript, "Subscript", "expr value, expr slice, expr_context ctx", n.value, n.slice, n.ctx)                                         \
  X(Starred, "Starred", "expr value, expr_context ctx", n.value, n.ctx)                                                                  \
  X(Name, "Name", "identifier id, expr_context ctx", n.id, n.ctx)                                                                        \
  X(List, "List", "expr* elts, expr_context ctx", n.elts, n.ctx)                                                                         \
  X(Tuple, "Tuple", "expr* elts, expr_context ctx", n.elts, n.ctx)                                                                       \
  X(Slice, "Slice", "expr? lower, expr? upper, expr? step", n.lower, n.upper, n.step)

#define EIDER_AST_PATTERNS(X)                                                                                                            \
  X(MatchValue, "MatchValue", "expr value", n.value)                                                                                     \
  X(MatchSingleton, "MatchSingleton", "constant value", n.value)                                                                         \
  X(MatchSequence, "MatchSequence", "pattern* patterns", n.patterns)                                                                     \
  X(MatchMapping, "MatchMapping", "expr* keys, pattern* patterns, identifier? rest", n.keys, n.patterns, n.rest)                         \
  X(MatchClass, "MatchClass", "expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns", n.cls, n.patterns,            \
    n.kwd_attrs, n.kwd_patterns)                                                                                                         \
  X(MatchStar, "MatchStar", "identifier? name", n.name)                                                                                  \
  X(MatchAs, "MatchAs", "pattern? pattern, identifier? name", n.pattern, n.name)                                                         \
  X(MatchOr, "MatchOr", "pattern* patterns", n.patterns)

// Classes directly below AST: X(Struct, "name", fields, attributes?, members...). The one excepthandler is a sum type of its own.
#define EIDER_AST_PRODUCTS(X)                                                                                                            \
  X(Comprehension, "comprehension", "expr target, expr iter, expr* ifs, int is_async", n.target, n.iter, n.ifs, n.is_async)              \
  X(ExceptHandler, "ExceptHandler", "expr? type, identifier? name, stmt* body", n.type, n.name, n.body)                                  \
  X(Arguments, "arguments",                                                                                                              \
    "arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults", n.posonlyargs, n.args,   \
    n.vararg, n.kwonlyargs, n.kw_defaults, n.kwarg, n.defaults)                                                                          \
  X(Arg, "arg", "identifier arg, expr? annotation, string? type_comment", n.arg, n.annotation, no_text)                                  \
  X(Keyword, "keyword", "identifier? arg, expr value", n.arg, n.value)                                                                   \
  X(Alias, "alias", "identifier name, identifier? asname", n.name, n.asname)                                                             \
  X(WithItem, "withitem", "expr context_expr, expr? optional_vars", n.context_expr, n.optional_vars)                                     \
  X(MatchCase, "match_case", "pattern pattern, expr? guard, stmt* body", n.pattern, n.guard, n.body)

// Operators and contexts: sum type, enumerators in the order of the frontend's enum.
#define EIDER_AST_ENUMS(X)                                                                                                               \
  X(ExprContext, "expr_context", "Load", "Store", "Del")                                                                                 \
  X(BoolOperator, "boolop", "And", "Or")                                                                                                 \
  X(Operator, "operator", "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor", "BitAnd",         \
    "FloorDiv")                                                                                                                          \
  X(UnaryOperator, "unaryop", "Invert", "Not", "UAdd", "USub")                                                                           \
  X(CmpOperator, "cmpop", "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn")

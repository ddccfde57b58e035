// SPDX-License-Identifier: MIT
//
// The abstract syntax tree of Python 3.11: one struct per node kind of the language's ASDL, with its names.
//
// Nodes are plain structs in an Arena; a tree is written by the parser and only read afterwards.
// Invariant: positions are CPython's: lines from 1, columns from 0 in UTF-8 bytes of the source line.
// Invariant: Expr::height is 1 + the largest height of its direct sub-expressions; the parser refuses trees above
//   ParseOptions::max_depth, so a pass may recurse, spending a bounded number of frames.
// Invariant: an optional node is a null pointer, an optional identifier an empty string_view.
// Not here: how text becomes nodes (parser.h), what names mean (scopes). Nothing is folded: -1 is UnaryOp(USub, 1).
// Source: "Abstract Grammar" in the documentation of Python's module `ast`.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "frontend/arena.h"

namespace eider::frontend::ast {

/// NFKC-normalised UTF-8 text in the arena. Two identifiers are the same name when the bytes are equal.
using Identifier = std::string_view;

enum class ModKind : uint8_t { kModule, kInteractive, kExpression };

enum class StmtKind : uint8_t {
  kFunctionDef, kAsyncFunctionDef, kClassDef, kReturn, kDelete, kAssign, kAugAssign, kAnnAssign, kFor, kAsyncFor,
  kWhile, kIf, kWith, kAsyncWith, kMatch, kRaise, kTry, kTryStar, kAssert, kImport, kImportFrom, kGlobal, kNonlocal, kExprStmt,
  kPass, kBreak, kContinue
};

enum class ExprKind : uint8_t {
  kBoolOp, kNamedExpr, kBinOp, kUnaryOp, kLambda, kIfExp, kDict, kSet, kListComp, kSetComp, kDictComp, kGeneratorExp,
  kAwait, kYield, kYieldFrom, kCompare, kCall, kFormattedValue, kJoinedStr, kConstant, kAttribute, kSubscript, kStarred,
  kName, kList, kTuple, kSlice
};

enum class PatternKind : uint8_t {
  kMatchValue, kMatchSingleton, kMatchSequence, kMatchMapping, kMatchClass, kMatchStar, kMatchAs, kMatchOr
};

enum class ExprContext : uint8_t { kLoad, kStore, kDel };
enum class BoolOperator : uint8_t { kAnd, kOr };
enum class Operator : uint8_t {
  kAdd, kSub, kMult, kMatMult, kDiv, kMod, kPow, kLShift, kRShift, kBitOr, kBitXor, kBitAnd, kFloorDiv
};
enum class UnaryOperator : uint8_t { kInvert, kNot, kUAdd, kUSub };
enum class CmpOperator : uint8_t { kEq, kNotEq, kLt, kLtE, kGt, kGtE, kIs, kIsNot, kIn, kNotIn };

/// Where a node stands in the source.
struct Position {
  int32_t lineno = 0;          // from 1
  int32_t col_offset = 0;      // from 0, in UTF-8 bytes
  int32_t end_lineno = 0;
  int32_t end_col_offset = 0;  // one past the last byte
};

struct Mod {
  ModKind kind;
};
struct Stmt : Position {
  StmtKind kind;
};
struct Expr : Position {
  ExprKind kind;
  uint16_t height = 1;  // see the invariant above
};
struct Pattern : Position {
  PatternKind kind;
};

template <ModKind kOwn>
struct ModOf : Mod {
  static constexpr ModKind kKind = kOwn;
  ModOf() : Mod{kOwn} {}
};
template <StmtKind kOwn>
struct StmtOf : Stmt {
  static constexpr StmtKind kKind = kOwn;
  StmtOf() { kind = kOwn; }
};
template <ExprKind kOwn>
struct ExprOf : Expr {
  static constexpr ExprKind kKind = kOwn;
  ExprOf() { kind = kOwn; }
};
template <PatternKind kOwn>
struct PatternOf : Pattern {
  static constexpr PatternKind kKind = kOwn;
  PatternOf() { kind = kOwn; }
};

/// `node` as its own struct: `auto* call = cast<Call>(expr)`. The kind must match (checked in debug builds).
template <class T, class Base>
inline const T* cast(const Base* node) {
  EIDER_ASSERT(node->kind == T::kKind);
  return static_cast<const T*>(node);
}
template <class T, class Base>
inline T* cast(Base* node) {
  EIDER_ASSERT(node->kind == T::kKind);
  return static_cast<T*>(node);
}
/// `node` as T when it is one, else null. `node` may be null.
template <class T, class Base>
inline const T* try_cast(const Base* node) {
  return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

// ---- constants -----------------------------------------------------------------------------------------------------

enum class ConstantKind : uint8_t {
  kNone, kTrue, kFalse, kEllipsis, kInt, kFloat, kComplex, kStr, kBytes,
  kTuple, kFrozenSet  // only after folding (fold.h)
};

/// The value of a literal.
struct ConstantValue {
  ConstantKind kind = ConstantKind::kNone;
  uint8_t radix = 10;         // kInt: 2, 8, 10 or 16, of `text`
  bool fits_int64 = false;    // kInt: `integer` holds the value
  int64_t integer = 0;        // kInt
  double number = 0;          // kFloat; kComplex: the imaginary part
  std::string_view text;      // kInt: digits without prefix and underscores, lower case (folded: perhaps a '-' before); kStr: UTF-8, where a lone surrogate
                              // (from an escape) is its three-byte form; kBytes: the bytes
  double real = 0;               // kComplex: the real part; 0 in a literal
  Span<ConstantValue> items;     // kTuple, kFrozenSet
};

// ---- helpers of several nodes --------------------------------------------------------------------------------------

struct Arg : Position {
  Identifier arg;
  Expr* annotation = nullptr;
};

struct Arguments {
  Span<Arg*> posonlyargs;
  Span<Arg*> args;
  Arg* vararg = nullptr;
  Span<Arg*> kwonlyargs;
  Span<Expr*> kw_defaults;  // as long as kwonlyargs; null where there is no default
  Arg* kwarg = nullptr;
  Span<Expr*> defaults;     // of the last posonlyargs + args
};

struct Keyword : Position {
  Identifier arg;  // empty for **value
  Expr* value = nullptr;
};

struct Alias : Position {
  Identifier name;  // dotted for `import`, "*" for a star import
  Identifier asname;
};

struct WithItem {
  Expr* context_expr = nullptr;
  Expr* optional_vars = nullptr;
};

struct Comprehension {
  Expr* target = nullptr;
  Expr* iter = nullptr;
  Span<Expr*> ifs;
  bool is_async = false;
};

struct ExceptHandler : Position {
  Expr* type = nullptr;
  Identifier name;
  Span<Stmt*> body;
};

struct MatchCase {
  Pattern* pattern = nullptr;
  Expr* guard = nullptr;
  Span<Stmt*> body;
};

// ---- modules -------------------------------------------------------------------------------------------------------

struct Module : ModOf<ModKind::kModule> {
  Span<Stmt*> body;
};
struct Interactive : ModOf<ModKind::kInteractive> {
  Span<Stmt*> body;
};
struct Expression : ModOf<ModKind::kExpression> {
  Expr* body = nullptr;
};

// ---- statements ----------------------------------------------------------------------------------------------------

struct FunctionDefFields {
  Identifier name;
  Arguments* args = nullptr;
  Span<Stmt*> body;
  Span<Expr*> decorator_list;
  Expr* returns = nullptr;
};
struct FunctionDef : StmtOf<StmtKind::kFunctionDef>, FunctionDefFields {};
struct AsyncFunctionDef : StmtOf<StmtKind::kAsyncFunctionDef>, FunctionDefFields {};

struct ClassDef : StmtOf<StmtKind::kClassDef> {
  Identifier name;
  Span<Expr*> bases;
  Span<Keyword*> keywords;
  Span<Stmt*> body;
  Span<Expr*> decorator_list;
};
struct Return : StmtOf<StmtKind::kReturn> {
  Expr* value = nullptr;
};
struct Delete : StmtOf<StmtKind::kDelete> {
  Span<Expr*> targets;
};
struct Assign : StmtOf<StmtKind::kAssign> {
  Span<Expr*> targets;
  Expr* value = nullptr;
};
struct AugAssign : StmtOf<StmtKind::kAugAssign> {
  Expr* target = nullptr;
  Operator op = Operator::kAdd;
  Expr* value = nullptr;
};
struct AnnAssign : StmtOf<StmtKind::kAnnAssign> {
  Expr* target = nullptr;
  Expr* annotation = nullptr;
  Expr* value = nullptr;
  bool simple = false;  // a plain name without parentheses
};

struct ForFields {
  Expr* target = nullptr;
  Expr* iter = nullptr;
  Span<Stmt*> body;
  Span<Stmt*> orelse;
};
struct For : StmtOf<StmtKind::kFor>, ForFields {};
struct AsyncFor : StmtOf<StmtKind::kAsyncFor>, ForFields {};

struct While : StmtOf<StmtKind::kWhile> {
  Expr* test = nullptr;
  Span<Stmt*> body;
  Span<Stmt*> orelse;
};
struct If : StmtOf<StmtKind::kIf> {
  Expr* test = nullptr;
  Span<Stmt*> body;
  Span<Stmt*> orelse;  // `elif` is an If alone in here
};

struct WithFields {
  Span<WithItem*> items;
  Span<Stmt*> body;
};
struct With : StmtOf<StmtKind::kWith>, WithFields {};
struct AsyncWith : StmtOf<StmtKind::kAsyncWith>, WithFields {};

struct Match : StmtOf<StmtKind::kMatch> {
  Expr* subject = nullptr;
  Span<MatchCase*> cases;
};
struct Raise : StmtOf<StmtKind::kRaise> {
  Expr* exc = nullptr;
  Expr* cause = nullptr;
};

struct TryFields {
  Span<Stmt*> body;
  Span<ExceptHandler*> handlers;
  Span<Stmt*> orelse;
  Span<Stmt*> finalbody;
};
struct Try : StmtOf<StmtKind::kTry>, TryFields {};
struct TryStar : StmtOf<StmtKind::kTryStar>, TryFields {};

struct Assert : StmtOf<StmtKind::kAssert> {
  Expr* test = nullptr;
  Expr* msg = nullptr;
};
struct Import : StmtOf<StmtKind::kImport> {
  Span<Alias*> names;
};
struct ImportFrom : StmtOf<StmtKind::kImportFrom> {
  Identifier module;  // empty in `from . import x`
  Span<Alias*> names;
  int32_t level = 0;
};
struct Global : StmtOf<StmtKind::kGlobal> {
  Span<Identifier> names;
};
struct Nonlocal : StmtOf<StmtKind::kNonlocal> {
  Span<Identifier> names;
};
struct ExprStmt : StmtOf<StmtKind::kExprStmt> {  // `Expr` in the ASDL
  Expr* value = nullptr;
};
struct Pass : StmtOf<StmtKind::kPass> {};
struct Break : StmtOf<StmtKind::kBreak> {};
struct Continue : StmtOf<StmtKind::kContinue> {};

// ---- expressions ---------------------------------------------------------------------------------------------------

struct BoolOp : ExprOf<ExprKind::kBoolOp> {
  BoolOperator op = BoolOperator::kAnd;
  Span<Expr*> values;
};
struct NamedExpr : ExprOf<ExprKind::kNamedExpr> {
  Expr* target = nullptr;
  Expr* value = nullptr;
};
struct BinOp : ExprOf<ExprKind::kBinOp> {
  Expr* left = nullptr;
  Operator op = Operator::kAdd;
  Expr* right = nullptr;
};
struct UnaryOp : ExprOf<ExprKind::kUnaryOp> {
  UnaryOperator op = UnaryOperator::kNot;
  Expr* operand = nullptr;
};
struct Lambda : ExprOf<ExprKind::kLambda> {
  Arguments* args = nullptr;
  Expr* body = nullptr;
};
struct IfExp : ExprOf<ExprKind::kIfExp> {
  Expr* test = nullptr;
  Expr* body = nullptr;
  Expr* orelse = nullptr;
};
struct Dict : ExprOf<ExprKind::kDict> {
  Span<Expr*> keys;  // null for **value
  Span<Expr*> values;
};
struct Set : ExprOf<ExprKind::kSet> {
  Span<Expr*> elts;
};

struct ComprehensionFields {
  Expr* elt = nullptr;
  Span<Comprehension*> generators;
};
struct ListComp : ExprOf<ExprKind::kListComp>, ComprehensionFields {};
struct SetComp : ExprOf<ExprKind::kSetComp>, ComprehensionFields {};
struct GeneratorExp : ExprOf<ExprKind::kGeneratorExp>, ComprehensionFields {};
struct DictComp : ExprOf<ExprKind::kDictComp> {
  Expr* key = nullptr;
  Expr* value = nullptr;
  Span<Comprehension*> generators;
};

struct Await : ExprOf<ExprKind::kAwait> {
  Expr* value = nullptr;
};
struct Yield : ExprOf<ExprKind::kYield> {
  Expr* value = nullptr;  // null for a bare `yield`
};
struct YieldFrom : ExprOf<ExprKind::kYieldFrom> {
  Expr* value = nullptr;
};
struct Compare : ExprOf<ExprKind::kCompare> {
  Expr* left = nullptr;
  Span<CmpOperator> ops;
  Span<Expr*> comparators;
};
struct Call : ExprOf<ExprKind::kCall> {
  Expr* func = nullptr;
  Span<Expr*> args;
  Span<Keyword*> keywords;
};
struct FormattedValue : ExprOf<ExprKind::kFormattedValue> {
  Expr* value = nullptr;
  int32_t conversion = -1;      // -1, 's', 'r' or 'a'
  Expr* format_spec = nullptr;  // a JoinedStr
};
struct JoinedStr : ExprOf<ExprKind::kJoinedStr> {
  Span<Expr*> values;
};
struct Constant : ExprOf<ExprKind::kConstant> {
  ConstantValue value;
  bool has_u_prefix = false;  // `kind` in the ASDL: 'u' or None
};
struct Attribute : ExprOf<ExprKind::kAttribute> {
  ExprContext ctx = ExprContext::kLoad;
  Expr* value = nullptr;
  Identifier attr;
};
struct Subscript : ExprOf<ExprKind::kSubscript> {
  ExprContext ctx = ExprContext::kLoad;
  Expr* value = nullptr;
  Expr* slice = nullptr;
};
struct Starred : ExprOf<ExprKind::kStarred> {
  ExprContext ctx = ExprContext::kLoad;
  Expr* value = nullptr;
};
struct Name : ExprOf<ExprKind::kName> {
  ExprContext ctx = ExprContext::kLoad;
  Identifier id;
};
struct List : ExprOf<ExprKind::kList> {
  ExprContext ctx = ExprContext::kLoad;
  Span<Expr*> elts;
};
struct Tuple : ExprOf<ExprKind::kTuple> {
  ExprContext ctx = ExprContext::kLoad;
  Span<Expr*> elts;
};
struct Slice : ExprOf<ExprKind::kSlice> {  // only as, or in a Tuple as, Subscript::slice
  Expr* lower = nullptr;
  Expr* upper = nullptr;
  Expr* step = nullptr;
};

// ---- patterns ------------------------------------------------------------------------------------------------------

struct MatchValue : PatternOf<PatternKind::kMatchValue> {
  Expr* value = nullptr;
};
struct MatchSingleton : PatternOf<PatternKind::kMatchSingleton> {
  ConstantKind value = ConstantKind::kNone;  // kNone, kTrue or kFalse
};
struct MatchSequence : PatternOf<PatternKind::kMatchSequence> {
  Span<Pattern*> patterns;
};
struct MatchMapping : PatternOf<PatternKind::kMatchMapping> {
  Span<Expr*> keys;
  Span<Pattern*> patterns;
  Identifier rest;
};
struct MatchClass : PatternOf<PatternKind::kMatchClass> {
  Expr* cls = nullptr;
  Span<Pattern*> patterns;
  Span<Identifier> kwd_attrs;
  Span<Pattern*> kwd_patterns;
};
struct MatchStar : PatternOf<PatternKind::kMatchStar> {
  Identifier name;  // empty for *_
};
struct MatchAs : PatternOf<PatternKind::kMatchAs> {
  Pattern* pattern = nullptr;
  Identifier name;  // empty, with a null pattern, for the wildcard _
};
struct MatchOr : PatternOf<PatternKind::kMatchOr> {
  Span<Pattern*> patterns;
};

}  // namespace eider::frontend::ast

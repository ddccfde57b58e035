// SPDX-License-Identifier: MIT
//
// Loops that stand for calls of builtins with a generator: sum(x * x for x in xs).
//
// The call's row is put on the stack as always. Reduces then asks whether the callable is the builtin that its name promises and the
// first argument a generator; if so, a loop in this frame resumes the generator and does to each item what the builtin does. The
// loop is compiled like any other, with the generator's body in it; by the builtin's own loop every item would go through C++.
//
// Invariant: nobody can tell. What runs, in which order, what it raises and the lines in tracebacks are those of the call: a builtin has
// no frame either. Hence only what takes item by item what it does (min with a key calls it in between), or takes all items first.
#include <algorithm>

#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;
using bytecode::BinaryOpKind;
using bytecode::Reduction;

namespace {

/// A generator, or a call that may return one.
bool may_be_generator(const Expr* node) {
  if (node->kind == ExprKind::kGeneratorExp) return true;
  auto* call = try_cast<Call>(node);
  if (call == nullptr) return false;
  static constexpr std::string_view kOthers[] = {"range", "zip",  "map",   "filter", "enumerate", "reversed", "sorted", "list",
                                                 "tuple", "set",  "dict",  "str",    "bytes",     "iter",     "input",  "open",
                                                 "items", "keys", "values", "split",  "copy",      "splitlines", "readlines", "islice"};
  std::string_view name;
  if (auto* function = try_cast<Name>(static_cast<const Expr*>(call->func))) name = function->id;
  else if (auto* method = try_cast<Attribute>(static_cast<const Expr*>(call->func))) name = method->attr;
  return std::find(std::begin(kOthers), std::end(kOthers), name) == std::end(kOthers);
}

/// kCount: none. The method join is not among them.
Reduction reduction_named(std::string_view name) {
  for (int i = 0; i < static_cast<int>(Reduction::kJoin); ++i) {
    if (name == bytecode::kReductionNames[i]) return static_cast<Reduction>(i);
  }
  return Reduction::kCount;
}

}  // namespace

/// f(...) where f is a global name. False: it is none, and nothing was emitted.
bool Lowering::reduction(const Call* node) {
  auto* function = try_cast<Name>(static_cast<const Expr*>(node->func));
  if (function == nullptr || unit_->scope->kind != BlockKind::kFunction || node->args.empty() || !may_be_generator(node->args[0])) return false;
  Reduction which = reduction_named(function->id);
  if (which == Reduction::kCount) return false;
  Scope scope = unit_->scope->scope_of(mangled(function->id));
  if (scope != Scope::kGlobalImplicit && scope != Scope::kGlobalExplicit) return false;
  uint32_t most = which == Reduction::kSum ? 2 : 1;
  if (node->args.size() > most || (!node->keywords.empty() && which != Reduction::kSorted)) return false;
  for (const Expr* arg : node->args) {
    if (arg->kind == ExprKind::kStarred) return false;
  }
  for (const Keyword* keyword : node->keywords) {
    if (keyword->arg.empty()) return false;
  }
  if (!check_keywords(node->keywords)) return true;
  expression(node->func);
  SourceRange whole = unit_->source;
  set_source(*node->func);
  emit(IrOp::kPushNull);
  unit_->source = whole;
  expressions(node->args);
  for (const Keyword* keyword : node->keywords) expression(keyword->value);
  uint32_t rest = node->args.size() - 1 + node->keywords.size();
  auto call = [&] {
    uint32_t count = node->args.size() + node->keywords.size();
    if (node->keywords.empty()) return emit(IrOp::kCall, count);
    keyword_names(node->keywords, 0, node->keywords.size());
    emit(IrOp::kCallKw, count);
  };
  BasicBlock* plain = make_block();
  BasicBlock* end = make_block();
  emit(IrOp::kReduces, static_cast<uint32_t>(which) | rest << 4);
  emit_jump(IrOp::kPopJumpIfFalse, plain);
  switch (which) {
    case Reduction::kSum: reduce_by_sum(rest == 0); break;
    case Reduction::kAny:
    case Reduction::kAll: reduce_by_truth(which == Reduction::kAny, end); break;
    case Reduction::kMin:
    case Reduction::kMax: reduce_by_order(which == Reduction::kMax ? bytecode::CompareKind::kGt : bytecode::CompareKind::kLt, end); break;
    case Reduction::kList:
    case Reduction::kTuple:
    case Reduction::kSet:
      drop_callee(0);
      collect_items(which == Reduction::kSet ? IrOp::kBuildSet : IrOp::kBuildList, which == Reduction::kSet ? IrOp::kSetAdd : IrOp::kListAppend);
      if (which == Reduction::kTuple) emit(IrOp::kListToTuple);
      break;
    case Reduction::kSorted:  // of a list of the items
      collect_argument(rest);
      use_block(plain);
      call();
      return true;
    case Reduction::kJoin:
    case Reduction::kCount: EIDER_UNREACHABLE("not a function's name");
  }
  emit_jump(IrOp::kJump, end);
  use_block(plain);
  call();
  use_block(end);
  return true;
}

/// The row of text.join(generator) is on the stack: a list of the items takes the generator's place.
void Lowering::join_argument(const Call* node) {
  if (unit_->scope->kind != BlockKind::kFunction || !may_be_generator(node->args[0])) return;
  BasicBlock* plain = make_block();
  emit(IrOp::kReduces, static_cast<uint32_t>(Reduction::kJoin));
  emit_jump(IrOp::kPopJumpIfFalse, plain);
  collect_argument(0);
  use_block(plain);
}

/// callable ABSENT items... -> items..., of which there are 1 + rest
void Lowering::drop_callee(uint32_t rest) {
  if (rest == 0) {  // c - g -> g
    emit(IrOp::kSwap, 3);
    emit(IrOp::kPopTop);
    emit(IrOp::kPopTop);
    return;
  }
  EIDER_ASSERT(rest == 1);  // c - g s -> s g
  emit(IrOp::kSwap, 4);
  emit(IrOp::kPopTop);
  emit(IrOp::kSwap, 2);
  emit(IrOp::kPopTop);
}

/// generator -> list or set of its items
void Lowering::collect_items(IrOp build, IrOp add) {
  BasicBlock* top = make_block();
  BasicBlock* exhausted = make_block();
  emit(build, 0);
  emit(IrOp::kSwap, 2);
  use_block(top);
  emit_jump(IrOp::kForIter, exhausted);
  emit(add, 2);
  emit_jump(IrOp::kJump, top);
  use_block(exhausted);
}

/// generator items*rest -> list items*rest
void Lowering::collect_argument(uint32_t rest) {
  if (rest == 0) return collect_items(IrOp::kBuildList, IrOp::kListAppend);
  emit(IrOp::kCopy, rest + 1);
  collect_items(IrOp::kBuildList, IrOp::kListAppend);
  emit(IrOp::kSwap, rest + 2);
  emit(IrOp::kPopTop);
}

/// callable ABSENT generator [start] -> sum
void Lowering::reduce_by_sum(bool from_zero) {
  if (from_zero) load_int(0);
  drop_callee(1);
  BasicBlock* top = make_block();
  BasicBlock* exhausted = make_block();
  use_block(top);
  emit_jump(IrOp::kForIter, exhausted);  // total generator item
  emit(IrOp::kSwap, 2);
  emit(IrOp::kSwap, 3);
  emit(IrOp::kSwap, 2);                  // generator total item
  emit(IrOp::kBinaryOp, static_cast<uint32_t>(BinaryOpKind::kAdd));
  emit(IrOp::kSwap, 2);
  emit_jump(IrOp::kJump, top);
  use_block(exhausted);
}

/// callable ABSENT generator -> bool. `any`: else all.
void Lowering::reduce_by_truth(bool any, BasicBlock* end) {
  using Kind = bytecode::Constant::Kind;
  drop_callee(0);
  BasicBlock* top = make_block();
  BasicBlock* found = make_block();
  BasicBlock* exhausted = make_block();
  use_block(top);
  emit_jump(IrOp::kForIter, exhausted);
  emit_jump(any ? IrOp::kPopJumpIfTrue : IrOp::kPopJumpIfFalse, found);
  emit_jump(IrOp::kJump, top);
  use_block(found);
  emit(IrOp::kPopTop);
  load_constant({.kind = any ? Kind::kTrue : Kind::kFalse});
  emit_jump(IrOp::kJump, end);
  use_block(exhausted);
  load_constant({.kind = any ? Kind::kFalse : Kind::kTrue});
}

/// callable ABSENT generator -> the first item that no other stands before in the order `better`
void Lowering::reduce_by_order(bytecode::CompareKind better, BasicBlock* end) {
  BasicBlock* top = make_block();
  BasicBlock* worse = make_block();
  BasicBlock* exhausted = make_block();
  BasicBlock* empty = make_block();
  emit_jump(IrOp::kForIter, empty);
  emit(IrOp::kSwap, 2);  // best generator
  use_block(top);
  emit_jump(IrOp::kForIter, exhausted);
  emit(IrOp::kCopy, 1);
  emit(IrOp::kCopy, 4);
  emit(IrOp::kCompareOp, static_cast<uint32_t>(better));
  emit_jump(IrOp::kPopJumpIfFalse, worse);
  emit(IrOp::kSwap, 3);
  emit(IrOp::kPopTop);
  emit_jump(IrOp::kJump, top);
  use_block(worse);
  emit(IrOp::kPopTop);
  emit_jump(IrOp::kJump, top);
  use_block(empty);  // callable ABSENT: it says so
  load_names_tuple({});
  emit(IrOp::kCall, 1);
  emit_jump(IrOp::kJump, end);
  use_block(exhausted);
  drop_callee(0);
}

}  // namespace eider::frontend

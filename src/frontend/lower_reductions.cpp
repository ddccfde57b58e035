// SPDX-License-Identifier: MIT
//
// Loops that stand for calls of builtins that run Python code for each item: sum(x * x for x in xs), max(xs, key=f), reduce(f, xs).
//
// The call's row is put on the stack as always. Reduces then asks whether the callable is the builtin that its name promises, and whether
// there is Python code to run: in a generator, in the function of a map or filter, in operators of the items, in a key function. If so, a
// loop in this frame does to each item what the builtin does. It is compiled like any other, with that code in it; by the builtin's own loop
// every item would go through C++.
//
// Invariant: nobody can tell. What runs, in which order, what it raises and the lines in tracebacks are those of the call: a builtin has
// no frame either.
#include <algorithm>

#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;
using bytecode::BinaryOpKind;
using bytecode::Reduction;

namespace {

/// A generator or map, or a call that may return one.
bool may_be_generator(const Expr* node) {
  if (node->kind == ExprKind::kGeneratorExp) return true;
  auto* call = try_cast<Call>(node);
  if (call == nullptr) return false;
  static constexpr std::string_view kOthers[] = {"range", "zip",  "enumerate", "reversed", "sorted", "list", "tuple", "set", "dict",  "str",        "bytes",
                                                 "iter",  "input", "open",     "items",    "keys",   "values", "split", "copy", "splitlines", "readlines", "islice"};
  std::string_view name;
  if (auto* function = try_cast<Name>(static_cast<const Expr*>(call->func))) name = function->id;
  else if (auto* method = try_cast<Attribute>(static_cast<const Expr*>(call->func))) name = method->attr;
  return std::find(std::begin(kOthers), std::end(kOthers), name) == std::end(kOthers);
}

/// kCount: none. The method join is not among them.
Reduction reduction_named(std::string_view name) {
  if (name == "reduce") return Reduction::kReduce;
  for (int i = 0; i < static_cast<int>(Reduction::kJoin); ++i) {
    if (name == bytecode::kReductionNames[i]) return static_cast<Reduction>(i);
  }
  return Reduction::kCount;
}

/// The keywords are key, and reverse behind it.
bool sorts_by_key(Span<Keyword*> keywords) {
  if (keywords.empty() || keywords.size() > 2 || keywords[0]->arg != "key") return false;
  return keywords.size() == 1 || keywords[1]->arg == "reverse";
}

}  // namespace

/// Which loop could stand for f(...), where f is a global name, or m.reduce(...); kCount: none.
Reduction Lowering::reduction_of(const Call* node) {
  if (unit_->scope->kind != BlockKind::kFunction || node->args.empty()) return Reduction::kCount;
  for (const Expr* arg : node->args) {
    if (arg->kind == ExprKind::kStarred) return Reduction::kCount;
  }
  for (const Keyword* keyword : node->keywords) {
    if (keyword->arg.empty()) return Reduction::kCount;
  }
  Reduction which = Reduction::kCount;
  if (auto* function = try_cast<Name>(static_cast<const Expr*>(node->func))) {
    which = reduction_named(function->id);
    if (which == Reduction::kCount) return which;
    Scope scope = unit_->scope->scope_of(mangled(function->id));
    if (scope != Scope::kGlobalImplicit && scope != Scope::kGlobalExplicit) return Reduction::kCount;
  } else if (auto* method = try_cast<Attribute>(static_cast<const Expr*>(node->func)); method != nullptr && method->attr == "reduce") {
    which = Reduction::kReduce;
  }
  const uint32_t args = node->args.size(), keywords = node->keywords.size();
  switch (which) {
    case Reduction::kSum: return args <= 2 && keywords == 0 ? which : Reduction::kCount;
    case Reduction::kReduce: return (args == 2 || args == 3) && keywords == 0 ? which : Reduction::kCount;
    case Reduction::kMin:
    case Reduction::kMax:
      if (args != 1 || keywords > 1) return Reduction::kCount;
      if (keywords == 0) return which;
      if (node->keywords[0]->arg != "key") return Reduction::kCount;
      return which == Reduction::kMin ? Reduction::kMinBy : Reduction::kMaxBy;
    case Reduction::kSorted:
      if (args != 1) return Reduction::kCount;
      if (sorts_by_key(node->keywords)) return Reduction::kSortedBy;
      return may_be_generator(node->args[0]) ? which : Reduction::kCount;
    case Reduction::kAny: case Reduction::kAll: case Reduction::kList: case Reduction::kTuple: case Reduction::kSet:
      return args == 1 && keywords == 0 && may_be_generator(node->args[0]) ? which : Reduction::kCount;
    default: return Reduction::kCount;
  }
}

/// A call that a loop may stand for. False: it is none, and nothing was emitted.
bool Lowering::reduction(const Call* node) {
  const Reduction which = reduction_of(node);
  if (which == Reduction::kCount) return false;
  if (!check_keywords(node->keywords)) return true;
  expression(node->func);
  SourceRange whole = unit_->source;
  set_source(*node->func);
  emit(IrOp::kPushNull);
  unit_->source = whole;
  expressions(node->args);
  for (const Keyword* keyword : node->keywords) expression(keyword->value);
  const uint32_t count = node->args.size() + node->keywords.size(), rest = count - 1;
  auto call = [&] {
    if (node->keywords.empty()) return emit(IrOp::kCall, count);
    keyword_names(node->keywords, 0, node->keywords.size());
    emit(IrOp::kCallKw, count);
  };
  BasicBlock* plain = make_block();
  BasicBlock* end = make_block();
  auto begin = [&](Reduction r) {
    emit(IrOp::kReduces, static_cast<uint32_t>(r) | rest << 4);
    emit_jump(IrOp::kPopJumpIfFalse, plain);
  };
  begin(which);
  switch (which) {
    case Reduction::kSum: reduce_by_sum(rest == 0); break;
    case Reduction::kAny:
    case Reduction::kAll: reduce_by_truth(which == Reduction::kAny, end); break;
    case Reduction::kMin:
    case Reduction::kMax: reduce_by_order(which == Reduction::kMax ? bytecode::CompareKind::kGt : bytecode::CompareKind::kLt, end); break;
    case Reduction::kMinBy:
    case Reduction::kMaxBy: reduce_by_key(which == Reduction::kMaxBy ? bytecode::CompareKind::kGt : bytecode::CompareKind::kLt, end); break;
    case Reduction::kReduce: reduce_by_function(rest == 2, end); break;
    case Reduction::kList:
    case Reduction::kTuple:
    case Reduction::kSet:
      drop_callee(0);
      collect_items(which == Reduction::kSet ? IrOp::kBuildSet : IrOp::kBuildList, which == Reduction::kSet ? IrOp::kSetAdd : IrOp::kListAppend);
      if (which == Reduction::kTuple) emit(IrOp::kListToTuple);
      break;
    case Reduction::kSortedBy:
      sort_by_keys(rest == 2, may_be_generator(node->args[0]));
      if (!may_be_generator(node->args[0])) break;
      emit_jump(IrOp::kJump, end);  // by a key that is C++: of a list of the items
      use_block(plain);
      plain = make_block();
      begin(Reduction::kSorted);
      [[fallthrough]];
    case Reduction::kSorted:
      collect_argument(rest);
      use_block(plain);
      call();
      use_block(end);
      return true;
    case Reduction::kJoin:
    case Reduction::kSortBy:
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

/// callable ABSENT items [start] -> sum
void Lowering::reduce_by_sum(bool from_zero) {
  if (from_zero) load_int(0);
  drop_callee(1);
  emit(IrOp::kGetIter);
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

/// callable ABSENT items -> the first item that no other stands before in the order `better`
void Lowering::reduce_by_order(bytecode::CompareKind better, BasicBlock* end) {
  emit(IrOp::kGetIter);
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

/// callable ABSENT items key -> the first item whose key no other stands before in the order `better`
void Lowering::reduce_by_key(bytecode::CompareKind better, BasicBlock* end) {
  BasicBlock* top = make_block();
  BasicBlock* worse = make_block();
  BasicBlock* exhausted = make_block();
  BasicBlock* empty = make_block();
  auto key_of = [&](uint32_t depth) {  // key ... item -> key ... item its key
    emit(IrOp::kCopy, depth);
    emit(IrOp::kPushNull);
    emit(IrOp::kCopy, 3);
    emit(IrOp::kCall, 1);
  };
  emit(IrOp::kSwap, 2);
  emit(IrOp::kGetIter);  // callable ABSENT key iterator
  emit_jump(IrOp::kForIter, empty);
  key_of(3);
  emit(IrOp::kSwap, 3);  // key, best's key, best, iterator
  use_block(top);
  emit_jump(IrOp::kForIter, exhausted);
  key_of(5);
  emit(IrOp::kCopy, 1);
  emit(IrOp::kCopy, 6);
  emit(IrOp::kCompareOp, static_cast<uint32_t>(better));
  emit_jump(IrOp::kPopJumpIfFalse, worse);
  emit(IrOp::kSwap, 5);
  emit(IrOp::kPopTop);
  emit(IrOp::kSwap, 3);
  emit(IrOp::kPopTop);
  emit_jump(IrOp::kJump, top);
  use_block(worse);
  emit(IrOp::kPopTop);
  emit(IrOp::kPopTop);
  emit_jump(IrOp::kJump, top);
  use_block(empty);  // callable ABSENT key: it says so
  emit(IrOp::kPopTop);
  load_names_tuple({});
  emit(IrOp::kCall, 1);
  emit_jump(IrOp::kJump, end);
  use_block(exhausted);  // callable ABSENT key, best's key, best
  keep_top(4);
}

/// callable ABSENT function items [initial] -> what it makes of them
void Lowering::reduce_by_function(bool has_initial, BasicBlock* end) {
  BasicBlock* top = make_block();
  BasicBlock* exhausted = make_block();
  BasicBlock* empty = make_block();
  if (has_initial) emit(IrOp::kSwap, 2);
  emit(IrOp::kGetIter);
  if (!has_initial) {
    emit_jump(IrOp::kForIter, empty);
    emit(IrOp::kSwap, 2);
  }
  use_block(top);
  emit_jump(IrOp::kForIter, exhausted);  // function total iterator item
  emit(IrOp::kCopy, 4);
  emit(IrOp::kPushNull);
  emit(IrOp::kCopy, 5);
  emit(IrOp::kCopy, 4);
  emit(IrOp::kCall, 2);
  emit(IrOp::kSwap, 4);
  emit(IrOp::kPopTop);
  emit(IrOp::kPopTop);
  emit_jump(IrOp::kJump, top);
  if (!has_initial) {
    use_block(empty);  // callable ABSENT function: it says so
    load_names_tuple({});
    emit(IrOp::kCall, 2);
    emit_jump(IrOp::kJump, end);
  }
  use_block(exhausted);  // callable ABSENT function total
  keep_top(3);
}

/// callable ABSENT items key [reverse] -> a list of the items, sorted by their keys. one_by_one: they may come from Python code.
void Lowering::sort_by_keys(bool has_reverse, bool one_by_one) {
  const uint32_t rest = 1 + has_reverse;
  if (one_by_one) {
    emit(IrOp::kCopy, rest + 1);
    emit(IrOp::kGetIter);
    collect_items(IrOp::kBuildList, IrOp::kListAppend);
  } else {
    emit(IrOp::kBuildList, 0);
    emit(IrOp::kCopy, rest + 2);
    emit(IrOp::kListExtend, 1);
  }
  make_keys(1, 1 + rest);
  if (has_reverse) emit(IrOp::kCopy, 3);
  else load_constant({.kind = bytecode::Constant::Kind::kFalse});
  emit(IrOp::kSortByKeys);
  keep_top(3 + rest);
}

/// A list of what the function that stands `key` items down returns for the items of the list that stands `items` down.
void Lowering::make_keys(uint32_t items, uint32_t key) {
  BasicBlock* top = make_block();
  BasicBlock* exhausted = make_block();
  emit(IrOp::kBuildList, 0);
  emit(IrOp::kCopy, items + 1);
  emit(IrOp::kGetIter);
  use_block(top);
  emit_jump(IrOp::kForIter, exhausted);  // keys iterator item
  emit(IrOp::kCopy, key + 3);
  emit(IrOp::kSwap, 2);
  emit(IrOp::kPushNull);
  emit(IrOp::kSwap, 2);
  emit(IrOp::kCall, 1);
  emit(IrOp::kListAppend, 2);
  emit_jump(IrOp::kJump, top);
  use_block(exhausted);
}

/// values.sort(key=f): the method's steps with the loop over the keys in this frame.
bool Lowering::sorts_in_steps(const Call* node) const {
  return unit_->scope->kind == BlockKind::kFunction && node->args.empty() && sorts_by_key(node->keywords);
}

/// method list key [reverse] -> None. However it is left, the list gets its items back.
void Lowering::sort_in_steps(const Call* node) {
  BasicBlock* plain = make_block();
  BasicBlock* end = make_block();
  BasicBlock* raised = make_block();
  const bool has_reverse = node->keywords.size() == 2;
  const uint32_t rest = has_reverse;
  SourceRange whole = unit_->source;
  emit(IrOp::kReduces, static_cast<uint32_t>(Reduction::kSortBy) | rest << 4);
  emit_jump(IrOp::kPopJumpIfFalse, plain);
  emit(IrOp::kCopy, 2 + rest);
  emit(IrOp::kSortBegin);  // method list key [reverse] items empty
  emit_jump(IrOp::kSetupFinally, raised);
  use_block(make_block());
  make_keys(2, 3 + rest);
  emit(IrOp::kBuildList, 0);
  emit(IrOp::kCopy, 4);
  emit(IrOp::kListExtend, 1);  // items empty keys, a copy of the items
  emit(IrOp::kSwap, 2);
  if (has_reverse) emit(IrOp::kCopy, 5);
  else load_constant({.kind = bytecode::Constant::Kind::kFalse});
  emit(IrOp::kSortByKeys);
  emit(IrOp::kPopBlock);
  emit(IrOp::kCopy, 5 + rest);
  emit(IrOp::kSortEnd, 0);  // method list key [reverse] items None
  keep_top(4 + rest);
  emit_jump(IrOp::kJump, end);
  use_block(raised);  // method list key [reverse] items empty exc
  forget_source();
  emit(IrOp::kCopy, 2);
  emit(IrOp::kCopy, 4);
  emit(IrOp::kCopy, 7 + rest);
  emit(IrOp::kSortEnd, 1);
  emit(IrOp::kPopTop);
  emit(IrOp::kReraise, 0);
  use_block(plain);
  unit_->source = whole;
  keyword_names(node->keywords, 0, node->keywords.size());
  emit(IrOp::kCallKw, node->keywords.size());
  use_block(end);
}

/// Drops so many items below the top.
void Lowering::keep_top(uint32_t below) {
  emit(IrOp::kSwap, below + 1);
  for (uint32_t i = 0; i < below; ++i) emit(IrOp::kPopTop);
}

}  // namespace eider::frontend

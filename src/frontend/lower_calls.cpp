// SPDX-License-Identifier: MIT
//
// Calls: callable, self or ABSENT, arguments.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

namespace {

constexpr uint32_t kStackGuideline = 30;  // with more arguments than this they are collected into a tuple and a dict

bool is_starred(const Expr* node) { return node->kind == ExprKind::kStarred; }

}  // namespace

void Lowering::call(const Call* node) {
  if (method_call(node) || reduction(node)) return;
  check_callee(node->func);
  expression(node->func);
  SourceRange whole = unit_->source;
  set_source(*node->func);
  emit(IrOp::kPushNull);
  unit_->source = whole;
  call_arguments(node->args, node->keywords, OnStack::kNothing);
}

/// o.m(...) with plain arguments. False: nothing was emitted.
bool Lowering::method_call(const Call* node) {
  auto* method = try_cast<Attribute>(static_cast<const Expr*>(node->func));
  if (method == nullptr || method->ctx != ExprContext::kLoad) return false;
  if (auto* owner = try_cast<Name>(static_cast<const Expr*>(method->value))) {
    // Something the module imported, most likely a module: a plain attribute is the better guess.
    const Symbol* symbol = scopes_.module->find(owner->id);
    if (symbol != nullptr && (symbol->flags & kDefImport) != 0) return false;
  }
  uint32_t keyword_count = node->keywords.size();
  if (node->args.size() + keyword_count + (keyword_count != 0) >= kStackGuideline) return false;
  for (const Expr* arg : node->args) {
    if (is_starred(arg)) return false;
  }
  for (const Keyword* keyword : node->keywords) {
    if (keyword->arg.empty()) return false;
  }
  if (!check_keywords(node->keywords)) return true;
  expression(method->value);
  set_source(*method);
  start_at_attribute(method);
  emit_name(IrOp::kLoadMethod, method->attr);
  expressions(node->args);
  for (const Keyword* keyword : node->keywords) expression(keyword->value);
  if (method->attr == "sort" && sorts_in_steps(node)) {
    set_source(*node);
    start_at_attribute(method);
    sort_in_steps(node);
    return true;
  }
  if (keyword_count > 0) keyword_names(node->keywords, 0, keyword_count);
  set_source(*node);
  start_at_attribute(method);
  if (method->attr == "join" && node->args.size() == 1 && keyword_count == 0) join_argument(node);
  emit(keyword_count > 0 ? IrOp::kCallKw : IrOp::kCall, node->args.size() + keyword_count);
  return true;
}

/// The callable and its self slot are on the stack; so are, for a class, its function and name, which count as arguments.
void Lowering::call_arguments(Span<Expr*> args, Span<Keyword*> keywords, OnStack on_stack) {
  uint32_t given = on_stack == OnStack::kClassAndName ? 2 : 0;
  if (!check_keywords(keywords)) return;
  bool is_plain = args.size() + keywords.size() * 2 <= kStackGuideline;
  for (const Expr* arg : args) is_plain = is_plain && !is_starred(arg);
  for (const Keyword* keyword : keywords) is_plain = is_plain && !keyword->arg.empty();
  if (is_plain) {
    expressions(args);
    uint32_t count = given + args.size() + keywords.size();
    if (keywords.empty()) return emit(IrOp::kCall, count);
    for (const Keyword* keyword : keywords) expression(keyword->value);
    keyword_names(keywords, 0, keywords.size());
    return emit(IrOp::kCallKw, count);
  }

  if (given == 0 && args.size() == 1 && is_starred(args[0])) {
    expression(cast<Starred>(args[0])->value);  // the call itself makes it a tuple, and names the callee when it cannot
  } else {
    display(args, {IrOp::kBuildList, IrOp::kListAppend, IrOp::kListExtend, true}, given);
  }
  bool have_dict = false;
  uint32_t pending = 0;
  auto flush = [&](uint32_t end) {
    keyword_part(keywords, end - pending, end);
    if (have_dict) emit(IrOp::kDictMerge, 1);
    have_dict = true;
    pending = 0;
  };
  for (uint32_t i = 0; i < keywords.size(); ++i) {
    if (!keywords[i]->arg.empty()) {
      ++pending;
      continue;
    }
    if (pending > 0) flush(i);
    if (!have_dict) {
      emit(IrOp::kBuildMap, 0);
      have_dict = true;
    }
    expression(keywords[i]->value);
    emit(IrOp::kDictMerge, 1);
  }
  if (pending > 0) flush(keywords.size());
  emit(IrOp::kCallFunctionEx, keywords.empty() ? 0 : 1);
}

void Lowering::keyword_names(Span<Keyword*> keywords, uint32_t begin, uint32_t end) {
  std::vector<std::string_view> names;
  for (uint32_t i = begin; i < end; ++i) names.push_back(keywords[i]->arg);
  load_names_tuple(names);
}

/// A dict of name=value arguments.
void Lowering::keyword_part(Span<Keyword*> keywords, uint32_t begin, uint32_t end) {
  uint32_t count = end - begin;
  bool is_big = count * 2 > kStackGuideline;
  if (count > 1 && !is_big) {
    for (uint32_t i = begin; i < end; ++i) expression(keywords[i]->value);
    keyword_names(keywords, begin, end);
    return emit(IrOp::kBuildConstKeyMap, count);
  }
  if (is_big) emit_without_line(IrOp::kBuildMap, 0);
  for (uint32_t i = begin; i < end; ++i) {
    load_str(keywords[i]->arg);
    expression(keywords[i]->value);
    if (is_big) emit_without_line(IrOp::kMapAdd, 1);
  }
  if (!is_big) emit(IrOp::kBuildMap, count);
}

/// False: an error was noted.
bool Lowering::check_keywords(Span<Keyword*> keywords) {
  std::unordered_map<std::string_view, uint32_t> seen;
  for (const Keyword* keyword : keywords) {
    if (keyword->arg.empty()) continue;
    if (keyword->arg == "__debug__") {
      fail("cannot assign to __debug__");
      return false;
    }
    if (++seen[keyword->arg] == 1) continue;
    fail_at(*keyword, "keyword argument repeated: " + std::string(keyword->arg));
    return false;
  }
  return true;
}

}  // namespace eider::frontend

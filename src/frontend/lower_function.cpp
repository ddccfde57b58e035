// SPDX-License-Identifier: MIT
//
// Functions and lambdas: what is evaluated where they are defined, and their own unit.
#include "frontend/lower.h"
#include "frontend/unparse.h"

namespace eider::frontend {

using namespace ast;

namespace {

enum FunctionFlags : uint32_t { kHasDefaults = 1, kHasKeywordDefaults = 2, kHasAnnotations = 4, kHasClosure = 8 };

}  // namespace

void Lowering::function(const Stmt* node, const FunctionDefFields& fields, bool is_async) {
  check_parameter_names(fields.args);
  push_decorators(fields.decorator_list);
  int32_t first_line = fields.decorator_list.empty() ? node->lineno : fields.decorator_list[0]->lineno;
  uint32_t flags = defaults(fields.args);
  if (annotations(fields.args, fields.returns)) flags |= kHasAnnotations;
  if (failed_) return;

  enter_unit(is_async ? UnitKind::kAsyncFunction : UnitKind::kFunction, node, fields.name, first_line);
  const Constant* docstring = options_.optimize < 2 ? docstring_of(fields.body) : nullptr;
  if (docstring != nullptr) {
    unit_->has_docstring = true;
    unit_->docstring = docstring->value.text;
    unit_->constants.add(to_constant(docstring->value));
  }
  count_arguments(fields.args);
  statements(fields.body, docstring != nullptr ? 1 : 0);
  auto code = leave_unit(AddNone::kYes);
  if (failed_) return;
  make_function(std::move(code), flags);
  apply_decorators(fields.decorator_list);
  name(fields.name, Access::kStore);
}

void Lowering::lambda(const Lambda* node) {
  check_parameter_names(node->args);
  uint32_t flags = defaults(node->args);
  if (failed_) return;
  enter_unit(UnitKind::kLambda, node, "<lambda>", node->lineno);
  count_arguments(node->args);
  expression(node->body);
  std::shared_ptr<bytecode::CodeUnit> code;
  if (unit_->scope->is_generator) {
    code = leave_unit(AddNone::kNo);
  } else {
    emit(IrOp::kReturnValue);  // on the line of the lambda itself
    code = leave_unit(AddNone::kYes);
  }
  if (!failed_) make_function(std::move(code), flags);
}

void Lowering::count_arguments(const Arguments* arguments) {
  unit_->posonlyargcount = arguments->posonlyargs.size();
  unit_->argcount = arguments->posonlyargs.size() + arguments->args.size();
  unit_->kwonlyargcount = arguments->kwonlyargs.size();
}

/// Pushes the defaults; returns the flags that say which there are.
uint32_t Lowering::defaults(const Arguments* arguments) {
  uint32_t flags = 0;
  if (!arguments->defaults.empty()) {
    expressions(arguments->defaults);
    emit(IrOp::kBuildTuple, arguments->defaults.size());
    flags |= kHasDefaults;
  }
  std::vector<std::string_view> names;
  for (uint32_t i = 0; i < arguments->kwonlyargs.size(); ++i) {
    if (arguments->kw_defaults[i] == nullptr) continue;
    names.push_back(mangled(arguments->kwonlyargs[i]->arg));
    expression(arguments->kw_defaults[i]);
  }
  if (!names.empty()) {
    load_names_tuple(names);
    emit(IrOp::kBuildConstKeyMap, static_cast<uint32_t>(names.size()));
    flags |= kHasKeywordDefaults;
  }
  return flags;
}

/// Pushes name and value; returns how many items.
uint32_t Lowering::annotation(std::string_view name, const Expr* value) {
  if (value == nullptr) return 0;
  load_str(mangled(name));
  auto* starred = try_cast<Starred>(value);
  if (starred != nullptr && (future_.flags & bytecode::kFutureAnnotations) == 0) {
    expression(starred->value);  // *args: *Ts
    emit(IrOp::kUnpackSequence, 1);
  } else {
    annotation_value(value);
  }
  return 2;
}

void Lowering::annotation_value(const Expr* value) {
  if ((future_.flags & bytecode::kFutureAnnotations) == 0) return expression(value);
  std::string text;
  if (!unparse(value, guard_, text)) return fail_deep();
  load_str(text);
}

/// Pushes the tuple of names and values, if there are any.
bool Lowering::annotations(const Arguments* arguments, const Expr* returns) {
  uint32_t count = 0;
  for (const Arg* arg : arguments->args) count += annotation(arg->arg, arg->annotation);
  for (const Arg* arg : arguments->posonlyargs) count += annotation(arg->arg, arg->annotation);
  if (arguments->vararg != nullptr) count += annotation(arguments->vararg->arg, arguments->vararg->annotation);
  for (const Arg* arg : arguments->kwonlyargs) count += annotation(arg->arg, arg->annotation);
  if (arguments->kwarg != nullptr) count += annotation(arguments->kwarg->arg, arguments->kwarg->annotation);
  count += annotation("return", returns);
  if (count == 0) return false;
  emit(IrOp::kBuildTuple, count);
  return true;
}

void Lowering::make_function(std::shared_ptr<bytecode::CodeUnit> code, uint32_t flags) {
  uint32_t free_count = 0;
  for (size_t i = 0; i < code->locals.size(); ++i) {
    if (code->local_kinds[i] != bytecode::kFree) continue;
    ++free_count;
    // The names live in the inner unit's tables; ours are found by content.
    std::string_view free = code->locals[i];
    int64_t cell = unit_->cells.find(free);
    EIDER_CHECK(cell >= 0 || unit_->frees.find(free) >= 0);
    emit(IrOp::kLoadClosure, cell >= 0 ? static_cast<uint32_t>(cell) : unit_->cells.size() + static_cast<uint32_t>(unit_->frees.find(free)));
  }
  if (free_count > 0) {
    emit(IrOp::kBuildTuple, free_count);
    flags |= kHasClosure;
  }
  bytecode::Constant constant;
  constant.kind = bytecode::Constant::Kind::kCode;
  constant.code = std::move(code);
  load_constant(std::move(constant));
  emit(IrOp::kMakeFunction, flags);
}

/// Evaluates them, each with its empty self slot, ready to be called with what the one below returns.
void Lowering::push_decorators(Span<Expr*> decorators) {
  SourceRange held = unit_->source;
  for (const Expr* decorator : decorators) {
    expression(decorator);
    set_source(*decorator);
    emit(IrOp::kPushNull);
  }
  unit_->source = held;
}

/// decorators... function -> result
void Lowering::apply_decorators(Span<Expr*> decorators) {
  SourceRange held = unit_->source;
  for (uint32_t i = decorators.size(); i-- > 0;) {
    set_source(*decorators[i]);
    emit(IrOp::kCall, 1);
  }
  unit_->source = held;
}

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// Units, blocks, instructions and errors: what every other lower_*.cpp builds with.
#include "frontend/lower.h"

#include <algorithm>

#include "frontend/assembler.h"

namespace eider::frontend {

using namespace ast;
using bytecode::CodeUnit;

namespace {

// Finally clauses are copied to every way out of their `try`; nested ones multiply. Real programs stay far below.
constexpr uint64_t kMostInstructions = 20'000'000;

}  // namespace

std::shared_ptr<CodeUnit> Lowering::run(const Mod* mod) {
  if (guard_.exhausted()) {
    fail_deep();
    return nullptr;
  }
  enter_unit(UnitKind::kModule, mod, "<module>", 1);
  AddNone add_none = AddNone::kYes;
  switch (mod->kind) {
    case ModKind::kModule: body(cast<Module>(mod)->body); break;
    case ModKind::kInteractive:
      is_interactive_ = true;
      body(cast<Interactive>(mod)->body);
      break;
    case ModKind::kExpression:
      expression(cast<Expression>(mod)->body);
      add_none = AddNone::kNo;
      break;
  }
  return leave_unit(add_none);
}

void Lowering::enter_unit(UnitKind kind, const void* node, std::string_view name, int32_t first_line) {
  auto unit = std::make_unique<Unit>();
  unit->kind = kind;
  unit->scope = scopes_.block_of(node);
  unit->outer = unit_;
  unit->name = name;
  unit->first_line = first_line;
  if (unit_ != nullptr) unit->private_name = unit_->private_name;

  for (Identifier parameter : unit->scope->parameters) unit->locals.add(parameter);
  std::vector<Identifier> cells;
  std::vector<Identifier> frees;
  for (const Symbol& symbol : unit->scope->symbols) {
    if (symbol.scope == Scope::kCell) cells.push_back(symbol.name);
    if (symbol.scope == Scope::kFree || (symbol.flags & kFreeInClass) != 0) frees.push_back(symbol.name);
  }
  if (unit->scope->needs_class_cell) cells.push_back("__class__");
  std::sort(cells.begin(), cells.end());
  std::sort(frees.begin(), frees.end());
  for (Identifier cell : cells) unit->cells.add(cell);
  for (Identifier free : frees) unit->frees.add(free);

  unit->graph.entry = unit->current = unit->graph.make();
  unit_ = unit.get();
  units_.push_back(std::move(unit));
  set_qualname();
  // A module's first instruction stands on line 0: before its first line.
  unit_->source = {kind == UnitKind::kModule ? 0 : first_line, first_line, 0, 0};
  emit(IrOp::kResume, 0);
  if (kind == UnitKind::kModule) forget_source();
}

void Lowering::set_qualname() {
  const Unit* outer = unit_->outer;
  unit_->qualname = unit_->name;
  if (outer == nullptr || outer->outer == nullptr) return;
  if (unit_->kind == UnitKind::kFunction || unit_->kind == UnitKind::kAsyncFunction || unit_->kind == UnitKind::kClass) {
    // Declared global around it: its name says so.
    std::string_view known = mangle(outer->private_name, unit_->name, arena_);
    if (outer->scope->scope_of(known) == Scope::kGlobalExplicit) return;
  }
  bool is_function = outer->kind == UnitKind::kFunction || outer->kind == UnitKind::kAsyncFunction || outer->kind == UnitKind::kLambda;
  unit_->qualname = outer->qualname + (is_function ? ".<locals>." : ".") + unit_->name;
}

std::shared_ptr<CodeUnit> Lowering::leave_unit(AddNone add_none) {
  std::shared_ptr<CodeUnit> made;
  if (!failed_) {
    if (unit_->current->falls_through()) {
      forget_source();
      if (add_none == AddNone::kYes) load_none();
      emit(IrOp::kReturnValue);
    }
    made = assemble(*unit_, options_, future_);
  }
  unit_ = unit_->outer;
  units_.pop_back();
  return made;
}

// ---- errors ----

void Lowering::fail(std::string message) {
  if (failed_) return;
  failed_ = true;
  error_ = Diagnostic{};
  error_.message = std::move(message);
  error_.lineno = unit_->source.line;
  error_.offset = unit_->source.column + 1;
  error_.end_lineno = unit_->source.end_line;
  error_.end_offset = unit_->source.end_column + 1;
}

void Lowering::fail_at(const ast::Position& at, std::string message) {
  set_source(at);
  fail(std::move(message));
}

void Lowering::fail_deep() {
  if (failed_) return;
  failed_ = true;
  error_ = Diagnostic{};
  error_.kind = DiagnosticKind::kRecursionError;
  error_.message = kTooDeep;
  error_.has_position = false;
}

void Lowering::warn(std::string message) {
  if (!options_.warn || failed_) return;
  Diagnostic& warning = warnings_.emplace_back();
  warning.kind = DiagnosticKind::kSyntaxWarning;
  warning.message = std::move(message);
  warning.lineno = unit_->source.line;
  warning.offset = unit_->source.column + 1;
  warning.end_lineno = unit_->source.end_line;
  warning.end_offset = unit_->source.end_column + 1;
  warning.has_text = false;
}

// ---- emission ----

void Lowering::use_block(BasicBlock* block) {
  unit_->current->next = block;
  unit_->current = block;
}

void Lowering::emit(IrOp op, uint32_t arg) {
  if (failed_) return;
  if (++emitted_ > kMostInstructions) {
    failed_ = true;
    error_ = Diagnostic{};
    error_.kind = DiagnosticKind::kMemoryError;
    error_.has_position = false;
    return;
  }
  BasicBlock* block = unit_->current;
  if (!block->code.empty() && (ends_block(block->code.back().op) || is_jump(block->code.back().op))) use_block(block = make_block());
  block->code.push_back({.op = op, .arg = arg, .source = unit_->source});
}

void Lowering::emit_jump(IrOp op, BasicBlock* target) {
  emit(op);
  if (!failed_) unit_->current->code.back().target = target;
}

void Lowering::emit_without_line(IrOp op, uint32_t arg) {
  SourceRange held = std::exchange(unit_->source, SourceRange{});
  emit(op, arg);
  unit_->source = held;
}

void Lowering::emit_jump_without_line(IrOp op, BasicBlock* target) {
  SourceRange held = std::exchange(unit_->source, SourceRange{});
  emit_jump(op, target);
  unit_->source = held;
}

void Lowering::emit_name(IrOp op, std::string_view name) { emit(op, unit_->names.add(mangled(name))); }

void Lowering::load_constant(bytecode::Constant constant) { emit(IrOp::kLoadConst, unit_->constants.add(std::move(constant))); }

void Lowering::load_value(const ConstantValue& value) { load_constant(to_constant(value)); }

void Lowering::load_none() { load_constant({}); }

void Lowering::load_str(std::string_view text) {
  bytecode::Constant constant;
  constant.kind = bytecode::Constant::Kind::kStr;
  constant.text = text;
  load_constant(std::move(constant));
}

void Lowering::load_int(int64_t value) {
  bytecode::Constant constant;
  constant.kind = bytecode::Constant::Kind::kInt;
  constant.integer = value;
  load_constant(std::move(constant));
}

void Lowering::load_names_tuple(const std::vector<std::string_view>& names) {
  bytecode::Constant tuple;
  tuple.kind = bytecode::Constant::Kind::kTuple;
  for (std::string_view name : names) {
    bytecode::Constant& item = tuple.items.emplace_back();
    item.kind = bytecode::Constant::Kind::kStr;
    item.text = name;
  }
  load_constant(std::move(tuple));
}

bool Lowering::is_top_level_await() const {
  return options_.allow_top_level_await && unit_->kind == UnitKind::kModule;
}

/// Receiver and first value to send are on the stack; leaves what the receiver returned.
void Lowering::add_yield_from(uint32_t resume) {
  BasicBlock* top = make_block();
  BasicBlock* done = make_block();
  use_block(top);
  emit_jump(IrOp::kSend, done);
  emit(IrOp::kYieldValue, 1);
  emit(IrOp::kResume, resume);
  emit_jump(IrOp::kJumpNoInterrupt, top);
  use_block(done);
}

/// Awaits what is on the stack. awaitable_kind: see GetAwaitable.
void Lowering::await(uint32_t awaitable_kind) {
  emit(IrOp::kGetAwaitable, awaitable_kind);
  load_none();
  add_yield_from(2);
}

}  // namespace eider::frontend

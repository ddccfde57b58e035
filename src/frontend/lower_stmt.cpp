// SPDX-License-Identifier: MIT
//
// Simple statements, and the switch over all of them.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

namespace {

uint32_t inplace_kind(Operator op) {
  using K = bytecode::BinaryOpKind;
  K kind = K::kAdd;
  switch (op) {
    case Operator::kAdd: kind = K::kAdd; break;
    case Operator::kSub: kind = K::kSubtract; break;
    case Operator::kMult: kind = K::kMultiply; break;
    case Operator::kMatMult: kind = K::kMatrixMultiply; break;
    case Operator::kDiv: kind = K::kTrueDivide; break;
    case Operator::kMod: kind = K::kRemainder; break;
    case Operator::kPow: kind = K::kPower; break;
    case Operator::kLShift: kind = K::kLshift; break;
    case Operator::kRShift: kind = K::kRshift; break;
    case Operator::kBitOr: kind = K::kOr; break;
    case Operator::kBitXor: kind = K::kXor; break;
    case Operator::kBitAnd: kind = K::kAnd; break;
    case Operator::kFloorDiv: kind = K::kFloorDivide; break;
  }
  return static_cast<uint32_t>(kind) + static_cast<uint32_t>(K::kInplace);
}

/// Does `body`, without the bodies of functions and classes in it, annotate a name?
bool has_annotation(Span<Stmt*> body) {
  std::vector<Span<Stmt*>> pending{body};
  while (!pending.empty()) {
    Span<Stmt*> statements = pending.back();
    pending.pop_back();
    for (const Stmt* node : statements) {
      switch (node->kind) {
        case StmtKind::kAnnAssign: return true;
        case StmtKind::kFor:
          pending.push_back(cast<For>(node)->body);
          pending.push_back(cast<For>(node)->orelse);
          break;
        case StmtKind::kAsyncFor:
          pending.push_back(cast<AsyncFor>(node)->body);
          pending.push_back(cast<AsyncFor>(node)->orelse);
          break;
        case StmtKind::kWhile:
          pending.push_back(cast<While>(node)->body);
          pending.push_back(cast<While>(node)->orelse);
          break;
        case StmtKind::kIf:
          pending.push_back(cast<If>(node)->body);
          pending.push_back(cast<If>(node)->orelse);
          break;
        case StmtKind::kMatch:
          for (MatchCase* one : cast<Match>(node)->cases) pending.push_back(one->body);
          break;
        case StmtKind::kWith: pending.push_back(cast<With>(node)->body); break;
        case StmtKind::kAsyncWith: pending.push_back(cast<AsyncWith>(node)->body); break;
        case StmtKind::kTry:
        case StmtKind::kTryStar: {
          const TryFields& fields = node->kind == StmtKind::kTry ? static_cast<const TryFields&>(*cast<Try>(node)) : *cast<TryStar>(node);
          for (ExceptHandler* handler : fields.handlers) pending.push_back(handler->body);
          pending.push_back(fields.body);
          pending.push_back(fields.orelse);
          pending.push_back(fields.finalbody);
          break;
        }
        default: break;  // the rest holds no statements of this block
      }
    }
  }
  return false;
}

}  // namespace

void Lowering::statements(Span<Stmt*> body, uint32_t from) {
  for (uint32_t i = from; i < body.size() && !failed_; ++i) statement(body[i]);
}

/// The statements of a module or class, with what stands before them.
void Lowering::body(Span<Stmt*> statements_of) {
  if (unit_->kind == UnitKind::kModule && !statements_of.empty()) set_source(*statements_of[0]);
  if (has_annotation(statements_of)) emit(IrOp::kSetupAnnotations);
  const Constant* docstring = options_.optimize < 2 && !is_interactive_ ? docstring_of(statements_of) : nullptr;
  if (docstring != nullptr) {
    expression(docstring);
    forget_source();
    name("__doc__", Access::kStore);
  }
  statements(statements_of, docstring != nullptr ? 1 : 0);
}

const Constant* Lowering::docstring_of(Span<Stmt*> statements) {
  if (statements.empty()) return nullptr;
  auto* first = try_cast<ExprStmt>(static_cast<const Stmt*>(statements[0]));
  auto* constant = first == nullptr ? nullptr : try_cast<Constant>(static_cast<const Expr*>(first->value));
  return constant != nullptr && constant->value.kind == ConstantKind::kStr ? constant : nullptr;
}

void Lowering::statement(const Stmt* node) {
  if (guard_.exhausted()) return fail_deep();
  set_source(*node);
  switch (node->kind) {
    case StmtKind::kFunctionDef: return function(node, *cast<FunctionDef>(node), false);
    case StmtKind::kAsyncFunctionDef: return function(node, *cast<AsyncFunctionDef>(node), true);
    case StmtKind::kClassDef: return class_definition(cast<ClassDef>(node));
    case StmtKind::kReturn: return return_statement(cast<Return>(node));
    case StmtKind::kDelete: return expressions(cast<Delete>(node)->targets);
    case StmtKind::kAssign: return assign(cast<Assign>(node));
    case StmtKind::kAugAssign: return augmented_assign(cast<AugAssign>(node));
    case StmtKind::kAnnAssign: return annotated_assign(cast<AnnAssign>(node));
    case StmtKind::kFor: return for_statement(cast<For>(node));
    case StmtKind::kAsyncFor: return async_for_statement(cast<AsyncFor>(node));
    case StmtKind::kWhile: return while_statement(cast<While>(node));
    case StmtKind::kIf: return if_statement(cast<If>(node));
    case StmtKind::kWith: return with_statement(node, *cast<With>(node), false, 0);
    case StmtKind::kAsyncWith: return with_statement(node, *cast<AsyncWith>(node), true, 0);
    case StmtKind::kMatch: return match(cast<Match>(node));
    case StmtKind::kRaise: {
      auto* raise = cast<Raise>(node);
      uint32_t count = 0;
      if (raise->exc != nullptr) {
        expression(raise->exc);
        ++count;
        if (raise->cause != nullptr) {
          expression(raise->cause);
          ++count;
        }
      }
      return emit(IrOp::kRaiseVarargs, count);
    }
    case StmtKind::kTry: return try_statement(node, *cast<Try>(node), false);
    case StmtKind::kTryStar: return try_statement(node, *cast<TryStar>(node), true);
    case StmtKind::kAssert: return assert_statement(cast<Assert>(node));
    case StmtKind::kImport: return import(cast<Import>(node));
    case StmtKind::kImportFrom: return import_from(cast<ImportFrom>(node));
    case StmtKind::kGlobal:
    case StmtKind::kNonlocal: return;
    case StmtKind::kExprStmt: return expression_statement(cast<ExprStmt>(node)->value);
    case StmtKind::kPass: return emit(IrOp::kNop);
    case StmtKind::kBreak: return break_statement();
    case StmtKind::kContinue: return continue_statement();
  }
}

void Lowering::expression_statement(const Expr* value) {
  if (is_interactive_ && unit_->outer == nullptr) {
    expression(value);
    return emit(IrOp::kPrintExpr);
  }
  if (value->kind == ExprKind::kConstant) return emit(IrOp::kNop);  // only a line to stop at
  expression(value);
  forget_source();
  emit(IrOp::kPopTop);
}

void Lowering::return_statement(const Return* node) {
  if (unit_->scope->kind != BlockKind::kFunction) return fail("'return' outside function");
  const Expr* value = node->value;
  if (value != nullptr && unit_->scope->is_coroutine && unit_->scope->is_generator) {
    return fail("'return' with value in async generator");
  }
  // A constant is loaded after the cleanups, so that nothing has to be kept on the stack across them.
  bool keep_on_stack = value != nullptr && value->kind != ExprKind::kConstant;
  if (keep_on_stack) {
    expression(value);
  } else if (value != nullptr) {
    set_source(*value);
    emit(IrOp::kNop);
  }
  if (value == nullptr || value->lineno != node->lineno) {
    set_source(*node);
    emit(IrOp::kNop);
  }
  if (!unwind_to_loop(keep_on_stack ? Preserve::kTop : Preserve::kNothing, nullptr)) return;
  if (value == nullptr) load_none();
  else if (!keep_on_stack) load_value(cast<Constant>(value)->value);
  emit(IrOp::kReturnValue);
}

void Lowering::assign(const Assign* node) {
  expression(node->value);
  for (uint32_t i = 0; i < node->targets.size(); ++i) {
    if (i + 1 < node->targets.size()) emit(IrOp::kCopy, 1);
    expression(node->targets[i]);
  }
}

void Lowering::augmented_assign(const AugAssign* node) {
  const Expr* target = node->target;
  auto* as_attribute = try_cast<Attribute>(target);
  auto* as_subscript = try_cast<Subscript>(target);
  auto* as_name = try_cast<Name>(target);
  set_source(*target);
  if (as_attribute != nullptr) {
    expression(as_attribute->value);
    emit(IrOp::kCopy, 1);
    start_at_attribute(as_attribute);
    emit_name(IrOp::kLoadAttr, as_attribute->attr);
  } else if (as_subscript != nullptr) {
    expression(as_subscript->value);
    expression(as_subscript->slice);
    emit(IrOp::kCopy, 2);
    emit(IrOp::kCopy, 2);
    emit(IrOp::kBinarySubscr);
  } else {
    name(as_name->id, Access::kLoad);
  }
  set_source(*node);
  expression(node->value);
  emit(IrOp::kBinaryOp, inplace_kind(node->op));
  set_source(*target);
  if (as_attribute != nullptr) {
    start_at_attribute(as_attribute);
    emit(IrOp::kSwap, 2);
    emit_name(IrOp::kStoreAttr, as_attribute->attr);
  } else if (as_subscript != nullptr) {
    emit(IrOp::kSwap, 3);
    emit(IrOp::kSwap, 2);
    emit(IrOp::kStoreSubscr);
  } else {
    name(as_name->id, Access::kStore);
  }
}

void Lowering::evaluate_and_drop(const Expr* node) {
  expression(node);
  emit(IrOp::kPopTop);
}

/// What `x[slice]: T` evaluates of its subscript.
void Lowering::evaluate_subscript_parts(const Expr* node) {
  if (auto* slice = try_cast<Slice>(node)) {
    if (slice->lower != nullptr) evaluate_and_drop(slice->lower);
    if (slice->upper != nullptr) evaluate_and_drop(slice->upper);
    if (slice->step != nullptr) evaluate_and_drop(slice->step);
  } else if (auto* tuple = try_cast<Tuple>(node)) {
    for (Expr* element : tuple->elts) evaluate_subscript_parts(element);
  } else {
    evaluate_and_drop(node);
  }
}

void Lowering::annotated_assign(const AnnAssign* node) {
  bool has_namespace = unit_->kind == UnitKind::kModule || unit_->kind == UnitKind::kClass;
  if (node->value != nullptr) {
    expression(node->value);
    expression(node->target);
  }
  if (auto* target = try_cast<Name>(static_cast<const Expr*>(node->target))) {
    if (refuse_name(target->id, Access::kStore)) return;
    if (node->simple && has_namespace) {
      annotation_value(node->annotation);
      emit_name(IrOp::kLoadName, "__annotations__");
      load_str(mangled(target->id));
      emit(IrOp::kStoreSubscr);
    }
  } else if (auto* attribute = try_cast<Attribute>(static_cast<const Expr*>(node->target))) {
    if (refuse_name(attribute->attr, Access::kStore)) return;
    if (node->value == nullptr) evaluate_and_drop(attribute->value);
  } else if (auto* subscript = try_cast<Subscript>(static_cast<const Expr*>(node->target))) {
    if (node->value == nullptr) {
      evaluate_and_drop(subscript->value);
      evaluate_subscript_parts(subscript->slice);
    }
  }
  bool is_string = (future_.flags & bytecode::kFutureAnnotations) != 0;
  if (!node->simple && has_namespace && !is_string) evaluate_and_drop(node->annotation);
}

void Lowering::assert_statement(const Assert* node) {
  auto* tuple = try_cast<Tuple>(static_cast<const Expr*>(node->test));
  auto* constant = try_cast<Constant>(static_cast<const Expr*>(node->test));
  if ((tuple != nullptr && !tuple->elts.empty()) ||
      (constant != nullptr && constant->value.kind == ConstantKind::kTuple && !constant->value.items.empty())) {
    warn("assertion is always true, perhaps remove parentheses?");
  }
  if (options_.optimize > 0) return;
  BasicBlock* end = make_block();
  jump_if(node->test, end, true);
  emit(IrOp::kLoadAssertionError);
  if (node->msg != nullptr) {
    emit(IrOp::kPushNull);
    expression(node->msg);
    emit(IrOp::kCall, 1);
  }
  emit(IrOp::kRaiseVarargs, 1);
  use_block(end);
}

void Lowering::import(const Import* node) {
  for (const Alias* alias : node->names) {
    load_int(0);
    load_none();
    emit_name(IrOp::kImportName, alias->name);
    if (!alias->asname.empty()) import_as(alias->name, alias->asname);
    else name(alias->name.substr(0, alias->name.find('.')), Access::kStore);
  }
}

/// `import a.b.c as d`: IMPORT_NAME gave a; walk down to c.
void Lowering::import_as(std::string_view dotted, std::string_view asname) {
  size_t dot = dotted.find('.');
  if (dot == std::string_view::npos) return name(asname, Access::kStore);
  while (true) {
    size_t start = dot + 1;
    dot = dotted.find('.', start);
    emit_name(IrOp::kImportFrom, dotted.substr(start, dot == std::string_view::npos ? dot : dot - start));
    if (dot == std::string_view::npos) break;
    emit(IrOp::kSwap, 2);
    emit(IrOp::kPopTop);
  }
  name(asname, Access::kStore);
  emit(IrOp::kPopTop);
}

void Lowering::import_from(const ImportFrom* node) {
  load_int(node->level);
  if (node->module == "__future__" && node->lineno > future_.last_line) {
    return fail("from __future__ imports must occur at the beginning of the file");
  }
  std::vector<std::string_view> names;
  for (const Alias* alias : node->names) names.push_back(alias->name);
  load_names_tuple(names);
  emit_name(IrOp::kImportName, node->module);
  if (!node->names.empty() && node->names[0]->name == "*") return emit(IrOp::kImportStar);
  for (const Alias* alias : node->names) {
    emit_name(IrOp::kImportFrom, alias->name);
    name(alias->asname.empty() ? alias->name : alias->asname, Access::kStore);
  }
  emit(IrOp::kPopTop);
}

}  // namespace eider::frontend

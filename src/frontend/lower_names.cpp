// SPDX-License-Identifier: MIT
//
// Names: from scope to instruction.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

Lowering::Access Lowering::access_of(ExprContext context) {
  switch (context) {
    case ExprContext::kLoad: return Access::kLoad;
    case ExprContext::kStore: return Access::kStore;
    case ExprContext::kDel: return Access::kDelete;
  }
  EIDER_UNREACHABLE("expression context");
}

void Lowering::name(std::string_view id, Access access) {
  if (refuse_name(id, access)) return;
  std::string_view known = mangled(id);
  bool in_function = unit_->scope->kind == BlockKind::kFunction;
  auto pick = [access](IrOp load, IrOp store, IrOp remove) {
    return access == Access::kLoad ? load : access == Access::kStore ? store : remove;
  };
  switch (unit_->scope->scope_of(known)) {
    case Scope::kCell:
    case Scope::kFree: {
      int64_t cell = unit_->cells.find(known);
      uint32_t index = cell >= 0 ? static_cast<uint32_t>(cell) : unit_->cells.size() + static_cast<uint32_t>(unit_->frees.find(known));
      IrOp load = unit_->scope->kind == BlockKind::kClass ? IrOp::kLoadClassDeref : IrOp::kLoadDeref;
      return emit(pick(load, IrOp::kStoreDeref, IrOp::kDeleteDeref), index);
    }
    case Scope::kLocal:
      if (in_function) return emit(pick(IrOp::kLoadFast, IrOp::kStoreFast, IrOp::kDeleteFast), unit_->locals.add(known));
      break;
    case Scope::kGlobalExplicit:
      return emit(pick(IrOp::kLoadGlobal, IrOp::kStoreGlobal, IrOp::kDeleteGlobal), unit_->names.add(known));
    case Scope::kGlobalImplicit:
      if (in_function) return emit(pick(IrOp::kLoadGlobal, IrOp::kStoreGlobal, IrOp::kDeleteGlobal), unit_->names.add(known));
      break;
    case Scope::kUnknown: break;  // what the compiler itself names: __module__, __annotations__, ...
  }
  emit(pick(IrOp::kLoadName, IrOp::kStoreName, IrOp::kDeleteName), unit_->names.add(known));
}

/// __debug__ is decided by the compiler and cannot change. True: an error was noted.
bool Lowering::refuse_name(std::string_view id, Access access) {
  if (id != "__debug__" || access == Access::kLoad) return false;
  fail(access == Access::kStore ? "cannot assign to __debug__" : "cannot delete __debug__");
  return true;
}

void Lowering::check_parameter_names(const Arguments* arguments) {
  auto check = [this](const Arg* arg) { return arg != nullptr && refuse_name(arg->arg, Access::kStore); };
  for (const Arg* arg : arguments->posonlyargs) {
    if (check(arg)) return;
  }
  for (const Arg* arg : arguments->args) {
    if (check(arg)) return;
  }
  if (check(arguments->vararg)) return;
  for (const Arg* arg : arguments->kwonlyargs) {
    if (check(arg)) return;
  }
  check(arguments->kwarg);
}

}  // namespace eider::frontend

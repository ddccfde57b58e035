// SPDX-License-Identifier: MIT
//
// Class statements: NAME = __build_class__(function of the body, "NAME", bases..., keywords...), then the decorators.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

void Lowering::class_definition(const ClassDef* node) {
  push_decorators(node->decorator_list);
  int32_t first_line = node->decorator_list.empty() ? node->lineno : node->decorator_list[0]->lineno;
  if (failed_) return;

  enter_unit(UnitKind::kClass, node, node->name, first_line);
  unit_->private_name = node->name;
  name("__name__", Access::kLoad);
  name("__module__", Access::kStore);
  load_str(unit_->qualname);
  name("__qualname__", Access::kStore);
  body(node->body);
  forget_source();
  if (unit_->scope->needs_class_cell) {
    // type.__new__ finds the cell in the namespace and fills it; __build_class__ checks that it did.
    emit(IrOp::kLoadClosure, static_cast<uint32_t>(unit_->cells.find("__class__")));
    emit(IrOp::kCopy, 1);
    name("__classcell__", Access::kStore);
  } else {
    load_none();
  }
  emit(IrOp::kReturnValue);
  auto code = leave_unit(AddNone::kYes);
  if (failed_) return;

  emit(IrOp::kLoadBuildClass);
  emit(IrOp::kPushNull);
  make_function(std::move(code), 0);
  load_str(node->name);
  call_arguments(node->bases, node->keywords, OnStack::kClassAndName);
  apply_decorators(node->decorator_list);
  name(node->name, Access::kStore);
}

}  // namespace eider::frontend

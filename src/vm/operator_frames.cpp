// SPDX-License-Identifier: MIT
#include "vm/operator_frames.h"

#include "objects/operator_methods.h"
#include "objects/realm.h"
#include "vm/function.h"

namespace eider::vm {

using bytecode::BinaryOpKind;
using bytecode::CompareKind;
using bytecode::Op;
using objects::Name;

Name operator_name(Op family, uint32_t argument) {
  if (family == Op::kBinarySubscr) return Name::k__getitem__;
  if (family == Op::kCompareOp) return objects::compare_method(static_cast<CompareKind>(argument));
  return objects::binary_method(static_cast<BinaryOpKind>(argument));
}

Function* operator_function(Thread& t, Op family, uint32_t argument, Value a, Value b) {
  objects::Type* left = objects::type_of(t, a);
  if (!left->has(objects::kHeapType)) return nullptr;
  objects::Type* right = objects::type_of(t, b);
  if (family != Op::kBinarySubscr && left != right && objects::is_subtype(right, left)) return nullptr;
  if (family == Op::kBinaryOp && !objects::binary_method_is_first(*left, static_cast<BinaryOpKind>(argument))) return nullptr;
  Value method = objects::type_lookup(t, left, objects::name(t, operator_name(family, argument)));
  if (method.is_absent() || !is_exact(method, objects::TypeId::kFunction)) return nullptr;
  auto* function = method.as<Function>();
  Code* code = function->code.load_acquire();
  return code->exact_args == 2 && (family == Op::kBinarySubscr || code->keeps_operands) ? function : nullptr;
}

Result<Value> operator_declined(Thread& t, Value mark, Value a, Value b) {
  auto family = static_cast<Op>(mark.small_int() >> 8);
  auto argument = static_cast<uint8_t>(mark.small_int());
  if (family == Op::kCompareOp) return objects::compare_declined(t, a, b, static_cast<CompareKind>(argument));
  return objects::binary_op_declined(t, static_cast<BinaryOpKind>(argument), a, b);
}

}  // namespace eider::vm

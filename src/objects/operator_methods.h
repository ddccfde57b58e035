// SPDX-License-Identifier: MIT
//
// Binary operators and comparisons seen from outside: for who enters the left operand's method itself.
#pragma once

#include "objects/names.h"
#include "objects/protocol.h"

namespace eider::objects {

constexpr bool is_inplace(bytecode::BinaryOpKind op) { return op >= bytecode::BinaryOpKind::kInplace; }
/// Without its in-place form.
constexpr bytecode::BinaryOpKind plain_kind(bytecode::BinaryOpKind op) {
  return is_inplace(op) ? static_cast<bytecode::BinaryOpKind>(static_cast<int>(op) - static_cast<int>(bytecode::BinaryOpKind::kInplace)) : op;
}

/// The left operand's method for an operator, in-place forms as their plain ones.
Name binary_method(bytecode::BinaryOpKind op);
Name compare_method(CompareKind kind);
/// The right operand's method for what a number on the left cannot do, k__pow__ and the like excepted: false, there is none.
bool reflected_method(const Type& right, bytecode::BinaryOpKind op, Name* method);
/// `a < b` asked from the right: `b > a`.
constexpr CompareKind swapped(CompareKind kind) {
  constexpr CompareKind kSwapped[] = {CompareKind::kGt, CompareKind::kGe, CompareKind::kEq, CompareKind::kNe, CompareKind::kLt, CompareKind::kLe};
  return kSwapped[static_cast<int>(kind)];
}
/// Whether no other method of the left operand's class comes before binary_method(op).
bool binary_method_is_first(const Type& left, bytecode::BinaryOpKind op);

/// The rest of the protocol, after the left operand's method, written in Python, has returned NotImplemented. May run Python.
Result<Value> binary_op_declined(Thread& t, bytecode::BinaryOpKind op, Value a, Value b);
Result<Value> compare_declined(Thread& t, Value a, Value b, CompareKind kind);
/// ... after the right operand's, which came first or where the left one has none. Of a binary operator: the left operand is a number.
Result<Value> binary_op_declined_on_right(Thread& t, bytecode::BinaryOpKind op, Value a, Value b);
Result<Value> compare_declined_on_right(Thread& t, Value a, Value b, CompareKind kind);

}  // namespace eider::objects

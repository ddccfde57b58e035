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
/// Whether no other method of the left operand's class comes before binary_method(op).
bool binary_method_is_first(const Type& left, bytecode::BinaryOpKind op);

/// The rest of the protocol, after the left operand's method, written in Python, has returned NotImplemented. May run Python.
Result<Value> binary_op_declined(Thread& t, bytecode::BinaryOpKind op, Value a, Value b);
Result<Value> compare_declined(Thread& t, Value a, Value b, CompareKind kind);

}  // namespace eider::objects

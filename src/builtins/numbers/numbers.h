// SPDX-License-Identifier: MIT
//
// int, bool, float, complex. All immutable: every method is Sync::kImmutable.
#pragma once

#include "builtins/kernels/bigint.h"
#include "objects/numbers.h"
#include "objects/protocol.h"

namespace eider::builtins {

using namespace objects;

Result<void> install_int(Thread& t);
Result<void> install_bool(Thread& t);
Result<void> install_float(Thread& t);
Result<void> install_complex(Thread& t);
Result<void> install_numbers(Thread& t);

/// The int that a kernel computed.
Result<Value> int_from_big(Thread& t, kernels::BigView v);
/// What a kernel's failure raises; `zero_division` is the text for division by zero.
Failure raise_big_status(Thread& t, kernels::BigStatus status, const char* zero_division = "integer division or modulo by zero");
/// Lets kernels' long loops poll.
kernels::Interrupt interrupt_of(Thread& t);
inline kernels::BigView view_of_int(const objects::IntView& v) { return {v.limbs, v.count, v.sign < 0}; }

Result<Value> int_add(Thread& t, Value a, Value b);
Result<Value> int_subtract(Thread& t, Value a, Value b);
Result<Value> int_shift_left(Thread& t, Value a, Value b);
Result<Value> int_shift_right(Thread& t, Value a, Value b);
Result<Value> int_and(Thread& t, Value a, Value b);
Result<Value> int_or(Thread& t, Value a, Value b);
Result<Value> int_xor(Thread& t, Value a, Value b);
Result<Value> int_multiply(Thread& t, Value a, Value b);
Result<Value> int_true_divide(Thread& t, Value a, Value b);
Result<Value> int_repr(Thread& t, Value self);
Result<Value> int_compare_slot(Thread& t, Value a, Value b, CompareKind kind);
/// int(text, base) for str, bytes, bytearray; base 0 guesses.
Result<Value> int_from_text(Thread& t, Value text, int64_t base);
/// As int_from_text, for a value that int() got with an explicit or default base.
Result<Value> int_from_double(Thread& t, double d);
Result<Value> float_from_text(Thread& t, Value text);
/// Instances of subclasses of int and float, holding the given number.
Result<Value> int_subclass_new(Thread& t, Type* cls, Value number);

/// Orders as Python compares, given -1, 0, 1.
inline bool order_holds(int order, CompareKind kind) {
  switch (kind) {
    case CompareKind::kLt: return order < 0;
    case CompareKind::kLe: return order <= 0;
    case CompareKind::kEq: return order == 0;
    case CompareKind::kNe: return order != 0;
    case CompareKind::kGt: return order > 0;
    case CompareKind::kGe: return order >= 0;
  }
  return false;
}

}  // namespace eider::builtins

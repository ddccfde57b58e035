// SPDX-License-Identifier: MIT
//
// Operators whose method is a Python function: its frame is entered in place, as a call's would be.
//
// `a + b`, `a < b` and `a[b]` look the method of the left operand up on its class. When that is a plain function of two parameters, and the
// right operand's class has no earlier say, the function's frame is pushed with the operands on the stack as its first locals. When it
// returns NotImplemented the rest of the protocol is asked from C++ (kFrameOperator). `a[b]` has no rest and needs no flag.
// Source: CPython's Objects/abstract.c and typeobject.c, for the order in which operands are asked.
#pragma once

#include "bytecode/ops.h"
#include "objects/names.h"
#include "vm/frame.h"

namespace eider::vm {

/// The function whose frame `family` with `argument` enters for these operands, or nullptr. Runs nothing, allocates nothing.
Function* operator_function(Thread& t, bytecode::Op family, uint32_t argument, Value a, Value b);
/// Name of the method that would be looked up for it.
objects::Name operator_name(bytecode::Op family, uint32_t argument);

/// Frame::extra of the frame that runs it; ABSENT when NotImplemented is an ordinary result.
inline Value operator_mark(bytecode::Op family, uint32_t argument) {
  if (family == bytecode::Op::kBinarySubscr) return objects::kAbsent;
  return Value::from_small_int(static_cast<int64_t>(family) << 8 | argument);
}
inline uint64_t operator_flags(Value mark) { return mark.is_absent() ? 0 : kFrameOperator; }

/// The left operand's method has returned NotImplemented. May run Python.
Result<Value> operator_declined(Thread& t, Value mark, Value a, Value b);

}  // namespace eider::vm

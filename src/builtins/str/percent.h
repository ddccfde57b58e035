// SPDX-License-Identifier: MIT
//
// The arguments of `format % args`, for str and bytes: which value a conversion gets, and numbers rendered.
#pragma once

#include "builtins/kernels/percent_format.h"
#include "builtins/str/str_support.h"

namespace eider::builtins {

class PercentArgs {
 public:
  /// `args` is the right operand; a mapping serves keys, a tuple gives its items, anything else is the one argument.
  PercentArgs(Thread& t, Value args, kernels::PercentTarget target);
  /// The mapping's value for `key` becomes the argument. TypeError "format requires a mapping".
  Result<void> select(Value key);
  Result<void> require_mapping();
  /// TypeError "not enough arguments for format string".
  Result<Value> next();
  /// TypeError "not all arguments converted during ... formatting".
  Result<void> finish();
  /// Fetches the numbers of the piece's stars, then raises its parse error, if any.
  Result<void> resolve(kernels::PercentPiece& piece);
  Failure fail(kernels::PercentError error, const kernels::PercentPiece& piece);
  /// d i u o x X e E f F g G: fetches nothing, renders `value`.
  Result<void> number(Value value, const kernels::PercentPiece& piece, Text32& out);

 private:
  Result<int64_t> star(const char* too_big);
  Thread& t_;
  Value args_, mapping_;
  kernels::PercentTarget target_;
  int64_t count_, index_;  // as CPython's arglen and argidx: -1 and -2 for a single argument not yet taken
};

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// What f-strings compile to, and what every __format__ in C++ raises when its spec is wrong.
//
// Thread rule: works on values the caller holds; runs __format__, __str__, __repr__ of user classes.
#pragma once

#include "builtins/kernels/format_spec.h"
#include "builtins/str/str_support.h"

namespace eider::builtins {

/// FormatValue's `arg & 3`.
enum class FormatConversion : uint8_t { kNone = 0, kStr = 1, kRepr = 2, kAscii = 3 };
/// One replacement field: conversion, then __format__ with `spec` (a str, or ABSENT for none).
Result<Str*> format_value(Thread& t, Value value, FormatConversion conversion, Value spec = kAbsent);
/// The strings parts[0..n) one after the other. All are str.
Result<Str*> build_string(Thread& t, const Value* parts, int64_t n);

/// The same, of exact strs, small ints (their digits) and floats: without a str for each. A long text in front, to which little is added,
/// is extended as by `+` (Note [Strings that grow at the end]).
Result<Str*> build_text(Thread& t, Value* parts, int64_t n);

/// Raises what format_string, format_integer and the others found wrong with `spec`.
Failure raise_format_failure(Thread& t, const kernels::FormatFailure& failure, Str* spec, const char* type_label);

/// What sys.set_int_max_str_digits says, for the kernels' `limit` arguments.
uint32_t int_digits_limit(Thread& t);
/// An int as the kernels see it. `v` must live as long.
inline kernels::BigView big_view(const objects::IntView& v) { return {v.limbs, v.count, v.sign < 0}; }

}  // namespace eider::builtins

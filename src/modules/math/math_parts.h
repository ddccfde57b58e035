// SPDX-License-Identifier: MIT
//
// What the files of math share.
#pragma once

#include <span>

#include "modules/module_parts.h"

namespace eider::modules {

/// v as a double. TypeError "must be real number, not X", OverflowError for large ints.
Result<double> real_number(Thread& t, Value v);
Failure domain_error(Thread& t);
Failure range_error(Thread& t);
Result<void> add_math_integers(Thread& t, Module* module);  // integers.cpp

}  // namespace eider::modules

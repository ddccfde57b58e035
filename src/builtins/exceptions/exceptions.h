// SPDX-License-Identifier: MIT
//
// The exception types, traceback objects, and the text of uncaught exceptions.
//
// An exception's own fields stand in BaseException::fields (objects/errors.h says which). Attributes are single words: assigned
// release, read relaxed.
#pragma once

#include "objects/errors.h"
#include "objects/protocol.h"

namespace eider::builtins {

using namespace objects;

Result<void> install_exceptions(Thread& t);
Result<void> install_exception_groups(Thread& t);  // split, subgroup, derive
Result<void> install_traceback_type(Thread& t);

/// Constructor shared by all exception types: an instance with `args`, other fields ABSENT.
Result<Value> exception_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames);
Result<Value> group_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames);
Result<Value> group_str(Thread& t, Value self);
extern const NativeDef kGroupMethods[];
extern const uint32_t kGroupMethodCount;

}  // namespace eider::builtins

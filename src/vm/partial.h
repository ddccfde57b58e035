// SPDX-License-Identifier: MIT
//
// functools.partial objects, as far as calls look into them: that of a Python function enters the function's frame.
// Not here: making them, and calls with keywords or of other things (modules/functools/partial.cpp).
#pragma once

#include "vm/frame.h"

namespace eider::vm {

struct Partial : objects::Object {
  Field<Value> function;
  Field<Tuple*> args;
  Field<Dict*> keywords;
  Field<Dict*> dict;  // instance attributes, or null
};

/// What a call of a partial object enters: as it was when it was looked at, another thread may give the object another state.
struct PartialCall {
  Function* function;
  ThreadCode* code;
  Tuple* kept;  // the arguments in front
};
/// Whether callable(...) with `nargs` arguments by position is a call of a partial object of a Python function that this thread has run, without
/// keywords, which gets just the right number. Runs nothing, allocates nothing.
bool partial_of_function(Thread& t, Value callable, uint32_t nargs, PartialCall* found);

}  // namespace eider::vm

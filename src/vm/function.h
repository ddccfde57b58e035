// SPDX-License-Identifier: MIT
//
// Function objects and calling them.
#pragma once

#include "vm/frame.h"

namespace eider::vm {

struct Function : Object {  // kCustom; attribute writers store whole words, calls read them relaxed
  static constexpr TypeId kTypeId = TypeId::kFunction;
  Field<Code*> code;
  Dict* globals;               // a cell dict; fixed
  Field<Value> builtins;       // cell Dict; fixed
  Field<Value> defaults;       // Tuple or ABSENT
  Field<Value> kwdefaults;     // Dict or ABSENT
  Field<Value> closure;        // Tuple of Cell or ABSENT; fixed
  Field<Value> name;
  Field<Value> qualname;
  Field<Value> module;
  Field<Value> doc;
  Field<Value> annotations;    // Dict, or Tuple (name, value, ...) until asked for, or ABSENT
  Field<Value> dict;           // the function's own attributes: Dict, or ABSENT until the first one
  Atomic<uint32_t> changed;    // code, defaults or kwdefaults have been assigned: compiled code no longer relies on them. Under the type lock; never reset
};
/// Before an assignment of code, defaults or kwdefaults: afterwards no thread is in compiled code that relies on the old ones. Safepoint.
void function_changes(Thread& t, Function* fn);
Result<Function*> function_new(Thread& t, Code* code, Dict* globals);

/// Calls a Python function from C++: pushes an entry frame and runs it. CallFn of type "function".
Result<Value> function_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);

/// Runs module, class or eval code: fresh locals, `ns` as the local namespace (or ABSENT: globals itself).
Result<Value> run_code(Thread& t, Code* code, Dict* globals, Value ns, Tuple* closure = nullptr);

Result<Value> run_function_in(Thread& t, Function* fn, Value ns);

/// Lays out `locals[0 .. local_count)` for a call of `fn` with these arguments: defaults, keywords, *args, **kwargs, all
/// TypeErrors of python3.11. `locals` may be where args already stand (locals == args).
Result<void> bind_arguments(Thread& t, Function* fn, ThreadCode* tc, const Value* args, uint32_t nargs, Tuple* kwnames, Value* locals);

/// A generator, coroutine or async generator object for a call of `fn` with bound locals.
Result<Value> make_generator(Thread& t, Function* fn, ThreadCode* tc, const Value* locals);

/// Instead of running Python code while frames are virtual: Note [Python code below a helper] (objects/compiled_call.h).
Failure refuse_python(Thread& t);

/// Runs `frame` (already t.frame, flagged kFrameEntry) until it returns; kFailedWord when it raised.
Value run_frame(Thread& t, Frame* frame);

}  // namespace eider::vm

// SPDX-License-Identifier: MIT
//
// What sys.settrace and sys.setprofile hear of: calls, lines, returns, exceptions, calls of C++ functions.
//
// Note [A thread with hooks]
// Hooks are a thread's own. While it has some, and none of them runs, the thread is `instrumented`: its dispatch table is a third one whose
// every entry says what is about to happen and then executes the instruction as the normal table does; it enters no compiled code and
// records none, and what goes several instructions at once (a chain of delegations, loops that stand for calls) goes one by one. Where it is
// in compiled code when it gets its first hook, that code is retired: its callers leave it at their next look at validity, behind
// the call. Threads without hooks go on as they are.
#pragma once

#include <vector>

#include "vm/frame.h"

namespace eider::vm {

/// One thread's; touched by nobody else but the collector while it is stopped.
struct TraceHooks {
  Value trace = objects::kAbsent, profile = objects::kAbsent;  // functions, or ABSENT
  bool running = false;                                        // one of them runs: nothing is heard of
  struct NativeCall {
    Value callee;
    Frame* caller;
    const uint16_t* pc;
  };
  std::vector<NativeCall> native;  // calls of C++ functions that `profile` has heard of and whose end it has not
};

enum class Hook : uint8_t { kTrace, kProfile };
/// function: None for none.
void set_hook(Thread& t, Hook which, Value function);
/// The function, or None.
Value get_hook(Thread& t, Hook which);
/// Calls `function(*args)` with the hooks active although one of them runs.
Result<Value> call_traced(Thread& t, Value function, Tuple* args);

/// Hears of what the instruction at t.pc of the innermost frame is about to do; its stack is in memory with sp at the top. False: the hook
/// has raised; *leaves: what it raises is raised in the caller.
bool before_instruction(Thread& t, const Value* sp, uint32_t argument, bool* leaves);
/// The innermost frame, a generator's, goes on with an exception that is thrown into it at t.pc.
void hear_throw(Thread& t);
/// The pending exception is raised, or arrives, at t.pc of the innermost frame. A hook that raises replaces it.
void hear_exception(Thread& t);
/// The innermost frame is left by the pending exception.
void hear_unwinding(Thread& t);

}  // namespace eider::vm

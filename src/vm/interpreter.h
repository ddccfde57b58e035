// SPDX-License-Identifier: MIT
//
// Entering the interpreter from C++, and what unwinding finds.
#pragma once

#include "vm/function.h"

namespace eider::vm {

struct HandlerPlace {
  Value* sp;
  Value tos;
  const uint16_t* pc;
};

/// What of `code` handles an exception that the instruction at `unit` raises; nullptr: nothing.
const bytecode::ExceptionEntry* handler_entry(const Code& code, uint32_t unit);
/// The handler for the pending exception, beginning at t.pc of the innermost frame. Frames without one are popped, each adding a
/// traceback entry. False when the entry frame was popped: the exception stays pending for C++.
bool find_handler(Thread& t, HandlerPlace* place);
/// ... when the innermost frame, whatever it would handle, is left first.
bool find_handler_outside(Thread& t, HandlerPlace* place);

/// The object of a call that has ended and whose frame was in compiled code, never in memory. locals: as many as `code` has.
Result<FrameObject*> ended_frame_object(Thread& t, Code* code, Function* function, Tuple* locals, int64_t unit, FrameObject* back);
/// Goes on in `frame` (t.frame, flagged kFrameEntry) at pc with the given registers.
Value continue_frame(Thread& t, Frame* frame, Value* sp, const uint16_t* pc, Value tos);
/// Raises the pending exception at the instruction pc of `frame`. frame's memory stack is complete.
Value raise_in_frame(Thread& t, Frame* frame, const uint16_t* pc);

void* const* normal_dispatch();
/// Every entry shows the instruction to JitHooks::step before it is executed.
void* const* recording_dispatch();

/// Every entry tells the thread's hooks of the instruction before it is executed: Note [A thread with hooks].
void* const* instrumented_dispatch();

/// An instruction's machine code as the dispatch tables hold it. memory below sp holds all stack items but the top, which is `tos`.
using Handler = EIDER_PRESERVE_NONE Value (*)(Thread* t, Value* locals, Value* sp, const uint16_t* pc, Value tos, uint64_t argument);
/// Goes on where the pending exception at `pc` of the innermost frame is handled; all that dispatches may end with a tail call of it.
Handler unwind_entry();

}  // namespace eider::vm

// SPDX-License-Identifier: MIT
//
// Writing a thread's registers and stack pointer where the collector finds them.
//
// Note [Why capture_stack is naked]
// What must be saved are the registers of the function that goes on to block: its frame stays, so everything it holds is in
// that frame, in frames above, or in a callee-saved register. A C++ function in between could push such a register into its
// own frame, reuse it, and return: the value would be neither in the jmp_buf nor in a frame that still exists. A naked
// function has no frame and touches nothing. Caller-saved registers hold nothing across a call. preserve_none callers (the
// interpreter, stencils) save everything before they call, so the same six registers suffice for them.
// Not setjmp itself: glibc mangles the frame pointer it stores, and an object's address in a mangled word is invisible.
#pragma once

#include "threads/thread_core.h"

namespace eider::threads {

/// Stores the callee-saved registers to `registers` (room for 32 words) and returns the caller's stack pointer.
extern "C" char* eider_capture_registers(void* registers);

static_assert(sizeof(std::jmp_buf) >= 12 * 8, "room for the callee-saved registers of x86-64 and AArch64");

/// Makes [t.saved_sp, t.stack_high) and t.saved_registers describe this thread as of now. Only for t's own OS thread.
EIDER_ALWAYS_INLINE void capture_stack(ThreadCore& t) { t.saved_sp = eider_capture_registers(&t.saved_registers); }

}  // namespace eider::threads

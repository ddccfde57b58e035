// SPDX-License-Identifier: MIT
//
// Between interpreter and compiled code: entering an executor, leaving it through an exit, and running one instruction in between.
//
// Compiled code works on virtual frames: the root frame is real but its words may be stale, inlined ones do not exist. An exit writes
// all of them as the interpreter would have them (frames.cpp), ends the activation, and goes on in the interpreter. An Escape writes
// them too, runs one instruction by its interpreter definition, and makes them virtual again.
//
// Note [Memory above a root frame]
// From enter to the end of the activation the root frame's `limit` includes the frames that may be inlined, the activation record and
// all spill slots (executor.h). So the collector scans them, and whoever calls Python from a helper builds its frames above.
// Invariant: Thread::activation's chain names every executor this thread may return into. Written by its thread only; others read it
//            while the thread is stopped or claimed.
#pragma once

#include "jit/executor.h"
#include "objects/compiled_call.h"
#include "vm/interpreter.h"

namespace eider::jit {

#define EIDER_JIT_REGISTERS                                                                                                      \
  Thread *t, Value *base, uint64_t r0, uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5, double x0, double x1, \
      double x2, double x3, double x4, double x5, double x6, double x7
using JitFunction = EIDER_PRESERVE_NONE uint64_t (*)(EIDER_JIT_REGISTERS);

/// The machine registers where an exit was taken; on the native stack, so the collector sees what they hold.
struct RegisterFile {
  uint64_t ints[kIntRegisters];
  double floats[kFloatRegisters];
};

/// Enters the executor VmState::entering; a handler of the interpreter tail-calls it with the registers of its frame.
///
/// pc    where the executor's trace begins. When it cannot be entered (no room on the value stack, recursion limit near), the interpreter goes on there, so pc's instruction must not try to enter again.
EIDER_PRESERVE_NONE Value enter(Thread* t, Value* locals, Value* sp, const uint16_t* pc, Value tos, uint64_t argument);

/// The exit stubs' target: takes the exit Thread::jit_exit.
EIDER_PRESERVE_NONE uint64_t leave(EIDER_JIT_REGISTERS);
/// Target of Escape: r0 the Exit*, r1 where to go on, r2 first spill slot << 8 | number of the items wanted below the result.
EIDER_PRESERVE_NONE uint64_t escape(EIDER_JIT_REGISTERS);
/// Target of ReturnHost: r0 is returned to C++, which has called the root frame.
EIDER_PRESERVE_NONE uint64_t return_host(EIDER_JIT_REGISTERS);
/// Target of YieldHost: r0 is yielded to C++, which has resumed the root frame's generator. r1: bytes from its units to where it goes on; r2: of its stack.
EIDER_PRESERVE_NONE uint64_t yield_host(EIDER_JIT_REGISTERS);
/// The root frame's generator, resumed from C++, is suspended, and the visit is over; returns `yielded`.
Value yield_to_host(Thread& t, Value yielded, uint64_t unit_bytes, uint64_t stack_bytes);
/// Target of ExhaustedEntry: r0 is returned by the root frame, a generator's; its resumer goes on in the executor r1.
EIDER_PRESERVE_NONE uint64_t exhausted_entry(EIDER_JIT_REGISTERS);
/// The root frame, a generator's that FOR_ITER or SEND has resumed, is over: as the interpreter's return.
void finish_root_generator(Thread& t, Value returned);
/// `caller` is the root frame now, and the visit goes on in `next`. The base that it runs on.
Value* go_on_in(Thread& t, vm::Frame* caller, Executor& next);
/// The root frame, whose caller is C++, and the visit are over; returns `result`.
Value leave_to_host(Thread& t, Value result);
/// The slow halves of BoxFloat and BoxWord, and BoxComplex: registers survive them. No safepoint; kFailedWord without memory, nothing is
/// pending then.
__attribute__((preserve_all)) uint64_t box_float(Thread* t, double d);
__attribute__((preserve_all)) uint64_t box_complex(Thread* t, double real, double imaginary);
__attribute__((preserve_all)) uint64_t box_word(Thread* t, uint64_t word);
/// threads::unlock_byte_slow, for compiled code that has unlocked an object.
__attribute__((preserve_all)) void wake(base::Atomic<uint8_t>* byte);

/// Where and with which registers the interpreter goes on.
struct Resume {
  vm::Handler handler;
  Value* locals;
  Value* sp;
  const uint16_t* pc;
  Value tos;
  uint64_t argument;
};

/// What becomes of an Escape's thread.
enum class Escaped : uint8_t {
  kContinue,    // *result is what the instruction left on top; the trace goes on
  kInterpret,   // the activation is over: *to says where the interpreter goes on
  kReturn,      // it is over, and *result is returned to C++
};
/// Runs the instruction of the Escape `exit`. items: first spill slot << 8 | number of the items wanted below the result.
Escaped run_escape(Thread& t, Value* base, const Exit& exit, uint32_t items, Value* result, Resume* to);
/// A helper came upon Python code: it is as if it had only declined. Note [Python code below a helper] (objects/compiled_call.h).
inline void forget_refusal(Thread& t) {
  t.vm->python_refused = false;
  if (t.pending_exception == t.realm->no_memory_error->value()) t.pending_exception = objects::kAbsent;
}
/// Takes the exit Thread::jit_exit, of whose locations none is a register, and goes on in `next`, which begins there.
void leave_for(Thread& t, Value* base, Executor& next, Resume* to);

// --- for exit.cpp, escape.cpp and tests -----------------------------------------------------------------------------------------
/// A handler seen as compiled code: its six arguments stand in the registers of the first six of ours.
inline JitFunction as_jit(vm::Handler handler) { return reinterpret_cast<JitFunction>(reinterpret_cast<void*>(handler)); }

/// Writes the frames of `exit` to memory and makes them this thread's: t.frame is the innermost one. registers may be nullptr when no
/// location is a register. *ok false: MemoryError is pending; what could not be boxed reads as unbound, and when there was no memory for
/// a callee's code its caller is the innermost frame, as if the call had raised. Returns the innermost frame's description.
/// The frames may lie over the activation record and the slots of the executors that a side trace continues.
/// *made: of the exit's virtual objects that depend on the round, which were made (a bit each, of the first 64).
const ExitFrame& write_frames(Thread& t, Value* base, const Exit& exit, const RegisterFile* registers, bool* ok, uint64_t* made = nullptr);
/// The Value at a location of an exit of `e` that is no register; kFailedWord, and an exception, when it could not be boxed.
Value value_at(Thread& t, Value* base, const Executor& e, const Location& l);
/// Runs the Escape `exit`, which raises what one of its frames handles, without writing frames; ABSENT: it must be run as a whole. Else the
/// exception, as the handler finds it, or kIterationEnded when nothing was raised. items: as of run_escape.
Value raise_quietly(Thread& t, Value* base, const Exit& exit, uint32_t items);
/// The root frame (and `inner`, which may be the same) get back the limit they have in the interpreter.
void restore_limits(Value* base, vm::Frame* root, vm::Frame* inner);
/// For Activation::frame.
inline void* with_frames_in_memory(vm::Frame* innermost) { return reinterpret_cast<char*>(innermost) + objects::kFramesInMemory; }
/// Fills `to` for going on at `pc` of the innermost frame: by dispatch, or where the pending exception is handled.
void resume_at(Thread& t, vm::Frame* frame, Value* sp, const uint16_t* pc, Value tos, Resume* to);
/// Memory of the stack item `i` (0: bottom) of a frame.
inline Value* stack_item(vm::Frame* frame, uint32_t i) { return frame->stack() + 1 + i; }

}  // namespace eider::jit

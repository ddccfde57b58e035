// SPDX-License-Identifier: MIT
//
// Frame: one activation of a code object, on a thread's value stack or inside a generator object.
//
//   [ locals 0..n-1 ][ Frame ][ stack, one word more than stack_size ]
//
// The arguments a caller pushed *are* the callee's first locals: nothing is copied. The interpreter keeps the top of the stack in a
// register; memory holds the rest, so an empty stack's first push stores a meaningless word at the stack's base (the one word more).
//
// Only the owning thread touches a frame; the collector scans the value stack conservatively. While a frame is not the innermost
// one its `pc` is where it goes on when the callee returns (so pc - 1 lies inside the calling instruction); the innermost one's
// instruction is Thread::pc.
#pragma once

#include "vm/code.h"

namespace eider::vm {

struct Function;
struct Generator;

enum FrameFlags : uint32_t {
  kFrameEntry = 1,       // called from C++: returning or unwinding past it leaves the interpreter
  kFrameInit = 2,        // runs __init__ for a class call: the result is `self`, kept in Frame::extra
  kFrameGenerator = 4,   // lives in a generator object
  kFrameHasObject = 8,   // frame_object is set: it needs copies before the frame goes
  // Runs an instruction's method, whose result is not simply its own. Frame::extra is which (operator_frames.h).
  kFrameOperator = 16,
  kFrameSpecial = kFrameEntry | kFrameInit | kFrameGenerator | kFrameHasObject | kFrameOperator,
};

struct Frame {
  Frame* previous;
  ThreadCode* code;
  Function* function;
  const uint16_t* pc;
  Value* sp;             // the caller's stack height after the call: where its result goes
  Value* locals;
  Value* limit;          // first word of the value stack above this frame (for a generator's: above its resumer)
  Value ns;              // the namespace of class bodies and exec; ABSENT in functions
  Value frame_object;    // made on demand (FrameObject), else ABSENT
  Value extra;           // kFrameInit: self. kFrameOperator: a small int. Generator frames: the Generator
  uint64_t flags;

  Value* stack() { return reinterpret_cast<Value*>(this + 1); }
};
static_assert(sizeof(Frame) % 8 == 0);
inline constexpr uint32_t kFrameWords = sizeof(Frame) / 8;

/// Heap face of a frame: sys._getframe, tracebacks. While the frame runs it refers to it; afterwards it holds copies.
struct FrameObject : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kFrame;
  Atomic<Frame*> frame{nullptr};  // nullptr once the frame has ended. What it names is its thread's: Note [Looking at another thread's frame]
  Field<Value> back;         // FrameObject or ABSENT; filled on demand or when the frame ends
  Field<Value> function;
  Field<Value> code;
  Field<Value> ns;
  Field<Value> locals;       // Tuple of the locals' values when the frame ended, else ABSENT
  Field<Value> lasti;        // unit, as int
  Field<Value> trace;
  Atomic<int64_t> traced_unit{0};   // the instruction that its thread executed last while it was instrumented (trace_hooks.h); its thread's, but for set_f_trace
  Atomic<uint32_t> quiet_lines{0};  // f_trace_lines is false. Relaxed, like f_trace_opcodes: nothing hangs on when its thread sees it
  Atomic<uint32_t> opcodes{0};      // f_trace_opcodes is true
  Field<Value> locals_dict;  // what f_locals and locals() last handed out for a function, else ABSENT: its other keys stay there
};
/// Of a frame of this thread.
Result<FrameObject*> frame_object(Thread& t, Frame* frame);
/// Of a generator that anybody may run; None when it is closed.
Result<Value> generator_frame(Thread& t, Generator* g);
/// The caller's, or None.
Result<Value> frame_back(Thread& t, FrameObject* f);
/// Copies what a FrameObject needs before its frame goes away.
void detach_frame_object(Thread& t, Frame* frame);
/// Forgets what earlier calls left above the arguments of the call that the innermost frame makes now: the collector would keep it.
/// For gc.collect(): who calls it wants to see things die.
void clear_stale_words(Thread& t);
int64_t unit_of(Thread& t, FrameObject* f);  // any unit of the instruction it executes
int64_t line_of(Thread& t, FrameObject* f);
Result<Value> frame_locals(Thread& t, FrameObject* f);

}  // namespace eider::vm

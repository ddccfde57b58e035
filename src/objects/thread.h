// SPDX-License-Identifier: MIT
//
// Thread: everything Python about one attached thread. A function that takes Thread& may allocate, lock, run Python or reach a
// safepoint; one that does not, cannot.
//
// All plain fields are touched by the owning OS thread only, or by the collector / a handshake operation while this thread is
// stopped or claimed.
#pragma once

#include "gc/heap.h"
#include "objects/result.h"
#include "objects/shape.h"

namespace eider::vm {
struct Frame;
struct ThreadCode;
struct VmState;
}  // namespace eider::vm

namespace eider::objects {

class Realm;

class Thread : public gc::Mutator {
 public:
  Shape* shapes = nullptr;             // = realm->shapes().base(): shape id -> record
  Realm* realm = nullptr;
  Value pending_exception;             // the exception being raised; ABSENT when none. Set by raise(), cleared by take_exception()
  vm::Frame* frame = nullptr;          // innermost Python frame, for tracebacks, sys._getframe, super(), exceptions' context
  const uint16_t* pc = nullptr;        // the instruction that frame executes; stored before every call out of the interpreter
  void* const* dispatch = nullptr;  // the interpreter's table: normal, or recording
  Value* stack_end = nullptr;          // end of this thread's value stack (vm/vm_state.h)
  Value handled_exception;             // what `except` is handling now (sys.exc_info); ABSENT when none
  int32_t recursion_left = 1000;       // Python frames and NativeLevels still allowed
  int32_t native_depth = 0;
  void* activation = nullptr;          // innermost compiled trace this thread is inside of (jit::Activation), a chain; read by others under handshake
  void* jit_exit = nullptr;            // between a compiled exit and the function that takes it: which one (jit::Exit)
  vm::VmState* vm = nullptr;           // the value stack, thread copies of code, specialization dependencies (vm/vm_state.h)
  Value python_thread;                 // threading's per-thread data: `threading.local` dictionaries; traced
  uint64_t ident = 0;                  // threading.get_ident()
  Value repr_stack;                    // containers whose repr is running on this thread (a List or ABSENT): for "[...]"
  Value async_exception;               // set under handshake; raised at the next poll
  Value context;                       // contextvars
  Value context_extra;
  Value asyncgen_hooks[2];
  void* lookup_cache = nullptr;        // type_lookup.cpp: (type, version, name) -> cell; owned by enter_thread/leave_thread
  uint8_t bad_argument = 0;            // native.cpp: which argument's conversion failed, between raise_bad_argument and native_failed
  Value bad_argument_error;            // see raise_bad_argument in native.cpp: compared only, never dereferenced later
  int bad_argument_index = -1;
  Atomic<uint32_t> stop_request{0};    // runtime/stop.h: a StopLevel, set by any thread, then kPollExit
  bool stop_raised = false;            // a soft stop has been raised: handlers run in their time of grace
  bool finalizing = false;             // runs a finalizer now: no nested queue runs
  bool is_main = false;

  Shape& shape(uint32_t id) const { return shapes[id]; }
  bool has_exception() const { return !pending_exception.is_absent(); }

  /// The Thread attached on this OS thread, or nullptr. For asserts and entry points; pass Thread& everywhere else.
  static Thread* current();
  static void set_current(Thread* t);
};

/// Polls: cheap when nothing is asked. A safepoint. Fails when an asynchronous exception or a signal handler raised.
Result<void> poll_slow(Thread& t);
EIDER_ALWAYS_INLINE Result<void> poll(Thread& t) {
  if (EIDER_LIKELY(t.poll.load_relaxed() == 0)) return kDone;
  return poll_slow(t);
}

/// Whether the native stack has room for another C++ level of unknown depth (about 64 KiB). Raise RecursionError when not.
EIDER_ALWAYS_INLINE bool native_stack_low(const Thread& t) {
  return static_cast<char*>(__builtin_frame_address(0)) < t.stack_low;
}
/// RecursionError ("maximum recursion depth exceeded" + what) when the native stack is nearly used up.
/// Call it in every C++ function that may recurse through user data (repr, compare, hash, call...).
Result<void> check_recursion(Thread& t, const char* what = "");

/// One level of a native function that calls itself through user data and that Python's recursion limit counts, as it counts
/// Python frames: repr, str, comparison, isinstance, calls through the protocol.
class NativeLevel {
 public:
  EIDER_ALWAYS_INLINE explicit NativeLevel(Thread& t) : t_(t) { t_.recursion_left--; }
  EIDER_ALWAYS_INLINE ~NativeLevel() { t_.recursion_left++; }
  NativeLevel(const NativeLevel&) = delete;
  NativeLevel& operator=(const NativeLevel&) = delete;
  /// RecursionError when this level is one too many, or when the native stack is nearly used up.
  EIDER_ALWAYS_INLINE Result<void> check(const char* what) {
    if (EIDER_LIKELY(t_.recursion_left >= 0) && EIDER_LIKELY(!native_stack_low(t_))) return kDone;
    return refuse(what);
  }

 private:
  EIDER_COLD Result<void> refuse(const char* what);
  Thread& t_;
};

}  // namespace eider::objects

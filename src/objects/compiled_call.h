// SPDX-License-Identifier: MIT
//
// Whether C++ runs on behalf of compiled code while the frames of the program are not in memory.
//
// Note [Python code below a helper]
// A helper of compiled code (jit/helpers.h) runs with virtual frames: whoever looked at Thread::frame would see an old line, old variables, and
// no frame of an inlined call. Most never call Python, but what they compare, hash or walk through may turn out to be written in it. So
// Python code does not begin there: the call is refused with an exception that nobody sees (vm::refuse_python), the helper gives up as after any
// error, compiled code leaves, and the interpreter does the instruction from its beginning, with all frames in memory. What is recorded as
// a helper call is therefore what may be done again: until its first call of Python it has taken nothing from an iterator, and changed
// nothing that the second time would not come out the same. Finalizers, callbacks and handlers of signals wait for the thread's next poll.
#pragma once

#include "objects/thread.h"

namespace eider::objects {

/// The beginning of jit::Activation (jit/layout.h).
struct CompiledCall {
  void* executor;
  CompiledCall* previous;
  void* frame;  // what Thread::frame is while frames are virtual; with kFramesInMemory where the innermost one and all before it are real
};
inline constexpr uintptr_t kFramesInMemory = 1;

inline bool frames_are_virtual(const Thread& t) {
  auto* innermost = static_cast<const CompiledCall*>(t.activation);
  return EIDER_UNLIKELY(innermost != nullptr) && innermost->frame == t.frame;
}

}  // namespace eider::objects

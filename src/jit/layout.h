// SPDX-License-Identifier: MIT
//
// What compiled code itself reads and writes of executors and activations: the beginnings of the structures in executor.h.
#pragma once

#include <cstdint>

#include "base/atomic.h"

namespace eider::vm {
struct Code;
}

namespace eider::jit {

struct Executor;

/// The first members of an Executor. All but `valid` are constant once it is published.
struct ExecutorHead {
  base::Atomic<uint8_t> valid{1};           // offset 0: compiled code compares it with 0. seq_cst store by whoever invalidates
  uint32_t inlined_frames = 0;              // most frames any exit pushes
  uint64_t limit_bytes = 0;                 // from base: the end of all memory it uses
  uint64_t activation_bytes = 0;            // from base: its activation record
  const void* entry = nullptr;              // JitFunction
};

/// An inlined frame that becomes real because another executor goes on in it. Its locals, stack, function and self are in place.
struct FramePush {
  vm::Code* code;
  uint32_t locals_bytes, result_bytes;      // from base; the result of what a generator's frame calls: from its locals
  uint32_t caller_limit_bytes, limit_bytes; // frames that a generator's calls begin there: its caller's, its own; from base
  uint32_t return_unit;                     // where its caller goes on
  uint32_t flags;                           // vm::FrameFlags
  uint32_t exhausted;                       // a generator's, which lies in the object below the result: where its resumer goes on when it returns
  bool sends;                               // ... with what it returns (SEND)
};

/// On a thread's value stack, at base + extent while the executor runs. Thread::activation is the innermost one.
struct Activation {
  ExecutorHead* executor;                   // the Executor, or the side trace of it that runs now
  Activation* previous;
  void* frame;                              // the vm::Frame that compiled code runs in: the root one; while frames are in memory the innermost + 1 (objects/compiled_call.h)
  // Whether this visit pays (exit/visits.h). It belongs to the executor that `enter` chose, wherever it goes from there.
  ExecutorHead* entered;
  uint64_t since;                           // cycles; 0: not measured
  uint64_t inside;                          // cycles spent in the instructions of Escapes
  uint64_t escapes;
  uint64_t dice;                            // random: begins as whatever this memory of the thread held (exit/visits.h)
};

/// Counted down by compiled code of all threads (relaxed; lost counts do not matter), set again when it comes to 0.
struct Countdown {
  int64_t left = 0;
  int64_t every = 0;                        // 0: the code does not count
};

/// --stress: what is forced. It outlives the code.
struct ForcedExits {
  Countdown guards;                         // each guard counts; at 0 its exit is taken
  Countdown polls;                          // each poll counts; at 0 its exit is taken, and Jit::forced_poll called
};

}  // namespace eider::jit

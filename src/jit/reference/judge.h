// SPDX-License-Identifier: MIT
//
// The judge of the passes (before and after must leave alike) and of the emitter (machine code must leave like this): runs a trace,
// optimized or not, operation by operation on a real thread. For unit tests; programs run in executor.h.
//
// Same inputs as compiled code: the root frame's locals at `base`, the frame and its stack behind them. Same output: by which
// exit it was left, and what that exit's frames hold.
// Not here: frames. The caller compares values, or writes them where they belong.
#pragma once

#include "jit/ir/trace.h"
#include "objects/rooted.h"

namespace eider::jit {

/// How a run ended. Lives on the native stack: its values are rooted by it.
struct ReferenceExit {
  enum class How : uint8_t {
    kLeft,     // through `snapshot` of the instruction `at`
    kRaised,   // the same, with an exception pending
    kRanOut,   // as many rounds of the loop as were allowed; no snapshot
  };
  explicit ReferenceExit(objects::Thread& t) : values(t) {}

  How how = How::kLeft;
  Ref at = kNoRef;
  uint32_t snapshot = kNoSnapshot;
  uint64_t rounds = 0;              // JumpLoops executed
  /// For each frame of the snapshot, outermost first: function, self (ABSENT: none), locals, stack. Numbers are boxed; what memory
  /// holds unchanged is read from it.
  objects::RootedVector values;
};

/// What belongs to other parts: helpers, whole instructions, validity.
struct ReferenceHost {
  void* context = nullptr;
  objects::Result<objects::Value> (*call_helper)(void* context, objects::Thread& t, uint64_t helper, const objects::Value* arguments,
                                                 int count) = nullptr;
  /// Runs an instruction in the frames that `frames` describes; appends what it leaves on the stack to `items`, the top first.
  objects::Result<void> (*escape)(void* context, objects::Thread& t, uint64_t helper, const ReferenceExit& frames,
                                  objects::RootedVector* items) = nullptr;
  const uint64_t* registers = nullptr;           // what Input... of registers find, by number (a float's has its double's bits)
  const base::Atomic<uint8_t>* valid = nullptr;  // CheckValid leaves when it is 0; nullptr: always valid
  uint64_t rounds = UINT64_MAX;                  // how many JumpLoops may be taken
  Ref stop_at = kNoRef;                          // leaves through this instruction's snapshot, without executing it, ...
  uint64_t stop_round = 0;                       // ... when so many JumpLoops have been taken
  /// GuardFloat passes floats that are objects (-0.0, nan) too. For comparing passes: fold drops guards of what the trace boxed itself.
  bool accepts_boxed_floats = false;
};

/// Fails (MemoryError pending) only when the executor itself has no memory; *exit says everything else.
objects::Result<void> run_reference(objects::Thread& t, const Trace& trace, objects::Value* base, const ReferenceHost& host,
                                    ReferenceExit* exit);

}  // namespace eider::jit

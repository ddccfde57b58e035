// SPDX-License-Identifier: MIT
//
// --jit-reference: executors whose traces are interpreted, operation by operation, where others have machine code.
//
// Everything around it is the real thing: such an executor is entered, left, linked, invalidated and freed as any other, by all threads
// at once; calls, Escapes and exits are those of compiled code. What it leaves out is what it judges: register allocation, stencils,
// emission. A program that prints something else under --jit=on, and not with --jit-reference, shows a fault of those.
//
// Every value of the trace has a spill slot of its own, for its whole life. So a side trace finds its inputs in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "jit/executor.h"
#include "jit/regalloc/allocation.h"

namespace eider::jit {

/// What an executor without machine code runs. Constant once it is published.
struct ReferenceCode : SlotMap {
  Trace trace;
  ForcedExits* forced = nullptr;
};

/// As compile (jit/emit/compile.h), without code: the executor keeps the trace.
bool compile_reference(Trace trace, Executor* executor, std::string* error, ForcedExits* forced);

}  // namespace eider::jit

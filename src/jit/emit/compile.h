// SPDX-License-Identifier: MIT
//
// From a trace to an executor: allocates registers, copies stencils into the arena, fills their holes.
#pragma once

#include <string>

#include "jit/executor.h"

namespace eider::jit {

/// Fills `executor`, which nobody can reach yet: its code is complete and executable then. False with `*error` when the trace is too
/// large to encode or the arena is full. Does not run Python, poll or touch the heap.
///
/// trace    verify() has nothing against it. Its constants and codes must be kept alive for as long as the executor lives.
/// Cost     far below 1 us per operation.
bool compile(const Trace& trace, CodeArena& arena, Executor* executor, std::string* error);

/// Gives back code and metadata. No thread is in it or can reach it.
void destroy(Executor* executor, CodeArena& arena);

/// The machine code as assembly, one instruction a line; "" when Eider was built without a disassembler.
std::string disassemble(const Executor& executor);

/// Whether the stencils belong to this build (a ThreadSanitizer build needs those compiled for it). Checked once at start-up.
bool stencils_match_build();

}  // namespace eider::jit

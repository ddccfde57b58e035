// SPDX-License-Identifier: MIT
//
// From a trace to an executor: allocates registers, copies stencils into the arena, fills their holes.
#pragma once

#include <string>

#include "jit/emit/code_map.h"
#include "jit/executor.h"

namespace eider::jit {

/// Makes `executor`, fresh and known to nobody else, runnable: its code complete and executable, and what its exits need. False when
/// the trace is too large to encode or the arena is full (`*error` says so). Does not run Python, poll or touch the heap.
///
/// trace    verify() has nothing against it. Executor::constants then holds every Value the code names; whoever owns the executor
///          keeps them and its codes alive.
/// map      when given, filled with what stands where.
/// forced   exits that are taken without need: --stress.
/// Cost     far below 1 us per operation.
bool compile(const Trace& trace, CodeArena& arena, Executor* executor, std::string* error, CodeMap* map = nullptr, ForcedExits* forced = nullptr);

/// What an executor has besides its code: its memory, its exits, whose targets are `leave`. Takes from `allocation` what the emitter does
/// not look at.
struct Allocation;
void describe_executor(const Trace& trace, Allocation& allocation, Executor* executor);

/// Gives the code back. No thread is in it or can reach it.
void release_code(Executor* executor, CodeArena& arena);

/// The machine code as assembly, one instruction a line; "" where the system has no objdump.
std::string disassemble(const Executor& executor);

/// Whether the stencils belong to this build (a ThreadSanitizer build needs those compiled for it). Checked once at start-up.
bool stencils_match_build();

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// What --dump=trace,ir,asm prints: traces with the lines they come from, what the optimizer took away, and the machine code of
// each operation. For people; made only when it is asked for, and nothing here is fast.
#pragma once

#include <string>

#include "jit/emit/code_map.h"
#include "jit/executor.h"
#include "jit/passes/passes.h"

namespace eider::jit {

/// The trace as text_print.cpp prints it, source lines beside `at`. It can be parsed again: what is added are comments.
std::string dump_trace(const Trace& trace);
/// The optimized trace and, where their places are, the operations that passes removed: `; - guards: %4 = GuardInt %1 s2`.
/// recorded  how many operations the trace had before.
std::string dump_optimized(const Trace& trace, const PassLog& log, size_t recorded);
/// The machine code, by objdump, under the operations it comes from; then how many instructions a round of the loop has.
std::string dump_code(const Executor& executor, const Trace& trace, const CodeMap& map);

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Assertions and compiler hints.
//
// EIDER_CHECK is always on: memory safety at a boundary. EIDER_ASSERT is compiled in when EIDER_ASSERTIONS is set (debug,
// tsan, asan presets). EIDER_SLOW_ASSERT walks whole structures and has a switch of its own.
#pragma once

#define EIDER_LIKELY(x) __builtin_expect(!!(x), 1)
#define EIDER_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define EIDER_ALWAYS_INLINE inline __attribute__((always_inline))
#define EIDER_NOINLINE __attribute__((noinline))
#define EIDER_COLD __attribute__((noinline, cold))
#define EIDER_PRESERVE_NONE __attribute__((preserve_none))
#define EIDER_MUSTTAIL [[clang::musttail]]

namespace eider::base {

/// Prints `file:line: what` to stderr and aborts. Async-signal-safe: write(2) only.
[[noreturn]] EIDER_COLD void check_failed(const char* file, int line, const char* what);

}  // namespace eider::base

#define EIDER_CHECK(cond) (EIDER_LIKELY(cond) ? (void)0 : ::eider::base::check_failed(__FILE__, __LINE__, #cond))
#define EIDER_UNREACHABLE(why) ::eider::base::check_failed(__FILE__, __LINE__, "unreachable: " why)

#if defined(EIDER_ASSERTIONS)
#define EIDER_ASSERT(cond) EIDER_CHECK(cond)
#else
#define EIDER_ASSERT(cond) ((void)sizeof(!(cond)))
#endif

#if defined(EIDER_SLOW_ASSERTIONS)
#define EIDER_SLOW_ASSERT(cond) EIDER_CHECK(cond)
#else
#define EIDER_SLOW_ASSERT(cond) ((void)sizeof(!(cond)))
#endif

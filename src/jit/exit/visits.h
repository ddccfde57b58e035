// SPDX-License-Identifier: MIT
//
// Does an executor pay? Every few visits are measured, from `enter` to the exit through C++: the cycles in compiled code, those in
// the instructions that Escapes ran, and how many there were. Compiled code saves a multiple of its own time; entering, leaving and
// each Escape cost what the interpreter would not have spent. An executor whose measured visits lost is dropped (Jit::drop).
#pragma once

#include "jit/executor.h"

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace eider::jit {

inline uint64_t cycles() {
#if defined(__x86_64__)
  return __rdtsc();
#else
  return 0;  // nothing is ever dropped
#endif
}

/// A visit of `e` begins.
inline void begin_visit(Executor& e, Activation* a) {
  constexpr uint32_t kEvery = 8;
  uint32_t visit = e.visits.load_relaxed();  // a hint, as is the store
  e.visits.store_relaxed(visit + 1);
  a->entered = &e;
  a->inside = a->escapes = 0;
  a->since = visit % kEvery == 0 ? cycles() : 0;
}

/// The visit is over, or has lasted for many Escapes: true when the executor should be dropped. left: cycles() when its code was left.
bool end_visit(const Activation& a, uint64_t left);

}  // namespace eider::jit

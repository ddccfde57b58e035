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

// Note [What threads count together]
// Code is shared, and a word that every thread writes at each visit or exit would be fetched from another core each time. So who is
// chosen is up to a thread's own dice, and what is often counted already is counted only when they fall so, for all the others.
/// True for one call in 2^bits, of this thread's.
inline bool one_in(Activation* a, int bits) {
  a->dice = a->dice * 6364136223846793005u + 1442695040888963407u;
  return a->dice >> (64 - bits) == 0;
}
/// Of an executor that this thread is in. Counts one more, relaxed: lost counts do not matter. Exact while it is small. Returns the count.
inline uint32_t count_shared(Thread& t, base::Atomic<uint32_t>& count) {
  constexpr uint32_t kExact = 1024;
  uint32_t now = count.load_relaxed();
  uint32_t step = 1;
  if (now >= kExact) {
    if (!one_in(static_cast<Activation*>(t.activation), 4)) return now;
    step = 16;
  }
  count.store_relaxed(now + step);
  return now + step;
}

/// A visit of `e` begins.
inline void begin_visit(Executor& e, Activation* a) {
  a->entered = &e;
  a->inside = a->escapes = 0;
  a->since = one_in(a, 3) ? cycles() : 0;
}

enum class Left : uint8_t { kExit, kReturned };
/// The visit is over, or has lasted for many Escapes: true when the executor should be dropped. left: cycles() when its code was left.
bool end_visit(const Activation& a, uint64_t left, Left how = Left::kExit);

}  // namespace eider::jit

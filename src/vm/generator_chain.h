// SPDX-License-Identifier: MIT
//
// Chains of generators that compiled code holds: each delegates to the next (yield from, await), and nobody runs their frames.
//
// Note [Held chains]
// All generators of a held chain are running, so they are this thread's. The frame of each names that of the one that delegates to it
// as its previous one, the outermost's none: who looks from another thread sees no caller, as with any generator that compiled code has claimed. The
// frame of the generator at the end is virtual (jit, record_generators.cpp). Each of the others stands where it was suspended, its `pc` at
// the yield it hands on with, as when the interpreter has resumed what it delegates to; so linking the outermost one to its
// resumer is all that makes the chain the interpreter's. Its frames but the end's count as frames of the thread (Thread::recursion_left).
#pragma once

#include "vm/generator.h"

namespace eider::vm {

/// Where a generator stands: a unit of its code, and how many items on its stack.
struct ChainPlace {
  static constexpr int kDepthShift = 32;
  int64_t word;

  static ChainPlace at(int64_t unit, int64_t depth) { return {unit | depth << kDepthShift}; }
  static ChainPlace of(const Generator* g, const uint16_t* pc) { return at(pc - g->frame->code->units, g->sp - g->frame->stack()); }
  uint32_t unit() const { return static_cast<uint32_t>(word); }
  int64_t depth() const { return word >> kDepthShift; }
};

/// Whether g, which nobody else runs, is of `code` and stands there; nobody may have taken its frame's object, nor does it handle an exception.
inline bool stands_at(const Generator* g, const Code* code, ChainPlace place) {
  return g->code == code && g->frame->flags == kFrameGenerator && g->handled_exception.is_absent() && ChainPlace::of(g, g->frame->pc).word == place.word;
}
/// Who delegates to g in a held chain; nullptr: g is the outermost.
inline Generator* resumer_in_chain(const Generator* g) {
  return g->frame->previous == nullptr ? nullptr : g->frame->previous->extra.as<Generator>();
}
/// The frame of the outermost generator of a held chain, also of one that has been linked to a resumer that does not delegate.
inline Frame* outermost_in_chain(Frame* end) {
  while (end->previous != nullptr && (end->previous->flags & kFrameGenerator) != 0 && *end->previous->pc == kDelegatingYield) end = end->previous;
  return end;
}

/// The generator that g, which nobody else runs, delegates to; nullptr: it stands elsewhere, or delegates to something else.
inline Generator* delegate_in_chain(const Generator* g) {
  if (g->frame->pc[-1] != kDelegatingYield) return nullptr;
  Value receiver = *g->sp;
  return is_exact(receiver, TypeId::kGenerator) || is_exact(receiver, TypeId::kCoroutine) ? receiver.as<Generator>() : nullptr;
}
/// Looks at the chain that begins with g: visit(generator) for each down to the end, while nobody can run it. The end; nullptr: it could not
/// be held now. It may have changed by then.
template <class Visit>
Generator* find_chain_end(Thread& t, Generator* g, Visit visit) {
  for (;;) {
    if (!enter_suspended(g, GeneratorState::kInspected)) return nullptr;
    const bool good = g->frame->flags == kFrameGenerator && g->handled_exception.is_absent() && g->frame->code == find_thread_code(t, g->code);
    Generator* next = good && visit(g) ? delegate_in_chain(g) : nullptr;
    g->state.store_release(GeneratorState::kSuspended);
    if (!good || next == nullptr) return good ? g : nullptr;
    g = next;
  }
}
/// Enters g and what it delegates to, until the end, which must stand there: the end. Else ABSENT, and nothing has happened.
/// A chain of one is one as well.
Value enter_chain(Thread& t, Generator* g, Code* code, ChainPlace place);
/// The end of a held chain, which stands there behind a Send, delegates to `next`, which is entered and the end now. False: it has begun or
/// could not be run by this thread, and nothing has happened.
bool extend_chain(Thread& t, Generator* end, ChainPlace place, Generator* next);
/// Suspends the end of a held chain at `place`, and all that delegate to it.
void release_chain(Thread& t, Generator* end, ChainPlace place);
/// The end of a held chain is over, and the one that delegated to it is the end: it is of `code` and its yield stands there. nullptr: it is
/// another, or end is the outermost, and nothing has happened.
Generator* return_in_chain(Thread& t, Generator* end, Code* code, ChainPlace place);
/// Links a held chain to the frame that resumes it, as link_frame does, but for `pc` and what the exception is that the resumer handles.
/// The end's is to be the innermost.
void link_chain(Thread& t, Frame* end, Frame* resumer, const uint16_t* exhausted_pc, Value* yield_sp, Value* limit);
/// Holds it again; its resumer.
Frame* unlink_chain(Frame* end);
/// All its generators are over.
void finish_chain(Thread& t, Generator* end);

}  // namespace eider::vm

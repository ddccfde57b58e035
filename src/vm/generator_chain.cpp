// SPDX-License-Identifier: MIT
#include "vm/generator_chain.h"

namespace eider::vm {

namespace {

constexpr int32_t kSpareFrames = 32;  // of the recursion limit: those that compiled code may follow beyond the chain's end

/// Whether a generator that this thread has entered can be held by it; its frame has this thread's copy of the code then.
EIDER_ALWAYS_INLINE bool hold(Thread& t, Generator* g) {
  Frame* f = g->frame;
  ThreadCode* tc = find_thread_code(t, g->code);
  if (EIDER_UNLIKELY(f->flags != kFrameGenerator || !g->handled_exception.is_absent() || tc == nullptr)) return false;
  if (EIDER_LIKELY(tc == f->code)) return true;
  f->pc = tc->units + (f->pc - f->code->units);  // suspended on another thread: its units have the same offsets here
  f->code = tc;
  return true;
}

/// As if the Send of `resumer`, whose pc is right behind it, had resumed g.
void link_to_resumer(Generator* g, Frame* resumer) {
  constexpr int kLength = 1 + bytecode::kCacheUnits[static_cast<int>(Op::kSend)];
  Value* receiver = resumer->extra.as<Generator>()->sp;
  g->frame->previous = resumer;
  g->frame->sp = receiver + 1;
  g->exhausted_pc = resumer->pc + (resumer->pc[-kLength] >> 8);
  g->exhausted_sp = receiver;
  g->kind_flags |= uint64_t{1} << 63;
}

/// Of a held chain those from `f` outwards; the outermost is suspended last, so nobody finds a level below it running.
void suspend_from(Thread& t, Frame* f) {
  while (f != nullptr) {
    Frame* resumer = f->previous;
    auto* g = f->extra.as<Generator>();
    f->previous = nullptr;
    g->outer_handled = kAbsent;
    g->state.store_release(GeneratorState::kSuspended);  // publishes the frame; pairs with the acquire of the next one to enter
    f = resumer;
    if (f == nullptr) return;
    f->pc++;  // behind the yield again
    t.recursion_left++;
  }
}

}  // namespace

Value enter_chain(Thread& t, Generator* g, Code* code, ChainPlace place) {
  Frame* resumer = nullptr;
  while (t.recursion_left > kSpareFrames) {
    if (g->state.load_relaxed() != GeneratorState::kSuspended || !enter_seen(t, g, GeneratorState::kSuspended)) break;
    Frame* f = g->frame;
    f->previous = resumer;
    if (resumer != nullptr) {
      resumer->pc--;  // at the yield
      t.recursion_left--;
      link_to_resumer(g, resumer);
    }
    if (EIDER_UNLIKELY(!hold(t, g))) {
      suspend_from(t, f);
      return kAbsent;
    }
    Generator* next = delegate_in_chain(g);
    if (next == nullptr) {
      if (EIDER_LIKELY(stands_at(g, code, place))) return g->value();
      suspend_from(t, f);
      return kAbsent;
    }
    resumer = f;
    g = next;
  }
  // What the last one delegates to runs, has ended, or there are too many.
  if (resumer != nullptr) suspend_from(t, resumer);
  return kAbsent;
}

bool extend_chain(Thread& t, Generator* end, ChainPlace place, Generator* next) {
  if (t.recursion_left <= kSpareFrames) return false;
  if (next->state.load_relaxed() != GeneratorState::kCreated || !enter_seen(t, next, GeneratorState::kCreated)) return false;
  if (EIDER_UNLIKELY(!hold(t, next))) {
    next->state.store_release(GeneratorState::kCreated);
    return false;
  }
  Frame* f = end->frame;
  f->pc = f->code->units + place.unit();
  end->sp = f->stack() + place.depth();
  link_to_resumer(next, f);
  t.recursion_left--;
  return true;
}

void release_chain(Thread& t, Generator* end, ChainPlace place) {
  Frame* f = end->frame;
  f->pc = f->code->units + place.unit();
  end->sp = f->stack() + place.depth();
  suspend_from(t, f);
}

Generator* return_in_chain(Thread& t, Generator* end, Code* code, ChainPlace place) {
  Generator* resumer = resumer_in_chain(end);
  if (resumer == nullptr || !stands_at(resumer, code, place)) return nullptr;
  finish_virtual_generator(t, end);
  end->frame->previous = nullptr;
  t.recursion_left++;
  return resumer;
}

void link_chain(Thread& t, Frame* end, Frame* resumer, const uint16_t* exhausted_pc, Value* yield_sp, Value* limit) {
  Frame* f = end;
  for (;; f = f->previous) {
    f->limit = limit;
    f->extra.as<Generator>()->outer_handled = t.handled_exception;
    if (f->previous == nullptr) break;
  }
  auto* outermost = f->extra.as<Generator>();
  f->previous = resumer;
  f->sp = yield_sp;
  outermost->exhausted_pc = exhausted_pc;
  outermost->exhausted_sp = yield_sp - 1;
  outermost->kind_flags &= ~(uint64_t{1} << 63);
}

Frame* unlink_chain(Frame* end) {
  Frame* outermost = outermost_in_chain(end);
  Frame* resumer = outermost->previous;
  outermost->previous = nullptr;
  outermost->extra.as<Generator>()->outer_handled = kAbsent;
  return resumer;
}

void finish_chain(Thread& t, Generator* end) {
  for (Frame* f = end->frame; f != nullptr;) {
    Frame* resumer = f->previous;
    f->previous = nullptr;
    finish_virtual_generator(t, f->extra.as<Generator>());
    f = resumer;
    t.recursion_left += f != nullptr;
  }
}

}  // namespace eider::vm

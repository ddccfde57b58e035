// SPDX-License-Identifier: MIT
//
// Escape: one instruction run by the interpreter's definition in the middle of a trace.
//
// While it runs, all frames are real, and the innermost one's limit stands above the activation record and the spill slots, so Python
// called from C++ builds its frames there. When the instruction does anything but go on to the next one, or an inlined frame has
// got a frame object (somebody may keep it), the activation ends and the interpreter goes on: everything is where it expects it.
// An exception that one of the frames handles where the trace says so is no reason to leave: unwinding has popped the frames inside as
// the interpreter does, and the trace goes on with the others, which are virtual again.
#include <cstring>

#include "jit/exit/exit.h"
#include "jit/exit/run_instruction.h"
#include "jit/exit/visits.h"
#include "jit/helpers.h"
#include "jit/jit.h"
#include "objects/errors.h"
#include "objects/realm.h"
#include "vm/generator.h"
#include "vm/generator_chain.h"
#include "vm/operator_frames.h"
#include "vm/vm_state.h"
#include "vm/interpreter.h"

namespace eider::jit {

using vm::Flow;
using vm::Frame;

namespace {

constexpr uint64_t kEscapesPerVisit = 16;

/// Unwinds to the handler that the trace goes on with, in the exit's frame raises_in, which is virtual again then, as those outside are:
/// what the traceback refers to are copies. False and nothing is changed when another handler will be found, or when somebody may keep the
/// object of a frame that stays.
bool unwind_to(Thread& t, Frame* root, const Exit& exit, const vm::Machine& m, vm::HandlerPlace* place) {
  if (t.vm->exiting) return false;
  Frame* home = t.frame;
  for (uint32_t i = exit.raises_in + 1; i < exit.frames_end - exit.frames_begin; ++i) home = home->previous;
  int64_t unit = m.pc - t.frame->code->units;
  for (Frame* f = t.frame;; f = f->previous) {
    const bytecode::ExceptionEntry* entry = vm::handler_entry(*f->code->code, static_cast<uint32_t>(unit));
    if (entry != nullptr || f == home) {
      if (f != home || entry == nullptr || entry->target != exit.raises_to) return false;
      break;
    }
    if ((f->flags & vm::kFrameEntry) != 0 || vm::ends_loop(t, f)) return false;
    unit = f->previous->pc - 1 - f->previous->code->units;
  }
  for (Frame* f = home; f != root; f = f->previous) {
    if ((f->flags & vm::kFrameHasObject) != 0) return false;
  }
  *m.sp = m.tos;  // as unwind_handler does
  t.pc = m.pc;
  bool found = vm::find_handler(t, place);
  EIDER_CHECK(found);
  EIDER_ASSERT(t.frame == home);
  for (; t.frame != root; t.frame = t.frame->previous) {
    // As if it had ended. A frame without an object has no entry in a traceback: there was no memory for it.
    if ((t.frame->flags & vm::kFrameHasObject) != 0) vm::detach_frame_object(t, t.frame);
    t.pc = t.frame->previous->pc - 1;
  }
  t.recursion_left += static_cast<int32_t>(exit.raises_in);
  return true;
}

/// The frame is virtual again: its object is as compiled code that claimed it left it.
void unlink_generator(Frame* f) {
  f->previous = nullptr;
  f->extra.as<vm::Generator>()->outer_handled = objects::kAbsent;
}

}  // namespace

EIDER_NOINLINE Escaped run_escape(Thread& t, Value* base, const Exit& exit, uint32_t items, Value* result, Resume* to) {
  const Executor& e = *exit.executor;
  Frame* root = t.frame;
  if (exit.raises_to != kNoHandler) {
    Value exception = raise_quietly(t, base, exit, items);
    if (!exception.is_absent()) {
      *result = exception;
      return Escaped::kContinue;
    }
  }
  Value* end = root->limit;
  // The frames of a side trace lie over the slots of whom it continues, and a call lays its callee's locals out in place, beyond the
  // operand stack and so over the activation record and the spill slots: all live on the native stack meanwhile, where the collector
  // sees them too.
  Activation* record = static_cast<Activation*>(t.activation);
  Activation meanwhile = *record;
  Activation* outer = meanwhile.previous;
  Value* slots = base + e.extent + kActivationWords;
  Value* kept = base + e.saved_from;
  size_t kept_count = static_cast<size_t>(slots + (e.spill_slots - e.exit_scratch) - kept);
  auto* saved = static_cast<Value*>(__builtin_alloca(kept_count * sizeof(Value)));
  std::memcpy(static_cast<void*>(saved), kept, kept_count * sizeof(Value));
  t.activation = &meanwhile;
  bool written;
  const ExitFrame& last = write_frames(t, base, exit, nullptr, &written);
  Frame* inner = t.frame;
  meanwhile.frame = with_frames_in_memory(inner);
  uint32_t depth = last.stack_end - last.stack_begin;
  Value* sp = inner->stack() + depth;
  const uint16_t* pc = inner->code->units + last.unit;
  Value top = depth == 0 ? objects::kAbsent : *sp;
  auto interpret = [&](Frame* frame, Value* at_sp, const uint16_t* at, Value tos) {
    t.activation = outer;
    restore_limits(base, root, inner);
    resume_at(t, frame, at_sp, at, tos, to);
    return Escaped::kInterpret;
  };
  if (EIDER_UNLIKELY(!written)) return interpret(inner, sp, pc, top);

  inner->limit = end;
  uint64_t argument = *pc >> 8;
  while ((*pc & 0xff) == static_cast<uint16_t>(bytecode::Op::kExtendedArg)) {
    ++pc;
    argument = argument << 8 | *pc >> 8;
  }
  if (meanwhile.since != 0) meanwhile.inside -= cycles();
  vm::Machine m{t, inner->locals, sp, pc, top, argument};
  const uint16_t* next = nullptr;
  Flow flow = run_instruction(m, &next);
  if (flow == Flow::kJump && t.frame->previous == inner && !(t.frame->flags & vm::kFrameGenerator) && !objects::native_stack_low(t)) {
    // A call of a Python function that the trace does not follow: it runs to its end below this C++ frame.
    Frame* callee = t.frame;
    Value* result_sp = callee->sp;
    const uint16_t* back = inner->pc;
    const bool iterates = (callee->flags & vm::kFrameOperator) != 0 && vm::mark_family(callee->extra) == bytecode::Op::kForIter;
    callee->flags |= vm::kFrameEntry;
    Value returned = vm::continue_frame(t, callee, m.sp, m.pc, m.tos);
    EIDER_ASSERT(t.frame == inner);
    next = inner->pc;
    if (returned == objects::kFailedWord) {
      if (!iterates || !objects::clear_if(t, objects::TypeId::kStopIteration)) return interpret(inner, sp, pc, top);
      Value* below = result_sp - 2;  // the iterator goes: vm::find_handler
      return interpret(inner, below, next + argument, *below);
    }
    if (iterates && next != back) return interpret(inner, callee->sp, next, returned);  // a filter asks for another item
    m.sp = result_sp;
    m.tos = returned;
    flow = Flow::kNext;
  }
  bool handled = false;
  vm::HandlerPlace place;
  if (flow == Flow::kError && exit.raises_to != kNoHandler && t.frame == inner) handled = unwind_to(t, root, exit, m, &place);
  if (meanwhile.since != 0) {
    meanwhile.inside += cycles();
    if (++meanwhile.escapes % kEscapesPerVisit == 0) {  // it may never be left: so many count as a visit
      bool lost = end_visit(meanwhile, cycles());
      meanwhile.since = cycles();
      meanwhile.inside = meanwhile.escapes = 0;
      if (EIDER_UNLIKELY(lost) && t.realm->vm->jit.owner != nullptr) Jit::of(t).drop(t, *static_cast<Executor*>(meanwhile.entered));
    }
  }
  auto go_on = [&](Value with) {
    std::memcpy(static_cast<void*>(kept), saved, kept_count * sizeof(Value));
    *result = with;
    meanwhile.frame = root;
    *record = meanwhile;
    t.activation = record;
    return Escaped::kContinue;
  };
  if (handled) {
    root->limit = end;
    return go_on(place.tos);
  }
  switch (flow) {
    case Flow::kNext: {
      bool has_object = false;
      for (Frame* f = inner; f != root; f = f->previous) has_object |= (f->flags & vm::kFrameHasObject) != 0;
      if (EIDER_UNLIKELY(has_object)) return interpret(inner, m.sp, next, m.tos);
      Frame* f = inner;
      for (uint32_t i = exit.frames_end; --i > exit.frames_begin;) {
        Frame* resumer = f->previous;
        if (e.exit_frames[i].chained) resumer = vm::unlink_chain(f);
        else if (f->flags & vm::kFrameGenerator) unlink_generator(f);
        f = resumer;
      }
      // The items' words may lie in what is restored, so they go through the copy.
      const bool as_usual = exit.raises_to == kNoHandler;
      for (uint32_t k = 1; k <= (items & 0xff); ++k) {
        uint32_t below = as_usual ? k : k - 1;
        saved[(slots - kept) + (items >> 8) + k - 1] = below == 0 ? m.tos : m.sp[-static_cast<int>(below)];
      }
      t.frame = root;
      t.recursion_left += static_cast<int32_t>(exit.frames_end - exit.frames_begin) - 1;
      return go_on(as_usual ? m.tos : kIterationEnded);
    }
    case Flow::kJump:
    case Flow::kEnter: return interpret(t.frame, m.sp, m.pc, m.tos);
    case Flow::kLeave:
      interpret(t.frame, m.sp, pc, m.tos);
      *result = m.tos;
      return Escaped::kReturn;
    case Flow::kSideExit:
    case Flow::kError: break;
  }
  return interpret(t.frame, m.sp, m.pc, m.tos);
}

EIDER_PRESERVE_NONE uint64_t escape(EIDER_JIT_REGISTERS) {
  Resume to;
  Value result;
  auto& exit = *reinterpret_cast<Exit*>(r0);
  (void)count_shared(*t, exit.taken);
  Escaped outcome = run_escape(*t, base, exit, static_cast<uint32_t>(r2), &result, &to);
  if (EIDER_LIKELY(outcome == Escaped::kContinue)) {
    EIDER_MUSTTAIL return reinterpret_cast<JitFunction>(r1)(t, base, result.bits(), 0, 0, 0, 0, 0, x0, x1, x2, x3, x4, x5, x6, x7);
  }
  if (outcome == Escaped::kReturn) return result.bits();
  EIDER_MUSTTAIL return as_jit(to.handler)(t, to.locals, reinterpret_cast<uint64_t>(to.sp), reinterpret_cast<uint64_t>(to.pc),
                                           to.tos.bits(), to.argument, 0, 0, x0, x1, x2, x3, x4, x5, x6, x7);
}

}  // namespace eider::jit

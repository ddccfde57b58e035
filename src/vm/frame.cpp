// SPDX-License-Identifier: MIT
//
// Unwinding: which handler an exception reaches, which traceback entries it leaves.
#include "vm/frame.h"

#include <cstring>
#include <optional>

#include "bytecode/verifier.h"

#include "objects/errors.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/interpreter.h"
#include "vm/operator_frames.h"
#include "vm/vm_state.h"

namespace eider::vm {

const bytecode::ExceptionEntry* handler_entry(const Code& code, uint32_t unit) {
  for (const bytecode::ExceptionEntry& e : code.unit->exceptions) {
    if (unit >= e.start && unit < e.end) return &e;
  }
  return nullptr;
}

namespace {

/// Adds the traceback entry of `frame` at `unit` to the pending exception.
void trace_frame(Thread& t, Frame* frame, int64_t unit) {
  Value pending = t.pending_exception;
  t.pending_exception = kAbsent;  // allocation may run a collection, which must not see a raising thread as failing
  Result<FrameObject*> object = frame_object(t, frame);
  Value failed = t.pending_exception;
  t.pending_exception = pending;
  if (!object.ok()) {
    (void)failed;
    return;
  }
  add_traceback(t, object.get()->value(), unit, -1);
}

/// Pops the innermost frame while an exception passes through it. False: it was the entry frame.
bool pop_raising_frame(Thread& t) {
  Frame* f = t.frame;
  bool entry = f->flags & kFrameEntry;
  if (f->flags & kFrameHasObject) {
    Value pending = t.pending_exception;
    t.pending_exception = kAbsent;
    detach_frame_object(t, f);
    t.pending_exception = pending;
  }
  if (f->flags & kFrameGenerator) finish_raising_generator(t, f->extra.as<Generator>());
  t.frame = f->previous;
  t.recursion_left++;
  if (t.frame != nullptr) t.pc = t.frame->pc - 1;
  return !entry;
}

}  // namespace

namespace {

/// find_handler; leaves: the innermost frame is left first.
bool find_handler_from(Thread& t, HandlerPlace* place, bool leaves) {
  EIDER_ASSERT(t.has_exception());
  for (;; leaves = false) {
    Frame* f = t.frame;
    int64_t unit = t.pc - f->code->units;
    if (!t.vm->reraised && !leaves) {
      trace_frame(t, f, unit);
      if (EIDER_UNLIKELY(t.vm->instrumented)) hear_exception(t);
    }
    t.vm->reraised = false;
    if (const bytecode::ExceptionEntry* e = t.vm->exiting || leaves ? nullptr : handler_entry(*f->code->code, static_cast<uint32_t>(unit))) {
      Value* sp = f->stack() + e->depth + 1;
      if (e->push_lasti) *sp++ = Value::from_small_int(unit);
      place->sp = sp;
      place->tos = take_exception(t);
      place->pc = f->code->units + e->target;
      return true;
    }
    const bool ends = ends_loop(t, f);
    const Value mark = f->extra;
    Value* below = ends ? f->sp - 2 : nullptr;  // of the loop's iterator, which goes
    if (EIDER_UNLIKELY(t.vm->instrumented) && !leaves) hear_unwinding(t);
    if (!pop_raising_frame(t)) return false;
    if (ends && EIDER_UNLIKELY(t.vm->instrumented)) {
      hear_exception(t);
      if (!pending_is(t, TypeId::kStopIteration)) continue;
    }
    if (ends) {
      (void)take_exception(t);
      *place = {.sp = below, .tos = *below, .pc = t.frame->pc + loop_jump(mark)};
      return true;
    }
  }
}

/// Native frames that have returned leave their words where the collector's own frames will stand, in places those never write.
[[gnu::noinline]] void scrub_native_stack() {
  char below[size_t{16} << 10];
  std::memset(below, 0, sizeof below);
  asm volatile("" : : "r"(below) : "memory");
}

}  // namespace

bool find_handler(Thread& t, HandlerPlace* place) { return find_handler_from(t, place, false); }
bool find_handler_outside(Thread& t, HandlerPlace* place) { return find_handler_from(t, place, true); }

void clear_stale_words(Thread& t) {
  scrub_native_stack();
  Frame* f = t.frame;
  if (f == nullptr) return;
  const JitHooks& jit = vm_realm(t).jit;
  if (jit.owner != nullptr && jit.is_active(t)) return;  // compiled code keeps this frame's values wherever it likes
  const Code* code = f->code->code;
  int64_t unit = t.pc - f->code->units;
  if (unit < 0 || unit >= code->unit_count) return;
  auto op = static_cast<bytecode::Op>(code->unit->units[static_cast<size_t>(unit)] & 0xff);
  // Of other instructions that run Python code who knows what they have put on the stack already.
  if (op != bytecode::Op::kCall && op != bytecode::Op::kCallKw && op != bytecode::Op::kCallFunctionEx) return;
  std::optional<uint32_t> depth = bytecode::stack_depth_at(*code->unit, static_cast<uint32_t>(unit));
  if (!depth.has_value()) return;
  f->stack()[0] = kAbsent;  // the meaningless word at the base (frame.h): what the register held when the stack was empty
  Value* end = f->stack() + code->unit->stack_size + 1;
  for (Value* word = f->stack() + 1 + *depth; word < end; word++) *word = kAbsent;
}

}  // namespace eider::vm

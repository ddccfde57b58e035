// SPDX-License-Identifier: MIT
//
// Entering the frame of a Python function from an instruction.
#pragma once

#include "vm/helpers.h"
#include "vm/operator_frames.h"
#include "vm/uops/machine.h"

namespace eider::vm::uops {

/// Enters `tc` with locals[0 .. filled) already in place. False: RecursionError is set and nothing changed.
template <class M>
EIDER_ALWAYS_INLINE bool push_frame(M& m, Function* fn, ThreadCode* tc, Value* locals, uint32_t filled, Value* result_sp,
                                    const uint16_t* return_pc, uint64_t flags, Value extra) {
  Frame* caller = m.t.frame;
  bool in_generator = caller->flags & kFrameGenerator;
  Value* placed = EIDER_UNLIKELY(in_generator) ? caller->limit : locals;
  Value* limit = placed + tc->frame_words;
  if (EIDER_UNLIKELY(limit > m.t.stack_end || m.t.recursion_left <= 0)) {
    raise_recursion(m.t);
    return false;
  }
  if (EIDER_UNLIKELY(in_generator)) {
    for (uint32_t i = 0; i < filled; ++i) placed[i] = locals[i];
  }
  Frame* f = reinterpret_cast<Frame*>(placed + tc->local_count);
  for (uint32_t i = filled; i < tc->local_count; ++i) placed[i] = kAbsent;
  f->previous = caller;
  f->code = tc;
  f->function = fn;
  f->sp = result_sp;
  f->locals = placed;
  f->limit = limit;
  f->ns = kAbsent;
  f->frame_object = kAbsent;
  f->extra = extra;
  f->flags = flags;
  caller->pc = return_pc;
  m.t.frame = f;
  m.t.recursion_left--;
  m.locals = placed;
  m.sp = f->stack();
  m.tos = kAbsent;
  m.pc = tc->units;
  return true;
}

/// Enters the frame of the left operand's method when that is a Python function. kNext: it is not, nothing has happened.
template <Op kFamily, class M>
EIDER_ALWAYS_INLINE Flow enter_operator(M& m) {
  Value a = m.peek(1);
  if (EIDER_LIKELY(!a.is_heap() || a.as<Object>()->shape_id() < shape_id(TypeId::kCount))) return Flow::kNext;
  Function* function = operator_function(m.t, kFamily, m.arg(), a, m.peek(0));
  if (function == nullptr) return Flow::kNext;
  ThreadCode* tc = EIDER_UOP_TRY(thread_code(m.t, function->code.load_relaxed()));
  Value* base = m.row_top() - 1;
  Value mark = operator_mark(kFamily, m.arg());
  const uint16_t* next = m.pc + 1 + kCacheUnits[static_cast<int>(kFamily)];
  return push_frame(m, function, tc, base, 2, base, next, operator_flags(mark), mark) ? Flow::kJump : Flow::kError;
}

/// Goes on at the beginning of the frame that was pushed.
template <class M>
EIDER_ALWAYS_INLINE Flow to_frame(M& m) {
  Frame* f = m.t.frame;
  m.locals = f->locals;
  m.sp = f->stack();
  m.tos = kAbsent;
  m.pc = f->code->units;
  return Flow::kJump;
}

/// Enters the frame of the method that does this instruction when that is a Python function. kNext: it is not, nothing has happened.
template <Op kFamily, class M>
EIDER_ALWAYS_INLINE Flow enter_method(M& m, Value object) {
  if (EIDER_LIKELY(!object.is_heap() || object.as<Object>()->shape_id() < shape_id(TypeId::kCount))) return Flow::kNext;
  // Where finding out costs as much as the instruction, only what is being recorded is asked: then traces follow into the frame.
  constexpr bool kLoads = kFamily == Op::kLoadAttr || kFamily == Op::kLoadMethod, kStores = kFamily == Op::kStoreAttr;
  constexpr bool kJumps = kFamily == Op::kPopJumpIfFalse || kFamily == Op::kPopJumpIfTrue;
  if constexpr (kLoads || kStores || kJumps) {
    if (EIDER_LIKELY(m.t.vm->recorder == nullptr)) {
      if constexpr (kJumps) return Flow::kNext;
      const TypeSlots& slots = type_of(m.t, object)->slots;
      if (kLoads ? slots.get_attr == &generic_get_attr : slots.set_attr == &generic_set_attr) return Flow::kNext;
    }
  }
  m.save();
  Entered how = enter_method_frame(m.t, kFamily, m.pc, m.row_top(), m.arg());  // out of line: nothing of it costs the instruction's other ways
  if (how == Entered::kNo) return Flow::kNext;
  if (how == Entered::kRaised) return Flow::kError;
  return to_frame(m);
}

}  // namespace eider::vm::uops

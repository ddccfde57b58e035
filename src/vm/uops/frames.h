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

/// Enters the frame of the method that does this instruction when that is a Python function. kNext: it is not, nothing has happened.
template <Op kFamily, class M>
EIDER_ALWAYS_INLINE Flow enter_method(M& m, Value object) {
  if (EIDER_LIKELY(!object.is_heap() || object.as<Object>()->shape_id() < shape_id(TypeId::kCount))) return Flow::kNext;
  m.save();
  Value* top = m.row_top();
  Value* locals = EIDER_UNLIKELY(m.frame()->flags & kFrameGenerator) ? m.frame()->limit : top + 1;
  MethodFrame how;
  if (EIDER_UNLIKELY(locals + kMostMethodArguments > m.t.stack_end) || !method_frame(m.t, kFamily, m.arg(), top, locals, &how)) return Flow::kNext;
  ThreadCode* tc = EIDER_UOP_TRY(thread_code(m.t, how.function->code.load_relaxed()));
  Value mark = method_mark(kFamily, m.arg(), how);
  Value* result = top + 1 - method_operands(kFamily) + method_result(kFamily);
  const uint16_t* next = m.pc + 1 + kCacheUnits[static_cast<int>(kFamily)];
  return push_frame(m, how.function, tc, locals, how.count, result, next, operator_flags(mark), mark) ? Flow::kJump : Flow::kError;
}

}  // namespace eider::vm::uops

// SPDX-License-Identifier: MIT
//
// Micro-ops that move values: stack, constants, locals, closure cells, jumps.
#pragma once

#include "vm/helpers.h"
#include "vm/uops/frames.h"
#include "vm/uops/machine.h"

namespace eider::vm::uops {

struct Nothing {
  static constexpr UopInfo info{"NOTHING", 0, 0, Effects::kNone, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M&) { return Flow::kNext; }
};

struct PopTop {
  static constexpr UopInfo info{"POP_TOP", 1, 0, Effects::kNone, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.drop(1);
    return Flow::kNext;
  }
};

struct Copy {
  static constexpr UopInfo info{"COPY", 0, 1, Effects::kNone};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.push(m.row_top()[1 - static_cast<int>(m.arg())]);
    return Flow::kNext;
  }
};

struct Swap {
  static constexpr UopInfo info{"SWAP", kVariable, kVariable, Effects::kNone};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value* other = m.sp + 1 - static_cast<int>(m.arg());
    Value below = *other;
    *other = m.tos;
    m.tos = below;
    return Flow::kNext;
  }
};

struct PushNull {
  static constexpr UopInfo info{"PUSH_NULL", 0, 1, Effects::kNone};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.push(kAbsent);
    return Flow::kNext;
  }
};

struct LoadConst {
  static constexpr UopInfo info{"LOAD_CONST", 0, 1, Effects::kNone};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.push(m.constant(m.arg()));
    return Flow::kNext;
  }
};

struct LoadFast {
  static constexpr UopInfo info{"LOAD_FAST", 0, 1, Effects::kReadsLocals};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.push(m.local(m.arg()));
    return Flow::kNext;
  }
};

struct LoadFastCheck {
  static constexpr UopInfo info{"LOAD_FAST_CHECK", 0, 1, Effects::kReadsLocals | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value v = m.local(m.arg());
    if (EIDER_UNLIKELY(v.is_absent())) {
      m.save();
      raise_unbound_local(m.t, m.arg());
      return Flow::kError;
    }
    m.push(v);
    return Flow::kNext;
  }
};

struct StoreFast {
  static constexpr UopInfo info{"STORE_FAST", 1, 0, Effects::kWritesLocals, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.set_local(m.arg(), m.pop());
    return Flow::kNext;
  }
};

struct DeleteFast {
  static constexpr UopInfo info{"DELETE_FAST", 0, 0, Effects::kWritesLocals | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(m.local(m.arg()).is_absent())) {
      m.save();
      raise_unbound_local(m.t, m.arg());
      return Flow::kError;
    }
    m.set_local(m.arg(), kAbsent);
    return Flow::kNext;
  }
};

struct LoadFastPair {
  static constexpr UopInfo info{"LOAD_FAST_PAIR", 0, 2, Effects::kReadsLocals};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value first = m.local(m.arg() >> 4);
    Value second = m.local(m.arg() & 15);
    m.push(first);
    m.push(second);
    return Flow::kNext;
  }
};

struct StoreLoadFast {
  static constexpr UopInfo info{"STORE_LOAD_FAST", 1, 1, Effects::kReadsLocals | Effects::kWritesLocals};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.set_local(m.arg() >> 4, m.tos);
    m.set_top(m.local(m.arg() & 15));
    return Flow::kNext;
  }
};

struct StoreFastPair {
  static constexpr UopInfo info{"STORE_FAST_PAIR", 2, 0, Effects::kWritesLocals, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.set_local(m.arg() >> 4, m.pop());
    m.set_local(m.arg() & 15, m.pop());
    return Flow::kNext;
  }
};

struct MakeCell {
  static constexpr UopInfo info{"MAKE_CELL", 0, 0, Effects::kWritesLocals | Effects::kAllocates | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    Cell* cell = EIDER_UOP_TRY(cell_new(m.t, m.local(m.arg())));
    m.set_local(m.arg(), cell->value());
    return Flow::kNext;
  }
};

struct CopyFreeVars {
  static constexpr UopInfo info{"COPY_FREE_VARS", 0, 0, Effects::kWritesLocals | Effects::kReadsHeap, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Tuple* closure = m.frame()->function->closure.get().template as<Tuple>();
    uint32_t first = m.frame()->code->local_count - m.arg();
    for (uint32_t i = 0; i < m.arg(); ++i) m.set_local(first + i, closure->items[i].get());
    return Flow::kNext;
  }
};

struct LoadDeref {
  static constexpr UopInfo info{"LOAD_DEREF", 0, 1, Effects::kReadsHeap | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value v = m.local(m.arg()).template as<Cell>()->content.load_relaxed();
    if (EIDER_UNLIKELY(v.is_absent())) {
      m.save();
      raise_unbound_deref(m.t, m.arg());
      return Flow::kError;
    }
    m.push(v);
    return Flow::kNext;
  }
};

struct StoreDeref {
  static constexpr UopInfo info{"STORE_DEREF", 1, 0, Effects::kWritesHeap, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.local(m.arg()).template as<Cell>()->content.store_release(m.tos);
    m.drop(1);
    return Flow::kNext;
  }
};

struct DeleteDeref {
  static constexpr UopInfo info{"DELETE_DEREF", 0, 0, Effects::kWritesHeap | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(m.local(m.arg()).template as<Cell>()->content.exchange(kAbsent).is_absent())) {
      m.save();
      raise_unbound_deref(m.t, m.arg());
      return Flow::kError;
    }
    return Flow::kNext;
  }
};

struct JumpForward {
  static constexpr UopInfo info{"JUMP_FORWARD", 0, 0, Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.jump_forward(0, m.arg());
    return Flow::kJump;
  }
};

/// The poll of every loop: one compare.
struct Poll {
  static constexpr UopInfo info{"POLL", 0, 0, Effects::kPolls | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(m.t.poll.load_relaxed() != 0)) {
      m.save();
      m.row_top();
      if (!poll_slow(m.t).ok()) return Flow::kError;
    }
    return Flow::kNext;
  }
};

/// Counts a function entry: cache 0 is the counter.
struct CountEntry {
  static constexpr UopInfo info{"COUNT_ENTRY", 0, 0, Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_LIKELY(--m.cache()[0] != 0)) return Flow::kNext;
    m.save();
    m.row_top();
    constexpr int kLength = 1 + kCacheUnits[static_cast<int>(Op::kResume)];
    if (!note_hot(m.t, static_cast<uint32_t>(m.pc + kLength - m.frame()->code->units), m.cache())) return Flow::kNext;
    m.pc += kLength;
    return Flow::kEnter;
  }
};

/// The only loop edge: counts in cache 0.
struct JumpBack {
  static constexpr UopInfo info{"JUMP_BACK", 0, 0, Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    uint16_t* counter = m.cache();
    m.pc = m.pc + 2 - m.arg();
    if (EIDER_LIKELY(--*counter != 0)) return Flow::kJump;
    m.t.pc = m.pc;
    m.row_top();
    return note_hot(m.t, static_cast<uint32_t>(m.pc - m.frame()->code->units), counter) ? Flow::kEnter : Flow::kJump;
  }
};

struct JumpBackNoInterrupt {
  static constexpr UopInfo info{"JUMP_BACK_NO_INTERRUPT", 0, 0, Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.pc = m.pc + 1 - m.arg();
    return Flow::kJump;
  }
};

/// True, False, None and small ints at once; others by protocol. 1, 0, or -1 for an exception.
template <class M>
EIDER_ALWAYS_INLINE int quick_truth(M& m, Value v) {
  if (v == kTrue) return 1;
  if (v == kFalse || v.is_none()) return 0;
  if (v.is_small_int()) return v.small_int() != 0;
  m.save();
  Result<bool> r = truth(m.t, v);
  return r.ok() ? r.get() : -1;
}

template <bool kSense>
struct PopJumpIf {
  static constexpr UopInfo info{kSense ? "POP_JUMP_IF_TRUE" : "POP_JUMP_IF_FALSE", 1, 0,
                                Effects::kFrames | Effects::kControl | Effects::kEscapes | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(m.tos.is_heap())) {
      if (Flow flow = enter_method<kSense ? Op::kPopJumpIfTrue : Op::kPopJumpIfFalse>(m, m.tos); flow != Flow::kNext) return flow;
    }
    int truth = quick_truth(m, m.tos);
    if (EIDER_UNLIKELY(truth < 0)) return Flow::kError;
    m.drop(1);
    if (truth != static_cast<int>(kSense)) return Flow::kNext;
    m.jump_forward(0, m.arg());
    return Flow::kJump;
  }
};

template <bool kSense>
struct JumpIfOrPop {
  static constexpr UopInfo info{kSense ? "JUMP_IF_TRUE_OR_POP" : "JUMP_IF_FALSE_OR_POP", kVariable, kVariable,
                                Effects::kControl | Effects::kEscapes | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int truth = quick_truth(m, m.tos);
    if (EIDER_UNLIKELY(truth < 0)) return Flow::kError;
    if (truth == static_cast<int>(kSense)) {
      m.jump_forward(0, m.arg());
      return Flow::kJump;
    }
    m.drop(1);
    return Flow::kNext;
  }
};

template <bool kSense>
struct PopJumpIfNone {
  static constexpr UopInfo info{kSense ? "POP_JUMP_IF_NONE" : "POP_JUMP_IF_NOT_NONE", 1, 0, Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    bool none = m.pop().is_none();
    if (none != kSense) return Flow::kNext;
    m.jump_forward(0, m.arg());
    return Flow::kJump;
  }
};

struct IsOp {
  static constexpr UopInfo info{"IS_OP", 2, 1, Effects::kNone, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    bool same = m.peek(0) == m.peek(1);
    m.replace(2, Value::from_bool(same != (m.arg() != 0)));
    return Flow::kNext;
  }
};

/// Whether a loop may stand for the call of a builtin that lies on the stack.
struct Reduces {
  static constexpr UopInfo info{"REDUCES", 0, 1, Effects::kNone, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    const uint32_t rest = m.arg() >> 4;
    m.push(Value::from_bool(reduces(m.t, static_cast<bytecode::Reduction>(m.arg() & 15), m.row_top() - rest - 2, rest)));
    return Flow::kNext;
  }
};

struct UnaryNot {
  static constexpr UopInfo info{"UNARY_NOT", 1, 1, Effects::kEscapes | Effects::kCanRaise, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int truth = quick_truth(m, m.tos);
    if (EIDER_UNLIKELY(truth < 0)) return Flow::kError;
    m.set_top(Value::from_bool(truth == 0));
    return Flow::kNext;
  }
};

}  // namespace eider::vm::uops

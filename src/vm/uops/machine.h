// SPDX-License-Identifier: MIT
//
// What a micro-op is, and the interpreter's Machine.
//
// A micro-op is a struct with `static constexpr UopInfo info` and one body `template <class M> static Flow run(M& m)`. An
// instruction is a list of them, fused by a fold expression. From these structs, and from nothing else, come the interpreter
// (here), the recorder's expansion, the optimizer's tables and the stencils.
//
// Rule: a uop that can leave by kSideExit changes nothing before; guards only look.
// Rule: before a uop that escapes calls out, it calls m.save(): tracebacks and frame objects read Thread::pc.
// Rule: Effects are what the optimizer may believe: a uop that may run Python, poll, or take a lock says so.
#pragma once

#include "vm/function.h"
#include "vm/vm_state.h"

namespace eider::vm {

using bytecode::BinaryOpKind;
using bytecode::kCacheUnits;

enum class Flow : uint8_t {
  kNext,      // the next uop; after the last, the next instruction
  kJump,      // m.pc (and frame registers) are already where to go on
  kSideExit,  // the specialization's assumption does not hold: the family's generic instruction runs instead
  kError,     // an exception is pending
  kLeave,     // return m.tos to the C++ caller of run_frame
  kEnter,     // m.pc is where to go on: in compiled code (VmState::entering)
};

enum class Effects : uint16_t {
  kNone = 0,
  kReadsLocals = 1,
  kWritesLocals = 2,
  kReadsHeap = 4,      // slots, items, cells: snapshot facts
  kWritesHeap = 8,     // kills snapshot facts about what it may alias
  kAllocates = 16,     // may collect: a poll
  kPolls = 32,         // another thread may have changed anything: all snapshot facts die
  kEscapes = 64,       // may run arbitrary Python code: all snapshot facts die, validity is checked after
  kLocks = 128,        // takes an object's lock: snapshot facts die
  kCanRaise = 256,
  kCanExit = 512,      // a guard
  kControl = 1024,     // decides where execution goes on
  kFrames = 2048,      // pushes or pops a frame
};
constexpr Effects operator|(Effects a, Effects b) {
  return static_cast<Effects>(static_cast<uint16_t>(a) | static_cast<uint16_t>(b));
}
constexpr bool has(Effects set, Effects e) { return (static_cast<uint16_t>(set) & static_cast<uint16_t>(e)) != 0; }

/// What a micro-op's result is known to be, for the optimizer.
enum class Yields : uint8_t { kNothing, kAnything, kInt, kFloat, kBool, kStr, kTuple, kList, kDict, kFunction };

inline constexpr int8_t kVariable = -1;  // depends on the argument

struct UopInfo {
  const char* name;
  int8_t pops;
  int8_t pushes;
  Effects effects;
  Yields yields = Yields::kAnything;
};

/// Snapshot facts that die when this micro-op ran (DESIGN 7): derived, never written by hand.
constexpr bool kills_snapshot_facts(Effects e) {
  return has(e, Effects::kAllocates | Effects::kPolls | Effects::kEscapes | Effects::kLocks | Effects::kFrames);
}

/// The interpreter's view of the machine: registers of the running frame. Everything is inlined away.
struct Machine {
  Thread& t;
  Value* locals;
  Value* sp;           // memory below sp holds all stack items but the top
  const uint16_t* pc;  // the instruction that runs
  Value tos;
  uint64_t argument;

  EIDER_ALWAYS_INLINE uint32_t arg() const { return static_cast<uint32_t>(argument); }
  EIDER_ALWAYS_INLINE Value peek(int depth) const { return depth == 0 ? tos : sp[-depth]; }
  EIDER_ALWAYS_INLINE void push(Value v) {
    *sp++ = tos;
    tos = v;
  }
  EIDER_ALWAYS_INLINE Value pop() {
    Value v = tos;
    tos = *--sp;
    return v;
  }
  EIDER_ALWAYS_INLINE void drop(int count) {  // count >= 1
    sp -= count;
    tos = *sp;
  }
  /// Pops `count` (>= 1) items and pushes v.
  EIDER_ALWAYS_INLINE void replace(int count, Value v) {
    sp -= count - 1;
    tos = v;
  }
  EIDER_ALWAYS_INLINE void set_top(Value v) { tos = v; }
  /// Stores the top in memory too, so that items stand in a row: item i from the top at row_top()[-i].
  EIDER_ALWAYS_INLINE Value* row_top() {
    *sp = tos;
    return sp;
  }
  EIDER_ALWAYS_INLINE Value local(uint32_t i) const { return locals[i]; }
  EIDER_ALWAYS_INLINE void set_local(uint32_t i, Value v) { locals[i] = v; }
  EIDER_ALWAYS_INLINE Frame* frame() const { return t.frame; }
  EIDER_ALWAYS_INLINE Value constant(uint32_t i) const { return t.frame->code->consts[i]; }
  EIDER_ALWAYS_INLINE Str* name(uint32_t i) const { return t.frame->code->names[i].as<Str>(); }
  EIDER_ALWAYS_INLINE void save() { t.pc = pc; }

  // Inline-cache words: unit i after the instruction (unit 0 is the counter).
  EIDER_ALWAYS_INLINE uint16_t* cache() const { return const_cast<uint16_t*>(pc) + 1; }
  EIDER_ALWAYS_INLINE uint16_t cache16(int unit) const { return pc[1 + unit]; }
  EIDER_ALWAYS_INLINE uint32_t cache32(int unit) const {
    uint32_t v;
    __builtin_memcpy(&v, pc + 1 + unit, 4);
    return v;
  }
  template <class T>
  EIDER_ALWAYS_INLINE T* cache_pointer(int unit) const {
    T* v;
    __builtin_memcpy(&v, pc + 1 + unit, 8);
    return v;
  }
  /// Two 48-bit pointers share the words a 32-bit shape and a 64-bit pointer use otherwise.
  template <class T>
  EIDER_ALWAYS_INLINE T* cache_pointer48(int unit) const {
    uint64_t v;
    __builtin_memcpy(&v, pc + 1 + unit, 8);
    return reinterpret_cast<T*>(v & 0xffff'ffff'ffff);
  }
  /// Relative jump as jump arguments mean it, from the instruction `op`.
  EIDER_ALWAYS_INLINE void jump_forward(int caches, uint32_t units) { pc += 1 + caches + units; }
};

template <Op kFamily_, class... Uops>
struct Instruction {
  static constexpr Op kFamily = kFamily_;
  static constexpr int kCaches = kCacheUnits[static_cast<int>(kFamily_)];
  static constexpr int kUopCount = sizeof...(Uops);

  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Flow flow = Flow::kNext;
    (void)((flow = Uops::run(m), flow == Flow::kNext) && ...);
    return flow;
  }
  /// For the recorder and the tables: calls visit(info) for each uop in order.
  template <class F>
  static constexpr void for_each(F visit) {
    (visit(Uops::info), ...);
  }
};

/// The families whose specialised forms fall back to the generic one.
#define EIDER_UOP_TRY(result)                                        \
  ({                                                                 \
    auto eider_r = (result);                                         \
    if (EIDER_UNLIKELY(!eider_r.ok())) return Flow::kError;          \
    eider_r.get();                                                   \
  })

}  // namespace eider::vm

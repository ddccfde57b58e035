// SPDX-License-Identifier: MIT
//
// Trace: a recorded path as SSA. Built by the recorder, rewritten by the passes, read by the register allocator. One thread's, plain
// data; not a heap object (constants are kept alive by whoever owns the trace).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jit/ir/ops.h"
#include "vm/code.h"

namespace eider::jit {

using Ref = uint32_t;                        // index into Trace::code
inline constexpr Ref kNoRef = 0xffff'ffff;
inline constexpr Ref kUnchanged = 0xffff'fffe;  // in snapshots: memory holds it already
inline constexpr Ref kAbsentRef = 0xffff'fffd;  // in snapshots: ABSENT
inline constexpr Ref kFirstVirtual = 0xffff'0000;  // in snapshots: Snapshot::virtuals[ref - kFirstVirtual]
inline constexpr bool is_virtual(Ref ref) { return ref >= kFirstVirtual && ref < kAbsentRef; }
inline constexpr uint32_t kNoSnapshot = 0xffff'ffff;

struct Instruction {
  Op op;
  uint32_t source = 0;        // index into Trace::places: which bytecode instruction it comes from
  Ref a = kNoRef, b = kNoRef, c = kNoRef;
  uint32_t snapshot = kNoSnapshot;
  uint64_t imm = 0;

  bool operator==(const Instruction&) const = default;
};

inline constexpr uint32_t kNoUnit = 0xffff'ffff;
inline constexpr uint32_t kRaisesStop = 0xffff'fffe;  // SnapshotFrame::exhausted of a generator that a call resumes: the call raises

/// Whether its frames lie in generators, coroutines or asynchronous generators.
inline bool is_generator(const vm::Code& code) {
  return (code.flags & (bytecode::kGenerator | bytecode::kCoroutine | bytecode::kAsyncGenerator)) != 0;
}

/// Where a generator is suspended: its frame stands behind `locals` words of its storage and has `depth` items on its stack.
struct GeneratorPlace {
  uint32_t unit;
  uint16_t depth, locals;

  static GeneratorPlace from(uint64_t imm) {
    return {static_cast<uint32_t>(imm), static_cast<uint16_t>(imm >> 32), static_cast<uint16_t>(imm >> 48)};
  }
  uint64_t word() const { return unit | uint64_t{depth} << 32 | uint64_t{locals} << 48; }
};

/// One frame of a snapshot. The root frame's base is 0; an inlined callee's locals begin `base` words above it.
///
/// A generator's frame (generator()) lies in its object, which is `self`; `base` is where frames it calls begin, for the root 0. A result for a generator's
/// frame goes to its own stack, so there result_base counts from the generator's locals.
struct SnapshotFrame {
  uint32_t code;              // index into Trace::codes
  uint32_t unit;              // innermost: the instruction to execute; others: where it goes on when the callee returns or yields
  uint32_t base;              // words from the root frame's locals to this frame's
  uint32_t result_base;       // words from the root's locals to where the caller gets the result (not for the root)
  Ref function = kNoRef;      // the Function (not for the root)
  Ref self = kNoRef;          // a frame that runs __init__ for a class call: the instance. A generator's: the generator;
                              // an operator's: its mark, a constant
  std::vector<Ref> locals;    // one for each local: a Ref, kUnchanged (root and generators only) or kAbsentRef
  std::vector<Ref> stack;     // bottom first; kUnchanged (root and generators only): memory holds it
  uint32_t exhausted = kNoUnit;  // a generator's: where its resumer goes on when it returns, or kRaisesStop
  bool sends = false;         // a generator's: its resumer is a Send, which gets the returned value
  bool chained = false;       // a generator's: there may be others between its resumer and it (Note [The end of a chain])

  bool generator() const { return exhausted != kNoUnit; }
};

/// An object that the trace has not made. Whoever leaves makes it: calls the helper `maker` with the first `arguments` fields (as Values,
/// or as the doubles that they are: takes_doubles), stores the rest at their offsets, then sets the shape. Named twice, it is one object. Fields name refs, or virtuals further to the front.
struct VirtualObject {
  struct Field {
    uint32_t offset;          // bytes; 0 for the maker's arguments
    Ref value;
  };
  uint16_t maker;             // Helper
  uint16_t arguments;
  uint32_t shape = 0;         // 0: as it was made
  Ref unless = kNoRef;        // a PhiValue: what it is instead, if that is not kMadeInLoop (then the object is of the last round)
  std::vector<Field> fields;

  static constexpr uint16_t kSame = 0xffff;  // no maker: it is the virtual object that the only field names
};
/// What a PhiValue holds when the value of the last round is a virtual object. No variable ever has this word.
inline constexpr uint64_t kMadeInLoop = objects::kFailedWord.bits();

/// How to leave: which frames the interpreter continues with. Loop's own one (optional) is the state when the loop is entered: with
/// it, guards that the optimizer puts in front of the loop may leave. Without it they use the snapshot of the last exit before Loop,
/// if nothing was changed since.
struct Snapshot {
  std::vector<SnapshotFrame> frames;  // outermost (root) first
  std::vector<VirtualObject> virtuals;
  Ref handled = kUnchanged;           // a virtual object: the exception that the thread handles there
  std::vector<Ref> header;            // of a JumpHeader: what it brings for the header's variables behind those of the frame; kAbsentRef: nothing

  /// Visits every Ref&, those that are no instruction's included.
  template <class Visit>
  void each_ref(Visit visit) {
    for (SnapshotFrame& frame : frames) {
      visit(frame.function);
      visit(frame.self);
      for (Ref& ref : frame.locals) visit(ref);
      for (Ref& ref : frame.stack) visit(ref);
    }
    for (VirtualObject& object : virtuals) {
      visit(object.unless);
      for (VirtualObject::Field& field : object.fields) visit(field.value);
    }
    visit(handled);
    for (Ref& ref : header) visit(ref);
  }
  template <class Visit>
  void each_ref(Visit visit) const {
    const_cast<Snapshot*>(this)->each_ref([&](const Ref& ref) { visit(ref); });
  }
};

struct Place {                // a bytecode instruction, for dumps
  uint32_t code;
  uint32_t unit;
  int32_t line;
};

/// A local or stack item of a loop's root frame, or a part of an object that one of these variables carries from round to round
/// (Note [Objects of the round before], passes/objects_carried.cpp).
///
/// Note [Facts of a header]
/// Whoever comes to the header from outside (JumpHeader) must bring what the passes took for granted of the phi: they note it here when
/// they use it. An int phi: its interval; a value phi: the rest.
struct LoopVariable {
  bool is_phi = false;           // else the loop leaves it alone: memory holds it
  bool absent = false;           // ... it is unbound wherever the header is gone to, and memory may hold anything
  bool present = false, heap = false, is_int = false, is_float_word = false;
  bool constant = false;         // it is `word`
  bool other = false;            // something that no guard can ask for
  uint64_t word = 0;
  uint64_t permanent_shape = 0;  // 0: any
  int64_t tuple_size = -1;       // -1: any
  int64_t low = objects::Value::kMinSmallInt, high = objects::Value::kMaxSmallInt;
  // A part: of whose object, and how many bytes from its begin.
  static constexpr uint32_t kFrame = 0xffff'ffff;
  uint32_t owner = kFrame, offset = 0;
  bool is_double = false;        // ... a raw double there, not a Value
  bool needed = false;           // ... which the loop looks at even when the object is a real one
  // A phi that carries an object, which may be kMadeInLoop:
  bool carried = false;
  bool looked = false;           // ... a real one has `shape` (0: any), and as a tuple `size` items (-1: it is none)
  bool complete = false;         // ... instead of one, all its parts can be brought
  uint32_t same = kFrame;        // ... which is then that variable's object, too
  uint16_t maker = 0;
  uint32_t shape = 0, set_shape = 0;
  int64_t size = -1;
};

struct ExecutorHead;

/// Where a ReturnEntry goes: the caller it was recorded with, and the executor that begins where that goes on.
struct ReturnTarget {
  enum class From : uint8_t {
    kCall,
    kInit,       // the root frame runs __init__ for a class call, whose result is what the frame was called for
    kMethod,     // the root frame runs an instruction's method (vm/operator_frames.h), whose result is what is returned
    kYield,      // the root frame is a generator's, its locals and stack are stored; `place` is where it is suspended
    kExhausted,  // ... which returns to who would go on with what it yields: FOR_ITER and SEND
  };
  vm::Code* code;
  uint32_t unit;
  ExecutorHead* executor;
  From from = From::kCall;
  GeneratorPlace place = {};
};

struct Trace {
  std::vector<Instruction> code;
  std::vector<Snapshot> snapshots;
  std::vector<vm::Code*> codes;      // [0] is the root's
  std::vector<Place> places;
  std::vector<ReturnTarget> returns;
  std::vector<LoopVariable> variables;  // of the root frame: locals, then stack items; then parts. A phi's imm is the number of its variable plus 1; 0: none
  std::vector<LoopVariable> goal;       // of the loop that JumpHeader goes to
  uint32_t goal_words = 0;              // ... so many of them are the frame's
  Ref loop = kNoRef;                 // the Loop instruction, kNoRef in a straight trace
  uint32_t changes = 0;              // how often a pass has changed it
  uint32_t floor = 0;                // a side trace's own memory begins so many words above base: below is that of who it continues

  Ref add(Instruction i) {
    code.push_back(i);
    return static_cast<Ref>(code.size() - 1);
  }
};

/// "<problem> at %n", or empty when the trace is well-formed: arguments are defined before use and have the types the operation wants,
/// whoever may leave has a snapshot whose refs are defined before, phis stand behind Loop, one end.
std::string verify(const Trace& trace);
/// The same for the rule of needs_validity_check, in a trace as it was recorded.
std::string verify_validity(const Trace& trace);

}  // namespace eider::jit

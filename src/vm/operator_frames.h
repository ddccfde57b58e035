// SPDX-License-Identifier: MIT
//
// Instructions whose method is a Python function: its frame is entered, as a call's would be, and no C++ stands in between.
//
// `a + b`, `a < b` and `a[b]` look the method of the left operand up on its class. When that is a plain function of two parameters, and the
// right operand's class has no earlier say, the function's frame is pushed with the operands on the stack as its first locals. When it
// returns NotImplemented the rest of the protocol is asked from C++ (kFrameOperator). `a[b]` has no rest and needs no flag.
//
// Where a number or the like stands on the left, an object whose class is a base of the right operand's, or one without that order of its own, the
// right operand's method is asked the other way round (2 * v, base == derived, a > b where only __lt__ is there). Its mark says so, for when it returns NotImplemented.
//
// The others (method_frame): item and attribute stores, setters, `in`, iteration, __getattr__, the truth of an object. Their arguments are
// laid out above the instruction's operands. What becomes of the result depends on the instruction, which the mark names (method_returned).
// Source: CPython's Objects/abstract.c and typeobject.c, for the order in which operands are asked.
#pragma once

#include "bytecode/ops.h"
#include "objects/names.h"
#include "vm/frame.h"

namespace eider::vm {

/// The function whose frame `family` with `argument` enters for these operands, or nullptr. Runs nothing, allocates nothing.
Function* operator_function(Thread& t, bytecode::Op family, uint32_t argument, Value a, Value b);
/// Name of the method that would be looked up for it.
objects::Name operator_name(bytecode::Op family, uint32_t argument);

/// Frame::extra of the frame that runs it; ABSENT when its result is the instruction's as it is.
inline Value operator_mark(bytecode::Op family, uint32_t argument) {
  using enum bytecode::Op;
  if (family == kBinarySubscr || family == kLoadAttr) return objects::kAbsent;
  return Value::from_small_int(static_cast<int64_t>(argument) << 8 | static_cast<int64_t>(family));
}
inline bytecode::Op mark_family(Value mark) { return static_cast<bytecode::Op>(mark.small_int() & 0xff); }
inline uint32_t mark_argument(Value mark) { return static_cast<uint32_t>(mark.small_int() >> 8); }
inline uint64_t operator_flags(Value mark) { return mark.is_absent() ? 0 : kFrameOperator; }

/// The frame that an instruction enters.
struct MethodFrame {
  Function* function = nullptr;  // nullptr: none, the instruction is C++'s
  objects::Name method{};        // what `function` is called on the class of `owner`, when it is not a property's setter
  Value owner;                   // whose class has it: the object, or its descriptor
  Value descriptor;              // a property or an object with __set__ or __get__ that stands in the class of the object, else ABSENT
  uint32_t count = 0;            // arguments
  bool asks_length = false;      // of a jump: it is __len__
  bool reflected = false;        // of an operator: the right operand's, with the left one as its argument
};
inline constexpr uint32_t kMostMethodArguments = 3;
/// top        the instruction's operands, the last one at top[0]
/// arguments  of `function`, kMostMethodArguments words that are not among the operands
/// Runs nothing, allocates nothing. false: C++ does the instruction; nothing has been written.
bool method_frame(Thread& t, bytecode::Op family, uint32_t argument, const Value* top, Value* arguments, MethodFrame* how);
enum class Entered : uint8_t { kNo, kYes, kRaised, kEnded };  // kEnded: the iterator has no more items
/// Pushes the frame of the method that does the instruction at pc, if there is one.
Entered enter_method_frame(Thread& t, bytecode::Op family, const uint16_t* pc, Value* top, uint32_t argument);
inline constexpr uint32_t kReflectedMark = 1 << 8;  // in an operator's argument
inline constexpr uint32_t kFilterMark = 1u << 31;   // in a loop's: what is asked whether an item stays (mapped_frames.h)
/// The mark of the frame that `how` describes: of a jump, twice its argument, plus one when the length is asked.
inline Value method_mark(bytecode::Op family, uint32_t argument, const MethodFrame& how) {
  bool jump = family == bytecode::Op::kPopJumpIfFalse || family == bytecode::Op::kPopJumpIfTrue;
  return operator_mark(family, jump ? argument << 1 | how.asks_length : how.reflected ? argument | kReflectedMark : argument);
}
/// How many operands an instruction takes that enters a frame. A loop's iterator stays.
constexpr int method_operands(bytecode::Op family) {
  using enum bytecode::Op;
  switch (family) {
    case kForIter: return 0;
    case kStoreSubscr: case kGetLen: return 3;  // GetLen: the row of a call (asked_frame)
    case kBinaryOp: case kCompareOp: case kBinarySubscr: case kStoreAttr: case kDeleteSubscr: case kContainsOp: return 2;
    default: return 1;
  }
}
/// Where the result goes, in items above the lowest operand. Those whose result nobody wants get back what stands there.
constexpr int method_result(bytecode::Op family) {
  using enum bytecode::Op;
  switch (family) {
    case kStoreAttr: case kStoreSubscr: case kDeleteSubscr: case kPopJumpIfFalse: case kPopJumpIfTrue: return -1;
    case kLoadMethod: return 1;  // above it ABSENT
    default: return 0;
  }
}

/// What a builtin function is asked for that a method written in Python answers: len(o), str(o), repr(o), hash(o), next(o).
enum class Asked : uint32_t { kLength, kStr, kRepr, kHash, kNext };
/// The frame of the method that does callable(o); its only argument is o. Runs nothing, allocates nothing. false: there is none.
///
/// mark   of the frame: that of GetLen, no instruction that enters frames, with an Asked as its argument; ABSENT: the result is as it is
bool asked_frame(Thread& t, Value callable, Value o, MethodFrame* how, Value* mark);
/// Whether v, which the method has returned, is the answer; else method_returned turns it into one, or raises.
bool is_answer(Asked what, Value v);

/// The Python function __new__ of a class; nullptr: it has none, or another __init__ than object's or a Python function.
Function* new_function(Thread& t, objects::Type* cls);
/// The Python __init__ that a class call with `nargs` arguments runs for v, which __new__ has returned; nullptr: none, or it is C++'s.
Function* init_after_new(Thread& t, Value cls, Value v, uint32_t nargs);
/// The frame f of __new__, which has been popped, has returned v: puts __init__ and v into the row of the call. False: it has none to enter.
bool prepare_init(Thread& t, Frame* f, Value v);
/// Of a loop's: how far the jump is at its end; whether it is a filter's.
inline uint32_t loop_jump(Value mark) { return mark_argument(mark) & ~kFilterMark; }
inline bool is_filter(Value mark) { return mark_family(mark) == bytecode::Op::kForIter && (mark_argument(mark) & kFilterMark) != 0; }
/// Whether v, which the method has returned, is what the instruction gives. Else: method_returned.
inline bool is_result(Value mark, Value v) {
  bytecode::Op family = mark_family(mark);
  if (family == bytecode::Op::kForIter) return !is_filter(mark);
  return (family == bytecode::Op::kBinaryOp || family == bytecode::Op::kCompareOp) && v != objects::kNotImplemented;
}
/// The frame f of an instruction, which has been popped, has returned v: what goes to f->sp. May run Python, and says in the caller's pc
/// where it goes on; where less stays on its stack, f->sp says so.
Result<Value> method_returned(Thread& t, Frame* f, Value v);
/// An exception is about to leave f: it ends the loop whose iterator's __next__ this is.
bool ends_loop(const Thread& t, const Frame* f);

}  // namespace eider::vm

// SPDX-License-Identifier: MIT
//
// The operations of the trace IR: SSA over unboxed ints, unboxed floats and Values.
//
// Types
//   kInt    a 64-bit word holding value << 1: the tagged word without its tag bit. So +, - and comparison are one instruction and
//           the CPU's overflow flag is exactly "does not fit 63 bits"; boxing is `| 1`, and word * 4 is a byte offset of items.
//   kFloat  a raw double
//   kWord   an int from 0 to 2^64 - 1, all 64 bits (Note [Words], record/record_words.cpp)
//   kValue  a tagged Value (objects/value.h). Never ABSENT unless the operation says so.
//
// A row: X(Name, result, arguments, immediate, flags)
//   arguments  one letter each: I int, F float, W word, V value
//   immediate  what Instruction::imm means: none, i64, u64, f64 (bits), value, offset (bytes), index (words), kind (CompareKind), helper,
//              shape (id), size, place (GeneratorPlace)
//   flags      kExit: leaves through its snapshot when its condition does not hold, having changed nothing
//              kRaise: may leave with an exception pending, through the same snapshot
//              the rest are vm::Effects (machine.h): what the optimizer may believe. kPure: equal arguments give equal results, always
//              (snapshot facts are kReadsHeap, not kPure).
#pragma once

#include "vm/uops/machine.h"

namespace eider::jit {

inline constexpr uint16_t kReadsHeap = static_cast<uint16_t>(vm::Effects::kReadsHeap);
inline constexpr uint16_t kWritesHeap = static_cast<uint16_t>(vm::Effects::kWritesHeap);
inline constexpr uint16_t kAllocates = static_cast<uint16_t>(vm::Effects::kAllocates);
inline constexpr uint16_t kPolls = static_cast<uint16_t>(vm::Effects::kPolls);
inline constexpr uint16_t kEscapes = static_cast<uint16_t>(vm::Effects::kEscapes);
inline constexpr uint16_t kLocks = static_cast<uint16_t>(vm::Effects::kLocks);
inline constexpr uint16_t kRaise = static_cast<uint16_t>(vm::Effects::kCanRaise);
inline constexpr uint16_t kExit = static_cast<uint16_t>(vm::Effects::kCanExit);
inline constexpr uint16_t kControl = static_cast<uint16_t>(vm::Effects::kControl);
inline constexpr uint16_t kPure = 1 << 14;

#define EIDER_IR_OPS(X)                                                                                                            \
  /* constants */                                                                                                                  \
  X(ConstInt, Int, "", I64, kPure)          /* imm: the kInt word (value << 1) */                                                  \
  X(ConstFloat, Float, "", F64, kPure)                                                                                             \
  X(ConstWord, Word, "", U64, kPure)                                                                                               \
  X(ConstValue, Value, "", Word, kPure)     /* imm: the Value's bits; heap ones are roots of the executor */                       \
  /* structure: EntryValue... | Loop Phi... body | JumpLoop   or   EntryValue... body | End, JumpEntry, JumpHeader, ReturnEntry, ReturnHost or YieldHost */ \
  X(EntryValue, Value, "", Index, 0)        /* word `imm` above base at entry: a local or stack item of the root frame; may be ABSENT */ \
  /* a side trace begins with what the exit it continues hands over, all before Enter. imm below kInputMemory: that register; else the
     word imm - kInputMemory above base. Values may be ABSENT */                                                                    \
  X(InputInt, Int, "", Index, 0)                                                                                                   \
  X(InputFloat, Float, "", Index, 0)                                                                                               \
  X(InputWord, Word, "", Index, 0)                                                                                                 \
  X(InputValue, Value, "", Index, 0)                                                                                               \
  X(Enter, None, "", None, kExit)           /* leaves when the side trace is invalid or lacks room; behind the inputs */           \
  X(Loop, None, "", None, kControl)         /* the loop's header; Phis follow at once. May carry a snapshot: see trace.h */        \
  X(PhiInt, Int, "I", None, 0)              /* a: value on entry; Instruction::b: value at JumpLoop (set when the trace is closed) */ \
  X(PhiFloat, Float, "F", None, 0)                                                                                                 \
  X(PhiWord, Word, "W", None, 0)                                                                                                   \
  X(PhiValue, Value, "V", None, 0)                                                                                                 \
  X(JumpLoop, None, "", None, kControl)                                                                                            \
  X(End, None, "", None, kControl | kExit)  /* always leaves through its snapshot */                                               \
  /* Makes the snapshot's frames real and goes to the entry of executor imm, whose root is the innermost one; leaves through the
     snapshot when that cannot be entered. No number in it is unboxed. */                                                          \
  X(JumpEntry, None, "", Word, kControl | kExit)                                                                                   \
  /* Only in what continues an exit of the loop of executor imm (maybe by way of further side traces): goes on at that loop's header,
     with its phis where it has them. The snapshot's only frame says what they are; leaves through it when the loop is invalid. */      \
  X(JumpHeader, None, "", Word, kControl | kExit)                                                                                  \
  /* Returns a from the root frame, or yields it, and goes on in Trace::returns[imm]; leaves when it was called from elsewhere. */                \
  X(ReturnHost, None, "V", None, kControl | kExit)      /* a is what the root frame, called from C++, returns; leaves when it is another kind of frame */ \
  X(YieldHost, None, "V", Place, kControl | kExit)      /* a is what the root frame, a generator's resumed from C++, yields at the place; its locals and stack are stored */ \
  X(ReturnEntry, None, "V", Index, kControl | kExit)                                                                               \
  X(Poll, None, "", None, kPolls | kExit)   /* leaves when the thread's poll word is not 0 */                                      \
  X(CheckValid, None, "", None, kExit)      /* leaves when this executor was invalidated meanwhile; after what may poll */         \
  /* guards on values: leave when it does not hold */                                                                              \
  X(GuardInt, Int, "V", None, kPure | kExit)      /* a small int: its word */                                                      \
  X(GuardFloat, Float, "V", None, kPure | kExit)  /* a float word: its double */                                                   \
  X(GuardWord, Word, "V", None, kPure | kExit)    /* an int from 0 to 2^64 - 1 */                                                  \
  X(LowWord, Word, "V", None, kPure | kExit)      /* an exact int of any size and sign: itself modulo 2^64 */                      \
  X(GuardLong, None, "V", None, kPure | kExit)    /* an exact int of any size */                                                   \
  X(GuardIs, None, "V", Word, kPure | kExit)      /* the same word as imm */                                                       \
  X(GuardIsNot, None, "V", Word, kPure | kExit)                                                                                    \
  X(GuardPresent, None, "V", None, kPure | kExit) /* not ABSENT */                                                                 \
  X(GuardHeap, None, "V", None, kPure | kExit)    /* points to a heap object (and is not ABSENT) */                                \
  X(GuardShape, None, "V", Shape, kReadsHeap | kExit)  /* V is known to point to a heap object; its shape word is imm */           \
  X(GuardSame, None, "VV", None, kPure | kExit)   /* a is b */                                                                     \
  X(GuardNotSame, None, "VV", None, kPure | kExit)                                                                                 \
  X(GuardIntLt, None, "II", None, kPure | kExit)                                                                                   \
  X(GuardIntLe, None, "II", None, kPure | kExit)                                                                                   \
  X(GuardIntEq, None, "II", None, kPure | kExit)                                                                                   \
  X(GuardIntNe, None, "II", None, kPure | kExit)                                                                                   \
  X(GuardFloatLt, None, "FF", None, kPure | kExit)      /* a < b: false for NaN */                                                 \
  X(GuardFloatNotLt, None, "FF", None, kPure | kExit)                                                                              \
  X(GuardFloatLe, None, "FF", None, kPure | kExit)                                                                                 \
  X(GuardFloatNotLe, None, "FF", None, kPure | kExit)                                                                              \
  X(GuardFloatEq, None, "FF", None, kPure | kExit)                                                                                 \
  X(GuardFloatNotEq, None, "FF", None, kPure | kExit)                                                                              \
  X(GuardModuleFrame, None, "", None, kPure | kExit)  /* the root frame has no namespace of its own: its names are the module's */   \
  /* ints; the checked ones leave where the result does not fit 63 bits */                                                         \
  X(AddInt, Int, "II", None, kPure | kExit)                                                                                        \
  X(SubInt, Int, "II", None, kPure | kExit)                                                                                        \
  X(MulInt, Int, "II", None, kPure | kExit)                                                                                        \
  X(AddIntUnchecked, Int, "II", None, kPure)      /* the range pass has proven that it fits */                                     \
  X(SubIntUnchecked, Int, "II", None, kPure)                                                                                       \
  X(MulIntUnchecked, Int, "II", None, kPure)                                                                                       \
  X(FloorDivInt, Int, "II", None, kPure | kExit)  /* leaves for b == 0 and overflow */                                             \
  X(ModInt, Int, "II", None, kPure | kExit)       /* sign of b; leaves for b == 0 */                                               \
  X(AndInt, Int, "II", None, kPure)                                                                                                \
  X(OrInt, Int, "II", None, kPure)                                                                                                 \
  X(XorInt, Int, "II", None, kPure)                                                                                                \
  X(ShlInt, Int, "II", None, kPure | kExit)       /* leaves for a count outside 0..61 and overflow */                              \
  X(ShrInt, Int, "II", None, kPure | kExit)       /* leaves for a negative count; counts above 63 act as 63 */                     \
  X(MinInt, Int, "II", None, kPure)                                                                                                \
  X(MaxInt, Int, "II", None, kPure)                                                                                                \
  X(BoolInt, Int, "V", None, kPure | kExit)       /* False or True as 0 or 1; else leaves */                                       \
  X(FloatToInt, Int, "F", None, kPure | kExit)    /* toward zero; leaves from 2^53 on and for NaN */                               \
  X(NegInt, Int, "I", None, kPure | kExit)                                                                                         \
  X(CompareInt, Value, "II", Kind, kPure)         /* True or False */                                                              \
  /* words: modulo 2^64, unsigned. Counts of shifts are not negative; from 64 on the result is 0 */                                \
  X(IntToWord, Word, "I", None, kPure)            /* modulo 2^64 */                                                                \
  X(WordToInt, Int, "W", None, kPure | kExit)     /* leaves from 2^62 on */                                                        \
  X(WordToIntUnchecked, Int, "W", None, kPure)    /* it is known to be below 2^62 */                                               \
  X(AddWord, Word, "WW", None, kPure)                                                                                              \
  X(SubWord, Word, "WW", None, kPure)                                                                                              \
  X(MulWord, Word, "WW", None, kPure)                                                                                              \
  X(AndWord, Word, "WW", None, kPure)                                                                                              \
  X(OrWord, Word, "WW", None, kPure)                                                                                               \
  X(XorWord, Word, "WW", None, kPure)                                                                                              \
  X(ShlWord, Word, "WI", None, kPure)                                                                                              \
  X(ShrWord, Word, "WI", None, kPure)                                                                                              \
  X(DivWord, Word, "WW", None, kPure | kExit)     /* leaves for b == 0 */                                                          \
  X(ModWord, Word, "WW", None, kPure | kExit)                                                                                      \
  X(GuardWordLt, None, "WW", None, kPure | kExit)                                                                                  \
  X(GuardWordLe, None, "WW", None, kPure | kExit)                                                                                  \
  X(GuardWordEq, None, "WW", None, kPure | kExit)                                                                                  \
  X(GuardWordNe, None, "WW", None, kPure | kExit)                                                                                  \
  X(CompareWord, Value, "WW", Kind, kPure)                                                                                         \
  /* floats */                                                                                                                     \
  X(AddFloat, Float, "FF", None, kPure)                                                                                            \
  X(SubFloat, Float, "FF", None, kPure)                                                                                            \
  X(MulFloat, Float, "FF", None, kPure)                                                                                            \
  X(DivFloat, Float, "FF", None, kPure | kExit)   /* leaves for b == 0.0 */                                                        \
  X(NegFloat, Float, "F", None, kPure)                                                                                             \
  X(SqrtFloat, Float, "F", None, kPure | kExit)   /* leaves for a < 0 */                                                           \
  X(AbsFloat, Float, "F", None, kPure)                                                                                             \
  X(HypotFloat, Float, "FF", None, kPure | kExit) /* leaves where the result overflows */                                          \
  X(IntToFloat, Float, "I", None, kPure | kExit)  /* leaves beyond 2^53, where Python rounds half to even as the CPU does not promise */ \
  X(CompareFloat, Value, "FF", Kind, kPure)                                                                                        \
  /* boxing */                                                                                                                     \
  X(BoxInt, Value, "I", None, kPure)                                                                                               \
  /* From 2^62 on, and where no float word exists, an object is allocated: never a safepoint, so no fact ends; without memory they leave. */ \
  X(BoxWord, Value, "W", None, kExit)                                                                                              \
  X(BoxFloat, Value, "F", None, kExit)                                                                                             \
  X(BoxComplex, Value, "FF", None, kExit)         /* a new complex of these parts, each time another object; as to memory like BoxFloat */ \
  /* memory: relaxed or acquire/release accesses of whole words */                                                                 \
  X(LoadField, Value, "V", Offset, kReadsHeap)    /* the word at byte offset imm of object a; may be ABSENT */                     \
  X(StoreField, None, "VV", Offset, kWritesHeap)  /* release-stores b at byte offset imm of a, which is no list, tuple, iterator */ \
  X(GuardUnlocked, None, "", None, kReadsHeap | kExit) /* no lock need be taken: leaves while other threads are attached */       \
  X(SetShape, None, "V", Shape, kWritesHeap)      /* behind the store of a new slot's value, and GuardUnlocked unless nobody else sees a */                   \
  X(LoadCell, Value, "V", None, kReadsHeap)       /* the value of NameCell a; may be ABSENT. Never another load's: cse.cpp */          \
  X(StoreCell, None, "VV", None, kWritesHeap | kExit)  /* a: a NameCell that nobody may watch (kCellMutable); leaves when its name is unbound */ \
  /* the exception that the thread handles, None when there is none */                                                              \
  X(LoadHandled, Value, "", None, kReadsHeap)                                                                                      \
  X(StoreHandled, None, "V", None, kWritesHeap)                                                                                    \
  X(ListLength, Int, "V", None, kReadsHeap)       /* a is an exact list */                                                         \
  X(ListItem, Value, "VI", None, kReadsHeap | kExit)   /* exact list, 0 <= index < size (by size and block), present; else leaves */ \
  X(StoreListItem, None, "VIV", None, kWritesHeap | kExit)  /* takes the lock where it must; leaves when it is taken, or out of bounds */                \
  /* rows (passes/rows.cpp). A list's block, of which 0 <= b < size held; its item b, which is present, an int, a float, or else leaves; */ \
  /* storing there, with nothing that may be a safepoint since ListRow and GuardUnlocked */                                        \
  X(ListRow, Value, "VI", None, kReadsHeap | kExit)                                                                                \
  X(RowItem, Value, "VI", None, kReadsHeap | kExit)                                                                                \
  X(RowInt, Int, "VI", None, kReadsHeap | kExit)                                                                                   \
  X(RowFloat, Float, "VI", None, kReadsHeap | kExit)                                                                               \
  X(StoreRowItem, None, "VIV", None, kWritesHeap)                                                                                  \
  X(GuardTupleSize, None, "V", Size, kPure | kExit)    /* exact tuple with imm items */                                            \
  X(TupleItem, Value, "VI", None, kPure | kExit)       /* exact tuple, 0 <= index < size; else leaves */                           \
  X(TupleItemAt, Value, "V", Index, kPure)             /* exact tuple, item imm is known to exist */                               \
  X(AppendItem, None, "VV", None, kReadsHeap | kWritesHeap | kAllocates | kLocks | kRaise | kExit) /* a.append(b), a is an exact list */ \
  X(StrItem, Value, "VI", None, kPure | kExit)  /* exact str, 0 <= index < length, one byte a character; else leaves */             \
  X(TextPart, None, "V", Index, kWritesHeap)    /* part imm of what the helper right behind the last part takes (takes_parts) */                    \
  X(StrLength, Int, "V", None, kPure)           /* exact str */                                                                    \
  X(OrdStr, Int, "V", None, kPure | kExit)      /* exact str of one character, which is below 256; else leaves */                  \
  X(EqualStr, Value, "VV", None, kPure)         /* exact strs: True or False */                                                    \
  X(NotEqualStr, Value, "VV", None, kPure)                                                                                         \
  X(CompareStr, Value, "VV", Kind, kPure)       /* exact strs; <, <=, >, >= only */                                                \
  X(HasStr, Value, "VV", None, kPure)           /* exact strs: b in a */                                                           \
  X(LacksStr, Value, "VV", None, kPure)                                                                                            \
  X(ChrInt, Value, "I", None, kPure | kExit)    /* the str of this one character, which is below 256; else leaves */               \
  X(BytesItem, Int, "VI", None, kPure | kExit)  /* exact bytes, 0 <= index < length; else leaves */                                \
  X(LoadFixed, Value, "V", Offset, kPure)    /* the word at byte offset imm of object a, of a shape whose objects never change it; never ABSENT */ \
  X(LoadFixedFloat, Float, "V", Offset, kPure)  /* the double at byte offset imm of object a, likewise */                          \
  X(RangeNext, Int, "V", None, kReadsHeap | kWritesHeap | kExit)  /* exact range iterator: the next int; leaves, unchanged, at its end */ \
  X(ListNext, Value, "V", None, kReadsHeap | kWritesHeap | kExit) /* exact list iterator; leaves, unchanged, at its end */         \
  X(TupleNext, Value, "V", None, kReadsHeap | kWritesHeap | kExit)                                                                 \
  X(StrNext, Value, "V", None, kReadsHeap | kWritesHeap | kExit)  /* a str's iterator; leaves also where StrItem does */           \
  X(BytesNext, Int, "V", None, kReadsHeap | kWritesHeap | kExit)  /* a bytes' iterator */                                           \
  /* for those that are asked together (zip): whether there is one, and taking it, with nothing between GuardUnlocked and there that  \
     may be a safepoint. Take never leaves: another one may have been taken already. */                                              \
  X(RangeMore, None, "V", None, kReadsHeap | kExit)                                                                                \
  X(ListMore, None, "V", None, kReadsHeap | kExit)                                                                                 \
  X(TupleMore, None, "V", None, kReadsHeap | kExit)                                                                                \
  X(RangeTake, Int, "V", None, kReadsHeap | kWritesHeap)                                                                           \
  X(ListTake, Value, "V", None, kReadsHeap | kWritesHeap)                                                                          \
  X(TupleTake, Value, "V", None, kReadsHeap | kWritesHeap)                                                                         \
  /* generators. imm: a GeneratorPlace (trace.h). Between the two a is running, and its frame is one of the snapshots' frames */     \
  X(RootExtra, Value, "", None, kPure)               /* Frame::extra of the root frame: the generator in whose object it lies, or what __init__ is called for */ \
  X(ClaimGenerator, None, "V", Place, kReadsHeap | kWritesHeap | kLocks | kExit) /* a generator of the place's code: suspended there (unit 0: \
     created) -> running; leaves, unchanged, when it is elsewhere, handles an exception, or its frame has an object */              \
  X(ReleaseGenerator, None, "V", Place, kWritesHeap)  /* running -> suspended at the place; its locals and stack are stored */     \
  /* calls. imm: index in the helper table (helpers.h). The result is a Value; where the helper has none, it is True */             \
  X(CallHelper1, Value, "V", Helper, kReadsHeap | kWritesHeap | kAllocates | kLocks | kRaise | kExit)                              \
  X(CallHelper2, Value, "VV", Helper, kReadsHeap | kWritesHeap | kAllocates | kLocks | kRaise | kExit)                             \
  X(CallHelper3, Value, "VVV", Helper, kReadsHeap | kWritesHeap | kAllocates | kLocks | kRaise | kExit)                            \
  /* A whole instruction, run by the interpreter's own definition on frames written to memory according to the snapshot. The result is
     the top of its stack afterwards; further items it pushed are read by EscapeItem right behind. imm: escape_imm. One that names
     a handler goes on when what it raised has arrived there, the frames inside being gone: its result is the exception. When
     it did not raise the result is kIterationEnded, and all items it pushed are EscapeItems, from the top 1, 2, ... */            \
  X(Escape, Value, "", Helper, kReadsHeap | kWritesHeap | kAllocates | kLocks | kEscapes | kRaise | kExit)                         \
  X(EscapeItem, Value, "V", Index, 0)             /* a: the Escape; imm: how far below its top */

enum class Op : uint8_t {
#define EIDER_IR_OP(name, ...) k##name,
  EIDER_IR_OPS(EIDER_IR_OP)
#undef EIDER_IR_OP
  kCount
};

/// Of an Escape: the instruction, and where the innermost frame that handles something there handles what it raises (kNoHandler: nowhere;
/// then raising leaves).
inline constexpr uint32_t kNoHandler = 0xff'ffff;
constexpr uint64_t escape_imm(uint8_t op, uint32_t arg, uint32_t handler = kNoHandler) {
  return op | uint64_t{arg} << 8 | (handler == kNoHandler ? 0 : uint64_t{handler + 1} << 40);
}
constexpr uint32_t escape_handler(uint64_t imm) { return static_cast<uint32_t>(imm >> 40) == 0 ? kNoHandler : static_cast<uint32_t>(imm >> 40) - 1; }

enum class Type : uint8_t { kNone, kInt, kFloat, kWord, kValue };
enum class Immediate : uint8_t { kNone, kI64, kU64, kF64, kWord, kOffset, kIndex, kKind, kHelper, kShape, kSize, kPlace };

struct OpInfo {
  const char* name;
  Type result;
  uint8_t argument_count;
  Type arguments[3];
  Immediate immediate;
  uint16_t flags;

  constexpr bool has(uint16_t flag) const { return flags & flag; }
  /// Whether an instruction of this operation carries a snapshot.
  constexpr bool exits() const { return flags & (kExit | kRaise); }
};
/// Snapshot facts (kReadsHeap results, shapes) do not survive this operation: derived from its flags, never written by hand.
constexpr bool kills_snapshot_facts(const OpInfo& info) { return info.flags & (kAllocates | kPolls | kEscapes | kLocks); }

/// Watched facts may have changed when it is over: others may have shaken hands with this thread inside. A Poll leaves then; behind all
/// others CheckValid comes before the next instruction of the program.
constexpr bool needs_validity_check(const OpInfo& info) { return info.flags & (kAllocates | kEscapes); }

inline constexpr uint64_t kInputMemory = 0x100;  // Input...: register numbers end here, words above base begin
constexpr bool is_input(Op op) { return op >= Op::kInputInt && op <= Op::kInputValue; }
constexpr bool is_phi(Op op) { return op >= Op::kPhiInt && op <= Op::kPhiValue; }
/// A Value from a number, and a number from a Value if it is one. (A complex is made of two: passes/objects.cpp takes care of it.)
constexpr bool is_box(Op op) { return op == Op::kBoxInt || op == Op::kBoxFloat || op == Op::kBoxWord; }
constexpr bool is_unboxing(Op op) { return op == Op::kGuardInt || op == Op::kGuardFloat || op == Op::kGuardWord; }
/// The phi, or input, of a type.
constexpr Op phi_of(Type type) { return static_cast<Op>(static_cast<int>(Op::kPhiInt) + static_cast<int>(type) - static_cast<int>(Type::kInt)); }
constexpr Op input_of(Type type) { return static_cast<Op>(static_cast<int>(Op::kInputInt) + static_cast<int>(type) - static_cast<int>(Type::kInt)); }
static_assert(phi_of(Type::kValue) == Op::kPhiValue && input_of(Type::kValue) == Op::kInputValue);

extern const OpInfo kOpInfo[static_cast<int>(Op::kCount)];
inline const OpInfo& info_of(Op op) { return kOpInfo[static_cast<int>(op)]; }

}  // namespace eider::jit

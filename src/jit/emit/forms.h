// SPDX-License-Identifier: MIT
//
// The forms of machine code that stencils exist for: an operation together with where its operands stand.
//
// A row: X(Form, operands). Operands are the registers a stencil is instantiated over, one letter each: I one of r0..r5, X one of
// x0..x7. Immediates and slots are holes (stencil.h), so they are not part of a form's instances.
//
// Conventions
//   two-address  the first register of an arithmetic form is its left operand and its result
//   ...Imm       the right operand is hole A; 32 bits, sign-extended
//   ...Mem       the right operand is the spill slot at byte offset A from base
//   exits        registers hold at the exit what they held before, except in AddInt*, SubInt* and NegInt, which leave the wrapped
//                result in their register: the emitter puts the inverse operation before such an exit
#pragma once

#include <cstdint>

#define EIDER_STENCIL_FORMS(X)                                                                      \
  /* moves, constants, slots */                                                                     \
  X(MoveInt, "II") X(MoveFloat, "XX")              /* first = second */                             \
  X(LoadSlotInt, "I") X(LoadSlotFloat, "X")        /* A: byte offset */                             \
  X(StoreSlotInt, "I") X(StoreSlotFloat, "X")                                                       \
  X(MoveSlot, "")                                  /* A: to, B: from */                             \
  X(ConstSlot, "")                                 /* A: to, B: 64 bits */                          \
  X(ConstZero, "I") X(Const32, "I") X(Const64, "I")                                                 \
  X(ConstFloat, "X") X(ConstFloatZero, "X")                                                         \
  /* control */                                                                                     \
  X(Jump, "")                                      /* to the exit's target */                       \
  X(ExitStub, "")                                  /* A: Exit* */                                   \
  X(EnterSide, "")                                 /* A: Executor*: this one */                     \
  X(CheckEntry, "")                                /* A: Executor*: the one that is gone to; B: bytes from base to its own; C: frames pushed */ \
  X(CheckCode, "")                                 /* A: Code*: this thread has a copy */           \
  X(KeepActivation, "")                            /* A: byte offset: the record moves there */     \
  X(PushFrame, "") X(PushGenerator, "")            /* A: FramePush* */                              \
  X(JumpEntry, "")                                 /* A: Executor*, B: as CheckEntry */             \
  X(CheckHeader, "")                               /* A: Executor*: whose loop goes on */            \
  X(JumpHeader, "")                                /* to MachineOp::target */                       \
  X(CheckReturn, "")                               /* A: the caller's Code*, B: Executor*, C: its unit */ \
  X(ReturnEntry, "I")                              /* first: result, A: Executor* */                \
  X(CheckInitReturn, "") X(CheckMethodReturn, "")  /* ... of a frame that runs __init__ for a class call, or an instruction's method */ \
  X(CheckYield, "") X(CheckExhausted, "")          /* as CheckReturn; the root frame is a generator's */ \
  X(YieldEntry, "I")                               /* first: yielded, A: Executor*, B: bytes from its units to where it goes on, C: bytes of its stack */ \
  X(ExhaustedEntry, "I")                           /* first: returned, A: Executor* */              \
  X(ReturnHost, "I")                               /* first: result */                              \
  X(YieldHost, "I")                                /* first: yielded, B and C as YieldEntry */      \
  X(Poll, "") X(CheckValid, "")                    /* A: address of the byte */                     \
  X(CountExit, "")                                 /* A: Countdown*: exits when it has run out; --stress */ \
  X(ForcedExit, "")                                /* A: Exit*: as ExitStub, but never to a side trace */ \
  /* guards on values */                                                                            \
  X(GuardInt, "II") X(GuardFloat, "XI")            /* first = content of second */                  \
  X(GuardIs32, "I") X(GuardIs64, "I") X(GuardIsNot32, "I") X(GuardIsNot64, "I")                     \
  X(GuardPresent, "I") X(GuardHeap, "I") X(GuardShape, "I")                                         \
  X(GuardSame, "II") X(GuardNotSame, "II")                                                          \
  X(GuardIntLt, "II") X(GuardIntLe, "II") X(GuardIntEq, "II") X(GuardIntNe, "II")                   \
  X(GuardIntLtImm, "I") X(GuardIntLeImm, "I") X(GuardIntEqImm, "I")                                 \
  X(GuardIntNeImm, "I") X(GuardIntGtImm, "I") X(GuardIntGeImm, "I")                                 \
  X(GuardIntLtMem, "I") X(GuardIntLeMem, "I") X(GuardIntEqMem, "I")                                 \
  X(GuardIntNeMem, "I") X(GuardIntGtMem, "I") X(GuardIntGeMem, "I")                                 \
  X(GuardFloatLt, "XX") X(GuardFloatNotLt, "XX") X(GuardFloatLe, "XX")                              \
  X(GuardFloatNotLe, "XX") X(GuardFloatEq, "XX") X(GuardFloatNotEq, "XX")                           \
  X(GuardFloatLtMem, "X") X(GuardFloatNotLtMem, "X") X(GuardFloatLeMem, "X")                        \
  X(GuardFloatNotLeMem, "X") X(GuardFloatEqMem, "X") X(GuardFloatNotEqMem, "X")                     \
  /* ints */                                                                                        \
  X(AddInt, "II") X(AddIntImm, "I") X(AddIntMem, "I")                                               \
  X(SubInt, "II") X(SubIntImm, "I") X(SubIntMem, "I")                                               \
  X(MulInt, "II") X(MulIntImm, "I")                /* A: the factor itself, not a kInt word */      \
  X(NegInt, "I")                                                                                    \
  X(AddIntUnchecked, "II") X(AddIntUncheckedImm, "I") X(AddIntUncheckedMem, "I")                    \
  X(SubIntUnchecked, "II") X(SubIntUncheckedImm, "I") X(SubIntUncheckedMem, "I")                    \
  X(MulIntUnchecked, "II") X(MulIntUncheckedImm, "I") X(NegIntUnchecked, "I")                       \
  X(FloorDivInt, "II") X(ModInt, "II")                                                              \
  X(AndInt, "II") X(OrInt, "II") X(XorInt, "II") X(AndIntImm, "I") X(OrIntImm, "I") X(XorIntImm, "I") \
  X(ShlInt, "II") X(ShrInt, "II") X(ShlIntImm, "I") X(ShrIntImm, "I")  /* A: count, 0..61 */        \
  X(MinInt, "II") X(MaxInt, "II") X(BoolInt, "II")                                                                   \
  X(CompareIntLt, "II") X(CompareIntLe, "II") X(CompareIntEq, "II")                                 \
  X(CompareIntNe, "II") X(CompareIntGt, "II") X(CompareIntGe, "II")                                 \
  /* words; what is the same as for ints uses that: sums, differences, bits, equality */             \
  X(GuardWord, "II") X(LowWord, "II") X(GuardLong, "I") X(IntToWord, "II")                          \
  X(WordToInt, "II") X(WordToIntUnchecked, "II") X(MulWord, "II") X(DivWord, "II") X(ModWord, "II") \
  X(ShlWord, "II") X(ShrWord, "II") X(ShlWordImm, "I") X(ShrWordImm, "I")  /* A: count, 0..63 */    \
  X(GuardWordLt, "II") X(GuardWordLe, "II") X(BoxWord, "II")                                        \
  X(CompareWordLt, "II") X(CompareWordLe, "II") X(CompareWordGt, "II") X(CompareWordGe, "II")       \
  /* floats */                                                                                      \
  X(AddFloat, "XX") X(SubFloat, "XX") X(MulFloat, "XX") X(DivFloat, "XX")                           \
  X(AddFloatMem, "X") X(SubFloatMem, "X") X(MulFloatMem, "X")                                       \
  X(NegFloat, "X") X(AbsFloat, "X") X(SqrtFloat, "X") X(HypotFloat, "XX")                           \
  X(IntToFloat, "XI") X(FloatToInt, "IX")          /* first = second */                             \
  X(CompareFloatLtMem, "IX") X(CompareFloatLeMem, "IX") X(CompareFloatEqMem, "IX")                  \
  X(CompareFloatNeMem, "IX") X(CompareFloatGtMem, "IX") X(CompareFloatGeMem, "IX")                  \
  /* boxing: first = second */                                                                      \
  X(BoxInt, "II") X(BoxFloat, "IX") X(BoxComplex, "IXX")  /* first = second, third */               \
  /* memory */                                                                                      \
  X(LoadField, "II")                               /* first = second->A */                          \
  X(StoreField, "II")                              /* first->A = second */                          \
  X(GuardModuleFrame, "") X(StoreCell, "II")                                                         \
  X(GuardUnlocked, "") X(SetShape, "I")            /* A: shape */                                   \
  X(LoadHandled, "I") X(StoreHandled, "I")                                                          \
  X(ListLength, "II")                                                                               \
  X(ListItem, "III") X(TupleItem, "III")           /* first = second[third] */                      \
  X(StoreListItem, "III")                          /* first[second] = third */                      \
  X(ListRow, "III") X(ListRowAt, "II")             /* first = second's block, for index third; A: index, B: twice the index */ \
  X(RowItem, "III") X(RowItemAt, "II")             /* first = second[third]; A: byte offset */      \
  X(RowInt, "III") X(RowIntAt, "II") X(RowFloat, "XII") X(RowFloatAt, "XI")                         \
  X(StoreRowItem, "III") X(StoreRowItemAt, "II")   /* first[second] = third; A: byte offset */      \
  X(GuardTupleSize, "I")                           /* A: tagged count */                            \
  X(TupleItemAt, "II") X(LoadFixedFloat, "XI")     /* A: byte offset */                             \
  X(RangeNext, "II") X(ListNext, "II") X(TupleNext, "II")                                           \
  X(StrNext, "II") X(BytesNext, "II")                                                               \
  X(AppendItem, "II") X(StrItem, "III") X(BytesItem, "III") X(StrLength, "II") X(OrdStr, "II")      \
  X(TextPart, "I")                                 /* A: byte offset in VmState::text_parts */       \
  X(EqualStr, "III") X(NotEqualStr, "III") X(ChrInt, "II")                                          \
  X(LessStr, "II") X(LessEqualStr, "II") X(GreaterStr, "II") X(GreaterEqualStr, "II") X(HasStr, "II") X(LacksStr, "II") \
  X(RangeMore, "I") X(ListMore, "I") X(TupleMore, "I")                                              \
  X(RangeTake, "II") X(ListTake, "II") X(TupleTake, "II")                                           \
  X(RootExtra, "I")                                                                                 \
  X(ClaimCreated, "I") X(ClaimSuspended, "I")      /* A: byte offset of the frame, B: of the instruction in its code's units */ \
  X(ReleaseGenerator, "I")                         /* A, B as before, C: byte offset of the stack's top */ \
  /* calls: operands in slots A, B, C; the result in r0; nothing else survives */                   \
  X(Call1, "") X(Call2, "") X(Call3, "")                                                            \
  X(Escape, "")                                    /* A: Exit*, B: packed slots of further items */

namespace eider::jit {

enum class Form : uint16_t {
#define EIDER_FORM(name, operands) k##name,
  EIDER_STENCIL_FORMS(EIDER_FORM)
#undef EIDER_FORM
  kCount
};
inline constexpr int kFormCount = static_cast<int>(Form::kCount);

inline constexpr const char* kFormOperands[] = {
#define EIDER_FORM(name, operands) operands,
    EIDER_STENCIL_FORMS(EIDER_FORM)
#undef EIDER_FORM
};
inline constexpr const char* kFormNames[] = {
#define EIDER_FORM(name, operands) #name,
    EIDER_STENCIL_FORMS(EIDER_FORM)
#undef EIDER_FORM
};

inline constexpr int kIntRegisterCount = 6;
inline constexpr int kFloatRegisterCount = 8;
constexpr int register_count(char operand) { return operand == 'I' ? kIntRegisterCount : operand == 'X' ? kFloatRegisterCount : 1; }
constexpr const char* form_operands(Form form) { return kFormOperands[static_cast<int>(form)]; }
constexpr int operand_count(Form form) {
  int n = 0;
  while (form_operands(form)[n] != '\0') ++n;
  return n;
}
constexpr int form_instances(Form form) {
  int n = 1;
  for (const char* o = form_operands(form); *o != '\0'; ++o) n *= register_count(*o);
  return n;
}
/// Which instance of a form has these registers: mixed radix, first operand most significant.
constexpr int form_instance(Form form, const uint8_t* registers) {
  int n = 0;
  for (const char* o = form_operands(form); *o != '\0'; ++o) n = n * register_count(*o) + *registers++;
  return n;
}
constexpr uint32_t stencil_key(Form form, int instance) { return static_cast<uint32_t>(form) << 16 | static_cast<uint32_t>(instance); }

}  // namespace eider::jit

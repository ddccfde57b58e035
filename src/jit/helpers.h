// SPDX-License-Identifier: MIT
//
// What compiled code calls: C++ functions of one to three Values. The rest of Python's operations on builtin types.
//
// A helper may allocate, lock, poll and raise. It returns a Value; ABSENT asks to leave through the exit (the interpreter then runs the
// instruction as a whole: a helper that answers so must have changed nothing); kFailedWord says that an exception is pending.
// Helpers do not look at frames: those inlined into the trace are not in memory while a helper runs. What needs them is an Escape. Python code
// that one comes upon is refused: Note [Python code below a helper] (objects/compiled_call.h).
#pragma once

#include "objects/thread.h"

namespace eider::jit {

using objects::Thread;
using objects::Value;

using HelperFunction = Value (*)(Thread& t, Value a, Value b, Value c);

// X(name, arguments)
#define EIDER_JIT_HELPERS(X)                                                                                       \
  X(Add, 2) X(And, 2) X(FloorDivide, 2) X(Lshift, 2) X(MatrixMultiply, 2) X(Multiply, 2) X(Remainder, 2) X(Or, 2)  \
  X(Power, 2) X(Rshift, 2) X(Subtract, 2) X(TrueDivide, 2) X(Xor, 2)                                               \
  X(InplaceAdd, 2) X(InplaceAnd, 2) X(InplaceFloorDivide, 2) X(InplaceLshift, 2) X(InplaceMatrixMultiply, 2)       \
  X(InplaceMultiply, 2) X(InplaceRemainder, 2) X(InplaceOr, 2) X(InplacePower, 2) X(InplaceRshift, 2)              \
  X(InplaceSubtract, 2) X(InplaceTrueDivide, 2) X(InplaceXor, 2)                                                   \
  X(Lt, 2) X(Le, 2) X(Eq, 2) X(Ne, 2) X(Gt, 2) X(Ge, 2)                                                            \
  X(Negative, 1) X(Positive, 1) X(Invert, 1) X(Truth, 1)                                                           \
  X(Contains, 2) X(NotContains, 2) X(GetItem, 2) X(SetItem, 3) X(DictGetItem, 2) X(DictGet, 3) X(ListPop, 1) X(SliceItem, 3) X(SliceStep, 3) X(StoreSliceTo, 3) X(StoreSliceFrom, 3) X(DictSetItem, 3) X(StrItem, 2) X(StoreListItem, 3) \
  X(GetIter, 1) X(IterNext, 1) X(IterStep, 1) X(IterEnds, 1)                                                                                     \
  X(BuildTuple1, 1) X(BuildTuple2, 2) X(BuildTuple3, 3) X(BuildList0, 1) X(BuildList1, 1) X(BuildList2, 2)         \
  X(BuildList3, 3) X(ListAppend, 2) X(NewInstance, 1) X(MakeCell, 1) X(EmptyCell, 1) X(NewBoundMethod, 2)          \
  X(CallNative1, 2) X(CallNative2, 3) X(CallNativeParts, 2) X(CallParts, 2) X(Length, 1) X(Slice2, 2) X(Slice3, 3) X(CallAny1, 2) X(CallAny2, 3) \
  X(CallWithTuple, 2) X(NewComplex, 2) X(NewRange, 3) X(RangeIter, 3) X(SetAdd, 2) X(DeleteItem, 2) X(FinishGenerator, 1) \
  X(ResumeChain, 3) X(ExtendChain, 3) X(ReleaseChain, 2) X(ReturnInChain, 3) X(ReturnFromChain, 1) \
  X(MakeGenerator0, 1) X(MakeGenerator1, 2) X(MakeGenerator2, 3) X(MakeGeneratorParts, 2) X(MakeFunction, 3) X(BuildDict0, 1) X(BuildSet0, 1) X(ListExtend, 2) X(SetUpdate, 2) X(DictUpdate, 2) X(TryLock, 2) \
  X(CallAny0, 1) X(ReplaceCell, 2) X(DictFind, 2) X(NewException, 2) X(PlainException, 2) X(EndedLocals, 1) X(EndedFrame, 3) X(RootFrame, 1) X(FirstEntry, 2) X(NextEntry, 3) \
  X(MethodWrapper, 2) X(ParseInt, 1) X(ParseFloat, 1) X(GetAttribute, 2) X(SetAttribute, 3) X(DeleteAttribute, 2) \
  X(NoOwnAttribute, 2) X(NewSuper, 3) X(GetSuperAttribute, 2) X(SameNative, 2) X(DictMerge, 2) X(FormatValue, 3) X(Percent, 2) \
  X(PushExcInfo, 1) X(PopExcept, 1) X(CatchAll, 1) X(CheckExcMatch, 2) \
  X(CallKeywords, 3) X(UnpackEx, 2) X(TypeOf, 1) X(IsInstance, 2) X(HasAttribute, 2) X(GetAttributeOr, 3) X(Lesser, 2) X(Greater, 2) X(ListToTuple, 1) \
  /* of exact ints; shifts by what is not negative */ \
  X(IntAdd, 2) X(IntSubtract, 2) X(IntMultiply, 2) X(IntLshift, 2) X(IntRshift, 2) X(IntAnd, 2) X(IntOr, 2) X(IntXor, 2) \
  X(IntNegative, 1) X(IntInvert, 1) \
  /* of exact strs; what the ValueError says of an exact str that is no number; of a small int, of a float; of what TextParts have stored */ \
  X(StrConcat, 2) X(Concat3, 3) X(NoIntText, 1) X(NoFloatText, 1) X(IntText, 1) X(FloatText, 1) X(BuildText, 1)

/// What IterStep answers when there is no item. No variable ever has this word.
inline constexpr objects::Value kIterationEnded = objects::Value::from_bits(0x3c);

/// What stencils call beside helpers: registers survive.
__attribute__((preserve_all)) uint64_t append_item(objects::Thread* t, uint64_t list, uint64_t item);  // 0 when it raised
__attribute__((preserve_all)) uint64_t equal_strs(uint64_t a, uint64_t b);                             // two exact strs
__attribute__((preserve_all)) int64_t compare_strs(uint64_t a, uint64_t b);                            // below, at or above 0
__attribute__((preserve_all)) uint64_t hypot_of(double a, double b);                                   // the C library's hypot: its bits
__attribute__((preserve_all)) uint64_t has_str(uint64_t text, uint64_t part);                          // part in text

enum class Helper : uint16_t {
#define EIDER_HELPER(name, arguments) k##name,
  EIDER_JIT_HELPERS(EIDER_HELPER)
#undef EIDER_HELPER
  kCount
};
/// Its result depends on its arguments alone, and nobody can tell that it was not called, or later, or again: what nobody uses goes,
/// and what only exits want they make. Each may allocate, so an allocation that fails does so elsewhere.
constexpr bool is_pure(Helper helper) { return helper >= Helper::kIntAdd && helper <= Helper::kFloatText; }
/// It neither looks at the exception that is handled nor raises one that would get it as its __context__ (MemoryError has none).
constexpr bool handles_blindly(Helper helper) {
  switch (helper) {
    case Helper::kBuildTuple1: case Helper::kBuildTuple2: case Helper::kBuildTuple3: case Helper::kBuildList0: case Helper::kBuildList1:
    case Helper::kBuildList2: case Helper::kBuildList3: case Helper::kBuildDict0: case Helper::kSlice2: case Helper::kSlice3: case Helper::kNewInstance:
    case Helper::kNewBoundMethod: case Helper::kNewSuper: case Helper::kMethodWrapper: case Helper::kMakeCell: case Helper::kEmptyCell: case Helper::kTypeOf:
    case Helper::kParseInt: case Helper::kParseFloat: case Helper::kListAppend: case Helper::kSameNative: case Helper::kDictFind: case Helper::kCatchAll: case Helper::kBuildText: case Helper::kPlainException:
    case Helper::kEndedLocals: case Helper::kEndedFrame: case Helper::kRootFrame: case Helper::kFirstEntry: case Helper::kNextEntry: return true;
    default: return is_pure(helper);
  }
}
/// What TextParts were stored for.
constexpr bool takes_parts(Helper helper) {
  return helper == Helper::kBuildText || helper == Helper::kCallNativeParts || helper == Helper::kCallParts || helper == Helper::kMakeGeneratorParts;
}
/// Its result, when there is one, is an exact str.
constexpr bool gives_str(Helper helper) {
  return (helper >= Helper::kStrConcat && helper <= Helper::kBuildText) || helper == Helper::kStrItem || helper == Helper::kFormatValue;
}
/// It makes a part of what a raise makes: of one round, for snapshots of the next one would hardly ever be the first to want it.
constexpr bool made_by_raise(Helper helper) { return helper >= Helper::kPlainException && helper <= Helper::kMethodWrapper; }
/// It makes a virtual object (VirtualObject::maker) of raw doubles, whose bits stand in for its arguments. No operation calls it.
constexpr bool takes_doubles(Helper helper) { return helper == Helper::kNewComplex; }
struct HelperInfo {
  const char* name;
  int arguments;
  HelperFunction function;
};
extern const HelperInfo kHelpers[static_cast<int>(Helper::kCount)];

}  // namespace eider::jit

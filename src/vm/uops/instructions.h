// SPDX-License-Identifier: MIT
//
// The instructions as lists of micro-ops: canonical ones (every Op has one) and specialised ones.
// To add a specialised instruction: its uops, a struct here, a row in EIDER_SPECIALIZED, and who chooses it in specialize.cpp.
#pragma once

#include "vm/uops/arithmetic.h"
#include "vm/uops/attributes.h"
#include "vm/uops/basic.h"
#include "vm/uops/calls.h"
#include "vm/uops/containers.h"
#include "vm/uops/misc.h"

namespace eider::vm::instructions {

using bytecode::Op;
namespace u = uops;

#define EIDER_DEFINE(Name, ...) \
  struct Name : Instruction<Op::k##Name, __VA_ARGS__> {};

EIDER_DEFINE(Nop, u::Nothing)
EIDER_DEFINE(ExtendedArg, u::Nothing)  // dispatched specially
EIDER_DEFINE(Resume, u::Poll, u::CountEntry)
EIDER_DEFINE(PopTop, u::PopTop)
EIDER_DEFINE(Copy, u::Copy)
EIDER_DEFINE(Swap, u::Swap)
EIDER_DEFINE(PushNull, u::PushNull)
EIDER_DEFINE(LoadConst, u::LoadConst)
EIDER_DEFINE(LoadFast, u::LoadFast)
EIDER_DEFINE(LoadFastCheck, u::LoadFastCheck)
EIDER_DEFINE(StoreFast, u::StoreFast)
EIDER_DEFINE(DeleteFast, u::DeleteFast)
EIDER_DEFINE(LoadFastLoadFast, u::LoadFastPair)
EIDER_DEFINE(StoreFastLoadFast, u::StoreLoadFast)
EIDER_DEFINE(StoreFastStoreFast, u::StoreFastPair)
EIDER_DEFINE(MakeCell, u::MakeCell)
EIDER_DEFINE(CopyFreeVars, u::CopyFreeVars)
EIDER_DEFINE(LoadClosure, u::LoadFast)
EIDER_DEFINE(LoadDeref, u::LoadDeref)
EIDER_DEFINE(StoreDeref, u::StoreDeref)
EIDER_DEFINE(DeleteDeref, u::DeleteDeref)
EIDER_DEFINE(LoadClassDeref, u::LoadClassDeref)
EIDER_DEFINE(LoadName, u::LoadNameGeneric)
EIDER_DEFINE(StoreName, u::StoreNameGeneric)
EIDER_DEFINE(DeleteName, u::DeleteName)
EIDER_DEFINE(LoadGlobal, u::LoadGlobalGeneric)
EIDER_DEFINE(StoreGlobal, u::StoreGlobalGeneric)
EIDER_DEFINE(DeleteGlobal, u::DeleteGlobal)
EIDER_DEFINE(LoadAttr, u::LoadAttrGeneric)
EIDER_DEFINE(LoadMethod, u::LoadMethodGeneric)
EIDER_DEFINE(LoadSpecial, u::LoadSpecialGeneric)
EIDER_DEFINE(StoreAttr, u::StoreAttrGeneric)
EIDER_DEFINE(DeleteAttr, u::DeleteAttr)
EIDER_DEFINE(BinaryOp, u::BinaryOpGeneric)
EIDER_DEFINE(UnaryNegative, u::UnaryNegative)
EIDER_DEFINE(UnaryPositive, u::UnaryPositive)
EIDER_DEFINE(UnaryNot, u::UnaryNot)
EIDER_DEFINE(UnaryInvert, u::UnaryInvert)
EIDER_DEFINE(CompareOp, u::CompareGeneric)
EIDER_DEFINE(IsOp, u::IsOp)
EIDER_DEFINE(Reduces, u::Reduces)
EIDER_DEFINE(SortBegin, u::SortBegin)
EIDER_DEFINE(SortEnd, u::SortEnd)
EIDER_DEFINE(SortByKeys, u::SortByKeys)
EIDER_DEFINE(ContainsOp, u::ContainsGeneric)
EIDER_DEFINE(BinarySubscr, u::BinarySubscrGeneric)
EIDER_DEFINE(StoreSubscr, u::StoreSubscrGeneric)
EIDER_DEFINE(DeleteSubscr, u::DeleteSubscr)
EIDER_DEFINE(BuildSlice, u::BuildSlice)
EIDER_DEFINE(BuildTuple, u::BuildTuple)
EIDER_DEFINE(BuildList, u::BuildList)
EIDER_DEFINE(BuildSet, u::BuildSet)
EIDER_DEFINE(BuildMap, u::BuildMap)
EIDER_DEFINE(BuildConstKeyMap, u::BuildConstKeyMap)
EIDER_DEFINE(BuildString, u::BuildString)
EIDER_DEFINE(FormatValue, u::FormatValue)
EIDER_DEFINE(ListAppend, u::ListAppend)
EIDER_DEFINE(SetAdd, u::SetAdd)
EIDER_DEFINE(MapAdd, u::MapAdd)
EIDER_DEFINE(ListExtend, u::ListExtend)
EIDER_DEFINE(SetUpdate, u::SetUpdate)
EIDER_DEFINE(DictUpdate, u::DictUpdate)
EIDER_DEFINE(DictMerge, u::DictMerge)
EIDER_DEFINE(ListToTuple, u::ListToTuple)
EIDER_DEFINE(UnpackSequence, u::UnpackGeneric)
EIDER_DEFINE(UnpackEx, u::UnpackEx)
EIDER_DEFINE(GetIter, u::GetIter)
EIDER_DEFINE(ForIter, u::IterGeneric)
EIDER_DEFINE(JumpForward, u::JumpForward)
EIDER_DEFINE(JumpBackward, u::Poll, u::JumpBack)
EIDER_DEFINE(JumpBackwardNoInterrupt, u::JumpBackNoInterrupt)
EIDER_DEFINE(PopJumpIfFalse, u::PopJumpIf<false>)
EIDER_DEFINE(PopJumpIfTrue, u::PopJumpIf<true>)
EIDER_DEFINE(PopJumpIfNone, u::PopJumpIfNone<true>)
EIDER_DEFINE(PopJumpIfNotNone, u::PopJumpIfNone<false>)
EIDER_DEFINE(JumpIfFalseOrPop, u::JumpIfOrPop<false>)
EIDER_DEFINE(JumpIfTrueOrPop, u::JumpIfOrPop<true>)
EIDER_DEFINE(Call, u::CallGeneric)
EIDER_DEFINE(CallKw, u::CallKwGeneric)
EIDER_DEFINE(CallFunctionEx, u::CallFunctionEx)
EIDER_DEFINE(MakeFunction, u::MakeFunction)
EIDER_DEFINE(ReturnValue, u::ReturnValue)
EIDER_DEFINE(YieldValue, u::YieldValue)
EIDER_DEFINE(GetYieldFromIter, u::GetYieldFromIter)
EIDER_DEFINE(Send, u::Send)
EIDER_DEFINE(GetAwaitable, u::GetAwaitable)
EIDER_DEFINE(GetAiter, u::GetAiter)
EIDER_DEFINE(GetAnext, u::GetAnext)
EIDER_DEFINE(EndAsyncFor, u::EndAsyncFor)
EIDER_DEFINE(AsyncGenWrap, u::AsyncGenWrap)
EIDER_DEFINE(WithExceptStart, u::WithExceptStart)
EIDER_DEFINE(PushExcInfo, u::PushExcInfo)
EIDER_DEFINE(CatchAll, u::CatchAll)
EIDER_DEFINE(PopExcept, u::PopExcept)
EIDER_DEFINE(CheckExcMatch, u::CheckExcMatch)
EIDER_DEFINE(CheckEgMatch, u::CheckEgMatch)
EIDER_DEFINE(PrepReraiseStar, u::PrepReraiseStar)
EIDER_DEFINE(RaiseVarargs, u::RaiseVarargs)
EIDER_DEFINE(Reraise, u::Reraise)
EIDER_DEFINE(LoadAssertionError, u::LoadAssertionError)
EIDER_DEFINE(LoadBuildClass, u::LoadBuildClass)
EIDER_DEFINE(SetupAnnotations, u::SetupAnnotations)
EIDER_DEFINE(ImportName, u::ImportName)
EIDER_DEFINE(ImportFrom, u::ImportFrom)
EIDER_DEFINE(ImportStar, u::ImportStar)
EIDER_DEFINE(PrintExpr, u::PrintExpr)
EIDER_DEFINE(GetLen, u::GetLen)
EIDER_DEFINE(MatchMapping, u::MatchMapping)
EIDER_DEFINE(MatchSequence, u::MatchSequence)
EIDER_DEFINE(MatchKeys, u::MatchKeys)
EIDER_DEFINE(MatchClass, u::MatchClass)
#undef EIDER_DEFINE

#define EIDER_SPECIALIZED(X)                                                     \
  X(IntAdd, BinaryOp, u::GuardBothInt, u::IntAdd)                                \
  X(IntSubtract, BinaryOp, u::GuardBothInt, u::IntSubtract)                      \
  X(IntMultiply, BinaryOp, u::GuardBothInt, u::IntMultiply)                      \
  X(IntFloorDivide, BinaryOp, u::GuardBothInt, u::IntFloorDivide)                \
  X(IntRemainder, BinaryOp, u::GuardBothInt, u::IntRemainder)                    \
  X(IntAnd, BinaryOp, u::GuardBothInt, u::IntAnd)                                \
  X(IntOr, BinaryOp, u::GuardBothInt, u::IntOr)                                  \
  X(IntXor, BinaryOp, u::GuardBothInt, u::IntXor)                                \
  X(IntShiftLeft, BinaryOp, u::GuardBothInt, u::IntShiftLeft)                    \
  X(IntShiftRight, BinaryOp, u::GuardBothInt, u::IntShiftRight)                  \
  X(FloatAdd, BinaryOp, u::GuardBothFloat, u::FloatAdd)                          \
  X(FloatSubtract, BinaryOp, u::GuardBothFloat, u::FloatSubtract)                \
  X(FloatMultiply, BinaryOp, u::GuardBothFloat, u::FloatMultiply)                \
  X(FloatDivide, BinaryOp, u::GuardBothFloat, u::FloatDivide)                    \
  X(MixedArithmetic, BinaryOp, u::MixedArithmetic)                               \
  X(StrAdd, BinaryOp, u::StrAdd)                                                 \
  X(IntLtJump, CompareOp, u::GuardBothInt, u::IntCompareJump<CompareKind::kLt>)  \
  X(IntLeJump, CompareOp, u::GuardBothInt, u::IntCompareJump<CompareKind::kLe>)  \
  X(IntEqJump, CompareOp, u::GuardBothInt, u::IntCompareJump<CompareKind::kEq>)  \
  X(IntNeJump, CompareOp, u::GuardBothInt, u::IntCompareJump<CompareKind::kNe>)  \
  X(IntGtJump, CompareOp, u::GuardBothInt, u::IntCompareJump<CompareKind::kGt>)  \
  X(IntGeJump, CompareOp, u::GuardBothInt, u::IntCompareJump<CompareKind::kGe>)  \
  X(FloatLtJump, CompareOp, u::GuardBothFloat, u::FloatCompareJump<CompareKind::kLt>) \
  X(FloatLeJump, CompareOp, u::GuardBothFloat, u::FloatCompareJump<CompareKind::kLe>) \
  X(FloatEqJump, CompareOp, u::GuardBothFloat, u::FloatCompareJump<CompareKind::kEq>) \
  X(FloatNeJump, CompareOp, u::GuardBothFloat, u::FloatCompareJump<CompareKind::kNe>) \
  X(FloatGtJump, CompareOp, u::GuardBothFloat, u::FloatCompareJump<CompareKind::kGt>) \
  X(FloatGeJump, CompareOp, u::GuardBothFloat, u::FloatCompareJump<CompareKind::kGe>) \
  X(IntCompare, CompareOp, u::GuardBothInt, u::IntCompare)                       \
  X(FloatCompare, CompareOp, u::GuardBothFloat, u::FloatCompare)                 \
  X(StrEqual, CompareOp, u::StrEqual)                                            \
  X(LoadAttrSlot, LoadAttr, u::GuardShapeTop, u::LoadSlot)                       \
  X(LoadAttrClassValue, LoadAttr, u::GuardShapeTop, u::LoadClassValue)           \
  X(LoadAttrOwnerCell, LoadAttr, u::GuardIdentityTop, u::LoadOwnerCell)          \
  X(LoadAttrProperty, LoadAttr, u::GuardShapeTop, u::LoadPropertyFrame)          \
  X(LoadMethodCell, LoadMethod, u::GuardShapeTop, u::LoadMethodCell)             \
  X(LoadSpecialCell, LoadSpecial, u::GuardShapeTop, u::LoadMethodCell)           \
  X(LoadMethodOwnerCell, LoadMethod, u::GuardIdentityTop, u::LoadOwnerCell, u::PushAbsent) \
  X(LoadMethodSlot, LoadMethod, u::GuardShapeTop, u::LoadSlot, u::PushAbsent)    \
  X(StoreAttrSlot, StoreAttr, u::GuardShapeTop, u::StoreSlot)                    \
  X(StoreAttrMember, StoreAttr, u::GuardShapeTop, u::StoreMember)                \
  X(StoreAttrAdd, StoreAttr, u::GuardShapeTop, u::AddSlot)                       \
  X(LoadGlobalCell, LoadGlobal, u::LoadGlobalCell)                               \
  X(LoadBuiltinCell, LoadGlobal, u::LoadBuiltinCell)                             \
  X(StoreGlobalCell, StoreGlobal, u::StoreGlobalCell)                            \
  X(LoadNameCell, LoadName, u::GuardModuleFrame, u::LoadGlobalCell)              \
  X(LoadNameBuiltin, LoadName, u::GuardModuleFrame, u::LoadBuiltinCell)          \
  X(StoreNameCell, StoreName, u::GuardModuleFrame, u::StoreGlobalCell)           \
  X(ListItem, BinarySubscr, u::ListItem)                                         \
  X(TupleItem, BinarySubscr, u::TupleItem)                                       \
  X(DictItem, BinarySubscr, u::DictItem)                                         \
  X(StrItem, BinarySubscr, u::StrItem)                                           \
  X(StoreListItem, StoreSubscr, u::StoreListItem)                                \
  X(StoreDictItem, StoreSubscr, u::StoreDictItem)                                \
  X(UnpackTuple, UnpackSequence, u::UnpackTuple)                                 \
  X(ContainsDict, ContainsOp, u::ContainsDict)                                   \
  X(ContainsSet, ContainsOp, u::ContainsSet)                                     \
  X(ContainsStr, ContainsOp, u::ContainsStr)                                     \
  X(IterDictKeys, ForIter, u::IterDict<TypeId::kDictKeyIterator>)                \
  X(IterDictValues, ForIter, u::IterDict<TypeId::kDictValueIterator>)            \
  X(IterDictItems, ForIter, u::IterDict<TypeId::kDictItemIterator>)              \
  X(IterList, ForIter, u::IterList)                                              \
  X(IterTuple, ForIter, u::IterTuple)                                            \
  X(IterRange, ForIter, u::IterRange)                                            \
  X(IterGenerator, ForIter, u::IterGenerator)                                    \
  X(CallPython, Call, u::CallPython<false>)                                      \
  X(CallPythonDefaults, Call, u::CallPython<true>)                               \
  X(CallClass, Call, u::CallClass)                                               \
  X(CallNative, Call, u::CallNative<false>)                                      \
  X(CallNativeOptional, Call, u::CallNative<true>)

#define EIDER_DEFINE(Name, Family, ...) \
  struct S##Name : Instruction<Op::k##Family, __VA_ARGS__> {};
EIDER_SPECIALIZED(EIDER_DEFINE)
#undef EIDER_DEFINE

}  // namespace eider::vm::instructions

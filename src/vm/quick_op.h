// SPDX-License-Identifier: MIT
//
// Opcodes of quickened copies: the canonical ones, then the specialised ones.
// The names repeat EIDER_SPECIALIZED of uops/instructions.h (which cannot be included here: its uops need the helpers);
// interpreter.cpp checks that both agree.
#pragma once

#include "bytecode/instructions.h"

namespace eider::vm {

#define EIDER_QUICK_NAMES(X)                                                                                                 \
  X(IntAdd) X(IntSubtract) X(IntMultiply) X(IntFloorDivide) X(IntRemainder) X(IntAnd) X(IntOr) X(IntXor) X(IntShiftLeft)     \
  X(IntShiftRight) X(FloatAdd) X(FloatSubtract) X(FloatMultiply) X(FloatDivide) X(MixedArithmetic) X(StrAdd) X(IntLtJump)    \
  X(IntLeJump) X(IntEqJump) X(IntNeJump) X(IntGtJump) X(IntGeJump) X(FloatLtJump) X(FloatLeJump) X(FloatEqJump)              \
  X(FloatNeJump) X(FloatGtJump) X(FloatGeJump) X(IntCompare) X(FloatCompare) X(StrEqual) X(LoadAttrSlot)                     \
  X(LoadAttrClassValue) X(LoadAttrOwnerCell) X(LoadAttrProperty) X(LoadMethodCell) X(LoadSpecialCell) X(LoadMethodOwnerCell) X(LoadMethodSlot)  \
  X(StoreAttrSlot) X(StoreAttrMember) X(StoreAttrAdd) X(LoadGlobalCell) X(LoadBuiltinCell) X(StoreGlobalCell) X(LoadNameCell) X(LoadNameBuiltin) X(StoreNameCell) X(ListItem) X(TupleItem)          \
  X(DictItem) X(StrItem) X(StoreListItem) X(StoreDictItem) X(UnpackTuple) X(ContainsDict) X(ContainsSet) X(ContainsStr) X(IterDictKeys) X(IterDictValues) X(IterDictItems) X(IterList) X(IterTuple) X(IterRange)              \
  X(IterGenerator) X(CallPython) X(CallPythonDefaults) X(CallClass) X(CallNative) X(CallNativeOptional)

enum class QuickOp : uint8_t {
  kBeforeFirst = static_cast<uint8_t>(bytecode::Op::kCanonicalCount) - 1,
#define EIDER_QUICK(name) k##name,
  EIDER_QUICK_NAMES(EIDER_QUICK)
#undef EIDER_QUICK
  kEnd
};

/// The family's canonical opcode for any quickened opcode; identity for canonical ones.
bytecode::Op family_of(uint8_t opcode);
const char* quick_name(uint8_t opcode);

}  // namespace eider::vm

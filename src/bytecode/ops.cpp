// SPDX-License-Identifier: MIT
#include "bytecode/ops.h"

#include <bit>

#include "base/check.h"

namespace eider::bytecode {

namespace {

constexpr const char* kNames[] = {
#define EIDER_OP(name, caches, has_arg) #name,
    EIDER_INSTRUCTIONS(EIDER_OP)
#undef EIDER_OP
};

constexpr bool kHasArgument[] = {
#define EIDER_OP(name, caches, has_arg) has_arg != 0,
    EIDER_INSTRUCTIONS(EIDER_OP)
#undef EIDER_OP
};

}  // namespace

const char* op_name(Op op) { return is_valid_op(static_cast<uint8_t>(op)) ? kNames[static_cast<uint8_t>(op)] : "?"; }

bool is_valid_op(uint8_t code) { return code < static_cast<uint8_t>(Op::kCanonicalCount); }

bool has_argument(Op op) { return kHasArgument[static_cast<uint8_t>(op)]; }

JumpKind jump_kind(Op op) {
  switch (op) {
    case Op::kForIter:
    case Op::kJumpForward:
    case Op::kPopJumpIfFalse:
    case Op::kPopJumpIfTrue:
    case Op::kPopJumpIfNone:
    case Op::kPopJumpIfNotNone:
    case Op::kJumpIfFalseOrPop:
    case Op::kJumpIfTrueOrPop:
    case Op::kSend: return JumpKind::kForward;
    case Op::kJumpBackward:
    case Op::kJumpBackwardNoInterrupt: return JumpKind::kBackward;
    default: return JumpKind::kNone;
  }
}

bool ends_flow(Op op) {
  switch (op) {
    case Op::kJumpForward:
    case Op::kJumpBackward:
    case Op::kJumpBackwardNoInterrupt:
    case Op::kReturnValue:
    case Op::kRaiseVarargs:
    case Op::kReraise: return true;
    default: return false;
  }
}

StackUse stack_use(Op op, uint32_t arg, Edge edge) {
  bool jump = edge == Edge::kJump;
  switch (op) {
    case Op::kNop:
    case Op::kExtendedArg:
    case Op::kResume:
    case Op::kDeleteFast:
    case Op::kMakeCell:
    case Op::kCopyFreeVars:
    case Op::kDeleteDeref:
    case Op::kDeleteName:
    case Op::kDeleteGlobal:
    case Op::kSetupAnnotations:
    case Op::kJumpForward:
    case Op::kJumpBackward:
    case Op::kJumpBackwardNoInterrupt: return {0, 0};

    case Op::kPushNull:
    case Op::kLoadConst:
    case Op::kLoadFast:
    case Op::kLoadFastCheck:
    case Op::kLoadClosure:
    case Op::kLoadDeref:
    case Op::kLoadClassDeref:
    case Op::kLoadName:
    case Op::kLoadGlobal:
    case Op::kLoadAssertionError:
    case Op::kLoadBuildClass: return {0, 1};
    case Op::kLoadFastLoadFast: return {0, 2};

    case Op::kPopTop:
    case Op::kStoreFast:
    case Op::kStoreDeref:
    case Op::kStoreName:
    case Op::kStoreGlobal:
    case Op::kDeleteAttr:
    case Op::kPopJumpIfFalse:
    case Op::kPopJumpIfTrue:
    case Op::kPopJumpIfNone:
    case Op::kPopJumpIfNotNone:
    case Op::kReturnValue:
    case Op::kCatchAll:
    case Op::kPopExcept:
    case Op::kImportStar:
    case Op::kPrintExpr: return {1, 0};
    case Op::kStoreFastLoadFast: return {1, 1};
    case Op::kStoreFastStoreFast:
    case Op::kStoreAttr:
    case Op::kDeleteSubscr:
    case Op::kEndAsyncFor: return {2, 0};
    case Op::kStoreSubscr: return {3, 0};

    case Op::kLoadAttr:
    case Op::kUnaryNegative:
    case Op::kUnaryPositive:
    case Op::kUnaryNot:
    case Op::kUnaryInvert:
    case Op::kListToTuple:
    case Op::kGetIter:
    case Op::kGetYieldFromIter:
    case Op::kGetAwaitable:
    case Op::kGetAiter:
    case Op::kAsyncGenWrap: return {1, 1};
    case Op::kLoadMethod:
    case Op::kGetAnext:
    case Op::kLoadSpecial:
    case Op::kPushExcInfo:
    case Op::kImportFrom:
    case Op::kGetLen:
    case Op::kMatchMapping:
    case Op::kMatchSequence: return {1, 2};

    case Op::kBinaryOp:
    case Op::kCompareOp:
    case Op::kIsOp:
    case Op::kContainsOp:
    case Op::kBinarySubscr:
    case Op::kPrepReraiseStar:
    case Op::kImportName: return {2, 1};
    case Op::kCheckExcMatch:
    case Op::kCheckEgMatch: return {2, 2};
    case Op::kMatchKeys: return {2, 3};
    case Op::kSortBegin: return {1, 2};
    case Op::kSortEnd:
    case Op::kSortByKeys:
    case Op::kMatchClass: return {3, 1};
    case Op::kWithExceptStart: return {5, 6};

    case Op::kCopy: return {arg, arg + 1};
    case Op::kReduces: return {3 + (arg >> 4), 4 + (arg >> 4)};
    case Op::kSwap: return {arg, arg};
    case Op::kBuildSlice:
    case Op::kBuildTuple:
    case Op::kBuildList:
    case Op::kBuildSet:
    case Op::kBuildString: return {arg, 1};
    case Op::kBuildMap: return {2 * arg, 1};
    case Op::kBuildConstKeyMap: return {arg + 1, 1};
    case Op::kFormatValue: return {(arg & 4) != 0 ? 2u : 1u, 1};
    case Op::kListAppend:
    case Op::kSetAdd:
    case Op::kListExtend:
    case Op::kSetUpdate:
    case Op::kDictUpdate: return {arg + 1, arg};
    case Op::kDictMerge: return {arg + 4, arg + 3};  // looks down to the callable
    case Op::kMapAdd: return {arg + 2, arg};
    case Op::kUnpackSequence: return {1, arg};
    case Op::kUnpackEx: return {1, (arg & 0xff) + 1 + (arg >> 8)};

    case Op::kForIter: return jump ? StackUse{1, 0} : StackUse{1, 2};
    case Op::kJumpIfFalseOrPop:
    case Op::kJumpIfTrueOrPop: return jump ? StackUse{1, 1} : StackUse{1, 0};
    case Op::kSend: return jump ? StackUse{2, 1} : StackUse{2, 2};
    case Op::kYieldValue: return (arg & 1) != 0 ? StackUse{2, 2} : StackUse{1, 1};

    case Op::kCall: return {arg + 2, 1};
    case Op::kCallKw: return {arg + 3, 1};
    case Op::kCallFunctionEx: return {3 + (arg & 1), 1};
    case Op::kMakeFunction: return {1 + static_cast<uint32_t>(std::popcount(arg & 15)), 1};
    case Op::kRaiseVarargs: return {arg, 0};
    case Op::kReraise: return {arg + 1, arg};
    case Op::kCanonicalCount: break;
  }
  EIDER_UNREACHABLE("not an instruction");
}

int32_t stack_effect(Op op, uint32_t arg, Edge edge) {
  StackUse use = stack_use(op, arg, edge);
  return static_cast<int32_t>(use.pushes) - static_cast<int32_t>(use.pops);
}

const char* binary_op_symbol(uint32_t arg) {
  static constexpr const char* kSymbols[] = {"+",  "&",  "//",  "<<",  "@",  "*",  "%",  "|",  "**",  ">>",  "-",  "/",  "^",
                                             "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^="};
  return arg < sizeof kSymbols / sizeof kSymbols[0] ? kSymbols[arg] : nullptr;
}

const char* compare_symbol(uint32_t arg) {
  static constexpr const char* kSymbols[] = {"<", "<=", "==", "!=", ">", ">="};
  return arg < sizeof kSymbols / sizeof kSymbols[0] ? kSymbols[arg] : nullptr;
}

}  // namespace eider::bytecode

// SPDX-License-Identifier: MIT
//
// The instruction list: the one place that says which canonical instructions exist, what they do to the stack, and how many
// inline-cache units follow them.
//
// A code unit is a row of 16-bit units: opcode in the low byte, argument in the high byte. kExtendedArg supplies the next
// higher eight bits of the following instruction's argument (up to three of them). Cache units follow an instruction and are
// zero in canonical code; only a thread's quickened copy (vm/thread_code.h) writes them. Jump arguments count units from the
// end of the jumping instruction *including its caches*; only kJumpBackward* go backwards.
//
// Specialised instructions are not listed here: they exist only in quickened copies and are declared by vm/uops.
//
// Notation: TOS is the top. "a b -> c" pops b then a and pushes c. ABSENT is the zero Value.
#pragma once

#include <cstdint>

namespace eider::bytecode {

// X(Name, cache units, has argument)
#define EIDER_INSTRUCTIONS(X)                                                                                              \
  X(Nop, 0, 0)                                                                                                             \
  X(ExtendedArg, 0, 1)                                                                                                     \
  X(Resume, 1, 1)            /* poll; arg 0: function entry (hotness counter in the cache), 1: after yield, 2: after await */ \
  X(PopTop, 0, 0)            /* a -> */                                                                                    \
  X(Copy, 0, 1)              /* pushes the arg-th item from the top (1 = TOS) */                                           \
  X(Swap, 0, 1)              /* swaps TOS with the arg-th item from the top (2 = the one below) */                          \
  X(PushNull, 0, 0)          /* -> ABSENT */                                                                               \
  X(LoadConst, 0, 1)         /* -> consts[arg] */                                                                          \
  X(LoadFast, 0, 1)          /* -> locals[arg]; the compiler proved it bound */                                            \
  X(LoadFastCheck, 0, 1)     /* -> locals[arg]; UnboundLocalError when ABSENT */                                           \
  X(StoreFast, 0, 1)         /* a -> */                                                                                    \
  X(DeleteFast, 0, 1)        /* UnboundLocalError when ABSENT already */                                                   \
  X(LoadFastLoadFast, 0, 1)  /* -> locals[arg >> 4] locals[arg & 15]; both proved bound */                                  \
  X(StoreFastLoadFast, 0, 1) /* a -> locals[arg & 15], after locals[arg >> 4] = a */                                        \
  X(StoreFastStoreFast, 0, 1)/* a b -> ; locals[arg >> 4] = b; locals[arg & 15] = a */                                      \
  X(MakeCell, 0, 1)          /* locals[arg] = new closure cell holding what was there */                                   \
  X(CopyFreeVars, 0, 1)      /* copies the function's arg closure cells behind the other locals */                         \
  X(LoadClosure, 0, 1)       /* -> the cell in locals[arg] */                                                              \
  X(LoadDeref, 0, 1)         /* -> contents of the cell in locals[arg]; NameError/UnboundLocalError when empty */          \
  X(StoreDeref, 0, 1)                                                                                                      \
  X(DeleteDeref, 0, 1)                                                                                                     \
  X(LoadClassDeref, 0, 1)    /* class bodies: the namespace first, then the cell */                                        \
  X(LoadName, 9, 1)          /* names[arg] in locals mapping, globals, builtins. Cache as LoadGlobal */                    \
  X(StoreName, 5, 1)         /* a -> . cache as StoreGlobal */                                                             \
  X(DeleteName, 0, 1)                                                                                                      \
  X(LoadGlobal, 9, 1)        /* -> names[arg] in globals, builtins. cache: counter, global cell:4, builtin cell:4 */       \
  X(StoreGlobal, 5, 1)       /* a -> . cache: counter, cell:4 */                                                           \
  X(DeleteGlobal, 0, 1)                                                                                                    \
  X(LoadAttr, 8, 1)          /* o -> o.names[arg]. cache: counter, index, shape:2, pointer:4 */                            \
  X(LoadMethod, 8, 1)        /* o -> callable self, or value ABSENT. Same cache. Followed by arguments and kCall */        \
  X(LoadSpecial, 8, 1)       /* o -> callable self, or value ABSENT: SpecialMethod arg of o's class. Cache as LoadMethod */ \
  X(StoreAttr, 6, 1)         /* v o -> . cache: counter, slot, shape:2, new shape:2 */                                     \
  X(DeleteAttr, 0, 1)        /* o -> */                                                                                    \
  X(BinaryOp, 1, 1)          /* a b -> a op b; arg is BinaryOpKind */                                                      \
  X(UnaryNegative, 0, 0)                                                                                                   \
  X(UnaryPositive, 0, 0)                                                                                                   \
  X(UnaryNot, 0, 0)                                                                                                        \
  X(UnaryInvert, 0, 0)                                                                                                     \
  X(CompareOp, 1, 1)         /* a b -> a cmp b; arg is CompareKind */                                                      \
  X(IsOp, 0, 1)              /* a b -> bool; arg 1 inverts */                                                              \
  X(Reduces, 0, 1)           /* callable self|ABSENT first items*(arg >> 4) -> the same, bool: a loop may stand for the call */ \
  X(SortBegin, 0, 0)         /* list -> items empty: list stands empty until SortEnd, which knows by `empty` whether it was changed */ \
  X(SortEnd, 0, 1)           /* empty items list -> None: list has the items; ValueError when it was changed, but with arg 1 */ \
  X(SortByKeys, 0, 0)        /* items keys reverse -> items, a list that nobody else has, sorted by the list of its keys */ \
  X(ContainsOp, 1, 1)        /* item container -> bool; arg 1 inverts */                                                   \
  X(BinarySubscr, 1, 0)      /* container key -> value */                                                                  \
  X(StoreSubscr, 1, 0)       /* value container key -> */                                                                  \
  X(DeleteSubscr, 0, 0)      /* container key -> */                                                                        \
  X(BuildSlice, 0, 1)        /* arg 2: start stop -> slice; arg 3: start stop step -> slice */                             \
  X(BuildTuple, 0, 1)        /* arg items -> tuple */                                                                      \
  X(BuildList, 0, 1)                                                                                                       \
  X(BuildSet, 0, 1)                                                                                                        \
  X(BuildMap, 0, 1)          /* arg pairs k v -> dict */                                                                   \
  X(BuildConstKeyMap, 0, 1)  /* arg values, tuple of keys -> dict */                                                       \
  X(BuildString, 0, 1)       /* arg strings -> str */                                                                      \
  X(FormatValue, 0, 1)       /* value [spec] -> str; arg & 3: 0 none 1 str 2 repr 3 ascii; arg & 4: spec on the stack */   \
  X(ListAppend, 0, 1)        /* item -> ; appends to the list arg-th from the top after popping */                         \
  X(SetAdd, 0, 1)                                                                                                          \
  X(MapAdd, 0, 1)            /* k v -> ; dict is arg-th from the top after popping both */                                 \
  X(ListExtend, 0, 1)        /* iterable -> */                                                                             \
  X(SetUpdate, 0, 1)                                                                                                       \
  X(DictUpdate, 0, 1)        /* mapping -> ; {**a} */                                                                      \
  X(DictMerge, 0, 1)         /* mapping -> ; f(**a): duplicate keys are a TypeError naming the function below the dict */  \
  X(ListToTuple, 0, 0)                                                                                                     \
  X(UnpackSequence, 1, 1)    /* s -> items, first on top */                                                                \
  X(UnpackEx, 0, 1)          /* arg = before | after << 8; s -> items, first on top */                                     \
  X(GetIter, 0, 0)           /* a -> iter(a) */                                                                            \
  X(ForIter, 1, 1)           /* it -> it next, or it -> and jump */                                                        \
  X(JumpForward, 0, 1)                                                                                                     \
  X(JumpBackward, 1, 1)      /* poll and hotness counter: the only loop edge */                                            \
  X(JumpBackwardNoInterrupt, 0, 1) /* inside await / yield from */                                                         \
  X(PopJumpIfFalse, 0, 1)                                                                                                  \
  X(PopJumpIfTrue, 0, 1)                                                                                                   \
  X(PopJumpIfNone, 0, 1)                                                                                                   \
  X(PopJumpIfNotNone, 0, 1)                                                                                                \
  X(JumpIfFalseOrPop, 0, 1)  /* false: keeps TOS and jumps; true: pops */                                                  \
  X(JumpIfTrueOrPop, 0, 1)                                                                                                 \
  X(Call, 6, 1)              /* callable self|ABSENT args*arg -> result. cache: counter, spare, callee:4 */                \
  X(CallKw, 6, 1)            /* callable self|ABSENT args*arg names-tuple -> result; the last len(names) args are keywords */ \
  X(CallFunctionEx, 0, 1)    /* callable ABSENT args [dict] -> result; args: a tuple, or for f(*x) alone x itself, any iterable; arg & 1: dict present */                           \
  X(MakeFunction, 0, 1)      /* [defaults tuple] [kwdefaults dict] [annotations tuple] [closure tuple] code -> function; arg bits 1 2 4 8 */ \
  X(ReturnValue, 0, 0)                                                                                                     \
  X(YieldValue, 0, 1)        /* v -> sent value on resume; arg 1: inside yield from / await, receiver below */             \
  X(GetYieldFromIter, 0, 0)  /* a -> iterator for yield from */                                                            \
  X(Send, 1, 1)              /* receiver v -> receiver yielded, or receiver v -> returned and jump */                      \
  X(GetAwaitable, 0, 1)      /* a -> iterator; arg 1: from __aenter__, 2: from __aexit__ (error texts) */                  \
  X(GetAiter, 0, 0)                                                                                                        \
  X(GetAnext, 0, 0)          /* aiter -> aiter awaitable */                                                                \
  X(EndAsyncFor, 0, 0)       /* aiter exc -> ; swallows StopAsyncIteration, else re-raises */                              \
  X(AsyncGenWrap, 0, 0)      /* wraps a value yielded by an async generator */                                             \
  X(WithExceptStart, 0, 0)   /* exit self|ABSENT lasti prev exc -> the same, and the result of exit(type, exc, tb) */      \
  X(PushExcInfo, 0, 0)       /* exc -> previously handled exception, exc; exc becomes the handled one */                   \
  X(CatchAll, 0, 0)          /* exc -> ; bare `except:`; what the host's stop raises goes on */                             \
  X(PopExcept, 0, 0)         /* prev -> ; the handled exception becomes prev */                                            \
  X(CheckExcMatch, 0, 0)     /* exc type -> exc bool */                                                                    \
  X(CheckEgMatch, 0, 0)      /* group type -> rest match */                                                                \
  X(PrepReraiseStar, 0, 0)   /* orig list -> group or None */                                                              \
  X(RaiseVarargs, 0, 1)      /* arg 0: re-raise; 1: exc; 2: exc cause */                                                   \
  X(Reraise, 0, 1)           /* exc -> raises; arg n > 0: lasti stands n below exc and restores the line */                \
  X(LoadAssertionError, 0, 0)                                                                                              \
  X(LoadBuildClass, 0, 0)                                                                                                  \
  X(SetupAnnotations, 0, 0)                                                                                                \
  X(ImportName, 0, 1)        /* level fromlist -> module names[arg] */                                                     \
  X(ImportFrom, 0, 1)        /* module -> module attr names[arg] */                                                        \
  X(ImportStar, 0, 0)        /* module -> */                                                                               \
  X(PrintExpr, 0, 0)         /* a -> ; sys.displayhook */                                                                  \
  X(GetLen, 0, 0)            /* a -> a len(a) */                                                                           \
  X(MatchMapping, 0, 0)      /* a -> a bool */                                                                             \
  X(MatchSequence, 0, 0)     /* a -> a bool */                                                                             \
  X(MatchKeys, 0, 0)         /* subject keys -> subject keys values-tuple-or-None */                                       \
  X(MatchClass, 0, 1)        /* subject class kwnames -> attributes tuple or None; arg = number of positional patterns */

/// The argument of LoadSpecial.
enum class SpecialMethod : uint8_t { kEnter, kExit, kAsyncEnter, kAsyncExit };
inline constexpr const char* kSpecialMethodNames[] = {"__enter__", "__exit__", "__aenter__", "__aexit__"};

/// The low four bits of Reduces' argument: which builtin a loop in the caller's frame may stand for, when that runs Python code item by item:
/// a generator, the function of a map, operators of the items, a key function (the last ones). True is an offer: the call itself does the same.
enum class Reduction : uint8_t { kSum, kAny, kAll, kMin, kMax, kList, kTuple, kSet, kSorted, kJoin, kReduce, kMinBy, kMaxBy, kSortedBy, kSortBy, kCount };
inline constexpr const char* kReductionNames[] = {"sum", "any", "all",    "min",  "max",    "list",   "tuple",
                                                  "set", "sorted", "join", "reduce", "min by", "max by", "sorted by", "sort by"};

enum class Op : uint8_t {
#define EIDER_OP(name, caches, has_arg) k##name,
  EIDER_INSTRUCTIONS(EIDER_OP)
#undef EIDER_OP
  kCanonicalCount
};

inline constexpr uint8_t kCacheUnits[] = {
#define EIDER_OP(name, caches, has_arg) caches,
    EIDER_INSTRUCTIONS(EIDER_OP)
#undef EIDER_OP
};

enum class BinaryOpKind : uint8_t {  // + kInplace for the augmented form
  kAdd, kAnd, kFloorDivide, kLshift, kMatrixMultiply, kMultiply, kRemainder, kOr, kPower, kRshift, kSubtract, kTrueDivide, kXor,
  kInplace
};

enum class CompareKind : uint8_t { kLt, kLe, kEq, kNe, kGt, kGe };

const char* op_name(Op op);

}  // namespace eider::bytecode

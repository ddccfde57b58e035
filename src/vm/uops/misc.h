// SPDX-License-Identifier: MIT
//
// Micro-ops of exceptions, with statements, functions, imports, pattern matching and coroutines: each calls a helper shared by
// every tier.
#pragma once

#include "vm/uops/containers.h"

namespace eider::vm::uops {

struct RaiseVarargs {
  static constexpr UopInfo info{"RAISE_VARARGS", kVariable, 0, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    raise_varargs(m.t, m.row_top(), m.arg());
    return Flow::kError;
  }
};

struct Reraise {
  static constexpr UopInfo info{"RERAISE", 1, 0, Effects::kCanRaise | Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    reraise_op(m.t, m.row_top(), m.arg());
    return Flow::kError;
  }
};

struct PushExcInfo {
  static constexpr UopInfo info{"PUSH_EXC_INFO", 1, 2, Effects::kNone};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value exc = m.tos;
    Value previous = m.t.handled_exception;
    m.set_top(previous.is_absent() ? kNone : previous);
    m.push(exc);
    m.t.handled_exception = exc;
    return Flow::kNext;
  }
};

struct CatchAll {
  static constexpr UopInfo info{"CATCH_ALL", 1, 0, Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(m.t.stop_raised) && is_stop(m.t, m.tos)) {
      m.save();
      (void)reraise(m.t, m.tos);
      return Flow::kError;
    }
    m.drop(1);
    return Flow::kNext;
  }
};

struct PopExcept {
  static constexpr UopInfo info{"POP_EXCEPT", 1, 0, Effects::kNone, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value previous = m.pop();
    if (EIDER_UNLIKELY(m.t.stop_raised)) stop_was_handled(m.t, m.t.handled_exception);
    m.t.handled_exception = previous.is_none() ? kAbsent : previous;
    return Flow::kNext;
  }
};

EIDER_ROW_UOP(CheckExcMatch, "CHECK_EXC_MATCH", 1, check_exc_match, Yields::kBool)     // exc stands below
EIDER_ROW_UOP(PrepReraiseStar, "PREP_RERAISE_STAR", 2, prep_reraise_star, Yields::kAnything)
EIDER_ROW_UOP(MakeFunction, "MAKE_FUNCTION", 1 + __builtin_popcount(static_cast<unsigned>(arg)), make_function, Yields::kFunction)
EIDER_ROW_UOP(ImportName, "IMPORT_NAME", 2, import_name, Yields::kAnything)
EIDER_ROW_UOP_DO(ImportStar, "IMPORT_STAR", 1, import_star)
EIDER_ROW_UOP_DO(PrintExpr, "PRINT_EXPR", 1, print_expr)
EIDER_ROW_UOP(MatchClass, "MATCH_CLASS", 3, match_class, Yields::kAnything)
EIDER_ROW_UOP(GetYieldFromIter, "GET_YIELD_FROM_ITER", 1, get_yield_from_iter, Yields::kAnything)
EIDER_ROW_UOP(GetAwaitable, "GET_AWAITABLE", 1, get_awaitable_op, Yields::kAnything)
EIDER_ROW_UOP(GetAiter, "GET_AITER", 1, get_aiter_op, Yields::kAnything)
EIDER_ROW_UOP(AsyncGenWrap, "ASYNC_GEN_WRAP", 1, async_gen_wrap_op, Yields::kAnything)

/// helper(t, row top, arg) -> value, pushed on top of what is there.
#define EIDER_LOOK_UOP(Struct, text, helper)                                                                  \
  struct Struct {                                                                                             \
    static constexpr UopInfo info{text, 0, 1, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};  \
    template <class M>                                                                                        \
    EIDER_ALWAYS_INLINE static Flow run(M& m) {                                                               \
      m.save();                                                                                               \
      Value* top = m.row_top();                                                                               \
      m.push(EIDER_UOP_TRY(helper(m.t, top, m.arg())));                                                       \
      return Flow::kNext;                                                                                     \
    }                                                                                                         \
  };
EIDER_LOOK_UOP(WithExceptStart, "WITH_EXCEPT_START", with_except_start)
EIDER_LOOK_UOP(LoadAssertionError, "LOAD_ASSERTION_ERROR", load_assertion_error)
EIDER_LOOK_UOP(LoadBuildClass, "LOAD_BUILD_CLASS", load_build_class)
EIDER_LOOK_UOP(ImportFrom, "IMPORT_FROM", import_from)
EIDER_LOOK_UOP(GetLen, "GET_LEN", get_len)
EIDER_LOOK_UOP(MatchMapping, "MATCH_MAPPING", match_mapping)
EIDER_LOOK_UOP(MatchSequence, "MATCH_SEQUENCE", match_sequence)
EIDER_LOOK_UOP(MatchKeys, "MATCH_KEYS", match_keys)
EIDER_LOOK_UOP(GetAnext, "GET_ANEXT", get_anext_op)

struct CheckEgMatch {  // group type -> rest match
  static constexpr UopInfo info{"CHECK_EG_MATCH", 2, 2, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    Value out[2];
    if (!check_eg_match(m.t, m.peek(1), m.peek(0), out).ok()) return Flow::kError;
    m.drop(1);
    m.set_top(out[0]);
    m.push(out[1]);
    return Flow::kNext;
  }
};

struct EndAsyncFor {  // aiter exc ->
  static constexpr UopInfo info{"END_ASYNC_FOR", 2, 0, Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    if (!end_async_for(m.t, m.tos).ok()) return Flow::kError;
    m.drop(2);
    return Flow::kNext;
  }
};

struct SetupAnnotations {
  static constexpr UopInfo info{"SETUP_ANNOTATIONS", 0, 0, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    m.row_top();
    return setup_annotations(m.t).ok() ? Flow::kNext : Flow::kError;
  }
};

}  // namespace eider::vm::uops

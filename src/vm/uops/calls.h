// SPDX-License-Identifier: MIT
//
// Micro-ops that call, return, suspend and raise.
//
// The row of a call on the stack: callable, self or ABSENT, arguments. A Python callee's locals begin at self (or at the first
// argument), in place. The result goes where the callable stood.
// Call cache units: 0 counter, 1 how many arguments a NativeDef gets, 2-5 callee (ThreadCode, NativeDef, Type).
#pragma once

#include "objects/bound_method.h"
#include "objects/positional_call.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/uops/frames.h"
#include "vm/uops/machine.h"

namespace eider::vm::uops {

inline constexpr int kCallLength = 1 + kCacheUnits[static_cast<int>(Op::kCall)];

/// A Python function called with exactly its positional parameters, or with trailing defaults.
template <bool kDefaults>
struct CallPython {
  static constexpr UopInfo info{kDefaults ? "CALL_PYTHON_DEFAULTS" : "CALL_PYTHON", kVariable, 0,
                                Effects::kFrames | Effects::kCanExit | Effects::kCanRaise | Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value* base = m.row_top() - 1 - static_cast<int>(m.arg());
    Value callable = base[0];
    if (!is_exact_or_absent(callable, TypeId::kFunction)) return Flow::kSideExit;
    Function* fn = callable.as<Function>();
    ThreadCode* tc = m.template cache_pointer<ThreadCode>(2);
    if (EIDER_UNLIKELY(fn->code.load_relaxed() != tc->code)) return Flow::kSideExit;
    bool has_self = !base[1].is_absent();
    Value* locals = base + (has_self ? 1 : 2);
    uint32_t nargs = m.arg() + has_self;
    if constexpr (kDefaults) {
      Value defaults = fn->defaults.load_relaxed();
      uint32_t missing = static_cast<uint32_t>(tc->exact_args) - nargs;
      if (EIDER_UNLIKELY(defaults.is_absent() || missing > static_cast<uint32_t>(defaults.as<Tuple>()->size()))) return Flow::kSideExit;
      // A generator's own stack has no room for more than was pushed.
      if (EIDER_UNLIKELY(m.frame()->flags & kFrameGenerator)) return Flow::kSideExit;
      m.save();
      if (EIDER_UNLIKELY(locals + tc->frame_words > m.t.stack_end)) return Flow::kSideExit;
      Tuple* values = defaults.as<Tuple>();
      int64_t from = values->size() - missing;
      for (uint32_t i = 0; i < missing; ++i) locals[nargs + i] = values->items[from + i].get();
      nargs += missing;
    } else {
      if (EIDER_UNLIKELY(nargs != static_cast<uint32_t>(tc->exact_args))) return Flow::kSideExit;
      m.save();
    }
    if (!push_frame(m, fn, tc, locals, nargs, base, m.pc + kCallLength, 0, kAbsent)) return Flow::kError;
    return Flow::kJump;
  }
};

/// Class with a Python __init__ and object.__new__: makes the instance and enters __init__, no C++ frame.
/// cache 2-5: Type. The type's __init__ is looked up through its slots' cell (helper) and must still be the exact-args kind.
struct CallClass {
  static constexpr UopInfo info{"CALL_CLASS", kVariable, 0,
                                Effects::kFrames | Effects::kAllocates | Effects::kCanExit | Effects::kCanRaise | Effects::kControl,
                                Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value* base = m.row_top() - 1 - static_cast<int>(m.arg());
    if (base[0] != Value::from_pointer(m.template cache_pointer<Type>(2)) || !base[1].is_absent()) return Flow::kSideExit;
    m.save();
    ClassCall how = prepare_class_call(m.t, m.template cache_pointer<Type>(2));
    if (EIDER_UNLIKELY(how.init == nullptr)) return Flow::kSideExit;
    uint32_t nargs = m.arg() + 1;
    if (EIDER_UNLIKELY(static_cast<uint32_t>(how.code->exact_args) != nargs)) return Flow::kSideExit;
    Object* self = EIDER_UOP_TRY(new_instance(m.t, m.template cache_pointer<Type>(2)));
    base[1] = self->value();
    if (!push_frame(m, how.init, how.code, base + 1, nargs, base, m.pc + kCallLength, kFrameInit, self->value())) return Flow::kError;
    return Flow::kJump;
  }
};

/// Native function or method that gets these arguments and, kOptional, nothing for its further parameters. cache 2-5: NativeDef; 1: how many
/// arguments, self included.
template <bool kOptional>
struct CallNative {
  static constexpr UopInfo info{kOptional ? "CALL_NATIVE_OPTIONAL" : "CALL_NATIVE", kVariable, 1,
                                Effects::kEscapes | Effects::kAllocates | Effects::kCanExit | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value* base = m.row_top() - 1 - static_cast<int>(m.arg());
    if (base[0].is_absent() || !base[0].is_heap()) return Flow::kSideExit;
    const NativeDef* def = m.template cache_pointer<NativeDef>(2);
    Value self = base[1];
    if (self.is_absent()) {
      if (base[0].template as<Object>()->shape_id() != shape_id(TypeId::kNativeFunction)) return Flow::kSideExit;
      NativeFunction* f = base[0].template as<NativeFunction>();
      if (f->def != def) return Flow::kSideExit;
      self = f->self.get();
    } else {
      if (base[0].template as<Object>()->shape_id() != shape_id(TypeId::kMethodDescriptor)) return Flow::kSideExit;
      if (base[0].template as<MethodDescriptor>()->def != def) return Flow::kSideExit;
    }
    uint32_t given = m.arg() + !self.is_absent();
    if (EIDER_UNLIKELY(m.cache()[1] != given)) return Flow::kSideExit;  // bound now, and not then
    base[1] = self;
    Value* args = base + 2 - !self.is_absent();
    m.save();
    Value result;
    if constexpr (kOptional) {
      result = EIDER_UOP_TRY(invoke_given(m.t, *def, args, given));
    } else {
      result = EIDER_UOP_TRY(invoke_native(m.t, *def, args));
    }
    m.sp = base;
    m.tos = result;
    return Flow::kNext;
  }
};

/// base: callable, self|ABSENT, nargs positional values, then the keyword values.
template <class M>
EIDER_ALWAYS_INLINE Flow call_row(M& m, Value* base, uint32_t nargs, Tuple* kwnames, const uint16_t* return_pc) {
  CallPlan plan;
  if (EIDER_UNLIKELY(!plan_call(m.t, base, nargs, kwnames, &plan))) return Flow::kError;
  if (plan.code != nullptr) {
    if (!push_frame(m, plan.function, plan.code, plan.locals, plan.filled, base, return_pc, plan.flags, plan.extra)) return Flow::kError;
    return Flow::kJump;
  }
  m.sp = base;
  m.tos = plan.result;
  return Flow::kNext;
}

/// Any callable: pushes a frame for Python functions, classes and generators' kin go through C++.
struct CallGeneric {
  static constexpr UopInfo info{"CALL", kVariable, 1,
                                Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value* base = m.row_top() - 1 - static_cast<int>(m.arg());
    m.save();
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_call(m.t, m.pc, base, m.arg());
    return call_row(m, base, m.arg(), nullptr, m.pc + kCallLength);
  }
};

struct CallKwGeneric {
  static constexpr UopInfo info{"CALL_KW", kVariable, 1,
                                Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Tuple* names = m.tos.template as<Tuple>();
    Value* base = m.row_top() - 2 - static_cast<int>(m.arg());
    m.save();
    return call_row(m, base, m.arg() - static_cast<uint32_t>(names->size()), names,
                    m.pc + 1 + kCacheUnits[static_cast<int>(Op::kCallKw)]);
  }
};

struct CallFunctionEx {  // callable ABSENT tuple [dict]
  static constexpr UopInfo info{"CALL_FUNCTION_EX", kVariable, 1,
                                Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    bool has_dict = m.arg() & 1;
    Value* base = m.row_top() - 2 - has_dict;
    m.save();
    CallPlan plan;
    plan.code = nullptr;
    if (spread_call(m.t, base, has_dict)) {
      if (EIDER_UNLIKELY(!plan_spread_call(m.t, base, has_dict, &plan))) return Flow::kError;
      if (EIDER_LIKELY(plan.code != nullptr)) {
        if (!push_frame(m, plan.function, plan.code, plan.locals, plan.filled, base, m.pc + 1, plan.flags, plan.extra)) return Flow::kError;
        return Flow::kJump;
      }
      m.sp = base;
      m.tos = plan.result;
      return Flow::kNext;
    }
    Value result = EIDER_UOP_TRY(call_function_ex(m.t, base, has_dict));
    m.sp = base;
    m.tos = result;
    return Flow::kNext;
  }
};

/// Hands `value` to whoever called the innermost frame, which is popped.
template <class M>
EIDER_ALWAYS_INLINE Flow leave_frame(M& m, Value value) {
  Frame* f = m.t.frame;
  if (EIDER_UNLIKELY(f->flags & kFrameSpecial)) {
    m.save();
    SpecialReturn how = return_special(m.t, f, &value);
    if (how == SpecialReturn::kRaised) {  // __init__ returned something: the caller raises
      m.pc = m.t.pc;
      return Flow::kError;
    }
    if (how == SpecialReturn::kInitialise) {
      Frame* caller = m.t.frame;
      Function* init = f->sp[0].template as<Function>();
      Value self = f->sp[1];
      Value* base = f->sp;
      m.locals = caller->locals;
      m.sp = base;
      m.tos = self;
      m.pc = caller->pc - 1;
      ThreadCode* tc = find_thread_code(m.t, init->code.load_relaxed());
      if (!push_frame(m, init, tc, base + 1, mark_argument(f->extra) + 1, base, caller->pc, kFrameInit, self)) return Flow::kError;
      return Flow::kJump;
    }
    if (how == SpecialReturn::kToHost) {
      m.tos = value;
      return Flow::kLeave;
    }
    if (how == SpecialReturn::kExhausted) {  // a generator resumed in place returned
      Generator* g = f->extra.template as<Generator>();
      Frame* resumer = m.t.frame;
      m.locals = resumer->locals;
      if (EIDER_UNLIKELY(g->exhausted_pc == nullptr)) {  // by a call in compiled code
        m.sp = f->sp;
        m.tos = kNone;
        m.pc = resumer->pc - 1;
        raise_stop(m.t, g, value);
        return Flow::kError;
      }
      m.pc = g->exhausted_pc;
      if (g->kind_flags >> 63) {
        m.sp = g->exhausted_sp;
        m.tos = value;
      } else {
        m.sp = g->exhausted_sp - 1;
        m.tos = *m.sp;
      }
      return Flow::kJump;
    }
  } else {
    m.t.frame = f->previous;
    m.t.recursion_left++;
  }
  Frame* caller = m.t.frame;
  m.locals = caller->locals;
  m.sp = f->sp;
  m.tos = value;
  m.pc = caller->pc;
  return Flow::kJump;
}

struct ReturnValue {
  static constexpr UopInfo info{"RETURN_VALUE", 1, 0, Effects::kFrames | Effects::kControl | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) { return leave_frame(m, m.tos); }
};

struct YieldValue {
  static constexpr UopInfo info{"YIELD_VALUE", 1, 1, Effects::kFrames | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value value = m.tos;
    for (;;) {
      Frame* f = m.t.frame;
      Generator* g = f->extra.template as<Generator>();
      f->pc = m.pc + 1;
      g->sp = m.sp - 1;  // the item below the yielded value is in memory there
      Frame* resumer = f->previous;
      Value* result_sp = f->sp;
      bool to_host = f->flags & kFrameEntry;
      f->flags &= ~uint64_t{kFrameEntry};  // before the state says suspended: then the frame is the next resumer's
      f->previous = nullptr;  // who looks at the suspended frame finds no caller
      leave_handled(m.t, g);
      m.t.frame = resumer;
      m.t.recursion_left++;
      g->state.store_release(GeneratorState::kSuspended);  // publishes the frame to the next one to enter; pairs with cas_acquire there
      m.tos = value;
      if (to_host) {
        mark_yielded(m.t);
        return Flow::kLeave;
      }
      m.locals = resumer->locals;
      m.sp = result_sp;
      m.pc = resumer->pc;
      // Note [A chain of delegations]
      if (EIDER_LIKELY(*m.pc != kDelegatingYield) || m.t.vm->goes_by_instruction()) return Flow::kJump;
    }
  }
};

/// receiver v -> receiver yielded; or receiver v -> returned and jump.
struct Send {
  static constexpr UopInfo info{"SEND", 2, kVariable, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    constexpr int kLength = 1 + kCacheUnits[static_cast<int>(Op::kSend)];
    Value receiver = m.peek(1);
    m.save();
    m.row_top();
    if (is_exact(receiver, TypeId::kGenerator) || is_exact(receiver, TypeId::kCoroutine)) {
      Generator* g = receiver.as<Generator>();
      if (g->state.load_relaxed() == GeneratorState::kSuspended || m.tos.is_none()) {
        Flow flow = resume_in_place(m, g, m.tos, m.pc + kLength, m.pc + kLength + m.arg(), m.sp, m.sp - 1, true);
        if (flow != Flow::kSideExit) return flow;
      }
    }
    SendOutcome out = send_generic(m.t, receiver, m.tos);
    if (out.how == ResumeResult::kRaised) return Flow::kError;
    if (out.how == ResumeResult::kYielded) {
      m.set_top(out.value);
      return Flow::kNext;
    }
    m.replace(2, out.value);
    m.jump_forward(kCacheUnits[static_cast<int>(Op::kSend)], m.arg());
    return Flow::kJump;
  }
};

/// An attribute that is a property with a Python getter: enters the getter's frame. cache 4-7: the Function.
struct LoadPropertyFrame {
  static constexpr UopInfo info{"LOAD_PROPERTY", 1, 0, Effects::kFrames | Effects::kCanExit | Effects::kCanRaise | Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Function* getter = m.template cache_pointer<Function>(4);
    ThreadCode* tc = find_thread_code(m.t, getter->code.load_relaxed());
    if (EIDER_UNLIKELY(tc == nullptr || tc->exact_args != 1)) return Flow::kSideExit;
    m.save();
    Value* base = m.row_top();  // self stands where the result goes, and is the getter's first local in place
    if (!push_frame(m, getter, tc, base, 1, base, m.pc + 1 + kCacheUnits[static_cast<int>(Op::kLoadAttr)], 0, kAbsent)) {
      return Flow::kError;
    }
    return Flow::kJump;
  }
};

}  // namespace eider::vm::uops

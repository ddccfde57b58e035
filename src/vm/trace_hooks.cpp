// SPDX-License-Identifier: MIT
//
// Hearing of what a thread does: events, and the functions they go to. Note [A thread with hooks] in trace_hooks.h.
#include "vm/trace_hooks.h"

#include <utility>

#include "objects/bound_method.h"
#include "objects/errors.h"
#include "vm/generator.h"
#include "vm/interpreter.h"
#include "vm/quick_op.h"
#include "vm/vm_state.h"

namespace eider::vm {

namespace {

/// Puts the dispatch table in accordance with the hooks.
void choose_dispatch(Thread& t) {
  TraceHooks& hooks = t.vm->hooks;
  const bool wanted = !hooks.running && !(hooks.trace.is_absent() && hooks.profile.is_absent());
  t.vm->instrumented = wanted;
  if (t.vm->recorder == nullptr) t.dispatch = wanted ? instrumented_dispatch() : normal_dispatch();
}

Value& function_of(TraceHooks& hooks, Hook which) { return which == Hook::kTrace ? hooks.trace : hooks.profile; }

/// What a debugger has stored in frame.f_locals goes into the frame.
Result<void> store_locals(Thread& t, FrameObject* object, Frame* frame) {
  Code* code = frame->code->code;
  Value kept = object->locals_dict.load_acquire();
  if (kept.is_absent() || !(code->flags & bytecode::kOptimized)) return kDone;
  for (uint32_t i = 0; i < code->local_count; ++i) {
    Value v = dict_get_str(t, kept.as<Dict>(), code->local_names->items[i].get().as<Str>());
    Value& local = frame->locals[i];
    if (!(code->unit->local_kinds[i] & (bytecode::kCell | bytecode::kFree))) {
      local = v;
    } else if (is_exact(local, TypeId::kCell)) {
      local.as<Cell>()->content.store_release(v);
    }
  }
  return kDone;
}

/// Calls function(frame, event, argument) for the innermost frame. The pending exception, if any, is set aside meanwhile.
Result<Value> call_hook(Thread& t, FrameObject* object, Value function, const char* event, Value argument) {
  TraceHooks& hooks = t.vm->hooks;
  Frame* frame = t.frame;
  const uint16_t* pc = t.pc;
  hooks.running = true;
  choose_dispatch(t);
  auto call = [&]() -> Result<Value> {
    if (!object->locals_dict.load_acquire().is_absent()) EIDER_TRY(frame_locals(t, object));
    Str* name = EIDER_TRY(intern(t, std::string_view(event)));
    Result<Value> result = call3(t, function, object->value(), name->value(), argument);
    EIDER_TRY(store_locals(t, object, frame));
    return result;
  };
  Result<Value> result = call();
  hooks.running = false;
  if (const JitHooks& jit = vm_realm(t).jit; jit.stop_recording != nullptr) jit.stop_recording(t);  // what the hook did is no trace of the frame
  choose_dispatch(t);
  t.pc = pc;
  if (!result.ok()) add_traceback(t, object->value(), pc - frame->code->units, -1);
  return result;
}

bool is_traced(const FrameObject* object) {
  Value function = object->trace.load_relaxed();  // relaxed: whoever sets it elsewhere publishes the function by release, read dependently
  return !function.is_absent() && !function.is_none();
}

/// Says `event` to the trace function: of the frame, or for a call the thread's.
bool say_to_trace(Thread& t, const char* event, Value argument, bool is_call = false) {
  TraceHooks& hooks = t.vm->hooks;
  if (hooks.trace.is_absent()) return true;
  if (!is_call && (t.frame->frame_object.is_absent() || !is_traced(t.frame->frame_object.as<FrameObject>()))) return true;
  Result<FrameObject*> object = frame_object(t, t.frame);
  if (!object.ok()) return false;
  Value function = is_call ? hooks.trace : object.get()->trace.load_relaxed();
  Result<Value> result = call_hook(t, object.get(), function, event, argument);
  if (!result.ok()) {
    set_hook(t, Hook::kTrace, kNone);
    object.get()->trace.store_release(kAbsent);
    return false;
  }
  if (!result.get().is_none()) object.get()->trace.store_release(result.get());
  return true;
}

bool say_to_profile(Thread& t, const char* event, Value argument) {
  TraceHooks& hooks = t.vm->hooks;
  if (hooks.profile.is_absent()) return true;
  Result<FrameObject*> object = frame_object(t, t.frame);
  if (object.ok() && call_hook(t, object.get(), hooks.profile, event, argument).ok()) return true;
  set_hook(t, Hook::kProfile, kNone);
  return false;
}

/// The innermost call of a C++ function, which the innermost frame made, has ended: `event`.
bool end_native(Thread& t, const char* event) {
  TraceHooks::NativeCall call = t.vm->hooks.native.back();
  t.vm->hooks.native.pop_back();
  const uint16_t* pc = std::exchange(t.pc, call.pc);
  const bool good = say_to_profile(t, event, call.callee);
  t.pc = pc;
  return good;
}
bool ends_native(Thread& t) { return !t.vm->hooks.native.empty() && t.vm->hooks.native.back().caller == t.frame; }

uint32_t entry_unit(const ThreadCode* code) {
  uint32_t unit = 0;
  for (;;) {
    Op op = family_of(static_cast<uint8_t>(code->units[unit]));
    if (op == Op::kResume) return unit;
    unit += 1 + static_cast<uint32_t>(bytecode::kCacheUnits[static_cast<int>(op)]);
  }
}

/// A line begins where the line is another than that of the instruction executed before, and where a jump goes back.
bool hear_line(Thread& t, Frame* frame, uint32_t unit, Op op) {
  auto* object = frame->frame_object.as<FrameObject>();
  const Code& code = *frame->code->code;
  const auto before = static_cast<uint32_t>(object->traced_unit.load_relaxed());
  const int32_t line = position_of(code, unit).line;
  if (line > 0 && object->quiet_lines.load_relaxed() == 0) {
    const bool first = before <= entry_unit(frame->code);
    const bool begins = first || position_of(code, before).line != line || (unit < before && op != Op::kSend);
    if (begins && !say_to_trace(t, "line", kNone)) return false;
  }
  return object->opcodes.load_relaxed() == 0 || say_to_trace(t, "opcode", kNone);
}

/// Whether it is a generator's, and a ForIter or Send waits for it, directly or by C++.
bool is_resumed_by_instruction(const Frame* frame) {
  if ((frame->flags & kFrameGenerator) == 0) return false;
  if ((frame->flags & kFrameEntry) == 0) return true;
  if (frame->previous == nullptr) return false;
  Op op = family_of(static_cast<uint8_t>(frame->previous->pc[-1]));
  return op == Op::kForIter || op == Op::kSend;
}

/// A generator that a loop or a delegating one resumed returns something: for them it is a StopIteration.
bool hear_result(Thread& t, Frame* frame, Value returned) {
  const uint16_t* pc = t.pc;
  t.frame = frame->previous;
  t.pc = t.frame->pc - 1;
  raise_stop(t, frame->extra.as<Generator>(), returned);
  hear_exception(t);
  const bool good = pending_is(t, TypeId::kStopIteration);
  if (good) (void)take_exception(t);
  t.frame = frame;
  t.pc = pc;
  return good;
}

/// The C++ function that this instruction calls as Python sees it, or ABSENT.
Value native_callee(Thread& t, const Value* sp, Op op, uint32_t argument) {
  const Value* row;
  switch (op) {
    case Op::kCall: row = sp - argument - 1; break;
    case Op::kCallKw: row = sp - argument - 2; break;
    case Op::kCallFunctionEx: row = sp - 2 - (argument & 1); break;
    default: return kAbsent;
  }
  if (is_exact(row[0], TypeId::kNativeFunction)) return row[0];
  if (!is_exact(row[0], TypeId::kMethodDescriptor) || row[1].is_absent()) return kAbsent;
  Result<NativeFunction*> bound = native_function_new(t, row[0].as<MethodDescriptor>()->def, row[1], kNone);
  if (bound.ok()) return bound.get()->value();
  t.pending_exception = kAbsent;
  return kAbsent;
}

}  // namespace

void set_hook(Thread& t, Hook which, Value function) {
  function_of(t.vm->hooks, which) = function.is_none() ? kAbsent : function;
  if (which == Hook::kProfile) t.vm->hooks.native.clear();
  const JitHooks& jit = vm_realm(t).jit;
  if (!function.is_none()) {
    if (jit.instrumentation_begins != nullptr) jit.instrumentation_begins(t);
    for (Frame* frame = t.frame; frame != nullptr; frame = frame->previous) {  // what is left of their lines is no new one
      if (frame->frame_object.is_absent()) continue;
      auto* object = frame->frame_object.as<FrameObject>();
      object->traced_unit.store_relaxed(unit_of(t, object));
    }
  }
  choose_dispatch(t);
}

Value get_hook(Thread& t, Hook which) {
  Value function = function_of(t.vm->hooks, which);
  return function.is_absent() ? kNone : function;
}

Result<Value> call_traced(Thread& t, Value function, Tuple* args) {
  TraceHooks& hooks = t.vm->hooks;
  const bool running = std::exchange(hooks.running, false);
  choose_dispatch(t);
  Result<Value> result = call(t, function, reinterpret_cast<const Value*>(args->items), static_cast<uint32_t>(args->size()));
  hooks.running = running;
  choose_dispatch(t);
  return result;
}

bool before_instruction(Thread& t, const Value* sp, uint32_t argument, bool* leaves) {
  *leaves = false;
  TraceHooks& hooks = t.vm->hooks;
  Frame* frame = t.frame;
  const auto unit = static_cast<uint32_t>(t.pc - frame->code->units);
  const Op op = family_of(static_cast<uint8_t>(*t.pc));
  if (ends_native(t) && !end_native(t, "c_return")) return false;
  if (op == Op::kResume) {
    if (!say_to_trace(t, "call", kNone, true) || !say_to_profile(t, "call", kNone)) return false;
  } else if (!hooks.trace.is_absent() && !frame->frame_object.is_absent() && is_traced(frame->frame_object.as<FrameObject>())) {
    if (!hear_line(t, frame, unit, op)) return false;
  }
  if (!frame->frame_object.is_absent()) frame->frame_object.as<FrameObject>()->traced_unit.store_relaxed(unit);
  if (op == Op::kReturnValue || op == Op::kYieldValue) {
    *leaves = true;
    if (!say_to_trace(t, "return", *sp) || !say_to_profile(t, "return", *sp)) return false;
    return op != Op::kReturnValue || sp->is_none() || !is_resumed_by_instruction(frame) || hear_result(t, frame, *sp);
  }
  if (!hooks.profile.is_absent()) {
    Value callee = native_callee(t, sp, op, argument);
    if (!callee.is_absent()) {
      if (!say_to_profile(t, "c_call", callee)) return false;
      if (!hooks.profile.is_absent()) hooks.native.push_back({callee, frame, t.pc});
    }
  }
  return true;
}

void hear_throw(Thread& t) {
  Value pending = take_exception(t);
  if (say_to_trace(t, "call", kNone, true) && say_to_profile(t, "call", kNone)) t.pending_exception = pending;
}

void hear_exception(Thread& t) {
  Value pending = take_exception(t);
  TraceHooks& hooks = t.vm->hooks;
  if (ends_native(t) && !end_native(t, "c_exception")) return;
  auto hear = [&]() -> bool {
    if (hooks.trace.is_absent() || t.frame->frame_object.is_absent() || !is_traced(t.frame->frame_object.as<FrameObject>())) return true;
    Value traceback = pending.as<BaseException>()->traceback.load_relaxed();
    Result<Tuple*> argument = tuple_of(t, type_of(t, pending)->value(), pending, traceback.is_absent() ? kNone : traceback);
    return argument.ok() && say_to_trace(t, "exception", argument.get()->value());
  };
  if (hear()) t.pending_exception = pending;
}

void hear_unwinding(Thread& t) {
  Value pending = take_exception(t);
  while (ends_native(t)) t.vm->hooks.native.pop_back();
  if (say_to_trace(t, "return", kNone) && say_to_profile(t, "return", kNone)) t.pending_exception = pending;
}

}  // namespace eider::vm

// SPDX-License-Identifier: MIT
//
// Raising what a frame of the trace handles, from frames that are not in memory.
//
// The frames that the exception passes are over: their objects are made as those of frames that have ended, with copies of what the
// exit's locations say, and only the root's refers to a frame; a frame that handles the exception is copied as it is. So the traceback is what unwinding would have made, and no frame is
// written. What runs Python, or where a handler may be skipped, is left to run_escape.
#include "jit/exit/exit.h"
#include "jit/helpers.h"
#include "jit/quiet.h"
#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "vm/vm_state.h"

namespace eider::jit {

using vm::FrameObject;

namespace {

/// Makes the frame objects of the exit's first `count` frames, the root's first. False: no memory, nothing is pending.
bool make_objects(Thread& t, Value* base, const Exit& exit, uint32_t count, FrameObject** objects) {
  const Executor& e = *exit.executor;
  auto failed = [&] {
    t.pending_exception = objects::kAbsent;
    return false;
  };
  auto root = vm::frame_object(t, t.frame);
  if (!root.ok()) return failed();
  objects[0] = root.get();
  for (uint32_t i = exit.frames_begin + 1; i < exit.frames_begin + count; ++i) {
    const ExitFrame& f = e.exit_frames[i];
    uint32_t variables = f.stack_begin - f.locals_begin;
    auto* locals = static_cast<Value*>(__builtin_alloca(variables * sizeof(Value)));
    for (uint32_t n = 0; n < variables; ++n) locals[n] = objects::kAbsent;
    for (uint32_t n = 0; n < variables; ++n) {
      locals[n] = value_at(t, base, e, e.locations[f.locals_begin + n]);
      if (locals[n] == objects::kFailedWord) return failed();
    }
    bool innermost = i + 1 == exit.frames_end;
    int64_t unit = innermost ? int64_t{f.unit} : int64_t{f.unit} - 1;
    auto* function = value_at(t, base, e, f.function).as<vm::Function>();
    auto copy = objects::tuple_from(t, locals, variables);
    if (!copy.ok()) return failed();
    auto made = vm::ended_frame_object(t, e.codes[f.code], function, copy.get(), unit, objects[i - exit.frames_begin - 1]);
    if (!made.ok()) return failed();
    objects[i - exit.frames_begin] = made.get();
  }
  return true;
}

/// A class of exceptions whose instances are made by builtin code.
bool makes_plainly(Thread& t, Value v) {
  if (!v.is_heap() || v.is_absent() || objects::type_of(t, v) != objects::type(t, objects::TypeId::kType)) return false;
  auto* cls = v.as<objects::Type>();
  const objects::Type* plain = objects::type(t, objects::TypeId::kException);
  return cls->slots.new_ == plain->slots.new_ && cls->slots.init == plain->slots.init && !cls->has(objects::kDeferred) && !cls->has(objects::kHasFinalizer);
}

}  // namespace

Value raise_quietly(Thread& t, Value* base, const Exit& exit, uint32_t items) {
  constexpr uint32_t kMostFrames = 16;
  const Executor& e = *exit.executor;
  const auto op = static_cast<bytecode::Op>(exit.what & 0xff);
  const bool reraises = op == bytecode::Op::kReraise, raises = op == bytecode::Op::kRaiseVarargs;
  const uint32_t frames = exit.frames_end - exit.frames_begin;
  if (frames > kMostFrames || t.vm->exiting || t.stop_raised || t.stop_request.load_relaxed() != 0) return objects::kAbsent;
  const ExitFrame& last = e.exit_frames[exit.frames_end - 1];
  Value exception, cause;
  if (raises || reraises) {
    const uint32_t count = exit.what >> 8;
    if (raises && count != 1 && count != 2) return objects::kAbsent;
    const bool has_cause = raises && count == 2;
    if (has_cause) cause = value_at(t, base, e, e.locations[last.stack_end - 1]);
    auto is_instance = [&](Value v) { return v.is_heap() && !v.is_absent() && objects::is_instance(t, v, objects::TypeId::kBaseException); };
    if (has_cause && !cause.is_none() && !is_instance(cause)) return objects::kAbsent;
    exception = value_at(t, base, e, e.locations[last.stack_end - 1 - has_cause]);
    if (raises && makes_plainly(t, exception)) {
      objects::Result<Value> made = objects::call0(t, exception);
      if (!made.ok()) {
        t.pending_exception = objects::kAbsent;
        return objects::kAbsent;
      }
      exception = made.get();
    }
    if (!is_instance(exception)) return objects::kAbsent;
  } else {
    const uint32_t arg = exit.what >> 8;
    Value operands[kQuietItems];
    for (uint32_t i = 0; i < kQuietItems && i < last.stack_end - last.stack_begin; ++i) {
      const Location& l = e.locations[last.stack_end - 1 - i];
      // Of those it does not take nothing is known.
      if (l.type != Type::kFloat && l.type != Type::kWord && l.kind != Location::Kind::kUnchanged) operands[kQuietItems - 1 - i] = value_at(t, base, e, l);
    }
    const Value* top = operands + kQuietItems - 1;
    Value name = op == bytecode::Op::kLoadAttr ? e.codes[last.code]->names->items[arg].get() : objects::kAbsent;
    if (!quiet_instruction(t, op, arg, top, name)) return objects::kAbsent;
    objects::Result<Value> made = run_quiet_instruction(t, op, arg, top, name);
    if (made.ok()) {  // its item is where run_escape would put it
      base[e.extent + kActivationWords + (items >> 8)] = made.get();
      return kIterationEnded;
    }
    if (EIDER_UNLIKELY(t.vm->python_refused)) {  // a key's __eq__: Note [Python code below a helper] (objects/compiled_call.h)
      forget_refusal(t);
      return objects::kAbsent;
    }
    exception = objects::take_exception(t);
  }
  if (exception == t.realm->no_memory_error->value()) {
    if (raises || reraises) return objects::kAbsent;
    return exception;  // shared, and without a traceback
  }
  FrameObject* objects[kMostFrames];
  // A raised exception that is raised on has the entry of its frame already.
  const uint32_t entries = frames - reraises;
  bool known = exit.raises_in == entries || make_objects(t, base, exit, entries, objects);
  if (!known && (raises || reraises)) return objects::kAbsent;
  if (raises) (void)objects::raise_exception(t, exception, cause);
  else (void)objects::reraise(t, exception);
  for (uint32_t i = known ? entries : 0; i-- > exit.raises_in;) {
    const ExitFrame& f = e.exit_frames[exit.frames_begin + i];
    objects::add_traceback(t, objects[i]->value(), i + 1 == frames ? int64_t{f.unit} : int64_t{f.unit} - 1, -1);
  }
  return objects::take_exception(t);
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Recording raises and what handlers do.
//
// Note [Raising in a trace]
// An instruction that raises is an Escape that names the handler: frames are written, the instruction is run, and unwinding makes the
// traceback and pops the inlined frames inside, all as in the interpreter; the trace goes on with the exception in the frame that handles
// it, the root or an inlined one. An inlined one is virtual again then: its frame object in the traceback is a copy of it as it raised.
//
// Note [A raise whose exception nobody sees]
// An exception that the trace has made and that is raised with its handler in the trace is given all that raising gives it by operations of
// its own: a context, and for each frame the entry of a traceback, with the frame's object. Of frames that end these are copies; the root's
// is the real one. So all of it can be virtual (passes/objects.cpp): when no exit wants the exception, it is not made.
// That it has neither traceback nor context, and that no chain of contexts comes back to it, follows from nobody else having seen it.
//
// The handled exception is the thread's all the time, unless it is virtual (passes/objects_handled.cpp); generators keep their own, so in
// frames that are inlined into one nothing of this is recorded.
#include "jit/record/recorder.h"

#include <algorithm>
#include <tuple>

#include "bytecode/ops.h"
#include "jit/quiet.h"
#include "objects/realm.h"
#include "vm/helpers.h"
#include "vm/interpreter.h"
#include "vm/operator_frames.h"

namespace eider::jit {

bool Recorder::exceptions(Machine& m, BytecodeOp op, uint32_t arg, bool* handled) {
  using enum bytecode::Op;
  auto in_generator = [&] { return std::any_of(frames_.begin(), frames_.end(), [](const TraceFrame& f) { return f.generator(); }); };
  switch (op) {
    case kRaiseVarargs: case kReraise: return raise_instruction(m, op, arg);
    case kPushExcInfo: {
      if (in_generator()) return abort("not compiled: an exception handled in a generator");
      Ref exception = peek(0);
      replace(1, call(Helper::kPushExcInfo, exception));
      push(exception);
      return true;
    }
    case kPopExcept:
      if (in_generator()) return abort("not compiled: an exception handled in a generator");
      call(Helper::kPopExcept, peek(0));
      drop(1);
      return true;
    case kCatchAll:
      call(Helper::kCatchAll, peek(0));
      drop(1);
      return true;
    case kCheckExcMatch: {
      Ref found = match_exception(m.peek(1), peek(1), m.peek(0), peek(0));
      replace(1, found != kNoRef ? found : call(Helper::kCheckExcMatch, peek(1), peek(0)));
      return true;
    }
    case kWithExceptStart: return with_except(m, arg);
    case kDeleteFast:
      if (local(arg) == kAbsentRef || m.locals[arg].is_absent()) return abort("a local variable is unbound");
      if (!is_unboxed(local(arg)) && !is_constant(local(arg))) emit(Op::kGuardPresent, local(arg));
      set_local(arg, kAbsentRef);
      return true;
    default: *handled = false; return true;
  }
}

/// What handles an exception raised by the instruction at `unit` of the innermost frame; nullptr when none of the trace's frames does.
///
/// raised_at   the unit where it leaves the code of the frame that does
/// frame       ... which one
const bytecode::ExceptionEntry* Recorder::find_handler(uint32_t unit, uint32_t* raised_at, size_t* frame) const {
  for (const TraceFrame& f : frames_) {
    if (f.generator() || is_generator(*f.code)) return nullptr;
  }
  for (size_t i = frames_.size(); i-- > 0;) {
    if (i + 1 < frames_.size()) unit = frames_[i].return_unit - 1;
    const bytecode::ExceptionEntry* entry = vm::handler_entry(*frames_[i].code, unit);
    if (entry == nullptr) {
      if (is_loop_frame(frames_[i])) return nullptr;  // a StopIteration goes no further
      continue;
    }
    *raised_at = unit;
    *frame = i;
    return entry->target < kNoHandler - 1 ? entry : nullptr;
  }
  return nullptr;
}

/// What is recorded of an instruction can be taken back until the next one: it may raise.
void Recorder::mark_instruction(const Machine& m, BytecodeOp op, uint32_t arg, uint32_t unit) {
  raising_ = {op, arg, 0, 0, nullptr, kAbsent, kAbsent, false};
  raising_.handler = find_handler(unit, &raising_.raised_at, &raising_.frame);
  if (raising_.handler != nullptr) {
    Value items[kQuietItems] = {kAbsent, kAbsent, kAbsent};
    for (int i = 0; i < kQuietItems && static_cast<size_t>(i) < top().stack.size(); ++i) items[kQuietItems - 1 - i] = m.peek(i);
    if (op == BytecodeOp::kBinarySubscr && vm::is_exact_or_absent(m.peek(1), TypeId::kDict) && quiet_key(m.peek(0))) raising_.key = m.peek(0);
    const bool called = op == BytecodeOp::kCall && arg == 1 && top().stack.size() >= 3 && m.peek(1).is_absent();
    if (called && (m.peek(2) == objects::type(t_, TypeId::kInt)->value() || m.peek(2) == objects::type(t_, TypeId::kFloat)->value()) && vm::is_exact_or_absent(m.peek(0), TypeId::kStr)) {
      raising_.key = m.peek(0);
      raising_.number = m.peek(2);
    }
    Value name = op == BytecodeOp::kLoadAttr ? top().code->names->items[arg].get() : kAbsent;
    raising_.quiet = quiet_instruction(t_, op, arg, items + kQuietItems - 1, name);
  }
  if (!keeps_part && raising_.handler == nullptr) return;
  set_mark();
}

void Recorder::set_mark() {
  mark_ = {trace_.code.size(), trace_.snapshots.size(), frames_.size(), trace_.returns.size(), source_, module_frame_guarded_, top(), {}};
}

void Recorder::back_to_mark() {
  trace_.code.resize(mark_.code);
  trace_.snapshots.resize(mark_.snapshots);
  trace_.returns.resize(mark_.returns);
  frames_.resize(mark_.frames, mark_.top);
  frames_.back() = mark_.top;
  for (auto& [k, kept] : mark_.kept) std::tie(frames_[k].kept_locals, frames_[k].kept_stack) = std::move(kept);
  mark_.kept.clear();
  source_ = mark_.source;  // a generator that was to be entered has a place of its own
  module_frame_guarded_ = mark_.module_frame_guarded;
  auto gone = [&](Ref r) { return r >= mark_.code && r < kFirstVirtual; };
  std::erase_if(relied_on_, gone);
  std::erase_if(supers_, [&](const auto& entry) { return gone(entry.first); });
  std::erase_if(dicts_, [&](const auto& entry) { return gone(entry.first); });
  snapshot_at_ = kNoSnapshot;
  entering_ = links_now_ = links_at_entry_ = came_back_ = escaped_ = may_end_ = false;
  entering_depth_ = 0;
}

/// The instruction that was recorded last has raised: the trace ends in front of it, if that is worth it. false: it is not.
bool Recorder::end_before_raise() {
  constexpr size_t kFewest = 6;
  if (!keeps_part || steps_ < kFewest || mark_.frames == 0 || frames_.size() < mark_.frames) return false;
  back_to_mark();
  end_here();
  return true;
}

/// The frame that handles `exception` is where it does.
void Recorder::arrive_in_handler(Ref exception) {
  const bytecode::ExceptionEntry& handler = *raising_.handler;
  frames_.resize(raising_.frame + 1, frames_[0]);
  top().stack.resize(handler.depth);
  if (handler.push_lasti) push(int_word(uint64_t{raising_.raised_at} << 1));
  push(exception);
  expected_ = top().frame->code->units + handler.target;
  expected_other_ = prefixed_ = nullptr;
  snapshot_at_ = kNoSnapshot;
  escaped_ = true;
}

/// exit self lasti previous exception: __exit__(self, type, exception, traceback), followed when it is Python's.
bool Recorder::with_except(Machine& m, uint32_t arg) {
  Value exit = m.peek(4), exception = m.peek(0);
  bool python = exit.is_heap() && !exit.is_absent() && is_exact(exit, TypeId::kFunction) && !m.peek(3).is_absent();
  if (!python || exception.as<BaseException>()->traceback.load_relaxed().is_absent()) return escape(m, BytecodeOp::kWithExceptStart, arg);
  auto row = static_cast<uint32_t>(top().stack.size());
  know_presence(row - 4, true);
  guard_shape(peek(0), exception.as<Object>()->shape_id());
  Ref traceback = load(peek(0), offsetof(BaseException, traceback));
  emit(Op::kGuardPresent, traceback);
  Ref cls = constant(type_of(t_, exception)->value());
  bool followed;
  if (!enter_function(exit.as<vm::Function>(), peek(4), row, row, {{peek(3), cls, peek(0), traceback}, {}, {}}, kNoRef, &followed)) return false;
  return followed || escape(m, BytecodeOp::kWithExceptStart, arg);
}

/// `raise StopIteration` in the __next__ that a loop asks: nobody sees the exception, and the loop is over. False: it is something else.
bool Recorder::end_loop_by_raise(const Machine& m) {
  if (frames_.size() < 2 || !is_loop_frame(top()) || vm::handler_entry(*top().code, trace_.places[source_].unit) != nullptr) return false;
  const Value cls = objects::type(t_, TypeId::kStopIteration)->value(), v = m.peek(0);
  Ref ref = peek(0);
  if (v == cls) {
    if (!is_constant(ref)) emit(Op::kGuardIs, ref, kNoRef, kNoRef, cls.bits());
  } else {
    // Made here, and nobody else has it.
    if (!v.is_heap() || !is_exact(v, TypeId::kStopIteration) || ref >= trace_.code.size()) return false;
    const Instruction& made = trace_.code[ref];
    bool call = made.op == Op::kCallHelper2 && (made.imm == static_cast<uint64_t>(Helper::kCallWithTuple) || made.imm == static_cast<uint64_t>(Helper::kNewException));
    if (!call || !is_constant(made.a) || Value::from_bits(trace_.code[made.a].imm) != cls) return false;
    for (Ref r = ref + 1; r < trace_.code.size(); ++r) {
      if (trace_.code[r].a == ref || trace_.code[r].b == ref || trace_.code[r].c == ref || info_of(trace_.code[r].op).has(kEscapes)) return false;
    }
    for (const TraceFrame& f : frames_) {
      if (std::find(f.locals.begin(), f.locals.end(), ref) != f.locals.end()) return false;
    }
  }
  const Value mark = Value::from_bits(trace_.code[top().self].imm);
  const uint32_t jump = vm::loop_jump(mark);
  frames_.pop_back();
  snapshot_at_ = kNoSnapshot;
  drop(vm::is_filter(mark) ? 2 : 1);  // the iterator, and the item that a filter asks about
  expected_ = top().frame->code->units + top().return_unit + jump;
  expected_other_ = nullptr;
  return true;
}

/// Whether `exception` was made here, nobody else has it, and it was not raised yet.
bool Recorder::only_this_trace_has(Ref exception) const {
  if (!fresh(exception) || trace_.code[exception].op != Op::kCallHelper2) return false;
  return std::none_of(trace_.code.begin() + exception, trace_.code.end(), [&](const Instruction& i) {
    return i.op == Op::kStoreField && i.a == exception && (i.imm == offsetof(BaseException, traceback) || i.imm == offsetof(BaseException, context));
  });
}

/// A class of exceptions whose instances builtin constructors make, of their arguments alone.
bool Recorder::makes_plainly(Value v) {
  if (!v.is_heap() || v.is_absent() || type_of(t_, v) != objects::type(t_, TypeId::kType)) return false;
  auto* cls = v.as<objects::Type>();
  const objects::Type* plain = objects::type(t_, TypeId::kException);
  return cls->slots.new_ == plain->slots.new_ && cls->slots.init == plain->slots.init && cls->has(kHasSlots) && !cls->has(kDeferred) && !cls->has(kAbstract) &&
         !cls->has(kVariableSize) && !cls->has(kHasFinalizer) && facts_.on_type(t_, executor_, cls);
}

/// Whether the frames that an exception of this instruction passes are few and small.
bool Recorder::handler_is_near() const {
  constexpr size_t kMostFrames = 10, kMostLocals = 32;
  size_t locals = 0;
  for (size_t i = 1; i < frames_.size(); ++i) locals += frames_[i].locals.size();
  return raising_.handler != nullptr && frames_.size() <= kMostFrames && locals <= kMostLocals && !t_.vm->exiting && !t_.stop_raised;
}

/// The exception gets the entries of the first `frames` frames, down to the one that handles it, in front of `next` (kNoRef: there is none).
void Recorder::make_entries(Ref exception, size_t frames, Ref next) {
  if (frames == raising_.frame) return;  // it has been raised where it is handled
  auto unit_of = [&](size_t i) {
    uint32_t unit = i + 1 == frames_.size() ? trace_.places[source_].unit : frames_[i].return_unit - 1;
    return int_word(uint64_t{unit} << 1);
  };
  Ref object = call(Helper::kRootFrame, constant(kNone));
  std::vector<Ref> objects = {object};
  for (size_t i = 1; i < frames; ++i) {
    const TraceFrame& frame = frames_[i];
    Ref locals = call(Helper::kEndedLocals, int_word(uint64_t{frame.locals.size()} << 1));
    for (size_t n = 0; n < frame.locals.size(); ++n) {
      if (frame.locals[n] != kAbsentRef) emit(Op::kStoreField, locals, as_value(frame.locals[n]), kNoRef, offsetof(Tuple, items) + n * sizeof(Value));
    }
    object = call(Helper::kEndedFrame, frame.function, locals, object);
    emit(Op::kStoreField, object, constant(frame.code->value()), kNoRef, offsetof(vm::FrameObject, code));
    emit(Op::kStoreField, object, as_value(unit_of(i)), kNoRef, offsetof(vm::FrameObject, lasti));
    objects.push_back(object);
  }
  for (size_t i = frames; i-- > raising_.frame;) {
    Ref unit = unit_of(i);
    next = next == kNoRef ? call(Helper::kFirstEntry, objects[i], unit) : call(Helper::kNextEntry, objects[i], unit, next);
  }
  emit(Op::kStoreField, exception, next, kNoRef, offsetof(BaseException, traceback));
}

/// `raise` of what the trace has made, to one of its frames: Note [A raise whose exception nobody sees]. False: nothing is recorded but guards.
bool Recorder::raise_plainly(const Machine& m, uint32_t arg) {
  if ((arg != 1 && arg != 2) || !handler_is_near()) return false;
  const int depth = static_cast<int>(arg) - 1;
  const Value raised = m.peek(depth), cause = arg == 2 ? m.peek(0) : kAbsent;
  Ref exception = peek(depth), causes = arg == 2 ? peek(0) : kNoRef;
  const bool by_class = !only_this_trace_has(exception);
  if (by_class && !makes_plainly(raised)) return false;
  const bool has_cause = arg == 2 && !cause.is_none();
  if (has_cause && (!cause.is_heap() || !is_instance(t_, cause, TypeId::kBaseException))) return false;
  if (arg == 2 && !is_constant(causes)) {
    if (has_cause) guard_shape(causes, cause.as<Object>()->shape_id());
    else emit(Op::kGuardIs, causes, kNoRef, kNoRef, kNone.bits());
  }
  const bool nested = !t_.handled_exception.is_absent();
  Ref context = emit(Op::kLoadHandled);
  emit(nested ? Op::kGuardIsNot : Op::kGuardIs, context, kNoRef, kNoRef, kNone.bits());
  if (by_class) {
    if (!is_constant(exception)) emit(Op::kGuardIs, exception, kNoRef, kNoRef, raised.bits());
    exception = call(Helper::kPlainException, constant(raised), constant(t_.realm->empty_tuple->value()));
  }
  if (arg == 2) {
    emit(Op::kStoreField, exception, causes, kNoRef, offsetof(BaseException, cause));
    emit(Op::kStoreField, exception, constant(kTrue), kNoRef, offsetof(BaseException, suppress_context));
  }
  if (nested) emit(Op::kStoreField, exception, context, kNoRef, offsetof(BaseException, context));
  make_entries(exception, frames_.size(), kNoRef);
  arrive_in_handler(exception);
  return true;
}

/// The end of finally, and of handlers of which none was the right one. The frame's own entry is there already.
bool Recorder::reraise_plainly(const Machine& m) {
  const Value raised = m.peek(0);
  if (!handler_is_near() || !raised.is_heap() || !is_instance(t_, raised, TypeId::kBaseException)) return false;
  // One MemoryError is everybody's and has no traceback.
  if (type_of(t_, raised) == t_.realm->stopped_type || type_of(t_, raised) == objects::type(t_, TypeId::kMemoryError)) return false;
  Ref exception = peek(0);
  if (raised.as<BaseException>()->traceback.load_relaxed().is_absent()) return false;
  guard_shape(exception, raised.as<Object>()->shape_id());  // the host's stop goes on in a way of its own
  if (frames_.size() - 1 != raising_.frame) {
    Ref next = load(exception, offsetof(BaseException, traceback));
    emit(Op::kGuardPresent, next);
    make_entries(exception, frames_.size() - 1, next);
  }
  arrive_in_handler(exception);
  return true;
}

/// raise, and the end of finally: always raises.
bool Recorder::raise_instruction(const Machine& m, BytecodeOp op, uint32_t arg) {
  if (raising_.handler == nullptr) {
    if (op == BytecodeOp::kRaiseVarargs && arg == 1 && end_loop_by_raise(m)) return true;
    end_here();
    return true;
  }
  vm::Frame* home = frames_[raising_.frame].frame;
  if (op == BytecodeOp::kRaiseVarargs ? raise_plainly(m, arg) : reraise_plainly(m)) {
    wait_frame_ = home;
    raising_.handler = nullptr;
    return true;
  }
  wait_frame_ = home;
  Ref exception = emit(Op::kEscape, kNoRef, kNoRef, kNoRef, escape_imm(static_cast<uint8_t>(op), arg, raising_.handler->target));
  arrive_in_handler(exception);
  raising_.handler = nullptr;  // another one is not expected
  return true;
}

/// The instruction that was recorded last has raised, and the interpreter is at pc, where one of the frames handles that: from there the
/// trace goes on. When the instruction does not raise the trace is left behind it, so a side trace may go on.
bool Recorder::follow_raise(const uint16_t* pc) {
  const bytecode::ExceptionEntry* handler = raising_.handler;
  if (handler == nullptr || !(keeps_part || raising_.quiet) || frames_.size() < mark_.frames) return false;
  if (t_.frame != frames_[raising_.frame].frame || pc != t_.frame->code->units + handler->target) return false;
  bytecode::StackUse use = bytecode::stack_use(raising_.op, raising_.arg, bytecode::Edge::kNext);
  constexpr uint32_t kMostItems = 4;
  using enum bytecode::Op;
  if (bytecode::ends_flow(raising_.op) || raising_.op == kForIter || raising_.op == kSend || use.pushes > kMostItems) return false;
  if (raising_.op == kMakeCell) return false;  // when it does not raise it writes a local variable, which an Escape's results leave out
  back_to_mark();
  const bool number = !raising_.number.is_absent(), to_float = raising_.number == objects::type(t_, TypeId::kFloat)->value();
  const Value raised = objects::type(t_, number ? TypeId::kValueError : TypeId::kKeyError)->value();
  const bool missing = !raising_.key.is_absent() && handler_is_near() && makes_plainly(raised);
  Ref exception;
  std::vector<Ref> items;
  if (missing && number) {
    know_callable(static_cast<uint32_t>(top().stack.size()) - 3, raising_.number);
    guard_exact(peek(0), TypeId::kStr);
    exception = call(to_float ? Helper::kParseFloat : Helper::kParseInt, peek(0));
    items.push_back(exception);
  } else if (missing) {
    guard_exact(peek(1), TypeId::kDict);
    guard_kind(peek(0), raising_.key);
    exception = call(Helper::kDictGet, peek(1), peek(0), constant(kIterationEnded));
    items.push_back(exception);
  } else {
    exception = emit(Op::kEscape, kNoRef, kNoRef, kNoRef, escape_imm(static_cast<uint8_t>(raising_.op), raising_.arg, handler->target));
    for (uint32_t i = 1; i <= use.pushes; ++i) items.push_back(emit(Op::kEscapeItem, exception, kNoRef, kNoRef, i));
  }
  // Behind the instruction, when it has not raised.
  std::vector<Ref> before = top().stack;
  drop(static_cast<int>(use.pops));
  while (!items.empty()) {
    push(items.back());
    items.pop_back();
  }
  const vm::ThreadCode* code = top().frame->code;
  uint32_t unit = trace_.places[source_].unit;
  while (static_cast<BytecodeOp>(static_cast<uint8_t>(code->units[unit])) == kExtendedArg) ++unit;
  unit += 1 + bytecode::kCacheUnits[static_cast<int>(raising_.op)];
  trace_.places.push_back({top().code_index, unit, 0});
  uint32_t instruction = std::exchange(source_, static_cast<uint32_t>(trace_.places.size() - 1));
  snapshot_at_ = kNoSnapshot;
  (void)snapshot();
  source_ = instruction;
  emit(missing ? Op::kGuardIs : Op::kGuardIsNot, exception, kNoRef, kNoRef, kIterationEnded.bits());
  top().stack = std::move(before);
  snapshot_at_ = kNoSnapshot;
  if (missing) {
    const bool nested = !t_.handled_exception.is_absent();
    Ref context = emit(Op::kLoadHandled);
    emit(nested ? Op::kGuardIsNot : Op::kGuardIs, context, kNoRef, kNoRef, kNone.bits());
    Ref about = number ? call(to_float ? Helper::kNoFloatText : Helper::kNoIntText, peek(0)) : peek(0);
    exception = call(Helper::kPlainException, constant(raised), make_tuple({about}));
    if (nested) emit(Op::kStoreField, exception, context, kNoRef, offsetof(BaseException, context));
    make_entries(exception, frames_.size(), kNoRef);
  }
  arrive_in_handler(exception);
  raising_.handler = nullptr;
  return true;
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Recording generators: a resume is followed into the generator's frame, and back out of it at the yield.
//
// Note [A generator's frame in a trace]
// ClaimGenerator makes the generator this thread's: running, and known to stand at the recorded place of the recorded code. From there to
// ReleaseGenerator its locals and stack items are values of the trace like those of any inlined frame. Its object holds them as they were
// at the last yield; what was changed since is stored before the release. kept_locals and kept_stack say which value each word of
// the object holds, so snapshots name only what must be written: by an exit, or by an Escape, after which the object is up to date.
// Its frame is linked to its resumer's only by exits, Escapes (write_frames) and JumpEntry (PushGenerator); whoever looks at it from another thread meanwhile
// sees it as it was at the last yield, without a caller.
//
// Note [The end of a chain]
// Recursive generators delegate to each other as deep as the data is, so a trace cannot hold a frame for each. What a loop resumes
// there is a held chain (vm/generator_chain.h): entered as a whole, and only the frame of the generator at its end is one of the trace. That
// one yields for all of them; when it returns, the one that delegated to it is the chain's end. Exits link the chain to the frame
// that the trace resumed it from: SnapshotFrame::chained, whose resumer, result_base and exhausted are the outermost one's.
#include <algorithm>

#include "jit/record/recorder.h"
#include "objects/descriptors.h"
#include "objects/native.h"
#include "vm/generator.h"
#include "vm/generator_chain.h"

namespace eider::jit {

using vm::Generator;
using vm::GeneratorState;

namespace {

/// Where a generator stands, looked at while nobody else can run it. False: it runs, is closed, or cannot be followed.
bool place_of(Generator* g, GeneratorPlace* place) {
  GeneratorState from = vm::generator_state(g), seen = from;
  if (from > GeneratorState::kSuspended || !g->state.cas_acquire(seen, GeneratorState::kInspected)) return false;
  const vm::Frame* f = g->frame;
  auto unit = static_cast<uint32_t>(f->pc - f->code->units);
  auto depth = g->sp - g->frame->stack();
  bool good = f->flags == vm::kFrameGenerator && g->handled_exception.is_absent() && (unit == 0) == (from == GeneratorState::kCreated) &&
              depth < 0x7fff && g->code->local_count < 0x7fff;
  if (good) *place = {unit, static_cast<uint16_t>(unit == 0 ? 0 : depth), static_cast<uint16_t>(g->code->local_count)};
  g->state.store_release(from);
  return good;
}

size_t local_offset(size_t i) { return offsetof(Generator, storage) + sizeof(Value) * i; }
/// Of a stack item, 0 being the lowest.
size_t item_offset(const TraceFrame& frame, size_t i) { return local_offset(frame.stack_base() + i); }

}  // namespace

/// The values of the words that are not known yet.
void Recorder::load_kept(TraceFrame& frame) {
  auto take = [&](std::vector<Ref>& values, std::vector<Ref>& kept, auto offset) {
    for (size_t i = 0; i < values.size(); ++i) {
      if (values[i] == kUnchanged) values[i] = kept[i] = load(frame.self, offset(i));
    }
  };
  take(frame.locals, frame.kept_locals, [&](size_t i) { return local_offset(i); });
  take(frame.stack, frame.kept_stack, [&](size_t i) { return item_offset(frame, i); });
}

/// The instruction resumes `g` with `sent`. `exhausted` and `sends` as in SnapshotFrame.
///
/// row  so many items of the resumer's stack stay while the generator runs; what it yields goes above them
/// *followed false: nothing was recorded.
bool Recorder::resume(Generator* g, Ref generator, Ref sent, uint32_t row, uint32_t exhausted, bool sends, bool* followed) {
  vm::Code* code = g->code;
  size_t recursion = 0;
  for (const TraceFrame& f : frames_) recursion += f.code == code;
  GeneratorPlace place;
  if (frames_.size() >= kMaxDepth || recursion >= kMaxRecursion || vm::find_thread_code(t_, code) == nullptr || !place_of(g, &place)) return true;
  *followed = true;
  guard_exact(generator, static_cast<TypeId>(g->shape_id()));
  emit(Op::kGuardIs, load(generator, offsetof(Generator, code)), kNoRef, kNoRef, Value::from_pointer(code).bits());
  emit(Op::kClaimGenerator, generator, kNoRef, kNoRef, place.word());
  TraceFrame frame{.frame = nullptr, .code = code, .code_index = 0, .base = top().limit(), .result_base = 0};
  frame.result_base = top().stack_base() + row;
  frame.self = generator;
  frame.exhausted = exhausted;
  frame.sends = sends;
  top().stack.resize(row);
  auto known = std::find(trace_.codes.begin(), trace_.codes.end(), code);
  frame.code_index = static_cast<uint32_t>(known - trace_.codes.begin());
  if (known == trace_.codes.end()) trace_.codes.push_back(code);
  frame.locals.assign(code->local_count, kUnchanged);
  frame.kept_locals.assign(code->local_count, kNoRef);
  frame.stack.assign(place.depth, kUnchanged);
  frame.kept_stack.assign(place.depth, kNoRef);
  load_kept(frame);
  if (place.unit == 0) frame.function = load(generator, local_offset(code->local_count) + offsetof(vm::Frame, function));
  top().return_unit = static_cast<uint32_t>(expected_ - t_.frame->code->units);
  frames_.push_back(std::move(frame));
  trace_.places.push_back({top().code_index, place.unit, 0});
  source_ = static_cast<uint32_t>(trace_.places.size() - 1);
  snapshot_at_ = kNoSnapshot;
  if (place.unit != 0) push(sent);
  entering_ = true;
  entering_depth_ = place.depth;
  entering_unit_ = place.unit;
  return true;
}

/// The frame of a generator at the end of a held chain, `depth` items on its stack.
TraceFrame& Recorder::enter_chain_frame(Generator* end, TraceFrame frame, Ref self, size_t depth) {
  frame.frame = end->frame;
  frame.code = end->code;
  frame.self = self;
  frame.function = kNoRef;
  frame.chained = true;
  frame.rounds = 0;
  auto known = std::find(trace_.codes.begin(), trace_.codes.end(), end->code);
  frame.code_index = static_cast<uint32_t>(known - trace_.codes.begin());
  if (known == trace_.codes.end()) trace_.codes.push_back(end->code);
  frame.locals.assign(end->code->local_count, kUnchanged);
  frame.kept_locals.assign(end->code->local_count, kNoRef);
  frame.stack.assign(depth, kUnchanged);
  frame.kept_stack.assign(depth, kNoRef);
  load_kept(frame);
  frames_.push_back(std::move(frame));
  return top();
}

/// The loop's next() resumes generators that delegate to each other, one code more than once. Not *followed: nothing was recorded.
bool Recorder::resume_chain(Generator* g, Ref generator, uint32_t exhausted, bool* followed) {
  if (vm::generator_state(g) != GeneratorState::kSuspended || frames_.size() >= kMaxDepth) return true;
  std::vector<vm::Code*> codes;
  std::vector<bool> absent;
  vm::ChainPlace place{};
  const uint16_t* pc = nullptr;
  Generator* end = vm::find_chain_end(t_, g, [&](const Generator* at) {
    codes.push_back(at->code);
    place = vm::ChainPlace::of(at, pc = at->frame->pc);
    absent.clear();
    for (int64_t i = 1; i <= std::min<int64_t>(place.depth(), kMostKept); ++i) absent.push_back(at->frame->stack()[i].is_absent());
    return codes.size() < static_cast<size_t>(std::max(t_.recursion_left, 0));
  });
  if (end == nullptr || place.depth() > kMostKept || end->code->local_count > kMostKept) return true;
  std::sort(codes.begin(), codes.end());
  if (std::adjacent_find(codes.begin(), codes.end()) == codes.end()) return true;
  *followed = true;
  guard_exact(generator, TypeId::kGenerator);
  Ref self = call(Helper::kResumeChain, generator, constant(end->code->value()), constant(Value::from_small_int(place.word)));
  top().return_unit = static_cast<uint32_t>(expected_ - t_.frame->code->units);
  TraceFrame frame{.frame = nullptr, .code = nullptr, .code_index = 0, .base = top().limit(), .result_base = 0};
  frame.result_base = top().stack_base() + static_cast<uint32_t>(top().stack.size());
  frame.exhausted = exhausted;
  enter_chain_frame(end, std::move(frame), self, static_cast<size_t>(place.depth()));
  Ref sent = constant(kNone);
  trace_.places.push_back({top().code_index, place.unit(), 0});
  source_ = static_cast<uint32_t>(trace_.places.size() - 1);
  snapshot_at_ = kNoSnapshot;
  push(sent);
  emit(Op::kCheckValid);
  escaped_ = false;
  know_kept_stack(absent);
  wait_frame_ = end->frame;
  expected_ = pc;
  return true;
}

/// The generator at the end of a held chain delegates to one that has not begun: that is the end now.
bool Recorder::extend_chain(Generator* g, bool* followed) {
  const Ref generator = peek(1), sent = peek(0);
  TraceFrame& frame = top();
  *followed = storable(frame) && frame.stack.size() <= kMostKept && g->code->local_count <= kMostKept && g->frame->code == vm::find_thread_code(t_, g->code);
  if (!*followed) return true;
  if (!is_constant(sent)) emit(Op::kGuardIs, as_value(sent), kNoRef, kNoRef, kNone.bits());
  guard_exact(generator, TypeId::kGenerator);
  emit(Op::kGuardIs, load(generator, offsetof(Generator, code)), kNoRef, kNoRef, Value::from_pointer(g->code).bits());
  drop(1);
  store_changed(frame);
  push(sent);
  snapshot_at_ = kNoSnapshot;
  auto place = vm::ChainPlace::at(expected_ - t_.frame->code->units, static_cast<int64_t>(frame.stack.size()) - 1);
  call(Helper::kExtendChain, frame.self, generator, constant(Value::from_small_int(place.word)));
  TraceFrame done = std::move(frame);
  frames_.pop_back();
  enter_chain_frame(g, std::move(done), generator, 0);
  top().function = load(generator, local_offset(g->code->local_count) + offsetof(vm::Frame, function));
  trace_.places.push_back({top().code_index, 0, 0});
  source_ = static_cast<uint32_t>(trace_.places.size() - 1);
  snapshot_at_ = kNoSnapshot;
  emit(Op::kCheckValid);
  escaped_ = false;
  wait_frame_ = g->frame;
  expected_ = g->frame->pc;
  return true;
}

/// Of a call's row it matters whether there is a self.
void Recorder::know_kept_stack(const std::vector<bool>& absent) {
  for (size_t i = 0; i < top().kept_stack.size(); ++i) {
    emit(absent[i] ? Op::kGuardIs : Op::kGuardPresent, top().stack[i]);
    if (!absent[i]) continue;
    top().stack[i] = top().kept_stack[i] = kAbsentRef;
    snapshot_at_ = kNoSnapshot;
  }
}

/// The generator at the end of a held chain returns: to the one that delegated to it, which is the end now, or to the loop.
bool Recorder::return_in_chain() {
  const vm::Frame* resumer = t_.frame->previous;
  Ref result = peek(0);
  if (resumer == frames_[frames_.size() - 2].frame) {
    call(Helper::kReturnFromChain, top().self);
    TraceFrame done = std::move(top());
    frames_.pop_back();
    snapshot_at_ = kNoSnapshot;
    drop(1);  // the generator
    expected_ = resumer->code->units + done.exhausted;
    return true;
  }
  auto* g = resumer->extra.as<Generator>();
  const auto* ends = t_.frame->extra.as<Generator>();
  const uint16_t* next = ends->exhausted_pc;
  auto place = vm::ChainPlace::at(resumer->pc - resumer->code->units, ends->exhausted_sp - g->frame->stack());  // interpreted, it has not kept its own
  if (resumer->flags != vm::kFrameGenerator || !g->handled_exception.is_absent() || place.depth() > kMostKept || g->code->local_count > kMostKept) {
    end_here();
    return true;
  }
  Ref self = call(Helper::kReturnInChain, top().self, constant(g->code->value()), constant(Value::from_small_int(place.word)));
  TraceFrame done = std::move(top());
  frames_.pop_back();
  done.locals.clear();
  enter_chain_frame(g, std::move(done), self, static_cast<size_t>(place.depth()) - 1);  // without what it delegated to
  trace_.places.push_back({top().code_index, static_cast<uint32_t>(next - resumer->code->units), 0});
  source_ = static_cast<uint32_t>(trace_.places.size() - 1);
  snapshot_at_ = kNoSnapshot;
  push(result);
  emit(Op::kCheckValid);
  escaped_ = false;
  std::vector<bool> absent;
  for (int64_t i = 1; i < place.depth(); ++i) absent.push_back(g->frame->stack()[i].is_absent());
  know_kept_stack(absent);
  expected_ = next;
  return true;
}

bool Recorder::send(Machine& m, uint32_t arg) {
  Value receiver = m.peek(1);
  auto not_followed = [&] {
    if (!side_) return abort("not compiled: a delegation that cannot be followed");
    end_here();
    return true;
  };
  bool more;
  if (Op next = next_of(receiver, &more); next != Op::kCount && m.peek(0).is_none()) {
    guard_shape(peek(1), receiver.as<Object>()->shape_id());
    if (!is_constant(peek(0))) emit(Op::kGuardIs, peek(0), kNoRef, kNoRef, kNone.bits());
    Ref result = more ? emit(next, peek(1)) : (call(Helper::kIterEnds, peek(1)), constant(kNone));
    drop(more ? 1 : 2);
    push(result);
    if (!more) expected_ += arg;
    return true;
  }
  if (!is_exact(receiver, TypeId::kGenerator) && !is_exact(receiver, TypeId::kCoroutine)) return not_followed();
  auto* g = receiver.as<Generator>();
  if (vm::generator_state(g) == GeneratorState::kCreated && !m.peek(0).is_none()) return not_followed();
  bool followed = false;
  auto recursive = [&] { return std::any_of(frames_.begin(), frames_.end(), [&](const TraceFrame& f) { return f.code == g->code; }); };
  if (top().chained && is_exact(receiver, TypeId::kGenerator) && vm::generator_state(g) == GeneratorState::kCreated && recursive()) {
    if (!extend_chain(g, &followed)) return false;
    if (followed) return true;
  }
  uint32_t next_unit = static_cast<uint32_t>(expected_ - t_.frame->code->units);
  auto row = static_cast<uint32_t>(top().stack.size()) - 1;
  if (!resume(g, peek(1), peek(0), row, next_unit + arg, true, &followed)) return false;
  return followed || not_followed();
}

/// next(generator) and generator.send(value).
bool Recorder::call_generator(Machine& m, uint32_t row, uint32_t nargs, bool* handled) {
  Value callable = (m.sp - 2)[0], self = (m.sp - 2)[1];
  *handled = false;
  if (nargs != 1 || !callable.is_heap()) return true;
  Value receiver = self.is_absent() ? m.tos : self;
  if (!receiver.is_heap() || !is_exact(receiver, TypeId::kGenerator)) return true;
  bool is_next = false;
  if (self.is_absent() && is_exact(callable, TypeId::kNativeFunction)) {
    auto* f = callable.as<NativeFunction>();
    is_next = std::string_view(f->def->text).starts_with("next(iterator,") && f->self.get().is_absent();
  }
  bool is_send = !self.is_absent() && is_exact(callable, TypeId::kMethodDescriptor) &&
                 std::string_view(callable.as<MethodDescriptor>()->def->text).starts_with("send(self,");
  if (!is_next && !is_send) return true;
  *handled = true;
  auto* g = receiver.as<Generator>();
  if (is_send && vm::generator_state(g) == GeneratorState::kCreated && !m.tos.is_none()) return escape(m, BytecodeOp::kCall, nargs);
  Ref callee = top().stack[row];
  if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
  bool followed = false;
  if (!resume(g, top().stack[row + (is_next ? 2 : 1)], is_next ? constant(kNone) : peek(0), row, kRaisesStop, false, &followed)) return false;
  if (followed && is_next) top().called = constant(callable);
  return followed || escape(m, BytecodeOp::kCall, nargs);
}

/// What can be awaited as it is: a coroutine that has not begun, and generators that types.coroutine has marked. Of others the awaitable
/// is asked for by the interpreter's own definition.
bool Recorder::get_awaitable(Machine& m, uint32_t arg) {
  Value v = m.peek(0);
  if (!v.is_heap() || v.is_absent()) return escape(m, BytecodeOp::kGetAwaitable, arg);
  const bool coroutine = is_exact(v, TypeId::kCoroutine);
  if (coroutine && vm::generator_state(v.as<Generator>()) == GeneratorState::kCreated) {
    guard_exact(peek(0), TypeId::kCoroutine);
    // One that has begun may be awaited by somebody already: then this raises.
    static_assert(static_cast<uint64_t>(GeneratorState::kCreated) == kAbsent.bits());
    emit(Op::kGuardIs, load(peek(0), offsetof(Generator, state)), kNoRef, kNoRef, kAbsent.bits());
    return true;
  }
  if (!coroutine && is_exact(v, TypeId::kGenerator) && (v.as<Generator>()->code->flags & bytecode::kIterableCoroutine)) {
    guard_exact(peek(0), TypeId::kGenerator);
    emit(Op::kGuardIs, load(peek(0), offsetof(Generator, code)), kNoRef, kNoRef, Value::from_pointer(v.as<Generator>()->code).bits());
    return true;
  }
  return escape(m, BytecodeOp::kGetAwaitable, arg);
}

/// An `async def __anext__`, called: what it makes needs no further look.
bool Recorder::get_anext(Machine& m, uint32_t arg) {
  Value iterator = m.peek(0);
  Str* method = name(t_, Name::k__anext__);
  Value found = iterator.is_heap() && !iterator.is_absent() ? type_lookup(t_, type_of(t_, iterator), method) : kAbsent;
  if (found.is_absent() || !is_exact(found, TypeId::kFunction)) return escape(m, BytecodeOp::kGetAnext, arg);
  auto* function = found.as<vm::Function>();
  vm::Code* code = function->code.load_acquire();
  if ((code->flags & bytecode::kCoroutine) == 0) return escape(m, BytecodeOp::kGetAnext, arg);
  Ref callee = method_of(iterator, peek(0), method, found);
  bool made = false;
  if (callee != kNoRef && !make_generator(function, callee, static_cast<uint32_t>(top().stack.size()), {{peek(0)}, {}, {}}, &made)) return false;
  return made || escape(m, BytecodeOp::kGetAnext, arg);
}

/// A call of a function whose frames lie in generators makes the object; where it does not bind (so a TypeError), nothing is *made.
bool Recorder::make_generator(vm::Function* fn, Ref function, uint32_t row, const CallArguments& arguments, bool* made) {
  vm::Code* code = fn->code.load_acquire();
  constexpr uint32_t kMostLocals = 256;
  const uint32_t parameters =
      code->argcount + code->kwonly + ((code->flags & bytecode::kVarArgs) != 0) + ((code->flags & bytecode::kVarKeywords) != 0);
  std::vector<Source> sources;
  *made = parameters <= kMostArguments && code->local_count <= kMostLocals && match_arguments(fn, code, arguments, &sources);
  if (!*made) return true;
  guard_code(fn, function, code);
  std::vector<Ref> locals = bind_arguments(fn, function, code, arguments, sources);
  locals.resize(parameters);
  Ref generator;
  switch (parameters) {
    case 0: generator = call(Helper::kMakeGenerator0, function); break;
    case 1: generator = call(Helper::kMakeGenerator1, function, locals[0]); break;
    case 2: generator = call(Helper::kMakeGenerator2, function, locals[0], locals[1]); break;
    default: generator = call_with_parts(Helper::kMakeGeneratorParts, function, locals); break;
  }
  top().stack.resize(row);
  push(generator);
  return true;
}

/// Functions without defaults and annotations: closures and generator expressions.
bool Recorder::make_function(Machine& m, uint32_t arg) {
  vm::Code* code = top().code;
  if ((arg != 0 && arg != 8) || !is_constant(peek(0)) || !facts_.on_namespaces(t_, executor_, code)) return escape(m, BytecodeOp::kMakeFunction, arg);
  Ref globals = constant(t_.frame->function->globals->value());
  Ref made = call(Helper::kMakeFunction, peek(0), globals, arg == 8 ? peek(1) : constant(kNone));
  drop(arg == 8 ? 2 : 1);
  push(made);
  return true;
}

/// An Escape has written all frames; what it popped of the innermost one's stack may have been overwritten then.
void Recorder::memory_is_written() {
  for (size_t k = 0; k < frames_.size(); ++k) {
    TraceFrame& frame = frames_[k];
    // Of phis settle_phis finds out what memory holds.
    if (!frame.generator() || (!side_ && k == 0)) continue;
    // The innermost one as it was is in the mark already.
    if (k + 1 < mark_.frames) mark_.kept.try_emplace(k, std::move(frame.kept_locals), std::move(frame.kept_stack));
    frame.kept_locals = frame.locals;
    frame.kept_stack = frame.stack;
  }
}

/// Whether all its values can stand in its object: ABSENT is no value of a trace.
bool Recorder::storable(const TraceFrame& frame) const {
  auto good = [](const std::vector<Ref>& values, const std::vector<Ref>& kept) {
    for (size_t i = 0; i < values.size(); ++i) {
      if (values[i] == kAbsentRef && (i >= kept.size() || kept[i] != kAbsentRef)) return false;
    }
    return true;
  };
  return good(frame.locals, frame.kept_locals) && good(frame.stack, frame.kept_stack);
}

/// What its object does not hold yet.
void Recorder::store_changed(TraceFrame& frame) {
  auto store = [&](std::vector<Ref>& values, std::vector<Ref>& kept, auto offset) {
    kept.resize(std::max(kept.size(), values.size()), kNoRef);
    for (size_t i = 0; i < values.size(); ++i) {
      if (values[i] == kept[i]) continue;
      emit(Op::kStoreField, frame.self, as_value(values[i]), kNoRef, offset(i));
      kept[i] = values[i];
    }
  };
  store(frame.locals, frame.kept_locals, [&](size_t i) { return local_offset(i); });
  store(frame.stack, frame.kept_stack, [&](size_t i) { return item_offset(frame, i); });
}

bool Recorder::yield_value(Machine& m) {
  if (frames_.size() == 1) {
    if (begins_loop_) return abort("a generator that yields in every round: whoever consumes it follows it");
    return return_to_caller(m, true);
  }
  Ref value = pop();
  TraceFrame& frame = top();
  if (!storable(frame)) return abort("a yield in a call's row");
  store_changed(frame);
  if (frame.chained) {
    vm::Frame* consumer = frames_[frames_.size() - 2].frame;
    auto place = vm::ChainPlace::at(expected_ - t_.frame->code->units, static_cast<int64_t>(frame.stack.size()));
    push(value);
    snapshot_at_ = kNoSnapshot;
    call(Helper::kReleaseChain, frame.self, constant(Value::from_small_int(place.word)));
    frames_.pop_back();
    snapshot_at_ = kNoSnapshot;
    push(value);
    wait_frame_ = consumer;  // the yield goes through the others
    expected_ = consumer->code->units + top().return_unit;
    return true;
  }
  GeneratorPlace place{static_cast<uint32_t>(expected_ - t_.frame->code->units), static_cast<uint16_t>(frame.stack.size()),
                       static_cast<uint16_t>(frame.locals.size())};
  emit(Op::kReleaseGenerator, frame.self, kNoRef, kNoRef, place.word());
  frames_.pop_back();
  snapshot_at_ = kNoSnapshot;
  push(value);
  expected_ = t_.frame->previous->code->units + top().return_unit;
  return true;
}

/// A generator that next() has resumed returns None: on a generator that has ended the call raises StopIteration, which a frame outside may handle.
bool Recorder::generator_raises_stop(const Machine& m) {
  auto left_to_interpreter = [&] {
    end_here();
    return true;
  };
  if (top().called == kNoRef || !m.peek(0).is_none()) return left_to_interpreter();
  TraceFrame done = std::move(frames_.back());
  frames_.pop_back();
  constexpr uint32_t kLength = 1 + bytecode::kCacheUnits[static_cast<int>(BytecodeOp::kCall)];
  const uint32_t unit = top().return_unit - kLength;
  raising_ = {BytecodeOp::kCall, 1, 0, 0, nullptr, kAbsent, kAbsent, true};
  raising_.handler = find_handler(unit, &raising_.raised_at, &raising_.frame);
  if (raising_.handler == nullptr) {
    frames_.push_back(std::move(done));
    return left_to_interpreter();
  }
  frames_.push_back(std::move(done));
  if (!is_constant(peek(0))) emit(Op::kGuardIs, as_value(peek(0)), kNoRef, kNoRef, kNone.bits());
  call(Helper::kFinishGenerator, top().self);
  done = std::move(frames_.back());
  frames_.pop_back();
  push(done.called);
  push(kAbsentRef);
  push(done.self);
  trace_.places.push_back({top().code_index, unit, 0});
  source_ = static_cast<uint32_t>(trace_.places.size() - 1);
  snapshot_at_ = kNoSnapshot;
  emit(Op::kCheckValid);
  Ref exception = emit(Op::kEscape, kNoRef, kNoRef, kNoRef, escape_imm(static_cast<uint8_t>(BytecodeOp::kCall), 1, raising_.handler->target));
  arrive_in_handler(exception);
  raising_.handler = nullptr;
  return true;
}

bool Recorder::generator_returns(const Machine& m) {
  if (top().chained) return return_in_chain();
  if (top().exhausted == kRaisesStop) return generator_raises_stop(m);
  Ref result = peek(0);
  call(Helper::kFinishGenerator, top().self);
  TraceFrame done = std::move(top());
  frames_.pop_back();
  snapshot_at_ = kNoSnapshot;
  drop(1);  // the generator
  if (done.sends) push(result);
  expected_ = t_.frame->previous->code->units + done.exhausted;
  return true;
}

}  // namespace eider::jit

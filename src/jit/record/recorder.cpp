// SPDX-License-Identifier: MIT
//
// The recorder's frame: starting, one step, snapshots, closing a loop. What single instructions become: record_*.cpp.
#include "jit/quiet.h"
#include "jit/record/recorder.h"

#include <algorithm>

#include "bytecode/ops.h"
#include "objects/realm.h"
#include "vm/generator.h"
#include "vm/generator_chain.h"

namespace eider::jit {

Recorder::Recorder(Thread& t, Executor* executor, FactSet& facts, vm::Frame* root, uint32_t unit, PlaceKind kind, const Value* sp,
                   Value tos, ExecutorAt executor_at)
    : t_(t), executor_(executor), facts_(facts), root_unit_(unit), executor_at_(executor_at), begins_loop_(kind == PlaceKind::kLoop),
      is_entry_(kind == PlaceKind::kFunction), side_(false), fitness_(0) {
  vm::Code* code = root->code->code;
  trace_.codes.push_back(code);
  TraceFrame frame{.frame = root, .code = code, .code_index = 0, .base = 0, .result_base = 0};
  uint32_t count = code->local_count;
  size_t depth = static_cast<size_t>(sp - root->stack());
  // Every local and stack item is an entry value and a phi; what the loop does not change is taken back when it is closed.
  auto seen = [&](size_t i) { return i < count ? root->locals[i] : i - count + 1 == depth ? tos : root->stack()[i - count + 1]; };
  trace_.places.push_back({0, unit, 0});
  if (is_generator(*code)) {
    frame.self = emit(Op::kRootExtra);
    frame.exhausted = 0;  // its resumer is not ours
  }
  snapshot_at_ = static_cast<uint32_t>(trace_.snapshots.size());
  Snapshot entry;
  entry.frames.push_back({.code = 0, .unit = unit, .base = 0, .result_base = 0, .self = frame.self, .exhausted = frame.exhausted});
  entry.frames[0].locals.assign(count, kUnchanged);
  entry.frames[0].stack.assign(depth, kUnchanged);
  trace_.snapshots.push_back(entry);
  entry_count_ = count + depth;
  std::vector<Ref> values(entry_count_, kAbsentRef);
  for (size_t i = 0; i < values.size(); ++i) {
    size_t word = i < count ? i : i + vm::kFrameWords + 1;  // the stack's first word is never an item
    Value v = seen(i);
    Ref r = frame.generator() ? load(frame.self, offsetof(vm::Generator, storage) + sizeof(Value) * word)
                              : emit(Op::kEntryValue, kNoRef, kNoRef, kNoRef, word);
    if (is_wordy(v)) r = emit(Op::kGuardWord, r);
    else if (v.is_small_int()) r = emit(Op::kGuardInt, r);
    else if (v.is_float_word()) r = emit(Op::kGuardFloat, r);
    // A variable that is unbound may be so in each round (except ... as name): decided when the loop is closed.
    if (v.is_absent() && i < count && kind == PlaceKind::kLoop) absent_guards_[static_cast<uint32_t>(i)] = emit(Op::kGuardIs, r, kNoRef, kNoRef, kAbsent.bits());
    values[i] = r;
  }
  trace_.loop = emit(Op::kLoop);
  trace_.code[trace_.loop].snapshot = snapshot_at_;  // what is moved in front of it may leave
  for (Ref& r : values) {
    r = emit(phi_of(type(r)), r, kNoRef, kNoRef, static_cast<uint64_t>(&r - values.data()) + 1);
  }
  frame.locals.assign(values.begin(), values.begin() + count);
  frame.stack.assign(values.begin() + count, values.end());
  frames_.push_back(std::move(frame));
  snapshot_at_ = kNoSnapshot;
}

Recorder::Recorder(Thread& t, Executor* executor, FactSet& facts, const Exit& exit, uint64_t made, ExecutorAt executor_at, bool may_link)
    : t_(t), executor_(executor), facts_(facts), executor_at_(executor_at), may_link_(may_link), side_(true), fitness_(executor->side_depth) {
  const Executor& parent = *exit.executor;
  trace_.floor = parent.extent + kActivationWords + (parent.spill_slots - parent.exit_scratch);
  root_unit_ = parent.exit_frames[exit.frames_end - 1].unit;
  begin_inputs(exit);
  begin_virtuals(exit);
  vm::Frame* real = t.frame;
  for (uint32_t i = exit.frames_end; i-- > exit.frames_begin; real = real->previous) {
    const ExitFrame& f = parent.exit_frames[i];
    vm::Code* code = parent.codes[f.code];
    TraceFrame frame{.frame = real, .code = code, .code_index = 0, .base = f.base, .result_base = f.result_base, .return_unit = f.unit};
    frame.function = value_at(parent, f.function, kNoWord);
    frame.self = value_at(parent, f.self, kNoWord);
    if (type(frame.self) == Type::kInt) frame.self = constant(parent.constants[f.self.index]);  // an operator's mark
    frame.exhausted = f.exhausted;
    frame.sends = f.sends;
    frame.chained = f.chained;
    if (f.chained) real = vm::outermost_in_chain(real);
    bool generator = frame.generator();  // what its object holds is loaded behind Enter
    for (uint32_t l = f.locals_begin; l < f.stack_begin; ++l) {
      frame.locals.push_back(value_at(parent, parent.locations[l], generator ? kNoWord : l - f.locals_begin));
    }
    uint32_t stack = static_cast<uint32_t>(frame.locals.size()) + vm::kFrameWords + 1;
    for (uint32_t l = f.stack_begin; l < f.stack_end; ++l) {
      frame.stack.push_back(value_at(parent, parent.locations[l], generator ? kNoWord : stack + l - f.stack_begin));
    }
    frames_.insert(frames_.begin(), std::move(frame));
  }
  for (TraceFrame& frame : frames_) {
    auto known = std::find(trace_.codes.begin(), trace_.codes.end(), frame.code);
    frame.code_index = static_cast<uint32_t>(known - trace_.codes.begin());
    if (known == trace_.codes.end()) trace_.codes.push_back(frame.code);
  }
  trace_.places.push_back({top().code_index, root_unit_, 0});
  emit_enter(made);
}

/// Enter, then the words that generators' objects hold, and the objects that the exit would have made.
void Recorder::emit_enter(uint64_t made) {
  for (TraceFrame& frame : frames_) {
    if (!frame.generator()) continue;
    frame.kept_locals.assign(frame.locals.size(), kNoRef);
    frame.kept_stack.assign(frame.stack.size(), kNoRef);
    for (Ref& r : frame.locals) r = r == kNoRef ? kUnchanged : r;
    for (Ref& r : frame.stack) r = r == kNoRef ? kUnchanged : r;
  }
  emit(Op::kEnter);
  snapshot_at_ = kNoSnapshot;
  for (TraceFrame& frame : frames_) {
    if (frame.generator()) load_kept(frame);
  }
  make_virtuals(made);
}

namespace {

/// The input that finds what is at `l`: a number, or a value in a register or slot.
std::pair<Op, uint64_t> input_of(const Executor& parent, const Location& l) {
  Op op = jit::input_of(l.type);
  if (l.kind == Location::Kind::kSpill) return {op, kInputMemory + parent.extent + kActivationWords + l.index};
  return {op, l.kind == Location::Kind::kEntry ? kInputMemory + l.index : l.index};
}

}  // namespace

/// All values that registers and slots of the parent hold, before anything else: the register allocator finds them there.
void Recorder::begin_inputs(const Exit& exit) {
  const Executor& parent = *exit.executor;
  auto input = [&](const Location& l) {
    using enum Location::Kind;
    if (l.kind == kConstant || l.kind == kUnchanged || l.kind == kVirtual || (l.kind == kEntry && l.type == Type::kValue)) return;
    auto key = input_of(parent, l);
    auto [known, added] = inputs_.try_emplace(key, kNoRef);
    if (added) known->second = emit(key.first, kNoRef, kNoRef, kNoRef, key.second);
  };
  for (uint32_t i = exit.frames_begin; i < exit.frames_end; ++i) {
    const ExitFrame& f = parent.exit_frames[i];
    input(f.function);
    input(f.self);
    for (uint32_t l = f.locals_begin; l < f.stack_end; ++l) input(parent.locations[l]);
  }
  for (uint32_t i = exit.virtuals_begin; i < exit.virtuals_end; ++i) {
    const ExitVirtual& object = parent.virtuals[i];
    input(object.unless);
    for (uint32_t f = object.fields_begin; f < object.fields_end; ++f) input(parent.virtual_fields[f].value);
  }
}

void Recorder::begin_virtuals(const Exit& exit) {
  const Executor& parent = *exit.executor;
  for (uint32_t i = exit.virtuals_begin; i < exit.virtuals_end; ++i) {
    const ExitVirtual& object = parent.virtuals[i];
    VirtualObject v{.maker = object.maker, .arguments = object.arguments, .shape = object.shape};
    v.unless = value_at(parent, object.unless, kNoWord);
    for (uint32_t f = object.fields_begin; f < object.fields_end; ++f) {
      const ExitVirtual::Field& field = parent.virtual_fields[f];
      v.fields.push_back({field.offset, value_at(parent, field.value, kNoWord)});
    }
    virtuals_.push_back(std::move(v));
  }
  if (exit.handled.kind == Location::Kind::kVirtual) handled_ = value_at(parent, exit.handled, kNoWord);
}

/// What the exit would have made, the trace makes now; that it need not, the optimizer finds out. Where it depends on the round whether
/// there is one, the trace is of the case at hand.
void Recorder::make_virtuals(uint64_t made) {
  if (virtuals_.empty()) return;
  std::vector<Ref> real;
  auto find = [&](Ref ref) { return is_virtual(ref) ? real[ref - kFirstVirtual] : ref; };
  for (size_t i = 0; i < virtuals_.size(); ++i) {
    const VirtualObject object = virtuals_[i];
    if (object.unless != kNoRef) {
      bool fresh = i < 64 && (made >> i & 1);
      emit(fresh ? Op::kGuardIs : Op::kGuardIsNot, object.unless, kNoRef, kNoRef, kMadeInLoop);
      if (!fresh) {
        real.push_back(object.unless);
        continue;
      }
    }
    if (object.maker == VirtualObject::kSame) {
      real.push_back(find(object.fields[0].value));
      continue;
    }
    Ref arguments[3] = {kNoRef, kNoRef, kNoRef};
    for (size_t n = 0; n < object.arguments; ++n) arguments[n] = find(object.fields[n].value);
    auto maker = static_cast<Helper>(object.maker);
    Ref v = maker == Helper::kNewComplex ? emit(Op::kBoxComplex, arguments[0], arguments[1]) : call(maker, arguments[0], arguments[1], arguments[2]);
    for (size_t n = object.arguments; n < object.fields.size(); ++n) {
      emit(Op::kStoreField, v, as_value(find(object.fields[n].value)), kNoRef, object.fields[n].offset);
    }
    if (object.shape != 0) emit(Op::kSetShape, v, kNoRef, kNoRef, object.shape);
    real.push_back(v);
  }
  virtuals_.clear();
  if (handled_ != kUnchanged) call(Helper::kPushExcInfo, find(handled_));
  handled_ = kUnchanged;
  snapshot_at_ = kNoSnapshot;
  for (TraceFrame& frame : frames_) {
    frame.self = find(frame.self);
    for (Ref& ref : frame.locals) ref = find(ref);
    for (Ref& ref : frame.stack) ref = find(ref);
  }
}

/// word: of the root frame, where an unchanged value stands; kNoWord: there is no value then
Ref Recorder::value_at(const Executor& parent, const Location& l, uint32_t word) {
  auto entry = [&](uint64_t at) {
    auto [known, added] = inputs_.try_emplace({Op::kEntryValue, at}, kNoRef);
    if (added) known->second = emit(Op::kEntryValue, kNoRef, kNoRef, kNoRef, at);
    return known->second;
  };
  switch (l.kind) {
    case Location::Kind::kVirtual: return kFirstVirtual + l.index;
    case Location::Kind::kConstant: {
      if (l.type == Type::kFloat) return float_constant(parent.floats[l.index]);
      if (l.type == Type::kWord) return word_constant(parent.words[l.index]);
      Value v = parent.constants[l.index];
      if (v.is_absent()) return kAbsentRef;
      return v.is_small_int() ? int_word(v.bits() - 1) : v.is_float_word() ? float_constant(v.float_word()) : constant(v);
    }
    case Location::Kind::kUnchanged: return word == kNoWord ? kNoRef : entry(word);
    case Location::Kind::kEntry:
      if (l.type == Type::kValue) return entry(l.index);
      break;
    case Location::Kind::kIntRegister: case Location::Kind::kFloatRegister: case Location::Kind::kSpill: break;
  }
  return inputs_.at(input_of(parent, l));
}

bool Recorder::abort(std::string reason) {
  if (reason_.empty()) reason_ = std::move(reason);
  return false;
}

uint32_t Recorder::snapshot() {
  if (snapshot_at_ != kNoSnapshot) return snapshot_at_;
  Snapshot s;
  for (size_t i = 0; i < frames_.size(); ++i) {
    const TraceFrame& f = frames_[i];
    uint32_t unit = i + 1 < frames_.size() ? f.return_unit : trace_.places[source_].unit;
    s.frames.push_back({f.code_index, unit, f.base, f.result_base, f.function, f.self, f.locals, f.stack, f.exhausted, f.sends, f.chained});
    SnapshotFrame& frame = s.frames.back();
    for (size_t k = 0; k < f.kept_locals.size(); ++k) {
      if (frame.locals[k] == f.kept_locals[k]) frame.locals[k] = kUnchanged;
    }
    for (size_t k = 0; k < f.kept_stack.size() && k < frame.stack.size(); ++k) {
      if (frame.stack[k] == f.kept_stack[k]) frame.stack[k] = kUnchanged;
    }
  }
  s.virtuals = virtuals_;
  s.handled = handled_;
  snapshot_at_ = static_cast<uint32_t>(trace_.snapshots.size());
  trace_.snapshots.push_back(std::move(s));
  return snapshot_at_;
}

Ref Recorder::emit(Op op, Ref a, Ref b, Ref c, uint64_t imm) {
  Instruction i{.op = op, .source = source_, .a = a, .b = b, .c = c, .imm = imm};
  if (info_of(op).exits()) i.snapshot = snapshot();
  return trace_.add(i);
}

Ref Recorder::constant(Value v) { return emit(Op::kConstValue, kNoRef, kNoRef, kNoRef, v.bits()); }
Ref Recorder::int_word(uint64_t word) { return emit(Op::kConstInt, kNoRef, kNoRef, kNoRef, word); }
Ref Recorder::word_constant(uint64_t word) { return emit(Op::kConstWord, kNoRef, kNoRef, kNoRef, word); }
Ref Recorder::float_constant(double d) { return emit(Op::kConstFloat, kNoRef, kNoRef, kNoRef, std::bit_cast<uint64_t>(d)); }

Ref Recorder::pop() {
  Ref r = top().stack.back();
  top().stack.pop_back();
  return r;
}
Ref Recorder::local(uint32_t i) { return top().locals[i]; }

Ref Recorder::as_value(Ref r) {
  switch (type(r)) {
    case Type::kInt: return emit(Op::kBoxInt, r);
    case Type::kFloat: return emit(Op::kBoxFloat, r);
    case Type::kWord: return emit(Op::kBoxWord, r);
    default: return r;
  }
}
bool Recorder::is_float(Value v, Ref r) const { return v.is_float_word() || (v.is_heap() && type(r) == Type::kFloat); }
bool Recorder::is_unboxed(Ref r) {
  if (type(r) == Type::kValue) return false;
  relied_on_.push_back(r);
  return true;
}
Ref Recorder::as_int(Ref r) {
  if (type(r) == Type::kWord) return emit(Op::kWordToInt, r);
  return type(r) == Type::kInt ? r : emit(Op::kGuardInt, r);
}
Ref Recorder::as_float(Ref r) { return type(r) == Type::kFloat ? r : emit(Op::kGuardFloat, r); }
Ref Recorder::as_heap(Ref r) {
  if (is_constant(r) && Value::from_bits(trace_.code[r].imm).is_heap()) return r;
  emit(Op::kGuardHeap, r);
  return r;
}
void Recorder::guard_shape(Ref o, uint32_t shape) {
  if (is_unboxed(o)) return;  // a float that has no word: its type says it
  as_heap(o);
  emit(Op::kGuardShape, o, kNoRef, kNoRef, shape);
}

void Recorder::guard_kind(Ref r, Value v) {
  if (v.is_small_int() && type(r) == Type::kWord) return (void)as_int(r);  // who is given it may count on a small one
  if (is_unboxed(r)) return;  // its type says it
  if (v.is_small_int()) (void)as_int(r);
  else if (v.is_float_word()) (void)as_float(r);
  else if (v.is_heap()) guard_shape(r, v.as<Object>()->shape_id());
  else emit(Op::kGuardIs, r, kNoRef, kNoRef, v.bits());
}

Ref Recorder::call(Helper helper, Ref a, Ref b, Ref c) {
  int count = kHelpers[static_cast<int>(helper)].arguments;
  Op op = count == 1 ? Op::kCallHelper1 : count == 2 ? Op::kCallHelper2 : Op::kCallHelper3;
  a = as_value(a);
  if (count > 1) b = as_value(b);
  if (count > 2) c = as_value(c);
  Ref r = emit(op, a, b, c, static_cast<uint64_t>(helper));
  escaped_ = true;
  return r;
}

bool Recorder::plain(Value v) const {
  if (!v.is_heap()) return true;
  switch (static_cast<TypeId>(v.as<Object>()->shape_id())) {
    case TypeId::kInt: case TypeId::kFloat: case TypeId::kStr: case TypeId::kBytes: case TypeId::kRange: case TypeId::kComplex:
      return true;
    default: return false;
  }
}

bool Recorder::plain_container(Value v) const {
  if (!v.is_heap() || v.is_absent()) return false;
  auto good = [&](Value item) { return item.is_absent() || plain(item) || (item.is_heap() && is_exact(item, TypeId::kTuple) && plain_key(item)); };
  switch (static_cast<TypeId>(v.as<Object>()->shape_id())) {
    case TypeId::kTuple: return v.as<Tuple>()->size() == 0 || good(v.as<Tuple>()->items[0].get());
    case TypeId::kList: {
      Value first = list_size(v.as<List>()) == 0 ? kAbsent : list_get(v.as<List>(), 0);
      return good(first);
    }
    case TypeId::kDict: {
      uint32_t position = 0;
      Value key, value;
      return !dict_next_at(v.as<Dict>(), &position, &key, &value) || (good(key) && good(value));
    }
    case TypeId::kSet: case TypeId::kFrozenSet: return true;
    default: return false;
  }
}

bool Recorder::plain_key(Value v) const {
  if (!v.is_heap() || !is_exact(v, TypeId::kTuple)) return plain(v);
  Tuple* tuple = v.as<Tuple>();
  for (int64_t i = 0; i < tuple->size(); ++i) {
    if (!plain(tuple->items[i].get())) return false;
  }
  return true;
}

bool Recorder::quiet_key(Value v, int levels) const {
  if (plain(v)) return !v.is_absent();
  if (is_exact(v, TypeId::kTuple)) {
    Tuple* tuple = v.as<Tuple>();
    return levels > 0 && std::all_of(tuple->items, tuple->items + tuple->size(), [&](const auto& item) { return quiet_key(item.get(), levels - 1); });
  }
  const objects::Type* cls = type_of(t_, v);
  const objects::Type* object = objects::type(t_, TypeId::kObject);
  return !cls->has(objects::kDeferred) && cls->slots.hash == object->slots.hash && cls->slots.compare == object->slots.compare;
}

bool Recorder::quiet_search(Value sequence, Value item) const {
  constexpr int64_t kLookedAt = 32;
  if (!quiet_key(item)) return false;
  bool list = is_exact(sequence, TypeId::kList);
  int64_t size = list ? list_size(sequence.as<List>()) : sequence.as<Tuple>()->size();
  for (int64_t i = 0; i < std::min(size, kLookedAt); ++i) {
    Value other = list ? list_get(sequence.as<List>(), i) : sequence.as<Tuple>()->items[i].get();
    if (!other.is_absent() && !quiet_key(other)) return false;
  }
  return true;
}

bool Recorder::native_subscripts(Value container) const {
  const objects::Type* cls = type_of(t_, container);
  if (cls->has(objects::kHeapType) || cls->slots.get_item == nullptr || is_type(t_, container)) return false;
  return !is_weak_proxy(*cls);
}

void Recorder::want_loop() {
  const vm::ThreadCode* tc = frames_[0].frame->code;
  uint32_t arg = 0;
  for (uint32_t unit = root_unit_, end = static_cast<uint32_t>(tc->unit_count); unit < end;) {
    BytecodeOp op = vm::family_of(static_cast<uint8_t>(tc->units[unit]));
    arg = arg << 8 | tc->units[unit] >> 8;
    if (op == BytecodeOp::kJumpBackward && unit + 2 - arg == root_unit_) loop_end_ = unit;
    unit += 1 + static_cast<uint32_t>(bytecode::kCacheUnits[static_cast<int>(op)]);
    if (op != BytecodeOp::kExtendedArg) arg = 0;
  }
}

Recorder::Step Recorder::step(Value* locals, Value* sp, const uint16_t* pc, Value tos) {
  if (wait_frame_ != nullptr) {  // a call that is not followed runs
    if (t_.frame == wait_frame_ && pc == prefixed_) {
      prefixed_ = nullptr;
      return Step::kGoOn;
    }
    bool raised = t_.frame == wait_frame_ && pc != expected_ && pc != expected_other_;
    for (const TraceFrame& f : frames_) raised |= t_.frame == f.frame && f.frame != wait_frame_;
    if (raised) {
      wait_frame_ = nullptr;
      if (!follow_raise(pc)) {
        if (end_before_raise()) return Step::kDone;
        abort("an exception was raised");
        return Step::kAborted;
      }
    } else if (t_.frame != wait_frame_) {
      if (++waited_ > 20'000) {
        abort("a call took too long while recording");
        return Step::kAborted;
      }
      return Step::kGoOn;
    }
    wait_frame_ = nullptr;
    if (pc != expected_) {  // the iterator that was asked is exhausted
      if (!loop_ended()) return Step::kAborted;
    }
  }
  if (done_) return Step::kDone;
  if (pc == prefixed_) {  // the instruction behind an ExtendedArg, recorded with it
    prefixed_ = nullptr;
    return Step::kGoOn;
  }
  if (entering_) {
    entering_ = false;
    if (may_end_ && t_.frame == frames_[frames_.size() - 2].frame && pc == expected_other_) {  // the loop's end is left to the interpreter
      constexpr size_t kFewest = 6;
      if (steps_ < kFewest) {
        abort("a map of an iterator that is at its end");
        return Step::kAborted;
      }
      back_to_mark();
      end_here();
      return Step::kDone;
    }
    may_end_ = false;
    if (t_.frame->previous != frames_[frames_.size() - 2].frame || t_.frame->code->code != top().code || pc != t_.frame->code->units + entering_unit_) {
      if (follow_raise(pc)) return step(locals, sp, pc, tos);
      if (end_before_raise()) return Step::kDone;
      abort("the call went elsewhere");
      return Step::kAborted;
    }
    top().frame = t_.frame;
    const Ref function = top().function;
    if (is_constant(function) && !saw(function, t_.frame->function->value())) return changed();
    for (size_t i = 0; i < top().locals.size(); ++i) {
      if (!saw(top().locals[i], locals[i])) return changed();
    }
    // Of a call's row it matters whether there is a self. Only now the generator is this thread's.
    for (uint32_t i = 0, depth = std::exchange(entering_depth_, 0); i < depth; ++i) {
      bool absent = t_.frame->stack()[1 + i].is_absent();
      emit(absent ? Op::kGuardIs : Op::kGuardPresent, top().stack[i]);
      if (absent) top().stack[i] = top().kept_stack[i] = kAbsentRef;
    }
  } else if (expected_ != nullptr && (t_.frame != top().frame || (pc != expected_ && pc != expected_other_))) {
    if (follow_raise(pc)) return step(locals, sp, pc, tos);
    if (end_before_raise()) return Step::kDone;
    abort(std::string("an exception was raised, or execution went on elsewhere, behind ") + info_of(trace_.code.back().op).name);
    return Step::kAborted;
  }
  Machine m{locals, sp, pc, tos};
  for (size_t i = 0, depth = top().stack.size(); i < depth; ++i) {
    if (!saw(top().stack[i], m.peek(static_cast<int>(depth - 1 - i)))) return changed();
  }
  const vm::ThreadCode* tc = t_.frame->code;
  uint32_t unit = static_cast<uint32_t>(pc - tc->units);
  uint32_t arg = 0;
  const uint16_t* at = pc;
  while (static_cast<BytecodeOp>(static_cast<uint8_t>(*at)) == BytecodeOp::kExtendedArg) arg = (arg << 8 | *at >> 8), ++at;
  if (at != pc) prefixed_ = at;
  uint8_t raw = static_cast<uint8_t>(*at);
  arg = arg << 8 | *at >> 8;
  BytecodeOp op = vm::family_of(raw);
  trace_.places.push_back({top().code_index, unit, 0});
  source_ = static_cast<uint32_t>(trace_.places.size() - 1);
  snapshot_at_ = kNoSnapshot;
  m.pc = at;
  if (loop_end_ != kNoUnit && frames_.size() == 1 && (unit > loop_end_ || op == BytecodeOp::kReturnValue)) {
    left_loop_ = true;
    abort("the loop was left while recording");
    return Step::kAborted;
  }
  if (escaped_) {
    escaped_ = false;
    emit(Op::kCheckValid);
  }
  bool came_back = std::exchange(came_back_, false);
  if ((steps_ > 0 || may_link_) && !came_back && executor_at_(top().code, unit, PlaceKind::kLoop) != nullptr) {
    end_at_header(m, unit);
    return Step::kDone;
  }
  if (links_now_) {
    links_ = true;
    jump_to(function_executor(top().code, unit));
    return Step::kDone;
  }
  if (budget_is_spent()) return Step::kDone;
  expected_ = at + 1 + bytecode::kCacheUnits[static_cast<int>(op)];
  expected_other_ = nullptr;
  mark_instruction(m, op, arg, static_cast<uint32_t>(at - tc->units));
  if (!record(m, static_cast<vm::QuickOp>(raw), op, arg)) return Step::kAborted;
  if (done_) return Step::kDone;
  ++steps_;
  return Step::kGoOn;
}

/// Whether the interpreter got for `r` what step() had looked at when r was recorded: another thread may have stored something else before
/// the instruction read it. What r says of itself is guarded against what was looked at, and not again.
bool Recorder::saw(Ref r, Value v) const {
  if (r == kAbsentRef) return v.is_absent();
  if (is_constant(r)) {
    Value looked_at = Value::from_bits(trace_.code[r].imm);
    if (looked_at == v) return true;
    // Of constant texts the recorder makes its own concatenation.
    auto text = [](Value s) { return s.is_heap() && !s.is_absent() && is_exact(s, TypeId::kStr); };
    return text(looked_at) && text(v) && str_equal(looked_at.as<Str>(), v.as<Str>());
  }
  switch (type(r)) {
    case Type::kInt: return v.is_small_int();
    case Type::kFloat: return v.is_float_word() || (v.is_heap() && !v.is_absent() && is_exact(v, TypeId::kFloat));
    case Type::kWord: return v.is_small_int() || is_wordy(v);
    default: return true;
  }
}

Recorder::Step Recorder::changed() {
  abort("an instruction got something else than was there a moment before");
  return Step::kAborted;
}

bool Recorder::record(Machine& m, vm::QuickOp quick, BytecodeOp op, uint32_t arg) {
  bool handled = true;
  if (!moves(m, op, arg, &handled)) return false;
  if (handled) return true;
  handled = true;
  if (!arithmetic(m, quick, op, arg, &handled)) return false;
  if (handled) return true;
  handled = true;
  if (!attributes(m, op, arg, &handled)) return false;
  if (handled) return true;
  handled = true;
  if (!containers(m, op, arg, &handled)) return false;
  if (handled) return true;
  handled = true;
  if (!flow(m, op, arg, &handled)) return false;
  if (handled) return true;
  handled = true;
  if (!exceptions(m, op, arg, &handled)) return false;
  if (handled) return true;
  handled = true;
  if (!patterns(m, op, arg, &handled)) return false;
  if (handled) return true;
  return escape(m, op, arg);
}

bool Recorder::escape(Machine& m, BytecodeOp op, uint32_t arg) {
  using enum bytecode::Op;
  switch (op) {
    case kYieldValue: case kEndAsyncFor: case kAsyncGenWrap:
    case kCheckEgMatch: case kPrepReraiseStar: case kDeleteName:
    case kLoadClassDeref: case kImportStar: case kSetupAnnotations:
      return abort(std::string("not compiled: ") + bytecode::op_name(op));
    default: break;
  }
  bytecode::StackUse use = bytecode::stack_use(op, arg, bytecode::Edge::kNext);
  // Items are boxed on the main path: the snapshot would box them too, but the instruction pops some of them.
  wait_frame_ = t_.frame;  // it may run Python
  Ref r = emit(Op::kEscape, kNoRef, kNoRef, kNoRef, escape_imm(static_cast<uint8_t>(op), arg));
  drop(static_cast<int>(use.pops));
  memory_is_written();
  for (uint32_t i = use.pushes; i > 0; --i) push(i == 1 ? r : emit(Op::kEscapeItem, r, kNoRef, kNoRef, i - 1));
  escaped_ = true;
  (void)m;
  return true;
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// How traces end: in other compiled code, at the header of the loop they came from, by closing a loop, or nowhere.
#include <algorithm>

#include "jit/record/recorder.h"
#include "objects/numbers.h"

namespace eider::jit {

/// Where a loop begins that has its own code.
void Recorder::end_at_header(const Machine& m, uint32_t unit) {
  trace_.places.push_back({top().code_index, unit, 0});
  source_ = static_cast<uint32_t>(trace_.places.size() - 1);
  snapshot_at_ = kNoSnapshot;
  links_ = true;
  Executor* loop = executor_at_(top().code, unit, PlaceKind::kLoop);
  if (!jump_to_header(m, loop)) jump_to(loop);
}

Executor* Recorder::function_executor(vm::Code* code, uint32_t unit) const {
  return is_entry_ && code == trace_.codes[0] ? executor_ : executor_at_(code, unit, PlaceKind::kFunction);
}

void Recorder::end_here() {
  if (side_ && steps_ == 0) fruitless_ = true;
  emit(Op::kEnd);
  done_ = true;
  if (!side_) settle_phis(true);
}

/// Note [Fitness]: ends the trace in front of the current instruction when no more is left than that is worth.
bool Recorder::budget_is_spent() {
  const size_t frames = frames_.size() - 1, operations = trace_.code.size();
  auto place = Fitness::Place::kCall;
  if (frames == 0) {
    const size_t depth = top().stack.size();
    lowest_stack_ = std::min(lowest_stack_, depth);
    place = depth == lowest_stack_ ? Fitness::Place::kStatement : Fitness::Place::kExpression;
  }
  if (steps_ == 0 || !fitness_.ends_at(place, operations, frames)) return false;
  spent_ = std::to_string(operations) + " operations, " + std::to_string(fitness_.branches()) + " branches, " + std::to_string(frames) + " calls deep";
  end_here();
  return true;
}

/// Whether the loop's header could be gone to with v, which `ref` is, as this variable.
bool Recorder::fits_header(const LoopVariable& variable, Type wanted, Ref ref, Value v) const {
  if (ref == kAbsentRef || ref == kUnchanged || v.is_absent()) return false;
  if (uint64_t word; wanted == Type::kWord) return is_exact_int(v) && int_fits_uint64(v, &word);
  if (wanted == Type::kFloat) return v.is_float_word() || type(ref) == Type::kFloat;
  if (wanted == Type::kInt) return v.is_small_int() && variable.low <= v.small_int() && v.small_int() <= variable.high;
  if (variable.other || (variable.constant && v.bits() != variable.word)) return false;
  if (variable.is_int && !v.is_small_int()) return false;
  if (variable.is_float_word && !v.is_float_word()) return false;
  if (variable.heap && !v.is_heap()) return false;
  if (variable.permanent_shape != 0 && !(v.is_heap() && v.as<Object>()->shape_id() == variable.permanent_shape)) return false;
  return variable.tuple_size == -1 || (is_exact(v, TypeId::kTuple) && v.as<Tuple>()->size() == variable.tuple_size);
}

/// `ref` with everything guarded that the loop takes for granted of the variable.
Ref Recorder::as_header_wants(const LoopVariable& variable, Type wanted, Ref ref) {
  if (wanted == Type::kFloat) return as_float(ref);
  if (wanted == Type::kWord) return as_word(ref);
  if (wanted == Type::kInt) {
    Ref number = as_int(ref);
    auto bound = [&](int64_t n) { return int_word(static_cast<uint64_t>(n) << 1); };
    if (variable.low != Value::kMinSmallInt) emit(Op::kGuardIntLe, bound(variable.low), number);
    if (variable.high != Value::kMaxSmallInt) emit(Op::kGuardIntLe, number, bound(variable.high));
    return number;
  }
  ref = as_value(ref);
  if (variable.constant) emit(Op::kGuardIs, ref, kNoRef, kNoRef, variable.word);
  if (variable.is_int) (void)emit(Op::kGuardInt, ref);
  if (variable.is_float_word) (void)emit(Op::kGuardFloat, ref);
  if (variable.permanent_shape != 0) guard_shape(ref, static_cast<uint32_t>(variable.permanent_shape));
  else if (variable.heap) (void)as_heap(ref);
  else if (variable.present) emit(Op::kGuardPresent, ref);
  if (variable.tuple_size != -1) emit(Op::kGuardTupleSize, ref, kNoRef, kNoRef, static_cast<uint64_t>(variable.tuple_size));
  return ref;
}

/// Note [Back to a loop's header]
/// False, and nothing is emitted: it is another loop, or it would find something else than it expects.
bool Recorder::jump_to_header(const Machine& m, Executor* loop) {
  if (!side_ || loop == nullptr || loop != executor_->root || frames_.size() != 1 || frames_[0].generator()) return false;
  const LoopHeader& header = loop->header;
  TraceFrame& frame = frames_[0];
  const size_t locals = frame.locals.size(), count = locals + frame.stack.size();
  if (!header.usable || header.words != count) return false;
  auto value = [&](size_t i) { return i < locals ? m.locals[i] : m.peek(static_cast<int>(count - 1 - i)); };
  auto ref = [&](size_t i) -> Ref& { return i < locals ? frame.locals[i] : frame.stack[i - locals]; };
  for (const LoopHeader::Phi& phi : header.phis) {
    if (phi.variable < count && !fits_header(header.variables[phi.variable], phi.type, ref(phi.variable), value(phi.variable))) return false;
  }
  for (size_t i = 0; i < count; ++i) {
    const LoopHeader::Variable& variable = header.variables[i];
    if (variable.absent && ref(i) != kAbsentRef) return false;
    if (variable.absent || variable.is_phi || variable.settable || ref(i) == kUnchanged) continue;
    uint64_t word = i < locals ? i : i + vm::kFrameWords + 1;
    bool same = ref(i) < trace_.code.size() && trace_.code[ref(i)].op == Op::kEntryValue && trace_.code[ref(i)].imm == word;
    if (!same) return false;
  }
  std::vector<Value> held(count);
  for (size_t i = 0; i < count; ++i) held[i] = value(i);
  std::vector<PartWish> parts;
  if (!find_parts(header, held, ref, &parts)) return false;
  (void)snapshot();  // what guards leave with: variables as they are
  std::vector<Ref> wanted(count);
  for (size_t i = 0; i < count; ++i) wanted[i] = ref(i);
  for (const LoopHeader::Phi& phi : header.phis) {
    if (phi.variable >= count) continue;
    wanted[phi.variable] = as_header_wants(header.variables[phi.variable], phi.type, ref(phi.variable));
  }
  for (size_t i = 0; i < count; ++i) {
    if (header.variables[i].settable && wanted[i] < trace_.code.size()) wanted[i] = as_value(wanted[i]);
  }
  std::vector<Ref> brought = load_parts(header, wanted, parts);
  for (size_t i = 0; i < count; ++i) ref(i) = wanted[i];
  snapshot_at_ = kNoSnapshot;
  trace_.snapshots[snapshot()].header = std::move(brought);
  emit(Op::kJumpHeader, kNoRef, kNoRef, kNoRef, reinterpret_cast<uint64_t>(static_cast<ExecutorHead*>(loop)));
  done_ = true;
  return true;
}

/// What the header wants to know of the objects that its variables carry, in the order of its parts. False: one of them does not fit.
/// held: the variables of the frame. Those that this trace has made are asked for everything: perhaps they need not be made.
bool Recorder::find_parts(const LoopHeader& header, std::vector<Value> held, auto ref, std::vector<PartWish>* parts) {
  trace_.goal.assign(header.variables.begin(), header.variables.end());
  trace_.goal_words = header.words;
  std::vector<Type> phi_types(header.variables.size(), Type::kNone);
  for (const LoopHeader::Phi& phi : header.phis) {
    if (phi.variable != LoopHeader::kNoVariable) phi_types[phi.variable] = phi.type;
  }
  std::vector<bool> made(header.variables.size(), false), readable(header.variables.size(), false);
  auto look = [&](size_t i, bool is_made) {
    const LoopVariable& variable = header.variables[i];
    Value v = held[i];
    readable[i] = variable.carried && !v.is_absent() && v.is_heap() && (variable.shape == 0 || v.as<Object>()->shape_id() == variable.shape) &&
                  (variable.size == -1 || v.as<Tuple>()->size() == variable.size);
    made[i] = trace_.goal[i].complete = is_made && readable[i] && variable.complete;
    return readable[i] || !variable.looked;
  };
  for (size_t i = 0; i < header.words; ++i) {
    Ref r = ref(i);
    auto makes = [&](const Instruction& made, uint16_t maker) {
      if (made.op == Op::kBoxComplex) return maker == static_cast<uint16_t>(Helper::kNewComplex);
      return made.op >= Op::kCallHelper1 && made.op <= Op::kCallHelper3 && made.imm == maker;
    };
    if (!look(i, r < trace_.code.size() && makes(trace_.code[r], header.variables[i].maker))) return false;
  }
  for (size_t i = header.words; i < header.variables.size(); ++i) {
    const LoopVariable& variable = header.variables[i];
    PartWish wish{.type = phi_types[i] == Type::kNone ? Type::kValue : phi_types[i]};
    bool known = phi_types[i] != Type::kNone || variable.constant || variable.other;
    held.push_back(objects::kAbsent);
    if (known && readable[variable.owner] && (variable.needed || made[variable.owner])) {
      if (!variable.is_double) held[i] = reinterpret_cast<objects::Field<Value>*>(held[variable.owner].bits() + variable.offset)->load_acquire();  // pairs with stores into attributes
      wish.wanted = variable.is_double ? !variable.other : fits_header(variable, wish.type, kNoRef, held[i]);
      if (!wish.wanted && variable.needed) return false;
      if (!wish.wanted) trace_.goal[variable.owner].complete = false;
    }
    if (!look(i, made[variable.owner])) return false;
    parts->push_back(wish);
  }
  return true;
}

std::vector<Ref> Recorder::load_parts(const LoopHeader& header, const std::vector<Ref>& owners, const std::vector<PartWish>& parts) {
  std::vector<Ref> refs = owners;
  std::vector<bool> guarded(header.variables.size(), false);
  for (size_t n = 0; n < parts.size(); ++n) {
    const LoopVariable& variable = header.variables[header.words + n];
    refs.push_back(kAbsentRef);
    if (!parts[n].wanted) continue;
    const LoopVariable& owner = header.variables[variable.owner];
    Ref object = refs[variable.owner], held;
    if (!guarded[variable.owner]) {
      guard_shape(object, owner.shape);
      if (owner.size != -1) emit(Op::kGuardTupleSize, object, kNoRef, kNoRef, static_cast<uint64_t>(owner.size));
      guarded[variable.owner] = true;
    }
    if (variable.is_double) {
      held = emit(Op::kLoadFixedFloat, object, kNoRef, kNoRef, variable.offset);
    } else if (owner.size != -1) {
      held = emit(Op::kTupleItemAt, object, kNoRef, kNoRef, (variable.offset - offsetof(Tuple, items)) / sizeof(Value));
    } else {
      held = emit(Op::kLoadField, object, kNoRef, kNoRef, variable.offset);
      emit(Op::kGuardPresent, held);
    }
    refs.back() = as_header_wants(variable, parts[n].type, held);
  }
  return {refs.begin() + static_cast<std::ptrdiff_t>(owners.size()), refs.end()};
}

/// On to compiled code that begins here, through memory: its entry checks what it needs to know.
void Recorder::jump_to(Executor* target) {
  bool possible = target != nullptr;
  for (size_t k = 0; k < frames_.size(); ++k) {
    TraceFrame& frame = frames_[k];
    if (!frame.generator()) continue;
    if (k + 1 < frames_.size() && !is_operator(frames_[k + 1])) {  // the callee has copies of the call's row; an instruction's method goes on with its own
      frame.stack.resize(frames_[k + 1].result_base - frame.stack_base());
      snapshot_at_ = kNoSnapshot;
    }
    // Who calls next() has the generator elsewhere than below the result; chains are linked by exits only.
    possible &= storable(frame) && (k == 0 || (!frame.chained && frame.exhausted != kRaisesStop));
  }
  if (!possible) return end_here();
  (void)snapshot();  // what boxing leaves with: numbers as they are
  auto box = [&](Ref& r) {
    if (r >= trace_.code.size()) return;
    const Instruction& i = trace_.code[r];
    if (i.op == Op::kConstInt) r = constant(Value::from_bits(i.imm | 1));
    else r = as_value(r);
  };
  for (TraceFrame& frame : frames_) {
    for (Ref& r : frame.locals) box(r);
    for (Ref& r : frame.stack) box(r);
  }
  for (TraceFrame& frame : frames_) {
    if (frame.generator()) store_changed(frame);
  }
  snapshot_at_ = kNoSnapshot;
  emit(Op::kJumpEntry, kNoRef, kNoRef, kNoRef, reinterpret_cast<uint64_t>(static_cast<ExecutorHead*>(target)));
  done_ = true;
  if (!side_) settle_phis(true);
}

bool Recorder::close_loop() {
  const TraceFrame& root = frames_[0];
  size_t first = trace_.loop + 1;
  size_t count = root.locals.size() + root.stack.size();
  for (size_t i = 0; i < count; ++i) {
    Ref last = i < root.locals.size() ? root.locals[i] : root.stack[i - root.locals.size()];
    Op phi = trace_.code[first + i].op;
    if (last == kAbsentRef) {
      Ref phi = static_cast<Ref>(first + i);
      bool used = std::any_of(trace_.code.begin() + trace_.loop + 1, trace_.code.end(), [&](const Instruction& n) { return n.a == phi || n.b == phi || n.c == phi; });
      if (used || !absent_guards_.contains(static_cast<uint32_t>(i))) return abort("a variable is unbound at the loop's end");
      absent_.push_back(static_cast<uint32_t>(i));
      trace_.code[phi].b = phi;
      continue;
    }
    if (phi == Op::kPhiInt) last = as_int(last);
    else if (phi == Op::kPhiFloat) last = as_float(last);
    else if (phi == Op::kPhiWord) last = as_word(last);
    else last = as_value(last);
    trace_.code[first + i].b = last;
  }
  emit(Op::kJumpLoop);
  done_ = true;
  settle_phis(false);
  return true;
}

/// Variables that the loop leaves alone are no phis: memory holds them all the time. In a straight trace nothing is a phi.
void Recorder::settle_phis(bool straight) {
  size_t first = trace_.loop + 1;
  size_t count = entry_count_;
  std::vector<Ref> becomes(trace_.code.size());
  for (Ref i = 0; i < becomes.size(); ++i) becomes[i] = i;
  auto is_absent = [&](size_t i) { return std::find(absent_.begin(), absent_.end(), i) != absent_.end(); };
  for (auto [variable, guard] : absent_guards_) {
    if (straight || !is_absent(variable)) becomes[guard] = trace_.code[guard].a;  // nobody needs it
  }
  for (size_t i = 0; i < count; ++i) {
    Ref phi = static_cast<Ref>(first + i);
    Ref last = straight ? phi : trace_.code[phi].b;
    // Boxing or guarding the phi again is leaving it alone.
    while (last != phi && last > phi) {
      Op op = trace_.code[last].op;
      if (!is_box(op) && !is_unboxing(op)) break;
      last = trace_.code[last].a;
    }
    if (last == phi) becomes[phi] = trace_.code[phi].a;
  }
  // What the trace never looks at is not guarded on entry: any type will do.
  std::vector<bool> used(trace_.code.size(), false);
  for (Ref i = 0; i < trace_.code.size(); ++i) {
    bool phi = i >= first && i < first + count;
    const Ref arguments[] = {phi ? kNoRef : trace_.code[i].a, trace_.code[i].b, trace_.code[i].c};
    for (Ref r : arguments) {
      if (r < used.size() && r != i) used[r] = true;
    }
  }
  for (Ref r : relied_on_) used[r] = true;
  for (size_t i = 0; i < count; ++i) {
    Ref phi = static_cast<Ref>(first + i), entry = trace_.code[phi].a;
    Op op = trace_.code[entry].op;
    if (becomes[phi] != entry || used[phi] || used[entry] || !is_unboxing(op)) continue;
    becomes[phi] = becomes[entry] = trace_.code[entry].a;
  }
  auto fix = [&](Ref& r) {
    if (r < becomes.size()) r = becomes[r];
  };
  std::vector<Instruction> kept;
  std::vector<Ref> moved(trace_.code.size());
  for (Ref i = 0; i < trace_.code.size(); ++i) {
    moved[i] = static_cast<Ref>(kept.size());
    if (becomes[i] == i && !(straight && i == trace_.loop)) kept.push_back(trace_.code[i]);
  }
  auto renumber = [&](Ref& r) {
    fix(r);
    if (r < moved.size()) r = moved[r];
  };
  // An Escape writes frames to memory; a place that held something else in between cannot count on its old contents.
  std::vector<bool> touched(count, false);
  for (const Snapshot& s : trace_.snapshots) {
    const SnapshotFrame& root = s.frames[0];
    size_t locals = root.locals.size();
    for (size_t i = 0; i < count; ++i) {
      if (i < locals ? root.locals[i] != kUnchanged && root.locals[i] != first + i
                     : i - locals >= root.stack.size() || (root.stack[i - locals] != kUnchanged && root.stack[i - locals] != first + i)) {
        touched[i] = true;
      }
    }
  }
  for (Snapshot& s : trace_.snapshots) {
    for (size_t k = 0; k < s.frames.size(); ++k) {
      SnapshotFrame& f = s.frames[k];
      auto item = [&](Ref& r, Ref phi) {
        if (k == 0 && r == phi && is_absent(phi - first)) r = kAbsentRef;  // whatever memory holds meanwhile
        else if (k == 0 && r == phi && phi < becomes.size() && becomes[phi] != phi && !touched[phi - first]) r = kUnchanged;
        else renumber(r);
      };
      for (size_t i = 0; i < f.locals.size(); ++i) item(f.locals[i], static_cast<Ref>(first + i));
      for (size_t i = 0; i < f.stack.size(); ++i) {
        bool from_root = k == 0 && f.locals.size() + i < count;
        item(f.stack[i], from_root ? static_cast<Ref>(first + f.locals.size() + i) : kNoRef);
      }
      renumber(f.function);
      renumber(f.self);
    }
  }
  for (Instruction& i : kept) {
    renumber(i.a);
    renumber(i.b);
    renumber(i.c);
  }
  for (size_t i = 0; i < count && !straight; ++i) trace_.variables.push_back({.is_phi = becomes[first + i] == first + i, .absent = is_absent(i)});
  trace_.loop = straight ? kNoRef : moved[trace_.loop];
  trace_.code = std::move(kept);
}

}  // namespace eider::jit

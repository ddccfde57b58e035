// SPDX-License-Identifier: MIT
//
// The loop's header gives phis and invariants their places; JumpLoop restores them.
#include <algorithm>

#include "jit/regalloc/allocator.h"

namespace eider::jit {

namespace {

constexpr int kKeptFree = 2;  // registers the header leaves for the body's own values

}  // namespace

/// Where r is now: a register if it has one.
Spot Allocator::spot_of(Ref r) const {
  const ValueState& v = values_[r];
  bool is_float = class_of(r) == Class::kFloat;
  if (v.reg != kNoRegister) return {is_float ? Spot::Kind::kFloat : Spot::Kind::kInt, static_cast<uint64_t>(v.reg)};
  if (v.slot != kNoSlot) return {Spot::Kind::kSlot, static_cast<uint64_t>(v.slot)};
  if (is_constant(r)) return {is_float ? Spot::Kind::kConstFloat : Spot::Kind::kConstInt, trace_.code[r].imm};
  return {Spot::Kind::kEntry, entry_word(trace_.code[r])};
}

void Allocator::emit_moves(std::vector<SpotMove> moves) {
  uint32_t slots = out_.spill_slots;
  int scratch = new_slot();
  bool used = false;
  for (const SpotMove& m : order_moves(std::move(moves), static_cast<uint32_t>(scratch), &used)) {
    MachineHole memory = m.from.kind == Spot::Kind::kEntry ? MachineHole{MachineHole::Kind::kEntry, m.from.value} : slot_hole(static_cast<int>(m.from.value));
    bool from_constant = m.from.kind == Spot::Kind::kConstInt || m.from.kind == Spot::Kind::kConstFloat;
    bool from_register = m.from.kind == Spot::Kind::kInt || m.from.kind == Spot::Kind::kFloat;
    int to = static_cast<int>(m.to.value), from = static_cast<int>(m.from.value);
    if (m.to.kind == Spot::Kind::kSlot || m.to.kind == Spot::Kind::kEntry) {
      MachineHole place = m.to.kind == Spot::Kind::kSlot ? slot_hole(to) : MachineHole{MachineHole::Kind::kEntry, m.to.value};
      if (from_register) {
        emit(m.from.kind == Spot::Kind::kFloat ? Form::kStoreSlotFloat : Form::kStoreSlotInt, from).holes[0] = place;
      } else {
        MachineOp& op = emit(from_constant ? Form::kConstSlot : Form::kMoveSlot);
        op.holes[0] = place;
        op.holes[1] = from_constant ? immediate(m.from.value) : memory;
      }
      continue;
    }
    bool is_float = m.to.kind == Spot::Kind::kFloat;
    if (from_register) {
      emit(is_float ? Form::kMoveFloat : Form::kMoveInt, to, from);
    } else if (!from_constant) {
      emit(is_float ? Form::kLoadSlotFloat : Form::kLoadSlotInt, to).holes[0] = memory;
    } else if (m.from.value == 0) {
      emit(is_float ? Form::kConstFloatZero : Form::kConstZero, to);
    } else {
      bool small = static_cast<int64_t>(m.from.value) == static_cast<int32_t>(m.from.value);
      emit(is_float ? Form::kConstFloat : small ? Form::kConst32 : Form::kConst64, to).holes[0] = immediate(m.from.value);
    }
  }
  if (!used && out_.spill_slots != slots) {
    out_.spill_slots = slots;  // as if it had never been asked for
  } else {
    free_slot(scratch);
  }
}

void Allocator::enter_loop(Ref loop) {
  std::vector<Ref> phis;
  for (Ref p = loop + 1; p < trace_.code.size() && is_phi(trace_.code[p].op); ++p) phis.push_back(p);
  // Those whose value is wanted soonest choose first; those that only exits want, last.
  std::stable_sort(phis.begin(), phis.end(), [&](Ref a, Ref b) { return next_use(a, loop + 1) < next_use(b, loop + 1); });

  // What was only needed until here makes room; the moves below still read it where it is.
  std::vector<SpotMove> moves;
  std::vector<Spot> inputs(phis.size());
  for (size_t i = 0; i < phis.size(); ++i) inputs[i] = spot_of(trace_.code[phis[i]].a);
  std::vector<int> dying_slots;
  for (Class c : {Class::kInt, Class::kFloat}) {
    for (int reg = 0; reg < count(c); ++reg) {
      Ref r = owners(c)[reg];
      if (r == kNoRef) continue;
      if (values_[r].last_use <= loop) release_register(r);
      // An invariant that is wanted only behind a call of the body would be reloaded for nothing at every JumpLoop.
      else if (next_use(r, loop + 1) > first_call_in_loop_) {
        ensure_slot(r);
        release_register(r);
      }
    }
  }
  // Rooms needed by phis that are used before any call; more of them push invariants into memory.
  for (size_t i = 0; i < phis.size(); ++i) {
    Ref p = phis[i];
    ValueState& v = values_[p];
    Class c = class_of(p);
    uint32_t use = next_use(p, loop + 1);
    bool wanted = use < first_call_in_loop_ || (use == kNever && first_call_in_loop_ == kNever);
    int reg = kNoRegister;
    if (wanted) {
      Spot::Kind kind = c == Class::kFloat ? Spot::Kind::kFloat : Spot::Kind::kInt;
      if (inputs[i].kind == kind && owners(c)[inputs[i].value] == kNoRef) reg = static_cast<int>(inputs[i].value);
      for (int n = 0; n < count(c) && reg == kNoRegister; ++n) {
        if (owners(c)[n] == kNoRef) reg = n;
      }
      if (reg == kNoRegister && use != kNever) {  // an invariant that is wanted later gives way
        uint32_t furthest = use;
        for (int n = 0; n < count(c); ++n) {
          Ref r = owners(c)[n];
          if (is_phi(trace_.code[r].op) || next_use(r, loop + 1) <= furthest) continue;
          furthest = next_use(r, loop + 1);
          reg = n;
        }
        if (reg != kNoRegister) {
          Ref r = owners(c)[reg];
          if (!needs_no_slot(r)) ensure_slot(r);
          for (size_t k = 0; k < phis.size(); ++k) {  // it may be an input as well, that is read before it is overwritten
            if (trace_.code[phis[k]].a == r) inputs[k] = {kind, static_cast<uint64_t>(reg)};
          }
          release_register(r);
        }
      }
    }
    Spot to;
    if (reg != kNoRegister) {
      own(p, reg);
      to = spot_of(p);
    } else {
      v.slot = new_slot();
      v.phi_slot = true;
      to = {Spot::Kind::kSlot, static_cast<uint64_t>(v.slot)};
    }
    moves.push_back({to, inputs[i]});
    header_.push_back({p, to});
    Ref next = trace_.code[p].b;
    if (next != p && in_loop(next) && values_[next].hint == kNoRegister) values_[next].hint = static_cast<int8_t>(reg);
  }
  emit_moves(std::move(moves));

  // Invariants and constants the body wants, into what is free.
  struct Wish {
    Ref value;
    uint32_t uses;
  };
  std::vector<Wish> wishes;
  for (Ref r = 0; r < loop; ++r) {
    const ValueState& v = values_[r];
    if (v.last_use != end_ || v.reg != kNoRegister || trace_.code[r].op == Op::kLoop || type_of(r) == Type::kNone) continue;
    if (next_use(r, loop + 1) >= std::min(first_call_in_loop_, end_)) continue;
    // Small int constants are immediates nearly everywhere.
    if (is_constant(r) && class_of(r) == Class::kInt && static_cast<int64_t>(trace_.code[r].imm) == static_cast<int32_t>(trace_.code[r].imm)) continue;
    uint32_t uses = 0;
    for (uint32_t u = v.uses_begin; u < v.uses_end; ++u) uses += uses_[u] > loop;
    wishes.push_back({r, uses});
  }
  std::stable_sort(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) { return a.uses > b.uses; });
  for (const Wish& wish : wishes) {
    Class c = class_of(wish.value);
    int available = 0, reg = kNoRegister;
    for (int n = 0; n < count(c); ++n) {
      if (owners(c)[n] != kNoRef) continue;
      ++available;
      reg = n;
    }
    if (available <= kKeptFree) continue;
    load_into(wish.value, reg);
    own(wish.value, reg);
  }
  for (Class c : {Class::kInt, Class::kFloat}) {
    for (int n = 0; n < count(c); ++n) {
      Ref r = owners(c)[n];
      if (r == kNoRef || is_phi(trace_.code[r].op)) continue;
      header_.push_back({r, spot_of(r)});
      if (!needs_no_slot(r)) ensure_slot(r);  // for side traces that come back
    }
  }
  describe_header();
  out_.loop_begin = static_cast<uint32_t>(out_.code.size());
}

/// Note [Back to a loop's header]
/// A side trace runs on the base of the executor that was entered, above its slots: what is invariant in that one's loop still stands where
/// the loop keeps it, in a slot or in a word of the frame that the loop does not change. So who comes back brings the phis only, and
/// reloads the registers that hold invariants. Words of variables that the loop looks at must be the ones it knows.
void Allocator::describe_header() {
  LoopHeader& header = out_.header;
  header = {};
  header.usable = !is_generator(*trace_.codes[0]);
  for (const LoopVariable& variable : trace_.variables) {
    bool frame = variable.owner == LoopVariable::kFrame;
    header.variables.push_back({variable, frame && !variable.is_phi});
    header.words += frame;
  }
  const size_t locals = trace_.codes[0]->local_count;
  auto variable_of_word = [&](uint64_t word) { return word < locals ? word : word - vm::kFrameWords - 1; };
  for (Ref r = 0; r < trace_.loop; ++r) {
    if (trace_.code[r].op != Op::kEntryValue) continue;
    size_t variable = variable_of_word(trace_.code[r].imm);
    if (variable >= header.words) {
      header.usable = false;
      continue;
    }
    // Whoever writes frames on the way back writes over the word that a phi began with.
    if (header.variables[variable].is_phi && is_entry_word(r) && values_[r].last_use == end_) header.usable = false;
    header.variables[variable].settable = false;
  }
  for (const HeaderPlace& place : header_) {
    const Instruction& in = trace_.code[place.value];
    if (is_phi(in.op)) {
      LoopHeader::Phi phi{static_cast<uint32_t>(in.imm) - 1, type_of(place.value), place.spot, 0};
      if (in.imm != 0 && is_constant(in.a)) phi.initial = trace_.code[in.a].imm;
      if (in.imm == 0) {
        header.usable &= is_constant(in.a);
        phi = {LoopHeader::kNoVariable, phi.type, phi.to, trace_.code[in.a].imm};
      }
      header.phis.push_back(phi);
      continue;
    }
    LoopHeader::Invariant invariant{place.spot, {}};
    if (is_constant(place.value)) invariant.from = {class_of(place.value) == Class::kFloat ? Spot::Kind::kConstFloat : Spot::Kind::kConstInt, in.imm};
    else if (values_[place.value].slot != kNoSlot) invariant.from = {Spot::Kind::kSlot, static_cast<uint64_t>(values_[place.value].slot)};
    else invariant.from = {Spot::Kind::kEntry, entry_word(in)};
    header.invariants.push_back(invariant);
  }
}

void Allocator::jump_header(Ref r) {
  const Instruction& in = trace_.code[r];
  const auto& root = *static_cast<const Executor*>(reinterpret_cast<const ExecutorHead*>(in.imm));
  const SnapshotFrame& frame = trace_.snapshots[in.snapshot].frames[0];
  MachineOp& check = emit(Form::kCheckHeader);
  check.holes[0] = immediate(in.imm);
  out_.code.back().exit = make_exit(r);
  auto in_root = [&](Spot spot) {
    return spot.kind == Spot::Kind::kSlot ? Spot{Spot::Kind::kEntry, root.extent + kActivationWords + spot.value} : spot;
  };
  if (!check_header_values(r)) return;
  auto value_of = [&](uint32_t variable) { return header_value(r, variable); };
  std::vector<SpotMove> moves;
  for (const LoopHeader::Phi& phi : root.header.phis) {
    Spot from{phi.type == Type::kFloat ? Spot::Kind::kConstFloat : Spot::Kind::kConstInt, phi.initial};
    Ref value = phi.variable == LoopHeader::kNoVariable ? kAbsentRef : value_of(phi.variable);
    if (is_virtual(value)) from.value = kMadeInLoop;
    else if (value != kAbsentRef) from = spot_of(value);
    moves.push_back({in_root(phi.to), from});
  }
  for (uint32_t i = 0; i < root.header.words; ++i) {
    if (!root.header.variables[i].settable) continue;
    Ref value = value_of(i);
    if (value == kUnchanged) continue;
    Spot from{Spot::Kind::kConstInt, 0};
    if (value != kAbsentRef) from = spot_of(value);
    uint64_t word = i < frame.locals.size() ? i : i + vm::kFrameWords + 1;
    moves.push_back({{Spot::Kind::kEntry, word}, from});
  }
  for (const LoopHeader::Invariant& invariant : root.header.invariants) moves.push_back({invariant.to, in_root(invariant.from)});
  emit_moves(std::move(moves));
  emit(Form::kJumpHeader).target = root.loop_code;
}

/// The frames' words as the entry of another executor expects them: boxed, where the interpreter has them; inlined frames become real.
void Allocator::jump_entry(Ref r) {
  const Instruction& in = trace_.code[r];
  const std::vector<SnapshotFrame>& frames = trace_.snapshots[in.snapshot].frames;
  const uint64_t to_base = sizeof(Value) * uint64_t{frames.back().base};
  const uint32_t exit = make_exit(r);
  for (size_t i = 1; i < frames.size(); ++i) {
    MachineOp& check = emit(Form::kCheckCode);
    check.holes[0] = immediate(reinterpret_cast<uint64_t>(trace_.codes[frames[i].code]));
    check.exit = exit;
  }
  MachineOp& check = emit(Form::kCheckEntry);
  check.holes[0] = immediate(in.imm);
  check.holes[1] = immediate(to_base);
  check.holes[2] = immediate(frames.size() - 1);
  check.exit = exit;
  if (frames.size() > 1 && trace_.floor != 0) {  // a side trace's frames may lie over the activation record
    uint32_t slot = out_.spill_slots;
    out_.spill_slots += kActivationWords;
    emit(Form::kKeepActivation).holes[0] = slot_hole(static_cast<int>(slot));
  }
  auto is_mark = [&](Ref self) {
    return trace_.code[self].op == Op::kConstInt || (trace_.code[self].op == Op::kConstValue && Value::from_bits(trace_.code[self].imm).is_small_int());
  };
  std::vector<SpotMove> moves;
  auto put = [&](Ref ref, size_t word) {
    if (ref == kUnchanged) return;
    Spot from{Spot::Kind::kConstInt, 0};
    if (ref != kAbsentRef && ref != kNoRef) {
      from = spot_of(ref);
      Value number;
      if (from.kind == Spot::Kind::kConstFloat && Value::encode_float(std::bit_cast<double>(from.value), &number)) {
        from = {Spot::Kind::kConstInt, number.bits()};
      } else if (trace_.code[ref].op == Op::kConstInt) {
        from.value |= 1;
      } else if (type_of(ref) != Type::kValue) {
        fail("an unboxed number at a loop's entry");
      }
    }
    const Spot to{Spot::Kind::kEntry, word};
    // A callee's locals begin where its caller's stack has its arguments.
    std::erase_if(moves, [&](const SpotMove& earlier) { return earlier.to == to; });
    moves.push_back({to, from});
  };
  for (size_t k = 0; k < frames.size(); ++k) {
    const SnapshotFrame& frame = frames[k];
    if (k > 0 && frame.generator()) {  // its object holds them
      auto kept = [](Ref ref) { return ref == kUnchanged; };
      if (!std::all_of(frame.locals.begin(), frame.locals.end(), kept) || !std::all_of(frame.stack.begin(), frame.stack.end(), kept)) {
        fail("a generator's value that is not stored");
      }
      continue;
    }
    size_t header = frame.base + frame.locals.size();
    for (size_t i = 0; i < frame.locals.size(); ++i) put(frame.locals[i], frame.base + i);
    for (size_t i = 0; i < frame.stack.size(); ++i) put(frame.stack[i], header + vm::kFrameWords + 1 + i);
    if (k == 0) continue;
    put(frame.function, header + offsetof(vm::Frame, function) / sizeof(Value));
    put(frame.self, header + offsetof(vm::Frame, extra) / sizeof(Value));
  }
  emit_moves(std::move(moves));
  for (size_t k = 1; k < frames.size(); ++k) {
    const SnapshotFrame& frame = frames[k];
    MachineOp& push = emit(frame.generator() ? Form::kPushGenerator : Form::kPushFrame);
    push.helper = static_cast<uint32_t>(out_.pushes.size());
    out_.pushes.push_back({.code = trace_.codes[frame.code],
                           .locals_bytes = static_cast<uint32_t>(sizeof(Value)) * frame.base,
                           .result_bytes = static_cast<uint32_t>(sizeof(Value)) * frame.result_base,
                           .caller_limit_bytes = static_cast<uint32_t>(sizeof(Value)) * frames[k - 1].base,
                           .limit_bytes = static_cast<uint32_t>(sizeof(Value)) * frame.base,
                           .return_unit = frames[k - 1].unit,
                           .flags = frame.self == kNoRef ? 0u : is_mark(frame.self) ? uint32_t{vm::kFrameOperator} : uint32_t{vm::kFrameInit},
                           .exhausted = frame.exhausted,
                           .sends = frame.sends});
  }
  MachineOp& jump = emit(Form::kJumpEntry);
  jump.holes[0] = immediate(in.imm);
  jump.holes[1] = immediate(to_base);
}

void Allocator::return_entry(Ref r) {
  const Instruction& in = trace_.code[r];
  const ReturnTarget& target = trace_.returns[in.imm];
  const uint64_t executor = reinterpret_cast<uint64_t>(target.executor);
  using From = ReturnTarget::From;
  int result = ensure_register(in.a);
  static constexpr Form kChecks[] = {Form::kCheckReturn, Form::kCheckInitReturn, Form::kCheckMethodReturn, Form::kCheckYield, Form::kCheckExhausted};
  MachineOp& check = emit(kChecks[static_cast<int>(target.from)]);
  check.holes[0] = immediate(reinterpret_cast<uint64_t>(target.code));
  check.holes[1] = immediate(executor);
  check.holes[2] = immediate(sizeof(uint16_t) * uint64_t{target.unit});
  out_.code.back().exit = make_exit(r);
  MachineOp& go = emit(target.from == From::kYield ? Form::kYieldEntry : target.from == From::kExhausted ? Form::kExhaustedEntry : Form::kReturnEntry, result);
  go.holes[0] = immediate(executor);
  if (target.from != From::kYield) return;
  go.holes[1] = immediate(sizeof(uint16_t) * uint64_t{target.place.unit});
  go.holes[2] = immediate(sizeof(Value) * uint64_t{target.place.depth});
}

void Allocator::jump_loop(Ref r) {
  current_ = kNoRef;
  std::vector<SpotMove> moves;
  for (const HeaderPlace& place : header_) {
    const Instruction& in = trace_.code[place.value];
    bool phi = is_phi(in.op);
    Ref source = phi ? in.b : place.value;
    // A phi that is its own next value may have been spilled in between: its slot holds it.
    moves.push_back({place.spot, spot_of(source)});
  }
  emit_moves(std::move(moves));
  current_ = r;
  emit(Form::kJump);
}

}  // namespace eider::jit

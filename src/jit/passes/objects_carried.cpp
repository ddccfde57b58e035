// SPDX-License-Identifier: MIT
//
// Virtual objects that a loop's variable keeps until the next round.
//
// Note [Objects of the round before]
// The variable's phi carries kMadeInLoop once there was a round, further phis carry what the object's fields held at JumpLoop, and snapshots
// say: what the phi holds, unless it is kMadeInLoop; else an object of these fields.
//
// A round that looks into the object finds in the fields' phis what the round before has put there. In the first round that is what the
// object on entry held: guards in front of the loop ask for its shape, and loads there read the fields. Who had
// loaded them in the first round would have done so a little later, so this is done only where nothing in between could tell: no
// store to such a field, no call that may run code, no lock (docs/memory-model.md, "What compiled code may assume"). From the second
// round on nobody but this loop knows the object. Fields of what never changes (tuples, complex numbers) can be read whenever it is
// convenient.
// Elsewhere the round asks the phi for kMadeInLoop when it comes to the object (Carried::made): the first round leaves there, and comes
// back, when that happens often, from a side trace that has made the next object.
//
// A variable may get what another one had (a, b = b, P(...)): then the parts move from phi to phi, and the round always asks.
//
// A field may hold an object of the round before as well: its phi is treated the same way.
//
// A side trace that comes back to the header brings fields, too: each phi of a field is a variable of the header, behind those of the
// frame (LoopVariable::owner). It brings kMadeInLoop and the fields when the object is virtual there as well, else the object and those
// fields that the loop looks into.
#include "jit/passes/objects.h"

namespace eider::jit {

namespace {

constexpr uint32_t kNoVariable = 0xffff'ffff;
constexpr uint64_t kTupleShape = objects::shape_id(objects::TypeId::kTuple);

}  // namespace

// --- the round --------------------------------------------------------------------------------------------------------------------

/// Phis whose next value the round makes, as far as one can tell before the walk.
void Objects::find_carried() {
  entry_ = entry_snapshot(trace_);
  for (Ref phi = trace_.loop + 1; is_phi(trace_.code[phi].op); phi++) {
    const Instruction& i = trace_.code[phi];
    if (i.op != Op::kPhiValue || i.b >= trace_.code.size()) continue;
    Op next = trace_.code[i.b].op;
    if (const auto made = candidates_.find(i.b); made != candidates_.end() && made_by_raise(made->second.maker)) continue;
    bool loaded = next == Op::kLoadField || next == Op::kTupleItem || next == Op::kTupleItemAt;
    if (loaded || candidates_.contains(i.b)) carried_.emplace(phi, Carried{.made = entry_ == kNoSnapshot, .parts = {}});
  }
  const std::map<Ref, Carried> first = carried_;
  for (Ref phi = trace_.loop + 1; is_phi(trace_.code[phi].op); phi++) {
    if (first.contains(trace_.code[phi].b)) carried_.emplace(phi, Carried{.made = true, .parts = {}});
  }
}

/// An operation on an object of the round before that needs no object.
bool Objects::on_carried(Ref ref, Ref r, const Instruction& i) {
  Carried& c = *carried(ref);
  const bool constant = is_permanent_shape(c.shape);  // nobody ever changes it
  // early: it may be done in front of the loop.
  auto looks = [&](bool right, bool early = true) {
    if (!right) return false;
    if (!early && !c.made) c.made = changed_ = true;
    if (c.made && !c.looked) {
      if (i.snapshot == kNoSnapshot) return false;
      asked_.emplace(r, ref);
    }
    return c.looked = true;
  };
  switch (i.op) {
    case Op::kGuardHeap:
    case Op::kGuardPresent: return looks(true);
    case Op::kGuardIsNot: return looks(true, i.imm == 0 || !objects::Value::from_bits(i.imm).is_heap());
    case Op::kGuardShape:
      if (c.shape == 0) c.shape = i.imm;
      return looks(c.shape == i.imm, clean_ || is_permanent_shape(i.imm));
    case Op::kLoadField: return looks(c.shape != 0, constant || (clean_ && !stored_.contains(i.imm))) && gives(r, part(c, i.imm, Type::kValue));
    case Op::kLoadFixedFloat: return looks(constant) && gives(r, part(c, i.imm, Type::kFloat));
    case Op::kGuardTupleSize:
      if (c.tuple_size == -1) c.tuple_size = static_cast<int64_t>(i.imm);
      return looks(c.shape == kTupleShape && c.tuple_size == static_cast<int64_t>(i.imm));
    case Op::kTupleItemAt: return looks(c.shape == kTupleShape) && gives(r, part(c, tuple_offset(i.imm), Type::kValue));
    case Op::kTupleItem: {
      const Instruction& index = trace_.code[i.b];
      int64_t n = static_cast<int64_t>(index.imm) >> 1;
      return looks(c.shape == kTupleShape && index.op == Op::kConstInt && n >= 0 && n < 3) && gives(r, part(c, tuple_offset(static_cast<uint64_t>(n)), Type::kValue));
    }
    default: return false;
  }
}

/// The name of what a field of the object holds at the header.
Ref Objects::part(Carried& c, uint64_t offset, Type type) {
  auto [known, added] = c.parts.try_emplace(static_cast<uint32_t>(offset), kNoRef);
  if (!added) return known->second;
  names_.push_back(type);
  return known->second = w_.size() + static_cast<Ref>(names_.size() - 1);
}

/// What an operation that is done may change of the objects on entry.
void Objects::note_effects(const Instruction& i) {
  if (i.op != Op::kStoreField && i.op != Op::kSetShape) {
    clean_ &= is_box(i.op) || is_pure_call(i) || !kills_snapshot_facts(info_of(i.op));
    return;
  }
  if (candidates_.contains(resolve(i.a))) return;  // made behind the header
  if (i.op == Op::kSetShape) clean_ = false;
  else stored_.insert(i.imm);
}

// --- its end ----------------------------------------------------------------------------------------------------------------------

void Objects::end_of_round() {
  std::set<Ref> taken;
  taken_over_.clear();
  std::map<Ref, Ref> first;  // object -> the first phi that has it
  std::vector<std::pair<Ref, Ref>> older;
  for (Ref phi = trace_.loop + 1; is_phi(trace_.code[phi].op); phi++) {
    Ref next = resolve(trace_.code[phi].b);
    if (carried(phi) != nullptr && next != phi && next > trace_.loop && next < trace_.code.size() && is_phi(trace_.code[next].op) && carried(next) != nullptr) {
      older.emplace_back(phi, next);
      continue;
    }
    if (Carried* c = carried(phi); c != nullptr && object(next) != nullptr) {
      auto [other, alone] = first.try_emplace(next, phi);
      c->same = alone ? kNoRef : other->second;
      if (alone && !take_once(next, taken)) fail(phi);
    }
    settle(phi, next);
  }
  for (auto [phi, before] : older) settle_older(phi, before);
}

/// The phi has in the next round what the phi `before` has in this one.
void Objects::settle_older(Ref phi, Ref before) {
  Carried& c = *carried(phi);
  Carried* source = carried(before);
  Candidate* made = source != nullptr && source->older == kNoRef ? object(source->next) : nullptr;
  bool whole = made != nullptr && (!c.looked || fits(c, *made));
  std::set<uint32_t> offsets;
  auto note = [&](uint32_t offset, Ref value) {
    if (offset != 0) offsets.insert(offset);
    else whole &= made->maker == Helper::kNewInstance;
    whole &= object(value) == nullptr;
  };
  if (whole) {
    for (size_t n = 0; n < made->arguments.size(); n++) note(argument_offset(*made, n), made->arguments[n]);
    for (const VirtualObject::Field& field : made->now.fields) note(field.offset, field.value);
  }
  if (!whole || !taken_over_.insert(before).second) {
    fail(phi);
    return fail(before);
  }
  changed_ |= !c.made;
  c.made = true;
  c.older = before;
  c.next = source->next;
  for (uint32_t offset : offsets) {
    changed_ |= !c.parts.contains(offset) || !source->parts.contains(offset);
    (void)part(c, offset, part_type(*made));
    (void)part(*source, offset, part_type(*made));
  }
}

/// `next` is what the phi, or the name of one, has in the next round.
void Objects::settle(Ref ref, Ref next) {
  Candidate* made = object(next);
  Carried* c = carried(ref);
  if (c != nullptr && (made == nullptr || !all_may_be_carried(next) || !fits(*c, *made))) {
    fail(ref);
    c = nullptr;
  }
  if (c == nullptr) return fail_reachable(next);
  c->next = next;
  std::map<uint32_t, Ref> parts = c->parts;
  for (auto [offset, name] : parts) {
    Ref value = resolve(loaded(*made, offset));
    if (object(value) != nullptr && carried_.try_emplace(name, Carried{.made = c->made, .parts = {}}).second) changed_ = true;
    if (Carried* inner = carried(name); inner != nullptr && c->made && !inner->made) inner->made = changed_ = true;
    settle(name, value);
  }
}

bool Objects::all_may_be_carried(Ref ref) {
  Candidate* made = object(ref);
  if (made == nullptr) return true;
  auto all = [&](Ref part) { return all_may_be_carried(part); };
  return !made_by_raise(made->maker) && std::all_of(made->arguments.begin(), made->arguments.end(), all) &&
         std::all_of(made->now.fields.begin(), made->now.fields.end(), [&](const VirtualObject::Field& field) { return all(field.value); });
}

bool Objects::fits(const Carried& c, const Candidate& next) const {
  if (!c.looked) return true;
  if (next.maker == Helper::kMakeCell || next.maker == Helper::kEmptyCell || next.maker == Helper::kBuildDict0) return false;
  if (c.shape != 0 && c.shape != next.now.shape) return false;
  if (c.tuple_size != -1 && !(is_tuple(next) && static_cast<int64_t>(next.arguments.size()) == c.tuple_size)) return false;
  return std::all_of(c.parts.begin(), c.parts.end(), [&](const auto& part) { return loaded(next, part.first) != kNoRef; });
}

/// Whether no other phi has it or a part of it, and it has no part in the round before.
bool Objects::take_once(Ref ref, std::set<Ref>& taken) {
  if (carried(ref) != nullptr) {
    fail(ref);
    return false;
  }
  Candidate* candidate = object(ref);
  if (candidate == nullptr) return true;
  if (!taken.insert(resolve(ref)).second) return false;
  bool alone = true;
  for (Ref argument : candidate->arguments) alone &= take_once(argument, taken);
  for (const VirtualObject::Field& field : candidate->now.fields) alone &= take_once(field.value, taken);
  return alone;
}

// --- back to the header of another trace's loop -----------------------------------------------------------------------------------

void Objects::look_at_goal(const Snapshot& snapshot) {
  std::set<Ref> taken;
  std::vector<Ref> brought;
  auto bring = [&](Ref ref) {
    const auto variable = static_cast<uint32_t>(brought.size());
    brought.push_back(ref);
    if (variable >= trace_.goal.size()) return fail_reachable(ref);
    if (uint32_t same = trace_.goal[variable].same; same != LoopVariable::kFrame) {  // both are made, or they are one
      if ((object(ref) == nullptr && object(brought[same]) == nullptr) || (trace_.goal[variable].complete && resolve(ref) == resolve(brought[same]))) return;
      fail_reachable(brought[same]);
      return fail_reachable(ref);
    }
    bool part = variable >= trace_.goal_words;  // whose owner has been taken
    if (object(ref) != nullptr && !(fits_goal(variable, ref) && (part || take_once(ref, taken)))) fail_reachable(ref);
  };
  for (Ref ref : snapshot.frames[0].locals) bring(ref);
  for (Ref ref : snapshot.frames[0].stack) bring(ref);
  for (Ref ref : snapshot.header) bring(ref);
}

/// Whether the loop's own rounds bring such an object.
bool Objects::fits_goal(uint32_t variable, Ref ref) {
  const Candidate& made = *object(ref);
  if (variable >= trace_.goal.size()) return false;
  const LoopVariable& goal = trace_.goal[variable];
  if (!goal.complete || static_cast<uint16_t>(made.maker) != goal.maker || made.now.shape != goal.shape || made.now.set_shape != goal.set_shape) return false;
  size_t parts = 0;
  for (const LoopVariable& part : trace_.goal) {
    if (part.owner != variable) continue;
    parts++;
    if (loaded(made, part.offset) == kNoRef) return false;
  }
  size_t held = made.now.fields.size();
  for (size_t n = 0; n < made.arguments.size(); n++) held += argument_offset(made, n) != 0;
  return held == parts;
}

// --- the new trace ----------------------------------------------------------------------------------------------------------------

/// In front of the loop: what the objects on entry hold, and constants that descriptions of later ones name.
void Objects::prepare_carried() {
  bool any = false;
  for (auto& [ref, c] : carried_) any |= !c.failed;
  if (!any) return;
  marker_ = w_.const_value(kMadeInLoop);
  zero_ = w_.const_int(0);
  float_zero_ = w_.const_float(0.0);
  word_zero_ = w_.const_word(0);
  for (Ref phi = trace_.loop + 1; is_phi(trace_.code[phi].op); phi++) {
    Carried* c = carried(phi);
    if (c == nullptr) continue;
    enter(phi, w_.map(trace_.code[phi].a));
    each_leaf(c->next, [&](Ref ref) {
      const Instruction& i = trace_.code[is_name(ref) ? phi : raw(ref)];
      if (is_constant(i.op)) plain_.try_emplace(ref, w_.name_of(w_.emit(i)));
    });
  }
}
void Objects::enter(Ref ref, Ref now) {
  const Carried& c = *carried(ref);
  if (!c.looked || c.made) return;
  const uint32_t source = trace_.code[trace_.loop].source;
  w_.emit({.op = Op::kGuardHeap, .source = source, .a = now, .snapshot = entry_});
  if (c.shape != 0) w_.emit({.op = Op::kGuardShape, .source = source, .a = now, .snapshot = entry_, .imm = c.shape});
  const Candidate& next = candidates_.at(c.next);
  if (is_tuple(next)) w_.emit({.op = Op::kGuardTupleSize, .source = source, .a = now, .snapshot = entry_, .imm = next.arguments.size()});
  for (auto [offset, name] : c.parts) {
    Ref held;
    if (is_tuple(next)) {
      held = w_.emit({.op = Op::kTupleItemAt, .source = source, .a = now, .imm = (offset - tuple_offset(0)) / sizeof(objects::Value)});
    } else if (part_type(next) == Type::kFloat) {
      held = w_.emit({.op = Op::kLoadFixedFloat, .source = source, .a = now, .imm = offset});
    } else {
      held = w_.emit({.op = Op::kLoadField, .source = source, .a = now, .imm = offset});
      w_.emit({.op = Op::kGuardPresent, .source = source, .a = held, .snapshot = entry_});
    }
    entries_[name] = held;
    if (carried(name) != nullptr) enter(name, held);
  }
}

/// Behind the loop's phis: those of the fields.
void Objects::emit_carried() {
  carried_done_ = true;
  for (Ref phi = trace_.loop + 1; is_phi(trace_.code[phi].op); phi++) {
    Carried* c = carried(phi);
    if (c == nullptr) continue;
    uint64_t variable = trace_.code[phi].imm;
    emit_parts(phi, variable == 0 ? kNoVariable : static_cast<uint32_t>(variable - 1));
  }
}
void Objects::emit_parts(Ref ref, uint32_t variable) {
  const Carried& c = *carried(ref);
  const Candidate& next = candidates_.at(c.next);
  const uint32_t source = trace_.code[trace_.loop].source;
  const Type type = part_type(next);
  bool complete = next.now.shape != 0;
  auto by_other = [&](uint32_t offset) {  // the phi that has the same object sees to what nobody looks into here
    if (c.same == kNoRef) return false;
    return !c.parts.contains(offset);
  };
  auto held = [&](uint32_t offset, Ref value) {
    if (by_other(offset)) return;
    value = resolve(value);
    if (auto part = c.parts.find(offset); part != c.parts.end()) {
      uint32_t v = add_variable(variable, offset);
      const bool loads = entries_.contains(part->second);
      if (v != kNoVariable) trace_.variables[v].needed = loads, trace_.variables[v].is_phi = true, trace_.variables[v].is_double = type == Type::kFloat;
      Ref made = w_.emit_phi({.op = phi_of(type), .source = source, .a = loads ? entries_.at(part->second) : dummy(type), .imm = uint64_t{v} + 1 & 0xffff'ffff});
      w_.set_map(part->second, made);
      if (c.older != kNoRef) {
        next_.emplace_back(made, carried_.at(c.older).parts.at(offset));
      } else if (carried(part->second) != nullptr) {
        complete &= c.same == kNoRef;
        w_.set_next(made, marker_);
        emit_parts(part->second, v);
      } else {
        next_.emplace_back(made, value);
      }
    } else if (object(value) != nullptr) {
      complete = false;
      each_leaf(value, [&](Ref leaf) { emit_plain(leaf, kNoVariable); });
    } else if (offset == 0) {
      complete &= next.maker == Helper::kNewInstance;  // the class, which the shape says
      emit_plain(value, kNoVariable);
    } else {
      bool constant = plain_.contains(value) && is_constant(w_.at(w_.map(plain_.at(value))).op);
      complete &= constant || (!plain_.contains(value) && (is_name(value) || value >= trace_.loop));
      uint32_t v = complete ? add_variable(variable, offset) : kNoVariable;
      if (v != kNoVariable) trace_.variables[v].is_double = type == Type::kFloat;
      if (v != kNoVariable && constant) {
        LoopVariable& fixed = trace_.variables[v];
        const Instruction& made = w_.at(w_.map(plain_.at(value)));
        fixed.constant = made.op == Op::kConstValue || made.op == Op::kConstInt;
        fixed.other = !fixed.constant;
        fixed.word = made.op == Op::kConstInt ? made.imm | 1 : made.imm;
      }
      emit_plain(value, v);
    }
  };
  for (size_t n = 0; n < next.arguments.size(); n++) held(argument_offset(next, n), next.arguments[n]);
  for (const VirtualObject::Field& field : next.now.fields) held(field.offset, field.value);
  if (variable == kNoVariable) return;
  LoopVariable& owner = trace_.variables[variable];
  owner.carried = true;
  owner.looked = c.looked && !c.made;
  owner.complete = complete;
  if (c.same != kNoRef) {
    uint64_t other = trace_.code[c.same].imm;
    owner.complete &= other != 0 && trace_.variables[other - 1].complete;
    owner.same = static_cast<uint32_t>(other - 1);
  }
  owner.maker = static_cast<uint16_t>(next.maker);
  owner.shape = static_cast<uint32_t>(next.now.shape);
  owner.set_shape = next.now.set_shape;
  owner.size = is_tuple(next) ? static_cast<int64_t>(next.arguments.size()) : -1;
}
/// A phi for what only exits name, unless it is a constant or older than the loop.
void Objects::emit_plain(Ref value, uint32_t variable) {
  if (plain_.contains(value) || (!is_name(value) && value < trace_.loop)) return;
  Ref source = is_name(value) ? value : raw(value);
  Type type = type_of(source);
  if (variable != kNoVariable) trace_.variables[variable].is_phi = true;
  Ref made = w_.emit_phi({.op = phi_of(type), .source = trace_.code[trace_.loop].source, .a = dummy(type), .imm = uint64_t{variable} + 1 & 0xffff'ffff});
  next_.emplace_back(made, source);
  plain_.emplace(value, w_.name_of(made));
}
/// kNoVariable: the owner is none either.
uint32_t Objects::add_variable(uint32_t owner, uint32_t offset) {
  if (owner == kNoVariable) return kNoVariable;
  trace_.variables.push_back({.owner = owner, .offset = offset});
  return static_cast<uint32_t>(trace_.variables.size() - 1);
}
Ref Objects::dummy(Type type) const {
  return type == Type::kInt ? zero_ : type == Type::kFloat ? float_zero_ : type == Type::kWord ? word_zero_ : marker_;
}
Type Objects::type_of(Ref ref) const { return is_name(ref) ? names_[ref - trace_.code.size()] : info_of(trace_.code[ref].op).result; }
/// A box is made by the exit.
Ref Objects::raw(Ref ref) const {
  Op op = trace_.code[ref].op;
  return is_box(op) ? trace_.code[ref].a : ref;
}
/// What a virtual object is made of at JumpLoop, but for other virtual objects, whose parts are visited.
template <class Visit>
void Objects::each_leaf(Ref ref, Visit visit) {
  const Candidate& candidate = candidates_.at(resolve(ref));
  auto part = [&](Ref value) {
    if (object(value) != nullptr) each_leaf(resolve(value), visit);
    else visit(resolve(value));
  };
  for (Ref argument : candidate.arguments) part(argument);
  for (const VirtualObject::Field& field : candidate.now.fields) part(field.value);
}

// --- snapshots --------------------------------------------------------------------------------------------------------------------

/// The object of the round before, if this is not the first one.
Ref Objects::last_one(Describer& d, Ref ref) {
  if (auto known = d.of_last.find(ref); known != d.of_last.end()) return known->second;
  const Carried& c = *carried(ref);
  if (c.older != kNoRef) return d.of_last[ref] = describe_last(d, c.next, &c, ref);
  if (auto known = d.made_last.find(c.next); known != d.made_last.end()) {
    return d.of_last[ref] = add(d, {.maker = VirtualObject::kSame, .arguments = 0, .unless = ref, .fields = {{0, known->second}}});
  }
  return d.of_last[ref] = d.made_last[c.next] = describe_last(d, c.next, &c, ref);
}
/// An object of the round before that nobody has looked for.
Ref Objects::last_part(Describer& d, Ref ref) {
  if (auto known = d.made_last.find(ref); known != d.made_last.end()) return known->second;
  return d.made_last[ref] = describe_last(d, ref, nullptr, kNoRef);
}
Ref Objects::describe_last(Describer& d, Ref ref, const Carried* c, Ref unless) {
  const Candidate& made = candidates_.at(ref);
  VirtualObject v = begin(made, made.now);
  auto value = [&](uint32_t offset, Ref part) {
    Ref name = kNoRef;
    if (c != nullptr && (describes(*c, offset, &name) || (c->same != kNoRef && describes(carried_.at(c->same), offset, &name)))) {
      return carried(name) != nullptr ? last_one(d, name) : name;
    }
    part = resolve(part);
    if (object(part) != nullptr) return last_part(d, part);
    auto named = plain_.find(part);
    return named != plain_.end() ? named->second : part;
  };
  for (size_t n = 0; n < made.arguments.size(); n++) v.fields.push_back({0, value(argument_offset(made, n), made.arguments[n])});
  for (const VirtualObject::Field& field : made.now.fields) v.fields.push_back({field.offset, value(field.offset, field.value)});
  v.unless = unless;
  return add(d, std::move(v));
}
/// Whether a phi of its own holds what is at `offset`.
bool Objects::describes(const Carried& c, uint32_t offset, Ref* name) const {
  auto part = c.parts.find(offset);
  if (part != c.parts.end()) *name = part->second;
  return part != c.parts.end();
}

}  // namespace eider::jit

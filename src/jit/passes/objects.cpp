// SPDX-License-Identifier: MIT
//
// Virtual objects: what is made in the trace and never seen by anybody else is not made. Instances, tuples, bound methods, closure cells, ranges
// that are only iterated over, exceptions with what a raise makes, complex numbers (whose parts are raw doubles).
//
// Loads give what was stored, guards on the object hold, and snapshots describe it (VirtualObject): whoever leaves makes it, with what its
// fields held at that point. Nobody else can see it, so nothing known of it dies at a poll, and it needs no lock.
//
// An object is not virtual when an operation wants its word: a store into an object that is made, a helper's argument, frames written
// to memory on the way (Escape, JumpEntry). Who is stored in such a one is not virtual either, so a walk that assumes the best is repeated
// until nobody fails it.
//
// Objects that a loop's variable keeps until the next round: objects_carried.cpp.
#include "jit/passes/objects.h"

#include "builtins/iter/iter.h"
#include "objects/bound_method.h"
#include "objects/containers.h"
#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/numbers.h"

namespace eider::jit {

using objects::TypeId;

void Objects::run() {
  find_candidates();
  if (candidates_.empty()) return;
  if (trace_.loop != kNoRef) find_carried();
  do {
    changed_ = false;
    walk();
    if (!changed_ && trace_.loop != kNoRef) end_of_round();
  } while (changed_);
  bool any = false;
  for (const auto& [ref, candidate] : candidates_) any |= !candidate.failed;
  if (any) rewrite();
}

// --- who may be virtual -----------------------------------------------------------------------------------------------------------
void Objects::find_candidates() {
  for (Ref r = 0; r < trace_.code.size(); r++) {
    const Instruction& i = trace_.code[r];
    const bool calls = i.op == Op::kCallHelper1 || i.op == Op::kCallHelper2 || i.op == Op::kCallHelper3;
    if (!calls && i.op != Op::kBoxComplex) continue;
    auto maker = calls ? static_cast<Helper>(i.imm) : Helper::kNewComplex;
    switch (maker) {
      case Helper::kNewComplex: break;
      case Helper::kNewInstance:
        if (trace_.code[i.a].op == Op::kConstValue) break;
        continue;
      case Helper::kBuildTuple1:
      case Helper::kBuildTuple2:
      case Helper::kBuildTuple3:
      case Helper::kNewBoundMethod:
      case Helper::kNewSuper:
      case Helper::kBuildDict0:
      case Helper::kSlice2:
      case Helper::kSlice3:
      case Helper::kNewRange:
      case Helper::kMakeCell:
      case Helper::kEmptyCell: break;
      default:
        if (!made_by_raise(maker)) continue;
    }
    Candidate candidate{.maker = maker, .arguments = {}, .failed = false, .now = {}};
    for (Ref argument : {i.a, i.b, i.c}) {
      if (argument != kNoRef) candidate.arguments.push_back(argument);
    }
    candidates_.emplace(r, std::move(candidate));
  }
}

uint64_t Objects::shape_of(Helper maker) {
  switch (maker) {
    case Helper::kNewInstance:
    case Helper::kPlainException:
    case Helper::kEndedLocals: return 0;
    case Helper::kEndedFrame:
    case Helper::kRootFrame: return objects::shape_id(TypeId::kFrame);
    case Helper::kFirstEntry:
    case Helper::kNextEntry: return objects::shape_id(TypeId::kTraceback);
    case Helper::kMethodWrapper: return objects::shape_id(TypeId::kMethodWrapper);
    case Helper::kNewBoundMethod: return objects::shape_id(TypeId::kBoundMethod);
    case Helper::kNewSuper: return objects::shape_id(TypeId::kSuper);
    case Helper::kBuildDict0: return objects::shape_id(TypeId::kDict);
    case Helper::kSlice2:
    case Helper::kSlice3: return objects::shape_id(TypeId::kSlice);
    case Helper::kNewRange: return objects::shape_id(TypeId::kRange);
    case Helper::kNewComplex: return objects::shape_id(TypeId::kComplex);
    case Helper::kMakeCell:
    case Helper::kEmptyCell: return objects::shape_id(TypeId::kCell);
    default: return objects::shape_id(TypeId::kTuple);
  }
}

/// What stands for an old ref: a load from a virtual object is what was stored.
Ref Objects::resolve(Ref ref) const {
  auto found = alias_.find(ref);
  return found == alias_.end() ? ref : found->second;
}
/// The virtual object that `ref` is, or nullptr.
Objects::Candidate* Objects::object(Ref ref) {
  if (ref == kNoRef || ref >= kFirstVirtual) return nullptr;
  auto found = candidates_.find(resolve(ref));
  return found == candidates_.end() || found->second.failed ? nullptr : &found->second;
}
/// The same of the round before.
Objects::Carried* Objects::carried(Ref ref) {
  if (ref == kNoRef || ref >= kFirstVirtual) return nullptr;
  auto found = carried_.find(resolve(ref));
  return found == carried_.end() || found->second.failed ? nullptr : &found->second;
}
void Objects::fail(Ref ref) {
  if (Candidate* candidate = object(ref)) {
    candidate->failed = true;
    changed_ = true;
  } else if (Carried* last = carried(ref)) {
    last->failed = true;
    changed_ = true;
  }
}

// --- the walk, in which all that have not failed yet are virtual ----------------------------------------------------------------
void Objects::walk() {
  alias_.clear();
  states_.assign(trace_.snapshots.size(), {});
  handled_at_.assign(trace_.snapshots.size(), kNoRef);
  handling_.clear();
  forget_handled();
  seen_.assign(trace_.snapshots.size(), false);
  for (auto& [ref, candidate] : candidates_) candidate.now = {{}, shape_of(candidate.maker), 0};
  asked_.clear();
  for (auto& [ref, last] : carried_) {
    last.looked = false;
    last.shape = 0;
    last.tuple_size = -1;
    last.same = last.older = kNoRef;
  }
  for (Ref r = 0; r < trace_.code.size(); r++) {
    const Instruction& i = trace_.code[r];
    if (is_phi(i.op)) continue;
    if (i.op == Op::kLoop) {
      clean_ = true;
      stored_.clear();
    }
    if (auto found = candidates_.find(r); found != candidates_.end()) {
      for (Ref argument : found->second.arguments) {
        if (found->second.failed) fail(argument);
      }
      look_at_snapshot(i);
      continue;
    }
    look_at_handled(i);
    look_at_snapshot(i);
    if (!on_handled(r, i) && !on_object(r, i)) {
      fail(i.a);
      fail(i.b);
      fail(i.c);
      note_effects(i);
    }
  }
}

void Objects::look_at_snapshot(const Instruction& i) {
  if (i.snapshot == kNoSnapshot) return;
  const Snapshot& snapshot = trace_.snapshots[i.snapshot];
  if (i.op == Op::kEscape || i.op == Op::kJumpEntry) snapshot.each_ref([&](Ref ref) { fail_reachable(ref); });
  if (i.op == Op::kJumpHeader) look_at_goal(snapshot);
  for (const SnapshotFrame& frame : snapshot.frames) fail(frame.function);
  if (seen_[i.snapshot]) return;  // an instruction's own stores come behind its snapshot
  seen_[i.snapshot] = true;
  snapshot.each_ref([&](Ref ref) { note_state(i.snapshot, ref); });
  handled_at_[i.snapshot] = handled_;
  if (handled_ != kNoRef) note_state(i.snapshot, handled_);
}
void Objects::note_state(uint32_t index, Ref ref) {
  Candidate* candidate = object(ref);
  if (candidate == nullptr || !states_[index].emplace(resolve(ref), candidate->now).second) return;
  for (Ref argument : candidate->arguments) note_state(index, argument);
  for (const VirtualObject::Field& field : candidate->now.fields) note_state(index, field.value);
}
void Objects::fail_reachable(Ref ref) {
  Candidate* candidate = object(ref);
  fail(ref);
  if (candidate == nullptr) return;
  for (Ref argument : candidate->arguments) fail_reachable(argument);
  for (const VirtualObject::Field& field : candidate->now.fields) fail_reachable(field.value);
}

/// An operation on a virtual object that needs no object. false: it is none, or needs it.
bool Objects::on_object(Ref r, const Instruction& i) {
  Candidate* a = object(i.a);
  switch (i.op) {
    case Op::kGuardSame:
    case Op::kGuardNotSame: {
      bool same = resolve(i.a) == resolve(i.b);
      return (a != nullptr || object(i.b) != nullptr) && same == (i.op == Op::kGuardSame);
    }
    case Op::kStoreField:
      if (a == nullptr || is_tuple(*a) || a->maker == Helper::kBuildDict0) return false;
      if (reaches(i.b, resolve(i.a))) return false;  // an object that is its own part
      for (VirtualObject::Field& field : a->now.fields) {
        if (field.offset != i.imm) continue;
        field.value = resolve(i.b);
        return true;
      }
      a->now.fields.push_back({static_cast<uint32_t>(i.imm), resolve(i.b)});
      return true;
    default: break;
  }
  if (carried(i.a) != nullptr) return on_carried(resolve(i.a), r, i);
  if (a == nullptr) return false;
  switch (i.op) {
    case Op::kGuardHeap:
    case Op::kGuardPresent:
    case Op::kGuardIsNot: return true;  // constants are older
    case Op::kGuardShape:
      if (a->now.shape == 0) a->now.shape = i.imm;
      return a->now.shape == i.imm;
    case Op::kSetShape:
      if (a->maker != Helper::kNewInstance && a->maker != Helper::kPlainException) return false;
      a->now.shape = i.imm;
      a->now.set_shape = static_cast<uint32_t>(i.imm);
      return true;
    case Op::kLoadField:
    case Op::kLoadFixedFloat: return gives(r, loaded(*a, i.imm));
    case Op::kGuardTupleSize: return is_tuple(*a) && a->arguments.size() == i.imm;
    case Op::kTupleItemAt: return gives(r, is_tuple(*a) && i.imm < a->arguments.size() ? a->arguments[i.imm] : kNoRef);
    case Op::kTupleItem: {
      const Instruction& index = trace_.code[i.b];
      bool known = is_tuple(*a) && index.op == Op::kConstInt && index.imm >> 1 < a->arguments.size();
      return gives(r, known ? a->arguments[index.imm >> 1] : kNoRef);
    }
    case Op::kCallHelper1: return iterates(i, *a);
    default: return false;
  }
}
/// iter() of a range: an iterator is made without it (Helper::kRangeIter).
bool Objects::iterates(const Instruction& i, const Candidate& c) {
  return i.op == Op::kCallHelper1 && static_cast<Helper>(i.imm) == Helper::kGetIter && c.maker == Helper::kNewRange;
}
bool Objects::is_tuple(const Candidate& c) { return shape_of(c.maker) == objects::shape_id(TypeId::kTuple); }
/// Of what type its parts are.
Type Objects::part_type(const Candidate& c) { return takes_doubles(c.maker) ? Type::kFloat : Type::kValue; }
bool Objects::gives(Ref r, Ref value) {
  if (value == kNoRef) return false;
  alias_[r] = resolve(value);
  return true;
}
/// What is stored at `offset`, or kNoRef.
Ref Objects::loaded(const Candidate& object, uint64_t offset) {
  for (const VirtualObject::Field& field : object.now.fields) {
    if (field.offset == offset) return field.value;
  }
  for (size_t n = 0; n < object.arguments.size() && offset != 0; n++) {
    if (argument_offset(object, n) == offset) return object.arguments[n];
  }
  return kNoRef;
}
/// Where the object holds its maker's argument; 0: nowhere that loads look.
uint32_t Objects::argument_offset(const Candidate& object, size_t n) {
  if (is_tuple(object)) return tuple_offset(n);
  if (object.maker == Helper::kPlainException) return n == 1 ? offsetof(objects::BaseException, args) : 0;
  if (object.maker == Helper::kMethodWrapper) return n == 0 ? offsetof(objects::MethodWrapper, descriptor) : offsetof(objects::MethodWrapper, self);
  if (object.maker == Helper::kNewBoundMethod) return n == 0 ? offsetof(objects::BoundMethod, func) : offsetof(objects::BoundMethod, self);
  if (object.maker == Helper::kNewComplex) return n == 0 ? offsetof(objects::Complex, real) : offsetof(objects::Complex, imaginary);
  return object.maker == Helper::kMakeCell ? offsetof(objects::Cell, content) : 0;
}
uint32_t Objects::tuple_offset(uint64_t item) { return static_cast<uint32_t>(offsetof(objects::Tuple, items) + sizeof(objects::Value) * item); }
bool Objects::reaches(Ref from, Ref to) {
  Candidate* candidate = object(from);
  if (candidate == nullptr) return false;
  if (resolve(from) == to) return true;
  for (Ref argument : candidate->arguments) {
    if (reaches(argument, to)) return true;
  }
  for (const VirtualObject::Field& field : candidate->now.fields) {
    if (reaches(field.value, to)) return true;
  }
  return false;
}

// --- the new trace --------------------------------------------------------------------------------------------------------------
void Objects::rewrite() {
  w_.add_names(static_cast<uint32_t>(names_.size()));
  bool made = false, less = false;  // since the last CheckValid, or since the begin: something that it is there for; something that went
  for (Ref r = 0; r < w_.size(); r++) {
    const Instruction& i = trace_.code[r];
    const bool gone = is_gone(r, i);
    if (r == trace_.loop) prepare_carried();
    if (i.op == Op::kCheckValid || r == trace_.loop) {
      if (r != trace_.loop && less && !made) {
        w_.remove(r);
        less = false;
        continue;
      }
      made = less = false;
    } else if (kills_snapshot_facts(info_of(i.op))) {
      (gone ? less : made) = true;
    }
    if (auto asks = asked_.find(r); asks != asked_.end()) {
      w_.emit({.op = Op::kGuardIs, .source = i.source, .a = w_.map(asks->second), .snapshot = i.snapshot, .imm = kMadeInLoop});
    }
    if (Carried* last = is_phi(i.op) ? carried(r) : nullptr; last != nullptr && last->older == kNoRef) {
      w_.set_next(w_.copy(r), marker_);
    } else if (auto alias = alias_.find(r); alias != alias_.end()) {
      if (object(r) != nullptr || carried(r) != nullptr) w_.remove(r);
      else w_.substitute(r, w_.map(alias->second));
    } else if (rewrite_handled(r, i)) {
    } else if (gone) {
      w_.remove(r);
    } else if (const Candidate* a = object(i.a); a != nullptr && iterates(i, *a)) {
      Instruction made = i;
      made.op = Op::kCallHelper3;
      made.imm = static_cast<uint64_t>(Helper::kRangeIter);
      made.a = w_.map(resolve(a->arguments[0]));
      made.b = w_.map(resolve(a->arguments[1]));
      made.c = w_.map(resolve(a->arguments[2]));
      w_.replace(r, made);
    } else {
      w_.copy(r);
    }
    if (trace_.loop != kNoRef && r >= trace_.loop && r + 1 < w_.size() && !is_phi(trace_.code[r + 1].op) && !carried_done_) emit_carried();
  }
  for (auto [phi, next] : next_) w_.set_next(phi, w_.map(next));
  for (uint32_t n = 0; n < trace_.snapshots.size(); n++) describe(n);
  w_.finish();
}

bool Objects::is_gone(Ref r, const Instruction& i) {
  if (is_phi(i.op)) return false;
  if (auto found = candidates_.find(r); found != candidates_.end()) return !found->second.failed;
  if (auto found = handling_.find(r); found != handling_.end()) return true;
  if (i.op == Op::kGuardUnlocked) return nobody_needs_lock(r);
  if (i.op == Op::kGuardSame || i.op == Op::kGuardNotSame) return object(i.a) != nullptr || object(i.b) != nullptr;
  const Candidate* a = object(i.a);
  return (a != nullptr && !iterates(i, *a)) || carried(i.a) != nullptr;
}
/// Before the next GuardUnlocked no object that is made gets a new shape, no iterators are asked together or count, no list's item is set.
bool Objects::nobody_needs_lock(Ref r) {
  for (r++; r < trace_.code.size(); r++) {
    const Instruction& i = trace_.code[r];
    switch (i.op) {
      case Op::kGuardUnlocked: return true;
      case Op::kRangeTake:
      case Op::kListTake:
      case Op::kTupleTake:
      case Op::kStoreListItem: return false;
      case Op::kSetShape:
        if (object(i.a) == nullptr) return false;
        break;
      case Op::kStoreField:  // perhaps an enumerate's number
        if (i.imm == offsetof(builtins::Enumerate, count) && object(i.a) == nullptr) return false;
        break;
      default: break;
    }
  }
  return true;
}

// --- snapshots --------------------------------------------------------------------------------------------------------------------
void Objects::describe(uint32_t index) {
  if (!seen_[index]) return;
  Describer d{index, {}, {}};
  Snapshot& snapshot = w_.snapshot(index);
  auto name = [&](Ref& ref) {
    if (carried(ref) != nullptr) ref = last_one(d, resolve(ref));
    else if (object(ref) != nullptr) ref = this_one(d, resolve(ref));
  };
  for (SnapshotFrame& frame : snapshot.frames) {
    name(frame.self);
    for (Ref& ref : frame.locals) name(ref);
    for (Ref& ref : frame.stack) name(ref);
  }
  for (Ref& ref : snapshot.header) name(ref);
  if (Ref handled = handled_at_[index]; handled != kNoRef) snapshot.handled = this_one(d, handled);
}
Ref Objects::add(Describer& d, VirtualObject v) {
  auto& virtuals = w_.snapshot(d.index).virtuals;
  virtuals.push_back(std::move(v));
  return kFirstVirtual + static_cast<Ref>(virtuals.size() - 1);
}
VirtualObject Objects::begin(const Candidate& candidate, const State& state) {
  return {.maker = static_cast<uint16_t>(candidate.maker),
          .arguments = static_cast<uint16_t>(candidate.arguments.size()),
          .shape = state.set_shape,
          .fields = {}};
}
Ref Objects::this_one(Describer& d, Ref ref) {
  if (auto known = d.of_now.find(ref); known != d.of_now.end()) return known->second;
  const Candidate& candidate = candidates_.at(ref);
  const State& state = states_[d.index].at(ref);
  VirtualObject v = begin(candidate, state);
  auto value = [&](Ref part) {
    if (carried(part) != nullptr) return last_one(d, resolve(part));
    return object(part) != nullptr ? this_one(d, resolve(part)) : resolve(part);
  };
  for (Ref argument : candidate.arguments) v.fields.push_back({0, value(argument)});
  for (const VirtualObject::Field& field : state.fields) v.fields.push_back({field.offset, value(field.value)});
  return d.of_now[ref] = add(d, std::move(v));
}
void objects(Trace& trace, PassLog* log) { Objects(trace, log).run(); }

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Virtual objects: what is made in the trace and never seen by anybody else is not made. Instances, tuples, bound methods, closure cells, ranges
// that are only iterated over.
//
// Loads give what was stored, guards on the object hold, and snapshots describe it (VirtualObject): whoever leaves makes it, with what its
// fields held at that point. Nobody else can see it, so nothing known of it dies at a poll, and it needs no lock.
//
// An object is not virtual when an operation wants its word: a store into an object that is made, a helper's argument, frames written
// to memory on the way (Escape, JumpEntry). Who is stored in such a one is not virtual either, so a walk that assumes the best is repeated
// until nobody fails it.
//
// A loop's variable often keeps the object until the next round overwrites it, looked at by exits only. Its phi then carries kMadeInLoop, further
// phis carry the fields, and the snapshot says: what the phi holds, unless it is kMadeInLoop; else an object of these fields.
#include <map>
#include <set>

#include "builtins/iter/iter.h"
#include "jit/helpers.h"
#include "jit/passes/rewrite.h"
#include "objects/bound_method.h"
#include "objects/containers.h"

namespace eider::jit {
namespace {

using objects::TypeId;
using objects::Value;

/// What is known of a virtual object at a point of the walk. Refs are old ones.
struct State {
  std::vector<VirtualObject::Field> fields;  // behind the maker's arguments
  uint64_t shape = 0;                        // 0: not looked at yet
  uint32_t set_shape = 0;
};

struct Candidate {
  Helper maker;
  std::vector<Ref> arguments;
  bool failed = false;
  State now;
};

class Objects {
 public:
  Objects(Trace& trace, PassLog* log) : trace_(trace), w_(trace, "objects", log) {}

  void run() {
    find_candidates();
    if (candidates_.empty()) return;
    do {
      changed_ = false;
      walk();
      if (!changed_ && trace_.loop != kNoRef) find_carried();
    } while (changed_);
    bool any = false;
    for (const auto& [ref, candidate] : candidates_) any |= !candidate.failed;
    if (any) rewrite();
  }

 private:
  // --- who may be virtual ---------------------------------------------------------------------------------------------------------
  void find_candidates() {
    for (Ref r = 0; r < trace_.code.size(); r++) {
      const Instruction& i = trace_.code[r];
      if (i.op != Op::kCallHelper1 && i.op != Op::kCallHelper2 && i.op != Op::kCallHelper3) continue;
      auto maker = static_cast<Helper>(i.imm);
      switch (maker) {
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
        case Helper::kNewRange:
        case Helper::kMakeCell: break;
        default: continue;
      }
      Candidate candidate{.maker = maker, .arguments = {}, .failed = false, .now = {}};
      for (Ref argument : {i.a, i.b, i.c}) {
        if (argument != kNoRef) candidate.arguments.push_back(argument);
      }
      candidates_.emplace(r, std::move(candidate));
    }
  }

  static uint64_t shape_of(Helper maker) {
    switch (maker) {
      case Helper::kNewInstance: return 0;
      case Helper::kNewBoundMethod: return objects::shape_id(TypeId::kBoundMethod);
      case Helper::kNewSuper: return objects::shape_id(TypeId::kSuper);
      case Helper::kBuildDict0: return objects::shape_id(TypeId::kDict);
      case Helper::kSlice2: return objects::shape_id(TypeId::kSlice);
      case Helper::kNewRange: return objects::shape_id(TypeId::kRange);
      case Helper::kMakeCell: return objects::shape_id(TypeId::kCell);
      default: return objects::shape_id(TypeId::kTuple);
    }
  }

  /// What stands for an old ref: a load from a virtual object is what was stored.
  Ref resolve(Ref ref) const {
    auto found = alias_.find(ref);
    return found == alias_.end() ? ref : found->second;
  }
  /// The virtual object that `ref` is, or nullptr.
  Candidate* object(Ref ref) {
    if (ref == kNoRef || ref >= kFirstVirtual) return nullptr;
    auto found = candidates_.find(resolve(ref));
    return found == candidates_.end() || found->second.failed ? nullptr : &found->second;
  }
  void fail(Ref ref) {
    if (Candidate* candidate = object(ref)) {
      candidate->failed = true;
      changed_ = true;
    }
  }

  // --- the walk, in which all that have not failed yet are virtual ----------------------------------------------------------------
  void walk() {
    alias_.clear();
    carried_.clear();
    states_.assign(trace_.snapshots.size(), {});
    seen_.assign(trace_.snapshots.size(), false);
    for (auto& [ref, candidate] : candidates_) candidate.now = {{}, shape_of(candidate.maker), 0};
    for (Ref r = 0; r < trace_.code.size(); r++) {
      const Instruction& i = trace_.code[r];
      if (is_phi(i.op)) continue;
      if (auto found = candidates_.find(r); found != candidates_.end()) {
        for (Ref argument : found->second.arguments) {
          if (found->second.failed) fail(argument);
        }
        look_at_snapshot(i);
        continue;
      }
      look_at_snapshot(i);
      if (!on_object(r, i)) {
        fail(i.a);
        fail(i.b);
        fail(i.c);
      }
    }
  }

  void look_at_snapshot(const Instruction& i) {
    if (i.snapshot == kNoSnapshot) return;
    const Snapshot& snapshot = trace_.snapshots[i.snapshot];
    if (i.op == Op::kEscape || i.op == Op::kJumpEntry || i.op == Op::kJumpHeader) {
      snapshot.each_ref([&](Ref ref) {
        fail_reachable(ref);
        if (ref < trace_.code.size() && trace_.code[ref].op == Op::kPhiValue) fail_reachable(trace_.code[ref].b);
      });
    }
    if (seen_[i.snapshot]) return;  // an instruction's own stores come behind its snapshot
    seen_[i.snapshot] = true;
    snapshot.each_ref([&](Ref ref) { note_state(i.snapshot, ref); });
  }
  void note_state(uint32_t index, Ref ref) {
    Candidate* candidate = object(ref);
    if (candidate == nullptr || !states_[index].emplace(resolve(ref), candidate->now).second) return;
    for (Ref argument : candidate->arguments) note_state(index, argument);
    for (const VirtualObject::Field& field : candidate->now.fields) note_state(index, field.value);
  }
  void fail_reachable(Ref ref) {
    Candidate* candidate = object(ref);
    if (candidate == nullptr) return;
    fail(ref);
    for (Ref argument : candidate->arguments) fail_reachable(argument);
    for (const VirtualObject::Field& field : candidate->now.fields) fail_reachable(field.value);
  }

  /// An operation on a virtual object that needs no object. false: it is none, or needs it.
  bool on_object(Ref r, const Instruction& i) {
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
        store(*a, static_cast<uint32_t>(i.imm), resolve(i.b));
        return true;
      default: break;
    }
    if (a == nullptr) return false;
    switch (i.op) {
      case Op::kGuardHeap:
      case Op::kGuardPresent:
      case Op::kGuardIsNot: return true;  // constants are older
      case Op::kGuardShape:
        if (a->now.shape == 0) a->now.shape = i.imm;
        return a->now.shape == i.imm;
      case Op::kSetShape:
        if (a->maker != Helper::kNewInstance) return false;
        a->now.shape = i.imm;
        a->now.set_shape = static_cast<uint32_t>(i.imm);
        return true;
      case Op::kLoadField: return gives(r, loaded(*a, i.imm));
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
  static bool iterates(const Instruction& i, const Candidate& c) {
    return i.op == Op::kCallHelper1 && static_cast<Helper>(i.imm) == Helper::kGetIter && c.maker == Helper::kNewRange;
  }
  static bool is_tuple(const Candidate& c) { return shape_of(c.maker) == objects::shape_id(TypeId::kTuple); }
  bool gives(Ref r, Ref value) {
    if (value == kNoRef) return false;
    alias_[r] = resolve(value);
    return true;
  }
  static void store(Candidate& object, uint32_t offset, Ref value) {
    for (VirtualObject::Field& field : object.now.fields) {
      if (field.offset == offset) {
        field.value = value;
        return;
      }
    }
    object.now.fields.push_back({offset, value});
  }
  static Ref loaded(const Candidate& object, uint64_t offset) {
    for (const VirtualObject::Field& field : object.now.fields) {
      if (field.offset == offset) return field.value;
    }
    if (object.maker == Helper::kNewBoundMethod) {
      if (offset == offsetof(objects::BoundMethod, func)) return object.arguments[0];
      if (offset == offsetof(objects::BoundMethod, self)) return object.arguments[1];
    }
    if (object.maker == Helper::kMakeCell && offset == offsetof(objects::Cell, content)) return object.arguments[0];
    return kNoRef;
  }
  bool reaches(Ref from, Ref to) {
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

  // --- from round to round --------------------------------------------------------------------------------------------------------
  /// Phis whose next value is virtual. Such a phi must be wanted by exits only, and its object by no other phi.
  void find_carried() {
    std::set<Ref> used;
    for (Ref r = 0; r < trace_.code.size(); r++) {
      const Instruction& i = trace_.code[r];
      for (Ref argument : {i.a, is_phi(i.op) ? kNoRef : i.b, i.c}) {
        if (argument != kNoRef) used.insert(resolve(argument));
      }
      if (is_phi(i.op) && i.b < trace_.code.size() && is_phi(trace_.code[i.b].op)) used.insert(i.b);
    }
    for (const Snapshot& snapshot : trace_.snapshots) {
      for (const SnapshotFrame& frame : snapshot.frames) used.insert(frame.function);
    }
    for (const auto& [ref, value] : alias_) used.insert(value);  // what was stored and loaded again
    std::set<Ref> taken;
    for (Ref phi = trace_.loop + 1; is_phi(trace_.code[phi].op); phi++) {
      Ref next = trace_.code[phi].b;
      if (object(next) == nullptr) continue;
      if (used.contains(phi) || !take_once(resolve(next), taken)) {
        fail_reachable(next);
      } else {
        carried_[phi] = resolve(next);
      }
    }
  }
  bool take_once(Ref ref, std::set<Ref>& taken) {
    Candidate* candidate = object(ref);
    if (candidate == nullptr) return true;
    if (!taken.insert(resolve(ref)).second) return false;
    bool alone = true;
    for (Ref argument : candidate->arguments) alone &= take_once(argument, taken);
    for (const VirtualObject::Field& field : candidate->now.fields) alone &= take_once(field.value, taken);
    return alone;
  }

  // --- the new trace --------------------------------------------------------------------------------------------------------------
  void rewrite() {
    if (!carried_.empty()) end_ = candidates_;  // states at JumpLoop
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
      if (auto carried = carried_.find(r); carried != carried_.end()) {
        w_.set_next(w_.copy(r), marker_);
      } else if (auto alias = alias_.find(r); alias != alias_.end()) {
        if (object(alias->second) != nullptr) w_.remove(r);
        else w_.substitute(r, w_.map(alias->second));
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

  bool is_gone(Ref r, const Instruction& i) {
    if (is_phi(i.op)) return false;
    if (auto found = candidates_.find(r); found != candidates_.end()) return !found->second.failed;
    if (i.op == Op::kGuardUnlocked) return nobody_needs_lock(r);
    if (i.op == Op::kGuardSame || i.op == Op::kGuardNotSame) return object(i.a) != nullptr || object(i.b) != nullptr;
    const Candidate* a = object(i.a);
    return a != nullptr && !iterates(i, *a);
  }
  /// Before the next GuardUnlocked no object that is made gets a new shape, no iterators are asked together or count, no list's item is set.
  bool nobody_needs_lock(Ref r) {
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

  /// In front of the loop: constants that descriptions of the last round's objects name.
  void prepare_carried() {
    if (carried_.empty()) return;
    marker_ = w_.const_value(kMadeInLoop);
    none_ = w_.const_value(objects::kNone.bits());
    zero_ = w_.const_int(0);
    float_zero_ = w_.const_float(0.0);
    word_zero_ = w_.const_word(0);
    for (auto [phi, next] : carried_) each_part(next, [&](Ref ref) {
      const Instruction& i = trace_.code[raw(ref)];
      if (is_constant(i.op)) names_.try_emplace(ref, w_.name_of(w_.emit(i)));
    });
  }
  /// Behind the loop's phis: one for each field that is neither constant nor older than the loop.
  void emit_carried() {
    carried_done_ = true;
    for (auto [phi, next] : carried_) each_part(next, [&](Ref ref) {
      if (ref < trace_.loop || names_.contains(ref)) return;
      Ref source = raw(ref);
      Type type = info_of(trace_.code[source].op).result;
      Ref entry = type == Type::kInt ? zero_ : type == Type::kFloat ? float_zero_ : type == Type::kWord ? word_zero_ : none_;
      Ref made = w_.emit_phi({.op = phi_of(type), .source = trace_.code[trace_.loop].source, .a = entry});
      next_.emplace_back(made, source);
      names_.emplace(ref, w_.name_of(made));
    });
  }
  /// A box is made by the exit.
  Ref raw(Ref ref) const {
    Op op = trace_.code[ref].op;
    return is_box(op) ? trace_.code[ref].a : ref;
  }
  /// What a virtual object is made of at JumpLoop, but for other virtual objects, whose parts are visited.
  template <class Visit>
  void each_part(Ref ref, Visit visit) {
    const Candidate& candidate = end_.at(ref);
    auto part = [&](Ref value) {
      if (object(value) != nullptr) each_part(resolve(value), visit);
      else visit(resolve(value));
    };
    for (Ref argument : candidate.arguments) part(argument);
    for (const VirtualObject::Field& field : candidate.now.fields) part(field.value);
  }

  // --- snapshots --------------------------------------------------------------------------------------------------------------------
  struct Describer {
    uint32_t index;
    std::map<Ref, Ref> of_now, of_last;  // object -> kFirstVirtual + n
  };
  void describe(uint32_t index) {
    if (!seen_[index]) return;
    Describer d{index, {}, {}};
    Snapshot& snapshot = w_.snapshot(index);
    auto name = [&](Ref& ref) {
      if (auto carried = carried_.find(ref); carried != carried_.end()) ref = last_one(d, ref, carried->second);
      else if (object(ref) != nullptr) ref = this_one(d, resolve(ref));
    };
    for (SnapshotFrame& frame : snapshot.frames) {
      name(frame.self);
      for (Ref& ref : frame.locals) name(ref);
      for (Ref& ref : frame.stack) name(ref);
    }
  }
  Ref add(Describer& d, VirtualObject v) {
    auto& virtuals = w_.snapshot(d.index).virtuals;
    virtuals.push_back(std::move(v));
    return kFirstVirtual + static_cast<Ref>(virtuals.size() - 1);
  }
  static VirtualObject begin(const Candidate& candidate, const State& state) {
    return {.maker = static_cast<uint16_t>(candidate.maker),
            .arguments = static_cast<uint16_t>(candidate.arguments.size()),
            .shape = state.set_shape,
            .fields = {}};
  }
  Ref this_one(Describer& d, Ref ref) {
    if (auto known = d.of_now.find(ref); known != d.of_now.end()) return known->second;
    const Candidate& candidate = candidates_.at(ref);
    const State& state = states_[d.index].at(ref);
    VirtualObject v = begin(candidate, state);
    auto value = [&](Ref part) { return object(part) != nullptr ? this_one(d, resolve(part)) : resolve(part); };
    for (Ref argument : candidate.arguments) v.fields.push_back({0, value(argument)});
    for (const VirtualObject::Field& field : state.fields) v.fields.push_back({field.offset, value(field.value)});
    return d.of_now[ref] = add(d, std::move(v));
  }
  /// The object of the last round that `phi` holds, if this is not the first one. phi: kNoRef for its parts.
  Ref last_one(Describer& d, Ref phi, Ref ref) {
    if (auto known = d.of_last.find(ref); known != d.of_last.end()) return known->second;
    const Candidate& candidate = end_.at(ref);
    VirtualObject v = begin(candidate, candidate.now);
    auto value = [&](Ref part) {
      if (object(part) != nullptr) return last_one(d, kNoRef, resolve(part));
      Ref plain = resolve(part);
      auto named = names_.find(plain);
      return named != names_.end() ? named->second : plain;
    };
    for (Ref argument : candidate.arguments) v.fields.push_back({0, value(argument)});
    for (const VirtualObject::Field& field : candidate.now.fields) v.fields.push_back({field.offset, value(field.value)});
    v.unless = phi;
    return d.of_last[ref] = add(d, std::move(v));
  }

  Trace& trace_;
  Rewriter w_;
  std::map<Ref, Candidate> candidates_;            // by the instruction that makes it
  std::map<Ref, Candidate> end_;                   // as they are at JumpLoop
  std::map<Ref, Ref> alias_;                       // a load -> what it gives
  std::map<Ref, Ref> carried_;                     // phi -> the object of the round before
  std::vector<std::map<Ref, State>> states_;       // by snapshot: the objects it names
  std::vector<bool> seen_;
  std::map<Ref, Ref> names_;                       // a part of the last round's objects -> what snapshots name
  std::vector<std::pair<Ref, Ref>> next_;          // new phi -> old ref of its next value
  Ref marker_ = kNoRef, none_ = kNoRef, zero_ = kNoRef, float_zero_ = kNoRef, word_zero_ = kNoRef;
  bool changed_ = false, carried_done_ = false;
};

}  // namespace

void objects(Trace& trace, PassLog* log) { Objects(trace, log).run(); }

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// The pass `objects`: what its files share. The walk, the new trace and its snapshots: objects.cpp; what goes from round to round:
// objects_carried.cpp; exceptions that are handled: objects_handled.cpp.
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "jit/helpers.h"
#include "jit/passes/rewrite.h"

namespace eider::jit {

class Objects {
 public:
  Objects(Trace& trace, PassLog* log) : trace_(trace), w_(trace, "objects", log) {}
  void run();

 private:
  /// What is known of a virtual object at a point of the walk. Refs are old ones.
  struct State {
    std::vector<VirtualObject::Field> fields;  // behind the maker's arguments
    uint64_t shape = 0;                        // 0: not looked at yet
    uint32_t set_shape = 0;
  };
  /// What the trace makes.
  struct Candidate {
    Helper maker;
    std::vector<Ref> arguments;
    bool failed = false;
    State now;
  };
  /// What a phi holds: a virtual object of the round before, or what there was on entry. See objects_carried.cpp.
  struct Carried {
    bool failed = false;
    bool made = false;               // the round looks into it only when a round before has made it: it asks the phi
    bool looked = false;             // in this walk: the round looks into it
    uint64_t shape = 0;              // ... for this shape; 0: any
    int64_t tuple_size = -1;         // ... for a tuple of so many items; -1: any
    std::map<uint32_t, Ref> parts;   // offset -> the name of the phi that holds what was there
    Ref next = kNoRef;               // the object at JumpLoop
    Ref same = kNoRef;               // another phi that has it as well
    Ref older = kNoRef;              // ... or has had it for one round: the object's parts move from phi to phi
  };

  // --- objects.cpp
  void find_candidates();
  Ref resolve(Ref ref) const;
  Candidate* object(Ref ref);
  Carried* carried(Ref ref);
  void fail(Ref ref);
  void fail_reachable(Ref ref);
  void walk();
  void look_at_snapshot(const Instruction& i);
  void note_state(uint32_t index, Ref ref);
  bool on_object(Ref r, const Instruction& i);
  bool gives(Ref r, Ref value);
  bool reaches(Ref from, Ref to);
  void rewrite();
  bool is_gone(Ref r, const Instruction& i);
  bool nobody_needs_lock(Ref r);
  struct Describer {
    uint32_t index;
    std::map<Ref, Ref> of_now, of_last;  // object, phi or name -> kFirstVirtual + n
    std::map<Ref, Ref> made_last;        // object that a phi of of_last has next -> kFirstVirtual + n
  };
  void describe(uint32_t index);
  Ref add(Describer& d, VirtualObject v);
  static VirtualObject begin(const Candidate& candidate, const State& state);
  Ref this_one(Describer& d, Ref ref);

  static uint64_t shape_of(Helper maker);
  static bool is_tuple(const Candidate& c);
  static Type part_type(const Candidate& c);
  static bool iterates(const Instruction& i, const Candidate& c);
  static Ref loaded(const Candidate& object, uint64_t offset);
  static uint32_t argument_offset(const Candidate& object, size_t n);
  static uint32_t tuple_offset(uint64_t item);

  // --- objects_handled.cpp
  void look_at_handled(const Instruction& i);
  bool on_handled(Ref r, const Instruction& i);
  bool rewrite_handled(Ref r, const Instruction& i);
  void forget_handled();

  // --- objects_carried.cpp
  void find_carried();
  bool on_carried(Ref ref, Ref r, const Instruction& i);
  Ref part(Carried& c, uint64_t offset, Type type);
  void note_effects(const Instruction& i);
  void end_of_round();
  void settle(Ref ref, Ref next);
  void settle_older(Ref phi, Ref before);
  bool all_may_be_carried(Ref ref);
  bool fits(const Carried& c, const Candidate& next) const;
  bool take_once(Ref ref, std::set<Ref>& taken);
  void look_at_goal(const Snapshot& snapshot);
  bool fits_goal(uint32_t variable, Ref ref);
  void prepare_carried();
  void enter(Ref ref, Ref now);
  void emit_carried();
  void emit_parts(Ref ref, uint32_t variable);
  void emit_plain(Ref value, uint32_t variable);
  uint32_t add_variable(uint32_t owner, uint32_t offset);
  Ref dummy(Type type) const;
  Type type_of(Ref ref) const;
  bool is_name(Ref ref) const { return ref >= trace_.code.size() && ref < kFirstVirtual; }
  Ref raw(Ref ref) const;
  template <class Visit>
  void each_leaf(Ref ref, Visit visit);
  Ref last_one(Describer& d, Ref ref);
  Ref last_part(Describer& d, Ref ref);
  Ref describe_last(Describer& d, Ref ref, const Carried* c, Ref unless);
  bool describes(const Carried& c, uint32_t offset, Ref* name) const;

  Trace& trace_;
  Rewriter w_;
  std::map<Ref, Candidate> candidates_;            // by the instruction that makes it
  std::map<Ref, Carried> carried_;                 // by the phi, or by its name
  std::map<Ref, Ref> alias_;                       // a load -> what it gives
  std::vector<std::map<Ref, State>> states_;       // by snapshot: the objects it names
  std::vector<bool> seen_;
  std::vector<Ref> handled_at_;                    // by snapshot: the virtual exception handled there, or kNoRef
  Ref handled_ = kNoRef;                           // the same at this point of the walk
  Ref handled_in_memory_ = kNoRef;                 // what the thread's word is known to hold
  std::map<Ref, Op> handling_;                     // calls that only say what is handled: what is left of them; kCount: nothing
  bool changed_ = false;
  // In the walk through the round: whether what was on entry is still as it was, but for these offsets.
  bool clean_ = true;
  std::set<uint64_t> stored_;
  std::set<Ref> taken_over_;                       // phis whose objects another one has in the next round
  uint32_t entry_ = kNoSnapshot;
  std::vector<Type> names_;                        // of what type; names are numbers behind the old trace's refs
  std::map<Ref, Ref> asked_;                       // instruction -> phi or name that it asks first
  std::map<Ref, Ref> entries_;                     // name -> new ref: what was there on entry
  std::map<Ref, Ref> plain_;                       // a part nobody looks into -> what snapshots name
  std::vector<std::pair<Ref, Ref>> next_;          // new phi -> old ref of its next value
  Ref marker_ = kNoRef, zero_ = kNoRef, float_zero_ = kNoRef, word_zero_ = kNoRef;
  bool carried_done_ = false;
};

}  // namespace eider::jit

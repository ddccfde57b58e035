// SPDX-License-Identifier: MIT
//
// Numbers' boxes, and what pure helpers make, that only snapshots name are not made: who leaves makes them.
//
// For a box the snapshot names the number. For a call it describes a virtual object whose maker is the helper, with the same arguments:
// they are numbers and immutable objects, so it does not matter when it is called. With both goes an allocation, which ended snapshot
// facts.
#include <algorithm>
#include <map>

#include "jit/helpers.h"
#include "jit/passes/rewrite.h"

namespace eider::jit {
namespace {

class Virtuals {
 public:
  Virtuals(Trace& trace, PassLog* log) : trace_(trace), w_(trace, "virtuals", log) {}

  void run() {
    if (std::none_of(trace_.code.begin(), trace_.code.end(), [](const Instruction& i) { return is_box(i.op) || is_pure_call(i); })) return;
    find_needed();
    for (Ref r = 0; r < w_.size(); r++) sunk_any_ |= sinks(r);
    std::vector<bool> seen(trace_.snapshots.size(), false);
    for (Ref r = 0; r < w_.size() && sunk_any_; r++) {
      uint32_t index = w_.old(r).snapshot;
      if (index == kNoSnapshot || seen[index]) continue;
      seen[index] = true;
      describe(w_.snapshot(index));
    }
    for (Ref r = 0; r < w_.size(); r++) {
      if (is_box(w_.old(r).op) && !needed_[r]) {
        w_.substitute(r, w_.mapped(r).a);
      } else if (sinks(r)) {
        w_.remove(r);
      } else {
        w_.copy(r);
      }
    }
    w_.finish();
  }

 private:
  void need(Ref ref) {
    if (ref < needed_.size()) needed_[ref] = true;
  }
  void find_needed() {
    needed_.assign(trace_.code.size(), false);
    // Backward, so that what only calls that sink want is not needed either.
    std::vector<bool> on_the_way(trace_.code.size(), false);  // in frames that are written on the way: they hold no virtual objects
    for (const Instruction& i : trace_.code) {
      if (i.op != Op::kEscape && i.op != Op::kJumpEntry && i.op != Op::kJumpHeader) continue;
      trace_.snapshots[i.snapshot].each_ref([&](Ref ref) {
        if (ref < on_the_way.size()) on_the_way[ref] = true;
      });
    }
    for (const Snapshot& snapshot : trace_.snapshots) {
      for (const SnapshotFrame& frame : snapshot.frames) {
        need(frame.function);
        need(frame.self);
      }
      for (const VirtualObject& object : snapshot.virtuals) need(object.unless);
    }
    if (const Instruction& last = trace_.code.back(); last.op == Op::kJumpEntry || last.op == Op::kJumpHeader) {  // no exit: it writes words
      for (const SnapshotFrame& frame : trace_.snapshots[last.snapshot].frames) {
        for (Ref ref : frame.locals) need(ref);
        for (Ref ref : frame.stack) need(ref);
      }
      for (Ref ref : trace_.snapshots[last.snapshot].header) need(ref);
    }
    for (const Instruction& i : trace_.code) {
      if (is_phi(i.op)) need(i.b);
    }
    for (Ref r = w_.size(); r-- > 0;) {
      const Instruction& i = trace_.code[r];
      if (is_pure_call(i)) needed_[r] = needed_[r] || on_the_way[r];
      if (sinks(r)) continue;
      for (Ref argument : {i.a, i.b, i.c}) need(argument);
    }
  }
  bool sinks(Ref r) const { return is_pure_call(trace_.code[r]) && !needed_[r]; }

  /// The objects that it makes stand in front of those it made already, which may name them.
  void describe(Snapshot& snapshot) {
    std::map<Ref, size_t> made;  // old ref -> its number
    std::vector<VirtualObject> objects;
    auto visit = [&](Ref ref, auto&& self) -> void {
      if (ref >= w_.size() || !sinks(ref) || made.contains(ref)) return;
      const Instruction& call = trace_.code[ref];
      const int count = info_of(call.op).argument_count;
      const Ref arguments[] = {call.a, call.b, call.c};
      for (int n = 0; n < count; n++) self(arguments[n], self);
      VirtualObject object{static_cast<uint16_t>(call.imm), static_cast<uint16_t>(count), 0, kNoRef, {}};
      for (int n = 0; n < count; n++) object.fields.push_back({0, arguments[n]});
      made.emplace(ref, objects.size());
      objects.push_back(std::move(object));
    };
    std::vector<Ref> named;
    snapshot.each_ref([&](Ref ref) { named.push_back(ref); });
    for (Ref ref : named) visit(ref, visit);
    if (objects.empty()) return;
    for (VirtualObject& object : snapshot.virtuals) objects.push_back(std::move(object));
    const size_t shift = made.size();
    size_t position = 0;
    snapshot.virtuals.clear();
    auto name = [&](Ref& ref, bool old) {
      if (is_virtual(ref)) {
        if (old) ref += static_cast<Ref>(shift);
      } else if (auto found = made.find(ref); found != made.end()) {
        ref = kFirstVirtual + static_cast<Ref>(found->second);
      }
    };
    snapshot.each_ref([&](Ref& ref) { name(ref, true); });
    for (VirtualObject& object : objects) {
      for (VirtualObject::Field& field : object.fields) name(field.value, position >= shift);
      position++;
    }
    snapshot.virtuals = std::move(objects);
  }

  Trace& trace_;
  Rewriter w_;
  std::vector<bool> needed_;  // by old ref: as a Value, on the way
  bool sunk_any_ = false;
};

}  // namespace

void virtuals(Trace& trace, PassLog* log) { Virtuals(trace, log).run(); }

}  // namespace eider::jit

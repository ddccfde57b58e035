// SPDX-License-Identifier: MIT
//
// Rewriter: what passes are made of. The old trace is walked forward; a new one is written; a map says what stands for each old ref.
//
//   Rewriter w(trace, "name", log);
//   for (Ref r = 0; r < w.size(); r++) {
//     Instruction i = w.mapped(r);                  // arguments already in the new numbering
//     if (...) w.substitute(r, other);              // `other` (new numbering) stands for it
//     else if (...) w.replace(r, cheaper);          // another operation with the same result
//     else if (...) w.remove(r);                    // it has no result, or nobody uses it
//     else w.copy(r);
//   }
//   w.finish();
//
// Snapshots follow by the map: one map serves all, because a ref has one meaning for the whole trace. A phi's second argument
// is mapped by finish(), unless set_next() said what it is. When the new trace is the old one, finish() leaves all as it was, and
// Trace::changes too.
#pragma once

#include <string_view>
#include <unordered_map>

#include "jit/ir/text.h"
#include "jit/passes/passes.h"

namespace eider::jit {

inline bool is_constant(Op op) { return op >= Op::kConstInt && op <= Op::kConstValue; }

/// A call that may be left out: is_pure.
bool is_pure_call(const Instruction& i);

/// The shape is that of a builtin type whose exact instances never get another one: having it is a value fact.
bool is_permanent_shape(uint64_t shape);

/// The snapshot with which guards put in front of Loop may leave: Loop's own, or the last one before it when nothing was changed
/// since. kNoSnapshot when there is none.
uint32_t entry_snapshot(const Trace& trace);

class Rewriter {
 public:
  Rewriter(Trace& trace, const char* pass, PassLog* log);

  Ref size() const { return static_cast<Ref>(trace_.code.size()); }
  const Trace& old_trace() const { return trace_; }
  const Instruction& old(Ref r) const { return trace_.code[r]; }
  Ref map(Ref old_ref) const { return old_ref >= kFirstVirtual ? old_ref : map_[old_ref]; }
  /// The instruction with mapped arguments (a phi's b stays an old ref).
  Instruction mapped(Ref old_ref) {
    Instruction i = trace_.code[old_ref];
    source_ = i.source;
    i.a = map(i.a);
    if (!is_phi(i.op)) i.b = map(i.b);
    i.c = map(i.c);
    return i;
  }

  const std::vector<Instruction>& written() const { return new_; }
  const Instruction& at(Ref new_ref) const { return new_[new_ref]; }
  Ref emit(const Instruction& i) {
    new_.push_back(i);
    return static_cast<Ref>(new_.size() - 1);
  }

  Ref copy(Ref old_ref) { return copy_as(old_ref, mapped(old_ref)); }
  /// As copy, with other arguments. Not logged.
  Ref copy_as(Ref old_ref, const Instruction& i) {
    source_ = trace_.code[old_ref].source;
    Ref ref = emit(i);
    map_[old_ref] = ref;
    if (is_phi(i.op)) phis_.emplace_back(ref, trace_.code[old_ref].b);
    return ref;
  }
  void substitute(Ref old_ref, Ref now);
  Ref replace(Ref old_ref, const Instruction& i);
  void remove(Ref old_ref);
  /// Says what stands for old_ref without any record.
  void set_map(Ref old_ref, Ref now) { map_[old_ref] = now; }
  /// A phi that the old trace has not, behind those it has. set_next() must follow.
  Ref emit_phi(const Instruction& i);
  /// An old ref for what only the new trace has: what snapshots may name.
  Ref name_of(Ref new_ref);
  /// The snapshots may be changed as well, in the old numbering.
  Snapshot& snapshot(uint32_t index) { return trace_.snapshots[index]; }
  /// Note [Facts of a header]
  LoopVariable& variable(uint64_t index) { return trace_.variables[index]; }
  /// So many old refs more: their map is set_map(size() + n).
  void add_names(uint32_t count) { map_.resize(map_.size() + count, kNoRef); }
  /// The phi's value at JumpLoop, in the new numbering, known by the time of finish().
  void set_next(Ref new_phi, Ref now) { next_[new_phi] = now; }

  Ref const_int(int64_t word);
  Ref const_float(double d);
  Ref const_word(uint64_t word);
  Ref const_value(uint64_t word);

  void finish();

 private:
  void log(Ref old_ref, const char* arrow, const char* instead);
  Ref constant(Op op, uint64_t imm);
  bool is_unchanged() const;
  void map_snapshots();

  Trace& trace_;
  const char* pass_;
  PassLog* log_;
  uint32_t source_ = 0;     // of the instruction that is being rewritten
  std::vector<Ref> map_;
  std::vector<Instruction> new_;
  std::unordered_map<Ref, Ref> next_;
  std::vector<std::pair<Ref, Ref>> phis_;  // new phi, old b
  std::unordered_map<uint64_t, Ref> constants_[4];  // the first of each in new_, before constants_until_
  Ref constants_until_ = 0;
};

}  // namespace eider::jit

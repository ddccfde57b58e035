// SPDX-License-Identifier: MIT
//
// What passes share: the walk's bookkeeping, and two questions about traces.
#include "jit/passes/rewrite.h"

#include <array>
#include <bit>

#include "jit/helpers.h"

namespace eider::jit {

using objects::TypeId;

bool is_pure_call(const Instruction& i) {
  return info_of(i.op).immediate == Immediate::kHelper && i.op != Op::kEscape && is_pure(static_cast<Helper>(i.imm));
}

bool is_permanent_shape(uint64_t shape) {
  static constexpr TypeId kPermanent[] = {
      TypeId::kInt,   TypeId::kFloat,         TypeId::kComplex,       TypeId::kStr,           TypeId::kBytes,
      TypeId::kTuple, TypeId::kList,          TypeId::kBlock,         TypeId::kDict,          TypeId::kSet,
      TypeId::kRange, TypeId::kSlice,         TypeId::kFrozenSet,     TypeId::kByteArray,     TypeId::kCell,
      TypeId::kCode,  TypeId::kNameCell,      TypeId::kBoundMethod,   TypeId::kListIterator,  TypeId::kTupleIterator,
      TypeId::kZip,   TypeId::kRangeIterator, TypeId::kEnumerate,     TypeId::kStrIterator,   TypeId::kStrAsciiIterator,
      TypeId::kDictTable, TypeId::kGenerator,     TypeId::kBytesIterator,
  };
  static constexpr auto kTable = [] {
    std::array<bool, 256> table{};
    for (TypeId id : kPermanent) table[objects::shape_id(id)] = true;
    return table;
  }();
  return shape < kTable.size() && kTable[shape];
}

uint32_t entry_snapshot(const Trace& trace) {
  if (trace.loop == kNoRef) return kNoSnapshot;
  if (trace.code[trace.loop].snapshot != kNoSnapshot) return trace.code[trace.loop].snapshot;
  for (Ref r = trace.loop; r-- > 0;) {
    const Instruction& i = trace.code[r];
    const OpInfo& info = info_of(i.op);
    if (info.has(kWritesHeap | kEscapes | kPolls | kLocks)) return kNoSnapshot;
    if (i.snapshot != kNoSnapshot) return i.snapshot;
  }
  return kNoSnapshot;
}

Rewriter::Rewriter(Trace& trace, const char* pass, PassLog* log)
    : trace_(trace), pass_(pass), log_(log), map_(trace.code.size(), kNoRef) {
  new_.reserve(trace.code.size() + 8);
}

Ref Rewriter::emit_phi(const Instruction& i) {
  Ref ref = emit(i);
  phis_.emplace_back(ref, kNoRef);
  return ref;
}

Ref Rewriter::name_of(Ref new_ref) {
  map_.push_back(new_ref);
  return static_cast<Ref>(map_.size() - 1);
}

void Rewriter::substitute(Ref old_ref, Ref now) {
  source_ = trace_.code[old_ref].source;
  bool named = is_constant(at(now).op);
  log(old_ref, named ? " -> " : "", named ? info_of(at(now).op).name : "");
  map_[old_ref] = now;
}

Ref Rewriter::replace(Ref old_ref, const Instruction& i) {
  log(old_ref, " -> ", info_of(i.op).name);
  return copy_as(old_ref, i);
}

void Rewriter::remove(Ref old_ref) {
  source_ = trace_.code[old_ref].source;
  log(old_ref, "", "");
}

void Rewriter::log(Ref old_ref, const char* arrow, const char* instead) {
  if (log_ == nullptr) return;
  const Instruction& i = trace_.code[old_ref];
  log_->removed.push_back({pass_, i.op, i.source, print_instruction(trace_, old_ref) + arrow + instead});
}

/// Most passes ask for none: what was written is looked through when one does.
Ref Rewriter::constant(Op op, uint64_t imm) {
  auto table = [&](Op of) -> auto& { return constants_[static_cast<int>(of) - static_cast<int>(Op::kConstInt)]; };
  for (; constants_until_ < new_.size(); constants_until_++) {
    const Instruction& i = new_[constants_until_];
    if (is_constant(i.op)) table(i.op).try_emplace(i.imm, constants_until_);
  }
  if (auto found = table(op).find(imm); found != table(op).end()) return found->second;
  return emit({.op = op, .source = source_, .imm = imm});
}
Ref Rewriter::const_int(int64_t word) { return constant(Op::kConstInt, static_cast<uint64_t>(word)); }
Ref Rewriter::const_float(double d) { return constant(Op::kConstFloat, std::bit_cast<uint64_t>(d)); }
Ref Rewriter::const_word(uint64_t word) { return constant(Op::kConstWord, word); }
Ref Rewriter::const_value(uint64_t word) { return constant(Op::kConstValue, word); }

void Rewriter::map_snapshots() {
  std::vector<bool> used(trace_.snapshots.size(), false);
  for (const Instruction& i : new_) {
    if (i.snapshot != kNoSnapshot) used[i.snapshot] = true;
  }
  for (size_t n = 0; n < used.size(); n++) {
    if (!used[n]) {
      trace_.snapshots[n] = {};
      continue;
    }
    trace_.snapshots[n].each_ref([&](Ref& ref) { ref = map(ref); });
  }
}

bool Rewriter::is_unchanged() const {
  const std::vector<Instruction>& old = trace_.code;
  if (new_.size() != old.size() || map_.size() != old.size()) return false;
  for (Ref r = 0; r < old.size(); r++) {
    if (map_[r] != r || new_[r] != old[r]) return false;
  }
  return true;
}

void Rewriter::finish() {
  for (auto [phi, old_next] : phis_) {
    auto given = next_.find(phi);
    new_[phi].b = given != next_.end() ? given->second : map(old_next);
  }
  if (is_unchanged()) return;
  trace_.changes++;
  map_snapshots();
  trace_.code = std::move(new_);
  trace_.loop = kNoRef;
  for (Ref r = 0; r < trace_.code.size(); r++) {
    if (trace_.code[r].op == Op::kLoop) trace_.loop = r;
  }
}

}  // namespace eider::jit

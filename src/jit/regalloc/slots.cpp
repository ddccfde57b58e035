// SPDX-License-Identifier: MIT
//
// Allocation without registers: allocate_slots.
#include "jit/regalloc/allocator.h"

namespace eider::jit {

/// What JumpHeader r brings for a variable of the header; kAbsentRef: nothing.
Ref Allocator::header_value(Ref r, uint32_t variable) const {
  const Snapshot& snapshot = trace_.snapshots[trace_.code[r].snapshot];
  const SnapshotFrame& frame = snapshot.frames[0];
  if (variable < frame.locals.size()) return frame.locals[variable];
  variable -= static_cast<uint32_t>(frame.locals.size());
  if (variable < frame.stack.size()) return frame.stack[variable];
  return snapshot.header[variable - frame.stack.size()];
}

/// A side trace whose optimized values do not fit the header is not compiled.
bool Allocator::check_header_values(Ref r) {
  const auto& root = *static_cast<const Executor*>(reinterpret_cast<const ExecutorHead*>(trace_.code[r].imm));
  for (const LoopHeader::Phi& phi : root.header.phis) {
    if (phi.variable == LoopHeader::kNoVariable) continue;
    Ref value = header_value(r, phi.variable);
    const bool part = phi.variable >= root.header.words;
    if ((part && value == kAbsentRef) || (is_virtual(value) && root.header.variables[phi.variable].carried)) continue;
    if (value >= trace_.code.size() || type_of(value) != phi.type) return fail("a value of another type than the loop's header wants");
  }
  for (uint32_t i = 0; i < root.header.words; ++i) {
    Ref value = header_value(r, i);
    if (!root.header.variables[i].settable || value == kUnchanged || value == kAbsentRef) continue;
    if (is_virtual(value) || type_of(value) != Type::kValue) return fail("no Value for a frame's word");
  }
  return true;
}

bool Allocator::run_in_slots(SlotMap* map, std::string* error) {
  const auto n = static_cast<uint32_t>(trace_.code.size());
  end_ = n - 1;
  values_.assign(n, {});
  measure_frames();
  map->slots.assign(n, SlotMap::kNone);
  map->exits.assign(n, SlotMap::kNone);
  map->items.assign(n, 0);
  std::vector<Ref> inputs;  // of a side trace: until Enter has found room they stand where the parent left them
  bool entered = std::none_of(trace_.code.begin(), trace_.code.end(), [](const Instruction& in) { return in.op == Op::kEnter; });
  for (Ref r = 0; r < n; ++r) {
    const Instruction& in = trace_.code[r];
    bool names = in.op == Op::kConstValue || in.op == Op::kGuardIs || in.op == Op::kGuardIsNot;
    if (names && in.imm != 0 && Value::from_bits(in.imm).is_heap()) constant_index(Value::from_bits(in.imm));
    if (reads_memory(in) && entry_word(in) > 0xffff) fail("an entry word lies too far from the frame's locals");
    EIDER_ASSERT(!is_input(in.op) || reads_memory(in));
    if (in.op == Op::kEscape) {
      uint32_t items = 0;
      for (Ref next = r + 1; next < n && trace_.code[next].op == Op::kEscapeItem; ++next) {
        items = std::max(items, static_cast<uint32_t>(trace_.code[next].imm));
      }
      if (items > 0xff) fail("an instruction pushes more items than can be numbered");
      map->items[r] = out_.spill_slots << 8 | items;
      out_.spill_slots += items;
    }
    if (in.snapshot != kNoSnapshot && info_of(in.op).exits()) map->exits[r] = make_exit(r);
    if (type_of(r) == Type::kNone) {
      if (in.op != Op::kEnter) continue;
      entered = true;
      for (Ref input : inputs) values_[input].slot = static_cast<int32_t>(map->slots[input]);
      continue;
    }
    map->slots[r] = out_.spill_slots++;
    if (entered) values_[r].slot = static_cast<int32_t>(map->slots[r]);
    else inputs.push_back(r);
  }
  if (trace_.loop != kNoRef) {
    for (Ref r = trace_.loop + 1; is_phi(trace_.code[r].op); ++r) header_.push_back({r, spot_of(r)});
    describe_header();
  }
  if (trace_.code[n - 1].op == Op::kJumpHeader) (void)check_header_values(n - 1);
  if (out_.spill_slots + out_.exit_scratch > 0x7fff) fail("more values than slots can be numbered");
  if (problem_ != nullptr) *error = problem_;
  return problem_ == nullptr;
}

bool allocate_slots(const Trace& trace, Allocation* out, SlotMap* map, std::string* error) {
  *out = {};
  return Allocator(trace, out).run_in_slots(map, error);
}

}  // namespace eider::jit

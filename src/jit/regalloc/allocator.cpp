// SPDX-License-Identifier: MIT
#include "jit/regalloc/allocator.h"

#include <algorithm>

namespace eider::jit {

namespace {

constexpr uint32_t kWordsOfFrame(const vm::Code& code) { return code.local_count + vm::kFrameWords + code.unit->stack_size + 1; }

bool fits_i32(uint64_t word) { return static_cast<int64_t>(word) == static_cast<int32_t>(word); }

}  // namespace

// --- facts of the trace ---------------------------------------------------------------------------------------------------------
bool Allocator::is_constant(Ref r) const {
  Op op = trace_.code[r].op;
  return op >= Op::kConstInt && op <= Op::kConstValue;
}

void Allocator::find_uses() {
  const auto& code = trace_.code;
  const uint32_t n = static_cast<uint32_t>(code.size());
  values_.assign(n, {});
  end_ = n - 1;
  // Phis read their first argument at the header and their second at JumpLoop.
  auto each_use = [&](auto visit) {
    for (uint32_t i = 0; i < n; ++i) {
      const Instruction& in = code[i];
      if (is_phi(in.op)) continue;
      const OpInfo& info = info_of(in.op);
      const Ref arguments[3] = {in.a, in.b, in.c};
      if (in.op != Op::kEscapeItem) {
        for (int k = 0; k < info.argument_count; ++k) visit(arguments[k], i);
      }
      if (in.op == Op::kLoop) {
        for (uint32_t p = i + 1; p < n && is_phi(code[p].op); ++p) visit(code[p].a, i);
      } else if (in.op == Op::kJumpLoop) {
        for (uint32_t p = trace_.loop + 1; p < n && is_phi(code[p].op); ++p) visit(code[p].b, i);
      }
    }
  };
  std::vector<uint32_t> counts(n + 1, 0);
  each_use([&](Ref r, uint32_t) { ++counts[r]; });
  uint32_t total = 0;
  for (uint32_t i = 0; i < n; ++i) {
    values_[i].uses_begin = values_[i].uses_end = total;
    total += counts[i];
  }
  uses_.resize(total);
  auto live_to = [&](Ref r, uint32_t at) {
    if (in_loop(at) && !in_loop(r)) at = end_;  // defined before the loop, used in it: lives around it
    values_[r].last_use = std::max(values_[r].last_use, at);
  };
  for (uint32_t i = 0; i < n; ++i) values_[i].last_use = i;
  each_use([&](Ref r, uint32_t at) {
    uses_[values_[r].uses_end++] = at;
    live_to(r, at);
  });
  for (uint32_t i = 0; i < n; ++i) {
    if (code[i].snapshot == kNoSnapshot) continue;
    auto mark = [&](Ref r) {
      if (r < n) live_to(r, i);
    };
    trace_.snapshots[code[i].snapshot].each_ref(mark);
  }
  has_escape_ = false;
  bool side = false;
  for (uint32_t i = 0; i < n; ++i) {
    Op op = code[i].op;
    if (op == Op::kEscape) has_escape_ = true;
    if (op == Op::kEnter) side = true;
    bool is_call = op == Op::kEscape || op == Op::kCallHelper1 || op == Op::kCallHelper2 || op == Op::kCallHelper3;
    if (is_call && in_loop(i) && first_call_in_loop_ == kNever) first_call_in_loop_ = i;
  }
  side_has_escape_ = side && has_escape_;
  if (side) has_escape_ = false;
  std::vector<uint32_t> at(n + 1, 0);
  for (uint32_t i = 0; i < n; ++i) ++at[values_[i].last_use + 1];
  for (uint32_t i = 0; i < n; ++i) at[i + 1] += at[i];
  deaths_begin_ = at;
  deaths_.resize(n);
  for (uint32_t i = 0; i < n; ++i) deaths_[at[values_[i].last_use]++] = i;
}

void Allocator::measure_frames() {
  out_.extent = std::max(trace_.floor, is_generator(*trace_.codes[0]) ? 0 : kWordsOfFrame(*trace_.codes[0]));
  for (const Snapshot& s : trace_.snapshots) {
    uint32_t words = 0;
    for (const SnapshotFrame& f : s.frames) {
      out_.extent = std::max(out_.extent, f.generator() ? f.base : f.base + kWordsOfFrame(*trace_.codes[f.code]));
      words += static_cast<uint32_t>(f.locals.size() + f.stack.size()) + 2;
    }
    out_.exit_scratch = std::max(out_.exit_scratch, words);
    out_.inlined_frames = std::max(out_.inlined_frames, static_cast<uint32_t>(s.frames.size()) - 1);
  }
}

/// Position of the first operand use after `from`; for what lives around the loop, of the next iteration.
uint32_t Allocator::next_use(Ref r, uint32_t from) const {
  const ValueState& v = values_[r];
  auto begin = uses_.begin() + v.uses_begin, end = uses_.begin() + v.uses_end;
  auto use = std::lower_bound(begin, end, from);
  if (use != end) return *use;
  if (in_loop(from) && v.last_use == end_ && !in_loop(r)) {
    use = std::lower_bound(begin, end, trace_.loop + 1);
    if (use != end) return *use + (end_ - trace_.loop);
  }
  return kNever;
}

// --- registers and slots --------------------------------------------------------------------------------------------------------
MachineOp& Allocator::emit(Form form, int r0, int r1, int r2) {
  MachineOp op{.form = form};
  op.registers[0] = static_cast<uint8_t>(r0);
  op.registers[1] = static_cast<uint8_t>(r1);
  op.registers[2] = static_cast<uint8_t>(r2);
  op.ref = current_;
  out_.code.push_back(op);
  return out_.code.back();
}

MachineHole Allocator::memory_of(Ref r) const {
  if (values_[r].slot != kNoSlot) return slot_hole(values_[r].slot);
  return {MachineHole::Kind::kEntry, entry_word(trace_.code[r])};
}

int Allocator::new_slot() {
  if (!free_slots_.empty()) {
    int slot = free_slots_.back();
    free_slots_.pop_back();
    return slot;
  }
  return static_cast<int>(out_.spill_slots++);
}

void Allocator::store(Ref r, int slot) {
  int reg = values_[r].reg;
  emit(class_of(r) == Class::kFloat ? Form::kStoreSlotFloat : Form::kStoreSlotInt, reg).holes[0] = slot_hole(slot);
}

/// Has a memory place for r, constants included.
void Allocator::ensure_slot(Ref r) {
  ValueState& v = values_[r];
  if (in_memory(r)) return;
  v.slot = new_slot();
  if (v.reg != kNoRegister) {
    store(r, v.slot);
  } else {
    MachineOp& op = emit(Form::kConstSlot);
    op.holes[0] = slot_hole(v.slot);
    op.holes[1] = immediate(trace_.code[r].imm);
  }
}

/// Takes r's register away; its value stays available.
void Allocator::spill(Ref r) {
  if (!needs_no_slot(r) && values_[r].slot == kNoSlot) {
    if (in_loop(position_) && !in_loop(r) && !(*store_early_)[r]) {
      (*store_early_)[r] = true;
      again_ = true;
    }
    ensure_slot(r);
  }
  release_register(r);
}

void Allocator::load_into(Ref r, int reg) {
  const Instruction& in = trace_.code[r];
  bool is_float = class_of(r) == Class::kFloat;
  if (in_memory(r)) {
    emit(is_float ? Form::kLoadSlotFloat : Form::kLoadSlotInt, reg).holes[0] = memory_of(r);
    return;
  }
  EIDER_ASSERT(is_constant(r));
  if (is_float) {
    if (in.imm == 0) {
      emit(Form::kConstFloatZero, reg);
    } else {
      emit(Form::kConstFloat, reg).holes[0] = immediate(in.imm);
    }
  } else if (in.imm == 0) {
    emit(Form::kConstZero, reg);
  } else {
    emit(fits_i32(in.imm) ? Form::kConst32 : Form::kConst64, reg).holes[0] = immediate(in.imm);
  }
}

/// A register nobody owns afterwards; pinned for the current instruction.
int Allocator::take_register(Class c, int hint) {
  Ref* owner = owners(c);
  int chosen = kNoRegister;
  if (hint != kNoRegister && owner[hint] == kNoRef && !pinned(c, hint)) chosen = hint;
  for (int i = count(c) - 1; i >= 0 && chosen == kNoRegister; --i) {
    if (owner[i] == kNoRef && !pinned(c, i)) chosen = i;
  }
  if (chosen == kNoRegister) {
    uint64_t best = 0;
    for (int i = 0; i < count(c); ++i) {
      if (pinned(c, i)) continue;
      Ref r = owner[i];
      // Of equal distances, the one that needs no store.
      uint64_t score = uint64_t{next_use(r, position_ + 1)} * 2 + (needs_no_slot(r) || values_[r].slot != kNoSlot) + 1;
      if (score > best) {
        best = score;
        chosen = i;
      }
    }
    spill(owner[chosen]);
  }
  pin(c, chosen);
  return chosen;
}

int Allocator::ensure_register(Ref r) {
  Class c = class_of(r);
  if (values_[r].reg != kNoRegister) {
    pin(c, values_[r].reg);
    return values_[r].reg;
  }
  int reg = take_register(c, values_[r].hint);
  load_into(r, reg);
  own(r, reg);
  return reg;
}

void Allocator::own(Ref r, int reg) {
  owners(class_of(r))[reg] = r;
  values_[r].reg = static_cast<int8_t>(reg);
}

void Allocator::release_register(Ref r) {
  if (values_[r].reg == kNoRegister) return;
  owners(class_of(r))[values_[r].reg] = kNoRef;
  values_[r].reg = kNoRegister;
}

void Allocator::die(Ref r) {
  release_register(r);
  ValueState& v = values_[r];
  if (v.slot != kNoSlot && !v.phi_slot) {
    free_slot(v.slot);
    v.slot = kNoSlot;
  }
}

void Allocator::define(Ref r, int reg) {
  own(r, reg);
  if ((*store_early_)[r]) ensure_slot(r);
}

bool Allocator::run(std::vector<bool>* store_early, bool* again, std::string* error) {
  store_early_ = store_early;
  find_uses();
  measure_frames();
  std::fill(std::begin(int_owner_), std::end(int_owner_), kNoRef);
  std::fill(std::begin(float_owner_), std::end(float_owner_), kNoRef);
  out_.code.reserve(trace_.code.size() * 2);
  for (Ref r = 0; r < trace_.code.size() && is_input(trace_.code[r].op); ++r) {
    if (trace_.code[r].imm < kInputMemory) own(r, static_cast<int>(trace_.code[r].imm));
  }
  for (const Instruction& in : trace_.code) {  // the code names them, so the executor keeps them
    bool names = in.op == Op::kConstValue || in.op == Op::kGuardIs || in.op == Op::kGuardIsNot;
    if (names && in.imm != 0 && Value::from_bits(in.imm).is_heap()) constant_index(Value::from_bits(in.imm));
  }
  for (uint32_t i = 0; i < trace_.code.size() && problem_ == nullptr; ++i) {
    position_ = i;
    current_ = i;
    pinned_[0] = pinned_[1] = 0;
    if (!select(i)) break;
    for (uint32_t d = deaths_begin_[i]; d < deaths_begin_[i + 1]; ++d) die(deaths_[d]);
  }
  if (out_.locations.size() > 0xffff'ffffu || out_.spill_slots > 0x7fff) fail("more values live than spill slots can be numbered");
  if (problem_ != nullptr) {
    *error = problem_;
    return false;
  }
  *again = again_;
  return true;
}

bool allocate_registers(const Trace& trace, Allocation* out, std::string* error) {
  std::vector<bool> store_early(trace.code.size(), false);
  for (int pass = 0;; ++pass) {
    *out = {};
    bool again = false;
    if (!Allocator(trace, out).run(&store_early, &again, error)) return false;
    if (!again || pass == 2) return true;
  }
}

}  // namespace eider::jit

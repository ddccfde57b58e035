// SPDX-License-Identifier: MIT
//
// The allocator's state; allocator.cpp moves values about, select.cpp chooses forms, loop.cpp does the header and the jump back.
#pragma once

#include <algorithm>

#include "jit/regalloc/allocation.h"
#include "jit/regalloc/moves.h"

namespace eider::jit {

class Allocator {
 public:
  Allocator(const Trace& trace, Allocation* out) : trace_(trace), out_(*out) {}
  /// One pass. `store_early`: loop invariants that are stored right where they are defined, because the last pass had to store them
  /// inside the loop; more may be added, then another pass is worth it.
  bool run(std::vector<bool>* store_early, bool* again, std::string* error);
  /// allocate_slots.
  bool run_in_slots(SlotMap* map, std::string* error);

 private:
  enum class Class : uint8_t { kInt, kFloat };
  static constexpr uint32_t kNever = 0x7fff'ffff;
  static constexpr int kNoRegister = -1;
  static constexpr int kNoSlot = -1;

  struct ValueState {
    int8_t reg = kNoRegister;
    int32_t slot = kNoSlot;
    uint32_t last_use = 0;       // position of the last use of any kind; the loop's end for what lives around it
    uint32_t uses_begin = 0, uses_end = 0;  // operand uses, positions ascending
    int8_t hint = kNoRegister;   // the register of the phi it goes to
    bool phi_slot = false;       // a phi whose place at the header is its slot: kept to the end
  };

  // --- facts of the trace (analysis.cpp)
  void find_uses();
  void measure_frames();
  bool is_constant(Ref r) const;
  static Class class_of(Type type) { return type == Type::kFloat ? Class::kFloat : Class::kInt; }
  Type type_of(Ref r) const { return info_of(trace_.code[r].op).result; }
  Class class_of(Ref r) const { return class_of(type_of(r)); }
  /// Whether memory has held it since entry and nothing overwrites it.
  bool is_entry_word(Ref r) const { return reads_memory(trace_.code[r]) && !has_escape_; }
  static bool reads_memory(const Instruction& in) { return in.op == Op::kEntryValue || (is_input(in.op) && in.imm >= kInputMemory); }
  static uint64_t entry_word(const Instruction& in) { return in.op == Op::kEntryValue ? in.imm : in.imm - kInputMemory; }
  bool needs_no_slot(Ref r) const { return is_constant(r) || is_entry_word(r); }
  uint32_t next_use(Ref r, uint32_t from) const;
  bool in_loop(uint32_t position) const { return trace_.loop != kNoRef && position > trace_.loop; }

  // --- registers and slots (allocator.cpp)
  Ref* owners(Class c) { return c == Class::kInt ? int_owner_ : float_owner_; }
  static int count(Class c) { return c == Class::kInt ? kIntRegisterCount : kFloatRegisterCount; }
  MachineOp& emit(Form form, int r0 = 0, int r1 = 0, int r2 = 0);
  static MachineHole slot_hole(int slot) { return {MachineHole::Kind::kSlot, static_cast<uint64_t>(slot)}; }
  static MachineHole immediate(uint64_t v) { return {MachineHole::Kind::kImmediate, v}; }
  MachineHole memory_of(Ref r) const;
  bool in_memory(Ref r) const { return values_[r].slot != kNoSlot || is_entry_word(r); }
  int new_slot();
  void free_slot(int slot) { free_slots_.push_back(slot); }
  void store(Ref r, int slot);
  void ensure_slot(Ref r);
  void spill(Ref r);
  void load_into(Ref r, int reg);
  int take_register(Class c, int hint = kNoRegister);
  int ensure_register(Ref r);
  void pin(Class c, int reg) { pinned_[static_cast<int>(c)] |= 1u << reg; }
  bool pinned(Class c, int reg) const { return pinned_[static_cast<int>(c)] >> reg & 1; }
  void own(Ref r, int reg);
  void release_register(Ref r);
  void die(Ref r);
  bool dies_here(Ref r) const { return values_[r].last_use <= position_; }
  int result_register(Ref r) { return take_register(class_of(r), values_[r].hint); }
  void define(Ref r, int reg);

  // --- exits (exits.cpp)
  Location location_of(Ref r);
  uint16_t constant_index(Value v);
  uint32_t make_exit(Ref r);
  bool exit_reads_register(uint32_t exit, Class c, int reg) const;

  // --- instructions (select.cpp)
  bool select(Ref r);
  void two_address(Ref r, Form form, Form imm_form, Form mem_form, Form undo, Form undo_imm, Form undo_mem, bool commutative, bool factor);
  void guard_compare(Ref r, Form form, Form imm, Form imm_swapped, Form mem, Form mem_swapped);
  void plain(Ref r, Form form, MachineHole hole = {}, int without = -1);
  void compare(Ref r);
  void call(Ref r);
  void save_entry_word(Ref r);
  void flush_registers();

  // --- the loop, and entries of others (loop.cpp)
  void jump_entry(Ref r);
  void return_entry(Ref r);
  void jump_header(Ref r);
  void describe_header();
  Ref header_value(Ref r, uint32_t variable) const;
  bool check_header_values(Ref r);
  void enter_loop(Ref loop);
  void jump_loop(Ref r);
  Spot spot_of(Ref r) const;
  void emit_moves(std::vector<SpotMove> moves);

  bool fail(const char* what) {
    problem_ = what;
    return false;
  }

  const Trace& trace_;
  Allocation& out_;
  std::vector<ValueState> values_;
  std::vector<uint32_t> uses_;
  std::vector<uint32_t> deaths_, deaths_begin_;  // who dies at a position
  Ref int_owner_[kIntRegisterCount], float_owner_[kFloatRegisterCount];
  uint32_t pinned_[2] = {0, 0};
  uint32_t position_ = 0;
  Ref current_ = kNoRef;
  std::vector<int> free_slots_, escape_items_;
  bool has_escape_ = false;          // in a side trace: once Enter is behind us
  bool side_has_escape_ = false;
  uint32_t first_call_in_loop_ = kNever;
  uint32_t end_ = 0;
  struct HeaderPlace {
    Ref value;
    Spot spot;
  };
  std::vector<HeaderPlace> header_;
  std::vector<bool>* store_early_ = nullptr;
  bool again_ = false;
  const char* problem_ = nullptr;
};

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Register allocation of a trace: which stencils, over which registers and slots, in which order.
//
// Linear scan over the one path there is. A value lives in a register, in a spill slot, or both; a register is taken from the value whose
// next use is furthest. A slot, once written, stays valid for the value's life (SSA). Constants and untouched entry values need none.
// At the loop's header phis and invariants get their places; JumpLoop restores exactly those.
// Invariant: where a helper or an Escape is called, every value needed later stands in a slot.
// Invariant: at an exit all locations hold what they held before the exiting instruction; where a form has overwritten its operand,
//            AllocatedExit::undo restores it first.
// Not here: bytes (jit/emit).
#pragma once

#include <string>
#include <vector>

#include "jit/emit/forms.h"
#include "jit/executor.h"

namespace eider::jit {

inline constexpr uint32_t kNoExit = 0xffff'ffff;

struct MachineHole {
  enum class Kind : uint8_t { kNone, kImmediate, kSlot, kEntry };  // kSlot: spill slot; kEntry: word above base
  Kind kind = Kind::kNone;
  uint64_t value = 0;
  friend bool operator==(const MachineHole&, const MachineHole&) = default;
};

struct MachineOp {
  Form form = Form::kCount;
  uint8_t registers[3] = {0, 0, 0};
  MachineHole holes[3] = {};
  uint32_t exit = kNoExit;      // index into Allocation::exits
  const uint8_t* target = nullptr;  // JumpHeader: where to
  uint32_t helper = 0;          // Call1..3: index into the helper table. PushFrame: into Allocation::pushes
  Ref ref = kNoRef;             // the instruction it belongs to; kNoRef for moves at JumpLoop
};

struct AllocatedExit {
  Ref ref;
  uint32_t frames_begin = 0, frames_end = 0;
  uint32_t virtuals_begin = 0, virtuals_end = 0;
  Location handled{Location::Kind::kUnchanged, Type::kNone, 0};
  bool has_undo = false;
  MachineOp undo{};
};

struct Allocation {
  std::vector<MachineOp> code;
  uint32_t loop_begin = 0;      // where JumpLoop goes: index into code
  std::vector<AllocatedExit> exits;
  std::vector<Location> locations;
  std::vector<ExitFrame> frames;
  std::vector<ExitVirtual> virtuals;
  std::vector<ExitVirtual::Field> virtual_fields;
  std::vector<Value> constants;
  std::vector<uint64_t> words;
  std::vector<double> floats;
  std::vector<FramePush> pushes;
  LoopHeader header;
  uint32_t extent = 0;          // words
  uint32_t spill_slots = 0;     // without exit_scratch
  uint32_t exit_scratch = 0;
  uint32_t inlined_frames = 0;
};

/// Requires a trace verify() has nothing against. False: the trace has more of something than can be encoded (`*error` says of what).
bool allocate_registers(const Trace& trace, Allocation* out, std::string* error);

/// Where values and exits are when nothing is in a register. By ref.
struct SlotMap {
  static constexpr uint32_t kNone = 0xffff'ffff;
  std::vector<uint32_t> slots;     // kNone: it has no value
  std::vector<uint32_t> exits;     // index into Allocation::exits, or kNone
  std::vector<uint32_t> items;     // of an Escape: first slot << 8 | how many items below its result
};
/// For the reference executor: each value has a spill slot of its own, from where it is defined to the end. `out->code` stays empty.
bool allocate_slots(const Trace& trace, Allocation* out, SlotMap* map, std::string* error);

/// `AddInt r0, r1`
std::string print(const MachineOp& op);
/// One line an operation: `%7   AddInt r0, r1   -> exit 2`. The same for the same trace, whatever addresses are; for golden tests.
std::string print(const Allocation& allocation, const Trace& trace);

}  // namespace eider::jit

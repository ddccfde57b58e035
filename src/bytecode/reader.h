// SPDX-License-Identifier: MIT
//
// Walks the instructions of a row of code units: joins ExtendedArg prefixes to their instruction and steps over caches.
#pragma once

#include <cstdint>
#include <span>

#include "bytecode/instructions.h"
#include "bytecode/ops.h"

namespace eider::bytecode {

/// One whole instruction. All places are in code units.
struct Instruction {
  uint32_t start;   // of its first ExtendedArg, or of itself: where jumps land
  uint32_t offset;  // of the opcode itself: what the interpreter calls the instruction's offset
  uint32_t next;    // of the following instruction, behind the caches
  Op op;
  uint32_t arg;

  /// Where a jump leads; only for jumps. Not checked against the code's size.
  int64_t target() const {
    return jump_kind(op) == JumpKind::kBackward ? int64_t{next} - arg : int64_t{next} + arg;
  }
};

/// Reads canonical code. Stops (at_end) behind the last whole instruction; malformed code is noticed with `malformed`.
class InstructionReader {
 public:
  explicit InstructionReader(std::span<const uint16_t> units, uint32_t at = 0) : units_(units), at_(at) {}

  bool at_end() const { return at_ >= units_.size(); }
  bool malformed() const { return malformed_; }  // an unknown opcode, a lone ExtendedArg, or caches cut off
  uint32_t position() const { return at_; }

  /// The instruction at position(), and steps behind it. On malformed code: a Nop, and the reader is at its end.
  Instruction next() {
    Instruction read{.start = at_, .offset = at_, .next = at_, .op = Op::kNop, .arg = 0};
    uint32_t arg = 0;
    for (int prefixes = 0; at_ < units_.size(); ++prefixes) {
      uint16_t unit = units_[at_];
      uint8_t code = static_cast<uint8_t>(unit & 0xff);
      arg = arg << 8 | unit >> 8;
      if (!is_valid_op(code) || prefixes > 3) break;
      Op op = static_cast<Op>(code);
      if (op == Op::kExtendedArg) {
        ++at_;
        continue;
      }
      uint32_t behind = at_ + 1 + kCacheUnits[code];
      if (behind > units_.size()) break;
      read.offset = at_;
      read.next = at_ = behind;
      read.op = op;
      read.arg = arg;
      return read;
    }
    malformed_ = true;
    at_ = static_cast<uint32_t>(units_.size());
    read.next = at_;
    return read;
  }

 private:
  std::span<const uint16_t> units_;
  uint32_t at_;
  bool malformed_ = false;
};

}  // namespace eider::bytecode

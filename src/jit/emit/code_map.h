// SPDX-License-Identifier: MIT
//
// CodeMap: what stands where in an executor's code. Made by the emitter when somebody asks for it: dumps, perf, gdb.
#pragma once

#include <vector>

#include "jit/emit/stencil.h"
#include "jit/regalloc/allocation.h"

namespace eider::jit {

struct CodeMap {
  enum class Part : uint8_t { kHot, kCold, kExit };  // kExit: an exit's stub, with what it undoes first
  struct Piece {
    uint32_t begin, end;     // bytes from the code's begin; never empty
    Part part;
    MachineOp op;            // op.ref: the instruction of the trace it belongs to, kNoRef for moves at JumpLoop
  };
  struct Depth {             // from `begin` on the stack pointer is `depth` bytes lower than where the code was entered
    uint32_t begin;
    uint32_t depth;
  };
  std::vector<Piece> pieces;  // in the order of their bytes, without gaps
  std::vector<Depth> depths;  // likewise; before the first one 0
  uint32_t loop_begin = 0;    // where JumpLoop goes
};

}  // namespace eider::jit

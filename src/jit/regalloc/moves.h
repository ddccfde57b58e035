// SPDX-License-Identifier: MIT
//
// Parallel moves: what JumpLoop does to phis.
#pragma once

#include <cstdint>
#include <vector>

namespace eider::jit {

struct Spot {
  enum class Kind : uint8_t { kInt, kFloat, kSlot, kEntry, kConstInt, kConstFloat };
  Kind kind;
  uint64_t value;  // register, slot, word above base, or the constant's bits
  friend bool operator==(const Spot&, const Spot&) = default;
};
struct SpotMove {
  Spot to, from;
};

/// Puts moves that happen at once into an order that works one by one. Destinations differ from each other.
///
/// scratch  a spill slot nobody uses: each cycle passes one value through it. `*used_scratch` says whether it was needed.
std::vector<SpotMove> order_moves(std::vector<SpotMove> moves, uint32_t scratch, bool* used_scratch);

}  // namespace eider::jit

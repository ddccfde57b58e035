// SPDX-License-Identifier: MIT
#include "jit/regalloc/moves.h"

#include <algorithm>

namespace eider::jit {

std::vector<SpotMove> order_moves(std::vector<SpotMove> moves, uint32_t scratch, bool* used_scratch) {
  std::vector<SpotMove> ordered;
  std::erase_if(moves, [](const SpotMove& m) { return m.to == m.from; });
  while (!moves.empty()) {
    auto free = std::find_if(moves.begin(), moves.end(), [&](const SpotMove& m) {
      return std::none_of(moves.begin(), moves.end(), [&](const SpotMove& other) { return other.from == m.to; });
    });
    if (free != moves.end()) {
      ordered.push_back(*free);
      moves.erase(free);
      continue;
    }
    // Every destination is still to be read: cycles only. One value steps aside, which opens its cycle; the scratch slot is
    // read again before the next cycle needs it, because an open chain is followed to its end first.
    const Spot aside{Spot::Kind::kSlot, scratch};
    *used_scratch = true;
    ordered.push_back({aside, moves.front().from});
    moves.front().from = aside;
  }
  return ordered;
}

}  // namespace eider::jit

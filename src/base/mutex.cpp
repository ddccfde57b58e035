// SPDX-License-Identifier: MIT
#include "base/mutex.h"

#if defined(EIDER_ASSERTIONS)

namespace eider::base {

namespace {
thread_local uint64_t held_ranks = 0;

constexpr uint64_t bit(LockRank rank) { return uint64_t{1} << static_cast<int>(rank); }
}  // namespace

void note_lock(LockRank rank) {
  bool in_order = (held_ranks >> static_cast<int>(rank)) == 0;
  EIDER_CHECK(in_order);  // a lock of this or a higher rank is already held by this thread (lock_ranks.h)
  held_ranks |= bit(rank);
}

void note_try_lock(LockRank rank) { held_ranks |= bit(rank); }

void note_unlock(LockRank rank) {
  EIDER_CHECK((held_ranks & bit(rank)) != 0);
  held_ranks &= ~bit(rank);
}

bool holds_no_lock_above(LockRank rank) { return (held_ranks >> (static_cast<int>(rank) + 1)) == 0; }

}  // namespace eider::base

#endif

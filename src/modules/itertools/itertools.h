// SPDX-License-Identifier: MIT
//
// itertools: endless iterators (endless.cpp), filtering ones (filtering.cpp), grouping and sharing (groupby_tee.cpp), arrangements (combinatoric.cpp).
//
// Thread rule of all: the words of an iterator are read and written one by one, or together under its byte lock where they
// belong together; shared by threads it may repeat or skip items, and once exhausted it stays exhausted where CPython's does.
#pragma once

#include "modules/module_parts.h"
#include "modules/support.h"

namespace eider::modules {

Result<void> fill_itertools(Thread& t, Module* module);
Result<void> add_itertools_endless(Thread& t, Module* module);
Result<void> add_itertools_filtering(Thread& t, Module* module);
Result<void> add_itertools_sharing(Thread& t, Module* module);
Result<void> add_itertools_combinatoric(Thread& t, Module* module);

inline constexpr const char* kReduceDoc = "Return state information for pickling.";
inline constexpr const char* kSetStateDoc = "Set state information for unpickling.";

/// The state of __setstate__: a tuple of `low` to `high` items.
inline Result<Tuple*> state_tuple(Thread& t, Value state, int64_t low, int64_t high) {
  if (!is_instance(t, state, TypeId::kTuple)) return raise(t, TypeId::kTypeError, "state is not a tuple");
  int64_t n = state.as<Tuple>()->size();
  if (n >= low && n <= high) return state.as<Tuple>();
  return raise(t, TypeId::kTypeError, "function takes %s %ld argument%s (%ld given)", low == high ? "exactly" : n < low ? "at least" : "at most",
               n < low ? low : high, (n < low ? low : high) == 1 ? "" : "s", n);
}

}  // namespace eider::modules

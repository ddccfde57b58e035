// SPDX-License-Identifier: MIT
//
// What is known of a program before it is run: that it is well formed, where its groups are, what a match may cost.
#pragma once

#include "base/raw_vector.h"
#include "modules/sre/opcodes.h"
#include "objects/thread.h"

namespace eider::modules::sre {

struct Analysis {
  base::RawVector<uint32_t> opened;      // the group of the first, second, ... opening parenthesis of the text
  base::RawVector<uint32_t> number;      // group -> its parenthesis, from 1; 0: it is never opened
  base::RawVector<uint32_t> close_rank;  // group -> how many groups close before it in the text
  bool nested = true;                    // each group is opened and closed once, within one sequence of instructions
  bool last_by_mark = false;             // which group closed last does not follow from close_rank (Note [Last index])
  bool unicode_rules = false;            // some \b or \B goes by Unicode
  bool deep = false;                     // deeper nested than the library takes
  bool odd_loops = false;                // a loop in which the library orders matches otherwise: Note [Empty turns]
  /// How many ways (as a power of two) the library may go between two steps that it counts: alternatives are not counted.
  double uncounted_bits = 0;
};

// Note [Last index]
// Match.lastindex is the group that was closed last. Where groups stand neither in loops nor in assertions, that is the one among
// the matched groups that closes last in the text. Else the match is told by the path it took: a mark is passed at each closing.

// Note [Empty turns]
// A turn of a loop may match nothing. In CPython such a turn, when it was optional, is the last; one that must be made is not. The
// library ends endless loops so, too, but looks at the first turn as well, and writes counted loops out, where nothing ends
// them. The difference shows in which match is found first (counted loops), or in what groups hold that the last turn did not
// set (endless ones with turns that must be made). Those loops are the backtracker's.

enum class Verdict : uint8_t { kWellFormed, kMalformed, kFailed };
/// kFailed: an exception is set (memory, recursion).
Verdict analyze(objects::Thread& t, const Program& program, Analysis* out);

}  // namespace eider::modules::sre

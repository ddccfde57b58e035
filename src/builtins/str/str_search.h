// SPDX-License-Identifier: MIT
//
// Finding and counting text in text, whatever the widths: what str and bytes methods ask for.
#pragma once

#include "builtins/str/str_support.h"

namespace eider::builtins {

/// Index of the first / last occurrence of `needle` in text[start, end), in characters of `text`; -1 when there is none. An empty
/// needle is found at start / end, when start <= end.
int64_t search_first(TextView text, TextView needle, int64_t start, int64_t end);
int64_t search_last(TextView text, TextView needle, int64_t start, int64_t end);
/// Non-overlapping occurrences, at most `most` (negative: no limit). An empty needle occurs between all characters.
int64_t search_count(TextView text, TextView needle, int64_t start, int64_t end, int64_t most = -1);
/// Where a needle that is not empty occurs, not overlapping, at most `most` times (negative: no limit). False: out of memory.
[[nodiscard]] bool search_all(TextView text, TextView needle, int64_t most, kernels::Buffer<int64_t, 64>& positions);
/// Whether `part` stands at text[at..].
bool matches_at(TextView text, int64_t at, TextView part);

/// str.find and friends on either type: ABSENT bounds as the caller got them.
inline int64_t search_in(TextView text, TextView needle, Bounds bounds, bool last) {
  if (bounds.start > bounds.end || bounds.start > static_cast<int64_t>(text.size)) return -1;
  return last ? search_last(text, needle, bounds.start, bounds.end) : search_first(text, needle, bounds.start, bounds.end);
}
inline int64_t count_in(TextView text, TextView needle, Bounds bounds) {
  if (bounds.start > bounds.end || bounds.start > static_cast<int64_t>(text.size)) return 0;
  return search_count(text, needle, bounds.start, bounds.end);
}
/// startswith / endswith of text[bounds].
inline bool affix_matches(TextView text, TextView part, Bounds bounds, bool suffix) {
  auto size = static_cast<int64_t>(part.size);
  int64_t last = bounds.end - size;
  if (last < bounds.start) return false;
  return matches_at(text, suffix ? last : bounds.start, part);
}

}  // namespace eider::builtins

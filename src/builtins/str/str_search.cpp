// SPDX-License-Identifier: MIT
#include "builtins/str/str_search.h"

#include <cstring>

#include "builtins/kernels/str_search.h"

namespace eider::builtins {

namespace {

template <class A, class B>
bool equal_chars(const A* a, const B* b, int64_t count) {
  if (count == 0) return true;  // no pointer to nothing for memcmp
  if constexpr (sizeof(A) == sizeof(B)) return std::memcmp(a, b, static_cast<size_t>(count) * sizeof(A)) == 0;
  for (int64_t i = 0; i < count; i++) {
    if (static_cast<char32_t>(a[i]) != static_cast<char32_t>(b[i])) return false;
  }
  return true;
}

/// Whether a text of `width` can hold every character of `needle`.
bool fits_width(TextView needle, uint8_t width) { return needle.width <= width; }

}  // namespace

int64_t search_first(TextView text, TextView needle, int64_t start, int64_t end) {
  auto length = static_cast<int64_t>(needle.size);
  if (end - start < length) return -1;
  if (length == 0) return start;
  if (!fits_width(needle, text.width)) return -1;  // strings are stored as narrow as they can be
  size_t at = kernels::with_characters(text, [&](const auto* h) {
    return kernels::with_characters(needle, [&](const auto* n) {
      return kernels::find(h + start, static_cast<size_t>(end - start), n, static_cast<size_t>(length));
    });
  });
  return at == kernels::kNotFound ? -1 : static_cast<int64_t>(at) + start;
}

int64_t search_last(TextView text, TextView needle, int64_t start, int64_t end) {
  auto length = static_cast<int64_t>(needle.size);
  if (end - start < length) return -1;
  if (length == 0) return end;
  if (!fits_width(needle, text.width)) return -1;
  size_t at = kernels::with_characters(text, [&](const auto* h) {
    return kernels::with_characters(needle, [&](const auto* n) {
      return kernels::rfind(h + start, static_cast<size_t>(end - start), n, static_cast<size_t>(length));
    });
  });
  return at == kernels::kNotFound ? -1 : static_cast<int64_t>(at) + start;
}

int64_t search_count(TextView text, TextView needle, int64_t start, int64_t end, int64_t most) {
  if (most < 0) most = INT64_MAX;
  auto length = static_cast<int64_t>(needle.size);
  if (end < start) return 0;
  if (length == 0) return end - start + 1 < most ? end - start + 1 : most;
  int64_t count = 0;
  while (count < most) {
    int64_t at = search_first(text, needle, start, end);
    if (at < 0) break;
    count++;
    start = at + length;
  }
  return count;
}

bool matches_at(TextView text, int64_t at, TextView part) {
  if (part.width > text.width) return part.size == 0;
  return kernels::with_characters(text, [&](const auto* h) {
    return kernels::with_characters(part, [&](const auto* n) { return equal_chars(h + at, n, static_cast<int64_t>(part.size)); });
  });
}

}  // namespace eider::builtins

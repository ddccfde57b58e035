// SPDX-License-Identifier: MIT
#include "builtins/str/str_search.h"

#include <cstring>

namespace eider::builtins {

namespace {

template <class A, class B>
bool equal_chars(const A* a, const B* b, int64_t count) {
  if constexpr (sizeof(A) == sizeof(B)) return std::memcmp(a, b, static_cast<size_t>(count) * sizeof(A)) == 0;
  for (int64_t i = 0; i < count; i++) {
    if (static_cast<char32_t>(a[i]) != static_cast<char32_t>(b[i])) return false;
  }
  return true;
}

template <class H, class N>
int64_t first(const H* text, int64_t size, const N* needle, int64_t length) {
  if constexpr (sizeof(H) == 1 && sizeof(N) == 1) {
    const void* at = length == 1 ? std::memchr(text, needle[0], static_cast<size_t>(size))
                                 : memmem(text, static_cast<size_t>(size), needle, static_cast<size_t>(length));
    return at == nullptr ? -1 : static_cast<const H*>(at) - text;
  }
  // The last character is compared first; a mismatch there skips by a 64-bit set of the needle's characters (CPython's fastsearch).
  int64_t last = length - 1;
  uint64_t seen = 0;
  int64_t skip = last;
  for (int64_t i = 0; i < last; i++) {
    seen |= uint64_t{1} << (needle[i] & 63);
    if (needle[i] == needle[last]) skip = last - i - 1;
  }
  seen |= uint64_t{1} << (needle[last] & 63);
  for (int64_t i = 0; i + length <= size; i++) {
    if (static_cast<char32_t>(text[i + last]) == static_cast<char32_t>(needle[last])) {
      if (equal_chars(text + i, needle, last)) return i;
      if (i + length < size && (seen >> (text[i + length] & 63) & 1) == 0) {
        i += length;
      } else {
        i += skip;
      }
    } else if (i + length < size && (seen >> (text[i + length] & 63) & 1) == 0) {
      i += length;
    }
  }
  return -1;
}

template <class H, class N>
int64_t last(const H* text, int64_t size, const N* needle, int64_t length) {
  uint64_t seen = 0;
  int64_t skip = length - 1;
  for (int64_t i = length - 1; i > 0; i--) {
    seen |= uint64_t{1} << (needle[i] & 63);
    if (needle[i] == needle[0]) skip = i - 1;
  }
  seen |= uint64_t{1} << (needle[0] & 63);
  for (int64_t i = size - length; i >= 0; i--) {
    if (static_cast<char32_t>(text[i]) == static_cast<char32_t>(needle[0])) {
      if (equal_chars(text + i, needle, length)) return i;
      if (i > 0 && (seen >> (text[i - 1] & 63) & 1) == 0) {
        i -= length;
      } else {
        i -= skip;
      }
    } else if (i > 0 && (seen >> (text[i - 1] & 63) & 1) == 0) {
      i -= length;
    }
  }
  return -1;
}

/// Whether a text of `width` can hold every character of `needle`.
bool fits_width(TextView needle, uint8_t width) { return needle.width <= width; }

}  // namespace

int64_t search_first(TextView text, TextView needle, int64_t start, int64_t end) {
  auto length = static_cast<int64_t>(needle.size);
  if (end - start < length) return -1;
  if (length == 0) return start;
  if (!fits_width(needle, text.width)) return -1;  // strings are stored as narrow as they can be
  int64_t at = kernels::with_characters(text, [&](const auto* h) {
    return kernels::with_characters(needle, [&](const auto* n) { return first(h + start, end - start, n, length); });
  });
  return at < 0 ? -1 : at + start;
}

int64_t search_last(TextView text, TextView needle, int64_t start, int64_t end) {
  auto length = static_cast<int64_t>(needle.size);
  if (end - start < length) return -1;
  if (length == 0) return end;
  if (!fits_width(needle, text.width)) return -1;
  int64_t at = kernels::with_characters(text, [&](const auto* h) {
    return kernels::with_characters(needle, [&](const auto* n) { return last(h + start, end - start, n, length); });
  });
  return at < 0 ? -1 : at + start;
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

// SPDX-License-Identifier: MIT
#include "builtins/str/str_search.h"

#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

/// First occurrence of at least two bytes. Looks for the first and the last byte of the needle, sixteen places at a time; when that
/// finds too many candidates that are none, libc's linear search goes on.
const void* find_bytes(const uint8_t* text, size_t n, const uint8_t* needle, size_t m) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8(static_cast<char>(needle[0]));
  const __m128i final = _mm_set1_epi8(static_cast<char>(needle[m - 1]));
  for (size_t work = 0; i + m - 1 + 16 <= n; i += 16) {
    __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i));
    __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i + m - 1));
    auto places = static_cast<unsigned>(_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, final))));
    for (; places != 0; places &= places - 1) {
      size_t at = i + static_cast<size_t>(__builtin_ctz(places));
      if (std::memcmp(text + at + 1, needle + 1, m - 2) == 0) return text + at;
      work += 16 + m / 8;
    }
    if (work > 16 * i + 4096) {
      i += 16;
      break;
    }
  }
#endif
  return memmem(text + i, n - i, needle, m);
}

/// Whether a text of `width` can hold every character of `needle`.
bool fits_width(TextView needle, uint8_t width) { return needle.width <= width; }

}  // namespace

int64_t search_first(TextView text, TextView needle, int64_t start, int64_t end) {
  auto length = static_cast<int64_t>(needle.size);
  if (end - start < length) return -1;
  if (length == 0) return start;
  if (!fits_width(needle, text.width)) return -1;  // strings are stored as narrow as they can be
  if (text.width == 1) {
    auto* from = static_cast<const uint8_t*>(text.data) + start;
    auto room = static_cast<size_t>(end - start);
    const void* at = length == 1 ? std::memchr(from, static_cast<const uint8_t*>(needle.data)[0], room)
                                 : find_bytes(from, room, static_cast<const uint8_t*>(needle.data), needle.size);
    return at == nullptr ? -1 : static_cast<const uint8_t*>(at) - from + start;
  }
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

bool search_all(TextView text, TextView needle, int64_t most, kernels::Buffer<int64_t, 64>& positions) {
  auto end = static_cast<int64_t>(text.size);
  int64_t start = 0;
  while (most-- != 0) {
    int64_t at = search_first(text, needle, start, end);
    if (at < 0) break;
    positions.push(at);
    start = at + static_cast<int64_t>(needle.size);
  }
  return !positions.failed();
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

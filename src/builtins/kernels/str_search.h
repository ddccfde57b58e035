// SPDX-License-Identifier: MIT
//
// Finding one string in another, over characters 1, 2 or 4 bytes wide; haystack and needle may differ in width.
//
// A skip loop (Horspool with a 64-bit Bloom filter of the needle's characters) is fast on ordinary text. It counts what
// it compares; when that grows past a small multiple of how far it came, the search goes on with the two-way algorithm,
// which is linear whatever the input. So no search is quadratic, rfind included: it runs the same code over mirrored
// views. Source: Horspool 1980; Crochemore and Perrin 1991 (two-way).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/check.h"

namespace eider::builtins::kernels {

inline constexpr size_t kNotFound = SIZE_MAX;

namespace search_detail {

template <class Char>
struct Forward {
  const Char* data;
  size_t size;
  uint32_t operator[](size_t i) const { return data[i]; }
  Forward from(size_t start) const { return {data + start, size - start}; }
};
template <class Char>
struct Backward {
  const Char* data;
  size_t size;
  uint32_t operator[](size_t i) const { return data[size - 1 - i]; }
  Backward from(size_t start) const { return {data, size - start}; }
};

// Where the needle is to be cut so that a mismatch right of the cut allows a long shift; *period of the right part.
template <class View>
size_t cut(View needle, size_t* period) {
  size_t best[2], periods[2];
  for (int order = 0; order < 2; order++) {  // maximal suffix in both alphabetical orders
    size_t suffix = SIZE_MAX, at = 0, k = 1, p = 1;
    while (at + k < needle.size) {
      const uint32_t a = needle[at + k], b = needle[suffix + k];
      if (a == b) {
        if (k == p) {
          at += p;
          k = 1;
        } else {
          k++;
        }
      } else if ((a < b) == (order == 0)) {
        at += k;
        k = 1;
        p = at - suffix;
      } else {
        suffix = at++;
        k = p = 1;
      }
    }
    best[order] = suffix + 1;
    periods[order] = p;
  }
  const int chosen = best[1] < best[0] ? 0 : 1;
  *period = periods[chosen];
  return best[chosen];
}

template <class Hay, class Needle>
size_t two_way(Hay hay, Needle needle) {
  const size_t n = hay.size, m = needle.size;
  size_t period = 0;
  const size_t middle = cut(needle, &period);
  bool periodic = middle + period <= m;
  for (size_t i = 0; periodic && i < middle; i++) periodic = needle[i] == needle[i + period];
  size_t known = 0;  // characters at the window's start already seen to match (periodic needles)
  if (!periodic) period = (middle > m - middle ? middle : m - middle) + 1;
  for (size_t at = 0; at + m <= n;) {
    size_t i = middle > known ? middle : known;
    while (i < m && needle[i] == hay[at + i]) i++;
    if (i < m) {
      at += i - middle + 1;
      known = 0;
      continue;
    }
    i = middle;
    while (i > known && needle[i - 1] == hay[at + i - 1]) i--;
    if (i <= known) return at;
    at += period;
    known = periodic ? m - period : 0;
  }
  return kNotFound;
}

inline uint64_t bloom_bit(uint32_t c) { return uint64_t{1} << (c & 63); }

template <class Hay, class Needle>
size_t search(Hay hay, Needle needle) {
  const size_t n = hay.size, m = needle.size, last = m - 1;
  EIDER_ASSERT(m >= 2);
  if (n < m) return kNotFound;
  uint64_t bloom = 0;
  size_t gap = last;  // shift that brings the last character's previous occurrence under it
  for (size_t i = 0; i < last; i++) {
    bloom |= bloom_bit(needle[i]);
    if (needle[i] == needle[last]) gap = last - i - 1;
  }
  bloom |= bloom_bit(needle[last]);
  const uint32_t final = needle[last];
  size_t work = 0;
  for (size_t at = 0; at <= n - m; at++) {
    const bool more = at + m < n;
    if (hay[at + last] != final) {
      if (more && (bloom & bloom_bit(hay[at + m])) == 0) at += m;
      continue;
    }
    size_t i = 0;
    while (i < last && hay[at + i] == needle[i]) i++;
    if (i == last) return at;
    work += i + 1;
    if (work > 8 * at + 16 * m + 256) {
      const size_t found = two_way(hay.from(at), needle);
      return found == kNotFound ? kNotFound : at + found;
    }
    at += more && (bloom & bloom_bit(hay[at + m])) == 0 ? m : gap;
  }
  return kNotFound;
}

}  // namespace search_detail

template <class Char>
size_t find_char(const Char* hay, size_t n, uint32_t c) {
  static_assert(std::is_unsigned_v<Char>, "uint8_t, uint16_t or char32_t");
  if (c > static_cast<Char>(~Char{0})) return kNotFound;
  if constexpr (sizeof(Char) == 1) {
    const void* at = n == 0 ? nullptr : std::memchr(hay, static_cast<int>(c), n);
    return at == nullptr ? kNotFound : static_cast<size_t>(static_cast<const Char*>(at) - hay);
  } else {
    for (size_t i = 0; i < n; i++) {
      if (hay[i] == c) return i;
    }
    return kNotFound;
  }
}

template <class Char>
size_t rfind_char(const Char* hay, size_t n, uint32_t c) {
  if (c > static_cast<Char>(~Char{0})) return kNotFound;
  if constexpr (sizeof(Char) == 1) {
    const void* at = n == 0 ? nullptr : ::memrchr(hay, static_cast<int>(c), n);
    return at == nullptr ? kNotFound : static_cast<size_t>(static_cast<const Char*>(at) - hay);
  } else {
    for (size_t i = n; i-- > 0;) {
      if (hay[i] == c) return i;
    }
    return kNotFound;
  }
}

/// First occurrence of needle[0..m) in hay[0..n), or kNotFound. An empty needle is at 0.
template <class H, class N>
size_t find(const H* hay, size_t n, const N* needle, size_t m) {
  if (m == 0) return 0;
  if (m > n) return kNotFound;
  if (m == 1) return find_char(hay, n, needle[0]);
  return search_detail::search(search_detail::Forward<H>{hay, n}, search_detail::Forward<N>{needle, m});
}

/// Last occurrence. An empty needle is at n.
template <class H, class N>
size_t rfind(const H* hay, size_t n, const N* needle, size_t m) {
  if (m == 0) return n;
  if (m > n) return kNotFound;
  if (m == 1) return rfind_char(hay, n, needle[0]);
  const size_t at = search_detail::search(search_detail::Backward<H>{hay, n}, search_detail::Backward<N>{needle, m});
  return at == kNotFound ? kNotFound : n - m - at;
}

/// Calls f(position) for at most `limit` occurrences that do not overlap, from the left; returns how many. An empty
/// needle occurs before every character and at the end.
template <class H, class N, class F>
size_t for_each_match(const H* hay, size_t n, const N* needle, size_t m, size_t limit, F&& f) {
  size_t count = 0;
  if (m == 0) {
    for (size_t at = 0; at <= n && count < limit; at++, count++) f(at);
    return count;
  }
  for (size_t at = 0; count < limit;) {
    const size_t found = find(hay + at, n - at, needle, m);
    if (found == kNotFound) break;
    f(at + found);
    at += found + m;
    count++;
  }
  return count;
}

/// str.count: occurrences that do not overlap.
template <class H, class N>
size_t count_matches(const H* hay, size_t n, const N* needle, size_t m, size_t limit = SIZE_MAX) {
  if (m == 0) return n + 1 < limit ? n + 1 : limit;
  return for_each_match(hay, n, needle, m, limit, [](size_t) {});
}

}  // namespace eider::builtins::kernels

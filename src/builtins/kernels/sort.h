// SPDX-License-Identifier: MIT
//
// The stable merge sort of list.sort: natural runs, galloping, merges ordered by powers.
//
// Compares as CPython 3.11 does, comparison for comparison, so sorted and reversed input cost n - 1 of them. Elements
// are 64-bit words (Values); an optional second array moves along (keys sorted, values carried). Invariant: after an
// error the arrays hold a permutation of what they held before. Threads   the comparison may run Python code and reach
// safepoints. While it does, some elements may live only in the
//           scratch memory: a caller whose elements are object references hands in a Scratch the collector can see.
// Source: Tim Peters' listsort.txt; run order: Munro and Wild 2018 (powersort).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <type_traits>

#include "base/check.h"

namespace eider::builtins::kernels {

enum class [[nodiscard]] SortStatus : uint8_t { kOk, kCompareFailed, kNoMemory };

/// Scratch memory from malloc, invisible to a collector. `acquire` may forget what it gave before.
class MallocScratch {
 public:
  MallocScratch() = default;
  MallocScratch(const MallocScratch&) = delete;
  MallocScratch& operator=(const MallocScratch&) = delete;
  ~MallocScratch() { std::free(words_); }
  uint64_t* acquire(size_t words) {
    if (words > capacity_) {
      std::free(words_);
      words_ = static_cast<uint64_t*>(std::malloc(words * 8));
      capacity_ = words_ == nullptr ? 0 : words;
    }
    return words_;
  }

 private:
  uint64_t* words_ = nullptr;
  size_t capacity_ = 0;
};

namespace sort_detail {

// A place in the array(s).
struct Slice {
  uint64_t* keys;
  uint64_t* values;  // null without payload

  Slice operator+(size_t n) const { return {keys + n, values == nullptr ? nullptr : values + n}; }
  Slice operator-(size_t n) const { return {keys - n, values == nullptr ? nullptr : values - n}; }
  Slice& operator++() { return *this = *this + 1; }
  Slice& operator--() { return *this = *this - 1; }
  void copy_one(Slice from) const {
    *keys = *from.keys;
    if (values != nullptr) *values = *from.values;
  }
  void move(Slice from, size_t n) const {  // may overlap
    std::memmove(keys, from.keys, n * 8);
    if (values != nullptr) std::memmove(values, from.values, n * 8);
  }
};

inline void reverse(uint64_t* words, size_t n) {
  for (size_t i = 0, j = n; i + 1 < j; i++) {
    j--;
    const uint64_t kept = words[i];
    words[i] = words[j];
    words[j] = kept;
  }
}

template <class Less, class Scratch>
class Sorter {
 public:
  Sorter(Slice base, size_t size, Less& less, Scratch& scratch)
      : base_(base), size_(size), less_(less), scratch_(scratch) {}

  SortStatus run() {
    if (size_ < 2) return SortStatus::kOk;
    const size_t least = least_run(size_);
    for (size_t at = 0; at < size_;) {
      const Slice here = base_ + at;
      const size_t left = size_ - at;
      bool descending = false;
      size_t length = 0;
      if (!count_run(here, left, &length, &descending)) return status_;
      if (descending) {
        reverse(here.keys, length);
        if (here.values != nullptr) reverse(here.values, length);
      }
      if (length < least) {
        const size_t forced = left < least ? left : least;
        if (!insertion_sort(here, forced, length)) return status_;
        length = forced;
      }
      if (!before_push(length)) return status_;
      EIDER_CHECK(pending_count_ < kMaxPending);
      pending_[pending_count_++] = {here, length, 0};
      at += length;
    }
    while (pending_count_ > 1) {
      size_t n = pending_count_ - 2;
      if (n > 0 && pending_[n - 1].size < pending_[n + 1].size) n--;
      if (!merge_at(n)) return status_;
    }
    return SortStatus::kOk;
  }

 private:
  static constexpr size_t kMaxPending = 85;
  static constexpr size_t kMinGallop = 7;
  struct Run {
    Slice base;
    size_t size;
    int power;
  };
  enum class Side : uint8_t { kLeft, kRight };  // of equal elements
  enum class Outcome : uint8_t { kDone, kOneLeft, kError };

  // Runs shorter than this are made longer by insertion: 32..64, so that size / least is about a power of two.
  static size_t least_run(size_t n) {
    size_t rest = 0;
    while (n >= 64) {
      rest |= n & 1;
      n >>= 1;
    }
    return n + rest;
  }

  // 1, 0, or -1 with status_ set.
  int before(uint64_t a, uint64_t b) {
    const int answer = less_(a, b);
    if (EIDER_UNLIKELY(answer < 0)) status_ = SortStatus::kCompareFailed;
    return answer;
  }

  // Length of the run at `here`: not descending, or strictly descending (so that reversing it is stable).
  bool count_run(Slice here, size_t left, size_t* length, bool* descending) {
    *descending = false;
    *length = left;
    if (left < 2) return true;
    const int first = before(here.keys[1], here.keys[0]);
    if (first < 0) return false;
    *descending = first != 0;
    size_t n = 2;
    for (; n < left; n++) {
      const int answer = before(here.keys[n], here.keys[n - 1]);
      if (answer < 0) return false;
      if ((answer != 0) != *descending) break;
    }
    *length = n;
    return true;
  }

  // Sorts here[0..size), whose first `sorted` elements are sorted, by binary insertion.
  bool insertion_sort(Slice here, size_t size, size_t sorted) {
    for (size_t at = sorted == 0 ? 1 : sorted; at < size; at++) {
      size_t low = 0, high = at;
      const uint64_t pivot = here.keys[at];
      while (low < high) {
        const size_t middle = low + ((high - low) >> 1);
        const int answer = before(pivot, here.keys[middle]);
        if (answer < 0) return false;
        if (answer != 0) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      insert(here.keys, low, at);
      if (here.values != nullptr) insert(here.values, low, at);
    }
    return true;
  }
  static void insert(uint64_t* words, size_t to, size_t from) {
    const uint64_t kept = words[from];
    std::memmove(words + to + 1, words + to, (from - to) * 8);
    words[to] = kept;
  }

  // Where `key` goes in the sorted here[0..n): before its equals (kLeft) or behind them (kRight). Starts at `hint` and
  // doubles its steps.
  bool gallop(uint64_t key, Slice here, size_t n, size_t hint, Side side, size_t* out) {
    const uint64_t* keys = here.keys;
    // True when the place is right of element i.
    auto right_of = [&](size_t i, bool* answer) {
      const int k = side == Side::kLeft ? before(keys[i], key) : before(key, keys[i]);
      if (k < 0) return false;
      *answer = side == Side::kLeft ? k != 0 : k == 0;
      return true;
    };
    bool right = false;
    if (!right_of(hint, &right)) return false;
    size_t low = 0, high = 0;  // afterwards the place is in [low, high]
    size_t last = 0, offset = 1;
    if (right) {
      const size_t most = n - hint;
      while (offset < most) {
        if (!right_of(hint + offset, &right)) return false;
        if (!right) break;
        last = offset;
        offset = (offset << 1) + 1;
      }
      if (offset > most) offset = most;
      low = hint + last + 1;
      high = hint + offset;
    } else {
      const size_t most = hint + 1;
      while (offset < most) {
        if (!right_of(hint - offset, &right)) return false;
        if (right) break;
        last = offset;
        offset = (offset << 1) + 1;
      }
      if (offset > most) offset = most;
      low = hint + 1 - offset;
      high = hint - last;
    }
    while (low < high) {
      const size_t middle = low + ((high - low) >> 1);
      if (!right_of(middle, &right)) return false;
      if (right) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    *out = low;
    return true;
  }

  bool scratch_for(size_t n, Slice* out) {
    uint64_t* words = scratch_.acquire(base_.values == nullptr ? n : 2 * n);
    if (words == nullptr) {
      status_ = SortStatus::kNoMemory;
      return false;
    }
    *out = {words, base_.values == nullptr ? nullptr : words + n};
    return true;
  }

  // Merges a[0..na) and b[0..nb), neighbours with na <= nb, upwards: a waits in the scratch memory.
  bool merge_low(Slice a, size_t na, Slice b, size_t nb) {
    Slice waiting{};
    if (!scratch_for(na, &waiting)) return false;
    waiting.move(a, na);
    Slice to = a;
    a = waiting;
    const Outcome outcome = merge_low_loop(a, na, b, nb, to);
    if (outcome == Outcome::kOneLeft) {  // the last of a belongs behind all of b
      to.move(b, nb);
      (to + nb).copy_one(a);
      return true;
    }
    to.move(a, na);
    return outcome == Outcome::kDone;
  }

  Outcome merge_low_loop(Slice& a, size_t& na, Slice& b, size_t& nb, Slice& to) {
    auto take_a = [&] { to.copy_one(a), ++to, ++a, --na; };
    auto take_b = [&] { to.copy_one(b), ++to, ++b, --nb; };
    size_t threshold = min_gallop_;
    take_b();  // merge_at has made sure that b's first is the smallest
    if (nb == 0) return Outcome::kDone;
    if (na == 1) return Outcome::kOneLeft;
    for (;;) {
      size_t wins_a = 0, wins_b = 0;
      do {  // one at a time, until one side wins again and again
        const int k = before(*b.keys, *a.keys);
        if (k < 0) return Outcome::kError;
        if (k != 0) {
          take_b();
          wins_b++;
          wins_a = 0;
          if (nb == 0) return Outcome::kDone;
        } else {
          take_a();
          wins_a++;
          wins_b = 0;
          if (na == 1) return Outcome::kOneLeft;
        }
      } while (wins_a < threshold && wins_b < threshold);
      threshold++;
      do {  // whole stretches, while that pays
        threshold -= threshold > 1 ? 1 : 0;
        min_gallop_ = threshold;
        if (!gallop(*b.keys, a, na, 0, Side::kRight, &wins_a)) return Outcome::kError;
        if (wins_a != 0) {
          to.move(a, wins_a);
          to = to + wins_a;
          a = a + wins_a;
          na -= wins_a;
          if (na == 1) return Outcome::kOneLeft;
          if (na == 0) return Outcome::kDone;  // only when the comparison is inconsistent
        }
        take_b();
        if (nb == 0) return Outcome::kDone;
        if (!gallop(*a.keys, b, nb, 0, Side::kLeft, &wins_b)) return Outcome::kError;
        if (wins_b != 0) {
          to.move(b, wins_b);
          to = to + wins_b;
          b = b + wins_b;
          nb -= wins_b;
          if (nb == 0) return Outcome::kDone;
        }
        take_a();
        if (na == 1) return Outcome::kOneLeft;
      } while (wins_a >= kMinGallop || wins_b >= kMinGallop);
      threshold++;  // leaving the mode has a price
      min_gallop_ = threshold;
    }
  }

  // The same downwards, for na >= nb: b waits in the scratch memory. The slices point at the last elements.
  bool merge_high(Slice a, size_t na, Slice b, size_t nb) {
    Slice waiting{};
    if (!scratch_for(nb, &waiting)) return false;
    waiting.move(b, nb);
    Slice to = b + (nb - 1);
    const Slice base_a = a, base_b = waiting;
    a = a + (na - 1);
    b = waiting + (nb - 1);
    const Outcome outcome = merge_high_loop(a, na, b, nb, to, base_a, base_b);
    if (outcome == Outcome::kOneLeft) {  // the first of b belongs before all of a
      if (na != 0) (to - (na - 1)).move(a - (na - 1), na);
      (to - na).copy_one(b);
      return true;
    }
    if (nb != 0) (to - (nb - 1)).move(base_b, nb);
    return outcome == Outcome::kDone;
  }

  Outcome merge_high_loop(Slice& a, size_t& na, Slice& b, size_t& nb, Slice& to, Slice base_a, Slice base_b) {
    auto take_a = [&] { to.copy_one(a), --to, --a, --na; };
    auto take_b = [&] { to.copy_one(b), --to, --b, --nb; };
    size_t threshold = min_gallop_;
    take_a();
    if (na == 0) return Outcome::kDone;
    if (nb == 1) return Outcome::kOneLeft;
    for (;;) {
      size_t wins_a = 0, wins_b = 0;
      do {
        const int k = before(*b.keys, *a.keys);
        if (k < 0) return Outcome::kError;
        if (k != 0) {
          take_a();
          wins_a++;
          wins_b = 0;
          if (na == 0) return Outcome::kDone;
        } else {
          take_b();
          wins_b++;
          wins_a = 0;
          if (nb == 1) return Outcome::kOneLeft;
        }
      } while (wins_a < threshold && wins_b < threshold);
      threshold++;
      do {
        threshold -= threshold > 1 ? 1 : 0;
        min_gallop_ = threshold;
        size_t place = 0;
        if (!gallop(*b.keys, base_a, na, na - 1, Side::kRight, &place)) return Outcome::kError;
        wins_a = na - place;
        if (wins_a != 0) {
          to = to - wins_a;
          a = a - wins_a;
          (to + 1).move(a + 1, wins_a);
          na -= wins_a;
          if (na == 0) return Outcome::kDone;
        }
        take_b();
        if (nb == 1) return Outcome::kOneLeft;
        if (!gallop(*a.keys, base_b, nb, nb - 1, Side::kLeft, &place)) return Outcome::kError;
        wins_b = nb - place;
        if (wins_b != 0) {
          to = to - wins_b;
          b = b - wins_b;
          (to + 1).move(b + 1, wins_b);
          nb -= wins_b;
          if (nb == 1) return Outcome::kOneLeft;
          if (nb == 0) return Outcome::kDone;  // only when the comparison is inconsistent
        }
        take_a();
        if (na == 0) return Outcome::kDone;
      } while (wins_a >= kMinGallop || wins_b >= kMinGallop);
      threshold++;
      min_gallop_ = threshold;
    }
  }

  // Merges the pending runs i and i + 1.
  bool merge_at(size_t i) {
    Slice a = pending_[i].base, b = pending_[i + 1].base;
    size_t na = pending_[i].size, nb = pending_[i + 1].size;
    pending_[i].size = na + nb;
    if (i + 3 == pending_count_) pending_[i + 1] = pending_[i + 2];
    pending_count_--;
    // What of a is already in place at its start, and of b at its end?
    size_t place = 0;
    if (!gallop(*b.keys, a, na, 0, Side::kRight, &place)) return false;
    a = a + place;
    na -= place;
    if (na == 0) return true;
    if (!gallop(a.keys[na - 1], b, nb, nb - 1, Side::kLeft, &nb)) return false;
    if (nb == 0) return true;
    return na <= nb ? merge_low(a, na, b, nb) : merge_high(a, na, b, nb);
  }

  // The depth at which the border between two neighbouring runs lies in a perfectly balanced tree over the array.
  static int power_of(size_t start, size_t n1, size_t n2, size_t n) {
    size_t a = 2 * start + n1;  // twice the middle of the first run
    size_t b = a + n1 + n2;     // and of the second
    for (int power = 1;; power++) {
      if (a >= n) {
        a -= n;
        b -= n;
      } else if (b >= n) {
        return power;
      }
      a <<= 1;
      b <<= 1;
    }
  }

  // Merges what must be merged before a run of n2 elements is pushed.
  bool before_push(size_t n2) {
    if (pending_count_ == 0) return true;
    const Run& top = pending_[pending_count_ - 1];
    const auto start = static_cast<size_t>(top.base.keys - base_.keys);
    const int power = power_of(start, top.size, n2, size_);
    while (pending_count_ > 1 && pending_[pending_count_ - 2].power > power) {
      if (!merge_at(pending_count_ - 2)) return false;
    }
    pending_[pending_count_ - 1].power = power;
    return true;
  }

  Slice base_;
  size_t size_;
  Less& less_;
  Scratch& scratch_;
  SortStatus status_ = SortStatus::kOk;
  size_t min_gallop_ = kMinGallop;
  Run pending_[kMaxPending];
  size_t pending_count_ = 0;
};

}  // namespace sort_detail

/// Sorts keys[0..size), and values[0..size) along when not null.
///
/// less(a, b)  1 when a < b, 0 when not, negative on error: the sort stops there.
/// scratch     acquire(words) -> uint64_t*: at most size / 2 words, twice that with values; null is kNoMemory.
template <class Less, class Scratch>
SortStatus merge_sort(uint64_t* keys, uint64_t* values, size_t size, Less&& less, Scratch& scratch) {
  return sort_detail::Sorter<std::remove_reference_t<Less>, Scratch>({keys, values}, size, less, scratch).run();
}
template <class Less>
SortStatus merge_sort(uint64_t* keys, uint64_t* values, size_t size, Less&& less) {
  MallocScratch scratch;
  return merge_sort(keys, values, size, less, scratch);
}

}  // namespace eider::builtins::kernels

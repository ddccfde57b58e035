// SPDX-License-Identifier: MIT
//
// Which characters an instruction accepts.
//
// Two forms of the same answer: single_matches() asks about one character, as CPython's engine does; CharSet is the whole set, as
// ranges, for those who write it down for PCRE2. The locale is always "C" (modules/text/locale.cpp), so its rules are ASCII's.
#pragma once

#include "base/raw_vector.h"
#include "builtins/kernels/unicode_db.h"
#include "modules/sre/opcodes.h"

namespace eider::modules::sre {

inline uint32_t lower_ascii(uint32_t c) { return c - 'A' < 26 ? c + 32 : c; }
inline uint32_t upper_ascii(uint32_t c) { return c - 'a' < 26 ? c - 32 : c; }
/// The first character of the full mapping, as CPython's Py_UNICODE_TOLOWER and TOUPPER.
uint32_t lower_unicode(uint32_t c);
uint32_t upper_unicode(uint32_t c);

bool category_matches(Category category, uint32_t c);
/// The set that starts at `pc` (checked by check_set).
bool set_matches(const Program& program, uint32_t pc, uint32_t c);
/// The single-character instruction at `pc` (is_single).
bool single_matches(const Program& program, uint32_t pc, uint32_t c);
/// Whether [pc, end) is a well-formed set.
bool check_set(const Program& program, uint32_t pc, uint32_t end);

/// The case pairs of Unicode: every character that has another lower or upper case, ascending.
struct CasePair {
  uint32_t c, lower, upper;
};
/// False when memory is exhausted.
[[nodiscard]] bool collect_case_pairs(base::RawVector<CasePair>& out);

/// The characters up to `limit` that a single-character instruction accepts: `ranges`, ascending and apart from one another, and, where
/// limit is above 255, those of `categories` too (written as such: they have hundreds of ranges). `negated`: all others.
struct CharRange {
  uint32_t first, last;
};
enum WideCategory : uint8_t { kWideWord = 1, kWideNotWord = 2, kWideDigit = 4, kWideNotDigit = 8 };
struct CharSet {
  base::RawVector<CharRange> ranges;
  uint8_t categories = 0;
  bool negated = false;
};
/// `pairs` matter only when limit is above 255 and needs_case_pairs(). False when memory is exhausted.
[[nodiscard]] bool find_characters(const Program& program, uint32_t pc, uint32_t limit, const base::RawVector<CasePair>& pairs, CharSet* out);
/// Whether the single-character instruction at `pc` goes by Unicode's cases.
bool needs_case_pairs(const Program& program, uint32_t pc);

}  // namespace eider::modules::sre

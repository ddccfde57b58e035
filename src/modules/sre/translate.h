// SPDX-License-Identifier: MIT
//
// A program as a pattern of PCRE2.
//
// Everything that depends on case, locale or Unicode is written out as explicit characters (characters.h), so that the library's own
// notions of them play no part; only \w, \d and \b above Latin-1 are left to its tables, which are of the same version of Unicode as
// python3.11's. Where the two engines differ in meaning, the text is longer:
//   \B            does not match the empty subject                        (?!\A\z)\B
//   (...)*+       each turn is on its own, never tried again              (?>...)*+
//   (?<=...) of width 0 is an assertion about what follows                (?=...)
// Not here: what cannot be said (Translation::kUnsupported): backtrack.cpp runs that.
#pragma once

#include "modules/sre/analysis.h"
#include "modules/sre/characters.h"

namespace eider::modules::sre {

/// What subjects a pattern is written for: the characters that can occur.
enum class Universe : uint8_t { kAscii, kLatin1, kUcs2, kUcs4 };  // bytes: kLatin1
inline constexpr int kUniverses = 4;
inline uint32_t last_character(Universe u) { return u == Universe::kAscii ? 0x7f : u == Universe::kLatin1 ? 0xff : u == Universe::kUcs2 ? 0xffff : 0x10ffff; }
inline uint8_t unit_bytes(Universe u) { return u <= Universe::kLatin1 ? 1 : u == Universe::kUcs2 ? 2 : 4; }

/// Callouts: the library calls back at each turn of a loop and each alternative, so that it can be interrupted.
enum class Callouts : bool { kNo, kYes };

enum class Translation : uint8_t { kDone, kUnsupported, kNoMemory };
/// Whether the library must use its Unicode tables (PCRE2_UCP) for a translation.
inline bool goes_by_unicode(const Analysis& analysis, Universe u) { return u >= Universe::kUcs2 || (u == Universe::kLatin1 && analysis.unicode_rules); }
/// `pairs` may be empty when uses_case_pairs() is false. Appends the units of the pattern to `out`.
Translation translate(const Program& program, const Analysis& analysis, Universe universe, Callouts callouts,
                      const base::RawVector<CasePair>& pairs, base::RawVector<uint32_t>* out);
/// Whether some instruction needs the case pairs when subjects are wider than Latin-1.
bool uses_case_pairs(const Program& program, uint32_t pc, uint32_t end);

}  // namespace eider::modules::sre

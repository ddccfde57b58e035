// SPDX-License-Identifier: MIT
//
// The instructions that re._compiler writes, and a checked view of one of them.
//
// A program is a list of 32-bit words. Instructions that contain others hold the distance to their end; whoever walks a program
// asks decode(), which never looks or points outside of the range it is given.
// Not here: what instructions mean (characters.h, translate.cpp, backtrack.cpp).
#pragma once

#include <cstddef>
#include <cstdint>

namespace eider::modules::sre {

inline constexpr uint32_t kMagic = 20220615;  // re._constants compares it
inline constexpr uint32_t kMaxRepeat = UINT32_MAX;
inline constexpr uint32_t kMaxGroups = 1073741823;
inline constexpr uint32_t kIgnoreCaseFlag = 2, kLocaleFlag = 4, kUnicodeFlag = 32, kDebugFlag = 128, kAsciiFlag = 256;

// In the order of re._constants.OPCODES: the value is the position.
enum class Op : uint32_t {
  kFailure, kSuccess, kAny, kAnyAll, kAssert, kAssertNot, kAt, kBranch, kCategory, kCharset, kBigCharset, kGroupRef, kGroupRefExists, kIn,
  kInfo, kJump, kLiteral, kMark, kMaxUntil, kMinUntil, kNotLiteral, kNegate, kRange, kRepeat, kRepeatOne, kSubpattern, kMinRepeatOne,
  kAtomicGroup, kPossessiveRepeat, kPossessiveRepeatOne, kGroupRefIgnore, kInIgnore, kLiteralIgnore, kNotLiteralIgnore, kGroupRefLocIgnore,
  kInLocIgnore, kLiteralLocIgnore, kNotLiteralLocIgnore, kGroupRefUniIgnore, kInUniIgnore, kLiteralUniIgnore, kNotLiteralUniIgnore,
  kRangeUniIgnore, kCount,
};
enum class At : uint32_t {
  kBeginning, kBeginningLine, kBeginningString, kBoundary, kNonBoundary, kEnd, kEndLine, kEndString, kLocBoundary, kLocNonBoundary,
  kUniBoundary, kUniNonBoundary, kCount,
};
enum class Category : uint32_t {
  kDigit, kNotDigit, kSpace, kNotSpace, kWord, kNotWord, kLineBreak, kNotLineBreak, kLocWord, kLocNotWord, kUniDigit, kUniNotDigit, kUniSpace,
  kUniNotSpace, kUniWord, kUniNotWord, kUniLineBreak, kUniNotLineBreak, kCount,
};

struct Program {
  const uint32_t* code = nullptr;
  uint32_t size = 0;
  uint32_t groups = 0;  // capturing groups
};

/// One instruction. Bodies end before `body_end`, not counting the kSuccess or kJump that closes them in the list.
struct Step {
  Op op;
  uint32_t argument = 0;              // character, group, position, mark; how far to go back of assertions
  uint32_t least = 0, most = 0;       // of repeats
  uint32_t body = 0, body_end = 0;    // of what has one; the set of kIn*; the "yes" part of a condition
  uint32_t other = 0, other_end = 0;  // the "no" part of a condition
  uint32_t next = 0;                  // where the following instruction starts
  bool has_until = false;             // REPEAT: `until` closes it
  Op until = Op::kFailure;
};

/// The instruction at `pc` within [pc, end). False when it is malformed or reaches beyond `end`.
[[nodiscard]] bool decode(const Program& program, uint32_t pc, uint32_t end, Step* step);

/// One alternative of a kBranch whose list starts at `*list`. kEnd moves `*list` behind the branch.
enum class Alternative : uint8_t { kBody, kEnd, kMalformed };
Alternative next_alternative(const Program& program, uint32_t* list, uint32_t end, uint32_t* body, uint32_t* body_end);

/// Matches exactly one character (repeats of such have instructions of their own).
bool is_single(Op op);

}  // namespace eider::modules::sre

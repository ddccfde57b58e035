// SPDX-License-Identifier: MIT
//
// PCRE2, one interface over its libraries for 8, 16 and 32-bit characters.
//
// A Compiled never changes and is used by many threads at once. A Session belongs to one operation of one thread: it holds the last
// match's groups.
// Not here: what a pattern means (translate.h), which one a subject needs and what happens when limits are reached (regex.h).
#pragma once

#include <cstddef>
#include <cstdint>

#include "modules/sre/translate.h"

namespace eider::modules::sre {

enum class Anchor : uint8_t { kSearch, kMatch, kFullMatch };
inline constexpr int kAnchors = 3;

struct Compiled {
  void* code = nullptr;      // pcre2_code of `unit` bytes a character
  uint8_t unit = 1;
  bool machine_code = false;
  bool one_start = false;    // a match can begin where the search begins only
  size_t bytes = 0;          // of memory
};
enum class CompileStatus : uint8_t { kDone, kRefused, kNoMemory };
CompileStatus library_compile(const base::RawVector<uint32_t>& pattern, uint8_t unit, Anchor anchor, bool unicode, Compiled* out);
/// A copy with machine code. False: the library cannot make any.
[[nodiscard]] bool library_add_machine_code(const Compiled& from, Compiled* out);
void library_free(Compiled& compiled);

/// What ends a match before its answer. kLimit: it took `steps` at one start; kStack: its machine code needs more stack.
enum class MatchStatus : uint8_t { kMatched, kNoMatch, kLimit, kStack, kNoMemory, kInterrupted, kBroken };

struct MatchCall {
  const void* text;
  size_t length;        // the match sees text[0, length)
  size_t start;
  size_t last_start;    // a match may not begin behind it
  bool not_empty;       // at `start`
  uint32_t steps;       // counted by the library; 0: its default
  bool machine_code;    // use it when there is any
  bool (*callback)(void* context);  // for patterns with callouts: false stops the match
  void* callback_context;
};

class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  MatchStatus run(const Compiled& compiled, const MatchCall& call);
  /// Gives machine code a stack of up to `bytes` instead of 32 KiB. False: no memory.
  [[nodiscard]] bool grow_stack(size_t bytes);

  // After kMatched. A parenthesis' ends; `kUnset` when it did not take part.
  static constexpr size_t kUnset = ~size_t{0};
  size_t begin(uint32_t parenthesis) const { return ends_[2 * parenthesis]; }
  size_t end(uint32_t parenthesis) const { return ends_[2 * parenthesis + 1]; }
  /// The number that the last mark passed has as name, 0 when there was none.
  uint32_t last_mark() const;

 private:
  template <int kBits>
  MatchStatus run_width(const Compiled& compiled, const MatchCall& call);
  void release();
  static void* take(size_t bytes, void* self);
  static void give_back(void* at, void* self);

  const void* code_ = nullptr;  // what match_data_ was made for
  uint8_t unit_ = 0;
  void* match_data_ = nullptr;
  void* context_ = nullptr;
  void* stack_ = nullptr;
  void* general_ = nullptr;
  const size_t* ends_ = nullptr;
  // The library's small blocks for one operation; what does not fit comes from malloc.
  size_t used_ = 0;
  alignas(16) char room_[640];
};

}  // namespace eider::modules::sre

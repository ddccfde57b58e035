// SPDX-License-Identifier: MIT
//
// A plain backtracking matcher that runs a program as it is: for what PCRE2 cannot say or refuses as too large.
//
// It needs no native stack: what it must remember stands in growing arrays, so depth is bounded by memory. It polls.
// Not here: finding starts quickly; every position is tried.
#pragma once

#include "modules/sre/library.h"
#include "objects/thread.h"

namespace eider::modules::sre {

struct Subject {  // as the matcher sees it
  const void* text;
  uint8_t unit;
  int64_t length;  // where it ends
};

class Backtracker {
 public:
  Backtracker(objects::Thread& t, const Program& program) : t_(t), program_(program) {}
  /// Fails with MemoryError, or with what a poll raised. After true: marks.
  objects::Result<bool> find(const Subject& subject, Anchor anchor, int64_t start, bool not_empty);
  /// marks()[2 * group], [2 * group + 1]: where it begins and ends; -1: not at all. begin() and end() are of the whole.
  const int64_t* marks() const { return marks_.data(); }
  int64_t begin() const { return begin_; }
  int64_t end() const { return end_; }
  int64_t last_index() const { return last_index_; }

 private:
  template <class Char>
  friend class Run;

  // What can be taken back. Every change of a mark, of the loop or the frame notes the old value first.
  enum class Kept : uint8_t { kMark, kLastIndex, kLoop, kFrame, kLoopCount, kLoopLast };
  struct Undo {
    Kept what;
    uint32_t index;
    int64_t old;
  };
  // A place to go on from when the way taken fails.
  enum class Choice : uint8_t { kAlternative, kShorter, kLonger, kLoopEnd, kLoopTurn, kFrame };
  struct Fork {
    Choice kind;
    uint32_t pc;     // of the instruction; kAlternative: of the next one's distance
    uint32_t undo;   // heights of undo_, loops_, frames_
    uint32_t loops, frames;
    int64_t at;
    int64_t count;   // kShorter, kLonger: characters taken
  };
  // A loop that is being gone through.
  struct Loop {
    uint32_t pc;
    int64_t outer;   // the loop around it, or -1
    int64_t count;
    int64_t last;    // where the turn before began; a turn that ends there is the last
  };
  // A part that is matched on its own: assertion, atomic group, possessive turn.
  struct Frame {
    uint32_t pc;
    uint32_t forks;  // height of forks_ below its own
    int64_t outer;
    int64_t at;
    int64_t count;   // kPossessiveRepeat: turns done
    int64_t loop;
  };

  objects::Thread& t_;
  const Program& program_;
  base::RawVector<int64_t> marks_;
  base::RawVector<Undo> undo_;
  base::RawVector<Fork> forks_;
  base::RawVector<Loop> loops_;
  base::RawVector<Frame> frames_;
  int64_t begin_ = -1, end_ = -1, last_index_ = -1;
};

}  // namespace eider::modules::sre

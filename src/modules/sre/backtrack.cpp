// SPDX-License-Identifier: MIT
#include "modules/sre/backtrack.h"

#include "modules/sre/characters.h"
#include "objects/errors.h"

namespace eider::modules::sre {

/// One attempt after another at one subject. The program has been analyzed: nothing is checked again.
template <class Char>
class Run {
 public:
  Run(Backtracker& b, const Subject& subject, Anchor anchor)
      : b_(b), code_(b.program_.code), text_(static_cast<const Char*>(subject.text)), end_(subject.length), anchor_(anchor) {}

  objects::Result<bool> find(int64_t start, bool not_empty) {
    for (int64_t from = start;; from++) {
      if (EIDER_TRY(attempt(from, not_empty && from == start))) return true;
      if (anchor_ != Anchor::kSearch || from >= end_) return false;
    }
  }

 private:
  using Kept = Backtracker::Kept;
  using Choice = Backtracker::Choice;

  // --- changes ---------------------------------------------------------------------------------------------------------------------
  bool note(Kept what, uint32_t index, int64_t old) { return b_.undo_.push({what, index, old}); }
  bool set_mark(uint32_t mark, int64_t at) {
    if (!note(Kept::kMark, mark, b_.marks_[mark])) return false;
    b_.marks_[mark] = at;
    if (mark % 2 == 0) return true;
    if (!note(Kept::kLastIndex, 0, b_.last_index_)) return false;
    b_.last_index_ = mark / 2 + 1;
    return true;
  }
  bool set_loop(int64_t loop) {
    if (!note(Kept::kLoop, 0, loop_)) return false;
    loop_ = loop;
    return true;
  }
  bool set_frame(int64_t frame) {
    if (!note(Kept::kFrame, 0, frame_)) return false;
    frame_ = frame;
    return true;
  }
  bool turn_loop(Backtracker::Loop& loop, bool note_place) {
    if (!note(Kept::kLoopCount, static_cast<uint32_t>(loop_), loop.count)) return false;
    loop.count++;
    if (!note_place) return true;
    if (!note(Kept::kLoopLast, static_cast<uint32_t>(loop_), loop.last)) return false;
    loop.last = at_;
    return true;
  }
  void undo_to(uint32_t height) {
    while (b_.undo_.size() > height) {
      Backtracker::Undo undo = b_.undo_.pop();
      switch (undo.what) {
        case Kept::kMark: b_.marks_[undo.index] = undo.old; break;
        case Kept::kLastIndex: b_.last_index_ = undo.old; break;
        case Kept::kLoop: loop_ = undo.old; break;
        case Kept::kFrame: frame_ = undo.old; break;
        case Kept::kLoopCount: b_.loops_[undo.index].count = undo.old; break;
        case Kept::kLoopLast: b_.loops_[undo.index].last = undo.old; break;
      }
    }
  }
  bool fork(Choice kind, uint32_t pc, int64_t at, int64_t count = 0) {
    return b_.forks_.push({kind, pc, static_cast<uint32_t>(b_.undo_.size()), static_cast<uint32_t>(b_.loops_.size()),
                           static_cast<uint32_t>(b_.frames_.size()), at, count});
  }

  // --- characters -------------------------------------------------------------------------------------------------------------------
  bool single_here(uint32_t pc) const { return at_ < end_ && single_matches(b_.program_, pc, text_[at_]); }
  int64_t count_from(uint32_t pc, int64_t most) const {
    int64_t n = 0;
    while (n < most && at_ + n < end_ && single_matches(b_.program_, pc, text_[at_ + n])) n++;
    return n;
  }
  static int64_t most_of(uint32_t word) { return word == kMaxRepeat ? INT64_MAX : static_cast<int64_t>(word); }
  bool is_word(int64_t i, bool unicode) const {
    return i >= 0 && i < end_ && category_matches(unicode ? Category::kUniWord : Category::kWord, text_[i]);
  }
  bool position_matches(At at) const {
    bool boundary = at != At::kNonBoundary && at != At::kLocNonBoundary && at != At::kUniNonBoundary;
    bool unicode = at == At::kUniBoundary || at == At::kUniNonBoundary;
    switch (at) {
      case At::kBeginning: case At::kBeginningString: return at_ == 0;
      case At::kBeginningLine: return at_ == 0 || text_[at_ - 1] == '\n';
      case At::kEnd: return at_ >= end_ || (at_ + 1 == end_ && text_[at_] == '\n');
      case At::kEndLine: return at_ >= end_ || text_[at_] == '\n';
      case At::kEndString: return at_ >= end_;
      case At::kBoundary: case At::kLocBoundary: case At::kUniBoundary: case At::kNonBoundary: case At::kLocNonBoundary: case At::kUniNonBoundary:
        if (end_ == 0) return false;
        return (is_word(at_ - 1, unicode) != is_word(at_, unicode)) == boundary;
      case At::kCount: break;
    }
    EIDER_UNREACHABLE("a checked position");
  }
  static uint32_t fold(Op op, uint32_t c) {
    return op == Op::kGroupRef ? c : op == Op::kGroupRefUniIgnore ? lower_unicode(c) : lower_ascii(c);
  }
  bool take_reference(Op op, uint32_t group) {
    int64_t from = b_.marks_[2 * group], to = b_.marks_[2 * group + 1];
    if (from < 0 || to < from) return false;
    if (to - from > end_ - at_) return false;
    for (int64_t i = 0; i < to - from; i++) {
      if (fold(op, text_[from + i]) != fold(op, text_[at_ + i])) return false;
    }
    at_ += to - from;
    return true;
  }

  // --- the machine ------------------------------------------------------------------------------------------------------------------
  enum class Next : uint8_t { kGoOn, kFail, kMatched, kNoMemory };
  static Next step_or(bool memory) { return memory ? Next::kGoOn : Next::kNoMemory; }

  objects::Result<bool> attempt(int64_t from, bool not_empty) {
    b_.marks_.clear();
    for (uint32_t i = 0; i < 2 * b_.program_.groups; i++) {
      if (!b_.marks_.push(-1)) return objects::raise_no_memory(b_.t_);
    }
    b_.undo_.clear();
    b_.forks_.clear();
    b_.loops_.clear();
    b_.frames_.clear();
    b_.last_index_ = -1;
    loop_ = frame_ = -1;
    pc_ = 0;
    at_ = from_ = from;
    not_empty_ = not_empty;
    for (;;) {
      if (EIDER_UNLIKELY(++steps_ % 1024 == 0)) EIDER_TRY(objects::poll(b_.t_));
      Next next = step();
      while (next == Next::kFail) {
        if (b_.forks_.empty()) return false;
        next = go_back();
      }
      if (next == Next::kNoMemory) return objects::raise_no_memory(b_.t_);
      if (next == Next::kMatched) {
        b_.begin_ = from;
        b_.end_ = at_;
        return true;
      }
    }
  }

  Next step() {
    const uint32_t* word = code_ + pc_;
    Op op = static_cast<Op>(*word);
    switch (op) {
      case Op::kFailure: return Next::kFail;
      case Op::kSuccess: return succeed();
      case Op::kInfo: pc_ += 1 + word[1]; return Next::kGoOn;
      case Op::kJump: pc_ += 1 + word[1]; return Next::kGoOn;
      case Op::kMark:
        pc_ += 2;
        return step_or(set_mark(word[1], at_));
      case Op::kAt:
        if (!position_matches(static_cast<At>(word[1]))) return Next::kFail;
        pc_ += 2;
        return Next::kGoOn;
      case Op::kBranch: return alternative(pc_ + 1);
      case Op::kGroupRef: case Op::kGroupRefIgnore: case Op::kGroupRefLocIgnore: case Op::kGroupRefUniIgnore:
        if (!take_reference(op, word[1])) return Next::kFail;
        pc_ += 2;
        return Next::kGoOn;
      case Op::kGroupRefExists: {
        int64_t from = b_.marks_[2 * word[1]], to = b_.marks_[2 * word[1] + 1];
        pc_ += from >= 0 && to >= from ? 3 : 1 + word[2];
        return Next::kGoOn;
      }
      case Op::kRepeatOne: case Op::kMinRepeatOne: case Op::kPossessiveRepeatOne: return repeat_one(op, word);
      case Op::kRepeat:
        if (!b_.loops_.push({pc_, loop_, 0, -1}) || !set_loop(static_cast<int64_t>(b_.loops_.size()) - 1)) return Next::kNoMemory;
        pc_ += 1 + word[1];
        return Next::kGoOn;
      case Op::kMaxUntil: case Op::kMinUntil: return until(op);
      case Op::kAssert: case Op::kAssertNot:
        // Nothing stands far enough back: what looks there does not match.
        if (at_ < static_cast<int64_t>(word[2])) {
          if (op == Op::kAssert) return Next::kFail;
          pc_ += 1 + word[1];
          return Next::kGoOn;
        }
        if (!enter(0)) return Next::kNoMemory;
        at_ -= word[2];
        pc_ += 3;
        return Next::kGoOn;
      case Op::kAtomicGroup:
        if (!enter(0)) return Next::kNoMemory;
        pc_ += 2;
        return Next::kGoOn;
      case Op::kPossessiveRepeat: return possessive_turn(0, -1);
      default:
        if (!single_here(pc_)) return Next::kFail;
        at_++;
        switch (op) {
          case Op::kAny: case Op::kAnyAll: pc_++; break;
          case Op::kIn: case Op::kInIgnore: case Op::kInLocIgnore: case Op::kInUniIgnore: pc_ += 1 + word[1]; break;
          default: pc_ += 2; break;
        }
        return Next::kGoOn;
    }
  }

  Next alternative(uint32_t list) {
    if (code_[list] == 0) return Next::kFail;
    uint32_t next = list + code_[list];
    if (code_[next] != 0 && !fork(Choice::kAlternative, next, at_)) return Next::kNoMemory;
    pc_ = list + 1;
    return Next::kGoOn;
  }

  Next repeat_one(Op op, const uint32_t* word) {
    int64_t least = word[2], most = most_of(word[3]);
    uint32_t pc = pc_, body = pc_ + 4;
    int64_t n = count_from(body, op == Op::kMinRepeatOne ? least : most);
    if (n < least) return Next::kFail;
    if (op == Op::kRepeatOne && n > least && !fork(Choice::kShorter, pc, at_, n)) return Next::kNoMemory;
    if (op == Op::kMinRepeatOne && n < most && !fork(Choice::kLonger, pc, at_, n)) return Next::kNoMemory;
    at_ += n;
    pc_ += 1 + word[1];
    return Next::kGoOn;
  }

  Next until(Op op) {
    Backtracker::Loop& loop = b_.loops_[static_cast<size_t>(loop_)];
    const uint32_t* repeat = code_ + loop.pc;
    uint32_t behind = pc_ + 1, body = loop.pc + 4;
    int64_t least = repeat[2], most = most_of(repeat[3]);
    if (loop.count < least) {
      if (!turn_loop(loop, false)) return Next::kNoMemory;
      pc_ = body;
      return Next::kGoOn;
    }
    if (op == Op::kMaxUntil) {
      if (loop.count < most && at_ != loop.last) {
        if (!fork(Choice::kLoopEnd, behind, at_) || !turn_loop(loop, true)) return Next::kNoMemory;
        pc_ = body;
        return Next::kGoOn;
      }
    } else if (loop.count < most && at_ != loop.last && !fork(Choice::kLoopTurn, body, at_)) {
      return Next::kNoMemory;
    }
    if (!set_loop(loop.outer)) return Next::kNoMemory;
    pc_ = behind;
    return Next::kGoOn;
  }

  // --- parts on their own -----------------------------------------------------------------------------------------------------------
  bool enter(int64_t count) {
    auto forks = static_cast<uint32_t>(b_.forks_.size());
    if (!b_.frames_.push({pc_, forks, frame_, at_, count, loop_})) return false;
    auto frame = static_cast<int64_t>(b_.frames_.size()) - 1;
    return fork(Choice::kFrame, static_cast<uint32_t>(frame), at_) && set_frame(frame);
  }
  Next possessive_turn(int64_t count, int64_t last) {
    const uint32_t* word = code_ + pc_;
    bool again = count < static_cast<int64_t>(word[2]) || (count < most_of(word[3]) && at_ != last);
    if (!again) {
      pc_ += 1 + word[1] + 1;
      return Next::kGoOn;
    }
    if (!enter(count)) return Next::kNoMemory;
    pc_ += 4;
    return Next::kGoOn;
  }
  /// The part that is being matched, or all of it, has matched.
  Next succeed() {
    if (frame_ < 0) {
      if (anchor_ == Anchor::kFullMatch && at_ != end_) return Next::kFail;
      if (not_empty_ && at_ == from_) return Next::kFail;
      return Next::kMatched;
    }
    Backtracker::Frame frame = b_.frames_[static_cast<size_t>(frame_)];
    Op op = static_cast<Op>(code_[frame.pc]);
    uint32_t undo = b_.forks_[frame.forks].undo;
    b_.forks_.truncate(frame.forks);
    if (op == Op::kAssertNot) {
      undo_to(undo);
      return Next::kFail;
    }
    if (!set_frame(frame.outer)) return Next::kNoMemory;
    pc_ = frame.pc;
    if (op == Op::kPossessiveRepeat) {
      // The turns that must be do not look where the one before began.
      bool counted = frame.count + 1 > static_cast<int64_t>(code_[pc_ + 2]);
      return possessive_turn(frame.count + 1, counted ? frame.at : -1);
    }
    if (op == Op::kAssert) at_ = frame.at;
    pc_ += 1 + code_[pc_ + 1];
    return Next::kGoOn;
  }

  Next go_back() {
    Backtracker::Fork fork = b_.forks_.back();
    undo_to(fork.undo);
    b_.loops_.truncate(fork.loops);
    b_.frames_.truncate(fork.frames);
    at_ = fork.at;
    switch (fork.kind) {
      case Choice::kAlternative:
        b_.forks_.pop();
        return alternative(fork.pc);
      case Choice::kShorter: {
        const uint32_t* word = code_ + fork.pc;
        int64_t n = fork.count - 1;
        if (n > static_cast<int64_t>(word[2])) {
          b_.forks_.back().count = n;
        } else {
          b_.forks_.pop();
        }
        at_ += n;
        pc_ = fork.pc + 1 + word[1];
        return Next::kGoOn;
      }
      case Choice::kLonger: {
        const uint32_t* word = code_ + fork.pc;
        at_ += fork.count;
        if (!single_here(fork.pc + 4)) {
          b_.forks_.pop();
          return Next::kFail;
        }
        at_++;
        if (fork.count + 1 < most_of(word[3])) {
          b_.forks_.back().count = fork.count + 1;
        } else {
          b_.forks_.pop();
        }
        pc_ = fork.pc + 1 + word[1];
        return Next::kGoOn;
      }
      case Choice::kLoopEnd:
        b_.forks_.pop();
        if (!set_loop(b_.loops_[static_cast<size_t>(loop_)].outer)) return Next::kNoMemory;
        pc_ = fork.pc;
        return Next::kGoOn;
      case Choice::kLoopTurn:
        b_.forks_.pop();
        if (!turn_loop(b_.loops_[static_cast<size_t>(loop_)], true)) return Next::kNoMemory;
        pc_ = fork.pc;
        return Next::kGoOn;
      case Choice::kFrame: {  // no way through the part is left
        b_.forks_.pop();
        Backtracker::Frame frame = b_.frames_[fork.pc];
        Op op = static_cast<Op>(code_[frame.pc]);
        if (op == Op::kAssertNot) {
          pc_ = frame.pc + 1 + code_[frame.pc + 1];
          return Next::kGoOn;
        }
        if (op == Op::kPossessiveRepeat && frame.count >= static_cast<int64_t>(code_[frame.pc + 2])) {
          pc_ = frame.pc + 1 + code_[frame.pc + 1] + 1;
          return Next::kGoOn;
        }
        return Next::kFail;
      }
    }
    EIDER_UNREACHABLE("a fork's kind");
  }

  Backtracker& b_;
  const uint32_t* const code_;
  const Char* const text_;
  const int64_t end_;
  const Anchor anchor_;
  uint32_t pc_ = 0;
  int64_t at_ = 0, from_ = 0;
  bool not_empty_ = false;
  int64_t loop_ = -1, frame_ = -1;
  uint64_t steps_ = 0;
};

objects::Result<bool> Backtracker::find(const Subject& subject, Anchor anchor, int64_t start, bool not_empty) {
  if (subject.unit == 1) return Run<uint8_t>(*this, subject, anchor).find(start, not_empty);
  if (subject.unit == 2) return Run<uint16_t>(*this, subject, anchor).find(start, not_empty);
  return Run<uint32_t>(*this, subject, anchor).find(start, not_empty);
}

}  // namespace eider::modules::sre

// SPDX-License-Identifier: MIT
//
// Fitness: how much longer a trace may become.
//
// Note [Fitness]
// A recording begins with a budget and pays for what makes its trace longer, or makes it less likely that its end is reached: each operation;
// each branch, more where recordings have gone either way (PlaceTable::ways: a way that was hot enough to be recorded is taken often); each
// frame of a call it is in, given back by its return; each round of another loop it goes through; and each exit that leads to it. It ends in
// front of the instruction at which less is left than stopping there is worth: most between two statements of the root's function, where few
// values are held, something in the midst of one, nothing in a call. What follows is a side trace's when that end is hot; it starts with a
// budget of its own. Compiled code that begins on the way ends a trace in any case: there the next one exists already.
//
// So long bodies are compiled in pieces. The budget is such that what fits into kMostOperations and branches as programs usually do is not
// cut: a piece costs an exit, and a loop that is cut is no loop (docs/decisions/008).
//
// A call of the function itself goes to its own compiled code when there is some. While little has been spent it is followed all the same,
// up to two levels: that saves the calls in between, and what becomes of a recursion depends less on which call was recorded first.
// Source: CPython's optimizer (python/cpython PR 147966); our branches are judged by what was recorded, not by a history each branch keeps.
#pragma once

#include <cstddef>
#include <cstdint>

namespace eider::jit {

class Fitness {
 public:
  enum class Place : uint8_t { kStatement, kExpression, kCall };
  static constexpr size_t kMostOperations = 3200;  // whatever is left

  explicit Fitness(uint32_t exits_before) : left_(kBudget - kExit * static_cast<int>(exits_before)) {}

  void pay_branch(bool either_way) {
    ++branches_;
    left_ -= either_way ? kBalanced : kBranch;
  }
  void pay_round() { left_ -= kRound; }
  /// frames  those of calls, the root not counted
  bool ends_at(Place place, size_t operations, size_t frames) const {
    int worth = place == Place::kStatement ? kStatementWorth : place == Place::kExpression ? kExpressionWorth : 0;
    return left(operations, frames) < worth || operations > kMostOperations;
  }
  /// Whether a call of a function that `recursion` frames are of already is followed although its compiled code could be gone to.
  bool follows(size_t recursion, size_t operations, size_t frames) const {
    return recursion <= 2 && kBudget - left(operations, frames) < kFollowed;
  }
  uint32_t branches() const { return branches_; }

 private:
  int left(size_t operations, size_t frames) const { return left_ - static_cast<int>(operations) - kFrame * static_cast<int>(frames); }

  static constexpr int kBudget = 3200;
  static constexpr int kBranch = 5, kBalanced = 40, kFrame = 20, kRound = 50, kExit = 10;
  static constexpr int kStatementWorth = 200, kExpressionWorth = 100;
  static constexpr int kFollowed = 60;

  int left_;
  uint32_t branches_ = 0;
};

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
#include "modules/sre/analysis.h"

#include <algorithm>
#include <cmath>

#include "modules/sre/characters.h"
#include "objects/errors.h"

namespace eider::modules::sre {

namespace {

constexpr uint32_t kDeepest = 200;  // the library's limit for parentheses is 250
constexpr double kManyBits = 1e6;

class Analyzer {
 public:
  Analyzer(objects::Thread& t, const Program& program, Analysis* out) : t_(t), program_(program), out_(*out) {}

  Verdict run() {
    for (uint32_t i = 0; i < program_.groups; i++) {
      if (!out_.number.push(0) || !out_.close_rank.push(0)) return no_memory();
    }
    if (program_.size == 0 || static_cast<Op>(program_.code[program_.size - 1]) != Op::kSuccess) return Verdict::kMalformed;
    Measure all;
    Verdict verdict = sequence(0, program_.size - 1, Place{}, &all);
    out_.uncounted_bits = all.bits;
    if (out_.opened.size() < 2) out_.last_by_mark = false;
    return verdict;
  }

 private:
  struct Place {
    uint32_t depth = 0;
    bool repeated = false;  // in a loop or an assertion
  };
  /// Of a sequence: what it takes.
  struct Measure {
    double bits = 0;        // of ways through it that the library does not count
    bool may_be_empty = true;
    uint32_t groups = 0;    // in it, at any depth
  };

  Verdict no_memory() {
    (void)objects::raise_no_memory(t_);
    return Verdict::kFailed;
  }
  Verdict inner(uint32_t pc, uint32_t end, Place place, Measure* measure) {
    if (++place.depth > kDeepest) out_.deep = true;
    if (!objects::check_recursion(t_).ok()) return Verdict::kFailed;
    return sequence(pc, end, place, measure);
  }
  void count(Measure* measure, double more) { measure->bits = std::min(measure->bits + more, kManyBits); }

  Verdict open(uint32_t group) {
    if (out_.number[group] != 0) {
      out_.nested = false;  // opened twice
      return Verdict::kWellFormed;
    }
    if (!out_.opened.push(group)) return no_memory();
    out_.number[group] = static_cast<uint32_t>(out_.opened.size());
    return Verdict::kWellFormed;
  }

  /// Adds [pc, end) to `*measure`.
  Verdict sequence(uint32_t pc, uint32_t end, Place place, Measure* measure) {
    uint32_t open_here = 0;  // groups opened in this sequence and not closed: the last `open_here` of stack_
    Verdict verdict = Verdict::kWellFormed;
    while (pc < end && verdict == Verdict::kWellFormed) {
      Step step;
      if (!decode(program_, pc, end, &step)) return Verdict::kMalformed;
      verdict = one(pc, end, step, place, &open_here, measure);
      pc = step.next;
      steps_++;
      if (steps_ % 4096 == 0 && !objects::poll(t_).ok()) return Verdict::kFailed;
    }
    if (open_here != 0) {
      out_.nested = false;
      stack_.truncate(stack_.size() - open_here);
    }
    return verdict;
  }

  Verdict one(uint32_t pc, uint32_t end, const Step& step, Place place, uint32_t* open_here, Measure* measure) {
    switch (step.op) {
      case Op::kMark: {
        uint32_t group = step.argument / 2;
        if (step.argument % 2 == 0) {
          if (!stack_.push(group)) return no_memory();
          ++*open_here;
          measure->groups++;
          if (place.repeated) out_.last_by_mark = true;
          if (stack_.size() + place.depth > kDeepest) out_.deep = true;
          return open(group);
        }
        if (*open_here == 0 || stack_.back() != group) {
          out_.nested = false;
          return Verdict::kWellFormed;
        }
        stack_.pop();
        --*open_here;
        out_.close_rank[group] = closed_++;
        return Verdict::kWellFormed;
      }
      case Op::kAt: {
        At at = static_cast<At>(step.argument);
        if (at == At::kUniBoundary || at == At::kUniNonBoundary) out_.unicode_rules = true;
        return Verdict::kWellFormed;
      }
      case Op::kRepeatOne: case Op::kMinRepeatOne: case Op::kPossessiveRepeatOne: {
        if (step.least > 0) measure->may_be_empty = false;
        Measure body;
        return inner(step.body, step.body_end, place, &body);
      }
      case Op::kAssert: case Op::kAssertNot: {
        place.repeated = true;
        Measure body;
        Verdict verdict = inner(step.body, step.body_end, place, &body);
        measure->groups += body.groups;
        count(measure, body.bits);
        return verdict;
      }
      case Op::kAtomicGroup: return inner(step.body, step.body_end, place, measure);
      case Op::kRepeat: case Op::kPossessiveRepeat: return repeat(step, place, measure);
      case Op::kGroupRefExists: {
        Measure yes, no;
        Verdict verdict = inner(step.body, step.body_end, place, &yes);
        if (verdict == Verdict::kWellFormed) verdict = inner(step.other, step.other_end, place, &no);
        count(measure, std::max(yes.bits, no.bits));
        measure->groups += yes.groups + no.groups;
        if (!yes.may_be_empty && !no.may_be_empty) measure->may_be_empty = false;
        return verdict;
      }
      case Op::kBranch: return branch(step, end, place, measure);
      default:
        if (!is_single(step.op)) return Verdict::kWellFormed;
        measure->may_be_empty = false;
        if (step.body != 0 && !check_set(program_, step.body, step.body_end)) return Verdict::kMalformed;
        return Verdict::kWellFormed;
    }
  }

  Verdict repeat(const Step& step, Place place, Measure* measure) {
    if (step.most > 1) place.repeated = true;
    Measure body;
    Verdict verdict = inner(step.body, step.body_end, place, &body);
    bool endless = step.most == kMaxRepeat;
    // The library writes a counted loop out; only endless ones are counted as they turn.
    count(measure, endless ? body.bits * std::max<double>(step.least, 1) : body.bits * step.most + (step.most - step.least));
    measure->groups += body.groups;
    if (step.least > 0 && !body.may_be_empty) measure->may_be_empty = false;
    if (body.may_be_empty && step.op == Op::kRepeat) {
      // A group around the whole turn is set by every turn.
      uint32_t inside = body.groups - (is_one_group(step.body, step.body_end) ? 1 : 0);
      if (endless ? step.least > 0 && inside > 0 : step.most - step.least > 1) out_.odd_loops = true;
    }
    return verdict;
  }
  bool is_one_group(uint32_t pc, uint32_t end) const {
    return end - pc >= 4 && static_cast<Op>(program_.code[pc]) == Op::kMark && static_cast<Op>(program_.code[end - 2]) == Op::kMark &&
           program_.code[end - 1] == program_.code[pc + 1] + 1;
  }

  Verdict branch(const Step& step, uint32_t end, Place place, Measure* measure) {
    uint32_t list = step.body, body = 0, body_end = 0;
    double most = 0, alternatives = 0;
    bool may_be_empty = false;
    while (next_alternative(program_, &list, end, &body, &body_end) == Alternative::kBody) {
      if (body_end + 1 + program_.code[body_end + 1] != step.next) return Verdict::kMalformed;  // where its jump leads
      Measure own;
      Verdict verdict = inner(body, body_end, place, &own);
      if (verdict != Verdict::kWellFormed) return verdict;
      most = std::max(most, own.bits);
      measure->groups += own.groups;
      may_be_empty = may_be_empty || own.may_be_empty;
      alternatives++;
    }
    if (!may_be_empty) measure->may_be_empty = false;
    count(measure, most + (alternatives > 1 ? std::log2(alternatives) : 0));
    return Verdict::kWellFormed;
  }

  objects::Thread& t_;
  const Program& program_;
  Analysis& out_;
  base::RawVector<uint32_t> stack_;  // open groups
  uint32_t closed_ = 0;
  uint64_t steps_ = 0;
};

}  // namespace

Verdict analyze(objects::Thread& t, const Program& program, Analysis* out) { return Analyzer(t, program, out).run(); }

}  // namespace eider::modules::sre

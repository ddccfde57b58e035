// SPDX-License-Identifier: MIT
#include "modules/sre/translate.h"

#include <cstdio>

namespace eider::modules::sre {

namespace {

constexpr uint32_t kLongestCount = 65535;  // in {m,n}

class Translator {
 public:
  Translator(const Program& program, const Analysis& analysis, Universe universe, Callouts callouts, const base::RawVector<CasePair>& pairs,
             base::RawVector<uint32_t>* out)
      : program_(program), analysis_(analysis), universe_(universe), unicode_(goes_by_unicode(analysis, universe)), callouts_(callouts), pairs_(pairs), out_(*out) {}

  Translation run() {
    sequence(0, program_.size - 1);
    return no_memory_ ? Translation::kNoMemory : unsupported_ ? Translation::kUnsupported : Translation::kDone;
  }

 private:
  void unit(uint32_t c) {
    if (!out_.push(c)) no_memory_ = true;
  }
  void text(const char* ascii) {
    for (; *ascii != 0; ascii++) unit(static_cast<unsigned char>(*ascii));
  }
  void number(uint32_t n) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%u", n);
    text(digits);
  }
  /// A character as itself, inside or outside of a class.
  void literal(uint32_t c) {
    bool plain = (c | 32) - 'a' < 26 || c - '0' < 10 || c == '_' || c >= 0x80;
    if (plain) return unit(c);
    if (c > ' ' && c < 0x7f) {
      unit('\\');
      return unit(c);
    }
    char digits[16];
    std::snprintf(digits, sizeof digits, "\\x{%x}", c);
    text(digits);
  }
  void callout() {
    if (callouts_ == Callouts::kYes) text("(?C)");
  }

  // One atom: a quantifier may follow.
  void single(uint32_t pc) {
    Op op = static_cast<Op>(program_.code[pc]);
    if (op == Op::kAny) return text("\\N");
    if (op == Op::kAnyAll) return text(".");
    uint32_t limit = last_character(universe_);
    CharSet set;
    if (!find_characters(program_, pc, limit, pairs_, &set)) {
      no_memory_ = true;
      return;
    }
    const auto& ranges = set.ranges;
    if (set.categories == 0) {
      if (ranges.empty()) return text(set.negated ? "." : "(?:(*F))");
      if (ranges.size() == 1 && ranges[0].first == 0 && ranges[0].last == limit) return text(set.negated ? "(?:(*F))" : ".");
      if (ranges.size() == 1 && ranges[0].first == ranges[0].last && !set.negated) return literal(ranges[0].first);
    }
    // The shorter of the set and what it leaves out.
    bool outside = set.categories == 0 && ranges.size() > 1 && ranges[0].first == 0 && ranges[ranges.size() - 1].last == limit;
    text(set.negated != outside ? "[^" : "[");
    if (outside) {
      for (size_t i = 1; i < ranges.size(); i++) class_range(ranges[i - 1].last + 1, ranges[i].first - 1);
    } else {
      for (CharRange range : ranges) class_range(range.first, range.last);
    }
    if (set.categories & kWideWord) text("\\w");
    if (set.categories & kWideNotWord) text("\\W");
    if (set.categories & kWideDigit) text("\\d");
    if (set.categories & kWideNotDigit) text("\\D");
    unit(']');
  }
  void class_range(uint32_t first, uint32_t last) {
    literal(first);
    if (last == first) return;
    if (last > first + 1) unit('-');
    literal(last);
  }

  void position(At at) {
    // The options make ^ and $ those of lines, with "\n" alone as line break.
    switch (at) {
      case At::kBeginning: case At::kBeginningString: return text("\\A");
      case At::kBeginningLine: return text("^");
      case At::kEnd: return text("\\Z");
      case At::kEndLine: return text("$");
      case At::kEndString: return text("\\z");
      case At::kBoundary: case At::kLocBoundary:
        return text(!unicode_ ? "\\b" : "(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))");
      case At::kNonBoundary: case At::kLocNonBoundary:
        text("(?!\\A\\z)");
        return text(!unicode_ ? "\\B" : "(?:(?<=[0-9A-Z_a-z])(?=[0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?![0-9A-Z_a-z]))");
      case At::kUniBoundary: return text("\\b");
      case At::kUniNonBoundary: return text("(?!\\A\\z)\\B");
      case At::kCount: break;
    }
    EIDER_UNREACHABLE("a checked position");
  }

  enum class Kind : char { kGreedy = 0, kLazy = '?', kPossessive = '+' };
  void quantifier(uint32_t least, uint32_t most, Kind kind) {
    bool endless = most == kMaxRepeat;
    if (least > kLongestCount || (!endless && most > kLongestCount)) {
      unsupported_ = true;
      return;
    }
    if (least == 1 && most == 1) return;
    if (least == 0 && endless) {
      unit('*');
    } else if (least == 1 && endless) {
      unit('+');
    } else if (least == 0 && most == 1) {
      unit('?');
    } else {
      unit('{');
      number(least);
      if (least != most) unit(',');
      if (least != most && !endless) number(most);
      unit('}');
    }
    if (kind != Kind::kGreedy) unit(static_cast<uint32_t>(kind));
  }

  void reference(uint32_t group, bool ignore) {
    if (analysis_.number[group] == 0) return text("(*F)");  // a group that is never opened is never matched
    if (ignore) text("(?i:");
    text("\\g{");
    number(analysis_.number[group]);
    unit('}');
    if (ignore) unit(')');
  }

  void bracket(const char* open, uint32_t pc, uint32_t end, const char* close) {
    text(open);
    sequence(pc, end);
    text(close);
  }

  void sequence(uint32_t pc, uint32_t end) {
    while (pc < end && !unsupported_ && !no_memory_) {
      Step step;
      if (!decode(program_, pc, end, &step)) EIDER_UNREACHABLE("an analyzed program");
      one(pc, end, step);
      pc = step.next;
    }
  }

  void one(uint32_t pc, uint32_t end, const Step& step) {
    switch (step.op) {
      case Op::kInfo: return;
      case Op::kSuccess: return;
      case Op::kFailure: return text("(*F)");
      case Op::kMark:
        if (step.argument % 2 == 0) return unit('(');
        unit(')');
        if (analysis_.last_by_mark) {
          text("(*:");
          number(step.argument / 2 + 1);
          unit(')');
        }
        return;
      case Op::kAt: return position(static_cast<At>(step.argument));
      case Op::kBranch: return branch(step, end);
      case Op::kAssert:
        if (step.argument != 0) return bracket("(?<=", step.body, step.body_end, ")");
        return bracket("(?=", step.body, step.body_end, may_begin_literally(step) ? "|(*F))" : ")");
      case Op::kAssertNot:
        return bracket(step.argument == 0 ? "(?!" : "(?<!", step.body, step.body_end, ")");
      case Op::kAtomicGroup: return bracket("(?>", step.body, step.body_end, ")");
      case Op::kRepeatOne: case Op::kMinRepeatOne: case Op::kPossessiveRepeatOne:
        single(step.body);
        quantifier(step.least, step.most, step.op == Op::kRepeatOne ? Kind::kGreedy : step.op == Op::kMinRepeatOne ? Kind::kLazy : Kind::kPossessive);
        if (step.least != step.most) callout();
        return;
      case Op::kRepeat:
        text("(?:");
        callout();
        sequence(step.body, step.body_end);
        unit(')');
        return quantifier(step.least, step.most, step.until == Op::kMaxUntil ? Kind::kGreedy : Kind::kLazy);
      case Op::kPossessiveRepeat:
        text("(?>");
        callout();
        sequence(step.body, step.body_end);
        unit(')');
        if (step.most == 1 && step.least == 1) return;
        return quantifier(step.least, step.most, Kind::kPossessive);
      case Op::kGroupRef: return reference(step.argument, false);
      // Beyond ASCII the library's pairs of cases are not CPython's.
      case Op::kGroupRefIgnore: case Op::kGroupRefLocIgnore:
        if (unicode_) unsupported_ = true;
        return reference(step.argument, true);
      case Op::kGroupRefUniIgnore:
        if (universe_ != Universe::kAscii) unsupported_ = true;
        return reference(step.argument, true);
      case Op::kGroupRefExists: {
        uint32_t parenthesis = analysis_.number[step.argument];
        if (parenthesis == 0) return sequence(step.other, step.other_end);
        text("(?(");
        number(parenthesis);
        unit(')');
        sequence(step.body, step.body_end);
        unit('|');
        sequence(step.other, step.other_end);
        return unit(')');
      }
      default: return single(pc);
    }
  }

  /// PCRE2 10.42 takes a literal in a leading assertion for the first character of a match, and looks for a literal that must come later
  /// behind it, though it may be the same: (?=b)a?b does not find "b". An alternative that fails keeps it from knowing.
  bool may_begin_literally(const Step& assertion) const {
    uint32_t pc = assertion.body;
    Step step;
    while (pc < assertion.body_end && decode(program_, pc, assertion.body_end, &step)) {
      // A class of one letter's two cases counts as a literal, too.
      if (step.op != Op::kMark && step.op != Op::kAt) return step.op != Op::kAny && step.op != Op::kAnyAll && step.op != Op::kNotLiteral;
      pc = step.next;
    }
    return true;
  }

  void branch(const Step& step, uint32_t end) {
    uint32_t list = step.body, body = 0, body_end = 0;
    text("(?:");
    callout();
    for (bool first = true; next_alternative(program_, &list, end, &body, &body_end) == Alternative::kBody; first = false) {
      if (!first) unit('|');
      sequence(body, body_end);
    }
    unit(')');
  }

  const Program& program_;
  const Analysis& analysis_;
  const Universe universe_;
  const bool unicode_;  // \b and (?i) go by Unicode, else by ASCII
  const Callouts callouts_;
  const base::RawVector<CasePair>& pairs_;
  base::RawVector<uint32_t>& out_;
  bool unsupported_ = false;
  bool no_memory_ = false;
};

}  // namespace

Translation translate(const Program& program, const Analysis& analysis, Universe universe, Callouts callouts,
                      const base::RawVector<CasePair>& pairs, base::RawVector<uint32_t>* out) {
  if (!analysis.nested || analysis.deep || analysis.odd_loops || analysis.opened.size() > kLongestCount) return Translation::kUnsupported;
  return Translator(program, analysis, universe, callouts, pairs, out).run();
}

bool uses_case_pairs(const Program& program, uint32_t pc, uint32_t end) {
  while (pc < end) {
    Step step;
    if (!decode(program, pc, end, &step)) return false;
    if (is_single(step.op)) {
      if (needs_case_pairs(program, pc)) return true;
    } else if (step.op == Op::kBranch) {
      uint32_t list = step.body, body = 0, body_end = 0;
      while (next_alternative(program, &list, end, &body, &body_end) == Alternative::kBody) {
        if (uses_case_pairs(program, body, body_end)) return true;
      }
    } else if (step.body != 0) {
      if (uses_case_pairs(program, step.body, step.body_end)) return true;
      if (step.other < step.other_end && uses_case_pairs(program, step.other, step.other_end)) return true;
    }
    pc = step.next;
  }
  return false;
}

}  // namespace eider::modules::sre

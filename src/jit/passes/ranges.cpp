// SPDX-License-Identifier: MIT
//
// Integer ranges: for each int an interval that contains it, narrowed by the guards it has passed.
//
// A phi's interval is the union of its entry's and of the next value's at JumpLoop. The latter comes from a first walk in which
// phis are unbounded but for induction: i = phi(start, i + c) with a checked sum and c >= 0 never falls below start (c <= 0:
// never rises above). So the usual counter needs `i < n` in the loop to be proven free of overflow.
// Intervals count Python ints, not words.
#include <algorithm>

#include "jit/passes/rewrite.h"

namespace eider::jit {
namespace {

using bytecode::CompareKind;
using objects::Value;
using Wide = __int128;

constexpr int64_t kMin = Value::kMinSmallInt, kMax = Value::kMaxSmallInt;
constexpr int64_t kMaxLength = int64_t{1} << 61;  // of a list: its items fill memory

struct Interval {
  int64_t low = kMin, high = kMax;

  bool single() const { return low == high; }
  static Interval clip(Wide low, Wide high) {
    return {static_cast<int64_t>(std::max<Wide>(low, kMin)), static_cast<int64_t>(std::min<Wide>(high, kMax))};
  }
  void narrow(Wide other_low, Wide other_high) {
    int64_t l = std::max(low, clip(other_low, other_high).low), h = std::min(high, clip(other_low, other_high).high);
    if (l <= h) *this = {l, h};  // else nothing gets here: any interval is true
  }
  Interval unite(const Interval& other) const { return {std::min(low, other.low), std::max(high, other.high)}; }
};

struct Exact {  // without regard to 63 bits
  Wide low, high;
  bool fits() const { return low >= kMin && high <= kMax; }
};

Exact add(Interval a, Interval b) { return {Wide{a.low} + b.low, Wide{a.high} + b.high}; }
Exact subtract(Interval a, Interval b) { return {Wide{a.low} - b.high, Wide{a.high} - b.low}; }
Exact multiply(Interval a, Interval b) {
  Wide corners[] = {Wide{a.low} * b.low, Wide{a.low} * b.high, Wide{a.high} * b.low, Wide{a.high} * b.high};
  return {*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)};
}

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

class Ranges {
 public:
  Ranges(Trace& trace, PassLog* log, std::vector<Interval> at_jump) : w_(trace, "ranges", log), at_jump_(std::move(at_jump)) {}

  void run() {
    for (r_ = 0; r_ < w_.size(); r_++) {
      i_ = w_.mapped(r_);
      if (rewrite()) continue;
      Ref made = w_.copy(r_);
      if (info_of(i_.op).result == Type::kInt) of(made) = result();
      narrow();
    }
  }
  std::vector<Interval> at_end() {
    std::vector<Interval> all(w_.size());
    for (Ref r = 0; r < w_.size(); r++) {
      if (w_.map(r) != kNoRef) all[r] = of(w_.map(r));
    }
    return all;
  }
  void finish() {
    w_.finish();
    for (const auto& [index, range] : relied_on_) {
      LoopVariable& variable = w_.variable(index);
      variable.low = std::max(variable.low, range.low);
      variable.high = std::min(variable.high, range.high);
    }
  }

 private:
  Interval& of(Ref ref) {
    if (intervals_.size() <= ref) intervals_.resize(ref + 1);
    return intervals_[ref];
  }
  bool int_arguments() const {
    const OpInfo& info = info_of(i_.op);
    return info.argument_count == 2 && info.arguments[0] == Type::kInt && info.arguments[1] == Type::kInt;
  }

  // --- what the intervals prove -------------------------------------------------------------------------------------------------
  bool rewrite() {
    if (!int_arguments()) return false;
    Interval a = of(i_.a), b = of(i_.b);
    switch (i_.op) {
      case Op::kAddInt: return add(a, b).fits() && unchecked(Op::kAddIntUnchecked);
      case Op::kSubInt: return subtract(a, b).fits() && unchecked(Op::kSubIntUnchecked);
      case Op::kMulInt: return multiply(a, b).fits() && unchecked(Op::kMulIntUnchecked);
      case Op::kShlInt: return shift(a, b);
      case Op::kGuardIntLt: return gone_if(a.high < b.low);
      case Op::kGuardIntLe: return gone_if(a.high <= b.low);
      case Op::kGuardIntEq: return gone_if(a.single() && b.single() && a.low == b.low);
      case Op::kGuardIntNe: return gone_if(a.high < b.low || b.high < a.low);
      case Op::kCompareInt: return compare(static_cast<CompareKind>(i_.imm), a, b);
      default: return false;
    }
  }
  bool gone_if(bool certain) {
    if (certain) w_.remove(r_);
    return certain;
  }
  bool unchecked(Op op) {
    Interval range = result();
    Instruction now = i_;
    now.op = op;
    now.snapshot = kNoSnapshot;
    of(w_.replace(r_, now)) = range;
    return true;
  }
  bool shift(Interval a, Interval count) {
    if (!count.single() || count.low < 0 || count.low > 61) return false;
    int64_t factor = int64_t{1} << count.low;
    if (!multiply(a, {factor, factor}).fits()) return false;
    i_.b = w_.const_int(factor << 1);
    of(i_.b) = {factor, factor};
    i_.op = Op::kMulInt;
    return unchecked(Op::kMulIntUnchecked);
  }
  bool compare(CompareKind kind, Interval a, Interval b) {
    bool less = a.high < b.low, less_equal = a.high <= b.low, greater = b.high < a.low, greater_equal = b.high <= a.low;
    bool equal = a.single() && b.single() && a.low == b.low, different = less || greater;
    switch (kind) {
      case CompareKind::kLt: return known(less, greater_equal);
      case CompareKind::kLe: return known(less_equal, greater);
      case CompareKind::kEq: return known(equal, different);
      case CompareKind::kNe: return known(different, equal);
      case CompareKind::kGt: return known(greater, less_equal);
      case CompareKind::kGe: return known(greater_equal, less);
    }
  }
  bool known(bool yes, bool no) {
    if (yes || no) w_.substitute(r_, w_.const_value((yes ? objects::kTrue : objects::kFalse).bits()));
    return yes || no;
  }

  // --- what an operation gives --------------------------------------------------------------------------------------------------
  Interval result() {
    Interval a = i_.a != kNoRef && info_of(i_.op).arguments[0] == Type::kInt ? of(i_.a) : Interval{};
    Interval b = int_arguments() ? of(i_.b) : Interval{};
    auto clip = [](Exact e) { return Interval::clip(e.low, e.high); };
    switch (i_.op) {
      case Op::kConstInt: return {static_cast<int64_t>(i_.imm) >> 1, static_cast<int64_t>(i_.imm) >> 1};
      case Op::kPhiInt: return phi(a);
      case Op::kStrLength:
      case Op::kListLength: return {0, kMaxLength};
      case Op::kWordToInt:
      case Op::kWordToIntUnchecked: return of_word(w_.at(i_.a));
      case Op::kBoolInt: return {0, 1};
      case Op::kOrdStr:
      case Op::kBytesItem:
      case Op::kBytesNext: return {0, 255};
      case Op::kMinInt: return {std::min(a.low, b.low), std::min(a.high, b.high)};
      case Op::kMaxInt: return {std::max(a.low, b.low), std::max(a.high, b.high)};
      case Op::kFloatToInt: return {-(int64_t{1} << 53), int64_t{1} << 53};
      case Op::kAddInt: return clip(add(a, b));
      case Op::kSubInt: return clip(subtract(a, b));
      case Op::kMulInt: return clip(multiply(a, b));
      case Op::kAddIntUnchecked: return whole_unless(add(a, b));
      case Op::kSubIntUnchecked: return whole_unless(subtract(a, b));
      case Op::kMulIntUnchecked: return whole_unless(multiply(a, b));
      case Op::kNegInt: return clip({-Wide{a.high}, -Wide{a.low}});
      case Op::kAndInt:
        if (a.low < 0 && b.low < 0) return {};
        if (a.low < 0) return {0, b.high};
        return {0, b.low < 0 ? a.high : std::min(a.high, b.high)};
      case Op::kOrInt:
      case Op::kXorInt: return bits_of_both(a, b);
      case Op::kModInt:
        if (b.low > 0) return {0, a.low >= 0 ? std::min(a.high, b.high - 1) : b.high - 1};
        return b.high < 0 ? Interval{b.low + 1, 0} : Interval{};
      case Op::kFloorDivInt:
        if (b.low <= 0) return {};
        return {std::min(floor_div(a.low, b.low), floor_div(a.low, b.high)),
                std::max(floor_div(a.high, b.low), floor_div(a.high, b.high))};
      case Op::kShrInt:
        if (b.low < 0) return {std::min<int64_t>(a.low, 0), std::max<int64_t>(a.high, 0)};
        return {a.low >> (a.low < 0 ? std::min<int64_t>(b.low, 63) : std::min<int64_t>(b.high, 63)),
                a.high >> (a.high < 0 ? std::min<int64_t>(b.high, 63) : std::min<int64_t>(b.low, 63))};
      default: return {};
    }
  }
  /// The int that a word below 2^62 is.
  Interval of_word(const Instruction& word) const {
    Interval all{0, kMax};
    if (word.op == Op::kShrWord && w_.at(word.b).op == Op::kConstInt) {
      uint64_t count = w_.at(word.b).imm >> 1;
      return count >= 2 && count <= 63 ? Interval{0, static_cast<int64_t>(~uint64_t{0} >> count)} : all;
    }
    for (Ref operand : {word.a, word.b}) {
      if (word.op != Op::kAndWord && (word.op != Op::kModWord || operand == word.a)) continue;
      const Instruction& bound = w_.at(operand);
      if (bound.op == Op::kConstWord && bound.imm != 0 && bound.imm <= static_cast<uint64_t>(kMax)) {
        all.narrow(0, static_cast<int64_t>(bound.imm) - (word.op == Op::kModWord));
      }
    }
    return all;
  }
  /// An unchecked operation fits because of guards in front of it, which may be more than these intervals know.
  static Interval whole_unless(Exact e) { return e.fits() ? Interval::clip(e.low, e.high) : Interval{}; }
  /// Neither has a bit above the highest one of both.
  static Interval bits_of_both(Interval a, Interval b) {
    if (a.low < 0 || b.low < 0) return {};
    uint64_t top = static_cast<uint64_t>(std::max(a.high, b.high));
    return {0, top == 0 ? 0 : static_cast<int64_t>((uint64_t{2} << (63 - __builtin_clzll(top))) - 1)};
  }

  Interval phi(Interval entry) {
    Interval range = phi_interval(entry);
    if (i_.imm != 0) relied_on_.emplace_back(i_.imm - 1, range);
    return range;
  }
  Interval phi_interval(Interval entry) {
    Interval range;
    Ref next = w_.old(r_).b;
    if (next < at_jump_.size()) range = entry.unite(at_jump_[next]);
    Wide least, most;
    if (!step(next, &least, &most)) return range;
    if (least >= 0) range.narrow(entry.low, kMax);
    if (most <= 0) range.narrow(kMin, entry.high);
    return range;
  }
  /// Whether the old trace makes `next` by adding constants to this phi, each sum fitting; then how far the sums lie from it.
  bool step(Ref next, Wide* least, Wide* most) const {
    *least = *most = 0;
    Wide sum = 0;
    for (int length = 0; next != kNoRef && length < 16; length++) {
      if (next == r_) {
        *least = *most = sum;
        return true;
      }
      const Instruction& i = w_.old(next);
      bool plus = i.op == Op::kAddInt || i.op == Op::kAddIntUnchecked;
      bool minus = i.op == Op::kSubInt || i.op == Op::kSubIntUnchecked;
      if (!plus && !minus) return false;
      bool right = w_.old(i.b).op == Op::kConstInt;
      if (!right && (minus || w_.old(i.a).op != Op::kConstInt)) return false;
      int64_t constant = static_cast<int64_t>(w_.old(right ? i.b : i.a).imm) >> 1;
      sum += minus ? -constant : constant;
      next = right ? i.a : i.b;
    }
    return false;
  }

  // --- what a passed guard says ---------------------------------------------------------------------------------------------------
  void narrow() {
    switch (i_.op) {
      case Op::kGuardIntLt: return ordered(1);
      case Op::kGuardIntLe: return ordered(0);
      case Op::kGuardIntEq: {
        Interval a = of(i_.a), b = of(i_.b);
        of(i_.a).narrow(b.low, b.high);
        of(i_.b).narrow(a.low, a.high);
        return;
      }
      case Op::kGuardIntNe:
        exclude(of(i_.a), of(i_.b));
        return exclude(of(i_.b), of(i_.a));
      case Op::kListItem:
      case Op::kStrItem:
      case Op::kBytesItem:
      case Op::kTupleItem:
      case Op::kStoreListItem: return of(i_.b).narrow(0, kMaxLength);
      case Op::kIntToFloat: return of(i_.a).narrow(-(Wide{1} << 53), Wide{1} << 53);
      default: return;
    }
  }
  void ordered(int distance) {
    Interval a = of(i_.a), b = of(i_.b);
    of(i_.a).narrow(kMin, Wide{b.high} - distance);
    of(i_.b).narrow(Wide{a.low} + distance, kMax);
  }
  static void exclude(Interval& a, const Interval& b) {
    if (!b.single() || a.single()) return;
    if (a.low == b.low) a.low++;
    if (a.high == b.low) a.high--;
  }

  Rewriter w_;
  std::vector<Interval> at_jump_;   // by old ref
  std::vector<std::pair<uint64_t, Interval>> relied_on_;  // of variables at the header
  std::vector<Interval> intervals_; // by new ref
  Ref r_ = 0;
  Instruction i_{};
};

}  // namespace

void ranges(Trace& trace, PassLog* log) {
  std::vector<Interval> at_jump;
  if (trace.loop != kNoRef) {
    Ranges first(trace, nullptr, {});  // never finished: the trace stays as it is
    first.run();
    at_jump = first.at_end();
  }
  Ranges second(trace, log, std::move(at_jump));
  second.run();
  second.finish();
}

}  // namespace eider::jit

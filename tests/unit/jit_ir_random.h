// SPDX-License-Identifier: MIT
//
// Random traces, and the small world they run in.
//
// A trace's locals: 0, 1 ints; 2 a float; 3 a list; 4, 5 cells (sometimes the same one); 6 a range iterator; 7 a tuple; 8 a list
// iterator; 9 the list once more; 10 a complex number. Locals 0..2 change in the loop (phis), and sometimes 10 does; the others are objects
// that the trace reads and writes. As a recorder would, the
// generator keeps (nearly always) only what the first round passes, so runs get far. Every exit has its own unit, so two runs can be
// compared.
#pragma once

#include <random>

#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins_container_fixture.h"
#include "jit/ir/text.h"
#include "jit/reference/judge.h"
#include "objects/numbers.h"
#include "objects/protocol.h"

namespace eider::jit {

using namespace objects;

inline constexpr uint32_t kLocals = 11, kComplexLocal = 10, kCells = 2, kEntryUnit = 0;

/// A number that is equal for equal values. Objects are told apart from pointers by their high bit patterns.
inline uint64_t canonical(Value v) {
  if (v.is_absent() || !v.is_heap()) return v.bits();
  if (is_exact_float(v)) return std::bit_cast<uint64_t>(exact_float(v)) ^ 0x5555;
  if (is_exact_int(v)) return v.as<BigInt>()->limbs[0] ^ 0x3333;  // words are positive, of one limb
  if (!is_exact(v, TypeId::kComplex)) return v.bits();
  return std::rotl(std::bit_cast<uint64_t>(v.as<Complex>()->real), 17) ^ std::bit_cast<uint64_t>(v.as<Complex>()->imaginary) ^ 0x7777;
}

/// What a trace may change, made once and set back before each run.
class World {
 public:
  World(Thread& t, std::mt19937& random) : t_(t) {
    auto pick = [&](int n) { return static_cast<int64_t>(random() % n); };
    bool edges = pick(3) == 0;
    auto number = [&] {
      if (edges && pick(2)) return Value::from_small_int(pick(2) ? Value::kMaxSmallInt - pick(3) : Value::kMinSmallInt + pick(3));
      static constexpr int64_t kNumbers[] = {0, 1, 2, -1, 7, -8, 100, int64_t{1} << 53, Value::kMaxSmallInt, Value::kMinSmallInt};
      return Value::from_small_int(kNumbers[pick(10) < 8 ? pick(7) : pick(10)]);
    };
    auto real = [&]() {
      static constexpr double kReals[] = {0.0, 1.0, -2.5, 1e10, 3.25, 0.1, -0.0, 1e308};
      return float_value(t, kReals[pick(10) < 9 ? pick(6) : pick(8)]).get();
    };
    for (int64_t n = pick(5); n-- > 0;) items_.push_back(number().bits());
    for (uint64_t& content : contents_) content = (pick(8) == 0 ? kNone : number()).bits();
    base[0] = number();
    base[1] = pick(12) == 0 ? kNone : number();
    base[2] = pick(12) == 0 ? number() : real();
    List* list = list_new(t, 4).get();
    for (uint64_t item : items_) EXPECT_TRUE(list_append(t, list, Value::from_bits(item)).ok());
    base[3] = list->value();
    base[4] = cell_new(t, kNone).get()->value();
    base[5] = pick(3) == 0 ? base[4] : cell_new(t, kNone).get()->value();
    Value range = builtins::range_new(t, number_of(pick(3)), number_of(20), number_of(1 + pick(2))).get()->value();
    base[6] = builtins::range_iter(t, range).get();
    first_ = base[6].as<builtins::RangeIterator>()->next.load_relaxed();
    base[7] = pick(10) == 0 ? number() : tuple_of(t, number(), real()).get()->value();
    base[8] = builtins::list_iterator_new(t, list).get()->value();
    base[9] = base[3];
    base[10] = pick(12) == 0 ? number() : complex_value(t, exact_float(real()), exact_float(real())).get();
  }

  void reset() {
    calls_ = 0;
    for (uint32_t n = 0; n < kCells; n++) cell(n)->content.store_relaxed(Value::from_bits(contents_[n]));
    for (size_t n = 0; n < items_.size(); n++) list_set(t_, list(), static_cast<int64_t>(n), Value::from_bits(items_[n]));
    base[6].as<builtins::RangeIterator>()->next.store_relaxed(first_);
    base[8].as<builtins::ListIterator>()->tagged_index.store_relaxed(1);
  }
  /// All that a trace may have changed.
  std::vector<Value> state() const {
    std::vector<Value> all;
    for (uint32_t n = 0; n < kCells; n++) all.push_back(cell(n)->content.load_relaxed());
    for (int64_t n = 0; n < list_size(list()); n++) all.push_back(list_get(list(), n));
    all.push_back(number_of(base[6].as<builtins::RangeIterator>()->next.load_relaxed()));
    all.push_back(number_of(base[8].as<builtins::ListIterator>()->tagged_index.load_relaxed()));
    return all;
  }
  /// A helper that changes what loads have read: cell 0 counts its calls.
  static Result<Value> call(void* world, Thread&, uint64_t, const Value* arguments, int) {
    World* w = static_cast<World*>(world);
    w->cell(0)->content.store_relaxed(number_of(1000 + w->calls_++));
    return arguments[0];
  }

  Value base[kLocals + vm::kFrameWords + 4];

 private:
  static Value number_of(int64_t n) { return Value::from_small_int(n); }
  List* list() const { return base[3].as<List>(); }
  Cell* cell(uint32_t n) const { return base[4 + n].as<Cell>(); }

  Thread& t_;
  std::vector<uint64_t> items_;   // small ints: nothing for the collector
  uint64_t contents_[kCells];     // small ints or None
  int64_t first_ = 0;
  int64_t calls_ = 0;
};

class RandomTrace {
 public:
  /// passes: whether a run of the straight trace so far, ended by End, gets to its end.
  RandomTrace(std::mt19937& random, std::function<bool(const Trace&)> passes) : random_(&random), passes_(std::move(passes)) {}

  Trace make() {
    trace.codes.push_back(nullptr);
    edges_ = pick(3) == 0;
    for (uint32_t n = 0; n < kLocals; n++) entry_[n] = add({.op = Op::kEntryValue, .imm = n});
    locals_.assign(kLocals, kUnchanged);
    for (uint32_t n = 0; n < kLocals; n++) values_.push_back(entry_[n]);
    values_.resize(3);  // objects are used by what is made for them
    bool loop = pick(4) != 0;
    for (int count = pick(4); count-- > 0;) record();  // something in front of the loop
    if (loop) enter_raw();
    if (loop && pick(3) == 0) record();
    if (loop) begin_loop();
    for (int count = 4 + pick(28); count-- > 0;) record();
    if (loop) {
      for (Ref phi : phis_) trace.code[phi].b = next_of(phi);
      add({.op = Op::kJumpLoop});
    } else {
      exit({.op = Op::kEnd});
    }
    return std::move(trace);
  }

 private:
  /// A step that the first round passes; one in twelve does not care.
  void record() {
    if (pick(12) == 0) return step();
    for (int tries = 0; tries < 4; tries++) {
      RandomTrace before = *this;
      step();
      Trace ended = trace;
      ended.snapshots.push_back({{SnapshotFrame{}}});
      ended.add({.op = Op::kEnd, .snapshot = static_cast<uint32_t>(ended.snapshots.size() - 1)});
      if (passes_(ended)) return;
      *this = before;
    }
  }

  int pick(int n) { return static_cast<int>((*random_)() % n); }
  Ref add(Instruction i) { return trace.add(i); }
  Ref any(const std::vector<Ref>& refs) { return refs[static_cast<size_t>(pick(2) ? pick(static_cast<int>(refs.size())) : static_cast<int>(refs.size()) - 1)]; }

  uint32_t snapshot(uint32_t unit) {
    SnapshotFrame frame{};
    frame.unit = unit;
    frame.locals = locals_;
    for (int n = pick(3); n-- > 0;) {
      const std::vector<Ref>* pools[] = {&ints_, &reals_, &values_, &words_};
      const std::vector<Ref>& pool = *pools[pick(4)];
      if (!pool.empty() && unit != kEntryUnit) frame.stack.push_back(any(pool));
    }
    trace.snapshots.push_back({{frame}});
    return static_cast<uint32_t>(trace.snapshots.size() - 1);
  }
  Ref exit(Instruction i) {
    if (i.op == Op::kEnd || trace.snapshots.empty() || pick(4) != 0 || !reusable_) i.snapshot = snapshot(unit_++);
    else i.snapshot = static_cast<uint32_t>(trace.snapshots.size() - 1);  // several exits of one bytecode share theirs
    reusable_ = true;
    return add(i);
  }

  void begin_loop() {
    Ref loop = add({.op = Op::kLoop, .snapshot = pick(4) ? snapshot(kEntryUnit) : kNoSnapshot});
    trace.loop = loop;
    for (uint32_t n = 0; n < 3; n++) {
      bool raw = raw_[n] != kNoRef;
      Op op = !raw ? Op::kPhiValue : n == 2 ? Op::kPhiFloat : Op::kPhiInt;
      phis_.push_back(add({.op = op, .a = raw ? raw_[n] : entry_[n]}));
      locals_[n] = phis_.back();
      if (raw) (n == 2 ? reals_ : ints_).push_back(phis_.back());
      else values_[n] = phis_.back();
    }
    if (pick(2)) {
      phis_.push_back(add({.op = Op::kPhiValue, .a = entry_[kComplexLocal]}));
      locals_[kComplexLocal] = entry_[kComplexLocal] = phis_.back();
      guarded_[kComplexLocal] = false;
    }
    reusable_ = false;
  }
  /// Some phis are numbers from the start.
  void enter_raw() {
    for (uint32_t n = 0; n < 3; n++) {
      raw_[n] = pick(6) == 0 ? (n == 2 ? real_constant() : int_constant()) : pick(2) ? exit({.op = n == 2 ? Op::kGuardFloat : Op::kGuardInt, .a = entry_[n]}) : kNoRef;
    }
  }
  Ref next_of(Ref phi) { return locals_[phi - trace.loop - 1 < 3 ? phi - trace.loop - 1 : kComplexLocal]; }

  Ref int_constant() {
    static constexpr int64_t kNumbers[] = {0, 1, 2, 3, -1, 8, 10, -7, 64, int64_t{1} << 40, Value::kMaxSmallInt, Value::kMinSmallInt};
    if (edges_ && pick(2)) {
      return add({.op = Op::kConstInt, .imm = static_cast<uint64_t>(pick(2) ? Value::kMaxSmallInt - pick(3) : Value::kMinSmallInt + pick(3)) << 1});
    }
    return add({.op = Op::kConstInt, .imm = static_cast<uint64_t>(kNumbers[pick(5) ? pick(9) : pick(12)]) << 1});
  }
  Ref real_constant() {
    static constexpr double kReals[] = {0.0, -0.0, 1.0, 2.0, 0.5, 4.0, -3.5, 1e300};
    return add({.op = Op::kConstFloat, .imm = std::bit_cast<uint64_t>(kReals[edges_ ? pick(3) : pick(8)])});
  }
  Ref an_int() { return ints_.empty() || pick(4) == 0 ? int_constant() : any(ints_); }
  Ref word_constant() {
    static constexpr uint64_t kWords[] = {0, 1, 255, ~uint64_t{0}, uint64_t{1} << 63, uint64_t{1} << 62, (uint64_t{1} << 62) - 1, 0x9E37'79B9'7F4A'7C15};
    return add({.op = Op::kConstWord, .imm = kWords[pick(8)]});
  }
  Ref a_word() { return words_.empty() || pick(4) == 0 ? word_constant() : any(words_); }
  void word_operation() {
    static constexpr Op kFree[] = {Op::kAddWord, Op::kSubWord, Op::kMulWord, Op::kAndWord, Op::kOrWord, Op::kXorWord};
    switch (pick(12)) {
      case 0: return words_.push_back(add({.op = Op::kIntToWord, .a = an_int()}));
      case 1: return words_.push_back(exit({.op = pick(2) ? Op::kGuardWord : Op::kLowWord, .a = any(values_)}));
      case 2: return ints_.push_back(exit({.op = Op::kWordToInt, .a = a_word()}));
      case 3: return values_.push_back(exit({.op = Op::kBoxWord, .a = a_word()}));
      case 4: return words_.push_back(exit({.op = pick(2) ? Op::kDivWord : Op::kModWord, .a = a_word(), .b = a_word()}));
      case 5: {
        Ref count = add({.op = Op::kConstInt, .imm = static_cast<uint64_t>(pick(70)) << 1});
        return words_.push_back(add({.op = pick(2) ? Op::kShlWord : Op::kShrWord, .a = a_word(), .b = count}));
      }
      case 6: {
        Ref small = add({.op = Op::kShrWord, .a = a_word(), .b = add({.op = Op::kConstInt, .imm = 3 << 1})});
        return ints_.push_back(add({.op = Op::kWordToIntUnchecked, .a = small}));
      }
      case 7: {
        static constexpr Op kGuards[] = {Op::kGuardWordLt, Op::kGuardWordLe, Op::kGuardWordNe, Op::kGuardWordEq};
        exit({.op = kGuards[pick(4)], .a = a_word(), .b = a_word()});
        return;
      }
      case 8: return values_.push_back(add({.op = Op::kCompareWord, .a = a_word(), .b = a_word(), .imm = static_cast<uint64_t>(pick(6))}));
      default: return words_.push_back(add({.op = kFree[pick(6)], .a = a_word(), .b = a_word()}));
    }
  }
  Ref a_real() { return reals_.empty() || pick(4) == 0 ? real_constant() : any(reals_); }
  Ref an_object(uint32_t local, TypeId id) {
    if (pick(5) != 0 || !guarded_[local]) {
      exit({.op = Op::kGuardHeap, .a = entry_[local]});
      exit({.op = Op::kGuardShape, .a = entry_[local], .imm = shape_id(id)});
    }
    guarded_[local] = true;
    return entry_[local];
  }
  uint32_t a_cell() { return 4 + static_cast<uint32_t>(pick(2)); }

  void step() {
    switch (pick(20)) {
      case 0:
      case 1: return ints_.push_back(exit({.op = Op::kGuardInt, .a = values_[static_cast<size_t>(pick(3) ? pick(2) : pick(static_cast<int>(values_.size())))]}));
      case 2: return reals_.push_back(exit({.op = Op::kGuardFloat, .a = values_[static_cast<size_t>(pick(4) ? 2 : pick(static_cast<int>(values_.size())))]}));
      case 3:
      case 4: return int_operation();
      case 5: return real_operation();
      case 6: return values_.push_back(add({.op = Op::kBoxInt, .a = an_int()}));
      case 7: return values_.push_back(exit({.op = Op::kBoxFloat, .a = a_real()}));
      case 8: return condition();
      case 9: return cells();
      case 10: return lists();
      case 11: return tuples();
      case 12: return iterators();
      case 13: return pointers();
      case 14: return kill();
      case 15:
      case 16: return word_operation();
      case 17:
      case 18: return complex_operation();
      default: return assign();
    }
  }
  void int_operation() {
    static constexpr Op kChecked[] = {Op::kAddInt, Op::kSubInt, Op::kMulInt, Op::kFloorDivInt, Op::kModInt, Op::kShlInt, Op::kShrInt};
    static constexpr Op kFree[] = {Op::kAndInt, Op::kOrInt, Op::kXorInt};
    Ref a = an_int(), b = an_int();
    switch (pick(4)) {
      case 0: return ints_.push_back(add({.op = kFree[pick(3)], .a = a, .b = b}));
      case 1: return ints_.push_back(exit({.op = kChecked[pick(7)], .a = a, .b = b}));
      case 2: return ints_.push_back(exit({.op = Op::kNegInt, .a = a}));
      default: return ints_.push_back(exit({.op = kChecked[pick(3)], .a = a, .b = b}));
    }
  }
  void real_operation() {
    static constexpr Op kFree[] = {Op::kAddFloat, Op::kSubFloat, Op::kMulFloat};
    Ref a = a_real(), b = a_real();
    switch (pick(6)) {
      case 0: return reals_.push_back(exit({.op = Op::kDivFloat, .a = a, .b = b}));
      case 3: return reals_.push_back(pick(2) ? add({.op = Op::kAbsFloat, .a = a}) : exit({.op = Op::kHypotFloat, .a = a, .b = b}));
      case 1: return reals_.push_back(pick(2) ? exit({.op = Op::kIntToFloat, .a = an_int()}) : exit({.op = Op::kSqrtFloat, .a = a}));
      case 2: return reals_.push_back(add({.op = Op::kNegFloat, .a = a}));
      default: return reals_.push_back(add({.op = kFree[pick(3)], .a = a, .b = b}));
    }
  }
  void complex_operation() {
    Ref number = pick(3) ? an_object(kComplexLocal, TypeId::kComplex) : exit({.op = Op::kBoxComplex, .a = a_real(), .b = a_real()});
    reals_.push_back(add({.op = Op::kLoadFixedFloat, .a = number, .imm = offsetof(Complex, real)}));
    reals_.push_back(add({.op = Op::kLoadFixedFloat, .a = number, .imm = offsetof(Complex, imaginary)}));
    if (pick(3) == 0) values_.push_back(number);
    if (trace.loop == kNoRef || locals_[kComplexLocal] == kUnchanged || pick(2)) return;
    locals_[kComplexLocal] = exit({.op = Op::kBoxComplex, .a = a_real(), .b = a_real()});
    reusable_ = false;
  }
  void condition() {
    bool ints = pick(3) != 0;
    Ref a = ints ? an_int() : a_real();
    Ref b = ints ? (pick(2) ? add({.op = Op::kConstInt, .imm = uint64_t{1} << 41}) : an_int()) : a_real();
    uint64_t kind = static_cast<uint64_t>(pick(2) ? pick(2) : pick(6));
    if (ints && pick(3) == 0) {
      static constexpr Op kGuards[] = {Op::kGuardIntLt, Op::kGuardIntLe, Op::kGuardIntNe, Op::kGuardIntEq};
      exit({.op = kGuards[pick(2) ? 0 : pick(4)], .a = a, .b = b});
      return;
    }
    Ref compared = add({.op = ints ? Op::kCompareInt : Op::kCompareFloat, .a = a, .b = b, .imm = kind});
    values_.push_back(compared);
    if (pick(3)) exit({.op = pick(4) ? Op::kGuardIs : Op::kGuardIsNot, .a = compared, .imm = (pick(5) ? kTrue : kFalse).bits()});
  }
  void cells() {
    Ref cell = an_object(a_cell(), TypeId::kCell);
    if (pick(2)) {
      values_.push_back(add({.op = Op::kLoadField, .a = cell, .imm = sizeof(Object)}));
      if (pick(2)) ints_.push_back(exit({.op = Op::kGuardInt, .a = values_.back()}));
    } else {
      add({.op = Op::kStoreField, .a = cell, .b = any(values_), .imm = sizeof(Object)});
      reusable_ = false;
    }
  }
  void lists() {
    Ref list = an_object(pick(3) ? 3 : 9, TypeId::kList);
    switch (pick(4)) {
      case 0: return ints_.push_back(add({.op = Op::kListLength, .a = list}));
      case 1: exit({.op = Op::kStoreListItem, .a = list, .b = an_int(), .c = any(values_)}); reusable_ = false; return;
      default: return values_.push_back(exit({.op = Op::kListItem, .a = list, .b = an_int()}));
    }
  }
  void tuples() {
    Ref tuple = an_object(7, TypeId::kTuple);
    exit({.op = Op::kGuardTupleSize, .a = tuple, .imm = 2});
    uint64_t index = static_cast<uint64_t>(pick(2));
    if (pick(2)) {
      Ref item = add({.op = Op::kTupleItemAt, .a = tuple, .imm = index});
      if (index == 0) ints_.push_back(exit({.op = Op::kGuardInt, .a = item}));
      else reals_.push_back(exit({.op = Op::kGuardFloat, .a = item}));
    } else {
      values_.push_back(exit({.op = Op::kTupleItem, .a = tuple, .b = an_int()}));
    }
  }
  void iterators() {
    if (pick(2)) {
      ints_.push_back(exit({.op = Op::kRangeNext, .a = an_object(6, TypeId::kRangeIterator)}));
    } else {
      values_.push_back(exit({.op = Op::kListNext, .a = an_object(8, TypeId::kListIterator)}));
    }
    reusable_ = false;
  }
  void pointers() {
    Ref a = any(values_);
    switch (pick(6)) {
      case 0: exit({.op = Op::kGuardPresent, .a = a}); return;
      case 1: exit({.op = Op::kGuardIsNot, .a = a, .imm = kNone.bits()}); return;
      case 2: exit({.op = Op::kGuardNotSame, .a = entry_[3 + pick(2)], .b = entry_[5 + pick(2)]}); return;
      case 3: exit({.op = Op::kGuardSame, .a = a, .b = pick(3) ? a : any(values_)}); return;
      case 4: exit({.op = Op::kGuardIs, .a = values_[0], .imm = Value::from_small_int(pick(3)).bits()}); return;
      default: values_.push_back(add({.op = Op::kConstValue, .imm = Value::from_small_int(pick(4)).bits()})); return;
    }
  }
  void kill() {
    if (pick(2)) {
      values_.push_back(exit({.op = Op::kCallHelper1, .a = any(values_)}));
      reusable_ = false;
    } else {
      exit({.op = pick(2) ? Op::kPoll : Op::kCheckValid});
    }
  }
  /// A local that has a phi gets another value.
  void assign() {
    if (trace.loop == kNoRef) return;
    uint32_t local = static_cast<uint32_t>(pick(3));
    reusable_ = false;
    if (raw_[local] != kNoRef) {
      locals_[local] = local == 2 ? a_real() : pick(2) ? an_int() : exit({.op = Op::kAddInt, .a = phis_[local], .b = int_constant()});
      return;
    }
    Ref value = any(values_);
    if (local < 2 && pick(4)) value = add({.op = Op::kBoxInt, .a = an_int()});
    if (local == 2 && pick(4)) value = exit({.op = Op::kBoxFloat, .a = a_real()});
    locals_[local] = values_[local] = value;
  }

  std::mt19937* random_;
  std::function<bool(const Trace&)> passes_;
  Trace trace;
  Ref entry_[kLocals];
  Ref raw_[3] = {kNoRef, kNoRef, kNoRef};   // what a phi that is a number is on entry
  bool guarded_[kLocals] = {};
  bool edges_ = false;      // numbers near the ends of their types
  bool reusable_ = false;   // the last snapshot still describes the state
  std::vector<Ref> locals_, phis_;
  std::vector<Ref> ints_, reals_, words_, values_;  // what there is; values_[0..2] are the locals'
  uint32_t unit_ = 1;
};

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// One switch over the operations. Values stand in a rooted row, numbers beside it, both by ref.
#include "jit/reference.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins/tuple/tuple.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "vm/generator.h"

namespace eider::jit {
namespace {

using bytecode::CompareKind;
using namespace objects;

enum class Step : uint8_t { kNext, kLeave, kRaise, kStop, kFailed };

bool compare(CompareKind kind, auto a, auto b) {
  switch (kind) {
    case CompareKind::kLt: return a < b;
    case CompareKind::kLe: return a <= b;
    case CompareKind::kEq: return a == b;
    case CompareKind::kNe: return a != b;
    case CompareKind::kGt: return a > b;
    case CompareKind::kGe: return a >= b;
  }
}

class Reference {
 public:
  Reference(Thread& t, const Trace& trace, Value* base, const ReferenceHost& host, ReferenceExit* exit)
      : t_(t), trace_(trace), base_(base), host_(host), exit_(exit), raw_(trace.code.size()), values_(t), made_(t), items_(t) {}

  Result<void> run() {
    for (size_t n = 0; n < trace_.code.size(); n++) {
      if (!values_.push(kNone)) return kFailure;
    }
    for (;;) {
      const Instruction& i = trace_.code[pc_];
      bool stopped = pc_ == host_.stop_at && exit_->rounds == host_.stop_round;
      Step step = stopped ? Step::kLeave : execute(i);
      if (step == Step::kNext) {
        pc_++;
        continue;
      }
      if (step == Step::kFailed) return kFailure;
      exit_->at = pc_;
      exit_->snapshot = step == Step::kStop ? kNoSnapshot : i.snapshot;
      exit_->how = step == Step::kLeave   ? ReferenceExit::How::kLeft
                   : step == Step::kRaise ? ReferenceExit::How::kRaised
                                          : ReferenceExit::How::kRanOut;
      return step == Step::kStop ? kDone : read_snapshot();
    }
  }

 private:
  // --- registers ------------------------------------------------------------------------------------------------------------------
  int64_t word(Ref ref) const { return static_cast<int64_t>(raw_[ref]); }
  int64_t number(Ref ref) const { return word(ref) >> 1; }
  double real(Ref ref) const { return std::bit_cast<double>(raw_[ref]); }
  Value value(Ref ref) const { return values_[ref]; }
  Step gives(uint64_t bits) {
    raw_[pc_] = bits;
    return Step::kNext;
  }
  Step gives_number(int64_t n) { return gives(static_cast<uint64_t>(n) << 1); }
  Step gives(double d) { return gives(std::bit_cast<uint64_t>(d)); }
  Step gives(Value v) {
    values_.set(pc_, v);
    return Step::kNext;
  }
  Step gives(Result<Value> r) { return r.ok() ? gives(r.get()) : Step::kRaise; }
  static Step unless(bool holds) { return holds ? Step::kNext : Step::kLeave; }

  // --- leaving --------------------------------------------------------------------------------------------------------------------
  Result<Value> boxed(Ref ref, Value* memory) {
    if (ref == kUnchanged) return *memory;
    if (ref == kAbsentRef || ref == kNoRef) return kAbsent;
    if (is_virtual(ref)) return made_[static_cast<int64_t>(ref - kFirstVirtual)];
    switch (info_of(trace_.code[ref].op).result) {
      case Type::kInt: return Value::from_bits(raw_[ref] | 1);
      case Type::kFloat: return float_value(t_, real(ref));
      default: return value(ref);
    }
  }
  Result<void> note(Ref ref, Value* memory) {
    Value v = EIDER_TRY(boxed(ref, memory));
    return exit_->values.push(v) ? Result<void>() : kFailure;
  }
  Result<void> make(const VirtualObject& object) {
    if (object.unless != kNoRef && value(object.unless).bits() != kMadeInLoop) {
      return made_.push(value(object.unless)) ? Result<void>() : kFailure;
    }
    EIDER_CHECK(host_.call_helper != nullptr);
    Value arguments[3];
    for (int n = 0; n < object.arguments; n++) arguments[n] = EIDER_TRY(boxed(object.fields[static_cast<size_t>(n)].value, nullptr));
    Value fresh = EIDER_TRY(host_.call_helper(host_.context, t_, object.maker, arguments, object.arguments));
    if (!made_.push(fresh)) return kFailure;
    for (size_t n = object.arguments; n < object.fields.size(); n++) {
      Value content = EIDER_TRY(boxed(object.fields[n].value, nullptr));
      reinterpret_cast<Field<Value>*>(fresh.bits() + object.fields[n].offset)->store_release(content);  // pairs with readers' load_acquire
    }
    if (object.shape != 0) fresh.as<Object>()->shape.store_relaxed(object.shape);  // nobody else has it
    return kDone;
  }
  Result<void> read_snapshot() {
    exit_->values.clear();
    if (trace_.code[pc_].snapshot == kNoSnapshot) return kDone;
    made_.clear();
    for (const VirtualObject& object : trace_.snapshots[trace_.code[pc_].snapshot].virtuals) EIDER_TRY(make(object));
    for (const SnapshotFrame& frame : trace_.snapshots[trace_.code[pc_].snapshot].frames) {
      Value* locals = frame.generator() ? value(frame.self).as<vm::Generator>()->storage : base_ + frame.base;
      Value* stack = locals + frame.locals.size() + vm::kFrameWords;
      EIDER_TRY(note(frame.function, nullptr));
      EIDER_TRY(note(frame.self, nullptr));
      for (size_t n = 0; n < frame.locals.size(); n++) EIDER_TRY(note(frame.locals[n], locals + n));
      for (size_t n = 0; n < frame.stack.size(); n++) EIDER_TRY(note(frame.stack[n], stack + n));
    }
    return kDone;
  }

  // --- structure ------------------------------------------------------------------------------------------------------------------
  bool is_phi(Ref ref) const {
    Op op = trace_.code[ref].op;
    return op == Op::kPhiInt || op == Op::kPhiFloat || op == Op::kPhiValue;
  }
  /// All phis at once: one may be another's next value.
  Step enter_loop(bool first) {
    std::vector<std::pair<uint64_t, Value>> next;
    for (Ref r = trace_.loop + 1; is_phi(r); r++) {
      Ref from = first ? trace_.code[r].a : trace_.code[r].b;
      next.emplace_back(raw_[from], value(from));
    }
    for (size_t n = 0; n < next.size(); n++) {
      raw_[trace_.loop + 1 + n] = next[n].first;
      values_.set(static_cast<int64_t>(trace_.loop + 1 + n), next[n].second);
    }
    pc_ = trace_.loop + static_cast<Ref>(next.size());  // the next step adds one
    return Step::kNext;
  }
  Step jump() {
    if (exit_->rounds == host_.rounds) return Step::kStop;
    exit_->rounds++;
    return enter_loop(false);
  }

  /// Registers are the host's: word n of host_.registers.
  Step input(const Instruction& i) {
    uint64_t bits = i.imm >= kInputMemory ? base_[i.imm - kInputMemory].bits() : host_.registers[i.imm];
    return i.op == Op::kInputValue ? gives(Value::from_bits(bits)) : gives(bits);
  }

  // --- memory ---------------------------------------------------------------------------------------------------------------------
  Field<Value>& field(const Instruction& i) const {
    return *reinterpret_cast<Field<Value>*>(value(i.a).bits() + i.imm);
  }
  Step list_item(List* list, int64_t index) {
    Value item = index < 0 ? kAbsent : list_get(list, index);
    return item.is_absent() ? Step::kLeave : gives(item);
  }
  Step store_list_item(List* list, int64_t index, Value item) {
    if (index < 0 || index >= list_size(list)) return Step::kLeave;
    return unless(list_set(t_, list, index, item));
  }
  Step tuple_item(Tuple* tuple, int64_t index) {
    return index < 0 || index >= tuple->size() ? Step::kLeave : gives(tuple->items[index].get());
  }
  Step tuple_size(Value v, int64_t size) {
    return unless(!v.is_absent() && is_exact(v, TypeId::kTuple) && v.as<Tuple>()->size() == size);
  }
  Step range_next(builtins::RangeIterator* it) {
    int64_t next = it->next.load_relaxed(), stop = it->stop.load_relaxed();
    if (it->step > 0 ? next >= stop : next <= stop) return Step::kLeave;
    it->next.store_relaxed(next + it->step);
    return gives_number(next);
  }
  Step list_next(builtins::ListIterator* it) {
    int64_t tagged = it->tagged_index.load_relaxed();
    Step step = list_item(it->list.load_relaxed(), tagged >> 1);
    if (step == Step::kNext) it->tagged_index.store_relaxed(tagged + 2);
    return step;
  }
  Step tuple_next(builtins::TupleIterator* it) {
    int64_t tagged = it->tagged_index.load_relaxed();
    Step step = tuple_item(it->tuple.load_relaxed(), tagged >> 1);
    if (step == Step::kNext) it->tagged_index.store_relaxed(tagged + 2);
    return step;
  }

  Step claim(vm::Generator* g, GeneratorPlace place) {
    vm::GeneratorState from = place.unit == 0 ? vm::GeneratorState::kCreated : vm::GeneratorState::kSuspended, seen = from;
    if (!g->state.cas_acquire(seen, vm::GeneratorState::kRunning)) return Step::kLeave;
    const vm::Frame& f = *g->frame;
    if (f.pc == f.code->units + place.unit && f.flags == vm::kFrameGenerator && g->handled_exception.is_absent()) return Step::kNext;
    g->state.store_release(from);
    return Step::kLeave;
  }
  Step release(vm::Generator* g, GeneratorPlace place) {
    g->frame->pc = g->frame->code->units + place.unit;
    g->sp = g->frame->stack() + place.depth;
    g->state.store_release(vm::GeneratorState::kSuspended);
    return Step::kNext;
  }

  Step helper(const Instruction& i, int count) {
    EIDER_CHECK(host_.call_helper != nullptr);
    Value arguments[3];
    const Ref refs[] = {i.a, i.b, i.c};
    for (int n = 0; n < count; n++) arguments[n] = value(refs[n]);
    return gives(host_.call_helper(host_.context, t_, i.imm, arguments, count));
  }
  Step escape(const Instruction& i) {
    EIDER_CHECK(host_.escape != nullptr);
    if (!read_snapshot().ok()) return Step::kFailed;
    items_.clear();
    if (!host_.escape(host_.context, t_, i.imm, *exit_, &items_).ok()) return Step::kRaise;
    return gives(items_.empty() ? kTrue : items_[0]);
  }

  // --- numbers --------------------------------------------------------------------------------------------------------------------
  Step checked(bool overflow, int64_t result) { return overflow ? Step::kLeave : gives(static_cast<uint64_t>(result)); }
  Step floor_divide(int64_t a, int64_t b) {
    if (b == 0 || (b == -1 && a == Value::kMinSmallInt)) return Step::kLeave;
    return gives_number(a / b - (a % b != 0 && (a < 0) != (b < 0)));
  }
  Step modulo(int64_t a, int64_t b) {
    if (b == 0) return Step::kLeave;
    int64_t rest = b == -1 ? 0 : a % b;
    return gives_number(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest);
  }
  Step shift_left(int64_t a, int64_t count) {
    if (count < 0 || count > 61) return Step::kLeave;
    __int128 wide = static_cast<__int128>(a) * (int64_t{1} << count);
    if (wide < Value::kMinSmallInt || wide > Value::kMaxSmallInt) return Step::kLeave;
    return gives_number(static_cast<int64_t>(wide));
  }
  Step int_to_float(int64_t n) {
    constexpr int64_t kExact = int64_t{1} << 53;
    return n < -kExact || n > kExact ? Step::kLeave : gives(static_cast<double>(n));
  }
  Step guard_float(Value v) {
    if (v.is_float_word()) return gives(v.float_word());
    bool boxed = host_.accepts_boxed_floats && !v.is_absent() && is_exact_float(v);
    return boxed ? gives(exact_float(v)) : Step::kLeave;
  }

  Step execute(const Instruction& i) {
    int64_t result = 0;
    switch (i.op) {
      case Op::kConstInt:
      case Op::kConstFloat: return gives(i.imm);
      case Op::kConstValue: return gives(Value::from_bits(i.imm));
      case Op::kEntryValue: return gives(base_[i.imm]);
      case Op::kInputInt:
      case Op::kInputFloat:
      case Op::kInputValue: return input(i);
      case Op::kEnter: return Step::kNext;
      case Op::kLoop: return enter_loop(true);
      case Op::kJumpLoop: return jump();
      case Op::kEnd:
      case Op::kJumpEntry:
      case Op::kJumpHeader:
      case Op::kReturnEntry: return Step::kLeave;
      case Op::kPoll: return unless(t_.poll.load_relaxed() == 0);
      case Op::kCheckValid: return unless(host_.valid == nullptr || host_.valid->load_relaxed() != 0);

      case Op::kGuardInt: return value(i.a).is_small_int() ? gives(value(i.a).bits() - 1) : Step::kLeave;
      case Op::kGuardFloat: return guard_float(value(i.a));
      case Op::kGuardIs: return unless(value(i.a).bits() == i.imm);
      case Op::kGuardIsNot: return unless(value(i.a).bits() != i.imm);
      case Op::kGuardPresent: return unless(!value(i.a).is_absent());
      case Op::kGuardHeap: return unless(!value(i.a).is_absent() && value(i.a).is_heap());
      case Op::kGuardShape: return unless(value(i.a).as<Object>()->shape_id() == i.imm);
      case Op::kGuardSame: return unless(value(i.a) == value(i.b));
      case Op::kGuardNotSame: return unless(!(value(i.a) == value(i.b)));
      case Op::kGuardIntLt: return unless(word(i.a) < word(i.b));
      case Op::kGuardIntLe: return unless(word(i.a) <= word(i.b));
      case Op::kGuardIntEq: return unless(word(i.a) == word(i.b));
      case Op::kGuardIntNe: return unless(word(i.a) != word(i.b));
      case Op::kGuardFloatLt: return unless(real(i.a) < real(i.b));
      case Op::kGuardFloatNotLt: return unless(!(real(i.a) < real(i.b)));
      case Op::kGuardFloatLe: return unless(real(i.a) <= real(i.b));
      case Op::kGuardFloatNotLe: return unless(!(real(i.a) <= real(i.b)));
      case Op::kGuardFloatEq: return unless(real(i.a) == real(i.b));
      case Op::kGuardFloatNotEq: return unless(real(i.a) != real(i.b));

      case Op::kAddInt: return checked(__builtin_add_overflow(word(i.a), word(i.b), &result), result);
      case Op::kSubInt: return checked(__builtin_sub_overflow(word(i.a), word(i.b), &result), result);
      case Op::kMulInt: return checked(__builtin_mul_overflow(word(i.a), number(i.b), &result), result);
      case Op::kNegInt: return checked(__builtin_sub_overflow(int64_t{0}, word(i.a), &result), result);
      case Op::kAddIntUnchecked: return gives(raw_[i.a] + raw_[i.b]);
      case Op::kSubIntUnchecked: return gives(raw_[i.a] - raw_[i.b]);
      case Op::kMulIntUnchecked: return gives(raw_[i.a] * static_cast<uint64_t>(number(i.b)));
      case Op::kFloorDivInt: return floor_divide(number(i.a), number(i.b));
      case Op::kModInt: return modulo(number(i.a), number(i.b));
      case Op::kAndInt: return gives(raw_[i.a] & raw_[i.b]);
      case Op::kOrInt: return gives(raw_[i.a] | raw_[i.b]);
      case Op::kXorInt: return gives(raw_[i.a] ^ raw_[i.b]);
      case Op::kShlInt: return shift_left(number(i.a), number(i.b));
      case Op::kShrInt: return number(i.b) < 0 ? Step::kLeave : gives_number(number(i.a) >> std::min<int64_t>(number(i.b), 63));
      case Op::kCompareInt: return gives(Value::from_bool(compare(static_cast<CompareKind>(i.imm), word(i.a), word(i.b))));

      case Op::kAddFloat: return gives(real(i.a) + real(i.b));
      case Op::kSubFloat: return gives(real(i.a) - real(i.b));
      case Op::kMulFloat: return gives(real(i.a) * real(i.b));
      case Op::kDivFloat: return real(i.b) == 0 ? Step::kLeave : gives(real(i.a) / real(i.b));
      case Op::kNegFloat: return gives(-real(i.a));
      case Op::kSqrtFloat: return real(i.a) < 0 ? Step::kLeave : gives(std::sqrt(real(i.a)));
      case Op::kIntToFloat: return int_to_float(number(i.a));
      case Op::kCompareFloat: return gives(Value::from_bool(compare(static_cast<CompareKind>(i.imm), real(i.a), real(i.b))));
      case Op::kBoxInt: return gives(Value::from_bits(raw_[i.a] | 1));
      case Op::kBoxFloat: return gives(float_value(t_, real(i.a)));

      case Op::kLoadField: return gives(field(i).load_acquire());
      case Op::kStoreField: field(i).store_release(value(i.b)); return Step::kNext;  // pairs with readers' load_acquire
      case Op::kGuardUnlocked: return unless(t_.must_lock == 0);
      case Op::kSetShape: value(i.a).as<Object>()->shape.store_relaxed(static_cast<uint32_t>(i.imm)); return Step::kNext;
      case Op::kListLength: return gives_number(list_size(value(i.a).as<List>()));
      case Op::kListItem: return list_item(value(i.a).as<List>(), number(i.b));
      case Op::kStoreListItem: return store_list_item(value(i.a).as<List>(), number(i.b), value(i.c));
      case Op::kGuardTupleSize: return tuple_size(value(i.a), static_cast<int64_t>(i.imm));
      case Op::kTupleItem: return tuple_item(value(i.a).as<Tuple>(), number(i.b));
      case Op::kTupleItemAt: return gives(value(i.a).as<Tuple>()->items[i.imm].get());
      case Op::kRangeNext: return range_next(value(i.a).as<builtins::RangeIterator>());
      case Op::kListNext: return list_next(value(i.a).as<builtins::ListIterator>());
      case Op::kTupleNext: return tuple_next(value(i.a).as<builtins::TupleIterator>());
      case Op::kRunningGenerator: return gives(t_.frame->extra);
      case Op::kClaimGenerator: return claim(value(i.a).as<vm::Generator>(), GeneratorPlace::from(i.imm));
      case Op::kReleaseGenerator: return release(value(i.a).as<vm::Generator>(), GeneratorPlace::from(i.imm));

      case Op::kCallHelper1: return helper(i, 1);
      case Op::kCallHelper2: return helper(i, 2);
      case Op::kCallHelper3: return helper(i, 3);
      case Op::kEscape: return escape(i);
      case Op::kEscapeItem: return gives(items_[static_cast<int64_t>(i.imm)]);

      case Op::kPhiInt:
      case Op::kPhiFloat:
      case Op::kPhiValue:  // enter_loop has set them and goes on behind them
      case Op::kCount: break;
    }
    EIDER_UNREACHABLE("no such operation");
  }

  Thread& t_;
  const Trace& trace_;
  Value* base_;
  const ReferenceHost& host_;
  ReferenceExit* exit_;
  std::vector<uint64_t> raw_;   // kInt words and doubles
  RootedVector values_;
  RootedVector made_;           // the virtual objects of the snapshot that is read
  RootedVector items_;          // what the last Escape left, the top first
  Ref pc_ = 0;
};

}  // namespace

Result<void> run_reference(Thread& t, const Trace& trace, Value* base, const ReferenceHost& host, ReferenceExit* exit) {
  return Reference(t, trace, base, host, exit).run();
}

}  // namespace eider::jit

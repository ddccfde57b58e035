// SPDX-License-Identifier: MIT
//
// What the operations of a trace do, one switch over them. Two machines run it: the judge of passes and emitter (judge.h), and
// --jit-reference, in which all threads run every compiled trace (executor.h).
//
// A value of the trace is a word: a Value, a kInt word, a double's bits. Where the words stand, the derived class says; the collector
// looks there conservatively.
// Not here: how a trace is left, entered and calls.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/bytes_types.h"
#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins/str/str_type.h"
#include "builtins/tuple/tuple.h"
#include "jit/helpers.h"
#include "jit/ir/trace.h"
#include "objects/cell_changes.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "vm/generator.h"
#include "vm/vm_state.h"

namespace eider::jit {

using namespace objects;
using bytecode::CompareKind;

class ReferenceMachine {
 public:
  /// kNext: the next instruction. The rest leave at this one: by its snapshot, with an exception pending or not; for good; for want of
  /// memory; or the derived class has found somewhere else to go.
  enum class Step : uint8_t { kNext, kLeave, kRaise, kStop, kFailed, kElsewhere };

 protected:
  ReferenceMachine(Thread& t, const Trace& trace, Value* base) : t_(t), trace_(&trace), base_(base) {}
  ~ReferenceMachine() = default;

  // --- the derived class's ----------------------------------------------------------------------------------------------------------
  virtual Step call(const Instruction& i, int count) = 0;
  virtual Step escape(const Instruction& i) = 0;
  virtual Step escape_item(const Instruction& i) = 0;
  virtual Step box_float(double d) = 0;
  virtual Step box_complex(double real, double imaginary) = 0;
  virtual Step box_word(uint64_t word) = 0;
  virtual Step input(const Instruction& i) = 0;
  virtual Step enter() = 0;
  virtual bool valid() = 0;
  virtual bool jumps() = 0;                 // whether JumpLoop goes on
  virtual Step jump_entry(const Instruction& i) = 0;
  virtual Step jump_header(const Instruction& i) = 0;
  virtual Step return_entry(const Instruction& i) = 0;
  virtual Step return_host(const Instruction& i) = 0;
  virtual Step yield_host(const Instruction& i) = 0;
  virtual bool accepts_boxed_floats() const { return false; }

  // --- registers ------------------------------------------------------------------------------------------------------------------
  uint64_t bits(Ref ref) const { return words_[slots_ == nullptr ? ref : slots_[ref]]; }
  void set(Ref ref, uint64_t bits) { words_[slots_ == nullptr ? ref : slots_[ref]] = bits; }
  int64_t word(Ref ref) const { return static_cast<int64_t>(bits(ref)); }
  int64_t number(Ref ref) const { return word(ref) >> 1; }
  double real(Ref ref) const { return std::bit_cast<double>(bits(ref)); }
  Value value(Ref ref) const { return Value::from_bits(bits(ref)); }
  Step gives(uint64_t bits) {
    set(pc_, bits);
    return Step::kNext;
  }
  Step gives_number(int64_t n) { return gives(static_cast<uint64_t>(n) << 1); }
  Step gives(double d) { return gives(std::bit_cast<uint64_t>(d)); }
  Step gives(Value v) { return gives(v.bits()); }
  Step gives(Result<Value> r) { return r.ok() ? gives(r.get()) : Step::kRaise; }
  static Step unless(bool holds) { return holds ? Step::kNext : Step::kLeave; }

  // --- structure ------------------------------------------------------------------------------------------------------------------
  bool is_phi(Ref ref) const { return jit::is_phi(trace_->code[ref].op); }
  /// All phis at once: one may be another's next value.
  Step enter_loop(bool first) {
    next_.clear();
    for (Ref r = trace_->loop + 1; is_phi(r); r++) next_.push_back(bits(first ? trace_->code[r].a : trace_->code[r].b));
    Ref phi = trace_->loop;
    for (uint64_t word : next_) set(++phi, word);
    pc_ = phi;  // the next step adds one
    return Step::kNext;
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
    if (t_.must_lock != 0 || index < 0 || index >= list_size(list)) return Step::kLeave;
    return unless(list_set(t_, list, index, item));
  }
  Step list_row(List* list, int64_t index) {
    if (index < 0 || index >= list_size(list)) return Step::kLeave;
    objects::Block* block = list->block.load_acquire();  // pairs with store_release in list growth
    return index < block->capacity() ? gives(block->value()) : Step::kLeave;
  }
  static Value row_item(Value row, int64_t index) { return row.as<objects::Block>()->items[index].load_acquire(); }  // pairs with list writers' release
  Step tuple_item(Tuple* tuple, int64_t index) {
    return index < 0 || index >= tuple->size() ? Step::kLeave : gives(tuple->items[index].get());
  }
  Step tuple_size(Value v, int64_t size) {
    return unless(!v.is_absent() && is_exact(v, TypeId::kTuple) && v.as<Tuple>()->size() == size);
  }
  Step range_next(builtins::RangeIterator* it) {
    if (!more(it)) return Step::kLeave;
    int64_t next = it->next.load_relaxed();
    it->next.store_relaxed(next + it->step);
    return gives_number(next);
  }
  Step character(Str* text, int64_t index) {
    if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(text->length()) || text->width != 1) return Step::kLeave;
    return gives(t_.realm->latin1[text->at(index)]->value());
  }
  Step ord(const Str* text) {
    return text->length() != 1 || text->width != 1 ? Step::kLeave : gives_number(text->at(0));
  }
  Step byte(const builtins::Bytes* bytes, int64_t index) {
    bool inside = static_cast<uint64_t>(index) < static_cast<uint64_t>(bytes->length);
    return inside ? gives_number(bytes->data[index]) : Step::kLeave;
  }
  static Value walked(const builtins::StrIterator* it) { return it->text.load_relaxed(); }
  static Value walked(const builtins::BytesIterator* it) { return it->source.load_relaxed(); }
  template <class Iterator, class Item>
  Step text_next(Value iterator, Item item) {
    auto* it = iterator.as<Iterator>();
    int64_t at = it->next.load_relaxed().small_int();
    Step step = item(walked(it), at);
    if (step == Step::kNext) it->next.store_relaxed(Value::from_small_int(at + 1));
    return step;
  }
  static bool more(const builtins::RangeIterator* it) {
    int64_t next = it->next.load_relaxed(), stop = it->stop.load_relaxed();
    return it->step > 0 ? next < stop : next > stop;
  }
  static bool more(const builtins::ListIterator* it) {
    return it->tagged_index.load_relaxed() >> 1 < it->list.load_relaxed()->size.load_relaxed();
  }
  static bool more(const builtins::TupleIterator* it) { return it->tagged_index.load_relaxed() < it->tuple.load_relaxed()->tagged_count; }
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
  Step hypot(double a, double b) {
    double length = std::hypot(a, b);
    return std::isfinite(length) || !std::isfinite(a) || !std::isfinite(b) ? gives(length) : Step::kLeave;
  }
  Step guard_float(Value v) {
    if (v.is_float_word()) return gives(v.float_word());
    bool boxed = accepts_boxed_floats() && !v.is_absent() && is_exact_float(v);
    return boxed ? gives(exact_float(v)) : Step::kLeave;
  }

  Step guard_word(Value v) {
    uint64_t word;
    return !v.is_absent() && is_exact_int(v) && int_fits_uint64(v, &word) ? gives(word) : Step::kLeave;
  }
  Step low_word(Value v) {
    if (v.is_absent() || !is_exact_int(v)) return Step::kLeave;
    IntView all(v);
    uint64_t low = all.count == 0 ? 0 : all.limbs[0];
    return gives(all.sign < 0 ? -low : low);
  }

  static bool compare(CompareKind kind, auto a, auto b) {
    switch (kind) {
      case CompareKind::kLt: return a < b;
      case CompareKind::kLe: return a <= b;
      case CompareKind::kEq: return a == b;
      case CompareKind::kNe: return a != b;
      case CompareKind::kGt: return a > b;
      case CompareKind::kGe: return a >= b;
    }
  }

  Step execute(const Instruction& i) {
    int64_t result = 0;
    switch (i.op) {
      case Op::kConstInt:
      case Op::kConstWord:
      case Op::kConstFloat: return gives(i.imm);
      case Op::kConstValue: return gives(Value::from_bits(i.imm));
      case Op::kEntryValue: return gives(base_[i.imm]);
      case Op::kInputInt:
      case Op::kInputFloat:
      case Op::kInputWord:
      case Op::kInputValue: return input(i);
      case Op::kEnter: return enter();
      case Op::kLoop: return enter_loop(true);
      case Op::kJumpLoop: return jumps() ? enter_loop(false) : Step::kStop;
      case Op::kEnd: return Step::kLeave;
      case Op::kJumpEntry: return jump_entry(i);
      case Op::kJumpHeader: return jump_header(i);
      case Op::kReturnEntry: return return_entry(i);
      case Op::kReturnHost: return return_host(i);
      case Op::kYieldHost: return yield_host(i);
      case Op::kPoll: return unless(t_.poll.load_relaxed() == 0);
      case Op::kCheckValid: return unless(valid());

      case Op::kGuardInt: return value(i.a).is_small_int() ? gives(value(i.a).bits() - 1) : Step::kLeave;
      case Op::kGuardFloat: return guard_float(value(i.a));
      case Op::kGuardWord: return guard_word(value(i.a));
      case Op::kLowWord: return low_word(value(i.a));
      case Op::kGuardLong: return unless(!value(i.a).is_absent() && is_exact_int(value(i.a)));
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
      case Op::kAddIntUnchecked: return gives(bits(i.a) + bits(i.b));
      case Op::kSubIntUnchecked: return gives(bits(i.a) - bits(i.b));
      case Op::kMulIntUnchecked: return gives(bits(i.a) * static_cast<uint64_t>(number(i.b)));
      case Op::kFloorDivInt: return floor_divide(number(i.a), number(i.b));
      case Op::kModInt: return modulo(number(i.a), number(i.b));
      case Op::kAndInt: return gives(bits(i.a) & bits(i.b));
      case Op::kOrInt: return gives(bits(i.a) | bits(i.b));
      case Op::kXorInt: return gives(bits(i.a) ^ bits(i.b));
      case Op::kShlInt: return shift_left(number(i.a), number(i.b));
      case Op::kShrInt: return number(i.b) < 0 ? Step::kLeave : gives_number(number(i.a) >> std::min<int64_t>(number(i.b), 63));
      case Op::kCompareInt: return gives(Value::from_bool(compare(static_cast<CompareKind>(i.imm), word(i.a), word(i.b))));

      case Op::kIntToWord: return gives(static_cast<uint64_t>(number(i.a)));
      case Op::kWordToInt: return bits(i.a) > static_cast<uint64_t>(Value::kMaxSmallInt) ? Step::kLeave : gives(bits(i.a) << 1);
      case Op::kWordToIntUnchecked: return gives(bits(i.a) << 1);
      case Op::kAddWord: return gives(bits(i.a) + bits(i.b));
      case Op::kSubWord: return gives(bits(i.a) - bits(i.b));
      case Op::kMulWord: return gives(bits(i.a) * bits(i.b));
      case Op::kAndWord: return gives(bits(i.a) & bits(i.b));
      case Op::kOrWord: return gives(bits(i.a) | bits(i.b));
      case Op::kXorWord: return gives(bits(i.a) ^ bits(i.b));
      case Op::kShlWord: return gives(static_cast<uint64_t>(number(i.b)) > 63 ? 0 : bits(i.a) << number(i.b));
      case Op::kShrWord: return gives(static_cast<uint64_t>(number(i.b)) > 63 ? 0 : bits(i.a) >> number(i.b));
      case Op::kDivWord: return bits(i.b) == 0 ? Step::kLeave : gives(bits(i.a) / bits(i.b));
      case Op::kModWord: return bits(i.b) == 0 ? Step::kLeave : gives(bits(i.a) % bits(i.b));
      case Op::kGuardWordLt: return unless(bits(i.a) < bits(i.b));
      case Op::kGuardWordLe: return unless(bits(i.a) <= bits(i.b));
      case Op::kGuardWordEq: return unless(bits(i.a) == bits(i.b));
      case Op::kGuardWordNe: return unless(bits(i.a) != bits(i.b));
      case Op::kCompareWord: return gives(Value::from_bool(compare(static_cast<CompareKind>(i.imm), bits(i.a), bits(i.b))));

      case Op::kAddFloat: return gives(real(i.a) + real(i.b));
      case Op::kSubFloat: return gives(real(i.a) - real(i.b));
      case Op::kMulFloat: return gives(real(i.a) * real(i.b));
      case Op::kDivFloat: return real(i.b) == 0 ? Step::kLeave : gives(real(i.a) / real(i.b));
      case Op::kNegFloat: return gives(-real(i.a));
      case Op::kSqrtFloat: return real(i.a) < 0 ? Step::kLeave : gives(std::sqrt(real(i.a)));
      case Op::kAbsFloat: return gives(std::fabs(real(i.a)));
      case Op::kHypotFloat: return hypot(real(i.a), real(i.b));
      case Op::kIntToFloat: return int_to_float(number(i.a));
      case Op::kCompareFloat: return gives(Value::from_bool(compare(static_cast<CompareKind>(i.imm), real(i.a), real(i.b))));
      case Op::kBoxInt: return gives(Value::from_bits(bits(i.a) | 1));
      case Op::kBoxWord: return box_word(bits(i.a));
      case Op::kBoxFloat: return box_float(real(i.a));
      case Op::kBoxComplex: return box_complex(real(i.a), real(i.b));

      case Op::kLoadField: return gives(field(i).load_acquire());
      case Op::kStoreField: field(i).store_release(value(i.b)); return Step::kNext;  // pairs with readers' load_acquire
      case Op::kGuardModuleFrame: return unless(t_.frame->ns.is_absent());
      case Op::kLoadHandled: return gives(t_.handled_exception.is_absent() ? objects::kNone : t_.handled_exception);
      case Op::kStoreHandled: t_.handled_exception = value(i.a).is_none() ? objects::kAbsent : value(i.a); return Step::kNext;
      case Op::kLoadCell: return gives(value(i.a).as<objects::NameCell>()->value.load_acquire());
      case Op::kStoreCell: return unless(objects::name_cell_try_rebind(t_, value(i.a).as<objects::NameCell>(), value(i.b)));
      case Op::kGuardUnlocked: return unless(t_.must_lock == 0);
      case Op::kSetShape: value(i.a).as<Object>()->shape.store_relaxed(static_cast<uint32_t>(i.imm)); return Step::kNext;
      case Op::kListLength: return gives_number(list_size(value(i.a).as<List>()));
      case Op::kListItem: return list_item(value(i.a).as<List>(), number(i.b));
      case Op::kStoreListItem: return store_list_item(value(i.a).as<List>(), number(i.b), value(i.c));
      case Op::kListRow: return list_row(value(i.a).as<List>(), number(i.b));
      case Op::kRowItem: {
        Value item = row_item(value(i.a), number(i.b));
        return item.is_absent() ? Step::kLeave : gives(item);
      }
      case Op::kRowInt: {
        Value item = row_item(value(i.a), number(i.b));
        return item.is_small_int() ? gives_number(item.small_int()) : Step::kLeave;
      }
      case Op::kRowFloat: return guard_float(row_item(value(i.a), number(i.b)));
      case Op::kStoreRowItem: value(i.a).as<objects::Block>()->items[number(i.b)].store_release(value(i.c)); return Step::kNext;
      case Op::kGuardTupleSize: return tuple_size(value(i.a), static_cast<int64_t>(i.imm));
      case Op::kTupleItem: return tuple_item(value(i.a).as<Tuple>(), number(i.b));
      case Op::kTupleItemAt: return gives(value(i.a).as<Tuple>()->items[i.imm].get());
      case Op::kMinInt: return gives(static_cast<uint64_t>(std::min(word(i.a), word(i.b))));
      case Op::kMaxInt: return gives(static_cast<uint64_t>(std::max(word(i.a), word(i.b))));
      case Op::kBoolInt: return value(i.a).is_bool() ? gives_number(value(i.a) == kTrue) : Step::kLeave;
      case Op::kFloatToInt: return !(std::fabs(real(i.a)) < 0x1p53) ? Step::kLeave : gives_number(static_cast<int64_t>(real(i.a)));
      case Op::kAppendItem: return list_append(t_, value(i.a).as<List>(), value(i.b)).ok() ? Step::kNext : Step::kRaise;
      case Op::kStrItem: return character(value(i.a).as<Str>(), number(i.b));
      case Op::kStrLength: return gives_number(value(i.a).as<Str>()->length());
      case Op::kOrdStr: return ord(value(i.a).as<Str>());
      case Op::kTextPart: t_.vm->text_parts[i.imm] = value(i.a); return Step::kNext;
      case Op::kEqualStr: return gives(Value::from_bool(str_equal(value(i.a).as<Str>(), value(i.b).as<Str>())));
      case Op::kNotEqualStr: return gives(Value::from_bool(!str_equal(value(i.a).as<Str>(), value(i.b).as<Str>())));
      case Op::kCompareStr: return gives(Value::from_bool(compare(static_cast<CompareKind>(i.imm), str_compare(value(i.a).as<Str>(), value(i.b).as<Str>()), 0)));
      case Op::kHasStr: return gives(Value::from_bool(has_str(value(i.a).bits(), value(i.b).bits()) != 0));
      case Op::kLacksStr: return gives(Value::from_bool(has_str(value(i.a).bits(), value(i.b).bits()) == 0));
      case Op::kChrInt: return static_cast<uint64_t>(number(i.a)) < 256 ? gives(t_.realm->latin1[number(i.a)]->value()) : Step::kLeave;
      case Op::kBytesItem: return byte(value(i.a).as<builtins::Bytes>(), number(i.b));
      case Op::kStrNext: return text_next<builtins::StrIterator>(value(i.a), [&](Value text, int64_t at) { return character(text.as<Str>(), at); });
      case Op::kBytesNext: return text_next<builtins::BytesIterator>(value(i.a), [&](Value all, int64_t at) { return byte(all.as<builtins::Bytes>(), at); });
      case Op::kLoadFixed: return gives(field(i).load_acquire());
      case Op::kLoadFixedFloat: return gives(*reinterpret_cast<const double*>(value(i.a).bits() + i.imm));
      case Op::kRangeMore: return unless(more(value(i.a).as<builtins::RangeIterator>()));
      case Op::kListMore: return unless(more(value(i.a).as<builtins::ListIterator>()));
      case Op::kTupleMore: return unless(more(value(i.a).as<builtins::TupleIterator>()));
      case Op::kRangeTake: return range_next(value(i.a).as<builtins::RangeIterator>());
      case Op::kListTake: return list_next(value(i.a).as<builtins::ListIterator>());
      case Op::kTupleTake: return tuple_next(value(i.a).as<builtins::TupleIterator>());
      case Op::kRangeNext: return range_next(value(i.a).as<builtins::RangeIterator>());
      case Op::kListNext: return list_next(value(i.a).as<builtins::ListIterator>());
      case Op::kTupleNext: return tuple_next(value(i.a).as<builtins::TupleIterator>());
      case Op::kRootExtra: return gives(t_.frame->extra);
      case Op::kClaimGenerator: return claim(value(i.a).as<vm::Generator>(), GeneratorPlace::from(i.imm));
      case Op::kReleaseGenerator: return release(value(i.a).as<vm::Generator>(), GeneratorPlace::from(i.imm));

      case Op::kCallHelper1: return call(i, 1);
      case Op::kCallHelper2: return call(i, 2);
      case Op::kCallHelper3: return call(i, 3);
      case Op::kEscape: return escape(i);
      case Op::kEscapeItem: return escape_item(i);

      case Op::kPhiInt:
      case Op::kPhiFloat:
      case Op::kPhiWord:
      case Op::kPhiValue:  // enter_loop has set them and goes on behind them
      case Op::kCount: break;
    }
    EIDER_UNREACHABLE("no such operation");
  }

  Thread& t_;
  const Trace* trace_;
  Value* base_;
  uint64_t* words_ = nullptr;
  const uint32_t* slots_ = nullptr;  // each ref's word; nullptr: word n is ref n's
  Ref pc_ = 0;

 private:
  std::vector<uint64_t> next_;       // of the phis
};

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Recording subscripts, displays, unpacking and iteration.
#include <algorithm>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/bytes_types.h"
#include "builtins/iter/iter.h"
#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins/slice/slice.h"
#include "builtins/str/str_type.h"
#include "builtins/tuple/tuple.h"
#include "jit/quiet.h"
#include "jit/record/recorder.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/mapped_frames.h"

namespace eider::jit {

namespace {
}

bool Recorder::containers(Machine& m, BytecodeOp op, uint32_t arg, bool* handled) {
  using enum bytecode::Op;
  switch (op) {
    case kBinarySubscr: {
      Value container = m.peek(1), key = m.peek(0);
      Ref o = peek(1);
      if (!container.is_heap()) return escape(m, op, arg);
      if (is_exact(container, TypeId::kList) && key.is_small_int() && list_get(container.as<List>(), key.small_int()) != kAbsent) {
        guard_exact(o, TypeId::kList);
        replace(2, emit(Op::kListItem, o, as_int(peek(0))));
      } else if (is_exact(container, TypeId::kList) && key.is_small_int() && key.small_int() < 0 &&
                 list_get(container.as<List>(), key.small_int() + container.as<List>()->size.load_relaxed()) != kAbsent) {
        guard_exact(o, TypeId::kList);
        Ref index = as_int(peek(0));
        replace(2, emit(Op::kListItem, o, emit(Op::kAddInt, index, emit(Op::kListLength, o))));
      } else if ((is_exact(container, TypeId::kTuple) || (type_of(t_, container)->layout == TypeId::kTuple && native_items(container))) &&
                 key.is_small_int() && key.small_int() >= 0 && key.small_int() < container.as<Tuple>()->size()) {
        guard_shape(o, container.as<Object>()->shape_id());
        replace(2, emit(Op::kTupleItem, o, as_int(peek(0))));
      } else if (is_exact(container, TypeId::kDict) && quiet_key(key)) {
        guard_exact(o, TypeId::kDict);
        guard_kind(peek(0), key);
        if (raising_.handler != nullptr) {  // a missing key is a way of its own, from before the instruction
          Ref found = call(Helper::kDictGet, o, peek(0), constant(kIterationEnded));
          emit(Op::kGuardIsNot, found, kNoRef, kNoRef, kIterationEnded.bits());
          replace(2, found);
        } else {
          replace(2, call(Helper::kDictGetItem, o, peek(0)));
        }
      } else if (is_exact(container, TypeId::kStr) && key.is_small_int() && container.as<Str>()->width == 1 && key.small_int() >= 0 &&
                 key.small_int() < container.as<Str>()->length()) {
        guard_exact(o, TypeId::kStr);
        replace(2, emit(Op::kStrItem, o, as_int(peek(0))));
      } else if (is_exact(container, TypeId::kStr) && key.is_small_int() && container.as<Str>()->width == 1 && key.small_int() < 0 &&
                 key.small_int() >= -container.as<Str>()->length()) {
        guard_exact(o, TypeId::kStr);
        Ref index = as_int(peek(0));
        replace(2, emit(Op::kStrItem, o, emit(Op::kAddInt, index, emit(Op::kStrLength, o))));
      } else if (is_exact(container, TypeId::kBytes) && key.is_small_int() && key.small_int() >= 0 &&
                 key.small_int() < container.as<builtins::Bytes>()->length) {
        guard_exact(o, TypeId::kBytes);
        replace(2, emit(Op::kBytesItem, o, as_int(peek(0))));
      } else if (is_exact(container, TypeId::kStr) && key.is_small_int()) {
        guard_exact(o, TypeId::kStr);
        (void)as_int(peek(0));
        replace(2, call(Helper::kStrItem, o, peek(0)));
      } else if (plain_slice(peek(0), key) && (is_exact(container, TypeId::kList) || is_exact(container, TypeId::kStr))) {
        guard_shape(o, container.as<Object>()->shape_id());
        const Instruction slice = trace_.code[peek(0)];
        Ref ends[] = {slice.a, slice.b};
        for (Ref& end : ends) end = is_none(end) ? end : as_value(as_int(end));
        replace(2, call(Helper::kSliceItem, o, ends[0], ends[1]));
      } else if (Ref start, step; is_exact(container, TypeId::kList) && step_slice(peek(0), key, &start, &step)) {
        guard_exact(o, TypeId::kList);
        replace(2, call(Helper::kSliceStep, o, is_none(start) ? start : as_value(as_int(start)), step));
      } else if (is_exact(container, TypeId::kList) || is_exact(container, TypeId::kStr) || is_exact(container, TypeId::kTuple) ||
                 is_exact(container, TypeId::kBytes) || is_exact(container, TypeId::kByteArray) || (quiet_key(key) && native_items(container)) ||
                 (plain_key(key) && native_subscripts(container))) {
        guard_shape(o, container.as<Object>()->shape_id());
        guard_kind(peek(0), key);
        replace(2, call(Helper::kGetItem, o, peek(0)));
      } else {
        return enter_operator(m, op, arg);
      }
      return true;
    }
    case kStoreSubscr: {
      Value container = m.peek(1), key = m.peek(0);
      Ref o = peek(1);
      if (!container.is_heap()) return escape(m, op, arg);
      if (is_exact(container, TypeId::kList) && key.is_small_int()) {
        guard_exact(o, TypeId::kList);
        Ref index = as_int(peek(0));
        if (key.small_int() < 0) call(Helper::kStoreListItem, peek(2), o, index);
        else {
          Ref value = as_value(peek(2));
          if (t_.must_lock == 0) emit(Op::kGuardUnlocked);
          emit(Op::kStoreListItem, o, index, value);
        }
      } else if (is_exact(container, TypeId::kList) && key.is_heap() && is_exact(key, TypeId::kSlice) && m.peek(2).is_heap() &&
                 (is_exact(m.peek(2), TypeId::kList) || is_exact(m.peek(2), TypeId::kTuple))) {
        guard_exact(o, TypeId::kList);
        guard_kind(peek(2), m.peek(2));
        const Instruction slice = plain_slice(peek(0), key) ? trace_.code[peek(0)] : Instruction{};
        const bool plain = slice.op == Op::kCallHelper2, to = plain && is_none(slice.a) && !is_none(slice.b), from = plain && is_none(slice.b);
        if (to) {
          call(Helper::kStoreSliceTo, peek(2), o, as_value(as_int(slice.b)));
        } else if (from) {
          call(Helper::kStoreSliceFrom, peek(2), o, is_none(slice.a) ? slice.a : as_value(as_int(slice.a)));
        } else {
          guard_kind(peek(0), key);
          call(Helper::kSetItem, peek(2), o, peek(0));
        }
      } else if (is_exact(container, TypeId::kDict) && quiet_key(key)) {
        guard_exact(o, TypeId::kDict);
        guard_kind(peek(0), key);
        call(Helper::kDictSetItem, peek(2), o, peek(0));
      } else if ((quiet_key(key) && native_items(container)) || (plain_key(key) && quiet_key(m.peek(2)) && native_subscripts(container))) {
        guard_shape(o, container.as<Object>()->shape_id());
        guard_kind(peek(0), key);
        call(Helper::kSetItem, peek(2), o, peek(0));
      } else {
        return method_or_escape(m, op, arg);
      }
      drop(3);
      return true;
    }
    case kBuildSlice: {
      Ref made = arg == 3 ? call(Helper::kSlice3, peek(2), peek(1), peek(0)) : call(Helper::kSlice2, peek(1), peek(0));
      drop(static_cast<int>(arg));
      push(made);
      return true;
    }
    case kContainsOp: {
      Value item = m.peek(1), container = m.peek(0);
      if (!container.is_heap()) return escape(m, op, arg);
      bool entered = false;
      if (!enter_method(m, op, arg, &entered)) return false;
      if (entered) return true;
      if (is_exact(container, TypeId::kList) || is_exact(container, TypeId::kTuple)) {
        if (!quiet_search(container, item)) return escape(m, op, arg);
      } else if (!quiet_key(item) || !(native_contains(container))) {
        return escape(m, op, arg);
      }
      guard_shape(peek(0), container.as<Object>()->shape_id());
      guard_kind(peek(1), item);
      if (is_exact(container, TypeId::kStr) && item.is_heap() && is_exact(item, TypeId::kStr)) {
        replace(2, emit(arg & 1 ? Op::kLacksStr : Op::kHasStr, peek(0), peek(1)));
        return true;
      }
      Ref found = call(arg & 1 ? Helper::kNotContains : Helper::kContains, peek(1), peek(0));
      replace(2, found);
      return true;
    }
    case kBuildMap: {
      constexpr uint32_t kMostPairs = 4;
      if (arg > kMostPairs) return escape(m, op, arg);
      for (uint32_t i = 0; i < arg; ++i) {
        if (!quiet_key(m.peek(static_cast<int>(2 * i + 1)))) return escape(m, op, arg);
      }
      for (uint32_t i = 0; i < arg; ++i) guard_kind(peek(static_cast<int>(2 * i + 1)), m.peek(static_cast<int>(2 * i + 1)));
      Ref made = call(Helper::kBuildDict0, constant(kNone));
      if (arg == 0) dicts_[made] = {};
      for (uint32_t i = arg; i-- > 0;) call(Helper::kDictSetItem, peek(static_cast<int>(2 * i)), made, peek(static_cast<int>(2 * i + 1)));
      drop(static_cast<int>(2 * arg));
      push(made);
      return true;
    }
    case kBuildTuple: case kBuildList: {
      bool tuple = op == kBuildTuple;
      if (arg > 6 || (tuple && arg == 0)) return escape(m, op, arg);
      if (arg > 3) return build_long(arg, tuple);
      Ref items[3] = {kNoRef, kNoRef, kNoRef};
      for (uint32_t i = 0; i < arg; ++i) items[i] = peek(static_cast<int>(arg - 1 - i));
      Ref made;
      switch (arg) {
        case 0: made = call(Helper::kBuildList0, constant(kNone)); break;
        case 1: made = call(tuple ? Helper::kBuildTuple1 : Helper::kBuildList1, items[0]); break;
        case 2: made = call(tuple ? Helper::kBuildTuple2 : Helper::kBuildList2, items[0], items[1]); break;
        default: made = call(tuple ? Helper::kBuildTuple3 : Helper::kBuildList3, items[0], items[1], items[2]); break;
      }
      drop(static_cast<int>(arg));
      push(made);
      return true;
    }
    case kBuildSet: {
      constexpr uint32_t kMostItems = 4;
      if (arg > kMostItems) return escape(m, op, arg);
      for (uint32_t i = 0; i < arg; ++i) {
        if (!quiet_key(m.peek(static_cast<int>(i)))) return escape(m, op, arg);
      }
      for (uint32_t i = 0; i < arg; ++i) guard_kind(peek(static_cast<int>(i)), m.peek(static_cast<int>(i)));
      Ref made = call(Helper::kBuildSet0, constant(kNone));
      for (uint32_t i = arg; i-- > 0;) call(Helper::kSetAdd, made, peek(static_cast<int>(i)));
      drop(static_cast<int>(arg));
      push(made);
      return true;
    }
    case kListToTuple:
      guard_exact(peek(0), TypeId::kList);
      replace(1, call(Helper::kListToTuple, peek(0)));
      return true;
    case kListExtend: case kSetUpdate: case kDictUpdate: {
      // Of a display: nobody else has it yet, so what is done twice is done once.
      Value items = m.peek(0);
      bool fits = op == kDictUpdate ? vm::is_exact_or_absent(items, TypeId::kDict) : builtin_container(items);
      if (items.is_absent() || !fits || (op != kListExtend && !plain_container(items))) return escape(m, op, arg);
      guard_kind(peek(0), items);
      Ref target = peek(static_cast<int>(arg));
      call(op == kListExtend ? Helper::kListExtend : op == kSetUpdate ? Helper::kSetUpdate : Helper::kDictUpdate, target, peek(0));
      drop(1);
      return true;
    }
    case kSetAdd: case kMapAdd: {
      // A comprehension's own set or dict.
      bool map = op == kMapAdd;
      if (!quiet_key(m.peek(map ? 1 : 0))) return escape(m, op, arg);
      guard_kind(peek(map ? 1 : 0), m.peek(map ? 1 : 0));
      Ref container = peek(static_cast<int>(arg) + (map ? 1 : 0));
      if (map) call(Helper::kDictSetItem, peek(0), container, peek(1));
      else call(Helper::kSetAdd, container, peek(0));
      drop(map ? 2 : 1);
      return true;
    }
    case kDeleteSubscr: {
      Value container = m.peek(1), key = m.peek(0);
      bool slice = container.is_heap() && is_exact(container, TypeId::kList) && plain_slice(peek(0), key);
      if (!container.is_heap() || !(slice || quiet_key(key)) || !(is_exact(container, TypeId::kDict) || is_exact(container, TypeId::kList))) {
        return method_or_escape(m, op, arg);
      }
      guard_shape(peek(1), container.as<Object>()->shape_id());
      guard_kind(peek(0), key);
      call(Helper::kDeleteItem, peek(1), peek(0));
      drop(2);
      return true;
    }
    case kListAppend:
      append_item(peek(static_cast<int>(arg)), peek(0));
      drop(1);
      return true;
    case kUnpackSequence: {
      Value s = m.peek(0);
      if (s.is_heap() && is_exact(s, TypeId::kList) && list_size(s.as<List>()) == arg && arg > 0) {
        Ref list = peek(0);
        guard_exact(list, TypeId::kList);
        emit(Op::kGuardIntEq, emit(Op::kListLength, list), int_word(uint64_t{arg} << 1));
        std::vector<Ref> items;
        for (uint32_t i = 0; i < arg; ++i) items.push_back(emit(Op::kListItem, list, int_word(uint64_t{i} << 1)));
        drop(1);
        for (uint32_t i = arg; i > 0; --i) push(items[i - 1]);
        return true;
      }
      if (!s.is_heap() || arg == 0 || !(is_exact(s, TypeId::kTuple) || iterates_as_tuple(s)) || s.as<Tuple>()->size() != arg) return escape(m, op, arg);
      Ref tuple = peek(0);
      guard_shape(tuple, s.as<Object>()->shape_id());
      emit(Op::kGuardTupleSize, tuple, kNoRef, kNoRef, arg);
      drop(1);
      for (uint32_t i = arg; i > 0; --i) push(emit(Op::kTupleItemAt, tuple, kNoRef, kNoRef, i - 1));
      return true;
    }
    case kUnpackEx: {
      constexpr uint32_t kMostItems = 16;
      Value s = m.peek(0);
      uint32_t before = arg & 0xff, after = arg >> 8;
      bool known = s.is_heap() && !s.is_absent() && (is_exact(s, TypeId::kList) || is_exact(s, TypeId::kTuple) || is_exact(s, TypeId::kStr) || is_exact(s, TypeId::kRange));
      if (!known || before + after > kMostItems) return escape(m, op, arg);
      guard_kind(peek(0), s);
      Ref items = call(Helper::kUnpackEx, peek(0), int_word(uint64_t{arg} << 1));
      drop(1);
      for (uint32_t i = 0; i <= before + after; ++i) push(emit(Op::kTupleItemAt, items, kNoRef, kNoRef, i));
      return true;
    }
    case kGetIter: {
      Value v = m.peek(0);
      if (!v.is_heap()) return escape(m, op, arg);
      if (is_exact(v, TypeId::kGenerator) || vm::is_mapped(v)) {  // their own iterators
        guard_shape(peek(0), v.as<Object>()->shape_id());
        return true;
      }
      if (v.as<Object>()->shape_id() >= static_cast<uint32_t>(TypeId::kCount)) return method_or_escape(m, op, arg);
      guard_shape(peek(0), v.as<Object>()->shape_id());  // a builtin's own iteration runs no Python
      replace(1, call(Helper::kGetIter, peek(0)));
      return true;
    }
    case kGetYieldFromIter: {
      Value v = m.peek(0);
      if (!v.is_heap()) return escape(m, op, arg);
      switch (auto id = static_cast<TypeId>(v.as<Object>()->shape_id())) {
        case TypeId::kGenerator: guard_exact(peek(0), id); return true;
        case TypeId::kRange: case TypeId::kList: case TypeId::kTuple:
          guard_exact(peek(0), id);
          replace(1, call(Helper::kGetIter, peek(0)));
          return true;
        default: return escape(m, op, arg);
      }
    }
    case kForIter: return for_iter(m, arg);
    default: *handled = false; return true;
  }
}

/// An instance of a subclass of a builtin container that leaves items to it. What Python code it calls after all (__missing__) is refused.
bool Recorder::native_items(Value container) {
  objects::Type* cls = type_of(t_, container);
  if (!cls->has(kHeapType)) return false;
  switch (cls->layout) {
    case TypeId::kList: case TypeId::kTuple: case TypeId::kDict: case TypeId::kStr: break;
    default: return false;
  }
  const objects::Type* layout = objects::type(t_, cls->layout);
  return cls->slots.get_item == layout->slots.get_item && cls->slots.set_item == layout->slots.set_item && facts_.on_type(t_, executor_, cls);
}

/// `in` asks C++ that belongs to the container's class: not one written in Python with a way of its own, nor an iterator that is used up.
bool Recorder::native_contains(Value container) {
  objects::Type* cls = type_of(t_, container);
  if (!cls->has(kHeapType)) return cls->slots.contains != nullptr && !is_type(t_, container) && !is_weak_proxy(*cls);
  switch (cls->layout) {
    case TypeId::kDict: case TypeId::kSet: case TypeId::kFrozenSet: case TypeId::kStr: break;
    default: return false;
  }
  return cls->slots.contains == objects::type(t_, cls->layout)->slots.contains && facts_.on_type(t_, executor_, cls);
}

/// An instance of a subclass of tuple, a named tuple mostly, whose items are iterated over as a tuple's.
bool Recorder::iterates_as_tuple(Value v) {
  objects::Type* cls = type_of(t_, v);
  return cls->layout == TypeId::kTuple && cls->slots.iter == objects::type(t_, TypeId::kTuple)->slots.iter && facts_.on_type(t_, executor_, cls);
}

/// A slice that the trace has made of ints and constants None. Nobody else looks at most of them: then it is not made.
bool Recorder::plain_slice(Ref ref, Value slice) const {
  if (!vm::is_exact_or_absent(slice, TypeId::kSlice) || ref >= trace_.code.size()) return false;
  const Instruction& i = trace_.code[ref];
  if (i.op != Op::kCallHelper2 || i.imm != static_cast<uint64_t>(Helper::kSlice2)) return false;
  auto* s = slice.as<builtins::Slice>();
  return (is_none(i.a) || s->start.get().is_small_int()) && (is_none(i.b) || s->stop.get().is_small_int());
}

/// The same with a step that is a constant, and without an end.
bool Recorder::step_slice(Ref ref, Value slice, Ref* start, Ref* step) const {
  if (!vm::is_exact_or_absent(slice, TypeId::kSlice) || ref >= trace_.code.size()) return false;
  const Instruction& i = trace_.code[ref];
  if (i.op != Op::kCallHelper3 || i.imm != static_cast<uint64_t>(Helper::kSlice3) || !is_none(i.b)) return false;
  auto* s = slice.as<builtins::Slice>();
  if (!is_none(i.a) && !s->start.get().is_small_int()) return false;
  *start = i.a;
  *step = i.c;
  const Instruction& by = trace_.code[i.c];
  bool constant = by.op == Op::kBoxInt && trace_.code[by.a].op == Op::kConstInt;
  return constant && s->step.get().is_small_int() && s->step.get().small_int() != 0;
}

/// Four to six items: in two parts, so that no frame is written.
bool Recorder::build_long(uint32_t count, bool tuple) {
  auto item = [&](uint32_t i) { return peek(static_cast<int>(count - 1 - i)); };
  Ref made;
  if (tuple) {
    made = make_tuple(stack_items(static_cast<uint32_t>(top().stack.size()) - count, count));
  } else {
    made = call(Helper::kBuildList3, item(0), item(1), item(2));
    for (uint32_t i = 3; i < count; ++i) call(Helper::kListAppend, made, item(i));
  }
  drop(static_cast<int>(count));
  push(made);
  return true;
}

/// The operation that asks an iterator of a range, list, tuple, str or bytes for its next item, and whether there is one; else kCount.
Op Recorder::next_of(Value it, bool* more) {
  switch (static_cast<TypeId>(it.as<Object>()->shape_id())) {
    case TypeId::kRangeIterator: {
      auto* range = it.as<builtins::RangeIterator>();
      int64_t at = range->next.load_relaxed(), stop = range->stop.load_relaxed();
      *more = range->step > 0 ? at < stop : at > stop;
      return Op::kRangeNext;
    }
    case TypeId::kListIterator: {
      auto* list = it.as<builtins::ListIterator>();
      *more = (list->tagged_index.load_relaxed() >> 1) < list->list.load_relaxed()->size.load_relaxed();
      return Op::kListNext;
    }
    case TypeId::kTupleIterator: {
      auto* tuple = it.as<builtins::TupleIterator>();
      *more = (tuple->tagged_index.load_relaxed() >> 1) < tuple->tuple.load_relaxed()->size();
      return Op::kTupleNext;
    }
    case TypeId::kStrIterator:
    case TypeId::kStrAsciiIterator: {
      auto* text = it.as<builtins::StrIterator>();
      auto* s = text->text.load_relaxed().as<Str>();
      int64_t at = text->next.load_relaxed().small_int();
      *more = at < s->length();
      return s->width == 1 ? Op::kStrNext : Op::kCount;
    }
    case TypeId::kBytesIterator: {
      auto* bytes = it.as<builtins::BytesIterator>();
      int64_t at = bytes->next.load_relaxed().small_int();
      *more = at < bytes->source.load_relaxed().as<builtins::Bytes>()->length;
      return Op::kBytesNext;
    }
    default: return Op::kCount;
  }
}

bool Recorder::for_iter(Machine& m, uint32_t arg) {
  Value it = m.peek(0);
  Ref iterator = peek(0);
  auto shape = it.as<Object>()->shape_id();
  auto id = static_cast<TypeId>(shape);
  bool more;
  Op next = next_of(it, &more);
  if (next != Op::kCount) {
    guard_shape(iterator, shape);
    if (!more) {
      if (at_own_header()) {
        ended_at_once_ = true;
        return abort("the loop ends at once");
      }
      call(Helper::kIterEnds, iterator);
      drop(1);
      expected_ += arg;
      return true;
    }
    push(emit(next, iterator));
    return true;
  }
  if (id == TypeId::kGenerator) {
    bool followed = false;
    uint32_t next_unit = static_cast<uint32_t>(expected_ - t_.frame->code->units);
    auto row = static_cast<uint32_t>(top().stack.size());
    if (!resume_chain(it.as<vm::Generator>(), iterator, next_unit + arg, &followed)) return false;
    if (followed) return true;
    if (!resume(it.as<vm::Generator>(), iterator, constant(kNone), row, next_unit + arg, false, &followed)) return false;
    if (followed) return true;
  }
  if (vm::is_mapped(it)) {
    bool followed;
    if (!next_mapped(it, arg, &followed)) return false;
    if (followed) return true;
  }
  if (shape >= static_cast<uint32_t>(TypeId::kCount)) {
    bool entered = false;
    if (!enter_method(m, BytecodeOp::kForIter, arg, &entered)) return false;
    return entered || abort("a loop over an iterator written in Python that cannot be followed");
  }
  expected_other_ = expected_ + arg;  // whether it has an item is seen when execution goes on
  if (next_pair(it, iterator)) return true;
  if (builtins::quiet_iterator(it)) {
    guard_quiet_iterator(it, iterator);
    wait_frame_ = t_.frame;
    push(call(Helper::kIterNext, iterator));
    return true;
  }
  // Python code that it runs sees this frame: its line and its locals.
  if (!escape(m, BytecodeOp::kForIter, arg)) return false;
  top().stack[top().stack.size() - 2] = iterator;
  return true;
}

/// enumerate() of what next_of knows, zip() of two or three such: the pair is made in the trace, where most loops take it apart at once.
/// What an enumerate does under its lock needs none while nobody else runs. False: nothing was recorded.
bool Recorder::next_pair(Value it, Ref iterator) {
  constexpr size_t kMostParts = 3;
  if (t_.must_lock != 0) return false;
  std::vector<Value> parts;
  if (is_exact(it, TypeId::kEnumerate)) {
    Value count = it.as<builtins::Enumerate>()->count.load_acquire();
    if (!count.is_small_int() || count.small_int() == Value::kMaxSmallInt) return false;
    parts.push_back(it.as<builtins::Enumerate>()->iterator.get());
  } else if (is_exact(it, TypeId::kZip)) {
    Tuple* all = it.as<builtins::Zip>()->iterators.load_relaxed();
    if (all == nullptr || all->size() < 2 || all->size() > static_cast<int64_t>(kMostParts)) return false;
    for (int64_t i = 0; i < all->size(); ++i) parts.push_back(all->items[i].get());
  } else {
    return false;
  }
  Op next[kMostParts];
  for (size_t i = 0; i < parts.size(); ++i) {
    bool more = false;
    if (!parts[i].is_heap() || (next[i] = next_of(parts[i], &more)) == Op::kCount || !more) return false;
    if (parts.size() > 1 && !go_together(next[i])) return false;
    if (std::count(parts.begin(), parts.end(), parts[i]) > 1) return false;  // zip(it, it) takes two of one
  }
  guard_shape(iterator, it.as<Object>()->shape_id());
  emit(Op::kGuardUnlocked);
  if (is_exact(it, TypeId::kEnumerate)) {
    Ref inner = as_heap(emit(Op::kLoadFixed, iterator, kNoRef, kNoRef, offsetof(builtins::Enumerate, iterator)));
    guard_shape(inner, parts[0].as<Object>()->shape_id());
    Ref count = as_int(load(iterator, offsetof(builtins::Enumerate, count)));
    Ref then = as_value(emit(Op::kAddInt, count, int_word(2)));
    Ref item = emit(next[0], inner);
    emit(Op::kStoreField, iterator, then, kNoRef, offsetof(builtins::Enumerate, count));
    push(call(Helper::kBuildTuple2, count, item));
    return true;
  }
  Ref all = as_heap(emit(Op::kLoadFixed, iterator, kNoRef, kNoRef, offsetof(builtins::Zip, iterators)));
  guard_exact(all, TypeId::kTuple);
  emit(Op::kGuardTupleSize, all, kNoRef, kNoRef, parts.size());
  std::vector<Ref> refs;
  for (size_t i = 0; i < parts.size(); ++i) refs.push_back(as_heap(emit(Op::kTupleItemAt, all, kNoRef, kNoRef, i)));
  std::vector<Ref> items = take_together(parts, refs, next);
  push(parts.size() == 2 ? call(Helper::kBuildTuple2, items[0], items[1]) : call(Helper::kBuildTuple3, items[0], items[1], items[2]));
  return true;
}

/// An item of each of these iterators, which go_together; all that may leave comes first.
std::vector<Ref> Recorder::take_together(const std::vector<Value>& parts, const std::vector<Ref>& refs, const Op* next) {
  for (size_t i = 0; i < parts.size(); ++i) {
    guard_shape(refs[i], parts[i].as<Object>()->shape_id());
    for (size_t before = 0; before < i; ++before) emit(Op::kGuardNotSame, refs[before], refs[i]);
  }
  auto of = [](Op op, Op range, Op list, Op tuple) { return op == Op::kRangeNext ? range : op == Op::kListNext ? list : tuple; };
  for (size_t i = 0; i < parts.size(); ++i) emit(of(next[i], Op::kRangeMore, Op::kListMore, Op::kTupleMore), refs[i]);
  std::vector<Ref> items;
  for (size_t i = 0; i < parts.size(); ++i) items.push_back(emit(of(next[i], Op::kRangeTake, Op::kListTake, Op::kTupleTake), refs[i]));
  return items;
}

/// The iterator that the last instruction asked had no item: the trace is of that case. Should there be one after all, the interpreter
/// goes on behind the instruction with it.
bool Recorder::loop_ended() {
  Ref asked = peek(0);
  if (trace_.code[asked].op != Op::kCallHelper1) return abort("the iterator ended while recording");
  if (at_own_header()) {
    ended_at_once_ = true;
    return abort("the loop ends at once");
  }
  trace_.code[asked].imm = static_cast<uint64_t>(Helper::kIterStep);
  trace_.places.push_back({top().code_index, static_cast<uint32_t>(expected_ - t_.frame->code->units), 0});
  uint32_t instruction = std::exchange(source_, static_cast<uint32_t>(trace_.places.size() - 1));
  snapshot_at_ = kNoSnapshot;
  (void)snapshot();
  source_ = instruction;  // of which the guard is a part: whether the code is still valid is asked behind it
  emit(Op::kGuardIs, asked, kNoRef, kNoRef, kIterationEnded.bits());
  snapshot_at_ = kNoSnapshot;
  drop(2);
  expected_ = expected_other_;
  return true;
}

/// The shapes that make `it` a quiet_iterator.
void Recorder::guard_quiet_iterator(Value it, Ref iterator) {
  guard_shape(iterator, it.as<Object>()->shape_id());
  if (is_exact(it, TypeId::kEnumerate)) {
    guard_quiet_iterator(it.as<builtins::Enumerate>()->iterator.get(), as_heap(load(iterator, offsetof(builtins::Enumerate, iterator))));
  } else if (is_exact(it, TypeId::kZip)) {
    Tuple* parts = it.as<builtins::Zip>()->iterators.load_relaxed();
    Ref tuple = as_heap(load(iterator, offsetof(builtins::Zip, iterators)));
    guard_exact(tuple, TypeId::kTuple);
    emit(Op::kGuardTupleSize, tuple, kNoRef, kNoRef, static_cast<uint64_t>(parts->size()));
    for (int64_t i = 0; i < parts->size(); ++i) {
      guard_quiet_iterator(parts->items[i].get(), as_heap(emit(Op::kTupleItemAt, tuple, kNoRef, kNoRef, static_cast<uint64_t>(i))));
    }
  }
}

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// Micro-ops of subscripts, container displays, unpacking and iteration.
#pragma once

#include "builtins/dict/dict.h"
#include "builtins/list/list.h"
#include "builtins/list/list_sort.h"
#include "builtins/range/range.h"
#include "builtins/set/set.h"
#include "builtins/str/str_type.h"
#include "builtins/tuple/tuple.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/mapped_frames.h"
#include "vm/uops/frames.h"
#include "vm/uops/machine.h"

namespace eider::vm::uops {

// --- subscripts ----------------------------------------------------------------------------------------------------------------
struct ListItem {
  static constexpr UopInfo info{"LIST_ITEM", 2, 1, Effects::kReadsHeap | Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value key = m.peek(0), container = m.peek(1);
    if (!key.is_small_int() || !is_exact(container, TypeId::kList)) return Flow::kSideExit;
    List* list = container.as<List>();
    int64_t i = key.small_int();
    if (i < 0) i += list->size.load_relaxed();
    Value v = list_get(list, i);  // bounds, Note [Reading a list without its lock]
    if (EIDER_UNLIKELY(v.is_absent())) return Flow::kSideExit;
    m.replace(2, v);
    return Flow::kNext;
  }
};

struct TupleItem {
  static constexpr UopInfo info{"TUPLE_ITEM", 2, 1, Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value key = m.peek(0), container = m.peek(1);
    if (!key.is_small_int() || !is_exact(container, TypeId::kTuple)) return Flow::kSideExit;
    Tuple* tuple = container.as<Tuple>();
    int64_t i = key.small_int();
    if (i < 0) i += tuple->size();
    if (EIDER_UNLIKELY(static_cast<uint64_t>(i) >= static_cast<uint64_t>(tuple->size()))) return Flow::kSideExit;
    m.replace(2, tuple->items[i].get());
    return Flow::kNext;
  }
};

// --- item container -> bool; arg 1 inverts -----------------------------------------------------------------------------------------------
template <class M>
EIDER_ALWAYS_INLINE Flow answer_contains(M& m, Result<bool> found) {
  if (EIDER_UNLIKELY(!found.ok())) return Flow::kError;
  m.replace(2, Value::from_bool(found.get() != (m.arg() != 0)));
  return Flow::kNext;
}

struct ContainsGeneric {
  static constexpr UopInfo info{"CONTAINS", 2, 1, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_contains(m.t, m.pc, m.tos);
    if (Flow flow = enter_method<Op::kContainsOp>(m, m.tos); flow != Flow::kNext) return flow;
    m.save();
    return answer_contains(m, contains(m.t, m.tos, m.peek(1)));
  }
};

struct ContainsDict {
  static constexpr UopInfo info{"CONTAINS_DICT", 2, 1, Effects::kEscapes | Effects::kReadsHeap | Effects::kCanExit | Effects::kCanRaise, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, TypeId::kDict)) return Flow::kSideExit;
    m.save();
    Value v = EIDER_UOP_TRY(dict_get(m.t, m.tos.template as<Dict>(), m.peek(1)));
    return answer_contains(m, !v.is_absent());
  }
};

struct ContainsSet {  // set or frozenset
  static constexpr UopInfo info{"CONTAINS_SET", 2, 1, Effects::kEscapes | Effects::kReadsHeap | Effects::kCanExit | Effects::kCanRaise, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, TypeId::kSet) && !is_exact(m.tos, TypeId::kFrozenSet)) return Flow::kSideExit;
    m.save();
    return answer_contains(m, builtins::set_contains(m.t, m.tos.template as<builtins::Set>(), m.peek(1)));
  }
};

struct ContainsStr {
  static constexpr UopInfo info{"CONTAINS_STR", 2, 1, Effects::kReadsHeap | Effects::kCanExit | Effects::kCanRaise, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, TypeId::kStr)) return Flow::kSideExit;
    m.save();
    return answer_contains(m, builtins::str_contains(m.t, m.tos, m.peek(1)));
  }
};

struct DictItem {
  static constexpr UopInfo info{"DICT_ITEM", 2, 1, Effects::kEscapes | Effects::kReadsHeap | Effects::kCanExit | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.peek(1), TypeId::kDict)) return Flow::kSideExit;
    m.save();
    Value v = EIDER_UOP_TRY(dict_get(m.t, m.peek(1).template as<Dict>(), m.peek(0)));
    if (EIDER_UNLIKELY(v.is_absent())) {
      (void)raise_key_error(m.t, m.peek(0));
      return Flow::kError;
    }
    m.replace(2, v);
    return Flow::kNext;
  }
};

struct StrItem {
  static constexpr UopInfo info{"STR_ITEM", 2, 1, Effects::kCanExit | Effects::kAllocates | Effects::kCanRaise, Yields::kStr};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value key = m.peek(0), container = m.peek(1);
    if (!key.is_small_int() || !is_exact(container, TypeId::kStr)) return Flow::kSideExit;
    Str* s = container.as<Str>();
    int64_t i = key.small_int();
    if (i < 0) i += s->length();
    if (EIDER_UNLIKELY(static_cast<uint64_t>(i) >= static_cast<uint64_t>(s->length()))) return Flow::kSideExit;
    m.save();
    Str* one = EIDER_UOP_TRY(str_from_char(m.t, s->at(i)));
    m.replace(2, one->value());
    return Flow::kNext;
  }
};

struct BinarySubscrGeneric {
  static constexpr UopInfo info{"BINARY_SUBSCR", 2, 1,
                                Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_subscript(m.t, m.pc, m.peek(1), m.peek(0));
    m.save();
    if (Flow flow = enter_operator<Op::kBinarySubscr>(m); flow != Flow::kNext) return flow;
    Value v = EIDER_UOP_TRY(get_item(m.t, m.peek(1), m.peek(0)));
    m.replace(2, v);
    return Flow::kNext;
  }
};

struct StoreListItem {  // value container key
  static constexpr UopInfo info{"STORE_LIST_ITEM", 3, 0, Effects::kWritesHeap | Effects::kLocks | Effects::kCanExit, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value key = m.peek(0), container = m.peek(1);
    if (!key.is_small_int() || !is_exact(container, TypeId::kList)) return Flow::kSideExit;
    List* list = container.as<List>();
    int64_t i = key.small_int();
    if (EIDER_UNLIKELY(m.t.must_lock != 0)) {
      if (!store_list_item_locked(m.t, list, i, m.peek(2))) return Flow::kSideExit;
    } else {
      int64_t size = list->size.load_relaxed();
      if (i < 0) i += size;
      if (EIDER_UNLIKELY(static_cast<uint64_t>(i) >= static_cast<uint64_t>(size))) return Flow::kSideExit;
      list->block.get()->items[i].store_relaxed(m.peek(2));
    }
    m.drop(3);
    return Flow::kNext;
  }
};

struct StoreDictItem {
  static constexpr UopInfo info{"STORE_DICT_ITEM", 3, 0,
                                Effects::kEscapes | Effects::kWritesHeap | Effects::kLocks | Effects::kAllocates | Effects::kCanExit |
                                    Effects::kCanRaise,
                                Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.peek(1), TypeId::kDict)) return Flow::kSideExit;
    m.save();
    if (!dict_set(m.t, m.peek(1).template as<Dict>(), m.peek(0), m.peek(2)).ok()) return Flow::kError;
    m.drop(3);
    return Flow::kNext;
  }
};

struct StoreSubscrGeneric {
  static constexpr UopInfo info{"STORE_SUBSCR", 3, 0, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_store_subscript(m.t, m.pc, m.peek(1), m.peek(0));
    if (Flow flow = enter_method<Op::kStoreSubscr>(m, m.peek(1)); flow != Flow::kNext) return flow;
    m.save();
    if (!set_item(m.t, m.peek(1), m.peek(0), m.peek(2)).ok()) return Flow::kError;
    m.drop(3);
    return Flow::kNext;
  }
};

struct DeleteSubscr {
  static constexpr UopInfo info{"DELETE_SUBSCR", 2, 0, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (Flow flow = enter_method<Op::kDeleteSubscr>(m, m.peek(1)); flow != Flow::kNext) return flow;
    m.save();
    if (!delete_item(m.t, m.peek(1), m.peek(0)).ok()) return Flow::kError;
    m.drop(2);
    return Flow::kNext;
  }
};

// --- displays and other operations on a row of stack items ---------------------------------------------------------------------
/// helper(t, items, count) -> value; pops Pops(arg) items, pushes the result.
#define EIDER_ROW_UOP(Struct, text, pops, helper, yields)                                                                \
  struct Struct {                                                                                                        \
    static constexpr UopInfo info{text, kVariable, 1, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise, yields}; \
    template <class M>                                                                                                   \
    EIDER_ALWAYS_INLINE static Flow run(M& m) {                                                                          \
      [[maybe_unused]] int arg = static_cast<int>(m.arg());                                                              \
      int count = (pops);                                                                                                \
      m.save();                                                                                                          \
      Value* first = m.row_top() + 1 - count;                                                                            \
      Value v = EIDER_UOP_TRY(helper(m.t, first, m.arg()));                                                              \
      m.sp = first;                                                                                                      \
      m.tos = v;                                                                                                         \
      return Flow::kNext;                                                                                                \
    }                                                                                                                    \
  };
/// helper(t, items, arg) -> void; pops Pops(arg) items.
#define EIDER_ROW_UOP_DO(Struct, text, pops, helper)                                                                     \
  struct Struct {                                                                                                        \
    static constexpr UopInfo info{text, kVariable, 0, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise, Yields::kNothing}; \
    template <class M>                                                                                                   \
    EIDER_ALWAYS_INLINE static Flow run(M& m) {                                                                          \
      [[maybe_unused]] int arg = static_cast<int>(m.arg());                                                              \
      m.save();                                                                                                          \
      Value* first = m.row_top() + 1 - (pops);                                                                           \
      if (!helper(m.t, first, m.arg()).ok()) return Flow::kError;                                                        \
      m.drop(pops);                                                                                                      \
      return Flow::kNext;                                                                                                \
    }                                                                                                                    \
  };

EIDER_ROW_UOP(BuildTuple, "BUILD_TUPLE", arg, build_tuple, Yields::kTuple)
EIDER_ROW_UOP(BuildList, "BUILD_LIST", arg, build_list, Yields::kList)
EIDER_ROW_UOP(BuildSet, "BUILD_SET", arg, build_set, Yields::kAnything)
EIDER_ROW_UOP(BuildMap, "BUILD_MAP", 2 * arg, build_map, Yields::kDict)
EIDER_ROW_UOP(BuildConstKeyMap, "BUILD_CONST_KEY_MAP", arg + 1, build_const_key_map, Yields::kDict)
EIDER_ROW_UOP(BuildString, "BUILD_STRING", arg, build_string, Yields::kStr)
EIDER_ROW_UOP(BuildSlice, "BUILD_SLICE", arg, build_slice, Yields::kAnything)
EIDER_ROW_UOP(FormatValueGeneric, "FORMAT_VALUE", (arg & 4 ? 2 : 1), format_value, Yields::kStr)

struct FormatValue {
  static constexpr UopInfo info{"FORMAT_VALUE", kVariable, 1, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl, Yields::kStr};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if ((m.arg() & 4) == 0) {
      if (Flow flow = enter_method<Op::kFormatValue>(m, m.tos); flow != Flow::kNext) return flow;
    }
    return FormatValueGeneric::run(m);
  }
};
EIDER_ROW_UOP(ListToTuple, "LIST_TO_TUPLE", 1, list_to_tuple_op, Yields::kTuple)
EIDER_ROW_UOP(SortByKeys, "SORT_BY_KEYS", 3, sort_by_keys, Yields::kList)
EIDER_ROW_UOP(SortEnd, "SORT_END", 3, sort_end, Yields::kAnything)
EIDER_ROW_UOP_DO(ListExtend, "LIST_EXTEND", 1, list_extend_op)
EIDER_ROW_UOP_DO(SetAdd, "SET_ADD", 1, set_add_op)
EIDER_ROW_UOP_DO(SetUpdate, "SET_UPDATE", 1, set_update_op)
EIDER_ROW_UOP_DO(MapAdd, "MAP_ADD", 2, map_add_op)
EIDER_ROW_UOP_DO(DictUpdate, "DICT_UPDATE", 1, dict_update_op)
EIDER_ROW_UOP_DO(DictMerge, "DICT_MERGE", 1, dict_merge_op)

struct SortBegin {
  static constexpr UopInfo info{"SORT_BEGIN", 1, 2, Effects::kWritesHeap | Effects::kLocks | Effects::kAllocates | Effects::kCanRaise, Yields::kList};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    m.row_top();
    List *items, *empty;
    if (!builtins::sort_begin(m.t, m.tos.template as<List>(), &items, &empty).ok()) return Flow::kError;
    m.set_top(items->value());
    m.push(empty->value());
    return Flow::kNext;
  }
};

/// Appends to the list of a comprehension or display: nobody else can see it.
struct ListAppend {
  static constexpr UopInfo info{"LIST_APPEND", 1, 0, Effects::kWritesHeap | Effects::kAllocates | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    List* list = m.row_top()[-static_cast<int>(m.arg())].template as<List>();
    int64_t size = list->size.load_relaxed();
    Block* block = list->block.get();
    if (EIDER_LIKELY(size < block->capacity())) {
      block->items[size].store_relaxed(m.tos);
      list->size.store_relaxed(size + 1);
    } else {
      m.save();
      if (!list_append(m.t, list, m.tos).ok()) return Flow::kError;
    }
    m.drop(1);
    return Flow::kNext;
  }
};

// --- unpacking -----------------------------------------------------------------------------------------------------------------
struct UnpackTuple {
  static constexpr UopInfo info{"UNPACK_TUPLE", 1, kVariable, Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, TypeId::kTuple)) return Flow::kSideExit;
    Tuple* tuple = m.tos.template as<Tuple>();
    int64_t n = m.arg();
    if (tuple->size() != n || n == 0) return Flow::kSideExit;
    m.set_top(tuple->items[n - 1].get());
    for (int64_t i = n - 2; i >= 0; --i) m.push(tuple->items[i].get());
    return Flow::kNext;
  }
};

struct UnpackGeneric {
  static constexpr UopInfo info{"UNPACK_SEQUENCE", 1, kVariable, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    Value s = m.tos;
    int64_t n = m.arg();
    if (is_exact(s, TypeId::kTuple)) specialize_unpack(m.t, m.pc);
    if (!unpack_sequence(m.t, s, n, m.sp).ok()) return Flow::kError;  // writes n items upwards, last item first
    if (n == 0) {
      m.drop(1);
    } else {
      m.sp += n - 1;
      m.tos = *m.sp;
    }
    return Flow::kNext;
  }
};

struct UnpackEx {
  static constexpr UopInfo info{"UNPACK_EX", 1, kVariable, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    int before = static_cast<int>(m.arg() & 0xff), after = static_cast<int>(m.arg() >> 8);
    if (!unpack_ex(m.t, m.tos, before, after, m.sp).ok()) return Flow::kError;
    m.sp += before + after;
    m.tos = *m.sp;
    return Flow::kNext;
  }
};

// --- iteration ----------------------------------------------------------------------------------------------------------------
struct GetIter {
  static constexpr UopInfo info{"GET_ITER", 1, 1, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (Flow flow = enter_method<Op::kGetIter>(m, m.tos); flow != Flow::kNext) return flow;
    m.save();
    m.set_top(EIDER_UOP_TRY(get_iter(m.t, m.tos)));
    return Flow::kNext;
  }
};

/// Leaves the loop: pops the iterator and jumps.
template <class M>
EIDER_ALWAYS_INLINE Flow leave_loop(M& m) {
  m.drop(1);
  m.jump_forward(kCacheUnits[static_cast<int>(Op::kForIter)], m.arg());
  return Flow::kJump;
}

struct IterList {
  static constexpr UopInfo info{"ITER_LIST", 1, 2, Effects::kReadsHeap | Effects::kWritesHeap | Effects::kCanExit | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, TypeId::kListIterator)) return Flow::kSideExit;
    Value v = builtins::list_iterator_next(m.tos.template as<builtins::ListIterator>());
    if (v.is_absent()) return leave_loop(m);
    m.push(v);
    return Flow::kNext;
  }
};

/// Over a dict, its values or its items. What changed meanwhile is noticed as by the iterator's own next.
template <TypeId kWhich>
struct IterDict {
  static constexpr bool kItems = kWhich == TypeId::kDictItemIterator;
  static constexpr UopInfo info{kWhich == TypeId::kDictKeyIterator ? "ITER_DICT_KEYS" : kItems ? "ITER_DICT_ITEMS" : "ITER_DICT_VALUES", 1, 2,
                                Effects::kReadsHeap | Effects::kWritesHeap | Effects::kAllocates | Effects::kCanExit | Effects::kCanRaise |
                                    Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, kWhich)) return Flow::kSideExit;
    m.save();
    Value key, value;
    if (EIDER_UNLIKELY(!builtins::dict_iterator_step(m.t, m.tos.template as<builtins::DictIterator>(), &key, &value))) {
      if (m.t.has_exception()) return Flow::kError;
      return leave_loop(m);
    }
    if constexpr (kItems) {
      m.row_top();
      key = EIDER_UOP_TRY(tuple_of(m.t, key, value))->value();
    }
    m.push(kWhich == TypeId::kDictValueIterator ? value : key);
    return Flow::kNext;
  }
};

struct IterTuple {
  static constexpr UopInfo info{"ITER_TUPLE", 1, 2, Effects::kReadsHeap | Effects::kWritesHeap | Effects::kCanExit | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, TypeId::kTupleIterator)) return Flow::kSideExit;
    Value v = builtins::tuple_iterator_next(m.tos.template as<builtins::TupleIterator>());
    if (v.is_absent()) return leave_loop(m);
    m.push(v);
    return Flow::kNext;
  }
};

struct IterRange {
  static constexpr UopInfo info{"ITER_RANGE", 1, 2, Effects::kReadsHeap | Effects::kWritesHeap | Effects::kCanExit | Effects::kControl, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, TypeId::kRangeIterator)) return Flow::kSideExit;
    Value v = builtins::range_iterator_next(m.tos.template as<builtins::RangeIterator>());
    if (v.is_absent()) return leave_loop(m);
    m.push(v);
    return Flow::kNext;
  }
};

/// Resumes a generator's frame in this interpreter activation; its yield comes back to the instruction after this one.
struct IterGenerator {
  static constexpr UopInfo info{"ITER_GENERATOR", 1, 2, Effects::kFrames | Effects::kEscapes | Effects::kCanExit | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (!is_exact(m.tos, TypeId::kGenerator)) return Flow::kSideExit;
    constexpr int kLength = 1 + kCacheUnits[static_cast<int>(Op::kForIter)];
    m.save();
    m.row_top();
    return resume_in_place(m, m.tos.template as<Generator>(), kNone, m.pc + kLength, m.pc + kLength + m.arg(), m.sp + 1, m.sp);
  }
};

struct IterGeneric {
  static constexpr UopInfo info{"FOR_ITER", 1, 2, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_for_iter(m.t, m.pc, m.tos);
    if (Flow flow = enter_method<Op::kForIter>(m, m.tos); flow != Flow::kNext) return flow;
    m.save();
    m.row_top();
    if (is_mapped(m.tos)) {
      switch (enter_mapped_frame(m.t, m.pc, m.sp, m.arg())) {
        case Entered::kYes: return to_frame(m);
        case Entered::kEnded: return leave_loop(m);
        case Entered::kRaised: return Flow::kError;
        case Entered::kNo: break;
      }
    }
    Value v = EIDER_UOP_TRY(next_slot(m.t, m.tos));
    if (v.is_absent()) return leave_loop(m);
    m.push(v);
    return Flow::kNext;
  }
};

}  // namespace eider::vm::uops

// SPDX-License-Identifier: MIT
//
// _heapq and _bisect: heaps and sorted rows in plain lists.
//
// Thread rule: each read and write of an item is one atomic step of the list's own; comparisons run without any lock. A list that
// another thread changes meanwhile is noticed when its size changes ("list changed size during iteration"); otherwise the heap's order is
// the callers' to guard, as in CPython.
#include "modules/module_parts.h"

namespace eider::modules {

namespace {

Result<List*> heap_of(Thread& t, Value v, const char* function) {
  if (!is_instance(t, v, TypeId::kList)) return raise(t, TypeId::kTypeError, "%s() argument 1 must be list, not %s", function, type_name(t, v));
  return v.as<List>();
}
Failure size_changed(Thread& t) { return raise(t, TypeId::kRuntimeError, "list changed size during iteration"); }
Result<Value> item_at(Thread& t, List* list, int64_t i) {
  Value v = list_get_checked(list, i);
  if (v.is_absent()) return size_changed(t);
  return v;
}
Result<void> put_at(Thread& t, List* list, int64_t i, Value v) {
  return list_set(t, list, i, v) ? kDone : Result<void>(size_changed(t));
}
/// kMax: a heap whose greatest item is first.
enum class Order : uint8_t { kMin, kMax };
Result<bool> before(Thread& t, Value a, Value b, Order order) {
  return order == Order::kMin ? truth(t, EIDER_TRY(compare(t, a, b, CompareKind::kLt))) : truth(t, EIDER_TRY(compare(t, b, a, CompareKind::kLt)));
}

Result<void> sift_down(Thread& t, List* heap, int64_t start, int64_t at, Order order) {
  int64_t size = list_size(heap);
  Value item = EIDER_TRY(item_at(t, heap, at));
  while (at > start) {
    int64_t parent_at = (at - 1) >> 1;
    Value parent = EIDER_TRY(item_at(t, heap, parent_at));
    bool moves = EIDER_TRY(before(t, item, parent, order));
    if (list_size(heap) != size) return size_changed(t);
    if (!moves) break;
    EIDER_TRY(put_at(t, heap, at, EIDER_TRY(item_at(t, heap, parent_at))));
    EIDER_TRY(put_at(t, heap, parent_at, item));
    at = parent_at;
  }
  return kDone;
}
Result<void> sift_up(Thread& t, List* heap, int64_t at, Order order) {
  int64_t end = list_size(heap), start = at;
  if (at >= end) return raise(t, TypeId::kIndexError, "index out of range");
  int64_t limit = end >> 1;
  while (at < limit) {
    int64_t child = 2 * at + 1;
    if (child + 1 < end) {
      Value left = EIDER_TRY(item_at(t, heap, child)), right = EIDER_TRY(item_at(t, heap, child + 1));
      if (!EIDER_TRY(before(t, left, right, order))) child++;
      if (list_size(heap) != end) return size_changed(t);
    }
    Value moved = EIDER_TRY(item_at(t, heap, child)), held = EIDER_TRY(item_at(t, heap, at));
    EIDER_TRY(put_at(t, heap, child, held));
    EIDER_TRY(put_at(t, heap, at, moved));
    at = child;
    EIDER_TRY(poll(t));
  }
  return sift_down(t, heap, start, at, order);
}
Result<Value> pop_last(Thread& t, List* heap) {
  Value last = EIDER_TRY(call_method(t, heap->value(), name(t, Name::kpop)));
  return last;
}
Result<Value> heap_pop(Thread& t, Value v, Order order) {
  List* heap = EIDER_TRY(heap_of(t, v, order == Order::kMin ? "heappop" : "_heappop_max"));
  if (list_size(heap) == 0) return raise(t, TypeId::kIndexError, "index out of range");
  Value last = EIDER_TRY(pop_last(t, heap));
  if (list_size(heap) == 0) return last;
  Value first = EIDER_TRY(item_at(t, heap, 0));
  EIDER_TRY(put_at(t, heap, 0, last));
  EIDER_TRY(sift_up(t, heap, 0, order));
  return first;
}
Result<Value> heap_replace(Thread& t, Value v, Value item, Order order) {
  List* heap = EIDER_TRY(heap_of(t, v, order == Order::kMin ? "heapreplace" : "_heapreplace_max"));
  if (list_size(heap) == 0) return raise(t, TypeId::kIndexError, "index out of range");
  Value first = EIDER_TRY(item_at(t, heap, 0));
  EIDER_TRY(put_at(t, heap, 0, item));
  EIDER_TRY(sift_up(t, heap, 0, order));
  return first;
}
Result<Value> heap_make(Thread& t, Value v, Order order) {
  List* heap = EIDER_TRY(heap_of(t, v, order == Order::kMin ? "heapify" : "_heapify_max"));
  for (int64_t i = (list_size(heap) >> 1) - 1; i >= 0; i--) EIDER_TRY(sift_up(t, heap, i, order));
  return kNone;
}

Result<Value> heappush(Thread& t, const Value* a) {
  List* heap = EIDER_TRY(heap_of(t, a[0], "heappush"));
  EIDER_TRY(list_append(t, heap, a[1]));
  EIDER_TRY(sift_down(t, heap, 0, list_size(heap) - 1, Order::kMin));
  return kNone;
}
Result<Value> heappop(Thread& t, const Value* a) { return heap_pop(t, a[0], Order::kMin); }
Result<Value> heapreplace(Thread& t, const Value* a) { return heap_replace(t, a[0], a[1], Order::kMin); }
Result<Value> heapify(Thread& t, const Value* a) { return heap_make(t, a[0], Order::kMin); }
Result<Value> heappop_max(Thread& t, const Value* a) { return heap_pop(t, a[0], Order::kMax); }
Result<Value> heapreplace_max(Thread& t, const Value* a) { return heap_replace(t, a[0], a[1], Order::kMax); }
Result<Value> heapify_max(Thread& t, const Value* a) { return heap_make(t, a[0], Order::kMax); }
Result<Value> heappushpop(Thread& t, const Value* a) {
  List* heap = EIDER_TRY(heap_of(t, a[0], "heappushpop"));
  if (list_size(heap) == 0) return a[1];
  Value first = EIDER_TRY(item_at(t, heap, 0));
  if (!EIDER_TRY(before(t, first, a[1], Order::kMin))) return a[1];
  if (list_size(heap) == 0) return raise(t, TypeId::kIndexError, "index out of range");
  return heap_replace(t, a[0], a[1], Order::kMin);
}

constexpr NativeDef kHeapFunctions[] = {
    {"heappush(heap, item, /)", heappush, Sync::kLocksSelfEach, "Push item onto heap, maintaining the heap invariant.", NativeDef::kFunction},
    {"heappushpop(heap, item, /)", heappushpop, Sync::kLocksSelfEach,
     "Push item on the heap, then pop and return the smallest item from the heap.\n\nThe combined action runs more efficiently than heappush() followed "
     "by\na separate call to heappop().", NativeDef::kFunction},
    {"heappop(heap, /)", heappop, Sync::kLocksSelfEach, "Pop the smallest item off the heap, maintaining the heap invariant.", NativeDef::kFunction},
    {"heapreplace(heap, item, /)", heapreplace, Sync::kLocksSelfEach, "Pop and return the current smallest value, and add the new item.",
     NativeDef::kFunction},
    {"heapify(heap, /)", heapify, Sync::kLocksSelfEach, "Transform list into a heap, in-place, in linear time.", NativeDef::kFunction},
    {"_heappop_max(heap, /)", heappop_max, Sync::kLocksSelfEach, "Maxheap variant of heappop.", NativeDef::kFunction},
    {"_heapify_max(heap, /)", heapify_max, Sync::kLocksSelfEach, "Maxheap variant of heapify.", NativeDef::kFunction},
    {"_heapreplace_max(heap, item, /)", heapreplace_max, Sync::kLocksSelfEach, "Maxheap variant of heapreplace.", NativeDef::kFunction},
};

// --- _bisect -----------------------------------------------------------------------------------------------------------------------
enum class Side : uint8_t { kLeft, kRight };
Result<int64_t> bisect(Thread& t, const Value* a, Value wanted, Side side) {
  int64_t low = a[2].is_absent() ? 0 : EIDER_TRY(builtins::size_argument(t, a[2]));
  if (low < 0) return raise(t, TypeId::kValueError, "lo must be non-negative");
  int64_t high = a[3].is_absent() || a[3].is_none() ? -1 : EIDER_TRY(builtins::size_argument(t, a[3]));
  if (high == -1) high = EIDER_TRY(length(t, a[0]));
  Value key = a[4];
  while (low < high) {
    int64_t middle = static_cast<int64_t>((static_cast<uint64_t>(low) + static_cast<uint64_t>(high)) / 2);
    Value item = EIDER_TRY(get_item(t, a[0], EIDER_TRY(int_from_int64(t, middle))));
    if (!key.is_absent() && !key.is_none()) item = EIDER_TRY(call1(t, key, item));
    bool go_right = side == Side::kLeft ? EIDER_TRY(truth(t, EIDER_TRY(compare(t, item, wanted, CompareKind::kLt))))
                                        : !EIDER_TRY(truth(t, EIDER_TRY(compare(t, wanted, item, CompareKind::kLt))));
    if (go_right) low = middle + 1; else high = middle;
    EIDER_TRY(poll(t));
  }
  return low;
}
template <Side S>
Result<Value> bisect_function(Thread& t, const Value* a) {
  return int_from_int64(t, EIDER_TRY(bisect(t, a, a[1], S)));
}
template <Side S>
Result<Value> insort(Thread& t, const Value* a) {
  Value wanted = a[4].is_absent() || a[4].is_none() ? a[1] : EIDER_TRY(call1(t, a[4], a[1]));
  Value row[2] = {Value::from_small_int(EIDER_TRY(bisect(t, a, wanted, S))), a[1]};
  EIDER_TRY(call_method(t, a[0], EIDER_TRY(intern(t, "insert")), row, 2));
  return kNone;
}
constexpr NativeDef kBisectFunctions[] = {
    {"bisect_right(a, x, lo=0, hi=None, *, key=None)", bisect_function<Side::kRight>, Sync::kNone,
     "Return the index where to insert item x in list a, assuming a is sorted.", NativeDef::kFunction},
    {"bisect_left(a, x, lo=0, hi=None, *, key=None)", bisect_function<Side::kLeft>, Sync::kNone,
     "Return the index where to insert item x in list a, assuming a is sorted.", NativeDef::kFunction},
    {"insort_right(a, x, lo=0, hi=None, *, key=None)", insort<Side::kRight>, Sync::kLocksSelfEach,
     "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the right of the rightmost x.",
     NativeDef::kFunction},
    {"insort_left(a, x, lo=0, hi=None, *, key=None)", insort<Side::kLeft>, Sync::kLocksSelfEach,
     "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the left of the leftmost x.",
     NativeDef::kFunction},
};

}  // namespace

Result<void> fill_heapq(Thread& t, Module* module) { return module_add_functions(t, module, kHeapFunctions, std::size(kHeapFunctions)); }
Result<void> fill_bisect(Thread& t, Module* module) { return module_add_functions(t, module, kBisectFunctions, std::size(kBisectFunctions)); }

}  // namespace eider::modules

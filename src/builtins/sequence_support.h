// SPDX-License-Identifier: MIT
//
// What list, tuple and other sequences share: subscripts as CPython reads them, comparison, searching, repr, running Python code
// between looks at an item.
//
// The templates take an Access: `size()` and `get(i)`, ABSENT when i is out of range by now (lists may change while __eq__ runs).
#pragma once

#include "builtins/builtins.h"
#include "objects/numbers.h"
#include "objects/repr_guard.h"

namespace eider::builtins {

struct ListAccess {
  List* list;
  int64_t size() const { return list_size(list); }
  Value get(int64_t i) const { return list_get_checked(list, i); }
};
struct TupleAccess {
  Tuple* tuple;
  int64_t size() const { return tuple->size(); }
  Value get(int64_t i) const { return i < tuple->size() ? tuple->items[i].get() : kAbsent; }
};

/// A subscript with __index__ as machine word, not yet made absolute. IndexError "cannot fit 'int' into an index-sized integer".
Result<int64_t> subscript_index(Thread& t, Value key);
/// start/stop arguments of index(): saturates. TypeError "slice indices must be integers or have an __index__ method".
Result<int64_t> search_bound(Thread& t, Value v, int64_t otherwise);
/// A count or position as CPython's Py_ssize_t arguments: OverflowError "Python int too large to convert to C ssize_t".
Result<int64_t> size_argument(Thread& t, Value v);
/// v.__index__() as an exact int (True becomes 1).
Result<Value> exact_index(Thread& t, Value v);
/// The argument of an iterator's __setstate__: TypeError "an integer is required" for what is not an int.
Result<int64_t> state_argument(Thread& t, Value v);
/// The items of any iterable, as CPython's PySequence_Fast: an exact tuple itself, an exact list's snapshot. TypeError `message` when
/// it is not iterable.
Result<Tuple*> items_of(Thread& t, Value iterable, const char* message);
/// The builtin function of that name, for __reduce__ ("iter", "reversed").
Result<Value> builtin_function(Thread& t, Str* name);
Result<Value> builtin_iter(Thread& t);
/// For constructors that take no keywords: "list() takes no keyword arguments", "list expected at most 1 argument, got 2".
Result<void> check_constructor(Thread& t, const char* name, uint32_t nargs, Tuple* kwnames, uint32_t least, uint32_t most);

/// Item by item up to the first pair that differs. Lists and deques of different lengths are told apart without asking their items, tuples not.
template <class A>
Result<Value> compare_sequences(Thread& t, A a, A b, CompareKind kind) {
  Value x, y;
  for (int64_t i = 0;; i++) {
    x = a.get(i);
    y = b.get(i);
    if (x.is_absent() || y.is_absent()) break;
    if (x == y) continue;
    if (!EIDER_TRY(equal(t, x, y))) {
      if (i >= a.size() || i >= b.size()) break;  // __eq__ has shortened one
      if (kind == CompareKind::kEq) return kFalse;
      if (kind == CompareKind::kNe) return kTrue;
      return compare(t, x, y, kind);
    }
    EIDER_TRY(poll(t));
  }
  int64_t m = a.size(), n = b.size();
  switch (kind) {
    case CompareKind::kLt: return Value::from_bool(m < n);
    case CompareKind::kLe: return Value::from_bool(m <= n);
    case CompareKind::kEq: return Value::from_bool(m == n);
    case CompareKind::kNe: return Value::from_bool(m != n);
    case CompareKind::kGt: return Value::from_bool(m > n);
    case CompareKind::kGe: return Value::from_bool(m >= n);
  }
  EIDER_UNREACHABLE("compare kind");
}

/// As lists and deques do it.
template <class A>
Result<Value> compare_sized_sequences(Thread& t, A a, A b, CompareKind kind) {
  if ((kind == CompareKind::kEq || kind == CompareKind::kNe) && a.size() != b.size()) return Value::from_bool(kind == CompareKind::kNe);
  return compare_sequences(t, a, b, kind);
}

/// item == wanted as lists, tuples and their like ask it: identity first.
EIDER_ALWAYS_INLINE Result<bool> same_item(Thread& t, Value item, Value wanted) {
  if (item == wanted) return true;
  if (item.is_small_int() && wanted.is_small_int()) return false;
  return equal(t, item, wanted);
}

/// Index of the first item in [start, stop) that equals `wanted` (the item on the left), or -1.
template <class A>
Result<int64_t> find_item(Thread& t, A a, Value wanted, int64_t start, int64_t stop) {
  for (int64_t i = start; i < stop; i++) {
    Value item = a.get(i);
    if (item.is_absent()) break;
    if (EIDER_TRY(same_item(t, item, wanted))) return i;
    EIDER_TRY(poll(t));
  }
  return -1;
}

template <class A>
Result<int64_t> count_item(Thread& t, A a, Value wanted) {
  int64_t count = 0;
  for (int64_t i = 0;; i++) {
    Value item = a.get(i);
    if (item.is_absent()) return count;
    if (EIDER_TRY(same_item(t, item, wanted))) count++;
    EIDER_TRY(poll(t));
  }
}

/// The arguments of index(): negative bounds count from the end.
template <class A>
Result<int64_t> find_between(Thread& t, A a, Value wanted, Value start, Value stop) {
  int64_t from = EIDER_TRY(search_bound(t, start, 0));
  int64_t to = EIDER_TRY(search_bound(t, stop, INT64_MAX));
  if (from < 0) from = std::max<int64_t>(from + a.size(), 0);
  if (to < 0) to = std::max<int64_t>(to + a.size(), 0);
  return find_item(t, a, wanted, from, to);
}

/// Writes "a, b, c". False: an exception is set.
template <class A>
bool write_items(Thread& t, A a, StrBuilder& out) {
  for (int64_t i = 0;; i++) {
    Value item = a.get(i);
    if (item.is_absent()) return true;
    if (i > 0 && !out.add(", ")) return false;
    Result<Str*> text = repr(t, item);
    if (!text.ok() || !out.add(text.get())) return false;
  }
}

}  // namespace eider::builtins

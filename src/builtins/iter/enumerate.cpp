// SPDX-License-Identifier: MIT
//
// enumerate.
#include <iterator>

#include "builtins/iter/iter_parts.h"
#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins/sequence_support.h"
#include "builtins/tuple/tuple.h"
#include "objects/lock.h"

namespace eider::builtins {

namespace {

constexpr Value kOne = Value::from_small_int(1);

/// Reads `iterable` and `start`, by position or name, with CPython's words.
Result<void> read_arguments(Thread& t, const Value* args, uint32_t nargs, Tuple* kwnames, Value* iterable, Value* start) {
  int64_t keywords = kwnames == nullptr ? 0 : kwnames->size();
  if (nargs + keywords > 2) {
    return raise(t, TypeId::kTypeError, "enumerate() takes at most 2 arguments (%lld given)", static_cast<long long>(nargs + keywords));
  }
  if (nargs > 0) *iterable = args[0];
  if (nargs > 1) *start = args[1];
  for (int64_t i = 0; i < keywords; i++) {
    auto* keyword = kwnames->items[i].get().as<Str>();
    Value* place = str_equals_ascii(keyword, "iterable") ? iterable : str_equals_ascii(keyword, "start") ? start : nullptr;
    if (place == nullptr || !place->is_absent()) {
      return raise(t, TypeId::kTypeError, "'%s' is an invalid keyword argument for enumerate()", to_utf8(keyword).c_str());
    }
    *place = args[nargs + i];
  }
  if (iterable->is_absent()) return raise(t, TypeId::kTypeError, "enumerate() missing required argument 'iterable'");
  return kDone;
}

Result<Value> enumerate_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value iterable, start;
  EIDER_TRY(read_arguments(t, args, nargs, kwnames, &iterable, &start));
  start = start.is_absent() ? Value::from_small_int(0) : EIDER_TRY(exact_index(t, start));
  Value iterator = EIDER_TRY(get_iter(t, iterable));
  auto* it = static_cast<Enumerate*>(EIDER_TRY(new_instance(t, cls)));
  it->iterator.init(iterator);
  it->count.init(start);
  return it->value();
}

/// The next item of the iterators that run no Python and reach no safepoint; `*known` says whether `iterator` is one of them.
Value plain_next(Value iterator, bool* known) {
  *known = true;
  switch (static_cast<TypeId>(iterator.as<Object>()->shape_id())) {
    case TypeId::kListIterator: return list_iterator_next(iterator.as<ListIterator>());
    case TypeId::kTupleIterator: return tuple_iterator_next(iterator.as<TupleIterator>());
    case TypeId::kRangeIterator: return range_iterator_next(iterator.as<RangeIterator>());
    default: *known = false; return kAbsent;
  }
}

/// Over a plain iterator, count and item are taken together, so threads that share it never see a pair that no single thread would.
/// False: not that case.
bool next_locked(Thread& t, Enumerate* it, Value* count, Value* item) {
  LockedObject locked(t, *it);
  *count = it->count.load_relaxed();
  if (!count->is_small_int() || count->small_int() == Value::kMaxSmallInt) return false;
  bool known;
  *item = plain_next(it->iterator.get(), &known);
  if (known && !item->is_absent()) it->count.store_release(Value::from_small_int(count->small_int() + 1));
  return known;
}

Result<Value> enumerate_next(Thread& t, Value self) {
  auto* it = self.as<Enumerate>();
  Value taken_count, taken;
  if (EIDER_UNLIKELY(t.must_lock != 0) && next_locked(t, it, &taken_count, &taken)) {
    if (taken.is_absent()) return kAbsent;
    return EIDER_TRY(tuple_of(t, taken_count, taken))->value();
  }
  Value item = EIDER_TRY(iter_next(t, it->iterator.get()));
  if (item.is_absent()) return kAbsent;
  Value count = it->count.load_acquire();
  Tuple* pair = EIDER_TRY(tuple_of(t, count, item));
  // Release: publishes the int when it is a heap object. Pairs with load_acquire above.
  if (EIDER_LIKELY(count.is_small_int() && count.small_int() < Value::kMaxSmallInt)) {
    it->count.store_release(Value::from_small_int(count.small_int() + 1));
  } else {
    it->count.store_release(EIDER_TRY(add(t, count, kOne)));
  }
  return pair->value();
}

Result<Value> enumerate_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Enumerate>();
  Tuple* inner = EIDER_TRY(tuple_of(t, it->iterator.get(), it->count.load_acquire()));
  return tuple_of(t, type_of(t, args[0])->value(), inner->value());
}

constexpr NativeDef kMethods[] = {
    {"__reduce__(self, /)", enumerate_reduce, Sync::kLockFreeRead, "Return state information for pickling."},
    {"__class_getitem__(cls, object, /)", class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};

}  // namespace

Result<void> install_enumerate(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kEnumerate;
  spec.name = "enumerate";
  spec.doc =
      "Return an enumerate object.\n\n"
      "  iterable\n    an object supporting iteration\n\n"
      "The enumerate object yields pairs containing a count (from start, which\n"
      "defaults to zero) and a value yielded by the iterable argument.\n\n"
      "enumerate is useful for obtaining an indexed list:\n"
      "    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...";
  spec.flags = kImmutable | kBaseType;
  spec.native_bytes = sizeof(Enumerate);
  spec.trace = TraceKind::kValues;
  spec.slots.trace = trace_words<Enumerate>;
  spec.slots.new_ = enumerate_new;
  spec.slots.iter = iter_self;
  spec.slots.next = enumerate_next;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  return make_builtin_type(t, spec).ok() ? kDone : Result<void>(kFailure);
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// count, cycle, repeat, accumulate, chain, compress, dropwhile, takewhile, filterfalse, islice, pairwise, starmap, zip_longest.
#include "modules/itertools/itertools.h"

namespace eider::modules {

namespace {

constexpr Value kOne = Value::from_small_int(1);

// --- count -------------------------------------------------------------------------------------------------------------------------
struct Count : Object {
  Field<Value> next;  // advanced by compare-and-swap: threads that share it get different numbers
  Field<Value> step;
};

bool is_number(Thread& t, Value v) {
  const TypeSlots& s = type_of(t, v)->slots;
  return s.index != nullptr || s.to_int != nullptr || s.to_float != nullptr || is_instance(t, v, TypeId::kComplex);
}

Result<Value> count_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"count(start=0, step=1)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  Value start = a[0].is_absent() ? Value::from_small_int(0) : a[0];
  Value step = a[1].is_absent() ? kOne : a[1];
  if (!is_number(t, start) || !is_number(t, step)) return raise(t, TypeId::kTypeError, "a number is required");
  Count* it = EIDER_TRY(make<Count>(t, cls));
  it->next.init(start);
  it->step.init(step);
  return it->value();
}
Result<Value> count_next(Thread& t, Value self) {
  auto* it = self.as<Count>();
  Value step = it->step.get();
  for (;;) {
    Value current = it->next.load_acquire();
    Value following = current.is_small_int() && step == kOne && current.small_int() < Value::kMaxSmallInt
                          ? Value::from_small_int(current.small_int() + 1)
                          : EIDER_TRY(add(t, current, step));
    Value expected = current;
    if (it->next.cas(expected, following)) return current;
  }
}
Result<Value> count_repr(Thread& t, Value self) {
  auto* it = self.as<Count>();
  Str* next = EIDER_TRY(repr(t, it->next.load_acquire()));
  StrBuilder out(t);
  bool ok = out.add("count(") && out.add(next);
  if (it->step.get() != kOne) {
    Str* step = EIDER_TRY(repr(t, it->step.get()));
    ok = ok && out.add(", ") && out.add(step);
  }
  if (!ok || !out.add(")")) return kFailure;
  return out.finish();
}
Result<Value> count_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Count>();
  Value next = it->next.load_acquire();
  Tuple* inner = it->step.get() == kOne ? EIDER_TRY(tuple_of(t, next)) : EIDER_TRY(tuple_of(t, next, it->step.get()));
  return tuple_of(t, type_of(t, args[0])->value(), inner->value());
}
constexpr NativeDef kCountMethods[] = {
    {"__reduce__(self, /)", count_reduce, Sync::kLockFreeRead, "Return state information for pickling."},
};

// --- cycle -------------------------------------------------------------------------------------------------------------------------
struct Cycle : Object {
  Field<Value> iterator;         // ABSENT after the first round
  Field<List*> saved;
  Atomic<int64_t> tagged_index;  // under the lock
};
Result<Value> cycle_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, "cycle", nargs, own_keywords(cls, kwnames), 1, 1));
  Value iterator = EIDER_TRY(get_iter(t, args[0]));
  List* saved = EIDER_TRY(list_new(t, 0));
  Cycle* it = EIDER_TRY(make<Cycle>(t, cls));
  it->iterator.init(iterator);
  it->saved.init(saved);
  it->tagged_index.store_relaxed(tag(0));
  return it->value();
}
Result<Value> cycle_next(Thread& t, Value self) {
  auto* it = self.as<Cycle>();
  Value source = it->iterator.load_acquire();
  List* saved = it->saved.get();
  if (!source.is_absent()) {
    Value item = EIDER_TRY(iter_next(t, source));
    if (!item.is_absent()) {
      EIDER_TRY(list_append(t, saved, item));
      return item;
    }
    it->iterator.store_release(kAbsent);
  }
  int64_t size = list_size(saved);
  if (size == 0) return kAbsent;
  int64_t index;
  {
    LockedObject locked(t, *it);
    index = untag(it->tagged_index.load_relaxed());
    it->tagged_index.store_relaxed(tag(index + 1 >= size ? 0 : index + 1));
  }
  return list_get_checked(saved, index < size ? index : 0);
}

// --- repeat ------------------------------------------------------------------------------------------------------------------------
struct Repeat : Object {
  Field<Value> element;
  Atomic<int64_t> tagged_left;  // -1: endless; by compare-and-swap
};
Result<Value> repeat_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"repeat(object, times=None)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  int64_t times = -1;
  if (!a[1].is_absent()) times = std::max<int64_t>(EIDER_TRY(builtins::size_argument(t, a[1])), 0);
  Repeat* it = EIDER_TRY(make<Repeat>(t, cls));
  it->element.init(a[0]);
  it->tagged_left.store_relaxed(tag(times));
  return it->value();
}
Result<Value> repeat_next(Thread&, Value self) {
  auto* it = self.as<Repeat>();
  int64_t left = it->tagged_left.load_relaxed();
  while (left >= 0) {
    if (left == tag(0)) return kAbsent;
    if (it->tagged_left.cas_acq_rel(left, left - 2)) break;
  }
  return it->element.get();
}
Result<Value> repeat_repr(Thread& t, Value self) {
  auto* it = self.as<Repeat>();
  Str* element = EIDER_TRY(repr(t, it->element.get()));
  int64_t left = untag(it->tagged_left.load_relaxed());
  StrBuilder out(t);
  if (!out.add("repeat(") || !out.add(element)) return kFailure;
  if (left >= 0 && (!out.add(", ") || !out.add(std::to_string(left)))) return kFailure;
  if (!out.add(")")) return kFailure;
  return out.finish();
}
Result<Value> repeat_hint(Thread& t, const Value* args) {
  int64_t left = untag(args[0].as<Repeat>()->tagged_left.load_relaxed());
  if (left < 0) return raise(t, TypeId::kTypeError, "len() of unsized object");
  return Value::from_small_int(left);
}
Result<Value> repeat_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Repeat>();
  int64_t left = untag(it->tagged_left.load_relaxed());
  Tuple* inner = left < 0 ? EIDER_TRY(tuple_of(t, it->element.get())) : EIDER_TRY(tuple_of(t, it->element.get(), Value::from_small_int(left)));
  return tuple_of(t, type_of(t, args[0])->value(), inner->value());
}
constexpr NativeDef kRepeatMethods[] = {
    {"__length_hint__(self, /)", repeat_hint, Sync::kLockFreeRead, "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", repeat_reduce, Sync::kLockFreeRead, "Return state information for pickling."},
};

// --- accumulate --------------------------------------------------------------------------------------------------------------------
struct Accumulate : Object {
  Field<Value> total;
  Field<Value> iterator;
  Field<Value> function;  // ABSENT: +
  Field<Value> initial;   // ABSENT once given out
};
Result<Value> accumulate_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"accumulate(iterable, func=None, *, initial=None)"};
  Value a[3];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  Value iterator = EIDER_TRY(get_iter(t, a[0]));
  Accumulate* it = EIDER_TRY(make<Accumulate>(t, cls));
  it->iterator.init(iterator);
  if (!a[1].is_absent() && !a[1].is_none()) it->function.init(a[1]);
  if (!a[2].is_absent() && !a[2].is_none()) it->initial.init(a[2]);
  return it->value();
}
Result<Value> accumulate_next(Thread& t, Value self) {
  auto* it = self.as<Accumulate>();
  Value initial = it->initial.load_relaxed();
  if (!initial.is_absent() && !(initial = it->initial.exchange(kAbsent)).is_absent()) {
    it->total.store_release(initial);
    return initial;
  }
  Value item = EIDER_TRY(iter_next(t, it->iterator.get()));
  if (item.is_absent()) return kAbsent;
  Value total = it->total.load_acquire();
  if (!total.is_absent()) {
    Value function = it->function.get();
    item = function.is_absent() ? EIDER_TRY(add(t, total, item)) : EIDER_TRY(call2(t, function, total, item));
  }
  it->total.store_release(item);
  return item;
}

// --- chain -------------------------------------------------------------------------------------------------------------------------
struct Chain : Object {
  Field<Value> source;  // iterator over iterables; ABSENT: exhausted
  Field<Value> active;
};
Result<Value> chain_from(Thread& t, Type* cls, Value source) {
  Chain* it = EIDER_TRY(make<Chain>(t, cls));
  it->source.init(source);
  return it->value();
}
Result<Value> chain_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  kwnames = own_keywords(cls, kwnames);
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "chain() takes no keyword arguments");
  Tuple* all = EIDER_TRY(tuple_from(t, args, nargs));
  return chain_from(t, cls, EIDER_TRY(get_iter(t, all->value())));
}
Result<Value> chain_from_iterable(Thread& t, const Value* args) {
  return chain_from(t, args[0].as<Type>(), EIDER_TRY(get_iter(t, args[1])));
}
Result<Value> chain_next(Thread& t, Value self) {
  auto* it = self.as<Chain>();
  for (;;) {
    Value source = it->source.load_acquire();
    if (source.is_absent()) return kAbsent;
    Value active = it->active.load_acquire();
    if (active.is_absent()) {
      Result<Value> iterable = iter_next(t, source);
      if (!iterable.ok() || iterable.get().is_absent()) {
        it->source.store_release(kAbsent);
        return iterable;
      }
      Result<Value> iterator = get_iter(t, iterable.get());
      if (!iterator.ok()) {
        it->source.store_release(kAbsent);
        return iterator;
      }
      active = iterator.get();
      it->active.store_release(active);
    }
    Value item = EIDER_TRY(iter_next(t, active));
    if (!item.is_absent()) return item;
    Value expected = active;
    (void)it->active.cas(expected, kAbsent);
    EIDER_TRY(poll(t));
  }
}
constexpr NativeDef kChainMethods[] = {
    {"from_iterable(cls, iterable, /)", chain_from_iterable, Sync::kNone,
     "Alternative chain() constructor taking a single iterable argument that evaluates lazily.", NativeDef::kClassMethod},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};

// --- compress ----------------------------------------------------------------------------------------------------------------------
struct Pair : Object {  // compress: data, selectors; takewhile and kin: function, iterator, and whether the border was passed
  Field<Value> first;
  Field<Value> second;
  Field<Value> flag;
};
Result<Value> compress_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"compress(data, selectors)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  Value data = EIDER_TRY(get_iter(t, a[0]));
  Value selectors = EIDER_TRY(get_iter(t, a[1]));
  Pair* it = EIDER_TRY(make<Pair>(t, cls));
  it->first.init(data);
  it->second.init(selectors);
  return it->value();
}
Result<Value> compress_next(Thread& t, Value self) {
  auto* it = self.as<Pair>();
  for (;;) {
    Value datum = EIDER_TRY(iter_next(t, it->first.get()));
    if (datum.is_absent()) return kAbsent;
    Value selector = EIDER_TRY(iter_next(t, it->second.get()));
    if (selector.is_absent()) return kAbsent;
    if (EIDER_TRY(truth(t, selector))) return datum;
    EIDER_TRY(poll(t));
  }
}

// --- dropwhile, takewhile, filterfalse, starmap ------------------------------------------------------------------------------------
Result<Value> function_iterator(Thread& t, Type* cls, const char* name, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, name, nargs, own_keywords(cls, kwnames), 2, 2));
  Value iterator = EIDER_TRY(get_iter(t, args[1]));
  Pair* it = EIDER_TRY(make<Pair>(t, cls));
  it->first.init(args[0]);
  it->second.init(iterator);
  return it->value();
}
Result<Value> dropwhile_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return function_iterator(t, cls, "dropwhile", args, nargs, kwnames);
}
Result<Value> takewhile_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return function_iterator(t, cls, "takewhile", args, nargs, kwnames);
}
Result<Value> filterfalse_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return function_iterator(t, cls, "filterfalse", args, nargs, kwnames);
}
Result<Value> starmap_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return function_iterator(t, cls, "starmap", args, nargs, kwnames);
}

Result<Value> dropwhile_next(Thread& t, Value self) {
  auto* it = self.as<Pair>();
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, it->second.get()));
    if (item.is_absent() || it->flag.load_relaxed() == kTrue) return item;
    Value verdict = EIDER_TRY(call1(t, it->first.get(), item));
    if (!EIDER_TRY(truth(t, verdict))) {
      it->flag.store_relaxed(kTrue);
      return item;
    }
    EIDER_TRY(poll(t));
  }
}
Result<Value> takewhile_next(Thread& t, Value self) {
  auto* it = self.as<Pair>();
  if (it->flag.load_relaxed() == kTrue) return kAbsent;
  Value item = EIDER_TRY(iter_next(t, it->second.get()));
  if (item.is_absent()) return kAbsent;
  Value verdict = EIDER_TRY(call1(t, it->first.get(), item));
  if (EIDER_TRY(truth(t, verdict))) return item;
  it->flag.store_relaxed(kTrue);
  return kAbsent;
}
Result<Value> filterfalse_next(Thread& t, Value self) {
  auto* it = self.as<Pair>();
  Value function = it->first.get();
  bool by_truth = function.is_none() || function == type(t, TypeId::kBool)->value();
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, it->second.get()));
    if (item.is_absent()) return kAbsent;
    Value verdict = by_truth ? item : EIDER_TRY(call1(t, function, item));
    if (!EIDER_TRY(truth(t, verdict))) return item;
    EIDER_TRY(poll(t));
  }
}
Result<Value> starmap_next(Thread& t, Value self) {
  auto* it = self.as<Pair>();
  Value row = EIDER_TRY(iter_next(t, it->second.get()));
  if (row.is_absent()) return kAbsent;
  Tuple* arguments = EIDER_TRY(to_tuple(t, row));
  return call(t, it->first.get(), reinterpret_cast<const Value*>(arguments->items), static_cast<uint32_t>(arguments->size()));
}

// --- islice ------------------------------------------------------------------------------------------------------------------------
struct ISlice : Object {
  Field<Value> iterator;  // ABSENT: exhausted
  Atomic<int64_t> next, stop, step, count;  // tagged; stop -1: none
};
Result<int64_t> islice_bound(Thread& t, Value v, int64_t otherwise, const char* message) {
  if (v.is_absent() || v.is_none()) return otherwise;
  Result<int64_t> n = kFailure;
  if (v.is_small_int()) {
    n = v.small_int();
  } else if (type_of(t, v)->slots.index != nullptr) {
    n = index_int64(t, v, TypeId::kOverflowError, "");
    if (!n.ok() && !clear_if(t, TypeId::kOverflowError) && !clear_if(t, TypeId::kTypeError)) return kFailure;
  }
  if (!n.ok() || n.get() < 0) return raise(t, TypeId::kValueError, "%s", message);
  return n;
}
Result<Value> islice_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, "islice", nargs, own_keywords(cls, kwnames), 2, 4));
  constexpr const char* kStop = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
  constexpr const char* kIndices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
  constexpr const char* kStep = "Step for islice() must be a positive integer or None.";
  int64_t start = 0, stop, step = 1;
  if (nargs == 2) {
    stop = EIDER_TRY(islice_bound(t, args[1], -1, kStop));
  } else {
    stop = EIDER_TRY(islice_bound(t, args[2], -1, kStop));
    start = EIDER_TRY(islice_bound(t, args[1], 0, kIndices));
    if (nargs == 4) step = EIDER_TRY(islice_bound(t, args[3], 1, kStep));
    if (step < 1) return raise(t, TypeId::kValueError, "%s", kStep);
  }
  Value iterator = EIDER_TRY(get_iter(t, args[0]));
  ISlice* it = EIDER_TRY(make<ISlice>(t, cls));
  it->iterator.init(iterator);
  it->next.store_relaxed(tag(start));
  it->stop.store_relaxed(tag(stop));
  it->step.store_relaxed(tag(step));
  it->count.store_relaxed(tag(0));
  return it->value();
}
Result<Value> islice_next(Thread& t, Value self) {
  auto* it = self.as<ISlice>();
  Value source = it->iterator.load_acquire();
  if (source.is_absent()) return kAbsent;
  int64_t stop = untag(it->stop.load_relaxed()), next = untag(it->next.load_relaxed());
  while (untag(it->count.load_relaxed()) < next) {
    Value skipped = EIDER_TRY(iter_next(t, source));
    if (skipped.is_absent()) {
      it->iterator.store_release(kAbsent);
      return kAbsent;
    }
    it->count.store_relaxed(it->count.load_relaxed() + 2);
    EIDER_TRY(poll(t));
  }
  if (stop != -1 && untag(it->count.load_relaxed()) >= stop) {
    it->iterator.store_release(kAbsent);
    return kAbsent;
  }
  Value item = EIDER_TRY(iter_next(t, source));
  if (item.is_absent()) {
    it->iterator.store_release(kAbsent);
    return kAbsent;
  }
  it->count.store_relaxed(it->count.load_relaxed() + 2);
  int64_t following;
  if (__builtin_add_overflow(next, untag(it->step.load_relaxed()), &following) || !Value::fits_small_int(following) ||
      (stop != -1 && following > stop)) {
    following = stop == -1 ? Value::kMaxSmallInt : stop;
  }
  it->next.store_relaxed(tag(following));
  return item;
}

// --- pairwise ----------------------------------------------------------------------------------------------------------------------
struct Pairwise : Object {
  Field<Value> iterator;  // ABSENT: exhausted
  Field<Value> old;
};
Result<Value> pairwise_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, "pairwise", nargs, own_keywords(cls, kwnames), 1, 1));
  Value iterator = EIDER_TRY(get_iter(t, args[0]));
  Pairwise* it = EIDER_TRY(make<Pairwise>(t, cls));
  it->iterator.init(iterator);
  return it->value();
}
Result<Value> pairwise_next(Thread& t, Value self) {
  auto* it = self.as<Pairwise>();
  Value source = it->iterator.load_acquire();
  if (source.is_absent()) return kAbsent;
  Value old = it->old.load_acquire();
  if (old.is_absent()) {
    Result<Value> first = iter_next(t, source);
    if (!first.ok() || first.get().is_absent()) {
      it->iterator.store_release(kAbsent);
      return first;
    }
    old = first.get();
    it->old.store_release(old);
    if (it->iterator.load_acquire().is_absent()) {
      it->old.store_release(kAbsent);
      return kAbsent;
    }
  }
  Result<Value> item = iter_next(t, source);
  if (!item.ok() || item.get().is_absent()) {
    it->iterator.store_release(kAbsent);
    it->old.store_release(kAbsent);
    return item;
  }
  it->old.store_release(item.get());
  return tuple_of(t, old, item.get());
}

// --- zip_longest -------------------------------------------------------------------------------------------------------------------
struct ZipLongest : Object {
  Field<Block*> iterators;      // ABSENT in place of finished ones
  Field<Value> fill;
  Atomic<int64_t> tagged_active;  // iterators not finished; under the lock
};
Result<Value> zip_longest_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value fill = kNone;
  kwnames = own_keywords(cls, kwnames);
  for (int64_t i = 0; kwnames != nullptr && i < kwnames->size(); i++) {
    if (!str_equals_ascii(kwnames->items[i].get().as<Str>(), "fillvalue")) {
      return raise(t, TypeId::kTypeError, "zip_longest() got an unexpected keyword argument");
    }
    fill = args[nargs + i];
  }
  Block* iterators = EIDER_TRY(block_new(t, nargs));
  for (uint32_t i = 0; i < nargs; i++) iterators->items[i].init(EIDER_TRY(get_iter(t, args[i])));
  ZipLongest* it = EIDER_TRY(make<ZipLongest>(t, cls));
  it->iterators.init(iterators);
  it->fill.init(fill);
  it->tagged_active.store_relaxed(tag(nargs));
  return it->value();
}
Result<Value> zip_longest_next(Thread& t, Value self) {
  auto* it = self.as<ZipLongest>();
  Block* iterators = it->iterators.get();
  int64_t size = iterators->capacity();
  if (size == 0 || it->tagged_active.load_relaxed() <= tag(0)) return kAbsent;
  Tuple* row = EIDER_TRY(tuple_new(t, size));
  for (int64_t i = 0; i < size; i++) {
    Value source = iterators->items[i].load_acquire();
    Value item = it->fill.get();
    if (!source.is_absent()) {
      Result<Value> got = iter_next(t, source);
      if (!got.ok()) {
        it->tagged_active.store_relaxed(tag(0));
        return kFailure;
      }
      if (got.get().is_absent()) {
        LockedObject locked(t, *it);
        if (!iterators->items[i].load_relaxed().is_absent()) {
          iterators->items[i].store_release(kAbsent);
          it->tagged_active.store_relaxed(it->tagged_active.load_relaxed() - 2);
        }
        if (it->tagged_active.load_relaxed() <= tag(0)) return kAbsent;
      } else {
        item = got.get();
      }
    }
    row->items[i].init(item);
  }
  return row->value();
}

}  // namespace

Result<void> add_itertools_simple(Thread& t, Module* module) {
  TypeSpec spec = iterator_spec<Count>("itertools.count", count_new, count_next,
      "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n"
      "        x = firstval\n        while 1:\n            yield x\n            x += step");
  spec.slots.repr = count_repr;
  spec.methods = kCountMethods;
  spec.method_count = std::size(kCountMethods);
  EIDER_TRY(add_type(t, module, spec));
  EIDER_TRY(add_type(t, module, iterator_spec<Cycle>("itertools.cycle", cycle_new, cycle_next,
      "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.")));
  spec = iterator_spec<Repeat>("itertools.repeat", repeat_new, repeat_next,
      "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, "
      "returns the object\nendlessly.");
  spec.slots.repr = repeat_repr;
  spec.methods = kRepeatMethods;
  spec.method_count = std::size(kRepeatMethods);
  EIDER_TRY(add_type(t, module, spec));
  EIDER_TRY(add_type(t, module, iterator_spec<Accumulate>("itertools.accumulate", accumulate_new, accumulate_next,
      "Return series of accumulated sums (or other binary function results).")));
  spec = iterator_spec<Chain>("itertools.chain", chain_new, chain_next,
      "chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method returns elements from the\nfirst iterable until "
      "it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.");
  spec.methods = kChainMethods;
  spec.method_count = std::size(kChainMethods);
  EIDER_TRY(add_type(t, module, spec));
  EIDER_TRY(add_type(t, module, iterator_spec<Pair>("itertools.compress", compress_new, compress_next,
      "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the "
      "selectors to\nchoose the data elements.")));
  EIDER_TRY(add_type(t, module, iterator_spec<Pair>("itertools.dropwhile", dropwhile_new, dropwhile_next,
      "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.")));
  EIDER_TRY(add_type(t, module, iterator_spec<Pair>("itertools.takewhile", takewhile_new, takewhile_next,
      "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.")));
  EIDER_TRY(add_type(t, module, iterator_spec<Pair>("itertools.filterfalse", filterfalse_new, filterfalse_next,
      "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.")));
  EIDER_TRY(add_type(t, module, iterator_spec<Pair>("itertools.starmap", starmap_new, starmap_next,
      "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.")));
  EIDER_TRY(add_type(t, module, iterator_spec<ISlice>("itertools.islice", islice_new, islice_next,
      "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() "
      "method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start "
      "defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between "
      "successive calls.  Works like a slice() on a list\nbut returns an iterator.")));
  EIDER_TRY(add_type(t, module, iterator_spec<Pairwise>("itertools.pairwise", pairwise_new, pairwise_next,
      "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...")));
  EIDER_TRY(add_type(t, module, iterator_spec<ZipLongest>("itertools.zip_longest", zip_longest_new, zip_longest_next,
      "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\nReturn a zip_longest object whose .__next__() method "
      "returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest "
      "iterable in the argument sequence\nis exhausted.  When the shorter iterables are exhausted, the fillvalue\nis substituted in their "
      "place.  The default fillvalue is None or can be\nspecified by a keyword argument.")));
  return kDone;
}

Result<void> fill_itertools(Thread& t, Module* module) {
  EIDER_TRY(add_itertools_simple(t, module));
  EIDER_TRY(add_itertools_sharing(t, module));
  return add_itertools_combinatoric(t, module);
}

}  // namespace eider::modules

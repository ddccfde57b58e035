// SPDX-License-Identifier: MIT
//
// compress, dropwhile, takewhile, filterfalse, starmap, islice, pairwise, zip_longest.
#include "modules/itertools/itertools.h"

namespace eider::modules {

namespace {

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

/// type(it)(first, second)
Result<Value> pair_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Pair>();
  return tuple_of(t, type_of(t, args[0])->value(), EIDER_TRY(tuple_of(t, it->first.get(), it->second.get()))->value());
}
constexpr NativeDef kPairMethods[] = {
    {"__reduce__(self, /)", pair_reduce, Sync::kLockFreeRead, kReduceDoc},
};
/// The same, and whether the border was passed, as 0 or 1.
Result<Value> border_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Pair>();
  Value inner = EIDER_TRY(tuple_of(t, it->first.get(), it->second.get()))->value();
  return tuple_of(t, type_of(t, args[0])->value(), inner, Value::from_small_int(it->flag.load_relaxed() == kTrue));
}
Result<Value> border_setstate(Thread& t, const Value* args) {
  args[0].as<Pair>()->flag.store_relaxed(Value::from_bool(EIDER_TRY(truth(t, args[1]))));
  return kNone;
}
constexpr NativeDef kBorderMethods[] = {
    {"__reduce__(self, /)", border_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", border_setstate, Sync::kLocksOwn, kSetStateDoc},
};

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
  return std::min(n.get(), Value::kMaxSmallInt);  // nobody counts further
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

Result<Value> islice_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<ISlice>();
  auto number = [](Atomic<int64_t>& tagged) { return Value::from_small_int(untag(tagged.load_relaxed())); };
  Value cls = type_of(t, args[0])->value(), source = it->iterator.load_acquire();
  if (source.is_absent()) {
    Value empty = EIDER_TRY(get_iter(t, EIDER_TRY(list_new(t, 0))->value()));
    return tuple_of(t, cls, EIDER_TRY(tuple_of(t, empty, Value::from_small_int(0)))->value(), Value::from_small_int(0));
  }
  Value stop = untag(it->stop.load_relaxed()) == -1 ? kNone : number(it->stop);
  Value inner[] = {source, number(it->next), stop, number(it->step)};
  return tuple_of(t, cls, EIDER_TRY(tuple_from(t, inner, 4))->value(), number(it->count));
}
Result<Value> islice_setstate(Thread& t, const Value* args) {
  if (!is_int(t, args[1])) return raise(t, TypeId::kTypeError, "an integer is required");
  int64_t count = EIDER_TRY(builtins::size_argument(t, args[1]));
  args[0].as<ISlice>()->count.store_relaxed(tag(count));
  return kNone;
}
constexpr NativeDef kISliceMethods[] = {
    {"__reduce__(self, /)", islice_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", islice_setstate, Sync::kLocksOwn, kSetStateDoc},
};

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
    Value item = it->fill.load_acquire();
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
Result<Value> zip_longest_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<ZipLongest>();
  Block* iterators = it->iterators.get();
  Tuple* sources = EIDER_TRY(tuple_new(t, iterators->capacity()));
  for (int64_t i = 0; i < sources->size(); i++) {
    Value source = iterators->items[i].load_acquire();
    sources->items[i].init(source.is_absent() ? t.realm->empty_tuple->value() : source);
  }
  return tuple_of(t, type_of(t, args[0])->value(), sources->value(), it->fill.load_acquire());
}
Result<Value> zip_longest_setstate(Thread&, const Value* args) {
  args[0].as<ZipLongest>()->fill.store_release(args[1]);
  return kNone;
}
constexpr NativeDef kZipLongestMethods[] = {
    {"__reduce__(self, /)", zip_longest_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", zip_longest_setstate, Sync::kLocksOwn, kSetStateDoc},
};

}  // namespace

Result<void> add_itertools_filtering(Thread& t, Module* module) {
  TypeSpec spec = iterator_spec<Pair>("itertools.compress", compress_new, compress_next,
      "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the "
      "selectors to\nchoose the data elements.");
  set_methods(spec, kPairMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Pair>("itertools.dropwhile", dropwhile_new, dropwhile_next,
      "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.");
  set_methods(spec, kBorderMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Pair>("itertools.takewhile", takewhile_new, takewhile_next,
      "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.");
  set_methods(spec, kBorderMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Pair>("itertools.filterfalse", filterfalse_new, filterfalse_next,
      "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.");
  set_methods(spec, kPairMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Pair>("itertools.starmap", starmap_new, starmap_next,
      "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.");
  set_methods(spec, kPairMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<ISlice>("itertools.islice", islice_new, islice_next,
      "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() "
      "method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start "
      "defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between "
      "successive calls.  Works like a slice() on a list\nbut returns an iterator.");
  set_methods(spec, kISliceMethods);
  set_module_type(t, ModuleType::kISlice, EIDER_TRY(add_type(t, module, spec)));
  EIDER_TRY(add_type(t, module, iterator_spec<Pairwise>("itertools.pairwise", pairwise_new, pairwise_next,
      "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...")));
  spec = iterator_spec<ZipLongest>("itertools.zip_longest", zip_longest_new, zip_longest_next,
      "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\nReturn a zip_longest object whose .__next__() method "
      "returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest "
      "iterable in the argument sequence\nis exhausted.  When the shorter iterables are exhausted, the fillvalue\nis substituted in their "
      "place.  The default fillvalue is None or can be\nspecified by a keyword argument.");
  set_methods(spec, kZipLongestMethods);
  EIDER_TRY(add_type(t, module, spec));
  return kDone;
}

}  // namespace eider::modules

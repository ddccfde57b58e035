// SPDX-License-Identifier: MIT
//
// count, cycle, repeat, accumulate, chain.
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
  Field<Value> kept;             // True: `saved` is complete already though `iterator` is not done (a copy of one in its first round)
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
  List* saved = it->saved.load_acquire();
  if (!source.is_absent()) {
    Value item = EIDER_TRY(iter_next(t, source));
    if (!item.is_absent()) {
      if (it->kept.load_relaxed() != kTrue) EIDER_TRY(list_append(t, saved, item));
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
Result<Value> cycle_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Cycle>();
  Value source = it->iterator.load_acquire();
  List* saved = it->saved.load_acquire();
  Value kept = it->kept.load_relaxed() == kTrue ? kTrue : kFalse;
  if (source.is_absent()) {
    source = EIDER_TRY(get_iter(t, saved->value()));
    int64_t index = untag(it->tagged_index.load_relaxed());
    if (index != 0) EIDER_TRY(call_named(t, source, "__setstate__", {Value::from_small_int(index)}));
    kept = kTrue;
  }
  return tuple_of(t, type_of(t, args[0])->value(), EIDER_TRY(tuple_of(t, source))->value(), EIDER_TRY(tuple_of(t, saved->value(), kept))->value());
}
Result<Value> cycle_setstate(Thread& t, const Value* args) {
  auto* it = args[0].as<Cycle>();
  Tuple* state = EIDER_TRY(state_tuple(t, args[1], 2, 2));
  if (!is_instance(t, state->items[0].get(), TypeId::kList)) {
    return raise(t, TypeId::kTypeError, "argument 1 must be list, not %s", type_name(t, state->items[0].get()));
  }
  int64_t kept = EIDER_TRY(argument_index(t, state->items[1].get()));
  LockedObject locked(t, *it);
  it->saved.store_release(state->items[0].get().as<List>());
  it->kept.store_relaxed(Value::from_bool(kept != 0));
  it->tagged_index.store_relaxed(tag(0));
  return kNone;
}
constexpr NativeDef kCycleMethods[] = {
    {"__reduce__(self, /)", cycle_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", cycle_setstate, Sync::kLocksSelf, kSetStateDoc},
};

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
/// chain([first], rest)
Result<Value> chained(Thread& t, Value first, Value rest) {
  Value row = EIDER_TRY(tuple_of(t, first))->value();
  return call2(t, module_type(t, ModuleType::kChain)->value(), row, rest);
}
Result<Value> accumulate_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Accumulate>();
  Value function = it->function.load_acquire();
  if (function.is_absent()) function = kNone;
  Value initial = it->initial.load_acquire(), total = it->total.load_acquire();
  if (!initial.is_absent()) {
    Value source = EIDER_TRY(chained(t, initial, it->iterator.get()));
    return tuple_of(t, type_of(t, args[0])->value(), EIDER_TRY(tuple_of(t, source, function))->value(), kNone);
  }
  // None as a state means that there is none: a total that is None is given as an item that is skipped.
  if (total.is_none()) {
    Value source = EIDER_TRY(chained(t, total, it->iterator.get()));
    source = EIDER_TRY(call2(t, type_of(t, args[0])->value(), source, function));
    Value inner = EIDER_TRY(tuple_of(t, source, kOne, kNone))->value();
    return tuple_of(t, module_type(t, ModuleType::kISlice)->value(), inner);
  }
  return tuple_of(t, type_of(t, args[0])->value(), EIDER_TRY(tuple_of(t, it->iterator.get(), function))->value(), total.is_absent() ? kNone : total);
}
Result<Value> accumulate_setstate(Thread&, const Value* args) {
  args[0].as<Accumulate>()->total.store_release(args[1]);
  return kNone;
}
constexpr NativeDef kAccumulateMethods[] = {
    {"__reduce__(self, /)", accumulate_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", accumulate_setstate, Sync::kLocksOwn, kSetStateDoc},
};

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
Result<Value> chain_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Chain>();
  Value cls = type_of(t, args[0])->value(), empty = t.realm->empty_tuple->value();
  Value source = it->source.load_acquire(), active = it->active.load_acquire();
  if (source.is_absent()) return tuple_of(t, cls, empty);
  Tuple* state = active.is_absent() ? EIDER_TRY(tuple_of(t, source)) : EIDER_TRY(tuple_of(t, source, active));
  return tuple_of(t, cls, empty, state->value());
}
Result<Value> chain_setstate(Thread& t, const Value* args) {
  Tuple* state = EIDER_TRY(state_tuple(t, args[1], 1, 2));
  for (int64_t i = 0; i < state->size(); i++) {
    if (type_of(t, state->items[i].get())->slots.next == nullptr) return raise(t, TypeId::kTypeError, "Arguments must be iterators.");
  }
  auto* it = args[0].as<Chain>();
  it->active.store_release(state->size() > 1 ? state->items[1].get() : kAbsent);
  it->source.store_release(state->items[0].get());
  return kNone;
}
constexpr NativeDef kChainMethods[] = {
    {"__reduce__(self, /)", chain_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", chain_setstate, Sync::kLocksOwn, kSetStateDoc},
    {"from_iterable(cls, iterable, /)", chain_from_iterable, Sync::kNone,
     "Alternative chain() constructor taking a single iterable argument that evaluates lazily.", NativeDef::kClassMethod},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};

}  // namespace

Result<void> add_itertools_endless(Thread& t, Module* module) {
  TypeSpec spec = iterator_spec<Count>("itertools.count", count_new, count_next,
      "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n"
      "        x = firstval\n        while 1:\n            yield x\n            x += step");
  spec.slots.repr = count_repr;
  set_methods(spec, kCountMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Cycle>("itertools.cycle", cycle_new, cycle_next,
      "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.");
  set_methods(spec, kCycleMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Repeat>("itertools.repeat", repeat_new, repeat_next,
      "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, "
      "returns the object\nendlessly.");
  spec.slots.repr = repeat_repr;
  set_methods(spec, kRepeatMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Accumulate>("itertools.accumulate", accumulate_new, accumulate_next,
      "Return series of accumulated sums (or other binary function results).");
  set_methods(spec, kAccumulateMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Chain>("itertools.chain", chain_new, chain_next,
      "chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method returns elements from the\nfirst iterable until "
      "it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.");
  set_methods(spec, kChainMethods);
  set_module_type(t, ModuleType::kChain, EIDER_TRY(add_type(t, module, spec)));
  return kDone;
}

Result<void> fill_itertools(Thread& t, Module* module) {
  EIDER_TRY(add_itertools_endless(t, module));
  EIDER_TRY(add_itertools_filtering(t, module));
  EIDER_TRY(add_itertools_sharing(t, module));
  return add_itertools_combinatoric(t, module);
}

}  // namespace eider::modules

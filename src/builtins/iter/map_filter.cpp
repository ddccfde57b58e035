// SPDX-License-Identifier: MIT
//
// map and filter.
#include <iterator>

#include "builtins/iter/iter_parts.h"
#include "builtins/sequence_support.h"

namespace eider::builtins {

namespace {

// --- map ---------------------------------------------------------------------------------------------------------------------------
Result<Value> map_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Type* exact = type(t, TypeId::kMap);
  bool plain = cls == exact || cls->slots.init == exact->slots.init;
  if (plain && kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "map() takes no keyword arguments");
  if (nargs < 2) return raise(t, TypeId::kTypeError, "map() must have at least two arguments.");
  Tuple* iterators = EIDER_TRY(tuple_new(t, nargs - 1));
  for (uint32_t i = 1; i < nargs; i++) iterators->items[i - 1].init(EIDER_TRY(get_iter(t, args[i])));
  auto* it = static_cast<Map*>(EIDER_TRY(new_instance(t, cls)));
  it->function.init(args[0]);
  it->iterators.init(iterators);
  return it->value();
}

Result<Value> map_next(Thread& t, Value self) {
  auto* it = self.as<Map>();
  Tuple* iterators = it->iterators.get();
  int64_t size = iterators->size();
  if (EIDER_LIKELY(size == 1)) {
    Value item = EIDER_TRY(iter_next(t, iterators->items[0].get()));
    return item.is_absent() ? kAbsent : call1(t, it->function.get(), item);
  }
  Tuple* row = EIDER_TRY(tuple_new(t, size));  // in the heap, because the number of arguments has no bound
  for (int64_t i = 0; i < size; i++) {
    Value item = EIDER_TRY(iter_next(t, iterators->items[i].get()));
    if (item.is_absent()) return kAbsent;
    row->items[i].init(item);
  }
  return call(t, it->function.get(), reinterpret_cast<const Value*>(row->items), static_cast<uint32_t>(size));
}

Result<Value> map_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Map>();
  Tuple* iterators = it->iterators.get();
  Tuple* inner = EIDER_TRY(tuple_new(t, iterators->size() + 1));
  inner->items[0].init(it->function.get());
  for (int64_t i = 0; i < iterators->size(); i++) inner->items[i + 1].init(iterators->items[i].get());
  return tuple_of(t, type_of(t, args[0])->value(), inner->value());
}

constexpr NativeDef kMapMethods[] = {
    {"__reduce__(self, /)", map_reduce, Sync::kImmutable, "Return state information for pickling."},
};

// --- filter ------------------------------------------------------------------------------------------------------------------------
Result<Value> filter_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Type* exact = type(t, TypeId::kFilter);
  bool plain = cls == exact || cls->slots.init == exact->slots.init;
  EIDER_TRY(check_constructor(t, "filter", nargs, plain ? kwnames : nullptr, 2, 2));
  Value iterator = EIDER_TRY(get_iter(t, args[1]));
  auto* it = static_cast<Filter*>(EIDER_TRY(new_instance(t, cls)));
  it->function.init(args[0]);
  it->iterator.init(iterator);
  return it->value();
}

Result<Value> filter_next(Thread& t, Value self) {
  auto* it = self.as<Filter>();
  Value function = it->function.get();
  bool by_truth = function.is_none() || function == type(t, TypeId::kBool)->value();
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, it->iterator.get()));
    if (item.is_absent()) return kAbsent;
    Value verdict = by_truth ? item : EIDER_TRY(call1(t, function, item));
    if (EIDER_TRY(truth(t, verdict))) return item;
    EIDER_TRY(poll(t));
  }
}

Result<Value> filter_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Filter>();
  Tuple* inner = EIDER_TRY(tuple_of(t, it->function.get(), it->iterator.get()));
  return tuple_of(t, type_of(t, args[0])->value(), inner->value());
}

constexpr NativeDef kFilterMethods[] = {
    {"__reduce__(self, /)", filter_reduce, Sync::kImmutable, "Return state information for pickling."},
};

}  // namespace

Result<void> install_map_filter(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kMap;
  spec.name = "map";
  spec.doc =
      "map(func, *iterables) --> map object\n\n"
      "Make an iterator that computes the function using arguments from\n"
      "each of the iterables.  Stops when the shortest iterable is exhausted.";
  spec.flags = kImmutable | kBaseType;
  spec.native_bytes = sizeof(Map);
  spec.trace = TraceKind::kValues;
  spec.slots.trace = trace_words<Map>;
  spec.slots.new_ = map_new;
  spec.slots.iter = iter_self;
  spec.slots.next = map_next;
  spec.methods = kMapMethods;
  spec.method_count = std::size(kMapMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;

  spec.id = TypeId::kFilter;
  spec.name = "filter";
  spec.doc =
      "filter(function or None, iterable) --> filter object\n\n"
      "Return an iterator yielding those items of iterable for which function(item)\n"
      "is true. If function is None, return the items that are true.";
  spec.native_bytes = sizeof(Filter);
  spec.slots.trace = trace_words<Filter>;
  spec.slots.new_ = filter_new;
  spec.slots.next = filter_next;
  spec.methods = kFilterMethods;
  spec.method_count = std::size(kFilterMethods);
  return make_builtin_type(t, spec).ok() ? kDone : Result<void>(kFailure);
}

Result<void> install_iterators(Thread& t) {
  EIDER_TRY(install_seq_iterators(t));
  EIDER_TRY(install_enumerate(t));
  EIDER_TRY(install_zip(t));
  return install_map_filter(t);
}

}  // namespace eider::builtins

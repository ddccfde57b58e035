// SPDX-License-Identifier: MIT
//
// product, permutations, combinations, combinations_with_replacement.
//
// Each step allocates the row first, then advances the indices and fills the row under the iterator's byte lock: no Python code is
// needed for that, so threads that share one get every arrangement exactly once.
#include "modules/itertools/itertools.h"

namespace eider::modules {

namespace {

enum : int64_t { kFresh = 1, kRunning = 3, kStopped = 5, kEmpty = 7 };  // tagged; kEmpty: there never was an arrangement

struct Arrangement : Object {
  Field<Tuple*> pool;      // of items; product: of tuples
  Field<Block*> indices;   // small ints
  Field<Block*> cycles;    // permutations
  Atomic<int64_t> state;   // under the lock
  int64_t tagged_width;    // r; product: the number of pools
};

int64_t at(Block* b, int64_t i) { return b->items[i].load_relaxed().small_int(); }
void put(Block* b, int64_t i, int64_t v) { b->items[i].store_relaxed(Value::from_small_int(v)); }

Result<Block*> index_row(Thread& t, int64_t size) {
  Block* row = EIDER_TRY(block_new(t, size));
  for (int64_t i = 0; i < size; i++) put(row, i, 0);
  return row;
}
Result<Value> arrangement(Thread& t, Type* cls, Tuple* pool, Block* indices, Block* cycles, int64_t width, bool empty) {
  Arrangement* it = EIDER_TRY(make<Arrangement>(t, cls));
  it->pool.init(pool);
  it->indices.init(indices);
  if (cycles != nullptr) it->cycles.init(cycles);
  it->tagged_width = tag(width);
  it->state.store_relaxed(empty ? kEmpty : kFresh);
  return it->value();
}

/// `advance(indices)` moves to the next arrangement; false when there is none. `item(indices, i)`: what stands at place i of it.
template <class Advance, class Item>
Result<Value> next_row(Thread& t, Arrangement* it, Advance advance, Item item) {
  int64_t width = untag(it->tagged_width);
  if (it->state.load_relaxed() >= kStopped) return kAbsent;
  Tuple* row = EIDER_TRY(tuple_new(t, width));
  LockedObject locked(t, *it);
  int64_t state = it->state.load_relaxed();
  if (state >= kStopped) return kAbsent;
  Block* indices = it->indices.load_relaxed();
  if (state == kFresh) {
    it->state.store_relaxed(kRunning);
  } else if (!advance(indices)) {
    it->state.store_relaxed(kStopped);
    return kAbsent;
  }
  for (int64_t i = 0; i < width; i++) row->items[i].init(item(indices, i));
  return row->value();
}

/// The numbers of an index row as a tuple.
Result<Tuple*> number_row(Thread& t, Block* row) {
  Tuple* made = EIDER_TRY(tuple_new(t, row->capacity()));
  for (int64_t i = 0; i < made->size(); i++) made->items[i].init(row->items[i].load_relaxed());
  return made;
}
/// Fills `row` from a tuple of ints, each brought into low(i) .. high(i). ValueError when the tuple has another length.
template <class Low, class High>
Result<Block*> row_from(Thread& t, Value state, int64_t size, Low low, High high) {
  if (!is_instance(t, state, TypeId::kTuple) || state.as<Tuple>()->size() != size) return raise(t, TypeId::kValueError, "invalid arguments");
  Block* row = EIDER_TRY(index_row(t, size));
  for (int64_t i = 0; i < size; i++) {
    int64_t n = EIDER_TRY(argument_index(t, state.as<Tuple>()->items[i].get()));
    put(row, i, std::max(std::min(n, high(i)), low(i)));
  }
  return row;
}
constexpr auto kFromZero = [](int64_t) { return int64_t{0}; };
/// Puts rows made from a state in place: the next arrangement is the one after it.
void resume(Thread& t, Arrangement* it, Block* indices, Block* cycles) {
  LockedObject locked(t, *it);
  it->indices.store_release(indices);
  if (cycles != nullptr) it->cycles.store_release(cycles);
  it->state.store_relaxed(kRunning);
}
/// type(it)(pool, r), or (nothing, r) when it has stopped; and the indices once it runs.
Result<Value> reduce_by_width(Thread& t, Value self, bool with_cycles) {
  auto* it = self.as<Arrangement>();
  Value cls = type_of(t, self)->value(), r = Value::from_small_int(untag(it->tagged_width));
  int64_t state = it->state.load_relaxed();
  if (state == kStopped) return tuple_of(t, cls, EIDER_TRY(tuple_of(t, t.realm->empty_tuple->value(), r))->value());
  Value inner = EIDER_TRY(tuple_of(t, it->pool.get()->value(), r))->value();
  if (state != kRunning) return tuple_of(t, cls, inner);
  Value indices = EIDER_TRY(number_row(t, it->indices.load_acquire()))->value();
  if (with_cycles) indices = EIDER_TRY(tuple_of(t, indices, EIDER_TRY(number_row(t, it->cycles.load_acquire()))->value()))->value();
  return tuple_of(t, cls, inner, indices);
}

// --- product -----------------------------------------------------------------------------------------------------------------------
Result<Value> product_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  int64_t repeat = 1;
  kwnames = own_keywords(cls, kwnames);
  for (int64_t i = 0; kwnames != nullptr && i < kwnames->size(); i++) {
    auto* keyword = kwnames->items[i].get().as<Str>();
    if (!str_equals_ascii(keyword, "repeat")) {
      return raise(t, TypeId::kTypeError, "'%s' is an invalid keyword argument for product()", to_utf8(keyword).c_str());
    }
    repeat = EIDER_TRY(builtins::size_argument(t, args[nargs + i]));
    if (repeat < 0) return raise(t, TypeId::kValueError, "repeat argument cannot be negative");
  }
  int64_t each = repeat == 0 ? 0 : nargs, width;
  if (__builtin_mul_overflow(each, repeat, &width) || width > (int64_t{1} << 40)) return raise(t, TypeId::kOverflowError, "repeat argument too large");
  Tuple* pools = EIDER_TRY(tuple_new(t, width));
  bool empty = false;
  for (int64_t i = 0; i < each; i++) {
    Tuple* pool = EIDER_TRY(to_tuple(t, args[i]));
    if (pool->size() == 0) empty = true;
    for (int64_t k = 0; k < repeat; k++) pools->items[k * each + i].init(pool->value());
  }
  Block* indices = EIDER_TRY(index_row(t, width));
  return arrangement(t, cls, pools, indices, nullptr, width, empty);
}
Result<Value> product_next(Thread& t, Value self) {
  auto* it = self.as<Arrangement>();
  Tuple* pools = it->pool.get();
  int64_t width = pools->size();
  return next_row(
      t, it,
      [&](Block* indices) {
        for (int64_t i = width - 1; i >= 0; i--) {
          int64_t n = at(indices, i) + 1;
          if (n < pools->items[i].get().as<Tuple>()->size()) {
            put(indices, i, n);
            return true;
          }
          put(indices, i, 0);
        }
        return false;
      },
      [&](Block* indices, int64_t i) { return pools->items[i].get().as<Tuple>()->items[at(indices, i)].get(); });
}

Result<Value> product_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Arrangement>();
  Value cls = type_of(t, args[0])->value();
  int64_t state = it->state.load_relaxed();
  if (state == kStopped) return tuple_of(t, cls, EIDER_TRY(tuple_of(t, t.realm->empty_tuple->value()))->value());
  if (state != kRunning) return tuple_of(t, cls, it->pool.get()->value());
  return tuple_of(t, cls, it->pool.get()->value(), EIDER_TRY(number_row(t, it->indices.load_acquire()))->value());
}
Result<Value> product_setstate(Thread& t, const Value* args) {
  auto* it = args[0].as<Arrangement>();
  Tuple* pools = it->pool.get();
  bool empty = false;
  auto last = [&](int64_t i) {
    int64_t n = pools->items[i].get().as<Tuple>()->size();
    empty = empty || n == 0;
    return n - 1;
  };
  Block* indices = EIDER_TRY(row_from(t, args[1], pools->size(), kFromZero, last));
  if (empty) {
    it->state.store_relaxed(kStopped);
  } else {
    resume(t, it, indices, nullptr);
  }
  return kNone;
}
constexpr NativeDef kProductMethods[] = {
    {"__reduce__(self, /)", product_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", product_setstate, Sync::kLocksSelf, kSetStateDoc},
};

// --- combinations ------------------------------------------------------------------------------------------------------------------
Result<Value> combinations_from(Thread& t, Type* cls, const Signature& signature, const Value* args, uint32_t nargs, Tuple* kwnames, bool repeated) {
  Value a[2];
  EIDER_TRY(parse_arguments(t, signature, args, nargs, kwnames, a));
  int64_t r = EIDER_TRY(builtins::size_argument(t, a[1]));
  Tuple* pool = EIDER_TRY(to_tuple(t, a[0]));
  if (r < 0) return raise(t, TypeId::kValueError, "r must be non-negative");
  bool empty = repeated ? pool->size() == 0 && r > 0 : r > pool->size();
  Block* indices = EIDER_TRY(index_row(t, empty ? 0 : r));
  if (!repeated && !empty) {
    for (int64_t i = 0; i < r; i++) put(indices, i, i);
  }
  return arrangement(t, cls, pool, indices, nullptr, r, empty);
}
Result<Value> combinations_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"combinations(iterable, r)"};
  return combinations_from(t, cls, kSignature, args, nargs, kwnames, false);
}
Result<Value> replacement_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"combinations_with_replacement(iterable, r)"};
  return combinations_from(t, cls, kSignature, args, nargs, kwnames, true);
}
Result<Value> combinations_next(Thread& t, Value self) {
  auto* it = self.as<Arrangement>();
  Tuple* pool = it->pool.get();
  int64_t r = untag(it->tagged_width), n = pool->size();
  return next_row(
      t, it,
      [&](Block* indices) {
        int64_t i = r - 1;
        while (i >= 0 && at(indices, i) == i + n - r) i--;
        if (i < 0) return false;
        put(indices, i, at(indices, i) + 1);
        for (int64_t j = i + 1; j < r; j++) put(indices, j, at(indices, j - 1) + 1);
        return true;
      },
      [&](Block* indices, int64_t i) { return pool->items[at(indices, i)].get(); });
}
Result<Value> replacement_next(Thread& t, Value self) {
  auto* it = self.as<Arrangement>();
  Tuple* pool = it->pool.get();
  int64_t r = untag(it->tagged_width), n = pool->size();
  return next_row(
      t, it,
      [&](Block* indices) {
        int64_t i = r - 1;
        while (i >= 0 && at(indices, i) == n - 1) i--;
        if (i < 0) return false;
        int64_t index = at(indices, i) + 1;
        for (int64_t j = i; j < r; j++) put(indices, j, index);
        return true;
      },
      [&](Block* indices, int64_t i) { return pool->items[at(indices, i)].get(); });
}

Result<Value> combinations_reduce(Thread& t, const Value* args) { return reduce_by_width(t, args[0], false); }
template <bool kRepeated>
Result<Value> combinations_setstate(Thread& t, const Value* args) {
  auto* it = args[0].as<Arrangement>();
  int64_t n = it->pool.get()->size(), r = untag(it->tagged_width);
  auto last = [&](int64_t i) { return kRepeated ? n - 1 : i + n - r; };
  Block* indices = EIDER_TRY(row_from(t, args[1], r, kFromZero, last));
  if (it->state.load_relaxed() < kStopped) resume(t, it, indices, nullptr);
  return kNone;
}
constexpr NativeDef kCombinationsMethods[] = {
    {"__reduce__(self, /)", combinations_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", combinations_setstate<false>, Sync::kLocksSelf, kSetStateDoc},
};
constexpr NativeDef kReplacementMethods[] = {
    {"__reduce__(self, /)", combinations_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", combinations_setstate<true>, Sync::kLocksSelf, kSetStateDoc},
};

// --- permutations ------------------------------------------------------------------------------------------------------------------
Result<Value> permutations_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"permutations(iterable, r=None)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  Tuple* pool = EIDER_TRY(to_tuple(t, a[0]));
  int64_t n = pool->size(), r = n;
  if (!a[1].is_absent() && !a[1].is_none()) {
    if (!is_int(t, a[1])) return raise(t, TypeId::kTypeError, "Expected int as r");
    r = EIDER_TRY(builtins::size_argument(t, a[1]));
    if (r < 0) return raise(t, TypeId::kValueError, "r must be non-negative");
  }
  bool empty = r > n;
  Block* indices = EIDER_TRY(index_row(t, n));
  Block* cycles = EIDER_TRY(index_row(t, empty ? 0 : r));
  for (int64_t i = 0; i < n; i++) put(indices, i, i);
  for (int64_t i = 0; i < cycles->capacity(); i++) put(cycles, i, n - i);
  return arrangement(t, cls, pool, indices, cycles, r, empty);
}
Result<Value> permutations_next(Thread& t, Value self) {
  auto* it = self.as<Arrangement>();
  Tuple* pool = it->pool.get();
  int64_t r = untag(it->tagged_width), n = pool->size();
  return next_row(
      t, it,
      [&](Block* indices) {
        Block* cycles = it->cycles.load_relaxed();
        for (int64_t i = r - 1; i >= 0; i--) {
          put(cycles, i, at(cycles, i) - 1);
          if (at(cycles, i) == 0) {
            int64_t first = at(indices, i);
            for (int64_t j = i; j < n - 1; j++) put(indices, j, at(indices, j + 1));
            put(indices, n - 1, first);
            put(cycles, i, n - i);
          } else {
            int64_t j = n - at(cycles, i), held = at(indices, i);
            put(indices, i, at(indices, j));
            put(indices, j, held);
            return true;
          }
        }
        return false;
      },
      [&](Block* indices, int64_t i) { return pool->items[at(indices, i)].get(); });
}

Result<Value> permutations_reduce(Thread& t, const Value* args) { return reduce_by_width(t, args[0], true); }
Result<Value> permutations_setstate(Thread& t, const Value* args) {
  auto* it = args[0].as<Arrangement>();
  Tuple* state = EIDER_TRY(state_tuple(t, args[1], 2, 2));
  int64_t n = it->pool.get()->size();
  Block* indices = EIDER_TRY(row_from(t, state->items[0].get(), n, kFromZero, [&](int64_t) { return n - 1; }));
  int64_t r = untag(it->tagged_width);
  Block* cycles = EIDER_TRY(row_from(t, state->items[1].get(), r, [](int64_t) { return int64_t{1}; }, [&](int64_t i) { return n - i; }));
  if (it->state.load_relaxed() < kStopped) resume(t, it, indices, cycles);
  return kNone;
}
constexpr NativeDef kPermutationsMethods[] = {
    {"__reduce__(self, /)", permutations_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", permutations_setstate, Sync::kLocksSelf, kSetStateDoc},
};

}  // namespace

Result<void> add_itertools_combinatoric(Thread& t, Module* module) {
  TypeSpec spec = iterator_spec<Arrangement>("itertools.product", product_new, product_next,
      "product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.");
  set_methods(spec, kProductMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Arrangement>("itertools.permutations", permutations_new, permutations_next,
      "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)");
  set_methods(spec, kPermutationsMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Arrangement>("itertools.combinations", combinations_new, combinations_next,
      "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)");
  set_methods(spec, kCombinationsMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Arrangement>("itertools.combinations_with_replacement", replacement_new, replacement_next,
      "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\n"
      "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')");
  set_methods(spec, kReplacementMethods);
  EIDER_TRY(add_type(t, module, spec));
  return kDone;
}

}  // namespace eider::modules

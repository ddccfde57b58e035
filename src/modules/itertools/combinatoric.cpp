// SPDX-License-Identifier: MIT
//
// product, permutations, combinations, combinations_with_replacement.
//
// Each step allocates the row first, then advances the indices and fills the row under the iterator's byte lock: no Python code is
// needed for that, so threads that share one get every arrangement exactly once.
#include "modules/itertools/itertools.h"

namespace eider::modules {

namespace {

enum : int64_t { kFresh = 1, kRunning = 3, kStopped = 5 };  // tagged

struct Arrangement : Object {
  Field<Tuple*> pool;      // of items; product: of tuples
  Field<Block*> indices;   // small ints
  Field<Block*> cycles;    // permutations
  Atomic<int64_t> state;   // under the lock
};

int64_t at(Block* b, int64_t i) { return b->items[i].load_relaxed().small_int(); }
void put(Block* b, int64_t i, int64_t v) { b->items[i].store_relaxed(Value::from_small_int(v)); }

Result<Block*> index_row(Thread& t, int64_t size) {
  Block* row = EIDER_TRY(block_new(t, size));
  for (int64_t i = 0; i < size; i++) put(row, i, 0);
  return row;
}
Result<Value> arrangement(Thread& t, Type* cls, Tuple* pool, Block* indices, Block* cycles, bool empty) {
  Arrangement* it = EIDER_TRY(make<Arrangement>(t, cls));
  it->pool.init(pool);
  it->indices.init(indices);
  if (cycles != nullptr) it->cycles.init(cycles);
  it->state.store_relaxed(empty ? kStopped : kFresh);
  return it->value();
}

/// `advance(it)` moves to the next arrangement; false when there is none.
template <class Advance, class Item>
Result<Value> next_row(Thread& t, Arrangement* it, int64_t width, Advance advance, Item item) {
  if (it->state.load_relaxed() == kStopped) return kAbsent;
  Tuple* row = EIDER_TRY(tuple_new(t, width));
  LockedObject locked(t, *it);
  int64_t state = it->state.load_relaxed();
  if (state == kStopped) return kAbsent;
  if (state == kFresh) {
    it->state.store_relaxed(kRunning);
  } else if (!advance()) {
    it->state.store_relaxed(kStopped);
    return kAbsent;
  }
  for (int64_t i = 0; i < width; i++) row->items[i].init(item(i));
  return row->value();
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
  return arrangement(t, cls, pools, indices, nullptr, empty);
}
Result<Value> product_next(Thread& t, Value self) {
  auto* it = self.as<Arrangement>();
  Tuple* pools = it->pool.get();
  Block* indices = it->indices.get();
  int64_t width = pools->size();
  return next_row(
      t, it, width,
      [&] {
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
      [&](int64_t i) { return pools->items[i].get().as<Tuple>()->items[at(indices, i)].get(); });
}

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
  return arrangement(t, cls, pool, indices, nullptr, empty);
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
  Block* indices = it->indices.get();
  int64_t r = indices->capacity(), n = pool->size();
  return next_row(
      t, it, r,
      [&] {
        int64_t i = r - 1;
        while (i >= 0 && at(indices, i) == i + n - r) i--;
        if (i < 0) return false;
        put(indices, i, at(indices, i) + 1);
        for (int64_t j = i + 1; j < r; j++) put(indices, j, at(indices, j - 1) + 1);
        return true;
      },
      [&](int64_t i) { return pool->items[at(indices, i)].get(); });
}
Result<Value> replacement_next(Thread& t, Value self) {
  auto* it = self.as<Arrangement>();
  Tuple* pool = it->pool.get();
  Block* indices = it->indices.get();
  int64_t r = indices->capacity(), n = pool->size();
  return next_row(
      t, it, r,
      [&] {
        int64_t i = r - 1;
        while (i >= 0 && at(indices, i) == n - 1) i--;
        if (i < 0) return false;
        int64_t index = at(indices, i) + 1;
        for (int64_t j = i; j < r; j++) put(indices, j, index);
        return true;
      },
      [&](int64_t i) { return pool->items[at(indices, i)].get(); });
}

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
  return arrangement(t, cls, pool, indices, cycles, empty);
}
Result<Value> permutations_next(Thread& t, Value self) {
  auto* it = self.as<Arrangement>();
  Tuple* pool = it->pool.get();
  Block* indices = it->indices.get();
  Block* cycles = it->cycles.get();
  int64_t r = cycles->capacity(), n = pool->size();
  return next_row(
      t, it, r,
      [&] {
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
      [&](int64_t i) { return pool->items[at(indices, i)].get(); });
}

}  // namespace

Result<void> add_itertools_combinatoric(Thread& t, Module* module) {
  EIDER_TRY(add_type(t, module, iterator_spec<Arrangement>("itertools.product", product_new, product_next,
      "product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.")));
  EIDER_TRY(add_type(t, module, iterator_spec<Arrangement>("itertools.permutations", permutations_new, permutations_next,
      "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)")));
  EIDER_TRY(add_type(t, module, iterator_spec<Arrangement>("itertools.combinations", combinations_new, combinations_next,
      "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)")));
  EIDER_TRY(add_type(t, module, iterator_spec<Arrangement>("itertools.combinations_with_replacement", replacement_new, replacement_next,
      "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\n"
      "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')")));
  return kDone;
}

}  // namespace eider::modules

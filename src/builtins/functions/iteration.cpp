// SPDX-License-Identifier: MIT
//
// Builtin functions about iterables: len, iter, next, sorted, sum, min, max, any, all.
#include <iterator>

#include "builtins/iter/iter.h"
#include "builtins/list/list_sort.h"
#include "builtins/sequence_support.h"
#include "objects/numbers.h"

namespace eider::builtins {

namespace {

Result<Value> len_function(Thread& t, const Value* args) { return int_from_int64(t, EIDER_TRY(length(t, args[0]))); }

Result<Value> iter_function(Thread& t, const Value* args) {
  if (args[1].is_absent()) return get_iter(t, args[0]);
  if (!is_callable(t, args[0])) return raise(t, TypeId::kTypeError, "iter(v, w): v must be callable");
  return call_iterator_new(t, args[0], args[1]);
}

/// The end of `iterator` as Python code sees it: StopIteration, with the value that a generator's `return` or a __next__ gives it.
Result<Value> next_or_stop(Thread& t, Value iterator) {
  Type* type = type_of(t, iterator);
  if (type->has(kHeapType)) {
    // The slot of a class with a __next__ in Python drops that value; the method does not.
    Value method = EIDER_TRY(lookup_special(t, iterator, name(t, Name::k__next__)));
    if (!method.is_absent()) return call0(t, method);
  }
  Value item = EIDER_TRY(type->slots.next(t, iterator));
  return item.is_absent() ? raise_none(t, TypeId::kStopIteration) : Result<Value>(item);
}

Result<Value> next_function(Thread& t, const Value* args) {
  if (type_of(t, args[0])->slots.next == nullptr) {
    return raise(t, TypeId::kTypeError, "'%s' object is not an iterator", type_name(t, args[0]));
  }
  if (args[1].is_absent()) return next_or_stop(t, args[0]);
  Result<Value> item = iter_next(t, args[0]);
  if (!item.ok()) return clear_if(t, TypeId::kStopIteration) ? Result<Value>(args[1]) : kFailure;
  return item.get().is_absent() ? args[1] : item.get();
}

Result<Value> sorted_function(Thread& t, Tuple* positional, Value key, std::optional<Index> reverse) {
  if (positional->size() != 1) {
    return raise(t, TypeId::kTypeError, "sorted expected 1 argument, got %lld", static_cast<long long>(positional->size()));
  }
  List* list = EIDER_TRY(to_list(t, positional->items[0].get()));
  if (!key.is_absent() && key.is_none()) key = kAbsent;
  EIDER_TRY(sort_block(t, list->block.get(), list_size(list), key, reverse.value_or(0) != 0));
  return list->value();
}

// --- sum ---------------------------------------------------------------------------------------------------------------------------
/// Adds without calling the protocol as long as everything is a small int, or a float plus floats and small ints; the result is the
/// same as that of + one after the other.
class Summing {
 public:
  Summing(Thread& t, Value start) : t_(t), total_(start) {}
  Result<void> add_item(Value item) {
    if (total_.is_small_int() && (item.is_small_int() || item.is_bool())) {
      int64_t sum = total_.small_int() + (item.is_bool() ? item == kTrue : item.small_int());  // 63-bit operands: no overflow
      if (EIDER_LIKELY(Value::fits_small_int(sum))) {
        total_ = Value::from_small_int(sum);
        return kDone;
      }
    } else if (total_.is_float_word() && (item.is_float_word() || item.is_small_int())) {
      double more = item.is_float_word() ? item.float_word() : static_cast<double>(item.small_int());
      if (Value word; Value::encode_float(total_.float_word() + more, &word)) {
        total_ = word;
        return kDone;
      }
    }
    total_ = EIDER_TRY(objects::add(t_, total_, item));
    return kDone;
  }
  Value total() const { return total_; }

 private:
  Thread& t_;
  Value total_;
};

Result<Value> sum_function(Thread& t, const Value* args) {
  Value start = args[1].is_absent() ? Value::from_small_int(0) : args[1];
  if (is_instance(t, start, TypeId::kStr)) return raise(t, TypeId::kTypeError, "sum() can't sum strings [use ''.join(seq) instead]");
  if (is_instance(t, start, TypeId::kBytes)) return raise(t, TypeId::kTypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
  if (is_instance(t, start, TypeId::kByteArray)) return raise(t, TypeId::kTypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
  Summing summing(t, start);
  EIDER_TRY(for_each(t, args[0], [&](Value item) { return summing.add_item(item); }));
  return summing.total();
}

// --- min, max ----------------------------------------------------------------------------------------------------------------------
enum class Extreme : uint8_t { kMin, kMax };

template <Extreme kWhich>
Result<bool> better(Thread& t, Value a, Value b) {
  if (a.is_small_int() && b.is_small_int()) return kWhich == Extreme::kMax ? a.small_int() > b.small_int() : a.small_int() < b.small_int();
  return compare_bool(t, a, b, kWhich == Extreme::kMax ? CompareKind::kGt : CompareKind::kLt);
}

/// max(*args, key=None, default=...)
template <Extreme kWhich>
Result<Value> extreme_function(Thread& t, const Value* args) {
  const char* name = kWhich == Extreme::kMax ? "max" : "min";
  auto* positional = args[0].as<Tuple>();
  Value key = args[1].is_absent() || args[1].is_none() ? kAbsent : args[1];
  Value otherwise = args[2];
  if (positional->size() == 0) return raise(t, TypeId::kTypeError, "%s expected at least 1 argument, got 0", name);
  if (positional->size() > 1 && !otherwise.is_absent()) {
    return raise(t, TypeId::kTypeError, "Cannot specify a default for %s() with multiple positional arguments", name);
  }
  Value best, best_key;
  EIDER_TRY(for_each(t, positional->size() == 1 ? positional->items[0].get() : args[0], [&](Value item) -> Result<void> {
    Value by = key.is_absent() ? item : EIDER_TRY(call1(t, key, item));
    if (best.is_absent() || EIDER_TRY(better<kWhich>(t, by, best_key))) {
      best = item;
      best_key = by;
    }
    return kDone;
  }));
  if (!best.is_absent()) return best;
  if (!otherwise.is_absent()) return otherwise;
  return raise(t, TypeId::kValueError, "%s() arg is an empty sequence", name);
}

// --- any, all ----------------------------------------------------------------------------------------------------------------------
template <bool kAny>
Result<Value> quantifier_function(Thread& t, const Value* args) {
  Value iterator = EIDER_TRY(get_iter(t, args[0]));
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) return Value::from_bool(!kAny);
    if (EIDER_TRY(truth(t, item)) == kAny) return Value::from_bool(kAny);
    EIDER_TRY(poll(t));
  }
}

/// The same function, documented with another signature than it is parsed by.
constexpr NativeDef shown_as(NativeDef def, const char* text) {
  def.text = text;
  return def;
}

constexpr const char* kMaxDoc =
    "max(iterable, *[, default=obj, key=func]) -> value\n"
    "max(arg1, arg2, *args, *[, key=func]) -> value\n\n"
    "With a single iterable argument, return its biggest item. The\n"
    "default keyword-only argument specifies an object to return if\n"
    "the provided iterable is empty.\n"
    "With two or more arguments, return the largest argument.";
constexpr const char* kMinDoc =
    "min(iterable, *[, default=obj, key=func]) -> value\n"
    "min(arg1, arg2, *args, *[, key=func]) -> value\n\n"
    "With a single iterable argument, return its smallest item. The\n"
    "default keyword-only argument specifies an object to return if\n"
    "the provided iterable is empty.\n"
    "With two or more arguments, return the smallest argument.";

}  // namespace

const NativeDef kIterationFunctions[] = {
    {"len(obj, /)", len_function, Sync::kNone, "Return the number of items in a container.", NativeDef::kFunction},
    {"iter(object, sentinel=<unrepresentable>, /)", iter_function, Sync::kNone,
     "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\n"
     "Get an iterator from an object.  In the first form, the argument must\n"
     "supply its own iterator, or be a sequence.\n"
     "In the second form, the callable is called until it returns the sentinel.",
     NativeDef::kFunction},
    {"next(iterator, default=<unrepresentable>, /)", next_function, Sync::kNone,
     "next(iterator[, default])\n\n"
     "Return the next item from the iterator. If default is given and the iterator\n"
     "is exhausted, it is returned instead of raising StopIteration.",
     NativeDef::kFunction},
    shown_as({"sorted(*args, key=None, reverse=False)", bind<sorted_function>, Sync::kNone,
              "Return a new list containing all items from the iterable in ascending order.\n\n"
              "A custom key function can be supplied to customize the sort order, and the\n"
              "reverse flag can be set to request the result in descending order.",
              NativeDef::kFunction, Texts::kUnpackTuple},
             "sorted(iterable, /, *, key=None, reverse=False)"),
    {"sum(iterable, /, start=0)", sum_function, Sync::kNone,
     "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\n"
     "When the iterable is empty, return the start value.\n"
     "This function is intended specifically for use with numeric values and may\n"
     "reject non-numeric types.",
     NativeDef::kFunction},
    {"min(*args, key=None, default=<unrepresentable>)", extreme_function<Extreme::kMin>, Sync::kNone, kMinDoc, NativeDef::kFunction, Texts::kUnpackTuple},
    {"max(*args, key=None, default=<unrepresentable>)", extreme_function<Extreme::kMax>, Sync::kNone, kMaxDoc, NativeDef::kFunction, Texts::kUnpackTuple},
    {"any(iterable, /)", quantifier_function<true>, Sync::kNone,
     "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.", NativeDef::kFunction},
    {"all(iterable, /)", quantifier_function<false>, Sync::kNone,
     "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.", NativeDef::kFunction},
};
const uint32_t kIterationFunctionCount = std::size(kIterationFunctions);

}  // namespace eider::builtins

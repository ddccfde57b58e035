// SPDX-License-Identifier: MIT
//
// The range type. Arithmetic goes through machine words where start, stop and step are small ints, through Python ints else.
#include "builtins/range/range.h"

#include <iterator>

#include "builtins/kernels/hash.h"
#include "builtins/range/range_parts.h"
#include "builtins/sequence_support.h"
#include "builtins/slice/slice.h"
#include "objects/allocate.h"
#include "objects/numbers.h"

namespace eider::builtins {

namespace {

constexpr Value kZero = Value::from_small_int(0);
constexpr Value kOne = Value::from_small_int(1);

/// Number of elements of start, start + step, ... before stop.
Result<Value> length_of(Thread& t, Value start, Value stop, Value step) {
  if (start.is_small_int() && stop.is_small_int() && step.is_small_int()) {
    int64_t s = step.small_int();
    int64_t low = s > 0 ? start.small_int() : stop.small_int();
    int64_t high = s > 0 ? stop.small_int() : start.small_int();
    if (low >= high) return kZero;
    uint64_t stride = s > 0 ? static_cast<uint64_t>(s) : -static_cast<uint64_t>(s);
    return int_from_uint64(t, (static_cast<uint64_t>(high) - static_cast<uint64_t>(low) - 1) / stride + 1);
  }
  bool up = int_sign(step) > 0;
  Value low = up ? start : stop;
  Value high = up ? stop : start;
  if (int_compare(low, high) >= 0) return kZero;
  Value stride = up ? step : EIDER_TRY(negative(t, step));
  Value span = EIDER_TRY(subtract(t, EIDER_TRY(subtract(t, high, low)), kOne));
  return add(t, EIDER_TRY(floor_divide(t, span, stride)), kOne);
}

Result<Range*> make(Thread& t, Value start, Value stop, Value step, Value length) {
  auto* range = allocate_exact<Range>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(range == nullptr)) return raise_no_memory(t);
  range->start.init(start);
  range->stop.init(stop);
  range->step.init(step);
  range->length.init(length);
  return range;
}

/// start + i * step, for any int i.
Result<Value> element(Thread& t, Range* r, Value i) {
  if (r->step.get() == kOne) return add(t, r->start.get(), i);
  return add(t, r->start.get(), EIDER_TRY(multiply(t, i, r->step.get())));
}

bool is_plain_int(Value v) { return v.is_small_int() || v.is_bool() || is_exact(v, TypeId::kInt); }

/// Whether the int `v` is one of r's elements.
Result<bool> contains_int(Thread& t, Range* r, Value v) {
  Value start = r->start.get(), stop = r->stop.get(), step = r->step.get();
  bool up = int_sign(step) > 0;
  if (up ? int_compare(v, start) < 0 || int_compare(v, stop) >= 0 : int_compare(v, start) > 0 || int_compare(v, stop) <= 0) return false;
  Value rest = EIDER_TRY(remainder(t, EIDER_TRY(subtract(t, v, start)), step));
  return int_sign(rest) == 0;
}

Result<Value> range_type_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(check_constructor(t, "range", nargs, kwnames, 1, 3));
  if (nargs == 1) return range_new(t, kZero, EIDER_TRY(exact_index(t, args[0])), kOne);
  Value start = EIDER_TRY(exact_index(t, args[0]));
  Value stop = EIDER_TRY(exact_index(t, args[1]));
  Value step = nargs == 3 ? EIDER_TRY(exact_index(t, args[2])) : kOne;
  return range_new(t, start, stop, step);
}

Result<int64_t> range_length(Thread& t, Value self) {
  int64_t n;
  if (int_fits_int64(self.as<Range>()->length.get(), &n)) return n;
  return raise(t, TypeId::kOverflowError, "Python int too large to convert to C ssize_t");
}

Result<bool> range_truth(Thread& t, Value self) { return int_sign(self.as<Range>()->length.get()) != 0; }

Result<Value> range_slice(Thread& t, Range* r, Slice* slice) {
  // slice.indices(length), for lengths of any magnitude.
  Value length = r->length.get();
  Value indices = EIDER_TRY(call_method(t, slice->value(), EIDER_TRY(intern(t, std::string_view("indices"))), &length, 1));
  auto* parts = indices.as<Tuple>();
  Value start = EIDER_TRY(element(t, r, parts->items[0].get()));
  Value stop = EIDER_TRY(element(t, r, parts->items[1].get()));
  Value step = EIDER_TRY(multiply(t, parts->items[2].get(), r->step.get()));
  return range_new(t, start, stop, step);
}

Result<Value> range_get_item(Thread& t, Value self, Value key) {
  auto* r = self.as<Range>();
  if (has_index(t, key)) {
    Value i = EIDER_TRY(index(t, key));
    if (int_sign(i) < 0) i = EIDER_TRY(add(t, i, r->length.get()));
    if (int_sign(i) < 0 || int_compare(i, r->length.get()) >= 0) return raise(t, TypeId::kIndexError, "range object index out of range");
    return element(t, r, i);
  }
  if (is_exact(key, TypeId::kSlice)) return range_slice(t, r, key.as<Slice>());
  return raise(t, TypeId::kTypeError, "range indices must be integers or slices, not %s", type_name(t, key));
}

/// Index of the first element equal to `wanted` by ==, or -1: for what is not an int.
Result<int64_t> search(Thread& t, Value self, Value wanted) {
  Value it = EIDER_TRY(range_iter(t, self));
  for (int64_t i = 0;; i++) {
    Value item = EIDER_TRY(iter_next(t, it));
    if (item.is_absent()) return -1;
    if (EIDER_TRY(equal(t, item, wanted))) return i;
    EIDER_TRY(poll(t));
  }
}

Result<bool> range_contains(Thread& t, Value self, Value item) {
  if (is_plain_int(item)) return contains_int(t, self.as<Range>(), item);
  return EIDER_TRY(search(t, self, item)) >= 0;
}

Result<Value> range_count(Thread& t, const Value* args) {
  if (is_plain_int(args[1])) return Value::from_small_int(EIDER_TRY(contains_int(t, args[0].as<Range>(), args[1])));
  Value it = EIDER_TRY(range_iter(t, args[0]));
  int64_t count = 0;
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, it));
    if (item.is_absent()) return Value::from_small_int(count);
    if (EIDER_TRY(equal(t, item, args[1]))) count++;
    EIDER_TRY(poll(t));
  }
}

Result<Value> range_index(Thread& t, const Value* args) {
  auto* r = args[0].as<Range>();
  if (is_plain_int(args[1])) {
    if (!EIDER_TRY(contains_int(t, r, args[1]))) {
      return raise(t, TypeId::kValueError, "%s is not in range", to_utf8(EIDER_TRY(repr(t, args[1]))).c_str());
    }
    return floor_divide(t, EIDER_TRY(subtract(t, args[1], r->start.get())), r->step.get());
  }
  int64_t at = EIDER_TRY(search(t, args[0], args[1]));
  if (at < 0) return raise(t, TypeId::kValueError, "sequence.index(x): x not in sequence");
  return Value::from_small_int(at);
}

Result<Value> range_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (kind != CompareKind::kEq && kind != CompareKind::kNe) return kNotImplemented;
  if (!is_exact(self, TypeId::kRange) || !is_exact(other, TypeId::kRange)) return kNotImplemented;
  auto* a = self.as<Range>();
  auto* b = other.as<Range>();
  bool same = int_equal(a->length.get(), b->length.get());
  if (same && int_sign(a->length.get()) != 0) {
    same = int_equal(a->start.get(), b->start.get()) && (a->length.get() == kOne || int_equal(a->step.get(), b->step.get()));
  }
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<int64_t> range_hash(Thread& t, Value self) {
  auto* r = self.as<Range>();
  Value length = r->length.get();
  Value none = kNone;
  kernels::TupleHash hash_of;  // of (length, start, step), with None where elements do not depend on it
  for (Value part : {length, int_sign(length) == 0 ? none : r->start.get(), int_sign(length) == 0 || length == kOne ? none : r->step.get()}) {
    hash_of.add(static_cast<int64_t>(EIDER_TRY(hash(t, part))));
  }
  return hash_of.finish();
}

Result<Value> range_repr(Thread& t, Value self) {
  auto* r = self.as<Range>();
  StrBuilder out(t);
  if (!out.add("range(") || !out.add(EIDER_TRY(repr(t, r->start.get()))) || !out.add(", ") || !out.add(EIDER_TRY(repr(t, r->stop.get())))) {
    return kFailure;
  }
  if (r->step.get() != kOne && (!out.add(", ") || !out.add(EIDER_TRY(repr(t, r->step.get()))))) return kFailure;
  if (!out.add(")")) return kFailure;
  return out.finish();
}

Result<Value> range_reduce(Thread& t, const Value* args) {
  auto* r = args[0].as<Range>();
  Tuple* parts = EIDER_TRY(tuple_of(t, r->start.get(), r->stop.get(), r->step.get()));
  return tuple_of(t, type(t, TypeId::kRange)->value(), parts->value());
}

Result<Value> range_reversed(Thread& t, const Value* args) {
  auto* r = args[0].as<Range>();
  Value length = r->length.get();
  Value step = EIDER_TRY(negative(t, r->step.get()));
  Value last = int_sign(length) == 0 ? r->start.get() : EIDER_TRY(element(t, r, EIDER_TRY(subtract(t, length, kOne))));
  return range_iterator_over(t, last, step, length);
}

constexpr NativeDef kMethods[] = {
    {"__reversed__(self, /)", range_reversed, Sync::kImmutable, "Return a reverse iterator."},
    {"__reduce__(self, /)", range_reduce, Sync::kImmutable, nullptr},
    {"count(self, object, /)", range_count, Sync::kImmutable, "rangeobject.count(value) -> integer -- return number of occurrences of value"},
    {"index(self, object, /)", range_index, Sync::kImmutable,
     "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present."},
};

constexpr MemberDef kMembers[] = {
    {"start", offsetof(Range, start)},
    {"stop", offsetof(Range, stop)},
    {"step", offsetof(Range, step)},
};

}  // namespace

Result<Range*> range_new(Thread& t, Value start, Value stop, Value step) {
  if (int_sign(step) == 0) return raise(t, TypeId::kValueError, "range() arg 3 must not be zero");
  return make(t, start, stop, step, EIDER_TRY(length_of(t, start, stop, step)));
}

Result<Value> range_iter(Thread& t, Value self) {
  auto* r = self.as<Range>();
  return range_iterator_over(t, r->start.get(), r->step.get(), r->length.get());
}

Result<Value> range_iter_of(Thread& t, Value start, Value stop, Value step) {
  return range_iterator_over(t, start, step, EIDER_TRY(length_of(t, start, stop, step)));
}

Result<void> install_range(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kRange;
  spec.name = "range";
  spec.doc =
      "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
      "Return an object that produces a sequence of integers from start (inclusive)\n"
      "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
      "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
      "These are exactly the valid indices for a list of 4 elements.\n"
      "When step is given, it specifies the increment (or decrement).";
  spec.flags = kImmutable | kSequencePattern;
  spec.native_bytes = sizeof(Range);
  spec.trace = TraceKind::kValues;
  spec.slots.new_ = range_type_new;
  spec.slots.length = range_length;
  spec.slots.to_bool = range_truth;
  spec.slots.get_item = range_get_item;
  spec.slots.contains = range_contains;
  spec.slots.repr = range_repr;
  spec.slots.compare = range_compare;
  spec.slots.hash = range_hash;
  spec.slots.iter = range_iter;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  return install_range_iterators(t);
}

}  // namespace eider::builtins

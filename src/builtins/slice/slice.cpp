// SPDX-License-Identifier: MIT
//
// The slice type.
#include "builtins/slice/slice.h"

#include <iterator>

#include "builtins/sequence_support.h"
#include "objects/allocate.h"
#include "objects/numbers.h"

namespace eider::builtins {

Result<Slice*> slice_new(Thread& t, Value start, Value stop, Value step) {
  auto* slice = allocate_exact<Slice>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(slice == nullptr)) return raise_no_memory(t);
  slice->start.init(start.is_absent() ? kNone : start);
  slice->stop.init(stop.is_absent() ? kNone : stop);
  slice->step.init(step.is_absent() ? kNone : step);
  return slice;
}

namespace {

constexpr const char* kNotAnIndex = "slice indices must be integers or None or have an __index__ method";

Result<int64_t> clamped_bound(Thread& t, Value v, int64_t otherwise) {
  if (EIDER_LIKELY(v.is_small_int())) return v.small_int();
  if (v.is_none()) return otherwise;
  if (!has_index(t, v)) return raise(t, TypeId::kTypeError, kNotAnIndex);
  return index_clamped(t, v);
}

}  // namespace

Result<SliceIndices> slice_unpack(Thread& t, Slice* slice) {
  SliceIndices r;
  r.step = EIDER_TRY(clamped_bound(t, slice->step.get(), 1));
  if (r.step == 0) return raise(t, TypeId::kValueError, "slice step cannot be zero");
  if (r.step < -INT64_MAX) r.step = -INT64_MAX;  // so that -step is representable
  r.start = EIDER_TRY(clamped_bound(t, slice->start.get(), r.step < 0 ? INT64_MAX : 0));
  r.stop = EIDER_TRY(clamped_bound(t, slice->stop.get(), r.step < 0 ? INT64_MIN : INT64_MAX));
  return r;
}

namespace {

Result<Value> slice_type_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(check_constructor(t, "slice", nargs, kwnames, 1, 3));
  if (nargs == 1) return slice_new(t, kNone, args[0]);
  return slice_new(t, args[0], args[1], nargs == 3 ? args[2] : kNone);
}

Result<Value> slice_repr(Thread& t, Value self) {
  auto* s = self.as<Slice>();
  StrBuilder out(t);
  if (!out.add("slice(") || !out.add(EIDER_TRY(repr(t, s->start.get()))) || !out.add(", ") || !out.add(EIDER_TRY(repr(t, s->stop.get()))) ||
      !out.add(", ") || !out.add(EIDER_TRY(repr(t, s->step.get()))) || !out.add(")")) {
    return kFailure;
  }
  return out.finish();
}

Result<Value> slice_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_exact(self, TypeId::kSlice) || !is_exact(other, TypeId::kSlice)) return kNotImplemented;
  if (self == other) return Value::from_bool(kind == CompareKind::kEq || kind == CompareKind::kLe || kind == CompareKind::kGe);
  auto* a = self.as<Slice>();
  auto* b = other.as<Slice>();
  Tuple* x = EIDER_TRY(tuple_of(t, a->start.get(), a->stop.get(), a->step.get()));
  Tuple* y = EIDER_TRY(tuple_of(t, b->start.get(), b->stop.get(), b->step.get()));
  return compare_sequences(t, TupleAccess{x}, TupleAccess{y}, kind);
}

// --- slice.indices(), for lengths and bounds of any magnitude ------------------------------------------------------------------------
Result<Value> whole_bound(Thread& t, Value v) {
  if (!has_index(t, v)) return raise(t, TypeId::kTypeError, kNotAnIndex);
  return index(t, v);
}

/// A bound clipped to [lower, upper]; negative ones count from `length`.
Result<Value> clip_bound(Thread& t, Value v, Value length, Value lower, Value upper, Value otherwise) {
  if (v.is_none()) return otherwise;
  Value at = EIDER_TRY(whole_bound(t, v));
  if (int_sign(at) < 0) {
    at = EIDER_TRY(add(t, at, length));
    return int_compare(at, lower) < 0 ? lower : at;
  }
  return int_compare(at, upper) > 0 ? upper : at;
}

Result<Value> slice_indices(Thread& t, const Value* args) {
  auto* s = args[0].as<Slice>();
  Value length = EIDER_TRY(index(t, args[1]));
  if (int_sign(length) < 0) return raise(t, TypeId::kValueError, "length should not be negative");
  Value step = Value::from_small_int(1);
  if (!s->step.get().is_none()) {
    step = EIDER_TRY(whole_bound(t, s->step.get()));
    if (int_sign(step) == 0) return raise(t, TypeId::kValueError, "slice step cannot be zero");
  }
  bool backwards = int_sign(step) < 0;
  Value minus_one = Value::from_small_int(-1);
  Value lower = backwards ? minus_one : Value::from_small_int(0);
  Value upper = backwards ? EIDER_TRY(add(t, length, minus_one)) : length;
  Value start = EIDER_TRY(clip_bound(t, s->start.get(), length, lower, upper, backwards ? upper : lower));
  Value stop = EIDER_TRY(clip_bound(t, s->stop.get(), length, lower, upper, backwards ? lower : upper));
  return tuple_of(t, start, stop, step);
}

Result<Value> slice_reduce(Thread& t, const Value* args) {
  auto* s = args[0].as<Slice>();
  Tuple* parts = EIDER_TRY(tuple_of(t, s->start.get(), s->stop.get(), s->step.get()));
  return tuple_of(t, type(t, TypeId::kSlice)->value(), parts->value());
}

constexpr NativeDef kMethods[] = {
    {"indices(self, object, /)", slice_indices, Sync::kImmutable,
     "S.indices(len) -> (start, stop, stride)\n\n"
     "Assuming a sequence of length len, calculate the start and stop\n"
     "indices, and the stride length of the extended slice described by\n"
     "S. Out of bounds indices are clipped in a manner consistent with the\n"
     "handling of normal slices."},
    {"__reduce__(self, /)", slice_reduce, Sync::kImmutable, "Return state information for pickling."},
};

constexpr MemberDef kMembers[] = {
    {"start", offsetof(Slice, start)},
    {"stop", offsetof(Slice, stop)},
    {"step", offsetof(Slice, step)},
};

}  // namespace

Result<void> install_slice(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kSlice;
  spec.name = "slice";
  spec.doc =
      "slice(stop)\nslice(start, stop[, step])\n\n"
      "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).";
  spec.flags = kImmutable;
  spec.native_bytes = sizeof(Slice);
  spec.trace = TraceKind::kValues;
  spec.slots.new_ = slice_type_new;
  spec.slots.repr = slice_repr;
  spec.slots.compare = slice_compare;
  spec.slots.hash = hash_not_implemented;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  return make_builtin_type(t, spec).ok() ? kDone : Result<void>(kFailure);
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
#include "builtins/str/slice_support.h"

#include "builtins/str/str_support.h"

namespace eider::builtins {

namespace {
struct SliceFields : Object {  // the layout of slice objects
  Field<Value> start, stop, step;
};
}  // namespace

Result<SliceIndices> slice_unpack(Thread& t, Value slice) {
  auto* s = slice.as<SliceFields>();
  SliceIndices out{0, 0, 1};
  out.step = EIDER_TRY(bound_argument(t, s->step.get(), 1));
  if (out.step == 0) return raise(t, TypeId::kValueError, "slice step cannot be zero");
  if (out.step < -INT64_MAX) out.step = -INT64_MAX;  // so that it can be negated
  out.start = EIDER_TRY(bound_argument(t, s->start.get(), out.step < 0 ? INT64_MAX : 0));
  out.stop = EIDER_TRY(bound_argument(t, s->stop.get(), out.step < 0 ? INT64_MIN : INT64_MAX));
  return out;
}

int64_t slice_adjust(int64_t length, SliceIndices* indices) {
  auto clip = [&](int64_t at) {
    if (at < 0) {
      at += length;
      return at < 0 ? (indices->step < 0 ? -1 : 0) : at;
    }
    return at >= length ? (indices->step < 0 ? length - 1 : length) : at;
  };
  indices->start = clip(indices->start);
  indices->stop = clip(indices->stop);
  if (indices->step < 0) {
    return indices->stop < indices->start ? (indices->start - indices->stop - 1) / -indices->step + 1 : 0;
  }
  return indices->start < indices->stop ? (indices->stop - indices->start - 1) / indices->step + 1 : 0;
}

}  // namespace eider::builtins

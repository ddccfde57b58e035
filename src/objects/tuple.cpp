// SPDX-License-Identifier: MIT
//
// Making tuples. A tuple is filled by its maker and immutable once another thread can see it.
#include "objects/allocate.h"
#include "objects/containers.h"
#include "objects/errors.h"
#include "objects/realm.h"

namespace eider::objects {

namespace {
constexpr int64_t kMaxTuple = int64_t{1} << 44;  // beyond any address space: keeps byte counts from overflowing

Tuple* allocate_tuple(Thread& t, int64_t size) {
  if (EIDER_UNLIKELY(size > kMaxTuple)) return nullptr;
  auto* tuple = allocate_exact<Tuple>(t, TraceKind::kValues, sizeof(Tuple) + 8 * static_cast<size_t>(size));
  if (EIDER_LIKELY(tuple != nullptr)) tuple->tagged_count = size << 1 | 1;
  return tuple;
}
}  // namespace

Result<Tuple*> tuple_new(Thread& t, int64_t size) {
  EIDER_ASSERT(size >= 0);
  if (size == 0) return t.realm->empty_tuple;
  Tuple* tuple = allocate_tuple(t, size);
  if (EIDER_UNLIKELY(tuple == nullptr)) return raise_no_memory(t);
  return tuple;
}

Result<Tuple*> tuple_from(Thread& t, const Value* items, int64_t size) {
  Tuple* tuple = EIDER_TRY(tuple_new(t, size));
  for (int64_t i = 0; i < size; i++) tuple->items[i].init(items[i]);
  return tuple;
}

Result<Tuple*> tuple_of(Thread& t, Value a) { return tuple_from(t, &a, 1); }

Result<Tuple*> tuple_of(Thread& t, Value a, Value b) {
  Tuple* tuple = EIDER_TRY(tuple_new(t, 2));
  tuple->items[0].init(a);
  tuple->items[1].init(b);
  return tuple;
}

Result<Tuple*> tuple_of(Thread& t, Value a, Value b, Value c) {
  Tuple* tuple = EIDER_TRY(tuple_new(t, 3));
  tuple->items[0].init(a);
  tuple->items[1].init(b);
  tuple->items[2].init(c);
  return tuple;
}

void trace_tuple(Header* object, gc::Tracer& tracer) {
  auto* tuple = static_cast<Tuple*>(object);
  for (int64_t i = 0, n = tuple->size(); i < n; i++) tracer.mark_word(tuple->items[i].load_relaxed().bits());
}

}  // namespace eider::objects

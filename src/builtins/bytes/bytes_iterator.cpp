// SPDX-License-Identifier: MIT
//
// bytes_iterator and bytearray_iterator. One word of position, as str_iterator's; Note [Exhausted iterators] in list/list.h.
#include "builtins/bytes/bytes_types.h"
#include "objects/lock.h"

namespace eider::builtins {

namespace {

/// The byte at i, or -1 when there is none (any more).
int byte_at(Thread& t, Value source, int64_t i) {
  if (is_bytearray(t, source)) {
    auto* array = source.as<ByteArray>();
    LockedObject locked(t, *array);
    return i < array->length.load_relaxed() ? array->begin_locked()[i] : -1;
  }
  auto* b = source.as<Bytes>();
  return i < b->length ? b->data[i] : -1;
}

Result<Value> next_byte(Thread& t, Value self) {
  auto* it = self.as<BytesIterator>();
  int64_t i = it->next.load_relaxed().small_int();  // relaxed: any index is a good one
  int byte = byte_at(t, it->source.load_relaxed(), i);
  if (byte < 0) {
    it->source.store_relaxed(t.realm->exhausted_bytes);
    return kAbsent;
  }
  it->next.store_relaxed(Value::from_small_int(i + 1));
  return Value::from_small_int(byte);
}

Result<Value> itself(Thread& t, Value self) { return self; }

Result<Value> length_hint_of(Thread& t, const Value* args) {
  auto* it = args[0].as<BytesIterator>();
  int64_t left = EIDER_TRY(length(t, it->source.load_relaxed())) - it->next.load_relaxed().small_int();
  return Value::from_small_int(left < 0 ? 0 : left);
}

Result<Value> reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<BytesIterator>();
  int64_t i = it->next.load_relaxed().small_int();
  Value iter = EIDER_TRY(builtin_named(t, "iter"));
  Value source = it->source.load_relaxed();
  if (source == t.realm->exhausted_bytes) {
    Tuple* inner = EIDER_TRY(tuple_of(t, t.realm->empty_tuple->value()));
    return tuple_of(t, iter, inner->value());
  }
  Tuple* inner = EIDER_TRY(tuple_of(t, source));
  return tuple_of(t, iter, inner->value(), Value::from_small_int(i));
}

Result<Value> set_state(Thread& t, const Value* args) {
  auto* it = args[0].as<BytesIterator>();
  int64_t at = EIDER_TRY(int_argument(t, args[1], 0));
  Value source = it->source.load_relaxed();
  if (source == t.realm->exhausted_bytes) return kNone;
  int64_t n = EIDER_TRY(length(t, source));
  it->next.store_relaxed(Value::from_small_int(at < 0 ? 0 : at > n ? n : at));
  return kNone;
}

constexpr NativeDef kMethods[] = {
    {"__length_hint__(self, /)", length_hint_of, Sync::kLockFreeRead, "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", reduce, Sync::kLockFreeRead, "Return state information for pickling."},
    {"__setstate__(self, state, /)", set_state, Sync::kLockFreeRead, "Set state information for unpickling."},
};

}  // namespace

Result<Value> bytes_iter(Thread& t, Value self) {
  TypeId id = is_bytearray(t, self) ? TypeId::kByteArrayIterator : TypeId::kBytesIterator;
  auto* it = static_cast<BytesIterator*>(EIDER_TRY(new_instance(t, type(t, id))));
  it->source.init(self);
  it->next.init(Value::from_small_int(0));
  return it->value();
}

Result<void> install_bytes_iterators(Thread& t) {
  t.realm->exhausted_bytes = EIDER_TRY(bytes_new(t, 0))->value();
  t.realm->add_root(t.realm->exhausted_bytes);
  for (TypeId id : {TypeId::kBytesIterator, TypeId::kByteArrayIterator}) {
    TypeSpec spec;
    spec.id = id;
    spec.name = id == TypeId::kBytesIterator ? "bytes_iterator" : "bytearray_iterator";
    spec.flags = kDisallowInstantiation | kImmutable;
    spec.native_bytes = sizeof(BytesIterator);
    spec.trace = TraceKind::kValues;
    spec.slots.iter = itself;
    spec.slots.next = next_byte;
    spec.methods = kMethods;
    spec.method_count = std::size(kMethods);
    EIDER_TRY(make_builtin_type(t, spec));
  }
  return kDone;
}

}  // namespace eider::builtins

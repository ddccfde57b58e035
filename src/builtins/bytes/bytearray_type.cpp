// SPDX-License-Identifier: MIT
//
// The type bytearray: slots, constructor, what changes it.
//
// Thread rule: each change is one step under the byte lock; arguments are converted to private bytes before it is taken.
#include <algorithm>

#include "builtins/bytes/bytes_types.h"
#include "builtins/bytes/exports.h"
#include "builtins/str/codec_glue.h"
#include "objects/lock.h"

namespace eider::builtins {

namespace {

Result<Value> bytearray_construct(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return new_instance(t, cls);  // empty; __init__ fills it
}

Result<void> bytearray_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value given[3];
  EIDER_TRY(unpack_constructor(t, "bytearray", {"source", "encoding", "errors"}, 0, args, nargs, kwnames, given));
  auto* array = self.as<ByteArray>();
  if (array->length.load_relaxed() != 0) EIDER_TRY(bytearray_replace(t, array, 0, INT64_MAX, {}));
  kernels::Bytes out;
  EIDER_TRY(bytes_contents(t, "bytearray", given[0], given[1], given[2], "byte must be in range(0, 256)", out));
  return bytearray_replace(t, array, 0, INT64_MAX, {out.data(), out.size()});
}

Result<void> bytearray_buffer(Thread& t, Value self, BufferInfo* out) {
  auto* array = self.as<ByteArray>();
  LockedObject locked(t, *array);
  ByteBuffer* buffer = array->buffer.get();
  out->owner = self;
  out->storage = buffer == nullptr ? self : buffer->value();
  set_bytes(out, array->begin_locked(), array->length.load_relaxed());
  out->readonly = false;
  out->lock = array;
  out->exports = &array->exports;
  return kDone;
}

void bytearray_trace(Header* object, gc::Tracer& tracer) {
  auto* array = static_cast<ByteArray*>(object);
  tracer.mark(array->buffer.get());
  trace_exports(array->exports, tracer);
}

Result<Value> bytearray_repr(Thread& t, Value self) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, self));
  Type* cls = type_of(t, self);
  // Unlike bytes, a bytearray escapes single quotes even between double ones.
  ByteSpan bytes = source.span();
  bool has_single = std::find(bytes.begin(), bytes.end(), '\'') != bytes.end();
  bool has_double = std::find(bytes.begin(), bytes.end(), '"') != bytes.end();
  char quote = has_single && !has_double ? '"' : '\'';
  static constexpr char kDigits[] = "0123456789abcdef";
  Text8 out;
  out.append_ascii(cls->utf8_name);
  out.append_ascii("(b");
  out.push(quote);
  for (uint8_t c : bytes) {
    if (c == '\'' || c == '\\') {
      out.push('\\');
      out.push(static_cast<char>(c));
    } else if (c == '\t' || c == '\n' || c == '\r') {
      out.push('\\');
      out.push(c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
    } else if (c >= ' ' && c < 127) {
      out.push(static_cast<char>(c));
    } else {
      out.append_ascii("\\x");
      out.push(kDigits[c >> 4]);
      out.push(kDigits[c & 15]);
    }
  }
  out.push(quote);
  out.push(')');
  return str_from(t, out);
}

Result<int64_t> bytearray_length(Thread& t, Value self) { return self.as<ByteArray>()->length.load_relaxed(); }

constexpr const char* kOutOfRange = "bytearray index out of range";

Result<Value> bytearray_get_item(Thread& t, Value self, Value key) {
  auto* array = self.as<ByteArray>();
  if (EIDER_LIKELY(has_index(t, key))) {
    int64_t i = EIDER_TRY(machine_index(t, key));
    int byte = -1;
    {
      LockedObject locked(t, *array);
      int64_t n = array->length.load_relaxed();
      if (i < 0) i += n;
      if (i >= 0 && i < n) byte = array->begin_locked()[i];
    }
    if (byte < 0) return raise(t, TypeId::kIndexError, "%s", kOutOfRange);
    return Value::from_small_int(byte);
  }
  if (!is_exact(key, TypeId::kSlice)) {
    return raise(t, TypeId::kTypeError, "bytearray indices must be integers or slices, not %s", type_name(t, key));
  }
  // The slice's __index__ may change the array: bounds are computed from the snapshot's own length.
  SliceIndices indices = EIDER_TRY(slice_unpack(t, key.as<Slice>()));
  ByteSource source;
  EIDER_TRY(source.acquire(t, self));
  int64_t count = slice_adjust(source.size(), &indices);
  if (indices.step == 1) return bytearray_from(t, source.span().subspan(static_cast<size_t>(indices.start), static_cast<size_t>(count)));
  ByteArray* made = EIDER_TRY(bytearray_new(t, nullptr, count));
  uint8_t* to = made->begin_locked();  // not shared yet
  for (int64_t i = 0; i < count; i++) to[i] = source.span()[static_cast<size_t>(indices.start + i * indices.step)];
  return made->value();
}

/// Deletes every step-th byte of a range, in place.
Result<void> delete_steps(Thread& t, ByteArray* array, SliceIndices indices) {
  for (;;) {
    {
      LockedObject locked(t, *array);
      int64_t n = array->length.load_relaxed();
      SliceIndices here = indices;
      int64_t count = slice_adjust(n, &here);
      if (count == 0) return kDone;
      if (!exports_counted(array->exports)) {
        int64_t start = here.step > 0 ? here.start : here.start + (count - 1) * here.step;
        int64_t step = here.step > 0 ? here.step : -here.step;
        uint8_t* bytes = array->begin_locked();
        int64_t to = start;
        int64_t dropped = 0;
        for (int64_t at = start; at < n; at++) {
          if (dropped < count && (at - start) % step == 0) {
            dropped++;
            continue;
          }
          bytes[to++] = bytes[at];
        }
        array->length.store_relaxed(n - count);
        return kDone;
      }
    }
    EIDER_TRY(bytearray_allow_resize(t, array));
  }
}

Result<void> set_slice(Thread& t, ByteArray* array, Value key, Value value) {
  ByteSource source;
  kernels::Bytes collected;
  ByteSpan bytes;
  if (!value.is_absent()) {
    if (EIDER_TRY(source.try_acquire(t, value))) {
      // A single-threaded view of the array itself would move under our feet.
      if (value == array->value()) {
        collected.append(source.span().data(), source.span().size());
        bytes = {collected.data(), collected.size()};
      } else {
        bytes = source.span();
      }
    } else {
      const TypeSlots& slots = type_of(t, value)->slots;
      if (has_index(t, value) || is_str(t, value) || slots.to_int != nullptr || slots.to_float != nullptr || is_instance(t, value, TypeId::kComplex)) {
        return raise(t, TypeId::kTypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
      }
      EIDER_TRY(bytes_contents(t, "bytearray", value, kAbsent, kAbsent, "byte must be in range(0, 256)", collected));
      bytes = {collected.data(), collected.size()};
    }
  }
  SliceIndices indices = EIDER_TRY(slice_unpack(t, key.as<Slice>()));
  if (indices.step == 1) {
    SliceIndices here = indices;
    int64_t count = slice_adjust(array->length.load_relaxed(), &here);
    return bytearray_replace(t, array, here.start, here.start + count, bytes);
  }
  if (bytes.empty()) return delete_steps(t, array, indices);
  int64_t count;
  {
    LockedObject locked(t, *array);
    count = slice_adjust(array->length.load_relaxed(), &indices);
    if (count == static_cast<int64_t>(bytes.size())) {
      uint8_t* to = array->begin_locked();
      for (int64_t i = 0; i < count; i++) to[indices.start + i * indices.step] = bytes[static_cast<size_t>(i)];
      return kDone;
    }
  }
  return raise(t, TypeId::kValueError, "attempt to assign bytes of size %lld to extended slice of size %lld",
               static_cast<long long>(bytes.size()), static_cast<long long>(count));
}

Result<void> bytearray_set_item(Thread& t, Value self, Value key, Value value) {
  auto* array = self.as<ByteArray>();
  if (is_exact(key, TypeId::kSlice)) return set_slice(t, array, key, value);
  if (!has_index(t, key)) {
    return raise(t, TypeId::kTypeError, "bytearray indices must be integers or slices, not %s", type_name(t, key));
  }
  if (value.is_absent()) {
    int64_t at = EIDER_TRY(item_index(t, key, array->length.load_relaxed(), kOutOfRange));
    return bytearray_replace(t, array, at, at + 1, {});
  }
  int64_t i = EIDER_TRY(machine_index(t, key));
  auto byte = static_cast<uint8_t>(EIDER_TRY(byte_argument(t, value)));  // before the bounds: it may run code
  bool stored = false;
  {
    LockedObject locked(t, *array);
    int64_t n = array->length.load_relaxed();
    if (i < 0) i += n;
    if (i >= 0 && i < n) {
      array->begin_locked()[i] = byte;
      stored = true;
    }
  }
  if (!stored) return raise(t, TypeId::kIndexError, "%s", kOutOfRange);
  return kDone;
}

Result<Value> bytearray_concat(Thread& t, Value left, Value right) {
  ByteSource a, b;
  bool ok = EIDER_TRY(a.try_acquire(t, left));
  if (!ok || !EIDER_TRY(b.try_acquire(t, right))) {
    return raise(t, TypeId::kTypeError, "can't concat %s to %s", type_name(t, right), type_name(t, left));
  }
  ByteArray* made = EIDER_TRY(bytearray_new(t, nullptr, a.size() + b.size()));
  uint8_t* to = made->begin_locked();  // not shared yet
  if (a.size() != 0) std::memcpy(to, a.span().data(), a.span().size());
  if (b.size() != 0) std::memcpy(to + a.size(), b.span().data(), b.span().size());
  return made->value();
}

/// Private bytes of `v`, even when v is the array itself.
Result<void> private_bytes(Thread& t, Value v, ByteArray* array, ByteSource& source, kernels::Bytes& copy, ByteSpan* out) {
  EIDER_TRY(source.acquire(t, v));
  *out = source.span();
  if (is_exact_bytes(v)) return kDone;
  copy.append(source.span().data(), source.span().size());
  if (copy.failed()) return raise_no_memory(t);
  *out = {copy.data(), copy.size()};
  return kDone;
}

Result<Value> bytearray_inplace_concat(Thread& t, Value self, Value other) {
  ByteSource source;
  if (!EIDER_TRY(source.try_acquire(t, other))) {
    return raise(t, TypeId::kTypeError, "can't concat %s to %s", type_name(t, other), type_name(t, self));
  }
  kernels::Bytes copy;
  ByteSpan bytes;
  auto* array = self.as<ByteArray>();
  EIDER_TRY(private_bytes(t, other, array, source, copy, &bytes));
  EIDER_TRY(bytearray_replace(t, array, INT64_MAX, INT64_MAX, bytes));
  return self;
}

Result<Value> bytearray_repeat(Thread& t, Value self, int64_t n) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, self));
  if (n < 0) n = 0;
  if (n != 0 && source.size() > INT64_MAX / n) return raise_no_memory(t);
  ByteArray* made = EIDER_TRY(bytearray_new(t, nullptr, source.size() * n));
  fill_repeated(made->begin_locked(), source.span(), source.span().size() * static_cast<size_t>(n));
  return made->value();
}

Result<Value> bytearray_inplace_repeat(Thread& t, Value self, int64_t n) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, self));
  if (n < 0) n = 0;
  if (n != 0 && source.size() > (int64_t{1} << 46) / n) return raise_no_memory(t);
  kernels::Bytes all;
  size_t size = source.span().size() * static_cast<size_t>(n);
  uint8_t* to = all.extend(size);
  if (size != 0 && to == nullptr) return raise_no_memory(t);
  fill_repeated(to, source.span(), size);
  EIDER_TRY(bytearray_replace(t, self.as<ByteArray>(), 0, INT64_MAX, {all.data(), size}));
  return self;
}

// --- methods --------------------------------------------------------------------------------------------------------------------
Result<void> append(Thread& t, ByteArray* self, Value item) {
  return bytearray_append(t, self, static_cast<uint8_t>(EIDER_TRY(byte_argument(t, item))));
}

Result<void> extend(Thread& t, ByteArray* self, Value items) {
  ByteSource source;
  kernels::Bytes collected;
  if (EIDER_TRY(source.try_acquire(t, items))) {
    ByteSpan bytes;
    EIDER_TRY(private_bytes(t, items, self, source, collected, &bytes));
    return bytearray_replace(t, self, INT64_MAX, INT64_MAX, bytes);
  }
  Result<Value> iterator = get_iter(t, items);
  if (!iterator.ok()) {
    if (clear_if(t, TypeId::kTypeError)) return raise(t, TypeId::kTypeError, "can't extend bytearray with %s", type_name(t, items));
    return kFailure;
  }
  bool plain = is_exact(items, TypeId::kList) || is_exact(items, TypeId::kTuple);
  EIDER_TRY(collect_bytes(t, plain ? items : iterator.get(), collected, "byte must be in range(0, 256)"));
  if (collected.failed()) return raise_no_memory(t);
  return bytearray_replace(t, self, INT64_MAX, INT64_MAX, {collected.data(), collected.size()});
}

Result<void> insert(Thread& t, ByteArray* self, Index at, Value item) {
  auto byte = static_cast<uint8_t>(EIDER_TRY(byte_argument(t, item)));
  int64_t n = self->length.load_relaxed();
  if (at < 0) at = std::max<int64_t>(at + n, 0);
  return bytearray_replace(t, self, std::min(at, n), std::min(at, n), {&byte, 1});
}

/// Takes out one byte, chosen by `find(bytes, length)` under the lock (-1: none); the byte, -1 when there was none.
template <class Find>
Result<int64_t> take_out(Thread& t, ByteArray* self, Find find) {
  for (;;) {
    {
      LockedObject locked(t, *self);
      int64_t n = self->length.load_relaxed();
      uint8_t* bytes = self->begin_locked();
      int64_t at = find(bytes, n);
      if (at < 0) return int64_t{-1};
      if (!exports_counted(self->exports)) {
        int64_t byte = bytes[at];
        if (at == 0) {
          self->start++;
        } else {
          std::memmove(bytes + at, bytes + at + 1, static_cast<size_t>(n - at - 1));
        }
        self->length.store_relaxed(n - 1);
        return byte;
      }
    }
    EIDER_TRY(bytearray_allow_resize(t, self));
  }
}

Result<int64_t> pop(Thread& t, ByteArray* self, Value at) {
  int64_t i = EIDER_TRY(int_argument(t, at, -1));
  bool empty = false;
  int64_t byte = EIDER_TRY(take_out(t, self, [i, &empty](const uint8_t*, int64_t n) {
    empty = n == 0;
    int64_t absolute = i < 0 ? i + n : i;
    return absolute >= 0 && absolute < n ? absolute : -1;
  }));
  if (byte < 0) return raise(t, TypeId::kIndexError, empty ? "pop from empty bytearray" : "pop index out of range");
  return byte;
}

Result<void> remove(Thread& t, ByteArray* self, Value item) {
  int64_t wanted = EIDER_TRY(byte_argument(t, item));
  int64_t byte = EIDER_TRY(take_out(t, self, [wanted](const uint8_t* bytes, int64_t n) -> int64_t {
    const void* found = n == 0 ? nullptr : std::memchr(bytes, static_cast<int>(wanted), static_cast<size_t>(n));
    return found == nullptr ? -1 : static_cast<const uint8_t*>(found) - bytes;
  }));
  if (byte < 0) return raise(t, TypeId::kValueError, "value not found in bytearray");
  return kDone;
}

Result<void> reverse(Thread& t, ByteArray* self) {
  LockedObject locked(t, *self);
  uint8_t* bytes = self->begin_locked();
  if (bytes != nullptr) std::reverse(bytes, bytes + self->length.load_relaxed());
  return kDone;
}

Result<void> clear(Thread& t, ByteArray* self) { return bytearray_replace(t, self, 0, INT64_MAX, {}); }
Result<Value> copy(Thread& t, ByteArray* self) { return ByteArrayKind::same(t, self); }

Result<int64_t> alloc(Thread& t, ByteArray* self) {
  LockedObject locked(t, *self);
  ByteBuffer* buffer = self->buffer.get();
  return buffer == nullptr ? 0 : buffer->capacity + 1;
}

Result<int64_t> size_of(Thread& t, ByteArray* self) {
  auto size = static_cast<int64_t>(t.realm->heap().size_of(self));
  return size + EIDER_TRY(alloc(t, self));
}

Result<Tuple*> reduce_as(Thread& t, ByteArray* self, int64_t protocol) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  Value state = EIDER_TRY(call_method(t, self->value(), name(t, Name::k__getstate__)));
  Tuple* args;
  if (source.size() == 0) {
    args = t.realm->empty_tuple;
  } else if (protocol >= 3) {
    Bytes* contents = EIDER_TRY(bytes_from(t, source.span()));
    args = EIDER_TRY(tuple_of(t, contents->value()));
  } else {
    Str* text = EIDER_TRY(str_from_chars(t, source.span().data(), 1, source.size()));
    Str* encoding = EIDER_TRY(str_from_ascii(t, "latin-1"));
    args = EIDER_TRY(tuple_of(t, text->value(), encoding->value()));
  }
  return tuple_of(t, type_of(t, self)->value(), args->value(), state);
}

Result<Tuple*> reduce(Thread& t, ByteArray* self) { return reduce_as(t, self, 2); }
Result<Tuple*> reduce_ex(Thread& t, ByteArray* self, Value protocol) {
  return reduce_as(t, self, EIDER_TRY(int_argument(t, protocol, 0)));
}

constexpr NativeDef kRows[] = {
    {"append(self, item, /)", bind<append>, Sync::kLocksSelf, "Append a single item to the end of the bytearray."},
    {"clear(self, /)", bind<clear>, Sync::kLocksSelf, "Remove all items from the bytearray."},
    {"copy(self, /)", bind<copy>, Sync::kSnapshot, "Return a copy of B."},
    {"extend(self, iterable_of_ints, /)", bind<extend>, Sync::kLocksSelf, "Append all the items from the iterator or sequence to the end of the bytearray."},
    {"insert(self, index, item, /)", bind<insert>, Sync::kLocksSelf, "Insert a single item into the bytearray before the given index."},
    {"pop(self, index=-1, /)", bind<pop>, Sync::kLocksSelf, "Remove and return a single item from B."},
    {"remove(self, value, /)", bind<remove>, Sync::kLocksSelf, "Remove the first occurrence of a value in the bytearray."},
    {"reverse(self, /)", bind<reverse>, Sync::kLocksSelf, "Reverse the order of the values in B in place."},
    {"__alloc__(self, /)", bind<alloc>, Sync::kLocksSelf, "Return the number of bytes actually allocated."},
    {"__sizeof__(self, /)", bind<size_of>, Sync::kLocksSelf, "Returns the size of the bytearray object in memory, in bytes."},
    {"__reduce__(self, /)", bind<reduce>, Sync::kSnapshot, "Return state information for pickling."},
    {"__reduce_ex__(self, proto=0, /)", bind<reduce_ex>, Sync::kSnapshot, "Return state information for pickling."},
};

}  // namespace

Result<void> install_bytearray(Thread& t) {
  static const MethodTable methods = combine_tables({
#define EIDER_TABLE(name) kByteArray##name,
      EIDER_BYTES_METHOD_TABLES(EIDER_TABLE)
#undef EIDER_TABLE
      {kRows, std::size(kRows)}});
  TypeSpec spec;
  spec.id = TypeId::kByteArray;
  spec.name = "bytearray";
  spec.doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) "
             "-> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null "
             "bytes\nbytearray() -> empty bytes array";
  spec.flags = kBaseType | kImmutable | kMatchSelf;
  spec.native_bytes = sizeof(ByteArray);
  spec.trace = TraceKind::kCustom;
  spec.slots.repr = bytearray_repr;
  spec.slots.str = bytearray_repr;
  spec.slots.hash = hash_not_implemented;
  spec.slots.compare = bytes_compare;
  spec.slots.length = bytearray_length;
  spec.slots.get_item = bytearray_get_item;
  spec.slots.set_item = bytearray_set_item;
  spec.slots.contains = bytes_contains;
  spec.slots.concat = bytearray_concat;
  spec.slots.repeat = bytearray_repeat;
  spec.slots.inplace_concat = bytearray_inplace_concat;
  spec.slots.inplace_repeat = bytearray_inplace_repeat;
  spec.slots.remainder = bytes_percent;
  spec.slots.iter = bytes_iter;
  spec.slots.new_ = bytearray_construct;
  spec.slots.init = bytearray_init;
  spec.slots.buffer = bytearray_buffer;
  spec.slots.trace = bytearray_trace;
  spec.methods = methods.rows;
  spec.method_count = methods.count;
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

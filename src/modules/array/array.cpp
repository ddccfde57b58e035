// SPDX-License-Identifier: MIT
//
// Storage and items of arrays, and their slots.
#include "modules/array/array.h"

#include <cstring>

#include "builtins/bytes/exports.h"
#include "builtins/slice/slice.h"
#include "modules/support.h"

namespace eider::modules {

using builtins::kernels::Bytes;

constinit const ArrayKind kArrayKinds[] = {
    {'b', 'b', 1, true, true, 1},  {'B', 'B', 1, true, false, 0},  {'u', 'w', 4, false, false, 20}, {'h', 'h', 2, true, true, 4},
    {'H', 'H', 2, true, false, 2}, {'i', 'i', 4, true, true, 8},   {'I', 'I', 4, true, false, 6},   {'l', 'l', 8, true, true, 12},
    {'L', 'L', 8, true, false, 10}, {'q', 'q', 8, true, true, 12}, {'Q', 'Q', 8, true, false, 10},  {'f', 'f', 4, false, false, 14},
    {'d', 'd', 8, false, false, 16},
};
constinit const size_t kArrayKindCount = std::size(kArrayKinds);

const ArrayKind* array_kind(uint32_t code) {
  for (const ArrayKind& kind : kArrayKinds) {
    if (static_cast<uint32_t>(kind.code) == code) return &kind;
  }
  return nullptr;
}

// --- items ----------------------------------------------------------------------------------------------------------------------
namespace {

template <class T>
T load(const uint8_t* from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}
template <class T>
Result<void> store(uint8_t* to, T value) {
  std::memcpy(to, &value, sizeof(T));
  return kDone;
}

Failure overflow(Thread& t, const char* text) { return raise(t, TypeId::kOverflowError, "%s", text); }

/// An int that fits `long`, then low..high: CPython's argument parser, whose texts name the C type.
Result<int64_t> parsed_int(Thread& t, Value v, const char* type_name, int64_t low, int64_t high) {
  Value whole = EIDER_TRY(index(t, v));
  int64_t n;
  if (!int_fits_int64(whole, &n)) return overflow(t, "Python int too large to convert to C long");
  if (n < low) return raise(t, TypeId::kOverflowError, "%s is less than minimum", type_name);
  if (n > high) return raise(t, TypeId::kOverflowError, "%s is greater than maximum", type_name);
  return n;
}
Result<uint64_t> unsigned_int(Thread& t, Value v, const char* negative, const char* too_large) {
  Value whole = EIDER_TRY(index(t, v));
  uint64_t n;
  if (int_sign(whole) < 0) return overflow(t, negative);
  if (!int_fits_uint64(whole, &n)) return overflow(t, too_large);
  return n;
}

}  // namespace

Result<Value> array_item(Thread& t, const ArrayKind& kind, const uint8_t* from) {
  switch (kind.code) {
    case 'b': return Value::from_small_int(load<int8_t>(from));
    case 'B': return Value::from_small_int(*from);
    case 'h': return Value::from_small_int(load<int16_t>(from));
    case 'H': return Value::from_small_int(load<uint16_t>(from));
    case 'i': return Value::from_small_int(load<int32_t>(from));
    case 'I': return Value::from_small_int(load<uint32_t>(from));
    case 'l': case 'q': return int_from_int64(t, load<int64_t>(from));
    case 'L': case 'Q': return int_from_uint64(t, load<uint64_t>(from));
    case 'f': return float_value(t, load<float>(from));
    case 'd': return float_value(t, load<double>(from));
    default: break;
  }
  auto c = load<uint32_t>(from);
  if (c > 0x10ffff) return raise(t, TypeId::kValueError, "character U+%x is not in range [U+0000; U+10ffff]", c);
  return str_from_char(t, c);
}

Result<void> array_pack(Thread& t, const ArrayKind& kind, Value v, uint8_t* to) {
  constexpr const char* kShort = "signed short integer";
  switch (kind.code) {
    case 'b': {
      int64_t n = EIDER_TRY(parsed_int(t, v, kShort, INT16_MIN, INT16_MAX));
      if (n < INT8_MIN) return overflow(t, "signed char is less than minimum");
      if (n > INT8_MAX) return overflow(t, "signed char is greater than maximum");
      return store(to, static_cast<int8_t>(n));
    }
    case 'B': return store(to, static_cast<uint8_t>(EIDER_TRY(parsed_int(t, v, "unsigned byte integer", 0, UINT8_MAX))));
    case 'h': return store(to, static_cast<int16_t>(EIDER_TRY(parsed_int(t, v, kShort, INT16_MIN, INT16_MAX))));
    case 'H': {
      int64_t n = EIDER_TRY(parsed_int(t, v, "signed integer", INT32_MIN, INT32_MAX));
      if (n < 0) return overflow(t, "unsigned short is less than minimum");
      if (n > UINT16_MAX) return overflow(t, "unsigned short is greater than maximum");
      return store(to, static_cast<uint16_t>(n));
    }
    case 'i': return store(to, static_cast<int32_t>(EIDER_TRY(parsed_int(t, v, "signed integer", INT32_MIN, INT32_MAX))));
    case 'l': return store(to, EIDER_TRY(parsed_int(t, v, "", INT64_MIN, INT64_MAX)));
    case 'I': case 'L': {
      uint64_t n = EIDER_TRY(unsigned_int(t, v, "can't convert negative value to unsigned int", "Python int too large to convert to C unsigned long"));
      if (kind.code == 'L') return store(to, n);
      if (n > UINT32_MAX) return overflow(t, "unsigned int is greater than maximum");
      return store(to, static_cast<uint32_t>(n));
    }
    case 'q': {
      int64_t n;
      if (!int_fits_int64(EIDER_TRY(index(t, v)), &n)) return overflow(t, "int too big to convert");
      return store(to, n);
    }
    case 'Q': return store(to, EIDER_TRY(unsigned_int(t, v, "can't convert negative int to unsigned", "int too big to convert")));
    case 'f': return store(to, static_cast<float>(EIDER_TRY(to_double(t, v))));
    case 'd': return store(to, EIDER_TRY(to_double(t, v)));
    default: break;
  }
  if (!is_instance(t, v, TypeId::kStr) || v.as<Str>()->length() != 1) return raise(t, TypeId::kTypeError, "array item must be unicode character");
  return store(to, v.as<Str>()->at(0));
}

// --- storage --------------------------------------------------------------------------------------------------------------------
Result<Array*> array_new(Thread& t, Type* cls, const ArrayKind* kind, ByteSpan items) {
  ByteArray* bytes = EIDER_TRY(builtins::bytearray_from(t, items));
  Array* made = EIDER_TRY(make<Array>(t, cls));
  made->kind = kind;
  made->buffer.init(bytes->buffer.get());
  made->length.store_relaxed(static_cast<int64_t>(items.size()));
  return made;
}

Result<Value> array_get(Thread& t, Array* a, int64_t i) {
  uint8_t item[8];
  int64_t size = a->kind->size;
  {
    LockedObject locked(t, *a);
    if (i < 0 || i >= a->count()) return kAbsent;
    std::memcpy(item, a->begin_locked() + i * size, static_cast<size_t>(size));
  }
  return array_item(t, *a->kind, item);
}

Result<void> array_copy(Thread& t, Array* a, Bytes& out) {
  for (;;) {
    auto room = static_cast<size_t>(a->length.load_relaxed());  // a guess; the length under the lock decides
    out.clear();
    uint8_t* to = out.extend(room);
    if (to == nullptr) return raise_no_memory(t);
    LockedObject locked(t, *a);
    auto size = static_cast<size_t>(a->length.load_relaxed());
    if (size > room) continue;
    if (size != 0) std::memcpy(to, a->begin_locked(), size);
    out.truncate(size);
    return kDone;
  }
}

Result<void> array_replace(Thread& t, Array* a, int64_t start, int64_t end, ByteSpan items) {
  int64_t size = a->kind->size;
  Result<void> done = builtins::bytearray_replace(t, a, start * size, end * size, items);
  if (done.ok() || !clear_if(t, TypeId::kBufferError)) return done;
  return raise(t, TypeId::kBufferError, "cannot resize an array that is exporting buffers");
}

Result<void> array_append(Thread& t, Array* a, Value v) {
  uint8_t item[8];
  EIDER_TRY(array_pack(t, *a->kind, v, item));
  size_t size = a->kind->size;
  {
    LockedObject locked(t, *a);
    int64_t length = a->length.load_relaxed();
    auto* buffer = a->buffer.get();
    if (buffer != nullptr && a->start + length + static_cast<int64_t>(size) <= buffer->capacity && !builtins::exports_counted(a->exports)) {
      std::memcpy(a->begin_locked() + length, item, size);
      a->length.store_relaxed(length + static_cast<int64_t>(size));
      return kDone;
    }
  }
  return array_add(t, a, {item, size});
}

Result<void> array_add_bytes(Thread& t, Array* a, ByteSpan bytes) {
  if (bytes.size() % a->kind->size != 0) return raise(t, TypeId::kValueError, "bytes length not a multiple of item size");
  return array_add(t, a, bytes);
}

Result<void> array_extend(Thread& t, Array* a, Value items) {
  if (is_array(t, items)) {
    auto* other = items.as<Array>();
    if (other->kind != a->kind) return raise(t, TypeId::kTypeError, "can only extend with array of same kind");
    Bytes copy;
    EIDER_TRY(array_copy(t, other, copy));
    return array_add(t, a, {copy.data(), copy.size()});
  }
  Value iterator = EIDER_TRY(get_iter(t, items));
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) return kDone;
    EIDER_TRY(array_append(t, a, item));
    EIDER_TRY(poll(t));
  }
}

Result<void> array_add_text(Thread& t, Array* a, Str* text) {
  Bytes chars;
  uint8_t* to = chars.extend(static_cast<size_t>(text->length()) * 4);
  if (to == nullptr) return raise_no_memory(t);
  for (int64_t i = 0; i < text->length(); i++) (void)store(to + 4 * i, text->at(i));
  return array_add(t, a, {chars.data(), chars.size()});
}

Result<List*> array_list(Thread& t, Array* a) {
  Bytes copy;
  EIDER_TRY(array_copy(t, a, copy));
  size_t size = a->kind->size;
  List* made = EIDER_TRY(list_new(t, static_cast<int64_t>(copy.size() / size)));
  for (size_t at = 0; at < copy.size(); at += size) {
    EIDER_TRY(list_append(t, made, EIDER_TRY(array_item(t, *a->kind, copy.data() + at))));
    EIDER_TRY(poll(t));
  }
  return made;
}

// --- slots ----------------------------------------------------------------------------------------------------------------------
namespace {

Array* self_of(Value v) { return v.as<Array>(); }

Result<Value> construct(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  kwnames = own_keywords(cls, kwnames);
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "array.array() takes no keyword arguments");
  if (nargs == 0) return raise(t, TypeId::kTypeError, "array() takes at least 1 argument (0 given)");
  if (nargs > 2) return raise(t, TypeId::kTypeError, "array() takes at most 2 arguments (%u given)", nargs);
  if (!is_instance(t, args[0], TypeId::kStr) || args[0].as<Str>()->length() != 1) {
    return raise(t, TypeId::kTypeError, "array() argument 1 must be a unicode character, not %s", type_name(t, args[0]));
  }
  uint32_t code = args[0].as<Str>()->at(0);
  Value initial = nargs == 2 ? args[1] : kAbsent;
  bool text = !initial.is_absent() && is_instance(t, initial, TypeId::kStr);
  bool from_array = !initial.is_absent() && is_array(t, initial);
  if (code != 'u' && text) {
    return raise(t, TypeId::kTypeError, "cannot use a str to initialize an array with typecode '%c'", static_cast<char>(code));
  }
  if (code != 'u' && from_array && self_of(initial)->kind->code == 'u') {
    return raise(t, TypeId::kTypeError, "cannot use a unicode array to initialize an array with typecode '%c'", static_cast<char>(code));
  }
  bool bytes = !initial.is_absent() && (builtins::is_bytes(t, initial) || builtins::is_bytearray(t, initial));
  if (!initial.is_absent() && !text && !bytes && !from_array) initial = EIDER_TRY(get_iter(t, initial));
  const ArrayKind* kind = array_kind(code);
  if (kind == nullptr) return raise(t, TypeId::kValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
  Array* made = EIDER_TRY(array_new(t, cls, kind, {}));
  if (initial.is_absent()) return made->value();
  if (bytes) {
    builtins::ByteSource source;
    EIDER_TRY(source.acquire(t, initial));
    EIDER_TRY(array_add_bytes(t, made, source.span()));
  } else if (text) {
    EIDER_TRY(array_add_text(t, made, initial.as<Str>()));
  } else {
    if (from_array && self_of(initial)->kind != kind) initial = EIDER_TRY(get_iter(t, initial));
    EIDER_TRY(array_extend(t, made, initial));
  }
  return made->value();
}

Result<Value> repr_slot(Thread& t, Value self) {
  Array* a = self_of(self);
  StrBuilder out(t);
  char code[] = {'(', '\'', a->kind->code, '\'', 0};
  if (!out.add(type_of(t, self)->name) || !out.add(code)) return kFailure;
  if (a->count() != 0) {
    Value items;
    if (a->kind->code == 'u') {
      items = EIDER_TRY(call_named(t, self, "tounicode"));
    } else {
      items = EIDER_TRY(array_list(t, a))->value();
    }
    if (!out.add(", ") || !out.add(EIDER_TRY(repr(t, items)))) return kFailure;
  }
  if (!out.add(")")) return kFailure;
  return out.finish();
}

Result<Value> compare_slot(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_array(t, self) || !is_array(t, other)) return kNotImplemented;
  Array *a = self_of(self), *b = self_of(other);
  bool is_equality = kind == CompareKind::kEq || kind == CompareKind::kNe;
  if (is_equality && a->count() != b->count()) return Value::from_bool(kind == CompareKind::kNe);
  Bytes left, right;
  EIDER_TRY(array_copy(t, a, left));
  EIDER_TRY(array_copy(t, b, right));
  if (is_equality && a->kind == b->kind && a->kind->is_integer) {
    bool same = left.size() == right.size() && std::memcmp(left.data(), right.data(), left.size()) == 0;
    return Value::from_bool(same == (kind == CompareKind::kEq));
  }
  size_t m = left.size() / a->kind->size, n = right.size() / b->kind->size;
  for (size_t i = 0; i < m && i < n; i++) {
    Value x = EIDER_TRY(array_item(t, *a->kind, left.data() + i * a->kind->size));
    Value y = EIDER_TRY(array_item(t, *b->kind, right.data() + i * b->kind->size));
    EIDER_TRY(poll(t));
    if (EIDER_TRY(equal(t, x, y))) continue;
    if (is_equality) return Value::from_bool(kind == CompareKind::kNe);
    return compare(t, x, y, kind);
  }
  int order = m < n ? -1 : m > n;
  switch (kind) {
    case CompareKind::kLt: return Value::from_bool(order < 0);
    case CompareKind::kLe: return Value::from_bool(order <= 0);
    case CompareKind::kEq: return Value::from_bool(order == 0);
    case CompareKind::kNe: return Value::from_bool(order != 0);
    case CompareKind::kGt: return Value::from_bool(order > 0);
    case CompareKind::kGe: return Value::from_bool(order >= 0);
  }
  EIDER_UNREACHABLE("compare kind");
}

Result<int64_t> length_slot(Thread&, Value self) { return self_of(self)->count(); }

constexpr const char* kBadKey = "array indices must be integers";

Result<Value> get_item_slot(Thread& t, Value self, Value key) {
  Array* a = self_of(self);
  if (builtins::has_index(t, key)) {
    int64_t i = EIDER_TRY(builtins::machine_index(t, key));
    if (i < 0) i += a->count();
    Value item = EIDER_TRY(array_get(t, a, i));
    if (item.is_absent()) return raise(t, TypeId::kIndexError, "array index out of range");
    return item;
  }
  if (!is_exact(key, TypeId::kSlice)) return raise(t, TypeId::kTypeError, kBadKey);
  builtins::SliceIndices indices = EIDER_TRY(builtins::slice_unpack(t, key.as<builtins::Slice>()));
  Bytes copy, picked;
  EIDER_TRY(array_copy(t, a, copy));
  size_t size = a->kind->size;
  int64_t count = builtins::slice_adjust(static_cast<int64_t>(copy.size() / size), &indices);
  if (indices.step == 1) return array_new(t, array_type(t), a->kind, ByteSpan(copy.data() + indices.start * static_cast<int64_t>(size), static_cast<size_t>(count) * size));
  for (int64_t i = 0; i < count; i++) picked.append(copy.data() + static_cast<size_t>(indices.start + i * indices.step) * size, size);
  if (picked.failed()) return raise_no_memory(t);
  return array_new(t, array_type(t), a->kind, {picked.data(), picked.size()});
}

Result<void> set_slice(Thread& t, Array* a, Value key, Value value) {
  Bytes items;
  size_t size = a->kind->size;
  if (!value.is_absent()) {
    if (!is_array(t, value)) return raise(t, TypeId::kTypeError, "can only assign array (not \"%s\") to array slice", type_name(t, value));
    if (self_of(value)->kind != a->kind) return raise(t, TypeId::kTypeError, "bad argument type for built-in operation");
    EIDER_TRY(array_copy(t, self_of(value), items));
  }
  builtins::SliceIndices indices = EIDER_TRY(builtins::slice_unpack(t, key.as<builtins::Slice>()));
  if (indices.step == 1) {
    int64_t count = builtins::slice_adjust(a->count(), &indices);
    return array_replace(t, a, indices.start, indices.start + count, {items.data(), items.size()});
  }
  auto given = static_cast<int64_t>(items.size() / size);
  if (value.is_absent()) {  // what stays, in one step
    Bytes copy, kept;
    EIDER_TRY(array_copy(t, a, copy));
    auto n = static_cast<int64_t>(copy.size() / size);
    int64_t count = builtins::slice_adjust(n, &indices);
    if (count == 0) return kDone;
    int64_t step = indices.step > 0 ? indices.step : -indices.step;
    int64_t first = indices.step > 0 ? indices.start : indices.start + (count - 1) * indices.step;
    for (int64_t i = 0; i < n; i++) {
      bool dropped = i >= first && (i - first) % step == 0 && (i - first) / step < count;
      if (!dropped) kept.append(copy.data() + static_cast<size_t>(i) * size, size);
    }
    if (kept.failed()) return raise_no_memory(t);
    return array_replace(t, a, 0, n, {kept.data(), kept.size()});
  }
  int64_t count;
  {
    LockedObject locked(t, *a);
    count = builtins::slice_adjust(a->count(), &indices);
    if (count == given) {
      uint8_t* to = a->begin_locked();
      for (int64_t i = 0; i < count; i++) {
        std::memcpy(to + (indices.start + i * indices.step) * static_cast<int64_t>(size), items.data() + static_cast<size_t>(i) * size, size);
      }
      return kDone;
    }
  }
  return raise(t, TypeId::kValueError, "attempt to assign array of size %lld to extended slice of size %lld", static_cast<long long>(given),
               static_cast<long long>(count));
}

Result<void> set_item_slot(Thread& t, Value self, Value key, Value value) {
  Array* a = self_of(self);
  if (is_exact(key, TypeId::kSlice)) return set_slice(t, a, key, value);
  if (!builtins::has_index(t, key)) return raise(t, TypeId::kTypeError, kBadKey);
  constexpr const char* kOutOfRange = "array assignment index out of range";
  int64_t i = EIDER_TRY(builtins::item_index(t, key, a->count(), kOutOfRange));
  if (value.is_absent()) return array_replace(t, a, i, i + 1, {});
  uint8_t item[8];
  EIDER_TRY(array_pack(t, *a->kind, value, item));
  int64_t size = a->kind->size;
  bool stored;
  {
    LockedObject locked(t, *a);
    stored = i < a->count();
    if (stored) std::memcpy(a->begin_locked() + i * size, item, static_cast<size_t>(size));
  }
  if (!stored) return raise(t, TypeId::kIndexError, kOutOfRange);
  return kDone;
}

Result<bool> contains_slot(Thread& t, Value self, Value wanted) {
  for (int64_t i = 0;; i++) {
    Value item = EIDER_TRY(array_get(t, self_of(self), i));
    if (item.is_absent()) return false;
    if (EIDER_TRY(equal(t, item, wanted))) return true;
    EIDER_TRY(poll(t));
  }
}

Result<Value> concat_slot(Thread& t, Value left, Value right) {
  if (!is_array(t, right)) return raise(t, TypeId::kTypeError, "can only append array (not \"%s\") to array", type_name(t, right));
  Array *a = self_of(left), *b = self_of(right);
  if (a->kind != b->kind) return raise(t, TypeId::kTypeError, "bad argument type for built-in operation");
  Bytes all, more;
  EIDER_TRY(array_copy(t, a, all));
  EIDER_TRY(array_copy(t, b, more));
  all.append(more.data(), more.size());
  if (all.failed()) return raise_no_memory(t);
  return array_new(t, array_type(t), a->kind, {all.data(), all.size()});
}
Result<Value> inplace_concat_slot(Thread& t, Value self, Value other) {
  if (!is_array(t, other)) return raise(t, TypeId::kTypeError, "can only extend array with array (not \"%s\")", type_name(t, other));
  EIDER_TRY(array_extend(t, self_of(self), other));
  return self;
}

/// n times the items of `a`, or fewer when `n` is negative: none.
Result<void> repeated(Thread& t, Array* a, int64_t n, Bytes& out) {
  Bytes once;
  EIDER_TRY(array_copy(t, a, once));
  if (n <= 0 || once.empty()) return kDone;
  size_t total;
  if (__builtin_mul_overflow(once.size(), static_cast<size_t>(n), &total) || total > size_t{1} << 46) return raise_no_memory(t);
  uint8_t* to = out.extend(total);
  if (to == nullptr) return raise_no_memory(t);
  for (size_t done = 0; done < total; done += once.size()) std::memcpy(to + done, once.data(), once.size());
  return kDone;
}
Result<Value> repeat_slot(Thread& t, Value self, int64_t n) {
  Bytes all;
  EIDER_TRY(repeated(t, self_of(self), n, all));
  return array_new(t, array_type(t), self_of(self)->kind, {all.data(), all.size()});
}
Result<Value> inplace_repeat_slot(Thread& t, Value self, int64_t n) {
  if (n == 1) return self;
  Bytes all;
  EIDER_TRY(repeated(t, self_of(self), n, all));
  EIDER_TRY(array_replace(t, self_of(self), 0, INT64_MAX / 8, {all.data(), all.size()}));
  return self;
}

Result<void> buffer_slot(Thread& t, Value self, BufferInfo* out) {
  Array* a = self_of(self);
  LockedObject locked(t, *a);
  auto* buffer = a->buffer.get();
  out->owner = self;
  out->storage = buffer == nullptr ? self : buffer->value();
  out->data = a->begin_locked();
  out->count = a->count();
  out->stride = out->item_size = a->kind->size;
  out->format[0] = a->kind->format;
  out->format[1] = 0;
  out->readonly = false;
  out->lock = a;
  out->exports = &a->exports;
  return kDone;
}

void trace_array(Header* object, gc::Tracer& tracer) {
  auto* a = static_cast<Array*>(object);
  tracer.mark_word(reinterpret_cast<uint64_t>(a->buffer.get()));
  builtins::trace_exports(a->exports, tracer);
}

// --- iteration ------------------------------------------------------------------------------------------------------------------
Result<Value> iter_slot(Thread& t, Value self) {
  auto* it = EIDER_TRY(make<ArrayIterator>(t, module_type(t, ModuleType::kArrayIterator)));
  it->source.init(self);
  it->next.init(Value::from_small_int(0));
  return it->value();
}
Result<Value> iterator_next(Thread& t, Value self) {
  auto* it = self.as<ArrayIterator>();
  int64_t i = it->next.load_relaxed().small_int();  // relaxed: any index is a good one
  if (i < 0) return kAbsent;
  Value item = EIDER_TRY(array_get(t, self_of(it->source.get()), i));
  it->next.store_relaxed(Value::from_small_int(item.is_absent() ? -1 : i + 1));
  return item;
}
Result<Value> iterator_reduce(Thread& t, const Value* a) {
  auto* it = a[0].as<ArrayIterator>();
  Value function = EIDER_TRY(builtins::builtin_iter(t));
  int64_t i = it->next.load_relaxed().small_int();
  if (i < 0) return tuple_of(t, function, EIDER_TRY(tuple_of(t, t.realm->empty_tuple->value()))->value());
  return tuple_of(t, function, EIDER_TRY(tuple_of(t, it->source.get()))->value(), Value::from_small_int(i));
}
Result<Value> iterator_setstate(Thread& t, const Value* a) {
  int64_t i = EIDER_TRY(builtins::state_argument(t, a[1]));
  auto* it = a[0].as<ArrayIterator>();
  int64_t size = self_of(it->source.get())->count();
  if (it->next.load_relaxed().small_int() >= 0) it->next.store_relaxed(Value::from_small_int(std::clamp<int64_t>(i, 0, size)));
  return kNone;
}
constexpr NativeDef kIteratorMethods[] = {
    {"__reduce__(self, /)", iterator_reduce, Sync::kLockFreeRead, "Return state information for pickling."},
    {"__setstate__(self, state, /)", iterator_setstate, Sync::kLockFreeRead, "Set state information for unpickling."},
};

Result<Value> get_typecode(Thread& t, Value self) { return str_from_char(t, static_cast<uint32_t>(self_of(self)->kind->code)); }
Result<Value> get_itemsize(Thread&, Value self) { return Value::from_small_int(self_of(self)->kind->size); }
constexpr GetSetDef kGetSets[] = {
    {"typecode", get_typecode, nullptr, "the typecode character used to create the array"},
    {"itemsize", get_itemsize, nullptr, "the size, in bytes, of one array item"},
};
constexpr NativeDef kFunctions[] = {
    {"_array_reconstructor(arraytype, typecode, mformat_code, items, /)", array_reconstruct, Sync::kNone,
     "Internal. Used for pickling support.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_array(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "array.array";
  spec.doc =
      "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional "
      "initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.";
  spec.flags = kBaseType | kImmutable | kWeakrefable | kSequencePattern;
  spec.native_bytes = sizeof(Array);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = trace_array;
  spec.slots.new_ = construct;
  spec.slots.repr = repr_slot;
  spec.slots.hash = hash_not_implemented;
  spec.slots.compare = compare_slot;
  spec.slots.length = length_slot;
  spec.slots.get_item = get_item_slot;
  spec.slots.set_item = set_item_slot;
  spec.slots.contains = contains_slot;
  spec.slots.concat = concat_slot;
  spec.slots.inplace_concat = inplace_concat_slot;
  spec.slots.repeat = repeat_slot;
  spec.slots.inplace_repeat = inplace_repeat_slot;
  spec.slots.iter = iter_slot;
  spec.slots.buffer = buffer_slot;
  spec.methods = kArrayMethods;
  spec.method_count = static_cast<uint32_t>(kArrayMethodCount);
  set_getsets(spec, kGetSets);
  Type* type = EIDER_TRY(add_type(t, module, spec));
  set_module_type(t, ModuleType::kArray, type);
  EIDER_TRY(module_set(t, module, "ArrayType", type->value()));
  TypeSpec iterator = iterator_spec<ArrayIterator>("array.arrayiterator", nullptr, iterator_next, nullptr);
  iterator.flags = kImmutable | kDisallowInstantiation;
  set_methods(iterator, kIteratorMethods);
  set_module_type(t, ModuleType::kArrayIterator, EIDER_TRY(make_builtin_type(t, iterator)));
  std::string codes;
  for (const ArrayKind& kind : kArrayKinds) codes += kind.code;
  EIDER_TRY(module_set(t, module, "typecodes", EIDER_TRY(text_value(t, codes))));
  EIDER_TRY(add_functions(t, module, kFunctions));
  Value sequences = EIDER_TRY(attr_named(t, EIDER_TRY(t.realm->import(t, "_collections_abc")), "MutableSequence"));
  EIDER_TRY(call_named(t, sequences, "register", {type->value()}));
  return kDone;
}

}  // namespace eider::modules

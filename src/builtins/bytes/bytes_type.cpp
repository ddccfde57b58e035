// SPDX-License-Identifier: MIT
//
// The types bytes and bytes_iterator: slots, constructor, registration. And what bytes and bytearray construct from.
#include <algorithm>

#include "builtins/bytes/bytes_methods.h"
#include "builtins/bytes/bytes_types.h"
#include "builtins/kernels/repr_text.h"
#include "builtins/str/codec_glue.h"

namespace eider::builtins {

// --- constructing from anything -------------------------------------------------------------------------------------------------
Result<void> collect_bytes(Thread& t, Value iterable, kernels::Bytes& out, const char* range_message) {
  return for_each(t, iterable, [&](Value item) -> Result<void> {
    if (EIDER_LIKELY(item.is_small_int()) && static_cast<uint64_t>(item.small_int()) < 256) {
      out.push(static_cast<uint8_t>(item.small_int()));
      return kDone;
    }
    out.push(static_cast<uint8_t>(EIDER_TRY(byte_argument(t, item, range_message))));
    return kDone;
  });
}

Result<void> bytes_contents(Thread& t, const char* type_label, Value source, Value encoding, Value errors, const char* range_message,
                            kernels::Bytes& out) {
  for (Value v : {encoding, errors}) {
    if (!v.is_absent() && !is_str(t, v)) {
      return raise(t, TypeId::kTypeError, "%s() argument '%s' must be str, not %s", type_label, v == encoding ? "encoding" : "errors",
                   type_name(t, v));
    }
  }
  auto append = [&](ByteSpan span) -> Result<void> {
    out.append(span.data(), span.size());
    if (out.failed()) return raise_no_memory(t);
    return kDone;
  };
  bool is_text = !source.is_absent() && is_str(t, source);
  if (is_text) {
    if (encoding.is_absent()) return raise(t, TypeId::kTypeError, "string argument without an encoding");
    Bytes* encoded = EIDER_TRY(encode(t, source.as<Str>(), encoding.as<Str>(), errors.is_absent() ? nullptr : errors.as<Str>()));
    return append(encoded->span());
  }
  if (!encoding.is_absent()) return raise(t, TypeId::kTypeError, "encoding without a string argument");
  if (!errors.is_absent()) return raise(t, TypeId::kTypeError, "errors without a string argument");
  if (source.is_absent()) return kDone;
  if (has_index(t, source)) {
    Result<Value> whole = index(t, source);
    if (!whole.ok()) {
      if (!clear_if(t, TypeId::kTypeError)) return kFailure;  // CPython: a TypeError there means "not an int, then"
    } else {
      int64_t size;
      if (!int_fits_int64(whole.get(), &size)) {
        return raise(t, TypeId::kOverflowError, "cannot fit '%s' into an index-sized integer", type_name(t, source));
      }
      if (size < 0) return raise(t, TypeId::kValueError, "negative count");
      if (size > (int64_t{1} << 46)) return raise_no_memory(t);
      out.append_fill(static_cast<size_t>(size), 0);
      if (out.failed()) return raise_no_memory(t);
      return kDone;
    }
  }
  ByteSource view;
  if (EIDER_TRY(view.try_acquire(t, source))) return append(view.span());
  Result<Value> iterator = get_iter(t, source);
  if (!iterator.ok()) {
    if (clear_if(t, TypeId::kTypeError)) {
      return raise(t, TypeId::kTypeError, "cannot convert '%s' object to %s", type_name(t, source), type_label);
    }
    return kFailure;
  }
  // An exact list or tuple is walked as itself, so that for_each can be quick.
  bool plain = is_exact(source, TypeId::kList) || is_exact(source, TypeId::kTuple);
  EIDER_TRY(collect_bytes(t, plain ? source : iterator.get(), out, range_message));
  if (out.failed()) return raise_no_memory(t);
  return kDone;
}

Result<Value> bytes_repr_of(Thread& t, ByteSpan span, const char* before, const char* after) {
  Text8 out;
  out.append_ascii(before);
  kernels::repr_bytes(span, out);
  out.append_ascii(after);
  return str_from(t, out);
}

namespace {

Result<Value> copy_to_subclass(Thread& t, Type* cls, Bytes* from) {
  size_t bytes = (sizeof(Bytes) + static_cast<size_t>(from->length) + 7) & ~size_t{7};
  auto* made = static_cast<Bytes*>(EIDER_TRY(new_variable_instance(t, cls, bytes, TraceKind::kCustom)));
  made->length = from->length;
  if (from->length != 0) std::memcpy(made->data, from->data, static_cast<size_t>(from->length));
  return made->value();
}

Result<Value> bytes_construct(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value given[3];
  EIDER_TRY(unpack_constructor(t, "bytes", {"source", "encoding", "errors"}, 0, args, nargs, kwnames, given));
  Bytes* made = nullptr;
  Value source = given[0];
  if (!source.is_absent() && given[1].is_absent() && given[2].is_absent()) {
    if (is_exact_bytes(source)) {
      made = source.as<Bytes>();
    } else if (Value method = EIDER_TRY(lookup_special(t, source, name(t, Name::k__bytes__))); !method.is_absent()) {
      Value result = EIDER_TRY(call0(t, method));
      if (!is_bytes(t, result)) {
        return raise(t, TypeId::kTypeError, "__bytes__ returned non-bytes (type %s)", type_name(t, result));
      }
      if (cls == type(t, TypeId::kBytes)) return result;
      made = result.as<Bytes>();
    }
  }
  if (made == nullptr) {
    kernels::Bytes out;
    EIDER_TRY(bytes_contents(t, "bytes", source, given[1], given[2], "bytes must be in range(0, 256)", out));
    made = EIDER_TRY(bytes_from(t, out));
  }
  if (cls == type(t, TypeId::kBytes)) return made->value();
  return copy_to_subclass(t, cls, made);
}

// --- slots ----------------------------------------------------------------------------------------------------------------------
Result<void> bytes_buffer(Thread& t, Value self, BufferInfo* out) {
  auto* b = self.as<Bytes>();
  out->owner = out->storage = self;
  set_bytes(out, b->data, b->length);
  return kDone;
}

Result<Value> bytes_repr(Thread& t, Value self) { return bytes_repr_of(t, self.as<Bytes>()->span(), "", ""); }
Result<int64_t> bytes_hash_slot(Thread& t, Value self) { return static_cast<int64_t>(bytes_hash(t, self.as<Bytes>())); }
Result<int64_t> bytes_length(Thread& t, Value self) { return self.as<Bytes>()->length; }

Result<Value> bytes_get_item(Thread& t, Value self, Value key) {
  auto* b = self.as<Bytes>();
  if (EIDER_LIKELY(has_index(t, key))) {
    int64_t i = EIDER_TRY(item_index(t, key, b->length, "index out of range"));
    return Value::from_small_int(b->data[i]);
  }
  if (!is_exact(key, TypeId::kSlice)) {
    return raise(t, TypeId::kTypeError, "byte indices must be integers or slices, not %s", type_name(t, key));
  }
  SliceRange range = EIDER_TRY(slice_range(t, key, b->length));
  if (range.step == 1) {
    if (range.count == b->length && is_exact_bytes(self)) return self;
    return bytes_from(t, b->data + range.start, range.count);
  }
  Bytes* made = EIDER_TRY(bytes_new(t, range.count));
  for (int64_t i = 0; i < range.count; i++) made->data[i] = b->data[range.start + i * range.step];
  return made->value();
}

Result<Value> bytes_concat(Thread& t, Value left, Value right) {
  ByteSource a, b;
  bool ok = EIDER_TRY(a.try_acquire(t, left));
  if (!ok || !EIDER_TRY(b.try_acquire(t, right))) {
    return raise(t, TypeId::kTypeError, "can't concat %s to %s", type_name(t, right), type_name(t, left));
  }
  if (a.size() == 0 && is_exact_bytes(right)) return right;
  if (b.size() == 0 && is_exact_bytes(left)) return left;
  Bytes* made = EIDER_TRY(bytes_new(t, a.size() + b.size()));
  if (a.size() != 0) std::memcpy(made->data, a.span().data(), a.span().size());
  if (b.size() != 0) std::memcpy(made->data + a.size(), b.span().data(), b.span().size());
  return made->value();
}

Result<Value> bytes_repeat(Thread& t, Value self, int64_t n) {
  auto* b = self.as<Bytes>();
  if (n < 0) n = 0;
  if (n != 0 && b->length > INT64_MAX / n) return raise(t, TypeId::kOverflowError, "repeated bytes are too long");
  if (n == 1 && is_exact_bytes(self)) return self;
  Bytes* made = EIDER_TRY(bytes_new(t, b->length * n));
  fill_repeated(made->data, b->span(), static_cast<size_t>(made->length));
  return made->value();
}

constexpr NativeDef kOwnMethods[] = {
    {"__getnewargs__(self, /)", bind<+[](Thread& t, Bytes* self) -> Result<Tuple*> {
       Bytes* plain = EIDER_TRY(bytes_from(t, self->span()));
       return tuple_of(t, plain->value());
     }>, Sync::kImmutable, nullptr},
    {"__bytes__(self, /)", bind<+[](Thread& t, Bytes* self) -> Result<Value> { return BytesKind::same(t, self); }>, Sync::kImmutable,
     "Convert this value to exact type bytes."},
    {"__sizeof__(self, /)", bind<+[](Thread& t, Bytes* self) -> Result<int64_t> {
       return static_cast<int64_t>(t.realm->heap().size_of(self));
     }>, Sync::kImmutable, "Size of object in memory, in bytes."},
};

}  // namespace

void fill_repeated(uint8_t* to, ByteSpan unit, size_t all) {
  if (all == 0) return;
  if (unit.size() == 1) {
    std::memset(to, unit[0], all);
    return;
  }
  std::memcpy(to, unit.data(), unit.size());
  for (size_t done = unit.size(); done < all;) {  // doubling
    size_t more = std::min(done, all - done);
    std::memcpy(to + done, to, more);
    done += more;
  }
}

Result<bool> bytes_contains(Thread& t, Value self, Value item) {
  if (has_index(t, item)) {
    Result<Value> number = index(t, item);
    if (number.ok()) {
      int64_t byte = EIDER_TRY(byte_argument(t, number.get()));
      ByteSource source;
      EIDER_TRY(source.acquire(t, self));
      return source.size() != 0 && std::memchr(source.span().data(), static_cast<int>(byte), source.span().size()) != nullptr;
    }
    t.pending_exception = kAbsent;  // no number after all
  }
  ByteSource wanted, source;
  EIDER_TRY(wanted.acquire(t, item));
  EIDER_TRY(source.acquire(t, self));
  return search_first(source.view(), wanted.view(), 0, source.size()) >= 0;
}

Result<Value> bytes_compare(Thread& t, Value self, Value other, CompareKind kind) {
  // Equality of two bytes objects, the common question, without ceremony.
  if (is_exact_bytes(self) && is_exact_bytes(other)) {
    auto* a = self.as<Bytes>();
    auto* b = other.as<Bytes>();
    if (a == b || ((kind == CompareKind::kEq || kind == CompareKind::kNe) && a->length != b->length)) {
      bool same = a == b;
      bool result = kind == CompareKind::kEq || kind == CompareKind::kLe || kind == CompareKind::kGe ? same : !same && kind == CompareKind::kNe;
      return Value::from_bool(result);
    }
  }
  if (is_bytes(t, self) && !is_bytes(t, other)) return kNotImplemented;  // a bytearray or memoryview is asked the other way round
  ByteSource a, b;
  if (!EIDER_TRY(a.try_acquire(t, self))) return kNotImplemented;
  if (is_str(t, other) || !EIDER_TRY(b.try_acquire(t, other))) return kNotImplemented;
  size_t common = std::min(a.span().size(), b.span().size());
  int order = common == 0 ? 0 : std::memcmp(a.span().data(), b.span().data(), common);
  if (order == 0) order = a.size() < b.size() ? -1 : a.size() > b.size();
  switch (kind) {
    case CompareKind::kEq: return Value::from_bool(order == 0);
    case CompareKind::kNe: return Value::from_bool(order != 0);
    case CompareKind::kLt: return Value::from_bool(order < 0);
    case CompareKind::kLe: return Value::from_bool(order <= 0);
    case CompareKind::kGt: return Value::from_bool(order > 0);
    case CompareKind::kGe: return Value::from_bool(order >= 0);
  }
  EIDER_UNREACHABLE("compare kind");
}

Result<void> install_bytes(Thread& t) {
  EIDER_TRY(install_bytes_iterators(t));
  static const MethodTable methods = combine_tables({
#define EIDER_TABLE(name) kBytes##name,
      EIDER_BYTES_METHOD_TABLES(EIDER_TABLE)
#undef EIDER_TABLE
      {kOwnMethods, std::size(kOwnMethods)}});
  TypeSpec spec;
  spec.id = TypeId::kBytes;
  spec.name = "bytes";
  spec.doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy "
             "of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> "
             "empty bytes object";
  spec.flags = kBaseType | kVariableSize | kImmutable | kMatchSelf;
  spec.native_bytes = sizeof(Bytes);
  spec.trace = TraceKind::kNone;
  spec.slots.repr = bytes_repr;
  spec.slots.str = bytes_repr;
  spec.slots.hash = bytes_hash_slot;
  spec.slots.compare = bytes_compare;
  spec.slots.length = bytes_length;
  spec.slots.get_item = bytes_get_item;
  spec.slots.contains = bytes_contains;
  spec.slots.concat = bytes_concat;
  spec.slots.repeat = bytes_repeat;
  spec.slots.remainder = bytes_percent;
  spec.slots.iter = bytes_iter;
  spec.slots.new_ = bytes_construct;
  spec.slots.buffer = bytes_buffer;
  spec.slots.trace = [](Header*, gc::Tracer&) {};
  spec.methods = methods.rows;
  spec.method_count = methods.count;
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

Result<void> install_bytes_types(Thread& t) {
  EIDER_TRY(install_bytes(t));
  EIDER_TRY(install_bytearray(t));
  return install_memoryview(t);
}

}  // namespace eider::builtins

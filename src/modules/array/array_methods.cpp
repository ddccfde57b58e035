// SPDX-License-Identifier: MIT
//
// The methods of arrays.
#include <algorithm>
#include <cstring>

#include "builtins/bytes/exports.h"
#include "modules/array/array.h"
#include "modules/support.h"

namespace eider::modules {

using builtins::kernels::Bytes;

namespace {

Array* self_of(const Value* a) { return a[0].as<Array>(); }

Result<Value> append(Thread& t, const Value* a) {
  EIDER_TRY(array_append(t, self_of(a), a[1]));
  return kNone;
}
Result<Value> extend(Thread& t, const Value* a) {
  EIDER_TRY(array_extend(t, self_of(a), a[1]));
  return kNone;
}
Result<Value> fromlist(Thread& t, const Value* a) {
  if (!is_instance(t, a[1], TypeId::kList)) return raise(t, TypeId::kTypeError, "arg must be list");
  const ArrayKind& kind = *self_of(a)->kind;
  Bytes items;  // all or nothing
  auto* list = a[1].as<List>();
  for (int64_t i = 0, n = list_size(list); i < n; i++) {
    Value item = list_get_checked(list, i);
    if (item.is_absent()) return raise(t, TypeId::kRuntimeError, "list changed size during iteration");
    uint8_t bytes[8];
    EIDER_TRY(array_pack(t, kind, item, bytes));
    items.append(bytes, kind.size);
    EIDER_TRY(poll(t));
  }
  if (items.failed()) return raise_no_memory(t);
  EIDER_TRY(array_add(t, self_of(a), {items.data(), items.size()}));
  return kNone;
}
Result<Value> frombytes(Thread& t, const Value* a) {
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, a[1]));
  Bytes copy;  // the source may be this array
  copy.append(source.span().data(), source.span().size());
  if (copy.failed()) return raise_no_memory(t);
  EIDER_TRY(array_add_bytes(t, self_of(a), {copy.data(), copy.size()}));
  return kNone;
}
Result<Value> fromfile(Thread& t, const Value* a) {
  int64_t n = EIDER_TRY(builtins::size_argument(t, a[2]));
  int64_t size = self_of(a)->kind->size, bytes;
  if (n < 0) return raise(t, TypeId::kValueError, "negative count");
  if (__builtin_mul_overflow(n, size, &bytes)) return raise_no_memory(t);
  Value read = EIDER_TRY(call_named(t, a[1], "read", {EIDER_TRY(int_from_int64(t, bytes))}));
  if (!builtins::is_bytes(t, read)) return raise(t, TypeId::kTypeError, "read() didn't return bytes");
  auto* made = read.as<builtins::Bytes>();
  EIDER_TRY(array_add_bytes(t, self_of(a), made->span()));
  if (made->length != bytes) return raise(t, TypeId::kEOFError, "read() didn't return enough bytes");
  return kNone;
}
Result<Value> tofile(Thread& t, const Value* a) {
  constexpr size_t kBlock = 64 * 1024;
  Bytes all;
  EIDER_TRY(array_copy(t, self_of(a), all));
  for (size_t at = 0; at < all.size(); at += kBlock) {
    Value block = EIDER_TRY(builtins::bytes_from(t, all.data() + at, static_cast<int64_t>(std::min(kBlock, all.size() - at))))->value();
    EIDER_TRY(call_named(t, a[1], "write", {block}));
  }
  return kNone;
}
Result<Value> fromunicode(Thread& t, const Value* a) {
  if (!is_instance(t, a[1], TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "fromunicode() argument must be str, not %s", type_name(t, a[1]));
  }
  if (self_of(a)->kind->code != 'u') return raise(t, TypeId::kValueError, "fromunicode() may only be called on unicode type arrays");
  EIDER_TRY(array_add_text(t, self_of(a), a[1].as<Str>()));
  return kNone;
}
Result<Value> tounicode(Thread& t, const Value* a) {
  if (self_of(a)->kind->code != 'u') return raise(t, TypeId::kValueError, "tounicode() may only be called on unicode type arrays");
  Bytes all;
  EIDER_TRY(array_copy(t, self_of(a), all));
  StrBuilder out(t);
  for (size_t i = 0; i < all.size(); i += 4) {
    uint32_t c;
    std::memcpy(&c, all.data() + i, 4);
    if (c > 0x10ffff) return raise(t, TypeId::kValueError, "character U+%x is not in range [U+0000; U+10ffff]", c);
    if (!out.add_char(c)) return kFailure;
  }
  return out.finish();
}
Result<Value> tolist(Thread& t, const Value* a) { return array_list(t, self_of(a)); }
Result<Value> tobytes(Thread& t, const Value* a) {
  Bytes all;
  EIDER_TRY(array_copy(t, self_of(a), all));
  return builtins::bytes_from(t, all);
}

Result<Value> buffer_info(Thread& t, const Value* a) {
  Array* self = self_of(a);
  uint64_t address;
  int64_t count;
  {
    LockedObject locked(t, *self);
    address = reinterpret_cast<uint64_t>(self->begin_locked());
    count = self->count();
  }
  return tuple_of(t, EIDER_TRY(int_from_uint64(t, address)), Value::from_small_int(count));
}

template <class Word>
void swap_all(uint8_t* bytes, int64_t size) {
  for (int64_t i = 0; i < size; i += static_cast<int64_t>(sizeof(Word))) std::reverse(bytes + i, bytes + i + sizeof(Word));
}
Result<Value> byteswap(Thread& t, const Value* a) {
  Array* self = self_of(a);
  LockedObject locked(t, *self);
  uint8_t* bytes = self->begin_locked();
  int64_t size = self->length.load_relaxed();
  switch (self->kind->size) {
    case 2: swap_all<uint16_t>(bytes, size); break;
    case 4: swap_all<uint32_t>(bytes, size); break;
    case 8: swap_all<uint64_t>(bytes, size); break;
    default: break;
  }
  return kNone;
}
Result<Value> reverse(Thread& t, const Value* a) {
  Array* self = self_of(a);
  LockedObject locked(t, *self);
  uint8_t* bytes = self->begin_locked();
  size_t size = self->kind->size;
  for (int64_t i = 0, j = self->count() - 1; i < j; i++, j--) {
    uint8_t held[8];
    uint8_t *low = bytes + static_cast<size_t>(i) * size, *high = bytes + static_cast<size_t>(j) * size;
    std::memcpy(held, low, size);
    std::memcpy(low, high, size);
    std::memcpy(high, held, size);
  }
  return kNone;
}

Result<Value> count(Thread& t, const Value* a) {
  int64_t n = 0;
  for (int64_t i = 0;; i++) {
    Value item = EIDER_TRY(array_get(t, self_of(a), i));
    if (item.is_absent()) return Value::from_small_int(n);
    n += EIDER_TRY(equal(t, item, a[1]));
    EIDER_TRY(poll(t));
  }
}
/// The first place in [start, stop) of what equals `wanted`; -1: none.
Result<int64_t> find(Thread& t, Array* self, Value wanted, int64_t start, int64_t stop) {
  for (int64_t i = start; i < stop; i++) {
    Value item = EIDER_TRY(array_get(t, self, i));
    if (item.is_absent()) break;
    if (EIDER_TRY(equal(t, item, wanted))) return i;
    EIDER_TRY(poll(t));
  }
  return int64_t{-1};
}
Result<Value> index_of(Thread& t, const Value* a) {
  Array* self = self_of(a);
  int64_t start = EIDER_TRY(builtins::search_bound(t, a[2], 0)), stop = EIDER_TRY(builtins::search_bound(t, a[3], INT64_MAX));
  if (start < 0) start = std::max<int64_t>(start + self->count(), 0);
  if (stop < 0) stop += self->count();
  int64_t found = EIDER_TRY(find(t, self, a[1], start, stop));
  if (found < 0) return raise(t, TypeId::kValueError, "array.index(x): x not in array");
  return Value::from_small_int(found);
}
Result<Value> remove(Thread& t, const Value* a) {
  int64_t found = EIDER_TRY(find(t, self_of(a), a[1], 0, INT64_MAX));
  if (found < 0) return raise(t, TypeId::kValueError, "array.remove(x): x not in array");
  EIDER_TRY(array_replace(t, self_of(a), found, found + 1, {}));
  return kNone;
}
Result<Value> pop(Thread& t, const Value* a) {
  Array* self = self_of(a);
  int64_t i = EIDER_TRY(builtins::int_argument(t, a[1], -1));
  auto size = static_cast<size_t>(self->kind->size);
  for (;;) {
    uint8_t item[8];
    bool taken = false;
    {
      LockedObject locked(t, *self);
      int64_t n = self->count(), at = i < 0 ? i + n : i;
      if (n == 0) at = -2;
      if (at < 0 || at >= n) {
        i = at;
        break;
      }
      uint8_t* bytes = self->begin_locked();
      std::memcpy(item, bytes + static_cast<size_t>(at) * size, size);
      if (!builtins::exports_counted(self->exports)) {
        std::memmove(bytes + static_cast<size_t>(at) * size, bytes + static_cast<size_t>(at + 1) * size, static_cast<size_t>(n - at - 1) * size);
        self->length.store_relaxed((n - 1) * static_cast<int64_t>(size));
        taken = true;
      }
    }
    if (taken) return array_item(t, *self->kind, item);
    Result<void> allowed = builtins::bytearray_allow_resize(t, self);
    if (!allowed.ok()) {
      if (!clear_if(t, TypeId::kBufferError)) return kFailure;
      return raise(t, TypeId::kBufferError, "cannot resize an array that is exporting buffers");
    }
  }
  return raise(t, TypeId::kIndexError, i == -2 && self->count() == 0 ? "pop from empty array" : "pop index out of range");
}
Result<Value> insert(Thread& t, const Value* a) {
  Array* self = self_of(a);
  int64_t at = EIDER_TRY(builtins::int_argument(t, a[1], 0));
  uint8_t item[8];
  EIDER_TRY(array_pack(t, *self->kind, a[2], item));
  int64_t n = self->count();
  at = at < 0 ? std::max<int64_t>(at + n, 0) : std::min(at, n);
  EIDER_TRY(array_replace(t, self, at, at, {item, self->kind->size}));
  return kNone;
}

Result<Value> copy(Thread& t, const Value* a) {
  Bytes all;
  EIDER_TRY(array_copy(t, self_of(a), all));
  return array_new(t, array_type(t), self_of(a)->kind, {all.data(), all.size()});
}
Result<Value> size_of(Thread& t, const Value* a) {
  Array* self = self_of(a);
  LockedObject locked(t, *self);
  auto* buffer = self->buffer.get();
  return Value::from_small_int(static_cast<int64_t>(sizeof(Array)) + (buffer == nullptr ? 0 : buffer->capacity));
}

}  // namespace

constinit const NativeDef kArrayMethods[] = {
    {"append(self, v, /)", append, Sync::kLocksSelf, "Append new value v to the end of the array."},
    {"buffer_info(self, /)", buffer_info, Sync::kLocksSelf,
     "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents."},
    {"byteswap(self, /)", byteswap, Sync::kLocksSelf,
     "Byteswap all items of the array.\n\nIf the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is\nraised."},
    {"__copy__(self, /)", copy, Sync::kSnapshot, "Return a copy of the array."},
    {"count(self, v, /)", count, Sync::kLocksSelfEach, "Return number of occurrences of v in the array."},
    {"__deepcopy__(self, unused, /)", copy, Sync::kSnapshot, "Return a copy of the array."},
    {"extend(self, bb, /)", extend, Sync::kLocksSelfEach, "Append items to the end of the array."},
    {"fromfile(self, f, n, /)", fromfile, Sync::kLocksSelf, "Read n objects from the file object f and append them to the end of the array."},
    {"fromlist(self, list, /)", fromlist, Sync::kLocksSelf, "Append items to array from list."},
    {"frombytes(self, buffer, /)", frombytes, Sync::kLocksSelf,
     "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method."},
    {"fromunicode(self, ustr, /)", fromunicode, Sync::kLocksSelf,
     "Extends this array with data from the unicode string ustr.\n\nThe array must be a unicode type array; otherwise a ValueError is raised.\nUse "
     "array.frombytes(ustr.encode(...)) to append Unicode data to an array of\nsome other type."},
    {"index(self, v, start=0, stop=sys.maxsize, /)", index_of, Sync::kLocksSelfEach,
     "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present."},
    {"insert(self, i, v, /)", insert, Sync::kLocksSelf, "Insert a new item v into the array before position i."},
    {"pop(self, i=-1, /)", pop, Sync::kLocksSelf, "Return the i-th element and delete it from the array.\n\ni defaults to -1."},
    {"__reduce_ex__(self, value, /)", array_reduce, Sync::kSnapshot, "Return state information for pickling."},
    {"remove(self, v, /)", remove, Sync::kLocksSelfEach, "Remove the first occurrence of v in the array."},
    {"reverse(self, /)", reverse, Sync::kLocksSelf, "Reverse the order of the items in the array."},
    {"tofile(self, f, /)", tofile, Sync::kSnapshot, "Write all items (as machine values) to the file object f."},
    {"tolist(self, /)", tolist, Sync::kSnapshot, "Convert array to an ordinary list with the same items."},
    {"tobytes(self, /)", tobytes, Sync::kSnapshot, "Convert the array to an array of machine values and return the bytes representation."},
    {"tounicode(self, /)", tounicode, Sync::kSnapshot,
     "Extends this array with data from the unicode string ustr.\n\nConvert the array to a unicode string.  The array must be a unicode type "
     "array;\notherwise a ValueError is raised.  Use array.tobytes().decode() to obtain a\nunicode string from an array of some other type."},
    {"__sizeof__(self, /)", size_of, Sync::kLocksSelf, "Size of the array in memory, in bytes."},
};
constinit const size_t kArrayMethodCount = std::size(kArrayMethods);

}  // namespace eider::modules

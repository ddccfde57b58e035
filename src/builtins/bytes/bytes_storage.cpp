// SPDX-License-Identifier: MIT
//
// Making Bytes and ByteArray objects, changing a ByteArray, and looking at the bytes of any object.
#include <algorithm>
#include <cstring>

#include "base/memory.h"
#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "objects/hash_bytes.h"
#include "objects/lock.h"

namespace eider::builtins {

namespace {
constexpr int64_t kMaxBytes = int64_t{1} << 46;

template <class T>
Result<T*> allocate_bytes(Thread& t, TypeId id, int64_t length) {
  if (EIDER_UNLIKELY(length < 0 || length > kMaxBytes)) return raise_no_memory(t);
  size_t bytes = (sizeof(T) + static_cast<size_t>(length) + 7) & ~size_t{7};
  auto header_bytes = static_cast<uint32_t>(std::min<size_t>(bytes, UINT32_MAX));
  auto* made = reinterpret_cast<T*>(gc::allocate(t, gc::header_word(shape_id(id), TraceKind::kNone, header_bytes), bytes));
  if (EIDER_UNLIKELY(made == nullptr)) return raise_no_memory(t);
  return made;
}

Result<ByteBuffer*> buffer_new(Thread& t, int64_t capacity) {
  ByteBuffer* buffer = EIDER_TRY(allocate_bytes<ByteBuffer>(t, TypeId::kStrBuffer, capacity));
  buffer->capacity = capacity;
  return buffer;
}
}  // namespace

Result<Bytes*> bytes_new(Thread& t, int64_t length) {
  Bytes* made = EIDER_TRY(allocate_bytes<Bytes>(t, TypeId::kBytes, length));
  made->length = length;
  return made;
}

Result<Bytes*> bytes_from(Thread& t, const void* data, int64_t length) {
  Bytes* made = EIDER_TRY(bytes_new(t, length));
  if (length != 0) std::memcpy(made->data, data, static_cast<size_t>(length));
  return made;
}

Result<Bytes*> bytes_from(Thread& t, const kernels::Bytes& made) {
  if (EIDER_UNLIKELY(made.failed())) return raise_no_memory(t);
  return bytes_from(t, made.data(), static_cast<int64_t>(made.size()));
}

uint64_t bytes_hash(Thread& t, const Bytes* b) {
  uint64_t hash = b->hash.load_relaxed();  // relaxed: computed from immutable bytes, the same by every thread
  if (EIDER_LIKELY(hash != 0)) return hash;
  hash = hash_bytes(b->data, static_cast<size_t>(b->length), t.realm->config.hash_key);
  const_cast<Bytes*>(b)->hash.store_relaxed(hash);
  return hash;
}

// --- bytearray ------------------------------------------------------------------------------------------------------------------
Result<ByteArray*> bytearray_new(Thread& t, const void* data, int64_t length) {
  ByteBuffer* buffer = length == 0 ? nullptr : EIDER_TRY(buffer_new(t, length));
  if (length != 0 && data != nullptr) std::memcpy(buffer->data, data, static_cast<size_t>(length));
  auto* made = static_cast<ByteArray*>(EIDER_TRY(new_instance(t, type(t, TypeId::kByteArray))));
  made->buffer.init(buffer);
  made->length.store_relaxed(length);  // not published yet
  return made;
}

Result<void> bytearray_allow_resize(Thread& t, ByteArray* self) {
  bool may_be_seen = EIDER_TRY(check_not_exported(t, self, self->exports));
  while (may_be_seen) {
    int64_t room = self->length.load_relaxed();  // a guess; the length under the lock decides
    ByteBuffer* fresh = EIDER_TRY(buffer_new(t, room));
    LockedObject locked(t, *self);
    int64_t length = self->length.load_relaxed();
    if (length > room) continue;
    if (length != 0) std::memcpy(fresh->data, self->begin_locked(), static_cast<size_t>(length));
    self->buffer.store_release(fresh);
    self->start = 0;
    may_be_seen = false;
  }
  return kDone;
}

Result<void> bytearray_replace(Thread& t, ByteArray* self, int64_t start, int64_t end, ByteSpan replacement) {
  auto added = static_cast<int64_t>(replacement.size());
  ByteBuffer* fresh = nullptr;
  for (;;) {
    int64_t wanted;  // capacity of a buffer to allocate outside the lock, where a safepoint may be
    {
      LockedObject locked(t, *self);
      int64_t length = self->length.load_relaxed();
      int64_t from = std::clamp<int64_t>(start, 0, length);  // another thread may have shortened it since
      int64_t to = std::clamp<int64_t>(end, from, length);
      int64_t grow = added - (to - from);
      if (grow != 0 && exports_counted(self->exports)) {
        wanted = -1;
      } else {
        uint8_t* bytes = self->begin_locked();
        ByteBuffer* buffer = self->buffer.get();
        int64_t room = buffer == nullptr ? 0 : buffer->capacity - self->start;
        int64_t needed = length + grow;
        if (grow < 0 && from == 0) {  // the front goes: move the start, keep the rest where it is
          self->start += -grow;
          if (added != 0) std::memcpy(bytes - grow, replacement.data(), replacement.size());
          self->length.store_relaxed(needed);
          return kDone;
        }
        if (needed <= room) {
          if (grow != 0 && length != to) std::memmove(bytes + to + grow, bytes + to, static_cast<size_t>(length - to));
          if (added != 0) std::memcpy(bytes + from, replacement.data(), replacement.size());
          self->length.store_relaxed(needed);
          return kDone;
        }
        if (fresh != nullptr && fresh->capacity >= needed) {
          if (from != 0) std::memcpy(fresh->data, bytes, static_cast<size_t>(from));
          if (added != 0) std::memcpy(fresh->data + from, replacement.data(), replacement.size());
          if (length != to) std::memcpy(fresh->data + from + added, bytes + to, static_cast<size_t>(length - to));
          self->buffer.store_release(fresh);
          self->start = 0;
          self->length.store_relaxed(needed);
          return kDone;
        }
        wanted = needed + needed / 8 + (needed < 9 ? 3 : 6);  // CPython's growth
      }
    }
    if (wanted < 0) {
      EIDER_TRY(bytearray_allow_resize(t, self));
    } else {
      fresh = EIDER_TRY(buffer_new(t, wanted));
    }
  }
}

Result<void> bytearray_append(Thread& t, ByteArray* self, uint8_t byte) {
  {
    LockedObject locked(t, *self);
    int64_t length = self->length.load_relaxed();
    ByteBuffer* buffer = self->buffer.get();
    if (buffer != nullptr && self->start + length < buffer->capacity && !exports_counted(self->exports)) {
      buffer->data[self->start + length] = byte;
      self->length.store_relaxed(length + 1);
      return kDone;
    }
  }
  return bytearray_replace(t, self, INT64_MAX, INT64_MAX, {&byte, 1});
}

// --- any bytes-like object ------------------------------------------------------------------------------------------------------
ByteSource::~ByteSource() { base::raw_free(copy_); }

Result<void> ByteSource::copy_under_lock(Thread& t, ByteArray* array) {
  for (;;) {
    auto room = static_cast<size_t>(array->length.load_relaxed());  // a guess; the length under the lock decides
    auto* copy = static_cast<uint8_t*>(base::raw_realloc(copy_, room + 1));
    if (copy == nullptr) return raise_no_memory(t);
    copy_ = copy;
    LockedObject locked(t, *array);
    auto size = static_cast<size_t>(array->length.load_relaxed());
    if (size > room) continue;
    if (size != 0) std::memcpy(copy_, array->begin_locked(), size);
    span_ = {copy_, size};
    return kDone;
  }
}

Result<bool> ByteSource::try_acquire(Thread& t, Value v) {
  keep_ = v;
  if (EIDER_LIKELY(is_exact_bytes(v))) {
    span_ = v.as<Bytes>()->span();
    return true;
  }
  if (t.must_lock != 0 && is_bytearray(t, v)) {
    EIDER_TRY(copy_under_lock(t, v.as<ByteArray>()));
    return true;
  }
  BufferInfo info;
  if (!EIDER_TRY(get_buffer(t, v, &info))) return false;
  auto size = static_cast<size_t>(info.bytes());
  keep_ = info.storage;
  span_ = {info.data, size};
  // Used where they are when immutable, or when nobody else is there, as no Python code runs meanwhile.
  if (info.contiguous() && (info.lock == nullptr || t.must_lock == 0)) return true;
  auto* copy = static_cast<uint8_t*>(base::raw_realloc(copy_, size + 1));
  if (copy == nullptr) return raise_no_memory(t);
  copy_ = copy;
  if (info.lock != nullptr) {
    LockedObject locked(t, *info.lock);  // the memory stays (info.storage); nobody writes to it under the lock
    gather_bytes(info, copy_);
  } else {
    gather_bytes(info, copy_);
  }
  span_ = {copy_, size};
  return true;
}

Result<void> ByteSource::acquire(Thread& t, Value v) {
  if (EIDER_TRY(try_acquire(t, v))) return kDone;
  return raise(t, TypeId::kTypeError, "a bytes-like object is required, not '%s'", type_name(t, v));
}

Result<int64_t> byte_argument(Thread& t, Value v, const char* message) {
  Value whole = EIDER_TRY(index(t, v));
  int64_t n;
  if (!int_fits_int64(whole, &n) || n < 0 || n > 255) return raise(t, TypeId::kValueError, "%s", message);
  return n;
}

}  // namespace eider::builtins

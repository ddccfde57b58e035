// SPDX-License-Identifier: MIT
//
// Bytes: immutable bytes, inline. ByteArray: bytes that change, behind a buffer object.
//
// Thread rule: Bytes never change after publication but for the hash word (relaxed; every thread computes the same). A ByteArray
// is changed and read under its byte lock; only `length` is also read without it.
#pragma once

#include <span>

#include "builtins/kernels/codecs.h"
#include "builtins/str/str_support.h"
#include "objects/buffer_info.h"

namespace eider::builtins {

using kernels::ByteSpan;

struct Bytes : Object {  // TraceKind::kNone; kVariableSize
  static constexpr TypeId kTypeId = TypeId::kBytes;
  Atomic<uint64_t> hash;  // 0 = not computed yet
  int64_t length;
  uint8_t data[];
  ByteSpan span() const { return {data, static_cast<size_t>(length)}; }
};

/// A new Bytes, contents zero: fill before publishing. length 0 and 1 are new objects too: see bytes_from for the shared ones.
Result<Bytes*> bytes_new(Thread& t, int64_t length);
Result<Bytes*> bytes_from(Thread& t, const void* data, int64_t length);
inline Result<Bytes*> bytes_from(Thread& t, ByteSpan span) { return bytes_from(t, span.data(), static_cast<int64_t>(span.size())); }
inline Result<Bytes*> bytes_from(Thread& t, std::string_view s) { return bytes_from(t, s.data(), static_cast<int64_t>(s.size())); }
/// What a kernel has made; MemoryError when the buffer had failed.
Result<Bytes*> bytes_from(Thread& t, const kernels::Bytes& made);
uint64_t bytes_hash(Thread& t, const Bytes* b);
inline bool is_exact_bytes(Value v) { return is_exact(v, TypeId::kBytes); }
inline bool is_bytes(const Thread& t, Value v) { return is_exact_bytes(v) || is_instance(t, v, TypeId::kBytes); }
inline bool is_bytearray(const Thread& t, Value v) { return is_exact(v, TypeId::kByteArray) || is_instance(t, v, TypeId::kByteArray); }

// Note [How a bytearray changes]
// `buffer` has a fixed capacity. What fits is changed in place under the lock; growth fills a new buffer and then stores the
// pointer; the collector frees the old one when no reader holds it. `start` bytes at the front are unused (deleting there is cheap,
// as a queue needs). No Python code runs under the lock.
struct ByteBuffer : Object {  // TraceKind::kNone
  static constexpr TypeId kTypeId = TypeId::kStrBuffer;
  int64_t capacity;
  uint8_t data[];
};
struct ByteArray : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kByteArray;
  Field<ByteBuffer*> buffer;  // nullptr: empty, never had one. The lock
  int64_t start;              // the lock
  Atomic<int64_t> length;     // written under the lock, read relaxed
  ExportSet exports;
  uint8_t* begin_locked() const { return buffer.get() == nullptr ? nullptr : buffer.get()->data + start; }
};
Result<ByteArray*> bytearray_new(Thread& t, const void* data, int64_t length);
inline Result<ByteArray*> bytearray_from(Thread& t, ByteSpan span) {
  return bytearray_new(t, span.data(), static_cast<int64_t>(span.size()));
}
/// Replaces self[start:end] by `replacement` (not part of self's own storage). BufferError while exported and the size changes.
Result<void> bytearray_replace(Thread& t, ByteArray* self, int64_t start, int64_t end, ByteSpan replacement);
/// For what changes the size itself under the lock: BufferError, or afterwards no memoryview looks at the buffer.
Result<void> bytearray_allow_resize(Thread& t, ByteArray* self);
Result<void> bytearray_append(Thread& t, ByteArray* self, uint8_t byte);

/// The bytes of a bytes-like object for the time of one operation: immutable ones where they are; those that may change under
/// other threads as a copy taken under their lock.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  ~ByteSource();
  /// TypeError "a bytes-like object is required, not 'str'".
  Result<void> acquire(Thread& t, Value v);
  /// False, without exception, when v is not bytes-like.
  Result<bool> try_acquire(Thread& t, Value v);
  ByteSpan span() const { return span_; }
  TextView view() const { return {span_.data(), span_.size(), 1}; }
  int64_t size() const { return static_cast<int64_t>(span_.size()); }

 private:
  Result<void> copy_under_lock(Thread& t, ByteArray* array);
  ByteSpan span_;
  Value keep_;
  uint8_t* copy_ = nullptr;
};

/// An int in 0..255 from an __index__ object; ValueError "byte must be in range(0, 256)" or `message`.
Result<int64_t> byte_argument(Thread& t, Value v, const char* message = "byte must be in range(0, 256)");

/// Installs bytes, bytearray, their iterators, memoryview. After install_core_types.
Result<void> install_bytes_types(Thread& t);

}  // namespace eider::builtins

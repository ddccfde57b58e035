// SPDX-License-Identifier: MIT
//
// The methods bytes and bytearray have in common, written once over a Kind: what self is and what results are.
//
// A method converts its arguments first (that may run Python code), then looks at self's bytes, then makes the result. On a
// bytearray it works on a snapshot taken under the lock.
#pragma once

#include "builtins/bytes/bytes.h"
#include "builtins/str/str_search.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

struct BytesKind {
  using Self = Bytes;
  static constexpr const char* kName = "bytes";
  static Result<Value> make(Thread& t, ByteSpan span) { return bytes_from(t, span); }
  /// The result when nothing changes.
  static Result<Value> same(Thread& t, Bytes* self) {
    if (is_exact_bytes(self->value())) return self->value();
    return bytes_from(t, self->span());
  }
  static constexpr Sync kSync = Sync::kImmutable;
};
struct ByteArrayKind {
  using Self = ByteArray;
  static constexpr const char* kName = "bytearray";
  static Result<Value> make(Thread& t, ByteSpan span) { return bytearray_from(t, span); }
  static Result<Value> same(Thread& t, ByteArray* self) {
    ByteSource source;
    EIDER_TRY(source.acquire(t, self->value()));
    return bytearray_from(t, source.span());
  }
  static constexpr Sync kSync = Sync::kSnapshot;
};

template <class K>
Result<Value> make_from(Thread& t, const kernels::Bytes& buffer) {
  if (EIDER_UNLIKELY(buffer.failed())) return raise_no_memory(t);
  return K::make(t, {buffer.data(), buffer.size()});
}
inline TextView view_of(ByteSpan span) { return {span.data(), span.size(), 1}; }

// Tables, one per file and kind.
#define EIDER_BYTES_METHOD_TABLES(X) X(CaseMethods) X(FindMethods) X(SplitMethods) X(MakeMethods)
#define EIDER_TABLE(name) \
  extern const MethodTable kBytes##name; \
  extern const MethodTable kByteArray##name;
EIDER_BYTES_METHOD_TABLES(EIDER_TABLE)
#undef EIDER_TABLE
extern const MethodTable kByteArrayChangeMethods;

// Slots (bytes_slots.cpp), shared by the two types.
Result<Value> bytes_percent(Thread& t, Value left, Value right);   // bytes_percent.cpp
Result<Value> bytes_repr_of(Thread& t, ByteSpan span, const char* before, const char* after);
/// bytes.hex / memoryview.hex: sep ABSENT for none.
Result<Str*> hex_of(Thread& t, ByteSpan span, Value sep, Value bytes_per_sep);
/// The bytes of bytes(x) for an iterable of ints: ValueError `range_message`. TypeError "cannot convert 'X' object to bytes".
Result<void> collect_bytes(Thread& t, Value iterable, kernels::Bytes& out, const char* range_message);

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// array.array: numbers of one machine type in a row.
//
// An Array is a ByteArray (builtins/bytes/bytes.h) that knows the kind of its items: storage, growth, exports and locking are
// bytearray's, lengths here are items. Invariant: the length in bytes is a multiple of the item's size; so is each change of it.
// Thread rule: as bytearray: changed and read under the byte lock, one step an operation; what runs Python code (converting an item)
// runs before the lock is taken.
#pragma once

#include "builtins/bytes/bytes.h"
#include "modules/module_parts.h"

namespace eider::modules {

using builtins::ByteArray;
using builtins::ByteSpan;

struct ArrayKind {
  char code;
  char format;      // what a memoryview calls it
  uint8_t size;     // bytes of an item
  bool is_integer;
  bool is_signed;
  int8_t machine;   // number of the machine format in pickles
};
extern const ArrayKind kArrayKinds[];
extern const size_t kArrayKindCount;
const ArrayKind* array_kind(uint32_t code);  // nullptr: there is none

struct Array : ByteArray {  // kCustom; traced as ByteArray
  const ArrayKind* kind;    // fixed
  int64_t count() const { return length.load_relaxed() / kind->size; }
};
struct ArrayIterator : Object {  // kValues
  Field<Value> source;  // Array; never cleared
  Field<Value> next;    // small int; negative: exhausted for good
};

/// An item as Python object / from one: the texts are those of array. `to` has room for 8 bytes.
Result<Value> array_item(Thread& t, const ArrayKind& kind, const uint8_t* from);
Result<void> array_pack(Thread& t, const ArrayKind& kind, Value v, uint8_t* to);

Result<Array*> array_new(Thread& t, Type* cls, const ArrayKind* kind, ByteSpan items);
inline Type* array_type(Thread& t) { return module_type(t, ModuleType::kArray); }
inline bool is_array(Thread& t, Value v) { return is_subtype(type_of(t, v), array_type(t)); }
/// Item i, or ABSENT when the array is shorter.
Result<Value> array_get(Thread& t, Array* a, int64_t i);
/// A copy of the items' bytes, as they were at one moment.
Result<void> array_copy(Thread& t, Array* a, builtins::kernels::Bytes& out);
/// Replaces items [start, end) by the bytes. BufferError while exported and the size changes.
Result<void> array_replace(Thread& t, Array* a, int64_t start, int64_t end, ByteSpan items);
inline Result<void> array_add(Thread& t, Array* a, ByteSpan items) { return array_replace(t, a, INT64_MAX / 8, INT64_MAX / 8, items); }
Result<void> array_append(Thread& t, Array* a, Value v);
/// Bytes of the same layout: ValueError "bytes length not a multiple of item size".
Result<void> array_add_bytes(Thread& t, Array* a, ByteSpan bytes);
/// extend(): an array of the same kind, or any iterable of items, one after another.
Result<void> array_extend(Thread& t, Array* a, Value items);
Result<void> array_add_text(Thread& t, Array* a, Str* text);
Result<List*> array_list(Thread& t, Array* a);

extern const NativeDef kArrayMethods[];  // array_methods.cpp
extern const size_t kArrayMethodCount;
/// _array_reconstructor(arraytype, typecode, mformat_code, items): array_pickle.cpp
Result<Value> array_reconstruct(Thread& t, const Value* args);
Result<Value> array_reduce(Thread& t, const Value* args);

}  // namespace eider::modules

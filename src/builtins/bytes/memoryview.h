// SPDX-License-Identifier: MIT
//
// MemoryView: a one-dimensional window on another object's bytes.
//
// Thread rule: everything is fixed at construction but `released`. Items are read and written under the exporter's byte lock when
// it has one, one item at a time; a slice assignment is one step. A release() while another thread reads is harmless: the bytes
// stay for as long as the view exists.
// Not here: views of more dimensions (cast with such a shape raises NotImplementedError).
#pragma once

#include "builtins/bytes/bytes.h"

namespace eider::builtins {

struct MemoryView : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kMemoryView;
  Field<Value> owner;
  Field<Value> storage;
  Field<Value> lock;       // the object whose byte lock guards the bytes, or ABSENT
  uint8_t* data;
  int64_t count;           // items
  int64_t stride;          // bytes
  int64_t item_size;       // bytes
  char format[8];
  uint8_t readonly;
  Atomic<uint8_t> released;  // release pairs with acquire in check_not_exported: writes through the view come before a resize
  Atomic<int64_t> hash{0};   // once asked for: a released view still has it. Relaxed: always the same; 0 is asked again
  ExportSet* owner_exports;  // inside `owner`, or nullptr
  ExportSet exports;       // BufferHolds on the view itself
};

/// A view of `v`. TypeError "memoryview: a bytes-like object is required, not 'int'".
Result<MemoryView*> memoryview_new(Thread& t, Value v);
/// A view as `info` says; registers it with the exporter.
Result<MemoryView*> memoryview_over(Thread& t, const BufferInfo& info);
/// ValueError "operation forbidden on released memoryview object".
Result<void> check_released(Thread& t, const MemoryView* view);
void fill_info(MemoryView* view, BufferInfo* out);

/// One item as a Python object / stored from one. `what` is the format code.
Result<Value> unpack_item(Thread& t, char code, const uint8_t* at);
/// Converts `v` to the bytes of one item. TypeError "memoryview: invalid type for format 'B'", ValueError "... invalid value ...".
Result<void> pack_item(Thread& t, char code, Value v, uint8_t* at);
/// Bytes of one item of a native single-character format, '@' allowed in front; 0 when it is none. `*code` is the character.
int64_t format_size(std::string_view format, char* code);

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// BufferInfo: how an object shows its bytes to memoryview and to everything that takes "a bytes-like object".
//
// A type offers its bytes by TypeSlots::buffer. The slot fills a BufferInfo under the object's lock, if it has one, and then the
// bytes stay where they are for as long as the object counts an export: a live memoryview or a BufferHold. An object that can
// resize keeps an ExportSet and asks builtins/bytes/exports.h before it does.
//
// Note [Exports without reference counts]
// CPython forbids to resize what a memoryview looks at; it knows by a count, which reference counting brings back to zero at
// once when a view is dropped. Here a view that was dropped without release() is garbage, not gone, and a collection that
// scans stacks conservatively may even keep it for a while: a program that is right under CPython must not fail for that. So:
// an exporter keeps weak references to its views. Wanting to resize, it looks at those neither dead nor released. One that a
// variable or module global of this thread's running code names (RealmHooks::frame_holds) is certainly in use: BufferError. The others may be: the
// exporter then moves to a fresh store, and such a view, if it does live, goes on seeing the bytes as they were. Both are memory
// safe, as stores are never changed in size and the collector keeps what a view points to.
#pragma once

#include "objects/object.h"
#include "objects/result.h"

namespace eider::objects {

class Thread;

/// Stands in the exporting object, whose trace function marks `views`.
struct ExportSet {
  Field<Value> views;     // List of WeakRef to memoryviews, or ABSENT; changed under the exporter's lock
  Atomic<int64_t> held;   // C++ holders; acq_rel: a resize after the last release sees what the holder wrote
};

struct BufferInfo {
  Value owner;                 // the exporting object
  Value storage;               // the heap object `data` points into, or owner
  uint8_t* data = nullptr;
  int64_t count = 0;           // items
  int64_t stride = 1;          // bytes from one item to the next
  int64_t item_size = 1;       // bytes
  char format[8] = "B";        // struct-module code of one item: B b c h H i I l L q Q n N f d ?
  bool readonly = true;
  Object* lock = nullptr;      // the object whose byte lock guards the contents; nullptr: they never change
  ExportSet* exports = nullptr;  // inside `owner`; nullptr: the bytes never move

  int64_t bytes() const { return count * item_size; }
  bool contiguous() const { return count <= 1 || stride == item_size; }
};
/// Plain bytes.
inline void set_bytes(BufferInfo* out, uint8_t* data, int64_t size) {
  out->data = data;
  out->count = size;
}
/// Copies all items, in order, to `to` (info.bytes() bytes). The caller holds info.lock or needs none.
void gather_bytes(const BufferInfo& info, uint8_t* to);

/// Fills `out`; false when v is not bytes-like (no exception set); failure when the slot raised.
Result<bool> get_buffer(Thread& t, Value v, BufferInfo* out);

}  // namespace eider::objects

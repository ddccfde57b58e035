// SPDX-License-Identifier: MIT
//
// Shape: class + ordered attribute names -> slots, shared by like objects; what a header's 32-bit shape word indexes.
//
// A shape record is 64 bytes in one reserved region per realm, so shape id -> record is base + id * 64 and records never move.
// A record is complete before its id is stored into any object and never changes afterwards, except `lookup` and `children`.
// Shapes are never freed while their realm lives (docs/status.md).
//
// Instance layout (types with TypeFlags::kHasSlots):
//   [ header | native part of type->native_bytes - 8 bytes | extra | inline slot 0 .. inline_slots-1 ]
// `extra` is 0, or a SlotChunk holding slots inline_slots.., or, when the shape's kind is kDict, the instance's Dict. Types that
// have no attribute slots at all (`object()`, builtin types) have no extra word. Chunks never move, slots never change meaning.
//
// Note [Reading and writing slots] (R1..R6 of the design)
// Read: compare the shape word with a known id, load the slot (relaxed), ABSENT means look again the slow way. No lock.
// Overwrite: compare the shape, store the slot (relaxed; release is not needed: the value was complete when the storing thread
// got it, and on x86-64 stores are ordered). No lock, and no lost update, because between the compare and the store there is no
// poll, and whoever changes what a slot means (conversion to kDict, `__class__` assignment with another layout) first handshakes
// every thread while holding the object's lock. Add: byte lock, re-read the shape, store the value, release-store the new shape.
#pragma once

#include "objects/object.h"

namespace eider::objects {

struct Type;
struct Str;
struct ShapeLookup;    // name -> slot hash table (malloc), see shape.cpp
struct ShapeChildren;  // transitions, see shape.cpp
class Thread;

enum class ShapeKind : uint8_t {
  kPlain,  // no attributes beside the type's
  kSlots,  // attributes in slots
  kDict,   // attributes in the Dict that `extra` points to
};

struct alignas(64) Shape {
  Type* type = nullptr;
  uint32_t id = 0;
  uint16_t slot_count = 0;  // slots in use by this shape, __slots__ members included
  ShapeKind kind = ShapeKind::kPlain;
  uint8_t reserved = 0;
  Shape* parent = nullptr;  // the shape without `name`; nullptr for a root
  Str* name = nullptr;      // interned; the name added last
  Atomic<ShapeLookup*> lookup{nullptr};      // built lazily, release-published; pairs with load_acquire in find_slot
  Atomic<ShapeChildren*> children{nullptr};  // replaced under ShapeTree's mutex, release-published
  uint64_t unused[2];
};
static_assert(sizeof(Shape) == 64, "shape id -> address is a shift and an add");

inline constexpr int kNoSlot = -1;
inline constexpr uint32_t kMaxSlots = 128;   // beyond it an instance turns to ShapeKind::kDict
inline constexpr uint32_t kChunkSlots = 8;

/// Slots beyond the inline ones: a chain of fixed chunks.
struct SlotChunk : Object {
  static constexpr TypeId kTypeId = TypeId::kSlotChunk;
  Field<SlotChunk*> next;
  Field<Value> slots[kChunkSlots];
};

/// The slot of the interned `name` in `shape` (kind kSlots), or kNoSlot. Lock-free; never runs Python.
int find_slot(Thread& t, Shape& shape, Str* name);

/// The shape reached from `shape` by adding `name`; nullptr when out of memory or the limit of slots or shapes is reached.
Shape* add_transition(Thread& t, Shape& shape, Str* name);

/// A new root shape for instances of `type`; nullptr when out of memory.
Shape* new_root_shape(Thread& t, Type* type, ShapeKind kind);

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Shapes: the region of records, transitions, and finding a name's slot.
//
// Shapes form trees, one root (or two) for each class. A record is complete before its id is seen by anybody; readers take no
// lock; adding a child takes ShapeTree::mutex.
// Invariant: objects of equal shape id have the same class and the same names in the same slots.
// Invariant: the slot of shape->name is shape->slot_count - 1; slots below the root's slot_count have no names (they belong to
//            `__slots__` members, which are reached through descriptors only).
// Not here: how an object changes its shape (instance.cpp).
// Source: Chambers, Ungar, Lee 1989 ("maps").
#include "objects/shape.h"

#include "base/memory.h"
#include "base/os_pages.h"
#include "objects/realm.h"
#include "objects/shape_tree.h"
#include "objects/str.h"

namespace eider::objects {

namespace {

constexpr size_t kCommitShapes = 1024;  // 64 KiB at a time
constexpr uint32_t kWalkLimit = 4;      // up to here the chain of parents is walked; beyond it a table is built

uint32_t name_hash(const Str* name) {
  auto bits = reinterpret_cast<uint64_t>(name) >> 4;  // interned: the address identifies it
  return static_cast<uint32_t>((bits * 0x9e3779b97f4a7c15u) >> 32);
}

}  // namespace

struct ShapeLookup {
  uint32_t mask;
  struct Entry {
    Str* name;
    int slot;
  } entries[];
};

struct ShapeChildren {
  uint32_t mask;
  uint32_t count;  // guarded by the tree's mutex
  struct Entry {
    Atomic<Str*> name;  // release-published after `shape`; pairs with load_acquire in find_child
    Shape* shape;
  } entries[];
};

namespace {

Shape* find_child(Shape& shape, Str* name) {
  ShapeChildren* children = shape.children.load_acquire();  // pairs with store_release in insert_child_locked
  if (children == nullptr) return nullptr;
  for (uint32_t i = name_hash(name) & children->mask;; i = (i + 1) & children->mask) {
    Str* there = children->entries[i].name.load_acquire();
    if (there == name) return children->entries[i].shape;
    if (there == nullptr) return nullptr;
  }
}

void place_child(ShapeChildren* children, Str* name, Shape* child) {
  uint32_t i = name_hash(name) & children->mask;
  while (children->entries[i].name.load_relaxed() != nullptr) i = (i + 1) & children->mask;
  children->entries[i].shape = child;
  children->entries[i].name.store_release(name);
}

bool insert_child_locked(ShapeTree& tree, Shape& shape, Str* name, Shape* child) EIDER_REQUIRES(tree.mutex) {
  ShapeChildren* children = shape.children.load_relaxed();
  if (children == nullptr || (children->count + 1) * 4 > (children->mask + 1) * 3) {
    uint32_t size = children == nullptr ? 2 : (children->mask + 1) * 2;
    auto* grown = static_cast<ShapeChildren*>(base::raw_zalloc(sizeof(ShapeChildren) + size * sizeof(ShapeChildren::Entry)));
    if (grown == nullptr) return false;
    grown->mask = size - 1;
    if (children != nullptr) {
      grown->count = children->count;
      for (uint32_t i = 0; i <= children->mask; i++) {
        if (Str* other = children->entries[i].name.load_relaxed()) place_child(grown, other, children->entries[i].shape);
      }
      if (!tree.retired.push(children)) {
        base::raw_free(grown);
        return false;
      }
    }
    place_child(grown, name, child);
    grown->count++;
    shape.children.store_release(grown);
    return true;
  }
  place_child(children, name, child);
  children->count++;
  return true;
}

/// Builds the name table of `shape`; nullptr when memory is exhausted (the caller walks instead).
ShapeLookup* build_lookup(Shape& shape) {
  uint32_t names = 0;
  for (Shape* s = &shape; s->parent != nullptr; s = s->parent) names++;
  uint32_t size = 8;
  while (size * 2 < names * 3) size *= 2;
  auto* lookup = static_cast<ShapeLookup*>(base::raw_zalloc(sizeof(ShapeLookup) + size * sizeof(ShapeLookup::Entry)));
  if (lookup == nullptr) return nullptr;
  lookup->mask = size - 1;
  for (Shape* s = &shape; s->parent != nullptr; s = s->parent) {
    uint32_t i = name_hash(s->name) & lookup->mask;
    while (lookup->entries[i].name != nullptr) i = (i + 1) & lookup->mask;
    lookup->entries[i] = {s->name, s->slot_count - 1};
  }
  ShapeLookup* expected = nullptr;
  if (!shape.lookup.cas_acq_rel(expected, lookup)) {  // another thread built the same one; pairs with load_acquire in find_slot
    base::raw_free(lookup);
    return expected;
  }
  return lookup;
}

}  // namespace

int find_slot(Thread& t, Shape& shape, Str* name) {
  EIDER_ASSERT(name->interned());
  ShapeLookup* lookup = shape.lookup.load_acquire();
  if (lookup == nullptr) {
    uint32_t steps = 0;
    Shape* s = &shape;
    for (; s->parent != nullptr && steps < kWalkLimit; s = s->parent, steps++) {
      if (s->name == name) return s->slot_count - 1;
    }
    if (s->parent == nullptr) return kNoSlot;
    lookup = build_lookup(shape);
    if (lookup == nullptr) {
      for (; s->parent != nullptr; s = s->parent) {
        if (s->name == name) return s->slot_count - 1;
      }
      return kNoSlot;
    }
  }
  for (uint32_t i = name_hash(name) & lookup->mask; lookup->entries[i].name != nullptr; i = (i + 1) & lookup->mask) {
    if (lookup->entries[i].name == name) return lookup->entries[i].slot;
  }
  return kNoSlot;
}

Shape* add_transition(Thread& t, Shape& shape, Str* name) {
  EIDER_ASSERT(name->interned());
  if (Shape* child = find_child(shape, name)) return child;
  if (shape.slot_count >= kMaxSlots + shape.type->member_slots) return nullptr;
  ShapeTree& tree = *t.realm->shape_tree;
  base::MutexLock locked(tree.mutex);
  if (Shape* child = find_child(shape, name)) return child;
  Shape* child = tree.new_record_locked();
  if (child == nullptr) return nullptr;
  child->type = shape.type;
  child->slot_count = static_cast<uint16_t>(shape.slot_count + 1);
  child->kind = ShapeKind::kSlots;
  child->parent = &shape;
  child->name = name;
  // A record that could not be entered stays unused: shapes are never given back.
  return insert_child_locked(tree, shape, name, child) ? child : nullptr;
}

Shape* new_root_shape(Thread& t, Type* type, ShapeKind kind) {
  ShapeTree& tree = *t.realm->shape_tree;
  base::MutexLock locked(tree.mutex);
  Shape* shape = tree.new_record_locked();
  if (shape == nullptr) return nullptr;
  shape->type = type;
  shape->slot_count = static_cast<uint16_t>(type->member_slots);
  shape->kind = kind;
  return shape;
}

bool ShapeTree::create() {
  base = static_cast<Shape*>(base::os_reserve(size_t{kMaxShapes} * sizeof(Shape), size_t{1} << 21));
  if (base == nullptr) return false;
  base::MutexLock locked(mutex);
  for (uint32_t id = 0; id < shape_id(TypeId::kCount); id++) {
    if (new_record_locked() == nullptr) return false;
  }
  return true;
}

Shape* ShapeTree::new_record_locked() {
  uint32_t id = count.load_relaxed();
  if (id >= kMaxShapes) return nullptr;
  if (id >= committed) {
    if (!base::os_commit(base + committed, kCommitShapes * sizeof(Shape))) return nullptr;
    committed += kCommitShapes;
  }
  Shape* shape = ::new (base + id) Shape();
  shape->id = id;
  count.store_release(id + 1);
  return shape;
}

void ShapeTree::trace(gc::Tracer& tracer) {
  uint32_t n = count.load_acquire();
  for (uint32_t id = 0; id < n; id++) tracer.mark(base[id].name);
}

void ShapeTree::sweep(gc::Heap& heap) {
  base::MutexLock locked(mutex);
  for (void* table : retired) base::raw_free(table);
  retired.clear();
  uint32_t n = count.load_relaxed();
  for (uint32_t id = shape_id(TypeId::kCount); id < n; id++) {
    Type* type = base[id].type;
    if (type != nullptr && !heap.is_marked(type)) base[id].type = nullptr;  // no instance is left either
  }
}

void ShapeTree::destroy() {
  if (base == nullptr) return;
  base::MutexLock locked(mutex);
  for (void* table : retired) base::raw_free(table);
  retired.clear();
  for (uint32_t id = 0; id < count.load_relaxed(); id++) {
    base::raw_free(base[id].lookup.load_relaxed());
    base::raw_free(base[id].children.load_relaxed());
  }
  base::os_release(base, size_t{kMaxShapes} * sizeof(Shape));
  base = nullptr;
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Object: what every heap object starts with, fields the collector sees, and checked casts.
//
// An object reference lives in a local (stacks are scanned conservatively), in a traced field of a heap object, or in a named
// root of the Realm. Memory from malloc is invisible to the collector.
#pragma once

#include "gc/header.h"
#include "objects/type_ids.h"
#include "objects/value.h"

namespace eider::objects {

using base::Atomic;
using gc::Header;
using gc::TraceKind;

struct Object : Header {
  /// Acquire (a plain mov on x86-64): pairs with the store_release that gives an object a new shape, so the shape's record is complete.
  uint32_t shape_id() const { return shape.load_acquire(); }
  Value value() const { return Value::from_pointer(this); }
};

/// A Value or object pointer inside a heap object; other threads may read it while it is written, so every access names its
/// order. Relaxed is right when the reader needs nothing but the word and what was complete before it was first published
/// (the dependency through the pointer gives the rest: base::Atomic::load_dependent); acquire pairs with store_release where a
/// structure's parts are published one after another. Whatever may be a new object is stored with store_release.
template <class T>
class Field {
  static_assert(sizeof(T) == 8);

 public:
  Field() = default;
  T load_relaxed() const { return word_.load_dependent(); }
  T load_acquire() const { return word_.load_acquire(); }
  void store_relaxed(T v) { word_.store_relaxed(v); }
  void store_release(T v) { word_.store_release(v); }
  T exchange(T v) { return word_.exchange_acq_rel(v); }
  bool cas(T& expected, T desired) { return word_.cas_acq_rel(expected, desired); }
  /// For fields that never change after construction, and for initialising an unpublished object.
  T get() const { return word_.load_relaxed(); }
  void init(T v) { word_.store_relaxed(v); }

 private:
  Atomic<T> word_;
};
static_assert(sizeof(Field<Value>) == 8);

/// `v` is a heap object whose shape is exactly that of the well-known type (no subclass).
EIDER_ALWAYS_INLINE bool is_exact(Value v, TypeId id) {
  EIDER_ASSERT(!v.is_absent());
  return v.is_heap() && v.as<Object>()->shape_id() == shape_id(id);
}
/// Checked cast to a struct with `static constexpr TypeId kTypeId`: exact type only; nullptr otherwise.
template <class T>
EIDER_ALWAYS_INLINE T* as_exact(Value v) {
  return is_exact(v, T::kTypeId) ? v.as<T>() : nullptr;
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Micro-ops of attributes and globals.
//
// What the inline caches assume: a shape's type resolves the name as it did when the cache was filled. Structural changes of a
// class (attribute added or deleted, data descriptor stored, bases changed) flush the caches that depend on it inside a
// handshake (Note [Class mutation] in objects/type_mutation.cpp), so the shape compare is the only guard. The *values* of class
// attributes and globals are read from their NameCell each time; overwriting one flushes nothing.
//
// LoadAttr / LoadMethod cache units: 0 counter, 1 slot word offset, 2-3 shape, 4-7 pointer; or 2-4 owner, 5-7 cell (48 bits each).
#pragma once

#include "objects/cell_changes.h"
#include "objects/bound_method.h"
#include "objects/module.h"
#include "vm/helpers.h"
#include "vm/uops/frames.h"
#include "vm/uops/machine.h"

namespace eider::vm::uops {

struct GuardShapeTop {
  static constexpr UopInfo info{"GUARD_SHAPE", 0, 0, Effects::kReadsHeap | Effects::kCanExit, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value o = m.tos;
    return o.is_heap() && o.as<Object>()->shape_id() == m.cache32(2) ? Flow::kNext : Flow::kSideExit;
  }
};

struct LoadSlot {
  static constexpr UopInfo info{"LOAD_SLOT", 1, 1, Effects::kReadsHeap | Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value v = reinterpret_cast<Field<Value>*>(m.tos.bits())[m.cache16(1)].load_relaxed();
    if (EIDER_UNLIKELY(v.is_absent())) return Flow::kSideExit;
    m.set_top(v);
    return Flow::kNext;
  }
};

/// A class attribute that is no descriptor, through an instance.
struct LoadClassValue {
  static constexpr UopInfo info{"LOAD_CLASS_VALUE", 1, 1, Effects::kReadsHeap | Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value v = m.template cache_pointer<NameCell>(4)->value.load_relaxed();
    if (EIDER_UNLIKELY(v.is_absent() || binds(m.t, v))) return Flow::kSideExit;
    m.set_top(v);
    return Flow::kNext;
  }
};

struct GuardIdentityTop {
  static constexpr UopInfo info{"GUARD_IDENTITY", 0, 0, Effects::kCanExit, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    return m.tos == Value::from_pointer(m.template cache_pointer48<Object>(2)) ? Flow::kNext : Flow::kSideExit;
  }
};

/// An attribute of a module, or one of a class that is no descriptor: the cell's value now.
struct LoadOwnerCell {
  static constexpr UopInfo info{"LOAD_OWNER_CELL", 1, 1, Effects::kReadsHeap | Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    bool module = is_exact(m.tos, TypeId::kModule);
    Value v = m.template cache_pointer48<NameCell>(5)->value.load_relaxed();
    if (EIDER_UNLIKELY(v.is_absent() || (!module && binds_on_class(m.t, v)))) return Flow::kSideExit;
    m.set_top(v);
    return Flow::kNext;
  }
};

/// A Python method through an instance: callable and self, no bound method is made.
struct LoadMethodCell {
  static constexpr UopInfo info{"LOAD_METHOD_CELL", 1, 2, Effects::kReadsHeap | Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value v = m.template cache_pointer<NameCell>(4)->value.load_relaxed();
    if (EIDER_UNLIKELY(v.is_absent() || !v.is_heap())) return Flow::kSideExit;
    uint32_t shape = v.as<Object>()->shape_id();
    if (EIDER_UNLIKELY(shape != shape_id(TypeId::kFunction) && shape != shape_id(TypeId::kMethodDescriptor))) return Flow::kSideExit;
    Value self = m.tos;
    m.set_top(v);
    m.push(self);
    return Flow::kNext;
  }
};

struct PushAbsent {
  static constexpr UopInfo info{"PUSH_ABSENT", 0, 1, Effects::kNone};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.push(kAbsent);
    return Flow::kNext;
  }
};

struct LoadAttrGeneric {
  static constexpr UopInfo info{"LOAD_ATTR", 1, 1, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Str* name = m.name(m.arg());
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_load_attr(m.t, m.pc, m.tos, name);
    if (Flow flow = enter_method<Op::kLoadAttr>(m, m.tos); flow != Flow::kNext) return flow;
    m.save();
    m.set_top(EIDER_UOP_TRY(get_attr(m.t, m.tos, name)));
    return Flow::kNext;
  }
};

struct LoadMethodGeneric {
  static constexpr UopInfo info{"LOAD_METHOD", 1, 2, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Str* name = m.name(m.arg());
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_load_method(m.t, m.pc, m.tos, name);
    if (Flow flow = enter_method<Op::kLoadMethod>(m, m.tos); flow != Flow::kNext) return flow;
    m.save();
    Value callable, self;
    if (!get_method(m.t, m.tos, name, &callable, &self).ok()) return Flow::kError;
    m.set_top(callable);
    m.push(self);
    return Flow::kNext;
  }
};

/// A special method of the object's class, for `with`.
struct LoadSpecialGeneric {
  static constexpr UopInfo info{"LOAD_SPECIAL", 1, 2, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_load_special(m.t, m.pc, m.tos, m.arg());
    m.save();
    Value callable, self;
    if (!load_special(m.t, m.tos, m.arg(), &callable, &self).ok()) return Flow::kError;
    m.set_top(callable);
    m.push(self);
    return Flow::kNext;
  }
};

// --- stores: stack value object; cache 0 counter, 1 slot word offset, 2-3 shape, 4-5 new shape ---------------------------------------
struct StoreSlot {
  static constexpr UopInfo info{"STORE_SLOT", 2, 0, Effects::kWritesHeap | Effects::kCanExit, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    // Overwrites without a lock: Note [Reading and writing slots]. Release: other threads reach the value through this word.
    Field<Value>& slot = reinterpret_cast<Field<Value>*>(m.tos.bits())[m.cache16(1)];
    if (EIDER_UNLIKELY(slot.load_relaxed().is_absent())) return Flow::kSideExit;
    slot.store_release(m.peek(1));
    m.drop(2);
    return Flow::kNext;
  }
};

/// A `__slots__` attribute: the slot is the class's own whether it is filled or not, so storing the first value changes no shape.
struct StoreMember {
  static constexpr UopInfo info{"STORE_MEMBER", 2, 0, Effects::kWritesHeap, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    // Release: other threads reach the value through this word. Deleting exchanges it (member_set).
    reinterpret_cast<Field<Value>*>(m.tos.bits())[m.cache16(1)].store_release(m.peek(1));
    m.drop(2);
    return Flow::kNext;
  }
};

struct AddSlot {
  static constexpr UopInfo info{"ADD_SLOT", 2, 0, Effects::kWritesHeap | Effects::kLocks | Effects::kCanExit, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Object* o = m.tos.template as<Object>();
    if (EIDER_UNLIKELY(m.t.must_lock != 0)) {
      if (!add_slot_locked(m.t, o, m.cache32(2), m.cache32(4), m.cache16(1), m.peek(1))) return Flow::kSideExit;
    } else {
      reinterpret_cast<Field<Value>*>(o)[m.cache16(1)].store_relaxed(m.peek(1));
      o->shape.store_relaxed(m.cache32(4));
    }
    m.drop(2);
    return Flow::kNext;
  }
};

struct StoreAttrGeneric {
  static constexpr UopInfo info{"STORE_ATTR", 2, 0, Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Str* name = m.name(m.arg());
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_store_attr(m.t, m.pc, m.tos, name);
    if (Flow flow = enter_method<Op::kStoreAttr>(m, m.tos); flow != Flow::kNext) return flow;
    m.save();
    if (!set_attr(m.t, m.tos, name, m.peek(1)).ok()) return Flow::kError;
    m.drop(2);
    return Flow::kNext;
  }
};

struct DeleteAttr {
  static constexpr UopInfo info{"DELETE_ATTR", 1, 0, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    if (!delete_attr(m.t, m.tos, m.name(m.arg())).ok()) return Flow::kError;
    m.drop(1);
    return Flow::kNext;
  }
};

// --- globals: cache 0 counter, 1-4 global cell, 5-8 builtin cell -----------------------------------------------------------------------
/// The frame's names are those of its module: it has no namespace of its own.
struct GuardModuleFrame {
  static constexpr UopInfo info{"GUARD_MODULE_FRAME", 0, 0, Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    return EIDER_LIKELY(m.frame()->ns.is_absent()) ? Flow::kNext : Flow::kSideExit;
  }
};

struct LoadGlobalCell {
  static constexpr UopInfo info{"LOAD_GLOBAL_CELL", 0, 1, Effects::kReadsHeap | Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value v = m.template cache_pointer<NameCell>(1)->value.load_relaxed();
    if (EIDER_UNLIKELY(v.is_absent())) return Flow::kSideExit;
    m.push(v);
    return Flow::kNext;
  }
};

struct LoadBuiltinCell {
  static constexpr UopInfo info{"LOAD_BUILTIN_CELL", 0, 1, Effects::kReadsHeap | Effects::kCanExit};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(!m.template cache_pointer<NameCell>(1)->value.load_relaxed().is_absent())) return Flow::kSideExit;
    Value v = m.template cache_pointer<NameCell>(5)->value.load_relaxed();
    if (EIDER_UNLIKELY(v.is_absent())) return Flow::kSideExit;
    m.push(v);
    return Flow::kNext;
  }
};

struct LoadGlobalGeneric {
  static constexpr UopInfo info{"LOAD_GLOBAL", 0, 1, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    m.row_top();
    m.push(EIDER_UOP_TRY(load_global(m.t, m.pc, m.arg())));  // specializes by itself
    return Flow::kNext;
  }
};

struct LoadNameGeneric {
  static constexpr UopInfo info{"LOAD_NAME", 0, 1, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    m.row_top();
    m.push(EIDER_UOP_TRY(load_name(m.t, m.pc, m.arg())));  // specializes by itself
    return Flow::kNext;
  }
};

struct StoreGlobalCell {
  static constexpr UopInfo info{"STORE_GLOBAL_CELL", 1, 0, Effects::kWritesHeap | Effects::kCanExit, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    NameCell* cell = m.template cache_pointer<NameCell>(1);
    // Nobody watches it, ever (name_cell_degrade). A name that is unbound now (the dict's size changes) takes the slow path.
    if (EIDER_LIKELY(m.t.must_lock == 0)) {
      if (EIDER_UNLIKELY(cell->value.load_relaxed().is_absent())) return Flow::kSideExit;
      cell->value.store_release(m.tos);  // pairs with load_acquire in readers
    } else if (EIDER_UNLIKELY(!name_cell_try_rebind(m.t, cell, m.tos))) {
      return Flow::kSideExit;
    }
    m.drop(1);
    return Flow::kNext;
  }
};

struct StoreGlobalGeneric {
  static constexpr UopInfo info{"STORE_GLOBAL", 1, 0, Effects::kAllocates | Effects::kLocks | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    m.row_top();
    if (!store_global(m.t, m.pc, m.arg(), m.tos).ok()) return Flow::kError;
    m.drop(1);
    return Flow::kNext;
  }
};

/// A helper that takes (thread, name index) and gives a value / takes one: namespaces, imports.
#define EIDER_NAME_UOP_PUSH(Struct, text, helper)                                                             \
  struct Struct {                                                                                             \
    static constexpr UopInfo info{text, 0, 1, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};  \
    template <class M>                                                                                        \
    EIDER_ALWAYS_INLINE static Flow run(M& m) {                                                               \
      m.save();                                                                                               \
      m.row_top();                                                                                            \
      m.push(EIDER_UOP_TRY(helper(m.t, m.arg())));                                                            \
      return Flow::kNext;                                                                                     \
    }                                                                                                         \
  };
#define EIDER_NAME_UOP_DO(Struct, text, helper)                                                               \
  struct Struct {                                                                                             \
    static constexpr UopInfo info{text, 0, 0, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise, Yields::kNothing};  \
    template <class M>                                                                                        \
    EIDER_ALWAYS_INLINE static Flow run(M& m) {                                                               \
      m.save();                                                                                               \
      m.row_top();                                                                                            \
      if (!helper(m.t, m.arg()).ok()) return Flow::kError;                                                    \
      return Flow::kNext;                                                                                     \
    }                                                                                                         \
  };
EIDER_NAME_UOP_PUSH(LoadClassDeref, "LOAD_CLASS_DEREF", load_class_deref)
EIDER_NAME_UOP_DO(DeleteName, "DELETE_NAME", delete_name)
EIDER_NAME_UOP_DO(DeleteGlobal, "DELETE_GLOBAL", delete_global)

struct StoreNameGeneric {
  static constexpr UopInfo info{"STORE_NAME", 1, 0, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    m.row_top();
    if (!store_name(m.t, m.pc, m.arg(), m.tos).ok()) return Flow::kError;
    m.drop(1);
    return Flow::kNext;
  }
};

}  // namespace eider::vm::uops

// SPDX-License-Identifier: MIT
//
// What the files that make and change classes share. Not for other layers.
#pragma once

#include "objects/containers.h"
#include "objects/rooted.h"
#include "objects/type.h"

namespace eider::objects {

// type_mro.cpp
/// The C3 linearisation of `type` with its bases; TypeError when there is none.
Result<Tuple*> c3_mro(Thread& t, Type* type);
/// By the metaclass's mro() when it has one.
Result<Tuple*> compute_mro(Thread& t, Type* type);

// type_layout.cpp
/// The nearest class that adds something to the instance layout (native part or `__slots__` members), dictionaries apart.
Type* solid_base(Type* type);
/// The base whose layout is extended; TypeError for unsuitable bases.
Result<Type*> best_base(Thread& t, Tuple* bases);
/// What type_new found out about `__slots__`.
struct MemberPlan {
  Tuple* names = nullptr;  // mangled, interned, sorted; nullptr: none
  bool has_slots = false;  // `__slots__` was given
  bool wants_dict = false;
  bool wants_weakref = false;
};
Result<MemberPlan> plan_members(Thread& t, Str* class_name, Type* base, Tuple* bases, Dict* ns);
/// Fills the layout fields of an unpublished heap type from its base and plan, and makes its shapes.
Result<void> lay_out(Thread& t, Type* type, Tuple* bases, const MemberPlan& plan, uint32_t expected_slots);
/// Sets root and dict shape of a type whose layout fields are filled.
Result<void> make_shapes(Thread& t, Type* type);
ShapeKind root_shape_kind(const Type& type);

// type_new.cpp
/// Calls __set_name__ of the attributes in `ns`.
Result<void> set_names(Thread& t, Type* type, Dict* ns);

// type_mutation.cpp
uint32_t new_version(Realm& realm);
/// Enters `type` into its bases' subclasses. Under the type lock.
Result<void> register_subclass_locked(Thread& t, Type* base, Type* type);
/// All living descendants of `type` and itself, `type` first. Under the type lock.
Result<void> collect_affected_locked(Thread& t, Type* type, RootedVector& out);
/// All slots with names of `type` and everything below it, from their attributes.
Result<void> recompute_slots(Thread& t, Type* type);
/// Recomputes inherited slots of everything below a builtin type that was just filled. One thread only (boot).
/// `old`: what its slots were before.
void refresh_subclass_slots(Thread& t, Type* type, const TypeSlots& old);

// bootstrap.cpp
void trace_type(Header* object, gc::Tracer& tracer);

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Attributes of instances: slots, overflow chunks, dictionaries, `__dict__` and `__class__`.
//
// Note [Changing what a slot means]
// Readers and overwriters of slots take no lock: they compare the shape and touch the slot with no safepoint in between. An
// overwriter that compared the shape before a conversion to kDict and stores afterwards would lose its store. So the conversion of
// an object that has attributes happens with the world stopped (no thread is between its compare and its store), unless there
// is one thread only. An object without attributes has no overwriters: its byte lock suffices, because adders compare the
// shape again under it. A class change keeps every slot's meaning (same names in the same slots), so the byte lock suffices there
// too.
// Invariant: a slot named by an object's shape holds a value; deletion turns the object to kDict. `__slots__` members, which have no
// name in the shape, may hold ABSENT.
// Slots are stored with release and loaded with acquire (plain movs on x86-64): so what a value points to is complete.
// Not here: descriptors and class attributes (attribute.cpp).
#include "objects/errors.h"
#include "objects/lock.h"
#include "objects/realm.h"
#include "threads/registry.h"

namespace eider::objects {

namespace {

Field<Value>* word_at(Object* o, uint32_t offset) { return reinterpret_cast<Field<Value>*>(reinterpret_cast<char*>(o) + offset); }

size_t object_bytes(Thread& t, Object* o) { return o->granules != 0 ? size_t{o->granules} * 8 : t.realm->heap().size_of(o); }

Field<Dict*>* dict_word(Thread& t, const Type& type, Object* o) {
  uint32_t offset = type.dict_offset;
  if (offset == 0) {
    offset = type.has(kVariableSize) ? static_cast<uint32_t>(object_bytes(t, o) - 8) : extra_offset(type);
  }
  return reinterpret_cast<Field<Dict*>*>(reinterpret_cast<char*>(o) + offset);
}

Field<Value>* slot_place(const Type& type, Object* o, uint32_t slot) {
  if (EIDER_LIKELY(slot < type.inline_slots)) return word_at(o, slot_offset(type, slot));
  uint32_t beyond = slot - type.inline_slots;
  auto* chunk = reinterpret_cast<Field<SlotChunk*>*>(word_at(o, extra_offset(type)))->load_acquire();
  for (uint32_t n = beyond / kChunkSlots; n > 0 && chunk != nullptr; n--) chunk = chunk->next.load_acquire();
  return chunk == nullptr ? nullptr : &chunk->slots[beyond % kChunkSlots];
}

/// Where the chunk that holds `slot` hangs: the extra word or the previous chunk's next. Earlier chunks exist.
Field<SlotChunk*>* chunk_link(const Type& type, Object* o, uint32_t slot) {
  auto* link = reinterpret_cast<Field<SlotChunk*>*>(word_at(o, extra_offset(type)));
  for (uint32_t n = (slot - type.inline_slots) / kChunkSlots; n > 0; n--) link = &link->load_acquire()->next;
  return link;
}

/// The Dict of an object that keeps its attributes in one, made when missing.
Result<Dict*> ensure_dict(Thread& t, Field<Dict*>* field) {
  Dict* dict = field->load_acquire();
  if (dict != nullptr) return dict;
  Dict* made = EIDER_TRY(dict_new(t));
  Dict* expected = nullptr;
  return field->cas(expected, made) ? made : expected;  // another thread was first: pairs with load_acquire above
}

/// The named slots of `shape` in order: names[i] has slot first + i.
uint32_t first_named_slot(const Type& type) { return type.member_slots; }

/// An instance whose attributes are in slots gets a Dict with the same ones. Safepoint.
Result<Dict*> convert_to_dict(Thread& t, Object* o) {
  for (;;) {
    Shape& shape = t.shape(o->shape_id());
    const Type& type = *shape.type;
    if (shape.kind == ShapeKind::kDict) return ensure_dict(t, dict_word(t, type, o));
    uint32_t first = first_named_slot(type);
    uint32_t count = shape.slot_count - first;
    Str* names[kMaxSlots];
    uint32_t at = count;
    for (Shape* s = &shape; s->parent != nullptr; s = s->parent) names[--at] = s->name;
    // All before the first safepoint: another thread that converts the object stops the world, and then the word where chunks of slots
    // hang holds a Dict.
    Value values[kMaxSlots];
    for (uint32_t i = 0; i < count; i++) values[i] = slot_get(type, o, first + i);
    Dict* dict = EIDER_TRY(dict_new(t, count));
    for (uint32_t i = 0; i < count; i++) EIDER_TRY(dict_set_str(t, dict, names[i], values[i].is_absent() ? kNone : values[i]));
    auto publish = [&] {
      dict_word(t, type, o)->store_release(dict);
      o->shape.store_release(type.dict_shape);
      for (uint32_t i = first; i < type.inline_slots; i++) word_at(o, slot_offset(type, i))->store_release(kAbsent);
    };
    if (count == 0 || t.must_lock == 0) {
      LockedObject locked(t, *o);
      if (o->shape_id() != shape.id) continue;
      publish();
    } else {
      threads::StopTheWorld stopped(t);
      if (o->shape_id() != shape.id) continue;
      // Values may have been overwritten since they were copied. The dict is ours and its entries stand in the order of `names`.
      DictEntry* entries = dict->table.get()->entries();
      for (uint32_t i = 0; i < count; i++) entries[i].value.store_release(slot_get(type, o, first + i));
      publish();
    }
    return dict;
  }
}

bool keeps_attributes(const Type& type) { return type.has(kHasDict) || type.dict_offset != 0; }

Result<void> delete_from_dict(Thread& t, Value self, Dict* dict, Str* name) {
  Value old = EIDER_TRY(dict_pop(t, dict, name->value()));
  if (old.is_absent()) return raise_attribute_error(t, self, name);
  return kDone;
}

}  // namespace

Field<Dict*>* instance_dict_field(Thread& t, Object* self) {
  Shape& shape = t.shape(self->shape_id());
  if (shape.type->dict_offset != 0 || shape.kind == ShapeKind::kDict) return dict_word(t, *shape.type, self);
  return nullptr;
}

Value slot_get(const Type& type, Object* self, uint32_t slot) {
  Field<Value>* place = slot_place(type, self, slot);
  return place == nullptr ? kAbsent : place->load_acquire();
}

Field<Value>* variable_member(Thread& t, Object* self, uint32_t slot) {
  return word_at(self, static_cast<uint32_t>(object_bytes(t, self)) - 16 - 8 * slot);
}

Value instance_get(Thread& t, Value self, Str* name) {
  if (!self.is_heap()) return kAbsent;
  auto* o = self.as<Object>();
  for (;;) {
    Shape& shape = t.shape(o->shape_id());
    const Type& type = *shape.type;
    if (type.dict_offset != 0 || shape.kind == ShapeKind::kDict) {
      Dict* dict = dict_word(t, type, o)->load_acquire();
      return dict == nullptr ? kAbsent : dict_get_str(t, dict, name);
    }
    if (shape.kind == ShapeKind::kPlain || shape.parent == nullptr) return kAbsent;
    if (!name->interned()) {
      Result<Str*> interned = intern(t, name);  // a safepoint: the shape is read again
      if (!interned.ok()) {
        take_exception(t);
        return kAbsent;
      }
      name = interned.get();
      continue;
    }
    int slot = find_slot(t, shape, name);
    if (slot == kNoSlot) return kAbsent;
    Value value = slot_get(type, o, static_cast<uint32_t>(slot));
    if (EIDER_LIKELY(!value.is_absent())) return value;
    if (o->shape_id() == shape.id) return kAbsent;  // else converted meanwhile: look there
  }
}

Result<void> instance_set(Thread& t, Value self, Str* name, Value value) {
  if (!self.is_heap()) return raise_attribute_error(t, self, name);
  auto* o = self.as<Object>();
  if (!name->interned()) name = EIDER_TRY(intern(t, name));
  SlotChunk* fresh = nullptr;
  for (;;) {
    Shape& shape = t.shape(o->shape_id());
    const Type& type = *shape.type;
    if (!keeps_attributes(type)) return raise_attribute_error(t, self, name);
    if (type.dict_offset != 0 || shape.kind == ShapeKind::kDict) {
      Dict* dict = EIDER_TRY(ensure_dict(t, dict_word(t, type, o)));
      if (value.is_absent()) return delete_from_dict(t, self, dict, name);
      return dict_set_str(t, dict, name, value);
    }
    int found = find_slot(t, shape, name);
    if (value.is_absent()) {
      if (found == kNoSlot) return raise_attribute_error(t, self, name);
      EIDER_TRY(convert_to_dict(t, o));
      continue;
    }
    if (found != kNoSlot) {
      // No safepoint since the shape was read: Note [Changing what a slot means].
      slot_place(type, o, static_cast<uint32_t>(found))->store_release(value);
      return kDone;
    }
    Shape* next = add_transition(t, shape, name);
    if (next == nullptr) {
      EIDER_TRY(convert_to_dict(t, o));
      continue;
    }
    uint32_t slot = next->slot_count - 1u;
    bool needs_chunk = slot >= type.inline_slots && (slot - type.inline_slots) % kChunkSlots == 0;
    if (needs_chunk && fresh == nullptr) {
      fresh = reinterpret_cast<SlotChunk*>(gc::allocate(
          t, gc::header_word(shape_id(TypeId::kSlotChunk), TraceKind::kValues, sizeof(SlotChunk)), sizeof(SlotChunk)));
      if (fresh == nullptr) return raise_no_memory(t);
      continue;  // allocation is a safepoint: look again
    }
    LockedObject locked(t, *o);
    if (o->shape_id() != shape.id) continue;  // another thread added something
    if (needs_chunk) {
      Field<SlotChunk*>* link = chunk_link(type, o, slot);
      if (link->load_relaxed() == nullptr) link->store_release(fresh);  // pairs with load_acquire in slot_place
    }
    slot_place(type, o, slot)->store_release(value);
    o->shape.store_release(next->id);  // pairs with shape_id(): who sees the name sees the value
    return kDone;
  }
}

Result<Value> instance_dict(Thread& t, Value self) {
  if (!self.is_heap()) return kAbsent;
  auto* o = self.as<Object>();
  const Type& type = *type_of(t, self);
  if (type.dict_offset != 0) return EIDER_TRY(ensure_dict(t, dict_word(t, type, o)))->value();
  if (!type.has(kHasDict)) return kAbsent;
  return EIDER_TRY(convert_to_dict(t, o))->value();
}

Result<void> set_instance_dict(Thread& t, Value self, Dict* dict) {
  auto* o = self.as<Object>();
  const Type& type = *type_of(t, self);
  if (type.dict_offset == 0) EIDER_TRY(convert_to_dict(t, o));
  dict_word(t, *type_of(t, self), o)->store_release(dict);
  return kDone;
}

Result<Dict*> instance_attributes_copy(Thread& t, Value self) {
  if (!self.is_heap()) return dict_new(t);
  auto* o = self.as<Object>();
  for (;;) {
    Shape& shape = t.shape(o->shape_id());
    const Type& type = *shape.type;
    if (type.dict_offset != 0 || shape.kind == ShapeKind::kDict) {
      Dict* dict = dict_word(t, type, o)->load_acquire();
      if (dict == nullptr) return dict_new(t);
      return dict_copy(t, dict);
    }
    uint32_t first = first_named_slot(type);
    uint32_t count = shape.kind == ShapeKind::kSlots ? shape.slot_count - first : 0;
    Str* names[kMaxSlots];
    Value values[kMaxSlots];
    uint32_t at = count;
    for (Shape* s = &shape; s->parent != nullptr; s = s->parent) names[--at] = s->name;
    for (uint32_t i = 0; i < count; i++) values[i] = slot_get(type, o, first + i);
    if (o->shape_id() != shape.id) continue;
    Dict* copy = EIDER_TRY(dict_new(t, count));
    for (uint32_t i = 0; i < count; i++) EIDER_TRY(dict_set_str(t, copy, names[i], values[i]));
    return copy;
  }
}

namespace {

bool same_layout(const Type& a, const Type& b) {
  constexpr uint32_t kLayoutFlags = kHasSlots | kHasDict | kVariableSize | kWeakrefable;
  return a.native_type == b.native_type && a.native_bytes == b.native_bytes && a.member_slots == b.member_slots &&
         a.dict_offset == b.dict_offset && ((a.flags.load_relaxed() ^ b.flags.load_relaxed()) & kLayoutFlags) == 0;
}

/// The class that declared the last of type's `__slots__` members.
Type* member_owner(Type* type) {
  while (type->base.get() != nullptr && type->base.get()->member_slots == type->member_slots) type = type->base.get();
  return type;
}

/// `__slots__` members must have the same names in the same places.
bool same_members(Type* a, Type* b) {
  for (;;) {
    a = member_owner(a);
    b = member_owner(b);
    if (a == b || (a->member_slots == 0 && b->member_slots == 0)) return true;
    Value mine = a->member_names.get();
    Value other = b->member_names.get();
    if (a->member_slots != b->member_slots || mine.is_absent() || other.is_absent()) return false;
    if (mine.as<Tuple>()->size() != other.as<Tuple>()->size()) return false;
    for (int64_t i = 0; i < mine.as<Tuple>()->size(); i++) {
      if (mine.as<Tuple>()->items[i].get() != other.as<Tuple>()->items[i].get()) return false;  // interned
    }
    a = a->base.get();
    b = b->base.get();
  }
}

}  // namespace

Result<void> set_class(Thread& t, Value self, Type* new_class) {
  Type* old_class = type_of(t, self);
  auto is_module = [&](Type* type) { return type->layout == TypeId::kModule; };
  bool modules = is_module(old_class) && is_module(new_class);
  if (!modules && (new_class->has(kImmutable) || old_class->has(kImmutable))) {
    return raise(t, TypeId::kTypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
  }
  if (!same_layout(*old_class, *new_class) || !same_members(old_class, new_class)) {
    return raise(t, TypeId::kTypeError, "__class__ assignment: '%s' object layout differs from '%s'", new_class->utf8_name,
                 old_class->utf8_name);
  }
  auto* o = self.as<Object>();
  for (;;) {
    Shape& shape = t.shape(o->shape_id());
    old_class = shape.type;
    uint32_t target = 0;
    if (shape.kind == ShapeKind::kDict && old_class->dict_shape != 0) {
      target = new_class->has(kVariableSize) ? new_class->root_shape : new_class->dict_shape;
    } else if (shape.kind == ShapeKind::kPlain || shape.parent == nullptr) {
      // No attributes yet. With another number of inline slots the object's size is wrong for new_class: use the Dict.
      if (shape.kind == ShapeKind::kSlots && old_class->inline_slots != new_class->inline_slots && new_class->dict_shape != 0) {
        EIDER_TRY(convert_to_dict(t, o));
        continue;
      }
      target = new_class->root_shape;
    } else if (old_class->inline_slots != new_class->inline_slots) {
      EIDER_TRY(convert_to_dict(t, o));
      continue;
    } else {
      Str* names[kMaxSlots];
      uint32_t count = 0;
      for (Shape* s = &shape; s->parent != nullptr; s = s->parent) names[count++] = s->name;
      Shape* built = &t.shape(new_class->root_shape);
      while (count > 0 && built != nullptr) built = add_transition(t, *built, names[--count]);
      if (built == nullptr) {
        EIDER_TRY(convert_to_dict(t, o));
        continue;
      }
      target = built->id;
    }
    {
      LockedObject locked(t, *o);
      if (o->shape_id() != shape.id) continue;
      if (o->trace_kind() != TraceKind::kCustom) {  // instances of heap types keep their class alive
        o->flags.fetch_or_relaxed(static_cast<uint8_t>(TraceKind::kCustom));
        o->flags.fetch_and_seq_cst(static_cast<uint8_t>(~1));
      }
      o->shape.store_release(target);
    }
    if (new_class->has(kHasFinalizer) && !old_class->has(kHasFinalizer)) t.realm->heap().register_finalizable(t, o);
    return kDone;
  }
}

Result<Object*> new_instance(Thread& t, Type* type) {
  uint32_t bytes = type->instance_bytes();
  if (bytes < 16) bytes = 16;
  bytes = (bytes + 7) & ~7u;
  auto* o = reinterpret_cast<Object*>(gc::allocate(t, gc::header_word(type->root_shape, type->instance_trace, bytes), bytes));
  if (EIDER_UNLIKELY(o == nullptr)) return raise_no_memory(t);
  if (EIDER_UNLIKELY(type->has(kHasFinalizer))) t.realm->heap().register_finalizable(t, o);
  return o;
}

Result<Object*> new_variable_instance(Thread& t, Type* type, size_t bytes, TraceKind kind) {
  bytes = (bytes + 7) & ~size_t{7};
  if (type->has(kHasSlots)) bytes += 8 * type->member_slots + 8;  // members, the Dict
  if (type->has(kHeapType)) kind = TraceKind::kCustom;
  if (bytes < 16) bytes = 16;
  uint32_t header_bytes = bytes > 0x7fffffff ? 0x7fffffff : static_cast<uint32_t>(bytes);
  auto* o = reinterpret_cast<Object*>(gc::allocate(t, gc::header_word(type->root_shape, kind, header_bytes), bytes));
  if (EIDER_UNLIKELY(o == nullptr)) return raise_no_memory(t);
  if (EIDER_UNLIKELY(type->has(kHasFinalizer))) t.realm->heap().register_finalizable(t, o);
  return o;
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// Builtin types from their declarations (TypeSpec): layout, slots, and a dictionary of descriptors.
//
// A type may be filled before or after those derived from it: filling passes new slots down.
#include <string_view>

#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/realm.h"
#include "objects/slot_table.h"
#include "objects/type_parts.h"
#include "objects/weakref.h"

namespace eider::objects {

namespace {

/// Flags that instances' layout and pattern matching hand down to derived builtin types.
constexpr uint32_t kInheritedFlags =
    kHasSlots | kHasDict | kVariableSize | kWeakrefable | kSequencePattern | kMappingPattern | kMatchSelf;

Result<void> fill_layout(Thread& t, Type* type, const TypeSpec& spec) {
  Type* base = type->base.get();
  uint32_t base_bytes = base == nullptr ? 8 : base->native_bytes;
  uint32_t inherited = base == nullptr ? 0 : base->flags.load_relaxed() & kInheritedFlags;
  bool extends = base == nullptr || spec.native_bytes > base_bytes || (spec.flags & kVariableSize && !(inherited & kVariableSize));
  if (extends) {
    type->native_bytes = (spec.native_bytes + 7) & ~7u;
    type->native_type = type;
    type->layout = spec.id != TypeId::kInvalid ? spec.id : base->layout;
    type->instance_trace = spec.trace;
  } else {
    type->native_bytes = base->native_bytes;
    type->native_type = base->native_type;
    type->layout = base->layout;
    type->instance_trace = spec.trace == TraceKind::kNone ? base->instance_trace : spec.trace;
  }
  type->dict_offset = spec.dict_offset != 0 ? spec.dict_offset : base != nullptr ? base->dict_offset : 0;
  uint32_t flags = spec.flags | inherited | (type->flags.load_relaxed() & kInheritedFlags);  // bootstrap preset some
  if (type->dict_offset != 0) flags |= kHasDict;
  if ((flags & kHasDict) && type->dict_offset == 0) flags |= kHasSlots;
  if (flags & kHasSlots) type->instance_trace = TraceKind::kCustom;
  type->inline_slots = base == nullptr || (flags & kVariableSize) ? 0 : base->inline_slots;
  type->flags.fetch_or_relaxed(flags | kImmutable | kNativeReady);
  if (spec.id == TypeId::kInvalid) return make_shapes(t, type);
  // The well-known id is the root shape.
  Shape& root = t.shape(shape_id(spec.id));
  root.kind = root_shape_kind(*type);
  if ((flags & kHasSlots) && (flags & kHasDict) && type->dict_offset == 0 && type->dict_shape == 0) {
    if (root.kind == ShapeKind::kDict) {
      type->dict_shape = root.id;
    } else {
      Shape* dict = new_root_shape(t, type, ShapeKind::kDict);
      if (dict == nullptr) return raise_no_memory(t);
      type->dict_shape = dict->id;
    }
  }
  return kDone;
}

/// "weakref.ReferenceType": module and name.
Result<void> set_names(Thread& t, Type* type, std::string_view text) {
  if (size_t dot = text.rfind('.'); dot != std::string_view::npos) {
    type->module.init(EIDER_TRY(intern(t, text.substr(0, dot)))->value());
    text = text.substr(dot + 1);
  } else {
    type->module.init(name(t, Name::kbuiltins)->value());
  }
  type->name = EIDER_TRY(intern(t, text));
  type->qualname.init(type->name->value());
  return kDone;
}

/// CPython makes the types of these modules such that an instance finds its class's module (`partial(f).__module__`, which functools.wraps
/// copies), those of others such that it does not.
bool shows_module(const char* type_name) {
  std::string_view text = type_name == nullptr ? "" : type_name;
  for (std::string_view module : {"functools.", "re.", "operator.", "array.", "time.", "_random.", "_struct.", "_queue.", "_thread.", "posix.", "select."}) {
    if (text.starts_with(module)) return true;
  }
  return false;
}

/// A type without well-known id.
Result<Type*> new_bare_type(Thread& t, const TypeSpec& spec) {
  auto* type = reinterpret_cast<Type*>(
      gc::allocate(t, gc::header_word(shape_id(TypeId::kType), TraceKind::kCustom, sizeof(Type)), sizeof(Type)));
  if (type == nullptr) return raise_no_memory(t);
  type->utf8_name = spec.name;
  type->base.init(spec.base_type != nullptr ? spec.base_type : objects::type(t, spec.base));
  EIDER_TRY(set_names(t, type, spec.name));
  type->dict.init(EIDER_TRY(cell_dict_new(t)));
  type->bases.init(EIDER_TRY(tuple_of(t, type->base.get()->value())));
  type->mro.init(EIDER_TRY(c3_mro(t, type)));
  t.realm->add_root(type->value());  // instances may be of a kind that does not name its class
  return type;
}

}  // namespace

Result<Type*> make_builtin_type(Thread& t, const TypeSpec& spec) {
  Type* type;
  if (spec.id != TypeId::kInvalid) {
    type = objects::type(t, spec.id);
    EIDER_CHECK(!type->has(kNativeReady));
    if (spec.name != nullptr && type->utf8_name != spec.name) {
      type->utf8_name = spec.name;
      EIDER_TRY(set_names(t, type, spec.name));
    }
  } else {
    type = EIDER_TRY(new_bare_type(t, spec));
  }
  type->doc = spec.doc;
  if (spec.second_base != TypeId::kInvalid) {
    type->bases.init(EIDER_TRY(tuple_of(t, type->base.get()->value(), objects::type(t, spec.second_base)->value())));
    type->mro.init(EIDER_TRY(c3_mro(t, type)));
    EIDER_TRY(register_subclass_locked(t, objects::type(t, spec.second_base), type));
  }
  EIDER_TRY(fill_layout(t, type, spec));
  Type* base = type->base.get();
  TypeSlots own = spec.slots;
  Dict* dict = type->dict.get();
  for (uint32_t i = 0; i < spec.method_count && spec.methods[i].function != nullptr; i++) {
    Str* method_name = EIDER_TRY(intern(t, spec.methods[i].signature.name));
    EIDER_TRY(dict_set_str(t, dict, method_name, EIDER_TRY(method_descriptor_new(t, type, &spec.methods[i]))));
  }
  for (uint32_t i = 0; i < spec.getset_count && spec.getsets[i].name != nullptr; i++) {
    Str* attribute = EIDER_TRY(intern(t, spec.getsets[i].name));
    EIDER_TRY(dict_set_str(t, dict, attribute, EIDER_TRY(getset_descriptor_new(t, type, &spec.getsets[i]))));
  }
  for (uint32_t i = 0; i < spec.member_count && spec.members[i].name != nullptr; i++) {
    Str* attribute = EIDER_TRY(intern(t, spec.members[i].name));
    EIDER_TRY(dict_set_str(t, dict, attribute, EIDER_TRY(member_descriptor_new(t, type, attribute, &spec.members[i], -1))));
  }
  if (own.compare != nullptr && own.hash == nullptr) own.hash = &hash_not_implemented;
  EIDER_TRY(add_slot_wrappers(t, type, own));
  bool instantiable = !(spec.flags & kDisallowInstantiation);
  if (own.new_ != nullptr && instantiable && dict_get_str(t, dict, name(t, Name::k__new__)).is_absent()) {
    EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__new__), EIDER_TRY(new_wrapper_new(t, type))));
  }
  Value doc = kNone;
  if (spec.doc != nullptr) {
    std::string_view text = spec.doc;
    if (size_t end = text.find("\n--\n\n"); end != std::string_view::npos) text = text.substr(end + 5);
    doc = EIDER_TRY(str_from_utf8(t, text))->value();
  }
  if (dict_get_str(t, dict, name(t, Name::k__doc__)).is_absent()) EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__doc__), doc));

  if (shows_module(spec.name)) EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__module__), type->module.get()));

  // Own slots, then the base's; what bootstrap preset (trace) stays when the spec says nothing.
  TypeSlots slots = own;
  if (slots.trace == nullptr) slots.trace = type->native_type == type ? type->slots.trace : nullptr;
  if (base != nullptr) {
    TypeSlots inherited = base->slots;
    if (type->native_type == type && spec.trace != TraceKind::kCustom) inherited.trace = nullptr;  // another struct
    inherit_slots(slots, inherited);
    if (!instantiable) slots.new_ = own.new_;
  }
  TypeSlots old = type->slots;
  type->slots = slots;
  update_slot_flags(type, slots);
  type->version.store_release(new_version(*t.realm));
  if (spec.id == TypeId::kInvalid) {
    EIDER_TRY(register_subclass_locked(t, base, type));
  } else {
    refresh_subclass_slots(t, type, old);
  }
  return type;
}

}  // namespace eider::objects

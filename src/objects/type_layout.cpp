// SPDX-License-Identifier: MIT
//
// Which base a class extends, what its `__slots__` add, and where everything stands in its instances.
//
// Instances: [ header | native part | extra | members | attribute slots ]; see shape.h. Members keep their slot number in all
// subclasses, because subclasses only append.
// Source of the texts: CPython's best_base and type_new_slots (Objects/typeobject.c).
#include <algorithm>
#include <vector>

#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"
#include "objects/type_parts.h"

namespace eider::objects {

namespace {

constexpr uint32_t kMaxInlineSlots = 40;
constexpr uint32_t kDefaultInlineSlots = 4;  // when nothing in the class body tells
constexpr uint32_t kMaxMembers = 4000;

bool adds_layout(const Type& type) {
  Type* base = type.base.get();
  if (base == nullptr || type.native_type == &type) return true;
  return type.member_slots != base->member_slots;
}

bool is_identifier(const Str* s) {
  if (s->length() == 0) return false;
  for (int64_t i = 0; i < s->length(); i++) {
    uint32_t c = s->at(i);
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0xaa;  // the full rule is the tokenizer's
    if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
  }
  return true;
}

/// Private names: `__x` in class `C` is `_C__x`.
Result<Str*> mangle(Thread& t, Str* class_name, Str* name) {
  int64_t n = name->length();
  if (n < 3 || name->at(0) != '_' || name->at(1) != '_') return intern(t, name);
  if (name->at(n - 1) == '_' && name->at(n - 2) == '_') return intern(t, name);
  for (int64_t i = 0; i < n; i++) {
    if (name->at(i) == '.') return intern(t, name);
  }
  int64_t start = 0;
  while (start < class_name->length() && class_name->at(start) == '_') start++;
  if (start == class_name->length()) return intern(t, name);
  StrBuilder text(t);
  if (!text.add_char('_') || !text.add_substring(class_name, start, class_name->length()) || !text.add(name)) return kFailure;
  return intern(t, EIDER_TRY(text.finish()));
}

}  // namespace

Type* solid_base(Type* type) {
  while (!adds_layout(*type)) type = type->base.get();
  return type;
}

Result<Type*> best_base(Thread& t, Tuple* bases) {
  Type* base = nullptr;
  Type* winner = nullptr;
  for (int64_t i = 0; i < bases->size(); i++) {
    Value item = bases->items[i].get();
    if (!is_type(t, item)) return raise(t, TypeId::kTypeError, "bases must be types");
    auto* candidate_type = item.as<Type>();
    if (!candidate_type->has(kBaseType)) {
      return raise(t, TypeId::kTypeError, "type '%s' is not an acceptable base type", candidate_type->utf8_name);
    }
    Type* candidate = solid_base(candidate_type);
    if (winner == nullptr || (candidate != winner && is_subtype(candidate, winner))) {
      winner = candidate;
      base = candidate_type;
    } else if (!is_subtype(winner, candidate)) {
      return raise(t, TypeId::kTypeError, "multiple bases have instance lay-out conflict");
    }
  }
  return base;
}

Result<MemberPlan> plan_members(Thread& t, Str* class_name, Type* base, Tuple* bases, Dict* ns) {
  MemberPlan plan;
  Value given = dict_get_str(t, ns, name(t, Name::k__slots__));
  bool may_add_dict = !base->has(kHasDict) && base->dict_offset == 0 && base->layout != TypeId::kType;
  bool may_add_weak = !base->has(kWeakrefable) && (!base->has(kVariableSize) || base->layout == TypeId::kStr);
  if (given.is_absent()) {
    plan.wants_dict = may_add_dict;
    plan.wants_weakref = may_add_weak;
    return plan;
  }
  plan.has_slots = true;
  Tuple* slots;
  if (is_instance(t, given, TypeId::kStr)) {
    slots = EIDER_TRY(tuple_of(t, given));
  } else {
    slots = EIDER_TRY(to_tuple(t, given));
  }
  if (slots->size() > 0 && ((base->has(kVariableSize) && base->layout != TypeId::kStr) || base->layout == TypeId::kType)) {
    return raise(t, TypeId::kTypeError, "nonempty __slots__ not supported for subtype of '%s'", base->utf8_name);
  }
  if (slots->size() > kMaxMembers) return raise(t, TypeId::kTypeError, "too many __slots__");
  RootedVector names(t);
  for (int64_t i = 0; i < slots->size(); i++) {
    Value item = slots->items[i].get();
    if (!is_instance(t, item, TypeId::kStr)) {
      return raise(t, TypeId::kTypeError, "__slots__ items must be strings, not '%s'", type_name(t, item));
    }
    auto* slot = item.as<Str>();
    if (!is_identifier(slot)) return raise(t, TypeId::kTypeError, "__slots__ must be identifiers");
    if (str_equal(slot, name(t, Name::k__dict__))) {
      if (!may_add_dict || plan.wants_dict) return raise(t, TypeId::kTypeError, "__dict__ slot disallowed: we already got one");
      plan.wants_dict = true;
      continue;
    }
    if (str_equal(slot, name(t, Name::k__weakref__))) {
      if (!may_add_weak || plan.wants_weakref) {
        return raise(t, TypeId::kTypeError, "__weakref__ slot disallowed: we already got one");
      }
      plan.wants_weakref = true;
      continue;
    }
    Str* mangled = EIDER_TRY(mangle(t, class_name, slot));
    if (!dict_get_str(t, ns, mangled).is_absent() && mangled != name(t, Name::k__qualname__) &&
        mangled != name(t, Name::k__classcell__)) {
      return raise(t, TypeId::kValueError, "%s in __slots__ conflicts with class variable",
                   to_utf8(EIDER_TRY(repr(t, slot->value()))).c_str());
    }
    if (!names.push(mangled->value())) return kFailure;
  }
  // Secondary bases may bring a dictionary or weak references.
  for (int64_t i = 0; i < bases->size(); i++) {
    auto* other = bases->items[i].get().as<Type>();
    if (other == base) continue;
    if (may_add_dict && (other->has(kHasDict) || other->dict_offset != 0)) plan.wants_dict = true;
    if (may_add_weak && other->has(kWeakrefable)) plan.wants_weakref = true;
  }
  if (names.size() == 0) return plan;
  Tuple* sorted = EIDER_TRY(names.to_tuple());
  auto* begin = reinterpret_cast<Value*>(&sorted->items[0]);
  std::sort(begin, begin + sorted->size(), [](Value a, Value b) { return str_compare(a.as<Str>(), b.as<Str>()) < 0; });
  plan.names = sorted;
  return plan;
}

ShapeKind root_shape_kind(const Type& type) {
  if (!type.has(kHasSlots)) return ShapeKind::kPlain;
  if (type.has(kVariableSize)) return ShapeKind::kDict;
  return ShapeKind::kSlots;
}

Result<void> make_shapes(Thread& t, Type* type) {
  Shape* root = new_root_shape(t, type, root_shape_kind(*type));
  if (root == nullptr) return raise_no_memory(t);
  type->root_shape = root->id;
  type->dict_shape = 0;
  if (root->kind == ShapeKind::kDict) {
    type->dict_shape = root->id;
  } else if (type->has(kHasSlots) && type->has(kHasDict) && type->dict_offset == 0) {
    Shape* dict = new_root_shape(t, type, ShapeKind::kDict);
    if (dict == nullptr) return raise_no_memory(t);
    type->dict_shape = dict->id;
  }
  return kDone;
}

Result<void> lay_out(Thread& t, Type* type, Tuple* bases, const MemberPlan& plan, uint32_t expected_slots) {
  Type* base = type->base.get();
  uint32_t flags = base->flags.load_relaxed() &
                   (kHasSlots | kHasDict | kVariableSize | kWeakrefable | kMatchSelf);
  type->layout = base->layout;
  type->native_type = base->native_type;
  type->native_bytes = base->native_bytes;
  type->dict_offset = base->dict_offset;
  type->member_slots = base->member_slots;
  type->instance_trace = TraceKind::kCustom;
  if (plan.wants_dict) flags |= kHasDict | (base->dict_offset == 0 ? kHasSlots : 0);
  if (plan.wants_weakref) flags |= kWeakrefable;
  if (plan.names != nullptr) {
    flags |= kHasSlots;
    type->member_slots += static_cast<uint32_t>(plan.names->size());
    type->member_names.init(plan.names->value());
  }
  // A metaclass's instances are classes: their attributes stand in their own cell dict.
  if (type->layout == TypeId::kType) flags &= ~uint32_t{kHasSlots | kHasDict};
  uint32_t plain_slots = 0;
  if ((flags & kHasSlots) && (flags & kHasDict) && type->dict_offset == 0 && !(flags & kVariableSize)) {
    uint32_t inherited = base->has(kHasSlots) ? base->inline_slots - std::min(base->inline_slots, base->member_slots) : 0;
    plain_slots = std::min(std::max(inherited, expected_slots), kMaxInlineSlots);
    if (plain_slots == 0) plain_slots = kDefaultInlineSlots;
  }
  type->inline_slots = (flags & kVariableSize) ? 0 : type->member_slots + plain_slots;
  type->flags.fetch_or_relaxed(flags | kHeapType | kBaseType);
  for (int64_t i = 0; i < bases->size(); i++) {  // the first base that is a sequence or a mapping to patterns says which
    uint32_t pattern = bases->items[i].get().as<Type>()->flags.load_relaxed() & (kSequencePattern | kMappingPattern);
    if (pattern == 0) continue;
    type->flags.fetch_or_relaxed(pattern);
    break;
  }
  return make_shapes(t, type);
}

}  // namespace eider::objects

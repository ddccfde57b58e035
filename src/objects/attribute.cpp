// SPDX-License-Identifier: MIT
//
// object.__getattribute__, object.__setattr__, type.__getattribute__: how descriptors, instance attributes and class attributes
// combine.
//
// Source: Python Language Reference, "Implementing Descriptors"; the order of the checks is CPython's.
#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/slot_generic.h"

namespace eider::objects {

namespace {

enum class Missing : uint8_t { kRaise, kAbsent };

/// With kAbsent an AttributeError of a descriptor counts as missing too, as in CPython's lookups that suppress it.
template <Missing kMissing>
Result<Value> suppressed(Thread& t, Result<Value> r) {
  if constexpr (kMissing == Missing::kAbsent) {
    if (EIDER_UNLIKELY(!r.ok()) && clear_if(t, TypeId::kAttributeError)) return kAbsent;
  }
  return r;
}

template <Missing kMissing>
Result<Value> generic_get(Thread& t, Value self, Str* attribute) {
  Type* type = type_of(t, self);
  Value found = type_lookup(t, type, attribute);
  DescrGetFn get = nullptr;
  if (!found.is_absent()) {
    Type* found_type = type_of(t, found);
    get = found_type->slots.descr_get;
    if (get != nullptr && found_type->slots.descr_set != nullptr) {
      return suppressed<kMissing>(t, get(t, found, self, type->value()));
    }
  }
  if (type->has(kHasDict) || type->dict_offset != 0) {
    Value own = instance_get(t, self, attribute);
    if (!own.is_absent()) return own;
  }
  if (get != nullptr) return suppressed<kMissing>(t, get(t, found, self, type->value()));
  if (!found.is_absent() || kMissing == Missing::kAbsent) return found;
  return raise_attribute_error(t, self, attribute);
}

template <Missing kMissing>
Result<Value> type_get(Thread& t, Value self, Str* attribute) {
  auto* type = self.as<Type>();
  EIDER_TRY(ensure_class(t, type));
  Type* meta = type_of(t, self);
  Value meta_found = type_lookup(t, meta, attribute);
  DescrGetFn meta_get = nullptr;
  if (!meta_found.is_absent()) {
    Type* meta_found_type = type_of(t, meta_found);
    meta_get = meta_found_type->slots.descr_get;
    if (meta_get != nullptr && meta_found_type->slots.descr_set != nullptr) {
      return suppressed<kMissing>(t, meta_get(t, meta_found, self, meta->value()));
    }
  }
  Value found = type_lookup(t, type, attribute);
  if (!found.is_absent()) {
    DescrGetFn get = type_of(t, found)->slots.descr_get;
    if (get == nullptr) return found;
    return suppressed<kMissing>(t, get(t, found, kAbsent, self));
  }
  if (meta_get != nullptr) return suppressed<kMissing>(t, meta_get(t, meta_found, self, meta->value()));
  if (!meta_found.is_absent() || kMissing == Missing::kAbsent) return meta_found;
  return raise_attribute_error(t, self, attribute);
}

}  // namespace

Result<Value> generic_get_attr(Thread& t, Value self, Str* attribute) { return generic_get<Missing::kRaise>(t, self, attribute); }
Result<Value> generic_find_attr(Thread& t, Value self, Str* attribute) { return generic_get<Missing::kAbsent>(t, self, attribute); }
Result<Value> type_get_attr(Thread& t, Value self, Str* attribute) { return type_get<Missing::kRaise>(t, self, attribute); }

Result<void> generic_set_attr(Thread& t, Value self, Str* attribute, Value value) {
  Type* type = type_of(t, self);
  Value found = type_lookup(t, type, attribute);
  if (!found.is_absent()) {
    if (SetFn set = type_of(t, found)->slots.descr_set) return set(t, found, self, value);
  }
  if (EIDER_LIKELY(type->has(kHasDict) || type->dict_offset != 0)) return instance_set(t, self, attribute, value);
  if (found.is_absent()) return raise_attribute_error(t, self, attribute);
  return raise(t, TypeId::kAttributeError, "'%s' object attribute '%s' is read-only", type->utf8_name, to_utf8(attribute).c_str());
}

Result<Value> get_attr(Thread& t, Value o, Str* attribute) {
  GetAttrFn get = type_of(t, o)->slots.get_attr;
  if (EIDER_LIKELY(get == &generic_get_attr)) return generic_get<Missing::kRaise>(t, o, attribute);
  return get(t, o, attribute);
}

Result<Value> find_attr(Thread& t, Value o, Str* attribute) {
  GetAttrFn get = type_of(t, o)->slots.get_attr;
  if (EIDER_LIKELY(get == &generic_get_attr)) return generic_get<Missing::kAbsent>(t, o, attribute);
  if (get == &type_get_attr) return type_get<Missing::kAbsent>(t, o, attribute);
  return suppressed<Missing::kAbsent>(t, get(t, o, attribute));
}

Result<void> set_attr(Thread& t, Value o, Str* attribute, Value value) {
  if (!attribute->interned()) attribute = EIDER_TRY(intern(t, attribute));
  return type_of(t, o)->slots.set_attr(t, o, attribute, value);
}

Result<void> delete_attr(Thread& t, Value o, Str* attribute) { return set_attr(t, o, attribute, kAbsent); }

Result<Value> lookup_special(Thread& t, Value o, Str* attribute) {
  Type* type = type_of(t, o);
  EIDER_TRY(ensure_class(t, type));
  Value found = type_lookup(t, type, attribute);
  if (found.is_absent()) return kAbsent;
  return bind_descriptor(t, found, o, type);
}

Result<void> get_method(Thread& t, Value o, Str* attribute, Value* callable, Value* self) {
  Type* type = type_of(t, o);
  *self = kAbsent;
  const bool falls_back = type->slots.get_attr == &slot_generic::get_attr;  // to __getattr__, when nothing is found
  if (EIDER_LIKELY(type->slots.get_attr == &generic_get_attr) || (falls_back && has_plain_getattribute(t, type))) {
    Value found = type_lookup(t, type, attribute);
    if (!found.is_absent() && type_of(t, found)->has(kMethodLike)) {
      // A method is no data descriptor: only the instance's own attribute comes before it.
      Value own = instance_get(t, o, attribute);
      *callable = own.is_absent() ? found : own;
      if (own.is_absent()) *self = o;
      return kDone;
    }
  }
  *callable = EIDER_TRY(get_attr(t, o, attribute));
  return kDone;
}

}  // namespace eider::objects

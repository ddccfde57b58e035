// SPDX-License-Identifier: MIT
//
// Layouts of the descriptors the object model itself makes: wrappers of slots, getset, members, property, classmethod,
// staticmethod, super, and the proxies of the core types. All immutable after construction unless noted. kCustom.
#pragma once

#include "objects/native.h"
#include "objects/object.h"
#include "objects/type.h"

namespace eider::objects {

struct SlotDef;

/// `int.__add__`: a native slot function seen as a method.
struct WrapperDescriptor : Object {
  static constexpr TypeId kTypeId = TypeId::kWrapperDescriptor;
  Field<Type*> owner;
  const SlotDef* def;
  void* function;
};
/// `(1).__add__`. kValues.
struct MethodWrapper : Object {
  static constexpr TypeId kTypeId = TypeId::kMethodWrapper;
  Field<Value> descriptor;  // WrapperDescriptor
  Field<Value> self;
};
struct GetSetDescriptor : Object {
  static constexpr TypeId kTypeId = TypeId::kGetSetDescriptor;
  Field<Type*> owner;
  const GetSetDef* def;
};
/// A `__slots__` member (slot number), a field of a native struct (byte offset), or what stands for such a field.
struct MemberDescriptor : Object {
  static constexpr TypeId kTypeId = TypeId::kMemberDescriptor;
  Field<Type*> owner;
  Field<Str*> name;
  const MemberDef* native;    // a field, else nullptr
  const GetSetDef* computed;  // functions, else nullptr
  int64_t slot;               // when neither
  bool is_slot() const { return native == nullptr && computed == nullptr; }
};
struct Property : Object {  // kCustom: subclasses have slots
  static constexpr TypeId kTypeId = TypeId::kProperty;
  Field<Value> getter, setter, deleter;  // ABSENT when not given
  Field<Value> doc;
  Field<Value> name;         // from __set_name__, or ABSENT
  Field<Value> getter_doc;   // True: doc was taken from the getter
};
struct ClassMethod : Object {
  static constexpr TypeId kTypeId = TypeId::kClassMethod;
  Field<Value> callable;
  Field<Dict*> dict;         // Type::dict_offset: wrapped attributes
};
struct StaticMethod : Object {
  static constexpr TypeId kTypeId = TypeId::kStaticMethod;
  Field<Value> callable;
  Field<Dict*> dict;
};
struct Super : Object {
  static constexpr TypeId kTypeId = TypeId::kSuper;
  Field<Value> type;      // where the search starts behind; ABSENT before __init__
  Field<Value> self;      // bound object or ABSENT
  Field<Value> self_type; // class whose MRO is searched
};
struct MappingProxy : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kMappingProxy;
  Field<Value> mapping;
};
struct SimpleNamespace : Object {  // attribute slots only
  static constexpr TypeId kTypeId = TypeId::kSimpleNamespace;
};

Result<Value> wrapper_descriptor_new(Thread& t, Type* owner, const SlotDef* def, void* function);
Result<Value> getset_descriptor_new(Thread& t, Type* owner, const GetSetDef* def);
Result<Value> member_descriptor_new(Thread& t, Type* owner, Str* name, const MemberDef* native, int64_t slot);
Result<Value> static_method_new(Thread& t, Value callable);
Result<Value> class_method_new(Thread& t, Value callable);
Result<Value> mapping_proxy_new(Thread& t, Value mapping);
/// A descriptor for `def` in owner's dict, by its kind.
Result<Value> method_descriptor_new(Thread& t, Type* owner, const NativeDef* def);
/// `__new__` of a type with a native new_ slot: a builtin function bound to the type.
Result<Value> new_wrapper_new(Thread& t, Type* owner);
/// owner.__new__(*args): args[0] is the class to instantiate.
Result<Value> call_new_wrapper(Thread& t, Type* owner, const Value* args, uint32_t nargs, Tuple* kwnames);
bool is_new_wrapper(const NativeDef* def);
/// The type whose `__new__` this is, or nullptr when v is not such a function.
Type* new_wrapper_owner(Value v);

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
#include "jit/quiet.h"

#include <algorithm>
#include <cstring>

#include "builtins/iter/iter.h"
#include "objects/containers.h"
#include "objects/descriptors.h"
#include "objects/module.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/str.h"
#include "vm/generator.h"
#include "vm/helpers.h"

namespace eider::jit {

using namespace objects;

namespace {

/// Binding `found` is C++ that looks at no frame.
bool binds_quietly(Thread& t, Value found) {
  if (found.is_absent() || !found.is_heap() || type_of(t, found)->slots.descr_get == nullptr) return true;
  switch (static_cast<TypeId>(found.as<Object>()->shape_id())) {
    case TypeId::kFunction: case TypeId::kMethodDescriptor: case TypeId::kClassMethodDescriptor: case TypeId::kStaticMethod:
    case TypeId::kGetSetDescriptor: case TypeId::kMemberDescriptor: case TypeId::kWrapperDescriptor: return true;
    case TypeId::kClassMethod: {
      Value inner = found.as<ClassMethod>()->callable.load_acquire();
      return !inner.is_absent() && is_exact(inner, TypeId::kFunction);
    }
    default: return !type_of(t, found)->has(kHeapType) && found.as<Object>()->shape_id() >= shape_id(TypeId::kCount);  // of a native module
  }
}

/// Objects that know of frames, or whose attributes are somebody else's.
bool looks_at_frames(TypeId layout) {
  switch (layout) {
    case TypeId::kFrame: case TypeId::kGenerator: case TypeId::kCoroutine: case TypeId::kAsyncGenerator: case TypeId::kTraceback:
    case TypeId::kWeakProxy: case TypeId::kWeakCallableProxy: case TypeId::kSuper: case TypeId::kModule: return true;
    default: return false;
  }
}

}  // namespace

bool quiet_get_attribute(Thread& t, Value o, Value attribute) {
  if (o.is_absent() || !is_exact(attribute, TypeId::kStr) || !attribute.as<Str>()->interned()) return false;
  Type* cls = type_of(t, o);
  if (cls->has(kDeferred) || looks_at_frames(cls->layout)) return false;
  if (cls->slots.get_attr == type(t, TypeId::kType)->slots.get_attr && is_type(t, o)) {
    if (o.as<Type>()->has(kDeferred)) return false;
    return binds_quietly(t, type_lookup(t, cls, attribute.as<Str>())) && binds_quietly(t, type_lookup(t, o.as<Type>(), attribute.as<Str>()));
  }
  if (cls->slots.get_attr != &generic_get_attr && !is_exact(o, TypeId::kFunction)) return false;
  return binds_quietly(t, type_lookup(t, cls, attribute.as<Str>()));
}

bool quiet_set_attribute(Thread& t, Value o, Value attribute) {
  if (o.is_absent() || !is_exact(attribute, TypeId::kStr) || !attribute.as<Str>()->interned()) return false;
  Type* cls = type_of(t, o);
  bool function = is_exact(o, TypeId::kFunction);
  if (cls->has(kDeferred) || looks_at_frames(cls->layout) || (cls->slots.set_attr != &generic_set_attr && !function)) return false;
  Value found = type_lookup(t, cls, attribute.as<Str>());
  if (found.is_absent() || !found.is_heap() || type_of(t, found)->slots.descr_set == nullptr) return true;
  return is_exact(found, TypeId::kMemberDescriptor) && found.as<MemberDescriptor>()->is_slot();
}

bool builtin_container(Value v) {
  if (!v.is_heap() || v.is_absent()) return false;
  switch (static_cast<TypeId>(v.as<Object>()->shape_id())) {
    case TypeId::kList: case TypeId::kTuple: case TypeId::kRange: case TypeId::kStr: case TypeId::kDict: case TypeId::kSet: return true;
    default: return false;
  }
}

bool quiet_value(Value v) {
  if (v.is_absent() || !v.is_heap()) return !v.is_absent();
  switch (static_cast<TypeId>(v.as<Object>()->shape_id())) {
    case TypeId::kInt: case TypeId::kFloat: case TypeId::kStr: case TypeId::kBytes: case TypeId::kRange: case TypeId::kComplex: return true;
    default: return false;
  }
}

bool quiet_items(Thread& t, Value v) {
  (void)t;
  if (v.is_absent() || !v.is_heap()) return false;
  auto all = [](Tuple* tuple) {
    return std::all_of(tuple->items, tuple->items + tuple->size(), [](const auto& item) { return quiet_value(item.get()); });
  };
  switch (static_cast<TypeId>(v.as<Object>()->shape_id())) {
    case TypeId::kStr: case TypeId::kBytes: case TypeId::kRange: return true;
    case TypeId::kTuple: return all(v.as<Tuple>());
    default: return false;
  }
}

namespace {

bool is_next(Value v) { return is_exact(v, TypeId::kNativeFunction) && std::strncmp(v.as<NativeFunction>()->def->text, "next(iterator, ", 15) == 0; }

}  // namespace

bool quiet_instruction(Thread& t, bytecode::Op op, uint32_t arg, const Value* top, Value name) {
  switch (op) {
    case bytecode::Op::kBinarySubscr: {
      Value container = top[-1];
      if (!quiet_value(top[0]) || !container.is_heap() || container.is_absent()) return false;
      switch (static_cast<TypeId>(container.as<Object>()->shape_id())) {
        case TypeId::kDict: case TypeId::kList: case TypeId::kTuple: case TypeId::kStr: case TypeId::kBytes: return true;
        default: return false;
      }
    }
    case bytecode::Op::kBinaryOp: return quiet_value(top[0]) && quiet_value(top[-1]);
    case bytecode::Op::kLoadAttr: return quiet_get_attribute(t, top[0], name);
    case bytecode::Op::kCall: {
      Value callable = top[-2];
      if (arg != 1 || !top[-1].is_absent() || callable.is_absent() || !callable.is_heap()) return false;
      if (is_next(callable)) return builtins::quiet_iterator(top[0]) || (is_exact(top[0], TypeId::kGenerator) && vm::generator_state(top[0].as<vm::Generator>()) == vm::GeneratorState::kClosed);
      return (callable == type(t, TypeId::kInt)->value() || callable == type(t, TypeId::kFloat)->value()) && quiet_value(top[0]);
    }
    default: return false;
  }
}

Result<Value> run_quiet_instruction(Thread& t, bytecode::Op op, uint32_t arg, const Value* top, Value name) {
  switch (op) {
    case bytecode::Op::kBinarySubscr: return get_item(t, top[-1], top[0]);
    case bytecode::Op::kBinaryOp: return binary_op(t, static_cast<bytecode::BinaryOpKind>(arg), top[-1], top[0]);
    case bytecode::Op::kLoadAttr: return get_attr(t, top[0], name.as<Str>());
    default: return call1(t, top[-2], top[0]);
  }
}

}  // namespace eider::jit

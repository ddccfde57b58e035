// SPDX-License-Identifier: MIT
//
// Making descriptors, and the `__new__` that builtin types show. What they do: builtins/core/.
#include "objects/descriptors.h"

#include "objects/bound_method.h"
#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"
#include "objects/slot_generic.h"

namespace eider::objects {

namespace {

template <class T>
Result<T*> make(Thread& t, TraceKind kind) {
  auto* o = reinterpret_cast<T*>(gc::allocate(t, gc::header_word(shape_id(T::kTypeId), kind, sizeof(T)), sizeof(T)));
  if (EIDER_UNLIKELY(o == nullptr)) return raise_no_memory(t);
  return o;
}

}  // namespace

Result<BoundMethod*> bound_method_new(Thread& t, Value func, Value self) {
  BoundMethod* method = EIDER_TRY(make<BoundMethod>(t, TraceKind::kValues));
  method->func.init(func);
  method->self.init(self);
  return method;
}

Result<Value> wrapper_descriptor_new(Thread& t, Type* owner, const SlotDef* def, void* function) {
  auto* d = EIDER_TRY(make<WrapperDescriptor>(t, TraceKind::kCustom));
  d->owner.init(owner);
  d->def = def;
  d->function = function;
  return d->value();
}

Result<Value> getset_descriptor_new(Thread& t, Type* owner, const GetSetDef* def) {
  if (def->member) {
    auto* m = EIDER_TRY(make<MemberDescriptor>(t, TraceKind::kCustom));
    m->owner.init(owner);
    m->name.init(EIDER_TRY(intern(t, def->name)));
    m->computed = def;
    return m->value();
  }
  auto* d = EIDER_TRY(make<GetSetDescriptor>(t, TraceKind::kCustom));
  d->owner.init(owner);
  d->def = def;
  return d->value();
}

Result<Value> member_descriptor_new(Thread& t, Type* owner, Str* attribute, const MemberDef* native, int64_t slot) {
  auto* d = EIDER_TRY(make<MemberDescriptor>(t, TraceKind::kCustom));
  d->owner.init(owner);
  d->name.init(attribute);
  d->native = native;
  d->slot = slot;
  return d->value();
}

Result<Value> static_method_new(Thread& t, Value callable) {
  auto* m = static_cast<StaticMethod*>(EIDER_TRY(new_instance(t, type(t, TypeId::kStaticMethod))));
  m->callable.init(callable);
  return m->value();
}

Result<Value> class_method_new(Thread& t, Value callable) {
  auto* m = static_cast<ClassMethod*>(EIDER_TRY(new_instance(t, type(t, TypeId::kClassMethod))));
  m->callable.init(callable);
  return m->value();
}

Result<Value> mapping_proxy_new(Thread& t, Value mapping) {
  auto* proxy = EIDER_TRY(make<MappingProxy>(t, TraceKind::kValues));
  proxy->mapping.init(mapping);
  return proxy->value();
}

Result<Value> method_descriptor_new(Thread& t, Type* owner, const NativeDef* def) {
  if (def->kind == NativeDef::kStaticMethod) {
    NativeFunction* f = EIDER_TRY(native_function_new(t, def, owner->value(), kNone));
    return static_method_new(t, f->value());
  }
  TypeId id = def->kind == NativeDef::kClassMethod ? TypeId::kClassMethodDescriptor : TypeId::kMethodDescriptor;
  auto* m = reinterpret_cast<MethodDescriptor*>(
      gc::allocate(t, gc::header_word(shape_id(id), TraceKind::kCustom, sizeof(MethodDescriptor)), sizeof(MethodDescriptor)));
  if (m == nullptr) return raise_no_memory(t);
  m->def = def;
  m->owner.init(owner);
  return m->value();
}

// --- __new__ ------------------------------------------------------------------------------------------------------------------------
namespace {

/// Through call_native, where *args is a tuple already; native_function_call goes to call_new_wrapper directly.
Result<Value> new_wrapper_function(Thread& t, const Value* args) {
  auto* rest = args[1].as<Tuple>();
  Dict* keywords = args[2].as<Dict>();
  RootedVector names(t), all(t);
  for (int64_t i = 0; i < rest->size(); i++) {
    if (!all.push(rest->items[i].get())) return kFailure;
  }
  uint32_t position = 0;
  Value key, value;
  DictTable* table = keywords->table.load_acquire();
  while (dict_next(t, keywords, table, &position, &key, &value)) {
    if (!names.push(key) || !all.push(value)) return kFailure;
  }
  Tuple* kwnames = names.empty() ? nullptr : EIDER_TRY(names.to_tuple());
  return call_new_wrapper(t, args[0].as<Type>(), all.data(), static_cast<uint32_t>(rest->size()), kwnames);
}

constexpr NativeDef kNewDef = {"__new__(self, /, *args, **kwargs)", &new_wrapper_function, Sync::kNone,
                               "Create and return a new object.  See help(type) for accurate signature.", NativeDef::kStaticMethod};

}  // namespace

bool is_new_wrapper(const NativeDef* def) { return def == &kNewDef; }

Result<Value> new_wrapper_new(Thread& t, Type* owner) {
  NativeFunction* f = EIDER_TRY(native_function_new(t, &kNewDef, owner->value(), kNone));
  return f->value();
}

Type* new_wrapper_owner(Value v) {
  auto* f = v.is_absent() ? nullptr : as_exact<NativeFunction>(v);
  return f != nullptr && f->def == &kNewDef ? f->self.get().as<Type>() : nullptr;
}

Result<Value> call_new_wrapper(Thread& t, Type* owner, const Value* args, uint32_t nargs, Tuple* kwnames) {
  const char* shown = owner->utf8_name;
  if (nargs == 0) return raise(t, TypeId::kTypeError, "%s.__new__(): not enough arguments", shown);
  if (!is_type(t, args[0])) {
    return raise(t, TypeId::kTypeError, "%s.__new__(X): X is not a type object (%s)", shown, type_name(t, args[0]));
  }
  auto* cls = args[0].as<Type>();
  if (!is_subtype(cls, owner)) {
    return raise(t, TypeId::kTypeError, "%s.__new__(%s): %s is not a subtype of %s", shown, cls->utf8_name, cls->utf8_name, shown);
  }
  // object.__new__(int) would make an int that is none: the nearest native constructor of cls must be this one.
  Type* native = cls;
  while (native != nullptr && native->slots.new_ == &slot_generic::new_) native = native->base.get();
  if (native != nullptr && native->slots.new_ != owner->slots.new_) {
    return raise(t, TypeId::kTypeError, "%s.__new__(%s) is not safe, use %s.__new__()", shown, cls->utf8_name, native->utf8_name);
  }
  return owner->slots.new_(t, cls, args + 1, nargs - 1, kwnames);
}

}  // namespace eider::objects

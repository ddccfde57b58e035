// SPDX-License-Identifier: MIT
//
// The descriptors in builtin types' dictionaries: wrapper_descriptor, method-wrapper, method_descriptor, classmethod_descriptor,
// getset_descriptor, member_descriptor.
#include "builtins/core/core.h"
#include "objects/errors.h"
#include "objects/lock.h"
#include "objects/numbers.h"
#include "objects/rooted.h"
#include "objects/slot_table.h"

namespace eider::builtins {

namespace {

// --- what they share ----------------------------------------------------------------------------------------------------------------
void trace_owner(Header* object, gc::Tracer& tracer) {
  // The first field of each is its owner.
  tracer.mark(static_cast<GetSetDescriptor*>(static_cast<Object*>(object))->owner.load_relaxed());
}
void trace_method_descriptor(Header* object, gc::Tracer& tracer) {
  tracer.mark(static_cast<MethodDescriptor*>(static_cast<Object*>(object))->owner.load_relaxed());
}
void trace_member(Header* object, gc::Tracer& tracer) {
  auto* m = static_cast<MemberDescriptor*>(static_cast<Object*>(object));
  tracer.mark(m->owner.load_relaxed());
  tracer.mark(m->name.load_relaxed());
}

Type* owner_of(Value descriptor) {
  if (is_exact(descriptor, TypeId::kMethodDescriptor) || is_exact(descriptor, TypeId::kClassMethodDescriptor)) {
    return descriptor.as<MethodDescriptor>()->owner.get();
  }
  return descriptor.as<GetSetDescriptor>()->owner.get();
}

Result<Str*> name_of(Thread& t, Value descriptor) {
  if (is_exact(descriptor, TypeId::kMethodDescriptor) || is_exact(descriptor, TypeId::kClassMethodDescriptor)) {
    return intern(t, descriptor.as<MethodDescriptor>()->def->signature.name);
  }
  if (auto* wrapper = as_exact<WrapperDescriptor>(descriptor)) return name(t, wrapper->def->name);
  if (auto* getset = as_exact<GetSetDescriptor>(descriptor)) return intern(t, getset->def->name);
  return descriptor.as<MemberDescriptor>()->name.get();
}

const char* doc_of(Value descriptor) {
  if (is_exact(descriptor, TypeId::kMethodDescriptor) || is_exact(descriptor, TypeId::kClassMethodDescriptor)) {
    return descriptor.as<MethodDescriptor>()->def->doc;
  }
  if (auto* wrapper = as_exact<WrapperDescriptor>(descriptor)) return wrapper->def->doc;
  if (auto* getset = as_exact<GetSetDescriptor>(descriptor)) return getset->def->doc;
  auto* member = descriptor.as<MemberDescriptor>();
  if (member->computed != nullptr) return member->computed->doc;
  const MemberDef* native = member->native;
  return native == nullptr ? nullptr : native->doc;
}

Result<Value> get_name(Thread& t, Value self) { return name_of(t, self); }
Result<Value> get_objclass(Thread& t, Value self) { return owner_of(self)->value(); }
Result<Value> get_doc(Thread& t, Value self) {
  const char* doc = doc_of(self);
  if (doc == nullptr) return kNone;
  return str_from_utf8(t, doc);
}
Result<Value> get_qualname(Thread& t, Value self) {
  Value owner = EIDER_TRY(get_attr(t, owner_of(self)->value(), name(t, Name::k__qualname__)));
  return str_format(t, "%s.%s", EIDER_TEXT(to_str(t, owner)).c_str(), EIDER_TEXT(name_of(t, self)).c_str());
}
Result<Value> get_text_signature(Thread& t, Value self) {
  if (auto* wrapper = as_exact<WrapperDescriptor>(self)) {
    std::string_view text = wrapper->def->text == nullptr ? "" : wrapper->def->text;
    size_t open = text.find('(');
    if (open == std::string_view::npos) return kNone;
    return str_from_utf8(t, text.substr(open));
  }
  return text_signature(t, self.as<MethodDescriptor>()->def);
}

Result<Value> descriptor_reduce(Thread& t, Value self) {
  Value function = dict_get_str(t, t.realm->builtins, EIDER_TRY(intern(t, "getattr")));
  if (function.is_absent()) return raise(t, TypeId::kRuntimeError, "no getattr in builtins");
  Tuple* args = EIDER_TRY(tuple_of(t, owner_of(self)->value(), EIDER_TRY(name_of(t, self))->value()));
  return tuple_of(t, function, args->value());
}

Result<void> check_instance(Thread& t, Value self, Value instance) {
  Type* owner = owner_of(self);
  if (EIDER_LIKELY(is_subtype(type_of(t, instance), owner))) return kDone;
  return raise(t, TypeId::kTypeError, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
               EIDER_TEXT(name_of(t, self)).c_str(), owner->utf8_name, type_name(t, instance));
}

Result<Value> labelled_repr(Thread& t, Value self, const char* kind, const char* label) {
  return str_format(t, "<%s '%s' of '%s' %s>", kind, EIDER_TEXT(name_of(t, self)).c_str(), owner_of(self)->utf8_name, label);
}

constexpr GetSetDef kCallableGetSets[] = {
    {"__name__", get_name, nullptr, nullptr, true},
    {"__qualname__", get_qualname, nullptr, nullptr},
    {"__objclass__", get_objclass, nullptr, nullptr, true},
    {"__doc__", get_doc, nullptr, nullptr},
    {"__text_signature__", get_text_signature, nullptr, nullptr},
};
constexpr GetSetDef kDataGetSets[] = {
    {"__name__", get_name, nullptr, nullptr, true},
    {"__qualname__", get_qualname, nullptr, nullptr},
    {"__objclass__", get_objclass, nullptr, nullptr, true},
    {"__doc__", get_doc, nullptr, nullptr},
};
constexpr NativeDef kReduce[] = {{"__reduce__(self, /)", bind<descriptor_reduce>, Sync::kImmutable, nullptr}};

// --- wrapper_descriptor -------------------------------------------------------------------------------------------------------------
Result<Value> wrapper_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* wrapper = self.as<WrapperDescriptor>();
  Type* owner = wrapper->owner.get();
  if (EIDER_UNLIKELY(nargs == 0)) {
    return raise(t, TypeId::kTypeError, "descriptor '%s' of '%s' object needs an argument", EIDER_TEXT(name_of(t, self)).c_str(),
                 owner->utf8_name);
  }
  if (EIDER_UNLIKELY(!is_subtype(type_of(t, args[0]), owner))) {
    return raise(t, TypeId::kTypeError, "descriptor '%s' requires a '%s' object but received a '%s'",
                 EIDER_TEXT(name_of(t, self)).c_str(), owner->utf8_name, type_name(t, args[0]));
  }
  return wrapper->def->wrap(t, *wrapper->def, wrapper->function, args[0], args + 1, nargs - 1, kwnames);
}

Result<Value> wrapper_get(Thread& t, Value self, Value instance, Value owner) {
  if (instance.is_absent()) return self;
  EIDER_TRY(check_instance(t, self, instance));
  auto* bound = reinterpret_cast<MethodWrapper*>(gc::allocate(
      t, gc::header_word(shape_id(TypeId::kMethodWrapper), TraceKind::kValues, sizeof(MethodWrapper)), sizeof(MethodWrapper)));
  if (bound == nullptr) return raise_no_memory(t);
  bound->descriptor.init(self);
  bound->self.init(instance);
  return bound->value();
}

Result<Value> wrapper_repr(Thread& t, Value self) { return labelled_repr(t, self, "slot wrapper", "objects"); }

// --- method-wrapper -----------------------------------------------------------------------------------------------------------------
Result<Value> bound_wrapper_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* bound = self.as<MethodWrapper>();
  auto* wrapper = bound->descriptor.get().as<WrapperDescriptor>();
  return wrapper->def->wrap(t, *wrapper->def, wrapper->function, bound->self.get(), args, nargs, kwnames);
}

Result<Value> bound_wrapper_repr(Thread& t, Value self) {
  auto* bound = self.as<MethodWrapper>();
  return str_format(t, "<method-wrapper '%s' of %s object at %s>", EIDER_TEXT(name_of(t, bound->descriptor.get())).c_str(),
                    type_name(t, bound->self.get()), address_text(bound->self.get()).c_str());
}

Result<Value> bound_wrapper_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if ((kind != CompareKind::kEq && kind != CompareKind::kNe) || !other.is_heap()) return kNotImplemented;
  auto* theirs = as_exact<MethodWrapper>(other);
  if (theirs == nullptr) return kNotImplemented;
  auto* mine = self.as<MethodWrapper>();
  bool same = mine->descriptor.get() == theirs->descriptor.get() && mine->self.get() == theirs->self.get();
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<int64_t> bound_wrapper_hash(Thread& t, Value self) {
  auto* bound = self.as<MethodWrapper>();
  int64_t h = hash_pointer(reinterpret_cast<void*>(bound->self.get().bits())) ^ hash_pointer(bound->descriptor.get().as<void>());
  return h == -1 ? -2 : h;
}

Result<Value> bound_get_self(Thread& t, Value self) { return self.as<MethodWrapper>()->self.get(); }
Result<Value> bound_get_name(Thread& t, Value self) { return get_name(t, self.as<MethodWrapper>()->descriptor.get()); }
Result<Value> bound_get_qualname(Thread& t, Value self) { return get_qualname(t, self.as<MethodWrapper>()->descriptor.get()); }
Result<Value> bound_get_objclass(Thread& t, Value self) { return get_objclass(t, self.as<MethodWrapper>()->descriptor.get()); }
Result<Value> bound_get_doc(Thread& t, Value self) { return get_doc(t, self.as<MethodWrapper>()->descriptor.get()); }
Result<Value> bound_get_signature(Thread& t, Value self) { return get_text_signature(t, self.as<MethodWrapper>()->descriptor.get()); }
Result<Value> bound_reduce(Thread& t, Value self) {
  Value function = dict_get_str(t, t.realm->builtins, EIDER_TRY(intern(t, "getattr")));
  if (function.is_absent()) return raise(t, TypeId::kRuntimeError, "no getattr in builtins");
  auto* bound = self.as<MethodWrapper>();
  Tuple* args = EIDER_TRY(tuple_of(t, bound->self.get(), EIDER_TRY(name_of(t, bound->descriptor.get()))->value()));
  return tuple_of(t, function, args->value());
}
constexpr GetSetDef kBoundGetSets[] = {
    {"__self__", bound_get_self, nullptr, nullptr, true},         {"__name__", bound_get_name, nullptr, nullptr},
    {"__qualname__", bound_get_qualname, nullptr, nullptr}, {"__objclass__", bound_get_objclass, nullptr, nullptr},
    {"__doc__", bound_get_doc, nullptr, nullptr},           {"__text_signature__", bound_get_signature, nullptr, nullptr},
};
constexpr NativeDef kBoundReduce[] = {{"__reduce__(self, /)", bind<bound_reduce>, Sync::kImmutable, nullptr}};

// --- method_descriptor --------------------------------------------------------------------------------------------------------------
Result<Value> method_get(Thread& t, Value self, Value instance, Value owner) {
  if (instance.is_absent()) return self;
  EIDER_TRY(check_instance(t, self, instance));
  return native_function_new(t, self.as<MethodDescriptor>()->def, instance, kNone);
}
Result<Value> method_repr(Thread& t, Value self) { return labelled_repr(t, self, "method", "objects"); }

Result<Value> class_method_get(Thread& t, Value self, Value instance, Value owner) {
  if (owner.is_absent()) owner = type_of(t, instance)->value();
  auto* method = self.as<MethodDescriptor>();
  if (!is_type(t, owner)) {
    return raise(t, TypeId::kTypeError, "descriptor '%s' for type '%s' needs a type, not a '%s' as arg 2", EIDER_TEXT(name_of(t, self)).c_str(),
                 method->owner.get()->utf8_name, type_name(t, owner));
  }
  if (!is_subtype(owner.as<Type>(), method->owner.get())) {
    return raise(t, TypeId::kTypeError, "descriptor '%s' requires a subtype of '%s' but received '%s'", EIDER_TEXT(name_of(t, self)).c_str(),
                 method->owner.get()->utf8_name, owner.as<Type>()->utf8_name);
  }
  return native_function_new(t, method->def, owner, kNone);
}

Result<Value> class_method_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* method = self.as<MethodDescriptor>();
  if (nargs == 0) {
    return raise(t, TypeId::kTypeError, "descriptor '%s' of '%s' object needs an argument", EIDER_TEXT(name_of(t, self)).c_str(),
                 method->owner.get()->utf8_name);
  }
  EIDER_TRY(class_method_get(t, self, kAbsent, args[0]));
  return call_native(t, *method->def, args, nargs, kwnames, self);
}

// --- getset_descriptor --------------------------------------------------------------------------------------------------------------
Result<Value> getset_get(Thread& t, Value self, Value instance, Value owner) {
  if (instance.is_absent()) return self;
  EIDER_TRY(check_instance(t, self, instance));
  const GetSetDef* def = self.as<GetSetDescriptor>()->def;
  if (def->get == nullptr) {
    return raise(t, TypeId::kAttributeError, "attribute '%s' of '%s' objects is not readable", def->name, owner_of(self)->utf8_name);
  }
  return def->get(t, instance);
}

Result<void> getset_set(Thread& t, Value self, Value instance, Value value) {
  EIDER_TRY(check_instance(t, self, instance));
  const GetSetDef* def = self.as<GetSetDescriptor>()->def;
  if (def->set == nullptr) {
    return raise(t, TypeId::kAttributeError, "attribute '%s' of '%s' objects is not writable", def->name, owner_of(self)->utf8_name);
  }
  return def->set(t, instance, value);
}
Result<Value> getset_repr(Thread& t, Value self) { return labelled_repr(t, self, "attribute", "objects"); }

// --- member_descriptor --------------------------------------------------------------------------------------------------------------
Field<Value>* native_field(MemberDescriptor* member, Value instance) {
  return reinterpret_cast<Field<Value>*>(instance.as<char>() + member->native->offset);
}

/// Where `instance` keeps a `__slots__` member.
Field<Value>* member_field(Thread& t, Value instance, MemberDescriptor* member) {
  Type& cls = *type_of(t, instance);
  auto slot = static_cast<uint32_t>(member->slot);
  if (cls.has(kVariableSize)) return variable_member(t, instance.as<Object>(), slot);
  return reinterpret_cast<Field<Value>*>(instance.as<char>() + slot_offset(cls, slot));
}

Result<Value> member_get(Thread& t, Value self, Value instance, Value owner) {
  if (instance.is_absent()) return self;
  EIDER_TRY(check_instance(t, self, instance));
  auto* member = self.as<MemberDescriptor>();
  Value value;
  if (member->computed != nullptr) return member->computed->get(t, instance);
  if (member->native != nullptr) {
    value = native_field(member, instance)->load_acquire();
    if (value.is_absent() && member->native->absent_is_none) return kNone;
  } else {
    value = member_field(t, instance, member)->load_acquire();
  }
  if (EIDER_UNLIKELY(value.is_absent())) return raise_attribute_error(t, instance, member->name.get());
  return value;
}

Result<void> member_set(Thread& t, Value self, Value instance, Value value) {
  EIDER_TRY(check_instance(t, self, instance));
  auto* member = self.as<MemberDescriptor>();
  if (member->computed != nullptr) {
    if (member->computed->set == nullptr) return raise(t, TypeId::kAttributeError, "readonly attribute");
    return member->computed->set(t, instance, value);
  }
  if (member->native != nullptr) {
    if (member->native->read_only) return raise(t, TypeId::kAttributeError, "readonly attribute");
    native_field(member, instance)->store_release(value);
    return kDone;
  }
  Field<Value>* field = member_field(t, instance, member);
  if (value.is_absent()) {
    // Exactly one of several deleters succeeds.
    if (field->exchange(kAbsent).is_absent()) return raise_value(t, TypeId::kAttributeError, member->name.get()->value());
    return kDone;
  }
  field->store_release(value);
  return kDone;
}
Result<Value> member_repr(Thread& t, Value self) { return labelled_repr(t, self, "member", "objects"); }

}  // namespace

Result<void> install_descriptors(Thread& t) {
  TypeSpec spec;
  auto fill = [&](TypeId id, uint32_t bytes, TraceFn trace) {
    spec = TypeSpec();
    spec.id = id;
    spec.native_bytes = bytes;
    spec.trace = TraceKind::kCustom;
    spec.slots.trace = trace;
    spec.flags = kDisallowInstantiation;
    spec.getsets = kCallableGetSets;
    spec.getset_count = std::size(kCallableGetSets);
    spec.methods = kReduce;
    spec.method_count = std::size(kReduce);
  };
  fill(TypeId::kMethodDescriptor, sizeof(MethodDescriptor), &trace_method_descriptor);
  spec.flags |= kMethodLike;
  spec.slots.call = &method_descriptor_call;
  spec.slots.descr_get = &method_get;
  spec.slots.repr = &method_repr;
  EIDER_TRY(make_builtin_type(t, spec));

  fill(TypeId::kClassMethodDescriptor, sizeof(MethodDescriptor), &trace_method_descriptor);
  spec.slots.call = &class_method_call;
  spec.slots.descr_get = &class_method_get;
  spec.slots.repr = &method_repr;
  EIDER_TRY(make_builtin_type(t, spec));

  fill(TypeId::kWrapperDescriptor, sizeof(WrapperDescriptor), &trace_owner);
  spec.flags |= kMethodLike;
  spec.slots.call = &wrapper_call;
  spec.slots.descr_get = &wrapper_get;
  spec.slots.repr = &wrapper_repr;
  EIDER_TRY(make_builtin_type(t, spec));

  fill(TypeId::kMethodWrapper, sizeof(MethodWrapper), nullptr);
  spec.trace = TraceKind::kValues;
  spec.slots.call = &bound_wrapper_call;
  spec.slots.repr = &bound_wrapper_repr;
  spec.slots.compare = &bound_wrapper_compare;
  spec.slots.hash = &bound_wrapper_hash;
  spec.getsets = kBoundGetSets;
  spec.getset_count = std::size(kBoundGetSets);
  spec.methods = kBoundReduce;
  spec.method_count = std::size(kBoundReduce);
  EIDER_TRY(make_builtin_type(t, spec));

  fill(TypeId::kGetSetDescriptor, sizeof(GetSetDescriptor), &trace_owner);
  spec.slots.descr_get = &getset_get;
  spec.slots.descr_set = &getset_set;
  spec.slots.repr = &getset_repr;
  spec.getsets = kDataGetSets;
  spec.getset_count = std::size(kDataGetSets);
  spec.method_count = 0;
  EIDER_TRY(make_builtin_type(t, spec));

  fill(TypeId::kMemberDescriptor, sizeof(MemberDescriptor), &trace_member);
  spec.slots.descr_get = &member_get;
  spec.slots.descr_set = &member_set;
  spec.slots.repr = &member_repr;
  spec.getsets = kDataGetSets;
  spec.getset_count = std::size(kDataGetSets);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

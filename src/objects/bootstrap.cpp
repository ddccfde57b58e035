// SPDX-License-Identifier: MIT
//
// How the object world begins.
//
// 1. A bare Type for every well-known id, so that headers, type_of and tracing work. 2. Strings, names, empty containers.
// 3. Names, MROs, attribute dictionaries of the bare types; the layout of exceptions, so that anything may be raised from here on.
// What the types can *do* is filled in by make_builtin_type, called by the installers in src/builtins; a type not filled yet has
// object's behaviour.
// Not here: the collector's hooks (realm.cpp).
#include "objects/errors.h"
#include "objects/fact_table.h"
#include "objects/numbers.h"
#include "objects/realm.h"
#include "objects/slot_table.h"
#include "objects/type_parts.h"
#include "objects/weakref.h"

namespace eider::objects {

namespace {

struct BareType {
  TypeId id;
  TypeId base;
  const char* text;
};
constexpr BareType kBareTypes[] = {
#define EIDER_BARE_TYPE(id, text, base) {TypeId::k##id, TypeId::k##base, text},
#define EIDER_BARE_EXCEPTION(id, base) {TypeId::k##id, TypeId::k##base, #id},
    EIDER_BUILTIN_TYPES(EIDER_BARE_TYPE) EIDER_EXCEPTION_TYPES(EIDER_BARE_EXCEPTION)
#undef EIDER_BARE_TYPE
#undef EIDER_BARE_EXCEPTION
};

void trace_base_exception(Header* object, gc::Tracer& tracer) {
  auto* e = static_cast<BaseException*>(static_cast<Object*>(object));
  for (Field<Value>* f = &e->args; f <= &e->fields[4]; f++) tracer.mark_word(f->load_relaxed().bits());
}

void trace_traceback(Header* object, gc::Tracer& tracer) {
  auto* tb = static_cast<Traceback*>(static_cast<Object*>(object));
  for (Field<Value>* f = &tb->next; f <= &tb->lineno; f++) tracer.mark_word(f->load_relaxed().bits());
}

void trace_weak_ref(Header* object, gc::Tracer& tracer) {
  auto* ref = static_cast<WeakRef*>(static_cast<Object*>(object));
  tracer.mark_word(ref->callback.load_relaxed().bits());
  tracer.mark_word(ref->hash.load_relaxed().bits());
}

struct Layout {
  TypeId id;
  uint32_t bytes;
  TraceKind kind;
  TraceFn trace;
};
/// What must be traceable before its installer has run.
constexpr Layout kLayouts[] = {
    {TypeId::kType, sizeof(Type), TraceKind::kCustom, &trace_type},
    {TypeId::kInt, sizeof(BigInt), TraceKind::kNone, nullptr},
    {TypeId::kFloat, sizeof(BoxedFloat), TraceKind::kNone, nullptr},
    {TypeId::kComplex, sizeof(Complex), TraceKind::kNone, nullptr},
    {TypeId::kStr, sizeof(Str), TraceKind::kNone, &trace_str},
    {TypeId::kTuple, sizeof(Tuple), TraceKind::kValues, nullptr},
    {TypeId::kBlock, sizeof(Block), TraceKind::kValues, nullptr},
    {TypeId::kList, sizeof(List), TraceKind::kCustom, &trace_list},
    {TypeId::kDict, sizeof(Dict), TraceKind::kCustom, &trace_dict},
    {TypeId::kDictTable, sizeof(DictTable), TraceKind::kCustom, &trace_dict_table},
    {TypeId::kTraceback, sizeof(Traceback), TraceKind::kCustom, &trace_traceback},
    {TypeId::kWeakRef, sizeof(WeakRef), TraceKind::kCustom, &trace_weak_ref},
    {TypeId::kWeakProxy, sizeof(WeakRef), TraceKind::kCustom, &trace_weak_ref},
    {TypeId::kWeakCallableProxy, sizeof(WeakRef), TraceKind::kCustom, &trace_weak_ref},
    {TypeId::kBaseException, sizeof(BaseException), TraceKind::kCustom, &trace_base_exception},
};

Type* bare_type(Thread& t, TypeId id) {
  auto* type = reinterpret_cast<Type*>(
      gc::allocate(t, gc::header_word(shape_id(TypeId::kType), TraceKind::kCustom, sizeof(Type)), sizeof(Type)));
  if (type == nullptr) return nullptr;
  type->root_shape = shape_id(id);
  type->native_bytes = 8;
  type->layout = TypeId::kObject;
  return type;
}

bool fill_bare_types(Thread& t) {
  for (const BareType& bare : kBareTypes) {
    Type* type = bare_type(t, bare.id);
    if (type == nullptr) return false;
    type->utf8_name = bare.text;
    type->flags.store_relaxed(kImmutable);
    t.shapes[shape_id(bare.id)].type = type;
  }
  Type* object = type(t, TypeId::kObject);
  for (const BareType& bare : kBareTypes) {
    Type* type = objects::type(t, bare.id);
    type->native_type = object;
    if (bare.id != TypeId::kObject) type->base.init(objects::type(t, bare.base));
  }
  for (const Layout& layout : kLayouts) {
    Type* type = objects::type(t, layout.id);
    type->native_bytes = layout.bytes;
    type->layout = layout.id;
    type->native_type = type;
    type->instance_trace = layout.kind;
    type->slots.trace = layout.trace;
  }
  // Exceptions: fields, then a dictionary (`extra`), no inline slots.
  for (const BareType& bare : kBareTypes) {
    Type* type = objects::type(t, bare.id);
    if (bare.id != TypeId::kBaseException && !is_subtype(type, objects::type(t, TypeId::kBaseException))) continue;
    Type* root = objects::type(t, TypeId::kBaseException);
    type->native_bytes = root->native_bytes;
    type->layout = root->layout;
    type->native_type = root;
    type->instance_trace = TraceKind::kCustom;
    type->slots.trace = root->slots.trace;
    type->flags.fetch_or_relaxed(kHasSlots | kHasDict | kWeakrefable | kBaseType);
    t.shapes[shape_id(bare.id)].kind = ShapeKind::kSlots;
  }
  return true;
}

Result<void> name_bare_types(Thread& t) {
  Type* object = type(t, TypeId::kObject);
  object->slots.get_attr = &generic_get_attr;
  object->slots.set_attr = &generic_set_attr;
  object->slots.hash = &object_hash;
  object->slots.compare = &object_compare;
  object->slots.repr = &object_repr;
  object->slots.str = &object_str;
  object->slots.new_ = &object_new;
  object->slots.init = &object_init;
  for (const BareType& bare : kBareTypes) {
    Type* type = objects::type(t, bare.id);
    std::string_view text = bare.text;
    if (size_t dot = text.rfind('.'); dot != std::string_view::npos) {
      type->module.init(EIDER_TRY(intern(t, text.substr(0, dot)))->value());
      text = text.substr(dot + 1);
    } else {
      type->module.init(name(t, Name::kbuiltins)->value());
    }
    type->name = EIDER_TRY(intern(t, text));
    type->qualname.init(type->name->value());
    type->dict.init(EIDER_TRY(cell_dict_new(t)));
    type->version.store_relaxed(new_version(*t.realm));
    RootedVector mro(t);
    for (Type* c = type; c != nullptr; c = c->base.get()) {
      if (!mro.push(c->value())) return kFailure;
    }
    type->mro.store_release(EIDER_TRY(mro.to_tuple()));
    if (type == object) {
      type->bases.init(t.realm->empty_tuple);
    } else {
      type->bases.init(EIDER_TRY(tuple_of(t, type->base.get()->value())));
      if (type != object) inherit_slots(type->slots, type->base.get()->slots);
    }
    if ((type->flags.load_relaxed() & kHasDict) != 0) {
      Shape* dict = new_root_shape(t, type, ShapeKind::kDict);
      if (dict == nullptr) return raise_no_memory(t);
      type->dict_shape = dict->id;
    }
  }
  for (const BareType& bare : kBareTypes) {
    if (bare.id != TypeId::kObject) EIDER_TRY(register_subclass_locked(t, type(t, bare.base), type(t, bare.id)));
  }
  return kDone;
}

}  // namespace

void trace_type(Header* object, gc::Tracer& tracer) {
  auto* type = static_cast<Type*>(static_cast<Object*>(object));
  tracer.mark(type->name);
  tracer.mark_word(type->qualname.load_relaxed().bits());
  tracer.mark(type->base.load_relaxed());
  tracer.mark(type->bases.load_relaxed());
  tracer.mark(type->mro.load_relaxed());
  tracer.mark(type->dict.load_relaxed());
  tracer.mark_word(type->subclasses.load_relaxed().bits());
  tracer.mark_word(type->module.load_relaxed().bits());
  tracer.mark(type->native_type);
  tracer.mark_word(type->utf8_holder.load_relaxed().bits());
  tracer.mark_word(type->member_names.load_relaxed().bits());
}

bool Realm::bootstrap(Thread& t) {
  if (!has_memory_) return false;
  enter_thread(t, true);
  if (!fill_bare_types(t)) return false;
  // Room for the error that needs none.
  Type* memory_error = objects::type(t, TypeId::kMemoryError);
  Result<Object*> error = new_instance(t, memory_error);
  if (!error.ok()) return false;
  no_memory_error = static_cast<BaseException*>(error.get());
  no_memory_error->suppress_context.init(kFalse);
  if (!strings_bootstrap(t) || !containers_bootstrap(t)) return false;
  no_memory_error->args.init(empty_tuple->value());
  return name_bare_types(t).ok();
}

}  // namespace eider::objects

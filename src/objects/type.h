// SPDX-License-Identifier: MIT
//
// Type: a class, builtin or written in Python: its place in the hierarchy, its attributes, its operation slots.
//
// Thread rule: fields marked (fixed) never change after the type is published. `mro`, `bases` and the slots change only in
// type_set_attribute / type_set_bases, which hold the realm's type lock, and, when caches depend on the type, publish inside a
// handshake (Note [Class mutation] in type_mutation.cpp). Readers take no lock.
#pragma once

#include "bytecode/instructions.h"
#include "objects/object.h"
#include "objects/result.h"
#include "objects/shape.h"
#include "objects/thread.h"

namespace eider::objects {

struct Dict;
struct List;
struct Str;
struct Tuple;
struct NameCell;
struct BufferInfo;
using bytecode::CompareKind;

// --- operation slots -----------------------------------------------------------------------------------------------------------
// As CPython's: binary functions get (left, right) whichever side's type they come from and return NotImplemented to decline.
// `next` returns ABSENT when exhausted (no StopIteration is created). `set_*` with an ABSENT value deletes.
using UnaryFn = Result<Value> (*)(Thread&, Value self);
using BinaryFn = Result<Value> (*)(Thread&, Value left, Value right);
using TernaryFn = Result<Value> (*)(Thread&, Value a, Value b, Value c);
using CallFn = Result<Value> (*)(Thread&, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);  // see protocol.h
using CompareFn = Result<Value> (*)(Thread&, Value self, Value other, CompareKind kind);
using HashFn = Result<int64_t> (*)(Thread&, Value self);
using BoolFn = Result<bool> (*)(Thread&, Value self);
using LenFn = Result<int64_t> (*)(Thread&, Value self);
using SizedFn = Result<Value> (*)(Thread&, Value self, int64_t n);
using SetFn = Result<void> (*)(Thread&, Value self, Value key, Value value);
using ContainsFn = Result<bool> (*)(Thread&, Value self, Value item);
using GetAttrFn = Result<Value> (*)(Thread&, Value self, Str* name);              // raises AttributeError
using SetAttrFn = Result<void> (*)(Thread&, Value self, Str* name, Value value);
using DescrGetFn = Result<Value> (*)(Thread&, Value descr, Value instance, Value owner);  // instance ABSENT: looked up on the class
using NewFn = Result<Value> (*)(Thread&, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames);
using InitFn = Result<void> (*)(Thread&, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);
using TraceFn = void (*)(Header* object, gc::Tracer&);
using BufferFn = Result<void> (*)(Thread&, Value self, BufferInfo* out);
using FinalizeFn = void (*)(Thread&, Value self);

struct TypeSlots {
  // number protocol
  BinaryFn add, subtract, multiply, remainder, divmod, lshift, rshift, bit_and, bit_xor, bit_or, floor_divide, true_divide, matrix_multiply;
  TernaryFn power;  // third operand None when absent
  BinaryFn inplace_add, inplace_subtract, inplace_multiply, inplace_remainder, inplace_lshift, inplace_rshift, inplace_and, inplace_xor,
      inplace_or, inplace_floor_divide, inplace_true_divide, inplace_matrix_multiply, inplace_power;
  UnaryFn negative, positive, absolute, invert, to_int, to_float, index;
  BoolFn to_bool;
  // containers
  LenFn length;
  BinaryFn get_item;        // mapping or sequence; the key is any object
  SetFn set_item;
  ContainsFn contains;
  BinaryFn concat;          // sequences' + and *: tried after the number protocol, as CPython's sq_concat / sq_repeat
  SizedFn repeat;
  BinaryFn inplace_concat;
  SizedFn inplace_repeat;
  // every object
  UnaryFn repr, str;
  HashFn hash;              // hash_not_implemented when unhashable
  CompareFn compare;        // returns NotImplemented to decline
  UnaryFn iter, next;
  CallFn call;
  GetAttrFn get_attr;
  SetAttrFn set_attr;
  DescrGetFn descr_get;
  SetFn descr_set;          // (descriptor, instance, value)
  NewFn new_;
  InitFn init;
  UnaryFn await, aiter, anext;
  FinalizeFn finalize;      // __del__ or a generator's close; run from the finalizer queue
  BufferFn buffer;          // bytes-like objects: fills objects/buffer_info.h's BufferInfo
  TraceFn trace;            // for TraceKind::kCustom: marks the native part (fields between header and `extra`)
};

enum TypeFlags : uint32_t {
  kHeapType = 1 << 0,          // created by a class statement or type(): attributes can be assigned
  kBaseType = 1 << 1,          // may be subclassed
  kHasSlots = 1 << 2,          // instances have `extra` and attribute slots
  kHasDict = 1 << 3,           // new attributes may be added to instances (no __slots__, or __slots__ with __dict__)
  kVariableSize = 1 << 4,      // native part ends in items: instances of subclasses end in `__slots__` members and a word for their Dict (kDict only)
  kAbstract = 1 << 5,          // has abstract methods: cannot be instantiated
  kSequencePattern = 1 << 6,   // match [..]
  kMappingPattern = 1 << 7,    // match {..}
  kMatchSelf = 1 << 8,         // match int(x): the subject itself is the one positional attribute
  kMethodLike = 1 << 9,        // descriptor that LoadMethod may leave unbound (function, method_descriptor)
  kCustomGetAttr = 1 << 10,    // get_attr is not generic_get_attr: no inline caches for instance attributes
  kCustomSetAttr = 1 << 11,
  kHasFinalizer = 1 << 12,     // instances are registered with the collector
  kDataDescriptor = 1 << 13,   // has descr_set
  kDisallowInstantiation = 1 << 14,
  kImmutable = 1 << 15,        // attributes cannot be assigned (builtin types)
  kWeakrefable = 1 << 16,
  kCached = 1 << 17,           // some inline cache or executor depends on this type's attributes
  kUnwatched = 1 << 18,        // mutated too often: caches must not depend on it any more
  kInitialising = 1 << 19,
  kMutating = 1 << 20,         // an attribute is being changed right now: nothing new may depend on this type (type_watch)
  kNativeReady = 1 << 21,      // builtin types: make_builtin_type has filled it
  kFinalType = 1 << 22,        // builtin: never a base, whatever kBaseType says
  kDeferred = 1 << 23,         // its body has not run yet: whoever needs more than the instances' own attributes completes it (type_deferred.cpp)
};

struct Type : Object {
  static constexpr TypeId kTypeId = TypeId::kType;
  Str* name;                    // guarded by the type lock when assigned (`__name__ = `); readers see old or new
  Field<Value> qualname;
  Field<Type*> base;            // the base whose layout is extended
  Field<Tuple*> bases;
  Field<Tuple*> mro;            // of Type*
  Field<Dict*> dict;            // a cell dict: name -> NameCell (objects/dict.h)
  Field<Value> subclasses;      // dict of weak references, or ABSENT
  Field<Value> module;          // `__module__` of builtin types: str or ABSENT
  const char* utf8_name;        // for messages: heap types: strdup'ed name; builtin types: their printed name
  const char* doc;
  Atomic<uint32_t> flags;       // TypeFlags
  TypeId layout;                // (fixed) the builtin type whose native part instances begin with (TypeId::kObject for plain classes)
  uint32_t native_bytes;        // (fixed) size of the native part including the header; 8 for plain classes
  uint32_t inline_slots;        // (fixed) slots that stand in the instance itself
  uint32_t member_slots;        // (fixed) how many of the first slots belong to __slots__ members
  uint32_t root_shape;          // (fixed) shape id of new instances
  uint32_t dict_shape;          // (fixed) shape id of instances turned to ShapeKind::kDict; 0 when there is none
  uint32_t dict_offset;         // (fixed) byte offset of a Field<Dict*> in the native part that holds the instance attributes (modules,
                                // functions): such instances keep their shape when attributes are added; 0 = none
  TraceKind instance_trace;     // (fixed) how the collector visits instances
  Type* native_type;            // (fixed) the type that declared the native part (module types have no TypeId of their own)
  Field<Value> utf8_holder;     // heap types: the StrBuffer that utf8_name points into
  Field<Value> member_names;    // Tuple of the `__slots__` members this class adds, mangled and in slot order; ABSENT when none
  Atomic<uint32_t> version;     // bumped by every mutation of this type or a base; 0 never occurs
  Atomic<uint32_t> mutations;   // how often a mutation had to invalidate caches
  TypeSlots slots;

  bool has(TypeFlags f) const { return flags.load_relaxed() & f; }
  uint32_t instance_bytes() const { return native_bytes + (has(kHasSlots) && !has(kVariableSize) ? 8 + 8 * inline_slots : 0); }
};

/// Byte offset of the `extra` word / inline slot i in instances of `type` (kHasSlots, not kVariableSize).
inline uint32_t extra_offset(const Type& type) { return type.native_bytes; }
inline uint32_t slot_offset(const Type& type, uint32_t slot) { return type.native_bytes + 8 + 8 * slot; }

/// Whether `v` is a class (an instance of type or of a metaclass).
inline bool is_type(const Thread& t, Value v);  // defined below

/// The class of any value. Never ABSENT.
Type* constant_type(const Thread& t, Value v);  // ints, floats, None, ...
EIDER_ALWAYS_INLINE Type* type_of(const Thread& t, Value v) {
  EIDER_ASSERT(!v.is_absent());
  if (EIDER_LIKELY(v.is_heap())) return t.shapes[v.as<Object>()->shape_id()].type;
  return constant_type(t, v);
}
EIDER_ALWAYS_INLINE Type* type_of(const Thread& t, const Object* o) { return t.shapes[o->shape_id()].type; }
inline bool is_type(const Thread& t, Value v) { return v.is_heap() && type_of(t, v)->layout == TypeId::kType; }
/// Name of v's class for messages, valid while v is alive.
inline const char* type_name(const Thread& t, Value v) { return type_of(t, v)->utf8_name; }

/// Whether v's native layout begins with that of `id`: an instance of the builtin type or of a subclass of it.
inline bool is_instance(const Thread& t, Value v, TypeId id);  // exact or by walking; defined in realm.h
bool is_subtype(const Type* derived, const Type* base);        // by the real MRO; never runs Python

// --- attribute lookup -----------------------------------------------------------------------------------------------------------
/// The attribute `name` found along type's MRO, unbound; ABSENT when there is none. Never runs Python, takes no lock.
/// Uses the thread's lookup cache keyed by (type, version, name).
Value type_lookup(Thread& t, Type* type, Str* name);
/// The cell that holds it (stable box of the class that defines it), or nullptr. `owner` gets that class.
NameCell* type_lookup_cell(Thread& t, Type* type, Str* name, Type** owner = nullptr);
/// As type_lookup, starting behind `after` in type's MRO (super()).
Value type_lookup_after(Thread& t, Type* type, Type* after, Str* name);
/// type.__getattribute__: metatype's data descriptors, the class's own MRO, metatype's other attributes.
Result<Value> type_get_attr(Thread& t, Value self, Str* name);
/// Binds what was found on `owner` for `instance` (ABSENT: looked up on the class).
Result<Value> bind_descriptor(Thread& t, Value found, Value instance, Type* owner);

/// Announces that a cache or executor will depend on what `type_lookup` finds in `type`. False: it must not (degraded, or changing
/// right now). Between this call and the moment the cache is findable by hooks.flush_caches there must be no poll; read the version
/// and the attribute after this call.
bool type_watch(Type& type);
/// (The same for the value of a cell: name_cell_watch in containers.h.)
/// New versions for `type` and its subclasses, flushing caches first; for those who changed something by other means.
Result<void> type_modified(Thread& t, Type* type);

/// Sets or deletes (ABSENT) a class attribute; updates slots, bumps versions, invalidates dependents first.
Result<void> type_set_attribute(Thread& t, Type* type, Str* name, Value value);

/// object.__getattribute__ and friends.
Result<Value> generic_get_attr(Thread& t, Value self, Str* name);
Result<void> generic_set_attr(Thread& t, Value self, Str* name, Value value);
/// As generic_get_attr but ABSENT instead of AttributeError.
Result<Value> generic_find_attr(Thread& t, Value self, Str* name);
/// Instance attributes alone (slots or Dict), no class: ABSENT when there is none. Never runs Python.
Value instance_get(Thread& t, Value self, Str* name);
Result<void> instance_set(Thread& t, Value self, Str* name, Value value);  // ABSENT deletes; AttributeError when there is no place
/// The instance's `__dict__` as a real Dict, converting the instance to ShapeKind::kDict. ABSENT when it cannot have one.
Result<Value> instance_dict(Thread& t, Value self);
Result<void> set_instance_dict(Thread& t, Value self, Dict* dict);
/// Copies of all instance attributes as (name, value), in order: for dir(), copy, repr. Snapshot.
Result<Dict*> instance_attributes_copy(Thread& t, Value self);
Result<void> set_class(Thread& t, Value self, Type* new_class);  // `x.__class__ = C`

/// The Field<Dict*> of an instance that keeps its attributes in a Dict (kDict shapes, dict_offset, variable-size subclasses);
/// nullptr when `self` keeps them in slots or has none.
Field<Dict*>* instance_dict_field(Thread& t, Object* self);
/// Slots are addressed by number: inline ones, then chunks. ABSENT when the chunk does not exist (yet).
Value slot_get(const Type& type, Object* self, uint32_t slot);
/// Where an instance of a kVariableSize type keeps a `__slots__` member.
Field<Value>* variable_member(Thread& t, Object* self, uint32_t slot);

// --- creation -------------------------------------------------------------------------------------------------------------------
/// type(name, bases, namespace): C3, layout, __slots__, __set_name__, __init_subclass__. `metatype` is already the winner.
Result<Type*> type_new(Thread& t, Type* metatype, Str* name, Tuple* bases, Dict* ns, const Value* kwvalues, Tuple* kwnames);
/// A new instance of a type with attribute slots or a fixed native part: all fields zero. MemoryError.
Result<Object*> new_instance(Thread& t, Type* type);
/// Same for kVariableSize layouts: `bytes` of native part (header included); adds words for members and the Dict for subclasses.
Result<Object*> new_variable_instance(Thread& t, Type* type, size_t bytes, TraceKind kind);

/// type(cls): allocation with the checks of object.__new__ (abstract classes, excess arguments).
Result<Value> object_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames);
Result<void> object_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);
/// HashFn of unhashable types: TypeError "unhashable type: 'X'".
Result<int64_t> hash_not_implemented(Thread& t, Value self);
/// HashFn, CompareFn, UnaryFn of object.
Result<int64_t> object_hash(Thread& t, Value self);
Result<Value> object_compare(Thread& t, Value self, Value other, CompareKind kind);
Result<Value> object_repr(Thread& t, Value self);
Result<Value> object_str(Thread& t, Value self);
/// UnaryFn for `iter` of iterators.
Result<Value> iter_self(Thread& t, Value self);
/// The metaclass for a class with these bases: the most derived one, or TypeError "metaclass conflict: ...".
Result<Type*> calculate_metaclass(Thread& t, Type* metatype, Tuple* bases);
/// The builtin `__build_class__(func, name, *bases, metaclass=..., **kw)`: `kwvalues` as in the call convention.
Result<Value> build_class(Thread& t, Value func, Str* name, Tuple* bases, const Value* kwvalues, Tuple* kwnames);
/// types.resolve_bases: `bases` with `__mro_entries__` applied; the same tuple when nothing changed.
Result<Tuple*> resolve_bases(Thread& t, Tuple* bases);
/// Living direct subclasses.
Result<List*> type_subclasses(Thread& t, Type* type);
/// Module and qualified name as in reprs: "collections.OrderedDict", "int".
Result<Str*> type_full_name(Thread& t, Type* type);
Result<Value> type_get_module(Thread& t, Type* type);
Result<void> type_set_bases(Thread& t, Type* type, Tuple* bases);
Result<void> type_set_name(Thread& t, Type* type, Str* name);

// --- classes whose body runs later (type_deferred.cpp) ----------------------------------------------------------------------------
/// An empty class named `module.name` with plain instances; hooks.complete_class runs at the first use of anything but their attributes.
Result<Type*> deferred_class_new(Thread& t, std::string_view module, std::string_view name);
/// Gives it what its class statement made. Afterwards it is an ordinary class. The caller sees to it that one thread does this once.
Result<void> deferred_class_complete(Thread& t, Type* type, Tuple* bases, Dict* ns);
EIDER_COLD Result<void> complete_class(Thread& t, Type* type);
inline Result<void> ensure_class(Thread& t, Type* type) { return EIDER_LIKELY(!type->has(kDeferred)) ? kDone : complete_class(t, type); }

struct NativeDef;
struct GetSetDef;
/// A Value field of the native part shown as attribute: type "member_descriptor".
struct MemberDef {
  const char* name = nullptr;
  uint32_t offset = 0;
  bool read_only = true;
  const char* doc = nullptr;
  bool absent_is_none = true;  // else AttributeError
};
/// How a C++ file declares a builtin type. Missing slots are inherited.
struct TypeSpec {
  TypeId id = TypeId::kInvalid;         // kInvalid: a type without well-known id (modules' types)
  const char* name = nullptr;           // "list", "itertools.count": the part before the last dot is __module__
  const char* doc = nullptr;
  TypeId base = TypeId::kObject;
  TypeId second_base = TypeId::kInvalid;  // for ExceptionGroup: behind `base`
  uint32_t flags = 0;                   // kBaseType etc.
  uint32_t native_bytes = 8;            // sizeof(struct)
  TraceKind trace = TraceKind::kNone;   // how instances of exactly this type are traced
  TypeSlots slots{};
  const NativeDef* methods = nullptr;   // ends with an empty one
  uint32_t method_count = 0;
  const GetSetDef* getsets = nullptr;
  uint32_t getset_count = 0;
  const MemberDef* members = nullptr;
  uint32_t member_count = 0;
  uint32_t dict_offset = 0;             // Type::dict_offset
  Type* base_type = nullptr;            // instead of `base`, for bases without well-known id
};
/// Creates the type, or fills the one bootstrap reserved for spec.id.
Result<Type*> make_builtin_type(Thread& t, const TypeSpec& spec);

}  // namespace eider::objects

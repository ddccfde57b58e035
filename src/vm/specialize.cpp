// SPDX-License-Identifier: MIT
//
// Which specialised instruction a place gets, from the values it has just seen; what happens when the choice proves wrong.
//
// Everything here works on the running thread's own copy, with plain stores. Nothing runs Python, allocates or polls, so what was
// looked up still holds when it is written down; a cache that depends on a type is registered first (watch_type), and a type
// that changes flushes it inside a handshake.
#include "builtins/list/list.h"
#include "objects/bound_method.h"
#include "objects/descriptors.h"
#include "objects/lock.h"
#include "objects/module.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/vm_state.h"

namespace eider::vm {

namespace {

constexpr uint16_t kMissBudget = 16;       // failed guards before a specialised instruction turns generic again
constexpr uint16_t kRetryMisses = 96;      // generic executions before it is tried again, after misses ...
constexpr uint16_t kRetryFailure = 512;    // ... and when nothing fitted

uint16_t* cache_of(const uint16_t* pc) { return const_cast<uint16_t*>(pc) + 1; }

void choose(Thread& t, const uint16_t* pc, QuickOp op) {
  set_opcode(pc, op);
  cache_of(pc)[0] = kMissBudget;
  t.vm->stats.specialized++;
}

void fail(Thread& t, const uint16_t* pc) {
  cache_of(pc)[0] = kRetryFailure;
  t.vm->stats.failures++;
}

void put32(const uint16_t* pc, int unit, uint32_t v) { __builtin_memcpy(cache_of(pc) + unit, &v, 4); }
void put_pointer(const uint16_t* pc, int unit, const void* p) { __builtin_memcpy(cache_of(pc) + unit, &p, 8); }
void put_pointer48(const uint16_t* pc, int unit, const void* p) { __builtin_memcpy(cache_of(pc) + unit, &p, 6); }

/// Registers the instruction as depending on `type`'s structure; type_watch was asked before anything was looked up.
/// False: the type may not be depended on (it changes too often).
bool watch(Thread& t, const uint16_t* pc, Type* type) {
  if (!type_watch(*type)) return false;
  t.vm->sites.push_back({type, t.frame->code, static_cast<uint32_t>(pc - t.frame->code->units)});
  return true;
}

bool is_function(Value v) { return is_exact_or_absent(v, TypeId::kFunction); }

}  // namespace

bool binds(Thread& t, Value v) { return v.is_heap() && type_of(t, v)->slots.descr_get != nullptr; }
bool binds_on_class(Thread& t, Value v) { return v.is_heap() && !is_function(v) && type_of(t, v)->slots.descr_get != nullptr; }

void note_miss(Thread& t, const uint16_t* pc, Op family) {
  t.vm->stats.misses++;
  uint16_t* cache = cache_of(pc);
  if (--cache[0] != 0) {
    // The generic instruction that runs now counts down as well: it must not specialize again meanwhile.
    if (cache[0] < 2) cache[0] = 2;
    else return;
  }
  uint16_t* unit = const_cast<uint16_t*>(pc);
  *unit = static_cast<uint16_t>((*unit & 0xff00) | static_cast<uint16_t>(family));
  cache[0] = kRetryMisses;
}

void specialize_binary_op(Thread& t, const uint16_t* pc, Value a, Value b) {
  BinaryOpKind kind = plain_kind(*pc >> 8);
  if (a.is_small_int() && b.is_small_int()) {
    switch (kind) {
      case BinaryOpKind::kAdd: return choose(t, pc, QuickOp::kIntAdd);
      case BinaryOpKind::kSubtract: return choose(t, pc, QuickOp::kIntSubtract);
      case BinaryOpKind::kMultiply: return choose(t, pc, QuickOp::kIntMultiply);
      case BinaryOpKind::kFloorDivide: return choose(t, pc, QuickOp::kIntFloorDivide);
      case BinaryOpKind::kRemainder: return choose(t, pc, QuickOp::kIntRemainder);
      case BinaryOpKind::kAnd: return choose(t, pc, QuickOp::kIntAnd);
      case BinaryOpKind::kOr: return choose(t, pc, QuickOp::kIntOr);
      case BinaryOpKind::kXor: return choose(t, pc, QuickOp::kIntXor);
      case BinaryOpKind::kLshift: return choose(t, pc, QuickOp::kIntShiftLeft);
      case BinaryOpKind::kRshift: return choose(t, pc, QuickOp::kIntShiftRight);
      case BinaryOpKind::kTrueDivide: return choose(t, pc, QuickOp::kMixedArithmetic);
      default: return fail(t, pc);
    }
  }
  if (a.is_float_word() && b.is_float_word()) {
    switch (kind) {
      case BinaryOpKind::kAdd: return choose(t, pc, QuickOp::kFloatAdd);
      case BinaryOpKind::kSubtract: return choose(t, pc, QuickOp::kFloatSubtract);
      case BinaryOpKind::kMultiply: return choose(t, pc, QuickOp::kFloatMultiply);
      case BinaryOpKind::kTrueDivide: return choose(t, pc, QuickOp::kFloatDivide);
      default: return fail(t, pc);
    }
  }
  bool numbers = (a.is_small_int() || a.is_float_word()) && (b.is_small_int() || b.is_float_word());
  if (numbers && (kind == BinaryOpKind::kAdd || kind == BinaryOpKind::kSubtract || kind == BinaryOpKind::kMultiply ||
                  kind == BinaryOpKind::kTrueDivide)) {
    return choose(t, pc, QuickOp::kMixedArithmetic);
  }
  if (kind == BinaryOpKind::kAdd && is_exact(a, TypeId::kStr) && is_exact(b, TypeId::kStr)) return choose(t, pc, QuickOp::kStrAdd);
  fail(t, pc);
}

void specialize_compare(Thread& t, const uint16_t* pc, Value a, Value b) {
  uint32_t kind = *pc >> 8;
  Op next = static_cast<Op>(static_cast<uint8_t>(pc[1 + bytecode::kCacheUnits[static_cast<int>(Op::kCompareOp)]]));
  bool jumps = next == Op::kPopJumpIfFalse || next == Op::kPopJumpIfTrue;
  if (a.is_small_int() && b.is_small_int()) {
    if (!jumps) return choose(t, pc, QuickOp::kIntCompare);
    return choose(t, pc, static_cast<QuickOp>(static_cast<uint32_t>(QuickOp::kIntLtJump) + kind));
  }
  if (a.is_float_word() && b.is_float_word()) {
    if (!jumps) return choose(t, pc, QuickOp::kFloatCompare);
    return choose(t, pc, static_cast<QuickOp>(static_cast<uint32_t>(QuickOp::kFloatLtJump) + kind));
  }
  bool equality = kind == static_cast<uint32_t>(CompareKind::kEq) || kind == static_cast<uint32_t>(CompareKind::kNe);
  if (equality && is_exact(a, TypeId::kStr) && is_exact(b, TypeId::kStr)) return choose(t, pc, QuickOp::kStrEqual);
  fail(t, pc);
}

namespace {

/// What a class says about an attribute of its instances.
struct ClassAttribute {
  NameCell* cell = nullptr;
  Value value;
  bool data_descriptor = false;
};

ClassAttribute class_attribute(Thread& t, Type* cls, Str* name) {
  ClassAttribute found;
  found.cell = type_lookup_cell(t, cls, name);
  if (found.cell != nullptr) found.value = found.cell->value.load_relaxed();
  if (!found.value.is_absent()) found.data_descriptor = type_of(t, found.value)->slots.descr_set != nullptr;
  return found;
}

/// The word offset of `name`'s inline slot in instances of `shape`, or 0.
uint16_t slot_word(Thread& t, Shape& shape, Str* name) {
  if (shape.kind != ShapeKind::kSlots) return 0;
  int slot = find_slot(t, shape, name);
  if (slot == kNoSlot || static_cast<uint32_t>(slot) >= shape.type->inline_slots) return 0;
  return static_cast<uint16_t>(slot_offset(*shape.type, static_cast<uint32_t>(slot)) / 8);
}

/// The word offset of the inline slot that a `__slots__` descriptor of `cls` or of a base stands for, or 0.
uint16_t member_word(Type* cls, Value descriptor) {
  auto* member = descriptor.as<MemberDescriptor>();
  if (member->native != nullptr || !is_subtype(cls, member->owner.load_relaxed())) return 0;
  auto slot = static_cast<uint32_t>(member->slot);
  return slot < cls->inline_slots ? static_cast<uint16_t>(slot_offset(*cls, slot) / 8) : 0;
}

/// A module's attribute, or a class's own one: keyed by the owner's identity. True when the instruction was specialised.
bool specialize_owner(Thread& t, const uint16_t* pc, Value o, Str* name, QuickOp op) {
  NameCell* cell = nullptr;
  if (is_exact(o, TypeId::kModule)) {
    cell = dict_find_cell(t, o.as<Module>()->dict.load_relaxed(), name);
    if (!class_attribute(t, type(t, TypeId::kModule), name).value.is_absent()) return false;  // __class__, __dict__, ...
  } else if (is_instance(t, o, TypeId::kType)) {
    Type* cls = o.as<Type>();
    Type* meta = type_of(t, o);
    if (meta->has(kCustomGetAttr) && meta != type(t, TypeId::kType)) return false;
    if (!type_watch(*cls) || !type_watch(*meta)) return false;
    ClassAttribute on_meta = class_attribute(t, meta, name);
    if (on_meta.data_descriptor) return false;
    cell = type_lookup_cell(t, cls, name);
    if (cell == nullptr || !watch(t, pc, cls)) return false;
    if (meta != type(t, TypeId::kType) && !watch(t, pc, meta)) return false;
  }
  if (cell == nullptr || cell->value.load_relaxed().is_absent()) return false;
  if (!is_exact(o, TypeId::kModule) && binds_on_class(t, cell->value.load_relaxed())) return false;
  put_pointer48(pc, 2, o.as<Object>());
  put_pointer48(pc, 5, cell);
  choose(t, pc, op);
  return true;
}

}  // namespace

void specialize_load_attr(Thread& t, const uint16_t* pc, Value o, Str* name) {
  if (!o.is_heap()) return fail(t, pc);
  Shape& shape = t.shape(o.as<Object>()->shape_id());
  Type* cls = shape.type;
  if (is_exact(o, TypeId::kModule) || is_instance(t, o, TypeId::kType)) {
    if (!specialize_owner(t, pc, o, name, QuickOp::kLoadAttrOwnerCell)) fail(t, pc);
    return;
  }
  if (cls->has(kCustomGetAttr) || shape.kind == ShapeKind::kDict || !type_watch(*cls)) return fail(t, pc);
  ClassAttribute attribute = class_attribute(t, cls, name);
  if (attribute.data_descriptor) {
    if (is_exact(attribute.value, TypeId::kMemberDescriptor)) {
      uint16_t word = member_word(cls, attribute.value);
      if (word == 0 || !watch(t, pc, cls)) return fail(t, pc);
      put32(pc, 2, shape.id);
      cache_of(pc)[1] = word;
      return choose(t, pc, QuickOp::kLoadAttrSlot);
    }
    if (is_exact(attribute.value, TypeId::kProperty)) {
      Value getter = attribute.value.as<Property>()->getter.load_relaxed();
      if (!is_function(getter) || getter.as<Function>()->code.load_relaxed()->exact_args != 1) return fail(t, pc);
      if (!watch(t, pc, cls)) return fail(t, pc);
      put32(pc, 2, shape.id);
      put_pointer(pc, 4, getter.as<Object>());
      return choose(t, pc, QuickOp::kLoadAttrProperty);
    }
    return fail(t, pc);
  }
  if (uint16_t word = slot_word(t, shape, name)) {
    if (!watch(t, pc, cls)) return fail(t, pc);
    put32(pc, 2, shape.id);
    cache_of(pc)[1] = word;
    return choose(t, pc, QuickOp::kLoadAttrSlot);
  }
  bool on_instance = shape.kind == ShapeKind::kSlots && find_slot(t, shape, name) != kNoSlot;
  if (on_instance || attribute.value.is_absent() || binds(t, attribute.value) || !watch(t, pc, cls)) return fail(t, pc);
  put32(pc, 2, shape.id);
  put_pointer(pc, 4, attribute.cell);
  choose(t, pc, QuickOp::kLoadAttrClassValue);
}

void specialize_load_method(Thread& t, const uint16_t* pc, Value o, Str* name) {
  if (!o.is_heap()) return fail(t, pc);
  Shape& shape = t.shape(o.as<Object>()->shape_id());
  Type* cls = shape.type;
  if (is_exact(o, TypeId::kModule) || is_instance(t, o, TypeId::kType)) {
    if (!specialize_owner(t, pc, o, name, QuickOp::kLoadMethodOwnerCell)) fail(t, pc);
    return;
  }
  if (cls->has(kCustomGetAttr) || shape.kind == ShapeKind::kDict || !type_watch(*cls)) return fail(t, pc);
  ClassAttribute attribute = class_attribute(t, cls, name);
  if (uint16_t word = slot_word(t, shape, name); word != 0 && !attribute.data_descriptor) {
    if (!watch(t, pc, cls)) return fail(t, pc);
    put32(pc, 2, shape.id);
    cache_of(pc)[1] = word;
    return choose(t, pc, QuickOp::kLoadMethodSlot);
  }
  if (attribute.value.is_absent() || (shape.kind == ShapeKind::kSlots && find_slot(t, shape, name) != kNoSlot)) return fail(t, pc);
  if (!is_function(attribute.value) && !is_exact(attribute.value, TypeId::kMethodDescriptor)) return fail(t, pc);
  if (!watch(t, pc, cls)) return fail(t, pc);
  put32(pc, 2, shape.id);
  put_pointer(pc, 4, attribute.cell);
  choose(t, pc, QuickOp::kLoadMethodCell);
}

void specialize_store_attr(Thread& t, const uint16_t* pc, Value o, Str* name) {
  if (!o.is_heap()) return fail(t, pc);
  Shape& shape = t.shape(o.as<Object>()->shape_id());
  Type* cls = shape.type;
  if (cls->has(kCustomSetAttr) || !cls->has(kHasSlots) || !type_watch(*cls)) return fail(t, pc);
  ClassAttribute attribute = class_attribute(t, cls, name);
  if (attribute.data_descriptor) {
    uint16_t word = is_exact(attribute.value, TypeId::kMemberDescriptor) ? member_word(cls, attribute.value) : 0;
    if (word == 0 || !watch(t, pc, cls)) return fail(t, pc);
    put32(pc, 2, shape.id);
    cache_of(pc)[1] = word;
    return choose(t, pc, QuickOp::kStoreAttrMember);
  }
  if (shape.kind != ShapeKind::kSlots) return fail(t, pc);
  if (uint16_t word = slot_word(t, shape, name)) {
    if (!watch(t, pc, cls)) return fail(t, pc);
    put32(pc, 2, shape.id);
    cache_of(pc)[1] = word;
    return choose(t, pc, QuickOp::kStoreAttrSlot);
  }
  if (find_slot(t, shape, name) != kNoSlot || !cls->has(kHasDict)) return fail(t, pc);
  Shape* next = add_transition(t, shape, name);
  if (next == nullptr || next->kind != ShapeKind::kSlots) return fail(t, pc);
  uint16_t word = slot_word(t, *next, name);
  if (word == 0 || !watch(t, pc, cls)) return fail(t, pc);
  put32(pc, 2, shape.id);
  put32(pc, 4, next->id);
  cache_of(pc)[1] = word;
  choose(t, pc, QuickOp::kStoreAttrAdd);
}

void specialize_subscript(Thread& t, const uint16_t* pc, Value container, Value key) {
  if (is_exact(container, TypeId::kList) && key.is_small_int()) return choose(t, pc, QuickOp::kListItem);
  if (is_exact(container, TypeId::kTuple) && key.is_small_int()) return choose(t, pc, QuickOp::kTupleItem);
  if (is_exact(container, TypeId::kDict)) return choose(t, pc, QuickOp::kDictItem);
  if (is_exact(container, TypeId::kStr) && key.is_small_int()) return choose(t, pc, QuickOp::kStrItem);
  fail(t, pc);
}

void specialize_store_subscript(Thread& t, const uint16_t* pc, Value container, Value key) {
  if (is_exact(container, TypeId::kList) && key.is_small_int()) return choose(t, pc, QuickOp::kStoreListItem);
  if (is_exact(container, TypeId::kDict)) return choose(t, pc, QuickOp::kStoreDictItem);
  fail(t, pc);
}

void specialize_for_iter(Thread& t, const uint16_t* pc, Value iterator) {
  if (is_exact(iterator, TypeId::kListIterator)) return choose(t, pc, QuickOp::kIterList);
  if (is_exact(iterator, TypeId::kTupleIterator)) return choose(t, pc, QuickOp::kIterTuple);
  if (is_exact(iterator, TypeId::kRangeIterator)) return choose(t, pc, QuickOp::kIterRange);
  if (is_exact(iterator, TypeId::kGenerator)) return choose(t, pc, QuickOp::kIterGenerator);
  fail(t, pc);
}

void specialize_to(const uint16_t* pc, SpecializedUnpack) {
  set_opcode(pc, QuickOp::kUnpackTuple);
  cache_of(pc)[0] = kMissBudget;
}

void specialize_call(Thread& t, const uint16_t* pc, const Value* base, uint32_t nargs) {
  Value callable = base[0];
  bool has_self = !base[1].is_absent();
  uint32_t given = nargs + has_self;
  if (is_function(callable)) {
    Function* fn = callable.as<Function>();
    ThreadCode* tc = find_thread_code(t, fn->code.load_relaxed());
    if (tc == nullptr || tc->exact_args < 0) return fail(t, pc);
    put_pointer(pc, 2, tc);
    if (static_cast<uint32_t>(tc->exact_args) == given) return choose(t, pc, QuickOp::kCallPython);
    Value defaults = fn->defaults.load_relaxed();
    if (!defaults.is_absent() && given < static_cast<uint32_t>(tc->exact_args) &&
        static_cast<int64_t>(tc->exact_args - given) <= defaults.as<Tuple>()->size()) {
      return choose(t, pc, QuickOp::kCallPythonDefaults);
    }
    return fail(t, pc);
  }
  const NativeDef* def = nullptr;
  bool takes_self = has_self;
  if (!has_self && is_exact(callable, TypeId::kNativeFunction)) {
    def = callable.as<NativeFunction>()->def;
    takes_self = !callable.as<NativeFunction>()->self.get().is_absent();
    if (takes_self && !def->signature.has_self) return fail(t, pc);
  } else if (has_self && is_exact(callable, TypeId::kMethodDescriptor)) {
    def = callable.as<MethodDescriptor>()->def;
    if (!is_subtype(type_of(t, base[1]), callable.as<MethodDescriptor>()->owner.load_relaxed())) return fail(t, pc);
  }
  if (def != nullptr) {
    if (!def->signature.simple() || def->signature.count != nargs + takes_self) return fail(t, pc);
    put_pointer(pc, 2, def);
    return choose(t, pc, QuickOp::kCallNative);
  }
  if (!has_self && callable.is_heap() && is_instance(t, callable, TypeId::kType)) {
    Type* cls = callable.as<Type>();
    if (type_of(t, callable) != type(t, TypeId::kType) || !cls->has(kHeapType) || !cls->has(kHasSlots) || cls->has(kVariableSize) ||
        cls->has(kHasFinalizer) || cls->slots.new_ != type(t, TypeId::kObject)->slots.new_) {
      return fail(t, pc);
    }
    if (!type_watch(*cls) || prepare_class_call(t, cls).init == nullptr || !watch(t, pc, cls)) return fail(t, pc);
    put_pointer(pc, 2, cls);
    return choose(t, pc, QuickOp::kCallClass);
  }
  fail(t, pc);
}

bool add_slot_locked(Thread& t, Object* o, uint32_t old_shape, uint32_t new_shape, uint16_t word, Value v) {
  LockedObject locked(t, *o);
  if (o->shape.load_relaxed() != old_shape) return false;
  reinterpret_cast<Field<Value>*>(o)[word].store_relaxed(v);
  o->shape.store_release(new_shape);  // publishes the value; readers compare the shape, then load the slot
  return true;
}

bool store_list_item_locked(Thread& t, List* list, int64_t index, Value v) {
  LockedObject locked(t, *list);
  int64_t size = list->size.load_relaxed();
  if (index < 0) index += size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(size)) return false;
  list->block.load_relaxed()->items[index].store_release(v);
  return true;
}

void flush_caches(Thread& t, Type* changed) {
  if (t.vm == nullptr) return;
  auto& sites = t.vm->sites;
  size_t kept = 0;
  for (const CacheSite& site : sites) {
    if (changed != nullptr && !is_subtype(site.type, changed)) {
      sites[kept++] = site;
      continue;
    }
    uint16_t* unit = site.code->units + site.unit;
    *unit = static_cast<uint16_t>((*unit & 0xff00) | static_cast<uint16_t>(family_of(static_cast<uint8_t>(*unit))));
    unit[1] = 2;
  }
  sites.resize(kept);
}

/// A copy made from a snapshot depends on types the snapshot's caches name.
void register_snapshot_sites(Thread& t, ThreadCode* tc) {
  for (uint32_t i = 0; i < tc->unit_count;) {
    uint8_t op = static_cast<uint8_t>(tc->units[i]);
    Op family = family_of(op);
    uint16_t* unit = tc->units + i;
    auto to_generic = [&] {
      *unit = static_cast<uint16_t>((*unit & 0xff00) | static_cast<uint16_t>(family));
      unit[1] = 2;
    };
    uint32_t shape = 0;
    void* owner = nullptr;
    switch (static_cast<QuickOp>(op)) {
      case QuickOp::kLoadAttrSlot: case QuickOp::kLoadAttrClassValue: case QuickOp::kLoadAttrProperty: case QuickOp::kLoadMethodCell:
      case QuickOp::kLoadMethodSlot: case QuickOp::kStoreAttrSlot: case QuickOp::kStoreAttrAdd:
        __builtin_memcpy(&shape, unit + 3, 4);
        t.vm->sites.push_back({t.shape(shape).type, tc, i});
        break;
      case QuickOp::kLoadAttrOwnerCell: case QuickOp::kLoadMethodOwnerCell:
        __builtin_memcpy(&owner, unit + 3, 6);
        if (!is_exact(Value::from_pointer(owner), TypeId::kModule)) {
          Type* cls = static_cast<Type*>(owner);
          t.vm->sites.push_back({cls, tc, i});
          t.vm->sites.push_back({type_of(t, cls), tc, i});
        }
        break;
      case QuickOp::kCallClass:
        __builtin_memcpy(&owner, unit + 3, 8);
        t.vm->sites.push_back({static_cast<Type*>(owner), tc, i});
        break;
      case QuickOp::kCallPython: case QuickOp::kCallPythonDefaults:
        to_generic();  // the cache names the other thread's copy of the callee
        break;
      default: break;
    }
    i += 1u + bytecode::kCacheUnits[static_cast<int>(family)];
  }
}

}  // namespace eider::vm

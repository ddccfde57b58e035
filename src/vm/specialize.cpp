// SPDX-License-Identifier: MIT
//
// Which specialised instruction a place gets, from the values it has just seen; what happens when the choice proves wrong.
//
// Everything here works on the running thread's own copy, with plain stores. Nothing runs Python, allocates or polls, so what was
// looked up still holds when it is written down; a cache that depends on a type is registered first (watch_type), and a type
// that changes flushes it inside a handshake.
//
// Note [What caches keep alive]
// Nothing. A shape id, a class, a module, a callee's code named in a cache is registered as a site; the collector makes instructions
// generic whose objects have died. Cells of class attributes live as long as the class, cells of globals as long as the namespaces
// that Code::globals and Code::builtins keep.
#include <algorithm>
#include <tuple>

#include "builtins/list/list.h"
#include "objects/bound_method.h"
#include "objects/descriptors.h"
#include "objects/lock.h"
#include "objects/module.h"
#include "objects/positional_call.h"
#include "objects/slot_generic.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/operator_frames.h"
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

/// Whether this thread's instructions specialize at all; when not, the counter is set to run on for as long as it can.
bool may_specialize(Thread& t, const uint16_t* pc) {
  if (EIDER_LIKELY(vm_realm(t).tlbc != TlbcMode::kCold)) return true;
  cache_of(pc)[0] = 0;
  return false;
}

void fail(Thread& t, const uint16_t* pc) {
  cache_of(pc)[0] = kRetryFailure;
  t.vm->stats.failures++;
}

void put32(const uint16_t* pc, int unit, uint32_t v) { __builtin_memcpy(cache_of(pc) + unit, &v, 4); }
void put_pointer(const uint16_t* pc, int unit, const void* p) { __builtin_memcpy(cache_of(pc) + unit, &p, 8); }
void put_pointer48(const uint16_t* pc, int unit, const void* p) { __builtin_memcpy(cache_of(pc) + unit, &p, 6); }

void to_generic(uint16_t* unit) {
  *unit = static_cast<uint16_t>((*unit & 0xff00) | static_cast<uint16_t>(family_of(static_cast<uint8_t>(*unit))));
  unit[1] = 2;
}

void add_site(Thread& t, Object* depends, ThreadCode* code, uint32_t unit, bool on_class) {
  std::vector<CacheSite>& sites = t.vm->sites;
  if (sites.size() >= t.vm->sites_compacted_at) {  // an instruction that is specialized again and again has many
    auto key = [](const CacheSite& s) { return std::tuple(s.code, s.unit, s.depends); };
    std::sort(sites.begin(), sites.end(), [&](const CacheSite& a, const CacheSite& b) { return key(a) < key(b); });
    sites.erase(std::unique(sites.begin(), sites.end(), [&](const CacheSite& a, const CacheSite& b) { return key(a) == key(b); }), sites.end());
    t.vm->sites_compacted_at = std::max<size_t>(1024, 2 * sites.size());
  }
  sites.push_back({depends, code, unit, on_class});
}

/// Registers the instruction as depending on `type`'s structure; type_watch was asked before anything was looked up.
/// False: the type may not be depended on (it changes too often).
bool watch(Thread& t, const uint16_t* pc, Type* type) {
  if (!type_watch(*type)) return false;
  add_site(t, type, t.frame->code, static_cast<uint32_t>(pc - t.frame->code->units), true);
  return true;
}

/// Registers the instruction as naming `o` in its cache.
void name_object(Thread& t, const uint16_t* pc, Object* o) {
  add_site(t, o, t.frame->code, static_cast<uint32_t>(pc - t.frame->code->units), false);
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
  if (!may_specialize(t, pc)) return;
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
  if (!may_specialize(t, pc)) return;
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
  if (!member->is_slot() || !is_subtype(cls, member->owner.load_relaxed())) return 0;
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
  if (is_exact(o, TypeId::kModule)) {
    name_object(t, pc, o.as<Object>());
  } else if (binds_on_class(t, cell->value.load_relaxed())) {
    return false;
  }
  put_pointer48(pc, 2, o.as<Object>());
  put_pointer48(pc, 5, cell);
  choose(t, pc, op);
  return true;
}

/// Whether what is found on the instance and along the class is the attribute. A __getattr__ behind that is asked only for what is not
/// found (and by a property that raises AttributeError): then `*falls_back`.
bool looks_up_as_object(Thread& t, Type* cls, bool* falls_back) {
  *falls_back = cls->slots.get_attr == &slot_generic::get_attr && has_plain_getattribute(t, cls);
  return *falls_back || !cls->has(kCustomGetAttr);
}

}  // namespace

void specialize_load_attr(Thread& t, const uint16_t* pc, Value o, Str* name) {
  if (!may_specialize(t, pc)) return;
  if (!o.is_heap()) return fail(t, pc);
  Shape& shape = t.shape(o.as<Object>()->shape_id());
  Type* cls = shape.type;
  if (is_exact(o, TypeId::kModule) || is_instance(t, o, TypeId::kType)) {
    if (!specialize_owner(t, pc, o, name, QuickOp::kLoadAttrOwnerCell)) fail(t, pc);
    return;
  }
  bool falls_back;
  if (shape.kind == ShapeKind::kDict || !type_watch(*cls) || !looks_up_as_object(t, cls, &falls_back)) return fail(t, pc);
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
      if (falls_back || !is_function(getter) || getter.as<Function>()->code.load_relaxed()->exact_args != 1) return fail(t, pc);
      if (!watch(t, pc, cls)) return fail(t, pc);
      name_object(t, pc, getter.as<Object>());
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
  if (!may_specialize(t, pc)) return;
  if (!o.is_heap()) return fail(t, pc);
  Shape& shape = t.shape(o.as<Object>()->shape_id());
  Type* cls = shape.type;
  if (is_exact(o, TypeId::kModule) || is_instance(t, o, TypeId::kType)) {
    if (!specialize_owner(t, pc, o, name, QuickOp::kLoadMethodOwnerCell)) fail(t, pc);
    return;
  }
  bool falls_back;
  if (shape.kind == ShapeKind::kDict || !type_watch(*cls) || !looks_up_as_object(t, cls, &falls_back)) return fail(t, pc);
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

void specialize_load_special(Thread& t, const uint16_t* pc, Value o, uint32_t which) {
  if (!may_specialize(t, pc)) return;
  if (!o.is_heap()) return fail(t, pc);
  Shape& shape = t.shape(o.as<Object>()->shape_id());
  Type* cls = shape.type;  // what the instance itself holds does not matter
  if (!type_watch(*cls)) return fail(t, pc);
  ClassAttribute attribute = class_attribute(t, cls, special_name(t, which));
  if (attribute.value.is_absent()) return fail(t, pc);
  if (!is_function(attribute.value) && !is_exact(attribute.value, TypeId::kMethodDescriptor)) return fail(t, pc);
  if (!watch(t, pc, cls)) return fail(t, pc);
  put32(pc, 2, shape.id);
  put_pointer(pc, 4, attribute.cell);
  choose(t, pc, QuickOp::kLoadSpecialCell);
}

void specialize_store_attr(Thread& t, const uint16_t* pc, Value o, Str* name) {
  if (!may_specialize(t, pc)) return;
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
  if (!may_specialize(t, pc)) return;
  if (is_exact(container, TypeId::kList) && key.is_small_int()) return choose(t, pc, QuickOp::kListItem);
  if (is_exact(container, TypeId::kTuple) && key.is_small_int()) return choose(t, pc, QuickOp::kTupleItem);
  if (is_exact(container, TypeId::kDict)) return choose(t, pc, QuickOp::kDictItem);
  if (is_exact(container, TypeId::kStr) && key.is_small_int()) return choose(t, pc, QuickOp::kStrItem);
  fail(t, pc);
}

void specialize_store_subscript(Thread& t, const uint16_t* pc, Value container, Value key) {
  if (!may_specialize(t, pc)) return;
  if (is_exact(container, TypeId::kList) && key.is_small_int()) return choose(t, pc, QuickOp::kStoreListItem);
  if (is_exact(container, TypeId::kDict)) return choose(t, pc, QuickOp::kStoreDictItem);
  fail(t, pc);
}

void specialize_for_iter(Thread& t, const uint16_t* pc, Value iterator) {
  if (!may_specialize(t, pc)) return;
  if (is_exact(iterator, TypeId::kListIterator)) return choose(t, pc, QuickOp::kIterList);
  if (is_exact(iterator, TypeId::kTupleIterator)) return choose(t, pc, QuickOp::kIterTuple);
  if (is_exact(iterator, TypeId::kRangeIterator)) return choose(t, pc, QuickOp::kIterRange);
  if (is_exact(iterator, TypeId::kGenerator)) return choose(t, pc, QuickOp::kIterGenerator);
  if (is_exact(iterator, TypeId::kDictKeyIterator)) return choose(t, pc, QuickOp::kIterDictKeys);
  if (is_exact(iterator, TypeId::kDictValueIterator)) return choose(t, pc, QuickOp::kIterDictValues);
  if (is_exact(iterator, TypeId::kDictItemIterator)) return choose(t, pc, QuickOp::kIterDictItems);
  fail(t, pc);
}

void specialize_contains(Thread& t, const uint16_t* pc, Value container) {
  if (!may_specialize(t, pc)) return;
  if (is_exact(container, TypeId::kDict)) return choose(t, pc, QuickOp::kContainsDict);
  if (is_exact(container, TypeId::kSet) || is_exact(container, TypeId::kFrozenSet)) return choose(t, pc, QuickOp::kContainsSet);
  if (is_exact(container, TypeId::kStr)) return choose(t, pc, QuickOp::kContainsStr);
  fail(t, pc);
}

void specialize_unpack(Thread& t, const uint16_t* pc) {
  if (!may_specialize(t, pc)) return;
  set_opcode(pc, QuickOp::kUnpackTuple);
  cache_of(pc)[0] = kMissBudget;
}

void specialize_call(Thread& t, const uint16_t* pc, const Value* base, uint32_t nargs) {
  if (!may_specialize(t, pc)) return;
  Value callable = base[0];
  bool has_self = !base[1].is_absent();
  uint32_t given = nargs + has_self;
  if (is_function(callable)) {
    Function* fn = callable.as<Function>();
    ThreadCode* tc = find_thread_code(t, fn->code.load_relaxed());
    if (tc == nullptr || tc->exact_args < 0) return fail(t, pc);
    put_pointer(pc, 2, tc);
    name_object(t, pc, tc->code);
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
    MethodFrame asked;
    Value mark;
    if (nargs == 1 && !has_self && asked_frame(t, callable, base[2], &asked, &mark)) return fail(t, pc);  // a frame is entered
    bool exact = def->signature.takes(nargs + takes_self);
    if (!exact && !fits_by_position(def->signature, nargs + takes_self)) return fail(t, pc);
    put_pointer(pc, 2, def);
    cache_of(pc)[1] = static_cast<uint16_t>(nargs + takes_self);
    return choose(t, pc, exact ? QuickOp::kCallNative : QuickOp::kCallNativeOptional);
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
  std::erase_if(t.vm->sites, [&](const CacheSite& site) {
    bool stays = changed != nullptr && !(site.on_class && is_subtype(static_cast<Type*>(site.depends), changed));
    if (!stays) to_generic(site.code->units + site.unit);
    return !stays;
  });
}

void forget_globals(ThreadCode* tc) {
  for (uint32_t i = 0; i < tc->unit_count;) {
    uint16_t* unit = tc->units + i;
    Op family = family_of(static_cast<uint8_t>(*unit));
    if (family == Op::kLoadGlobal || family == Op::kStoreGlobal || family == Op::kLoadName || family == Op::kStoreName) to_generic(unit);
    i += 1u + bytecode::kCacheUnits[static_cast<int>(family)];
  }
}

namespace {

/// Calls visit(unit, object, on_class) for what the caches of a copy (of another thread's, when it is a snapshot's) depend on.
template <class F>
void for_each_dependency(Thread& t, uint16_t* units, uint32_t count, F visit) {
  for (uint32_t i = 0; i < count;) {
    uint16_t* unit = units + i;
    uint8_t op = static_cast<uint8_t>(*unit);
    i += 1u + bytecode::kCacheUnits[static_cast<int>(family_of(op))];
    uint32_t shape = 0;
    Object* owner = nullptr;
    switch (static_cast<QuickOp>(op)) {
      case QuickOp::kLoadAttrSlot: case QuickOp::kLoadAttrClassValue: case QuickOp::kLoadAttrProperty: case QuickOp::kLoadMethodCell:
      case QuickOp::kLoadSpecialCell: case QuickOp::kLoadMethodSlot: case QuickOp::kStoreAttrSlot: case QuickOp::kStoreAttrMember: case QuickOp::kStoreAttrAdd:
        __builtin_memcpy(&shape, unit + 3, 4);
        visit(unit, t.shape(shape).type, true);
        break;
      case QuickOp::kLoadAttrOwnerCell: case QuickOp::kLoadMethodOwnerCell:
        __builtin_memcpy(&owner, unit + 3, 6);
        visit(unit, owner, false);  // whoever finds it alive looks whether it is a class
        break;
      case QuickOp::kCallClass:
        __builtin_memcpy(&owner, unit + 3, 8);
        visit(unit, owner, true);
        break;
      default: break;
    }
  }
}

}  // namespace

void adopt_caches(Thread& t, ThreadCode* tc, bool classes_too) {
  for (uint32_t i = 0; i < tc->unit_count;) {
    uint16_t* unit = tc->units + i;
    QuickOp op = static_cast<QuickOp>(static_cast<uint8_t>(*unit));
    i += 1u + bytecode::kCacheUnits[static_cast<int>(family_of(static_cast<uint8_t>(*unit)))];
    // The cache names the other thread's copy of the callee.
    if (op == QuickOp::kCallPython || op == QuickOp::kCallPythonDefaults) to_generic(unit);
  }
  for_each_dependency(t, tc->units, tc->unit_count, [&](uint16_t* unit, Object* o, bool on_class) {
    auto index = static_cast<uint32_t>(unit - tc->units);
    bool is_class = on_class || is_instance(t, o->value(), TypeId::kType);
    if (!is_class) return add_site(t, o, tc, index, false);
    Type* cls = static_cast<Type*>(o);
    Type* meta = on_class ? nullptr : type_of(t, o->value());  // attributes of the class itself: its metaclass has a say
    if (!classes_too || !type_watch(*cls) || (meta != nullptr && !type_watch(*meta))) return to_generic(unit);
    add_site(t, cls, tc, index, true);
    if (meta != nullptr) add_site(t, meta, tc, index, true);
  });
}

void forget_dead_sites(Thread& t, gc::Heap& heap) {
  std::erase_if(t.vm->sites, [&](const CacheSite& site) {
    if (!heap.is_marked(site.code->code)) return true;  // dies with its instructions
    if (heap.is_marked(site.depends)) return false;
    to_generic(site.code->units + site.unit);
    return true;
  });
}

void forget_dead(Thread& t, gc::Heap& heap, Snapshot* snapshot, uint32_t unit_count) {
  for_each_dependency(t, snapshot->units, unit_count, [&](uint16_t* unit, Object* o, bool) {
    if (!heap.is_marked(o)) to_generic(unit);
  });
}

}  // namespace eider::vm

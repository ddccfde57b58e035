// SPDX-License-Identifier: MIT
//
// The table of dunder names and slots, and how a class's slots follow from its attributes.
//
// A slot of a Python class is: the native function of a base, when every name of the slot resolves to that base's own wrapper
// descriptor; else the generic function that looks the method up; else empty.
// Source: CPython's slotdefs and update_one_slot (Objects/typeobject.c). Differences: one get_item/length for mappings and
// sequences; `concat`/`repeat` have their own rows without generic functions, as sq_concat/sq_repeat have there.
#include "objects/type.h"

#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/realm.h"
#include "objects/slot_generic.h"
#include "objects/slot_table.h"
#include "objects/slot_wrap.h"

namespace eider::objects {

namespace {

namespace g = slot_generic;
namespace w = slot_wrap;

#define EIDER_SLOT(member) static_cast<uint16_t>(offsetof(TypeSlots, member))

template <class F>
void* fn(F* function) {
  return reinterpret_cast<void*>(function);
}

#define UNARY(n, member, doc) \
  {Name::k##n, EIDER_SLOT(member), fn(&g::unary_slot<Name::k##n>), &w::unary, #n "($self, /)", doc}
#define INPLACE(n, member, op) \
  {Name::k##n, EIDER_SLOT(member), fn(&g::method_slot<Name::k##n>), &w::binary, #n "($self, value, /)", "Return self" op "value."}
#define BINARY(n, r, member, doc, rdoc)                                                                                          \
  {Name::k##n, EIDER_SLOT(member), fn(&g::binary_slot<Name::k##n, Name::k##r, EIDER_SLOT(member)>), &w::binary,                  \
   #n "($self, value, /)", doc},                                                                                                 \
  {Name::k##r, EIDER_SLOT(member), fn(&g::binary_slot<Name::k##n, Name::k##r, EIDER_SLOT(member)>), &w::binary_reflected,        \
   #r "($self, value, /)", rdoc}
#define BINARY_OP(n, r, member, op) BINARY(n, r, member, "Return self" op "value.", "Return value" op "self.")
#define COMPARE(n, op) {Name::k##n, EIDER_SLOT(compare), fn(&g::compare), &w::compare, #n "($self, value, /)", "Return self" op "value."}

// Not constexpr: function addresses as void*. Built once, constant-initialised in practice.
const SlotDef* build_table(size_t* count) {
  static const SlotDef kTable[] = {
      {Name::k__getattribute__, EIDER_SLOT(get_attr), fn(&g::get_attr), &w::get_attr, "__getattribute__($self, name, /)", "Return getattr(self, name)."},
      {Name::k__getattr__, EIDER_SLOT(get_attr), fn(&g::get_attr), nullptr, nullptr, nullptr},
      {Name::k__setattr__, EIDER_SLOT(set_attr), fn(&g::set_attr), &w::set_attr, "__setattr__($self, name, value, /)", "Implement setattr(self, name, value)."},
      {Name::k__delattr__, EIDER_SLOT(set_attr), fn(&g::set_attr), &w::delete_attr, "__delattr__($self, name, /)", "Implement delattr(self, name)."},
      UNARY(__repr__, repr, "Return repr(self)."),
      {Name::k__hash__, EIDER_SLOT(hash), fn(&g::hash), &w::hash, "__hash__($self, /)", "Return hash(self)."},
      {Name::k__call__, EIDER_SLOT(call), fn(&g::call), &w::call, "__call__($self, /, *args, **kwargs)", "Call self as a function."},
      UNARY(__str__, str, "Return str(self)."),
      COMPARE(__lt__, "<"),
      COMPARE(__le__, "<="),
      COMPARE(__eq__, "=="),
      COMPARE(__ne__, "!="),
      COMPARE(__gt__, ">"),
      COMPARE(__ge__, ">="),
      {Name::k__iter__, EIDER_SLOT(iter), fn(&g::iter), &w::unary, "__iter__($self, /)", "Implement iter(self)."},
      {Name::k__next__, EIDER_SLOT(next), fn(&g::next), &w::next, "__next__($self, /)", "Implement next(self)."},
      {Name::k__get__, EIDER_SLOT(descr_get), fn(&g::descr_get), &w::descr_get, "__get__($self, instance, owner=None, /)", "Return an attribute of instance, which is of type owner."},
      {Name::k__set__, EIDER_SLOT(descr_set), fn(&g::descr_set), &w::descr_set, "__set__($self, instance, value, /)", "Set an attribute of instance to value."},
      {Name::k__delete__, EIDER_SLOT(descr_set), fn(&g::descr_set), &w::descr_delete, "__delete__($self, instance, /)", "Delete an attribute of instance."},
      {Name::k__init__, EIDER_SLOT(init), fn(&g::init), &w::init, "__init__($self, /, *args, **kwargs)", "Initialize self.  See help(type(self)) for accurate signature."},
      {Name::k__new__, EIDER_SLOT(new_), fn(&g::new_), nullptr, nullptr, nullptr},
      {Name::k__del__, EIDER_SLOT(finalize), fn(&g::finalize), &w::finalize, "__del__($self, /)", nullptr},
      UNARY(__await__, await, "Return an iterator to be used in await expression."),
      UNARY(__aiter__, aiter, "Return an awaitable, that resolves in asynchronous iterator."),
      UNARY(__anext__, anext, "Return a value or raise StopAsyncIteration."),
      BINARY_OP(__add__, __radd__, add, "+"),
      BINARY_OP(__sub__, __rsub__, subtract, "-"),
      BINARY_OP(__mul__, __rmul__, multiply, "*"),
      BINARY_OP(__mod__, __rmod__, remainder, "%"),
      BINARY(__divmod__, __rdivmod__, divmod, "Return divmod(self, value).", "Return divmod(value, self)."),
      {Name::k__pow__, EIDER_SLOT(power), fn(&g::power), &w::power, "__pow__($self, value, mod=None, /)", "Return pow(self, value, mod)."},
      {Name::k__rpow__, EIDER_SLOT(power), fn(&g::power), &w::power_reflected, "__rpow__($self, value, mod=None, /)", "Return pow(value, self, mod)."},
      UNARY(__neg__, negative, "-self"),
      UNARY(__pos__, positive, "+self"),
      UNARY(__abs__, absolute, "abs(self)"),
      {Name::k__bool__, EIDER_SLOT(to_bool), fn(&g::to_bool), &w::to_bool, "__bool__($self, /)", "True if self else False"},
      UNARY(__invert__, invert, "~self"),
      BINARY_OP(__lshift__, __rlshift__, lshift, "<<"),
      BINARY_OP(__rshift__, __rrshift__, rshift, ">>"),
      BINARY_OP(__and__, __rand__, bit_and, "&"),
      BINARY_OP(__xor__, __rxor__, bit_xor, "^"),
      BINARY_OP(__or__, __ror__, bit_or, "|"),
      UNARY(__int__, to_int, "int(self)"),
      UNARY(__float__, to_float, "float(self)"),
      INPLACE(__iadd__, inplace_add, "+="),
      INPLACE(__isub__, inplace_subtract, "-="),
      INPLACE(__imul__, inplace_multiply, "*="),
      INPLACE(__imod__, inplace_remainder, "%="),
      INPLACE(__ipow__, inplace_power, "**="),
      INPLACE(__ilshift__, inplace_lshift, "<<="),
      INPLACE(__irshift__, inplace_rshift, ">>="),
      INPLACE(__iand__, inplace_and, "&="),
      INPLACE(__ixor__, inplace_xor, "^="),
      INPLACE(__ior__, inplace_or, "|="),
      BINARY_OP(__floordiv__, __rfloordiv__, floor_divide, "//"),
      BINARY_OP(__truediv__, __rtruediv__, true_divide, "/"),
      INPLACE(__ifloordiv__, inplace_floor_divide, "//="),
      INPLACE(__itruediv__, inplace_true_divide, "/="),
      UNARY(__index__, index, "Return self converted to an integer, if self is suitable for use as an index into a list."),
      BINARY_OP(__matmul__, __rmatmul__, matrix_multiply, "@"),
      INPLACE(__imatmul__, inplace_matrix_multiply, "@="),
      {Name::k__len__, EIDER_SLOT(length), fn(&g::length), &w::length, "__len__($self, /)", "Return len(self)."},
      {Name::k__getitem__, EIDER_SLOT(get_item), fn(&g::method_slot<Name::k__getitem__>), &w::binary, "__getitem__($self, key, /)", "Return self[key]."},
      {Name::k__setitem__, EIDER_SLOT(set_item), fn(&g::set_item), &w::set_item, "__setitem__($self, key, value, /)", "Set self[key] to value."},
      {Name::k__delitem__, EIDER_SLOT(set_item), fn(&g::set_item), &w::delete_item, "__delitem__($self, key, /)", "Delete self[key]."},
      {Name::k__contains__, EIDER_SLOT(contains), fn(&g::contains), &w::contains, "__contains__($self, key, /)", "Return key in self."},
      {Name::k__add__, EIDER_SLOT(concat), nullptr, &w::binary, "__add__($self, value, /)", "Return self+value."},
      {Name::k__mul__, EIDER_SLOT(repeat), nullptr, &w::sized, "__mul__($self, value, /)", "Return self*value."},
      {Name::k__rmul__, EIDER_SLOT(repeat), nullptr, &w::sized, "__rmul__($self, value, /)", "Return value*self."},
      {Name::k__iadd__, EIDER_SLOT(inplace_concat), nullptr, &w::binary, "__iadd__($self, value, /)", "Implement self+=value."},
      {Name::k__imul__, EIDER_SLOT(inplace_repeat), nullptr, &w::sized, "__imul__($self, value, /)", "Implement self*=value."},
  };
  *count = sizeof kTable / sizeof kTable[0];
  return kTable;
}

/// One slot of `type` from the attributes its names resolve to.
void* compute_slot(Thread& t, Type* type, const SlotDef* first, const SlotDef* last) {
  void* specific = nullptr;
  void* generic = nullptr;
  bool use_generic = false;
  for (const SlotDef* def = first; def != last; def++) {
    Value attribute = type_lookup(t, type, name(t, def->name));
    if (attribute.is_absent()) continue;
    if (auto* wrapper = as_exact<WrapperDescriptor>(attribute); wrapper != nullptr && wrapper->def->name == def->name) {
      if (is_subtype(type, wrapper->owner.get())) {
        if (wrapper->def->offset != def->offset) continue;  // `__add__` of the other kind: number or sequence
        if (specific == nullptr || specific == wrapper->function) {
          specific = wrapper->function;
        } else {
          use_generic = true;  // two names of the slot come from different native classes
        }
      } else {
        use_generic = true;
      }
      if (def->generic != nullptr) generic = def->generic;
      continue;
    }
    if (auto* method = as_exact<MethodDescriptor>(attribute); method != nullptr && !method->owner.get()->has(kHeapType)) {
      // A builtin type's method table may name a slot's method itself (for its documentation): the slot does the same.
      Type* owner = method->owner.get();
      bool declared = dict_get_str(t, owner->dict.get(), name(t, def->name)) == attribute;
      void* function = declared ? slot_at(owner->slots, def->offset) : nullptr;
      if (function != nullptr && is_subtype(type, owner) && (specific == nullptr || specific == function)) {
        specific = function;
        if (def->generic != nullptr) generic = def->generic;
        continue;
      }
    }
    if (def->name == Name::k__new__) {
      if (Type* owner = new_wrapper_owner(attribute)) {
        specific = reinterpret_cast<void*>(owner->slots.new_);
        generic = def->generic;
        continue;
      }
    }
    if (def->name == Name::k__hash__ && attribute == kNone) {
      specific = reinterpret_cast<void*>(&hash_not_implemented);
      continue;
    }
    use_generic = true;
    generic = def->generic;
  }
  return specific != nullptr && !use_generic ? specific : generic;
}

}  // namespace

SlotTable slot_table() {
  static size_t count = 0;
  static const SlotDef* table = build_table(&count);
  return {table, table + count};
}

bool is_slot_name(Thread& t, Str* attribute) {
  if (!attribute->interned() || !attribute->ascii || attribute->length() < 6 || !attribute->ascii_view().starts_with("__")) return false;
  SlotTable table = slot_table();
  for (const SlotDef* def = table.begin; def != table.end; def++) {
    if (name(t, def->name) == attribute) return true;
  }
  return false;
}

void compute_all_slots(Thread& t, Type* type, TypeSlots& slots) {
  SlotTable table = slot_table();
  for (const SlotDef* def = table.begin; def != table.end;) {
    const SlotDef* last = def;
    while (last != table.end && last->offset == def->offset) last++;
    slot_at(slots, def->offset) = compute_slot(t, type, def, last);
    def = last;
  }
}

bool compute_slots_for_name(Thread& t, Type* type, Str* attribute, TypeSlots& slots) {
  bool any = false;
  SlotTable table = slot_table();
  for (const SlotDef* def = table.begin; def != table.end;) {
    const SlotDef* last = def;
    bool concerned = false;
    for (; last != table.end && last->offset == def->offset; last++) concerned |= name(t, last->name) == attribute;
    if (concerned) {
      slot_at(slots, def->offset) = compute_slot(t, type, def, last);
      any = true;
    }
    def = last;
  }
  return any;
}

Result<void> add_slot_wrappers(Thread& t, Type* type, const TypeSlots& own) {
  Dict* dict = type->dict.get();
  SlotTable table = slot_table();
  for (const SlotDef* def = table.begin; def != table.end; def++) {
    if (def->wrap == nullptr) continue;
    void* function = slot_at(const_cast<TypeSlots&>(own), def->offset);
    if (function == nullptr) continue;
    // Containers have a truth function for speed only: `__len__` decides, also when a subclass overrides it.
    if (def->name == Name::k__bool__ && own.length != nullptr && type->has(kBaseType)) continue;
    Str* attribute = name(t, def->name);
    if (!dict_get_str(t, dict, attribute).is_absent()) continue;
    if (function == reinterpret_cast<void*>(&hash_not_implemented)) {
      EIDER_TRY(dict_set_str(t, dict, attribute, kNone));
      continue;
    }
    EIDER_TRY(dict_set_str(t, dict, attribute, EIDER_TRY(wrapper_descriptor_new(t, type, def, function))));
  }
  return kDone;
}

void inherit_slots(TypeSlots& slots, const TypeSlots& base) {
  // hash and compare go together: who defines one defines both.
  bool own_pair = slots.hash != nullptr || slots.compare != nullptr;
  auto* mine = reinterpret_cast<void**>(&slots);
  auto* theirs = reinterpret_cast<void* const*>(&base);
  constexpr size_t kHash = offsetof(TypeSlots, hash) / sizeof(void*);
  constexpr size_t kCompare = offsetof(TypeSlots, compare) / sizeof(void*);
  for (size_t i = 0; i < sizeof(TypeSlots) / sizeof(void*); i++) {
    if (own_pair && (i == kHash || i == kCompare)) continue;
    if (mine[i] == nullptr) mine[i] = theirs[i];
  }
}

void update_slot_flags(Type* type, const TypeSlots& slots) {
  uint32_t set = 0;
  if (slots.get_attr != &generic_get_attr) set |= kCustomGetAttr;
  if (slots.set_attr != &generic_set_attr) set |= kCustomSetAttr;
  if (slots.finalize != nullptr) set |= kHasFinalizer;
  if (slots.descr_set != nullptr) set |= kDataDescriptor;
  constexpr uint32_t kDerived = kCustomGetAttr | kCustomSetAttr | kHasFinalizer | kDataDescriptor;
  uint32_t old = type->flags.load_relaxed();
  if ((old & kDerived) == set) return;
  type->flags.fetch_or_relaxed(set);
  type->flags.fetch_and_seq_cst(~(kDerived & ~set));
}

}  // namespace eider::objects

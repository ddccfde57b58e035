// SPDX-License-Identifier: MIT
//
// Classes whose body runs at their first use.
//
// The import system makes instances of importlib's classes (ModuleSpec, SourceFileLoader) for every module, long before anyone asks
// what these classes can do, and compiling importlib costs more than starting the runtime. So the classes exist from the start, empty:
// their instances' own attributes are ordinary ones, and everything else (a method, a property, repr, a subclass, a call) first runs
// hooks.complete_class, which executes the module that defines them and hands over what the class statement made.
// Invariant: a class that is not kDeferred any more has all its attributes, bases and slots; the flag goes last.
// Not here: `__slots__`, `__new__` and metaclasses, which no such class has.
#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"
#include "objects/type_parts.h"

namespace eider::objects {

namespace {

Type* deferred_type(Thread& t, Value self) { return type_of(t, self); }

/// Slots of a deferred class: each completes it, then asks the class's real slot. Type::slots change before kDeferred goes.
Result<Value> later_get_attr(Thread& t, Value self, Str* attribute) {
  Value own = instance_get(t, self, attribute);
  if (!own.is_absent()) return own;
  EIDER_TRY(ensure_class(t, deferred_type(t, self)));
  return get_attr(t, self, attribute);
}
Result<void> later_set_attr(Thread& t, Value self, Str* attribute, Value value) {
  EIDER_TRY(ensure_class(t, deferred_type(t, self)));
  return set_attr(t, self, attribute, value);
}
Result<Value> later_repr(Thread& t, Value self) {
  EIDER_TRY(ensure_class(t, deferred_type(t, self)));
  return repr(t, self);
}
Result<Value> later_str(Thread& t, Value self) {
  EIDER_TRY(ensure_class(t, deferred_type(t, self)));
  return to_str(t, self);
}
Result<int64_t> later_hash(Thread& t, Value self) {
  EIDER_TRY(ensure_class(t, deferred_type(t, self)));
  return static_cast<int64_t>(EIDER_TRY(hash(t, self)));
}
Result<Value> later_compare(Thread& t, Value self, Value other, CompareKind kind) {
  Type* type = deferred_type(t, self);
  EIDER_TRY(ensure_class(t, type));
  return type->slots.compare(t, self, other, kind);
}
Result<Value> later_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(ensure_class(t, cls));
  return cls->slots.new_(t, cls, args, nargs, kwnames);
}

}  // namespace

Result<Type*> deferred_class_new(Thread& t, std::string_view module, std::string_view class_name) {
  Dict* ns = EIDER_TRY(dict_new(t));
  EIDER_TRY(dict_set_str(t, ns, name(t, Name::k__module__), EIDER_TRY(intern(t, module))->value()));
  Type* made = EIDER_TRY(type_new(t, type(t, TypeId::kType), EIDER_TRY(intern(t, class_name)), t.realm->empty_tuple, ns, nullptr, nullptr));
  TypeSlots& slots = made->slots;  // nobody else knows the class yet
  slots.get_attr = later_get_attr;
  slots.set_attr = later_set_attr;
  slots.repr = later_repr;
  slots.str = later_str;
  slots.hash = later_hash;
  slots.compare = later_compare;
  slots.new_ = later_new;
  made->flags.fetch_or_relaxed(kDeferred | kCustomGetAttr | kCustomSetAttr);
  return made;
}

Result<void> complete_class(Thread& t, Type* type) {
  EIDER_TRY(t.realm->hooks.complete_class(t, type));
  return kDone;
}

Result<void> deferred_class_complete(Thread& t, Type* type, Tuple* bases, Dict* ns) {
  Dict* own = type->dict.get();
  uint32_t position = 0;
  Value key, value;
  DictTable* table = ns->table.load_acquire();
  while (dict_next(t, ns, table, &position, &key, &value)) {
    Str* attribute = key.as<Str>();
    if (attribute == name(t, Name::k__classcell__) || attribute == name(t, Name::k__qualname__)) continue;
    if (attribute == name(t, Name::k__module__)) continue;
    EIDER_TRY(dict_set_str(t, own, attribute, value));
  }
  if (!dict_get_str(t, ns, name(t, Name::k__eq__)).is_absent()) EIDER_TRY(dict_set_str(t, own, name(t, Name::k__hash__), kNone));
  if (bases->size() != 0) EIDER_TRY(type_set_bases(t, type, bases));
  EIDER_TRY(set_names(t, type, ns));
  EIDER_TRY(recompute_slots(t, type));
  type->flags.fetch_and_seq_cst(~uint32_t{kDeferred});
  return kDone;
}

}  // namespace eider::objects

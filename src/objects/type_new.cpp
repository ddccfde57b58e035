// SPDX-License-Identifier: MIT
//
// Making classes: type(name, bases, namespace, **kw) and the class statement.
//
// A class is complete (layout, MRO, slots, attributes) before anybody else can see it; then it is entered into its bases'
// subclasses, then `__set_name__` and `__init_subclass__` run.
// Source: Python Data Model, "Customizing class creation"; checks and texts are CPython 3.11's (type_new, __build_class__).
#include <cstring>

#include "objects/bound_method.h"
#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/fact_table.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"
#include "objects/slot_generic.h"
#include "objects/slot_table.h"
#include "objects/type_parts.h"
#include "objects/weak_table.h"

namespace eider::objects {

namespace {

/// A NUL-terminated copy of `text` that lives in the heap.
Result<StrBuffer*> text_holder(Thread& t, const std::string& text) {
  size_t bytes = (sizeof(StrBuffer) + text.size() + 1 + 7) & ~size_t{7};
  auto* buffer = reinterpret_cast<StrBuffer*>(gc::allocate(
      t, gc::header_word(shape_id(TypeId::kStrBuffer), TraceKind::kNone, static_cast<uint32_t>(bytes)), bytes));
  if (buffer == nullptr) return raise_no_memory(t);
  buffer->capacity = bytes - sizeof(StrBuffer);
  std::memcpy(buffer->data, text.c_str(), text.size() + 1);
  return buffer;
}

/// Functions with these names become static or class methods.
Result<void> wrap_special_methods(Thread& t, Dict* dict) {
  auto convert = [&](Name n, Result<Value> (*make)(Thread&, Value)) -> Result<void> {
    Value function = dict_get_str(t, dict, name(t, n));
    if (function.is_absent() || !is_exact(function, TypeId::kFunction)) {
      if (function.is_absent() || !is_instance(t, function, TypeId::kFunction)) return kDone;
    }
    return dict_set_str(t, dict, name(t, n), EIDER_TRY(make(t, function)));
  };
  EIDER_TRY(convert(Name::k__new__, &static_method_new));
  EIDER_TRY(convert(Name::k__init_subclass__, &class_method_new));
  return convert(Name::k__class_getitem__, &class_method_new);
}

Result<void> call_init_subclass(Thread& t, Type* type, const Value* kwvalues, Tuple* kwnames) {
  Value found = type_lookup_after(t, type, type, name(t, Name::k__init_subclass__));
  if (found.is_absent()) return kDone;
  Value bound = EIDER_TRY(bind_descriptor(t, found, type->value(), type));
  // super(type, type).__init_subclass__: a classmethod binds to the class itself.
  EIDER_TRY(call(t, bound, kwvalues, 0, kwnames));
  return kDone;
}

/// `__module__` of a class made outside a class statement: the caller's `__name__`.
Result<void> set_default_module(Thread& t, Dict* dict) {
  if (!dict_get_str(t, dict, name(t, Name::k__module__)).is_absent()) return kDone;
  if (t.realm->hooks.current_globals == nullptr) return kDone;
  Value globals = t.realm->hooks.current_globals(t);
  if (globals.is_absent() || globals == kNone) return kDone;
  Value module = dict_get_str(t, globals.as<Dict>(), name(t, Name::k__name__));
  if (module.is_absent()) return kDone;
  return dict_set_str(t, dict, name(t, Name::k__module__), module);
}

/// The class's own attributes, in a cell dict of its own.
Result<Dict*> own_attributes(Thread& t, Dict* ns) {
  Dict* dict = EIDER_TRY(cell_dict_new(t));
  uint32_t position = 0;
  Value key, value;
  DictTable* table = ns->table.load_acquire();
  while (dict_next(t, ns, table, &position, &key, &value)) {
    if (is_exact(key, TypeId::kStr)) key = EIDER_TRY(intern(t, key.as<Str>()))->value();
    EIDER_TRY(dict_set(t, dict, key, value));
  }
  return dict;
}

Result<Value> take_from(Thread& t, Dict* dict, Name n) { return dict_pop(t, dict, name(t, n)->value()); }

/// A class's descriptor met on an instance of a builtin type that has its own idea of __dict__ (classes, modules, exceptions): theirs.
Value native_dict_descriptor(Thread& t, Value self) {
  Type* native = type_of(t, self);
  while (native->has(kHeapType)) native = native->base.load_acquire();
  Value found = type_lookup(t, native, name(t, Name::k__dict__));
  if (found.is_absent()) return kAbsent;
  const TypeSlots& slots = type_of(t, found)->slots;
  return slots.descr_get != nullptr && slots.descr_set != nullptr ? found : kAbsent;
}

Result<Value> class_dict_get(Thread& t, Value self) {
  if (Value native = native_dict_descriptor(t, self); !native.is_absent()) {
    return type_of(t, native)->slots.descr_get(t, native, self, type_of(t, self)->value());
  }
  Value dict = EIDER_TRY(instance_dict(t, self));
  if (dict.is_absent()) return raise(t, TypeId::kAttributeError, "This object has no __dict__");
  return dict;
}

Result<void> class_dict_set(Thread& t, Value self, Value value) {
  if (Value native = native_dict_descriptor(t, self); !native.is_absent()) {
    return type_of(t, native)->slots.descr_set(t, native, self, value);
  }
  if (value.is_absent()) {
    Dict* empty = EIDER_TRY(dict_new(t));
    return set_instance_dict(t, self, empty);
  }
  if (!is_instance(t, value, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "__dict__ must be set to a dictionary, not a '%s'", type_name(t, value));
  }
  return set_instance_dict(t, self, value.as<Dict>());
}

Result<Value> class_weakref_get(Thread& t, Value self) { return first_weak_ref(t, self); }

constexpr GetSetDef kInstanceDict = {"__dict__", class_dict_get, class_dict_set, "dictionary for instance variables (if defined)"};
constexpr GetSetDef kInstanceWeakref = {"__weakref__", class_weakref_get, nullptr, "list of weak references to the object (if defined)"};

Result<void> set_if_missing(Thread& t, Dict* dict, Name n, Value value) {
  if (!dict_get_str(t, dict, name(t, n)).is_absent()) return kDone;
  return dict_set_str(t, dict, name(t, n), value);
}

/// UnicodeEncodeError, as str.encode() raises it, for a text with surrogates.
Result<void> check_encodable(Thread& t, Str* text) {
  if (text->width == 1) return kDone;
  for (int64_t i = 0; i < text->length(); i++) {
    if (text->at(i) - 0xd800u < 0x800u) EIDER_TRY(call_method(t, text->value(), EIDER_TRY(intern(t, "encode"))));
  }
  return kDone;
}

bool delegates_to(Type* winner, Type* metatype, NewFn native) {
  return winner != metatype && winner->slots.new_ != native && winner->slots.new_ != nullptr;
}

}  // namespace

Result<void> set_names(Thread& t, Type* type, Dict* ns) {
  // A copy: __set_name__ may change the class.
  RootedVector items(t);
  uint32_t position = 0;
  Value key, value;
  DictTable* table = ns->table.load_acquire();
  while (dict_next(t, ns, table, &position, &key, &value)) {
    if (!items.push(key) || !items.push(value)) return kFailure;
  }
  for (int64_t i = 0; i < items.size(); i += 2) {
    Value method = EIDER_TRY(lookup_special(t, items[i + 1], name(t, Name::k__set_name__)));
    if (method.is_absent()) continue;
    if (call2(t, method, type->value(), items[i]).ok()) continue;
    // As CPython 3.11: wrapped, the original is the cause.
    Value original = take_exception(t);
    Str* key_text = EIDER_TRY(repr(t, items[i]));
    (void)raise(t, TypeId::kRuntimeError, "Error calling __set_name__ on '%s' instance %s in '%s'", type_name(t, items[i + 1]),
                to_utf8(key_text).c_str(), type->utf8_name);
    Value wrapped = take_exception(t);
    wrapped.as<BaseException>()->cause.store_release(original);
    wrapped.as<BaseException>()->context.store_release(original);
    wrapped.as<BaseException>()->suppress_context.store_release(kTrue);
    return reraise(t, wrapped);
  }
  return kDone;
}

Result<Type*> calculate_metaclass(Thread& t, Type* metatype, Tuple* bases) {
  Type* winner = metatype;
  for (int64_t i = 0; i < bases->size(); i++) {
    Type* candidate = type_of(t, bases->items[i].get());
    if (is_subtype(winner, candidate)) continue;
    if (is_subtype(candidate, winner)) {
      winner = candidate;
      continue;
    }
    return raise(t, TypeId::kTypeError,
                 "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases");
  }
  return winner;
}

Result<Type*> type_new(Thread& t, Type* metatype, Str* class_name, Tuple* bases, Dict* ns, const Value* kwvalues, Tuple* kwnames) {
  EIDER_TRY(check_recursion(t));
  Tuple* given_bases = bases;
  if (bases->size() == 0) {
    bases = EIDER_TRY(tuple_of(t, type(t, TypeId::kObject)->value()));
  } else {
    for (int64_t i = 0; i < bases->size(); i++) {
      Value base = bases->items[i].get();
      if (is_type(t, base)) {
        EIDER_TRY(ensure_class(t, base.as<Type>()));
        if (base.as<Type>()->mro.load_acquire() == nullptr) {  // its metaclass's mro() is running
          return raise(t, TypeId::kTypeError, "Cannot extend an incomplete type '%s'", base.as<Type>()->utf8_name);
        }
        continue;
      }
      Value entries = EIDER_TRY(find_attr(t, base, name(t, Name::k__mro_entries__)));
      if (!entries.is_absent()) {
        return raise(t, TypeId::kTypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
      }
    }
    Type* winner = EIDER_TRY(calculate_metaclass(t, metatype, bases));
    if (delegates_to(winner, metatype, metatype->slots.new_)) {
      // The real metaclass has a __new__ of its own.
      uint64_t keywords = kwnames == nullptr ? 0 : static_cast<uint64_t>(kwnames->size());
      ArgBuffer<> args(t, 3 + keywords);
      if (!args.ok()) return kFailure;
      args[0] = class_name->value();
      args[1] = given_bases->value();
      args[2] = ns->value();
      for (uint64_t i = 0; i < keywords; i++) args[3 + i] = kwvalues[i];
      Value made = EIDER_TRY(winner->slots.new_(t, winner, args.data(), 3, kwnames));
      if (!is_type(t, made)) return raise(t, TypeId::kTypeError, "__new__ of the metaclass did not return a class");
      return made.as<Type>();
    }
    metatype = winner;
  }
  if (class_name->shape_id() != shape_id(TypeId::kStr)) class_name = EIDER_TRY(intern(t, class_name));
  EIDER_TRY(check_encodable(t, class_name));
  if (Value doc = dict_get_str(t, ns, name(t, Name::k__doc__)); !doc.is_absent() && is_instance(t, doc, TypeId::kStr)) {
    EIDER_TRY(check_encodable(t, doc.as<Str>()));
  }
  std::string utf8 = to_utf8(class_name);
  if (utf8.find('\0') != std::string::npos) {
    return raise(t, TypeId::kValueError, "type name must not contain null characters");
  }
  Type* base = EIDER_TRY(best_base(t, bases));
  MemberPlan plan = {};
  {
    Result<MemberPlan> planned = plan_members(t, class_name, base, bases, ns);
    if (!planned.ok()) return kFailure;
    plan = planned.get();
  }
  Tuple* member_names = plan.names;  // plan holds it in registers or on the stack, but say so
  uint32_t expected = 0;
  if (t.realm->hooks.count_self_stores != nullptr) expected = t.realm->hooks.count_self_stores(t, ns);
  Dict* dict = EIDER_TRY(own_attributes(t, ns));

  auto* type = static_cast<Type*>(EIDER_TRY(new_instance(t, metatype)));
  StrBuffer* holder = EIDER_TRY(text_holder(t, utf8));
  type->name = class_name;
  type->utf8_name = holder->data;
  type->utf8_holder.init(holder->value());
  type->qualname.init(class_name->value());
  type->base.init(base);
  type->bases.init(bases);
  type->dict.init(dict);
  type->flags.fetch_or_relaxed(kInitialising);
  type->layout = base->layout;  // so that is_type-like questions have an answer before lay_out
  EIDER_TRY(lay_out(t, type, bases, plan, expected));

  EIDER_TRY(set_default_module(t, dict));
  Value qualname = EIDER_TRY(take_from(t, dict, Name::k__qualname__));
  if (!qualname.is_absent()) {
    if (!is_instance(t, qualname, TypeId::kStr)) {
      return raise(t, TypeId::kTypeError, "type __qualname__ must be a str, not %s", type_name(t, qualname));
    }
    type->qualname.init(qualname);
  }
  EIDER_TRY(wrap_special_methods(t, dict));
  Value classcell = EIDER_TRY(take_from(t, dict, Name::k__classcell__));
  if (!classcell.is_absent() && !is_exact(classcell, TypeId::kCell)) {
    Str* text = EIDER_TRY(repr(t, type_of(t, classcell)->value()));
    return raise(t, TypeId::kTypeError, "__classcell__ must be a nonlocal cell, not %s", to_utf8(text).c_str());
  }
  if (!classcell.is_absent()) classcell.as<Cell>()->content.store_release(type->value());  // a metaclass's mro() may use it
  if (member_names != nullptr) {
    uint32_t first = type->member_slots - static_cast<uint32_t>(member_names->size());
    for (int64_t i = 0; i < member_names->size(); i++) {
      auto* member = member_names->items[i].get().as<Str>();
      EIDER_TRY(dict_set_str(t, dict, member, EIDER_TRY(member_descriptor_new(t, type, member, nullptr, first + i))));
    }
  }
  if (plan.wants_dict) {
    EIDER_TRY(set_if_missing(t, dict, Name::k__dict__, EIDER_TRY(getset_descriptor_new(t, type, &kInstanceDict))));
  }
  if (plan.wants_weakref) {
    EIDER_TRY(set_if_missing(t, dict, Name::k__weakref__, EIDER_TRY(getset_descriptor_new(t, type, &kInstanceWeakref))));
  }
  EIDER_TRY(set_if_missing(t, dict, Name::k__doc__, kNone));
  if (!dict_get_str(t, dict, name(t, Name::k__eq__)).is_absent()) EIDER_TRY(set_if_missing(t, dict, Name::k__hash__, kNone));
  type->version.store_release(new_version(*t.realm));
  type->mro.store_release(EIDER_TRY(compute_mro(t, type)));
  {
    // From here to the registration no base may change, or the slots derived from it would be stale.
    threads::DetachingLock locked(t, t.realm->facts->type_lock);
    // Slots without names come from the bases in MRO order; the others follow from the attributes.
    TypeSlots slots = {};
    Tuple* mro = type->mro.get();
    for (int64_t i = 1; i < mro->size(); i++) {
      auto* other = mro->items[i].get().as<Type>();
      if (slots.trace == nullptr && other->native_type == type->native_type) slots.trace = other->slots.trace;
      if (slots.buffer == nullptr) slots.buffer = other->slots.buffer;
    }
    compute_all_slots(t, type, slots);
    type->slots = slots;
    update_slot_flags(type, slots);
    for (int64_t i = 0; i < bases->size(); i++) {
      EIDER_TRY(register_subclass_locked(t, bases->items[i].get().as<Type>(), type));
    }
    type->flags.fetch_and_seq_cst(~uint32_t{kInitialising});
  }
  // Abstract methods are recorded by ABCMeta, through __abstractmethods__.
  EIDER_TRY(set_names(t, type, dict));
  EIDER_TRY(call_init_subclass(t, type, kwvalues, kwnames));
  return type;
}

// --- the class statement ----------------------------------------------------------------------------------------------------------
Result<Tuple*> resolve_bases(Thread& t, Tuple* bases) {
  int64_t first = 0;
  RootedVector resolved(t);
  bool changed = false;
  for (; first < bases->size(); first++) {
    Value base = bases->items[first].get();
    Value replacement = kAbsent;
    if (!is_type(t, base)) replacement = EIDER_TRY(find_attr(t, base, name(t, Name::k__mro_entries__)));
    if (replacement.is_absent()) {
      if (!resolved.push(base)) return kFailure;
      continue;
    }
    Value entries = EIDER_TRY(call1(t, replacement, bases->value()));
    if (!is_instance(t, entries, TypeId::kTuple)) return raise(t, TypeId::kTypeError, "__mro_entries__ must return a tuple");
    changed = true;
    auto* items = entries.as<Tuple>();
    for (int64_t i = 0; i < items->size(); i++) {
      if (!resolved.push(items->items[i].get())) return kFailure;
    }
  }
  if (!changed) return bases;
  return resolved.to_tuple();
}

Result<Value> build_class(Thread& t, Value func, Str* class_name, Tuple* given_bases, const Value* kwvalues, Tuple* kwnames) {
  Tuple* bases = EIDER_TRY(resolve_bases(t, given_bases));
  // Keywords without `metaclass`.
  int64_t keyword_count = kwnames == nullptr ? 0 : kwnames->size();
  Value metaclass = kAbsent;
  RootedVector other_names(t), other_values(t);
  for (int64_t i = 0; i < keyword_count; i++) {
    auto* keyword = kwnames->items[i].get().as<Str>();
    if (str_equal(keyword, name(t, Name::kmetaclass))) {
      metaclass = kwvalues[i];
      continue;
    }
    if (!other_names.push(keyword->value()) || !other_values.push(kwvalues[i])) return kFailure;
  }
  if (other_names.size() != keyword_count) {
    keyword_count = other_names.size();
    kwnames = keyword_count == 0 ? nullptr : EIDER_TRY(other_names.to_tuple());
    kwvalues = other_values.data();
  }
  bool metaclass_is_class = true;
  if (metaclass.is_absent()) {
    metaclass = bases->size() == 0 ? type(t, TypeId::kType)->value() : type_of(t, bases->items[0].get())->value();
  } else {
    metaclass_is_class = is_type(t, metaclass);
  }
  if (metaclass_is_class) metaclass = EIDER_TRY(calculate_metaclass(t, metaclass.as<Type>(), bases))->value();

  ArgBuffer<> args(t, 3 + static_cast<uint64_t>(keyword_count));
  if (!args.ok()) return kFailure;
  for (int64_t i = 0; i < keyword_count; i++) args[2 + i] = kwvalues[i];
  args[0] = class_name->value();
  args[1] = bases->value();
  Value prepare = EIDER_TRY(find_attr(t, metaclass, name(t, Name::k__prepare__)));
  Value ns;
  if (prepare.is_absent()) {
    ns = EIDER_TRY(dict_new(t))->value();
  } else {
    ns = EIDER_TRY(call(t, prepare, args.data(), 2, kwnames));
    if (!is_instance(t, ns, TypeId::kDict) && type_of(t, ns)->slots.get_item == nullptr) {
      return raise(t, TypeId::kTypeError, "%s.__prepare__() must return a mapping, not %s",
                   metaclass_is_class ? metaclass.as<Type>()->utf8_name : "<metaclass>", type_name(t, ns));
    }
  }
  if (t.realm->hooks.run_class_body == nullptr) return raise(t, TypeId::kSystemError, "no interpreter runs class bodies yet");
  Value cell = EIDER_TRY(t.realm->hooks.run_class_body(t, func, ns));
  if (bases != given_bases) {
    EIDER_TRY(set_item(t, ns, name(t, Name::k__orig_bases__)->value(), given_bases->value()));
  }
  args[2] = ns;
  for (int64_t i = 0; i < keyword_count; i++) args[3 + i] = kwvalues[i];
  Value made = EIDER_TRY(call(t, metaclass, args.data(), 3, kwnames));
  if (!cell.is_absent() && cell != kNone && is_exact(cell, TypeId::kCell) && is_type(t, made)) {
    Value content = cell.as<Cell>()->content.load_acquire();
    if (content != made) {
      Str* name_text = EIDER_TRY(repr(t, class_name->value()));
      if (content.is_absent()) {
        return raise(t, TypeId::kRuntimeError, "__class__ not set defining %s as %s. Was __classcell__ propagated to type.__new__?",
                     to_utf8(name_text).c_str(), to_utf8(EIDER_TRY(repr(t, made))).c_str());
      }
      return raise(t, TypeId::kTypeError, "__class__ set to %s defining %s as %s", to_utf8(EIDER_TRY(repr(t, content))).c_str(),
                   to_utf8(name_text).c_str(), to_utf8(EIDER_TRY(repr(t, made))).c_str());
    }
  }
  return made;
}

// --- names ------------------------------------------------------------------------------------------------------------------------
Result<Value> type_get_module(Thread& t, Type* type) {
  Value module = type->has(kHeapType) ? dict_get_str(t, type->dict.get(), name(t, Name::k__module__)) : type->module.get();
  if (!module.is_absent()) return module;
  if (type->has(kHeapType)) return raise_value(t, TypeId::kAttributeError, name(t, Name::k__module__)->value());
  return name(t, Name::kbuiltins)->value();
}

Result<Str*> type_full_name(Thread& t, Type* type) {
  auto* qualname = type->qualname.load_acquire().as<Str>();
  Result<Value> module = type_get_module(t, type);
  if (!module.ok()) {
    if (!clear_if(t, TypeId::kAttributeError)) return kFailure;
    return qualname;
  }
  Value m = module.get();
  if (!is_instance(t, m, TypeId::kStr) || str_equal(m.as<Str>(), name(t, Name::kbuiltins))) return qualname;
  StrBuilder text(t);
  if (!text.add(m.as<Str>()) || !text.add_char('.') || !text.add(qualname)) return kFailure;
  return text.finish();
}

Result<void> type_set_name(Thread& t, Type* type, Str* new_name) {
  EIDER_TRY(check_encodable(t, new_name));
  std::string utf8 = to_utf8(new_name);
  if (utf8.find('\0') != std::string::npos) {
    return raise(t, TypeId::kValueError, "type name must not contain null characters");
  }
  StrBuffer* holder = EIDER_TRY(text_holder(t, utf8));
  threads::DetachingLock locked(t, t.realm->facts->type_lock);
  // The old holder may still be read by a thread that formats a message: its address stands on that thread's stack.
  type->utf8_holder.store_release(holder->value());
  __atomic_store_n(&type->utf8_name, holder->data, __ATOMIC_RELEASE);
  __atomic_store_n(&type->name, new_name, __ATOMIC_RELEASE);
  return kDone;
}

}  // namespace eider::objects

// SPDX-License-Identifier: MIT
//
// The slots of `object`, which every type starts from.
//
// Not here: its methods (builtins/core/object.cpp).
#include <cstdio>

#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

std::string address_text(Value v) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%lx", static_cast<unsigned long>(v.bits()));
  return text;
}

Result<Value> object_repr(Thread& t, Value self) {
  Str* full = EIDER_TRY(type_full_name(t, type_of(t, self)));
  StrBuilder text(t);
  if (!text.add_char('<') || !text.add(full) || !text.add(" object at ") || !text.add(address_text(self)) || !text.add_char('>')) {
    return kFailure;
  }
  return text.finish();
}

Result<Value> object_str(Thread& t, Value self) { return repr(t, self); }

Result<int64_t> object_hash(Thread& t, Value self) { return hash_pointer(reinterpret_cast<const void*>(self.bits())); }

Result<int64_t> hash_not_implemented(Thread& t, Value self) {
  return raise(t, TypeId::kTypeError, "unhashable type: '%s'", type_name(t, self));
}

Result<Value> object_compare(Thread& t, Value self, Value other, CompareKind kind) {
  switch (kind) {
    case CompareKind::kEq: return self == other ? kTrue : kNotImplemented;
    case CompareKind::kNe: {
      // By default the inverse of ==.
      CompareFn compare = type_of(t, self)->slots.compare;
      if (compare == nullptr) return kNotImplemented;
      Value equal = EIDER_TRY(compare(t, self, other, CompareKind::kEq));
      if (equal == kNotImplemented) return kNotImplemented;
      return Value::from_bool(!EIDER_TRY(truth(t, equal)));
    }
    default: return kNotImplemented;
  }
}

Result<Value> iter_self(Thread&, Value self) { return self; }

namespace {

bool excess(uint32_t nargs, Tuple* kwnames) { return nargs != 0 || (kwnames != nullptr && kwnames->size() != 0); }

EIDER_COLD Failure raise_abstract(Thread& t, Type* cls) {
  Value methods = EIDER_TRY(get_attr(t, cls->value(), name(t, Name::k__abstractmethods__)));
  List* sorted = EIDER_TRY(to_list(t, methods));
  Value sort = EIDER_TRY(get_attr(t, sorted->value(), name(t, Name::ksort)));
  EIDER_TRY(call0(t, sort));
  std::string names;
  int64_t count = list_size(sorted);
  for (int64_t i = 0; i < count; i++) {
    Value item = list_get(sorted, i);
    if (item.is_absent()) break;
    if (!names.empty()) names += ", ";
    names += to_utf8(EIDER_TRY(to_str(t, item)));
  }
  return raise(t, TypeId::kTypeError, "Can't instantiate abstract class %s with abstract method%s %s", cls->utf8_name,
               count > 1 ? "s" : "", names.c_str());
}

}  // namespace

Result<Value> object_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (EIDER_UNLIKELY(excess(nargs, kwnames))) {
    if (cls->slots.new_ != &object_new) {
      return raise(t, TypeId::kTypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
    }
    if (cls->slots.init == &object_init) return raise(t, TypeId::kTypeError, "%s() takes no arguments", cls->utf8_name);
  }
  if (EIDER_UNLIKELY(cls->has(kAbstract))) return raise_abstract(t, cls);
  return new_instance(t, cls);
}

Result<void> object_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (EIDER_UNLIKELY(excess(nargs, kwnames))) {
    Type* cls = type_of(t, self);
    if (cls->slots.init != &object_init) {
      return raise(t, TypeId::kTypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
    }
    if (cls->slots.new_ == &object_new) {
      return raise(t, TypeId::kTypeError, "%s.__init__() takes exactly one argument (the instance to initialize)", cls->utf8_name);
    }
  }
  return kDone;
}

}  // namespace eider::objects

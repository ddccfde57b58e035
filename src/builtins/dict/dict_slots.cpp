// SPDX-License-Identifier: MIT
//
// dict's operators and construction.
#include "builtins/dict/dict_parts.h"
#include "builtins/sequence_support.h"
#include "objects/key_hash.h"

namespace eider::builtins {

namespace {

EIDER_COLD Result<Value> missing(Thread& t, Value self, Value key) {
  if (!is_exact(self, TypeId::kDict)) {
    Value handler = EIDER_TRY(lookup_special(t, self, name(t, Name::k__missing__)));
    if (!handler.is_absent()) return call1(t, handler, key);
  }
  return raise_key_error(t, key);
}

bool is_dict(const Thread& t, Value v) { return is_exact(v, TypeId::kDict) || is_instance(t, v, TypeId::kDict); }

Result<int64_t> slot_length(Thread& t, Value self) { return dict_size(self.as<Dict>()); }
Result<bool> slot_truth(Thread& t, Value self) { return dict_size(self.as<Dict>()) != 0; }

Result<bool> slot_contains(Thread& t, Value self, Value key) { return !EIDER_TRY(dict_get(t, self.as<Dict>(), key)).is_absent(); }

Result<void> slot_set_item(Thread& t, Value self, Value key, Value value) {
  if (EIDER_LIKELY(!value.is_absent())) return dict_set(t, self.as<Dict>(), key, value);
  if (EIDER_TRY(dict_pop(t, self.as<Dict>(), key)).is_absent()) return raise_key_error(t, key);
  return kDone;
}

Result<Value> slot_or(Thread& t, Value left, Value right) {
  if (!is_dict(t, left) || !is_dict(t, right)) return kNotImplemented;
  Dict* made = EIDER_TRY(dict_copy(t, left.as<Dict>()));
  EIDER_TRY(dict_update(t, made, right));
  return made->value();
}

Result<Value> slot_inplace_or(Thread& t, Value self, Value other) {
  EIDER_TRY(dict_update(t, self.as<Dict>(), other));
  return self;
}

Result<bool> dicts_equal(Thread& t, Dict* a, Dict* b) {
  if (dict_size(a) != dict_size(b)) return false;
  DictTable* table = a->table.load_acquire();  // pairs with store_release in dict growth
  uint32_t position = 0;
  Value key, value;
  uint64_t hash;
  while (dict_next(t, a, table, &position, &key, &value, &hash)) {
    Value other = EIDER_TRY(dict_get_hashed(t, b, key, hash));
    if (other.is_absent()) return false;
    if (other != value && !EIDER_TRY(equal(t, other, value))) return false;
    EIDER_TRY(poll(t));
  }
  return true;
}

Result<Value> slot_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (kind != CompareKind::kEq && kind != CompareKind::kNe) return kNotImplemented;
  if (!is_dict(t, self) || !is_dict(t, other)) return kNotImplemented;
  bool same = EIDER_TRY(dicts_equal(t, self.as<Dict>(), other.as<Dict>()));
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<Value> slot_repr(Thread& t, Value self) {
  auto* d = self.as<Dict>();
  if (dict_size(d) == 0) return str_from_ascii(t, "{}");
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  if (guard.nested()) return str_from_ascii(t, "{...}");
  StrBuilder out(t);
  if (!out.add("{")) return kFailure;
  DictTable* table = d->table.load_acquire();  // pairs with store_release in dict growth
  uint32_t position = 0;
  Value key, value;
  for (bool first = true; dict_next(t, d, table, &position, &key, &value); first = false) {
    if (!first && !out.add(", ")) return kFailure;
    if (!out.add(EIDER_TRY(repr(t, key))) || !out.add(": ") || !out.add(EIDER_TRY(repr(t, value)))) return kFailure;
  }
  if (!out.add("}")) return kFailure;
  return out.finish();
}

Result<Value> slot_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (EIDER_LIKELY(cls == type(t, TypeId::kDict))) return dict_new(t);
  auto* d = static_cast<Dict*>(EIDER_TRY(new_instance(t, cls)));
  dict_init(t, d);
  return d->value();
}

Result<void> slot_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* d = self.as<Dict>();
  EIDER_TRY(check_constructor(t, "dict", nargs, nullptr, 0, 1));
  if (nargs == 1) EIDER_TRY(dict_update(t, d, args[0]));
  if (kwnames == nullptr) return kDone;
  for (int64_t i = 0; i < kwnames->size(); i++) EIDER_TRY(dict_set(t, d, kwnames->items[i].get(), args[nargs + i]));
  return kDone;
}

}  // namespace

Result<Value> dict_get_item(Thread& t, Value self, Value key) {
  Value value = EIDER_TRY(dict_get(t, self.as<Dict>(), key));
  return EIDER_LIKELY(!value.is_absent()) ? value : missing(t, self, key);
}

void fill_dict_slots(TypeSlots& slots) {
  slots.length = slot_length;
  slots.to_bool = slot_truth;
  slots.get_item = dict_get_item;
  slots.set_item = slot_set_item;
  slots.contains = slot_contains;
  slots.bit_or = slot_or;
  slots.inplace_or = slot_inplace_or;
  slots.compare = slot_compare;
  slots.hash = hash_not_implemented;
  slots.repr = slot_repr;
  slots.iter = dict_iter;
  slots.new_ = slot_new;
  slots.init = slot_init;
  slots.trace = trace_dict;
}

}  // namespace eider::builtins

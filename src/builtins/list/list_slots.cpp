// SPDX-License-Identifier: MIT
//
// list's operators: subscripts, +, *, comparison, `in`, repr, construction.
#include "builtins/list/list_parts.h"
#include "builtins/sequence_support.h"
#include "objects/list_storage.h"

namespace eider::builtins {

Result<Value> list_get_item(Thread& t, Value self, Value key) {
  auto* list = self.as<List>();
  if (EIDER_LIKELY(has_index(t, key))) {
    int64_t i = EIDER_TRY(subscript_index(t, key));
    if (i < 0) i += list_size(list);
    Value item = list_get_checked(list, i);
    if (EIDER_UNLIKELY(item.is_absent())) return raise(t, TypeId::kIndexError, "list index out of range");
    return item;
  }
  if (is_exact(key, TypeId::kSlice)) {
    SliceIndices at = EIDER_TRY(slice_unpack(t, key.as<Slice>()));
    return list_get_slice(t, list, at.start, at.stop, at.step);
  }
  return raise(t, TypeId::kTypeError, "list indices must be integers or slices, not %s", type_name(t, key));
}

namespace {

bool is_list(const Thread& t, Value v) { return is_exact(v, TypeId::kList) || is_instance(t, v, TypeId::kList); }

Result<void> set_item_at(Thread& t, List* list, int64_t i, Value value) {
  if (value.is_absent()) {
    int64_t size = list_size(list);
    if (i < 0) i += size;
    if (i < 0 || i >= size) return raise(t, TypeId::kIndexError, "list assignment index out of range");
    return list_replace_range(t, list, i, i + 1, nullptr, 0);
  }
  if (i < 0) i += list_size(list);
  if (EIDER_LIKELY(list_set(t, list, i, value))) return kDone;
  return raise(t, TypeId::kIndexError, "list assignment index out of range");
}

Result<void> set_slice(Thread& t, List* list, Slice* slice, Value value) {
  SliceIndices indices = EIDER_TRY(slice_unpack(t, slice));
  return value.is_absent() ? list_delete_slice(t, list, indices)
                            : list_assign_slice(t, list, indices.start, indices.stop, indices.step, value);
}

Result<int64_t> slot_length(Thread& t, Value self) { return list_size(self.as<List>()); }
Result<bool> slot_truth(Thread& t, Value self) { return list_size(self.as<List>()) != 0; }

Result<bool> slot_contains(Thread& t, Value self, Value item) {
  return EIDER_TRY(find_item(t, ListAccess{self.as<List>()}, item, 0, INT64_MAX)) >= 0;
}

Result<Value> slot_concat(Thread& t, Value left, Value right) {
  if (!is_list(t, right)) {
    return raise(t, TypeId::kTypeError, "can only concatenate list (not \"%s\") to list", type_name(t, right));
  }
  return list_concat(t, left.as<List>(), right.as<List>());
}

Result<Value> slot_repeat(Thread& t, Value self, int64_t times) { return list_repeat(t, self.as<List>(), times); }

Result<Value> slot_inplace_concat(Thread& t, Value self, Value other) {
  EIDER_TRY(list_extend(t, self.as<List>(), other));
  return self;
}

Result<Value> slot_inplace_repeat(Thread& t, Value self, int64_t times) {
  EIDER_TRY(list_repeat_in_place(t, self.as<List>(), times));
  return self;
}

Result<Value> slot_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_list(t, self) || !is_list(t, other)) return kNotImplemented;
  return compare_sized_sequences(t, ListAccess{self.as<List>()}, ListAccess{other.as<List>()}, kind);
}

Result<Value> slot_repr(Thread& t, Value self) {
  auto* list = self.as<List>();
  if (list_size(list) == 0) return str_from_ascii(t, "[]");
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  if (guard.nested()) return str_from_ascii(t, "[...]");
  StrBuilder out(t);
  if (!out.add("[") || !write_items(t, ListAccess{list}, out) || !out.add("]")) return kFailure;
  return out.finish();
}

Result<Value> slot_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (EIDER_LIKELY(cls == type(t, TypeId::kList))) return list_new(t, 0);
  auto* list = static_cast<List*>(EIDER_TRY(new_instance(t, cls)));
  list_init(t, list);
  return list->value();
}

Result<void> slot_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  // As CPython: a subclass with a __new__ of its own may be called with keywords.
  bool own_new = type_of(t, self)->slots.new_ != type(t, TypeId::kList)->slots.new_;
  EIDER_TRY(check_constructor(t, "list", nargs, own_new ? nullptr : kwnames, 0, 1));
  auto* list = self.as<List>();
  if (list_size(list) != 0) list_clear(t, list);
  return nargs == 0 ? kDone : list_extend(t, list, args[0]);
}

}  // namespace

Result<void> list_assign_slice(Thread& t, List* list, int64_t start, int64_t stop, int64_t step, Value value) {
  if (List* source = as_exact<List>(value)) {
    // A short one is copied to the native stack, where the collector sees it too.
    constexpr int64_t kShort = 64;
    auto* items = static_cast<Field<Value>*>(__builtin_alloca(sizeof(Field<Value>) * kShort));
    int64_t count;
    {
      LockedObject locked(t, *source);
      list_storage::Locked l(source);
      count = l.size();
      for (int64_t i = 0; i < count && count <= kShort; i++) items[i].init(l.get(i));
    }
    if (count <= kShort) return list_set_slice(t, list, start, stop, step, items, count);
  }
  const char* message = step == 1 ? "can only assign an iterable" : "must assign iterable to extended slice";
  Tuple* items = EIDER_TRY(items_of(t, value, message));
  return list_set_slice(t, list, start, stop, step, items->items, items->size());
}

Result<void> list_set_item(Thread& t, Value self, Value key, Value value) {
  auto* list = self.as<List>();
  if (EIDER_LIKELY(has_index(t, key))) return set_item_at(t, list, EIDER_TRY(subscript_index(t, key)), value);
  if (is_exact(key, TypeId::kSlice)) return set_slice(t, list, key.as<Slice>(), value);
  return raise(t, TypeId::kTypeError, "list indices must be integers or slices, not %s", type_name(t, key));
}

void fill_list_slots(TypeSlots& slots) {
  slots.length = slot_length;
  slots.to_bool = slot_truth;
  slots.get_item = list_get_item;
  slots.set_item = list_set_item;
  slots.contains = slot_contains;
  slots.concat = slot_concat;
  slots.repeat = slot_repeat;
  slots.inplace_concat = slot_inplace_concat;
  slots.inplace_repeat = slot_inplace_repeat;
  slots.repr = slot_repr;
  slots.compare = slot_compare;
  slots.hash = hash_not_implemented;
  slots.iter = list_iter;
  slots.new_ = slot_new;
  slots.init = slot_init;
  slots.trace = trace_list;
}

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// Displays, unpacking, comprehension steps, f-strings.
#include "builtins/list/list_sort.h"
#include "builtins/set/set.h"
#include "builtins/slice/slice.h"
#include "builtins/str/fstring.h"
#include "vm/helpers.h"

namespace eider::vm {

Result<Value> build_tuple(Thread& t, Value* items, uint32_t count) { return tuple_from(t, items, count); }
Result<Value> build_list(Thread& t, Value* items, uint32_t count) { return list_from(t, items, count); }

Result<Value> build_set(Thread& t, Value* items, uint32_t count) {
  builtins::Set* set = EIDER_TRY(builtins::set_new(t));
  for (uint32_t i = 0; i < count; ++i) EIDER_TRY(builtins::set_add(t, set, items[i]));
  return set;
}

Result<Value> build_map(Thread& t, Value* items, uint32_t pairs) {
  Dict* dict = EIDER_TRY(dict_new(t, pairs));
  for (uint32_t i = 0; i < pairs; ++i) EIDER_TRY(dict_set(t, dict, items[2 * i], items[2 * i + 1]));
  return dict;
}

Result<Value> build_const_key_map(Thread& t, Value* items, uint32_t count) {
  Tuple* keys = items[count].as<Tuple>();
  Dict* dict = EIDER_TRY(dict_new(t, count));
  for (uint32_t i = 0; i < count; ++i) EIDER_TRY(dict_set(t, dict, keys->items[i].get(), items[i]));
  return dict;
}

Result<Value> build_string(Thread& t, Value* items, uint32_t count) { return builtins::build_string(t, items, count); }

Result<Value> build_slice(Thread& t, Value* items, uint32_t count) {
  return builtins::slice_new(t, items[0], items[1], count == 3 ? items[2] : kNone);
}

Result<Value> format_value(Thread& t, Value* items, uint32_t how) {
  return builtins::format_value(t, items[0], static_cast<builtins::FormatConversion>(how & 3), how & 4 ? items[1] : kAbsent);
}

Result<Value> list_to_tuple_op(Thread& t, Value* items, uint32_t) { return list_to_tuple(t, items[0].as<List>()); }

Result<Value> sort_by_keys(Thread& t, Value* items, uint32_t) {
  auto* list = items[0].as<List>();
  const bool reversed = items[2] == kTrue || (items[2].is_small_int() && items[2].small_int() != 0);
  EIDER_TRY(builtins::sort_by_keys(t, list->block.get(), items[1].as<List>()->block.get(), list_size(list), reversed));
  return items[0];
}

Result<Value> sort_end(Thread& t, Value* items, uint32_t failed) {
  const bool changed = !builtins::sort_end(t, items[2].as<List>(), items[0].as<List>(), items[1].as<List>());
  if (EIDER_UNLIKELY(changed && failed == 0)) return raise(t, TypeId::kValueError, "list modified during sort");
  return kNone;
}

Result<void> list_extend_op(Thread& t, Value* item, uint32_t depth) {
  Result<void> r = list_extend(t, item[-static_cast<int>(depth)].as<List>(), item[0]);
  if (!r.ok() && pending_is(t, TypeId::kTypeError) && type_of(t, item[0])->slots.iter == nullptr &&
      type_of(t, item[0])->slots.get_item == nullptr) {
    t.pending_exception = kAbsent;
    return raise(t, TypeId::kTypeError, "Value after * must be an iterable, not %s", type_name(t, item[0]));
  }
  return r;
}

Result<void> set_add_op(Thread& t, Value* item, uint32_t depth) {
  EIDER_TRY(builtins::set_add(t, item[-static_cast<int>(depth)].as<builtins::Set>(), item[0]));
  return kDone;
}
Result<void> set_update_op(Thread& t, Value* item, uint32_t depth) {
  return builtins::set_update(t, item[-static_cast<int>(depth)].as<builtins::Set>(), item[0]);
}
Result<void> map_add_op(Thread& t, Value* items, uint32_t depth) {
  return dict_set(t, items[-static_cast<int>(depth)].as<Dict>(), items[0], items[1]);
}

Result<void> dict_update_op(Thread& t, Value* item, uint32_t depth) {
  Result<void> r = dict_merge(t, item[-static_cast<int>(depth)].as<Dict>(), item[0], true);
  if (!r.ok() && pending_is(t, TypeId::kAttributeError)) {
    t.pending_exception = kAbsent;
    return raise(t, TypeId::kTypeError, "'%s' object is not a mapping", type_name(t, item[0]));
  }
  return r;
}

namespace {

std::string callable_text(Thread& t, Value callable) {
  Result<Value> q = find_attr(t, callable, name(t, Name::k__qualname__));
  t.pending_exception = kAbsent;
  if (q.ok() && !q.get().is_absent() && is_instance(t, q.get(), TypeId::kStr)) {
    std::string text = to_utf8(q.get().as<Str>());
    Result<Value> m = find_attr(t, callable, name(t, Name::k__module__));
    t.pending_exception = kAbsent;
    if (m.ok() && !m.get().is_absent() && is_instance(t, m.get(), TypeId::kStr) && to_utf8(m.get().as<Str>()) != "builtins") {
      text = to_utf8(m.get().as<Str>()) + "." + text;
    }
    return text + "()";
  }
  Result<Str*> s = to_str(t, callable);
  t.pending_exception = kAbsent;
  return s.ok() ? to_utf8(s.get()) : "?";
}

}  // namespace

Result<void> dict_merge_op(Thread& t, Value* item, uint32_t depth) {
  Dict* into = item[-static_cast<int>(depth)].as<Dict>();
  Value callable = item[-static_cast<int>(depth) - 3];  // callable ABSENT tuple dict
  Value from = item[0];
  Value keys = EIDER_TRY(find_attr(t, from, name(t, Name::kkeys)));
  if (keys.is_absent()) {
    return raise(t, TypeId::kTypeError, "%s argument after ** must be a mapping, not %s", callable_text(t, callable).c_str(), type_name(t, from));
  }
  auto merge_one = [&](Value key) -> Result<void> {
    if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "keywords must be strings");
    Value v = EIDER_TRY(get_item(t, from, key));
    bool inserted = false;
    EIDER_TRY(dict_set_default(t, into, key, v, &inserted));
    if (!inserted) {
      return raise(t, TypeId::kTypeError, "%s got multiple values for keyword argument '%s'", callable_text(t, callable).c_str(),
                   to_utf8(key.as<Str>()).c_str());
    }
    return kDone;
  };
  return for_each(t, EIDER_TRY(call0(t, keys)), merge_one);
}

Result<void> unpack_sequence(Thread& t, Value s, int64_t count, Value* out) {
  Tuple* items = nullptr;
  if (is_exact(s, TypeId::kTuple)) {
    items = s.as<Tuple>();
  } else if (is_exact(s, TypeId::kList)) {
    items = EIDER_TRY(list_to_tuple(t, s.as<List>()));
  }
  if (items != nullptr) {
    if (items->size() < count) {
      return raise(t, TypeId::kValueError, "not enough values to unpack (expected %lld, got %lld)", static_cast<long long>(count),
                   static_cast<long long>(items->size()));
    }
    if (items->size() > count) return raise(t, TypeId::kValueError, "too many values to unpack (expected %lld)", static_cast<long long>(count));
    for (int64_t i = 0; i < count; ++i) out[i] = items->items[count - 1 - i].get();
    return kDone;
  }
  Type* cls = type_of(t, s);
  if (cls->slots.iter == nullptr && cls->slots.get_item == nullptr) {
    return raise(t, TypeId::kTypeError, "cannot unpack non-iterable %s object", cls->utf8_name);
  }
  Value iterator = EIDER_TRY(get_iter(t, s));
  Tuple* taken = EIDER_TRY(tuple_new(t, count));
  for (int64_t i = 0; i < count; ++i) {
    Value v = EIDER_TRY(iter_next(t, iterator));
    if (v.is_absent()) {
      return raise(t, TypeId::kValueError, "not enough values to unpack (expected %lld, got %lld)", static_cast<long long>(count),
                   static_cast<long long>(i));
    }
    taken->items[i].init(v);
  }
  if (!EIDER_TRY(iter_next(t, iterator)).is_absent()) {
    return raise(t, TypeId::kValueError, "too many values to unpack (expected %lld)", static_cast<long long>(count));
  }
  for (int64_t i = 0; i < count; ++i) out[i] = taken->items[count - 1 - i].get();
  return kDone;
}

Result<void> unpack_ex(Thread& t, Value s, int before, int after, Value* out) {
  Type* cls = type_of(t, s);
  if (cls->slots.iter == nullptr && cls->slots.get_item == nullptr) {
    return raise(t, TypeId::kTypeError, "cannot unpack non-iterable %s object", cls->utf8_name);
  }
  List* all = EIDER_TRY(to_list(t, s));
  int64_t size = all->size.load_relaxed();
  if (size < before + after) {
    return raise(t, TypeId::kValueError, "not enough values to unpack (expected at least %d, got %lld)", before + after,
                 static_cast<long long>(size));
  }
  Block* block = all->block.get();
  List* middle = EIDER_TRY(list_from(t, reinterpret_cast<const Value*>(block->items) + before, size - before - after));
  // The first item ends on top: last ones first.
  int at = 0;
  for (int i = after - 1; i >= 0; --i) out[at++] = block->items[size - after + i].get();
  out[at++] = middle->value();
  for (int i = before - 1; i >= 0; --i) out[at++] = block->items[i].get();
  return kDone;
}

Result<Value> next_slot(Thread& t, Value iterator) {
  UnaryFn next = type_of(t, iterator)->slots.next;
  Result<Value> item = EIDER_LIKELY(next != nullptr) ? next(t, iterator) : iter_next(t, iterator);
  // A StopIteration that carries a value (a generator's return value) ends a loop as well.
  if (EIDER_UNLIKELY(!item.ok()) && clear_if(t, TypeId::kStopIteration)) return kAbsent;
  return item;
}

}  // namespace eider::vm

// SPDX-License-Identifier: MIT
//
// list's methods and its type.
#include <iterator>

#include "builtins/list/list_parts.h"
#include "builtins/sequence_support.h"

namespace eider::builtins {

namespace {

Result<void> append_method(Thread& t, List* self, Value item) { return list_append(t, self, item); }
Result<void> extend_method(Thread& t, List* self, Value iterable) { return list_extend(t, self, iterable); }

Result<void> insert_method(Thread& t, List* self, Value index, Value item) {
  return list_insert(t, self, EIDER_TRY(size_argument(t, index)), item);
}

Result<Value> pop_method(Thread& t, List* self, Value index) {
  return list_pop(t, self, index.is_absent() ? -1 : EIDER_TRY(size_argument(t, index)));
}

Result<void> remove_method(Thread& t, List* self, Value value) {
  if (EIDER_TRY(list_remove(t, self, value))) return kDone;
  return raise(t, TypeId::kValueError, "list.remove(x): x not in list");
}

Result<void> clear_method(Thread& t, List* self) {
  list_clear(t, self);
  return kDone;
}

Result<void> reverse_method(Thread& t, List* self) {
  list_reverse(t, self);
  return kDone;
}

Result<Value> copy_method(Thread& t, List* self) { return list_get_slice(t, self, 0, INT64_MAX, 1); }

Result<Value> count_method(Thread& t, List* self, Value value) {
  return Value::from_small_int(EIDER_TRY(count_item(t, ListAccess{self}, value)));
}

Result<Value> index_method(Thread& t, List* self, Value value, Value start, Value stop) {
  int64_t at = EIDER_TRY(find_between(t, ListAccess{self}, value, start, stop));
  if (at >= 0) return Value::from_small_int(at);
  return raise(t, TypeId::kValueError, "%s is not in list", to_utf8(EIDER_TRY(repr(t, value))).c_str());
}

Result<void> sort_method(Thread& t, List* self, Value key, std::optional<Index> reverse) {
  return list_sort(t, self, key, reverse.value_or(0) != 0);
}

Result<Value> getitem_method(Thread& t, const Value* args) { return list_get_item(t, args[0], args[1]); }

Result<Value> sizeof_method(Thread& t, List* self) {
  return Value::from_small_int(static_cast<int64_t>(sizeof(List) + sizeof(Block)) + 8 * self->block.load_acquire()->capacity());
}

constexpr NativeDef kMethods[] = {
    {"append(self, object, /)", bind<append_method>, Sync::kLocksSelf, "Append object to the end of the list."},
    {"extend(self, iterable, /)", bind<extend_method>, Sync::kLocksSelfEach, "Extend list by appending elements from the iterable."},
    {"insert(self, index, object, /)", bind<insert_method>, Sync::kLocksSelf, "Insert object before index."},
    {"pop(self, index=-1, /)", bind<pop_method>, Sync::kLocksSelf,
     "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range."},
    {"remove(self, value, /)", bind<remove_method>, Sync::kLocksSelf,
     "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."},
    {"clear(self, /)", bind<clear_method>, Sync::kLocksSelf, "Remove all items from list."},
    {"copy(self, /)", bind<copy_method>, Sync::kSnapshot, "Return a shallow copy of the list."},
    {"count(self, value, /)", bind<count_method>, Sync::kLockFreeRead, "Return number of occurrences of value."},
    {"index(self, value, start=0, stop=9223372036854775807, /)", bind<index_method>, Sync::kLockFreeRead,
     "Return first index of value.\n\nRaises ValueError if the value is not present."},
    {"reverse(self, /)", bind<reverse_method>, Sync::kLocksSelf, "Reverse *IN PLACE*."},
    {"sort(self, /, *, key=None, reverse=False)", bind<sort_method>, Sync::kSnapshot,
     "Sort the list in ascending order and return None.\n\n"
     "The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n"
     "order of two equal elements is maintained).\n\n"
     "If a key function is given, apply it once to each list item and sort them,\n"
     "ascending or descending, according to their function values.\n\n"
     "The reverse flag can be set to sort in descending order."},
    {"__getitem__(self, index, /)", getitem_method, Sync::kLockFreeRead, "x.__getitem__(y) <==> x[y]"},
    {"__reversed__(self, /)", list_reversed, Sync::kNone, "Return a reverse iterator over the list."},
    {"__sizeof__(self, /)", bind<sizeof_method>, Sync::kLockFreeRead, "Return the size of the list in memory, in bytes."},
    {"__class_getitem__(cls, object, /)", class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};

}  // namespace

Result<void> install_list(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kList;
  spec.name = "list";
  spec.doc =
      "Built-in mutable sequence.\n\n"
      "If no argument is given, the constructor creates a new empty list.\n"
      "The argument must be an iterable if specified.";
  spec.flags = kBaseType | kImmutable | kSequencePattern | kMatchSelf;
  spec.native_bytes = sizeof(List);
  spec.trace = TraceKind::kCustom;
  fill_list_slots(spec.slots);
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  return install_list_iterators(t);
}

}  // namespace eider::builtins

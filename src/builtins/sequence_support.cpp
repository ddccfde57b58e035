// SPDX-License-Identifier: MIT
#include "builtins/sequence_support.h"

namespace eider::builtins {

Result<int64_t> subscript_index(Thread& t, Value key) {
  if (EIDER_LIKELY(key.is_small_int())) return key.small_int();
  Value whole = EIDER_TRY(index(t, key));
  int64_t i;
  if (int_fits_int64(whole, &i)) return i;
  return raise(t, TypeId::kIndexError, "cannot fit '%s' into an index-sized integer", type_name(t, key));
}

Result<int64_t> search_bound(Thread& t, Value v, int64_t otherwise) {
  if (v.is_absent()) return otherwise;
  if (EIDER_LIKELY(v.is_small_int())) return v.small_int();
  if (!has_index(t, v)) return raise(t, TypeId::kTypeError, "slice indices must be integers or have an __index__ method");
  return index_clamped(t, v);
}

Result<int64_t> size_argument(Thread& t, Value v) {
  if (EIDER_LIKELY(v.is_small_int())) return v.small_int();
  return index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C ssize_t");
}

Result<Value> exact_index(Thread& t, Value v) {
  if (EIDER_LIKELY(v.is_small_int())) return v;
  Value whole = EIDER_TRY(index(t, v));
  if (is_exact_int(whole)) return whole;
  IntView view(whole);
  return int_from_limbs(t, view.sign, view.limbs, view.count);
}

Result<int64_t> state_argument(Thread& t, Value v) {
  if (!is_int(t, v)) return raise(t, TypeId::kTypeError, "an integer is required");
  return size_argument(t, v);
}

Result<Tuple*> items_of(Thread& t, Value iterable, const char* message) {
  if (Tuple* tuple = as_exact<Tuple>(iterable)) return tuple;
  if (List* list = as_exact<List>(iterable)) return list_to_tuple(t, list);
  Result<Value> iterator = get_iter(t, iterable);
  if (!iterator.ok()) {
    if (!clear_if(t, TypeId::kTypeError)) return kFailure;
    return raise(t, TypeId::kTypeError, "%s", message);
  }
  return to_tuple(t, iterator.get());
}

Result<void> check_constructor(Thread& t, const char* name, uint32_t nargs, Tuple* kwnames, uint32_t least, uint32_t most) {
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", name);
  if (nargs >= least && nargs <= most) return kDone;
  uint32_t limit = nargs < least ? least : most;
  return raise(t, TypeId::kTypeError, "%s expected %s%u argument%s, got %u", name,
               least == most ? "" : nargs < least ? "at least " : "at most ", limit, limit == 1 ? "" : "s", nargs);
}

Result<Value> builtin_function(Thread& t, Str* name) {
  Value found = dict_get_str(t, t.realm->builtins, name);
  if (found.is_absent()) return raise(t, TypeId::kAttributeError, "module 'builtins' has no attribute '%s'", to_utf8(name).c_str());
  return found;
}

Result<Value> builtin_iter(Thread& t) { return builtin_function(t, EIDER_TRY(intern(t, std::string_view("iter")))); }

}  // namespace eider::builtins

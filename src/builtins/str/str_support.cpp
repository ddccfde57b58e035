// SPDX-License-Identifier: MIT
#include "builtins/str/str_support.h"

#include <algorithm>

#include "builtins/slice/slice.h"
#include "builtins/str/str_type.h"
#include "objects/str_storage.h"

namespace eider::builtins {

static_assert(sizeof(char32_t) == sizeof(uint32_t));

Result<Str*> str_from(Thread& t, const Text32& text) {
  if (EIDER_UNLIKELY(text.failed())) return raise_no_memory(t);
  return str_from_ucs4(t, reinterpret_cast<const uint32_t*>(text.data()), static_cast<int64_t>(text.size()));
}

Result<Str*> str_from(Thread& t, const Text8& ascii) {
  if (EIDER_UNLIKELY(ascii.failed())) return raise_no_memory(t);
  return str_from_ascii(t, {ascii.data(), ascii.size()});
}

Result<Str*> exact_str(Thread& t, Str* s) {
  if (EIDER_LIKELY(s->shape_id() == shape_id(TypeId::kStr))) return s;
  return str_from_chars(t, s->bytes(), s->width, s->length());
}

void put_chars(char* to, uint8_t width, int64_t at, const Str* s) {
  str_storage::copy_chars(to + at * width, width, s->bytes(), s->width, s->length());
}

Result<Str*> expect_str(Thread& t, Value v, const char* what) {
  if (EIDER_LIKELY(is_str(t, v))) return v.as<Str>();
  return raise(t, TypeId::kTypeError, "%s must be str, not %s", what, v.is_none() ? "None" : type_name(t, v));
}

Result<Str*> expect_plain_str(Thread& t, Value v) {
  if (EIDER_LIKELY(is_str(t, v))) return v.as<Str>();
  return raise(t, TypeId::kTypeError, "must be str, not %s", type_name(t, v));
}

Result<int64_t> int_argument(Thread& t, Value v, int64_t otherwise) {
  if (v.is_absent()) return otherwise;
  if (EIDER_LIKELY(v.is_small_int())) return v.small_int();
  return index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C ssize_t");
}

Result<int64_t> bound_argument(Thread& t, Value v, int64_t otherwise) {
  if (v.is_absent() || v.is_none()) return otherwise;
  if (EIDER_LIKELY(v.is_small_int())) return v.small_int();
  if (type_of(t, v)->slots.index == nullptr) {
    return raise(t, TypeId::kTypeError, "slice indices must be integers or None or have an __index__ method");
  }
  return index_clamped(t, v);
}

namespace {
int64_t absolute_bound(int64_t at, int64_t length) {
  if (at >= 0) return at;
  return std::max<int64_t>(at + length, 0);
}
}  // namespace

Bounds bounds_of(int64_t start, int64_t end, int64_t length) {
  return Bounds{absolute_bound(start, length), std::min(absolute_bound(end, length), length)};
}

Result<Bounds> bounds_arguments(Thread& t, Value start, Value end, int64_t length) {
  int64_t from = EIDER_TRY(bound_argument(t, start, 0));
  int64_t to = EIDER_TRY(bound_argument(t, end, length));
  return bounds_of(from, to, length);
}

Result<SliceRange> slice_range(Thread& t, Value slice, int64_t length) {
  SliceIndices indices = EIDER_TRY(slice_unpack(t, slice.as<Slice>()));
  int64_t count = slice_adjust(length, &indices);
  return SliceRange{indices.start, indices.step, count};
}

Result<int64_t> machine_index(Thread& t, Value key) {
  if (EIDER_LIKELY(key.is_small_int())) return key.small_int();
  Value whole = EIDER_TRY(index(t, key));
  int64_t i;
  if (int_fits_int64(whole, &i)) return i;
  return raise(t, TypeId::kIndexError, "cannot fit '%s' into an index-sized integer", type_name(t, key));
}

Result<int64_t> item_index(Thread& t, Value key, int64_t length, const char* out_of_range) {
  int64_t i = EIDER_TRY(machine_index(t, key));
  if (i < 0) i += length;
  if (EIDER_UNLIKELY(i < 0 || i >= length)) return raise(t, TypeId::kIndexError, "%s", out_of_range);
  return i;
}

Result<void> unpack_constructor(Thread& t, const char* name, std::initializer_list<const char*> parameters, int required,
                                const Value* args, uint32_t nargs, Tuple* kwnames, Value* out) {
  auto count = static_cast<int64_t>(parameters.size());
  int64_t keywords = kwnames == nullptr ? 0 : kwnames->size();
  int64_t given = nargs + keywords;
  if (given > count) {
    return raise(t, TypeId::kTypeError, "%s() takes at most %lld %sargument%s (%lld given)", name, static_cast<long long>(count),
                 nargs == 0 ? "keyword " : "", count == 1 ? "" : "s", static_cast<long long>(given));
  }
  for (int64_t i = 0; i < count; i++) out[i] = i < nargs ? args[i] : kAbsent;
  for (int64_t k = 0; k < keywords; k++) {
    auto* key = kwnames->items[k].get().as<Str>();
    int64_t place = -1;
    for (int64_t i = 0; i < count; i++) {
      if (str_equals_ascii(key, parameters.begin()[i])) place = i;
    }
    if (place < 0) {
      return raise(t, TypeId::kTypeError, "'%s' is an invalid keyword argument for %s()", to_utf8(key).c_str(), name);
    }
    if (place < nargs) {
      return raise(t, TypeId::kTypeError, "argument for %s() given by name ('%s') and position (%lld)", name,
                   parameters.begin()[place], static_cast<long long>(place + 1));
    }
    out[place] = args[nargs + k];
  }
  for (int64_t i = 0; i < required; i++) {
    if (out[i].is_absent()) {
      return raise(t, TypeId::kTypeError, "%s() missing required argument '%s' (pos %lld)", name, parameters.begin()[i],
                   static_cast<long long>(i + 1));
    }
  }
  return kDone;
}

Result<void> check_count(Thread& t, const char* name, int64_t given, int64_t least, int64_t most) {
  if (given >= least && given <= most) return kDone;
  int64_t limit = given < least ? least : most;
  return raise(t, TypeId::kTypeError, "%s expected %s%lld argument%s, got %lld", name,
               least == most ? "" : given < least ? "at least " : "at most ", static_cast<long long>(limit), limit == 1 ? "" : "s",
               static_cast<long long>(given));
}

MethodTable combine_tables(std::initializer_list<MethodTable> tables) {
  uint32_t count = 0;
  for (const MethodTable& table : tables) count += table.count;
  auto* rows = new NativeDef[count + 1];  // immutable from here on, and shared by all realms
  uint32_t at = 0;
  for (const MethodTable& table : tables) {
    for (uint32_t i = 0; i < table.count; i++) rows[at++] = table.rows[i];
  }
  return {rows, count};
}

Result<Value> builtin_named(Thread& t, const char* name) {
  Str* key = EIDER_TRY(intern(t, std::string_view(name)));
  Value found = dict_get_str(t, t.realm->builtins, key);
  if (found.is_absent()) return raise(t, TypeId::kAttributeError, "module 'builtins' has no attribute '%s'", name);
  return found;
}

}  // namespace eider::builtins

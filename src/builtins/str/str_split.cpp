// SPDX-License-Identifier: MIT
//
// split, rsplit, splitlines, join.
#include "builtins/kernels/unicode_db.h"
#include "builtins/str/str_search.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

namespace {

/// Splits at runs of whitespace; the last piece, when `most` splits are used up, keeps its trailing whitespace.
template <class C>
Result<List*> split_space(Thread& t, Str* self, const C* chars, int64_t most) {
  List* out = EIDER_TRY(list_new(t, 0));
  int64_t n = self->length();
  int64_t i = 0;
  for (;;) {
    while (i < n && kernels::is_space(chars[i])) i++;
    if (i == n) return out;
    if (most-- == 0) break;
    int64_t start = i;
    while (i < n && !kernels::is_space(chars[i])) i++;
    Str* piece = EIDER_TRY(str_substring(t, self, start, i));
    EIDER_TRY(list_append(t, out, piece->value()));
  }
  Str* piece = EIDER_TRY(str_substring(t, self, i, n));
  EIDER_TRY(list_append(t, out, piece->value()));
  return out;
}

Result<List*> reversed_list(Thread& t, List* list) {
  auto n = list->size.load_relaxed();  // not shared yet
  Block* block = list->block.get();
  for (int64_t i = 0, j = n - 1; i < j; i++, j--) {
    Value a = block->items[i].load_relaxed();
    block->items[i].store_relaxed(block->items[j].load_relaxed());
    block->items[j].store_relaxed(a);
  }
  return list;
}

template <class C>
Result<List*> rsplit_space(Thread& t, Str* self, const C* chars, int64_t most) {
  List* out = EIDER_TRY(list_new(t, 0));
  int64_t i = self->length();
  for (;;) {
    while (i > 0 && kernels::is_space(chars[i - 1])) i--;
    if (i == 0) return reversed_list(t, out);
    if (most-- == 0) break;
    int64_t end = i;
    while (i > 0 && !kernels::is_space(chars[i - 1])) i--;
    Str* piece = EIDER_TRY(str_substring(t, self, i, end));
    EIDER_TRY(list_append(t, out, piece->value()));
  }
  Str* piece = EIDER_TRY(str_substring(t, self, 0, i));
  EIDER_TRY(list_append(t, out, piece->value()));
  return reversed_list(t, out);
}

Result<List*> split_at(Thread& t, Str* self, Str* separator, int64_t most) {
  List* out = EIDER_TRY(list_new(t, 0));
  int64_t start = 0;
  int64_t n = self->length();
  while (most-- != 0) {
    int64_t at = search_first(view_of(self), view_of(separator), start, n);
    if (at < 0) break;
    Str* piece = EIDER_TRY(str_substring(t, self, start, at));
    EIDER_TRY(list_append(t, out, piece->value()));
    start = at + separator->length();
  }
  Str* piece = start == 0 ? EIDER_TRY(exact_str(t, self)) : EIDER_TRY(str_substring(t, self, start, n));
  EIDER_TRY(list_append(t, out, piece->value()));
  return out;
}

Result<List*> rsplit_at(Thread& t, Str* self, Str* separator, int64_t most) {
  List* out = EIDER_TRY(list_new(t, 0));
  int64_t end = self->length();
  while (most-- != 0) {
    int64_t at = search_last(view_of(self), view_of(separator), 0, end);
    if (at < 0) break;
    Str* piece = EIDER_TRY(str_substring(t, self, at + separator->length(), end));
    EIDER_TRY(list_append(t, out, piece->value()));
    end = at;
  }
  Str* piece = end == self->length() ? EIDER_TRY(exact_str(t, self)) : EIDER_TRY(str_substring(t, self, 0, end));
  EIDER_TRY(list_append(t, out, piece->value()));
  return reversed_list(t, out);
}

enum class From : bool { kLeft, kRight };

template <From from>
Result<List*> split(Thread& t, Str* self, Value sep, Value maxsplit) {
  int64_t most = EIDER_TRY(int_argument(t, maxsplit, -1));
  if (sep.is_absent() || sep.is_none()) {
    return kernels::with_characters(view_of(self), [&](const auto* chars) {
      return from == From::kLeft ? split_space(t, self, chars, most) : rsplit_space(t, self, chars, most);
    });
  }
  if (!is_str(t, sep)) return raise(t, TypeId::kTypeError, "must be str or None, not %s", type_name(t, sep));
  auto* separator = sep.as<Str>();
  if (separator->length() == 0) return raise(t, TypeId::kValueError, "empty separator");
  return from == From::kLeft ? split_at(t, self, separator, most) : rsplit_at(t, self, separator, most);
}

Result<List*> str_splitlines(Thread& t, Str* self, Value keepends) {
  bool keep = EIDER_TRY(int_argument(t, keepends, 0)) != 0;
  List* out = EIDER_TRY(list_new(t, 0));
  size_t n = static_cast<size_t>(self->length());
  for (size_t start = 0; start < n;) {
    size_t next = n;
    size_t end = kernels::find_line_end(view_of(self), start, &next);
    Str* line = EIDER_TRY(str_substring(t, self, static_cast<int64_t>(start), static_cast<int64_t>(keep ? next : end)));
    if (start == 0 && next == n && line == self) line = EIDER_TRY(exact_str(t, self));
    EIDER_TRY(list_append(t, out, line->value()));
    start = next;
  }
  return out;
}

Result<Str*> str_join_method(Thread& t, Str* self, Value iterable) { return str_join(t, self, iterable); }

constexpr Sync kImm = Sync::kImmutable;
constexpr NativeDef kRows[] = {
    {"split(self, /, sep=None, maxsplit=-1)", bind<split<From::kLeft>>, kImm, "Return a list of the substrings in the string, using sep as the separator string."},
    {"rsplit(self, /, sep=None, maxsplit=-1)", bind<split<From::kRight>>, kImm, "Return a list of the substrings in the string, splitting from the end."},
    {"splitlines(self, /, keepends=False)", bind<str_splitlines>, kImm, "Return a list of the lines in the string, breaking at line boundaries."},
    {"join(self, iterable, /)", bind<str_join_method>, Sync::kSnapshot, "Concatenate any number of strings."},
};

}  // namespace

Result<Str*> str_join(Thread& t, Str* separator, Value items) {
  Tuple* parts;
  if (is_exact(items, TypeId::kTuple)) {
    parts = items.as<Tuple>();
  } else if (is_exact(items, TypeId::kList)) {
    parts = EIDER_TRY(list_to_tuple(t, items.as<List>()));
  } else {
    Result<Value> iterator = get_iter(t, items);
    if (!iterator.ok()) {
      if (clear_if(t, TypeId::kTypeError)) return raise(t, TypeId::kTypeError, "can only join an iterable");
      return kFailure;
    }
    parts = EIDER_TRY(to_tuple(t, iterator.get()));
  }
  int64_t n = parts->size();
  if (n == 0) return t.realm->empty_str;
  int64_t length = 0;
  uint32_t max_char = n > 1 ? max_char_of(separator) : 0x7f;
  for (int64_t i = 0; i < n; i++) {
    Value item = parts->items[i].get();
    if (EIDER_UNLIKELY(!is_str(t, item))) {
      return raise(t, TypeId::kTypeError, "sequence item %lld: expected str instance, %s found", static_cast<long long>(i), type_name(t, item));
    }
    length += item.as<Str>()->length();
    max_char |= max_char_of(item.as<Str>());
  }
  if (n == 1 && is_exact_str(parts->items[0].get())) return parts->items[0].get().as<Str>();
  int64_t between = separator->length();
  if (between != 0 && (n - 1) > (INT64_MAX - length) / between) {
    return raise(t, TypeId::kOverflowError, "join() result is too long for a Python string");
  }
  length += between * (n - 1);
  if (length == 0) return t.realm->empty_str;
  if (length == 1) {
    for (int64_t i = 0; i < n; i++) {
      auto* part = parts->items[i].get().as<Str>();
      if (part->length() == 1) return str_from_char(t, part->at(0));
    }
    return str_from_char(t, separator->at(0));
  }
  Str* made = EIDER_TRY(str_new(t, length, max_char));
  char* to = str_fill(made);
  uint8_t width = made->width;
  auto put = [&to, width](const Str* part) {
    auto bytes = static_cast<size_t>(part->length()) * width;
    if (EIDER_LIKELY(part->width == width)) {
      std::memcpy(to, part->bytes(), bytes);
    } else {
      put_chars(to, width, 0, part);
    }
    to += bytes;
  };
  put(parts->items[0].get().as<Str>());
  for (int64_t i = 1; i < n; i++) {
    if (between != 0) put(separator);
    put(parts->items[i].get().as<Str>());
  }
  return made;
}

const MethodTable kStrSplitMethods = {kRows, std::size(kRows)};

}  // namespace eider::builtins

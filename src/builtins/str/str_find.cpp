// SPDX-License-Identifier: MIT
//
// Looking for text: find, index, count, startswith, removeprefix, partition and their relatives.
#include "builtins/str/str_search.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

namespace {

enum class Which : bool { kFirst, kLast };

template <Which which>
Result<int64_t> find(Thread& t, Str* self, Value sub, Value start, Value end) {
  Bounds bounds = EIDER_TRY(bounds_arguments(t, start, end, self->length()));
  Str* needle = EIDER_TRY(expect_plain_str(t, sub));
  return search_in(view_of(self), view_of(needle), bounds, which == Which::kLast);
}

template <Which which>
Result<int64_t> find_index(Thread& t, Str* self, Value sub, Value start, Value end) {
  int64_t at = EIDER_TRY(find<which>(t, self, sub, start, end));
  if (at < 0) return raise(t, TypeId::kValueError, "substring not found");
  return at;
}

Result<int64_t> str_count(Thread& t, Str* self, Value sub, Value start, Value end) {
  Bounds bounds = EIDER_TRY(bounds_arguments(t, start, end, self->length()));
  Str* needle = EIDER_TRY(expect_plain_str(t, sub));
  return count_in(view_of(self), view_of(needle), bounds);
}

enum class Affix : bool { kPrefix, kSuffix };

template <Affix affix>
Result<bool> has_affix(Thread& t, Str* self, Value part, Value start, Value end) {
  constexpr bool kSuffix = affix == Affix::kSuffix;
  constexpr const char* kName = kSuffix ? "endswith" : "startswith";
  if (EIDER_LIKELY(is_exact_str(part) && start.is_absent())) {
    return affix_matches(view_of(self), view_of(part.as<Str>()), {0, self->length()}, kSuffix);
  }
  Bounds bounds = EIDER_TRY(bounds_arguments(t, start, end, self->length()));
  if (is_instance(t, part, TypeId::kTuple)) {
    auto* parts = part.as<Tuple>();
    for (int64_t i = 0; i < parts->size(); i++) {
      Value item = parts->items[i].get();
      if (!is_str(t, item)) {
        return raise(t, TypeId::kTypeError, "tuple for %s must only contain str, not %s", kName, type_name(t, item));
      }
      if (affix_matches(view_of(self), view_of(item.as<Str>()), bounds, kSuffix)) return true;
    }
    return false;
  }
  if (!is_str(t, part)) {
    return raise(t, TypeId::kTypeError, "%s first arg must be str or a tuple of str, not %s", kName, type_name(t, part));
  }
  return affix_matches(view_of(self), view_of(part.as<Str>()), bounds, kSuffix);
}

Result<Str*> str_removeprefix(Thread& t, Str* self, Value prefix) {
  Str* part = EIDER_TRY(expect_str(t, prefix, "removeprefix() argument"));
  if (!affix_matches(view_of(self), view_of(part), {0, self->length()}, false)) return exact_str(t, self);
  return str_substring(t, self, part->length(), self->length());
}

Result<Str*> str_removesuffix(Thread& t, Str* self, Value suffix) {
  Str* part = EIDER_TRY(expect_str(t, suffix, "removesuffix() argument"));
  if (part->length() == 0 || !affix_matches(view_of(self), view_of(part), {0, self->length()}, true)) return exact_str(t, self);
  return str_substring(t, self, 0, self->length() - part->length());
}

template <Which which>
Result<Tuple*> partition(Thread& t, Str* self, Value sep) {
  Str* separator = EIDER_TRY(expect_plain_str(t, sep));
  if (separator->length() == 0) return raise(t, TypeId::kValueError, "empty separator");
  Value empty = t.realm->empty_str->value();
  int64_t at = search_in(view_of(self), view_of(separator), {0, self->length()}, which == Which::kLast);
  if (at < 0) {
    Str* whole = EIDER_TRY(exact_str(t, self));
    if (which == Which::kLast) return tuple_of(t, empty, empty, whole->value());
    return tuple_of(t, whole->value(), empty, empty);
  }
  Str* head = EIDER_TRY(str_substring(t, self, 0, at));
  Str* tail = EIDER_TRY(str_substring(t, self, at + separator->length(), self->length()));
  return tuple_of(t, head->value(), separator->value(), tail->value());
}

constexpr Sync kImm = Sync::kImmutable;
constexpr NativeDef kRows[] = {
    {"count(self, sub, start=None, end=None, /)", bind<str_count>, kImm, "Return the number of non-overlapping occurrences of substring sub.", Texts::kParseTuple},
    {"find(self, sub, start=None, end=None, /)", bind<find<Which::kFirst>>, kImm, "Return the lowest index where substring sub is found, -1 on failure.", Texts::kParseTuple},
    {"rfind(self, sub, start=None, end=None, /)", bind<find<Which::kLast>>, kImm, "Return the highest index where substring sub is found, -1 on failure.", Texts::kParseTuple},
    {"index(self, sub, start=None, end=None, /)", bind<find_index<Which::kFirst>>, kImm, "Like find, but raises ValueError when the substring is not found.", Texts::kParseTuple},
    {"rindex(self, sub, start=None, end=None, /)", bind<find_index<Which::kLast>>, kImm, "Like rfind, but raises ValueError when the substring is not found.", Texts::kParseTuple},
    {"startswith(self, prefix, start=None, end=None, /)", bind<has_affix<Affix::kPrefix>>, kImm, "Return True if the string starts with the specified prefix, False otherwise.", Texts::kParseTuple},
    {"endswith(self, suffix, start=None, end=None, /)", bind<has_affix<Affix::kSuffix>>, kImm, "Return True if the string ends with the specified suffix, False otherwise.", Texts::kParseTuple},
    {"removeprefix(self, prefix, /)", bind<str_removeprefix>, kImm, "Return a str with the given prefix string removed if present."},
    {"removesuffix(self, suffix, /)", bind<str_removesuffix>, kImm, "Return a str with the given suffix string removed if present."},
    {"partition(self, sep, /)", bind<partition<Which::kFirst>>, kImm, "Partition the string into three parts using the given separator."},
    {"rpartition(self, sep, /)", bind<partition<Which::kLast>>, kImm, "Partition the string into three parts using the given separator."},
};

}  // namespace

const MethodTable kStrFindMethods = {kRows, std::size(kRows)};

}  // namespace eider::builtins

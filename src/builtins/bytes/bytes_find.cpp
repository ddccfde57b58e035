// SPDX-License-Identifier: MIT
//
// Looking for bytes: find, index, count, startswith, removeprefix, partition and their relatives, for bytes and bytearray.
#include "builtins/bytes/bytes_methods.h"

namespace eider::builtins {

namespace {

/// find's first argument: bytes-like, or an int in range(256).
struct Needle {
  ByteSource source;
  uint8_t single = 0;
  bool is_single = false;
  TextView view() const { return is_single ? TextView(&single, 1, 1) : source.view(); }

  Result<void> convert(Thread& t, Value v) {
    if (!EIDER_TRY(source.try_acquire(t, v))) {
      if (!has_index(t, v)) {
        return raise(t, TypeId::kTypeError, "argument should be integer or bytes-like object, not '%s'", type_name(t, v));
      }
      single = static_cast<uint8_t>(EIDER_TRY(byte_argument(t, v)));
      is_single = true;
    }
    return kDone;
  }
};

enum class Which : bool { kFirst, kLast };

template <class K, Which which>
Result<int64_t> find(Thread& t, typename K::Self* self, Value sub, Value start, Value end) {
  int64_t from = EIDER_TRY(bound_argument(t, start, 0));
  int64_t to = EIDER_TRY(bound_argument(t, end, INT64_MAX));
  Needle needle;
  EIDER_TRY(needle.convert(t, sub));
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  return search_in(source.view(), needle.view(), bounds_of(from, to, source.size()), which == Which::kLast);
}

template <class K, Which which>
Result<int64_t> find_index(Thread& t, typename K::Self* self, Value sub, Value start, Value end) {
  int64_t at = EIDER_TRY((find<K, which>(t, self, sub, start, end)));
  if (at < 0) return raise(t, TypeId::kValueError, "subsection not found");
  return at;
}

template <class K>
Result<int64_t> count(Thread& t, typename K::Self* self, Value sub, Value start, Value end) {
  int64_t from = EIDER_TRY(bound_argument(t, start, 0));
  int64_t to = EIDER_TRY(bound_argument(t, end, INT64_MAX));
  Needle needle;
  EIDER_TRY(needle.convert(t, sub));
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  return count_in(source.view(), needle.view(), bounds_of(from, to, source.size()));
}

enum class Affix : bool { kPrefix, kSuffix };

template <class K, Affix affix>
Result<bool> has_affix(Thread& t, typename K::Self* self, Value part, Value start, Value end) {
  constexpr bool kSuffix = affix == Affix::kSuffix;
  int64_t from = EIDER_TRY(bound_argument(t, start, 0));
  int64_t to = EIDER_TRY(bound_argument(t, end, INT64_MAX));
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  Bounds bounds = bounds_of(from, to, source.size());
  ByteSource wanted;
  if (is_instance(t, part, TypeId::kTuple)) {
    auto* parts = part.as<Tuple>();
    for (int64_t i = 0; i < parts->size(); i++) {
      EIDER_TRY(wanted.acquire(t, parts->items[i].get()));
      if (affix_matches(source.view(), wanted.view(), bounds, kSuffix)) return true;
    }
    return false;
  }
  if (!EIDER_TRY(wanted.try_acquire(t, part))) {
    return raise(t, TypeId::kTypeError, "%s first arg must be bytes or a tuple of bytes, not %s", kSuffix ? "endswith" : "startswith",
                 type_name(t, part));
  }
  return affix_matches(source.view(), wanted.view(), bounds, kSuffix);
}

template <class K, Affix affix>
Result<Value> remove_affix(Thread& t, typename K::Self* self, Value part) {
  ByteSource wanted;
  EIDER_TRY(wanted.acquire(t, part));
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  ByteSpan all = source.span();
  size_t size = wanted.span().size();
  if (size == 0 || !affix_matches(source.view(), wanted.view(), {0, source.size()}, affix == Affix::kSuffix)) return K::same(t, self);
  return K::make(t, affix == Affix::kSuffix ? all.first(all.size() - size) : all.subspan(size));
}

template <class K, Which which>
Result<Tuple*> partition(Thread& t, typename K::Self* self, Value sep) {
  ByteSource separator;
  EIDER_TRY(separator.acquire(t, sep));
  if (separator.size() == 0) return raise(t, TypeId::kValueError, "empty separator");
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  ByteSpan all = source.span();
  int64_t found = search_in(source.view(), separator.view(), {0, source.size()}, which == Which::kLast);
  if (found < 0) {
    Value whole = EIDER_TRY(K::same(t, self));
    Value empty = EIDER_TRY(K::make(t, {}));
    Value other = EIDER_TRY(K::make(t, {}));
    if (which == Which::kLast) return tuple_of(t, empty, other, whole);
    return tuple_of(t, whole, empty, other);
  }
  auto at = static_cast<size_t>(found);
  Value head = EIDER_TRY(K::make(t, all.first(at)));
  Value middle = std::is_same_v<K, BytesKind> ? sep : EIDER_TRY(K::make(t, separator.span()));
  Value tail = EIDER_TRY(K::make(t, all.subspan(at + separator.span().size())));
  return tuple_of(t, head, middle, tail);
}

template <class K>
constexpr NativeDef kRows[] = {
    {"count(self, sub, start=None, end=None, /)", bind<count<K>>, K::kSync, "Return the number of non-overlapping occurrences of subsection sub.", Texts::kParseTuple},
    {"find(self, sub, start=None, end=None, /)", bind<find<K, Which::kFirst>>, K::kSync, "Return the lowest index where subsection sub is found, -1 on failure.", Texts::kParseTuple},
    {"rfind(self, sub, start=None, end=None, /)", bind<find<K, Which::kLast>>, K::kSync, "Return the highest index where subsection sub is found, -1 on failure.", Texts::kParseTuple},
    {"index(self, sub, start=None, end=None, /)", bind<find_index<K, Which::kFirst>>, K::kSync, "Like find, but raises ValueError when the subsection is not found.", Texts::kParseTuple},
    {"rindex(self, sub, start=None, end=None, /)", bind<find_index<K, Which::kLast>>, K::kSync, "Like rfind, but raises ValueError when the subsection is not found.", Texts::kParseTuple},
    {"startswith(self, prefix, start=None, end=None, /)", bind<has_affix<K, Affix::kPrefix>>, K::kSync, "Return True if the bytes start with the specified prefix, False otherwise.", Texts::kParseTuple},
    {"endswith(self, suffix, start=None, end=None, /)", bind<has_affix<K, Affix::kSuffix>>, K::kSync, "Return True if the bytes end with the specified suffix, False otherwise.", Texts::kParseTuple},
    {"removeprefix(self, prefix, /)", bind<remove_affix<K, Affix::kPrefix>>, K::kSync, "Return a bytes object with the given prefix string removed if present."},
    {"removesuffix(self, suffix, /)", bind<remove_affix<K, Affix::kSuffix>>, K::kSync, "Return a bytes object with the given suffix string removed if present."},
    {"partition(self, sep, /)", bind<partition<K, Which::kFirst>>, K::kSync, "Partition the bytes into three parts using the given separator."},
    {"rpartition(self, sep, /)", bind<partition<K, Which::kLast>>, K::kSync, "Partition the bytes into three parts using the given separator."},
};

}  // namespace

const MethodTable kBytesFindMethods = {kRows<BytesKind>, std::size(kRows<BytesKind>)};
const MethodTable kByteArrayFindMethods = {kRows<ByteArrayKind>, std::size(kRows<ByteArrayKind>)};

}  // namespace eider::builtins

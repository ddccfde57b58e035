// SPDX-License-Identifier: MIT
//
// split, rsplit, splitlines, join of bytes and bytearray.
#include "builtins/bytes/bytes_methods.h"

namespace eider::builtins {

namespace {

bool is_space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }

/// Collects pieces of one snapshot into a list; from the right they are collected backwards and turned around at the end.
template <class K>
class Pieces {
 public:
  Pieces(Thread& t, ByteSpan all) : t_(t), all_(all) {}
  Result<void> begin() {
    list_ = EIDER_TRY(list_new(t_, 0));
    return kDone;
  }
  Result<void> add(int64_t start, int64_t end) {
    Value piece = EIDER_TRY(K::make(t_, all_.subspan(static_cast<size_t>(start), static_cast<size_t>(end - start))));
    return list_append(t_, list_, piece);
  }
  Result<List*> finish() { return list_; }
  Result<List*> finish_reversed() {
    int64_t n = list_->size.load_relaxed();  // not shared yet
    Block* block = list_->block.get();
    for (int64_t i = 0, j = n - 1; i < j; i++, j--) {
      Value a = block->items[i].load_relaxed();
      block->items[i].store_relaxed(block->items[j].load_relaxed());
      block->items[j].store_relaxed(a);
    }
    return list_;
  }

 private:
  Thread& t_;
  ByteSpan all_;
  List* list_ = nullptr;
};

enum class From : bool { kLeft, kRight };

template <class K>
Result<List*> split_space(Thread& t, ByteSpan s, int64_t most) {
  Pieces<K> out(t, s);
  EIDER_TRY(out.begin());
  auto n = static_cast<int64_t>(s.size());
  int64_t i = 0;
  for (;;) {
    while (i < n && is_space(s[static_cast<size_t>(i)])) i++;
    if (i == n) return out.finish();
    if (most-- == 0) break;
    int64_t start = i;
    while (i < n && !is_space(s[static_cast<size_t>(i)])) i++;
    EIDER_TRY(out.add(start, i));
  }
  EIDER_TRY(out.add(i, n));
  return out.finish();
}

template <class K>
Result<List*> rsplit_space(Thread& t, ByteSpan s, int64_t most) {
  Pieces<K> out(t, s);
  EIDER_TRY(out.begin());
  auto i = static_cast<int64_t>(s.size());
  for (;;) {
    while (i > 0 && is_space(s[static_cast<size_t>(i - 1)])) i--;
    if (i == 0) return out.finish_reversed();
    if (most-- == 0) break;
    int64_t end = i;
    while (i > 0 && !is_space(s[static_cast<size_t>(i - 1)])) i--;
    EIDER_TRY(out.add(i, end));
  }
  EIDER_TRY(out.add(0, i));
  return out.finish_reversed();
}

template <class K, From from>
Result<List*> split(Thread& t, typename K::Self* self, Value sep, Value maxsplit) {
  int64_t most = EIDER_TRY(int_argument(t, maxsplit, -1));
  ByteSource separator;
  bool by_space = sep.is_absent() || sep.is_none();
  if (!by_space) {
    EIDER_TRY(separator.acquire(t, sep));
    if (separator.size() == 0) return raise(t, TypeId::kValueError, "empty separator");
  }
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  if (by_space) return from == From::kLeft ? split_space<K>(t, source.span(), most) : rsplit_space<K>(t, source.span(), most);
  Pieces<K> out(t, source.span());
  EIDER_TRY(out.begin());
  int64_t start = 0;
  int64_t end = source.size();
  int64_t width = separator.size();
  while (most-- != 0) {
    int64_t at = from == From::kLeft ? search_first(source.view(), separator.view(), start, end)
                                     : search_last(source.view(), separator.view(), start, end);
    if (at < 0) break;
    if (from == From::kLeft) {
      EIDER_TRY(out.add(start, at));
      start = at + width;
    } else {
      EIDER_TRY(out.add(at + width, end));
      end = at;
    }
  }
  EIDER_TRY(out.add(start, end));
  return from == From::kLeft ? out.finish() : out.finish_reversed();
}

template <class K>
Result<List*> splitlines(Thread& t, typename K::Self* self, Value keepends) {
  bool keep = EIDER_TRY(int_argument(t, keepends, 0)) != 0;
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  ByteSpan s = source.span();
  Pieces<K> out(t, s);
  EIDER_TRY(out.begin());
  size_t n = s.size();
  for (size_t start = 0; start < n;) {
    size_t end = start;
    while (end < n && s[end] != '\n' && s[end] != '\r') end++;
    size_t next = end;
    if (next < n) next += s[next] == '\r' && next + 1 < n && s[next + 1] == '\n' ? 2 : 1;
    EIDER_TRY(out.add(static_cast<int64_t>(start), static_cast<int64_t>(keep ? next : end)));
    start = next;
  }
  return out.finish();
}

template <class K>
Result<Value> join(Thread& t, typename K::Self* self, Value iterable) {
  ByteSource separator;
  EIDER_TRY(separator.acquire(t, self->value()));
  kernels::Bytes out;
  Tuple* parts;
  if (is_exact(iterable, TypeId::kTuple)) {
    parts = iterable.as<Tuple>();
  } else if (is_exact(iterable, TypeId::kList)) {
    parts = EIDER_TRY(list_to_tuple(t, iterable.as<List>()));
  } else {
    Result<Value> iterator = get_iter(t, iterable);
    if (!iterator.ok()) {
      if (clear_if(t, TypeId::kTypeError)) return raise(t, TypeId::kTypeError, "can only join an iterable");
      return kFailure;
    }
    parts = EIDER_TRY(to_tuple(t, iterator.get()));
  }
  int64_t n = parts->size();
  if (std::is_same_v<K, BytesKind> && n == 1 && is_exact_bytes(parts->items[0].get())) return parts->items[0].get();
  ByteSource part;
  for (int64_t i = 0; i < n; i++) {
    if (i != 0) out.append(separator.span().data(), separator.span().size());
    Value item = parts->items[i].get();
    if (!EIDER_TRY(part.try_acquire(t, item))) {
      return raise(t, TypeId::kTypeError, "sequence item %lld: expected a bytes-like object, %s found", static_cast<long long>(i),
                   type_name(t, item));
    }
    out.append(part.span().data(), part.span().size());
  }
  return make_from<K>(t, out);
}

template <class K>
constexpr NativeDef kRows[] = {
    {"split(self, /, sep=None, maxsplit=-1)", bind<split<K, From::kLeft>>, K::kSync, "Return a list of the sections in the bytes, using sep as the delimiter."},
    {"rsplit(self, /, sep=None, maxsplit=-1)", bind<split<K, From::kRight>>, K::kSync, "Return a list of the sections in the bytes, splitting from the end."},
    {"splitlines(self, /, keepends=False)", bind<splitlines<K>>, K::kSync, "Return a list of the lines in the bytes, breaking at line boundaries."},
    {"join(self, iterable_of_bytes, /)", bind<join<K>>, K::kSync, "Concatenate any number of bytes objects."},
};

}  // namespace

const MethodTable kBytesSplitMethods = {kRows<BytesKind>, std::size(kRows<BytesKind>)};
const MethodTable kByteArraySplitMethods = {kRows<ByteArrayKind>, std::size(kRows<ByteArrayKind>)};

}  // namespace eider::builtins

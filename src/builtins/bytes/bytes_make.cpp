// SPDX-License-Identifier: MIT
//
// Making other bytes: padding, stripping, replace, translate, maketrans, hex, fromhex, decode.
#include "builtins/bytes/bytes_methods.h"
#include "builtins/str/codec_glue.h"

namespace eider::builtins {

namespace {

constexpr int64_t kLengthLimit = INT64_MAX / 2;

enum class Align : uint8_t { kLeft, kRight, kCenter };

template <class K>
Result<Value> padded(Thread& t, ByteSpan s, int64_t left, int64_t right, uint8_t fill) {
  if (left + right > kLengthLimit) return raise_no_memory(t);
  kernels::Bytes out;
  out.append_fill(static_cast<size_t>(left), fill);
  out.append(s.data(), s.size());
  out.append_fill(static_cast<size_t>(right), fill);
  return make_from<K>(t, out);
}

template <class K, Align align>
Result<Value> justify(Thread& t, typename K::Self* self, Index width, Value fillchar) {
  uint8_t fill = ' ';
  if (!fillchar.is_absent()) {
    ByteSource byte;
    if (!(is_bytes(t, fillchar) || is_bytearray(t, fillchar)) || (EIDER_TRY(byte.acquire(t, fillchar)), byte.size() != 1)) {
      return raise(t, TypeId::kTypeError, "%s() argument 2 must be a byte string of length 1, not %s",
                   align == Align::kLeft ? "ljust" : align == Align::kRight ? "rjust" : "center",
                   fillchar.is_none() ? "None" : type_name(t, fillchar));
    }
    fill = byte.span()[0];
  }
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  int64_t room = width - source.size();
  if (width < 0 || room <= 0) return K::same(t, self);
  int64_t left = align == Align::kLeft ? 0 : align == Align::kRight ? room : room / 2 + (room & width & 1);
  return padded<K>(t, source.span(), left, room - left, fill);
}

template <class K>
Result<Value> zfill(Thread& t, typename K::Self* self, Index width) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  ByteSpan s = source.span();
  int64_t room = width - source.size();
  if (width < 0 || room <= 0) return K::same(t, self);
  if (room > kLengthLimit) return raise_no_memory(t);
  kernels::Bytes out;
  if (!s.empty() && (s[0] == '+' || s[0] == '-')) {
    out.push(s[0]);
    s = s.subspan(1);
  }
  out.append_fill(static_cast<size_t>(room), '0');
  out.append(s.data(), s.size());
  return make_from<K>(t, out);
}

template <class K>
Result<Value> expandtabs(Thread& t, typename K::Self* self, Value tabsize) {
  int64_t size = EIDER_TRY(int_argument(t, tabsize, 8));
  if (size > INT32_MAX || size < INT32_MIN) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  kernels::Bytes out;
  int64_t column = 0;
  for (uint8_t c : source.span()) {
    if (c == '\t') {
      int64_t step = size > 0 ? size - column % size : 0;
      out.append_fill(static_cast<size_t>(step), ' ');
      column += step;
    } else {
      out.push(c);
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
  }
  return make_from<K>(t, out);
}

enum Sides : uint8_t { kLeftSide = 1, kRightSide = 2 };

template <class K, int sides>
Result<Value> strip(Thread& t, typename K::Self* self, Value chars) {
  bool drop[256] = {};
  if (chars.is_absent() || chars.is_none()) {
    for (uint8_t c : {' ', '\t', '\n', '\r', '\v', '\f'}) drop[c] = true;
  } else {
    ByteSource set;
    EIDER_TRY(set.acquire(t, chars));
    for (uint8_t c : set.span()) drop[c] = true;
  }
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  ByteSpan s = source.span();
  size_t start = 0, end = s.size();
  if (sides & kLeftSide) {
    while (start < end && drop[s[start]]) start++;
  }
  if (sides & kRightSide) {
    while (end > start && drop[s[end - 1]]) end--;
  }
  if (end - start == s.size()) return K::same(t, self);
  return K::make(t, s.subspan(start, end - start));
}

template <class K>
Result<Value> replace(Thread& t, typename K::Self* self, Value old, Value replacement, Value count) {
  ByteSource from, to, source;
  EIDER_TRY(from.acquire(t, old));
  EIDER_TRY(to.acquire(t, replacement));
  int64_t most = EIDER_TRY(int_argument(t, count, -1));
  EIDER_TRY(source.acquire(t, self->value()));
  ByteSpan s = source.span();
  int64_t n = source.size();
  if (most == 0 || (from.size() == 0 && to.size() == 0)) return K::same(t, self);
  int64_t grow = to.size() - from.size();
  kernels::Buffer<int64_t, 64> positions;
  int64_t found;
  if (from.size() == 0) {
    found = search_count(source.view(), from.view(), 0, n, most);
  } else {
    if (!search_all(source.view(), from.view(), most, positions)) return raise_no_memory(t);
    found = static_cast<int64_t>(positions.size());
  }
  if (found == 0) return K::same(t, self);
  if (grow > 0 && found > (kLengthLimit - n) / grow) return raise(t, TypeId::kOverflowError, "replace bytes is too long");
  kernels::Bytes out;
  if (!out.reserve(static_cast<size_t>(n + found * grow))) return raise_no_memory(t);
  int64_t at = 0;
  for (int64_t i = 0; i < found; i++) {
    if (from.size() == 0) {
      out.append(to.span().data(), to.span().size());
      if (i < n) out.push(s[static_cast<size_t>(i)]);
      at = i + 1;
      continue;
    }
    int64_t next = positions[static_cast<size_t>(i)];
    out.append(s.data() + at, static_cast<size_t>(next - at));
    out.append(to.span().data(), to.span().size());
    at = next + from.size();
  }
  if (at < n) out.append(s.data() + at, static_cast<size_t>(n - at));
  return make_from<K>(t, out);
}

template <class K>
Result<Value> translate(Thread& t, typename K::Self* self, Value table, Value deleted) {
  ByteSource map, remove, source;
  bool identity = table.is_none();
  if (!identity) {
    EIDER_TRY(map.acquire(t, table));
    if (map.size() != 256) return raise(t, TypeId::kValueError, "translation table must be 256 characters long");
  }
  bool drop[256] = {};
  bool drops = false;
  if (!deleted.is_absent()) {
    EIDER_TRY(remove.acquire(t, deleted));
    for (uint8_t c : remove.span()) drops = drop[c] = true;
  }
  EIDER_TRY(source.acquire(t, self->value()));
  kernels::Bytes out;
  if (!out.reserve(source.span().size())) return raise_no_memory(t);
  bool changed = false;
  for (uint8_t c : source.span()) {
    if (drops && drop[c]) {
      changed = true;
      continue;
    }
    uint8_t to = identity ? c : map.span()[c];
    changed |= to != c;
    out.push(to);
  }
  if (!changed) return K::same(t, self);
  return make_from<K>(t, out);
}

Result<Value> maketrans(Thread& t, const Value* args) {
  ByteSource from, to;
  EIDER_TRY(from.acquire(t, args[0]));
  EIDER_TRY(to.acquire(t, args[1]));
  if (from.size() != to.size()) return raise(t, TypeId::kValueError, "maketrans arguments must have same length");
  Bytes* made = EIDER_TRY(bytes_new(t, 256));
  for (int i = 0; i < 256; i++) made->data[i] = static_cast<uint8_t>(i);
  for (size_t i = 0; i < from.span().size(); i++) made->data[from.span()[i]] = to.span()[i];
  return made->value();
}

int hex_digit(uint32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A' + 10);
  return -1;
}

template <class K>
Result<Value> fromhex(Thread& t, const Value* args) {
  Str* text = EIDER_TRY(expect_str(t, args[1], "fromhex() argument"));
  kernels::Bytes out;
  int64_t n = text->length();
  auto at = [&](int64_t i) { return i < n ? text->at(i) : 0; };
  for (int64_t i = 0; i < n;) {
    uint32_t c = at(i);
    if (c == ' ' || (c >= 9 && c <= 13)) {
      i++;
      continue;
    }
    int high = hex_digit(c);
    int low = high < 0 ? -1 : hex_digit(at(i + 1));
    if (high < 0 || low < 0) {
      return raise(t, TypeId::kValueError, "non-hexadecimal number found in fromhex() arg at position %lld",
                   static_cast<long long>(high < 0 ? i : i + 1));
    }
    out.push(static_cast<uint8_t>(high * 16 + low));
    i += 2;
  }
  Value made = EIDER_TRY(make_from<K>(t, out));
  if (args[0] == type(t, K::Self::kTypeId)->value()) return made;
  return call1(t, args[0], made);
}

template <class K>
Result<Str*> hex(Thread& t, typename K::Self* self, Value sep, Value bytes_per_sep) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  return hex_of(t, source.span(), sep, bytes_per_sep);
}

template <class K>
Result<Str*> decode_method(Thread& t, typename K::Self* self, Value encoding_name, Value errors_name) {
  Str* encoding = nullptr;
  Str* errors = nullptr;
  if (!encoding_name.is_absent()) encoding = EIDER_TRY(expect_str(t, encoding_name, "decode() argument 'encoding'"));
  if (!errors_name.is_absent()) errors = EIDER_TRY(expect_str(t, errors_name, "decode() argument 'errors'"));
  ByteSource source;
  EIDER_TRY(source.acquire(t, self->value()));
  if (source.size() == 0) return t.realm->empty_str;  // whatever the encoding is called, as CPython
  return decode(t, source.span(), encoding, errors);
}

template <class K>
constexpr NativeDef kRows[] = {
    {"center(self, width, fillchar=b' ', /)", bind<justify<K, Align::kCenter>>, K::kSync, "Return a centered copy of length width."},
    {"ljust(self, width, fillchar=b' ', /)", bind<justify<K, Align::kLeft>>, K::kSync, "Return a left-justified copy of length width."},
    {"rjust(self, width, fillchar=b' ', /)", bind<justify<K, Align::kRight>>, K::kSync, "Return a right-justified copy of length width."},
    {"zfill(self, width, /)", bind<zfill<K>>, K::kSync, "Pad a numeric string with zeros on the left, to fill a field of the given width."},
    {"expandtabs(self, /, tabsize=8)", bind<expandtabs<K>>, K::kSync, "Return a copy where all tab characters are expanded using spaces."},
    {"strip(self, bytes=None, /)", bind<strip<K, kLeftSide | kRightSide>>, K::kSync, "Strip leading and trailing bytes contained in the argument."},
    {"lstrip(self, bytes=None, /)", bind<strip<K, kLeftSide>>, K::kSync, "Strip leading bytes contained in the argument."},
    {"rstrip(self, bytes=None, /)", bind<strip<K, kRightSide>>, K::kSync, "Strip trailing bytes contained in the argument."},
    {"replace(self, old, new, count=-1, /)", bind<replace<K>>, K::kSync, "Return a copy with all occurrences of subsequence old replaced by new."},
    {"translate(self, table, /, delete=b'')", bind<translate<K>>, K::kSync, "Return a copy with each character mapped by the given translation table."},
    {"maketrans(frm, to, /)", maketrans, Sync::kNone, "Return a translation table usable for the bytes or bytearray translate method.", NativeDef::kStaticMethod},
    {"fromhex(type, string, /)", fromhex<K>, Sync::kNone, "Create a bytes object from a string of hexadecimal numbers.", NativeDef::kClassMethod},
    {"hex(self, /, sep=None, bytes_per_sep=1)", bind<hex<K>>, K::kSync, "Create a string of hexadecimal numbers from a bytes object."},
    {"decode(self, /, encoding='utf-8', errors='strict')", bind<decode_method<K>>, K::kSync, "Decode the bytes using the codec registered for encoding."},
};

}  // namespace

Result<Str*> hex_of(Thread& t, ByteSpan span, Value sep, Value bytes_per_sep) {
  int64_t group = EIDER_TRY(int_argument(t, bytes_per_sep, 1));
  uint8_t separator = 0;
  bool separated = false;
  if (!sep.is_absent()) {
    if (EIDER_TRY(length(t, sep)) != 1) return raise(t, TypeId::kValueError, "sep must be length 1.");
    uint32_t c;
    if (is_str(t, sep)) {
      c = sep.as<Str>()->at(0);
    } else if (is_bytes(t, sep)) {
      c = sep.as<Bytes>()->data[0];
    } else {
      return raise(t, TypeId::kTypeError, "sep must be str or bytes.");
    }
    if (c > 127) return raise(t, TypeId::kValueError, "sep must be ASCII.");
    separator = static_cast<uint8_t>(c);
    separated = group != 0;
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  auto n = static_cast<int64_t>(span.size());
  if (n == 0) return t.realm->empty_str;
  // Groups are counted from the right for positive bytes_per_sep, from the left for negative ones.
  uint64_t size = group < 0 ? 0 - static_cast<uint64_t>(group) : static_cast<uint64_t>(group);
  int64_t separators = separated && size < static_cast<uint64_t>(n) ? (n - 1) / static_cast<int64_t>(size) : 0;
  Str* made = EIDER_TRY(str_new(t, 2 * n + separators, 0x7f));
  char* to = str_fill(made);
  for (int64_t i = 0; i < n; i++) {
    if (separators != 0 && i != 0) {
      int64_t from_edge = group > 0 ? n - i : i;
      if (from_edge % static_cast<int64_t>(size) == 0) *to++ = static_cast<char>(separator);
    }
    uint8_t byte = span[static_cast<size_t>(i)];
    *to++ = kDigits[byte >> 4];
    *to++ = kDigits[byte & 15];
  }
  return made;
}

const MethodTable kBytesMakeMethods = {kRows<BytesKind>, std::size(kRows<BytesKind>)};
const MethodTable kByteArrayMakeMethods = {kRows<ByteArrayKind>, std::size(kRows<ByteArrayKind>)};

}  // namespace eider::builtins

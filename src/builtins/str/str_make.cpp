// SPDX-License-Identifier: MIT
//
// Making other text: replace, translate, maketrans, encode, and what pickling asks of a str.
#include "builtins/bytes/bytes.h"
#include "builtins/str/codec_glue.h"
#include "builtins/str/str_search.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

Result<Str*> str_replace(Thread& t, Str* s, Str* old, Str* replacement, int64_t count) {
  int64_t n = s->length();
  if (count == 0 || (old->length() == 0 && replacement->length() == 0) || str_equal(old, replacement) || old->length() > n) {
    return exact_str(t, s);
  }
  TextView text = view_of(s);
  TextView needle = view_of(old);
  int64_t grow = replacement->length() - old->length();
  if (needle.size == 0) {
    int64_t places = search_count(text, needle, 0, n, count);
    if (grow > 0 && places > (INT64_MAX - n) / grow) return raise(t, TypeId::kOverflowError, "replace string is too long");
    StrBuilder out(t);
    for (int64_t i = 0; i < places; i++) {
      if (!out.add(replacement)) return kFailure;
      if (i < n && !out.add_substring(s, i, i + 1)) return kFailure;
    }
    if (places < n && !out.add_substring(s, places, n)) return kFailure;
    return out.finish();
  }
  kernels::Buffer<int64_t, 64> positions;
  if (!search_all(text, needle, count, positions)) return raise_no_memory(t);
  if (positions.empty()) return exact_str(t, s);
  auto found = static_cast<int64_t>(positions.size());
  if (grow > 0 && found > (INT64_MAX - n) / grow) return raise(t, TypeId::kOverflowError, "replace string is too long");
  int64_t at = 0;
  int64_t length = n + found * grow;
  if (s->ascii && replacement->ascii && length > 1) {  // straight into the result
    Str* made = EIDER_TRY(str_new(t, length, 0x7f));
    char* to = str_fill(made);
    auto copy = [&to](const char* from, int64_t count) {
      std::memcpy(to, from, static_cast<size_t>(count));
      to += count;
    };
    for (int64_t next : positions) {
      copy(s->bytes() + at, next - at);
      copy(replacement->bytes(), replacement->length());
      at = next + old->length();
    }
    copy(s->bytes() + at, n - at);
    return made;
  }
  StrBuilder out(t);
  for (int64_t next : positions) {
    if (!out.add_substring(s, at, next) || !out.add(replacement)) return kFailure;
    at = next + old->length();
  }
  if (!out.add_substring(s, at, n)) return kFailure;
  return out.finish();
}

namespace {

Result<Str*> str_replace_method(Thread& t, Str* self, Value old, Value replacement, Value count) {
  Str* from = EIDER_TRY(expect_str(t, old, "replace() argument 1"));
  Str* to = EIDER_TRY(expect_str(t, replacement, "replace() argument 2"));
  int64_t most = EIDER_TRY(int_argument(t, count, -1));
  return str_replace(t, self, from, to, most);
}

/// table[c]: ABSENT when a LookupError says that c stays.
Result<Value> translate_lookup(Thread& t, Value table, uint32_t c) {
  Value key = Value::from_small_int(c);
  if (is_exact(table, TypeId::kDict)) return dict_get(t, table.as<Dict>(), key);
  Result<Value> found = get_item(t, table, key);
  if (found.ok()) return found;
  if (clear_if(t, TypeId::kLookupError)) return kAbsent;
  return kFailure;
}

Result<Str*> str_translate(Thread& t, Str* self, Value table) {
  constexpr int16_t kUnknown = -1;
  constexpr int16_t kDelete = -2;
  constexpr int16_t kOther = -3;  // text, or a character beyond ASCII: ask again
  int16_t cache[128];
  for (int16_t& c : cache) c = kUnknown;
  StrBuilder out(t);
  int64_t n = self->length();
  for (int64_t i = 0; i < n; i++) {
    uint32_t c = self->at(i);
    if (c < 128 && cache[c] != kUnknown && cache[c] != kOther) {
      if (cache[c] != kDelete && !out.add_char(static_cast<uint32_t>(cache[c]))) return kFailure;
      continue;
    }
    Value to = EIDER_TRY(translate_lookup(t, table, c));
    int16_t learned = kOther;
    if (to.is_absent()) {
      learned = c < 128 ? static_cast<int16_t>(c) : kOther;
      if (!out.add_char(c)) return kFailure;
    } else if (to.is_none()) {
      learned = kDelete;
    } else if (is_int(t, to)) {
      int64_t code;
      if (!int_fits_int64(to, &code) || code < 0 || code > 0x10ffff) {
        return raise(t, TypeId::kValueError, "character mapping must be in range(0x110000)");
      }
      if (code < 128) learned = static_cast<int16_t>(code);
      if (!out.add_char(static_cast<uint32_t>(code))) return kFailure;
    } else if (is_str(t, to)) {
      auto* text = to.as<Str>();
      if (text->length() == 1 && text->at(0) < 128) learned = static_cast<int16_t>(text->at(0));
      if (!out.add(text)) return kFailure;
    } else {
      return raise(t, TypeId::kTypeError, "character mapping must return integer, None or str");
    }
    if (c < 128) cache[c] = learned;
  }
  return out.finish();
}

Result<Value> str_maketrans(Thread& t, const Value* args) {
  auto* given = args[0].as<Tuple>();
  EIDER_TRY(check_count(t, "maketrans", given->size(), 1, 3));
  Value x = given->items[0].get();
  Dict* table = EIDER_TRY(dict_new(t));
  if (given->size() == 1) {
    if (!is_instance(t, x, TypeId::kDict) || !is_exact(x, TypeId::kDict)) {
      return raise(t, TypeId::kTypeError, "if you give only one argument to maketrans it must be a dict");
    }
    auto* from = x.as<Dict>();
    DictTable* entries = from->table.load_acquire();
    uint32_t position = 0;
    Value key, value;
    while (dict_next(t, from, entries, &position, &key, &value)) {
      if (is_str(t, key)) {
        if (key.as<Str>()->length() != 1) {
          return raise(t, TypeId::kValueError, "string keys in translate table must be of length 1");
        }
        key = Value::from_small_int(key.as<Str>()->at(0));
      } else if (!is_int(t, key)) {
        return raise(t, TypeId::kTypeError, "keys in translate table must be strings or integers");
      }
      EIDER_TRY(dict_set(t, table, key, value));
    }
    return table->value();
  }
  Value y = given->items[1].get();
  Str* to = EIDER_TRY(expect_str(t, y, "maketrans() argument 2"));
  Str* removed = nullptr;
  if (given->size() == 3) removed = EIDER_TRY(expect_str(t, given->items[2].get(), "maketrans() argument 3"));
  if (!is_str(t, x)) return raise(t, TypeId::kTypeError, "first maketrans argument must be a string if there is a second argument");
  auto* from = x.as<Str>();
  if (from->length() != to->length()) {
    return raise(t, TypeId::kValueError, "the first two maketrans arguments must have equal length");
  }
  for (int64_t i = 0; i < from->length(); i++) {
    EIDER_TRY(dict_set(t, table, Value::from_small_int(from->at(i)), Value::from_small_int(to->at(i))));
  }
  for (int64_t i = 0; removed != nullptr && i < removed->length(); i++) {
    EIDER_TRY(dict_set(t, table, Value::from_small_int(removed->at(i)), kNone));
  }
  return table->value();
}

Result<Bytes*> str_encode(Thread& t, Str* self, Value encoding_name, Value errors_name) {
  Str* encoding = nullptr;
  Str* errors = nullptr;
  if (!encoding_name.is_absent()) encoding = EIDER_TRY(expect_str(t, encoding_name, "encode() argument 'encoding'"));
  if (!errors_name.is_absent()) errors = EIDER_TRY(expect_str(t, errors_name, "encode() argument 'errors'"));
  return encode(t, self, encoding, errors);
}

Result<Value> str_getnewargs(Thread& t, Str* self) {
  Str* text = EIDER_TRY(exact_str(t, self));
  return tuple_of(t, text->value());
}

Result<int64_t> str_sizeof(Thread& t, Str* self) {
  auto size = static_cast<int64_t>(t.realm->heap().size_of(self));
  // Shared with the strings it grew from: each counts its own text.
  if (self->external) size += self->length() * self->width;
  return size;
}

constexpr Sync kImm = Sync::kImmutable;
constexpr NativeDef kRows[] = {
    {"replace(self, old, new, count=-1, /)", bind<str_replace_method>, kImm, "Return a copy with all occurrences of substring old replaced by new."},
    {"translate(self, table, /)", bind<str_translate>, kImm, "Replace each character in the string using the given translation table."},
    {"maketrans(*args)", str_maketrans, Sync::kNone, "Return a translation table usable for str.translate().", NativeDef::kStaticMethod},
    {"encode(self, /, encoding='utf-8', errors='strict')", bind<str_encode>, kImm, "Encode the string using the codec registered for encoding."},
    {"__getnewargs__(self, /)", bind<str_getnewargs>, kImm, nullptr},
    {"__sizeof__(self, /)", bind<str_sizeof>, kImm, "Return the size of the string in memory, in bytes."},
};

}  // namespace

const MethodTable kStrMakeMethods = {kRows, std::size(kRows)};

}  // namespace eider::builtins

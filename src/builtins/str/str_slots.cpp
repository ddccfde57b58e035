// SPDX-License-Identifier: MIT
//
// str's operators: comparison, hash, subscripts, `in`, +, *, repr.
#include "builtins/kernels/repr_text.h"
#include "builtins/str/str_search.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

Result<Value> str_compare_slot(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_str(t, self) || !is_str(t, other)) return kNotImplemented;
  auto* a = self.as<Str>();
  auto* b = other.as<Str>();
  switch (kind) {
    case CompareKind::kEq: return Value::from_bool(str_equal(a, b));
    case CompareKind::kNe: return Value::from_bool(!str_equal(a, b));
    case CompareKind::kLt: return Value::from_bool(str_compare(a, b) < 0);
    case CompareKind::kLe: return Value::from_bool(str_compare(a, b) <= 0);
    case CompareKind::kGt: return Value::from_bool(str_compare(a, b) > 0);
    case CompareKind::kGe: return Value::from_bool(str_compare(a, b) >= 0);
  }
  EIDER_UNREACHABLE("compare kind");
}

Result<int64_t> str_hash_slot(Thread& t, Value self) { return static_cast<int64_t>(str_hash(t, self.as<Str>())); }
Result<int64_t> str_length(Thread& t, Value self) { return self.as<Str>()->length(); }
Result<bool> str_truth(Thread& t, Value self) { return self.as<Str>()->length() != 0; }

Result<Value> str_get_item(Thread& t, Value self, Value key) {
  auto* s = self.as<Str>();
  if (EIDER_LIKELY(has_index(t, key))) {
    int64_t i = EIDER_TRY(item_index(t, key, s->length(), "string index out of range"));
    return str_from_char(t, s->at(i));
  }
  if (!is_exact(key, TypeId::kSlice)) {
    return raise(t, TypeId::kTypeError, "string indices must be integers, not '%s'", type_name(t, key));
  }
  SliceRange range = EIDER_TRY(slice_range(t, key, s->length()));
  if (range.count == 0) return t.realm->empty_str->value();
  if (range.step == 1) {
    if (range.start == 0 && range.count == s->length()) return exact_str(t, s);
    return str_substring(t, s, range.start, range.start + range.count);
  }
  uint32_t bits = 0;
  if (s->ascii) {
    bits = 0x7f;
  } else {
    for (int64_t i = 0; i < range.count; i++) bits |= s->at(range.start + i * range.step);
  }
  if (range.count == 1) return str_from_char(t, s->at(range.start));
  Str* made = EIDER_TRY(str_new(t, range.count, bits));
  char* to = str_fill(made);
  auto fill = [&](auto* out) {
    for (int64_t i = 0; i < range.count; i++) {
      out[i] = static_cast<std::remove_reference_t<decltype(out[0])>>(s->at(range.start + i * range.step));
    }
  };
  if (made->width == 1) {
    fill(reinterpret_cast<uint8_t*>(to));
  } else if (made->width == 2) {
    fill(reinterpret_cast<uint16_t*>(to));
  } else {
    fill(reinterpret_cast<uint32_t*>(to));
  }
  return made->value();
}

Result<bool> str_contains(Thread& t, Value self, Value item) {
  if (EIDER_UNLIKELY(!is_str(t, item))) {
    return raise(t, TypeId::kTypeError, "'in <string>' requires string as left operand, not %s", type_name(t, item));
  }
  auto* s = self.as<Str>();
  return search_first(view_of(s), view_of(item.as<Str>()), 0, s->length()) >= 0;
}

Result<Value> str_concat_slot(Thread& t, Value left, Value right) {
  if (EIDER_UNLIKELY(!is_str(t, right))) {
    return raise(t, TypeId::kTypeError, "can only concatenate str (not \"%s\") to str", type_name(t, right));
  }
  Str* a = left.as<Str>();
  Str* b = right.as<Str>();
  if (b->length() == 0) return exact_str(t, a);
  if (a->length() == 0) return exact_str(t, b);
  return str_concat(t, a, b);
}

Result<Value> str_repeat(Thread& t, Value self, int64_t n) {
  auto* s = self.as<Str>();
  int64_t length = s->length();
  if (n <= 0 || length == 0) return t.realm->empty_str->value();
  if (n == 1) return exact_str(t, s);
  if (length > INT64_MAX / n) return raise(t, TypeId::kOverflowError, "repeated string is too long");
  Str* made = EIDER_TRY(str_new(t, length * n, max_char_of(s)));
  char* to = str_fill(made);
  size_t unit = static_cast<size_t>(length) * s->width;
  size_t all = unit * static_cast<size_t>(n);
  if (unit == 1) {
    std::memset(to, s->u8()[0], all);
    return made->value();
  }
  std::memcpy(to, s->bytes(), unit);
  for (size_t done = unit; done < all;) {  // doubling
    size_t more = std::min(done, all - done);
    std::memcpy(to + done, to, more);
    done += more;
  }
  return made->value();
}

Result<Value> str_str(Thread& t, Value self) { return exact_str(t, self.as<Str>()); }

Result<Value> str_repr(Thread& t, Value self) {
  Text32 out;
  kernels::repr_string(view_of(self.as<Str>()), out);
  return str_from(t, out);
}

}  // namespace eider::builtins

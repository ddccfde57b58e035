// SPDX-License-Identifier: MIT
#include "builtins/str/fstring.h"

#include <algorithm>
#include <charconv>

#include "builtins/str/quick_format.h"
#include "builtins/str/str_type.h"
#include "objects/numbers.h"
#include "objects/str_storage.h"

namespace eider::builtins {

Result<Str*> format_value(Thread& t, Value value, FormatConversion conversion, Value spec) {
  switch (conversion) {
    case FormatConversion::kNone: break;
    case FormatConversion::kStr: value = EIDER_TRY(to_str(t, value))->value(); break;
    case FormatConversion::kRepr: value = EIDER_TRY(repr(t, value))->value(); break;
    case FormatConversion::kAscii: value = EIDER_TRY(to_ascii(t, value))->value(); break;
  }
  bool no_spec = spec.is_absent() || spec.as<Str>()->length() == 0;
  if (no_spec) {
    if (is_exact_str(value)) return value.as<Str>();
    if (is_exact_int(value) || is_exact_float(value)) return to_str(t, value);  // __format__ of an empty spec
  }
  if (auto* text = spec.is_absent() ? nullptr : spec.as<Str>(); text != nullptr && text->ascii && (value.is_small_int() || value.is_float_word())) {
    char quick[kQuickFormatRoom];
    int length = quick_format(value, text->ascii_view(), quick);
    if (length >= 0) return str_from_ascii(t, std::string_view(quick, static_cast<size_t>(length)));
  }
  return format(t, value, spec.is_absent() ? nullptr : spec.as<Str>());
}

Result<Str*> build_string(Thread& t, const Value* parts, int64_t n) {
  int64_t length = 0;
  uint32_t max_char = 0x7f;
  for (int64_t i = 0; i < n; i++) {
    auto* part = parts[i].as<Str>();
    length += part->length();
    max_char |= max_char_of(part);
  }
  if (length <= 1) {
    for (int64_t i = 0; i < n; i++) {
      if (parts[i].as<Str>()->length() == 1) return str_from_char(t, parts[i].as<Str>()->at(0));
    }
    return t.realm->empty_str;
  }
  Str* made = EIDER_TRY(str_new(t, length, max_char));
  char* to = str_fill(made);
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    auto* part = parts[i].as<Str>();
    put_chars(to, made->width, at, part);
    at += part->length();
  }
  return made;
}

Result<Str*> build_text(Thread& t, Value* parts, int64_t n) {
  constexpr int64_t kMost = 16, kDigits = 20;
  EIDER_ASSERT(n <= kMost);
  char digits[kMost][kDigits];
  int64_t digit_count[kMost], length = 0, filled = 0, last = 0;
  uint32_t max_char = 0x7f;
  for (int64_t i = 0; i < n; i++) {
    if (!parts[i].is_small_int() && !is_exact_str(parts[i])) parts[i] = EIDER_TRY(to_str(t, parts[i]))->value();
    if (parts[i].is_small_int()) {
      digit_count[i] = std::to_chars(digits[i], digits[i] + kDigits, parts[i].small_int()).ptr - digits[i];
      length += digit_count[i];
    } else {
      auto* part = parts[i].as<Str>();
      length += part->length();
      max_char |= max_char_of(part);
    }
    if (parts[i].is_small_int() || parts[i].as<Str>()->length() != 0) {
      filled++;
      last = i;
    }
  }
  if (filled <= 1 && !parts[last].is_small_int()) return parts[last].as<Str>();
  if (length == 1) return str_from_char(t, static_cast<uint8_t>(digits[last][0]));
  constexpr int64_t kLong = 128;  // characters
  if (n > 1 && !parts[0].is_small_int() && parts[0].as<Str>()->length() >= std::max(kLong, length / 2)) {
    Str* rest = EIDER_TRY(build_text(t, parts + 1, n - 1));
    return str_concat(t, parts[0].as<Str>(), rest);
  }
  Str* made = EIDER_TRY(str_new(t, length, max_char));
  char* to = str_fill(made);
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    if (parts[i].is_small_int()) {
      str_storage::copy_chars(to + at * made->width, made->width, digits[i], 1, digit_count[i]);
      at += digit_count[i];
    } else {
      put_chars(to, made->width, at, parts[i].as<Str>());
      at += parts[i].as<Str>()->length();
    }
  }
  return made;
}

Failure raise_format_failure(Thread& t, const kernels::FormatFailure& failure, Str* spec, const char* type_label) {
  using kernels::FormatErrorClass;
  FormatErrorClass kind = kernels::format_error_class(failure.code);
  if (kind == FormatErrorClass::kMemoryError) return raise_no_memory(t);
  if (kind == FormatErrorClass::kInterrupted) {
    Result<void> polled = poll(t);
    if (!polled.ok()) return kFailure;
    return raise_none(t, TypeId::kKeyboardInterrupt);
  }
  Text32 text;
  kernels::format_error_text(failure, view_of(spec), TextView(type_label), text);
  Result<Str*> message = str_from(t, text);
  if (!message.ok()) return kFailure;
  return raise_str(t, kind == FormatErrorClass::kOverflowError ? TypeId::kOverflowError : TypeId::kValueError, message.get());
}

uint32_t int_digits_limit(Thread& t) { return t.realm->int_max_str_digits.load_relaxed(); }

}  // namespace eider::builtins

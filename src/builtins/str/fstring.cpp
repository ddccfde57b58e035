// SPDX-License-Identifier: MIT
#include "builtins/str/fstring.h"

#include "builtins/str/str_type.h"

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
    if (is_exact_int(value)) return to_str(t, value);  // int.__format__ of an empty spec
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

// SPDX-License-Identifier: MIT
//
// The module _string: the parser of format strings, for string.Formatter.
#include "builtins/kernels/str_format.h"
#include "builtins/str/str_support.h"
#include "modules/support.h"
#include "objects/rooted.h"

namespace eider::modules {

namespace {

using builtins::kernels::StrFormatError;
using builtins::kernels::TextRange;

Result<Value> part(Thread& t, Str* s, TextRange range) {
  return str_substring(t, s, static_cast<int64_t>(range.start), static_cast<int64_t>(range.end));
}
Failure bad_format(Thread& t, StrFormatError error) {
  return raise(t, TypeId::kValueError, "%s", builtins::kernels::str_format_error_text(error));
}

/// An iterator of (literal, field name, format spec, conversion). The whole text is parsed at once: an error behind the first
/// pieces is raised with the first.
Result<Value> formatter_parser(Thread& t, Value format) {
  if (!is_instance(t, format, TypeId::kStr)) return raise(t, TypeId::kTypeError, "expected str, got %s", type_name(t, format));
  Str* s = format.as<Str>();
  builtins::kernels::StrFormatParser parser(builtins::view_of(s));
  builtins::kernels::StrFormatPiece piece;
  List* pieces = EIDER_TRY(list_new(t, 0));
  while (parser.next(&piece)) {
    Value items[4] = {EIDER_TRY(part(t, s, piece.literal)), kNone, kNone, kNone};
    if (piece.has_field) {
      items[1] = EIDER_TRY(part(t, s, piece.name));
      items[2] = EIDER_TRY(part(t, s, piece.spec));
      if (piece.conversion != 0) items[3] = EIDER_TRY(str_from_char(t, piece.conversion))->value();
    }
    EIDER_TRY(list_append(t, pieces, EIDER_TRY(tuple_from(t, items, 4))->value()));
    piece = {};
  }
  if (parser.error() != StrFormatError::kNone) return bad_format(t, parser.error());
  return get_iter(t, pieces->value());
}

Result<Value> formatter_field_name_split(Thread& t, Value name) {
  if (!is_instance(t, name, TypeId::kStr)) return raise(t, TypeId::kTypeError, "expected str, got %s", type_name(t, name));
  Str* s = name.as<Str>();
  builtins::kernels::FieldName field(builtins::view_of(s), TextRange{0, static_cast<size_t>(s->length())});
  TextRange key;
  int64_t index = -1;
  StrFormatError error = field.first(nullptr, &key, &index);
  if (error != StrFormatError::kNone) return bad_format(t, error);
  Value first = index >= 0 ? EIDER_TRY(int_from_int64(t, index)) : EIDER_TRY(part(t, s, key));
  List* steps = EIDER_TRY(list_new(t, 0));
  builtins::kernels::FieldName::Step step;
  while (field.next(&step, &error)) {
    Value what = step.index >= 0 ? EIDER_TRY(int_from_int64(t, step.index)) : EIDER_TRY(part(t, s, step.name));
    EIDER_TRY(list_append(t, steps, EIDER_TRY(tuple_of(t, Value::from_bool(step.is_attribute), what))->value()));
    step = {};
  }
  if (error != StrFormatError::kNone) return bad_format(t, error);
  return tuple_of(t, first, EIDER_TRY(get_iter(t, steps->value())));
}

constexpr NativeDef kFunctions[] = {
    {"formatter_parser(format, /)", bind<formatter_parser>, Sync::kImmutable, "parse the argument as a format string", NativeDef::kFunction},
    {"formatter_field_name_split(name, /)", bind<formatter_field_name_split>, Sync::kImmutable, "split the argument as a field name", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_string(Thread& t, Module* module) { return add_functions(t, module, kFunctions); }

}  // namespace eider::modules

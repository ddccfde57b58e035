// SPDX-License-Identifier: MIT
//
// str.format, str.format_map, str.__format__.
#include "builtins/kernels/str_format.h"
#include "builtins/str/fstring.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

namespace {

using kernels::FieldName;
using kernels::StrFormatError;
using kernels::StrFormatParser;
using kernels::StrFormatPiece;
using kernels::TextRange;

class Formatter {
 public:
  /// args nullptr: format_map, where fields without a name are an error.
  Formatter(Thread& t, Str* format, Tuple* args, Value mapping) : t_(t), text_(format), view_(view_of(format)), args_(args), mapping_(mapping) {}

  Result<Str*> run() {
    StrBuilder out(t_);
    EIDER_TRY(write({0, view_.size}, kernels::kStrFormatDepth, out));
    return out.finish();
  }

 private:
  Failure fail(StrFormatError error) { return raise(t_, TypeId::kValueError, "%s", kernels::str_format_error_text(error)); }

  Result<Str*> text_of(TextRange range) {
    return str_substring(t_, text_, static_cast<int64_t>(range.start), static_cast<int64_t>(range.end));
  }

  Result<void> write(TextRange part, int depth, StrBuilder& out) {
    if (depth <= 0) return fail(StrFormatError::kMaxRecursion);
    StrFormatParser parser(view_, part);
    StrFormatPiece piece;
    while (parser.next(&piece)) {
      if (!piece.literal.empty() &&
          !out.add_substring(text_, static_cast<int64_t>(piece.literal.start), static_cast<int64_t>(piece.literal.end))) {
        return kFailure;
      }
      if (piece.has_field) EIDER_TRY(write_field(piece, depth, out));
    }
    if (parser.error() != StrFormatError::kNone) return fail(parser.error());
    return kDone;
  }

  Result<void> write_field(const StrFormatPiece& piece, int depth, StrBuilder& out) {
    Value value = EIDER_TRY(lookup(piece.name));
    FormatConversion conversion = FormatConversion::kNone;
    switch (piece.conversion) {
      case 0: break;
      case 's': conversion = FormatConversion::kStr; break;
      case 'r': conversion = FormatConversion::kRepr; break;
      case 'a': conversion = FormatConversion::kAscii; break;
      default: {
        Text32 message;
        kernels::conversion_error_text(piece.conversion, message);
        Str* text = EIDER_TRY(str_from(t_, message));
        return raise_str(t_, TypeId::kValueError, text);
      }
    }
    Str* converted = nullptr;
    if (conversion != FormatConversion::kNone) {
      converted = EIDER_TRY(format_value(t_, value, conversion));
      value = converted->value();
    }
    Str* spec = nullptr;
    if (piece.spec_is_nested) {
      StrBuilder inner(t_);
      EIDER_TRY(write(piece.spec, depth - 1, inner));
      spec = EIDER_TRY(inner.finish());
    } else if (!piece.spec.empty()) {
      spec = EIDER_TRY(text_of(piece.spec));
    }
    Str* text = EIDER_TRY(format_value(t_, value, FormatConversion::kNone, spec == nullptr ? kAbsent : spec->value()));
    if (!out.add(text)) return kFailure;
    return kDone;
  }

  Result<Value> lookup(TextRange name) {
    FieldName field(view_, name);
    TextRange key;
    int64_t index = -1;
    StrFormatError error = field.first(&numbering_, &key, &index);
    if (error != StrFormatError::kNone) return fail(error);
    Value value;
    if (index >= 0) {
      if (args_ == nullptr) return fail(StrFormatError::kPositionalInMap);
      if (index >= args_->size()) {
        return raise(t_, TypeId::kIndexError, "Replacement index %lld out of range for positional args tuple",
                     static_cast<long long>(index));
      }
      value = args_->items[index].get();
    } else {
      Str* key_text = EIDER_TRY(text_of(key));
      if (mapping_.is_absent()) return raise_key_error(t_, key_text->value());
      if (is_exact(mapping_, TypeId::kDict)) {
        value = dict_get_str(t_, mapping_.as<Dict>(), key_text);
        if (value.is_absent()) return raise_key_error(t_, key_text->value());
      } else {
        value = EIDER_TRY(get_item(t_, mapping_, key_text->value()));
      }
    }
    FieldName::Step step;
    while (field.next(&step, &error)) {
      if (step.is_attribute) {
        Str* attribute = EIDER_TRY(text_of(step.name));
        attribute = EIDER_TRY(intern(t_, attribute));
        value = EIDER_TRY(get_attr(t_, value, attribute));
      } else if (step.index >= 0) {
        value = EIDER_TRY(get_item(t_, value, Value::from_small_int(step.index)));
      } else {
        Str* item = EIDER_TRY(text_of(step.name));
        value = EIDER_TRY(get_item(t_, value, item->value()));
      }
    }
    if (error != StrFormatError::kNone) return fail(error);
    return value;
  }

  Thread& t_;
  Str* text_;
  TextView view_;
  Tuple* args_;
  Value mapping_;
  kernels::FieldNumbering numbering_;
};

Result<Str*> str_format_method(Thread& t, Str* self, Value args, Value kwargs) {
  Str* format = EIDER_TRY(exact_str(t, self));
  return Formatter(t, format, args.as<Tuple>(), kwargs).run();
}

Result<Str*> str_format_map(Thread& t, Str* self, Value mapping) {
  Str* format = EIDER_TRY(exact_str(t, self));
  return Formatter(t, format, nullptr, mapping).run();
}

Result<Str*> str_dunder_format(Thread& t, Str* self, Value format_spec) {
  Str* spec = EIDER_TRY(expect_str(t, format_spec, "__format__() argument"));
  if (spec->length() == 0) {
    if (is_exact_str(self->value())) return self;
    return to_str(t, self->value());
  }
  Text32 out;
  kernels::FormatFailure failure = kernels::format_string(view_of(self), view_of(spec), out);
  if (failure) return raise_format_failure(t, failure, spec, type_name(t, self->value()));
  return str_from(t, out);
}

constexpr NativeDef kRows[] = {
    {"format(self, /, *args, **kwargs)", bind<str_format_method>, Sync::kImmutable, "Return a formatted version of the string, using substitutions from args and kwargs."},
    {"format_map(self, mapping, /)", bind<str_format_map>, Sync::kImmutable, "Return a formatted version of the string, using substitutions from mapping."},
    {"__format__(self, format_spec, /)", bind<str_dunder_format>, Sync::kImmutable, "Return a formatted version of the string as described by format_spec."},
};

}  // namespace

const MethodTable kStrFormatMethods = {kRows, std::size(kRows)};

}  // namespace eider::builtins

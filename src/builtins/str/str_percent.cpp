// SPDX-License-Identifier: MIT
//
// `format % args` of str.
#include "builtins/str/percent.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

using kernels::PercentError;
using kernels::PercentPiece;
using kernels::PercentTarget;

namespace {

Result<void> character(Thread& t, PercentArgs& args, Value value, const PercentPiece& piece, Text32& out) {
  int64_t code;
  if (is_str(t, value)) {
    if (value.as<Str>()->length() != 1) return raise(t, TypeId::kTypeError, "%s", kernels::kPercentCharWants);
    code = value.as<Str>()->at(0);
  } else {
    Value whole = value;
    if (!is_int(t, value)) {
      Result<Value> converted = kFailure;
      if (has_index(t, value)) converted = index(t, value);
      if (!converted.ok()) {
        clear_exception(t);
        return raise(t, TypeId::kTypeError, "%s", kernels::kPercentCharWants);
      }
      whole = converted.get();
    }
    if (!int_fits_int64(whole, &code)) code = -1;  // out of range like any other
  }
  PercentError error = kernels::percent_character(code, piece, out);
  if (error != PercentError::kNone) return args.fail(error, piece);
  return kDone;
}

}  // namespace

Result<Value> str_percent(Thread& t, Value left, Value right) {
  if (!is_str(t, left)) return kNotImplemented;
  Str* format = EIDER_TRY(exact_str(t, left.as<Str>()));
  TextView view = view_of(format);
  PercentArgs args(t, right, PercentTarget::kStr);
  kernels::PercentParser parser(view, kernels::PercentTarget::kStr);
  Text32 out;
  PercentPiece piece;
  while (parser.next(&piece)) {
    if (piece.kind == PercentPiece::Kind::kLiteral) {
      kernels::append(out, view.slice(piece.start, piece.end));
      continue;
    }
    if (piece.has_key) {
      EIDER_TRY(args.require_mapping());
      if (piece.error == PercentError::kIncompleteKey) return args.fail(piece.error, piece);
      Str* key = EIDER_TRY(str_substring(t, format, static_cast<int64_t>(piece.key_start), static_cast<int64_t>(piece.key_end)));
      EIDER_TRY(args.select(key->value()));
    }
    EIDER_TRY(args.resolve(piece));
    if (piece.type == '%') {
      out.push('%');
      continue;
    }
    Value value = EIDER_TRY(args.next());
    PercentError error = kernels::percent_check_type(piece.type, PercentTarget::kStr);
    if (error != PercentError::kNone) return args.fail(error, piece);
    switch (piece.type) {
      case 's': case 'r': case 'a': {
        Str* text = piece.type == 's'   ? EIDER_TRY(to_str(t, value))
                    : piece.type == 'r' ? EIDER_TRY(repr(t, value))
                                        : EIDER_TRY(to_ascii(t, value));
        error = kernels::percent_text(view_of(text), piece, out);
        if (error != PercentError::kNone) return args.fail(error, piece);
        break;
      }
      case 'c': EIDER_TRY(character(t, args, value, piece, out)); break;
      default: EIDER_TRY(args.number(value, piece, out));
    }
  }
  EIDER_TRY(args.finish());
  return str_from(t, out);
}

}  // namespace eider::builtins

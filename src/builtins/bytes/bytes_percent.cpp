// SPDX-License-Identifier: MIT
//
// `format % args` of bytes and bytearray.
#include "builtins/bytes/bytes_types.h"
#include "builtins/str/percent.h"

namespace eider::builtins {

using kernels::PercentError;
using kernels::PercentPiece;
using kernels::PercentTarget;

namespace {

void append_ascii(kernels::Bytes& out, const Text32& text) {
  uint8_t* to = out.extend(text.size());
  for (size_t i = 0; to != nullptr && i < text.size(); i++) to[i] = static_cast<uint8_t>(text[i]);
}

/// %b and %s: a bytes-like object, or what __bytes__ gives.
Result<void> bytes_value(Thread& t, Value value, ByteSource& source) {
  if (EIDER_TRY(source.try_acquire(t, value))) return kDone;
  Value method = EIDER_TRY(lookup_special(t, value, name(t, Name::k__bytes__)));
  if (method.is_absent()) {
    return raise(t, TypeId::kTypeError, "%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'",
                 type_name(t, value));
  }
  Value made = EIDER_TRY(call0(t, method));
  if (!is_bytes(t, made)) {
    return raise(t, TypeId::kTypeError, "__bytes__ returned non-bytes (type %s)", type_name(t, made));
  }
  return source.acquire(t, made);
}

Result<int64_t> byte_code(Thread& t, Value value) {
  if (is_bytes(t, value) || is_bytearray(t, value)) {
    ByteSource source;
    EIDER_TRY(source.acquire(t, value));
    if (source.size() == 1) return source.span()[0];
  } else if (has_index(t, value)) {
    Result<Value> whole = index(t, value);
    int64_t n;
    if (whole.ok()) {
      if (!int_fits_int64(whole.get(), &n) || n < 0 || n > 255) return raise(t, TypeId::kOverflowError, "%s", kernels::kPercentByteRange);
      return n;
    }
    if (!clear_if(t, TypeId::kTypeError)) return kFailure;
  }
  return raise(t, TypeId::kTypeError, "%s", kernels::kPercentByteWants);
}

}  // namespace

Result<Value> bytes_percent(Thread& t, Value left, Value right) {
  if (!is_bytes(t, left) && !is_bytearray(t, left)) return kNotImplemented;
  ByteSource format;
  EIDER_TRY(format.acquire(t, left));
  kernels::Bytes frozen;  // the arguments' methods may change a bytearray
  if (!is_bytes(t, left)) frozen.append(format.span().data(), format.span().size());
  if (frozen.failed()) return raise_no_memory(t);
  TextView view = is_bytes(t, left) ? format.view() : TextView(frozen.data(), frozen.size(), 1);
  auto* chars = static_cast<const uint8_t*>(view.data);
  PercentArgs args(t, right, PercentTarget::kBytes);
  kernels::PercentParser parser(view, kernels::PercentTarget::kBytes);
  kernels::Bytes out;
  PercentPiece piece;
  while (parser.next(&piece)) {
    if (piece.kind == PercentPiece::Kind::kLiteral) {
      out.append(chars + piece.start, piece.end - piece.start);
      continue;
    }
    if (piece.has_key) {
      EIDER_TRY(args.require_mapping());
      if (piece.error == PercentError::kIncompleteKey) return args.fail(piece.error, piece);
      Bytes* key = EIDER_TRY(bytes_from(t, chars + piece.key_start, static_cast<int64_t>(piece.key_end - piece.key_start)));
      EIDER_TRY(args.select(key->value()));
    }
    EIDER_TRY(args.resolve(piece));
    if (piece.type == '%') {
      out.push('%');
      continue;
    }
    Value value = EIDER_TRY(args.next());
    PercentError error = kernels::percent_check_type(piece.type, PercentTarget::kBytes);
    if (error != PercentError::kNone) return args.fail(error, piece);
    Text32 text;
    ByteSource source;
    switch (piece.type) {
      case 'a': case 'r': {
        Str* shown = EIDER_TRY(to_ascii(t, value));
        error = kernels::percent_text(view_of(shown), piece, text);
        break;
      }
      case 's': case 'b':
        EIDER_TRY(bytes_value(t, value, source));
        error = kernels::percent_text(source.view(), piece, text);
        break;
      case 'c':
        error = kernels::percent_character(EIDER_TRY(byte_code(t, value)), piece, text);
        break;
      default: EIDER_TRY(args.number(value, piece, text));
    }
    if (error != PercentError::kNone) return args.fail(error, piece);
    append_ascii(out, text);
  }
  EIDER_TRY(args.finish());
  return is_bytes(t, left) ? make_from<BytesKind>(t, out) : make_from<ByteArrayKind>(t, out);
}

}  // namespace eider::builtins

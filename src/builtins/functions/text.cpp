// SPDX-License-Identifier: MIT
#include "builtins/functions/text.h"

#include "builtins/bytes/bytes.h"
#include "builtins/str/fstring.h"

namespace eider::builtins {

namespace {

Result<Str*> builtin_repr(Thread& t, Value object) { return repr(t, object); }
Result<Str*> builtin_ascii(Thread& t, Value object) { return to_ascii(t, object); }

Result<Str*> builtin_chr(Thread& t, Value i) {
  int64_t code;
  if (i.is_small_int()) {
    code = i.small_int();
  } else {
    Value whole = EIDER_TRY(index(t, i));
    if (!int_fits_int64(whole, &code)) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  }
  if (code > INT32_MAX || code < INT32_MIN) {
    return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  }
  if (code < 0 || code > 0x10ffff) return raise(t, TypeId::kValueError, "chr() arg not in range(0x110000)");
  return str_from_char(t, static_cast<uint32_t>(code));
}

Result<int64_t> builtin_ord(Thread& t, Value c) {
  int64_t size;
  if (is_str(t, c)) {
    size = c.as<Str>()->length();
    if (size == 1) return c.as<Str>()->at(0);
  } else if (is_bytes(t, c) || is_bytearray(t, c)) {
    ByteSource source;
    EIDER_TRY(source.acquire(t, c));
    size = source.size();
    if (size == 1) return source.span()[0];
  } else {
    return raise(t, TypeId::kTypeError, "ord() expected string of length 1, but %s found", type_name(t, c));
  }
  return raise(t, TypeId::kTypeError, "ord() expected a character, but string of length %lld found", static_cast<long long>(size));
}

Result<Str*> builtin_format(Thread& t, Value value, Value spec) {
  if (!spec.is_absent() && !is_str(t, spec)) {
    return raise(t, TypeId::kTypeError, "format() argument 2 must be str, not %s", type_name(t, spec));
  }
  return format(t, value, spec.is_absent() ? nullptr : spec.as<Str>());
}

/// "-0x1f": powers of two have no digit limit.
template <int base>
Result<Str*> based(Thread& t, Value number) {
  Value whole = EIDER_TRY(index(t, number));
  objects::IntView view(whole);
  Text8 out;
  if (view.sign < 0) out.push('-');
  out.append_ascii(base == 16 ? "0x" : base == 8 ? "0o" : "0b");
  kernels::BigView magnitude{view.limbs, view.count, false};
  if (kernels::to_text(magnitude, base, 0, out) != kernels::BigStatus::kOk) return raise_no_memory(t);
  return str_from(t, out);
}

constexpr NativeDef kRows[] = {
    {"repr(obj, /)", bind<builtin_repr>, Sync::kNone, "Return the canonical string representation of the object.", NativeDef::kFunction},
    {"ascii(obj, /)", bind<builtin_ascii>, Sync::kNone, "Return an ASCII-only representation of an object.", NativeDef::kFunction},
    {"chr(i, /)", bind<builtin_chr>, Sync::kNone, "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.", NativeDef::kFunction},
    {"ord(c, /)", bind<builtin_ord>, Sync::kNone, "Return the Unicode code point for a one-character string.", NativeDef::kFunction},
    {"format(value, format_spec='', /)", bind<builtin_format>, Sync::kNone, "Return value.__format__(format_spec)", NativeDef::kFunction},
    {"hex(number, /)", bind<based<16>>, Sync::kNone, "Return the hexadecimal representation of an integer.", NativeDef::kFunction},
    {"oct(number, /)", bind<based<8>>, Sync::kNone, "Return the octal representation of an integer.", NativeDef::kFunction},
    {"bin(number, /)", bind<based<2>>, Sync::kNone, "Return the binary representation of an integer.", NativeDef::kFunction},
};

}  // namespace

const std::span<const NativeDef> kTextFunctions = kRows;

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// repr, str, ascii, format of any object.
#include <cstdio>

#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

Result<Str*> text_result(Thread& t, Value r, const char* method) {
  if (EIDER_LIKELY(r.is_heap() && is_instance(t, r, TypeId::kStr))) return r.as<Str>();
  return raise(t, TypeId::kTypeError, "%s returned non-string (type %s)", method, type_name(t, r));
}

Result<Str*> repr(Thread& t, Value v) {
  NativeLevel level(t);
  EIDER_TRY(level.check(" while getting the repr of an object"));
  UnaryFn function = type_of(t, v)->slots.repr;
  if (function == nullptr) function = &object_repr;
  return text_result(t, EIDER_TRY(function(t, v)), "__repr__");
}

Result<Str*> to_str(Thread& t, Value v) {
  if (v.is_heap() && is_exact(v, TypeId::kStr)) return v.as<Str>();
  NativeLevel level(t);
  EIDER_TRY(level.check(" while getting the str of an object"));
  UnaryFn function = type_of(t, v)->slots.str;
  if (function == nullptr || function == &object_str) {
    UnaryFn repr_function = type_of(t, v)->slots.repr;
    if (repr_function == nullptr) repr_function = &object_repr;
    return text_result(t, EIDER_TRY(repr_function(t, v)), "__str__");
  }
  return text_result(t, EIDER_TRY(function(t, v)), "__str__");
}

Result<Str*> to_ascii(Thread& t, Value v) {
  Str* text = EIDER_TRY(repr(t, v));
  if (text->ascii) return text;
  StrBuilder out(t);
  for (int64_t i = 0; i < text->length(); i++) {
    uint32_t c = text->at(i);
    char escape[12];
    if (c < 128) {
      if (!out.add_char(c)) return kFailure;
      continue;
    }
    std::snprintf(escape, sizeof escape, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    if (!out.add(std::string_view(escape))) return kFailure;
  }
  return out.finish();
}

Result<Str*> format(Thread& t, Value v, Str* spec) {
  if (spec == nullptr) spec = t.realm->empty_str;
  if (spec->length() == 0) {
    if (v.is_heap() && is_exact(v, TypeId::kStr)) return v.as<Str>();
    if (v.is_small_int()) return to_str(t, v);
  }
  Value method = EIDER_TRY(lookup_special(t, v, name(t, Name::k__format__)));
  if (method.is_absent()) return raise(t, TypeId::kTypeError, "Type %s doesn't define __format__", type_name(t, v));
  Value r = EIDER_TRY(call1(t, method, spec->value()));
  if (!is_instance(t, r, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "__format__ must return a str, not %s", type_name(t, r));
  }
  return r.as<Str>();
}

}  // namespace eider::objects

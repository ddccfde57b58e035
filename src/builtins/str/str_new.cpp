// SPDX-License-Identifier: MIT
//
// str(object, encoding, errors), and instances of subclasses of str.
#include "builtins/str/codec_glue.h"
#include "builtins/str/str_type.h"

namespace eider::builtins {

namespace {

Result<Str*> contents(Thread& t, Value object, Value encoding, Value errors) {
  Str* encoding_name = nullptr;
  Str* errors_name = nullptr;
  if (!encoding.is_absent()) encoding_name = EIDER_TRY(expect_str(t, encoding, "str() argument 'encoding'"));
  if (!errors.is_absent()) errors_name = EIDER_TRY(expect_str(t, errors, "str() argument 'errors'"));
  if (object.is_absent()) return t.realm->empty_str;
  if (encoding_name == nullptr && errors_name == nullptr) return to_str(t, object);
  if (is_str(t, object)) return raise(t, TypeId::kTypeError, "decoding str is not supported");
  ByteSource source;
  if (!EIDER_TRY(source.try_acquire(t, object))) {
    return raise(t, TypeId::kTypeError, "decoding to str: need a bytes-like object, %s found", type_name(t, object));
  }
  if (source.size() == 0) return t.realm->empty_str;  // whatever the encoding is called, as CPython
  return decode(t, source.span(), encoding_name, errors_name);
}

}  // namespace

Result<Value> str_construct(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value given[3];
  if (EIDER_LIKELY(nargs == 1 && kwnames == nullptr)) {
    given[0] = args[0];
  } else {
    EIDER_TRY(unpack_constructor(t, "str", {"object", "encoding", "errors"}, 0, args, nargs, kwnames, given));
  }
  Str* text = EIDER_TRY(contents(t, given[0], given[1], given[2]));
  if (EIDER_LIKELY(cls == type(t, TypeId::kStr))) return text->value();
  // An instance of a subclass holds its characters inline, before the word of its Dict.
  size_t bytes = (sizeof(Str) - sizeof(Str::inline_data) + static_cast<size_t>(text->length()) * text->width + 7) & ~size_t{7};
  auto* made = static_cast<Str*>(EIDER_TRY(new_variable_instance(t, cls, bytes, TraceKind::kCustom)));
  made->length_low = text->length_low;
  made->length_high = text->length_high;
  made->width = text->width;
  made->ascii = text->ascii;
  std::memcpy(made->inline_data, text->bytes(), static_cast<size_t>(text->length()) * text->width);
  return made->value();
}

}  // namespace eider::builtins

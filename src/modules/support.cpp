// SPDX-License-Identifier: MIT
//
// Text of the system and back.
#include "modules/support.h"

#include "builtins/str/codec_glue.h"

namespace eider::modules {

Result<Value> os_text(Thread& t, std::string_view bytes) {
  builtins::ByteSpan span(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  return builtins::decode(t, span, "utf-8", "surrogateescape");
}

/// `path` is str, bytes or has __fspath__.
Result<std::string*> os_bytes(Thread& t, Value path, std::string* out) {
  if (!is_instance(t, path, TypeId::kStr) && !builtins::is_bytes(t, path)) {
    Value method = EIDER_TRY(lookup_special(t, path, EIDER_TRY(intern(t, "__fspath__"))));
    if (method.is_absent()) return raise(t, TypeId::kTypeError, "expected str, bytes or os.PathLike object, not %s", type_name(t, path));
    Value made = EIDER_TRY(call0(t, method));
    if (!is_instance(t, made, TypeId::kStr) && !builtins::is_bytes(t, made)) {
      return raise(t, TypeId::kTypeError, "expected %s.__fspath__() to return str or bytes, not %s", type_name(t, path), type_name(t, made));
    }
    path = made;
  }
  if (is_instance(t, path, TypeId::kStr)) {
    Str* text = path.as<Str>();
    if (text->ascii) {
      *out = std::string(text->ascii_view());
    } else {
      builtins::Bytes* bytes = EIDER_TRY(builtins::encode(t, text, "utf-8", "surrogateescape"));
      out->assign(reinterpret_cast<const char*>(bytes->data), static_cast<size_t>(bytes->length));
    }
  } else {
    builtins::Bytes* bytes = path.as<builtins::Bytes>();
    out->assign(reinterpret_cast<const char*>(bytes->data), static_cast<size_t>(bytes->length));
  }
  if (out->find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "embedded null byte");
  return out;
}

}  // namespace eider::modules

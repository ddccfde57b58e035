// SPDX-License-Identifier: MIT
#include "modules/thread/path.h"

#include "builtins/bytes/bytes.h"
#include "builtins/str/codec_glue.h"

namespace eider::modules {

Result<Value> fs_text(Thread& t, std::string_view bytes, bool as_bytes) {
  if (as_bytes) return EIDER_TRY(builtins::bytes_from(t, bytes))->value();
  return EIDER_TRY(builtins::decode(t, {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, "utf-8", "surrogateescape"))->value();
}

Result<std::string*> fs_bytes(Thread& t, Value v, std::string* out) {
  if (is_instance(t, v, TypeId::kStr)) {
    auto* text = v.as<Str>();
    if (text->ascii) {
      *out = std::string(text->ascii_view());
    } else {
      auto* encoded = EIDER_TRY(builtins::encode(t, text, "utf-8", "surrogateescape"));
      out->assign(reinterpret_cast<const char*>(encoded->data), static_cast<size_t>(encoded->length));
    }
    return out;
  }
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, v));
  out->assign(reinterpret_cast<const char*>(source.span().data()), source.span().size());
  return out;
}

Result<Value> fspath_of(Thread& t, Value v) {
  if (is_instance(t, v, TypeId::kStr) || builtins::is_bytes(t, v)) return v;
  Value method = EIDER_TRY(lookup_special(t, v, EIDER_TRY(intern(t, "__fspath__"))));
  if (method.is_absent()) return raise(t, TypeId::kTypeError, "expected str, bytes or os.PathLike object, not %s", type_name(t, v));
  Value made = EIDER_TRY(call0(t, method));
  if (is_instance(t, made, TypeId::kStr) || builtins::is_bytes(t, made)) return made;
  return raise(t, TypeId::kTypeError, "expected %s.__fspath__() to return str or bytes, not %s", type_name(t, v), type_name(t, made));
}

Result<void> path_argument(Thread& t, Value v, const char* function, const char* argument, PathKind kind, Path* out) {
  bool fd_too = kind == PathKind::kPathOrFd || kind == PathKind::kPathFdOrNone;
  bool none_too = kind == PathKind::kPathOrNone || kind == PathKind::kPathFdOrNone;
  if (none_too && (v.is_absent() || v.is_none())) {
    out->object = kNone;
    out->text = ".";
    return kDone;
  }
  out->object = v;
  bool text = is_instance(t, v, TypeId::kStr), bytes = !text && builtins::is_bytes(t, v);
  if (!text && !bytes) {
    if (fd_too && type_of(t, v)->slots.index != nullptr) {
      int64_t fd = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
      if (fd > INT32_MAX) return raise(t, TypeId::kOverflowError, "fd is greater than maximum");
      if (fd < INT32_MIN) return raise(t, TypeId::kOverflowError, "fd is less than minimum");
      out->fd = static_cast<int>(fd);
      if (fd < 0) out->text.clear();
      return kDone;
    }
    Value method = EIDER_TRY(lookup_special(t, v, EIDER_TRY(intern(t, "__fspath__"))));
    if (method.is_absent()) {
      const char* wanted = fd_too && none_too ? "string, bytes, os.PathLike, integer or None"
                           : fd_too           ? "string, bytes, os.PathLike or integer"
                           : none_too         ? "string, bytes, os.PathLike or None"
                                              : "string, bytes or os.PathLike";
      return raise(t, TypeId::kTypeError, "%s: %s should be %s, not %s", function, argument, wanted, type_name(t, v));
    }
    v = EIDER_TRY(fspath_of(t, v));
    out->object = v;
    bytes = !is_instance(t, v, TypeId::kStr);
  }
  out->is_bytes = bytes;
  EIDER_TRY(fs_bytes(t, v, &out->text));
  if (out->text.find('\0') != std::string::npos) {
    if (!bytes) return raise(t, TypeId::kValueError, "embedded null byte");
    return raise(t, TypeId::kValueError, "%s: embedded null character in %s", function, argument);
  }
  return kDone;
}

Failure raise_path_error(Thread& t, int error, const Path& path) { return raise_errno(t, error, path.object); }

}  // namespace eider::modules

// SPDX-License-Identifier: MIT
//
// The module marshal.
#include "modules/marshal/marshal.h"

#include "builtins/bytes/bytes.h"
#include "modules/support.h"

namespace eider::modules {

namespace {

Result<int> version_of(Thread& t, Value version) {
  if (version.is_absent()) return kMarshalVersion;
  int64_t n = EIDER_TRY(index_int64(t, version, TypeId::kOverflowError, "Python int too large to convert to C int"));
  return static_cast<int>(std::clamp<int64_t>(n, 0, kMarshalVersion));
}

Result<Value> dumps(Thread& t, Value v, Value version) {
  std::string out;
  EIDER_TRY(marshal_write(t, v, EIDER_TRY(version_of(t, version)), &out));
  return builtins::bytes_from(t, out);
}

Result<Value> dump(Thread& t, Value v, Value file, Value version) {
  Value bytes = EIDER_TRY(dumps(t, v, version));
  return call_named(t, file, "write", {bytes});
}

Result<Value> loads(Thread& t, Value given) {
  builtins::ByteSource bytes;
  EIDER_TRY(bytes.acquire(t, given));
  MarshalSource source(std::string_view(reinterpret_cast<const char*>(bytes.span().data()), bytes.span().size()));
  return marshal_read(t, source);
}

Result<Value> load(Thread& t, Value file) {
  Value probe = EIDER_TRY(call_named(t, file, "read", {Value::from_small_int(0)}));
  if (!is_instance(t, probe, TypeId::kBytes)) return raise(t, TypeId::kTypeError, "file.read() returned not bytes but %s", type_name(t, probe));
  MarshalSource source(file);
  return marshal_read(t, source);
}

constexpr NativeDef kFunctions[] = {
    {"dump(value, file, version=4, /)", bind<dump>, Sync::kSnapshot, "Write the value on the open file.", NativeDef::kFunction},
    {"load(file, /)", bind<load>, Sync::kNone, "Read one value from the open file and return it.", NativeDef::kFunction},
    {"dumps(value, version=4, /)", bind<dumps>, Sync::kSnapshot, "Return the bytes object that would be written to a file by dump(value, file).",
     NativeDef::kFunction},
    {"loads(bytes, /)", bind<loads>, Sync::kSnapshot, "Convert the bytes-like object to a value.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_marshal(Thread& t, Module* module) {
  EIDER_TRY(module_set(t, module, "version", Value::from_small_int(kMarshalVersion)));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules

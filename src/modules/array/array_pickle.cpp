// SPDX-License-Identifier: MIT
//
// Pickling of arrays: bytes with the name of their machine format, so another machine can read them.
#include <algorithm>
#include <cstring>

#include "builtins/bytes/bytes.h"
#include "builtins/numbers/numbers.h"
#include "modules/array/array.h"
#include "modules/support.h"

namespace eider::modules {

using builtins::kernels::Bytes;

namespace {

/// Numbers 0 to 21, in the order pickles use. The size of texts is twice that of a character: so CPython's table.
struct MachineFormat {
  enum Kind : uint8_t { kInteger, kFloat, kUtf16, kUtf32 } kind;
  uint8_t size;
  bool is_signed, big_endian;
};
constexpr MachineFormat kFormats[] = {
    {MachineFormat::kInteger, 1, false, false}, {MachineFormat::kInteger, 1, true, false}, {MachineFormat::kInteger, 2, false, false},
    {MachineFormat::kInteger, 2, false, true},  {MachineFormat::kInteger, 2, true, false}, {MachineFormat::kInteger, 2, true, true},
    {MachineFormat::kInteger, 4, false, false}, {MachineFormat::kInteger, 4, false, true}, {MachineFormat::kInteger, 4, true, false},
    {MachineFormat::kInteger, 4, true, true},   {MachineFormat::kInteger, 8, false, false}, {MachineFormat::kInteger, 8, false, true},
    {MachineFormat::kInteger, 8, true, false},  {MachineFormat::kInteger, 8, true, true},  {MachineFormat::kFloat, 4, false, false},
    {MachineFormat::kFloat, 4, false, true},    {MachineFormat::kFloat, 8, false, false},  {MachineFormat::kFloat, 8, false, true},
    {MachineFormat::kUtf16, 4, false, false},   {MachineFormat::kUtf16, 4, false, true},   {MachineFormat::kUtf32, 8, false, false},
    {MachineFormat::kUtf32, 8, false, true},
};

/// The typecode that `format`'s integers go to: CPython takes the last one of that size and sign.
const ArrayKind* kind_of(const MachineFormat& format, const ArrayKind* otherwise) {
  for (size_t i = kArrayKindCount; i-- > 0;) {
    const ArrayKind& kind = kArrayKinds[i];
    if (kind.is_integer && kind.size == format.size && kind.is_signed == format.is_signed) return &kind;
  }
  return otherwise;
}

/// Numbers of another machine, as a list.
Result<List*> unpack_numbers(Thread& t, const MachineFormat& format, ByteSpan bytes) {
  size_t size = format.size;
  List* made = EIDER_TRY(list_new(t, static_cast<int64_t>(bytes.size() / size)));
  char code = format.kind == MachineFormat::kFloat ? (size == 4 ? 'f' : 'd') : kind_of(format, nullptr)->code;
  for (size_t at = 0; at + size <= bytes.size(); at += size) {
    uint8_t item[8];
    std::memcpy(item, bytes.data() + at, size);
    if (format.big_endian) std::reverse(item, item + size);
    EIDER_TRY(list_append(t, made, EIDER_TRY(array_item(t, *array_kind(static_cast<uint32_t>(code)), item))));
    EIDER_TRY(poll(t));
  }
  return made;
}

}  // namespace

Result<Value> array_reconstruct(Thread& t, const Value* a) {
  if (!is_type(t, a[0])) return raise(t, TypeId::kTypeError, "first argument must be a type object, not %s", type_name(t, a[0]));
  auto* cls = a[0].as<Type>();
  if (!is_instance(t, a[1], TypeId::kStr) || a[1].as<Str>()->length() != 1) {
    return raise(t, TypeId::kTypeError, "_array_reconstructor() argument 2 must be a unicode character, not %s", type_name(t, a[1]));
  }
  int64_t number = EIDER_TRY(builtins::size_argument(t, a[2]));
  if (!is_subtype(cls, array_type(t))) {
    return raise(t, TypeId::kTypeError, "%s is not a subtype of %s", cls->utf8_name, "array.array");
  }
  const ArrayKind* kind = array_kind(a[1].as<Str>()->at(0));
  if (kind == nullptr) return raise(t, TypeId::kValueError, "second argument must be a valid type code");
  if (number < 0 || number >= static_cast<int64_t>(std::size(kFormats))) {
    return raise(t, TypeId::kValueError, "third argument must be a valid machine format code.");
  }
  if (!builtins::is_bytes(t, a[3])) return raise(t, TypeId::kTypeError, "fourth argument should be bytes, not %s", type_name(t, a[3]));
  ByteSpan bytes = a[3].as<builtins::Bytes>()->span();
  const MachineFormat& format = kFormats[number];
  if (kind->machine == number) {
    Array* made = EIDER_TRY(array_new(t, cls, kind, {}));
    EIDER_TRY(array_add_bytes(t, made, bytes));
    return made->value();
  }
  bool text = format.kind == MachineFormat::kUtf16 || format.kind == MachineFormat::kUtf32;
  if (bytes.size() % format.size != 0) return raise(t, TypeId::kValueError, "string length not a multiple of item size");
  Value items;
  if (text) {
    const char* encoding = format.kind == MachineFormat::kUtf16 ? (format.big_endian ? "utf-16-be" : "utf-16-le")
                                                                : (format.big_endian ? "utf-32-be" : "utf-32-le");
    items = EIDER_TRY(call_named(t, a[3], "decode", {EIDER_TRY(text_value(t, encoding))}));
  } else {
    items = EIDER_TRY(unpack_numbers(t, format, bytes))->value();
    if (format.kind == MachineFormat::kInteger) kind = kind_of(format, kind);
  }
  return call2(t, cls->value(), EIDER_TRY(str_from_char(t, static_cast<uint32_t>(kind->code)))->value(), items);
}

Result<Value> array_reduce(Thread& t, const Value* a) {
  auto* self = a[0].as<Array>();
  if (!is_int(t, a[1])) return raise(t, TypeId::kTypeError, "__reduce_ex__ argument should be an integer");
  int64_t protocol = EIDER_TRY(index_int64(t, a[1], TypeId::kOverflowError, "Python int too large to convert to C long"));
  Value state = EIDER_TRY(find_named(t, a[0], "__dict__"));
  if (state.is_absent()) state = kNone;
  Value cls = type_of(t, a[0])->value();
  Value code = EIDER_TRY(str_from_char(t, static_cast<uint32_t>(self->kind->code)))->value();
  if (protocol < 3) {
    Value list = EIDER_TRY(array_list(t, self))->value();
    return tuple_of(t, cls, EIDER_TRY(tuple_of(t, code, list))->value(), state);
  }
  Bytes all;
  EIDER_TRY(array_copy(t, self, all));
  Value items = EIDER_TRY(builtins::bytes_from(t, all))->value();
  Value function = EIDER_TRY(attr_named(t, EIDER_TRY(t.realm->import(t, "array")), "_array_reconstructor"));
  Value row[] = {cls, code, Value::from_small_int(self->kind->machine), items};
  return tuple_of(t, function, EIDER_TRY(tuple_from(t, row, 4))->value(), state);
}

}  // namespace eider::modules

// SPDX-License-Identifier: MIT
//
// Items of a memoryview: native single-character formats to Python objects and back.
#include <cstring>

#include "builtins/bytes/memoryview.h"

namespace eider::builtins {

int64_t format_size(std::string_view format, char* code) {
  if (!format.empty() && format[0] == '@') format.remove_prefix(1);
  if (format.size() != 1) return 0;
  *code = format[0];
  switch (*code) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P': return 8;
    default: return 0;
  }
}

namespace {

template <class T>
T load(const uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return value;
}
template <class T>
void store(uint8_t* at, T value) {
  std::memcpy(at, &value, sizeof(T));
}

Failure wrong_type(Thread& t, char code) { return raise(t, TypeId::kTypeError, "memoryview: invalid type for format '%c'", code); }
Failure wrong_value(Thread& t, char code) { return raise(t, TypeId::kValueError, "memoryview: invalid value for format '%c'", code); }

}  // namespace

Result<Value> unpack_item(Thread& t, char code, const uint8_t* at) {
  switch (code) {
    case 'B': return Value::from_small_int(*at);
    case 'b': return Value::from_small_int(load<int8_t>(at));
    case 'c': return bytes_from(t, at, 1);
    case '?': return Value::from_bool(*at != 0);
    case 'h': return Value::from_small_int(load<int16_t>(at));
    case 'H': return Value::from_small_int(load<uint16_t>(at));
    case 'i': return Value::from_small_int(load<int32_t>(at));
    case 'I': return Value::from_small_int(load<uint32_t>(at));
    case 'l': case 'q': case 'n': return int_from_int64(t, load<int64_t>(at));
    case 'L': case 'Q': case 'N': case 'P': return int_from_uint64(t, load<uint64_t>(at));
    case 'f': return float_value(t, load<float>(at));
    case 'd': return float_value(t, load<double>(at));
    default: break;
  }
  return raise(t, TypeId::kNotImplementedError, "memoryview: unsupported format %c", code);
}

Result<void> pack_item(Thread& t, char code, Value v, uint8_t* at) {
  switch (code) {
    case 'c': {
      if (!is_bytes(t, v)) return wrong_type(t, code);
      if (v.as<Bytes>()->length != 1) return wrong_value(t, code);
      *at = v.as<Bytes>()->data[0];
      return kDone;
    }
    case '?':
      *at = EIDER_TRY(truth(t, v));
      return kDone;
    case 'f': case 'd': {
      const TypeSlots& slots = type_of(t, v)->slots;
      if (!is_float(t, v) && slots.to_float == nullptr && slots.index == nullptr) return wrong_type(t, code);
      Result<double> number = to_double(t, v);
      if (!number.ok()) {
        bool overflow = clear_if(t, TypeId::kOverflowError);
        if (overflow) return wrong_value(t, code);
        if (clear_if(t, TypeId::kTypeError)) return wrong_type(t, code);
        return kFailure;
      }
      if (code == 'd') {
        store(at, number.get());
      } else {
        store(at, static_cast<float>(number.get()));
      }
      return kDone;
    }
    default: break;
  }
  if (!has_index(t, v)) return wrong_type(t, code);
  Value whole = EIDER_TRY(index(t, v));
  if (code == 'L' || code == 'Q' || code == 'N' || code == 'P') {
    uint64_t n;
    if (!int_fits_uint64(whole, &n)) return wrong_value(t, code);
    store(at, n);
    return kDone;
  }
  int64_t n;
  if (!int_fits_int64(whole, &n)) return wrong_value(t, code);
  auto fits = [n](int64_t low, int64_t high) { return n >= low && n <= high; };
  switch (code) {
    case 'B': if (!fits(0, UINT8_MAX)) return wrong_value(t, code); store(at, static_cast<uint8_t>(n)); return kDone;
    case 'b': if (!fits(INT8_MIN, INT8_MAX)) return wrong_value(t, code); store(at, static_cast<int8_t>(n)); return kDone;
    case 'h': if (!fits(INT16_MIN, INT16_MAX)) return wrong_value(t, code); store(at, static_cast<int16_t>(n)); return kDone;
    case 'H': if (!fits(0, UINT16_MAX)) return wrong_value(t, code); store(at, static_cast<uint16_t>(n)); return kDone;
    case 'i': if (!fits(INT32_MIN, INT32_MAX)) return wrong_value(t, code); store(at, static_cast<int32_t>(n)); return kDone;
    case 'I': if (!fits(0, UINT32_MAX)) return wrong_value(t, code); store(at, static_cast<uint32_t>(n)); return kDone;
    case 'l': case 'q': case 'n': store(at, n); return kDone;
    default: break;
  }
  return raise(t, TypeId::kNotImplementedError, "memoryview: unsupported format %c", code);
}

}  // namespace eider::builtins

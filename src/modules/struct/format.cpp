// SPDX-License-Identifier: MIT
#include "modules/struct/format.h"

#include <bit>
#include <cmath>
#include <cstdarg>
#include <limits>

#include "builtins/str/str_support.h"

namespace eider::modules {

using builtins::Bytes;

Failure struct_error(Thread& t, const char* format, ...) {
  va_list args;
  va_start(args, format);
  Result<Str*> text = str_vformat(t, format, args);
  va_end(args);
  if (!text.ok()) return kFailure;
  return raise_exception(t, EIDER_TRY(call1(t, module_type(t, ModuleType::kStructError)->value(), text.get()->value())));
}

namespace {

static_assert(std::endian::native == std::endian::little, "big_endian means: turned around");

/// Bytes of one item; 0: no such letter. Native and standard sizes differ in l and L and in what only native formats have.
int64_t item_width(char kind, bool native) {
  switch (kind) {
    case 'x': case 'b': case 'B': case 'c': case '?': case 's': case 'p': return 1;
    case 'h': case 'H': case 'e': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': return native ? 8 : 4;
    case 'q': case 'Q': case 'd': return 8;
    case 'n': case 'N': case 'P': return native ? 8 : 0;
    default: return 0;
  }
}
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Result<void> struct_parse(Thread& t, std::string_view format, StructProgram* out) {
  bool native = true, big_endian = false;
  if (format.find('\0') != std::string_view::npos) return struct_error(t, "embedded null character");
  if (!format.empty() && std::string_view("@=<>!").find(format[0]) != std::string_view::npos) {
    native = format[0] == '@';
    big_endian = format[0] == '>' || format[0] == '!';
    format.remove_prefix(1);
  }
  constexpr const char* kTooLong = "total struct size too long";
  for (size_t i = 0; i < format.size();) {
    char c = format[i++];
    if (is_space(c)) continue;
    int64_t count = 1;
    if (is_digit(c)) {
      for (count = c - '0'; i < format.size() && is_digit(format[i]); i++) {
        if (__builtin_mul_overflow(count, int64_t{10}, &count) || __builtin_add_overflow(count, int64_t{format[i] - '0'}, &count)) {
          return struct_error(t, kTooLong);
        }
      }
      if (i == format.size()) return struct_error(t, "repeat count given without format specifier");
      c = format[i++];
    }
    int64_t width = item_width(c, native);
    if (width == 0) return struct_error(t, "bad char in struct format");
    if (native && width > 1) {
      if (out->size > INT64_MAX - width) return struct_error(t, kTooLong);
      out->size = (out->size + width - 1) / width * width;
    }
    if (count > (INT64_MAX - out->size) / width) return struct_error(t, kTooLong);
    bool text = c == 's' || c == 'p';
    if (c != 'x' && (text || count != 0)) {
      out->codes.push({out->size, text ? 1 : count, text ? count : width, c, big_endian && width > 1, native});
      out->items += text ? 1 : count;
    }
    out->size += count * width;
  }
  if (out->codes.failed()) return raise_no_memory(t);
  return kDone;
}

// --- packing --------------------------------------------------------------------------------------------------------------------
namespace {

void store(uint8_t* to, uint64_t bits, int64_t width, bool big_endian) {
  if (big_endian) bits = __builtin_bswap64(bits) >> (64 - 8 * width);
  std::memcpy(to, &bits, static_cast<size_t>(width));
}

/// The name an integer format has in texts; nullptr: its letter. CPython has two packers, and which one it takes shows in the texts.
const char* range_name(const StructCode& code) {
  switch (code.kind) {
    case 'b': return "byte";
    case 'B': return "ubyte";
    case 'h': return code.big_endian ? nullptr : "short";
    case 'H': return code.big_endian ? nullptr : "ushort";
    default: return nullptr;
  }
}

Result<void> pack_int(Thread& t, const StructCode& code, Value v, uint8_t* to) {
  if (!is_int(t, v)) {
    if (type_of(t, v)->slots.index == nullptr) return struct_error(t, "required argument is not an integer");
    v = EIDER_TRY(index(t, v));
  }
  int64_t width = code.width;
  if (code.kind == 'P') {
    int64_t n;
    uint64_t u;
    if (int_fits_uint64(v, &u)) {
      store(to, u, width, code.big_endian);
    } else if (int_fits_int64(v, &n)) {
      store(to, static_cast<uint64_t>(n), width, code.big_endian);
    } else {
      return struct_error(t, "int too large to convert");
    }
    return kDone;
  }
  const char* name = range_name(code);
  bool is_unsigned = std::string_view("BHILQN").find(code.kind) != std::string_view::npos;
  int64_t bits = 8 * width;
  if (is_unsigned && name == nullptr) {
    uint64_t n, most = bits == 64 ? UINT64_MAX : (uint64_t{1} << bits) - 1;
    if (!int_fits_uint64(v, &n)) return struct_error(t, "argument out of range");
    if (n > most) return struct_error(t, "'%c' format requires 0 <= number <= %llu", code.kind, static_cast<unsigned long long>(most));
    store(to, n, width, code.big_endian);
    return kDone;
  }
  int64_t n;
  if (!int_fits_int64(v, &n)) return struct_error(t, "argument out of range");
  int64_t low = is_unsigned ? 0 : INT64_MIN >> (64 - bits);
  int64_t high = is_unsigned ? (int64_t{1} << bits) - 1 : INT64_MAX >> (64 - bits);
  if (n < low || n > high) {
    auto l = static_cast<long long>(low), h = static_cast<long long>(high);
    if (name != nullptr) return struct_error(t, "%s format requires %lld <= number <= %lld", name, l, h);
    return struct_error(t, "'%c' format requires %lld <= number <= %lld", code.kind, l, h);
  }
  store(to, static_cast<uint64_t>(n), width, code.big_endian);
  return kDone;
}

Result<void> pack_float(Thread& t, const StructCode& code, Value v, uint8_t* to) {
  Result<double> converted = is_float(t, v) ? Result<double>(float_of(v)) : to_double(t, v);
  if (!converted.ok()) {
    builtins::clear_exception(t);
    return struct_error(t, "required argument is not a float");
  }
  double d = converted.get();
  uint64_t bits;
  bool overflow = false;
  if (code.kind == 'd') {
    bits = std::bit_cast<uint64_t>(d);
  } else if (code.kind == 'f') {
    auto narrow = static_cast<float>(d);
    bits = std::bit_cast<uint32_t>(narrow);
    overflow = !code.native && std::isinf(narrow) && !std::isinf(d);  // natively a C cast: infinity
  } else if (std::isnan(d)) {
    bits = std::signbit(d) ? 0xfe00 : 0x7e00;
  } else {
    auto narrow = static_cast<_Float16>(d);
    bits = std::bit_cast<uint16_t>(narrow);
    overflow = std::isinf(static_cast<float>(narrow)) && !std::isinf(d);
  }
  if (overflow) {
    if (is_int(t, v)) return struct_error(t, "int too large to convert");
    return raise(t, TypeId::kOverflowError, "float too large to pack with %c format", code.kind);
  }
  store(to, bits, code.width, code.big_endian);
  return kDone;
}

/// The bytes of an s or p argument.
Result<void> pack_text(Thread& t, const StructCode& code, Value v, uint8_t* to) {
  if (!builtins::is_bytes(t, v) && !builtins::is_bytearray(t, v)) {
    return struct_error(t, "argument for '%c' must be a bytes object", code.kind);
  }
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, v));
  int64_t size = source.size();
  if (code.kind == 'p') {
    if (code.width == 0) return kDone;
    size = std::min(size, code.width - 1);
    *to++ = static_cast<uint8_t>(std::min<int64_t>(size, 255));
  } else {
    size = std::min(size, code.width);
  }
  if (size != 0) std::memcpy(to, source.span().data(), static_cast<size_t>(size));
  return kDone;
}

Result<void> pack_item(Thread& t, const StructCode& code, Value v, uint8_t* to) {
  switch (code.kind) {
    case 's': case 'p': return pack_text(t, code, v, to);
    case 'e': case 'f': case 'd': return pack_float(t, code, v, to);
    case '?': *to = EIDER_TRY(truth(t, v)); return kDone;
    case 'c':
      if (!builtins::is_bytes(t, v) || v.as<Bytes>()->length != 1) return struct_error(t, "char format requires a bytes object of length 1");
      *to = v.as<Bytes>()->data[0];
      return kDone;
    default: return pack_int(t, code, v, to);
  }
}

}  // namespace

Result<void> struct_pack(Thread& t, const StructCode* codes, size_t count, const Value* values, uint8_t* to) {
  for (size_t i = 0; i < count; i++) {
    const StructCode& code = codes[i];
    for (int64_t k = 0; k < code.repeat; k++) {
      EIDER_TRY(pack_item(t, code, *values++, to + code.offset + k * code.width));
      EIDER_TRY(poll(t));
    }
  }
  return kDone;
}

// --- unpacking ------------------------------------------------------------------------------------------------------------------
namespace {

uint64_t load(const uint8_t* from, int64_t width, bool big_endian) {
  uint64_t bits = 0;
  std::memcpy(&bits, from, static_cast<size_t>(width));
  return big_endian ? __builtin_bswap64(bits) >> (64 - 8 * width) : bits;
}

Result<Value> unpack_item(Thread& t, const StructCode& code, const uint8_t* from) {
  switch (code.kind) {
    case 's': return builtins::bytes_from(t, from, code.width);
    case 'p': {
      int64_t size = code.width == 0 ? 0 : std::min<int64_t>(*from, code.width - 1);
      return builtins::bytes_from(t, from + 1, size);
    }
    case 'c': return builtins::bytes_from(t, from, 1);
    case '?': return Value::from_bool(*from != 0);
    case 'd': return float_value(t, std::bit_cast<double>(load(from, 8, code.big_endian)));
    case 'f': return float_value(t, std::bit_cast<float>(static_cast<uint32_t>(load(from, 4, code.big_endian))));
    case 'e': return float_value(t, static_cast<double>(std::bit_cast<_Float16>(static_cast<uint16_t>(load(from, 2, code.big_endian)))));
    case 'B': case 'H': case 'I': case 'L': case 'Q': case 'N': case 'P': return int_from_uint64(t, load(from, code.width, code.big_endian));
    default: {
      int64_t unused = 64 - 8 * code.width;
      return int_from_int64(t, static_cast<int64_t>(load(from, code.width, code.big_endian) << unused) >> unused);
    }
  }
}

}  // namespace

Result<Tuple*> struct_unpack(Thread& t, const StructCode* codes, size_t count, int64_t items, const uint8_t* from) {
  Tuple* made = EIDER_TRY(tuple_new(t, items));
  int64_t at = 0;
  for (size_t i = 0; i < count; i++) {
    const StructCode& code = codes[i];
    for (int64_t k = 0; k < code.repeat; k++) {
      made->items[at++].init(EIDER_TRY(unpack_item(t, code, from + code.offset + k * code.width)));
      EIDER_TRY(poll(t));
    }
  }
  return made;
}

}  // namespace eider::modules

// SPDX-License-Identifier: MIT
//
// binascii: bytes as text and back: hexadecimal, base64, uuencode, quoted-printable; CRC sums.
//
// Thread rule: every function works on bytes that nobody changes (builtins::ByteSource) and makes a new object.
#include <zlib.h>

#include <cstring>
#include <string_view>

#include "builtins/bytes/bytes.h"
#include "modules/support.h"
#include "modules/module_parts.h"

namespace eider::modules {

using builtins::ByteSource;
using builtins::ByteSpan;
using Output = builtins::kernels::Bytes;

namespace {

Failure fail(Thread& t, const char* text) {
  Value message = EIDER_TRY(text_value(t, text));
  return raise_exception(t, EIDER_TRY(call1(t, module_type(t, ModuleType::kBinasciiError)->value(), message)));
}

/// The ASCII argument of the decoders: a str of ASCII characters or a bytes-like object.
class AsciiSource {
 public:
  Result<void> acquire(Thread& t, Value v) {
    if (is_instance(t, v, TypeId::kStr)) {
      auto* s = v.as<Str>();
      if (!s->ascii) return raise(t, TypeId::kValueError, "string argument should contain only ASCII characters");
      span_ = {s->u8(), static_cast<size_t>(s->length())};
      return kDone;
    }
    if (!EIDER_TRY(bytes_.try_acquire(t, v))) {
      return raise(t, TypeId::kTypeError, "argument should be bytes, buffer or ASCII string, not '%s'", type_name(t, v));
    }
    span_ = bytes_.span();
    return kDone;
  }
  ByteSpan span() const { return span_; }

 private:
  ByteSource bytes_;
  ByteSpan span_;  // into the Str or into bytes_: interior pointers keep what they point into
};

Result<bool> flag(Thread& t, Value v, bool otherwise) { return v.is_absent() ? Result<bool>(otherwise) : truth(t, v); }

// --- hexadecimal ----------------------------------------------------------------------------------------------------------------
constexpr char kHex[] = "0123456789abcdef";
constexpr char kUpperHex[] = "0123456789ABCDEF";
int hex_digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Result<Value> hexlify(Thread& t, const Value* a) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  int64_t group = a[2].is_absent() ? 1 : EIDER_TRY(index_int64(t, a[2], TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (group < INT32_MIN || group > INT32_MAX) {
    return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  }
  uint8_t separator = 0;
  if (!a[1].is_absent()) {
    if (is_instance(t, a[1], TypeId::kStr)) {
      auto* s = a[1].as<Str>();
      if (s->length() != 1) return raise(t, TypeId::kValueError, "sep must be length 1.");
      if (s->width != 1) return raise(t, TypeId::kValueError, "sep must be ASCII.");  // Latin-1 passes, as in CPython
      separator = s->u8()[0];
    } else if (builtins::is_bytes(t, a[1])) {
      auto* b = a[1].as<builtins::Bytes>();
      if (b->length != 1) return raise(t, TypeId::kValueError, "sep must be length 1.");
      separator = b->data[0];
    } else {
      int64_t size = EIDER_TRY(length(t, a[1]));
      if (size != 1) return raise(t, TypeId::kValueError, "sep must be length 1.");
      return raise(t, TypeId::kTypeError, "sep must be str or bytes.");
    }
  } else {
    group = 0;
  }
  ByteSpan in = source.span();
  auto width = static_cast<size_t>(group < 0 ? -group : group);
  size_t breaks = width == 0 || in.empty() ? 0 : (in.size() - 1) / width;
  builtins::Bytes* made = EIDER_TRY(builtins::bytes_new(t, static_cast<int64_t>(2 * in.size() + breaks)));
  uint8_t* to = made->data;
  for (size_t i = 0; i < in.size(); i++) {
    // Groups are counted from the right, or from the left when the size is negative.
    if (breaks != 0 && i != 0 && (group > 0 ? in.size() - i : i) % width == 0) *to++ = separator;
    *to++ = static_cast<uint8_t>(kHex[in[i] >> 4]);
    *to++ = static_cast<uint8_t>(kHex[in[i] & 15]);
  }
  return made;
}

Result<Value> unhexlify(Thread& t, const Value* a) {
  AsciiSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  ByteSpan in = source.span();
  if (in.size() % 2 != 0) return fail(t, "Odd-length string");
  builtins::Bytes* made = EIDER_TRY(builtins::bytes_new(t, static_cast<int64_t>(in.size() / 2)));
  for (size_t i = 0; i < in.size(); i += 2) {
    int high = hex_digit(in[i]), low = hex_digit(in[i + 1]);
    if (high < 0 || low < 0) return fail(t, "Non-hexadecimal digit found");
    made->data[i / 2] = static_cast<uint8_t>(high << 4 | low);
  }
  return made;
}

// --- base64 ---------------------------------------------------------------------------------------------------------------------
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
struct Base64Values {
  uint8_t of[256];  // 64: not a character of the alphabet
  constexpr Base64Values() : of() {
    for (uint8_t& v : of) v = 64;
    for (size_t i = 0; i < kBase64.size(); i++) of[static_cast<uint8_t>(kBase64[i])] = static_cast<uint8_t>(i);
  }
};
constexpr Base64Values kBase64Values;

Result<Value> to_base64(Thread& t, const Value* a) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  bool newline = EIDER_TRY(flag(t, a[1], true));
  ByteSpan in = source.span();
  builtins::Bytes* made = EIDER_TRY(builtins::bytes_new(t, static_cast<int64_t>((in.size() + 2) / 3 * 4 + newline)));
  uint8_t* to = made->data;
  auto put = [&to](uint32_t six) { *to++ = static_cast<uint8_t>(kBase64[six & 63]); };
  size_t i = 0;
  for (; i + 3 <= in.size(); i += 3) {
    uint32_t three = uint32_t{in[i]} << 16 | uint32_t{in[i + 1]} << 8 | in[i + 2];
    put(three >> 18), put(three >> 12), put(three >> 6), put(three);
  }
  if (size_t rest = in.size() - i; rest != 0) {
    uint32_t three = uint32_t{in[i]} << 16 | (rest == 2 ? uint32_t{in[i + 1]} << 8 : 0);
    put(three >> 18), put(three >> 12);
    if (rest == 2) put(three >> 6); else *to++ = '=';
    *to++ = '=';
  }
  if (newline) *to = '\n';
  return made;
}

Result<Value> from_base64(Thread& t, const Value* a) {
  AsciiSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  bool strict = EIDER_TRY(flag(t, a[1], false));
  ByteSpan in = source.span();
  Output out;
  if (!out.reserve(in.size() / 4 * 3 + 3)) return raise_no_memory(t);
  if (strict && !in.empty() && in[0] == '=') return fail(t, "Leading padding not allowed");
  uint32_t place = 0, pads = 0, held = 0;  // place: characters of the present group of four
  bool padded = false, finished = false;
  for (size_t i = 0; i < in.size() && !finished; i++) {
    if (in[i] == '=') {
      padded = true;
      if (place >= 2 && place + ++pads >= 4) {
        if (strict && i + 1 < in.size()) return fail(t, "Excess data after padding");
        finished = true;
      }
      continue;
    }
    uint8_t six = kBase64Values.of[in[i]];
    if (six == 64) {
      if (strict) return fail(t, "Only base64 data is allowed");
      continue;
    }
    if (strict && padded) return fail(t, "Discontinuous padding not allowed");
    pads = 0;
    held = held << 6 | six;
    if (place != 0) out.push(static_cast<uint8_t>(held >> (6 - 2 * place)));
    place = (place + 1) & 3;
  }
  if (!finished && place == 1) {
    Str* text = EIDER_TRY(str_format(t, "Invalid base64-encoded string: number of data characters (%zu) cannot be 1 more than a multiple of 4",
                                     out.size() / 3 * 4 + 1));
    return fail(t, to_utf8(text).c_str());
  }
  if (!finished && place != 0) return fail(t, "Incorrect padding");
  return builtins::bytes_from(t, out);
}

// --- uuencode -------------------------------------------------------------------------------------------------------------------
Result<Value> to_uu(Thread& t, const Value* a) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  bool backtick = EIDER_TRY(flag(t, a[1], false));
  ByteSpan in = source.span();
  if (in.size() > 45) return fail(t, "At most 45 bytes at once");
  auto letter = [backtick](uint32_t six) { return static_cast<uint8_t>(six == 0 && backtick ? '`' : ' ' + six); };
  Output out;
  out.push(letter(static_cast<uint32_t>(in.size())));
  for (size_t i = 0; i < in.size(); i += 3) {
    auto byte = [&](size_t k) { return k < in.size() ? uint32_t{in[k]} : 0; };
    uint32_t three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (int shift = 18; shift >= 0; shift -= 6) out.push(letter(three >> shift & 63));
  }
  out.push('\n');
  return builtins::bytes_from(t, out);
}

Result<Value> from_uu(Thread& t, const Value* a) {
  AsciiSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  ByteSpan in = source.span();
  // An empty line has the length its first character would say: CPython reads the final NUL.
  size_t wanted = ((in.empty() ? 0u : in[0]) - ' ') & 63u;
  size_t at = 1;
  Output out;
  uint32_t held = 0, bits = 0;
  for (; out.size() < wanted; at++) {
    uint32_t six = 0;
    if (at < in.size() && in[at] != '\n' && in[at] != '\r') {  // what is missing at the end were spaces
      if (in[at] < ' ' || in[at] > ' ' + 64) return fail(t, "Illegal char");
      six = (in[at] - ' ') & 63u;
    }
    held = held << 6 | six;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push(static_cast<uint8_t>(held >> bits));
    }
  }
  for (; at < in.size(); at++) {
    if (in[at] != ' ' && in[at] != ' ' + 64 && in[at] != '\n' && in[at] != '\r') return fail(t, "Trailing garbage");
  }
  return builtins::bytes_from(t, out);
}

// --- quoted-printable -----------------------------------------------------------------------------------------------------------
Result<Value> from_qp(Thread& t, const Value* a) {
  AsciiSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  bool header = EIDER_TRY(flag(t, a[1], false));
  ByteSpan in = source.span();
  Output out;
  for (size_t i = 0; i < in.size();) {
    uint8_t c = in[i++];
    if (c != '=') {
      out.push(header && c == '_' ? ' ' : c);
      continue;
    }
    if (i == in.size()) break;
    if (in[i] == '\n' || in[i] == '\r') {  // a soft line break
      while (i < in.size() && in[i] != '\n') i++;
      if (i < in.size()) i++;
    } else if (in[i] == '=') {
      out.push('=');
      i++;
    } else if (i + 1 < in.size() && hex_digit(in[i]) >= 0 && hex_digit(in[i + 1]) >= 0) {
      out.push(static_cast<uint8_t>(hex_digit(in[i]) << 4 | hex_digit(in[i + 1])));
      i += 2;
    } else {
      out.push('=');
    }
  }
  return builtins::bytes_from(t, out);
}

class QuotedPrintable {
 public:
  QuotedPrintable(ByteSpan in, bool quote_tabs, bool text, bool header) : in_(in), quote_tabs_(quote_tabs), text_(text), header_(header) {
    const void* first = in.empty() ? nullptr : std::memchr(in.data(), '\n', in.size());
    auto* end = static_cast<const uint8_t*>(first);
    crlf_ = end != nullptr && end > in.data() && end[-1] == '\r';
  }
  void encode(Output& out) {
    for (size_t i = 0; i < in_.size();) {
      uint8_t c = in_[i];
      if (must_quote(i)) {
        if (line_ + 3 >= kLineSize) soft_break(out);
        quote(out, c);
        line_ += 3;
        i++;
      } else if (text_ && (c == '\n' || (c == '\r' && i + 1 < in_.size() && in_[i + 1] == '\n'))) {
        line_ = 0;
        if (!out.empty() && (out[out.size() - 1] == ' ' || out[out.size() - 1] == '\t')) {  // white space before a line's end
          uint8_t last = out[out.size() - 1];
          out.truncate(out.size() - 1);
          quote(out, last);
        }
        new_line(out);
        i += c == '\r' ? 2 : 1;
      } else {
        if (i + 1 != in_.size() && in_[i + 1] != '\n' && line_ + 1 >= kLineSize) soft_break(out);
        line_++;
        out.push(header_ && c == ' ' ? '_' : c);
        i++;
      }
    }
  }

 private:
  static constexpr size_t kLineSize = 76;
  bool must_quote(size_t i) const {
    uint8_t c = in_[i];
    bool last = i + 1 == in_.size();
    if (c > 126 || c == '=' || (header_ && c == '_')) return true;
    if (c == '.' && line_ == 0 && (last || in_[i + 1] == '\n' || in_[i + 1] == '\r' || in_[i + 1] == 0)) return true;
    if (c == '\r' || c == '\n') return !text_;
    if (c == '\t' || c == ' ') return last || quote_tabs_;
    return c < 33;
  }
  void quote(Output& out, uint8_t c) {
    out.push('=');
    out.push(static_cast<uint8_t>(kUpperHex[c >> 4]));
    out.push(static_cast<uint8_t>(kUpperHex[c & 15]));
  }
  void new_line(Output& out) {
    if (crlf_) out.push('\r');
    out.push('\n');
  }
  void soft_break(Output& out) {
    out.push('=');
    new_line(out);
    line_ = 0;
  }
  ByteSpan in_;
  bool quote_tabs_, text_, header_, crlf_;
  size_t line_ = 0;  // characters on the present line
};

Result<Value> to_qp(Thread& t, const Value* a) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  bool tabs = EIDER_TRY(flag(t, a[1], false)), text = EIDER_TRY(flag(t, a[2], true)), header = EIDER_TRY(flag(t, a[3], false));
  Output out;
  QuotedPrintable(source.span(), tabs, text, header).encode(out);
  return builtins::bytes_from(t, out);
}

// --- sums -----------------------------------------------------------------------------------------------------------------------
/// The low 32 bits of an int argument.
Result<uint32_t> low_bits(Thread& t, Value v, const Value otherwise) {
  Value whole = EIDER_TRY(index(t, v.is_absent() ? otherwise : v));
  objects::IntView n(whole);
  uint64_t low = n.count == 0 ? 0 : n.limbs[0];
  return static_cast<uint32_t>(n.sign < 0 ? 0 - low : low);
}
Result<Value> crc32_of(Thread& t, const Value* a) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  uint32_t crc = EIDER_TRY(low_bits(t, a[1], Value::from_small_int(0)));
  return Value::from_small_int(static_cast<int64_t>(crc32_z(crc, source.span().data(), source.span().size())));
}
Result<Value> crc_hqx(Thread& t, const Value* a) {
  ByteSource source;
  EIDER_TRY(source.acquire(t, a[0]));
  uint32_t crc = EIDER_TRY(low_bits(t, a[1], a[1])) & 0xffff;
  for (uint8_t byte : source.span()) {
    crc ^= uint32_t{byte} << 8;
    for (int bit = 0; bit < 8; bit++) crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021u : 0)) & 0xffff;
  }
  return Value::from_small_int(crc);
}

constexpr const char* kHexlifyDoc =
    "Hexadecimal representation of binary data.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many "
    "bytes between separators.  Positive values count from the\n    right, negative values count from the left.\n\nThe return value is a bytes object.  This "
    "function is also\navailable as \"b2a_hex()\".";
constexpr const char* kUnhexlifyDoc =
    "Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).\nThis function is also available as "
    "\"a2b_hex()\".";
constexpr NativeDef kFunctions[] = {
    {"a2b_uu(data, /)", from_uu, Sync::kNone, "Decode a line of uuencoded data.", NativeDef::kFunction},
    {"b2a_uu(data, /, *, backtick=False)", to_uu, Sync::kNone, "Uuencode line of data.", NativeDef::kFunction},
    {"a2b_base64(data, /, *, strict_mode=False)", from_base64, Sync::kNone,
     "Decode a line of base64 data.\n\n  strict_mode\n    When set to True, bytes that are not in the base64 standard are not allowed.\n    The same applies to "
     "excess data after padding (= / ==).", NativeDef::kFunction},
    {"b2a_base64(data, /, *, newline=True)", to_base64, Sync::kNone, "Base64-code line of data.", NativeDef::kFunction},
    {"a2b_qp(data, header=False)", from_qp, Sync::kNone, "Decode a string of qp-encoded data.", NativeDef::kFunction},
    {"b2a_qp(data, quotetabs=False, istext=True, header=False)", to_qp, Sync::kNone,
     "Encode a string using quoted-printable encoding.\n\nOn encoding, when istext is set, newlines are not encoded, and white\nspace at end of lines is.  When "
     "istext is not set, \\r and \\n (CR/LF)\nare both encoded.  When quotetabs is set, space and tabs are encoded.", NativeDef::kFunction},
    {"b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)", hexlify, Sync::kNone, kHexlifyDoc, NativeDef::kFunction},
    {"hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)", hexlify, Sync::kNone, kHexlifyDoc, NativeDef::kFunction},
    {"a2b_hex(hexstr, /)", unhexlify, Sync::kNone, kUnhexlifyDoc, NativeDef::kFunction},
    {"unhexlify(hexstr, /)", unhexlify, Sync::kNone, kUnhexlifyDoc, NativeDef::kFunction},
    {"crc_hqx(data, crc, /)", crc_hqx, Sync::kNone, "Compute CRC-CCITT incrementally.", NativeDef::kFunction},
    {"crc32(data, crc=0, /)", crc32_of, Sync::kNone, "Compute CRC-32 incrementally.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_binascii(Thread& t, Module* module) {
  Value error = EIDER_TRY(add_exception(t, module, "binascii.Error", type(t, TypeId::kValueError)->value()));
  t.realm->add_root(error);
  set_module_type(t, ModuleType::kBinasciiError, error.as<Type>());
  EIDER_TRY(add_exception(t, module, "binascii.Incomplete", type(t, TypeId::kException)->value()));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules

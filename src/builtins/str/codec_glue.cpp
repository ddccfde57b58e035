// SPDX-License-Identifier: MIT
#include "builtins/str/codec_glue.h"

#include <algorithm>

#include "builtins/str/codec_handlers.h"
#include "objects/errors.h"

namespace eider::builtins {

using kernels::CodecResult;
using kernels::CodecStatus;
using kernels::DecodeErrors;
using kernels::EncodeErrors;
using kernels::ErrorHandler;

// --- names ----------------------------------------------------------------------------------------------------------------------
std::string normalize_encoding(std::string_view name) {
  std::string out;
  bool punctuation = false;
  for (char c : name) {
    bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
    if (!kept) {
      punctuation = true;
      continue;
    }
    if (punctuation && !out.empty()) out += '_';
    punctuation = false;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return out;
}

Codec codec_named(std::string_view name) {
  struct Row {
    std::string_view name;
    Codec codec;
  };
  static constexpr Row kRows[] = {
      {"utf_8", Codec::kUtf8}, {"utf8", Codec::kUtf8}, {"u8", Codec::kUtf8}, {"utf", Codec::kUtf8}, {"cp65001", Codec::kUtf8},
      {"utf8_ucs2", Codec::kUtf8}, {"utf8_ucs4", Codec::kUtf8}, {"utf_8_sig", Codec::kUtf8Sig}, {"utf8_sig", Codec::kUtf8Sig},
      {"latin_1", Codec::kLatin1}, {"latin1", Codec::kLatin1}, {"iso_8859_1", Codec::kLatin1}, {"iso8859_1", Codec::kLatin1},
      {"8859", Codec::kLatin1}, {"cp819", Codec::kLatin1}, {"csisolatin1", Codec::kLatin1}, {"ibm819", Codec::kLatin1},
      {"iso8859", Codec::kLatin1}, {"iso_8859_1_1987", Codec::kLatin1}, {"iso_ir_100", Codec::kLatin1}, {"l1", Codec::kLatin1},
      {"latin", Codec::kLatin1}, {"ascii", Codec::kAscii}, {"us_ascii", Codec::kAscii}, {"646", Codec::kAscii}, {"us", Codec::kAscii},
      {"ansi_x3.4_1968", Codec::kAscii}, {"ansi_x3_4_1968", Codec::kAscii}, {"ansi_x3.4_1986", Codec::kAscii}, {"cp367", Codec::kAscii},
      {"csascii", Codec::kAscii}, {"ibm367", Codec::kAscii}, {"iso646_us", Codec::kAscii}, {"iso_646.irv_1991", Codec::kAscii},
      {"iso_ir_6", Codec::kAscii}, {"utf_16", Codec::kUtf16}, {"utf16", Codec::kUtf16}, {"u16", Codec::kUtf16},
      {"utf_16_le", Codec::kUtf16Le}, {"utf_16le", Codec::kUtf16Le}, {"utf16_le", Codec::kUtf16Le}, {"unicodelittleunmarked", Codec::kUtf16Le},
      {"utf_16_be", Codec::kUtf16Be}, {"utf_16be", Codec::kUtf16Be}, {"utf16_be", Codec::kUtf16Be}, {"unicodebigunmarked", Codec::kUtf16Be},
      {"utf_32", Codec::kUtf32}, {"utf32", Codec::kUtf32}, {"u32", Codec::kUtf32}, {"utf_32_le", Codec::kUtf32Le},
      {"utf_32le", Codec::kUtf32Le}, {"utf32_le", Codec::kUtf32Le}, {"utf_32_be", Codec::kUtf32Be}, {"utf_32be", Codec::kUtf32Be},
      {"utf32_be", Codec::kUtf32Be}, {"cp1252", Codec::kCp1252}, {"1252", Codec::kCp1252}, {"windows_1252", Codec::kCp1252},
      {"unicode_escape", Codec::kUnicodeEscape}, {"unicodeescape", Codec::kUnicodeEscape},
      {"raw_unicode_escape", Codec::kRawUnicodeEscape}, {"rawunicodeescape", Codec::kRawUnicodeEscape},
  };
  if (name == "utf-8" || name == "utf8") return Codec::kUtf8;  // by far the most common
  std::string normal = normalize_encoding(name);
  for (const Row& row : kRows) {
    if (row.name == normal) return row.codec;
  }
  return Codec::kOther;
}

// --- exceptions -----------------------------------------------------------------------------------------------------------------
namespace {

Result<Value> new_codec_error(Thread& t, TypeId id, const char* encoding, Value object, int64_t start, int64_t end, const char* reason) {
  Str* encoding_text = EIDER_TRY(str_from_utf8(t, encoding));
  Str* reason_text = EIDER_TRY(str_from_utf8(t, reason));
  Value args[5] = {encoding_text->value(), object, Value::from_small_int(start), Value::from_small_int(end), reason_text->value()};
  Tuple* all = EIDER_TRY(tuple_from(t, args, 5));
  auto* exc = static_cast<BaseException*>(EIDER_TRY(new_instance(t, type(t, id))));  // what the constructor would make
  exc->args.init(all->value());
  exc->suppress_context.init(kFalse);
  for (int i = 0; i < 5; i++) exc->fields[i].init(args[i]);
  return exc->value();
}

}  // namespace

Result<Value> new_decode_error(Thread& t, const char* encoding, Value object, int64_t start, int64_t end, const char* reason) {
  return new_codec_error(t, TypeId::kUnicodeDecodeError, encoding, object, start, end, reason);
}
Result<Value> new_encode_error(Thread& t, const char* encoding, Str* object, int64_t start, int64_t end, const char* reason) {
  return new_codec_error(t, TypeId::kUnicodeEncodeError, encoding, object->value(), start, end, reason);
}
Failure raise_decode_error(Thread& t, const char* encoding, Value object, int64_t start, int64_t end, const char* reason) {
  Result<Value> made = new_decode_error(t, encoding, object, start, end, reason);
  return made.ok() ? raise_instance(t, made.get()) : kFailure;
}
Failure raise_encode_error(Thread& t, const char* encoding, Str* object, int64_t start, int64_t end, const char* reason) {
  Result<Value> made = new_encode_error(t, encoding, object, start, end, reason);
  return made.ok() ? raise_instance(t, made.get()) : kFailure;
}

// --- handlers -------------------------------------------------------------------------------------------------------------------
namespace {

/// Position from an error handler's answer, made absolute. False: IndexError is set.
bool resume_position(Thread& t, Value position, int64_t size, size_t* out) {
  Result<int64_t> at = int_argument(t, position, 0);
  if (!at.ok()) return false;
  int64_t resume = at.get() < 0 ? at.get() + size : at.get();
  if (resume < 0 || resume > size) {
    raise(t, TypeId::kIndexError, "position %lld from error handler out of bounds", static_cast<long long>(at.get()));
    return false;
  }
  *out = static_cast<size_t>(resume);
  return true;
}

/// The two items of a handler's answer; false when it is not a pair of the right shape.
bool pair_of(Thread& t, Value answer, Value* text, Value* position) {
  if (!is_instance(t, answer, TypeId::kTuple) || answer.as<Tuple>()->size() != 2) return false;
  *text = answer.as<Tuple>()->items[0].get();
  *position = answer.as<Tuple>()->items[1].get();
  return has_index(t, *position);
}

}  // namespace

bool call_decode_handler(Thread& t, Value handler, Value error, int64_t input_size, kernels::DecodeReplacement* answer) {
  Result<Value> result = call1(t, handler, error);
  if (!result.ok()) return false;
  Value text, position;
  if (!pair_of(t, result.get(), &text, &position) || !is_str(t, text)) {
    raise(t, TypeId::kTypeError, "decoding error handler must return (str, int) tuple");
    return false;
  }
  if (!resume_position(t, position, input_size, &answer->resume)) return false;
  answer->text.clear();
  kernels::append(answer->text, view_of(text.as<Str>()));
  return true;
}

bool call_encode_handler(Thread& t, Value handler, Value error, int64_t input_size, kernels::EncodeReplacement* answer) {
  Result<Value> result = call1(t, handler, error);
  if (!result.ok()) return false;
  Value text, position;
  bool fits = pair_of(t, result.get(), &text, &position);
  if (!fits || !(is_str(t, text) || is_bytes(t, text))) {
    raise(t, TypeId::kTypeError, "encoding error handler must return (str/bytes, int) tuple");
    return false;
  }
  if (!resume_position(t, position, input_size, &answer->resume)) return false;
  answer->is_bytes = !is_str(t, text);
  answer->text.clear();
  answer->bytes.clear();
  if (answer->is_bytes) {
    answer->bytes.append(text.as<Bytes>()->data, static_cast<size_t>(text.as<Bytes>()->length));
  } else {
    kernels::append(answer->text, view_of(text.as<Str>()));
  }
  return true;
}

Result<Value> find_handler(Thread& t, Str* name) {
  if (t.realm->hooks.find_error_handler != nullptr) return t.realm->hooks.find_error_handler(t, name);
  return raise(t, TypeId::kLookupError, "unknown error handler name '%s'", to_utf8(name).c_str());
}

DecodePolicy::DecodePolicy(Thread& t, ByteSpan bytes, Str* errors_name) : t_(t), bytes_(bytes), name_(errors_name) {
  if (errors_name != nullptr) errors.handler = kernels::error_handler_named(to_utf8(errors_name).c_str());
  errors.context = this;
  errors.callback = [](void* context, const kernels::CodecError& error, kernels::DecodeReplacement* answer) {
    return static_cast<DecodePolicy*>(context)->call(error, answer);
  };
}

bool DecodePolicy::call(const kernels::CodecError& error, kernels::DecodeReplacement* answer) {
  if (handler_.is_absent()) {
    Result<Value> found = find_handler(t_, name_);
    if (!found.ok()) return false;
    handler_ = found.get();
    Result<Bytes*> object = bytes_from(t_, bytes_);
    if (!object.ok()) return false;
    object_ = object.get()->value();
  }
  Result<Value> exc = new_decode_error(t_, error.encoding, object_, static_cast<int64_t>(error.start), static_cast<int64_t>(error.end),
                                       error.reason);
  return exc.ok() && call_decode_handler(t_, handler_, exc.get(), static_cast<int64_t>(bytes_.size()), answer);
}

Failure DecodePolicy::fail(const CodecResult& result) {
  switch (result.status) {
    case CodecStatus::kOk: EIDER_UNREACHABLE("no failure");
    case CodecStatus::kError: {
      Result<Bytes*> object = bytes_from(t_, bytes_);
      if (!object.ok()) return kFailure;
      return raise_decode_error(t_, result.error.encoding, object.get()->value(), static_cast<int64_t>(result.error.start),
                                static_cast<int64_t>(result.error.end), result.error.reason);
    }
    case CodecStatus::kWrongHandler:
      return raise(t_, TypeId::kTypeError, "don't know how to handle UnicodeDecodeError in error callback");
    case CodecStatus::kCallbackFailed: return kFailure;
    case CodecStatus::kNoMemory: return raise_no_memory(t_);
  }
  EIDER_UNREACHABLE("codec status");
}

EncodePolicy::EncodePolicy(Thread& t, Str* text, Str* errors_name) : t_(t), text_(text), name_(errors_name) {
  if (errors_name != nullptr) errors.handler = kernels::error_handler_named(to_utf8(errors_name).c_str());
  errors.context = this;
  errors.callback = [](void* context, const kernels::CodecError& error, kernels::EncodeReplacement* answer) {
    return static_cast<EncodePolicy*>(context)->call(error, answer);
  };
}

bool EncodePolicy::call(const kernels::CodecError& error, kernels::EncodeReplacement* answer) {
  if (handler_.is_absent()) {
    Result<Value> found = find_handler(t_, name_);
    if (!found.ok()) return false;
    handler_ = found.get();
  }
  Result<Value> exc = new_encode_error(t_, error.encoding, text_, static_cast<int64_t>(error.start), static_cast<int64_t>(error.end),
                                       error.reason);
  return exc.ok() && call_encode_handler(t_, handler_, exc.get(), text_->length(), answer);
}

Failure EncodePolicy::fail(const CodecResult& result) {
  switch (result.status) {
    case CodecStatus::kOk: EIDER_UNREACHABLE("no failure");
    case CodecStatus::kError:
      return raise_encode_error(t_, result.error.encoding, text_, static_cast<int64_t>(result.error.start),
                                static_cast<int64_t>(result.error.end), result.error.reason);
    case CodecStatus::kWrongHandler:
      return raise(t_, TypeId::kTypeError, "don't know how to handle UnicodeEncodeError in error callback");
    case CodecStatus::kCallbackFailed: return kFailure;
    case CodecStatus::kNoMemory: return raise_no_memory(t_);
  }
  EIDER_UNREACHABLE("codec status");
}

// --- encoding -------------------------------------------------------------------------------------------------------------------
namespace {

/// Writes UTF-8 of characters without surrogates; `to` has room.
template <class C>
void write_utf8(const C* chars, int64_t count, uint8_t* to) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t c = chars[i];
    if (c < 0x80) {
      *to++ = static_cast<uint8_t>(c);
    } else if (c < 0x800) {
      *to++ = static_cast<uint8_t>(0xc0 | c >> 6);
      *to++ = static_cast<uint8_t>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      *to++ = static_cast<uint8_t>(0xe0 | c >> 12);
      *to++ = static_cast<uint8_t>(0x80 | (c >> 6 & 0x3f));
      *to++ = static_cast<uint8_t>(0x80 | (c & 0x3f));
    } else {
      *to++ = static_cast<uint8_t>(0xf0 | c >> 18);
      *to++ = static_cast<uint8_t>(0x80 | (c >> 12 & 0x3f));
      *to++ = static_cast<uint8_t>(0x80 | (c >> 6 & 0x3f));
      *to++ = static_cast<uint8_t>(0x80 | (c & 0x3f));
    }
  }
}

/// Bytes of UTF-8; -1 when there is a surrogate. The loops vectorize.
template <class C>
int64_t utf8_size(const C* chars, int64_t count) {
  int64_t size = count;
  int64_t surrogates = 0;
  for (int64_t i = 0; i < count; i++) {
    uint32_t c = chars[i];
    size += (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
    surrogates += (c & 0xfffff800) == 0xd800;
  }
  return surrogates != 0 ? -1 : size;
}

/// The plain case: nothing can go wrong, so the size is known and the bytes are written once. ABSENT: a surrogate is in the way.
Result<Value> encode_plain_utf8(Thread& t, Str* text) {
  return kernels::with_characters(view_of(text), [&](const auto* chars) -> Result<Value> {
    int64_t size = utf8_size(chars, text->length());
    if (size < 0) return kAbsent;
    Bytes* made = EIDER_TRY(bytes_new(t, size));
    write_utf8(chars, text->length(), made->data);
    return made->value();
  });
}

}  // namespace

Result<Bytes*> encode_with(Thread& t, Codec codec, Str* text, Str* errors) {
  bool plain = codec == Codec::kUtf8 || codec == Codec::kLatin1 || codec == Codec::kAscii || codec == Codec::kCp1252;
  if (text->ascii && plain) return bytes_from(t, text->bytes(), text->length());
  if (codec == Codec::kLatin1 && text->width == 1) return bytes_from(t, text->bytes(), text->length());
  if (codec == Codec::kUtf8) {
    Value made = EIDER_TRY(encode_plain_utf8(t, text));
    if (EIDER_LIKELY(!made.is_absent())) return made.as<Bytes>();
  }
  EncodePolicy policy(t, text, errors);
  TextView view = view_of(text);
  kernels::Bytes out;
  CodecResult result;
  switch (codec) {
    case Codec::kUtf8Sig: out.append(reinterpret_cast<const uint8_t*>("\xef\xbb\xbf"), 3); [[fallthrough]];
    case Codec::kUtf8: result = kernels::encode_utf8(view, policy.errors, out); break;
    case Codec::kUtf16: result = kernels::encode_utf16(view, kernels::Utf::kWithMark, policy.errors, out); break;
    case Codec::kUtf16Le: result = kernels::encode_utf16(view, kernels::Utf::kLittle, policy.errors, out); break;
    case Codec::kUtf16Be: result = kernels::encode_utf16(view, kernels::Utf::kBig, policy.errors, out); break;
    case Codec::kUtf32: result = kernels::encode_utf32(view, kernels::Utf::kWithMark, policy.errors, out); break;
    case Codec::kUtf32Le: result = kernels::encode_utf32(view, kernels::Utf::kLittle, policy.errors, out); break;
    case Codec::kUtf32Be: result = kernels::encode_utf32(view, kernels::Utf::kBig, policy.errors, out); break;
    case Codec::kLatin1: result = kernels::encode_latin1(view, policy.errors, out); break;
    case Codec::kAscii: result = kernels::encode_ascii(view, policy.errors, out); break;
    case Codec::kCp1252: result = kernels::encode_charmap(view, kernels::kCp1252, policy.errors, out); break;
    case Codec::kUnicodeEscape: kernels::encode_unicode_escape(view, out); break;
    case Codec::kRawUnicodeEscape: kernels::encode_raw_unicode_escape(view, out); break;
    case Codec::kOther: EIDER_UNREACHABLE("not a core codec");
  }
  if (EIDER_UNLIKELY(result.status != CodecStatus::kOk)) return policy.fail(result);
  return bytes_from(t, out);
}

Result<Bytes*> encode(Thread& t, Str* text, Str* encoding, Str* errors) {
  if (encoding == nullptr) return encode_with(t, Codec::kUtf8, text, errors);
  std::string name = to_utf8(encoding);
  Codec codec = codec_named(name);
  if (codec != Codec::kOther) return encode_with(t, codec, text, errors);
  if (t.realm->hooks.codec_encode != nullptr) {
    Value made = EIDER_TRY(t.realm->hooks.codec_encode(t, text, encoding, errors));
    if (!made.is_absent()) {
      if (is_bytes(t, made)) return made.as<Bytes>();
      return raise(t, TypeId::kTypeError,
                   "'%s' encoder returned '%s' instead of 'bytes'; use codecs.encode() to encode to arbitrary types", name.c_str(),
                   type_name(t, made));
    }
  }
  bool known = true;
  Result<Bytes*> made = encode_with_icu(t, name.c_str(), text, errors, &known);
  if (!known) return raise(t, TypeId::kLookupError, "unknown encoding: %s", name.c_str());
  return made;
}

Result<Bytes*> encode(Thread& t, Str* text, const char* encoding, const char* errors) {
  Str* encoding_name = encoding == nullptr ? nullptr : EIDER_TRY(str_from_utf8(t, encoding));
  Str* errors_name = errors == nullptr ? nullptr : EIDER_TRY(str_from_utf8(t, errors));
  return encode(t, text, encoding_name, errors_name);
}

// --- decoding -------------------------------------------------------------------------------------------------------------------
namespace {

Result<Str*> decode_valid_utf8(Thread& t, ByteSpan bytes, const kernels::Utf8Scan& scan) {
  if (scan.points == bytes.size()) return str_from_ascii(t, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (scan.points == 1) {
    char32_t c;
    kernels::copy_valid_utf8(bytes, &c);
    return str_from_char(t, c);
  }
  Str* made = EIDER_TRY(str_new(t, static_cast<int64_t>(scan.points), scan.highest));
  char* to = str_fill(made);
  if (made->width == 1) {
    kernels::copy_valid_utf8(bytes, reinterpret_cast<uint8_t*>(to));
  } else if (made->width == 2) {
    kernels::copy_valid_utf8(bytes, reinterpret_cast<uint16_t*>(to));
  } else {
    kernels::copy_valid_utf8(bytes, reinterpret_cast<char32_t*>(to));
  }
  return made;
}

/// DeprecationWarning about an escape sequence goes through the warnings module, which this layer does not know: it is dropped.
CodecResult run_decoder(Codec codec, ByteSpan bytes, const DecodeErrors& errors, bool final, int* order, Text32& out) {
  switch (codec) {
    case Codec::kUtf8Sig:
    case Codec::kUtf8: return kernels::decode_utf8(bytes, errors, final, out);
    case Codec::kUtf16: return kernels::decode_utf16(bytes, kernels::Utf::kWithMark, errors, final, order, out);
    case Codec::kUtf16Le: return kernels::decode_utf16(bytes, kernels::Utf::kLittle, errors, final, order, out);
    case Codec::kUtf16Be: return kernels::decode_utf16(bytes, kernels::Utf::kBig, errors, final, order, out);
    case Codec::kUtf32: return kernels::decode_utf32(bytes, kernels::Utf::kWithMark, errors, final, order, out);
    case Codec::kUtf32Le: return kernels::decode_utf32(bytes, kernels::Utf::kLittle, errors, final, order, out);
    case Codec::kUtf32Be: return kernels::decode_utf32(bytes, kernels::Utf::kBig, errors, final, order, out);
    case Codec::kLatin1: return kernels::decode_latin1(bytes, out);
    case Codec::kAscii: return kernels::decode_ascii(bytes, errors, out);
    case Codec::kCp1252: return kernels::decode_charmap(bytes, kernels::kCp1252, errors, out);
    case Codec::kUnicodeEscape: return kernels::decode_unicode_escape(bytes, errors, final, out);
    case Codec::kRawUnicodeEscape: return kernels::decode_raw_unicode_escape(bytes, errors, final, out);
    case Codec::kOther: break;
  }
  EIDER_UNREACHABLE("not a core codec");
}

}  // namespace

Result<Str*> decode_partial(Thread& t, Codec codec, ByteSpan bytes, Str* errors, bool final, int* order, int64_t* consumed) {
  *consumed = static_cast<int64_t>(bytes.size());
  if (codec == Codec::kUtf8) {
    kernels::Utf8Scan scan = kernels::scan_utf8(bytes);
    if (EIDER_LIKELY(scan.valid)) return decode_valid_utf8(t, bytes, scan);
  } else if (codec == Codec::kLatin1) {
    return str_from_chars(t, bytes.data(), 1, static_cast<int64_t>(bytes.size()));
  } else if (codec == Codec::kAscii && kernels::ascii_prefix(bytes) == bytes.size()) {
    return str_from_ascii(t, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  DecodePolicy policy(t, bytes, errors);
  Text32 out;
  CodecResult result = run_decoder(codec, bytes, policy.errors, final, order, out);
  if (EIDER_UNLIKELY(result.status != CodecStatus::kOk)) return policy.fail(result);
  if (!final) *consumed = static_cast<int64_t>(result.consumed);
  return str_from(t, out);
}

Result<Str*> decode(Thread& t, ByteSpan bytes, Str* encoding, Str* errors) {
  Codec codec = Codec::kUtf8;
  std::string name;
  if (encoding != nullptr) {
    name = to_utf8(encoding);
    codec = codec_named(name);
  }
  if (codec == Codec::kUtf8Sig) {
    if (bytes.size() >= 3 && std::memcmp(bytes.data(), "\xef\xbb\xbf", 3) == 0) bytes = bytes.subspan(3);
    codec = Codec::kUtf8;
  }
  if (codec != Codec::kOther) {
    int order = 0;
    int64_t consumed;
    return decode_partial(t, codec, bytes, errors, true, &order, &consumed);
  }
  if (t.realm->hooks.codec_decode != nullptr) {
    Bytes* object = EIDER_TRY(bytes_from(t, bytes));
    Value made = EIDER_TRY(t.realm->hooks.codec_decode(t, object->value(), encoding, errors));
    if (!made.is_absent()) {
      if (is_str(t, made)) return made.as<Str>();
      return raise(t, TypeId::kTypeError,
                   "'%s' decoder returned '%s' instead of 'str'; use codecs.decode() to decode to arbitrary types", name.c_str(),
                   type_name(t, made));
    }
  }
  bool known = true;
  Result<Str*> made = decode_with_icu(t, name.c_str(), bytes, errors, &known);
  if (!known) return raise(t, TypeId::kLookupError, "unknown encoding: %s", name.c_str());
  return made;
}

Result<Str*> decode(Thread& t, ByteSpan bytes, const char* encoding, const char* errors) {
  Str* encoding_name = encoding == nullptr ? nullptr : EIDER_TRY(str_from_utf8(t, encoding));
  Str* errors_name = errors == nullptr ? nullptr : EIDER_TRY(str_from_utf8(t, errors));
  return decode(t, bytes, encoding_name, errors_name);
}

}  // namespace eider::builtins

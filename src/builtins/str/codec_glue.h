// SPDX-License-Identifier: MIT
//
// str <-> bytes by the name of an encoding: the kernels' codecs, their error handlers, and the exceptions they raise.
//
// Encodings of the core (UTF-8, UTF-16, UTF-32, Latin-1, ASCII, cp1252, unicode_escape, raw_unicode_escape) are the kernels';
// other names go to the realm's codec hooks (RealmHooks: the registry of the `codecs` module), then to ICU's converters.
// Thread rule: everything here works on immutable text and private buffers; the hooks are set at boot.
#pragma once

#include "builtins/bytes/bytes.h"
#include "builtins/kernels/codecs.h"
#include "builtins/str/str_support.h"

namespace eider::builtins {

using kernels::ByteSpan;

/// encoding nullptr: UTF-8. errors nullptr: "strict". LookupError "unknown encoding: xyz".
Result<Bytes*> encode(Thread& t, Str* text, Str* encoding, Str* errors);
Result<Str*> decode(Thread& t, ByteSpan bytes, Str* encoding, Str* errors);
/// The same by C names, for the C++ side.
Result<Bytes*> encode(Thread& t, Str* text, const char* encoding, const char* errors = nullptr);
Result<Str*> decode(Thread& t, ByteSpan bytes, const char* encoding, const char* errors = nullptr);

enum class Codec : uint8_t {
  kUtf8, kUtf8Sig, kUtf16, kUtf16Le, kUtf16Be, kUtf32, kUtf32Le, kUtf32Be, kLatin1, kAscii, kCp1252, kUnicodeEscape, kRawUnicodeEscape,
  kOther,
};
/// Lower case, '-' and ' ' to '_': as Python's encodings.normalize_encoding and its aliases see it.
std::string normalize_encoding(std::string_view name);
/// Which core codec a name means; kOther for all else.
Codec codec_named(std::string_view name);

/// One call of an incremental decoder over a core codec: decodes what is complete, `*consumed` bytes of it.
/// `*order` is UTF-16/32's byte order state: 0 at the start, then -1 little, 1 big.
Result<Str*> decode_partial(Thread& t, Codec codec, ByteSpan bytes, Str* errors, bool final, int* order, int64_t* consumed);
/// encode with a chosen core codec and no lookup.
Result<Bytes*> encode_with(Thread& t, Codec codec, Str* text, Str* errors);
/// ICU's converters: the encodings Python has as tables or C modules ("koi8-r", "shift_jis", ...). `known` false: no such encoding.
Result<Bytes*> encode_with_icu(Thread& t, const char* name, Str* text, Str* errors, bool* known);
Result<Str*> decode_with_icu(Thread& t, const char* name, ByteSpan bytes, Str* errors, bool* known);

/// Raises UnicodeDecodeError / UnicodeEncodeError with the five fields.
Failure raise_decode_error(Thread& t, const char* encoding, Value object, int64_t start, int64_t end, const char* reason);
Failure raise_encode_error(Thread& t, const char* encoding, Str* object, int64_t start, int64_t end, const char* reason);
Result<Value> new_decode_error(Thread& t, const char* encoding, Value object, int64_t start, int64_t end, const char* reason);
Result<Value> new_encode_error(Thread& t, const char* encoding, Str* object, int64_t start, int64_t end, const char* reason);
/// Calls a registered error handler; fills the answer. False: an exception is set.
bool call_decode_handler(Thread& t, Value handler, Value error, int64_t input_size, kernels::DecodeReplacement* answer);
bool call_encode_handler(Thread& t, Value handler, Value error, int64_t input_size, kernels::EncodeReplacement* answer);

}  // namespace eider::builtins

// SPDX-License-Identifier: MIT
//
// Bytes to code points and back, with CPython's error positions, reasons and error handlers.
//
// A decoder or encoder works until an error, asks its ErrorPolicy, and goes on where that says. The named handlers are
// done here; a handler registered in Python is a callback. With final = false a decoder leaves an incomplete tail
// unread. Invariant: reasons and positions are CPython 3.11's; the exception is (encoding, input, start, end, reason).
// Not here: the registry of codecs, multibyte East Asian codecs, newline translation.
#pragma once

#include <span>

#include "builtins/kernels/kernel_types.h"

namespace eider::builtins::kernels {

struct CodecError {
  size_t start = 0, end = 0;  // in bytes when decoding, in code points when encoding
  const char* reason = nullptr;
  const char* encoding = nullptr;  // as in the exception: "utf-8", "utf-16-le"
};

enum class ErrorHandler : uint8_t {
  kStrict,
  kIgnore,
  kReplace,
  kBackslashReplace,
  kXmlCharRefReplace,
  kNameReplace,
  kSurrogateEscape,
  kSurrogatePass,
  kCallback,
};
/// The handler of a Python name ("strict", "surrogateescape"); kCallback for any other.
ErrorHandler error_handler_named(const char* name);

/// What a callback answers.
struct DecodeReplacement {
  Text32 text;
  size_t resume = 0;  // absolute, already checked against the input's size
};
struct EncodeReplacement {
  Text32 text;  // to be encoded, unless is_bytes
  Bytes bytes;
  bool is_bytes = false;
  size_t resume = 0;
};
struct DecodeErrors {
  ErrorHandler handler = ErrorHandler::kStrict;
  /// For kCallback. False: stop, an exception is set (kCallbackFailed).
  bool (*callback)(void* context, const CodecError& error, DecodeReplacement* answer) = nullptr;
  void* context = nullptr;
};
struct EncodeErrors {
  ErrorHandler handler = ErrorHandler::kStrict;
  bool (*callback)(void* context, const CodecError& error, EncodeReplacement* answer) = nullptr;
  void* context = nullptr;
};

enum class CodecStatus : uint8_t {
  kOk,
  kError,         // raise UnicodeDecodeError / UnicodeEncodeError from `error`
  kWrongHandler,  // the handler cannot do this direction: TypeError "don't know how to handle UnicodeDecodeError in
                  // error callback"
  kCallbackFailed,
  kNoMemory,
};
struct [[nodiscard]] CodecResult {
  CodecStatus status = CodecStatus::kOk;
  CodecError error;
  size_t consumed = 0;  // bytes read by a decoder
};

using ByteSpan = std::span<const uint8_t>;

// --- UTF-8 (codecs_utf8.cpp)
// ---------------------------------------------------------------------------------------------
struct Utf8Scan {
  bool valid = false;
  size_t points = 0;     // code points, when valid
  char32_t highest = 0;  // an upper bound in {0x7f, 0xff, 0xffff, 0x10ffff}: picks the storage width
};
/// One pass, a word at a time over ASCII.
Utf8Scan scan_utf8(ByteSpan bytes);
/// Number of leading ASCII bytes.
size_t ascii_prefix(ByteSpan bytes);
/// Writes the code points of valid UTF-8 to storage wide enough for them (see Utf8Scan).
void copy_valid_utf8(ByteSpan bytes, uint8_t* out);
void copy_valid_utf8(ByteSpan bytes, uint16_t* out);
void copy_valid_utf8(ByteSpan bytes, char32_t* out);
CodecResult decode_utf8(ByteSpan bytes, const DecodeErrors& errors, bool final, Text32& out);
CodecResult encode_utf8(TextView text, const EncodeErrors& errors, Bytes& out);
/// Encodes text that may hold surrogates as three bytes each; never fails but for memory.
void append_utf8(char32_t c, Bytes& out);

/// The highest code point of a range (exact).
char32_t highest_code_point(TextView text);

// --- UTF-16, UTF-32 (codecs_utf16_32.cpp)
// --------------------------------------------------------------------------------
enum class Utf { kLittle, kBig, kWithMark };  // kWithMark: a byte order mark is read (default little) or written
/// `order` is what was found: -1 little, 1 big, 0 not yet known; kept between calls of an incremental decoder.
CodecResult decode_utf16(ByteSpan bytes, Utf kind, const DecodeErrors& errors, bool final, int* order, Text32& out);
CodecResult decode_utf32(ByteSpan bytes, Utf kind, const DecodeErrors& errors, bool final, int* order, Text32& out);
CodecResult encode_utf16(TextView text, Utf kind, const EncodeErrors& errors, Bytes& out);
CodecResult encode_utf32(TextView text, Utf kind, const EncodeErrors& errors, Bytes& out);

// --- one byte (codecs_single_byte.cpp)
// -----------------------------------------------------------------------------------
CodecResult decode_ascii(ByteSpan bytes, const DecodeErrors& errors, Text32& out);
CodecResult decode_latin1(ByteSpan bytes, Text32& out);
CodecResult encode_ascii(TextView text, const EncodeErrors& errors, Bytes& out);
CodecResult encode_latin1(TextView text, const EncodeErrors& errors, Bytes& out);
/// A table codec: 256 code points, 0xfffe for "undefined".
struct Charmap {
  const char* encoding;  // "charmap", as CPython's exceptions say
  const uint16_t* points;
};
extern const Charmap kCp1252;
CodecResult decode_charmap(ByteSpan bytes, const Charmap& map, const DecodeErrors& errors, Text32& out);
CodecResult encode_charmap(TextView text, const Charmap& map, const EncodeErrors& errors, Bytes& out);

// --- Python's escapes (codecs_escape.cpp)
// --------------------------------------------------------------------------------
struct EscapeWarning {
  bool found = false;   // DeprecationWarning "invalid escape sequence '\%c'" / "invalid octal escape sequence"
  size_t position = 0;  // of the character after the backslash
};
CodecResult decode_unicode_escape(ByteSpan bytes, const DecodeErrors& errors, bool final, Text32& out,
                                  EscapeWarning* warning = nullptr);
CodecResult decode_raw_unicode_escape(ByteSpan bytes, const DecodeErrors& errors, bool final, Text32& out);
void encode_unicode_escape(TextView text, Bytes& out);
void encode_raw_unicode_escape(TextView text, Bytes& out);
/// bytes literals and codecs.escape_decode: ValueError "Trailing \ in string" / "invalid \x escape at position %zd".
enum class EscapeBytesStatus : uint8_t { kOk, kTrailingBackslash, kInvalidHex };
[[nodiscard]] EscapeBytesStatus decode_byte_escapes(ByteSpan bytes, ErrorHandler handler, Bytes& out,
                                                    size_t* error_position, EscapeWarning* warning = nullptr);

}  // namespace eider::builtins::kernels

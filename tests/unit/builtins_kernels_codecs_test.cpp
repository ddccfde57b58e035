// SPDX-License-Identifier: MIT
#include <vector>

#include "builtins/kernels/codecs.h"
#include "builtins_kernels_support.h"

namespace eider::builtins::kernels {
namespace {

using namespace std::literals;

struct CodecRow {
  int encoding, handler;
  std::u32string_view input, want;
};
#include "builtins_kernels_codecs.inc"

constexpr ErrorHandler kHandlers[] = {ErrorHandler::kStrict,
                                      ErrorHandler::kIgnore,
                                      ErrorHandler::kReplace,
                                      ErrorHandler::kBackslashReplace,
                                      ErrorHandler::kXmlCharRefReplace,
                                      ErrorHandler::kNameReplace,
                                      ErrorHandler::kSurrogateEscape,
                                      ErrorHandler::kSurrogatePass};

std::u32string shown(const CodecResult& result, std::u32string text) {
  if (result.status == CodecStatus::kOk) return text;
  if (result.status == CodecStatus::kWrongHandler) return U"wrong handler";
  const CodecError& e = result.error;
  const std::string line = e.encoding + " "s + std::to_string(e.start) + " " + std::to_string(e.end) + " " + e.reason;
  return {line.begin(), line.end()};
}

CodecResult decode(int encoding, ByteSpan bytes, const DecodeErrors& errors, bool final, Text32& out) {
  int order = 0;
  switch (encoding) {
    case 0:
      return decode_utf8(bytes, errors, final, out);
    case 1:
      return decode_utf16(bytes, Utf::kWithMark, errors, final, &order, out);
    case 2:
      return decode_utf16(bytes, Utf::kLittle, errors, final, &order, out);
    case 3:
      return decode_utf16(bytes, Utf::kBig, errors, final, &order, out);
    case 4:
      return decode_utf32(bytes, Utf::kWithMark, errors, final, &order, out);
    case 5:
      return decode_utf32(bytes, Utf::kLittle, errors, final, &order, out);
    case 6:
      return decode_utf32(bytes, Utf::kBig, errors, final, &order, out);
    case 7:
      return decode_ascii(bytes, errors, out);
    case 8:
      return decode_latin1(bytes, out);
    case 9:
      return decode_charmap(bytes, kCp1252, errors, out);
    case 10:
      return decode_unicode_escape(bytes, errors, final, out);
    default:
      return decode_raw_unicode_escape(bytes, errors, final, out);
  }
}

CodecResult encode(int encoding, TextView text, const EncodeErrors& errors, Bytes& out) {
  switch (encoding) {
    case 0:
      return encode_utf8(text, errors, out);
    case 1:
      return encode_utf16(text, Utf::kWithMark, errors, out);
    case 2:
      return encode_utf16(text, Utf::kLittle, errors, out);
    case 3:
      return encode_utf16(text, Utf::kBig, errors, out);
    case 4:
      return encode_utf32(text, Utf::kWithMark, errors, out);
    case 5:
      return encode_utf32(text, Utf::kLittle, errors, out);
    case 6:
      return encode_utf32(text, Utf::kBig, errors, out);
    case 7:
      return encode_ascii(text, errors, out);
    case 8:
      return encode_latin1(text, errors, out);
    case 9:
      return encode_charmap(text, kCp1252, errors, out);
    case 10:
      encode_unicode_escape(text, out);
      return {};
    default:
      encode_raw_unicode_escape(text, out);
      return {};
  }
}

std::vector<uint8_t> bytes_of(std::u32string_view text) { return {text.begin(), text.end()}; }

TEST(Codecs, DecodeAsCPython) {
  for (const CodecRow& row : kDecodeRows) {
    const auto bytes = bytes_of(row.input);
    Text32 text;
    const CodecResult result = decode(row.encoding, bytes, {kHandlers[row.handler]}, true, text);
    EXPECT_EQ(shown(result, string_of(text)), row.want) << "encoding " << row.encoding << ", handler " << row.handler;
  }
}

TEST(Codecs, EncodeAsCPython) {
  for (const CodecRow& row : kEncodeRows) {
    Bytes bytes;
    const CodecResult result = encode(row.encoding, view(row.input), {kHandlers[row.handler]}, bytes);
    EXPECT_EQ(shown(result, std::u32string(bytes.begin(), bytes.end())), row.want)
        << "encoding " << row.encoding << ", handler " << row.handler;
  }
}

TEST(Codecs, PiecewiseDecodingGivesTheSameText) {
  const std::u32string text = U"a\u00e9\u20ac\U0001f600 end";
  for (int encoding = 0; encoding < 7; encoding++) {
    if (encoding == 1 || encoding == 4) continue;  // the mark is the caller's to remember
    Bytes bytes;
    ASSERT_EQ(encode(encoding, view(text), {}, bytes).status, CodecStatus::kOk);
    Text32 out;
    std::vector<uint8_t> pending;
    for (size_t i = 0; i < bytes.size(); i++) {
      pending.push_back(bytes[i]);
      const CodecResult result = decode(encoding, pending, {}, i + 1 == bytes.size(), out);
      ASSERT_EQ(result.status, CodecStatus::kOk);
      pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(result.consumed));
    }
    EXPECT_EQ(string_of(out), text);
  }
}

TEST(Codecs, ScanFindsLengthAndWidth) {
  auto scan = [](std::string_view s) { return scan_utf8({reinterpret_cast<const uint8_t*>(s.data()), s.size()}); };
  EXPECT_EQ(scan("plain ascii, long enough").highest, 0x7fu);
  EXPECT_EQ(scan("caf\xc3\xa9").highest, 0xffu);
  EXPECT_EQ(scan("caf\xc3\xa9").points, 4u);
  EXPECT_EQ(scan("\xc4\x80").highest, 0xffffu);
  EXPECT_EQ(scan("\xf0\x9f\x98\x80").highest, 0x10ffffu);
  EXPECT_FALSE(scan("\xed\xa0\x80").valid);
  const auto bytes = bytes_of(U"12345678ab\xc3\xa9z");
  uint8_t narrow[16];
  copy_valid_utf8(bytes, narrow);
  EXPECT_EQ(narrow[10], 0xe9);
  EXPECT_EQ(narrow[11], 'z');
}

TEST(Codecs, EveryScalarValueSurvivesUtf8) {
  std::u32string all;
  for (char32_t c = 0; c < 0x110000; c++) {
    if (c < 0xd800 || c > 0xdfff) all.push_back(c);
  }
  Bytes bytes;
  ASSERT_EQ(encode_utf8(view(all), {}, bytes).status, CodecStatus::kOk);
  Text32 back;
  ASSERT_EQ(decode_utf8({bytes.data(), bytes.size()}, {}, true, back).status, CodecStatus::kOk);
  EXPECT_EQ(string_of(back), all);
  EXPECT_EQ(scan_utf8({bytes.data(), bytes.size()}).points, all.size());
}

TEST(Codecs, CallbacksReplaceAndResume) {
  DecodeErrors errors{ErrorHandler::kCallback, [](void*, const CodecError& error, DecodeReplacement* answer) {
                        EXPECT_STREQ(error.reason, "invalid start byte");
                        answer->text.append_ascii("<?>");
                        answer->resume = error.end + 1;  // and skips one more
                        return true;
                      }};
  const auto bytes = bytes_of(
      U"a\xff"
      U"bc");
  Text32 text;
  ASSERT_EQ(decode_utf8(bytes, errors, true, text).status, CodecStatus::kOk);
  EXPECT_EQ(string_of(text), U"a<?>c");

  EncodeErrors failing{ErrorHandler::kCallback, [](void*, const CodecError&, EncodeReplacement*) { return false; }};
  Bytes out;
  EXPECT_EQ(encode_ascii(view(U"\u20ac"sv), failing, out).status, CodecStatus::kCallbackFailed);
}

TEST(Codecs, ByteEscapes) {
  auto run = [](std::u32string_view text, ErrorHandler handler, std::string* out, size_t* position) {
    Bytes bytes;
    const auto status = decode_byte_escapes(bytes_of(text), handler, bytes, position);
    *out = {bytes.begin(), bytes.end()};
    return status;
  };
  std::string out;
  size_t position = 0;
  EXPECT_EQ(run(U"a\\x41\\101\\n\\q\\\n.", ErrorHandler::kStrict, &out, &position), EscapeBytesStatus::kOk);
  EXPECT_EQ(out, "aAA\n\\q.");
  EXPECT_EQ(run(U"ab\\x4z", ErrorHandler::kStrict, &out, &position), EscapeBytesStatus::kInvalidHex);
  EXPECT_EQ(position, 2u);
  EXPECT_EQ(run(U"ab\\x4z", ErrorHandler::kReplace, &out, &position), EscapeBytesStatus::kOk);
  EXPECT_EQ(out, "ab?z");
  EXPECT_EQ(run(U"ab\\", ErrorHandler::kStrict, &out, &position), EscapeBytesStatus::kTrailingBackslash);
}

}  // namespace
}  // namespace eider::builtins::kernels

// SPDX-License-Identifier: MIT
//
// Encodings beyond the core, by ICU's converters: legacy single-byte pages and East Asian multibyte ones.
//
// A converter is opened for one call and closed: converters are not shared between threads.
// Invariant: errors name CPython's encoding and reason: "charmap" / "character maps to <undefined>" for single-byte tables, the
// codec's own name / "illegal multibyte sequence" or "incomplete multibyte sequence" for multibyte ones.
// Not here: which names Python's encodings package would find first (RealmHooks::codec_encode).
#include <unicode/ucnv.h>

#include <algorithm>
#include <string>
#include <vector>

#include "builtins/kernels/codecs_errors.h"
#include "builtins/str/codec_handlers.h"

namespace eider::builtins {

using kernels::CodecError;
using kernels::CodecResult;
using kernels::CodecStatus;

namespace {

class Converter {
 public:
  explicit Converter(const char* python_name) {
    std::string name = normalize_encoding(python_name);
    // Python's names that ICU does not know or reads differently.
    static constexpr const char* kAliases[][2] = {
        {"mac_roman", "macintosh"},      {"macroman", "macintosh"},     {"mac_cyrillic", "x-mac-cyrillic"}, {"mac_greek", "x-mac-greek"},
        {"mac_turkish", "x-mac-turkish"}, {"mac_latin2", "x-mac-ce"},   {"shift_jis", "Shift_JIS"},         {"sjis", "Shift_JIS"},
        {"s_jis", "Shift_JIS"},          {"ms_kanji", "windows-31j"},   {"cp932", "windows-31j"},           {"euckr", "EUC-KR"},
        {"korean", "EUC-KR"},            {"uhc", "windows-949"},        {"cp949", "windows-949"},           {"cp950", "windows-950"},
        {"gb2312", "GB2312"},            {"cp936", "GBK"},              {"koi8_t", "koi8-t"},               {"hz", "HZ"},
        {"u7", "UTF-7"},                 {"utf_7", "UTF-7"},            {"utf7", "UTF-7"},                  {"tis_620", "tis-620"},
    };
    name_ = name;
    for (auto& alias : kAliases) {
      if (name == alias[0]) name = alias[1];
    }
    std::replace(name.begin(), name.end(), '_', '-');
    UErrorCode status = U_ZERO_ERROR;
    converter_ = ucnv_open(name.c_str(), &status);
    if (U_FAILURE(status)) {
      converter_ = nullptr;
      return;
    }
    switch (ucnv_getType(converter_)) {  // names Python does not have
      case UCNV_SCSU: case UCNV_BOCU1: case UCNV_CESU8: case UCNV_IMAP_MAILBOX: case UCNV_COMPOUND_TEXT: case UCNV_UTF8:
      case UCNV_UTF16: case UCNV_UTF32: case UCNV_UTF16_BigEndian: case UCNV_UTF16_LittleEndian: case UCNV_UTF32_BigEndian:
      case UCNV_UTF32_LittleEndian: case UCNV_US_ASCII: case UCNV_LATIN_1:
        ucnv_close(converter_);
        converter_ = nullptr;
        return;
      default: break;
    }
    single_byte_ = ucnv_getMaxCharSize(converter_) == 1;
    ucnv_setFallback(converter_, false);
    ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    ucnv_setFromUCallBack(converter_, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  }
  ~Converter() {
    if (converter_ != nullptr) ucnv_close(converter_);
  }
  Converter(const Converter&) = delete;
  bool known() const { return converter_ != nullptr; }
  bool single_byte() const { return single_byte_; }
  /// Whether a single-byte table has `c`.
  bool encodes(char32_t c) const {
    if (c > 0xffff || (c >= 0xd800 && c <= 0xdfff)) return false;
    auto unit = static_cast<UChar>(c);
    char bytes[8];
    UErrorCode status = U_ZERO_ERROR;
    ucnv_resetFromUnicode(converter_);
    ucnv_fromUChars(converter_, bytes, sizeof bytes, &unit, 1, &status);
    ucnv_resetFromUnicode(converter_);
    return U_SUCCESS(status);
  }
  UConverter* get() const { return converter_; }
  const char* encoding() const { return single_byte_ ? "charmap" : name_.c_str(); }
  const char* reason(bool incomplete) const {
    return single_byte_ ? "character maps to <undefined>" : incomplete ? "incomplete multibyte sequence" : "illegal multibyte sequence";
  }

 private:
  UConverter* converter_ = nullptr;
  std::string name_;
  bool single_byte_ = false;
};

/// Appends UTF-16 units; a pair's halves may come in different calls.
void append_units(const UChar* units, size_t count, Text32& out) {
  for (size_t i = 0; i < count; i++) {
    char32_t c = units[i];
    if (c >= 0xdc00 && c <= 0xdfff && out.size() != 0 && out[out.size() - 1] >= 0xd800 && out[out.size() - 1] <= 0xdbff) {
      out[out.size() - 1] = 0x10000 + ((out[out.size() - 1] - 0xd800) << 10) + (c - 0xdc00);
    } else {
      out.push(c);
    }
  }
}

}  // namespace

Result<Str*> decode_with_icu(Thread& t, const char* name, ByteSpan bytes, Str* errors, bool* known) {
  Converter converter(name);
  *known = converter.known();
  if (!*known) return kFailure;
  DecodePolicy policy(t, bytes, errors);
  Text32 out;
  auto* begin = reinterpret_cast<const char*>(bytes.data());
  const char* at = begin;
  const char* end = begin + bytes.size();
  UChar units[512];
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    UChar* to = units;
    ucnv_toUnicode(converter.get(), &to, units + 512, &at, end, nullptr, true, &status);
    append_units(units, static_cast<size_t>(to - units), out);
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_SUCCESS(status)) break;
    char bad[32];
    int8_t bad_length = sizeof bad;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), bad, &bad_length, &ignored);
    auto stop = static_cast<size_t>(at - begin);
    size_t length = bad_length > 0 ? static_cast<size_t>(bad_length) : 1;
    CodecError error{stop >= length ? stop - length : 0, stop, converter.reason(status == U_TRUNCATED_CHAR_FOUND), converter.encoding()};
    size_t resume = stop;
    CodecStatus answer = kernels::resolve_decode_error(policy.errors, bytes, error, out, &resume);
    if (answer != CodecStatus::kOk) return policy.fail({answer, error, 0});
    ucnv_resetToUnicode(converter.get());
    at = begin + resume;
    if (at >= end) break;
  }
  return str_from(t, out);
}

Result<Bytes*> encode_with_icu(Thread& t, const char* name, Str* text, Str* errors, bool* known) {
  Converter converter(name);
  *known = converter.known();
  if (!*known) return kFailure;
  EncodePolicy policy(t, text, errors);
  kernels::Bytes out;
  TextView view = view_of(text);

  // Converts text[from, to) up to the first character without a mapping; its index, or `to`. A lone surrogate has none.
  auto convert = [&](TextView source, size_t from, bool flush) -> size_t {
    std::vector<UChar> units;
    units.reserve(source.size - from);
    for (size_t i = from; i < source.size; i++) {
      char32_t c = source[i];
      if (c >= 0x10000) {
        units.push_back(static_cast<UChar>(0xd800 + ((c - 0x10000) >> 10)));
        units.push_back(static_cast<UChar>(0xdc00 + (c & 0x3ff)));
      } else {
        units.push_back(static_cast<UChar>(c));
      }
    }
    const UChar* at = units.data();
    const UChar* end = at + units.size();
    char chunk[512];
    for (;;) {
      UErrorCode status = U_ZERO_ERROR;
      char* to = chunk;
      ucnv_fromUnicode(converter.get(), &to, chunk + sizeof chunk, &at, end, nullptr, flush, &status);
      out.append(reinterpret_cast<const uint8_t*>(chunk), static_cast<size_t>(to - chunk));
      if (status == U_BUFFER_OVERFLOW_ERROR) continue;
      if (U_SUCCESS(status)) return source.size;
      UChar bad[8];
      int8_t bad_length = 8;
      UErrorCode ignored = U_ZERO_ERROR;
      ucnv_getInvalidUChars(converter.get(), bad, &bad_length, &ignored);
      const UChar* first_bad = at - std::max<int8_t>(bad_length, 1);
      size_t index = from;
      for (const UChar* p = units.data(); p < first_bad; index++) {
        bool pair = *p >= 0xd800 && *p <= 0xdbff && p + 1 < end && p[1] >= 0xdc00 && p[1] <= 0xdfff && source[index] >= 0x10000;
        p += pair ? 2 : 1;
      }
      return index;
    }
  };

  for (size_t at = 0;;) {
    size_t bad = convert(view, at, true);
    if (bad >= view.size) break;
    size_t bad_end = bad + 1;  // table codecs report a whole run of characters they lack
    while (converter.single_byte() && bad_end < view.size && !converter.encodes(view[bad_end])) bad_end++;
    CodecError error{bad, bad_end, converter.reason(false), converter.encoding()};
    kernels::EncodeReplacement answer;
    answer.resume = bad_end;
    CodecStatus status = kernels::resolve_encode_error(policy.errors, view, error, &answer);
    if (status != CodecStatus::kOk) return policy.fail({status, error, 0});
    if (answer.is_bytes) {
      out.append(answer.bytes.data(), answer.bytes.size());
    } else {
      TextView replacement(answer.text);
      if (convert(replacement, 0, false) < replacement.size) return policy.fail({CodecStatus::kError, error, 0});
    }
    at = answer.resume;
    if (at >= view.size) break;
  }
  return bytes_from(t, out);
}

}  // namespace eider::builtins

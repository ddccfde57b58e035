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
    gb18030_ = name_ == "gb18030" || name_ == "utf_7";
    gbk_ = name_ == "gbk" || name_ == "cp936" || name_ == "936" || name_ == "ms936" || name_ == "gb2312" || name_ == "euc_cn" ||
           name_ == "gb2312_80" || name_ == "euccn" || name_ == "chinese";
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
  /// The table of a single-byte encoding, as Python has it: 0xfffe for undefined.
  void fill_table(uint16_t points[256]) const {
    bool windows = name_.starts_with("windows_125") || name_.starts_with("cp125") || name_.starts_with("125");
    // IBM's PC pages swap three control characters in ICU's tables; Microsoft's have C1 controls where Python has nothing.
    bool dos = !windows && (name_.starts_with("cp4") || name_.starts_with("cp7") || name_.starts_with("cp8") || name_.starts_with("ibm"));
    for (int byte = 0; byte < 256; byte++) {
      auto c = static_cast<char>(byte);
      UChar to[4];
      UErrorCode status = U_ZERO_ERROR;
      ucnv_resetToUnicode(converter_);
      int32_t n = ucnv_toUChars(converter_, to, 4, &c, 1, &status);
      bool defined = U_SUCCESS(status) && n == 1 && to[0] != 0xfffd && !(to[0] >= 0xe000 && to[0] <= 0xf7ff);
      if (windows && byte >= 0x80 && n == 1 && to[0] == byte && byte < 0xa0) defined = false;
      points[byte] = defined ? to[0] : 0xfffe;
      if (dos && byte < 0x80) points[byte] = static_cast<uint16_t>(byte);
    }
    // Single places where the tables of unicode.org, which Python has, differ from ICU's.
    if (name_ == "cp1253" || name_ == "windows_1253" || name_ == "1253") points[0xaa] = 0xfffe;
    if (name_ == "cp437" || name_ == "437" || name_ == "ibm437") points[0xe6] = 0xb5;
    if (name_ == "cp852" || name_ == "852" || name_ == "ibm852") points[0xaa] = 0xac;
  }
  /// Multibyte: characters ICU maps to what Python's codec does not have: C1 controls, private use, one-byte extras.
  bool foreign(char32_t c) const {
    if ((c >= 0x80 && c < 0xa0) || (c >= 0xe000 && c < 0xf900)) return !gb18030_;
    return c == 0x20ac && gbk_;
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
  bool gb18030_ = false;
  bool gbk_ = false;
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
  if (converter.single_byte()) {
    uint16_t points[256];
    converter.fill_table(points);
    kernels::Charmap map{"charmap", points};
    CodecResult result = kernels::decode_charmap(bytes, map, policy.errors, out);
    if (result.status != CodecStatus::kOk) return policy.fail(result);
    return str_from(t, out);
  }
  auto* begin = reinterpret_cast<const char*>(bytes.data());
  const char* at = begin;
  const char* end = begin + bytes.size();
  UChar units[512];
  int32_t offsets[512];
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    UChar* to = units;
    const char* chunk = at;
    ucnv_toUnicode(converter.get(), &to, units + 512, &at, end, offsets, true, &status);
    auto count = static_cast<size_t>(to - units);
    size_t good = 0;
    while (good < count && !converter.foreign(units[good])) good++;
    append_units(units, good, out);
    if (good < count && offsets[good] >= 0) {  // a character Python's codec does not know: an error where it stands
      auto start = static_cast<size_t>(chunk - begin) + static_cast<size_t>(offsets[good]);
      CodecError error{start, start + 1, converter.reason(false), converter.encoding()};
      size_t resume = start + 1;
      CodecStatus answer = kernels::resolve_decode_error(policy.errors, bytes, error, out, &resume);
      if (answer != CodecStatus::kOk) return policy.fail({answer, error, 0});
      ucnv_resetToUnicode(converter.get());
      at = begin + resume;
      if (at >= end) break;
      continue;
    }
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
  if (converter.single_byte()) {
    uint16_t points[256];
    converter.fill_table(points);
    kernels::Charmap map{"charmap", points};
    CodecResult result = kernels::encode_charmap(view, map, policy.errors, out);
    if (result.status != CodecStatus::kOk) return policy.fail(result);
    return bytes_from(t, out);
  }

  // Converts text[from, to) up to the first character without a mapping; its index, or `to`. A lone surrogate has none.
  auto convert = [&](TextView source, size_t from, bool flush) -> size_t {
    std::vector<UChar> units;
    units.reserve(source.size - from);
    size_t limit = source.size;  // the first character that ICU would take and Python's codec does not
    for (size_t i = from; i < source.size; i++) {
      char32_t c = source[i];
      if (converter.foreign(c)) {
        limit = i;
        break;
      }
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
      if (U_SUCCESS(status)) return limit;
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
    CodecError error{bad, bad + 1, converter.reason(false), converter.encoding()};
    kernels::EncodeReplacement answer;
    answer.resume = bad + 1;
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

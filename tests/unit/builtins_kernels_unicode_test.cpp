// SPDX-License-Identifier: MIT
#include "builtins/kernels/repr_text.h"
#include "builtins/kernels/unicode_db.h"
#include "builtins_kernels_support.h"

namespace eider::builtins::kernels {
namespace {

using namespace std::literals;

struct TextRow {
  std::u32string_view text, upper, lower, title, capitalize, swapcase, fold, nfc, nfkd, repr, ascii;
  bool is_upper, is_lower, is_title, is_identifier;
};
#include "builtins_kernels_unicode.inc"

constexpr char32_t kEnd = 0x110000;

// The tables hold one hash for each question over all code points: FNV-1a over the answers.
class Fnv {
 public:
  void add(uint64_t word) { value_ = (value_ ^ word) * 0x100000001b3; }
  template <class Text>
  void text(const Text& text) {
    for (const auto c : text) add(static_cast<uint32_t>(c));
    add(kEnd);
  }
  uint64_t value() const { return value_; }

 private:
  uint64_t value_ = 0xcbf29ce484222325;
};

// Hash of what `f(one character, out)` writes for every code point.
template <class F>
uint64_t hash_texts(F f) {
  Fnv fnv;
  for (char32_t c = 0; c < kEnd; c++) {
    Text32 out;
    f(TextView(&c, 1), out);
    fnv.text(out);
  }
  return fnv.value();
}

TEST(Unicode, ClassesOfAllCodePointsAreThoseOfCPython) {
  Fnv fnv;
  for (char32_t c = 0; c < kEnd; c++) {
    const bool bits[] = {
        is_alpha(c),      is_decimal(c), is_digit(c), is_numeric(c),          is_space(c),
        is_printable(c),  is_upper(c),   is_lower(c), is_identifier_start(c), is_identifier_continue(c),
        is_line_break(c), is_title(c)};
    uint64_t word = 0;
    for (size_t i = 0; i < std::size(bits); i++) word |= uint64_t{bits[i]} << i;
    fnv.add(word);
    fnv.add(static_cast<uint64_t>(decimal_value(c) + 1));
    fnv.add(static_cast<uint64_t>(digit_value(c) + 1));
  }
  EXPECT_EQ(fnv.value(), kUnicodeHashes.classes);
}

TEST(Unicode, CaseMappingsOfAllCodePointsAreThoseOfCPython) {
  EXPECT_EQ(hash_texts(text_upper), kUnicodeHashes.upper);
  EXPECT_EQ(hash_texts(text_lower), kUnicodeHashes.lower);
  EXPECT_EQ(hash_texts(text_title), kUnicodeHashes.title);
  EXPECT_EQ(hash_texts(text_swapcase), kUnicodeHashes.swapcase);
  EXPECT_EQ(hash_texts(text_casefold), kUnicodeHashes.fold);
}

TEST(Unicode, EveryCodePointBesideASigmaIsJudgedAsInCPython) {
  const uint64_t hash = hash_texts([](TextView one, Text32& out) {
    const char32_t before[] = {'A', 0x3a3, one[0], 'B'}, after[] = {'A', one[0], 0x3a3};
    text_lower(TextView(before, 4), out);
    text_lower(TextView(after, 3), out);
  });
  EXPECT_EQ(hash, kUnicodeHashes.sigma);
}

TEST(Unicode, NormalFormsOfAllCodePointsAreThoseOfCPython) {
  auto hash = [](NormalForm form) {
    return hash_texts([form](TextView one, Text32& out) { EXPECT_TRUE(normalize(one, form, out)); });
  };
  EXPECT_EQ(hash(NormalForm::kNFC), kUnicodeHashes.nfc);
  EXPECT_EQ(hash(NormalForm::kNFD), kUnicodeHashes.nfd);
  EXPECT_EQ(hash(NormalForm::kNFKC), kUnicodeHashes.nfkc);
  EXPECT_EQ(hash(NormalForm::kNFKD), kUnicodeHashes.nfkd);
}

TEST(Unicode, NamesOfAllCodePointsAreThoseOfCPythonAndLeadBack) {
  Fnv fnv;
  for (char32_t c = 0; c < kEnd; c++) {
    char name[kMaxNameLength];
    const size_t size = character_name(c, name);
    fnv.text(std::string_view(name, size));
    if (size != 0) ASSERT_EQ(character_by_name(name, size), static_cast<int32_t>(c)) << std::string(name, size);
  }
  EXPECT_EQ(fnv.value(), kUnicodeHashes.names);
}

TEST(Unicode, PropertiesOfAllCodePointsAreThoseOfCPython) {
  Fnv fnv;
  for (char32_t c = 0; c < kEnd; c++) {
    Text8 text;
    text.append_ascii(general_category(c));
    text.append_ascii(bidirectional_class(c));
    text.append_ascii(east_asian_width(c));
    decomposition(c, text);
    fnv.text(text);
    fnv.add(static_cast<uint64_t>(combining_class(c)));
    fnv.add(is_mirrored(c) ? 1 : 0);
  }
  EXPECT_EQ(fnv.value(), kUnicodeHashes.properties);
}

TEST(Unicode, ReprOfAllCodePointsIsThatOfCPython) { EXPECT_EQ(hash_texts(repr_string), kUnicodeHashes.repr); }

TEST(Unicode, StringsAsCPython) {
  for (const TextRow& row : kTextRows) {
    const TextView text = view(row.text);
    auto is = [&](auto&& write, std::u32string_view want, const char* what) {
      Text32 out;
      write(text, out);
      EXPECT_EQ(string_of(out), want) << what << " of " << ascii_of(row.ascii);
    };
    is(text_upper, row.upper, "upper");
    is(text_lower, row.lower, "lower");
    is(text_title, row.title, "title");
    is(text_capitalize, row.capitalize, "capitalize");
    is(text_swapcase, row.swapcase, "swapcase");
    is(text_casefold, row.fold, "casefold");
    is([](TextView t, Text32& out) { EXPECT_TRUE(normalize(t, NormalForm::kNFC, out)); }, row.nfc, "NFC");
    is([](TextView t, Text32& out) { EXPECT_TRUE(normalize(t, NormalForm::kNFKD, out)); }, row.nfkd, "NFKD");
    is(repr_string, row.repr, "repr");
    is(ascii_string, row.ascii, "ascii");
    EXPECT_EQ(is_normalized(text, NormalForm::kNFC), row.text == row.nfc);
    EXPECT_EQ(text_is_upper(text), row.is_upper);
    EXPECT_EQ(text_is_lower(text), row.is_lower);
    EXPECT_EQ(text_is_title(text), row.is_title);
    EXPECT_EQ(text_is_identifier(text), row.is_identifier);
  }
}

TEST(Unicode, AliasesAndSequencesAreFound) {
  auto by_name = [](std::string_view name) { return character_by_name(name.data(), name.size()); };
  EXPECT_EQ(by_name("line feed"), 10);
  EXPECT_EQ(by_name("BELL"), 0x1f514);
  EXPECT_EQ(by_name("ALERT"), 7);
  EXPECT_EQ(by_name("hangul syllable gag"), -1);  // by rule, so in capitals only
  EXPECT_EQ(by_name("HANGUL SYLLABLE GAG"), 0xac01);
  EXPECT_EQ(by_name("KEYCAP NUMBER SIGN"), -1);
  EXPECT_EQ(by_name(""), -1);
  char32_t points[4];
  ASSERT_EQ(lookup_name("keycap number sign", 18, points), 3u);
  EXPECT_EQ(points[1], 0xfe0fu);
}

TEST(Unicode, LinesEndAtEveryBreak) {
  const char32_t text[] = U"a\r\nb\rc\u2028\x0b";
  const TextView lines(text, std::size(text) - 1);
  size_t next = 0, start = 0, count = 0;
  for (; start < lines.size; start = next, count++) (void)find_line_end(lines, start, &next);
  EXPECT_EQ(count, 4u);
  EXPECT_EQ(find_line_end(lines, 0, &next), 1u);
  EXPECT_EQ(next, 3u);
}

TEST(Unicode, NumberTextBecomesAscii) {
  Text8 out;
  to_ascii_number_text(view(U"\u2003\u0661\uff12x\u20ac"sv), out);
  EXPECT_EQ(string_of(out), " 12x?");
  double value = 0;
  ASSERT_TRUE(numeric_value(0xbd, &value));
  EXPECT_EQ(value, 0.5);
  ASSERT_TRUE(numeric_value(0x4e07, &value));
  EXPECT_EQ(value, 10000.0);
}

}  // namespace
}  // namespace eider::builtins::kernels

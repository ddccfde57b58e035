// SPDX-License-Identifier: MIT
#include "builtins/kernels/format_spec.h"
#include "builtins/kernels/percent_format.h"
#include "builtins/kernels/str_format.h"
#include "builtins_kernels_support.h"

namespace eider::builtins::kernels {
namespace {

using namespace std::literals;

struct IntFormatRow {
  const char* value;
  std::u32string_view spec, want;
  bool fails;
};
struct FloatFormatRow {
  uint64_t value;
  std::u32string_view spec, want;
  bool fails;
};
struct StrFormatRow {
  std::u32string_view value, spec, want;
  bool fails;
};
struct ComplexFormatRow {
  uint64_t re, im;
  std::u32string_view spec, want;
  bool fails;
};
struct PercentRow {
  std::u32string_view format;
  char kind;
  const char* integer;
  uint64_t number;
  std::u32string_view text, want;
  bool fails;
};
struct TemplateRow {
  std::u32string_view text, want;
  bool fails;
};
#include "builtins_kernels_format.inc"

// The answer, or "Class: text" of the failure.
std::u32string shown(const FormatFailure& failure, const Text32& text, std::u32string_view spec,
                     const char* type_name) {
  if (!failure) return string_of(text);
  Text32 message;
  message.append_ascii(format_error_class(failure.code) == FormatErrorClass::kOverflowError ? "OverflowError: "
                                                                                            : "ValueError: ");
  format_error_text(failure, view(spec), TextView(type_name), message);
  return string_of(message);
}

TEST(FormatSpec, IntegersAsCPython) {
  for (const IntFormatRow& row : kIntFormatRows) {
    Text32 text;
    const FormatFailure failure = format_integer(Big(row.value), view(row.spec), kIntMaxStrDigits, text);
    EXPECT_EQ(shown(failure, text, row.spec, "int"), row.want) << row.value << " as " << ascii_of(row.spec);
  }
}

TEST(FormatSpec, FloatsAsCPython) {
  for (const FloatFormatRow& row : kFloatFormatRows) {
    Text32 text;
    const FormatFailure failure = format_float(real(row.value), view(row.spec), text);
    EXPECT_EQ(shown(failure, text, row.spec, "float"), row.want) << real(row.value) << " as " << ascii_of(row.spec);
  }
}

TEST(FormatSpec, StringsAsCPython) {
  for (const StrFormatRow& row : kStrFormatRows) {
    Text32 text;
    const FormatFailure failure = format_string(view(row.value), view(row.spec), text);
    EXPECT_EQ(shown(failure, text, row.spec, "str"), row.want) << ascii_of(row.spec);
  }
}

TEST(FormatSpec, ComplexNumbersAsCPython) {
  for (const ComplexFormatRow& row : kComplexFormatRows) {
    Text32 text;
    const FormatFailure failure = format_complex(real(row.re), real(row.im), view(row.spec), text);
    EXPECT_EQ(shown(failure, text, row.spec, "complex"), row.want) << ascii_of(row.spec);
  }
}

TEST(FormatSpec, LocaleOfTypeN) {
  const NumericLocale german{TextView(","), TextView("."), "\3\3"};
  Text32 text;
  ASSERT_FALSE(format_integer(IntView(-1234567), TextView("n"), 0, text, german));
  EXPECT_EQ(string_of(text), U"-1.234.567");
  text.clear();
  ASSERT_FALSE(format_float(1234.5, TextView("012n"), text, german));
  EXPECT_EQ(string_of(text), U"00.001.234,5");
  const NumericLocale indian{TextView("."), TextView(","), "\3\2"};
  text.clear();
  ASSERT_FALSE(format_integer(IntView(123456789), TextView("n"), 0, text, indian));
  EXPECT_EQ(string_of(text), U"12,34,56,789");
}

TEST(FormatSpec, WidthBeyondMemoryIsMemoryError) {
  Text32 text;
  for (const char* spec :
       {"4611686018427387904d", "04611686018427387904d", "04611686018427387904,d", "^9223372036854775807,d"}) {
    text.clear();
    EXPECT_EQ(format_integer(IntView(1), TextView(spec), 0, text).code, FormatError::kNoMemory) << spec;
  }
}

TEST(PercentFormat, AsCPython) {
  for (const PercentRow& row : kPercentRows) {
    Text32 text;
    PercentParser parser(view(row.format), PercentTarget::kStr);
    PercentPiece piece;
    PercentError error = PercentError::kNone;
    while (error == PercentError::kNone && parser.next(&piece)) {
      if (piece.kind == PercentPiece::Kind::kLiteral) {
        append(text, view(row.format).slice(piece.start, piece.end));
        continue;
      }
      error = piece.error;
      if (error != PercentError::kNone) break;
      if (piece.type == '%') {
        text.push('%');
        continue;
      }
      error = percent_check_type(piece.type, PercentTarget::kStr);
      if (error != PercentError::kNone) break;
      Big integer(row.integer);
      switch (row.kind) {
        case 'i':
          error = percent_integer(integer, piece, kIntMaxStrDigits, text);
          break;
        case 'f':
          error = percent_float(real(row.number), piece, text);
          break;
        case 's':
          error = percent_text(view(row.text), piece, text);
          break;
        case 'c':
          error = percent_character(integer.view().to_int64(), piece, text);
          break;
      }
    }
    if (error != PercentError::kNone) {
      text.clear();
      text.append_ascii(percent_error_is_overflow(error) ? "OverflowError: " : "ValueError: ");
      percent_error_text(error, piece, PercentTarget::kStr, kIntMaxStrDigits, text);
    }
    EXPECT_EQ(string_of(text), row.want) << ascii_of(row.format);
  }
}

TEST(PercentFormat, KeysAndStarsAreReported) {
  PercentParser parser(TextView("%(a(b)c)-*.*ld|"), PercentTarget::kStr);
  PercentPiece piece;
  ASSERT_TRUE(parser.next(&piece));
  EXPECT_TRUE(piece.has_key);
  EXPECT_EQ(piece.key_start, 2u);
  EXPECT_EQ(piece.key_end, 7u);
  EXPECT_TRUE(piece.left);
  EXPECT_TRUE(piece.width_star);
  EXPECT_TRUE(piece.precision_star);
  EXPECT_EQ(piece.type, U'd');
  ASSERT_TRUE(parser.next(&piece));
  EXPECT_EQ(piece.kind, PercentPiece::Kind::kLiteral);
  EXPECT_FALSE(parser.next(&piece));
  PercentParser broken(TextView("%(key"), PercentTarget::kStr);
  ASSERT_TRUE(broken.next(&piece));
  EXPECT_EQ(piece.error, PercentError::kIncompleteKey);
}

std::u32string u32(const char* text) {
  Text32 wide;
  wide.append_ascii(text);
  return string_of(wide);
}

TEST(StrFormat, TemplatesAsCPython) {
  for (const TemplateRow& row : kTemplateRows) {
    StrFormatParser parser(view(row.text));
    StrFormatPiece piece;
    std::u32string got;
    auto cut = [&](TextRange range) { return row.text.substr(range.start, range.end - range.start); };
    while (parser.next(&piece)) {
      got += U"<";
      got += cut(piece.literal);
      if (piece.has_field) {
        got += U"|" + std::u32string(cut(piece.name)) + U"|" + std::u32string(cut(piece.spec)) + U"|";
        got += piece.conversion != 0 ? std::u32string(1, piece.conversion) : U"None"s;
        got += U">";
      } else {
        got += U"|None|None|None>";
      }
    }
    if (parser.error() != StrFormatError::kNone) got = U"ValueError: " + u32(str_format_error_text(parser.error()));
    EXPECT_EQ(got, row.want) << ascii_of(row.text);
  }
}

TEST(StrFormat, FieldNamesAsCPython) {
  for (const TemplateRow& row : kFieldRows) {
    FieldName name(view(row.text), {0, row.text.size()});
    TextRange key;
    int64_t index = -1;
    FieldName::Step step;
    StrFormatError error = name.first(nullptr, &key, &index);
    auto cut = [&](TextRange range) { return std::u32string(row.text.substr(range.start, range.end - range.start)); };
    std::u32string got = index >= 0 ? u32(std::to_string(index).c_str()) : cut(key);
    while (error == StrFormatError::kNone && name.next(&step, &error)) {
      got += step.is_attribute ? U"." : step.index >= 0 ? U"#" : U"@";
      got += step.index >= 0 ? u32(std::to_string(step.index).c_str()) : cut(step.name);
    }
    if (error != StrFormatError::kNone) got = U"ValueError: " + u32(str_format_error_text(error));
    EXPECT_EQ(got, row.want) << ascii_of(row.text);
  }
}

TEST(StrFormat, NumberingDoesNotMix) {
  auto number = [](const char* name, FieldNumbering& numbering, int64_t* index) {
    TextRange key;
    const TextView text(name);
    return FieldName(text, {0, text.size}).first(&numbering, &key, index);
  };
  FieldNumbering numbering;
  int64_t index = -1;
  EXPECT_EQ(number("", numbering, &index), StrFormatError::kNone);
  EXPECT_EQ(index, 0);
  EXPECT_EQ(number(".x", numbering, &index), StrFormatError::kNone);
  EXPECT_EQ(index, 1);
  EXPECT_EQ(number("key", numbering, &index), StrFormatError::kNone);
  EXPECT_EQ(index, -1);
  EXPECT_EQ(number("0", numbering, &index), StrFormatError::kAutomaticToManual);
  FieldNumbering manual;
  EXPECT_EQ(number("3", manual, &index), StrFormatError::kNone);
  EXPECT_EQ(number("", manual, &index), StrFormatError::kManualToAutomatic);
}

TEST(StrFormat, UnknownConversionsAreNamed) {
  Text32 text;
  conversion_error_text('x', text);
  EXPECT_EQ(string_of(text), U"Unknown conversion specifier x");
  text.clear();
  conversion_error_text(0x20ac, text);
  EXPECT_EQ(string_of(text), U"Unknown conversion specifier \\x20ac");
}

}  // namespace
}  // namespace eider::builtins::kernels

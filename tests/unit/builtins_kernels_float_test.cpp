// SPDX-License-Identifier: MIT
#include <cmath>

#include "builtins/kernels/float_text.h"
#include "builtins_kernels_support.h"

namespace eider::builtins::kernels {
namespace {

using namespace std::literals;

struct FloatRow {
  uint64_t value;
  const char *repr, *hex;
  int64_t digits;
  uint64_t rounded;
  bool fits;
  int64_t hash;
  uint64_t divisor, quotient, remainder;
};
struct FloatTextRow {
  std::u32string_view text;
  uint64_t value;
  bool valid;
};
struct HexRow {
  std::u32string_view text;
  uint64_t value;
  int status;
};
#include "builtins_kernels_float.inc"

std::string formatted(double value, const FloatLayout& layout) {
  Text8 text;
  format_double(value, layout, text);
  return string_of(text);
}

TEST(FloatText, AgreesWithCPythonOnTheTable) {
  for (const FloatRow& row : kFloatRows) {
    const double value = real(row.value);
    char text[kFloatReprSize];
    EXPECT_EQ(std::string(text, float_repr(value, text)), row.repr);
    EXPECT_EQ(std::string(text, float_hex(value, text)), row.hex);
    double rounded = 0, quotient = 0, remainder = 0;
    EXPECT_EQ(round_to_digits(value, row.digits, &rounded), row.fits) << row.repr;
    if (row.fits) EXPECT_TRUE(same(rounded, real(row.rounded))) << row.repr << " to " << row.digits;
    EXPECT_EQ(hash_double(value), row.hash) << row.repr;
    float_divmod(value, real(row.divisor), &quotient, &remainder);
    EXPECT_TRUE(same(quotient, real(row.quotient))) << row.repr;
    EXPECT_TRUE(same(remainder, real(row.remainder))) << row.repr;
    EXPECT_TRUE(same(float_modulo(value, real(row.divisor)), remainder)) << row.repr;
  }
}

TEST(FloatText, ReadsTextAsFloatDoes) {
  for (const FloatTextRow& row : kFloatTextRows) {
    double value = 0;
    const std::string text = ascii_of(row.text);
    EXPECT_EQ(parse_float(text.data(), text.size(), &value), row.valid) << text;
    if (row.valid) EXPECT_TRUE(same(value, real(row.value))) << text;
  }
}

TEST(FloatText, ReadsHexAsFromhexDoes) {
  for (const HexRow& row : kHexRows) {
    double value = 0;
    const std::string text = ascii_of(row.text);
    EXPECT_EQ(static_cast<int>(float_from_hex(text.data(), text.size(), &value)), row.status) << text;
    if (row.status == 0) EXPECT_TRUE(same(value, real(row.value))) << text;
  }
}

TEST(FloatText, PrefixParserStopsBehindTheNumber) {
  double value = 0;
  EXPECT_EQ(parse_float_prefix("-1.5e3xyz", 9, &value), 6u);
  EXPECT_EQ(value, -1500.0);
  EXPECT_EQ(parse_float_prefix("2e", 2, &value), 1u);
  EXPECT_EQ(parse_float_prefix("nan", 3, &value), 0u);
}

TEST(FloatText, ReprReadsBackToTheSameDouble) {
  uint64_t bits = 88172645463325252;
  for (int i = 0; i < 100'000; i++) {
    bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
    const double value = real(bits);
    if (!std::isfinite(value)) continue;
    char text[kFloatReprSize];
    double back = 0;
    ASSERT_TRUE(parse_float(text, float_repr(value, text), &back));
    ASSERT_TRUE(same(back, value)) << std::string(text, float_repr(value, text));
    ASSERT_EQ(float_from_hex(text, float_hex(value, text), &back), HexFloatStatus::kOk);
    ASSERT_TRUE(same(back, value));
  }
}

TEST(FloatText, PrecisionsBeyondAllDigitsAreZeros) {
  const std::string text = formatted(0.1, {.type = 'f', .precision = 5000});
  EXPECT_EQ(text.size(), 5002u);
  EXPECT_EQ(text.substr(0, 60), "0.1000000000000000055511151231257827021181583404541015625000");
  EXPECT_EQ(formatted(1.0, {.type = 'e', .precision = 2000}).size(), 2006u);
  EXPECT_EQ(formatted(5e-324, {.type = 'g', .precision = 3}), "4.94e-324");
}

TEST(FloatText, AlternateFormKeepsPointAndZeros) {
  EXPECT_EQ(formatted(1.0, {.type = 'g', .precision = 4, .alternate = true}), "1.000");
  EXPECT_EQ(formatted(1.0, {.type = 'f', .precision = 0, .alternate = true}), "1.");
  EXPECT_EQ(formatted(1e20, {.type = 'E', .precision = 0, .alternate = true}), "1.E+20");
  EXPECT_EQ(formatted(-0.001, {.type = 'f', .precision = 1, .no_negative_zero = true}), "0.0");
}

TEST(FloatText, ComplexRepr) {
  auto repr = [](double re, double im) {
    Text8 text;
    complex_repr(re, im, text);
    return string_of(text);
  };
  EXPECT_EQ(repr(1, 2), "(1+2j)");
  EXPECT_EQ(repr(0, 1), "1j");
  EXPECT_EQ(repr(-0.0, -0.0), "(-0-0j)");
  EXPECT_EQ(repr(1.5, __builtin_nan("")), "(1.5+nanj)");
  EXPECT_EQ(repr(1e16, -__builtin_inf()), "(1e+16-infj)");
}

TEST(FloatText, RoundsHalvesToEven) {
  EXPECT_EQ(round_half_even(0.5), 0.0);
  EXPECT_EQ(round_half_even(1.5), 2.0);
  EXPECT_EQ(round_half_even(-2.5), -2.0);
  EXPECT_EQ(round_half_even(4503599627370495.5), 4503599627370496.0);
}

}  // namespace
}  // namespace eider::builtins::kernels

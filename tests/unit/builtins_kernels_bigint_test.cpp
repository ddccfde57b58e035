// SPDX-License-Identifier: MIT
#include <random>

#include "builtins_kernels_support.h"

namespace eider::builtins::kernels {
namespace {

using namespace std::literals;

struct BigRow {
  const char *a, *b, *m, *sum, *difference, *product, *quotient, *remainder, *both, *either, *one, *gcd, *root, *power,
      *right, *left;
  uint64_t shift;
  int64_t hash;
};
struct DivideRow {
  const char *a, *b;
  uint64_t quotient;
  bool quotient_overflows;
  uint64_t nearest;
  bool overflows;
};
struct IntTextRow {
  std::u32string_view text;
  uint32_t base;
  const char* value;
  bool valid;
};
#include "builtins_kernels_bigint.inc"

// A number of `limbs` limbs, random, and normalised by its top bit.
void fill_random(BigBuf& out, uint32_t limbs, uint64_t seed) {
  ASSERT_TRUE(out.reserve(limbs));
  std::mt19937_64 random(seed);
  for (uint32_t i = 0; i < limbs; i++) out.limbs()[i] = random();
  out.limbs()[limbs - 1] |= uint64_t{1} << 63;
  out.set_size(limbs, false);
}

TEST(BigInt, AgreesWithCPythonOnTheTable) {
  for (const BigRow& row : kBigRows) {
    Big a(row.a), b(row.b), m(row.m);
    BigBuf r, q;
    auto is = [&](const char* want, BigStatus status, const char* what) {
      EXPECT_EQ(status, BigStatus::kOk) << what;
      EXPECT_EQ(hex(r), want) << what << " of " << row.a << " and " << row.b;
    };
    is(row.sum, add(a, b, r), "+");
    is(row.difference, subtract(a, b, r), "-");
    is(row.product, multiply(a, b, r), "*");
    is(row.remainder, floor_divide(a, b, &q, &r), "%");
    is(row.quotient, floor_divide(a, b, &r, &q), "//");
    is(row.both, bit_and(a, b, r), "&");
    is(row.either, bit_or(a, b, r), "|");
    is(row.one, bit_xor(a, b, r), "^");
    is(row.gcd, gcd(a, b, r), "gcd");
    is(row.root, integer_sqrt(a.view().magnitude(), r), "isqrt");
    is(row.power, power_modulo(a, b.view().magnitude(), m, r), "pow");
    is(row.right, shift_right(a, row.shift, r), ">>");
    is(row.left, shift_left(a, row.shift, r), "<<");
    EXPECT_EQ(hash_big(a), row.hash) << row.a;
  }
}

TEST(BigInt, DividesAndConvertsToFloatCorrectlyRounded) {
  for (const DivideRow& row : kDivideRows) {
    Big a(row.a), b(row.b);
    double value = 0;
    BigStatus status = true_divide(a, b, &value);
    EXPECT_EQ(status, row.quotient_overflows ? BigStatus::kOverflow : BigStatus::kOk) << row.a << " / " << row.b;
    if (!row.quotient_overflows) EXPECT_TRUE(same(value, real(row.quotient))) << row.a << " / " << row.b;
    status = to_double(a, &value);
    EXPECT_EQ(status, row.overflows ? BigStatus::kOverflow : BigStatus::kOk) << row.a;
    if (!row.overflows) EXPECT_TRUE(same(value, real(row.nearest))) << row.a;
  }
}

TEST(BigInt, ReadsTextAsIntDoes) {
  for (const IntTextRow& row : kIntTextRows) {
    BigBuf value;
    const std::string text = ascii_of(row.text);
    const IntParse parsed = from_text(text.data(), text.size(), row.base, kIntMaxStrDigits, value);
    EXPECT_EQ(parsed.status == BigStatus::kOk, row.valid) << text << " in base " << row.base;
    if (row.valid) EXPECT_EQ(hex(value), row.value) << text << " in base " << row.base;
  }
}

TEST(BigInt, LimitsDecimalDigitsBothWays) {
  const std::string ones(4301, '1');
  BigBuf value;
  IntParse parsed = from_text(ones.data(), 4301, 10, kIntMaxStrDigits, value);
  EXPECT_EQ(parsed.status, BigStatus::kTooManyDigits);
  EXPECT_EQ(parsed.digits, 4301u);
  EXPECT_EQ(from_text(ones.data(), 4300, 10, kIntMaxStrDigits, value).status, BigStatus::kOk);
  EXPECT_EQ(from_text(ones.data(), 4301, 16, kIntMaxStrDigits, value).status, BigStatus::kOk);
  EXPECT_EQ(from_text(ones.data(), 641, 10, 100, value).status, BigStatus::kTooManyDigits);
  EXPECT_EQ(from_text(ones.data(), 640, 10, 100, value).status, BigStatus::kOk);

  const IntView ten(10), exponent(4300);
  Text8 text;
  ASSERT_EQ(power(ten, exponent, value), BigStatus::kOk);  // 4301 digits
  EXPECT_EQ(to_text(value, 10, kIntMaxStrDigits, text), BigStatus::kTooManyDigits);
  EXPECT_EQ(to_text(value, 10, 0, text), BigStatus::kOk);
  EXPECT_EQ(text.size(), 4301u);
}

TEST(BigInt, CountsDecimalDigitsAtPowersOfTen) {
  for (const int64_t n : {1, 18, 19, 20, 77, 4300, 20000}) {
    BigBuf border, below;
    uint64_t digits = 0;
    ASSERT_EQ(power(IntView(10), IntView(n), border), BigStatus::kOk);
    ASSERT_EQ(subtract(border, IntView(1), below), BigStatus::kOk);
    ASSERT_EQ(decimal_digit_count(border, &digits), BigStatus::kOk);
    EXPECT_EQ(digits, static_cast<uint64_t>(n) + 1);
    ASSERT_EQ(decimal_digit_count(below, &digits), BigStatus::kOk);
    EXPECT_EQ(digits, static_cast<uint64_t>(n));
  }
}

TEST(BigInt, ConvertsMillionsOfDigitsThereAndBack) {
  BigBuf number, back;
  fill_random(number, 60'000, 1);  // 1.2 million digits
  Text8 text;
  ASSERT_EQ(to_text(number, 10, 0, text), BigStatus::kOk);
  ASSERT_EQ(from_text(text.data(), text.size(), 10, 0, back).status, BigStatus::kOk);
  EXPECT_TRUE(equal(number, back));
}

TEST(BigInt, MultipliesBeyondOneBlock) {
  // (x + 1)(y + 1) == xy + x + y + 1, with an odd number of limbs above the block, unequal sizes, and squares.
  for (const auto& [n, m] :
       {std::pair{(1u << 18) + 1, (1u << 18) + 1}, {(1u << 18) + 3, 1000u}, {(1u << 19) + 7, (1u << 18) + 5}}) {
    BigBuf x, y, x1, y1, left, right, sum;
    fill_random(x, n, 2);
    fill_random(y, m, 3);
    const IntView one(1);
    ASSERT_EQ(add(x, one, x1), BigStatus::kOk);
    ASSERT_EQ(add(y, one, y1), BigStatus::kOk);
    ASSERT_EQ(multiply(x1, y1, left), BigStatus::kOk);
    ASSERT_EQ(multiply(x, y, right), BigStatus::kOk);
    ASSERT_EQ(add(right, x1, sum), BigStatus::kOk);
    ASSERT_EQ(add(sum, y, right), BigStatus::kOk);
    EXPECT_TRUE(equal(left, right)) << n << " x " << m;
    if (n != m) continue;
    BigBuf square, product, copy;  // a square is the product with a copy
    ASSERT_TRUE(copy.assign(x));
    ASSERT_EQ(multiply(x, x, square), BigStatus::kOk);
    ASSERT_EQ(multiply(x, copy, product), BigStatus::kOk);
    EXPECT_TRUE(equal(square, product));
  }
}

TEST(BigInt, DividesBeyondOneBlock) {
  for (const auto& [n, m] : {std::pair{200'000u, 3u}, {200'000u, 70'000u}, {140'001u, 65'536u}}) {
    BigBuf a, b, q, r, product, back;
    fill_random(a, n, 4);
    fill_random(b, m, 5);
    ASSERT_EQ(floor_divide(a, b, &q, &r), BigStatus::kOk);
    EXPECT_LT(compare(r, b), 0);
    ASSERT_EQ(multiply(q, b, product), BigStatus::kOk);
    ASSERT_EQ(add(product, r, back), BigStatus::kOk);
    EXPECT_TRUE(equal(back, a)) << n << " / " << m;
  }
}

TEST(BigInt, LongOperationsStopWhenAsked) {
  int polls = 0;
  const Interrupt now{[](void* context) { return ++*static_cast<int*>(context) >= 1; }, &polls};
  BigBuf a, out;
  fill_random(a, (1u << 18) + 9, 6);
  EXPECT_EQ(multiply(a, a, out, now), BigStatus::kInterrupted);
  Text8 text;
  EXPECT_EQ(to_text(a, 10, 0, text, now), BigStatus::kInterrupted);
  const IntView three(3), many(3'000'000);
  EXPECT_EQ(power(three, many, out, now), BigStatus::kInterrupted);
  BigBuf m, e;
  fill_random(m, 200, 7);
  fill_random(e, 200, 8);
  EXPECT_EQ(power_modulo(e, e, m, out, now), BigStatus::kInterrupted);
  const std::string digits(1'000'000, '7');
  EXPECT_EQ(from_text(digits.data(), digits.size(), 10, 0, out, now).status, BigStatus::kInterrupted);
}

TEST(BigInt, PowersBeyondMemoryAreRefused) {
  BigBuf out;
  EXPECT_EQ(power(IntView(2), IntView(INT64_MAX), out), BigStatus::kTooLarge);
  EXPECT_EQ(shift_left(IntView(1), uint64_t{1} << 62, out), BigStatus::kTooLarge);
  EXPECT_EQ(power(IntView(-1), IntView(INT64_MAX), out), BigStatus::kOk);
  EXPECT_EQ(hex(out), "-1");
}

TEST(BigInt, ModularPowersHandleEvenHugeAndNegativeModuli) {
  // x**(a + b) == x**a * x**b, over moduli on both sides of the Montgomery limit.
  for (const uint32_t limbs : {1u, 2u, 5u, 40u, 300u}) {
    for (const uint64_t low : {0u, 1u}) {
      BigBuf m, x, a, b, ab, pa, pb, pab, product, rest;
      fill_random(m, limbs, 9);
      m.limbs()[0] = (m.limbs()[0] & ~uint64_t{1}) | low;
      fill_random(x, limbs + 1, 10);
      fill_random(a, 2, 11);
      fill_random(b, 3, 12);
      ASSERT_EQ(add(a, b, ab), BigStatus::kOk);
      ASSERT_EQ(power_modulo(x, a, m, pa), BigStatus::kOk);
      ASSERT_EQ(power_modulo(x, b, m, pb), BigStatus::kOk);
      ASSERT_EQ(power_modulo(x, ab, m, pab), BigStatus::kOk);
      ASSERT_EQ(multiply(pa, pb, product), BigStatus::kOk);
      ASSERT_EQ(floor_divide(product, m, nullptr, &rest), BigStatus::kOk);
      EXPECT_TRUE(equal(rest, pab)) << limbs << " limbs, low bit " << low;
    }
  }
  BigBuf out;
  ASSERT_EQ(power_modulo(IntView(3), IntView(-1), IntView(7), out), BigStatus::kOk);
  EXPECT_EQ(hex(out), "5");
  EXPECT_EQ(power_modulo(IntView(2), IntView(-1), IntView(4), out), BigStatus::kNotInvertible);
  EXPECT_EQ(power_modulo(IntView(2), IntView(1), IntView(0), out), BigStatus::kDivisionByZero);
  ASSERT_EQ(power_modulo(IntView(2), IntView(3), IntView(-5), out), BigStatus::kOk);
  EXPECT_EQ(hex(out), "-2");
}

TEST(BigInt, BytesGoThereAndBack) {
  std::mt19937_64 random(13);
  for (int round = 0; round < 2000; round++) {
    uint8_t in[24], back[24];
    const size_t size = random() % 25;
    for (size_t i = 0; i < size; i++) in[i] = static_cast<uint8_t>(random() % 3 == 0 ? 0xff : random());
    for (const ByteOrder order : {ByteOrder::kLittle, ByteOrder::kBig}) {
      for (const Signedness sign : {Signedness::kSigned, Signedness::kUnsigned}) {
        BigBuf value;
        ASSERT_EQ(from_bytes(in, size, order, sign, value), BigStatus::kOk);
        ASSERT_EQ(to_bytes(value, back, size, order, sign), BigStatus::kOk);
        EXPECT_EQ(std::memcmp(in, back, size), 0);
      }
    }
  }
}

TEST(BigInt, BytesThatDoNotFitSaySo) {
  uint8_t out[2];
  const auto big = ByteOrder::kBig;
  EXPECT_EQ(to_bytes(IntView(-1), out, 2, big, Signedness::kUnsigned), BigStatus::kNegative);
  EXPECT_EQ(to_bytes(IntView(65536), out, 2, big, Signedness::kUnsigned), BigStatus::kOverflow);
  EXPECT_EQ(to_bytes(IntView(32768), out, 2, big, Signedness::kSigned), BigStatus::kOverflow);
  EXPECT_EQ(to_bytes(IntView(-32769), out, 2, big, Signedness::kSigned), BigStatus::kOverflow);
  EXPECT_EQ(to_bytes(IntView(-32768), out, 2, big, Signedness::kSigned), BigStatus::kOk);
  EXPECT_EQ(out[0], 0x80);
  EXPECT_EQ(to_bytes(IntView(-1), out, 0, big, Signedness::kSigned), BigStatus::kOk);  // as CPython
}

TEST(BigInt, ComparesWithDoublesExactly) {
  EXPECT_EQ(compare_with_double(IntView((int64_t{1} << 53) + 1), 9007199254740992.0), 1);
  EXPECT_EQ(compare_with_double(IntView(1), 1.5), -1);
  EXPECT_EQ(compare_with_double(IntView(-1), -1.5), 1);
  EXPECT_EQ(compare_with_double(IntView(0), -0.0), 0);
  EXPECT_EQ(compare_with_double(IntView(5), __builtin_inf()), -1);
  EXPECT_EQ(compare_with_double(IntView(5), __builtin_nan("")), kUnordered);
}

TEST(BigInt, SwapsInlineAndAllocatedBuffers) {
  BigBuf small, large;
  small.assign_uint64(7, true);
  fill_random(large, 100, 14);
  const std::string before = hex(large);
  small.swap(large);
  EXPECT_EQ(hex(small), before);
  EXPECT_EQ(hex(large), "-7");
  small.swap(large);
  EXPECT_EQ(hex(large), before);
}

}  // namespace
}  // namespace eider::builtins::kernels

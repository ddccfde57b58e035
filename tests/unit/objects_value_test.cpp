// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "objects/numbers.h"
#include "realm_fixture.h"

namespace eider::objects {
namespace {

using Values = RealmTest;

uint64_t bits(double d) { return std::bit_cast<uint64_t>(d); }

TEST_F(Values, SmallIntsRoundTripAtBothEnds) {
  for (int64_t n : {int64_t{0}, int64_t{1}, int64_t{-1}, Value::kMaxSmallInt, Value::kMinSmallInt}) {
    Value v = ok(int_from_int64(*t, n));
    EXPECT_TRUE(v.is_small_int());
    EXPECT_EQ(v.small_int(), n);
    EXPECT_FALSE(v.is_heap());
  }
}

TEST_F(Values, LargerIntsAreBoxedAndRoundTrip) {
  for (int64_t n : {Value::kMaxSmallInt + 1, Value::kMinSmallInt - 1, INT64_MAX, INT64_MIN}) {
    Value v = ok(int_from_int64(*t, n));
    EXPECT_TRUE(is_exact(v, TypeId::kInt));
    int64_t back = 0;
    EXPECT_TRUE(int_fits_int64(v, &back));
    EXPECT_EQ(back, n);
  }
  Value big = ok(int_from_uint64(*t, UINT64_MAX));
  uint64_t back = 0;
  int64_t not_this;
  EXPECT_TRUE(int_fits_uint64(big, &back));
  EXPECT_EQ(back, UINT64_MAX);
  EXPECT_FALSE(int_fits_int64(big, &not_this));
}

TEST_F(Values, EveryClassOfDoubleRoundTripsBitForBit) {
  using L = std::numeric_limits<double>;
  double samples[] = {0.0,      -0.0,     1.0,           -1.0,     0.1,          -0.1,        L::min(),     -L::min(), L::max(),
                      -L::max(), L::denorm_min(), -L::denorm_min(), L::infinity(), -L::infinity(), L::quiet_NaN(), -L::quiet_NaN(),
                      L::epsilon(), 1e300,  -1e300,        1e-300,   -1e-300,      3.5};
  for (double d : samples) {
    Value v = ok(float_value(*t, d));
    EXPECT_TRUE(is_float(*t, v));
    EXPECT_EQ(bits(float_of(v)), bits(d)) << d;
    EXPECT_FALSE(v.is_small_int());
    EXPECT_FALSE(v.is_constant());
  }
  for (int exponent = -1074; exponent <= 1023; exponent++) {
    for (double sign : {1.0, -1.0}) {
      double d = sign * std::ldexp(1.0, exponent);
      Value v = ok(float_value(*t, d));
      EXPECT_EQ(bits(float_of(v)), bits(d)) << exponent;
      bool common = exponent > -255 && exponent < 257;
      if (common) EXPECT_TRUE(v.is_float_word()) << exponent;
    }
  }
}

TEST_F(Values, TheDoubleWhoseWordIsZeroIsBoxed) {
  double d = std::ldexp(1.0, -255);
  EXPECT_FALSE(ok(float_value(*t, d)).is_float_word());
  EXPECT_EQ(ok(float_value(*t, 0.0)).bits(), 2u);
}

TEST_F(Values, HashesAreThoseOfCPython) {
  auto hash_of = [&](Value v) { return static_cast<int64_t>(ok_plain(hash(*t, v))); };
  EXPECT_EQ(hash_of(i(-1)), -2);
  EXPECT_EQ(hash_of(i(0)), 0);
  EXPECT_EQ(hash_of(ok(int_from_int64(*t, (int64_t{1} << 61) - 1))), 0);
  EXPECT_EQ(hash_of(ok(int_from_int64(*t, int64_t{1} << 61))), 1);
  EXPECT_EQ(hash_of(ok(int_from_int64(*t, INT64_MIN))), -4);
  EXPECT_EQ(hash_of(ok(float_value(*t, 1.0))), 1);
  EXPECT_EQ(hash_of(ok(float_value(*t, 0.5))), 1152921504606846976);
  EXPECT_EQ(hash_of(ok(float_value(*t, -0.1))), -230584300921369408);
  EXPECT_EQ(hash_of(ok(float_value(*t, 1e300))), 1224995262755759164);
  EXPECT_EQ(hash_of(kTrue), 1);
}

TEST_F(Values, BigIntsConvertToTheNearestDouble) {
  uint64_t limbs[2] = {1, 1};  // 2^64 + 1
  double d;
  EXPECT_TRUE(int_as_double(ok(int_from_limbs(*t, 1, limbs, 2)), &d));
  EXPECT_EQ(d, 18446744073709551616.0);
  uint64_t half[2] = {0x800, 0x1};  // 2^64 + 2048: half way, to even
  EXPECT_TRUE(int_as_double(ok(int_from_limbs(*t, -1, half, 2)), &d));
  EXPECT_EQ(d, -18446744073709551616.0);
  half[0] = 0x801;
  EXPECT_TRUE(int_as_double(ok(int_from_limbs(*t, 1, half, 2)), &d));
  EXPECT_EQ(d, 18446744073709555712.0);
}

}  // namespace
}  // namespace eider::objects

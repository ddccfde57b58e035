// SPDX-License-Identifier: MIT
#include "base/memory.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/fault_injection.h"
#include "base/function_ref.h"
#include "base/mutex.h"
#include "base/os_pages.h"
#include "base/raw_vector.h"

namespace eider::base {
namespace {

TEST(Memory, ReallocationKeepsContents) {
  auto* at = static_cast<char*>(raw_alloc(10));
  std::memcpy(at, "123456789", 10);
  at = static_cast<char*>(raw_realloc(at, 100'000));
  ASSERT_NE(at, nullptr);
  EXPECT_STREQ(at, "123456789");
  raw_free(at);
}

TEST(Memory, AlignmentIsHonoured) {
  for (size_t alignment = 16; alignment <= 65536; alignment *= 2) {
    void* at = raw_aligned(100, alignment);
    ASSERT_NE(at, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(at) % alignment, 0u);
    raw_free(at);
  }
}

TEST(FaultInjection, TheNthAllocationFailsAndOnlyThat) {
  InjectFault fault(Fault::kAllocation, 2, InjectFault::Mode::kOnce);
  void* kept[2] = {raw_alloc(8), raw_zalloc(8)};
  EXPECT_NE(kept[0], nullptr);
  EXPECT_NE(kept[1], nullptr);
  EXPECT_FALSE(fault.fired());
  EXPECT_EQ(raw_alloc(8), nullptr);
  EXPECT_TRUE(fault.fired());
  void* after = raw_alloc(8);
  EXPECT_NE(after, nullptr);
  raw_free(after);
  for (void* at : kept) raw_free(at);
}

TEST(FaultInjection, OrAllFromThereOn) {
  InjectFault fault(Fault::kAllocation, 1, InjectFault::Mode::kAllAfter);
  void* kept = raw_alloc(8);
  EXPECT_NE(kept, nullptr);
  EXPECT_EQ(raw_alloc(8), nullptr);
  EXPECT_EQ(raw_aligned(8, 64), nullptr);
  raw_free(kept);
}

TEST(RawVector, FailedGrowthLeavesItUnchanged) {
  RawVector<int> vector;
  for (int i = 0; i < 16; i++) ASSERT_TRUE(vector.push(i));
  {
    InjectFault fault(Fault::kAllocation, 0, InjectFault::Mode::kAllAfter);
    EXPECT_FALSE(vector.push(16));
  }
  EXPECT_EQ(vector.size(), 16u);
  ASSERT_TRUE(vector.push(16));
  for (int i = 0; i <= 16; i++) EXPECT_EQ(vector[static_cast<size_t>(i)], i);
}

TEST(OsPages, AReservationIsAlignedAndDecommittedPagesReadAsZero) {
  constexpr size_t kSize = size_t{8} << 20;
  constexpr size_t kAlignment = size_t{4} << 20;
  auto* at = static_cast<char*>(os_reserve(kSize, kAlignment));
  ASSERT_NE(at, nullptr);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(at) % kAlignment, 0u);
  ASSERT_TRUE(os_commit(at, kAlignment));
  at[100] = 7;
  ASSERT_TRUE(os_discard(at, os_page_size()));
  EXPECT_EQ(at[100], 0);
  at[100] = 7;
  os_decommit(at, kAlignment);
  ASSERT_TRUE(os_commit(at, kAlignment));
  EXPECT_EQ(at[100], 0);
  os_release(at, kSize);
}

TEST(OsPages, AnImpossibleReservationIsRefused) { EXPECT_EQ(os_reserve(~size_t{0} - 4096, 4096), nullptr); }

TEST(FunctionRef, CallsWhatItRefersTo) {
  int base = 40;
  auto add = [&](int n) { return base + n; };
  FunctionRef<int(int)> ref = add;
  base = 50;
  EXPECT_EQ(ref(2), 52);
}

#if defined(EIDER_ASSERTIONS)
TEST(LockRanksDeathTest, TakingALowerRankUnderAHigherOneIsReported) {
  Mutex low(LockRank::kImport);
  Mutex high(LockRank::kLeaf);
  {
    MutexLock first(low);
    MutexLock second(high);
  }
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        MutexLock first(high);
        MutexLock second(low);
      },
      "in_order");
}
#endif

}  // namespace
}  // namespace eider::base

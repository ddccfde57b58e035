// SPDX-License-Identifier: MIT
//
// String search, hashes, repr of bytes, random numbers and the sort.
#include <algorithm>
#include <random>
#include <vector>

#include "builtins/kernels/hash.h"
#include "builtins/kernels/mt19937.h"
#include "builtins/kernels/repr_text.h"
#include "builtins/kernels/sort.h"
#include "builtins/kernels/str_search.h"
#include "builtins_kernels_support.h"

namespace eider::builtins::kernels {
namespace {

using namespace std::literals;

struct HashRow {
  int64_t items[6];
  size_t count;
  int64_t tuple, frozenset;
};
struct RandomRow {
  const char* seed;
  uint64_t first, last;
  const char *bits7, *bits64, *bits200;
};
#include "builtins_kernels_text.inc"

template <class H, class N>
void check_search(const std::basic_string<H>& hay, const std::basic_string<N>& needle) {
  const auto at = std::search(hay.begin(), hay.end(), needle.begin(), needle.end());
  const size_t first = at == hay.end() && !needle.empty() ? kNotFound : static_cast<size_t>(at - hay.begin());
  ASSERT_EQ(find(hay.data(), hay.size(), needle.data(), needle.size()), first);
  const auto back = std::find_end(hay.begin(), hay.end(), needle.begin(), needle.end());
  const size_t last = needle.empty()      ? hay.size()
                      : back == hay.end() ? kNotFound
                                          : static_cast<size_t>(back - hay.begin());
  ASSERT_EQ(rfind(hay.data(), hay.size(), needle.data(), needle.size()), last);
}

TEST(StrSearch, FindsWhatTheStandardLibraryFinds) {
  std::mt19937 random(1);
  for (int round = 0; round < 50'000; round++) {
    const uint32_t letters = 1 + random() % 4;
    std::basic_string<uint8_t> hay;
    std::basic_string<uint16_t> needle;
    for (uint32_t n = random() % 80; n != 0; n--) hay.push_back(static_cast<uint8_t>('a' + random() % letters));
    for (uint32_t n = random() % 12; n != 0; n--) needle.push_back(static_cast<uint16_t>('a' + random() % letters));
    if (random() % 2 == 0 && hay.size() > 20) needle.assign(hay.begin() + 5, hay.begin() + 5 + random() % 15);
    check_search(hay, needle);
  }
}

TEST(StrSearch, WideNeedlesAreNotFoundInNarrowText) {
  const uint8_t hay[] = {0xac, 'a', 'b'};
  const char32_t euro = 0x20ac;
  EXPECT_EQ(find(hay, 3, &euro, 1), kNotFound);
  const char32_t pair[] = {0x20ac, 'a'};
  EXPECT_EQ(find(hay, 3, pair, 2), kNotFound);
}

TEST(StrSearch, CountsAndVisitsWithoutOverlap) {
  const std::basic_string<uint8_t> hay(7, 'a'), needle(2, 'a');
  EXPECT_EQ(count_matches(hay.data(), 7, needle.data(), 2), 3u);
  EXPECT_EQ(count_matches(hay.data(), 7, needle.data(), 0), 8u);
  EXPECT_EQ(count_matches(hay.data(), 7, needle.data(), 2, 2), 2u);
  std::vector<size_t> places;
  for_each_match(hay.data(), 7, needle.data(), 2, SIZE_MAX, [&](size_t at) { places.push_back(at); });
  EXPECT_EQ(places, (std::vector<size_t>{0, 2, 4}));
}

// Counts how often the haystack is read: the cost of a search, whatever the machine does meanwhile.
struct CountingView {
  const uint8_t* data;
  size_t size;
  size_t* reads;
  uint32_t operator[](size_t i) const { return ++*reads, data[i]; }
  CountingView from(size_t start) const { return {data + start, size - start, reads}; }
};

TEST(StrSearch, HostileInputsStayLinear) {
  auto repeat = [](std::string_view unit, size_t times) {
    std::basic_string<uint8_t> text;
    while (times-- != 0) text.append(unit.begin(), unit.end());
    return text;
  };
  const auto a = repeat("a", 100'000);
  const std::pair<std::basic_string<uint8_t>, std::basic_string<uint8_t>> cases[] = {
      {a, repeat("b", 1) + repeat("a", 1000)},
      {a, repeat("a", 500) + repeat("b", 1) + repeat("a", 500)},
      {repeat("ab", 50'000), repeat("ab", 500) + repeat("aab", 1) + repeat("ab", 500)},
      {repeat("aaaaaaaaab", 10'000), repeat("a", 9) + repeat("baaaaaaaaa", 300) + repeat("a", 5)},
  };
  for (const auto& [hay, needle] : cases) {
    size_t reads = 0;
    const search_detail::Forward<uint8_t> pattern{needle.data(), needle.size()};
    const size_t found = search_detail::search(CountingView{hay.data(), hay.size(), &reads}, pattern);
    EXPECT_EQ(found, kNotFound);
    EXPECT_LT(reads, 20 * hay.size());
    check_search(hay, needle);
  }
}

TEST(Hash, TuplesFrozensetsAndIntsAsCPython) {
  for (const HashRow& row : kHashRows) {
    TupleHash tuple;
    FrozenSetHash set;
    for (size_t i = 0; i < row.count; i++) {
      const int64_t hash = hash_int64(row.items[i]);
      EXPECT_EQ(hash, hash_big(IntView(row.items[i])));
      tuple.add(hash);
      set.add(hash);
    }
    EXPECT_EQ(tuple.finish(), row.tuple);
    EXPECT_EQ(set.finish(), row.frozenset);
  }
  TupleHash one_two_three;
  for (const int64_t i : {1, 2, 3}) one_two_three.add(i);
  EXPECT_EQ(one_two_three.finish(), 529344067295497451);
}

TEST(Hash, BytesAreSipHash13) {
  // CPython 3.11 with PYTHONHASHSEED=0 has an all-zero key: hash(b'a'), hash(b'hello world'), hash(bytes(range(64))).
  EXPECT_EQ(hash_bytes("", 0, {}), 0);
  EXPECT_EQ(hash_bytes("a", 1, {}), 4644417185603328019);
  EXPECT_EQ(hash_bytes("hello world", 11, {}), -5642461784034726774);
  uint8_t bytes[64];
  for (uint8_t i = 0; i < 64; i++) bytes[i] = i;
  EXPECT_EQ(hash_bytes(bytes, 64, {}), 8493894268803903686);
  EXPECT_NE(hash_bytes("a", 1, {1, 2}), hash_bytes("a", 1, {2, 1}));
}

TEST(Repr, BytesChooseTheirQuote) {
  auto repr = [](std::string_view bytes) {
    Text8 out;
    repr_bytes({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, out);
    return string_of(out);
  };
  EXPECT_EQ(repr("a'b"), R"(b"a'b")");
  EXPECT_EQ(repr("a'\"b"), R"(b'a\'"b')");
  EXPECT_EQ(repr("\\\n\x7f\xff"), R"(b'\\\n\x7f\xff')");
  Text32 escaped;
  escape_non_ascii(view(U"'\u00e9\u20ac\U0001f600'"sv), escaped);
  EXPECT_EQ(string_of(escaped), U"'\\xe9\\u20ac\\U0001f600'");
}

TEST(Mt19937, SameSeedsSameNumbersAsCPython) {
  for (const RandomRow& row : kRandomRows) {
    Mt19937 random;
    random.seed(Big(row.seed));
    double number = random.next_double();
    EXPECT_TRUE(same(number, real(row.first)));
    for (int i = 1; i < 1300; i++) number = random.next_double();
    EXPECT_TRUE(same(number, real(row.last)));
    uint32_t state[Mt19937::kWords + 1];
    random.get_state(state);
    Mt19937 copy;
    ASSERT_TRUE(copy.set_state(state));
    for (Mt19937* generator : {&random, &copy}) {
      BigBuf bits;
      ASSERT_EQ(generator->random_bits(7, bits), BigStatus::kOk);
      EXPECT_EQ(hex(bits), row.bits7);
      ASSERT_EQ(generator->random_bits(64, bits), BigStatus::kOk);
      EXPECT_EQ(hex(bits), row.bits64);
      ASSERT_EQ(generator->random_bits(200, bits), BigStatus::kOk);
      EXPECT_EQ(hex(bits), row.bits200);
    }
    state[Mt19937::kWords] = 625;
    EXPECT_FALSE(copy.set_state(state));
  }
}

// Keys compare by their upper bits only, so that the lower bits show whether the order of equals was kept.
struct CountingLess {
  size_t calls = 0;
  size_t fail_at = SIZE_MAX;
  int operator()(uint64_t a, uint64_t b) {
    if (++calls == fail_at) return -1;
    return a >> 16 < b >> 16 ? 1 : 0;
  }
};

std::vector<uint64_t> make_input(std::mt19937_64& random, size_t n, int kind) {
  std::vector<uint64_t> keys(n);
  for (size_t i = 0; i < n; i++) {
    uint64_t key = random() >> 32;
    if (kind == 1) key = random() % 5;
    if (kind == 2) key = i / 3;
    if (kind == 3) key = n - i;
    if (kind == 4) key = i % 97 < 90 ? i : random() % (n + 1);
    if (kind == 5) key = i < n / 2 ? i * 2 : (i - n / 2) * 2 + 1;
    keys[i] = key << 16 | (i & 0xffff);
  }
  return keys;
}

TEST(Sort, IsStableAndCarriesThePayload) {
  std::mt19937_64 random(2);
  for (const size_t n : {0u, 1u, 2u, 3u, 31u, 64u, 65u, 200u, 1000u, 20000u}) {
    for (int kind = 0; kind < 6; kind++) {
      const auto input = make_input(random, n, kind);
      auto keys = input, expected = input;
      std::sort(expected.begin(), expected.end());  // the lower bits are the original order
      std::vector<uint64_t> values(n);
      for (size_t i = 0; i < n; i++) values[i] = ~keys[i];
      CountingLess less;
      ASSERT_EQ(merge_sort(keys.data(), values.data(), n, less), SortStatus::kOk);
      EXPECT_EQ(keys, expected) << n << " of kind " << kind;
      for (size_t i = 0; i < n; i++) ASSERT_EQ(values[i], ~keys[i]);
    }
  }
}

TEST(Sort, SortedAndReversedInputCostOneComparisonForEachNeighbour) {
  std::mt19937_64 random(3);
  for (const int kind : {2, 3}) {
    for (const size_t n : {2u, 10u, 64u, 1000u, 100'000u}) {
      auto keys = make_input(random, n, kind);
      CountingLess less;
      ASSERT_EQ(merge_sort(keys.data(), nullptr, n, less), SortStatus::kOk);
      EXPECT_EQ(less.calls, n - 1);
    }
  }
}

TEST(Sort, AfterAFailureNothingIsLost) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 2000; round++) {
    auto keys = make_input(random, 300, round % 6);
    std::vector<uint64_t> values = keys;
    auto before = keys;
    CountingLess less;
    less.fail_at = 1 + random() % 2500;
    const SortStatus status = merge_sort(keys.data(), values.data(), keys.size(), less);
    EXPECT_EQ(status, less.calls >= less.fail_at ? SortStatus::kCompareFailed : SortStatus::kOk);
    EXPECT_EQ(keys, values);
    std::sort(before.begin(), before.end());
    std::sort(keys.begin(), keys.end());
    ASSERT_EQ(keys, before);
  }
}

TEST(Sort, MissingMemoryIsAnError) {
  struct NoScratch {
    uint64_t* acquire(size_t) { return nullptr; }
  } scratch;
  std::mt19937_64 random(5);
  auto keys = make_input(random, 1000, 0);
  auto before = keys;
  CountingLess less;
  EXPECT_EQ(merge_sort(keys.data(), nullptr, keys.size(), less, scratch), SortStatus::kNoMemory);
  std::sort(before.begin(), before.end());
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(keys, before);
}

TEST(Sort, InconsistentComparisonsEndAndLoseNothing) {
  std::mt19937_64 random(6);
  for (int round = 0; round < 300; round++) {
    auto keys = make_input(random, 2000, round % 6);
    auto before = keys;
    ASSERT_EQ(merge_sort(keys.data(), nullptr, keys.size(),
                         [&](uint64_t, uint64_t) { return static_cast<int>(random() & 1); }),
              SortStatus::kOk);
    std::sort(before.begin(), before.end());
    std::sort(keys.begin(), keys.end());
    ASSERT_EQ(keys, before);
  }
}

}  // namespace
}  // namespace eider::builtins::kernels

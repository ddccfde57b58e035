// SPDX-License-Identifier: MIT
//
// Conversions between C++ and Python, and the texts of those that fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <eider/eider.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "embed_fixture.h"

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

enum class Color : std::uint8_t { Red, Green = 7 };

TEST(EmbedConversion, RoundTrips) {
  eider::Runtime rt;
  auto same = [&](auto v) {
    rt["v"] = v;
    EXPECT_EQ(rt["v"].as<decltype(v)>(), v) << rt["v"].get().repr();
  };
  same(true);
  same(std::int8_t{-128});
  same(std::uint64_t{18446744073709551615u});
  same(std::numeric_limits<std::int64_t>::min());
  same(2.5);
  same(0.5f);
  same(std::string("d\xc3\xbc" "ck \xf0\x9f\xa6\x86"));
  same(std::vector<int>{1, 2, 3});
  same(std::vector<bool>{true, false});
  same(std::vector<std::vector<std::string>>{{"a"}, {}});
  same(std::vector<std::byte>{std::byte{0}, std::byte{255}});
  same(std::map<std::string, double>{{"a", 1.5}, {"b", -0.0}});
  same(std::unordered_map<int, std::string>{{1, "a"}, {2, "b"}});
  same(std::set<int>{3, 1});
  same(std::unordered_set<std::string>{"x", "y"});
  same(std::optional<int>{});
  same(std::optional<int>{3});
  same(std::pair<int, std::string>{1, "x"});
  same(std::tuple<int, bool, double>{1, false, 0.5});
  same(std::array<int, 2>{4, 5});
  same(std::filesystem::path("/tmp/\xff name"));
  same(std::chrono::milliseconds(1500));
  same(std::chrono::duration<double>(0.25));
  same(std::chrono::system_clock::time_point(std::chrono::seconds(1700000000)));
  same(Color::Green);
  using Any = std::variant<std::monostate, bool, int, double, std::string, std::vector<int>>;
  for (const Any& v : {Any(), Any(true), Any(1), Any(1.0), Any("a"), Any(std::vector<int>{1})}) same(v);
}

TEST(EmbedConversion, WhatPythonSees) {
  eider::Runtime rt;
  auto repr = [&](auto v) {
    rt["v"] = std::move(v);
    return rt["v"].get().repr();
  };
  EXPECT_EQ(repr(nullptr), "None");
  EXPECT_EQ(repr("text"), "'text'");
  EXPECT_EQ(repr(std::string_view("a\0b", 3)), "'a\\x00b'");
  EXPECT_EQ(repr(90min), "5400.0");
  EXPECT_EQ(repr(std::filesystem::path("a/b")), "'a/b'");
  EXPECT_EQ(repr(std::vector<std::byte>{std::byte{65}}), "b'A'");
  EXPECT_EQ(repr(std::set<int>{1}), "{1}");
  EXPECT_EQ(repr(Color::Green), "7");
  EXPECT_EQ(repr(std::variant<int, std::string>("x")), "'x'");
  EXPECT_EQ(repr(std::function<int()>()), "None");
  EXPECT_EQ(repr(std::make_tuple(1, "a", 2.0f)), "(1, 'a', 2.0)");
  EXPECT_EQ(error_of([&] { rt["v"] = "\xff"; }).type_name(), "ValueError");
}

TEST(EmbedConversion, WhatIsAccepted) {
  eider::Runtime rt;
  EXPECT_EQ(rt.eval<std::vector<int>>("{7}"), std::vector<int>{7});
  EXPECT_EQ(rt.eval<std::vector<int>>("(i * i for i in range(4))"), (std::vector<int>{0, 1, 4, 9}));
  EXPECT_EQ(rt.eval<std::vector<int>>("bytearray(b'ab')"), (std::vector<int>{97, 98}));
  EXPECT_EQ(rt.eval<double>("3"), 3.0);
  EXPECT_EQ(rt.eval<int>("True"), 1);
  EXPECT_EQ((rt.eval<std::pair<int, int>>("[1, 2]")), (std::pair{1, 2}));
  EXPECT_EQ((rt.eval<std::set<int>>("frozenset([1, 2])")), (std::set{1, 2}));
  EXPECT_EQ(rt.eval<std::filesystem::path>("b'/a'"), "/a");
  rt.exec("class P:\n    def __fspath__(self): return '/from/fspath'\nclass D:\n    def total_seconds(self): return 1.5\n"
          "class I:\n    def __index__(self): return 12");
  EXPECT_EQ(rt.eval<std::filesystem::path>("P()"), "/from/fspath");
  EXPECT_EQ(rt.eval<std::chrono::milliseconds>("D()"), 1500ms);
  EXPECT_EQ(rt.eval<std::chrono::nanoseconds>("2"), 2s);
  EXPECT_EQ(rt.eval<short>("I()"), 12);
  EXPECT_EQ(std::get<double>(rt.eval<std::variant<std::string, double>>("3")), 3.0);
  EXPECT_EQ(rt.eval<std::vector<std::byte>>("memoryview(b'abc')[1:]"), (std::vector{std::byte{'b'}, std::byte{'c'}}));
}

TEST(EmbedConversion, NumbersAreRangeChecked) {
  eider::Runtime rt;
  eider::Error e = error_of([&] { rt.eval<std::uint8_t>("256"); });
  EXPECT_EQ(e.type_name(), "OverflowError");
  EXPECT_THAT(e.what(), HasSubstr("256 (int) does not fit in int (unsigned, 8 bits)"));
  for (const char* wrong : {"-1", "2**32"}) EXPECT_EQ(error_of([&] { rt.eval<std::uint32_t>(wrong); }).type_name(), "OverflowError");
  EXPECT_EQ(error_of([&] { rt.eval<std::int64_t>("2**63"); }).type_name(), "OverflowError");
  EXPECT_EQ(rt.eval<std::int64_t>("-2**63"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(error_of([&] { rt.eval<double>("10**400"); }).type_name(), "OverflowError");
  EXPECT_EQ(error_of([&] { rt.eval<float>("1e300"); }).type_name(), "OverflowError");
  EXPECT_EQ(rt.eval<float>("float('inf')"), std::numeric_limits<float>::infinity());
  EXPECT_EQ(error_of([&] { rt.eval<Color>("300"); }).type_name(), "OverflowError");
  for (const char* wrong : {"1e30", "float('nan')", "float('inf')", "9.3e9"}) {
    EXPECT_EQ(error_of([&] { rt.eval<std::chrono::nanoseconds>(wrong); }).type_name(), "OverflowError") << wrong;
  }
}

TEST(EmbedConversion, ErrorsNameThePlaceAndBothTypes) {
  eider::Runtime rt;
  auto text = [&]<class T>(const char* expression, std::type_identity<T>) {
    return std::string(error_of([&] { rt.eval<T>(expression); }).what());
  };
  EXPECT_EQ(text("1", std::type_identity<bool>()), "TypeError: result: expected bool, got int");
  EXPECT_EQ(text("'a'", std::type_identity<double>()), "TypeError: result: expected float, got str");
  EXPECT_EQ(text("None", std::type_identity<std::string>()), "TypeError: result: expected str, got NoneType");
  EXPECT_EQ(text("[1, 'a']", std::type_identity<std::vector<double>>()), "TypeError: result: item 1: expected float, got str");
  EXPECT_EQ(text("'ab'", std::type_identity<std::vector<std::string>>()), "TypeError: result: expected list of str, got str");
  EXPECT_EQ(text("{'a': {'b': 'c'}}", std::type_identity<std::map<std::string, std::map<std::string, double>>>()),
            "TypeError: result: value of item 0: value of item 0: expected float, got str");
  EXPECT_EQ(text("(1, 2, 3)", std::type_identity<std::pair<bool, double>>()), "TypeError: result: expected tuple (bool, float), got 3 items");
  EXPECT_EQ(text("[]", std::type_identity<std::variant<bool, std::string>>()), "TypeError: result: expected bool or str, got list");
  EXPECT_EQ(text("[1]", std::type_identity<std::set<double>>()), "TypeError: result: expected set of float, got list");
  EXPECT_EQ(text("3", std::type_identity<std::filesystem::path>()), "TypeError: result: expected str, bytes or os.PathLike, got int");
  EXPECT_EQ(text("3", std::type_identity<std::function<void()>>()), "TypeError: result: expected callable, got int");
  rt.exec("class Bad:\n    def __index__(self): raise KeyError('k')\n    def __iter__(self): raise KeyError('i')");
  EXPECT_EQ(text("Bad()", std::type_identity<int>()), "KeyError: 'k'");
  EXPECT_EQ(text("Bad()", std::type_identity<std::vector<int>>()), "KeyError: 'i'");
  EXPECT_EQ(text("Bad()", std::type_identity<std::variant<std::string, int>>()), "KeyError: 'k'");
}

TEST(EmbedConversion, ScriptFunctionsAsStdFunctions) {
  eider::Runtime rt;
  std::function<int(int)> kept;
  rt["keep"] = [&](std::function<int(int)> f) { kept = std::move(f); };
  rt.exec("import gc\ndef make(n): return lambda x: x + n\nkeep(make(100))\ngc.collect()");
  EXPECT_EQ(kept(5), 105);
  EXPECT_EQ(error_of([&] { rt.exec("keep(lambda x: 'a')"), kept(1); }).type_name(), "TypeError");
  rt.exec("keep(None)");
  EXPECT_FALSE(kept);
  auto fn = rt.eval<eider::Fn<int(int)>>("make(1)");
  rt["same"] = fn;
  EXPECT_EQ(rt.eval<std::string>("type(same).__name__"), "function");
}

TEST(EmbedConversion, ADictOfOtherThreadsIsCopiedWhole) {
  eider::Runtime rt;
  rt.exec(
      "import threading\nd = {i: i for i in range(100)}\nstop = False\n"
      "def churn():\n    n = 0\n    while not stop:\n        n += 1\n        d[n % 100] = n\n"
      "t = threading.Thread(target=churn)\nt.start()");
  for (int i = 0; i < 300; i++) EXPECT_EQ((rt["d"].as<std::map<int, long>>().size()), 100u);
  rt.exec("stop = True\nt.join()");
}

}  // namespace

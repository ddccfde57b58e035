// SPDX-License-Identifier: MIT
//
// C++ callables as Python functions: kinds of callables, names, defaults, keywords, errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "embed_fixture.h"

namespace {

using testing::HasSubstr;
using testing::StartsWith;
using namespace eider::literals;

TEST(EmbedFunction, CallablesOfManyKinds) {
  eider::Runtime rt;
  int calls = 0;
  rt["count"] = [&calls] { calls++; };
  rt["length"] = [](std::string_view s) { return s.size(); };
  rt["total"] = [](std::span<const double> s) { return std::accumulate(s.begin(), s.end(), 0.0); };
  rt["either"] = [](int a, std::optional<int> b) { return a + b.value_or(100); };
  rt["apply"] = [](const eider::Value& f, int x) { return f(x); };
  rt["root"] = +[](double x) { return x * 0.5; };
  rt["std"] = std::function<std::string(bool)>([](bool b) { return b ? "yes" : "no"; });
  rt.exec("r = [count(), length('abc'), total([1, 2.5]), either(1), either(1, 2), apply(lambda x: x + 1, 4), root(3), std(True)]");
  EXPECT_EQ(rt["r"].get().repr(), "[None, 3, 3.5, 101, 3, 5, 1.5, 'yes']");
  EXPECT_EQ(calls, 1);
}

TEST(EmbedFunction, NamesAndDefaults) {
  eider::Runtime rt;
  rt["f"] = eider::function([](std::string who, int times, std::optional<bool> loud) { return who + std::to_string(times) + (loud.value_or(false) ? "!" : ""); },
                            "who"_a, "times"_a = 2, "loud"_a, "Says who.");
  EXPECT_EQ(rt.eval<std::string>("f('a')"), "a2");
  EXPECT_EQ(rt.eval<std::string>("f('a', 3, True)"), "a3!");
  EXPECT_EQ(rt.eval<std::string>("f(loud=True, who='b')"), "b2!");
  EXPECT_EQ(rt.eval<std::string>("f(**{'wh' + 'o': 'c', 'times': 9})"), "c9");
  EXPECT_EQ(rt.eval<std::string>("f.__doc__ + f.__name__"), "Says who.f");
  auto text = [&](const char* code) { return std::string(error_of([&] { rt.exec(code); }).what()); };
  EXPECT_EQ(text("f()"), "TypeError: f() missing 1 required positional argument: 'who'");
  EXPECT_EQ(text("f(1, 2, 3, 4)"), "TypeError: f() takes from 1 to 3 positional arguments but 4 were given");
  EXPECT_EQ(text("f('a', nope=1)"), "TypeError: f() got an unexpected keyword argument 'nope'");
  EXPECT_EQ(text("f('a', who='b')"), "TypeError: f() got multiple values for argument 'who'");
  EXPECT_EQ(text("f('a', times='b')"), "TypeError: f() argument 2 'times': expected int (signed, 32 bits), got str");
  rt["g"] = eider::function([](int a, int b, int c) { return a + b + c; }, "a"_a, "b"_a, "c"_a);
  EXPECT_EQ(text("g()"), "TypeError: g() missing 3 required positional arguments: 'a', 'b', and 'c'");
  EXPECT_EQ(text("g(1, c=3, b='x')"), "TypeError: g() argument 2 'b': expected int (signed, 32 bits), got str");
}

TEST(EmbedFunction, DefaultsSurviveCollections) {
  eider::Runtime rt;
  rt["f"] = eider::function([](std::vector<std::string> v) { return v.size(); }, "v"_a = std::vector<std::string>{"a", "b", "c"});
  rt.exec("import gc\nfor i in range(3): gc.collect(); [object() for j in range(1000)]");
  EXPECT_EQ(rt.eval<int>("f()"), 3);
}

TEST(EmbedFunction, KeywordsFromCpp) {
  eider::Runtime rt;
  rt.exec("def show(*args, **kw): return f'{args} {kw}'\ndef area(w, h=1, *, unit='m'): return f'{w * h}{unit}'");
  EXPECT_EQ(rt["show"](1, "x"_a = 3, "two", "y"_a = nullptr).as<std::string>(), "(1, 'two') {'x': 3, 'y': None}");
  EXPECT_EQ(rt["area"]("w"_a = 2, "h"_a = 3, "unit"_a = "cm").as<std::string>(), "6cm");
  eider::Value area = rt["area"];
  std::string unit = "km";
  EXPECT_EQ(area(4, "unit"_a = unit).as<std::string>(), "4km");
  EXPECT_EQ(unit, "km");
  EXPECT_EQ(error_of([&] { area(1, "z"_a = 1); }).message(), "area() got an unexpected keyword argument 'z'");
  EXPECT_EQ(error_of([&] { area("w"_a = "\xff"); }).type_name(), "ValueError");
}

TEST(EmbedFunction, ErrorsNameTheArgumentAndBothTypes) {
  eider::Runtime rt;
  rt["f"] = [](int a, const std::vector<std::string>& b) { return a + static_cast<int>(b.size()); };
  EXPECT_STREQ(error_of([&] { rt.exec("f(1, ['a', 2])"); }).what(), "TypeError: f() argument 2: item 1: expected str, got int");
  EXPECT_THAT(error_of([&] { rt.exec("f('x', [])"); }).what(), HasSubstr("f() argument 1: expected int (signed, 32 bits), got str"));
  EXPECT_STREQ(error_of([&] { rt.exec("f(1)"); }).what(), "TypeError: f() takes exactly 2 arguments (1 given)");
  EXPECT_STREQ(error_of([&] { rt.exec("f(a=1)"); }).what(), "TypeError: f() takes no keyword arguments");
  rt["bad"] = [] { return std::string("\xff"); };
  EXPECT_EQ(error_of([&] { rt.exec("bad()"); }).type_name(), "ValueError");
  EXPECT_EQ(rt.eval<int>("f(2, ['a'])"), 3);
}

TEST(EmbedFunction, ExceptionsOfCallablesReachTheScript) {
  eider::Runtime rt;
  rt["fail"] = [](int kind) {
    if (kind == 0) throw std::runtime_error("plain");
    if (kind == 1) throw std::out_of_range("far");
    if (kind == 2) throw std::invalid_argument("odd");
    if (kind == 3) throw 7;
    if (kind == 4) throw eider::Raise(eider::KeyError, "no unit");
    throw std::bad_alloc();
  };
  rt.exec(
      "def name(kind):\n"
      "    try:\n"
      "        fail(kind)\n"
      "    except Exception as e:\n"
      "        return type(e).__name__ + ': ' + str(e)\n");
  EXPECT_EQ(rt["name"](0).as<std::string>(), "RuntimeError: plain");
  EXPECT_EQ(rt["name"](1).as<std::string>(), "IndexError: far");
  EXPECT_EQ(rt["name"](2).as<std::string>(), "ValueError: odd");
  EXPECT_THAT(rt["name"](3).as<std::string>(), StartsWith("RuntimeError: "));
  EXPECT_EQ(rt["name"](4).as<std::string>(), "KeyError: 'no unit'");
  EXPECT_THAT(rt["name"](5).as<std::string>(), StartsWith("MemoryError"));
}

TEST(EmbedFunction, AScriptsExceptionPassesThroughCppUnchanged) {
  eider::Runtime rt;
  rt["call"] = [](const eider::Value& f) { return f(); };
  rt.exec(
      "class Mine(Exception): pass\n"
      "def thrower(): raise Mine('here')\n"
      "def run():\n"
      "    try: call(thrower)\n"
      "    except Mine as e: return str(e)\n");
  EXPECT_EQ(rt["run"]().as<std::string>(), "here");
}

TEST(EmbedFunction, CppAndPythonRecurseIntoEachOther) {
  eider::Runtime rt;
  rt["down"] = [&rt](int n) { return n == 0 ? 0 : rt["up"](n).as<int>(); };
  rt.exec("def up(n): return 1 + down(n - 1)");
  EXPECT_EQ(rt["up"](50).as<int>(), 50);
  EXPECT_EQ(error_of([&] { rt["up"](1000000); }).type_name(), "RecursionError");
  EXPECT_EQ(rt["up"](50).as<int>(), 50);
}

TEST(EmbedFunction, CallablesAreDestroyed) {
  auto token = std::make_shared<int>(1);
  {
    eider::Runtime rt;
    for (int i = 0; i < 100; i++) rt["f"] = [token] { return *token; };
    EXPECT_EQ(rt.eval<int>("f()"), 1);
    EXPECT_EQ(token.use_count(), 101);
    rt.exec("import gc\ngc.collect()");
    rt.exec("f()");
    EXPECT_LT(token.use_count(), 10);  // stacks are scanned conservatively: some may be kept
  }
  EXPECT_EQ(token.use_count(), 1);
}

}  // namespace

// SPDX-License-Identifier: MIT
//
// What the parser promises beyond trees and messages: limits, warnings, encodings, values of literals, lifetimes.
#include "frontend/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <cmath>

#include "frontend/dump_ast.h"
#include "frontend/python_repr.h"

namespace eider::frontend {
namespace {

using ::testing::HasSubstr;

std::string repeat(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

Diagnostic error_of(std::string_view source, ParseOptions options = {}) {
  Arena arena;
  ParseResult result = parse(source, options, arena);
  EXPECT_FALSE(result.ok());
  return result.error;
}

bool accepts(std::string_view source, ParseOptions options = {}) {
  Arena arena;
  return parse(source, options, arena).ok();
}

ast::ConstantValue value_of(std::string_view source, Arena& arena) {
  ParseOptions options;
  options.mode = ParseMode::kEval;
  ParseResult result = parse(source, options, arena);
  EXPECT_TRUE(result.ok()) << result.error.message;
  if (!result.ok()) return {};
  return ast::cast<ast::Constant>(ast::cast<ast::Expression>(result.mod)->body)->value;
}

std::string repr_of(std::string_view source) {
  Arena arena;
  return repr_of_constant(value_of(source, arena));
}

TEST(Parser, AnEmptyTextIsAnEmptyModule) {
  Arena arena;
  ParseResult result = parse("", {}, arena);
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(ast::cast<ast::Module>(result.mod)->body.empty());
}

TEST(Parser, TheTreeOutlivesTheSource) {
  Arena arena;
  std::string source = "name = 'text'";
  ParseResult result = parse(source, {}, arena);
  source.assign(source.size(), '#');
  ASSERT_TRUE(result.ok());
  EXPECT_THAT(dump_ast(*result.mod), HasSubstr("id='name'"));
  EXPECT_THAT(dump_ast(*result.mod), HasSubstr("value='text'"));
}

TEST(Parser, NothingIsFolded) {
  Arena arena;
  ParseResult result = parse("-1 + 2", {}, arena);
  ASSERT_TRUE(result.ok());
  EXPECT_THAT(dump_ast(*result.mod), HasSubstr("UnaryOp("));
}

TEST(Parser, SoftKeywordsAreNamesOutsideTheirStatement) {
  EXPECT_TRUE(accepts("match = case = _ = 1\nmatch(case)\nmatch[case]\nmatch * case\nprint(match, case, _)\n"));
  EXPECT_TRUE(accepts("match match:\n  case case: pass\n"));
  EXPECT_TRUE(accepts("match (a, b):\n  case _: pass\n"));
  EXPECT_TRUE(accepts("match -a:\n  case _: pass\nmatch - a\n"));
}

TEST(Parser, IntegersKeepTheirDigitsAndTheirValueWhenItFits) {
  Arena arena;
  ast::ConstantValue small = value_of("1_000", arena);
  EXPECT_TRUE(small.fits_int64);
  EXPECT_EQ(small.integer, 1000);
  EXPECT_EQ(small.text, "1000");
  ast::ConstantValue hexadecimal = value_of("0xFFFF_FFFF_FFFF_FFFF", arena);
  EXPECT_FALSE(hexadecimal.fits_int64);
  EXPECT_EQ(hexadecimal.radix, 16);
  EXPECT_EQ(hexadecimal.text, "ffffffffffffffff");
  EXPECT_EQ(repr_of("0xFFFF_FFFF_FFFF_FFFF"), "18446744073709551615");
  EXPECT_EQ(repr_of("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(repr_of("0000"), "0");
}

TEST(Parser, FloatsReadAndPrintAsPythons) {
  EXPECT_EQ(repr_of("1e400"), "inf");
  EXPECT_EQ(repr_of("1e-400"), "0.0");
  EXPECT_EQ(repr_of("5e-324"), "5e-324");
  EXPECT_EQ(repr_of("1e16"), "1e+16");
  EXPECT_EQ(repr_of("123456789012345.6"), "123456789012345.6");
  EXPECT_EQ(repr_of("1_0.2_5e0_1"), "102.5");
  EXPECT_EQ(repr_of("00.00001"), "1e-05");
  EXPECT_EQ(repr_of("2j"), "2j");
}

TEST(Parser, EscapesBecomeCharactersAndLoneSurrogatesThreeBytes) {
  Arena arena;
  EXPECT_EQ(value_of(R"("\x41\101\u00e9\U0001F600\N{EM DASH}\N{line feed}")", arena).text,
            "AA\xC3\xA9\xF0\x9F\x98\x80\xE2\x80\x94\n");
  EXPECT_EQ(value_of(R"("\ud800")", arena).text, "\xED\xA0\x80");
  EXPECT_EQ(value_of(R"(b"\xff\0")", arena).text, std::string_view("\xFF\0", 2));
  EXPECT_EQ(value_of("'a' r'\\n' \"b\"", arena).text, "a\\nb");
}

TEST(Parser, IdentifiersAreNormalised) {
  Arena arena;
  ParseResult result = parse("\xEF\xAC\x81x = 1", {}, arena);  // U+FB01, the ligature fi
  ASSERT_TRUE(result.ok());
  EXPECT_THAT(dump_ast(*result.mod), HasSubstr("id='fix'"));
}

TEST(Parser, AnInvalidEscapeWarnsOnceEvenWhenReadTwice) {
  Arena arena;
  ParseResult result = parse("with ('\\d') as x: pass\n", {}, arena);
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result.warnings.size(), 1u);
  EXPECT_EQ(result.warnings[0].kind, DiagnosticKind::kDeprecationWarning);
  EXPECT_EQ(result.warnings[0].message, "invalid escape sequence '\\d'");
  EXPECT_EQ(result.warnings[0].lineno, 1);
}

TEST(Parser, AKeywordRightAfterANumberWarns) {
  Arena arena;
  ParseResult result = parse("\nx = 1if y else 2\n", {}, arena);
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result.warnings.size(), 1u);
  EXPECT_EQ(result.warnings[0].kind, DiagnosticKind::kSyntaxWarning);
  EXPECT_EQ(result.warnings[0].message, "invalid decimal literal");
  EXPECT_EQ(result.warnings[0].lineno, 2);
}

TEST(Parser, NestedParenthesesEndAtTwoHundred) {
  EXPECT_TRUE(accepts(repeat("(", 199) + "1" + repeat(")", 199)));
  EXPECT_EQ(error_of(repeat("(", 100000) + repeat(")", 100000)).message, "too many nested parentheses");
}

TEST(Parser, ChainsAreRefusedAboveTheDepthLimitNotBefore) {
  EXPECT_TRUE(accepts("1" + repeat("+1", 2900)));
  EXPECT_TRUE(accepts("a" + repeat(".b", 2900)));
  EXPECT_TRUE(accepts(repeat("-", 2900) + "1"));
  for (const std::string& source :
       {"1" + repeat("+1", 100000), "a" + repeat(".b", 100000), "a" + repeat("()", 100000), "a" + repeat("[0]", 100000),
        repeat("-", 100000) + "1", repeat("not ", 100000) + "1", "if a: b\n" + repeat("elif a: b\n", 100000)}) {
    Diagnostic error = error_of(source);
    EXPECT_EQ(error.kind, DiagnosticKind::kRecursionError);
    EXPECT_EQ(error.message, "maximum recursion depth exceeded during compilation");
  }
}

TEST(Parser, FlatListsHaveNoLimit) {
  EXPECT_TRUE(accepts(repeat("1,", 100000)));
  EXPECT_TRUE(accepts("1" + repeat(" and 1", 100000)));
  EXPECT_TRUE(accepts("1" + repeat(" < 1", 100000)));
  EXPECT_TRUE(accepts(repeat("a = ", 100000) + "1"));
  EXPECT_TRUE(accepts("x = " + repeat("'a' ", 100000)));
}

TEST(Parser, TheDepthOfTheTreeIsReported) {
  Arena arena;
  ParseResult result = parse("x = 1" + repeat("+1", 500), {}, arena);
  ASSERT_TRUE(result.ok());
  EXPECT_GE(result.max_depth, 500);
  EXPECT_LE(result.max_depth, 510);
}

// Runs `body` on a thread with a stack of `bytes`.
template <class Body>
void on_small_stack(size_t bytes, Body body) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, bytes);
  pthread_t thread;
  auto run = [](void* argument) -> void* {
    (*static_cast<Body*>(argument))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, run, &body), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

TEST(Parser, HalfAMegabyteOfStackIsEnoughForAnyInput) {
  on_small_stack(512 * 1024, [] {
    const std::string sources[] = {
        repeat("(", 199) + "1 2" + repeat(")", 199),
        repeat("{1:", 199) + "1" + repeat("}", 199),
        repeat("f(a[", 99) + "1" + repeat("])", 99),
        repeat("lambda: ", 100000) + "1",
        repeat("lambda x=", 100000) + "1",
        repeat("1 if 1 else ", 100000) + "1",
        "2" + repeat("**2", 100000),
        repeat("await ", 100000) + "x",
        repeat("- ", 100000) + "1 2",
        "match x:\n case " + repeat("(", 199) + "a" + repeat(")", 199) + ": pass\n",
        "x = " + repeat("(a:=", 199) + "1" + repeat(")", 199),
    };
    for (const std::string& source : sources) {
      Arena arena;
      ParseOptions options;
      options.stack_bytes = 400 * 1024;
      parse(source, options, arena);
    }
  });
}

TEST(Parser, ASmallerStackBudgetIsAMemoryErrorNotACrash) {
  ParseOptions options;
  options.stack_bytes = 16 * 1024;
  EXPECT_EQ(error_of(repeat("(", 150) + "1" + repeat(")", 150), options).kind, DiagnosticKind::kMemoryError);
}

TEST(Parser, BlocksNestAHundredTimesAtMost) {
  std::string source;
  for (int i = 0; i < 99; ++i) source += std::string(static_cast<size_t>(i), ' ') + "if 1:\n";
  EXPECT_TRUE(accepts(source + std::string(99, ' ') + "pass\n"));
  source += std::string(99, ' ') + "if 1:\n" + std::string(100, ' ') + "pass\n";
  EXPECT_EQ(error_of(source).message, "too many levels of indentation");
}

TEST(Parser, AWrongProgramIsExplainedInLinearTimeHoweverDeeplyItNests) {
  EXPECT_EQ(error_of(repeat("f(", 150) + "1 2" + repeat(")", 150)).message,
            "invalid syntax. Perhaps you forgot a comma?");
  EXPECT_EQ(error_of("x = " + repeat("{1:", 150) + "1 2" + repeat("}", 150)).message,
            "invalid syntax. Perhaps you forgot a comma?");
}

TEST(Parser, DeclaredEncodingsAreDecoded) {
  ParseOptions options;
  options.origin = SourceOrigin::kBytes;
  Arena arena;
  ParseResult latin = parse("# -*- coding: latin-1 -*-\nx = '\xE9'\n", options, arena);
  ASSERT_TRUE(latin.ok());
  EXPECT_THAT(dump_ast(*latin.mod), HasSubstr("value='\xC3\xA9'"));
  ParseResult euro = parse("#!/bin/python\n# vim: set fileencoding=iso-8859-15 :\nx = '\xA4'\n", options, arena);
  ASSERT_TRUE(euro.ok());
  EXPECT_THAT(dump_ast(*euro.mod), HasSubstr("value='\xE2\x82\xAC'"));
  EXPECT_TRUE(accepts("\xEF\xBB\xBFx = 1", options));
  EXPECT_EQ(error_of("# coding: nonsense\n", options).message, "unknown encoding: nonsense");
  EXPECT_EQ(error_of("\xEF\xBB\xBF# coding: latin-1\n", options).message, "encoding problem: iso-8859-1 with BOM");
  EXPECT_EQ(error_of("# coding: ascii\n'\xE9'", options).message,
            "'ascii' codec can't decode byte 0xe9 in position 17: ordinal not in range(128)");
}

TEST(Parser, TextIgnoresEncodingDeclarations) { EXPECT_TRUE(accepts("# coding: nonsense\nx = 1\n")); }

TEST(Parser, BadUtf8IsFoundWhereItMatters) {
  ParseOptions options;
  options.origin = SourceOrigin::kBytes;
  EXPECT_TRUE(accepts("x = 1  # \xFF\n", options));
  EXPECT_EQ(error_of("'\xFF'", options).message,
            "(unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte");
}

TEST(Parser, AFileWithoutADeclarationMustBeUtf8Throughout) {
  ParseOptions options;
  options.origin = SourceOrigin::kFile;
  options.filename = "some.py";
  EXPECT_EQ(error_of("x = 1\n# \xFF\n", options).message,
            "Non-UTF-8 code starting with '\\xff' in file some.py on line 2, but no encoding declared; see "
            "https://peps.python.org/pep-0263/ for details");
  EXPECT_TRUE(accepts("# coding: latin-1\n# \xFF\n", options));
}

TEST(Parser, ANulIsAValueErrorInTextAndASyntaxErrorInAFile) {
  std::string_view source("a\0b", 3);
  EXPECT_EQ(error_of(source).kind, DiagnosticKind::kValueError);
  EXPECT_EQ(error_of(source).message, "source code string cannot contain null bytes");
  ParseOptions options;
  options.origin = SourceOrigin::kFile;
  EXPECT_EQ(error_of(source, options).kind, DiagnosticKind::kSyntaxError);
}

TEST(Parser, AllLineEndsEndLines) {
  for (std::string_view source : {"a\nb x", "a\r\nb x", "a\rb x"}) {
    Diagnostic error = error_of(source);
    EXPECT_EQ(error.lineno, 2);
    EXPECT_EQ(error.offset, 3);
  }
}

TEST(Parser, UnfinishedInputIsToldFromWrongInput) {
  ParseOptions options;
  options.mode = ParseMode::kSingle;
  for (std::string_view source : {"(1,\n", "if a:\n", "'''abc\n", "f(a,", "x = \\\n"}) {
    Arena arena;
    ParseResult result = parse(source, options, arena);
    EXPECT_FALSE(result.ok());
    EXPECT_TRUE(result.incomplete_input) << source;
  }
  for (std::string_view source : {"a b\n\n", "x = )\n", "'abc\n\n", "1a\n"}) {
    Arena arena;
    ParseResult result = parse(source, options, arena);
    EXPECT_FALSE(result.ok());
    EXPECT_FALSE(result.incomplete_input) << source;
  }
}

TEST(Parser, ADecimalLiteralOfMoreThan4300DigitsIsRefused) {
  EXPECT_TRUE(accepts(repeat("9", 4300)));
  EXPECT_THAT(error_of(repeat("9", 4301)).message, HasSubstr("Exceeds the limit (4300 digits)"));
  EXPECT_TRUE(accepts("0x" + repeat("f", 10000)));
}

}  // namespace
}  // namespace eider::frontend

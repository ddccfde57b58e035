// SPDX-License-Identifier: MIT
//
// What golden files do not show: modes, optimization levels, limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bytecode/disassembler.h"
#include "bytecode/reader.h"
#include "bytecode/verifier.h"
#include "frontend/compile.h"
#include "frontend/fold.h"

namespace eider::frontend {
namespace {

using bytecode::CodeUnit;
using bytecode::Op;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::shared_ptr<CodeUnit> compiled(const std::string& text, CompileOptions options = {}) {
  CompileResult result = compile_source(text, options);
  EXPECT_TRUE(result.ok()) << result.error.message;
  if (result.ok()) EXPECT_EQ(bytecode::verify(*result.unit), std::nullopt);
  return result.unit;
}

std::string code(const std::string& text, CompileOptions options = {}) {
  auto unit = compiled(text, options);
  return unit == nullptr ? "" : bytecode::disassemble(*unit);
}

std::string repeated(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Compile, EvalReturnsTheValue) {
  CompileOptions options;
  options.mode = ParseMode::kEval;
  EXPECT_THAT(code("a + 1", options), HasSubstr("BinaryOp                  +\n        ReturnValue\n"));
}

TEST(Compile, SinglePrintsExpressions) {
  CompileOptions options;
  options.mode = ParseMode::kSingle;
  std::string text = code("a; 1; b = 2\n", options);
  EXPECT_THAT(text, HasSubstr("LoadName                  a\n        PrintExpr"));
  EXPECT_THAT(text, HasSubstr("LoadConst                 1\n        PrintExpr"));
}

TEST(Compile, OptimizationDropsAssertsThenDocstrings) {
  const char* text = "def f():\n    'doc'\n    assert x\n    return __debug__\n";
  EXPECT_THAT(code(text), HasSubstr("LoadAssertionError"));
  CompileOptions once;
  once.optimize = 1;
  EXPECT_THAT(code(text, once), Not(HasSubstr("LoadAssertionError")));
  EXPECT_THAT(code(text, once), HasSubstr("LoadConst                 False"));
  CompileOptions twice;
  twice.optimize = 2;
  auto unit = compiled(text, twice);
  for (auto& constant : unit->constants) {
    if (constant.kind == bytecode::Constant::Kind::kCode) EXPECT_FALSE(constant.code->has_docstring);
  }
}

TEST(Compile, ADocstringIsTheFirstConstant) {
  auto unit = compiled("def f():\n    'doc'\n    return 1\n");
  const CodeUnit& f = *unit->constants[0].code;
  EXPECT_TRUE(f.has_docstring);
  EXPECT_EQ(f.docstring, "doc");
  EXPECT_EQ(f.constants[0].text, "doc");
}

TEST(Compile, WhatFoldingMakesAStringIsNoDocstring) {
  auto unit = compiled("def f():\n    'a' + 'b'\n");
  EXPECT_FALSE(unit->constants[0].code->has_docstring);
}

TEST(Compile, TopLevelAwaitMakesTheModuleACoroutine) {
  CompileOptions options;
  options.allow_top_level_await = true;
  EXPECT_EQ(compiled("await x\nasync for y in z: pass\n", options)->flags & bytecode::kCoroutine, bytecode::kCoroutine);
  EXPECT_EQ(compiled("x\n", options)->flags & bytecode::kCoroutine, 0u);
}

TEST(Compile, FutureAnnotationsAreAFlagOfEveryUnit) {
  auto unit = compiled("from __future__ import annotations\ndef f(): pass\n");
  EXPECT_NE(unit->flags & bytecode::kFutureAnnotations, 0u);
  for (auto& constant : unit->constants) {
    if (constant.kind == bytecode::Constant::Kind::kCode) EXPECT_NE(constant.code->flags & bytecode::kFutureAnnotations, 0u);
  }
}

TEST(Compile, EqualConstantsOfDifferentTypesStayApart) {
  auto unit = compiled("a = 1; b = 1.0; c = True; d = 0.0; e = -0.0; f = (1,); g = (1.0,); h = 1\n");
  int ones = 0;
  for (auto& constant : unit->constants) ones += constant.kind == bytecode::Constant::Kind::kInt && constant.integer == 1;
  EXPECT_EQ(ones, 1);
  EXPECT_EQ(unit->constants.size(), 8u);  // and None
}

TEST(Compile, LongChainsAndLargeDisplaysAreNoTrouble) {
  std::string many = "x = [" + repeated("a, ", 100'000) + "]\n";
  EXPECT_LT(compiled(many)->stack_size, 40u);
  many = "x = {" + repeated("1: a, ", 100'000) + "}\n";
  EXPECT_LT(compiled(many)->stack_size, 100u);
  compiled("if a: pass\n" + repeated("elif a: pass\n", 2000));
  compiled("x = a" + repeated(" + a", 2500) + "\n");
  compiled("f(" + repeated("a, ", 1000) + ")\n");
  compiled("if " + repeated("a and ", 3000) + "b: pass\n");
}

TEST(Compile, LongJumpsAreExtended) {
  std::string text = "while a:\n" + repeated("    b = c\n", 70'000);
  auto unit = compiled(text);
  EXPECT_GT(unit->units.size(), 65536u);
}

TEST(Compile, TooDeepATreeIsARecursionError) {
  CompileOptions options;
  options.stack_bytes = 24 * 1024;
  CompileResult result = compile_source("x = " + repeated("-", 1000) + "a\n", options);
  ASSERT_FALSE(result.ok());
  EXPECT_TRUE(result.error.kind == DiagnosticKind::kRecursionError || result.error.kind == DiagnosticKind::kMemoryError);
}

TEST(Compile, FinallyInFinallyDoesNotGrowBeyondMeasure) {
#if defined(EIDER_TSAN) || defined(EIDER_ASAN)
  constexpr int kLevels = 11;  // the code of 18 levels would take gigabytes
#else
  constexpr int kLevels = 18;
#endif
  std::string text = "def f():\n";
  std::string indent = " ";
  for (int i = 0; i < kLevels; ++i, indent += " ") text += indent + "try: return a\n" + indent + "finally:\n";
  text += indent + "return b\n";
  CompileResult result = compile_source(text, {});
  if (!result.ok()) EXPECT_EQ(result.error.kind, DiagnosticKind::kMemoryError);
}

TEST(Compile, NeighboursAreFusedOnlyOnOneLineAndBelowSixteen) {
  EXPECT_THAT(code("def f(a, b):\n    return a, b\n"), HasSubstr("LoadFastLoadFast          a b"));
  EXPECT_THAT(code("def f(a, b):\n    return (a,\n        b)\n"), Not(HasSubstr("LoadFastLoadFast")));
  std::string parameters;
  for (int i = 0; i < 17; ++i) parameters += "a" + std::to_string(i) + ", ";
  EXPECT_THAT(code("def f(" + parameters + "):\n    return a16, a15\n"), Not(HasSubstr("LoadFastLoadFast")));
}

TEST(Compile, TwoStoresToOneNameKeepTheirOrder) {
  EXPECT_THAT(code("def f(b, c):\n    a, a = b, c\n    return a\n"), HasSubstr("Swap                      2"));
}

ast::ConstantValue integer(int64_t value) {
  ast::ConstantValue made;
  made.kind = ast::ConstantKind::kInt;
  made.fits_int64 = true;
  made.integer = value;
  return made;
}

TEST(Fold, RoundsAsPythonDoes) {
  Arena arena;
  ast::ConstantValue result;
  ASSERT_TRUE(fold_binary(ast::Operator::kFloorDiv, integer(7), integer(-2), arena, result));
  EXPECT_EQ(result.integer, -4);
  ASSERT_TRUE(fold_binary(ast::Operator::kMod, integer(-7), integer(2), arena, result));
  EXPECT_EQ(result.integer, 1);
  ASSERT_TRUE(fold_binary(ast::Operator::kMod, integer(7), integer(-2), arena, result));
  EXPECT_EQ(result.integer, -1);
  ASSERT_TRUE(fold_binary(ast::Operator::kDiv, integer(1), integer(3), arena, result));
  EXPECT_EQ(result.number, 1.0 / 3.0);
  ASSERT_TRUE(fold_binary(ast::Operator::kRShift, integer(-1), integer(200), arena, result));
  EXPECT_EQ(result.integer, -1);
}

TEST(Fold, LeavesWhatRaisesToRunTime) {
  Arena arena;
  ast::ConstantValue result;
  EXPECT_FALSE(fold_binary(ast::Operator::kDiv, integer(1), integer(0), arena, result));
  EXPECT_FALSE(fold_binary(ast::Operator::kMod, integer(1), integer(0), arena, result));
  EXPECT_FALSE(fold_binary(ast::Operator::kLShift, integer(1), integer(-1), arena, result));
  EXPECT_FALSE(fold_binary(ast::Operator::kLShift, integer(1), integer(1000), arena, result));
  EXPECT_FALSE(fold_binary(ast::Operator::kPow, integer(10), integer(1000), arena, result));
  EXPECT_FALSE(fold_binary(ast::Operator::kPow, integer(2), integer(-1), arena, result));
}

TEST(Fold, IntegersGrowBeyondAWord) {
  Arena arena;
  ast::ConstantValue result;
  ASSERT_TRUE(fold_binary(ast::Operator::kLShift, integer(1), integer(64), arena, result));
  EXPECT_FALSE(result.fits_int64);
  EXPECT_EQ(result.text, "10000000000000000");
  ast::ConstantValue back;
  ASSERT_TRUE(fold_binary(ast::Operator::kRShift, result, integer(60), arena, back));
  EXPECT_EQ(back.integer, 16);
  ASSERT_TRUE(fold_unary(ast::UnaryOperator::kUSub, result, arena, back));
  EXPECT_EQ(back.text, "-10000000000000000");
}

}  // namespace
}  // namespace eider::frontend

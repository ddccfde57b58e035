// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "bytecode/verifier.h"

namespace eider::bytecode {
namespace {

using ::testing::HasSubstr;

uint16_t unit(Op op, uint8_t arg = 0) { return static_cast<uint16_t>(static_cast<uint16_t>(op) | arg << 8); }

/// `return None`, with one local.
CodeUnit good() {
  CodeUnit code;
  code.name = code.qualname = "f";
  code.locals = {"x", "c"};
  code.local_kinds = {kLocal, kCell};
  code.constants.resize(1);
  code.names = {"n"};
  code.stack_size = 2;
  code.units = {unit(Op::kLoadConst, 0), unit(Op::kReturnValue)};
  return code;
}

std::string problem(const CodeUnit& code) { return verify(code).value_or("none"); }

TEST(Verifier, AcceptsAReturn) { EXPECT_EQ(problem(good()), "none"); }

TEST(Verifier, RefusesEmptyCode) {
  CodeUnit code = good();
  code.units.clear();
  EXPECT_THAT(problem(code), HasSubstr("no code"));
}

TEST(Verifier, RefusesConstantsNamesAndLocalsOutOfRange) {
  for (auto [op, arg] : {std::pair{Op::kLoadConst, 1}, {Op::kDeleteName, 1}, {Op::kLoadFast, 2}, {Op::kLoadFast, 1}, {Op::kLoadDeref, 0}}) {
    CodeUnit code = good();
    code.units[0] = unit(op, static_cast<uint8_t>(arg));
    EXPECT_THAT(problem(code), HasSubstr("with the argument")) << op_name(op) << " " << arg;
  }
}

TEST(Verifier, RefusesToRunOffTheEnd) {
  CodeUnit code = good();
  code.units.pop_back();
  EXPECT_THAT(problem(code), HasSubstr("off the end"));
}

TEST(Verifier, RefusesJumpsIntoInstructions) {
  CodeUnit code = good();
  code.units = {unit(Op::kJumpForward, 2), unit(Op::kLoadConst), unit(Op::kExtendedArg), unit(Op::kLoadConst), unit(Op::kReturnValue)};
  EXPECT_THAT(problem(code), HasSubstr("no instruction starts"));
}

TEST(Verifier, RefusesJumpsOutOfTheCode) {
  CodeUnit code = good();
  code.units = {unit(Op::kJumpForward, 200), unit(Op::kLoadConst), unit(Op::kReturnValue)};
  EXPECT_THAT(problem(code), HasSubstr("no instruction starts"));
  code.units = {unit(Op::kJumpBackwardNoInterrupt, 7)};
  EXPECT_THAT(problem(code), HasSubstr("no instruction starts"));
}

TEST(Verifier, RefusesTwoDepthsForOnePlace) {
  CodeUnit code = good();
  code.units = {unit(Op::kLoadConst), unit(Op::kJumpIfTrueOrPop, 0), unit(Op::kLoadConst), unit(Op::kReturnValue)};
  EXPECT_THAT(problem(code), HasSubstr("but"));
}

TEST(Verifier, RefusesAnEmptyStackAndAnOverfullOne) {
  CodeUnit code = good();
  code.units = {unit(Op::kPopTop), unit(Op::kLoadConst), unit(Op::kReturnValue)};
  EXPECT_THAT(problem(code), HasSubstr("needs more than the stack holds"));
  code.units = {unit(Op::kLoadConst), unit(Op::kLoadConst), unit(Op::kLoadConst), unit(Op::kReturnValue)};
  EXPECT_THAT(problem(code), HasSubstr("deeper than stack_size"));
}

TEST(Verifier, RefusesDirtyCaches) {
  CodeUnit code = good();
  code.units = {unit(Op::kResume), 1, unit(Op::kLoadConst), unit(Op::kReturnValue)};
  EXPECT_THAT(problem(code), HasSubstr("cache"));
}

TEST(Verifier, ChecksHandlers) {
  CodeUnit code = good();
  code.units = {unit(Op::kLoadConst), unit(Op::kReturnValue), unit(Op::kReraise)};
  code.exceptions = {{.start = 0, .end = 2, .target = 2, .depth = 0, .push_lasti = false}};
  EXPECT_EQ(problem(code), "none");
  code.exceptions[0].end = 9;
  EXPECT_THAT(problem(code), HasSubstr("range"));
  code.exceptions[0].end = 2;
  code.exceptions[0].depth = 1;
  EXPECT_THAT(problem(code), HasSubstr("expects more stack"));
  code.exceptions[0].depth = 5;
  EXPECT_THAT(problem(code), HasSubstr("deeper than the stack"));
}

TEST(Verifier, LooksIntoNestedUnits) {
  CodeUnit code = good();
  auto inner = std::make_shared<CodeUnit>(good());
  inner->qualname = "inner";
  inner->units = {unit(Op::kPopTop), unit(Op::kReturnValue)};
  Constant constant;
  constant.kind = Constant::Kind::kCode;
  constant.code = inner;
  code.constants.push_back(constant);
  EXPECT_THAT(problem(code), HasSubstr("inner"));
}

}  // namespace
}  // namespace eider::bytecode

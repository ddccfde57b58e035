// SPDX-License-Identifier: MIT
//
// The diagnosis grammar as instructions for DiagnosisMachine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frontend/diagnosis_machine.h"
#include "frontend/token.h"

namespace eider::frontend {

enum class Op : uint8_t {
  kToken,          // argument: TokenKind
  kNotEqual,       // != but not <>
  kSoftKeyword,    // argument: index of a word
  kAnySoftKeyword,
  kForcedToken,    // argument: TokenKind; its absence is an error
  kCall,           // argument: rule
  kReturn,
  kChoice,         // argument: where to go on after a failure
  kCommit,         // argument: where to go; drops the latest choice
  kJump,           // argument: where to go
  kPartialCommit,  // argument: the kChoice of a loop; renews it
  kBackCommit,     // argument: where to go; drops the choice and what was read since
  kFailTwice,
  kFail,
  kCut,
  kOnlyWithInvalid,
  kNull,
  kLabel,          // argument: 0, 1, 2
  kTakeLabel,
  kListBegin, kListAppend, kListEnd,
  kMakeNode,       // argument: SyntaxKind
  kAction,         // argument: index of a function
};

struct Instruction {
  Op op;
  uint32_t argument;
};

enum class RuleMemo : uint8_t { kNever, kAlways, kByReading };

struct Rule {
  std::string_view name;
  uint32_t entry = 0;
  RuleMemo memo = RuleMemo::kNever;
};

struct GrammarCode {
  std::vector<Instruction> instructions;
  std::vector<Rule> rules;
  std::vector<std::string_view> words;
  std::vector<ActionFunction> actions;

  uint16_t rule_named(std::string_view name) const {
    for (size_t i = 0; i < rules.size(); ++i) {
      if (rules[i].name == name) return static_cast<uint16_t>(i);
    }
    EIDER_UNREACHABLE("a rule the grammar does not have");
  }
};

/// Translates the grammar's text. Mistakes in it are found by EIDER_CHECK.
GrammarCode compile_grammar();

}  // namespace eider::frontend

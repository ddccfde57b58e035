// SPDX-License-Identifier: MIT
//
// The grammar of Python 3.11 as a parsing expression grammar, with the rules that recognise common mistakes.
//
// diagnosis.cpp reads this text when a program is refused. Order matters twice: the first alternative that matches wins, and
// the first mistake recognised is the one reported, so both follow CPython's.
//
// Notation: rule: alternative | alternative ;   'x' a token   "x" a name that is a soft keyword   UPPER a token class
//   [x] or x? optional   x* x+ repeated   s.x+ separated by s   &x !x looks ahead   &&x must follow, or it is an error
//   ~ commits to the alternative   a=x names a value (a, b or c)   {..} what the alternative means:
//   {a} the value a; {=Kind} a new node with a, b and c below it; {word} a function of diagnosis_actions.cpp.
// After a rule's name: ! remembered by position as CPython does; # remembered, apart for each of the two readings of
//   invalid_ rules. An alternative that is a rule named invalid_.. alone is skipped in the first reading.
// Source: "Full Grammar specification" in the Python 3.11 reference, and CPython's error messages.
#pragma once

#include <string_view>

namespace eider::frontend {

extern const std::string_view kGrammarStatements;
extern const std::string_view kGrammarPatterns;
extern const std::string_view kGrammarExpressions;
extern const std::string_view kGrammarInvalid;

}  // namespace eider::frontend

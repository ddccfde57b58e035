// SPDX-License-Identifier: MIT
//
// A trace as text, and back. For dumps, golden tests and tools/eider-ir; printing what was parsed gives the same text.
//
//   trace
//   code 0 f file.py                        names of Trace::codes; the rest of the line is the name
//   at 0:12 line 3                          the following instructions come from unit 12 of code 0
//   %0 = EntryValue 3
//   %1 = GuardInt %0 s0                     arguments, then the immediate, then the snapshot
//   Loop                                    what gives no value has no name (and yet counts: %n is the n-th instruction)
//   %3 = PhiInt %1, %9
//   s0: code 0 unit 12 base 0 locals(%0, =, -) stack() | code 1 unit 4 base 7 result 5 function %8 self %9 locals(%1) stack()
//
//   s1: code 0 unit 14 base 0 locals(v0) stack() where v0 = !NewInstance(%8) +16 %3 shape #296 unless %4      a virtual object
//   s2: ... where v1 = v0 unless %5                                                                                  the same one
//
// A generator's frame has `resumed` and the unit behind its loop, `sent` and that behind its Send, or `called`, in front of its locals.
// `=` is kUnchanged, `-` kAbsentRef. Immediates: ConstInt 5, ConstWord 5, ConstFloat -0.0, ConstValue None / 5 / 1.0 / @name, LoadField +24,
// CompareInt <, GuardShape #12, a helper !NewInstance or !3, ClaimGenerator unit:depth:locals, others a plain number. When parsing, names of values are free: %x, %total.
// A `;` begins a comment.
#pragma once

#include <string_view>
#include <utility>

#include "jit/ir/trace.h"

namespace eider::jit {

/// What stands for pointers in a text.
struct TextNames {
  std::vector<std::string> codes;                          // by index in Trace::codes
  std::vector<std::pair<std::string, uint64_t>> values;    // @name and the word

  const std::string* name_of(uint64_t word) const;
  const uint64_t* word_of(std::string_view name) const;
};

/// Heap constants without a name are printed as @0x<address>, codes without one by the name of their function.
std::string print(const Trace& trace, const TextNames& names = {});
std::string print_instruction(const Trace& trace, Ref ref, const TextNames& names = {});
/// "5", "-0.0", "None", "@name"
std::string print_value(uint64_t word, const TextNames& names = {});
/// Reads back to the same bits: shortest digits; NaNs that are not the usual one as nan:<bits>.
std::string print_double(double d);

struct ParsedTrace {
  Trace trace;
  TextNames names;     // `known`, and what the text named besides: @names get made-up words (aligned, never dereferenced)
  std::string error;   // "line 3: ..." or empty
};
/// Codes become null pointers, or codes[N] of the given ones. Does not verify.
ParsedTrace parse(std::string_view text, const TextNames& known = {}, const std::vector<vm::Code*>& codes = {});

}  // namespace eider::jit

// SPDX-License-Identifier: MIT
//
// What tokenizer, parser and diagnosis of one parse() call share: the arena, the limits and the one error.
//
// Invariant: the first error stays; who fails reports it here and returns a null or false, which everyone passes on.
//   One exception, as in CPython: a tokenizer error found later may replace it (TokenStream::prefer_tokenizer_errors).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "frontend/parser.h"

namespace eider::frontend {

class Session {
 public:
  Session(const ParseOptions& options, Arena& arena, ParseResult& result)
      : options(options), arena(arena), result(result),
        stack_base_(reinterpret_cast<uintptr_t>(__builtin_frame_address(0))) {}

  const ParseOptions& options;
  Arena& arena;
  ParseResult& result;

  bool failed() const { return failed_; }

  void fail(Diagnostic diagnostic) {
    if (failed_) return;
    failed_ = true;
    result.error = std::move(diagnostic);
  }
  /// Removes the error and returns it.
  Diagnostic take_error() {
    failed_ = false;
    return std::move(result.error);
  }
  /// An error without a place: ValueError, MemoryError, RecursionError.
  EIDER_COLD void fail_plain(DiagnosticKind kind, std::string message) {
    Diagnostic diagnostic;
    diagnostic.kind = kind;
    diagnostic.message = std::move(message);
    diagnostic.has_position = false;
    diagnostic.has_text = false;
    fail(std::move(diagnostic));
  }
  EIDER_COLD void fail_too_deep() {
    fail_plain(DiagnosticKind::kRecursionError, "maximum recursion depth exceeded during compilation");
  }

  EIDER_COLD void warn(DiagnosticKind kind, std::string message, int lineno) {
    if (!options.warn || muted) return;
    Diagnostic diagnostic;
    diagnostic.kind = kind;
    diagnostic.message = std::move(message);
    diagnostic.lineno = lineno;
    diagnostic.has_text = false;
    result.warnings.push_back(std::move(diagnostic));
  }

  /// False, with a MemoryError reported, when the native stack is used up. The stack grows downwards.
  bool stack_left() {
    uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    if (EIDER_LIKELY(stack_base_ - here < options.stack_bytes)) return true;
    fail_plain(DiagnosticKind::kMemoryError, "");
    return false;
  }

  int statement_depth = 0;  // blocks around what is being parsed
  bool muted = false;       // a text read for the second time warns no more

  void note_depth(int depth) {
    if (depth > result.max_depth) result.max_depth = depth;
  }

 private:
  uintptr_t stack_base_;
  bool failed_ = false;
};

}  // namespace eider::frontend

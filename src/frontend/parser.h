// SPDX-License-Identifier: MIT
//
// The front door of the frontend's first half: source text in, syntax tree or diagnostic out.
//
// Pure: no Python object, no global state, no exception; any number of threads may parse at once, each with its arena.
// Invariant: the native stack used stays below ParseOptions::stack_bytes whatever the input is.
// Not here: what names mean, `return` outside a function, constant folding (those need scopes and come later).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/arena.h"
#include "frontend/ast.h"

namespace eider::frontend {

enum class ParseMode : uint8_t {
  kExec,    // a whole file: ast::Module
  kEval,    // one expression: ast::Expression
  kSingle,  // one interactive statement: ast::Interactive
};

/// Where the bytes come from, which decides how they are decoded.
enum class SourceOrigin : uint8_t {
  kText,   // a str: already UTF-8 (lone surrogates not allowed); an encoding declaration is ignored
  kBytes,  // a bytes object: byte order mark and encoding declaration count; a NUL is a ValueError
  kFile,   // a file's contents: as kBytes, but a NUL is a SyntaxError
};

#if defined(EIDER_ASAN) || defined(EIDER_TSAN)
inline constexpr size_t kDefaultStackBytes = 2 * 1024 * 1024;  // instrumented frames are several times larger
#else
inline constexpr size_t kDefaultStackBytes = 400 * 1024;
#endif

struct ParseOptions {
  ParseMode mode = ParseMode::kExec;
  SourceOrigin origin = SourceOrigin::kText;
  std::string_view filename = "<string>";
  int max_depth = 3000;            // of the tree, in nodes from root to leaf; above it a RecursionError diagnostic
  size_t stack_bytes = kDefaultStackBytes;  // native stack the parser may use; above it a MemoryError diagnostic
  bool warn = true;                // collect ParseResult::warnings
};

enum class DiagnosticKind : uint8_t {
  kSyntaxError, kIndentationError, kTabError, kValueError, kMemoryError, kRecursionError,
  kDeprecationWarning, kSyntaxWarning,
};

/// The Python exception (or warning) class's name: "SyntaxError", ...
const char* diagnostic_kind_name(DiagnosticKind kind);

/// What would be a SyntaxError object's fields. The strings are owned: a diagnostic outlives the arena.
struct Diagnostic {
  DiagnosticKind kind = DiagnosticKind::kSyntaxError;
  std::string message;
  bool has_position = true;  // false: a ValueError, MemoryError or RecursionError without a place
  int lineno = 0;            // from 1
  int offset = 0;            // from 1, in characters; 0 or less: unknown
  int end_lineno = 0;
  int end_offset = 0;        // as offset
  std::string text;          // the source line, UTF-8, with its newline when CPython keeps it
  bool has_text = true;      // false: None
  bool placed_later = false; // CPython sets its place as attributes: it is not among the exception's arguments; end_offset -1: None
};

/// What a parse or compile that finds no memory reports. Allocates nothing.
inline Diagnostic memory_diagnostic() {
  Diagnostic out;
  out.kind = DiagnosticKind::kMemoryError;
  out.has_position = out.has_text = false;
  return out;
}

struct ParseResult {
  ast::Mod* mod = nullptr;  // null: see error
  Diagnostic error;
  std::vector<Diagnostic> warnings;
  bool incomplete_input = false;  // the error is that the text ends too early: a REPL would ask for another line
  int max_depth = 0;              // of the tree, statements and expressions together

  bool ok() const { return mod != nullptr; }
};

/// Parses `source`.
///
/// arena    receives the tree; the tree refers to nothing else (`source` may be freed).
/// Threads  none involved; reentrant.
/// Errors   in ParseResult::error, with the texts and places of CPython 3.11.
/// Cost     linear in source.size() for a well-formed program.
ParseResult parse(std::string_view source, const ParseOptions& options, Arena& arena);

}  // namespace eider::frontend

// SPDX-License-Identifier: MIT
//
// The front door of the frontend: source text or a syntax tree in, a code unit or a diagnostic out.
//
// Pure: no Python object, no global state; any number of threads may compile at once.
// Invariant: in EIDER_ASSERTIONS builds every unit returned has passed bytecode::verify.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "bytecode/code_unit.h"
#include "frontend/arena.h"
#include "frontend/ast.h"
#include "frontend/parser.h"

namespace eider::frontend {

struct CompileOptions {
  std::string_view filename = "<string>";
  ParseMode mode = ParseMode::kExec;            // compile_source: what to parse; compile: taken from the tree
  SourceOrigin origin = SourceOrigin::kText;    // compile_source: how the bytes are decoded
  int optimize = 0;                             // 0; 1: no asserts, __debug__ is False; 2: no docstrings either
  uint32_t flags = 0;                           // inherited bytecode::CodeFlags: kFutureAnnotations
  bool allow_top_level_await = false;           // as ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
  bool warn = true;                             // collect CompileResult::warnings
  std::string_view source;                      // of a file: errors found after parsing quote their line; empty: no text
  int max_depth = 3000;                         // of the tree; compile_source
  size_t stack_bytes = kDefaultStackBytes;      // native stack a pass may use; above it a RecursionError diagnostic
};

struct CompileResult {
  std::shared_ptr<bytecode::CodeUnit> unit;  // null: see error
  Diagnostic error;
  std::vector<Diagnostic> warnings;  // of parsing, then of compiling, in order
  bool incomplete_input = false;     // see ParseResult

  bool ok() const { return unit != nullptr; }
};

/// Compiles a tree. Folds it in place, so a tree is compiled once; new nodes and names go to `arena`, which must live as long
/// as `mod` does, not longer: the unit owns all it holds.
///
/// Errors   SyntaxError with CPython 3.11's texts and places; RecursionError for a tree too deep; MemoryError for code
///          that grows beyond all measure (finally clauses inside finally clauses).
CompileResult compile(ast::Mod* mod, Arena& arena, const CompileOptions& options);

/// Parses and compiles.
CompileResult compile_source(std::string_view text, const CompileOptions& options);

}  // namespace eider::frontend

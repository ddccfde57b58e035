// SPDX-License-Identifier: MIT
//
// The symbol table: which block of code each name belongs to, and how it is reached from there.
//
// A block is a module, a class body, or a function (a lambda and a comprehension are functions). One walk over the tree
// notes how each block uses each name; a second, from the outside in, decides each name's scope.
// Invariant: after build_scopes every symbol of every block has a scope, and a name free in a block is free or a cell in
//   every function block up to its owner.
// Not here: which instruction a scope becomes (lower_names.cpp).
// Source: Python Language Reference, "Naming and binding"; the errors and their order are CPython 3.11's symtable's.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/arena.h"
#include "frontend/ast.h"
#include "frontend/parser.h"

namespace eider::frontend {

enum class Scope : uint8_t {
  kUnknown,         // the name does not occur in the block
  kLocal,
  kGlobalExplicit,  // by a `global` statement
  kGlobalImplicit,
  kFree,
  kCell,
};

enum SymbolFlags : uint16_t {
  kDefGlobal = 1,      // global statement
  kDefLocal = 2,       // assignment
  kDefParameter = 4,
  kDefNonlocal = 8,    // nonlocal statement
  kUsed = 16,
  kDefImport = 32,
  kDefAnnotation = 64,
  kDefIteration = 128,  // target of a comprehension's `for`
  kFreeInClass = 256,   // local to a class body and free in one of its functions
  kBound = kDefLocal | kDefParameter | kDefImport,
};

struct Symbol {
  ast::Identifier name;  // mangled
  uint16_t flags = 0;
  Scope scope = Scope::kUnknown;
};

enum class BlockKind : uint8_t { kModule, kClass, kFunction, kAnnotation };
enum class ComprehensionKind : uint8_t { kNone, kList, kDict, kSet, kGenerator };

struct Block {
  struct Directive {
    ast::Identifier name;
    ast::Position position;
  };

  BlockKind kind = BlockKind::kModule;
  ComprehensionKind comprehension = ComprehensionKind::kNone;
  Block* parent = nullptr;
  bool is_nested = false;      // a function is around it
  bool is_generator = false;
  bool is_coroutine = false;
  bool has_varargs = false;
  bool has_varkeywords = false;
  bool needs_class_cell = false;  // a method uses __class__ or super
  bool in_iteration_target = false;
  int iteration_depth = 0;        // > 0 inside the outermost iterable of a comprehension
  std::vector<Block*> children;
  std::vector<Symbol> symbols;  // in order of first occurrence
  std::unordered_map<std::string_view, uint32_t> index;
  std::vector<ast::Identifier> parameters;  // mangled; positional, keyword-only, *args, **kw
  std::vector<Directive> directives;        // global and nonlocal

  const Symbol* find(std::string_view name) const {
    auto found = index.find(name);
    return found == index.end() ? nullptr : &symbols[found->second];
  }
  Symbol* find(std::string_view name) { return const_cast<Symbol*>(static_cast<const Block*>(this)->find(name)); }
  Scope scope_of(std::string_view name) const {
    const Symbol* symbol = find(name);
    return symbol == nullptr ? Scope::kUnknown : symbol->scope;
  }
};

struct ScopeTable {
  std::deque<Block> blocks;
  Block* module = nullptr;
  std::unordered_map<const void*, Block*> by_node;  // key: the Stmt* or Expr* that opens the block

  /// The block that `node` opens; it must open one.
  Block* block_of(const void* node) const {
    auto found = by_node.find(node);
    EIDER_CHECK(found != by_node.end());
    return found->second;
  }
};

struct ScopeOptions {
  bool future_annotations = false;  // annotations are strings: what they name does not count
  size_t stack_bytes = 400 * 1024;
};

/// Fills `table` from `mod`. False: `error` says why (its text is not filled in).
bool build_scopes(const ast::Mod* mod, const ScopeOptions& options, Arena& arena, ScopeTable& table, Diagnostic& error);

}  // namespace eider::frontend

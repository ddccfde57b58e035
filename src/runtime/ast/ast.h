// SPDX-License-Identifier: MIT
//
// Syntax trees as Python objects: the classes of the module _ast, and both ways between them and the frontend's tree.
#pragma once

#include "frontend/arena.h"
#include "runtime/ast/ast_schema.h"
#include "runtime/runtime.h"

namespace eider::runtime {

enum class NodeId : uint8_t {
#define EIDER_NODE(Struct, ...) k##Struct,
  EIDER_AST_MODS(EIDER_NODE) EIDER_AST_STATEMENTS(EIDER_NODE) EIDER_AST_EXPRESSIONS(EIDER_NODE) EIDER_AST_PATTERNS(EIDER_NODE)
      EIDER_AST_PRODUCTS(EIDER_NODE)
#undef EIDER_NODE
  kCount
};
enum class EnumId : uint8_t {
#define EIDER_ENUM(Enum, ...) k##Enum,
  EIDER_AST_ENUMS(EIDER_ENUM)
#undef EIDER_ENUM
  kCount
};
enum class SumId : uint8_t { kMod, kStmt, kExpr, kPattern, kExceptHandler, kCount };
inline constexpr size_t kNodeKinds = static_cast<size_t>(NodeId::kCount);
inline constexpr size_t kMostEnumerators = 13;

struct NodeRow {
  const char* name;
  const char* fields;
};
extern const NodeRow kNodeRows[kNodeKinds];

/// The classes, made at the first use; one a runtime. Published whole (Runtime::ast), immutable afterwards, types are roots.
struct AstTypes {
  Type* ast = nullptr;
  Type* nodes[kNodeKinds] = {};
  Tuple* fields[kNodeKinds] = {};                        // interned names
  Type* sums[static_cast<size_t>(SumId::kCount)] = {};
  Type* enums[static_cast<size_t>(EnumId::kCount)] = {};
  Type* enumerators[static_cast<size_t>(EnumId::kCount)][kMostEnumerators] = {};
  Value instances[static_cast<size_t>(EnumId::kCount)][kMostEnumerators] = {};  // what trees contain: one object each
  Str* positions[4] = {};                                // lineno, col_offset, end_lineno, end_col_offset
  Dict* all = nullptr;                                   // name -> class
};
Result<AstTypes*> ast_types(Thread& t);

Result<Value> ast_to_python(Thread& t, const frontend::ast::Mod& mod);

/// The tree for a Module, Interactive or Expression object, checked as python3.11's _PyAST_Validate does; nodes go to `arena`.
Result<frontend::ast::Mod*> ast_from_python(Thread& t, Value object, CompileMode mode, frontend::Arena& arena);
/// Whether `v` is an instance of ast.AST, without making the classes when nobody has.
bool is_ast(Thread& t, Value v);

// What stands for fields that the frontend does not keep.
struct NoText {};
struct NoItems {};
template <class B>
struct UPrefix {
  B& flag;
};
template <class B>
UPrefix(B&) -> UPrefix<B>;

}  // namespace eider::runtime

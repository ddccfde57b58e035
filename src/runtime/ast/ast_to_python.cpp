// SPDX-License-Identifier: MIT
//
// The frontend's tree as Python objects. Trees are bounded in depth by the parser.
#include "frontend/constants.h"
#include "runtime/ast/ast.h"
#include "vm/code.h"

namespace eider::runtime {

namespace {

namespace ast = frontend::ast;
using frontend::Span;

constexpr NoText no_text;
constexpr NoItems no_items;

class ToPython {
 public:
  ToPython(Thread& t, AstTypes& types) : t_(t), types_(types) {}

  Result<Value> mod(const ast::Mod& node) {
    switch (node.kind) {
#define EIDER_NODE(Struct, shown, text, ...)                       \
  case ast::ModKind::k##Struct: {                                  \
    [[maybe_unused]] const auto& n = *ast::cast<ast::Struct>(&node); \
    return made(NodeId::k##Struct, nullptr __VA_OPT__(, ) __VA_ARGS__); \
  }
      EIDER_AST_MODS(EIDER_NODE)
    }
    EIDER_UNREACHABLE("module kind");
  }

 private:
  Result<Value> from(const ast::Stmt* node) {
    EIDER_TRY(check_recursion(t_, " during ast construction"));
    switch (node->kind) {
#undef EIDER_NODE
#define EIDER_NODE(Struct, shown, text, ...)                        \
  case ast::StmtKind::k##Struct: {                                  \
    [[maybe_unused]] const auto& n = *ast::cast<ast::Struct>(node); \
    return made(NodeId::k##Struct, node __VA_OPT__(, ) __VA_ARGS__);  \
  }
      EIDER_AST_STATEMENTS(EIDER_NODE)
    }
    EIDER_UNREACHABLE("statement kind");
  }
  Result<Value> from(const ast::Expr* node) {
    if (node == nullptr) return kNone;
    EIDER_TRY(check_recursion(t_, " during ast construction"));
    switch (node->kind) {
#undef EIDER_NODE
#define EIDER_NODE(Struct, shown, text, ...)                        \
  case ast::ExprKind::k##Struct: {                                  \
    [[maybe_unused]] const auto& n = *ast::cast<ast::Struct>(node); \
    return made(NodeId::k##Struct, node __VA_OPT__(, ) __VA_ARGS__);  \
  }
      EIDER_AST_EXPRESSIONS(EIDER_NODE)
    }
    EIDER_UNREACHABLE("expression kind");
  }
  Result<Value> from(const ast::Pattern* node) {
    if (node == nullptr) return kNone;
    EIDER_TRY(check_recursion(t_, " during ast construction"));
    switch (node->kind) {
#undef EIDER_NODE
#define EIDER_NODE(Struct, shown, text, ...)                        \
  case ast::PatternKind::k##Struct: {                               \
    [[maybe_unused]] const auto& n = *ast::cast<ast::Struct>(node); \
    return made(NodeId::k##Struct, node __VA_OPT__(, ) __VA_ARGS__);  \
  }
      EIDER_AST_PATTERNS(EIDER_NODE)
    }
    EIDER_UNREACHABLE("pattern kind");
  }
#undef EIDER_NODE
#define EIDER_NODE(Struct, shown, text, ...)                              \
  Result<Value> from(const ast::Struct* node) {                           \
    if (node == nullptr) return kNone;                                    \
    const auto& n = *node;                                                \
    return made(NodeId::k##Struct, place_of(node), __VA_ARGS__);          \
  }
  EIDER_AST_PRODUCTS(EIDER_NODE)
#undef EIDER_NODE
#define EIDER_ENUM(Enum, ...) \
  Result<Value> from(ast::Enum v) { return types_.instances[static_cast<size_t>(EnumId::k##Enum)][static_cast<size_t>(v)]; }
  EIDER_AST_ENUMS(EIDER_ENUM)
#undef EIDER_ENUM

  static const ast::Position* place_of(const ast::Position* node) { return node; }
  static const ast::Position* place_of(const void*) { return nullptr; }

  Result<Value> from(NoText) { return kNone; }
  Result<Value> from(NoItems) { return EIDER_TRY(list_new(t_, 0))->value(); }
  Result<Value> from(UPrefix<const bool> prefix) {
    if (!prefix.flag) return kNone;
    return EIDER_TRY(intern(t_, "u"))->value();
  }
  Result<Value> from(int32_t n) { return Value::from_small_int(n); }
  Result<Value> from(bool flag) { return Value::from_small_int(flag); }
  Result<Value> from(ast::Identifier text) {
    if (text.empty()) return kNone;
    return EIDER_TRY(intern(t_, text))->value();
  }
  Result<Value> from(const ast::ConstantValue& value) { return vm::constant_value(t_, frontend::to_constant(value)); }
  Result<Value> from(ast::ConstantKind kind) { return kind == ast::ConstantKind::kTrue ? kTrue : kind == ast::ConstantKind::kFalse ? kFalse : kNone; }
  template <class T>
  Result<Value> from(const Span<T>& items) {
    List* list = EIDER_TRY(list_new(t_, static_cast<int64_t>(items.size())));
    for (const T& item : items) EIDER_TRY(list_append(t_, list, EIDER_TRY(from(item))));
    return list;
  }

  template <class... Members>
  Result<Value> made(NodeId id, const ast::Position* place, const Members&... members) {
    auto which = static_cast<size_t>(id);
    Value node = EIDER_TRY(new_instance(t_, types_.nodes[which]))->value();
    [[maybe_unused]] Tuple* names = types_.fields[which];
    [[maybe_unused]] int64_t i = 0;
    bool ok = true;
    ((ok = ok && put(node, names->items[i++].get().as<Str>(), from(members))), ...);
    if (!ok) return kFailure;
    if (place != nullptr) {
      const int32_t numbers[] = {place->lineno, place->col_offset, place->end_lineno, place->end_col_offset};
      for (int k = 0; k < 4; ++k) EIDER_TRY(instance_set(t_, node, types_.positions[k], Value::from_small_int(numbers[k])));
    }
    return node;
  }
  bool put(Value node, Str* field, Result<Value> v) { return v.ok() && instance_set(t_, node, field, v.get()).ok(); }

  Thread& t_;
  AstTypes& types_;
};

}  // namespace

Result<Value> ast_to_python(Thread& t, const ast::Mod& mod) {
  AstTypes* types = EIDER_TRY(ast_types(t));
  return ToPython(t, *types).mod(mod);
}

}  // namespace eider::runtime
